"""Who belongs to a center and why: a country whose numbers can be worked by hand."""

import numpy as np
import pytest

from sim import codes, masks
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack, replace
from sim.phases import (
    adoption,
    belonging,
    benefits,
    first_use,
    maturation,
    membership,
    seats,
    valuation,
)
from sim.rules.maturation import PILOT_STAGE
from sim.state import EVENTS, IDEAS, NONE, Clock

pytestmark = pytest.mark.core

CLOCK = Clock(np.uint64(1), 20, 6)
P = replace(
    pack(Parameters()),
    {"membership.grade": 0.0, "membership.patience": 1.0, "market.price_elasticity": 0.5,
     "funding.licence_friction": 0.5, "turnover.credit": 0.0, "market.tax_rate": 0.0,
     "diffusion.extension": 0.05},
)  # fmt: skip


def country(firms=8, fee=1.0, p=P, extension=1, owner=codes.CENTER_OWNS):
    """Return equal firms of one field, all but the last members of one center; the first leads."""
    w = allocate(enterprises=firms, institutes=1, centers=1, fields=1, provinces=1)
    e = w.enterprises
    e.id = np.arange(1, firms + 1)
    e.weight, e.efficiency, e.cash, e.knowledge = 1.0, 1.0, 1e6, masks.FULL
    e.sales, e.leader = 1000.0, 1
    w.institutes.id, w.institutes.weight, w.institutes.budget = 99, 1.0, 10.0
    f = w.fields
    f.markup, f.elasticity, f.annuity, f.uptake = 0.2, 2.75, 20.0, 10.0
    f.innovation, f.imitation, f.project_cost = 0.1, 0.4, 20.0
    f.sales = f.users_market = f.market = 1000.0 * firms
    f.rival_share = 1.0 / firms
    w.relatedness[:] = 1.0
    index_cells(w)
    c = w.centers[0]
    c.id, c.status, c.lead_kind, c.lead = 1000, codes.OPERATING, codes.ENTERPRISE, 0
    c.lead_votes, c.enterprise_votes, c.results_owner = 0.2, 0.6, owner
    c.extension, c.fee, c.grant_paid, c.first_team = extension, fee, 1.0, NONE
    c.takes_members = 1
    c.enterprises, c.members = firms - 2, float(firms - 1)
    w.center_fields.share, w.center_fields.members = 1.0, (firms - 1) / firms
    for m in range(firms - 1):
        seat = w.memberships[m]
        seat.kind, seat.member, seat.status = codes.ENTERPRISE, m, codes.MEMBER
        seat.lead = int(m == 0)
    belonging.look_ahead(w, p, CLOCK, 0, 1)
    settle(w, p)
    return w


def settle(w, p=P):
    """Perform the phase without new invitations."""
    seats.link_members(w, p, CLOCK)
    membership.consider_enterprise(w, p, CLOCK, 0, w.enterprises.size)
    membership.settle_members(w, p, CLOCK)
    seats.link_members(w, p, CLOCK)


def invite(w, row, m=20):
    """Give an enterprise an invitation."""
    seat = w.memberships[m]
    seat.kind, seat.member, seat.status, seat.loss = codes.ENTERPRISE, row, codes.INVITED, 1
    seats.link_members(w, P, CLOCK)
    return seat


def logged(w, kind):
    events = w.events[: int(w.counters[EVENTS])]
    return events[events.kind == kind]


def both_sides(w, m=1, p=P):
    seat = w.memberships[m]
    inside = benefits.expected_benefit(w, 0, seat.votes, codes.ENTERPRISE, m, 0, p)
    outside = belonging.benefit_outside(
        w, 0, True, codes.ENTERPRISE, m, valuation.expected_work(0, p), p
    )
    return inside, outside


# What belonging is worth.


