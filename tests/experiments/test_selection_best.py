"""The best of a design's policies on real sweeps, and precision that is asked for."""

import re

import numpy as np
import pytest
import yaml
from scipy import stats
from typer.testing import CliRunner

from experiments import choice, policies
from experiments.design.reading import read
from experiments.design.runs import Run
from experiments.selection.stopping import total_needed, until_precise
from experiments.selection.values import stored
from experiments.sweeps import draws
from experiments.sweeps.draws import Draws
from experiments.sweeps.running import nothing, sweep
from experiments.sweeps.store import open_store
from sim.cli import app
from sim.problems import NticError

IDEAS = "research.ideas_per_quarter"
SOBOL = {
    "uncertainties": {IDEAS: {"range": [1, 4]}},
    "sampling": {"uncertainties": {"method": "sobol", "samples": 8}},
    "replications": 1,
}
COLUMN = "surplus@2011Q2"

pytestmark = pytest.mark.usefixtures("_at_home")


def written(folder, **changes):
    """Write a small design of two policies."""
    design = {
        "format": 1, "name": "owners", "question": "Who should own results?", "scenario": "tiny",
        "seed": 3, "replications": 12, "chunk": 3, "set": {"quarters": 6, "start.spinup": 4},
        "horizons": ["2011Q2"],
        "levers": {"owner": {"key": "bundles.leader_led.results_owner",
                             "levels": ["lead", "center"]}},
        "outcomes": {"surplus": {"indicator": "social_surplus", "measure": "total",
                                 "better": "higher", "margin": 1000}},
    } | changes  # fmt: skip
    path = folder / "owners.yaml"
    path.write_text(yaml.safe_dump(design, sort_keys=False), encoding="utf-8")
    return path


def rows(store):
    return sum(part.footer.rows for part in store.done())


def spoil(store, run, **changes):
    """Change the row of a run, as if it had ended so."""
    chunk = store.chunk_of(run)
    table = store.part(chunk).path
    kept = [row for one in draws.read_rows(table) for row in one.to_pylist()]
    for row in kept:
        if row["run"] == store.runs.name(run):
            row.update(changes)
    store.write(chunk, kept, 0.0, 0.0)


# The best.


@pytest.mark.parametrize(
    ("method", "levels"),
    [("full_factorial", {"levels": [1, 2]}), ("morris", {"range": [1, 4]})],
)
def test_points_in_an_order_are_no_draws(tmp_path, method, levels):
    more = {"trajectories": 30} if method == "morris" else {}
    path = written(tmp_path, uncertainties={IDEAS: levels},
                   sampling={"uncertainties": {"method": method, **more}})  # fmt: skip
    with pytest.raises(NticError, match=r"by `\w+`, .*`sobol` or `latin_hypercube`"):
        choice.best(path, tmp_path / "best", first_stage=2)
    assert not (tmp_path / "best").exists()


def test_one_combination_of_levels_is_no_order(tmp_path):
    path = written(tmp_path, uncertainties={IDEAS: {"levels": [2]}})
    assert choice.best(path, tmp_path / "best", first_stage=6).choice.attained


def test_draws_that_are_not_quite_independent_are_said(tmp_path):
    found = choice.best(written(tmp_path, **SOBOL), tmp_path / "best", first_stage=4)
    assert "not quite independent" in found.words
    assert "A replication is here a draw of the uncertainties." in found.words


def test_the_difference_is_in_the_unit_that_is_shown(tmp_path):
    """A margin of 1,000 million is one billion, which is what 1 means."""
    path = written(tmp_path)
    one = choice.best(path, tmp_path / "a", first_stage=6)
    other = choice.best(path, tmp_path / "b", indifference=1.0, first_stage=6)
    assert one.words == other.words
    assert "1 billion CNY or more better" in one.words
    assert one.unit == "billion CNY"
    frame = one.store.frame([COLUMN])
    mean = frame.loc[frame["policy"] == "1", COLUMN].mean()
    assert one.choice.means[1] == pytest.approx(mean / 1000.0)


def test_policies_have_names_and_the_claim_is_the_procedures(tmp_path):
    found = choice.best(written(tmp_path), tmp_path / "best", first_stage=6)
    name = found.policies[found.choice.best]
    assert found.words.startswith(f"{name} is chosen by a procedure (KN) that in at most 5 of 100")
    assert "policy " not in found.words


def test_means_of_the_table_differ_by_what_twins_do(tmp_path):
    found = choice.best(written(tmp_path), tmp_path / "best", first_stage=6)
    frame = found.store.frame([COLUMN])
    values = frame.pivot(index="replication", columns="policy", values=COLUMN).to_numpy()
    gap = (values[:6, 1] - values[:6, 0]).mean() / 1000.0
    assert found.means[1] - found.means[0] == pytest.approx(gap)


