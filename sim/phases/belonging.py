"""What belonging to a center is worth: what a member has beside what it would have outside.

Both sides count the same projects of the center, those that its money pays for; outside they are
fewer by what the own money would add, their results come later and cost a licence. A member also
has the shared base and the pilot line for projects of its own.
"""

from typing import Any

import numpy as np

from sim import codes, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.benefits import expected_benefit, licensed_value, lost_to_others
from sim.phases.equity import claim_if_member
from sim.phases.persons import price_of_project
from sim.phases.valuation import (
    Holder,
    Work,
    expected_work,
    holder_of,
    known_beside,
    related_to,
    value_knowing,
)
from sim.phases.worth import loss_of_owner, market_share, ownership_of
from sim.rules.legal import paid_out
from sim.rules.maturation import PILOT_STAGE
from sim.rules.membership import opens_unit, spent_of, use_after
from sim.rules.ownership import discount_of, horizon_of
from sim.rules.platforms import value_on_rented_line
from sim.rules.value import prospect
from sim.state import IDEAS, NONE, OWNERS, RIVALS, STAGES, Clock, World


@kernel
def has_begun(w: World) -> bool:
    """Say whether there is any center yet, or may be one by a call."""
    begun = 0
    for c in range(w.centers.size):
        if w.centers[c].status != codes.PLANNED:
            begun += 1
    for x in range(w.charters.size):
        begun += masks.wide(w.charters[x].offered)
    return begun > 0


