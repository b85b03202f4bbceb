"""How fast a sweep of small runs is, against Mesa, Mesa in plain Python, and with two workers.

Run from the project's root: ``python -m benchmarks.sweep``; see ``--help``. What is compared runs
in short rounds in turn, and medians of ratios within a round count, since other work on the
machine slows neighbours in time alike. Runs start in one settled world, whose spin-up nobody pays.
"""

import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Annotated, Any, NamedTuple

import typer
from mesa import DataCollector
from mesa.batchrunner import batch_run

from experiments.design.reading import read
from experiments.design.runs import Run
from experiments.design.scenarios import scenario_of
from experiments.sweeps.measure import measure_of
from experiments.sweeps.parts import Chunks
from experiments.sweeps.store import Store, create, open_store
from experiments.sweeps.work import Bench, Point
from sim import jit, kernel
from sim.kernel import History
from sim.model import InnovationModel
from sim.timeline import timeline_of

DESIGN = "luck"
SPELL = 0.5
"""Seconds that a worker works in one round."""
ATOM = 1_000_000
"""Steps of pure arithmetic in one unit of work, about as long as a run."""


class Task(NamedTuple):
    """A sweep, and what its runs share."""

    store: Store
    bench: Bench
    point: Point

    @property
    def quarters(self) -> int:
        """Quarters of a run."""
        return self.point.scenario.quarters

    def outcomes(self, history: History) -> dict[str, float]:
        """Return the outcomes of a run, as the sweep keeps them."""
        return dict(zip(self.store.outcomes, self.point.measure(history).tolist(), strict=True))

    def seed(self, replication: int) -> int:
        """Return the seed of a run."""
        return self.store.runs.seed(Run(0, 0, replication))


def task_in(folder: Path) -> Task:
    """Return the sweep of a folder, with its start settled."""
    store = create(read(DESIGN), folder)
    bench = Bench(store)
    point = bench.at(Run(0, 0, 0))
    assert isinstance(point, Point)
    return Task(store, bench, point)


# (1) The sweep: chunks as a worker does them, with digests, accounts and the part on disk.


def by_sweep(task: Task, chunk: int) -> list[dict]:
    """Do a chunk, write it, and return its rows."""
    one = Chunks(0, chunk, chunk)
    done = task.bench.chunk(one, {}, lambda _name: None)
    task.store.write(one, done.rows, done.seconds, done.settling)
    return done.rows


# (2) Mesa: the same model, agent by agent, in Mesa's own batch runner.


def swept(task: Task, shared: bool = True) -> type[InnovationModel]:
    """Return a model for `batch_run`, which collects the sweep's outcomes.

    It starts where the sweep does, or settles its own start as `InnovationModel` does by itself.

    It ends itself, for `max_steps` means another number in each version of Mesa, and takes its
    seed as a parameter of its own, for what `batch_run` does with seeds differs as well.
    """

    quarters, world = task.quarters, task.point.world if shared else None

    class Swept(InnovationModel):
        def __init__(self, key: int, rng: Any = None) -> None:
            super().__init__(task.point.scenario, seed=key, world=world)
            self.history = kernel.longer_history(self.history, quarters)
            reporters = {name: partial(_reported, name) for name in task.store.outcomes}
            self.outcomes: dict[str, float] = {}
            self.datacollector = DataCollector(model_reporters=reporters)

        def step(self) -> None:
            super().step()
            self.running = self.quarter < quarters
            if not self.running:
                self.outcomes = task.outcomes(self.history)
            self.datacollector.collect(self)  # each step, for `batch_run` counts on it

    return Swept


def _reported(name: str, model: Any) -> float | None:
    return model.outcomes.get(name)


def by_mesa(model: type[InnovationModel], seeds: list[int]) -> list[dict]:
    """Return the outcomes of runs of Mesa's batch runner."""
    rows = batch_run(model, {"key": seeds}, display_progress=False)
    rows.sort(key=lambda row: seeds.index(row["key"]))
    names = rows[0].keys() - {"RunId", "iteration", "Step", "key", "rng"}
    return [{name: row[name] for name in names} for row in rows]


# (3) Mesa in plain Python: a process without compilation.


def by_plain_mesa(folder: Path, seeds: list[int]) -> tuple[list[dict], float]:
    """Return the outcomes of runs in plain Python, and seconds of CPU a run."""
    told = folder / "told.json"
    subprocess.run(
        [sys.executable, "-m", "benchmarks.sweep", "--plain", str(folder), json.dumps(seeds)],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        check=True,
    )
    found, seconds = json.loads(told.read_text())
    return found, seconds


def work_plainly(folder: Path, seeds: list[int]) -> None:
    """Run in plain Python from a start that was settled before, and tell a file."""
    world = pickle.loads((folder / "world").read_bytes())
    store = open_store(folder / "sweep")
    scenario = scenario_of(store.runs, 0, 0)
    measure = measure_of(store.columns, store.design, scenario)
    point = Point(scenario, world, timeline_of(scenario), measure)
    model = swept(Task(store, Bench(store), point))
    start = time.process_time()
    found = by_mesa(model, seeds)
    seconds = (time.process_time() - start) / len(seeds)
    (folder / "told.json").write_text(json.dumps([found, seconds]))


# (4) Two workers, against what the machine gives two workers that share nothing.


