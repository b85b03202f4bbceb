"""Universities, government institutes and platforms: how many, with what money, where."""

import math
from typing import Any

from sim import codes, draws, tables
from sim.populate.identity import SEED, key_of
from sim.populate.organisations import PER_YEAR, place_at
from sim.quarters import between
from sim.specs import FieldSpec, Scenario

UNIVERSITY, GOVERNMENT_INSTITUTE = "university", "government_institute"
"""The kinds of institute as the table of laboratories has them."""


def institutes_of(scenario: Scenario, field: int) -> list[dict[str, Any]]:
    """Return the institutes of a field, sorted by cell and identity.

    In each cell the universities and the government institutes are one row each. Key laboratories
    and engineering research centers are rows of their own and take their money out of that of
    their kind in the cell; manufacturing innovation centers get theirs when they open. Provincial
    centers are pilot lines of the government institutes that host them.
    """
    spec = scenario.fields[field]
    p = scenario.parameters.start
    public = scenario.public_rd
    parts = shares_of_public_rd(scenario)
    engineering = engineering_centers(scenario, spec, sum(parts))
    rows = []
    for place, part in enumerate(parts):
        money = p.public_share * spec.attributes["public_rd_share"] * part / PER_YEAR
        labs = laboratories(scenario, spec, place, UNIVERSITY)
        here = family(UNIVERSITY, money * public.universities_2010, labs)
        basic = p.university_basic_share / p.public_share
        rows += finished(here, scenario, field, place, codes.UNIVERSITY, basic)

        inside = laboratories(scenario, spec, place, GOVERNMENT_INSTITUTE)
        inside += [row for home, row in engineering if home == place]
        here = family(GOVERNMENT_INSTITUTE, money * public.institutes_2010, inside)
        here[0]["lines"] = provincial_lines(scenario, spec, place, part)
        here += manufacturing_centers(scenario, spec, place)
        basic = p.institute_basic_share / p.public_share
        rows += finished(here, scenario, field, place, codes.GOVERNMENT_INSTITUTE, basic)
    return sorted(rows, key=lambda row: (row["cell"], row["id"]))


def shares_of_public_rd(scenario: Scenario) -> list[float]:
    """Return what part of the nation's basic and applied R&D each province does, (P,)."""
    nation = sum(place.rd_basic + place.rd_applied for place in tables.provinces().values())
    return [(place.rd_basic + place.rd_applied) / nation for place in scenario.provinces]


def laboratories(
    scenario: Scenario, spec: FieldSpec, place: int, kind: str
) -> list[dict[str, Any]]:
    """Return the key laboratories of a kind of institute in a cell."""
    budget = scenario.parameters.start.laboratory_budget / PER_YEAR
    return [
        {"name": lab.name, "platform": codes.KEY_LABORATORY, "budget": budget}
        for lab in scenario.laboratories
        if lab.kind == kind
        and lab.province == scenario.provinces[place].key
        and lab.field == spec.key
    ]


def engineering_centers(
    scenario: Scenario, spec: FieldSpec, part: float
) -> list[tuple[int, dict[str, Any]]]:
    """Return the engineering research centers of a field, each with its province.

    As many as the field's share of public R&D, in provinces by experimental R&D.
    """
    p = scenario.parameters.start
    expected = p.engineering_centers * spec.attributes["public_rd_share"] * part
    key = draws.identity(key_of(spec.key), codes.ENGINEERING_CENTER, 0)
    number = int(expected + draws.uniform(SEED, 0, key, draws.PLATFORM_NUMBER, 0))
    weights = [province.rd_experimental for province in scenario.provinces]
    found = []
    for k in range(number):
        u = draws.uniform(SEED, 0, key, draws.PLATFORM_PLACE, k)
        row = {
            "name": f"engineering_center_{k}",
            "platform": codes.ENGINEERING_CENTER,
            "budget": p.engineering_budget / PER_YEAR,
            "lines": 1,
        }
        found.append((place_at(scenario, weights, u), row))
    return found


def provincial_lines(scenario: Scenario, spec: FieldSpec, place: int, part: float) -> int:
    """Return how many pilot lines provincial centers have in a cell."""
    p = scenario.parameters.start
    expected = p.provincial_centers * spec.attributes["public_rd_share"] * part
    cell = key_of(f"{spec.key}/{scenario.provinces[place].key}")
    return math.floor(expected + draws.uniform(SEED, 0, cell, draws.PLATFORM_NUMBER, 0))


def manufacturing_centers(scenario: Scenario, spec: FieldSpec, place: int) -> list[dict[str, Any]]:
    """Return the manufacturing innovation centers of a cell, whose money is not taken from it."""
    p = scenario.parameters.start
    return [
        {
            "name": center.name,
            "platform": codes.MANUFACTURING_CENTER,
            "budget": p.manufacturing_budget / PER_YEAR,
            "lines": int(p.manufacturing_lines),
            "opens": between(scenario.start, center.opens),
        }
        for center in scenario.manufacturing_centers
        if center.field == spec.key and center.province == scenario.provinces[place].key
    ]


def family(name: str, money: float, inside: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Divide the public money of a cell: its platforms first, its institute has the rest.

    None gets more than an equal part, so that something is left.
    """
    most = money / (len(inside) + 1)
    parts = [row | {"budget": min(row["budget"], most)} for row in inside]
    rest = money - math.fsum(row["budget"] for row in parts)
    return [{"name": name, "platform": codes.NO_PLATFORM, "budget": rest}, *parts]


def finished(
    rows: list[dict[str, Any]], scenario: Scenario, field: int, place: int, kind: int, basic: float
) -> list[dict[str, Any]]:
    """Return the rows of a cell with identity, place and share of basic research."""
    key, home = key_of(scenario.fields[field].key), scenario.provinces[place].key
    return [
        {name: value for name, value in row.items() if name != "name"}
        | {
            "id": draws.identity(key, key_of(f"{row['name']}/{home}"), kind),
            "field": field,
            "province": place,
            "cell": field * len(scenario.provinces) + place,
            "weight": 1.0,
            "kind": kind,
            "basic_share": 0.0 if proves(row) else basic,
            "basic_start": 0.0 if proves(row) else basic,
        }
        for row in rows
    ]


def proves(row: dict[str, Any]) -> bool:
    """Say whether a platform is there to bring results to industry and does no basic research."""
    return row["platform"] in (codes.ENGINEERING_CENTER, codes.MANUFACTURING_CENTER)
