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
    dealt, firms = places.by_chance(np.array([weight * own, weight]), usual, 4000, luck)
    assert dealt.sum(axis=1) == pytest.approx(np.full(4000, 5.0))
    assert set(dealt.ravel().tolist()) <= {0.0, 2.0, 3.0, 5.0}
    assert dealt.mean(axis=0) == pytest.approx([3.5, 1.5, 0.0], abs=0.1)
    assert np.array_equal(firms == 3.0, dealt == 3.0)  # enterprises go where their sales go
    assert np.array_equal(firms == 1.0, dealt == 2.0)


@pytest.mark.statistical
def test_a_field_placed_by_chance_gives_a_false_alarm_in_5_of_100():
    """300 fields of 15 unequal rows, some of which stand for several enterprises, 199 draws."""
    luck = np.random.default_rng(2)
    usual = np.array([0.4, 0.3, 0.2, 0.1])
    weight, own = np.repeat([1.0, 20.0], [5, 10]), np.arange(1.0, 16.0) ** 2
    plants = places.herfindahl(weight, own)
    alarms = 0
    for _ in range(300):
        here = places.by_chance(np.array([weight * own]), usual, 1, luck)[0, 0]
        chance = places.by_chance(np.array([weight * own]), usual, 199, luck)[0]
        value = float(places.concentration(here, usual, plants))
        alarms += places.rank_p(value, places.concentration(chance, usual, plants)) <= 0.05
    assert 4 <= alarms <= 28  # binomial, 300 of 0.05: beyond in fewer than 1 of 1000


def test_a_planted_cluster_is_found():
    luck = np.random.default_rng(3)
    usual = np.full(10, 0.1)
    here = np.zeros(10)
    here[3] = 30.0
    chance = places.by_chance(np.ones((1, 30)), usual, 999, luck)[0]
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


def test_profiles_by_chance_are_the_quotients_dealt_anew():
    """Quotients 2, 1 and 0 over shares of 1/4, 1/2 and 1/4: six orders, worked by hand."""
    luck = np.random.default_rng(7)
    usual = np.array([0.25, 0.5, 0.25])
    own = np.array([[5.0, 5.0, 0.0], [0.0, 0.0, 0.0]])
    dealt = places.profiles_by_chance(own, usual, 3000, luck, classes=1)
    seen, counts = np.unique(dealt[:, 0].round(9), axis=0, return_counts=True)
    orders = [(0, 5, 5), (0, 8, 2), (2, 8, 0), (10 / 3, 0, 20 / 3), (5, 5, 0), (20 / 3, 0, 10 / 3)]
    assert seen == pytest.approx(np.array(orders) / 10.0)
    assert counts == pytest.approx(np.full(6, 500), abs=100)
    assert not dealt[:, 1].any()


def test_quotients_are_dealt_among_provinces_of_like_size():
    """Two classes of two: quotients 2 and 1 of large ones, 0 and 4 of small ones change places."""
    luck = np.random.default_rng(11)
    usual = np.array([0.1, 0.4, 0.1, 0.4])
    dealt = places.profiles_by_chance(np.array([[0.0, 8.0, 4.0, 4.0]]), usual, 200, luck, classes=2)
    seen = {tuple(row) for row in dealt[:, 0].round(9).tolist()}
    assert seen == {(a, b, 0.25 - a, 0.75 - b) for a in (0.0, 0.25) for b in (0.5, 0.25)}


@pytest.mark.statistical
def test_profiles_of_fields_are_dealt_independently():
    """Two alike fields of one province in three are in the same one in a third of the deals."""
    luck = np.random.default_rng(8)
    own = np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    dealt = places.profiles_by_chance(own, np.full(3, 1.0 / 3.0), 3000, luck, classes=1)
    same = (dealt[:, 0] == dealt[:, 1]).all(axis=1)
    assert same.mean() == pytest.approx(1.0 / 3.0, abs=0.03)


def uneven(luck, usual, fields):
    """Return fields whose quotients have nothing to do with the size of a province."""
    return usual * luck.lognormal(0.0, 1.5, (fields, usual.size))


