"""What a scenario sets of a province: read, refused, dated, and acted on; zones by date."""

from dataclasses import replace

import numpy as np
import pytest
import yaml

from sim import accounts, checkpoint, kernel, spinup, tables
from sim.indicators import PROVINCE
from sim.parameters import replace as with_values
from sim.scenario import load
from sim.specs import REGION
from sim.state import copy
from sim.timeline import timeline_of

AT = {about.name: k for k, about in enumerate(PROVINCE)}
OFF = {"zones.land": 0.0, "zones.pull": 0.0, "zones.room": 0.0, "incubation.in_zones": 0.0}


def run(scenario, world=None):
    return kernel.run(world or spinup.start(scenario), timeline_of(scenario), 1, scenario.quarters)


def own(history, indicator):
    return history.provinces[..., AT[indicator]]


# Read and refused.


def test_what_is_not_said_stands_in_the_tables():
    for province in load("national").provinces:
        assert province.support == 1.0
        assert province == tables.provinces()[province.key]
    zones = [province.high_tech_zones for province in load("national").provinces]
    assert sum(zones) == 169


def test_a_province_has_what_is_set():
    given = {"regions.Beijing": "{support: 2, high_tech_zones: 3, demonstration_zones: 0}"}
    first, *rest = load("national", given).provinces
    assert (first.support, first.high_tech_zones, first.demonstration_zones) == (2.0, 3.0, 0.0)
    assert rest == list(load("national").provinces[1:])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"regions.Peking.support": "2"}, "unknown province `Peking`; did you mean `Beijing`"),
        ({"regions.Beijing.suport": "2"}, "unknown key `suport`; did you mean `support`"),
        ({"regions.Beijing.support": "-1"}, "out of bounds"),
        ({"regions.Beijing.support": "11"}, "out of bounds"),
        ({"regions.Beijing.support": "much"}, "got `much`"),
        ({"regions": "all"}, "expected a mapping"),
        ({"regions.Beijing": "2"}, "expected a mapping"),
        ({"regions.Gansu.support": "2"}, "unknown province `Gansu`"),  # not of tiny.yaml
    ],
)
def test_what_cannot_be_is_refused(problems, given, said):
    assert said in problems(given)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("{from: 2010Q2, change: support, to: 2}", "names no province; add `province`"),
        ("{from: 2010Q2, change: support, province: Peking, to: 2}", "unknown province"),
        ("{from: 2010Q2, change: area, province: Beijing, to: 2}", "condition that can change"),
        ("{from: 2010Q2, change: support, province: Beijing, field: new_materials, to: 2}",
         "names a field and a province"),
        ("{from: 2010Q2, change: support, province: Beijing, to: -1}", "out of bounds"),
    ],
)  # fmt: skip
def test_a_dated_change_that_cannot_be_is_refused(problems, event, said):
    assert said in problems({"events": f"[{event}]"})


def test_what_is_written_is_read_again(tmp_path):
    event = "{from: 2012Q1, until: 2013Q1, change: support, province: Hubei, to: 3}"
    scenario = load("national", {"regions.Beijing.support": "2", "events": f"[{event}]"})
    file = tmp_path / "again.yaml"
    file.write_text(yaml.safe_dump(scenario.resolved() | {"name": "again"}, allow_unicode=True))
    again = load(file)
    assert again.provinces == scenario.provinces
    assert again.changes == scenario.changes


# Zones by date.


def test_demonstration_zones_come_by_date():
    dated = [c for c in load("national").changes if c.name == "demonstration_zones"]
    start = {p.key: p.demonstration_zones for p in load("national").provinces}
    assert {key for key, number in start.items() if number} == {"Beijing", "Hubei"}
    at_the_end = dict(start) | {c.province: c.value for c in dated}
    assert sum(at_the_end.values()) == len(tables.rows("demonstration_zones")) == 12
    assert [(c.quarter, c.value) for c in dated if c.province == "Guangdong"] == [
        ("2014Q2", 1.0),
        ("2015Q3", 2.0),
    ]


def test_a_province_whose_zones_are_set_gets_none_by_date():
    scenario = load("national", {"regions.Guangdong.demonstration_zones": "1"})
    assert not [c for c in scenario.changes if c.province == "Guangdong"]
    assert len(scenario.changes) == len(load("national").changes) - 2


def test_the_mean_share_in_zones_is_that_of_2017():
    """By R&D of 2017, with the zones of that year: 0.443 (S_ECNS2018)."""
    scenario = load("national")
    p = timeline_of(scenario).parameters_in(4 * 7)
    money = {row["province"]: float(row["value"]) for row in tables.rows("provincial")
             if (row["year"], row["variable"]) == ("2017", "rd_total_yearbook")}  # fmt: skip
    zones = {c.province: c.value for c in scenario.changes if c.province and c.quarter < "2018"}
    parts = []
    for province in scenario.provinces:
        number = zones.get(province.key, province.demonstration_zones)
        reach = p.zones.approved * p.zones.high_tech * province.high_tech_zones
        share = 1.0 - np.exp(-(reach + p.zones.demonstration * number))
        parts.append(money[province.key] * share)
    assert sum(parts) / sum(money[p.key] for p in scenario.provinces) == pytest.approx(
        0.443, abs=0.005
    )


