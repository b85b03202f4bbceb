"""Founding: who starts an enterprise, where, with what knowledge, skill and capital.

Founders come from enterprises, institutes and the public, and from enterprises that end: a founder
is a person with an identity and a skill that last from one venture to the next.
"""

import math
from typing import NamedTuple

import numpy as np

from sim import codes, draws, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.log import log
from sim.phases.worth import margin_of
from sim.rules.incubation import rent_forgone, rent_saved
from sim.rules.location import support, utility
from sim.rules.ownership import subsidy_of
from sim.rules.programme import at_work
from sim.rules.turnover import founds_again, room_to_enter, skilled, spawning
from sim.rules.zones import relieved, zone_pull
from sim.state import BANK, BIRTHS, NONE, Clock, World

MOST_PUBLIC = 100
"""Enterprises that the public of a cell may found in a quarter: at 1:1 some 30 are expected."""


class Founder(NamedTuple):
    """A person, or alike ones, who starts an enterprise."""

    id: int
    """Permanent identity."""
    skill: float
    """In standard deviations of founders [1]."""
    venture: int
    """Number of the enterprise among those the person has founded, 1 is the first."""


@kernel
def newcomer(seed: np.uint64, enterprise: int) -> Founder:
    """Return who founds an enterprise as a first one: identity and skill are drawn with it."""
    identity = draws.identity(enterprise, 0, 0)
    skill = draws.normal(draws.uniform(seed, 0, identity, draws.FOUNDER_SKILL, 0))
    return Founder(identity, skill, 1)


@kernel
def mean_sales(w: World, field: int) -> float:
    """Return sales per enterprise of a field [million CNY/quarter]."""
    f = w.fields[field]
    return f.sales / f.firms if f.firms > 0.0 else 0.0


@kernel
def entry(w: World, p: Parameters, field: int) -> float:
    """Return the factor of entry in a field: its pace, and room by sales per enterprise."""
    f = w.fields[field]
    return f.entry * room_to_enter(mean_sales(w, field), f.mean_start, p.turnover)


@kernel
def spin_out(w: World, p: Parameters, clock: Clock, row: int) -> None:
    """Let people of an enterprise found one of their own, with part of what it knows."""
    e = w.enterprises[row]
    field = masks.wide(e.field)
    f = w.fields[field]
    if f.spawning <= 0.0:
        return
    readily = spawning(e.sales, f.mean_start, p.turnover) / f.spawning
    rate = 0.25 * p.turnover.spinout_rate * entry(w, p, field) * e.weight * readily
    u = draws.uniform(clock.seed, clock.quarter, e.id, draws.FOUND, 0)
    for k in range(draws.whole(u, rate / f.weight)):
        identity = draws.identity(e.id, clock.quarter, 2 + k)
        bear_firm(w, p, clock, identity, e.id, field, masks.wide(e.province), codes.ENTERPRISE,
                  e.knowledge, newcomer(clock.seed, identity))  # fmt: skip


@kernel
def spin_off(w: World, p: Parameters, clock: Clock, row: int) -> None:
    """Let scientists of an institute found an enterprise, with part of what it knows."""
    o = w.institutes[row]
    field = masks.wide(o.field)
    rate = o.weight * o.rd / p.turnover.spinoff_effort * entry(w, p, field)
    u = draws.uniform(clock.seed, clock.quarter, o.id, draws.FOUND, 0)
    for k in range(draws.whole(u, rate / w.fields[field].weight)):
        identity = draws.identity(o.id, clock.quarter, 2 + k)
        bear_firm(w, p, clock, identity, o.id, field, masks.wide(o.province), codes.INSTITUTE,
                  o.knowledge, newcomer(clock.seed, identity))  # fmt: skip


