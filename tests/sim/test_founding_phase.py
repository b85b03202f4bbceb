"""Founders: who they are, where they settle, what they take along; D14 of docking."""

import math

import numpy as np
import pytest
from scipy import stats

from sim import codes, draws, kernel, masks, population, spinup
from sim.indicators import FIELD
from sim.parameters import Parameters, pack, replace
from sim.phases import founding, turnover
from sim.rules.turnover import founds_again, skilled
from sim.scenario import load
from sim.state import BIRTHS, EVENTS, Clock, copy

pytestmark = pytest.mark.core

AT = {about.name: k for k, about in enumerate(FIELD)}
ALARM = 1e-6
"""Chance that a right model fails one of the statistical tests."""


@pytest.fixture(scope="module")
def nation():
    return load("national", {"scale": "0.01"})


@pytest.fixture(scope="module")
def begun(nation):
    """Return the start of the nation with room for births and its cells measured."""
    w = kernel.with_room(spinup.start(nation))
    kernel.quarter(w, pack(nation.parameters), np.uint64(1), 0)
    w.counters[BIRTHS] = w.counters[EVENTS] = 0
    w.enterprises.exits = w.enterprises.parts = 0
    return w._replace(births=_empty(w.births), enterprises=w.enterprises)


def _empty(rows):
    rows = rows.copy()
    rows[:] = np.zeros((), dtype=rows.dtype)
    return rows


def bear(w, p, parent, home, quarter=5, known=masks.FULL, field=0):
    clock = Clock(np.uint64(1), quarter, 9)
    identity = draws.identity(parent, quarter, 2)
    person = founding.newcomer(clock.seed, identity)
    founding.bear_firm(w, p, clock, identity, parent, field, home, codes.INSTITUTE, known, person)


# D14: places.


@pytest.mark.statistical
def test_places_follow_the_multinomial_logit_exactly(nation, begun):
    """With the pull of distance alone, 20,000 founders from Beijing; chi-square."""
    p = replace(
        nation.parameters,
        {
            "location.field_pull": 0.0,
            "location.institute_pull": 0.0,
            "location.center_pull": 0.0,
            "location.specialist_pull": 0.0,
            "location.support_pull": 0.0,
            "location.congestion": 0.0,
            "zones.pull": 0.0,
            "location.distance": 500.0,
        },
    )
    w = copy(begun)
    founding.measure_density(w)
    home, n = 0, w.provinces.size
    chosen = np.zeros(n)
    for k in range(20_000):
        clock = Clock(np.uint64(1), 0, 9)
        chosen[founding.choose_province(w, p, clock, 1_000_000 + k, 0, home)] += 1
    pull = np.exp(-np.where(np.arange(n) == home, 0.0, w.distance[home]) / 500.0)
    expected = chosen.sum() * pull / pull.sum()
    assert stats.chisquare(chosen, expected).pvalue > ALARM


def test_one_more_alternative_shifts_no_other_founder(nation, begun):
    """Luck belongs to founder and province: only who prefers the changed place moves there."""
    w = copy(begun)
    founding.measure_density(w)
    p, clock = pack(nation.parameters), Clock(np.uint64(1), 0, 9)
    before = [founding.choose_province(w, p, clock, k, 0, 0) for k in range(1, 500)]
    near = int(np.argsort(w.distance[0])[1])
    w.provinces.density[near] *= 1e-3  # a place becomes attractive
    after = [founding.choose_province(w, p, clock, k, 0, 0) for k in range(1, 500)]
    moved = {b for a, b in zip(before, after, strict=True) if a != b}
    assert moved == {near}


@pytest.mark.plain
@pytest.mark.parametrize("what", ["heads", "support", "discount", "zones", "room"])
def test_specialists_and_local_support_draw_founders(what):
    """Two provinces alike but for one thing: who moves goes to the second, and some do."""
    w = kernel.allocate(enterprises=0, institutes=0, centers=0, fields=1, provinces=2)
    w.fields.markup, w.fields.staff, w.fields.rd_all = 0.25, 100.0, 10.0
    w.provinces.key, w.provinces.density = [1, 2], 1.0
    w.cells.heads = 10.0
    p, clock = pack(Parameters()), Clock(np.uint64(1), 0, 9)
    p = replace(p, {"location.distance": 5000.0})
    before = np.array([founding.choose_province(w, p, clock, k, 0, 0) for k in range(1, 400)])
    if what == "heads":
        w.cells.heads[1] = 60.0
    elif what == "support":
        w.cells.support[1] = 0.02
    elif what == "discount":
        w.provinces.discount[1] = 1.0
    else:  # what zones give by infrastructure, or by room alone
        w.provinces.zone_share[1] = 1.0
        off = "zones.room" if what == "zones" else "zones.pull"
        p = replace(p, {off: 0.0, "location.congestion": 1.0})
    after = np.array([founding.choose_province(w, p, clock, k, 0, 0) for k in range(1, 400)])
    assert (after >= before).all()
    assert after.sum() > before.sum()


