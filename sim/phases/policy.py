"""Policy: the world moves on, centers start, public money is paid."""

import math
from typing import Any

import numpy as np

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.log import log_center, owner_identity
from sim.phases.rosters import free_seat, next_in
from sim.ranges import enterprises_of, institutes_of
from sim.rules.cofunding import part_served, public_part
from sim.rules.funding import public_growth
from sim.rules.institutes import basic_part, next_earned
from sim.rules.market import next_maturity
from sim.rules.ownership import discount_of, horizon_of, lead_of
from sim.rules.value import annuity, sales_elasticity, uptake
from sim.state import IDEAS, NONE, OWNERS, Clock, World


@kernel
def open_unit(w: World, p: Parameters, field: int) -> None:
    """Open the next unit of a field to the world, in place; the oldest may retire."""
    f = w.fields[field]
    new = masks.bit(f.opened % masks.UNITS)
    f.opened += 1
    f.world = f.world | new
    window = int(p.knowledge.window)
    if masks.size(f.world) > window:
        oldest = masks.bit((f.opened - window - 1) % masks.UNITS)
        f.world = f.world & ~oldest
        f.retired = f.retired | oldest


@kernel
def move_world(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Advance knowledge and efficiency abroad, potential demand and market maturity."""
    for field in range(low, high):
        f = w.fields[field]
        u = draws.uniform(clock.seed, clock.quarter, f.key, draws.FRONTIER, 0)
        for _ in range(draws.poisson(u, 0.25 * f.frontier_growth, 8)):
            if f.ahead > 0:  # it would have found by now what was discovered here first
                f.ahead -= 1
            else:
                open_unit(w, p, field)
            f.foreign_efficiency = f.foreign_efficiency * (1.0 + p.market.foreign_unit_gain)
        f.potential = f.potential * math.sqrt(math.sqrt(1.0 + f.growth))
        if f.taking_off == 1:
            f.maturity = next_maturity(f.maturity, p.market)
        f.abroad_maturity = next_maturity(f.abroad_maturity, p.market)
        f.abroad_demand = f.abroad_demand * math.sqrt(math.sqrt(1.0 + p.market.world_growth))
        begun = f.embargo_from >= 0 and clock.quarter >= f.embargo_from
        over = f.embargo_until >= 0 and clock.quarter >= f.embargo_until
        f.embargoed = 1 if begun and not over else 0
        f.intensity = f.intensity * math.sqrt(math.sqrt(1.0 + p.funding.intensity_growth))
        for owner in range(OWNERS):
            horizon = horizon_of(owner, p.funding, p.ownership)
            discount = discount_of(owner, p.funding, p.ownership)
            f.elasticity[owner] = sales_elasticity(horizon, discount, p.market)
            f.annuity[owner] = annuity(horizon, discount)
            life = p.funding.licence_life
            f.uptake[owner] = uptake(f.innovation, f.imitation, horizon, discount, life)
        ahead, discount = p.funding.horizon, p.funding.discount
        f.reach = uptake(f.innovation, f.imitation, ahead, discount, ahead)


@kernel
def outdate(w: World, idea: int, keep: np.uint64) -> None:
    """Strike retired units from what an idea needs, in place; it gains the less by as large a part.

    Else an idea would become easier by waiting and stay as good.
    """
    k = w.ideas[idea]
    k.gain = k.gain * masks.share_known(k.science | k.application, keep)
    k.science = k.science & keep
    k.application = k.application & keep


@kernel
def retire_units(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Clear retired units from what organisations know, ideas need and technologies build on.

    Those that the last quarter's discoveries have pushed out too.
    """
    for field in range(low, high):
        keep = ~w.fields[field].retired
        if keep == masks.FULL:
            continue
        w.fields[field].retired = masks.EMPTY
        w.fields[field].country = w.fields[field].country & keep
        first, last = enterprises_of(w, field)
        for i in range(first, last):
            w.enterprises[i].knowledge = w.enterprises[i].knowledge & keep
        first, last = institutes_of(w, field)
        for i in range(first, last):
            w.institutes[i].knowledge = w.institutes[i].knowledge & keep
        for c in range(w.centers.size):
            w.center_fields[c, field].pool = w.center_fields[c, field].pool & keep
        for k in range(w.counters[IDEAS]):
            if w.ideas[k].field == field:
                outdate(w, k, keep)
        for bank in range(w.technologies.shape[0]):
            for slot in range(w.technologies.shape[1]):
                t = w.technologies[bank, slot]
                if t.field == field:
                    t.realised = t.realised * masks.share_known(t.application, keep)
                    t.application = t.application & keep


@kernel
def granted_part(me: Any, age: int, p: Parameters) -> float:
    """Return the part of its grants that a center gets, in place: noted is what enterprises bring.

    All of it but where enterprises have to bear the main part.
    """
    brought = me.fees + me.capital_paid + me.agreement_income
    me.enterprise_money += 0.25 * (brought - me.enterprise_money)
    if me.enterprise_main == 0:
        return 1.0
    return public_part(me.grant + me.local_grant, me.enterprise_money, age, p.cofunding)


@kernel
def start_up(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: start on its date, have its pilot line after construction, receive its grant.

    What it is to have of its province the province pays next.
    """
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        if clock.quarter < me.start or me.status == codes.REVOKED:
            continue
        if clock.quarter == me.start:
            me.term_start = me.start
        me.usual_licences += (me.licences - me.usual_licences) / max(1.0, p.membership.idle)
        built = clock.quarter >= me.start + int(p.programme.construction)
        if me.status != codes.RECTIFYING:
            me.status = codes.OPERATING if built else codes.CONSTRUCTION
        me.line = (me.pilot_capacity if built else 0.0) + me.base_lines
        part = min(1.0 - me.cut, granted_part(me, clock.quarter - me.start, p))
        me.grant_paid, me.local_grant_paid = part * me.grant, part * me.local_grant
        me.cash += me.grant_paid
        pay(me, accounts.CENTER_GRANTS, me.grant_paid)


@kernel
def pay_local_grants(w: World, p: Parameters, clock: Clock) -> None:
    """Settle what provinces pay their centers: all get the same part if a treasury has too little.

    Noted is what a province promised and does not pay.
    """
    for r in range(w.provinces.size):
        me = w.provinces[r]
        due = 0.0
        c = next_in(w, r, NONE)
        while c != NONE:
            due += w.centers[c].local_grant_paid
            c = next_in(w, r, c)
        part = part_served(due, me.treasury)
        me.unpaid = (1.0 - part) * due
        c = next_in(w, r, NONE)
        while c != NONE:
            center = w.centers[c]
            center.local_grant_paid *= part
            center.cash += center.local_grant_paid
            pay(center, accounts.CENTER_LOCAL_GRANTS, center.local_grant_paid)
            c = next_in(w, r, c)
        # to the last yuan: a rounding error would be a debt
        me.treasury = max(min(0.0, me.treasury), me.treasury - part * due)


@kernel
def receive(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: receive its block grant, note what it lives on and so how basic its work is.

    Public money grows at a steady real rate. Project money that ideas of weight did not take pays
    for projects of the usual work, in proportion to public money.
    """
    for i in range(low, high):
        me = w.institutes[i]
        me.acts += 1
        me.opening = me.cash
        other = me.contracts + me.project_grants + me.other_projects + me.licences + me.rents
        me.earned = next_earned(me.earned, me.grant, other, p.institutes)
        me.basic_share = basic_part(me.basic_start, me.earned, me.earned_start, p.institutes)
        me.licences = me.rents = 0.0
        f = w.fields[me.field]
        me.other_projects = f.returned * me.due / f.public if f.public > 0.0 else 0.0
        university = me.kind == codes.UNIVERSITY
        me.due = 0.0
        if clock.quarter >= me.opens:
            me.due = me.budget * public_growth(clock.quarter, university, p.funding)
        grant = p.institutes.block_share * me.due
        me.grant = grant
        me.cash += grant + me.other_projects
        pay(me, accounts.PROJECT_GRANTS_TO_INSTITUTES, me.other_projects)
        pay(me, accounts.INSTITUTE_GRANTS, grant)


@kernel
def main_field(w: World, center: int) -> int:
    """Return the field in which a center has its largest share."""
    best = 0
    for field in range(1, w.fields.size):
        if w.center_fields[center, field].share > w.center_fields[center, best].share:
            best = field
    return best


@kernel
def choose_lead(w: World, p: Parameters, center: int) -> int:
    """Return the lead: the largest one-to-one organisation of the kind, at home if there is one.

    Size is sales of an enterprise, as far as its ownership lets it lead, and the budget of an
    institute.
    """
    c = w.centers[center]
    field = main_field(w, center)
    best = NONE
    best_size = 0.0
    best_home = False
    if c.lead_kind == codes.ENTERPRISE:
        first, last = enterprises_of(w, field)
        for i in range(first, last):
            e = w.enterprises[i]
            home = e.province == c.province
            size = e.sales * lead_of(masks.wide(e.ownership), p.ownership)
            better = (home and not best_home) or (home == best_home and size > best_size)
            if e.leader == 1 and size > 0.0 and better:
                best, best_size, best_home = i, size, home
        return best
    first, last = institutes_of(w, field)
    for i in range(first, last):
        o = w.institutes[i]
        home = o.province == c.province
        better = (home and not best_home) or (home == best_home and o.budget > best_size)
        if o.budget > 0.0 and better:
            best, best_size, best_home = i, o.budget, home
    return best


@kernel
def found(w: World, p: Parameters, clock: Clock) -> None:
    """Settle the start of centers: the lead takes its seat."""
    per_center = w.memberships.size // w.centers.size if w.centers.size > 0 else 0
    for c in range(w.centers.size):
        center = w.centers[c]
        if clock.quarter < center.start or center.status == codes.REVOKED:
            continue
        if clock.quarter == center.start + int(p.programme.construction):
            log_center(
                w, clock, codes.CENTER_OPERATES, c, main_field(w, c), NONE, 0.0, codes.NOTHING
            )
        seat = w.memberships[c * per_center]
        if center.lead != NONE and seat.status == codes.MEMBER:
            continue
        if center.lead == NONE:  # who has applied leads a center that was called
            center.lead = choose_lead(w, p, c)
        if center.lead == NONE:
            continue
        for m in range(c * per_center, (c + 1) * per_center):  # it may have been a member
            other = w.memberships[m]
            if other.kind == center.lead_kind and other.member == center.lead:
                stake = other.stake
                free_seat(w, m)
                seat.stake = stake
        seat.kind = center.lead_kind
        seat.member = center.lead
        seat.status = codes.MEMBER
        seat.lead = 1
        seat.joined = clock.quarter
        log_center(
            w,
            clock,
            codes.CENTER_STARTS,
            c,
            main_field(w, c),
            owner_identity(w, center.lead_kind, center.lead),
            center.grant + center.local_grant,
            codes.LEAD_RIGHT,
        )
