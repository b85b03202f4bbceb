"""Pilot lines for rent: who gets one, what is paid, what platforms have; worked by hand."""

import math

import numpy as np
import pytest

from sim import accounts, codes, masks, populate
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack, replace
from sim.phases import maturation, platforms, policy, valuation
from sim.populate.institutes import family, institutes_of
from sim.rules.maturation import PILOT_STAGE
from sim.rules.platforms import rent_of_line, value_on_rented_line
from sim.scenario import load
from sim.state import IDEAS, NONE, RIVALS, Clock

pytestmark = pytest.mark.core

COST = 20.0
FULL = 0.25 * 0.35 * COST  # pace x share of TRL 4-6: a quarter's work without a line
CLOCK = Clock(np.uint64(1), 20, 6)
P = replace(
    pack(Parameters()),
    {"market.tax_rate": 0.0, "maturation.pace": 0.25, "maturation.pilot_cost": 0.5,
     "market.price_elasticity": 0.5, "turnover.credit": 0.0, "platforms.rent": 0.4,
     "platforms.suits": 0.5, "funding.licence_friction": 1.0},
)  # fmt: skip


def country(firms=3, places=1, cash=1e6):
    """Return firms with one idea each at TRL 4-6 and an institute with a line in each place."""
    w = allocate(enterprises=firms, institutes=places, centers=1, fields=1, provinces=places)
    e = w.enterprises
    e.id = np.arange(1, firms + 1)
    e.weight, e.efficiency, e.cash, e.knowledge, e.sales, e.leader = 1, 1, cash, masks.FULL, 1000, 1
    e.first_membership = NONE
    o = w.institutes
    o.id, o.weight, o.province, o.lines = 90 + np.arange(places), 1.0, np.arange(places), 1
    o.cell, o.knowledge, o.first_membership = np.arange(places), masks.FULL, NONE
    f = w.fields
    f.markup, f.elasticity, f.annuity, f.uptake, f.intensity = 0.2, 2.75, 20.0, 10.0, 1.0
    f.project_cost, f.sales, f.rival_share = COST, 1000.0 * firms, 1.0 / firms
    f.users_market = f.market = f.sales
    w.relatedness[:] = 1.0
    w.distance[:] = 100.0 * np.abs(np.subtract.outer(np.arange(places), np.arange(places)))
    index_cells(w)
    w.counters[IDEAS] = firms
    k = w.ideas[:firms]
    k.id, k.live, k.science, k.application = np.arange(1, firms + 1), 1, masks.ONE, masks.bit(1)
    k.gain, k.luck, k.owned, k.inventor = 0.01, 1.0, NONE, np.arange(firms)
    for row in range(firms):
        team = w.teams[RIVALS * row]
        team.kind, team.owner, team.stage = codes.ENTERPRISE, row, PILOT_STAGE
    return w


def one_project(places=1):
    """Return the country with the first firm's project alone."""
    w = country(places=places)
    w.ideas[1:3].live = 0
    w.teams["kind"][[RIVALS, 2 * RIVALS]] = codes.NOBODY
    return w


def value_and_rent(w, p=P):
    maturation.link_teams(w, p, CLOCK)
    maturation.value_enterprise(w, p, CLOCK, 0, w.enterprises.size)
    maturation.allot_pilot_lines(w, p, CLOCK)
    platforms.rent_lines(w, p, CLOCK)


def teams(w):
    return w.teams[: RIVALS * int(w.counters[IDEAS]) : RIVALS]


@pytest.mark.plain
def test_the_rent_is_a_part_of_what_is_saved():
    assert rent_of_line(10.0, 5.0, P.platforms) == pytest.approx(2.0)
    assert rent_of_line(5.0, 5.0, P.platforms) == 0.0
    assert value_on_rented_line(-1.0, 4.0, P.platforms) == pytest.approx(2.0)


