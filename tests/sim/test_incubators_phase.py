"""Incubators in a country: who is taken in, what tenants get, who pays, who leaves."""

import numpy as np
import pytest

from sim import accounts, codes, kernel
from sim.parameters import Parameters, pack, replace
from sim.phases import first_use, governments, incubators, learning, turnover
from sim.state import BIRTHS, EVENTS, NONE, Clock, as_records, table
from sim.state import TABLES as ROWS

pytestmark = [pytest.mark.core, pytest.mark.plain]

PLACES = 3
CLOCK = Clock(np.uint64(1), 5, 10)
BASE = Parameters()


def given(**changes):
    return pack(replace(BASE, {f"incubation.{name}": value for name, value in changes.items()}))


def nursery(founders=60, weight=1.0, centers=0):
    """Return a country whose founders differ in efficiency alone; all have reason to apply."""
    w = kernel.allocate(enterprises=0, institutes=0, centers=centers, fields=2, provinces=PLACES)
    w = w._replace(
        births=as_records(table(ROWS["births"], founders)),
        events=np.zeros(1000, dtype=w.events.dtype).view(np.recarray),
    )
    b = w.births
    b.id, b.born, b.weight = np.arange(1, founders + 1), 5, weight
    b.price = np.exp(-np.linspace(-0.3, 0.3, founders))
    b.overhead, b.sales, b.province = 1.0, 1.0, np.arange(founders) % PLACES
    w.fields.home_offer, w.fields.usual, w.fields.incubation_term = 1.0, 100.0, 14.0
    w.provinces.key = np.arange(PLACES) + 1
    w.centers.id = 1000 + np.arange(centers)
    w.cells.firms = 50.0  # of two fields: 100 in each province
    w.counters[BIRTHS] = founders
    return w


def with_places(w, p):
    """Let incubators count their places, as at the start of the quarter."""
    incubators.serve(w, p, CLOCK)
    incubators.admit(w, p, CLOCK)
    return w.births.tenancy == codes.TENANT


def tenants(n=1, centers=0, **values):
    """Return a country of some enterprises that are tenants in the first province."""
    w = kernel.allocate(enterprises=n, institutes=0, centers=centers, fields=1, provinces=1)
    w = w._replace(events=np.zeros(100, dtype=w.events.dtype).view(np.recarray))
    e = w.enterprises
    e.id, e.weight, e.founder = np.arange(1, n + 1), 1.0, 1
    e.tenancy, e.overhead, e.sales, e.price = codes.TENANT, 2.0, 1.0, 1.0
    for name, value in values.items():
        e[name] = value
    w.cells.last_enterprise = n
    w.cells.firms = 100.0
    w.fields.home_offer, w.fields.usual, w.fields.incubation_term = 1.0, 100.0, 14.0
    w.incubators.part = 1.0
    e.first_membership = NONE
    return w


def test_the_best_of_those_who_ask_get_the_places():
    """Without noise: 100 enterprises x 0.05 = 5 places in each province, the five best."""
    w = nursery()
    taken = with_places(w, given(places=0.05, noise=0.0))
    for r in range(PLACES):
        here = np.flatnonzero(w.births.province == r)
        assert np.flatnonzero(taken & (w.births.province == r)).tolist() == here[-5:].tolist()
    assert w.incubators.asked.tolist() == [20.0, 20.0, 20.0]
    assert w.incubators.admitted.tolist() == [5.0, 5.0, 5.0]
    assert w.provinces.admission.tolist() == pytest.approx([0.025] * 3, rel=1e-12)
    log = w.events[: int(w.counters[EVENTS])]
    assert (log.kind == codes.INCUBATOR_ADMITS).all()
    assert log.size == 15
    assert set(log.object.tolist()) == {1, 2, 3}


def test_noise_makes_screening_worse():
    means = []
    for noise in (0.0, 0.3, 1e9):
        w = nursery(300)
        taken = with_places(w, given(places=0.2, noise=noise))
        assert taken.sum() == 60
        means.append(-np.log(w.births.price[taken]).mean())
    assert means[0] > means[1] > means[2]
    assert abs(means[2]) < 4.9 * 0.174 / np.sqrt(60)  # blind: the mean of all, false alarm 1e-6


