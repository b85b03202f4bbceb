"""Distributions of uncertain values: from a number between 0 and 1 to a value.

SciPy's take most of a second to import, so who only looks at a sweep does without.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from experiments.design.specs import Distribution, Factor

UNIFORM, LOG_UNIFORM, TRIANGULAR, NORMAL = "uniform", "log_uniform", "triangular", "normal"
Frozen = Any
"""A distribution of SciPy with its parameters, which has no public type."""


def _uniform(d: Distribution) -> Frozen:
    from scipy import stats

    return stats.uniform(d.low, d.high - d.low)


def _log_uniform(d: Distribution) -> Frozen:
    from scipy import stats

    return stats.loguniform(d.low, d.high)


def _triangular(d: Distribution) -> Frozen:
    from scipy import stats

    width = d.high - d.low
    return stats.triang((d.middle - d.low) / width, d.low, width)


def _normal(d: Distribution) -> Frozen:
    """Return a normal cut off at the ends of the range."""
    from scipy import stats

    ends = (d.low - d.middle) / d.spread, (d.high - d.middle) / d.spread
    return stats.truncnorm(*ends, d.middle, d.spread)


SHAPES: dict[str, Callable[[Distribution], Frozen]] = {
    UNIFORM: _uniform,
    LOG_UNIFORM: _log_uniform,
    TRIANGULAR: _triangular,
    NORMAL: _normal,
}
"""Shapes by name; all lie within a range."""
NEEDS = {TRIANGULAR: ("mode",), NORMAL: ("mean", "sd")}
"""Keys beside the range that a shape needs."""


def settings(factor: Factor, u: np.ndarray) -> np.ndarray:
    """Return the settings of a factor at quantiles.

    Parameters
    ----------
    factor : Factor
    u : (n,) ndarray
        Quantiles, 0 to 1.

    Returns
    -------
    (n,) ndarray
        Numbers of levels, all equally likely, or values of the distribution.
    """
    d = factor.distribution
    if d is None:
        places = np.floor(u * len(factor.levels)).astype(np.int64)
        return np.minimum(places, len(factor.levels) - 1)
    return np.clip(SHAPES[d.shape](d).ppf(u), d.low, d.high)