def test_a_choice_that_was_not_decided_goes_on(tmp_path):
    """Twelve replications are not enough; sixty in the same folder are, and are not all run."""
    first = choice.best(written(tmp_path), tmp_path / "best", 0.001, first_stage=6)
    assert first.choice.ended == "cap"
    assert "give the design more `replications` and the same folder" in first.words
    before = rows(first.store)
    again = choice.best(written(tmp_path, replications=400), tmp_path / "best", 0.001,
                        first_stage=6)  # fmt: skip
    assert again.choice.ended == "elimination"
    assert before < rows(again.store) < 800
    fresh = choice.best(written(tmp_path, replications=400), tmp_path / "new", 0.001,
                        first_stage=6)  # fmt: skip
    assert again.choice.eliminated == fresh.choice.eliminated


def test_a_folder_that_goes_further_is_not_gone_through(tmp_path):
    """The design's own replications are the most, whatever the folder has."""
    store = sweep(read(written(tmp_path, replications=40)), tmp_path / "best")
    found = choice.best(written(tmp_path), store.folder, 0.001, first_stage=6)
    assert found.choice.replications.max() <= 12
    assert rows(found.store) == 80


def test_too_few_replications_are_told_of_the_design(tmp_path):
    with pytest.raises(NticError, match="owners has 12 replications and the first stage alone"):
        choice.best(written(tmp_path), tmp_path / "best")


def test_runs_that_share_a_chunk_are_counted(tmp_path):
    """A first stage of 4 in chunks of 3 and replications of 5: the chunks hold one more."""
    path = written(tmp_path, replications=5, chunk=3)
    found = choice.best(path, tmp_path / "best", first_stage=4)
    assert rows(found.store) == 9
    assert "Runs done that the choice did not need: 1," in found.words
    even = choice.best(written(tmp_path, chunk=4), tmp_path / "even", first_stage=4)
    assert "did not need" not in even.words


def test_a_failed_run_beside_does_not_end_a_choice(tmp_path):
    """Replications 0 to 3 are asked for; the fifth, in a chunk with them, has failed."""
    store = sweep(read(written(tmp_path, replications=6)), tmp_path / "best")
    spoil(store, Run(0, 0, 4), status="failed", error="boom", **{COLUMN: None})
    assert choice.best(
        written(tmp_path, replications=6), store.folder, first_stage=4
    ).choice.best in (0, 1)
    with pytest.raises(NticError, match="run 0-0-4 failed: boom; nothing can be promised"):
        choice.best(written(tmp_path, replications=6), store.folder, first_stage=5)


def test_a_budget_is_kept_and_promises_nothing_in_advance(tmp_path):
    path = written(tmp_path, chunk=1)
    found = choice.best(path, tmp_path / "best", 0.001, first_stage=3, budget=15, confidence=0.9999)
    assert rows(found.store) == found.choice.replications.sum() <= 15
    assert "not an error rate promised in advance" in found.words
    assert found.states()[found.choice.best] == "ahead"
    with pytest.raises(NticError, match="--average: is not used with --budget"):
        choice.best(path, tmp_path / "best", budget=15, average=2, first_stage=3)
    with pytest.raises(NticError, match="the first stage alone takes 2 policies x 3"):
        choice.best(path, tmp_path / "best", budget=5, first_stage=3)


def test_a_budget_ends_where_the_design_does(tmp_path):
    path = written(tmp_path, replications=5)
    found = choice.best(path, tmp_path / "best", 1e-9, first_stage=3, budget=99, confidence=0.9999)
    assert found.choice.ended == "cap"
    assert found.choice.replications.tolist() == [5, 5]


@pytest.mark.parametrize("option", [[], ["--budget", "30"]])
def test_the_command_prints_who_is_how_far_behind(tmp_path, option):
    arguments = ["best", str(written(tmp_path)), "--out", str(tmp_path / "best"),
                 "--first-stage", "6", "--workers", "1", *option]  # fmt: skip
    said = CliRunner().invoke(app, arguments, catch_exceptions=False).stdout
    lines = said.splitlines()
    assert lines[0].split("\t")[:3] == ["policy", "surplus [billion CNY]", "behind the best"]
    assert len(lines) == 4
    assert ("degree of belief" in lines[3]) == bool(option)


def test_draws_find_rows_without_names_of_runs(tmp_path, monkeypatch):
    store = sweep(read(written(tmp_path)), tmp_path / "sweep")
    monkeypatch.setattr(type(store.runs), "find", lambda *_: pytest.fail("looked a name up"))
    assert Draws(store, COLUMN, 1, nothing)([1, 0], 0, 5).shape == (2, 5)


