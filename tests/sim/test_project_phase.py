"""Pilot lines, budgets, boards and rights of one country whose numbers can be worked by hand."""

import math

import numpy as np
import pytest

from sim import codes, masks
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack, replace
from sim.phases import (
    belonging,
    benefits,
    first_use,
    launch,
    maturation,
    membership,
    platforms,
    policy,
    seats,
    selection,
    valuation,
)
from sim.rules.maturation import OWNING_STAGE, PILOT_STAGE
from sim.state import EVENTS, IDEAS, NONE, RIVALS, STAGES, Clock

pytestmark = pytest.mark.core

COST = 20.0
CLOCK = Clock(np.uint64(1), 20, 6)
P = replace(
    pack(Parameters()),
    {"market.tax_rate": 0.0, "maturation.pace": 0.25, "maturation.pilot_cost": 0.5,
     "market.price_elasticity": 0.5, "turnover.credit": 0.0, "funding.licence_friction": 1.0},
)  # fmt: skip


def country(firms=3, ideas=3, centers=1, capacity=1.0, cash=1e6):
    """Return firms of one field, each with one idea at TRL 4-6, all members of each center."""
    w = allocate(enterprises=firms, institutes=1, centers=centers, fields=1, provinces=1)
    e = w.enterprises
    e.id = np.arange(1, firms + 1)
    e.weight, e.efficiency, e.cash, e.knowledge = 1.0, 1.0, cash, masks.FULL
    e.sales, e.leader = 1000.0, 1
    w.institutes.id, w.institutes.weight = 99, 1.0
    f = w.fields
    f.markup, f.elasticity, f.annuity, f.uptake, f.intensity = 0.2, 2.75, 20.0, 10.0, 1.0
    f.late_uptake = f.uptake_extended = f.late_uptake_extended = f.uptake
    f.project_cost, f.sales, f.rival_share = COST, 1000.0 * firms, 1.0 / firms
    f.users_market = f.market = f.sales
    w.relatedness[:] = 1.0
    index_cells(w)
    c = w.centers
    c.id = 1000 + np.arange(centers)
    c.status, c.lead_kind, c.lead, c.lead_votes = codes.OPERATING, codes.ENTERPRISE, 0, 0.4
    c.enterprise_votes, c.pilot_for_members = 0.6, 1
    c.pilot_capacity = c.line = capacity
    c.extension = 1
    c.enterprises, c.members, c.first_team = firms - 1, float(firms), NONE
    w.center_fields.share, w.center_fields.members = 1.0, 1.0
    for at in range(centers):
        for m in range(firms):
            seat = w.memberships[at * 64 + m]
            seat.kind, seat.member, seat.status = codes.ENTERPRISE, m, codes.MEMBER
            seat.lead, seat.votes = int(m == 0), 0.4 if m == 0 else 0.6 / (firms - 1)
    w.counters[IDEAS] = ideas
    k = w.ideas[:ideas]
    k.id, k.live, k.science, k.application = np.arange(1, ideas + 1), 1, masks.ONE, masks.bit(1)
    k.gain, k.luck, k.owned = 0.01, 1.0, NONE
    k.origin, k.inventor = codes.FROM_LEADER, np.arange(ideas) % firms
    for row in range(ideas):
        team = w.teams[RIVALS * row]
        team.kind, team.owner, team.stage = codes.ENTERPRISE, row % firms, PILOT_STAGE
    seats.link_members(w, P, CLOCK)
    return w


def holder(share):
    """Return a private holder of a right with a share of the market."""
    return valuation.Holder(share, codes.PRIVATE)


def value_and_allot(w, p=P):
    maturation.link_teams(w, p, CLOCK)
    maturation.value_enterprise(w, p, CLOCK, 0, w.enterprises.size)
    maturation.review_center(w, p, CLOCK, 0, w.centers.size)
    maturation.allot_pilot_lines(w, p, CLOCK)
    platforms.rent_lines(w, p, CLOCK)


