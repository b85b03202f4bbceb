"""A hundred thousand runs in one folder: memory, files, and how long looking at it takes.

Run from the project's root: ``python -m benchmarks.large DIR``; see ``--help``. It goes on with a
folder in which it was stopped. Memory is read from ``/proc``, so on Linux only.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from experiments.design.reading import larger, read
from experiments.sweeps.running import sweep
from experiments.sweeps.store import open_store
from experiments.sweeps.upkeep import merge, status, verify

SAMPLES = 10
"""How often memory is read."""


def resident(process: int) -> float:
    """Return the resident memory of a process [MB], 0 if it has ended."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def children(process: int) -> Iterator[int]:
    """Yield the processes that a process has started."""
    for thread in Path(f"/proc/{process}/task").iterdir():
        yield from map(int, (thread / "children").read_text().split())


def measured(name: str, action) -> object:
    """Do something and print how long it took."""
    began = time.perf_counter()
    found = action()
    print(f"{name}: {time.perf_counter() - began:.2f} s", flush=True)
    return found


def main(
    folder: Annotated[Path, typer.Argument(help="of the sweep")],
    runs: Annotated[int, typer.Option(help="of tiny.yaml")] = 100_000,
    workers: Annotated[int, typer.Option()] = 2,
) -> None:
    """Do the runs of the design `luck` and print what they take."""
    design = larger(read("luck"), runs, None)
    shown = -1

    def watch(done: int, total: int) -> None:
        nonlocal shown
        if done * SAMPLES // total > shown:
            shown = done * SAMPLES // total
            own = resident(os.getpid())
            others = ", ".join(f"{resident(child):.0f}" for child in children(os.getpid()))
            print(f"{done:7} runs: {own:.0f} MB, workers {others} MB", flush=True)

    began = time.perf_counter()
    sweep(design, folder, workers=workers, resume=True, progress=watch)
    wall = time.perf_counter() - began
    store = open_store(folder)
    done = status(store)
    print(f"{done.done:,} runs in {wall:.0f} s, {1e3 * wall / done.done:.2f} ms each; CPU "
          f"{1e3 * done.seconds / done.done:.2f} ms each; {done.bytes / 1e6:.1f} MB")  # fmt: skip
    command = [str(Path(sys.executable).with_name("ntic")), "status", str(folder)]
    measured(f"status of {done.files:,} files", lambda: subprocess.run(command, check=True))
    before = measured("verify", lambda: verify(store).digest)
    measured("merge", lambda: merge(store))
    measured("status", lambda: subprocess.run(command, check=True))
    files = sum(1 for path in folder.rglob("*") if path.is_file())
    assert verify(store).digest == before
    print(f"{files} files, the same digest: {before}")


if __name__ == "__main__":
    typer.run(main)
