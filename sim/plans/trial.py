"""A plan tried out: how likely it passes its first evaluation, and what stands in the way.

The same luck meets the plan and each change of it, so that differences are those of pairs. Until
its approval a plan changes nothing, so that all that differs in one run shares the same years.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.stats import binomtest

from sim.plans.changes import Change, changes_of
from sim.plans.reading import Plan
from sim.problems import NticError
from sim.quarters import between
from sim.specs import TARGETS, CenterSpec, Scenario

if TYPE_CHECKING:
    from sim.parameters import Programme
    from sim.state import World
    from sim.timeline import Timeline

SOURCES = {
    "grant_paid": ("ministry", "中央资助"),
    "local_grant_paid": ("province", "地方资助"),
    "project_grants": ("national projects", "国家项目"),
    "fees": ("fees", "会费"),
    "capital_paid": ("stakes of enterprises", "企业股金"),
    "investors_paid": ("stakes of investors", "社会资本"),
    "agreement_income": ("agreements", "协议资助"),
    "rent_income": ("rents of the line", "中试线租金"),
    "licences": ("licences", "许可收入"),
}
"""Money that a center receives, by column."""
LEVEL = 0.9
"""Of intervals."""
LUCK = "luck"
"""Cause of a failure that a perfect evaluation would not have seen."""


class Evaluation(NamedTuple):
    """The first evaluation of a plan in each of `S` runs.

    Achievements over targets, and the part of each in what is measured, in the order of `TARGETS`.
    """

    score: np.ndarray  # (S,) [1]
    reports: np.ndarray  # (S, 4) [1]
    weights: np.ndarray  # (S, 4) [1], sum 1; 0 where nothing was promised
    achieved: np.ndarray  # (S, 4) [1, million CNY]
    targets: np.ndarray  # (S, 4) [1, million CNY]

    @property
    def measured(self) -> np.ndarray:
        """What a perfect evaluation would give, (S,); 1 if nothing was promised."""
        promised = self.weights.sum(axis=1) > 0.0
        return np.where(promised, (self.weights * self.reports).sum(axis=1), 1.0)


class Chance(NamedTuple):
    """A share of runs and its interval (Wilson)."""

    runs: int
    passed: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Of the runs."""
        return self.passed / self.runs


class Difference(NamedTuple):
    """Of the chance with something changed, less that of the plan; runs are pairs."""

    name: str
    chance: Chance
    change: float
    error: float  # standard error
    p: float  # exact test of McNemar: as many runs gained as lost?


@dataclass(frozen=True)
class Trial:
    """What came out of trying a plan."""

    plan: Plan
    scale: float
    seeds: tuple[int, ...]
    quarter: int  # of the evaluation, from the start of the run
    good: float  # least score that passes
    base: Evaluation
    chance: Chance
    excellent: Chance
    causes: dict[str, int]  # of runs that did not pass, by what they lacked most
    without: tuple[Difference, ...]  # if one target did not count
    changed: tuple[tuple[Change, Difference], ...]
    paths: np.ndarray  # (S, quarters of the term + 1, 4) achieved so far
    money: dict[str, np.ndarray]  # (S,) received in the term by source [million CNY]


def chance_of(passed: np.ndarray) -> Chance:
    """Return the share of runs that passed with its interval."""
    k, n = int(passed.sum()), len(passed)
    low, high = binomtest(k, n).proportion_ci(LEVEL, method="wilson")
    return Chance(n, k, float(low), float(high))


def difference(name: str, passed: np.ndarray, usual: np.ndarray) -> Difference:
    """Return what a change does to the chance of passing, in pairs of runs."""
    gap = passed.astype(float) - usual.astype(float)
    gained, lost = int((gap > 0).sum()), int((gap < 0).sum())
    p = binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
    error = float(gap.std(ddof=1) / np.sqrt(len(gap))) if len(gap) > 1 else float("nan")
    return Difference(name, chance_of(passed), float(gap.mean()), error, float(p))


def causes_of(e: Evaluation, good: float) -> dict[str, int]:
    """Return of the runs that did not pass how many lacked most in what.

    What an indicator lacks is its part of the evaluation times what is missing to its target; a
    run that a perfect evaluation would have passed has failed by luck.
    """
    counts = dict.fromkeys((*TARGETS, LUCK), 0)
    lacking = e.weights * np.maximum(0.0, 1.0 - e.reports)
    for s in np.flatnonzero(e.score < good):
        if e.measured[s] >= good:
            counts[LUCK] += 1
        else:
            counts[tuple(TARGETS)[int(np.argmax(lacking[s]))]] += 1
    return {name: n for name, n in counts.items() if n}


def without_target(e: Evaluation, place: int) -> np.ndarray:
    """Return the scores of the same runs if one target did not count; the error stays."""
    weights = e.weights.copy()
    weights[:, place] = 0.0
    total = weights.sum(axis=1)
    left = (weights * e.reports).sum(axis=1)
    measured = np.divide(left, total, out=np.ones_like(left), where=total > 0.0)
    return e.score - e.measured + measured


