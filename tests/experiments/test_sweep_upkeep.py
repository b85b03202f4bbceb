"""What is done with parts afterwards: count, verify, merge, replay. Nothing is ever lost."""

import random
import shutil
import subprocess
import sys

import numpy as np
import pyarrow.parquet as pq
import pytest

from experiments.sweeps import parts, running, upkeep
from experiments.sweeps.manifest import DAMAGED, REPLAYS, SweepError
from experiments.sweeps.parts import Chunks, DiskError, PartError, Writer, table_of
from experiments.sweeps.replay import ReplayError, replay
from experiments.sweeps.store import open_store
from experiments.sweeps.upkeep import merge, status, verify
from sim.problems import NticError


def files(store):
    return sorted(path.name for path in store.parts.iterdir())


def flip(path):
    column = pq.read_metadata(path).row_group(0).column(8)
    data = bytearray(path.read_bytes())
    data[column.data_page_offset + column.total_compressed_size - 3] ^= 4  # within a value
    path.write_bytes(data)


def test_status_counts_what_is_done(swept):
    found = status(swept)
    assert (found.runs, found.done, found.failed, found.complete) == (24, 24, 0, True)
    assert (found.chunks, found.chunks_done, found.files, found.left) == (6, 6, 6, 0.0)
    (swept.parts / Chunks(0, 5, 5).file).unlink()
    found = status(swept)
    assert (found.done, found.chunks_done, found.complete) == (20, 5, False)
    assert found.left == pytest.approx(found.seconds / 20 * 4)
    assert found.bytes == sum(path.stat().st_size for path in swept.parts.iterdir())
    for path in swept.parts.iterdir():
        path.unlink()
    assert np.isnan(status(swept).left)


LOOK = """
import sys
from experiments.sweeps.store import open_store
from experiments.sweeps.upkeep import status
status(open_store({folder!r}))
print([name for name in ("numba", "scipy", "pandas", "SALib") if name in sys.modules])
"""


def test_status_imports_nothing_heavy(swept):
    command = [sys.executable, "-c", LOOK.format(folder=str(swept.folder))]
    assert subprocess.run(command, capture_output=True, text=True).stdout == "[]\n"


def test_status_reads_no_design_and_no_row(swept, monkeypatch):
    monkeypatch.setattr(upkeep, "read_rows", None)
    monkeypatch.setattr("experiments.sweeps.manifest.materialise", None)
    assert status(open_store(swept.folder)).done == 24


def test_verify_finds_a_sound_sweep_sound(swept, finished):
    found = verify(swept)
    assert (found.runs, found.missing, found.failed, found.damaged) == (24, 0, 0, ())
    assert found.sound
    assert found.digest == verify(open_store(finished)).digest
    (swept.parts / Chunks(0, 5, 5).file).unlink()
    fewer = verify(swept)
    assert (fewer.runs, fewer.missing, fewer.sound) == (20, 4, True)
    assert fewer.digest != found.digest


def test_every_kind_of_damage_is_found_taken_away_and_done_again(swept, work_off):
    digest = verify(swept).digest
    paths = [swept.parts / Chunks(0, k, k).file for k in range(6)]
    flip(paths[0])
    paths[1].write_bytes(paths[1].read_bytes()[:-10])
    paths[2].write_bytes(b"")
    shutil.copy(paths[4], paths[3])
    mine = swept.parts / "mine.parquet"
    mine.write_text("precious")
    before = files(swept)
    found = verify(swept)
    assert files(swept) == before  # looking changes nothing
    assert not found.sound
    assert (found.runs, found.missing) == (8, 16)
    told = {line.partition(": ")[0]: line.partition(": ")[2] for line in found.damaged}
    words = ["is damaged", "is no complete", "is no complete", "holds chunks", "is no part of a"]
    for path, word in zip((*paths[:4], mine), words, strict=True):
        assert told.pop(str(path)).startswith(word)
    assert not told
    assert verify(swept, repair=True).taken_away
    away = swept.folder / DAMAGED
    assert sorted(path.name for path in away.iterdir()) == sorted(
        [*(path.name for path in paths[:4]), "mine.parquet"]
    )
    assert (away / "mine.parquet").read_text() == "precious"
    work_off(swept)
    again = verify(swept)
    assert (again.digest, again.sound, again.missing) == (digest, True, 0)


def test_rows_of_other_runs_are_found(swept):
    chunks, other = Chunks(0, 1, 1), Chunks(0, 2, 2)
    rows = pq.read_table(swept.parts / other.file).to_pylist()
    swept.write(chunks, rows, 1.0, 1.0)
    (line,) = verify(swept).damaged
    assert "holds other runs than its chunks" in line
    swept.write(chunks, rows[:2], 1.0, 1.0)
    assert not verify(swept).sound