def teams(w):
    return w.teams[: RIVALS * int(w.counters[IDEAS]) : RIVALS]


def logged(w, kind):
    events = w.events[: int(w.counters[EVENTS])]
    return events[events.kind == kind]


# Pilot lines.


def test_a_line_goes_to_the_largest_values():
    w = country()
    w.ideas[:3].gain = [0.01, 0.03, 0.02]
    value_and_allot(w)
    assert list(teams(w).pilot) == [NONE, 0, NONE]
    assert list(teams(w).reason) == [codes.PILOT_FULL, codes.NOTHING, codes.PILOT_FULL]


def test_who_is_turned_away_goes_on_at_full_cost_if_that_pays():
    w = country()
    w.ideas[:3].gain = [0.01, 0.03, 0.02]
    value_and_allot(w)
    maturation.fund_enterprise(w, P, CLOCK, 0, 3)
    full = 0.25 * 0.35 * COST  # pace x share of TRL 4-6
    assert list(teams(w).funded) == [1, 1, 1]
    assert w.enterprises["project_rd"] == pytest.approx([full, 0.5 * full, full])
    assert w.enterprises["cash"] == pytest.approx([1e6 - full, 1e6 - 0.5 * full, 1e6 - full])


def test_who_cannot_pay_without_a_line_stops_and_says_why():
    w = country()
    w.ideas[:3].gain = [0.01, 0.03, 0.01]
    benefit = benefits.benefit_as_owner(w, codes.ENTERPRISE, 0, valuation.work_on(w, 0), 0, P)
    break_even = [
        look.chance * benefit / look.cost
        for look in (
            valuation.outlook(w, 0, PILOT_STAGE, False, masks.FULL, pilot, codes.PRIVATE, P)
            for pilot in (False, True)
        )
    ]
    w.fields.project_cost = math.sqrt(break_even[0] * break_even[1])
    value_and_allot(w)
    with_line = valuation.team_value(w, 0, True, P)
    without = valuation.team_value(w, 0, False, P)
    assert without < 0.0 < with_line
    maturation.fund_enterprise(w, P, CLOCK, 0, 3)
    assert list(teams(w).funded) == [0, 1, 0]
    assert w.enterprises[0].funding_reason == codes.PILOT_FULL


def test_who_is_turned_away_asks_the_next_center():
    w = country(centers=2)
    w.ideas[:3].gain = [0.01, 0.03, 0.02]
    value_and_allot(w)
    assert list(teams(w).pilot) == [NONE, 0, 1]


@pytest.mark.parametrize("open_to_members", [0, 1])
def test_a_closed_line_is_for_the_lead_alone(open_to_members):
    w = country(capacity=3.0)
    w.centers.pilot_for_members = open_to_members
    value_and_allot(w)
    assert list(teams(w).pilot) == ([0, 0, 0] if open_to_members else [0, NONE, NONE])


def test_a_team_beyond_the_pilot_takes_no_place_on_the_line():
    w = country()
    w.teams[0].stage = PILOT_STAGE + 1
    w.ideas[:3].gain = [0.5, 0.02, 0.01]
    value_and_allot(w)
    assert list(teams(w).pilot) == [NONE, 0, NONE]


def test_a_team_that_would_stop_anyway_takes_no_place_on_the_line():
    w = country(ideas=2)
    w.ideas[:2].gain = [1e-9, 0.02]
    value_and_allot(w)
    assert w.teams[0].value < 0.0
    assert list(teams(w).pilot) == [0, 0]  # the first asked, but does not count


