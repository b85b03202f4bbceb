"""Incubators: what they pay and give, whom they let in, whom they let go.

A public one stands in each province, and each center that is built may run one for its fields.
Nothing here shortens or lengthens the life of a tenant but by what it gives: lower overheads,
learning, customers, results that are shown, meetings that bring decisions forward.
"""

from typing import Any

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.investors import back, edge_of, meet
from sim.phases.log import log
from sim.phases.rosters import next_in
from sim.rules.incubation import (
    applies,
    gives_up,
    has_room,
    leaves,
    next_admission,
    part_paid,
    rent_forgone,
    rent_saved,
)
from sim.rules.investors import signal
from sim.rules.programme import is_built
from sim.state import BIRTHS, NONE, Clock, World


@kernel
def is_there(w: World, p: Parameters, row: int) -> bool:
    """Say whether an incubator is there: public ones if any are, a center's once it is built."""
    c = masks.wide(w.incubators[row].center)
    if c == NONE:
        return p.incubation.places > 0.0
    return is_built(w.centers[c].status)


@kernel
def places_of(w: World, p: Parameters, row: int) -> float:
    """Return how many places an incubator has; a center without money has none [enterprise]."""
    me = w.incubators[row]
    if me.center != NONE:
        center = w.centers[me.center]
        return center.incubator_places if is_there(w, p, row) and center.cash > 0.0 else 0.0
    all_firms = in_zones = 0.0
    for r in range(w.provinces.size):
        here = firms_of(w, r)
        all_firms += here
        in_zones += w.provinces[r].zone_share * here
    mine = firms_of(w, row)
    places = p.incubation.places * p.incubation.growth
    if in_zones <= 0.0:
        return places * mine
    zoned = all_firms * w.provinces[row].zone_share * mine / in_zones
    return places * (mine + p.incubation.in_zones * (zoned - mine))


@kernel
def firms_of(w: World, province: int) -> float:
    """Return the enterprises of a province."""
    firms = 0.0
    for field in range(w.fields.size):
        firms += w.cells[field * w.provinces.size + province].firms
    return firms


@kernel
def count_tenants(w: World, p: Parameters) -> None:
    """Count the places that are held, and what full services to tenants cost, in place."""
    for h in range(w.incubators.size):
        w.incubators[h].held = 0.0
        w.incubators[h].wanted = 0.0
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        if e.tenancy == codes.TENANT or e.tenancy == codes.AT_DOOR:
            me = w.incubators[e.incubator]
            me.held += e.weight
            if e.tenancy == codes.TENANT:
                me.wanted += e.weight * (p.incubation.relief * e.overhead + p.incubation.cost)


@kernel
def serve(w: World, p: Parameters, clock: Clock) -> None:
    """Settle what incubators pay for rooms, facilities and staff: their province, or center, does.

    Who cannot pay all of it serves all tenants the less.
    """
    count_tenants(w, p)
    for h in range(w.incubators.size):
        me = w.incubators[h]
        me.places = places_of(w, p, h)
        if me.center == NONE:
            sponsor = w.provinces[h]
            me.part = part_paid(me.wanted, max(0.0, sponsor.treasury))
            sponsor.treasury -= me.part * me.wanted
            pay(sponsor, accounts.INCUBATION, me.part * me.wanted)
        else:
            center = w.centers[me.center]
            me.part = part_paid(me.wanted, max(0.0, center.cash))
            center.incubation = me.part * me.wanted
            center.cash -= center.incubation
            pay(center, accounts.CENTER_INCUBATION, center.incubation)
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        e.rent_saved = p.incubation.relief * served(w, e) * e.overhead


@kernel
def served(w: World, e: Any) -> float:
    """Return the part of an incubator's services that an enterprise has, 0 if it is no tenant."""
    return w.incubators[e.incubator].part if e.tenancy == codes.TENANT else 0.0


@kernel
def waits(w: World, row: int, new: Any) -> bool:
    """Say whether a founder waits for a place in an incubator of its province.

    That of a center takes those of its fields.
    """
    me = w.incubators[row]
    if new.applied == 0 or new.tenancy != codes.OUTSIDE or place_of(w, row) != new.province:
        return False
    return me.center == NONE or w.center_fields[me.center, new.field].share > 0.0


@kernel
def place_of(w: World, row: int) -> int:
    """Return the province of an incubator; that of a called center is known once it is called."""
    c = masks.wide(w.incubators[row].center)
    return row if c == NONE else masks.wide(w.centers[c].province)


@kernel
def name_of(w: World, row: int) -> int:
    """Return what the log calls an incubator: its center's identity, or the key of its province."""
    c = masks.wide(w.incubators[row].center)
    return w.provinces[row].key if c == NONE else w.centers[c].id


@kernel
def admit(w: World, p: Parameters, clock: Clock) -> None:
    """Settle which founders of the quarter become tenants: the best first, while there is room.

    Centers choose before public incubators, in the order of their identities.
    """
    n = min(w.counters[BIRTHS], w.births.size)
    count_tenants(w, p)
    for k in range(n):
        apply(w, p, clock, w.births[k])
    c = next_in(w, NONE, NONE)
    while c != NONE:
        choose(w, p, clock, w.provinces.size + c, n)
        c = next_in(w, NONE, c)
    for r in range(w.provinces.size):
        choose(w, p, clock, r, n)


