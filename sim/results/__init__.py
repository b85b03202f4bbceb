"""A run as tables: names instead of codes, and a digest of what they hold."""

from sim.results.tables import (
    GENERIC,
    NATION,
    Result,
    agents,
    digest,
    tables,
    total_digest,
)

__all__ = ["GENERIC", "NATION", "Result", "agents", "digest", "tables", "total_digest"]
