"""Stars at centers: who is drawn there, what they bring and do, and when they leave."""

import dataclasses

import numpy as np
import pytest

from sim import accounts, codes, kernel, masks, spinup
from sim.model import InnovationModel
from sim.parameters import pack, replace
from sim.phases import membership, stars, talent
from sim.populate import build
from sim.rules.maturation import PILOT_STAGE, cost_share
from sim.schedule import SCHEDULE
from sim.specs import Scenario
from sim.state import IDEAS, NONE, RIVALS, Clock, World, copy

pytestmark = pytest.mark.core

SEED = np.uint64(1)
PHASE = next(k for k, phase in enumerate(SCHEDULE) if phase.name == "talent")


@pytest.fixture(scope="module")
def scenario(tiny) -> Scenario:
    return tiny


@pytest.fixture
def w(scenario) -> World:
    """Return the country of the tables with a center at work in field 0, which pays double."""
    w = build(scenario)
    routine = scenario.parameters.funding.routine_share
    e, o = w.enterprises, w.institutes
    e.rd = routine * w.fields.intensity[e["field"]] * e.sales
    o.rd, o.basic = o.budget, o.budget * o.basic_share
    w.cells.rd = np.bincount(e.cell, e.weight * e.rd, w.cells.size)
    w.cells.public_rd = np.bincount(o.cell, o.weight * o.rd, w.cells.size)
    w.fields.rd_all = (w.cells.rd + w.cells.public_rd).reshape(w.fields.size, -1).sum(axis=1)
    c = w.centers[0]
    c.status, c.pay, c.usual_rd, c.first_team = codes.OPERATING, 2.0, 50.0, NONE
    w.center_fields.share[0] = [1.0, 0.0]
    return w


def settle(w, p, t=0):
    """Let all stars look for posts and take them."""
    clock = Clock(SEED, t, PHASE)
    talent.pay_staff(w, p, clock, 0, w.cells.size)
    talent.price_effort(w, p, clock, 0, w.fields.size)
    stars.seek_posts(w, p, clock, 0, w.fields.size)
    stars.seat_stars(w, p, clock)


def at_center(w):
    return w.stars[w.stars.employer_kind == codes.CENTER]


def free(w):
    """Take their posts from all stars, in place, so that each looks for one."""
    w.stars.employer_kind, w.stars.employer = codes.NOBODY, NONE


def ever_there(w, p, quarters=40):
    """Return how many stars in all took a post at the center, if asked anew in each quarter."""
    count = 0
    for t in range(quarters):
        free(w)
        settle(w, p, t)
        count += at_center(w).size
    return count


@pytest.mark.plain
def test_pay_draws_stars_to_a_center_of_their_field(scenario, w):
    p = scenario.parameters
    found = {}
    for pay in (0.5, 1.0, 2.0):
        v = copy(w)
        v.centers.pay[0] = pay
        found[pay] = ever_there(v, p)
        assert (v.center_fields.star_quality[0, 1], v.center_fields.star_effort[0, 1]) == (0.0, 0.0)
    assert found[0.5] < found[1.0] < found[2.0]


@pytest.mark.plain
def test_money_for_projects_draws_stars_to_a_center(scenario, w):
    p = replace(pack(scenario.parameters), {"talent.star_rd_pull": 1.0})
    rich = copy(w)
    rich.centers.usual_rd[0] = 500.0
    assert ever_there(rich, p, 10) > ever_there(copy(w), p, 10)


@pytest.mark.plain
@pytest.mark.parametrize("status", [codes.PLANNED, codes.REVOKED])
def test_a_center_that_is_not_at_work_employs_nobody(scenario, w, status):
    w.centers.status[0] = status
    assert ever_there(w, scenario.parameters, 5) == 0


@pytest.mark.plain
def test_a_center_without_projects_offers_no_post(scenario, w):
    w.centers.usual_rd[0] = 0.0
    assert ever_there(w, scenario.parameters, 5) == 0


def seated(w, p):
    """Give the first star of field 0 a post at the center, in place, and none to the others."""
    star = w.stars[0]
    free(w)
    w.stars.active[1:] = 0
    star.active, star.quality = 1, 2.0
    star.knowledge = masks.bit(3) | masks.bit(40)
    star.employer_kind, star.employer = codes.CENTER, 0
    clock = Clock(SEED, (3 - int(star.id)) % 4, PHASE)  # not its turn to look around
    talent.pay_staff(w, p, clock, 0, w.cells.size)
    talent.price_effort(w, p, clock, 0, w.fields.size)
    before = float(w.fields.effort[0])
    stars.seek_posts(w, p, clock, 0, w.fields.size)
    stars.seat_stars(w, p, clock)
    return float(w.fields.effort[0]) - before


