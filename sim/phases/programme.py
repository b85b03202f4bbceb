"""Calls: who applies to lead a center, what the panel says, who is approved."""

import math
from typing import Any, NamedTuple

import numpy as np

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.log import log
from sim.phases.partners import first_link
from sim.phases.policy import main_field
from sim.phases.valuation import expected_benefit
from sim.phases.worth import market_share, ownership_of
from sim.rules.calls import applies, eligibility, is_call, local_offer, panel_mean, promise
from sim.rules.ownership import discount_of
from sim.rules.value import annuity, prospect
from sim.state import NEVER, NONE, Clock, World


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
def vacant(w: World) -> int:
    """Return the first row that no center has yet, or NONE."""
    for c in range(w.centers.size):
        if w.centers[c].start == NEVER:
            return c
    return NONE


@kernel
def called(w: World) -> int:
    """Return how many centers calls have brought so far, those revoked included."""
    number = 0
    for c in range(w.centers.size):
        if w.centers[c].charter != 0 and w.centers[c].start != NEVER:
            number += 1
    return number


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
        if link.live == 1 and of_firm:
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
    c.fee = x.fee
    c.lead_votes = x.lead_votes
    c.enterprise_votes = x.enterprise_votes
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
    c.grant = c.local_grant = c.fee = 0.0
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
    projects = money_of(w, charter, side, local) / (spent * w.fields[side.field].project_cost)
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
    errors are those of the applicant, whatever it applies as.
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


# The panel's list.


@kernel
def forget_choices(w: World) -> None:
    """Count the centers that stand in each field and province, in place."""
    for field in range(w.fields.size):
        w.fields[field].chosen = 0.0
    for r in range(w.provinces.size):
        w.provinces[r].chosen = 0.0
    for cell in range(w.cells.size):
        w.cells[cell].chosen = 0.0
    for c in range(w.centers.size):
        center = w.centers[c]
        if center.start != NEVER and center.status != codes.REVOKED:
            w.fields[main_field(w, c)].chosen += 1.0
            w.provinces[center.province].chosen += 1.0


@kernel
def has_room(w: World, cell: int) -> bool:
    """Say whether the layout has room for one more center in a field and province.

    One call brings a cell one center at most: its identity is that of field, region and call.
    """
    field, province = cell // w.provinces.size, cell % w.provinces.size
    if w.cells[cell].chosen > 0.0 or w.fields[field].chosen >= w.fields[field].centers_most:
        return False
    total = 0.0
    for r in range(w.provinces.size):
        if w.provinces[r].group == w.provinces[province].group:
            total += w.provinces[r].chosen
    return total < w.provinces[province].centers_most