def try_out(
    plan: Plan,
    runs: int = 40,
    scale: float = 0.01,
    changes: bool = True,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Trial:
    """Simulate a plan up to its first evaluation, as it is and with one thing changed at a time.

    Parameters
    ----------
    plan : Plan
        As read.
    runs : int, > 1
        Pairs of runs, with seeds from the scenario's on.
    scale : float, 0 to 1
        Of the fringe of enterprises; centers, leaders and institutes are one to one at every scale.
    changes : bool
        Try the changes of `changes.CHANGES` too, one at a time.
    threads : int, > 0
        Runs at a time; the results do not depend on it.
    progress : callable, optional
        Called with numbers of runs done and of all.

    Raises
    ------
    NticError
        If there is no evaluation to pass.
    """
    from sim import spinup
    from sim.populate import build
    from sim.timeline import timeline_of

    scenario = until_evaluation(plan, scale)
    arms = changes_of(plan.center, scenario) if changes else ()
    variants = [scenario, *(with_center(scenario, other) for _, other in arms)]
    world, timeline = spinup.start(scenario), timeline_of(scenario)
    seeds = tuple(range(scenario.seed, scenario.seed + runs))
    built = [build(variant) for variant in variants]
    one = partial(_one_seed, world, timeline, built, plan, scenario)
    found = []
    with ThreadPoolExecutor(threads) as pool:
        for done, rows in enumerate(pool.map(one, seeds), start=1):
            found.append(rows)
            if progress is not None:
                progress(done, runs)
    return _gathered(plan, scenario, seeds, [change for change, _ in arms], found)


def until_evaluation(plan: Plan, scale: float) -> Scenario:
    """Return the plan's scenario up to the first evaluation of its center."""
    term = int(plan.scenario.parameters.programme.term)
    quarters = between(plan.scenario.start, plan.center.approved) + term + 1
    if term <= 0:
        raise NticError("scenario: `programme.term` is 0, so that nothing is ever evaluated")
    return replace(plan.scenario, quarters=quarters, scale=scale)


def with_center(scenario: Scenario, center: CenterSpec) -> Scenario:
    """Return a scenario in which one of its centers is another."""
    centers = tuple(center if c.key == center.key else c for c in scenario.centers)
    return replace(scenario, centers=centers)


def _one_seed(
    world: "World",
    timeline: "Timeline",
    built: list["World"],
    plan: Plan,
    scenario: Scenario,
    seed: int,
) -> np.ndarray:
    """Return the rows of the plan's center from its approval on, a row per variant."""
    from sim import kernel
    from sim.populate import with_charters

    first = between(scenario.start, plan.center.approved)
    past = kernel.run(world, timeline, seed, first) if first else kernel.empty_history(world, 0)
    rows = []
    for variant in built:
        begun = past._replace(world=with_charters(past.world, built[0], variant))
        history = kernel.run(begun, timeline, seed, scenario.quarters)
        rows.append(history.centers[first:, plan.place].copy())
    return np.stack(rows)


def _gathered(
    plan: Plan,
    scenario: Scenario,
    seeds: tuple[int, ...],
    arms: list[Change],
    found: list[np.ndarray],
) -> Trial:
    """Return what the rows of all runs say; they are seeds by variants by quarters."""
    from sim.timeline import timeline_of

    rows = np.stack(found)
    p = timeline_of(scenario).parameters_in(scenario.quarters - 1).programme
    base, *others = (evaluation(rows[:, k], p) for k in range(rows.shape[1]))
    passed = base.score >= p.good
    without = [
        difference(name, without_target(base, k) >= p.good, passed)
        for k, name in enumerate(TARGETS)
        if base.weights[:, k].any()
    ]
    changed = [
        (change, difference(change.key, other.score >= p.good, passed))
        for change, other in zip(arms, others, strict=True)
    ]
    return Trial(
        plan=plan,
        scale=scenario.scale,
        seeds=seeds,
        quarter=scenario.quarters - 1,
        good=p.good,
        base=base,
        chance=chance_of(passed),
        excellent=chance_of(base.score >= p.excellent),
        causes=causes_of(base, p.good),
        without=tuple(without),
        changed=tuple(changed),
        paths=achieved(rows[:, 0, :-1]),
        money={name: rows[:, 0, :-1][name].sum(axis=1) for name in SOURCES},
    )


def achieved(rows: np.ndarray) -> np.ndarray:
    """Return what rows of a center have achieved by the end of each quarter, as reported."""
    fees = rows["fees_so_far"] + rows["fees"] + rows["capital_paid"] + rows["agreement_income"]
    return np.stack([rows["stages"], rows["products"], fees, rows["members"]], axis=-1)


def evaluation(rows: np.ndarray, p: "Programme") -> Evaluation:
    """Return the evaluation in the last quarter of rows (S, quarters) of a center.

    Targets and achievements are those before it: who passes begins anew in the same quarter.
    """
    last, before = rows[:, -1], rows[:, -2]
    targets = np.stack([before[f"target_{name}"] for name in TARGETS], axis=-1)
    weights = np.array([getattr(p, f"weight_{name}") for name in TARGETS]) * (targets > 0.0)
    total = weights.sum(axis=1, keepdims=True)
    weights = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0.0)
    reports = np.stack([last[f"report_{name}"] for name in TARGETS], axis=-1)
    return Evaluation(last["score"].copy(), reports, weights, achieved(before), targets)
