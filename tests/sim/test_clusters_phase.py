"""Clusters in worlds made by hand: born after a year, gone after a year, noise makes none."""

import numpy as np
import pytest

from sim import indicators, kernel, population
from sim.indicators import FIELD, NATION, PROVINCE
from sim.indicators.clusters import (
    CLUSTERS_OF_FIELD,
    CLUSTERS_OF_PROVINCE,
    CONCENTRATION,
    ELLISON_GLAESER,
    ZONES,
    measure_concentration,
    measure_zones,
)
from sim.parameters import Parameters, pack
from sim.phases import clusters, turnover
from sim.rules.clusters import PATIENCE
from sim.rules.clusters import quotient as one_quotient
from sim.state import Clock

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = pack(Parameters())
CLOCK = Clock(np.uint64(1), 0, 12)
NAMES = [about.name for about in NATION]


@pytest.fixture
def country():
    """Return two fields in four provinces with one row of 20 firms in each cell."""
    w = kernel.allocate(enterprises=8, institutes=0, centers=0, fields=2, provinces=4)
    e = w.enterprises
    e.id, e.cell = np.arange(1, 9), np.arange(8)
    e.field, e.province = e.cell // 4, e.cell % 4
    e.weight, e.sales = 20.0, 1.0
    population.index_cells(w)
    return w


def pass_quarters(w, number):
    """Let quarters pass; return ages after each, (number, fields, provinces)."""
    ages = []
    for _ in range(number):
        turnover.count_firms(w, P, CLOCK, 0, w.cells.size)
        clusters.follow_clusters(w, P, CLOCK)
        ages.append(w.cells.cluster.reshape(2, 4).copy())
    return np.array(ages)


def national(w):
    out = np.zeros(len(NATION))
    indicators.measure_nation(w, P, CLOCK, out)
    return {name: out[NAMES.index(name)] for name in NAMES if name.startswith("cluster")}


def test_where_all_are_alike_there_is_none(country):
    assert not pass_quarters(country, 2 * PATIENCE).any()
    assert national(country) == dict.fromkeys(national(country), 0.0)
    assert country.cells.sold.tolist() == [20.0] * 8
    assert country.provinces.sold.tolist() == [40.0] * 4
    assert country.fields.sold.tolist() == [80.0] * 2


def test_a_cluster_is_born_after_a_year_and_ends_after_another(country):
    """Of field 0 four sevenths are in province 0, of all first two fifths, then one fifth."""
    e = country.enterprises
    e.sales[0], e.sales[4] = 4.0, 0.25  # quotient (80/140) / (85/205) = 1.38: too low
    assert not pass_quarters(country, 2 * PATIENCE).any()
    e.sales[4:] = [0.01, 4.0, 4.0, 4.0]  # (80/140) / (80.2/380.2) = 2.71
    ages = pass_quarters(country, PATIENCE + 2)[:, 0, 0].tolist()
    assert ages == [0, 0, 0, 1, 2, 3]
    found = national(country)
    assert found["clusters"] == 1.0
    assert found["cluster_age"] == 3.0
    assert found["cluster_sales_share"] == pytest.approx(80.0 / 380.2)
    assert found["cluster_quotient"] == pytest.approx((80.0 / 140.0) / (80.2 / 380.2))
    e.sales[4:] = 1.0  # (80/140) / (100/220) = 1.26: less special, and still one
    assert pass_quarters(country, 2 * PATIENCE)[-1, 0, 0] == 3 + 2 * PATIENCE
    e.sales[0] = 1.0
    ages = pass_quarters(country, PATIENCE + 1)[:, 0, 0].tolist()
    assert ages == [12, 13, 14, -1, 0]


def test_births_and_deaths_are_counted_in_their_quarter(country):
    e = country.enterprises
    e.sales[0], e.sales[4:] = 4.0, [0.01, 4.0, 4.0, 4.0]
    counted = []
    for quarter in range(2 * PATIENCE + 2):
        if quarter == PATIENCE + 1:
            e.sales[:] = 1.0
        pass_quarters(country, 1)
        found = national(country)
        counted.append((found["cluster_births"], found["cluster_deaths"]))
    assert counted[PATIENCE - 1] == (1.0, 0.0)
    assert counted[2 * PATIENCE] == (0.0, 1.0)
    assert np.sum(counted) == 2.0


