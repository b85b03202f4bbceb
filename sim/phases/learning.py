"""Learning from those around, from abroad and from centers; forgetting what is not used."""

import numpy as np

from sim import codes, draws, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.incubators import served
from sim.phases.partners import circle_of, known_in_circle
from sim.ranges import institutes_of
from sim.rules.knowledge import (
    forgetting_probability,
    happens,
    learning_hazard,
    proximity,
    within_reach,
)
from sim.rules.ownership import foreign_pace_of
from sim.state import NONE, Clock, World


@kernel
def survey(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Measure the share of each cell's sales, and of its institutes' R&D, that knows each unit."""
    for cell in range(low, high):
        for unit in range(masks.UNITS):
            w.cells[cell].known[unit] = 0.0
            w.cells[cell].taught[unit] = 0.0
        total = 0.0
        for i in range(w.cells[cell].first_enterprise, w.cells[cell].last_enterprise):
            e = w.enterprises[i]
            sales = e.weight * e.sales
            total += sales
            masks.add(w.cells[cell].known, e.knowledge, 0, sales)
        lessons = 0.0
        for i in range(w.cells[cell].first_institute, w.cells[cell].last_institute):
            o = w.institutes[i]
            lessons += o.weight * o.rd
            masks.add(w.cells[cell].taught, o.knowledge, 0, o.weight * o.rd)
        for unit in range(masks.UNITS):
            if total > 0.0:
                w.cells[cell].known[unit] /= total
            if lessons > 0.0:
                w.cells[cell].taught[unit] /= lessons


@kernel
def spread(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up what is known and taught around each province, by proximity: shares of sales and R&D.

    Never 'somebody knows': that would saturate with the number of enterprises. Where a province has
    no seller the field's mean stands in, so that as much is learned where rows are few and many
    provinces empty as where each enterprise stands for itself.
    """
    n = w.provinces.size
    for field in range(low, high):
        for unit in range(masks.UNITS):
            w.fields[field].known[unit] = 0.0
        for here in range(n):
            cell = field * n + here
            part = w.cells[cell].sales / w.fields[field].sales if w.cells[cell].sales > 0.0 else 0.0
            for unit in range(masks.UNITS):
                w.fields[field].known[unit] += part * w.cells[cell].known[unit]
        for here in range(n):
            cell = field * n + here
            for unit in range(masks.UNITS):
                w.cells[cell].exposure[unit] = w.cells[cell].known[unit]
                w.cells[cell].lessons[unit] = w.cells[cell].taught[unit]
            for there in range(n):
                if there == here:
                    continue
                weight = proximity(w.distance[here, there], p.knowledge)
                other = w.cells[field * n + there]
                for unit in range(masks.UNITS):
                    known = other.known[unit] if other.sales > 0.0 else w.fields[field].known[unit]
                    w.cells[cell].exposure[unit] += weight * known
                    w.cells[cell].lessons[unit] += weight * other.taught[unit]


@kernel
def pool_institutes(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Note what the country's institutes know together in each field."""
    for field in range(low, high):
        known = masks.EMPTY
        first, last = institutes_of(w, field)
        for i in range(first, last):
            known = known | w.institutes[i].knowledge
        w.fields[field].country = known


@kernel
def base_of(w: World, first: int, field: int) -> np.uint64:
    """Return the shared units of all centers whose memberships start at row `first`."""
    base = masks.EMPTY
    m = first
    while m != NONE:
        base = base | w.center_fields[w.memberships[m].center, field].pool
        m = w.memberships[m].next
    return base


@kernel
def in_use(w: World, field: int, adopted: np.uint64, bank: int) -> np.uint64:
    """Return the units that the technologies in use of a bank need in this field."""
    units = masks.EMPTY
    rest = adopted
    while rest != masks.EMPTY:
        t = w.technologies[bank, masks.lowest(rest)]
        rest = rest & (rest - masks.ONE)
        if t.field == field:
            units = units | t.application
    return units


@kernel
def peers_share(w: World, row: int) -> float:
    """Return the share of a cell's sales that one firm's w - 1 peers of its row have.

    All firms of a row know the same, so that nobody could learn from them. What they would know
    as firms of their own is not known; the field's mean stands in for it, so that as much is
    learned where rows stand for many firms as where each stands for itself.
    """
    e = w.enterprises[row]
    total = w.cells[e.cell].sales
    return (e.weight - 1.0) * e.sales / total if total > 0.0 else 0.0


@kernel
def stars_part(w: World, cell: int, rd: float, effort: float) -> float:
    """Return the part that its stars have in the research of an organisation, 0 to 1.

    A star teaches those it works with, not the whole of whoever employs it.
    """
    return max(0.0, 1.0 - rd * w.cells[cell].effort / effort) if effort > 0.0 else 0.0


@kernel
def learn(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: learn units within reach, also from its stars; forget units it does not use."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        if me.knowledge == masks.EMPTY and me.rd <= 0.0:
            continue
        f = w.fields[me.field]
        base = base_of(w, me.first_membership, me.field)
        gained = masks.EMPTY
        parent = foreign_pace_of(masks.wide(me.ownership), p.ownership)
        rest = within_reach(me.knowledge, w.fields[me.field].neighbours) & (f.world | f.country)
        peers = peers_share(w, i)
        circle = circle_of(w, codes.ENTERPRISE, i)
        stars = stars_part(w, me.cell, me.rd, me.effort)
        if me.knowledge == masks.EMPTY:  # who knows nothing can start with anything known around
            rest = f.world
        taught = p.knowledge.teaching_rate
        wanted = p.funding.routine_share * f.intensity * me.sales
        if wanted > 0.0:
            taught += p.knowledge.contract_rate * me.contracts / wanted
        facilities = p.incubation.facilities * served(w, me)
        while rest != masks.EMPTY:
            unit = masks.lowest(rest)
            rest = rest & (rest - masks.ONE)
            partners = known_in_circle(w, codes.ENTERPRISE, i, unit, circle)
            around = p.knowledge.local_learning_rate * (
                w.cells[me.cell].exposure[unit] + peers * f.known[unit]
            )
            around += taught * w.cells[me.cell].lessons[unit]
            around *= 1.0 + facilities
            around += p.links.partner_learning_rate * partners
            if masks.has(me.star_units, unit):
                around += p.talent.star_teaching * stars
            hazard = learning_hazard(
                around,
                f.openness * parent if masks.has(f.world, unit) else 0.0,
                masks.has(base, unit),
                me.routine_paid,
                f.learning,
                p.knowledge,
            )
            if happens(draws.uniform(clock.seed, clock.quarter, me.id, draws.LEARN, unit), hazard):
                gained = gained | masks.bit(unit)
        used = me.engaged | in_use(w, me.field, me.adopted, me.field)
        used = used | in_use(w, me.field, me.adopted_generic, w.fields.size)
        lost = masks.EMPTY
        loss = forgetting_probability(f.depreciation)
        rest = me.knowledge & ~used
        while rest != masks.EMPTY:
            unit = masks.lowest(rest)
            rest = rest & (rest - masks.ONE)
            if draws.uniform(clock.seed, clock.quarter, me.id, draws.FORGET, unit) < loss:
                lost = lost | masks.bit(unit)
        me.knowledge = (me.knowledge & ~lost) | gained


@kernel
def study(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: learn what colleagues know; courses keep science units.

    Colleagues in the country count like users around an enterprise; institutes read what the
    world publishes.
    """
    for i in range(low, high):
        me = w.institutes[i]
        me.acts += 1
        if me.knowledge == masks.EMPTY:
            continue
        f = w.fields[me.field]
        base = base_of(w, me.first_membership, me.field)
        rest = within_reach(me.knowledge, w.fields[me.field].neighbours) & (f.world | f.country)
        circle = circle_of(w, codes.INSTITUTE, i)
        stars = stars_part(w, me.cell, me.rd, me.effort)
        gained = masks.EMPTY
        while rest != masks.EMPTY:
            unit = masks.lowest(rest)
            rest = rest & (rest - masks.ONE)
            science = masks.has(masks.SCIENCE, unit) and masks.has(f.country, unit)
            around = p.knowledge.local_learning_rate * w.cells[me.cell].exposure[unit]
            partners = known_in_circle(w, codes.INSTITUTE, i, unit, circle)
            around += p.links.partner_learning_rate * partners
            if science:
                around += p.knowledge.institute_learning_rate
            if masks.has(me.star_units, unit):
                around += p.talent.star_teaching * stars
            hazard = learning_hazard(
                around,
                f.openness if masks.has(f.world, unit) else 0.0,
                masks.has(base, unit),
                1.0,
                f.studying,
                p.knowledge,
            )
            u = draws.uniform(clock.seed, clock.quarter, me.id, draws.LEARN_INSTITUTE, unit)
            if happens(u, hazard):
                gained = gained | masks.bit(unit)
        lost = masks.EMPTY
        loss = forgetting_probability(f.depreciation)
        rest = me.knowledge & ~(me.engaged | masks.SCIENCE)
        while rest != masks.EMPTY:
            unit = masks.lowest(rest)
            rest = rest & (rest - masks.ONE)
            u = draws.uniform(clock.seed, clock.quarter, me.id, draws.FORGET_INSTITUTE, unit)
            if u < loss:
                lost = lost | masks.bit(unit)
        me.knowledge = (me.knowledge & ~lost) | gained
