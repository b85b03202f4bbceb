"""Pilot lines for rent: what a quarter on one costs and what it is worth to be on one."""

from sim.jit import rule
from sim.parameters import Platforms


@rule
def rent_of_line(without: float, on_line: float, p: Platforms) -> float:
    """Return the rent of a line: a part of what it saves.

    Parameters
    ----------
    without, on_line : float, >= 0 [million CNY]
        Cost of the same work without a line and on one.
    p : Platforms
        Uses ``rent``.
    """
    return p.rent * max(0.0, without - on_line)


@rule
def value_on_rented_line(without: float, on_line: float, p: Platforms) -> float:
    """Return the value of a project that rents its line: the part of the gain it keeps.

    Parameters
    ----------
    without, on_line : float [million CNY]
        Value without a line and on one that is free.
    p : Platforms
        Uses ``rent``: the value is linear in costs, so rent takes its share of the gain.
    """
    return without + (1.0 - p.rent) * (on_line - without)
