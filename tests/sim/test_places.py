"""Where activity is, measured after a run: by hand, and with the stated rate of false alarms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim import tables
from sim.results import places
from sim.rules.clusters import quotient

pytestmark = pytest.mark.plain

RING = np.array([[0, 0.5, 0, 0.5], [0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [0.5, 0, 0.5, 0]])
sales = arrays(float, (3, 4), elements=st.just(0.0) | st.floats(1e-3, 1e6))


@given(sales)
def test_quotients_are_those_of_the_rule(cells):
    found = places.quotients(cells)
    for (f, r), value in np.ndenumerate(found):
        each = quotient(cells[f, r], cells[f].sum(), cells[:, r].sum(), cells.sum())
        assert value == pytest.approx(each, rel=1e-9, abs=1e-12)


def test_one_firm_counts_like_each_of_the_firms_of_a_row():
    """Firms of 2, 1 and 1 of 4: one row of 2 and one of weight 2."""
    assert places.herfindahl(np.array([1.0, 2.0]), np.array([2.0, 1.0])) == 0.375


def test_by_chance_rows_settle_by_the_usual_shares_and_keep_their_sales():
    luck = np.random.default_rng(1)
    weight, own, usual = np.array([1.0, 3.0]), np.array([2.0, 1.0]), np.array([0.7, 0.3, 0.0])
    dealt = places.by_chance(weight, own, usual, 4000, luck)
    assert dealt.sum(axis=1) == pytest.approx(np.full(4000, 5.0))
    assert set(dealt.ravel().tolist()) <= {0.0, 2.0, 3.0, 5.0}
    assert dealt.mean(axis=0) == pytest.approx([3.5, 1.5, 0.0], abs=0.1)


@pytest.mark.statistical
def test_a_field_placed_by_chance_gives_a_false_alarm_in_5_of_100():
    """300 fields of 15 unequal rows, some of which stand for several enterprises, 199 draws."""
    luck = np.random.default_rng(2)
    usual = np.array([0.4, 0.3, 0.2, 0.1])
    weight, own = np.repeat([1.0, 20.0], [5, 10]), np.arange(1.0, 16.0) ** 2
    plants = places.herfindahl(weight, own)
    alarms = 0
    for _ in range(300):
        here = places.by_chance(weight, own, usual, 1, luck)[0]
        chance = places.by_chance(weight, own, usual, 199, luck)
        value = float(places.concentration(here, usual, plants))
        alarms += places.rank_p(value, places.concentration(chance, usual, plants)) <= 0.05
    assert 4 <= alarms <= 28  # binomial, 300 of 0.05: beyond in fewer than 1 of 1000


def test_a_planted_cluster_is_found():
    luck = np.random.default_rng(3)
    usual = np.full(10, 0.1)
    here = np.zeros(10)
    here[3] = 30.0
    chance = places.by_chance(np.ones(30), np.ones(30), usual, 999, luck)
    value = float(places.concentration(here, usual, 1.0 / 30.0))
    assert value == pytest.approx(1.0)
    assert places.rank_p(value, places.concentration(chance, usual, 1.0 / 30.0)) == 0.001


def test_a_rank_is_one_of_all():
    assert places.rank_p(2.0, np.array([1.0, 2.0, 3.0])) == 0.75
    assert places.rank_p(9.0, np.array([1.0, 2.0, 3.0])) == 0.25


def test_coagglomeration_by_hand():
    """Two fields in one half, one in the other: apart from the usual by 1/2 each way."""
    usual = np.array([0.5, 0.5])
    found = places.together(np.array([[4.0, 0.0], [7.0, 0.0], [0.0, 1.0]]), usual)
    assert found == pytest.approx(np.array([[1, 1, -1], [1, 1, -1], [-1, -1, 1]]))


def test_neighbours_have_a_common_border():
    names = ["Beijing", "Tianjin", "Hebei", "Hainan"]
    assert places.neighbours(names).tolist() == [
        [0.0, 0.5, 0.5, 0.0],
        [0.5, 0.0, 0.5, 0.0],
        [0.5, 0.5, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0],
    ]
    whole = places.neighbours(list(tables.provinces()))
    borders = whole > 0.0
    assert np.array_equal(borders, borders.T)
    assert borders.sum() == 2 * len(tables.rows("adjacency"))
    alone = [key for key, row in zip(tables.provinces(), borders, strict=True) if not row.any()]
    assert alone == ["Hainan"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [((1.0, -1.0, 1.0, -1.0), -1.0), ((1.0, 1.0, -1.0, -1.0), 0.0), ((5.0, 5.0, 5.0, 5.0), 0.0)],
)
def test_moran_on_a_ring_by_hand(values, expected):
    assert float(places.moran(np.array(values), RING)) == pytest.approx(expected, abs=1e-15)


def test_local_statistics_sum_to_the_whole():
    values = np.array([3.0, 1.0, 4.0, 1.5])
    local = places.local_moran(values, RING)
    z = (values - values.mean()) / values.std()
    assert local == pytest.approx([z[k] * 0.5 * (z[k - 1] + z[(k + 1) % 4]) for k in range(4)])
    assert float(places.moran(values, RING)) == pytest.approx(local.sum() / 4.0)


@pytest.mark.statistical
def test_local_chance_by_hand():
    """Each stays while the other three are dealt: in two of three deals its neighbours differ."""
    luck = np.random.default_rng(6)
    found = places.local_by_chance(np.array([10.0, 10.0, 0.0, 0.0]), RING, 4000, luck)
    assert found == pytest.approx(np.full(4, 2.0 / 3.0), abs=0.04)


@pytest.mark.statistical
def test_dealt_anew_moran_has_its_known_mean():
    """-1/(n - 1) over all ways to deal the values (Cliff and Ord 1981)."""
    luck = np.random.default_rng(4)
    values = np.array([1.0, 2.0, 3.0, 10.0])
    chance = places.moran_by_chance(values, RING, 20_000, luck)
    assert chance.mean() == pytest.approx(-1.0 / 3.0, abs=0.02)


@pytest.mark.statistical
def test_values_dealt_by_chance_raise_few_local_alarms():
    luck = np.random.default_rng(5)
    weights = places.neighbours(list(tables.provinces()))
    joined = weights.sum(axis=1) > 0.0
    found = [places.local_by_chance(luck.normal(size=31), weights, 99, luck)[joined]
             for _ in range(20)]  # fmt: skip
    assert 0.02 <= np.mean(np.array(found) <= 0.05) <= 0.09


def test_flickers_by_hand():
    """One field in two provinces beside another one: the first is special in quarters 1 and 3."""
    special = np.array([[9.0, 1.0], [1.0, 30.0]])
    even = np.ones((2, 2))
    cells = np.array([even, special, even, special, special])
    firms, ages = np.full((5, 2, 2), 20.0), np.zeros((5, 2, 2))
    assert places.quotients(special)[0, 0] > 2.0 > places.quotients(special)[1, 1]
    assert places.flickers(cells, firms, ages) == (2, 1)
