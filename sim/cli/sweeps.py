"""Commands about sweeps: many runs of a design, in one folder."""

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.app import app
from sim.problems import NticError

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="folder of a sweep")]
DesignFile = Annotated[str, typer.Argument(metavar="DESIGN", help="a YAML file, or a shipped name")]
Workers = Annotated[
    int | None, typer.Option(min=1, max=1024, help="processes; default: one for each core")
]


def cores(workers: int | None) -> int:
    """Return how many processes are wanted: by default as many as this one may use cores."""
    if workers is not None:
        return workers
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_shard(text: str | None) -> tuple[int, int] | None:
    """Return number and count of a shard such as ``3/16``, which counts from 0."""
    if text is None:
        return None
    match = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
    if match is None or not int(match[1]) < int(match[2]):
        raise NticError(f"--shard {text}: expected I/N with I from 0 to N - 1, such as 3/16")
    return int(match[1]), int(match[2])


@app.command("sweep")
def sweep_(
    design: DesignFile,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="folder of the sweep")] = None,
    workers: Workers = None,
    shard: Annotated[
        str | None,
        typer.Option(metavar="I/N", help="only the I-th of N parts of the work, from 0"),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="go on with what is in the folder")
    ] = False,
    retry: Annotated[
        bool, typer.Option("--retry", help="with --resume: do chunks with failed runs again")
    ] = False,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="only try some runs and say what it will cost")
    ] = False,
) -> None:
    """Do all runs of a design: policies, uncertainties, replications."""
    from experiments.design.reading import read
    from experiments.sweeps.running import sweep

    checked = read(design)
    part = read_shard(shard)
    if estimate:
        if out is not None or resume or retry or part is not None:
            raise NticError("--estimate: keeps nothing; not with --out, --resume, --retry, --shard")
        _show_estimate(checked, cores(workers))
        return
    if out is None:
        raise NticError("--out: missing; give the folder that the sweep is to fill")
    if retry and not resume:
        raise NticError("--retry: needs --resume")
    from sim.terminal import Progress

    with Progress(what="run", rate=True) as progress:
        sweep(checked, out, cores(workers), part, resume, retry, progress)
    if not _show_status(out):
        raise typer.Exit(1)


def _show_estimate(design: object, workers: int) -> None:
    """Print what a sweep will cost."""
    from experiments.design.specs import Design
    from experiments.sweeps.estimate import estimate
    from sim.terminal import in_bytes, in_time

    assert isinstance(design, Design)
    found = estimate(design, workers)
    typer.echo(
        f"{found.runs:,} runs in {found.chunks:,} chunks: {in_time(found.wall)} with "
        f"{workers} workers, {in_time(found.cpu)} of one core, {in_bytes(found.bytes)} on disk"
    )
    typer.echo(
        f"a run takes {1e3 * found.run:,.0f} ms, a start {found.settling:.1f} s, "
        f"of which there are about {found.starts:,.0f}"
    )
    if found.advice:
        typer.echo(found.advice)


@app.command()
def extend(
    folder: Folder,
    replications: Annotated[int | None, typer.Option(min=1, help="in all")] = None,
    samples: Annotated[
        int | None, typer.Option(min=1, help="of the uncertainties, or trajectories, in all")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="DESIGN", help="the design with more of all, or new levels"),
    ] = None,
    workers: Workers = None,
) -> None:
    """Add replications, samples or levels to a sweep; what is there is not done again."""
    from experiments.design.reading import larger, read
    from experiments.sweeps.running import extend as extended
    from experiments.sweeps.store import open_store
    from sim.terminal import Progress

    if (to is None) == (replications is None and samples is None):
        raise NticError("extend: give --replications or --samples, or a design with --to")
    if to is not None:
        design = read(to)
    else:
        design = larger(open_store(folder).design, replications, samples)
    with Progress(what="run", rate=True) as progress:
        extended(folder, design, cores(workers), progress)
    _show_status(folder)


@app.command()
def status(folder: Folder) -> None:
    """Say how far a sweep is, what failed, and what is left."""
    _show_status(folder)


def _show_status(folder: Path) -> bool:
    """Print how far a sweep is; say whether some run of it did not fail, or none is done."""
    from experiments.sweeps.manifest import INPUTS
    from experiments.sweeps.store import open_store
    from experiments.sweeps.upkeep import first_failure
    from experiments.sweeps.upkeep import status as status_of
    from sim.terminal import in_bytes, in_time

    store = open_store(folder)
    found = status_of(store)
    share = 100.0 * found.done / found.runs
    typer.echo(f"{folder}: {store.manifest.design}")
    typer.echo(
        f"  {found.done:,} of {found.runs:,} runs ({share:.1f}%), "
        f"{found.chunks_done:,} of {found.chunks:,} chunks, {found.files:,} files, "
        f"{in_bytes(found.bytes)}"
    )
    if found.done:
        left = "" if found.complete else f", about {in_time(found.left)} to go"
        typer.echo(f"  {in_time(found.seconds)} of one core so far{left}")
    design = folder / INPUTS / store.manifest.design
    go_on = f"ntic sweep {design} --out {folder} --resume"
    if found.failed:
        first = first_failure(store)
        typer.echo(f"  {found.failed:,} runs failed, as {first['run']}: {first['error']}")
        typer.echo(f"  try them again: {go_on} --retry")
    if not found.complete:
        typer.echo(f"  go on: {go_on}")
    return found.failed < found.done or not found.done


@app.command()
def verify(
    folder: Folder,
    repair: Annotated[
        bool, typer.Option("--repair", help="take damaged parts away, to be done again")
    ] = False,
) -> None:
    """Read every row with its checksums; print the digest of the content last."""
    from experiments.sweeps.store import open_store
    from experiments.sweeps.upkeep import verify as verified

    found = verified(open_store(folder), repair)
    for line in found.damaged:
        typer.echo(line, err=True)
    if found.damaged:
        advice = "taken away; go on with --resume" if repair else "take them away with --repair"
        typer.echo(f"{len(found.damaged)} parts are damaged: {advice}", err=True)
    missing = f", {found.missing:,} missing" if found.missing else ""
    failed = f", {found.failed:,} failed" if found.failed else ""
    typer.echo(f"{found.runs:,} runs{missing}{failed}")
    typer.echo(found.digest)
    if not found.sound:
        raise typer.Exit(1)


@app.command()
def merge(folder: Folder) -> None:
    """Put the parts of a sweep together into few large ones."""
    from experiments.sweeps.store import open_store
    from experiments.sweeps.upkeep import merge as merged

    store = open_store(folder)
    before = len(store.done())
    merged(store)
    typer.echo(f"{folder}: {before:,} parts before, {len(store.done()):,} now")


@app.command()
def replay(
    folder: Folder,
    run: Annotated[str, typer.Argument(metavar="RUN_ID", help="such as 2-0-17")],
    out: Annotated[
        Path | None, typer.Option(metavar="RUN", help="default: DIR/replays/RUN_ID")
    ] = None,
) -> None:
    """Do a run of a sweep again in full detail, and prove that it is the same one."""
    from experiments.sweeps.replay import replay as replayed
    from experiments.sweeps.store import open_store
    from sim.terminal import show_result

    result = replayed(open_store(folder, same=True), run, out)
    show_result(result)
    typer.echo(f"the same run as {run} of {folder}, bit for bit")
