"""Splits and ends of enterprises; D16 of docking."""

import numpy as np
import pandas as pd
import pytest

from calibration import demography
from sim import accounts, codes, draws, kernel, population, spinup
from sim.parameters import Parameters, pack, replace
from sim.phases import turnover
from sim.scenario import load
from sim.state import BIRTHS, EVENTS, LARGEST, NONE, Clock

pytestmark = pytest.mark.core

ALARM = 1e-6
"""Chance that a right model fails one of the statistical tests."""
NOBODY = {"turnover.public_rate": 0.0, "turnover.spinout_rate": 0.0}


@pytest.fixture(scope="module")
def nation():
    return load("national", {"scale": "0.01"})


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


@pytest.mark.plain
@pytest.mark.parametrize(
    ("sales", "sits", "leads"), [(49.0, False, 0), (51.0, False, 1), (49.0, True, 1)]
)
def test_a_leader_that_has_shrunk_far_below_the_20th_leads_no_more(sales, sits, leads):
    """Not while it sits in a center."""
    w = two_sizes(LARGEST + 1, 100.0, 1.0)
    w.enterprises.leader[0], w.enterprises.sales[0] = 1, sales
    w.enterprises.first_membership = 0 if sits else NONE
    clock = Clock(np.uint64(1), 4, 9)
    turnover.count_firms(w, pack(Parameters()), clock, 0, 1)
    turnover.rank(w, pack(Parameters()), clock, 0, 1)
    turnover.fall_back(w, 0)
    turnover.fall_back(w, 1)
    assert w.enterprises.leader[:2].tolist() == [leads, 1]


@pytest.mark.plain
def test_the_usual_size_follows_the_market_not_the_fringe_itself():
    w = two_sizes(LARGEST, 100.0, 1.0)
    f, clock = w.fields, Clock(np.uint64(1), 4, 9)
    f.usual_start, f.mean_start = 3.0, 20.0
    usual = []
    for largest, all_sales in ((1.0, 600.0), (0.01, 600.0), (1.0, 1200.0)):
        w.enterprises.sales[LARGEST], f.sales = largest, all_sales
        turnover.count_firms(w, pack(Parameters()), clock, 0, 1)
        turnover.rank(w, pack(Parameters()), clock, 0, 1)
        usual.append(float(f.usual[0]))
    assert usual == pytest.approx([3.0, 3.0, 6.0], rel=1e-14)  # 30 firms of 20 as in 2010


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


def test_more_births_than_room_stop_the_run(start):
    w = kernel.with_room(start)
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
