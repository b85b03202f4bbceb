"""A sweep that does only the runs it is asked for, for procedures that look before they go on."""

from collections.abc import Sequence

import numpy as np

from experiments.design.runs import Run, Size
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
    scale : float
        Of the outcome's units, how many go into the one that values are given in.
    size : Size, optional
        How far to go in a sweep that goes further.
    """

    def __init__(
        self,
        store: Store,
        column: str,
        workers: int,
        progress: Progress,
        scale: float = 1.0,
        size: Size | None = None,
    ) -> None:
        self.store, self.column, self.scale = store, column, scale
        self.workers, self.progress = workers, progress
        self.size = size or store.runs.size
        self.by_sample = self.size.samples > 1
        self.places = {name: k for k, name in enumerate(store.runs.policy_names)}
        self.done: dict[Run, float] = {}
        self.wrong: dict[Run, str] = {}  # of runs without a value
        self.used: set[Run] = set()
        self.ran: set[Run] = set()
        self.read: set[Chunks] = set()

    @property
    def most(self) -> int:
        """Observations that there are."""
        return self.size.samples if self.by_sample else self.size.replications

    @property
    def runs_each(self) -> int:
        """Runs of one policy in an observation."""
        return self.size.replications if self.by_sample else 1

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
            workers = min(self.workers, len(missing))
            work_off(self.store, missing, workers, self.progress, held, held + left)
        for part in self.store.done():
            chunks = part.footer.chunks
            if chunks in self.read or wanted.keys().isdisjoint(chunks.each()):
                continue
            self.read.add(chunks)
            fresh = not set(missing).isdisjoint(chunks.each())
            names = ["run", "sample", "replication", "status", "error", self.column]
            for table in read_rows(part.path, names):
                for name, sample, replication, status, error, value in zip(
                    *(table[column].to_pylist() for column in names), strict=True
                ):
                    run = Run(self.places[name.partition("-")[0]], sample, replication)
                    self.done[run] = (np.nan if value is None else value) / self.scale
                    if status != OK:
                        self.wrong[run] = f"{status}: {error}"
                    elif not np.isfinite(self.done[run]):
                        self.wrong[run] = f"has no value of {self.column}"
                    if fresh:
                        self.ran.add(run)

    def _mean(self, runs: Sequence[Run]) -> float:
        """Return an observation; raise an NticError if one of its runs has no value."""
        for run in runs:
            if run in self.wrong:
                raise NticError(
                    f"run {self.store.runs.name(run)} {self.wrong[run]}; nothing can be promised "
                    "of a choice or an interval that leaves a run out"
                )
        self.used.update(runs)
        return float(np.mean([self.done[run] for run in runs]))

    @property
    def beside(self) -> int:
        """Runs that were done because they share a chunk with those that were asked for."""
        return len(self.ran - self.used)
