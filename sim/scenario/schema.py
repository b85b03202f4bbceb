"""The language of scenarios as a JSON Schema, for editors that complete and check YAML.

It is made from the same bounds and names that the reader uses. An editor sees less than
``ntic check``: not that a number is written in an odd way, nor what depends on two values.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sim import tables
from sim.parameters import About, Parameters, describe
from sim.scenario import events, programme
from sim.scenario.centers import KEYS as CENTER_KEYS
from sim.scenario.centers import NAME
from sim.scenario.centers import REQUIRED as CENTER_REQUIRED
from sim.scenario.charters import BUNDLES, CONTRACTS, LEGAL_FORMS, Charter
from sim.scenario.fields import ORIENTATIONS, OWN
from sim.scenario.layers import shipped
from sim.scenario.reading import HEAD_NUMBERS, HEAD_WHOLE, KEYS, REQUIRED
from sim.specs import ATTRIBUTES, LEADS, REGION, TARGETS

FILE = "scenario.schema.json"
"""Name of the schema beside the shipped scenarios, which name it in their first line."""
QUARTER = {"type": "string", "pattern": r"^\d{4}Q[1-4]$", "examples": ["2021Q1"]}
TEXT = {"type": "string", "minLength": 1}
ALWAYS = ("format", "name", "question")
"""Keys that a scenario needs even when it is based on another one."""
MEANINGS = {
    "format": "version of this language",
    "name": "name of the file without .yaml",
    "question": "what the scenario asks, in one or two sentences",
    "look_at": "indicators that show what is asked; they come first in comparisons",
    "based_on": "a shipped scenario, or a file beside this one, that says the rest",
    "start": "first quarter",
    "quarters": "how many quarters are simulated",
    "seed": "key of all draws of the run",
    "scale": "part of the fringe that is simulated; leaders and centers are one to one",
    "enterprises": "enterprises that do R&D in the first quarter",
    "fields": "which of the 24 key areas take part, with differences, and own fields",
    "provinces": "which provinces take part",
    "regions": "what differs in some provinces: effort of the government, zones",
    "parameters": "parameters of behaviour that differ from their defaults",
    "background": "whether laws, export controls and the shock of 2020 happen",
    "events": "dated changes, embargoes and cuts of public budgets",
    "bundles": "ways of organising a center: switches and money",
    "contracts": "ways of taking in private money: fees, stakes, sponsors",
    "legal_forms": "what centers may do as persons before the law: pay, keep, share out, sell",
    "centers": "which centers are founded, with differences, and own centers",
    "programme": "calls for more centers, for which organisations apply",
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema, draft 7, of a scenario file."""
    parts = {
        "format": {"const": 1},
        "name": {"type": "string", "pattern": f"^{NAME.pattern}$"},
        "question": TEXT,
        "look_at": {"type": "array", "items": {"enum": _indicators()}, "uniqueItems": True},
        "based_on": TEXT | {"examples": list(shipped())},
        "start": QUARTER,
        "fields": _fields(),
        "provinces": _choice(tables.provinces(), ("all",)),
        "regions": _object(dict.fromkeys(tables.provinces(), _ref("region"))),
        "parameters": _parameters(),
        "background": {"enum": ["all", "none"]},
        "events": {"type": "array", "items": {"anyOf": _events()}},
        "bundles": {"type": "object", "additionalProperties": _ref("bundle")},
        "contracts": {"type": "object", "additionalProperties": _ref("terms")},
        "legal_forms": {"type": "object", "additionalProperties": _ref("rights")},
        "centers": _centers(),
        "programme": _programme(),
    }
    parts |= {
        k: {"type": "integer", "minimum": a, "maximum": b} for k, (a, b) in HEAD_WHOLE.items()
    }
    parts |= {k: _number(*bounds) for k, bounds in HEAD_NUMBERS.items()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Scenario of ntic",
        "type": "object",
        "properties": {key: {"description": MEANINGS[key]} | parts[key] for key in KEYS},
        "additionalProperties": False,
        "required": list(ALWAYS),
        "if": {"not": {"required": ["based_on"]}},
        "then": {"required": list(REQUIRED)},
        "definitions": {
            "attributes": _object(_attributes()),
            "bundle": _charter(BUNDLES),
            "terms": _charter(CONTRACTS),
            "rights": _charter(LEGAL_FORMS),
            "region": _region(),
            "center": _object(_center()),
            "own_center": _object(_center(), CENTER_REQUIRED),
            "parameters": {name: _parameter(default, how) for name, default, how in describe()},
        },
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/definitions/{name}"}


def _indicators() -> list[str]:
    from sim.indicators import FIELD, NATION, PROVINCE

    return list(dict.fromkeys(about.name for about in (*NATION, *FIELD, *PROVINCE)))


def _number(low: float, high: float, unit: str, words: str = "") -> dict[str, Any]:
    said = f"{words} [{unit}]" if words else f"[{unit}]"
    return {"type": "number", "minimum": low, "maximum": high, "description": said}


def _object(
    properties: Mapping[str, Any], required: Iterable[str] = (), others: Any = False
) -> dict[str, Any]:
    """Return the schema of a mapping; `others` is that of keys which are not listed."""
    shape = {"type": ["object", "null"], "properties": dict(properties)}
    needed = list(required)
    return shape | {"additionalProperties": others} | ({"required": needed} if needed else {})


def _choice(known: Iterable[str], words: Iterable[str], *others: Any) -> dict[str, Any]:
    """Return the schema of a choice by a word, by a list, or in another way."""
    listed = {"type": "array", "items": {"enum": list(known)}, "uniqueItems": True}
    return {"anyOf": [{"enum": list(words)}, listed, *others]}


def _parameters() -> dict[str, Any]:
    """Return the schema of parameters, in groups or by dotted name."""
    dotted = {name: _ref(f"parameters/{name}") for name, _, _ in describe()}
    groups: dict[str, Any] = {group: {} for group in Parameters._fields}
    for name, shape in dotted.items():
        group, _, last = name.partition(".")
        groups[group][last] = shape
    return _object({group: _object(inside) for group, inside in groups.items()} | dotted)


def _parameter(default: float, about: About) -> dict[str, Any]:
    words = f"{about.meaning}; default {default:.12g}; {about.meaning_zh}; source: {about.source}"
    return _number(about.low, about.high, about.unit, words) | {"default": default}


def _fields() -> dict[str, Any]:
    """Return the schema of fields: all, some, or with differences and own ones."""
    known = list(tables.fields())
    own = {
        "like": {"enum": known},
        "related": {"type": "object", "additionalProperties": _number(0.0, 1.0, "1")},
        "name_en": TEXT,
        "name_zh": TEXT,
        "orientation": {"enum": list(ORIENTATIONS)},
    }
    mapping = _object(
        {"others": {"enum": ["all", "none"]}} | dict.fromkeys(known, _ref("attributes")),
        others=_object(own | _attributes(), OWN),
    )
    return _choice(known, ("all",), mapping)


def _attributes() -> dict[str, Any]:
    return {name: _number(*bounds) for name, bounds in ATTRIBUTES.items()}


def _charter(charter: Charter) -> dict[str, Any]:
    """Return the schema of a bundle, of the terms of a contract or the rights of a legal form."""
    return _object({name: _of_charter(charter, name) for name in charter.keys})


def _of_charter(charter: Charter, name: str) -> dict[str, Any]:
    if name in charter.switches:
        return {"type": "boolean"}
    if name in charter.choices:
        return {"enum": list(charter.choices[name])}
    about = charter.numbers[name]
    number = _number(about.low, about.high, about.unit, about.meaning)
    return number | {"type": "integer"} if name in charter.whole else number


def _center() -> dict[str, Any]:
    parts = {
        "approved": QUARTER,
        "province": {"enum": list(tables.provinces())},
        "lead": {"enum": list(LEADS)},
        "mode": TEXT,
        "fields": {"type": "object", "additionalProperties": _number(0.0001, 1.0, "1")},
        "name_en": TEXT,
        "name_zh": TEXT,
        "bundle": _ref("bundle"),
        "contract": TEXT,
        "terms": _ref("terms"),
        "legal_form": TEXT,
        "rights": _ref("rights"),
        "becomes": TEXT,
        "targets": _object(
            {k: _number(a.low, a.high, a.unit, a.meaning) for k, a in TARGETS.items()}
        ),
    }
    return {name: parts[name] for name in CENTER_KEYS}


def _centers() -> dict[str, Any]:
    """Return the schema of centers: all, none, some, or with differences and own ones."""
    known = list(tables.centers())
    mapping = _object(
        {"others": {"enum": ["all", "none"]}, "every": _ref("center")}
        | dict.fromkeys(known, _ref("center")),
        others=_ref("own_center"),
    )
    return _choice(known, ("all", "none"), mapping)


def _region() -> dict[str, Any]:
    """Return the schema of what is set of a province."""
    parts = {k: _number(low, high, unit, said) for k, (_, low, high, unit, said) in REGION.items()}
    return _object(parts)


def _programme() -> dict[str, Any]:
    """Return the schema of calls for centers."""
    most = {"type": "integer", "minimum": 0, "maximum": programme.MOST}
    parts = {
        "first_call": QUARTER,
        "last_call": QUARTER,
        "bundles": _object(dict.fromkeys(LEADS, TEXT)),
        "layout": _object(
            {
                "field_most": most,
                "regions": _object(dict.fromkeys(programme.region_names(), most)),
            }
        ),
        "contract": TEXT,
        "legal_form": TEXT,
        "becomes": TEXT,
    }
    return _object({name: parts[name] for name in programme.KEYS}, programme.REQUIRED)


def _events() -> list[dict[str, Any]]:
    """Return the schemas of the kinds of event."""
    times = {"from": QUARTER, "until": QUARTER}
    fields = {"type": "string"}
    kinds = [
        {"title": "embargo"}
        | _object(
            times | {"embargo": {"anyOf": [fields, {"type": "array", "items": fields}]}},
            events.REQUIRED["embargo"],
        ),
        {"title": "budget cut"}
        | _object(
            times | {"cut": {"enum": list(events.BUDGETS)}, "by": _number(0.0, 1.0, "1")},
            events.REQUIRED["cut"],
        ),
    ]
    for of in ("", "field", "center", "province"):
        names = {"enum": list(events.changeable(of))}
        to = {"type": ["number", "boolean"]} if of == "center" else {"type": "number"}
        parts = times | {"change": names, "to": to} | ({of: TEXT} if of else {})
        title = {"title": f"change of a {of or 'parameter'}"}
        kinds.append(title | _object(parts, (*events.REQUIRED["change"], *((of,) if of else ()))))
    return kinds


def text() -> str:
    """Return the schema as the file beside the shipped scenarios has it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