def test_more_founders_elsewhere_change_nothing_here():
    p = given(places=0.05)
    one, more = nursery(), nursery(61)
    more.births[:60] = one.births[:60]
    more.births.province[60], more.births.price[60] = 2, 0.1
    with_places(one, p)
    with_places(more, p)
    first = one.births.province < 2
    assert (one.births.tenancy[first] == more.births.tenancy[:60][first]).all()
    assert more.births.tenancy[60] == codes.TENANT  # the very best of its province


def test_without_places_nobody_is_taken_in():
    w = nursery()
    assert not with_places(w, given(places=0.0)).any()
    assert w.counters[EVENTS] == 0


def test_who_has_capital_does_not_ask():
    w = nursery()
    w.births.equity[:30] = 1e9
    with_places(w, given(places=1.0))
    assert w.births.applied.tolist() == [0] * 30 + [1] * 30


def test_who_is_grown_up_at_birth_does_not_ask():
    w = nursery()
    w.births.sales[:10] = 30.0
    w.births.invested[10:20] = 6.0
    with_places(w, given(places=1.0, graduate_size=0.25))
    assert w.births.applied.tolist() == [0] * 20 + [1] * 40


def test_rows_of_many_fill_as_many_places_on_average():
    """A row of 7 enterprises each quarter for 3 places, 44 quarters, tenancies of 14.

    What is held is 3 on average over seeds and times; false alarm 1e-6 by seeds. With a draw of its
    own for each row nearly every incubator would be full some quarter, and 7 stay held.
    """
    p, held = given(places=0.03), []
    for seed in range(1, 81):
        w = nursery(3, weight=7.0)
        free_at = np.zeros(PLACES)
        stock = []
        for t in range(44):
            w.births.id, w.births.born, w.births.tenancy = 3 * t + np.arange(1, 4), t, 0
            w.incubators.held[:PLACES] = np.where(free_at > t, 7.0, 0.0)
            w.incubators.places[:PLACES] = 3.0
            for row in range(PLACES):
                incubators.apply(w, p, Clock(np.uint64(seed), t, 10), w.births[row])
                incubators.choose(w, p, Clock(np.uint64(seed), t, 10), row, 3)
            free_at = np.where(w.incubators.held[:PLACES] > 0.0, np.maximum(free_at, t + 14), 0.0)
            stock.append(w.incubators.held[:PLACES].copy())
        held.append(np.mean(stock[16:]))
    error = np.std(held) / np.sqrt(len(held))
    assert abs(np.mean(held) - 3.0) < 4.9 * error


def test_a_lottery_refuses_at_the_door_and_leaves_the_place_empty():
    plain, lot = nursery(300), nursery(300)
    taken = with_places(plain, given(places=0.2))
    kept = with_places(lot, given(places=0.2, refused=0.5))
    at_door = lot.births.tenancy == codes.AT_DOOR
    assert (taken == (kept | at_door)).all()
    assert abs(at_door.sum() - 30) < 4.9 * np.sqrt(15)
    assert (plain.incubators.held == lot.incubators.held).all()
    incubators.serve(lot, given(places=0.2), CLOCK)
    reasons = lot.events[: int(lot.counters[EVENTS])].reason
    assert (reasons == codes.BY_LOT).sum() == at_door.sum()


def test_a_center_takes_founders_of_its_field_and_place_first():
    w = nursery(60, centers=1)
    w.centers.status, w.centers.province, w.centers.incubator_places = codes.OPERATING, 1, 4.0
    w.centers.cash = 1.0
    w.center_fields.share[0, 0] = 1.0
    w.births["field"][::2] = 1
    taken = with_places(w, given(places=0.02, noise=0.0))
    in_center = taken & (w.births.incubator == PLACES)
    here = np.flatnonzero((w.births.province == 1) & (w.births["field"] == 0))
    assert np.flatnonzero(in_center).tolist() == here[-4:].tolist()
    assert (taken & ~in_center).sum() == 6  # two public places in each province
    assert 1000 in w.events[: int(w.counters[EVENTS])].object


