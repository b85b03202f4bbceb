"""The market phase on two fields whose numbers can be worked by hand, and on the start of 2010."""

import math

import numpy as np
import pytest

from sim import accounts, kernel, masks, populate, spinup
from sim.allocate import allocate, index_cells
from sim.indicators import FIELD
from sim.parameters import Parameters, pack, replace
from sim.phases import policy
from sim.populate.markets import best_part
from sim.scenario import load
from sim.schedule import SCHEDULE, perform
from sim.state import Clock

pytestmark = pytest.mark.core

PHASE = next(k for k, phase in enumerate(SCHEDULE) if phase.name == "market")
STILL = replace(
    pack(Parameters()),
    {
        "market.noise": 0.0,
        "market.order": 0.0,
        "market.selection": 0.1,
        "market.quality_elasticity": 0.5,
        "market.price_elasticity": 1.0,
        "market.procurement_threshold": 1.0,
        "market.choke_price": 5.0,
        "market.procurement_pace": 0.25,
        "market.world_growth": 0.0,
    },
)
SELLERS, BUYERS = 0, 1
"""Rows of two fields: the first supplies inputs to the second."""


def country(foreign=0.5, efficiency=(1.0, 1.0, 1.0, 1.0)):
    """Return two fields with two enterprises each and the world as a third seller."""
    w = allocate(enterprises=4, institutes=0, centers=0, fields=2, provinces=1)
    e, f = w.enterprises, w.fields
    e.id, e.weight, e.cash = np.arange(1, 5), 1.0, 100.0
    e["field"] = e.cell = [0, 0, 1, 1]
    e.efficiency, e.customers = efficiency, 1.0
    e.quantity_share = (1.0 - foreign) / 2.0
    e.knowledge = masks.FULL
    f.world, f.opened, f.opened_start = masks.FULL, 64, 64
    f.markup, f.substitution, f.threshold, f.taking_off = 0.25, 2.0, 1.0, 1
    f.foreign_share, f.foreign_efficiency = foreign, 1.0
    f.potential, f.maturity, f.best_start = 1000.0, 1.0, 0.8
    f.price_index = f.price_start = 1.25
    f.input_price, f.quality_start = 1.0, 0.5
    f.abroad_demand, f.abroad_maturity, f.abroad_share = 0.0, 1.0, 0.5
    f.home_price_start = f.import_price_start = 1.25
    f.imported_start, f.supply_price = foreign, 1.0
    f.embargo_from = f.embargo_until = -1
    index_cells(w)
    return w


def trade(w, p=STILL, t=0):
    """Perform the steps of the market phase."""
    clock = Clock(np.uint64(1), t, PHASE)
    accounts.open_books(w)
    for step in SCHEDULE[PHASE].steps:
        perform(step, w, p, clock)


# D15: the replicator.


@pytest.mark.parametrize("foreign", [0.0, 0.3])
def test_shares_follow_the_replicator_exactly(foreign):
    w = country(foreign, (1.0, 1.5, 1.0, 1.0))
    s = np.array([*w.enterprises.quantity_share[:2], foreign])
    offers = np.array([1.0, 1.5, 1.0]) / 1.25
    for t in range(40):
        trade(w, t=t)
        s = s * (1.0 + 0.1 * (offers / (s @ offers) - 1.0))
        found = [*w.enterprises.quantity_share[:2], w.fields[0].foreign_share]
        np.testing.assert_allclose(found, s, rtol=1e-12)


def test_the_best_seller_takes_the_market_in_the_end():
    w = country(0.3, (1.0, 1.5, 1.0, 1.0))
    for t in range(600):
        trade(w, t=t)
    assert w.enterprises.quantity_share[1] > 0.999999


def test_quality_counts_like_a_lower_price():
    """Half the efficiency at full knowledge, or full efficiency at a quarter of the units."""
    w = country(0.0, (0.5, 1.0, 1.0, 1.0))
    w.enterprises.knowledge[1] = masks.SCIENCE & np.uint64(0xFFFFFFFF)  # 16 of 64 units
    trade(w)
    assert w.enterprises.offer[0] == w.enterprises.offer[1] == pytest.approx(0.4)
    assert w.enterprises.quantity_share[0] == w.enterprises.quantity_share[1]


# Who sells how much.


def test_a_market_that_opens_is_worth_something_at_the_price_of_2010():
    """Half of 1000 has opened, choke price 5, elasticity 1: 500 ln 5, and no lower price."""
    w = country(0.5)
    w.fields.maturity_start = [1.0, 0.5]
    trade(w)
    assert w.fields.buyers_gain == pytest.approx([0.0, 0.0], abs=1e-9)
    assert w.fields.opening_gain == pytest.approx([0.0, 500.0 * np.log(5.0)], abs=1e-9)


