"""The tables: every column explained, index columns narrow, room that grows without a trace."""

import pickle
import re

import numpy as np
import pytest

from sim import accounts, kernel, rows, spinup
from sim.allocate import PHASES, SEATS, allocate
from sim.parameters import Parameters, pack
from sim.ranges import enterprises_of, institutes_of
from sim.rules.maturation import OWNING_STAGE
from sim.schedule import SCHEDULE, perform
from sim.state import (
    BANK,
    CHARTERS,
    EVENT_DTYPE,
    EVENTS,
    IDEAS,
    MOST_BIRTHS,
    RIVALS,
    SLOTS,
    STAGES,
    TABLES,
    UNITS,
    Clock,
    World,
    as_records,
    columns,
    copy,
    dtype,
    table,
)

ALL = [
    pytest.param(name, column, about, id=f"{name}.{column}")
    for name, row in TABLES.items()
    for column, about in columns(row).items()
]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MANY = ("enterprises", "institutes", "memberships", "ideas", "teams", "technologies")
"""Tables with many rows, in which the width of a column counts."""


@pytest.mark.parametrize(("name", "column", "about"), ALL)
def test_every_column_is_explained_in_both_languages(name, column, about):
    assert about.unit
    assert about.meaning
    assert about.source
    assert not CHINESE.search(about.meaning + about.unit)
    assert CHINESE.search(about.meaning_zh)
    assert about.meaning == about.meaning.strip().rstrip(".")


@pytest.mark.parametrize(("name", "column", "about"), ALL)
def test_columns_are_as_wide_as_their_unit_needs(name, column, about):
    kind = np.dtype(about.dtype).base
    if about.unit == "mask":
        assert kind == np.uint64
    elif about.unit == "row" and name in MANY:
        assert kind in (np.int16, np.int32)
    elif about.unit in ("code", "0 or 1", "slot", "stage"):
        assert kind == np.int8
    elif "identity" in about.meaning:
        assert kind == np.int64
    elif about.unit.startswith("million CNY") or "/" in about.unit:
        assert kind == np.float64


@pytest.mark.plain
@pytest.mark.parametrize(("name", "column", "about"), ALL)
def test_no_column_hides_behind_an_attribute_of_a_row(name, column, about):
    """In plain Python `row.size` is the attribute of a record, not the column of that name."""
    assert not hasattr(np.void, column)


@pytest.mark.plain
def test_layouts_of_tables_are_the_same_objects_even_after_a_journey():
    """NumPy and numba compare a layout that is another object column by column, at each call."""
    w = allocate(enterprises=2, institutes=1, centers=1, fields=1, provinces=1)
    for world in (w, copy(w), copy(pickle.loads(pickle.dumps(w)))):
        for name, row in TABLES.items():
            rows = getattr(world, name)
            assert rows.dtype is dtype(row), name
            assert rows.dtype.type is np.record
            assert type(rows) is np.recarray
        assert world.events.dtype is EVENT_DTYPE
        assert type(world.distance) is np.ndarray


@pytest.mark.plain
def test_tables_hold_what_their_rows_say():
    for name, row in TABLES.items():
        made = table(row, 3)
        assert made.dtype == dtype(row)
        assert made.dtype.names == tuple(columns(row)), name
        assert not made.tobytes().strip(b"\0")


@pytest.mark.plain
def test_lengths_mirror_the_tables_they_stand_for():
    assert len(accounts.FLOWS) == rows.FLOWS
    assert rows.SECTORS == len(accounts.SECTORS) == len(accounts.SECTORS_ZH)
    assert len(SCHEDULE) == PHASES
    assert SLOTS == 2 * BANK
    assert UNITS == BANK == 64  # a mask of 64 bits holds either
    assert OWNING_STAGE == STAGES - 2
    assert np.iinfo(np.int16).max > SEATS


@pytest.mark.plain
def test_a_world_has_the_sizes_it_was_given():
    w = allocate(enterprises=5, institutes=4, centers=3, fields=2, provinces=6)
    sizes = {
        "enterprises": (5,),
        "births": (0,),
        "institutes": (4,),
        "centers": (3,),
        "boards": (3,),
        "successors": (3,),
        "charters": (CHARTERS,),
        "memberships": (3 * SEATS,),
        "ideas": (2 * MOST_BIRTHS * 4,),
        "teams": (2 * MOST_BIRTHS * 4 * RIVALS,),
        "technologies": (3, BANK),
        "fields": (2,),
        "provinces": (6,),
        "investors": (6,),
        "cells": (12,),
        "center_fields": (3, 2),
        "stars": (2 * 3,),
        "incubators": (6 + 3,),
        "books": (PHASES,),
        "relatedness": (2, 2),
        "inputs": (2, 2),
        "distance": (6, 6),
        "links": (0,),
        "counters": (6,),
    }
    assert {name: getattr(w, name).shape for name in sizes} == sizes
    assert w.events.dtype == EVENT_DTYPE
    assert set(sizes) | {"events"} == set(World._fields)