def test_one_that_loses_all_in_its_first_quarter_lives_for_a_year(country):
    e = country.enterprises
    e.sales[0], e.sales[4:] = 4.0, [0.01, 4.0, 4.0, 4.0]
    pass_quarters(country, PATIENCE)
    e.sales[:] = 1.0
    assert pass_quarters(country, PATIENCE)[:, 0, 0].tolist() == [2, 3, 4, -1]
    e.sales[0], e.sales[4:] = 4.0, [0.01, 4.0, 4.0, 4.0]  # and as long to come again
    assert pass_quarters(country, PATIENCE)[:, 0, 0].tolist() == [0, 0, 0, 1]


def test_what_comes_and_goes_within_a_year_is_none(country):
    e = country.enterprises
    for quarter in range(24):
        e.sales[:] = 1.0
        if quarter % PATIENCE != 0:  # three quarters of four
            e.sales[0], e.sales[4:] = 4.0, [0.01, 4.0, 4.0, 4.0]
        assert not pass_quarters(country, 1).any()


def test_one_giant_is_no_cluster(country):
    e = country.enterprises
    e.sales[0], e.sales[4:] = 4.0, [0.01, 4.0, 4.0, 4.0]
    e.weight[0], e.sales[0] = 1.0, 80.0
    assert not pass_quarters(country, 2 * PATIENCE).any()


def test_a_field_has_its_index_and_provinces_their_clusters(country):
    """Field 0: 20 firms of 4 and 60 of 1, shares 4/7 and 1/7; all sales 80.2/380.2 and 100 each."""
    e = country.enterprises
    e.sales[0], e.sales[4:] = 4.0, [0.01, 4.0, 4.0, 4.0]
    pass_quarters(country, PATIENCE)
    fields, provinces = np.zeros((2, len(CONCENTRATION))), np.zeros((4, len(ZONES)))
    for field in range(2):
        measure_concentration(country, field, fields[field])
    measure_zones(country, provinces)
    own = np.array([4.0, 1.0, 1.0, 1.0]) / 7.0
    usual = np.array([80.2, 100.0, 100.0, 100.0]) / 380.2
    plants = (20.0 * 16.0 + 60.0) / 140.0**2
    room = 1.0 - (usual**2).sum()
    expected = (((own - usual) ** 2).sum() - room * plants) / (room * (1.0 - plants))
    assert fields[0, ELLISON_GLAESER] == pytest.approx(expected, rel=1e-12)
    assert fields[:, CLUSTERS_OF_FIELD].tolist() == [1.0, 0.0]
    assert provinces[:, CLUSTERS_OF_PROVINCE].tolist() == [1.0, 0.0, 0.0, 0.0]


def test_the_record_of_cells_adds_up_to_fields_and_provinces(short):
    at = {about.name: k for k, about in enumerate(FIELD)}
    there = {about.name: k for k, about in enumerate(PROVINCE)}
    sales, firms, ages = np.moveaxis(short.cells, -1, 0)
    assert sales.sum(axis=2) == pytest.approx(short.fields[..., at["domestic_sales"]])
    assert sales.sum(axis=1) == pytest.approx(short.provinces[..., there["domestic_sales"]])
    assert firms.sum(axis=2) == pytest.approx(short.fields[..., at["enterprises"]])
    assert np.array_equal((ages > 0).sum(axis=2), short.fields[..., at["clusters"]])
    total = short.nation[:, NAMES.index("clusters")]
    assert np.array_equal((ages > 0).sum(axis=(1, 2)), total)


def test_quotients_of_the_rule_average_to_one(short):
    """Weighted by the province's share in all sales, the quotients of a field sum to 1."""
    sales = short.cells[-1, :, :, 0]
    total = sales.sum()
    for own in sales:
        parts = [one_quotient(own[r], own.sum(), sales[:, r].sum(), total) * sales[:, r].sum()
                 for r in range(own.size)]  # fmt: skip
        assert sum(parts) == pytest.approx(total)
