"""People: stocks follow from flows, money without people buys little, stars move and bring."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim import accounts, codes, kernel, masks, people, population, simulate
from sim.parameters import pack, replace
from sim.phases import budgets, learning, patents, stars, talent
from sim.populate import build, place_staff
from sim.rows import PEOPLE
from sim.rules.talent import effort_per_yuan
from sim.schedule import SCHEDULE, Step
from sim.specs import Scenario
from sim.spinup import settling
from sim.state import NONE, Clock, World, copy

pytestmark = pytest.mark.core

SEED = np.uint64(1)
PHASE = next(k for k, phase in enumerate(SCHEDULE) if phase.name == "talent")
STILL = {name: 0.0 for name in settling.LEVEL if name.startswith("talent.")}
"""No growth outside, abroad and in training."""


@pytest.fixture(scope="module")
def scenario(tiny) -> Scenario:
    return tiny


@pytest.fixture
def w(scenario) -> World:
    """Return the country of the tables with R&D of 2010 added up in cells."""
    w = build(scenario)
    routine = scenario.parameters.funding.routine_share
    e, o = w.enterprises, w.institutes
    e.rd = routine * w.fields.intensity[e["field"]] * e.sales
    o.rd, o.basic = o.budget, o.budget * o.basic_share
    add_up(w)
    return w


def add_up(w):
    e, o = w.enterprises, w.institutes
    w.cells.rd = np.bincount(e.cell, e.weight * e.rd, w.cells.size)
    w.cells.public_rd = np.bincount(o.cell, o.weight * o.rd, w.cells.size)
    w.cells.basic = np.bincount(o.cell, o.weight * o.basic, w.cells.size)
    total = (w.cells.rd + w.cells.public_rd).reshape(w.fields.size, -1).sum(axis=1)
    w.fields.rd_all = total


def price(w, p, t=0):
    clock = Clock(SEED, t, PHASE)
    talent.pay_staff(w, p, clock, 0, w.cells.size)
    talent.price_effort(w, p, clock, 0, w.fields.size)
    talent.employ(w, p, clock, 0, w.enterprises.size)
    talent.staff(w, p, clock, 0, w.institutes.size)


def move(w, p, t=0):
    clock = Clock(SEED, t, PHASE)
    price(w, p, t)
    talent.move_staff(w, p, clock, 0, w.cells.size)
    talent.settle_staff(w, p, clock)


def choose(w, p, t):
    clock = Clock(SEED, t, PHASE)
    price(w, p, t)
    stars.renew_stars(w, p, clock, 0, w.fields.size)
    stars.seek_posts(w, p, clock, 0, w.fields.size)
    stars.seat_stars(w, p, clock)


def posts(w):
    return [(int(s["employer_kind"]), int(s["employer"])) for s in w.stars if s["employer"] != NONE]


# Stocks and prices of 2010.


@pytest.mark.plain
def test_staff_of_2010_is_that_of_the_tables(scenario, w):
    """A cell's R&D employs as many as a yuan of its province's official R&D does."""
    n = w.provinces.size
    for cell in range(w.cells.size):
        place = scenario.provinces[cell % n]
        spent = place.rd_basic + place.rd_applied + place.rd_experimental
        money = 4.0 * (w.cells.rd[cell] + w.cells.public_rd[cell])
        assert w.cells.staff[cell].sum() == pytest.approx(money * place.rd_fte / spent)
    np.testing.assert_allclose(w.fields.staff, w.fields.staff_start)


@pytest.mark.plain
def test_contracts_are_counted_once_in_staff_and_effort_of_2010(scenario, w):
    """A tenth of routine R&D is done by institutes: the field's people and effort stay the same."""
    n = w.provinces.size
    effort = w.fields.effort_start.copy()
    paid = w.cells.staff.sum(axis=1).reshape(-1, n) @ w.provinces.pay_start
    e, o = w.enterprises, w.institutes
    e.contracts = 0.1 * e.rd
    bought = np.bincount(e["field"], e.weight * e.contracts, w.fields.size)
    money = np.bincount(o["field"], o.weight * o.budget, w.fields.size)
    o.rd = o.budget * (1.0 + (bought / money)[o["field"]])
    place_staff(w, scenario.parameters)
    after = w.cells.staff.sum(axis=1).reshape(-1, n) @ w.provinces.pay_start
    np.testing.assert_allclose(after, paid)
    np.testing.assert_allclose(w.fields.effort_start, effort, rtol=1e-3)  # stars per person move


