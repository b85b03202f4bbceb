"""The page of parameters, and the tables of them by submodel."""

import re
from collections.abc import Iterable

from sim.documents.docstrings import first_line
from sim.documents.markdown import code, count, number, plain, table
from sim.documents.source import GROUPS, readers
from sim.parameters import About, describe

FITTED = re.compile(r"fitted(?: to|:) (?P<fact>.+)")
"""How a source says that a value was chosen with a fact in view."""

Entry = tuple[str, float, About]

INTRO = """# Parameters

Written by `python -m sim.documents` from `sim/parameters/`: {parameters} parameters in {groups}
groups, of which {assumed} are assumptions, in whole or in part. A scenario changes them under
`parameters`, the command line with `--set group.name=value`; a dated change gives one another
value from a quarter on. What a parameter moves between its low and its high stands in
[levers](levers.md).

*fitted to*: the fact that the value was set by, if it was. Nothing is estimated yet: of all
others no target of the project says anything, so what a prior says of them is what one knows.
*read by*: the functions of the model that use it. The unit of money is a million CNY at 2017
prices, a unit of 1 is a pure number. Sources that begin with `S_` are ids of
`scenarios/data/sources.csv`."""


def page() -> str:
    """Return the page of parameters."""
    entries = list(describe())
    lines = [INTRO.format(parameters=len(entries), groups=len(GROUPS), assumed=assumed(entries))]
    for name, group in GROUPS.items():
        mine = of_group(name)
        lines += [
            "",
            f"## {name}",
            "",
            f"{plain(first_line(group.__doc__ or ''))} {count(len(mine), 'parameter')},"
            f" {assumed(mine)} assumed.",
            "",
            full_table(mine),
        ]
    return "\n".join(lines) + "\n"


def of_group(name: str) -> list[Entry]:
    """Return the parameters of a group."""
    return [entry for entry in describe() if entry[0].startswith(f"{name}.")]


def assumed(entries: Iterable[Entry]) -> int:
    """Count the parameters whose source says that they are an assumption."""
    return sum("assumption" in about.source for _, _, about in entries)


def limits(about: About) -> str:
    """Return the range of a parameter."""
    return f"{number(about.low)} to {number(about.high)}"


def full_table(entries: Iterable[Entry]) -> str:
    """Return the table of parameters with all that is known of them."""
    return table(
        ("parameter", "symbol", "default", "range", "unit", "meaning", "中文", "source",
         "fitted to", "read by"),
        [
            (
                code(name),
                code(about.symbol),
                number(default),
                limits(about),
                plain(about.unit),
                plain(about.meaning),
                plain(about.meaning_zh),
                plain(about.source),
                fact_behind(about),
                ", ".join(dict.fromkeys(code(f.short) for f in readers()[name])),
            )
            for name, default, about in entries
        ],
    )  # fmt: skip


def fact_behind(about: About) -> str:
    """Return the fact that a value was set by."""
    match = FITTED.search(about.source)
    return plain(match["fact"]) if match else "no fact"


def short_table(entries: Iterable[Entry]) -> str:
    """Return the table of parameters as the description of a submodel has it."""
    return table(
        ("parameter", "symbol", "default", "range", "unit", "meaning", "source"),
        [
            (
                code(name),
                code(about.symbol),
                number(default),
                limits(about),
                plain(about.unit),
                plain(about.meaning),
                plain(about.source),
            )
            for name, default, about in entries
        ],
    )
