"""Scenarios: what is shipped loads, and what is damaged is refused with good advice."""

import re
from dataclasses import replace

import numpy as np
import pytest

from sim import kernel, parameters, spinup, tables
from sim.indicators import FIELD
from sim.scalars import dump, is_plain_text, written_out
from sim.scenario import KEYS, ScenarioError, digest, load, shipped
from sim.specs import ATTRIBUTES, BUNDLE_KEYS

TINY = shipped()["tiny"].read_text(encoding="utf-8")


@pytest.fixture
def damaged(tmp_path):
    """Return a function that loads tiny.yaml with one text replaced by another."""

    def attempt(old="", new="", text=None):
        file = tmp_path / "tiny.yaml"
        if text is None:
            assert old in TINY
            text = TINY.replace(old, new, 1)
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ScenarioError) as caught:
            load(file)
        return caught.value.problems

    return attempt


def line_of(text):
    return 1 + TINY[: TINY.index(text)].count("\n")


@pytest.mark.parametrize("name", list(shipped()))
def test_every_shipped_scenario_loads(name):
    scenario = load(name)
    assert scenario.name == name
    assert scenario.question.endswith("?")
    size = len(scenario.fields)
    assert scenario.relatedness.shape == (size, size)
    np.testing.assert_array_equal(scenario.relatedness, scenario.relatedness.T)
    np.testing.assert_array_equal(np.diag(scenario.relatedness), np.ones(size))


@pytest.mark.parametrize("name", list(shipped()))
def test_a_resolved_scenario_is_the_same_scenario(name, tmp_path):
    scenario = load(name)
    file = tmp_path / "scenario.yaml"
    file.write_text(dump(scenario.resolved()), encoding="utf-8")
    again = load(file)
    assert digest(again) == digest(scenario)
    assert again.resolved() == scenario.resolved()
    assert again.seed == scenario.seed


def test_the_national_scenario_takes_everything_from_the_tables():
    scenario = load("national")
    assert len(scenario.fields) == 24
    assert len(scenario.provinces) == 31
    assert len(scenario.centers) == 19
    assert {center.mode for center in scenario.centers} == set(scenario.bundles)
    assert len(scenario.laboratories) == len(tables.laboratories())
    assert scenario.parameters == parameters.Parameters()


def test_a_laboratory_stands_once_in_a_province():
    laboratories = load("national").laboratories
    assert len(set(laboratories)) == len(laboratories)


def test_money_is_at_2017_prices():
    # 518,550 million CNY in national.csv over the index 0.82881, by hand
    scenario = load("tiny")
    assert scenario.prices[2010] == 0.82881
    assert scenario.public_rd.enterprises_2010 == pytest.approx(625656.06, abs=0.01)


def test_a_subset_keeps_only_what_fits():
    scenario = load("national", {"provinces": "[Beijing, Shandong]"})
    assert {center.province for center in scenario.centers} == {"Beijing", "Shandong"}
    assert {lab.province for lab in scenario.laboratories} <= {"Beijing", "Shandong"}


def test_attributes_lie_within_their_bounds():
    for field in tables.fields().values():
        assert set(field.attributes) == set(ATTRIBUTES)
        for name, value in field.attributes.items():
            low, high, _ = ATTRIBUTES[name]
            assert low <= value <= high, (field.key, name)


def test_the_digest_is_of_content():
    scenario = load("tiny")
    for same in ({"seed": 7}, {"name": "other"}, {"question": "?"}):
        assert digest(replace(scenario, **same)) == digest(scenario)
    for other in ({"quarters": 9}, {"scale": 0.5}, {"enterprises": 61.0}):
        assert digest(replace(scenario, **other)) != digest(scenario)
    changed = parameters.replace(scenario.parameters, {"market.payout": 0.31})
    assert digest(replace(scenario, parameters=changed)) != digest(scenario)


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("market.payout", "0.5", lambda s: s.parameters.market.payout == 0.5),
        ("parameters.market.noise", "0", lambda s: s.parameters.market.noise == 0),
        ("quarters", "4", lambda s: s.quarters == 4),
        ("fields.new_materials.markup", "0.5",
         lambda s: s.fields[1].attributes["markup"] == 0.5 and len(s.fields) == 2),
        ("bundles.leader_led.grant", "99", lambda s: s.centers[0].bundle.grant == 99),
        ("centers.early_train.bundle.grant", "2", lambda s: s.centers[0].bundle.grant == 2),
        ("centers.early_train.terms.fee", "2", lambda s: s.centers[0].terms.fee == 2),
        ("contracts.membership.fee", "2", lambda s: s.centers[0].terms.fee == 2),
        ("centers", "none", lambda s: not s.centers),
        ("provinces", "[Shandong]", lambda s: len(s.provinces) == 1),
    ],
)  # fmt: skip
def test_a_value_can_be_set_from_outside(key, value, found):
    assert found(load("tiny", {key: value}))


