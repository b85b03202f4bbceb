"""Events of a scenario: what holds when, over the background and over each other."""

import re

import numpy as np
import pytest

from sim import checkpoint, kernel, spinup
from sim.model import InnovationModel
from sim.scalars import dump
from sim.scenario import ScenarioError, digest, load
from sim.timeline import timeline_of

LEVEL = "funding.public_level"


def changes_of(scenario, name, **of):
    found = [c for c in scenario.changes if c.name == name]
    return [(c.quarter, c.value) for c in found if all(getattr(c, k) == v for k, v in of.items())]


def with_events(*events, name="national"):
    return load(name, {"events": "[" + ", ".join(events) + "]"})


def problems_of(*events, name="national"):
    with pytest.raises(ScenarioError) as caught:
        with_events(*events, name=name)
    return str(caught.value)


# market.deduction is 0.5 at the start, by the background 0.75 from 2018Q1 and 1 from 2021Q1.
DEDUCTION = "{from: %s, change: market.deduction, to: %s%s}"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([DEDUCTION % ("2016Q1", "0.2", "")], [("2016Q1", 0.2)]),
        ([DEDUCTION % ("2019Q1", "0.2", "")], [("2018Q1", 0.75), ("2019Q1", 0.2)]),
        ([DEDUCTION % ("2016Q1", "0.2", ", until: 2017Q1")],
         [("2016Q1", 0.2), ("2017Q1", 0.5), ("2018Q1", 0.75), ("2021Q1", 1.0)]),
        ([DEDUCTION % ("2016Q1", "0.2", ", until: 2019Q1")],
         [("2016Q1", 0.2), ("2019Q1", 0.75), ("2021Q1", 1.0)]),
        ([DEDUCTION % ("2016Q1", "0.2", ", until: 2018Q1")],
         [("2016Q1", 0.2), ("2018Q1", 0.75), ("2021Q1", 1.0)]),
        ([DEDUCTION % ("2016Q1", "0.2", ", until: 2022Q1")], [("2016Q1", 0.2), ("2022Q1", 1.0)]),
        ([DEDUCTION % ("2016Q1", "0.2", ""), DEDUCTION % ("2017Q1", "0.3", "")],
         [("2016Q1", 0.2), ("2017Q1", 0.3)]),
        ([DEDUCTION % ("2017Q1", "0.3", ""), DEDUCTION % ("2016Q1", "0.2", ", until: 2017Q1")],
         [("2016Q1", 0.2), ("2017Q1", 0.3)]),
        ([DEDUCTION % ("2012Q1", "0.1", ""), DEDUCTION % ("2016Q1", "0.2", ", until: 2017Q1")],
         [("2012Q1", 0.1), ("2016Q1", 0.2), ("2017Q1", 0.1)]),
    ],
)  # fmt: skip
def test_an_event_holds_over_the_background_until_it_ends(events, expected):
    assert changes_of(with_events(*events), "market.deduction") == expected


def test_other_changes_of_the_background_stay():
    usual = [c for c in load("national").changes if c.name != "market.deduction"]
    events = DEDUCTION % ("2016Q1", "0.2", "")
    mine = [c for c in with_events(events).changes if c.name != "market.deduction"]
    assert mine == usual


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([DEDUCTION % ("2016Q1", "0.2", ", until: 2018Q1"), DEDUCTION % ("2017Q4", "0.3", "")],
         "events[1]`: changes `market.deduction` while events[0] holds"),
        ([DEDUCTION % ("2016Q1", "0.2", ""), DEDUCTION % ("2016Q1", "0.3", "")], "one event at a"),
        (["{from: 2016Q1, until: 2017Q1, change: rd_intensity, field: big_data, to: 0.1}"],
         "goes its own way"),
        (["{from: 2016Q1, change: grant, to: 0}"], "add `center`"),
        (["{from: 2016Q1, change: grant, center: diary, to: 0}"], "did you mean `dairy`"),
        (["{from: 2016Q1, change: lead_votes, center: dairy, to: 0}"], "switch that can change"),
        (["{from: 2016Q1, change: extension, center: dairy, to: 1}"], "expected true or false"),
        (["{from: 2016Q1, change: grant, center: dairy, field: big_data, to: 1}"], "one of them"),
        (["{from: 2016Q1, cut: public_money, by: 0.2}"], "did you mean `public_rd`"),
        (["{from: 2016Q1, cut: public_rd, by: 1.2}"], "1.2 is out of bounds"),
        (["{from: 2016Q1, cut: public_rd}"], "missing key `by`"),
        (["{from: 2016Q1, cut: public_rd, by: 0.2, field: big_data}"], "unknown key `field`"),
        (["{from: 2016Q1, until: 2016Q1, cut: public_rd, by: 0.2}"], "a quarter after 2016Q1"),
        (["{from: 2016Q1, embrago: big_data}"], "did you mean `embargo`"),
    ],
)  # fmt: skip
def test_a_wrong_event_is_named(events, said):
    assert said in problems_of(*events)