@kernel
def apply(w: World, p: Parameters, clock: Clock, new: Any) -> None:
    """Let a founder ask for a place or not, and incubators look at who asks, in place."""
    new.applied = 0
    f = w.fields[new.field]
    if new.born != clock.quarter or f.home_offer <= 0.0:  # who splits off was born before
        return
    grown = leaves(0, new.sales / f.usual, new.invested, f.incubation_term, p.incubation)
    if grown == codes.BY_SALES or grown == codes.BY_FUNDING:
        return
    luck = draws.normal(draws.uniform(clock.seed, 0, new.id, draws.APPLIES, 0))
    forgone = rent_forgone(w.provinces[new.province].discount, f.incubation_term, p.governments)
    saved = rent_saved(new.overhead, f.incubation_term, forgone, p.incubation)
    if not applies(saved, new.equity, luck, p.incubation):
        return
    new.applied = 1
    luck = draws.normal(draws.uniform(clock.seed, 0, new.id, draws.INCUBATOR_SEES, 0))
    new.seen = signal(edge_of(w, p, new), luck, p.incubation.noise)


@kernel
def choose(w: World, p: Parameters, clock: Clock, row: int, n: int) -> None:
    """Let an incubator take in those of n founders who ask, the best first, in place."""
    me = w.incubators[row]
    if me.center != NONE and me.places <= 0.0:
        return
    asked = 0.0
    for k in range(n):
        asked += w.births[k].weight if waits(w, row, w.births[k]) else 0.0
    me.asked += asked
    before = me.admitted
    u = draws.uniform(clock.seed, 0, name_of(w, row), draws.INCUBATOR_ROOM, 0)
    while me.held < me.places:
        best = NONE
        for k in range(n):
            better = best == NONE or w.births[k].seen > w.births[best].seen
            if better and waits(w, row, w.births[k]):
                best = k
        if best == NONE:
            break
        new = w.births[best]
        if not has_room(me.places - me.held, new.weight, u):
            break
        move_in(w, p, clock, row, new)
    if me.center == NONE:
        here = w.provinces[row]
        here.admission = next_admission(here.admission, asked, me.admitted - before)


@kernel
def move_in(w: World, p: Parameters, clock: Clock, row: int, new: Any) -> None:
    """Give a founder a place, in place; in an experiment a lottery may refuse it at the door."""
    me = w.incubators[row]
    me.held += new.weight
    me.admitted += new.weight
    new.incubator = row
    lot = draws.uniform(clock.seed, 0, new.id, draws.LOT, 0)
    refused = lot < p.incubation.refused
    new.tenancy = codes.AT_DOOR if refused else codes.TENANT
    log(w.events, w.counters, clock, codes.INCUBATOR_ADMITS, new.field, new.province, new.id,
        name_of(w, row), new.seen, codes.BY_LOT if refused else codes.WORTH)  # fmt: skip


@kernel
def introduce(w: World, p: Parameters, clock: Clock) -> None:
    """Settle meetings of tenants with investors: the best signals are backed while money lasts.

    Whoever learns in a meeting that its offer is bad may give up.
    """
    keen = 0
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        if e.exits == 1:  # what came of its last meeting says why
            continue
        e.meeting = codes.NOT_MET
        if has_meeting(w, p, clock, e):
            opinion = meet(w, p, clock.seed, clock.quarter, e)
            e.meeting = codes.MET
            w.incubators[e.incubator].met += e.weight
            if e.investor != NONE:
                e.meeting = codes.MET_KEEN
                keen += 1
            elif gives_up(opinion, e.profit, p.incubation):
                e.meeting = codes.MET_GAVE_UP
                w.incubators[e.incubator].gave_up += e.weight
    for _ in range(keen):
        best = NONE
        for i in range(w.enterprises.size):
            e = w.enterprises[i]
            better = best == NONE or e.signal > w.enterprises[best].signal
            if better and e.meeting == codes.MET_KEEN and e.backing == 0.0:
                best = i
        e = w.enterprises[best]
        back(w, p, e)
        if e.backing > 0.0:
            w.incubators[e.incubator].backed += e.weight
        else:
            e.meeting = codes.MET  # the investor's money has gone to better ones


@kernel
def has_meeting(w: World, p: Parameters, clock: Clock, e: Any) -> bool:
    """Say whether a tenant without an investor, which seeks money, meets some this quarter."""
    seeks = e.stake == 0.0 and e.backing == 0.0 and e.asked > 0.0
    if not seeks or clock.quarter <= e.born or w.fields[e.field].home_offer <= 0.0:
        return False
    chance = p.incubation.meetings * served(w, e)
    return draws.uniform(clock.seed, clock.quarter, e.id, draws.MEETS, 0) < chance


@kernel
def release(w: World, p: Parameters, clock: Clock) -> None:
    """Settle whose tenancy ends: by sales, funding, time, its own end or that of the incubator."""
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        if e.tenancy != codes.TENANT and e.tenancy != codes.AT_DOOR:
            continue
        me = w.incubators[e.incubator]
        inside = e.tenancy == codes.TENANT
        if e.exits == 1:
            me.ended += e.weight if inside else 0.0
            continue
        f = w.fields[e.field]
        size = e.sales / f.usual if f.usual > 0.0 else 0.0
        age = clock.quarter - e.born
        why = leaves(age, size, e.invested, f.incubation_term, p.incubation)
        if why == codes.NOTHING and not is_there(w, p, masks.wide(e.incubator)):
            why = codes.NOT_OFFERED
        if why == codes.NOTHING:
            continue
        grown = why == codes.BY_SALES or why == codes.BY_FUNDING
        e.tenancy = codes.OUTSIDE
        if inside:
            e.tenancy = codes.GROWN if grown else codes.RELEASED
            me.by_sales += e.weight if why == codes.BY_SALES else 0.0
            me.by_funding += e.weight if why == codes.BY_FUNDING else 0.0
            me.by_time += e.weight if why == codes.BY_TIME else 0.0
            log(w.events, w.counters, clock, codes.INCUBATOR_RELEASES, e.field, e.province, e.id,
                name_of(w, masks.wide(e.incubator)), float(age), why)  # fmt: skip
