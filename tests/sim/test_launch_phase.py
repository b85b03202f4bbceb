"""Who reaches TRL 9 second, or first without the right: it waits, imitates or launches."""

import numpy as np
import pytest

from sim import codes, masks
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack
from sim.phases import adoption, calls, launch, maturation, seats, selection, valuation
from sim.rules.maturation import OWNING_STAGE
from sim.state import EVENTS, IDEAS, NONE, STAGES, Clock

pytestmark = [pytest.mark.core, pytest.mark.plain]

CLOCK = Clock(np.uint64(1), 20, 9)
P = pack(Parameters())
OWNER, RIVAL = 0, 1


def race(rival_kind=codes.ENTERPRISE, rival=1, results=codes.CENTER_OWNS):
    """Return three firms and a center of all; a team at TRL 8 owns, a rival is as far."""
    w = allocate(enterprises=3, institutes=1, centers=1, fields=1, provinces=1)
    e = w.enterprises
    e.id, e.weight, e.efficiency, e.sales = np.arange(1, 4), 1.0, 1.0, 1000.0
    w.institutes.id, w.institutes.weight = 99, 1.0
    w.relatedness[:] = 1.0
    index_cells(w)
    c = w.centers
    c.id, c.status, c.results_owner = 1000, codes.OPERATING, results
    c.lead_kind, c.lead, c.first_team = codes.ENTERPRISE, 2, NONE
    for m in range(3):
        seat = w.memberships[m]
        seat.kind, seat.member, seat.status = codes.ENTERPRISE, m, codes.MEMBER
    seats.link_members(w, P, CLOCK)
    w.counters[IDEAS] = 1
    k = w.ideas[0]
    k.id, k.live, k.science, k.application = 7, 1, masks.ONE, masks.bit(1)
    k.gain, k.luck, k.owned = 0.01, 1.0, OWNER
    k.origin, k.inventor = codes.FROM_LEADER, 0
    for slot, kind, owner in ((OWNER, codes.ENTERPRISE, 0), (RIVAL, rival_kind, rival)):
        team = w.teams[slot]
        team.kind, team.owner, team.stage, team.funded = kind, owner, OWNING_STAGE + 1, 1
    return w


def reasons(w, kind):
    events = w.events[: int(w.counters[EVENTS])]
    return list(events.reason[events.kind == kind])


def test_a_rival_that_finishes_first_waits_and_imitates_at_launch():
    w = race()
    launch.advance(w, P, CLOCK, RIVAL)
    assert (w.teams[RIVAL].kind, w.teams[RIVAL].stage) == (codes.ENTERPRISE, STAGES)
    assert list(w.enterprises["adopted"]) == [0, 0, 0]
    launch.advance(w, P, CLOCK, OWNER)
    assert list(w.enterprises["adopted"]) == [1, 1, 0]
    assert w.enterprises[1].efficiency == pytest.approx(1.01)
    assert list(w.teams[:2].kind) == [codes.NOBODY, codes.NOBODY]
    assert w.technologies[0, 0].owner == 0


def test_who_waits_is_neither_funded_nor_taken_up():
    w = race()
    launch.advance(w, P, CLOCK, RIVAL)
    w.center_fields.share = 1.0
    w.ideas[0].idle = 2
    maturation.link_teams(w, P, CLOCK)
    assert w.enterprises[1].first_team == NONE
    assert w.teams[RIVAL].funded == 0
    w.teams[OWNER].funded = 0
    assert not selection.may_take_up(w, P, CLOCK, 0, 0)


@pytest.mark.parametrize("ends", ["fails", "leaves", "stops paying"])
def test_a_finished_rival_launches_when_the_owner_gives_up(ends):
    w = race()
    w.fields.appropriability = 1.0
    launch.advance(w, P, CLOCK, RIVAL)
    owner = w.teams[OWNER]
    if ends == "fails":
        owner.outcome, owner.retried = codes.FAILED, 1
    elif ends == "leaves":
        owner.kind, owner.owner, w.ideas[0].owned = codes.NOBODY, NONE, NONE
    else:
        owner.funded, w.ideas[0].idle = 0, int(P.research.shelf_quarters)
    launch.settle_stages(w, P, CLOCK)
    t = w.technologies[0, 0]
    assert (t.live, t.owner_kind, t.owner) == (1, codes.ENTERPRISE, 1)
    assert list(w.enterprises["adopted"]) == [0, 1, 0]
    assert len(reasons(w, codes.LAUNCH)) == 1
    assert len(reasons(w, codes.OWNED)) == 1
    assert reasons(w, codes.SHELVED) == []
    assert w.counters[IDEAS] == 0


