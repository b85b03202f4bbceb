"""Many processes that do the chunks of a sweep, and whoever watches over them.

A process that ends takes one chunk with it, which another one does again; a run that ends three
processes is given up and said so in its row. Nothing that a worker has in memory is needed: what
is done is on disk.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, Any

from experiments.sweeps.manifest import PARTS
from experiments.sweeps.parts import Chunks, DiskError, forget_temporaries
from experiments.sweeps.store import Store
from sim import kernel
from sim.jit import is_compiled
from sim.problems import NticError

MOST_CRASHES = 3
"""Processes that a run may take down before it is given up."""
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)
"""Workers share the cores by being many; sums of several threads would also change last bits."""
LAST_WORDS = 2000
"""Characters of a worker's errors that are shown."""

Progress = Callable[[int, int], None]
"""Is told how many runs are done, and how many there are."""


class StoppedError(NticError):
    """The sweep was told to stop; what is done stays."""

    exit_code = 75  # EX_TEMPFAIL


class WorkerError(NticError):
    """No process that does runs can be started."""

    exit_code = 70  # EX_SOFTWARE


@dataclass(eq=False)
class Worker:
    """A process and what it does now."""

    process: "subprocess.Popen[str]"
    words: IO[str]  # what it wrote to standard error
    chunk: Chunks | None = None
    run: str = ""

    def ask(self, **task: Any) -> None:
        """Tell it what to do next; that it has ended is seen elsewhere."""
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(task) + "\n")
            self.process.stdin.flush()

    def last_words(self) -> str:
        """Return the end of what it wrote to standard error."""
        self.words.seek(0, os.SEEK_END)
        self.words.seek(max(self.words.tell() - LAST_WORDS, 0))
        return self.words.read().strip()

    def end(self) -> None:
        """End it now, whatever it does."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.words):
            with suppress(OSError):
                assert stream is not None
                stream.close()


Event = tuple[Worker, dict[str, Any] | None]
"""What a worker says; None when it has ended."""


@dataclass(eq=False)
class Crew:
    """The workers of one folder, and what they say."""

    folder: Path
    workers: list[Worker] = field(default_factory=list)
    events: "queue.SimpleQueue[Event]" = field(default_factory=queue.SimpleQueue)

    def hire(self) -> Worker:
        """Start one more worker."""
        words = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115, closed by `end`
        process = subprocess.Popen(
            [sys.executable, "-m", "experiments.sweeps.worker", str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=words,
            text=True,
            env=os.environ | ONE_THREAD,
        )
        worker = Worker(process, words)
        self.workers.append(worker)
        threading.Thread(target=self._hear, args=(worker,), daemon=True).start()
        return worker

    def _hear(self, worker: Worker) -> None:
        assert worker.process.stdout is not None
        with suppress(ValueError):  # a last line that was cut off, or the pipe closed here
            for line in worker.process.stdout:
                self.events.put((worker, json.loads(line)))
        self.events.put((worker, None))

    def dismiss(self, worker: Worker) -> None:
        """End a worker, and remove what it was writing."""
        if worker in self.workers:
            self.workers.remove(worker)
            worker.end()
            for folder in (self.folder, self.folder / PARTS):
                forget_temporaries(folder, worker.process.pid)


@contextmanager
def crew(folder: Path, workers: int) -> Iterator[Crew]:
    """Give some workers, who are gone when the block ends, however it does."""
    compile_once()
    hired = Crew(folder)
    try:
        with stoppable():
            for _ in range(workers):
                hired.hire()
            yield hired
    finally:
        for worker in list(hired.workers):
            hired.dismiss(worker)


def compile_once() -> None:
    """Compile the model if it never was: each of the workers would do it again."""
    if not is_compiled():
        kernel.compile_all()


@contextmanager
def stoppable() -> Iterator[None]:
    """Let SIGTERM and an interrupt end the block with a `StoppedError`."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise StoppedError("stopped; chunks that are complete stay, go on with --resume")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def work_off(
    store: Store, chunks: Iterable[Chunks], workers: int, progress: Progress, done: int, total: int
) -> None:
    """Do some chunks of a sweep.

    Parameters
    ----------
    store : Store
    chunks : iterable of Chunks
        Taken one by one, as workers get free.
    workers : int
    progress : callable
    done, total : int
        Runs that are done before, and that are to be done in all.

    Raises
    ------
    DiskError, StoppedError, WorkerError
        Chunks that are complete stay.
    """
    waiting = iter(chunks)
    crashes: Counter[str] = Counter()
    reasons: dict[str, str] = {}

    def give(worker: Worker, chunk: Chunks | None) -> None:
        worker.chunk, worker.run = chunk, ""
        if chunk is None:
            crowd.dismiss(worker)
        else:
            skip = {name: reasons[name] for name in crashes if crashes[name] >= MOST_CRASHES}
            worker.ask(chunk=list(chunk), skip=skip)

    with crew(store.folder, workers) as crowd:
        unfinished: list[Chunks] = []
        begun: dict[Worker, int] = {}
        while crowd.workers:
            worker, said = crowd.events.get()
            if worker not in crowd.workers:
                continue
            if said is None:
                _mourn(crowd, worker, crashes, reasons, unfinished)
                begun.pop(worker, None)
            elif "disk" in said:
                raise DiskError(said["disk"])
            elif "writes" in said:
                worker.run = f"the end of {worker.chunk.file if worker.chunk else 'a chunk'}"
            elif "run" in said:
                worker.run = said["run"]
                crashes[""] = 0
                begun[worker] = begun.get(worker, -1) + 1
                progress(done + sum(begun.values()), total)
            else:
                if "done" in said:
                    done += said["rows"]
                    begun.pop(worker, None)
                    progress(done + sum(begun.values()), total)
                give(worker, unfinished.pop() if unfinished else next(waiting, None))