@kernel
def start_public(w: World, p: Parameters, clock: Clock, cell: int) -> None:
    """Let the public found enterprises, which know a part of what is known around."""
    n = w.provinces.size
    field, province = cell // n, cell % n
    rate = 0.25 * p.turnover.public_rate * entry(w, p, field) * w.cells[cell].firms
    key = draws.identity(w.fields[field].key, w.provinces[province].key, 0)
    u = draws.uniform(clock.seed, clock.quarter, key, draws.FOUND, 0)
    for k in range(draws.poisson(u, rate / w.fields[field].weight, MOST_PUBLIC)):
        known = masks.EMPTY
        for unit in range(masks.UNITS):
            v = draws.uniform(clock.seed, clock.quarter, key, draws.FOUNDER_KNOWS, 64 * k + unit)
            if v < w.cells[cell].known[unit]:
                known = known | masks.bit(unit)
        identity = draws.identity(key, clock.quarter, 2 + k)
        bear_firm(w, p, clock, identity, key, field, province, codes.NOBODY, known,
                  newcomer(clock.seed, identity))  # fmt: skip


@kernel
def found_again(w: World, p: Parameters, clock: Clock, row: int) -> None:
    """Let the founder of an enterprise that ends start another one, with part of what it knew.

    At once: how long founders wait is left out. Those of enterprises from before the spin-up are
    not known. A row of more or fewer firms than a new one begins as many new ones on average.
    """
    e = w.enterprises[row]
    if e.founder == 0:
        return
    field = masks.wide(e.field)
    rate = founds_again(e.skill, p.turnover) * e.weight / w.fields[field].weight
    u = draws.uniform(clock.seed, clock.quarter, e.id, draws.FOUND_AGAIN, 0)
    person = Founder(e.founder, e.skill, e.venture + 1)
    for k in range(draws.whole(u, rate)):
        identity = draws.identity(e.id, clock.quarter, 2 + k)
        bear_firm(w, p, clock, identity, e.id, field, masks.wide(e.province), codes.ENTERPRISE,
                  e.knowledge, person)  # fmt: skip


@kernel
def bear_firm(
    w: World,
    p: Parameters,
    clock: Clock,
    identity: int,
    parent: int,
    field: int,
    home: int,
    origin: int,
    known: np.uint64,
    founder: Founder,
) -> None:
    """Write a new enterprise into the nursery: where, what it knows, how large, how well funded."""
    f = w.fields[field]
    row = w.counters[BIRTHS]
    rates = f.home_rate + f.abroad_rate + f.state_rate
    if rates <= 0.0 or f.usual <= 0.0:
        return
    w.counters[BIRTHS] = row + 1
    if row >= w.births.size:  # the driver stops the run
        return
    new = w.births[row]
    new.id = identity
    new.founder = founder.id
    new.skill = founder.skill
    new.venture = founder.venture
    new.origin = origin
    new.born = clock.quarter
    new.field = field
    new.province = choose_province(w, p, clock, identity, field, home)
    new.cell = field * w.provinces.size + new.province
    new.weight = f.weight
    new.ownership = codes.PRIVATE  # whoever the parent belongs to
    new.first_team = NONE
    new.first_membership = NONE
    new.first_link = NONE
    for unit in range(masks.UNITS):
        u = draws.uniform(clock.seed, 0, identity, draws.FOUNDER_TAKES, unit)
        if masks.has(known, unit) and u < p.turnover.inherited:
            new.knowledge = new.knowledge | masks.bit(unit)
    new.adopted = used_at_birth(w, clock.seed, identity, new.cell, field, 0)
    new.adopted_generic = used_at_birth(w, clock.seed, identity, new.cell, w.fields.size, BANK)
    size_firm(w, p, clock.seed, row, field, rates)
    log(w.events, w.counters, clock, codes.FIRM_FOUNDED, field, new.province, identity, parent,
        new.equity, origin)  # fmt: skip
    log(w.events, w.counters, clock, codes.FOUNDER_STARTS, field, new.province, founder.id,
        identity, founder.venture, codes.NOTHING)  # fmt: skip


@kernel
def used_at_birth(
    w: World, seed: np.uint64, identity: int, cell: int, bank: int, offset: int
) -> np.uint64:
    """Return what a start-up uses of a bank from the first day: as much as is used around it.

    It begins with the mean efficiency of the field, which holds the gains of what is in use;
    without this it would gain by the same technologies once more.
    """
    used = masks.EMPTY
    for slot in range(BANK):
        t = w.technologies[bank, slot]
        u = draws.uniform(seed, 0, identity, draws.FOUNDER_USES, draws.alternative(t.id))
        if t.live == 1 and u < w.cells[cell].near[offset + slot]:
            used = used | masks.bit(slot)
    return used


