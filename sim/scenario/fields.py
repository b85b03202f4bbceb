"""Reading which fields and provinces take part, and fields of a scenario's own."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from sim import tables
from sim.problems import did_you_mean
from sim.scenario.centers import NAME, NAME_FORM, wants_others
from sim.scenario.checks import Checks
from sim.scenario.document import Node
from sim.specs import ATTRIBUTES, REGION, FieldSpec, ProvinceSpec

ORIENTATIONS = ("frontier", "economy", "national_need")
RESERVED = ("nation", "generic")
"""Places of the tables of results that are no field."""
OWN = ("like", "related", "name_en", "name_zh", "orientation")
"""What a field that the tables do not have must say beside its attributes."""


def read_fields(checks: Checks, node: Node) -> tuple[FieldSpec, ...]:
    """Return the fields: all, a list of keys, or a mapping with differences and own fields."""
    known = tables.fields()
    if isinstance(node.value, str):
        checks.choice(node, "fields", ("all",), "choice")
        return tuple(known.values())
    if isinstance(node.value, list):
        names = checks.words(node, "fields", known, "field")
        chosen = {name: Node({}, node.place) for name in names}
    else:
        chosen = dict(checks.mapping(node, "fields"))
        if wants_others(checks, node, "fields", chosen):
            chosen = dict.fromkeys(known, Node({}, node.place)) | chosen
    if not chosen and node.value is not None:
        checks.report(node, "fields", "names no field", "at least one field")
    found = [_with_differences(checks, known[k], chosen[k]) for k in known if k in chosen]
    given = {k: node for k, node in chosen.items() if k not in known}
    everybody = [*(spec.key for spec in found), *given]
    own = [
        _own_field(checks, name, entry, [k for k in everybody if k != name])
        for name, entry in given.items()
    ]
    return tuple(found + [spec for spec in own if spec is not None])


def _attributes(
    checks: Checks, key: str, entries: Mapping[str, Node], usual: Mapping[str, float]
) -> dict[str, float]:
    """Return all attributes of a field, of which some are given."""
    attributes = dict(usual)
    for name, entry in entries.items():
        low, high, unit = ATTRIBUTES[name]
        value = checks.number(entry, f"{key}.{name}", low, high, unit)
        attributes[name] = math.nan if value is None else value
    return attributes


def _with_differences(checks: Checks, spec: FieldSpec, node: Node) -> FieldSpec:
    """Return a field of the tables with the attributes that differ."""
    key = f"fields.{spec.key}"
    if isinstance(node.value, dict) and "like" in node.value:
        message = f"`{spec.key}` is a field of the tables already"
        checks.report(node, key, message, "another name for an own field", at_key=True)
        return spec
    entries = checks.mapping(node, key, ATTRIBUTES, noun="attribute")
    attributes = _attributes(checks, key, entries, spec.attributes)
    return FieldSpec(spec.key, spec.name_en, spec.name_zh, spec.orientation, attributes)


def _own_field(checks: Checks, name: str, node: Node, others: list[str]) -> FieldSpec | None:
    """Return a field of the scenario's own: like one of the tables, with differences.

    Its shares of enterprises and R&D are over those of the 24 key areas, to which it is added.
    """
    known, key = tables.fields(), f"fields.{name}"
    given = node.value if isinstance(node.value, dict) else {}
    if not set(OWN) & set(given):
        expected = "a field of the tables, or an own one with " + ", ".join(OWN)
        close = did_you_mean(name, [*known, "others"])
        checks.report(node, key, f"unknown field `{name}`", expected, close, at_key=True)
        return None
    if not NAME.fullmatch(name) or name in RESERVED:
        checks.report(node, key, f"got `{name}`", NAME_FORM, at_key=True)
    number = len(checks.problems)
    entries = checks.mapping(node, key, (*OWN, *ATTRIBUTES), OWN)
    values: dict[str, Any] = {}
    for k in entries.keys() & {"name_en", "name_zh"}:
        values[k] = checks.text(entries[k], f"{key}.{k}")
    if "orientation" in entries:
        values["orientation"] = checks.choice(
            entries["orientation"], f"{key}.orientation", ORIENTATIONS, "orientation"
        )
    like = None
    if "like" in entries:
        like = checks.choice(entries["like"], f"{key}.like", known, "field")
    if len(checks.problems) > number or like is None:
        return None
    usual = known[like].attributes
    own = {k: entry for k, entry in entries.items() if k in ATTRIBUTES}
    values["attributes"] = _attributes(checks, key, own, usual)
    values["related"] = _related(checks, f"{key}.related", entries["related"], like, others)
    return FieldSpec(key=name, like=like, **values)


def _related(
    checks: Checks, key: str, node: Node, like: str, others: list[str]
) -> dict[str, float]:
    """Return the relatedness of an own field to others; to fields of the tables as its like's."""
    given = {
        name: checks.number(entry, f"{key}.{name}", 0.0, 1.0)
        for name, entry in checks.mapping(node, key, others, noun="field").items()
    }
    if isinstance(node.value, dict) and like in others and like not in node.value:
        checks.report(node, key, f"missing field `{like}`", "its relatedness to what it is like")
    usual = dict(zip(tables.fields(), _row_of(like), strict=True))
    return {name: float(usual[name]) for name in others if name in usual} | {
        name: value for name, value in given.items() if value is not None
    }


def _row_of(field: str) -> np.ndarray:
    keys = tuple(tables.fields())
    return tables.relatedness(keys)[keys.index(field)]


def relatedness(fields: tuple[FieldSpec, ...]) -> np.ndarray:
    """Return the relatedness of the fields that take part, (F, F), 1 on the diagonal."""
    keys = tuple(field.key for field in fields)
    matrix = tables.relatedness(keys)
    for i, field in enumerate(fields):
        for name, value in (field.related or {}).items():
            j = keys.index(name) if name in keys else i
            if i != j:
                matrix[i, j] = matrix[j, i] = value
    return matrix


def read_provinces(checks: Checks, node: Node, regions: Node) -> tuple[ProvinceSpec, ...]:
    """Return the provinces: all, or a list of names; always in order of the table.

    What `regions` sets of them differs from the table.
    """
    known = tables.provinces()
    if isinstance(node.value, str):
        checks.choice(node, "provinces", ("all",), "choice")
        names = list(known)
    else:
        names = checks.words(node, "provinces", known, "province")
    if not names and node.value == []:
        checks.report(node, "provinces", "names no province", "at least one province")
    given = checks.mapping(regions, "regions", names, noun="province")
    changed = {name: _of_region(checks, name, entry) for name, entry in given.items()}
    return tuple(
        replace(spec, **changed.get(name, {})) for name, spec in known.items() if name in names
    )


def _of_region(checks: Checks, name: str, node: Node) -> dict[str, float]:
    """Return what a scenario sets of a province."""
    found = {}
    for key, entry in checks.mapping(node, f"regions.{name}", REGION).items():
        _, low, high, unit, _ = REGION[key]
        value = checks.number(entry, f"regions.{name}.{key}", low, high, unit)
        if value is not None:
            found[key] = value
    return found
