"""Entry, growth, credit and exit of enterprises, and where they settle."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import Governments, Location, Turnover
from sim.rules.location import support, utility
from sim.rules.turnover import (
    closes,
    funds,
    interest,
    next_customers,
    next_overhead,
    room_to_enter,
    spawning,
)

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Turnover(
    room=2.0,
    customer_growth=0.2,
    overhead=0.4,
    overhead_pace=0.25,
    interest=0.08,
    credit=0.5,
    reserve=2.0,
    least_size=0.01,
)
L = Location(
    field_pull=1.0,
    institute_pull=0.5,
    distance=100.0,
    center_pull=0.25,
    congestion=0.5,
    specialist_pull=0.25,
    support_pull=2.0,
)
money = st.floats(0.01, 1e6)
balances = st.floats(-1e6, 1e6).map(lambda x: round(x, 6))  # far from the least float
shares = st.floats(0.01, 1.0)
powers = st.sampled_from([2.0**k for k in (-10, -3, -1, 1, 2, 20)])


@pytest.mark.parametrize(
    ("mean", "start", "expected"),
    [(10.0, 10.0, 1.0), (20.0, 10.0, 4.0), (5.0, 10.0, 0.25), (0.0, 10.0, 0.0), (1.0, 0.0, 0.0)],
)
def test_room_by_hand(mean, start, expected):
    assert room_to_enter(mean, start, P) == expected


@pytest.mark.parametrize(
    ("sales", "mean", "expected"),
    [(10.0, 10.0, 1.0), (40.0, 10.0, 2.0), (2.5, 10.0, 0.5), (0.0, 10.0, 0.0), (1.0, 0.0, 0.0)],
)
def test_spawning_by_hand(sales, mean, expected):
    assert spawning(sales, mean, P._replace(spinout_size=0.5)) == expected


@pytest.mark.parametrize(("now", "expected"), [(0.5, 0.55), (0.1, 0.118), (1.0, 1.0), (0.0, 0.0)])
def test_customers_by_hand(now, expected):
    assert next_customers(now, 0.0, P) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(("coaching", "expected"), [(0.0, 0.55), (0.5, 0.575), (1.0, 0.6)])
def test_coaching_speeds_growth_by_hand(coaching, expected):
    assert next_customers(0.5, coaching, P) == pytest.approx(expected, rel=1e-15)


@given(shares, st.floats(0.0, 5.0), st.floats(0.0, 1.0))
def test_customers_grow_toward_all(now, coaching, growth):
    after = next_customers(now, coaching, P._replace(customer_growth=growth))
    assert now <= after <= 1.0


def test_customers_follow_the_logistic_curve():
    """At a small rate the steps are those of the curve: from 0.1 to a half in ln 9 / g."""
    p = P._replace(customer_growth=0.001)
    c, steps = 0.1, 0
    while c < 0.5:
        c = next_customers(c, 0.0, p)
        steps += 1
    assert steps == pytest.approx(math.log(9.0) / 0.001, rel=1e-3)


def test_overheads_by_hand():
    # fitted: 0.4 x 0.25 x 1000 = 100; a quarter of the way from 60
    assert next_overhead(60.0, 0.25, 1000.0, 1.0, P) == 70.0
    assert next_overhead(100.0, 0.25, 1000.0, 1.0, P) == 100.0
    assert next_overhead(100.0, 0.25, 0.0, 1.0, P) == 75.0


@pytest.mark.parametrize(("cash", "expected"), [(100.0, 0.0), (0.0, 0.0), (-100.0, 2.0)])
def test_interest_by_hand(cash, expected):
    assert interest(cash, P) == expected


@pytest.mark.parametrize(
    ("cash", "sales", "overhead", "expected"),
    [
        (100.0, 0.0, 0.0, 100.0),
        (100.0, 40.0, 30.0, 60.0),  # with credit of 20, less a reserve of 60
        (-10.0, 40.0, 0.0, 10.0),
        (-30.0, 40.0, 0.0, 0.0),
        (10.0, 0.0, 30.0, 0.0),
    ],
)
def test_funds_by_hand(cash, sales, overhead, expected):
    assert funds(cash, sales, overhead, 1.0, P) == expected


@pytest.mark.parametrize(
    ("cash", "sales", "potential", "expected"),
    [
        (-20.0, 40.0, 40.0, False),  # at the limit
        (-20.1, 40.0, 40.0, True),
        (5.0, 0.5, 1.0, False),  # a hundredth of what is usual
        (5.0, 0.5, 0.99, True),
        (0.0, 0.0, 0.0, True),
    ],
)
def test_closing_by_hand(cash, sales, potential, expected):
    assert closes(cash, sales, potential, 100.0, 1.0, P) == expected


@given(balances, money, money, powers)
def test_the_unit_of_money_ends_nobody(cash, sales, usual, unit):
    here = closes(cash, sales, sales, usual, 1.0, P)
    assert closes(unit * cash, unit * sales, unit * sales, unit * usual, 1.0, P) == here
    spent = funds(cash, sales, usual, 1.0, P)
    assert funds(unit * cash, unit * sales, unit * usual, 1.0, P) == unit * spent
    assert interest(unit * cash, P) == unit * interest(cash, P)


def test_utility_by_hand():
    # ln 0.5 + 0.5 ln 0.25 + 0.25 ln 0.1 + 2 ln 1.4 + 2 x 0.25 - 1 - 0.5 ln 4
    expected = math.log(0.5) + 0.5 * math.log(0.25) + 0.25 * math.log(0.1) + 2.0 * math.log(1.4)
    expected += 0.5 - 1.0 - 0.5 * math.log(4.0)
    assert utility(0.49, 0.24, 0.09, 100.0, 2.0, 4.0, 0.4, L) == pytest.approx(expected, rel=1e-14)


@given(shares, shares, st.floats(0.0, 1000.0), st.floats(0.1, 10.0))
def test_what_draws_and_what_deters(one, other, distance, density):
    low, high = sorted((one, other))
    base = utility(low, low, low, distance, 0.0, density, 0.0, L)
    assert base <= utility(high, low, low, distance, 0.0, density, 0.0, L)
    assert base <= utility(low, high, low, distance, 0.0, density, 0.0, L)
    assert base <= utility(low, low, high, distance, 0.0, density, 0.0, L)
    assert base < utility(low, low, low, distance, 1.0, density, 0.0, L)
    assert base < utility(low, low, low, distance, 0.0, density, 0.1, L)
    assert base > utility(low, low, low, distance + 1.0, 0.0, density, 0.0, L)
    assert base > utility(low, low, low, distance, 0.0, 2.0 * density, 0.0, L)


@pytest.mark.parametrize(
    ("discount", "subsidy", "tenancy", "margin", "expected"),
    [
        (0.0, 0.0, 0.0, 0.2, 0.0),
        (0.5, 0.0, 0.0, 0.2, 12.0 * 0.5 * 0.05 * 0.4 / 5.0),
        (0.0, 0.01, 0.0, 0.2, 12.0 * 0.05 / 5.0),
        (0.5, 0.01, 0.0, 0.2, 12.0 * 0.06 / 5.0),
        (0.5, 0.01, 3.0, 0.2, (12.0 * 0.06 + 3.0 * 0.4) / 5.0),
        (0.0, 0.0, 3.0, 0.2, 3.0 * 0.4 / 5.0),
        (0.5, 0.01, 3.0, 0.0, 0.0),
    ],
)
def test_support_over_capital_by_hand(discount, subsidy, tenancy, margin, expected):
    g, t = Governments(young=12.0, rent=0.05), P._replace(overhead=0.4, capital=5.0)
    assert support(discount, subsidy, tenancy, margin, g, t) == pytest.approx(expected, rel=1e-14)
