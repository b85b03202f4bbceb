"""Estimators of size, growth and survival for rows that stand for several alike firms.

A weight counts as so many equal observations in every estimate. Standard errors count rows, since
the firms behind one row are one draw: n is Kish's (sum w)^2 / sum w^2.
"""

import math
from typing import Any, NamedTuple

import numpy as np
from scipy import optimize, special, stats


class Tail(NamedTuple):
    """Two fits of one tail."""

    exponent: float
    """Of the Pareto tail: P(size > s) falls as s^-exponent."""
    error: float
    rows: int
    curvature: float
    """Of the log-normal tail: 1/(2 sigma^2), 0 where the Pareto tail is the best of the family."""
    ratio: float
    """Twice the log likelihood that the log-normal tail gains, (0 to 1/2 by chance, then chi^2)."""


class Power(NamedTuple):
    """A slope in logs with its standard error."""

    slope: float
    error: float


def effective(weights: np.ndarray) -> float:
    """Return the number of rows of equal weight that are as informative: (sum w)^2 / sum w^2."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def quantile(values: np.ndarray, weights: np.ndarray, share: float) -> float:
    """Return the least value below or at which the share of the weight lies."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    place = np.searchsorted(reached, share * reached[-1] * (1.0 - 1e-12))
    return float(values[order][min(place, values.size - 1)])


def moments(values: np.ndarray, weights: np.ndarray) -> tuple[float, float, float]:
    """Return mean, standard deviation and excess kurtosis, which no constant has."""
    mean = np.average(values, weights=weights)
    variance = np.average((values - mean) ** 2, weights=weights)
    fourth = np.average((values - mean) ** 4, weights=weights)
    kurtosis = fourth / variance**2 - 3.0 if variance > 0.0 else math.nan
    return float(mean), float(np.sqrt(variance)), float(kurtosis)


def tail(sizes: np.ndarray, weights: np.ndarray, share: float) -> Tail:
    """Fit a Pareto and a log-normal tail to the largest.

    Parameters
    ----------
    sizes, weights : arrays
        Of rows; sizes above 0.
    share : float, 0 to 1
        Of the weight that is the tail; its least size is the threshold.

    Returns
    -------
    Tail
        The exponent is Hill's; the log-normal tail is a normal of log size cut at the threshold,
        of which the Pareto tail is the limit of wide normals.

    References
    ----------
    .. [1] Hill (1975), Annals of Statistics 3, 1163-1174.
    .. [2] Malevergne, Pisarenko and Sornette (2011), Physical Review E 83, 036111: the two are
       nested, and the likelihood ratio is the best test between them.
    """
    threshold = quantile(sizes, weights, 1.0 - share)
    above = sizes > threshold
    y, w = np.log(sizes[above] / threshold), weights[above]
    n = effective(w)
    mean, spread, _ = moments(y, w)
    exponent = 1.0 / mean
    curvature, ratio = 0.0, 0.0
    if 0.0 < spread < mean:  # else the normal that fits best is infinitely wide, or a point

        def loss(x: np.ndarray) -> float:
            mu, sigma = x[0], np.exp(x[1])
            z = (y - mu) / sigma
            log_density = -0.5 * z**2 - x[1] - 0.5 * np.log(2.0 * np.pi)
            log_density -= stats.norm.logcdf(mu / sigma)
            return -float(np.average(log_density, weights=w))

        found = optimize.minimize(loss, [mean, np.log(spread)], method="Nelder-Mead")
        curvature = 0.5 / np.exp(2.0 * found.x[1])
        ratio = max(0.0, 2.0 * n * (-found.fun - (np.log(exponent) - exponent * mean)))
    return Tail(exponent, exponent / np.sqrt(n), int(above.sum()), float(curvature), float(ratio))


def rank_size(sizes: np.ndarray, weights: np.ndarray, first: float, last: float) -> Power:
    """Return the exponent a of size ~ rank^-a between two ranks, and its standard error.

    Parameters
    ----------
    sizes, weights : arrays
        Of rows; sizes above 0.
    first, last : float
        Ranks of firms, the largest has rank 1; a row has the middle of its ranks.

    References
    ----------
    .. [1] Gabaix and Ibragimov (2011), Journal of Business and Economic Statistics 29, 24-39:
       ranks less one half; the standard error of a slope is slope sqrt(2/n).
    """
    order = np.argsort(-sizes, kind="stable")
    s, w = sizes[order], weights[order]
    rank = np.cumsum(w) - 0.5 * w
    taken = (rank > first - 1.0) & (rank < last)
    s, w, rank = s[taken], w[taken], rank[taken]
    x, y = np.log(s), np.log(rank)
    x = x - np.average(x, weights=w)
    slope = -float(np.average(x * y, weights=w) / np.average(x * x, weights=w))
    return Power(1.0 / slope, np.sqrt(2.0 / effective(w)) / slope)


def subbotin(values: np.ndarray, weights: np.ndarray) -> float:
    """Return the shape b of a Subbotin density around the median: 2 is normal, 1 is Laplace.

    The density is exp(-|x/a|^b / b) / (2 a b^(1/b) Gamma(1 + 1/b)), fitted by maximum likelihood
    with the centre at the weighted median.

    References
    ----------
    .. [1] Bottazzi and Secchi (2006), RAND Journal of Economics 37, 235-256.
    """
    distance = np.abs(values - quantile(values, weights, 0.5))

    def loss(b: float) -> float:
        scale = np.average(distance**b, weights=weights)
        return float(np.log(b * scale) / b + special.gammaln(1.0 + 1.0 / b) + 1.0 / b)

    found: Any = optimize.minimize_scalar(loss, bounds=(0.2, 6.0), method="bounded")
    return float(found.x)


def volatility(growth: np.ndarray, sizes: np.ndarray, weights: np.ndarray, bins: int = 10) -> Power:
    """Return the slope of the log standard deviation of growth on log size, over bins of size.

    Parameters
    ----------
    growth, sizes, weights : arrays
        Of firm-years; size at the start.
    bins : int
        Of equal weight.

    References
    ----------
    .. [1] Amaral et al. (1997), Physica A 244, 1-24.
    """
    edges = [quantile(sizes, weights, k / bins) for k in range(1, bins)]
    group = np.searchsorted(edges, sizes, side="left")
    x, y = [], []
    for k in range(bins):
        mine = group == k
        if mine.sum() > 1:
            x.append(np.average(np.log(sizes[mine]), weights=weights[mine]))
            y.append(np.log(moments(growth[mine], weights[mine])[1]))
    fit: Any = stats.linregress(x, y)
    return Power(float(fit.slope), float(fit.stderr))


def hazards(at_risk: np.ndarray, ended: np.ndarray, per_year: int = 4) -> np.ndarray:
    """Return the chance to end in each year of life of those who began it.

    Parameters
    ----------
    at_risk, ended : arrays
        By age in quarters: who had that age, and of these, who did not become older.
    per_year : int
        Quarters.

    Returns
    -------
    array
        1 - product over the year's quarters of (1 - ended / at risk); nan where nobody was.

    References
    ----------
    .. [1] Kaplan and Meier (1958), Journal of the American Statistical Association 53, 457-481.
    """
    years = at_risk.size // per_year
    with np.errstate(invalid="ignore", divide="ignore"):
        stays = 1.0 - ended / at_risk
    return 1.0 - stays[: years * per_year].reshape(years, per_year).prod(axis=1)
