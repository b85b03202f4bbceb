"""Calls, grants, contracts and the mix of work in a country that can be worked by hand."""

import math

import numpy as np
import pytest

from sim import accounts, codes, masks, population
from sim.allocate import allocate, index_cells
from sim.indicators.institutes import INSTITUTES, measure_institutes
from sim.parameters import Parameters, pack, replace
from sim.phases import (
    adoption,
    benefits,
    budgets,
    calls,
    launch,
    maturation,
    membership,
    policy,
    valuation,
)
from sim.state import EVENTS, IDEAS, NONE, RIVALS, Clock

pytestmark = [pytest.mark.core, pytest.mark.plain]

COST = 200.0
CLOCK = Clock(np.uint64(1), 20, 0)
P = replace(
    pack(Parameters()),
    {"market.tax_rate": 0.0, "maturation.pace": 0.25, "institutes.award_rate": 1.0,
     "institutes.grant_part": 0.1, "institutes.block_share": 0.7, "funding.university_growth": 0.0,
     "funding.institute_growth": 0.0,
     "turnover.credit": 0.0},
)  # fmt: skip


def country(ideas=4, kind=codes.INSTITUTE, budget=400.0, provinces=1):
    """Return two institutes and an enterprise a province of one field, and ideas of one owner."""
    w = allocate(
        enterprises=provinces, institutes=2 * provinces, centers=0, fields=1, provinces=provinces
    )
    e, o, f = w.enterprises, w.institutes, w.fields
    e.id, e.weight, e.efficiency = np.arange(1, provinces + 1), 1.0, 1.0
    e.sales, e.cash, e.knowledge = 1000.0, 1e5, masks.FULL
    e.province = e.cell = np.arange(provinces)
    o.id, o.weight, o.cash = 100 + np.arange(2 * provinces), 1.0, 0.0
    o.province = o.cell = np.arange(2 * provinces) // 2
    o.budget, o.knowledge, o.basic_start, o.rd = budget, masks.FULL, 0.2, 100.0
    o.due = budget
    f.markup, f.elasticity, f.annuity, f.uptake, f.intensity = 0.2, 2.75, 20.0, 10.0, 0.05
    f.project_cost, f.sales, f.users_market, f.market = COST, 2000.0, 2000.0, 2000.0
    f.world = f.country = masks.FULL
    w.relatedness[:] = 1.0
    index_cells(w)
    w.counters[IDEAS] = ideas
    k = w.ideas[:ideas]
    k.id, k.live, k.science, k.application = np.arange(1, ideas + 1), 1, masks.ONE, masks.bit(1)
    k.gain, k.owned, k.applicant, k.asked = 0.01, NONE, NONE, 0
    for row in range(ideas):
        team = w.teams[RIVALS * row]
        team.kind, team.owner, team.known, team.pilot = kind, 0, masks.FULL, NONE
    return w


def teams(w):
    return w.teams[: RIVALS * int(w.counters[IDEAS]) : RIVALS]


def fund(w, p=P, clock=CLOCK):
    maturation.link_teams(w, p, clock)
    maturation.value_enterprise(w, p, clock, 0, w.enterprises.size)
    maturation.value_institute(w, p, clock, 0, w.institutes.size)
    maturation.fund_enterprise(w, p, clock, 0, w.enterprises.size)
    maturation.fund_institute(w, p, clock, 0, w.institutes.size)


# Calls.


def test_the_best_have_grants_as_far_as_the_fund_goes():
    """Money: 0.3 x 2 x 95 = 57, a grant is 20: two of four, and 17 are carried over."""
    w = country(budget=95.0)
    w.ideas[:4].gain = [0.01, 0.04, 0.02, 0.03]
    exact = replace(P, {"institutes.panel_noise": 0.0})
    calls.call(w, exact, CLOCK)
    assert list(teams(w).grant_left) == [0.0, 20.0, 0.0, 20.0]
    assert w.fields[0].fund == pytest.approx(17.0)
    assert w.fields[0].returned == 0.0
    events = w.events[: int(w.counters[EVENTS])]
    assert list(events.kind) == [codes.GRANT_AWARDED] * 2
    assert list(events.subject) == [2, 4]
    assert list(events.value) == [20.0, 20.0]


def test_a_panel_errs_but_the_same_idea_has_the_same_luck_whoever_owns_it():
    one, other = country(kind=codes.INSTITUTE), country(kind=codes.ENTERPRISE)
    one.ideas[:4].gain = other.ideas[:4].gain = [0.1, 0.4, 0.2, 0.3]
    for w in (one, other):
        calls.judge(w, P, CLOCK, 0)
    assert one.ideas[:4].score.tobytes() == other.ideas[:4].score.tobytes()
    assert len(set(one.ideas[:4].score.tolist())) == 4
    assert list(np.argsort(one.ideas[:4].score)) != list(np.argsort(one.ideas[:4].gain))


