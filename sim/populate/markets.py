"""Markets in 2010: offers, shares and prices at which nobody gains or loses at first.

The rest of the world starts with the efficiency at which its offer is as good for its money as
the mean domestic one: what sellers lack in quality they make up by price. Import and export shares
of 2010 are then a balance, and move by what is learned and developed afterwards.
"""

import numpy as np

from sim import masks
from sim.parameters import Parameters
from sim.rules.market import price, quality
from sim.specs import Scenario
from sim.state import World


def fill_markets(w: World, scenario: Scenario) -> None:
    """Write offers, quantity shares, prices and the market abroad, in place."""
    p = scenario.parameters
    _fill_offers(w, p)
    e = w.enterprises
    for k, spec in enumerate(scenario.fields):
        f = w.fields[k]
        mine = e["field"] == k
        quantity = e.weight[mine] * e.sales[mine] / e.price[mine]
        total = float(quantity.sum())
        mean = float(quantity @ e.offer[mine]) / total
        home_price = float((e.weight * e.sales)[mine].sum()) / total
        f.foreign_efficiency = (1.0 + f.markup) * mean
        abroad = price(f.foreign_efficiency, f.markup, 1.0)
        foreign = spec.attributes["import_share"]
        f.foreign_share = _quantity_share(foreign, abroad, home_price)
        e.quantity_share[mine] = e.sales[mine] / e.price[mine] / total * (1.0 - f.foreign_share)
        shares = e.weight[mine] * e.quantity_share[mine]
        revenue = float(shares @ e.price[mine]) + f.foreign_share * abroad
        f.price_start = revenue / (float(shares @ e.quality[mine]) + f.foreign_share)
        f.price_index = f.price_start
        f.home_price_start = float(shares @ e.price[mine]) / float(shares @ e.quality[mine])
        f.import_price_start = abroad
        f.imported = f.imported_start = foreign
        f.supply_price = 1.0
        f.quality_start = float(shares @ e.quality[mine]) / float(shares.sum())
        f.best_start = best_part(
            np.append(e.offer[mine], mean), np.append(shares, f.foreign_share), p.market.take_off
        )
        f.market = f.demand + f.exports
        abroad_now = p.market.world_market * f.market
        f.abroad_maturity = f.maturity
        f.abroad_demand = abroad_now / f.maturity
        f.abroad_share = _quantity_share(f.exports / abroad_now, home_price, abroad)


def _fill_offers(w: World, p: Parameters) -> None:
    """Write quality, price and value for money of every enterprise."""
    e, f = w.enterprises, w.fields
    for i in range(e.size):
        field = int(e["field"][i])
        known = masks.share_known(f.world[field], e.knowledge[i])
        e.quality[i] = quality(known, p.market)
        e.price[i] = price(e.efficiency[i], f.markup[field], 1.0)
    e.offer = e.quality / e.price


def fill_overheads(w: World, p: Parameters) -> None:
    """Write overheads that fit sales: what the tables know no better."""
    margin = w.fields.markup / (1.0 + w.fields.markup)
    e = w.enterprises
    e.overhead = p.turnover.overhead * margin[e["field"]] * e.sales


def best_part(offers: np.ndarray, shares: np.ndarray, part: float) -> float:
    """Return the value for money that a part of all that is sold has or exceeds."""
    order = np.argsort(-offers, kind="stable")
    reached = np.cumsum(shares[order])
    return float(offers[order][np.searchsorted(reached, part * reached[-1])])


def _quantity_share(revenue: float, own: float, other: float) -> float:
    """Return the quantity share behind a share of revenue, at two prices."""
    mine, others = revenue / own, (1.0 - revenue) / other
    return mine / (mine + others)
