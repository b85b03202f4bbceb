"""Matching: candidate pairs, their order, and the links that begin."""

import math

from sim import codes, draws, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.partners import first_link, part, share_center, thread, weight_of
from sim.phases.valuation import market_share
from sim.rules.links import pair_score
from sim.state import NONE, Clock, World

ROUNDING = 1e-9
"""Room that adding up parts of links may gain."""


@kernel
def propose(
    w: World, p: Parameters, clock: Clock, k: int, kind: int, one: int, other: int, by: int
) -> int:
    """Write a candidate pair in row k of the links, if there is room; return the next row."""
    if k + 1 >= w.links.size:
        return k + 1
    link = w.links[k]
    two = w.enterprises[other]
    link.live = 0
    link.kind = kind
    link.by = by
    link.one = one
    link.other = other
    link.other_id = two.id
    link.field = two.field
    link.other_knows = two.knowledge
    rivalry = 0.0
    if kind == codes.INSTITUTE:
        o = w.institutes[one]
        link.one_id = o.id
        link.one_knows = o.knowledge
        alike = two.ownership == codes.STATE
        social = share_center(w, masks.wide(o.first_membership), masks.wide(two.first_membership))
    else:
        e = w.enterprises[one]
        link.one_id = e.id
        link.one_knows = e.knowledge
        alike = two.ownership == e.ownership
        social = share_center(w, masks.wide(e.first_membership), masks.wide(two.first_membership))
        rivalry = math.sqrt(market_share(w, one) * market_share(w, other))
    link.distance = masks.distance(link.one_knows, link.other_knows)
    passed = last_passed(w, kind, one, other) if by == codes.FORMER else 0.0
    key = draws.identity(link.one_id, link.other_id, 0)
    taste = draws.gumbel(draws.uniform(clock.seed, clock.quarter, key, draws.LINK_TASTE, 0))
    introduced = by == codes.INTRODUCED
    link.score = pair_score(
        link.distance, introduced or social, alike, passed, rivalry, taste, p.links
    )
    return k + 1


@kernel
def last_passed(w: World, kind: int, one: int, other: int) -> float:
    """Return what the last link of two rows that ended had passed on, 0 if there was none."""
    ended = -1_000_000
    passed = 0.0
    k = first_link(w, kind, one)
    while k != NONE:
        link = w.links[k]
        mine = link.kind == kind and link.one == one
        if mine and link.other == other and link.live == 0 and link.ended > ended:
            ended = link.ended
            passed = link.passed
        k = link.next_one if mine else link.next_other
    return passed


@kernel
def comes_before(w: World, a: int, b: int) -> bool:
    """Say whether pair a is to be matched before pair b: by score, then by identities."""
    x, y = w.links[a], w.links[b]
    if x.score != y.score:
        return x.score > y.score
    if x.one_id != y.one_id:
        return x.one_id < y.one_id
    if x.other_id != y.other_id:
        return x.other_id < y.other_id
    return x.by < y.by


@kernel
def swap(w: World, a: int, b: int, spare: int) -> None:
    """Exchange two rows of links by way of a spare one, in place."""
    w.links[spare] = w.links[a]
    w.links[a] = w.links[b]
    w.links[b] = w.links[spare]


@kernel
def sift(w: World, start: int, root: int, size: int, spare: int) -> None:
    """Let a row sink to its place in a heap whose root is the last in order, in place."""
    at = root
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and comes_before(w, start + child, start + child + 1):
            child += 1
        if not comes_before(w, start + at, start + child):
            return
        swap(w, start + at, start + child, spare)
        at = child


@kernel
def rank_pairs(w: World, start: int, end: int) -> None:
    """Sort candidate pairs in rows start to end, in place; row `end` is spare (heap sort)."""
    size = end - start
    for root in range(size // 2 - 1, -1, -1):
        sift(w, start, root, size, end)
    for last in range(size - 1, 0, -1):
        swap(w, start, start + last, end)
        sift(w, start, 0, last, end)


@kernel
def can_take(w: World, kind: int, row: int) -> bool:
    """Say whether an organisation has room for one more link, in all and this quarter.

    It negotiates as many new ones a quarter as it sought, and one if it sought none. Links of a row
    of w firms are means: as long as they are below that, most of its firms have room.
    """
    if kind == codes.INSTITUTE:
        o = w.institutes[row]
        links, taken, room, seeks = o.links, o.taken, o.room, o.seeks
    else:
        e = w.enterprises[row]
        links, taken, room, seeks = e.links, e.taken, e.room, e.seeks
    return taken < max(1.0, 1.0 * seeks) - ROUNDING and links < room - ROUNDING


@kernel
def can_link(w: World, clock: Clock, k: int) -> bool:
    """Say whether a candidate pair can be joined: both have room and are not linked already.

    Other firms of two representatives may link in another quarter, one-to-one organisations not.
    """
    pair = w.links[k]
    kind, one = masks.wide(pair.kind), masks.wide(pair.one)
    if not (can_take(w, kind, one) and can_take(w, codes.ENTERPRISE, masks.wide(pair.other))):
        return False
    single = weight_of(w, kind, one) < 2.0 and w.enterprises[pair.other].weight < 2.0
    j = first_link(w, kind, one)
    while j != NONE:
        link = w.links[j]
        mine = link.kind == kind and link.one == one
        same = mine and link.other == pair.other and link.live == 1
        if same and (single or link.begun == clock.quarter):
            return False
        j = link.next_one if mine else link.next_other
    return True


@kernel
def begin(w: World, clock: Clock, k: int) -> None:
    """Let a link begin, in place."""
    link = w.links[k]
    link.live = 1
    link.id = draws.identity(link.one_id, link.other_id, clock.quarter)
    link.begun = clock.quarter
    link.ended = NONE
    link.passed = 0.0
    link.one_before = link.one_knows
    link.other_before = link.other_knows
    thread(w, k)
    w.enterprises[link.other].taken += part(w, k, codes.ENTERPRISE, masks.wide(link.other))
    if link.kind == codes.INSTITUTE:
        w.institutes[link.one].taken += part(w, k, codes.INSTITUTE, masks.wide(link.one))
    else:
        w.enterprises[link.one].taken += part(w, k, codes.ENTERPRISE, masks.wide(link.one))
