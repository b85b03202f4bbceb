"""Comparisons of tables of runs: pairing, units, families, places, verdicts, text and figure."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from experiments.comparison import Outcome, compare, verdict
from experiments.comparison.figure import LOOKS, draw
from experiments.comparison.outcomes import columns_of, read
from experiments.comparison.report import COLUMNS, markdown, tables
from experiments.comparison.units import Unit, pair, units
from experiments.comparison.words import LANGUAGES, WORDS
from sim.problems import NticError

LAUNCHES = Outcome("launches", "technologies", "technologies launched", margin=0.5, primary=True,
                   words_zh="上市技术数", unit_zh="项")  # fmt: skip
GAP = Outcome("gap", "", "the gap to the world", better="lower")
EFFECT = {"alliance": 2.0, "institute": 0.3, "leader": 0.0, "placebo": 0.0}
FIELDS = ("rail", "seeds", "chips")


def made(replications=12, samples=1, seed=3, policies=tuple(EFFECT)):
    """Return runs: policies add to what luck gives, more so later and in chips.

    The placebo is the leader by another name.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for sample in range(samples):
        level = rng.random()
        for replication in range(replications):
            luck = rng.normal(size=9)
            own = {policy: rng.normal(size=9) for policy in policies}
            own["placebo"] = own.get("leader", luck)
            for policy in policies:
                row = {"run": f"{policy}-{sample}-{replication}", "mode": policy, "cost": level,
                       "sample": sample, "replication": replication, "status": "ok",
                       "seed": 1000 * sample + replication, "error": "", "digest": ""}  # fmt: skip
                noise = own[policy]
                for horizon, weight in (("2015Q4", 0.1), ("2025Q4", 1.0)):
                    at = weight * EFFECT[policy] * (0.5 + level if samples > 1 else 1.0)
                    row[f"launches@{horizon}"] = 30 + 3 * luck[0] + weight * noise[0] + at
                    row[f"gap@{horizon}"] = 0.4 + 0.1 * luck[1] + 0.1 * weight * noise[1]
                    for k, field in enumerate(FIELDS):
                        share = 3.0 * (field == "chips")
                        row[f"launches@{horizon}/field:{field}"] = (
                            10 + luck[2 + k] + weight * noise[2 + k] + share * at
                        )
                rows.append(row)
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def found():
    return compare(made(), [LAUNCHES, GAP], ["mode"])


def row_of(comparison, a, b, outcome="launches", horizon="2025Q4"):
    table = comparison.contrasts
    mine = table[(table["a"] == a) & (table["b"] == b)
                 & (table["outcome"] == outcome) & (table["horizon"] == horizon)]  # fmt: skip
    return next(verdict.each(mine))


# What is paired.


def test_a_column_by_its_name():
    assert read("use@2025Q4/field:chips") == ("use@2025Q4/field:chips", "use", "2025Q4", "field",
                                              "chips")  # fmt: skip
    assert read("use@end")[1:] == ("use", "end", "nation", "")
    assert read("status") is None
    for name in ("use@", "use@end/chips", "use@end/field:", "@end"):
        with pytest.raises(NticError, match="expected outcome@horizon"):
            read(name)


@pytest.mark.parametrize(
    "wrong", [{"name": "a@b"}, {"better": "more"}, {"margin": 0.0}, {"margin": np.nan}]
)
def test_an_outcome_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(NticError):
        Outcome(**({"name": "use", "unit": "", "words": "use"} | wrong))


def damaged(**changes):
    return made(3).assign(**changes)


@pytest.mark.parametrize(
    ("runs", "more", "said"),
    [
        (damaged(seed=np.arange(12)), {}, "different seeds"),
        (damaged(replication=0), {}, "comes more than once"),
        (damaged(status="done"), {}, "unknown status: done"),
        (damaged(mode="one"), {}, "needs two policies; got 1"),
        (damaged(mode=None), {}, "no level"),
        (made(3).drop(columns="seed"), {}, "needs columns: seed"),
        (made(3), {"levers": ["tax"]}, "no column for lever: tax"),
        (made(3), {"levers": []}, "none is named"),
        (made(3), {"baseline": "none"}, "unknown `none`; there are alliance, institute"),
        (made(3), {"horizon": "2030Q4"}, "unknown `2030Q4`"),
        (made(3), {"confidence": 95.0}, "between 0 and 1"),
        (made(3), {"uncertainties": ["fog"]}, "needs columns: fog"),
        (damaged(fog=np.arange(12.0)), {"uncertainties": ["fog"]}, "differs between runs"),
        (made(3), {"outcomes": [Outcome("use", "", "use")]}, "no column for outcome: use"),
        (made(3), {"outcomes": [GAP, GAP]}, "come twice: gap"),
        (damaged(**{"gap@2015Q4": "x"}), {"outcomes": [GAP]}, "is not numeric"),
    ],
)
def test_a_table_that_cannot_be_paired_is_refused(runs, more, said):
    with pytest.raises(NticError, match=said):
        compare(runs, **({"outcomes": [LAUNCHES, GAP], "levers": ["mode"]} | more))


