"""Stein's rule: worked totals, exact coverage, and what it does with skew and at a cap."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from experiments.selection.measured import Problem, coverage, normal, skewed, slipped
from experiments.selection.stopping import against, quantile, total_needed, until_precise
from experiments.selection.values import stored

pytestmark = pytest.mark.plain

FALSE_ALARM = 1e-4
"""Chance that a right rule fails one of the statistical tests."""
FIRST = np.array([0.0, 2.0, -2.0, 2.0, -2.0])  # variance 4
HALF = np.array([1.0, -1.0, 0.0])
PAIR = np.array([1.0, -1.0])


def test_totals_by_hand():
    """t(0.975, 4) = 2.776: 7.708 x 4 = 30.8; two at once 3.495: 48.9; a half width 4 x."""
    assert quantile(0.05, 1, 5) == pytest.approx(2.7764, abs=1e-4)
    assert total_needed(FIRST, 1.0) == 31
    assert total_needed(np.array([FIRST, 0.5 * FIRST]), 1.0) == 49
    assert total_needed(np.array([FIRST, 0.5 * FIRST]), np.array([1.0, 0.25])) == 196
    assert total_needed(FIRST, 0.5) == 124
    assert total_needed(FIRST, 100.0) == 5
    assert total_needed(np.ones(5), 1.0) == 5


def test_an_interval_by_hand():
    """The spread is that of the first stage, whatever comes after."""
    rest = np.full(26, 3.0)
    one = np.concatenate([FIRST, rest]) + 7.0
    found = until_precise(stored([one, np.full(31, 7.0)]), PAIR, 1.0, first_stage=5)
    assert (found.first_stage, found.replications, found.needed) == (5, 31, 31)
    assert found.attained
    assert found.means == pytest.approx([78.0 / 31.0])
    assert found.half_widths == pytest.approx([2.776445 * 2.0 / np.sqrt(31.0)])
    assert (found.half_widths <= found.asked).all()
    assert "With probability at least 0.95 the interval covers" in found.words


def test_at_a_cap_the_interval_is_wider_than_asked():
    found = until_precise(
        stored([np.tile(FIRST, 4), np.zeros(20)]), PAIR, 1.0, first_stage=5, cap=20
    )
    assert (found.replications, found.needed, found.attained) == (20, 31, False)
    assert found.half_widths == pytest.approx([2.776445 * 2.0 / np.sqrt(20.0)])
    assert "Wider than asked: 31 replications were needed" in found.words


def test_only_policies_of_the_contrast_are_run():
    asked = []

    def draw(policies, first, last):
        asked.append((tuple(policies), first, last))
        return np.random.default_rng(first).normal(size=(len(policies), last - first))

    found = until_precise(draw, [0.0, 1.0, 0.0, -1.0], 0.5)
    assert asked == [((1, 3), 0, 20), ((1, 3), 20, found.replications)]


def test_averages_are_observations():
    table = np.random.default_rng(2).normal(size=(2, 9000))
    plain = until_precise(stored(table.reshape(2, 3000, 3).mean(axis=2)), PAIR, 0.1)
    averaged = until_precise(stored(table), PAIR, 0.1, average=3)
    assert averaged.replications == 3 * plain.replications
    assert averaged.half_widths == pytest.approx(plain.half_widths)


def test_contrasts_against_a_reference():
    assert against(3).tolist() == [[-1.0, 1.0, 0.0], [-1.0, 0.0, 1.0]]
    assert against(3, 2).tolist() == [[1.0, 0.0, -1.0], [0.0, 1.0, -1.0]]
    with pytest.raises(ValueError, match="no policy 3 among 3"):
        against(3, 3)


def test_what_never_varied_has_no_width():
    found = until_precise(stored([np.full(20, 2.0), np.zeros(20)]), PAIR, 1.0)
    assert found.half_widths.tolist() == [0.0]
    assert "did not vary" in found.words


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ({"half_width": 0.0}, "half_width is 0.0"),
        ({"half_width": float("nan")}, "half_width is nan"),
        ({"alpha": 1.0}, "alpha is 1.0"),
        ({"first_stage": 1}, "first_stage is 1"),
        ({"average": 0}, "average is 0"),
        ({"cap": 19}, "the first stage alone takes 20"),
        ({"contrasts": [1.0, 1.0]}, "sum to 0"),
        ({"contrasts": [0.0, 0.0]}, "not 0"),
        ({"contrasts": [float("nan"), 1.0]}, "finite"),
    ],
)
def test_plans_that_make_no_sense_are_refused(plan, message):
    asked = {"contrasts": PAIR, "half_width": 1.0} | plan
    with pytest.raises(ValueError, match=message):
        until_precise(
            stored(np.eye(2, 50)), asked.pop("contrasts"), asked.pop("half_width"), **asked
        )


def test_values_that_are_not_finite_are_refused():
    table = np.zeros((2, 50))
    table[1, 4] = np.nan
    with pytest.raises(ValueError, match="policy 1 has the value nan in replication 4"):
        until_precise(stored(table), PAIR, 1.0)
    with pytest.raises(ValueError, match="not finite"):
        total_needed(table, 1.0)


@given(st.integers(0, 10**6), st.integers(-20, 20))
def test_unit_and_shared_luck_change_nothing(seed, power):
    rng, unit = np.random.default_rng(seed), 2.0**power
    table = rng.integers(-8, 9, (3, 3000)).astype(float)
    luck = rng.integers(-99, 99, 3000)
    one = until_precise(stored(table), against(3), 2.0, cap=3000)
    other = until_precise(stored((table + luck) * unit), against(3), 2.0 * unit, cap=3000)
    assert other.replications == one.replications
    assert other.half_widths.tolist() == (one.half_widths * unit).tolist()


def covers(found, level):
    """Return whether a coverage may be `level` or more."""
    return stats.binom.cdf(found.right, found.macros, level) > FALSE_ALARM


NORMAL = Problem("normal", slipped(3, 0.5), normal(0.0))


@pytest.mark.statistical
@pytest.mark.parametrize("first_stage", [5, 20])
def test_one_interval_covers_as_often_as_it_says(first_stage):
    """Exactly so: not more often either."""
    found = coverage(NORMAL, HALF, 0.4, 2000, 21, first_stage=first_stage)
    assert covers(found, 0.95)
    assert stats.binom.sf(found.right - 1, found.macros, 0.95) > FALSE_ALARM


@pytest.mark.statistical
def test_several_intervals_cover_all_at_once():
    many = Problem("normal", slipped(6, 0.5), normal(0.3))
    assert covers(coverage(many, against(6), 0.4, 1000, 22), 0.95)


@pytest.mark.statistical
def test_a_cap_keeps_the_coverage():
    assert covers(coverage(NORMAL, HALF, 0.2, 1000, 23, cap=50), 0.95)


@pytest.mark.statistical
def test_shared_luck_saves_runs():
    """Correlation 0.8 leaves a fifth of the variance: a fifth of the runs, to within a tenth."""
    shared = Problem("shared", slipped(3, 0.5), normal(0.8))
    apart, together = (coverage(p, HALF, 0.15, 500, 24) for p in (NORMAL, shared))
    assert covers(together, 0.95)
    assert apart.runs / together.runs == pytest.approx(5.0, rel=0.1)


@pytest.mark.statistical
def test_strong_skew_breaks_it_and_averages_mend_it():
    """Differences of skewness 4.4: nine of ten; means of 20 have a skewness of one."""
    odd = Problem("skewed", slipped(3, 0.5), skewed(0.0, mirrored=True))
    assert not covers(coverage(odd, HALF, 0.15, 1000, 25), 0.95)
    assert covers(coverage(odd, HALF, 0.15, 1000, 25, average=20), 0.95)
