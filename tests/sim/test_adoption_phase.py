"""What a technology replaces, what is taken up when money is short, what start-ups use at birth."""

import numpy as np
import pytest

from sim import codes, masks, parameters
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack
from sim.phases import adoption, founding, policy, research, valuation
from sim.state import NONE, Clock

pytestmark = [pytest.mark.core, pytest.mark.plain]

CLOCK = Clock(np.uint64(1), 40, 10)
P = parameters.replace(
    pack(Parameters()),
    {"diffusion.adoption_cost": 0.5, "diffusion.partner_share": 0.0, "turnover.credit": 0.0,
     "turnover.reserve": 0.0},
)  # fmt: skip
FIRST, SECOND = masks.bit(1), masks.bit(3)


def country(firms=1):
    """Return equal firms in the first of two fields, related by 0.2, and no technology."""
    w = allocate(enterprises=firms, institutes=1, centers=0, fields=2, provinces=1)
    e, f = w.enterprises, w.fields
    e.id, e.weight, e.efficiency, e.price = np.arange(1, firms + 1), 1.0, 1.0, 1.2
    e.sales, e.cash, e.quantity_share, e.knowledge = 100.0, 1000.0, 1.0 / firms, masks.FULL
    f.innovation, f.imitation, f.markup, f.world = 0.03, 0.38, 0.2, masks.FULL
    f.elasticity, f.annuity, f.uptake = 3.0, 20.0, 10.0
    f.sales = f.market = 100.0 * firms
    f.rival_share = 1.0 / firms
    w.relatedness[:] = [[1.0, 0.2], [0.2, 1.0]]
    w.technologies.center = NONE
    w.cells.heard = w.cells.near = 1.0
    index_cells(w)
    return w


def put(w, bank, slot, field=0, gain=0.1, units=FIRST | SECOND):
    """Write a technology that nobody owns."""
    t = w.technologies[bank, slot]
    t.id, t.live, t.field, t.application = 100 * bank + slot + 1, 1, field, units
    t.gain, t.realised, t.owner_kind, t.owner, t.launched = gain, gain, codes.NOBODY, NONE, -1000
    used = w.fields.live_generic if bank == w.fields.size else w.fields.live[bank : bank + 1]
    used |= masks.bit(slot)


# What a new technology replaces.


@pytest.mark.parametrize(("needed", "expected"), [(FIRST, 0.1), (FIRST | masks.bit(5), 0.05)])
def test_it_replaces_by_the_part_of_its_units_that_is_in_use(needed, expected):
    w = country()
    put(w, 0, 0)
    w.enterprises.adopted = 1
    assert valuation.replaced_by(w, 0, 0, needed) == pytest.approx(expected)


def test_units_of_another_field_are_other_units_and_gain_as_far_as_fields_are_related():
    w = country()
    put(w, 2, 0, field=1)
    w.enterprises.adopted_generic = 1
    assert valuation.replaced_by(w, 0, 0, FIRST) == 0.0
    assert valuation.replaced_by(w, 0, 1, FIRST) == pytest.approx(0.2 * 0.1)


def test_an_idea_replaces_before_launch_what_it_replaces_afterwards():
    w = country()
    put(w, 0, 0)
    w.enterprises.adopted = 1
    k = w.ideas[0]
    k.field, k.science, k.application = 0, masks.bit(0) | masks.bit(2), FIRST
    work = valuation.work_on(w, 0)
    before = valuation.replaced_by(w, 0, work.field, work.needed)
    assert before == valuation.replaced_by(w, 0, 0, k.application) == pytest.approx(0.1)


# When money is short.


def test_of_what_gains_as_much_for_its_price_the_first_that_can_be_paid_is_taken():
    """All gain 0.02 for a million, half of gain x sales, so 5, 2.5 and 1: first the first."""
    w = country()
    for slot, gain in ((0, 0.1), (1, 0.05), (2, 0.02)):
        put(w, 0, slot, gain=gain, units=masks.bit(2 * slot + 1))
    everything = np.uint64(0b111)
    none = masks.EMPTY
    rich, _ = adoption.ration(w, P, CLOCK, 0, everything, none, 100.0)
    assert rich == everything
    for money, taken in ((8.4, 0b011), (3.6, 0b110), (2.0, 0b100), (0.9, 0)):
        assert adoption.ration(w, P, CLOCK, 0, everything, none, money)[0] == taken, money


def test_a_dear_licence_waits_and_a_cheap_generic_technology_goes_first():
    w = country(2)
    put(w, 0, 0, gain=0.1)
    t = w.technologies[0, 0]
    t.owner_kind, t.owner, t.launched = codes.ENTERPRISE, 1, 40
    w.enterprises.sales[1] = 1e-6  # an owner without a market asks for a fee
    put(w, 2, 5, gain=0.1, units=masks.bit(7))
    _, _, fee, cost = adoption.terms(w, P, CLOCK, 0, 0, 0)
    assert fee > 0.0
    own, generic = adoption.ration(w, P, CLOCK, 0, masks.bit(0), masks.bit(5), cost + 0.5 * fee)
    assert (own, generic) == (masks.EMPTY, masks.bit(5))


def test_who_is_short_of_money_says_so_and_takes_what_it_can_pay():
    w = country(10)
    for slot in range(4):
        put(w, 0, slot, units=masks.bit(2 * slot + 1))
    w.enterprises.cash = 12.0
    adoption.adopt(w, P, CLOCK, 0, 1)
    assert masks.size(w.enterprises[0].adopting) == 2  # each costs 5
    assert w.enterprises[0].adoption_reason == codes.NO_MONEY


