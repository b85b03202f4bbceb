"""Procedure KN: its constants, what it does with worked numbers, and what cannot matter to it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import integrate, stats

from experiments.selection.kn import Eliminated, allowance, eta, horizons, select_best
from experiments.selection.shape import least_normal, shape
from experiments.selection.values import stored

pytestmark = pytest.mark.plain

TWO = {"delta": 1.0, "first_stage": 3}
"""With first differences 1, 2, 3: eta 4.5, h2 18, variance 1, allowance (18 - r) / 2."""


def against_nothing(*differences):
    """Return a draw of two policies: differences, and nothing."""
    return stored(np.array([differences, np.zeros(len(differences))]))


class Recorded:
    """A draw that remembers what it was asked."""

    def __init__(self, table):
        self.draw, self.calls = stored(table), []

    def __call__(self, policies, first, last):
        self.calls.append((tuple(policies), first, last))
        return self.draw(policies, first, last)


@pytest.mark.parametrize("count", [2, 5, 40])
@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.2])
@pytest.mark.parametrize("first_stage", [3, 10, 50])
def test_eta_makes_the_mean_error_of_a_pair_its_part_of_alpha(count, alpha, first_stage):
    """The mean of 1/2 exp(-eta chi-square) is alpha / (k - 1)."""
    constant = eta(count, alpha, first_stage)
    freedom = first_stage - 1

    def density(x):
        return 0.5 * np.exp(-constant * x) * stats.chi2.pdf(x, freedom)

    parts = [integrate.quad(density, *ends)[0] for ends in ((0, 1), (1, 30), (30, np.inf))]
    assert sum(parts) == pytest.approx(alpha / (count - 1), rel=1e-6)


def test_constants_by_hand():
    """2 alpha = 0.1 and n0 = 3: eta = (10 - 1) / 2; h2 = 2 x 4.5 x 2; over delta^2 = 4."""
    assert eta(2, 0.05, 3) == pytest.approx(4.5)
    assert eta(3, 0.1, 3) == pytest.approx(4.5)
    first = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]])
    assert horizons(first, 2.0, 0.05) == pytest.approx(np.array([[0.0, 4.5], [4.5, 0.0]]))
    assert allowance(np.array([4.5, 2.0]), 3, 2.0) == pytest.approx([1.5, 0.0])


@pytest.mark.statistical
def test_a_walk_leaves_the_triangle_at_the_wrong_side_as_often_as_fabian_says():
    """Drift 0.05, variance 1, error 1/2 exp(-a drift) = 0.1; steps make it at most 5% smaller.

    Four standard errors: one right model in 16,000 fails at an end.
    """
    drift, error, walks = 0.05, 0.1, 8000
    horizon = 2.0 * np.log(0.5 / error) / drift**2
    rng = np.random.default_rng(11)
    place, wrong, inside = np.zeros(walks), 0, np.ones(walks, bool)
    for step in range(1, int(np.ceil(horizon)) + 1):
        place[inside] += drift + rng.standard_normal(inside.sum())
        limit = allowance(np.array(horizon), step, drift)
        wrong += int((place[inside] < -limit).sum())
        inside &= np.abs(place) <= limit
    spread = 4.0 * np.sqrt(error * (1.0 - error) / walks)
    assert 0.95 * error - spread < wrong / walks < error + spread


def test_two_policies_by_hand():
    """Sum 6 of 3 lags less than 7.5; sum 10 of 4 more than 7."""
    choice = select_best(against_nothing(1.0, 2.0, 3.0, 4.0), 2, **TWO)
    assert choice.best == 0
    assert choice.tied == choice.surviving == (0,)
    assert choice.eliminated == (Eliminated(policy=1, by=0, after=4),)
    assert choice.ended == "elimination"
    assert choice.attained
    assert choice.longest == 18
    assert choice.replications.tolist() == [4, 4]
    assert choice.means.tolist() == [2.5, 0.0]
    assert choice.words.startswith("policy 0 is chosen by a procedure (KN) that in at most 5 of")
    assert "either one is within 1 of the best" in choice.words


def test_a_lag_of_just_the_allowance_stays():
    """Sum 7 of 4 lags by the allowance of 7; the next one of 0.0 is beyond 6.5."""
    choice = select_best(against_nothing(1.0, 2.0, 3.0, 1.0, 0.0), 2, **TWO)
    assert choice.eliminated == (Eliminated(1, 0, 5),)


def test_the_smaller_one_is_best_where_that_is_asked():
    choice = select_best(against_nothing(1.0, 2.0, 3.0, 4.0), 2, larger=False, **TWO)
    assert choice.best == 1
    assert choice.means.tolist() == [2.5, 0.0]


def test_three_policies_leave_one_after_the_other():
    """2 alpha / (k - 1) = 0.1, so allowances are (18 S2 - r) / 2.

    Policy 2 lags by a constant 1, which never varied, and leaves at the first look; policy 1 as
    in the worked pair, by which time policy 2 is no longer run.
    """
    lead = np.array([1.0, 2.0, 3.0, 4.0])
    draw = Recorded(np.array([lead + 5.0, np.full(4, 5.0), lead + 4.0]))
    choice = select_best(draw, 3, delta=1.0, alpha=0.1, first_stage=3)
    assert choice.eliminated == (Eliminated(2, 0, 3), Eliminated(1, 0, 4))
    assert choice.replications.tolist() == [4, 4, 3]
    assert draw.calls == [((0, 1, 2), 0, 3), ((0, 1), 3, 4)]
    assert "did not vary in the first stage between policy 0 and policy 2:" in choice.words


def test_it_ends_where_the_allowance_does():
    """Variance 1 and no lead: 18 observations; the last one decides, however little it says."""
    level = [1.0, -1.0, 0.0] + [0.0] * 15
    tie = select_best(against_nothing(*level), 2, **TWO)
    assert (tie.ended, tie.attained, tie.best, tie.tied) == ("exact tie", True, 0, (0, 1))
    assert tie.replications.tolist() == [18, 18]
    assert "policy 0, policy 1 are exactly level" in tie.words
    level[-1] = -1e-9
    last = select_best(against_nothing(*level), 2, **TWO)
    assert (last.ended, last.best) == ("elimination", 1)
    assert last.eliminated == (Eliminated(0, 1, 18),)


@pytest.mark.parametrize("look", [2, 7, 100])
def test_looks_may_be_rare_and_never_pass_the_end(look):
    level = [1.0, -1.0, 0.0] + [0.0] * 15
    assert select_best(against_nothing(*level), 2, look=look, **TWO).replications[0] == 18


def test_a_cap_ends_it_without_a_guarantee():
    level = [1.0, -1.0, 0.5] + [0.0] * 15
    choice = select_best(against_nothing(*level), 2, cap=10, **TWO)
    assert (choice.ended, choice.attained, choice.best) == ("cap", False, 0)
    assert choice.surviving == (0, 1)
    assert choice.replications.tolist() == [10, 10]
    assert choice.longest > 10
    assert choice.words.startswith("Not decided: 2 policies are left after 10 replications")
    assert "nothing is guaranteed" in choice.words
    assert "With probability" not in choice.words


def test_a_cap_that_is_not_reached_changes_nothing():
    draw = against_nothing(1.0, 2.0, 3.0, 4.0)
    free, capped = (select_best(draw, 2, cap=cap, **TWO) for cap in (None, 4))
    assert capped.words == free.words
    assert capped.eliminated == free.eliminated


def test_averages_are_observations():
    rng = np.random.default_rng(3)
    table = rng.normal(size=(4, 4000)) + np.array([[0.0], [0.4], [0.1], [0.2]])
    plain = select_best(stored(table.reshape(4, 800, 5).mean(axis=2)), 4, delta=0.2)
    averaged = select_best(stored(table), 4, delta=0.2, average=5)
    assert averaged.best == plain.best
    assert averaged.replications.tolist() == (5 * plain.replications).tolist()
    assert averaged.longest == 5 * plain.longest
    assert [one.after for one in averaged.eliminated] == [5 * o.after for o in plain.eliminated]
    assert "means of 5" in averaged.words


def test_identical_policies_end_level_at_once():
    values = np.random.default_rng(1).normal(size=10)
    choice = select_best(stored(np.array([values] * 3)), 3, delta=0.1)
    assert (choice.ended, choice.tied, choice.best) == ("exact tie", (0, 1, 2), 0)
    assert choice.replications.tolist() == [10, 10, 10]
    assert "policy 0 and policy 2; policy 1 and policy 2:" in choice.words


def test_a_placebo_stays_level_with_what_it_copies():
    rng = np.random.default_rng(2)
    table = rng.normal(size=(3, 5000)) + np.array([[0.0], [0.3], [0.0]])
    table[2] = table[1]
    choice = select_best(stored(table), 3, delta=0.2)
    assert choice.tied == (1, 2)
    assert [one.policy for one in choice.eliminated] == [0]


def test_a_huge_delta_ends_at_the_first_look_and_a_tiny_one_needs_long():
    table = np.random.default_rng(4).normal(size=(3, 400)) + np.array([[0.0], [0.2], [0.1]])
    quick = select_best(stored(table), 3, delta=1e9)
    assert quick.replications.tolist() == [10, 10, 10]
    assert quick.best == table[:, :10].mean(axis=1).argmax()
    slow = select_best(stored(table), 3, delta=1e-9, cap=400)
    assert slow.ended == "cap"
    assert slow.longest > 10**15


def test_shapes_are_those_of_scipy():
    sample = np.random.default_rng(12).exponential(size=30)
    found = shape(sample)
    assert found.statistic == pytest.approx(stats.jarque_bera(sample).statistic)
    assert found.skewness == pytest.approx(stats.skew(sample))
    assert found.kurtosis == pytest.approx(stats.kurtosis(sample))
    assert least_normal([np.arange(9.0), sample, sample[:7]]) == found
    assert shape(sample[:7]).statistic == shape(np.ones(9)).statistic == 0.0


def test_differences_that_are_not_normal_are_told():
    rng = np.random.default_rng(5)
    means = np.array([[0.0], [0.1]])
    heavy = select_best(stored(rng.lognormal(0.0, 1.5, (2, 5000)) + means), 2, delta=2.0)
    assert heavy.shape.doubtful
    assert heavy.words.startswith("The stated error is in doubt, for differences are not normal")
    fine = select_best(stored(rng.normal(size=(2, 5000)) + means), 2, delta=0.1)
    assert not fine.shape.doubtful
    assert "not normal" not in fine.words


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ({"count": 1}, "nothing to choose among 1"),
        ({"first_stage": 1}, "first_stage is 1"),
        ({"average": 0}, "average is 0"),
        ({"delta": 0.0}, "delta is 0.0"),
        ({"delta": -1.0}, "delta is -1.0"),
        ({"delta": float("nan")}, "delta is nan"),
        ({"delta": 1e-200}, "delta is 1e-200: beside differences that vary"),
        ({"alpha": 0.0}, "alpha is 0.0"),
        ({"alpha": 0.5}, "0.5, the error of choosing blindly"),
        ({"look": 0}, "look is 0"),
        ({"cap": 9}, "the first stage alone takes 10"),
        ({"cap": 39, "average": 4}, "the first stage alone takes 40"),
    ],
)
def test_plans_that_make_no_sense_are_refused(plan, message):
    asked = {"count": 2, "delta": 1.0} | plan
    draw = stored(np.random.default_rng(6).normal(size=(2, 100)))
    with pytest.raises(ValueError, match=message):
        select_best(draw, asked.pop("count"), **asked)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_values_that_are_not_finite_are_refused_by_name(value):
    table = np.zeros((3, 100))
    table[:2] = np.random.default_rng(7).normal(size=(2, 100)) + 9.0
    table[1, 13] = value
    with pytest.raises(ValueError, match=r"policy 1 has the value (nan|inf) in replication 13"):
        select_best(stored(table), 3, delta=0.01)


def test_values_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"shape \(2, 9\).*expected \(2, 10\)"):
        select_best(lambda policies, first, last: np.zeros((2, 9)), 2, delta=1.0)


def test_a_table_that_ends_too_soon_says_so():
    table = np.random.default_rng(8).normal(size=(2, 12))
    with pytest.raises(ValueError, match="asked for 13 replications; the table has 12"):
        select_best(stored(table), 2, delta=0.01)


WHOLE = st.integers(-8, 8).map(float)
"""Whole numbers, whose sums and differences are exact."""


@st.composite
def tables(draw):
    count = draw(st.integers(2, 5))
    return draw(arrays(float, (count, 40), elements=WHOLE))


@given(tables(), st.randoms(use_true_random=False), st.sampled_from([1, 3, 10]))
def test_relabelled_policies_relabel_the_answer(table, random, look):
    order = list(range(len(table)))
    random.shuffle(order)
    plan = {"delta": 1.0, "first_stage": 4, "look": look, "cap": 40}
    one = select_best(stored(table), len(table), **plan)
    other = select_best(stored(table[order]), len(table), **plan)
    assert {order[i] for i in other.tied} == set(one.tied)
    assert other.replications.tolist() == one.replications[order].tolist()
    assert other.ended == one.ended
    assert {(order[e.policy], e.after) for e in other.eliminated} == {
        (e.policy, e.after) for e in one.eliminated
    }


@given(tables(), arrays(float, 40, elements=st.integers(-(10**6), 10**6).map(float)))
def test_luck_that_all_share_changes_nothing(table, luck):
    plan = {"delta": 1.0, "first_stage": 4, "cap": 40}
    one = select_best(stored(table), len(table), **plan)
    other = select_best(stored(table + luck), len(table), **plan)
    assert other.eliminated == one.eliminated
    assert (other.tied, other.ended, other.longest) == (one.tied, one.ended, one.longest)


def test_luck_far_larger_than_differences_is_not_added_up():
    """Every value is exact; sums of a few would not be, and would hide differences of 1."""
    table = np.array([[1.0, 2.0, 3.0, 4.0], [0.0, 0.0, 0.0, 0.0]])
    luck = np.array([2.0**52, 2.0**52 + 1.0, 2.0**52 + 5.0, 2.0**52 + 7.0])
    choice = select_best(stored(table + luck), 2, **TWO)
    assert choice.eliminated == (Eliminated(1, 0, 4),)
    lead = stored(np.array([[0.0, 1.0, -1.0] + [0.0] * 14 + [1.0], np.zeros(18)]) + 2.0**52)
    assert select_best(lead, 2, **TWO).eliminated == (Eliminated(1, 0, 18),)


@given(tables(), st.integers(-20, 20))
def test_the_unit_of_values_changes_nothing(table, power):
    unit = 2.0**power
    one = select_best(stored(table), len(table), delta=1.0, first_stage=4, cap=40)
    other = select_best(stored(table * unit), len(table), delta=unit, first_stage=4, cap=40)
    assert other.eliminated == one.eliminated
    assert (other.tied, other.ended, other.longest) == (one.tied, one.ended, one.longest)


@given(tables())
def test_the_smallest_is_the_largest_of_the_mirrored(table):
    one = select_best(stored(table), len(table), delta=1.0, first_stage=4, cap=40)
    other = select_best(stored(-table), len(table), delta=1.0, first_stage=4, cap=40, larger=False)
    assert other.eliminated == one.eliminated
    assert other.tied == one.tied
    assert other.means.tolist() == (-one.means).tolist()


@given(tables())
def test_every_policy_is_accounted_for(table):
    draw = Recorded(table)
    choice = select_best(draw, len(table), delta=1.0, first_stage=4, cap=40)
    out = [one.policy for one in choice.eliminated]
    assert sorted([*out, *choice.surviving]) == list(range(len(table)))
    assert set(choice.tied) <= set(choice.surviving)
    assert all(choice.replications[e.policy] == e.after for e in choice.eliminated)
    run = np.zeros(len(table), int)
    for policies, first, last in draw.calls:
        assert (run[list(policies)] == first).all()
        run[list(policies)] = last
    assert run.tolist() == choice.replications.tolist()
