"""The tables of `scenarios/data`, read once and turned into specifications."""

import csv
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.data_columns import COLUMNS, NOTE, NUMBER, QUARTER, REFERENCES, WHOLE
from sim.problems import Problem, ScenarioError, did_you_mean
from sim.specs import (
    ATTRIBUTES,
    ChangeSpec,
    FieldSpec,
    LaboratorySpec,
    ManufacturingCenterSpec,
    ProvinceSpec,
    PublicRD,
)

SCENARIOS = Path(__file__).parents[1] / "scenarios"
DATA = SCENARIOS / "data"
YEAR = "2010"
"""The year that the initial state describes."""
FIRST = f"{YEAR}Q1"

FLOAT = re.compile(r"-?\d+(\.\d+)?([eE]-?\d+)?")
WHOLE_NUMBER = re.compile(r"-?\d+")
QUARTER_FORM = re.compile(r"\d{4}Q[1-4]")
ANYTHING = re.compile(r".*\S.*", re.DOTALL)

SERIES = {
    "rd_basic": "rd_basic",
    "rd_applied": "rd_applied",
    "rd_experimental": "rd_experimental",
    "rd_fund_government": "rd_fund_government",
    "hightech_firms": "hightech_industry_firms",
    "hightech_revenue": "hightech_industry_revenue",
    "rd_fte": "rd_personnel_fte",
}
"""Attributes of a province and the variables of `provincial.csv` behind them."""

PUBLIC = {
    "institutes_2010": "rd_by_government_institutes",
    "universities_2010": "rd_by_universities",
    "enterprises_2010": "rd_by_enterprises",
    "basic_2010": "rd_basic",
    "applied_2010": "rd_applied",
    "experimental_2010": "rd_experimental",
}
"""Attributes of `PublicRD` and the variables of `national.csv` behind them."""


