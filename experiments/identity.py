"""Two worlds side by side, row by row: what stands in one and not in the other, by identity."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.accounts import FLOWS, SECTORS
from sim.allocate import SEATS
from sim.codes import EVENT_KINDS
from sim.results import GENERIC
from sim.schedule import PHASES
from sim.specs import LEADS, Scenario
from sim.state import (
    BIRTHS,
    EVENT_DTYPE,
    EVENTS,
    IDEAS,
    LINKS,
    NONE,
    RIVALS,
    TABLES,
    Column,
    World,
)
from sim.state import columns as columns_of

COMPARED = (*TABLES, "events")
"""Parts of a world that are compared; numbers of rows in use follow from them."""
OF_CENTERS = ("centers", "boards", "successors", "memberships", "center_fields", "incubators")
NUMBERED = {
    ("memberships", "center"),
    ("memberships", "next"),
    ("technologies", "center"),
    ("technologies", "owner"),
    ("teams", "pilot"),
    ("teams", "owner"),
    ("enterprises", "first_membership"),
    ("institutes", "first_membership"),
}
"""Columns that may hold the row of a center or seat, which differs where others take part."""
MOST = 1000
"""Cells of one column that are listed."""

CELL = ["table", "row", "field", "province", "column", "a", "b", "relative", "unit", "meaning"]
"""Columns of a list of cells."""
NO_AMOUNTS = ("row", "code", "mask", "0 or 1", "slot", "stage", "quarter")
"""Units of columns whose values say what or when, not how much."""

Given = frozenset[tuple[str, str]]
"""Tables and columns that are left out of a comparison."""


class Side(NamedTuple):
    """A scenario and a world of it."""

    scenario: Scenario
    world: World


class Unlike(NamedTuple):
    """A column that is not the same in rows that both worlds have, or rows that one lacks."""

    table: str
    name: str  # of the column; none for rows that one lacks
    column: Column
    rows: tuple[np.ndarray, np.ndarray]  # (n,) that both have, or those without a partner
    differ: np.ndarray  # (n,) bool
    relative: np.ndarray  # (n,) difference over the larger of the two, NaN for what is no amount


def unlike(one: Side, other: Side, given: Given = frozenset()) -> Iterator[Unlike]:
    """Yield what differs between two worlds, table by table; rows are matched by identity."""
    same_centers = _centers(one.scenario) == _centers(other.scenario)
    for table in COMPARED:
        a, b = rows_in_use(one.world, table), rows_in_use(other.world, table)
        if a.shape == b.shape and a.tobytes() == b.tobytes() and same_centers:
            continue
        pairs, alone = _matched(one, other, table)
        if table in OF_CENTERS:  # which centers take part is an input
            alone = (alone[0][:0], alone[1][:0])
        if alone[0].size or alone[1].size:
            there = np.ones(alone[0].size + alone[1].size, dtype=bool)
            row = Column("", "", "rows without a partner", "")
            yield Unlike(table, "", row, alone, there, np.full(there.size, np.nan))
        for name, column in _columns(table).items():
            if (table, name) in given:
                continue
            x, y = _flat(a[name][pairs[0]]), _flat(b[name][pairs[1]])
            differ = np.asarray(_differ(x, y).any(axis=1))
            if differ.any():
                relative = _relative(x, y, column)
                yield Unlike(table, name, column, pairs, differ, relative)


def columns_unlike(one: Side, other: Side, given: Given = frozenset()) -> pd.DataFrame:
    """Return which columns differ: in how many of how many rows, and by how much at most."""
    rows = []
    for found in unlike(one, other, given):
        largest = found.relative[found.differ & ~np.isnan(found.relative)]
        rows.append(
            {
                "table": found.table,
                "column": found.name,
                "rows": found.differ.size,
                "differ": int(found.differ.sum()),
                "largest": largest.max() if largest.size else np.nan,
                "unit": found.column.unit,
                "meaning": found.column.meaning,
            }
        )
    names = ["table", "column", "rows", "differ", "largest", "unit", "meaning"]
    return pd.DataFrame(rows, columns=names)


def cells_unlike(one: Side, other: Side, given: Given = frozenset()) -> pd.DataFrame:
    """Return the cells that differ with both values, the largest relative difference first.

    Of one column at most `MOST` are listed; of a column of vectors the first element that differs.
    """
    parts = []
    for found in unlike(one, other, given):
        if not found.name:
            for side, rows, here in zip((one, other), found.rows, ("a", "b"), strict=True):
                alone = _places(side, found.table, rows[:MOST])
                parts.append(alone.assign(**{"a": "-", "b": "-", here: "present"}))
            continue
        order = np.argsort(-np.nan_to_num(found.relative), kind="stable")
        chosen = order[found.differ[order]][:MOST]
        a, b = (rows[chosen] for rows in found.rows)
        x = _flat(rows_in_use(one.world, found.table)[found.name][a])
        y = _flat(rows_in_use(other.world, found.table)[found.name][b])
        names, x, y = _elements(found.name, x, y)
        parts.append(
            _places(one, found.table, a).assign(
                column=names,
                a=[_text(value, found.column) for value in x],
                b=[_text(value, found.column) for value in y],
                relative=found.relative[chosen],
                unit=found.column.unit,
                meaning=found.column.meaning,
            )
        )
    if not parts:
        return pd.DataFrame(columns=CELL)
    return pd.concat(parts, ignore_index=True).reindex(columns=CELL)


def rows_in_use(w: World, table: str) -> np.ndarray:
    """Return the rows of a table that hold something, one after the other."""
    sizes = {"ideas": IDEAS, "events": EVENTS, "births": BIRTHS, "links": LINKS, "teams": IDEAS}
    rows = getattr(w, table)
    if table in sizes:
        rows = rows[: int(w.counters[sizes[table]]) * (RIVALS if table == "teams" else 1)]
    return np.asarray(rows).reshape(-1)


def _columns(table: str) -> dict[str, Column]:
    if table == "events":
        names = EVENT_DTYPE.names or ()
        return {name: Column("", "", f"{name} of an event", "") for name in names}
    return columns_of(TABLES[table])


def _centers(scenario: Scenario) -> list[str]:
    return [center.key for center in scenario.centers]


def _matched(
    one: Side, other: Side, table: str
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Return rows of both worlds that are the same thing, and those that one lacks."""
    left, right = identities(one, table), identities(other, table)
    partner = left.get_indexer(right)
    both = np.flatnonzero(partner >= 0)
    order = np.argsort(partner[both], kind="stable")
    b = both[order]
    a = partner[b]
    alone = np.setdiff1d(np.arange(len(left)), a), np.flatnonzero(partner < 0)
    return (a, b), alone