@pytest.mark.plain
def test_a_yuan_of_2010_buys_a_yuan_of_effort(scenario, w):
    price(w, scenario.parameters)
    np.testing.assert_allclose(w.cells.effort, 1.0)
    np.testing.assert_allclose(w.enterprises.effort, w.enterprises.rd)
    np.testing.assert_allclose(w.institutes.effort, w.institutes.rd)
    np.testing.assert_allclose(w.fields.effort, w.fields.rd_all)
    np.testing.assert_allclose(w.fields.basic_effort, w.fields.basic_start)
    np.testing.assert_allclose(w.fields.project_cost, w.fields.project_cost_start)


@pytest.mark.plain
def test_twice_the_money_without_people_buys_less_than_twice(scenario, w):
    p = scenario.parameters
    w.enterprises.rd *= 2.0
    w.institutes.rd *= 2.0
    add_up(w)
    price(w, p)
    more = 2.0 ** (1.0 - p.talent.personnel_share)
    np.testing.assert_allclose(w.fields.effort, 0.5 * more * w.fields.rd_all)
    np.testing.assert_allclose(w.fields.project_cost, 2.0 / more * w.fields.project_cost_start)
    w.cells.staff *= 2.0
    price(w, p)
    np.testing.assert_allclose(w.fields.effort, w.fields.rd_all)


@pytest.mark.plain
def test_a_centers_project_yuan_employs_as_an_enterprises_does(scenario, w):
    """Jobs, pay, R&D and effort of its fields rise alike, by its shares and in its province."""
    p = pack(scenario.parameters)
    n = w.provinces.size
    home = int(w.centers.province[0])
    w.center_fields.share[0] = [0.25, 0.75]
    spent = 0.3 * w.cells.rd[home::n].sum()
    by_center, by_firms = copy(w), copy(w)
    by_center.centers.project_rd[0] = spent
    for field, share in enumerate(w.center_fields.share[0]):
        cell = w.cells[field * n + home]
        row = int(cell["first_enterprise"])
        assert row < cell["last_enterprise"]
        by_firms.enterprises.rd[row] += share * spent / w.enterprises.weight[row]
    for v in (w, by_center, by_firms):
        budgets.add_up(v, p, Clock(SEED, 0, 2), 0, v.cells.size)
        budgets.add_up_fields(v, p, Clock(SEED, 0, 2), 0, v.fields.size)
        price(v, p)
    for column in ("jobs", "pay", "effort"):
        np.testing.assert_allclose(by_center.cells[column], by_firms.cells[column])
    for column in ("jobs", "pay", "effort", "rd_all", "project_cost"):
        np.testing.assert_allclose(by_center.fields[column], by_firms.fields[column])
        assert (by_center.fields[column] > w.fields[column]).all(), column
    np.testing.assert_array_equal(by_center.fields.rd, w.fields.rd)
    move(by_center, p)
    assert by_center.fields.people_gap.max() < 1e-12


def test_minor_inventions_follow_people_not_money(scenario, w):
    p = replace(pack(scenario.parameters), {"research.minor_rate": 2.0})
    made = []
    for staff in (1.0, 0.1):
        v = copy(w)
        v.cells.staff *= staff
        price(v, p)
        patents.invent(v, p, Clock(SEED, 3, PHASE + 1), 0, v.enterprises.size)
        made.append(v.enterprises.patents.sum())
    assert made[1] < 0.8 * made[0]


# Flows.


@pytest.mark.plain
def test_at_the_pay_of_2010_as_many_come_as_go(scenario, w):
    p = replace(pack(scenario.parameters), STILL)
    before = w.cells.staff.copy()
    move(w, p)
    np.testing.assert_allclose(w.cells.staff, before, rtol=1e-12)
    assert (w.fields.people[:, people.TRAINED] > 0.0).all()
    assert (w.fields.people[:, people.MOVED_IN] > 0.0).all()
    assert (w.fields.people[:, people.RETURNED] > 0.0).all()


@pytest.mark.plain
def test_people_go_where_money_is(scenario, w):
    p = replace(pack(scenario.parameters), STILL)
    before = w.cells.staff.copy()
    rich = 1  # of field 0
    w.enterprises.rd[w.enterprises.cell == rich] *= 3.0
    w.institutes.rd[w.institutes.cell == rich] *= 3.0
    add_up(w)
    for t in range(8):
        move(w, p, t)
    grown = w.cells.staff.sum(axis=1) / before.sum(axis=1)
    assert grown[rich] > 1.2
    assert grown[[0, 2]].max() < 1.0
    flows = w.cells.people[rich]
    assert flows[people.JOINED] > 0.0
    assert flows[people.LEFT] == 0.0
    assert flows[people.MOVED_IN] > flows[people.MOVED_OUT]
    assert flows[people.RETURNED] > flows[people.EMIGRATED]


@pytest.mark.plain
def test_who_comes_from_other_work_is_not_of_the_best(scenario, w):
    p = replace(pack(scenario.parameters), STILL | {"talent.premium": 0.3, "talent.migration": 0.0})
    best = w.cells.staff[:, 2].sum()
    move(w, p)
    assert w.cells.staff[:, 2].sum() == pytest.approx(best, rel=1e-12)
    assert w.cells.staff[:, :2].sum() > best * 9.0


