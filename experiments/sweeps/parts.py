"""The files of a sweep's results: each holds the runs of some chunks, whole or not at all.

A part is written under a temporary name, made durable and renamed, so that no reader sees half of
one; two writers of one chunk write the same rows, whoever is last. Every page has a checksum, and
the footer says which runs the part holds and what their content comes to.
"""

import hashlib
import json
import os
import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.problems import NticError

OK, FAILED, CRASHED = "ok", "failed", "crashed"
"""States of a run: it ended, it raised an error, it took its process down."""
KEY = b"ntic"
"""Of the footer's entry that says what a part holds."""
NAME = re.compile(r"stage(\d+)-chunks?(\d+)(?:-(\d+))?\.parquet")
TEMPORARY = ".part-"
"""How temporary names begin; the machine and the process that write follow."""
MODULUS = 1 << 256
BATCH = 8192
"""Rows in memory at a time while a part is read."""


class PartError(NticError):
    """A part that is damaged, or is not what its name says."""


class DiskError(NticError):
    """The results cannot be written: the disk is full, or not ours to write."""

    exit_code = 74  # EX_IOERR


class Chunks(NamedTuple):
    """Chunks of one stage that lie in one file, the last one included."""

    stage: int
    first: int
    last: int

    def touch(self, others: "Chunks") -> bool:
        """Say whether they have chunks in common with others."""
        return (
            self.stage == others.stage and self.first <= others.last and others.first <= self.last
        )

    def within(self, others: "Chunks") -> bool:
        """Say whether they are among others."""
        return self.stage == others.stage and others.first <= self.first <= self.last <= others.last

    @property
    def file(self) -> str:
        """Name of the file that holds them."""
        if self.first == self.last:
            return f"stage{self.stage}-chunk{self.first:06d}.parquet"
        return f"stage{self.stage}-chunks{self.first:06d}-{self.last:06d}.parquet"

    def each(self) -> "list[Chunks]":
        """Return each chunk by itself."""
        return [Chunks(self.stage, k, k) for k in range(self.first, self.last + 1)]


class Footer(NamedTuple):
    """What a part says of itself."""

    stage: str  # digest of the stage
    chunks: Chunks
    rows: int
    failed: int
    content: int  # sum over rows, as `content_of` counts
    seconds: float  # of CPU, of all its runs
    settling: float  # of CPU, for the starts of its points
    ended: float  # seconds since 1970, by the clock of who wrote it
    made_by: dict[str, str]

    def text(self) -> bytes:
        """Return the entry of the footer, its checksum first."""
        said = json.dumps(self._asdict() | {"content": hex(self.content)}).encode()
        return _checksum(said) + said


def footer_of(text: bytes) -> Footer:
    """Return what an entry of a footer says; a ValueError if it is not what was written."""
    checksum, said = text[:CHECKSUM], text[CHECKSUM:]
    if checksum != _checksum(said):
        raise ValueError("the checksum of what it says of itself is wrong")
    found = json.loads(said)
    chunks, content = Chunks(*found["chunks"]), int(found["content"], 16)
    return Footer(**found | {"chunks": chunks, "content": content})


CHECKSUM = 16
"""Digits before what a part says of itself: Parquet's own checksums cover rows only."""


def _checksum(said: bytes) -> bytes:
    return hashlib.sha256(said).hexdigest()[:CHECKSUM].encode()


def chunks_of(path: Path) -> Chunks | None:
    """Return the chunks that a file's name says it holds; None if it is no part."""
    match = NAME.fullmatch(path.name)
    if match is None:
        return None
    stage, first, last = match.groups()
    return Chunks(int(stage), int(first), int(last or first))


def schema_of(settings: Sequence[tuple[str, bool]], outcomes: Sequence[str]) -> pa.Schema:
    """Return the columns of a part.

    Parameters
    ----------
    settings : sequence of (str, bool)
        Levers and uncertainties, and whether each is a number.
    outcomes : sequence of str
    """
    return pa.schema(
        [
            pa.field("run", pa.string()),
            *(pa.field(name, pa.float64() if number else pa.string()) for name, number in settings),
            pa.field("sample", pa.int32()),
            pa.field("replication", pa.int32()),
            pa.field("seed", pa.int64()),
            pa.field("status", pa.string()),
            pa.field("error", pa.string()),
            pa.field("digest", pa.string()),
            *(pa.field(name, pa.float64()) for name in outcomes),
        ]
    )


