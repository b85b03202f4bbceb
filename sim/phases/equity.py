"""Stakes in centers: votes and dividends by shares, refunds, investors."""

from sim import accounts, codes, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.investors import free_money
from sim.phases.persons import price_of_stake
from sim.phases.policy import main_field
from sim.phases.rosters import next_in
from sim.phases.seats import votes_of_institutes
from sim.rules.cofunding import investors_stake, part_served, refund
from sim.rules.legal import paid_out
from sim.state import NONE, Clock, World


@kernel
def claim_of(w: World, m: int) -> float:
    """Return a seat's part of the income that its center pays out: by stakes, else by votes."""
    seat = w.memberships[m]
    paid_in = w.centers[seat.center].paid_in
    return seat.stake / paid_in if paid_in > 0.0 else seat.votes


@kernel
def members_stakes(w: World, center: int) -> float:
    """Return what members have paid in [million CNY]."""
    return w.centers[center].paid_in - w.centers[center].investor_stake


@kernel
def votes_of_shares(
    w: World, m: int, stakes: float, shareholders: int, enterprises: int, stake: float
) -> float:
    """Return the votes of one stake: lead and other shareholders divide theirs by shares.

    The lead's belong to them if it has a stake, those of the others as far as they have one.
    """
    seat = w.memberships[m]
    c = w.centers[seat.center]
    pool = c.lead_votes if c.lead_stake > 0.0 or seat.lead == 1 else 0.0
    if enterprises > 0:
        pool += c.enterprise_votes * shareholders / enterprises
    return pool * stake / stakes


@kernel
def votes_if_member(w: World, m: int, kind: int, stake: float) -> float:
    """Return the share of votes a seat has, or would have once its holder has joined.

    `stake` is what it has paid in or would, 0 for who has none.
    """
    seat = w.memberships[m]
    c = w.centers[seat.center]
    joining = 0 if seat.status == codes.MEMBER else 1
    if stake > 0.0:
        new = 1 if seat.stake <= 0.0 and seat.lead == 0 else 0
        stakes = members_stakes(w, seat.center) + (stake if seat.stake <= 0.0 else 0.0)
        enterprises = c.enterprises + (joining if seat.lead == 0 else 0)
        return votes_of_shares(w, m, stakes, c.shareholders + new, enterprises, stake)
    if seat.lead == 1:
        return c.lead_votes
    if kind == codes.ENTERPRISE:
        return c.enterprise_votes / max(1, c.enterprises + joining)
    return votes_of_institutes(w, masks.wide(seat.center)) / max(1, c.institutes + joining)


@kernel
def claim_if_member(w: World, m: int, kind: int, stake: float) -> float:
    """Return the part of paid-out income that a seat has, or would have with such a stake."""
    seat = w.memberships[m]
    paid_in = w.centers[seat.center].paid_in
    if stake > 0.0 and seat.stake <= 0.0:
        return stake / (paid_in + stake)
    if paid_in > 0.0:
        return seat.stake / paid_in
    return votes_if_member(w, m, kind, 0.0)


@kernel
def refund_now(w: World, m: int, p: Parameters) -> float:
    """Return what a member would get back for its stake if it left [million CNY]."""
    seat = w.memberships[m]
    c = w.centers[seat.center]
    return refund(seat.stake, c.paid_in, c.cash, p.cofunding)


@kernel
def give_back(w: World, m: int, paid_in: float, cash: float, p: Parameters) -> None:
    """Pay a leaving shareholder its refund out of the center's cash, in place."""
    seat = w.memberships[m]
    if seat.stake <= 0.0:
        return
    c = w.centers[seat.center]
    e = w.enterprises[seat.member]
    amount = refund(seat.stake, paid_in, cash, p.cofunding)
    e.cash += amount
    c.cash -= e.weight * amount
    pay(c, accounts.CENTER_REFUNDS, e.weight * amount)


@kernel
def pay_investor(w: World, center: int, pool: float) -> None:
    """Pay the investors of a center's province their part of a pool of income, in place."""
    c = w.centers[center]
    if c.investor_stake <= 0.0:
        return
    v = w.investors[c.province]
    amount = c.investor_stake / c.paid_in * pool
    c.cash -= amount
    v.cash += amount
    v.back += amount
    pay(c, accounts.CENTER_SHARES_TO_INVESTORS, amount)


@kernel
def open_to_investors(w: World, p: Parameters, clock: Clock) -> None:
    """Settle what investors pay for stakes in centers of their province.

    Where they have less than what is worth buying, all centers of the province get the same part.
    """
    for c in range(w.centers.size):
        w.centers[c].investors_paid = worth_buying(w, p, c)
    for r in range(w.investors.size):
        asked = 0.0
        c = next_in(w, r, NONE)
        while c != NONE:
            asked += w.centers[c].investors_paid
            c = next_in(w, r, c)
        if asked > 0.0:
            buy_stakes(w, r, part_served(asked, free_money(w, r)))


@kernel
def worth_buying(w: World, p: Parameters, center: int) -> float:
    """Return for how much investors would buy stakes in a center, had they the money."""
    c = w.centers[center]
    if price_of_stake(w, center) <= 0.0 or c.status == codes.PLANNED:
        return 0.0
    return investors_stake(
        members_stakes(w, center),
        c.investor_stake,
        paid_out(c.keeps_revenue, c.pays_out, p.membership) * c.usual_licences,
        w.fields[main_field(w, center)].annuity[codes.PRIVATE],
        c.investor_share,
    )


@kernel
def buy_stakes(w: World, province: int, part: float) -> None:
    """Let investors of a province pay a part of what is worth buying there, in place."""
    v = w.investors[province]
    c = next_in(w, province, NONE)
    while c != NONE:
        me = w.centers[c]
        me.investors_paid *= part
        v.cash -= me.investors_paid
        v.cost += me.investors_paid
        me.cash += me.investors_paid
        me.investor_stake += me.investors_paid
        me.paid_in += me.investors_paid
        pay(v, accounts.CENTER_CAPITAL_OF_INVESTORS, me.investors_paid)
        c = next_in(w, province, c)
