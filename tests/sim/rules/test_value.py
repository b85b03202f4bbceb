"""The value function of all who decide: users, owners, members, centers."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.parameters import Funding, Market, Maturation
from sim.rules.maturation import cost_share, due_probability, pass_probability
from sim.rules.value import (
    Prospect,
    annuity,
    grants_licence,
    licence_balance,
    licence_fee,
    own_elasticity,
    owner_loss,
    project_value,
    prospect,
    sales_elasticity,
    uptake,
    user_gain,
)
from sim.state import STAGES

pytestmark = pytest.mark.core

# The tests give every parameter they use its value: defaults move with the calibration.
F = Funding(discount=0.975, horizon=40.0, licence_friction=1.0, licence_life=40.0)
M = Market(selection=0.1, price_elasticity=0.8)
INELASTIC = M._replace(price_elasticity=0.5)
T = Maturation(
    success=0.85,
    knowledge_elasticity=2.0,
    pace=0.25,
    cost_1_3=0.05,
    cost_3_4=0.10,
    cost_4_6=0.35,
    cost_6_8=0.30,
    cost_8_9=0.20,
    pilot_cost=0.5,
)
HALF = F._replace(discount=0.5)
E = sales_elasticity(F.horizon, F.discount, M)


def licensing(margin, gain, sales, e, owner, user, m, f):
    """Return income and loss of an owner whose users count output like it, by profit alone."""
    g = user_gain(margin, gain, sales, own_elasticity(e, user, m), 0.0)
    return licence_balance(g, owner_loss(margin, gain, sales, e, owner, m), f)


Known = tuple[float, float, float]  # shares of science, application and all units

money = st.floats(0.01, 1e6)
margins = st.floats(0.01, 0.5)
gains = st.floats(1e-4, 0.5)
shares = st.floats(0.0, 1.0).map(lambda x: round(x, 9))  # far from the least float
users = st.floats(0.0, 0.9)
discounts = st.floats(0.9, 0.999)
elasticities = st.floats(1.01, 8.0)
frictions = st.floats(0.5, 2.0)
powers = st.sampled_from([2.0**k for k in (-10, -3, -1, 1, 2, 20)])


# Annuity.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("quarters", "discount", "expected"),
    [
        (1.0, 0.5, 0.5),
        (3.0, 0.5, 0.875),  # 1/2 + 1/4 + 1/8
        (2.0, 0.9, 1.71),  # 0.9 + 0.81
        (0.0, 0.5, 0.0),
        (-4.0, 0.5, 0.0),  # over
        (7.0, 1.0, 7.0),  # undiscounted
        (7.0, 1.01, 7.0),
        (-4.0, 1.0, 0.0),
    ],
)
def test_annuity_by_hand(quarters, discount, expected):
    value = annuity(quarters, discount)
    assert value == pytest.approx(expected, abs=1e-15)


@given(st.integers(1, 200), discounts)
def test_annuity_is_the_sum_of_discounted_quarters(quarters, d):
    total = math.fsum(d**h for h in range(1, quarters + 1))
    value = annuity(float(quarters), d)
    assert value == pytest.approx(total, rel=1e-12)


def test_annuity_for_ever():
    # d / (1 - d) = 0.975 / 0.025 = 39
    assert annuity(1e4, F.discount) == pytest.approx(39.0, rel=1e-12)


@given(st.floats(0.01, 200.0), st.floats(0.01, 200.0), discounts)
def test_annuity_rises_and_is_less_than_its_quarters(one, other, d):
    low, high = sorted((one, other))
    assert 0.0 < annuity(low, d) <= annuity(high, d) <= high


# Elasticity of sales.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("horizon", "discount", "expected"),
    [
        (1.0, 0.5, 0.25),
        (2.0, 0.5, 0.25 * 4 / 3),  # (1/2 x 1 + 1/4 x 2) / (3/4) = 4/3
        (2.9, 0.5, 0.25 * 4 / 3),  # whole quarters only
        (3.0, 1.0, 0.5),  # 1/4 x (1 + 2 + 3)/3
        (0.0, 0.5, 0.0),
        (0.9, 0.5, 0.0),
    ],
)
def test_sales_elasticity_by_hand(horizon, discount, expected):
    e = sales_elasticity(horizon, discount, M._replace(selection=0.25))
    assert e == pytest.approx(expected, abs=1e-15)


@given(st.integers(4, 80), discounts, st.floats(0.0, 1.0))
def test_sales_elasticity_is_the_discounted_mean_of_the_rise(horizon, d, chi):
    h = np.arange(1, horizon + 1)
    weight = d**h
    expected = chi * float(weight @ h) / float(weight.sum())
    e = sales_elasticity(float(horizon), d, M._replace(selection=chi))
    assert e == pytest.approx(expected, rel=1e-12)
    assert chi <= e * (1 + 1e-12) <= chi * horizon * (1 + 2e-12)


def test_over_ten_years_a_gain_pays():
    # Mean of h over 40 quarters at d = 0.975: 1/(1 - d) - 40 d^40/(1 - d^40)
    # = 40 - 40 x 0.36323244/0.63676756 = 17.1827296; e = 0.1 x that
    assert pytest.approx(1.71827296, abs=1e-8) == E


# Gains of users and losses of owners.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("margin", "gain", "sales", "elasticity", "expected"),
    [
        (0.25, 0.5, 1000.0, 1.5, 62.5),  # 125 x 0.5
        (0.25, 0.5, 1000.0, 1.0, 0.0),  # revenue does not grow
        (0.25, 0.5, 1000.0, 0.5, 0.0),  # would fall: need not use it
        (0.25, 0.0, 1000.0, 1.5, 0.0),
        (0.0, 0.5, 1000.0, 1.5, 0.0),
        (0.25, 0.5, 0.0, 1.5, 0.0),
    ],
)
def test_user_gain_by_hand(margin, gain, sales, elasticity, expected):
    assert user_gain(margin, gain, sales, elasticity, 0.0) == expected


@pytest.mark.plain
@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0, 3.0),  # too small to move the market
        (0.5, 1.75),  # half from rivals, half from a market that grows with 0.5
        (0.8, 1.0),  # the edge beyond which a gain does not pay
        (1.0, 0.5),  # a monopolist has the buyers' elasticity
    ],
)
def test_own_elasticity_by_hand(share, expected):
    assert own_elasticity(3.0, share, INELASTIC) == pytest.approx(expected, abs=1e-15)


@pytest.mark.plain
@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        (0.5, 62.5),  # 125 x 0.5 x (1.5 - 0.5)
        (0.25, 31.25),
        (0.0, 0.0),  # an institute sells nothing
        (1.0, 125.0),
    ],
)
def test_owner_loss_by_hand(owner, expected):
    assert owner_loss(0.25, 0.5, 1000.0, 1.5, owner, INELASTIC) == expected


def test_a_market_that_grows_more_than_the_user_wins_costs_the_owner_nothing():
    assert owner_loss(0.25, 0.5, 1000.0, 1.5, 0.5, M._replace(price_elasticity=1.5)) == 0.0
    assert owner_loss(0.25, 0.5, 1000.0, 1.5, 0.5, M._replace(price_elasticity=2.0)) == 0.0


@given(margins, gains, money, elasticities, shares, st.floats(0.2, 1.0))
def test_what_the_user_sells_more_is_won_from_rivals_or_from_a_larger_market(m, g, y, e, s, eps):
    """Quantities: the user's rise is what all rivals lose, plus the growth of the market."""
    p = M._replace(price_elasticity=eps)
    sales = s * y  # the user's
    own = m * g * sales * own_elasticity(e, s, p)
    lost = owner_loss(m, g, sales, e, 1.0 - s, p)  # by all others together
    market = m * g * s * y * eps  # the price falls by s g
    assert own - lost == pytest.approx(market, rel=1e-9, abs=1e-9 * m * g * y * e)