def test_a_cut_of_public_rd_lowers_its_level_for_a_time():
    scenario = with_events("{from: 2012Q1, until: 2014Q1, cut: public_rd, by: 0.25}")
    assert changes_of(scenario, LEVEL) == [("2012Q1", 0.75), ("2014Q1", 1.0)]


def test_a_cut_of_grants_reaches_every_center():
    scenario = with_events("{from: 2024Q1, cut: center_grants, by: 0.4}")
    assert len(changes_of(scenario, "grant")) == 19
    for center in scenario.centers:
        cut = changes_of(scenario, "grant", center=center.key)
        assert cut == [("2024Q1", pytest.approx(0.6 * center.bundle.grant))]


def test_a_cut_takes_its_part_of_what_would_hold_without_it():
    up = "{from: 2015Q1, change: funding.public_level, to: 1.5}"
    scenario = with_events(up, "{from: 2020Q1, until: 2022Q1, cut: public_rd, by: 0.2}")
    cut = [("2015Q1", 1.5), ("2020Q1", pytest.approx(1.2)), ("2022Q1", 1.5)]
    assert changes_of(scenario, LEVEL) == cut
    none = "{from: 2023Q1, change: grant, center: dairy, to: 0}"
    scenario = with_events(none, "{from: 2024Q1, until: 2025Q1, cut: center_grants, by: 0.2}")
    assert changes_of(scenario, "grant", center="dairy") == [
        ("2023Q1", 0.0), ("2024Q1", 0.0), ("2025Q1", 0.0),
    ]  # fmt: skip
    twice = [f"{{from: {year}Q1, cut: public_rd, by: 0.5}}" for year in (2015, 2016)]
    assert changes_of(with_events(*twice), LEVEL) == [("2015Q1", 0.5), ("2016Q1", 0.25)]


def test_there_must_be_centers_to_cut():
    said = "{from: 2016Q1, cut: center_grants, by: 0.2}"
    with pytest.raises(ScenarioError, match="there are no centers"):
        load("no_programme", {"events": f"[{said}]"})


EVENTS = (
    "{from: 2010Q2, until: 2011Q2, cut: public_rd, by: 0.5}",
    "{from: 2011Q1, change: grant, center: early_train, to: 1.5}",
    "{from: 2011Q2, change: extension, center: early_train, to: true}",
    "{from: 2010Q3, change: markup, field: new_materials, to: 0.9}",
    "{from: 2010Q4, until: 2011Q2, embargo: new_materials}",
)


def test_events_survive_being_written_and_read(tmp_path):
    scenario = with_events(*EVENTS, name="tiny")
    file = tmp_path / "scenario.yaml"
    file.write_text(dump(scenario.resolved()), encoding="utf-8")
    again = load(file)
    assert digest(again) == digest(scenario)
    assert again.changes == scenario.changes


def run(scenario):
    timeline = timeline_of(scenario)
    return kernel.run(spinup.start(scenario), timeline, scenario.seed, scenario.quarters)


@pytest.fixture(scope="module")
def eventful():
    """Return tiny with every kind of event, and its run."""
    scenario = with_events(*EVENTS, name="tiny")
    return scenario, run(scenario)


@pytest.mark.core
def test_a_center_gets_what_the_event_says(eventful):
    _, history = eventful
    # 2010Q1 is row 0; the center starts in 2010Q3
    assert history.centers["grant"][:, 0].tolist() == [15.0] * 4 + [1.5] * 4
    assert history.centers["extension"][:, 0].tolist() == [0] * 5 + [1] * 3
    paid = history.flows[:, :, 1].sum(axis=1)  # center_grants
    assert paid.tolist() == [0.0, 0.0, 15.0, 15.0, 1.5, 1.5, 1.5, 1.5]


