"""Stakes in centers, sponsors, and public money beside that of enterprises."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import CoFunding
from sim.rules.cofunding import (
    due_of_sponsor,
    investors_stake,
    part_served,
    public_part,
    refund,
    sponsors_gain,
)

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = CoFunding(exit_part=0.5, start_up=12.0)
amounts = st.floats(1e-3, 1e6)
powers = st.sampled_from([2.0**k for k in (-10, -3, -1, 1, 2, 20)])


@pytest.mark.parametrize(
    ("stake", "paid_in", "cash", "expected"),
    [
        (10.0, 40.0, 80.0, 10.0),  # half of a fourth
        (10.0, 10.0, 80.0, 40.0),
        (10.0, 40.0, 0.0, 0.0),
        (10.0, 40.0, -7.0, 0.0),  # a debt is nobody's
        (0.0, 40.0, 80.0, 0.0),
        (0.0, 0.0, 80.0, 0.0),
    ],
)
def test_refunds_by_hand(stake, paid_in, cash, expected):
    assert refund(stake, paid_in, cash, P) == expected


@given(st.lists(amounts, min_size=1, max_size=20), st.floats(-1e6, 1e6), st.floats(0.0, 1.0))
def test_refunds_never_take_more_than_there_is(stakes, cash, part):
    p = P._replace(exit_part=part)
    total = math.fsum(stakes)
    paid = math.fsum(refund(stake, total, cash, p) for stake in stakes)
    assert paid == pytest.approx(part * max(0.0, cash), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("members", "held", "dividends", "most", "expected"),
    [
        (60.0, 0.0, 100.0, 0.25, 20.0),  # a fourth of 80
        (60.0, 15.0, 100.0, 0.25, 5.0),
        (60.0, 20.0, 100.0, 0.25, 0.0),
        (60.0, 0.0, 7.0, 0.25, 10.0),  # 7 a quarter for 10 quarters bear 70 in all
        (60.0, 5.0, 7.0, 0.25, 5.0),  # what is held already has its part of them
        (60.0, 0.0, 6.0, 0.25, 0.0),
        (60.0, 0.0, 100.0, 0.0, 0.0),  # closed to them
        (0.0, 0.0, 100.0, 0.9, 0.0),  # nothing without members
    ],
)
def test_investors_stakes_by_hand(members, held, dividends, most, expected):
    assert investors_stake(members, held, dividends, 10.0, most) == pytest.approx(expected)


@given(amounts, amounts, amounts, st.floats(0.0, 0.9), powers)
def test_investors_never_pay_more_than_it_is_worth_to_them(members, held, d, most, unit):
    paid = investors_stake(members, held, d, 10.0, most)
    if paid > 0.0:
        value = d * 10.0 * paid / (members + held + paid)
        assert value >= paid * (1.0 - 1e-9)
        assert held + paid <= most * (members + held + paid) * (1.0 + 1e-9)
    assert investors_stake(unit * members, unit * held, unit * d, 10.0, most) == unit * paid


@pytest.mark.parametrize(
    ("asked", "money", "part"),
    [(8.0, 8.0, 1.0), (8.0, 9.0, 1.0), (8.0, 2.0, 0.25), (8.0, 0.0, 0.0), (8.0, -1.0, 0.0),
     (0.0, 0.0, 1.0), (0.0, 5.0, 1.0), (0.0, -1.0, 1.0)],
)  # fmt: skip
def test_what_lacks_is_shared_alike_by_hand(asked, money, part):
    assert part_served(asked, money) == part


@given(amounts, amounts, powers)
def test_nobody_is_served_more_than_there_is(asked, money, unit):
    part = part_served(asked, money)
    assert 0.0 <= part <= 1.0
    assert part * asked <= money * (1.0 + 1e-12)
    assert part_served(unit * asked, unit * money) == part


@pytest.mark.parametrize(
    ("public", "enterprises", "age", "expected"),
    [(40.0, 10.0, 12.0, 0.25), (40.0, 10.0, 11.0, 1.0), (40.0, 40.0, 99.0, 1.0),
     (40.0, 50.0, 99.0, 1.0), (40.0, 0.0, 12.0, 0.0), (0.0, 0.0, 99.0, 1.0)],
)  # fmt: skip
def test_public_money_beside_that_of_enterprises_by_hand(public, enterprises, age, expected):
    assert public_part(public, enterprises, age, P) == expected


# Sponsors.


@pytest.mark.parametrize(
    ("chance", "first", "otherwise", "due", "expected"),
    [(0.5, 100.0, 40.0, 10.0, 20.0), (0.5, 100.0, 100.0, 10.0, -10.0),
     (0.0, 100.0, 0.0, 10.0, -10.0), (0.5, 100.0, 80.0, 10.0, 0.0)],
)  # fmt: skip
def test_what_a_sponsor_gains_by_hand(chance, first, otherwise, due, expected):
    assert sponsors_gain(chance, first, otherwise, due) == expected


@given(amounts, st.floats(0.0, 2.0))
def test_a_center_never_loses_by_a_sponsor(cost, overhead):
    due = due_of_sponsor(cost, P._replace(overhead=overhead))
    assert due >= cost
    assert due - cost == pytest.approx(overhead * cost, rel=1e-9, abs=1e-9)
