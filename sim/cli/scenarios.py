"""Commands about scenario files; none of them runs anything."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.options import Changes, given
from sim.problems import NticError


@app.command()
def check(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO...", help="files or shipped names")
    ],
    changes: Changes = None,
) -> None:
    """Check scenarios and say what they simulate; nothing is run."""
    from sim.problems import ScenarioError
    from sim.scenario import load, repeated
    from sim.terminal import describe_scenario

    chosen = given(changes)
    problems = []
    for path in scenarios:
        try:
            typer.echo(describe_scenario(load(path, chosen)))
            for key in repeated(path):
                typer.echo(f"  note: `{key}` is as in the scenario below and can be left out")
        except ScenarioError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioError(problems)


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, with which editors complete and check them."""
    from sim.scenario.schema import text

    typer.echo(text(), nl=False)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="a new or empty folder")],
) -> None:
    """Write a folder to start from: a scenario to fill in, examples, and the schema."""
    from sim.scenario.starters import write

    for path in write(folder):
        typer.echo(path)


@app.command()
def explain(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...",
            help="a scenario, parameter, indicator, field, center, event, column or key",
        ),
    ],
) -> None:
    """Explain what a name means, with unit, range, default and source."""
    from sim.documents.explain import explain as explained

    problems = []
    for number, name in enumerate(names):
        try:
            typer.echo(("\n" if number else "") + explained(name))
        except NticError as error:
            problems.append(str(error))
    if problems:
        raise NticError("\n".join(problems))