def test_worth_is_what_a_member_has_beside_what_it_would_have_outside():
    w = country()
    w.centers.fees = 7.0  # of seven members at 1
    seat = w.memberships[1]
    settle(w)
    inside, outside = both_sides(w)
    each = belonging.projects_per_yuan(w, 0, 0, codes.PRIVATE, P)
    # grant 1 and seven fees; outside the own fee is missing
    assert seat.worth == pytest.approx(each * (8.0 * inside - 7.0 * outside), rel=1e-12)
    assert seat.per_yuan == pytest.approx(each * inside, rel=1e-12)


def late_licences(w):
    """Return what licensed use after the members' is worth, with extension work or without."""
    f = w.fields[0]
    return float((f.late_uptake_extended if w.centers.extension[0] else f.late_uptake)[0])


def lost_by_hand(w, work):
    """Return what sales of one with the result take from a member, and what all others do.

    m g S s (e - 0.5): the lead's own use at once and, late, that of the six others.
    """
    lost = 1 / 6 * work.gain / 8 * (2.75 - 0.5)
    return lost, lost * 1000.0 * 20.0 + lost * 6000.0 * late_licences(w)


def test_outside_is_a_licence_that_comes_late_and_as_far_as_it_is_granted():
    w = country(owner=codes.LEAD_OWNS)
    work = valuation.expected_work(0, P)
    holder = valuation.holder_of(w, codes.ENTERPRISE, 0, 0)
    quarter = benefits.licensed_value(w, 1, holder, work.gain, P)
    lost, taken = lost_by_hand(w, work)
    _, outside = both_sides(w)
    assert outside == pytest.approx(quarter * w.fields.late_extended[0, 0] - taken, rel=1e-12)
    w.centers.extension = 0
    _, taken = lost_by_hand(w, work)
    _, less = both_sides(w)
    assert less == pytest.approx(quarter * w.fields.late_use[0, 0] - taken, rel=1e-12)
    assert w.fields.late_use[0, 0] < w.fields.late_extended[0, 0]
    w.enterprises.sales[0], w.fields.market = 6000.0, 8000.0  # most of the market: it refuses
    refusing = replace(P, {"funding.licence_friction": 2.0})
    taken = lost * 6000.0 * 20.0  # by the lead alone
    assert both_sides(w, p=refusing)[1] == pytest.approx(-taken, rel=1e-12)


def test_a_member_counts_what_a_lead_that_owns_takes_from_it():
    """Inside as outside: else a project would look good to those it harms."""
    w = country(owner=codes.LEAD_OWNS)
    work = valuation.expected_work(0, P)
    holder = valuation.holder_of(w, codes.ENTERPRISE, 0, 0)
    quarter = benefits.licensed_value(w, 1, holder, work.gain, P)
    _, taken = lost_by_hand(w, work)
    assert both_sides(w)[0] == pytest.approx(quarter * 20.0 - taken, rel=1e-12)
    of_institute = valuation.holder_of(w, codes.INSTITUTE, 0, 0)
    assert benefits.lost_to_holder(w, 1, of_institute, work, P) == 0.0  # it sells nothing


def test_an_outsider_of_a_center_that_owns_loses_to_members_as_a_member_does():
    closed = replace(P, {"membership.first_quarters": 40.0})
    w = country(p=closed)
    inside, outside = both_sides(w, p=closed)
    work = valuation.expected_work(0, closed)
    own = valuation.use_value(w, 1, work.gain, 0, work.needed, closed)
    assert outside < 0.0
    assert inside - outside == pytest.approx(own, rel=1e-12)  # with licences shut out, use is all


def test_an_institute_has_nothing_of_a_center_outside():
    w = country()
    assert (
        belonging.benefit_outside(w, 0, False, codes.INSTITUTE, 0, valuation.expected_work(0, P), P)
        == 0.0
    )


# Free riding.


OPEN = {"owner": codes.LEAD_OWNS, "extension": 1}


def test_free_riding_emerges_where_results_are_open():
    w = country(**OPEN)
    settle(w)  # the second quarter at a loss
    assert w.centers[0].members == 1.0  # the lead: all others count on each other
    assert w.centers[0].exits == w.centers[0].free_riders == 6
    left = logged(w, codes.MEMBER_LEAVES)
    assert set(left.reason) == {codes.FREE_RIDES}
    assert (left.value < 1.0).all()


