"""Commands that compare runs with each other."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.options import Changes, Out, Quarters, Scale, Scenario, Seed, given

Replications = Annotated[int, typer.Option(min=1, help="pairs of runs, each with one seed")]
Mechanisms = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="MECHANISM", help="only this one; repeatable"),
]
Threads = Annotated[int, typer.Option(min=1, max=256, help="runs at a time")]


def _check(out: Path | None) -> None:
    """Refuse a folder that cannot take the tables before hours of work, not after them."""
    if out is not None:
        from sim import folders

        folders.check(out)


@app.command()
def diff(
    a: Scenario,
    b: Scenario,
    seed: Seed = None,
    scale: Scale = None,
    quarters: Quarters = None,
    replications: Replications = 1,
    threads: Threads = 1,
    changes: Changes = None,
    out: Out = None,
) -> None:
    """Compare two scenarios: what differs in the inputs, what came out, where they part."""
    from sim.scenario import load
    from sim.terminal import Progress

    _check(out)
    chosen = given(changes, seed=seed, scale=scale, quarters=quarters)
    one, other = load(a, chosen), load(b, chosen)
    with Progress(one, total=replications, what="pair") as progress:
        from experiments.diff import compare
        from experiments.diff_text import as_text
        from sim.replications import seeds_of

        found = compare(one, other, seeds_of(one, replications), None, threads, progress)
    typer.echo(as_text(found))
    if out is not None:
        typer.echo(f"tables:  {found.write(out)}/")


@app.command()
def ablate(
    scenario: Scenario,
    without: Mechanisms = None,
    seed: Seed = None,
    scale: Scale = None,
    quarters: Quarters = None,
    replications: Annotated[
        int, typer.Option(min=2, help="pairs of runs of each mechanism, each with one seed")
    ] = 4,
    threads: Threads = 1,
    changes: Changes = None,
    out: Out = None,
) -> None:
    """Switch each mechanism off in turn and say what it changes, with the same luck."""
    from sim.scenario import load
    from sim.terminal import Progress

    _check(out)
    checked = load(scenario, given(changes, seed=seed, scale=scale, quarters=quarters))
    with Progress(checked, what="run") as progress:
        from experiments.ablate import ablate as ablated
        from sim.replications import seeds_of

        found = ablated(checked, seeds_of(checked, replications), without, threads, progress)
    typer.echo(found.text())
    if out is not None:
        typer.echo(f"tables:  {found.write(out)}/")
