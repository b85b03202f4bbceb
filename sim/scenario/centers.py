"""Reading the centers of a scenario."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sim import tables
from sim.legal import USUAL_FORM, Rights
from sim.problems import did_you_mean
from sim.scenario.charters import (
    BUNDLES,
    CONTRACTS,
    LEGAL_FORMS,
    Charter,
    combined,
    read_values,
)
from sim.scenario.checks import Checks
from sim.scenario.document import Node
from sim.scenario.layers import laid_over
from sim.specs import LEADS, PLATFORM, TARGETS, Bundle, CenterSpec
from sim.terms import USUAL_CONTRACT, Terms

NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
NAME_FORM = "a small letter, then small letters, digits and _"
"""Of a scenario, and of fields and centers of its own."""
LAST_QUARTER = "2199Q4"
REQUIRED = ("approved", "province", "lead", "mode", "fields")
KEYS = (
    *REQUIRED,
    "name_en",
    "name_zh",
    "bundle",
    "contract",
    "terms",
    "legal_form",
    "rights",
    "becomes",
    "targets",
)


@dataclass(frozen=True)
class Frame:
    """What centers are checked against."""

    start: str
    provinces: Collection[str]
    fields: Collection[str]
    bundles: Mapping[str, Bundle | None]
    contracts: Mapping[str, Terms | None]
    legal_forms: Mapping[str, Rights | None]

    def labelled(self, charter: Charter) -> Mapping[str, Bundle | Terms | Rights | None]:
        """Return what is labelled of one part of a charter."""
        if charter is LEGAL_FORMS:
            return self.legal_forms
        return self.bundles if charter is BUNDLES else self.contracts


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
    _check_labels(checks, entries, every, key, values, frame)
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
        values = {k: v for k, v in row._asdict().items() if k in KEYS} | values
    values.setdefault("contract", USUAL_CONTRACT)
    values.setdefault("legal_form", USUAL_FORM)
    _check_labels(checks, entries, node, key, values, frame)
    if missing or len(checks.problems) > number:
        return None
    bundle = _combined(checks, node, key, values, frame, BUNDLES)
    terms = _combined(checks, node, key, values, frame, CONTRACTS)
    rights = _combined(checks, node, key, values, frame, LEGAL_FORMS)
    after = frame.legal_forms.get(values.get("becomes", ""))
    if bundle is None or terms is None or rights is None:
        return None
    check_shares(checks, entries.get("becomes", node), key, terms, rights, after)
    return CenterSpec(
        key=name,
        name_en=values.get("name_en", name.replace("_", " ")),
        name_zh=values.get("name_zh", values.get("name_en", name.replace("_", " "))),
        province=values["province"],
        approved=values["approved"],
        lead_kind=LEADS[values["lead"]],
        platform=values["lead"] == PLATFORM,
        fields=values["fields"],
        mode=values["mode"],
        bundle=bundle,
        contract=values["contract"],
        terms=terms,
        legal_form=values["legal_form"],
        rights=rights,
        becomes=values.get("becomes"),
        rights_after=after,
        targets=values.get("targets", {}),
    )


LABEL = {BUNDLES: "mode", CONTRACTS: "contract", LEGAL_FORMS: "legal_form"}
"""Key of a center that names a bundle, a contract and a legal form."""


def check_shares(
    checks: Checks, node: Node, key: str, terms: Terms, rights: Rights, after: Rights | None
) -> None:
    """Note stakes on offer where no legal form has shares, and shares that would be lost."""
    ever = rights.has_shares or (after is not None and after.has_shares)
    if terms.capital > 0.0 and not ever:
        message = f"stakes cost {terms.capital:.12g} but its legal form has no shares"
        checks.report(node, key, message, "a legal form with `has_shares`", at_key=True)
    if after is not None and rights.has_shares and not after.has_shares:
        message = "what it becomes has no shares, but it has some before"
        checks.report(node, key, message, "a legal form with `has_shares`", at_key=True)


def _check_labels(
    checks: Checks,
    entries: dict[str, Node],
    node: Node,
    key: str,
    values: dict[str, Any],
    frame: Frame,
) -> None:
    """Note a label that nothing has, unless the center says by itself all that it would."""
    for charter, name in LABEL.items():
        label, known = values.get(name), frame.labelled(charter)
        whole = len(values[charter.own]) == len(charter.keys)
        missing = label is not None and label not in known and not whole
        said = any(f"no {charter.noun} is called `{label}`" in p.message for p in checks.problems)
        if said and name not in entries:  # of those that name none, one tells all
            continue
        if label is not None and missing:
            checks.report(
                entries.get(name, node),
                f"{key}.{name}",
                f"no {charter.noun} is called `{label}`",
                suggestion=did_you_mean(label, known) or f"add it under `{charter.labels}`",
            )


def _values(checks: Checks, entries: dict[str, Node], key: str, frame: Frame) -> dict[str, Any]:
    """Return what is given of a center."""
    values: dict[str, Any] = {charter.own: {} for charter in LABEL}
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
            case BUNDLES.own:
                value = read_values(checks, entry, dotted, BUNDLES)
            case CONTRACTS.own:
                value = read_values(checks, entry, dotted, CONTRACTS)
            case LEGAL_FORMS.own:
                value = read_values(checks, entry, dotted, LEGAL_FORMS)
            case "targets":
                value = _targets(checks, entry, dotted)
            case "becomes":
                value = checks.choice(entry, dotted, frame.legal_forms, "legal form")
            case _:
                value = checks.text(entry, dotted)
        if value is not None:
            values[name] = value
    return values


def _targets(checks: Checks, node: Node, key: str) -> dict[str, float]:
    """Return what the plan of a center promises for its first term."""
    values = {
        name: checks.number(entry, f"{key}.{name}", TARGETS[name].low, TARGETS[name].high)
        for name, entry in checks.mapping(node, key, TARGETS, noun="target").items()
    }
    return {name: value for name, value in values.items() if value is not None}


def _combined(
    checks: Checks, node: Node, key: str, values: dict[str, Any], frame: Frame, charter: Charter
) -> Any:
    """Return what the center's label says with its own differences."""
    common = frame.labelled(charter).get(values[LABEL[charter]])
    return combined(checks, node, key, charter, common, values[charter.own])


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