def diced(luck, usual, fields):
    """Return fields of 40 very unequal rows that settle by usual shares."""
    masses = 1.0 + luck.pareto(1.1, (fields, 40))
    return np.array([places.by_chance(one[None], usual, 1, luck)[0, 0] for one in masses])


def crowned(luck, usual, fields):
    """Return fields of which 40% is in one province, which is a large one more often."""
    at = luck.choice(usual.size, fields, p=usual)
    return 0.6 * usual + 0.4 * np.eye(usual.size)[at]


def drawn(luck, usual, fields):
    """Return fields of 150 unequal rows that settle by shares of the field's own."""
    masses = luck.lognormal(0.0, 1.0, (fields, 1, 150))
    own = usual * luck.lognormal(0.0, 0.7, (fields, usual.size))
    return np.array([places.by_chance(*each, 1, luck)[0, 0]
                     for each in zip(masses, own, strict=True)])  # fmt: skip


@pytest.fixture(scope="module")
def usual():
    found = np.array([province.rd_experimental for province in tables.provinces().values()])
    return found / found.sum()


def ranks_of_pairs(own, usual, luck, draws=199):
    upper = np.triu_indices(len(own), 1)
    chance = places.together(places.profiles_by_chance(own, usual, draws, luck), usual)
    beyond = (chance >= places.together(own, usual)).sum(axis=0)
    return ((1.0 + beyond) / (1.0 + draws))[upper]


@pytest.mark.statistical
@pytest.mark.parametrize("make", [uneven, diced, drawn, crowned])
def test_two_independent_concentrated_fields_are_rarely_together(usual, make):
    """Pairs of 8 fields, 200 times: 5600 tests, of which 5% with a standard error of 0.4%."""
    luck = np.random.default_rng(9)
    alarms = [
        (ranks_of_pairs(make(luck, usual, 8), usual, luck) <= 0.05).mean() for _ in range(200)
    ]
    assert 0.03 <= np.mean(alarms) <= 0.065


@pytest.mark.statistical
def test_a_planted_pair_is_found_and_no_other(usual):
    """Of four fields the first two share their quotients but for noise, in 40 worlds."""
    luck = np.random.default_rng(10)
    found = []
    for _ in range(40):
        own = uneven(luck, usual, 4)
        own[1] = own[0] * luck.lognormal(0.0, 0.3, usual.size)
        found.append(ranks_of_pairs(own, usual, luck, 999) <= 0.05)
    rate = np.mean(found, axis=0)
    assert rate[0] > 0.7
    assert rate[1:].mean() < 0.12


def test_cells_over_the_lines_by_hand():
    """Each line alone keeps a cell out: quotient, mass and crowd."""
    own = np.array([[[50.0, 50.0, 2.0], [0.0, 200.0, 2.0]]])
    firms = np.full((1, 2, 3), 10.0)
    assert places.over_lines(own, firms).tolist() == [[[True, False, False], [False, False, False]]]
    firms[0, 0, 0] = 9.9
    assert not places.over_lines(own, firms).any()
    light = np.array([[2.5, 97.5], [0.0, 900.0]])  # quotient 10, 2.5% of the field
    assert not places.over_lines(light, np.full((2, 2), 10.0)).any()


def test_unevenness_by_hand():
    """Quotients 1.5 and 0.5 of halves in one field, mirrored in the other; and 0 where even."""
    own = np.array([[3.0, 1.0], [1.0, 3.0]])
    expected = 0.75 * np.log(1.5) + 0.25 * np.log(2.0)
    assert places.unevenness(own) == pytest.approx(expected)
    assert places.unevenness(np.array([[2.0, 4.0], [1.0, 2.0]])) == pytest.approx(0.0, abs=1e-12)
    apart = np.array([[1.0, 0.0], [0.0, 1.0]])  # a cell that sells nothing weighs nothing
    assert places.unevenness(np.array([own, apart])) == pytest.approx([expected, np.log(2.0)])


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
