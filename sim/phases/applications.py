"""Applications: who would lead a center in a call, under which charter, with how good a plan."""

import math
from typing import Any

import numpy as np

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.benefits import expected_benefit
from sim.phases.partnership import (
    Partners,
    Side,
    clear_seats,
    count_on,
    fee_of,
    knowledge_of,
    name_partners,
    side_of,
    stake_of,
)
from sim.phases.persons import price_of_project
from sim.phases.worth import ownership_of
from sim.rules.calls import (
    applies,
    contest,
    eligibility,
    is_call,
    local_offer,
    panel_mean,
    promise,
    zeal,
)
from sim.rules.ownership import discount_of
from sim.rules.value import annuity, prospect
from sim.state import NONE, Clock, World


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
    c.incubator_places = x.incubator_places
    c.pilot_for_members = x.pilot_for_members
    c.extension = x.extension
    c.local = x.local
    c.grant = x.grant
    c.local_grant = local
    c.fee = x.fee
    c.lead_votes = x.lead_votes
    c.enterprise_votes = x.enterprise_votes
    c.government_votes = x.government_votes
    c.voting = x.voting
    c.veto = x.veto
    c.experts = x.experts
    c.manager_limit = x.manager_limit
    w.center_fields[center, side.field].share = 1.0


@kernel
def clear_up(w: World, center: int, field: int) -> None:
    """Leave a row vacant again, in place."""
    c = w.centers[center]
    c.lead = NONE
    c.grant = c.local_grant = 0.0
    c.grant_paid = c.local_grant_paid = 0.0
    c.pilot_capacity = c.incubator_places = 0.0
    c.local = 0
    c.members = c.fees = c.paid_in = 0.0
    c.enterprises = c.institutes = 0
    w.center_fields[center, field].share = 0.0
    w.center_fields[center, field].members = 0.0


@kernel
def lead_benefit(
    w: World, p: Parameters, center: int, charter: int, side: Side, local: float
) -> tuple[Partners, float]:
    """Return who would join a lead under a charter, and what a success is then worth to the lead.

    The row of the center, in which the named have seats, is used to draw it up; it is vacant
    again afterwards.
    """
    draw_up(w, center, charter, side, local)
    c = w.centers[center]
    c.grant_paid, c.local_grant_paid = c.grant, c.local_grant
    partners = count_on(w, p, center, side, brought_by(w, charter, side))
    claim = w.charters[charter].lead_votes
    if c.paid_in > 0.0:
        claim = stake_of(w, p, center, side.kind, side.row) / c.paid_in
    benefit = expected_benefit(w, center, claim, side.kind, side.row, side.field, p)
    clear_up(w, center, side.field)
    return partners, benefit


@kernel
def brought_by(w: World, charter: int, side: Side) -> np.uint64:
    """Return what a lead itself brings: what it knows, unless its government founds the center.

    A platform has no researchers of its own; the institute that runs it keeps its own.
    """
    if w.charters[charter].local == 1:
        return masks.EMPTY
    return knowledge_of(w, side.kind, side.row)


@kernel
def share_known(w: World, side: Side, partners: Partners) -> float:
    """Return the share of the world's units that a center would have from its founders."""
    return masks.share_known(w.fields[side.field].world, partners.known)


@kernel
def money_of(w: World, charter: int, partners: Partners, local: float) -> float:
    """Return what a center would have a quarter from its founders [million CNY/quarter]."""
    return w.charters[charter].grant + local + partners.fees


@kernel
def worth_of_leading(
    w: World,
    p: Parameters,
    center: int,
    charter: int,
    side: Side,
    local: float,
    partners: Partners,
    benefit: float,
) -> float:
    """Return what leading is worth less the lead's part, by one value function for all.

    Discounted over a term [million CNY].
    """
    judge = ownership_of(w, side.kind, side.row)
    discount = discount_of(judge, p.funding, p.ownership)
    known = share_known(w, side, partners)
    pilot = w.charters[charter].pilot_capacity > 0.0
    look = prospect(0, False, known, known, known, pilot, discount, p.maturation)
    spent = prospect(0, False, known, known, known, pilot, 1.0, p.maturation).cost
    money = money_of(w, charter, partners, local)
    projects = money / (spent * price_of_project(w, center, side.field))
    part = fee_of(w, p, center, side.kind, side.row)
    quarters = annuity(max(1.0, p.programme.term), discount)
    if not applies(projects * look.chance * benefit, part, quarters, p.programme):
        return -math.inf
    return (projects * look.chance * benefit - part) * quarters - p.programme.preparation


