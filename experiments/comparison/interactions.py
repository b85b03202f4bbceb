"""Whether an effect depends on an uncertainty: ranks by its values, or between its words."""

from typing import NamedTuple

import numpy as np
from scipy import stats

FEWEST = 8
"""Units from which a dependence is tested."""
SPEARMAN, KRUSKAL = "Spearman", "Kruskal-Wallis"


class Interaction(NamedTuple):
    """By column; NaN where the effect or the uncertainty does not vary, or units are few."""

    test: np.ndarray  # `SPEARMAN` for numbers, `KRUSKAL` for words
    n: np.ndarray
    correlation: np.ndarray  # Spearman's, of unit differences with the uncertainty
    p: np.ndarray
    when_low: np.ndarray  # mean difference where the uncertainty is at or below its median
    when_high: np.ndarray  # where it is above
    low: np.ndarray  # the word with the least mean difference; empty for numbers
    high: np.ndarray  # that with the largest


def interaction(gaps: np.ndarray, values: np.ndarray) -> Interaction:
    """Return how the paired difference goes with an uncertainty.

    Parameters
    ----------
    gaps : array (units, k)
        Unit differences; NaN leaves a unit out.
    values : array (units,)
        Of the uncertainty, numbers or words.

    Notes
    -----
    Numbers: Spearman's rank correlation r, with t = r sqrt((n - 2)/(1 - r²)) on n - 2 degrees of
    freedom: it finds any monotone dependence, is not moved by one extreme run, and needs no
    linearity. Words have no order: the test of Kruskal and Wallis says whether ranks of the
    differences go by word; `when_low` and `when_high` are then the least and the largest mean
    difference of a word.

    References
    ----------
    Kendall and Gibbons (1990), Rank Correlation Methods, 5th ed., chapter 4. Kruskal and Wallis
    (1952), Use of ranks in one-criterion variance analysis, JASA 47, 583-621.
    """
    numbers = np.issubdtype(values.dtype, np.number)
    k = gaps.shape[1]
    n = np.isfinite(gaps).sum(axis=0)
    correlation, p, low, high = (np.full(k, np.nan) for _ in range(4))
    least, most = (np.full(k, "", dtype=object) for _ in range(2))
    for j in range(k):
        there = np.isfinite(gaps[:, j])
        x, y = values[there], gaps[there, j]
        if n[j] < FEWEST or len(set(x)) < 2:
            continue
        if numbers:
            low[j], high[j], correlation[j], p[j] = _by_rank(x.astype(float), y)
        else:
            low[j], high[j], least[j], most[j], p[j] = _by_word(x, y)
    test = np.full(k, SPEARMAN if numbers else KRUSKAL, dtype=object)
    return Interaction(test, n, correlation, p, low, high, least, most)


def _by_rank(x: np.ndarray, y: np.ndarray) -> tuple[float, float, float, float]:
    """Return means of y where x is low and high, Spearman's correlation and its p-value."""
    below = x <= np.median(x)
    low, high = y[below].mean(), y[~below].mean() if not below.all() else np.nan
    if np.ptp(y) == 0.0:
        return low, high, np.nan, np.nan
    r = float(np.clip(np.corrcoef(stats.rankdata(x), stats.rankdata(y))[0, 1], -1.0, 1.0))
    t = np.inf if abs(r) == 1.0 else abs(r) * np.sqrt((len(x) - 2.0) / (1.0 - r**2))
    return low, high, r, float(2.0 * stats.t.sf(t, len(x) - 2.0))


def _by_word(x: np.ndarray, y: np.ndarray) -> tuple[float, float, str, str, float]:
    """Return the least and largest mean of y of a word of x, these words, and the p-value."""
    groups = {word: y[x == word] for word in sorted(set(x))}
    means = {word: float(group.mean()) for word, group in groups.items()}
    least, most = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
    p = float(stats.kruskal(*groups.values()).pvalue) if np.ptp(y) > 0.0 else np.nan
    return means[least], means[most], least, most, p
