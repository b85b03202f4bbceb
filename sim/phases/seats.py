"""Seats in centers: who is invited, and who sits where."""

import numpy as np

from sim import codes, draws, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.log import owner_identity
from sim.phases.persons import price_of_stake
from sim.phases.rosters import last_before
from sim.state import NONE, Clock, World


@kernel
def eligible(w: World, kind: int, row: int) -> bool:
    """Say whether an organisation can be invited: a one-to-one firm that sells, an institute."""
    if kind == codes.ENTERPRISE:
        return w.enterprises[row].leader == 1 and w.enterprises[row].sales > 0.0
    return w.institutes[row].budget > 0.0


@kernel
def rows_of(w: World, kind: int, cell: int) -> tuple[int, int]:
    """Return the first row of a kind in a cell and the one after its last."""
    if kind == codes.ENTERPRISE:
        return w.cells[cell].first_enterprise, w.cells[cell].last_enterprise
    return w.cells[cell].first_institute, w.cells[cell].last_institute


@kernel
def candidate_in(w: World, kind: int, cell: int, point: int) -> int:
    """Return the first one-to-one organisation of a cell at or after a point of the hash ring.

    Rows of a cell are sorted by identity, and identities are hashes: one more organisation can
    only stand in for the next one on its own arc.
    """
    low, high = rows_of(w, kind, cell)
    first = NONE
    for i in range(low, high):
        if not eligible(w, kind, i):
            continue
        if owner_identity(w, kind, i) >= point:
            return i
        if first == NONE:
            first = i
    return first


@kernel
def seat_of(w: World, center: int, kind: int, row: int) -> tuple[int, int]:
    """Return the member's row in the center's block or NONE, and the first free row or NONE.

    The first row of the block is the lead's.
    """
    per_center = w.memberships.size // w.centers.size
    free = NONE
    for m in range(center * per_center, (center + 1) * per_center):
        seat = w.memberships[m]
        if seat.status == codes.FREE:
            if free == NONE and m > center * per_center:
                free = m
        elif seat.kind == kind and seat.member == row:
            return m, free
    return NONE, free


@kernel
def met(w: World, p: Parameters, clock: Clock, c: int, channel: int, k: int, kind: int) -> int:
    """Return whom a center meets: it draws a field, a place and a point of the ring, or NONE."""
    n = w.provinces.size
    center = w.centers[c]
    u = draws.uniform(clock.seed, clock.quarter, center.id, channel, 4 * k)
    field = 0
    reached = w.center_fields[c, 0].share
    while u > reached and field < w.fields.size - 1:
        field += 1
        reached += w.center_fields[c, field].share
    u = draws.uniform(clock.seed, clock.quarter, center.id, channel, 4 * k + 1)
    home = p.membership.invite_home
    province = center.province if u < home else int((u - home) / (1.0 - home) * n)
    point = draws.bits(clock.seed, clock.quarter, center.id, channel, 4 * k + 3)
    return candidate_in(w, kind, field * n + province, masks.wide(int(point >> np.uint64(2))))


@kernel
def takes(w: World, center: int, kind: int) -> bool:
    """Say whether a center takes in organisations of a kind; an institute pays nothing."""
    c = w.centers[center]
    return kind == codes.INSTITUTE or c.takes_members == 1 or price_of_stake(w, center) > 0.0


@kernel
def offer_seat(w: World, p: Parameters, center: int, kind: int, row: int) -> int:
    """Invite an organisation that has no seat in a center yet, in place; return its row or NONE."""
    m, free = seat_of(w, center, kind, row)
    if m != NONE or free == NONE:
        return masks.wide(NONE)
    seat = w.memberships[free]
    seat.kind, seat.member, seat.status = kind, row, codes.INVITED
    seat.lead = 0
    seat.loss = int(p.membership.patience)
    seat.votes = 0.0
    seat.contract = codes.NO_CONTRACT
    seat.stake = 0.0
    seat.shared = masks.EMPTY
    return free


@kernel
def invite(w: World, p: Parameters, clock: Clock) -> None:
    """Settle invitations: each center draws whom it asks to join, of a kind that it takes."""
    for c in range(w.centers.size):
        center = w.centers[c]
        if center.status == codes.PLANNED or center.lead == NONE:
            continue
        for k in range(int(p.membership.invitations)):
            u = draws.uniform(clock.seed, clock.quarter, center.id, draws.INVITE, 4 * k + 2)
            invited = p.membership.invite_enterprises
            kind = masks.wide(codes.ENTERPRISE if u < invited else codes.INSTITUTE)
            if not takes(w, c, kind):
                continue
            row = met(w, p, clock, c, masks.wide(draws.INVITE), k, kind)
            if row == NONE:
                continue
            offer_seat(w, p, c, kind, row)


@kernel
def votes_of_institutes(w: World, center: int) -> float:
    """Return the share of votes that is left to institutes."""
    c = w.centers[center]
    return max(0.0, 1.0 - c.lead_votes - c.enterprise_votes - c.government_votes)


@kernel
def link_members(w: World, p: Parameters, clock: Clock) -> None:
    """Settle who belongs where: chain each organisation's memberships by identity of center.

    Who cannot pay all its dues pays them in this order.
    """
    for i in range(w.enterprises.size):
        w.enterprises[i].first_membership = NONE
    for i in range(w.institutes.size):
        w.institutes[i].first_membership = NONE
    c = last_before(w, NONE)
    while c != NONE:
        link_seats(w, c)
        c = last_before(w, c)


@kernel
def link_seats(w: World, center: int) -> None:
    """Put the seats of a center at the head of their holders' chains, in place."""
    per_center = w.memberships.size // w.centers.size
    for m in range((center + 1) * per_center - 1, center * per_center - 1, -1):
        seat = w.memberships[m]
        if seat.status == codes.FREE:
            continue
        if seat.kind == codes.ENTERPRISE:
            seat.next = w.enterprises[seat.member].first_membership
            w.enterprises[seat.member].first_membership = m
        else:
            seat.next = w.institutes[seat.member].first_membership
            w.institutes[seat.member].first_membership = m
