"""What a minor invention is worth, what its use costs, who uses it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.parameters import Patents
from sim.rules.patents import cost_of_use, is_used, size_class, value_of_invention

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Patents(value_sigma=1.5, cost_of_use=0.5, small_from=4.0, medium_from=20.0, large_from=400.0)
money = st.floats(0.01, 1e6)
shares = st.floats(0.0, 1.0)
powers = st.sampled_from([2.0**k for k in (-10, -3, -1, 1, 2, 20)])


def test_the_median_value_and_one_sigma_by_hand():
    assert value_of_invention(0.5, P) == pytest.approx(math.exp(-1.125), rel=1e-15)
    assert value_of_invention(stats.norm.cdf(1.0), P) == pytest.approx(math.exp(0.375), rel=1e-12)


def test_the_mean_value_is_one():
    grid = (np.arange(200_000) + 0.5) / 200_000
    values = [value_of_invention(u, P._replace(value_sigma=1.23)) for u in grid[::10]]
    assert np.mean(values) == pytest.approx(1.0, rel=0.01)


@pytest.mark.parametrize(
    ("gain", "sales", "expected"),
    [(0.002, 100.0, 0.1), (0.002, 200.0, 0.2), (0.0, 100.0, 0.0), (0.002, 0.0, 0.0)],
)
def test_cost_by_hand(gain, sales, expected):
    assert cost_of_use(gain, sales, P) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("benefit", "ability", "cost", "fee", "cash", "expected"),
    [
        (4.0, 1.0, 3.0, 0.0, 9.0, True),
        (3.0, 1.0, 3.0, 0.0, 9.0, False),  # who is indifferent does not
        (4.0, 0.5, 3.0, 0.0, 9.0, False),  # half of it is not mastered
        (8.0, 0.5, 3.0, 0.0, 9.0, True),
        (9.0, 1.0, 3.0, 2.0, 5.0, True),  # to the last yuan
        (9.0, 1.0, 3.0, 2.1, 5.0, False),  # cannot pay
        (0.0, 1.0, 0.0, 0.0, 1.0, False),  # nothing is of no use
    ],
)
def test_use_by_hand(benefit, ability, cost, fee, cash, expected):
    assert is_used(benefit, ability, cost, fee, cash) is expected


@given(money, shares, money, money, money, money, shares)
def test_more_value_ability_or_money_never_ends_a_use(b, a, cost, fee, cash, more, abler):
    if is_used(b, a, cost, fee, cash):
        assert is_used(b + more, max(a, abler), cost, fee, cash + more)
        assert b * a > cost


@given(money, shares, money, money, money, powers)
def test_the_unit_of_money_does_not_matter(b, a, cost, fee, cash, unit):
    scaled = is_used(unit * b, a, unit * cost, unit * fee, unit * cash)
    assert scaled == is_used(b, a, cost, fee, cash)
    assert cost_of_use(0.002, unit * b, P) == unit * cost_of_use(0.002, b, P)


@pytest.mark.parametrize(
    ("sales", "expected"),
    [(0.0, 0), (0.99, 0), (1.0, 1), (4.99, 1), (5.0, 2), (99.9, 2), (100.0, 3), (1e6, 3)],
)
def test_size_classes_by_hand(sales, expected):
    """Sales are a quarter's, limits a year's; the limit itself is in the class above."""
    assert size_class(sales, P) == expected