def test_the_line_goes_to_the_most_valuable_project_which_pays_for_it():
    w = country()
    w.ideas[:3].gain = [0.01, 0.03, 0.02]
    value_and_rent(w)
    assert list(teams(w).platform) == [NONE, 0, NONE]
    assert w.institutes[0].rented == 1
    maturation.fund_enterprise(w, P, CLOCK, 0, 3)
    platforms.collect_rents(w, P, CLOCK)
    rent = 0.4 * 0.5 * FULL
    e = w.enterprises
    assert e["project_rd"] == pytest.approx([FULL, 0.5 * FULL, FULL])
    assert e["pilot_rents"] == pytest.approx([0.0, rent, 0.0])
    assert e["cash"] == pytest.approx([1e6 - FULL, 1e6 - 0.5 * FULL - rent, 1e6 - FULL])
    assert e[1].flows[accounts.PILOT_RENTS_OF_ENTERPRISES] == pytest.approx(rent)
    assert w.institutes[0].cash == pytest.approx(rent)
    assert w.institutes[0].rents == pytest.approx(rent)


def test_values_are_those_of_what_each_gets():
    w = country()
    w.ideas[:3].gain = [0.01, 0.03, 0.02]
    value_and_rent(w)
    for row, on_line in ((0, False), (1, True), (2, False)):
        without = valuation.team_value(w, RIVALS * row, False, P)
        free = valuation.team_value(w, RIVALS * row, True, P)
        expected = 0.4 * without + 0.6 * free if on_line else without
        assert teams(w)[row].value == pytest.approx(expected)


def test_a_project_that_pays_only_on_a_line_stops_without_one():
    w = one_project()
    value_and_rent(w)  # now the team knows what its owner knows
    look = valuation.outlook(w, 0, PILOT_STAGE, False, masks.FULL, False, codes.PRIVATE, P)
    rented = valuation.outlook(w, 0, PILOT_STAGE, False, masks.FULL, True, codes.PRIVATE, P)
    benefit = (valuation.team_value(w, 0, False, P) + look.cost * COST) / look.chance
    most = look.chance * benefit / (0.4 * look.cost + 0.6 * rented.cost)
    least = look.chance * benefit / look.cost
    w.fields.project_cost = math.sqrt(most * least)
    value_and_rent(w)
    assert teams(w)[0].value > 0.0
    w.institutes.lines = 0
    value_and_rent(w)
    maturation.fund_enterprise(w, P, CLOCK, 0, 3)
    assert teams(w)[0].funded == 0


@pytest.mark.parametrize(
    ("known", "rented"), [(masks.FULL, 1), (masks.ONE, 1), (masks.bit(5), 0), (masks.EMPTY, 0)]
)
def test_a_line_suits_who_needs_what_the_platform_knows(known, rented):
    w = one_project()  # needs two units; half of them is enough
    w.institutes.knowledge = known
    value_and_rent(w)
    assert w.institutes[0].rented == rented


def test_the_nearest_free_line_is_taken():
    w = country(places=3)
    w.enterprises.province = w.enterprises.cell = 2
    index_cells(w)
    w.ideas[:3].gain = [0.01, 0.03, 0.02]
    w.institutes[2].lines = 0
    value_and_rent(w)
    assert list(teams(w).platform) == [NONE, 1, 0]


def test_a_platform_lets_no_line_and_gets_no_money_before_it_opens():
    w = one_project()
    w.institutes.budget, w.institutes.opens = 8.0, CLOCK.quarter + 1
    value_and_rent(w)
    policy.receive(w, P, CLOCK, 0, 1)
    assert (teams(w)[0].platform, w.institutes[0].due) == (NONE, 0.0)
    w.institutes.opens = CLOCK.quarter
    value_and_rent(w)
    policy.receive(w, P, CLOCK, 0, 1)
    assert (teams(w)[0].platform, w.institutes[0].due > 8.0) == (0, True)


def test_rents_are_income_that_pulls_away_from_basic_research():
    w = one_project()
    w.institutes.grant = w.institutes.rents = 3.0
    policy.receive(w, P, CLOCK, 0, 1)
    assert w.institutes[0].earned == pytest.approx(P.institutes.pull_pace * 0.5)
    assert w.institutes[0].rents == 0.0


@pytest.mark.plain
def test_platforms_take_their_money_out_of_that_of_their_cell():
    inside = [{"name": str(k), "platform": codes.KEY_LABORATORY, "budget": 55.0} for k in range(3)]
    rows = family("university", 100.0, inside)
    assert [row["budget"] for row in rows] == [25.0, 25.0, 25.0, 25.0]
    rows = family("university", 400.0, inside)
    assert [row["budget"] for row in rows] == [235.0, 55.0, 55.0, 55.0]


