"""Policies compared and chosen on a real sweep of a small country."""

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from typer.testing import CliRunner

from experiments import choice, judged, policies
from experiments.design.compared import comparing
from experiments.design.reading import larger, read
from experiments.selection.stopping import total_needed
from experiments.sweeps.draws import Draws
from experiments.sweeps.running import nothing, sweep
from experiments.sweeps.store import create
from sim.cli import app
from sim.problems import NticError
from sim.scenario import shipped

DESIGN = {
    "format": 1,
    "name": "small",
    "question": "What do labels, owners and grants do in a year?",
    "scenario": "tiny",
    "seed": 3,
    "replications": 6,
    "chunk": 3,
    "set": {"quarters": 6, "start.spinup": 4},
    "horizons": ["2010Q4", "2011Q2"],
    "levers": {
        "label": {"levels": {"one": {}, "other": {"bundles.leader_led.grant": 15}}},
        "results": {"key": "bundles.leader_led.results_owner", "levels": ["lead", "center"]},
    },
    "outcomes": {
        "surplus": {
            "indicator": "social_surplus",
            "measure": "total",
            "better": "higher",
            "primary": True,
            "margin": 1000,
        },
        "members": {"indicator": "center_members", "measure": "end", "better": "higher"},
        "sales": {
            "indicator": "domestic_sales",
            "level": "province",
            "across": "total",
            "measure": "total",
            "by": ["province", "region"],
            "better": "higher",
        },
    },
}


def written(folder, **changes):
    path = folder / "small.yaml"
    path.write_text(yaml.safe_dump(DESIGN | changes, sort_keys=False), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("policies")
    return sweep(read(written(folder)), folder / "sweep", workers=1)


@pytest.fixture(scope="module")
def found(store):
    return policies.compare(store.folder)


def contrast(comparison, a, b, outcome, horizon):
    table = comparison.contrasts
    chosen = table[
        (table["a"] == a) & (table["b"] == b)
        & (table["outcome"] == outcome) & (table["horizon"] == horizon)
    ]  # fmt: skip
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_a_placebo_has_exactly_no_effect(found):
    """A lever that sets what is set already: every number of every pair is the same."""
    table = found.comparison.contrasts
    one = table["a"].str.contains("one") & table["b"].str.contains("other")
    alike = table["a"].str.replace("one", "") == table["b"].str.replace("other", "")
    placebo = table[one & alike]
    assert len(placebo) == 2 * 3 * 2  # owners, outcomes, horizons
    assert (placebo["difference"] == 0.0).all()
    assert (placebo["kind"] == "the same").all()
    assert placebo["probability"].isna().all()
    places = found.comparison.places
    same = places["a"].str.replace("one", "") == places["b"].str.replace("other", "")
    assert (places.loc[same, "difference"] == 0.0).all()


def test_a_real_lever_has_an_effect(found):
    table = found.comparison.contrasts
    other = table[table["a"].str.contains("center") & table["b"].str.contains("lead")]
    assert (other.loc[other["outcome"] == "members", "difference"] != 0.0).any()


def test_differences_are_those_of_the_rows(store, found):
    """By hand from the table of runs: the mean over replications of twins' differences."""
    frame = store.frame()
    wide = frame.pivot(index="replication", columns=["label", "results"], values="surplus@2011Q2")
    by_hand = (wide[("one", "center")] - wide[("one", "lead")]).mean()
    row = contrast(
        found.comparison,
        "label one, results center",
        "label one, results lead",
        "surplus",
        "2011Q2",
    )
    assert row["difference"] == pytest.approx(by_hand / 1000.0, rel=1e-12)  # billions
    assert row["n"] == 6


def test_every_outcome_and_horizon_has_its_factor(found):
    table = found.comparison.contrasts
    assert set(table["outcome"]) == {"surplus", "members", "sales"}
    assert set(table["horizon"]) == {"2010Q4", "2011Q2"}
    differs = table[~table["same"] & ~table["constant"]]
    assert differs["factor"].notna().all()
    low = differs[differs["factor"] < 2.0]
    assert (low["why"].str.len() > 0).all()


def test_what_was_compared_is_written_beside_the_runs(store, found):
    folder = store.folder / "comparison"
    text = (folder / "comparison.md").read_text(encoding="utf-8")
    assert text == found.text
    table = pd.read_parquet(folder / "contrasts.parquet")
    assert len(table) == len(found.comparison.contrasts)
    assert len(list((folder / "figures").glob("*.png"))) == 3
    files = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))["files"]
    assert "comparison.md" in files


def test_outcomes_are_described_in_words(store):
    said = [judged.judged(outcome) for outcome in store.design.outcomes]
    assert said[0].words == "social surplus in all since 2010Q1"
    assert said[2].words == "domestic sales (total over provinces) in all since 2010Q1"
    assert said[0].unit == "billion CNY"
    assert said[0].margin == 1.0
    assert said[0].primary