@pytest.mark.plain
def test_a_copy_shares_no_memory(start):
    other = copy(start)
    for name in World._fields:
        assert not np.shares_memory(getattr(start, name), getattr(other, name)), name


def cut(w, ideas, events):
    """Return a world with room for so many ideas and events."""
    return w._replace(
        ideas=as_records(w.ideas[:ideas].copy()),
        teams=as_records(w.teams[: RIVALS * ideas].copy()),
        events=as_records(w.events[:events].copy()),
    )


@pytest.mark.core
@pytest.mark.parametrize(("ideas", "events"), [(0, 0), (1, 1), (40, 7)])
def test_room_grows_without_a_trace(tiny, start, long, differences, ideas, events):
    begun = cut(start, int(start.counters[IDEAS]) + ideas, events)
    history = kernel.run(begun, tiny.parameters, tiny.seed, 24)
    assert differences(history, long) == []


def test_much_room_changes_nothing(tiny, start, long, differences, monkeypatch):
    monkeypatch.setattr(kernel, "in_use", lambda w: w)  # else a run begins without room
    ideas, teams = table(TABLES["ideas"], 5000), table(TABLES["teams"], 5000 * RIVALS)
    ideas[: start.ideas.size], teams[: start.teams.size] = start.ideas, start.teams
    roomy = start._replace(
        ideas=ideas,
        teams=teams,
        events=as_records(np.zeros(100_000, dtype=EVENT_DTYPE)),
    )
    history = kernel.run(roomy, tiny.parameters, tiny.seed, 24)
    assert history.world.ideas.size == 5000
    assert history.world.events.size == 100_000
    assert differences(history, long) == []


@pytest.mark.plain
def test_room_keeps_what_is_there(start):
    w = cut(start, 3, 5)
    w.ideas.id, w.teams.value, w.events.subject = [1, 2, 3], np.arange(12.0), np.arange(5)
    w.counters[IDEAS], w.counters[EVENTS] = 3, 5
    grown = kernel.with_room(w)
    births = w.fields.size * MOST_BIRTHS
    assert grown.ideas.size >= 3 + births
    assert grown.teams.size == RIVALS * grown.ideas.size
    assert grown.events.size > 5 + births
    assert grown.ideas.id[:4].tolist() == [1, 2, 3, 0]
    assert grown.teams.value[:12].tolist() == list(range(12))
    assert grown.events.subject[:5].tolist() == list(range(5))
    assert kernel.with_room(grown) is grown


@pytest.mark.core
@pytest.mark.plain
@pytest.mark.parametrize("number", range(len(SCHEDULE)), ids=[phase.name for phase in SCHEDULE])
def test_every_phase_can_be_called_alone(tiny, start, number):
    w = kernel.with_room(start)
    clock = Clock(np.uint64(1), 4, number)
    for step in SCHEDULE[number].steps:
        perform(step, w, pack(tiny.parameters), clock)
    accounts.tally(w, pack(tiny.parameters), clock, 0, w.cells.size)
    for name in ("enterprises", "institutes", "centers", "cells", "fields"):
        for column in (array := getattr(w, name)).dtype.names:
            values = array[column]
            if values.dtype.kind == "f" and column != "scores":
                assert np.isfinite(values).all(), (name, column)


@pytest.mark.core
@pytest.mark.plain
def test_rows_of_a_field_lie_together(start):
    for name, rows_of in (("enterprises", enterprises_of), ("institutes", institutes_of)):
        for field in range(start.fields.size):
            rows = np.flatnonzero(getattr(start, name)["field"] == field)
            assert list(range(*rows_of(start, field))) == rows.tolist()


@pytest.mark.plain
def test_a_phase_can_be_called_on_an_empty_country():
    w = kernel.with_room(allocate(enterprises=0, institutes=0, centers=0, fields=1, provinces=1))
    w.fields.potential, w.fields.maturity, w.fields.innovation = 1.0, 0.5, 0.03
    w.fields.foreign_share, w.fields.foreign_efficiency = 1.0, 1.0
    w.fields.price_start, w.fields.opened, w.fields.opened_start = 1.0, 48, 48
    w.fields.input_price = w.fields.weight = w.fields.import_price_start = 1.0
    kernel.quarter(w, pack(Parameters()), np.uint64(1), 0)
    assert w.fields.demand[0] > 0.0
    assert w.fields.sales[0] == 0.0
    assert w.books.gaps.max() == 0.0


def test_the_initial_world_does_not_depend_on_the_runs_seed(tiny, differences):
    from dataclasses import replace

    assert differences(spinup.start(tiny), spinup.start(replace(tiny, seed=99))) == []
