"""What a reader must know of a table of results and of its columns."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

TEXT, QUARTER, IDENTITY, MASK = "text", "quarter", "identity", "mask"
INTEGER, NUMBER, YES_NO = "integer", "number", "yes or no"

KINDS = {
    TEXT: "words",
    QUARTER: "a quarter such as 2010Q1",
    IDENTITY: "a whole number of up to 62 bits that stands for one thing in all tables of a run",
    MASK: "64 switches in one whole number, the first in the lowest bit",
    INTEGER: "a whole number",
    NUMBER: "a number",
    YES_NO: "true or false",
}
"""Kinds of columns; identities and masks have more digits than a spreadsheet keeps."""

COMPUTED = "computed by the model"
NO_VALUES: Mapping[str, str] = MappingProxyType({})


class Column(NamedTuple):
    """What a reader must know of a column of results."""

    name: str
    kind: str
    unit: str
    meaning: str
    meaning_zh: str
    values: Mapping[str, str] = NO_VALUES
    """The words that may stand in it, with their Chinese; empty if any may."""
    missing: str = ""
    """What it means that a cell is empty; empty if none is."""
    more: bool = False
    """A scenario can bring values of its own."""
    source: str = COMPUTED

    @property
    def dtype(self) -> str:
        """Type in pandas; that of a column with gaps keeps all 64 bits."""
        gaps = self.missing != ""
        return {
            IDENTITY: "Int64" if gaps else "int64",
            MASK: "UInt64" if gaps else "uint64",
            INTEGER: "Int64" if gaps else "int64",
            NUMBER: "float64",
            YES_NO: "boolean" if gaps else "bool",
        }.get(self.kind, "str")


class Table(NamedTuple):
    """What a reader must know of a table of results."""

    name: str
    title: str
    title_zh: str
    row: str
    """What one row is."""
    key: tuple[str, ...]
    """Columns that together name a row, one row only."""
    written: str
    columns: tuple[Column, ...]
