"""Adoption: exactly Bass in the limit of many users who all hear of each other."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import draws
from sim.jit import kernel
from sim.rules.diffusion import adoption_probability, net_gain, share_around

pytestmark = pytest.mark.core

# Mean coefficients over products, Sultan, Farley, Lehmann (1990). The peak lies at
# ln(q/p)/(p + q) = ln(12.667)/0.41 = 6.19 years, where F = (q - p)/(2q) = 0.35/0.76 = 0.461.
P, Q = 0.03, 0.38
innovation = st.floats(0.001, 0.2)
imitation = st.floats(0.0, 1.0)
shares = st.floats(0.0, 1.0)
gains = st.floats(0.0, 0.5)


def bass(t, p, q):
    """Return the closed form of Bass (1969), t in years."""
    e = math.exp(-(p + q) * t)
    return (1.0 - e) / (1.0 + q / p * e)


def path(p, q, quarters, start=0.0):
    x = [start]
    for _ in range(quarters):
        x.append(x[-1] + (1.0 - x[-1]) * adoption_probability(p, q, x[-1]))
    return np.array(x)


@kernel
def agents(seed, p, q, quarters, adopted, entity):
    """Let agents on a complete graph hear each other; count them after some quarters."""
    count = 0
    for t in range(quarters):
        h = adoption_probability(p, q, count / adopted.size)
        for i in range(adopted.size):
            if not adopted[i]:
                u = draws.uniform(np.uint64(seed), t, entity + i, draws.ADOPT, 0)
                if u < h:
                    adopted[i] = True
        count = 0
        for i in range(adopted.size):
            if adopted[i]:
                count += 1
    return count


# Adoption by hand.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("p", "q", "x", "expected"),
    [
        (0.0, 0.0, 0.5, 0.0),
        (0.0, 0.4, 0.0, 0.0),  # nobody to imitate and no innovator
        (0.0, 0.4, 1.0, 0.09516258196404048),  # 1 - e^-0.1
        (0.4, 0.0, 0.0, 0.09516258196404048),  # innovators do not look around
        (0.4, 0.0, 1.0, 0.09516258196404048),
        (0.1, 0.3, 1.0, 0.09516258196404048),
        # a = 0.41: (0.03 + 0.19) e^0.1025 + 0.19 = 0.22 x 1.10793732 + 0.19 = 0.43374621;
        # 1 - 0.41/0.43374621 = 0.05474678
        (0.03, 0.38, 0.5, 0.0547468),
        # 0.03 x 1.10793732 + 0.38 = 0.41323812; 1 - 0.41/0.41323812 = 0.00783597
        (0.03, 0.38, 0.0, 0.0078360),
    ],
)
def test_adoption_by_hand(p, q, x, expected):
    assert adoption_probability(p, q, x) == pytest.approx(expected, abs=1e-7)


def test_no_source_means_no_adoption_at_all():
    assert adoption_probability(0.0, 0.0, 1.0) == 0.0
    assert adoption_probability(0.0, 0.38, 0.0) == 0.0


# Bass.


@pytest.mark.plain
def test_quarters_compound_to_the_closed_form():
    x = path(P, Q, 120)
    exact = [bass(h / 4, P, Q) for h in range(121)]
    np.testing.assert_allclose(x, exact, rtol=0.0, atol=1e-12)


@pytest.mark.plain
def test_the_peak_of_adoption_is_where_bass_puts_it():
    peak = math.log(Q / P) / (P + Q)
    assert peak == pytest.approx(6.19, abs=0.005)
    assert bass(peak, P, Q) == pytest.approx(0.461, abs=0.0006)
    x = path(P, Q, 80)
    # Quarters are centred at 6.125, the nearest to 6.19, and 6.375 years.
    assert np.argmax(np.diff(x)) == 24
    assert x[24] < 0.461 < x[25]


@given(innovation, imitation, st.integers(0, 80))
def test_any_path_compounds_to_the_closed_form(p, q, quarters):
    end = path(p, q, quarters)[-1]
    assert end == pytest.approx(bass(quarters / 4, p, q), abs=1e-12)


@given(innovation, imitation, st.floats(0.0, 20.0), st.integers(1, 40))
def test_the_path_may_be_joined_anywhere(p, q, year, quarters):
    end = path(p, q, quarters, start=bass(year, p, q))[-1]
    assert end == pytest.approx(bass(year + quarters / 4, p, q), abs=1e-12)


@given(st.floats(0.0, 0.2), imitation, shares)
def test_adoption_lies_between_its_extremes(p, q, x):
    h = adoption_probability(p, q, x)
    # One unit in the last place of 1 is lost in 1 - a/growth.
    assert -(2.0**-52) <= h < 1.0
    assert h >= 1.0 - math.exp(-p / 4) - 1e-15  # imitation only adds
    assert h <= 1.0 - math.exp(-(p + q) / 4) + 1e-15  # all around use it


@given(st.floats(0.0, 0.2), imitation, shares, st.floats(1.001, 2.0))
def test_adoption_rises_with_innovation_imitation_and_share(p, q, x, more):
    h = adoption_probability(p, q, x)
    slack = 1e-15
    assert adoption_probability(more * p, q, x) >= h - slack
    assert adoption_probability(p, more * q, x) >= h - slack
    assert adoption_probability(p, q, min(1.0, more * x)) >= h - slack


@given(st.floats(0.0, 2e-4), st.floats(0.0, 1e-3), shares)
def test_slow_adoption_is_a_quarter_of_the_yearly_hazard(p, q, x):
    # The next term is of the order of a^2/32 < 5e-8.
    assert adoption_probability(p, q, x) == pytest.approx((p + q * x) / 4, abs=1e-7)


@pytest.mark.statistical
def test_agents_converge_to_bass_by_the_root_of_their_number():
    """The false-alarm rate is below 1e-6: five standard errors of a ratio of two spreads."""
    runs, quarters = 400, 25
    exact = bass(quarters / 4, P, Q)
    error = {}
    for n in (100, 1600):
        counts = [
            agents(seed, P, Q, quarters, np.zeros(n, np.bool_), 10_000 * n) for seed in range(runs)
        ]
        error[n] = np.array(counts) / n - exact
    spread = {n: math.sqrt(np.mean(e * e)) for n, e in error.items()}
    # Sixteen times the agents, a quarter of the error; each spread is known to 1/sqrt(800).
    assert abs(math.log(spread[100] / spread[1600] / 4.0)) < 5 * math.sqrt(2 / 800)
    # No bias: the mean is off by chance (five standard errors) and by the order of 1/N.
    for n, e in error.items():
        assert abs(e.mean()) < 5 * e.std() / math.sqrt(runs) + 1.0 / n


# Whom one hears.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("near", "partners", "weight", "member", "expected"),
    [
        (0.4, 0.8, 0.25, True, 0.5),  # 0.75 x 0.4 + 0.25 x 0.8
        (0.4, 0.8, 0.25, False, 0.4),
        (0.4, 0.8, 0.0, True, 0.4),
        (0.4, 0.8, 1.0, True, 0.8),
        (0.4, 0.8, 1.0, False, 0.4),
        (0.4, 0.0, 0.25, True, 0.3),  # partners without it hold one back
        (1.0, 1.0, 0.25, True, 1.0),
        (0.0, 0.0, 0.25, True, 0.0),
    ],
)
def test_share_around_by_hand(near, partners, weight, member, expected):
    x = share_around(near, partners, weight, member)
    assert x == pytest.approx(expected, abs=1e-15)


@given(shares, shares, shares)
def test_a_member_hears_a_mix(near, partners, weight):
    x = share_around(near, partners, weight, True)
    assert min(near, partners) - 1e-15 <= x <= max(near, partners) + 1e-15
    assert share_around(near, partners, weight, False) == near


# What it replaces.


@pytest.mark.plain
@pytest.mark.parametrize(
    ("gain", "overlap", "expected"),
    [
        (0.05, 0.0, 0.05),
        (0.5, 0.125, 0.375),
        (0.05, 0.05, 0.0),  # no better
        (0.05, 0.08, 0.0),  # worse
        (0.0, 0.0, 0.0),
    ],
)
def test_net_gain_by_hand(gain, overlap, expected):
    assert net_gain(gain, overlap) == expected


@given(gains, gains, gains)
def test_net_gain_is_no_more_than_the_gain(gain, one, other):
    low, high = sorted((one, other))
    assert 0.0 <= net_gain(gain, high) <= net_gain(gain, low) <= gain
    assert net_gain(gain, 0.0) == gain
