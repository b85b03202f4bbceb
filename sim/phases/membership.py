"""Membership: centers invite, organisations join, share, pay and leave."""

import math
from typing import Any

import numpy as np

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.log import log_center, owner_identity
from sim.phases.policy import main_field
from sim.phases.valuation import expected_benefit
from sim.phases.worth import loss_of_owner, market_share, ownership_of
from sim.rules.membership import opens_unit, stays_or_joins
from sim.rules.ownership import credit_of, discount_of
from sim.rules.value import prospect
from sim.state import NONE, Clock, World


@kernel
def candidate_in(w: World, kind: int, cell: int, point: int) -> int:
    """Return the first one-to-one organisation of a cell at or after a point of the hash ring.

    Rows of a cell are sorted by identity, and identities are hashes: one more organisation can
    only stand in for the next one on its own arc.
    """
    low, high = w.cells[cell].first_enterprise, w.cells[cell].last_enterprise
    if kind == codes.INSTITUTE:
        low, high = w.cells[cell].first_institute, w.cells[cell].last_institute
    first = NONE
    for i in range(low, high):
        if kind == codes.ENTERPRISE:
            eligible = w.enterprises[i].leader == 1 and w.enterprises[i].sales > 0.0
            identity = w.enterprises[i].id
        else:
            eligible = w.institutes[i].budget > 0.0
            identity = w.institutes[i].id
        if not eligible:
            continue
        if identity >= point:
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
def invite(w: World, p: Parameters, clock: Clock) -> None:
    """Settle invitations: a center draws fields, places and points of the ring."""
    n = w.provinces.size
    for c in range(w.centers.size):
        center = w.centers[c]
        if center.status == codes.PLANNED or center.lead == NONE:
            continue
        for k in range(int(p.membership.invitations)):
            u = draws.uniform(clock.seed, clock.quarter, center.id, draws.INVITE, 4 * k)
            field = 0
            reached = w.center_fields[c, 0].share
            while u > reached and field < w.fields.size - 1:
                field += 1
                reached += w.center_fields[c, field].share
            u = draws.uniform(clock.seed, clock.quarter, center.id, draws.INVITE, 4 * k + 1)
            home = p.membership.invite_home
            province = center.province if u < home else int((u - home) / (1.0 - home) * n)
            u = draws.uniform(clock.seed, clock.quarter, center.id, draws.INVITE, 4 * k + 2)
            invited = p.membership.invite_enterprises
            kind = codes.ENTERPRISE if u < invited else codes.INSTITUTE
            point = draws.bits(clock.seed, clock.quarter, center.id, draws.INVITE, 4 * k + 3)
            row = candidate_in(
                w, kind, field * n + province, masks.wide(int(point >> np.uint64(2)))
            )
            if row == NONE:
                continue
            seat, free = seat_of(w, c, kind, row)
            if seat == NONE and free != NONE:
                w.memberships[free].kind = kind
                w.memberships[free].member = row
                w.memberships[free].status = codes.INVITED
                w.memberships[free].lead = 0
                w.memberships[free].loss = int(p.membership.patience)
                w.memberships[free].votes = 0.0
                w.memberships[free].shared = masks.EMPTY


@kernel
def link_members(w: World, p: Parameters, clock: Clock) -> None:
    """Settle who belongs where: chain the memberships of each organisation."""
    for i in range(w.enterprises.size):
        w.enterprises[i].first_membership = NONE
    for i in range(w.institutes.size):
        w.institutes[i].first_membership = NONE
    for m in range(w.memberships.size - 1, -1, -1):
        seat = w.memberships[m]
        if seat.status == codes.FREE:
            continue
        if seat.kind == codes.ENTERPRISE:
            seat.next = w.enterprises[seat.member].first_membership
            w.enterprises[seat.member].first_membership = m
        else:
            seat.next = w.institutes[seat.member].first_membership
            w.institutes[seat.member].first_membership = m


@kernel
def own_income(w: World, center: int, p: Parameters) -> float:
    """Return what a center has for projects beside grants [million CNY/quarter].

    Fees, and the part of the last quarter's licence income that it does not share out.
    """
    c = w.centers[center]
    return c.fees + p.membership.retained * c.licences


