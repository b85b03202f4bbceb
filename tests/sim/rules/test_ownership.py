"""What ownership sets, and how a state owner counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import codes
from sim.parameters import Funding, Ownership, Research, Turnover
from sim.rules import ownership as rules
from sim.rules.research import minor_gain, minor_inventions
from sim.rules.turnover import closes, funds, next_overhead
from sim.rules.value import user_gain

pytestmark = [pytest.mark.core, pytest.mark.plain]

F = Funding(discount=0.975, horizon=40.0)
P = Ownership(
    state_discount=0.985,
    state_horizon=16.0,
    state_duty=0.2,
    state_credit=3.0,
    state_interest=0.7,
    state_shedding=0.3,
    state_patents=0.4,
    state_patent_value=1.6,
    foreign_learning=2.0,
    foreign_dividends=0.7,
    foreign_procurement=0.25,
    foreign_lead=0.5,
)  # fmt: skip
T = Turnover(credit=0.5, reserve=2.0, overhead=0.4, overhead_pace=0.25, least_size=0.01)
money = st.floats(0.01, 1e6)


@pytest.mark.parametrize(
    ("name", "private", "state", "foreign"),
    [
        ("duty_of", 0.0, 0.2, 0.0),
        ("credit_of", 1.0, 3.0, 1.0),
        ("interest_of", 1.0, 0.7, 1.0),
        ("shedding_of", 1.0, 0.3, 1.0),
        ("inventions_of", 1.0, 0.4, 1.0),
        ("invention_gain_of", 1.0, 1.6, 1.0),
        ("foreign_pace_of", 1.0, 1.0, 2.0),
        ("paid_abroad_of", 0.0, 0.0, 0.7),
        ("procured_of", 1.0, 1.0, 0.25),
        ("lead_of", 1.0, 1.0, 0.5),
    ],
)
def test_each_owner_has_its_own(name, private, state, foreign):
    of = getattr(rules, name)
    assert [of(owner, P) for owner in (codes.PRIVATE, codes.STATE, codes.FOREIGN)] == [
        private,
        state,
        foreign,
    ]


def test_only_the_state_looks_ahead_for_a_term():
    owners = (codes.PRIVATE, codes.STATE, codes.FOREIGN)
    assert [rules.horizon_of(o, F, P) for o in owners] == [40.0, 16.0, 40.0]
    assert [rules.discount_of(o, F, P) for o in owners] == [0.975, 0.985, 0.975]


@pytest.mark.parametrize(
    ("elasticity", "duty", "expected"),
    [
        (1.5, 0.2, 400.0),  # 1000 x (0.2 x 0.5 + 0.2 x 1.5)
        (1.5, 0.0, 100.0),
        (0.8, 0.125, 60.0),  # 1000 x (-0.2 x 0.2 + 0.125 x 0.8): output outweighs lost profit
        (0.8, 0.02, 0.0),  # -0.04 + 0.016: need not use it
        (0.0, 1.0, 0.0),  # nothing more is sold
    ],
)
def test_use_counts_output_beside_profit(elasticity, duty, expected):
    assert user_gain(0.2, 0.5, 2000.0, elasticity, duty) == pytest.approx(expected, abs=1e-12)


@given(st.floats(0.01, 0.5), st.floats(1e-4, 0.5), money, st.floats(0.0, 8.0), st.floats(0.0, 1.0))
def test_duty_never_lowers_what_use_is_worth(margin, gain, sales, elasticity, duty):
    profit = user_gain(margin, gain, sales, elasticity, 0.0)
    value = user_gain(margin, gain, sales, elasticity, duty)
    assert profit <= value
    most = profit + duty * gain * sales * elasticity
    assert value <= most * (1.0 + 1e-12)


def test_soft_credit_by_hand():
    # Credit 0.5 quarters of sales of 100, of a state firm three times that, less 2 x 30 kept back
    assert funds(20.0, 100.0, 30.0, 1.0, T) == 10.0
    assert funds(20.0, 100.0, 30.0, 3.0, T) == 110.0
    assert closes(-60.0, 100.0, 100.0, 100.0, 1.0, T)
    assert not closes(-60.0, 100.0, 100.0, 100.0, 3.0, T)
    assert not closes(-150.0, 100.0, 100.0, 100.0, 3.0, T)  # at the limit
    assert closes(-150.1, 100.0, 100.0, 100.0, 3.0, T)
    assert closes(0.0, 0.5, 0.5, 100.0, 3.0, T)  # no credit helps who hardly sells


def test_staff_is_shed_slowly_and_taken_on_as_by_others():
    # Fitted are 0.4 x 0.25 x 1000 = 100: a quarter of the way up, 0.3 of that down
    assert next_overhead(60.0, 0.25, 1000.0, 0.3, T) == next_overhead(60.0, 0.25, 1000.0, 1.0, T)
    assert next_overhead(140.0, 0.25, 1000.0, 1.0, T) == 130.0
    assert next_overhead(140.0, 0.25, 1000.0, 0.3, T) == pytest.approx(137.0, rel=1e-15)
    assert next_overhead(140.0, 0.25, 1000.0, 0.0, T) == 140.0


@given(money, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_overheads_stay_between_those_of_before_and_the_fitted(overhead, sales, shedding):
    after = next_overhead(overhead, 0.25, 1e6 * sales, shedding, T)
    ends = sorted((overhead, 0.4 * 0.25 * 1e6 * sales))
    assert ends[0] * (1 - 1e-12) <= after <= ends[1] * (1 + 1e-12)


def test_minor_inventions_of_the_state_are_fewer_and_worth_more():
    p = Research(
        minor_rate=2.0, minor_reference=1.0, minor_elasticity=0.5, minor_gain=0.01, gain_most=0.1
    )
    grid = [(k + 0.5) / 4000 for k in range(4000)]
    many = sum(minor_inventions(1.0, u, 1.0, p) for u in grid) / 4000
    few = sum(minor_inventions(1.0, u, 0.4, p) for u in grid) / 4000
    assert many == pytest.approx(2.0, abs=0.01)
    assert few == pytest.approx(0.8, abs=0.01)
    assert minor_gain(4.0, 1.0, p) == pytest.approx(0.005, rel=1e-15)
    assert minor_gain(4.0, 1.6, p) == pytest.approx(0.008, rel=1e-15)
    assert minor_gain(1e-9, 1.6, p) == 0.1  # at most what any technology gains
