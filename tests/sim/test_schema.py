"""The schema that editors read: current, valid, and of one mind with the reader."""

import re

import jsonschema
import pytest
import yaml

from sim import parameters, tables
from sim.scenario import KEYS, load, shipped
from sim.scenario.schema import FILE, MEANINGS, schema, text
from sim.scenario.starters import TEMPLATES

FILES = {**shipped(), **{path.stem: path for path in sorted(TEMPLATES.glob("*.yaml"))}}
VALIDATOR = jsonschema.Draft7Validator(schema())


def errors(tree):
    return [error.message for error in VALIDATOR.iter_errors(tree)]


def test_the_file_beside_the_scenarios_is_current():
    assert (tables.SCENARIOS / FILE).read_text(encoding="utf-8") == text(), "ntic schema renews it"


def test_it_is_a_valid_schema():
    jsonschema.Draft7Validator.check_schema(schema())


@pytest.mark.parametrize("stem", FILES)
def test_every_file_fits(stem):
    tree = yaml.safe_load(FILES[stem].read_text(encoding="utf-8"))
    assert errors(tree) == []


@pytest.mark.parametrize("stem", ["national", "tiny", "embargo", "new_energy_vehicles"])
def test_what_a_run_writes_fits(stem):
    assert errors(load(FILES[stem]).resolved()) == []


def test_every_key_is_there_with_a_meaning():
    assert set(schema()["properties"]) == set(KEYS) == set(MEANINGS)
    assert all(part["description"] for part in schema()["properties"].values())


def test_every_parameter_has_its_bounds_and_words():
    shapes = schema()["definitions"]["parameters"]
    for name, default, about in parameters.describe():
        shape = shapes[name]
        assert (shape["minimum"], shape["maximum"]) == (about.low, about.high)
        assert shape["default"] == default
        assert about.meaning in shape["description"]
        assert errors(national(parameters={name: default})) == []
        group, _, last = name.partition(".")
        assert errors(national(parameters={group: {last: about.high + 1.0}}))


def national(**given):
    return {"format": 1, "name": "a", "question": "b?", "based_on": "national"} | given


@pytest.mark.parametrize(
    "given",
    [
        {"parameter": {}},
        {"fields": ["big_dat"]},
        {"fields": {"others": "all", "big_data": {"gpa": 0.2}}},
        {"fields": {"others": "all", "own": {"gap": 0.2}}},
        {"fields": {"others": "some"}},
        {"provinces": ["Peking"]},
        {"background": "some"},
        {"look_at": ["gpa"]},
        {"quarters": 0},
        {"quarters": 1.5},
        {"seed": "1"},
        {"scale": 2},
        {"bundles": {"leader_led": {"grant": -1}}},
        {"bundles": {"leader_led": {"extension": 1}}},
        {"centers": {"others": "all", "dairy": {"lead": "firm"}}},
        {"centers": {"others": "all", "own": {"lead": "enterprise"}}},
        {"centers": {"others": "all", "every": {"approved": "2010"}}},
        {"events": [{"from": "2020Q1", "change": "market.payot", "to": 0.5}]},
        {"events": [{"from": "2020Q1", "change": "market.payout"}]},
        {"events": [{"from": "2020Q1", "change": "gap", "field": "big_data", "to": 0.5}]},
        {"events": [{"from": "2020Q1", "embargo": "big_data"}]},
        {"events": [{"from": "2020Q1", "cut": "public_rd", "by": 2}]},
        {"events": {"from": "2020Q1"}},
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(given, tmp_path):
    assert errors(national(**given))
    file = tmp_path / "a.yaml"
    file.write_text(yaml.safe_dump(national(**given), sort_keys=False), encoding="utf-8")
    with pytest.raises(Exception, match=re.escape("a.yaml")):
        load(file)


@pytest.mark.parametrize(
    "given",
    [
        {"fields": "all"},
        {"fields": ["big_data"], "centers": "none"},
        {"fields": {"others": "all", "big_data": {"gap": 0.2}}},
        {"provinces": ["Beijing"]},
        {"centers": {"others": "none"}},
        {"centers": ["dairy"]},
        {"look_at": ["gap"]},
        {"events": [{"from": "2020Q1", "until": "2021Q1", "embargo": "big_data"}]},
        {"events": [{"from": "2020Q1", "change": "grant", "center": "dairy", "to": 1}]},
        {"events": [{"from": "2020Q1", "cut": "center_grants", "by": 0.5}]},
        {"parameters": {"market": {"payout": 0.5}}},
    ],
)
def test_what_the_reader_takes_the_schema_takes(given, tmp_path):
    assert errors(national(**given)) == []
    file = tmp_path / "a.yaml"
    file.write_text(yaml.safe_dump(national(**given), sort_keys=False), encoding="utf-8")
    assert load(file)