def test_what_buyers_spend_goes_to_sellers_by_quantity_and_price():
    w = country(0.5, (1.0, 2.0, 1.0, 1.0))
    trade(w)
    e, f = w.enterprises, w.fields
    revenue = np.array([*(e.quantity_share[:2] * e.price[:2]), f.foreign_share[0] * 1.25])
    assert f.demand[0] == pytest.approx(1000.0)
    np.testing.assert_allclose(
        [*e.sales[:2], f.imports[0]], 1000.0 * revenue / revenue.sum(), rtol=1e-12
    )
    assert f.sales[0] == pytest.approx(e.sales[:2].sum(), rel=1e-12)


@pytest.mark.parametrize(("elasticity", "spent"), [(0.5, 500.0), (1.0, 1000.0), (1.5, 2000.0)])
def test_a_price_of_a_quarter(elasticity, spent):
    """At a quarter of the price buyers spend 0.25^(1 - ε) of what they spent."""
    w = country(0.0, (4.0, 4.0, 1.0, 1.0))
    trade(w, replace(STILL, {"market.price_elasticity": elasticity}))
    assert w.fields[0].price_index == pytest.approx(1.25 / 4.0)
    assert w.fields[0].demand == pytest.approx(spent)


def test_a_better_frontier_lowers_the_price_at_constant_quality():
    w = country(0.0)
    w.fields.opened_start = 16  # 48 opened since, of a window of 56
    trade(w)
    assert w.fields[0].price_index == pytest.approx(1.25 / math.exp(0.5 * 48.0 / 56.0))


def test_exports_move_by_the_same_selection_and_join_home_sales():
    w = country(0.0, (2.0, 2.0, 1.0, 1.0))
    w.fields.abroad_demand = 100.0
    trade(w)
    # offers 1.6 and 0.8, mean 1.2: 0.5 x (1 + 0.1/3) of the quantity at half the price
    share = 0.5 * (1.0 + 0.1 * (1.6 / 1.2 - 1.0))
    exports = 100.0 * share * 0.625 / (share * 0.625 + (1.0 - share) * 1.25)
    assert w.fields[0].abroad_share == pytest.approx(share, rel=1e-14)
    assert w.fields[0].exports == pytest.approx(exports, rel=1e-12)
    assert w.enterprises.sales[:2].sum() == pytest.approx(1000.0 + exports, rel=1e-12)


def test_the_state_reserves_its_part_as_domestic_quality_rises():
    w = country(0.5)
    w.fields.procurement = 0.4
    w.enterprises.knowledge = masks.SCIENCE  # half of the units: quality 0.5^0.5 = 0.7071
    trade(w)
    part = 0.25 * (np.sqrt(0.5) - 0.5) / 0.5  # a quarter of purchases is tendered
    f = w.fields[0]
    assert f.procured == pytest.approx(part * 400.0)
    assert f.imports == pytest.approx((1000.0 - f.procured) * f.foreign_share)
    assert f.sales + f.imports == pytest.approx(1000.0)


# Inputs.


def test_dearer_inputs_are_passed_on_a_quarter_later():
    w = country(0.0)
    w.inputs[SELLERS, BUYERS] = 0.3
    w.enterprises.efficiency[:2] = 0.5
    trade(w)
    assert w.fields[SELLERS].price_index == pytest.approx(2.5)
    assert w.fields[BUYERS].input_price == 1.0
    trade(w, t=1)
    assert w.fields[BUYERS].input_price == pytest.approx(1.3)
    assert w.enterprises.price[2:] == pytest.approx(1.25 * 1.3)
    assert w.fields[SELLERS].input_price == 1.0


def test_suppliers_sell_what_buyers_use():
    w = country(0.0)
    w.inputs[SELLERS, BUYERS] = 0.3
    w.fields.sales = [0.0, 1250.0]  # costs of 1000, at inputs of 2010's price
    trade(w)
    assert w.fields[SELLERS].ordered == pytest.approx(300.0)
    assert w.fields[SELLERS].demand == pytest.approx(1300.0)
    assert w.fields[BUYERS].ordered == 0.0


def test_imported_inputs_are_traced_to_the_first_tier():
    w = country(0.5)
    w.inputs[SELLERS, BUYERS] = 0.4
    trade(w)
    # 0.4 of costs, half of it imported, costs being 1/1.25 of sales
    assert w.fields[BUYERS].foreign_content == pytest.approx(0.4 * 0.5 / 1.25)
    assert w.fields[SELLERS].foreign_content == 0.0


