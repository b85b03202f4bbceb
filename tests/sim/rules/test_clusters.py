"""Clusters by hand: quotient, lines of birth and end, patience, Ellison and Glaeser's index."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.clusters import (
    CROWD,
    MASS,
    PATIENCE,
    SPECIALISED,
    STILL_CROWD,
    STILL_MASS,
    STILL_SPECIALISED,
    against,
    ellison_glaeser,
    next_age,
    quotient,
)

pytestmark = [pytest.mark.core, pytest.mark.plain]

BORN = (SPECIALISED, MASS, CROWD)
KEPT = (STILL_SPECIALISED, STILL_MASS, STILL_CROWD)


@pytest.mark.parametrize(
    ("cell", "field", "province", "nation", "expected"),
    [(10.0, 40.0, 50.0, 400.0, 2.0), (5.0, 40.0, 50.0, 400.0, 1.0), (0.0, 40.0, 50.0, 400.0, 0.0),
     (0.0, 0.0, 50.0, 400.0, 0.0), (0.0, 40.0, 0.0, 400.0, 0.0)],
)  # fmt: skip
def test_quotient_by_hand(cell, field, province, nation, expected):
    """A quarter of the field in an eighth of the nation is twice its share."""
    assert quotient(cell, field, province, nation) == expected


def test_the_line_of_birth_itself_counts_and_below_it_nothing_does():
    assert against(0, *BORN)
    assert against(-1, *BORN)
    for k in range(3):
        short = list(BORN)
        short[k] *= 0.999
        assert not against(0, *short)


def test_the_line_of_the_end_itself_keeps_and_below_any_of_the_three_speaks_for_it():
    assert not against(1, *KEPT)
    for k in range(3):
        short = list(KEPT)
        short[k] *= 0.999
        assert against(1, *short)


@given(st.floats(0.0, 10.0), st.floats(0.0, 1.0), st.floats(0.0, 100.0))
def test_nothing_speaks_for_a_birth_and_an_end_alike(special, share, firms):
    assert not (against(0, special, share, firms) and against(1, special, share, firms))


def test_ages_by_hand():
    assert [next_age(0, turning) for turning in range(PATIENCE + 1)] == [0] * PATIENCE + [1]
    assert [next_age(7, turning) for turning in range(PATIENCE + 1)] == [8] * PATIENCE + [-1]
    assert next_age(-1, 0) == 0


@pytest.mark.parametrize(
    ("own", "usual", "plants", "expected"),
    [
        ((0.5, 0.5), (0.5, 0.5), 0.25, -1.0 / 3.0),  # as even as can be: less than by chance
        ((1.0, 0.0), (0.5, 0.5), 0.25, 1.0),  # all in one province
        ((0.75, 0.25), (0.5, 0.5), 0.25, 0.0),  # excess 0.125 is what four plants give by chance
        ((0.6, 0.4), (0.6, 0.4), 0.0, 0.0),
    ],
)
def test_index_by_hand(own, usual, plants, expected):
    own, usual = np.array(own), np.array(usual)
    excess, places = ((own - usual) ** 2).sum(), (usual**2).sum()
    assert ellison_glaeser(excess, places, plants) == pytest.approx(expected, abs=1e-15)


def test_of_one_enterprise_or_one_province_nothing_can_be_told():
    assert ellison_glaeser(0.5, 0.5, 1.0) == 0.0
    assert ellison_glaeser(0.0, 1.0, 0.2) == 0.0


@pytest.mark.statistical
def test_by_chance_the_index_is_zero_on_average():
    """Equation 5 of Ellison and Glaeser (1997): 20,000 draws of 12 unequal enterprises."""
    luck = np.random.default_rng(1)
    usual, sizes = np.array([0.5, 0.3, 0.2]), np.arange(1.0, 13.0)
    at = luck.choice(3, size=(20_000, 12), p=usual)
    own = np.stack([(sizes * (at == r)).sum(axis=1) for r in range(3)], axis=1) / sizes.sum()
    excess = ((own - usual) ** 2).sum(axis=1)
    plants = ((sizes / sizes.sum()) ** 2).sum()
    found = [ellison_glaeser(e, (usual**2).sum(), plants) for e in excess]
    assert abs(np.mean(found)) < 5.0 * np.std(found) / np.sqrt(len(found))
