"""Ideas on the shelf: who may come back to them, what they are still good for, when they go."""

import numpy as np
import pytest

from sim import codes, masks
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack, replace
from sim.phases import belonging, boards, calls, launch, maturation, membership, policy, selection
from sim.phases.seats import link_members, seat_of
from sim.rules.maturation import OWNING_STAGE
from sim.state import EVENTS, IDEAS, NONE, RIVALS, STAGES, Clock, copy

pytestmark = [pytest.mark.core, pytest.mark.plain]

CLOCK = Clock(np.uint64(1), 40, 9)
P = pack(Parameters())
WAIT = int(P.research.shelf_quarters)
INVENTOR, RIVAL = 0, 1


def country(stage=2, cash=1e6):
    """Return two firms and a center; both firms have a team on the first one's idea."""
    w = allocate(enterprises=2, institutes=1, centers=1, fields=1, provinces=1)
    e, f = w.enterprises, w.fields
    e.id, e.weight, e.efficiency, e.leader = np.arange(1, 3), 1.0, 1.0, 1
    e.sales, e.cash, e.knowledge = 1000.0, cash, masks.FULL
    w.institutes.id, w.institutes.weight = 99, 1.0
    f.markup, f.elasticity, f.annuity, f.uptake, f.intensity = 0.2, 2.75, 20.0, 10.0, 1.0
    f.project_cost, f.sales, f.users_market, f.market, f.rival_share = 20.0, 2e3, 2e3, 2e3, 0.5
    w.relatedness[:] = 1.0
    index_cells(w)
    w.centers.id, w.centers.status, w.centers.first_team = 1000, codes.OPERATING, NONE
    w.centers.lead, w.center_fields.share = NONE, 1.0
    w.counters[IDEAS] = 1
    k = w.ideas[0]
    k.id, k.live, k.science, k.application = 7, 1, masks.bit(0) | masks.bit(2), masks.bit(1)
    k.gain, k.luck, k.owned, k.asked = 0.03, 1.0, NONE, 0
    k.origin, k.inventor = codes.FROM_LEADER, 0
    for slot in (INVENTOR, RIVAL):
        team = w.teams[slot]
        team.kind, team.owner, team.stage, team.spent = codes.ENTERPRISE, slot, stage, 5.0
    link_members(w, P, CLOCK)
    return w


def forget_for(w, quarters):
    for _ in range(quarters):
        launch.age_idea(w, P, CLOCK, 0)


def logged(w, kind):
    events = w.events[: int(w.counters[EVENTS])]
    return events[events.kind == kind]


def fund(w):
    maturation.link_teams(w, P, CLOCK)
    maturation.value_enterprise(w, P, CLOCK, 0, 2)
    maturation.fund_enterprise(w, P, CLOCK, 0, 2)


def test_an_idea_is_shelved_after_some_quarters_without_money_and_rivals_leave():
    w = country(stage=OWNING_STAGE + 1)
    w.ideas[0].owned = INVENTOR
    w.teams[INVENTOR].grant_left, w.fields.fund = 3.0, 10.0
    forget_for(w, WAIT)
    assert w.ideas[0].shelved == 0
    forget_for(w, 1)
    assert (w.ideas[0].shelved, w.ideas[0].live, w.ideas[0].owned) == (1, 1, NONE)
    assert list(w.teams[:RIVALS].kind) == [codes.ENTERPRISE] + [codes.NOBODY] * 3
    assert (w.teams[INVENTOR].grant_left, w.fields[0].fund) == (0.0, 13.0)
    assert list(logged(w, codes.TEAM_ENDED).object) == [2]


def test_its_inventor_comes_back_when_it_pays_and_there_is_money():
    w = country(cash=0.0)
    w.enterprises.sales = 1e-3  # no budget, no worth
    forget_for(w, WAIT + 1)
    fund(w)
    assert w.teams[INVENTOR].funded == 0
    w.enterprises.sales, w.enterprises.cash = 1000.0, 1e6
    fund(w)
    assert w.teams[INVENTOR].funded == 1
    launch.settle_stages(w, P, CLOCK)
    assert (w.ideas[0].shelved, w.ideas[0].idle) == (0, 0)
    assert len(logged(w, codes.RESUMED)) == 1