# Units that retire by a discovery, start-ups.


def test_what_a_discovery_pushes_out_is_forgotten_in_the_next_quarter():
    w = country()
    f = w.fields
    window = int(P.knowledge.window)
    f.opened, f.world, f.frontier_growth = window, np.uint64((1 << window) - 1), 0.0
    f.country = w.institutes.knowledge = masks.FULL
    policy.open_unit(w, P, 0)  # as `research.discover` does, after the units of the quarter went
    policy.move_world(w, P, CLOCK, 0, 2)
    policy.retire_units(w, P, CLOCK, 0, 2)
    oldest = masks.bit(0)
    for known in (w.enterprises[0].knowledge, w.institutes[0].knowledge, f.country[0], f.world[0]):
        assert known & oldest == masks.EMPTY
    assert f.retired[0] == masks.EMPTY
    assert f.country[1] == masks.FULL
    assert research.open_unit is policy.open_unit


def test_what_is_discovered_here_first_the_world_need_not_open_again():
    w = country()
    f = w.fields
    f.opened, f.world, f.frontier_growth = 20, np.uint64((1 << 20) - 1), [8.0, 0.0]
    f.foreign_efficiency = 1.0
    found = 0
    for t in range(12):
        policy.move_world(w, P, Clock(np.uint64(1), t, 0), 0, 1)
        before = int(f.opened[0])
        f.ahead[0] += 2
        policy.move_world(w, P, Clock(np.uint64(2), t, 0), 0, 1)
        found += int(f.opened[0]) - before
    arrivals = round(np.log(f.foreign_efficiency[0]) / np.log1p(P.market.foreign_unit_gain))
    opened = int(f.opened[0]) - 20
    assert arrivals == opened + 24 - f.ahead[0]  # each arrival opens a unit or catches up with one
    assert 0 < opened < arrivals
    assert 0 <= f.ahead[0] < 24


@pytest.mark.parametrize("lagging", [False, True])
def test_an_institute_discovers_next_to_what_it_knows_itself(lagging):
    """Of 32 units of the world the one next to its own, or, if it knows all, the world's next."""
    w = country()
    o, f = w.institutes, w.fields
    o.id, o.weight, o.rd, o.basic, o.effort = 9, 1.0, 1.0, 1.0, 1.0
    f.neighbours = [[masks.bit((k + 1) % 64) for k in range(64)]] * 2
    f.opened, f.world, f.basic_effort = 32, np.uint64((1 << 32) - 1), 1.0
    known = 4 if lagging else 32
    o.knowledge = np.uint64((1 << known) - 1)
    f.discoveries = [1, 0]
    index_cells(w)
    research.discover(w, P, CLOCK)
    assert o.knowledge[0] == np.uint64((1 << (known + 1)) - 1)
    assert f.opened[0] == (32 if lagging else 33)
    assert f.ahead[0] == (0 if lagging else 1)
    assert w.events[0].value == (0.0 if lagging else 1.0)


def test_start_ups_use_what_is_used_around_them():
    w = country()
    for slot in range(64):
        put(w, 0, slot)
    w.cells.near = 0.0
    w.cells.near[0, :32] = 1.0
    w.cells.near[0, 32:48] = 0.5
    used = np.array(
        [founding.used_at_birth(w, np.uint64(1), k, 0, 0, 0) for k in range(400)], np.uint64
    )
    assert (used & np.uint64(0xFFFFFFFF) == 0xFFFFFFFF).all()
    assert (used >> np.uint64(48) == 0).all()
    half = np.bitwise_count(used >> np.uint64(32)).sum()
    assert abs(half - 3200) < 5.0 * np.sqrt(1600)  # of 6,400 draws
    w.technologies.live = 0
    assert founding.used_at_birth(w, np.uint64(1), 1, 0, 0, 0) == 0


@pytest.mark.parametrize("slots", [(0, 1), (1, 0)])
def test_what_is_taken_up_together_gains_net_of_each_other(slots):
    """The larger of two with the same units gains 0.1, the other nothing, in any slots."""
    w = country()
    put(w, 0, slots[0], gain=0.1)
    put(w, 0, slots[1], gain=0.04)
    put(w, w.fields.size, 0, gain=0.03, units=masks.bit(9))
    w.enterprises.adopting, w.enterprises.adopting_generic = 0b11, 0b1
    adoption.settle_adoption(w, P, CLOCK)
    assert w.enterprises.efficiency[0] == pytest.approx(1.1 * 1.03, rel=1e-14)
    assert (w.enterprises.adopted[0], w.enterprises.adopted_generic[0]) == (0b11, 0b1)
    one = country()
    for slot, gain in ((0, 0.1), (1, 0.12)):
        put(one, 0, slot, gain=gain)
    one.enterprises.adopted, one.enterprises.adopting = 0b01, 0b10
    adoption.settle_adoption(one, P, CLOCK)
    assert one.enterprises.efficiency[0] == pytest.approx(1.02, rel=1e-14)


def test_a_generic_technology_that_gains_more_comes_first():
    w = country()
    put(w, 0, 0, gain=0.1)
    put(w, w.fields.size, 0, gain=0.12)
    w.enterprises.adopting, w.enterprises.adopting_generic = 0b1, 0b1
    adoption.settle_adoption(w, P, CLOCK)
    assert w.enterprises.efficiency[0] == pytest.approx(1.12, rel=1e-14)
