"""The initial world from the tables: who there is in 2010, where, how large, what they know.

What this fixes by construction: R&D of enterprises and institutes by field, the provinces' shares,
the share of the four largest, import shares and the gap. Money is in million CNY a quarter at 2017
prices.
"""

import hashlib
import math

import numpy as np

from sim import accounts, codes, draws, masks, tables
from sim.allocate import allocate, index_cells
from sim.jit import kernel
from sim.parameters import Parameters, Start
from sim.specs import CenterSpec, FieldSpec, Scenario
from sim.state import (
    NONE,
    TABLES,
    Clock,
    World,
    columns,
)

LEADERS = 20
"""Largest enterprises of a field that are one to one at every scale."""
OPENED = 48
"""Units of a field the world has opened at the start."""
SEED = np.uint64(20171117)
"""Of the initial state, whatever the run's seed: the date of the guideline."""
PER_YEAR = 4.0


def key_of(name: str) -> int:
    """Return the identity of a name: the same in every scenario that has it."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 2


def build(scenario: Scenario) -> World:
    """Return the world of a scenario in its first quarter, before anything has happened.

    Parameters
    ----------
    scenario : Scenario
        As loaded; the initial state draws from its own fixed seed, so that runs with different
        seeds start from one country.

    Returns
    -------
    World
        Freshly allocated.
    """
    enterprises = [row for k in range(len(scenario.fields)) for row in _enterprises(scenario, k)]
    institutes = [row for k in range(len(scenario.fields)) for row in _institutes(scenario, k)]
    n_fields, n_provinces = len(scenario.fields), len(scenario.provinces)
    w = allocate(len(enterprises), len(institutes), len(scenario.centers), n_fields, n_provinces)
    _fill_provinces(w, scenario)
    _fill_fields(w, scenario)
    _fill_rows(w.enterprises, enterprises)
    _fill_rows(w.institutes, institutes)
    index_cells(w)
    w.relatedness[:] = scenario.relatedness
    for field in range(n_fields):
        w.fields.neighbours[field] = graph(int(w.fields.key[field]))
    _fill_bases(w, scenario)
    _fill_knowledge(w, scenario)
    _fill_centers(w, scenario)
    _settle_books(w)
    return w


def graph(key: int) -> np.ndarray:
    """Return the units next to each unit of a field: a ring by depth with a few long links.

    Every unit touches the two before and after it; eight long links join units at random.
    """
    links = np.zeros(masks.UNITS, dtype=np.uint64)

    def join(a: int, b: int) -> None:
        links[a] |= np.uint64(1 << b)
        links[b] |= np.uint64(1 << a)

    for unit in range(masks.UNITS):
        for step in (1, 2):
            join(unit, (unit + step) % masks.UNITS)
    for k in range(8):
        one = int(draws.uniform(SEED, 0, key, draws.GRAPH, 2 * k) * masks.UNITS)
        other = int(draws.uniform(SEED, 0, key, draws.GRAPH, 2 * k + 1) * masks.UNITS)
        if one != other:
            join(one, other)
    return links


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
    return national / PER_YEAR * _share_of_nation(scenario, "hightech_revenue")


def _share_of_nation(scenario: Scenario, column: str) -> float:
    """Return what part of the 31 provinces the scenario's provinces are, by one column."""
    here = sum(getattr(province, column) for province in scenario.provinces)
    return here / sum(getattr(province, column) for province in tables.provinces().values())


def _place(scenario: Scenario, weights: list[float], u: float) -> int:
    """Return the province at a point of the cumulated weights."""
    reached = 0.0
    total = sum(weights)
    for row, weight in enumerate(weights):
        reached += weight / total
        if u < reached:
            return row
    return len(weights) - 1


def _enterprises(scenario: Scenario, field: int) -> list[dict[str, float]]:
    """Return the enterprises of a field, sorted by cell and identity.

    Sizes follow a power of the rank that gives the field its share of the four largest; the first
    20 are one to one, the rest are cut into strata of equal number with their mean size.
    """
    spec = scenario.fields[field]
    p = scenario.parameters.start
    key = key_of(spec.key)
    part = _share_of_nation(scenario, "hightech_firms")
    firms = max(1, round(scenario.enterprises * spec.attributes["enterprise_share"] * part))
    sales = domestic_sales(scenario, spec)
    ranks = np.arange(1, firms + 1, dtype=np.float64)
    sizes = ranks ** -size_exponent(firms, spec.attributes["cr4"])
    sizes *= sales / sizes.sum()
    leaders = min(LEADERS, firms)
    fringe = firms - leaders
    strata = max(1, round(fringe * scenario.scale)) if fringe else 0
    edges = np.linspace(leaders, firms, strata + 1)
    cumulated = np.concatenate([[0.0], np.cumsum(sizes)])
    below = np.interp(edges, np.arange(firms + 1), cumulated)
    rows = []
    for k in range(leaders + strata):
        leader = k < leaders
        weight = 1.0 if leader else fringe / strata
        mean = sizes[k] if leader else (below[k - leaders + 1] - below[k - leaders]) / weight
        identity = draws.identity(key, 0 if leader else 1, k)
        by = "hightech_revenue" if leader else "hightech_firms"
        weights = [getattr(province, by) for province in scenario.provinces]
        u = draws.uniform(SEED, 0, identity, draws.FIRM_PLACE, 0)
        province = _place(scenario, weights, u)
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
            }
        )
    return sorted(rows, key=lambda row: (row["cell"], row["id"]))


