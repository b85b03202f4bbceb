"""The study of clusters: planted elasticities, a page of planted runs, a short run of its own."""

import numpy as np
import pytest

from experiments.agglomeration import (
    births_by_cell,
    dummies,
    elasticity_of_births,
    elasticity_of_efficiency,
    elasticity_to_density,
    poisson,
)
from experiments.cluster_measures import (
    NATION,
    Chance,
    Measured,
    against_chance,
    chances,
    lives,
    measure,
)
from experiments.clusters import (
    as_page,
    interval,
    least_beaten,
    pair_rows,
    said_of_number,
    said_of_places,
)
from sim import codes, kernel
from sim.results import places
from sim.scenario import load
from sim.spinup import started
from sim.state import EVENTS
from sim.timeline import timeline_of

SHAPE = (4, 6)


@pytest.fixture(scope="module")
def planted():
    """Return quotients, and what each field and province has everywhere."""
    luck = np.random.default_rng(1)
    everywhere = luck.normal(size=(SHAPE[0], 1)) + luck.normal(size=SHAPE[1])
    return np.exp(luck.normal(size=SHAPE)), everywhere


@pytest.mark.plain
def test_dummies_hold_each_field_and_all_provinces_but_one():
    x = dummies((2, 3))
    assert x.shape == (6, 4)
    assert x[0].tolist() == [1, 0, 0, 0]
    assert x[5].tolist() == [0, 1, 0, 1]


@pytest.mark.plain
def test_a_planted_elasticity_of_births_is_found_to_the_last_digit(planted):
    """Births per enterprise as quotient^0.3, times what field and province have."""
    quotient, everywhere = planted
    firms = 1.0 + np.arange(24.0).reshape(SHAPE)
    births = firms * quotient**0.3 * np.exp(everywhere)
    assert elasticity_of_births(births, firms, quotient) == pytest.approx(0.3, abs=1e-6)


@pytest.mark.plain
def test_a_field_without_births_and_a_cell_without_firms_do_no_harm(planted):
    quotient, everywhere = planted
    firms = np.full(SHAPE, 10.0)
    births = firms * quotient**0.3 * np.exp(everywhere)
    births[2] = 0.0
    firms[0, 0] = births[0, 0] = 0.0
    assert elasticity_of_births(births, firms, quotient) == pytest.approx(0.3, abs=1e-6)


@pytest.mark.statistical
def test_counts_are_fitted_without_bias():
    luck = np.random.default_rng(2)
    found = []
    for _ in range(50):
        x = np.column_stack([luck.normal(size=400), np.ones(400)])
        found.append(poisson(luck.poisson(np.exp(0.1 * x[:, 0] - 1.0)), x, np.ones(400))[0])
    assert np.mean(found) == pytest.approx(0.1, abs=5.0 * np.std(found) / 50**0.5)


@pytest.fixture
def world():
    w = kernel.allocate(enterprises=24, institutes=0, centers=0, fields=4, provinces=6)
    w.enterprises.cell, w.enterprises.weight = np.arange(24), 10.0
    w.provinces.area = np.arange(1.0, 7.0)
    return w


@pytest.mark.plain
def test_planted_elasticities_of_efficiency_are_found(world, planted):
    quotient, everywhere = planted
    world.enterprises.efficiency = (quotient**0.07 * np.exp(everywhere)).ravel()
    assert elasticity_of_efficiency(world, quotient) == pytest.approx(0.07, abs=1e-10)
    sales = np.array([5.0, 1.0, 30.0, 2.0, 8.0, 1.0])
    density = sales / world.provinces.area
    of_field = np.arange(4.0)[:, None]
    world.enterprises.efficiency = (density**0.05 * np.exp(of_field)).ravel()
    assert elasticity_to_density(world, sales) == pytest.approx(0.05, abs=1e-10)


@pytest.mark.plain
def test_births_are_those_since_a_quarter(world):
    history = kernel.empty_history(world, 1)
    log = world.events
    log["kind"][:4] = codes.FIRM_FOUNDED
    log["kind"][2] = codes.FIRM_EXITS
    log["quarter"][:4] = [3, 7, 8, 9]
    log["field"][:4], log["province"][:4] = 1, 2
    world.counters[EVENTS] = 4
    found = births_by_cell(history, 7)
    assert found[1, 2] == found.sum() == 2.0


