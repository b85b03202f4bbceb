"""Where two runs with the same luck first part: quarter, phase, step, and who is concerned.

Both worlds go on side by side; the first quarter that leaves them unlike is lived through again
phase by phase, and the first such phase step by step. What differs by input, as a center's grant
or a dated change of a field's markup, is left out: a divergence is what rules make of inputs.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.identity import (
    NUMBERED,
    Given,
    Side,
    cells_unlike,
    columns_unlike,
    unlike,
)
from sim import accounts, spinup
from sim.compiled import PERFORM, close_books, quarter
from sim.kernel import with_room
from sim.parameters import pack
from sim.population import renew
from sim.quarters import label
from sim.rows import SCENARIO
from sim.scenario import country_digest
from sim.schedule import SCHEDULE, perform
from sim.specs import Scenario
from sim.state import Clock, World, copy
from sim.timeline import begin, timeline_of


@dataclass(frozen=True)
class Divergence:
    """Where two runs part."""

    start: pd.DataFrame  # columns that differ in the first quarter, before it begins
    same_country: bool  # else nothing after the start is compared
    past: str  # whose settled start both have after that: "own", or "a" for that of the first
    quarter: str | None = None
    phase: str | None = None
    step: str | None = None
    cells: pd.DataFrame | None = None  # what differs after that step


def first_divergence(a: Side, b: Side, seed: int, quarters: int) -> Divergence:
    """Return where two runs part.

    If the worlds differ at the start because the spin-up knows the parameters, both go on from the
    settled start of the first, each with its own parameters: what parts them is then the run.

    Parameters
    ----------
    a, b : Side
        Scenarios and the worlds in which they start; the worlds are not written to.
    seed : int
        Of both runs.
    quarters : int
        How far to look.
    """
    given = inputs_of_rows(a, b)
    start = columns_unlike(a, b, given)
    same = country_digest(a.scenario) == country_digest(b.scenario)
    past = "own"
    if same and len(start):
        settled = replace(b.scenario, parameters=a.scenario.parameters)
        b, past = b._replace(world=spinup.start(settled)), "a"
        same = not any(unlike(a, b, given))
    found = Divergence(start, same, past)
    return _in_lockstep(found, a, b, given, seed, quarters) if same else found


def inputs_of_rows(a: Side, b: Side) -> Given:
    """Return the columns that differ at the start because a scenario sets them."""
    given = {
        (found.table, found.name)
        for found in unlike(a, b)
        if found.name and found.column.source == SCENARIO
    }
    keys = [[center.key for center in side.scenario.centers] for side in (a, b)]
    return frozenset(given | (NUMBERED if keys[0] != keys[1] else set()))


def _in_lockstep(
    found: Divergence, a: Side, b: Side, given: Given, seed: int, quarters: int
) -> Divergence:
    """Let both worlds go on until a quarter leaves them unlike."""
    scenarios = (a.scenario, b.scenario)
    timelines = [timeline_of(scenario) for scenario in scenarios]
    worlds = [copy(a.world), copy(b.world)]
    for t in range(quarters):
        worlds = [with_room(w) for w in worlds]
        packed = [pack(begin(w, line, t)) for w, line in zip(worlds, timelines, strict=True)]
        given |= _just_set(scenarios, worlds, given)
        before = [copy(w) for w in worlds]
        for w, p in zip(worlds, packed, strict=True):
            quarter(w, p, np.uint64(seed), t)
        worlds = [renew(w) for w in worlds]
        if _alike(scenarios, worlds, given):
            continue
        phase, step, after = _locate(scenarios, before, packed, given, seed, t)
        sides = [Side(s, w) for s, w in zip(scenarios, after, strict=True)]
        cells = cells_unlike(sides[0], sides[1], given)
        when = label(a.scenario.start, t)
        return replace(found, quarter=when, phase=phase, step=step, cells=cells)
    return found


def _just_set(scenarios: tuple[Scenario, ...], worlds: list[World], given: Given) -> Given:
    """Return the columns in which worlds that were alike differ now, after dated changes."""
    a, b = (Side(s, w) for s, w in zip(scenarios, worlds, strict=True))
    return frozenset((found.table, found.name) for found in unlike(a, b, given) if found.name)


def _alike(scenarios: tuple[Scenario, ...], worlds: list[World], given: Given) -> bool:
    a, b = (Side(s, w) for s, w in zip(scenarios, worlds, strict=True))
    return not any(unlike(a, b, given))


def _locate(
    scenarios: tuple[Scenario, ...],
    worlds: list[World],
    packed: list[Any],
    given: Given,
    seed: int,
    t: int,
) -> tuple[str, str, list[World]]:
    """Return the first phase and step of a quarter that leave the worlds unlike, and these."""
    for w in worlds:
        accounts.open_books(w)
    for number, phase in enumerate(SCHEDULE):
        clock = Clock(np.uint64(seed), t, number)
        before = [copy(w) for w in worlds]
        _each(PERFORM[number], worlds, packed, clock)
        _each(close_books, worlds, packed, clock)
        if _alike(scenarios, worlds, given):
            continue
        for step in phase.steps:
            _each(lambda w, p, clock, step=step: perform(step, w, p, clock), before, packed, clock)
            if not _alike(scenarios, before, given):
                return phase.name, step.name, before
        return phase.name, close_books.__name__, worlds
    return "turnover", renew.__name__, [renew(w) for w in worlds]


def _each(
    act: Callable[[World, Any, Clock], None],
    worlds: list[World],
    packed: list[Any],
    clock: Clock,
) -> None:
    for w, p in zip(worlds, packed, strict=True):
        act(w, p, clock)
