"""Calls in a country of two fields and two provinces: who applies, who is approved, who leads."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from sim import accounts, codes
from sim.allocate import allocate, index_cells
from sim.indicators import programme as indicators
from sim.parameters import Parameters, pack, replace
from sim.phases import (
    applications,
    belonging,
    benefits,
    boards,
    evaluation,
    partners,
    partnership,
    policy,
    programme,
    seats,
    valuation,
)
from sim.state import EVENTS, NEVER, NONE, TABLES, Clock, copy, table

pytestmark = pytest.mark.core

EACH = 3
"""Firms of a field in a province."""
CELLS = 4
CALL = 8
ALONE, CONSORTIUM, INSTITUTE, PLATFORM = 1, 2, 3, 4
P = replace(
    pack(Parameters()),
    {"programme.least_known": 0.2, "programme.least_rd": 1.0, "programme.least_links": 0.0,
     "programme.call_interval": 4.0, "programme.most_per_call": 2.0, "programme.target": 5.0,
     "programme.preparation": 1.0, "programme.reviewers": 3.0, "programme.local_most": 1.0},
)  # fmt: skip


def clock(quarter=CALL, seed=1):
    return Clock(np.uint64(seed), quarter, 0)


def country(places=6):
    """Return firms that each know some of eight units of their field, and places for centers."""
    firms = EACH * CELLS
    w = allocate(enterprises=firms, institutes=CELLS, centers=places, fields=2, provinces=2)
    e, o = w.enterprises, w.institutes
    cell = np.repeat(np.arange(CELLS), EACH)
    for rows, at in ((e, cell), (o, np.arange(CELLS))):
        rows.cell, rows.field, rows.province = at, at // 2, at % 2
        rows.weight, rows.cash, rows.rd = 1.0, 1000.0, 50.0
    e.id, o.id = np.arange(1, firms + 1), 100 + np.arange(CELLS)
    e.sales, e.leader, e.efficiency, o.budget = 1000.0, 1, 1.0, 100.0
    o.knowledge = np.uint64(0b1111_0000)
    for i in range(firms):
        e.knowledge[i] = np.uint64((1 << (3 + i % EACH)) - 1)
    f = w.fields
    f.key, f.world = [11, 12], np.uint64(0xFF)
    f.markup, f.elasticity, f.annuity, f.uptake = 0.2, 2.75, 20.0, 10.0
    f.late_uptake = f.late_use = f.late_extended = 10.0
    f.uptake_extended = f.late_uptake_extended = 10.0
    f.project_cost, f.rival_share, f.centers_most = 20.0, 0.1, 1.0
    f.sales = f.market = f.users_market = 1000.0 * EACH * 2
    r = w.provinces
    r.key, r.group, r.centers_most = [21, 22], [0, 1], NEVER
    r.treasury, r.effort = 1000.0, float(P.governments.effort)
    w.relatedness[:] = np.eye(2)
    index_cells(w)
    w.centers.start, w.centers.lead, w.centers.first_team = NEVER, NONE, NONE
    w.centers.takes_members, w.centers.fee = 1, 1.0
    x = w.charters
    x.offered, x.first_call, x.last_call = 1, CALL, 40
    x.lead_kind = [codes.ENTERPRISE, codes.ENTERPRISE, codes.INSTITUTE, codes.INSTITUTE]
    x.partners, x.local = [0, 1, 0, 0], [0, 0, 0, 1]
    x.results_owner = [codes.LEAD_OWNS, codes.CENTER_OWNS, codes.CENTER_OWNS, codes.CENTER_OWNS]
    x.grant, x.local_grant, x.fee = 15.0, 25.0, 1.0
    x.lead_votes, x.enterprise_votes = [0.6, 0.2, 0.55, 0.55], [0.25, 0.6, 0.3, 0.3]
    return w


def call(w, p=P, quarter=CALL, seed=1):
    programme.call_centers(w, p, clock(quarter, seed))


def begun(w):
    return w.centers[w.centers.start != NEVER]


def bids(w):
    return np.concatenate([w.enterprises.bid_charter, w.institutes.bid_charter])


def reasons(w):
    return np.concatenate([w.enterprises.bid_reason, w.institutes.bid_reason])


def test_without_charters_nobody_applies():
    w = country()
    w.charters.offered = 0
    before = copy(w)
    call(w)
    assert not bids(w).any()
    assert w.enterprises.tobytes() == before.enterprises.tobytes()
    assert w.centers.tobytes() == before.centers.tobytes()


def test_calls_come_when_they_are_due():
    for quarter, due in ((CALL - 1, False), (CALL, True), (CALL + 1, False), (CALL + 4, True)):
        w = country()
        call(w, quarter=quarter)
        assert bids(w).any() == due


def test_a_call_brings_as_many_centers_as_it_may_and_no_more_than_the_target():
    w = country()
    w.fields.centers_most = 9.0
    for k, expected in enumerate((2, 4, 5, 5)):
        call(w, quarter=CALL + 4 * k)
        assert len(begun(w)) == expected
    assert begun(w).start.tolist() == [CALL + 1] * 2 + [CALL + 5] * 2 + [CALL + 9]
    assert len(set(begun(w).id.tolist())) == 5


def test_a_field_and_a_region_have_no_more_centers_than_the_layout_says():
    w = country()
    for k in range(3):
        call(w, quarter=CALL + 4 * k)
    fields = [policy.main_field(w, c) for c in range(len(begun(w)))]
    assert sorted(fields) == [0, 1]
    w = country()
    w.provinces.centers_most[0] = 0.0
    w.fields.centers_most = 9.0
    call(w)
    assert set(begun(w).province) == {1}


def test_a_field_and_place_get_one_center_in_a_call():
    w = country()
    w.fields.centers_most = 9.0
    call(w, replace(P, {"programme.most_per_call": 40.0, "programme.target": 40.0}))
    assert len(begun(w)) == CELLS


def test_the_approved_begin_to_build_a_quarter_later_under_their_own_lead():
    w = country()
    call(w)
    leads = begun(w).lead.tolist()
    for quarter in (CALL, CALL + 1):
        assert set(w.centers.status) == {codes.PLANNED}
        policy.start_up(w, P, clock(quarter), 0, w.centers.size)
        policy.found(w, P, clock(quarter))
        evaluation.plan(w, P, clock(quarter), 0, w.centers.size)
    assert set(begun(w).status) == {codes.CONSTRUCTION}
    assert begun(w).lead.tolist() == leads
    for c, lead in enumerate(leads):
        seat = w.memberships[c * 64]
        assert (seat.member, seat.lead, seat.status) == (lead, 1, codes.MEMBER)
    assert (begun(w).target_stages > 0.0).all()
    assert (begun(w).cash > 0.0).all()
    seats.link_members(w, P, clock())
    assert set(w.centers[len(leads) :].status) == {codes.PLANNED}


def test_a_center_has_the_switches_of_its_charter_and_the_local_money_it_was_offered():
    w = country()
    w.provinces.treasury = [1000.0, 10.0]
    w.fields.centers_most = 9.0
    w.charters.fee = 2.0
    call(w, replace(P, {"programme.most_per_call": 40.0}))
    for c in begun(w):
        x = w.charters[c.charter - 1]
        for name in (
            "grant",
            "fee",
            "lead_votes",
            "enterprise_votes",
            "government_votes",
            "results_owner",
            "voting",
            "veto",
            "experts",
            "manager_limit",
        ):
            assert c[name] == x[name]
        assert c.lead_kind == x.lead_kind
        assert c.local_grant == (25.0 if c.province == 0 else 10.0)
    assert set(begun(w).province) == {0, 1}


def test_an_application_costs_money_whatever_comes_of_it():
    w = country()
    call(w)
    applied = w.enterprises.bid_charter != 0
    assert applied.any()
    spent = 1000.0 - w.enterprises.cash
    assert spent.tolist() == np.where(applied, 1.0, 0.0).tolist()
    flows = w.enterprises.flows[:, accounts.APPLICATIONS_OF_ENTERPRISES]
    assert flows.tolist() == spent.tolist()
    assert w.institutes.flows[:, accounts.APPLICATIONS_OF_INSTITUTES].sum() == (
        1000.0 * CELLS - w.institutes.cash.sum()
    )


def test_who_cannot_pay_for_an_application_makes_none():
    w = country()
    w.enterprises.cash = 0.5
    call(w)
    assert not (w.enterprises.flows[:, accounts.APPLICATIONS_OF_ENTERPRISES]).any()
    assert set(w.enterprises.bid_reason) <= {codes.NO_MONEY, codes.NOTHING}


def test_who_gains_less_than_it_costs_does_not_apply():
    w = country()
    call(w, replace(P, {"programme.preparation": 1e9}))
    assert not bids(w).any()


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"programme.least_known": 1.0}, codes.KNOWS_TOO_LITTLE),
     ({"programme.least_rd": 51.0}, codes.TOO_LITTLE_RD),
     ({"programme.least_links": 1.0}, codes.TOO_FEW_PARTNERS)],
)  # fmt: skip
def test_refusals_have_a_reason_and_are_counted(change, reason):
    w = country()
    call(w, replace(P, change))
    assert set(reasons(w)[bids(w) != 0]) == {reason}
    assert len(begun(w)) == 0
    out = np.zeros(len(indicators.PROGRAMME))
    indicators.measure_programme(w, clock(), out)
    place = {codes.KNOWS_TOO_LITTLE: indicators.LITTLE_KNOWN,
             codes.TOO_LITTLE_RD: indicators.LITTLE_RD,
             codes.TOO_FEW_PARTNERS: indicators.FEW_PARTNERS}[reason]  # fmt: skip
    assert out[place] == out[indicators.APPLICATIONS] == (bids(w) != 0).sum() > 0


def test_a_lead_leads_one_center():
    w = country()
    w.fields.centers_most = 9.0
    for k in range(3):
        call(w, quarter=CALL + 4 * k)
    pairs = list(zip(begun(w).lead_kind.tolist(), begun(w).lead.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)


# What a lead chooses.


def planned(w, charter, row=2, kind=codes.ENTERPRISE, p=P, local=25.0):
    """Return who would join a lead under a charter, and what a success is worth to it."""
    side = partnership.side_of(w, kind, row)
    partnership.name_partners(w, p, 0, side)
    found = applications.lead_benefit(w, p, 0, charter - 1, side, local)
    partnership.clear_seats(w, 0)
    return found


def leading(w, charter, row=2, local=25.0):
    side = partnership.side_of(w, codes.ENTERPRISE, row)
    found = planned(w, charter, row, local=local)
    return applications.worth_of_leading(w, P, 0, charter - 1, side, local, *found)


def named(w, kind=codes.ENTERPRISE, row=0):
    """Return whom a lead names, by kind and row."""
    partnership.name_partners(w, P, 0, partnership.side_of(w, kind, row))
    taken = w.memberships[:64][w.memberships.status[:64] == codes.INVITED]
    partnership.clear_seats(w, 0)
    return set(zip(taken.kind.tolist(), taken.member.tolist(), strict=True))


def test_a_lead_names_its_neighbours_and_links_of_the_field():
    w = country()
    here = {(codes.ENTERPRISE, 1), (codes.ENTERPRISE, 2), (codes.INSTITUTE, 0)}
    assert named(w) == here
    w.enterprises.leader[1] = 0
    w.institutes.budget[0] = 0.0
    assert named(w) == {(codes.ENTERPRISE, 2)}


def test_links_are_named_from_both_ends_if_they_stand_in_the_field():
    w = country()
    rows = ((codes.ENTERPRISE, 0, 4, 1), (codes.INSTITUTE, 1, 0, 1), (codes.ENTERPRISE, 0, 5, 0),
            (codes.ENTERPRISE, 0, 7, 1))  # fmt: skip
    w = w._replace(links=table(TABLES["links"], len(rows)))
    w.enterprises.first_link = w.institutes.first_link = NONE
    for k, (kind, one, other, live) in enumerate(rows):
        link = w.links[k]
        link.kind, link.one, link.other, link.live = kind, one, other, live
        partners.thread(w, k)
    far = {(codes.ENTERPRISE, 4), (codes.INSTITUTE, 1)}
    assert named(w) == far | {(codes.ENTERPRISE, 1), (codes.ENTERPRISE, 2), (codes.INSTITUTE, 0)}
    assert (codes.ENTERPRISE, 0) in named(w, codes.INSTITUTE, 1)
    assert (codes.ENTERPRISE, 0) in named(w, codes.ENTERPRISE, 4)


def test_a_plan_has_the_lead_and_the_partners_that_would_join():
    """Two neighbours that know 4 and 5 units, and an institute with the other four.

    What all around know already a firm opens; what none does it keeps.
    """
    w = country()
    assert int(planned(w, CONSORTIUM, row=0)[0].known) == 0b1111_0111
    w.cells.known = 1.0
    found, _ = planned(w, CONSORTIUM, row=0)
    assert found == (2.0, 3.0, 0xFF)
    w.institutes.budget = 0.0
    found, _ = planned(w, CONSORTIUM, row=0)
    assert found == (2.0, 3.0, 0b11111)


def test_who_would_not_join_brings_no_plan_anything():
    w = country()
    w.cells.known = 1.0
    w.institutes.budget = 0.0
    for charter in (ALONE, CONSORTIUM):
        assert planned(w, charter, row=0)[0].firms == 2.0
    w.fields.project_cost = 1e9
    for charter in (ALONE, CONSORTIUM):
        assert planned(w, charter, row=0)[0] == (0.0, 1.0, 0b111)


@pytest.mark.parametrize("owner", [codes.CENTER_OWNS, codes.INVENTOR_OWNS])
def test_a_lead_expects_no_more_of_who_would_not_join_than_of_who_is_not_there(owner):
    """A consortium of sellers that would stay out is worth to its lead what it is by itself."""
    w = country()
    w.charters.results_owner = owner
    with_them = planned(w, CONSORTIUM)[1]
    w.fields.project_cost = 1e9
    w.institutes.budget = 0.0
    refused = planned(w, CONSORTIUM)[1]
    w.enterprises.leader[np.arange(EACH * CELLS) != 2] = 0
    assert refused == planned(w, CONSORTIUM)[1] != with_them


def test_who_is_counted_in_compares_with_the_center_without_itself():
    """All three firms of a cell are in: one stays iff its worth by hand exceeds its fee."""
    w = country()
    side = partnership.side_of(w, codes.ENTERPRISE, 2)
    applications.draw_up(w, 0, CONSORTIUM - 1, side, 25.0)
    c = w.centers[0]
    c.fee = 5.0
    c.grant_paid, c.local_grant_paid, c.fees = 15.0, 25.0, 15.0
    c.members, w.center_fields.members[0, 0] = 3.0, 0.5
    firm = (codes.ENTERPRISE, 0)
    work = valuation.expected_work(0, P)
    seen = set()
    for cost in np.geomspace(1.0, 1e5, 200):
        w.fields.project_cost = cost
        each = belonging.projects_per_yuan(w, 0, 0, codes.PRIVATE, P)
        inside = benefits.expected_benefit(w, 0, 0.2, *firm, 0, P)
        outside = belonging.benefit_outside(w, 0, True, *firm, work, P)
        worth = each * (inside * 55.0 - outside * 50.0)
        answer = partnership.would_join(w, P, 0, *firm, 0, 0.2, True)
        assert answer == (worth > 5.0)
        seen.add(answer)
    assert seen == {True, False}


def test_an_institute_counts_on_partners_like_a_firm():
    """The three firms here would join the institute as two of them would the third."""
    w = country()
    w.cells.known = 1.0
    mine, _ = planned(w, INSTITUTE, row=0, kind=codes.INSTITUTE)
    assert mine == (3.0, 3.0, 0xFF)


def test_a_consortium_of_one_is_none():
    w = country()
    w.charters.offered = [0, 1, 0, 0]
    call(w)
    assert set(w.enterprises.bid_charter) == {CONSORTIUM}
    w = country()
    w.charters.offered = [0, 1, 0, 0]
    w.enterprises.leader[np.arange(EACH * CELLS) % EACH != 0] = 0
    call(w)
    assert named(w) == {(codes.INSTITUTE, 0)}
    assert set(w.enterprises.bid_charter) == {0}


def test_late_use_is_known_before_the_first_call():
    """Else nobody would count on licences in the first one, who lives on them least of all."""
    w = country()
    w.fields.innovation, w.fields.imitation = 0.03, 0.38
    for offered, leaders in ((0, 0.0), (1, 1000.0)):
        w.charters.offered = offered
        w.fields.late_uptake = w.fields.leader_sales = 0.0
        belonging.look_ahead(w, P, clock(0), 0, w.fields.size)
        assert w.fields.leader_sales[0] == leaders
        assert (w.fields.late_uptake > 0.0).all() == bool(offered)


def test_the_named_are_invited_when_the_center_starts_and_only_then():
    w = country()
    w.charters.offered = [0, 1, 0, 0]
    call(w)
    for quarter, invited in ((CALL, 0), (CALL + 1, 3), (CALL + 2, 3)):
        policy.start_up(w, P, clock(quarter), 0, w.centers.size)
        policy.found(w, P, clock(quarter))
        partnership.invite_partners(w, P, clock(quarter))
        for c in range(len(begun(w))):
            seats_of = w.memberships[64 * c : 64 * (c + 1)]
            assert (seats_of.status == codes.INVITED).sum() == invited
    w = country()
    w.centers.start[0], w.centers.lead[0] = CALL, 0  # by date: nobody has named partners
    partnership.invite_partners(w, P, clock(CALL))
    assert not (w.memberships.status != codes.FREE).any()


def test_a_plan_promises_those_it_names_and_others_by_lot():
    """All of the cell are named: with the lead they are the members that are sure to be there."""
    targets = []
    for named_first in (False, True):
        w = country()
        w.charters.offered = [0, 1, 0, 0]
        call(w)
        policy.start_up(w, P, clock(CALL + 1), 0, w.centers.size)
        policy.found(w, P, clock(CALL + 1))
        if named_first:
            partnership.invite_partners(w, P, clock(CALL + 1))
        p = replace(P, {"membership.invitations": 0.0, "programme.ambition": 1.0})
        evaluation.plan(w, p, clock(CALL + 1), 0, w.centers.size)
        targets.append((w.centers.target_members[0], w.centers.target_fees[0]))
    term = P.programme.term
    assert targets == [(1.0, term), (4.0, pytest.approx(3.0 * term))]


def test_a_consortium_is_for_who_has_partners_and_can_learn_from_them():
    """Who knows little gains by partners that know more; who knows all keeps the result alone."""
    w = country()
    assert leading(w, CONSORTIUM, row=0) > leading(w, ALONE, row=0)
    w.enterprises.knowledge[0] = np.uint64(0xFF)
    assert leading(w, ALONE, row=0) > leading(w, CONSORTIUM, row=0)
    w.enterprises.leader[1:] = 0
    w.enterprises.knowledge[0] = np.uint64(0b1111)
    call(w)
    assert w.enterprises.bid_charter[0] in (0, ALONE)


def test_considering_leaves_no_trace():
    w = country()
    before = copy(w)
    leading(w, CONSORTIUM)
    leading(w, ALONE)
    assert w.center_fields.tobytes() == before.center_fields.tobytes()
    assert not (w.memberships.status != codes.FREE).any()
    c = w.centers[0]
    assert (c.lead, c.grant, c.local_grant, c.fee, c.members, c.start) == (
        NONE, 0.0, 0.0, 1.0, 0.0, NEVER,
    )  # fmt: skip
    assert (c.grant_paid, c.local_grant_paid, c.fees, c.enterprises, c.institutes) == (0,) * 5


def test_two_charters_with_the_same_switches_are_worth_the_same():
    """Nothing but its switches makes a charter: one with the bundle of another is that other."""
    w = country()
    for name in set(w.charters.dtype.names) - {"partners"}:
        w.charters[name][CONSORTIUM - 1] = w.charters[name][ALONE - 1]
    assert leading(w, ALONE) == leading(w, CONSORTIUM)
    assert planned(w, ALONE) == planned(w, CONSORTIUM)
    assert planned(w, ALONE)[0].firms > 0.0


def test_a_platform_is_founded_by_a_government_that_does_more_than_others():
    for effort, as_platform in ((0.5, False), (1.5, True)):
        w = country()
        w.provinces.effort = effort * P.governments.effort
        w.charters.offered = [0, 0, 0, 1]
        w.cells.known = 1.0
        call(w)
        assert PLATFORM - 1 == 3
        applied = set(w.institutes.bid_charter.tolist()) - {0}
        assert applied == ({PLATFORM} if as_platform else set())
        local = w.institutes.bid_local[w.institutes.bid_charter != 0]
        assert local == pytest.approx(25.0 * effort * P.programme.platform_factor)


def test_a_platform_knows_what_partners_would_open_and_nothing_of_who_runs_it():
    """Firms know the units 0 to 4 together, the institute 4 to 7."""
    w = country()
    w.cells.known = 1.0
    as_institute, _ = planned(w, INSTITUTE, row=0, kind=codes.INSTITUTE)
    as_platform, _ = planned(w, PLATFORM, row=0, kind=codes.INSTITUTE)
    assert as_institute == (3.0, 3.0, 0xFF)
    assert as_platform == (3.0, 3.0, 0b11111)
    w.enterprises.leader = 0  # without partners it knows nothing and nobody applies for it
    w.provinces.effort = 1.5 * P.governments.effort
    w.charters.offered = [0, 0, 0, 1]
    call(w)
    assert not bids(w).any()


@pytest.mark.parametrize(("least", "told"), [(0.6, codes.NOTHING), (0.7, codes.KNOWS_TOO_LITTLE)])
def test_a_platform_is_judged_by_what_its_founders_know(least, told):
    """They know five of eight units; the institute that applies four."""
    w = country()
    w.cells.known = 1.0
    w.provinces.effort = 1.5 * P.governments.effort
    w.charters.offered = [0, 0, 0, 1]
    p = replace(P, {"programme.least_known": least})
    side = partnership.side_of(w, codes.INSTITUTE, 0)
    me = w.institutes[0]
    assert applications.bid(w, p, clock(), 0, me, side, 50.0, 0.0) == (told == codes.NOTHING)
    assert (me.bid_charter, me.bid_reason) == (PLATFORM, told)


def test_who_runs_a_platform_opens_nothing_to_it():
    w = country()
    w.centers.local[:2] = 0, 1
    for center, opened in ((0, 0b1111_0000), (1, 0)):
        m = center * 64
        seat = w.memberships[m]
        seat.center, seat.kind, seat.member, seat.lead = center, codes.INSTITUTE, 0, 1
        known = w.institutes.knowledge[0]
        assert int(belonging.openable(w, m, codes.INSTITUTE, 0, 0, known, P)) == opened
        seat.lead = 0  # as a member it would
        assert int(belonging.openable(w, m, codes.INSTITUTE, 0, 0, known, P)) == 0b1111_0000


def test_a_platform_works_and_judges_with_what_its_partners_open_only():
    """Neither its projects nor its vote on them know what the institute knows that runs it."""
    w = country()
    w.centers.lead[:2], w.centers.lead_kind[:2] = 0, codes.INSTITUTE
    w.centers.local[:2] = 0, 1
    w.center_fields.pool[:2, 0] = 0b1
    known = [int(valuation.team_knowledge(w, codes.CENTER, c, 0)) for c in (0, 1)]
    assert known == [0b1111_0001, 0b1]
    idea = w.ideas[0]
    idea.field, idea.science, idea.application = 0, 0b1111_0000, 0
    variances = []
    for c in (0, 1):
        seat = w.memberships[c * 64]
        seat.center, seat.kind, seat.member, seat.lead = c, codes.INSTITUTE, 0, 1
        seat.status = codes.MEMBER
        variances.append(boards.variance_of_group(w, c, codes.LEAD_GROUP, 0, P))
    assert variances[1] == pytest.approx(variances[0] * (1.0 + P.governance.ignorance))


def test_local_governments_offer_more_where_others_stood_in_the_last_call():
    """In the first field both provinces have an applicant, in the second only one has."""
    w = country()
    w.enterprises.leader = 0
    w.institutes.budget = 0.0
    w.enterprises.leader[[2, 5, 8]] = 1  # both provinces of the first field, one of the second
    call(w, replace(P, {"programme.most_per_call": 1.0}))
    assert (w.cells.bids > 0.0).tolist() == [True, True, True, False]
    more = 1.0 + P.programme.contest / 2.0
    for cell, factor in enumerate((more, more, 1.0, more)):
        side = partnership.Side(codes.ENTERPRISE, 0, cell // 2, cell % 2)
        offer = applications.offer_to(w, P, ALONE - 1, side)
        assert offer == pytest.approx(25.0 * factor)
    w.provinces.treasury = 28.0  # and never more than the treasury bears
    p = replace(P, {"programme.local_most": 0.5})
    side = partnership.Side(codes.ENTERPRISE, 0, 0, 0)
    assert applications.offer_to(w, p, ALONE - 1, side) == 14.0
    call(w, replace(P, {"programme.least_known": 1.0}), quarter=CALL + 4)
    assert not w.cells.bids.any()  # nobody was judged
    assert applications.offer_to(w, p, ALONE - 1, side) == 14.0


# What provinces pay.


def owing(treasury, turned=False):
    """Return three centers of one province to which it owes 10, 20 and 30."""
    w = allocate(enterprises=0, institutes=0, centers=3, fields=1, provinces=2)
    c = w.centers
    c.id, c.province, c.local_grant_paid = [7, 5, 6], 1, [10.0, 20.0, 30.0]
    if turned:
        c[:] = c[[2, 0, 1]]
    w.provinces.treasury = [5.0, treasury]
    policy.pay_local_grants(w, P, clock())
    return w


@pytest.mark.parametrize(
    ("treasury", "part"), [(1e3, 1.0), (60.0, 1.0), (15.0, 0.25), (0.0, 0.0), (-3.0, 0.0)]
)
def test_a_treasury_pays_all_the_same_part_and_never_more_than_it_has(treasury, part):
    w, turned = owing(treasury), owing(treasury, turned=True)
    paid = w.centers.local_grant_paid
    assert paid.tolist() == [10.0 * part, 20.0 * part, 30.0 * part]
    assert w.centers.cash.tolist() == paid.tolist()
    assert w.centers.flows[:, accounts.CENTER_LOCAL_GRANTS].tolist() == paid.tolist()
    assert w.provinces.treasury.tolist() == [5.0, treasury - paid.sum()]
    assert w.provinces.unpaid.tolist() == [0.0, 60.0 * (1.0 - part)]
    for name in w.centers.dtype.names:
        assert w.centers[name][[2, 0, 1]].tobytes() == turned.centers[name].tobytes(), name
    assert w.provinces.tobytes() == turned.provinces.tobytes()


def test_local_money_raises_the_quality_of_a_plan():
    w = country()
    w.centers.fee = w.charters.fee = 0.0
    side = partnership.side_of(w, codes.ENTERPRISE, 2)
    without, with_money = (
        applications.quality_of(w, P, ALONE - 1, side, m, planned(w, ALONE, local=m)[0])
        for m in (0.0, 15.0)
    )
    assert with_money - without == pytest.approx(math.log(2.0))


# The panel.


def test_without_errors_the_panel_is_perfect():
    w = country()
    call(w, replace(P, {"programme.panel_noise": 0.0}))
    applied = bids(w) != 0
    assert (w.enterprises.bid_score == w.enterprises.bid_quality)[
        w.enterprises.bid_charter != 0
    ].all()
    ideal = np.concatenate([w.enterprises.bid_ideal, w.institutes.bid_ideal])[applied]
    assert (ideal == (reasons(w)[applied] == codes.BID_APPROVED)).all()
    out = np.zeros(len(indicators.PROGRAMME))
    indicators.measure_programme(w, clock(), out)
    assert out[indicators.ERRORS] == 0.0
    assert out[indicators.APPROVED] == 2.0


def test_errors_are_those_of_the_applicant_whatever_it_applies_as():
    errors = []
    for offered in ([1, 0, 1, 0], [0, 1, 0, 1]):
        w = country()
        w.provinces.effort = 1.5 * P.governments.effort
        w.charters.offered = offered
        call(w, seed=3)
        e = w.enterprises
        assert (e.bid_charter != 0).any()
        errors.append(np.where(e.bid_charter != 0, e.bid_score - e.bid_quality, np.nan))
    both = ~np.isnan(errors[0]) & ~np.isnan(errors[1])
    assert both.any()
    assert errors[0][both] == pytest.approx(errors[1][both], abs=1e-12)


@pytest.mark.statistical
def test_a_panel_of_two_applicants_errs_as_often_as_the_closed_form_says():
    """Two applicants, one place: P(wrong) = Φ(-d / (σ sqrt(2 / n))); fails once in 10^5."""
    n, wrong = 600, 0
    for seed in range(n):
        w = country(places=1)
        w.enterprises.leader = 0
        w.enterprises.leader[[1, 7]] = 1
        w.institutes.budget = 0.0
        w.charters.offered = [1, 0, 0, 0]
        w.enterprises.knowledge[7] = np.uint64(0b1_1111)
        call(w, replace(P, {"programme.quality_spread": 1.0}), seed=seed)
        good = w.enterprises.bid_quality
        gap = abs(float(good[1] - good[7]))
        wrong += int(w.enterprises.bid_reason[1] == codes.BID_APPROVED)
    assert good[7] > good[1]
    noise = P.programme.panel_noise * math.sqrt(2.0 / P.programme.reviewers)
    chance = NormalDist().cdf(-gap / noise)
    assert 0.05 < chance < 0.45
    assert abs(wrong - n * chance) < 4.42 * math.sqrt(n * chance * (1.0 - chance))


def test_all_applicants_are_told_and_each_application_is_an_event():
    w = country()
    call(w)
    applied = bids(w) != 0
    assert set(reasons(w)[applied]) == {codes.BID_APPROVED, codes.OUTRANKED}
    events = w.events[: int(w.counters[EVENTS])]
    assert set(events.kind) == {codes.CENTER_APPLICATION}
    assert len(events) == applied.sum()
    assert (events.reason == codes.BID_APPROVED).sum() == len(begun(w)) == 2


def test_the_order_of_rows_does_not_matter():
    """Equal firms differ by identity only: the smaller one wins, wherever it stands."""
    w = country()
    w.enterprises.knowledge = np.uint64(0b1111)
    w.institutes.budget = 0.0
    w.charters.offered = [1, 0, 0, 0]
    w.enterprises.id = w.enterprises.id[::-1].copy()
    call(w, replace(P, {"programme.panel_noise": 0.0, "programme.most_per_call": 1.0}))
    assert w.enterprises.id[begun(w).lead[0]] == 1


# Bases.


def with_bases(integrate=2.0):
    """Return a country whose first institutes are engineering centers with lines, after a call."""
    w = country()
    w.institutes.platform = codes.ENGINEERING_CENTER
    w.institutes.lines = 3
    p = replace(P, {"programme.integrate": integrate})
    call(w, p)
    policy.start_up(w, p, clock(CALL + 1), 0, w.centers.size)
    programme.call_centers(w, p, clock(CALL + 1))
    return w, p


def test_a_center_takes_in_bases_of_its_field_and_place_when_it_begins():
    w, _ = with_bases()
    taken = w.institutes.base_of != NONE
    assert taken.sum() == len(begun(w)) == 2
    for c, center in enumerate(begun(w)):
        base = w.institutes[w.institutes.base_of == c]
        assert base.province.tolist() == [center.province]
        assert base["field"].tolist() == [policy.main_field(w, c)]
        assert (center.bases, center.base_lines, center.line) == (1, 3.0, 3.0)


def test_their_lines_serve_from_the_start_beside_the_own_one_later():
    w, p = with_bases()
    w.centers.pilot_capacity[:2] = 4.0
    built = CALL + 1 + int(P.programme.construction)
    for quarter, line in ((CALL + 2, 3.0), (built, 7.0)):
        policy.start_up(w, p, clock(quarter), 0, w.centers.size)
        assert w.centers.line[:2].tolist() == [line, line]


def test_their_knowledge_is_in_the_shared_base():
    w, p = with_bases()
    programme.pool_bases(w, p, clock())
    field = policy.main_field(w, 0)
    assert w.center_fields.pool[0, field] == w.institutes.knowledge[0]
    assert w.center_fields.pool[0, 1 - field] == 0


def test_without_integration_no_base_is_taken():
    w, p = with_bases(0.0)
    assert set(w.institutes.base_of) == {NONE}
    assert set(begun(w).line) == {0.0}
    programme.pool_bases(w, p, clock())
    assert not w.center_fields.pool.any()


def test_a_revoked_center_lets_its_bases_go():
    w, p = with_bases()
    w.centers.target_stages[0] = 1.0
    p = replace(p, {"programme.rectification": 0.0, "programme.evaluation_noise": 0.0,
                    "programme.weight_members": 0.0, "programme.weight_fees": 0.0})  # fmt: skip
    evaluation.evaluate(w, p, clock(CALL + 1 + int(p.programme.term)))
    assert w.centers.status[0] == codes.REVOKED
    assert not (w.institutes.base_of == 0).any()
    assert (w.institutes.base_of == 1).any()
