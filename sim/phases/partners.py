"""Ends of links: walking the chain of an organisation's links, and what passes along them."""

import math
from typing import NamedTuple

import numpy as np

from sim import codes, draws, masks
from sim.jit import kernel
from sim.rules.links import part_of
from sim.state import NONE, Clock, World


@kernel
def first_link(w: World, kind: int, row: int) -> int:
    """Return the first link of an enterprise or institute, or NONE."""
    if kind == codes.INSTITUTE:
        return masks.wide(w.institutes[row].first_link)
    return masks.wide(w.enterprises[row].first_link)


@kernel
def weight_of(w: World, kind: int, row: int) -> float:
    """Return how many organisations a row stands for."""
    if kind == codes.INSTITUTE:
        return w.institutes[row].weight
    return w.enterprises[row].weight


@kernel
def standing(w: World, kind: int, row: int) -> float:
    """Return the links that stand of each organisation of a row."""
    if kind == codes.INSTITUTE:
        return w.institutes[row].links
    return w.enterprises[row].links


@kernel
def part(w: World, k: int, kind: int, row: int) -> float:
    """Return the links of each organisation of a row that a link of it stands for."""
    link = w.links[k]
    if link.kind == kind and link.one == row:
        return part_of(weight_of(w, kind, row), w.enterprises[link.other].weight)
    return part_of(
        weight_of(w, kind, row), weight_of(w, masks.wide(link.kind), masks.wide(link.one))
    )


@kernel
def thread(w: World, k: int) -> None:
    """Put a link in the chains of both ends and count it if it stands, in place."""
    link = w.links[k]
    other = w.enterprises[link.other]
    link.next_other = other.first_link
    other.first_link = k
    if link.live == 1:
        other.links += part(w, k, codes.ENTERPRISE, masks.wide(link.other))
    if link.kind == codes.INSTITUTE:
        o = w.institutes[link.one]
        link.next_one = o.first_link
        o.first_link = k
        if link.live == 1:
            o.links += part(w, k, codes.INSTITUTE, masks.wide(link.one))
    else:
        e = w.enterprises[link.one]
        link.next_one = e.first_link
        e.first_link = k
        if link.live == 1:
            e.links += part(w, k, codes.ENTERPRISE, masks.wide(link.one))


@kernel
def pick_partner(w: World, clock: Clock, kind: int, row: int, asker: int, n: int) -> int:
    """Return a standing link of an organisation by a keyed race, or NONE.

    One of w firms has a link of its row with chance 1/w, so that with less than one link nobody is
    in the race too.
    """
    best = NONE
    least = math.inf
    rest = 1.0 - standing(w, kind, row)
    if rest > 0.0:
        u = draws.uniform(clock.seed, clock.quarter, asker, draws.LINK_INTRODUCES, n)
        least = -math.log(u) / rest
    k = first_link(w, kind, row)
    while k != NONE:
        link = w.links[k]
        if link.live == 1:
            key = draws.identity(asker, link.id, n)
            u = draws.uniform(clock.seed, clock.quarter, key, draws.LINK_INTRODUCES, 0)
            at = -math.log(u) / part(w, k, kind, row)
            if at < least:
                best, least = masks.wide(k), at
        mine = link.kind == kind and link.one == row
        k = link.next_one if mine else link.next_other
    return best


@kernel
def share_center(w: World, one: int, other: int) -> bool:
    """Say whether two chains of memberships meet in a center."""
    a = one
    while a != NONE:
        b = other
        while b != NONE:
            mine, theirs = w.memberships[a], w.memberships[b]
            both = mine.status == codes.MEMBER and theirs.status == codes.MEMBER
            if both and mine.center == theirs.center:
                return True
            b = theirs.next
        a = w.memberships[a].next
    return False


class Circle(NamedTuple):
    """What the partners of an organisation know."""

    some: np.uint64  # units that one of them knows
    common: np.uint64  # units that all know
    links: float  # of each organisation, in the order of the chain


@kernel
def circle_of(w: World, kind: int, row: int) -> Circle:
    """Gather what an organisation's partners know; nothing if no link stands."""
    some, common, links = masks.EMPTY, masks.FULL, 0.0
    k = first_link(w, kind, row)
    while k != NONE:
        link = w.links[k]
        mine = link.kind == kind and link.one == row
        if link.live == 1:
            known = link.other_knows if mine else link.one_knows
            some, common = some | known, common & known
            links += part(w, k, kind, row)
        k = link.next_one if mine else link.next_other
    return Circle(some, common, links)


@kernel
def known_in_circle(w: World, kind: int, row: int, unit: int, circle: Circle) -> float:
    """Return `known_by_partners` of one unit; partners are asked only where they differ."""
    if not masks.has(circle.some, unit):
        return 0.0
    if masks.has(circle.common, unit):
        return circle.links / max(1.0, standing(w, kind, row))
    return known_by_partners(w, kind, row, unit)


@kernel
def known_by_partners(w: World, kind: int, row: int, unit: int) -> float:
    """Return the share of an organisation's attention that partners who know a unit have.

    With one partner or more it is their share; with less than one a firm, links that know it. It
    does not grow with the number of partners: one attends to all of them no more than to one.
    """
    total = standing(w, kind, row)
    if total <= 0.0:
        return 0.0
    know = 0.0
    k = first_link(w, kind, row)
    while k != NONE:
        link = w.links[k]
        mine = link.kind == kind and link.one == row
        if link.live == 1:
            known = link.other_knows if mine else link.one_knows
            if masks.has(known, unit):
                know += part(w, k, kind, row)
        k = link.next_one if mine else link.next_other
    return know / max(1.0, total)


@kernel
def used_by_partners(w: World, row: int, place: int, generic: bool) -> tuple[float, float]:
    """Return the attention that an enterprise gives to enterprises, and the share that uses.

    Returns
    -------
    attention : float, 0 to 1
        Links with enterprises, at most 1.
    share : float, 0 to 1
        Of these links, those with users of the technology.
    """
    total = 0.0
    use = 0.0
    k = first_link(w, codes.ENTERPRISE, row)
    while k != NONE:
        link = w.links[k]
        mine = link.kind == codes.ENTERPRISE and link.one == row
        if link.live == 1 and link.kind == codes.ENTERPRISE:
            partner = w.enterprises[link.other if mine else link.one]
            amount = part(w, k, codes.ENTERPRISE, row)
            total += amount
            if masks.has(partner.adopted_generic if generic else partner.adopted, place):
                use += amount
        k = link.next_one if mine else link.next_other
    return min(1.0, total), use / total if total > 0.0 else 0.0