@kernel
def add_choice(w: World, cell: int) -> None:
    """Count one more center of a field and province, in place."""
    w.cells[cell].chosen += 1.0
    w.fields[cell // w.provinces.size].chosen += 1.0
    w.provinces[cell % w.provinces.size].chosen += 1.0


@kernel
def waits(w: World, me: Any, by_quality: bool) -> bool:
    """Say whether an eligible application still waits for a place that there is room for."""
    if me.bid_charter == 0 or me.bid_reason != codes.NOTHING:
        return False
    return not (by_quality and me.bid_ideal == 1) and has_room(w, masks.wide(me.cell))


@kernel
def next_best(w: World, by_quality: bool) -> tuple[int, int]:
    """Return kind and row of the best application that waits, or NOBODY and NONE.

    By quality, as perfect assessment would, or by score; identity breaks ties.
    """
    kind, row = codes.NOBODY, NONE
    most = -math.inf
    identity = 0
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        if waits(w, e, by_quality):
            value = e.bid_quality if by_quality else e.bid_score
            if value > most or (value == most and e.id < identity):
                kind, row, most, identity = codes.ENTERPRISE, i, value, masks.wide(e.id)
    for i in range(w.institutes.size):
        o = w.institutes[i]
        if waits(w, o, by_quality):
            value = o.bid_quality if by_quality else o.bid_score
            if value > most or (value == most and o.id < identity):
                kind, row, most, identity = codes.INSTITUTE, i, value, masks.wide(o.id)
    return kind, row


@kernel
def approve(w: World, clock: Clock, center: int, kind: int, row: int, me: Any) -> None:
    """Charter a center for an applicant, in place: construction begins in the next quarter."""
    cell = masks.wide(me.cell)
    field, province = cell // w.provinces.size, cell % w.provinces.size
    side = add_partners(w, kind, row, field, cell)
    draw_up(w, center, masks.wide(me.bid_charter) - 1, side, me.bid_local)
    c = w.centers[center]
    c.members = 0.0
    w.center_fields[center, field].members = 0.0
    c.id = draws.identity(w.fields[field].key, w.provinces[province].key, clock.quarter)
    c.start = clock.quarter + 1
    c.charter = me.bid_charter
    me.bid_reason = codes.BID_APPROVED
    add_choice(w, cell)


@kernel
def assess_perfectly(w: World, places: int) -> None:
    """Mark in place what a panel without errors would approve within the same limits."""
    for _ in range(places):
        kind, row = next_best(w, True)
        if row == NONE:
            return
        if kind == codes.ENTERPRISE:
            w.enterprises[row].bid_ideal = 1
            add_choice(w, masks.wide(w.enterprises[row].cell))
        else:
            w.institutes[row].bid_ideal = 1
            add_choice(w, masks.wide(w.institutes[row].cell))


@kernel
def decide(w: World, p: Parameters, clock: Clock, places: int) -> None:
    """Approve the best by score, within the limits, in place; the others are told so."""
    for _ in range(places):
        center = vacant(w)
        kind, row = next_best(w, False)
        if center == NONE or row == NONE:
            break
        if kind == codes.ENTERPRISE:
            approve(w, clock, center, kind, row, w.enterprises[row])
        else:
            approve(w, clock, center, kind, row, w.institutes[row])
    for i in range(w.enterprises.size):
        answer(w, clock, w.enterprises[i])
    for i in range(w.institutes.size):
        answer(w, clock, w.institutes[i])


@kernel
def answer(w: World, clock: Clock, me: Any) -> None:
    """Tell an applicant what came of its application, in place, and log it."""
    if me.bid_charter == 0:
        return
    if me.bid_reason == codes.NOTHING:
        me.bid_reason = codes.OUTRANKED
    log(
        w.events, w.counters, clock, codes.CENTER_APPLICATION, masks.wide(me.field),
        masks.wide(me.province), me.id, masks.wide(me.bid_charter), me.bid_score,
        masks.wide(me.bid_reason),
    )  # fmt: skip


@kernel
def calls_now(w: World, p: Parameters, clock: Clock) -> bool:
    """Say whether there is a call for any type of lead."""
    for x in range(w.charters.size):
        charter = w.charters[x]
        first, last = masks.wide(charter.first_call), masks.wide(charter.last_call)
        if charter.offered == 1 and is_call(clock.quarter, first, last, p.programme):
            return True
    return False


@kernel
def call_centers(w: World, p: Parameters, clock: Clock) -> None:
    """Settle a call: applications, the panel's scores, approvals within target and layout."""
    for i in range(w.enterprises.size):
        w.enterprises[i].bid_charter = w.enterprises[i].bid_ideal = 0
    for i in range(w.institutes.size):
        w.institutes[i].bid_charter = w.institutes[i].bid_ideal = 0
    center = vacant(w)
    places = min(int(p.programme.most_per_call), int(p.programme.target) - called(w))
    if center == NONE or places <= 0 or not calls_now(w, p, clock):
        return
    for i in range(w.enterprises.size):
        apply_enterprise(w, p, clock, center, i)
    for i in range(w.institutes.size):
        apply_institute(w, p, clock, center, i)
    forget_choices(w)
    assess_perfectly(w, places)
    forget_choices(w)
    decide(w, p, clock, places)
