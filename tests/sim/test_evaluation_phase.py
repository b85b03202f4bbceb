"""Plans, reports, grades, the end of a center, and gaming, in a country worked by hand."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from sim import accounts, codes, masks
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack, replace
from sim.phases import belonging, evaluation, maturation, policy, seats
from sim.rules.maturation import cost_share, due_probability
from sim.rules.programme import cost_in_time, passed_by, passed_in_time, time_as_member
from sim.state import EVENTS, IDEAS, NONE, RIVALS, STAGES, Clock

pytestmark = pytest.mark.core

FIRMS, SEATS = 4, 64
BASE = {
    "market.tax_rate": 0.0, "membership.invite_home": 0.5, "membership.invitations": 2.0,
    "membership.invite_enterprises": 0.75, "programme.evaluation_noise": 0.0,
    "programme.ambition": 1.0, "programme.weight_stages": 0.4, "programme.weight_products": 0.2,
    "programme.weight_fees": 0.2, "programme.weight_members": 0.2,
    "programme.support_excellent": 1.0, "programme.support_good": 0.5,
    "programme.support_rectifying": 0.25, "programme.excellent": 1.0, "programme.good": 0.6,
    "programme.fulfilment_most": 1.5,
}  # fmt: skip
P = replace(pack(Parameters()), BASE)


def clock(quarter, phase=0):
    return Clock(np.uint64(1), quarter, phase)


def country(centers=1, start=10):
    """Return firms of one field in one province; each center has a lead, two members, a team."""
    w = allocate(enterprises=FIRMS, institutes=1, centers=centers, fields=1, provinces=1)
    e = w.enterprises
    e.id, e.weight, e.efficiency, e.knowledge = np.arange(1, FIRMS + 1), 1.0, 1.0, masks.FULL
    e.sales, e.leader, e.cash = 1000.0, 1, 1e6
    w.institutes.id, w.institutes.weight = 99, 1.0
    f = w.fields
    f.markup, f.elasticity, f.annuity, f.uptake = 0.2, 2.75, 20.0, 10.0
    f.project_cost, f.rival_share = 100.0, 0.25
    f.sales = f.market = f.users_market = 1000.0 * FIRMS
    w.relatedness[:] = 1.0
    index_cells(w)
    c = w.centers
    c.id, c.start, c.term_start = 1000 + np.arange(centers), start, start
    c.status, c.lead_kind, c.lead = codes.CONSTRUCTION, codes.ENTERPRISE, 0
    c.lead_votes, c.enterprise_votes, c.first_team = 0.6, 0.4, NONE
    c.results_owner, c.grant, c.local_grant, c.fee = codes.CENTER_OWNS, 15.0, 25.0, 2.0
    c.takes_members = 1
    c.grant_paid, c.local_grant_paid = c.grant, c.local_grant
    w.center_fields.share = 1.0
    for at in range(centers):
        for m in range(3):
            seat = w.memberships[at * SEATS + m]
            seat.kind, seat.member, seat.status = codes.ENTERPRISE, m, codes.MEMBER
            seat.lead, seat.votes = int(m == 0), 0.6 if m == 0 else 0.2
    c.members = 3.0
    seats.link_members(w, P, clock(start))
    return w


def give_teams(w, values, stages=None, gains=None):
    """Give the first center a team of each value; what it may know is all that is needed."""
    n = len(values)
    w.counters[IDEAS] = n
    k = w.ideas[:n]
    k.id, k.live, k.science, k.application = np.arange(1, n + 1), 1, masks.ONE, masks.bit(1)
    k.gain, k.luck, k.owned, k.inventor = 0.01, 1.0, NONE, NONE
    for idea in range(n):
        team = w.teams[RIVALS * idea]
        team.kind, team.owner, team.known = codes.CENTER, 0, masks.FULL
        team.value = values[idea]
        team.stage = stages[idea] if stages else 1
    maturation.link_teams(w, P, clock(0))


def promise(w, stages=10.0, products=1.0, fees=50.0, members=4.0):
    c = w.centers
    c.target_stages, c.target_products = stages, products
    c.target_fees, c.target_members = fees, members


def logged(w, kind):
    events = w.events[: int(w.counters[EVENTS])]
    return events[events.kind == kind]


# Plans.


def alone(**given):
    """Return the country with nobody but the lead in its center yet."""
    w = country(**given)
    w.memberships.status[1:3] = codes.FREE
    w.memberships.member[1:3] = NONE
    w.centers.members = 1.0
    return w


@pytest.mark.parametrize("project_cost", [10.0, 1000.0])
def test_a_plan_by_hand(project_cost):
    w = alone(start=10)
    w.centers.lead_votes, w.centers.fee, w.fields.project_cost = 0.5, 0.01, project_cost
    evaluation.plan(w, P, clock(10), 0, 1)
    term = int(P.programme.term)
    # an invitation goes to an enterprise with 3/4, to each of four of the only cell alike
    time, at_end = time_as_member(0.75 / FIRMS, 2.0, term)
    c = w.centers[0]
    assert c.target_members == pytest.approx(1.0 + (FIRMS - 1) * at_end, rel=1e-12)
    assert c.target_fees == pytest.approx(0.01 * (term + (FIRMS - 1) * time), rel=1e-12)
    due = due_probability(P.maturation.pace)
    cost = cost_in_time(term, due, P.maturation.success, False, P.maturation)
    started = min(
        P.research.ideas_per_quarter, (40.0 * term + c.target_fees) / (project_cost * cost)
    )
    passed = [
        started * passed_in_time(j, term, due, P.maturation.success) for j in range(1, STAGES + 1)
    ]
    assert c.target_stages == pytest.approx(math.fsum(passed), rel=1e-12)
    assert c.target_products == pytest.approx(passed[-1], rel=1e-12)


def test_a_later_plan_counts_on_members_that_are_content():
    w = country()
    w.centers.fee = 1e6  # nobody would join
    evaluation.plan(w, P, clock(10), 0, 1)
    term = int(P.programme.term)
    assert w.centers[0].target_members == 3.0
    assert w.centers[0].target_fees == pytest.approx(3.0 * term * 1e6)
    w.memberships.loss[2] = 1
    evaluation.plan(w, P, clock(10), 0, 1)
    assert w.centers[0].target_members == 2.0


def test_a_later_plan_counts_on_running_projects_and_their_cost():
    """With no money beyond what they cost, they are all there is: two at the fourth stage."""
    term = int(P.programme.term)
    due, success = due_probability(P.maturation.pace), P.maturation.success
    w = alone()
    give_teams(w, [1.0, 1.0], stages=[3, 3])
    w.centers.grant_paid = w.centers.local_grant_paid = 0.0
    evaluation.plan(w, P, clock(10), 0, 1)
    fourth, fifth = (passed_by(j, term, due, success) for j in (1, 2))
    c = w.centers[0]
    assert c.target_stages == pytest.approx(2.0 * (fourth + fifth))
    assert c.target_products == pytest.approx(2.0 * fifth)
    w.centers.usual_licences = 50.0  # of which it keeps a half for new ones
    evaluation.plan(w, P, clock(10), 0, 1)
    shares = [cost_share(stage, False, P.maturation) for stage in (3, 4)]
    quarters = [fourth / (due * success), fifth / (due * success)]
    running = 2.0 * P.maturation.pace * 100.0 * np.dot(shares, quarters)
    new = cost_in_time(term, due, success, False, P.maturation)
    money = 50.0 * P.membership.retained * term + c.target_fees - running
    started = min(P.research.ideas_per_quarter, money / (100.0 * new))
    passed = [started * passed_in_time(j, term, due, success) for j in range(1, STAGES + 1)]
    assert started > 0.0
    assert c.target_stages == pytest.approx(2.0 * (fourth + fifth) + math.fsum(passed))
    assert c.target_products == pytest.approx(2.0 * fifth + passed[-1])


def test_who_would_not_pay_the_fee_is_not_planned_for():
    w = alone()
    w.centers.fee = 1e6
    evaluation.plan(w, P, clock(10), 0, 1)
    assert w.centers[0].target_members == 1.0
    assert w.centers[0].target_fees == 1e6 * P.programme.term  # the lead pays whatever it costs


def test_ambition_scales_all_targets():
    plans = []
    for ambition in (1.0, 0.5):
        w = country()
        evaluation.plan(w, replace(P, {"programme.ambition": ambition}), clock(10), 0, 1)
        c = w.centers[0]
        plans.append([c.target_stages, c.target_products, c.target_fees, c.target_members])
    assert plans[1] == pytest.approx([0.5 * target for target in plans[0]], rel=1e-15)
    assert min(plans[1]) > 0.0


def test_a_longer_term_promises_more_products_for_the_same_money_a_quarter():
    rates = []
    for term in (8.0, 12.0, 20.0, 40.0):
        w = country()
        evaluation.plan(w, replace(P, {"programme.term": term}), clock(10), 0, 1)
        rates.append(w.centers[0].target_products / term)
    assert rates == sorted(rates)
    assert rates[-1] > 4.0 * rates[0]


def test_targets_are_set_when_a_term_begins_and_only_then():
    w = country()
    evaluation.plan(w, P, clock(11), 0, 1)
    assert w.centers[0].target_stages == 0.0
    w.centers.status = codes.REVOKED
    evaluation.plan(w, P, clock(10), 0, 1)
    assert w.centers[0].target_stages == 0.0


# Reports.


def test_a_center_reports_once_a_year_and_adds_up_its_fees():
    w = country(start=0)
    promise(w, stages=8.0, fees=40.0, members=6.0)
    w.centers.fees, w.centers.stages = 2.0, 2.0
    noted = []
    for quarter in range(1, 9):
        evaluation.report(w, P, clock(quarter), 0, 1)
        c = w.centers[0]
        noted.append((float(c.report_stages), float(c.report_fees), float(c.report_members)))
    assert c.fees_so_far == 16.0
    assert noted[:3] == [(0.0, 0.0, 0.0)] * 3
    assert noted[3] == noted[6] == (0.25, 0.2, 0.5)
    assert noted[7] == (0.25, 0.4, 0.5)


# Grades and what follows.


def grade_at(w, quarter, p=P):
    evaluation.report(w, p, clock(quarter), 0, w.centers.size)
    evaluation.evaluate(w, p, clock(quarter))
    policy.start_up(w, p, clock(quarter), 0, w.centers.size)


@pytest.mark.parametrize(
    ("stages", "grade", "cut", "status"),
    [(10.0, codes.EXCELLENT, 0.0, codes.OPERATING), (5.0, codes.GOOD, 0.5, codes.OPERATING),
     (0.0, codes.WANTING, 0.75, codes.RECTIFYING)],
)  # fmt: skip
def test_what_a_grade_brings(stages, grade, cut, status):
    """All but stages fulfilled: 0.4 x stages / 10 + 0.6."""
    w = country(start=10)
    promise(w)
    c = w.centers
    c.stages, c.products, c.fees_so_far, c.members = stages, 1.0, 50.0, 4.0
    p = replace(P, {"programme.fulfilment_most": 1.0, "programme.good": 0.7})
    grade_at(w, 21, p)
    assert c.grade[0] == codes.UNGRADED
    grade_at(w, 22, p)
    assert c.score[0] == pytest.approx(0.6 + 0.04 * stages)
    assert (c.grade[0], c.cut[0], c.status[0]) == (grade, cut, status)
    passed = grade != codes.WANTING
    assert c.term_start[0] == (22 if passed else 10)
    assert c.stages[0] == (0.0 if passed else stages)
    event = logged(w, codes.CENTER_EVALUATED)
    assert event.quarter.tolist() == [22]
    assert event.value[0] == c.score[0]
    assert len(logged(w, codes.CENTER_RECTIFIES)) == int(not passed)


def test_grants_are_cut_and_paid_by_who_pays_them():
    w = country(start=10)
    w.centers.cut, w.provinces.treasury = 0.75, 100.0
    policy.start_up(w, P, clock(12), 0, 1)
    policy.pay_local_grants(w, P, clock(12))
    c = w.centers[0]
    assert c.cash == pytest.approx(0.25 * 40.0)
    assert c.flows[accounts.CENTER_GRANTS] == pytest.approx(0.25 * 15.0)
    assert c.flows[accounts.CENTER_LOCAL_GRANTS] == pytest.approx(0.25 * 25.0)
    assert w.provinces.treasury[0] == pytest.approx(100.0 - 0.25 * 25.0)


def test_members_expect_what_is_left_of_the_grants():
    w = country()
    w.centers.fees = 0.0
    policy.start_up(w, P, clock(12), 0, 1)
    whole = belonging.spending(w, 0, 0.0, P)
    w.centers.cut, w.centers.cash = 0.75, 0.0  # none of it idle
    policy.start_up(w, P, clock(13), 0, 1)
    assert whole > 0.0
    assert belonging.spending(w, 0, 0.0, P) == pytest.approx(0.25 * whole)


def test_who_mends_in_time_operates_again():
    w = country(start=10)
    promise(w)
    grade_at(w, 22)
    assert w.centers.status[0] == codes.RECTIFYING
    # a third longer than its term, so a third more to achieve
    w.centers.stages, w.centers.products, w.centers.fees_so_far = 16.0, 1.4, 80.0
    for quarter in (23, 24, 25):
        grade_at(w, quarter)
        assert w.centers.status[0] == codes.RECTIFYING
    grade_at(w, 26)
    assert (w.centers.status[0], w.centers.grade[0]) == (codes.OPERATING, codes.EXCELLENT)
    assert w.centers.cut[0] == 0.0
    assert w.centers.term_start[0] == 26


def test_time_alone_mends_nothing():
    """At the pace that was found wanting a center is as wanting after two more years."""
    w = country(start=10)
    promise(w)
    scores = []
    for quarter in (22, 26, 30):
        elapsed = (quarter - 10) / 12.0
        w.centers.stages, w.centers.products = 5.0 * elapsed, 0.5 * elapsed
        w.centers.fees_so_far, w.centers.members = 25.0 * elapsed, 2.0
        grade_at(w, quarter)
        scores.append(float(w.centers.score[0]))
    assert scores == pytest.approx([scores[0]] * 3)


def test_nobody_is_planned_for_who_cannot_join():
    """Where sponsors alone are taken no enterprise is; for stakes each counts once."""
    w = alone()
    w.centers.takes_members = 0
    evaluation.plan(w, P, clock(10), 0, 1)
    assert (w.centers.target_members[0], w.centers.target_fees[0]) == (1.0, 0.0)
    w = country()
    w.centers.takes_members, w.centers.capital, w.centers.fee = 0, 40.0, 0.0
    w.memberships.stake[1] = 40.0  # of three members the lead and another have none yet
    evaluation.plan(w, P, clock(10), 0, 1)
    assert w.centers[0].target_members >= 3.0
    more = w.centers[0].target_members - 3.0
    assert w.centers[0].target_fees == pytest.approx((2.0 + more) * 40.0)


def test_products_only_is_a_variant():
    p = replace(P, {f"programme.weight_{k}": 0.0 for k in ("stages", "fees", "members")})
    scores = []
    for products in (0.0, 1.0):
        w = country(start=10)
        promise(w, products=2.0)
        w.centers.stages, w.centers.products = 100.0, products
        grade_at(w, 22, p)
        scores.append(w.centers.score[0])
    assert scores == [0.0, 0.5]


def test_what_was_not_promised_does_not_count():
    w = country(start=10)
    promise(w, products=0.0, fees=0.0)
    w.centers.stages, w.centers.members = 5.0, 4.0
    grade_at(w, 22)
    assert w.centers.score[0] == pytest.approx((0.4 * 0.5 + 0.2 * 1.0) / 0.6)
    w = country(start=10)
    promise(w, 0.0, 0.0, 0.0, 0.0)
    grade_at(w, 22)
    assert w.centers.score[0] == 1.0


@pytest.mark.parametrize("term", [8, 12, 20, 40])
def test_patience_is_the_term(term):
    p = replace(P, {"programme.term": float(term)})
    w = country(start=0)
    promise(w)
    for quarter in range(1, term + 1):
        assert w.centers.grade[0] == codes.UNGRADED
        grade_at(w, quarter, p)
    assert w.centers.grade[0] == codes.WANTING
    assert w.centers.graded[0] == term


def test_no_term_no_evaluation_and_no_plan():
    p = replace(P, {"programme.term": 0.0})
    w = country(start=0)
    evaluation.plan(w, p, clock(0), 0, 1)
    for quarter in range(1, 60):
        grade_at(w, quarter, p)
    assert w.centers.grade[0] == codes.UNGRADED
    assert w.centers.target_stages[0] == 0.0
    assert len(logged(w, codes.CENTER_EVALUATED)) == 0


def test_a_center_under_construction_can_be_evaluated_and_stays_unbuilt():
    p = replace(P, {"programme.term": 8.0})
    w = country(start=10)
    promise(w)
    w.centers.pilot_capacity = 4.0
    w.centers.stages, w.centers.products, w.centers.fees_so_far = 12.0, 1.0, 60.0
    grade_at(w, 18, p)
    assert (w.centers.status[0], w.centers.line[0]) == (codes.CONSTRUCTION, 0.0)


@pytest.mark.statistical
def test_grades_come_as_often_as_the_error_says():
    """Binomial over 4,000 evaluations; each of three bounds fails by chance in 3 of 10^6."""
    each, noise, reached = 400, 0.2, 0.75
    p = replace(P, {"programme.evaluation_noise": noise, "programme.good": 0.7,
                    "programme.excellent": 0.9, "programme.rectification": 8.0})  # fmt: skip
    found = np.zeros(4)
    for seed in range(10):
        w = country(centers=each, start=10)
        promise(w, 10.0, 0.0, 0.0, 0.0)
        w.centers.stages = 10.0 * reached
        evaluation.evaluate(w, p, clock(22)._replace(seed=np.uint64(seed)))
        found += np.bincount(w.centers.grade, minlength=4)
    below = [NormalDist(reached, noise).cdf(bar) for bar in (0.7, 0.9)]
    expected = [0.0, below[0], below[1] - below[0], 1.0 - below[1]]
    n = found.sum()
    for number, chance in zip(found, expected, strict=True):
        assert abs(number - n * chance) <= 4.7 * math.sqrt(n * chance * (1.0 - chance))


def test_who_leads_does_not_enter_a_grade():
    scores = []
    for kind, lead in ((codes.ENTERPRISE, 0), (codes.INSTITUTE, 0)):
        w = country(start=10)
        promise(w)
        w.centers.stages, w.centers.lead_kind, w.centers.lead = 7.0, kind, lead
        evaluation.evaluate(w, replace(P, {"programme.evaluation_noise": 0.3}), clock(22))
        scores.append(float(w.centers.score[0]))
    assert scores[0] == scores[1] != 0.0


# The end of a center.


def revoked(rectification=0.0):
    """Return a country whose center is revoked in quarter 22, with a team and a technology."""
    w = country(start=10)
    promise(w)
    give_teams(w, [5.0, 6.0])
    w.ideas[1].owned = 1
    rival = w.teams[RIVALS + 1]
    rival.kind, rival.owner = codes.ENTERPRISE, 1
    t = w.technologies[0, 3]
    t.id, t.live, t.owner_kind, t.owner, t.center = 7, 1, codes.CENTER, 0, 0
    other = w.technologies[0, 4]
    other.id, other.live, other.owner_kind, other.owner, other.center = 8, 1, 1, 2, NONE
    w.center_fields.pool, w.center_fields.members = masks.FULL, 0.75
    w.centers.cash, w.centers.lead_kind = 120.0, codes.ENTERPRISE
    p = replace(P, {"programme.rectification": rectification})
    evaluation.evaluate(w, p, clock(22))
    return w, p


def test_a_center_that_does_not_pass_ends():
    w, _ = revoked()
    c = w.centers[0]
    assert (c.status, c.lead, c.cash, c.members, c.cut) == (codes.REVOKED, NONE, 0.0, 0.0, 1.0)
    assert set(w.memberships.status) == {codes.FREE}
    assert set(w.memberships.lead) == {0}
    assert w.center_fields.pool[0, 0] == masks.EMPTY
    assert c.flows[accounts.CENTER_CASH_RETURNED] == c.returned == 120.0
    leavers = logged(w, codes.MEMBER_LEAVES)
    assert sorted(leavers.object.tolist()) == [1, 2, 3]
    assert set(leavers.reason) == {codes.CENTER_REVOKED}
    assert logged(w, codes.CENTER_ENDS).value.tolist() == [120.0]
    assert len(logged(w, codes.CENTER_RECTIFIES)) == 0


def test_its_ideas_go_on_the_shelf_unless_others_pursue_them():
    w, _ = revoked()
    assert w.teams.kind[0] == w.teams.kind[RIVALS] == codes.NOBODY
    assert w.ideas.shelved[:2].tolist() == [1, 0]
    assert w.teams.kind[RIVALS + 1] == codes.ENTERPRISE
    assert w.ideas.owned[1] == 1  # the rival's right stays
    assert set(logged(w, codes.TEAM_ENDED).reason) == {codes.CENTER_REVOKED}


def test_what_it_owned_is_free_to_all_and_nothing_else_is():
    w, _ = revoked()
    t, other = w.technologies[0, 3], w.technologies[0, 4]
    assert (t.owner_kind, t.owner, t.center) == (codes.NOBODY, NONE, NONE)
    assert (other.owner_kind, other.owner) == (codes.ENTERPRISE, 2)


def test_the_end_is_for_ever():
    w, p = revoked()
    w.provinces.treasury = 100.0
    for quarter in range(22, 60):
        if quarter > 22:
            evaluation.report(w, p, clock(quarter), 0, 1)
            evaluation.evaluate(w, p, clock(quarter))
        policy.start_up(w, p, clock(quarter), 0, 1)
        policy.found(w, p, clock(quarter))
        evaluation.plan(w, p, clock(quarter), 0, 1)
        seats.invite(w, p, clock(quarter))
    c = w.centers[0]
    assert (c.status, c.lead, c.cash, c.line) == (codes.REVOKED, NONE, 0.0, 0.0)
    assert w.provinces.treasury[0] == 100.0
    assert set(w.memberships.status) == {codes.FREE}
    assert len(logged(w, codes.CENTER_ENDS)) == 1


def test_there_is_time_to_rectify_before_the_end():
    w, p = revoked(rectification=8.0)
    assert w.centers.status[0] == codes.RECTIFYING
    for quarter in range(23, 31):
        assert w.centers.status[0] == codes.RECTIFYING
        evaluation.evaluate(w, p, clock(quarter))
    assert w.centers.status[0] == codes.REVOKED
    assert logged(w, codes.CENTER_EVALUATED).quarter.tolist() == [22, 26, 30]


def test_members_get_their_part_of_licences_before_the_cash_goes_back():
    w = country(start=10)
    promise(w)
    w.centers.cash, w.centers.licences = 50.0, 20.0
    p = replace(P, {"programme.rectification": 0.0, "membership.retained": 0.5})
    evaluation.evaluate(w, p, clock(22))
    assert w.centers.returned[0] == pytest.approx(40.0)
    assert w.centers.flows[0, accounts.CENTER_SHARES_TO_ENTERPRISES] == pytest.approx(10.0)
    assert w.enterprises.cash[:3] == pytest.approx(1e6 + 10.0 * np.array([0.6, 0.2, 0.2]))


# What is measured.


def fund(w, budget, quarter, **changes):
    p = replace(P, {f"programme.{name}": value for name, value in changes.items()})
    w.centers.cash = budget
    maturation.fund_center(w, p, clock(quarter), 0, 1)
    return w.teams.funded[: RIVALS * int(w.counters[IDEAS]) : RIVALS].tolist()


COST = 0.25 * 0.1 * 100.0  # a quarter's work at TRL 3-4: pace x share x project


def tempted():
    """Return two stages for the price of one: the first worth more, the second sure to pass."""
    w = country(start=10)
    give_teams(w, [6.0, 4.0])
    w.ideas[0].science = masks.ONE | masks.bit(2) | masks.bit(3)
    w.teams[0].known = masks.ONE | masks.bit(2)  # two of three: s / s' is 0.62 against 1.38
    return w


def test_without_gaming_the_larger_value_is_funded():
    for changes in ({"gaming": 0.0}, {"gaming": 1.0, "validity": 1.0}):
        w = tempted()
        assert fund(w, COST, 21, **{"validity": 0.0} | changes) == [1, 0]
        assert w.centers.forgone[0] == 0.0
        assert w.centers.honest_value[0] == 6.0


def test_near_the_evaluation_what_passes_is_funded():
    w = tempted()
    assert fund(w, COST, 22, gaming=1.0, validity=0.0) == [0, 1]
    assert w.centers.honest_value[0] == 6.0
    assert w.centers.forgone[0] == 2.0


def test_early_in_the_term_value_still_counts():
    w = tempted()
    assert fund(w, COST, 11, gaming=1.0, validity=0.0) == [1, 0]
    assert w.centers.forgone[0] == 0.0


def test_who_rectifies_looks_at_what_is_measured_from_the_start():
    w = tempted()
    w.centers.status = codes.RECTIFYING
    assert fund(w, COST, 11, gaming=1.0, validity=0.0) == [0, 1]


def test_with_money_for_all_nothing_is_forgone():
    w = tempted()
    assert fund(w, 10.0 * COST, 22, gaming=1.0, validity=0.0) == [1, 1]
    assert w.centers.forgone[0] == 0.0
    assert w.centers.honest_value[0] == 10.0


def test_cheap_stages_are_favoured():
    """TRL 1-3 costs half of TRL 3-4: at equal value over cost the measure prefers it."""
    w = country(start=10)
    give_teams(w, [10.0, 4.0, 4.0], stages=[1, 0, 0])
    assert fund(w, COST, 21, gaming=0.0, validity=0.0) == [1, 0, 0]
    w = country(start=10)
    give_teams(w, [10.0, 4.0, 4.0], stages=[1, 0, 0])
    assert fund(w, COST, 22, gaming=1.0, validity=0.0) == [0, 1, 1]
    assert w.centers.forgone[0] == 2.0


def test_the_choice_by_value_has_no_side_effects():
    w = tempted()
    fund(w, COST, 22, gaming=1.0, validity=0.0)
    assert w.teams.spent[: RIVALS + 1 : RIVALS].tolist() == [0.0, COST]
    assert w.centers.cash[0] == 0.0
