"""What each mechanism does: the model without it, paired with the full one.

Run from the project's root: ``python -m experiments.ablate``; see ``--help``. It writes
`docs/ablation.md`.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from experiments.mechanisms import CANNOT_BE_OFF, MECHANISMS, NOT_ABLATED, PLACEBO, Mechanism
from experiments.outcomes import (
    OUTCOMES,
    Measured,
    margin,
    mean_and_error,
    measured,
    moved,
    outcomes,
)
from sim import folders, provenance, spinup
from sim.parameters import Parameters, replace
from sim.problems import NticError, did_you_mean
from sim.replications import Task, histories
from sim.scenario import Scenario, digest, load
from sim.simulate import write_scenario
from sim.state import World, copy
from sim.timeline import Change, Timeline, timeline_of

CONFIDENCE = 0.99
"""Of a change that is named."""
NAMED = 4
"""Changes of one mechanism that are named, those that are surest to be large."""
WIDTH = 118


@dataclass(frozen=True)
class Ablation:
    """A scenario with each mechanism off in turn.

    `table` has a row for each mechanism and outcome: full and without, means over seeds; change,
    the latter less the former over the size of the former, with its standard error, missing where
    that is 0; least, what is sure of it over the mean of both sizes; moved, indicators that differ
    beyond rounding, the fewest of all pairs.
    """

    scenario: Scenario
    seeds: tuple[int, ...]
    table: pd.DataFrame
    off_already: tuple[str, ...]  # mechanisms that this scenario does not have

    def text(self) -> str:
        """Return for a reader what changes without each mechanism, the largest changes first."""
        file = io.StringIO()
        console = Console(file=file, width=WIDTH, highlight=False, markup=False)
        console.print(
            f"{self.scenario.name} without one mechanism at a time, less the full model; "
            f"{len(self.seeds)} pairs of runs with the same luck; after ± the standard error. "
            f"Named are changes at {CONFIDENCE:.0%} by Student's t."
        )
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("without")
        table.add_column("indicators moved", justify="right")
        table.add_column("change of outcomes")
        for name, rows in _sorted(self.table):
            table.add_row(name, str(rows["moved"].iloc[0]), said(rows))
        console.print(table)
        if self.off_already:
            console.print("not in this scenario: " + ", ".join(self.off_already))
        return file.getvalue()

    def write(self, folder: str | Path) -> Path:
        """Write the table as Parquet and CSV, the scenario, and where it comes from."""
        folder = Path(folder)
        with folders.replacing(folder) as fresh:
            folders.write_table(self.table, fresh / "ablation.parquet")
            self.table.to_csv(fresh / "ablation.csv", index=False, lineterminator="\n")
            write_scenario(self.scenario, fresh)
            content = {
                "scenario": self.scenario.name,
                "scenario_digest": digest(self.scenario),
                "seeds": list(self.seeds),
                "off_already": list(self.off_already),
                **provenance.describe(),
            }
            folders.write_provenance(fresh, content)
        return folder


def ablate(
    scenario: Scenario,
    seeds: Sequence[int],
    names: Sequence[str] | None = None,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Ablation:
    """Run a scenario in full, and with each mechanism off in turn.

    All runs start from the settled start of the full model: what differs is what a mechanism does
    in the run, not another country.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    seeds : sequence of int
        Of the pairs of runs.
    names : sequence of str, optional
        Of `MECHANISMS`; all of them if not given.
    threads : int, > 0
        Runs at a time; the results do not depend on it.
    progress : callable, optional
        Called with the numbers of runs done and of all.
    """
    chosen = list(MECHANISMS) if names is None else list(names)
    for name in chosen:
        if name not in MECHANISMS:
            raise NticError(f"unknown mechanism `{name}`; {did_you_mean(name, MECHANISMS)}")
    world = spinup.start(scenario)
    there = [
        name
        for name in chosen
        if name == PLACEBO or not is_off_already(MECHANISMS[name], world, scenario)
    ]
    rows: list[dict] = []
    full: list[Measured] = []
    runs = histories(_tasks(there, world, scenario, seeds), threads)
    total = (len(there) + 1) * len(seeds)
    group: list[Measured] = []
    for done, history in enumerate(runs, start=1):
        group.append(measured(history))
        if progress is not None:
            progress(done, total)
        if len(group) < len(seeds):
            continue
        if full:
            rows += _rows(there[done // len(seeds) - 2], full, group)
        else:
            full = group
        group = []
    off = tuple(name for name in chosen if name not in there)
    return Ablation(scenario, tuple(seeds), pd.DataFrame(rows), off)


def _tasks(
    names: Sequence[str], world: World, scenario: Scenario, seeds: Sequence[int]
) -> Iterator[Task]:
    """Yield the runs of the full model and then those without each mechanism."""
    for name in (PLACEBO, *names):
        start, timeline = without(MECHANISMS[name], world, scenario)
        yield from (Task(start, timeline, seed, scenario.quarters) for seed in seeds)


def without(mechanism: Mechanism, world: World, scenario: Scenario) -> tuple[World, Timeline]:
    """Return the start and the timeline of a run in which a mechanism is off.

    Dated changes of what is switched off do not happen.
    """
    timeline = timeline_of(scenario)
    p = timeline.parameters
    values = {
        name: _value_of(p, value) if isinstance(value, str) else value
        for name, value in mechanism.parameters.items()
        if value is not None
    }
    changes = tuple(change for change in timeline.changes if not _concerns(mechanism, change))
    w = copy(world)
    for (table, column), value in mechanism.columns.items():
        if value is not None:
            getattr(w, table)[column] = value
    return w, Timeline(replace(p, values), changes)


def _value_of(p: Parameters, dotted: str) -> float:
    group, _, name = dotted.partition(".")
    return getattr(getattr(p, group), name)


def _concerns(mechanism: Mechanism, change: Change) -> bool:
    """Say whether a dated change sets what a mechanism switches off."""
    if change.table is None:
        return change.name in mechanism.parameters
    return (change.table, change.name) in mechanism.columns


def is_off_already(mechanism: Mechanism, world: World, scenario: Scenario) -> bool:
    """Say whether a scenario is the same without a mechanism."""
    start, timeline = without(mechanism, world, scenario)
    return timeline == timeline_of(scenario) and all(
        np.array_equal(getattr(start, table)[column], getattr(world, table)[column])
        for table, column in mechanism.columns
    )


def _rows(name: str, full: list[Measured], off: list[Measured]) -> list[dict]:
    """Return one row for each outcome."""
    one, other = (np.array([outcomes(run) for run in runs]) for runs in (full, off))
    size = 0.5 * (np.abs(one) + np.abs(other)).mean(axis=0)
    change = mean_and_error(other - one)
    sure = np.abs(change.mean) - margin(change, CONFIDENCE)
    whole = np.abs(one.mean(axis=0))
    scale = 1.0 / np.where(whole > 0.0, whole, np.where(size > 0.0, np.nan, 1.0))
    count = min(len(moved(a, b)) for a, b in zip(full, off, strict=True))
    return [
        {
            "mechanism": name,
            "off": MECHANISMS[name].off,
            "moved": count,
            "outcome": outcome,
            "full": one[:, k].mean(),
            "without": other[:, k].mean(),
            "change": change.mean[k] * scale[k],
            "error": change.error[k] * scale[k],
            "least": max(sure[k], 0.0) / size[k] if len(full) > 1 and size[k] > 0.0 else 0.0,
        }
        for k, outcome in enumerate(OUTCOMES)
    ]


def _sorted(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the rows of each mechanism; first the one with the largest sure change."""
    parts = [(str(name), rows) for name, rows in table.groupby("mechanism", sort=False)]
    return sorted(parts, key=lambda part: (-part[1]["least"].max(), -part[1]["moved"].iloc[0]))


