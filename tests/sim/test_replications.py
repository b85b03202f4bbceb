"""Many seeds from one start: each the run that its seed gives alone, and bands by hand."""

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim import folders, replications, results, simulate, spinup
from sim.problems import NticError
from sim.replications import Task, bands_of, compact, histories, replicate
from sim.scenario import digest, load
from sim.timeline import timeline_of

pytestmark = pytest.mark.core

SEEDS = (5, 6, 7)


@pytest.fixture(scope="module")
def scenario():
    return load("tiny", {"seed": "5"})


@pytest.fixture(scope="module")
def found(scenario, tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "tiny"
    return replicate(scenario, 3, out=out, figures=False, threads=2)


@pytest.fixture(scope="module")
def alone(scenario):
    """Return the runs of the same seeds, each with a start of its own."""
    return {seed: simulate.run(scenario, seed=seed, out=False) for seed in SEEDS}


def test_each_seed_is_bit_for_bit_the_run_of_that_seed(found, alone):
    assert found.seeds == SEEDS
    assert found.digests == {seed: run.digest for seed, run in alone.items()}
    assert len(set(found.digests.values())) == 3


def test_the_tables_are_those_of_the_runs_with_a_seed_before(found, alone):
    for name in alone[5].digests:
        table = pd.read_parquet(found.folder / f"{name}.parquet")
        assert table.columns[0] == "seed"
        assert list(table["seed"].unique()) == [s for s in SEEDS if len(getattr(alone[s], name))]
        for seed, run in alone.items():
            mine = table[table["seed"] == seed].drop(columns="seed").reset_index(drop=True)
            assert results.digest(mine) == run.digests[name], (name, seed)


def test_the_folder_is_complete_and_says_what_made_it(found, scenario):
    content = json.loads((found.folder / "provenance.json").read_text(encoding="utf-8"))
    present = {path.name for path in found.folder.iterdir()}
    assert set(content["files"]) | {"provenance.json"} == present
    assert {"bands.parquet", "scenario.yaml", "indicators.parquet"} <= present
    assert content["seeds"] == list(SEEDS)
    assert content["digests"] == {str(seed): one for seed, one in found.digests.items()}
    assert content["digest"] == found.digest
    assert content["scenario_digest"] == digest(scenario)
    assert load(found.folder / "scenario.yaml").seed == 5


def test_threads_and_a_folder_change_nothing(found, scenario):
    again = replicate(scenario, 3, out=False, threads=1)
    assert again.folder is None
    assert again.digest == found.digest
    pd.testing.assert_frame_equal(again.bands, found.bands)


def test_fewer_seeds_are_the_first_ones_with_another_digest_of_all(found, scenario):
    fewer = replicate(scenario, 2, out=False)
    assert fewer.digests == {seed: found.digests[seed] for seed in SEEDS[:2]}
    assert fewer.digest != found.digest


def test_bands_by_hand():
    """Five values 0, 1, 2, 3, 10 and quantiles between them by linear interpolation."""
    indicators = pd.DataFrame(
        {"quarter": ["2010Q1"] * 3, "level": "nation", "place": "nation", "indicator": list("abc"),
         "value": 0.0, "unit": "1"}
    )  # fmt: skip
    nan = np.nan
    values = np.array([[10.0, nan, nan], [3, nan, nan], [2, 4, nan], [1, 2, nan], [0, nan, nan]])
    bands = bands_of(indicators, values).set_index("indicator")
    assert "value" not in bands
    assert bands["seeds"].to_dict() == {"a": 5, "b": 2, "c": 0}
    assert bands.loc["a", ["mean", "median", "q25", "q75"]].to_list() == [3.2, 2.0, 1.0, 3.0]
    assert bands.loc["a", "q05"] == pytest.approx(0.2)
    assert bands.loc["a", "q95"] == pytest.approx(3.0 + 0.8 * 7.0)
    assert bands.loc["b", ["mean", "median", "q25"]].to_list() == [3.0, 3.0, 2.5]
    assert bands.loc["c", ["mean", "median", "q05", "q95"]].isna().all()


def test_bands_are_those_of_the_table_of_indicators(found):
    table = pd.read_parquet(found.folder / "indicators.parquet")
    keys = ["quarter", "level", "place", "indicator"]
    groups = table.groupby(keys)["value"]
    bands = pd.read_parquet(found.folder / "bands.parquet").set_index(keys)
    np.testing.assert_allclose(bands["mean"], groups.mean().loc[bands.index], rtol=1e-12)
    np.testing.assert_allclose(bands["q75"], groups.quantile(0.75).loc[bands.index], rtol=1e-12)
    assert (bands["seeds"] == 3).all()
    assert len(bands) == len(table) / 3


def test_no_more_runs_are_begun_than_fit_in_memory(scenario):
    world, timeline = spinup.start(scenario), timeline_of(scenario)
    begun = []

    def tasks():
        for seed in range(1, 9):
            begun.append(seed)
            yield Task(world, timeline, seed, 1)

    runs = histories(tasks(), threads=2)
    next(runs)
    assert begun == [1, 2, 3, 4]
    runs.close()
    assert begun == [1, 2, 3, 4]


def test_all_runs_come_in_the_order_of_their_tasks(scenario):
    world, timeline = spinup.start(scenario), timeline_of(scenario)
    tasks = [Task(world, timeline, seed, quarters) for seed, quarters in ((1, 8), (2, 1), (3, 4))]
    assert [len(history.nation) for history in histories(tasks, threads=3)] == [8, 1, 4]


def test_progress_is_told_of_each_run(scenario):
    told = []
    replicate(replace(scenario, quarters=1), 3, out=False, progress=told.append)
    assert told == [1, 2, 3]


@pytest.mark.parametrize("number", [0, -1])
def test_at_least_one_run_is_asked_for(scenario, number):
    with pytest.raises(NticError, match="expected 1 or more"):
        replicate(scenario, number, out=False)


def test_seeds_end_where_numbers_do(scenario):
    with pytest.raises(NticError, match="at most 9223372036854775807"):
        replicate(replace(scenario, seed=2**63 - 2), 3, out=False)


def test_accounts_that_do_not_close_name_the_seed_and_leave_nothing(
    scenario, tmp_path, monkeypatch
):
    def check(one, _):
        if one.seed == 6:
            raise simulate.AccountsError("the money of banks is gone")

    monkeypatch.setattr(simulate, "check_accounts", check)
    with pytest.raises(simulate.AccountsError, match="seed 6: the money of banks is gone"):
        replicate(replace(scenario, quarters=1), 3, out=tmp_path / "run", figures=False)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError("disk full")])
