"""Applications: who would lead a center in a call, under which charter, with how good a plan."""

import math
from typing import Any, NamedTuple

import numpy as np

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.benefits import expected_benefit
from sim.phases.partners import first_link
from sim.phases.persons import price_of_project
from sim.phases.worth import market_share, ownership_of
from sim.rules.calls import applies, eligibility, is_call, local_offer, panel_mean, promise
from sim.rules.ownership import discount_of
from sim.rules.value import annuity, prospect
from sim.state import NONE, Clock, World


class Side(NamedTuple):
    """An applicant: who it is and what it brings."""

    kind: int
    row: int
    field: int
    province: int
    known: np.uint64  # what it knows
    pooled: np.uint64  # what it and its partners know
    partners: float
    share: float  # of the partners together in the market


@kernel
def add_partners(w: World, kind: int, row: int, field: int, cell: int) -> Side:
    """Return an applicant with its partners in the field: neighbours that lead, and its links."""
    here = w.cells[cell]
    share = 0.0
    partners = 0.0
    if kind == codes.ENTERPRISE:
        known = w.enterprises[row].knowledge
        share = market_share(w, row)
        province = masks.wide(w.enterprises[row].province)
    else:
        known = w.institutes[row].knowledge
        province = masks.wide(w.institutes[row].province)
    pooled = known
    for i in range(here.first_enterprise, here.last_enterprise):
        e = w.enterprises[i]
        me = kind == codes.ENTERPRISE and i == row
        if e.leader == 1 and e.sales > 0.0 and not me:
            pooled = pooled | e.knowledge
            share += market_share(w, i)
            partners += 1.0
    k = first_link(w, kind, row)
    while k != NONE:
        link = w.links[k]
        mine = link.kind == kind and link.one == row
        other = masks.wide(link.other) if mine else masks.wide(link.one)
        of_firm = mine or link.kind == codes.ENTERPRISE
        if link.live == 1 and of_firm and other != NONE:
            e = w.enterprises[other]
            if e.leader == 1 and e.field == field and e.cell != cell:
                pooled = pooled | e.knowledge
                share += market_share(w, other)
                partners += 1.0
        k = masks.wide(link.next_one if mine else link.next_other)
    return Side(kind, row, field, province, known, pooled, partners, share)


@kernel
def draw_up(w: World, center: int, charter: int, side: Side, local: float) -> None:
    """Write into a vacant row what a center would be under a charter, in place."""
    c = w.centers[center]
    x = w.charters[charter]
    c.province = side.province
    c.lead_kind = x.lead_kind
    c.lead = side.row
    c.results_owner = x.results_owner
    c.pilot_capacity = x.pilot_capacity
    c.pilot_for_members = x.pilot_for_members
    c.extension = x.extension
    c.grant = x.grant
    c.local_grant = local
    c.lead_votes = x.lead_votes
    c.enterprise_votes = x.enterprise_votes
    c.government_votes = x.government_votes
    c.voting = x.voting
    c.veto = x.veto
    c.experts = x.experts
    c.manager_limit = x.manager_limit
    c.members = 1.0 + (side.partners if x.partners == 1 else 0.0)
    part = w.center_fields[center, side.field]
    part.share = 1.0
    part.members = side.share
    if x.partners == 0:
        part.members = 0.0
        if side.kind == codes.ENTERPRISE:
            part.members = market_share(w, side.row)


@kernel
def clear_up(w: World, center: int, field: int) -> None:
    """Leave a row vacant again, in place."""
    c = w.centers[center]
    c.lead = NONE
    c.grant = c.local_grant = 0.0
    c.pilot_capacity = 0.0
    c.members = 0.0
    w.center_fields[center, field].share = 0.0
    w.center_fields[center, field].members = 0.0


@kernel
def share_known(w: World, charter: int, side: Side) -> float:
    """Return the share of the world's units that a center would have from its founders."""
    known = side.pooled if w.charters[charter].partners == 1 else side.known
    return masks.share_known(w.fields[side.field].world, known)


@kernel
def money_of(w: World, charter: int, side: Side, local: float) -> float:
    """Return what a center would have a quarter from its founders [million CNY/quarter]."""
    x = w.charters[charter]
    payers = side.partners if x.partners == 1 else 0.0
    if side.kind == codes.ENTERPRISE:
        payers += 1.0
    return x.grant + local + x.fee * payers


@kernel
def worth_of_leading(
    w: World, p: Parameters, center: int, charter: int, side: Side, local: float
) -> float:
    """Return what leading is worth less the lead's part, by one value function for all.

    Discounted over a term [million CNY]; the row of the center is used to draw it up and is
    vacant again afterwards.
    """
    x = w.charters[charter]
    judge = ownership_of(w, side.kind, side.row)
    discount = discount_of(judge, p.funding, p.ownership)
    known = share_known(w, charter, side)
    pilot = x.pilot_capacity > 0.0
    look = prospect(0, False, known, known, known, pilot, discount, p.maturation)
    spent = prospect(0, False, known, known, known, pilot, 1.0, p.maturation).cost
    draw_up(w, center, charter, side, local)
    benefit = expected_benefit(w, center, x.lead_votes, side.kind, side.row, side.field, p)
    clear_up(w, center, side.field)
    projects = money_of(w, charter, side, local) / (spent * price_of_project(w, center, side.field))
    part = x.fee if side.kind == codes.ENTERPRISE else 0.0
    quarters = annuity(max(1.0, p.programme.term), discount)
    if not applies(projects * look.chance * benefit, part, quarters, p.programme):
        return -math.inf
    return (projects * look.chance * benefit - part) * quarters - p.programme.preparation