@pytest.mark.core
def test_a_cut_halves_what_the_ministry_pays_institutes(eventful):
    usual = run(load("tiny"))
    grants = eventful[1].flows[:, :, 0].sum(axis=1) / usual.flows[:, :, 0].sum(axis=1)
    assert grants[0] == 1.0
    np.testing.assert_allclose(grants[1:5], 0.5, rtol=1e-12)
    np.testing.assert_allclose(grants[5:], 1.0, rtol=1e-12)


@pytest.mark.core
def test_both_drivers_agree_on_events(eventful, differences):
    scenario, history = eventful
    assert differences(history, InnovationModel(scenario).run(scenario.quarters)) == []


def test_a_run_goes_on_after_the_change_of_a_center(eventful, differences, tmp_path):
    scenario, history = eventful
    half = load("tiny", {"events": "[" + ", ".join(EVENTS) + "]", "quarters": "6"})
    checkpoint.save(tmp_path / "state.npz", half, run(half))
    past = checkpoint.load(tmp_path / "state.npz", scenario)
    on = kernel.run(past, timeline_of(scenario), scenario.seed, scenario.quarters)
    assert differences(on, history) == []


def test_a_cut_of_nothing_moves_nothing(differences):
    none = with_events("{from: 2010Q2, cut: public_rd, by: 0}",
                       "{from: 2010Q2, cut: center_grants, by: 0}", name="tiny")  # fmt: skip
    assert differences(run(none), run(load("tiny"))) == []


# Fields of a scenario's own.

OWN = """{others: all, own: {like: new_materials, related: {new_materials: 0.4},
 name_en: Own, name_zh: 自有, orientation: economy, gap: 0.7}}"""


def test_an_own_field_is_like_another_but_for_its_differences():
    scenario = load("national", {"fields": OWN})
    own = scenario.fields[-1]
    like = next(f for f in scenario.fields if f.key == "new_materials")
    assert (own.key, own.name_zh, own.orientation) == ("own", "自有", "economy")
    assert own.attributes == like.attributes | {"gap": 0.7}
    usual = load("national").relatedness
    np.testing.assert_array_equal(scenario.relatedness[:-1, :-1], usual)
    place = [f.key for f in scenario.fields].index("new_materials")
    row = scenario.relatedness[-1]
    assert row[place] == 0.4
    assert row[-1] == 1.0
    np.testing.assert_array_equal(np.delete(row[:-1], place), np.delete(usual[place], place))
    np.testing.assert_array_equal(scenario.relatedness, scenario.relatedness.T)


def test_an_own_field_is_written_and_read(tmp_path):
    scenario = load("national", {"fields": OWN})
    file = tmp_path / "scenario.yaml"
    file.write_text(dump(scenario.resolved()), encoding="utf-8")
    assert digest(load(file)) == digest(scenario)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("{like: new_materials, related: {new_materials: 0.4}, name_en: A, name_zh: B}",
         "missing key `orientation`"),
        ("{like: new_material, related: {}, name_en: A, name_zh: B, orientation: economy}",
         "did you mean `new_materials`"),
        ("{like: new_materials, related: {}, name_en: A, name_zh: B, orientation: economy}",
         "missing field `new_materials`"),
        ("{like: new_materials, related: {new_materials: 2}, name_en: A, name_zh: B, "
         "orientation: economy}", "2 is out of bounds"),
        ("{like: new_materials, related: {new_materials: 0.2}, name_en: A, name_zh: B, "
         "orientation: economic}", "did you mean `economy`"),
        ("{like: new_materials, related: {new_materials: 0.2}, name_en: A, name_zh: B, "
         "orientation: economy, gpa: 0.2}", "did you mean `gap`"),
        ("{gap: 0.2}", "an own one with like, related"),
        ("{gap: 0.2}, big_data: {like: new_materials}",
         "`big_data` is a field of the tables already"),
        ("{gap: 0.2}, nation: {like: new_materials, related: {new_materials: 0.2}, name_en: A, "
         "name_zh: B, orientation: economy}", "got `nation`"),
    ],
)  # fmt: skip
def test_a_wrong_own_field_is_named(field, said):
    with pytest.raises(ScenarioError, match=re.escape(said)):
        load("national", {"fields": f"{{others: all, own: {field}}}"})


@pytest.mark.core
def test_an_own_field_lives_beside_the_others(differences):
    fields = OWN.replace("others: all", "others: none, high_speed_train: {}, new_materials: {}")
    scenario = load("tiny", {"fields": fields})
    history = run(scenario)
    assert history.fields.shape[1] == 3
    assert (history.nation[:, 0] >= 0).all()
    assert differences(history, InnovationModel(scenario).run(scenario.quarters)) == []
