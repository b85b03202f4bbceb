"""Commands that compare policies and choose among them."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.options import Changes, Language, Quarters, Scale, Seed, given
from sim.cli.sweeps import DesignFile, Workers, cores

Confidence = Annotated[
    float, typer.Option(min=0.5, max=0.9999, help="with which intervals and choices hold")
]


@app.command()
def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO...", help="two or more, or a design, or the folder of a sweep"
        ),
    ],
    replications: Annotated[
        int | None,
        typer.Option(
            min=2, help="pairs of runs, each with one seed; default: 100, or the design's"
        ),
    ] = None,
    seed: Seed = None,
    scale: Scale = None,
    quarters: Quarters = None,
    changes: Changes = None,
    baseline: Annotated[
        str | None, typer.Option(help="policy to compare all others with; default: all pairs")
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            metavar="X",
            help="go on until the primary difference is known to plus or minus X, in the unit of "
            "the report: billion CNY for money",
        ),
    ] = None,
    confidence: Confidence = 0.95,
    language: Annotated[Language, typer.Option(help="of the figures")] = Language.en,
    workers: Workers = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="default: runs/compare-<names>")
    ] = None,
) -> None:
    """Compare policies with the same luck: differences, how sure they are, and where they hold."""
    from experiments.policies import compare as compared
    from experiments.sweeps.manifest import COMPARED
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
            language.value,
        )
    typer.echo(found.text)
    typer.echo(f"tables, text and figures: {found.store.folder / COMPARED}/")


@app.command()
def best(
    design: DesignFile,
    out: Annotated[Path, typer.Option(metavar="DIR", help="folder of the sweep")],
    indifference: Annotated[
        float | None,
        typer.Option(
            metavar="X",
            help="smallest difference worth finding, in the unit of the table: billion CNY for "
            "money; default: the outcome's margin",
        ),
    ] = None,
    confidence: Confidence = 0.95,
    first_stage: Annotated[
        int, typer.Option(min=2, help="observations of each policy before any leaves")
    ] = 20,
    average: Annotated[
        int, typer.Option(min=1, help="replications averaged into an observation, against skew")
    ] = 1,
    budget: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=2,
            help="spend at most N runs where they say most; nothing is then promised in advance",
        ),
    ] = None,
    workers: Workers = None,
) -> None:
    """Choose the best policy of a design with a stated error, running no more than needed."""
    from experiments.choice import best as chosen
    from sim.terminal import Progress, readable, show_table

    with Progress(what="run", rate=True) as progress:
        found = chosen(
            design,
            out,
            indifference,
            confidence,
            first_stage,
            average,
            budget,
            cores(workers),
            progress,
        )
    choice, means, states = found.choice, found.means, found.states()
    rows = [
        [name, readable(means[k]), readable(choice.gaps[k]), str(choice.replications[k]), states[k]]
        for k, name in enumerate(found.policies)
    ]
    head = f"{found.store.design.primary.name} [{found.unit}]" if found.unit else "mean"
    show_table(("policy", head, "behind the best", "observations", "state"), rows)
    typer.echo(found.words)
