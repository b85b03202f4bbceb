"""Membership: organisations join, share, pay and leave; what that comes to for their centers."""

import math
from typing import Any, NamedTuple

from sim import accounts, codes, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.belonging import appraise, openable
from sim.phases.equity import (
    claim_of,
    give_back,
    members_stakes,
    pay_investor,
    refund_now,
    votes_of_shares,
)
from sim.phases.log import log_center, owner_identity
from sim.phases.persons import price_of_stake
from sim.phases.policy import main_field
from sim.phases.rosters import free_seat
from sim.phases.seats import votes_of_institutes
from sim.phases.worth import market_share
from sim.rules.legal import paid_out
from sim.rules.membership import graded, rides_free, stays_or_joins
from sim.rules.ownership import credit_of
from sim.state import NONE, Clock, World


class Offer(NamedTuple):
    """A way to belong to a center: what it costs a quarter, what is due now, the stake it gives."""

    contract: int
    price: float
    due: float
    stake: float


@kernel
def offer_of(w: World, m: int, me: Any, contract: int, p: Parameters) -> Offer:
    """Return what belonging by a contract costs an enterprise, by its size.

    The price of a stake is spread over what it looks ahead; once held, staying costs the refund
    that is forgone.
    """
    seat = w.memberships[m]
    c = w.centers[seat.center]
    f = w.fields[me.field]
    ahead = f.annuity[me.ownership]
    if contract == codes.STAKE and seat.stake > 0.0:
        return Offer(contract, refund_now(w, m, p) / ahead, 0.0, seat.stake)
    if contract == codes.STAKE:
        price = price_of_stake(w, masks.wide(seat.center))
        stake = graded(price, me.sales, f.leader_sales, p.membership)
        return Offer(contract, stake / ahead, stake, stake)
    if contract == codes.FEE:
        fee = graded(c.fee, me.sales, f.leader_sales, p.membership)
        return Offer(contract, fee, fee, 0.0)
    return Offer(contract, 0.0, 0.0, 0.0)


@kernel
def best_offer(w: World, p: Parameters, m: int, row: int, me: Any, money: float) -> Offer:
    """Return how an enterprise would belong to a center: as is best for it and as it can pay.

    Who holds a stake has no other choice, and a lead takes one if it can pay it.
    """
    seat = w.memberships[m]
    c = w.centers[seat.center]
    stakes = offer_of(w, m, me, masks.wide(codes.STAKE), p)
    members = offer_of(w, m, me, masks.wide(codes.FEE), p)
    capital = price_of_stake(w, masks.wide(seat.center))
    has_stakes = capital > 0.0 and stakes.due <= money
    if seat.stake > 0.0 or (seat.lead == 1 and has_stakes):
        return stakes
    if c.takes_members == 0 and capital <= 0.0:
        return offer_of(w, m, me, masks.wide(codes.NO_CONTRACT), p)
    if c.takes_members == 0:
        return stakes if seat.lead == 0 else offer_of(w, m, me, masks.wide(codes.NO_CONTRACT), p)
    if not has_stakes:
        return members
    appraise(w, m, masks.wide(codes.ENTERPRISE), row, me, stakes.price, stakes.stake, p)
    net = seat.worth - stakes.price
    appraise(w, m, masks.wide(codes.ENTERPRISE), row, me, members.price, 0.0, p)
    return stakes if net > seat.worth - members.price else members


@kernel
def consider(
    w: World,
    p: Parameters,
    clock: Clock,
    m: int,
    kind: int,
    row: int,
    me: Any,
    offer: Offer,
    money: float,
) -> bool:
    """Let an organisation join, stay in or leave one center; say whether it is a member.

    A member opens units; what is due it pays, if need be from its credit, elsewhere. The lead
    stays.
    """
    seat = w.memberships[m]
    gained = appraise(w, m, kind, row, me, offer.price, offer.stake, p)
    stays, reason = stays_or_joins(seat.worth, offer.price, seat.loss, p.membership)
    if seat.lead == 1:
        stays, reason = True, codes.LEAD_RIGHT
    elif kind == codes.ENTERPRISE and offer.contract == codes.NO_CONTRACT:
        stays, reason = False, codes.NOT_OFFERED
    elif stays and money < offer.due:
        stays, reason = False, codes.NO_MONEY
    elif not stays and rides_free(seat.worth, offer.price, gained):
        reason = codes.FREE_RIDES
    me.membership_reason = reason
    seat.fee_paid = 0.0
    if stays:
        seat.loss = 0 if seat.worth > offer.price else seat.loss + 1
        seat.shared = openable(w, m, kind, row, masks.wide(me.field), me.knowledge, p)
        if seat.status == codes.INVITED:
            seat.joined = clock.quarter
        seat.status = codes.MEMBER
        seat.contract = offer.contract
        if offer.contract == codes.FEE:
            seat.fee_paid = offer.due
        elif seat.stake < offer.stake:
            seat.stake, seat.subscribed = offer.stake, clock.quarter
    else:
        seat.loss = -reason
    return stays


