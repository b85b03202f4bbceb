"""Sponsors: who pays for a project of a center, what it costs, and who uses the result first."""

import numpy as np
import pytest

from sim import accounts, codes, masks
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack, replace
from sim.phases import (
    adoption,
    agreements,
    belonging,
    launch,
    maturation,
    priorities,
    seats,
    valuation,
)
from sim.rules.maturation import PILOT_STAGE
from sim.state import EVENTS, IDEAS, NONE, RIVALS, STAGES, Clock

pytestmark = pytest.mark.core

COST = 20.0
STAGE = 0.25 * 0.35 * COST  # pace x share of TRL 4-6
CLOCK = Clock(np.uint64(1), 20, 9)
P = replace(
    pack(Parameters()),
    {"maturation.pace": 0.25, "market.price_elasticity": 0.5, "turnover.credit": 0.0,
     "turnover.reserve": 0.0, "funding.licence_friction": 0.5, "cofunding.overhead": 0.2,
     "cofunding.first_use_quarters": 8.0, "membership.first_quarters": 4.0,
     "membership.invitations": 4.0},
)  # fmt: skip


def country(ideas=1, firms=4, owner=codes.LEAD_OWNS, cash=100.0):
    """Return firms of one field and a center without money; the first leads, the second belongs."""
    w = allocate(enterprises=firms, institutes=1, centers=1, fields=1, provinces=1)
    e = w.enterprises
    e.id = np.arange(1, firms + 1) << 60  # spread over the ring
    e.weight, e.efficiency, e.cash, e.knowledge = 1.0, 1.0, cash, masks.FULL
    e.sales, e.leader = 1000.0, 1
    w.institutes.id, w.institutes.weight = 99, 1.0
    f = w.fields
    f.markup, f.elasticity, f.annuity, f.uptake = 0.2, 2.75, 20.0, 10.0
    f.innovation, f.imitation, f.project_cost = 0.1, 0.4, COST
    f.sales = f.users_market = f.market = 10.0 * 1000.0 * firms
    f.rival_share = 0.1
    w.relatedness[:] = 1.0
    index_cells(w)
    c = w.centers[0]
    c.id, c.status, c.lead_kind, c.lead = 1000, codes.OPERATING, codes.ENTERPRISE, 0
    c.lead_votes, c.enterprise_votes, c.results_owner, c.agreements = 0.2, 0.6, owner, 1
    c.enterprises, c.members = 1, 2.0
    w.center_fields.share, w.center_fields.members = 1.0, 0.05
    w.center_fields.pool = masks.FULL
    for m in range(2):
        seat = w.memberships[m]
        seat.kind, seat.member, seat.status = codes.ENTERPRISE, m, codes.MEMBER
        seat.lead = int(m == 0)
    w.counters[IDEAS] = ideas
    k = w.ideas[:ideas]
    k.id, k.live, k.science, k.application = np.arange(1, ideas + 1), 1, masks.ONE, masks.bit(1)
    k.gain, k.luck, k.owned, k.inventor = 0.02, 1.0, NONE, NONE
    for row in range(ideas):
        team = w.teams[RIVALS * row]
        team.kind, team.owner, team.stage, team.value = codes.CENTER, 0, PILOT_STAGE, 1.0
    belonging.look_ahead(w, P, CLOCK, 0, 1)
    seats.link_members(w, P, CLOCK)
    prepare(w)
    return w


def prepare(w, p=P):
    maturation.link_teams(w, p, CLOCK)
    maturation.review_center(w, p, CLOCK, 0, 1)


def sign(w, row=2, at=0):
    """Let an enterprise sponsor a team."""
    w.teams[at].sponsored, w.teams[at].sponsor = 1, row
    w.enterprises[row].sponsors = 1


def fund(w, p=P):
    agreements.charge_sponsors(w, p, CLOCK)
    maturation.fund_center(w, p, CLOCK, 0, 1)


def logged(w, kind):
    events = w.events[: int(w.counters[EVENTS])]
    return events[events.kind == kind]


# Who sponsors what.


