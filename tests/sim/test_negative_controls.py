"""What must make no difference: the name of a mode, a center without money or powers, its field.

No behavioural rule names a mode, so a bundle of switches under another name is the same center,
bit for bit. That is tested where much happens: the busy country, whose center has many members.
"""

import ast
import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from sim import codes, kernel, spinup
from sim.indicators import FIELD
from sim.populate import centers_as
from sim.scenario import load
from sim.specs import Bundle

pytestmark = pytest.mark.core

MODES = ("leader_led", "alliance_led", "institute_led")
LAUNCHES = [about.name for about in FIELD].index("launches_center")


def renamed(busy, folder, mode):
    """Return the busy scenario as written to a file in which its one bundle has another name."""
    content = busy.resolved()
    content["bundles"] = {mode: content["bundles"]["leader_led"]}
    for center in content["centers"].values():
        if isinstance(center, dict):
            center["mode"] = mode
    path = folder / f"{mode}.yaml"
    path.write_text(yaml.safe_dump(content | {"name": mode}, allow_unicode=True), encoding="utf-8")
    return load(str(path))


@pytest.fixture(scope="module")
def three(busy, tmp_path_factory):
    """Return the histories of one bundle under the three names."""
    folder = tmp_path_factory.mktemp("modes")
    arms = [renamed(busy, folder, mode) for mode in MODES]
    return [
        kernel.run(spinup.start(arm), arm.parameters, arm.seed, arm.quarters, threads=1)
        for arm in arms
    ]


def test_one_bundle_under_three_names_is_one_center_bit_for_bit(three, differences):
    assert differences(three[0], three[1]) == []
    assert differences(three[0], three[2]) == []


def test_the_center_that_is_renamed_has_members_and_projects(three):
    events = three[0].world.events[: int(three[0].world.counters[0])]
    kinds = set(events["kind"].tolist())
    assert {codes.MEMBER_JOINS, codes.PROJECT_APPROVED, codes.LAUNCH} <= kinds


def test_the_switches_of_the_bundle_do_make_a_difference(busy, three, differences):
    """Else the test above could not fail."""
    other = load("tiny", {"centers": "none", "background": "none"})
    assert other.bundles["leader_led"] != busy.bundles["leader_led"]
    w = spinup.start(busy)
    w.centers.extension = 0
    w.centers.results_owner = codes.LEAD_OWNS
    changed = kernel.run(w, busy.parameters, busy.seed, busy.quarters)
    assert differences(three[0], changed) != []


@pytest.mark.slow
@pytest.mark.statistical
def test_who_leads_makes_no_difference_where_switches_are_neutral():
    """Technologies that centers launch with leads of one kind and of the other, 8 paired seeds.

    Equal votes, results the center's, no extension, the same money: the difference of means lies
    within a tenth of the mean or four standard errors, by Student's t a false alarm in 200 cases if
    there is none. It was -1.8 (4.0) of 61: a difference of a half is found. In launches of all,
    of which centers have a tenth, it would not be.
    """
    neutral = {
        f"bundles.{mode}.{switch}": value
        for mode in MODES
        for switch, value in {
            "lead_votes": "0.3", "enterprise_votes": "0.35", "results_owner": "center",
            "pilot_for_members": "true", "extension": "false",
        }.items()
    }  # fmt: skip
    common = {"scale": "0.01", "background": "none", "quarters": "84"} | neutral
    usual, start = spinup.started("national", tuple(common.items()))
    found = {}
    for kind in ("enterprise", "institute"):
        leads = {f"centers.{center.key}.lead": kind for center in usual.centers}
        arm = load("national", common | leads)
        w = centers_as(start, usual, arm)
        assert (w.centers.lead_kind != start.centers.lead_kind).any()
        found[kind] = np.array([
            kernel.run(w, arm.parameters, seed, 84).fields[:, :, LAUNCHES].sum()
            for seed in range(1, 9)
        ])  # fmt: skip
    difference = found["enterprise"] - found["institute"]
    error = difference.std(ddof=1) / np.sqrt(difference.size)
    margin = max(0.1 * found["enterprise"].mean(), 4.0 * error)
    assert abs(difference.mean()) < margin


@pytest.mark.plain
def test_the_page_of_what_is_built_in_has_every_switch_once():
    page = (Path(__file__).parents[2] / "docs" / "built_in.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE)
    assert sorted(listed) == sorted(Bundle.__dataclass_fields__)


READ_AS = {
    "results_owner": {"results_owner"},
    "extension": {"extension", "extended"},
    "pilot_for_members": {"pilot_for_members"},
    "lead_votes": {"lead_votes", "votes"},
    "enterprise_votes": {"enterprise_votes", "votes"},
    "government_votes": {"government_votes", "votes"},
    "voting": {"voting"},
    "veto": {"veto"},
    "experts": {"experts"},
    "manager_limit": {"manager_limit"},
    "pilot_capacity": {"pilot_capacity", "line"},
    "incubator_places": {"incubator_places"},
    "grant": {"grant"},
    "local_grant": {"local_grant"},
}
"""Columns of centers, seats and technologies in which a switch lives on."""
OF_INSTITUTES = {"budgets.allocate", "policy.receive"}
"""Functions that read a column of the same name of institutes."""
OF_ALL = {"adoption.adopt"}
"""It reads the parameter `diffusion.extension` as a bound for everybody."""


def readers(columns):
    """Return `module.function` of all phases that read one of some columns."""
    found = set()
    for path in (Path(__file__).parents[2] / "sim" / "phases").glob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            used = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
            if used & columns:
                found.add(f"{path.stem}.{function.name}")
    return found - OF_INSTITUTES - OF_ALL


@pytest.mark.plain
@pytest.mark.parametrize("switch", READ_AS)
def test_the_page_of_what_is_built_in_lists_whoever_reads_a_switch(switch):
    page = (Path(__file__).parents[2] / "docs" / "built_in.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| `{switch}` \| ([^|]*) \|", page, flags=re.MULTILINE)
    assert row is not None
    assert set(re.findall(r"`([\w.]+)`", row[1])) == readers(READ_AS[switch])