def test_the_unit_is_the_sample_where_there_are_several():
    """Two replications of a sample share its uncertainties: 6 units, not 12."""
    runs = made(2, 6)
    found = compare(runs, [LAUNCHES], ["mode"], ["cost"])
    row = row_of(found, "alliance", "leader")
    assert (found.unit, found.per_unit, row.n, row.pairs) == ("sample", 2.0, 6, 12)
    wide = runs.pivot(index=["sample", "replication"], columns="mode", values="launches@2025Q4")
    means = (wide["alliance"] - wide["leader"]).groupby("sample").mean()
    assert row.difference == pytest.approx(means.mean(), rel=1e-12)
    assert row.error == pytest.approx(means.std() / np.sqrt(6), rel=1e-12)
    assert row.factor_luck != pytest.approx(row.factor)


def test_units_are_means_over_what_is_there():
    """A sample of which one of two pairs lacks a value is the other pair."""
    runs = made(2, 3)
    column = "launches@2025Q4"
    runs.loc[(runs["mode"] == "leader") & (runs["sample"] == 1) & (runs["replication"] == 0),
             column] = np.nan  # fmt: skip
    row = row_of(compare(runs, [LAUNCHES], ["mode"]), "alliance", "leader")
    wide = runs.pivot(index=["sample", "replication"], columns="mode", values=column)
    gap = (wide["alliance"] - wide["leader"]).groupby("sample").mean()
    assert (row.n, row.pairs) == (3, 5)
    assert row.difference == pytest.approx(gap.mean(), rel=1e-12)


def test_a_run_that_is_not_ok_takes_its_pair_out_and_is_counted():
    runs = made(12)
    lost = (runs["mode"] == "alliance") & (runs["replication"] < 7)
    runs.loc[lost, "status"] = "failed"
    runs.loc[lost, [c for c in runs if "@" in c]] = 1e9  # must not be looked at
    found = compare(runs, [LAUNCHES, GAP], ["mode"])
    row = row_of(found, "alliance", "leader")
    assert (row.n, row_of(found, "institute", "leader").n) == (5, 12)
    assert abs(row.difference) < 10.0
    counted = found.failures.set_index("policy").loc["alliance"]
    assert counted.tolist() == pytest.approx([12, 5, 7, 0, 7 / 12])
    lost = found.losses[(found.losses["a"] == "alliance") & (found.losses["b"] == "leader")]
    assert lost[["pairs", "only_a_lost", "only_b_lost"]].to_numpy().tolist() == [[5, 7, 0]]
    assert lost["p"].iloc[0] == 2.0**-6  # seven of seven
    text = markdown(found)
    assert "alliance and leader do not fail alike: 7 pairs are lost by alliance alone" in text


def test_all_pairs_or_all_against_one():
    runs = made(5)
    every = compare(runs, [GAP], ["mode"])
    pairs = every.contrasts[["a", "b"]].drop_duplicates().to_numpy().tolist()
    assert len(pairs) == 6
    against = compare(runs, [GAP], ["mode"], baseline="leader").contrasts
    assert against[["a", "b"]].drop_duplicates().to_numpy().tolist() == [
        ["alliance", "leader"], ["institute", "leader"], ["placebo", "leader"]]  # fmt: skip


def test_policies_of_several_levers_have_all_levels_in_their_names():
    runs = made(4, policies=("leader", "alliance"))
    both = pd.concat([runs.assign(grant=15), runs.assign(grant=2.5)], ignore_index=True)
    found = compare(both, [GAP], ["mode", "grant"])
    assert found.policies == ("mode alliance, grant 2.5", "mode alliance, grant 15",
                              "mode leader, grant 2.5", "mode leader, grant 15")  # fmt: skip
    assert row_of(found, found.policies[0], found.policies[1], "gap").same


# What is found.


