"""Links: who looks for partners, whom they meet, who is matched; links end.

A link joins two rows of one field: two enterprises, or an institute and an enterprise. Rows that
stand for w and w' firms are joined by min(w, w') links of one firm with one other. The lighter row
seeks, so that luck is drawn once for each link of one-to-one organisations at every scale.
"""

import math

import numpy as np

from sim import codes, draws, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.matching import begin, can_link, propose, rank_pairs
from sim.phases.partners import first_link, part, pick_partner, thread
from sim.ranges import enterprises_of, institutes_of
from sim.rules.knowledge import proximity
from sim.rules.links import (
    ends_within_quarter,
    passed_on,
    presence,
    visibility,
)
from sim.state import LINKS, MATCHES, MEETINGS, NONE, Clock, World

FRINGE, LEADER, ORGANISATION = 0, 1, 2
"""Who seeks: a fringe enterprise, a leader or an institute."""
ASKED = 2
"""Candidates that are no strangers: one who is introduced, one former partner."""


@kernel
def tend(w: World, p: Parameters, clock: Clock) -> None:
    """End links that fall due or lost an end, forget old ones, chain the others to their ends.

    What both ends know is noted, so that partners can learn from each other in one phase.
    """
    for i in range(w.enterprises.size):
        w.enterprises[i].first_link = NONE
        w.enterprises[i].links = 0.0
    for i in range(w.institutes.size):
        w.institutes[i].first_link = NONE
        w.institutes[i].links = 0.0
    chance = ends_within_quarter(p.links)
    kept = 0
    for k in range(w.counters[LINKS]):
        link = w.links[k]
        if link.one == NONE or link.other == NONE:
            continue
        if link.live == 1:
            note_knowledge(w, k)
            u = draws.uniform(clock.seed, clock.quarter, link.id, draws.LINK_ENDS, 0)
            if u < chance:
                link.live = 0
                link.ended = clock.quarter
                link.passed = 0.5 * (
                    passed_on(link.one_before, link.one_knows, link.other_before)
                    + passed_on(link.other_before, link.other_knows, link.one_before)
                )
        if link.live == 0 and clock.quarter - link.ended > p.links.memory:
            continue
        if kept != k:
            w.links[kept] = w.links[k]
        thread(w, kept)
        kept += 1
    w.counters[LINKS] = kept


@kernel
def note_knowledge(w: World, k: int) -> None:
    """Note what both ends of a link know now, in place."""
    link = w.links[k]
    if link.kind == codes.INSTITUTE:
        link.one_knows = w.institutes[link.one].knowledge
    else:
        link.one_knows = w.enterprises[link.one].knowledge
    link.other_knows = w.enterprises[link.other].knowledge