@pytest.mark.parametrize("outcome", [codes.PASSED, codes.FAILED])
def test_who_comes_back_and_ends_it_the_same_quarter_leaves_nothing_on_the_shelf(outcome):
    w = country(stage=STAGES - 1)
    forget_for(w, WAIT + 1)
    w.ideas[0].owned = NONE
    team = w.teams[INVENTOR]
    team.funded, team.retried, team.outcome = 1, 1, outcome
    launch.settle_stages(w, P, CLOCK)
    assert w.counters[IDEAS] == 0  # launched, or given up for good
    assert len(logged(w, codes.RESUMED)) == 1
    assert len(logged(w, codes.LAUNCH)) == (outcome == codes.PASSED)


def test_on_the_shelf_what_its_inventor_forgets_is_forgotten():
    w = country()
    w.enterprises.knowledge = masks.bit(0)
    fund(w)
    w.enterprises.knowledge = masks.bit(2)
    fund(w)
    assert w.teams[INVENTOR].known == masks.bit(0) | masks.bit(2)  # at work it is kept
    w.ideas[0].shelved = 1
    fund(w)
    assert w.teams[INVENTOR].known == masks.bit(2)


def test_on_the_shelf_it_keeps_nothing_in_use_but_may_apply_for_a_grant():
    w = country()
    forget_for(w, WAIT + 1)
    maturation.link_teams(w, P, CLOCK)
    assert w.enterprises[0].engaged == masks.EMPTY
    assert calls.applicant(w, CLOCK, 0) == INVENTOR


def test_a_center_may_take_it_up_beside_its_inventor():
    w = country()
    forget_for(w, WAIT)
    assert not selection.may_take_up(w, P, CLOCK, 0, 0)  # no member's, not on the shelf
    forget_for(w, 1)
    assert selection.may_take_up(w, P, CLOCK, 0, 0)
    w.teams[INVENTOR].funded = 1
    assert not selection.may_take_up(w, P, CLOCK, 0, 0)
    w.teams[INVENTOR].funded = 0
    assert selection.take_up(w, CLOCK, 0, 0, 1.0)
    assert list(w.teams[:2].kind) == [codes.ENTERPRISE, codes.CENTER]
    assert w.ideas[0].shelved == 0


def test_it_is_forgotten_in_the_end_and_what_it_cost_is_logged():
    w = country()
    forget_for(w, 2 * WAIT)
    assert w.ideas[0].live == 1
    forget_for(w, 1)
    assert w.ideas[0].live == 0
    assert list(logged(w, codes.TEAM_ENDED).value) == [5.0, 5.0]


@pytest.mark.parametrize(("retired", "left"), [([], 3), ([0], 2), ([0, 1], 1), ([0, 1, 2], 0)])
def test_an_idea_gains_less_by_the_part_of_it_that_the_world_has_left_behind(retired, left):
    w = country()
    w.fields.retired = np.bitwise_or.reduce([masks.bit(k) for k in retired] or [masks.EMPTY])
    policy.retire_units(w, P, CLOCK, 0, 1)
    k = w.ideas[0]
    assert masks.size(k.science | k.application) == left
    assert k.gain == pytest.approx(0.03 * left / 3, abs=1e-15)
    assert w.fields.retired[0] == masks.EMPTY
    policy.retire_units(w, P, CLOCK, 0, 1)
    assert k.gain == pytest.approx(0.03 * left / 3, abs=1e-15)


@pytest.mark.parametrize(
    ("cash", "spent", "counted"),
    [(399.0, 10.0, 100.0), (401.0, 10.0, 10.0), (401.0, 250.0, 100.0), (401.0, 0.0, 0.0)],
)
def test_members_count_on_what_a_center_spends_where_its_money_lies_idle(cash, spent, counted):
    w = country()
    p = replace(P, {"membership.idle": 4.0})
    c = w.centers
    c.grant_paid, c.cash, c.usual_rd = 100.0, 0.0, 0.0
    assert belonging.spending(w, 0, 0.0, p) == 100.0
    c.cash, c.usual_rd = cash, spent
    assert belonging.spending(w, 0, 0.0, p) == counted
    more = belonging.spending(w, 0, 20.0, p) - counted
    assert more == (20.0 if counted == 100.0 else 0.0)


