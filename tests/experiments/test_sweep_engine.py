"""Processes that do a sweep: killed, stopped, poisoned, full disks; nothing is lost or changed."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from experiments.design.reading import larger, read
from experiments.sweeps import engine
from experiments.sweeps.engine import StoppedError, WorkerError, shard_of
from experiments.sweeps.estimate import estimate
from experiments.sweeps.manifest import SweepError
from experiments.sweeps.parts import TEMPORARY, Chunks, DiskError
from experiments.sweeps.running import extend, sweep
from experiments.sweeps.store import create, open_store
from experiments.sweeps.upkeep import verify

PATIENCE = 120.0
"""Seconds in which a process must have done something."""


@pytest.fixture(scope="module")
def expected(finished):
    return verify(open_store(finished)).digest


@pytest.fixture
def design(small, tmp_path):
    return read(small(tmp_path))


def until(what):
    """Wait until something is so."""
    last = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < last
        time.sleep(0.02)
    return found


def children(parent):
    """Return the processes that another one has started."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                state = (path / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(state[1]) == parent and state[0] != "Z":
                found.append(int(path.name))
    return found


def lives(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def left_behind(folder):
    return sorted(Path(folder).rglob(f"{TEMPORARY}*"))


def started(file, folder, workers=1):
    """Start the command line on a design, as a process of its own."""
    words = ["sweep", str(file), "--out", str(folder), "--workers", str(workers), "--resume"]
    command = [sys.executable, "-c", f"from sim.cli import main; main({words!r})"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def parts(folder):
    return list((folder / "parts").glob("*.parquet"))


def test_two_workers_of_which_one_is_killed_do_the_same(design, tmp_path, monkeypatch, expected):
    crews, told = [], []
    crew, others = engine.Crew, children(os.getpid())

    def hired(folder):
        crews.append(crew(folder))
        return crews[-1]

    def progress(done, total):
        told.append((done, total))
        if len(told) == 5:
            os.kill(crews[0].workers[-1].process.pid, signal.SIGKILL)

    monkeypatch.setattr(engine, "Crew", hired)
    store = sweep(design, tmp_path / "sweep", 2, progress=progress)
    found = verify(store)
    assert (found.digest, found.runs, found.failed) == (expected, 24, 0)
    assert told[-1] == (24, 24)
    assert not left_behind(store.folder)
    assert crews[0].workers == []
    assert not set(children(os.getpid())) - set(others)
    with pytest.raises(SweepError, match="holds 24 runs of this sweep already; go on with --resu"):
        sweep(design, store.folder)
    assert verify(sweep(design, store.folder, resume=True)).digest == expected  # nothing to do


def test_workers_end_with_a_parent_that_is_killed_and_the_rest_is_done_later(
    small, tmp_path, work_off, expected
):
    folder = tmp_path / "sweep"
    parent = started(small(tmp_path), folder)
    until(lambda: parts(folder))
    workers = children(parent.pid)
    assert workers
    parent.kill()
    parent.communicate()
    until(lambda: not any(lives(worker) for worker in workers))
    store = open_store(folder, same=True)
    assert not verify(store).damaged
    assert verify(work_off(store)).digest == expected


def test_a_worker_ends_when_nobody_can_ask_it_any_more(swept):
    command = [sys.executable, "-m", "experiments.sweeps.worker", str(swept.folder)]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert json.loads(worker.stdout.readline()) == {"ready": worker.pid}
        worker.stdin.close()
        assert worker.wait(PATIENCE) == 0  # although somebody would still read its answers
    finally:
        worker.kill()
        worker.wait()
        worker.stdout.close()


def test_shards_are_fixed_by_the_design_and_leave_nothing_out(swept):
    everything = [Chunks(0, k, k) for k in range(6)]
    shards = [list(shard_of(everything, (k, 4))) for k in range(4)]
    assert [[c.first for c in shard] for shard in shards] == [[0, 4], [1, 5], [2], [3]]
    assert list(shard_of(everything[3:], (0, 4))) == [Chunks(0, 4, 4)]  # whatever is done already


def test_workers_that_cannot_start_are_told(design, tmp_path, monkeypatch):
    monkeypatch.setattr(engine.sys, "executable", "/bin/false")
    with pytest.raises(WorkerError, match="end before their first run") as caught:
        sweep(design, tmp_path / "sweep", 2)
    assert caught.value.exit_code == 70


def test_an_interrupt_ends_a_block_and_handlers_are_as_before():
    def wait(number):
        with engine.stoppable():
            os.kill(os.getpid(), number)
            time.sleep(PATIENCE)

    before = signal.getsignal(signal.SIGTERM)
    for number in (signal.SIGTERM, signal.SIGINT):
        with pytest.raises(StoppedError) as caught:
            wait(number)
        assert caught.value.exit_code == 75
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_sweep_that_is_told_to_stop_says_so_and_leaves_no_half(
    small, tmp_path, work_off, expected, number
):
    folder = tmp_path / "sweep"
    parent = started(small(tmp_path), folder)
    until(lambda: parts(folder))
    workers = children(parent.pid)
    parent.send_signal(number)
    _, told = parent.communicate(timeout=PATIENCE)
    assert parent.returncode == 75
    assert told.splitlines()[-1] == "stopped; chunks that are complete stay, go on with --resume"
    assert not left_behind(folder)
    until(lambda: not any(lives(worker) for worker in workers))
    assert verify(work_off(open_store(folder))).digest == expected


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 4])
def test_any_number_of_workers_does_the_same(design, tmp_path, expected, workers):
    assert verify(sweep(design, tmp_path / "sweep", workers)).digest == expected


