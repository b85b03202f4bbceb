"""Outcomes of a run, each worked by hand on a record of a few numbers."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest

from experiments.design.reading import read
from experiments.design.specs import Outcome
from experiments.sweeps.measure import columns, measure_of
from sim.indicators import FIELD, NATION, PROVINCE
from sim.problems import NticError
from sim.scenario import load


class Record(NamedTuple):
    """What of a run's history outcomes are read from."""

    nation: np.ndarray
    fields: np.ndarray
    provinces: np.ndarray


def place(about, name):
    return [one.name for one in about].index(name)


@pytest.fixture(scope="module")
def scenario():
    fields = "[high_speed_train, new_materials, quantum_communication]"
    return load("tiny", {"fields": fields, "centers": "none", "quarters": "6"})


@pytest.fixture(scope="module")
def record(scenario):
    """Return six quarters: 1 to 6 of the nation, tens by field, hundreds by province."""
    t = np.arange(1.0, 7.0)
    nation = np.full((6, len(NATION)), 1e9)
    nation[:, place(NATION, "social_surplus")] = t
    fields = np.full((6, 3, len(FIELD)), 1e9)
    fields[:, :, place(FIELD, "gap")] = t[:, None] * [10.0, 20.0, 60.0]
    provinces = np.full((6, 3, len(PROVINCE)), 1e9)
    provinces[:, :, place(PROVINCE, "rd_enterprises")] = t[:, None] * [100.0, 200.0, 600.0]
    return Record(nation, fields, provinces)


@pytest.fixture(scope="module")
def measured(small, tmp_path_factory, scenario, record):
    """Return the function that gives the columns of one outcome."""
    design = read(small(tmp_path_factory.mktemp("design")))

    def measure(level="nation", how="end", horizon="2010Q4", other=scenario, **said):
        name = {"nation": "social_surplus", "field": "gap", "province": "rd_enterprises"}[level]
        across = said.pop("across", "" if level == "nation" else "mean")
        outcome = Outcome("x", name, level, how, across, (horizon,), said.pop("since", "2010Q1"),
                          said.pop("by", ()), "higher", None, True, "1")  # fmt: skip
        one = replace(design, outcomes=(outcome,))
        found = columns(one, scenario)
        values = measure_of(found, one, other)(record)
        return {c.name.partition("/")[2]: v for c, v in zip(found, values, strict=True)}

    return measure


@pytest.mark.parametrize(
    ("how", "since", "horizon", "expected"),
    [
        ("end", "2010Q1", "2010Q4", 4.0),
        ("end", "2010Q1", "2010Q1", 1.0),
        ("end", "2010Q1", "2011Q2", 6.0),
        ("total", "2010Q1", "2010Q4", 10.0),
        ("total", "2010Q3", "2010Q4", 7.0),
        ("total", "2010Q4", "2010Q4", 4.0),
        ("mean", "2010Q1", "2010Q4", 2.5),
        ("mean", "2010Q2", "2011Q2", 4.0),
        ("last_year", "2010Q1", "2010Q4", 2.5),
        ("last_year", "2010Q1", "2011Q2", 4.5),
    ],
)
def test_measures_over_time(measured, how, since, horizon, expected):
    assert measured(how=how, since=since, horizon=horizon) == {"": expected}


@pytest.mark.parametrize(
    ("level", "across", "how", "expected"),
    [
        ("field", "mean", "end", 4 * 30.0),
        ("field", "total", "end", 4 * 90.0),
        ("field", "mean", "total", 10 * 30.0),
        ("field", "total", "mean", 2.5 * 90.0),
        ("province", "mean", "end", 4 * 300.0),
        ("province", "total", "total", 10 * 900.0),
    ],
)
def test_measures_across_places(measured, level, across, how, expected):
    assert measured(level, how, across=across)[""] == pytest.approx(expected, rel=1e-15)


def test_parts_by_field_and_by_orientation(measured, scenario):
    kinds = {field.key: field.orientation for field in scenario.fields}
    assert list(kinds.items()) == [
        ("quantum_communication", "frontier"),
        ("high_speed_train", "economy"),
        ("new_materials", "economy"),
    ]
    assert measured("field", by=("field", "orientation")) == {
        "": pytest.approx(120.0),
        "field:quantum_communication": 40.0,
        "field:high_speed_train": 80.0,
        "field:new_materials": 240.0,
        "orientation:frontier": 40.0,
        "orientation:economy": 160.0,
    }
    total = measured("field", by=("orientation",), across="total", how="total")
    assert total["orientation:economy"] == 800.0


def test_parts_by_province_and_by_region(measured, scenario):
    regions = {province.region for province in scenario.provinces}
    found = measured("province", by=("province", "region"), across="total")
    assert {name: found[f"province:{name}"] for name in ("Beijing", "Shanghai", "Shandong")} == {
        "Beijing": 400.0, "Shanghai": 800.0, "Shandong": 2400.0,
    }  # fmt: skip
    assert sum(found[f"region:{name}"] for name in regions) == 3600.0


def test_a_place_that_a_scenario_lacks_is_not_a_number(measured, scenario, record):
    fewer = replace(scenario, fields=scenario.fields[:1])
    found = measured("field", by=("field",), other=fewer)
    assert found["field:quantum_communication"] == 40.0
    assert np.isnan(found["field:new_materials"])


@pytest.mark.parametrize("horizon", ["2011Q3", "2009Q4"])
def test_a_horizon_outside_the_run_is_no_number_but_an_error(measured, horizon):
    with pytest.raises(NticError, match=f"{horizon} is not within the 6 quarters of the run"):
        measured(horizon=horizon)


def test_columns_are_in_the_order_of_the_design(small, tmp_path, scenario):
    design = read(small(tmp_path))
    assert [column.name for column in columns(design, scenario)] == [
        "surplus@2010Q2",
        "gap@2010Q2",
        "gap@2010Q2/field:quantum_communication",
        "gap@2010Q2/field:high_speed_train",
        "gap@2010Q2/field:new_materials",
    ]
