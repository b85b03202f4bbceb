"""Adoption: who hears of a technology, can use it, gains by it and gets a licence."""

import math

import numpy as np

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.first_use import is_shown, is_sponsor, is_tenant_of, may_be_shown, must_wait
from sim.phases.licences import earn_licence
from sim.phases.log import log
from sim.phases.partners import used_by_partners
from sim.phases.valuation import Holder, holder_of
from sim.phases.worth import gain_of_use, loss_of_owner, replaced_by
from sim.rules.diffusion import adoption_probability, net_gain, share_around
from sim.rules.ownership import credit_of
from sim.rules.turnover import funds
from sim.rules.value import annuity, grants_licence, licence_fee
from sim.state import BANK, NONE, Clock, World


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
    """Say whether it needs no licence: owner, sponsor, of the owning center, too old."""
    t = w.technologies[bank, slot]
    if is_sponsor(w, row, bank, slot):
        return True
    if clock.quarter - t.launched >= p.funding.licence_life:
        return True
    if t.owner_kind == codes.NOBODY:
        return True
    if t.owner_kind == codes.ENTERPRISE and t.owner == row:
        return True
    if t.center == NONE:
        return False
    if is_tenant_of(w, row, masks.wide(t.center)):
        return True
    m = w.enterprises[row].first_membership
    while m != NONE:
        seat = w.memberships[m]
        if seat.center == t.center and seat.status == codes.MEMBER:
            return True
        m = seat.next
    return False


@kernel
def gain_in_use(w: World, row: int, bank: int, slot: int) -> float:
    """Return what a technology gains an enterprise, net of what it replaces [1]."""
    t = w.technologies[bank, slot]
    related = w.relatedness[t.field, w.enterprises[row].field]
    return net_gain(t.realised * related, replaced_by(w, row, masks.wide(t.field), t.application))


@kernel
def put_into_use(w: World, row: int, bank: int, slot: int) -> None:
    """Let an enterprise use a technology from now on and gain by it, in place."""
    e = w.enterprises[row]
    gain = gain_in_use(w, row, bank, slot)
    if bank == w.fields.size:
        e.adopted_generic = e.adopted_generic | masks.bit(slot)
    else:
        e.adopted = e.adopted | masks.bit(slot)
    e.efficiency = e.efficiency * (1.0 + gain)


@kernel
def terms(
    w: World, p: Parameters, clock: Clock, row: int, bank: int, slot: int
) -> tuple[int, float, float, float]:
    """Work out what a technology gains an enterprise and on which terms it may use it.

    Returns
    -------
    reason : int
        ADOPTED if it pays and may be used, DOES_NOT_PAY, OTHERS_FIRST or LICENCE_REFUSED.
    gain : float [1]
        Net gain in efficiency.
    fee, cost : float [million CNY]
        Licence fee and cost of taking it into use.
    """
    e = w.enterprises[row]
    t = w.technologies[bank, slot]
    f = w.fields[e.field]
    gain = gain_in_use(w, row, bank, slot)
    worth = gain_of_use(w, row, gain, p)
    patience = f.annuity[e.ownership]
    cost = p.diffusion.adoption_cost * gain * e.sales
    if worth * patience <= cost or gain <= 0.0:
        return codes.DOES_NOT_PAY, gain, 0.0, cost
    if must_wait(w, clock, row, bank, slot):
        return codes.OTHERS_FIRST, gain, 0.0, cost
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
def consider(
    w: World, p: Parameters, clock: Clock, row: int, bank: int, place: int, u: float
) -> tuple[int, float]:
    """Decide on one technology by the enterprise's draw u for it, money apart.

    What a center has matured it shows its members, and who paid for it.

    Returns
    -------
    reason : int
        ADOPTED, or why not.
    price : float [million CNY]
        Fee and cost, 0 if it was not heard of or cannot be used.
    """
    e = w.enterprises[row]
    t = w.technologies[bank, place]
    f = w.fields[e.field]
    slot = place if bank < w.fields.size else BANK + place
    heard = w.cells[e.cell].heard[slot]
    if e.first_membership != NONE or e.links > 0.0:
        attention, partners = partners_use(w, row, slot)
        x = share_around(w.cells[e.cell].near[slot], partners, p.diffusion.partner_share, attention)
        innovation = f.innovation + p.diffusion.extension * t.extended
        heard = adoption_probability(innovation, f.imitation, x)
    if may_be_shown(e) and is_shown(w, row, bank, place):
        heard = 1.0
    if u >= heard:
        return codes.NOT_HEARD, 0.0
    away = bank == w.fields.size and t.field != e.field
    if u >= heard * masks.share_known(f.world if away else t.application, e.knowledge):
        return codes.CANNOT_USE, 0.0
    reason, _, fee, cost = terms(w, p, clock, row, bank, place)
    return reason, fee + cost


@kernel
def look_at(
    w: World,
    p: Parameters,
    clock: Clock,
    row: int,
    bank: int,
    technologies: np.uint64,
    most: float,
) -> tuple[np.uint64, float]:
    """Go through technologies of a bank; return those that it would take up and their price.

    Whoever uses it around, nobody hears of one with more than chance `most`: most draws need no
    look at partners. The first one is looked at anyway, so that a reason can be given.
    """
    e = w.enterprises[row]
    alone = e.links == 0.0 and not may_be_shown(e)
    generic = bank == w.fields.size
    me = draws.word_of_entity(clock.seed, e.id)
    offset = BANK if generic else 0
    wanted = masks.EMPTY
    total = 0.0
    rest = technologies
    while rest != masks.EMPTY:
        place = masks.lowest(rest)
        rest = rest & (rest - masks.ONE)
        u = draws.meet(me, w.technologies[bank, place].word)
        bound = w.cells[e.cell].heard[offset + place] if alone else most
        if u >= bound and e.adoption_reason != codes.NOTHING:
            continue
        reason, price = consider(w, p, clock, row, bank, place, u)
        passed_by = reason == codes.NOT_HEARD or reason == codes.CANNOT_USE
        if e.adoption_reason == codes.NOTHING or not passed_by:
            e.adoption_reason = reason
        if reason == codes.ADOPTED:
            wanted = wanted | masks.bit(place)
            total += price
    return wanted, total


