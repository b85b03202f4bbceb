"""Thresholds of certification, and how much is relabelled at what cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import Market, Taxes
from sim.rules.taxes import (
    burden,
    rate_of,
    relabelled_at_margin,
    relabelling_cost,
    threshold,
)

pytestmark = [pytest.mark.core, pytest.mark.plain]

M = Market(tax_rate=0.25, deduction=0.5)
P = Taxes(
    hightech_rate=0.15,
    threshold_small=0.06,
    threshold_small_later=0.05,
    threshold_medium=0.04,
    threshold_large=0.03,
    medium_from=48.0,
    large_from=200.0,
    relabelling_cost=0.390625,
)
money = st.floats(0.01, 1e6)
rates = st.floats(0.0, 0.5)


@pytest.mark.parametrize(
    ("sales", "changed", "expected"),
    [
        (11.9, False, 0.06),
        (11.9, True, 0.05),
        (12.0, False, 0.04),  # 48 a year: the limit is in the class above
        (12.0, True, 0.04),
        (49.9, False, 0.04),
        (50.0, False, 0.03),
        (50.0, True, 0.03),
    ],
)
def test_threshold_by_hand(sales, changed, expected):
    assert threshold(sales, changed, P) == expected


def test_rates():
    assert rate_of(True, M, P) == 0.15
    assert rate_of(False, M, P) == 0.25


def test_cost_by_hand():
    p = P._replace(relabelling_cost=2.0)
    assert relabelling_cost(3.0, 1.0, p) == 0.25  # a quarter of 4, times 1
    assert relabelling_cost(0.0, 1.0, p) == 1.0
    assert relabelling_cost(3.0, 0.0, p) == 0.0
    assert relabelling_cost(0.0, 0.0, p) == 0.0


def test_margin_by_hand():
    """2 τ d / κ = 0.25 / 0.390625 = 0.64: 1 - s = 0.6, 0.4 / 0.6 of R&D is added."""
    assert relabelled_at_margin(3.0, 0.25, 100.0, M, P) == pytest.approx(2.0, rel=1e-14)
    assert relabelled_at_margin(3.0, 0.25, 1.5, M, P) == 1.5  # no more than there is
    assert relabelled_at_margin(3.0, 0.0, 100.0, M, P) == 0.0  # who pays no tax saves none
    assert relabelled_at_margin(3.0, 0.25, 100.0, M._replace(deduction=0.0), P) == 0.0
    free = P._replace(relabelling_cost=0.25)
    assert relabelled_at_margin(3.0, 0.25, 100.0, M, free) == 100.0  # it costs less than it saves


def test_burden_by_hand():
    # 0.25 x (100 - 0.5 x 40) = 20, and 2 / 2 x 10^2 / 40 = 2.5
    p = P._replace(relabelling_cost=2.0)
    assert burden(100.0, 30.0, 10.0, 0.25, M, p) == pytest.approx(22.5, rel=1e-15)
    assert burden(-5.0, 30.0, 0.0, 0.25, M, p) == 0.0


@given(money, rates, st.floats(0.3, 20.0), st.floats(0.5, 2.0))
def test_the_margin_is_the_least_burden(rd, rate, cost, other):
    """No other amount leaves less to pay, as long as there is something to tax."""
    p = P._replace(relabelling_cost=cost)
    x = relabelled_at_margin(rd, rate, 10.0 * rd, M, p)
    best = burden(100.0 * rd, rd, x, rate, M, p)
    assert best <= burden(100.0 * rd, rd, min(10.0 * rd, other * x), rate, M, p) * (1 + 1e-12)
    assert best <= burden(100.0 * rd, rd, 0.0, rate, M, p) * (1 + 1e-12)


@given(money, money, money)
def test_cost_rises_with_what_is_relabelled_and_falls_with_what_is_done(rd, x, more):
    assert relabelling_cost(rd, x, P) < relabelling_cost(rd, x + more, P) * (1 + 1e-9)
    assert relabelling_cost(rd + more, x, P) <= relabelling_cost(rd, x, P)


@pytest.mark.parametrize("unit", [2.0**-10, 2.0**5])
def test_the_unit_of_money_does_not_matter(unit):
    x = relabelled_at_margin(3.0, 0.25, 100.0, M, P)
    assert relabelled_at_margin(3.0 * unit, 0.25, 100.0 * unit, M, P) == unit * x
    assert relabelling_cost(3.0 * unit, x * unit, P) == unit * relabelling_cost(3.0, x, P)
