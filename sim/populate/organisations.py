"""Enterprises of 2010: how many, how large, where."""

import math

import numpy as np

from sim import draws, tables
from sim.populate.identity import SEED, key_of
from sim.specs import FieldSpec, Scenario
from sim.state import LARGEST, World

PER_YEAR = 4.0
LEAST_ROWS = 8
"""Representatives of a field's fringe at any scale, so that the end of one is not that of all."""


def size_exponent(firms: int, cr4: float) -> float:
    """Return the exponent a of sizes k^-a, k = 1..n, at which the first four have share cr4."""
    if firms <= 4 or cr4 <= 4.0 / firms:
        return 0.0
    ranks = np.arange(1, firms + 1, dtype=np.float64)
    low, high = 0.0, 20.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        sizes = ranks**-middle
        if sizes[:4].sum() / sizes.sum() < cr4:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def domestic_sales(scenario: Scenario, field: FieldSpec) -> float:
    """Return sales of the field's enterprises in the scenario's provinces a quarter in 2010."""
    a = field.attributes
    national = a["enterprise_rd_share"] * scenario.public_rd.enterprises_2010 / a["rd_intensity"]
    return national / PER_YEAR * share_of_nation(scenario, "hightech_revenue")


def share_of_nation(scenario: Scenario, column: str) -> float:
    """Return what part of the 31 provinces the scenario's provinces are, by one column."""
    here = sum(getattr(province, column) for province in scenario.provinces)
    return here / sum(getattr(province, column) for province in tables.provinces().values())


def place_at(scenario: Scenario, weights: list[float], u: float) -> int:
    """Return the province at a point of the cumulated weights."""
    reached = 0.0
    total = sum(weights)
    for row, weight in enumerate(weights):
        reached += weight / total
        if u < reached:
            return row
    return len(weights) - 1


def sizes_of(scenario: Scenario, field: FieldSpec) -> np.ndarray:
    """Return sales of each of a field's enterprises in 2010, (firms,), the largest first.

    A power of the rank that gives the field its share of the four largest [million CNY/quarter].
    """
    part = share_of_nation(scenario, "hightech_firms")
    firms = max(1, round(scenario.enterprises * field.attributes["enterprise_share"] * part))
    ranks = np.arange(1, firms + 1, dtype=np.float64)
    sizes = ranks ** -size_exponent(firms, field.attributes["cr4"])
    return sizes * (domestic_sales(scenario, field) / sizes.sum())


def mean_sizes(sizes: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return the mean size between ranks, which need not be whole, (len(edges) - 1,)."""
    cumulated = np.concatenate([[0.0], np.cumsum(sizes)])
    below = np.interp(edges, np.arange(sizes.size + 1), cumulated)
    return np.diff(below) / np.diff(edges)


def enterprises_of(scenario: Scenario, field: int) -> list[dict[str, float]]:
    """Return the enterprises of a field, sorted by cell and identity.

    Sizes follow a power of the rank that gives the field its share of the four largest; the first
    20 are one to one, the rest are cut into at least eight strata of whole and nearly equal numbers
    with their mean size.
    """
    spec = scenario.fields[field]
    p = scenario.parameters.start
    key = key_of(spec.key)
    sizes = sizes_of(scenario, spec)
    leaders = min(LARGEST, sizes.size)
    fringe = sizes.size - leaders
    strata = min(fringe, max(LEAST_ROWS, round(fringe * scenario.scale)))
    edges = np.rint(np.linspace(leaders, sizes.size, strata + 1))
    means = mean_sizes(sizes, edges) if strata else sizes
    rows = []
    for k in range(leaders + strata):
        leader = k < leaders
        weight = 1.0 if leader else edges[k - leaders + 1] - edges[k - leaders]
        mean = sizes[k] if leader else means[k - leaders]
        identity = draws.identity(key, 0 if leader else 1, k)
        weights = [province.rd_experimental for province in scenario.provinces]
        u = draws.uniform(SEED, 0, identity, draws.FIRM_PLACE, 0)
        province = place_at(scenario, weights, u)
        z = draws.normal(draws.uniform(SEED, 0, identity, draws.FIRM_SIZE, 0))
        rows.append(
            {
                "id": identity,
                "field": field,
                "province": province,
                "cell": field * len(scenario.provinces) + province,
                "weight": weight,
                "leader": int(leader),
                "sales": mean,
                "efficiency": math.exp(p.efficiency_sigma * z),
                "cash": p.cash * mean,
                "customers": 1.0,
            }
        )
    return sorted(rows, key=lambda row: (row["cell"], row["id"]))


def fill_rows(rows: np.recarray, values: list[dict[str, float]]) -> None:
    """Write dictionaries of columns into a table, in place; identities must differ."""
    if len({row["id"] for row in values}) < len(values):
        raise ValueError("two organisations of the tables have one identity")
    for k, row in enumerate(values):
        for name, value in row.items():
            rows[name][k] = value


def set_sizes(w: World) -> None:
    """Write mean sales of each field's enterprises in 2010, of all and of the fringe, in place."""
    e = w.enterprises
    for field in range(w.fields.size):
        mine = e["field"] == field
        fringe = mine & (e.leader == 0)
        few = fringe if fringe.any() else mine
        f = w.fields[field]
        f.mean_start = (e.weight @ np.where(mine, e.sales, 0.0)) / e.weight[mine].sum()
        f.usual = f.usual_start = (e.weight @ np.where(few, e.sales, 0.0)) / e.weight[few].sum()


def set_weights(w: World, scale: float) -> None:
    """Write how many enterprises a new row of each field stands for, in place: a whole number."""
    for field in range(w.fields.size):
        fringe = w.enterprises.weight[
            (w.enterprises["field"] == field) & (w.enterprises.leader == 0)
        ]
        mean = fringe.mean() if fringe.size else 1.0 / scale
        w.fields.weight[field] = max(1.0, np.rint(mean))
