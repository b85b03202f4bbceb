"""Shipped scenarios: each checks, asks a question, repeats nothing, and no slip goes unnoticed."""

import numpy as np
import pytest

from sim import tables
from sim.scenario import ScenarioError, load, repeated, said, shipped
from sim.scenario.document import Node, parse
from sim.scenario.layers import VARIANTS
from sim.scenario.starters import TEMPLATES

FILES = {**shipped(), **{path.stem: path for path in sorted(TEMPLATES.glob("*.yaml"))}}
NAMED = ("national", "target_20", "no_programme", "leader", "alliance", "institute", "matched",
         "embargo", "equity", "agreement", "mixed",
         "programme_free")  # fmt: skip
OWN = {"early_train", "new_energy_vehicles", "equity", "agreement", "mixed", "dependent"}
"""Names that a file gives to things of its own: with a slip they are other names.

Labels of contracts and legal forms are such names where no center of the file has them.
"""
LABELS = ("leader_led", "alliance_led", "institute_led", "membership", "company", "institution",
          "social_service")  # fmt: skip
"""Labels of bundles, contracts and legal forms that centers have: with a slip they are missed."""


def keys_of(node: Node):
    """Yield every key of a tree with its place."""
    if isinstance(node.value, dict):
        for name, child in node.value.items():
            yield name, child.key_place
            yield from keys_of(child)
    elif isinstance(node.value, list):
        for child in node.value:
            yield from keys_of(child)


def slips(word):
    """Return a word with two letters swapped, with one left out and with one twice."""
    k = next(k for k in range(len(word) - 1, 0, -1) if word[k] != word[k - 1])
    yield word[: k - 1] + word[k] + word[k - 1] + word[k + 1 :]
    yield word[: len(word) // 2] + word[len(word) // 2 + 1 :]
    yield word[0] + word


def all_keys():
    for stem, path in FILES.items():
        root, _ = parse(path.read_text(encoding="utf-8"), str(path))
        for word, place in keys_of(root):
            if word not in OWN:
                yield pytest.param(
                    stem, word, place.line, place.column, id=f"{stem}:{place.line}:{word}"
                )


@pytest.mark.parametrize(("stem", "word", "line", "column"), list(all_keys()))
def test_every_misspelt_key_is_refused_with_the_right_word(tmp_path, stem, word, line, column):
    lines = FILES[stem].read_text(encoding="utf-8").splitlines()
    for slip in slips(word):
        text = lines[line - 1]
        assert text[column - 1 :].startswith(word)
        damaged = text[: column - 1] + slip + text[column - 1 + len(word) :]
        file = tmp_path / f"{stem}.yaml"
        whole = [*lines[: line - 1], damaged, *lines[line:]]
        file.write_text("\n".join(whole) + "\n", encoding="utf-8")
        with pytest.raises(ScenarioError) as caught:
            load(file)
        about = [p for p in caught.value.problems if f"`{slip}`" in p.message]
        if word in LABELS and not about:  # a whole one: then its label is missed
            missed = [p for p in caught.value.problems if f"`{word}`" in p.message]
            assert f"`{slip}`" in missed[0].suggestion
            continue
        assert about, f"{slip}: {caught.value}"
        assert f"`{word}`" in about[0].suggestion
        assert (about[0].line, about[0].column) == (line, column)


@pytest.mark.parametrize("stem", FILES)
def test_every_file_checks_asks_and_repeats_nothing(stem):
    scenario = load(FILES[stem])
    assert scenario.question.endswith("?")
    assert scenario.look_at or stem == "tiny"
    assert repeated(FILES[stem]) == []
    first = FILES[stem].read_text(encoding="utf-8").splitlines()[0]
    up = "../" if FILES[stem].parent.name == VARIANTS else ""
    assert first == f"# yaml-language-server: $schema={up}scenario.schema.json"


def test_the_scenarios_of_the_guideline_are_there():
    assert set(NAMED) <= set(shipped())


@pytest.mark.parametrize("name", ["leader", "alliance", "institute"])
def test_one_mode_for_all_changes_nothing_but_mode_and_lead(name):
    usual, mine = load("national"), load(name)
    for old, new in zip(usual.centers, mine.centers, strict=True):
        assert new.mode == f"{name}_led"
        assert new.bundle == usual.bundles[new.mode]
        kept = ("key", "province", "approved", "fields")
        assert all(getattr(old, k) == getattr(new, k) for k in kept)
        assert new.lead_kind == ("institute" if name == "institute" else "enterprise")


@pytest.mark.parametrize("name", ["equity", "agreement", "mixed"])
def test_one_contract_for_all_changes_nothing_else(name):
    usual, mine = load("national"), load(name)
    assert {old.contract for old in usual.centers} == {"membership"}
    for old, new in zip(usual.centers, mine.centers, strict=True):
        assert new.contract == name
        assert new.terms == usual.contracts[name] != old.terms
        kept = ("key", "province", "approved", "fields", "mode", "bundle", "lead_kind")
        assert all(getattr(old, k) == getattr(new, k) for k in kept)


def test_matched_follows_the_rule_of_the_guideline():
    """Maturity below 0.2: institute; else four largest at 0.6: leader; at 0.4: alliance."""
    fields = tables.fields()
    for center in load("matched").centers:
        maturity, cr4 = (
            float(np.dot([fields[f].attributes[name] for f in center.fields],
                         list(center.fields.values())))
            for name in ("market_maturity", "cr4")
        )  # fmt: skip
        assert maturity < 0.2 or not 0.4 < cr4 < 0.6, center.key
        rule = "institute" if maturity < 0.2 else "leader" if cr4 >= 0.6 else "alliance"
        assert center.mode == f"{rule}_led", center.key
        assert center.lead_kind == ("institute" if rule == "institute" else "enterprise")


def test_the_aim_is_reached_by_2020():
    scenario = load("target_20")
    assert len(scenario.centers) == 19
    assert all(center.approved <= "2020Q4" for center in scenario.centers)
    assert sum(c.approved <= "2019Q4" for c in load("national").centers) == 3
    early = {c.key: c.approved for c in load("national").centers if c.approved <= "2019Q4"}
    assert early == {c.key: c.approved for c in scenario.centers if c.key in early}
    assert all(c.approved > "2017Q4" for c in scenario.centers if c.key not in early)


def test_without_the_programme_there_is_no_center():
    assert load("no_programme").centers == ()
    assert said("no_programme") == [("centers", "none", "all")]
