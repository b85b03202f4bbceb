"""The paired difference of two policies: interval, test, probability, number of runs.

All functions take arrays of independent units, (n,) or (n, k), and treat each of the k columns by
itself; NaN in either policy leaves a unit out. Differences are A less B. The bootstrap draws the
same units for all columns, from a generator of its own, so that a column's interval depends
on nothing but the column.
"""

from typing import NamedTuple

import numpy as np
from scipy import stats

CONFIDENCE = 0.95
RESAMPLES = 4999
ROUNDING = 1e-12
"""Difference, relative to the larger of two values, that counts as none."""
FEWEST_BOOTSTRAP = 5
"""Units from which a bootstrap interval is given: fewer can be drawn in too few ways."""
SEED = 20171123
"""Of the bootstrap and of random signs."""


class Contrast(NamedTuple):
    """A less B, by column; NaN where there are too few units."""

    n: np.ndarray  # units in which both are numbers
    mean_a: np.ndarray
    mean_b: np.ndarray
    difference: np.ndarray
    spread: np.ndarray  # standard deviation of the unit differences
    error: np.ndarray  # standard error of the mean difference
    low: np.ndarray  # t interval
    high: np.ndarray
    boot_low: np.ndarray  # BCa bootstrap interval
    boot_high: np.ndarray
    p: np.ndarray  # two-sided; 1 where the policies are the same
    above: np.ndarray  # posterior probability that the mean difference is above 0
    share_above: np.ndarray  # share of units with a difference above 0
    share_equal: np.ndarray
    same: np.ndarray  # bool: no unit differs
    constant: np.ndarray  # bool: all units differ by one amount, not 0
    skew: np.ndarray  # of the unit differences; 0 where they do not vary