@pytest.mark.plain
def test_lives_by_hand():
    """Two fields in two provinces, four quarters: one cluster from the second, one that ends."""
    sales = np.broadcast_to(np.array([[9.0, 1.0], [1.0, 9.0]]), (4, 2, 2))
    firms = np.full((4, 2, 2), 20.0)
    age = np.zeros((4, 2, 2))
    age[:, 0, 0] = [0, 1, 2, 3]
    age[:, 1, 1] = [5, -1, 0, 0]
    names = list(NATION)[:2] + list(NATION)[13:]
    found = dict(zip(names, lives(sales, firms, age), strict=False))
    assert found["clusters at the start"] == found["clusters at the end"] == 1.0
    assert found["born a year"] == found["ended a year"] == 1.0
    assert found["mean age at the end"] == 3.0
    assert found["share of clusters in sales"] == 0.45
    assert found["quotient of clusters, by sales"] == pytest.approx(1.8)
    assert found["enterprises in clusters"] == 20.0
    assert found["provinces with a cluster"] == 1.0


@pytest.mark.plain
def test_intervals_are_students():
    assert interval([1.0, 3.0]) == "2 ± 13"
    assert interval([1000.0, 3000.0]) == "2,000 ± 12,706"


def one(value, scenario, there):
    n = len(scenario.fields)
    return Measured(np.full(len(NATION), value), np.full(n, value), np.zeros((n, 3)),
                    np.full(n, 0.01), np.add.outer(np.arange(n), np.arange(n)) + value,
                    np.full((n, n), 0.01), there)  # fmt: skip


@pytest.mark.plain
def test_the_page_says_what_was_measured():
    scenario = load("national")
    there = np.zeros((24, 31), dtype=bool)
    there[0, :4] = True
    other = np.zeros((24, 31), dtype=bool)
    other[0, 2:6] = True
    runs = [one(1.0, scenario, there), one(3.0, scenario, other)]
    shifted = [one(1.5, scenario, there), one(3.5, scenario, other)]
    page = as_page({"national": runs, "zones_off": shifted, "zones_strong": runs}, scenario, 0.01)
    assert "| clusters at the end | 1 | 2 ± 13 | 0.5 ± 0 | 0 ± 0 |" in page
    assert "share 33% of the clusters" in "".join(said_of_places(runs))
    assert page.count("2 of 2 |") == 24
    assert "2 runs are too few to name a pair." in page
    assert all(line.count("|") in (0, 5, 6, 7) for line in page.splitlines())


def numbered(scenario, cells, quotients):
    """Return a run with five figures against chance for each of the two."""
    at = list(NATION).index("cells over the lines of birth at the end")
    run = one(0.0, scenario, np.zeros((24, 31), dtype=bool))
    run.nation[at : at + 10] = [*cells, *quotients]
    return run


@pytest.mark.plain
def test_the_verdict_on_the_number_comes_from_the_numbers():
    scenario = load("national")
    more, less, as_luck = ((80, 40, 30, 50, 1), (20, 40, 30, 50, 0), (45, 40, 30, 50, 0))
    said = {}
    for name, cells in (("more", more), ("less", less), ("luck", as_luck)):
        runs = [numbered(scenario, cells, more)] * 2 + [numbered(scenario, as_luck, as_luck)]
        said[name] = " ".join(said_of_number(runs))
    assert "so chance alone makes 59% as many" in said["more"]
    assert "2 of 3 runs are above chance (p below 0.05), 0 below" in said["more"]
    assert "there are fewer than rows" in said["less"]
    assert "0 of 3 runs are above chance (p below 0.05), 2 below" in said["less"]
    assert "no result of the model" in said["luck"]
    assert all("fields are more uneven" in text for text in said.values())