def test_a_center_that_is_not_built_or_has_no_money_has_no_places():
    states = [(s, 1.0) for s in (codes.PLANNED, codes.CONSTRUCTION, codes.REVOKED)]
    for status, cash in [*states, (codes.OPERATING, 0.0)]:
        w = nursery(60, centers=1)
        w.centers.cash = cash
        w.centers.status, w.centers.province, w.centers.incubator_places = status, 1, 4.0
        w.center_fields.share[0, 0] = 1.0
        taken = with_places(w, given(places=0.02))
        assert not (w.births.incubator[taken] == PLACES).any()


def test_the_province_pays_for_rooms_and_staff_as_far_as_it_can():
    """Two tenants: 2 x (0.3 x 2 + 0.1) = 1.4 a quarter."""
    p = given(relief=0.3, cost=0.1)
    w = tenants(2)
    w.provinces.treasury = 10.0
    incubators.serve(w, p, CLOCK)
    assert w.incubators.held[0] == 2.0
    assert w.incubators.wanted[0] == pytest.approx(1.4, rel=1e-12)
    assert w.incubators.part[0] == 1.0
    assert w.provinces.treasury[0] == pytest.approx(8.6, rel=1e-12)
    assert w.provinces.flows[0, accounts.INCUBATION] == pytest.approx(1.4, rel=1e-12)
    poor = tenants(2)
    poor.provinces.treasury = 0.35
    incubators.serve(poor, p, CLOCK)
    assert poor.incubators.part[0] == pytest.approx(0.25, rel=1e-12)
    assert poor.provinces.treasury[0] == pytest.approx(0.0, abs=1e-12)


def test_a_center_pays_for_its_own_tenants():
    w = tenants(1, centers=1, incubator=1)
    w.centers.cash, w.centers.status = 5.0, codes.OPERATING
    w.provinces.treasury = 5.0
    incubators.serve(w, given(relief=0.5, cost=0.2), CLOCK)
    assert w.centers.cash[0] == pytest.approx(3.8, rel=1e-12)
    assert w.centers.flows[0, accounts.CENTER_INCUBATION] == pytest.approx(1.2, rel=1e-12)
    assert w.provinces.treasury[0] == 5.0


def test_only_tenants_are_served():
    w = tenants(3, tenancy=np.array([codes.TENANT, codes.AT_DOOR, codes.GROWN]))
    w.incubators.part = 0.7
    assert [incubators.served(w, w.enterprises[i]) for i in range(3)] == [0.7, 0.0, 0.0]


def test_a_tenant_has_no_cheap_land_beside():
    w = tenants(2, tenancy=np.array([codes.TENANT, codes.OUTSIDE]), born=5)
    p = given()
    assert not governments.is_young(w, p, CLOCK, 0)
    assert governments.is_young(w, p, CLOCK, 1)


def test_facilities_let_tenants_learn_more():
    """Of 1,500 alike pairs the tenants learn more units, by over five standard errors."""
    n = 3000
    w = tenants(n, tenancy=np.where(np.arange(n) % 2 == 0, codes.TENANT, codes.OUTSIDE))
    w.enterprises.knowledge = 1
    w.enterprises.first_membership = w.enterprises.first_link = NONE
    w.fields.world = w.fields.country = np.uint64(0xFF)
    w.fields.neighbours[:] = np.uint64(0xFF)
    w.fields.learning = 1.0
    w.cells.exposure[:] = 0.5
    learning.learn(w, given(facilities=2.0), CLOCK, 0, n)
    units = np.array([bin(int(k)).count("1") for k in w.enterprises.knowledge], dtype=float)
    inside, outside = units[::2], units[1::2]
    error = np.sqrt(inside.var() / inside.size + outside.var() / outside.size)
    assert inside.mean() - outside.mean() > 5.0 * error
    same = tenants(2, knowledge=1)
    assert incubators.served(same, same.enterprises[0]) == 1.0