def test_scenarios_are_compared_by_the_shipped_design():
    with comparing(["leader", "alliance"], 7, None, {"scale": "0.05"}) as design:
        assert [level.label for level in design.levers[0].levels] == ["leader", "alliance"]
        assert design.replications == 7
        assert design.seed == 1
        assert design.outcomes[0].horizons == ("2020Q4", "2025Q4", "2030Q4")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["leader"], "got one scenario"),
        (["leader", "leader"], "`leader` is given twice"),
        (["tiny", "leader"], "end at different times: tiny in 2011Q4, leader in 2030Q4"),
    ],
)
def test_what_cannot_be_compared_is_said(names, message):
    with pytest.raises(NticError, match=message), comparing(names, 5, None, {}):
        pass


def test_draws_are_the_rows_of_the_sweep(store):
    """The runs are there: nothing is done again, and values are those of the table."""
    draws = Draws(store, "surplus@2011Q2", 1, nothing)
    values = draws([3, 0], 2, 5)
    frame = store.frame().set_index(["policy", "replication"])["surplus@2011Q2"]
    expected = [[frame[name, k] for k in range(2, 5)] for name in ("1.1", "0.0")]
    np.testing.assert_array_equal(values, expected)


def test_the_best_is_chosen_and_only_what_it_took_is_run(tmp_path):
    """A grant of a million times is worse by far: it leaves after the first stage."""
    levers = {"grant": {"key": "bundles.leader_led.grant", "levels": [15, 10000]}}
    outcomes = {
        "cost": {
            "indicator": "center_grants",
            "measure": "total",
            "better": "lower",
            "margin": 1,
        }
    }
    path = written(tmp_path, levers=levers, outcomes=outcomes, replications=40, chunk=4)
    found = choice.best(path, tmp_path / "best", first_stage=4)
    assert found.policies == ("15", "10000")
    assert found.choice.best == 0
    assert found.choice.attained
    done = sum(part.footer.rows for part in create(read(path), tmp_path / "best").done())
    assert done == 2 * 4


def test_a_choice_needs_a_difference_that_matters(tmp_path):
    outcomes = {"members": {"indicator": "center_members", "measure": "end", "better": "higher"}}
    path = written(tmp_path, outcomes=outcomes)
    with pytest.raises(NticError, match="--indifference: missing"):
        choice.best(path, tmp_path / "best")
    assert not (tmp_path / "best").exists()


OWNERS = {"levers": {"results": DESIGN["levers"]["results"]}}
SMALL = {"quarters": "4", "start.spinup": "2"}


@pytest.fixture
def _two(tmp_path, monkeypatch):
    """Be in a folder with two scenarios."""
    monkeypatch.chdir(tmp_path)
    text = shipped()["tiny"].read_text(encoding="utf-8")
    Path("other.yaml").write_text(text.replace("name: tiny", "name: other"), encoding="utf-8")


@pytest.mark.usefixtures("_at_home")
def test_a_design_is_swept_and_compared(tmp_path):
    path = written(tmp_path, **OWNERS)
    found = policies.compare(path, out=tmp_path / "out")
    assert found.comparison.policies == ("center", "lead")
    assert found.notes == ()
    more = policies.compare(path, 8, tmp_path / "out")
    assert len(more.store.frame()) == 16
    fewer = policies.compare(path, 3, tmp_path / "out")
    assert "holds 8 replications of 1 samples, more than the 3 of 1" in fewer.text
    for option in ({"seed": 4}, {"changes": {"scale": "1"}}):
        with pytest.raises(NticError, match="is a design, which says that itself"):
            policies.compare(path, out=tmp_path / "out", **option)


@pytest.mark.usefixtures("_at_home", "_two")
def test_more_replications_of_scenarios_are_added():
    names = ["tiny", "other.yaml"]
    first = policies.compare(names, 2, "out", changes=SMALL)
    before = first.store.frame()
    again = policies.compare(names, 4, "out", changes=SMALL)
    frame = again.store.frame()
    assert len(frame) == 8
    pd.testing.assert_frame_equal(
        frame[frame["replication"] < 2].reset_index(drop=True), before
    )  # fmt: skip
    with pytest.raises(NticError, match="another design"):
        policies.compare(names, 4, "out", seed=99, changes=SMALL)


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ({"replications": 9}, "--replications: .*compared as they are; `ntic extend` adds runs"),
        ({"seed": 1}, "--seed: "),
        ({"changes": {"scale": "0.1"}}, "--set, --scale or --quarters: "),
        ({"out": "x"}, "--out: "),
    ],
)
def test_options_that_would_move_nothing_are_refused(store, option, said):
    with pytest.raises(NticError, match=said):
        policies.compare(store.folder, **option)


