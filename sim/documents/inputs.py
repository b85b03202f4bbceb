"""What the model reads and what it is held against: the tables of data and of targets."""

import csv
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from sim import tables
from sim.documents.markdown import code, plain, table
from sim.parameters import describe
from sim.scenario.events import BUDGETS, KEYS, OF_CENTERS, REQUIRED, changeable

TARGETS = Path(__file__).parents[2] / "calibration" / "targets"
SOURCE = re.compile(r"\bS_(?=[A-Z0-9_]*[A-Z])[A-Za-z0-9_]{3,}")
YEAR = re.compile(r"^(20\d\d)(Q[1-4])?$")
TIMES = ("year", "quarter", "opens", "approved_quarter")
"""Columns of tables that hold a year or a quarter."""
LINE = re.compile(r"^\| `(?P<file>[a-z_]+)\.csv` \|(?P<what>[^|]*)\|[^|]*\|(?P<how>[^|]*)\|$")
"""A line of the table of files in `scenarios/data/README.md`."""


@cache
def targets(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of targets."""
    with (TARGETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cited(texts: Iterable[str]) -> list[str]:
    """Return the ids of sources in some texts, each once, sorted."""
    return sorted({source for text in texts for source in SOURCE.findall(text)})


def patterns() -> str:
    """Return the facts that the model is held against."""
    demography = [
        (
            code(row["fact"]),
            plain(row["statement"]),
            range_of(row),
            row["gate"],
            plain(row["source"]),
        )
        for name in ("demography", "official")
        for row in targets(name)
    ]
    stylised = [
        (
            code(row["id"]),
            plain(row["statement"]),
            plain(row["value"]),
            plain(row["tolerance_or_range"]),
            plain(row["source"]),
        )
        for row in targets("stylised_facts")
    ]
    return "\n\n".join(
        (
            "Facts with a verdict in [the model against the facts](facts.md). *gate*: whether the"
            " range is judged, whether the fact was put in, or whether it is shown only.",
            table(("fact", "statement", "value (range)", "gate", "source"), demography),
            "Stylised facts:",
            table(("id", "statement", "value", "range", "source"), stylised),
        )
    )


def range_of(row: dict[str, str]) -> str:
    """Return the value of a fact and the range in which the model passes."""
    ends = {"low": "over", "high": "under"}
    given = [end for end in ends if row[end]]
    if len(given) == 2:
        text = f"({row['low']} to {row['high']})"
    else:
        text = "".join(f"({ends[end]} {row[end]})" for end in given)
    return " ".join(filter(None, [row["value"], text])) or "shown only"


def files() -> list[Path]:
    """Return the tables of `scenarios/data`, all but that of the sources."""
    return sorted(path for path in tables.DATA.glob("*.csv") if path.stem != "sources")


def data() -> str:
    """Return what each table of data holds, with rows, years and sources."""
    said = {}
    for line in (tables.DATA / "README.md").read_text(encoding="utf-8").splitlines():
        if match := LINE.match(line):
            said[match["file"]] = match
    found = []
    for path in files():
        rows = tables.rows(path.stem)
        about = said.get(path.stem)
        found.append(
            (
                code(path.name),
                plain(about["what"]) if about else "",
                str(len(rows)),
                years_of(rows),
                (plain(about["how"]) if about else "") or "see the file",
                ", ".join(sources_of(rows)) or "assumption",
            )
        )
    return table(("file", "what it holds", "rows", "years", "sourced or assumed", "sources"), found)


def years_of(rows: Sequence[dict[str, str]]) -> str:
    """Return the years that a table's columns of time name."""
    years = [
        match[1]
        for row in rows
        for column, value in row.items()
        if column in ("year", "quarter", "opens", "approved_quarter")
        and (match := YEAR.match(value))
    ]
    return f"{min(years)} to {max(years)}" if years else "one time"


def sources_of(rows: Sequence[dict[str, str]]) -> list[str]:
    """Return the ids of sources that a table cites in columns such as `source`, `lead_source`."""
    return cited(value for row in rows for column, value in row.items() if "source" in column)


def background() -> str:
    """Return what happens in every scenario at a date, whatever centers do."""
    return table(
        ("from", "what is set", "field", "value (range)", "what it is", "source"),
        [
            (
                row["quarter"],
                code(row["name"]),
                row["field"] or "all",
                f"{row['value']} ({row['low']} to {row['high']})",
                plain(row["what"]),
                plain(row["source"]),
            )
            for row in tables.rows("background")
        ],
    )


def events() -> str:
    """Return the kinds of events that a scenario can have, with their keys and what they reach."""
    reach = {
        "change": (
            f"a switch of a center: {listed(OF_CENTERS)}",
            f"an attribute of a field: {listed(changeable('field'))}",
            "any parameter but those of the start",
        ),
        "embargo": ("imports of one field or several",),
        "cut": (f"a public budget, by a part: {listed(BUDGETS)}",),
    }
    return table(
        ("event", "keys", "may be left out", "what it reaches"),
        [
            (
                code(kind),
                listed(REQUIRED[kind]),
                listed(key for key in keys if key not in REQUIRED[kind]) or "none",
                "; ".join(reach[kind]),
            )
            for kind, keys in KEYS.items()
        ],
    )


def listed(names: Iterable[str]) -> str:
    """Return names in code type, with commas."""
    return ", ".join(map(code, names))


def sources() -> str:
    """Return the works behind the ids that the page cites."""
    texts = [about.source for _, _, about in describe()]
    texts += [row["source"] for name in ("demography", "official", "stylised_facts")
              for row in targets(name)]  # fmt: skip
    texts += [row["source"] for row in tables.rows("background")]
    wanted = set(cited(texts))
    for path in files():
        wanted |= set(sources_of(tables.rows(path.stem)))
    return table(
        ("id", "title", "publisher", "year", "how it was read"),
        [
            (
                row["source"],
                plain(row["title"]),
                plain(row["publisher"]),
                row["year"],
                plain(row["how_read"]),
            )
            for row in tables.rows("sources")
            if row["source"] in wanted
        ],
    )
