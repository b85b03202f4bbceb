"""Who meets whom and who suits whom."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import masks
from sim.parameters import Links
from sim.rules.links import (
    ends_within_quarter,
    pair_score,
    part_of,
    passed_on,
    presence,
    suitability,
    visibility,
)

pytestmark = [pytest.mark.core, pytest.mark.plain]

# The tests give every parameter its value: defaults move with the calibration.
P = Links(
    end_hazard=0.4,
    size_elasticity=0.5,
    distant=0.1,
    best_distance=0.5,
    cognitive=2.0,
    social=1.0,
    institutional=0.75,
    past=3.0,
    rivalry=5.0,
)
shares = st.floats(0.0, 1.0)
sizes = st.floats(1e-3, 1e6)
weights = st.floats(1.0, 500.0)
units = st.integers(0, 2**64 - 1).map(np.uint64)


@pytest.mark.parametrize(
    ("size", "usual", "expected"),
    [(4.0, 1.0, 2.0), (1.0, 4.0, 0.5), (7.0, 7.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)],
)
def test_presence_by_hand(size, usual, expected):
    assert presence(size, usual, P) == pytest.approx(expected, rel=1e-15)


@given(sizes, sizes, st.floats(0.1, 10.0))
def test_presence_knows_no_unit_and_rises_with_size(size, usual, factor):
    here = presence(size, usual, P)
    assert presence(factor * size, factor * usual, P) == pytest.approx(here, rel=1e-12)
    assert presence(2.0 * size, usual, P) > here > 0.0


@pytest.mark.parametrize(
    ("near", "home", "expected"),
    [(0.0, False, 0.1), (0.5, False, 0.55), (1.0, False, 1.0), (0.2, True, 1.0)],
)
def test_visibility_by_hand(near, home, expected):
    assert visibility(near, home, P) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("mine", "other", "expected"),
    [(1.0, 1.0, 1.0), (100.0, 1.0, 0.01), (1.0, 100.0, 1.0), (100.0, 50.0, 0.5)],
)
def test_part_of_a_link_by_hand(mine, other, expected):
    assert part_of(mine, other) == expected


@given(weights, weights)
def test_both_ends_count_the_same_links(one, other):
    total = one * part_of(one, other)
    assert total == pytest.approx(other * part_of(other, one), rel=1e-12)
    assert total == pytest.approx(min(one, other), rel=1e-12)


@pytest.mark.parametrize(
    ("distance", "expected"),
    [(0.0, 0.0), (1.0, 0.0), (0.5, 1.0), (0.2, 0.8), (0.8, 0.8)],  # (0.4 x 1.6)^(1/2)
)
def test_suitability_by_hand(distance, expected):
    assert suitability(distance, P) == pytest.approx(expected, rel=1e-12)


@given(st.floats(0.1, 0.9), st.floats(0.001, 0.999), st.floats(0.0, 1.0))
def test_suitability_is_an_inverted_u_with_its_top_at_the_best_distance(best, distance, step):
    p = P._replace(best_distance=best)
    here = suitability(distance, p)
    assert 0.0 <= here <= 1.0 + 1e-12
    nearer = best + (distance - best) * step
    assert suitability(nearer, p) >= here - 1e-12


@pytest.mark.parametrize(
    ("distance", "social", "alike", "passed", "rivalry", "taste", "expected"),
    [
        (0.5, False, False, 0.0, 0.0, 0.0, 2.0),
        (0.5, False, True, 0.0, 0.0, 0.0, 2.75),
        (0.2, True, True, 0.5, 0.1, 0.25, 1.6 + 1.0 + 0.75 + 1.5 - 0.5 + 0.25),
        (0.0, False, False, 0.0, 0.2, 0.0, -1.0),
    ],
)
def test_score_by_hand(distance, social, alike, passed, rivalry, taste, expected):
    found = pair_score(distance, social, alike, passed, rivalry, taste, P)
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("before", "now", "partner", "expected"),
    [
        (0b0011, 0b0111, 0b1100, 0.5),
        (0b0011, 0b0011, 0b1100, 0.0),
        (0b0011, 0b1111, 0b1100, 1.0),
        (0b0011, 0b1100, 0b0011, 0.0),  # nothing was new
        (0b0001, 0b0010, 0b0011, 1.0),  # what is forgotten does not count
    ],
)
def test_what_was_passed_on_by_hand(before, now, partner, expected):
    assert passed_on(np.uint64(before), np.uint64(now), np.uint64(partner)) == expected


@given(units, units, units)
def test_what_was_passed_on_is_a_share_and_rises_with_what_is_known(before, now, partner):
    some = passed_on(before, now, partner)
    assert 0.0 <= some <= passed_on(before, now | before, partner) <= 1.0
    assert passed_on(before, masks.FULL, partner) in (0.0, 1.0)


def test_quarters_of_ending_compound_to_the_year():
    stays = (1.0 - ends_within_quarter(P)) ** 4
    assert stays == pytest.approx(math.exp(-0.4), rel=1e-12)
    assert ends_within_quarter(P._replace(end_hazard=0.0)) == 0.0
