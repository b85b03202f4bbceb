"""Designs, sweeps, comparisons: what the commands do, as functions that return tables."""

from importlib import import_module
from typing import Any

PUBLIC = {
    "sweep": "experiments.sweeps.running",
    "extend": "experiments.sweeps.running",
    "open_store": "experiments.sweeps.store",
    "verify": "experiments.sweeps.upkeep",
    "merge": "experiments.sweeps.upkeep",
    "replay": "experiments.sweeps.replay",
    "compare": "experiments.policies",
    "best": "experiments.choice",
}
"""Functions by the module that has them, imported when they are asked for: some bring the
compiler."""

__all__ = sorted(PUBLIC)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    """Return a public function."""
    if name not in PUBLIC:
        raise AttributeError(f"module 'experiments' has no attribute {name!r}")
    return getattr(import_module(PUBLIC[name]), name)
