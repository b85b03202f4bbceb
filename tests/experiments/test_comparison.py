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
from experiments.comparison.interactions import interaction
from experiments.comparison.outcomes import columns_of, read
from experiments.comparison.places import heterogeneity, signs
from experiments.comparison.report import COLUMNS, markdown, tables
from experiments.comparison.units import pair, units
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


# Tests of places and uncertainties.


def test_signs_are_all_or_random():
    assert signs(3).tolist() == [[1, 1, 1], [-1, 1, 1], [1, -1, 1], [-1, -1, 1]]
    many = signs(30)
    assert many.shape == (5000, 30)
    assert (many[0] == 1.0).all()


def test_places_by_hand():
    """Three units, two places, differences around their mean always (1, -1): p is 1/4.

    The statistic is 3 m²/q = 3 in each place.
    """
    gaps = np.array([[3.0, 1.0], [5.0, 3.0], [2.0, 0.0]])
    found = heterogeneity(gaps)
    assert (found.units, found.places, found.p, found.statistic) == (3, 2, 0.25, 6.0)
    assert heterogeneity(gaps[:, :1]).p != heterogeneity(gaps[:, :1]).p  # one place: no test
    assert heterogeneity(np.ones((4, 3))).p == 1.0  # the same everywhere
    holed = np.vstack([gaps, [np.nan, 1.0]])
    assert heterogeneity(holed) == found


@pytest.mark.statistical
@pytest.mark.parametrize("n", [8, 20])
def test_places_that_differ_by_noise_alone_are_called_different_in_one_test_of_twenty(n):
    """Thirty places that share luck, with unequal spreads, more than units: 250 studies.

    A test that takes them for independent would be wrong in most.
    """
    rng = np.random.default_rng(14)
    scale = np.linspace(0.2, 3.0, 30)
    calls = 0
    for _ in range(250):
        shared = rng.normal(size=(n, 3)) @ rng.normal(size=(3, 30))
        gaps = 1.0 + scale * (shared + rng.normal(size=(n, 30)))
        calls += heterogeneity(gaps).p <= 0.05
    assert calls <= stats.binom.isf(0.001, 250, 0.05)
    differs = [heterogeneity(rng.normal(size=(20, 30)) + np.linspace(-1, 1, 30)).p <= 0.05
               for _ in range(10)]  # fmt: skip
    assert np.mean(differs) > 0.9


def test_an_interaction_by_hand():
    """Ranks 1..8 against 2, 1, 4, 3, 6, 5, 8, 7: r = 1 - 6 x 8/(8 x 63) = 0.904762."""
    x = np.arange(8.0)
    y = np.array([2.0, 1.0, 4.0, 3.0, 6.0, 5.0, 8.0, 700.0])[:, None]
    y[[6, 7]] = y[[7, 6]]
    found = interaction(y, x)
    assert found.correlation[0] == pytest.approx(1.0 - 48.0 / 504.0)
    assert found.p[0] == pytest.approx(stats.spearmanr(x, y[:, 0]).pvalue)
    assert (found.when_low[0], found.when_high[0]) == (2.5, (6 + 5 + 700 + 8) / 4)
    assert np.isnan(interaction(y[:7], x[:7]).p[0])  # too few
    assert np.isnan(interaction(y, np.ones(8)).p[0])
    assert np.isnan(interaction(np.ones((8, 1)), x).p[0])
    assert interaction(x[:, None], x).p[0] == 0.0


def test_an_effect_that_goes_with_an_uncertainty_is_found():
    found = compare(made(3, 30), [LAUNCHES], ["mode"], ["cost"])
    table = found.interactions.set_index(["a", "b", "horizon"])
    row = table.loc[("alliance", "leader", "2025Q4")]
    assert row["correlation"] > 0.4
    assert row["p_adjusted"] < 0.05
    assert row["when_high"] > row["when_low"]
    assert np.isnan(table.loc[("leader", "placebo", "2025Q4")]["p"])
    assert "| alliance − leader | launches | 2025Q4 | cost |" in markdown(found)


# What is said.


def spoken(a, b, outcome=LAUNCHES, confidence=0.95):
    """Return the row of two policies whose outcomes are given."""
    runs = pd.DataFrame({"run": "r", "mode": ["A"] * len(a) + ["B"] * len(b), "sample": 0,
                         "replication": [*range(len(a)), *range(len(b))], "seed": 1,
                         "status": "ok", f"{outcome.name}@2025Q4": [*a, *b]})  # fmt: skip
    return row_of(compare(runs, [outcome], ["mode"], confidence=confidence), "A", "B", outcome.name)


NOISE = np.tile([1.0, -1.0], 10)


