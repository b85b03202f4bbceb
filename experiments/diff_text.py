"""A comparison of two scenarios as text, with no more digits than are sure."""

import io
import math

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table

from experiments.diff import EQUAL, HIGHER, LAST, LEVELS, LOWER, ONE_DRAW, UNCLEAR, Comparison
from experiments.inputs import HERE
from sim.quarters import label
from sim.terminal import readable

CHANCE = 0.05
"""Share of lines without any difference that are called higher or lower all the same."""
LOOKED_AT = 40
SHOWN = {"nation": 30, "field": 15, "province": 10}
"""Lines of outputs, by level; of those that are looked at all."""
MOST_INPUTS, MOST_CELLS = 40, 12
WIDTH = 160


def as_text(found: Comparison) -> str:
    """Return all of a comparison for a reader, with the most telling lines of each table."""
    file = io.StringIO()
    console = Console(file=file, width=WIDTH, highlight=False, markup=False)
    console.print(f"A: {found.a.name} ({found.a.path})")
    console.print(f"B: {found.b.name} ({found.b.path})")
    _inputs(console, found.inputs)
    _outputs(console, found)
    _divergence(console, found)
    return file.getvalue()


def _table(title: str | None, *heads: str, right: tuple[str, ...] = ()) -> Table:
    table = Table(title=title, box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    for head in heads:
        justify = "right" if head in right else "left"
        whole = head in right or head in ("place", "indicator", "column", "verdict")
        table.add_column(head, justify=justify, overflow="fold", no_wrap=whole)
    return table


def _inputs(console: Console, inputs: pd.DataFrame) -> None:
    """Print the inputs that differ; what only one has in one line for each kind."""
    if inputs.empty:
        console.print("\nInputs: the same.")
        return
    alone = inputs[(inputs["a"] == HERE) | (inputs["b"] == HERE)]
    console.print(f"\nInputs: {len(inputs)} differ.")
    for name, side in (("A", "a"), ("B", "b")):
        keys = alone.loc[alone[side] == HERE, "key"]
        for kind, mine in keys.groupby(keys.str.split(".").str[0], sort=False):
            console.print(f"  only in {name}: {len(mine)} of {kind}: "
                          + ", ".join(key.partition(".")[2] for key in mine))  # fmt: skip
    rest = inputs.drop(alone.index)
    if rest.empty:
        return
    table = _table(None, "input", "A", "B", "unit", "meaning", right=("A", "B"))
    for _, row in rest.head(MOST_INPUTS).iterrows():
        table.add_row(*(str(row[name]) for name in ("key", "a", "b", "unit", "meaning")))
    console.print(table)
    if len(rest) > MOST_INPUTS:
        console.print(f"and {len(rest) - MOST_INPUTS} more inputs")


def _outputs(console: Console, found: Comparison) -> None:
    """Print how outputs differ, and how sure that is."""
    table, number = found.outputs, len(found.seeds)
    start = found.a.start
    first = label(start, max(found.quarters - LAST, 0))
    last = label(start, found.quarters - 1)
    console.print(f"\nOutputs: B less A, mean of {first} to {last}.")
    differing = table[table["verdict"] != EQUAL]
    if number == 1:
        console.print(
            f"With one seed, {found.seeds[0]}, there is no error: {ONE_DRAW}. Run more seeds to "
            "tell effect from luck."
        )
    else:
        sure = int(table["verdict"].isin([HIGHER, LOWER]).sum())
        console.print(
            f"{number} pairs of runs with the same luck (seeds {found.seeds[0]} to "
            f"{found.seeds[-1]}); after ± the standard error; verdicts at 95% by Student's t with "
            f"{number - 1} degrees of freedom. Of {len(differing)} lines that differ, {sure} are "
            f"called higher or lower; by luck alone about {CHANCE * len(differing):.0f} would be, "
            "were lines independent."
        )
    at = table["indicator"].isin([*found.a.look_at, *found.b.look_at])
    if at.any():
        _lines(console, "what the scenarios look at", table[at], LOOKED_AT)
    for level in LEVELS:
        part = table[(table["level"] == level) & ~at]
        _lines(console, level, part, SHOWN[level])


def _lines(console: Console, title: str, part: pd.DataFrame, most: int) -> None:
    """Print some lines of outputs, and count the others."""
    differing = part[part["verdict"] != EQUAL]
    if not differing.empty:
        heads = ("place", "indicator", "A", "B", "B less A", "relative", "verdict", "unit")
        table = _table(title, *heads, right=("A", "B", "B less A", "relative"))
        for _, row in differing.head(most).iterrows():
            table.add_row(
                str(row["place"]),
                str(row["indicator"]),
                readable(row["a"]),
                readable(row["b"]),
                with_error(row["difference"], row["error"]),
                percent(row["relative"]),
                str(row["verdict"]),
                str(row["unit"]),
            )
        console.print(table)
    others = differing.iloc[most:]["verdict"].value_counts()
    counts = [f"{others[v]} {v}" for v in (HIGHER, LOWER, UNCLEAR, ONE_DRAW) if v in others]
    counts.append(f"{len(part) - len(differing)} {EQUAL}")
    console.print(f"{title}, other lines: " + ", ".join(counts))


def with_error(value: float, error: float) -> str:
    """Write a difference and its standard error with two digits of the error, if there is one.

    Without an error it has the digits that the values have beside it.
    """
    if math.isnan(value):
        return "-"
    if not error > 0.0:
        return ("+" if value >= 0.0 else "") + readable(value)
    digits = max(1 - math.floor(math.log10(error)), 0)
    if digits > 5 or abs(value) >= 1e9:
        return f"{value:+.3g} ± {error:.2g}"
    return f"{value:+,.{digits}f} ± {error:,.{digits}f}"


def percent(relative: float) -> str:
    """Write a relative difference."""
    return "-" if math.isnan(relative) else f"{relative:+.1%}"


def _divergence(console: Console, found: Comparison) -> None:
    """Print where the runs part."""
    parted = found.divergence
    if len(parted.start):
        tables = parted.start.groupby("table", sort=False)["column"].count()
        listed = ", ".join(f"{number} of {name}" for name, number in tables.items())
        console.print(f"\nBefore the first quarter columns differ already: {listed}.")
    if not parted.same_country:
        console.print(
            "They are two countries, each with its own spin-up, so there is no point at which "
            "their runs part; compare outputs with care."
        )
        return
    if parted.past == "a":
        console.print(
            "The spin-up before knows the parameters that differ. From here on both go on from "
            "the settled start of A, each with its own parameters."
        )
    if parted.quarter is None or parted.cells is None:
        console.print(
            f"\nThe runs never part with seed {found.seeds[0]}: the same bits to the end."
        )
        return
    console.print(
        f"\nWith seed {found.seeds[0]} the runs part in {parted.quarter}, phase {parted.phase}, "
        f"step {parted.step}; after it differ:"
    )
    cells = parted.cells
    names = cells["table"] + "." + cells["column"].fillna("rows that one lacks")
    counts = names.value_counts(sort=False).items()
    console.print("  " + ", ".join(f"{name} ({number})" for name, number in counts))
    heads = ("table", "row", "field", "province", "column", "A", "B", "unit")
    table = _table(None, *heads, right=("A", "B"))
    for _, row in cells.head(MOST_CELLS).astype(object).fillna("").iterrows():
        words = ("table", "row", "field", "province", "column", "a", "b", "unit")
        table.add_row(*(str(row[word]) for word in words))
    console.print(table)
    if len(cells) > MOST_CELLS:
        console.print(f"and {len(cells) - MOST_CELLS} more cells")