@pytest.mark.plain
def test_moves_within_the_nation_cancel_and_stocks_follow_from_flows(scenario, w):
    w.institutes.rd[::3] *= 5.0
    add_up(w)
    before = w.cells.staff.sum()
    move(w, scenario.parameters)
    flows = w.fields.people.sum(axis=0)
    assert flows[people.MOVED_IN] == pytest.approx(flows[people.MOVED_OUT], rel=1e-12)
    assert flows[people.MOVED_IN] > 0.0
    net = flows[: people.ARRIVALS].sum() - flows[people.ARRIVALS :].sum()
    assert w.cells.staff.sum() - before == pytest.approx(net, rel=1e-9)
    assert w.fields.people_gap.max() < accounts.TOLERANCE


@pytest.mark.plain
def test_lengths_and_signs_of_flows_match_their_table():
    assert len(people.PEOPLE) == PEOPLE
    assert all(k.target == people.STAFF for k in people.PEOPLE[: people.ARRIVALS])
    assert all(k.origin == people.STAFF for k in people.PEOPLE[people.ARRIVALS :])


def test_a_small_country_closes_every_quarter(eventful):
    assert eventful.people_gap.max() < accounts.TOLERANCE
    assert (eventful.world.cells.staff >= 0.0).all()


def test_a_leak_of_people_is_named(tiny, monkeypatch):
    def leak(w, p, clock):
        if clock.quarter == 2:
            w.cells.staff[4, 1] -= 0.01

    phases = tuple(
        one._replace(steps=(Step(leak, "once"), *one.steps)) if one.name == "talent" else one
        for one in SCHEDULE
    )
    monkeypatch.setattr(kernel, "SCHEDULE", phases)
    with pytest.raises(simulate.AccountsError, match=r"new_materials .* 2010Q3"):
        simulate.run(tiny, quarters=4, threads=2, out=False)


@pytest.mark.plain
def test_what_is_not_a_number_does_not_close(scenario):
    gaps = np.zeros((8, 2))
    simulate.check_people(scenario, SimpleNamespace(people_gap=gaps))  # pyright: ignore[reportArgumentType]
    gaps[3, 1] = np.nan
    with pytest.raises(simulate.AccountsError, match="2010Q4"):
        simulate.check_people(scenario, SimpleNamespace(people_gap=gaps))  # pyright: ignore[reportArgumentType]


# Stars.


@pytest.mark.plain
def test_every_star_finds_a_post_and_adds_to_it(scenario, w):
    p = scenario.parameters
    price(w, p)
    before = w.enterprises.effort.copy(), w.institutes.effort.copy()
    choose(w, p, 0)
    working = w.stars[w.stars.active == 1]
    assert working.size == 2 * int(p.start.stars)
    assert (working.employer_kind != codes.NOBODY).all()
    added = (w.enterprises.effort - before[0]).sum() + (w.institutes.effort - before[1]).sum()
    one = w.fields.rd_all / w.fields.staff
    quality = (w.stars.active * w.stars.quality).reshape(2, -1).sum(axis=1)
    assert added == pytest.approx(p.talent.star_effort * (quality * one).sum())
    np.testing.assert_allclose(w.fields.effort, w.fields.effort_start)
    for star in working:
        if star["employer_kind"] == codes.ENTERPRISE:
            assert w.enterprises.leader[star["employer"]] == 1
            assert w.enterprises.star_units[star["employer"]] & star["knowledge"]


@pytest.mark.plain
def test_who_leaves_takes_the_effort_along(scenario, w):
    p = scenario.parameters
    choose(w, p, 0)
    star = int(np.flatnonzero(w.stars.employer_kind == codes.INSTITUTE)[0])
    row = int(w.stars.employer[star])
    with_star = float(w.institutes.effort[row])
    w.stars.active[star] = 0
    w.stars.employer_kind[star], w.stars.employer[star] = codes.NOBODY, NONE
    w.stars.active[:] = np.where(np.arange(w.stars.size) == star, 0, w.stars.active)
    price(w, p)
    stars.seat_stars(w, p, Clock(SEED, 1, PHASE))
    assert w.institutes.effort[row] < with_star


