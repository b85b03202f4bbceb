"""Diffusion of one technology among equal users follows the closed form of Bass (1969)."""

import math

import numpy as np
import pytest

from sim import codes, draws, parameters
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack
from sim.phases import adoption, diffusion
from sim.rules.diffusion import adoption_probability
from sim.state import NONE, Clock

INNOVATION, IMITATION = 0.03, 0.38  # a year
QUARTERS = 60
ALARM = 1e-6
"""Chance that a right model fails one of the statistical tests, by the normal approximation."""
SALES = 2.0


def bass(t):
    """Return the share of users t quarters after the launch (Bass 1969)."""
    a = INNOVATION + IMITATION
    decay = math.exp(-a * t / 4.0)
    return (1.0 - decay) / (1.0 + IMITATION / INNOVATION * decay)


def country(firms, provinces=1, **technology):
    """Return a world of equal enterprises of one field and one technology that all may use."""
    w = allocate(enterprises=firms, institutes=0, centers=0, fields=1, provinces=provinces)
    e = w.enterprises
    e.id = np.sort([draws.identity(1, k, 0) for k in range(firms)])
    e.weight, e.efficiency, e.price = 1.0, 1.0, 1.2
    e.sales, e.cash, e.quantity_share = SALES, 1000.0, 1.0 / firms
    f = w.fields
    f.innovation, f.imitation, f.markup = INNOVATION, IMITATION, 0.2
    f.elasticity, f.annuity, f.uptake = 3.0, 20.0, 10.0
    f.sales, f.rival_share = SALES * firms, 1.0 / firms
    f.market = f.sales
    w.relatedness[:] = 1.0
    index_cells(w)
    w.technologies.center = NONE
    t = w.technologies[0, 0]
    t.id, t.live, t.gain, t.realised = 11, 1, 0.1, 0.1
    t.owner_kind, t.owner, t.launched = codes.NOBODY, NONE, -1000  # its licence has expired
    for name, value in technology.items():
        t[name] = value
    return w


def free():
    """Return parameters with which only hearing of it decides."""
    return parameters.replace(
        pack(Parameters()), {"diffusion.adoption_cost": 0.0, "diffusion.partner_share": 0.0}
    )


def spread(w, p, seed, quarters):
    """Let the technology spread; return the share of sales that uses it after each quarter."""
    shares = []
    for t in range(quarters):
        clock = Clock(np.uint64(seed), t, 7)
        diffusion.measure_use(w, p, clock, 0, w.cells.size)
        diffusion.measure_near(w, p, clock, 0, w.fields.size)
        diffusion.measure_total(w, p, clock)
        adoption.adopt(w, p, clock, 0, w.enterprises.size)
        adoption.settle_adoption(w, p, clock)
        shares.append(float((w.enterprises.adopted & np.uint64(1)).sum()) / w.enterprises.size)
    return np.array(shares)


def deviation(firms, quarters):
    """Return the standard deviation of the share of users, by the law of small noise.

    With x users, the next quarter has x + (1 - x) h(x) of them and a binomial error of variance
    (1 - x) h (1 - h) / N; earlier errors are carried on by the slope of that map.
    """
    variance, out = 0.0, []
    for t in range(quarters):
        x = bass(t)
        h = adoption_probability(INNOVATION, IMITATION, x)
        step = 1e-6
        slope = (adoption_probability(INNOVATION, IMITATION, x + step) - h) / step
        slope = 1.0 - h + (1.0 - x) * slope
        variance = slope * slope * variance + (1.0 - x) * h * (1.0 - h) / firms
        out.append(math.sqrt(variance))
    return np.array(out)


EXPECTED = np.array([bass(t + 1) for t in range(QUARTERS)])


@pytest.mark.core
@pytest.mark.statistical
def test_many_users_follow_the_curve():
    firms = 20_000
    shares = spread(country(firms), free(), 1, QUARTERS)
    # 4.9 standard deviations are 1e-6; the quarters after take-off are nearly one draw
    largest = 5.6 * deviation(firms, QUARTERS)
    assert (np.abs(shares - EXPECTED) < largest).all()
    assert shares[-1] > 0.9
    assert (np.diff(shares) >= 0.0).all()