@pytest.mark.plain
def test_imported_inputs_give_way_to_cheaper_domestic_ones():
    """Domestic supply at half its price, elasticity 2, half imported in 2010: two thirds are home.

    Final buyers go by shares and prices as ever, and every yuan of demand is somebody's income.
    """
    w = country(0.5, (2.0, 2.0, 1.0, 1.0))
    w.inputs[SELLERS, BUYERS] = 0.3
    w.fields.sales = [0.0, 1250.0]
    trade(w)
    f = w.fields[SELLERS]
    assert f.supply_price == pytest.approx(1.0 / 1.5)  # 1 / (0.5 / 0.5 + 0.5 / 1)
    assert f.imported == pytest.approx(1.0 / 3.0)
    orders = 300.0 / 1.5
    assert f.demand == pytest.approx(1000.0 + orders)
    theirs = f.foreign_share * 1.25 / f.price_level
    assert f.imports == pytest.approx(1000.0 * theirs + orders / 3.0)
    assert f.sales + f.imports == pytest.approx(f.demand, rel=1e-14)
    assert w.enterprises.sales[:2].sum() == pytest.approx(f.sales, rel=1e-12)
    trade(w, t=1)
    assert w.fields[BUYERS].input_price == pytest.approx(1.0 + 0.3 * (1.0 / 1.5 - 1.0))


@pytest.mark.plain
def test_a_take_off_at_home_opens_no_market_abroad():
    p = replace(STILL, {"market.maturity_innovation": 0.01, "market.maturity_imitation": 0.2})
    w = country()
    w.fields.maturity, w.fields.abroad_maturity = [0.5, 0.5], [0.5, 1.0]
    w.fields.taking_off = [0, 1]
    w.fields.abroad_demand = 100.0
    for t in range(8):
        policy.move_world(w, p, Clock(np.uint64(1), t, 0), 0, 2)
    assert w.fields.maturity[0] == 0.5 < w.fields.abroad_maturity[0]
    assert w.fields.maturity[1] == w.fields.abroad_maturity[0]
    assert w.fields.abroad_maturity[1] == 1.0
    exports = []
    for maturity in (0.1, 1.0):
        other = country()
        other.fields.maturity, other.fields.abroad_demand = maturity, 100.0
        other.fields.abroad_maturity = 0.5
        trade(other, p)
        exports.append(float(other.fields.exports[0]))
    assert exports[0] == exports[1] == pytest.approx(25.0)


# Embargo.


def test_an_embargo_leaves_demand_unmet_and_makes_supply_scarce():
    w = country(0.5)
    w.inputs[SELLERS, BUYERS] = 0.2
    w.fields.embargoed[SELLERS] = 1
    trade(w)
    f = w.fields[SELLERS]
    # an offer of nothing loses 0.1 of its share; domestic offers are twice the mean of the offers
    notional = 0.5 * 0.9
    home = 0.5 * (1.0 + 0.1 * (0.8 / 0.4 - 1.0))
    assert f.foreign_share == pytest.approx(notional / (notional + home), rel=1e-12)
    assert f.imports == 0.0
    assert f.unmet == pytest.approx(1000.0 * f.foreign_share, rel=1e-12)
    assert f.sales + f.unmet == pytest.approx(1000.0, rel=1e-12)
    scarce = 1.0 / (1.0 - f.foreign_share)  # elasticity 2
    inputs = 1.0 / (1.0 - 0.5)  # half of what others buy as inputs came from abroad
    assert f.price_index == pytest.approx(1.25 * scarce, rel=1e-12)
    assert w.enterprises.price[0] == 1.25  # what is still sold costs as before
    trade(w, t=1)
    assert w.fields[BUYERS].input_price == pytest.approx(1.0 + 0.2 * (inputs - 1.0), rel=1e-12)


def test_domestic_sellers_fill_the_gap_and_imports_come_back_for_the_rest():
    w = country(0.5)
    p = replace(STILL, {"market.maturity_innovation": 0.0})
    w.fields.embargo_from[SELLERS], w.fields.embargo_until[SELLERS] = 4, 24
    unmet, imports = [], []
    for t in range(40):
        policy.move_world(w, p, Clock(np.uint64(1), t, 0), 0, 2)
        trade(w, p, t)
        unmet.append(float(w.fields[SELLERS].unmet))
        imports.append(float(w.fields[SELLERS].imports))
    assert imports[:4] == pytest.approx([500.0] * 4)
    assert unmet[:4] == [0.0] * 4
    assert np.all(np.array(imports[4:24]) == 0.0)
    assert np.all(np.diff(unmet[4:24]) < 0.0)
    assert unmet[24:] == [0.0] * 16
    assert 0.0 < imports[24] < 0.2 * 500.0


