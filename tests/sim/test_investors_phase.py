"""Investors in the country: whom they back, with what money, and what comes back."""

import numpy as np
import pytest

from sim import accounts, indicators, kernel, population, spinup
from sim.parameters import Parameters, pack, replace
from sim.phases import budgets, investors, turnover
from sim.state import BIRTHS, NONE, Clock, as_records, copy, table
from sim.state import TABLES as ROWS

FOUNDERS = 400
PLACES = 4
CLOCK = Clock(np.uint64(1), 5, 10)
AT = {about.name: k for k, about in enumerate(indicators.NATION)}


def nursery(founders=FOUNDERS, weight=2.0, money=1e9):
    """Return a country whose founders differ in efficiency alone, each asking for 1."""
    w = kernel.allocate(enterprises=0, institutes=0, centers=0, fields=1, provinces=PLACES)
    w = w._replace(births=as_records(table(ROWS["births"], founders)))
    b = w.births
    b.id, b.born, b.weight = np.arange(1, founders + 1), 5, weight
    b.efficiency = np.exp(np.linspace(-0.3, 0.3, founders))
    b.price, b.knowledge = 1.0 / b.efficiency, w.fields.world[0]
    b.asked, b.equity, b.sales, b.province = 1.0, 3.0, 1.0, np.arange(founders) % PLACES
    b.capital = b.equity
    w.fields.home_offer = 1.0
    w.investors.cash = money
    w.provinces.key = np.arange(PLACES) + 1
    w.distance[:] = 100.0 * np.abs(np.arange(PLACES)[:, None] - np.arange(PLACES)) + 10.0
    w.counters[BIRTHS] = founders
    return w


def backed(w, **changes):
    """Return who of the nursery is backed under parameters of investors."""
    p = replace(pack(Parameters()), {f"investors.{name}": value for name, value in changes.items()})
    investors.back_founders(w, p, CLOCK)
    return w.births.stake > 0.0


@pytest.mark.core
@pytest.mark.plain
def test_who_sees_clearly_backs_the_best():
    """One investor's money for ten: without noise these are the ten best, whoever comes first."""
    w = nursery()
    w.investors.cash = 0.0
    w.births.province = 1
    w.investors.cash[1] = 20.0  # ten rows of two enterprises that ask for 1
    chosen = backed(w, noise=0.0, bar=-9.0)
    assert np.flatnonzero(chosen).tolist() == list(range(FOUNDERS - 10, FOUNDERS))
    assert w.investors.committed.tolist() == [0.0, 20.0, 0.0, 0.0]
    assert (w.births.investor[~chosen] == NONE).all()


@pytest.mark.core
@pytest.mark.plain
def test_who_sees_nothing_backs_at_random():
    """The mean rank of 100 of 400 drawn without regard to quality: false alarm 1e-6."""
    w = nursery()
    w.births.province = 1
    w.investors.cash = [0.0, 200.0, 0.0, 0.0]
    chosen = np.flatnonzero(backed(w, noise=1e9, bar=-1e12))
    assert chosen.size == 100
    ranks = np.arange(FOUNDERS)
    error = ranks.std() * np.sqrt((FOUNDERS - 100) / (FOUNDERS - 1) / 100)
    assert abs(chosen.mean() - ranks.mean()) < 4.9 * error


@pytest.mark.core
@pytest.mark.plain
def test_noise_lies_between():
    means = []
    for noise in (0.0, 0.2, 1e9):
        w = nursery()
        w.births.province = 1
        w.investors.cash = [0.0, 200.0, 0.0, 0.0]
        means.append(w.births.efficiency[backed(w, noise=noise, bar=-1e12)].mean())
    assert means[0] > means[1] > means[2]


@pytest.mark.core
@pytest.mark.plain
def test_the_bar_is_where_it_is_said_to_be():
    w = nursery()
    chosen = backed(w, noise=0.0, bar=0.0)
    quality = np.log(1.0 / w.births.price)  # the quality factor is that of no gap
    assert chosen.any()
    assert not chosen.all()
    assert quality[chosen].min() >= quality[~chosen].max()


@pytest.mark.core
@pytest.mark.plain
@pytest.mark.parametrize("money", [7.0, 63.0, 1e6])
def test_money_adds_up_and_what_is_left_is_paid_in_part(money):
    w = nursery(money=money)
    backed(w, bar=-9.0)
    b = w.births
    given = np.zeros(PLACES)
    np.add.at(given, b.investor[b.stake > 0.0], (b.weight * b.backing)[b.stake > 0.0])
    assert w.investors.committed == pytest.approx(given, rel=1e-12)
    assert (w.investors.committed <= money * (1.0 + 1e-12)).all()
    assert w.investors.committed.sum() == pytest.approx(min(money * PLACES, 2.0 * FOUNDERS))
    assert (b.backing <= b.asked).all()
    own = b.stake > 0.0
    worth = b.backing[own] + pack(Parameters()).investors.premium * b.equity[own]
    assert b.stake[own] == pytest.approx(b.backing[own] / worth)
    assert b.invested.tolist() == b.backing.tolist()


