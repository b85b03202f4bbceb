"""Reading bundles and centers of a scenario."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sim import tables
from sim.problems import did_you_mean
from sim.scenario.checks import Checks
from sim.scenario.document import Node
from sim.scenario.layers import laid_over
from sim.specs import (
    BUNDLE_CHOICES,
    BUNDLE_KEYS,
    BUNDLE_NUMBERS,
    BUNDLE_SWITCHES,
    BUNDLE_WHOLE,
    LEADS,
    Bundle,
    CenterSpec,
    changed,
)

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
NAME_FORM = "a small letter, then small letters, digits and _"
"""Of a scenario, and of fields and centers of its own."""
LAST_QUARTER = "2199Q4"
REQUIRED = ("approved", "province", "lead", "mode", "fields")
KEYS = (*REQUIRED, "name_en", "name_zh", "bundle")


@dataclass(frozen=True)
class Frame:
    """What centers are checked against."""

    start: str
    provinces: Collection[str]
    fields: Collection[str]
    bundles: Mapping[str, Bundle | None]


def read_bundles(checks: Checks, node: Node) -> dict[str, Bundle | None]:
    """Return the bundles by label, None for one with a problem."""
    bundles: dict[str, Bundle | None] = {}
    given = checks.mapping(node, "bundles")
    for label, entry in given.items():
        key = f"bundles.{label}"
        lacking = len(set(BUNDLE_KEYS) - set(entry.value if isinstance(entry.value, dict) else ()))
        close = did_you_mean(label, given.keys() - {label})
        if lacking > 1 and close.startswith("did you mean"):  # differences of another one
            checks.report(entry, key, f"unknown bundle `{label}`", suggestion=close, at_key=True)
            continue
        values = read_bundle_values(checks, entry, key, required=BUNDLE_KEYS)
        bundles[label] = None
        if len(values) == len(BUNDLE_KEYS):
            bundles[label] = bundle = Bundle(**values)
            check_votes(checks, entry, key, bundle)
    return bundles


def read_bundle_values(
    checks: Checks, node: Node, key: str, required: Collection[str] = ()
) -> dict[str, Any]:
    """Return the values of a bundle that are given and right."""
    values: dict[str, Any] = {}
    for name, entry in checks.mapping(node, key, BUNDLE_KEYS, required).items():
        dotted = f"{key}.{name}"
        if name in BUNDLE_SWITCHES:
            values[name] = checks.switch(entry, dotted)
        elif name in BUNDLE_WHOLE:
            about = BUNDLE_NUMBERS[name]
            values[name] = checks.whole(entry, dotted, int(about.low), int(about.high))
        elif name in BUNDLE_NUMBERS:
            about = BUNDLE_NUMBERS[name]
            values[name] = checks.number(entry, dotted, about.low, about.high, about.unit)
        else:
            values[name] = checks.choice(
                entry, dotted, BUNDLE_CHOICES[name], name.replace("_", " ")
            )
    return {name: value for name, value in values.items() if value is not None}


def check_votes(checks: Checks, node: Node, key: str, bundle: Bundle) -> None:
    """Note a problem if lead, enterprises and government have more than all votes."""
    total = math.fsum((bundle.lead_votes, bundle.enterprise_votes, bundle.government_votes))
    if total > 1.0 + 1e-12:
        checks.report(
            node,
            key,
            f"lead_votes, enterprise_votes and government_votes add up to {total:.12g}",
            "at most 1; institutes have the rest",
            at_key=True,
        )


def read_centers(checks: Checks, node: Node, frame: Frame) -> tuple[CenterSpec, ...]:
    """Return the centers: all, none, a list of names, or a mapping with differences.

    What stands under `every` is laid under each center's own differences.
    """
    official = tables.centers()
    if isinstance(node.value, str):
        word = checks.choice(node, "centers", ("all", "none"), "choice")
        entries = _fitting(frame, node) if word == "all" else {}
    elif isinstance(node.value, list):
        names = checks.words(node, "centers", official, "center")
        entries = dict.fromkeys(names, Node({}, node.place))
    else:
        entries = dict(checks.mapping(node, "centers"))
        every = entries.pop("every", None)
        if wants_others(checks, node, "centers", entries):
            entries = _fitting(frame, node) | entries
        if every is not None:
            if not _is_sound(checks, every, frame):
                return ()
            entries = {k: laid_over(every, e, f"centers.{k}") for k, e in entries.items()}
    found = [_read_center(checks, name, e, frame) for name, e in entries.items()]
    return tuple(center for center in found if center is not None)


def _is_sound(checks: Checks, every: Node, frame: Frame) -> bool:
    """Say whether what every center gets is right; what is wrong is noted once."""
    number, key = len(checks.problems), "centers.every"
    entries = checks.mapping(every, key, KEYS)
    values = _values(checks, entries, key, frame)
    _check_mode(checks, entries.get("mode", every), key, values, frame)
    return len(checks.problems) == number


def wants_others(checks: Checks, node: Node, key: str, entries: dict[str, Node]) -> bool:
    """Take `others: all` or `others: none` out of a mapping and say which it was."""
    others = entries.pop("others", None)
    if others is None:
        if isinstance(node.value, dict):
            checks.report(
                node,
                key,
                "missing key `others`",
                f"`others: all` if the other {key} take part, else `others: none`",
            )
        return False
    return checks.choice(others, f"{key}.others", ("all", "none"), "choice") == "all"


def _fitting(frame: Frame, node: Node) -> dict[str, Node]:
    """Return an empty entry for each center of the tables that fits the frame."""
    return {
        key: Node({}, node.place)
        for key, row in tables.centers().items()
        if row.province in frame.provinces and set(row.fields) <= set(frame.fields)
    }


def _read_center(checks: Checks, name: str, node: Node, frame: Frame) -> CenterSpec | None:
    """Return one center: the row of the tables, if there is one, with differences."""
    key = f"centers.{name}"
    row = tables.centers().get(name)
    entries = checks.mapping(node, key, KEYS)
    missing = [k for k in REQUIRED if k not in entries] if row is None else []
    close = did_you_mean(name, [*tables.centers(), "every", "others"])
    if len(missing) == len(REQUIRED) or (missing and close):
        checks.report(
            node,
            key,
            f"unknown center `{name}`",
            "a center of the tables, or " + ", ".join(REQUIRED) + " of an own one",
            close,
            at_key=True,
        )
        return None
    for k in missing:
        checks.report(node, key, f"missing key `{k}`", at_key=True)
    if row is None and not NAME.fullmatch(name):
        checks.report(node, key, f"got `{name}`", NAME_FORM, at_key=True)
    number = len(checks.problems)
    values = _values(checks, entries, key, frame)
    if row is not None:
        _check_row(checks, node, key, row, values, frame)
        values = {
            "name_en": row.name_en,
            "name_zh": row.name_zh,
            "approved": row.approved,
            "province": row.province,
            "lead": row.lead,
            "mode": row.mode,
            "fields": row.fields,
        } | values
    _check_mode(checks, entries.get("mode", node), key, values, frame)
    if missing or len(checks.problems) > number:
        return None
    bundle = _bundle(checks, node, key, values, frame)
    if bundle is None:
        return None
    return CenterSpec(
        key=name,
        name_en=values.get("name_en", name.replace("_", " ")),
        name_zh=values.get("name_zh", values.get("name_en", name.replace("_", " "))),
        province=values["province"],
        approved=values["approved"],
        lead_kind=LEADS[values["lead"]],
        fields=values["fields"],
        mode=values["mode"],
        bundle=bundle,
    )


def _check_mode(checks: Checks, node: Node, key: str, values: dict[str, Any], frame: Frame) -> None:
    """Note a mode without a bundle, unless the center has a whole one of its own."""
    mode = values.get("mode")
    if mode is not None and mode not in frame.bundles and not values["whole"]:
        checks.report(
            node,
            f"{key}.mode",
            f"no bundle is called `{mode}`",
            suggestion=did_you_mean(mode, frame.bundles) or "add it under `bundles`",
        )


def _values(checks: Checks, entries: dict[str, Node], key: str, frame: Frame) -> dict[str, Any]:
    """Return what is given of a center."""
    values: dict[str, Any] = {"differences": {}}
    for name, entry in entries.items():
        dotted = f"{key}.{name}"
        match name:
            case "approved":
                value = checks.quarter(entry, dotted, frame.start, LAST_QUARTER)
            case "province":
                value = checks.choice(entry, dotted, frame.provinces, "province")
            case "lead":
                value = checks.choice(entry, dotted, LEADS, "lead")
            case "fields":
                value = _shares(checks, entry, dotted, frame)
            case "bundle":
                name = "differences"
                value = read_bundle_values(checks, entry, dotted)
            case _:
                value = checks.text(entry, dotted)
        if value is not None:
            values[name] = value
    values["whole"] = len(values["differences"]) == len(BUNDLE_KEYS)
    return values


def _bundle(
    checks: Checks, node: Node, key: str, values: dict[str, Any], frame: Frame
) -> Bundle | None:
    """Return the bundle of the mode with the center's own differences."""
    differences = values["differences"]
    common = frame.bundles.get(values["mode"])
    if values["whole"]:
        bundle = Bundle(**differences)
    elif common is None:
        return None
    else:
        bundle = changed(common, differences)
    if differences:
        check_votes(checks, node, key, bundle)
    return bundle


