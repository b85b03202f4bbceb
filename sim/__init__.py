"""ntic: a simulation laboratory for organising, governing and funding innovation centers."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.agents import Center, Enterprise, Institute
    from sim.model import InnovationModel
    from sim.scenario import load
    from sim.simulate import run

__all__ = ["Center", "Enterprise", "InnovationModel", "Institute", "load", "run"]

_HOMES = {
    "Center": "sim.agents",
    "Enterprise": "sim.agents",
    "InnovationModel": "sim.model",
    "Institute": "sim.agents",
    "load": "sim.scenario",
    "run": "sim.simulate",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that the command line stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
