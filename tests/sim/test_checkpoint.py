"""A run that is stored and continued is the run that was never interrupted."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from sim import checkpoint, kernel, simulate, spinup
from sim.checkpoint import CheckpointError
from sim.cli import app
from sim.model import InnovationModel
from sim.scenario import load
from sim.timeline import timeline_of

WHOLE, BREAK = 24, 10
LIVELY = {
    "quarters": str(WHOLE),
    "centers.early_train.fields": "{high_speed_train: 0.3, new_materials: 0.7}",
    "bundles.leader_led.grant": "200",
    "membership.invitations": "8",
    "research.ideas_per_quarter": "4",
}


@pytest.fixture(scope="module")
def lively():
    return load("tiny", LIVELY)


@pytest.fixture(scope="module")
def whole(lively):
    return simulate.run(lively, out=False)


@pytest.fixture(scope="module")
def stored(lively, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trunk") / "run"
    simulate.run(lively, quarters=BREAK, out=folder, figures=False, state=True)
    return folder


@pytest.mark.parametrize("driver", ["kernel", "mesa"])
@pytest.mark.parametrize("threads", [1, 2])
def test_stored_and_continued_equals_uninterrupted(lively, whole, stored, driver, threads):
    if driver == "mesa" and threads == 2:
        pytest.skip("threads are the kernel's")
    result = simulate.run(lively, driver=driver, threads=threads, out=False, resume=stored)
    assert result.digests == whole.digests


def test_a_mesa_run_stored_is_continued_by_the_kernel(lively, whole, tmp_path):
    first = simulate.run(
        lively, quarters=BREAK, driver="mesa", out=tmp_path / "a", figures=False, state=True
    )
    assert first.folder is not None
    result = simulate.run(lively, out=False, resume=first.folder / "state.npz")
    assert result.digest == whole.digest


def test_a_run_may_be_interrupted_twice(lively, whole, stored, tmp_path):
    middle = tmp_path / "middle"
    simulate.run(lively, quarters=BREAK + 5, out=middle, figures=False, state=True, resume=stored)
    assert simulate.run(lively, out=False, resume=middle).digest == whole.digest


def test_a_model_runs_on_where_it_stopped(lively):
    world = spinup.start(lively)
    model = InnovationModel(lively, world=world)
    model.run(3)
    history = model.run(2)
    expected = kernel.run(world, timeline_of(lively), lively.seed, 5)
    for name in ("fields", "provinces", "nation", "flows"):
        assert np.array_equal(getattr(history, name), getattr(expected, name)), name


def test_continuing_leaves_the_stored_run_alone(lively, stored):
    past = checkpoint.load(stored / "state.npz", lively)
    before = past.world.enterprises.tobytes()
    kernel.run(past, lively.parameters, 1, WHOLE)
    assert past.world.enterprises.tobytes() == before
    assert checkpoint.quarters_done(past) == BREAK


def test_what_is_restored_is_what_was_stored(lively, stored, differences):
    past = checkpoint.load(stored / "state.npz", lively)
    again = kernel.run(spinup.start(lively), timeline_of(lively), lively.seed, BREAK)
    for name in past._fields:
        if name != "world":
            assert np.array_equal(getattr(past, name), getattr(again, name)), name
    found = {name.partition(".")[0] for name in differences(past.world, again.world)}
    assert found == set()


def test_the_country_can_be_branched_in_2017(tmp_path):
    country = load("national", {"scale": "0.01", "quarters": "40"})
    simulate.run(country, quarters=32, out=tmp_path / "trunk", figures=False, state=True)
    branched = simulate.run(country, out=False, resume=tmp_path / "trunk")
    assert branched.digests == simulate.run(country, out=False).digests


# Arms that share their first years.


@pytest.mark.parametrize(
    "change",
    [{"bundles.leader_led.grant": "20"}, {"market.tax_rate": "0.1"}, {"seed": "7"}],
    ids=["charter", "parameter", "seed"],
)
def test_an_arm_differs_from_the_branch_on_and_not_before(whole, stored, change):
    arm = simulate.run("tiny", overrides=LIVELY | change, out=False, resume=stored)
    assert arm.history is not None
    assert whole.history is not None
    assert np.array_equal(arm.history.nation[:BREAK], whole.history.nation[:BREAK])
    assert not np.array_equal(arm.history.nation[BREAK], whole.history.nation[BREAK])


def test_an_arm_with_the_policy_of_the_trunk_is_the_trunk(whole, stored):
    same = LIVELY | {"bundles.leader_led.grant": "200.0"}
    arm = simulate.run("tiny", overrides=same, out=False, resume=stored)
    assert arm.digest == whole.digest


# What cannot be continued.


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scale": "0.5"}, "another country"),
        ({"start.cash": "0.3"}, "another country"),
        ({"quarters": str(BREAK)}, f"expected more than {BREAK}"),
        ({"centers.early_train.province": "Shanghai"}, "cannot change any more"),
        ({"centers": "none"}, "this scenario has none"),
    ],
)
def test_a_state_of_another_run_is_refused(stored, tmp_path, change, said):
    overrides = {k: v for k, v in LIVELY.items() if "centers" not in change or "cent" not in k}
    if change.get("centers") == "none":
        overrides = {"quarters": str(WHOLE)}
    with pytest.raises(CheckpointError, match=said):
        simulate.run("tiny", overrides=overrides | change, out=tmp_path / "x", resume=stored)
    assert not (tmp_path / "x").exists()


def test_all_that_stands_in_the_way_is_said_at_once(stored):
    with pytest.raises(CheckpointError) as caught:
        simulate.run("tiny", overrides={"quarters": "5", "scale": "0.5"}, out=False, resume=stored)
    assert len(str(caught.value).splitlines()) == 2


def test_a_state_of_other_code_is_refused(lively, stored, monkeypatch):
    monkeypatch.setattr(checkpoint, "code_digest", lambda: "other")
    with pytest.raises(CheckpointError, match="another version of the model"):
        checkpoint.load(stored / "state.npz", lively)


@pytest.mark.parametrize("content", [b"", b"not a state", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_state_is_refused(lively, tmp_path, content):
    path = tmp_path / "state.npz"
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match="is not a stored state"):
        checkpoint.load(path, lively)


def test_a_table_file_is_no_state(lively, tmp_path):
    path = tmp_path / "state.npz"
    np.savez(path, about=np.frombuffer(json.dumps([1]).encode(), dtype=np.uint8))
    with pytest.raises(CheckpointError, match="is not a stored state"):
        checkpoint.load(path, lively)


def test_where_nothing_can_be_written_nothing_is_left(lively, whole, tmp_path):
    with pytest.raises(CheckpointError, match="cannot be written"):
        checkpoint.save(tmp_path / "no folder" / "state.npz", lively, whole.history)
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_keeps_and_continues(tmp_path):
    run = CliRunner().invoke
    common = ["run", "tiny", "--no-figures"]
    first = [*common, "--quarters", "3", "--state", "--out", str(tmp_path / "a")]
    assert run(app, first).exit_code == 0
    second = [*common, "--from", str(tmp_path / "a"), "--out", str(tmp_path / "b")]
    assert run(app, second).exit_code == 0
    assert run(app, [*common, "--out", str(tmp_path / "c")]).exit_code == 0
    b, c = (json.loads((tmp_path / k / "provenance.json").read_text()) for k in "bc")
    assert b["digest"] == c["digest"]
    assert (b["resumed"], c["resumed"]) == (str(tmp_path / "a"), None)