def test_no_merit_no_grant():
    w = country()
    strict = replace(P, {"institutes.award_rate": 0.02, "institutes.panel_noise": 0.0})
    w.ideas[:4].gain = [0.01, 0.5, 0.002, 0.02]
    calls.call(w, strict, CLOCK)
    assert list(teams(w).grant_left > 0.0) == [False, True, False, False]


def test_an_idea_is_before_a_panel_once_a_year_and_has_one_grant():
    w = country(ideas=1)
    rival = w.teams[1]
    rival.kind, rival.owner, rival.stage = codes.INSTITUTE, 1, 1
    calls.call(w, P, CLOCK)
    assert (w.teams[0].grant_left, rival.grant_left) == (0.0, 20.0)  # the furthest applies
    for quarter, asked in ((23, 20), (24, 20)):  # a grant runs
        calls.judge(w, P, Clock(np.uint64(1), quarter, 0), 0)
        assert w.ideas[0].asked == asked
    rival.grant_left = 0.0
    for quarter, asked in ((23, 20), (24, 24)):
        calls.judge(w, P, Clock(np.uint64(1), quarter, 0), 0)
        assert w.ideas[0].asked == asked


def test_what_no_grant_makes_worth_it_does_not_apply():
    w = country(ideas=1, kind=codes.ENTERPRISE)
    w.ideas[0].gain = 1e-9
    calls.call(w, P, CLOCK)
    assert list(teams(w).grant_left) == [0.0]
    assert w.fields[0].fund == pytest.approx(240.0)


def test_what_a_call_leaves_over_pays_the_usual_work():
    w = country(ideas=1)
    calls.call(w, P, CLOCK)  # 240 come in, a grant of 20; a quarter's money may stay
    assert (w.fields[0].fund, w.fields[0].returned) == pytest.approx((220.0, 0.0))
    calls.call(w, P, Clock(np.uint64(1), 21, 0))
    assert (w.fields[0].fund, w.fields[0].returned) == pytest.approx((240.0, 220.0))
    w.institutes.due = w.institutes.budget = [300.0, 500.0]
    policy.receive(w, P, CLOCK, 0, 2)
    assert w.institutes["other_projects"] == pytest.approx([82.5, 137.5])
    assert w.institutes["grant"] == pytest.approx([210.0, 350.0])
    assert w.institutes["cash"] == pytest.approx([292.5, 487.5])


# Grants.


def test_a_grant_pays_an_institute_all_and_it_goes_on_though_the_whole_does_not_pay():
    w = country(ideas=1)
    w.ideas[0].gain = 1e-9
    w.institutes.cash = 1e3
    calls.call(w, P, CLOCK)
    fund(w)
    stage = 0.25 * 0.05 * COST
    team = w.teams[0]
    assert team.value < 0.0
    assert (team.funded, team.grant_paid, team.spent) == (1, stage, stage)
    assert team.grant_left == pytest.approx(20.0 - stage)
    assert w.institutes[0].cash == 1e3  # what it spends the ministry pays
    assert w.institutes[0].flows[accounts.PROJECT_GRANTS_TO_INSTITUTES] == stage
    assert w.institutes[0].flows[accounts.INSTITUTE_PROJECT_RD] == stage
    team.grant_left = 0.0
    fund(w)
    assert team.funded == 0


def test_an_enterprise_pays_its_half():
    w = country(ideas=1, kind=codes.ENTERPRISE)
    w.ideas[0].gain = 0.5
    w.enterprises.weight = 4.0
    calls.call(w, P, CLOCK)
    fund(w)
    stage = 0.25 * 0.05 * COST
    e = w.enterprises[0]
    assert (e.project_rd, e.project_grants) == (stage / 4.0, 0.5 * stage / 4.0)
    assert e.cash == pytest.approx(1e5 - 0.5 * stage / 4.0)
    assert e.flows[accounts.PROJECT_GRANTS_TO_ENTERPRISES] == 0.5 * stage / 4.0


def test_a_grant_lowers_own_costs_in_the_value():
    w = country(ideas=1, kind=codes.ENTERPRISE)
    bare = valuation.team_value(w, 0, False, P)
    w.teams[0].grant_left = 20.0
    assert valuation.team_value(w, 0, False, P) == pytest.approx(bare + 20.0)
    w.teams[0].grant_left = 1e6
    look = valuation.outlook(w, 0, 0, False, masks.FULL, False, codes.PRIVATE, P)
    half = 0.5 * look.cost * COST
    assert valuation.team_value(w, 0, False, P) == pytest.approx(bare + half)


