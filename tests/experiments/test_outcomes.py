"""Means over runs with their error, by hand; what counts as a difference."""

import numpy as np
import pytest

from experiments.outcomes import differ, margin, mean_and_error, run_kept
from sim import kernel
from sim.spinup import started


def test_mean_and_error_by_hand():
    """Values 1, 2, 6: mean 3, variance 7, error sqrt(7 / 3)."""
    found = mean_and_error(np.array([[1.0, 5.0], [2.0, 5.0], [6.0, 5.0]]))
    assert found.mean.tolist() == [3.0, 5.0]
    assert found.error.tolist() == pytest.approx([np.sqrt(7.0 / 3.0), 0.0])
    assert found.number.tolist() == [3, 3]


def test_one_run_has_no_error_and_none_no_mean():
    one = mean_and_error(np.array([[4.0, np.nan]]))
    assert one.mean[0] == 4.0
    assert np.isnan(one.mean[1])
    assert np.isnan(one.error).all()
    assert one.number.tolist() == [1, 0]


def test_what_is_not_a_number_does_not_count():
    found = mean_and_error(np.array([[1.0], [np.nan], [3.0]]))
    assert (found.mean[0], found.error[0], found.number[0]) == (2.0, 1.0, 2)


def test_the_margin_is_students():
    """Quantiles of t: 12.7062 with 1 and 3.1824 with 3 degrees of freedom; 5.8409 at 99%."""
    two = mean_and_error(np.array([0.0, 2.0]))  # error 1
    four = mean_and_error(np.array([-1.0, 1.0, -1.0, 1.0]))  # error 1 / sqrt(3)
    assert margin(two) == pytest.approx(12.7062, rel=1e-5)
    assert margin(four) == pytest.approx(3.18245 / np.sqrt(3.0), rel=1e-5)
    assert margin(four, 0.99) == pytest.approx(5.84091 / np.sqrt(3.0), rel=1e-5)


def test_rounding_is_no_difference_and_a_missing_number_is_one():
    a, b = (
        np.array([1.0, 1.0, 0.0, np.nan, np.nan]),
        np.array([1.0 + 1e-12, 1.01, 0.0, np.nan, 1.0]),
    )
    assert differ(a, b).tolist() == [False, True, False, False, True]


def test_a_run_that_is_kept_is_the_run_of_the_scenario_with_those_values():
    given = (("links.rate", "0.3"),)
    scenario, world = started("tiny", given)
    assert scenario.parameters.links.rate == 0.3
    plain = kernel.run(world, scenario.parameters, 2, 6)
    assert run_kept("tiny", given, 2, 6).nation.tobytes() == plain.nation.tobytes()
    assert run_kept("tiny", given, 2, 6) is run_kept("tiny", given, 2, 6)
    assert len(run_kept("tiny", given, 2).nation) == scenario.quarters
