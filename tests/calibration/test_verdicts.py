"""What passes, by hand; official figures in 2017 prices, by hand; scales refused."""

import math

import numpy as np
import pytest

from calibration import official, scale
from calibration.verdicts import BUILT_IN, FAIL, OPEN, PASS, Figure, figure, number, shown, verdict


@pytest.mark.parametrize(
    ("gate", "mean", "error", "said"),
    [
        ("range", 1.0, 0.1, PASS),
        ("range", 2.0, 0.1, PASS),
        ("range", 0.999, 0.0, FAIL),
        ("range", 2.5, 0.26, OPEN),
        ("range", 2.5, 0.25, FAIL),  # two standard errors away exactly
        ("range", 2.2, math.nan, FAIL),  # one seed has no error to excuse it
        ("range", math.nan, math.nan, OPEN),
        ("open", 1.5, 0.0, OPEN),
        ("by construction", 9.0, 0.0, BUILT_IN),
    ],
)
def test_verdicts_by_hand(gate, mean, error, said):
    assert verdict(gate, 1.0, 2.0, Figure(mean, error)) == said


def test_a_range_without_an_end_is_open_to_that_side():
    assert verdict("range", -math.inf, 0.08, Figure(-5.0, 0.0)) == PASS
    assert verdict("range", 0.0, math.inf, Figure(-0.1, 0.01)) == FAIL


def test_mean_and_error_over_seeds():
    found = figure([1.0, 3.0, math.nan])
    assert found.mean == 2.0
    assert found.error == pytest.approx(math.sqrt(2.0) / math.sqrt(2.0))
    assert math.isnan(figure([1.0]).error)
    assert shown(Figure(0.12345, math.nan)) == "0.123"
    assert shown(Figure(12.345, 0.5)) == "12.3 (0.500)"
    assert number(123456.7) == "123,457"


@pytest.mark.parametrize(
    ("own", "largest", "said"),
    [
        (Figure(1.05, 0.0), Figure(1.0, 0.0), scale.NEAR),
        (Figure(1.06, 0.0), Figure(1.0, 0.0), scale.REFUSED),
        (Figure(1.10, 0.03), Figure(1.0, 0.04), scale.NOISE),
        (Figure(1.11, 0.03), Figure(1.0, 0.04), scale.REFUSED),
        (Figure(-0.94, 0.0), Figure(-1.0, 0.0), scale.REFUSED),
        (Figure(-0.96, 0.0), Figure(-1.0, 0.0), scale.NEAR),
        (Figure(1.2, math.nan), Figure(1.0, math.nan), scale.REFUSED),
    ],
)
def test_a_scale_is_accepted_within_five_percent_or_two_errors(own, largest, said):
    own = Figure(own.mean - 1e-9 * own.mean, own.error)
    assert scale.accepted(own, largest) == said


def test_the_largest_scale_is_the_reference():
    found = {0.1: [dict.fromkeys(scale.OUTCOMES, 2.0)], 0.01: [dict.fromkeys(scale.OUTCOMES, 3.0)]}
    frame = scale.table(found).set_index(["scale", "outcome"])
    assert frame.loc[(0.1, "HHI"), "verdict"] == scale.REFERENCE
    assert frame.loc[(0.01, "HHI"), "verdict"] == scale.REFUSED
    assert frame.loc[(0.01, "HHI"), "difference"] == 0.5


def test_official_series_in_2017_prices_by_hand():
    """518,550 million in 2010 at an index of 0.82881; 82,182 in Beijing is the yearbook's total."""
    assert official.national("rd_by_enterprises")[0] == pytest.approx(518550 / 0.82881)
    assert official.national("rd_by_enterprises")[-1] == pytest.approx(1692180 / 1.04831)
    assert official.provincial("rd_total_yearbook")[0, 0] == pytest.approx(82182.342 / 0.82881)
    low = official.national("rd_by_enterprises", "low")
    assert low[-1] / low[0] == pytest.approx(1692180 / 518550 * 0.79975 / 1.03783)


def test_counts_are_not_deflated():
    assert (official.provincial(official.PATENTS) % 1.0 == 0.0).all()


def test_the_fields_hold_a_part_of_research():
    assert official.shares() == pytest.approx({"enterprises": 0.55, "public": 0.67}, abs=0.005)


def test_fit_of_provinces_by_hand():
    found = official.fit(np.array([6.0, 3.0, 1.0]), np.array([5.0, 3.0, 2.0]))
    assert found.error == pytest.approx(0.2)
    assert found.rank == pytest.approx(1.0)
    same = official.fit(np.array([2.0, 4.0, 9.0]), np.array([1.0, 2.0, np.nan]))
    assert same.error == pytest.approx(0.0)
    assert same.correlation == pytest.approx(1.0)


def test_years_are_sums_of_quarters():
    values = np.arange(44.0)
    assert official.yearly(values)[0] == 0.0 + 1.0 + 2.0 + 3.0
    assert official.yearly(values)[-1] == 36.0 + 37.0 + 38.0 + 39.0
