"""Estimators recover what was planted; a weight is so many equal observations.

Samples have fixed seeds. Bounds of recovery are four standard errors of the estimator, so that a
right estimator would fail one of them for a new seed with chance 0.00006.
"""

import numpy as np
import pytest

from calibration import estimators as est

SURE = 4.0
ONES = np.ones(20_000)


@pytest.mark.statistical
@pytest.mark.parametrize("exponent", [0.7, 1.0, 1.25, 2.0])
def test_the_tail_of_a_pareto_sample_has_its_exponent(exponent):
    sizes = 3.0 * (1.0 + np.random.default_rng(1).pareto(exponent, ONES.size))
    found = est.tail(sizes, ONES, 0.05)
    assert found.rows == pytest.approx(0.05 * ONES.size, abs=1)
    assert found.error == pytest.approx(found.exponent / np.sqrt(found.rows))
    assert abs(found.exponent - exponent) < SURE * found.error
    assert found.ratio < 15.0  # chi^2 of one passes it with chance 0.0001


@pytest.mark.statistical
def test_a_log_normal_sample_has_a_log_normal_tail():
    sizes = np.exp(1.5 * np.random.default_rng(2).standard_normal(ONES.size))
    found = est.tail(sizes, ONES, 0.2)
    assert found.ratio > 20.0
    assert found.curvature == pytest.approx(0.5 / 1.5**2, rel=0.5)


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("shape", "sample"),
    [
        (1.0, np.random.default_rng(3).laplace(0.02, 0.3, ONES.size)),
        (2.0, np.random.default_rng(4).normal(-0.1, 0.2, ONES.size)),
    ],
)
def test_a_laplace_sample_has_shape_one_and_a_normal_one_two(shape, sample):
    """The standard error of b at 20,000 is about 0.012 at b = 1 and 0.035 at b = 2."""
    bound = SURE * (0.012 if shape == 1.0 else 0.035)
    assert abs(est.subbotin(sample, ONES) - shape) < bound


@pytest.mark.statistical
def test_planted_hazards_come_back_and_survival_is_exponential():
    rng = np.random.default_rng(5)
    hazard = 0.025  # a quarter
    life = rng.geometric(hazard, ONES.size) - 1  # quarters survived
    age = np.arange(40)
    risk = (life[:, None] >= age).sum(axis=0).astype(float)
    ended = (life[:, None] == age).sum(axis=0).astype(float)
    found = est.hazards(risk, ended)
    yearly = 1.0 - (1.0 - hazard) ** 4
    error = np.sqrt(yearly * (1.0 - yearly) / risk[::4])
    assert (np.abs(found - yearly) < SURE * error).all()
    survival, expected = np.prod(1.0 - found[:5]), (1.0 - hazard) ** 20
    assert abs(survival - expected) < SURE * np.sqrt(expected * (1.0 - expected) / ONES.size)


def test_hazards_by_hand():
    """100, of whom 10, 0, 9, 0 end; then 81, of whom 81 end."""
    risk = np.array([100.0, 90.0, 90.0, 81.0, 81.0, 0.0, 0.0, 0.0])
    ended = np.array([10.0, 0.0, 9.0, 0.0, 81.0, 0.0, 0.0, 0.0])
    found = est.hazards(risk, ended)
    assert found[0] == pytest.approx(0.19)
    assert np.isnan(found[1])  # nobody was left to observe in its second quarter


def test_a_power_of_the_rank_has_its_exponent():
    ranks = np.arange(1, 2001)
    found = est.rank_size((ranks - 0.5) ** -0.8, np.ones(2000), 1.0, 500.0)
    assert found.slope == pytest.approx(0.8, rel=1e-12)
    assert found.error == pytest.approx(0.8 * np.sqrt(2.0 / 500.0))


@pytest.mark.statistical
def test_volatility_that_falls_with_size_has_its_slope():
    rng = np.random.default_rng(6)
    sizes = np.exp(2.0 * rng.standard_normal(ONES.size))
    growth = 0.3 * sizes**-0.19 * rng.standard_normal(ONES.size)
    found = est.volatility(growth, sizes, ONES)
    assert found.slope == pytest.approx(-0.19, abs=0.03)


def test_a_weight_is_so_many_equal_observations():
    rng = np.random.default_rng(7)
    sizes, growth = rng.pareto(1.2, 400) + 1.0, rng.laplace(0.0, 0.2, 400)
    weights = rng.integers(1, 6, 400)
    s, g, ones = np.repeat(sizes, weights), np.repeat(growth, weights), np.ones(weights.sum())
    w = weights.astype(float)
    one, other = est.tail(sizes, w, 0.1), est.tail(s, ones, 0.1)
    assert one.exponent == pytest.approx(other.exponent, rel=1e-12)
    assert one.error > 1.5 * other.error  # rows count, not firms
    assert one.curvature == pytest.approx(other.curvature, rel=1e-3, abs=1e-9)
    assert est.quantile(sizes, w, 0.3) == est.quantile(s, ones, 0.3)
    assert est.moments(growth, w) == pytest.approx(est.moments(g, ones), rel=1e-12)
    assert est.subbotin(growth, w) == pytest.approx(est.subbotin(g, ones), rel=1e-6)
    a, b = est.volatility(growth, sizes, w), est.volatility(g, s, ones)
    assert a.slope == pytest.approx(b.slope, rel=1e-9)


def test_equal_weights_make_every_row_count():
    assert est.effective(np.full(50, 7.0)) == pytest.approx(50.0)
    assert est.effective(np.array([1.0, 0.0])) == pytest.approx(1.0)
