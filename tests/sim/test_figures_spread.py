"""Several seeds: medians, bands and means, by NumPy and by hand."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

import sim
from sim.figures import files
from sim.figures.spread import explain_fan, explain_mean, fan, mean_and_error, spread
from sim.figures.style import signature


@pytest.fixture(scope="module")
def runs():
    """Return six runs of tiny.yaml with different seeds."""
    return [sim.run("tiny", out=False, seed=seed) for seed in range(1, 7)]


def test_bands_are_quantiles_over_seeds():
    values = np.random.default_rng(1).normal(size=(9, 4))
    table = spread(values, range(9))
    assert list(table) == ["low_90", "low_50", "median", "high_50", "high_90"]
    np.testing.assert_array_equal(table["median"], np.median(values, axis=0))
    np.testing.assert_array_equal(table["low_90"], np.quantile(values, 0.05, axis=0))
    np.testing.assert_array_equal(table["high_50"], np.quantile(values, 0.75, axis=0))


def test_a_few_seeds_have_no_band_but_their_own_values():
    table = spread(np.array([[1.0, 5.0], [2.0, 4.0], [9.0, 6.0]]), [11, 12, 13])
    assert list(table) == ["median", "seed_11", "seed_12", "seed_13"]
    assert table["median"].tolist() == [2.0, 5.0]
    assert table["seed_13"].tolist() == [9.0, 6.0]


def test_one_seed_is_its_own_value():
    assert spread(np.array([[3.0, 4.0]]), [1])["value"].tolist() == [3.0, 4.0]


def test_a_time_that_some_seed_lacks_has_no_median():
    values = np.array([[1.0, np.nan], [2.0, 4.0]])
    assert np.isnan(spread(values, [1, 2])["median"][1])


@pytest.mark.parametrize(("seeds", "bands", "lines"), [(1, 0, 1), (4, 0, 5), (5, 2, 1), (20, 2, 1)])
def test_a_fan_needs_five_seeds(seeds, bands, lines):
    ax = Figure().subplots()
    table = spread(np.ones((seeds, 3)) * np.arange(seeds)[:, None], range(seeds))
    fan(ax, np.arange(3), table, "black")
    assert (len(ax.collections), len(ax.lines)) == (bands, lines)


def test_errors_are_of_the_mean():
    mean, error = mean_and_error(np.array([[1.0], [2.0], [6.0]]))
    assert mean[0] == 3.0
    # Variance with n - 1: (4 + 1 + 9) / 2 = 7; over three seeds.
    assert error[0] == pytest.approx(np.sqrt(7.0 / 3.0))
    assert np.isnan(mean_and_error(np.array([[1.0]]))[1][0])


def test_curves_of_several_runs_are_medians_of_their_tables(runs):
    table = files.centers.plate(files.gather(runs, "en")).table
    rows = table.query("panel == 'self-funded share' and time == '2011'")
    shares = []
    for run in runs:
        year = run.center_quarters.query("quarter >= '2011Q1' and quarter <= '2011Q4'")
        own = year[["fees", "capital", "agreements", "line_rents", "licences"]].sum().sum()
        public = year[["grant", "local_grant", "project_grants"]].sum().sum()
        shares.append(own / (own + public))
    assert rows["median"].item() == pytest.approx(np.median(shares))
    assert rows["high_90"].item() == pytest.approx(np.quantile(shares, 0.95))
    table = files.research.plate(files.gather(runs, "en")).table
    row = table.query("panel == 'enterprises' and series == 'model' and year == 2011")
    ratios = []
    for run in runs:
        spent = run.indicators.query("level == 'field' and indicator == 'rd_enterprises'")
        sums = spent.groupby(spent["quarter"].str[:4])["value"].sum()
        ratios.append(100.0 * sums["2011"] / sums["2010"])
    assert row["median"].item() == pytest.approx(np.median(ratios))
    assert len(set(ratios)) == len(runs)


def test_static_figures_are_means_with_errors(runs):
    rows = files.flows.plate(files.gather(runs, "en")).table.set_index(["payer", "payee"])
    sums = []
    for run in runs:
        last = run.flows.query("quarter >= '2011Q1' and payer == 'enterprises'")
        sums.append(last.query("payee == 'ministry'")["amount"].sum() / 1000.0)
    row = rows.loc[("enterprises", "ministry")]
    assert row["value"] == pytest.approx(np.mean(sums))
    assert row["error"] == pytest.approx(np.std(sums, ddof=1) / np.sqrt(6.0))
    assert row["seeds"] == 6


def test_figures_say_over_what_they_spread(runs):
    several = files.gather(runs, "en")
    assert "over seeds of one past of the country, not over parameters" in explain_fan(several)
    assert "6 seeds" in explain_fan(several)
    assert "means over 6 seeds" in explain_mean(several)
    few = files.gather(runs[:3], "zh")
    assert "细线为3个随机种子" in explain_fan(few)
    alone = files.gather(runs[0], "zh")
    assert (
        explain_fan(alone)
        == explain_mean(alone)
        == "一次运行只是一次抽样，换一个随机种子，走势会不同。"
    )


def test_the_order_of_runs_changes_no_median(runs):
    one, other = (
        files.centers.plate(files.gather(order, "en")).table for order in (runs, runs[::-1])
    )
    np.testing.assert_allclose(one["median"].dropna(), other["median"].dropna())


def test_many_seeds_are_named_by_number(runs):
    run = runs[0]
    many = [replace(run, scenario=replace(run.scenario, seed=seed)) for seed in range(1, 13)]
    assert "seed 12 from 1 to 12" in signature(files.gather(many, "en"))