def test_every_kind_of_platform_stands_in_the_national_scenario():
    scenario = load("national")
    rows = [row for field in range(24) for row in institutes_of(scenario, field)]
    counts = {kind: sum(row["platform"] == kind for row in rows) for kind in codes.PLATFORMS}
    assert counts[codes.NO_PLATFORM] == 2 * 24 * 31
    assert counts[codes.KEY_LABORATORY] > 200
    shares = sum(field.attributes["public_rd_share"] for field in scenario.fields)
    assert abs(counts[codes.ENGINEERING_CENTER] - 127 * shares) < 24
    assert counts[codes.MANUFACTURING_CENTER] == 7
    none = load("national", {"start.engineering_centers": "0", "start.provincial_centers": "0"})
    fewer = [row for field in range(24) for row in institutes_of(none, field)]
    dated = {row["opens"] for row in fewer if row.get("lines", 0) > 0}
    assert min(dated) == 25  # 2016Q2 after 2010Q1
    taken = sum(row["budget"] for row in rows if row["platform"] != codes.MANUFACTURING_CENTER)
    whole = sum(row["budget"] for row in fewer if row["platform"] != codes.MANUFACTURING_CENTER)
    assert taken == pytest.approx(whole)


def test_those_that_prove_results_do_no_basic_research():
    w = populate.build(load("tiny"))
    proving = w.institutes.platform == codes.ENGINEERING_CENTER
    assert proving.any()
    assert not w.institutes.basic_share[proving].any()
    assert w.institutes.basic_share[~proving].all()


# Lines of centers.


def with_center(w, rents=1, line=1.0, pool=masks.FULL, share=1.0):
    """Give the country's center a line; no platform has one."""
    w.institutes.lines = 0
    c = w.centers[0]
    c.line, c.rents, c.first_team = line, rents, NONE
    w.center_fields.share, w.center_fields.pool = share, pool
    return w


def test_a_center_lets_what_is_free_of_its_line_to_outsiders():
    w = with_center(country())
    w.ideas[:3].gain = [0.01, 0.03, 0.02]
    before = float(w.enterprises.cash.sum() + w.centers.cash.sum())
    value_and_rent(w)
    assert list(teams(w).rented_line) == [NONE, 0, NONE]
    maturation.fund_enterprise(w, P, CLOCK, 0, 3)
    platforms.collect_rents(w, P, CLOCK)
    rent = 0.4 * 0.5 * FULL
    c, e = w.centers[0], w.enterprises[1]
    assert (c.cash, c.rent_income) == pytest.approx((rent, rent))
    assert e.flows[accounts.LINE_RENTS_OF_ENTERPRISES] == pytest.approx(rent)
    assert e.flows[accounts.PILOT_RENTS_OF_ENTERPRISES] == 0.0
    spent = float(w.enterprises.project_rd.sum())
    assert w.enterprises.cash.sum() + c.cash == pytest.approx(before - spent)


@pytest.mark.parametrize(
    "closed",
    [{"rents": 0}, {"line": 0.5}, {"pool": masks.EMPTY}, {"share": 0.0}],
    ids=["not let", "no whole place", "does not suit", "another field"],
)
def test_a_line_that_is_not_let_or_does_not_suit_goes_to_nobody(closed):
    w = with_center(country(), **closed)
    value_and_rent(w)
    assert list(teams(w).rented_line) == [NONE] * 3


def test_members_come_before_those_who_rent():
    w = with_center(country(), line=2.0)
    w.centers.pilot_for_members = 1
    seat = w.memberships[0]
    seat.kind, seat.member, seat.status, seat.next = codes.ENTERPRISE, 0, codes.MEMBER, NONE
    w.enterprises.first_membership[0] = 0
    value_and_rent(w)
    assert w.teams[0].pilot == 0
    assert sorted(teams(w).rented_line.tolist()) == [NONE, NONE, 0]
    assert w.centers[0].line_used == 2


def test_a_platform_that_suits_comes_before_a_center():
    w = with_center(country())
    w.institutes.lines = 1
    value_and_rent(w)
    assert sorted(teams(w).platform.tolist()) == [NONE, NONE, 0]
    assert sorted(teams(w).rented_line.tolist()) == [NONE, NONE, 0]