@pytest.mark.slow
def test_shards_at_the_same_time_do_the_same(design, small, tmp_path, expected):
    folder = tmp_path / "sweep"
    file = small(tmp_path)
    command = "import sys; from experiments.sweeps.running import sweep; "
    command += "sweep(*sys.argv[1:3], 1, (int(sys.argv[3]), 2))"
    both = [
        subprocess.Popen([sys.executable, "-c", command, str(file), str(folder), shard])
        for shard in "011"  # the second one twice: two writers of one shard
    ]
    assert [one.wait(PATIENCE) for one in both] == [0, 0, 0]
    found = verify(open_store(folder))
    assert (found.digest, found.missing) == (expected, 0)
    assert not left_behind(folder)


@pytest.mark.slow
def test_killed_again_and_again_at_random_it_ends_up_the_same(small, tmp_path, expected):
    folder, file, rng = tmp_path / "sweep", small(tmp_path), random.Random(1)
    for _ in range(6):
        parent = started(file, folder, 2)
        until(lambda parent=parent: children(parent.pid) or parent.poll() is not None)
        time.sleep(rng.uniform(0.0, 6.0))
        workers = children(parent.pid)
        if workers and rng.random() < 0.5:
            os.kill(rng.choice(workers), signal.SIGKILL)
            time.sleep(rng.uniform(0.0, 1.0))
        workers = children(parent.pid)
        parent.kill()
        parent.communicate()
        until(lambda workers=workers: not any(lives(worker) for worker in workers))
        if (folder / "manifest.json").exists():
            assert not verify(open_store(folder)).damaged
    parent = started(file, folder, 2)
    out, told = parent.communicate(timeout=PATIENCE)
    assert (parent.returncode, "24 of 24 runs" in out) == (0, True), told
    assert verify(open_store(folder)).digest == expected
    assert not left_behind(folder)


@pytest.mark.slow
def test_a_full_disk_ends_a_sweep_with_what_is_whole_in_place(design, tmp_path, work_off, expected):
    store = work_off(create(design, tmp_path / "sweep"), 2)
    before = sorted(store.parts.iterdir())
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1500, limits[1]))  # also of workers
    try:
        with pytest.raises(DiskError, match="cannot be written: File too large") as caught:
            sweep(design, store.folder, 1, resume=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.exit_code == 74
    assert "\n" not in str(caught.value)
    assert sorted(store.parts.iterdir()) == before
    assert verify(sweep(design, store.folder, 1, resume=True)).digest == expected


DYING = """
import os, sys
if "experiments.sweeps.worker" in sys.orig_argv:
    from experiments.sweeps import store
    store.Store.write = lambda *_: os._exit(7)
"""


@pytest.mark.slow
def test_processes_that_always_end_while_they_write_are_not_hired_for_ever(
    design, tmp_path, monkeypatch
):
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "sitecustomize.py").write_text(DYING)
    places = [str(tmp_path / "path"), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(places))
    with pytest.raises(WorkerError, match=r"processes end at the end of stage0-chunk000000"):
        sweep(design, tmp_path / "sweep", 1)


