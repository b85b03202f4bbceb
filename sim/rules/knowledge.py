"""Learning only what lies next to what one knows, and forgetting what one does not use."""

import math

import numpy as np

from sim import draws, masks
from sim.jit import rule
from sim.parameters import Knowledge


@rule
def proximity(distance: float, p: Knowledge) -> float:
    """Weigh a province by how near it is: 1 at home is set by the caller, else exp(-d/R).

    Parameters
    ----------
    distance : float, >= 0 [km]
        Between the two provinces' label points.
    p : Knowledge
        Uses ``spillover_reach``.

    Returns
    -------
    float
        Weight in (0, 1].

    References
    ----------
    .. [1] Bottazzi and Peri (2003), Eur. Econ. Rev. 47, 687-710: no spillovers beyond 300 km.
    """
    return math.exp(-distance / p.spillover_reach)


@rule
def within_reach(known: np.uint64, neighbours: np.ndarray) -> np.uint64:
    """Return the units next to a known one in the field's graph, known ones left out.

    Parameters
    ----------
    known : uint64 mask
        Units known.
    neighbours : (64,) uint64
        Units next to each unit.

    Returns
    -------
    uint64 mask
        What can be learned next: absorptive capacity is endogenous (Cohen, Levinthal 1990).
    """
    near = masks.EMPTY
    rest = known
    while rest != masks.EMPTY:
        unit = masks.lowest(rest)
        near = near | neighbours[unit]
        rest = rest & (rest - masks.ONE)
    return near & ~known


@rule
def learning_hazard(
    around: float, abroad: float, in_base: bool, own_effort: float, pace: float, p: Knowledge
) -> float:
    """Return the hazard of learning one unit within reach, in a quarter.

    Hazards of the channels add up: those around who know it, own R&D, abroad, a shared base.

    Parameters
    ----------
    around : float, >= 0 [1/quarter]
        Hazard from those around: a rate times the sum over provinces of proximity times the
        share of sales that knows the unit; also from institutes, colleagues and
        partners.
    abroad : float, >= 0 [1]
        0 if the world does not know the unit, else the pace at which it is learned from there
        over that of who has no parent abroad when all ways are open.
    in_base : bool
        The unit lies in the shared base of a center one belongs to.
    own_effort : float, >= 0 [1]
        Own routine R&D over what is usual for its sales.
    pace : float, >= 0 [1]
        Of learning in the field: the same for all channels.
    p : Knowledge
        Uses ``own_learning_rate``, ``foreign_learning_rate`` and ``base_learning_rate``.

    Returns
    -------
    float
        Not negative; it is learned with chance 1 - exp(-hazard), see `happens`.
    """
    hazard = around + p.own_learning_rate * own_effort + p.foreign_learning_rate * abroad
    if in_base:
        hazard += p.base_learning_rate
    return pace * hazard


@rule
def happens(u: float, hazard: float) -> bool:
    """Say whether what has a hazard happens, by a draw u: with chance 1 - exp(-hazard).

    That chance is never above the hazard, which spares most draws the exponential.
    """
    return u < hazard and u < 1.0 - math.exp(-hazard)


@rule
def forgetting_probability(depreciation: float) -> float:
    """Return the chance to lose an unused unit in a quarter: 1 - (1 - δ)^(1/4).

    Parameters
    ----------
    depreciation : float, 0 to 1 [1/year]
        Of knowledge in the field.

    Returns
    -------
    float
        Four quarters of it compound to the yearly rate.
    """
    return 1.0 - math.sqrt(math.sqrt(1.0 - depreciation))


@rule
def pick_unit(seed: np.uint64, key: int, channel: int, pool: np.uint64) -> int:
    """Choose one unit of a pool by a draw that belongs to the unit, each as likely as any other.

    A unit more or less in the pool changes the choice only if it would itself be chosen.

    Parameters
    ----------
    seed : uint64
        Of the run.
    key : int
        Identity of who chooses what for.
    channel : int
        The decision, one of those of `sim.draws`.
    pool : uint64
        Mask of the units, not empty.
    """
    best = 0
    highest = -1.0
    rest = pool
    while rest != masks.EMPTY:
        unit = masks.lowest(rest)
        rest = rest & (rest - masks.ONE)
        u = draws.uniform(seed, 0, draws.identity(key, unit, 0), channel, 0)
        if u > highest:
            best, highest = unit, u
    return best
