"""Rules of evaluation: plans against brute force, grades by hand, what is measured."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import codes
from sim.parameters import Maturation, Programme
from sim.rules.programme import (
    at_work,
    bent_value,
    cost_in_time,
    cut_after,
    fulfilment,
    grade_of,
    is_due,
    noisy_score,
    passed_by,
    passed_in_time,
    points_of,
    pull_of_measure,
    time_as_member,
    time_is_up,
    weight_of,
    yearly,
)

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Programme()
share = st.floats(0.0, 1.0)
money = st.floats(1e-3, 1e6)


# What a plan promises.


def passed_by_steps(stages, quarters, due, success):
    """Return the same number by following one project quarter by quarter."""
    total = 0.0
    for age in range(1, quarters + 1):
        fresh, again = [1.0] + [0.0] * stages, [0.0] * (stages + 1)
        for _ in range(age):
            moved, retried = list(fresh), list(again)
            for s in range(stages):
                moved[s] -= due * fresh[s]
                retried[s] += due * (1.0 - success) * fresh[s] - due * again[s]
                moved[s + 1] += due * success * (fresh[s] + again[s])
            fresh, again = moved, retried
        total += fresh[stages]
    return total


@pytest.mark.parametrize("stages", range(1, 6))
@pytest.mark.parametrize("quarters", [1, 2, 7, 12, 40])
def test_projects_in_time_are_those_followed_quarter_by_quarter(stages, quarters):
    for due, success in itertools.product((0.1, 0.2212, 1.0), (0.6, 0.85, 1.0)):
        expected = passed_by_steps(stages, quarters, due, success)
        assert passed_in_time(stages, quarters, due, success) == pytest.approx(expected, rel=1e-10)


def cost_by_steps(quarters, due, success, pilot, m):
    """Return the same cost by following one project quarter by quarter."""
    shares = [m.cost_1_3, m.cost_3_4, m.cost_4_6, m.cost_6_8, m.cost_8_9]
    shares[2] *= m.pilot_cost if pilot else 1.0
    total = 0.0
    for age in range(1, quarters + 1):
        fresh, again = [1.0] + [0.0] * 5, [0.0] * 6
        for _ in range(age):
            total += m.pace * sum(shares[s] * (fresh[s] + again[s]) for s in range(5))
            moved, retried = list(fresh), list(again)
            for s in range(5):
                moved[s] -= due * fresh[s]
                retried[s] += due * (1.0 - success) * fresh[s] - due * again[s]
                moved[s + 1] += due * success * (fresh[s] + again[s])
            fresh, again = moved, retried
    return total


@pytest.mark.parametrize("pilot", [False, True])
@pytest.mark.parametrize("quarters", [1, 12, 40])
def test_what_projects_cost_in_time_is_what_each_quarter_of_work_costs(quarters, pilot):
    m = Maturation()
    due = 1.0 - math.exp(-m.pace)
    expected = cost_by_steps(quarters, due, m.success, pilot, m)
    assert cost_in_time(quarters, due, m.success, pilot, m) == pytest.approx(expected, rel=1e-10)


def test_a_running_project_by_hand():
    """Due with 1/2, success 3/5: passed at once, or in a later quarter, or after one retry."""
    assert passed_by(1, 1, 0.5, 0.6) == pytest.approx(0.5 * 0.6)
    second = 0.5 * 0.5 * 0.6 + 0.5 * 0.4 * 0.5 * 0.6  # due later; failed, due again
    assert passed_by(1, 2, 0.5, 0.6) == pytest.approx(0.3 + second)
    assert passed_by(2, 2, 0.5, 0.6) == pytest.approx(0.3 * 0.3)
    assert passed_by(3, 2, 0.5, 0.6) == 0.0
    assert passed_by(1, 4000, 0.5, 0.6) == pytest.approx(1.0 - 0.4 * 0.4)  # failed twice: ended


def test_five_stages_take_longer_than_a_term():
    """With five quarters a stage few projects from TRL 1 are launched in 12 quarters."""
    due = 1.0 - math.exp(-0.25)
    assert passed_in_time(5, 12, due, 0.85) / 12.0 < 0.03
    assert passed_in_time(5, 400, due, 0.85) / 400.0 > 0.8


@given(st.integers(1, 5), st.integers(0, 60), st.floats(0.05, 1.0), st.floats(0.5, 1.0))
def test_fewer_projects_pass_more_stages(stages, quarters, due, success):
    here = passed_in_time(stages, quarters, due, success)
    assert 0.0 <= here <= quarters * (1.0 + 1e-12)
    if stages < 5:
        assert passed_in_time(stages + 1, quarters, due, success) <= here + 1e-12


def test_time_as_a_member_by_hand():
    """One invitation a quarter with chance 1/2: out with 1/2, 1/4, 1/8 after each quarter."""
    assert time_as_member(0.5, 1.0, 3) == (0.5 + 0.75 + 0.875, 0.875)
    assert time_as_member(0.0, 3.0, 12) == (0.0, 0.0)
    assert time_as_member(1.0, 1.0, 12) == (12.0, 1.0)
    assert time_as_member(0.3, 0.0, 12) == (0.0, 0.0)


# How it is graded.


def test_fulfilment_is_capped_and_nothing_promised_is_nothing_achieved():
    assert fulfilment(3.0, 4.0, P) == 0.75
    assert fulfilment(40.0, 4.0, P) == P.fulfilment_most
    assert fulfilment(3.0, 0.0, P) == 0.0
    assert weight_of(0.3, 0.0) == 0.0
    assert weight_of(0.3, 1e-9) == 0.3


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        (P.excellent, codes.EXCELLENT),
        (math.nextafter(P.excellent, 0.0), codes.GOOD),
        (P.good, codes.GOOD),
        (math.nextafter(P.good, 0.0), codes.WANTING),
    ],
)
def test_which_side_a_score_on_the_line_falls(score, grade):
    assert grade_of(score, P) == grade


def test_no_one_is_excellent_below_the_line_of_good():
    assert grade_of(0.5, P._replace(excellent=0.4, good=0.6)) == codes.WANTING
    assert grade_of(0.6, P._replace(excellent=0.4, good=0.6)) == codes.EXCELLENT


def test_what_each_grade_leaves_of_the_grants():
    p = P._replace(support_excellent=0.9, support_good=0.5, support_rectifying=0.25)
    assert cut_after(codes.EXCELLENT, p) == pytest.approx(0.1)
    assert cut_after(codes.GOOD, p) == 0.5
    assert cut_after(codes.WANTING, p) == 0.75


def test_the_error_of_a_score_is_fixed():
    """The same draw moves every score by as much, whatever was achieved."""
    for measured in (0.0, 0.7, 3.0):
        assert noisy_score(measured, 0.5, P) == measured
        error = noisy_score(measured, 0.8413447460685429, P) - measured
        assert error == pytest.approx(P.evaluation_noise, rel=1e-12)


@pytest.mark.parametrize("term", [8, 12, 20, 40])
def test_a_center_is_evaluated_when_its_term_is_over(term):
    p = P._replace(term=float(term))
    assert [is_due(since, False, p) for since in (term - 1, term, term + 1)] == [False, True, True]


def test_a_term_of_nothing_is_no_evaluation():
    p = P._replace(term=0.0)
    assert not any(is_due(since, False, p) for since in range(100))
    assert pull_of_measure(50, False, p._replace(gaming=1.0)) == 0.0


def test_who_rectifies_is_evaluated_each_year_until_its_time_is_up():
    due = [since for since in range(9) if is_due(since, True, P)]
    assert due == [4, 8]
    odd = P._replace(rectification=6.0)
    assert [since for since in range(7) if is_due(since, True, odd)] == [4, 6]
    assert not time_is_up(7, P)
    assert time_is_up(8, P)
    assert time_is_up(0, P._replace(rectification=0.0))


def test_reports_are_yearly():
    assert [since for since in range(13) if yearly(since)] == [4, 8, 12]


def test_who_is_at_work():
    assert [at_work(status) for status in range(5)] == [False, True, True, True, False]


# What is measured.


def test_the_pull_grows_evenly_and_stays_while_a_center_rectifies():
    p = P._replace(gaming=0.8)
    assert pull_of_measure(0, False, p) == 0.0
    assert pull_of_measure(6, False, p) == pytest.approx(0.4)
    assert pull_of_measure(12, False, p) == pytest.approx(0.8)
    assert pull_of_measure(15, False, p) == pull_of_measure(0, True, p) == pytest.approx(0.8)


@given(st.integers(0, 50), st.booleans())
def test_no_gaming_pulls_nothing(since, rectifies):
    assert pull_of_measure(since, rectifies, P._replace(gaming=0.0)) == 0.0


@given(st.floats(-1e6, 1e6), share, money, share, share)
def test_without_a_pull_a_stage_is_worth_its_value_bit_for_bit(value, chance, mean, other, v):
    assert bent_value(value, chance, mean, other, 0.0, P._replace(validity=v)) == value


def test_points_by_hand():
    """A stage worth 3/2 and half as likely to pass as the mean, v = 0.25: 0.25 3/2 + 0.75 / 2."""
    assert points_of(30.0, 0.4, 20.0, 0.8, P._replace(validity=0.25)) == pytest.approx(0.75)


def test_bent_values_by_hand():
    """x = 0.6, v = 0.5: 0.4 V + 0.6 V' (0.5 V / V' + 0.5 s / s') = 0.7 V + 0.3 V' s / s'."""
    half, none = P._replace(validity=0.5), P._replace(validity=0.0)
    by_hand = 0.7 * 30.0 + 0.3 * 20.0 * 0.5
    assert bent_value(30.0, 0.4, 20.0, 0.8, 0.6, half) == pytest.approx(by_hand)
    assert bent_value(30.0, 0.4, 20.0, 0.8, 1.0, none) == pytest.approx(10.0)
    assert bent_value(30.0, 0.0, 20.0, 0.0, 0.5, none) == 30.0
    assert bent_value(30.0, 0.4, 0.0, 0.8, 0.5, half) == 30.0