@given(margins, gains, money, elasticities, users, users, st.floats(0.2, 1.0))
def test_two_sellers_together_gain_what_one_of_both_their_sizes_would(m, g, y, e, i, j, eps):
    """Without friction a licence is granted iff owner and user together gain by it."""
    assume(i + j < 1.0)
    p = M._replace(price_elasticity=eps)
    together = m * g * j * y * own_elasticity(e, i + j, p) - m * g * j * y
    apart = m * g * j * y * (own_elasticity(e, j, p) - 1.0) - owner_loss(m, g, j * y, e, i, p)
    assert together == pytest.approx(apart, rel=1e-9, abs=1e-9 * m * g * y * e)


@given(margins, gains, gains, money, elasticities, elasticities, shares)
def test_user_gain_rises_with_gain_and_elasticity(m, one, other, sales, e, e2, duty):
    low, high = sorted((one, other))
    flat, steep = sorted((e, e2))
    least = user_gain(m, low, sales, flat, duty)
    assert 0.0 <= least <= user_gain(m, high, sales, flat, duty)
    assert least <= user_gain(m, low, sales, steep, duty)


@given(margins, gains, money, elasticities, shares, shares)
def test_owner_loss_rises_with_its_share(m, g, sales, e, s, s2):
    small, large = sorted((s, s2))
    least = owner_loss(m, g, sales, e, small, INELASTIC)
    assert 0.0 <= least <= owner_loss(m, g, sales, e, large, INELASTIC)