def identities(side: Side, table: str) -> pd.Index:
    """Return who or what stands in each row, the same words in every world."""
    scenario, w = side
    rows = rows_in_use(w, table)
    fields = [field.key for field in scenario.fields]
    provinces = [province.key for province in scenario.provinces]
    centers = _centers(scenario)
    match table:
        case "centers" | "boards" | "successors":
            return pd.Index(centers)
        case "charters":
            return pd.Index(list(LEADS))
        case "incubators":
            return pd.Index([*provinces, *centers])
        case "fields":
            return pd.Index(fields)
        case "provinces" | "investors":
            return pd.Index(provinces)
        case "cells":
            return pd.MultiIndex.from_product([fields, provinces])
        case "center_fields":
            return pd.MultiIndex.from_product([centers, fields])
        case "memberships":
            return pd.MultiIndex.from_product([centers, range(SEATS)])
        case "technologies":
            banks = [*fields, GENERIC]
            return pd.MultiIndex.from_product([banks, range(rows.size // len(banks))])
        case "stars":
            return pd.MultiIndex.from_product([fields, range(rows.size // len(fields))])
        case "teams":
            ideas = rows_in_use(w, "ideas")["id"]
            return pd.MultiIndex.from_product([ideas, range(RIVALS)])
        case "books":
            return pd.Index(PHASES)
        case "events":
            return pd.RangeIndex(rows.size)
    return _unique(rows["id"])


def _unique(identity: np.ndarray) -> pd.Index:
    """Return identities as an index; one that comes again is told apart by its number."""
    again = pd.Series(identity).groupby(identity).cumcount().to_numpy()
    return pd.MultiIndex.from_arrays([identity, again])


def _flat(values: np.ndarray) -> np.ndarray:
    """Return a column with the elements of each row in a row, (n, k)."""
    return values.reshape(len(values), math.prod(values.shape[1:]))


def _differ(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return element by element what is not the same; what is no number equals itself."""
    both_missing = (x != x) & (y != y)
    return np.logical_and(x != y, np.logical_not(both_missing))


def _relative(x: np.ndarray, y: np.ndarray, column: Column) -> np.ndarray:
    """Return by row the largest difference over the larger of two amounts, (n,)."""
    if column.unit in NO_AMOUNTS:
        return np.full(len(x), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        gap = np.abs(x.astype(float) - y.astype(float)) / np.maximum(np.abs(x), np.abs(y))
    return np.nan_to_num(gap).max(axis=1)


def _elements(name: str, x: np.ndarray, y: np.ndarray) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return a column with its values, or of vectors the first elements that differ."""
    if x.shape[1] == 1:
        return [name] * len(x), x[:, 0], y[:, 0]
    first = _differ(x, y).argmax(axis=1)
    words = {"flows": [flow.name for flow in FLOWS], "stocks": SECTORS, "gaps": SECTORS}.get(name)
    names = [f"{name}[{words[k] if words else k}]" for k in first]
    rows = np.arange(len(x))
    return names, x[rows, first], y[rows, first]


def _text(value: np.generic, column: Column) -> str:
    """Return a value so that another one would read differently."""
    return hex(int(value)) if column.unit == "mask" else repr(value.item())


def _places(side: Side, table: str, rows: np.ndarray) -> pd.DataFrame:
    """Return table, identity, field and province of some rows."""
    fields = [field.key for field in side.scenario.fields]
    provinces = [province.key for province in side.scenario.provinces]
    names = identities(side, table)[rows]
    words = [name if isinstance(name, tuple) else (name,) for name in names]
    values = rows_in_use(side.world, table)[rows]
    places = {
        "field": [next((str(k) for k in word if k in fields), "") for word in words],
        "province": [next((str(k) for k in word if k in provinces), "") for word in words],
    }
    for place, keys in (("field", [*fields, GENERIC, ""]), ("province", [*provinces, ""])):
        if place in (values.dtype.names or ()):
            places[place] = [keys[k] for k in np.where(values[place] == NONE, -1, values[place])]
    if "id" in (values.dtype.names or ()) and table not in OF_CENTERS:
        text = [str(k) for k in values["id"]]
    else:
        text = [" ".join(map(str, word)) for word in words]
    if table == "events":
        text = [f"{k} {EVENT_KINDS[kind][0]}" for k, kind in zip(text, values["kind"], strict=True)]
    return pd.DataFrame({"table": table, "row": text, **places})
