"""Founders, places, splits and ends of enterprises; D14 and D16 of docking."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from calibration import demography
from sim import accounts, codes, draws, kernel, masks, population, spinup
from sim.parameters import Parameters, pack, replace
from sim.phases import founding, turnover
from sim.scenario import load
from sim.state import BIRTHS, EVENTS, LARGEST, NONE, Clock, copy

pytestmark = pytest.mark.core

ALARM = 1e-6
"""Chance that a right model fails one of the statistical tests."""
NOBODY = {"turnover.public_rate": 0.0, "turnover.spinout_rate": 0.0}


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
    founding.bear_firm(
        w, p, Clock(np.uint64(1), quarter, 9), parent, field, home, codes.INSTITUTE, known, 2
    )


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
@pytest.mark.parametrize("what", ["heads", "support", "discount"])
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
    else:
        w.provinces.discount[1] = 1.0
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
    f.markup, f.input_price, f.mean_efficiency = 0.25, 1.0, 1.0
    w.provinces.area, w.provinces.density = 1.0, 1.0
    population.index_cells(w)
    w = kernel.with_room(w)
    p = replace(pack(Parameters()), {"turnover.spinout_size": elasticity,
                                     "turnover.spinout_rate": 0.2})  # fmt: skip
    turnover.count_firms(w, p, Clock(np.uint64(1), 0, 9), 0, 1)
    turnover.rank(w, p, Clock(np.uint64(1), 0, 9), 0, 1)
    born, parents = 0, 0
    for t in range(1000):
        w.counters[BIRTHS] = w.counters[EVENTS] = 0
        for i in range(10):
            founding.spin_out(w, p, Clock(np.uint64(1), t, 9), i)
        n = int(w.counters[BIRTHS])
        born += n
        parents += int((w.births.founder[:n] == 1).sum())
    expected = 500.0  # 0.05 a quarter from each of ten
    assert abs(born - expected) < 5.0 * math.sqrt(expected)
    assert abs(parents - giant * expected) < 5.0 * math.sqrt(giant * expected)


# D16: survival.


@pytest.mark.statistical
def test_with_a_constant_hazard_survival_is_exponential():
    """Firms end when a keyed normal draw of demand falls below a bound: Kaplan-Meier against e^-ht.

    Hazards of ten years by the estimator of the facts, each within 5.5 standard errors: false
    alarm 4e-7. Two kinds of firms with other luck and the same bound live equally long.
    """
    firms, years = 4000, 10
    w = kernel.allocate(enterprises=firms, institutes=0, centers=0, fields=1, provinces=1)
    e = w.enterprises
    e.id, e.weight, e.customers, e.born = np.arange(1, firms + 1), 1.0, 1.0, -1
    bound = draws.lognormal(0.05, 1.0)  # one draw in twenty lies below
    w.fields.usual = bound / Parameters().turnover.least_size
    p, alive, seen = pack(Parameters()), np.ones(firms, bool), []
    for t in range(4 * years + 1):
        clock = Clock(np.uint64(1), t, 9)
        luck = [draws.uniform(clock.seed, t, int(k), draws.DEMAND, 0) for k in e.id]
        e.sales = [draws.lognormal(u, 1.0) for u in luck]
        frame = pd.DataFrame({"id": e.id[alive], "weight": 1.0, "born": 0, "quarter": t})
        seen.append(frame)
        turnover.close_down(w, p, clock, 0, firms)
        alive &= e.exits == 0
    rows = demography.lives(pd.concat(seen, ignore_index=True))
    expected = 1.0 - 0.95**4
    for mine in (rows, rows[rows["id"] % 2 == 0], rows[rows["id"] % 2 == 1]):
        found = demography.life_table(mine, years)
        at_risk = np.bincount(mine["age"] // 4, minlength=years)[:years] / 4.0
        error = np.sqrt(expected * (1.0 - expected) / at_risk)
        assert (np.abs(found - expected) < 5.5 * error).all()


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
    assert new.founder == 77


def test_more_room_brings_more_founders(nation, begun):
    numbers = []
    for factor in (0.05, 1.0, 20.0):
        w = copy(begun)
        w.fields.mean_start /= factor
        turnover.turn_over(w, pack(nation.parameters), Clock(np.uint64(1), 5, 9))
        numbers.append(int(w.counters[BIRTHS]))
    assert numbers[0] < numbers[1] < numbers[2]


# Splits.


def two_sizes(leaders, sales, largest):
    """Return one field with equal leaders and one representative of 10 firms."""
    w = kernel.allocate(enterprises=leaders + 1, institutes=0, centers=0, fields=1, provinces=1)
    e = w.enterprises
    e.id, e.weight, e.leader, e.customers = np.arange(1, leaders + 2), 1.0, 1, 1.0
    e.sales, e.born, e.cash, e.quantity_share = sales, -1, 8.0, 0.01
    e.weight[leaders], e.leader[leaders], e.sales[leaders] = 10.0, 0, largest
    w.fields.mean_start, w.fields.weight, w.provinces.area = 1.0, 10.0, 1.0
    population.index_cells(w)
    w = kernel.with_room(w)
    clock, p = Clock(np.uint64(1), 3, 9), replace(pack(Parameters()), NOBODY)
    turnover.count_firms(w, p, clock, 0, 1)
    turnover.rank(w, p, clock, 0, 1)
    turnover.turn_over(w, p, clock)
    return w


@pytest.mark.parametrize(
    ("leaders", "largest", "leaves"),
    [
        (LARGEST, 99.0, 5.0),  # all of the fringe in one row: it goes on as two
        (LARGEST, 100.0, 5.0),  # as large as the 20th leader is not larger
        (LARGEST, 101.0, 1.0),
        (LARGEST - 1, 5.0, 1.0),  # a leader is missing
    ],
)
def test_who_outgrows_the_20th_leader_splits(leaders, largest, leaves):
    w = two_sizes(leaders, 100.0, largest)
    assert int(w.counters[BIRTHS]) == 1
    before = w.enterprises
    after = population.renew(w).enterprises
    assert after.size == leaders + 2
    for column in ("cash", "sales", "quantity_share"):
        assert (after.weight * after[column]).sum() == pytest.approx(
            (before.weight * before[column]).sum(), rel=1e-14
        )
    assert after.leader.sum() == leaders + (leaves == 1.0)
    assert sorted(after.weight.tolist()) == sorted([1.0] * leaders + [leaves, 10.0 - leaves])


@pytest.mark.parametrize(("sales", "divides"), [(0.19, 0), (0.21, 1)])
def test_a_row_with_more_than_a_fiftieth_of_the_fringe_goes_on_as_two(sales, divides):
    """Ten firms of 0.2 each have a fiftieth of 100."""
    w = two_sizes(LARGEST, 100.0, sales)
    w.fields.fringe = 100.0
    w.counters[BIRTHS] = 0
    turnover.divide(w, Clock(np.uint64(1), 3, 9), LARGEST)
    assert int(w.counters[BIRTHS]) == divides
    if divides:
        new = w.births[0]
        assert (new.weight, new.leader, new.sales, new.cash) == (5.0, 0, sales, 8.0)
        assert new.id != w.enterprises.id[LARGEST]


@pytest.mark.plain
@pytest.mark.parametrize(("weight", "left"), [(1.0, []), (1.4, [0.4]), (3.0, [2.0]), (0.4, [0.4])])
def test_a_leader_is_one_firm(weight, left):
    """What is left of a row goes on as fringe; less than a firm leads nothing."""
    w = two_sizes(LARGEST, 100.0, 50.0)
    w.enterprises.weight[LARGEST], w.enterprises.sales[LARGEST] = weight, 150.0
    w.counters[BIRTHS] = 0
    w.enterprises.parts = 0.0
    turnover.divide(w, Clock(np.uint64(1), 4, 9), LARGEST)
    e = population.renew(w).enterprises
    assert (e.weight[e.leader == 1] == 1.0).all()
    assert e.weight[e.leader == 0].tolist() == pytest.approx(left)
    assert e.weight.sum() == pytest.approx(LARGEST + weight, rel=1e-14)


@pytest.mark.plain
def test_a_row_of_an_odd_number_divides_into_whole_firms():
    w = two_sizes(LARGEST, 100.0, 1.0)
    w.enterprises.weight[LARGEST], w.enterprises.parts, w.counters[BIRTHS] = 5.0, 0.0, 0
    turnover.divide(w, Clock(np.uint64(1), 4, 9), LARGEST)
    assert sorted(population.renew(w).enterprises.weight[LARGEST:].tolist()) == [2.0, 3.0]


def test_every_leader_is_one_firm_and_every_row_a_whole_number(tiny, eventful):
    for w in (spinup.start(tiny), eventful.world):
        e = w.enterprises
        assert (e.weight[e.leader == 1] == 1.0).all()
        assert (e.weight >= 1.0).all()
        assert (e.weight == np.rint(e.weight)).all()


# Ends.


def test_who_ends_settles_with_owners_or_banks():
    w = kernel.allocate(enterprises=3, institutes=0, centers=0, fields=1, provinces=1)
    e = w.enterprises
    e.id, e.weight, e.customers, e.born = [1, 2, 3], [2.0, 3.0, 1.0], 1.0, -1
    e.cash, e.sales = [5.0, -7.0, -1.0], [0.0, 10.0, 10.0]
    w.fields.usual = 10.0
    turnover.close_down(w, pack(Parameters()), Clock(np.uint64(1), 3, 9), 0, 3)
    assert e.exits.tolist() == [1, 1, 0]
    assert e.flows[0, accounts.LIQUIDATION] == 5.0
    assert e.flows[1, accounts.WRITE_OFFS] == 7.0
    assert e.cash.tolist() == [0.0, 0.0, -1.0]


def test_a_start_up_has_its_capital_before_it_can_end():
    w = kernel.allocate(enterprises=1, institutes=0, centers=0, fields=1, provinces=1)
    w.enterprises.customers, w.enterprises.born, w.fields.usual = 1.0, 3, 10.0
    turnover.close_down(w, pack(Parameters()), Clock(np.uint64(1), 3, 9), 0, 1)
    assert w.enterprises.exits[0] == 0
    turnover.close_down(w, pack(Parameters()), Clock(np.uint64(1), 4, 9), 0, 1)
    assert w.enterprises.exits[0] == 1


def test_more_births_than_room_stop_the_run(begun):
    w = copy(begun)
    w.counters[BIRTHS] = w.births.size + 1
    with pytest.raises(RuntimeError, match="room for"):
        population.renew(w)


@pytest.mark.slow
def test_hazards_of_start_ups_rise_and_fall_with_age(nation):
    """SAIC (2013): 1.6, 6.3, 9.5% in years 1-3, above 8% to year 7; here within a factor of 2."""
    born, ended = {}, {}
    w = spinup.start(nation)
    for seed in range(1, 6):
        h = kernel.run(w, pack(nation.parameters), seed, 84).world
        events = h.events[: int(h.counters[EVENTS])]
        for x in events[events.kind == codes.FIRM_FOUNDED]:
            born[seed, int(x.subject)] = int(x.quarter)
        for x in events[events.kind == codes.FIRM_EXITS]:
            ended[seed, int(x.subject)] = int(x.quarter)
    hazards = []
    for year in range(8):
        risk = end = 0
        for firm, quarter in born.items():
            last = ended.get(firm, 10**6)
            if quarter + 4 * year + 4 <= 84 and last >= quarter + 4 * year:
                risk += 1
                end += last < quarter + 4 * year + 4
        hazards.append(end / risk)
    assert hazards[0] < 0.03
    assert 0.03 < hazards[1] < 0.13
    assert 0.05 < hazards[2] < 0.19
    assert max(hazards[2:5]) > hazards[1] > hazards[0]
    assert hazards[7] < hazards[3]
    assert NONE not in ended.values()