class Writer:
    """Writes one part; it appears complete when the block ends well, else not at all."""

    def __init__(self, folder: Path, schema: pa.Schema, outcomes: Sequence[str]) -> None:
        self.folder, self.schema = folder, schema
        self.temporary = temporary_in(folder)
        kept = [name for name in schema.names if name not in outcomes]
        unlike = {"run", "seed", "digest"}
        try:
            self.file = self.temporary.open("wb")
        except OSError as error:
            raise disk_error(folder, error) from None
        self.parquet = pq.ParquetWriter(
            self.file,
            schema,
            compression="zstd",
            compression_level=3,
            use_dictionary=[n for n in kept if n not in unlike],  # pyright: ignore[reportArgumentType]
            use_byte_stream_split=list(outcomes),  # pyright: ignore[reportArgumentType]
            write_page_checksum=True,
            write_statistics=False,  # no checksum covers them, and readers skip rows by them
        )

    def __enter__(self) -> "Writer":
        """Return itself."""
        return self

    def rows(self, table: pa.Table) -> None:
        """Append rows."""
        try:
            self.parquet.write_table(table)
        except OSError as error:
            raise disk_error(self.folder, error) from None

    def finish(self, footer: Footer) -> None:
        """Write the footer, make the file durable and give it its name."""
        try:
            self.parquet.add_key_value_metadata({KEY: footer.text()})
            self.parquet.close()
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            self.temporary.replace(self.folder / footer.chunks.file)
            sync_folder(self.folder)
        except OSError as error:
            raise disk_error(self.folder, error) from None

    def __exit__(self, *_: object) -> None:
        """Remove what was not finished."""
        with suppress(OSError, pa.ArrowException):
            self.parquet.close()
        with suppress(OSError):
            self.file.close()
        with suppress(OSError):
            self.temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def temporaries(process: int) -> str:
    """Return how temporary names of a process of this machine begin."""
    return f"{TEMPORARY}{socket.gethostname()}-{process}-"


def temporary_in(folder: Path) -> Path:
    """Return a temporary name of this process that nothing has."""
    return folder / f"{temporaries(os.getpid())}{os.urandom(6).hex()}"


def forget_temporaries(folder: Path, process: int | None = None) -> None:
    """Remove what a process that has ended left behind; None means all of this machine's.

    Those of other machines stay: who wrote them may still do so. No reader minds them.
    """
    for path in folder.glob(f"{TEMPORARY}*"):
        host, _, rest = path.name.removeprefix(TEMPORARY).rpartition("-")[0].rpartition("-")
        if host == socket.gethostname() and rest.isdecimal():
            ended = int(rest) == process if process is not None else not _lives(int(rest))
            if ended:
                with suppress(OSError):
                    path.unlink()


def _lives(process: int) -> bool:
    """Say whether there is a process of a number, be it another one by now."""
    if os.name != "posix":  # asking would be a signal
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Let a block that cannot write to a folder end with a `DiskError`."""
    try:
        yield
    except OSError as error:
        raise disk_error(folder, error) from None


def disk_error(folder: Path, error: OSError) -> DiskError:
    """Return an error of writing as one to show."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    return DiskError(
        f"{folder}: cannot be written: {reason}; chunks that are complete stay, go on with "
        "--resume when there is room"
    )


def read_footer(path: Path) -> Footer:
    """Return what a part says of itself; a PartError if it is not readable or is another's."""
    try:
        entries = pq.read_metadata(path).metadata or {}
        footer = footer_of(entries[KEY])
    except (*UNREADABLE, KeyError, TypeError) as error:
        raise PartError(f"{path}: is no complete part: {_reason(error)}") from None
    if footer.chunks != chunks_of(path):
        raise PartError(f"{path}: holds chunks {footer.chunks}, which is not what its name says")
    return footer


def read_rows(path: Path, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """Yield a part's rows some thousands at a time, every page checked against its checksum."""
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            for batch in file.iter_batches(BATCH, columns=columns):
                yield pa.Table.from_batches([batch])
    except UNREADABLE as error:
        raise PartError(f"{path}: is damaged: {_reason(error)}") from None


UNREADABLE = (OSError, pa.ArrowException, ValueError, OverflowError)
"""What reading a file that is no Parquet, or no longer, may raise."""


def _reason(error: Exception) -> str:
    """Return the first line of an error, which may go on for pages."""
    words = str(error).strip() or type(error).__name__
    return f"{words.splitlines()[0]:.120}"


def content_of(table: pa.Table) -> int:
    """Return the content of rows as one number, a sum over rows: their order does not count.

    Each row counts as the SHA-256 of its values; the error's words are left out, which may name
    places of a machine. Sums of parts are added modulo 2**256.
    """
    numbers = [f.name for f in table.schema if pa.types.is_floating(f.type)]
    words = [name for name in table.schema.names if name not in (*numbers, "error")]
    floats = np.column_stack([table[name].to_numpy() for name in numbers]).astype("<f8")
    floats[np.isnan(floats)] = np.nan  # one of the many bit patterns
    columns = [table[name].to_pylist() for name in words]
    total = 0
    names = ",".join((*words, *numbers)).encode()
    start = hashlib.sha256(names)
    for row, values in zip(zip(*columns, strict=True), floats, strict=True):
        one = start.copy()
        one.update(repr(row).encode())
        one.update(values.tobytes())
        total += int.from_bytes(one.digest(), "big")
    return total % MODULUS


def table_of(rows: Sequence[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    """Return rows as a table; outcomes that a run has not are not a number."""
    columns = []
    for about in schema:
        missing = np.nan if pa.types.is_floating(about.type) else None
        columns.append(pa.array([row.get(about.name, missing) for row in rows], about.type))
    return pa.Table.from_arrays(columns, schema=schema)