def test_a_row_of_many_firms_funds_as_many_teams_as_they_can_together():
    w = country(firms=1, ideas=3, capacity=0.0)
    each = 0.25 * 0.35 * COST
    w.enterprises.weight = 2.5
    w.enterprises.cash = each  # one firm can pay one team
    w.enterprises.sales = 1.0
    w.fields.intensity = 1000.0
    w.ideas[:3].gain = [0.1, 0.2, 0.3]
    w.fields.sales, w.fields.users_market, w.fields.market = 1000.0, 1000.0, 1000.0
    w.fields.rival_share = 0.001
    value_and_allot(w)
    maturation.fund_enterprise(w, P, CLOCK, 0, 1)
    assert list(teams(w).funded) == [0, 1, 1]
    assert w.enterprises[0].project_rd == pytest.approx(2 * each / 2.5)


def test_a_center_has_its_line_once_it_is_built():
    w = country(ideas=1, capacity=3.0)
    w.centers.start = 10
    built = 10 + int(P.programme.construction)
    for quarter, line in ((built - 1, 0.0), (built, 3.0)):
        policy.start_up(w, P, Clock(np.uint64(1), quarter, 0), 0, 1)
        assert w.centers[0].line == line
        value_and_allot(w)
        assert list(teams(w).pilot) == [0 if line else NONE]


@pytest.mark.parametrize("owner", [codes.LEAD_OWNS, codes.INVENTOR_OWNS, codes.CENTER_OWNS])
def test_a_center_extends_what_it_matured_as_long_as_it_is_built_and_not_revoked(owner):
    """Whoever owns it, and whenever it was launched: also while the center was being built."""
    w = country(ideas=1, capacity=3.0)
    w.centers.results_owner = owner
    w.teams[0].kind, w.teams[0].owner = codes.CENTER, 0
    launch.launch(w, P, CLOCK, 0)
    t = w.technologies[0, 0]
    expected = {codes.CONSTRUCTION: 0, codes.OPERATING: 1, codes.RECTIFYING: 1, codes.REVOKED: 0}
    for status, extended in expected.items():
        w.centers.status = status
        first_use.note_extension(w)
        assert t.extended == extended
    w.centers.status, w.centers.extension = codes.OPERATING, 0
    first_use.note_extension(w)
    assert t.extended == 0


def test_nobody_extends_what_an_enterprise_matured():
    w = country(ideas=1, capacity=3.0)
    w.centers.status = codes.OPERATING
    launch.launch(w, P, CLOCK, 0)
    first_use.note_extension(w)
    assert w.technologies[0, 0].extended == 0


# Values.


def test_an_institute_counts_the_licences_it_keeps_and_its_cost():
    w = country(ideas=1)
    w.teams[0].kind, w.teams[0].owner = codes.INSTITUTE, 0
    w.teams[0].known = masks.FULL
    value = valuation.team_value(w, 0, False, P)
    look = valuation.outlook(w, 0, PILOT_STAGE, False, masks.FULL, False, codes.PRIVATE, P)
    licences = valuation.licensing_value(w, valuation.work_on(w, 0), holder(0.0), 0.0, P)
    kept = P.funding.institute_licence_kept * licences
    assert value == pytest.approx(look.chance * kept - look.cost * COST, rel=1e-14)
    assert 0.0 < kept < licences


def test_a_used_retry_lowers_the_value_of_a_team():
    w = country()
    maturation.link_teams(w, P, CLOCK)
    maturation.value_enterprise(w, P, CLOCK, 0, 3)
    fresh = float(w.teams[0].value)
    w.teams[0].retried = 1
    maturation.value_enterprise(w, P, CLOCK, 0, 3)
    assert w.teams[0].value < fresh


def test_an_owner_in_a_center_counts_as_an_owner_outside():
    """Lead that owns: use and licences, as `team_value` counts them (one value function)."""
    w = country()
    benefit = benefits.project_benefit(w, 0, 0.4, codes.ENTERPRISE, 0, 0, w.ideas.gain[0], P)
    work = valuation.work_on(w, 0)
    own = valuation.use_value(w, 0, 0.01, 0, work.needed, P)
    licences = valuation.licensing_value(w, work, holder(1 / 3), 1000.0, P)
    # m = 0.2/1.2, E = 2.75 x 2/3 + 0.5 x 1/3 = 2, G = m g S (E - 1), 20 quarters
    assert own == pytest.approx(1 / 6 * 0.01 * 1000.0 * 20.0)
    assert benefit == own + licences


