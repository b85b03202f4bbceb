"""A government's record, what it makes it spend, and on which fields."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import Governments
from sim.rules.governments import (
    effort,
    elapsed,
    field_weight,
    guidance,
    land_discount,
    next_record,
    subsidy_rate,
)

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Governments(
    term=20.0,
    jobs=0.25,
    platforms=0.02,
    memory=0.5,
    effort=0.2,
    rivalry=2.0,
    urgency=1.0,
    most_effort=0.5,
    imitation=0.25,
    match=0.5,
    cheap_land=0.8,
    guidance_stock=8.0,
)
lags = st.floats(-1.0, 1.0)
shares = st.floats(0.0, 1.0)
money = st.just(0.0) | st.floats(1e-3, 1e6)


@pytest.mark.parametrize(
    ("record", "output", "jobs", "platforms", "expected"),
    [
        (0.1, 1.0, 1.0, 0.0, 0.05),
        (0.0, math.e, 1.0, 0.0, 1.5),  # 0.5 x 4 x 0.75
        (0.0, 1.0, math.e, 0.0, 0.5),
        (0.0, 1.0, 1.0, 1.0, 0.04),
        (0.2, math.exp(0.01), math.exp(0.01), 0.0, 0.12),
    ],
)
def test_record_by_hand(record, output, jobs, platforms, expected):
    assert next_record(record, output, jobs, platforms, P) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("lag", "over", "expected"),
    [
        (0.0, 0.0, 0.2),
        (0.0, 1.0, 0.2),
        (0.05, 0.0, 0.3),
        (0.05, 0.5, 0.35),
        (-0.05, 0.0, 0.1),
        (-0.1, 0.0, 0.0),  # the bound itself
        (-0.2, 0.0, 0.0),
        (0.15, 0.0, 0.5),
        (0.3, 0.0, 0.5),
    ],
)
def test_effort_by_hand(lag, over, expected):
    assert effort(lag, over, 1.0, P) == pytest.approx(expected, abs=1e-15)


@given(lags, lags, shares)
def test_who_is_farther_behind_does_no_less(one, other, over):
    low, high = sorted((one, other))
    assert 0.0 <= effort(low, over, 1.0, P) <= effort(high, over, 1.0, P) <= P.most_effort


@given(lags, shares, shares)
def test_the_end_of_a_term_sharpens_either_answer(lag, one, other):
    early, late = sorted((one, other))
    base = effort(0.0, 0.0, 1.0, P)
    assert abs(effort(lag, early, 1.0, P) - base) <= abs(effort(lag, late, 1.0, P) - base)


@pytest.mark.parametrize(
    ("lag", "support", "expected"),
    [(0.0, 0.0, 0.0), (0.0, 0.5, 0.1), (0.0, 2.0, 0.4), (0.0, 3.0, 0.5), (-0.05, 2.0, 0.2)],
)
def test_support_of_a_province_is_a_factor_up_to_the_largest_effort(lag, support, expected):
    assert effort(lag, 0.0, support, P) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize(
    ("quarter", "luck", "expected"),
    [(0, 0.0, 0.0), (5, 0.0, 0.25), (20, 0.0, 0.0), (25, 0.5, 0.75), (30, 0.5, 0.0)],
)
def test_elapsed_by_hand(quarter, luck, expected):
    assert elapsed(quarter, luck, P) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize(
    ("strength", "priority", "expected"), [(0.4, 0.0, 0.3), (0.0, 0.4, 0.1), (0.4, 0.4, 0.4)]
)
def test_field_weight_by_hand(strength, priority, expected):
    assert field_weight(strength, priority, P) == pytest.approx(expected, rel=1e-15)


@given(st.lists(st.tuples(st.floats(0.01, 1.0), st.floats(0.01, 1.0)), min_size=1, max_size=8))
def test_weights_of_all_fields_make_the_whole(pairs):
    sales, wanted = (sum(column) for column in zip(*pairs, strict=True))
    total = math.fsum(field_weight(a / sales, b / wanted, P) for a, b in pairs)
    assert total == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize(
    ("meant", "rd", "expected"),
    [(1.0, 10.0, 0.1), (2.5, 10.0, 0.25), (5.0, 10.0, 0.25), (1.0, 0.0, 0.0), (0.0, 9.0, 0.0)],
)
def test_subsidy_by_hand(meant, rd, expected):
    """At most a half of any yuan: a quarter per yuan that counts where one may count twice."""
    assert subsidy_rate(meant, rd, 2.0, P) == pytest.approx(expected, rel=1e-15)


@given(money, money)
def test_no_more_is_paid_than_was_meant(meant, rd):
    assert 0.0 <= subsidy_rate(meant, rd, 2.0, P) * rd <= meant * (1.0 + 1e-12)


@pytest.mark.parametrize(("share", "expected"), [(0.0, 0.0), (0.25, 0.4), (0.5, 0.8)])
def test_discount_by_hand(share, expected):
    assert land_discount(share, P) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("part", "idle", "expected"),
    [(2.0, 0.0, 2.0), (2.0, 14.0, 2.0), (2.0, 15.0, 1.0), (2.0, 16.0, 0.0), (2.0, 99.0, 0.0)],
)
def test_guidance_by_hand(part, idle, expected):
    assert guidance(part, idle, P) == expected


@given(money, money)
def test_a_fund_is_never_drained_nor_filled_beyond_its_bound(part, idle):
    paid = guidance(part, idle, P)
    assert 0.0 <= paid <= part
    assert paid == 0.0 or idle + paid <= P.guidance_stock * part * (1.0 + 1e-12)