def test_technologies_gain_newcomers_less_by_the_part_that_has_retired():
    w = country()
    t = w.technologies[0, 0]
    t.live, t.field, t.application, t.gain, t.realised = (
        1,
        0,
        masks.bit(1) | masks.bit(3),
        0.04,
        0.02,
    )
    w.fields.retired = masks.bit(1)
    policy.retire_units(w, P, CLOCK, 0, 1)
    assert (t.application, t.gain, t.realised) == (masks.bit(3), 0.04, 0.01)


def test_a_lead_that_cannot_pay_the_fee_stays_and_others_may_pay_on_credit():
    w = country()
    w.centers.fee, w.centers.results_owner, w.centers.grant_paid = 50.0, codes.CENTER_OWNS, 1e6
    w.centers.takes_members = 1
    w.centers.enterprises, w.centers.enterprise_votes = 1, 0.6
    for m, row, lead in ((0, 0, 1), (1, 1, 0)):
        seat = w.memberships[m]
        seat.kind, seat.member, seat.status, seat.lead = codes.ENTERPRISE, row, codes.MEMBER, lead
    link_members(w, P, CLOCK)
    credit = P.turnover.credit * 1000.0
    for cash, stays in ((51.0 - credit, True), (49.0 - credit, False)):
        w.enterprises.cash = cash
        membership.consider_enterprise(w, P, CLOCK, 0, 2)
        assert w.memberships[0].loss >= 0
        assert (w.memberships[1].loss >= 0) == stays
    membership.settle_members(w, P, CLOCK)
    assert list(logged(w, codes.MEMBER_LEAVES).reason) == [codes.NO_MONEY]


def test_the_first_seat_is_kept_for_the_lead():
    w = country()
    assert seat_of(w, 0, codes.ENTERPRISE, 1) == (NONE, 1)


def two_boards(firms, *seats):
    """Return two centers with one member each, both of which vote on one idea.

    Each seat is of an enterprise, with what the idea is worth to it; the first had the idea.
    """
    w = allocate(enterprises=firms, institutes=1, centers=2, fields=1, provinces=1)
    w.enterprises.id, w.centers.id = np.arange(1, firms + 1), [20, 10]
    w.counters[IDEAS] = 1
    k = w.ideas[0]
    k.id, k.live, k.inventor = 7, 1, 0
    w.centers.lead = 0
    for center, (member, worth) in enumerate(seats):
        b = w.boards[center]
        b.candidates[0], b.ideas[0], b.verdict[0] = 0, 7, codes.OPEN
        seat = w.memberships[64 * center]
        seat.kind, seat.member, seat.status = codes.ENTERPRISE, member, codes.MEMBER
        seat.votes, seat.ballots[:, 0] = 1.0, worth
    boards.weigh_groups(w, P, CLOCK, 0, 2)
    return w


def test_of_two_boards_that_agree_the_one_that_values_it_more_takes_it():
    w = two_boards(2, (0, 1.0), (1, 2.0))
    w.ideas[0].shelved = 1
    for reverse in (False, True):
        v = copy(w)
        if reverse:  # equal values: identity decides
            v.memberships[0].ballots[:, 0] = 2.0
        selection.decide(v, P, CLOCK)
        taken = [t.owner for t in v.teams[:RIVALS] if t.kind == codes.CENTER]
        assert taken == [1]
        assert list(v.centers.approved) == [0, 1]
        assert list(v.centers.refused) == [0, 0]
        assert list(logged(v, codes.PROJECT_REFUSED).reason) == [codes.TAKEN_UP]


def test_a_board_without_a_place_for_a_team_keeps_no_other_from_it():
    """All places but the inventor's are taken: only the center of which it is a member has one."""
    w = two_boards(5, (0, 1.0), (4, 2.0))
    w.ideas[0].origin = codes.FROM_LEADER
    for slot in range(RIVALS):
        team = w.teams[slot]
        team.kind, team.owner = codes.ENTERPRISE, slot
    link_members(w, P, CLOCK)
    selection.decide(w, P, CLOCK)
    assert [t.owner for t in w.teams[:RIVALS] if t.kind == codes.CENTER] == [0]
    assert list(w.centers.approved) == [1, 0]
