"""Parts of a sweep: whole or not at all, and whatever is changed in one is found."""

import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from experiments.sweeps import parts
from experiments.sweeps.parts import (
    Chunks,
    DiskError,
    Footer,
    PartError,
    Writer,
    chunks_of,
    content_of,
    footer_of,
    forget_temporaries,
    read_footer,
    read_rows,
    schema_of,
    table_of,
    temporaries,
)
from experiments.sweeps.upkeep import sound_content

OUTCOMES = ["surplus@2010Q4", "gap@2010Q4"]
SCHEMA = schema_of([("grant", True), ("owner", False)], OUTCOMES)
CHUNKS = Chunks(0, 2, 2)


def table(rows=20):
    rng = np.random.default_rng(1)
    return table_of(
        [
            {
                "run": f"0-0-{k}",
                "grant": 5.0,
                "owner": "lead",
                "sample": 0,
                "replication": k,
                "seed": 2**40 + k,
                "status": "failed" if k == 3 else "ok",
                "error": "ValueError: no" if k == 3 else None,
                "digest": f"{k:032x}",
            }
            | ({} if k == 3 else dict(zip(OUTCOMES, rng.normal(size=2), strict=True)))
            for k in range(rows)
        ],
        SCHEMA,
    )


def footer(rows, **other):
    said = Footer("stage", CHUNKS, rows.num_rows, 1, content_of(rows), 1.5, 0.5, 9.0, {"a": "b"})
    return said._replace(**other)


def write(folder, rows=None, said=None):
    rows = table() if rows is None else rows
    said = said or footer(rows)
    with Writer(folder, SCHEMA, OUTCOMES) as part:
        part.rows(rows)
        part.finish(said)
    return folder / said.chunks.file


def test_a_part_is_read_as_it_was_written(tmp_path):
    path = write(tmp_path)
    assert path.name == "stage0-chunk000002.parquet"
    assert chunks_of(path) == CHUNKS
    assert read_footer(path) == footer(table())
    found = pa.concat_tables(read_rows(path))
    assert found.schema.equals(SCHEMA)
    assert content_of(found) == content_of(table())
    assert found["status"].to_pylist().count("failed") == 1
    assert np.isnan(found["gap@2010Q4"].to_pylist()[3])
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_the_same_rows_are_the_same_bytes(tmp_path):
    first = write(tmp_path).read_bytes()
    assert write(tmp_path).read_bytes() == first


def test_every_page_has_a_checksum_and_no_statistics_mislead_a_reader(tmp_path):
    column = pq.read_metadata(write(tmp_path)).row_group(0).column(1)
    assert column.statistics is None
    data = bytearray(write(tmp_path).read_bytes())
    data[column.data_page_offset + column.total_compressed_size // 2] ^= 1
    (tmp_path / CHUNKS.file).write_bytes(data)
    with pytest.raises(PartError, match=r"is damaged: .* CRC"):
        list(read_rows(tmp_path / CHUNKS.file))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("stage0-chunk000007.parquet", Chunks(0, 7, 7)),
        ("stage3-chunks000007-1234567.parquet", Chunks(3, 7, 1234567)),
        ("stage0-chunk000007.parquet.bak", None),
        ("mine.parquet", None),
    ],
)
def test_names_say_which_chunks_a_file_holds(tmp_path, name, expected):
    assert chunks_of(tmp_path / name) == expected
    if expected:
        assert expected.file == name


def test_chunks_know_what_they_share():
    wide = Chunks(0, 2, 5)
    assert Chunks(0, 3, 5).within(wide)
    assert not Chunks(0, 3, 6).within(wide)
    assert Chunks(0, 5, 9).touch(wide)
    assert wide.touch(Chunks(0, 5, 9))
    assert not Chunks(0, 6, 9).touch(wide)
    assert not Chunks(1, 3, 4).touch(wide)
    assert not Chunks(1, 3, 4).within(wide)


def test_content_is_the_same_in_any_order_and_in_any_cut():
    rows = table()
    turned = rows.take(list(reversed(range(20))))
    cut = (content_of(rows.slice(0, 7)) + content_of(rows.slice(7))) % parts.MODULUS
    assert content_of(turned) == content_of(rows) == cut


@pytest.mark.parametrize("name", SCHEMA.names)
def test_content_sees_every_column_but_the_words_of_errors(name):
    rows = table()
    values = rows[name].to_pylist()
    kind = SCHEMA.field(name).type
    if pa.types.is_floating(kind):
        values[5] = float(np.nextafter(values[5], 1e9))
    else:
        values[5] = "other" if pa.types.is_string(kind) else values[5] + 1
    place = SCHEMA.get_field_index(name)
    changed = rows.set_column(place, SCHEMA.field(name), pa.array(values, kind))
    assert (content_of(changed) != content_of(rows)) == (name != "error")


def test_content_sees_which_value_is_in_which_row_and_column():
    rows = table()
    for name in OUTCOMES:
        values = rows[name].to_pylist()
        values[0], values[1] = values[1], values[0]
        place = SCHEMA.get_field_index(name)
        assert content_of(rows.set_column(place, name, pa.array(values))) != content_of(rows)
    swapped = [rows[OUTCOMES[1]], rows[OUTCOMES[0]]]
    for name, column in zip(OUTCOMES, swapped, strict=True):
        rows = rows.set_column(SCHEMA.get_field_index(name), name, column)
    assert content_of(rows) != content_of(table())


