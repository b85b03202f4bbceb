"""Demand, selection among sellers, profits, taxes and what is paid out."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import draws
from sim.parameters import Market
from sim.rules.diffusion import adoption_probability
from sim.rules.market import (
    LEAST_USER_COST,
    after_tax,
    buyers_gain,
    composite,
    demand,
    dividend,
    frontier_quality,
    input_cost,
    losses_left,
    next_maturity,
    next_share,
    opening_gain,
    price,
    quality,
    reserved,
    scarcity,
    tax,
    taxable,
    user_cost,
    volatility,
)

pytestmark = [pytest.mark.core, pytest.mark.plain]

# The tests give every parameter they use its value: defaults move with the calibration.
P = Market(
    selection=0.1,
    noise=0.02,
    tax_rate=0.25,
    deduction=0.5,
    payout=0.3,
    buffer=0.25,
    maturity_innovation=0.03,
    maturity_imitation=0.38,
    quality_elasticity=0.5,
    price_elasticity=0.5,
    choke_price=5.0,
    procurement_threshold=0.9,
    loss_life=20.0,
)
STILL = P._replace(noise=0.0)
shares = st.floats(1e-6, 1.0)
levels = st.floats(0.01, 100.0)
money = st.floats(0.01, 1e6)
balances = st.floats(-1e6, 1e6).filter(lambda x: x == 0.0 or abs(x) > 1e-6)
markups = st.floats(0.0, 1.0)
shocks = st.floats(-8.0, 8.0)
powers = st.sampled_from([2.0**k for k in (-10, -3, -1, 1, 2, 20)])


# Market maturity.


def bass(t, p, q):
    e = math.exp(-(p + q) * t)
    return (1.0 - e) / (1.0 + q / p * e)


@pytest.mark.parametrize(("p", "q"), [(0.03, 0.38), (0.01, 0.6), (0.1, 0.0)])
def test_maturity_follows_the_closed_form_of_bass(p, q):
    market = P._replace(maturity_innovation=p, maturity_imitation=q)
    m = [0.0]
    for _ in range(100):
        m.append(next_maturity(m[-1], market))
    exact = [bass(h / 4, p, q) for h in range(101)]
    np.testing.assert_allclose(m, exact, rtol=0.0, atol=1e-12)


def test_maturity_is_half_way_at_the_peak_of_bass():
    # After 25 quarters, 6.25 years: e^(-0.41 x 6.25) = e^-2.5625 = 0.0771117;
    # (1 - 0.0771117) / (1 + 12.66667 x 0.0771117) = 0.9228883 / 1.9767482 = 0.466872
    m = 0.0
    for _ in range(25):
        m = next_maturity(m, P)
    assert m == pytest.approx(0.466872, abs=1e-6)


@given(st.floats(0.0, 1.0))
def test_maturity_only_grows_and_ends_at_one(m):
    after = next_maturity(m, P)
    assert m <= after <= 1.0
    h = adoption_probability(P.maturity_innovation, P.maturity_imitation, m)
    assert after == pytest.approx(m + (1 - m) * h, abs=1e-15)


def test_a_mature_market_stays_and_an_unborn_one_without_innovation_too():
    assert next_maturity(1.0, P) == 1.0
    assert next_maturity(0.0, P._replace(maturity_innovation=0.0)) == 0.0


# Shares.


@pytest.mark.parametrize(
    ("share", "lead", "selection", "expected"),
    [
        (0.2, 1.0, 0.1, 0.2),  # as good as the mean: stays
        (0.2, 1.5, 0.1, 0.21),  # 0.2 x (1 + 0.1 x 0.5)
        (0.2, 0.5, 0.1, 0.19),  # 0.2 x (1 - 0.1 x 0.5)
        (0.2, 9.0, 0.0, 0.2),  # no selection
        (0.2, 0.5, 2.0, 0.0),  # growth exactly 0
        (0.2, 0.25, 2.0, 0.0),  # growth -0.5: all is lost, no more
        (0.0, 1.5, 0.1, 0.0),
    ],
)
def test_share_without_noise_by_hand(share, lead, selection, expected):
    p = STILL._replace(selection=selection)
    after = next_share(share, 3.0 * lead, 3.0, 1.7, 0.0, p)
    assert after == pytest.approx(expected, abs=1e-16)


def test_noise_multiplies():
    # At the mean, two standard deviations of 0.02: 0.2 x e^(0.04 - 0.0002) = 0.20812053
    assert next_share(0.2, 1.0, 1.0, 2.0, 0.02, P) == pytest.approx(0.2081205266, abs=1e-10)
    assert next_share(0.2, 1.0, 1.0, 1.0, 0.0, P) == 0.2


@pytest.mark.parametrize(
    ("sales", "expected"),
    [
        (1.0, 0.5),  # one order: at most a half
        (4.0, 0.5),  # sqrt(0.09 + 0.25) = 0.58
        (6.25, 0.5),  # sqrt(0.09 + 0.16)
        (100.0, math.sqrt(0.09 + 0.01)),
        (1e30, 0.3),  # what all orders share is left
        (0.0, 0.3),
    ],
)
def test_volatility_by_hand(sales, expected):
    assert volatility(sales, P._replace(noise=0.3, order=1.0)) == pytest.approx(expected)


def test_noise_changes_no_share_on_average():
    """Mean over the midpoints of 10^5 equal parts of the normal distribution."""
    z = [draws.normal((k + 0.5) / 1e5) for k in range(100_000)]
    mean = np.mean([next_share(0.2, 1.0, 1.0, x, 0.4, P) for x in z])
    assert mean == pytest.approx(0.2, rel=1e-4)


@given(shares, levels, levels, shocks, st.floats(0.0, 1.0), st.floats(0.0, 0.2))
def test_the_replicator(share, own, mean, shock, chi, nu):
    p = P._replace(selection=chi)
    bare = share * (1.0 + chi * (own / mean - 1.0))
    after = next_share(share, own, mean, shock, nu, p)
    assert after >= 0.0
    assert after == pytest.approx(bare * math.exp(nu * shock - nu * nu / 2), rel=1e-12, abs=1e-16)
    assert next_share(share, own, mean, shock, 0.0, p) == pytest.approx(bare, rel=1e-12, abs=1e-16)


@given(st.lists(st.tuples(money, levels), min_size=1, max_size=12), st.floats(0.0, 1.0))
def test_selection_moves_shares_and_makes_none(sellers, chi):
    s = np.array([k for k, _ in sellers])
    s /= s.sum()
    e = np.array([k for _, k in sellers])
    mean = float(s @ e)
    p = STILL._replace(selection=chi)
    after = [
        next_share(a, b, mean, 1.0, 0.0, p) for a, b in zip(s.tolist(), e.tolist(), strict=True)
    ]
    assert sum(after) == pytest.approx(1.0, abs=1e-12)
    # Fisher: mean competitiveness grows by χ times its variance over the mean.
    variance = float(s @ (e - mean) ** 2)
    assert float(np.dot(after, e)) == pytest.approx(mean + chi * variance / mean, rel=1e-10)


@given(shares, levels, levels, levels, shocks, powers)
def test_shares_rise_with_competitiveness_that_has_no_unit(s, one, other, mean, u, unit):
    low, high = sorted((one, other))
    after = next_share(s, low, mean, u, 0.02, P)
    assert after <= next_share(s, high, mean, u, 0.02, P)
    assert next_share(s, unit * low, unit * mean, u, 0.02, P) == after
    assert next_share(s, low, mean, min(u, 0.0), 0.02, P) <= next_share(s, low, mean, 1.0, 0.02, P)


# Prices and costs.


@pytest.mark.parametrize(
    ("efficiency", "markup", "inputs", "expected"),
    [
        (1.0, 0.0, 1.0, 1.0),
        (2.0, 0.0, 1.0, 0.5),
        (1.0, 0.25, 1.0, 1.25),
        (2.0, 0.5, 1.0, 0.75),
        (2.0, 0.5, 1.5, 1.125),  # dearer inputs are passed on
    ],
)
def test_price_by_hand(efficiency, markup, inputs, expected):
    assert price(efficiency, markup, inputs) == expected


@pytest.mark.parametrize(
    ("sales", "markup", "expected"),
    [(100.0, 0.0, 100.0), (125.0, 0.25, 100.0), (0.0, 0.25, 0.0)],
)
def test_input_cost_by_hand(sales, markup, expected):
    assert input_cost(sales, markup) == expected


@given(levels, levels, markups, markups)
def test_the_price_falls_with_efficiency_and_rises_with_markup(one, other, m, n):
    slow, fast = sorted((one, other))
    thin, thick = sorted((m, n))
    assert 0.0 < price(fast, thin, 1.0) <= price(slow, thin, 1.0) <= price(slow, thick, 1.0)


@given(levels, markups, st.floats(0.01, 1e4))
def test_costs_are_quantity_over_efficiency(efficiency, markup, quantity):
    sales = price(efficiency, markup, 1.0) * quantity
    assert input_cost(sales, markup) == pytest.approx(quantity / efficiency, rel=1e-14)
    assert 0.0 < input_cost(sales, markup) <= sales


# Quality, demand and scarcity: here both elasticities are a half.


def test_quality_by_hand():
    assert quality(0.25, P) == 0.5
    assert quality(1.0, P) == 1.0
    assert quality(0.0, P) == 0.0
    assert quality(0.25, P._replace(quality_elasticity=0.0)) == 1.0


def test_the_world_gains_as_much_by_each_unit_however_many_it_opened_before():
    p = P._replace(quality_elasticity=0.5)
    assert frontier_quality(48.0, 48.0, 48.0, p) == 1.0
    assert frontier_quality(96.0, 48.0, 48.0, p) == pytest.approx(math.exp(0.5))
    early = frontier_quality(52.0, 48.0, 48.0, p) / frontier_quality(48.0, 48.0, 48.0, p)
    late = frontier_quality(132.0, 128.0, 48.0, p) / frontier_quality(128.0, 128.0, 48.0, p)
    assert early == pytest.approx(late, rel=1e-12)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_learning_one_of_the_last_units_is_worth_what_opening_one_is(zeta, step):
    """To first order: a seller that lacks little gains per unit what the world gains."""
    p = P._replace(quality_elasticity=zeta)
    gained = 1.0 / quality(1.0 - 1e-6 * step, p)
    opened = frontier_quality(48.0 + 48e-6 * step, 48.0, 48.0, p)
    assert gained == pytest.approx(opened, abs=1e-11)


@pytest.mark.parametrize(
    ("price_now", "elasticity", "spent", "gain"),
    [
        (1.0, 0.5, 100.0, 0.0),
        (0.25, 0.5, 50.0, 100.0),  # 100 x (1 - 0.5)/0.5
        (4.0, 0.5, 200.0, -200.0),  # dearer: buyers lose
        (0.25, 1.0, 100.0, 100.0 * math.log(4.0)),
        (0.25, 1.5, 200.0, 200.0),  # 100 x (1 - 2)/(-0.5)
    ],
)
def test_demand_and_buyers_gain_by_hand(price_now, elasticity, spent, gain):
    p = P._replace(price_elasticity=elasticity)
    assert demand(100.0, price_now, p) == pytest.approx(spent, rel=1e-14)
    assert buyers_gain(100.0, price_now, p) == pytest.approx(gain, rel=1e-14)


@pytest.mark.parametrize(
    ("elasticity", "opened", "gain"),
    [
        (0.5, 100.0, 200.0),  # 100 x (4^0.5 - 1) / 0.5
        (1.0, 100.0, 100.0 * math.log(4.0)),
        (2.0, 100.0, 75.0),  # 100 x (1 - 1/4)
        (0.5, 0.0, 0.0),
        (0.5, -50.0, -100.0),  # a market that shrinks is lost
    ],
)
def test_opening_gain_by_hand(elasticity, opened, gain):
    p = P._replace(price_elasticity=elasticity, choke_price=4.0)
    assert opening_gain(opened, p) == pytest.approx(gain, rel=1e-14)


@given(st.floats(0.1, 1.0), st.floats(0.2, 4.9), st.floats(0.2, 2.0))
def test_both_gains_make_what_buyers_have_more(before, price_now, elasticity):
    """The area above today's price in today's market less that above the price of 2010 then."""
    p = P._replace(price_elasticity=elasticity)
    above = [np.linspace(low, p.choke_price, 20_001) for low in (price_now, 1.0)]
    now, then = (float(np.trapezoid(100.0 * x**-elasticity, x)) for x in above)
    both = buyers_gain(100.0, price_now, p) + opening_gain(100.0 * (1.0 - before), p)
    assert both == pytest.approx(now - before * then, rel=1e-4, abs=1e-3)


@given(st.floats(0.2, 5.0), st.floats(0.2, 2.0))
def test_buyers_gain_is_the_area_under_the_demand_curve(price_now, elasticity):
    p = P._replace(price_elasticity=elasticity)
    x = np.linspace(price_now, 1.0, 20_001)
    area = float(np.trapezoid(100.0 * x**-elasticity, x))
    # near 1 the closed form loses digits: a difference of nearly equal powers over a small number
    assert buyers_gain(100.0, price_now, p) == pytest.approx(area, rel=1e-4, abs=1e-5)


@pytest.mark.parametrize(
    ("home", "imports", "share", "substitution", "price", "part"),
    [
        (1.0, 1.0, 0.3, 3.0, 1.0, 0.3),
        (0.5, 1.0, 0.5, 2.0, 2.0 / 3.0, 1.0 / 3.0),
        (1.0, 0.5, 0.5, 2.0, 2.0 / 3.0, 2.0 / 3.0),
        (2.0, 1.0, 0.0, 2.0, 2.0, 0.0),
        (2.0, 3.0, 1.0, 2.0, 3.0, 1.0),
    ],
)
def test_composite_by_hand(home, imports, share, substitution, price, part):
    assert composite(home, imports, share, substitution) == pytest.approx((price, part), rel=1e-14)


@given(levels, levels, st.floats(0.01, 0.99), st.floats(1.1, 6.0))
def test_a_composite_lies_between_its_prices_and_turns_to_the_cheaper(home, imports, share, kappa):
    price, part = composite(home, imports, share, kappa)
    assert min(home, imports) * (1 - 1e-9) <= price <= max(home, imports) * (1 + 1e-9)
    assert part == pytest.approx(share) or (part > share) == (imports < home)
    doubled, same = composite(2.0 * home, 2.0 * imports, share, kappa)
    assert (doubled, same) == pytest.approx((2.0 * price, part), rel=1e-9)


@given(levels, st.floats(0.1, 10.0), st.floats(0.01, 0.9), st.floats(1.1, 3.0))
def test_scarcity_takes_imports_out_of_a_composite(home, ratio, share, kappa):
    p = P._replace(choke_price=1e300)
    price, part = composite(home, ratio * home, share, kappa)
    alone = home * (1.0 - share) ** (1.0 / (1.0 - kappa))
    assert price * scarcity(part, kappa, p) == pytest.approx(alone, rel=1e-6)


@pytest.mark.parametrize(
    ("imports", "substitution", "expected"),
    [
        (0.0, 2.0, 1.0),  # nothing is taken away
        (0.5, 2.0, 2.0),  # (1 - 0.5)^-1
        (0.75, 3.0, 2.0),  # 0.25^-0.5
        (0.75, 1.5, 5.0),  # 0.25^-2 = 16: buyers rather do without
        (1.0, 9.0, 5.0),
        (0.1, 1.0, 5.0),  # no substitute at all
    ],
)
def test_scarcity_by_hand(imports, substitution, expected):
    assert scarcity(imports, substitution, P) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("now", "start", "expected"),
    [
        (0.5, 0.5, 0.0),
        (0.7, 0.5, 0.5),
        (0.9, 0.5, 1.0),
        (1.0, 0.5, 1.0),
        (0.4, 0.5, 0.0),
        (0.95, 0.95, 1.0),  # good enough from the start
        (0.85, 0.95, 0.0),
    ],
)
def test_what_the_state_reserves_by_hand(now, start, expected):
    assert reserved(now, start, P) == pytest.approx(expected, abs=1e-15)


# Taxes: here a quarter of profit less half of R&D.


@pytest.mark.parametrize(
    ("profit", "rd", "expected"),
    [
        (100.0, 0.0, 25.0),
        (100.0, 40.0, 20.0),  # 0.25 x (100 - 20)
        (20.0, 40.0, 0.0),  # just nothing left to tax
        (20.4, 40.0, 0.1),
        (10.0, 40.0, 0.0),  # no tax is paid back
        (-50.0, 0.0, 0.0),
        (-50.0, 40.0, 0.0),
    ],
)
def test_tax_by_hand(profit, rd, expected):
    assert tax(taxable(profit, rd, 0.0, P), P.tax_rate) == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize(
    ("rate", "deduction", "expected"), [(0.15, 0.5, 12.0), (0.25, 0.75, 17.5), (0, 0, 0)]
)
def test_rate_and_deduction(rate, deduction, expected):
    # 0.15 x (100 - 20) = 12; 0.25 x (100 - 30) = 17.5
    p = P._replace(tax_rate=float(rate), deduction=float(deduction))
    assert tax(taxable(100.0, 40.0, 0.0, p), p.tax_rate) == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize(
    ("rate", "deduction", "support", "expected"),
    [
        (0.25, 0.0, 0.0, 1.0),  # R&D is a cost like any other
        (0.25, 0.5, 0.0, 0.625 / 0.75),
        (0.25, 0.75, 0.0, 0.75),  # (1 - 0.4375) / 0.75
        (0.15, 0.5, 0.0, 0.775 / 0.85),  # a low rate makes the deduction worth less
        (0.25, 0.5, 0.2, 0.625 / 0.75 - 0.2),  # a subsidy is paid in full, and taxed
        (0.0, 0.5, 0.2, 0.8),
        (0.25, 0.5, 0.9, LEAST_USER_COST),
    ],
)
def test_user_cost_by_hand(rate, deduction, support, expected):
    p = P._replace(deduction=deduction)
    assert user_cost(rate, support, p) == pytest.approx(expected, rel=1e-14)


def test_after_tax_by_hand():
    # 0.75 x 100; (1 - 0.375 - 0.75 x 0.2) x 40
    assert after_tax(100.0, 40.0, 0.25, 0.2, P) == pytest.approx((75.0, 19.0), rel=1e-14)


def test_a_loss_lowers_later_taxes_until_it_lapses():
    # A loss of 20 with R&D of 40, half deducted once more: 40 are carried on, a twentieth lapses.
    base = taxable(-20.0, 40.0, 0.0, P)
    assert (base, tax(base, P.tax_rate)) == (-40.0, 0.0)
    left = losses_left(base, P)
    assert left == pytest.approx(38.0, rel=1e-15)
    assert tax(taxable(50.0, 0.0, left, P), P.tax_rate) == pytest.approx(0.25 * 12.0, rel=1e-14)
    assert losses_left(taxable(50.0, 0.0, left, P), P) == 0.0
    assert losses_left(-40.0, P._replace(loss_life=1.0)) == 0.0  # no carrying on


@given(balances, balances, money, money, st.floats(0.0, 0.5), st.floats(0.0, 1.0))
def test_tax_is_never_negative_nor_more_than_the_rate(one, other, r, s, rate, share):
    p = P._replace(tax_rate=rate, deduction=share)
    poor, rich = sorted((one, other))
    little, much = sorted((r, s))
    paid = tax(taxable(poor, little, 0.0, p), p.tax_rate)
    assert 0.0 <= paid <= rate * max(0.0, poor)
    assert paid <= tax(taxable(rich, little, 0.0, p), p.tax_rate)
    assert paid >= tax(taxable(poor, much, 0.0, p), p.tax_rate)
    assert paid >= tax(taxable(poor, little, much, p), p.tax_rate)


# Dividends: here 0.3 of cash above a quarter of quarterly sales.


@pytest.mark.parametrize(
    ("cash", "sales", "expected"),
    [
        (125.0, 100.0, 30.0),  # 0.3 x (125 - 25)
        (25.0, 100.0, 0.0),  # at the buffer
        (26.0, 100.0, 0.3),
        (10.0, 100.0, 0.0),
        (-10.0, 0.0, 0.0),
        (10.0, 0.0, 3.0),
    ],
)
def test_dividend_by_hand(cash, sales, expected):
    assert dividend(cash, sales, 1.0, P) == pytest.approx(expected, abs=1e-14)
    assert dividend(cash, sales, 0.0, P) == dividend(cash, sales, -1.0, P) == 0.0


@given(balances, balances, money, money, st.floats(0.0, 1.0), st.floats(0.0, 8.0))
def test_dividends_leave_the_buffer(one, other, sales, more, payout, buffer):
    p = P._replace(payout=payout, buffer=buffer)
    low, high = sorted((one, other))
    paid = dividend(low, sales, 1.0, p)
    assert 0.0 <= paid <= dividend(high, sales, 1.0, p)
    assert dividend(high, sales + more, 1.0, p) <= dividend(high, sales, 1.0, p)
    if low >= buffer * sales:
        assert low - paid >= buffer * sales - 1e-15 * low
    else:
        assert paid == 0.0


@given(balances, money, markups, powers)
def test_the_unit_of_money_does_not_matter(amount, rd, markup, unit):
    base = taxable(amount, rd, rd, P)
    assert taxable(unit * amount, unit * rd, unit * rd, P) == unit * base
    assert tax(unit * base, P.tax_rate) == unit * tax(base, P.tax_rate)
    assert losses_left(unit * base, P) == unit * losses_left(base, P)
    assert dividend(unit * amount, unit * rd, 1.0, P) == unit * dividend(amount, rd, 1.0, P)
    assert input_cost(unit * rd, markup) == unit * input_cost(rd, markup)