def test_a_set_value_replaces_the_files_in_either_form(tmp_path):
    for text in (
        "parameters: {market: {payout: 0.4}}",
        "parameters: {market.payout: 0.4}",
    ):
        file = tmp_path / "tiny.yaml"
        file.write_text(f"{TINY}\n{text}\n", encoding="utf-8")
        assert load(file).parameters.market.payout == 0.4
        assert load(file, {"market.payout": "0.5"}).parameters.market.payout == 0.5


def test_one_center_can_differ_while_the_others_stay():
    changes = {"centers.high_speed_train": "{mode: alliance_led, approved: 2012Q1}"}
    before, after = load("national"), load("national", changes)
    assert [c.key for c in after.centers] == [c.key for c in before.centers]
    for old, new in zip(before.centers, after.centers, strict=True):
        if old.key != "high_speed_train":
            assert new == old
            continue
        assert (new.mode, new.approved) == ("alliance_led", "2012Q1")
        assert new.bundle == after.bundles["alliance_led"]
        assert (new.province, new.lead_kind) == (old.province, old.lead_kind)


def test_platforms_are_led_like_institutes_and_consortia_like_enterprises():
    kinds = {c.key: c.lead_kind for c in load("national").centers}
    assert kinds["yangtze_river_delta"] == "institute"
    assert kinds["new_display"] == "enterprise"


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("market.payot", "0.5", "did you mean `market.payout`"),
        ("market.payout", "5", "out of bounds"),
        ("name", "other", "cannot be set"),
        ("sedd", "3", "did you mean `seed`"),
        ("seed", "1e3", "write the number out 1000"),
        ("market.payout", "[", "not valid YAML"),
    ],
)
def test_a_wrong_value_from_outside_is_refused(key, value, words):
    with pytest.raises(ScenarioError) as caught:
        load("tiny", {key: value})
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{key}={value}")


# Each line: what is replaced, by what, and words that the message must have.
DAMAGES = [
    ("seed: 1", "seed: 1\nseed: 2", "key `seed` is given twice"),
    ("seed: 1", "seed: &a 1", "anchor `&a`"),
    ("seed: 1", "seed: *a", "alias `*a`"),
    ("seed: 1", "seed: !!int 1", "tag `tag:yaml.org,2002:int`"),
    ("extension: false", "extension: no", "write false"),
    ("extension: false", "extension: Yes", "write true"),
    ("extension: false", "extension: 0", "expected true or false"),
    ("grant: 15", "grant: no", "expected a number from 0 to 100000"),
    ("grant: 15", "grant: 1e3", "write the number out 1000"),
    ("grant: 15", "grant: 015", "leading zero as octal, write 15"),
    ("grant: 15", "grant: 0x1F", "write it in decimal"),
    ("grant: 15", "grant: 1:30", "base 60"),
    ("grant: 15", "grant: 1_500", "without separators 1500"),
    ("grant: 15", "grant: 1,500", "without separators 1500"),
    ("grant: 15", "grant: 15%", "as a share 0.15"),
    ("grant: 15", "grant: .5", "write 0.5"),
    ("grant: 15", "grant: .nan", "must be finite"),
    ("grant: 15", "grant: '15'", "remove the quotes"),
    ("grant: 15", "grant: [15]", "got a list"),
    ("grant: 15", "grant:", "expected a number"),
    ("grant: 15", "grant: -1", "-1 is out of bounds"),
    ("lead_votes: 0.6", "lead_votes: 0.9", "add up to 1.2"),
    ("seed: 1", "seed: 1.5", "expected a whole number"),
    ("seed: 1", "seed: " + "9" * 5000, "is out of bounds"),
    ("quarters: 8", "quarters: 0", "0 is out of bounds"),
    ("start: 2010Q1", "start: 2010Q5", "expected a quarter from 2010Q1"),
    ("start: 2010Q1", "start: 2015Q1", "2015Q1 is out of bounds"),
    ("format: 1", "format: 2", "expected a whole number from 1 to 1"),
    ("name: tiny", "name: huge", "write `tiny` or rename the file"),
    ("name: tiny", "name: no", "write 'no'"),
    ("question: Does", "question: 2010\nquestion2: Does", "unknown key `question2`"),
    ("mode: leader_led", "mode: leader_let", "did you mean `leader_led`"),
    ("results_owner: lead", "results_owner: leader", "did you mean `lead`"),
    ("lead: enterprise", "lead: entreprise", "did you mean `enterprise`"),
    ("province: Shandong", "province: Zhejiang", "unknown province `Zhejiang`"),
    ("[Beijing, Shanghai,", "[Beijing, Beijing,", "listed twice"),
    ("[Beijing, Shanghai, Shandong]", "[]", "names no province"),
    ("[high_speed_train, new_materials]", "[high_speed_trane]", "`high_speed_train`"),
    ("[high_speed_train, new_materials]", "{}", "missing key `others`"),
    ("[high_speed_train, new_materials]", "{others: none}", "names no field"),
    ("high_speed_train: 1 }", "high_speed_train: 0.5 }", "shares add up to 0.5"),
    ("approved: 2010Q3", "approved: 2009Q3", "2009Q3 is out of bounds"),
    ("early_train:", "dairy: {}\n  early_train:", "`Inner Mongolia` does not"),
    ("early_train:", "diary: {}\n  early_train:", "did you mean `dairy`"),
    ("others: none", "others: none\n  zoo: {approved: 2010Q3}", "missing key `province`"),
    ("others: none", "others: none\n  diary: {approved: 2010Q3}", "did you mean `dairy`"),
    ("others: none", "early: {approved: 2010Q3}", "fields of an own one"),
    ("seed: 1", "seed 1", "not valid YAML"),
    ("seed: 1", "\tseed: 1", "indent with spaces"),
    ("seed: 1", "seed: 1\n---\n", "a second document"),
    ("seed: 1", "[seed]: 1", "a list as a key"),
    ("seed: 1", "seed: " + "[" * 50, "nested deeper"),
    ("seed: 1", "seed: \x07", "does not allow: U+0007"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), DAMAGES)
