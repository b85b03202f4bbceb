"""The tables of the world, and the world as one tuple of them.

A kind of agent is a table, an agent is a row, a Mesa agent is a view of that row. Tables are
arrays of records: the same row can be handed to a compiled act and read in plain Python, and a
kernel takes the whole world by one pointer (`docs/decisions.md`).
"""

from functools import cache
from typing import Annotated, Any, NamedTuple, get_type_hints

import numpy as np

from sim.by_pointer import ByPointer, plain
from sim.rows import (
    BANK,
    CANDIDATES,
    CHARTERS,
    EVENT_DTYPE,
    FLOWS,
    GROUPS,
    LARGEST,
    MEETINGS,
    MOST_BIRTHS,
    NEVER,
    NONE,
    OWNERS,
    PEOPLE,
    QUALITIES,
    REFUSALS,
    RIVALS,
    ROUNDS,
    SECTORS,
    SLOTS,
    STAGES,
    UNITS,
    WORK_KINDS,
    Board,
    Book,
    Cell,
    Center,
    CenterField,
    Charter,
    Column,
    Enterprise,
    Field,
    Idea,
    Incubator,
    Institute,
    Investor,
    Link,
    Membership,
    Province,
    Star,
    Successor,
    Team,
    Technology,
)

__all__ = [
    "BANK",
    "BIRTHS",
    "CANDIDATES",
    "CHARTERS",
    "EVENTS",
    "EVENT_DTYPE",
    "FLOWS",
    "GROUPS",
    "IDEAS",
    "IDEAS_EVER",
    "LARGEST",
    "LINKS",
    "MATCHES",
    "MEETINGS",
    "MOST_BIRTHS",
    "NEVER",
    "NONE",
    "OWNERS",
    "PEOPLE",
    "QUALITIES",
    "REFUSALS",
    "RIVALS",
    "ROUNDS",
    "SECTORS",
    "SLOTS",
    "STAGES",
    "TABLES",
    "UNITS",
    "WORK_KINDS",
    "Clock",
    "Column",
    "World",
    "as_records",
    "columns",
    "copied",
    "copy",
    "dtype",
    "in_use",
    "table",
]


class Clock(NamedTuple):
    """Which run, when, and where in the quarter."""

    seed: np.uint64
    quarter: int
    phase: int


TABLES = {
    "enterprises": Enterprise,
    "births": Enterprise,
    "institutes": Institute,
    "centers": Center,
    "boards": Board,
    "successors": Successor,
    "charters": Charter,
    "memberships": Membership,
    "links": Link,
    "ideas": Idea,
    "teams": Team,
    "technologies": Technology,
    "fields": Field,
    "provinces": Province,
    "investors": Investor,
    "incubators": Incubator,
    "cells": Cell,
    "center_fields": CenterField,
    "stars": Star,
    "books": Book,
}


def columns(row: type) -> dict[str, Column]:
    """Return the columns of a table in order."""
    hints = get_type_hints(row, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


@cache
def dtype(row: type) -> np.dtype:
    """Return the record layout of a table, always the same object: NumPy compares others slowly."""
    layout = np.dtype([(name, c.dtype) for name, c in columns(row).items()], align=True)
    return np.dtype((np.record, layout))


LAYOUTS = {layout: layout for layout in (*map(dtype, TABLES.values()), EVENT_DTYPE)}


def table(row: type, rows: int | tuple[int, ...]) -> Any:
    """Return a table of zeros with named columns."""
    return np.zeros(rows, dtype=dtype(row)).view(np.recarray)


class _World(NamedTuple):
    """The tables by name.

    A cell is field x n_provinces + province. `E`, `I`, `C`, `M`, `F`, `P` below are numbers of
    enterprises, institutes, centers, memberships, fields and provinces.
    """

    enterprises: Annotated[Any, "(E,), sorted by cell, then identity"]
    births: Annotated[Any, "(capacity,), enterprises that join between quarters"]
    institutes: Annotated[Any, "(I,), sorted by cell, then identity"]
    centers: Annotated[Any, "(C,)"]
    boards: Annotated[Any, "(C,)"]
    successors: Annotated[Any, "(C,), what each center is to become"]
    charters: Annotated[Any, "(4,), one of each type of lead"]
    memberships: Annotated[Any, "(M,), rows of a center together"]
    links: Annotated[Any, "(capacity,), in order of birth"]
    ideas: Annotated[Any, "(capacity,), in order of birth"]
    teams: Annotated[Any, "(4 x capacity,)"]
    technologies: Annotated[Any, "(F + 1, 64), the last row is the national bank"]
    fields: Annotated[Any, "(F,)"]
    provinces: Annotated[Any, "(P,)"]
    investors: Annotated[Any, "(P,), one in each province"]
    incubators: Annotated[Any, "(P + C,), a public one in each province, then that of each center"]
    cells: Annotated[Any, "(F x P,), field by field"]
    center_fields: Annotated[Any, "(C, F)"]
    stars: Annotated[Any, "(F x places,), field by field"]
    books: Annotated[Any, "(phases,)"]
    relatedness: Annotated[Any, "(F, F) [1], 1 on the diagonal"]
    inputs: Annotated[Any, "(F, F) [1], share of the buyer's costs in 2010, seller by buyer"]
    distance: Annotated[Any, "(P, P) [km], within a province on the diagonal"]
    events: Annotated[Any, "(capacity,), the log of events"]
    counters: Annotated[
        Any, "(6,) int64: events, ideas, ideas ever, births, links, and rows that matching needed"
    ]


class World(ByPointer, _World):
    """All that a run reads and writes; allocated before the run, grown only between quarters."""


EVENTS, IDEAS, IDEAS_EVER, BIRTHS, LINKS, MATCHES = 0, 1, 2, 3, 4, 5
"""Places in `World.counters`: matches are rows that matching needed in the table of links."""


def in_use(w: World) -> World:
    """Return the world without the room that was kept for later ideas, links, events and births."""
    ideas = int(w.counters[IDEAS])
    rows = {"ideas": ideas, "teams": RIVALS * ideas}
    rows |= {"links": int(w.counters[LINKS]), "events": int(w.counters[EVENTS])}
    rows |= {"births": int(w.counters[BIRTHS])}
    return w._replace(**{name: getattr(w, name)[:n] for name, n in rows.items()})


def copy(w: World) -> World:
    """Return a world that shares no memory with the given one."""
    return World(*[copied(array) for array in w])


def copied(array: np.ndarray) -> Any:
    """Return a copy of a table, or of an array, moved as bytes: NumPy moves records by column.

    A table's layout becomes the object that `dtype` gives: what was pickled has one of its own.
    """
    fresh = np.empty(array.shape, LAYOUTS.get(array.dtype, array.dtype))
    fresh.view(np.uint8)[...] = plain(array).view(np.uint8)
    return fresh.view(type(array))


def as_records(array: np.ndarray) -> Any:
    """Return a structured array as records with named columns."""
    return array.view(np.recarray)
