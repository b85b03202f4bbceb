"""Investors: they raise money, screen founders, hold stakes, pay again and sell.

Founders of a quarter are screened in the nursery, before they have a row; what an investor promises
then it pays in the next quarter's budgets, when owners bring in theirs. A representative's founders
share its deal: amounts of one enterprise enter the investor's money times the row's weight.
"""

import math
from typing import Any

import numpy as np

from sim import accounts, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.rules.investors import (
    affordable,
    earns_another_round,
    first_stake,
    new_money,
    next_stake,
    signal,
    worth,
)
from sim.rules.market import quality
from sim.state import BIRTHS, NONE, Clock, World

NEAR = 3
"""Investors that a founder can meet: those of the own province and of the two nearest."""


@kernel
def raise_money(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Investor: take in savings and the guidance fund's money, give idle money back."""
    for r in range(low, high):
        me = w.investors[r]
        me.acts += 1
        me.cost *= 1.0 - p.investors.memory
        me.back *= 1.0 - p.investors.memory
        idle = p.investors.payout * free_money(w, r)
        me.cash -= idle
        pay(me, accounts.PAYOUTS, idle)
        raised = new_money(w.provinces[r].output, me.cost, me.back, p.investors)
        me.cash += raised
        pay(me, accounts.SAVINGS, raised)
        me.cash += w.provinces[r].guidance
        me.guided += w.provinces[r].guidance


@kernel
def free_money(w: World, r: int) -> float:
    """Return private money of an investor that is not promised yet [million CNY]."""
    v = w.investors[r]
    return max(0.0, v.cash - v.committed - v.guided)


@kernel
def honour(w: World, p: Parameters, clock: Clock) -> None:
    """Settle what investors promised: to whoever is there; the enterprises then take it in."""
    for r in range(w.investors.size):
        w.investors[r].committed = 0.0
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        if e.backing > 0.0:
            w.investors[e.investor].cash -= e.weight * e.backing


@kernel
def receive(w: World, row: int, amount: float) -> None:
    """Book what one enterprise of a row brings its investor; public money stays in the fund."""
    e = w.enterprises[row]
    v = w.investors[e.investor]
    v.cash += e.weight * amount
    v.guided += e.weight * e.guided * amount
    e.repaid += amount


@kernel
def collect_dividends(w: World, p: Parameters, clock: Clock) -> None:
    """Settle dividends that enterprises paid on the stakes of investors."""
    for i in range(w.enterprises.size):
        if w.enterprises[i].stake > 0.0:
            receive(w, i, w.enterprises[i].flows[accounts.INVESTOR_DIVIDENDS])


@kernel
def settle_stakes(w: World, p: Parameters, clock: Clock) -> None:
    """Settle stakes in enterprises that end, and sell those held long or in what grew large."""
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        if e.stake <= 0.0:
            continue
        if e.exits == 1:
            receive(w, i, e.flows[accounts.INVESTOR_LIQUIDATION])
            end_deal(w, i)
            continue
        large = e.sales >= p.investors.exit_size * w.fields[e.field].usual
        if clock.quarter - e.born >= p.investors.hold or large:
            price = e.stake * worth(e.cash, e.profit, p.investors)
            pay(w.investors[e.investor], accounts.STAKE_SALES, e.weight * price)
            receive(w, i, price)
            end_deal(w, i)


@kernel
def end_deal(w: World, row: int) -> None:
    """Note how a deal ended and take the investor out of the enterprise, in place."""
    e = w.enterprises[row]
    v = w.investors[e.investor]
    v.ended += e.weight
    v.cost += e.weight * e.invested
    v.back += e.weight * e.repaid
    if e.repaid < e.invested:
        v.lost += e.weight
    e.stake = 0.0
    e.guided = 0.0


@kernel
def promise(
    w: World, p: Parameters, r: int, home: bool, weight: float, asked: float
) -> tuple[float, float]:
    """Promise money to each of `weight` enterprises, in place; return its public, private part.

    Up to what is asked; the guidance fund pays a part, at home alone.
    """
    v = w.investors[r]
    share = p.investors.coinvest if home else 0.0
    public = min(share * asked, v.guided / weight)
    private = min(asked - public, free_money(w, r) / weight)
    public = min(public, private * share / (1.0 - share))
    v.guided -= weight * public
    v.committed += weight * (public + private)
    return public, private


@kernel
def seeks_another_round(w: World, p: Parameters, row: int) -> bool:
    """Say whether an enterprise with an investor has earned a further round."""
    e = w.enterprises[row]
    if e.stake <= 0.0 or e.exits == 1:
        return False
    return earns_another_round(e.cash, e.overhead, e.sales, e.round_sales, p.investors)


@kernel
def divide_money(w: World, p: Parameters) -> None:
    """Work out what part of what is sought for further rounds each investor can pay, in place.

    All who seek get the same part of the money that there was before: first of the fund, at home
    up to its share, then of private money for the rest.
    """
    for r in range(w.investors.size):
        w.investors[r].sought = 0.0
        w.investors[r].sought_home = 0.0
    for i in range(w.enterprises.size):
        if seeks_another_round(w, p, i):
            e = w.enterprises[i]
            v = w.investors[e.investor]
            v.sought += e.weight * e.asked
            if e.province == e.investor:
                v.sought_home += e.weight * e.asked
    for r in range(w.investors.size):
        v = w.investors[r]
        share = p.investors.coinvest
        v.public_part = share * affordable(share * v.sought_home, v.guided)
        v.private_part = affordable(v.sought - v.public_part * v.sought_home, free_money(w, r))


@kernel
def follow_on(w: World, p: Parameters, clock: Clock) -> None:
    """Settle further rounds: who runs short while sales grow is paid as much once more."""
    divide_money(w, p)
    for i in range(w.enterprises.size):
        if not seeks_another_round(w, p, i):
            continue
        e = w.enterprises[i]
        v = w.investors[e.investor]
        home = e.province == e.investor
        share = p.investors.coinvest if home else 0.0
        public = v.public_part * e.asked if home else 0.0
        private = v.private_part * (e.asked - public)
        public = min(public, private * share / (1.0 - share))
        money = public + private
        if money <= 0.0:
            continue
        v.guided = max(0.0, v.guided - e.weight * public)  # rounding alone goes below
        v.committed += e.weight * money
        e.guided = (e.guided * e.invested + public) / (e.invested + money)
        e.stake = next_stake(e.stake, e.invested, e.sales / e.round_sales, money)
        e.backing = money
        e.invested += money
        e.round_sales = e.sales
        v.rounds += e.weight


@kernel
def back_founders(w: World, p: Parameters, clock: Clock) -> None:
    """Settle who of the quarter's founders is backed: the best signals first, while money lasts."""
    n = min(w.counters[BIRTHS], w.births.size)
    for k in range(n):
        if w.births[k].born == clock.quarter:  # who splits off was born before
            meet(w, p, clock.seed, 0, w.births[k])
    while True:
        best = NONE
        for k in range(n):
            new = w.births[k]
            waits = new.born == clock.quarter and new.investor != NONE and new.stake == 0.0
            if waits and (best == NONE or new.signal > w.births[best].signal):
                best = k
        if best == NONE:
            return
        back(w, p, w.births[best])


@kernel
def edge_of(w: World, p: Parameters, new: Any) -> float:
    """Return the true log of an enterprise's value for money over that of the field's sellers."""
    f = w.fields[new.field]
    offer = quality(masks.share_known(f.world, new.knowledge), p.market) / new.price
    return math.log(offer / f.home_offer)


@kernel
def meet(w: World, p: Parameters, seed: np.uint64, quarter: int, new: Any) -> float:
    """Let the investors around look at an enterprise; note the keenest one that would pay.

    Returns
    -------
    float
        The best that any of them thinks of it, -inf if nobody looked.
    """
    new.investor = NONE
    f = w.fields[new.field]
    best = -math.inf
    if new.asked <= 0.0 or f.home_offer <= 0.0:
        return best
    true = edge_of(w, p, new)
    home = masks.wide(new.province)
    met = -1.0
    for _ in range(min(NEAR, w.provinces.size)):
        r = next_nearest(w, home, met)
        met = reach(w, home, r)
        luck = draws.uniform(seed, quarter, new.id, draws.SCREEN, w.provinces[r].key)
        seen = signal(true, draws.normal(luck), p.investors.noise)
        best = max(best, seen)
        keener = new.investor == NONE or seen > new.signal
        if seen >= p.investors.bar and keener and free_money(w, r) > 0.0:
            new.investor = r
            new.signal = seen
    return best


@kernel
def reach(w: World, home: int, r: int) -> float:
    """Return how far an investor is from a founder: 0 in the own province [km]."""
    return 0.0 if r == home else w.distance[home, r]


@kernel
def next_nearest(w: World, home: int, beyond: float) -> int:
    """Return the investor nearest to a founder among those farther than a distance."""
    best = home
    least = math.inf
    for r in range(w.provinces.size):
        distance = reach(w, home, r)
        if beyond < distance < least:
            best, least = r, distance
    return best


@kernel
def back(w: World, p: Parameters, new: Any) -> None:
    """Let the keenest investor promise what an enterprise asks for, or what money is left."""
    r = masks.wide(new.investor)
    home = masks.wide(new.province) == r
    public, private = promise(w, p, r, home, new.weight, new.asked)
    money = public + private
    if money <= 0.0:
        new.investor = NONE
        return
    new.backing = money
    new.stake = first_stake(money, new.capital, p.investors)
    new.guided = public / money
    new.invested = money
    new.round_sales = new.sales
    w.investors[r].deals += new.weight
