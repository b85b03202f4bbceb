"""Budgets: routine R&D of enterprises, basic and applied work of institutes."""

from sim import accounts
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.rules.funding import routine_rd
from sim.rules.turnover import funds
from sim.state import Clock, World


@kernel
def budget(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: take in its owners' capital, pay routine R&D; it keeps what one knows in use."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        me.cash += me.equity
        pay(me.flows, accounts.EQUITY, me.equity)
        me.equity = 0.0
        me.cash += me.backing
        pay(me.flows, accounts.INVESTOR_EQUITY, me.backing)
        me.backing = 0.0
        intensity = w.fields[me.field].intensity
        wanted = p.funding.routine_share * intensity * me.sales
        routine = routine_rd(
            me.sales, intensity, funds(me.cash, me.sales, me.overhead, p.turnover), p.funding
        )
        me.cash -= routine
        me.routine_paid = routine / wanted if wanted > 0.0 else 0.0
        me.rd = routine + me.project_rd
        pay(me.flows, accounts.ROUTINE_RD, routine)


@kernel
def allocate(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: spend public money on basic and applied work, keep a part for projects.

    Basic research has its share of the quarter's grant; of all other money a part is kept for
    projects and the rest is spent on applied work.
    """
    for i in range(low, high):
        me = w.institutes[i]
        me.acts += 1
        money = max(0.0, me.cash)
        me.basic = min(money, me.basic_share * me.grant)
        kept = p.funding.institute_project_share * (money - me.basic)
        spent = money - kept
        me.cash -= spent
        me.rd = spent + me.project_rd
        pay(me.flows, accounts.INSTITUTE_RD, spent)


@kernel
def add_up(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up sales and R&D of cells in identity order."""
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
        w.cells[cell].basic = basic


@kernel
def add_up_fields(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up cells to fields."""
    n = w.provinces.size
    for field in range(low, high):
        f = w.fields[field]
        f.sales = 0.0
        f.rd = 0.0
        f.basic = 0.0
        public = 0.0
        for cell in range(field * n, (field + 1) * n):
            f.sales += w.cells[cell].sales
            f.rd += w.cells[cell].rd
            public += w.cells[cell].public_rd
            f.basic += w.cells[cell].basic
        f.rd_all = f.rd + public


@kernel
def measure_markets(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Measure what a generic technology of a field can reach, and the typical rival."""
    n = w.provinces.size
    for field in range(low, high):
        f = w.fields[field]
        f.users_market = 0.0
        for other in range(w.fields.size):
            f.users_market += w.relatedness[field, other] * w.fields[other].sales
        squares = 0.0
        if f.sales > 0.0:
            for i in range(
                w.cells[field * n].first_enterprise, w.cells[(field + 1) * n - 1].last_enterprise
            ):
                e = w.enterprises[i]
                squares += e.weight * (e.sales / f.sales) * (e.sales / f.market)
        f.rival_share = squares