@pytest.mark.core
@pytest.mark.plain
def test_founders_meet_the_investor_at_home_and_the_two_nearest():
    w = nursery()
    w.births.province = 0
    w.investors.cash = [0.0, 0.0, 0.0, 1e9]  # the only one with money is too far
    assert not backed(w, bar=-9.0).any()
    w = nursery()
    w.births.province = 0
    w.investors.cash = [0.0, 0.0, 1e9, 0.0]
    assert backed(w, bar=-9.0).all()
    assert (w.births.investor == 2).all()


@pytest.mark.core
@pytest.mark.plain
def test_a_guidance_fund_pays_its_part_at_home_alone():
    w = nursery()
    w.investors.guided = 1e9
    w.investors.cash = 2e9
    chosen = backed(w, bar=-9.0, coinvest=0.25)
    home = w.births.investor == w.births.province
    assert chosen.all()
    assert 0 < home.sum() < FOUNDERS
    assert w.births.guided[home] == pytest.approx(0.25)
    assert (w.births.guided[~home] == 0.0).all()
    spent = 0.25 * 2.0 * home.sum()
    assert (1e9 - w.investors.guided).sum() == pytest.approx(spent)


@pytest.mark.core
@pytest.mark.plain
def test_public_money_never_goes_without_private():
    w = nursery()
    w.investors.guided = w.investors.cash = 1e9
    assert not backed(w, bar=-9.0).any()
    assert (w.investors.guided == 1e9).all()


@pytest.mark.core
@pytest.mark.plain
def test_a_guidance_fund_never_pays_more_than_its_part():
    w = nursery(founders=1)
    w.investors.guided = 100.0
    w.investors.cash = 100.6  # 0.3 of private money for each of two, of 1 asked
    assert backed(w, bar=-9.0, noise=0.0, coinvest=0.25).all()
    assert w.births.backing[0] == pytest.approx(0.4)
    assert w.births.guided[0] == pytest.approx(0.25)


def holder(**columns):
    """Return a country with one row of three enterprises in which an investor has a half."""
    w = kernel.allocate(enterprises=1, institutes=0, centers=0, fields=1, provinces=1)
    e = w.enterprises
    e.id, e.weight, e.customers, e.born, e.stake, e.invested = 1, 3.0, 1.0, 0, 0.5, 10.0
    e.sales, e.cash, e.profit, e.round_sales, e.asked, e.overhead = 10.0, 8.0, 1.0, 10.0, 4.0, 1.0
    w.fields.usual = 10.0
    w.fields.world = np.uint64(255)
    for name, value in columns.items():
        e[name] = value
    population.index_cells(w)
    return w


@pytest.mark.core
@pytest.mark.plain
@pytest.mark.parametrize(
    ("columns", "quarter", "price"),
    [
        ({}, 23, None),
        ({}, 24, 24.0),  # half of 8 + 40 x 1
        ({"profit": -5.0}, 24, 4.0),
        ({"sales": 20.0}, 3, 24.0),
        ({"sales": 19.9}, 3, None),
        ({"cash": -60.0}, 24, 0.0),
    ],
)
def test_a_stake_is_sold_when_held_long_or_grown_large(columns, quarter, price):
    w = holder(**columns)
    investors.settle_stakes(w, pack(Parameters()), Clock(np.uint64(1), quarter, 10))
    v = w.investors[0]
    assert (w.enterprises.stake[0] == 0.0) == (price is not None)
    assert v.cash == 3.0 * (price or 0.0) == v.flows[accounts.STAKE_SALES]
    assert v.ended == (0.0 if price is None else 3.0)
    assert v.lost == (3.0 if price is not None and price < 10.0 else 0.0)


@pytest.mark.core
@pytest.mark.plain
def test_who_ends_pays_its_investor_a_part_of_what_is_left():
    w = holder(sales=0.0, guided=0.25)
    turnover.close_down(w, pack(Parameters()), Clock(np.uint64(1), 3, 10), 0, 1)
    flows = w.enterprises.flows[0]
    assert (flows[accounts.LIQUIDATION], flows[accounts.INVESTOR_LIQUIDATION]) == (4.0, 4.0)
    investors.settle_stakes(w, pack(Parameters()), Clock(np.uint64(1), 3, 10))
    v = w.investors[0]
    assert (v.cash, v.guided, v.cost, v.back, v.lost) == (12.0, 3.0, 30.0, 12.0, 3.0)


