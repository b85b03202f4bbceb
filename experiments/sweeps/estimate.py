"""What a sweep will cost, from a few of its runs."""

import math
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from experiments.design.runs import Run
from experiments.design.scenarios import scenario_of
from experiments.design.specs import Design
from experiments.sweeps.engine import trials
from experiments.sweeps.parts import Chunks
from experiments.sweeps.starts import KEPT, past_of
from experiments.sweeps.store import Store, create

MOST_SAMPLES, MOST_POLICIES, RUNS_EACH = 2, 3, 5
"""How many are tried by each worker: samples, policies with each, replications of these."""
MOST_CHUNKS, MOST_POINTS = 200, 400
"""Chunks, and points, of which the starts are counted; reading a point's scenario takes 20 ms."""
BYTES_A_NUMBER = 8.0
BYTES_A_RUN = 60.0
"""On disk, after compression: numbers of the model hardly shrink, identity and digest do."""
BYTES_A_COLUMN = 250.0
"""In every part, for what is said of each of its columns."""
SHORT, LONG = 5.0, 300.0
"""Seconds of a chunk beyond which another size is advised."""


@dataclass(frozen=True)
class Estimate:
    """What a sweep will cost."""

    runs: int
    chunks: int
    workers: int
    run: float  # seconds of a run
    settling: float  # seconds of a start
    starts: float  # how many are settled
    wall: float  # seconds in all
    cpu: float
    bytes: float
    chunk: float  # seconds

    @property
    def advice(self) -> str:
        """What to change about the size of chunks, if anything."""
        each = self.runs / self.chunks
        if self.chunk < SHORT and self.chunks > 5 * self.workers:
            better = max(int(each * 30.0 / self.chunk), 1)
            better = min(better, self.runs // (5 * self.workers))
            if better > each:
                return f"a chunk takes {self.chunk:.1f} s; `chunk: {better}` would make fewer files"
        if self.chunk > LONG:
            better = max(int(each * 60.0 / self.chunk), 1)
            if better < each:
                return (
                    f"a chunk takes {self.chunk / 60.0:.0f} min, which is what a killed worker "
                    f"loses; `chunk: {better}` would lose less"
                )
        return ""


def estimate(design: Design, workers: int) -> Estimate:
    """Try some runs of a design on as many processes as it is to have; nothing is kept."""
    with TemporaryDirectory() as folder:
        store = create(design, Path(folder) / "sweep")
        tasks = _tasks(store, workers)
        began = time.perf_counter()
        trials(store, [task[:1] for task in tasks])
        starting = time.perf_counter() - began
        found = [np.array(one) for one in trials(store, tasks)]
    tried = np.concatenate(found)
    later = np.concatenate([one[1:] for one in found])  # the first one also loads compiled code
    later = later if later.size else tried
    run = float(later[:, 2].mean())
    once = _mean(tried[tried[:, 0] > 0.0, 1])
    again = _mean(later[(later[:, 0] == 0.0) & (later[:, 1] > 0.0), 1])
    settled, given = _starts(store, workers)
    stage = store.stages[0]
    cpu = stage.runs * run + settled * once + given * again
    loading = max(starting - once - run, 0.0)
    return Estimate(
        runs=stage.runs,
        chunks=stage.chunks,
        workers=workers,
        run=run,
        settling=once,
        starts=settled,
        wall=loading + max(cpu / workers, math.ceil(stage.chunks / workers) * cpu / stage.chunks),
        cpu=cpu,
        bytes=stage.runs * (BYTES_A_RUN + BYTES_A_NUMBER * len(store.outcomes))
        + stage.chunks * BYTES_A_COLUMN * len(store.schema),
        chunk=cpu / stage.chunks,
    )


def _mean(seconds: np.ndarray) -> float:
    return float(seconds.mean()) if seconds.size else 0.0


def _tasks(store: Store, workers: int) -> list[list[Run]]:
    """Return the runs that each worker tries: of policies and samples spread over the design."""
    policies, samples = store.runs.policies.number, store.runs.samples.number
    replications = range(min(RUNS_EACH, store.design.replications))
    tasks = []
    for worker in range(workers):
        points = [
            (policy, sample)
            for sample in _spread(samples, MOST_SAMPLES, worker, workers)
            for policy in _spread(policies, MOST_POLICIES, worker, workers)
        ]
        tasks.append([Run(*point, k) for k in replications for point in points])
    return tasks


def _spread(number: int, most: int, worker: int, workers: int) -> list[int]:
    """Return a few places among a number, others for each worker."""
    few = min(number, most)
    return sorted({int((k + (worker + 0.5) / workers) * number / few) for k in range(few)})


def _starts(store: Store, workers: int) -> tuple[float, float]:
    """Return how many starts are settled, and how many handed on, if chunks are dealt in turn."""
    stage = store.stages[0]
    tried = 0
    kept: list[OrderedDict[str, None]] = [OrderedDict() for _ in range(workers)]
    last: list[tuple[int, int] | None] = [None] * workers
    pasts: dict[tuple[int, int], str] = {}
    settled = handed = 0
    for number in range(min(stage.chunks, MOST_CHUNKS)):
        if len(pasts) >= MOST_POINTS:
            break
        tried, worker = number + 1, number % workers
        for run in store.expected(Chunks(0, number, number)):
            point = run.policy, run.sample
            if point == last[worker]:
                continue
            last[worker] = point
            if point not in pasts:
                pasts[point] = past_of(scenario_of(store.runs, *point))
            past = pasts[point]
            if past in kept[worker]:
                handed += 1
            else:
                settled += 1
                kept[worker][past] = None
                if len(kept[worker]) > KEPT:
                    kept[worker].popitem(last=False)
            kept[worker].move_to_end(past)
    share = stage.chunks / tried
    return settled * share, handed * share
