"""Who joins a center, and what members share."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.codes import FEE_TOO_HIGH, WAITS, WORTH
from sim.parameters import Membership
from sim.rules.membership import (
    graded,
    opens_unit,
    rides_free,
    spent_of,
    stays_or_joins,
    use_after,
)
from sim.rules.value import uptake

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Membership(patience=4.0)
amounts = st.floats(-1e6, 1e6).filter(lambda x: x == 0.0 or abs(x) > 1e-6)
shares = st.floats(0.0, 1.0)
powers = st.sampled_from([2.0**k for k in (-10, -3, -1, 1, 2, 20)])
UP = math.nextafter(1.0, 2.0)


@pytest.mark.parametrize(
    ("worth", "fee", "loss", "expected"),
    [
        (2.0, 1.0, 0, (True, WORTH)),
        (2.0, 1.0, 99, (True, WORTH)),  # worth it, however long it lost
        (UP, 1.0, 99, (True, WORTH)),
        (1.0, 1.0, 99, (False, FEE_TOO_HIGH)),  # equal is not worth it
        (1.0, 1.0, 0, (True, WAITS)),
        (0.5, 1.0, 0, (True, WAITS)),
        (0.5, 1.0, 3, (True, WAITS)),  # the last quarter of patience 4
        (0.5, 1.0, 4, (False, FEE_TOO_HIGH)),
        (0.5, 1.0, 5, (False, FEE_TOO_HIGH)),
        (0.0, 0.0, 4, (False, FEE_TOO_HIGH)),  # even for free
        (-1.0, 0.0, 4, (False, FEE_TOO_HIGH)),
    ],
)
def test_membership_by_hand(worth, fee, loss, expected):
    inside, reason = stays_or_joins(worth, fee, loss, P)
    assert (inside, reason) == expected
    assert inside is expected[0]  # (1, True) equals (True, WORTH): the order must be seen too


def test_part_of_a_quarter_of_patience_is_a_quarter():
    assert stays_or_joins(0.0, 1.0, 4, P._replace(patience=4.5)) == (True, WAITS)
    assert stays_or_joins(0.0, 1.0, 5, P._replace(patience=4.5)) == (
        False,
        FEE_TOO_HIGH,
    )


@given(amounts, amounts, st.integers(0, 50), st.floats(1.0, 40.0), powers)
def test_membership_has_one_reason_and_no_currency(worth, fee, loss, patience, unit):
    p = P._replace(patience=patience)
    inside, reason = stays_or_joins(worth, fee, loss, p)
    assert inside == (reason in {WORTH, WAITS})
    assert (reason == WORTH) == (worth > fee)
    assert stays_or_joins(unit * worth, unit * fee, loss, p) == (inside, reason)


@given(amounts, amounts, amounts, st.integers(0, 50))
def test_a_higher_fee_never_draws_a_member(worth, one, other, loss):
    low, high = sorted((one, other))
    assert stays_or_joins(worth, low, loss, P)[0] >= stays_or_joins(worth, high, loss, P)[0]


# Sharing.


@pytest.mark.parametrize(
    ("own", "rivals", "share", "expected"),
    [
        (10.0, 50.0, 0.1, True),  # loses 5
        (10.0, 50.0, 0.5, False),  # loses 25
        (25.0, 50.0, 0.5, False),  # loses all it gains
        (25.0 * UP, 50.0, 0.5, True),
        (10.0, 0.0, 1.0, True),  # no rival to fear
        (10.0, 50.0, 0.0, True),  # an institute sells nothing
        (0.0, 50.0, 0.0, False),  # and opens nothing for nothing
        (0.0, 0.0, 0.0, False),
        (-1.0, 0.0, 0.5, False),
        (10.0, 5.0, 1.0, True),
    ],
)
def test_sharing_by_hand(own, rivals, share, expected):
    assert opens_unit(own, rivals, share) == expected


@given(amounts, st.floats(1e-3, 1e6), st.floats(1e-3, 1e6), shares, shares, powers)
def test_sharing_falls_with_share_and_rivals_gain(own, one, other, s, t, unit):
    low, high = sorted((one, other))
    small, large = sorted((s, t))
    opens = opens_unit(own, low, small)
    assert opens >= opens_unit(own, high, small)
    assert opens >= opens_unit(own, low, large)
    assert opens_unit(unit * own, unit * low, small) == opens


# Fees by size, use that waits, money that is spent, riding free.


@pytest.mark.parametrize(
    ("sales", "mean", "grade", "expected"),
    [
        (1000.0, 1000.0, 0.5, 4.0),  # of the mean enterprise, whatever the grade
        (4000.0, 1000.0, 0.5, 8.0),
        (250.0, 1000.0, 0.5, 2.0),
        (250.0, 1000.0, 0.0, 4.0),  # flat
        (250.0, 1000.0, 1.0, 1.0),  # in proportion
        (0.0, 1000.0, 0.5, 0.0),
        (0.0, 1000.0, 0.0, 4.0),
        (5.0, 0.0, 0.5, 4.0),  # nobody to compare with
    ],
)
def test_graded_fees_by_hand(sales, mean, grade, expected):
    assert graded(4.0, sales, mean, P._replace(grade=grade)) == pytest.approx(expected, rel=1e-15)


@given(st.floats(1e-3, 1e6), st.floats(1e-3, 1e6), st.floats(0.0, 1.0), powers)
def test_graded_fees_grow_with_size_and_have_no_currency(sales, mean, grade, unit):
    p = P._replace(grade=grade)
    fee = graded(3.0, sales, mean, p)
    assert graded(3.0, 2.0 * sales, mean, p) >= fee
    assert graded(3.0 * unit, sales * unit, mean * unit, p) == fee * unit


def test_without_a_wait_use_after_launch_is_that_of_licensees():
    for far, d in ((40.0, 0.975), (16.0, 0.95), (1.0, 0.9)):
        plain = uptake(0.03, 0.38, far, d, 20.0)
        assert use_after(0.03, 0.38, 0.0, 20.0, far, d) == pytest.approx(plain, rel=1e-12)


def test_use_after_a_wait_by_hand():
    """All hear in the first quarter: two quarters of use are left after a wait of three of five."""
    certain = use_after(1e3, 0.0, 3.0, 5.0, 10.0, 0.9)
    assert certain == pytest.approx(0.9**3 * (0.9 + 0.9**2), rel=1e-12)
    assert use_after(1e3, 0.0, 5.0, 5.0, 10.0, 0.9) == 0.0  # the life is over
    assert use_after(0.03, 0.38, 11.0, 40.0, 10.0, 0.9) == 0.0  # beyond the horizon
    assert use_after(0.0, 0.0, 0.0, 20.0, 10.0, 0.9) == 0.0  # nobody hears of it


@given(st.floats(0.001, 0.3), st.floats(0.0, 1.0), st.floats(0.0, 50.0), st.floats(0.0, 20.0),
       st.floats(0.001, 0.2))  # fmt: skip
def test_use_falls_with_the_wait_and_grows_with_extension(p_year, q_year, first, more, extension):
    now = use_after(p_year, q_year, first, 40.0, 40.0, 0.975)
    assert use_after(p_year, q_year, first + more, 40.0, 40.0, 0.975) <= now + 1e-12
    assert use_after(p_year + extension, q_year, first, 40.0, 40.0, 0.975) >= now - 1e-12


@pytest.mark.parametrize(
    ("income", "usual", "idle", "expected"),
    [(10.0, 3.0, False, 10.0), (10.0, 3.0, True, 3.0), (10.0, 12.0, True, 10.0),
     (10.0, 0.0, True, 0.0), (0.0, 5.0, True, 0.0)],
)  # fmt: skip
def test_spent_income_by_hand(income, usual, idle, expected):
    assert spent_of(income, usual, idle) == expected


@pytest.mark.parametrize(
    ("worth", "price", "gained", "expected"),
    [
        (0.5, 1.0, 2.0, True),
        (1.0, 1.0, UP, True),  # it would not gain, the whole would
        (UP, 1.0, 2.0, False),  # it would gain itself
        (0.5, 1.0, 1.0, False),  # the whole would not
        (0.5, 1.0, 0.7, False),
        (-1.0, 0.0, 0.0, False),  # without a price nobody rides free
    ],
)
def test_riding_free_by_hand(worth, price, gained, expected):
    assert rides_free(worth, price, gained) is expected


@given(amounts, amounts, amounts, st.integers(0, 50))
def test_nobody_who_stays_in_for_its_worth_rides_free(worth, price, gained, loss):
    if stays_or_joins(worth, price, loss, P)[1] == WORTH:
        assert not rides_free(worth, price, gained)
