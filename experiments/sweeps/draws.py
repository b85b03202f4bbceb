"""A sweep that does only the runs it is asked for, for procedures that look before they go on."""

from collections.abc import Sequence

import numpy as np

from experiments.design.runs import Run
from experiments.sweeps.engine import Progress, work_off
from experiments.sweeps.parts import OK, Chunks, read_rows
from experiments.sweeps.store import Store
from sim.problems import NticError


class Draws:
    """Values of one outcome of policies, each observation with the same luck for all of them.

    An observation is a replication, or, where there are several samples of the uncertainties, the
    mean over the replications of one sample.

    Parameters
    ----------
    store : Store
    column : str
        Outcome and horizon.
    workers : int
    progress : callable
    """

    def __init__(self, store: Store, column: str, workers: int, progress: Progress) -> None:
        self.store, self.column = store, column
        self.workers, self.progress = workers, progress
        self.by_sample = store.runs.samples.number > 1
        self.done: dict[Run, float] = {}
        self.read: set[Chunks] = set()

    @property
    def most(self) -> int:
        """Observations that the design has."""
        size = self.store.runs.size
        return size.samples if self.by_sample else size.replications

    @property
    def runs_each(self) -> int:
        """Runs of one policy in an observation."""
        return self.store.runs.size.replications if self.by_sample else 1

    def __call__(self, policies: Sequence[int], first: int, last: int) -> np.ndarray:
        """Return values of policies in observations `first` to `last` - 1, (policies, n)."""
        wanted = [[self._runs(policy, k) for k in range(first, last)] for policy in policies]
        self._do([run for row in wanted for runs in row for run in runs])
        return np.array([[self._mean(runs) for runs in row] for row in wanted])

    def _runs(self, policy: int, observation: int) -> list[Run]:
        """Return the runs of an observation."""
        if not self.by_sample:
            return [Run(policy, 0, observation)]
        return [Run(policy, observation, k) for k in range(self.runs_each)]

    def _do(self, runs: Sequence[Run]) -> None:
        """Do the chunks of some runs that are not done, and read them."""
        wanted = dict.fromkeys(self.store.chunk_of(run) for run in runs if run not in self.done)
        there = {c for part in self.store.done() for c in part.footer.chunks.each()}
        missing = [chunk for chunk in wanted if chunk not in there]
        if missing:
            left = sum(map(self.store.rows_of, missing))
            held = sum(self.store.rows_of(chunk) for chunk in there)
            work_off(self.store, missing, self.workers, self.progress, held, held + left)
        for part in self.store.done():
            chunks = part.footer.chunks
            if chunks in self.read or wanted.keys().isdisjoint(chunks.each()):
                continue
            self.read.add(chunks)
            for table in read_rows(part.path, ["run", "status", "error", self.column]):
                for row in table.to_pylist():
                    if row["status"] != OK:
                        raise NticError(
                            f"run {row['run']} {row['status']}: {row['error']}; a choice among "
                            "policies needs every run"
                        )
                    self.done[self.store.runs.find(row["run"])] = row[self.column]

    def _mean(self, runs: Sequence[Run]) -> float:
        return float(np.mean([self.done[run] for run in runs]))
