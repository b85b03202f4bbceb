"""Local governments: judged by growth against their neighbours, they spend their money.

Taxes of the last quarter are in the treasury, grants to centers have left it. What is not spent on
start-ups' rent and on subsidies goes to other public services, so that treasuries do not pile up.
"""

import math

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.rules.governments import (
    effort,
    elapsed,
    field_weight,
    guidance,
    land_discount,
    next_record,
    subsidy_rate,
)
from sim.rules.market import input_cost, user_cost
from sim.rules.ownership import subsidy_of
from sim.rules.programme import at_work
from sim.rules.taxes import rate_of
from sim.rules.zones import discount_with_zones, zone_share
from sim.state import Clock, World


@kernel
def is_young(w: World, p: Parameters, clock: Clock, row: int) -> bool:
    """Say whether an enterprise was founded so lately that it may have cheap land.

    Not as a tenant of an incubator, which has its rooms there.
    """
    e = w.enterprises[row]
    young = e.founder != 0 and clock.quarter - e.born <= p.governments.young
    return young and e.tenancy != codes.TENANT


@kernel
def own_rd(w: World, row: int) -> float:
    """Return what an enterprise's R&D of the last quarter cost itself: grants left out."""
    return max(0.0, w.enterprises[row].rd + w.enterprises[row].rd_outside)


@kernel
def survey(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up what each cell sells, spends on R&D and overheads, and knows."""
    n = w.provinces.size
    for cell in range(low, high):
        here = w.cells[cell]
        world = w.fields[cell // n].world
        output = 0.0
        entitled = 0.0
        overheads = 0.0
        young = 0.0
        known = 0.0
        for i in range(here.first_enterprise, here.last_enterprise):
            e = w.enterprises[i]
            output += e.weight * e.sales
            factor = subsidy_of(masks.wide(e.ownership), p.ownership)
            entitled += e.weight * factor * own_rd(w, i)
            overheads += e.weight * e.overhead
            if is_young(w, p, clock, i):
                young += e.weight * e.overhead
            known += e.weight * e.sales * masks.share_known(world, e.knowledge)
        here.output = output
        here.entitled = entitled
        here.overheads = overheads
        here.young = young
        here.coverage = known / output if output > 0.0 else 0.0


@kernel
def prioritise(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Weigh each field in the eyes of the nation: key areas all alike, more with each center."""
    for field in range(low, high):
        centers = 0.0
        for c in range(w.centers.size):
            if at_work(w.centers[c].status):
                centers += w.center_fields[c, field].share
        w.fields[field].priority = 1.0 + p.governments.attention * centers


@kernel
def look_back(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Local government: see how output, jobs, centers and zones of the province have grown."""
    n = w.provinces.size
    for r in range(low, high):
        me = w.provinces[r]
        me.acts += 1
        me.zone_share = zone_share(me.zones, me.demonstrations, p.zones)
        output = 0.0
        jobs = 0.0
        for field in range(w.fields.size):
            f = w.fields[field]
            sales = w.cells[field * n + r].output
            output += sales
            jobs += input_cost(sales, f.markup) / f.input_price
        platforms = 0.0
        for c in range(w.centers.size):
            if w.centers[c].province == r and at_work(w.centers[c].status):
                platforms += 1.0
        if me.output > 0.0 and output > 0.0:
            me.record = next_record(
                me.record,
                output / me.output,
                jobs / me.jobs,
                platforms - me.platforms,
                p.governments,
            )
        me.output = output
        me.jobs = jobs
        me.platforms = platforms


@kernel
def neighbours_record(w: World, p: Parameters, r: int) -> float:
    """Return the mean record of the other provinces, the nearer the more, or its own if alone."""
    total = 0.0
    weights = 0.0
    for other in range(w.provinces.size):
        if other != r:
            weight = math.exp(-w.distance[r, other] / p.governments.neighbourhood)
            weights += weight
            total += weight * w.provinces[other].record
    return total / weights if weights > 0.0 else w.provinces[r].record


@kernel
def govern(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Local government: take in rent, then spend on start-ups' land, subsidies and services."""
    n = w.provinces.size
    for r in range(low, high):
        me = w.provinces[r]
        me.acts += 1
        rent = 0.0
        young = 0.0
        for field in range(w.fields.size):
            rent += p.governments.rent * w.cells[field * n + r].overheads
            young += p.governments.rent * w.cells[field * n + r].young
        me.treasury += rent
        pay(me, accounts.LAND, rent)
        luck = draws.uniform(clock.seed, 0, me.key, draws.TERM, 0)
        me.lag = neighbours_record(w, p, r) - me.record
        over = elapsed(clock.quarter, luck, p.governments)
        me.effort = effort(me.lag, over, me.support, p.governments)
        money = me.effort * max(0.0, me.treasury)
        everywhere = land_discount(me.effort, p.governments)
        me.discount = discount_with_zones(everywhere, me.zone_share, p.zones)
        if me.discount * young > money:
            me.discount = money / young
        land = me.discount * young
        part = p.governments.guidance * (money - land)
        me.guidance = guidance(part, w.investors[r].guided, p.governments)
        subsidies = subsidise(w, p, r, money - land - me.guidance)
        services = max(0.0, me.treasury - land - me.guidance - subsidies)
        me.treasury = min(0.0, me.treasury)  # services take the rest
        pay(me, accounts.GUIDANCE, me.guidance)
        pay(me, accounts.LOCAL_SERVICES, services)


@kernel
def subsidise(w: World, p: Parameters, r: int, money: float) -> float:
    """Divide a province's money for subsidies among its fields; return what is paid out.

    Notes the rate of each field in its cell, in place, where the enterprises read it.
    """
    n = w.provinces.size
    me = w.provinces[r]
    most = max(1.0, subsidy_of(codes.STATE, p.ownership))
    wanted = 0.0
    for field in range(w.fields.size):
        if w.cells[field * n + r].output > 0.0:
            wanted += w.fields[field].priority
    paid = 0.0
    for field in range(w.fields.size):
        cell = w.cells[field * n + r]
        f = w.fields[field]
        cell.support = 0.0
        if cell.output > 0.0:
            weight = field_weight(cell.output / me.output, f.priority / wanted, p.governments)
            cell.support = subsidy_rate(money * weight, cell.entitled, most, p.governments)
            paid += cell.support * cell.entitled
    return paid


@kernel
def receive_support(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: receive its subsidy per yuan of R&D; a start-up, part of its rent.

    With its tax rate the subsidy says what R&D costs it this quarter.
    """
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        me.opening = me.cash
        factor = subsidy_of(masks.wide(me.ownership), p.ownership)
        me.support = w.cells[me.cell].support * factor
        subsidy = me.support * own_rd(w, i)
        rate = rate_of(me.certified == 1, p.market, p.taxes)
        me.user_cost = user_cost(rate, me.support, p.market)
        land = 0.0
        if is_young(w, p, clock, i):
            land = w.provinces[me.province].discount * p.governments.rent * me.overhead
        me.cash += subsidy + land
        me.other_income += subsidy + land
        pay(me, accounts.LOCAL_SUBSIDIES, subsidy)
        pay(me, accounts.CHEAP_LAND, land)
