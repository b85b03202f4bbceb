"""What is spent on routine R&D and what is open to projects."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import Funding
from sim.rules.funding import project_budget, routine_rd

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Funding(routine_share=0.5, project_limit=1.5)
money = st.floats(0.01, 1e6)
cash = st.floats(-1e6, 1e6).filter(lambda x: x == 0.0 or abs(x) > 1e-6)
intensities = st.floats(0.001, 0.3)
powers = st.sampled_from([2.0**k for k in (-10, -3, -1, 1, 2, 20)])


@pytest.mark.parametrize(
    ("at_hand", "expected"),
    [
        (1000.0, 2.0),  # wanted: 0.5 x 0.04 x 100 = 2
        (2.0, 2.0),  # just enough
        (math.nextafter(2.0, 0.0), math.nextafter(2.0, 0.0)),
        (0.5, 0.5),  # as far as cash goes
        (0.0, 0.0),
        (-3.0, 0.0),  # in debt
    ],
)
def test_routine_by_hand(at_hand, expected):
    assert routine_rd(100.0, 0.04, 1.0, at_hand, P) == expected


def test_routine_without_sales_is_nothing():
    assert routine_rd(0.0, 0.04, 1.0, 10.0, P) == 0.0


@pytest.mark.parametrize(("share", "expected"), [(0.1, 5.0), (0.8, 40.0), (1.0, 50.0)])
def test_routine_is_a_share_of_intensity_times_sales(share, expected):
    # share x 0.05 x 1000
    p = P._replace(routine_share=share)
    assert routine_rd(1000.0, 0.05, 1.0, 100.0, p) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("elasticity", "cost", "expected"),
    [
        (0.0, 0.5, 2.0),  # answers to sales alone
        (1.0, 1.0, 2.0),
        (1.0, 0.9, 2.0 / 0.9),  # deduction 0.75 over 0.5: (1 - 0.4375) / (1 - 0.375)
        (1.0, 1.2, 2.0 / 1.2),  # none over 0.5: 0.75 / (1 - 0.375)
        (2.0, 0.5, 8.0),
    ],
)
def test_routine_answers_its_user_cost_by_hand(elasticity, cost, expected):
    p = P._replace(user_cost_elasticity=elasticity)
    assert routine_rd(100.0, 0.04, cost, 1000.0, p) == pytest.approx(expected, rel=1e-15)


@given(money, intensities, st.floats(0.1, 2.0), st.floats(0.1, 2.0))
def test_dearer_research_is_never_more(sales, intensity, one, other):
    low, high = sorted((one, other))
    p = P._replace(user_cost_elasticity=1.5)
    dear = routine_rd(sales, intensity, high, 1e9, p)
    assert dear <= routine_rd(sales, intensity, low, 1e9, p)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (1000.0, 6.0),  # limit: 1.5 x 4
        (6.0, 6.0),
        (2.0, 2.0),
        (0.0, 0.0),
        (-3.0, 0.0),
    ],
)
def test_projects_by_hand(left, expected):
    assert project_budget(4.0, left, P) == expected


def test_without_routine_research_there_are_no_projects():
    assert project_budget(0.0, 10.0, P) == 0.0


@pytest.mark.parametrize(("limit", "expected"), [(0.0, 0.0), (1.0, 4.0), (4.0, 16.0)])
def test_the_limit_of_projects_is_a_multiple_of_routine(limit, expected):
    assert project_budget(4.0, 100.0, Funding(project_limit=limit)) == expected


@given(money, intensities, cash)
def test_nobody_spends_more_than_it_has(sales, intensity, at_hand):
    routine = routine_rd(sales, intensity, 1.0, at_hand, P)
    projects = project_budget(sales * intensity, at_hand - routine, P)
    assert 0.0 <= routine <= max(0.0, at_hand)
    assert routine <= P.routine_share * intensity * sales
    assert 0.0 <= projects <= P.project_limit * (sales * intensity)
    assert routine + projects <= max(0.0, at_hand) * (1 + 1e-15)


@given(money, money, intensities, cash, cash)
def test_more_sales_or_cash_never_means_less(one, other, intensity, poor, rich):
    low, high = sorted((one, other))
    less, more = sorted((poor, rich))
    least = routine_rd(low, intensity, 1.0, less, P)
    assert least <= routine_rd(high, intensity, 1.0, less, P)
    assert least <= routine_rd(low, intensity, 1.0, more, P)
    assert project_budget(low, less, P) <= project_budget(high, less, P)
    assert project_budget(low, less, P) <= project_budget(low, more, P)


@given(money, intensities, cash, powers)
def test_the_unit_of_money_does_not_matter(sales, intensity, at_hand, unit):
    here = routine_rd(sales, intensity, 1.0, at_hand, P)
    assert routine_rd(unit * sales, intensity, 1.0, unit * at_hand, P) == unit * here
    here = project_budget(sales, at_hand, P)
    assert project_budget(unit * sales, unit * at_hand, P) == unit * here
