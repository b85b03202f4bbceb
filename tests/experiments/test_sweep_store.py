"""A sweep's folder: one design, known again, extended, and refused to everybody else."""

import json
import shutil
import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from experiments.design.reading import larger, read
from experiments.sweeps import manifest, running
from experiments.sweeps.manifest import INPUTS, MANIFEST, POINTS, SweepError, read_manifest
from experiments.sweeps.parts import Chunks, DiskError, PartError
from experiments.sweeps.store import Store, create, open_store, write_points
from experiments.sweeps.upkeep import verify
from sim.problems import NticError

OTHERS = [
    ("seed: 1", "seed: 2", "`seed` differs"),
    ("chunk: 4", "chunk: 5", "`chunk` differs"),
    ("quarters: 2", "quarters: 3", "`set` differs"),
    ("[5, 60]", "[5, 61]", "`levers` differs"),
    ("[5, 60]", "[60, 5]", "`levers` differs"),
    ("  grant:", "  money:", "`levers` differs"),
    ("range: [1, 4]", "range: [1, 5]", "`uncertainties` differs"),
    ("{ method: sobol, samples: 2 }", "{ method: latin_hypercube, samples: 2 }", "`sampling` diff"),
    ("measure: total", "measure: mean", "`outcomes` differs"),
]


@pytest.fixture
def store(small, tmp_path):
    return create(read(small(tmp_path)), tmp_path / "sweep")


def everything(folder):
    return {path: path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file()}


def test_a_new_folder_says_what_it_is_of(store):
    there = read_manifest(store.folder)
    assert there == store.manifest
    assert there.stages == (store.runs.size,)
    assert set(there.inputs) == {"small.yaml"}
    assert (store.folder / INPUTS / "small.yaml").read_text() == there.inputs["small.yaml"]
    assert (store.total, there.chunks(0)) == (24, 6)
    points = pd.read_parquet(store.folder / POINTS)
    pd.testing.assert_frame_equal(points, store.runs.table(), check_dtype=False)
    assert not list(store.folder.rglob(".*"))


def test_the_same_design_finds_its_folder_again_and_touches_nothing(store, small, tmp_path):
    before = everything(store.folder)
    again = create(read(small(tmp_path)), store.folder)
    assert again.manifest == store.manifest
    assert everything(store.folder) == before


@pytest.mark.parametrize(("old", "new", "words"), OTHERS, ids=[new for _, new, _ in OTHERS])
def test_another_design_is_refused_and_touches_nothing(store, small, tmp_path, old, new, words):
    before = everything(store.folder)
    with pytest.raises(SweepError, match=words):
        create(read(small(tmp_path, (old, new))), store.folder)
    assert everything(store.folder) == before


@pytest.mark.parametrize(("key", "words"), manifest.CHANGED.items())
def test_another_model_is_refused(store, small, tmp_path, key, words):
    model = store.manifest.model | {key: "0"}
    other = manifest.Manifest(**vars(store.manifest) | {"model": model})
    (store.folder / MANIFEST).write_text(other.text())
    with pytest.raises(SweepError, match=words.split(";")[0]):
        create(read(small(tmp_path)), store.folder)
    with pytest.raises(SweepError, match=words.split(";")[0]):
        open_store(store.folder, same=True)
    assert open_store(store.folder).total == 24  # looking at it is allowed


def test_a_folder_of_somebody_else_is_refused(small, tmp_path):
    design = read(small(tmp_path))
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "letter.txt").write_text("dear")
    with pytest.raises(SweepError, match=r"holds letter\.txt, not of this sweep"):
        create(design, tmp_path / "theirs")
    with pytest.raises(SweepError, match="is a file"):
        create(design, tmp_path / "theirs" / "letter.txt")
    assert [path.name for path in (tmp_path / "theirs").iterdir()] == ["letter.txt"]
    with pytest.raises(SweepError, match="is no sweep"):
        open_store(tmp_path / "theirs")
    with pytest.raises(DiskError, match="cannot be written"):
        create(design, Path("/proc/sweep"))


