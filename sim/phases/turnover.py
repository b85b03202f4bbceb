"""Turnover: enterprises close, founders start new ones, large representatives split.

What is decided here takes effect between quarters, when rows come and go (`sim/population.py`).
"""

from typing import Any

import numpy as np

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.founding import (
    found_again,
    mean_sales,
    measure_density,
    spin_off,
    spin_out,
    start_public,
)
from sim.phases.log import log
from sim.ranges import enterprises_of
from sim.rules.ownership import credit_of
from sim.rules.turnover import closes, spawning
from sim.state import BIRTHS, LARGEST, NONE, Clock, World

MOST_OF_FRINGE = 0.02
"""Share of its field's fringe sales above which a row goes on as two: fineness, not behaviour."""
GAZELLE = 1.728
"""Growth over three years of a fifth a year."""
FALLEN = 0.5
"""Part of the size of the 20th leader below which a leader is of the fringe again."""


@kernel
def count_firms(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Count enterprises of each cell, what all and the fringe sell, how readily founders leave."""
    n = w.provinces.size
    for cell in range(low, high):
        here = w.cells[cell]
        mean = w.fields[cell // n].mean_start
        here.firms = 0.0
        here.sold = 0.0
        here.spawning = 0.0
        here.fringe_sales = 0.0
        for i in range(here.first_enterprise, here.last_enterprise):
            e = w.enterprises[i]
            here.firms += e.weight
            here.sold += e.weight * e.sales
            here.spawning += e.weight * spawning(e.sales, mean, p.turnover)
            if e.leader == 0:
                here.fringe_sales += e.weight * e.sales


@kernel
def rank(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Work out how many enterprises a field has, their usual size, and the largest ones.

    The usual size of the fringe is that of 2010, times sales per enterprise over those of 2010. The
    fringe's own mean would have no anchor: start-ups are planned in proportion to it.
    """
    n = w.provinces.size
    for field in range(low, high):
        f = w.fields[field]
        f.firms = 0.0
        leave = 0.0
        sales = 0.0
        for cell in range(field * n, (field + 1) * n):
            f.firms += w.cells[cell].firms
            leave += w.cells[cell].spawning
            sales += w.cells[cell].fringe_sales
        f.spawning = leave / f.firms if f.firms > 0.0 else 0.0
        grown = mean_sales(w, field) / f.mean_start if f.mean_start > 0.0 else 0.0
        f.usual = f.usual_start * grown
        f.fringe = sales
        for k in range(LARGEST):
            f.leaders[k] = 0.0
        most = 0.0
        first, last = enterprises_of(w, field)
        for i in range(first, last):
            e = w.enterprises[i]
            if e.leader == 1:
                enter_size(f.leaders, e.sales)
            else:
                most = max(most, e.sales)
        least = f.leaders[LARGEST - 1]
        f.outgrown = least if least > 0.0 else 0.999999 * most  # missing leaders are replaced


@kernel
def enter_size(largest: np.ndarray, size: float) -> None:
    """Keep the largest sizes in falling order, in place."""
    place = largest.size
    while place > 0 and size > largest[place - 1]:
        place -= 1
    for k in range(largest.size - 1, place, -1):
        largest[k] = largest[k - 1]
    if place < largest.size:
        largest[place] = size


@kernel
def close_down(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: end if debt exceeds credit or it hardly sells; settle with owners or bank."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        me.exits = 0
        if clock.quarter <= me.born:
            continue
        potential = me.sales / me.customers
        usual = w.fields[me.field].usual
        credit = credit_of(masks.wide(me.ownership), p.ownership)
        note_growth(me, clock.quarter - me.born)
        fails = closes(me.cash, me.sales, potential, usual, credit, p.turnover)
        if not fails and me.meeting != codes.MET_GAVE_UP:
            continue
        me.exits = 1
        left = max(0.0, me.cash)
        pay(me, accounts.LIQUIDATION, left - me.stake * left)
        pay(me, accounts.INVESTOR_LIQUIDATION, me.stake * left)
        pay(me, accounts.WRITE_OFFS, max(0.0, -me.cash))
        me.owners += max(0.0, me.cash)
        me.cash = 0.0


@kernel
def note_growth(me: Any, age: int) -> None:
    """Note sales at the age of two, and at five if they grew by a fifth a year since, in place.

    References
    ----------
    .. [1] OECD and Eurostat (2007), Manual on Business Demography Statistics: gazelles are at most
       five years old and grow by over 20% a year over three years.
    """
    if age == 8:
        me.early_sales = me.sales
    if age == 20:
        me.gazelle = 1 if me.early_sales > 0.0 and me.sales > GAZELLE * me.early_sales else 0


@kernel
def turn_over(w: World, p: Parameters, clock: Clock) -> None:
    """Settle, in order of parents, who exits, who splits and who is founded."""
    w.counters[BIRTHS] = 0
    measure_density(w)
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        if e.exits == 1:
            small = e.sales / e.customers < p.turnover.least_size * w.fields[e.field].usual
            why = codes.NOT_WORTH if small else codes.NO_MONEY
            if e.meeting == codes.MET_GAVE_UP:
                why = codes.GAVE_UP
            log(w.events, w.counters, clock, codes.FIRM_EXITS, e.field, e.province, e.id, e.founder,
                clock.quarter - e.born, why)  # fmt: skip
            found_again(w, p, clock, i)
            continue
        if e.leader == 0:
            divide(w, clock, i)
        else:
            fall_back(w, i)
        spin_out(w, p, clock, i)
    for i in range(w.institutes.size):
        spin_off(w, p, clock, i)
    for cell in range(w.cells.size):
        start_public(w, p, clock, cell)


@kernel
def divide(w: World, clock: Clock, row: int) -> None:
    """Divide a representative that has grown too large for one row.

    One firm of a row that outgrew the 20th leader stands for itself. A row that holds much of what
    the fringe sells goes on as two, each with its own luck, so that the many small enterprises
    that a row stands for do not become many large ones that move as one. Rows stand for whole
    numbers of firms, and so do their parts: a leader is one firm.
    """
    e = w.enterprises[row]
    f = w.fields[e.field]
    if e.sales > f.outgrown and e.weight >= 1.0:
        if e.weight == 1.0:
            e.leader = 1
            return
        new = part(w, clock, row, 1.0)
        if new != NONE:
            w.births[new].leader = 1
            log(w.events, w.counters, clock, codes.FIRM_SPLITS, e.field, e.province,
                w.births[new].id, e.id, e.sales, codes.NOTHING)  # fmt: skip
    elif e.weight >= 2.0 and e.weight * e.sales > MOST_OF_FRINGE * f.fringe:
        part(w, clock, row, np.floor(0.5 * e.weight))


@kernel
def fall_back(w: World, row: int) -> None:
    """Let a leader that has shrunk far below the 20 largest be of the fringe again, in place.

    Not while it sits in a center: then it stands for itself.
    """
    e = w.enterprises[row]
    if e.first_membership == NONE and e.sales < FALLEN * w.fields[e.field].leaders[LARGEST - 1]:
        e.leader = 0


@kernel
def part(w: World, clock: Clock, row: int, weight: float) -> int:
    """Let some firms of a row become a row of their own, without its teams and seats.

    Returns
    -------
    int
        The new row of the nursery, NONE if it is full: then the driver stops the run.
    """
    e = w.enterprises[row]
    n = w.counters[BIRTHS]
    w.counters[BIRTHS] = n + 1
    if n >= w.births.size:
        return NONE
    w.births[n] = e
    new = w.births[n]
    new.id = draws.identity(e.id, clock.quarter, 1)
    new.weight = weight
    new.parts = 0.0
    e.parts = weight
    new.first_team = NONE
    new.first_membership = NONE
    new.first_link = NONE
    new.links = 0.0
    return n
