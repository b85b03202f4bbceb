"""Two scenarios side by side: inputs, paired outputs by hand, text and folder."""

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from experiments.diff import (
    EQUAL,
    HIGHER,
    LOWER,
    ONE_DRAW,
    UNCLEAR,
    compare,
    lines_of_both,
    mean_of_quarters,
    outputs,
)
from experiments.diff_text import as_text, with_error
from experiments.inputs import KEYED, LABELS, differing
from sim import folders
from sim.scenario import load
from sim.specs import Scenario

GRANT = {"bundles.leader_led.grant": "100"}
LINES = pd.DataFrame(
    {
        "level": ["nation"] * 4,
        "place": ["nation"] * 4,
        "indicator": ["one", "two", "three", "four"],
        "unit": ["1"] * 4,
    }
)


@pytest.fixture(scope="module")
def tiny():
    return load("tiny")


@pytest.fixture(scope="module")
def with_grant(tiny):
    return compare(tiny, load("tiny", GRANT), (1,))


def paired(one, other):
    """Return pairs in which the last quarter is as the last year, (S, 2, 2, lines)."""
    values = np.stack([np.array(one, dtype=float), np.array(other, dtype=float)], axis=1)
    return np.stack([values, values], axis=2)


def test_a_scenario_against_itself_differs_in_nothing_bit_for_bit(tiny):
    found = compare(tiny, load("tiny"), (1, 2), threads=2)
    assert found.inputs.empty
    assert (found.outputs["verdict"] == EQUAL).all()
    zero = ["difference", "error", "relative", "least", "end_difference", "end_error"]
    assert (found.outputs[zero] == 0.0).all(axis=None)
    assert found.divergence.quarter is None
    assert found.divergence.start.empty
    assert "never part" in as_text(found)


def test_differences_errors_and_verdicts_by_hand():
    """Two seeds, t of 1 degree of freedom 12.706: 1 and 3 are unclear, 2 and 2.1 are not."""
    one = [[10.0, 10.0, 10.0, 7.0], [20.0, 20.0, 20.0, 7.0]]
    other = [[11.0, 12.0, 9.0, 7.0], [23.0, 22.1, 18.98, 7.0]]
    same = np.array([False, False, False, True])
    table = outputs(LINES, paired(one, other), same).set_index("indicator")
    assert table["difference"].to_dict() == pytest.approx(
        {"one": 2.0, "two": 2.05, "three": -1.01, "four": 0.0}
    )
    assert table["error"].to_dict() == pytest.approx(
        {"one": 1.0, "two": 0.05, "three": 0.01, "four": 0.0}
    )
    assert table.loc["two", "high"] == pytest.approx(2.05 + 12.7062 * 0.05, rel=1e-5)
    assert table["verdict"].to_dict() == {
        "one": UNCLEAR, "two": HIGHER, "three": LOWER, "four": EQUAL,
    }  # fmt: skip
    assert table.loc["one", "relative"] == pytest.approx(2.0 / 15.0)  # the mean of 10 and 20
    assert table.loc["one", "least"] == 0.0
    assert list(table.index) == ["two", "three", "one", "four"]  # sure and large first, equal last
    assert (table["seeds"] == 2).all()


def test_more_seeds_make_the_same_spread_sure():
    """Differences 1, 3, 1, 3, 1, 3: error sqrt(1.2 / 6), t of 5 degrees of freedom 2.571."""
    other = [[1.0], [3.0]] * 3
    table = outputs(LINES.head(1), paired([[0.0]] * 6, other), np.array([False]))
    assert table["error"].item() == pytest.approx(np.sqrt(0.2))
    assert table["low"].item() == pytest.approx(2.0 - 2.5706 * np.sqrt(0.2), rel=1e-4)
    assert table["verdict"].item() == HIGHER


def test_what_is_looked_at_comes_first():
    one, other = [[1.0, 1.0, 1.0, 1.0]] * 2, [[1.0, 2.0, 3.0, 4.0], [1.0, 2.1, 3.1, 4.1]]
    same = np.array([True, False, False, False])
    table = outputs(LINES, paired(one, other), same, ("one", "two"))
    assert list(table["indicator"]) == ["one", "two", "four", "three"]


def test_one_seed_gives_no_error_and_no_verdict_but_equality():
    same = np.array([False, False, False, True])
    table = outputs(LINES, paired([[1.0, 2.0, 3.0, 4.0]], [[2.0, 1.0, 9.0, 4.0]]), same)
    assert table["error"].isna().all()
    assert set(table["verdict"]) == {ONE_DRAW, EQUAL}
    assert list(table["indicator"]) == ["three", "one", "two", "four"]  # by relative size


