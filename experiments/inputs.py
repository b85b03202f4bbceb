"""Where two scenarios differ: every value that is not the same, with unit and meaning."""

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.legal import RIGHT_NUMBERS
from sim.parameters import describe
from sim.scalars import written_out
from sim.specs import (
    ATTRIBUTES,
    BUNDLE_NUMBERS,
    COLUMNS,
    REGION,
    SCENARIO,
    ChangeSpec,
    Scenario,
)
from sim.state import TABLES
from sim.state import columns as columns_of
from sim.terms import TERM_NUMBERS

LABELS = ("name", "question", "look_at", "path")
"""What names a scenario or its file and is no input."""
HEAD = {
    "start": ("quarter", "first quarter"),
    "quarters": ("quarter", "length of a run"),
    "seed": ("1", "key of the luck of a run of its own; a comparison gives both the same seeds"),
    "scale": ("1", "one enterprise of the fringe stands for the inverse of it"),
    "enterprises": ("1", "enterprises that do R&D in 2010"),
    "prices": ("1", "price index by year, 2017 = 1"),
    "laboratories": ("1", "state key laboratories in the fields and provinces that take part"),
    "manufacturing_centers": ("1", "manufacturing innovation centers, likewise"),
    "embargoes": ("quarter", "first quarter without imports, and first one after"),
}
"""Unit and meaning of what stands for itself."""
KEYED = ("fields", "provinces", "centers")
"""Parts with a key each, of which a scenario has some."""
HERE, ABSENT = "present", "-"


class About(NamedTuple):
    """Unit and meaning of a value."""

    unit: str
    meaning: str


def differing(a: Scenario, b: Scenario) -> pd.DataFrame:
    """Return every input that differs.

    Of a field, province, center, bundle or embargo that only one of them has, one row says so.

    Returns
    -------
    DataFrame
        Columns key, a, b, unit, meaning; values are text, `-` where there is none.
    """
    one, other = dict(_inputs(a)), dict(_inputs(b))
    rows = []
    for key in [*one, *(key for key in other if key not in one)]:
        left, right = one.get(key, ABSENT), other.get(key, ABSENT)
        if _same(left, right) or _inside_of_absent(key, one, other):
            continue
        rows.append((key, _text(left), _text(right), *_about(key)))
    return pd.DataFrame(rows, columns=["key", "a", "b", "unit", "meaning"])


def _inputs(scenario: Scenario) -> Iterator[tuple[str, Any]]:
    """Yield every input by a dotted key; what is made of others only by number."""
    for spec in fields(scenario):
        value = getattr(scenario, spec.name)
        if spec.name in LABELS:
            continue
        if spec.name == "parameters":
            for group, values in value._asdict().items():
                yield from _flat(group, values._asdict())
        elif spec.name in KEYED:
            for part in value:
                yield f"{spec.name}.{part.key}", HERE
                yield from _flat(f"{spec.name}.{part.key}", part)
        elif spec.name in ("bundles", "contracts", "legal_forms", "embargoes"):
            for key, part in value.items():
                yield f"{spec.name}.{key}", HERE
                yield from _flat(f"{spec.name}.{key}", part)
        elif spec.name == "changes":
            yield from ((_event(change), change.value) for change in value)
        elif spec.name == "relatedness":
            keys = [field.key for field in scenario.fields]
            for (i, one), (j, other) in combinations(enumerate(keys), 2):
                yield f"relatedness.{one}.{other}", float(value[i, j])
        else:
            yield from _flat(spec.name, value)


def _flat(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what stands in a part of a scenario, by dotted key."""
    if is_dataclass(value):
        value = {k: v for k, v in vars(value).items() if k != "key"}
    if isinstance(value, dict):
        for name, inner in value.items():
            dotted = key if name == "attributes" else f"{key}.{name}"
            yield from _flat(dotted, inner)
    elif isinstance(value, tuple) and value and all(isinstance(v, str) for v in value):
        yield key, " to ".join(value)
    else:
        yield key, value


def _event(change: ChangeSpec) -> str:
    """Return the key of a dated change: when, of what, what."""
    of = change.field or change.center or change.province
    return ".".join(("events", change.quarter, *((of,) if of else ()), change.name))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return one == other or (math.isnan(one) and math.isnan(other))
    return one == other


def _inside_of_absent(key: str, one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Say whether a key belongs to a part that one of the scenarios has not."""
    words = key.split(".")
    wholes = {".".join(words[:2])}
    if words[0] == "events" and len(words) == 4:
        wholes = {f"{part}.{words[2]}" for part in KEYED}
    if words[0] == "relatedness":
        wholes = {f"fields.{word}" for word in words[1:]}
    missing = [w for w in wholes if one.get(w, ABSENT) != other.get(w, ABSENT)]
    return any(HERE in (one.get(w), other.get(w)) for w in missing) and key not in wholes


def _text(value: Any) -> str:
    """Return a value as a scenario's file would have it; of a list of parts only the number."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | np.number):
        return written_out(float(value)) if math.isfinite(value) else str(value)
    if isinstance(value, tuple):
        return f"{len(value)} of them"
    return ABSENT if value is None else str(value)


def _about(key: str) -> About:
    """Return unit and meaning of an input."""
    words = key.split(".")
    name = words[-1]
    parameter = _parameters().get(".".join(words[-2:]))
    if parameter is not None:
        return parameter
    switches = {n: c for n, c in columns_of(TABLES["centers"]).items() if c.source == SCENARIO}
    if name in switches and words[0] in (
        "bundles",
        "contracts",
        "legal_forms",
        "centers",
        "events",
    ):
        number = (BUNDLE_NUMBERS | TERM_NUMBERS | RIGHT_NUMBERS).get(name)
        column = switches[name]
        return About(number.unit, number.meaning) if number else About("", column.meaning)
    if name in ATTRIBUTES and words[0] in ("fields", "events"):
        columns = columns_of(TABLES["fields"])
        column = columns.get(COLUMNS.get(name, ""))
        meaning = column.meaning if column else name.replace("_", " ")
        return About(ATTRIBUTES[name][2], meaning)
    if words[0] == "relatedness":
        return About("1", "relatedness of two fields")
    if words[0] == "centers" and len(words) == 4 and words[2] == "fields":
        return About("1", "share of the center's work")
    if words[-1] in REGION and words[0] in ("provinces", "events"):
        return About(*REGION[words[-1]][3:])
    if words[0] in HEAD:
        return About(*HEAD[words[0]])
    return About("", "mode, a label that no rule reads" if name == "mode" else "")


@cache
def _parameters() -> dict[str, About]:
    return {dotted: About(how.unit, how.meaning) for dotted, _, how in describe()}
