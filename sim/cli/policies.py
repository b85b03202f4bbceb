"""Commands that compare policies and choose among them."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.options import Changes, Quarters, Scale, Seed, given
from sim.cli.sweeps import DesignFile, Workers, cores

Confidence = Annotated[
    float, typer.Option(min=0.5, max=0.9999, help="with which intervals and choices hold")
]


@app.command()
def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(metavar="SCENARIO...", help="two or more, or the folder of a sweep"),
    ],
    replications: Annotated[
        int, typer.Option(min=2, help="pairs of runs, each with one seed")
    ] = 100,
    seed: Seed = None,
    scale: Scale = None,
    quarters: Quarters = None,
    changes: Changes = None,
    baseline: Annotated[
        str | None, typer.Option(help="policy to compare all others with; default: all pairs")
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(help="go on until the primary difference is known to this half width"),
    ] = None,
    confidence: Confidence = 0.95,
    workers: Workers = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="default: runs/compare-<names>")
    ] = None,
) -> None:
    """Compare policies with the same luck: differences, how sure they are, and where they hold."""
    from experiments.policies import FOLDER
    from experiments.policies import compare as compared
    from sim.terminal import Progress

    with Progress(what="run", rate=True) as progress:
        found = compared(
            scenarios,
            replications,
            out,
            seed,
            given(changes, scale=scale, quarters=quarters),
            cores(workers),
            baseline,
            precision,
            confidence,
            progress,
        )
    typer.echo(found.text)
    typer.echo(f"tables, text and figures: {found.store.folder / FOLDER}/")


@app.command()
def best(
    design: DesignFile,
    out: Annotated[Path, typer.Option(metavar="DIR", help="folder of the sweep")],
    indifference: Annotated[
        float | None,
        typer.Option(help="smallest difference worth finding; default: the outcome's margin"),
    ] = None,
    confidence: Confidence = 0.95,
    first_stage: Annotated[
        int, typer.Option(min=2, help="observations of each policy before any leaves")
    ] = 20,
    average: Annotated[
        int, typer.Option(min=1, help="replications averaged into an observation, against skew")
    ] = 1,
    workers: Workers = None,
) -> None:
    """Choose the best policy of a design with a stated probability, running no more than needed."""
    from experiments.policies import best as chosen
    from sim.terminal import Progress, readable, show_table

    with Progress(what="run", rate=True) as progress:
        found = chosen(
            design,
            out,
            indifference,
            confidence,
            first_stage,
            average,
            cores(workers),
            progress,
        )
    choice = found.choice
    left = {one.policy: f"after {one.after}" for one in choice.eliminated}
    rows = [
        [name, readable(choice.means[k]), str(choice.replications[k]), left.get(k, "stayed")]
        for k, name in enumerate(found.policies)
    ]
    outcome = found.store.design.primary
    show_table(("policy", f"{outcome.name} [{outcome.unit}]", "observations", "left"), rows)
    typer.echo(f"{found.policies[choice.best]}: {choice.words}")
