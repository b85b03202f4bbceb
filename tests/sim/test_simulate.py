"""Running a scenario: complete folders, equal digests, and nothing half written."""

import json
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim import accounts, folders, results, simulate
from sim.quarters import label
from sim.scenario import digest, load

pytestmark = pytest.mark.core

TABLES = ("indicators", "events", "flows", "adoption", "technologies", "centers",
          "center_quarters", "links", "members", "cells")  # fmt: skip


ENDS = ("png", "svg", "pdf", "csv", "json")


@pytest.fixture(scope="module")
def run_once(tmp_path_factory):
    """Return the result of one run of tiny.yaml with everything written."""
    out = tmp_path_factory.mktemp("runs") / "tiny"
    return simulate.run("tiny", out=out, agents=True)


def names(folder):
    """Return all files under a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in files)


def test_the_folder_is_complete(run_once):
    wanted = {f"{table}.parquet" for table in (*TABLES, "agents")}
    wanted |= {f"figures/{p.stem}.{e}" for p in run_once.figures for e in ENDS}
    wanted |= {"scenario.yaml", "provenance.json"}
    assert set(names(run_once.folder)) == wanted
    assert len(run_once.figures) > 8
    assert [path.name for path in run_once.folder.parent.iterdir()] == ["tiny"]
    assert all(path.stat().st_size > 0 for path in run_once.folder.rglob("*.*"))
    assert all(path.exists() for path in run_once.figures)


@pytest.mark.parametrize("name", [*TABLES, "agents"])
def test_files_hold_what_the_result_holds(run_once, name):
    written = pd.read_parquet(run_once.folder / f"{name}.parquet")
    kept = getattr(run_once, name)
    assert results.digest(written) == results.digest(kept)
    assert list(written.columns) == list(kept.columns)


def test_provenance_says_what_made_it(run_once):
    text = (run_once.folder / "provenance.json").read_text(encoding="utf-8")
    content = json.loads(text)
    assert content["digest"] == run_once.digest
    assert content["scenario_digest"] == digest(load("tiny"))
    assert content["seed"] == 1
    assert content["driver"] == "kernel"
    assert set(content["versions"]) >= {"numpy", "numba", "pandas", "pyarrow"}
    assert len(content["code_digest"]) == 64
    assert sorted(content["files"] + ["provenance.json"]) == names(run_once.folder)


def test_a_rerun_has_the_same_digest(run_once):
    again = simulate.run("tiny", out=False)
    assert again.digest == run_once.digest
    assert again.folder is None


def test_the_written_scenario_gives_the_same_run(run_once):
    again = simulate.run(run_once.folder / "scenario.yaml", out=False)
    assert again.digest == run_once.digest


def test_another_seed_is_another_run(run_once):
    other = simulate.run("tiny", seed=2, out=False)
    assert other.digest != run_once.digest
    assert other.scenario.seed == 2


def test_threads_change_no_bit(run_once):
    assert simulate.run("tiny", threads=2, out=False).digest == run_once.digest


def test_both_drivers_give_the_same_bits(run_once):
    pytest.importorskip("sim.model")
    assert simulate.run("tiny", driver="mesa", out=False).digest == run_once.digest


def test_indicators_are_tidy(run_once):
    from sim.indicators import FIELD, NATION, PROVINCE

    scenario, table = run_once.scenario, run_once.indicators
    assert len(table) == scenario.quarters * (
        len(NATION) + len(scenario.fields) * len(FIELD) + len(scenario.provinces) * len(PROVINCE)
    )
    assert not table.duplicated(["quarter", "level", "place", "indicator"]).any()
    last = label(scenario.start, scenario.quarters - 1)
    assert (table["quarter"].min(), table["quarter"].max()) == ("2010Q1", last)
    k = [indicator.name for indicator in FIELD].index("demand")
    row = table[
        (table["quarter"] == last)
        & (table["place"] == "new_materials")
        & (table["indicator"] == "demand")
    ]
    assert row["value"].item() == run_once.history.fields[-1, 1, k]


def test_flows_add_up_to_the_history(run_once):
    total = run_once.flows.groupby("flow", observed=True)["amount"].sum()
    for k, flow in enumerate(accounts.FLOWS):
        expected = run_once.history.flows[:, :, k].sum()
        assert total.get(flow.name, 0.0) == pytest.approx(expected, rel=1e-12)


def test_a_run_replaces_an_earlier_run_only(run_once, tmp_path):
    out = tmp_path / "run"
    simulate.run("tiny", quarters=2, out=out, figures=False)
    first = json.loads((out / "provenance.json").read_text())["digest"]
    simulate.run("tiny", quarters=3, out=out, figures=False)
    second = json.loads((out / "provenance.json").read_text())["digest"]
    assert first != second
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    (out / "notes.txt").write_text("mine")
    with pytest.raises(folders.FolderError, match=r"notes\.txt"):
        simulate.run("tiny", quarters=2, out=out, figures=False)
    assert (out / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("stage", ["write_table", "write_provenance"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError("disk full")])
def test_interrupted_writing_leaves_nothing(run_once, tmp_path, monkeypatch, stage, error):
    def fail(*_):
        raise error

    monkeypatch.setattr(folders, stage, fail)
    with pytest.raises((KeyboardInterrupt, OSError)):
        simulate.run("tiny", quarters=2, out=tmp_path / "run", figures=False)
    assert not list(tmp_path.iterdir())


def test_interrupted_writing_keeps_the_earlier_run(run_once, tmp_path, monkeypatch):
    out = tmp_path / "run"
    simulate.run("tiny", quarters=2, out=out, figures=False)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def fail(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(folders, "write_provenance", fail)
    with pytest.raises(KeyboardInterrupt):
        simulate.run("tiny", quarters=3, out=out, figures=False)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_money_that_vanishes_is_named_with_phase_sector_and_quarter():
    from sim.schedule import PHASES

    scenario = load("tiny")
    closure = np.zeros((8, len(PHASES), len(accounts.SECTORS)))
    simulate.check_accounts(scenario, SimpleNamespace(closure=closure))
    closure[:] = accounts.TOLERANCE
    simulate.check_accounts(scenario, SimpleNamespace(closure=closure))
    for gap in (2.0 * accounts.TOLERANCE, np.nan):
        closure[5, 1, accounts.CENTERS] = gap
        with pytest.raises(simulate.AccountsError) as caught:
            simulate.check_accounts(scenario, SimpleNamespace(closure=closure))
        for word in ("centers", f"`{PHASES[1]}`", "2011Q2"):
            assert word in str(caught.value)


def test_the_digest_is_of_content_not_of_form():
    table = pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", None], "c": [0.5, 1.5, np.nan]})
    same = [
        table[["c", "a", "b"]],
        table.astype({"b": "category"}),
        table.astype({"b": object}),
        table.astype({"b": pd.CategoricalDtype(["z", "y", "x"])}),
        table.set_index(pd.Index([7, 8, 9])),
    ]
    assert {results.digest(other) for other in same} == {results.digest(table)}
    different = [
        table.iloc[::-1],
        table.rename(columns={"a": "d"}),
        table.astype({"a": "int32"}),
        table.assign(b=["x", "y", ""]),
        table.assign(c=[0.5, np.nextafter(1.5, 2.0), np.nan]),
        table.iloc[:2],
        table[["a", "b"]],
    ]
    digests = {results.digest(other) for other in different}
    assert len(digests) == len(different)
    assert results.digest(table) not in digests


def test_an_unknown_driver_is_refused():
    with pytest.raises(ValueError, match="driver must be"):
        simulate.run("tiny", driver="magic", out=False)


def test_overrides_need_a_file():
    with pytest.raises(TypeError, match="overrides"):
        simulate.run(load("tiny"), overrides={"seed": "2"}, out=False)
