"""Reading bundles, contracts and legal forms: labels for the switches of a center's charter."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sim.legal import RIGHT_KEYS, RIGHT_NUMBERS, RIGHT_SWITCHES, Rights
from sim.parameters import About
from sim.problems import did_you_mean
from sim.scenario.checks import Checks
from sim.scenario.document import Node
from sim.specs import (
    BUNDLE_CHOICES,
    BUNDLE_KEYS,
    BUNDLE_NUMBERS,
    BUNDLE_SWITCHES,
    BUNDLE_WHOLE,
    Bundle,
)
from sim.terms import TERM_KEYS, TERM_NUMBERS, TERM_SWITCHES, Terms


@dataclass(frozen=True, eq=False)
class Charter:
    """A part of a charter: what labels it, where differences of a center stand, what it holds."""

    noun: str
    labels: str  # key of the labelled ones
    own: str  # key of a center's own differences
    make: type
    keys: tuple[str, ...]
    numbers: dict[str, About]
    switches: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]]
    whole: tuple[str, ...]  # numbers that count something


BUNDLES = Charter(
    "bundle",
    "bundles",
    "bundle",
    Bundle,
    BUNDLE_KEYS,
    BUNDLE_NUMBERS,
    BUNDLE_SWITCHES,
    BUNDLE_CHOICES,
    BUNDLE_WHOLE,
)
CONTRACTS = Charter(
    "contract", "contracts", "terms", Terms, TERM_KEYS, TERM_NUMBERS, TERM_SWITCHES, {}, ()
)
LEGAL_FORMS = Charter(
    "legal form",
    "legal_forms",
    "rights",
    Rights,
    RIGHT_KEYS,
    RIGHT_NUMBERS,
    RIGHT_SWITCHES,
    {},
    (),
)


def read_labels(checks: Checks, node: Node, charter: Charter) -> dict[str, Any]:
    """Return what is labelled, None for one with a problem."""
    found: dict[str, Any] = {}
    given = checks.mapping(node, charter.labels)
    for label, entry in given.items():
        key = f"{charter.labels}.{label}"
        lacking = len(set(charter.keys) - set(entry.value if isinstance(entry.value, dict) else ()))
        close = did_you_mean(label, given.keys() - {label})
        if lacking > 1 and close.startswith("did you mean"):  # differences of another one
            message = f"unknown {charter.noun} `{label}`"
            checks.report(entry, key, message, suggestion=close, at_key=True)
            continue
        values = read_values(checks, entry, key, charter, required=charter.keys)
        found[label] = None
        if len(values) == len(charter.keys):
            found[label] = charter.make(**values)
            check(checks, entry, key, found[label])
    return found


def read_values(
    checks: Checks, node: Node, key: str, charter: Charter, required: Collection[str] = ()
) -> dict[str, Any]:
    """Return the values of a part of a charter that are given and right."""
    values: dict[str, Any] = {}
    for name, entry in checks.mapping(node, key, charter.keys, required).items():
        dotted = f"{key}.{name}"
        if name in charter.switches:
            values[name] = checks.switch(entry, dotted)
        elif name in charter.whole:
            about = charter.numbers[name]
            values[name] = checks.whole(entry, dotted, int(about.low), int(about.high))
        elif name in charter.numbers:
            about = charter.numbers[name]
            values[name] = checks.number(entry, dotted, about.low, about.high, about.unit)
        else:
            values[name] = checks.choice(
                entry, dotted, charter.choices[name], name.replace("_", " ")
            )
    return {name: value for name, value in values.items() if value is not None}


def combined(
    checks: Checks, node: Node, key: str, charter: Charter, common: Any, own: dict[str, Any]
) -> Any:
    """Return what a label says with a center's own differences, None if neither says it all."""
    if len(own) == len(charter.keys):
        made = charter.make(**own)
    elif common is None:
        return None
    else:
        made = charter.make(**(vars(common) | own))
    if own:
        check(checks, node, key, made)
    return made


def check(checks: Checks, node: Node, key: str, made: Bundle | Terms | Rights) -> None:
    """Note a problem if lead, enterprises and government have more than all votes."""
    if not isinstance(made, Bundle):
        return
    total = math.fsum((made.lead_votes, made.enterprise_votes, made.government_votes))
    if total > 1.0 + 1e-12:
        checks.report(
            node,
            key,
            f"lead_votes, enterprise_votes and government_votes add up to {total:.12g}",
            "at most 1; institutes have the rest",
            at_key=True,
        )
