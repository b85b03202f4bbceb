"""How many more units would settle a comparison that cannot be told apart yet."""

import numpy as np
from scipy import stats

POWER = 0.8
"""Chance with which the number of units named should settle it."""
HUGE = 100_000
"""More units than anybody will run; said as such."""


def for_direction(
    difference: np.ndarray, spread: np.ndarray, level: np.ndarray | float, power: float = POWER
) -> np.ndarray:
    """Return the units with which zero is excluded, if difference and spread are as estimated.

    Parameters
    ----------
    difference, spread : array
        Mean and standard deviation of the unit differences.
    level : float or array
        Of the two-sided test.
    power : float

    Returns
    -------
    array
        Infinite where the difference is 0.

    Notes
    -----
    n = (z_{1-level/2} + z_power)² s²/d² + z²_{1-level/2}/2 [1]_, within one or two of what the
    noncentral t distribution gives.

    References
    ----------
    .. [1] Guenther (1981), Sample size formulas for normal theory t tests, The American
       Statistician 35, 243-244.
    """
    z = stats.norm.isf(np.asarray(level) / 2.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(difference == 0.0, np.inf, np.abs(spread / difference))
    return np.ceil((z + stats.norm.ppf(power)) ** 2 * ratio**2 + 0.5 * z**2)


def for_margin(
    spread: np.ndarray,
    n: np.ndarray,
    margin: np.ndarray,
    level: np.ndarray | float,
    assurance: float = POWER,
) -> np.ndarray:
    """Return the units with which the interval is so short that it must settle the matter.

    Parameters
    ----------
    spread, n : array
        Standard deviation of the unit differences, and the units it was estimated from.
    margin : array
        Smallest difference that matters; NaN where none is given.
    level : float or array
        One less the confidence of the interval.
    assurance : float
        Chance that the interval is as short as is promised.

    Returns
    -------
    array
        NaN where there is no margin.

    Notes
    -----
    An interval whose half width is at most half of the margin either excludes zero or lies inside
    the margin, wherever its middle is; at half widths between half of the margin and the margin it
    may do neither. As in Stein's first stage [1]_ the spread is estimated, so it is
    taken at its upper limit with the given assurance by chi-squared [2]_.

    References
    ----------
    .. [1] Stein (1945), A two-sample test for a linear hypothesis whose power is independent of
       the variance, Annals of Mathematical Statistics 16, 243-258.
    .. [2] Kupper and Hafner (1989), How appropriate are popular sample size formulas?, The
       American Statistician 43, 101-105.
    """
    freedom = np.maximum(n - 1, 1)
    most = spread * np.sqrt(freedom / stats.chi2.ppf(1.0 - assurance, freedom))
    with np.errstate(invalid="ignore"):
        ratio = (2.0 * most / margin) ** 2
    z = stats.norm.isf(np.asarray(level) / 2.0)
    needed = z**2 * ratio
    for _ in range(20):  # by Student's t, which depends on the number sought
        t = stats.t.isf(np.asarray(level) / 2.0, np.maximum(needed - 1.0, 1.0))
        needed = 0.5 * needed + 0.5 * t**2 * ratio
    return np.ceil(needed)


def more(
    difference: np.ndarray,
    spread: np.ndarray,
    n: np.ndarray,
    margin: np.ndarray,
    level: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return how many more units would settle it, and which rule says so.

    The smaller of the numbers by which the direction would be known, if the difference is as
    estimated, and by which the interval must settle it, if a margin is given. Where all
    units so far differ by one amount, the sign test says when that is no accident.

    Returns
    -------
    more : array of float
        At least 1; infinite where the difference is 0 and there is no margin, NaN of fewer
        than two units.
    rule : array of str
        ``direction`` or ``margin``.
    """
    direction = for_direction(difference, spread, level)
    signs = np.ceil(1.0 - np.log2(np.minimum(level, 1.0)))
    direction = np.where(spread == 0.0, signs, direction)
    short = for_margin(np.where(spread > 0.0, spread, np.nan), n, margin, level)
    first = np.fmin(direction, short)
    rule = np.where(first < direction, "margin", "direction")
    return np.where(n > 1, np.maximum(first - n, 1.0), np.nan), rule
