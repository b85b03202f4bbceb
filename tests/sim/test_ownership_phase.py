"""Owners in small countries: what a term, a duty and a parent abroad make them do."""

import numpy as np
import pytest

from sim import accounts, codes, kernel, masks, population, spinup
from sim.allocate import allocate, index_cells
from sim.indicators import FIELD
from sim.indicators.ownership import OWNERSHIP
from sim.parameters import Parameters, pack, replace
from sim.phases import (
    adoption,
    budgets,
    learning,
    market,
    maturation,
    patents,
    policy,
    turnover,
    valuation,
    worth,
)
from sim.populate import fill_owners
from sim.rules.value import prospect
from sim.scenario import load
from sim.state import IDEAS, NONE, Clock, copy

pytestmark = pytest.mark.core

CLOCK = Clock(np.uint64(1), 20, 6)
OWNERS = (codes.PRIVATE, codes.STATE, codes.FOREIGN)
P = replace(
    pack(Parameters()),
    {"market.tax_rate": 0.0, "maturation.pace": 0.25, "market.price_elasticity": 0.5,
     "market.selection": 0.1, "funding.horizon": 40.0, "funding.discount": 0.975,
     "funding.licence_friction": 1.0, "ownership.state_horizon": 16.0,
     "ownership.state_discount": 0.975, "ownership.state_duty": 0.0},
)  # fmt: skip
NEUTRAL = {
    "ownership.state_subsidy": 1.0,
    "ownership.state_discount": pack(Parameters()).funding.discount,
    "ownership.state_horizon": pack(Parameters()).funding.horizon,
    "ownership.state_duty": 0.0,
    "ownership.state_credit": 1.0,
    "ownership.state_interest": 1.0,
    "ownership.state_shedding": 1.0,
    "ownership.state_patents": 1.0,
    "ownership.state_patent_value": 1.0,
    "ownership.foreign_learning": 1.0,
    "ownership.foreign_dividends": 0.0,
    "ownership.foreign_procurement": 1.0,
    "ownership.foreign_lead": 1.0,
    "links.institutional": 0.0,
}
MEASURED = {indicator.name for indicator in OWNERSHIP}


def country(owner, p=P, sales=(1000.0, 99_000.0), cost=20.0):
    """Return a firm of an owner with an idea at TRL 8-9, and the rest of its market."""
    w = allocate(enterprises=2, institutes=1, centers=1, fields=1, provinces=1)
    e = w.enterprises
    e.id, e.weight, e.efficiency, e.price, e.cash = [1, 2], 1.0, 1.0, 1.2, 1e6
    e.sales, e.leader, e.knowledge, e.customers = sales, 1, masks.FULL, 1.0
    e.ownership[0] = owner
    e.first_team = e.first_membership = NONE
    w.institutes.id, w.institutes.weight = 99, 1.0
    f = w.fields
    f.key, f.world = 7, masks.FULL
    f.markup, f.intensity, f.project_cost, f.innovation, f.imitation = 0.2, 1.0, cost, 0.03, 0.4
    f.sales = f.market = f.users_market = sum(sales)
    w.relatedness[:] = 1.0
    w.technologies.center = w.centers.lead = NONE
    index_cells(w)
    policy.move_world(w, p, CLOCK, 0, 1)
    f.project_cost = cost
    w.counters[IDEAS] = 1
    k = w.ideas[0]
    k.id, k.live, k.science, k.application, k.gain, k.owned = 1, 1, masks.ONE, masks.bit(1), 0.01, 0
    k.origin, k.inventor = codes.FROM_LEADER, 0
    w.teams[0].kind, w.teams[0].owner, w.teams[0].stage = codes.ENTERPRISE, 0, 4
    w.teams[0].known = masks.FULL
    return w


def funded(w, p):
    maturation.link_teams(w, p, CLOCK)
    maturation.value_enterprise(w, p, CLOCK, 0, 2)
    maturation.fund_enterprise(w, p, CLOCK, 0, 2)
    return int(w.teams[0].funded)


# Whose horizon counts.


