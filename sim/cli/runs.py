"""Commands that run scenarios and hand on what came out."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.app import app
from sim.cli.options import (
    Changes,
    Driver,
    Format,
    Language,
    Quarters,
    Scale,
    Scenario,
    Seed,
    given,
)
from sim.problems import NticError


@app.command("run")
def run_(
    scenario: Scenario,
    seed: Seed = None,
    driver: Annotated[
        Driver, typer.Option(help="compiled loops, or Mesa agents: the same results")
    ] = Driver.kernel,
    scale: Scale = None,
    quarters: Quarters = None,
    replications: Annotated[
        int, typer.Option(min=1, help="runs, with seeds from the scenario's on; figures have bands")
    ] = 1,
    threads: Annotated[int, typer.Option(min=1, max=256, help="that share the work")] = 1,
    figures: Annotated[bool, typer.Option("--figures/--no-figures")] = True,
    language: Annotated[Language, typer.Option(help="of the figures")] = Language.en,
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
    """Run a scenario once, or with several seeds, and write tables and figures."""
    from sim.scenario import load
    from sim.terminal import Progress, show_replications, show_result

    checked = load(scenario, given(changes, seed=seed, scale=scale, quarters=quarters))
    if replications > 1:
        if agents or state or resume or driver is not Driver.kernel:
            raise NticError("--replications: not with --agents, --state, --from or --driver mesa")
        from sim.replications import replicate

        with Progress(checked, total=replications, what="run") as progress:
            found = replicate(
                checked, replications, out, figures, language.value, threads, progress
            )
        show_replications(found)
        return
    with Progress(checked) as progress:
        from sim.simulate import run

        result = run(
            checked,
            driver=driver.value,
            threads=threads,
            out=out,
            figures=figures,
            language=language.value,
            progress=progress,
            agents=agents,
            state=state,
            resume=resume,
        )
    show_result(result)


@app.command("compile")
def compile_() -> None:
    """Compile the model before the first run, or before many start at once."""
    import time

    from sim import kernel

    started = time.perf_counter()
    kernel.compile_all()
    typer.echo(f"compiled in {time.perf_counter() - started:.1f} s")


@app.command()
def export(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="folder of a run")],
    to: Annotated[
        Format, typer.Option(help="csv and dta: a folder; xlsx: one workbook")
    ] = Format.csv,
    out: Annotated[
        Path | None, typer.Option(metavar="PATH", help="default: beside the run's folder")
    ] = None,
) -> None:
    """Write a run's tables with units and labels for other programs."""
    from sim.export import export as exported

    typer.echo(exported(run, to.value, out))