@pytest.mark.plain
def test_against_chance_by_hand():
    """One cell of two fields in three provinces; one of three deals leaves all as they are."""
    special = np.array([[8.0, 2.0, 0.0], [0.0, 10.0, 20.0]])
    even = np.array([[8.0, 8.0, 16.0], [8.0, 8.0, 16.0]])
    firms = np.full((2, 3), 10.0)
    here = np.array([special, firms])
    dealt = np.array([[special, even, even], [firms, firms, firms]])
    empty = np.zeros(0)
    found = against_chance(Chance(empty, empty, empty, here, dealt, 1.0))
    assert found[:2] == [1.0, pytest.approx(1.0 / 3.0)]
    assert found[3] == pytest.approx(0.95)  # between 0, 0 and 1
    assert found[4] == found[9] == 0.0  # p is 2 of 4
    assert found[6] == pytest.approx(found[5] / 3.0)
    many = np.repeat(np.array([even, firms])[:, None], 99, axis=1)
    found = against_chance(Chance(empty, empty, empty, here, many, 1.0))
    assert found[4] == found[9] == 1.0


@pytest.mark.plain
def test_a_pair_is_named_only_if_it_beats_chance_in_enough_runs():
    """By the binomial: 276 pairs, 8 runs; 5 of them by luck in 0.004 of studies, 4 in 0.1."""
    assert least_beaten(276, 8) == 5
    assert least_beaten(276, 2) == 3
    assert least_beaten(1, 1) == 2
    scenario = load("national")
    runs = [one(float(k), scenario, np.zeros((24, 31), dtype=bool)) for k in range(8)]
    for k, run in enumerate(runs):
        run.pairs_p[:] = 0.5
        if k < 5:
            run.pairs_p[0, 1] = run.pairs_p[1, 0] = 0.01
        if k < 4:
            run.pairs_p[0, 2] = run.pairs_p[2, 0] = 0.01
    lines = pair_rows(runs, scenario)
    assert (
        sum("5 of 8 |" in line for line in lines) == sum(" of 8 |" in line for line in lines) == 1
    )
    assert "no more than chance" in "\n".join(lines)
    for run in runs:
        run.pairs_p[:] = 0.5
    assert pair_rows(runs, scenario)[-1].startswith("No pairs have it in 5 of 8 runs or more")
    for run in runs:
        run.pairs_p[:] = 0.01
    assert ": more than chance" in "\n".join(pair_rows(runs, scenario))


@pytest.mark.plain
def test_chance_keeps_the_rows_that_sell_and_what_they_bring(world):
    world.enterprises["field"] = np.arange(24) // 6
    world.enterprises.province = np.arange(24) % 6
    world.enterprises.sales = 2.0
    world.enterprises.sales[5] = 0.0  # bankrupt, or not yet selling
    world.enterprises.weight[7] = 30.0
    found = chances(kernel.empty_history(world, 1), np.full(6, 1 / 6), np.random.default_rng(1))
    assert found.here.shape == (2, 4, 6)
    assert found.dealt.shape == (2, 999, 4, 6)
    assert found.here[0, 1].tolist() == [20.0, 60.0, 20.0, 20.0, 20.0, 20.0]
    assert found.here[1, 0].tolist() == [10.0, 10.0, 10.0, 10.0, 10.0, 0.0]
    assert found.dealt.sum(axis=-1) == pytest.approx(
        np.broadcast_to(found.here.sum(axis=-1)[:, None], (2, 999, 4))
    )
    assert found.heaviest == 30.0


@pytest.mark.slow
def test_a_run_is_measured_whole():
    """Ten years at a hundredth: numbers are there, and those of the kernel's own indicators."""
    scenario, world = started("national", (("scale", "0.01"), ("quarters", "40")))
    history = kernel.run(world, timeline_of(scenario), 1, 40)
    found = measure(scenario, history)
    assert np.isfinite(found.nation).all()
    assert ((found.p > 0.0) & (found.p <= 1.0)).all()
    assert found.nation[list(NATION).index("clusters at the end")] == found.there.sum() > 20
    assert (found.band[:, 1] < found.band[:, 2]).all()
    by_name = dict(zip(NATION, found.nation, strict=True))
    low, high = (by_name[f"such cells by chance, {q}%"] for q in (2.5, 97.5))
    assert 0 < low < by_name["such cells by chance"] < high
    cells = by_name["cells over the lines of birth at the end"]
    sold, firms = history.cells[-1, :, :, 0], history.cells[-1, :, :, 1]
    assert cells == pytest.approx(places.over_lines(sold, firms).sum(), abs=5)
    assert found.pairs == pytest.approx(found.pairs.T)
