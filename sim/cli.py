"""The command `ntic`. Whatever is heavy is imported when a command needs it."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from sim.problems import NticError

app = typer.Typer(
    name="ntic",
    help="A simulation laboratory for organising, governing and funding innovation centers.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

MOST_SHOWN = 30
"""Problems of one input that are printed; a file with more is not the right file."""


class Driver(StrEnum):
    """Two ways to the same bits."""

    kernel = "kernel"
    mesa = "mesa"


Scenario = Annotated[str, typer.Argument(metavar="SCENARIO", help="a YAML file, or a shipped name")]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="change a value of the scenario, such as market.payout=0.5; repeatable",
    ),
]


@app.callback()
def root() -> None:
    """Keep `ntic COMMAND` even while there is one command."""


@app.command("run")
def run_(
    scenario: Scenario,
    seed: Annotated[int | None, typer.Option(help="instead of the scenario's")] = None,
    driver: Annotated[
        Driver, typer.Option(help="compiled loops, or Mesa agents: the same results")
    ] = Driver.kernel,
    scale: Annotated[
        float | None, typer.Option(help="instead of the scenario's, above 0, up to 1")
    ] = None,
    quarters: Annotated[int | None, typer.Option(help="instead of the scenario's")] = None,
    threads: Annotated[int, typer.Option(min=1, max=256, help="of the kernel")] = 1,
    figures: Annotated[bool, typer.Option("--figures/--no-figures")] = True,
    agents: Annotated[
        bool, typer.Option("--agents", help="keep every organisation's final state")
    ] = False,
    state: Annotated[
        bool, typer.Option("--state", help="keep the state at the end, to continue from")
    ] = False,
    resume: Annotated[
        Path | None,
        typer.Option("--from", metavar="RUN", help="go on from the state that a run kept"),
    ] = None,
    changes: Changes = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="default: runs/<name>-seed<seed>"),
    ] = None,
) -> None:
    """Run a scenario once, and write tables and figures."""
    from sim.scenario import load
    from sim.terminal import Progress, show_result

    given = _pairs(changes)
    named = {"seed": seed, "scale": scale, "quarters": quarters}
    given |= {key: str(value) for key, value in named.items() if value is not None}
    checked = load(scenario, given)
    with Progress(checked) as progress:
        from sim.simulate import run

        result = run(
            checked,
            driver=driver.value,
            threads=threads,
            out=out,
            figures=figures,
            progress=progress,
            agents=agents,
            state=state,
            resume=resume,
        )
    show_result(result)


@app.command()
def check(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO...", help="files or shipped names")
    ],
    changes: Changes = None,
) -> None:
    """Check scenarios and say what they simulate; nothing is run."""
    from sim.problems import ScenarioError
    from sim.scenario import load
    from sim.terminal import describe_scenario

    given = _pairs(changes)
    problems = []
    for path in scenarios:
        try:
            typer.echo(describe_scenario(load(path, given)))
        except ScenarioError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioError(problems)


@app.command("compile")
def compile_() -> None:
    """Compile the model before the first run, or before many start at once."""
    import time

    from sim import kernel

    started = time.perf_counter()
    kernel.compile_all()
    typer.echo(f"compiled in {time.perf_counter() - started:.1f} s")


@app.command()
def parameters(
    zh: Annotated[bool, typer.Option("--zh", help="meanings in Chinese")] = False,
) -> None:
    """List every parameter with default, range, unit, meaning and source."""
    from sim.parameters import describe
    from sim.scalars import written_out
    from sim.terminal import show_table

    heads = (
        "parameter",
        "symbol",
        "default",
        "low",
        "high",
        "unit",
        "meaning",
        "source",
    )
    show_table(
        heads,
        [
            (
                *(name, about.symbol, written_out(default), written_out(about.low)),
                *(written_out(about.high), about.unit),
                *(about.meaning_zh if zh else about.meaning, about.source),
            )
            for name, default, about in describe()
        ],
    )


@app.command()
def indicators() -> None:
    """List every indicator with unit and formula."""
    from sim.indicators import FIELD, NATION, PROVINCE
    from sim.terminal import show_table

    levels = (("nation", NATION), ("field", FIELD), ("province", PROVINCE))
    show_table(
        ("level", "indicator", "unit", "formula", "中文", "source"),
        [
            (level, i.name, i.unit, i.formula, i.name_zh, i.source)
            for level, about in levels
            for i in about
        ],
    )


@app.command()
def columns() -> None:
    """List every column of the world's tables with type, unit and meaning."""
    from sim.state import TABLES
    from sim.state import columns as of_table
    from sim.terminal import show_table

    show_table(
        ("table", "column", "type", "unit", "meaning", "中文", "source"),
        [
            (table, name, c.dtype, c.unit, c.meaning, c.meaning_zh, c.source)
            for table, row in TABLES.items()
            for name, c in of_table(row).items()
        ],
    )


def _pairs(changes: list[str] | None) -> dict[str, str]:
    """Split `key=value` texts."""
    pairs = {}
    for change in changes or []:
        key, sign, value = change.partition("=")
        if not sign or not key or not value:
            raise NticError(f"--set {change}: expected KEY=VALUE, as market.payout=0.5")
        if key in pairs:
            raise NticError(f"--set {change}: `{key}` is set twice")
        pairs[key.strip()] = value.strip()
    return pairs


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; mistakes of the user end it with code 2."""
    try:
        app(arguments, prog_name="ntic")
    except NticError as error:
        _complain(str(error).splitlines())
    except OSError as error:
        _complain([str(error)])


def _complain(lines: list[str]) -> NoReturn:
    """Print what is wrong on standard error and end with code 2."""
    typer.echo("\n".join(lines[:MOST_SHOWN]), err=True)
    if len(lines) > MOST_SHOWN:
        typer.echo(f"and {len(lines) - MOST_SHOWN} more", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