# Licences.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("gain", "loss", "friction", "expected"),
    [
        (10.0, 9.0, 1.0, True),
        (10.0, 10.0, 1.0, False),  # equal: refused
        (10.0, math.nextafter(10.0, 0.0), 1.0, True),
        (10.0, 11.0, 1.0, False),
        (10.0, 6.0, 2.0, False),
        (10.0, 5.0, 2.0, False),
        (10.0, 4.0, 2.0, True),
        (10.0, 19.0, 0.5, True),
        (10.0, 0.0, 1.0, True),
        (0.0, 0.0, 1.0, False),  # nobody asks
    ],
)
def test_licence_by_hand(gain, loss, friction, expected):
    assert grants_licence(gain, loss, F._replace(licence_friction=friction)) == expected


@pytest.mark.plain
@pytest.mark.parametrize(
    ("gain", "loss", "friction", "expected"),
    [(10.0, 0.0, 1.0, 5.0), (10.0, 6.0, 1.0, 8.0), (10.0, 3.0, 2.0, 8.0), (0, 0, 1, 0)],
)
def test_fee_by_hand(gain, loss, friction, expected):
    f = F._replace(licence_friction=float(friction))
    assert licence_fee(float(gain), float(loss), f) == expected


@given(money, money, frictions)
def test_the_fee_splits_the_surplus(gain, loss, friction):
    f = F._replace(licence_friction=friction)
    fee = licence_fee(gain, loss, f)
    user = gain - fee
    owner = fee - friction * loss
    scale = gain + friction * loss
    assert user == pytest.approx(owner, abs=1e-14 * scale)
    if grants_licence(gain, loss, f):
        assert friction * loss <= fee <= gain
    else:
        assert gain <= fee <= friction * loss


def test_at_the_defaults_a_leader_with_most_of_the_market_refuses_and_an_institute_grants():
    f, m = Funding(), Market()
    e = sales_elasticity(f.horizon, f.discount, m)
    for user in (0.0, 0.01, 0.1, 0.3):
        refused = licensing(0.1, 0.03, 1000.0, e, 0.6, user, m, f)
        assert refused == (0.0, 0.0)
        fee, loss = licensing(0.1, 0.03, 1000.0, e, 0.0, user, m, f)
        assert loss == 0.0
        # Half of m g S (E - 1), m g S being 3
        assert fee == pytest.approx(1.5 * (own_elasticity(e, user, m) - 1.0), rel=1e-14)
        assert fee > 0.0


