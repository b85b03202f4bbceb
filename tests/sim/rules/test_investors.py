"""How investors raise money, judge founders, price shares and leave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import Investors
from sim.rules.investors import (
    earns_another_round,
    first_stake,
    new_money,
    next_stake,
    signal,
    worth,
)

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Investors(
    savings=0.01, response=2.0, noise=0.5, multiple=40.0, thirst=3.0, proof=1.5, premium=2.0
)
amounts = st.floats(0.01, 1e6)


@pytest.mark.parametrize(
    ("cost", "back", "expected"),
    [
        (0.0, 0.0, 1.0),  # no deal has ended
        (10.0, 10.0, 1.0),
        (10.0, 15.0, 2.0),
        (10.0, 20.0, 3.0),
        (10.0, 90.0, 3.0),
        (10.0, 5.0, 0.0),
        (10.0, 0.0, 0.0),
    ],
)
def test_new_money_by_hand(cost, back, expected):
    assert new_money(100.0, cost, back, P) == pytest.approx(expected, rel=1e-15)


@given(amounts, amounts, amounts, amounts)
def test_success_raises_money(output, cost, one, other):
    low, high = sorted((one, other))
    assert 0.0 <= new_money(output, cost, low, P) <= new_money(output, cost, high, P)
    assert new_money(output, cost, high, P) <= 3.0 * P.savings * output * (1.0 + 1e-12)


@pytest.mark.parametrize(("true", "luck", "expected"), [(0.2, 0.0, 0.2), (0.2, -1.0, -0.3)])
def test_signal_by_hand(true, luck, expected):
    assert signal(true, luck, P.noise) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("money", "own", "expected"), [(0.0, 0.0, 0.0), (0.0, 5.0, 0.0), (6.0, 1.0, 0.75)]
)
def test_first_stake_by_hand(money, own, expected):
    assert first_stake(money, own, P) == expected


@pytest.mark.parametrize(
    ("growth", "money", "expected"),
    [
        (1.0, 0.0, 0.25),
        (2.0, 0.0, 0.25),
        (1.0, 4.0, 0.4),  # worth 16 before: (4 + 4) / 20
        (2.0, 8.0, 0.4),
        (0.5, 8.0, 0.625),
    ],
)
def test_next_stake_by_hand(growth, money, expected):
    assert next_stake(0.25, 4.0, growth, money) == pytest.approx(expected, rel=1e-15)


def test_who_has_no_stake_gets_none_by_this_rule():
    assert next_stake(0.0, 0.0, 2.0, 5.0) == 0.0


@given(st.floats(0.01, 0.99), amounts, st.floats(0.1, 10.0), amounts)
def test_a_round_dilutes_the_founder_and_nobody_owns_more_than_all(stake, paid, growth, money):
    after = next_stake(stake, paid, growth, money)
    assert stake <= after * (1.0 + 1e-12)
    assert after <= 1.0
    cheaper = next_stake(stake, paid, 0.5 * growth, money)
    assert cheaper >= after


@pytest.mark.parametrize(
    ("cash", "profit", "expected"),
    [(5.0, 2.0, 85.0), (5.0, -2.0, 5.0), (-5.0, 0.0, 0.0), (-5.0, 1.0, 35.0), (-50.0, 1.0, 0.0)],
)
def test_worth_by_hand(cash, profit, expected):
    assert worth(cash, profit, P) == expected


@pytest.mark.parametrize(
    ("cash", "sales", "expected"),
    [(5.9, 15.0, True), (6.0, 15.0, False), (5.9, 14.9, False), (-1.0, 99.0, True)],
)
def test_another_round_by_hand(cash, sales, expected):
    assert earns_another_round(cash, 2.0, sales, 10.0, P) == expected