class CenterRow(NamedTuple):
    """A center as the tables have it."""

    key: str
    name_en: str
    name_zh: str
    province: str
    approved: str
    lead: str
    mode: str
    legal_form: str
    fields: dict[str, float]


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table of `scenarios/data`.

    Raises
    ------
    ScenarioError
        With all that is wrong with the table.
    """
    return read(name, DATA)


def read(name: str, folder: Path) -> tuple[dict[str, str], ...]:
    """Return the rows of a table in a folder, checked against `data_columns`.

    Raises
    ------
    ScenarioError
        With all that is wrong with the table: columns, kinds of value, references.
    """
    path, columns = folder / f"{name}.csv", COLUMNS[name]
    shown = os.path.relpath(path)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            found = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ScenarioError([Problem(shown, f"cannot be read: {error}")]) from None
    given = list(reader.fieldnames or ())
    problems = [
        Problem(shown, f"missing column `{column}`", 1, suggestion=did_you_mean(column, given))
        for column in columns
        if column not in given
    ]
    if not problems:
        known = {kind: _known(kind, folder) for kind in set(columns.values())}
        for line, row in found:
            for column, kind in columns.items():
                text = row[column]
                message, hint = _wrong(text, kind, known[kind])
                if message:
                    problems.append(Problem(shown, message, line, None, column, text or "", hint))
    if problems:
        raise ScenarioError(problems)
    return tuple(row for _, row in found)


def _known(kind: str, folder: Path) -> set[str]:
    """Return the words to which a kind of value refers."""
    if kind.removesuffix("?") not in REFERENCES:
        return set()
    table, column = REFERENCES[kind.removesuffix("?")]
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row.get(column, "") for row in csv.DictReader(file)}


def _wrong(text: str | None, kind: str, known: set[str]) -> tuple[str, str]:
    """Return what is wrong with a value and what is expected; two empty texts if nothing is."""
    if text is None:
        return "the row ends before it", f"a {kind.removesuffix('?')}"
    if kind == NOTE or (not text and kind.endswith("?")):
        return "", ""
    if kind.removesuffix("?") in REFERENCES:
        kind = kind.removesuffix("?")
        return (
            ("", "") if text in known else (f"unknown {kind} `{text}`", did_you_mean(text, known))
        )
    form = {NUMBER: FLOAT, WHOLE: WHOLE_NUMBER, QUARTER: QUARTER_FORM}.get(kind, ANYTHING)
    return ("", "") if form.fullmatch(text) else (f"got `{text}`", f"a {kind}")


@cache
def prices() -> dict[int, float]:
    """Return the price index of each year, 2017 = 1."""
    return {int(row["year"]): float(row["index"]) for row in rows("price_index")}


def _at_2017_prices(row: dict[str, str]) -> float:
    value = float(row["value"])
    if row["unit"].startswith("million CNY (current prices)"):
        value /= prices()[int(row["year"])]
    return value


@cache
def fields() -> dict[str, FieldSpec]:
    """Return all fields by key."""
    attributes: dict[str, dict[str, float]] = {row["field"]: {} for row in rows("fields")}
    for row in rows("field_attributes"):
        attributes[row["field"]][row["attribute"]] = float(row["value"])
    _check_attributes(attributes)
    return {
        row["field"]: FieldSpec(
            key=row["field"],
            name_en=row["name_en"],
            name_zh=row["name_zh"],
            orientation=row["orientation"],
            attributes=dict(sorted(attributes[row["field"]].items())),
        )
        for row in rows("fields")
    }


def _check_attributes(attributes: dict[str, dict[str, float]]) -> None:
    """Raise with all attributes that are missing, unknown or out of bounds."""
    shown = os.path.relpath(DATA / "field_attributes.csv")
    problems = []
    for field, own in attributes.items():
        missing = [name for name in ATTRIBUTES if name not in own]
        problems += [Problem(shown, f"missing attribute `{name}`", key=field) for name in missing]
        for name, value in own.items():
            if name not in ATTRIBUTES:
                hint = did_you_mean(name, ATTRIBUTES)
                problems.append(
                    Problem(shown, f"unknown attribute `{name}`", key=field, suggestion=hint)
                )
                continue
            low, high, unit = ATTRIBUTES[name]
            if not low <= value <= high:
                expected = f"a number from {low:g} to {high:g} {unit}"
                problems.append(
                    Problem(shown, f"{value:g} is out of bounds", None, None, f"{field}.{name}",
                            expected=expected)
                )  # fmt: skip
    if problems:
        raise ScenarioError(problems)


@cache
def provinces() -> dict[str, ProvinceSpec]:
    """Return all provinces by English name."""
    names = {variable: name for name, variable in SERIES.items()}
    series: dict[str, dict[str, float]] = {}
    for row in rows("provincial"):
        if row["year"] == YEAR and row["variable"] in names:
            own = series.setdefault(row["province"], {})
            own[names[row["variable"]]] = _at_2017_prices(row)
    zones = {row["province"]: float(row["zones"]) for row in rows("hightech_zones")}
    begun = Counter(
        row["province"] for row in rows("demonstration_zones") if row["approved_quarter"] <= FIRST
    )
    return {
        row["province"]: ProvinceSpec(
            key=row["province"],
            name_zh=row["province_zh"],
            gb_code=int(row["gb_code"]),
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            area=float(row["area_km2"]),
            region=row["region"],
            high_tech_zones=zones[row["province"]],
            demonstration_zones=float(begun[row["province"]]),
            **series[row["province"]],
        )
        for row in rows("provinces")
    }


@cache
def background() -> tuple[ChangeSpec, ...]:
    """Return what happened to the country whatever centers did, by quarter: zones included."""
    changes = [
        ChangeSpec(row["quarter"], row["name"], row["field"] or None, float(row["value"]))
        for row in rows("background")
    ]
    there = {key: spec.demonstration_zones for key, spec in provinces().items()}
    for row in sorted(rows("demonstration_zones"), key=lambda row: row["approved_quarter"]):
        if row["approved_quarter"] > FIRST:
            place, quarter = row["province"], row["approved_quarter"]
            there[place] += 1.0
            zones = ChangeSpec(quarter, "demonstration_zones", None, there[place], None, place)
            changes.append(zones)
    return tuple(sorted(changes, key=lambda change: change.order))


@cache
def centers() -> dict[str, CenterRow]:
    """Return the centers of the ministry by key, in order of the table."""
    shares: dict[str, dict[str, float]] = {}
    for row in rows("center_fields"):
        shares.setdefault(row["center"], {})[row["field"]] = float(row["share"])
    return {
        row["center"]: CenterRow(
            key=row["center"],
            name_en=row["name_en"],
            name_zh=row["name_zh"],
            province=row["province"],
            approved=row["approved_quarter"],
            lead=row["lead_type"],
            mode=row["organising_mode"],
            legal_form=row["legal_form"],
            fields=shares[row["center"]],
        )
        for row in rows("centers")
    }


@cache
def laboratories() -> tuple[LaboratorySpec, ...]:
    """Return the key laboratories that have a field.

    One that several institutions of one province run together has several rows in the
    table and is one here; one in two provinces is two.
    """
    found = (
        LaboratorySpec(row["laboratory_zh"], row["kind"], row["province"], row["field"])
        for row in rows("key_laboratories")
        if row["field"]
    )
    return tuple(dict.fromkeys(found))


@cache
def manufacturing_centers() -> tuple[ManufacturingCenterSpec, ...]:
    """Return the national manufacturing innovation centers."""
    return tuple(
        ManufacturingCenterSpec(row["name_zh"], row["province"], row["field"], row["opens"])
        for row in rows("manufacturing_centers")
    )


@cache
def public_rd() -> PublicRD:
    """Return the nation's R&D of 2010 at 2017 prices."""
    values = {
        row["variable"]: _at_2017_prices(row) for row in rows("national") if row["year"] == YEAR
    }
    return PublicRD(**{name: values[variable] for name, variable in PUBLIC.items()})


def relatedness(keys: tuple[str, ...]) -> np.ndarray:
    """Return the relatedness of the given fields, (F, F), 1 on the diagonal."""
    place = {key: i for i, key in enumerate(keys)}
    matrix = np.eye(len(keys))
    for row in rows("relatedness"):
        i, j = place.get(row["field_a"]), place.get(row["field_b"])
        if i is not None and j is not None:
            matrix[i, j] = matrix[j, i] = float(row["relatedness"])
    return matrix