@pytest.mark.parametrize("first", [OWNER, RIVAL])
@pytest.mark.parametrize(
    ("results", "users"),
    [
        (codes.CENTER_OWNS, [1, 0, 0]),  # members, as soon as they hear of it
        (codes.LEAD_OWNS, [1, 0, 1]),
        (codes.INVENTOR_OWNS, [1, 0, 0]),  # the inventor owns a team of its own too
    ],
)
def test_of_a_center_that_is_second_those_use_it_who_would_own(first, results, users):
    w = race(codes.CENTER, 0, results)
    for row in (first, 1 - first):
        launch.advance(w, P, CLOCK, row)
    assert list(w.enterprises["adopted"]) == users
    t = w.technologies[0, 0]
    assert (t.owner_kind, t.owner) == (codes.ENTERPRISE, 0)
    free = adoption.free_use(w, P, CLOCK, 1, 0, 0)
    assert free == (results == codes.CENTER_OWNS)
    assert len(reasons(w, codes.LAUNCH)) == 1


def test_who_has_lost_the_right_counts_on_own_use_alone():
    """An institute on nothing; an enterprise on less than an owner, who licenses as well."""
    for kind, owner in ((codes.ENTERPRISE, 1), (codes.INSTITUTE, 0)):
        w = race(kind, owner)
        f = w.fields
        f.markup, f.elasticity, f.annuity, f.uptake, f.project_cost = 0.2, 2.75, 20.0, 10.0, 0.01
        f.sales, f.users_market, f.market, f.rival_share = 1e4, 1e4, 1e4, 0.01
        w.teams[RIVAL].known = masks.FULL
        w.ideas[0].owned = RIVAL
        as_owner = valuation.team_value(w, RIVAL, False, P)
        w.ideas[0].owned = OWNER
        beaten = valuation.team_value(w, RIVAL, False, P)
        w.ideas[0].owned, w.ideas[0].launched = RIVAL, 1  # in the place of whoever launched
        late = valuation.team_value(w, RIVAL, False, P)
        assert as_owner > beaten == late
        assert (beaten > 0.0) == (kind == codes.ENTERPRISE)


def test_the_public_pays_for_no_team_that_has_lost_the_right():
    w = race()
    w.ideas[0].asked = -100
    for slot in (OWNER, RIVAL):
        w.teams[slot].stage = OWNING_STAGE
    w.ideas[0].owned = NONE
    w.teams[RIVAL].grant_left, w.teams[RIVAL].grant_until, w.fields.fund = 5.0, 1000, 1.0
    assert calls.applicant(w, CLOCK, 0) == NONE  # one has a grant
    launch.advance(w, P, CLOCK, OWNER)
    assert (w.teams[RIVAL].grant_left, w.fields.fund[0]) == (0.0, 6.0)
    assert calls.applicant(w, CLOCK, 0) == OWNER
    w.teams[OWNER].kind = codes.NOBODY
    assert calls.applicant(w, CLOCK, 0) == NONE
    w.ideas[0].owned = NONE
    assert calls.applicant(w, CLOCK, 0) == RIVAL


def test_what_is_on_the_market_is_not_shelved_nor_owned_again():
    w = race()
    launch.advance(w, P, CLOCK, OWNER)
    w.teams[RIVAL].stage, w.teams[RIVAL].funded = OWNING_STAGE, 0
    launch.advance(w, P, CLOCK, RIVAL)
    assert len(reasons(w, codes.OWNED)) == 0
    for _ in range(int(P.research.shelf_quarters) + 1):
        launch.age_idea(w, P, CLOCK, 0)
    assert w.ideas[0].shelved == 0
    assert w.ideas[0].live == 0
    assert w.teams[RIVAL].kind == codes.NOBODY


def test_what_a_center_without_a_lead_launches_belongs_to_nobody():
    w = race(codes.CENTER, 0, codes.LEAD_OWNS)
    w.centers.lead, w.ideas[0].owned = NONE, RIVAL
    launch.advance(w, P, CLOCK, RIVAL)
    t = w.technologies[0, 0]
    assert (t.live, t.owner_kind, t.owner) == (1, codes.NOBODY, NONE)
    assert list(w.enterprises["adopted"]) == [0, 0, 0]
