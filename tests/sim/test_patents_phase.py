"""Minor inventions of enterprises and institutes, and what of them is used."""

import numpy as np
import pytest

from sim import accounts, codes, masks
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack, replace
from sim.phases import maturation, patents
from sim.state import IDEAS, NONE, RIVALS, Clock

pytestmark = [pytest.mark.core, pytest.mark.plain]

CLOCK = Clock(np.uint64(1), 0, 2)
SURE = replace(
    pack(Parameters()),
    {"research.minor_rate": 50.0, "patents.cost_of_use": 0.05, "patents.meeting": 1.0},
)
"""Eight minor inventions a quarter, most of them used."""


def country(weight=1.0, cash=1e6):
    """Return two enterprises and one institute of one field and province."""
    w = allocate(enterprises=2, institutes=1, centers=1, fields=1, provinces=1)
    e, f, o = w.enterprises, w.fields, w.institutes
    e.id, e.weight, e.cash, e.sales, e.rd = [5, 6], weight, cash, 100.0, [5.0, 0.0]
    e.efficiency, e.customers, e.knowledge = 1.0, 1.0, masks.FULL
    e.first_membership = o.first_membership = NONE
    f.intensity, f.markup, f.elasticity, f.annuity = 0.05, 0.25, 2.0, 20.0
    f.sales, f.market = 200.0 * weight, 4000.0 * weight
    o.id, o.weight, o.rd, o.basic, o.knowledge = 9, 1.0, 8.0, 3.0, masks.FULL
    w.cells.sales = 200.0 * weight
    w.cells.effort, e.effort, o.effort = 1.0, e.rd, o.rd
    index_cells(w)
    return w


def act(w, p=SURE):
    patents.invent(w, p, CLOCK, 0, 2)
    patents.invent_in_public(w, p, CLOCK, 0, 1)


def test_only_used_inventions_raise_efficiency_and_cost_money():
    w = country()
    act(w)
    e = w.enterprises
    assert e.patents[0] == 8.0
    assert 0.0 < e.patents_used[0] <= 8.0
    assert e.efficiency[0] > 1.0
    gain = 0.002 * (3.0 / 5.0) ** 0.45
    assert 1e6 - e.cash[0] == pytest.approx(e.patents_used[0] * 0.05 * gain * 100.0)
    assert e.flows[0, accounts.ADOPTION_COSTS] == pytest.approx(1e6 - e.cash[0])
    assert (e.efficiency[1], e.patents[1], e.cash[1]) == (1.0, 0.0, 1e6)  # no R&D, no invention


def test_who_has_no_money_or_no_gain_uses_nothing():
    poor = country(cash=-1e6)
    act(poor)
    dear = country()
    act(dear, replace(SURE, {"patents.cost_of_use": 1e9}))
    alone = country()  # a monopolist has nobody to win from
    alone.fields.market = alone.fields.sales = alone.enterprises.sales[0]
    act(alone)
    for w in (poor, dear, alone):
        assert w.enterprises.patents[0] == 8.0
        assert w.enterprises.patents_used[0] == 0.0
        assert w.enterprises.efficiency[0] == 1.0


def test_institutes_invent_by_applied_work_and_use_nothing_themselves():
    w = country()
    w.institutes.basic = w.institutes.rd
    act(w)
    assert w.institutes.patents[0] == w.institutes.invented[0] == 0
    w = country()
    act(w)
    assert w.institutes.patents[0] == w.institutes.invented[0] == 8
    patents.find_users(w, replace(SURE, {"patents.meeting": 0.0}), CLOCK)
    assert w.institutes.patents_used[0] == 0.0


@pytest.mark.parametrize("weight", [1.0, 100.0])
def test_a_user_pays_the_institute_and_gains_one_of_w_firms(weight):
    w = country(weight)
    patents.invent_in_public(w, SURE, CLOCK, 0, 1)
    patents.find_users(w, SURE, CLOCK)
    e, o = w.enterprises, w.institutes
    assert 0.0 < o.patents_used[0] <= 8.0
    assert o.patents_joint[0] == 0.0
    paid = weight * e.flows[:, accounts.LICENCES_TO_INSTITUTES].sum()
    handed = o.flows[0, accounts.LICENCES_HANDED_OVER]
    assert o.cash[0] + handed == pytest.approx(paid)
    assert handed == pytest.approx((1.0 - SURE.funding.institute_licence_kept) * paid)
    assert weight * (1e6 - e.cash).sum() == pytest.approx(
        paid + weight * e.flows[:, accounts.ADOPTION_COSTS].sum(), rel=1e-6
    )
    one = country()
    patents.invent_in_public(one, SURE, CLOCK, 0, 1)
    patents.find_users(one, SURE, CLOCK)
    assert o.patents_used[0] == one.institutes.patents_used[0]
    assert weight * (e.efficiency.sum() - 2.0) == pytest.approx(
        one.enterprises.efficiency.sum() - 2.0, rel=1e-3
    )


