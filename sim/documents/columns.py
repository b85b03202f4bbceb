"""The page of the world's tables: every column with type, unit and meaning."""

from collections.abc import Iterator
from typing import get_args, get_type_hints

from sim import codes
from sim.documents.markdown import code, plain, table
from sim.documents.states import kind_of
from sim.rows import SCENARIO, Column
from sim.state import EVENT_DTYPE, TABLES, World, columns

GIVEN = "given by the scenario"
KINDS = {"constant": "stays", "dated": "stays but for dated changes", "state": "changes"}
"""What becomes of a column after its row has come into being."""

INTRO = """# The world's tables

Written by `python -m sim.documents` from `sim/rows/`: {columns} columns in {tables} tables. A row
is an agent, a thing or a place, and a Mesa agent is a view of its row. Below stand how many rows
a table has, then its columns in the order of memory.

*type*: `f8` is a float of 64 bits, `i` a whole number and `u8` a mask of 64 units or
technologies, all by their bytes; a shape goes before it where a row holds several. *from*: the
scenario, the tables of `scenarios/data`, or the model. *in a run*: whether anything changes the
column after its row has come into being, read from what the phases write.

Numbers of rows: `E` enterprises, `I` institutes, `C` centers, `M` seats in centers, `F` fields,
`P` provinces. A unit of 1 is a pure number, `row` a row number of another table."""


def page() -> str:
    """Return the page of the world's tables."""
    shapes = shapes_of_world()
    tables = [name for name in TABLES if name != "births"]
    total = sum(len(columns(TABLES[name])) for name in tables)
    lines = [INTRO.format(columns=total, tables=len(tables))]
    for name in tables:
        doc = plain(TABLES[name].__doc__ or "")
        lines += ["", f"## {name}", "", f"{doc} Rows: {plain(shapes[name])}.", ""]
        lines.append(table_of(name, columns(TABLES[name])))
    lines += [
        "",
        "## births",
        "",
        f"The columns of enterprises. Rows: {plain(shapes['births'])}.",
        "",
        "## Arrays",
        "",
        "What the world holds beside its tables.",
        "",
        table(
            ("array", "what it is"),
            [(code(name), plain(text)) for name, text in shapes.items() if name not in TABLES],
        ),
        "",
        "The log of events has the columns "
        + ", ".join(code(name) for name in EVENT_DTYPE.names or ())
        + ".",
        "",
        "## Codes",
        "",
        table(("column", "code", "what it says", "中文"), list(codes_of_columns())),
    ]
    return "\n".join(lines) + "\n"


def table_of(name: str, about: dict[str, Column]) -> str:
    """Return the table of a table's columns."""
    return table(
        ("column", "type", "unit", "meaning", "中文", "from", "in a run"),
        [
            (
                code(column),
                code(c.dtype),
                plain(c.unit),
                plain(c.meaning),
                plain(c.meaning_zh),
                GIVEN if c.source == SCENARIO else plain(c.source),
                KINDS[kind_of(name, column)],
            )
            for column, c in about.items()
        ],
    )


def codes_of_columns() -> Iterator[tuple[str, str, str, str]]:
    """Yield the codes of columns and of the log, with the words for them."""
    for column, words in (
        ("`ownership`", codes.OWNERSHIPS),
        ("`platform` of an institute", codes.PLATFORMS),
        ("`origin` of ideas and technologies", codes.ORIGINS),
        ("reasons of decisions", codes.REASONS),
        ("`kind` of an event", codes.EVENT_KINDS),
    ):
        for number, (english, chinese) in words.items():
            yield column, str(number), plain(english), plain(chinese)


def shapes_of_world() -> dict[str, str]:
    """Return what the world says of each of its arrays."""
    hints = get_type_hints(World, include_extras=True)
    return {name: get_args(hint)[1] for name, hint in hints.items()}
