"""Masks against Python sets."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim import masks
from sim.jit import rule
from sim.masks import EMPTY, FULL, UNITS

pytestmark = [pytest.mark.core, pytest.mark.plain]

units = st.integers(0, UNITS - 1)
sets = st.frozensets(units)
whole = frozenset(range(UNITS))


def mask_of(members):
    return np.uint64(sum(1 << unit for unit in members))


@rule
def twice(mask):
    """Use every count as an integer: a float would not index, a uint64 not subtract."""
    return masks.size(mask) - masks.lowest(mask)


@given(units)
def test_bit_is_the_set_of_one(unit):
    assert masks.bit(unit) == mask_of({unit})


@given(sets, units)
def test_has_is_membership(members, unit):
    assert masks.has(mask_of(members), unit) == (unit in members)


@given(sets)
@example(frozenset())
@example(whole)
def test_size_is_the_number_of_members(members):
    assert masks.size(mask_of(members)) == len(members)


@given(sets)
@example(frozenset())
@example(whole)
@example(frozenset({63}))
def test_lowest_is_the_smallest_member(members):
    assert masks.lowest(mask_of(members)) == min(members, default=UNITS)


@given(sets, sets)
@example(frozenset(), frozenset())
@example(frozenset(), whole)
@example(whole, frozenset())
def test_share_known_is_the_part_that_is_common(needed, known):
    expected = len(needed & known) / len(needed) if needed else 1.0
    assert masks.share_known(mask_of(needed), mask_of(known)) == expected


@given(sets, sets)
@example(frozenset(), frozenset())
@example(whole, whole)
def test_distance_is_one_minus_jaccard(one, other):
    union = one | other
    expected = 1.0 - len(one & other) / len(union) if union else 0.0
    assert masks.distance(mask_of(one), mask_of(other)) == expected


@given(sets, sets)
def test_distance_is_symmetric(one, other):
    a, b = mask_of(one), mask_of(other)
    assert masks.distance(a, b) == masks.distance(b, a)


@given(sets)
def test_science_and_application_part_a_mask(members):
    mask = mask_of(members)
    science = masks.size(mask & masks.SCIENCE)
    assert science == sum(unit % 2 == 0 for unit in members)
    assert science + masks.size(mask & masks.APPLICATION) == len(members)


def test_add_changes_the_columns_of_a_mask_from_an_offset_on():
    out = np.ones(70)
    masks.add(out, masks.bit(0) | masks.bit(3), 2, 0.5)
    masks.add(out, EMPTY, 0, 9.0)
    assert np.flatnonzero(out != 1.0).tolist() == [2, 5]
    assert out[[2, 5]].tolist() == [1.5, 1.5]


@pytest.mark.parametrize("mask", [EMPTY, np.uint64(10), FULL])
def test_counts_are_signed_integers(mask):
    """An unsigned count would turn sums into floats and differences into 2**64 - 1."""
    for count in (masks.size(mask), masks.lowest(mask)):
        assert isinstance(count, int | np.int64)
    assert isinstance(masks.bit(3), int | np.uint64)


def test_compiled_counts_stay_int64():
    if not hasattr(twice, "signatures"):
        pytest.skip("about compiled types")
    assert twice(FULL) == 64 - 0
    assert twice(EMPTY) == 0 - 64
    for function, args, expected in (
        (twice, (FULL,), "int64"),
        (masks.size, (FULL,), "int64"),
        (masks.lowest, (FULL,), "int64"),
        (masks.bit, (3,), "uint64"),
        (masks.has, (FULL, 3), "bool"),
        (masks.share_known, (FULL, FULL), "float64"),
        (masks.distance, (FULL, FULL), "float64"),
    ):
        function(*args)
        for overload in function.overloads.values():
            assert str(overload.signature.return_type) == expected, function
