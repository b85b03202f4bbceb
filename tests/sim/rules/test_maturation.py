"""Stages from TRL 1 to TRL 9: what they need, cost, and how often they succeed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import Maturation
from sim.rules.maturation import (
    OWNING_STAGE,
    PILOT_STAGE,
    cost_share,
    due_probability,
    pass_probability,
)
from sim.state import STAGES

pytestmark = [pytest.mark.core, pytest.mark.plain]

# The tests give every parameter its value: defaults move with the calibration.
P = Maturation(
    success=0.85,
    knowledge_elasticity=2.0,
    pace=0.25,
    cost_1_3=0.05,
    cost_3_4=0.10,
    cost_4_6=0.35,
    cost_6_8=0.30,
    cost_8_9=0.20,
    pilot_cost=0.5,
)
shares = st.floats(0.0, 1.0)
stages = st.integers(0, STAGES - 1)
efforts = st.floats(0.0, 20.0)


def test_the_pilot_and_the_owning_stage_are_the_third_and_the_fourth():
    assert (PILOT_STAGE, OWNING_STAGE, STAGES) == (2, 3, 5)


# Costs. Powers of two, so that no row can stand for another.

COSTS = Maturation(
    cost_1_3=1.0, cost_3_4=2.0, cost_4_6=4.0, cost_6_8=8.0, cost_8_9=16.0, pilot_cost=0.25
)


@pytest.mark.parametrize(
    ("stage", "alone", "on_a_line"),
    [
        (0, 1.0, 1.0),
        (1, 2.0, 2.0),
        (2, 4.0, 1.0),  # 4 x 1/4
        (3, 8.0, 8.0),
        (4, 16.0, 16.0),
    ],
)
def test_cost_share_by_stage(stage, alone, on_a_line):
    assert cost_share(stage, False, COSTS) == alone
    assert cost_share(stage, True, COSTS) == on_a_line


def test_cost_shares_make_the_whole():
    total = math.fsum(cost_share(s, False, P) for s in range(STAGES))
    assert total == pytest.approx(1.0, abs=1e-15)
    # A pilot line halves 0.35 of the cost.
    saved = total - math.fsum(cost_share(s, True, P) for s in range(STAGES))
    assert saved == pytest.approx(0.175, abs=1e-15)


@given(stages, st.floats(0.2, 1.0))
def test_a_pilot_line_never_costs_more(stage, pilot_cost):
    p = P._replace(pilot_cost=pilot_cost)
    assert 0.0 < cost_share(stage, True, p) <= cost_share(stage, False, p)


# Passing. Success 0.8 and elasticity 2; science 1/2, application 1/4, both 3/4.


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (0, 0.2),  # science: 0.8 x 1/4
        (1, 0.2),  # science
        (2, 0.45),  # both: 0.8 x 9/16
        (3, 0.05),  # application: 0.8 x 1/16
        (4, 0.05),  # application
    ],
)
def test_each_stage_needs_its_kind_of_unit(stage, expected):
    p = P._replace(success=0.8, knowledge_elasticity=2.0)
    chance = pass_probability(stage, 0.5, 0.25, 0.75, p)
    assert chance == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("stage", range(STAGES))
def test_who_knows_all_passes_alike_in_every_stage(stage):
    assert pass_probability(stage, 1.0, 1.0, 1.0, P) == P.success


@pytest.mark.parametrize("elasticity", [0.5, 2.0, 4.0])
@pytest.mark.parametrize("stage", range(STAGES))
def test_who_knows_nothing_needed_never_passes(stage, elasticity):
    p = P._replace(knowledge_elasticity=elasticity)
    needed = [0, 0, 2, 1, 1][stage]
    known = [1.0, 1.0, 1.0]
    known[needed] = 0.0
    assert pass_probability(stage, known[0], known[1], known[2], p) == 0.0
    known[needed] = -0.1
    assert pass_probability(stage, known[0], known[1], known[2], p) == 0.0


def test_nothing_known_fails_whatever_the_elasticity():
    # 0^0 would be 1: the guard must come first.
    p = P._replace(knowledge_elasticity=0.0)
    assert pass_probability(0, 0.0, 1.0, 1.0, p) == 0.0
    assert pass_probability(0, 1e-9, 1.0, 1.0, p) == p.success


@given(stages, shares, shares, shares, st.floats(0.6, 0.95), st.floats(0.5, 4.0))
def test_passing_is_a_chance_of_the_share_known(stage, science, application, both, pi, eta):
    p = P._replace(success=pi, knowledge_elasticity=eta)
    share = [science, science, both, application, application][stage]
    chance = pass_probability(stage, science, application, both, p)
    assert 0.0 <= chance <= pi
    # Powers of libraries may differ in the last bit.
    assert chance == pytest.approx(pi * math.pow(share, eta), rel=1e-14, abs=0.0)


@given(stages, shares, shares)
def test_passing_rises_with_knowledge(stage, one, other):
    low, high = sorted((one, other))
    few = pass_probability(stage, low, low, low, P)
    assert few <= pass_probability(stage, high, high, high, P)


# Falling due.


@pytest.mark.parametrize(
    ("effort", "expected"),
    [
        (0.0, 0.0),
        (0.25, 0.22119921692859512),  # 1 - e^-1/4
        (math.log(2.0), 0.5),
        (1.0, 0.6321205588285577),  # 1 - 1/e
    ],
)
def test_due_by_hand(effort, expected):
    assert due_probability(effort) == pytest.approx(expected, abs=1e-15)


def test_a_stage_takes_five_quarters_at_a_quarter_of_its_cost():
    # 1 / (1 - e^-1/4) = 4.52 quarters until it falls due, rounded up in the parameter's source
    assert 1.0 / due_probability(P.pace) == pytest.approx(4.5208, abs=1e-4)


@given(efforts, efforts)
def test_only_the_sum_of_efforts_counts(one, other):
    left = (1.0 - due_probability(one)) * (1.0 - due_probability(other))
    assert 1.0 - due_probability(one + other) == pytest.approx(left, abs=1e-15)


@given(efforts, efforts)
def test_more_effort_never_delays(one, other):
    low, high = sorted((one, other))
    assert 0.0 <= due_probability(low) <= due_probability(high) < 1.0
