"""The worlds in which runs start, each settled once for all policies that have its past.

A start is a function of the country and the parameters: how centers will be organised, who calls
for them and what is embargoed when does not reach it. Policies that differ in that alone share one
start; what their charters say is written into it. Runs are bit for bit those of a start of one's
own. Of the start itself only the `ANEW` of a center may differ, if its pay does; of a center that
begins in the first quarter, which reads them, pay is of the past.
"""

from collections import OrderedDict
from dataclasses import replace
from typing import Any, NamedTuple

from sim import spinup
from sim.populate import build, rows_as
from sim.scenario import Scenario, digest
from sim.state import World

KEPT = 2
"""Starts in memory."""
CHARTERED = ("centers", "successors", "charters", "fields", "provinces")
"""Tables in which stands what centers are to be, who calls for them and what is embargoed."""
ANEW = ("work_pace", "work_cost", "leaving", "staying")
"""Columns of a center that every quarter writes for the next, whether it has begun or not."""


class Past(NamedTuple):
    """A scenario, its tables as built, and the world in which it starts."""

    scenario: Scenario
    fresh: World
    world: World


class Starts:
    """Starts of scenarios; the last ones are kept.

    Attributes
    ----------
    settled : int
        How many were not at hand.
    """

    def __init__(self) -> None:
        self.kept: OrderedDict[str, Past] = OrderedDict()
        self.settled = 0

    def world(self, scenario: Scenario) -> World:
        """Return the world in which runs of a scenario start; it is not to be written to."""
        key = past_of(scenario)
        if key not in self.kept:
            self.kept[key] = Past(scenario, build(scenario), spinup.start(scenario))
            self.settled += 1
            if len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        self.kept.move_to_end(key)
        past = self.kept[key]
        if _charters(past.scenario) == _charters(scenario):
            return past.world
        wanted = build(scenario)
        return past.world._replace(
            **{
                table: rows_as(*(getattr(w, table) for w in (past.world, past.fresh, wanted)))
                for table in CHARTERED
            }
        )


def _charters(scenario: Scenario) -> tuple[Any, ...]:
    """Return what is not of the past but stands in the tables of the start."""
    called = scenario.bundles, scenario.contracts
    return (
        scenario.centers,
        scenario.embargoes,
        scenario.programme,
        called if scenario.programme else None,
    )


def past_of(scenario: Scenario) -> str:
    """Return a digest of what the past of a scenario depends on.

    Dated changes, calls and how long a run is are left out, and of centers all but which there are
    and what those pay that begin at once.
    """
    bare = replace(scenario, centers=(), changes=(), embargoes={}, programme=None, quarters=1)
    called = scenario.programme.first_call if scenario.programme is not None else ""
    centers = [
        (center.key, center.fields, center.rights.pay if begins == scenario.start else None)
        for center in scenario.centers
        for begins in [called if center.called else center.approved]
    ]
    return f"{digest(bare)} {centers}"