def _mourn(
    crowd: Crew,
    worker: Worker,
    crashes: Counter[str],
    reasons: dict[str, str],
    unfinished: list[Chunks],
) -> None:
    """Replace a worker that has ended by itself, and remember in which run it did."""
    words = worker.last_words()
    crowd.dismiss(worker)
    crashes[worker.run] += 1
    if worker.run in reasons and crashes[worker.run] > MOST_CRASHES:  # it was not run again
        raise WorkerError(f"processes end at {worker.run}: {words or 'without a word'}")
    if not worker.run and crashes[""] >= MOST_CRASHES:
        raise WorkerError(f"processes end before their first run: {words or 'without a word'}")
    code = worker.process.returncode
    how = f"killed by signal {-code}" if code < 0 else f"ended with code {code}"
    reasons[worker.run] = f"the process was {how}" if code < 0 else f"the process {how}"
    if worker.chunk is not None:
        unfinished.append(worker.chunk)
    crowd.hire()


def shard_of(chunks: Iterable[Chunks], shard: tuple[int, int]) -> Iterator[Chunks]:
    """Yield every n-th chunk from the i-th on, for shard i of n, whatever is done already."""
    number, shards = shard
    return (chunk for chunk in chunks if chunk.first % shards == number)


def trials(store: Store, tasks: Sequence[Sequence[Sequence[int]]]) -> list[list[list[float]]]:
    """Let as many workers as there are tasks do runs at a time for their cost alone.

    Returns
    -------
    list of list of [float, float, float]
        Of each task and run, as `experiments.sweeps.worker.trial` gives them.
    """
    found: dict[Worker, list[list[float]]] = {}
    with crew(store.folder, len(tasks)) as crowd:
        order = list(crowd.workers)
        while len(found) < len(tasks):
            worker, said = crowd.events.get()
            if said is None:
                raise WorkerError(f"a process ended: {worker.last_words() or 'without a word'}")
            if "ready" in said:
                worker.ask(trial=tasks[order.index(worker)])
            elif "trial" in said:
                found[worker] = said["trial"]
    return [found[worker] for worker in order]