@jit.kernel
def logistic(steps: int) -> float:
    """Return where a map ends: pure arithmetic that touches no memory and holds no lock."""
    x = 0.5
    for _ in range(steps):
        x = 3.7 * x * (1.0 - x)
    return x


def arithmetic(_: int) -> None:
    """Do one unit of pure arithmetic."""
    logistic(ATOM)


def one_run(seed: int) -> None:
    """Do one run as a sweep does, in a process that was told of which."""
    assert TOLD is not None
    TOLD.bench.run(Run(0, 0, 0), seed)


TOLD: Task | None = None
"""What a worker works on."""


def tell(folder: Path) -> None:
    """Tell a worker what it works on, and let it compile."""
    global TOLD
    TOLD = task_in(folder)
    one_run(0)
    arithmetic(0)


def spell(unit: Callable[[int], None], begin: float) -> float:
    """Work from a moment on for a while and return units a second."""
    time.sleep(max(0.0, begin - time.monotonic()))
    start, done = time.perf_counter(), 0
    while time.perf_counter() - start < SPELL:
        unit(done)
        done += 1
    return done / (time.perf_counter() - start)


def throughput(pool: Executor, workers: int, unit: Callable[[int], None]) -> float:
    """Return units a second of some workers that begin together."""
    begin = time.monotonic() + 0.05
    return sum(pool.map(spell, [unit] * workers, [begin] * workers))


def side_by_side(pool: Executor, rounds: int) -> dict[str, float]:
    """Return medians over rounds of what two workers do over what one does."""
    ratios: dict[str, list[float]] = {"ceiling": [], "runs": [], "efficiency": []}
    for _ in range(rounds):
        found = [
            throughput(pool, 2, unit) / throughput(pool, 1, unit) for unit in (arithmetic, one_run)
        ]
        ratios["ceiling"].append(found[0])
        ratios["runs"].append(found[1])
        ratios["efficiency"].append(found[1] / found[0])
    return {name: median(values) for name, values in ratios.items()}


def two_workers(folder: Path, rounds: int) -> None:
    """Print how well two workers do, as processes and as threads."""
    context = get_context("spawn")
    processes = ProcessPoolExecutor(2, context, initializer=tell, initargs=(folder,))
    tell(folder)
    for name, pool in (("processes", processes), ("threads", ThreadPoolExecutor(2))):
        with pool:
            throughput(pool, 2, one_run)  # both are there and warm
            found = side_by_side(pool, rounds)
        print(f"two {name} over one: arithmetic {found['ceiling']:.2f}, runs "
              f"{found['runs']:.2f}, efficiency {found['efficiency']:.2f}")  # fmt: skip


def in_turn(task: Task, rounds: int) -> list[dict]:
    """Print CPU time of a run by sweep and by Mesa, and return the outcomes of both."""
    models = {"same start": swept(task), "each its own start": swept(task, shared=False)}
    sweeps: list[float] = []
    mesas: dict[str, list[float]] = {name: [] for name in models}
    found: list[dict] = []
    by_sweep(task, 0)
    for chunk in range(rounds):
        first = task.store.expected(Chunks(0, chunk, chunk))[0]
        start = time.process_time()
        rows = by_sweep(task, chunk)
        sweeps.append((time.process_time() - start) / len(rows))
        own = {name: rows[0][name] for name in task.store.outcomes}
        for name, model in models.items():
            start = time.process_time()
            theirs = by_mesa(model, [task.seed(first.replication)])
            mesas[name].append(time.process_time() - start)
            assert [own] == theirs, f"run {rows[0]['run']}: Mesa and the sweep differ"
        found.append(own)
    print(f"sweep, parts on disk included: {1e3 * median(sweeps):.2f} ms of CPU a run, "
          f"{1.0 / median(sweeps):.0f} runs a second and core")  # fmt: skip
    for name, seconds in mesas.items():
        ratio = median(a / b for a, b in zip(seconds, sweeps, strict=True))
        print(f"Mesa's batch_run, compiled rules, {name}: {1e3 * median(seconds):.0f} ms, "
              f"{ratio:.1f} times the sweep; outcomes of {rounds} runs are equal")  # fmt: skip
    return found


def main(
    rounds: Annotated[int, typer.Option(min=1, help="rounds of each comparison")] = 9,
    plain_runs: Annotated[int, typer.Option(min=0, help="runs in plain Python, slow")] = 2,
    plain: Annotated[tuple[Path, str] | None, typer.Option(hidden=True)] = None,
) -> None:
    """Print the throughput of small runs, what Mesa takes for the same, and of two workers."""
    if plain is not None:
        work_plainly(plain[0], json.loads(plain[1]))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        task = task_in(folder / "sweep")
        world = task.point.world
        print(f"{task.store.design.scenario}, {task.quarters} quarters, {world.enterprises.size} "
              f"enterprises, {len(task.store.outcomes)} outcomes")  # fmt: skip
        found = in_turn(task, max(rounds, plain_runs))
        if plain_runs:
            (folder / "world").write_bytes(pickle.dumps(world))
            firsts = [task.store.expected(Chunks(0, k, k))[0] for k in range(plain_runs)]
            seeds = [task.seed(run.replication) for run in firsts]
            plainly, seconds = by_plain_mesa(folder, seeds)
            assert plainly == found[:plain_runs], "plain Python and the sweep differ"
            print(f"the same in plain Python: {seconds:.1f} s a run; outcomes are equal")
        two_workers(folder / "sweep", rounds)


if __name__ == "__main__":
    typer.run(main)