def test_the_inventor_owns_its_own_idea_only():
    w = country()
    w.centers.results_owner = codes.INVENTOR_OWNS
    mine = benefits.project_benefit(w, 0, 0.3, codes.ENTERPRISE, 1, 1, w.ideas.gain[1], P)
    theirs = benefits.project_benefit(w, 0, 0.3, codes.ENTERPRISE, 1, 2, w.ideas.gain[2], P)
    as_owner = benefits.benefit_as_owner(w, codes.ENTERPRISE, 1, valuation.work_on(w, 1), 0, P)
    as_user = benefits.benefit_as_licensee(w, 1, holder(1 / 3), valuation.work_on(w, 2), 0, P)
    assert (mine, theirs) == (as_owner, as_user)
    expected = benefits.expected_benefit(w, 0, 0.3, codes.ENTERPRISE, 1, 0, P)
    typical = valuation.expected_work(0, P)
    own = benefits.benefit_as_owner(w, codes.ENTERPRISE, 1, typical, 0, P)
    other = benefits.benefit_as_licensee(w, 1, holder(1 / 3), typical, 0, P)
    assert expected == pytest.approx(own / 3 + other * 2 / 3, rel=1e-14)


def test_the_typical_project_is_valued_as_a_given_one_of_mean_gain():
    for owner in (codes.LEAD_OWNS, codes.CENTER_OWNS):
        w = country()
        w.centers.results_owner = owner
        w.ideas[:3].gain = P.research.gain_mean
        for row in range(3):
            given = benefits.project_benefit(
                w, 0, 0.3, codes.ENTERPRISE, row, 0, w.ideas.gain[0], P
            )
            typical = benefits.expected_benefit(w, 0, 0.3, codes.ENTERPRISE, row, 0, P)
            assert typical == given


def test_an_institute_has_a_part_only_where_the_center_shares():
    w = country()
    work = valuation.work_on(w, 0)
    assert benefits.project_benefit(w, 0, 0.3, codes.INSTITUTE, 0, 0, w.ideas.gain[0], P) == 0.0
    w.centers.results_owner = codes.CENTER_OWNS
    part = 0.3 * (1.0 - P.membership.retained)
    shared = benefits.project_benefit(w, 0, 0.3, codes.INSTITUTE, 0, 0, w.ideas.gain[0], P)
    w.centers.results_owner = codes.CENTER_OWNS
    assert shared == 0.0  # all sellers are members: nobody left to license to
    w.center_fields.members = 0.25
    shared = benefits.project_benefit(w, 0, 0.3, codes.INSTITUTE, 0, 0, w.ideas.gain[0], P)
    fees, lost = valuation.licensing(w, work, holder(0.25), 0.25 * 3000.0, codes.PRIVATE, P)
    assert lost > 0.0
    assert shared == part * fees > 0.0  # an institute sells nothing and loses nothing


def test_a_partner_bears_its_own_part_of_what_licensees_take():
    w = country(centers=1)
    w.centers.results_owner = codes.CENTER_OWNS
    w.center_fields.members = 0.3
    w.enterprises[1].sales = 450.0  # 0.15 of the field, half of what members sell
    work = valuation.work_on(w, 0)
    fees, lost = valuation.licensing(w, work, holder(0.3), 0.3 * 3000.0, codes.PRIVATE, P)
    own = valuation.use_value(w, 1, 0.01, 0, work.needed, P)
    # fellows sell 0.15 of 3000: m g S s (e - 0.5), 20 quarters
    fellows = 1 / 6 * 0.01 * 450.0 * 0.15 * (2.75 - 0.5) * 20.0
    value = benefits.project_benefit(w, 0, 0.3, codes.ENTERPRISE, 1, 0, w.ideas.gain[0], P)
    expected = own - fellows - 0.5 * lost + 0.3 * (1 - P.membership.retained) * fees
    assert lost > 0.0
    assert value == pytest.approx(expected, rel=1e-13)


