"""How fast a sweep of small runs is: the kernel, Mesa, Mesa in plain Python, and two workers.

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
from typing import Annotated, Any

import numpy as np
import typer
from mesa import DataCollector
from mesa.batchrunner import batch_run

from sim import codes, jit, kernel, spinup
from sim.indicators import FIELD, NATION
from sim.kernel import History
from sim.model import InnovationModel
from sim.scenario import load
from sim.specs import Scenario
from sim.state import EVENTS, World
from sim.timeline import Timeline, timeline_of

SCENARIO = "tiny"
SPELL = 0.5
"""Seconds that a worker works in one round."""
ATOM = 1_000_000
"""Steps of pure arithmetic in one unit of work, about as long as a run."""
REPEATED = 20
"""Runs of the kernel for one of Mesa, so that both take about as long in a round."""


def outcomes(history: History) -> dict[str, float]:
    """Return ten outcomes of a run."""
    field = {about.name: history.fields[:, :, k] for k, about in enumerate(FIELD)}
    nation = {about.name: history.nation[:, k] for k, about in enumerate(NATION)}
    events = np.asarray(history.world.events)[: int(history.world.counters[EVENTS])]
    return {
        "social surplus": float(nation["social_surplus"].sum()),
        "public money": float(nation["public_money"].sum()),
        "R&D": float(nation["rd_all"].sum()),
        "profits": float(nation["profits"].sum()),
        "launches": float((events["kind"] == codes.LAUNCH).sum()),
        "licence fees": float(nation["licence_fees"].sum()),
        "members": float(nation["center_members"][-1]),
        "gap": float(field["gap"][-1].mean()),
        "HHI": float(field["hhi"][-1].mean()),
        "exports": float(field["exports"].sum()),
    }


# (1) The kernel. A sweep's engine takes the place of this function.


def by_kernel(world: World, timeline: Timeline, quarters: int, seeds: range) -> list[dict]:
    """Return the outcomes of runs of the kernel."""
    return [outcomes(kernel.run(world, timeline, seed, quarters)) for seed in seeds]


# (2) Mesa: the same model, agent by agent, in Mesa's own batch runner.


def swept(scenario: Scenario, world: World, quarters: int) -> type[InnovationModel]:
    """Return a model for `batch_run`: it starts in a given world and collects its outcomes.

    It ends itself, for `max_steps` means another number in each version of Mesa, and takes its
    seed as a parameter of its own, for what `batch_run` does with seeds differs as well.
    """

    class Swept(InnovationModel):
        def __init__(self, key: int, rng: Any = None) -> None:
            super().__init__(scenario, seed=key, world=world)
            self.history = kernel.longer_history(self.history, quarters)
            reporters = {name: partial(_reported, name) for name in outcomes(self.history)}
            self.datacollector = DataCollector(model_reporters=reporters)

        def step(self) -> None:
            super().step()
            so_far = [array[: self.quarter] for array in self.history[1:]]
            self.outcomes = outcomes(History(self.world, *so_far))
            self.datacollector.collect(self)
            self.running = self.quarter < quarters

    return Swept


def _reported(name: str, model: Any) -> float:
    return model.outcomes[name]


def by_mesa(model: type[InnovationModel], seeds: range) -> list[dict]:
    """Return the outcomes of runs of Mesa's batch runner."""
    rows = batch_run(model, {"key": list(seeds)}, display_progress=False)
    rows.sort(key=lambda row: row["key"])
    names = rows[0].keys() - {"RunId", "iteration", "Step", "key", "rng"}
    return [{name: row[name] for name in names} for row in rows]


# (3) Mesa in plain Python: a process without compilation.


def by_plain_mesa(world: World, quarters: int, seeds: range) -> tuple[list[dict], float]:
    """Return the outcomes of runs in plain Python, and seconds of CPU a run."""
    with tempfile.TemporaryDirectory() as folder:
        given, told = Path(folder) / "world", Path(folder) / "told"
        given.write_bytes(pickle.dumps((world, quarters, seeds)))
        subprocess.run(
            [sys.executable, "-m", "benchmarks.sweep", "--plain", str(given), str(told)],
            env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
            check=True,
        )
        found, seconds = json.loads(told.read_text())
    return found, seconds


