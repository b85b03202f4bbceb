"""The stated error of procedure KN holds in 1,000 macro-replications on problems with a known best.

Each is a whole procedure with its own luck. A right procedure with an error of just 5% fails a
test with probability `FALSE_ALARM`; wrong constants are shown to fail.
"""

import numpy as np
import pytest
from scipy import stats

from experiments.selection import kn
from experiments.selection.measured import Luck, Problem, counted, normal, rate, skewed, slipped

pytestmark = [pytest.mark.plain, pytest.mark.statistical]

FALSE_ALARM = 1e-4
"""Chance that a right procedure fails one of these tests."""
MACROS = 1000
DELTA = 0.5
PAIR = Problem("pair", slipped(2, 0.25), normal(0.0))
"""The least slack: one rival, delta worse, small steps."""


def holds(found, stated=0.95):
    """Return whether a share may be `stated` or more."""
    return stats.binom.cdf(found.right, found.macros, stated) > FALSE_ALARM


def problem(noise, count=5, delta=DELTA, best=1):
    return Problem("", slipped(count, delta, best), noise)


@pytest.mark.parametrize("shared", [0.0, 0.8])
def test_normal_values(shared):
    assert holds(rate(problem(normal(shared)), MACROS, 41, delta=DELTA))


@pytest.mark.slow
def test_normal_values_of_two_policies():
    assert holds(rate(PAIR, MACROS, 42, delta=0.25))


@pytest.mark.slow
@pytest.mark.parametrize("first_stage", [3, 30])
def test_normal_values_with_a_short_or_a_long_first_stage(first_stage):
    plan = {"delta": DELTA, "first_stage": first_stage, "look": 5}
    assert holds(rate(problem(normal(0.3)), MACROS, 43, **plan))


@pytest.mark.slow
@pytest.mark.parametrize("alpha", [0.01, 0.2])
def test_other_errors_are_kept_too(alpha):
    assert holds(rate(PAIR, MACROS, 44, delta=0.25, alpha=alpha), 1.0 - alpha)


@pytest.mark.slow
def test_the_error_is_not_far_below_what_is_stated():
    """With one rival KN is nearly exact: 4 to 5%. Below 3% something is too cautious."""
    found = rate(PAIR, MACROS, 42, delta=0.25)
    assert stats.binom.sf(found.right - 1, MACROS, 0.97) > FALSE_ALARM


@pytest.mark.slow
def test_rare_looks_keep_the_error_and_cost_runs():
    often, rarely = (
        rate(problem(normal(0.0)), MACROS, 45, delta=DELTA, look=look) for look in (1, 10)
    )
    assert holds(rarely)
    assert rarely.right >= often.right - 4.0 * np.sqrt(MACROS * 0.05 * 0.95)
    assert often.runs < rarely.runs < 1.5 * often.runs


@pytest.mark.slow
def test_shared_luck_saves_runs():
    """A fifth of the variance; the first stage of 50 is not saved. Measured: 164 against 53."""
    apart, together = (
        rate(problem(normal(shared)), MACROS, 46, delta=DELTA / 2.0) for shared in (0.0, 0.8)
    )
    assert apart.runs / together.runs > 4.0


@pytest.mark.parametrize("shared", [0.0, 0.8])
def test_skewed_values(shared):
    """Log-normal of skewness 6.2: differences are symmetric, with heavy tails."""
    assert holds(rate(problem(skewed(shared)), MACROS, 47, delta=DELTA))


@pytest.mark.slow
@pytest.mark.parametrize("mirrored", [False, True])
def test_skewed_values_and_a_small_delta_need_averages(mirrored):
    """Mirrored: differences as skewed as values. Without averages the error is 10% to 25%."""
    odd = problem(skewed(0.0, mirrored), delta=0.2)
    assert not holds(rate(odd, MACROS, 48, delta=0.2, look=5))
    assert holds(rate(odd, MACROS, 48, delta=0.2, average=20))


