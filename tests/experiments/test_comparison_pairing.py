"""What sharing luck saves: the factor by hand, its interval, and why it is low."""

import numpy as np
import pytest
from scipy import stats

from experiments.comparison.pairing import pairing, why, within
from experiments.comparison.units import Pairs


def test_the_factor_by_hand():
    """A is 1..4, B is 2, 1, 4, 3: variances 5/3, of the differences (-1, 1, -1, 1) 4/3: 2.5."""
    a, b = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([[2.0], [1.0], [4.0], [3.0]])
    found = pairing(a, b)
    assert found.factor[0] == pytest.approx(2.5)
    assert found.correlation[0] == pytest.approx(0.6)
    assert found.ratio[0] == pytest.approx(1.0)
    # Sums 3, 3, 7, 7 have variance 16/3, w = 4, r = 0; t with 2 degrees of freedom is 4.3027.
    k = 1.0 + 2.0 * 4.3026527**2 / 2.0
    root = np.sqrt(k**2 - 1.0)
    assert found.low[0] == pytest.approx(0.5 + 2.0 * (k - root))
    assert found.high[0] == pytest.approx(0.5 + 2.0 * (k + root))


def test_a_factor_without_luck_is_none_and_one_that_cancels_is_infinite():
    still, moving = np.full((5, 1), 3.0), np.arange(5.0)[:, None]
    assert np.isnan(pairing(still, still + 1.0).factor[0])
    assert np.isinf(pairing(moving + 1.0, moving).factor[0])
    assert pairing(moving, still).factor[0] == pytest.approx(1.0)


def test_the_factor_of_luck_is_taken_within_samples():
    """Luck of 1 in common and an effect that differs by sample: within samples nothing is left."""
    rng = np.random.default_rng(3)
    sample = np.repeat(np.arange(10), 4)
    luck, effect = rng.normal(size=(40, 1)), 5.0 * rng.normal(size=(10, 1))
    pairs = Pairs(luck + effect[sample], luck, sample, np.tile(np.arange(4), 10), sample)
    assert pairing(pairs.a, pairs.b).factor[0] < 2.0
    assert np.isinf(within(pairs)[0])
    alone = Pairs(luck[::4], luck[::4], np.arange(10), np.zeros(10), np.arange(10))
    assert np.isnan(within(alone)[0])
    noisy = pairs._replace(a=pairs.a + rng.normal(size=(40, 1)))
    assert 1.5 < within(noisy)[0] < 7.0  # (2 + 1)/1 but for chance


@pytest.mark.parametrize(
    ("given_as", "said"),
    [
        ({}, "hardly move together"),
        ({"correlation": 0.6, "factor": 1.9}, "only in part"),
        ({"ratio": 4.0}, "4.0 times as much"),
        ({"luck": 3.0}, "varies with the uncertainties"),
        ({"earlier": 40.0, "earlier_horizon": "2015Q4"}, "40.0 at 2015Q4"),
        ({"equal": 0.75}, "75% of pairs do not differ"),
        ({"correlation": -0.4}, "bad luck under the other"),
        ({"high": 2.5}, "as high as 2.5"),
        ({"factor": np.nan}, "does not vary"),
    ],
)
def test_why_a_factor_is_low(given_as, said):
    usual = {"factor": 1.2, "high": 1.6, "correlation": 0.1, "ratio": 1.0, "luck": np.nan,
             "equal": 0.0, "earlier": np.nan, "earlier_horizon": ""}  # fmt: skip
    assert said in why(**(usual | given_as))
    assert why(**(usual | given_as | {"factor": 2.0})) == ""


@pytest.mark.statistical
@pytest.mark.parametrize(("n", "rho", "ratio"), [(10, 0.8, 1.0), (30, 0.3, 2.0), (15, 0.95, 1.5)])
def test_the_interval_of_the_factor_covers_the_truth(n, rho, ratio):
    """2,000 studies; one in 1,000 tests would fail by chance."""
    rng = np.random.default_rng(13)
    a = rng.normal(size=(n, 2000))
    b = ratio * (rho * a + np.sqrt(1.0 - rho**2) * rng.normal(size=(n, 2000)))
    truth = (1.0 + ratio**2) / (1.0 + ratio**2 - 2.0 * rho * ratio)
    found = pairing(a, b)
    covered = int(((found.low <= truth) & (found.high >= truth)).sum())
    assert abs(covered - 1900) < stats.norm.isf(0.0005) * np.sqrt(2000 * 0.95 * 0.05)