@pytest.mark.parametrize(
    ("change", "extension"),
    [({"membership.first_quarters": 40.0}, 1), ({"membership.first_quarters": 12.0}, 0)],
    ids=["members alone use them", "nobody carries them outside"],
)
def test_free_riding_does_not_emerge_where_results_are_closed(change, extension):
    p = replace(P, change)
    w = country(p=p, extension=extension, owner=codes.LEAD_OWNS)
    for _ in range(3):
        settle(w, p)
    assert w.centers[0].members == 7.0
    assert w.centers[0].exits == w.centers[0].free_riders == 0


def test_who_declines_an_invitation_may_ride_free_too():
    w = country(**OPEN)
    seat = invite(w, 7)
    settle(w)
    assert seat.status == codes.FREE
    assert list(logged(w, codes.INVITATION_DECLINED).reason) == [codes.FREE_RIDES]
    assert (w.centers[0].declined, w.centers[0].free_riders) == (1, 7)
    assert w.enterprises[7].membership_reason == codes.FREE_RIDES


def test_where_the_whole_would_not_gain_nobody_rides_free():
    w = country(**OPEN)
    w.fields.project_cost = 200.0  # all members together lose by each yuan
    w.memberships.loss = 0
    settle(w)
    assert w.centers[0].per_yuan < 1.0
    settle(w)
    assert w.centers[0].exits > 0
    assert w.centers[0].free_riders == 0
    assert set(logged(w, codes.MEMBER_LEAVES).reason) == {codes.FEE_TOO_HIGH}


def test_money_that_a_center_cannot_spend_is_worth_nothing_to_anybody():
    w = country(**OPEN)
    c = w.centers[0]
    c.cash, c.usual_rd = 1e6, 0.0
    settle(w)
    assert w.memberships[1].worth == 0.0
    assert c.free_riders == 0  # the whole would not gain by more of it either
    assert c.exits > 0


def test_a_member_at_a_loss_waits_as_long_as_it_is_patient():
    patient = replace(P, {"membership.patience": 5.0})
    w = country(p=patient, **OPEN)
    for quarter in range(1, 5):
        assert w.memberships[3].loss == quarter
        settle(w, patient)
    assert w.centers[0].exits == 0
    settle(w, patient)
    assert w.centers[0].exits == 6


@pytest.mark.parametrize(("row", "m"), [(1, 1), (7, 20)], ids=["a member", "an invited one"])
def test_what_the_whole_gains_counts_each_once(row, m):
    """All members gain by what one fee adds; who does not belong yet would be one of them."""
    w = country(**OPEN)
    c, seat, me = w.centers[0], invite(w, 7) if row == 7 else w.memberships[m], w.enterprises[row]
    c.per_yuan = 3.0
    gained = belonging.appraise(w, m, codes.ENTERPRISE, row, me, 1.0, 0.0, P)
    alone = float(seat.per_yuan)
    assert alone != 0.0
    assert gained == pytest.approx(3.0 if row == 1 else 3.0 + alone, rel=1e-12)


# Fees.


def test_a_fee_is_graded_by_size_and_that_of_the_mean_enterprise_is_the_scenarios():
    graded = replace(P, {"membership.grade": 0.5})
    w = country(firms=4)
    w.enterprises.sales[:] = [400.0, 1600.0, 1000.0, 1000.0]
    cash, before = w.enterprises.cash.copy(), float(w.centers[0].cash)
    belonging.look_ahead(w, graded, CLOCK, 0, 1)
    assert w.fields.leader_sales[0] == 1000.0
    for seat in w.memberships[:3]:
        seat.loss = 0
    settle(w, graded)
    paid = cash - w.enterprises.cash
    assert paid == pytest.approx([0.4**0.5, 1.6**0.5, 1.0, 0.0], abs=1e-9)
    assert w.centers[0].cash - before == pytest.approx(paid.sum())
    assert w.centers[0].fees == pytest.approx(paid.sum())


# Services.