@kernel
def typical_projects(w: World, center: int, field: int, judge: int, p: Parameters) -> float:
    """Return the worth, per million CNY of benefit at launch, of a center's work in a quarter.

    Projects a quarter (income over what a typical idea is expected to cost) times the discounted
    chance of each, as an owner of ownership `judge` discounts it. A center whose money lies idle
    is expected to spend what it has spent of late, not what it takes in.
    """
    c = w.centers[center]
    weight = w.center_fields[center, field].share
    if weight <= 0.0:
        return 0.0
    pilot = c.pilot_capacity > 0.0
    discount = discount_of(judge, p.funding, p.ownership)
    look = prospect(0, False, 1.0, 1.0, 1.0, pilot, discount, p.maturation)
    spent = prospect(0, False, 1.0, 1.0, 1.0, pilot, 1.0, p.maturation).cost
    income = (1.0 - c.cut) * (c.grant + c.local_grant) + own_income(w, center, p)
    if c.cash > p.membership.idle * income:
        income = min(income, c.usual_rd)
    return weight * income / (spent * w.fields[field].project_cost) * look.chance


@kernel
def votes_if_member(w: World, m: int, kind: int) -> float:
    """Return the share of votes a seat has, or would have once its holder has joined."""
    seat = w.memberships[m]
    c = w.centers[seat.center]
    if seat.lead == 1:
        return c.lead_votes
    joining = 0 if seat.status == codes.MEMBER else 1
    if kind == codes.ENTERPRISE:
        return c.enterprise_votes / max(1, c.enterprises + joining)
    return max(0.0, 1.0 - c.lead_votes - c.enterprise_votes) / max(1, c.institutes + joining)


@kernel
def expected_worth(w: World, m: int, kind: int, row: int, field: int, p: Parameters) -> float:
    """Return what a center's typical projects are worth to a member [million CNY/quarter]."""
    center = masks.wide(w.memberships[m].center)
    votes = votes_if_member(w, m, kind)
    benefit = expected_benefit(w, center, votes, kind, row, field, p)
    return typical_projects(w, center, field, ownership_of(w, kind, row), p) * benefit


@kernel
def openable(
    w: World, m: int, kind: int, row: int, field: int, known: np.uint64, p: Parameters
) -> np.uint64:
    """Return the units a member opens to the shared base of one center.

    A unit raises the chance of the center's projects by the same factor for all members, and how
    many there are counts for all alike, so both cancel: it is opened iff the member's benefit by
    one outweighs the profit it moves to the other members, as far as those do not know the unit
    already, times the member's share of the market they take it from. An institute sells nothing
    and opens all.
    """
    if kind == codes.INSTITUTE:
        return known
    seat = w.memberships[m]
    center = masks.wide(seat.center)
    share = market_share(w, row)
    others = max(0.0, w.center_fields[center, field].members - share) * w.fields[field].market
    judge = ownership_of(w, kind, row)
    benefit = expected_benefit(w, center, votes_if_member(w, m, kind), kind, row, field, p)
    moved = loss_of_owner(w, field, judge, 1.0, p.research.gain_mean, others, p)
    rivals = moved * w.fields[field].annuity[judge]
    cell = w.enterprises[row].cell
    opened = masks.EMPTY
    rest = known
    while rest != masks.EMPTY:
        unit = masks.lowest(rest)
        rest = rest & (rest - masks.ONE)
        if opens_unit(benefit, rivals * (1.0 - w.cells[cell].known[unit]), share):
            opened = opened | masks.bit(unit)
    return opened


@kernel
def consider(
    w: World,
    p: Parameters,
    clock: Clock,
    m: int,
    kind: int,
    row: int,
    me: Any,
    fee: float,
    money: float,
) -> bool:
    """Let an organisation join, stay in or leave one center at a fee; say whether it is a member.

    A member opens units; it pays the fee, if need be from its credit, elsewhere. The lead stays.
    """
    seat = w.memberships[m]
    seat.worth = expected_worth(w, m, kind, row, masks.wide(me.field), p)
    seat.fee_paid = 0.0
    stays, reason = stays_or_joins(seat.worth, fee, seat.loss, p.membership)
    if seat.lead == 1:
        stays, reason = True, codes.LEAD_RIGHT
    elif stays and money < fee:
        stays, reason = False, codes.NO_MONEY
    me.membership_reason = reason
    if stays:
        seat.loss = 0 if seat.worth > fee else seat.loss + 1
        if seat.status == codes.INVITED:
            seat.joined = clock.quarter
        seat.status = codes.MEMBER
        seat.fee_paid = fee
        seat.shared = openable(w, m, kind, row, masks.wide(me.field), me.knowledge, p)
    else:
        seat.loss = -reason
    return stays


