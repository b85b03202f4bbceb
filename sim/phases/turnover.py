"""Turnover: enterprises close, founders start new ones, large representatives split.

What is decided here takes effect between quarters, when rows come and go (`sim/population.py`).
"""

import math

import numpy as np

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.log import log
from sim.phases.worth import margin_of
from sim.ranges import enterprises_of
from sim.rules.location import support, utility
from sim.rules.ownership import credit_of, subsidy_of
from sim.rules.turnover import closes, room_to_enter, spawning
from sim.state import BANK, BIRTHS, LARGEST, NONE, Clock, World

MOST_OF_FRINGE = 0.02
"""Share of its field's fringe sales above which a row goes on as two: fineness, not behaviour."""


@kernel
def count_firms(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Count the enterprises of each cell, what the fringe sells, and how readily founders leave."""
    n = w.provinces.size
    for cell in range(low, high):
        here = w.cells[cell]
        mean = w.fields[cell // n].mean_start
        here.firms = 0.0
        here.spawning = 0.0
        here.fringe_firms = 0.0
        here.fringe_sales = 0.0
        for i in range(here.first_enterprise, here.last_enterprise):
            e = w.enterprises[i]
            here.firms += e.weight
            here.spawning += e.weight * spawning(e.sales, mean, p.turnover)
            if e.leader == 0:
                here.fringe_firms += e.weight
                here.fringe_sales += e.weight * e.sales


@kernel
def rank(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Work out how many enterprises a field has, their usual size, and the largest ones."""
    n = w.provinces.size
    for field in range(low, high):
        f = w.fields[field]
        f.firms = 0.0
        leave = 0.0
        fringe = 0.0
        sales = 0.0
        for cell in range(field * n, (field + 1) * n):
            f.firms += w.cells[cell].firms
            leave += w.cells[cell].spawning
            fringe += w.cells[cell].fringe_firms
            sales += w.cells[cell].fringe_sales
        f.spawning = leave / f.firms if f.firms > 0.0 else 0.0
        f.usual = sales / fringe if fringe > 0.0 else 0.0
        f.fringe = sales
        for k in range(LARGEST):
            f.leaders[k] = 0.0
        most = 0.0
        first, last = enterprises_of(w, field)
        for i in range(first, last):
            e = w.enterprises[i]
            if e.leader == 1:
                enter_size(f.leaders, e.sales)
            else:
                most = max(most, e.sales)
        least = f.leaders[LARGEST - 1]
        f.outgrown = least if least > 0.0 else 0.999999 * most  # missing leaders are replaced


@kernel
def enter_size(largest: np.ndarray, size: float) -> None:
    """Keep the largest sizes in falling order, in place."""
    place = largest.size
    while place > 0 and size > largest[place - 1]:
        place -= 1
    for k in range(largest.size - 1, place, -1):
        largest[k] = largest[k - 1]
    if place < largest.size:
        largest[place] = size


@kernel
def close_down(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: end if debt exceeds credit or it hardly sells; settle with owners or bank."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        me.exits = 0
        if clock.quarter <= me.born:
            continue
        potential = me.sales / me.customers
        usual = w.fields[me.field].usual
        credit = credit_of(masks.wide(me.ownership), p.ownership)
        if not closes(me.cash, me.sales, potential, usual, credit, p.turnover):
            continue
        me.exits = 1
        left = max(0.0, me.cash)
        pay(me, accounts.LIQUIDATION, left - me.stake * left)
        pay(me, accounts.INVESTOR_LIQUIDATION, me.stake * left)
        pay(me, accounts.WRITE_OFFS, max(0.0, -me.cash))
        me.owners += max(0.0, me.cash)
        me.cash = 0.0


@kernel
def turn_over(w: World, p: Parameters, clock: Clock) -> None:
    """Settle, in order of parents, who exits, who splits and who is founded."""
    w.counters[BIRTHS] = 0
    measure_density(w)
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        if e.exits == 1:
            small = e.sales / e.customers < p.turnover.least_size * w.fields[e.field].usual
            why = codes.NOT_WORTH if small else codes.NO_MONEY
            log(w.events, w.counters, clock, codes.FIRM_EXITS, e.field, e.province, e.id, e.founder,
                clock.quarter - e.born, why)  # fmt: skip
            continue
        if e.leader == 0:
            divide(w, clock, i)
        spin_out(w, p, clock, i)
    for i in range(w.institutes.size):
        spin_off(w, p, clock, i)
    for cell in range(w.cells.size):
        start_public(w, p, clock, cell)


@kernel
def divide(w: World, clock: Clock, row: int) -> None:
    """Divide a representative that has grown too large for one row.

    One firm of a row that outgrew the 20th leader stands for itself. A row that holds much of what
    the fringe sells goes on as two, each with its own luck, so that the many small enterprises
    that a row stands for do not become many large ones that move as one. Rows stand for whole
    numbers of firms, and so do their parts: a leader is one firm.
    """
    e = w.enterprises[row]
    f = w.fields[e.field]
    if e.sales > f.outgrown and e.weight >= 1.0:
        if e.weight == 1.0:
            e.leader = 1
            return
        new = part(w, clock, row, 1.0)
        if new != NONE:
            w.births[new].leader = 1
            log(w.events, w.counters, clock, codes.FIRM_SPLITS, e.field, e.province,
                w.births[new].id, e.id, e.sales, codes.NOTHING)  # fmt: skip
    elif e.weight >= 2.0 and e.weight * e.sales > MOST_OF_FRINGE * f.fringe:
        part(w, clock, row, np.floor(0.5 * e.weight))


@kernel
def part(w: World, clock: Clock, row: int, weight: float) -> int:
    """Let some firms of a row become a row of their own, without its teams and seats.

    Returns
    -------
    int
        The new row of the nursery, NONE if it is full: then the driver stops the run.
    """
    e = w.enterprises[row]
    n = w.counters[BIRTHS]
    w.counters[BIRTHS] = n + 1
    if n >= w.births.size:
        return NONE
    w.births[n] = e
    new = w.births[n]
    new.id = draws.identity(e.id, clock.quarter, 1)
    new.weight = weight
    new.parts = 0.0
    e.parts = weight
    new.first_team = NONE
    new.first_membership = NONE
    new.first_link = NONE
    new.links = 0.0
    return n


@kernel
def entry(w: World, p: Parameters, field: int) -> float:
    """Return the factor of entry in a field, by sales per enterprise."""
    f = w.fields[field]
    mean = f.sales / f.firms if f.firms > 0.0 else 0.0
    return room_to_enter(mean, f.mean_start, p.turnover)


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
    if u < rate / f.weight:
        bear_firm(
            w, p, clock, e.id, field, masks.wide(e.province), codes.ENTERPRISE, e.knowledge, 2
        )


@kernel
def spin_off(w: World, p: Parameters, clock: Clock, row: int) -> None:
    """Let scientists of an institute found an enterprise, with part of what it knows."""
    o = w.institutes[row]
    field = masks.wide(o.field)
    rate = o.weight * o.rd / p.turnover.spinoff_effort * entry(w, p, field)
    u = draws.uniform(clock.seed, clock.quarter, o.id, draws.FOUND, 0)
    if u < rate / w.fields[field].weight:
        bear_firm(w, p, clock, o.id, field, masks.wide(o.province), codes.INSTITUTE, o.knowledge, 2)


@kernel
def start_public(w: World, p: Parameters, clock: Clock, cell: int) -> None:
    """Let the public found enterprises, which know a part of what is known around."""
    n = w.provinces.size
    field, province = cell // n, cell % n
    rate = 0.25 * p.turnover.public_rate * entry(w, p, field) * w.cells[cell].firms
    key = draws.identity(w.fields[field].key, w.provinces[province].key, 0)
    u = draws.uniform(clock.seed, clock.quarter, key, draws.FOUND, 0)
    for k in range(draws.poisson(u, rate / w.fields[field].weight, 16)):
        known = masks.EMPTY
        for unit in range(masks.UNITS):
            v = draws.uniform(clock.seed, clock.quarter, key, draws.FOUNDER_KNOWS, 64 * k + unit)
            if v < w.cells[cell].known[unit]:
                known = known | masks.bit(unit)
        bear_firm(w, p, clock, key, field, province, codes.NOBODY, known, 2 + k)


@kernel
def bear_firm(
    w: World,
    p: Parameters,
    clock: Clock,
    parent: int,
    field: int,
    home: int,
    origin: int,
    known: np.uint64,
    n: int,
) -> None:
    """Write a new enterprise into the nursery: where, what it knows, how large, how well funded."""
    f = w.fields[field]
    identity = draws.identity(parent, clock.quarter, n)
    row = w.counters[BIRTHS]
    rates = f.home_rate + f.abroad_rate + f.state_rate
    if rates <= 0.0 or f.usual <= 0.0:
        return
    w.counters[BIRTHS] = row + 1
    if row >= w.births.size:  # the driver stops the run
        return
    new = w.births[row]
    new.id = identity
    new.founder = parent
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
    z = draws.normal(draws.uniform(seed, 0, new.id, draws.FOUNDER_SKILL, 0))
    new.efficiency = f.mean_efficiency * math.exp(t.efficiency_sigma * z)
    new.price = (1.0 + f.markup) * f.input_price / new.efficiency
    new.customers = t.first_customers
    new.sales = plan * luck * t.first_customers
    new.quantity_share = new.sales / (rates * new.price)
    gross = margin_of(w, field) * plan
    new.overhead = t.overhead * gross
    z = draws.normal(draws.uniform(seed, 0, new.id, draws.FOUNDER_CAPITAL, 0))
    new.equity = t.capital * gross * math.exp(t.capital_sigma * z)
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
def choose_province(
    w: World, p: Parameters, clock: Clock, identity: int, field: int, home: int
) -> int:
    """Return where a founder settles: the province with the largest utility and luck."""
    n = w.provinces.size
    f = w.fields[field]
    public = max(1e-12, f.public_rd)
    margin = margin_of(w, field)
    factor = subsidy_of(codes.PRIVATE, p.ownership)
    best = home
    most = -math.inf
    for r in range(n):
        cell = w.cells[field * n + r]
        share = cell.sales / f.sales if f.sales > 0.0 else 0.0
        distance = 0.0 if r == home else w.distance[home, r]
        centers = 0.0
        for c in range(w.centers.size):
            here = w.centers[c].province == r and w.centers[c].status != codes.PLANNED
            if here and w.center_fields[c, field].share > 0.0:
                centers += 1.0
        v = utility(
            share,
            cell.public_rd / public,
            cell.heads / f.staff if f.staff > 0.0 else 0.0,
            distance,
            centers,
            w.provinces[r].density,
            support(
                w.provinces[r].discount, factor * cell.support, margin, p.governments, p.turnover
            ),
            p.location,
        )
        u = draws.uniform(clock.seed, 0, identity, draws.SETTLE, w.provinces[r].key)
        v += draws.gumbel(u)
        if v > most:
            best, most = r, v
    return best
