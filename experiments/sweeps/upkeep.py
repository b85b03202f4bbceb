"""What is done with a sweep's parts afterwards: count them, check them, put them together."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa

from experiments.sweeps.manifest import DAMAGED
from experiments.sweeps.parts import (
    BATCH,
    MODULUS,
    OK,
    Chunks,
    Footer,
    PartError,
    Writer,
    chunks_of,
    content_of,
    read_rows,
    writing,
)
from experiments.sweeps.store import Done, Store

MERGED_ROWS = 50_000
"""Rows of a merged part, about: read in one go by whatever reads Parquet."""


@dataclass(frozen=True)
class Status:
    """How far a sweep is."""

    runs: int
    done: int
    failed: int
    chunks: int
    chunks_done: int
    files: int
    bytes: int
    seconds: float  # of CPU, for what is done
    left: float  # of CPU, for what is not, at the same pace

    @property
    def complete(self) -> bool:
        """Whether every run is done."""
        return self.done == self.runs


def status(store: Store) -> Status:
    """Return how far a sweep is; footers are read, not rows."""
    done = store.done()
    feet = [part.footer for part in done]
    rows = sum(foot.rows for foot in feet)
    seconds = sum(foot.seconds + foot.settling for foot in feet)
    return Status(
        runs=store.total,
        done=rows,
        failed=sum(foot.failed for foot in feet),
        chunks=sum(map(store.manifest.chunks, range(len(store.manifest.stages)))),
        chunks_done=sum(foot.chunks.last - foot.chunks.first + 1 for foot in feet),
        files=len(done),
        bytes=sum(part.path.stat().st_size for part in done),
        seconds=seconds,
        left=seconds / rows * (store.total - rows) if rows else float("nan"),
    )


def first_failure(store: Store) -> dict[str, str]:
    """Return run, status and error of the first run that failed; one must have."""
    part = next(part for part in store.done() if part.footer.failed)
    for table in read_rows(part.path, ["run", "status", "error"]):
        for row in table.to_pylist():
            if row["status"] != OK:
                return row
    raise PartError(f"{part.path}: says that runs failed, but none has")


@dataclass(frozen=True)
class Verified:
    """What reading everything has shown."""

    runs: int
    missing: int
    failed: int
    damaged: tuple[str, ...]  # what is wrong, part by part
    taken_away: bool
    digest: str  # of the content of all runs that are there

    @property
    def sound(self) -> bool:
        """Whether nothing is damaged."""
        return not self.damaged


def verify(store: Store, repair: bool = False) -> Verified:
    """Read every row, every page against its checksum, and compare with what the parts say.

    Parameters
    ----------
    store : Store
    repair : bool
        Take damaged parts away, into the folder ``damaged``, so that ``--resume`` does their
        chunks again.
    """
    damaged: dict[Path, str] = {}
    for path in sorted(store.parts.glob("*.parquet")):
        chunks = chunks_of(path)
        try:
            if chunks is None:
                raise PartError(f"{path}: is no part of a sweep")
            store.part(chunks)
        except PartError as error:
            damaged[path] = str(error)
    content = runs = failed = 0
    for part in store.done():
        try:
            found, bad = sound_content(store, part)
        except PartError as error:
            damaged[part.path] = str(error)
            continue
        content, runs, failed = content + found, runs + part.footer.rows, failed + bad
    if repair and damaged:
        with writing(store.folder):
            (store.folder / DAMAGED).mkdir(exist_ok=True)
            for path in damaged:
                path.replace(store.folder / DAMAGED / path.name)
    missing = store.total - runs
    digest = f"{(content + runs) % MODULUS:064x}"
    return Verified(runs, missing, failed, tuple(damaged.values()), repair, digest)


def sound_content(
    store: Store, part: Done, keep: Callable[[pa.Table], None] | None = None
) -> tuple[int, int]:
    """Return a part's content and how many of its runs failed; raise a PartError if it is damaged.

    Parameters
    ----------
    store : Store
    part : Done
    keep : callable, optional
        Is handed the rows, some thousands at a time.
    """
    stage = store.stages[part.footer.chunks.stage]
    expected = stage.of_chunks(part.footer.chunks.first, part.footer.chunks.last)
    content = rows = failed = 0
    for table in read_rows(part.path):
        if not table.schema.equals(store.schema):
            raise PartError(f"{part.path}: has other columns than the design")
        names = table["run"].to_pylist()
        wanted = [store.runs.name(run) for run in islice(expected, len(names))]
        if names != wanted:
            raise PartError(f"{part.path}: holds other runs than its chunks")
        content += content_of(table)
        rows += len(names)
        failed += sum(state != OK for state in table["status"].to_pylist())
        if keep is not None:
            keep(table)
    if rows != store.rows_of(part.footer.chunks) or content % MODULUS != part.footer.content:
        raise PartError(f"{part.path}: does not hold what was written")
    return content, failed


def merge(store: Store, rows: int = MERGED_ROWS) -> list[Path]:
    """Put parts that follow each other together, and return the new files.

    Every row is read with its checksums, and once more from the new file; only then is what was
    merged removed. When this is killed nothing is lost: both are there, of which the new one counts
    and the next merge removes the old ones.

    Raises
    ------
    PartError
        If a part is damaged.
    DiskError
        If there is no room.
    """
    _remove_merged(store)
    groups = _groups(store, rows)
    return [_merged(store, group) for group in groups if len(group) > 1]


def _remove_merged(store: Store) -> None:
    """Remove parts whose rows are in a wider one too, which is sound."""
    listed = store.listed()
    for part in store.done():
        wide = part.footer.chunks
        inside = [chunks for chunks in listed if chunks != wide and chunks.within(wide)]
        if inside:
            sound_content(store, part)
        for chunks in inside:
            with suppress(OSError):
                (store.parts / chunks.file).unlink()


def _groups(store: Store, rows: int) -> list[list[Done]]:
    """Return parts that follow each other and have about so many rows together."""
    groups: list[list[Done]] = []
    held = 0
    for part in store.done():
        chunks = part.footer.chunks
        before = groups[-1][-1].footer.chunks if groups else None
        follows = before is not None and (before.stage, before.last + 1) == chunks[:2]
        # One with failed runs stays alone, to be done again; one of another machine says so.
        alike = follows and _alike(part.footer, groups[-1][-1].footer)
        if not alike or held + part.footer.rows > rows:
            groups.append([])
            held = 0
        groups[-1].append(part)
        held += part.footer.rows
    return groups


def _alike(one: Footer, other: Footer) -> bool:
    """Say whether two parts may become one."""
    return not (one.failed or other.failed) and one.made_by == other.made_by


def _merged(store: Store, group: Sequence[Done]) -> Path:
    """Put some parts together."""
    feet = [part.footer for part in group]
    chunks = Chunks(feet[0].chunks.stage, feet[0].chunks.first, feet[-1].chunks.last)
    total = sum(foot.content for foot in feet) % MODULUS
    footer = store.footer(chunks, sum(f.rows for f in feet), sum(f.failed for f in feet), total)
    footer = footer._replace(
        seconds=sum(foot.seconds for foot in feet),
        settling=sum(foot.settling for foot in feet),
        ended=max(foot.ended for foot in feet),
        made_by=feet[0].made_by,
    )
    held: list[pa.Table] = []

    def keep(table: pa.Table) -> None:
        held.append(table)
        if sum(one.num_rows for one in held) >= BATCH:
            writer.rows(pa.concat_tables(held).combine_chunks())  # a group of rows for many parts
            held.clear()

    with Writer(store.parts, store.schema, store.outcomes) as writer:
        for part in group:
            sound_content(store, part, keep)
        if held:
            writer.rows(pa.concat_tables(held).combine_chunks())
        writer.finish(footer)
    sound_content(store, store.part(chunks))
    for part in group:
        with suppress(OSError):
            part.path.unlink()
    return store.parts / chunks.file
