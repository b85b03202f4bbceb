"""Learning next to what one knows, forgetting what one does not use."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.masks import EMPTY, FULL, UNITS
from sim.parameters import Knowledge
from sim.rules.knowledge import (
    forgetting_probability,
    happens,
    learning_hazard,
    pick_unit,
    proximity,
    within_reach,
)

pytestmark = pytest.mark.core

# The tests give every parameter its value: defaults move with the calibration.
P = Knowledge(
    local_learning_rate=0.12,
    own_learning_rate=0.004,
    foreign_learning_rate=0.006,
    base_learning_rate=0.25,
    spillover_reach=150.0,
    institute_learning_rate=0.15,
)
RING = np.array([(1 << (u + 1) % UNITS) | (1 << (u - 1) % UNITS) for u in range(UNITS)], np.uint64)
hazards = st.floats(0.0, 5.0)
shares = st.floats(0.0, 1.0)
rates = st.floats(0.0, 2.0)
sets = st.frozensets(st.integers(0, UNITS - 1))


def learned(*of):
    """Return the chance to learn a unit in a quarter."""
    return 1.0 - math.exp(-learning_hazard(*of))


def mask_of(members):
    return np.uint64(sum(1 << unit for unit in members))


# Proximity.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("distance", "expected"),
    [
        (0.0, 1.0),
        (150.0, 0.36787944117144233),  # one reach: 1/e
        (300.0, 0.1353352832366127),  # two reaches: 1/e^2
        (1500.0, 4.5399929762484854e-05),  # ten reaches: e^-10
    ],
)
def test_proximity_falls_by_e_per_reach(distance, expected):
    assert proximity(distance, P) == pytest.approx(expected, rel=1e-15)


def test_proximity_depends_on_distance_over_reach_only():
    far = P._replace(spillover_reach=2 * P.spillover_reach)
    assert proximity(320.0, far) == proximity(160.0, P)


@given(st.floats(0.0, 5000.0), st.floats(0.0, 5000.0), st.floats(20.0, 1000.0))
def test_proximity_is_a_weight_that_falls(one, other, reach):
    p = P._replace(spillover_reach=reach)
    near, far = sorted((one, other))
    assert 0.0 < proximity(far, p) <= proximity(near, p) <= 1.0


# Within reach.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (set(), set()),  # who knows nothing learns nothing
        ({5}, {4, 6}),
        ({5, 6}, {4, 7}),  # each is next to the other, and known
        ({4, 6}, {3, 5, 7}),  # 5 is next to both
        ({0}, {1, 63}),  # the ring closes at unit 0
        ({63}, {0, 62}),  # and at unit 63
        (set(range(UNITS)), set()),  # nothing is left
        (set(range(UNITS)) - {20}, {20}),
    ],
)
def test_within_reach_on_a_ring(known, expected):
    assert within_reach(mask_of(known), RING) == mask_of(expected)


@given(sets, st.lists(st.integers(0, 2**UNITS - 1), min_size=UNITS, max_size=UNITS))
def test_within_reach_is_the_set_of_unknown_neighbours(known, graph):
    neighbours = np.array(graph, np.uint64)
    near = {v for u in known for v in range(UNITS) if graph[u] >> v & 1}
    assert within_reach(mask_of(known), neighbours) == mask_of(near - known)


def test_within_reach_leaves_the_graph_as_it_was():
    graph = RING.copy()
    reach = within_reach(mask_of({3, 40}), graph)
    assert reach == mask_of({2, 4, 39, 41})
    np.testing.assert_array_equal(graph, RING)


def test_within_reach_without_links_is_empty():
    assert within_reach(FULL, np.zeros(UNITS, np.uint64)) == EMPTY


# Learning. Rates in the table are 1/10, 1/5 and 2/5, so that each sum of channels is its own.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("around", "abroad", "base", "effort", "hazard"),
    [
        (0.0, 0.0, False, 0.0, 0.0),
        (0.7, 0.0, False, 0.0, 0.7),
        (0.0, 0.0, False, 1.0, 0.1),
        (0.0, 0.0, False, 0.5, 0.05),  # half of routine R&D is paid for
        (0.0, 1.0, False, 0.0, 0.2),
        (0.0, 0.5, False, 0.0, 0.1),  # half of the ways abroad are open
        (0.0, 0.0, True, 0.0, 0.4),
        (0.7, 1.0, False, 1.0, 1.0),  # 0.7 + 0.1 + 0.2
        (0.7, 1.0, True, 1.0, 1.4),  # 0.7 + 0.1 + 0.2 + 0.4
    ],
)
def test_learning_adds_up_hazards(around, abroad, base, effort, hazard):
    p = P._replace(own_learning_rate=0.1, foreign_learning_rate=0.2, base_learning_rate=0.4)
    chance = learned(around, abroad, base, effort, 1.0, p)
    assert chance == pytest.approx(1.0 - math.exp(-hazard), abs=1e-15)


def test_learning_through_all_channels():
    # 0.12 around + 0.004 own + 0.006 abroad + 0.25 base = 0.38; 1 - e^-0.38 = 0.316138590...
    chance = learned(0.12, 1.0, True, 1.0, 1.0, P)
    assert chance == pytest.approx(0.3161385908, abs=1e-10)


def test_nothing_around_and_no_effort_teaches_nothing():
    assert learned(0.0, 0.0, False, 0.0, 1.0, P) == 0.0


def test_learning_does_not_use_the_rates_of_the_surroundings():
    other = P._replace(local_learning_rate=1.0, institute_learning_rate=1.0, spillover_reach=20.0)
    known = learned(0.3, 1.0, True, 0.4, 1.0, P)
    assert learned(0.3, 1.0, True, 0.4, 1.0, other) == known


@given(hazards, shares, st.booleans(), shares, rates, rates, rates)
def test_not_to_learn_is_to_miss_every_channel(around, abroad, base, effort, own, foreign, shared):
    p = P._replace(own_learning_rate=own, foreign_learning_rate=foreign, base_learning_rate=shared)
    missed = math.exp(-around) * math.exp(-own * effort)
    missed *= math.exp(-foreign * abroad)
    missed *= math.exp(-shared) if base else 1.0
    chance = learned(around, abroad, base, effort, 1.0, p)
    assert 0.0 <= chance < 1.0
    assert chance == pytest.approx(1.0 - missed, abs=1e-15)


@given(hazards, hazards, shares, st.booleans(), shares, shares)
def test_more_of_any_channel_never_teaches_less(a, b, abroad, base, one, other):
    less, more = sorted((a, b))
    low, high = sorted((one, other))
    poorest = learned(less, 0.0, False, low, 1.0, P)
    middle = learned(less, abroad, base, low, 1.0, P)
    assert poorest <= middle <= learned(less, abroad, base, high, 1.0, P)
    assert middle <= learned(more, abroad, base, low, 1.0, P)
    assert middle <= learned(less, 1.0, True, low, 1.0, P)
    assert middle <= learned(less, abroad, base, low, 1.5, P)


# Forgetting.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("depreciation", "expected"),
    [
        (0.0, 0.0),
        (1.0, 1.0),
        (0.3439, 0.1),  # 0.9^4 = 0.6561
        (0.9375, 0.5),  # 0.5^4 = 0.0625
        (0.15, 0.0398154),  # sqrt(0.85) = 0.92195445, its root 0.9601846
    ],
)
def test_forgetting_by_hand(depreciation, expected):
    assert forgetting_probability(depreciation) == pytest.approx(expected, abs=1e-7)


@given(shares)
def test_four_quarters_of_forgetting_make_a_year(depreciation):
    kept = 1.0 - forgetting_probability(depreciation)
    assert kept**4 == pytest.approx(1.0 - depreciation, abs=1e-14)


@given(shares, shares)
def test_forgetting_rises_with_depreciation(one, other):
    low, high = sorted((one, other))
    assert 0.0 <= forgetting_probability(low) <= forgetting_probability(high) <= 1.0
    assert forgetting_probability(high) <= high


@given(st.integers(1, 2**64 - 1), st.integers(0, UNITS - 1), st.integers(0, 2**40))
def test_a_unit_more_changes_the_choice_only_to_itself(pool, unit, key):
    seed, more = np.uint64(1), np.uint64(pool | (1 << unit))
    before, after = pick_unit(seed, key, 5, np.uint64(pool)), pick_unit(seed, key, 5, more)
    assert (pool >> before) & 1 == 1
    assert after in (before, unit)


def test_each_unit_of_a_pool_is_as_likely():
    """Chi-square over 8 units of 8,000 choices; false alarm 1e-4 at 29.9 with 7 degrees."""
    pool = np.uint64(0b1011_0000_1111_0001)
    counts = np.bincount([pick_unit(np.uint64(3), key, 7, pool) for key in range(8000)])
    counts = counts[counts > 0]
    assert counts.size == 8
    assert ((counts - 1000.0) ** 2 / 1000.0).sum() < 29.9


@given(shares, hazards)
def test_what_has_a_hazard_happens_with_chance_one_less_e_to_the_minus_it(u, hazard):
    assert happens(u, hazard) == (u < 1.0 - math.exp(-hazard))


@pytest.mark.parametrize(
    ("u", "known"), [(0.09, True), (0.0951, True), (0.0952, False), (0.11, False)]
)
def test_a_hazard_of_a_tenth_happens_with_chance_0_0951626(u, known):
    assert happens(u, 0.1) == known