def several(order, reserve):
    """Return three institutes in some order and two enterprises with little money, after use."""
    w = allocate(enterprises=2, institutes=3, centers=1, fields=1, provinces=1)
    one = country()
    for row in range(3):
        w.institutes[row] = one.institutes[0]
    for name in ("enterprises", "fields", "cells"):
        getattr(w, name)[:] = getattr(one, name)
    w.institutes.id = 20 + np.array(order)
    w.institutes.rd = 4.0 + w.institutes.id
    w.enterprises.cash, w.enterprises.overhead = reserve, 0.0
    w.institutes.effort = w.institutes.rd
    index_cells(w)
    p = replace(SURE, {"turnover.credit": 0.0})
    patents.invent_in_public(w, p, CLOCK, 0, 3)
    patents.find_users(w, p, CLOCK)
    return w


@pytest.mark.parametrize("order", [[2, 1, 0], [1, 2, 0]])
def test_the_order_of_institutes_does_not_decide_whose_inventions_are_used(order):
    plenty = several([0, 1, 2], 1e6)
    spent = 1e6 - plenty.enterprises.cash.min()
    for money in (0.02 * spent, 0.05 * spent, 0.1 * spent):
        one, other = several([0, 1, 2], money), several(order, money)
        place = np.argsort(other.institutes.id)
        for column in ("patents_used", "cash"):
            np.testing.assert_allclose(
                one.institutes[column], other.institutes[column][place], rtol=1e-12
            )
        np.testing.assert_allclose(one.enterprises.cash, other.enterprises.cash, rtol=1e-9)
        assert (one.enterprises.cash >= 0.0).all()
    assert several([0, 1, 2], 0.05 * spent).institutes.patents_used.sum() > 0.0
    assert several([0, 1, 2], 0.05 * spent).institutes.patents_used.sum() < (
        plenty.institutes.patents_used.sum()
    )


def test_who_knows_nothing_of_what_the_inventor_knows_cannot_use_it():
    w = country()
    w.enterprises.knowledge = masks.APPLICATION
    w.institutes.knowledge = masks.SCIENCE
    act(w)
    patents.find_users(w, SURE, CLOCK)
    assert w.institutes.patents_used[0] == 0.0


def test_a_fellow_member_is_a_user_at_hand():
    """Without a chance to meet anybody, only members of a center with an enterprise have a user."""
    w = country()
    never = replace(SURE, {"patents.meeting": 0.0})
    seats = w.memberships
    seats.next = NONE
    seats.kind[:2] = [codes.INSTITUTE, codes.ENTERPRISE]
    seats.member[:2], seats.status[:2] = [0, 1], [codes.MEMBER, codes.INVITED]
    w.institutes.first_membership = 0
    act(w)
    patents.find_users(w, never, CLOCK)
    assert w.institutes.patents_joint[0] == 0.0  # an invited one is no member yet
    seats.status[:2] = [codes.INVITED, codes.MEMBER]
    patents.find_users(w, never, CLOCK)
    assert w.institutes.patents_joint[0] == 0.0
    seats.status[:2] = codes.MEMBER
    patents.find_users(w, never, CLOCK)
    assert w.institutes.patents_joint[0] == 8.0
    assert 0.0 < w.institutes.patents_joint_used[0] == w.institutes.patents_used[0]
    assert w.enterprises.flows[0, accounts.LICENCES_TO_INSTITUTES] == 0.0
    assert w.enterprises.flows[1, accounts.LICENCES_TO_INSTITUTES] > 0.0


def test_what_others_spend_less_on_one_idea_is_duplicated():
    w = country()
    w.fields.project_cost = 100.0
    w.counters[IDEAS] = 2
    w.ideas.live[:2] = 1
    t = w.teams
    t.kind[: 2 * RIVALS] = codes.NOBODY
    t.kind[:3], t.funded[:3], t.stage[:3] = codes.ENTERPRISE, [1, 1, 0], [0, 2, 2]
    t.pilot = NONE
    t.kind[RIVALS : RIVALS + 2] = [codes.ENTERPRISE, codes.CENTER]
    t.funded[RIVALS : RIVALS + 2], t.stage[RIVALS : RIVALS + 2] = 1, 1
    m = SURE.maturation
    maturation.count_duplicates(w, SURE, CLOCK, 0, 1)
    small = m.pace * 100.0 * min(m.cost_1_3, m.cost_4_6)
    both = m.pace * 100.0 * m.cost_3_4
    assert w.fields.duplicated[0] == pytest.approx(small + both)
    assert w.fields.duplicated_center[0] == pytest.approx(both)
