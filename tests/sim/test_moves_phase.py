"""Enterprises that move: who asks, who may, where to, and that nothing is lost on the way."""

import numpy as np
import pytest

from sim import codes, kernel, population
from sim.parameters import Location, Parameters, pack, replace
from sim.phases import moves
from sim.rules.location import looks_around
from sim.state import EVENTS, NONE, Clock

pytestmark = [pytest.mark.core, pytest.mark.plain]

PLACES = 3
CLOCK = Clock(np.uint64(1), 9, 12)


def country(n=6, centers=0, **values):
    """Return enterprises of one field in three provinces that differ in their sales alone."""
    w = kernel.allocate(enterprises=n, institutes=0, centers=centers, fields=1, provinces=PLACES)
    w = w._replace(events=np.zeros(4 * n, dtype=w.events.dtype).view(np.recarray))
    e = w.enterprises
    e.id, e.weight, e.sales = np.arange(1, n + 1), 1.0, 2.0
    e.province = np.arange(n) * PLACES // n
    e.cell = e.province
    for name, value in values.items():
        e[name] = value
    kernel_index(w)
    w.cells.sales, w.fields.sales = [1.0, 1.0, 98.0], 100.0
    w.provinces.key, w.provinces.density = np.arange(PLACES) + 11, 1.0
    w.distance[:] = 100.0
    return w


def kernel_index(w):
    """Write where the rows of each cell lie."""
    edges = np.arange(w.cells.size + 1)
    at = np.searchsorted(w.enterprises.cell, edges)
    w.cells.first_enterprise, w.cells.last_enterprise = at[:-1], at[1:]


def given(**changes):
    usual = {"reconsiders": 4.0, "moving_cost": 0.0, "field_pull": 100.0}
    changes = {f"location.{name}": value for name, value in (usual | changes).items()}
    return pack(replace(Parameters(), changes))


def test_who_asks_by_hand():
    p = Location(reconsiders=0.2)
    assert looks_around(0.049, p)
    assert not looks_around(0.05, p)
    assert not looks_around(0.0, p._replace(reconsiders=0.0))


def test_all_go_where_the_pull_is_and_the_log_says_so():
    w = country()
    moves.move(w, given(), CLOCK)
    assert w.enterprises.moves.tolist() == [1, 1, 1, 1, 0, 0]
    assert w.enterprises.moves_to[:4].tolist() == [2] * 4
    log = w.events[: int(w.counters[EVENTS])]
    assert (log.kind == codes.FIRM_MOVES).all()
    assert log.subject.tolist() == [1, 2, 3, 4]
    assert set(log.object.tolist()) == {13}


@pytest.mark.parametrize("changes", [{"reconsiders": 0.0}, {"moving_cost": 1e6}])
def test_nobody_moves_who_does_not_ask_or_cannot_afford_it(changes):
    w = country()
    moves.move(w, given(**changes), CLOCK)
    assert w.enterprises.moves.sum() == 0
    assert w.counters[EVENTS] == 0


def test_who_is_bound_stays():
    w = country(6, centers=1, exits=[1, 0, 0, 0, 0, 0])
    w.enterprises.tenancy[1:3] = codes.TENANT, codes.AT_DOOR
    w.centers.lead_kind, w.centers.lead = codes.ENTERPRISE, 3
    moves.move(w, given(), CLOCK)
    assert w.enterprises.moves.tolist() == [0, 0, 1, 0, 0, 0]


def test_as_many_ask_as_is_said():
    """Of 4,000 a quarter of 0.4 a year: 400, within five standard errors."""
    w = country(4000)
    moves.move(w, given(reconsiders=0.4, field_pull=1e4), CLOCK)
    left = w.enterprises.province < 2
    share = w.enterprises.moves[left].mean()
    assert abs(share - 0.1) < 5.0 * np.sqrt(0.09 / left.sum())


def test_between_quarters_rows_go_to_their_new_cells_and_links_follow():
    w = country()
    w.stars.employer_kind, w.stars.employer = codes.ENTERPRISE, 1
    moves.move(w, given(), CLOCK)
    before = {int(e.id): float(e.sales) for e in w.enterprises}
    after = population.renew(w)
    e = after.enterprises
    assert e.cell.tolist() == [2] * 6
    assert (e.province == e.cell).all()
    assert e.id.tolist() == [1, 2, 3, 4, 5, 6]  # sorted by cell and identity
    assert {int(x.id): float(x.sales) for x in e} == before
    assert e.moves.sum() == 0
    assert after.cells.first_enterprise.tolist() == [0, 0, 0]
    assert after.cells.last_enterprise.tolist() == [0, 0, 6]
    assert e.id[after.stars.employer[0]] == 2
    assert w.enterprises.cell.tolist() == [0, 0, 1, 1, 2, 2]  # the old world is left as it was
    assert population.renew(after) is after
    assert NONE not in after.stars.employer


def test_moves_and_ends_in_one_quarter():
    w = country(6, exits=[0, 1, 0, 0, 0, 1])
    w.enterprises.first_team = w.enterprises.first_membership = NONE
    moves.move(w, given(), CLOCK)
    after = population.renew(w)
    assert after.enterprises.id.tolist() == [1, 3, 4, 5]
    assert after.enterprises.cell.tolist() == [2] * 4