def _institutes(scenario: Scenario, field: int) -> list[dict[str, float]]:
    """Return the institutes of a field, sorted by cell and identity.

    In each cell the universities and the government institutes are one row each; key laboratories
    are rows of their own and take their money out of that of their kind in the cell.
    """
    spec = scenario.fields[field]
    p = scenario.parameters.start
    key = key_of(spec.key)
    public = scenario.public_rd
    nation = sum(place.rd_basic + place.rd_applied for place in tables.provinces().values())
    kinds = (
        (codes.UNIVERSITY, "university", public.universities_2010, p.university_basic_share),
        (codes.GOVERNMENT_INSTITUTE, "government_institute", public.institutes_2010,
         p.institute_basic_share),
    )  # fmt: skip
    rows = []
    for place, province in enumerate(scenario.provinces):
        part = (province.rd_basic + province.rd_applied) / nation
        for kind, name, total, basic in kinds:
            budget = total * spec.attributes["public_rd_share"] * part / PER_YEAR
            labs = [
                laboratory
                for laboratory in scenario.laboratories
                if laboratory.kind == name
                and laboratory.province == province.key
                and laboratory.field == spec.key
            ]
            each = min(p.laboratory_budget / PER_YEAR, budget / (len(labs) + 1))
            names = [name, *(laboratory.name for laboratory in labs)]
            for k, title in enumerate(names):
                rows.append(
                    {
                        "id": draws.identity(key, key_of(f"{title}/{province.key}"), kind),
                        "field": field,
                        "province": place,
                        "cell": field * len(scenario.provinces) + place,
                        "weight": 1.0,
                        "kind": kind,
                        "laboratory": int(k > 0),
                        "budget": each if k > 0 else budget - each * len(labs),
                        "basic_share": basic,
                    }
                )
    return sorted(rows, key=lambda row: (row["cell"], row["id"]))


def _fill_rows(rows: np.recarray, values: list[dict[str, float]]) -> None:
    """Write dictionaries of columns into a table, in place; identities must differ."""
    if len({row["id"] for row in values}) < len(values):
        raise ValueError("two organisations of the tables have one identity")
    for k, row in enumerate(values):
        for name, value in row.items():
            rows[name][k] = value


def _fill_provinces(w: World, scenario: Scenario) -> None:
    """Write places and distances: great circles, and 0.67 sqrt(area/π) within a province."""
    for k, province in enumerate(scenario.provinces):
        w.provinces.key[k] = province.gb_code
        w.provinces.lon[k] = province.lon
        w.provinces.lat[k] = province.lat
        w.provinces.area[k] = province.area
    lon, lat = np.radians(w.provinces.lon), np.radians(w.provinces.lat)
    half = np.sin((lat[:, None] - lat[None, :]) / 2.0) ** 2
    half += (
        np.cos(lat)[:, None]
        * np.cos(lat)[None, :]
        * (np.sin((lon[:, None] - lon[None, :]) / 2.0) ** 2)
    )
    w.distance[:] = 2.0 * 6371.0 * np.arcsin(np.sqrt(half))
    np.fill_diagonal(w.distance, 0.67 * np.sqrt(w.provinces.area / math.pi))


COPIED = {
    "growth": "demand_growth",
    "maturity": "market_maturity",
    "intensity": "rd_intensity",
    "markup": "markup",
    "opportunity": "opportunity",
    "appropriability": "appropriability",
    "depreciation": "depreciation",
    "frontier_growth": "frontier_growth",
    "project_cost": "project_cost",
    "innovation": "innovation_coefficient",
    "imitation": "imitation_coefficient",
}
"""Columns of fields that are attributes as they stand."""


def _fill_fields(w: World, scenario: Scenario) -> None:
    """Write the fields' attributes, markets and what the world knows."""
    p = scenario.parameters.start
    world = np.uint64((1 << OPENED) - 1)
    for k, spec in enumerate(scenario.fields):
        a = spec.attributes
        row = w.fields[k]
        row.key = key_of(spec.key)
        for column, attribute in COPIED.items():
            row[column] = a[attribute]
        row.sales = domestic_sales(scenario, spec)
        row.demand = row.sales / (1.0 - a["import_share"])
        row.potential = row.demand / a["market_maturity"]
        row.world = world
        row.opened = OPENED
        lead = 1.0 + p.foreign_lead * a["gap"]
        row.foreign_efficiency = lead
        foreign = a["import_share"] * lead
        row.foreign_share = foreign / (foreign + 1.0 - a["import_share"])
        w.technologies["field"][k] = k