def test_a_placebo_is_the_same_in_every_outcome_horizon_and_place(found):
    mine = found.contrasts[(found.contrasts["a"] == "leader") & (found.contrasts["b"] == "placebo")]
    assert len(mine) == 4
    assert mine["same"].all()
    amounts = mine[["difference", "error", "low", "high", "boot_low", "boot_high"]]
    assert (amounts.to_numpy() == 0.0).all()
    assert (mine["kind"] == verdict.SAME).all()
    assert mine["probability"].isna().all()
    assert (mine["p_adjusted"] == 1.0).all()
    assert np.isinf(mine["factor"]).all()
    places = found.places[(found.places["a"] == "leader") & (found.places["b"] == "placebo")]
    assert places["same"].all()
    where = found.heterogeneity
    assert (where.loc[(where["a"] == "leader") & (where["b"] == "placebo"), "p"] == 1.0).all()


def test_a_factor_stands_by_every_outcome_and_horizon(found):
    assert found.contrasts["factor"].notna().all()
    assert (found.contrasts.groupby(["outcome", "horizon"]).size() == 6).all()
    low = found.contrasts["factor"] < 2.0
    assert low.any()
    assert ((found.contrasts["why"] != "") == low).all()


def test_the_primary_family_is_adjusted_by_holm_and_the_rest_by_the_false_share(found):
    table = found.contrasts
    first = table["family"] == "primary"
    assert table.loc[first, ["outcome", "horizon"]].drop_duplicates().to_numpy().tolist() == [
        ["launches", "2025Q4"]]  # fmt: skip
    p = table.loc[first, "p"].to_numpy()
    assert table.loc[first, "p_adjusted"].min() == pytest.approx(6 * p.min())
    rest = table.loc[~first]
    expected = stats.false_discovery_control(rest["p"])
    assert rest["p_adjusted"].to_numpy() == pytest.approx(expected)
    row = row_of(found, "alliance", "leader")
    half = stats.t.isf(0.025 / 6, row.n - 1) * row.error
    assert (row.joint_low, row.joint_high) == pytest.approx(
        (row.difference - half, row.difference + half))  # fmt: skip
    assert rest["joint_low"].isna().all()


def test_where_lower_is_better_the_probability_turns():
    runs = made(20)
    up = compare(runs, [LAUNCHES], ["mode"])
    lower = Outcome("launches", "", "technologies launched", better="lower")
    down = compare(runs, [lower], ["mode"])
    a, b = row_of(up, "alliance", "leader"), row_of(down, "alliance", "leader")
    assert (a.kind, b.kind) == ("better", "worse")
    assert a.probability == pytest.approx(1.0 - b.probability)
    assert a.share == pytest.approx(1.0 - b.share)
    assert "alliance is worse than leader" in b.sentence


def test_effects_by_place_are_told_apart(found):
    """Alliances gain 6 in chips and nothing elsewhere; luck differs by field."""
    where = found.heterogeneity
    mine = where[(where["a"] == "alliance") & (where["b"] == "leader") & (where["horizon"]
                 == "2025Q4")].iloc[0]  # fmt: skip
    assert mine["furthest"] == "chips"
    assert mine["p"] == 2.0**-11  # one of all signs of twelve units
    places = found.places.set_index(["a", "b", "horizon", "place"])
    chips = places.loc[("alliance", "leader", "2025Q4", "chips")]
    assert chips["difference"] == pytest.approx(6.0, abs=1.5)
    assert chips["relative"] == pytest.approx(chips["difference"] / chips["mean_b"])


def test_an_effect_that_goes_with_an_uncertainty_is_found():
    found = compare(made(3, 30), [LAUNCHES], ["mode"], ["cost"])
    table = found.interactions.set_index(["a", "b", "horizon"])
    row = table.loc[("alliance", "leader", "2025Q4")]
    assert row["correlation"] > 0.4
    assert row["p_adjusted"] < 0.05
    assert row["when_high"] > row["when_low"]
    assert np.isnan(table.loc[("leader", "placebo", "2025Q4")]["p"])
    assert "| alliance − leader | launches | 2025Q4 | cost |" in markdown(found)


# What does not matter.

SAME_COLUMNS = ["a", "b", "outcome", "horizon", "n", "p", "p_adjusted", "probability", "factor",
                "kind", "more", "difference", "low", "high", "boot_low", "sentence"]  # fmt: skip