@pytest.mark.plain
@pytest.mark.parametrize(
    ("elasticity", "giant"), [(0.0, 0.1), (0.5, 10.0 / 19.0), (1.0, 100.0 / 109.0)]
)
def test_large_enterprises_spawn_more_and_all_together_the_same(elasticity, giant):
    """One of ten sells 100 times as much: its part of the foundings, over 1,000 quarters."""
    w = kernel.allocate(enterprises=10, institutes=0, centers=0, fields=1, provinces=1)
    e, f = w.enterprises, w.fields
    e.id, e.weight, e.sales = np.arange(1, 11), 1.0, 1.0
    e.sales[0] = 100.0
    f.sales, f.mean_start, f.weight, f.home_rate = 109.0, 10.9, 1.0, 1.0
    f.markup, f.input_price, f.mean_efficiency, f.entry = 0.25, 1.0, 1.0, 1.0
    f.usual_start = 1.0
    w.provinces.area, w.provinces.density = 1.0, 1.0
    population.index_cells(w)
    w = kernel.with_room(w)
    p = replace(pack(Parameters()), {"turnover.spinout_size": elasticity,
                                     "turnover.spinout_rate": 0.2})  # fmt: skip
    turnover.count_firms(w, p, Clock(np.uint64(1), 0, 9), 0, 1)
    turnover.rank(w, p, Clock(np.uint64(1), 0, 9), 0, 1)
    born, giants = 0, 0
    for t in range(1000):
        w.counters[BIRTHS] = w.counters[EVENTS] = 0
        for i in range(10):
            before = int(w.counters[BIRTHS])
            founding.spin_out(w, p, Clock(np.uint64(1), t, 9), i)
            giants += int(w.counters[BIRTHS]) - before if i == 0 else 0
        born += int(w.counters[BIRTHS])
    expected = 500.0  # 0.05 a quarter from each of ten
    assert abs(born - expected) < 5.0 * math.sqrt(expected)
    assert abs(giants - giant * expected) < 5.0 * math.sqrt(giant * expected)


# Who is founded.


def test_a_founder_takes_a_part_of_what_the_parent_knows(nation, begun):
    w = copy(begun)
    known = masks.SCIENCE
    for k in range(200):
        bear(w, pack(nation.parameters), 10_000 + k, 0, known=known)
    new = w.births[:200]
    assert (new.knowledge & ~known == 0).all()
    share = np.bitwise_count(new.knowledge).sum() / (200 * 32)
    p = nation.parameters.turnover.inherited
    assert abs(share - p) < 5.0 * math.sqrt(p * (1 - p) / 6400)
    assert (new.weight == w.fields.weight[0]).all()
    assert (new.cell == w.provinces.size * 0 + new.province).all()
    assert len(set(new.id.tolist())) == 200


def test_the_same_parent_and_quarter_found_the_same_enterprise(nation, begun):
    w = copy(begun)
    for quarter in (5, 5, 6):
        bear(w, pack(nation.parameters), 77, 3, quarter)
    one, again, later = w.births[:3]
    assert one == again
    assert one.id != later.id


def test_a_start_up_sells_what_its_first_customers_buy(nation, begun):
    w = copy(begun)
    bear(w, pack(nation.parameters), 77, 3)
    new, f, t = w.births[0], w.fields[0], nation.parameters.turnover
    rates = f.home_rate + f.abroad_rate + f.state_rate
    assert rates * new.quantity_share * new.price == pytest.approx(new.sales, rel=1e-12)
    assert new.customers == t.first_customers
    assert new.equity > 0.0 == new.cash
    assert new.founder == founding.newcomer(np.uint64(1), new.id).id
    assert new.venture == 1


