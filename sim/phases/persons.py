"""Centers as persons before the law: who works there, what running them costs, independence."""

from typing import Any

from sim import accounts, codes
from sim.accounts import pay
from sim.jit import kernel, rule
from sim.parameters import Parameters
from sim.phases.log import log_center
from sim.phases.policy import main_field
from sim.rules.legal import (
    can_become,
    cost_of_work,
    employed,
    kept_by_staff,
    pace_of_work,
    posts_of,
    staff_of,
    turnover_of_staff,
    with_seconded,
)
from sim.rules.programme import at_work
from sim.rules.talent import beside_stars
from sim.state import NONE, Clock, World


@kernel
def become_independent(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: become a person of its own once it may and can pay for it; it has new rights then."""
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        me.overheads = 0.0
        after = w.successors[c]
        if after.planned == 0 or not at_work(me.status):
            continue
        if not can_become(clock.quarter - me.start, me.cash, p.legal):
            continue
        after.planned = 0
        me.pay = after.pay
        me.keeps_revenue = after.keeps_revenue
        me.pays_out = after.pays_out
        me.has_shares = after.has_shares
        me.overhead = after.overhead
        me.cash -= p.legal.transition_cost
        pay(me, accounts.CENTER_OVERHEADS, p.legal.transition_cost)
        cost = me.overheads = p.legal.transition_cost
        field = main_field(w, c)
        log_center(w, clock, codes.CENTER_INDEPENDENT, c, field, NONE, cost, codes.NOTHING)


@kernel
def staff_needed(w: World, center: int) -> float:
    """Return the people whom a center's spending on projects employs, part of cells' staff [FTE].

    By what R&D costs per person where it is, as cells employ people, and by a year's mean of what
    it spends: posts outlast a quarter in which a project waits.
    """
    c = w.centers[center]
    n = w.provinces.size
    total = 0.0
    for field in range(w.fields.size):
        money = w.center_fields[center, field].share * c.usual_work
        here = w.cells[field * n + c.province]
        if money > 0.0 and here.heads > 0.0:
            per_head = w.provinces[c.province].pay_start * here.jobs / here.heads
            total += employed(money, per_head, c.pay)
    return total


@kernel
def drawn_by_stars(w: World, center: int, p: Parameters) -> float:
    """Return what it is worth in pay to work beside a center's stars, as they last had posts."""
    quality = 0.0
    for field in range(w.fields.size):
        quality += w.center_fields[center, field].star_quality
    return beside_stars(quality, p.talent)


@kernel
def staff_center(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: staff its posts with whom pay and stars attract; who leaves takes experience along.

    Posts are those that its projects need; how many stay vacant sets the pace of its work.
    """
    _, _, usual = staff_of(1.0, p.talent, p.legal)
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        drawn = me.pay * drawn_by_stars(w, c, p)
        people, quality, leaving = staff_of(drawn, p.talent, p.legal)
        people, quality, leaving = with_seconded(people, quality, leaving, usual, p.legal)
        me.work_pace = pace_of_work(people, quality, p.talent)
        me.work_cost = cost_of_work(me.pay, quality, p.talent)
        me.leaving = leaving
        me.staying = kept_by_staff(leaving, usual)
        before = me.staff
        usual_work = me.usual_work + 0.25 * (me.project_rd - me.usual_work)
        me.usual_work = usual_work if at_work(me.status) else 0.0
        me.staff = staff_needed(w, c)
        me.posts = posts_of(me.staff, people, p.legal)
        me.joined, me.left = turnover_of_staff(before, me.staff, leaving)


@kernel
def cost_of_project(w: World, center: int, field: int) -> float:
    """Return what all of a project's work costs a center [million CNY]."""
    return w.fields[field].project_cost * w.centers[center].work_cost


@kernel
def price_of_project(w: World, center: int, field: int) -> float:
    """Return the same with the running costs that come with it [million CNY]."""
    return cost_of_project(w, center, field) * (1.0 + w.centers[center].overhead)


@kernel
def price_of_stake(w: World, center: int) -> float:
    """Return the price of a stake of the mean enterprise, 0 where the legal form has no shares."""
    c = w.centers[center]
    return c.capital if c.has_shares == 1 else 0.0


@rule
def run_center(me: Any) -> float:
    """Pay in place, and return, a center's running costs on what it spends of its own on projects.

    What sponsors and national projects pay comes with its own.
    """
    own = me.project_rd + me.pilot_rents - me.project_grants - me.sponsored
    running = me.overhead * max(0.0, own)
    me.overheads += running
    me.cash -= running
    pay(me, accounts.CENTER_OVERHEADS, running)
    return running
