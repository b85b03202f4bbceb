"""The worlds in which runs start, each settled once for all policies that have its past.

A start is a function of the country and the parameters: how centers will be organised does not
reach it. Policies that differ in that alone share one start, as `sim.populate.centers_as` hands it
on, bit for bit as if each had its own.
"""

from collections import OrderedDict
from dataclasses import replace

from sim import spinup
from sim.populate import centers_as
from sim.scenario import Scenario, digest
from sim.state import World

KEPT = 2
"""Starts in memory."""


class Starts:
    """Starts of scenarios; the last ones are kept.

    Attributes
    ----------
    settled : int
        How many were not at hand.
    """

    def __init__(self) -> None:
        self.kept: OrderedDict[str, tuple[Scenario, World]] = OrderedDict()
        self.settled = 0

    def world(self, scenario: Scenario) -> World:
        """Return the world in which runs of a scenario start; it is not to be written to."""
        key = past_of(scenario)
        if key not in self.kept:
            self.kept[key] = scenario, spinup.start(scenario)
            self.settled += 1
            if len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        self.kept.move_to_end(key)
        usual, world = self.kept[key]
        if usual.centers == scenario.centers:
            return world
        return centers_as(world, usual, scenario)


def past_of(scenario: Scenario) -> str:
    """Return a digest of what the past of a scenario depends on.

    Dated changes and how long a run is are left out, and of centers all but which there are.
    """
    bare = digest(replace(scenario, centers=(), changes=(), embargoes={}, quarters=1))
    return f"{bare} {[(center.key, center.fields) for center in scenario.centers]}"