@pytest.mark.plain
@pytest.mark.parametrize(
    ("owner", "user", "income", "loss"),
    [
        (0.0, 0.2, 35.0, 0.0),  # E = 1.6 + 0.1 = 1.7; G = 0.25 x 0.5 x 800 x 0.7 = 70
        (0.25, 0.0, 68.75, 37.5),  # G = 100, Z = 100 x 0.25 x 1.5; (100 + 37.5)/2
        (0.25, 0.5, 0.0, 0.0),  # G = 100 x 0.25 = 25 < Z
        (0.2, 0.2, 50.0, 30.0),  # (70 + 30)/2
        (0.7, 0.0, 0.0, 0.0),  # Z = 105 > G
    ],
)
def test_licence_balance_by_hand(owner, user, income, loss):
    balance = licensing(0.25, 0.5, 800.0, 2.0, owner, user, INELASTIC, F)
    assert balance == pytest.approx((income, loss), abs=1e-12)


@pytest.mark.plain
@pytest.mark.parametrize(
    ("friction", "owner", "income", "loss"),
    [
        (2.0, 0.125, 68.75, 18.75),  # G = 100, Z = 100 x 0.125 x 1.5: (100 + 2 x 18.75)/2
        (2.0, 0.375, 0.0, 0.0),  # 2 x 56.25 > G: refused
        (0.5, 0.25, 59.375, 37.5),  # (100 + 0.5 x 37.5)/2
        (0.5, 0.75, 78.125, 112.5),  # granted though the owner loses more than its fee
    ],
)
def test_friction_weighs_the_loss_and_not_the_gain(friction, owner, income, loss):
    f = F._replace(licence_friction=friction)
    assert licensing(0.25, 0.5, 800.0, 2.0, owner, 0.0, INELASTIC, f) == (income, loss)


@given(margins, gains, money, st.floats(1.6, 8.0), st.floats(0.0, 0.3), st.floats(1.0, 2.0))
def test_the_owner_refuses_from_one_share_of_the_market_on(m, g, market, e, user, b):
    # G > b Z is e (1 - u) + 0.5 u - 1 > b s (e - 0.5)
    f = F._replace(licence_friction=b)
    edge = (own_elasticity(e, user, INELASTIC) - 1.0) / (b * (e - 0.5))
    income, loss = licensing(m, g, market, e, edge * (1 - 1e-9), user, INELASTIC, f)
    assert income > b * loss > 0.0
    assert licensing(m, g, market, e, edge * (1 + 1e-9), user, INELASTIC, f) == (0.0, 0.0)


@given(margins, gains, money, elasticities, shares, users, powers)
def test_the_unit_of_money_moves_no_licence(m, g, sales, e, owner, user, unit):
    gain = user_gain(m, g, sales, e, 0.2)
    loss = owner_loss(m, g, sales, e, owner, INELASTIC)
    assert user_gain(m, g, unit * sales, e, 0.2) == unit * gain
    assert owner_loss(m, g, unit * sales, e, owner, INELASTIC) == unit * loss
    assert grants_licence(unit * gain, unit * loss, F) == grants_licence(gain, loss, F)
    assert licence_fee(unit * gain, unit * loss, F) == unit * licence_fee(gain, loss, F)
    here = licensing(m, g, sales, e, owner, user, M, F)
    there = licensing(m, g, unit * sales, e, owner, user, M, F)
    assert there == (unit * here[0], unit * here[1])


# Uptake.


def bass(t, p, q):
    e = math.exp(-(p + q) * t)
    return (1.0 - e) / (1.0 + q / p * e)


def uptake_by_sums(p, q, f):
    """Add up every quarter of use of every cohort of adopters."""
    total = []
    for h in range(1, int(f.horizon) + 1):
        new = bass(h / 4, p, q) - bass((h - 1) / 4, p, q)
        left = range(1, int(f.licence_life) - h + 1)
        total.extend(f.discount**h * new * f.discount**k for k in left)
    return math.fsum(total)