def pilot_user(line=1.0, stage=PILOT_STAGE):
    w = country(extension=0, owner=codes.LEAD_OWNS, fee=0.5)
    w.counters[IDEAS] = 1
    k, team = w.ideas[0], w.teams[0]
    k.id, k.live, k.science, k.application, k.gain, k.owned = 1, 1, 1, 2, 0.01, NONE
    team.kind, team.owner, team.stage = codes.ENTERPRISE, 1, stage
    w.centers.line, w.centers.pilot_for_members = line, 1
    belonging.chain_teams(w, P, CLOCK)
    return w


def of_services(w, m=1, row=1):
    first = int(w.enterprises[row].first_team), int(w.enterprises[row].first_membership)
    return belonging.services(w, m, codes.ENTERPRISE, row, *first, P)


def test_a_pilot_line_is_worth_what_it_saves_a_member_that_else_would_rent_one():
    w = pilot_user()
    full = masks.FULL
    on_line = valuation.value_knowing(w, 0, full, True, P)
    without = valuation.value_knowing(w, 0, full, False, P)
    saved = P.platforms.rent * (on_line - without)
    assert of_services(w) == pytest.approx(saved, rel=1e-12)
    assert saved > 0.0
    w.centers.line = 0.0
    settle(w)
    worth = float(w.memberships[1].worth)
    w.centers.line = 1.0
    settle(w)
    assert w.memberships[1].worth - worth == pytest.approx(saved / 20.0, rel=1e-9)


@pytest.mark.parametrize(
    ("line", "stage", "opened"),
    [(0.0, PILOT_STAGE, 1), (1.0, PILOT_STAGE + 1, 1), (1.0, PILOT_STAGE, 0)],
    ids=["no line", "beyond the pilot", "the lead's own"],
)
def test_a_line_that_is_no_help_is_worth_nothing(line, stage, opened):
    w = pilot_user(line, stage)
    w.centers.pilot_for_members = opened
    assert of_services(w) == 0.0


def test_the_shared_base_is_worth_what_it_adds_to_a_members_projects():
    w = pilot_user(line=0.0, stage=0)
    w.enterprises.knowledge[1] = masks.EMPTY
    w.center_fields.pool = masks.FULL
    added = valuation.value_knowing(w, 0, masks.FULL, False, P)
    alone = valuation.value_knowing(w, 0, masks.EMPTY, False, P)
    assert of_services(w) == pytest.approx(max(0.0, added) - max(0.0, alone), rel=1e-12)
    assert of_services(w) > 0.0
    w.center_fields.pool = masks.EMPTY
    assert of_services(w) == 0.0


def test_chains_are_those_of_this_quarter():
    w = pilot_user()
    assert w.enterprises["first_team"].tolist() == [NONE, 0] + [NONE] * 6
    maturation.link_teams(w, P, CLOCK)
    assert w.enterprises[1].first_team == 0
    w.teams[0].kind = codes.NOBODY
    belonging.chain_teams(w, P, CLOCK)
    assert (w.enterprises["first_team"] == NONE).all()


# Results first.


def result(w, owner_kind=codes.CENTER, owner=0, center=0):
    t = w.technologies[0, 0]
    t.id, t.live, t.application, t.gain, t.realised = 5, 1, masks.ONE, 0.05, 0.05
    t.origin, t.launched, t.owner_kind, t.owner = codes.FROM_CENTER, 20, owner_kind, owner
    t.center = center
    w.teams[0].kind, w.teams[0].owner = codes.CENTER, 0
    first_use.reserve(w, P, CLOCK, 0, 0, 0)
    return t


def at(quarter):
    return Clock(np.uint64(1), quarter, 10)


def test_members_alone_may_use_a_result_at_first():
    w = country()
    t = result(w)
    assert t.first_until == 20 + P.membership.first_quarters == 24
    for quarter, outside in ((20, codes.OTHERS_FIRST), (23, codes.OTHERS_FIRST), (24, None)):
        member, *_ = adoption.terms(w, P, at(quarter), 3, 0, 0)
        stranger, *_ = adoption.terms(w, P, at(quarter), 7, 0, 0)
        assert member == codes.ADOPTED
        assert stranger == outside or (outside is None and stranger != codes.OTHERS_FIRST)


