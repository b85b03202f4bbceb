"""No table, parameter or argument carries a mode, and two modes are what their switches are."""

import ast
from pathlib import Path

import pytest

from sim import kernel, spinup
from sim.parameters import describe
from sim.scenario import load
from sim.state import TABLES, columns

pytestmark = pytest.mark.core

SIM = Path(__file__).parents[2] / "sim"
MODES = ("leader_led", "alliance_led", "institute_led")
SEEN_BY_KERNELS = ("phases", "rules", "rows", "indicators", "parameters")


def words(name):
    return name.lower().split("_")


@pytest.mark.plain
def test_no_column_and_no_parameter_is_a_mode():
    names = [name for row in TABLES.values() for name in columns(row)]
    names += [name.partition(".")[2] for name, _, _ in describe()]
    assert len(names) > 700
    assert [name for name in names if "mode" in words(name)] == []


@pytest.mark.plain
def test_no_argument_or_variable_of_a_kernel_or_rule_is_a_mode():
    found = []
    for folder in SEEN_BY_KERNELS:
        for path in (SIM / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                name = getattr(node, "arg", None) or getattr(node, "id", None) or ""
                if isinstance(name, str) and "mode" in words(name):
                    found.append(f"{path.name}: {name}")
    assert found == []


@pytest.mark.plain
def test_the_names_of_the_modes_stand_in_scenarios_alone():
    """And where plans are held against the guideline, which names them; no kernel imports that."""
    for path in SIM.rglob("*.py"):
        if path.parent.name == "plans":
            continue
        text = path.read_text(encoding="utf-8")
        assert not any(mode in text for mode in MODES), path.name


def test_modes_that_swap_their_compositions_swap_their_results(busy, differences):
    """The center under either name, with its own switches and with those of the other one."""
    one = vars(busy.bundles["leader_led"]) | {"lead_votes": 0.6, "enterprise_votes": 0.2}
    other = one | {"lead_votes": 0.2, "enterprise_votes": 0.55, "results_owner": "lead"}
    runs = {}
    for swapped in (False, True):
        first, second = (other, one) if swapped else (one, other)
        for mode in MODES[:2]:
            given = {"leader_led": first, "alliance_led": second}
            bundles = {
                f"bundles.{label}.{key}": str(value).lower()
                for label, bundle in given.items()
                for key, value in bundle.items()
            }
            mine = bundles | {"centers.early_train.mode": mode, "background": "none",
                              "quarters": "40"}  # fmt: skip
            scenario = load("tiny", mine)
            world = spinup.start(scenario)
            runs[mode, swapped] = kernel.run(world, busy.parameters, 1, scenario.quarters)
    assert differences(runs["leader_led", False], runs["alliance_led", True]) == []
    assert differences(runs["alliance_led", False], runs["leader_led", True]) == []
    assert differences(runs["leader_led", False], runs["alliance_led", False]) != []