@pytest.mark.slow
def test_skew_that_breaks_it_is_told():
    """In 99 of 100; of normal values in fewer than 5."""
    odd, fine = problem(skewed(0.0, True), delta=0.2), problem(normal(0.0), delta=0.2)
    told = [
        sum(
            kn.select_best(Luck(p, (49, macro)), 5, delta=0.2, look=5).shape.doubtful
            for macro in range(300)
        )
        for p in (odd, fine)
    ]
    assert told[0] > 285
    assert told[1] < 15


@pytest.mark.parametrize(
    "noise", [normal(0.5), skewed(0.5), counted], ids=["normal", "skewed", "counted"]
)
def test_two_equally_best(noise):
    """Either is right; with whole numbers, exact ties of means are common."""
    assert holds(rate(problem(noise, best=2), MACROS, 50, delta=DELTA))


@pytest.mark.slow
def test_whole_numbers_with_one_best():
    assert holds(rate(problem(counted), MACROS, 51, delta=DELTA))


@pytest.mark.slow
def test_among_equals_every_one_is_chosen_as_often():
    level = Problem("level", np.zeros(5), normal(0.5))
    chosen = [
        kn.select_best(Luck(level, (52, macro)), 5, delta=DELTA).best for macro in range(MACROS)
    ]
    assert stats.chisquare(np.bincount(chosen, minlength=5)).pvalue > FALSE_ALARM


@pytest.mark.slow
@pytest.mark.parametrize(
    "steps",
    [
        [0.0, 0.9, 1.05, 1.05, 1.05, 1.05],
        [0.0, 0.5, 1.05, 1.05, 1.05, 1.05],
        [0.0, 0.9, 0.9, 0.9, 0.9, 1.05, 1.05],
        [0.0, 0.3, 0.6, 0.9, 1.2, 1.5],
    ],
    ids=str,
)
def test_with_a_closer_second_the_choice_is_good(steps):
    """Not proven, so shown: within delta of the best as often as stated."""
    near = Problem("near", -DELTA * np.array(steps), normal(0.0))
    assert holds(rate(near, MACROS, 53, near.good(DELTA), delta=DELTA))


@pytest.mark.slow
def test_a_cap_before_the_end_keeps_the_best_in():
    """Of what the words say at a cap: the best is among those left."""
    kept = 0
    for macro in range(MACROS):
        choice = kn.select_best(Luck(problem(normal(0.0)), (54, macro)), 5, delta=DELTA, cap=25)
        kept += 0 in choice.surviving
    assert stats.binom.cdf(kept, MACROS, 0.95) > FALSE_ALARM


@pytest.mark.parametrize("part", [0.5, 0.7])
def test_a_smaller_eta_fails(part, monkeypatch):
    right = kn.eta
    monkeypatch.setattr(kn, "eta", lambda *known: part * right(*known))
    assert not holds(rate(PAIR, MACROS, 42, delta=0.25))


@pytest.mark.slow
def test_an_allowance_that_shrinks_too_fast_fails(monkeypatch):
    """c left out of the slope: delta instead of delta / 2."""
    monkeypatch.setattr(kn, "allowance", lambda h, r, d: np.maximum(0.0, 0.5 * d * h - d * r))
    assert not holds(rate(PAIR, MACROS, 42, delta=0.25))


@pytest.mark.slow
def test_variance_of_values_in_place_of_differences_fails(monkeypatch):
    """Blind to negative dependence and to the second policy's own noise."""

    def own(first, delta, alpha):
        h2 = 2.0 * kn.eta(len(first), alpha, first.shape[1]) * (first.shape[1] - 1)
        return h2 * np.tile(first.var(axis=1, ddof=1), (len(first), 1)) / delta**2

    monkeypatch.setattr(kn, "horizons", own)
    assert not holds(rate(PAIR, MACROS, 42, delta=0.25))


@pytest.mark.slow
def test_a_larger_eta_is_noticed(monkeypatch):
    right = kn.eta
    monkeypatch.setattr(kn, "eta", lambda *known: 2.0 * right(*known))
    found = rate(PAIR, MACROS, 42, delta=0.25)
    assert stats.binom.sf(found.right - 1, MACROS, 0.97) < FALSE_ALARM
