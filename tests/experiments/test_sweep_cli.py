"""Sweeps from the command line: codes, one line for each mistake, nothing half-written."""

import pytest

from experiments.sweeps import engine, running
from experiments.sweeps.manifest import DAMAGED
from experiments.sweeps.parts import Chunks, DiskError
from experiments.sweeps.store import open_store
from experiments.sweeps.upkeep import verify
from sim.cli import main


@pytest.fixture
def ntic(capsys):
    """Return a function that runs a command."""

    def call(*arguments):
        with pytest.raises(SystemExit) as caught:
            main([str(one) for one in arguments])
        shown = capsys.readouterr()
        return caught.value.code, shown.out, shown.err

    return call


@pytest.fixture
def without_processes(monkeypatch, work_off):
    """Let this process do the work of all workers."""

    def here(store, chunks, _workers, progress, done, total):
        for chunk in chunks:
            work_off(store, 1)
            done += store.rows_of(chunk)
            progress(done, total)

    monkeypatch.setattr(running, "work_off", here)


def test_a_sweep_from_its_design_to_one_file(ntic, small, tmp_path, finished, without_processes):
    file, folder = small(tmp_path), tmp_path / "sweep"
    code, out, _ = ntic("sweep", file, "--out", folder, "--workers", 1)
    assert code == 0
    assert "24 of 24 runs (100.0%), 6 of 6 chunks, 6 files" in out
    code, out, err = ntic("sweep", file, "--out", folder)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].endswith("holds 24 runs of this sweep already; go on with --resume")
    code, out, _ = ntic("verify", folder)
    assert (code, out.splitlines()) == (0, ["24 runs", verify(open_store(finished)).digest])
    code, out, _ = ntic("merge", folder)
    assert (code, out) == (0, f"{folder}: 6 parts before, 1 now\n")
    assert ntic("verify", folder)[1].splitlines()[-1] == verify(open_store(finished)).digest
    code, out, _ = ntic("extend", folder, "--replications", 7, "--workers", 1)
    assert code == 0
    assert "28 of 28 runs (100.0%), 7 of 7 chunks, 2 files" in out


def test_status_says_what_is_left_and_how_to_go_on(ntic, swept):
    (swept.parts / Chunks(0, 1, 1).file).unlink()
    code, out, _ = ntic("status", swept.folder)
    assert code == 0
    assert out.splitlines()[0] == f"{swept.folder}: small.yaml"
    assert "20 of 24 runs (83.3%), 5 of 6 chunks, 5 files" in out
    design = swept.folder / "inputs" / "small.yaml"
    assert f"go on: ntic sweep {design} --out {swept.folder} --resume" in out


def test_verify_ends_with_1_if_anything_is_damaged(ntic, swept):
    path = swept.parts / Chunks(0, 1, 1).file
    path.write_bytes(path.read_bytes()[:-1])
    code, out, err = ntic("verify", swept.folder)
    assert code == 1
    assert out.startswith("20 runs, 4 missing\n")
    assert err.splitlines()[0].startswith(f"{path}: is no complete part")
    assert err.splitlines()[1] == "1 parts are damaged: take them away with --repair"
    assert path.exists()
    ntic("verify", swept.folder, "--repair")
    assert (swept.folder / DAMAGED / path.name).exists()
    code, out, err = ntic("verify", swept.folder)
    assert (code, out.splitlines()[0], err) == (0, "20 runs, 4 missing", "")


@pytest.mark.slow
def test_a_replayed_run_is_written_with_its_figures(ntic, swept):
    code, out, _ = ntic("replay", swept.folder, "1.0-1-3")
    assert code == 0
    assert out.endswith(f"the same run as 1.0-1-3 of {swept.folder}, bit for bit\n")
    assert (swept.folder / "replays" / "1.0-1-3" / "indicators.parquet").exists()


def test_a_run_that_is_not_there_is_not_replayed(ntic, swept, tmp_path):
    code, out, err = ntic("replay", swept.folder, "1.0-1-6", "--out", tmp_path / "run")
    assert (code, out) == (2, "")
    assert "there is no such run; they go from 0.0-0-0 to 1.0-1-5" in err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sweep", "nothing.yaml", "--out", "s"], "nothing.yaml: there is no such file"),
        (["sweep", "smal"], "smal: there is no such file"),
        (["sweep", "{file}"], "--out: missing"),
        (["sweep", "{file}", "--out", "{file}"], "is a file"),
        (["sweep", "{file}", "--out", "{folder}"], "holds small.yaml, not of this sweep"),
        (["sweep", "{file}", "--out", "s", "--shard", "2/2"], "--shard 2/2: expected I/N with I"),
        (["sweep", "{file}", "--out", "s", "--shard", "x"], "--shard x: expected I/N"),
        (["sweep", "{file}", "--estimate", "--out", "s"], "--estimate: keeps nothing; not with"),
        (["sweep", "{file}", "--estimate", "--shard", "0/2"], "--estimate: keeps nothing; not"),
        (["sweep", "{file}", "--out", "s", "--retry"], "--retry: needs --resume"),
        (["status", "{folder}"], "is no sweep"),
        (["verify", "{folder}"], "is no sweep"),
        (["merge", "{folder}"], "is no sweep"),
        (["replay", "{folder}", "0-0-0"], "is no sweep"),
        (["extend", "{folder}"], "give --replications or --samples, or a design with --to"),
        (["extend", "{folder}", "--samples", "4", "--to", "x"], "give --replications or"),
        (["extend", "{folder}", "--replications", "4"], "is no sweep"),
    ],
)
def test_mistakes_end_with_2_and_one_line(ntic, small, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    places = {"file": small(tmp_path), "folder": tmp_path}
    code, out, err = ntic(*(one.format(**places) for one in arguments))
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["small.yaml"]


def test_all_mistakes_of_a_design_are_told_and_nothing_written(ntic, small, tmp_path):
    file = small(tmp_path, ("seed: 1", "seed: x"), ("[5, 60]", "[]"), ("chunk: 4", "chunk: 0"))
    code, out, err = ntic("sweep", file, "--out", tmp_path / "sweep")
    assert (code, out) == (2, "")
    places = [f"{file}:{line}:{column}: " for line, column in ((5, 7), (7, 8), (11, 51))]
    told = [line.startswith(place) for line, place in zip(err.splitlines(), places, strict=True)]
    assert told == [True] * 3
    assert not (tmp_path / "sweep").exists()


@pytest.mark.parametrize(
    ("error", "code"), [(DiskError("full"), 74), (engine.StoppedError("stopped"), 75)]
)
def test_a_full_disk_and_a_stop_have_codes_of_their_own(
    ntic, small, tmp_path, monkeypatch, error, code
):
    def fail(*_arguments):
        raise error

    monkeypatch.setattr(running, "work_off", fail)
    found, out, err = ntic("sweep", small(tmp_path), "--out", tmp_path / "sweep")
    assert (found, out) == (code, "")
    assert err.splitlines()[-1] == str(error)
