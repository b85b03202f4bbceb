"""What is independent in a comparison: pairs, draws, trajectories, replications of a grid."""

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.comparison import Outcome, compare, verdict
from experiments.comparison.interactions import interaction
from experiments.comparison.report import markdown
from experiments.comparison.units import GRID, TRAJECTORY, Unit, policy_label
from experiments.comparison.verdict import BY_DOUBLING, NOT_AT_ALL, Heading
from sim.problems import NticError

USE = Outcome("use", "", "use", primary=True)


def runs_of(gaps, seeds=None, **columns):
    """Return runs of A and B, of which A has more by `gaps`, (samples, replications)."""
    samples, replications = np.indices(gaps.shape).reshape(2, -1)
    luck = np.random.default_rng(1).normal(size=gaps.size)
    head = {"sample": samples, "replication": replications, "status": "ok", "run": "r",
            "seed": np.arange(gaps.size) if seeds is None else seeds}  # fmt: skip
    head |= {name: np.asarray(values)[samples] for name, values in columns.items()}
    a = pd.DataFrame({"mode": "A", **head, "use@end": luck + gaps.ravel()})
    return pd.concat([a, pd.DataFrame({"mode": "B", **head, "use@end": luck})], ignore_index=True)


def only(found):
    assert len(found.contrasts) == 1
    return next(verdict.each(found.contrasts))


def test_points_of_a_trajectory_are_one_unit():
    """Two trajectories of three points, three replications each: means of nine, two units."""
    gaps = np.random.default_rng(2).normal(size=(6, 3))
    unit = Unit(TRAJECTORY, {0: 0, 1: 0, 2: 0, 3: 1, 4: 1, 5: 1})
    seeds = np.repeat([0, 1], 9) * 10 + np.tile(np.arange(3), 6)
    found = compare(runs_of(gaps, seeds), [USE], ["mode"], unit=unit)
    row, means = only(found), gaps.reshape(2, 9).mean(axis=1)
    assert (row.n, row.pairs, found.per_unit) == (2, 18, 9.0)
    assert row.difference == pytest.approx(means.mean())
    assert row.error == pytest.approx(means.std(ddof=1) / np.sqrt(2))
    assert "Independent units are trajectories, each the mean of 9 pairs of runs." in markdown(
        found
    )


def test_levels_that_nobody_drew_are_not_units():
    """Four combinations with far different effects, three replications: units are these three."""
    gaps = np.array([0.0, 10.0, 20.0, 30.0])[:, None] + np.random.default_rng(3).normal(size=(4, 3))
    found = compare(runs_of(gaps), [USE], ["mode"], unit=Unit(GRID))
    row, means = only(found), gaps.mean(axis=0)
    assert (row.n, row.pairs) == (3, 12)
    assert row.error == pytest.approx(means.std(ddof=1) / np.sqrt(3))
    assert row.kind == verdict.BETTER
    assert "3 replications, each the mean over 4 combinations of the uncertainties" in row.sentence
    assert "units are replications, each the mean over 4 combinations" in markdown(found)


def test_a_grid_that_ran_once_says_nothing_of_luck():
    found = compare(runs_of(np.ones((4, 1)) * 5.0), [USE], ["mode"], unit=Unit(GRID))
    assert only(found).kind == verdict.UNCLEAR
    assert "a second replication is needed to tell that from luck" in only(found).sentence


@pytest.mark.statistical
def test_effects_that_vary_over_a_grid_do_not_hide_nor_invent_a_difference():
    """Effects -3 to 3 over six levels, mean 0; 4 replications: 5 in 100 are called, not none.

    By samples as units their spread would swallow the luck: none is called. 80 studies; of so many
    none is called by chance in 2 of 100 tries of a right rule.
    """
    rng, calls = np.random.default_rng(4), 0
    for _ in range(80):
        gaps = np.linspace(-3.0, 3.0, 6)[:, None] + rng.normal(size=(6, 4))
        p = only(compare(runs_of(gaps), [USE], ["mode"], unit=Unit(GRID), resamples=0)).p
        calls += p <= 0.05
    assert 1 <= calls <= stats.binom.ppf(0.9995, 80, 0.05)


