"""What the command line shows: progress, tables, the summary of a run."""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from rich import box
from rich.console import Console
from rich.table import Table

from sim.quarters import label
from sim.scenario import digest
from sim.specs import Scenario
from sim.tables import background

if TYPE_CHECKING:
    from sim.replications import Replications
    from sim.results import Result

PATIENCE = 12.0
"""Seconds without a quarter after which compilation is the likely reason."""
MOST_EVENTS = 20
"""Dated changes of a scenario that are listed."""
LINES = 5
"""Lines of progress where there is no terminal to draw a bar on."""


def describe_scenario(scenario: Scenario) -> str:
    """Say in a few lines what a scenario simulates."""
    last = label(scenario.start, scenario.quarters - 1)
    dated = [center for center in scenario.centers if not center.called]
    modes = Counter(center.mode for center in dated)
    listed = ", ".join(f"{number} {mode}" for mode, number in modes.items())
    return "\n".join(
        (
            f"{os.path.relpath(scenario.path)}: {scenario.question}",
            f"  {scenario.start} to {last} ({scenario.quarters} quarters), "
            f"seed {scenario.seed}, digest {digest(scenario)[:12]}",
            f"  {len(scenario.fields)} fields, {len(scenario.provinces)} provinces, "
            f"{scenario.enterprises:,.0f} enterprises at scale {scenario.scale:g}",
            f"  {len(dated)} centers" + (f": {listed}" if listed else ""),
            *_dated(scenario, last),
        )
    )


def _dated(scenario: Scenario, last: str) -> Iterator[str]:
    """Yield what happens when beside the background, and what the run ends too early for."""
    events = [
        (c.quarter, f"{c.field or c.center or c.province or ''} {c.name} {c.value:g}".strip())
        for c in scenario.changes
        if c not in background()
    ]
    for field, (begin, end) in scenario.embargoes.items():
        events += [(begin, f"embargo of {field}"), (end, f"embargo of {field} ends")]
    for quarter, words in sorted(events)[:MOST_EVENTS]:
        late = "  note: after the end of the run" if quarter > last else ""
        yield f"  {quarter}: {words}{late}"
    if len(events) > MOST_EVENTS:
        yield f"  and {len(events) - MOST_EVENTS} more dated changes"
    dated = (center for center in scenario.centers if not center.called)
    late = [center.key for center in dated if center.approved > last]
    if late:
        listed = ", ".join(late[:MOST_EVENTS])
        yield f"  note: {len(late)} centers are approved after the end of the run: {listed}"


class Progress:
    """A bar on a terminal, else a few plain lines; both on standard error."""

    def __init__(
        self,
        scenario: Scenario | None = None,
        total: int = 0,
        what: str = "quarter",
        rate: bool = False,
    ) -> None:
        self.rate = rate
        self.first: tuple[float, int] | None = None
        self.scenario = scenario
        self.total = total or (scenario.quarters if scenario is not None else 0)
        self.what = what
        self.shown = -1
        self.bar: Any = None
        self.task: Any = None
        self.timer = Timer(PATIENCE, self._explain)
        self.timer.daemon = True

    def __enter__(self) -> Self:
        """Start the bar."""
        console = Console(stderr=True)
        if console.is_terminal:
            from rich import progress

            self.bar = progress.Progress(
                progress.TextColumn("{task.description}"),
                progress.BarColumn(),
                progress.MofNCompleteColumn(),
                progress.TimeElapsedColumn(),
                *([progress.TextColumn("{task.fields[pace]}")] if self.rate else []),
                console=console,
                transient=True,
            )
            self.task = self.bar.add_task("preparing", total=self.total, pace="")
            self.bar.start()
        self.timer.start()
        return self

    def _explain(self) -> None:
        """Say why nothing is seen yet."""
        words = "still preparing: a first run compiles the model, which takes minutes"
        if self.bar is not None:
            self.bar.update(self.task, description=words)
        else:
            print(words, file=sys.stderr, flush=True)

    def __call__(self, done: int, total: int | None = None) -> None:
        """Show how far the run, or the number of runs, is; their total may be known only now."""
        self.timer.cancel()
        self.total = total or self.total
        where = self.what
        if self.what == "quarter" and self.scenario is not None:
            where = label(self.scenario.start, max(done - 1, 0))
        pace = self._pace(done) if self.rate else ""
        if self.bar is not None:
            self.bar.update(
                self.task, completed=done, total=self.total, description=where, pace=pace
            )
        elif done * LINES // self.total > self.shown and done > 0:
            self.shown = done * LINES // self.total
            line = f"{self.what} {done} of {self.total}" + (f", {pace}" if pace else "")
            print(line if where == self.what else f"{where}: {line}", file=sys.stderr, flush=True)

    def _pace(self, done: int) -> str:
        """Say how fast it goes and how long it will take, from the second report on."""
        now = time.monotonic()
        if self.first is None:
            self.first = now, done
        began, before = self.first
        if done <= before or now <= began:
            return ""
        rate = (done - before) / (now - began)
        return f"{readable(rate)} a second, {in_time((self.total - done) / rate)} left"

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the bar."""
        self.timer.cancel()
        if self.bar is not None:
            self.bar.stop()


def show_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table to a terminal, or lines with tabs into a pipe or a file."""
    console = Console()
    if not console.is_terminal:
        for row in (heads, *rows):
            print("\t".join(row))
        return
    table = Table(*heads, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    console.print(table, markup=False)


def readable(value: float) -> str:
    """Write a number with about four digits that count."""
    if value != value:
        return "-"
    if abs(value) >= 1000.0:
        return f"{value:,.0f}"
    return f"{value:.4g}"


def in_time(seconds: float) -> str:
    """Write a duration in the unit that fits it."""
    for size, unit in ((86400.0, "days"), (3600.0, "h"), (60.0, "min")):
        if seconds >= 2.0 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} s"


