"""Moves: an enterprise that is there asks now and then if it should be in another province."""

import math

from sim import codes, draws, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.founding import worth_of_place
from sim.phases.log import log
from sim.rules.location import looks_around
from sim.state import Clock, World


@kernel
def is_bound(w: World, row: int) -> bool:
    """Say whether an enterprise cannot move: it ends, is a tenant, or leads a center."""
    e = w.enterprises[row]
    if e.exits == 1 or e.tenancy == codes.TENANT:
        return True
    for c in range(w.centers.size):
        if w.centers[c].lead_kind == codes.ENTERPRISE and w.centers[c].lead == row:
            return True
    return False


@kernel
def best_place(w: World, p: Parameters, clock: Clock, row: int) -> int:
    """Return the province with the largest utility and luck of the quarter; others cost a move."""
    e = w.enterprises[row]
    home = masks.wide(e.province)
    best = home
    most = -math.inf
    for r in range(w.provinces.size):
        u = draws.uniform(clock.seed, clock.quarter, e.id, draws.MOVE, w.provinces[r].key)
        v = worth_of_place(w, p, masks.wide(e.field), home, r, False) + draws.gumbel(u)
        if r != home:
            v -= p.location.moving_cost
        if v > most:
            best, most = r, v
    return best


@kernel
def move(w: World, p: Parameters, clock: Clock) -> None:
    """Settle who moves, once density is known; rows go to their new cell between quarters."""
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        u = draws.uniform(clock.seed, clock.quarter, e.id, draws.RECONSIDER, 0)
        if not looks_around(u, p.location) or is_bound(w, i):
            continue
        there = best_place(w, p, clock, i)
        if there != e.province:
            e.moves = 1
            e.moves_to = there
            log(w.events, w.counters, clock, codes.FIRM_MOVES, e.field, e.province, e.id,
                w.provinces[there].key, e.sales, codes.NOTHING)  # fmt: skip
