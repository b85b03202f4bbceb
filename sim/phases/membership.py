"""Membership: organisations join, share, pay and leave; what that comes to for their centers."""

import math
from typing import Any

from sim import accounts, codes, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.belonging import appraise, openable
from sim.phases.log import log_center, owner_identity
from sim.phases.policy import main_field
from sim.phases.seats import votes_of_institutes
from sim.phases.worth import market_share
from sim.rules.membership import graded, rides_free, stays_or_joins
from sim.rules.ownership import credit_of
from sim.state import NONE, Clock, World


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
    gained = appraise(w, m, kind, row, me, fee, p)
    stays, reason = stays_or_joins(seat.worth, fee, seat.loss, p.membership)
    if seat.lead == 1:
        stays, reason = True, codes.LEAD_RIGHT
    elif stays and money < fee:
        stays, reason = False, codes.NO_MONEY
    elif not stays and rides_free(seat.worth, fee, gained):
        reason = codes.FREE_RIDES
    me.membership_reason = reason
    seat.fee_paid = 0.0
    if stays:
        seat.loss = 0 if seat.worth > fee else seat.loss + 1
        seat.shared = openable(w, m, kind, row, masks.wide(me.field), me.knowledge, p)
        if seat.status == codes.INVITED:
            seat.joined = clock.quarter
        seat.status = codes.MEMBER
        seat.fee_paid = fee
    else:
        seat.loss = -reason
    return stays


@kernel
def consider_enterprise(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: join, stay or leave each center, open units to it, pay its fee by its size."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        m = masks.wide(me.first_membership)
        credit = credit_of(masks.wide(me.ownership), p.ownership) * p.turnover.credit * me.sales
        while m != NONE:
            usual = w.centers[w.memberships[m].center].fee
            fee = graded(usual, me.sales, w.fields[me.field].leader_sales, p.membership)
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
    c.per_yuan = 0.0
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
        c.per_yuan += e.weight * seat.per_yuan
        part = w.center_fields[center, e.field]
        part.members += market_share(w, seat.member)
    else:
        if seat.lead == 0:
            c.institutes += 1
        o = w.institutes[seat.member]
        c.per_yuan += o.weight * seat.per_yuan
        part = w.center_fields[center, o.field]
    part.pool = part.pool | seat.shared


@kernel
def divide_votes(w: World, center: int) -> None:
    """Divide the votes of a center in place: the lead's, and equal parts within each kind."""
    c = w.centers[center]
    per_center = w.memberships.size // w.centers.size
    rest = votes_of_institutes(w, center)
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
def count_out(w: World, clock: Clock, center: int, m: int) -> None:
    """Count and log who leaves a center or declines to join it, in place."""
    seat = w.memberships[m]
    c = w.centers[center]
    if seat.status == codes.MEMBER:
        c.exits += 1
        log_member(w, clock, codes.MEMBER_LEAVES, m, -masks.wide(seat.loss))
    else:
        c.declined += 1
        log_member(w, clock, codes.INVITATION_DECLINED, m, -masks.wide(seat.loss))
    if seat.loss == -codes.FREE_RIDES:
        c.free_riders += 1


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
                count_out(w, clock, c, m)
                seat.status = codes.FREE
                seat.member = NONE
                continue
            if seat.joined == clock.quarter and seat.lead == 0:
                log_member(w, clock, codes.MEMBER_JOINS, m, codes.WORTH)
            count_member(w, c, m)
        divide_votes(w, c)