def test_a_center_finds_a_sponsor_and_who_has_one_agreement_takes_no_other():
    w = country(ideas=3)
    w.ideas[:3].gain = 0.1
    agreements.seek_sponsors(w, P, CLOCK)
    signed = logged(w, codes.AGREEMENT_SIGNED)
    teams = w.teams[: RIVALS * 3 : RIVALS]
    assert signed.size == teams.sponsored.sum() > 0
    sponsors = teams.sponsor[teams.sponsored == 1].tolist()
    assert len(set(sponsors)) == len(sponsors)
    assert (signed.value > 0.0).all()
    before = teams.sponsor.tolist()
    for row in sponsors:
        assert agreements.best_project(w, 0, row, P)[0] == NONE
    assert teams.sponsor.tolist() == before


def test_a_sponsor_takes_the_project_that_is_worth_most_to_it():
    w = country(ideas=3)
    w.ideas[:3].gain = [0.02, 0.03, 0.01]
    at, gain = agreements.best_project(w, 0, 3, P)
    assert at == RIVALS
    assert gain == agreements.worth_to_sponsor(w, 3, RIVALS, False, P)
    sign(w, 2, RIVALS)
    assert agreements.best_project(w, 0, 3, P)[0] == 0


def test_no_project_is_sponsored_where_none_is_worth_it_or_none_is_open():
    w = country()
    w.fields.project_cost = 1e5
    assert agreements.best_project(w, 0, 3, P) == (NONE, 0.0)
    w = country()
    w.centers.agreements = 0
    agreements.seek_sponsors(w, P, CLOCK)
    assert w.teams[0].sponsored == 0


def test_who_could_not_pay_the_first_quarter_does_not_sign():
    w = country(cash=1.2 * STAGE * 0.99)
    w.ideas[0].gain = 0.1
    agreements.seek_sponsors(w, P, CLOCK)
    assert w.teams[0].sponsored == 0
    w = country(cash=1.2 * STAGE * 1.01)
    w.ideas[0].gain = 0.1
    agreements.seek_sponsors(w, P, CLOCK)
    assert w.teams[0].sponsored == 1


def test_an_agreement_is_worth_first_use_less_what_it_would_have_anyway_and_its_cost():
    w = country()
    work = valuation.work_on(w, 0)
    first = agreements.worth_of_first_use(w, 0, 3, work, P)
    anyway = agreements.worth_otherwise(w, 0, 3, 0, work, P)
    look = valuation.outlook(w, 0, PILOT_STAGE, False, masks.FULL, False, codes.PRIVATE, P)
    assert first > 0.0 > anyway  # what others use takes from it
    expected = look.chance * (first - anyway) - 1.2 * look.cost * COST
    assert agreements.worth_to_sponsor(w, 3, 0, False, P) == pytest.approx(expected, rel=1e-12)
    begun = look.chance * first - 1.2 * look.cost * COST
    assert agreements.worth_to_sponsor(w, 3, 0, True, P) == pytest.approx(begun, rel=1e-12)
    w.ideas[0].idle = 1  # nobody pays for it: otherwise there would be nothing
    assert agreements.worth_to_sponsor(w, 3, 0, False, P) == pytest.approx(begun, rel=1e-12)


@pytest.mark.parametrize("row", [1, 3], ids=["member", "outsider"])
@pytest.mark.parametrize("owner", [codes.LEAD_OWNS, codes.CENTER_OWNS, codes.INVENTOR_OWNS])
def test_longer_first_use_is_never_worth_less(owner, row):
    w = country(owner=owner)
    found = [
        agreements.worth_of_first_use(
            w, 0, row, valuation.work_on(w, 0),
            replace(P, {"cofunding.first_use_quarters": float(quarters)}),
        )
        for quarters in (0, 4, 20)
    ]  # fmt: skip
    assert found == sorted(found)
    assert found[0] < found[-1]


# What it pays.


def test_a_sponsor_pays_the_stage_with_an_overhead_and_the_center_works_on_it_without_money():
    w = country()
    sign(w)
    before = float(w.enterprises.cash.sum() + w.centers.cash.sum())
    fund(w)
    c = w.centers[0]
    assert w.teams[0].funded == 1
    assert w.enterprises.cash[2] == pytest.approx(100.0 - 1.2 * STAGE)
    assert c.cash == pytest.approx(0.2 * STAGE)
    assert (c.agreement_income, c.sponsored) == pytest.approx((1.2 * STAGE, STAGE))
    assert c.sponsors == 1
    assert c.project_rd == pytest.approx(STAGE)
    assert w.enterprises.cash.sum() + w.centers.cash.sum() == pytest.approx(before - STAGE)
    assert w.enterprises[2].flows[accounts.AGREEMENTS] == pytest.approx(1.2 * STAGE)
    assert belonging.own_income(w, 0, P) == pytest.approx(0.2 * STAGE)


