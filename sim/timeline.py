"""Dated changes: what happened to the country whatever centers did, and a scenario's own.

A change gives a parameter, or an attribute of one field, another value from a quarter on. The
spin-up before the first quarter knows none of them, nor does anybody foresee them.
"""

from typing import NamedTuple

from sim.parameters import Parameters, replace
from sim.quarters import between
from sim.specs import COLUMNS, Scenario
from sim.state import NONE, World


class Change(NamedTuple):
    """A change as the tables have it."""

    quarter: int
    name: str  # of a parameter, or of a column of the fields
    field: int  # NONE for a parameter
    value: float


class Timeline(NamedTuple):
    """The parameters at the start, and what changes when, by quarter."""

    parameters: Parameters
    changes: tuple[Change, ...] = ()

    def parameters_in(self, t: int) -> Parameters:
        """Return the parameters in force in quarter t."""
        due = {c.name: c.value for c in self.changes if c.field == NONE and c.quarter <= t}
        return replace(self.parameters, due)


def timeline_of(scenario: Scenario) -> Timeline:
    """Return the timeline of a scenario."""
    keys = [field.key for field in scenario.fields]
    changes = [
        Change(
            between(scenario.start, spec.quarter),
            spec.name if spec.field is None else COLUMNS[spec.name],
            NONE if spec.field is None else keys.index(spec.field),
            spec.value,
        )
        for spec in scenario.changes
    ]
    return Timeline(scenario.parameters, tuple(changes))


def begin(w: World, timeline: Timeline, t: int) -> Parameters:
    """Let the changes of quarter t happen, in place, and return the parameters in force."""
    for change in timeline.changes:
        if change.quarter == t and change.field != NONE:
            w.fields[change.name][change.field] = change.value
    return timeline.parameters_in(t)