def test_more_room_brings_more_founders(nation, begun):
    numbers = []
    for factor in (0.05, 1.0, 20.0):
        w = copy(begun)
        w.fields.mean_start /= factor
        turnover.turn_over(w, pack(nation.parameters), Clock(np.uint64(1), 5, 9))
        numbers.append(int(w.counters[BIRTHS]))
    assert numbers[0] < numbers[1] < numbers[2]


@pytest.mark.plain
def test_a_large_institute_founds_several_a_quarter():
    """Expected 3.4: three or four, 3.4 in the mean of 400 quarters within five standard errors."""
    w = kernel.allocate(enterprises=0, institutes=1, centers=0, fields=1, provinces=1)
    f = w.fields
    f.sales, f.firms, f.mean_start, f.usual, f.weight, f.entry = 10.0, 10.0, 1.0, 1.0, 1.0, 1.0
    f.home_rate, f.markup, f.input_price, f.mean_efficiency = 1.0, 0.25, 1.0, 1.0
    w.provinces.area, w.provinces.density = 1.0, 1.0
    w.institutes.id, w.institutes.weight = 9, 1.0
    w.institutes.rd = 3.4 * Parameters().turnover.spinoff_effort
    w = kernel.with_room(w)
    born = []
    for t in range(400):
        w.counters[BIRTHS] = w.counters[EVENTS] = 0
        founding.spin_off(w, pack(Parameters()), Clock(np.uint64(1), t, 9), 0)
        born.append(int(w.counters[BIRTHS]))
    assert set(born) == {3, 4}
    assert abs(np.mean(born) - 3.4) < 5.0 * math.sqrt(0.24 / 400)


# Who founds again.


P = Parameters().turnover


@pytest.mark.plain
def test_what_skill_and_experience_bring_by_hand():
    p = P._replace(efficiency_sigma=0.1, experience=0.05, again=0.2, again_skill=0.5)
    assert skilled(2.0, 0.0, 1, p) == 2.0
    assert skilled(2.0, 1.0, 1, p) == pytest.approx(2.0 * math.exp(0.1), rel=1e-15)
    assert skilled(2.0, -1.0, 3, p) == pytest.approx(2.0, rel=1e-15)
    assert founds_again(0.0, p) == pytest.approx(0.2 * math.exp(-0.125), rel=1e-15)
    assert founds_again(0.25, p) == pytest.approx(0.2, rel=1e-15)
    assert founds_again(9.0, p) == 1.0
    assert founds_again(3.0, p._replace(again=0.0)) == 0.0


@pytest.mark.statistical
def test_a_sixth_founds_again_and_these_are_abler():
    """20,000 founders of first enterprises: the mean chance is `again`, their mean skill `s`.

    Weighting a standard normal by e^(s z) moves its mean to s. Five standard errors each.
    """
    ids = range(1, 20_001)
    skill = np.array([founding.newcomer(np.uint64(1), k).skill for k in ids])
    chance = np.array([founds_again(z, P) for z in skill])
    assert abs(chance.mean() - P.again) < 5.0 * chance.std() / math.sqrt(chance.size)
    w = one_field(20_000)
    w.enterprises.founder, w.enterprises.skill, w.enterprises.venture = ids, skill, 1
    for i in range(w.enterprises.size):
        founding.found_again(w, pack(Parameters()), Clock(np.uint64(1), 3, 9), i)
    n = int(w.counters[BIRTHS])
    assert abs(n - 20_000 * P.again) < 5.0 * math.sqrt(20_000 * P.again)
    assert abs(w.births.skill[:n].mean() - P.again_skill) < 5.0 / math.sqrt(n)


def one_field(firms, weight=1.0):
    """Return enterprises that may end, in one field where start-ups weigh 1."""
    w = kernel.allocate(enterprises=firms, institutes=0, centers=0, fields=1, provinces=1)
    e, f = w.enterprises, w.fields
    e.id, e.weight, e.sales, e.customers = np.arange(1, firms + 1), weight, 1.0, 1.0
    f.sales, f.mean_start, f.weight, f.home_rate = 1.0, 1.0, 1.0, 1.0
    f.usual, f.markup, f.input_price, f.mean_efficiency, f.entry = 1.0, 0.25, 1.0, 1.0, 1.0
    w.provinces.area, w.provinces.density = 1.0, 1.0
    population.index_cells(w)
    w = w._replace(births=np.zeros(firms * 4, w.births.dtype).view(np.recarray))
    return w._replace(events=np.zeros(firms * 10, w.events.dtype).view(np.recarray))


