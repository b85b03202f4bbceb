"""The tables of a run as one Excel workbook."""

import math
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd

from sim.results.about import IDENTITY, MASK, Column
from sim.results.listing import DICTIONARY, EVENT_KINDS, ONE_DRAW, about_tables, types
from sim.results.reading import Written

MOST_ROWS = 1_048_576
"""Rows of a sheet of Excel, the header included."""
MADE_BY = "ntic export"
"""Who last wrote a workbook; any program that saves it puts another name there."""


def write(run: Written, path: Path) -> None:
    """Write one workbook: what the run is, the dictionary, then a sheet for each table."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = book.properties.lastModifiedBy = MADE_BY
    book.properties.title = run.name
    try:
        _fill(book, run)
        book.save(path)
    except BaseException:
        for sheet in book.worksheets:  # they write to temporary files of their own
            with suppress(Exception):
                sheet.close()
        raise


def _fill(book: Any, run: Written) -> None:
    """Write all sheets of a workbook."""
    _sheet(book, "about", ["what", "content"], _about_rows(run), {})
    for name, table in about_tables(run.described).items():
        _sheet(book, name, [*map(str, table)], table.itertuples(index=False), {})
    for name, table in run.tables.items():
        about = run.described[name]
        notes = {column.name: _note(column) for column in about.columns}
        columns = [_cells(column, table[column.name]) for column in about.columns]
        most = MOST_ROWS - 1
        parts = max(1, math.ceil(len(table) / most))
        for part in range(parts):
            title = name if parts == 1 else f"{name}_{part + 1}"
            rows = zip(*[cells[part * most : (part + 1) * most] for cells in columns], strict=True)
            _sheet(book, title, [*map(str, table)], rows, notes)


def made_here(path: Path) -> bool:
    """Say whether an export wrote a workbook and nobody has saved it since."""
    try:
        with zipfile.ZipFile(path) as file:
            properties = file.read("docProps/core.xml").decode("utf-8")
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return False
    return f"<cp:lastModifiedBy>{MADE_BY}</cp:lastModifiedBy>" in properties


def _about_rows(run: Written) -> list[tuple[str, str]]:
    of = run.provenance
    rows = [
        ("scenario", str(of["scenario"])),
        ("question", run.question),
        ("seed", ", ".join(map(str, of.get("seeds", [of.get("seed")])))),
        ("digest", str(of["digest"])),
        ("command", str(of.get("command"))),
        ("commit", str(of.get("commit"))),
        ("note", ONE_DRAW),
        ("types of columns", types()),
        ("numbers", "Excel keeps 15 digits and a file of its 16; CSV has all."),
        (DICTIONARY, "every column of every table"),
        (EVENT_KINDS, "what subject, object, value and reason of an event are"),
    ]
    return rows + [
        (table.name, f"{table.title} {table.title_zh}. One row is {table.row}.")
        for table in run.described.values()
    ]


def _note(column: Column) -> str:
    """Say in a comment on a header what stands below it."""
    empty = f"\nEmpty: {column.missing}" if column.missing else ""
    return f"{column.meaning}\n{column.meaning_zh}\nUnit: {column.unit}{empty}"


def _cells(column: Column, values: pd.Series) -> list[Any]:
    """Return values as Excel can hold them: identities as text, None where there is none."""
    if column.kind in (IDENTITY, MASK):
        values = values.astype("string")
    return values.astype(object).where(values.notna(), None).tolist()


def _sheet(
    book: Any,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    notes: Mapping[str, str],
) -> None:
    """Write one sheet whose header stays in sight."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for k, name in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(k)].width = max(14, len(name) + 2)
    heads = [WriteOnlyCell(sheet, name) for name in header]
    for head in heads:
        head.font = Font(bold=True)
        if head.value in notes:
            head.comment = Comment(notes[str(head.value)], MADE_BY, height=110, width=280)
    sheet.append(heads)
    for row in rows:
        sheet.append(
            [_as_text(sheet, v) if isinstance(v, str) and v[:1] in "=#" else v for v in row]
        )


def _as_text(sheet: Any, text: str) -> Any:
    """Return a cell with a text that Excel would take for a formula or an error."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