@pytest.mark.plain
def test_a_star_works_and_teaches_at_its_center(scenario, w):
    p = scenario.parameters
    w.institutes.star_units[:] = masks.EMPTY
    added = seated(w, p)
    one = w.fields.rd_all[0] / w.fields.staff[0]
    part = w.center_fields[0, 0]
    assert added == pytest.approx(p.talent.star_effort * 2.0 * one)
    assert part.star_effort == pytest.approx(added)
    assert (w.centers.stars[0], part.star_quality) == (1, 2.0)
    assert int(part.star_units) & ((1 << 3) | (1 << 40)) == (1 << 3) | (1 << 40)
    home = int(w.centers.province[0])
    assert w.stars.province[0] == home
    assert w.cells.stars.sum() == w.cells.stars[home] == 2.0
    membership.empty_center(w, 0)
    assert part.pool == part.star_units  # what it knows is open to members, and to projects


@pytest.mark.plain
def test_stars_leave_a_center_that_is_revoked_and_take_their_knowledge_along(scenario, w):
    p = scenario.parameters
    seated(w, p)
    w.centers.status[0] = codes.REVOKED
    settle(w, p, 1)
    assert w.stars.employer_kind[0] in (codes.ENTERPRISE, codes.INSTITUTE)
    assert w.centers.stars[0] == 0
    part = w.center_fields[0, 0]
    assert (part.star_units, part.star_quality, part.star_effort) == (0, 0.0, 0.0)
    membership.empty_center(w, 0)
    assert part.pool == 0


@pytest.mark.plain
def test_stars_bring_projects_further_for_the_same_money(scenario, w):
    """Two funded projects of their field have half of 6 each; one unfunded or of another 0."""
    p = scenario.parameters
    w.centers.stars[0] = 1
    w.center_fields.star_effort[0] = [6.0, 0.0]
    w.fields.project_cost_start = 100.0
    w.counters[IDEAS] = 4
    w.ideas["field"][:4] = [0, 0, 0, 1]
    for k, funded in enumerate((1, 1, 0, 1)):
        team = w.teams[RIVALS * k]
        team.kind, team.owner, team.stage, team.funded = (
            codes.CENTER,
            0,
            k % 2 * PILOT_STAGE,
            funded,
        )
        team.effort, team.spent, team.next = (
            0.25 * funded,
            10.0,
            RIVALS * (k + 1) if k < 3 else NONE,
        )
        team.pilot = team.platform = team.rented_line = NONE
    w.teams.pilot[RIVALS] = 0
    w.centers.first_team[0] = 0
    stars.work_on_projects(w, p, 0)
    m = p.maturation
    efforts = [float(w.teams.effort[RIVALS * k]) for k in range(4)]
    first = 0.25 + 3.0 / (100.0 * cost_share(0, False, m))
    second = 0.25 + 3.0 / (100.0 * cost_share(PILOT_STAGE, True, m))
    assert efforts == pytest.approx([first, second, 0.0, 0.25])
    assert (w.teams.spent[[0, RIVALS]] == 10.0).all()


@pytest.mark.plain
def test_people_go_where_stars_are(scenario, w):
    p = replace(pack(scenario.parameters), {"talent.star_lure": 0.3})
    w.centers.status[0] = codes.PLANNED
    grown = []
    for quality in (0.0, 5.0):
        v = copy(w)
        v.cells.stars[1] = quality
        before = v.cells.staff[1].sum()
        clock = Clock(SEED, 0, PHASE)
        talent.pay_staff(v, p, clock, 0, v.cells.size)
        talent.price_effort(v, p, clock, 0, v.fields.size)
        talent.move_staff(v, p, clock, 0, v.cells.size)
        talent.settle_staff(v, p, clock)
        assert v.fields.people_gap.max() < accounts.TOLERANCE
        grown.append(v.cells.staff[1].sum() / before)
    assert grown[1] > grown[0]
    assert v.cells.lure[1] == pytest.approx(v.cells.pay[1] ** 2.0 * 6.0**0.6)


@pytest.fixture(scope="module")
def small(busy):
    """Return the busy country whose center pays four times, and its history."""
    center = busy.centers[0]
    rights = dataclasses.replace(center.rights, pay=4.0)
    parameters = replace(busy.parameters, {"talent.star_rd_pull": 0.0})
    scenario = dataclasses.replace(
        busy,
        centers=(dataclasses.replace(center, rights=rights, becomes=None, rights_after=None),),
        parameters=parameters,
    )
    return scenario, kernel.run(spinup.start(scenario), scenario.parameters, 1, 24)


@pytest.mark.slow
def test_both_drivers_agree_with_stars_at_a_center(small, differences):
    scenario, history = small
    assert history.centers["stars"].max() > 0
    assert differences(InnovationModel(scenario, seed=1).run(24), history) == []


def test_staff_of_a_center_is_what_it_was_and_who_joined_less_who_left(small):
    _, history = small
    rows = history.centers[:, 0]
    change = np.diff(rows["staff"])
    assert rows["staff"].max() > 0.0
    np.testing.assert_allclose(change, (rows["joined"] - rows["left"])[1:], atol=1e-9)
    assert (rows["posts"] >= rows["staff"]).all()
    assert (rows["staff"] < history.world.cells.heads.sum()).all()