@pytest.mark.parametrize(
    ("shift", "spread", "margin", "kind", "said"),
    [
        (5.0, 1.0, 0.5, "better", "A is better than B by technologies launched at 2025Q4: A has "
         "5.00 technologies more than B (95% interval 4.52 more to 5.48 more; 20 pairs of runs); "
         "the probability that A is better is over 99.9%."),
        (-5.0, 1.0, 0.5, "worse", "A has 5.00 technologies less than B (95% interval 5.48 less to "
         "4.52 less; 20 pairs of runs); the probability that A is better is under 0.1%."),
        (0.7, 1.0, 0.5, "better", "Whether it is as large as 0.5 technologies, from which on it "
         "matters, is not sure."),
        (0.1, 0.5, 0.5, "no difference that matters", "A and B make no difference that matters to "
         "technologies launched at 2025Q4: A has 0.10 technologies more than B (95% interval 0.14 "
         "less to 0.34 more; 20 pairs of runs), and less than 0.5 technologies does not matter "
         "(the probability that it is more is 0.1%)."),
        (0.0, 0.0, 0.5, "the same", "A and B are the same by technologies launched at 2025Q4: "
         "identical in each of 20 pairs of runs."),
        (0.3, 3.0, None, "cannot tell apart", "A and B: cannot tell apart by technologies launched "
         "at 2025Q4 at this number of runs: 810 more pairs of runs would settle it if the "
         "difference is as it looks (with a chance of 4 in 5). So far A has 0.30 technologies more "
         "than B (95% interval 1.14 less to 1.74 more; 20 pairs of runs); the probability that A "
         "is better is 67%."),
        (0.3, 3.0, 2.5, "no difference that matters", ""),
        (0.3, 3.0, 1.0, "cannot tell apart", "would settle it, whichever way it is."),
        (0.001, 3.0, None, "cannot tell apart", "more than 100,000 more pairs of runs would be "
         "needed to settle it, which is to say that runs will not"),
        (0.0, 3.0, None, "cannot tell apart", "the difference so far is zero"),
        (2.0, 0.0, 0.5, "better", "(by the same amount in each of 20 pairs of runs)"),
    ],
)  # fmt: skip
def test_each_kind_of_verdict_in_words(shift, spread, margin, kind, said):
    outcome = Outcome("launches", "technologies", "technologies launched", margin=margin)
    luck = np.random.default_rng(1).normal(size=20)
    row = spoken(luck + shift + spread * NOISE, luck, outcome)
    assert row.kind == kind
    assert said in row.sentence


def test_few_pairs_say_what_they_are():
    assert "a second one is needed" in spoken([3.0], [1.0]).sentence
    assert spoken([3.0], [1.0]).kind == verdict.UNCLEAR
    assert "cannot be compared" in spoken([np.nan], [1.0]).sentence
    two = spoken([3.0, 4.0], [1.0, 2.0])
    assert two.kind == verdict.UNCLEAR  # two equal differences may be an accident
    assert "4 more pairs of runs would settle it" in two.sentence


def test_a_few_runs_that_weigh_heavily_are_said():
    gap = np.zeros(20)
    gap[[3, 9]] = 5.0, 30.0
    assert "A few runs weigh heavily" in spoken(gap, np.zeros(20)).sentence


@pytest.mark.parametrize(
    ("probability", "said"),
    [(1.0, "over 99.9%"), (0.9995, "over 99.9%"), (0.0, "under 0.1%"), (0.5, "50%"),
     (0.999, "99.9%"), (0.9949, "99.5%"), (0.95, "95.0%"), (0.67, "67%"), (0.001, "0.1%"), (np.nan, "not defined")],
)  # fmt: skip
def test_a_probability_is_never_none_and_never_certainty(probability, said):
    assert verdict.percent(probability) == said


@given(st.floats(0.0, 1.0))
def test_no_probability_is_printed_as_0_or_100(probability):
    assert verdict.percent(probability).lstrip("overund ") not in ("0%", "100%", "0.0%", "100.0%")


@pytest.mark.parametrize(
    ("value", "error", "said"),
    [(1234.567, 12.0, "1,235"), (1234.567, 0.12, "1,234.57"), (-0.00321, 0.002, "−0.0032"),
     (-0.00001, 0.1, "0.00"), (3.0, 0.0, "3.000"), (0.0, 0.0, "0"), (np.nan, 1.0, "unknown"),
     (5e7, 2e6, "50,000,000")],
)  # fmt: skip
def test_amounts_have_the_digits_that_are_sure(value, error, said):
    assert verdict.amount(value, error) == said


def test_numbers_of_runs_are_rounded_up():
    given_as = (1.0, 14.0, 99.0, 101.0, 813.0, 12345.0)
    assert [verdict.rounded(n) for n in given_as] == [1, 14, 99, 110, 820, 13000]


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
    pairs = pair(runs[runs["mode"] == "leader"], runs[runs["mode"] == "alliance"], names, False)
    assert (units(pairs).a == pairs.a).all()