def work_plainly(given: Path, told: Path) -> None:
    """Run in plain Python what a file says, and tell another file."""
    world, quarters, seeds = pickle.loads(given.read_bytes())
    model = swept(load(SCENARIO), world, quarters)
    start = time.process_time()
    found = by_mesa(model, seeds)
    told.write_text(json.dumps([found, (time.process_time() - start) / len(seeds)]))


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
    """Do one run, outcomes included; in a process that was told of which world."""
    by_kernel(*STARTED, range(seed, seed + 1))


STARTED: Any = ()
"""World, timeline and quarters of the runs of a worker."""


def tell(*started: Any) -> None:
    """Tell a worker in which world it runs, and let it compile."""
    global STARTED
    STARTED = started
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
    ratios: dict[str, list[float]] = {"ceiling": [], "kernel": [], "efficiency": []}
    for _ in range(rounds):
        found = [
            throughput(pool, 2, unit) / throughput(pool, 1, unit) for unit in (arithmetic, one_run)
        ]
        ratios["ceiling"].append(found[0])
        ratios["kernel"].append(found[1])
        ratios["efficiency"].append(found[1] / found[0])
    return {name: median(values) for name, values in ratios.items()}


def two_workers(started: tuple[Any, ...], rounds: int) -> None:
    """Print how well two workers do, as processes and as threads."""
    context = get_context("spawn")
    processes = ProcessPoolExecutor(2, context, initializer=tell, initargs=started)
    tell(*started)
    for name, pool in (("processes", processes), ("threads", ThreadPoolExecutor(2))):
        with pool:
            throughput(pool, 2, one_run)  # both are there and warm
            found = side_by_side(pool, rounds)
        print(f"two {name} over one: arithmetic {found['ceiling']:.2f}, runs of the kernel "
              f"{found['kernel']:.2f}, efficiency {found['efficiency']:.2f}")  # fmt: skip


def in_turn(started: tuple[Any, ...], model: type[InnovationModel], rounds: int) -> list[dict]:
    """Print CPU time of a run by kernel and by Mesa, and return the outcomes of both."""
    ours, mesas, ratios = [], [], []
    found: list[dict] = []
    by_kernel(*started, range(20))
    for seed in range(1, rounds + 1):
        seeds = range(seed, seed + 1)
        start = time.process_time()
        theirs = by_mesa(model, seeds)
        mesas.append(time.process_time() - start)
        start = time.process_time()
        for _ in range(REPEATED):
            own = by_kernel(*started, seeds)
        ours.append((time.process_time() - start) / REPEATED)
        ratios.append(mesas[-1] / ours[-1])
        assert own == theirs, f"seed {seed}: Mesa and the kernel differ"
        found += own
    print(f"kernel with ten outcomes: {1e3 * median(ours):.2f} ms of CPU a run, "
          f"{1.0 / median(ours):.0f} runs a second and core")  # fmt: skip
    print(f"Mesa's batch_run, compiled rules: {1e3 * median(mesas):.0f} ms, {median(ratios):.0f} "
          f"times the kernel; outcomes of {rounds} seeds are equal")  # fmt: skip
    return found


def main(
    rounds: Annotated[int, typer.Option(min=1, help="rounds of each comparison")] = 9,
    plain_runs: Annotated[int, typer.Option(min=0, help="runs in plain Python, slow")] = 2,
    plain: Annotated[tuple[Path, Path] | None, typer.Option(hidden=True)] = None,
) -> None:
    """Print the throughput of small runs, what Mesa takes for the same, and of two workers."""
    if plain is not None:
        work_plainly(*plain)
        return
    scenario = load(SCENARIO)
    world, quarters = spinup.start(scenario), scenario.quarters
    started = world, timeline_of(scenario), quarters
    print(f"{SCENARIO}.yaml, {quarters} quarters, {world.enterprises.size} enterprises")
    found = in_turn(started, swept(scenario, world, quarters), max(rounds, plain_runs))
    if plain_runs:
        plainly, seconds = by_plain_mesa(world, quarters, range(1, plain_runs + 1))
        assert plainly == found[:plain_runs], "plain Python and the kernel differ"
        print(f"the same in plain Python: {seconds:.1f} s a run; outcomes are equal")
    two_workers(started, rounds)


if __name__ == "__main__":
    typer.run(main)
