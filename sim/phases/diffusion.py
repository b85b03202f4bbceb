"""Diffusion: who hears of a technology, can use it, gains by it and gets a licence."""

import numpy as np

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.licences import earn_licence
from sim.phases.log import log
from sim.phases.partners import used_by_partners
from sim.phases.valuation import Holder, holder_of, replaced_by
from sim.phases.worth import gain_of_use, loss_of_owner
from sim.rules.diffusion import adoption_probability, net_gain, share_around
from sim.rules.knowledge import proximity
from sim.rules.ownership import credit_of
from sim.rules.turnover import funds
from sim.rules.value import annuity, grants_licence, licence_fee
from sim.state import BANK, NONE, SLOTS, Clock, World


@kernel
def measure_use(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Measure the sales of each cell that use each technology [million CNY/quarter]."""
    for cell in range(low, high):
        for slot in range(SLOTS):
            w.cells[cell].use[slot] = 0.0
        total = 0.0
        for i in range(w.cells[cell].first_enterprise, w.cells[cell].last_enterprise):
            e = w.enterprises[i]
            sales = e.weight * e.sales
            total += sales
            masks.add(w.cells[cell].use, e.adopted, 0, sales)
            masks.add(w.cells[cell].use, e.adopted_generic, BANK, sales)
        w.cells[cell].sales = total


@kernel
def technology_at(w: World, field: int, slot: int) -> tuple[int, int]:
    """Return bank and place of one of the 128 slots a field sees."""
    if slot < BANK:
        return field, slot
    return w.fields.size, slot - BANK


@kernel
def measure_near(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Measure the share of sales around each province that uses each technology, and who hears.

    `near` is a mean over provinces by proximity and sales; `heard` is the chance that someone
    without partners takes it up in the quarter, if able and if it pays.
    """
    n = w.provinces.size
    for field in range(low, high):
        f = w.fields[field]
        for here in range(n):
            cell = field * n + here
            sales = w.cells[cell].sales
            for slot in range(SLOTS):
                w.cells[cell].near[slot] = w.cells[cell].use[slot]
            for there in range(n):
                if there == here:
                    continue
                weight = proximity(w.distance[here, there], p.knowledge)
                other = field * n + there
                sales += weight * w.cells[other].sales
                for slot in range(SLOTS):
                    w.cells[cell].near[slot] += weight * w.cells[other].use[slot]
            for slot in range(SLOTS):
                bank, place = technology_at(w, field, slot)
                t = w.technologies[bank, place]
                w.cells[cell].heard[slot] = 0.0
                if t.live == 0 or sales <= 0.0:
                    w.cells[cell].near[slot] = 0.0
                    continue
                w.cells[cell].near[slot] = min(1.0, w.cells[cell].near[slot] / sales)
                innovation = f.innovation + p.diffusion.extension * t.extended
                w.cells[cell].heard[slot] = adoption_probability(
                    innovation, f.imitation, w.cells[cell].near[slot]
                )


@kernel
def measure_total(w: World, p: Parameters, clock: Clock) -> None:
    """Settle who uses each technology, nationally and in each center; licences start anew."""
    n = w.provinces.size
    total = 0.0
    for bank in range(w.fields.size + 1):
        for slot in range(BANK):
            w.technologies[bank, slot].use = 0.0
    for field in range(w.fields.size):
        sales = 0.0
        for cell in range(field * n, (field + 1) * n):
            sales += w.cells[cell].sales
            for slot in range(BANK):
                w.technologies[field, slot].use += w.cells[cell].use[slot]
                w.technologies[w.fields.size, slot].use += w.cells[cell].use[BANK + slot]
        total += sales
        for slot in range(BANK):
            if sales > 0.0:
                w.technologies[field, slot].use /= sales
    for slot in range(BANK):
        if total > 0.0:
            w.technologies[w.fields.size, slot].use /= total
    for c in range(w.centers.size):
        w.centers[c].licences = 0.0  # what came in before was shared out in this quarter
        if w.centers[c].status != codes.PLANNED:
            measure_members(w, c)


@kernel
def measure_members(w: World, center: int) -> None:
    """Measure the share of members' sales of each field that uses each technology, in place."""
    per_center = w.memberships.size // w.centers.size
    for field in range(w.fields.size):
        part = w.center_fields[center, field]
        part.sales = 0.0
        for slot in range(SLOTS):
            part.use[slot] = 0.0
    for m in range(center * per_center, (center + 1) * per_center):
        seat = w.memberships[m]
        if seat.status == codes.MEMBER and seat.kind == codes.ENTERPRISE:
            e = w.enterprises[seat.member]
            part = w.center_fields[center, e.field]
            part.sales += e.sales
            masks.add(part.use, e.adopted, 0, e.sales)
            masks.add(part.use, e.adopted_generic, BANK, e.sales)
    for field in range(w.fields.size):
        part = w.center_fields[center, field]
        if part.sales > 0.0:
            for slot in range(SLOTS):
                part.use[slot] /= part.sales


@kernel
def partners_use(w: World, row: int, slot: int) -> tuple[float, float]:
    """Return the attention that goes to partners, and the largest use among them.

    Fellow members of one center are partners, all linked enterprises another circle of them.
    """
    e = w.enterprises[row]
    attention, best = 0.0, 0.0
    if e.links > 0.0:
        place = slot if slot < BANK else slot - BANK
        attention, best = used_by_partners(w, row, place, slot >= BANK)
    m = e.first_membership
    while m != NONE:
        seat = w.memberships[m]
        if seat.status == codes.MEMBER:
            attention = 1.0
            best = max(best, w.center_fields[seat.center, e.field].use[slot])
        m = seat.next
    return attention, best


@kernel
def free_use(w: World, p: Parameters, clock: Clock, row: int, bank: int, slot: int) -> bool:
    """Say whether an enterprise needs no licence: owner, member of the owning center, too old."""
    t = w.technologies[bank, slot]
    if clock.quarter - t.launched >= p.funding.licence_life:
        return True
    if t.owner_kind == codes.NOBODY:
        return True
    if t.owner_kind == codes.ENTERPRISE and t.owner == row:
        return True
    if t.center == NONE:
        return False
    m = w.enterprises[row].first_membership
    while m != NONE:
        seat = w.memberships[m]
        if seat.center == t.center and seat.status == codes.MEMBER:
            return True
        m = seat.next
    return False


@kernel
def terms(
    w: World, p: Parameters, clock: Clock, row: int, bank: int, slot: int
) -> tuple[int, float, float, float]:
    """Work out what a technology gains an enterprise and on which terms it may use it.

    Returns
    -------
    reason : int
        ADOPTED if it pays and may be used, DOES_NOT_PAY or LICENCE_REFUSED.
    gain : float [1]
        Net gain in efficiency.
    fee, cost : float [million CNY]
        Licence fee and cost of taking it into use.
    """
    e = w.enterprises[row]
    t = w.technologies[bank, slot]
    f = w.fields[e.field]
    related = w.relatedness[t.field, e.field]
    gain = net_gain(t.realised * related, replaced_by(w, row, t.application))
    worth = gain_of_use(w, row, gain, p)
    patience = f.annuity[e.ownership]
    cost = p.diffusion.adoption_cost * gain * e.sales
    if worth * patience <= cost or gain <= 0.0:
        return codes.DOES_NOT_PAY, gain, 0.0, cost
    if free_use(w, p, clock, row, bank, slot):
        return codes.ADOPTED, gain, 0.0, cost
    field = masks.wide(e.field)
    holder = holder_of(w, masks.wide(t.owner_kind), masks.wide(t.owner), field)
    if t.owner_kind == codes.CENTER:
        holder = Holder(w.center_fields[t.owner, field].members, masks.wide(codes.PRIVATE))
    loss = loss_of_owner(w, field, holder.ownership, holder.share, gain, e.sales, p)
    if not grants_licence(worth, loss, p.funding):
        return codes.LICENCE_REFUSED, gain, 0.0, cost
    life = annuity(p.funding.licence_life - (clock.quarter - t.launched), p.funding.discount)
    fee = licence_fee(worth, loss, p.funding) * life
    if fee + cost >= worth * patience:
        return codes.DOES_NOT_PAY, gain, fee, cost
    return codes.ADOPTED, gain, fee, cost


@kernel
def adopt(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: take up technologies it hears of, can use, gains by and can pay."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        me.adopting = masks.EMPTY
        me.adopting_generic = masks.EMPTY
        me.adoption_reason = codes.NOTHING
        if me.sales <= 0.0:
            continue
        credit = credit_of(masks.wide(me.ownership), p.ownership)
        money = funds(me.cash, me.sales, me.overhead, credit, p.turnover)
        f = w.fields[me.field]
        # whoever uses it around, nobody hears more than this: most draws need no look at partners
        most = 1.000001 * adoption_probability(
            f.innovation + p.diffusion.extension, f.imitation, 1.0
        )
        for slot in range(SLOTS):
            bank, place = technology_at(w, me.field, slot)
            t = w.technologies[bank, place]
            in_use = me.adopted if slot < BANK else me.adopted_generic
            if t.live == 0 or masks.has(in_use, place):
                continue
            channel = draws.ADOPT if slot < BANK else draws.ADOPT_GENERIC
            key = draws.identity(me.id, t.id, 0)
            u = draws.uniform(clock.seed, clock.quarter, key, channel, 0)
            if u >= most and me.adoption_reason != codes.NOTHING:
                continue
            heard = w.cells[me.cell].heard[slot]
            if me.first_membership != NONE or me.links > 0.0:
                attention, partners = partners_use(w, i, slot)
                x = share_around(
                    w.cells[me.cell].near[slot], partners, p.diffusion.partner_share, attention
                )
                innovation = f.innovation + p.diffusion.extension * t.extended
                heard = adoption_probability(innovation, f.imitation, x)
            if slot >= BANK and t.field != me.field:
                ability = masks.share_known(f.world, me.knowledge)
            else:
                ability = masks.share_known(t.application, me.knowledge)
            if u >= heard * ability:
                if me.adoption_reason == codes.NOTHING:
                    me.adoption_reason = codes.NOT_HEARD if u >= heard else codes.CANNOT_USE
                continue
            reason, _, fee, cost = terms(w, p, clock, i, bank, place)
            if reason == codes.ADOPTED and fee + cost > money:
                reason = codes.NO_MONEY
            me.adoption_reason = reason
            if reason == codes.ADOPTED:
                money -= fee + cost
                if slot < BANK:
                    me.adopting = me.adopting | masks.bit(place)
                else:
                    me.adopting_generic = me.adopting_generic | masks.bit(place)


@kernel
def receive_fee(
    w: World, p: Parameters, clock: Clock, row: int, bank: int, slot: int, fee: float
) -> None:
    """Book a licence fee of all firms of a row: payer's cash is booked by the caller.

    Of what an institute receives it hands a part over to the ministry.
    """
    e = w.enterprises[row]
    t = w.technologies[bank, slot]
    total = e.weight * fee
    if t.owner_kind == codes.ENTERPRISE:
        mine = w.enterprises[t.owner]
        mine.cash += total / mine.weight
        mine.other_income += total / mine.weight
        pay(e, accounts.LICENCES_TO_ENTERPRISES, fee)
        owner = w.enterprises[t.owner].id
    elif t.owner_kind == codes.INSTITUTE:
        o = w.institutes[t.owner]
        pay(e, accounts.LICENCES_TO_INSTITUTES, fee)
        earn_licence(w, p, masks.wide(t.owner), total / o.weight)
        owner = o.id
    else:
        w.centers[t.owner].cash += total
        w.centers[t.owner].licences += total
        pay(e, accounts.LICENCES_TO_CENTERS, fee)
        owner = w.centers[t.owner].id
    t.licences += total
    log(
        w.events,
        w.counters,
        clock,
        codes.LICENCE,
        e.field,
        e.province,
        t.id,
        owner,
        total,
        codes.WORTH,
    )


@kernel
def take_into_use(
    w: World, p: Parameters, clock: Clock, row: int, bank: int, adopting: np.uint64
) -> float:
    """Book fees, costs and gains of what a row takes up from one bank; return the gain factor."""
    factor = 1.0
    rest = adopting
    while rest != masks.EMPTY:
        slot = masks.lowest(rest)
        rest = rest & (rest - masks.ONE)
        _, gain, fee, cost = terms(w, p, clock, row, bank, slot)
        e = w.enterprises[row]
        e.cash -= fee + cost
        e.other_income -= fee + cost
        pay(e, accounts.ADOPTION_COSTS, cost)
        if fee > 0.0:
            receive_fee(w, p, clock, row, bank, slot, fee)
        factor = factor * (1.0 + gain)
    return factor


@kernel
def settle_adoption(w: World, p: Parameters, clock: Clock) -> None:
    """Settle adoptions in identity order: fees to owners, costs, gains.

    Terms depend on sales, shares and what was in use before the phase, none of which this step
    changes before all fees are booked.
    """
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        e.improvement = 1.0
        if e.adopting != masks.EMPTY:
            e.improvement *= take_into_use(w, p, clock, i, masks.wide(e.field), e.adopting)
        if e.adopting_generic != masks.EMPTY:
            e.improvement *= take_into_use(w, p, clock, i, w.fields.size, e.adopting_generic)
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        e.adopted = e.adopted | e.adopting
        e.adopted_generic = e.adopted_generic | e.adopting_generic
        e.efficiency = e.efficiency * e.improvement