@pytest.mark.core
@pytest.mark.plain
@pytest.mark.parametrize(
    ("columns", "money", "paid"),
    [
        ({"cash": 2.0, "sales": 20.0}, 1e9, 4.0),
        ({"cash": 2.0, "sales": 20.0}, 6.0, 2.0),
        ({"cash": 2.0, "sales": 14.0}, 1e9, 0.0),  # sales have not grown enough
        ({"cash": 6.0, "sales": 20.0}, 1e9, 0.0),  # six quarters of overheads are left
        ({"cash": 2.0, "sales": 20.0, "stake": 0.0}, 1e9, 0.0),
        ({"cash": 2.0, "sales": 20.0, "exits": 1}, 1e9, 0.0),
    ],
)
def test_who_grows_and_runs_short_is_paid_again(columns, money, paid):
    w = holder(**columns)
    w.investors.cash = money
    investors.follow_on(w, pack(Parameters()), CLOCK)
    e = w.enterprises[0]
    assert e.backing == paid
    assert w.investors.committed[0] == 3.0 * paid
    if paid > 0.0:
        assert e.stake == pytest.approx((0.5 * 40.0 + paid) / (40.0 + paid))
        assert e.round_sales == 20.0
        investors.honour(w, pack(Parameters()), CLOCK)
        budgets.budget(w, pack(Parameters()), CLOCK, 0, 1)
        assert w.investors.cash[0] == money - 3.0 * paid
        assert w.enterprises.flows[0, accounts.INVESTOR_EQUITY] == paid
        assert (w.enterprises.backing[0], w.investors.committed[0]) == (0.0, 0.0)


def seekers(order):
    """Return four rows, two of them at home, that seek 10, 20, 30 and 40 of one investor."""
    w = kernel.allocate(enterprises=4, institutes=0, centers=0, fields=1, provinces=2)
    e = w.enterprises
    e.id, e.stake, e.invested, e.round_sales = 1 + np.array(order), 0.5, 10.0, 10.0
    e.sales, e.cash, e.overhead, e.investor = 20.0, 2.0, 1.0, 0
    e.weight = e.id
    e.province = (e.id + 1) % 2  # 1 and 3 at home: they ask for 40
    e.asked = 10.0
    w.investors.cash[0], w.investors.guided[0] = 25.0, 5.0
    return w


@pytest.mark.core
@pytest.mark.plain
@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]])
def test_scarce_money_is_divided_alike_whoever_comes_first(order):
    """The fund pays 5 of half of 40; 20 of private money for the other 95."""
    w = seekers(order)
    investors.follow_on(w, replace(pack(Parameters()), {"investors.coinvest": 0.5}), CLOCK)
    e = w.enterprises
    home = e.province == 0
    private = 20.0 / 95.0
    public = 1.25
    assert e.backing[~home] == pytest.approx(10.0 * private)
    assert e.backing[home] == pytest.approx(public + (10.0 - public) * private)
    assert w.investors.committed[0] == pytest.approx((e.weight * e.backing).sum(), rel=1e-14)
    assert w.investors.guided[0] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.core
@pytest.mark.plain
def test_money_follows_success():
    w = kernel.allocate(enterprises=0, institutes=0, centers=0, fields=1, provinces=3)
    w.provinces.output = 100.0
    w.investors.cost, w.investors.back = [10.0, 10.0, 10.0], [5.0, 10.0, 20.0]
    investors.raise_money(w, pack(Parameters()), CLOCK, 0, 3)
    raised = w.investors.flows[:, accounts.SAVINGS]
    assert raised[0] < raised[1] < raised[2]
    assert raised[1] == pytest.approx(100.0 * pack(Parameters()).investors.savings)


@pytest.mark.core
def test_investors_earn_and_promises_are_kept(eventful):
    paid = eventful.flows.sum(axis=(0, 1))
    for flow in (accounts.SAVINGS, accounts.PAYOUTS, accounts.INVESTOR_EQUITY,
                 accounts.INVESTOR_DIVIDENDS, accounts.STAKE_SALES):  # fmt: skip
        assert paid[flow] > 0.0, accounts.FLOWS[flow].name
    v = eventful.world.investors
    assert (v.cash - v.committed - v.guided >= -1e-6).all()
    e = eventful.world.enterprises
    promised = np.zeros(v.size)
    np.add.at(promised, e.investor[e.stake > 0.0], (e.weight * e.backing)[e.stake > 0.0])
    assert v.committed == pytest.approx(promised, rel=1e-9, abs=1e-9)
    assert (e.stake <= 1.0).all()
    assert eventful.nation[-1, AT["venture_deals"]] > 0.0


def test_without_money_nobody_is_backed(tiny):
    """Placebo: then neither noise nor the bar nor what founders ask for changes anything."""
    off = replace(pack(tiny.parameters), {"investors.savings": 0.0, "governments.guidance": 0.0})
    w = copy(spinup.start(tiny))
    w.investors.cash = 0.0
    w.books.stocks[-1, accounts.INVESTORS] = 0.0
    one = kernel.run(w, off, 1, 12)
    assert one.flows[:, :, accounts.INVESTOR_EQUITY].sum() == 0.0
    changed = {"investors.noise": 1.0, "investors.bar": -2.0, "investors.need": 40.0}
    other = kernel.run(w, replace(off, changed), 1, 12)
    for name in ("fields", "provinces", "nation", "flows"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()
