"""One run of a sweep, from its point in the design to the row that is kept of it."""

import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from experiments.design.runs import Run
from experiments.design.scenarios import scenario_of
from experiments.sweeps.measure import Measure, measure_of
from experiments.sweeps.parts import CRASHED, FAILED, OK, Chunks
from experiments.sweeps.starts import Starts
from experiments.sweeps.store import Store
from sim import kernel
from sim.kernel import History
from sim.results.digests import history_digest
from sim.simulate import check_accounts, check_people
from sim.specs import Scenario
from sim.state import World
from sim.timeline import Timeline, timeline_of

LONGEST_ERROR = 500
"""Characters of an error's words that are kept."""


class Point(NamedTuple):
    """What all replications of a policy and a sample share."""

    scenario: Scenario
    world: World
    timeline: Timeline
    measure: Measure


class Done(NamedTuple):
    """A chunk that was run."""

    rows: list[dict[str, Any]]
    seconds: float
    settling: float


class Bench:
    """Does the runs of one process, and keeps what the next run needs again."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.starts = Starts()
        self.place: tuple[int, int] | None = None
        self.point: Point | Exception | None = None
        self.settling = 0.0

    def chunk(self, chunk: Chunks, skip: Mapping[str, str], begun: Callable[[str], None]) -> Done:
        """Return the rows of a chunk.

        Parameters
        ----------
        chunk : Chunks
        skip : mapping of str to str
            Runs that took their process down again and again, and how.
        begun : callable
            Told the identity of each run before it begins.
        """
        began, settled = time.process_time(), self.settling
        rows = []
        for run in self.store.expected(chunk):
            row = self.store.row(run)
            begun(row["run"])
            if row["run"] in skip:
                rows.append(row | {"status": CRASHED, "error": skip[row["run"]]})
            else:
                rows.append(row | self.run(run, row["seed"]))
        settling = self.settling - settled
        return Done(rows, time.process_time() - began - settling, settling)

    def run(self, run: Run, seed: int) -> dict[str, Any]:
        """Return what a run leaves; an error is a row too."""
        point = self.at(run)
        try:
            if isinstance(point, Exception):
                raise point
            history = history_of(point, seed)
            values = point.measure(history).tolist()
        except Exception as error:  # one bad run must not take the others with it
            words = f"{type(error).__name__}: {error}"
            return {"status": FAILED, "error": words[:LONGEST_ERROR]}
        kept = dict(zip(self.store.outcomes, values, strict=True))
        return {"status": OK, "digest": history_digest(history)} | kept

    def at(self, run: Run) -> Point | Exception:
        """Return the point of a run; that of the last run is kept, with its error if it has one."""
        place = run.policy, run.sample
        if self.point is None or place != self.place:
            began = time.process_time()
            try:
                self.point = self._point(run)
            except Exception as error:
                self.point = error
            self.place = place
            self.settling += time.process_time() - began
        return self.point

    def _point(self, run: Run) -> Point:
        store = self.store
        scenario = scenario_of(store.runs, run.policy, run.sample)
        measure = measure_of(store.columns, store.design, scenario)
        return Point(scenario, self.starts.world(scenario), timeline_of(scenario), measure)


def history_of(point: Point, seed: int) -> History:
    """Return a run whose accounts close.

    Raises
    ------
    AccountsError
        If money or people appeared or vanished.
    """
    scenario = point.scenario
    history = kernel.run(point.world, point.timeline, seed, scenario.quarters)
    check_accounts(scenario, history)
    check_people(scenario, history)
    return history
