"""Market: selection among sellers, sales, profits, taxes and dividends."""

from sim import accounts, draws
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.rules.market import dividend, input_cost, next_share, price, tax
from sim.state import Clock, World


@kernel
def weigh(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up efficiency by quantity share in each cell."""
    for cell in range(low, high):
        total = 0.0
        shares = 0.0
        for i in range(w.cells[cell].first_enterprise, w.cells[cell].last_enterprise):
            e = w.enterprises[i]
            share = e.weight * e.quantity_share
            shares += share
            total += share * e.efficiency
        w.cells[cell].shares = shares
        w.cells[cell].weighted = total


@kernel
def compare_sellers(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Work out mean competitiveness of a field, the rest of the world included."""
    n = w.provinces.size
    for field in range(low, high):
        f = w.fields[field]
        shares = f.foreign_share
        total = f.foreign_share * f.foreign_efficiency
        for cell in range(field * n, (field + 1) * n):
            shares += w.cells[cell].shares
            total += w.cells[cell].weighted
        f.competitiveness = total / shares if shares > 0.0 else 1.0


@kernel
def compete(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: gain or lose share by competitiveness, post a price."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        f = w.fields[me.field]
        u = draws.uniform(clock.seed, clock.quarter, me.id, draws.DEMAND, 0)
        me.quantity_share = next_share(
            me.quantity_share, me.efficiency, f.competitiveness, draws.normal(u), p.market
        )
        me.price = price(me.efficiency, f.markup)


@kernel
def add_shares(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up new shares, and shares times prices, in each cell."""
    for cell in range(low, high):
        shares = 0.0
        revenue = 0.0
        for i in range(w.cells[cell].first_enterprise, w.cells[cell].last_enterprise):
            e = w.enterprises[i]
            shares += e.weight * e.quantity_share
            revenue += e.weight * e.quantity_share * e.price
        w.cells[cell].shares = shares
        w.cells[cell].weighted = revenue


@kernel
def clear(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Settle the market of a field: norm shares, price level, what the rest of the world sells."""
    n = w.provinces.size
    for field in range(low, high):
        f = w.fields[field]
        u = draws.uniform(clock.seed, clock.quarter, f.key, draws.DEMAND, 0)
        foreign = next_share(
            f.foreign_share, f.foreign_efficiency, f.competitiveness, draws.normal(u), p.market
        )
        shares = foreign
        revenue = foreign * price(f.foreign_efficiency, f.markup)
        domestic = 0.0
        for cell in range(field * n, (field + 1) * n):
            shares += w.cells[cell].shares
            domestic += w.cells[cell].weighted
        revenue += domestic
        f.foreign_share = foreign / shares
        for cell in range(field * n, (field + 1) * n):
            w.cells[cell].norm = shares
        f.price_level = revenue / shares
        f.sales = f.demand * domestic / revenue


@kernel
def sell(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: sell at its price, pay wages and inputs, taxes and dividends."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        f = w.fields[me.field]
        me.quantity_share = me.quantity_share / w.cells[me.cell].norm
        me.sales = f.demand * (me.quantity_share * (me.price / f.price_level))
        inputs = input_cost(me.sales, f.markup)
        me.profit = me.sales - inputs - me.rd + me.other_income
        me.other_income = 0.0
        due = tax(me.profit, me.rd, p.market)
        local = p.market.local_tax_share * due
        central = due - local
        me.cash += me.sales - inputs - central - local
        paid_out = dividend(me.cash, me.sales, p.market)
        me.cash -= paid_out
        pay(me.flows, accounts.SALES, me.sales)
        pay(me.flows, accounts.INPUTS, inputs)
        pay(me.flows, accounts.CENTRAL_TAX, central)
        pay(me.flows, accounts.LOCAL_TAX, local)
        pay(me.flows, accounts.DIVIDENDS, paid_out)


@kernel
def add_taxes(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up the local tax of each cell."""
    for cell in range(low, high):
        total = 0.0
        for i in range(w.cells[cell].first_enterprise, w.cells[cell].last_enterprise):
            total += w.enterprises[i].weight * w.enterprises[i].flows[accounts.LOCAL_TAX]
        w.cells[cell].local_tax = total


@kernel
def settle_taxes(w: World, p: Parameters, clock: Clock) -> None:
    """Settle local tax into the provinces' treasuries, and imports."""
    n = w.provinces.size
    for cell in range(w.cells.size):
        w.provinces[cell % n].treasury += w.cells[cell].local_tax
    for field in range(w.fields.size):
        f = w.fields[field]
        w.books[clock.phase].flows[accounts.IMPORTS] += f.demand - f.sales
