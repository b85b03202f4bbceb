"""YAML files that people write become checked scenarios."""

from sim.problems import ScenarioError
from sim.scenario.reading import (
    KEYS,
    RESOLVED,
    country_digest,
    digest,
    find,
    load,
    shipped,
)
from sim.specs import Scenario

__all__ = [
    "KEYS",
    "RESOLVED",
    "Scenario",
    "ScenarioError",
    "country_digest",
    "digest",
    "find",
    "load",
    "shipped",
]