@pytest.mark.parametrize(
    ("horizon", "life"), [(40, 40), (8, 40), (40, 8), (40, 41), (4, 4), (1, 2)]
)
@pytest.mark.parametrize(("p", "q"), [(0.03, 0.38), (0.1, 0.0), (0.001, 1.0)])
def test_uptake_is_the_direct_sum(p, q, horizon, life):
    f = F._replace(horizon=float(horizon), licence_life=float(life))
    assert uptake(p, q, f.horizon, f.discount, f.licence_life) == pytest.approx(
        uptake_by_sums(p, q, f), rel=1e-11
    )


@given(
    st.floats(0.001, 0.2),
    st.floats(0.0, 1.0),
    discounts,
    st.integers(4, 60),
    st.integers(8, 60),
)
def test_uptake_is_bounded_by_use_from_the_start(p, q, d, horizon, life):
    f = F._replace(discount=d, horizon=float(horizon), licence_life=float(life))
    value = uptake(p, q, f.horizon, f.discount, f.licence_life)
    assert value == pytest.approx(uptake_by_sums(p, q, f), rel=1e-10)
    assert 0.0 < value < annuity(float(life), f.discount)
    assert uptake(1.5 * p, q, f.horizon, f.discount, f.licence_life) > value  # earlier is more


def test_uptake_without_innovators_never_starts():
    assert uptake(0.0, 0.38, 40.0, 0.975, F.licence_life) == 0.0
    assert uptake(0.0, 0.0, 40.0, 0.975, F.licence_life) == 0.0


def test_uptake_at_once():
    # All adopt in the first quarter and use it for the 39 quarters left.
    value = uptake(400.0, 0.0, 40.0, 0.975, F.licence_life)
    assert value == pytest.approx(0.975 * annuity(39.0, 0.975), rel=1e-12)


def test_uptake_by_hand():
    # d = 1/2, two quarters ahead, licences of three. With p = 4 ln 2 and q = 0, F = 1/2, 3/4:
    # 1/2 x 1/2 x (1/2 + 1/4) + 1/4 x 1/4 x 1/2 = 3/16 + 1/32 = 7/32
    f = F._replace(licence_life=3.0)
    assert uptake(4 * math.log(2.0), 0.0, 2.0, 0.5, f.licence_life) == pytest.approx(
        7 / 32, rel=1e-14
    )


# What lies before a team.


def by_enumeration(stage, retried, known: Known, pilot, discount, m):
    """Walk quarter by quarter over (stage, failed once) until nothing is left, in float sums."""
    due = due_probability(m.pace)
    once = [pass_probability(s, *known, m) for s in range(STAGES)]
    at = {(stage, retried): 1.0}
    chance = cost = 0.0
    factor = 1.0
    while sum(at.values()) > 1e-14:
        after: dict[tuple[int, bool], float] = {}
        for (s, failed), mass in at.items():
            cost += factor * mass * m.pace * cost_share(s, pilot, m)
            moves = {(s, failed): 1.0 - due, (s + 1, False): due * once[s]}
            if not failed:
                moves[s, True] = due * (1.0 - once[s])
            for where, part in moves.items():
                if where[0] == STAGES:
                    chance += factor * discount * mass * part
                else:
                    after[where] = after.get(where, 0.0) + mass * part
        factor *= discount
        at = after
    return chance, cost


