"""Rules of calls by hand and against closed forms: eligibility, plans, panels, local offers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import codes, draws
from sim.parameters import Programme
from sim.rules.calls import (
    applies,
    contest,
    eligibility,
    is_call,
    local_offer,
    panel_mean,
    promise,
    reliability,
    zeal,
)

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Programme(
    call_interval=4.0, least_known=0.5, least_rd=10.0, least_links=0.5, preparation=5.0,
    panel_noise=1.7, quality_spread=0.5, local_most=0.1, contest=0.5,
)  # fmt: skip
money = st.floats(1e-3, 1e6)


def test_calls_come_at_even_intervals_within_their_time():
    assert [t for t in range(30) if is_call(t, 5, 17, P)] == [5, 9, 13, 17]
    assert [t for t in range(30) if is_call(t, 5, 16, P)] == [5, 9, 13]
    assert [t for t in range(30) if is_call(t, 7, 7, P)] == [7]


@pytest.mark.parametrize(
    ("known", "rd", "partners", "reason"),
    [
        (0.5, 10.0, 0.5, codes.NOTHING),
        (math.nextafter(0.5, 0.0), 10.0, 0.5, codes.KNOWS_TOO_LITTLE),
        (0.5, math.nextafter(10.0, 0.0), 0.5, codes.TOO_LITTLE_RD),
        (0.5, 10.0, math.nextafter(0.5, 0.0), codes.TOO_FEW_PARTNERS),
        (0.4, 1.0, 0.0, codes.KNOWS_TOO_LITTLE),
        (0.9, 1.0, 0.0, codes.TOO_LITTLE_RD),
    ],
)
def test_eligibility_gives_the_first_reason(known, rd, partners, reason):
    assert eligibility(known, rd, partners, P) == reason


def test_who_leads_gains_more_than_it_prepares_for():
    """(2 - 1) x 5 quarters just covers preparing for 5."""
    assert not applies(2.0, 1.0, 5.0, P)
    assert applies(2.0, 1.0, 5.1, P)
    assert not applies(1.0, 1.0, 1e6, P)


def test_a_promise_by_hand():
    assert promise(40.0, 20.0, 0.5, 2.0) == pytest.approx(math.log(0.5))
    assert promise(20.0, 20.0, 1.0, 1.0) == 0.0


@given(money, money, st.floats(0.01, 1.0), st.floats(0.01, 5.0))
def test_a_promise_does_not_depend_on_the_currency(amount, grant, chance, cost):
    here = promise(amount, grant, chance, cost)
    assert promise(4.0 * amount, 4.0 * grant, chance, cost) == here
    assert promise(2.0 * amount, grant, chance, cost) > here


def test_the_error_of_a_panel_is_fixed_and_averages_out():
    for quality in (-2.0, 0.0, 7.0):
        assert panel_mean(quality, 3.0, 3, P) - quality == pytest.approx(1.7 * 0.5)
        assert panel_mean(quality, 0.0, 5, P) == quality


# Docking: peer review (D17 of the evidence).


def test_reliability_of_one_three_and_five_reviewers_is_the_published_one():
    noise = Programme().panel_noise
    found = [round(reliability(n, noise), 2) for n in (1.0, 3.0, 5.0)]
    assert found == [0.26, 0.51, 0.63]
    assert reliability(5.0, math.sqrt((1.0 - 0.26) / 0.26)) == pytest.approx(0.637, abs=5e-4)


@given(st.integers(1, 50), st.floats(0.0, 10.0))
def test_reliability_is_that_of_spearman_and_brown(n, noise):
    one = reliability(1.0, noise)
    assert reliability(float(n), noise) == pytest.approx(n * one / (1.0 + (n - 1) * one))


@pytest.mark.statistical
@pytest.mark.parametrize("reviewers", [1, 3, 5])
def test_scores_of_two_panels_agree_as_much_as_the_closed_form_says(reviewers):
    """Correlation of 4,000 pairs by Fisher's z: fails by chance once in 10^5."""
    n, seed = 4000, np.uint64(7)
    spread = P.quality_spread
    scores = np.empty((2, n))
    for k in range(n):
        quality = spread * draws.normal(draws.uniform(seed, 0, k, draws.IDEA_GAIN, 0))
        for panel in range(2):
            errors = sum(
                draws.normal(draws.uniform(seed, panel, k, draws.ARGUE, m))
                for m in range(reviewers)
            )
            scores[panel, k] = panel_mean(quality, errors, reviewers, P)
    expected = math.atanh(reliability(float(reviewers), P.panel_noise))
    found = math.atanh(float(np.corrcoef(scores)[0, 1]))
    assert abs(found - expected) < 4.42 / math.sqrt(n - 3)


# Local governments.


def test_a_government_offers_as_far_as_its_treasury_goes():
    assert local_offer(25.0, 2.0, 1e6, P) == 50.0
    assert local_offer(25.0, 2.0, 100.0, P) == 10.0
    assert local_offer(25.0, 2.0, -5.0, P) == 0.0
    assert local_offer(25.0, 0.0, 1e6, P) == 0.0


def test_zeal_is_effort_over_what_is_usual():
    assert (zeal(0.2, 0.1), zeal(0.05, 0.1), zeal(0.0, 0.1)) == (2.0, 0.5, 0.0)
    assert zeal(0.3, 0.0) == 1.0


def test_rivals_raise_an_offer_by_hand():
    assert [contest(n, P) for n in (0.0, 1.0, 3.0)] == [1.0, 1.25, 1.375]
    assert contest(7.0, P._replace(contest=0.0)) == 1.0


@given(st.floats(0.0, 1e6), st.floats(0.0, 1e6), st.floats(0.0, 10.0))
def test_more_rivals_never_lower_an_offer_and_its_rise_has_a_bound(few, more, bound):
    p = P._replace(contest=bound)
    low, high = contest(min(few, more), p), contest(max(few, more), p)
    assert 1.0 <= low <= high <= 1.0 + bound
