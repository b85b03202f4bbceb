"""A sweep from its design to its folder, whole or in parts, at once or in steps."""

from collections.abc import Callable, Iterator
from pathlib import Path

from experiments.design.reading import read
from experiments.design.specs import Design
from experiments.sweeps import manifest
from experiments.sweeps.engine import shard_of, work_off
from experiments.sweeps.manifest import SweepError
from experiments.sweeps.parts import Chunks
from experiments.sweeps.store import Store, create, sweep_away


def nothing(_done: int, _total: int) -> None:
    """Tell nobody."""


def sweep(
    design: Design | str | Path,
    out: str | Path,
    workers: int = 1,
    shard: tuple[int, int] | None = None,
    resume: bool = False,
    retry: bool = False,
    progress: Callable[[int, int], None] = nothing,
) -> Store:
    """Do all runs of a design, or what is left of them.

    Parameters
    ----------
    design : Design, str or Path
        A design, its file, or the name of one that is shipped.
    out : str or Path
        Folder of the sweep, new, or of the same sweep.
    workers : int, > 0
        Processes; no result depends on it.
    shard : (int, int), optional
        Only chunks i, i + n, i + 2n, ... of shard (i, n): others do the rest, at the same time or
        later, on this machine or another one with the same folder.
    resume : bool
        Go on with a folder in which there are parts already. A shard always may.
    retry : bool
        Do chunks with runs that failed again, as after a machine ran out of memory.
    progress : callable, optional
        Told how many runs are done, and how many there are.

    Raises
    ------
    ScenarioError, SweepError
        If the design is wrong, or the folder is another one's.
    DiskError, StoppedError, WorkerError
        If it cannot go on; chunks that are complete stay.
    """
    if not isinstance(design, Design):
        design = read(design)
    store = create(design, Path(out))
    if not resume and shard is None and (there := store.done()):
        raise SweepError(
            f"{out}: holds {sum(part.footer.rows for part in there):,} runs of this sweep already; "
            "go on with --resume"
        )
    return go_on(store, workers, shard, progress, retry)


def extend(
    folder: str | Path,
    design: Design | str | Path,
    workers: int = 1,
    progress: Callable[[int, int], None] = nothing,
) -> Store:
    """Let a sweep go further: more replications, samples or levels, none of them done again.

    Parameters
    ----------
    folder : str or Path
        Of a sweep, which need not be complete.
    design : Design, str or Path
        The same design with more of them, new levels after the old ones.
    workers, progress
        As `sweep` takes them.
    """
    if not isinstance(design, Design):
        design = read(design)
    before = manifest.read_manifest(Path(folder)).stages
    after = manifest.extend(Path(folder), design).stages
    store = create(design, Path(folder))
    if before == after and not any(store.missing(store.done())):
        raise SweepError(f"{folder}: holds all of these runs already; there is nothing to add")
    return go_on(store, workers, None, progress)


def go_on(
    store: Store,
    workers: int,
    shard: tuple[int, int] | None,
    progress: Callable[[int, int], None],
    retry: bool = False,
) -> Store:
    """Do the chunks that are missing in a store, or, if wanted, have failed runs."""
    sweep_away(store)
    done = [part for part in store.done() if not (retry and part.footer.failed)]

    def chunks() -> Iterator[Chunks]:  # one by one: there may be very many
        missing = store.missing(done)
        return missing if shard is None else shard_of(missing, shard)

    number = left = 0
    for chunk in chunks():
        number, left = number + 1, left + store.rows_of(chunk)
    total = left if shard is not None else store.total
    if number:
        work_off(store, chunks(), min(workers, number), progress, total - left, total)
    return store