@pytest.mark.plain
def test_a_person_stays_the_same_from_one_venture_to_the_next():
    w = one_field(1)
    e = w.enterprises
    e.founder, e.skill, e.venture, e.knowledge = 4711, 1.5, 2, masks.FULL
    p = replace(pack(Parameters()), {"turnover.again": 1.0, "turnover.again_skill": 0.0})
    founding.found_again(w, p, Clock(np.uint64(1), 3, 9), 0)
    assert int(w.counters[BIRTHS]) == 1
    new = w.births[0]
    assert (new.founder, new.skill, new.venture) == (4711, 1.5, 3)
    assert new.id != e.id[0]
    assert new.efficiency == pytest.approx(skilled(1.0, 1.5, 3, P), rel=1e-15)
    assert 0 < masks.size(new.knowledge) < masks.UNITS
    assert new.born == 3
    log = w.events[: int(w.counters[EVENTS])]
    starts = log[log.kind == codes.FOUNDER_STARTS][0]
    assert (starts.subject, starts.object, starts.value) == (4711, new.id, 3.0)
    founded = log[log.kind == codes.FIRM_FOUNDED][0]
    assert (founded.subject, founded.object) == (new.id, 1)


@pytest.mark.plain
def test_founders_from_before_the_spin_up_are_not_known():
    w = one_field(1)
    p = replace(pack(Parameters()), {"turnover.again": 1.0})
    founding.found_again(w, p, Clock(np.uint64(1), 3, 9), 0)
    assert int(w.counters[BIRTHS]) == 0


@pytest.mark.plain
@pytest.mark.parametrize(("weight", "least", "most"), [(3.0, 3, 3), (2.5, 2, 3), (0.5, 0, 1)])
def test_a_row_of_many_founders_begins_as_many_new_rows_on_average(weight, least, most):
    w = one_field(400, weight)
    w.enterprises.founder = np.arange(1, 401)
    p = replace(pack(Parameters()), {"turnover.again": 1.0, "turnover.again_skill": 0.0})
    born = []
    for i in range(400):
        before = int(w.counters[BIRTHS])
        founding.found_again(w, p, Clock(np.uint64(1), 3, 9), i)
        born.append(int(w.counters[BIRTHS]) - before)
    assert (min(born), max(born)) == (least, most)
    assert abs(np.mean(born) - weight) <= 5.0 * 0.5 / math.sqrt(400) * (least < most)
    assert len(set(w.births.id[: sum(born)].tolist())) == sum(born)


def test_the_log_tells_the_life_of_a_person(eventful):
    """Whoever starts a second venture had a first that ended that quarter; the count goes up."""
    log = eventful.world.events[: int(eventful.world.counters[EVENTS])]
    ended = {(int(x.object), int(x.quarter)) for x in log[log.kind == codes.FIRM_EXITS]}
    starts = log[log.kind == codes.FOUNDER_STARTS]
    assert len(starts) == (log.kind == codes.FIRM_FOUNDED).sum()
    again = starts[starts.value > 1.0]
    for x in again:
        assert (int(x.subject), int(x.quarter)) in ended
    firsts = starts[starts.value == 1.0]
    assert len(set(firsts.subject.tolist())) == len(firsts)
    e = eventful.world.enterprises
    known = e[e.founder != 0]
    assert len(known) > 0
    assert (known.venture >= 1).all()
    for person in set(known.founder.tolist()):
        assert len(set(known.skill[known.founder == person].tolist())) == 1


def test_serial_founders_are_counted(nation):
    """All who end found again: the share of start-ups by them is well above that by default."""
    shares = []
    for chance in ("0.0", "0.16", "1.0"):
        s = load("national", {"scale": "0.01", "turnover.again": chance, "start.spinup": "40"})
        f = kernel.run(spinup.start(s), s.parameters, 1, 20).fields
        founded = f[..., AT["enterprises_founded"]].sum()
        shares.append(f[..., AT["enterprises_founded_again"]].sum() / founded)
    assert shares[0] == 0.0
    assert 0.02 < shares[1] < 0.3
    assert shares[2] > 2.0 * shares[1]
