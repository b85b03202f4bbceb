"""Diffusion: who uses each technology, around each province, in each center, in the country."""

import numpy as np

from sim import codes, draws, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.rules.diffusion import adoption_probability
from sim.rules.knowledge import proximity
from sim.state import BANK, SLOTS, Clock, World


@kernel
def measure_use(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Measure the sales of each cell that use each technology [million CNY/quarter]."""
    for cell in range(low, high):
        for slot in range(SLOTS):
            w.cells[cell].use[slot] = 0.0
        total = 0.0
        for i in range(w.cells[cell].first_enterprise, w.cells[cell].last_enterprise):
            e = w.enterprises[i]
            sales = e.weight * e.sales
            total += sales
            masks.add(w.cells[cell].use, e.adopted, 0, sales)
            masks.add(w.cells[cell].use, e.adopted_generic, BANK, sales)
        w.cells[cell].sales = total


@kernel
def technology_at(w: World, field: int, slot: int) -> tuple[int, int]:
    """Return bank and place of one of the 128 slots a field sees."""
    if slot < BANK:
        return field, slot
    return w.fields.size, slot - BANK


@kernel
def live_in(w: World, bank: int) -> np.uint64:
    """Return the slots of a bank that hold a technology."""
    live = masks.EMPTY
    for slot in range(BANK):
        if w.technologies[bank, slot].live == 1:
            live = live | masks.bit(slot)
    return live


@kernel
def measure_near(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Measure the share of sales around each province that uses each technology, and who hears.

    `near` is a mean over provinces by proximity and sales; `heard` is the chance that someone
    without partners takes it up in the quarter, if able and if it pays.
    """
    n = w.provinces.size
    for field in range(low, high):
        f = w.fields[field]
        f.live = live_in(w, field)
        f.live_generic = live_in(w, w.fields.size)
        for here in range(n):
            cell = field * n + here
            sales = w.cells[cell].sales
            for slot in range(SLOTS):
                w.cells[cell].near[slot] = w.cells[cell].use[slot]
            for there in range(n):
                if there == here:
                    continue
                weight = proximity(w.distance[here, there], p.knowledge)
                other = field * n + there
                sales += weight * w.cells[other].sales
                for slot in range(SLOTS):
                    w.cells[cell].near[slot] += weight * w.cells[other].use[slot]
            for slot in range(SLOTS):
                bank, place = technology_at(w, field, slot)
                t = w.technologies[bank, place]
                w.cells[cell].heard[slot] = 0.0
                if t.live == 0 or sales <= 0.0:
                    w.cells[cell].near[slot] = 0.0
                    continue
                w.cells[cell].near[slot] = min(1.0, w.cells[cell].near[slot] / sales)
                innovation = f.innovation + p.diffusion.extension * t.extended
                w.cells[cell].heard[slot] = adoption_probability(
                    innovation, f.imitation, w.cells[cell].near[slot]
                )


@kernel
def measure_total(w: World, p: Parameters, clock: Clock) -> None:
    """Settle who uses each technology, nationally and in each center; licences start anew."""
    n = w.provinces.size
    total = 0.0
    for bank in range(w.fields.size + 1):
        channel = draws.ADOPT_GENERIC if bank == w.fields.size else draws.ADOPT
        for slot in range(BANK):
            t = w.technologies[bank, slot]
            t.use = 0.0
            t.word = draws.word_of_decision(clock.quarter, channel, draws.alternative(t.id))
    for field in range(w.fields.size):
        sales = 0.0
        for cell in range(field * n, (field + 1) * n):
            sales += w.cells[cell].sales
            for slot in range(BANK):
                w.technologies[field, slot].use += w.cells[cell].use[slot]
                w.technologies[w.fields.size, slot].use += w.cells[cell].use[BANK + slot]
        total += sales
        for slot in range(BANK):
            if sales > 0.0:
                w.technologies[field, slot].use /= sales
    for slot in range(BANK):
        if total > 0.0:
            w.technologies[w.fields.size, slot].use /= total
    for c in range(w.centers.size):
        w.centers[c].licences = 0.0  # what came in before was shared out in this quarter
        if w.centers[c].status != codes.PLANNED:
            measure_members(w, c)


@kernel
def measure_members(w: World, center: int) -> None:
    """Measure the share of members' sales of each field that uses each technology, in place."""
    per_center = w.memberships.size // w.centers.size
    for field in range(w.fields.size):
        part = w.center_fields[center, field]
        part.sales = 0.0
        for slot in range(SLOTS):
            part.use[slot] = 0.0
    for m in range(center * per_center, (center + 1) * per_center):
        seat = w.memberships[m]
        if seat.status == codes.MEMBER and seat.kind == codes.ENTERPRISE:
            e = w.enterprises[seat.member]
            part = w.center_fields[center, e.field]
            part.sales += e.sales
            masks.add(part.use, e.adopted, 0, e.sales)
            masks.add(part.use, e.adopted_generic, BANK, e.sales)
    for field in range(w.fields.size):
        part = w.center_fields[center, field]
        if part.sales > 0.0:
            for slot in range(SLOTS):
                part.use[slot] /= part.sales