def test_options_that_would_move_nothing_end_with_2(store):
    runner = CliRunner()
    for option in (["--replications", "9"], ["--seed", "1"], ["--scale", "0.1"],
                   ["--quarters", "4"], ["--set", "scale=0.1"], ["--out", "x"]):  # fmt: skip
        with pytest.raises(NticError) as error:
            runner.invoke(app, ["compare", str(store.folder), *option], catch_exceptions=False)
        assert error.value.exit_code == 2


@pytest.mark.usefixtures("_at_home")
def test_what_is_not_done_is_said_first(tmp_path):
    part = sweep(read(written(tmp_path, **OWNERS)), tmp_path / "out", shard=(0, 4))
    with pytest.raises(NticError, match="two policies; got 1"):
        policies.compare(part.folder)
    sweep(read(written(tmp_path, **OWNERS)), part.folder, shard=(2, 4))
    found = policies.compare(part.folder)
    assert found.text.startswith("# Comparison of policies\n\n**6 of 12 runs are done.**")
    assert "different numbers" not in found.text
    sweep(read(written(tmp_path, **OWNERS)), part.folder, shard=(1, 4))
    found = policies.compare(part.folder)
    assert "**9 of 12 runs are done.**" in found.text
    assert "different numbers of runs (center: 3, lead: 6)" in found.text
    with pytest.raises(NticError, match="no run is done yet"):
        policies.compare(create(read(written(tmp_path)), tmp_path / "empty").folder)


def test_words_of_figures_are_said_in_chinese(store, tmp_path):
    outcomes = [judged.judged(outcome) for outcome in store.design.outcomes]
    assert [one.unit_zh for one in outcomes] == ["十亿元", "", "十亿元"]
    every = {one.unit for level in judged.LEVELS.values() for one in level}
    for unit in every:
        said = judged.unit_zh_of(store.design.primary._replace(unit=unit))
        assert said.isascii() == (unit == "1"), (unit, said)
    shutil.copytree(store.folder, tmp_path / "sweep")
    policies.compare(tmp_path / "sweep", language="zh")
    about = tmp_path / "sweep" / "comparison" / "figures" / "compare_surplus.json"
    assert json.loads(about.read_text(encoding="utf-8"))["language"] == "zh"


@pytest.mark.usefixtures("_at_home")
def test_an_outcome_that_is_read_later_does_not_take_the_verdicts_away(tmp_path):
    outcomes = DESIGN["outcomes"] | {
        "surplus": DESIGN["outcomes"]["surplus"] | {"horizons": ["2010Q4"]}
    }
    found = policies.compare(written(tmp_path, **OWNERS, outcomes=outcomes), out=tmp_path / "out")
    assert found.comparison.primary_horizon == "2010Q4"
    assert "## Verdicts on the primary outcomes at 2010Q4" in found.text


@pytest.mark.usefixtures("_at_home")
@pytest.mark.parametrize(
    ("levels", "sampling", "unit", "n"),
    [
        ({"levels": [1, 2, 4]}, None, "grid", 6),
        ({"range": [1, 4]}, {"method": "morris", "trajectories": 3}, "trajectory", 3),
        ({"range": [1, 4]}, {"method": "sobol", "samples": 4}, "sample", 4),
    ],
)
def test_units_go_by_how_samples_came_about(tmp_path, levels, sampling, unit, n):
    more = {"sampling": {"uncertainties": sampling}} if sampling else {}
    path = written(tmp_path, **OWNERS, **more, uncertainties={"research.ideas_per_quarter": levels})
    found = policies.compare(path, out=tmp_path / "out").comparison
    assert found.unit == unit
    assert set(found.contrasts["n"]) == {n}


@pytest.mark.slow
def test_a_comparison_goes_on_until_it_is_precise(tmp_path):
    """Stein's rule on the first stage says how many, and just these are run."""
    levers = {"results": DESIGN["levers"]["results"]}
    design = read(written(tmp_path, levers=levers))
    store = sweep(design, tmp_path / "sweep", workers=2)
    frame = store.frame()
    wide = frame.pivot(index="replication", columns="results", values="surplus@2011Q2")
    first = (wide["center"] - wide["lead"]).to_numpy()[None]
    width = 2.0 * first.std(ddof=1) / np.sqrt(6)  # million CNY
    needed = total_needed(first, width, 0.05)
    assert needed > 6
    found = policies.compare(store.folder, precision=float(width) / 1000.0, workers=2)
    assert found.store.design.replications == needed
    assert f"the first 6 replications say that {needed} give intervals of at most" in found.text
    assert len(found.store.frame()) == 2 * needed
    bigger = larger(design, needed, None)
    at_once = sweep(bigger, tmp_path / "at_once", workers=2)
    pd.testing.assert_frame_equal(at_once.frame(), found.store.frame())
