"""Budgets: routine R&D of enterprises, basic and applied work of institutes."""

from sim import accounts, codes, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.ranges import enterprises_of
from sim.rules.funding import routine_rd
from sim.rules.institutes import contract_share
from sim.rules.knowledge import proximity
from sim.rules.ownership import credit_of
from sim.rules.turnover import funds
from sim.state import Clock, World


@kernel
def budget(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: take in its owners' capital, pay routine R&D, which also teaches.

    Taxes and subsidies as they are lower its user cost and so raise it. A part of it goes to
    institutes: it is R&D of those who do it.
    """
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        me.owners = -me.equity - me.backing
        me.cash += me.equity
        pay(me, accounts.EQUITY, me.equity)
        me.equity = 0.0
        me.cash += me.backing
        pay(me, accounts.INVESTOR_EQUITY, me.backing)
        me.backing = 0.0
        f = w.fields[me.field]
        cost = me.user_cost / f.user_cost_start if f.user_cost_start > 0.0 else 1.0
        usual = p.funding.routine_share * f.intensity * me.sales
        credit = credit_of(masks.wide(me.ownership), p.ownership)
        money = funds(me.cash, me.sales, me.overhead, credit, p.turnover)
        routine = routine_rd(me.sales, f.intensity, cost, money, p.funding)
        me.contracts = routine * contract_share(offer(w, i), p.institutes)
        own = routine - me.contracts
        me.cash -= own + me.contracts
        me.routine_paid = own / usual if usual > 0.0 else 0.0
        me.rd = own + me.project_rd
        me.rd_outside = me.contracts + me.pilot_rents - me.project_grants
        pay(me, accounts.ROUTINE_RD, own)
        pay(me, accounts.CONTRACTS, me.contracts)


@kernel
def offer(w: World, row: int) -> float:
    """Return how much institutes around know that an enterprise does not, as last surveyed.

    Shares of their R&D that know each such unit, by proximity, over the units of the world.
    """
    e = w.enterprises[row]
    f = w.fields[e.field]
    total = 0.0
    rest = (f.world | f.country) & ~e.knowledge
    while rest != masks.EMPTY:
        total += w.cells[e.cell].lessons[masks.lowest(rest)]
        rest = rest & (rest - masks.ONE)
    return total / max(1, masks.size(f.world))


@kernel
def order_research(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up the contracts of each cell, and the R&D of its institutes, which attracts them."""
    for cell in range(low, high):
        here = w.cells[cell]
        here.ordered = 0.0
        here.supply = 0.0
        for i in range(here.first_enterprise, here.last_enterprise):
            here.ordered += w.enterprises[i].weight * w.enterprises[i].contracts
        for i in range(here.first_institute, here.last_institute):
            here.supply += w.institutes[i].weight * w.institutes[i].rd


@kernel
def place_contracts(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Divide the contracts of each cell among institutes of the field, by proximity and R&D.

    Orders follow lessons, and lessons come from institutes with R&D: there is always a taker.
    """
    n = w.provinces.size
    for field in range(low, high):
        for cell in range(field * n, (field + 1) * n):
            w.cells[cell].contract_rate = 0.0
        for here in range(n):
            ordered = w.cells[field * n + here].ordered
            if ordered <= 0.0:
                continue
            around = 0.0
            for there in range(n):
                around += nearness(w, p, here, there) * w.cells[field * n + there].supply
            for there in range(n):
                part = nearness(w, p, here, there) / around
                w.cells[field * n + there].contract_rate += ordered * part


@kernel
def nearness(w: World, p: Parameters, here: int, there: int) -> float:
    """Return the weight of one province to another: 1 at home, else by distance."""
    return 1.0 if here == there else proximity(w.distance[here, there], p.knowledge)


@kernel
def allocate(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: take in contracts, spend on basic and applied work, keep a part for projects.

    Basic research has its share of the public money due to the institute, out of the block grant;
    contracts are worked off; of all other money a part is kept for projects and the rest is spent
    on applied work.
    """
    for i in range(low, high):
        me = w.institutes[i]
        me.acts += 1
        me.contracts = me.rd * w.cells[me.cell].contract_rate
        me.cash += me.contracts
        money = max(0.0, me.cash)
        me.basic = min(money, me.grant, me.basic_share * me.due)
        free = max(0.0, money - me.basic - me.contracts)
        kept = p.funding.institute_project_share * free
        spent = money - kept
        me.cash -= spent
        me.rd = spent + me.project_rd
        pay(me, accounts.INSTITUTE_RD, spent)


@kernel
def add_up(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up sales and R&D of cells in identity order, and what centers spend there."""
    for cell in range(low, high):
        sales = 0.0
        rd = 0.0
        for i in range(w.cells[cell].first_enterprise, w.cells[cell].last_enterprise):
            e = w.enterprises[i]
            sales += e.weight * e.sales
            rd += e.weight * e.rd
        public = 0.0
        basic = 0.0
        for i in range(w.cells[cell].first_institute, w.cells[cell].last_institute):
            o = w.institutes[i]
            public += o.weight * o.rd
            basic += o.weight * o.basic
        w.cells[cell].sales = sales
        w.cells[cell].rd = rd
        w.cells[cell].public_rd = public
        w.cells[cell].center_rd = work_of_centers(w, cell)
        w.cells[cell].basic = basic


@kernel
def work_of_centers(w: World, cell: int) -> float:
    """Return what centers of a province spent on projects last, by their shares of a field.

    What members' own teams cost is their own spending.
    """
    n = w.provinces.size
    total = 0.0
    for c in range(w.centers.size):
        if w.centers[c].province == cell % n:
            total += w.center_fields[c, cell // n].share * w.centers[c].project_rd
    return total


@kernel
def add_up_fields(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up cells to fields."""
    n = w.provinces.size
    for field in range(low, high):
        f = w.fields[field]
        f.sales = 0.0
        f.rd = 0.0
        f.basic = 0.0
        f.public_rd = 0.0
        centers = 0.0
        for cell in range(field * n, (field + 1) * n):
            f.sales += w.cells[cell].sales
            f.rd += w.cells[cell].rd
            f.public_rd += w.cells[cell].public_rd
            centers += w.cells[cell].center_rd
            f.basic += w.cells[cell].basic
        f.rd_all = f.rd + f.public_rd + centers


@kernel
def measure_markets(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Measure what a generic technology of a field can reach, and the typical rival and user."""
    for field in range(low, high):
        f = w.fields[field]
        f.users_market = 0.0
        for other in range(w.fields.size):
            f.users_market += w.relatedness[field, other] * w.fields[other].sales
        squares = 0.0
        state = 0.0
        if f.sales > 0.0:
            first, last = enterprises_of(w, field)
            for i in range(first, last):
                e = w.enterprises[i]
                squares += e.weight * (e.sales / f.sales) * (e.sales / f.market)
                if e.ownership == codes.STATE:
                    state += e.weight * (e.sales / f.sales)
        f.rival_share = squares
        f.state_owned = state