def _fill_bases(w: World, scenario: Scenario) -> None:
    """Write the R&D of 2010 to which the rates of ideas and discoveries refer."""
    rows = w.institutes
    routine = scenario.parameters.funding.routine_share
    for k in range(w.fields.size):
        mine = rows["field"] == k
        public = float(rows.budget[mine].sum())
        w.fields.rd_start[k] = routine * w.fields.intensity[k] * w.fields.sales[k] + public
        w.fields.basic_start[k] = float((rows.budget * rows.basic_share)[mine].sum())


@kernel
def draw_knowledge(
    ids: np.ndarray, coverage: np.ndarray, own: np.uint64, channel: int, p: Start, out: np.ndarray
) -> None:
    """Draw which of the world's units each organisation knows in 2010, in place.

    The mean chance over the units is `coverage` as far as it stays within [0, 1]: more for units
    of its own kind and for older ones.
    """
    for k in range(ids.size):
        known = masks.EMPTY
        for unit in range(OPENED):
            bias = p.own_kind_bias if masks.has(own, unit) else -p.own_kind_bias
            depth = 1.0 + p.depth_slope * (0.5 - (unit + 0.5) / OPENED)
            chance = coverage[k] * (1.0 + bias) * depth
            if draws.uniform(SEED, 0, ids[k], channel, unit) < chance:
                known = known | masks.bit(unit)
        out[k] = known


def _fill_knowledge(w: World, scenario: Scenario) -> None:
    """Draw what each organisation knows, and set enterprises' shares and prices."""
    p = scenario.parameters.start
    gaps = np.array([field.attributes["gap"] for field in scenario.fields])
    for rows, channel, own, ratio in (
        (w.enterprises, draws.FIRM_KNOWLEDGE, masks.APPLICATION, 1.0),
        (w.institutes, draws.INSTITUTE_KNOWLEDGE, masks.SCIENCE, p.institute_gap),
    ):
        coverage = 1.0 - ratio * gaps[rows["field"]]
        known = np.zeros(rows.size, dtype=np.uint64)
        draw_knowledge(rows.id.copy(), coverage, own, channel, p, known)
        rows.knowledge = known
    e, f = w.enterprises, w.fields
    e.price = (1.0 + f.markup[e["field"]]) / e.efficiency
    e.quantity_share = e.sales / e.price
    for field in range(f.size):
        mine = e["field"] == field
        total = (e.weight[mine] * e.quantity_share[mine]).sum()
        e.quantity_share[mine] *= (1.0 - f.foreign_share[field]) / total


def _fill_centers(w: World, scenario: Scenario) -> None:
    """Write the centers' switches; a label of a mode never reaches a table."""
    keys = [field.key for field in scenario.fields]
    places = [province.key for province in scenario.provinces]
    for k, center in enumerate(scenario.centers):
        _fill_center(w, k, center, places.index(center.province), start_of(scenario, center))
        for field, share in center.fields.items():
            w.center_fields.share[k, keys.index(field)] = share


def start_of(scenario: Scenario, center: CenterSpec) -> int:
    """Return the quarter of approval, counted from the start of the run."""
    begin, approved = scenario.start, center.approved
    return 4 * (int(approved[:4]) - int(begin[:4])) + int(approved[5]) - int(begin[5])


def _fill_center(w: World, k: int, center: CenterSpec, province: int, start: int) -> None:
    """Write one center's row; its identity is that of field, region and call."""
    bundle = center.bundle
    main = max(center.fields, key=lambda field: center.fields[field])
    row = w.centers[k]
    row.id = draws.identity(key_of(main), int(w.provinces.key[province]), start)
    row.province = province
    row.start = start
    row.lead_kind = codes.ENTERPRISE if center.lead_kind == "enterprise" else codes.INSTITUTE
    row.lead = NONE
    row.results_owner = codes.RESULTS_OWNERS[bundle.results_owner]
    row.pilot_capacity = bundle.pilot_capacity
    row.pilot_for_members = int(bundle.pilot_for_members)
    row.extension = int(bundle.extension)
    row.grant = bundle.grant
    row.local_grant = bundle.local_grant
    row.fee = bundle.fee
    row.lead_votes = bundle.lead_votes
    row.enterprise_votes = bundle.enterprise_votes
    row.first_team = NONE


def _settle_books(w: World) -> None:
    """Note what each sector holds before the first quarter."""
    clock = Clock(SEED, 0, 0)
    accounts.tally(w, Parameters(), clock, 0, w.cells.size)
    for sector in range(accounts.WITH_MONEY):
        w.books.stocks[-1, sector] = accounts.holdings(w, sector)


def rescale_money(w: World, factor: float) -> None:
    """Express every amount of money of a world in another currency unit, in place."""
    for name, row in TABLES.items():
        rows = getattr(w, name)
        for column, about in columns(row).items():
            if about.unit.startswith("million CNY"):
                rows[column] *= factor
