"""Where an effect arises: by place, and whether places differ beyond noise."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from experiments.comparison.paired import ROUNDING, SEED

EXACT_UP_TO = 12
"""Units up to which all signs are tried."""
SIGNS = 4999
"""Random signs otherwise."""


class Heterogeneity(NamedTuple):
    """Whether a mean difference is the same in all places."""

    units: int
    places: int
    p: float  # NaN of fewer than two units or places
    statistic: float
    furthest: int  # the place whose difference is furthest from the mean, in standard errors


@lru_cache(maxsize=4)
def signs(n: int) -> np.ndarray:
    """Return the signs that units are given, the first row all 1, (draws, n).

    All of them, of which one half mirrors the other and is left out, or random ones.
    """
    if n <= EXACT_UP_TO:
        bits = np.arange(2 ** max(n - 1, 0))[:, None] >> np.arange(n)[None, :]
        return 1.0 - 2.0 * (bits & 1)
    rng = np.random.default_rng(SEED)
    drawn = 1.0 - 2.0 * rng.integers(0, 2, (SIGNS, n))
    return np.vstack([np.ones(n), drawn])


def heterogeneity(gaps: np.ndarray) -> Heterogeneity:
    """Test whether the mean difference of two policies is the same in all places.

    Parameters
    ----------
    gaps : array (units, places)
        Unit differences; a unit with a missing place is left out.

    Notes
    -----
    Each unit's differences are taken around their mean over places. If all places have one mean
    difference, these have mean 0, and a unit's whole row may as well have the other sign. The sum
    over places of n m²/q, m the mean and q the mean square of a place, is held against the
    same sum with random signs of rows. A row keeps its sign as a whole, so any dependence between
    places of one run is respected, and there may be more places than units, where Hotelling's test
    has no answer and Cochran's Q, which takes places for independent, a wrong one. The
    test is exact if rows are symmetric about their mean, and has the stated level as units grow if
    not [1]_, [2]_. With n units p is at least 2^(1-n).

    References
    ----------
    .. [1] Canay, Romano and Shaikh (2017), Randomization tests under an approximate symmetry
       assumption, Econometrica 85, 1013-1030.
    .. [2] Winkler et al. (2014), Permutation inference for the general linear model, NeuroImage
       92, 381-397.
    """
    whole = gaps[np.isfinite(gaps).all(axis=1)]
    n, places = whole.shape
    if n < 2 or places < 2:
        return Heterogeneity(n, places, np.nan, np.nan, 0)
    around = whole - whole.mean(axis=1, keepdims=True)
    square = (around**2).mean(axis=0)
    vary = square > (ROUNDING * np.abs(whole).max(initial=0.0)) ** 2
    if not vary.any():
        return Heterogeneity(n, places, 1.0, 0.0, 0)
    scaled = around[:, vary] / np.sqrt(square[vary])
    flips = signs(n)
    statistics = ((flips @ scaled) ** 2).sum(axis=1) / n
    as_large = statistics >= statistics[0] * (1.0 - 1e-9)
    p = float(as_large.mean())
    far = np.flatnonzero(vary)[np.argmax(np.abs(scaled.mean(axis=0)))]
    return Heterogeneity(n, places, p, float(statistics[0]), int(far))


def relative(difference: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Return a difference as a share of the base; NaN where the base is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(base == 0.0, np.nan, difference / np.abs(base))


def named(keys: Sequence[str], found: Heterogeneity) -> str:
    """Return the place that is furthest from the mean; none where there is no test."""
    return keys[found.furthest] if np.isfinite(found.p) and found.p < 1.0 else ""
