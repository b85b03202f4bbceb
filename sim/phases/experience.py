"""Experience: stages that an organisation has passed of late, by kind of work."""

from typing import Any

from sim import codes, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.rules.governance import next_experience
from sim.rules.maturation import kind_of_work
from sim.state import WORK_KINDS, World


@kernel
def gain_experience(w: World, row: int) -> None:
    """Count one more stage passed by who owns a team, in place; a center's plan counts it too.

    One firm of a row has: its mean gains 1 / w.
    """
    team = w.teams[row]
    work = kind_of_work(masks.wide(team.stage))
    if team.kind == codes.ENTERPRISE:
        w.enterprises[team.owner].experience[work] += 1.0 / w.enterprises[team.owner].weight
    elif team.kind == codes.INSTITUTE:
        w.institutes[team.owner].experience[work] += 1.0 / w.institutes[team.owner].weight
    else:
        w.centers[team.owner].experience[work] += 1.0
        w.centers[team.owner].stages += 1.0


@kernel
def grow_older(me: Any, p: Parameters) -> None:
    """Let an organisation's experience of stages passed fade, in place."""
    for work in range(WORK_KINDS):
        me.experience[work] = next_experience(me.experience[work], p.governance)
