"""Every shipped scenario runs, repeats, and differs from its base where its question says."""

import numpy as np
import pytest

import sim
from sim.quarters import between
from sim.scenario import load, said, shipped
from sim.scenario.layers import VARIANTS

pytestmark = pytest.mark.slow

SMALL = {"scale": "0.01", "start.spinup": "40"}
"""A small nation with ten years before 2010 in place of forty."""
NAMES = [name for name, path in shipped().items() if path.parent.name != VARIANTS]
"""Variants have tests of their own (`test_variants.py`)."""
BASED = [name for name in NAMES if "based_on: national" in shipped()[name].read_text()]
FIRST = {
    "embargo": "2025Q1",
    "target_20": "2018Q4",  # the first center that comes earlier
    "matched": "2020Q2",  # the first whose mode or lead is another one
}
"""Quarter from which a scenario can differ; else that of the first center."""


def run(name, **more):
    return sim.run(name, out=False, figures=False, overrides=SMALL | more)


@pytest.fixture(scope="module")
def national():
    return run("national")


@pytest.mark.parametrize("name", BASED)
def test_it_differs_from_its_base_where_its_question_says(name, national):
    result = run(name)
    first = FIRST.get(name) or min(c.approved for c in national.scenario.centers)
    before = between("2010Q1", first)
    for level in ("nation", "fields", "provinces", "flows"):
        one, other = (getattr(r.history, level)[:before] for r in (result, national))
        np.testing.assert_array_equal(one, other, err_msg=level)
    key = ["indicator", "level", "place", "quarter"]
    mine, usual = (r.indicators.set_index(key)["value"].sort_index() for r in (result, national))
    for indicator in result.scenario.look_at:
        assert not mine.loc[indicator].equals(usual.loc[indicator]), indicator


def test_each_is_based_on_the_nation():
    assert set(BASED) == set(NAMES) - {"national", "tiny"}
    assert all(said(name) for name in BASED)


@pytest.mark.parametrize("name", ["national", "tiny", "mixed", "programme_free", "embargo"])
def test_it_repeats(name):
    """Of the nation once with each part of the model that others do not use."""
    quarters = "36" if name != "tiny" else "8"
    one, other = (run(name, quarters=quarters) for _ in range(2))
    assert one.digest == other.digest
    assert load(name, SMALL | {"quarters": quarters}).quarters == one.scenario.quarters


def test_an_embargo_is_felt_where_and_while_it_lasts(national):
    result = run("embargo")
    table = result.indicators.set_index(["indicator", "place", "quarter"])["value"].sort_index()
    for field in ("integrated_circuits", "aero_engines"):
        imports = table.loc["import_share", field]
        assert imports["2024Q4"] > 0.3
        assert (imports["2025Q1":"2027Q4"] == 0.0).all()
        assert imports["2028Q1"] > 0.0
        assert table.loc["price", field]["2025Q1"] > 1.1 * table.loc["price", field]["2024Q4"]
    assert table.loc["import_share", "big_data"]["2026Q1"] > 0.1


def test_without_the_programme_no_public_money_goes_to_centers():
    result = run("no_programme")
    assert result.centers.empty
    assert result.center_quarters.empty
    paid = result.flows.loc[result.flows["flow"].isin(["center_grants", "center_local_grants"])]
    assert paid.empty
