"""Explanations: every name has one, and a slip is mended."""

import pytest

from sim import parameters, tables
from sim.documents.explain import explain
from sim.indicators import FIELD, NATION, PROVINCE
from sim.problems import NticError
from sim.scenario import KEYS, shipped
from sim.specs import ATTRIBUTES, BUNDLE_KEYS


@pytest.mark.parametrize("name", [name for name, _, _ in parameters.describe()])
def test_a_parameter_is_explained_with_all_that_is_known_of_it(name):
    default, about = next((d, a) for n, d, a in parameters.describe() if n == name)
    words = explain(name)
    for known in (about.symbol, about.meaning, about.meaning_zh, about.source, "docs/levers.md"):
        assert known in words
    assert f"default {default:.12g}".rstrip("0") in words or str(int(default)) in words


def test_every_other_name_is_explained():
    names = [about.name for about in (*NATION, *FIELD, *PROVINCE)]
    names += [*KEYS, *ATTRIBUTES, *BUNDLE_KEYS, *tables.fields(), *tables.centers()]
    for name in (*names, "Beijing", "launch", "enterprises.cash"):
        assert explain(name).startswith(name)


def test_a_name_with_several_meanings_has_all_of_them():
    words = explain("gap")
    assert "indicator of a field" in words
    assert "attribute of a field" in words


@pytest.mark.parametrize("name", shipped())
def test_a_scenario_is_explained_by_what_it_asks_and_says(name):
    words = explain(name)
    assert "?" in words
    if name == "no_programme":
        assert "centers: none (otherwise all)" in words
    if name == "leader":
        assert "centers.every.lead: enterprise" in words
        assert "center_members (中心成员数)" in words


def test_units_and_what_would_hold_otherwise_are_said(tmp_path):
    file = tmp_path / "a.yaml"
    head = "format: 1\nname: a\nquestion: b?\nbased_on: national\n"
    file.write_text(f"{head}parameters: {{start.laboratory_budget: 9}}\nscale: 0.03\n")
    words = explain(str(file))
    assert "scale: 0.03 (otherwise 0.1)" in words
    default = next(d for n, d, _ in parameters.describe() if n == "start.laboratory_budget")
    unit = next(a.unit for n, _, a in parameters.describe() if n == "start.laboratory_budget")
    assert f"start.laboratory_budget: 9 {unit} (otherwise {default:g} {unit})" in words


@pytest.mark.parametrize(
    ("slip", "word"),
    [("market.payot", "market.payout"), ("hih", "hhi"), ("natoinal", "national"),
     ("diary", "dairy")],
)  # fmt: skip
def test_a_slip_is_mended(slip, word):
    with pytest.raises(NticError, match=f"`{word}`"):
        explain(slip)
