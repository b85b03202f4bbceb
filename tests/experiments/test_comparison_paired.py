"""Paired differences: by hand, by symmetry, and held against problems with a known answer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from experiments.comparison import settle
from experiments.comparison.families import benjamini_hochberg, bonferroni, holm, over_all
from experiments.comparison.paired import ROUNDING, contrast, differences, too_skewed
from experiments.comparison.pairing import pairing

FALSE_ALARM = 0.001
"""Chance of each statistical test to fail, were the stated level exact."""


def within_chance(hits, number, level):
    """Tell whether so many hits are what chance gives, at the rate of false alarms."""
    low, high = stats.binom.ppf([FALSE_ALARM / 2, 1 - FALSE_ALARM / 2], number, level)
    return low <= hits <= high


def problems(n, number, seed=11, shift=0.0):
    """Yield three kinds of unit differences, (n, number), whose mean is `shift`."""
    z = np.random.default_rng(seed).normal(size=(n, number))
    k = np.arange(-9, 10)
    mean = float((k * (stats.norm.cdf(k + 0.2) - stats.norm.cdf(k - 0.8))).sum())
    yield "normal", z + shift
    yield "skewed", np.exp(0.5 * z) - np.exp(0.125) + shift
    yield "ties", np.round(z + 0.3) - mean + shift


# By hand.


def test_a_contrast_by_hand():
    """Differences 1, 2, 3, 6: mean 3, deviation sqrt(14/3), error sqrt(14/12), t 2.777."""
    found = contrast(np.array([11.0, 22.0, 33.0, 46.0]), np.array([10.0, 20.0, 30.0, 40.0]))
    error = np.sqrt(14.0 / 12.0)
    assert (found.n, found.mean_a, found.mean_b, found.difference) == (4, 28.0, 25.0, 3.0)
    assert found.spread == pytest.approx(np.sqrt(14.0 / 3.0))
    assert found.error == pytest.approx(error)
    assert found.low == pytest.approx(3.0 - 3.1824463 * error)  # t table, 3 degrees of freedom
    assert found.high == pytest.approx(3.0 + 3.1824463 * error)
    assert found.p == pytest.approx(0.0691, abs=1e-4)
    assert found.above == pytest.approx(1.0 - 0.0691 / 2, abs=1e-4)
    assert (found.share_above, found.share_equal) == (1.0, 0.0)
    assert np.isnan(found.boot_low)  # four units can be drawn in too few ways
    assert found.skew == pytest.approx((-8 - 1 + 0 + 27) / 4 / 3.5**1.5)


def test_a_placebo_is_exactly_the_same():
    a = np.random.default_rng(1).normal(size=(12, 3)) * [1e-6, 1.0, 1e9]
    found = contrast(a, a.copy())
    assert found.same.all()
    for name in ("difference", "error", "low", "high", "boot_low", "boot_high"):
        assert (getattr(found, name) == 0.0).all(), name
    assert (found.p == 1.0).all()
    assert np.isnan(found.above).all()
    assert (found.share_equal == 1.0).all()
    assert np.isinf(pairing(a, a.copy()).factor).all()


def test_what_rounding_leaves_is_no_difference():
    a = np.array([1e9, 2e9, 3e9])
    assert contrast(a, a * (1.0 + 0.1 * ROUNDING)).same
    assert not contrast(a, a * (1.0 + 1e4 * ROUNDING)).same
    assert differences(np.array([1.0, np.nan]), np.array([1.0, 1.0]))[0] == 0.0


def test_one_amount_in_every_unit_has_no_interval_but_signs():
    """Seven equal differences: the sign test has 2 (1/2)^7, the share of signs 1 - (1/2)^8."""
    b = np.array([1.0, 5.0, 2.0, 9.0, 4.0, 4.0, 0.1])
    found = contrast(b - 0.3, b)
    assert found.constant
    assert (found.low, found.high) == (found.difference, found.difference)
    assert found.boot_low == found.boot_high == found.difference
    assert found.p == 2.0**-6
    assert found.above == 2.0**-8
    assert contrast(b + 0.3, b).above == 1.0 - 2.0**-8


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_few_units_give_no_warning(n):
    rng = np.random.default_rng(n)
    found = contrast(rng.normal(size=(n, 2)), rng.normal(size=(n, 2)))
    assert (np.isfinite(found.difference) == (n > 0)).all()
    assert (np.isfinite(found.low) == (n > 1)).all()
    assert (np.isfinite(found.p) == (n > 1)).all()
    assert (np.isfinite(found.boot_low) == (n >= 5)).all()


def test_a_missing_value_leaves_its_unit_out_of_its_column_alone():
    rng = np.random.default_rng(2)
    a, b = rng.normal(size=(9, 3)), rng.normal(size=(9, 3))
    holed = a.copy()
    holed[4, 1] = np.nan
    found, whole = contrast(holed, b), contrast(a, b)
    kept = np.delete(np.arange(9), 4)
    alone = contrast(a[kept, 1], b[kept, 1])
    for name in found._fields:
        got = getattr(found, name)
        assert got[1] == pytest.approx(getattr(alone, name), rel=1e-12), name
        assert got[[0, 2]] == pytest.approx(getattr(whole, name)[[0, 2]], rel=1e-12), name


def test_the_bootstrap_of_a_column_depends_on_nothing_else():
    rng = np.random.default_rng(4)
    a, b = rng.normal(size=(20, 5)), rng.normal(size=(20, 5))
    together, alone = contrast(a, b), contrast(a[:, 3], b[:, 3])
    assert together.boot_low[3] == pytest.approx(alone.boot_low, rel=1e-12)
    assert together.boot_high[3] == pytest.approx(alone.boot_high, rel=1e-12)


def test_the_bootstrap_is_that_of_scipy():
    gap = np.random.default_rng(5).exponential(size=25)
    expected = stats.bootstrap((gap,), np.mean, n_resamples=9999, rng=np.random.default_rng(1))
    found = contrast(gap, np.zeros(25), resamples=9999)
    assert found.boot_low == pytest.approx(expected.confidence_interval.low, abs=0.02)
    assert found.boot_high == pytest.approx(expected.confidence_interval.high, abs=0.02)


def test_arrays_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="one shape"):
        contrast(np.zeros(3), np.zeros(4))
    with pytest.raises(ValueError, match="between 0 and 1"):
        contrast(np.zeros(3), np.zeros(3), confidence=95.0)


# Families.


def test_holm_by_hand():
    """0.01 x 4, 0.02 x 3 and 0.03 x 2 of which the larger holds on, 0.5."""
    assert holm(np.array([0.03, 0.01, 0.5, 0.02])) == pytest.approx([0.06, 0.04, 0.5, 0.06])
    assert holm(np.array([0.6, 0.9])) == pytest.approx([1.0, 1.0])
    assert holm(np.empty(0)).size == 0


def test_benjamini_hochberg_by_hand():
    """0.01 x 4/1, 0.02 x 4/2, 0.03 x 4/3, 0.5; the smaller of later ones holds."""
    found = benjamini_hochberg(np.array([0.03, 0.01, 0.5, 0.02]))
    assert found == pytest.approx([0.04, 0.04, 0.5, 0.04])
    assert over_all(np.array([0.01, np.nan]))[0] == 0.01
    assert np.isnan(over_all(np.array([0.01, np.nan]))[1])


def test_bonferroni():
    assert bonferroni(0.95, 5) == pytest.approx(0.99)
    assert bonferroni(0.95, 0) == pytest.approx(0.95)


# How many more.


@pytest.mark.parametrize("level", [0.05, 0.005])
@pytest.mark.parametrize("ratio", [0.8, 2.0, 5.0])
def test_units_to_know_the_direction_have_the_power(level, ratio):
    """By the noncentral t distribution: 80% at that number (79% at 7 units), less with fewer."""
    n = settle.for_direction(np.array(1.0), np.array(ratio), level)

    def power(m):
        t = stats.t.isf(level / 2, m - 1)
        return stats.nct.sf(t, m - 1, np.sqrt(m) / ratio)

    assert power(n) > (0.795 if n > 10 else 0.785)
    assert power(np.floor(0.9 * n) - 1) < 0.8


def test_units_by_hand():
    """(1.95996 + 0.84162)² 2² + 1.95996²/2 = 33.3 units: 14 more than 20; half of that is none."""
    found, rule = settle.more(np.array([1.0]), np.array([2.0]), np.array([20]),
                              np.array([np.nan]), np.array([0.05]))  # fmt: skip
    assert found[0] == 14.0
    assert rule[0] == "direction"
    few, _ = settle.more(np.array([1.0]), np.array([2.0]), np.array([1]), np.array([np.nan]),
                         np.array([0.05]))  # fmt: skip
    assert np.isnan(few[0])
    never, _ = settle.more(np.array([0.0]), np.array([2.0]), np.array([20]), np.array([np.nan]),
                           np.array([0.05]))  # fmt: skip
    assert np.isinf(never[0])


def test_a_margin_settles_what_the_direction_never_would():
    """A spread of at most s: half of the margin is t s/sqrt(n)."""
    found, rule = settle.more(np.array([0.01]), np.array([2.0]), np.array([50]), np.array([1.0]),
                              np.array([0.05]))  # fmt: skip
    assert rule[0] == "margin"
    most = 2.0 * np.sqrt(49 / stats.chi2.ppf(0.2, 49))
    n = found[0] + 50
    assert stats.t.isf(0.025, n - 1) * most / np.sqrt(n) <= 0.5
    assert stats.t.isf(0.025, n - 2) * most / np.sqrt(n - 1) > 0.5 * 0.999


def test_equal_differences_need_as_many_signs():
    """2^(1-n) is at most 0.05 from n = 6 on."""
    found, _ = settle.more(np.array([1.0]), np.array([0.0]), np.array([2]), np.array([np.nan]),
                           np.array([0.05]))  # fmt: skip
    assert found[0] == 4.0


@pytest.mark.statistical
def test_the_units_named_settle_it_as_often_as_is_said():
    """With a margin, in at least 4 of 5 studies, wherever the true difference is.

    A first stage of 15 units names the number; then the interval is inside the margin or without
    zero. The worst place is half of the margin.
    """
    rng = np.random.default_rng(8)
    settled, short = [], []
    for _ in range(400):
        first = rng.normal(0.25, 1.0, 15)
        n = int(settle.for_margin(first.std(ddof=1), np.array(15), np.array(0.5), 0.05))
        gap = np.concatenate([first, rng.normal(0.25, 1.0, max(n - 15, 0))])
        found = contrast(gap, np.zeros(gap.size), resamples=0)
        inside = found.low > -0.5 and found.high < 0.5
        settled.append(inside or found.p < 0.05)
        short.append(found.high - found.low <= 0.5)
    least = 0.8 - stats.norm.isf(FALSE_ALARM) * np.sqrt(0.16 / 400)
    assert min(np.mean(settled), np.mean(short)) > least


# Symmetries.

VALUES = arrays(float, st.tuples(st.integers(5, 12), st.just(2)),
                elements=st.integers(-1000, 1000).map(lambda k: k / 8))  # fmt: skip


@given(VALUES)
def test_a_against_b_is_b_against_a_with_the_other_sign(ab):
    one = contrast(ab[:, 0], ab[:, 1], resamples=199)
    other = contrast(ab[:, 1], ab[:, 0], resamples=199)
    near = {"rel": 1e-9, "abs": 1e-9, "nan_ok": True}
    assert one.difference == pytest.approx(-other.difference, **near)
    assert one.p == pytest.approx(other.p, **near)
    assert one.above == pytest.approx(1.0 - other.above, **near)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), **near)
    assert (one.boot_low, one.boot_high) == pytest.approx((-other.boot_high, -other.boot_low),
                                                          **near)  # fmt: skip
    assert one.same == other.same
    assert one.constant == other.constant


@given(VALUES, st.sampled_from([1e-8, 0.1, 7.3, 1e3, 1e8]))
def test_the_unit_of_money_changes_amounts_alone(ab, scale):
    one = contrast(ab[:, 0], ab[:, 1], resamples=199)
    other = contrast(scale * ab[:, 0], scale * ab[:, 1], resamples=199)
    near = {"rel": 1e-6, "abs": 1e-9, "nan_ok": True}
    for name in ("p", "above", "share_above", "share_equal", "same", "constant", "skew"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), **near), name
    for name in ("difference", "error", "low", "high", "boot_low", "boot_high"):
        expected = pytest.approx(scale * getattr(one, name), rel=1e-6, abs=1e-9 * scale,
                                 nan_ok=True)  # fmt: skip
        assert getattr(other, name) == expected, name
    factor = pairing(ab[:, :1], ab[:, 1:]).factor
    assert pairing(scale * ab[:, :1], scale * ab[:, 1:]).factor == pytest.approx(factor, **near)


@given(arrays(float, st.integers(1, 9), elements=st.floats(0.0, 1.0)))
def test_adjusted_p_values_are_no_smaller_and_keep_their_order(p):
    for adjust in (holm, benjamini_hochberg):
        found = adjust(p)
        assert (found >= p - 1e-15).all()
        assert (found <= 1.0).all()
        assert (np.diff(found[np.argsort(p, kind="stable")]) >= -1e-15).all()
    assert (holm(p) >= benjamini_hochberg(p) - 1e-15).all()


# Known truth.


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("problem", "n", "boot"), [("normal", 20, False), ("normal", 100, True), ("skewed", 100, True),
                               ("ties", 30, False), ("ties", 100, True)],
)  # fmt: skip
def test_intervals_cover_the_truth_as_often_as_they_say(problem, n, boot):
    """1,000 studies of each problem; the log-normal differences have a skewness of 1.75."""
    gap = dict(problems(n, 1000, shift=0.7))[problem]
    found = contrast(gap, np.zeros_like(gap), resamples=1999 if boot else 0)
    assert within_chance(int(((found.low <= 0.7) & (found.high >= 0.7)).sum()), 1000, 0.95)
    if boot:
        hits = int(((found.boot_low <= 0.7) & (found.boot_high >= 0.7)).sum())
        assert within_chance(hits, 1000, 0.95)


@pytest.mark.statistical
def test_where_intervals_are_too_short_it_is_said():
    """Log-normal with a deviation of 1 (skewness 6): 20 units cover 87%, and nearly all say so."""
    z = np.random.default_rng(6).normal(size=(20, 2000))
    found = contrast(np.exp(z), np.zeros_like(z), resamples=0)
    covered = (found.low <= np.exp(0.5)) & (found.high >= np.exp(0.5))
    assert 0.84 < covered.mean() < 0.90
    assert too_skewed(found.n, found.skew).mean() > 0.8
    normal = contrast(z, np.zeros_like(z), resamples=0)
    assert too_skewed(normal.n, normal.skew).mean() < 0.08


@pytest.mark.statistical
@pytest.mark.parametrize(("problem", "n"), [("normal", 10), ("skewed", 100), ("ties", 30)])
def test_the_probability_that_a_beats_b_is_right_as_often_as_it_says(problem, n):
    """Truths spread evenly over ten errors: of studies that say 70%, A is better in 70%.

    Five classes of probability, each with at most a fifth of the false alarms. For skewed
    differences a probability is off by up to 0.02 on either side at 100 units.
    """
    number = 20_000
    gap = dict(problems(n, number, seed=23))[problem]
    truth = np.random.default_rng(9).uniform(-5.0, 5.0, number) * gap.std() / np.sqrt(n)
    said = contrast(gap + truth, np.zeros_like(gap), resamples=0).above
    slack = 0.02 if problem == "skewed" else 0.0
    for low in (0.05, 0.2, 0.4, 0.6, 0.8):
        mine = (said > low) & (said < low + (0.15 if low in (0.05, 0.8) else 0.2))
        wrong = (truth[mine] > 0.0).mean() - said[mine].mean()
        error = np.sqrt((said[mine] * (1.0 - said[mine])).sum()) / mine.sum()
        assert abs(wrong) < slack + stats.norm.isf(FALSE_ALARM / 10) * error


@pytest.mark.statistical
def test_holm_calls_a_difference_where_there_is_none_in_one_study_of_twenty():
    """All six pairs of four equal policies, which share their luck: 2,000 studies."""
    rng = np.random.default_rng(12)
    luck = rng.normal(size=(20, 2000))
    policies = [luck + rng.normal(size=(20, 2000)) for _ in range(4)]
    p = np.array([contrast(policies[i], policies[j], resamples=0).p
                  for i in range(4) for j in range(i)])  # fmt: skip
    called = (np.array([holm(study) for study in p.T]) <= 0.05).any(axis=1).mean()
    bare = (p <= 0.05).any(axis=0).mean()
    assert called <= 0.05 + stats.norm.isf(FALSE_ALARM) * np.sqrt(0.05 * 0.95 / 2000)
    assert called > 0.02  # not so careful that nothing is ever found
    assert bare > 0.15  # what it would be without
