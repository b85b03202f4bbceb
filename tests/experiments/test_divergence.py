"""Where two runs part: exactly there where an input first acts, and never without one."""

import numpy as np
import pytest

from experiments.divergence import first_divergence
from experiments.identity import Side, cells_unlike, columns_unlike, identities
from experiments.inputs import differing
from sim import kernel, spinup
from sim.population import remove_enterprise
from sim.quarters import between
from sim.scenario import load
from sim.state import TABLES, copy
from sim.timeline import timeline_of

pytestmark = pytest.mark.core


def side(**changes):
    scenario = load("tiny", {key.replace("__", "."): value for key, value in changes.items()})
    return Side(scenario, spinup.start(scenario))


def event(text):
    return side(events=f"[{text}]")


@pytest.fixture(scope="module")
def tiny():
    return side()


def part(a, b, seed=1):
    return first_divergence(a, b, seed, a.scenario.quarters)


def test_a_scenario_and_itself_never_part(tiny):
    found = part(tiny, side())
    assert (found.quarter, found.phase, found.step, found.cells) == (None, None, None, None)
    assert found.start.empty
    assert found.same_country


def test_a_dated_change_parts_the_runs_in_its_quarter_at_the_step_that_reads_it(tiny):
    found = part(tiny, event("{from: 2010Q3, change: links.rate, to: 0.24}"))
    assert (found.quarter, found.phase, found.step) == ("2010Q3", "links", "seek")
    rooms = found.cells[found.cells["column"] == "room"]
    old, new = (rooms[one].astype(float).to_numpy() for one in ("a", "b"))
    more = old > 1.0  # as many links as in some years of the rate, one at least
    assert more.sum() > 50
    np.testing.assert_allclose(new[more], 2.0 * old[more], rtol=1e-12)
    assert set(rooms["table"]) == {"enterprises"}
    assert set(rooms["field"]) == {"high_speed_train", "new_materials"}
    assert set(rooms["province"]) <= {"Beijing", "Shanghai", "Shandong"}


@pytest.mark.parametrize("quarter", ["2010Q2", "2011Q3"])
def test_the_records_are_the_same_before_and_not_after(tiny, quarter):
    other = event(f"{{from: {quarter}, change: market.selection, to: 0.5}}")
    found = part(tiny, other)
    assert found.quarter == quarter
    t = between("2010Q1", quarter)
    runs = [kernel.run(one.world, timeline_of(one.scenario), 1, t + 1) for one in (tiny, other)]
    assert np.array_equal(runs[0].nation[:t], runs[1].nation[:t])
    assert not np.array_equal(runs[0].fields[t], runs[1].fields[t])


def test_what_a_dated_change_sets_is_an_input_and_not_where_runs_part(tiny):
    found = part(tiny, event("{from: 2010Q4, change: markup, field: new_materials, to: 0.9}"))
    assert found.quarter == "2010Q4"
    assert found.step is not None
    assert "markup" not in set(found.cells["column"])


def test_a_larger_grant_parts_them_where_the_center_first_receives_it(tiny):
    found = part(tiny, side(bundles__leader_led__grant="100"))
    assert (found.quarter, found.phase, found.step) == ("2010Q3", "policy", "start_up")
    cash = found.cells[found.cells["column"] == "cash"].iloc[0]
    assert (cash["table"], cash["row"], cash["province"]) == ("centers", "early_train", "Shandong")
    assert (float(cash["a"]), float(cash["b"]), cash["unit"]) == (15.0, 100.0, "million CNY")
    assert cash["relative"] == pytest.approx(0.85)
    assert "flows[center_grants]" in set(found.cells["column"])


def test_a_center_that_only_one_has_is_an_input_too(tiny):
    found = part(tiny, side(centers="none"))
    assert (found.quarter, found.phase, found.step) == ("2010Q3", "policy", "pay_local_grants")
    treasury = found.cells[found.cells["column"] == "treasury"].iloc[0]
    assert treasury["row"] == "Shandong"
    assert float(treasury["b"]) - float(treasury["a"]) == pytest.approx(25.0)  # its local grant
    assert "centers" not in set(found.cells["table"])


def test_another_name_for_a_mode_is_an_input_that_changes_nothing(tiny):
    bundle = (
        "{lead_votes: 0.6, enterprise_votes: 0.2, government_votes: 0.1, voting: majority, "
        "veto: nobody, experts: 5, manager_limit: 15, results_owner: lead, pilot_capacity: 4, "
        "pilot_for_members: false, extension: false, incubator_places: 20, grant: 15, "
        "local_grant: 25}"
    )
    other = side(bundles__another=bundle, centers__early_train__mode="another")
    keys = set(differing(tiny.scenario, other.scenario)["key"])
    assert keys == {"centers.early_train.mode", "bundles.another"}
    assert part(tiny, other).quarter is None


def test_a_parameter_that_the_past_knows_is_told_apart_from_what_it_does_in_the_run(tiny):
    found = part(tiny, side(links__rate="0.24"))
    assert len(found.start) > 0
    assert found.same_country
    assert found.past == "a"
    assert (found.quarter, found.phase, found.step) == ("2010Q1", "links", "seek")


def test_two_countries_have_no_point_at_which_they_part(tiny):
    found = part(tiny, side(scale="0.05"))
    assert not found.same_country
    assert found.quarter is None
    alone = found.start[(found.start["table"] == "enterprises") & (found.start["column"] == "")]
    ids = [set(one.world.enterprises.id.tolist()) for one in (tiny, side(scale="0.05"))]
    assert alone["differ"].item() == len(ids[0] ^ ids[1])


def test_rows_are_matched_by_identity_and_not_by_place(tiny):
    w = copy(tiny.world)
    gone = int(w.enterprises.id[3])
    found = cells_unlike(tiny, Side(tiny.scenario, remove_enterprise(w, 3)))
    mine = found[found["table"] == "enterprises"]
    alone = mine[mine["column"].isna()]
    assert list(alone["row"]) == [str(gone)]
    assert list(zip(alone["a"], alone["b"], strict=True)) == [("present", "-")]
    assert set(mine["column"].dropna()) <= {"first_link", "next", "first_team", "first_membership"}


def test_identities_are_unique_in_every_table(eventful_side):
    for table in (*TABLES, "events"):
        assert identities(eventful_side, table).is_unique, table


@pytest.fixture(scope="module")
def eventful_side(tiny):
    history = kernel.run(tiny.world, timeline_of(tiny.scenario), 1, 24)
    return Side(tiny.scenario, history.world)


def test_one_changed_cell_is_found_in_every_table(eventful_side):
    a = eventful_side
    columns = {
        "enterprises": "cash", "institutes": "budget", "ideas": "gain", "teams": "value",
        "technologies": "use", "fields": "sales", "provinces": "treasury", "stars": "quality",
        "investors": "cash", "cells": "sales", "links": "score", "events": "value",
        "books": "flows", "incubators": "asked", "centers": "cash",
        "boards": "value", "charters": "fee",
        "successors": "pay",
        "memberships": "votes", "center_fields": "sales",
    }  # fmt: skip
    assert set(columns) == {*TABLES, "events"} - {"births"}  # nobody is between quarters
    for table, column in columns.items():
        w = copy(a.world)
        getattr(w, table)[column].flat[0] += 1.0
        found = columns_unlike(a, Side(a.scenario, w))
        assert list(zip(found["table"], found["column"], found["differ"], strict=True)) == [
            (table, column, 1)
        ]
        assert len(cells_unlike(a, Side(a.scenario, w))) == 1