def test_money_on_paper_is_kept_whatever_ends_a_team():
    w = country(ideas=4, kind=codes.ENTERPRISE)
    w.ideas[:4].gain = 0.5
    calls.call(w, P, CLOCK)
    promised = float(w.fields[0].fund + w.fields[0].returned + w.teams.grant_left.sum())
    assert (teams(w).grant_left == 20.0).all()
    launch.end_team(w, CLOCK, 0, codes.FAILED_TWICE)
    w.teams[RIVALS].stage = 4
    launch.advance(w, P, CLOCK, RIVALS)
    w.teams[2 * RIVALS].grant_until = 24
    calls.applicant(w, Clock(np.uint64(1), 24, 0), 2)
    gone = population.reindex(w, np.array([NONE]))
    for here, left in ((w, 20.0), (gone, 0.0)):
        kept = here.fields[0].fund + here.fields[0].returned + here.teams.grant_left.sum()
        assert kept == pytest.approx(promised)
        assert here.teams.grant_left.sum() == left


# Contracts.


def contracted(p=P, known=masks.ONE, lessons=1.0, near=1e9):
    """Return two provinces in which enterprises have ordered research and institutes have it."""
    w = country(ideas=0, provinces=2)
    w.enterprises.knowledge = known
    w.cells.lessons = lessons
    w.distance[:] = near
    w.institutes.rd = [10.0, 30.0, 60.0, 60.0]
    budgets.budget(w, p, CLOCK, 0, 2)
    budgets.order_research(w, p, CLOCK, 0, 2)
    budgets.place_contracts(w, p, CLOCK, 0, 1)
    budgets.allocate(w, p, CLOCK, 0, 4)
    return w


def test_contracts_go_to_those_near_by_their_research():
    w = contracted()
    routine = P.funding.routine_share * 0.05 * 1000.0
    ordered = routine * P.institutes.contract_most * (1.0 - math.exp(-63.0 / 64.0))
    assert w.enterprises["contracts"] == pytest.approx([ordered, ordered])
    assert w.enterprises["rd"] == pytest.approx([routine - ordered] * 2)
    assert w.enterprises["cash"] == pytest.approx([1e5 - routine] * 2)
    assert w.enterprises.flows[:, accounts.CONTRACTS] == pytest.approx([ordered, ordered])
    assert w.institutes["contracts"] == pytest.approx(
        [ordered / 4, ordered * 3 / 4, ordered / 2, ordered / 2]
    )


def test_without_distance_all_contracts_go_by_research():
    w = contracted(near=0.0)
    total = float(w.enterprises["contracts"].sum())
    assert w.institutes["contracts"] == pytest.approx(total * np.array([1, 3, 6, 6]) / 16)


def test_who_knows_all_that_institutes_teach_orders_nothing():
    assert contracted(known=masks.FULL).enterprises["contracts"].sum() == 0.0
    assert contracted(lessons=0.0).enterprises["contracts"].sum() == 0.0


def test_a_world_that_knows_nothing_offers_what_institutes_know():
    w = country(ideas=0)
    w.enterprises.knowledge = w.fields.world = masks.EMPTY
    w.fields.country = masks.ONE
    w.cells.lessons = 0.5
    assert budgets.offer(w, 0) == 0.5
    w.fields.country = masks.EMPTY
    assert budgets.offer(w, 0) == 0.0


def test_institutes_work_contracts_off_and_keep_a_part_of_other_money_for_projects():
    w = contracted()
    w.institutes.cash, w.institutes.rd = 0.0, 0.0
    policy.receive(w, replace(P, {"institutes.pull": 0.0}), CLOCK, 0, 4)
    w.cells.contract_rate = 0.0
    w.institutes[0].rd, w.cells[0].contract_rate = 50.0, 0.5
    budgets.allocate(w, P, CLOCK, 0, 4)
    o = w.institutes[0]
    # block 280, basic 0.2 x 400 = 80, 200 free, of which 0.3 are kept for projects
    assert (o.contracts, o.basic) == (25.0, pytest.approx(80.0))
    assert o.cash == pytest.approx(60.0)
    assert o.rd == pytest.approx(280.0 + 25.0 - 60.0)


# What money does.


@pytest.mark.parametrize("pull", [0.0, 0.5, 1.0])
def test_industry_money_pulls_from_basic_to_applied(pull):
    w = country(ideas=0)
    p = replace(P, {"institutes.pull": pull})
    w.institutes.grant, w.institutes.basic_start = 100.0, 0.3
    for _ in range(500):
        w.institutes.contracts, w.institutes.grant = [0.0, 100.0], 100.0
        policy.receive(w, p, CLOCK, 0, 2)
    alone, busy = w.institutes["basic_share"]
    assert alone == pytest.approx(0.3)
    assert busy == pytest.approx(0.3 * (1.0 - pull * 0.5))