def in_bytes(number: float) -> str:
    """Write a size in the unit that fits it."""
    for size, unit in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB")):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return f"{number / 1e3:.0f} kB"


SUMMED = (
    "domestic_sales",
    "rd_enterprises",
    "rd_institutes",
    "ideas_live",
    "technologies",
)
MIDDLE = ("technology_use", "import_share", "gap", "hhi")
"""Indicators of fields of which the summary has the sum, and the median."""


def summary(result: "Result") -> list[tuple[str, float, float, str]]:
    """Return name, value in the first and in the last quarter, and unit."""
    scenario = result.scenario
    ends = [scenario.start, label(scenario.start, scenario.quarters - 1)]
    table = result.indicators.loc[result.indicators["quarter"].isin(ends)]
    rows = []
    for level, names, how in (
        ("field", SUMMED, "sum"),
        ("field", MIDDLE, "median"),
        ("nation", None, "sum"),
    ):
        part = table.loc[table["level"] == level]
        for name in part["indicator"].unique() if names is None else names:
            one = part.loc[part["indicator"] == name]
            values = one.groupby("quarter", observed=True)["value"].agg(how)
            words = str(name).replace("_", " ")
            if how == "median":
                words += ", median field"
            unit = str(one["unit"].iloc[0])
            rows.append((words, values[ends[0]], values[ends[1]], unit))
    return rows


def show_result(result: "Result") -> None:
    """Print a summary of the run, and where everything is."""
    from sim.results.listing import ONE_DRAW

    console = Console(highlight=False, markup=False)
    scenario = result.scenario
    title = (
        f"{scenario.name}, seed {scenario.seed}, scale {scenario.scale:g}, "
        f"{result.driver}, {result.seconds:.1f} s"
    )
    table = Table(title=title, box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    table.add_column("nation")
    for quarter in (scenario.start, label(scenario.start, scenario.quarters - 1)):
        table.add_column(quarter, justify="right")
    table.add_column("unit")
    for words, first, last, unit in summary(result):
        table.add_row(words, readable(first), readable(last), unit)
    console.print(table)
    console.print(ONE_DRAW)
    _show_files(console, result.folder, result.figures, result.digest)


def show_replications(found: "Replications") -> None:
    """Print the nation's indicators of the last quarter over seeds, and where everything is."""
    console = Console(highlight=False, markup=False)
    scenario, bands = found.scenario, found.bands
    title = (
        f"{scenario.name}, seeds {found.seeds[0]} to {found.seeds[-1]}, scale {scenario.scale:g}, "
        f"{label(scenario.start, scenario.quarters - 1)}, {found.seconds:.1f} s"
    )
    table = Table(title=title, box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    table.add_column("nation")
    for head in ("median", "5%", "95%"):
        table.add_column(head, justify="right")
    table.add_column("unit")
    last = bands.loc[bands["quarter"] == label(scenario.start, scenario.quarters - 1)]
    for row in last.loc[last["level"] == "nation"].itertuples():
        values = [readable(getattr(row, name)) for name in ("median", "q05", "q95")]
        table.add_row(str(row.indicator).replace("_", " "), *values, str(row.unit))
    console.print(table)
    console.print("Bands are over seeds of one past of the country, not over what is uncertain.")
    _show_files(console, found.folder, found.figures, found.digest)


def _show_files(
    console: Console, folder: Path | None, figures: Sequence[Path], digest: str
) -> None:
    if folder is not None:
        console.print(f"tables:  {folder}/", soft_wrap=True)
        for path in figures:
            console.print(f"figure:  {path}", soft_wrap=True)
    console.print(f"digest:  {digest}", soft_wrap=True)
