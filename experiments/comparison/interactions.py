"""Whether an effect depends on an uncertainty: rank correlation over samples."""

from typing import NamedTuple

import numpy as np
from scipy import stats

FEWEST = 8
"""Samples from which a rank correlation is tested by Student's t."""


class Interaction(NamedTuple):
    """By column; NaN where the effect or the uncertainty does not vary, or samples are few."""

    n: np.ndarray
    correlation: np.ndarray  # Spearman's, of unit differences with the uncertainty
    p: np.ndarray
    when_low: np.ndarray  # mean difference where the uncertainty is at or below its median
    when_high: np.ndarray  # where it is above


def interaction(gaps: np.ndarray, values: np.ndarray) -> Interaction:
    """Return how the paired difference goes with an uncertainty.

    Parameters
    ----------
    gaps : array (units, k)
        Unit differences; NaN leaves a unit out.
    values : array (units,)
        Of the uncertainty.

    Notes
    -----
    Spearman's rank correlation r, with t = r sqrt((n - 2)/(1 - r²)) on n - 2 degrees of freedom:
    it finds any monotone dependence, is not moved by one extreme run, and needs no linearity.

    References
    ----------
    Kendall and Gibbons (1990), Rank Correlation Methods, 5th ed., chapter 4.
    """
    k = gaps.shape[1]
    n = np.isfinite(gaps).sum(axis=0)
    correlation, p, low, high = (np.full(k, np.nan) for _ in range(4))
    for j in range(k):
        there = np.isfinite(gaps[:, j])
        x, y = values[there], gaps[there, j]
        if n[j] < FEWEST or np.ptp(x) == 0.0:
            continue
        below = x <= np.median(x)
        low[j] = y[below].mean()
        high[j] = y[~below].mean() if not below.all() else np.nan
        if np.ptp(y) == 0.0:
            continue
        r = np.corrcoef(stats.rankdata(x), stats.rankdata(y))[0, 1]
        r = float(np.clip(r, -1.0, 1.0))
        t = np.inf if abs(r) == 1.0 else abs(r) * np.sqrt((n[j] - 2.0) / (1.0 - r**2))
        correlation[j], p[j] = r, 2.0 * stats.t.sf(t, n[j] - 2.0)
    return Interaction(n, correlation, p, low, high)