def differences(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return A less B, 0 where they differ by rounding alone, NaN where either is missing."""
    gap = a - b
    with np.errstate(invalid="ignore"):
        tiny = np.abs(gap) <= ROUNDING * np.maximum(np.abs(a), np.abs(b))
    return np.where(tiny, 0.0, gap)


def contrast(
    a: np.ndarray,
    b: np.ndarray,
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
) -> Contrast:
    """Return the paired difference of two policies.

    Parameters
    ----------
    a, b : array (n,) or (n, k)
        Outcomes of the same units under A and B.
    confidence : float, 0 to 1
        Of both intervals.
    resamples : int
        Of the bootstrap; 0 leaves it out.

    Returns
    -------
    Contrast
        Arrays (k,), or scalars for (n,).

    Notes
    -----
    The posterior of the mean difference under the reference prior, uniform in the mean and in the
    logarithm of the standard deviation, is Student's t around the mean with the standard error as
    its scale [1]_. Where all units differ by one amount, t says nothing: p is that of the sign
    test, 2^(1-n), and the probability that of a share of positive signs with a uniform prior
    lying above one half, 1 - 2^-(n+1). The bootstrap interval is bias-corrected and
    accelerated [2]_.

    References
    ----------
    .. [1] Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 3.2.
    .. [2] Efron (1987), Better bootstrap confidence intervals, JASA 82, 171-185.
    """
    one, other = np.asarray(a, float), np.asarray(b, float)
    if one.shape != other.shape or one.ndim not in (1, 2):
        raise ValueError(f"two arrays of one shape (n,) or (n, k); got {one.shape}, {other.shape}")
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"a confidence lies between 0 and 1; got {confidence}")
    if one.ndim == 1:
        found = contrast(one[:, None], other[:, None], confidence, resamples)
        return Contrast(*(column[0] for column in found))
    gap = differences(one, other)
    there = np.isfinite(gap)
    n = there.sum(axis=0)
    mean_a, mean_b = (_mean(np.where(there, values, np.nan), n) for values in (one, other))
    mean = _mean(gap, n)
    size = np.maximum(np.abs(np.where(there, one, 0.0)), np.abs(np.where(there, other, 0.0)))
    spread = _spread(gap, mean, n)
    spread = np.where(spread <= ROUNDING * size.max(axis=0, initial=0.0), 0.0, spread)
    same = (n > 0) & (np.where(there, gap, 0.0) == 0.0).all(axis=0)
    constant = (n > 1) & (spread == 0.0) & ~same
    error = spread / np.sqrt(np.maximum(n, 1))
    low, high = interval(mean, error, n, confidence)
    boot_low, boot_high = bootstrap(gap, mean, spread, n, confidence, resamples)
    with np.errstate(invalid="ignore", divide="ignore"):
        t = mean / error
    freedom = np.maximum(n - 1, 1)
    p = np.where(constant, 2.0 ** (1.0 - n), 2.0 * stats.t.sf(np.abs(t), freedom))
    beyond = 0.5 + np.sign(mean) * (0.5 - 2.0 ** -(n + 1.0))
    above = np.where(constant, beyond, stats.t.cdf(t, freedom))
    count = np.maximum(n, 1)
    share_above = np.where(n > 0, (np.where(there, gap, 0.0) > 0.0).sum(axis=0) / count, np.nan)
    share_equal = np.where(n > 0, (there & (gap == 0.0)).sum(axis=0) / count, np.nan)
    return Contrast(
        n, mean_a, mean_b, mean, spread, error, low, high, boot_low, boot_high,
        np.where(same, 1.0, p), np.where(same, np.nan, above), share_above, share_equal, same,
        constant, _skew(gap, mean, spread, n),
    )  # fmt: skip


def _mean(values: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Return means over rows of what is a number."""
    total = np.where(np.isfinite(values), values, 0.0).sum(axis=0)
    return np.where(n > 0, total / np.maximum(n, 1), np.nan)


def _spread(values: np.ndarray, mean: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Return standard deviations of what is a number; NaN of fewer than two."""
    square = np.where(np.isfinite(values), values - mean, 0.0) ** 2
    return np.where(n > 1, np.sqrt(square.sum(axis=0) / np.maximum(n - 1, 1)), np.nan)


def _skew(gap: np.ndarray, mean: np.ndarray, spread: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Return the third standardised moment of what is a number; NaN of fewer than three."""
    root = np.where(spread > 0.0, spread * np.sqrt(np.maximum(n - 1, 0) / np.maximum(n, 1)), 1.0)
    cubes = np.where(np.isfinite(gap), (gap - mean) / root, 0.0) ** 3
    return np.where(
        n > 2, np.where(spread > 0.0, cubes.sum(axis=0), 0.0) / np.maximum(n, 1), np.nan
    )


def too_skewed(n: np.ndarray, skew: np.ndarray) -> np.ndarray:
    """Tell where intervals of the mean may be too short: fewer than 25 skew² units.

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd ed., section 2.15: with as many, a 95% interval is
    wrong at most 6% of the time.
    """
    return np.where(np.isnan(skew), False, n < 25.0 * np.nan_to_num(skew) ** 2)


def interval(
    mean: np.ndarray, error: np.ndarray, n: np.ndarray, confidence: float | np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return Student's t interval; one point where the error is 0, NaN of fewer than two units."""
    half = stats.t.ppf(0.5 + 0.5 * np.asarray(confidence), np.maximum(n - 1, 1)) * error
    return mean - half, mean + half


def bootstrap(
    gap: np.ndarray,
    mean: np.ndarray,
    spread: np.ndarray,
    n: np.ndarray,
    confidence: float,
    resamples: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the BCa interval of the mean of each column of differences, (n, k).

    Columns that lack the same units are drawn together. What does not vary has one point, fewer
    than `FEWEST_BOOTSTRAP` units have none.
    """
    low = np.where(spread == 0.0, mean, np.nan)
    high = low.copy()
    there = np.isfinite(gap)
    can = (n >= FEWEST_BOOTSTRAP) & (spread > 0.0)
    if resamples == 0 or not can.any():
        return low, high
    _, pattern = np.unique(there, axis=1, return_inverse=True)
    for k in np.unique(pattern[can]):
        mine = np.flatnonzero(can & (pattern == k))
        rows = there[:, mine[0]]
        scaled = (gap[np.ix_(rows, mine)] - mean[mine]) / spread[mine]
        found = stats.bootstrap(
            (scaled,), _mean_to_rounding, vectorized=True, axis=0, paired=False,
            confidence_level=confidence, n_resamples=resamples, method="BCa",
            batch=max(1, 4_000_000 // scaled.size), rng=np.random.default_rng(SEED),
        ).confidence_interval  # fmt: skip
        low[mine] = mean[mine] + spread[mine] * found.low
        high[mine] = mean[mine] + spread[mine] * found.high
    return low, high


def _mean_to_rounding(values: np.ndarray, axis: int) -> np.ndarray:
    """Return means of scaled differences; equal ones stay equal in every unit of money."""
    return np.round(values.mean(axis=axis), 12)