def test_what_is_not_a_number_counts_as_one_value():
    odd = np.array([0x7FF8000000000001], dtype=np.uint64).view(np.float64)
    rows = table()
    values = rows["gap@2010Q4"].to_numpy().copy()
    values[3] = odd[0]
    place = SCHEMA.get_field_index("gap@2010Q4")
    assert content_of(rows.set_column(place, "gap@2010Q4", pa.array(values))) == content_of(rows)


def test_a_footer_that_was_changed_is_no_footer():
    said = footer(table()).text()
    assert footer_of(said) == footer(table())
    for place in range(len(said)):
        changed = bytearray(said)
        changed[place] ^= 1 << (place % 8)
        with pytest.raises(ValueError, match="checksum"):
            footer_of(bytes(changed))


@pytest.mark.parametrize("length", [0, 3, 4, 100, 0.5, -1])
def test_a_part_that_was_cut_short_is_no_part(tmp_path, length):
    path = write(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: int(length * len(data)) if 0 < length < 1 else length])
    with pytest.raises(PartError, match="is no complete part"):
        read_footer(path)


def test_a_part_under_another_name_is_not_that_part(tmp_path):
    path = write(tmp_path)
    path.rename(tmp_path / "stage0-chunk000003.parquet")
    with pytest.raises(PartError, match="not what its name says"):
        read_footer(tmp_path / "stage0-chunk000003.parquet")


def test_a_file_that_is_gone_or_no_parquet_is_no_part(tmp_path):
    with pytest.raises(PartError):
        read_footer(tmp_path / CHUNKS.file)
    (tmp_path / CHUNKS.file).write_bytes(b"PAR1" + 100 * b"x" + b"PAR1")
    with pytest.raises(PartError):
        read_footer(tmp_path / CHUNKS.file)
    pq.write_table(table(), tmp_path / CHUNKS.file)  # one of somebody else
    with pytest.raises(PartError):
        read_footer(tmp_path / CHUNKS.file)


def test_a_flipped_bit_is_found_or_changes_nothing(swept):
    chunks = Chunks(0, 1, 1)
    path = swept.parts / chunks.file
    data, part = path.read_bytes(), swept.part(chunks)
    content, _ = sound_content(swept, part)
    rng = random.Random(5)
    places = [rng.randrange(8 * len(data)) for _ in range(600)]
    places += range(8 * (len(data) - 9), 8 * len(data))  # the last bytes say where the footer is
    found = 0
    for place in places:
        changed = bytearray(data)
        changed[place // 8] ^= 1 << (place % 8)
        path.write_bytes(changed)
        try:
            assert sound_content(swept, swept.part(chunks))[0] == content
        except PartError:
            found += 1
    assert found > 0.5 * len(places)  # the rest is nothing that is read


def test_a_writer_that_is_stopped_leaves_nothing(tmp_path):
    def stop():
        with Writer(tmp_path, SCHEMA, OUTCOMES) as part:
            part.rows(table())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert not list(tmp_path.iterdir())


def test_an_earlier_part_stays_until_the_new_one_is_whole(tmp_path):
    path = write(tmp_path)
    before = path.read_bytes()
    with Writer(tmp_path, SCHEMA, OUTCOMES) as part:
        part.rows(table(5))
        assert path.read_bytes() == before
        assert len(list(tmp_path.glob(".part-*"))) == 1
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


FULL = """
import resource, sys
from pathlib import Path
sys.path.insert(0, {here!r})
import test_sweep_parts as tests
from experiments.sweeps.parts import DiskError
folder = Path({folder!r})
for limit in {limits}:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        tests.write(folder)
    except DiskError as error:
        print(error.exit_code, error)
    assert len(list(folder.iterdir())) == 1, limit
"""
"""A process whose files may not grow beyond a limit: a full disk that needs no file system."""


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path):
    size = write(tmp_path).stat().st_size
    before = write(tmp_path, table(5)).read_bytes()
    limits = [0, 2, 4, 1000, size // 2, size - 1]
    script = FULL.format(here=str(Path(__file__).parent), limits=limits, folder=str(tmp_path))
    done = subprocess.run([sys.executable, "-B", "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout.splitlines()
    expected = f"74 {tmp_path}: cannot be written: File too large; chunks that are complete stay"
    assert [line.startswith(expected) for line in told] == [True] * len(limits)
    assert (tmp_path / CHUNKS.file).read_bytes() == before


def test_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(DiskError, match="No such file or directory"):
        write(tmp_path / "gone")


def test_only_what_ended_processes_of_this_machine_left_is_removed(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    mine = tmp_path / f"{temporaries(os.getpid())}aa"
    left = tmp_path / f"{temporaries(ended.pid)}bb"
    far = tmp_path / f"{parts.TEMPORARY}another-machine-{ended.pid}-cc"
    odd = tmp_path / f"{parts.TEMPORARY}odd"
    for path in (mine, left, far, odd):
        path.touch()
    forget_temporaries(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([mine, far, odd])
    forget_temporaries(tmp_path, os.getpid())
    assert sorted(tmp_path.iterdir()) == sorted([far, odd])
