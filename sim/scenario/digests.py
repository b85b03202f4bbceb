"""Digests of what a scenario simulates, whatever it is called and wherever it lies."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from sim.specs import Scenario

OUTSIDE = ("name", "question", "look_at", "path", "seed", "bundles", "contracts", "legal_forms")
"""What does not change what is simulated; labels act through who has them or may be called."""
COUNTRY = ("start", "scale", "enterprises", "fields", "provinces", "laboratories",
           "manufacturing_centers", "public_rd")  # fmt: skip


def digest(scenario: Scenario) -> str:
    """Return the SHA-256 of what is simulated: not of name, question, path or seed."""
    groups = scenario.parameters._asdict()
    content = {name: value for name, value in asdict(scenario).items() if name not in OUTSIDE}
    content["parameters"] = {name: group._asdict() for name, group in groups.items()}
    if scenario.programme is not None:
        labels = scenario.programme.bundles.items()
        content["charters"] = {lead: vars(scenario.bundles[label]) for lead, label in labels}
    return _of(content, scenario)


def country_digest(scenario: Scenario) -> str:
    """Return the SHA-256 of what the first quarter's world is made from, centers left out."""
    content = {name: value for name, value in asdict(scenario).items() if name in COUNTRY}
    content["parameters"] = scenario.parameters.start._asdict()
    return _of(content, scenario)


def _of(content: dict[str, Any], scenario: Scenario) -> str:
    content["relatedness"] = scenario.relatedness.tolist()
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
