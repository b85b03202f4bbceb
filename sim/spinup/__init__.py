"""The start of 2010 in balance: years before it with the levels of 2010, then scaled to the tables.

A model that still fills its pipeline when policy starts would measure that. Before the first
quarter the country therefore lives through some years without policy, growth and centers, in
which demand, trade and public money stay as in 2010 while ideas, technologies, knowledge and sizes
settle. How fast each field learns and how readily enterprises enter is fitted on the way, so that
its gap to the world and the number of its enterprises stay those of 2010. Then numbers, sales and
trade are set to the tables again.
"""

from functools import lru_cache

from sim.populate import SEED, build
from sim.scenario import load
from sim.specs import Scenario
from sim.spinup.levels import scale
from sim.spinup.settling import FIRST, settle
from sim.state import World

__all__ = ["start", "started"]


def start(scenario: Scenario, luck: int = int(SEED)) -> World:
    """Return the world in which a run of a scenario starts.

    A function of the country and the parameters alone: centers, events and the run's seed do not
    reach it.

    Parameters
    ----------
    scenario : Scenario
        As loaded; ``start.spinup`` says for how many quarters, 0 means the tables as they are.
    luck : int
        Key of the draws of the spin-up. One country has one past, so runs of a scenario leave it;
        a study of how much that past matters varies it.
    """
    fresh = build(scenario)
    quarters = int(scenario.parameters.start.spinup)
    if quarters == 0:
        return fresh
    settled = settle(fresh, scenario, quarters, luck=luck)
    return scale(settled, fresh, scenario, FIRST + quarters)


@lru_cache(maxsize=2)
def started(
    name: str, overrides: tuple[tuple[str, str], ...] = (), luck: int = int(SEED)
) -> tuple[Scenario, World]:
    """Return a scenario and the world in which it starts; the last two are kept.

    Parameters
    ----------
    name : str
        As `load` takes it.
    overrides : tuple of pairs of str
        Dotted keys and values, as `load` takes them in a mapping.
    luck : int
        Of the spin-up, as in `start`.

    Returns
    -------
    Scenario, World
        The world is shared among callers: `kernel.run` copies it, who changes it copies it first.
    """
    scenario = load(name, dict(overrides))
    return scenario, start(scenario, luck)