@pytest.mark.plain
def test_a_larger_employer_draws_more_stars(scenario, w):
    p = replace(
        pack(scenario.parameters), {"talent.star_rd_pull": 1.5, "talent.star_moving_cost": 0.0}
    )
    rows = np.flatnonzero((w.enterprises.leader == 1) & (w.enterprises["field"] == 0))
    w.enterprises.rd[rows[0]] *= 1e4
    add_up(w)
    choose(w, p, 0)
    mine = w.stars[: w.stars.size // 2]
    mine = mine[mine.active == 1]
    there = (mine.employer_kind == codes.ENTERPRISE) & (mine.employer == rows[0])
    assert there.mean() > 0.7


@pytest.mark.plain
def test_a_dear_move_keeps_stars_where_they_are(scenario, w):
    kept = replace(
        pack(scenario.parameters), {"talent.star_moving_cost": 10.0, "talent.migration": 0.0}
    )
    free = replace(kept, {"talent.star_moving_cost": 0.0})
    for p, most, least in ((kept, 1, 0), (free, 99, 4)):
        v = copy(w)
        v.stars.born = 0
        for t in range(5):
            choose(v, p, t)
        moved = (v.stars.moves[v.stars.active == 1] - 1).sum()
        assert least <= moved <= most


def test_an_employer_learns_what_its_star_knows_next_to_what_it_knows(scenario, w):
    none = {"knowledge.own_learning_rate": 0.0, "knowledge.foreign_learning_rate": 0.0}
    p = replace(pack(scenario.parameters), none | {"talent.star_teaching": 2.0})
    w.fields.learning = 50.0
    w.fields.country = w.fields.world
    w.fields.depreciation = 1.0
    row = int(np.flatnonzero(w.enterprises.leader == 1)[0])
    w.enterprises.knowledge[row] = masks.bit(5)
    w.enterprises.star_units[row] = masks.bit(5) | masks.bit(6) | masks.bit(30)
    me = w.enterprises[row]
    near = int(w.fields.neighbours[me["field"], 5])
    me.rd, w.cells.effort = 1.0, 1.0
    for part, learned in ((0.9, True), (0.0, False)):  # their part in the research of all
        me.effort = 1.0 / (1.0 - part)
        me.knowledge = masks.bit(5)
        learning.learn(w, p, Clock(SEED, 1, PHASE + 2), row, row + 1)
        known = int(me.knowledge)
        assert bool(known & (1 << 6)) == learned
        assert bool(known & (1 << 30)) == (learned and bool(near & (1 << 30)))
        assert known & (1 << 5) == 0  # nothing it makes uses it


@pytest.mark.plain
def test_a_star_whose_enterprise_ends_looks_for_another(scenario, w):
    p = scenario.parameters
    choose(w, p, 0)
    star = int(np.flatnonzero(w.stars.employer_kind == codes.ENTERPRISE)[0])
    others = [
        (k, w.enterprises.id[w.stars.employer[k]])
        for k in np.flatnonzero(w.stars.employer_kind == codes.ENTERPRISE)
        if w.stars.employer[k] != w.stars.employer[star]
    ]
    v = population.remove_enterprise(w, int(w.stars.employer[star]))
    assert v.stars.employer_kind[star] == codes.NOBODY
    assert v.stars.employer[star] == NONE
    for k, identity in others:
        assert v.enterprises.id[v.stars.employer[k]] == identity
    choose(v, p, 1)
    assert v.stars.employer_kind[star] != codes.NOBODY


@pytest.mark.plain
def test_stars_retire_and_as_many_follow(scenario, w):
    p = replace(pack(scenario.parameters), {"talent.migration": 0.0})
    w.fields.country = w.fields.world
    counts = []
    for t in range(300):
        stars.renew_stars(w, p, Clock(SEED, t, PHASE), 0, w.fields.size)
        counts.append(int(w.stars.active.sum()))
        assert (w.stars.born[w.stars.active == 1] > t - p.talent.star_career).all()
    # 16 on average, variance of a Poisson count; three careers: false alarm below 1e-3
    assert abs(np.mean(counts[100:]) - 16.0) < 6.0
    assert len(set(w.stars.id[w.stars.active == 1].tolist())) == counts[-1]


def test_higher_pay_brings_stars_back(scenario, w):
    p = replace(pack(scenario.parameters), STILL | {"talent.migration": 0.05})
    back = []
    for pay in (0.25, 4.0):
        v = copy(w)
        v.fields.pay, v.fields.country = pay, v.fields.world
        came = 0
        for t in range(60):
            v.stars.active[:] = 0
            stars.renew_stars(v, p, Clock(SEED, t, PHASE), 0, v.fields.size)
            came += int((v.stars.active * v.stars.abroad).sum())
        back.append(came)
    assert back[1] > 2 * back[0]


def test_effort_falls_short_of_money_as_pay_rises(long, tiny):
    """In 24 quarters money grows faster than people: the price of effort is above that of 2010."""
    f = long.world.fields
    assert (f.pay > 1.0).all()
    assert (f.staff > f.staff_start).all()
    for field in range(f.size):
        bought = effort_per_yuan(float(f.pay[field]), tiny.parameters.talent)
        assert f.project_cost[field] == pytest.approx(f.project_cost_start[field] / bought)