@pytest.mark.statistical
def test_the_error_falls_with_the_root_of_the_number_of_users():
    """Mean squares over independent seeds, over their expectation, are chi-square over 2 runs."""
    from scipy import stats

    when = QUARTERS // 2 - 1  # where errors are largest
    for firms, runs in ((400, 200), (6400, 40)):
        z = (
            np.array(
                [
                    (spread(country(firms), free(), seed, when + 1)[when] - EXPECTED[when])
                    for seed in range(runs)
                ]
            )
            / deviation(firms, when + 1)[when]
        )
        squares = float((z * z).sum())
        low, high = stats.chi2.ppf([ALARM / 2, 1 - ALARM / 2], runs)
        assert low * 0.8 < squares < high * 1.2, firms  # 20%: small noise is an approximation


def test_nobody_adopts_what_has_left_the_bank():
    assert spread(country(200, live=0), free(), 1, 20).max() == 0.0


def test_nobody_adopts_what_does_not_pay():
    dear = parameters.replace(free(), {"diffusion.adoption_cost": 1.0})
    w = country(200)
    w.fields.annuity = 0.1
    assert spread(w, dear, 1, 20).max() == 0.0
    assert spread(country(200), dear, 1, 40).max() > 0.5


def test_who_lacks_all_units_cannot_use_it():
    w = country(200, application=0b1010)
    w.enterprises.knowledge[::2] = 0b1010
    shares = spread(w, free(), 1, 80)
    users = w.enterprises.adopted == 1
    assert not users[1::2].any()
    assert users[::2].mean() > 0.8
    assert shares[-1] <= 0.5
    waiting = w.enterprises.adoption_reason[1::2]
    assert set(waiting.tolist()) <= {codes.NOT_HEARD, codes.CANNOT_USE}


def test_gains_come_once_and_costs_are_paid_once():
    w = country(300)
    p = parameters.replace(free(), {"diffusion.adoption_cost": 0.5})
    before = w.enterprises.cash.copy()
    spread(w, p, 1, 60)
    users = w.enterprises.adopted == 1
    assert users.sum() > 0
    assert np.allclose(w.enterprises.efficiency, np.where(users, 1.1, 1.0), rtol=1e-14)
    cost = np.where(users, 0.5 * 0.1 * SALES, 0.0)
    assert np.allclose(before - w.enterprises.cash, cost, rtol=1e-9, atol=1e-12)


def test_an_owner_keeps_it_to_itself_when_others_would_take_its_market():
    """The owner has 0.72 of the market: 1.5 x its loss is more than a licence could pay."""
    w = country(50, owner_kind=codes.ENTERPRISE, owner=0, launched=0)
    w.enterprises.sales[0] = 250.0
    w.fields.sales = w.fields.market = w.enterprises.sales.sum()
    spread(w, free(), 1, 19)  # the licence lasts 20 quarters
    assert not w.enterprises.adopted[1:].any()
    assert codes.LICENCE_REFUSED in w.enterprises.adoption_reason
    assert (w.enterprises.cash == 1000.0).all()


def test_who_has_nearly_all_of_an_inelastic_market_has_no_use_for_a_gain():
    """Arrow (1962): its rivals leave it nothing to win, and buyers spend less at a lower price."""
    w = country(50)
    w.enterprises.sales[0] = 5000.0
    w.fields.sales = w.fields.market = w.enterprises.sales.sum()
    spread(w, free(), 1, 60)
    assert w.enterprises.adopted[0] == 0
    assert w.enterprises.adopted[1:].any()


def test_a_licence_pays_the_owner_what_the_users_pay():
    w = country(100, owner_kind=codes.ENTERPRISE, owner=0, launched=0)
    before = w.enterprises.cash.copy()
    spread(w, free(), 1, 19)  # the licence lasts 20 quarters
    change = w.enterprises.cash - before
    assert w.enterprises.adopted[1:].any()
    assert change[0] > 0.0
    assert (change[1:] <= 0.0).all()
    assert change.sum() == pytest.approx(0.0, abs=1e-9)
    assert w.technologies.licences[0, 0] == pytest.approx(change[0])
