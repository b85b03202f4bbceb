"""Incubators: who asks, who gets in, what is paid, when a tenancy ends."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import codes
from sim.parameters import Governments, Incubation
from sim.rules.incubation import (
    applies,
    gives_up,
    has_room,
    leaves,
    next_admission,
    part_paid,
    rent_forgone,
    rent_saved,
)

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Incubation(
    relief=0.4,
    moving=0.5,
    taste=0.8,
    graduate_size=0.2,
    graduate_funding=5.0,
    quits=-0.1,
)
positive = st.floats(1e-3, 1e6)


def test_rent_saved_by_hand():
    assert rent_saved(2.0, 14.0, 0.0, P) == pytest.approx(0.4 * 14.0 * 2.0, rel=1e-15)
    assert rent_saved(2.0, 14.0, 0.6, P) == pytest.approx(5.0 * 2.0, rel=1e-15)
    assert rent_saved(2.0, 14.0, 6.0, P) == 0.0  # cheap land would save more
    assert rent_saved(2.0, 0.0, 0.0, P) == 0.0


def test_rent_forgone_by_hand():
    g = Governments(young=12.0, rent=0.05)
    assert rent_forgone(0.5, 14.0, g) == pytest.approx(0.3, rel=1e-15)
    assert rent_forgone(0.5, 8.0, g) == pytest.approx(0.2, rel=1e-15)
    assert rent_forgone(0.0, 14.0, g) == 0.0


def test_half_of_those_whose_saving_is_at_the_median_cost_apply():
    assert applies(5.1, 10.0, 0.0, P)
    assert not applies(4.9, 10.0, 0.0, P)
    assert not applies(5.0, 10.0, 0.0, P)  # not worth it at the line itself


def test_the_share_that_applies_has_a_closed_form():
    """P(saved / capital > c e^(σ z)) = Φ(ln(saved / (c capital)) / σ)."""
    z = NormalDist()
    luck = [z.inv_cdf((k + 0.5) / 2000) for k in range(2000)]
    found = np.mean([applies(4.0, 4.0, x, P) for x in luck])
    assert found == pytest.approx(z.cdf(math.log(1.0 / 0.5) / 0.8), abs=1e-3)


def test_who_has_no_capital_applies_and_who_saves_nothing_does_not():
    assert applies(1e-9, 0.0, 3.0, P)
    assert not applies(0.0, 0.0, -3.0, P)


@given(positive, positive, st.floats(-3, 3), st.floats(1.1, 10))
def test_the_weak_apply(saved, capital, luck, more):
    """More capital never makes a founder ask, more rent saved never keeps it away."""
    if applies(saved, more * capital, luck, P):
        assert applies(saved, capital, luck, P)
    if applies(saved, capital, luck, P):
        assert applies(more * saved, capital, luck, P)


@pytest.mark.parametrize(
    ("free", "luck", "expected"),
    [(10.0, 0.99, True), (10.0, 0.0, True), (5.0, 0.49, True), (5.0, 0.5, False),
     (0.0, 0.0, False), (-3.0, 0.0, False)],
)  # fmt: skip
def test_room_by_hand(free, luck, expected):
    assert has_room(free, 10.0, luck) == expected


def test_as_many_get_in_on_average_as_there_are_places():
    for free in (1.0, 3.0, 7.5):
        let_in = np.mean([10.0 * has_room(free, 10.0, (k + 0.5) / 1000) for k in range(1000)])
        assert let_in == pytest.approx(free, abs=0.01)


@pytest.mark.parametrize(
    ("wanted", "money", "expected"),
    [(10.0, 20.0, 1.0), (10.0, 4.0, 0.4), (10.0, 0.0, 0.0), (0.0, 0.0, 1.0), (10.0, -1.0, 0.0)],
)
def test_part_paid_by_hand(wanted, money, expected):
    assert part_paid(wanted, money) == expected


@pytest.mark.parametrize(
    ("age", "size", "funded", "expected"),
    [
        (3, 0.1, 0.0, codes.NOTHING),
        (13, 0.19, 4.9, codes.NOTHING),
        (14, 0.19, 4.9, codes.BY_TIME),
        (3, 0.2, 0.0, codes.BY_SALES),
        (3, 0.1, 5.0, codes.BY_FUNDING),
        (20, 0.3, 9.0, codes.BY_SALES),  # the first that holds is the reason
        (20, 0.1, 9.0, codes.BY_FUNDING),
    ],
)
def test_tenancies_end_by_hand(age, size, funded, expected):
    assert leaves(age, size, funded, 14.0, P) == expected


def test_nobody_graduates_by_money_that_was_not_paid():
    assert leaves(3, 0.1, 0.0, 14.0, P._replace(graduate_funding=0.0)) == codes.NOTHING


def test_who_gives_up():
    assert gives_up(-0.2, -1.0, P)
    assert not gives_up(-0.1, -1.0, P)  # not bad enough
    assert not gives_up(-0.2, 0.0, P)  # it loses nothing
    assert not gives_up(-math.inf, 1.0, P)


def test_expected_admission_follows_slowly_and_only_what_was_asked():
    assert next_admission(0.5, 0.0, 0.0) == 0.5
    assert next_admission(0.5, 10.0, 10.0) == pytest.approx(0.55, rel=1e-15)
    share = 0.0
    for _ in range(200):
        share = next_admission(share, 8.0, 2.0)
    assert share == pytest.approx(0.25, rel=1e-6)


@given(positive, positive, positive, st.floats(-3, 3), st.sampled_from([0.01, 100.0]))
def test_the_currency_unit_does_not_matter(overhead, capital, funded, luck, unit):
    q = P._replace(graduate_funding=P.graduate_funding * unit, cost=P.cost * unit)
    saved = rent_saved(overhead, 14.0, 0.2, P)
    assert rent_saved(unit * overhead, 14.0, 0.2, q) == pytest.approx(unit * saved, rel=1e-12)
    if abs(saved / (P.moving * math.exp(P.taste * luck) * capital) - 1.0) > 1e-9:
        assert applies(unit * saved, unit * capital, luck, q) == applies(saved, capital, luck, P)
    if abs(funded / P.graduate_funding - 1.0) > 1e-9:
        assert leaves(3, 0.1, unit * funded, 14.0, q) == leaves(3, 0.1, funded, 14.0, P)