# Acted on.


@pytest.fixture(scope="module")
def plain():
    return load("tiny", {"background": "none", "events": "[]", "quarters": "12"})


@pytest.fixture(scope="module")
def usual(plain):
    return run(plain)


def with_province(scenario, **given):
    """Return a scenario with something else of its first province."""
    first, *rest = scenario.provinces
    return replace(scenario, provinces=(replace(first, **given), *rest))


def test_a_factor_of_one_is_none(plain, usual, differences):
    assert differences(run(with_province(plain, support=1.0)), usual) == []


def test_a_province_with_more_support_spends_more(plain, usual):
    world = spinup.start(plain)
    other = copy(world)
    other.provinces.support[0] = 2.0
    found = run(plain, other)
    assert (own(found, "innovation_effort")[0] > own(usual, "innovation_effort")[0])[0]
    assert own(found, "local_subsidies")[0, 0] > own(usual, "local_subsidies")[0, 0]
    assert own(found, "local_subsidies")[0, 1:] == pytest.approx(
        own(usual, "local_subsidies")[0, 1:]
    )
    none = copy(world)
    none.provinces.support[0] = 0.0
    found = run(plain, none)
    assert not own(found, "innovation_effort")[:, 0].any()
    assert not own(found, "local_subsidies")[:, 0].any()


def test_support_by_date_moves_nothing_before(plain, usual):
    key = plain.provinces[0].key
    event = f"[{{from: 2011Q2, change: support, province: {key}, to: 2}}]"
    changed = run(load("tiny", {"background": "none", "events": event, "quarters": "12"}))
    assert np.array_equal(changed.provinces[:5], usual.provinces[:5])
    ratio = own(changed, "innovation_effort")[5, 0] / own(usual, "innovation_effort")[5, 0]
    assert ratio == pytest.approx(2.0)


def test_a_run_goes_on_through_it(plain, tmp_path, differences):
    key = plain.provinces[0].key
    event = f"[{{from: 2010Q3, change: support, province: {key}, to: 2}}]"
    scenario = load("tiny", {"background": "none", "events": event, "quarters": "12"})
    checkpoint.save(tmp_path / "state.npz", scenario, run(replace(scenario, quarters=5)))
    past = checkpoint.load(tmp_path / "state.npz", scenario)
    assert past.world.provinces.support[0] == 2.0
    on = kernel.run(past, timeline_of(scenario), 1, 12)
    assert differences(on, run(scenario)) == []


def test_free_land_in_zones_is_forgone(plain, usual):
    p = with_values(plain.parameters, {"zones.land": 1.0})
    found = run(replace(plain, parameters=p), spinup.start(plain))
    assert own(found, "land_forgone").sum() > own(usual, "land_forgone").sum()


@pytest.mark.parametrize(("name", "congestion"), [("zones.pull", 0.2), ("zones.room", 1.0)])
def test_what_zones_give_moves_founders(plain, name, congestion):
    """Where they settle far from home; 17 enterprises are founded in ten years."""
    world = spinup.start(plain)
    firms = []
    for value in (0.0, 5.0):
        given = {"location.congestion": congestion, "location.distance": 5000.0, name: value}
        parameters = with_values(plain.parameters, given)
        firms.append(run(replace(plain, parameters=parameters, quarters=40), world).cells[..., 1])
    assert not np.array_equal(*firms)


def test_zones_that_give_nothing_are_as_if_there_were_none(plain):
    """All three off: how many zones there are changes no bit but the share itself."""
    scenario = replace(plain, parameters=with_values(plain.parameters, OFF))
    world = spinup.start(scenario)
    bare = copy(world)
    bare.provinces.zones = bare.provinces.demonstrations = 0.0
    one, other = run(scenario, world), run(scenario, bare)
    at = AT["zone_share"]
    assert one.provinces[..., at].any()
    assert not other.provinces[..., at].any()
    kept = [k for k in range(len(PROVINCE)) if k != at]
    assert np.array_equal(one.provinces[..., kept], other.provinces[..., kept])
    assert np.array_equal(one.nation, other.nation, equal_nan=True)
    assert np.array_equal(one.flows, other.flows)


def test_rent_that_zones_forgo_is_paid_by_the_province(plain):
    """With free land in zones start-ups receive exactly what treasuries forgo."""
    p = with_values(plain.parameters, {"zones.land": 1.0, "governments.young": 40.0})
    found = run(replace(plain, parameters=p))
    flow = [f.name for f in accounts.FLOWS].index("cheap_land")
    assert found.flows[:, :, flow].sum(axis=1) == pytest.approx(
        own(found, "land_forgone").sum(axis=1)
    )
    assert np.abs(found.closure).max() < 1e-9


def test_what_is_said_of_a_province_is_a_column(start):
    names = start.provinces.dtype.names
    assert {column for column, *_ in REGION.values()} <= set(names)
