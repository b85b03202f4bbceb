"""How much the shared luck helps: the factor by which pairing saves runs, and why it is low."""

from typing import NamedTuple

import numpy as np
from scipy import stats

from experiments.comparison.paired import CONFIDENCE, ROUNDING, differences
from experiments.comparison.units import Pairs

ENOUGH = 2.0
"""Factor below which the report says why."""


class Pairing(NamedTuple):
    """By column; NaN of fewer than two units or without any luck, infinite where it cancels."""

    factor: np.ndarray  # (variance of A + variance of B) / variance of the difference
    low: np.ndarray  # its interval
    high: np.ndarray
    correlation: np.ndarray  # of A and B over units
    ratio: np.ndarray  # of the larger to the smaller standard deviation of A and B


def pairing(a: np.ndarray, b: np.ndarray, confidence: float = CONFIDENCE) -> Pairing:
    """Return how many times as many runs an unpaired comparison would need.

    Parameters
    ----------
    a, b : array (n, k)
        Outcomes of the same units under A and B; NaN leaves a unit out.
    confidence : float, 0 to 1

    Notes
    -----
    With S = A + B and D = A - B, var A + var B = (var S + var D)/2, so the factor is
    (1 + var S/var D)/2. The interval of a ratio w of variances of two correlated normal
    variables is w (K ± sqrt(K² - 1)) with K = 1 + 2 (1 - r²) t²/(n - 2), r their correlation and
    t a quantile of Student's t with n - 2 degrees of freedom: exact, by the test of Pitman [1]_
    and Morgan [2]_.

    References
    ----------
    .. [1] Pitman (1939), A note on normal correlation, Biometrika 31, 9-12.
    .. [2] Morgan (1939), A test for the significance of the difference between the two variances
       in a sample from a normal bivariate population, Biometrika 31, 13-19.
    """
    there = np.isfinite(a) & np.isfinite(b)
    n = there.sum(axis=0)
    gap = differences(np.where(there, a, np.nan), np.where(there, b, np.nan))
    one = np.where(there, a, np.nan)
    total = 2.0 * one - gap  # A + B; where B is A to rounding it varies as A does
    other = one - gap
    size = np.maximum(np.abs(np.where(there, one, 0.0)), np.abs(np.where(there, other, 0.0)))
    floor = (ROUNDING * size.max(axis=0, initial=0.0)) ** 2
    var_a, var_b, var_d, var_s = (_var(x, n, floor) for x in (one, other, gap, total))
    with np.errstate(invalid="ignore", divide="ignore"):
        factor = (var_a + var_b) / var_d
        correlation = (var_s - var_d) / (4.0 * np.sqrt(var_a * var_b))
        ratio = np.sqrt(np.maximum(var_a, var_b) / np.minimum(var_a, var_b))
        r = (var_a - var_b) / np.sqrt(var_s * var_d)
        w = var_s / var_d
        t = stats.t.ppf(0.5 + 0.5 * confidence, np.maximum(n - 2, 1))
        k = 1.0 + 2.0 * np.clip(1.0 - r**2, 0.0, 1.0) * t**2 / (n - 2.0)
        root = np.sqrt(k**2 - 1.0)
        low, high = 0.5 + 0.5 * w * (k - root), 0.5 + 0.5 * w * (k + root)
    few = (n < 3) | ~np.isfinite(factor)
    nothing = (n < 2) | ((var_a == 0.0) & (var_b == 0.0))
    return Pairing(
        np.where(nothing, np.nan, factor),
        np.where(few, np.nan, low),
        np.where(few, np.nan, high),
        np.where(np.isfinite(correlation), np.clip(correlation, -1.0, 1.0), np.nan),
        np.where(nothing, np.nan, ratio),
    )