@given(money, share, money, st.floats(0.01, 1.0), share)
def test_points_by_value_bend_nothing(value, chance, mean, mean_chance, pull):
    """v = 1: what is measured is value, and the weight of points does not matter."""
    bent = bent_value(value, chance, mean, mean_chance, pull, P._replace(validity=1.0))
    assert bent == pytest.approx(value, rel=1e-12)


@given(money, money, share, share)
def test_full_pull_ranks_alike_what_passes_alike(one, other, pull, v):
    """The more the measure pulls, and the less it is value, the closer two stages are ranked."""
    mean = 0.5 * (one + other)
    p = P._replace(validity=v)
    gap = bent_value(one, 0.7, mean, 0.7, pull, p) - bent_value(other, 0.7, mean, 0.7, pull, p)
    expected = abs(one - other) * (1.0 - pull * (1.0 - v))
    assert abs(gap) == pytest.approx(expected, rel=1e-6, abs=1e-9 * (one + other))


@given(money, share, money, st.floats(0.01, 1.0), share)
def test_unit_of_account_does_not_matter(value, chance, mean, mean_chance, pull):
    here = bent_value(value, chance, mean, mean_chance, pull, P)
    there = bent_value(4.0 * value, chance, 4.0 * mean, mean_chance, pull, P)
    assert there == 4.0 * here