@kernel
def consider_enterprise(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: join, stay or leave each center, open units to it, pay its fee."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        m = masks.wide(me.first_membership)
        credit = credit_of(masks.wide(me.ownership), p.ownership) * p.turnover.credit * me.sales
        while m != NONE:
            fee = w.centers[w.memberships[m].center].fee
            if consider(w, p, clock, m, codes.ENTERPRISE, i, me, fee, me.cash + credit):
                me.cash -= fee
                me.other_income -= fee
                pay(me, accounts.ENTERPRISE_FEES, fee)
            m = masks.wide(w.memberships[m].next)


@kernel
def consider_institute(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: join, stay or leave each center; it brings knowledge in place of a fee."""
    for i in range(low, high):
        me = w.institutes[i]
        me.acts += 1
        m = masks.wide(me.first_membership)
        while m != NONE:
            consider(w, p, clock, m, codes.INSTITUTE, i, me, 0.0, math.inf)
            m = masks.wide(w.memberships[m].next)


@kernel
def share_income(w: World, p: Parameters, center: int) -> None:
    """Pay members their part, by votes, of the last quarter's licence income, in place."""
    c = w.centers[center]
    per_center = w.memberships.size // w.centers.size
    pool = (1.0 - p.membership.retained) * c.licences
    if pool <= 0.0:
        return
    for m in range(center * per_center, (center + 1) * per_center):
        seat = w.memberships[m]
        if seat.status != codes.MEMBER or seat.votes <= 0.0:
            continue
        amount = seat.votes * pool
        c.cash -= amount
        if seat.kind == codes.ENTERPRISE:
            e = w.enterprises[seat.member]
            e.cash += amount / e.weight
            e.other_income += amount / e.weight
            pay(c, accounts.CENTER_SHARES_TO_ENTERPRISES, amount)
        else:
            o = w.institutes[seat.member]
            o.cash += amount / o.weight
            o.licences += amount / o.weight
            pay(c, accounts.CENTER_SHARES_TO_INSTITUTES, amount)


@kernel
def empty_center(w: World, center: int) -> None:
    """Forget in place who belongs to a center, what they share and sell."""
    c = w.centers[center]
    c.fees = 0.0
    c.members = 0.0
    c.enterprises = 0
    c.institutes = 0
    for field in range(w.fields.size):
        w.center_fields[center, field].pool = masks.EMPTY
        w.center_fields[center, field].members = 0.0


@kernel
def count_member(w: World, center: int, m: int) -> None:
    """Add a member to its center in place: its fee, what it opens and what it sells."""
    seat = w.memberships[m]
    c = w.centers[center]
    c.members += 1.0
    if seat.kind == codes.ENTERPRISE:
        e = w.enterprises[seat.member]
        if seat.lead == 0:
            c.enterprises += 1
        fee = e.weight * seat.fee_paid
        c.cash += fee
        c.fees += fee
        part = w.center_fields[center, e.field]
        part.members += market_share(w, seat.member)
    else:
        if seat.lead == 0:
            c.institutes += 1
        part = w.center_fields[center, w.institutes[seat.member].field]
    part.pool = part.pool | seat.shared


@kernel
def divide_votes(w: World, center: int) -> None:
    """Divide the votes of a center in place: the lead's, and equal parts within each kind."""
    c = w.centers[center]
    per_center = w.memberships.size // w.centers.size
    rest = max(0.0, 1.0 - c.lead_votes - c.enterprise_votes)
    for m in range(center * per_center, (center + 1) * per_center):
        seat = w.memberships[m]
        if seat.status != codes.MEMBER:
            continue
        if seat.lead == 1:
            seat.votes = c.lead_votes
        elif seat.kind == codes.ENTERPRISE:
            seat.votes = c.enterprise_votes / c.enterprises
        else:
            seat.votes = rest / c.institutes


@kernel
def log_member(w: World, clock: Clock, kind: int, m: int, reason: int) -> None:
    """Append the event that somebody joins or leaves a center, in place."""
    seat = w.memberships[m]
    c = masks.wide(seat.center)
    who = owner_identity(w, seat.kind, seat.member)
    log_center(w, clock, kind, c, main_field(w, c), who, seat.worth, reason)


@kernel
def settle_members(w: World, p: Parameters, clock: Clock) -> None:
    """Settle shares in income, exits, fees, votes, the shared base and what members sell."""
    if w.centers.size == 0:
        return
    per_center = w.memberships.size // w.centers.size
    for c in range(w.centers.size):
        share_income(w, p, c)
        empty_center(w, c)
        for m in range(c * per_center, (c + 1) * per_center):
            seat = w.memberships[m]
            if seat.status == codes.FREE:
                continue
            if seat.loss < 0 or seat.status == codes.INVITED:
                if seat.status == codes.MEMBER:
                    log_member(w, clock, codes.MEMBER_LEAVES, m, -masks.wide(seat.loss))
                seat.status = codes.FREE
                seat.member = NONE
                continue
            if seat.joined == clock.quarter and seat.lead == 0:
                log_member(w, clock, codes.MEMBER_JOINS, m, codes.WORTH)
            count_member(w, c, m)
        divide_votes(w, c)
