"""Dated changes: what happened to the country whatever centers did, and a scenario's own.

A change gives a parameter, or a column of one row, another value from a quarter on. The
spin-up before the first quarter knows none of them, nor does anybody foresee them.
"""

from typing import NamedTuple

from sim.parameters import Parameters, replace
from sim.quarters import between
from sim.specs import COLUMNS, REGION, Scenario
from sim.state import NONE, World


class Change(NamedTuple):
    """A change as the tables have it."""

    quarter: int
    name: str  # of a parameter, or of a column
    value: float
    table: str | None = None  # of the world; None for a parameter
    row: int = NONE


class Timeline(NamedTuple):
    """The parameters at the start, and what changes when, by quarter."""

    parameters: Parameters
    changes: tuple[Change, ...] = ()

    def parameters_in(self, t: int) -> Parameters:
        """Return the parameters in force in quarter t."""
        due = {c.name: c.value for c in self.changes if c.table is None and c.quarter <= t}
        return replace(self.parameters, due)


def timeline_of(scenario: Scenario) -> Timeline:
    """Return the timeline of a scenario."""
    fields = [field.key for field in scenario.fields]
    centers = [center.key for center in scenario.centers]
    provinces = [province.key for province in scenario.provinces]
    changes = []
    for spec in scenario.changes:
        t = between(scenario.start, spec.quarter)
        if spec.field is not None:
            row = fields.index(spec.field)
            changes.append(Change(t, COLUMNS[spec.name], spec.value, "fields", row))
        elif spec.center is not None:
            row = centers.index(spec.center)
            changes.append(Change(t, spec.name, spec.value, "centers", row))
        elif spec.province is not None:
            row = provinces.index(spec.province)
            changes.append(Change(t, REGION[spec.name][0], spec.value, "provinces", row))
        else:
            changes.append(Change(t, spec.name, spec.value))
    return Timeline(scenario.parameters, tuple(changes))


def apply(w: World, change: Change) -> None:
    """Write a change of a column into its row, in place."""
    assert change.table is not None
    getattr(w, change.table)[change.name][change.row] = change.value


def begin(w: World, timeline: Timeline, t: int) -> Parameters:
    """Let the changes of quarter t happen, in place, and return the parameters in force."""
    for change in timeline.changes:
        if change.quarter == t and change.table is not None:
            apply(w, change)
    return timeline.parameters_in(t)