@kernel
def best_buy(
    w: World, p: Parameters, clock: Clock, row: int, bank: int, wanted: np.uint64, money: float
) -> tuple[int, float, float]:
    """Return the affordable technology of a bank that gains most for its price, or NONE.

    Its price follows, and its gain over that price.
    """
    best, best_price, most = NONE, 0.0, -1.0
    rest = wanted
    while rest != masks.EMPTY:
        place = masks.lowest(rest)
        rest = rest & (rest - masks.ONE)
        _, gain, fee, cost = terms(w, p, clock, row, bank, place)
        price = fee + cost
        worth = gain / price if price > 0.0 else math.inf
        if price <= money and worth > most:
            best, best_price, most = place, price, worth
    return best, best_price, most


@kernel
def ration(
    w: World,
    p: Parameters,
    clock: Clock,
    row: int,
    own: np.uint64,
    generic: np.uint64,
    money: float,
) -> tuple[np.uint64, np.uint64]:
    """Return what it takes up of the technologies it wants, by gain over price, till money ends."""
    field, national = masks.wide(w.enterprises[row].field), w.fields.size
    taken, taken_generic = masks.EMPTY, masks.EMPTY
    while True:
        one, price, worth = best_buy(w, p, clock, row, field, own & ~taken, money)
        other, dearer, value = best_buy(w, p, clock, row, national, generic & ~taken_generic, money)
        if one == NONE and other == NONE:
            return taken, taken_generic
        if other == NONE or worth >= value:
            taken = taken | masks.bit(one)
            money -= price
        else:
            taken_generic = taken_generic | masks.bit(other)
            money -= dearer


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
        f = w.fields[me.field]
        innovation = f.innovation + p.diffusion.extension
        most = 1.000001 * adoption_probability(innovation, f.imitation, 1.0)
        if may_be_shown(me):
            most = 1.0
        own, price = look_at(w, p, clock, i, masks.wide(me.field), f.live & ~me.adopted, most)
        generic, more = look_at(
            w, p, clock, i, w.fields.size, f.live_generic & ~me.adopted_generic, most
        )
        credit = credit_of(masks.wide(me.ownership), p.ownership)
        money = funds(me.cash, me.sales, me.overhead, credit, p.turnover)
        me.adopting, me.adopting_generic = own, generic
        if price + more > money:
            me.adoption_reason = codes.NO_MONEY
            me.adopting, me.adopting_generic = ration(w, p, clock, i, own, generic, money)


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
) -> None:
    """Book fees and costs of what a row takes up from one bank, in place."""
    rest = adopting
    while rest != masks.EMPTY:
        slot = masks.lowest(rest)
        rest = rest & (rest - masks.ONE)
        _, _, fee, cost = terms(w, p, clock, row, bank, slot)
        e = w.enterprises[row]
        e.cash -= fee + cost
        e.other_income -= fee + cost
        pay(e, accounts.ADOPTION_COSTS, cost)
        if fee > 0.0:
            receive_fee(w, p, clock, row, bank, slot, fee)


@kernel
def largest_gain(w: World, row: int, bank: int, among: np.uint64) -> tuple[int, float]:
    """Return the technology of a bank that gains a row most in itself, NONE if there is none."""
    best, most = NONE, 0.0
    rest = among
    while rest != masks.EMPTY:
        slot = masks.lowest(rest)
        rest = rest & (rest - masks.ONE)
        t = w.technologies[bank, slot]
        gain = t.realised * w.relatedness[t.field, w.enterprises[row].field]
        if gain > most or (gain == most and best != NONE and t.id < w.technologies[bank, best].id):
            best, most = slot, gain
    return best, most


@kernel
def improve(w: World, row: int) -> None:
    """Let a row use what it takes up, in place: the largest gain first, each net of the former."""
    e = w.enterprises[row]
    own, generic = e.adopting, e.adopting_generic
    while True:
        field = masks.wide(e.field)
        slot, gain = largest_gain(w, row, field, own)
        other, more = largest_gain(w, row, w.fields.size, generic)
        if slot == NONE and other == NONE:
            return
        bank = field
        if slot == NONE or more > gain:
            bank, slot = w.fields.size, other
        put_into_use(w, row, bank, slot)
        if bank == field:
            own = own & ~masks.bit(slot)
        else:
            generic = generic & ~masks.bit(slot)


@kernel
def settle_adoption(w: World, p: Parameters, clock: Clock) -> None:
    """Settle adoptions in identity order: fees to owners, costs, gains.

    Terms depend on sales, shares and what was in use before the phase, none of which this step
    changes before all fees are booked.
    """
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        if e.adopting != masks.EMPTY:
            take_into_use(w, p, clock, i, masks.wide(e.field), e.adopting)
        if e.adopting_generic != masks.EMPTY:
            take_into_use(w, p, clock, i, w.fields.size, e.adopting_generic)
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        if (e.adopting | e.adopting_generic) != masks.EMPTY:
            improve(w, i)