def test_without_a_sponsor_a_center_without_money_does_nothing():
    w = country()
    fund(w)
    assert w.teams[0].funded == 0


def test_a_sponsors_money_pays_for_no_other_project():
    w = country(ideas=2)
    w.teams[RIVALS].value = 1e6  # far better, but not what is paid for
    sign(w)
    fund(w)
    assert w.teams[: 2 * RIVALS : RIVALS].funded.tolist() == [1, 0]
    assert w.centers[0].cash == pytest.approx(0.2 * STAGE)


def test_what_a_grant_pays_the_sponsor_need_not():
    w = country()
    w.teams[0].grant_left, w.teams[0].grant_until = 0.5 * STAGE, 99
    sign(w)
    cost = priorities.own_cost(w, 0, P)
    assert 0.0 < cost < STAGE
    fund(w)
    assert w.enterprises.cash[2] == pytest.approx(100.0 - 1.2 * cost)
    assert w.centers[0].cash == pytest.approx(0.2 * cost)


def test_a_sponsor_withdraws_where_it_cannot_pay_or_the_project_does_not_any_more():
    w = country(cash=STAGE)
    sign(w)
    fund(w)
    assert (w.teams[0].sponsored, w.teams[0].funded) == (0, 0)
    assert list(logged(w, codes.AGREEMENT_ENDS).reason) == [codes.NO_MONEY]
    w = country()
    sign(w)
    w.ideas[0].gain = 1e-6
    fund(w)
    assert w.teams[0].sponsored == 0
    assert list(logged(w, codes.AGREEMENT_ENDS).reason) == [codes.NOT_WORTH]
    assert w.enterprises.cash[2] == 100.0


def test_who_is_beaten_to_the_right_loses_its_sponsor():
    w = country()
    sign(w)
    w.ideas[0].owned = 1
    fund(w)
    assert list(logged(w, codes.AGREEMENT_ENDS).reason) == [codes.NOT_WORTH]


def test_a_sponsor_has_no_seat_and_no_shared_base():
    w = country()
    w.enterprises.knowledge[2] = masks.EMPTY
    sign(w)
    fund(w)
    assert w.enterprises[2].first_membership == NONE
    assert valuation.team_knowledge(w, codes.ENTERPRISE, 2, 0) == masks.EMPTY


# Who uses it first.


def launched(w):
    w.teams[0].stage = STAGES - 1
    w.ideas[0].owned = 0
    launch.advance(w, P, CLOCK, 0)
    return w.technologies[0, 0]


def at(quarter):
    return Clock(np.uint64(1), quarter, 10)


def test_the_sponsor_uses_at_once_and_the_owner_waits_for_it():
    w = country()
    sign(w)
    t = launched(w)
    assert (t.sponsored, t.sponsor, t.sponsor_until, t.first_until) == (1, 2, 28, 32)
    assert w.enterprises["adopted"].tolist() == [0, 0, 1, 0]  # not even the lead, which owns it
    assert w.teams[0].sponsored == 0  # the agreement is fulfilled
    for quarter, waiting in ((27, [0, 1, 3]), (28, [3]), (31, [3]), (32, [])):
        reasons = [adoption.terms(w, P, at(quarter), row, 0, 0)[0] for row in (0, 1, 3)]
        found = [r for r, why in zip((0, 1, 3), reasons, strict=True) if why == codes.OTHERS_FIRST]
        assert found == waiting


def test_without_a_sponsor_the_owner_is_first():
    w = country()
    t = launched(w)
    assert (t.sponsored, t.sponsor_until, t.first_until) == (0, 20, 24)
    assert w.enterprises["adopted"].tolist() == [1, 0, 0, 0]


def test_a_sponsor_needs_no_licence():
    w = country()
    sign(w)
    launched(w)
    w.enterprises["adopted"][2] = masks.EMPTY  # as one that could not use it at once
    reason, _, fee, _ = adoption.terms(w, P, at(21), 2, 0, 0)
    assert (reason, fee) == (codes.ADOPTED, 0.0)
    w.fields.innovation = w.fields.imitation = 0.0
    assert adoption.consider(w, P, at(21), 2, 0, 0, 0.999999)[0] == codes.ADOPTED  # it is shown it