def test_interrupted_writing_leaves_nothing(scenario, tmp_path, monkeypatch, error):
    def fail(*_):
        raise error

    monkeypatch.setattr(folders, "write_provenance", fail)
    with pytest.raises((KeyboardInterrupt, OSError)):
        replicate(replace(scenario, quarters=1), 2, out=tmp_path / "run", figures=False)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_ours_is_refused_before_anything_runs(scenario, tmp_path, monkeypatch):
    (tmp_path / "notes.txt").write_text("mine")
    monkeypatch.setattr(replications, "_run_all", None)
    with pytest.raises(folders.FolderError, match=r"notes\.txt"):
        replicate(scenario, 2, out=tmp_path)


def test_the_default_folder_names_the_seeds(scenario, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = replicate(replace(scenario, quarters=1), 2, figures=False)
    assert made.folder.as_posix() == "runs/tiny-seeds5-6"
    assert (tmp_path / "runs/tiny-seeds5-6/bands.parquet").exists()


def test_figures_get_all_runs_without_their_worlds(scenario, tmp_path, monkeypatch):
    seen = SimpleNamespace(runs=(), language="")

    def draw(runs, folder, language):
        seen.runs, seen.language = tuple(runs), language
        folder.mkdir()
        (folder / "one.png").write_bytes(b"png")
        return [folder / "one.png"]

    monkeypatch.setattr("sim.figures.draw", draw)
    made = replicate(replace(scenario, quarters=2), 2, out=tmp_path / "run", language="zh")
    assert seen.language == "zh"
    assert [run.scenario.seed for run in seen.runs] == [5, 6]
    assert [run.digest for run in seen.runs] == list(made.digests.values())
    assert all(run.history is None for run in seen.runs)
    assert made.figures == (tmp_path / "run" / "figures" / "one.png",)
    assert made.figures[0].exists()


def test_a_compact_result_holds_the_same(alone):
    run = alone[5]
    small = compact(run)
    for name, whole in run.digests.items():
        assert results.digest(getattr(small, name)) == whole, name
    size = [one.indicators.memory_usage(deep=True).sum() for one in (small, run)]
    assert size[0] < 0.2 * size[1]