@kernel
def look_ahead(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Note how large a one-to-one enterprise is, and what use is worth to who comes late."""
    if not has_begun(w):
        return
    first_quarters = p.membership.first_quarters
    for field in range(low, high):
        f = w.fields[field]
        sales = 0.0
        firms = 0.0
        for c in range(field * w.provinces.size, (field + 1) * w.provinces.size):
            for i in range(w.cells[c].first_enterprise, w.cells[c].last_enterprise):
                if w.enterprises[i].leader == 1:
                    firms += w.enterprises[i].weight
                    sales += w.enterprises[i].weight * w.enterprises[i].sales
        f.leader_sales = sales / firms if firms > 0.0 else 0.0
        for owner in range(OWNERS):
            far = horizon_of(owner, p.funding, p.ownership)
            d = discount_of(owner, p.funding, p.ownership)
            life = p.funding.licence_life
            extended = f.innovation + p.diffusion.extension
            f.late_uptake[owner] = use_after(
                f.innovation, f.imitation, first_quarters, life, far, d
            )
            f.uptake_extended[owner] = use_after(extended, f.imitation, 0.0, life, far, d)
            f.late_uptake_extended[owner] = use_after(
                extended, f.imitation, first_quarters, life, far, d
            )
            f.late_use[owner] = use_after(f.innovation, f.imitation, first_quarters, far, far, d)
            f.late_extended[owner] = use_after(extended, f.imitation, first_quarters, far, far, d)


@kernel
def chain_teams(w: World, p: Parameters, clock: Clock) -> None:
    """Settle who works on what: chain the teams of each owner, finished ones left out."""
    for i in range(w.enterprises.size):
        w.enterprises[i].first_team = NONE
    for i in range(w.institutes.size):
        w.institutes[i].first_team = NONE
    for c in range(w.centers.size):
        w.centers[c].first_team = NONE
    for row in range(RIVALS * w.counters[IDEAS] - 1, -1, -1):
        team = w.teams[row]
        if team.stage == STAGES:  # it waits for another's launch
            continue
        if team.kind == codes.ENTERPRISE:
            team.next = w.enterprises[team.owner].first_team
            w.enterprises[team.owner].first_team = row
        elif team.kind == codes.INSTITUTE:
            team.next = w.institutes[team.owner].first_team
            w.institutes[team.owner].first_team = row
        elif team.kind == codes.CENTER:
            team.next = w.centers[team.owner].first_team
            w.centers[team.owner].first_team = row


@kernel
def income_beside_fees(w: World, center: int, licences: float, p: Parameters) -> float:
    """Return what a center has for projects beside grants and fees [million CNY/quarter].

    Overheads that sponsors pay, and of rents of its line and of licences what it neither hands to
    its lead nor shares out.
    """
    c = w.centers[center]
    out = paid_out(c.keeps_revenue, c.pays_out, p.membership)
    services = c.agreement_income - c.sponsored + c.keeps_revenue * c.rent_income
    return services + (c.keeps_revenue - out) * licences


@kernel
def own_income(w: World, center: int, p: Parameters) -> float:
    """Return the same with fees, with licences as in the last quarter [million CNY/quarter]."""
    c = w.centers[center]
    return c.fees + income_beside_fees(w, center, c.licences, p)


@kernel
def public_income(w: World, center: int) -> float:
    """Return the grants that a center has received this quarter [million CNY/quarter]."""
    return w.centers[center].grant_paid + w.centers[center].local_grant_paid


@kernel
def spending(w: World, center: int, more: float, p: Parameters) -> float:
    """Return what a center would spend on projects with so much more income [million CNY/quarter].

    One whose money lies idle is expected to spend what it has spent of late, not what it takes in.
    """
    c = w.centers[center]
    income = public_income(w, center) + own_income(w, center, p)
    return spent_of(max(0.0, income + more), c.usual_rd, c.cash > p.membership.idle * income)


@kernel
def projects_per_yuan(w: World, center: int, field: int, judge: int, p: Parameters) -> float:
    """Return the worth of a yuan that a center spends, per million CNY of benefit at launch.

    The discounted chance of a typical project over what it is expected to cost, as an owner of
    ownership `judge` discounts it, in the part of the work that is in the field. What it takes up
    a center knows nearly whole (`docs/decisions.md`), so that knowledge is no limit here.
    """
    c = w.centers[center]
    weight = w.center_fields[center, field].share
    if weight <= 0.0:
        return 0.0
    pilot = c.pilot_capacity > 0.0
    discount = discount_of(judge, p.funding, p.ownership)
    look = prospect(0, False, 1.0, 1.0, 1.0, pilot, discount, p.maturation)
    spent = prospect(0, False, 1.0, 1.0, 1.0, pilot, 1.0, p.maturation).cost
    return weight * look.chance / (spent * price_of_project(w, center, field))


@kernel
def benefit_outside(
    w: World, center: int, member: bool, kind: int, row: int, work: Work, p: Parameters
) -> float:
    """Return what a center's success is worth to who does not belong to it [million CNY].

    A licence, late and as far as the holder grants it, less what the use of the holder, or of
    members where the center owns, and that of licensees takes, as a member counts it too. `member`
    says that it is one now, so that its own sales are no part of the others'.
    """
    if kind == codes.INSTITUTE:
        return 0.0
    c = w.centers[center]
    e = w.enterprises[row]
    field = masks.wide(e.field)
    gain = work.gain * related_to(w, work, field)
    judge = masks.wide(e.ownership)
    f = w.fields[field]
    use = f.late_extended[judge] if c.extension == 1 else f.late_use[judge]
    if c.results_owner == codes.LEAD_OWNS:
        holder = holder_of(w, masks.wide(c.lead_kind), masks.wide(c.lead), field)
    elif c.results_owner == codes.INVENTOR_OWNS:
        holder = Holder(f.rival_share, masks.wide(codes.PRIVATE))
    else:
        others = w.center_fields[center, field].members
        if member:
            others = max(0.0, others - market_share(w, row))
        holder = Holder(others, masks.wide(codes.PRIVATE))
    worth = licensed_value(w, row, holder, gain, p) * use
    return worth - lost_to_others(w, row, holder, work, masks.wide(c.extension), p)


@kernel
def line_beside(w: World, first: int, center: int) -> bool:
    """Say whether a member of some centers may use a pilot line of another one than this."""
    m = first
    while m != NONE:
        seat = w.memberships[m]
        c = w.centers[seat.center]
        may = c.pilot_for_members == 1 or seat.lead == 1
        if seat.center != center and seat.status == codes.MEMBER and may and c.line > 0.0:
            return True
        m = masks.wide(seat.next)
    return False


@kernel
def services(
    w: World, m: int, kind: int, row: int, first_team: int, first_seat: int, p: Parameters
) -> float:
    """Return what shared base and pilot line add to an organisation's projects [million CNY].

    Its teams stand for those it will have: each is valued by what it knows by itself, with the
    center and without it.
    """
    seat = w.memberships[m]
    center = masks.wide(seat.center)
    c = w.centers[center]
    here = c.line > 0.0 and (c.pilot_for_members == 1 or seat.lead == 1)
    elsewhere = line_beside(w, first_seat, center)
    total = 0.0
    at = first_team
    while at != NONE:
        field = masks.wide(w.ideas[at // RIVALS].field)
        alone = known_beside(w, kind, row, field, center)
        joined = alone | w.center_fields[center, field].pool
        if (w.teams[at].stage <= PILOT_STAGE and here and not elsewhere) or joined != alone:
            without = value_knowing(w, at, alone, elsewhere, p)
            if w.teams[at].stage == PILOT_STAGE and not elsewhere:  # it would rent one
                on_line = value_knowing(w, at, alone, True, p)
                without = value_on_rented_line(without, on_line, p.platforms)
            both = value_knowing(w, at, joined, here or elsewhere, p)
            total += max(0.0, max(0.0, both) - max(0.0, without))
        at = masks.wide(w.teams[at].next)
    return total


@kernel
def openable(
    w: World, m: int, kind: int, row: int, field: int, known: np.uint64, p: Parameters
) -> np.uint64:
    """Return the units a member opens to the shared base of one center.

    A unit raises the chance of the center's projects by the same factor for all members, and how
    many there are counts for all alike, so both cancel: it is opened iff the member's benefit by
    one outweighs the profit it moves to the other members, as far as those do not know the unit
    already, times the member's share of the market they take it from. An institute sells nothing
    and opens all, but to a platform that it only runs.
    """
    seat = w.memberships[m]
    center = masks.wide(seat.center)
    if seat.lead == 1 and w.centers[center].local == 1:
        return masks.EMPTY
    if kind == codes.INSTITUTE:
        return known
    share = market_share(w, row)
    others = max(0.0, w.center_fields[center, field].members - share) * w.fields[field].market
    judge = ownership_of(w, kind, row)
    claim = claim_if_member(w, m, kind, seat.stake)
    benefit = expected_benefit(w, center, claim, kind, row, field, p)
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
def appraise(
    w: World,
    m: int,
    kind: int,
    row: int,
    me: Any,
    price: float,
    stake: float,
    p: Parameters,
) -> float:
    """Note in a seat what belonging is worth; return what its money brings to all.

    By the projects that it pays, all members together, in a quarter; the flow of what shared base
    and pilot line add is the value of its projects over its horizon. The price of a stake is spread
    over the horizon too.
    """
    seat = w.memberships[m]
    center = masks.wide(seat.center)
    field = masks.wide(me.field)
    member = seat.status == codes.MEMBER
    paid = seat.fee_paid if member else 0.0
    with_it = spending(w, center, me.weight * (price - paid), p)
    without = spending(w, center, -me.weight * paid, p)
    judge = ownership_of(w, kind, row)
    each = projects_per_yuan(w, center, field, judge, p)
    claim = claim_if_member(w, m, kind, stake)
    seat.per_yuan = each * expected_benefit(w, center, claim, kind, row, field, p)
    outside = each * benefit_outside(w, center, member, kind, row, expected_work(field, p), p)
    first_team, first_seat = masks.wide(me.first_team), masks.wide(me.first_membership)
    helped = services(w, m, kind, row, first_team, first_seat, p) / me.weight
    flow = helped / w.fields[field].annuity[judge]
    seat.worth = seat.per_yuan * with_it - outside * without + flow
    others = w.centers[center].per_yuan
    if not member:
        others += me.weight * seat.per_yuan
    return others * (with_it - without) / me.weight
