"""Who works at what pay, what may be paid out, and when a center becomes a person of its own."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import Legal, Membership, Talent
from sim.rules.legal import (
    can_become,
    cost_of_work,
    employed,
    filled,
    kept_by_staff,
    pace_of_work,
    paid_out,
    posts_of,
    spendable,
    staff_of,
    turnover_of_staff,
    with_seconded,
    worth_of_pay,
)
from sim.rules.talent import BEST, mobility_of, quality_of, share_of

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Legal(recruiting=9.0, best_response=2.0, transition_time=4.0, transition_cost=10.0)
T = Talent(pay_response=2.0, mobility=0.08, best_mobility=2.0, personnel_share=0.7)
pays = st.floats(0.25, 4.0)


def test_posts_filled_by_hand():
    """Odds of 9 to 1 at usual pay: 0.9; with a quarter of the applicants 2.25 to 1."""
    assert filled(1.0, P) == pytest.approx(1.0, abs=1e-15)
    assert filled(2.25, P) == pytest.approx((20.25 / 21.25) / 0.9)
    assert filled(0.25, P) == pytest.approx((2.25 / 3.25) / 0.9)


def test_at_usual_pay_a_center_is_like_others():
    people, quality, leaving = staff_of(1.0, T, P)
    assert people == pytest.approx(1.0, abs=1e-12)
    assert quality == pytest.approx(1.0, abs=1e-12)
    assert cost_of_work(1.0, quality, T) == pytest.approx(1.0, abs=1e-12)
    offers = sum(share_of(b, T) * 0.25 * 0.08 * mobility_of(b, T) for b in range(3))
    assert leaving == pytest.approx(offers)  # half of those who hear of equal pay go


def test_low_pay_by_hand():
    """At half of the usual pay: who is there, how good, and who leaves."""
    parts = []
    for b in range(3):
        response = 4.0 if b == BEST else 2.0
        here = share_of(b, T) * 0.5**response
        gone = 0.5 * 0.08 * mobility_of(b, T) / (1.0 + 0.5**response)
        parts.append((here, quality_of(b, T), gone))
    people, quality, leaving = staff_of(0.5, T, P)
    there = sum(here for here, _, _ in parts)
    assert people == pytest.approx(9.0 * there / (1.0 + 9.0 * there) / 0.9)
    assert quality == pytest.approx(sum(h * q for h, q, _ in parts) / there)
    assert leaving == pytest.approx(sum(h * g for h, _, g in parts) / there)
    assert cost_of_work(0.5, quality, T) == pytest.approx((0.5 / quality) ** 0.7)


@given(pays, st.floats(1.001, 2.0))
def test_more_pay_fills_more_posts_with_better_people_who_stay(pay, factor):
    less, more = staff_of(pay, T, P), staff_of(pay * factor, T, P)
    assert more[0] > less[0]
    assert more[1] > less[1]
    assert more[2] < less[2]
    assert more[0] <= (1.0 + P.recruiting) / P.recruiting  # no more than there are posts


def test_at_usual_pay_nobody_gains_by_paying_otherwise():
    """By the default response of the best a tenth more or less changes the cost by 1.4% at most."""
    t, p = Talent(), Legal()
    for pay in (0.9, 0.95, 1.05, 1.1):
        assert cost_of_work(pay, staff_of(pay, t, p)[1], t) == pytest.approx(1.0, abs=0.015)
    up, down = (cost_of_work(pay, staff_of(pay, t, p)[1], t) for pay in (1.001, 0.999))
    assert (up - down) / 0.002 == pytest.approx(0.0, abs=0.06)


def test_posts_of_which_one_in_ten_is_vacant_at_usual_pay():
    people, _, _ = staff_of(1.0, T, P)
    assert posts_of(90.0, people, P) == pytest.approx(100.0)
    fewer, _, _ = staff_of(0.5, T, P)
    assert posts_of(90.0, fewer, P) > 100.0
    assert posts_of(0.0, fewer, P) == 0.0


@given(pays, st.floats(0.0, 1.0), st.floats(0.0, 1000.0))
def test_posts_are_at_least_the_staff(pay, seconded, staff):
    p = P._replace(seconded=seconded)
    usual = staff_of(1.0, T, p)[2]
    people, _, _ = with_seconded(*staff_of(pay, T, p), usual, p)
    assert posts_of(staff, people, p) >= staff * (1.0 - 1e-12)


def test_seconded_people_by_hand():
    """Half of ten posts are filled at once by usual people, of the others 0.8 of 0.9."""
    p = P._replace(seconded=0.5)
    people, quality, leaving = with_seconded(0.8, 2.0, 0.01, 0.03, p)
    inside, outside = 0.5 / 0.9, 0.4
    assert people == pytest.approx(inside + outside)
    assert quality == pytest.approx((inside + 2.0 * outside) / people)
    assert leaving == pytest.approx((0.03 * inside + 0.01 * outside) / people)


def test_open_posts_alone_are_as_pay_fills_them_and_seconded_ones_as_others():
    open_posts = with_seconded(0.8, 2.0, 0.01, 0.03, P._replace(seconded=0.0))
    assert open_posts == pytest.approx((0.8, 2.0, 0.01), rel=1e-15)
    seconded = with_seconded(0.8, 2.0, 0.01, 0.03, P._replace(seconded=1.0))
    assert seconded == pytest.approx((1.0 / 0.9, 1.0, 0.03))


def test_open_posts_pay_where_pay_draws_and_cost_time_where_it_does_not():
    """What a post does: by high pay more if posts are open, by low pay if the lead fills them."""
    t = Talent()
    closed = Legal(seconded=1.0)

    def work(pay, p):
        usual = staff_of(1.0, t, p)[2]
        return pace_of_work(*with_seconded(*staff_of(pay, t, p), usual, p)[:2], t)

    assert work(1.3, Legal()) > work(1.3, closed)
    assert work(0.7, Legal()) < work(0.7, closed)


def test_employed_by_hand():
    """A yuan employs as many as around, fewer where each is paid more."""
    assert employed(20.0, 0.1, 1.0) == pytest.approx(200.0)
    assert employed(20.0, 0.1, 1.25) == pytest.approx(160.0)


@pytest.mark.parametrize(
    ("before", "after", "joined", "left"),
    [(100.0, 100.0, 10.0, 10.0), (100.0, 150.0, 60.0, 10.0), (100.0, 60.0, 0.0, 40.0),
     (0.0, 50.0, 50.0, 0.0), (50.0, 0.0, 0.0, 50.0)],
)  # fmt: skip
def test_who_joins_and_who_leaves_by_hand(before, after, joined, left):
    """A tenth has offers; a center that needs fewer lets go beyond that."""
    assert turnover_of_staff(before, after, 0.1) == pytest.approx((joined, left))


@given(st.floats(0.0, 1e4), st.floats(0.0, 1e4), st.floats(0.0, 1.0))
def test_staff_is_what_was_there_and_its_flows(before, after, leaving):
    joined, left = turnover_of_staff(before, after, leaving)
    assert joined >= 0.0
    assert left >= leaving * before - 1e-9
    assert before + joined - left == pytest.approx(after, abs=1e-9)


def test_stars_respond_to_pay_as_the_best_do():
    assert worth_of_pay(1.0, T, P) == 0.0
    assert worth_of_pay(math.e, T, P) == pytest.approx(4.0)  # 2 x 2
    assert worth_of_pay(0.5, T, P) == pytest.approx(-4.0 * math.log(2.0))


def test_pace_by_hand():
    assert pace_of_work(0.8, 1.0, T) == 0.8
    assert pace_of_work(1.0, 0.5, T) == pytest.approx(0.5**0.7)


@given(pays, st.floats(1.001, 2.0))
def test_more_pay_makes_faster(pay, factor):
    paces = [pace_of_work(*staff_of(x, T, P)[:2], T) for x in (pay, pay * factor)]
    assert paces[1] > paces[0]


def test_where_the_best_respond_like_others_pay_moves_no_quality():
    alike = P._replace(best_response=1.0)
    assert staff_of(0.5, T, alike)[1] == pytest.approx(1.0, abs=1e-12)
    assert staff_of(0.5, T, alike)[0] < 1.0


def test_experience_goes_with_people():
    assert kept_by_staff(0.02, 0.02) == 1.0
    assert kept_by_staff(0.06, 0.02) == pytest.approx(0.94 / 0.98)
    assert kept_by_staff(0.0, 0.02) > 1.0  # fades less than where people leave as usual


def test_what_is_paid_out_by_hand():
    p = Membership(retained=0.4)
    assert paid_out(1.0, 1, p) == pytest.approx(0.6)
    assert paid_out(0.5, 1, p) == pytest.approx(0.3)
    assert paid_out(1.0, 0, p) == 0.0


@given(st.floats(0.0, 1e6), st.floats(0.0, 2.0))
def test_projects_and_running_costs_use_up_the_money(money, overhead):
    work = spendable(money, overhead)
    assert work + overhead * work == pytest.approx(money)


@pytest.mark.parametrize(
    ("age", "cash", "expected"),
    [
        (4, 10.0, True),
        (3, 10.0, False),
        (4, math.nextafter(10.0, 0.0), False),
        (100, 1e9, True),
    ],
)
def test_independence_takes_time_and_money(age, cash, expected):
    assert can_become(age, cash, P) is expected
