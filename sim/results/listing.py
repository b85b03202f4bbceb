"""The dictionary as tables, for those who read results in another program."""

from collections.abc import Mapping

import pandas as pd

from sim import codes
from sim.results.about import KINDS, Table
from sim.results.event_kinds import EVENTS

ONE_DRAW = "One run is one draw: to compare ways of organising, run many seeds of each."
DICTIONARY, EVENT_KINDS = "dictionary", "event_kinds"
"""Names of the two tables about the tables."""


def about_tables(tables: Mapping[str, Table]) -> dict[str, pd.DataFrame]:
    """Return the dictionary of some tables, and what the columns of an event mean by its kind."""
    return {DICTIONARY: dictionary_table(tables), EVENT_KINDS: event_kinds_table()}


def dictionary_table(tables: Mapping[str, Table]) -> pd.DataFrame:
    """Return one row for each column of each table."""
    rows = [
        {
            "table": table.name,
            "column": column.name,
            "key": "yes" if column.name in table.key else "",
            "type": column.kind,
            "unit": column.unit,
            "meaning": column.meaning,
            "meaning_zh": column.meaning_zh,
            "values": "; ".join(f"{word} {zh}" for word, zh in column.values.items()),
            "other_values": "a scenario may add its own" if column.more else "",
            "if_empty": column.missing,
            "source": column.source,
            "one_row_is": table.row,
            "written": table.written,
        }
        for table in tables.values()
        for column in table.columns
    ]
    return pd.DataFrame(rows, dtype=object)


def event_kinds_table() -> pd.DataFrame:
    """Return one row for each kind of event: what its subject, object, value and reason are."""
    rows = []
    for code, kind in EVENTS.items():
        row = {"event": codes.EVENT_KINDS[code][0], "event_zh": codes.EVENT_KINDS[code][1]}
        for part in ("happens", "subject", "object", "value"):
            row[part], row[f"{part}_zh"] = getattr(kind, part)
        row |= {"unit": kind.unit, "why_in": kind.reason}
        row["why"], row["why_zh"] = kind.why
        rows.append(row)
    return pd.DataFrame(rows, dtype=object)


def types() -> str:
    """Say what each type of column is."""
    return "; ".join(f"{kind}: {meaning}" for kind, meaning in KINDS.items())