@pytest.mark.parametrize(
    ("values", "reason", "state"),
    [
        ({"born": 4}, None, codes.TENANT),
        ({"born": 4, "sales": 30.0}, codes.BY_SALES, codes.GROWN),
        ({"born": 4, "invested": 6.0}, codes.BY_FUNDING, codes.GROWN),
        ({"born": -9}, codes.BY_TIME, codes.RELEASED),
    ],
)
def test_tenancies_end_and_the_log_says_why(values, reason, state):
    w = tenants(1, **values)
    incubators.release(w, given(graduate_size=0.25), CLOCK)
    assert w.enterprises.tenancy[0] == state
    log = w.events[: int(w.counters[EVENTS])]
    assert log.reason.tolist() == ([] if reason is None else [reason])


def test_tenants_leave_when_their_center_is_revoked_or_no_incubator_is_left():
    w = tenants(1, centers=1, incubator=1, born=4)
    w.centers.status = codes.REVOKED
    incubators.release(w, given(), CLOCK)
    assert w.enterprises.tenancy[0] == codes.RELEASED
    w = tenants(1, born=4)
    incubators.release(w, given(places=0.0), CLOCK)
    assert w.enterprises.tenancy[0] == codes.RELEASED


def test_who_was_refused_at_the_door_frees_its_place_in_silence():
    w = tenants(1, born=-9, tenancy=codes.AT_DOOR)
    incubators.release(w, given(), CLOCK)
    assert w.enterprises.tenancy[0] == codes.OUTSIDE
    assert w.counters[EVENTS] == 0
    assert w.incubators.by_time[0] == 0.0


def met(signal, profit, **values):
    """Return a tenant after a meeting for certain with an investor who sees clearly."""
    given_values = {"asked": 10.0, "capital": 5.0} | values
    w = tenants(1, born=0, profit=profit, price=np.exp(-signal), **given_values)
    w.investors.cash = 1e6
    w.enterprises.knowledge = w.fields.world[0] = 1
    p = replace(BASE, {"incubation.meetings": 1.0, "investors.noise": 0.0})
    incubators.introduce(w, pack(p), CLOCK)
    return w


def test_a_good_tenant_gets_money_and_a_bad_one_at_a_loss_gives_up():
    good = met(0.3, -1.0, cash=5.0)
    assert good.enterprises.meeting[0] == codes.MET_KEEN
    assert good.enterprises.backing[0] == 10.0
    assert 0.0 < good.enterprises.stake[0] < 1.0
    assert good.incubators.backed[0] == 1.0
    bad = met(-0.3, -1.0)
    assert bad.enterprises.meeting[0] == codes.MET_GAVE_UP
    assert bad.enterprises.backing[0] == 0.0
    earns = met(-0.3, 1.0)
    assert earns.enterprises.meeting[0] == codes.MET


def test_who_gave_up_ends_in_the_next_quarter_and_the_log_says_so():
    w = met(-0.3, -1.0, cash=50.0, customers=1.0)
    later = Clock(np.uint64(1), 6, 10)
    p = given()
    turnover.close_down(w, p, later, 0, 1)
    assert w.enterprises.exits[0] == 1
    incubators.introduce(w, p, later)
    incubators.release(w, p, later)
    assert w.incubators.gave_up[0] == w.incubators.ended[0] == 1.0
    w = w._replace(births=as_records(table(ROWS["births"], 4)))
    w.fields.weight = 1.0
    turnover.turn_over(w, p, later)
    log = w.events[: int(w.counters[EVENTS])]
    assert log.reason[log.kind == codes.FIRM_EXITS].tolist() == [codes.GAVE_UP]


def test_an_investor_without_money_backs_nobody():
    w = tenants(1, born=0, asked=10.0, profit=-1.0, price=0.5)
    w.enterprises.knowledge = w.fields.world[0] = 1
    incubators.introduce(w, given(meetings=1.0), CLOCK)
    assert w.enterprises.meeting[0] == codes.MET
    assert w.enterprises.backing[0] == 0.0