@kernel
def appear(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: be present among those who look for partners, by size."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        me.presence = presence(me.sales, w.fields[me.field].usual, p.links)
        me.taken = 0.0


@kernel
def appear_institute(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: be present among those who look for partners, by R&D."""
    for i in range(low, high):
        me = w.institutes[i]
        me.acts += 1
        f = w.fields[me.field]
        me.presence = presence(me.rd, f.public_rd, p.links)
        me.taken = 0.0


@kernel
def add_presence(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up who is present in each field."""
    for field in range(low, high):
        f = w.fields[field]
        f.present = 0.0
        f.fringe_presence = 0.0
        f.leader_presence = 0.0
        f.institute_presence = 0.0
        first, last = enterprises_of(w, field)
        for i in range(first, last):
            e = w.enterprises[i]
            if e.presence > 0.0:
                f.present += e.weight
            if e.leader == 1:
                f.leader_presence += e.weight * e.presence
            else:
                f.fringe_presence += e.weight * e.presence
        first, last = institutes_of(w, field)
        for i in range(first, last):
            f.institute_presence += w.institutes[i].weight * w.institutes[i].presence


@kernel
def seek(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: look for partners at a rate by presence, and meet candidates.

    Each pair of firms meets at a rate proportional to the product of their presences. A leader
    does the seeking with the fringe; alike ones seek each other, so each does half of it.
    """
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        me.seeks = 0
        me.meets = 0
        me.room = 1.0
        f = w.fields[me.field]
        total = f.fringe_presence + f.leader_presence
        if me.presence <= 0.0 or total <= 0.0:
            continue
        usual = p.links.rate * me.presence * f.present / total
        me.room = max(1.0, p.links.room * usual)
        alike = f.leader_presence if me.leader == 1 else f.fringe_presence
        sought = 0.5 * alike + (f.fringe_presence if me.leader == 1 else 0.0)
        mean = 0.25 * (1.0 - p.links.institute_share) * usual * sought / total
        u = draws.uniform(clock.seed, clock.quarter, me.id, draws.LINK_SEEKS, 0)
        me.seeks = draws.poisson(u, mean, MEETINGS)
        if me.seeks > 0:
            who = LEADER if me.leader == 1 else FRINGE
            most = min(MEETINGS - ASKED, int(p.links.candidates) + masks.wide(me.seeks) - 1)
            found = meet(w, p, clock, who, i, me.id, masks.wide(me.field), masks.wide(me.province),
                         most, me.met, me.met_at)  # fmt: skip
            for k in range(found):
                me.met_by[k] = codes.STRANGER
            me.meets = ask(w, clock, codes.ENTERPRISE, i, me.id, found, me.met, me.met_by)


@kernel
def seek_institute(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: look for enterprises as partners, as many as enterprises want institutes."""
    for i in range(low, high):
        me = w.institutes[i]
        me.acts += 1
        me.seeks = 0
        me.meets = 0
        me.room = 1.0
        f = w.fields[me.field]
        if me.presence <= 0.0 or f.institute_presence <= 0.0:
            continue
        part_here = me.presence / f.institute_presence
        usual = p.links.rate * p.links.institute_share * f.present * part_here
        me.room = max(1.0, p.links.room * usual)
        u = draws.uniform(clock.seed, clock.quarter, me.id, draws.LINK_SEEKS, 0)
        me.seeks = draws.poisson(u, 0.25 * usual, MEETINGS)
        if me.seeks > 0:
            most = min(MEETINGS - ASKED, int(p.links.candidates) + masks.wide(me.seeks) - 1)
            found = meet(w, p, clock, ORGANISATION, i, me.id, masks.wide(me.field),
                         masks.wide(me.province), most, me.met, me.met_at)  # fmt: skip
            for k in range(found):
                me.met_by[k] = codes.STRANGER
            me.meets = ask(w, clock, codes.INSTITUTE, i, me.id, found, me.met, me.met_by)


@kernel
def meet(
    w: World,
    p: Parameters,
    clock: Clock,
    who: int,
    row: int,
    identity: int,
    field: int,
    home: int,
    most: int,
    met: np.ndarray,
    met_at: np.ndarray,
) -> int:
    """Let an organisation meet strangers of its field; return how many, at most `most`.

    A race: firms of a row arrive at exponential intervals of their own, the faster the more of
    them there are, the more present and the nearer they are, and the first arrivals are met. One
    more enterprise displaces only whom it outruns; which firms a row stands for does not matter.
    """
    n = w.provinces.size
    count = 0
    weight = 1.0 if who == ORGANISATION else w.enterprises[row].weight
    for r in range(n):
        cell = w.cells[field * n + r]
        seen = visibility(proximity(w.distance[home, r], p.knowledge), r == home, p.links)
        for j in range(cell.first_enterprise, cell.last_enterprise):
            other = w.enterprises[j]
            if other.presence <= 0.0 or (who != ORGANISATION and j == row):
                continue
            if who == FRINGE and other.leader == 1:
                continue
            rate = seen * other.presence * max(weight, other.weight)
            if who == LEADER and other.leader == 1:
                rate *= 0.5
            at = 0.0
            for k in range(most):
                u = arrival(clock, identity, masks.wide(other.id), k)
                if count == most and 1.0 - u >= (met_at[count - 1] - at) * rate:
                    break  # -log(u) is larger still
                at -= math.log(u) / rate
                if count == most and at >= met_at[count - 1]:
                    break
                count = min(most, count + 1)
                enter_race(met, met_at, count - 1, j, at)
    return count


@kernel
def arrival(clock: Clock, identity: int, other: int, n: int) -> float:
    """Return the draw for the n-th arrival of a stranger's row; most races end at the first."""
    if n == 0:
        key = draws.alternative(other)
        return draws.uniform(clock.seed, clock.quarter, identity, draws.LINK_MEETS, key)
    key = draws.identity(identity, other, 0)
    return draws.uniform(clock.seed, clock.quarter, key, draws.LINK_MEETS, n)


@kernel
def enter_race(met: np.ndarray, met_at: np.ndarray, last: int, row: int, at: float) -> None:
    """Enter an arrival among those met, in order of arrival, in place of the last one."""
    place = last
    while place > 0 and at < met_at[place - 1]:
        met_at[place] = met_at[place - 1]
        met[place] = met[place - 1]
        place -= 1
    met_at[place] = at
    met[place] = row


@kernel
def ask(
    w: World,
    clock: Clock,
    kind: int,
    row: int,
    identity: int,
    found: int,
    met: np.ndarray,
    met_by: np.ndarray,
) -> int:
    """Ask a partner for one of its partners, and a former partner; return the candidates in all."""
    count = found
    k = pick_partner(w, clock, kind, row, identity, 1)
    if k != NONE:
        link = w.links[k]
        if link.kind == kind and link.one == row:
            k = pick_partner(w, clock, codes.ENTERPRISE, masks.wide(link.other), identity, 2)
            middle_kind, middle = codes.ENTERPRISE, masks.wide(link.other)
        else:
            middle_kind, middle = masks.wide(link.kind), masks.wide(link.one)
            k = pick_partner(w, clock, middle_kind, middle, identity, 2)
        if k != NONE:
            far = w.links[k]
            at_one = far.kind == middle_kind and far.one == middle
            is_firm = at_one or far.kind == codes.ENTERPRISE
            third = masks.wide(far.other) if at_one else masks.wide(far.one)
            if is_firm and not (kind == codes.ENTERPRISE and third == row):
                met[count] = third
                met_by[count] = codes.INTRODUCED
                count += 1
    k = last_ended(w, kind, row)
    if k != NONE:
        u = draws.uniform(clock.seed, clock.quarter, identity, draws.LINK_RENEWS, 0)
        if u < part(w, k, kind, row):
            link = w.links[k]
            met[count] = link.other if link.kind == kind and link.one == row else link.one
            met_by[count] = codes.FORMER
            count += 1
    return count


@kernel
def last_ended(w: World, kind: int, row: int) -> int:
    """Return the link with an enterprise that an organisation last saw end, or NONE."""
    best = NONE
    k = first_link(w, kind, row)
    while k != NONE:
        link = w.links[k]
        mine = link.kind == kind and link.one == row
        if link.live == 0 and (mine or link.kind == codes.ENTERPRISE):
            newer = best == NONE or link.ended > w.links[best].ended
            if newer or (link.ended == w.links[best].ended and link.id < w.links[best].id):
                best = masks.wide(k)
        k = link.next_one if mine else link.next_other
    return best


@kernel
def match(w: World, p: Parameters, clock: Clock) -> None:
    """Match who met: pairs by score, accepted while both have room: the stable matching.

    Both ends rank pairs by one score, so no pair that was left out would rather have each other:
    at one end better pairs leave it no room.
    """
    start = w.counters[LINKS]
    end = start
    for i in range(w.enterprises.size):
        me = w.enterprises[i]
        for k in range(masks.wide(me.meets)):
            other = masks.wide(me.met[k])
            by = masks.wide(me.met_by[k])
            if me.id < w.enterprises[other].id:  # one pair, one key, whoever found it
                end = propose(w, p, clock, end, codes.ENTERPRISE, i, other, by)
            else:
                end = propose(w, p, clock, end, codes.ENTERPRISE, other, i, by)
            me.met[k] = 0
        me.meets = 0
    for i in range(w.institutes.size):
        me_too = w.institutes[i]
        for k in range(masks.wide(me_too.meets)):
            other = masks.wide(me_too.met[k])
            by = masks.wide(me_too.met_by[k])
            end = propose(w, p, clock, end, codes.INSTITUTE, i, other, by)
            me_too.met[k] = 0
        me_too.meets = 0
    w.counters[MATCHES] = end + 1
    if end >= w.links.size:  # the driver stops the run
        return
    rank_pairs(w, start, end)
    kept = start
    for k in range(start, end):
        if can_link(w, clock, k):
            if kept != k:
                w.links[kept] = w.links[k]
            begin(w, clock, kept)
            kept += 1
    w.counters[LINKS] = kept
