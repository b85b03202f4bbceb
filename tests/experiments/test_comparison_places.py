"""Tests of a comparison: whether places differ, and whether an effect goes with an uncertainty."""

import numpy as np
import pytest
from scipy import stats

from experiments.comparison.interactions import interaction
from experiments.comparison.places import heterogeneity, signs


def test_signs_are_all_or_random():
    assert signs(3).tolist() == [[1, 1, 1], [-1, 1, 1], [1, -1, 1], [-1, -1, 1]]
    many = signs(30)
    assert many.shape == (5000, 30)
    assert (many[0] == 1.0).all()


def test_places_by_hand():
    """Three units, two places, differences around their mean always (1, -1): p is 1/4.

    The statistic is 3 m²/q = 3 in each place.
    """
    gaps = np.array([[3.0, 1.0], [5.0, 3.0], [2.0, 0.0]])
    found = heterogeneity(gaps)
    assert (found.units, found.places, found.p, found.statistic) == (3, 2, 0.25, 6.0)
    assert heterogeneity(gaps[:, :1]).p != heterogeneity(gaps[:, :1]).p  # one place: no test
    assert heterogeneity(np.ones((4, 3))).p == 1.0  # the same everywhere
    holed = np.vstack([gaps, [np.nan, 1.0]])
    assert heterogeneity(holed) == found


@pytest.mark.statistical
@pytest.mark.parametrize("n", [8, 20])
def test_places_that_differ_by_noise_alone_are_called_different_in_one_test_of_twenty(n):
    """Thirty places that share luck, with unequal spreads, more than units: 150 studies.

    A test that takes them for independent would be wrong in most.
    """
    rng = np.random.default_rng(14)
    scale = np.linspace(0.2, 3.0, 30)
    calls = 0
    for _ in range(150):
        shared = rng.normal(size=(n, 3)) @ rng.normal(size=(3, 30))
        gaps = 1.0 + scale * (shared + rng.normal(size=(n, 30)))
        calls += heterogeneity(gaps).p <= 0.05
    assert calls <= stats.binom.isf(0.001, 150, 0.05)
    differs = [heterogeneity(rng.normal(size=(20, 30)) + np.linspace(-1, 1, 30)).p <= 0.05
               for _ in range(10)]  # fmt: skip
    assert np.mean(differs) > 0.9


def test_an_interaction_by_hand():
    """Ranks 1..8 against 2, 1, 4, 3, 6, 5, 8, 7: r = 1 - 6 x 8/(8 x 63) = 0.904762."""
    x = np.arange(8.0)
    y = np.array([2.0, 1.0, 4.0, 3.0, 6.0, 5.0, 8.0, 700.0])[:, None]
    y[[6, 7]] = y[[7, 6]]
    found = interaction(y, x)
    assert found.correlation[0] == pytest.approx(1.0 - 48.0 / 504.0)
    assert found.p[0] == pytest.approx(stats.spearmanr(x, y[:, 0]).pvalue)
    assert (found.when_low[0], found.when_high[0]) == (2.5, (6 + 5 + 700 + 8) / 4)
    assert np.isnan(interaction(y[:7], x[:7]).p[0])  # too few
    assert np.isnan(interaction(y, np.ones(8)).p[0])
    assert np.isnan(interaction(np.ones((8, 1)), x).p[0])
    assert interaction(x[:, None], x).p[0] == 0.0
