"""The folder of a sweep: which chunks are done, their rows, and whether they are sound.

Parts on disk decide what is done; there are no locks and no list to keep. Nothing is decided by the
time of a file.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.design.runs import Run, Runs, Stage, column_of, stage_of
from experiments.design.specs import Design
from experiments.sweeps import manifest as manifests
from experiments.sweeps.manifest import PARTS, POINTS
from experiments.sweeps.parts import (
    KEY,
    OK,
    UNREADABLE,
    Chunks,
    Footer,
    PartError,
    Writer,
    chunks_of,
    content_of,
    forget_temporaries,
    read_footer,
    read_rows,
    schema_of,
    table_of,
    temporary_in,
    writing,
)
from sim import provenance

if TYPE_CHECKING:
    import pandas as pd

    from experiments.sweeps.measure import Column

MOST_ROWS = 100_000
"""Rows of it in memory at a time."""


class Done(NamedTuple):
    """A part that covers chunks no wider part covers."""

    path: Path
    footer: Footer


class Store:
    """A sweep's folder; what its manifest does not say is read from the design when needed."""

    def __init__(self, folder: Path, manifest: manifests.Manifest) -> None:
        self.folder = folder
        self.manifest = manifest

    @cached_property
    def design(self) -> Design:
        """The design, as far as the folder goes."""
        return manifests.materialise(self.folder, self.manifest)

    @cached_property
    def runs(self) -> Runs:
        """Its runs."""
        return Runs(self.design)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Its runs in the order in which they were asked for, in chunks."""
        sizes = self.manifest.stages
        pairs = zip(sizes, (None, *sizes[:-1]), strict=True)
        return tuple(stage_of(self.runs, size, before) for size, before in pairs)

    @cached_property
    def columns(self) -> tuple["Column", ...]:
        """Outcomes of a run."""
        from experiments.design.scenarios import scenario_of  # bring the compiler
        from experiments.sweeps.measure import columns

        return columns(self.design, scenario_of(self.runs, 0, 0))

    @cached_property
    def outcomes(self) -> list[str]:
        """Names of the outcomes of a run."""
        return [column.name for column in self.columns]

    @cached_property
    def schema(self) -> pa.Schema:
        """Columns of the parts."""
        factors = (*self.design.levers, *self.design.uncertainties)
        settings = [(f.name, not f.levels or isinstance(column_of(f)[0], float)) for f in factors]
        return schema_of(settings, self.outcomes)

    @property
    def parts(self) -> Path:
        """Folder of the parts."""
        return self.folder / PARTS

    @property
    def total(self) -> int:
        """Runs of all stages."""
        return self.manifest.stages[-1].runs

    def expected(self, chunks: Chunks) -> list[Run]:
        """Return the runs of some chunks, in order."""
        return list(self.stages[chunks.stage].of_chunks(chunks.first, chunks.last))

    def chunk_of(self, run: Run) -> Chunks:
        """Return the chunk to which a run belongs."""
        for number, stage in enumerate(self.stages):
            place = stage.place(run)
            if place is not None:
                return Chunks(number, place // stage.chunk, place // stage.chunk)
        raise ValueError(f"{run} is none of the runs of {self.folder}")

    def rows_of(self, chunks: Chunks) -> int:
        """Return the number of runs of some chunks."""
        each, runs = self.manifest.content["chunk"], self.manifest.runs(chunks.stage)
        return min((chunks.last + 1) * each, runs) - chunks.first * each

    def done(self) -> list[Done]:
        """Return the parts that are whole and of this sweep, in order; none covers another.

        Their footers are read, not their rows: a part that was cut short counts as missing, a
        flipped bit is found by `verify`, and by whoever reads the rows.
        """
        found: list[Done] = []
        for chunks in self.listed():
            if found and chunks.touch(found[-1].footer.chunks):
                continue
            with suppress(PartError):
                found.append(self.part(chunks))
        return found

    def listed(self) -> list[Chunks]:
        """Return the chunks that files are named after; the most first where they begin alike."""
        found = [chunks_of(path) for path in self.parts.glob("*.parquet")]
        known = [chunks for chunks in found if chunks is not None]
        return sorted(known, key=lambda c: (c.stage, c.first, -c.last))

    def part(self, chunks: Chunks) -> Done:
        """Return the part that holds some chunks; a PartError if it is not whole or not ours."""
        path = self.parts / chunks.file
        footer = read_footer(path)
        if footer.stage not in self.digests[chunks.stage : chunks.stage + 1]:
            raise PartError(f"{path}: is of another sweep")
        return Done(path, footer)

    @cached_property
    def digests(self) -> list[str]:
        """What parts of each stage say that they are of."""
        return [self.manifest.stage_digest(k) for k in range(len(self.manifest.stages))]

    def missing(self, done: Sequence[Done]) -> Iterator[Chunks]:
        """Yield the chunks that are not done, one by one."""
        there = {chunk for part in done for chunk in part.footer.chunks.each()}
        for number in range(len(self.manifest.stages)):
            for chunk in range(self.manifest.chunks(number)):
                if Chunks(number, chunk, chunk) not in there:
                    yield Chunks(number, chunk, chunk)

    def row(self, run: Run) -> dict[str, Any]:
        """Return what is known of a run before it is done."""
        return {
            "run": self.runs.name(run),
            **self.runs.columns(run.policy, run.sample),
            "sample": run.sample,
            "replication": run.replication,
            "seed": self.runs.seed(run),
        }

    def write(
        self, chunk: Chunks, rows: Sequence[dict[str, Any]], seconds: float, settling: float
    ) -> None:
        """Write the rows of one chunk as a part.

        Raises
        ------
        DiskError
            If there is no room, or no right to write.
        """
        table = table_of(rows, self.schema)
        footer = self.footer(chunk, table.num_rows, _failed(table), content_of(table))
        with Writer(self.parts, self.schema, self.outcomes) as part:
            part.rows(table)
            part.finish(footer._replace(seconds=seconds, settling=settling))

    def footer(self, chunks: Chunks, rows: int, failed: int, content: int) -> Footer:
        """Return what a part is to say of itself."""
        digest = self.digests[chunks.stage]
        return Footer(digest, chunks, rows, failed, content, 0.0, 0.0, time.time(), made_by())

    def tables(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """Yield all rows, some thousands at a time."""
        for part in self.done():
            yield from read_rows(part.path, columns)

    def frame(self, columns: Sequence[str] | None = None) -> "pd.DataFrame":
        """Return the rows of all runs that are done, in the order of their identity.

        Parameters
        ----------
        columns : sequence of str, optional
            Only these, and what identifies a run.
        """
        import pandas as pd

        chosen = None
        if columns is not None:
            head = [name for name in self.schema.names if name not in self.outcomes]
            chosen = list(dict.fromkeys([*head, *columns]))
        tables = list(self.tables(chosen))
        found = pa.concat_tables(tables) if tables else self.schema.empty_table()
        places = {name: k for k, name in enumerate(self.runs.policy_names)}
        frame = found.to_pandas()
        policies = [name.partition("-")[0] for name in frame["run"]]
        frame.insert(1, "policy", pd.Series(policies, index=frame.index, dtype="str"))
        order = frame["policy"].map(places)
        keys = pd.DataFrame({"p": order, "s": frame["sample"], "r": frame["replication"]})
        return frame.loc[keys.sort_values(["p", "s", "r"]).index].reset_index(drop=True)


@cache
def made_by() -> dict[str, str]:
    """Return the versions and the platform of this process."""
    about = provenance.describe()
    machine = {name: about[name] for name in ("python", "platform", "processor")}
    return machine | about["versions"]


def _failed(table: pa.Table) -> int:
    return sum(status != OK for status in table["status"].to_pylist())


def create(design: Design, folder: Path) -> Store:
    """Return the store of a design in a folder, new or of the same sweep.

    Raises
    ------
    SweepError
        If the folder holds something else.
    DiskError
        If it cannot be written.
    """
    wanted = manifests.manifest_of(design)
    with writing(folder):
        store = Store(folder, manifests.settle(folder, wanted))
        store.parts.mkdir(exist_ok=True)
        write_points(store)
    return store


def open_store(folder: str | Path, same: bool = False) -> Store:
    """Return the store of a folder that holds a sweep.

    Parameters
    ----------
    folder : str or Path
    same : bool
        The sweep must be of this version of the model, so that runs can be done again.

    Raises
    ------
    SweepError
        If it holds none, or one of another version of the model.
    """
    folder = Path(folder)
    there = manifests.read_manifest(folder)
    store = Store(folder, there)
    if same:
        manifests.refuse_another(folder, there, manifests.manifest_of(store.design))
    return store


def write_points(store: Store) -> None:
    """Write the table of points, or find it as it should be.

    Raises
    ------
    SweepError
        If this machine's libraries draw other points than those of who began.
    """
    path, runs = store.folder / POINTS, store.runs
    number, digest = runs.policies.number * runs.samples.number, runs.digest()
    with suppress(*UNREADABLE):  # one that is damaged is written anew
        about = pq.read_metadata(path)
        drawn = (about.metadata or {}).get(KEY, b"").decode()
        if about.num_rows == number and drawn and drawn != digest:
            raise manifests.SweepError(
                f"{path}: holds other points than are drawn here; use the same version of SciPy"
            )
        if about.num_rows > number or drawn == digest:  # further on already, or the same
            return
    temporary = temporary_in(path.parent)
    try:
        _write_points(temporary, runs, digest)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _write_points(path: Path, runs: Runs, digest: str) -> None:
    """Write all points, some samples at a time."""
    each = max(MOST_ROWS // runs.policies.number, 1)
    writer = None
    for first in range(0, runs.samples.number, each):
        table = pa.Table.from_pandas(
            runs.table(range(first, min(first + each, runs.samples.number))), preserve_index=False
        )
        if writer is None:
            writer = pq.ParquetWriter(
                path, table.schema, compression="zstd", write_page_checksum=True
            )
        writer.write_table(table)
    assert writer is not None
    writer.add_key_value_metadata({KEY: digest.encode()})
    writer.close()


def sweep_away(store: Store) -> None:
    """Remove what processes of this machine that were killed have left behind."""
    for folder in (store.folder, store.parts):
        forget_temporaries(folder)