def test_a_damaged_file_is_refused_with_advice(damaged, old, new, words):
    problems = damaged(old, new)
    assert words in "\n".join(str(problem) for problem in problems)
    assert all(problem.line for problem in problems)


def test_one_mistake_is_one_problem(damaged):
    for old, new in (
        ("grant: 15", "grant: 1e3"),
        ("mode: leader_led", "mode: leader_let"),
        ("province: Shandong", "province: Zhejiang"),
        ("extension: false", "extension: no"),
        ("seed: 1", "seed: *a"),
    ):
        assert len(damaged(old, new)) == 1, new


def test_all_problems_come_at_once_with_line_and_column(damaged):
    text = (
        TINY.replace("quarters:", "quartres:")
        .replace("seed: 1", "seed: 01")
        .replace("extension: false", "extension: off")
        .replace("mode: leader_led", "mode: led_by_leader")
        + "parameters:\n  maturation:\n    sucess: 0.7\n    pace: 7\n"
    )
    problems = damaged(text=text)
    found = {(p.line, p.column, p.message) for p in problems}
    extension, mode = line_of("extension:"), line_of("mode:")
    last = text.count("\n")
    assert found == {
        (2, 1, "missing key `quarters`"),  # after the comment for editors
        (line_of("quarters:"), 1, "unknown key `quartres`"),
        (line_of("seed:"), 7, "got `01`"),
        (extension, 16, "got `off`"),
        (mode, 11, "no bundle is called `led_by_leader`"),
        (last - 1, 5, "unknown parameter `maturation.sucess`"),
        (last, 11, "7 is out of bounds"),
    }
    by_message = {p.message: p for p in problems}
    assert by_message["unknown key `quartres`"].suggestion == "did you mean `quarters`?"
    unknown = by_message["unknown parameter `maturation.sucess`"]
    assert unknown.suggestion == "did you mean `maturation.success`?"
    assert [p.line for p in problems] == sorted(p.line for p in problems)


def misspellings():
    """Return words with two letters swapped, which is the commonest slip."""
    for word in (*KEYS, *BUNDLE_KEYS):
        k = next(k for k in range(len(word) - 1, 0, -1) if word[k] != word[k - 1])
        yield word, word[: k - 1] + word[k] + word[k - 1] + word[k + 1 :]


@pytest.mark.parametrize(("word", "slip"), list(misspellings()))
def test_a_misspelt_key_is_named_and_mended(damaged, word, slip):
    text = TINY if f"{word}:" in TINY else f"{TINY}{word}: {{}}\n"
    problems = damaged(text=text.replace(f"{word}:", f"{slip}:", 1))
    problem = next(p for p in problems if f"unknown key `{slip}`" == p.message)
    assert f"`{word}`" in problem.suggestion


@pytest.mark.parametrize("name", [name for name, _, _ in parameters.describe()])
def test_a_misspelt_parameter_is_named_and_mended(damaged, name):
    slip = name[:-1] + "x" + name[-1]
    (problem,) = damaged(text=f"{TINY}parameters: {{{slip}: 1}}\n")
    assert f"unknown parameter `{slip}`" == problem.message
    assert f"`{name}`" in problem.suggestion


