"""Problems with a known best, and how often procedures find it.

`python -m experiments.selection.measured` prints the tables of docs/selection.md.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from experiments.selection.kn import select_best
from experiments.selection.ocba import spend_budget
from experiments.selection.stopping import against, until_precise

Noise = Callable[[np.random.Generator, int, int], np.ndarray]
"""noise(rng, policies, replications): values with mean 0, (policies, replications)."""
BLOCK = 256
"""Replications that are drawn at a time."""
SKEW = 1.0
"""Standard deviation of the logarithm in log-normal problems: skewness 6.2."""


class Problem(NamedTuple):
    """Policies with known means."""

    name: str
    means: np.ndarray  # (policies,)
    noise: Noise

    def good(self, tolerance: float = 0.0) -> set[int]:
        """Return who is best, or no more than a tolerance worse."""
        return set(np.flatnonzero(self.means >= self.means.max() - tolerance - 1e-12).tolist())


def normal(shared: float) -> Noise:
    """Return standard normal noise; `shared` is the correlation between policies."""

    def noise(rng: np.random.Generator, count: int, size: int) -> np.ndarray:
        common = rng.standard_normal(size)
        return shared**0.5 * common + (1.0 - shared) ** 0.5 * rng.standard_normal((count, size))

    return noise


def skewed(shared: float, mirrored: bool = False) -> Noise:
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


def row(*cells: object) -> str:
    """Return a row of a table."""
    return "| " + " | ".join(map(str, cells)) + " |"


def selection_cases() -> list[tuple[str, np.ndarray, Noise, dict]]:
    """Return problems, with the plan of each; with 'good' whoever is within delta is right."""
    half, fifth, tenth = slipped(5, 0.5), slipped(5, 0.2), slipped(5, 0.1)
    near = -0.5 * np.array([0.0, 0.9, 1.05, 1.05, 1.05, 1.05])
    odd = skewed(0.0, mirrored=True)
    return [
        ("normal, 2 policies", slipped(2, 0.25), normal(0.0), {"delta": 0.25}),
        ("normal", half, normal(0.0), {"delta": 0.5}),
        ("normal, look 10", half, normal(0.0), {"delta": 0.5, "look": 10}),
        ("normal, correlation 0.8", half, normal(0.8), {"delta": 0.5}),
        ("normal", fifth, normal(0.0), {"delta": 0.2}),
        ("normal, first stage 50", fifth, normal(0.0), {"delta": 0.2, "first_stage": 50}),
        ("normal, correlation 0.8", fifth, normal(0.8), {"delta": 0.2}),
        ("normal, two best", slipped(5, 0.5, 2), normal(0.5), {"delta": 0.5}),
        ("normal, all level", np.zeros(5), normal(0.5), {"delta": 0.5}),
        ("normal, second 0.9 delta behind (good)", near, normal(0.0), {"delta": 0.5}),
        ("whole numbers", half, counted, {"delta": 0.5}),
        ("whole numbers, two best", slipped(5, 0.5, 2), counted, {"delta": 0.5}),
        ("log-normal", half, skewed(0.0), {"delta": 0.5}),
        ("log-normal, correlation 0.8", half, skewed(0.8), {"delta": 0.5}),
        ("log-normal, two best", slipped(5, 0.5, 2), skewed(0.5), {"delta": 0.5}),
        ("log-normal", fifth, skewed(0.0), {"delta": 0.2}),
        ("log-normal, first stage 50", fifth, skewed(0.0), {"delta": 0.2, "first_stage": 50}),
        ("log-normal, means of 20", fifth, skewed(0.0), {"delta": 0.2, "average": 20}),
        ("mirrored", fifth, odd, {"delta": 0.2}),
        ("mirrored, first stage 50", fifth, odd, {"delta": 0.2, "first_stage": 50}),
        ("mirrored, means of 20", fifth, odd, {"delta": 0.2, "average": 20}),
        ("mirrored, means of 20", tenth, odd, {"delta": 0.1, "average": 20}),
        ("mirrored, means of 50", tenth, odd, {"delta": 0.1, "average": 50}),
    ]


def selection_rows(macros: int) -> list[str]:
    """Return how often KN finds the best, by problem."""
    rows = [row("problem", "delta", "right", "runs"), row(*["---"] * 4)]
    for name, means, noise, plan in selection_cases():
        problem = Problem(name, means, noise)
        tolerance = plan["delta"] if "good" in name else 0.0
        found = rate(problem, macros, 1, problem.good(tolerance), **plan)
        rows.append(row(name, plan["delta"], f"{found.share:.3f}", f"{found.runs:,.0f}"))
    return rows


def budget_rows(macros: int) -> list[str]:
    """Return how often a budget finds the best, by rule."""
    rules = {
        "equal": {"first_stage": 16},
        "independent luck": {"first_stage": 6, "paired": False},
        "shared luck": {"first_stage": 6},
    }
    columns = [f"{rule}: {what}" for rule in rules for what in ("right", "stated")]
    rows = [row("problem", *columns), row(*["---"] * 7)]
    for name, means in (("slipped", slipped(5, 0.25)), ("spread", -0.25 * np.arange(5))):
        for shared in (0.0, 0.8):
            problem, cells = Problem(name, means, normal(shared)), []
            for plan in rules.values():
                found, stated = budget_rate(problem, macros, 2, budget=80, delta=0.1, **plan)
                cells += [f"{found.share:.3f}", f"{stated:.3f}"]
            rows.append(row(f"{name}, correlation {shared}", *cells))
    return rows


def target_rows(macros: int) -> list[str]:
    """Return how often the best is found when a budget ends at a bound of 0.95."""
    rows = [row("first stage", "correlation", "right", "runs"), row(*["---"] * 4)]
    for first_stage in (6, 10, 20):
        for shared in (0.0, 0.8):
            problem = Problem("slipped", slipped(5, 0.25), normal(shared))
            plan = {"budget": 4000, "delta": 0.1, "target": 0.95, "step": 20}
            found, _ = budget_rate(problem, macros, 4, first_stage=first_stage, **plan)
            rows.append(row(first_stage, shared, f"{found.share:.3f}", f"{found.runs:,.0f}"))
    return rows


def coverage_rows(macros: int) -> list[str]:
    """Return how often Stein's intervals cover."""
    cases = [
        ("normal, 1 contrast", normal(0.0), [1.0, -1.0, 0.0], {}),
        ("normal, correlation 0.8, 1 contrast", normal(0.8), [1.0, -1.0, 0.0], {}),
        ("normal, 2 contrasts", normal(0.0), against(3), {}),
        ("log-normal, 1 contrast", skewed(0.0), [1.0, -1.0, 0.0], {}),
        ("mirrored, 1 contrast", skewed(0.0, True), [1.0, -1.0, 0.0], {}),
        ("mirrored, first stage 100", skewed(0.0, True), [1.0, -1.0, 0.0], {"first_stage": 100}),
        ("mirrored, means of 20", skewed(0.0, True), [1.0, -1.0, 0.0], {"average": 20}),
    ]
    rows = [row("problem", "covered", "replications"), row(*["---"] * 3)]
    for name, noise, contrasts, plan in cases:
        problem = Problem(name, slipped(3, 0.5), noise)
        found = coverage(problem, np.array(contrasts), 0.15, macros, 3, **plan)
        rows.append(row(name, f"{found.share:.3f}", f"{found.runs:,.0f}"))
    return rows


if __name__ == "__main__":
    for table in (selection_rows, budget_rows, target_rows, coverage_rows):
        print("\n".join(table(1000)), end="\n\n", flush=True)
