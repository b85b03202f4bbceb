"""Certification and taxes of one enterprise whose numbers can be worked by hand."""

import numpy as np
import pytest

from sim import accounts
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack, replace
from sim.phases import taxes
from sim.state import Clock

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = replace(
    pack(Parameters()),
    {
        "market.tax_rate": 0.25,
        "market.deduction": 0.5,
        "taxes.hightech_rate": 0.15,
        "taxes.applications": 1.0,
        "taxes.relabelling_cost": 2.0,
        "taxes.threshold_small": 0.06,
        "taxes.threshold_small_later": 0.05,
        "taxes.change": 24.0,
        "taxes.least_age": 4.0,
        "taxes.validity": 12.0,
        "taxes.record": 1.0,
    },
)
SHARE = 1.0 - np.sqrt(1.0 - 2.0 * 0.25 * 0.5 / 2.0)
"""Of what is reported, relabelled for the further deduction alone, at the usual rate."""


def enterprise(rd, profit=2.0, overhead=1.0):
    """Return one enterprise that sells for 10 million a quarter: it must show 6% at first."""
    w = allocate(enterprises=1, institutes=0, centers=0, fields=1, provinces=1)
    e = w.enterprises
    e.id, e.weight, e.sales, e.born = 7, 1.0, 10.0, -100
    e.rd, e.profit, e.overhead = rd, profit, overhead
    index_cells(w)
    return w


def pay(w, t=0, p=P):
    taxes.pay_taxes(w, p, Clock(np.uint64(1), t, 8), 0)
    return w.enterprises[0]


def test_enough_research_is_certified_and_pays_the_low_rate():
    me = pay(enterprise(0.6))
    assert me.certified == 1
    assert me.certified_until == 12
    share = 1.0 - np.sqrt(1.0 - 2.0 * 0.15 * 0.5 / 2.0)
    assert me.relabelled == pytest.approx(share / (1.0 - share) * 0.6)
    base = 2.0 - 0.5 * (0.6 + me.relabelled)
    paid = me.flows[accounts.CENTRAL_TAX] + me.flows[accounts.LOCAL_TAX]
    assert paid == pytest.approx(0.15 * base)
    assert me.relief_rate == pytest.approx(0.10 * base)
    assert me.relief_deduction == pytest.approx(0.15 * 2.0 - paid)
    cost = me.flows[accounts.RELABELLING]
    assert cost == pytest.approx(me.relabelled**2 / (0.6 + me.relabelled))
    assert me.cash == pytest.approx(-paid - cost)
    assert me.other_income == -cost


def test_who_lacks_little_relabels_just_up_to_the_threshold():
    me = pay(enterprise(0.5))
    assert me.certified == 1
    assert me.rd + me.relabelled == pytest.approx(0.6)


def test_who_lacks_much_relabels_only_for_the_deduction():
    """Nothing done and 0.6 shown would cost 0.6 and save 0.1 x 1.7: it stays as it is."""
    me = pay(enterprise(0.05))
    assert me.certified == 0
    assert me.relabelled == pytest.approx(SHARE / (1.0 - SHARE) * 0.05)
    assert me.relief_rate == 0.0


def test_who_pays_no_tax_relabels_nothing():
    me = pay(enterprise(0.5, profit=-1.0))
    assert (me.certified, me.relabelled, me.cash) == (0, 0.0, 0.0)
    assert me.tax_losses > 0.0


def test_nobody_relabels_more_than_its_other_costs():
    assert pay(enterprise(0.5, overhead=0.05)).certified == 0
    assert pay(enterprise(0.55, overhead=0.05)).certified == 1


def test_the_later_threshold_is_lower_for_small_enterprises():
    assert pay(enterprise(0.5, overhead=0.0), 23).certified == 0
    assert pay(enterprise(0.5, overhead=0.0), 24).certified == 1


def test_the_young_are_not_certified():
    w = enterprise(0.6)
    w.enterprises.born = 0
    assert pay(w, 3).certified == 0
    assert pay(w, 4).certified == 1


def test_a_certificate_ends_and_is_renewed_if_still_earned():
    never = replace(P, {"taxes.applications": 0.0})
    for rd, later in ((0.6, 1), (0.05, 0)):
        w = enterprise(0.6)
        pay(w)
        w.enterprises.rd = rd
        for t in range(1, 12):
            assert pay(w, t, never).certified == 1
        assert pay(w, 12, never).certified == later


def test_nobody_applies_at_a_rate_of_nothing():
    never = replace(P, {"taxes.applications": 0.0})
    assert pay(enterprise(0.6), 0, never).certified == 0


@pytest.mark.parametrize("unit", [2.0**-5, 2.0**7])
def test_the_unit_of_money_does_not_matter(unit):
    from sim.parameters import rescale

    one = pay(enterprise(0.5))
    w = enterprise(0.5 * unit, 2.0 * unit, unit)
    w.enterprises.sales *= unit
    other = pay(w, 0, rescale(P, unit))
    assert other.certified == one.certified
    assert other.relabelled == unit * one.relabelled
    assert other.cash == unit * one.cash
