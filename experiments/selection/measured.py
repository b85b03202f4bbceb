"""Problems with a known best, and how often procedures find it.

`python -m experiments.selection.measured` prints the table of docs/selection.md.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from experiments.selection.kn import select_best
from experiments.selection.ocba import spend_budget
from experiments.selection.stopping import until_precise

BLOCK = 256
"""Replications that are drawn at a time."""
SKEW = 1.0
"""Standard deviation of the logarithm in log-normal problems: skewness 6.2."""


class Problem(NamedTuple):
    """Policies with known means."""

    name: str
    means: np.ndarray  # (policies,)
    noise: Callable[[np.random.Generator, int, int], np.ndarray]  # (policies, replications), mean 0

    def good(self, tolerance: float = 0.0) -> set[int]:
        """Return who is best, or no more than a tolerance worse."""
        return set(np.flatnonzero(self.means >= self.means.max() - tolerance - 1e-12).tolist())


def normal(shared: float) -> Callable[[np.random.Generator, int, int], np.ndarray]:
    """Return standard normal noise; `shared` is the correlation between policies."""

    def noise(rng: np.random.Generator, count: int, size: int) -> np.ndarray:
        common = rng.standard_normal(size)
        return shared**0.5 * common + (1.0 - shared) ** 0.5 * rng.standard_normal((count, size))

    return noise


def skewed(
    shared: float, mirrored: bool = False
) -> Callable[[np.random.Generator, int, int], np.ndarray]:
    """Return log-normal noise of variance 1; mirrored, of all policies but the first.

    Without mirrors a difference of two policies is symmetric with heavy tails; with them it is
    as skewed as the noise.
    """
    mean = np.exp(0.5 * SKEW**2)
    spread = mean * np.sqrt(np.expm1(SKEW**2))
    normals = normal(shared)

    def noise(rng: np.random.Generator, count: int, size: int) -> np.ndarray:
        values = (np.exp(SKEW * normals(rng, count, size)) - mean) / spread
        if mirrored:
            values[1:] *= -1.0
        return values

    return noise


def counted(rng: np.random.Generator, count: int, size: int) -> np.ndarray:
    """Return differences of Poisson numbers, half of them shared: whole numbers, variance 2."""
    common = rng.poisson(1.0, size)
    return common - 2.0 + rng.poisson(1.0, (count, size))


def slipped(count: int, delta: float, best: int = 1) -> np.ndarray:
    """Return means of which `best` are 0 and all others delta worse: the hardest case."""
    return np.where(np.arange(count) < best, 0.0, -delta)


class Luck:
    """A `Draw` from a problem: a replication is the same whoever asks for it, and when."""

    def __init__(self, problem: Problem, seed: Sequence[int]):
        self.problem, self.rng = problem, np.random.default_rng(seed)
        self.table = np.empty((len(problem.means), 0))

    def __call__(self, policies: Sequence[int], first: int, last: int) -> np.ndarray:
        """Return values, drawn for all policies as far as anyone has asked."""
        while self.table.shape[1] < last:
            noise = self.problem.noise(self.rng, len(self.problem.means), BLOCK)
            self.table = np.hstack([self.table, self.problem.means[:, None] + noise])
        return self.table[policies, first:last]


class Rate(NamedTuple):
    """How a procedure did over macro-replications."""

    right: int
    macros: int
    runs: float  # of all policies, on average

    @property
    def share(self) -> float:
        """Return the share that was right."""
        return self.right / self.macros


def rate(
    problem: Problem, macros: int, seed: int, good: set[int] | None = None, **plan: object
) -> Rate:
    """Return how often KN chooses one of the good, by default of the best.

    Parameters
    ----------
    problem : Problem
    macros : int
        Whole procedures run, each with its own luck.
    seed : int
    good : set of int, optional
        Choices that count as right.
    **plan
        As `select_best` takes it.
    """
    accepted = problem.good() if good is None else good
    right, runs = 0, 0
    for macro in range(macros):
        choice = select_best(Luck(problem, (seed, macro)), len(problem.means), **plan)  # pyright: ignore
        right += choice.best in accepted
        runs += int(choice.replications.sum())
    return Rate(right, macros, runs / macros)


def budget_rate(problem: Problem, macros: int, seed: int, **plan: object) -> tuple[Rate, float]:
    """Return how often a budget finds one of the best, and the mean bound that it states."""
    right, runs, stated = 0, 0, 0.0
    for macro in range(macros):
        spent = spend_budget(Luck(problem, (seed, macro)), len(problem.means), **plan)  # pyright: ignore
        right += spent.best in problem.good()
        runs += int(spent.replications.sum())
        stated += spent.good_at_least
    return Rate(right, macros, runs / macros), stated / macros


def coverage(
    problem: Problem, contrasts: np.ndarray, half_width: float, macros: int, seed: int, **plan
) -> Rate:
    """Return how often all of Stein's intervals cover the truth."""
    truth = np.atleast_2d(contrasts) @ problem.means
    right, runs = 0, 0
    for macro in range(macros):
        found = until_precise(Luck(problem, (seed, macro)), contrasts, half_width, **plan)
        right += bool((np.abs(found.means - truth) <= found.half_widths).all())
        runs += found.replications
    return Rate(right, macros, runs / macros)