def test_an_owner_that_has_left_need_not_wait():
    w = country()
    result(w, codes.ENTERPRISE, 7, NONE)
    assert not first_use.must_wait(w, CLOCK, 7, 0, 0)
    assert not first_use.must_wait(w, CLOCK, 3, 0, 0)
    w.memberships[3].status = codes.FREE
    assert first_use.must_wait(w, CLOCK, 3, 0, 0)


def test_what_no_center_has_matured_nobody_waits_for():
    w = country()
    t = result(w)
    t.origin = codes.FROM_LEADER
    assert not first_use.must_wait(w, CLOCK, 7, 0, 0)
    assert not first_use.is_shown(w, 3, 0, 0)
    t.origin = codes.FROM_CENTER
    w.teams[0].kind = codes.ENTERPRISE
    first_use.reserve(w, P, CLOCK, 0, 0, 0)
    assert not first_use.must_wait(w, CLOCK, 7, 0, 0)


def test_a_center_shows_its_members_what_it_has_matured():
    w = country()
    result(w)
    w.fields.innovation = w.fields.imitation = 0.0  # nobody would hear of anything
    heard = [adoption.consider(w, P, at(24), row, 0, 0, 0.999999)[0] for row in (0, 3, 7)]
    assert heard == [codes.ADOPTED, codes.ADOPTED, codes.NOT_HEARD]


def test_licensees_that_wait_pay_their_center_later():
    w = country(owner=codes.CENTER_OWNS)
    w.center_fields.members = 0.25
    work = valuation.expected_work(0, P)
    holder = valuation.Holder(0.25, codes.PRIVATE)
    income, _ = valuation.licensing(w, work, holder, 0.25 * 8000.0, codes.PRIVATE, P)
    part = 0.3 * (1.0 - P.membership.retained)
    late = late_licences(w) / 10.0
    benefit = benefits.benefit_as_partner(w, 0, 0.3, codes.INSTITUTE, 0, work, P)
    assert benefit == pytest.approx(part * income * late, rel=1e-12)
    assert 0.0 < late < 1.0


# Extension.


@pytest.mark.parametrize("owner", [codes.CENTER_OWNS, codes.LEAD_OWNS])
def test_who_earns_by_licences_counts_that_a_center_brings_its_results_into_use(owner):
    """The lead, as owner or by its claim, expects licence income sooner and not only outsiders."""
    w = country(owner=owner)
    w.enterprises.sales[:] = 100.0  # little to lose, much to license
    w.fields.market = w.fields.sales = 1e5
    f = w.fields[0]
    assert f.uptake_extended[0] > f.late_uptake_extended[0] > f.late_uptake[0]
    w.fields.uptake[0] = f.uptake_extended[0] * 0.5
    found = []
    for extension in (0, 1):
        w.centers.extension = extension
        found.append(benefits.expected_benefit(w, 0, 0.9, codes.ENTERPRISE, 0, 0, P))
    assert found[1] > found[0]


def test_dues_are_paid_in_the_order_of_centers_identities_whatever_their_rows():
    """With money for one of two equal centers, the same is paid in either order of rows."""
    paid = []
    for ids in ((1000, 2000), (2000, 1000)):
        w = allocate(enterprises=1, institutes=1, centers=2, fields=1, provinces=1)
        w.enterprises.id = 1
        w.centers.id[:] = ids
        for c in (0, 1):
            seat = w.memberships[c * (w.memberships.size // 2)]
            seat.kind, seat.member, seat.status = codes.ENTERPRISE, 0, codes.MEMBER
        seats.link_members(w, P, CLOCK)
        order, m = [], int(w.enterprises.first_membership[0])
        while m != NONE:
            order.append(int(w.centers.id[w.memberships.center[m]]))
            m = int(w.memberships.next[m])
        paid.append(order)
    assert paid == [[1000, 2000], [1000, 2000]]