def by_simulation(stage, known: Known, pilot, discount, m, runs, rng):
    """Mature many teams as `mature` and `settle_stages` do; return worth at launch and costs."""
    at = np.full(runs, stage)
    failed = np.zeros(runs, dtype=int)
    alive = np.ones(runs, dtype=bool)
    worth, cost = np.zeros(runs), np.zeros(runs)
    share = np.array([cost_share(s, pilot, m) for s in range(STAGES)])
    once = np.array([pass_probability(s, *known, m) for s in range(STAGES)])
    factor = 1.0
    while True:
        working = np.flatnonzero(alive & (at < STAGES))
        if working.size == 0:
            return worth, cost
        cost[working] += factor * m.pace * share[at[working]]
        factor *= discount
        due = working[rng.random(working.size) < 1.0 - math.exp(-m.pace)]
        passes = rng.random(due.size) < once[at[due]]
        at[due[passes]] += 1
        failed[due[passes]] = 0
        failed[due[~passes]] += 1
        alive[due[~passes]] = failed[due[~passes]] < 2
        worth[due[passes & (at[due] == STAGES)]] = factor


def undiscounted(stage, known: Known, pilot, m, retried=False):
    return prospect(stage, retried, *known, pilot, 1.0, m)


@pytest.mark.plain
def test_prospect_of_the_last_stage_by_hand():
    # Success 0.8 at full knowledge: 1 - 0.2^2 = 0.96; 1.2 tries of 1/(1 - e^-ln 2) = 2 quarters;
    # each quarter costs ln 2 of the stage's share 0.5: 1.2 x 2 x 0.5 x ln 2
    m = T._replace(success=0.8, pace=math.log(2.0), cost_8_9=0.5)
    look = undiscounted(4, (0.0, 1.0, 0.5), False, m)
    assert look == pytest.approx(Prospect(0.96, 1.2 * math.log(2.0)), rel=1e-14)


@pytest.mark.plain
def test_a_discounted_stage_by_hand():
    # Due with 1/2 a quarter, d = 1/2: the next due date is worth (1/4)/(1 - 1/4) = 1/3.
    # At once 0.8/3; after a failure 0.2 x 0.8/9. A try costs ln 2 x 0.5/(1 - 1/4), the second
    # one 0.2/3 of that.
    m = T._replace(success=0.8, pace=math.log(2.0), cost_8_9=0.5)
    look = prospect(4, False, 0.0, 1.0, 0.5, False, 0.5, m)
    per_try = math.log(2.0) * 0.5 / 0.75
    expected = Prospect(0.8 / 3 + 0.16 / 9, per_try * (1 + 0.2 / 3))
    assert look == pytest.approx(expected, rel=1e-14)


@pytest.mark.plain
def test_who_has_failed_once_has_one_try_left_in_this_stage_only():
    m = T._replace(success=0.8, pace=math.log(2.0), cost_6_8=0.25, cost_8_9=0.5)
    look = prospect(3, True, 0.0, 1.0, 0.5, False, 1.0, m)
    # one try of 2 quarters, then with 0.8 the last stage with both
    cost = 2 * math.log(2.0) * (0.25 + 0.8 * 1.2 * 0.5)
    assert look == pytest.approx(Prospect(0.8 * 0.96, cost), rel=1e-14)


@pytest.mark.plain
def test_prospect_of_two_stages_by_hand():
    # From TRL 6: the stage to 8 is passed with 0.96, so the last one costs 0.96 of its share.
    m = T._replace(success=0.8, pace=math.log(2.0), cost_6_8=0.25, cost_8_9=0.5)
    cost = 1.2 * 2 * math.log(2.0) * (0.25 + 0.96 * 0.5)
    look = undiscounted(3, (0.0, 1.0, 0.5), False, m)
    assert look == pytest.approx(Prospect(0.9216, cost), rel=1e-14)


@pytest.mark.plain
def test_who_has_arrived_waits_for_nothing():
    assert prospect(STAGES, False, 0.0, 0.0, 0.0, False, 0.5, T) == Prospect(1.0, 0.0)


@pytest.mark.plain
def test_who_knows_nothing_pays_for_two_tries_and_no_more():
    # Tries cost 0.25/0.2212 of the first stage's 0.05 each.
    chance, cost = undiscounted(0, (0.0, 0.0, 0.0), True, T)
    assert chance == 0.0
    assert cost == pytest.approx(2 * 0.25 / 0.22119921692859512 * 0.05, rel=1e-14)


