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
    kept_by_staff,
    pace_of_work,
    staff_of,
)
from sim.state import NONE, Clock, World


@kernel
def become_independent(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: become a person of its own once it may and can pay for it; it has new rights then."""
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        me.overheads = 0.0
        after = w.successors[c]
        at_rest = me.status == codes.PLANNED or me.status == codes.REVOKED
        if after.planned == 0 or at_rest:
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
def staff_center(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: staff its posts with whom its pay attracts; who leaves takes experience along."""
    _, _, usual = staff_of(1.0, p.talent, p.legal)
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        people, quality, leaving = staff_of(me.pay, p.talent, p.legal)
        me.work_pace = pace_of_work(people, quality, p.talent)
        me.work_cost = cost_of_work(me.pay, quality, p.talent)
        me.leaving = leaving
        me.staying = kept_by_staff(leaving, usual)


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