def test_a_number_that_was_changed_with_all_checksums_right_is_found(swept):
    chunks = Chunks(0, 1, 1)
    said = swept.part(chunks).footer
    rows = pq.read_table(swept.parts / chunks.file).to_pylist()
    rows[1]["surplus@2010Q2"] += 1e-6
    with Writer(swept.parts, swept.schema, swept.outcomes) as part:
        part.rows(table_of(rows, swept.schema))
        part.finish(said)
    (line,) = verify(swept).damaged
    assert "does not hold what was written" in line


def test_fewer_rows_than_the_chunk_has_are_found(swept):
    chunks = Chunks(0, 1, 1)
    rows = pq.read_table(swept.parts / chunks.file).to_pylist()
    swept.write(chunks, rows[:3], 1.0, 1.0)
    (line,) = verify(swept).damaged
    assert "does not hold what was written" in line


def test_merged_parts_hold_the_same(swept):
    digest, frame = verify(swept).digest, swept.frame()
    assert [path.name for path in merge(swept)] == ["stage0-chunks000000-000005.parquet"]
    assert files(swept) == ["stage0-chunks000000-000005.parquet"]
    assert verify(swept).digest == digest
    assert swept.frame().equals(frame)
    assert pq.read_metadata(swept.parts / files(swept)[0]).num_row_groups == 1
    assert (status(swept).chunks_done, status(swept).files) == (6, 1)
    assert merge(swept) == []


def test_a_part_that_is_read_in_several_batches_is_sound(swept, finished, monkeypatch):
    """As parts of more rows than `BATCH` are: the runs go on where the last batch ended."""
    merge(swept)
    monkeypatch.setattr(parts, "BATCH", 7)  # of 24 rows
    found = verify(swept)
    assert found.sound
    assert found.runs == 24
    assert found.digest == verify(open_store(finished)).digest


def test_parts_are_merged_up_to_a_size_and_merged_again(swept):
    digest = verify(swept).digest
    merge(swept, 9)
    assert files(swept) == [Chunks(0, first, first + 1).file for first in (0, 2, 4)]
    merge(swept)
    assert files(swept) == [Chunks(0, 0, 5).file]
    assert verify(swept).digest == digest


def test_a_gap_is_not_merged_over_and_is_filled_later(swept, work_off):
    digest = verify(swept).digest
    (swept.parts / Chunks(0, 2, 2).file).unlink()
    merge(swept)
    assert files(swept) == [Chunks(0, 0, 1).file, Chunks(0, 3, 5).file]
    work_off(swept)
    merge(swept)
    assert files(swept) == [Chunks(0, 0, 5).file]
    assert verify(swept).digest == digest


def test_a_damaged_part_is_not_merged(swept):
    flip(swept.parts / Chunks(0, 2, 2).file)
    before = files(swept)
    with pytest.raises(PartError, match="chunk000002"):
        merge(swept)
    assert files(swept) == before


@pytest.mark.parametrize("moment", ["before the new file", "after it", "half removed"])
def test_a_merge_that_is_killed_loses_nothing(swept, monkeypatch, moment):
    digest, removed = verify(swept).digest, []

    class Killed(BaseException):
        pass

    def stop(*_):
        raise Killed

    def unlink(path, **_):
        removed.append(path)
        if len(removed) > 2:
            raise Killed
        path.replace(swept.folder / f"removed-{len(removed)}")

    with monkeypatch.context() as patch:
        if moment == "before the new file":
            patch.setattr(upkeep.Writer, "finish", stop)
        elif moment == "after it":
            patch.setattr(type(swept), "part", stop)
        else:
            patch.setattr("pathlib.Path.unlink", unlink)
        with pytest.raises(Killed):
            merge(swept)
    found = verify(swept)
    assert (found.digest, found.damaged, found.missing) == (digest, (), 0)
    merge(swept)
    assert files(swept) == [Chunks(0, 0, 5).file]
    assert verify(swept).digest == digest


def test_old_parts_stay_if_the_merged_one_is_damaged(swept, work_off):
    old = swept.parts / Chunks(0, 1, 1).file
    kept = old.read_bytes()
    digest = verify(swept).digest
    merge(swept)
    old.write_bytes(kept)  # as if the merge had been killed before it was removed
    wide = swept.parts / Chunks(0, 0, 5).file
    flip(wide)
    with pytest.raises(PartError):
        merge(swept)
    assert old.read_bytes() == kept
    assert not verify(swept, repair=True).sound
    assert [part.footer.chunks for part in swept.done()] == [Chunks(0, 1, 1)]
    assert verify(work_off(swept)).digest == digest


