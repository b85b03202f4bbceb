"""Scenarios based on one another: only differences, at most one below, every value in its place."""

import pytest

from sim.scenario import ScenarioError, digest, load, repeated, said

HEAD = "format: 1\nname: {name}\nquestion: What if?\n"


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a scenario and returns its path."""

    def written(text, name="mine", head=HEAD):
        path = tmp_path / f"{name}.yaml"
        path.write_text(head.format(name=name) + text, encoding="utf-8")
        return path

    return written


def problems_of(path, overrides=None):
    with pytest.raises(ScenarioError) as caught:
        load(path, overrides)
    return caught.value.problems


def test_without_differences_it_is_the_one_below(write):
    mine = load(write("based_on: national\n"))
    assert digest(mine) == digest(load("national"))
    assert (mine.name, mine.question, mine.look_at) == ("mine", "What if?", ())


def test_only_what_is_said_differs(write):
    mine = load(write("based_on: tiny\nquarters: 4\nparameters: {market: {payout: 0.4}}\n"))
    expected = load("tiny", {"quarters": "4", "market.payout": "0.4"})
    assert digest(mine) == digest(expected)
    assert mine.parameters.market.payout == 0.4


def test_a_file_beside_is_meant_by_its_full_name(write):
    write("based_on: tiny\nparameters: {market.payout: 0.4}\n", "below")
    (problem,) = problems_of(write("based_on: below.yaml\n"))
    assert "`below.yaml` is itself based on `tiny`" in problem.message
    text = load("tiny").path.read_text(encoding="utf-8").replace("name: tiny", "name: own")
    write(text, "own", head="")
    assert digest(load(write("based_on: own.yaml\n"))) == digest(load("tiny"))


@pytest.mark.parametrize(
    ("below", "above"),
    [
        ("parameters: {market: {payout: 0.4}}", "parameters: {market.payout: 0.2}"),
        ("parameters: {market.payout: 0.4}", "parameters: {market: {payout: 0.2}}"),
    ],
)
def test_a_parameter_is_the_same_in_either_form(write, below, above):
    text = load("tiny").path.read_text(encoding="utf-8").replace("name: tiny", "name: low")
    path = write(text + below + "\n", "low", head="")
    assert load(path).parameters.market.payout == 0.4
    assert load(write(f"based_on: low.yaml\n{above}\n")).parameters.market.payout == 0.2


def test_lists_are_replaced_and_events_are_added(write):
    text = load("tiny").path.read_text(encoding="utf-8").replace("name: tiny", "name: low")
    event = "{from: 2010Q2, change: %s, to: 0.4}"
    write(f"{text}events: [{event % 'market.tax_rate'}]\n", "low", head="")
    more = f"based_on: low.yaml\nprovinces: [Shandong]\nevents: [{event % 'market.payout'}]\n"
    mine = load(write(more))
    assert [p.key for p in mine.provinces] == ["Shandong"]
    own = [c.name for c in mine.changes if c.quarter == "2010Q2"]
    assert own == ["market.payout", "market.tax_rate"]  # by name within a quarter


def test_a_mapping_over_a_choice_keeps_the_choice(write):
    mine = load(write("based_on: national\ncenters: {dairy: {mode: institute_led}}\n"))
    usual = load("national")
    assert [c.key for c in mine.centers] == [c.key for c in usual.centers]
    changed = [c.key for c, u in zip(mine.centers, usual.centers, strict=True) if c != u]
    assert changed == ["dairy"]


def test_shares_of_a_center_are_replaced_whole(write):
    mine = load(write("based_on: tiny\ncenters: {early_train: {fields: {new_materials: 1}}}\n"))
    assert mine.centers[0].fields == {"new_materials": 1.0}


def test_every_center_gets_what_stands_under_every_but_for_its_own(write):
    text = "{others: all, every: {lead: institute, mode: institute_led}, dairy: {lead: enterprise}}"
    mine = load(write(f"based_on: national\ncenters: {text}\n"))
    assert {c.mode for c in mine.centers} == {"institute_led"}
    assert {c.key for c in mine.centers if c.lead_kind == "enterprise"} == {"dairy"}


@pytest.mark.parametrize(
    ("every", "said"),
    [
        ("{mode: leader_let}", "did you mean `leader_led`"),
        ("{led: institute}", "did you mean `lead`"),
        ("{lead: institut}", "did you mean `institute`"),
        ("{terms: {fee: -1}}", "-1 is out of bounds"),
    ],
)
def test_a_mistake_under_every_is_noted_once(write, every, said):
    text = f"based_on: national\ncenters:\n  others: all\n  every: {every}\n"
    (problem,) = problems_of(write(text))
    assert said in str(problem)
    assert problem.line == 7


def test_a_problem_names_the_file_in_which_it_stands(write):
    text = load("tiny").path.read_text(encoding="utf-8").replace("name: tiny", "name: low")
    low = write(text.replace("seed: 1", "seed: 1e3"), "low", head="")
    mine = write("based_on: low.yaml\nquarters: 01\n")
    first, second = problems_of(mine, {"market.payout": "7"})[:2]
    assert {p.file for p in (first, second)} == {str(low), str(mine)}
    last = problems_of(mine, {"market.payout": "7"})[-1]
    assert last.file == "market.payout=7"


def test_what_the_command_line_says_mends_what_the_file_says(write):
    path = write("based_on: tiny\nquarters: 01\n")
    assert problems_of(path)
    assert load(path, {"quarters": "3"}).quarters == 3


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mine.yaml", "is the file itself"),
        ("natoinal", "did you mean `national`"),
        ("there_is_none.yaml", "there is no such file"),
        ("leader", "is itself based on `national`"),
        ("[national]", "expected a shipped name"),
        ("", "is empty"),
        (".", "is a directory"),
    ],
)
def test_a_base_that_cannot_be_had_is_named(write, name, said):
    problems = problems_of(write(f"based_on: {name}\n"))
    found = [p for p in problems if p.key == "based_on"]
    assert len(found) == 1
    assert said in str(found[0])
    assert found[0].line == 4


def test_a_circle_is_named(write):
    write("based_on: mine.yaml\n", "other")
    found = problems_of(write("based_on: other.yaml\n"))[0]
    assert "goes round in a circle" in found.message


def test_what_is_repeated_is_found(write):
    text = (
        "based_on: tiny\nseed: 1\nquarters: 9\nbundles: {leader_led: {grant: 15, local_grant: 2}}\n"
    )
    path = write(text)
    assert repeated(path) == ["seed", "bundles.leader_led.grant"]
    assert ("quarters", "9", "8") in said(path)
    assert ("bundles.leader_led.local_grant", "2", "25") in said(path)


def test_an_empty_list_takes_the_events_below_away(write):
    event = "{from: 2024Q1, change: market.payout, to: 0.5}"
    path = write(f"based_on: national\nevents: [{event}]\n")
    assert load(path).changes != load("national").changes
    assert load(path, {"events": "[]"}).changes == load("national").changes
    assert load("embargo", {"events": "[]"}).embargoes == {}


@pytest.mark.parametrize("key", ['"a.b"', "my center", "Own", "中心"])
def test_a_center_of_ones_own_has_a_plain_name(write, key):
    center = "{approved: 2020Q1, province: Beijing, lead: institute, mode: institute_led, "
    center += "fields: {big_data: 1}}"
    text = f"based_on: national\ncenters: {{others: none, {key}: {center}}}\n"
    (problem,) = problems_of(write(text))
    assert problem.expected.startswith("a small letter")
    assert load(write(text.replace(key, "own"))).centers[0].key == "own"


@pytest.mark.parametrize("key", ["fields", "centers", "background"])
def test_what_is_left_empty_is_called_empty(write, key):
    (problem,) = problems_of(write(f"based_on: national\n{key}:\n"))
    assert problem.message == "is empty"
