"""Partners: whom a lead names in its plan, who of them would join, and what the plan has of them.

One forecast for every charter: a partner counts if belonging to the center that the charter
makes is worth its fee, and brings what it would then open. What a plan is called enters nowhere.
"""

from typing import NamedTuple

import numpy as np

from sim import codes, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.belonging import benefit_outside, openable, projects_per_yuan, spending
from sim.phases.benefits import expected_benefit
from sim.phases.equity import claim_if_member
from sim.phases.partners import first_link
from sim.phases.persons import price_of_stake
from sim.phases.rosters import free_seat
from sim.phases.seats import eligible, offer_seat, rows_of, takes
from sim.phases.valuation import expected_work, share_in
from sim.phases.worth import ownership_of
from sim.rules.membership import graded
from sim.state import NONE, Clock, World


class Side(NamedTuple):
    """Who leads, or would: what it is, its field and its place."""

    kind: int
    row: int
    field: int
    province: int


class Partners(NamedTuple):
    """What a plan can count on: the lead and the partners that would join."""

    firms: float  # partners that pay
    fees: float  # of the lead and all partners [million CNY/quarter]
    known: np.uint64  # what the lead brings and what partners would open


@kernel
def side_of(w: World, kind: int, row: int) -> Side:
    """Return an enterprise or institute as a lead in its own field and place."""
    if kind == codes.ENTERPRISE:
        e = w.enterprises[row]
        return Side(kind, row, masks.wide(e.field), masks.wide(e.province))
    o = w.institutes[row]
    return Side(kind, row, masks.wide(o.field), masks.wide(o.province))


@kernel
def knowledge_of(w: World, kind: int, row: int) -> np.uint64:
    """Return what an enterprise or institute knows of its field."""
    if kind == codes.ENTERPRISE:
        return w.enterprises[row].knowledge
    return w.institutes[row].knowledge


@kernel
def field_of(w: World, kind: int, row: int) -> int:
    """Return the field of an enterprise or institute."""
    if kind == codes.ENTERPRISE:
        return masks.wide(w.enterprises[row].field)
    return masks.wide(w.institutes[row].field)


# What belonging would be worth.


@kernel
def fee_of(w: World, p: Parameters, center: int, kind: int, row: int) -> float:
    """Return what belonging to a center would cost an organisation [million CNY/quarter].

    The fee, or where it takes no members for one a stake, spread over what its owner looks ahead.
    """
    if kind == codes.INSTITUTE:
        return 0.0
    e = w.enterprises[row]
    price = w.centers[center].fee
    if w.centers[center].takes_members == 0:
        price = price_of_stake(w, center) / w.fields[e.field].annuity[e.ownership]
    return graded(price, e.sales, w.fields[e.field].leader_sales, p.membership)


@kernel
def stake_of(w: World, p: Parameters, center: int, kind: int, row: int) -> float:
    """Return what an organisation would pay in for a stake [million CNY]; 0 if it has none.

    Where a fee can be paid too, plans count on fees.
    """
    if kind == codes.INSTITUTE or w.centers[center].takes_members == 1:
        return 0.0
    e = w.enterprises[row]
    return e.weight * fee_of(w, p, center, kind, row) * w.fields[e.field].annuity[e.ownership]


@kernel
def would_join(
    w: World,
    p: Parameters,
    center: int,
    kind: int,
    row: int,
    field: int,
    votes: float,
    member: bool,
) -> bool:
    """Say whether an organisation would find a center's projects worth the fee when it starts.

    Against what it would have of them outside; what else membership brings is not foreseen.
    `member` says that sales, votes and income of the center count it in already.
    """
    fee = fee_of(w, p, center, kind, row)
    each = projects_per_yuan(w, center, field, ownership_of(w, kind, row), p)
    inside = each * expected_benefit(w, center, votes, kind, row, field, p)
    outside = each * benefit_outside(w, center, member, kind, row, expected_work(field, p), p)
    more = w.enterprises[row].weight * fee if kind == codes.ENTERPRISE else 0.0
    paid = more if member else 0.0
    worth = inside * spending(w, center, more - paid, p) - outside * spending(w, center, -paid, p)
    return worth > fee


# Who is named.


@kernel
def name(w: World, p: Parameters, center: int, side: Side, kind: int, row: int) -> None:
    """Invite an organisation of the lead's field that can be, in place; the lead has its seat."""
    if (kind == side.kind and row == side.row) or field_of(w, kind, row) != side.field:
        return
    if takes(w, center, kind) and eligible(w, kind, row):
        offer_seat(w, p, center, kind, row)