def test_an_institute_drifts_slowly_and_returns_as_slowly():
    """At 6% of the way a quarter half of it takes three years; then contracts end."""
    w = country(ideas=0)
    p = replace(P, {"institutes.pull": 1.0, "institutes.pull_pace": 0.06})
    o = w.institutes[0]
    o.basic_start = 0.4
    shares = []
    for contracts in (100.0, 0.0):
        for _ in range(12):
            o.contracts, o.grant = contracts, 100.0
            policy.receive(w, p, CLOCK, 0, 1)
            shares.append(float(o.basic_share))
    left = 0.94**12
    assert shares[11] == pytest.approx(0.4 * (1.0 - 0.5 * (1.0 - left)))
    assert shares[23] == pytest.approx(0.4 * (1.0 - 0.5 * (1.0 - left) * left))
    assert shares[11] < shares[12] < shares[23] < 0.4


def test_income_from_a_center_pulls_like_a_contract():
    """What an institute has of its center's revenue is money for applied work."""
    p = replace(P, {"institutes.pull": 1.0, "institutes.pull_pace": 1.0})
    earned = []
    for way in ("contracts", "center"):
        w = with_center()
        o = w.institutes[0]
        if way == "contracts":
            o.contracts = 50.0
        else:
            c = w.centers[0]
            c.lead, c.lead_kind, c.licences, c.keeps_revenue = 0, codes.INSTITUTE, 100.0, 0.5
            membership.share_income(w, p, 0)
        o.grant = 100.0
        policy.receive(w, p, CLOCK, 0, 1)
        earned.append(float(o.earned))
    assert earned == [pytest.approx(1.0 / 3.0)] * 2


def with_center():
    """Return two institutes with a center, whose income nobody but its lead has."""
    w = allocate(enterprises=1, institutes=2, centers=1, fields=1, provinces=1)
    w.institutes.weight, w.institutes.budget, w.institutes.basic_start = 1.0, 100.0, 0.3
    w.centers.pays_out = 0
    index_cells(w)
    return w


def test_drift_is_what_was_given_up_of_the_mix_of_2010():
    """One university has half of its basic research left, a public institute all of it."""
    w = with_center()
    w.institutes.kind = [codes.UNIVERSITY, codes.GOVERNMENT_INSTITUTE]
    w.institutes.due, w.institutes.rd = [100.0, 300.0], [200.0, 300.0]
    w.institutes.basic_start, w.institutes.basic_share = 0.4, [0.2, 0.4]
    w.institutes.basic = [20.0, 120.0]
    w.center_fields.share = 1.0
    names = [about.name for about in INSTITUTES]
    found = []
    for status in (codes.OPERATING, codes.REVOKED):
        w.centers.status[0] = status
        out = np.zeros(len(INSTITUTES))
        measure_institutes(w, 0, out)
        found.append(dict(zip(names, out, strict=True)))
    at_work, revoked = found
    assert at_work["university_basic"] == pytest.approx(0.1)
    assert at_work["university_drift"] == pytest.approx(0.5)
    assert at_work["drift_near_centers"] == pytest.approx(1.0 - 140.0 / 160.0)
    assert revoked["drift_near_centers"] == 0.0
    assert revoked["university_drift"] == pytest.approx(0.5)


def test_an_institute_hands_a_part_of_its_licences_over_and_counts_on_the_rest_only():
    w = country(ideas=1)
    t = w.technologies[0, 0]
    t.owner_kind, t.owner = codes.INSTITUTE, 1
    p = replace(P, {"funding.institute_licence_kept": 0.25})
    w.enterprises.weight, w.institutes.weight = 3.0, 2.0
    adoption.receive_fee(w, p, CLOCK, 0, 0, 0, 4.0)
    o = w.institutes[1]
    assert (o.cash, o.licences) == (1.5, 1.5)  # of 12 a quarter, by two alike institutes
    assert o.flows[accounts.LICENCES_HANDED_OVER] == 4.5
    assert w.enterprises[0].flows[accounts.LICENCES_TO_INSTITUTES] == 4.0
    whole = replace(P, {"funding.institute_licence_kept": 1.0})
    work = valuation.work_on(w, 0)
    kept = benefits.benefit_as_owner(w, codes.INSTITUTE, 0, work, 0, p)
    assert kept == pytest.approx(
        0.25 * benefits.benefit_as_owner(w, codes.INSTITUTE, 0, work, 0, whole)
    )
    assert kept > 0.0
