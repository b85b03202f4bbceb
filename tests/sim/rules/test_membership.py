"""Who joins a center, and what members share."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.codes import FEE_TOO_HIGH, WAITS, WORTH
from sim.parameters import Membership
from sim.rules.membership import opens_unit, stays_or_joins

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
