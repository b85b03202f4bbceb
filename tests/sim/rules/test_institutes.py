"""Panels, grants, contracts and the mix of an institute's work, by hand and for any numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import codes
from sim.parameters import Funding, Institutes, Maturation, Research
from sim.rules.funding import public_growth
from sim.rules.institutes import (
    basic_part,
    contract_share,
    cost_to_go,
    cover_of,
    grant_amount,
    granted,
    next_earned,
    panel_bar,
    panel_score,
)

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Institutes(award_rate=0.2, panel_noise=1.5, grant_part=0.1, matching=0.5, institute_cover=1.0,
               contract_most=0.2, pull=0.5, pull_pace=0.1)  # fmt: skip
R = Research(gain_mean=0.01, gain_sigma=0.8)
M = Maturation(cost_1_3=0.05, cost_3_4=0.1, cost_4_6=0.35, cost_6_8=0.3, cost_8_9=0.2)
shares = st.floats(0.0, 1.0, allow_subnormal=False)
money = st.floats(0.0, 1e6)
powers = st.sampled_from([2.0**k for k in (-10, -3, 1, 20)])


# The panel.


@pytest.mark.parametrize(
    ("gain", "u", "expected"),
    [
        (0.01, 0.5, math.log(0.01)),  # no error
        (1.0, 0.5, 0.0),
        (1.0, 0.84134474606854, 1.5 * 0.8),  # one standard deviation up
        (0.02, 0.15865525393146, math.log(0.02) - 1.2),
    ],
)
def test_scores_by_hand(gain, u, expected):
    assert panel_score(gain, u, P, R) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("rate", "deviations"), [(0.5, 0.0), (0.15865525393146, 1.0), (0.84134474606854, -1.0)]
)
def test_the_bar_by_hand(rate, deviations):
    mean = math.log(0.01) - 0.32
    spread = 0.8 * math.sqrt(1.0 + 2.25)
    bar = panel_bar(P._replace(award_rate=rate), R)
    assert bar == pytest.approx(mean + deviations * spread, abs=1e-12)


def test_who_grants_all_has_no_bar():
    assert panel_bar(P._replace(award_rate=1.0), R) == -math.inf


def test_a_share_of_new_ideas_passes_the_bar():
    """40,000 ideas with the gains and errors of the model."""
    rng = np.random.default_rng(1)
    gains = R.gain_mean * np.exp(R.gain_sigma * rng.standard_normal(40_000) - 0.32)
    draws = rng.uniform(size=40_000)
    scores = [panel_score(g, u, P, R) for g, u in zip(gains, draws, strict=True)]
    passed = np.mean(np.array(scores) >= panel_bar(P, R))
    assert abs(passed - 0.2) < 5.0 * math.sqrt(0.16 / 40_000)
    icc = np.corrcoef(np.log(gains), scores)[0, 1] ** 2
    assert icc == pytest.approx(1.0 / (1.0 + 1.5**2), abs=0.02)


@given(st.floats(1e-6, 1.0), st.floats(1e-6, 1.0), st.floats(1e-9, 1.0 - 1e-9))
def test_merit_counts_for_every_error(one, other, u):
    low, high = sorted((one, other))
    assert panel_score(low, u, P, R) <= panel_score(high, u, P, R)


# Grants.


@pytest.mark.parametrize(
    ("stage", "expected"), [(0, 1.0), (1, 0.95), (2, 0.85), (3, 0.5), (4, 0.2), (5, 0.0)]
)
def test_cost_to_go_by_hand(stage, expected):
    assert cost_to_go(stage, M) == pytest.approx(expected, abs=1e-15)


def test_who_sells_brings_its_part_and_an_institute_none():
    kinds = (codes.ENTERPRISE, codes.CENTER, codes.INSTITUTE)
    assert [cover_of(kind, P) for kind in kinds] == [0.5, 0.5, 1.0]


@pytest.mark.parametrize(
    ("to_go", "cover", "expected"),
    [
        (1.0, 0.5, 20.0),  # a tenth of 200
        (0.2, 0.5, 20.0),  # just what it can pay
        (0.1, 0.5, 10.0),
        (0.1, 1.0, 20.0),
        (0.0, 1.0, 0.0),
    ],
)
def test_grants_by_hand(to_go, cover, expected):
    assert grant_amount(200.0, to_go, cover, P) == expected


@pytest.mark.parametrize(
    ("cost", "left", "cover", "expected"),
    [
        (10.0, 100.0, 0.5, 5.0),
        (10.0, 5.0, 0.5, 5.0),
        (10.0, 4.0, 0.5, 4.0),  # the rest of it
        (10.0, 0.0, 0.5, 0.0),
        (10.0, 100.0, 1.0, 10.0),
    ],
)
def test_payments_by_hand(cost, left, cover, expected):
    assert granted(cost, left, cover) == expected


@given(money, money, shares, powers)
def test_a_grant_pays_at_most_its_share_and_what_is_left(cost, left, cover, unit):
    paid = granted(cost, left, cover)
    assert 0.0 <= paid <= min(cost, left)
    assert paid in (left, cover * cost)
    assert granted(unit * cost, unit * left, cover) == unit * paid


# Contracts.


@pytest.mark.parametrize(("offer", "expected"), [(0.0, 0.0), (math.log(2.0), 0.1), (1e9, 0.2)])
def test_contracts_by_hand(offer, expected):
    assert contract_share(offer, P) == pytest.approx(expected, abs=1e-15)


@given(st.floats(0.0, 30.0), st.floats(0.0, 30.0))
def test_who_has_more_to_learn_contracts_more_up_to_a_cap(one, other):
    low, high = sorted((one, other))
    assert 0.0 <= contract_share(low, P) <= contract_share(high, P) <= P.contract_most


# What money does.


@pytest.mark.parametrize(
    ("earned", "expected"),
    [
        (0.4, 0.3),  # as in 2010
        (0.6, 0.3 * 0.7 / 0.8),
        (1.0, 0.3 * 0.5 / 0.8),
        (0.0, 0.3 / 0.8),
    ],
)
def test_the_mix_by_hand(earned, expected):
    assert basic_part(0.3, earned, 0.4, P) == pytest.approx(expected, rel=1e-15)


def test_the_mix_is_at_most_all_and_stays_where_the_start_has_no_block_grant():
    assert basic_part(0.9, 0.0, 0.9, P) == 1.0
    assert basic_part(0.3, 0.2, 1.0, P._replace(pull=1.0)) == 0.3


@given(shares, shares, shares, shares)
def test_without_pull_money_does_not_matter_and_with_it_pulls_to_applied(start, one, other, before):
    low, high = sorted((one, other))
    assert basic_part(start, one, before, P._replace(pull=0.0)) == start
    assert basic_part(start, before, before, P) == start
    assert 0.0 <= basic_part(start, high, before, P) <= basic_part(start, low, before, P) <= 1.0


@pytest.mark.parametrize(
    ("before", "block", "other", "expected"),
    [
        (0.2, 60.0, 40.0, 0.22),
        (0.2, 100.0, 0.0, 0.18),
        (0.2, 0.0, 0.0, 0.2),
        (0.2, 80.0, 20.0, 0.2),
    ],
)
def test_the_usual_share_by_hand(before, block, other, expected):
    assert next_earned(before, block, other, P) == pytest.approx(expected, rel=1e-15)


@given(shares, money, money)
def test_the_usual_share_stays_a_share(before, block, other):
    assert 0.0 <= next_earned(before, block, other, P) <= 1.0


@pytest.mark.parametrize(("quarter", "expected"), [(0, 1.0), (4, 1.1), (8, 1.21)])
def test_public_money_grows_by_the_year(quarter, expected):
    p = Funding(university_growth=0.1, institute_growth=0.0)
    assert public_growth(quarter, True, p) == pytest.approx(expected, rel=1e-14)
    assert public_growth(quarter, False, p) == 1.0
    cut = p._replace(public_level=0.75)
    assert public_growth(quarter, True, cut) == pytest.approx(0.75 * expected, rel=1e-14)
