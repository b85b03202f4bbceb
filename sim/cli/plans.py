"""Commands about plans for centers, in the seven sections of the guideline's annex."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.app import app
from sim.cli.options import Language

if TYPE_CHECKING:
    from sim.plans import Plan
    from sim.plans.trial import Trial

plans = typer.Typer(help="Plans for centers: check, simulate, render.", no_args_is_help=True)
app.add_typer(plans, name="plan")

PlanFile = Annotated[str, typer.Argument(metavar="PLAN", help="a YAML file, or a shipped name")]
Runs = Annotated[int, typer.Option(min=2, help="runs, in pairs with those of each change")]
PlanScale = Annotated[float, typer.Option(min=0.0001, max=1.0, help="of the fringe of enterprises")]
Threads = Annotated[int, typer.Option(min=1, max=256, help="runs at a time")]
Changes = Annotated[
    bool, typer.Option("--changes/--no-changes", help="try what could be done otherwise")
]
USUAL_RUNS, USUAL_SCALE = 40, 0.01


@plans.command("check")
def check(
    plan: PlanFile,
    language: Annotated[Language, typer.Option(help="of the findings")] = Language.en,
    country: Annotated[
        bool, typer.Option("--country/--no-country", help="ask the model too, or the file alone")
    ] = True,
) -> None:
    """Hold a plan against the guideline, clause by clause; code 1 if a clause is not met."""
    from rich.console import Console
    from rich.table import Table

    from sim.plans import checking, read
    from sim.plans.report import said_finding
    from sim.plans.words import say

    one = read(plan)
    context = checking.context_of(one) if country else None
    findings = checking.check(one, context)
    table = Table(box=None, pad_edge=False)
    for word in ("clause", "finding", "reason"):
        table.add_column(say(language.value, word), no_wrap=word != "reason")
    for finding in findings:
        table.add_row(*said_finding(finding, language.value))
    Console(highlight=False, markup=False).print(table)
    if any(finding.verdict == checking.FAILS for finding in findings):
        raise typer.Exit(1)


@plans.command("simulate")
def simulate(
    plan: PlanFile,
    runs: Runs = USUAL_RUNS,
    scale: PlanScale = USUAL_SCALE,
    threads: Threads = 1,
    changes: Changes = True,
    language: Annotated[Language, typer.Option(help="of the report")] = Language.en,
) -> None:
    """Say how likely a plan passes its first evaluation, and what stands in the way."""
    from rich.console import Console
    from rich.markdown import Markdown

    from sim.plans import read
    from sim.plans.report import FIGURE, report_of

    trial = _tried(read(plan), runs, scale, threads, changes)
    parts = [part for part in report_of(trial, language.value) if part != FIGURE]
    Console().print(Markdown("\n\n".join(part for part in parts if part[0] != "*")))


@plans.command("render")
def render(
    plan: PlanFile,
    runs: Runs = USUAL_RUNS,
    scale: PlanScale = USUAL_SCALE,
    threads: Threads = 1,
    changes: Changes = True,
    model: Annotated[
        bool, typer.Option("--model/--no-model", help="with what the model says, or the plan alone")
    ] = True,
    language: Annotated[
        Language | None, typer.Option(help="of the document; both if not given")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="default: runs/plan-<name>")
    ] = None,
) -> None:
    """Write a plan as Markdown and HTML, with its check and what the model makes of it."""
    from sim.plans import checking, read
    from sim.plans.reading import LANGUAGES
    from sim.plans.rendering import render as rendered

    one = read(plan)
    trial = _tried(one, runs, scale, threads, changes) if model else None
    findings = checking.check(one, checking.context_of(one) if model else None)
    folder = out or Path("runs") / f"plan-{one.name}"
    languages = LANGUAGES if language is None else (language.value,)
    for path in rendered(one, folder, languages, findings, trial):
        typer.echo(path)


def _tried(plan: "Plan", runs: int, scale: float, threads: int, changes: bool) -> "Trial":
    """Try a plan out and show how far it is."""
    from rich.progress import Progress

    from sim.plans.trial import try_out

    with Progress(transient=True) as bar:
        task = bar.add_task("runs", total=runs)
        return try_out(
            plan, runs, scale, changes, threads,
            lambda done, _: bar.update(task, completed=done),
        )  # fmt: skip