@pytest.mark.plain
def test_sure_success_takes_one_try_a_stage():
    # Five stages at 4.5208 quarters; the whole cost times 0.25 x 4.5208; a pilot saves 0.175.
    sure = T._replace(success=1.0)
    tries = 0.25 / due_probability(0.25)
    full = (1.0, 1.0, 1.0)
    assert undiscounted(0, full, False, sure) == pytest.approx(Prospect(1.0, tries), rel=1e-14)
    assert undiscounted(0, full, True, sure) == pytest.approx(
        Prospect(1.0, 0.825 * tries), rel=1e-14
    )


@given(
    st.integers(0, STAGES - 1),
    st.booleans(),
    st.tuples(shares, shares, shares),
    st.booleans(),
    st.one_of(st.just(1.0), discounts),
)
def test_prospect_is_the_sum_over_all_histories(stage, retried, known: Known, pilot, d):
    look = prospect(stage, retried, *known, pilot, d, T)
    chance, cost = by_enumeration(stage, retried, known, pilot, d, T)
    assert look.chance == pytest.approx(chance, rel=1e-10, abs=1e-13)
    assert look.cost == pytest.approx(cost, rel=1e-10)


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("stage", "known", "pilot", "discount"),
    [
        (0, (1.0, 1.0, 1.0), False, 1.0),
        (0, (1.0, 0.8, 0.9), True, 0.975),
        (2, (0.5, 1.0, 0.75), False, 0.9),
        (1, (0.7, 0.6, 0.65), True, 1.0),
    ],
)
def test_prospect_agrees_with_a_simulation(stage, known: Known, pilot, discount):
    """Five standard errors for each of two numbers: false alarm 1.2e-6 a case."""
    runs = 100_000
    rng = np.random.default_rng(20240229)
    worth, cost = by_simulation(stage, known, pilot, discount, T, runs, rng)
    look = prospect(stage, False, *known, pilot, discount, T)
    assert abs(worth.mean() - look.chance) < 5 * worth.std() / math.sqrt(runs)
    assert abs(cost.mean() - look.cost) < 5 * cost.std() / math.sqrt(runs)


@given(st.integers(0, STAGES - 1), shares, shares, st.booleans(), discounts)
def test_knowledge_retries_patience_and_progress_raise_the_chance(stage, one, other, pilot, d):
    low, high = sorted((one, other))
    worse = prospect(stage, False, low, low, low, pilot, d, T)
    better = prospect(stage, False, high, high, high, pilot, d, T)
    assert 0.0 <= worse.chance <= better.chance <= 1.0
    assert prospect(stage, True, low, low, low, pilot, d, T).chance <= worse.chance
    assert prospect(stage, False, low, low, low, True, d, T).cost <= worse.cost
    assert worse.chance <= prospect(stage, False, low, low, low, pilot, 1.0, T).chance
    if stage > 0:
        assert prospect(stage - 1, False, low, low, low, pilot, d, T).chance <= worse.chance


# The value of going on.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("chance", "cost", "benefit", "project", "expected"),
    [
        (0.5, 1.0, 100.0, 5.0, 45.0),
        (0.125, 0.5, 100.0, 5.0, 10.0),
        (1.0, 2.0, 100.0, 50.0, 0.0),
        (0.0, 1.0, 100.0, 5.0, -5.0),
        (0.125, 1.0, -80.0, 5.0, -15.0),  # owners may lose by success
        (0.5, 1.0, 100.0, 0.0, 50.0),
    ],
)
def test_project_value_by_hand(chance, cost, benefit, project, expected):
    assert project_value(Prospect(chance, cost), benefit, project) == expected


@given(st.floats(1e-6, 1.0), st.floats(1e-6, 1.0), money, money, powers)
def test_project_value_scales_with_the_currency(chance, cost, benefit, project, unit):
    look = Prospect(chance, cost)
    value = project_value(look, benefit, project)
    assert project_value(look, unit * benefit, unit * project) == unit * value