def test_a_term_ends_before_a_gain_pays():
    """Mean rise over 40 quarters is 1.718, over 16 only 0.796: below 1 revenue does not grow."""
    p = replace(P, {"funding.licence_life": 0.0})  # own use alone
    assert [funded(country(owner, p), p) for owner in OWNERS] == [1, 0, 1]
    f = country(codes.STATE).fields[0]
    e = 0.1 * sum(h * 0.975**h for h in range(1, 17)) / sum(0.975**h for h in range(1, 17))
    assert f.elasticity[codes.STATE] == pytest.approx(e, rel=1e-12)
    assert e == pytest.approx(0.7963, abs=1e-4)
    w = country(codes.STATE)
    assert valuation.use_value(w, 0, 0.01, 0, masks.ONE, P) == 0.0


def test_the_value_of_own_use_by_hand():
    """Share 0.01, margin 1/6: private 0.01 x 1000 x 1/6 x (E - 1) x annuity."""
    p = replace(P, {"ownership.state_duty": 0.2})
    for owner, horizon, duty in ((codes.PRIVATE, 40, 0.0), (codes.STATE, 16, 0.2)):
        d = 0.975 ** np.arange(1, horizon + 1)
        e = 0.1 * float(d @ np.arange(1, horizon + 1)) / d.sum()
        e = e * 0.99 + 0.5 * 0.01
        expected = 0.01 * 1000.0 * ((e - 1.0) / 6.0 + duty * e) * d.sum()
        value = valuation.use_value(country(owner, p), 0, 0.01, 0, masks.ONE, p)
        assert value == pytest.approx(expected, rel=1e-12)
        assert value > 0.0


def test_duty_funds_what_profit_alone_would_not():
    """With nine tenths of an inelastic market a private owner has nobody to win from."""
    sales = (90_000.0, 10_000.0)
    p = replace(P, {"ownership.state_duty": 0.2, "funding.licence_life": 0.0})
    assert funded(country(codes.PRIVATE, p, sales), p) == 0
    assert funded(country(codes.STATE, p, sales), p) == 1


def test_the_user_counts_its_gain_and_the_owner_its_loss():
    """A licence from a private owner to a state user: each looks as far ahead as itself."""
    p = replace(P, {"ownership.state_duty": 0.2, "diffusion.adoption_cost": 0.0})
    found = []
    for user, owner in ((0, 0), (0, 1), (1, 0), (1, 1)):
        w = country(user, p, (40_000.0, 60_000.0))
        w.enterprises.ownership[1] = owner
        t = w.technologies[0, 0]
        t.id, t.live, t.gain, t.realised, t.launched = 11, 1, 0.01, 0.01, 20
        t.owner_kind, t.owner = codes.ENTERPRISE, 1
        _, gain, fee, _ = adoption.terms(w, p, CLOCK, 0, 0, 0)
        loss = worth.loss_of_owner(w, 0, owner, 0.6, gain, 40_000.0, p)
        use = worth.gain_of_use(w, 0, gain, p)
        life = sum(0.975**h for h in range(1, 21))
        margin = 1 / 6 + 0.2 * owner
        lost = 0.01 * 40_000 * 0.6 * (w.fields.elasticity[0, owner] - 0.5)
        assert loss == pytest.approx(margin * lost, rel=1e-12)
        if use > loss:
            assert fee == pytest.approx(0.5 * (use + loss) * life, rel=1e-12)
        else:
            assert fee == 0.0
        found.append((use, loss))
    assert found[0][0] == found[1][0] != found[2][0] == found[3][0]
    assert found[0][1] == found[2][1] != found[1][1] == found[3][1]