def test_a_full_disk_stops_a_merge_with_everything_in_place(swept, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    before, digest = files(swept), verify(swept).digest
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(DiskError, match="No space left on device"):
            merge(swept)
    assert files(swept) == before
    assert verify(swept).digest == digest


def test_a_replayed_run_is_the_same_run(swept):
    row = swept.frame().set_index("run").loc["1.0-1-3"]
    result = replay(swept, "1.0-1-3", out=False)
    assert result.scenario.seed == row["seed"]
    assert result.scenario.centers[0].bundle.grant == 60.0
    surplus = result.indicators.query("indicator == 'social_surplus' and level == 'nation'")
    assert surplus["value"].sum() == pytest.approx(row["surplus@2010Q2"], rel=1e-15)
    assert result.agents is not None
    assert not (swept.folder / REPLAYS).exists()


def test_a_run_that_comes_out_otherwise_is_refused_and_nothing_written(swept):
    chunks = Chunks(0, 0, 0)
    rows = pq.read_table(swept.parts / chunks.file).to_pylist()
    rows[2]["digest"] = rows[2]["digest"][:-1] + ("0" if rows[2]["digest"][-1] != "0" else "1")
    swept.write(chunks, rows, 1.0, 1.0)
    with pytest.raises(ReplayError, match="comes out otherwise") as caught:
        replay(swept, rows[2]["run"])
    assert caught.value.exit_code == 1
    assert not (swept.folder / REPLAYS).exists()


def test_runs_that_are_not_there_not_done_or_failed_are_not_replayed(swept):
    with pytest.raises(NticError, match="there is no such run"):
        replay(swept, "9-9-9")
    chunks = Chunks(0, 0, 0)
    rows = pq.read_table(swept.parts / chunks.file).to_pylist()
    rows[0] |= {"status": "failed", "error": "ValueError: no", "digest": None}
    swept.write(chunks, rows, 1.0, 1.0)
    assert (status(swept).failed, verify(swept).failed) == (1, 1)
    with pytest.raises(SweepError, match="failed in the sweep: ValueError: no"):
        replay(swept, rows[0]["run"])
    (swept.parts / chunks.file).unlink()
    with pytest.raises(SweepError, match="is not done yet"):
        replay(swept, rows[0]["run"])


def with_a_failure(store, chunks):
    rows = pq.read_table(store.parts / chunks.file).to_pylist()
    rows[1] |= {"status": "failed", "error": "ValueError: no", "digest": None}
    store.write(chunks, rows, 1.0, 1.0)
    return rows[1]["run"]


def test_the_first_failure_is_told(swept):
    name = with_a_failure(swept, Chunks(0, 2, 2))
    found = upkeep.first_failure(swept)
    assert found == {"run": name, "status": "failed", "error": "ValueError: no"}


def test_parts_with_failures_stay_alone_and_are_done_again(swept, finished, work_off, monkeypatch):
    with_a_failure(swept, Chunks(0, 2, 2))
    merge(swept)
    expected = [Chunks(0, 0, 1).file, Chunks(0, 2, 2).file, Chunks(0, 3, 5).file]
    assert files(swept) == sorted(expected)

    def here(store, chunks, _workers, _progress, _done, _total):
        work_off(store, chunks=list(chunks))

    monkeypatch.setattr(running, "work_off", here)
    running.go_on(swept, 1, None, running.nothing)
    assert status(swept).failed == 1
    running.go_on(swept, 1, None, running.nothing, retry=True)
    assert status(swept).failed == 0
    assert verify(swept).digest == verify(open_store(finished)).digest


def test_a_merged_part_says_who_made_it_and_one_of_another_machine_stays_alone(swept, monkeypatch):
    before = swept.part(Chunks(0, 0, 0)).footer
    monkeypatch.setattr("experiments.sweeps.store.made_by", lambda: {"processor": "another"})
    rows = pq.read_table(swept.parts / Chunks(0, 5, 5).file).to_pylist()
    swept.write(Chunks(0, 5, 5), rows, 1.0, 1.0)
    merge(swept)
    assert files(swept) == sorted([Chunks(0, 0, 4).file, Chunks(0, 5, 5).file])
    after = swept.part(Chunks(0, 0, 4)).footer
    assert after.made_by == before.made_by
    assert before.made_by["processor"]
    assert after.ended >= before.ended


def test_random_damage_to_random_parts_is_always_mended(swept, work_off):
    digest, rng = verify(swept).digest, random.Random(3)
    for _ in range(6):
        for path in rng.sample(sorted(swept.parts.iterdir()), 2):
            data = bytearray(path.read_bytes())
            kind = rng.choice(["flip", "cut", "gone", "empty"])
            if kind == "flip":
                data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            if kind == "gone":
                path.unlink()
            else:
                path.write_bytes({"cut": data[:-7], "empty": b""}.get(kind, data))
        verify(swept, repair=True)
        work_off(swept)
        assert verify(swept).digest == digest
        assert verify(swept).sound
        if rng.random() < 0.5:
            merge(swept, rng.choice([9, 50]))