def test_what_is_not_a_number_does_not_count():
    one, other = [[np.nan], [1.0], [1.0]], [[5.0], [2.0], [2.1]]
    table = outputs(LINES.head(1), paired(one, other), np.array([False]))
    assert table["seeds"].item() == 2
    assert table["difference"].item() == pytest.approx(1.05)
    empty = outputs(LINES.head(1), paired([[np.nan]] * 2, [[1.0]] * 2), np.array([False]))
    assert (empty["verdict"].item(), empty["seeds"].item()) == (UNCLEAR, 0)
    means = mean_of_quarters(np.array([[1.0, np.nan, 3.0], [np.nan] * 3]))
    assert means[0] == 2.0
    assert np.isnan(means[1])


def test_rounding_is_no_difference():
    one, other = [[1.0], [1.0]], [[1.0 + 1e-12], [1.0 + 1e-12]]
    assert (
        outputs(LINES.head(1), paired(one, other), np.array([False]))["verdict"].item() == UNCLEAR
    )


@pytest.mark.plain
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"market.payout": "0.4"}, {"market.payout": ("0.3", "0.4", "1")}),
        ({"quarters": "6"}, {"quarters": ("8", "6", "quarter")}),
        (
            {"fields.new_materials.markup": "0.9"},
            {"fields.new_materials.markup": (None, "0.9", "1")},
        ),
        (
            GRANT,
            {
                "bundles.leader_led.grant": ("15", "100", "million CNY/quarter"),
                "centers.early_train.bundle.grant": ("15", "100", "million CNY/quarter"),
            },
        ),
        (
            {"bundles.leader_led.extension": "true"},
            {
                "bundles.leader_led.extension": ("false", "true", ""),
                "centers.early_train.bundle.extension": ("false", "true", ""),
            },
        ),
        ({"centers": "none"}, {"centers.early_train": ("present", "-", "")}),
        (
            {"centers.early_train.approved": "2010Q4"},
            {"centers.early_train.approved": ("2010Q3", "2010Q4", "")},
        ),
        (
            {"centers.early_train.fields": "{high_speed_train: 0.5, new_materials: 0.5}"},
            {
                "centers.early_train.fields.high_speed_train": ("1", "0.5", "1"),
                "centers.early_train.fields.new_materials": ("-", "0.5", "1"),
            },
        ),
        (
            {"events": "[{from: 2010Q4, change: markup, field: new_materials, to: 0.9}]"},
            {"events.2010Q4.new_materials.markup": ("-", "0.9", "1")},
        ),
        (
            {"events": "[{from: 2010Q4, until: 2011Q2, embargo: new_materials}]"},
            {"embargoes.new_materials": ("-", "2010Q4 to 2011Q2", "quarter")},
        ),
    ],
)
def test_inputs_that_differ_are_listed_with_both_values_and_unit(tiny, changes, expected):
    table = differing(tiny, load("tiny", changes)).set_index("key")
    assert set(table.index) == set(expected)
    for key, (a, b, unit) in expected.items():
        assert a is None or table.loc[key, "a"] == a
        assert table.loc[key, "b"] == b
        assert table.loc[key, "unit"] == unit


@pytest.mark.plain
def test_of_a_part_that_one_lacks_one_line_says_so(tiny):
    table = differing(tiny, load("tiny", {"provinces": "[Beijing, Shandong]"}))
    assert list(table["key"]) == ["provinces.Shanghai", "laboratories"]
    assert table.loc[1, "a"] == f"{len(tiny.laboratories)} of them"
    fewer = load("tiny", {"fields": "[high_speed_train]"})
    keys = list(differing(tiny, fewer)["key"])
    assert "fields.new_materials" in keys
    assert not [key for key in keys if key.startswith(("relatedness", "fields.new_materials."))]


@pytest.mark.plain
def test_meanings_are_those_of_the_tables(tiny):
    table = differing(tiny, load("tiny", {"market.payout": "0.4"} | GRANT)).set_index("key")
    meaning = "share of cash above the buffer paid out in a quarter"
    assert table.loc["market.payout", "meaning"] == meaning
    assert table.loc["centers.early_train.bundle.grant", "meaning"] == "grant of the ministry"


