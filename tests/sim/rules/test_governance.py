"""What a group sees of a project, and how a board decides."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, norm

from sim import codes
from sim.parameters import Governance, Research
from sim.rules.governance import (
    Belief,
    board_agrees,
    carries,
    error,
    error_variance,
    expected_gain,
    next_experience,
    prior,
    quarters_of_rounds,
    supposed_match,
    update,
)
from sim.rules.research import gain_of_idea

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Governance(majority=0.5, noise=1.0, ignorance=1.0, shared_noise=0.2, type_precision=0.0)
R = Research(gain_mean=0.01, gain_sigma=0.5)
shares = st.floats(0.0, 1.0)
votes = st.floats(0.0, 100.0)
variances = st.floats(1e-3, 1e3)
powers = st.sampled_from([2.0**k for k in (-10, -3, -1, 1, 2, 20)])


# Beliefs.


def test_the_prior_is_what_new_ideas_are():
    quantiles = (np.arange(1999) + 1) / 2000
    logs = np.log([gain_of_idea(u, R) for u in quantiles])
    belief = prior(R)
    assert belief.mean == pytest.approx(np.median(logs), rel=1e-12)
    assert logs == pytest.approx(belief.mean + math.sqrt(belief.variance) * norm.ppf(quantiles))
    assert expected_gain(belief) == pytest.approx(R.gain_mean, rel=1e-12)


def test_a_belief_by_hand():
    # equal variances: half way, half the variance; then a third of the way, a third of it
    one = update(Belief(0.0, 2.0), 1.0, 2.0)
    assert one == pytest.approx((0.5, 1.0))
    assert update(one, 2.0, 2.0) == pytest.approx((1.0, 2.0 / 3.0))
    assert expected_gain(Belief(1.0, 2.0)) == pytest.approx(math.exp(2.0))


def test_an_exact_signal_settles_and_a_certain_belief_stays():
    assert update(Belief(0.3, 2.0), 1.25, 0.0) == pytest.approx((1.25, 0.0))
    assert update(Belief(0.3, 0.0), 1.25, 2.0) == (0.3, 0.0)
    assert update(Belief(0.3, 0.0), 1.25, 0.0) == (0.3, 0.0)


@given(st.floats(-5, 5), variances, st.lists(st.tuples(st.floats(-5, 5), variances), max_size=6))
def test_beliefs_are_means_weighted_by_precision_in_any_order(mean, variance, signals):
    precision = 1.0 / variance + math.fsum(1.0 / v for _, v in signals)
    total = mean / variance + math.fsum(x / v for x, v in signals)
    for order in (signals, signals[::-1]):
        belief = Belief(mean, variance)
        for x, v in order:
            belief = update(belief, x, v)
        assert belief.mean == pytest.approx(total / precision, rel=1e-9, abs=1e-9)
        assert belief.variance == pytest.approx(1.0 / precision, rel=1e-9)


def reliability(reviewers):
    """Return the share of the variance of a mean of reviews that is quality."""
    one = 1.0 / (1.0 + Governance().expert_noise ** 2)
    return reviewers * one / (1.0 + (reviewers - 1) * one)


@pytest.mark.parametrize(("experts", "published"), [(1, 0.26), (3, 0.51), (5, 0.64)])
def test_reliability_of_experts_is_as_published(experts, published):
    """D17: intraclass correlation of one reviewer 0.26, of three 0.51, of five 0.64."""
    assert reliability(experts) == pytest.approx(published, abs=0.01)
    belief = prior(R)
    for _ in range(experts):  # what is left to know falls by just that share
        belief = update(belief, 0.0, (Governance().expert_noise * R.gain_sigma) ** 2)
    assert 1.0 - belief.variance / prior(R).variance == pytest.approx(reliability(experts))


# Errors.


@pytest.mark.parametrize(
    ("share", "done", "match", "p", "expected"),
    [
        (1.0, 0.0, 0.0, P, 0.25),  # sigma squared
        (0.0, 0.0, 0.0, P, 0.5),
        (0.5, 0.0, 0.0, P, 0.375),
        (1.0, 1.0, 0.0, P, 0.125),
        (0.0, 4.0, 0.0, P, 0.1),
        (0.0, 0.0, 0.0, P._replace(ignorance=0.0), 0.25),  # neutral: knowledge is nothing
        (0.0, 0.0, 1.0, P, 0.5),  # type enters nowhere
        (1.0, 0.0, 1.0, P._replace(type_precision=math.log(2.0)), 0.125),
        (1.0, 0.0, -1.0, P._replace(type_precision=math.log(2.0)), 0.5),
        (1.0, 0.0, 1.0, P._replace(type_precision=-math.log(2.0)), 0.5),  # reversed
        (1.0, 0.0, 0.0, P._replace(noise=2.0), 1.0),
        (0.3, 7.0, 0.0, P._replace(noise=0.0), 0.0),
    ],
)
def test_variance_of_errors_by_hand(share, done, match, p, expected):
    assert error_variance(share, done, match, p, R) == pytest.approx(expected, rel=1e-12)


@given(shares, shares, st.floats(0.0, 50.0), st.floats(0.0, 50.0))
def test_who_knows_and_has_done_more_errs_less(s, t, n, m):
    little, much = sorted((s, t))
    few, many = sorted((n, m))
    assert error_variance(much, few, 0.0, P, R) <= error_variance(little, few, 0.0, P, R)
    assert error_variance(little, many, 0.0, P, R) <= error_variance(little, few, 0.0, P, R)


def test_what_the_guideline_supposes_of_types():
    table = [
        [supposed_match(kind, work) for work in range(3)]
        for kind in (codes.ENTERPRISE, codes.INSTITUTE, codes.NOBODY)
    ]
    assert table == [[-1.0, 0.0, 1.0], [1.0, 0.0, -1.0], [0.0, 0.0, 0.0]]


@given(st.floats(0.0, 0.5), variances)
def test_groups_share_a_part_of_the_variance_of_their_errors(rho, variance):
    """An error is a x common + b x own: a^2 + b^2 is its variance, a^2 the covariance of two."""
    p = P._replace(shared_noise=rho)
    a, b = error(1.0, 0.0, variance, p), error(0.0, 1.0, variance, p)
    assert a * a + b * b == pytest.approx(variance, rel=1e-12)
    assert a * a == pytest.approx(rho * variance, rel=1e-12)
    assert error(1.0, 1.0, variance, p) == pytest.approx(a + b, rel=1e-12)


def test_experience_fades_and_settles():
    done = 0.0
    for _ in range(2000):
        done = next_experience(done, P) + 0.5
    assert done == pytest.approx(0.5 * P.memory)  # half a stage a quarter, remembered for 20


@pytest.mark.parametrize(
    ("rounds", "each", "expected"),
    [(0, 1.0, 0), (2, 1.0, 2), (2, 0.0, 0), (1, 0.5, 0), (2, 0.5, 1)],
)
def test_rounds_without_consent_cost_whole_quarters(rounds, each, expected):
    assert quarters_of_rounds(rounds, P._replace(delay_round=each)) == expected


# Voting.


@pytest.mark.parametrize(
    ("yes", "all_votes", "majority", "expected"),
    [
        (2.0, 3.0, 0.5, True),
        (2.0, 4.0, 0.5, False),  # half is not more than half
        (2.0 + 1e-9, 4.0, 0.5, True),
        (0.4 + 0.1, 0.4 + 0.3 + 0.2 + 0.1, 0.5, False),  # nor is what rounding adds
        (1.0, 4.0, 0.5, False),
        (4.0, 4.0, 0.5, True),
        (4.0, 4.0, 1.0, False),  # nothing exceeds all votes
        (0.0, 0.0, 0.5, False),  # no board, no project
        (1.0, 0.0, 0.0, False),
        (0.0, 4.0, 0.0, False),  # one vote at least
        (0.1, 4.0, 0.0, True),
        (3.0, 4.0, 0.75, False),
        (3.1, 4.0, 0.75, True),
        (1.0, -1.0, 0.5, False),
    ],
)
def test_board_by_hand(yes, all_votes, majority, expected):
    assert board_agrees(yes, all_votes, P._replace(majority=majority)) == expected


def test_half_of_ten_votes_is_not_enough():
    assert not board_agrees(5.0, 10.0, P)
    assert board_agrees(5.0 + 1e-9, 10.0, P)


@given(votes, votes, votes, shares, shares)
def test_more_votes_in_favour_never_hurt(one, other, total, low, high):
    few, many = sorted((one, other))
    lax, strict = (P._replace(majority=m) for m in sorted((low, high)))
    assert board_agrees(few, total, strict) <= board_agrees(many, total, strict)
    assert board_agrees(few, total, strict) <= board_agrees(few, total, lax)


@given(st.integers(0, 100), st.integers(1, 100), powers)
def test_only_the_share_of_votes_counts(yes, total, unit):
    agrees = board_agrees(unit * yes, unit * total, P)
    assert agrees == (2 * yes > total)
    assert agrees <= (not board_agrees(total - yes, total, P))  # never both yes and no


@pytest.mark.parametrize(
    ("yes", "total", "refused", "vetoed", "voting", "expected"),
    [
        (0.6, 1.0, True, False, codes.WEIGHTED_MAJORITY, True),
        (0.4, 1.0, True, False, codes.WEIGHTED_MAJORITY, False),
        (0.6, 1.0, True, True, codes.WEIGHTED_MAJORITY, False),
        (1.0, 1.0, False, True, codes.UNANIMITY, False),
        (0.9, 1.0, True, False, codes.UNANIMITY, False),
        (0.1, 0.1, False, False, codes.UNANIMITY, True),  # the others abstain
        (0.0, 0.0, False, False, codes.UNANIMITY, False),  # nobody is for it
    ],
)
def test_voting_rules_by_hand(yes, total, refused, vetoed, voting, expected):
    assert carries(yes, total, refused, vetoed, voting, P) == expected


def chance(p, n, voting, majority):
    """Return the chance that n equal evaluators, each for it with chance p, carry a project."""
    rule = P._replace(majority=majority)
    return math.fsum(
        p ** sum(ballots) * (1.0 - p) ** (n - sum(ballots))
        for ballots in itertools.product((0, 1), repeat=n)
        if carries(float(sum(ballots)), float(n), sum(ballots) < n, False, voting, rule)
    )


@pytest.mark.parametrize("n", [1, 2, 3, 5, 9])
@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_hierarchy_polyarchy_and_committees(p, n):
    """D13, exact: all must accept, one suffices, k of n (Sah and Stiglitz 1986)."""
    assert chance(p, n, codes.UNANIMITY, 0.5) == pytest.approx(p**n, rel=1e-12)
    polyarchy = chance(p, n, codes.WEIGHTED_MAJORITY, 0.0)
    assert polyarchy == pytest.approx(1.0 - (1.0 - p) ** n, rel=1e-12)
    for k in range(1, n + 1):
        committee = chance(p, n, codes.WEIGHTED_MAJORITY, (k - 0.5) / n)
        assert committee == pytest.approx(binom.sf(k - 1, n, p), rel=1e-9)


@pytest.mark.statistical
@pytest.mark.parametrize("gain", [0.005, 0.01, 0.02])
def test_how_often_an_evaluator_accepts_is_its_closed_form(gain):
    """Of 4,000 signals; off by more than 4.5 standard errors once in 150,000 seeds.

    A project is accepted iff the gain expected is above a bar: iff the signal x is above
    m + (ln bar - v / 2 - m) / k, k the weight of the signal and v the variance left.
    """
    bar, variance = 0.01, error_variance(0.5, 0.0, 0.0, P, R)
    belief = prior(R)
    k = belief.variance / (belief.variance + variance)
    left = belief.variance * (1.0 - k)
    least = belief.mean + (math.log(bar) - 0.5 * left - belief.mean) / k
    expected = norm.sf((least - math.log(gain)) / math.sqrt(variance))
    noise = np.random.default_rng(1).standard_normal(4000)
    accepted = np.mean([
        expected_gain(update(belief, math.log(gain) + error(0.0, z, variance, P._replace(
            shared_noise=0.0)), variance)) > bar
        for z in noise
    ])  # fmt: skip
    assert abs(accepted - expected) < 4.5 * math.sqrt(expected * (1.0 - expected) / 4000)