@settings(max_examples=6)
@given(st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(seed):
    runs = made(6, policies=("leader", "alliance", "placebo"))
    one = compare(runs, [LAUNCHES, GAP], ["mode"], resamples=99)
    other = compare(
        runs.sample(frac=1.0, random_state=seed), [LAUNCHES, GAP], ["mode"], resamples=99
    )
    for name, table in tables(one).items():
        pd.testing.assert_frame_equal(table, tables(other)[name], check_exact=True)


def test_the_unit_of_money_moves_no_verdict(found):
    runs = made()
    columns = [name for name in runs if "@" in name]
    runs[columns] *= 1e4
    scaled = Outcome("launches", "technologies", "technologies launched", margin=5e3, primary=True)
    other = compare(runs, [scaled, GAP], ["mode"])
    for name in ("p", "p_adjusted", "probability", "probability_matters", "factor", "more"):
        assert other.contrasts[name].to_numpy() == pytest.approx(
            found.contrasts[name].to_numpy(), rel=1e-6, abs=1e-12, nan_ok=True), name  # fmt: skip
    assert (other.contrasts["kind"] == found.contrasts["kind"]).all()


def test_other_names_of_policies_turn_signs_alone(found):
    """Names in the reverse order of the alphabet: every contrast is turned round."""
    names = {"alliance": "z", "institute": "y", "leader": "x", "placebo": "w"}
    other = compare(made().replace({"mode": names}), [LAUNCHES, GAP], ["mode"])
    for row in verdict.each(found.contrasts):
        turned = row_of(other, names[row.b], names[row.a], row.outcome, row.horizon)
        assert turned.difference == pytest.approx(-row.difference, rel=1e-9, abs=1e-15)
        assert turned.low == pytest.approx(-row.high, rel=1e-9, abs=1e-15)
        assert turned.p_adjusted == pytest.approx(row.p_adjusted, rel=1e-9)
        turn = {"better": "worse", "worse": "better"}
        assert turned.kind == turn.get(row.kind, row.kind)


# Tables, text, figure.


def test_every_column_is_described_and_stands_in_its_table(found):
    for name, columns in COLUMNS.items():
        assert set(getattr(found, name).columns) == set(columns), name
        assert list(tables(found)[name].columns) == list(columns)


def test_the_text_has_verdicts_factors_places_and_failures(found):
    text = markdown(found)
    for row in verdict.each(found.contrasts[found.contrasts["family"] == "primary"]):
        assert f"- {row.sentence}\n" in text
    for outcome in ("launches", "gap"):
        for horizon in found.horizons:
            assert f"| {outcome} | {horizon} | " in text.partition("## What sharing luck saves")[2]
    assert "alliance less leader, launches at 2025Q4, by field:" in text
    assert text.rstrip().endswith("## Runs that failed\n\nNone.")
    assert "nan" not in text


def test_without_places_uncertainties_or_a_primary_outcome_there_is_still_a_text():
    text = markdown(compare(made(4), [GAP], ["mode"]))
    assert "No outcome was named as primary" in text
    assert "## Where the effect arises" not in text


def test_the_figure_is_drawn_in_both_languages(found, tmp_path):
    for language, names in zip(LANGUAGES, (["launches", "gap"], ["launches"]), strict=True):
        paths = draw(found, tmp_path / language, language, outcomes=names)
        assert [path.name for path in paths] == [f"compare_{name}.png" for name in names]
        for path in paths:
            assert path.stat().st_size > 10_000
        table = pd.read_csv(paths[0].with_suffix(".csv"))
        assert len(table) == 12
    about = json.loads(paths[0].with_suffix(".json").read_text(encoding="utf-8"))
    assert about["title"] == "政策之间的配对差异：上市技术数"
    with pytest.raises(NticError, match="en, zh"):
        draw(found, tmp_path, "fr")


def test_kinds_differ_in_shape_and_colour_and_have_words():
    assert set(LOOKS) == set(verdict.KINDS)
    assert len({look["marker"] for look in LOOKS.values()}) == len(LOOKS)
    assert len({look["color"] for look in LOOKS.values()}) == len(LOOKS)
    assert set(verdict.KINDS) <= set(WORDS)


def test_units_of_one_sample_are_its_pairs():
    runs = made(4)
    columns = columns_of(runs, [GAP])
    assert [column.name for column in columns] == ["gap@2015Q4", "gap@2025Q4"]
    names = [column.name for column in columns]
    one, other = (runs[runs["mode"] == mode] for mode in ("leader", "alliance"))
    pairs = pair(one, other, names, Unit("pair"))
    assert (units(pairs).a == pairs.a).all()