@pytest.mark.plain
def test_no_part_of_a_scenario_is_passed_over(tiny):
    """Each part is put out of the other scenario's reach in turn, and must show."""
    other = replace(load("national"), start="2010Q2", seed=3, enterprises=30000.0)
    special = {"public_rd": replace(tiny.public_rd, basic_2010=1.0), "prices": {2017: 2.0},
               "relatedness": 0.5 * tiny.relatedness,
               "programme": load("programme_free").programme,
               "embargoes": {"new_materials": ("2010Q2", "2010Q3")}}  # fmt: skip
    for spec in fields(Scenario):
        if spec.name in LABELS:
            continue
        value = special.get(spec.name, getattr(other, spec.name))
        if spec.name == "parameters":
            value = load("tiny", {"links.rate": "0.3"}).parameters
        if spec.name in KEYED:  # of centers and the like one has none
            value = value[:1] if spec.name == "centers" else getattr(tiny, spec.name)[:1]
        assert not differing(tiny, replace(tiny, **{spec.name: value})).empty, spec.name
    for name in LABELS:
        assert differing(tiny, replace(tiny, **{name: "x"})).empty


def test_another_country_is_compared_as_far_as_both_go(tiny):
    other = load("tiny", {"provinces": "[Shandong, Beijing]", "quarters": "5"})
    lines = lines_of_both(tiny, other)
    assert list(lines.loc[lines["level"] == "province", "place"].unique()) == [
        "Beijing", "Shandong",
    ]  # fmt: skip
    found = compare(tiny, other, (1,))
    assert found.quarters == 5
    assert len(found.outputs) == len(lines)
    assert not found.divergence.same_country
    assert len(found.divergence.start) > 0
    assert "two countries" in as_text(found)
    mine = found.outputs[found.outputs["indicator"] == "minor_patents"]
    assert set(mine["place"]) >= {"Beijing", "Shandong"}


def test_the_values_are_those_of_the_runs(tiny, with_grant):
    from sim.simulate import run

    for side, scenario in (("a", tiny), ("b", load("tiny", GRANT))):
        table = run(scenario, out=False).indicators
        table = table[table["quarter"] >= "2011Q1"]
        means = table.groupby(["level", "place", "indicator"])["value"].mean()
        mine = with_grant.outputs.set_index(["level", "place", "indicator"])[side]
        np.testing.assert_allclose(mine, means.loc[mine.index], rtol=1e-12)


def test_the_text_says_what_a_reader_must_know(with_grant):
    text = as_text(with_grant)
    assert "one run is one draw" in text
    assert "centers.early_train.bundle.grant" in text
    assert "2010Q3, phase policy, step start_up" in text
    assert "±" not in text  # one seed has no error


def test_the_text_of_several_seeds_says_how_many_and_what_luck_would_do(tiny):
    found = compare(tiny, load("tiny", {"links.rate": "0.5"}), (1, 2, 3), quarters=4)
    text = as_text(found)
    assert "3 pairs of runs with the same luck (seeds 1 to 3)" in text
    assert "2 degrees of freedom" in " ".join(text.split())
    assert "by luck alone about" in " ".join(text.split())
    assert "would be, were lines independent." in " ".join(text.split())


@pytest.mark.plain
def test_a_difference_has_no_more_digits_than_its_error():
    assert with_error(2.04867, 0.0512) == "+2.049 ± 0.051"
    assert with_error(-103795.3, 219.7) == "-103,795 ± 220"
    assert with_error(1.23456, float("nan")) == "+1.235"
    assert with_error(float("nan"), 1.0) == "-"


def test_a_difference_without_an_error_is_written_like_the_values_beside_it():
    assert with_error(10_000.4, float("nan")) == "+10,000"
    assert with_error(-123_456.7, float("nan")) == "-123,457"
    assert with_error(-0.0012345, float("nan")) == "-0.001234"
    assert with_error(3e-7, 0.0) == "+3e-07"


def test_the_folder_holds_all_tables_twice(with_grant, tmp_path):
    folder = with_grant.write(tmp_path / "ab")
    for name in ("inputs", "outputs", "start", "divergence"):
        read = pd.read_parquet(folder / f"{name}.parquet")
        assert len(read) == len(pd.read_csv(folder / f"{name}.csv"))
    pd.testing.assert_frame_equal(
        pd.read_parquet(folder / "outputs.parquet"), with_grant.outputs, check_dtype=False
    )
    with_grant.write(folder)  # its own folder is replaced
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(folders.FolderError, match=r"notes\.txt"):
        with_grant.write(folder)