POISON = """
import os, sys
if "experiments.sweeps.worker" in sys.orig_argv:
    from experiments.sweeps import work
    usual = work.history_of
    def history_of(point, seed):
        if seed == {deadly}:
            os._exit(9)
        if seed == {wrong}:
            raise ValueError("no such luck")
        return usual(point, seed)
    work.history_of = history_of
"""


@pytest.mark.slow
def test_a_run_that_ends_its_process_is_given_up_and_its_neighbours_are_done(
    small, tmp_path, monkeypatch, finished
):
    design = read(small(tmp_path, ("[5, 60]", "[5]")))
    kept = open_store(finished).frame().set_index("run")
    deadly, wrong = "0.0-0-2", "0.0-1-1"
    code = POISON.format(deadly=kept.loc[deadly, "seed"], wrong=kept.loc[wrong, "seed"])
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "sitecustomize.py").write_text(code)
    places = [str(tmp_path / "path"), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(places))
    hired, crew = [], engine.Crew
    monkeypatch.setattr(engine, "Crew", lambda folder: hired.append(crew(folder)) or hired[-1])
    started = []
    hire = crew.hire
    monkeypatch.setattr(crew, "hire", lambda self: started.append(hire(self)) or started[-1])
    store = sweep(design, tmp_path / "sweep", 1)
    assert len(started) == 1 + engine.MOST_CRASHES
    frame = store.frame().set_index("run")
    assert len(frame) == 12
    assert frame.loc[deadly, ["status", "error"]].tolist() == [
        "crashed",
        "the process ended with code 9",
    ]
    assert frame.loc[wrong, ["status", "error"]].tolist() == ["failed", "ValueError: no such luck"]
    odd = frame.loc[[deadly, wrong]]
    assert odd["digest"].isna().all()
    assert odd[store.outcomes].isna().all().all()
    assert odd["seed"].tolist() == kept.loc[[deadly, wrong], "seed"].tolist()
    others = frame.drop([deadly, wrong])
    assert (others["status"] == "ok").all()
    assert others["digest"].tolist() == kept.loc[others.index, "digest"].tolist()
    found = verify(store)
    assert (found.sound, found.runs, found.failed, found.missing) == (True, 12, 2, 0)


@pytest.mark.slow
def test_extended_by_workers_and_stopped_halfway_it_goes_on(design, tmp_path, expected):
    fewer = larger(design, 4, None)
    folder = tmp_path / "sweep"
    sweep(fewer, folder, 1)

    def stop(done, _total):
        if done > 17:
            os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(StoppedError):
        extend(folder, design, 1, stop)
    assert 16 <= verify(open_store(folder)).runs < 24
    store = sweep(fewer, folder, 1, resume=True)  # the design of before goes on with all of it
    assert (verify(store).runs, verify(store).digest) == (24, expected)
    with pytest.raises(SweepError, match="there is nothing to add"):
        extend(folder, design, 1)


ONE_RUN = [("replications: 6", "replications: 1"), ("[5, 60]", "[5]"), ("samples: 2", "samples: 1")]


@pytest.mark.slow
@pytest.mark.parametrize("changes", [[], ONE_RUN], ids=["usual", "one run"])
def test_an_estimate_tries_a_few_runs_and_keeps_nothing(small, tmp_path, changes):
    found = estimate(read(small(tmp_path, *changes)), 1)
    assert found.runs == (1 if changes else 24)
    assert 0.0 < found.run < 10.0
    assert 0.0 < found.settling < 60.0
    assert found.starts == (1 if changes else 2)
    assert found.cpu == pytest.approx(found.chunk * found.chunks)
    assert found.wall >= found.cpu
    assert [path.name for path in tmp_path.iterdir()] == ["small.yaml"]
