"""Dated changes: from their quarter on, in both drivers, and nothing before."""

from dataclasses import replace

import numpy as np
import pytest

from sim import checkpoint, kernel, spinup, tables
from sim.model import InnovationModel
from sim.parameters import Parameters
from sim.scenario import ScenarioError, load
from sim.scenario.events import changeable
from sim.specs import ATTRIBUTES, COLUMNS
from sim.state import World
from sim.timeline import Change, Timeline, begin, timeline_of

pytestmark = pytest.mark.core

FIRM = "- {from: 2010Q4, change: market.tax_rate, to: 0.4}"
FIELD = "- {from: 2010Q4, change: markup, field: new_materials, to: 0.9}"


def with_changes(*lines, **overrides):
    text = "[" + ", ".join(line.removeprefix("- ") for line in lines) + "]"
    return load("tiny", {"events": text} | overrides)


def run(scenario):
    return kernel.run(
        spinup.start(scenario), timeline_of(scenario), scenario.seed, scenario.quarters
    )


def problems_of(*lines):
    with pytest.raises(ScenarioError) as caught:
        with_changes(*lines)
    return str(caught.value)


@pytest.mark.plain
def test_a_parameter_changes_in_its_quarter_and_stays():
    p = Parameters()
    timeline = Timeline(p, (Change(3, "market.tax_rate", 0.4),))
    assert timeline.parameters_in(2) == p
    assert timeline.parameters_in(3).market.tax_rate == 0.4
    assert timeline.parameters_in(30).market.tax_rate == 0.4
    assert timeline.parameters_in(3)._replace(market=p.market) == p


@pytest.mark.plain
def test_the_later_of_two_changes_holds():
    changes = (
        Change(3, "market.tax_rate", 0.4),
        Change(5, "market.tax_rate", 0.1),
    )
    timeline = Timeline(Parameters(), changes)
    assert [timeline.parameters_in(t).market.tax_rate for t in (2, 3, 4, 5, 6)] == [
        0.25, 0.4, 0.4, 0.1, 0.1,
    ]  # fmt: skip


@pytest.mark.plain
def test_an_attribute_of_a_field_changes_once(start):
    timeline = Timeline(Parameters(), (Change(2, "markup", 0.9, "fields", 1),))
    before = start.fields.markup.copy()
    begin(start, timeline, 1)
    assert np.array_equal(start.fields.markup, before)
    begin(start, timeline, 2)
    assert start.fields.markup.tolist() == [before[0], 0.9]
    start.fields.markup[1] = 0.8  # what the quarter makes of it stays
    begin(start, timeline, 3)
    assert start.fields.markup[1] == 0.8


@pytest.mark.parametrize("line", [FIRM, FIELD])
def test_nothing_moves_before_and_something_after(short, line):
    changed = run(with_changes(line))
    for name in ("fields", "provinces", "nation", "flows"):
        assert np.array_equal(getattr(changed, name)[:3], getattr(short, name)[:3]), name
    assert not np.array_equal(changed.flows[3], short.flows[3])


def test_a_change_to_what_is_moves_nothing(differences):
    same = run(with_changes("- {from: 2010Q4, change: market.tax_rate, to: 0.25}"))
    assert differences(same, run(load("tiny"))) == []  # zones come by date in both


def test_both_drivers_agree(differences):
    scenario = with_changes(FIRM, FIELD)
    slow = InnovationModel(scenario).run(scenario.quarters)
    assert differences(run(scenario), slow) == []


def test_a_run_goes_on_through_a_change(tmp_path, differences):
    scenario = with_changes(FIRM, FIELD)
    half = run(replace(scenario, quarters=5))
    checkpoint.save(tmp_path / "state.npz", scenario, half)
    on = kernel.run(checkpoint.load(tmp_path / "state.npz", scenario), timeline_of(scenario), 1, 8)
    assert differences(on, run(scenario)) == []


@pytest.mark.parametrize("line", [FIRM, FIELD])
def test_what_has_happened_cannot_be_undone(tmp_path, line):
    scenario = with_changes(line)
    checkpoint.save(tmp_path / "state.npz", scenario, run(replace(scenario, quarters=5)))
    with pytest.raises(checkpoint.CheckpointError, match="other dated changes before 2011Q2"):
        checkpoint.load(tmp_path / "state.npz", load("tiny"))


def test_the_spinup_knows_of_no_change(differences):
    early = with_changes("- {from: 2010Q1, change: market.tax_rate, to: 0.4}")
    assert differences(spinup.start(early), spinup.start(load("tiny"))) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- {from: 2010Q4, change: market.tax_rat, to: 0.4}", "did you mean `market.tax_rate`"),
        ("- {from: 2010Q4, change: market.tax_rate, to: 0.7}", "0.7 is out of bounds"),
        ("- {from: 2009Q4, change: market.tax_rate, to: 0.4}", "2009Q4 is out of bounds"),
        ("- {from: 2010Q4, change: start.cash, to: 1}", "is read before the first quarter"),
        ("- {from: 2010Q4, change: markup, to: 1}", "add `field`"),
        ("- {from: 2010Q4, change: cr4, field: new_materials, to: 0.5}", "that can change"),
        ("- {from: 2010Q4, change: markup, field: material, to: 1}", "unknown field"),
        ("- {from: 2010Q4, change: market.tax_rate}", "missing key `to`"),
        ("- {from: 2010Q4, chnage: markup, to: 1}", "did you mean `change`"),
    ],
)
def test_a_bad_change_is_refused(line, said):
    assert said in problems_of(line)


def test_a_thing_changes_once_in_a_quarter():
    assert "while events[0] holds" in problems_of(FIRM, FIRM.replace("0.4", "0.3"))


def test_the_background_is_in_every_scenario_unless_left_out():
    assert load("national").changes == tables.background()
    assert load("national", {"background": "none"}).changes == ()
    own = load("tiny").changes
    assert {change.field for change in own} <= {None, "high_speed_train", "new_materials"}
    assert 0 < len(own) < len(tables.background())


def test_rows_of_the_background_are_within_their_bounds():
    for row in tables.rows("background"):
        bounds = changeable("field" if row["field"] else "")
        low, high, _ = bounds[row["name"]]
        assert low <= float(row["low"]) <= float(row["value"]) <= float(row["high"]) <= high
        assert row["source"]


def test_columns_are_those_of_the_table(start):
    assert isinstance(start, World)
    assert set(COLUMNS) <= set(ATTRIBUTES)
    assert set(COLUMNS.values()) <= set(start.fields.dtype.names)