def test_incubators_show_results():
    """A center shows its own, a public incubator those of institutes of the province."""
    w = kernel.allocate(enterprises=2, institutes=1, centers=1, fields=1, provinces=1)
    w.enterprises.tenancy, w.enterprises.incubator = codes.TENANT, np.array([1, 0])
    w.enterprises.first_membership = NONE
    w.incubators.part = 1.0
    t = w.technologies
    t.live[0, :2] = 1
    t.origin[0, 0], t.matured_by[0, 0], t.owner_kind[0, 0] = codes.FROM_CENTER, 0, codes.CENTER
    t.origin[0, 1], t.owner_kind[0, 1] = codes.FROM_INSTITUTE, codes.INSTITUTE
    shown = [[first_use.is_shown(w, i, 0, slot) for slot in (0, 1)] for i in (0, 1)]
    assert shown == [[True, False], [False, True]]
    t.first_until[0, 0] = 99
    assert not first_use.must_wait(w, CLOCK, 0, 0, 0)
    assert first_use.must_wait(w, CLOCK, 1, 0, 0)
    w.enterprises.tenancy = codes.GROWN
    assert not first_use.is_shown(w, 0, 0, 0)
    assert not first_use.is_shown(w, 1, 0, 1)


def test_gazelles_grow_by_a_fifth_a_year():
    w = tenants(2)
    for i, grown in enumerate((1.72, 1.74)):
        e = w.enterprises[i]
        e.sales = 10.0
        turnover.note_growth(e, 8)
        e.sales = 10.0 * grown
        turnover.note_growth(e, 20)
    assert w.enterprises.gazelle.tolist() == [0, 1]


def test_places_stand_in_zones_as_far_as_is_said():
    """100 enterprises each; zones hold 0.2, 0 and 0.6 of them: 10 places, half of them by zones."""
    w = nursery()
    w.provinces.zone_share = [0.2, 0.0, 0.6]
    p = given(places=0.1, in_zones=0.5)
    found = [incubators.places_of(w, p, r) for r in range(PLACES)]
    assert found == pytest.approx(
        [5.0 + 30.0 * 0.25 * 0.5, 5.0, 5.0 + 30.0 * 0.75 * 0.5], rel=1e-12
    )
    none = [incubators.places_of(w, given(places=0.1, in_zones=0.0), r) for r in range(PLACES)]
    assert none == pytest.approx([10.0] * 3, rel=1e-12)
    w.provinces.zone_share = 0.0
    assert incubators.places_of(w, p, 1) == pytest.approx(10.0, rel=1e-12)


def test_who_seeks_no_money_meets_nobody_and_is_told_nothing():
    """One with all the capital that its plan needs, at a loss, as all are at first."""
    w = met(-0.3, -1.0, asked=0.0)
    assert w.enterprises.meeting[0] == codes.NOT_MET
    assert w.incubators.met[0] == w.incubators.gave_up[0] == 0.0


def test_an_investor_does_not_own_all_of_a_tenant_in_debt():
    w = met(0.3, -1.0, cash=-3.0)
    assert w.enterprises.meeting[0] == codes.MET_KEEN
    assert 0.0 < w.enterprises.stake[0] < 0.5  # 10 / (10 + 3 x 5)


def test_without_money_nothing_is_given():
    w = tenants(1, born=0, asked=10.0, profit=-1.0)
    w.incubators.part = 0.0
    w.investors.cash = 1e6
    incubators.introduce(w, given(meetings=1.0), CLOCK)
    assert w.enterprises.meeting[0] == codes.NOT_MET
    assert not first_use.is_tenant_of(w, 0, NONE)


def test_rent_is_saved_as_it_was_paid():
    """Of overheads of 2 a part of 0.3, half of which the province can pay."""
    w = tenants(2, tenancy=np.array([codes.TENANT, codes.GROWN]))
    w.provinces.treasury = 0.3
    incubators.serve(w, given(relief=0.3, cost=0.0), CLOCK)
    assert w.enterprises.rent_saved.tolist() == pytest.approx([0.3, 0.0], rel=1e-12)