# Take-off.


@pytest.mark.parametrize(("efficiency", "takes_off"), [(1.19, 0), (1.21, 1)])
def test_a_market_takes_off_when_offers_are_good_enough(efficiency, takes_off):
    w = country(0.2, (1.0, efficiency, 1.0, 1.0))
    w.fields.threshold, w.fields.taking_off, w.fields.maturity = 1.2, 0, 0.1
    trade(w)
    assert w.fields[0].taking_off == takes_off
    for t in range(2):
        policy.move_world(w, STILL, Clock(np.uint64(1), t, 0), 0, 2)
    assert (w.fields[0].maturity > 0.1) == bool(takes_off)
    assert w.fields[1].maturity == 0.1


@pytest.mark.plain
@pytest.mark.parametrize(("share", "takes_off"), [(0.0, 0), (0.080, 0), (0.082, 1)])
def test_what_hardly_anybody_buys_starts_no_market(share, takes_off):
    """One seller is five times as good; a tenth of the quantity of 0.81 is asked for."""
    w = country(0.2, (1.0, 5.0, 1.0, 1.0))
    w.fields.threshold, w.fields.taking_off = 1.2, 0
    w.enterprises.quantity_share[:2] = 0.61 - share, share
    trade(w, replace(STILL, {"market.take_off": 0.1}))
    assert w.fields[0].taking_off == takes_off


@pytest.mark.plain
@pytest.mark.parametrize("pieces", [1, 2, 50])
def test_more_rows_do_not_make_a_market_better(pieces):
    """Split sellers hold what they held together."""
    offers = np.repeat([3.0, 2.0, 1.0], [pieces, 1, pieces])
    shares = np.repeat([0.05 / pieces, 0.15, 0.8 / pieces], [pieces, 1, pieces])
    assert best_part(offers, shares, 0.1) == 2.0
    assert best_part(offers, shares, 0.04) == 3.0
    assert best_part(offers, shares, 0.21) == 1.0


# The start of 2010.


@pytest.fixture(scope="module")
def nation():
    return load("national", {"scale": "0.01"})


def test_the_first_quarter_has_the_tables_trade(nation):
    """By construction; the first quarter's luck and learning move a little."""
    history = kernel.run(spinup.start(nation), nation.parameters, 1, 1)
    at = {about.name: k for k, about in enumerate(FIELD)}
    first = history.fields[0]
    for k, field in enumerate(nation.fields):
        a = field.attributes
        assert first[k, at["import_share"]] == pytest.approx(a["import_share"], abs=0.06)
        exports = first[k, at["exports"]] / first[k, at["domestic_sales"]]
        assert exports == pytest.approx(a["export_share"], abs=0.05)
        assert first[k, at["price"]] == pytest.approx(1.0, abs=0.02)
        assert first[k, at["input_price"]] == pytest.approx(1.0, abs=1e-12)


def test_nobody_gains_at_the_start_but_by_what_differs_among_enterprises(nation):
    """With one efficiency for all and the same knowledge, shares of 2010 would last."""
    p = replace(pack(nation.parameters), {"market.noise": 0.0, "market.order": 0.0})
    w = spinup.start(nation)
    w.enterprises.efficiency, w.enterprises.knowledge = 1.0, masks.FULL
    w.enterprises.customers = 1.0
    populate.fill_markets(w, nation)
    before = w.fields.foreign_share.copy()
    for t in range(8):
        trade(w, p, t)
    np.testing.assert_allclose(w.fields.foreign_share, before, rtol=1e-9)


def test_deliveries_go_to_later_tiers_and_leave_most_costs_to_work_and_other_inputs(nation):
    w = spinup.start(nation)
    tier = np.array([field.attributes["tier"] for field in nation.fields])
    assert not w.inputs[tier[:, None] >= tier[None, :]].any()
    assert (w.inputs.sum(axis=0) <= 0.7 + 1e-12).all()
    assert (w.inputs.sum(axis=0)[tier == 3] > 0.0).mean() > 0.8
    assert (w.fields.potential > 0.0).all()
    costs = w.fields.sales / (1.0 + w.fields.markup)
    sold = w.inputs @ costs
    share = np.array([field.attributes["intermediate_share"] for field in nation.fields])
    assert (sold <= share * w.fields.demand * (1.0 + 1e-12)).all()
    np.testing.assert_allclose(w.fields.potential * w.fields.maturity + sold, w.fields.demand)