@kernel
def rivals_of(w: World, field: int, province: int) -> float:
    """Return how many other provinces stood for a center of a field in the last call."""
    n = w.provinces.size
    rivals = 0.0
    for other in range(n):
        if other != province and w.cells[field * n + other].bids > 0.0:
            rivals += 1.0
    return rivals


@kernel
def offer_to(w: World, p: Parameters, charter: int, side: Side) -> float:
    """Return what a lead's local government offers under a charter [million CNY/quarter]."""
    x = w.charters[charter]
    r = w.provinces[side.province]
    factors = zeal(r.effort, p.governments.effort)
    factors *= contest(rivals_of(w, side.field, side.province), p.programme)
    if x.local == 1:
        factors *= p.programme.platform_factor
    return local_offer(x.local_grant, factors, r.treasury, p.programme)


@kernel
def founds_platforms(w: World, p: Parameters, province: int) -> bool:
    """Say whether a local government founds a platform: it does more than who is level."""
    return w.provinces[province].effort > p.governments.effort


@kernel
def quality_of(
    w: World, p: Parameters, charter: int, side: Side, local: float, partners: Partners
) -> float:
    """Return what a perfect panel would say of a plan (`promise`)."""
    x = w.charters[charter]
    known = share_known(w, side, partners)
    look = prospect(0, False, known, known, known, x.pilot_capacity > 0.0, 1.0, p.maturation)
    money = money_of(w, charter, partners, local)
    return promise(money, x.grant if x.grant > 0.0 else money, look.chance, look.cost)


@kernel
def is_open_to(w: World, p: Parameters, clock: Clock, charter: int, side: Side) -> bool:
    """Say whether a lead may apply under a charter now."""
    x = w.charters[charter]
    if x.offered == 0 or x.lead_kind != side.kind:
        return False
    if x.local == 1 and not founds_platforms(w, p, side.province):
        return False
    first, last = masks.wide(x.first_call), masks.wide(x.last_call)
    return is_call(clock.quarter, first, last, p.programme)


@kernel
def choose_charter(
    w: World, p: Parameters, clock: Clock, center: int, me: Any, side: Side
) -> float:
    """Note in place under which charter an organisation would apply, if any, and how well.

    The one worth most to it. A consortium is none without another enterprise that would join.
    Returned is what share of the world's units the applicant then knows: the lead, or the founders
    of a platform, to which the lead brings nothing.
    """
    stands_for = 0.0
    name_partners(w, p, center, side)
    best = -math.inf
    for charter in range(w.charters.size):
        if not is_open_to(w, p, clock, charter, side):
            continue
        local = offer_to(w, p, charter, side)
        partners, benefit = lead_benefit(w, p, center, charter, side, local)
        if w.charters[charter].partners == 1 and partners.firms <= 0.0:
            continue
        money = money_of(w, charter, partners, local)
        if money <= 0.0 or share_known(w, side, partners) <= 0.0:
            continue
        worth = worth_of_leading(w, p, center, charter, side, local, partners, benefit)
        if worth > best:
            best = worth
            me.bid_charter = charter + 1
            me.bid_local = local
            me.bid_quality = quality_of(w, p, charter, side, local, partners)
            founded = w.charters[charter].local == 1
            known = partners.known if founded else knowledge_of(w, side.kind, side.row)
            stands_for = masks.share_known(w.fields[side.field].world, known)
    clear_seats(w, center)
    return stands_for


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
    known = choose_charter(w, p, clock, center, me, side)
    if me.bid_charter == 0:
        return False
    if me.cash < p.programme.preparation:
        me.bid_reason = codes.NO_MONEY
        return False
    me.bid_reason = eligibility(known, rd, links, p.programme)
    if me.bid_reason != codes.NOTHING:
        return False
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
    side = side_of(w, masks.wide(codes.ENTERPRISE), row)
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
    side = side_of(w, masks.wide(codes.INSTITUTE), row)
    if bid(w, p, clock, center, me, side, me.rd, me.links):
        cost = p.programme.preparation
        me.cash -= cost
        pay(me, accounts.APPLICATIONS_OF_INSTITUTES, cost)
