"""Market: offers, selection among sellers, prices, what buyers spend and what sellers earn.

Shares are of quantity; prices turn them into revenue. The rest of the world sells here as one
seller that knows all the world knows, and buys abroad; its column stands in the field's row.
"""

from sim import accounts, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.incubators import served
from sim.phases.taxes import pay_taxes
from sim.phases.worth import margin_of
from sim.rules.market import (
    buyers_gain,
    composite,
    demand,
    dividend,
    frontier_quality,
    input_cost,
    next_share,
    opening_gain,
    price,
    quality,
    reserved,
    scarcity,
    volatility,
)
from sim.rules.ownership import interest_of, paid_abroad_of, procured_of, shedding_of
from sim.rules.turnover import interest, next_customers, next_overhead
from sim.state import Clock, World


@kernel
def order_inputs(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Order what last quarter's production used of a field: fixed amounts per unit made.

    In prices of 2010 [million CNY/quarter]; costs over the price of inputs are units made.
    """
    for field in range(low, high):
        total = 0.0
        for buyer in range(w.fields.size):
            b = w.fields[buyer]
            total += w.inputs[field, buyer] * (input_cost(b.sales, b.markup) / b.input_price)
        w.fields[field].ordered = total


@kernel
def price_inputs(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Price a field's inputs: fixed amounts per unit, at the suppliers' prices of last quarter.

    Amounts of a supplying field are fixed; what part of them is imported moves with prices.
    """
    for field in range(low, high):
        total = 1.0
        for seller in range(w.fields.size):
            total += w.inputs[seller, field] * (w.fields[seller].supply_price - 1.0)
        w.fields[field].input_price = total


@kernel
def post_offer(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: post a price and offer the quality that it masters."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        f = w.fields[me.field]
        me.quality = quality(masks.share_known(f.world, me.knowledge), p.market)
        me.price = price(me.efficiency, f.markup, f.input_price)
        me.offer = me.quality / me.price


@kernel
def weigh(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up offers by quantity share in each cell, and the shares that a take-off asks for."""
    n = w.provinces.size
    for cell in range(low, high):
        enough = good_enough(w, p, cell // n)
        total = 0.0
        shares = 0.0
        efficiency = 0.0
        good = 0.0
        for i in range(w.cells[cell].first_enterprise, w.cells[cell].last_enterprise):
            e = w.enterprises[i]
            share = e.weight * e.quantity_share
            shares += share
            total += share * e.offer
            efficiency += share * e.efficiency
            if e.offer >= enough:
                good += share
        w.cells[cell].shares = shares
        w.cells[cell].weighted = total
        w.cells[cell].good = good
        w.cells[cell].efficiency = efficiency


@kernel
def good_enough(w: World, p: Parameters, field: int) -> float:
    """Return the value for money today at which a market may take off."""
    f = w.fields[field]
    return (
        f.threshold
        * f.best_start
        / frontier_quality(f.opened, f.opened_start, p.knowledge.window, p.market)
    )


@kernel
def foreign_offer(w: World, field: int) -> float:
    """Return value for money of the rest of the world's supply here, 0 under an embargo."""
    f = w.fields[field]
    return 0.0 if f.embargoed == 1 else 1.0 / price(f.foreign_efficiency, f.markup, 1.0)


@kernel
def compare_sellers(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Work out the mean offer at home; a market takes off when enough of it is good enough."""
    n = w.provinces.size
    for field in range(low, high):
        f = w.fields[field]
        foreign = foreign_offer(w, field)
        home_shares = 0.0
        home = 0.0
        efficiency = 0.0
        good = f.foreign_share if foreign >= good_enough(w, p, field) else 0.0
        for cell in range(field * n, (field + 1) * n):
            home_shares += w.cells[cell].shares
            home += w.cells[cell].weighted
            efficiency += w.cells[cell].efficiency
            good += w.cells[cell].good
        shares = home_shares + f.foreign_share
        f.home_offer = home / home_shares if home_shares > 0.0 else 0.0
        f.mean_efficiency = efficiency / home_shares if home_shares > 0.0 else 1.0
        f.offer = (home + f.foreign_share * foreign) / shares if shares > 0.0 else 0.0
        if shares > 0.0 and good >= p.market.take_off * shares:
            f.taking_off = 1


@kernel
def compete(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: gain or lose share by what its offer is worth for its money."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        f = w.fields[me.field]
        if f.offer <= 0.0:
            continue
        u = draws.uniform(clock.seed, clock.quarter, me.id, draws.DEMAND, 0)
        sigma = volatility(me.sales, p.market)
        z = draws.normal(u)
        share = next_share(me.quantity_share, me.offer, f.offer, z, sigma, p.market)
        coaching = p.incubation.coaching * served(w, me)
        reached = next_customers(me.customers, coaching, p.turnover)
        me.quantity_share = share * (reached / me.customers)
        me.customers = reached


@kernel
def add_shares(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up new shares in each cell, and shares times price and times quality."""
    for cell in range(low, high):
        here = w.cells[cell]
        here.shares = 0.0
        here.weighted = 0.0
        here.quality = 0.0
        here.procured = 0.0
        for i in range(here.first_enterprise, here.last_enterprise):
            e = w.enterprises[i]
            share = e.weight * e.quantity_share
            here.shares += share
            here.weighted += share * e.price
            here.quality += share * e.quality
            here.procured += share * e.price * procured_of(masks.wide(e.ownership), p.ownership)


@kernel
def sell_abroad(w: World, p: Parameters, field: int, home_price: float) -> float:
    """Return exports: the share abroad moves by the same selection [million CNY/quarter]."""
    f = w.fields[field]
    abroad_price = price(f.foreign_efficiency, f.markup, 1.0)
    share, other = f.abroad_share, 1.0 - f.abroad_share
    theirs = 1.0 / abroad_price
    mean = share * f.home_offer + other * theirs
    share = next_share(share, f.home_offer, mean, 0.0, 0.0, p.market)
    other = next_share(other, theirs, mean, 0.0, 0.0, p.market)
    f.abroad_share = share / (share + other)
    revenue = f.abroad_share * home_price
    revenue_all = revenue + (1.0 - f.abroad_share) * abroad_price
    return f.abroad_demand * f.abroad_maturity * revenue / revenue_all


@kernel
def clear(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Settle the market of a field: norm shares, price it, divide demand and exports."""
    n = w.provinces.size
    for field in range(low, high):
        f = w.fields[field]
        u = draws.uniform(clock.seed, clock.quarter, f.key, draws.DEMAND, 0)
        foreign = f.foreign_share
        if f.offer > 0.0:
            offered = foreign_offer(w, field)
            z = draws.normal(u)
            foreign = next_share(foreign, offered, f.offer, z, p.market.noise, p.market)
        shares = foreign
        home = 0.0
        home_shares = 0.0
        home_quality = 0.0
        reserve = 0.0
        for cell in range(field * n, (field + 1) * n):
            home_shares += w.cells[cell].shares
            home += w.cells[cell].weighted
            home_quality += w.cells[cell].quality
            reserve += w.cells[cell].procured
        shares += home_shares
        for cell in range(field * n, (field + 1) * n):
            w.cells[cell].norm = shares
        f.foreign_share = foreign / shares
        home /= shares
        reserve /= shares
        level = frontier_quality(f.opened, f.opened_start, p.knowledge.window, p.market)
        set_price(w, p, field, home, level * home_quality / shares, level)
        price_supply(w, p, field, home, level * home_quality / shares, level)
        mean = home_quality / home_shares if home > 0.0 else 0.0
        divide_demand(w, p, field, home, reserve, mean)
        f.abroad_rate = 0.0
        if home > 0.0:
            f.exports = sell_abroad(w, p, field, home * shares / home_shares)
            f.abroad_rate = f.exports / home
        f.market = f.demand + f.exports
        f.sales = (f.home_rate + f.abroad_rate) * home + f.procured


@kernel
def set_price(
    w: World, p: Parameters, field: int, home: float, home_quality: float, level: float
) -> None:
    """Write the price at constant quality, in place; an embargo makes a field's supply scarce.

    `home` and `home_quality` are domestic shares times price and times quality, `level` is the
    quality of the rest of the world, all qualities over the world's of 2010.
    """
    f = w.fields[field]
    theirs = f.foreign_share * price(f.foreign_efficiency, f.markup, 1.0)
    f.price_level = home + theirs
    if f.embargoed == 1 and home_quality > 0.0:
        scarce = scarcity(theirs / f.price_level, f.substitution, p.market)
        f.price_index = scarce * home / home_quality
    else:
        f.price_index = f.price_level / (home_quality + f.foreign_share * level)


@kernel
def price_supply(
    w: World, p: Parameters, field: int, home: float, home_quality: float, level: float
) -> None:
    """Write what other fields pay for a field's supply, and what part of it is imported, in place.

    An embargo takes that part away, which makes what is left scarce.
    """
    f = w.fields[field]
    foreign = price(f.foreign_efficiency, f.markup, 1.0) / level / f.import_price_start
    f.supply_price = foreign
    f.imported = 1.0
    if home_quality > 0.0:
        domestic = home / home_quality / f.home_price_start
        mixed, part = composite(domestic, foreign, f.imported_start, f.substitution)
        f.supply_price = mixed
        f.imported = part
    if f.embargoed == 1:
        f.supply_price = f.supply_price * scarcity(f.imported, f.substitution, p.market)


@kernel
def divide_demand(
    w: World, p: Parameters, field: int, home: float, reserve: float, quality: float
) -> None:
    """Write what buyers spend and on whom, in place.

    `home` are domestic shares times price, `reserve` the part of them for which the state
    reserves purchases. It reserves more of its part for domestic sellers, tender by tender, the
    nearer their mean quality comes to what it asks for; all other demand goes where shares and
    prices lead it, and what other fields order as inputs by the price of either. What imports would
    have of that is unmet under an embargo.
    """
    f = w.fields[field]
    relative = f.price_index / f.price_start
    potential = p.market.demand_level * f.potential * f.maturity
    final = demand(potential, relative, p.market)
    orders = f.ordered * f.supply_price
    f.demand = final + orders
    f.buyers_gain = buyers_gain(potential, relative, p.market)
    opened = p.market.demand_level * f.potential * (f.maturity - f.maturity_start)
    f.opening_gain = opening_gain(opened, p.market)
    goal = reserved(quality, f.quality_start, p.market)
    f.reserved += p.market.procurement_pace * (goal - f.reserved)
    f.procured = f.reserved * f.procurement * f.demand if reserve > 0.0 else 0.0
    f.state_rate = f.procured / reserve if reserve > 0.0 else 0.0
    left = 1.0 - f.procured / f.demand if f.demand > 0.0 else 1.0
    f.home_rate = left * final / f.price_level
    if home > 0.0:
        f.home_rate += left * (1.0 - f.imported) * orders / home
    abroad = left * (final * (1.0 - home / f.price_level) + f.imported * orders)
    f.imports = 0.0 if f.embargoed == 1 else abroad
    f.unmet = abroad if f.embargoed == 1 else 0.0


@kernel
def sell(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: sell at its price, pay inputs, overheads, interest, taxes and dividends."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        f = w.fields[me.field]
        me.quantity_share = me.quantity_share / w.cells[me.cell].norm
        volume = me.quantity_share * me.price
        at_home = f.home_rate * volume
        abroad = f.abroad_rate * volume
        owner = masks.wide(me.ownership)
        to_state = f.state_rate * volume * procured_of(owner, p.ownership)
        me.sales = at_home + abroad + to_state
        pay(me, accounts.SALES, at_home)
        pay(me, accounts.EXPORTS, abroad)
        pay(me, accounts.PROCUREMENT, to_state)
        inputs = input_cost(me.sales, f.markup)
        pay(me, accounts.INPUTS, inputs)
        margin, shedding = margin_of(w, me.field), shedding_of(owner, p.ownership)
        me.overhead = next_overhead(me.overhead, margin, me.sales, shedding, p.turnover)
        overhead = max(0.0, me.overhead - me.rent_saved)
        pay(me, accounts.OVERHEADS, overhead)
        owed = interest_of(owner, p.ownership) * interest(me.cash, p.turnover)
        pay(me, accounts.INTEREST, owed)
        costs = inputs + overhead + owed
        me.cash += me.sales - costs
        pay_taxes_and_owners(w, p, clock, i, costs)


@kernel
def pay_taxes_and_owners(w: World, p: Parameters, clock: Clock, row: int, costs: float) -> None:
    """Work out an enterprise's profit, pay its tax and its dividend, in place."""
    me = w.enterprises[row]
    research = me.rd + me.rd_outside  # what it costs itself: bought included, grants left out
    me.profit = me.sales - costs - research + me.other_income
    me.other_income = 0.0
    pay_taxes(w, p, clock, row)
    paid_out = dividend(me.cash, me.sales, me.profit, p.market)
    me.cash -= paid_out
    theirs = me.stake * paid_out
    abroad = paid_abroad_of(masks.wide(me.ownership), p.ownership) * (paid_out - theirs)
    pay(me, accounts.INVESTOR_DIVIDENDS, theirs)
    pay(me, accounts.DIVIDENDS, paid_out - theirs - abroad)
    pay(me, accounts.DIVIDENDS_ABROAD, abroad)
    me.owners += paid_out


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
        w.books[clock.phase].flows[accounts.IMPORTS] += w.fields[field].imports


@kernel
def trace_imports(w: World, p: Parameters, clock: Clock) -> None:
    """Settle what part of each field's sales is imported inputs, those of its suppliers included.

    Suppliers are of earlier tiers, of which there are two: two passes reach them all.
    """
    for field in range(w.fields.size):
        w.fields[field].foreign_content = 0.0
    for _ in range(2):
        for field in range(w.fields.size):
            f = w.fields[field]
            content = 0.0
            for seller in range(w.fields.size):
                s = w.fields[seller]
                share = w.inputs[seller, field] * s.supply_price / f.input_price
                imported = 0.0 if s.embargoed == 1 else s.imported
                content += share * (imported + (1.0 - imported) * s.foreign_content)
            f.foreign_content = content / (1.0 + f.markup)