def test_a_center_that_holds_a_right_counts_its_loss_like_private_owners():
    p = replace(P, {"ownership.state_duty": 0.2, "diffusion.adoption_cost": 0.0})
    w = country(codes.STATE, p, (40_000.0, 60_000.0))
    w.enterprises.ownership = codes.STATE
    w.center_fields.members = 0.1
    t = w.technologies[0, 0]
    t.id, t.live, t.gain, t.realised, t.launched = 11, 1, 0.01, 0.01, 20
    t.owner_kind, t.owner = codes.CENTER, 0
    reason, gain, fee, _ = adoption.terms(w, p, CLOCK, 0, 0, 0)
    loss = 0.01 * 40_000 * 0.1 * (w.fields.elasticity[0, codes.PRIVATE] - 0.5) / 6.0
    life = sum(0.975**h for h in range(1, 21))
    assert reason == codes.ADOPTED
    assert fee == pytest.approx(0.5 * (worth.gain_of_use(w, 0, gain, p) + loss) * life, rel=1e-12)


def test_who_decides_discounts():
    p = replace(P, {"ownership.state_discount": 0.9})
    w = country(codes.STATE, p)
    for judge, d in ((codes.PRIVATE, 0.975), (codes.STATE, 0.9), (codes.FOREIGN, 0.975)):
        look = valuation.outlook(w, 0, 4, False, masks.FULL, False, judge, p)
        assert look == prospect(4, False, 1.0, 1.0, 1.0, False, d, p.maturation)


def test_a_parent_abroad_teaches():
    """Nobody else does: what is learned comes from abroad, with the same draws."""
    names = ("local_learning_rate", "teaching_rate", "own_learning_rate", "base_learning_rate")
    p = replace(P, {f"knowledge.{name}": 0.0 for name in names})
    p = replace(p, {"knowledge.foreign_learning_rate": 0.02, "ownership.foreign_learning": 10.0})
    known = {}
    for owner in OWNERS:
        w = country(owner)
        w.enterprises.knowledge = masks.ONE
        w.fields.neighbours, w.fields.learning = masks.FULL, 1.0
        w.fields.openness = 1.0
        learning.learn(w, p, CLOCK, 0, 1)
        known[owner] = int(w.enterprises.knowledge[0])
    assert known[codes.STATE] == known[codes.PRIVATE]
    assert known[codes.PRIVATE] & known[codes.FOREIGN] == known[codes.PRIVATE]
    assert known[codes.FOREIGN].bit_count() > known[codes.PRIVATE].bit_count() + 3


def test_an_institute_looks_ahead_like_private_owners():
    w = country(codes.STATE)
    w.teams[0].kind, w.teams[0].owner = codes.INSTITUTE, 0
    before = valuation.team_value(w, 0, False, P)
    other = replace(P, {"ownership.state_horizon": 4.0, "ownership.state_discount": 0.9})
    w.fields.elasticity[0, codes.STATE] = w.fields.annuity[0, codes.STATE] = 0.0
    w.fields.uptake[0, codes.STATE] = 0.0
    assert valuation.team_value(w, 0, False, other) == before > 0.0


def test_typical_users_are_owned_as_the_field_is():
    w = country(codes.STATE, P, (75_000.0, 25_000.0))
    budgets.measure_markets(w, P, CLOCK, 0, 1)
    assert w.fields.state_owned[0] == pytest.approx(0.75)
    e = 0.25 * w.fields.elasticity[0, 0] + 0.75 * w.fields.elasticity[0, 1]
    gain = worth.gain_of_users(w, 0, 0.0, 0.01, 6000.0, P)
    assert gain == pytest.approx(max(0.0, 10.0 * (e - 1.0)), rel=1e-12)
    dutiful = replace(P, {"ownership.state_duty": 0.2})
    more = worth.gain_of_users(w, 0, 0.0, 0.01, 6000.0, dutiful)
    assert more == pytest.approx(10.0 * (e - 1.0) + 60.0 * 0.75 * 0.2 * e, rel=1e-12)


# Money.


def test_banks_wait_longer_for_the_state():
    p = replace(P, {"turnover.credit": 0.5, "turnover.least_size": 0.0})
    for owner, ends in ((codes.PRIVATE, 1), (codes.STATE, 0), (codes.FOREIGN, 1)):
        w = country(owner)
        w.enterprises.born, w.enterprises.cash = -10, -800.0  # more than half a quarter's sales
        turnover.close_down(w, p, CLOCK, 0, 1)
        assert w.enterprises.exits[0] == ends


