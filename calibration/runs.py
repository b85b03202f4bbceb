"""National runs observed at the end of every quarter, for the tables of facts."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from calibration.processes import share_out
from sim import codes, kernel
from sim.indicators import FIELD, NATION, PROVINCE
from sim.kernel import History
from sim.spinup import started
from sim.state import IDEAS, RIVALS, World
from sim.timeline import timeline_of

FIRST_YEAR = 2010
KEPT = ("id", "field", "leader", "weight", "sales", "born", "venture")
"""Columns of enterprises that are written down."""
KINDS = {codes.UNIVERSITY: "universities", codes.GOVERNMENT_INSTITUTE: "institutes"}
LEVELS = {"fields": FIELD, "provinces": PROVINCE, "nation": NATION}
T = TypeVar("T")


class Observed(NamedTuple):
    """What a run showed; `Q`, `P` are numbers of quarters and provinces."""

    scale: float
    seed: int
    history: History
    firms: pd.DataFrame  # enterprises at the end of each quarter, the start is quarter -1
    public_rd: dict[str, np.ndarray]  # (Q, P) [million CNY], by kind of institute
    basic: np.ndarray  # (Q,) [million CNY]
    center_rd: np.ndarray  # (Q, P) [million CNY], by province of the center
    coverage: np.ndarray  # (Q,) [1], share of needed units that the best team knows

    def indicator(self, level: str, name: str) -> np.ndarray:
        """Return an indicator of fields, provinces or the nation, (Q, ...)."""
        place = [about.name for about in LEVELS[level]].index(name)
        return getattr(self.history, level)[..., place]


def firms_of(w: World, quarter: int) -> pd.DataFrame:
    """Return the enterprises there are after a quarter."""
    frame = pd.DataFrame({name: np.array(w.enterprises[name]) for name in KEPT})
    return frame.assign(quarter=quarter)


def coverage_of(w: World) -> float:
    """Return the mean over ideas at work of the share of needed units that the best team knows.

    Ideas all of whose units have retired need nothing and are left out.
    """
    n = int(w.counters[IDEAS])
    ideas, teams = w.ideas[:n], w.teams[: RIVALS * n]
    needed = np.array(ideas["science"]) | np.array(ideas["application"])
    known = np.array(teams["known"]).reshape(n, RIVALS) & needed[:, None]
    there = np.array(teams["kind"]).reshape(n, RIVALS) != codes.NOBODY
    at_work = (ideas["live"] == 1) & (ideas["shelved"] == 0)
    at_work &= there.any(axis=1) & (needed != 0)
    if not at_work.any():
        return float("nan")
    share = np.where(there, np.bitwise_count(known), 0).max(axis=1)[at_work]
    return float(np.mean(share / np.bitwise_count(needed[at_work])))


def by_province(w: World, rows: Any, money: np.ndarray) -> np.ndarray:
    """Return money of rows added up by province, (P,)."""
    return np.bincount(rows["province"], money, w.provinces.size)


def observe(scale: float, seed: int, quarters: int) -> Observed:
    """Run the nation and write down what no indicator has, quarter by quarter.

    Parameters
    ----------
    scale : float, 0 to 1
        Of the fringe.
    seed : int
        Key of all draws, those of the spin-up included: what differs between seeds is also the
        past of the country.
    quarters : int, > 0
        How long, from 2010Q1.
    """
    given = (("scale", str(scale)), ("quarters", str(quarters)))
    scenario, world = started("national", given, seed)
    dated = timeline_of(scenario)
    firms = [firms_of(world, -1)]
    public: dict[str, list[np.ndarray]] = {name: [] for name in KINDS.values()}
    basic, centers, coverage = [], [], []
    history: World | History = world
    for t in range(quarters):
        history = kernel.run(history, dated, seed, t + 1)
        w = history.world
        firms.append(firms_of(w, t))
        o = w.institutes
        for kind, name in KINDS.items():
            money = np.where(o["kind"] == kind, o["weight"] * o["rd"], 0.0)
            public[name].append(by_province(w, o, money))
        basic.append(float((o["weight"] * o["basic"]).sum()))
        centers.append(by_province(w, w.centers, w.centers["project_rd"]))
        coverage.append(coverage_of(w))
    assert isinstance(history, History)
    return Observed(
        scale,
        seed,
        history,
        pd.concat(firms, ignore_index=True),
        {name: np.array(values) for name, values in public.items()},
        np.array(basic),
        np.array(centers),
        np.array(coverage),
    )


def over_seeds(
    measure: Callable[[tuple[float, int, int]], T],
    scales: Sequence[float],
    seeds: int,
    quarters: int,
    processes: int = 2,
) -> dict[tuple[float, int], T]:
    """Return what a function of (scale, seed, quarters) gives, by scale and seed.

    Parameters
    ----------
    measure : function of a module
        Called in another process if there are several.
    scales : sequence of float
        Of the fringe.
    seeds : int
        Runs of each scale, with seeds 1, 2, ...
    quarters : int
        Of each run.
    processes : int, > 0
        That share the runs; the tables do not depend on it.
    """
    ordered = sorted(scales, reverse=True)  # the longest first
    tasks = [(scale, seed, quarters) for scale in ordered for seed in range(1, seeds + 1)]
    answers = share_out(measure, tasks, processes)
    return {task[:2]: answer for task, answer in zip(tasks, answers, strict=True)}