# Precision.


def first_gaps(store, n, by="replication"):
    frame = store.frame([COLUMN])
    wide = frame.pivot(index=by, columns="policy", values=COLUMN).to_numpy() / 1000.0
    return wide[:n, 1] - wide[:n, 0]


def test_precision_by_hand_and_the_same_when_asked_again(tmp_path):
    """Stein: N = t² S²/h² from the first stage alone, and the interval mean ± t S/sqrt(N)."""
    store = sweep(read(written(tmp_path)), tmp_path / "sweep")
    gaps = first_gaps(store, 12)
    width = float(0.5 * gaps.std(ddof=1))
    needed = total_needed(gaps, width)
    assert needed > 12
    found = policies.compare(store.folder, precision=width)
    assert found.store.design.replications == needed
    gaps = first_gaps(found.store, needed)
    half = stats.t.ppf(0.975, 11) * gaps[:12].std(ddof=1) / np.sqrt(needed)
    assert half <= width
    said = re.search(r"- center less lead: (\S+) billion CNY \((\S+) to (\S+)\)", found.text)
    assert said is not None
    numbers = [float(text.replace("−", "-")) for text in said.groups()]
    assert numbers == pytest.approx([gaps.mean(), gaps.mean() - half, gaps.mean() + half], abs=1e-4)
    assert "ordinary ones of all runs: they promise no width" in found.text
    again = policies.compare(store.folder, precision=width)
    assert again.store.design.replications == needed
    assert again.notes == found.notes


def test_a_sweep_that_is_not_done_is_done_before_it_is_judged(tmp_path):
    whole = sweep(read(written(tmp_path)), tmp_path / "whole")
    part = sweep(read(written(tmp_path)), tmp_path / "part", shard=(0, 2))
    assert rows(part) < rows(whole)
    width = float(2.0 * first_gaps(whole, 12).std(ddof=1))
    texts = [policies.compare(store.folder, precision=width).notes for store in (whole, part)]
    assert texts[0] == texts[1]


def test_draws_by_sobol_are_doubled(tmp_path):
    store = sweep(read(written(tmp_path, **SOBOL)), tmp_path / "sweep")
    gaps = first_gaps(store, 8, "sample")
    width = float(0.7 * gaps.std(ddof=1))
    assert 8 < total_needed(gaps, width) <= 16
    found = policies.compare(store.folder, precision=width)
    assert found.store.runs.size.samples == 16
    assert "the first 8 draws of the uncertainties say that 16 give" in found.text


def test_other_samples_cannot_be_added_to(tmp_path):
    for method, levels, more in (("latin_hypercube", {"range": [1, 4]}, {"samples": 4}),
                                 ("full_factorial", {"levels": [1, 2]}, {})):  # fmt: skip
        path = written(tmp_path, uncertainties={IDEAS: levels}, replications=1,
                       sampling={"uncertainties": {"method": method, **more}})  # fmt: skip
        store = sweep(read(path), tmp_path / method)
        with pytest.raises(NticError, match=f"`{method}` has no more of the same kind"):
            policies.compare(store.folder, precision=1.0)


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"status": "failed", "error": "boom", COLUMN: None}, "run 1-0-2 failed: boom"),
     ({COLUMN: float("nan")}, f"run 1-0-2 has no value of {COLUMN}")],
)  # fmt: skip
def test_precision_needs_every_run(tmp_path, changes, said):
    store = sweep(read(written(tmp_path, replications=4)), tmp_path / "sweep")
    spoil(store, Run(1, 0, 2), **changes)
    with pytest.raises(NticError, match=said):
        policies.compare(store.folder, precision=1.0)


def test_a_first_stage_of_one_is_refused(tmp_path):
    store = sweep(read(written(tmp_path, replications=1)), tmp_path / "sweep")
    with pytest.raises(NticError, match="--precision: first_stage is 1"):
        policies.compare(store.folder, precision=1.0)
    assert open_store(store.folder).design.replications == 1


def test_whole_numbers_of_draws_are_rounded_before_any_comes():
    table = np.random.default_rng(3).normal(size=(2, 4000))
    plain = until_precise(stored(table), [1.0, -1.0], 0.2)
    doubled = until_precise(
        stored(table), [1.0, -1.0], 0.2, whole=lambda n: 1 << (n - 1).bit_length()
    )
    assert doubled.replications == 1 << (plain.replications - 1).bit_length()
    assert (doubled.half_widths <= plain.half_widths).all()