def selling(foreign_part):
    """Return a sold-out market of two alike firms, the first foreign-owned, and the parameters."""
    p = replace(P, {"ownership.foreign_procurement": foreign_part, "market.procurement_pace": 1.0})
    w = country(codes.FOREIGN, p, (50_000.0, 50_000.0))
    e, f = w.enterprises, w.fields
    e.quantity_share, e.quality, e.offer = 0.4, 1.0, 1.0 / 1.2
    f.foreign_share, f.foreign_efficiency, f.input_price, f.substitution = 0.2, 1.0, 1.0, 2.0
    f.potential, f.maturity, f.price_start, f.price_index, f.threshold = 1e5, 1.0, 1.2, 1.2, 1.0
    f.procurement, f.quality_start, f.opened, f.opened_start = 0.5, 0.2, 48, 48
    f.abroad_demand, f.abroad_maturity, f.abroad_share = 1e5, 1.0, 0.1
    f.home_price_start = f.import_price_start = 1.2
    for step in (market.weigh, market.compare_sellers, market.add_shares, market.clear):
        step(w, p, CLOCK, 0, 1)
    return w, p


@pytest.mark.parametrize("part", [0.0, 0.25, 1.0])
def test_what_the_state_reserves_is_for_its_own(part):
    w, p = selling(part)
    market.sell(w, p, CLOCK, 0, 2)
    e, f = w.enterprises, w.fields[0]
    to_state = e.flows[:, accounts.PROCUREMENT]
    assert f.procured > 0.0
    assert to_state.sum() == pytest.approx(f.procured, rel=1e-12)
    assert to_state[0] == pytest.approx(part * to_state[1], rel=1e-12, abs=1e-12)
    assert e.sales.sum() == pytest.approx(f.sales, rel=1e-12)


def test_nothing_is_reserved_where_all_are_foreign():
    w, p = selling(0.0)
    w.enterprises.ownership = codes.FOREIGN
    for step in (market.add_shares, market.clear):
        step(w, p, CLOCK, 0, 1)
    market.sell(w, p, CLOCK, 0, 2)
    assert w.fields.procured[0] == 0.0
    assert w.enterprises.sales.sum() == pytest.approx(w.fields.sales[0], rel=1e-12)


def test_dividends_of_foreign_owners_leave_the_country():
    w, p = selling(1.0)
    p = replace(p, {"market.payout": 0.5, "ownership.foreign_dividends": 0.7})
    market.sell(w, p, CLOCK, 0, 2)
    flows = w.enterprises.flows
    paid = flows[:, accounts.DIVIDENDS] + flows[:, accounts.DIVIDENDS_ABROAD]
    assert paid[0] == pytest.approx(paid[1], rel=1e-12)
    assert flows[0, accounts.DIVIDENDS_ABROAD] == pytest.approx(0.7 * paid[0], rel=1e-12)
    assert flows[1, accounts.DIVIDENDS_ABROAD] == 0.0
    assert paid[0] > 0.0


# Research.


def test_the_state_makes_fewer_minor_inventions_of_its_research():
    made = {}
    p = replace(P, {"research.minor_rate": 1.0, "research.minor_reference": 1000.0})
    for owner in OWNERS:
        w = country(owner, sales=(1000.0, 1000.0))
        w.enterprises.effort = 1000.0
        for t in range(400):
            patents.invent(w, p, Clock(np.uint64(1), t, 2), 0, 1)
        made[owner] = float(w.enterprises.patents[0])
    assert made[codes.PRIVATE] == made[codes.FOREIGN]  # the same draws
    assert made[codes.STATE] / made[codes.PRIVATE] == pytest.approx(0.4, abs=0.1)


# The country.


@pytest.fixture(scope="module")
def neutral(tiny):
    quarters = int(min(20, tiny.parameters.start.spinup))
    changes = {name: str(value) for name, value in NEUTRAL.items()}
    return load("tiny", changes | {"start.spinup": str(quarters)})