@kernel
def name_partners(w: World, p: Parameters, center: int, side: Side) -> None:
    """Invite the partners of a lead in its field, in place: its neighbours and its links."""
    for kind in (codes.ENTERPRISE, codes.INSTITUTE):
        low, high = rows_of(w, kind, side.field * w.provinces.size + side.province)
        for i in range(low, high):
            name(w, p, center, side, kind, i)
    k = first_link(w, side.kind, side.row)
    while k != NONE:
        link = w.links[k]
        mine = link.kind == side.kind and link.one == side.row
        kind = masks.wide(codes.ENTERPRISE) if mine else masks.wide(link.kind)
        other = masks.wide(link.other) if mine else masks.wide(link.one)
        if link.live == 1 and other != NONE:
            name(w, p, center, side, kind, other)
        k = masks.wide(link.next_one if mine else link.next_other)


@kernel
def invite_partners(w: World, p: Parameters, clock: Clock) -> None:
    """Settle who is invited first: the partners whom a plan named, as its center starts.

    They decide like all others who are invited.
    """
    for c in range(w.centers.size):
        center = w.centers[c]
        if center.charter != 0 and center.start == clock.quarter and center.lead != NONE:
            kind, row = masks.wide(center.lead_kind), masks.wide(center.lead)
            name_partners(w, p, c, side_of(w, kind, row))


# What the plan has of them.


@kernel
def seat_all(w: World, p: Parameters, center: int, side: Side) -> None:
    """Count all who are named as members of a center that is drawn up, the lead too, in place."""
    c = w.centers[center]
    part = w.center_fields[center, side.field]
    c.members = 1.0
    c.fees = fee_of(w, p, center, side.kind, side.row)
    c.paid_in = stake_of(w, p, center, side.kind, side.row)
    part.members = share_in(w, side.kind, side.row, side.field)
    per_center = w.memberships.size // w.centers.size
    for m in range(center * per_center, (center + 1) * per_center):
        seat = w.memberships[m]
        if seat.status == codes.FREE:
            continue
        seat.status = codes.MEMBER
        kind, row = masks.wide(seat.kind), masks.wide(seat.member)
        c.members += 1.0
        if kind == codes.ENTERPRISE:
            c.enterprises += 1
        else:
            c.institutes += 1
        c.fees += fee_of(w, p, center, kind, row)
        seat.stake = stake_of(w, p, center, kind, row)
        c.paid_in += seat.stake
        part.members += share_in(w, kind, row, side.field)


@kernel
def count_on(w: World, p: Parameters, center: int, side: Side, brought: np.uint64) -> Partners:
    """Return what a plan has of those named that would join if the others did, and of its lead.

    `brought` is what the lead itself brings of what it knows. The center is drawn up and all who
    are named have a seat; only those counted are its members afterwards, in place.
    """
    seat_all(w, p, center, side)
    firms = 0.0
    members = 1.0
    fees = fee_of(w, p, center, side.kind, side.row)
    stakes = stake_of(w, p, center, side.kind, side.row)
    share = share_in(w, side.kind, side.row, side.field)
    known = brought
    per_center = w.memberships.size // w.centers.size
    for m in range(center * per_center, (center + 1) * per_center):
        seat = w.memberships[m]
        if seat.status == codes.FREE:
            continue
        kind, row = masks.wide(seat.kind), masks.wide(seat.member)
        claim = claim_if_member(w, m, kind, seat.stake)
        if not would_join(w, p, center, kind, row, side.field, claim, True):
            continue
        firms += 1.0 if kind == codes.ENTERPRISE else 0.0
        members += 1.0
        fees += fee_of(w, p, center, kind, row)
        stakes += seat.stake
        share += share_in(w, kind, row, side.field)
        opened = openable(w, m, kind, row, side.field, knowledge_of(w, kind, row), p)
        known = known | opened
    w.centers[center].members = members
    w.centers[center].paid_in = stakes
    w.center_fields[center, side.field].members = share
    return Partners(firms, fees, known)


@kernel
def clear_seats(w: World, center: int) -> None:
    """Leave all seats of a center free, in place."""
    per_center = w.memberships.size // w.centers.size
    for m in range(center * per_center, (center + 1) * per_center):
        free_seat(w, m)
