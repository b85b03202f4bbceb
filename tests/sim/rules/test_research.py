"""How often ideas and discoveries come, to whom, and what they are worth."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from sim import draws
from sim.jit import kernel
from sim.parameters import Parameters, Research, rescale
from sim.rules.research import (
    claim,
    expected_discoveries,
    expected_ideas,
    gain_of_idea,
    minor_inventions,
)

pytestmark = pytest.mark.core

# The tests give every parameter they use its value: defaults move with the calibration.
P = Research(
    ideas_per_quarter=2.0,
    ideas_elasticity=0.45,
    effort_elasticity=0.45,
    discoveries_per_quarter=0.6,
    minor_rate=0.15,
    minor_elasticity=0.45,
    minor_reference=3.0,
    gain_mean=0.03,
    gain_sigma=0.7,
    luck_sigma=1.23,
)
ROOT = P._replace(ideas_elasticity=0.5, effort_elasticity=0.5, minor_elasticity=0.5)
ALARM = 1e-6  # chance that a rule without error fails a statistical test

money = st.floats(0.01, 1e6)
powers = st.sampled_from([2.0**k for k in (-10, -3, -1, 1, 2, 20)])
chances = st.floats(1e-9, 1.0 - 1e-9)
elasticities = st.floats(0.3, 1.0)
GRID = (np.arange(20_000) + 0.5) / 20_000  # midpoints of equal parts of (0, 1)


@kernel
def choose(efforts, weights, reaches, p, counts):
    """Let every row claim each idea; the largest log-weight plus Gumbel noise has it."""
    field = 0.0
    for i in range(efforts.size):
        field += efforts[i] * weights[i]
    for idea in range(60_000):
        best = -math.inf
        owner = -1
        for i in range(efforts.size):
            score = claim(efforts[i], field, weights[i], reaches[i], p)
            u = draws.uniform(np.uint64(7), idea % 400, i, draws.INVENTOR, idea)
            score += draws.gumbel(u)
            if score > best:
                best = score
                owner = i
        counts[owner] += 1


# Ideas and discoveries.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("effort", "start", "opportunity", "expected"),
    [
        (50.0, 50.0, 1.0, 2.0),  # as in the first quarter: the parameter itself
        (50.0, 50.0, 1.5, 3.0),
        (800.0, 50.0, 1.0, 8.0),  # 2 x sqrt(16)
        (800.0, 50.0, 1.5, 12.0),  # 2 x 1.5 x sqrt(16)
        (12.5, 50.0, 1.0, 1.0),  # 2 x sqrt(1/4)
        (0.25, 0.0625, 1.0, 4.0),  # 2 x sqrt(4), of sums below one unit of money
        (0.0, 50.0, 1.0, 0.0),  # no effort, no idea
        (50.0, 0.0, 1.0, 0.0),  # nothing to compare with
        (0.0, 0.0, 1.0, 0.0),
        (-1.0, 50.0, 1.0, 0.0),
        (50.0, -1.0, 1.0, 0.0),
    ],
)
def test_ideas_by_hand(effort, start, opportunity, expected):
    assert expected_ideas(effort, start, opportunity, ROOT) == expected


@pytest.mark.plain
@pytest.mark.parametrize(
    ("basic", "start", "expected"),
    [
        (20.0, 20.0, 0.6),
        (320.0, 20.0, 2.4),  # 0.6 x sqrt(16)
        (5.0, 20.0, 0.3),  # 0.6 x sqrt(1/4)
        (0.25, 0.0625, 1.2),  # 0.6 x sqrt(4), of sums below one unit of money
        (0.0, 20.0, 0.0),
        (20.0, 0.0, 0.0),
        (-1.0, 20.0, 0.0),
        (20.0, -1.0, 0.0),
    ],
)
def test_discoveries_by_hand(basic, start, expected):
    assert expected_discoveries(basic, start, ROOT) == expected


def test_nothing_comes_of_nothing_whatever_the_elasticity():
    # 0^0 would be 1: the guards must come first.
    flat = P._replace(ideas_elasticity=0.0, minor_elasticity=0.0, minor_rate=2.0)
    assert expected_ideas(0.0, 50.0, 1.0, flat) == 0.0
    assert expected_discoveries(0.0, 20.0, flat) == 0.0
    assert minor_inventions(0.0, 0.9, 1.0, flat) == 0
    assert expected_ideas(1e-9, 50.0, 1.0, flat) == 2.0
    assert expected_discoveries(1e-9, 20.0, flat) == 0.6
    assert minor_inventions(1e-9, 0.9, 1.0, flat) > 0


def test_doubled_research():
    # 2^0.45 = 1.366040256...
    assert expected_ideas(6.0, 3.0, 1.0, P) == pytest.approx(2 * 1.3660402568, abs=1e-9)
    assert expected_discoveries(6.0, 3.0, P) == pytest.approx(0.6 * 1.3660402568, abs=1e-9)


def test_ideas_and_discoveries_have_each_their_own_rate():
    more = P._replace(ideas_per_quarter=2 * P.ideas_per_quarter)
    assert expected_ideas(3.0, 2.0, 1.0, more) == 2 * expected_ideas(3.0, 2.0, 1.0, P)
    assert expected_discoveries(3.0, 2.0, more) == expected_discoveries(3.0, 2.0, P)


@given(money, money, money, st.floats(0.1, 4.0))
def test_more_research_brings_more_ideas_but_less_than_in_proportion(
    one, other, start, opportunity
):
    low, high = sorted((one, other))
    few = expected_ideas(low, start, opportunity, P)
    many = expected_ideas(high, start, opportunity, P)
    assert 0.0 < few <= many <= few * (high / low) * (1 + 1e-12)
    few = expected_discoveries(low, start, P)
    many = expected_discoveries(high, start, P)
    assert 0.0 < few <= many <= few * (high / low) * (1 + 1e-12)


@given(money, money, powers)
def test_the_unit_of_money_moves_no_idea(effort, start, unit):
    assert expected_ideas(unit * effort, unit * start, 1.2, P) == expected_ideas(
        effort, start, 1.2, P
    )
    assert expected_discoveries(unit * effort, unit * start, P) == expected_discoveries(
        effort, start, P
    )


# Claims.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("effort", "weight", "reach", "odds"),
    [
        (64.0, 1.0, 1.0, 1.0),  # the whole field
        (16.0, 1.0, 1.0, 0.5),  # sqrt(1/4)
        (16.0, 3.0, 1.0, 1.5),  # three such organisations
        (16.0, 3.0, 0.5, 0.75),  # half of the units within reach
    ],
)
def test_claim_by_hand(effort, weight, reach, odds):
    score = claim(effort, 64.0, weight, reach, ROOT)
    assert score == pytest.approx(math.log(odds), abs=1e-15)


@pytest.mark.plain
@pytest.mark.parametrize(
    ("effort", "weight", "reach"),
    [(0.0, 1.0, 0.5), (1.0, 0.0, 0.5), (1.0, 1.0, 0.0), (-1.0, 1.0, 0.5), (0, 0, 0)],
)
def test_who_lacks_effort_weight_or_reach_has_no_claim(effort, weight, reach):
    assert claim(effort, 10.0, weight, reach, P) == -math.inf


def test_no_noise_lifts_a_claim_of_nobody():
    assert claim(0.0, 10.0, 1.0, 1.0, P) + draws.gumbel(1.0 - 2.0**-53) == -math.inf


@given(money, money, st.floats(0.5, 100.0), st.floats(0.01, 1.0), powers)
def test_the_unit_of_money_moves_no_claim(effort, field, weight, reach, unit):
    there = claim(unit * effort, unit * field, weight, reach, P)
    assert there == claim(effort, field, weight, reach, P)


@given(
    money,
    money,
    st.floats(0.5, 100.0),
    st.floats(0.01, 0.5),
    elasticities,
    st.floats(1.001, 2.0),
)
def test_a_claim_rises_with_effort_weight_and_reach(effort, field, weight, reach, beta, more):
    p = P._replace(effort_elasticity=beta)
    score = claim(effort, field, weight, reach, p)
    gain = math.log(more)
    assert claim(effort, field, more * weight, reach, p) == pytest.approx(score + gain, abs=1e-12)
    assert claim(effort, field, weight, more * reach, p) == pytest.approx(score + gain, abs=1e-12)
    assert claim(more * effort, field, weight, reach, p) == pytest.approx(
        score + beta * gain, abs=1e-12
    )


@pytest.mark.statistical
@pytest.mark.parametrize("beta", [0.45, 1.0])
def test_ideas_fall_by_weight_times_effort_to_the_beta_times_reach(beta):
    p = P._replace(effort_elasticity=beta)
    efforts = np.array([1.0, 4.0, 4.0, 100.0, 0.0, 2.0, 9.0])
    weights = np.array([1.0, 1.0, 10.0, 1.0, 50.0, 100.0, 1.0])
    reaches = np.array([0.5, 0.5, 0.5, 0.9, 1.0, 0.05, 0.0])
    counts = np.zeros(7, np.int64)
    choose(efforts, weights, reaches, p, counts)
    law = weights * efforts**beta * reaches
    able = law > 0.0
    assert counts[~able].sum() == 0
    assert counts.sum() == 60_000
    expected = 60_000 * law[able] / law.sum()
    assert stats.chisquare(counts[able], expected).pvalue > ALARM


# Minor inventions. With rate 1/2 and four times the reference R&D the mean is 1/2 x sqrt(4) = 1.

ONE = ROOT._replace(minor_rate=0.5, minor_reference=3.0)


@pytest.mark.plain
@pytest.mark.parametrize(
    ("u", "expected"),
    [
        (1e-9, 0),
        (0.367, 0),  # up to e^-1 = 0.36788
        (0.368, 1),  # up to 2 e^-1 = 0.73576
        (0.735, 1),
        (0.736, 2),  # up to 2.5 e^-1 = 0.91970
        (0.919, 2),
        (0.920, 3),  # up to 2.6667 e^-1 = 0.98101
        (0.981, 3),
        (0.982, 4),
    ],
)
def test_minor_inventions_by_hand(u, expected):
    assert minor_inventions(12.0, u, 1.0, ONE) == expected


def test_a_draw_at_the_step_stays_below_it():
    step = math.exp(-1.0)
    assert minor_inventions(12.0, step, 1.0, ONE) == 0
    assert minor_inventions(12.0, math.nextafter(step, 1.0), 1.0, ONE) == 1


@pytest.mark.plain
@pytest.mark.parametrize("effort", [0.0, -1.0])
def test_no_effort_no_minor_invention(effort):
    assert minor_inventions(effort, 1.0 - 2.0**-53, 1.0, ONE) == 0


@pytest.mark.plain
def test_minor_inventions_are_at_most_eight():
    # Mean 2 x sqrt(100) = 20, so that 8 lies far in the lower tail.
    many = ROOT._replace(minor_rate=2.0, minor_reference=1.0)
    assert minor_inventions(100.0, 0.5, 1.0, many) == 8
    assert minor_inventions(100.0, 1.0 - 2.0**-53, 1.0, many) == 8


def test_reference_research_has_the_reference_rate():
    counts = [minor_inventions(P.minor_reference, u, 1.0, P) for u in GRID]
    # The cut at 8 takes 0.15^9/9! = 1e-13; the grid is off by at most 9 steps of 1/20000.
    assert np.mean(counts) == pytest.approx(P.minor_rate, abs=9 / 20_000)


@given(money, money, chances, chances)
def test_minor_inventions_rise_with_effort_and_draw(one, other, u, v):
    low, high = sorted((one, other))
    small, large = sorted((u, v))
    count = minor_inventions(low, small, 1.0, P)
    assert 0 <= count <= minor_inventions(high, small, 1.0, P) <= 8
    assert count <= minor_inventions(low, large, 1.0, P) <= 8


@given(money, chances, powers)
def test_the_unit_of_money_moves_no_minor_invention(effort, u, unit):
    there = rescale(Parameters(research=P), unit).research
    assert minor_inventions(unit * effort, u, 1.0, there) == minor_inventions(effort, u, 1.0, P)


# Gains.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("u", "expected"),
    [
        (0.5, 0.03 * 0.7827045382),  # median: a exp(-0.7^2/2) = a exp(-0.245)
        (0.8413447460685429, 0.03 * 1.5761733830),  # one sigma up: a exp(0.455)
        (0.15865525393145707, 0.03 * 0.3886795709),  # one sigma down: a exp(-0.945)
    ],
)
def test_gain_by_hand(u, expected):
    assert gain_of_idea(u, P) == pytest.approx(expected, rel=1e-9)


def test_gain_without_spread_is_the_mean():
    assert gain_of_idea(0.123, P._replace(gain_sigma=0.0)) == P.gain_mean


def test_gain_does_not_hold_the_luck():
    lucky = P._replace(luck_sigma=2.8)
    assert gain_of_idea(0.9, lucky) == gain_of_idea(0.9, P)


def test_mean_gain_is_the_parameter():
    gains = [gain_of_idea(u, P) for u in GRID]
    # Cutting the tails at 1/40000 loses about 1e-4 of the mean.
    assert np.mean(gains) == pytest.approx(P.gain_mean, rel=1e-3)


@given(chances, chances, st.floats(0.01, 2.0))
def test_gain_is_positive_and_rises_with_the_draw(u, v, sigma):
    assume(u != v)
    p = P._replace(gain_sigma=sigma)
    low, high = sorted((u, v))
    assert 0.0 < gain_of_idea(low, p) <= gain_of_idea(high, p)
