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
        list[str], typer.Argument(metavar="FILE...", help="files or shipped names")
    ],
    changes: Changes = None,
) -> None:
    """Check scenarios and designs and say what they simulate; nothing is run."""
    from experiments.design.files import is_design
    from sim.problems import ScenarioError
    from sim.scenario import load, repeated
    from sim.terminal import describe_scenario

    chosen = given(changes)
    problems = []
    for path in scenarios:
        try:
            if is_design(path):
                _check_design(path, chosen)
                continue
            typer.echo(describe_scenario(load(path, chosen)))
            for key in repeated(path):
                typer.echo(f"  note: `{key}` is as in the scenario below and can be left out")
        except ScenarioError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioError(problems)


def _check_design(path: str, changes: dict[str, str]) -> None:
    """Say what a design asks for."""
    from experiments.design.reading import read
    from experiments.design.runs import Runs

    if changes:
        raise NticError("--set: of scenarios only; a design has `set` for that")
    design = read(path)
    size = Runs(design).size
    policies = " x ".join(str(number) for number in size.levels) or "1"
    typer.echo(
        f"{path}: {design.question}\n"
        f"  {size.runs:,} runs: {policies} policies, {size.samples} samples of the uncertainties, "
        f"{size.replications} replications\n"
        f"  outcomes: {', '.join(outcome.name for outcome in design.outcomes)}; "
        f"primary: {design.primary.name}"
    )


@app.command()
def schema(
    designs: Annotated[
        bool, typer.Option("--designs", help="of design files instead of scenarios")
    ] = False,
) -> None:
    """Print the JSON Schema of scenario files, with which editors complete and check them."""
    if designs:
        from experiments.design.schema import text
    else:
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