def _var(values: np.ndarray, n: np.ndarray, floor: np.ndarray) -> np.ndarray:
    """Return variances over rows of what is a number; 0 where only rounding varies."""
    there = np.isfinite(values)
    count = np.maximum(n, 1)
    mean = np.where(there, values, 0.0).sum(axis=0) / count
    square = (np.where(there, values - mean, 0.0) ** 2).sum(axis=0)
    var = square / np.maximum(n - 1, 1)
    return np.where(n > 1, np.where(var <= floor, 0.0, var), np.nan)


def within(pairs: Pairs) -> np.ndarray:
    """Return the factor of luck alone, from pairs around the mean of their sample.

    Without several samples it is that of the pairs themselves; NaN where no sample has two.
    """
    a, b = pairs.a.copy(), pairs.b.copy()
    sizes = np.unique(pairs.sample, return_counts=True)[1]
    if not (sizes > 1).any():
        return np.full(a.shape[1], np.nan)
    size = np.maximum(np.abs(a), np.abs(b))
    floor = (ROUNDING * np.where(np.isfinite(size), size, 0.0).max(axis=0, initial=0.0)) ** 2
    gap = differences(a, b)
    for sample in np.unique(pairs.sample):
        mine = pairs.sample == sample
        for values in (a, b, gap):
            values[mine] = _around_mean(values[mine])
    squares = [np.where(np.isfinite(x), x, 0.0) ** 2 for x in (a, b, gap)]
    var_a, var_b, var_d = (np.where(s.mean(axis=0) <= floor, 0.0, s.mean(axis=0)) for s in squares)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (var_a + var_b) / var_d


def _around_mean(values: np.ndarray) -> np.ndarray:
    there = np.isfinite(values)
    count = np.maximum(there.sum(axis=0), 1)
    return values - np.where(there, values, 0.0).sum(axis=0) / count


def why(
    factor: float,
    high: float,
    correlation: float,
    ratio: float,
    luck: float,
    equal: float,
    earlier: float,
    earlier_horizon: str,
) -> str:
    """Say why a factor is under `ENOUGH`, as far as the runs show; nothing if it is not.

    Parameters
    ----------
    factor, high, correlation, ratio : float
        Of `Pairing`.
    luck : float
        Of `within`, NaN where it is not known or the same.
    equal : float
        Share of pairs without a difference.
    earlier, earlier_horizon : float and str
        The largest factor at an earlier horizon, NaN without one.
    """
    if np.isnan(factor):
        return "the outcome does not vary from run to run, so there is no luck to share"
    if factor >= ENOUGH:
        return ""
    parts = []
    if np.isinf(ratio):
        return "under one policy the outcome does not vary, so there is no luck to share"
    if ratio > 2.0:
        most = np.inf if ratio == 1.0 else (1.0 + ratio**2) / (ratio - 1.0) ** 2
        parts.append(
            f"under one policy the outcome varies {ratio:.1f} times as much as under the other, "
            f"which luck in common cannot cancel (at best {most:.1f})"
        )
    if luck >= ENOUGH:
        parts.append(
            f"the effect itself varies with the uncertainties (within a sample the factor "
            f"is {luck:.1f})"
        )
    if earlier >= ENOUGH:
        parts.append(
            f"runs drift apart with time: the factor was {earlier:.1f} at {earlier_horizon}"
        )
    if equal >= 0.5:
        parts.append(
            f"{100 * equal:.0f}% of pairs do not differ at all; in the rest the policy "
            "sets off chance events that its twin does not have"
        )
    if correlation < -0.2:
        parts.append(
            f"what is good luck under one policy is bad luck under the other "
            f"(correlation {correlation:.2f})"
        )
    elif not parts and correlation < 0.5:
        parts.append(
            f"the two policies' outcomes hardly move together (correlation {correlation:.2f}): "
            "as if chance after the first change decided most of it, so that the same seed soon "
            "is other luck"
        )
    if not parts:
        parts.append(f"outcomes move together only in part (correlation {correlation:.2f})")
    if high >= ENOUGH:
        parts.append(f"with so few runs the factor may also be as high as {high:.1f}")
    return "; ".join(parts)
