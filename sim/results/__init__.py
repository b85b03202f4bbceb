"""A run as tables: names instead of codes, a dictionary of them, and a digest of what they hold."""

from sim.results.agents import agents
from sim.results.centers import STATUS
from sim.results.columns import GENERIC, NATION
from sim.results.digests import digest, total_digest
from sim.results.tables import Result, tables

__all__ = ["GENERIC", "NATION", "STATUS", "Result", "agents", "digest", "tables", "total_digest"]
