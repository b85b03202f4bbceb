"""The page of the tables of results: rows, keys, columns, values, and what each event means."""

from collections.abc import Mapping

from sim import codes
from sim.documents.markdown import code, count, plain, table
from sim.results.about import KINDS, Column, Table
from sim.results.columns import SEED, dictionary
from sim.results.event_kinds import EVENTS, Words

LIST = 12
"""Values that stand in the table of columns; longer lists stand once, in sections of their own."""
LISTS = {
    "Fields": ("members", "field"),
    "Provinces": ("members", "province"),
    "Reasons": ("events", "reason"),
    "Phases": ("flows", "phase"),
    "Flows": ("flows", "flow"),
}
"""Sections, and the table and column whose values they list."""
ELSEWHERE = {
    "indicator": "[indicators](indicators.md)",
    "event": "[kinds of events](#kinds-of-events)",
}
"""Columns whose values are explained where more is said of them."""
NOTHING = "-"


def page() -> str:
    """Return the page of the tables of results."""
    tables = dictionary()
    lines = [
        "Written by `python -m sim.documents` from `sim/results/`.",
        "",
        "# Tables of results",
        "",
        f"A run writes up to {count(len(tables), 'table')} as Parquet files into its folder;",
        "`sim.export` writes them for other programs, with this dictionary. Tables of several",
        f"seeds begin with the column `{SEED.name}`, then part of the key. *empty* says what",
        "it means that a cell is empty; where nothing stands, none is. Money is at 2017 prices. A",
        "unit of 1 is a pure number or a word.",
        "",
        "Types: " + "; ".join(f"*{kind}* {meaning}" for kind, meaning in KINDS.items()) + ".",
    ]
    for one in tables.values():
        lines += ["", f"## {one.name}", "", *about(one), "", columns_of(one)]
        if one.name == "events":
            lines += ["", "### Kinds of events", "", events()]
    for title, values in lists().items():
        lines += ["", f"## {title}", "", words(values)]
    return "\n".join(lines) + "\n"


def about(one: Table) -> list[str]:
    """Say what a row of a table is, by what it is named, and when the table is written."""
    key = ", ".join(code(name) for name in one.key)
    return [
        f"{one.title}, {one.title_zh}. One row is {plain(one.row)}.",
        f"Key: {key}. Written {one.written}.",
    ]


def lists() -> dict[str, Mapping[str, str]]:
    """Return the long lists of values by title."""
    columns = {(one.name, c.name): c for one in dictionary().values() for c in one.columns}
    return {title: columns[place].values for title, place in LISTS.items()}


def columns_of(one: Table) -> str:
    """Return the columns of a table."""
    return table(
        ("column", "type", "unit", "meaning", "中文", "values", "empty"),
        [
            (
                *(code(column.name), column.kind, column.unit),
                *(plain(column.meaning), plain(column.meaning_zh)),
                *(values_of(column), plain(column.missing) or NOTHING),
            )
            for column in one.columns
        ],
    )


def values_of(column: Column) -> str:
    """Say which values a column can have: its own, and those of lists that have a section."""
    if column.name in ELSEWHERE:
        return ELSEWHERE[column.name]
    rest = dict(column.values)
    parts = []
    for title, values in lists().items() if len(rest) > LIST else ():
        if values.keys() <= rest.keys():
            parts.append(f"[{title.lower()}](#{title.lower()})")
            rest = {word: zh for word, zh in rest.items() if word not in values}
    parts += [f"{code(word)} {zh}" for word, zh in rest.items()]
    more = ["others of a scenario's own"] if column.more else []
    return "; ".join(parts + more) or NOTHING


def events() -> str:
    """Return what the columns of an event mean by its kind."""
    return table(
        ("event", "中文", "happens when", "subject", "object", "value", "unit", "column", "says"),
        [
            (
                *(code(codes.EVENT_KINDS[kind][0]), codes.EVENT_KINDS[kind][1]),
                *(both(event.happens), both(event.subject), both(event.object)),
                *(both(event.value), event.unit or NOTHING),
                *(code(event.reason) if event.reason else NOTHING, both(event.why)),
            )
            for kind, event in EVENTS.items()
        ],
    )


def both(text: Words) -> str:
    """Return English and Chinese in one cell."""
    return plain(" ".join(text)) or NOTHING


def words(values: Mapping[str, str]) -> str:
    """Return a list of values with their Chinese."""
    return table(("value", "中文"), [(code(word), zh) for word, zh in values.items()])