@pytest.fixture(scope="module")
def as_it_is(neutral):
    w = spinup.start(neutral)
    assert set(w.enterprises.ownership.tolist()) == set(OWNERS)
    return w, kernel.run(w, neutral.parameters, 1, 6)


@pytest.mark.parametrize("owner", OWNERS)
def test_where_owners_are_alike_it_does_not_matter_who_owns(neutral, as_it_is, owner, differences):
    start, before = as_it_is
    flipped = copy(start)
    flipped.enterprises.ownership = owner
    after = kernel.run(flipped, neutral.parameters, 1, 6)
    for history in (before, after):
        for k, indicator in enumerate(FIELD):
            if indicator.name in MEASURED:
                history.fields[:, :, k] = 0.0
        history.world.fields.state_owned = 0.0
    assert set(differences(after, before)) <= {"enterprises.ownership", "births.ownership"}


def test_shares_of_owners_are_those_of_the_tables():
    nation = load("national", {"start.spinup": "0", "scale": "0.1"})
    w = spinup.start(nation)
    e = w.enterprises
    for k, spec in enumerate(nation.fields):
        a = spec.attributes
        mine = e[e["field"] == k]
        largest = mine[np.argmax(mine.sales)]
        assert largest.ownership == a["leader_ownership"]
        others = mine[(mine.id != largest.id) & (mine.leader == 1)]
        fringe = mine[mine.leader == 0]
        for rows, group in ((others, "leader_"), (fringe, "")):
            row = rows.weight.max() / rows.weight.sum()
            for owner, name in ((codes.STATE, "state"), (codes.FOREIGN, "foreign")):
                share = rows.weight[rows.ownership == owner].sum() / rows.weight.sum()
                assert share == pytest.approx(a[f"{group}{name}_share"], abs=0.5 * row + 1e-9)


def test_a_larger_share_of_the_state_takes_nobody_from_it(tiny):
    less, more = (
        load("tiny", {"fields.new_materials.state_share": share, "start.spinup": "0"})
        for share in ("0.2", "0.6")
    )
    w = spinup.start(less)
    before = w.enterprises.ownership == codes.STATE
    fill_owners(w, more)
    assert ((w.enterprises.ownership == codes.STATE) >= before).all()
    assert (w.enterprises.ownership == codes.STATE).sum() > before.sum()


@pytest.mark.parametrize("owner", OWNERS)
def test_a_scenario_sets_the_owner_of_the_largest(owner):
    s = load("tiny", {"fields.new_materials.leader_ownership": str(owner), "start.spinup": "2"})
    e = spinup.start(s).enterprises
    mine = e[e["field"] == 1]
    assert mine[np.argmax(mine.sales)].ownership == owner


def test_no_center_is_led_from_abroad(tiny, start):
    w = copy(start)
    w.enterprises.ownership = codes.FOREIGN
    assert policy.choose_lead(w, pack(tiny.parameters), 0) == NONE
    row = policy.choose_lead(start, pack(tiny.parameters), 0)
    w.enterprises.ownership[row] = codes.STATE
    assert policy.choose_lead(w, pack(tiny.parameters), 0) == row


def test_who_splits_off_keeps_its_owner_and_who_is_founded_is_private(tiny, start):
    w = copy(start)
    w.enterprises.ownership = codes.STATE
    w.enterprises.leader, w.enterprises.weight = 0, 3.0
    old = set(w.enterprises.id.tolist())
    p = replace(pack(tiny.parameters), {"turnover.public_rate": 0.2, "turnover.spinout_rate": 0.2})
    w = kernel.with_room(w)
    for t in range(4):
        w = kernel.with_room(w)
        kernel.quarter(w, p, np.uint64(1), t)
        w = population.renew(w)
    new = w.enterprises[~np.isin(w.enterprises.id, list(old))]
    new = new[(new.founder == 0) | (new.born >= 0)]
    founded = new.founder != 0
    assert founded.any()
    assert not founded.all()
    assert (new.ownership[founded] == codes.PRIVATE).all()
    assert (new.ownership[~founded] == codes.STATE).all()
