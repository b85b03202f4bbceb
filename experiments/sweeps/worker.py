"""A process that does chunks of a sweep, one after another, as it is told on its standard input.

It ends with the process that started it, whatever ended that: the other end of its input closes.
Lines of JSON go both ways; what anything else prints goes to standard error.
"""

import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from experiments.design.runs import Run
from experiments.sweeps.manifest import read_manifest
from experiments.sweeps.parts import Chunks, DiskError
from experiments.sweeps.store import Store
from experiments.sweeps.work import Bench

Task = dict[str, Any]
FEWEST, PATIENCE = 3, 20.0
"""Runs that are tried for their cost in any case, and seconds of CPU after which no more are."""


def listen(tasks: "queue.SimpleQueue[Task]") -> None:
    """Put what is asked into a queue; end the process, in the midst of a run, when nobody asks."""
    for line in sys.stdin:
        tasks.put(json.loads(line))
    os._exit(0)


def serve(folder: Path, answers: TextIO) -> None:
    """Do what is asked, for ever."""

    def say(**answer: Any) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(tasks,), daemon=True).start()
    store = Store(folder, read_manifest(folder))
    bench = Bench(store)
    say(ready=os.getpid())
    while True:
        task = tasks.get()
        if "trial" in task:
            say(trial=list(trials(bench, [Run(*run) for run in task["trial"]])))
            continue
        chunk = Chunks(*task["chunk"])
        done = bench.chunk(chunk, task["skip"], lambda name: say(run=name))
        say(writes=list(chunk))
        try:
            store.write(chunk, done.rows, done.seconds, done.settling)
        except DiskError as error:
            say(disk=str(error))
            continue
        say(done=list(chunk), rows=len(done.rows))


def trials(bench: Bench, runs: Sequence[Run]) -> Iterator[list[float]]:
    """Yield the costs of some runs, until enough is known or enough time spent."""
    began = time.process_time()
    for number, run in enumerate(runs):
        if number >= FEWEST and time.process_time() - began > PATIENCE:
            return
        yield trial(bench, run)


def trial(bench: Bench, run: Run) -> list[float]:
    """Do a run for its cost alone.

    Returns
    -------
    list of float
        Whether its start had to be settled, seconds of its start, seconds of the run.
    """
    settled, before, began = bench.starts.settled, bench.settling, time.process_time()
    bench.run(run, bench.store.runs.seed(run))
    settling = bench.settling - before
    return [bench.starts.settled - settled, settling, time.process_time() - began - settling]


def main() -> None:
    """Serve the folder that the command line names."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this is told, and says what to do
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    try:
        serve(Path(sys.argv[1]), answers)
    except BrokenPipeError:
        os._exit(0)


if __name__ == "__main__":
    main()