@kernel
def offer_of(w: World, p: Parameters, charter: int, province: int) -> float:
    """Return what the local government offers a center of a charter [million CNY/quarter]."""
    x = w.charters[charter]
    r = w.provinces[province]
    factor = p.programme.platform_factor if x.local == 1 else 1.0
    return local_offer(
        x.local_grant, r.effort, p.governments.effort, factor, r.treasury, p.programme
    )


@kernel
def founds_platforms(w: World, p: Parameters, province: int) -> bool:
    """Say whether a local government founds a platform: it does more than who is level."""
    return w.provinces[province].effort > p.governments.effort


@kernel
def quality_of(w: World, p: Parameters, charter: int, side: Side, local: float) -> float:
    """Return what a perfect panel would say of a plan (`promise`)."""
    x = w.charters[charter]
    known = share_known(w, charter, side)
    look = prospect(0, False, known, known, known, x.pilot_capacity > 0.0, 1.0, p.maturation)
    money = money_of(w, charter, side, local)
    return promise(money, x.grant if x.grant > 0.0 else money, look.chance, look.cost)


@kernel
def bid(
    w: World, p: Parameters, clock: Clock, center: int, me: Any, side: Side, rd: float, links: float
) -> bool:
    """Let an organisation apply under the charter worth most to it, in place; say if it does.

    Who leads nothing of its kind yet and is eligible applies iff that is worth it; the panel's
    errors are those of the applicant, whatever it applies as. Who is not eligible is told so before
    it prepares a plan.
    """
    me.bid_charter = 0
    me.bid_reason = codes.NOTHING
    best = -math.inf
    for charter in range(w.charters.size):
        x = w.charters[charter]
        if x.offered == 0 or x.lead_kind != side.kind:
            continue
        if not is_call(
            clock.quarter, masks.wide(x.first_call), masks.wide(x.last_call), p.programme
        ):
            continue
        if x.partners == 1 and side.partners <= 0.0:
            continue
        if x.local == 1 and not founds_platforms(w, p, side.province):
            continue
        local = offer_of(w, p, charter, side.province)
        if money_of(w, charter, side, local) <= 0.0 or share_known(w, charter, side) <= 0.0:
            continue
        worth = worth_of_leading(w, p, center, charter, side, local)
        if worth > best:
            best = worth
            me.bid_charter = charter + 1
            me.bid_local = local
    if me.bid_charter == 0:
        return False
    if me.cash < p.programme.preparation:
        me.bid_reason = codes.NO_MONEY
        return False
    known = masks.share_known(w.fields[side.field].world, side.known)
    me.bid_reason = eligibility(known, rd, links, p.programme)
    if me.bid_reason != codes.NOTHING:
        return False
    charter = masks.wide(me.bid_charter) - 1
    me.bid_quality = quality_of(w, p, charter, side, me.bid_local)
    errors = 0.0
    reviewers = max(1, int(p.programme.reviewers))
    for n in range(reviewers):
        u = draws.uniform(clock.seed, clock.quarter, me.id, draws.ARGUE, n)
        errors += draws.normal(u)
    me.bid_score = panel_mean(me.bid_quality, errors, reviewers, p.programme)
    return True


@kernel
def leads(w: World, kind: int, row: int) -> bool:
    """Say whether an organisation leads a center already."""
    for c in range(w.centers.size):
        if w.centers[c].lead_kind == kind and w.centers[c].lead == row:
            return True
    return False


@kernel
def apply_enterprise(w: World, p: Parameters, clock: Clock, center: int, row: int) -> None:
    """Let an enterprise consider to lead a center in its field, and pay for its application."""
    me = w.enterprises[row]
    me.bid_charter = 0
    me.bid_reason = codes.NOTHING
    if me.leader == 0 or me.sales <= 0.0 or leads(w, codes.ENTERPRISE, row):
        return
    side = add_partners(w, codes.ENTERPRISE, row, masks.wide(me.field), masks.wide(me.cell))
    if bid(w, p, clock, center, me, side, me.rd, me.links):
        cost = p.programme.preparation
        me.cash -= cost
        me.other_income -= cost
        pay(me, accounts.APPLICATIONS_OF_ENTERPRISES, cost)


@kernel
def apply_institute(w: World, p: Parameters, clock: Clock, center: int, row: int) -> None:
    """Let an institute consider to lead a center in its field, and pay for its application."""
    me = w.institutes[row]
    me.bid_charter = 0
    me.bid_reason = codes.NOTHING
    if me.budget <= 0.0 or leads(w, codes.INSTITUTE, row):
        return
    side = add_partners(w, codes.INSTITUTE, row, masks.wide(me.field), masks.wide(me.cell))
    if bid(w, p, clock, center, me, side, me.rd, me.links):
        cost = p.programme.preparation
        me.cash -= cost
        pay(me, accounts.APPLICATIONS_OF_INSTITUTES, cost)