@pytest.mark.parametrize("name", [name for name, _, _ in parameters.describe()])
def test_a_parameter_is_held_to_its_range(damaged, name):
    about = next(about for n, _, about in parameters.describe() if n == name)
    for value in (about.low - 1.0, about.high + 1.0):
        text = f"{TINY}parameters: {{{name}: {written_out(value)}}}\n"
        (problem,) = damaged(text=text)
        assert "out of bounds" in problem.message


def test_what_is_not_a_scenario_file_is_refused(tmp_path):
    (tmp_path / "latin.yaml").write_bytes("name: caf\xe9".encode("latin-1"))
    (tmp_path / "utf16.yaml").write_bytes(TINY.encode("utf-16"))
    (tmp_path / "large.yaml").write_bytes(b"# " + b"x" * 300_000)
    (tmp_path / "empty.yaml").write_bytes(b"")
    (tmp_path / "list.yaml").write_bytes(b"- 1\n")
    for name, words in (
        ("latin.yaml", "is not UTF-8"),
        ("utf16.yaml", "is not UTF-8"),
        ("large.yaml", "larger than 256 kB"),
        ("empty.yaml", "is empty"),
        ("list.yaml", "expected a mapping"),
        ("none.yaml", "no such file"),
        (".", "is a directory"),
    ):
        with pytest.raises(ScenarioError, match=words):
            load(tmp_path / name)


def test_a_shipped_name_is_suggested():
    with pytest.raises(ScenarioError, match="did you mean `national`"):
        load("natoinal")


def test_a_byte_order_mark_does_no_harm(tmp_path):
    file = tmp_path / "tiny.yaml"
    file.write_text(TINY, encoding="utf-8-sig")
    assert digest(load(file)) == digest(load("tiny"))


@pytest.mark.parametrize(
    "text", ["no", "On", "1e3", "012", "1:30", "~", "", "5", "0.5", "null", "1_000"]
)
def test_text_that_readers_take_for_something_else_is_quoted(text):
    assert not is_plain_text(text)
    assert f"'{text}'" in dump({"name": text})


@pytest.mark.parametrize("value", [0.1, 1e-7, 1e22, 36923.0, 1 / 3, 123456.789])
def test_numbers_are_written_without_loss(value):
    assert float(written_out(value)) == value
    assert "e" not in written_out(value)


# Embargoes.


def test_an_embargo_is_read_written_and_simulated():
    given = "[{embargo: new_materials, from: 2010Q3, until: 2011Q1}]"
    scenario = load("tiny", {"events": given})
    assert scenario.embargoes == {"new_materials": ("2010Q3", "2011Q1")}
    assert scenario.resolved()["events"][-1] == {
        "from": "2010Q3", "until": "2011Q1", "embargo": "new_materials",
    }  # fmt: skip
    history = kernel.run(spinup.start(scenario), scenario.parameters, 1, 8)
    place = [indicator.name for indicator in FIELD].index("import_share")
    imports = history.fields[:, 1, place]
    assert (imports[2:4] == 0.0).all()
    assert (np.delete(imports, [2, 3]) > 0.0).all()
    usual = kernel.run(spinup.start(load("tiny")), scenario.parameters, 1, 8)
    assert usual.fields[:2].tobytes() == history.fields[:2].tobytes()
    assert digest(scenario) != digest(load("tiny"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{embargo: new_material, from: 2010Q3, until: 2011Q1}", "did you mean `new_materials`"),
        ("{embargo: new_materials, from: 2010Q3}", "missing key `until`"),
        ("{embargo: new_materials, from: 2011Q1, until: 2011Q1}", "a quarter after 2011Q1"),
        ("{embargo: new_materials, from: 2009Q1, until: 2011Q1}", "out of bounds"),
        ("{embargo: new_materials, from: soon, until: 2011Q1}", "a quarter from"),
        ("{embargo: new_materials, from: 2010Q3, untli: 2011Q1}", "did you mean `until`"),
        ("{embargo: [new_materials, new_materials], from: 2010Q3, until: 2011Q1}", "listed twice"),
        ("{embargo: new_materials, cut: public_rd, from: 2010Q3, until: 2011Q1}", "has 2 of"),
        ("{from: 2010Q3, until: 2011Q1}", "has none of `change`, `embargo`, `cut`"),
        ("5", "got `5`; expected a mapping"),
    ],
)
def test_a_wrong_embargo_is_named(text, expected):
    with pytest.raises(ScenarioError, match=re.escape(expected)):
        load("tiny", {"events": f"[{text}]"})
