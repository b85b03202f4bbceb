"""Points of a design: which settings of its factors are tried together.

All are pure functions of the design. Of a Sobol sequence and of Morris's trajectories the first
points stay when more are asked for; of a Latin hypercube all change.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from experiments.design.distributions import settings
from experiments.design.specs import (
    FULL_FACTORIAL,
    LATIN_HYPERCUBE,
    MORRIS,
    SOBOL,
    Factor,
    Sampling,
)


class Points(NamedTuple):
    """Settings of some factors: level numbers or values."""

    settings: tuple[np.ndarray, ...]  # of each factor, (n,)
    group: np.ndarray  # (n,), points of one group have the same luck
    number: int


def number_of(factors: Sequence[Factor], sampling: Sampling) -> int:
    """Return how many points some factors have, without drawing them."""
    if sampling.method == FULL_FACTORIAL:
        return math.prod(len(factor.levels) for factor in factors)
    return sampling.number * (len(factors) + 1 if sampling.method == MORRIS else 1)


def points_of(factors: Sequence[Factor], sampling: Sampling, seed: int) -> Points:
    """Return the points of some factors; without factors there is one.

    Parameters
    ----------
    factors : sequence of Factor
    sampling : Sampling
    seed : int
        Root seed of the design.
    """
    if not factors:
        return Points((), np.zeros(1, dtype=np.int64), 1)
    if sampling.method == FULL_FACTORIAL:
        sizes = [len(factor.levels) for factor in factors]
        number = math.prod(sizes)  # the last factor varies fastest
        columns = np.unravel_index(np.arange(number), sizes)
        return Points(tuple(columns), np.arange(number), number)
    u = _quantiles(len(factors), sampling, seed)
    n = len(u)
    each = n // sampling.number  # points of a trajectory; otherwise 1
    chosen = tuple(settings(factor, u[:, k]) for k, factor in enumerate(factors))
    return Points(chosen, np.arange(n) // each, n)


def _quantiles(factors: int, sampling: Sampling, seed: int) -> np.ndarray:
    """Return points of the unit cube, (n, factors)."""
    from scipy.stats import qmc

    if sampling.method == LATIN_HYPERCUBE:
        return qmc.LatinHypercube(factors, rng=np.random.default_rng(seed)).random(sampling.number)
    if sampling.method == SOBOL:
        return qmc.Sobol(factors, rng=np.random.default_rng(seed)).random(sampling.number)
    assert sampling.method == MORRIS
    return np.concatenate(
        [_trajectory(factors, sampling.grid, seed, k) for k in range(sampling.number)]
    )


def _trajectory(factors: int, grid: int, seed: int, number: int) -> np.ndarray:
    """Return one trajectory of Morris (1991), (factors + 1, factors)."""
    from SALib.sample import morris

    names = [str(k) for k in range(factors)]
    problem = {"num_vars": factors, "names": names, "bounds": [[0.0, 1.0]] * factors}
    own = np.random.default_rng([seed, number])
    return morris.sample(problem, 1, num_levels=grid, seed=own)