def test_what_a_center_takes_up_is_not_shelved_the_same_quarter_for_want_of_money():
    w = country(ideas=1)
    k = w.ideas[0]
    k.idle = 100
    launch.age_idea(w, P, CLOCK, 0)
    assert k.shelved == 1
    assert selection.take_up(w, CLOCK, 0, 0, 3.0)
    launch.age_idea(w, P, CLOCK, 0)
    assert (k.shelved, k.idle) == (0, 1)


def test_a_center_counts_fees_and_kept_licences_as_its_own():
    w = country()
    w.centers.fees, w.centers.licences = 3.0, 10.0
    expected = 3.0 + P.membership.retained * 10.0
    assert belonging.own_income(w, 0, P) == expected
    cash = float(w.centers[0].cash)
    membership.share_income(w, P, 0)
    paid = (1.0 - P.membership.retained) * 10.0 * 1.0
    assert w.centers[0].cash == pytest.approx(cash - paid)
    assert belonging.own_income(w, 0, P) == expected  # until the next licences come in


# Taking up, and the right at TRL 8.


def test_a_center_takes_up_a_members_project_with_its_right():
    w = country()
    w.ideas[1].owned, w.ideas[1].own_stage = 0, OWNING_STAGE + 1
    w.teams[RIVALS].stage, w.teams[RIVALS].spent = OWNING_STAGE + 1, 7.0
    assert selection.take_up(w, CLOCK, 0, 1, 3.0)
    team = w.teams[RIVALS]
    assert (team.kind, team.owner, team.stage, team.spent) == (codes.CENTER, 0, 4, 0.0)
    assert w.ideas[1].owned == 0
    ended = logged(w, codes.TEAM_ENDED)
    assert list(ended.value) == [7.0]
    assert list(ended.reason) == [codes.TAKEN_UP]


def test_a_shelved_idea_is_free_of_rights_and_its_next_owner_launches():
    w = country(ideas=1)
    k = w.ideas[0]
    k.owned, k.own_stage, k.idle = 0, OWNING_STAGE + 1, 100
    w.teams[0].stage = OWNING_STAGE + 1
    w.teams[1].kind, w.teams[1].owner = codes.ENTERPRISE, 1
    launch.age_idea(w, P, CLOCK, 0)
    assert (k.shelved, k.owned) == (1, NONE)
    assert list(logged(w, codes.TEAM_ENDED).reason) == [codes.NO_MONEY]  # the rival's
    assert selection.take_up(w, CLOCK, 0, 0, 3.0)
    launch.advance(w, P, CLOCK, 0)
    assert w.ideas[0].launched == 1
    assert w.technologies[0, 0].live == 1
    assert len(logged(w, codes.OWNED)) == 1


def test_the_first_team_at_trl_8_keeps_rivals_out_where_rights_are_sure():
    w = country(ideas=1)
    w.fields.appropriability = 1.0
    for slot, row in ((0, 0), (1, 1)):
        team = w.teams[slot]
        team.kind, team.owner, team.stage = codes.ENTERPRISE, row, OWNING_STAGE
    launch.advance(w, P, CLOCK, 1)
    assert w.ideas[0].owned == 1
    assert list(w.teams[:2].kind) == [codes.NOBODY, codes.ENTERPRISE]
    assert w.teams[1].stage == STAGES - 1
    assert list(logged(w, codes.TEAM_ENDED).reason) == [codes.KEPT_OUT]


def test_a_rival_that_is_not_kept_out_uses_but_does_not_launch():
    w = country(ideas=1)
    w.fields.appropriability = 0.0
    for slot in (0, 1):
        team = w.teams[slot]
        team.kind, team.owner, team.stage = codes.ENTERPRISE, slot, OWNING_STAGE
    for row in (0, 1, 0, 1):
        launch.advance(w, P, CLOCK, row)
    assert len(logged(w, codes.LAUNCH)) == 1
    assert list(w.enterprises["adopted"]) == [1, 1, 0]
    assert w.enterprises[1].efficiency == pytest.approx(1.01)


