"""Microseconds an enterprise-quarter per phase, both drivers, one and two threads, cold compile.

Run from the project's root: ``python -m benchmarks.speed``; see ``--help``. Ratios within one run
count; absolute times belong to the machine they were taken on.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated

import numpy as np
import typer

from sim import accounts, kernel, spinup
from sim.compiled import PERFORM, close_books
from sim.model import InnovationModel
from sim.parameters import pack
from sim.population import renew
from sim.scenario import load
from sim.schedule import PHASES
from sim.state import Clock, World, copy

BUDGET = {
    "policy": 0.03, "governments": 0.08, "budgets": 0.15, "talent": 0.07, "research": 0.18,
    "links": 0.45, "learning": 0.55, "membership": 0.03, "selection": 0.02, "maturation": 0.13,
    "diffusion": 0.65, "market": 0.20, "turnover": 0.50, "accounts": 0.25,
}  # fmt: skip
"""Microseconds an enterprise-quarter that each phase may take at scale 1; they sum to about 3."""


def by_phase(w: World, parameters, quarters: int) -> Counter[str]:
    """Return seconds per phase of a run, as `sim.compiled.quarter` performs it."""
    seconds: Counter[str] = Counter()
    parameters = pack(parameters)
    for t in range(quarters):
        w = kernel.with_room(w)
        accounts.open_books(w)
        for number, (name, perform) in enumerate(zip(PHASES, PERFORM, strict=True)):
            clock = Clock(np.uint64(1), t, number)
            start = time.perf_counter()
            perform(w, parameters, clock)
            seconds[name] += time.perf_counter() - start
            start = time.perf_counter()
            close_books(w, parameters, clock)
            seconds["accounts"] += time.perf_counter() - start
        start = time.perf_counter()
        w = renew(w)
        seconds["turnover"] += time.perf_counter() - start
    return seconds


def phases(scale: float, quarters: int) -> None:
    """Print microseconds an enterprise-quarter per phase against the budget."""
    scenario = load("national", {"scale": str(scale)})
    world = spinup.start(scenario)
    by_phase(copy(world), scenario.parameters, 1)
    seconds = by_phase(copy(world), scenario.parameters, quarters)
    each = 1e6 / (world.enterprises.size * quarters)
    print(f"\nscale {scale}: {world.enterprises.size} enterprises, {world.institutes.size} "
          f"institutes, {quarters} quarters")  # fmt: skip
    print(f"{'phase':12} {'us':>7} {'budget':>7}")
    for name in (*PHASES, "accounts"):
        over = "over" if seconds[name] * each > BUDGET[name] else ""
        print(f"{name:12} {seconds[name] * each:7.3f} {BUDGET[name]:7.2f}  {over}")
    print(f"{'all':12} {sum(seconds.values()) * each:7.3f} {sum(BUDGET.values()):7.2f}")


def drivers() -> None:
    """Print the time of both drivers on tiny.yaml and their ratio."""
    scenario = load("tiny")
    world = spinup.start(scenario)
    kernel.run(world, scenario.parameters, 1, 8)
    start = time.perf_counter()
    for seed in range(20):
        kernel.run(world, scenario.parameters, seed, 8)
    fast = (time.perf_counter() - start) / 20
    InnovationModel(scenario, world=world).run(1)
    start = time.perf_counter()
    InnovationModel(scenario, world=world).run(8)
    slow = time.perf_counter() - start
    print(f"\ntiny.yaml, 8 quarters: kernel {1e3 * fast:.1f} ms, Mesa {1e3 * slow:.0f} ms, "
          f"ratio {slow / fast:.0f}")  # fmt: skip


def threads(rows: int, quarters: int) -> None:
    """Print wall and CPU time of one and two threads on about `rows` enterprises."""
    scenario = load("national", {"scale": "1", "enterprises": str(int(rows / 0.563))})
    world = spinup.start(scenario)
    for n in (1, 2):
        kernel.run(world, scenario.parameters, 1, 1, threads=n)
        wall, cpu = time.perf_counter(), time.process_time()
        kernel.run(world, scenario.parameters, 1, quarters, threads=n)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"{world.enterprises.size} enterprises, {n} thread(s): wall {wall:.2f} s, CPU over "
              f"wall {cpu / wall:.2f}")  # fmt: skip


def two_threads_work_at_once() -> None:
    """Print the ceiling: CPU over wall of two threads of pure arithmetic on this machine."""
    scenario = load("tiny")
    world = spinup.start(scenario)

    def load_core(_: int) -> None:
        for seed in range(300):
            kernel.run(world, scenario.parameters, seed, 8)

    load_core(0)
    wall, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(load_core, range(2)))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"two runs side by side in threads: CPU over wall {cpu / wall:.2f}")


def cold() -> None:
    """Print the wall time of `ntic compile` with an empty cache."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", "from sim.kernel import compile_all; compile_all()"],
            env=os.environ | {"NUMBA_CACHE_DIR": folder},
            check=True,
        )
        print(f"cold compile, two processes: {time.perf_counter() - start:.0f} s")


def main(
    only_phases: Annotated[bool, typer.Option(help="leave out drivers, threads, compile")] = False,
) -> None:
    """Print what each phase takes at scales 0.1 and 1, and what else speed depends on."""
    phases(0.1, 40)
    phases(1.0, 20)
    if not only_phases:
        drivers()
        threads(100_000, 4)
        two_threads_work_at_once()
        cold()


if __name__ == "__main__":
    typer.run(main)