def test_words_of_an_uncertainty_are_tested_without_an_order():
    """Kruskal and Wallis' H of three words, by SciPy; the means of the least and the largest."""
    gaps = np.random.default_rng(5).normal(size=(12, 1))
    words = np.array(["low", "odd", "high"] * 4, dtype=object)
    gaps[words == "odd"] += 9.0
    found = compare(runs_of(gaps, state=words), [USE], ["mode"], ["state"])
    row = next(verdict.each(found.interactions))
    groups = [gaps[words == word, 0] for word in ("high", "low", "odd")]
    assert row.p == pytest.approx(stats.kruskal(*groups).pvalue)
    assert (row.test, row.high) == ("Kruskal-Wallis", "odd")
    assert row.when_high == pytest.approx(groups[2].mean())
    assert np.isnan(row.correlation)
    assert " (odd) | " in markdown(found)


def test_words_that_say_nothing_are_not_tested():
    y = np.arange(9.0)[:, None]
    words = np.array(["a", "b", "c"] * 3, dtype=object)
    assert np.isnan(interaction(y, np.array(["a"] * 9, dtype=object)).p[0])
    assert np.isnan(interaction(y[:7], words[:7]).p[0])
    assert np.isnan(interaction(np.ones((9, 1)), words).p[0])
    assert 0.5 < interaction(y, words).p[0] < 1.0


def test_on_a_grid_pairs_say_on_what_effects_depend():
    gaps = np.array([0.0, 5.0])[:, None] + np.random.default_rng(6).normal(size=(2, 6))
    found = compare(runs_of(gaps, cost=[1.0, 2.0]), [USE], ["mode"], ["cost"], unit=Unit(GRID))
    row = next(verdict.each(found.interactions))
    assert row.n == 12
    assert row.p < 0.01
    assert (row.when_low, row.when_high) == pytest.approx(gaps.mean(axis=1))


def test_points_of_a_trajectory_are_not_tested_one_by_one():
    gaps = np.random.default_rng(7).normal(size=(10, 1))
    unit = Unit(TRAJECTORY, {k: k // 2 for k in range(10)})
    runs = runs_of(gaps, np.repeat(np.arange(5), 2), cost=np.arange(10.0))
    assert compare(runs, [USE], ["mode"], ["cost"], unit=unit).interactions.empty


# What is primary.


def test_the_primary_outcome_is_judged_at_its_own_last_horizon():
    """The other outcome is read later: the family was empty, and nothing was judged."""
    runs = runs_of(np.random.default_rng(8).normal(size=(1, 9)))
    runs["gap@later"] = runs["use@end"]
    found = compare(runs, [USE, Outcome("gap", "", "the gap")], ["mode"])
    assert found.primary_horizon == "end"
    assert (found.contrasts["family"] == "primary").sum() == 1
    with pytest.raises(NticError, match="`use` is primary, but is not read at later"):
        compare(runs, [USE, Outcome("gap", "", "the gap")], ["mode"], horizon="later")


def test_a_p_value_of_nothing_is_no_error():
    runs = runs_of(1e9 + np.random.default_rng(9).normal(size=(1, 300)))
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        found = compare(runs, [Outcome("use", "", "use")], ["mode"], resamples=0)
    assert only(found).p == 0.0
    assert only(found).kind == verdict.BETTER


def test_what_is_not_adjusted_is_said():
    found = compare(runs_of(np.random.default_rng(8).normal(size=(1, 9))),
                    [Outcome("use", "", "use")], ["mode"])  # fmt: skip
    assert "no difference that matters is said of each by itself at 95%" in markdown(found)


# How many more.


@pytest.mark.parametrize(
    ("head", "said", "short"),
    [
        (Heading("pair", 0.95), "9 more pairs of runs would settle it", "9"),
        (Heading("sample", 0.95, 8, BY_DOUBLING), "32 draws of the uncertainties in all (a power "
         "of two, as `sobol` needs) would settle it", "32 in all"),
        (Heading("sample", 0.95, 8, NOT_AT_ALL), "a Latin hypercube cannot grow, but a new one of "
         "17 draws of the uncertainties would settle it", "17 anew"),
        (Heading("grid", 0.95, 4), "9 more replications would settle it", "9"),
        (Heading("trajectory", 0.95, 12), "9 more trajectories would settle it", "9"),
    ],
)  # fmt: skip
def test_how_many_more_in_words(head, said, short):
    assert head.further(8, 9.0) == said
    assert head.in_short(8, 9.0) == short


def test_a_power_of_two_goes_beyond_what_is_there_even_where_draws_were_lost():
    """Of 16 draws 3 were lost: 2 more than 13 are 15, which 16 in all would not give."""
    assert Heading("sample", 0.95, 16, BY_DOUBLING).in_all(13, 2.0) == 32


def test_policies_are_called_by_their_levels():
    assert policy_label(["fee"], [15.0]) == "15"
    assert policy_label(["fee", "mode"], [0.1 + 0.2, "leader"]) == "fee 0.3, mode leader"