def test_a_changed_scenario_beside_the_design_is_refused(small, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("format: 1\nname: own\nquestion: Q\nbased_on: tiny\n")
    design = small(tmp_path, ("scenario: tiny", "scenario: own.yaml"))
    store = create(read(design), tmp_path / "sweep")
    assert set(store.manifest.inputs) == {"own.yaml", "small.yaml"}
    own.write_text("format: 1\nname: own\nquestion: Q\nbased_on: tiny\nscale: 0.02\n")
    with pytest.raises(SweepError, match="other scenarios under the same names"):
        create(read(design), tmp_path / "sweep")
    assert open_store(tmp_path / "sweep", same=True).design.seed == 1  # it has its own copy


def test_a_folder_can_be_moved_with_its_scenarios(small, tmp_path):
    (tmp_path / "own.yaml").write_text("format: 1\nname: own\nquestion: Q\nbased_on: tiny\n")
    levers = "  owner: { scenarios: [tiny, own.yaml] }"
    owner = "  owner: { key: bundles.leader_led.results_owner, levels: [lead] }"
    create(read(small(tmp_path, (owner, levers))), tmp_path / "sweep")
    shutil.move(tmp_path / "sweep", tmp_path / "moved")
    (tmp_path / "own.yaml").unlink()
    moved = open_store(tmp_path / "moved", same=True)
    assert moved.total == 48
    assert create(moved.design, tmp_path / "moved").manifest == moved.manifest


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_manifest_that_was_changed_is_refused(store, part):
    path = store.folder / MANIFEST
    data = bytearray(path.read_bytes())
    place = int(part * len(data))
    while not chr(data[place]).isalnum():
        place += 1
    data[place] ^= 1
    path.write_bytes(data)
    with pytest.raises(SweepError, match="cannot be read"):
        open_store(store.folder)
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(SweepError, match="cannot be read"):
        open_store(store.folder)
    path.write_text("[1]")
    with pytest.raises(SweepError, match="cannot be read"):
        open_store(store.folder)


def test_a_sweep_of_another_version_is_told(store):
    path = store.folder / MANIFEST
    found = json.loads(path.read_text())
    found.pop("checksum")
    found["format"] = 99
    path.write_text(json.dumps(found | {"checksum": manifest._checksum(found)}))
    with pytest.raises(SweepError, match="another version of ntic"):
        open_store(store.folder)


def test_a_lost_manifest_is_written_anew_over_the_same_runs_only(swept, small, tmp_path):
    digest = verify(swept).digest
    (swept.folder / MANIFEST).unlink()
    (swept.folder / "comparison").mkdir()
    other = read(small(tmp_path, ("seed: 1", "seed: 2")))
    with pytest.raises(SweepError, match=r"holds parts/stage0-chunk000000\.parquet, not of this"):
        create(other, swept.folder)
    again = create(read(small(tmp_path)), swept.folder)
    assert verify(again).digest == digest


def test_what_is_done_is_read_from_the_parts(swept):
    done = swept.done()
    assert [part.footer.chunks for part in done] == [Chunks(0, k, k) for k in range(6)]
    assert list(swept.missing(done)) == []
    (swept.parts / Chunks(0, 1, 1).file).unlink()
    path = swept.parts / Chunks(0, 4, 4).file
    path.write_bytes(path.read_bytes()[:-1])
    assert list(swept.missing(swept.done())) == [Chunks(0, 1, 1), Chunks(0, 4, 4)]
    assert [swept.rows_of(Chunks(0, k, k)) for k in range(6)] == [4] * 6


def test_parts_of_another_sweep_or_place_do_not_count(swept, small, tmp_path, work_off):
    file = small(tmp_path, ("seed: 1", "seed: 2"), name="other")
    other = work_off(create(read(file), tmp_path / "other"), 1)
    chunks = Chunks(0, 0, 0)
    shutil.copy(other.parts / chunks.file, swept.parts / chunks.file)
    shutil.copy(swept.parts / Chunks(0, 2, 2).file, swept.parts / Chunks(0, 3, 3).file)
    shutil.copy(swept.parts / Chunks(0, 2, 2).file, swept.parts / Chunks(1, 2, 2).file)
    assert list(swept.missing(swept.done())) == [chunks, Chunks(0, 3, 3)]
    with pytest.raises(PartError, match="is of another sweep"):
        swept.part(chunks)


def test_rows_are_what_the_design_says(swept):
    frame = swept.frame()
    assert len(frame) == 24
    assert frame["run"].tolist()[:3] == ["0.0-0-0", "0.0-0-1", "0.0-0-2"]
    assert frame["policy"].tolist() == ["0.0"] * 12 + ["1.0"] * 12
    assert frame["grant"].tolist() == [5.0] * 12 + [60.0] * 12
    assert (frame["status"] == "ok").all()
    assert frame["error"].isna().all()
    for row in frame.to_dict("records"):
        run = swept.runs.find(row["run"])
        assert row["seed"] == swept.runs.seed(run)
        settings = swept.runs.columns(run.policy, run.sample)
        assert {name: row[name] for name in settings} == settings
    assert frame.groupby(["sample", "replication"])["seed"].nunique().eq(1).all()
    assert frame["digest"].nunique() == 24
    assert frame[swept.outcomes].notna().all().all()
    assert swept.frame(["surplus@2010Q2"]).columns[-1] == "surplus@2010Q2"


def test_a_design_may_go_less_far_than_its_folder_but_not_further(swept, small, tmp_path):
    fewer = read(small(tmp_path, ("replications: 6", "replications: 5")))
    assert create(fewer, swept.folder).total == 24
    more = read(small(tmp_path, ("replications: 6", "replications: 7")))
    with pytest.raises(SweepError, match="adds what is missing"):
        create(more, swept.folder)


STEPS = {
    "replications": [("replications: 6", "replications: 9")],
    "samples": [("samples: 2", "samples: 4")],
    "levels": [("[5, 60]", "[5, 60, 7]")],
    "all": [("replications: 6", "replications: 7"), ("samples: 2", "samples: 4"),
            ("[5, 60]", "[5, 60, 7]")],
}  # fmt: skip


@pytest.fixture(scope="module")
def at_once(small, work_off, tmp_path_factory):
    """Return the digest of a design's sweep that was done at once."""
    found = {}

    def digest(name, changes):
        if name not in found:
            folder = tmp_path_factory.mktemp(name)
            found[name] = verify(work_off(create(read(small(folder, *changes)), folder / "s")))
        return found[name]

    return digest


@pytest.mark.parametrize(("name", "changes"), STEPS.items(), ids=STEPS)
def test_extended_is_the_same_as_at_once(swept, small, tmp_path, work_off, at_once, name, changes):
    before = everything(swept.parts)
    manifest.extend(swept.folder, read(small(tmp_path, *changes)))
    store = work_off(open_store(swept.folder, same=True))
    expected = at_once(name, changes)
    assert (verify(store).digest, verify(store).runs) == (expected.digest, expected.runs)
    assert not verify(store).damaged
    assert before.items() <= everything(swept.parts).items()  # nothing was done again


def test_extended_in_two_steps_is_the_same_as_at_once(swept, small, tmp_path, work_off, at_once):
    manifest.extend(swept.folder, larger(swept.design, None, 4))
    half = work_off(open_store(swept.folder), 8)
    manifest.extend(half.folder, read(small(tmp_path, *STEPS["all"])))
    store = work_off(open_store(half.folder))
    assert len(store.manifest.stages) == 3
    assert verify(store).digest == at_once("all", STEPS["all"]).digest


def test_what_cannot_be_extended_is_refused_and_nothing_touched(swept, small, tmp_path):
    before = everything(swept.folder)
    for changes, words in (
        ([("replications: 6", "replications: 5")], "not all of which are in"),
        ([("[5, 60]", "[5, 7, 60]")], "`levers` differs"),
        ([("seed: 1", "seed: 2"), ("replications: 6", "replications: 9")], "`seed` differs"),
    ):
        with pytest.raises(SweepError, match=words):
            manifest.extend(swept.folder, read(small(tmp_path, *changes)))
    with pytest.raises(SweepError, match="there is nothing to add"):
        running.extend(swept.folder, read(small(tmp_path)))
    assert everything(swept.folder) == before


def test_a_latin_hypercube_has_no_more_samples_but_more_replications(small, tmp_path):
    hyper = ("method: sobol, samples: 2", "method: latin_hypercube, samples: 3")
    create(read(small(tmp_path, hyper)), tmp_path / "sweep")
    more = ("method: sobol, samples: 2", "method: latin_hypercube, samples: 4")
    with pytest.raises(SweepError, match="use `sobol`"):
        manifest.extend(tmp_path / "sweep", read(small(tmp_path, more)))
    again = read(small(tmp_path, hyper, ("replications: 6", "replications: 8")))
    assert manifest.extend(tmp_path / "sweep", again).stages[-1].replications == 8


def test_samples_grow_beside_a_latin_hypercube_of_levers(small, tmp_path):
    """One samples the levers, the other the uncertainties: each is asked of its own."""
    levers = (
        "[5, 60] }\n  owner: { key: bundles.leader_led.results_owner, levels: [lead] }",
        "range: [5, 60] }",
    )
    hyper = ("sampling:\n", "sampling:\n  levers: { method: latin_hypercube, samples: 3 }\n")
    usual = ("grant, levels: ", "grant, "), levers, hyper
    folder = tmp_path / "sweep"
    create(read(small(tmp_path, *usual)), folder)
    more = read(small(tmp_path, *usual, ("method: sobol, samples: 2", "method: sobol, samples: 4")))
    assert manifest.extend(folder, more).stages[-1].samples == 4
    wider = read(small(tmp_path, *usual[:2], (hyper[0], hyper[1].replace("3", "4"))))
    with pytest.raises(SweepError, match="other samples of the levers"):
        manifest.extend(folder, wider)


def test_a_lever_of_numbers_gets_no_words(small, tmp_path):
    """Its column has numbers in the parts that are there."""
    named = ("{ key: bundles.leader_led.grant, levels: [5, 60] }", "{ levels: {1: {}, 2: {}} }")
    words = (named[0], "{ levels: {1: {}, 2: {}, high: {}} }")
    folder = tmp_path / "sweep"
    create(read(small(tmp_path, named)), folder)
    with pytest.raises(SweepError, match="the levels of `grant` are numbers, `high` is none"):
        manifest.extend(folder, read(small(tmp_path, words)))


def test_no_sweep_is_made_larger_than_any_may_be(small, tmp_path):
    design = read(small(tmp_path))
    for replications, samples in ((10**12, None), (None, 2**40)):
        with pytest.raises(NticError, match="runs are more than the 100,000,000 one may have"):
            larger(design, replications, samples)


def test_of_a_million_runs_only_those_at_hand_are_in_memory(small, tmp_path, work_off, monkeypatch):
    file = small(tmp_path, ("replications: 6", "replications: 250000"))
    store = work_off(create(read(file), tmp_path / "sweep"), 2)
    asked = []

    def some(_store, chunks, _workers, _progress, done, total):
        asked.extend(next(chunks) for _ in range(3))
        assert (done, total) == (8, 1_000_000)

    monkeypatch.setattr(running, "work_off", some)
    tracemalloc.start()
    try:
        found = verify(store)
        running.go_on(store, 1, None, running.nothing)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (found.runs, found.missing) == (8, 999_992)
    assert asked == [Chunks(0, 2, 2), Chunks(0, 3, 3), Chunks(0, 4, 4)]
    assert most < 3_000_000


def test_points_drawn_otherwise_are_refused_and_damaged_ones_written_anew(store):
    path = store.folder / POINTS
    sound = path.read_bytes()
    path.write_bytes(sound[:100])
    write_points(store)
    assert path.read_bytes() == sound
    other = Store(store.folder, store.manifest)
    other.runs.samples.settings[0][0] = np.nextafter(other.runs.samples.settings[0][0], 9.0)
    with pytest.raises(SweepError, match="use the same version of SciPy"):
        write_points(other)
    assert path.read_bytes() == sound


def test_points_are_written_some_at_a_time(store, monkeypatch):
    monkeypatch.setattr("experiments.sweeps.store.MOST_ROWS", 2)
    (store.folder / POINTS).unlink()
    write_points(store)
    assert pq.read_metadata(store.folder / POINTS).num_row_groups == 2
    found = pd.read_parquet(store.folder / POINTS)
    pd.testing.assert_frame_equal(found, store.runs.table(), check_dtype=False)


def test_a_sweep_without_a_run_is_an_empty_table(store):
    assert list(store.frame().columns)[:2] == ["run", "policy"]
    assert store.frame().empty