def _check_row(
    checks: Checks,
    node: Node,
    key: str,
    row: tables.CenterRow,
    values: dict[str, Any],
    frame: Frame,
) -> None:
    """Note where a named center of the tables does not fit the chosen parts."""
    if "province" not in values and row.province not in frame.provinces:
        checks.report(
            node,
            key,
            f"its province `{row.province}` does not take part",
            "a center within the chosen provinces",
            at_key=True,
        )
    outside = [field for field in row.fields if field not in frame.fields]
    if "fields" not in values and outside:
        checks.report(
            node,
            key,
            "its fields " + ", ".join(f"`{f}`" for f in outside) + " do not take part",
            "a center within the chosen fields",
            at_key=True,
        )
    if "approved" not in values and row.approved < frame.start:
        checks.report(
            node,
            key,
            f"it was approved in {row.approved}",
            f"a center approved from {frame.start} on",
            at_key=True,
        )


def _shares(checks: Checks, node: Node, key: str, frame: Frame) -> dict[str, float] | None:
    """Return the shares of a center's fields, which add up to 1."""
    entries = checks.mapping(node, key, frame.fields, noun="field")
    shares = {
        name: checks.number(entry, f"{key}.{name}", 0.0001, 1.0) for name, entry in entries.items()
    }
    given = [share for share in shares.values() if share is not None]
    if len(given) < len(shares) or not given:
        if not shares:
            checks.report(node, key, "names no field", "shares that add up to 1")
        return None
    total = math.fsum(given)
    if abs(total - 1.0) > 1e-9:
        checks.report(node, key, f"the shares add up to {total:.12g}", "1")
        return None
    return dict(zip(shares, given, strict=True))
