"""What a yuan buys and where people go, against numbers worked by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import Talent
from sim.rules.talent import (
    BEST,
    LEAST_PAY,
    MOST_PAY,
    RESEARCHERS,
    SUPPORT,
    accepts,
    beside_stars,
    effort_per_yuan,
    felt,
    graduates,
    grown,
    mobility_of,
    pull_of_other_work,
    quality_of,
    reach_of_offers,
    share_of,
    star_work,
    worth_of_post,
)

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Talent(personnel_share=0.5, researchers=0.5, best_share=0.1, support_quality=0.5,
           best_quality=3.0, retirement=0.03, training_surplus=0.01, premium=0.0, entry_rate=0.4,
           best_mobility=2.0, moving_distance=100.0, star_rd_pull=0.5,
           star_basic_pull=2.0)  # fmt: skip
BINS = (SUPPORT, RESEARCHERS, BEST)
pays = st.floats(0.01, 100.0)


def test_shares_and_qualities_worked_by_hand():
    assert [share_of(b, P) for b in BINS] == pytest.approx([0.5, 0.4, 0.1])
    # 0.5 x 0.5 + 0.4 x 1 + 0.1 x 3 = 0.95
    assert [quality_of(b, P) for b in BINS] == pytest.approx([0.5 / 0.95, 1 / 0.95, 3 / 0.95])
    assert [mobility_of(b, P) for b in BINS] == [1.0, 1.0, 2.0]


@given(st.floats(0.4, 0.6), st.floats(0.02, 0.2), st.floats(0.2, 0.9), st.floats(1.5, 6.0))
def test_shares_add_up_and_mean_quality_is_one(researchers, best, low, high):
    p = Talent(researchers=researchers, best_share=best, support_quality=low, best_quality=high)
    assert math.fsum(share_of(b, p) for b in BINS) == pytest.approx(1.0)
    mean = math.fsum(share_of(b, p) * quality_of(b, p) for b in BINS)
    assert mean == pytest.approx(1.0)
    assert quality_of(SUPPORT, p) < quality_of(RESEARCHERS, p) < quality_of(BEST, p)


def test_effort_worked_by_hand():
    assert effort_per_yuan(1.0, P) == 1.0
    assert effort_per_yuan(4.0, P) == 0.5  # half of the cost is people, paid four times as much
    assert effort_per_yuan(0.25, P) == 2.0
    assert effort_per_yuan(0.0, P) == 0.0
    assert effort_per_yuan(2.0, Talent(personnel_share=0.7)) == pytest.approx(2.0**-0.7)


@given(st.floats(0.1, 1e6), st.floats(0.1, 1e6), st.floats(1.01, 10.0), st.floats(0.4, 0.9))
def test_effort_has_constant_returns_and_money_alone_has_falling_ones(money, people, more, share):
    p = Talent(personnel_share=share)

    def effort(m, n):
        return m * effort_per_yuan(m / n, p)

    assert effort(more * money, more * people) == pytest.approx(more * effort(money, people))
    alone = effort(more * money, people) / effort(money, people)
    assert alone == pytest.approx(more ** (1.0 - share))
    assert 1.0 < alone < more


def test_felt_pay_is_bounded():
    assert felt(0.0) == LEAST_PAY
    assert felt(1.5) == 1.5
    assert felt(1e9) == MOST_PAY


def test_growth_worked_by_hand():
    assert grown(0.0, 40_000) == 1.0
    assert grown(0.21, 0) == 1.0
    assert grown(0.21, 2) == pytest.approx(1.1)
    assert grown(0.21, 8) == pytest.approx(1.4641)


def test_graduates_worked_by_hand():
    # a quarter of 4% of 1000 people, twice the universities of 2010
    assert graduates(1000.0, 50.0, 50.0, P) == pytest.approx(10.0)
    assert graduates(1000.0, 100.0, 50.0, P) == pytest.approx(20.0)
    assert graduates(1000.0, 100.0, 0.0, P) == 0.0


def test_other_work_worked_by_hand():
    assert pull_of_other_work(2.0, 2.0, P) == 0.0
    assert pull_of_other_work(math.e, 1.0, P) == pytest.approx(0.1)
    assert pull_of_other_work(1.0, math.e, P) == pytest.approx(-0.1)
    assert pull_of_other_work(1.0, 1.0, P._replace(premium=0.2)) == pytest.approx(0.02)


@given(pays, pays)
def test_an_offer_and_its_reverse_are_two_sides_of_one_choice(here, there):
    assert accepts(here, there) + accepts(there, here) == pytest.approx(1.0)
    assert 0.0 < accepts(here, there) < 1.0
    assert (accepts(here, there) > 0.5) == (there > here) or here == pytest.approx(there)


def test_offers_worked_by_hand():
    assert accepts(1.0, 1.0) == 0.5
    assert accepts(1.0, 3.0) == 0.75
    assert reach_of_offers(0.0, P) == 1.0
    assert reach_of_offers(100.0, P) == pytest.approx(1.0 / math.e)


def test_a_post_worked_by_hand():
    assert worth_of_post(5.0, 5.0, 0.0, 0.0, P) == 0.0
    assert worth_of_post(5.0, 5.0 * math.e, 0.0, 0.0, P) == pytest.approx(-0.5)
    assert worth_of_post(5.0, 5.0, 0.3, 0.0, P) == pytest.approx(0.6)
    assert worth_of_post(5.0, 5.0, 0.0, 150.0, P) == pytest.approx(-1.5)


@given(st.floats(0.1, 1e3), st.floats(1.0, 100.0), st.floats(0.0, 5000.0), st.integers(-8, 8))
def test_posts_compare_in_any_currency(effort, share, distance, power):
    unit = 2.0**power
    one = worth_of_post(effort, effort * share, 0.2, distance, P)
    assert one == worth_of_post(effort * unit, effort * share * unit, 0.2, distance, P)


def test_stars_beside_whom_to_work_are_worth_pay():
    p = Talent(star_lure=0.5)
    assert beside_stars(0.0, p) == 1.0
    assert beside_stars(3.0, p) == 2.0  # (1 + 3)^1/2
    assert beside_stars(3.0, Talent(star_lure=0.0)) == 1.0


@given(st.floats(0.0, 50.0), st.floats(0.01, 5.0))
def test_each_star_more_draws_less_than_the_one_before(quality, one):
    p = Talent(star_lure=0.3)
    first = beside_stars(quality + one, p) - beside_stars(quality, p)
    next_one = beside_stars(quality + 2.0 * one, p) - beside_stars(quality + one, p)
    assert 0.0 < next_one < first


def test_stars_divide_their_time_among_projects():
    assert star_work(6.0, 1.0, 30.0) == pytest.approx(0.2)
    assert star_work(6.0, 4.0, 30.0) == pytest.approx(0.05)
    assert star_work(0.0, 4.0, 30.0) == 0.0
