"""Who reaches TRL 9 second, or first without the right: it waits, imitates or launches."""

import numpy as np
import pytest

from sim import codes, masks
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack
from sim.phases import adoption, launch, maturation, membership, selection
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
    membership.link_members(w, P, CLOCK)
    w.counters[IDEAS] = 1
    k = w.ideas[0]
    k.id, k.live, k.science, k.application = 7, 1, masks.ONE, masks.bit(1)
    k.gain, k.luck, k.owned, k.considered = 0.01, 1.0, OWNER, NONE
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
