"""Stages from TRL 1 to TRL 9: what they need, cost, and how often they succeed."""

import math

from sim import codes
from sim.jit import rule
from sim.parameters import Maturation

PILOT_STAGE = 2
"""TRL 4-6, the only stage that needs science and application units and can use a pilot line."""
OWNING_STAGE = 3
"""Who first passes this stage is at TRL 8 and owns the technology."""


@rule
def kind_of_work(stage: int) -> int:
    """Return what kind of work a stage (0 to 4) is: science, pilot or application."""
    if stage < PILOT_STAGE:
        return codes.SCIENCE_WORK
    return codes.PILOT_WORK if stage == PILOT_STAGE else codes.APPLICATION_WORK


@rule
def cost_share(stage: int, pilot: bool, p: Maturation) -> float:
    """Return the share of the project's cost that falls in a stage (0 to 4) [1]."""
    if stage == 0:
        return p.cost_1_3
    if stage == 1:
        return p.cost_3_4
    if stage == PILOT_STAGE:
        return p.cost_4_6 * p.pilot_cost if pilot else p.cost_4_6
    if stage == OWNING_STAGE:
        return p.cost_6_8
    return p.cost_8_9


@rule
def pass_probability(
    stage: int, science: float, application: float, both: float, p: Maturation
) -> float:
    """Return the chance that a stage succeeds: π x (share of needed units known)^η.

    =========  =====================
    stage      needed
    =========  =====================
    TRL 1-3    science
    TRL 3-4    science
    TRL 4-6    science, application
    TRL 6-8    application
    TRL 8-9    application
    =========  =====================

    Parameters
    ----------
    stage : int, 0 to 4
        Stage in work.
    science, application, both : float, 0 to 1
        Share of the idea's science, application and all units that the team knows.
    p : Maturation
        Uses ``success`` and ``knowledge_elasticity``: the same in every stage.
    """
    if stage < PILOT_STAGE:
        share = science
    elif stage == PILOT_STAGE:
        share = both
    else:
        share = application
    if share <= 0.0:
        return 0.0
    return p.success * share**p.knowledge_elasticity


@rule
def due_probability(effort: float) -> float:
    """Return the chance that a stage falls due in a quarter: 1 - exp(-effort).

    Parameters
    ----------
    effort : float, >= 0 [1]
        Spent in the quarter over the stage's cost.
    """
    return 1.0 - math.exp(-effort)