# Boards.


def test_members_vote_what_a_project_is_worth_to_them():
    w = country(ideas=1)
    w.centers.grant_paid, w.centers.fees = 75.0, 25.0
    w.memberships.fee_paid[:3] = 10.0, 7.5, 7.5
    b = w.boards[0]
    b.candidates[0], b.perceived[:, 0] = 0, 0.02  # all take it for twice as good as it is
    w.center_fields.pool = masks.FULL
    selection.vote_enterprise(w, P, CLOCK, 0, 3)
    ballots, worths = w.memberships[:3].ballots[:, 0, 0], w.memberships[:3].worths[:, 0]
    look = valuation.outlook(w, 0, 0, False, masks.FULL, True, codes.PRIVATE, P)
    benefit = benefits.project_benefit(w, 0, 0.4, codes.ENTERPRISE, 0, 0, w.ideas.gain[0], P)
    # the lead pays 10 of 100 that come in
    expected = look.chance * benefit - look.cost * COST * 0.1
    assert worths[0] == pytest.approx(expected, rel=1e-14)
    assert ballots[0] == pytest.approx(expected + look.chance * benefit, rel=1e-12)
    assert ballots[1] == ballots[2] != 0.0
    assert math.isclose(float(w.memberships[:3].votes.sum()), 1.0)


@pytest.mark.parametrize(("pays_out", "parts"), [(1, [0.16, 0.12, 0.12]), (0, [0.1, 0.075, 0.075])])
def test_members_bear_the_cost_that_is_their_money(pays_out, parts):
    """Of 100 fees are 25; of licences 15 are kept, which members with a claim could have."""
    w = country(ideas=1)
    retained = P.membership.retained if pays_out == 1 else 1.0
    c = w.centers[0]
    c.grant_paid, c.fees, c.pays_out = 60.0, 25.0, pays_out
    c.licences = 15.0 / retained
    w.memberships.fee_paid[:3] = 10.0, 7.5, 7.5
    w.memberships.votes[:3] = 0.4, 0.3, 0.3
    found = [selection.part_of_cost(w, m, P) for m in range(3)]
    assert found == pytest.approx(parts)
    w.memberships.fee_paid[2] = 0.0  # who brings no money bears no cost, whatever its votes
    assert selection.part_of_cost(w, 2, P) == pytest.approx(parts[2] - 0.075)


# One firm of a row works on an idea.


def test_a_row_of_one_keeps_what_its_project_needs():
    w = country()
    assert all(maturation.works_on(w, np.uint64(1), 0, idea, 0) for idea in range(50))
    assert not maturation.works_on(w, np.uint64(1), 0, 1, 1)  # a project of another field


@pytest.mark.statistical
def test_a_row_of_four_works_on_a_fourth_of_its_ideas():
    """4,000 ideas: off by more than 4 standard errors once in 15,000 seeds."""
    w = country()
    w.enterprises.weight[0] = 4.0
    share = np.mean([maturation.works_on(w, np.uint64(1), 0, idea, 0) for idea in range(4000)])
    assert abs(share - 0.25) < 4.0 * math.sqrt(0.25 * 0.75 / 4000)


def test_a_team_keeps_the_units_that_it_works_with():
    w = country()
    maturation.link_teams(w, P, CLOCK)
    maturation.value_enterprise(w, P, CLOCK, 0, 3)
    needed = w.ideas.science[0] | w.ideas.application[0]
    assert w.teams.known[0] & needed == needed
    w.enterprises.knowledge[0] = masks.EMPTY  # the other firms of its row have forgotten
    maturation.value_enterprise(w, P, CLOCK, 0, 3)
    assert w.teams.known[0] == needed