@kernel
def size_firm(w: World, p: Parameters, seed: np.uint64, row: int, field: int, rates: float) -> None:
    """Draw a start-up's plan, what demand allows, efficiency and capital, in place."""
    f = w.fields[field]
    new = w.births[row]
    t = p.turnover
    z = draws.normal(draws.uniform(seed, 0, new.id, draws.FOUNDER_PLAN, 0))
    plan = t.plan * f.usual * math.exp(t.plan_sigma * z)
    luck = draws.lognormal(draws.uniform(seed, 0, new.id, draws.FOUNDER_LUCK, 0), t.demand_sigma)
    new.efficiency = skilled(f.mean_efficiency, new.skill, new.venture, t)
    new.price = (1.0 + f.markup) * f.input_price / new.efficiency
    new.customers = t.first_customers
    new.sales = plan * luck * t.first_customers
    new.quantity_share = new.sales / (rates * new.price)
    gross = margin_of(w, field) * plan
    new.overhead = t.overhead * gross
    z = draws.normal(draws.uniform(seed, 0, new.id, draws.FOUNDER_CAPITAL, 0))
    new.equity = t.capital * gross * math.exp(t.capital_sigma * z)
    new.capital = new.equity
    new.asked = max(0.0, p.investors.need * gross - new.equity)


@kernel
def measure_density(w: World) -> None:
    """Measure sales of all fields per area in each province, over the mean, in place."""
    n = w.provinces.size
    total = 0.0
    for r in range(n):
        sales = 0.0
        for field in range(w.fields.size):
            sales += w.cells[field * n + r].sales
        w.provinces[r].density = sales / w.provinces[r].area if w.provinces[r].area > 0.0 else 0.0
        total += w.provinces[r].density
    for r in range(n):
        here = w.provinces[r]
        here.density = max(1e-6, here.density * n / total) if total > 0.0 else 1.0


@kernel
def worth_of_place(w: World, p: Parameters, field: int, home: int, r: int, starting: bool) -> float:
    """Return the utility of a province to an enterprise at home in one, luck apart.

    Cheap land and incubators are for those that start.
    """
    f = w.fields[field]
    here = w.provinces[r]
    cell = w.cells[field * w.provinces.size + r]
    centers = 0.0
    for c in range(w.centers.size):
        there = w.centers[c].province == r and at_work(w.centers[c].status)
        if there and w.center_fields[c, field].share > 0.0:
            centers += 1.0
    forgone = rent_forgone(here.discount, f.incubation_term, p.governments)
    tenancy = here.admission * rent_saved(1.0, f.incubation_term, forgone, p.incubation)
    v = utility(
        cell.sales / f.sales if f.sales > 0.0 else 0.0,
        cell.public_rd / max(1e-12, f.public_rd),
        cell.heads / f.staff if f.staff > 0.0 else 0.0,
        0.0 if r == home else w.distance[home, r],
        centers,
        relieved(here.density, here.zone_share, p.zones),
        support(
            here.discount if starting else 0.0,
            subsidy_of(codes.PRIVATE, p.ownership) * cell.support,
            tenancy if starting else 0.0,
            margin_of(w, field),
            p.governments,
            p.turnover,
        ),
        p.location,
    )
    return v + zone_pull(here.zone_share, p.zones)


@kernel
def choose_province(
    w: World, p: Parameters, clock: Clock, identity: int, field: int, home: int
) -> int:
    """Return where a founder settles: the province with the largest utility and luck."""
    best = home
    most = -math.inf
    for r in range(w.provinces.size):
        u = draws.uniform(clock.seed, 0, identity, draws.SETTLE, w.provinces[r].key)
        v = worth_of_place(w, p, field, home, r, True) + draws.gumbel(u)
        if v > most:
            best, most = r, v
    return best
