"""Provinces and fields of 2010: places, attributes, demand, and who buys inputs from whom."""

import math

import numpy as np

from sim import draws
from sim.populate.identity import key_of
from sim.populate.knowledge import OPENED, graph
from sim.populate.organisations import domestic_sales
from sim.quarters import between
from sim.rules.market import user_cost
from sim.specs import COLUMNS, REGION, Scenario
from sim.state import World

MOST_INPUTS = 0.7
"""Largest share of an enterprise's costs that inputs from the key areas can be."""


def fill_provinces(w: World, scenario: Scenario) -> None:
    """Write places, zones and distances: great circles, and 0.67 sqrt(area/π) within a province."""
    for k, province in enumerate(scenario.provinces):
        w.provinces.key[k] = province.gb_code
        w.provinces.lon[k] = province.lon
        w.provinces.lat[k] = province.lat
        w.provinces.area[k] = province.area
        for attribute, (column, *_) in REGION.items():
            w.provinces[column][k] = getattr(province, attribute)
        w.investors.key[k] = draws.identity(province.gb_code, 0, 1)
    lon, lat = np.radians(w.provinces.lon), np.radians(w.provinces.lat)
    half = np.sin((lat[:, None] - lat[None, :]) / 2.0) ** 2
    half += (
        np.cos(lat)[:, None]
        * np.cos(lat)[None, :]
        * (np.sin((lon[:, None] - lon[None, :]) / 2.0) ** 2)
    )
    w.distance[:] = 2.0 * 6371.0 * np.arcsin(np.sqrt(half))
    np.fill_diagonal(w.distance, 0.67 * np.sqrt(w.provinces.area / math.pi))


def fill_fields(w: World, scenario: Scenario) -> None:
    """Write the fields' attributes, what the world knows, demand and deliveries between fields."""
    market = scenario.parameters.market
    for k, spec in enumerate(scenario.fields):
        a = spec.attributes
        row = w.fields[k]
        row.key = key_of(spec.key)
        for attribute, column in COLUMNS.items():
            row[column] = a[attribute]
        row.maturity_start = row.maturity
        row.project_cost = row.project_cost_start
        row.user_cost_start = user_cost(market.tax_rate, 0.0, market)
        row.neighbours = graph(int(row.key))
        row.sales = domestic_sales(scenario, spec)
        row.exports = a["export_share"] * row.sales
        row.demand = (row.sales - row.exports) / (1.0 - a["import_share"])
        row.imports = a["import_share"] * row.demand
        row.world = np.uint64((1 << OPENED) - 1)
        row.opened = row.opened_start = OPENED
        row.input_price = row.learning = row.studying = row.entry = 1.0
        row.taking_off = int(a["maturity_threshold"] <= 1.0)
        w.technologies["field"][k] = k
    w.fields["embargo_from"][:] = w.fields["embargo_until"][:] = -1
    keys = [field.key for field in scenario.fields]
    for key, (begin, end) in scenario.embargoes.items():
        w.fields["embargo_from"][keys.index(key)] = between(scenario.start, begin)
        w.fields["embargo_until"][keys.index(key)] = between(scenario.start, end)
    deliveries = deliver(w, scenario)
    costs = w.fields.sales / (1.0 + w.fields.markup)
    w.inputs[:] = deliveries / costs
    final = w.fields.demand - deliveries.sum(axis=1)
    w.fields.potential = final / w.fields.maturity


def deliver(w: World, scenario: Scenario) -> np.ndarray:
    """Return what each field buys from each other in 2010, (F, F) seller by buyer.

    A field sells a given share of its home demand to the fields of later tiers, by relatedness and
    their sales; inputs are at most 0.7 of a buyer's costs.
    """
    tier = np.array([field.attributes["tier"] for field in scenario.fields])
    share = np.array([field.attributes["intermediate_share"] for field in scenario.fields])
    pull = w.relatedness * w.fields.sales * (tier[None, :] > tier[:, None])
    total = pull.sum(axis=1, keepdims=True)
    parts = np.divide(pull, total, out=np.zeros_like(pull), where=total > 0.0)
    deliveries = (share * w.fields.demand)[:, None] * parts
    most = MOST_INPUTS * w.fields.sales / (1.0 + w.fields.markup)
    bought = deliveries.sum(axis=0)
    scale = np.divide(most, bought, out=np.ones_like(most), where=bought > most)
    return deliveries * scale


def fill_bases(w: World) -> None:
    """Write the basic research of 2010 to which the rate of discoveries refers."""
    rows = w.institutes
    w.fields.basic_start = np.bincount(rows["field"], rows.budget * rows.basic_share, w.fields.size)