@kernel
def consider_enterprise(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: join, stay or leave each center, open units to it, pay by its size."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        m = masks.wide(me.first_membership)
        credit = credit_of(masks.wide(me.ownership), p.ownership) * p.turnover.credit * me.sales
        while m != NONE:
            money = me.cash + credit
            offer = best_offer(w, p, m, i, me, money)
            if consider(w, p, clock, m, masks.wide(codes.ENTERPRISE), i, me, offer, money):
                me.cash -= offer.due
                if offer.contract == codes.FEE:
                    me.other_income -= offer.due
                    pay(me, accounts.ENTERPRISE_FEES, offer.due)
                else:
                    pay(me, accounts.CENTER_CAPITAL, offer.due)
            m = masks.wide(w.memberships[m].next)


@kernel
def consider_institute(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: join, stay or leave each center; it brings knowledge in place of money."""
    for i in range(low, high):
        me = w.institutes[i]
        me.acts += 1
        m = masks.wide(me.first_membership)
        while m != NONE:
            offer = Offer(masks.wide(codes.NO_CONTRACT), 0.0, 0.0, 0.0)
            consider(w, p, clock, m, masks.wide(codes.INSTITUTE), i, me, offer, math.inf)
            m = masks.wide(w.memberships[m].next)


@kernel
def pay_member(w: World, center: int, kind: int, row: int, amount: float) -> None:
    """Pay a member out of a center's income, in place."""
    c = w.centers[center]
    c.cash -= amount
    if kind == codes.ENTERPRISE:
        e = w.enterprises[row]
        e.cash += amount / e.weight
        e.other_income += amount / e.weight
        pay(c, accounts.CENTER_SHARES_TO_ENTERPRISES, amount)
    else:
        o = w.institutes[row]
        o.cash += amount / o.weight
        o.licences += amount / o.weight
        pay(c, accounts.CENTER_SHARES_TO_INSTITUTES, amount)


@kernel
def share_income(w: World, p: Parameters, center: int) -> None:
    """Pay members and investors their part of the last quarter's licence income, in place.

    By stakes if there are any, else by votes; before that, the lead what is its by the legal form.
    """
    c = w.centers[center]
    per_center = w.memberships.size // w.centers.size
    c.to_lead = 0.0
    if c.keeps_revenue < 1.0 and c.lead != NONE:
        c.to_lead = (1.0 - c.keeps_revenue) * (c.licences + c.rent_income)
        pay_member(w, center, masks.wide(c.lead_kind), masks.wide(c.lead), c.to_lead)
    pool = paid_out(c.keeps_revenue, c.pays_out, p.membership) * c.licences
    if pool <= 0.0:
        return
    for m in range(center * per_center, (center + 1) * per_center):
        seat = w.memberships[m]
        claim = claim_of(w, m)
        if seat.status != codes.MEMBER or claim <= 0.0:
            continue
        pay_member(w, center, masks.wide(seat.kind), masks.wide(seat.member), claim * pool)
    pay_investor(w, center, pool)


@kernel
def empty_center(w: World, center: int) -> None:
    """Forget in place who belongs to a center, what they share and sell; its stars share all."""
    c = w.centers[center]
    c.fees = c.capital_paid = 0.0
    c.paid_in = c.investor_stake
    c.lead_stake = 0.0
    c.shareholders = 0
    c.per_yuan = 0.0
    c.members = 0.0
    c.enterprises = 0
    c.institutes = 0
    for field in range(w.fields.size):
        w.center_fields[center, field].pool = w.center_fields[center, field].star_units
        w.center_fields[center, field].members = 0.0


@kernel
def count_stake(w: World, clock: Clock, center: int, m: int) -> None:
    """Add a member's stake to the capital of its center in place, and take it in if it is new."""
    seat = w.memberships[m]
    c = w.centers[center]
    stake = w.enterprises[seat.member].weight * seat.stake
    c.paid_in += stake
    if seat.lead == 1:
        c.lead_stake = stake
    else:
        c.shareholders += 1
    if seat.subscribed == clock.quarter:
        c.cash += stake
        c.capital_paid += stake


@kernel
def count_member(w: World, clock: Clock, center: int, m: int) -> None:
    """Add a member to its center in place: what it pays, what it opens and what it sells."""
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
        if seat.stake > 0.0:
            count_stake(w, clock, center, m)
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
    """Divide the votes of a center in place: the lead's, and equal parts within each kind.

    Those who hold stakes divide theirs by shares.
    """
    c = w.centers[center]
    per_center = w.memberships.size // w.centers.size
    rest = votes_of_institutes(w, center)
    for m in range(center * per_center, (center + 1) * per_center):
        seat = w.memberships[m]
        if seat.status != codes.MEMBER:
            continue
        if seat.stake > 0.0:
            stakes = members_stakes(w, center)
            part, all_firms = masks.wide(c.shareholders), masks.wide(c.enterprises)
            seat.votes = votes_of_shares(w, m, stakes, part, all_firms, seat.stake)
        elif seat.lead == 1:
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
    """Settle shares in income, exits, fees, stakes, votes, shared base and what members sell."""
    if w.centers.size == 0:
        return
    per_center = w.memberships.size // w.centers.size
    for c in range(w.centers.size):
        share_income(w, p, c)
        paid_in, cash = w.centers[c].paid_in, w.centers[c].cash
        empty_center(w, c)
        for m in range(c * per_center, (c + 1) * per_center):
            seat = w.memberships[m]
            if seat.status == codes.FREE:
                continue
            if seat.loss < 0 or seat.status == codes.INVITED:
                count_out(w, clock, c, m)
                give_back(w, m, paid_in, cash, p)
                free_seat(w, m)
                continue
            if seat.joined == clock.quarter and seat.lead == 0:
                log_member(w, clock, codes.MEMBER_JOINS, m, codes.WORTH)
            count_member(w, clock, c, m)
        divide_votes(w, c)
