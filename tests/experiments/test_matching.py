"""Matching: it finds the truth where what decides is seen, and misses it where it is not."""

import numpy as np
import pandas as pd
import pytest

from experiments.matching import CALIPER, difference, match

pytestmark = pytest.mark.plain


def firms(hidden, effect, n=6000):
    """Return traits, who is treated and an outcome that a seen and a hidden trait decide."""
    rng = np.random.default_rng(7)
    size, unseen = rng.normal(size=n), rng.normal(size=n)
    field = rng.integers(0, 4, n)
    chance = 1.0 / (1.0 + np.exp(-(0.8 * size + hidden * unseen + 0.5 * (field == 1) - 1.0)))
    treated = rng.random(n) < chance
    outcome = size + 0.5 * unseen + (field == 1) + effect * treated + 0.1 * rng.normal(size=n)
    traits = pd.DataFrame({"size": size, "field": [f"field {k}" for k in field]})
    return traits, treated, outcome


@pytest.mark.parametrize("effect", [0.0, 0.7])
def test_it_finds_the_effect_where_traits_decide(effect):
    """Naive is off by over 0.5; matched within five standard errors, about 0.1."""
    traits, treated, outcome = firms(hidden=0.0, effect=effect)
    assert outcome[treated].mean() - outcome[~treated].mean() - effect > 0.5
    pairs = match(traits, treated)
    found = (outcome[pairs.treated] - outcome[pairs.control]).mean()
    assert found == pytest.approx(effect, abs=0.1)


def test_it_does_not_find_it_where_something_unseen_decides():
    traits, treated, outcome = firms(hidden=1.0, effect=0.0)
    pairs = match(traits, treated)
    assert (outcome[pairs.treated] - outcome[pairs.control]).mean() > 0.2


def test_matched_groups_are_alike():
    traits, treated, _ = firms(hidden=0.0, effect=0.0)
    pairs = match(traits, treated)
    assert pairs.before.abs().max() > 0.5
    assert pairs.after.abs().max() < 0.1
    assert treated[pairs.treated].all()
    assert not treated[pairs.control].any()


def test_who_has_nobody_alike_is_left_out():
    traits = pd.DataFrame({"size": [0.0, 0.1, 0.2, 0.3, 50.0]})
    treated = np.array([True, False, True, False, True])
    pairs = match(traits, treated)
    assert 4 not in pairs.treated
    assert CALIPER == 0.2


def test_standardised_difference_by_hand():
    numbers = pd.DataFrame({"a": [1.0, 3.0, 0.0, 2.0], "same": [1.0, 1.0, 1.0, 1.0]})
    found = difference(numbers, np.array([0, 1]), np.array([2, 3]))
    assert found["a"] == pytest.approx(1.0 / np.sqrt(2.0))
    assert found["same"] == 0.0


def test_there_is_nothing_to_match_where_all_are_treated():
    with pytest.raises(ValueError, match="untreated"):
        match(pd.DataFrame({"size": [1.0, 2.0]}), np.array([True, True]))