def said(rows: pd.DataFrame) -> str:
    """Say which outcomes changed surely, the surest to be large first."""
    sure = rows[rows["least"] > 0.0].sort_values("least", ascending=False, kind="stable")
    words = [
        f"{row['outcome']} {row['change']:+.1%} ± {row['error']:.1%}"
        if row["full"]
        else f"{row['outcome']} from nothing to {row['without']:.3g}"
        for _, row in sure.head(NAMED).iterrows()
    ]
    more = f" and {len(sure) - NAMED} more" if len(sure) > NAMED else ""
    return ", ".join(words) + more if words else "none surely"


def as_page(found: Ablation) -> str:
    """Return the page of the documents."""
    scenario, number = found.scenario, len(found.seeds)
    tests = len(OUTCOMES) * found.table["mechanism"].nunique()
    lines = [
        "# What each mechanism does",
        "",
        f"Written by `python -m experiments.ablate`: the scenario `{scenario.name}` at scale",
        f"{scenario.scale:g} over {scenario.quarters} quarters without one mechanism at a time, "
        f"paired with the full model,",
        f"{number} seeds. A change is the run without the mechanism less the full one, over the "
        "latter,",
        "with its standard error. Named are the outcomes that changed at 99% confidence by "
        "Student's t",
        f"with {number - 1} degrees of freedom, those first that surely changed most; of "
        f"{tests} outcomes about {tests * (1.0 - CONFIDENCE):.0f}",
        "would be named by luck alone. Outcomes are those of [levers](levers.md).",
        "",
        "Every run starts from the settled start of the full model. A change is therefore what the",
        "mechanism does in the run, not what it did to the country before 2010; a mechanism that",
        "only shaped the start shows nothing here.",
        "",
        "| without | what off means | indicators moved | change of outcomes |",
        "|---|---|---|---|",
    ]
    for name, rows in _sorted(found.table):
        first = rows.iloc[0]
        lines.append(f"| {name} | {first['off']} | {first['moved']} | {said(rows)} |")
    lines += ["", "## What is not here", ""]
    lines += [f"- **{name}** cannot be off: {why}." for name, why in CANNOT_BE_OFF.items()]
    lines += [f"- The parameters of **{name}**: {why}." for name, why in NOT_ABLATED.items()]
    if found.off_already:
        lines.append(f"- Not in this scenario: {', '.join(found.off_already)}.")
    return "\n".join(lines) + "\n"


def main(
    seeds: Annotated[int, typer.Option(min=2, help="pairs of runs of each mechanism")] = 4,
    scale: Annotated[float, typer.Option(help="of the fringe")] = 0.01,
    threads: Annotated[int, typer.Option(min=1, help="runs at a time")] = 2,
    out: Annotated[Path, typer.Option(help="page to write")] = Path("docs/ablation.md"),
) -> None:
    """Run the national scenario without each mechanism and write the page."""
    scenario = load("national", {"scale": str(scale)})
    found = ablate(scenario, range(1, seeds + 1), threads=threads)
    out.write_text(as_page(found), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
