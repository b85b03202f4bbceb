"""Taxes: what an enterprise reports as R&D, whether it is certified, what it owes.

Decisions on certification rest on averages over the years that the measures ask for, so that one
good or bad quarter neither makes nor breaks a high-tech enterprise.
"""

from sim import accounts, draws
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.rules.market import losses_left, tax, taxable
from sim.rules.taxes import (
    burden,
    rate_of,
    relabelled_at_margin,
    relabelling_cost,
    threshold,
)
from sim.state import Clock, World


@kernel
def keep_record(w: World, p: Parameters, row: int) -> None:
    """Carry the averages of R&D, sales and profit forward, in place."""
    me = w.enterprises[row]
    pace = 1.0 / p.taxes.record
    me.rd_mean += pace * (me.rd + me.rd_outside - me.rd_mean)
    me.sales_mean += pace * (me.sales - me.sales_mean)
    me.profit_mean += pace * (me.profit - me.profit_mean)


@kernel
def certify(w: World, p: Parameters, clock: Clock, row: int) -> float:
    """Decide on high-tech status, in place; return what is relabelled to pass the threshold.

    Who has a certificate looks again each quarter whether the threshold is worth keeping to; a
    certificate holds to its end, and who still passes then has it renewed.
    """
    me = w.enterprises[row]
    t = clock.quarter
    ends = me.certified_until == t and t > 0
    me.certified = 1 if me.certified_until > t else 0
    if me.certified == 0:
        u = draws.uniform(clock.seed, t, me.id, draws.CERTIFY, 0)
        if t - me.born < p.taxes.least_age or not (ends or u < p.taxes.applications):
            return 0.0
    room = max(0.0, me.overhead)
    rate, low = p.market.tax_rate, p.taxes.hightech_rate
    asked = threshold(me.sales_mean, t >= p.taxes.change, p.taxes)
    usual = relabelled_at_margin(me.rd_mean, rate, room, p.market, p.taxes)
    needed = max(0.0, asked * me.sales_mean - me.rd_mean)
    there = max(needed, relabelled_at_margin(me.rd_mean, low, room, p.market, p.taxes))
    without = burden(me.profit_mean, me.rd_mean, usual, rate, p.market, p.taxes)
    if needed > room:
        return 0.0
    if burden(me.profit_mean, me.rd_mean, there, low, p.market, p.taxes) >= without:
        return 0.0
    if me.certified == 0:
        me.certified = 1
        me.certified_until = t + int(p.taxes.validity)
    return needed


@kernel
def pay_taxes(w: World, p: Parameters, clock: Clock, row: int) -> None:
    """Report R&D and pay the tax on an enterprise's profit, in place.

    The cost of relabelling is paid now and lowers the next quarter's profit.
    """
    me = w.enterprises[row]
    keep_record(w, p, row)
    research = me.rd + me.rd_outside  # what it costs itself
    needed = certify(w, p, clock, row)
    rate = rate_of(me.certified == 1, p.market, p.taxes)
    base = max(0.0, taxable(me.profit, research, me.tax_losses, p.market))
    room = max(0.0, me.overhead)
    if p.market.deduction > 0.0:
        room = min(room, base / p.market.deduction)
    margin = relabelled_at_margin(research, rate, room, p.market, p.taxes)
    me.relabelled = max(min(needed, max(0.0, me.overhead)), margin)
    cost = relabelling_cost(research, me.relabelled, p.taxes)
    base = taxable(me.profit, research + me.relabelled, me.tax_losses, p.market)
    due = tax(base, rate)
    gross = tax(me.profit - me.tax_losses, rate)
    me.relief_deduction = gross - due
    me.relief_rate = tax(base, p.market.tax_rate) - due
    me.tax_losses = losses_left(base, p.market)
    local = p.market.local_tax_share * due
    central = due - local
    me.cash -= central + local + cost
    me.other_income -= cost
    pay(me, accounts.CENTRAL_TAX, central)
    pay(me, accounts.LOCAL_TAX, local)
    pay(me, accounts.RELABELLING, cost)
