"""YAML files that people write become checked scenarios."""

from sim.problems import ScenarioError
from sim.scenario.digests import country_digest, digest
from sim.scenario.layers import find, repeated, said, shipped
from sim.scenario.reading import KEYS, RESOLVED, load
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
    "repeated",
    "said",
    "shipped",
]
