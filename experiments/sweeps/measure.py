"""What a run of a sweep leaves: the outcomes of its design, by horizon and by place."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from experiments.design.outcomes import LEVELS
from experiments.design.specs import Design, Outcome
from sim.kernel import History
from sim.problems import NticError
from sim.quarters import between
from sim.specs import Scenario

YEAR = 4


class Column(NamedTuple):
    """One number of a run."""

    name: str
    outcome: int  # place in the design
    horizon: str
    part: tuple[str, str] | None  # dimension and key; None of the nation


def columns(design: Design, scenario: Scenario) -> tuple[Column, ...]:
    """Return the columns of a design's results, ``outcome@horizon`` and ``.../dimension:key``.

    Parameters
    ----------
    design : Design
    scenario : Scenario
        Any of the design's that has all its places.
    """
    found = []
    for number, outcome in enumerate(design.outcomes):
        for horizon in outcome.horizons:
            name = outcome.column(horizon)
            found.append(Column(name, number, horizon, None))
            for dimension in outcome.by:
                parts = dict.fromkeys(_keys(scenario, dimension))
                found += [
                    Column(f"{name}/{dimension}:{key}", number, horizon, (dimension, key))
                    for key in parts
                ]
    return tuple(found)


def _keys(scenario: Scenario, dimension: str) -> list[str]:
    """Return to which part of a dimension each place of its level belongs."""
    if dimension == "field":
        return [field.key for field in scenario.fields]
    if dimension == "orientation":
        return [field.orientation for field in scenario.fields]
    if dimension == "province":
        return [province.key for province in scenario.provinces]
    return [province.region for province in scenario.provinces]


Measure = Callable[[History], np.ndarray]


def measure_of(columns: Sequence[Column], design: Design, scenario: Scenario) -> Measure:
    """Return the function that reads the columns out of a run of a scenario.

    A place that the scenario does not have is not a number.
    """
    readers = [_reader(column, design.outcomes[column.outcome], scenario) for column in columns]
    return lambda history: np.array([read(history) for read in readers])


def _reader(column: Column, outcome: Outcome, scenario: Scenario) -> Callable[[History], float]:
    """Return the function that reads one number out of a run."""
    last = between(scenario.start, column.horizon) + 1
    if not 0 < last <= scenario.quarters:
        raise NticError(
            f"{column.horizon} is not within the {scenario.quarters} quarters of the run"
        )
    first = {
        "end": last - 1,
        "last_year": max(last - YEAR, 0),
    }.get(outcome.measure, max(between(scenario.start, outcome.since), 0))
    name = {"nation": "nation", "field": "fields", "province": "provinces"}[outcome.level]
    place = [about.name for about in LEVELS[outcome.level]].index(outcome.indicator)
    over_time = np.sum if outcome.measure == "total" else np.mean
    across = np.sum if outcome.across == "total" else np.mean
    rows = None
    if column.part is not None:
        dimension, key = column.part
        rows = np.flatnonzero([k == key for k in _keys(scenario, dimension)])

    def read(history: History) -> float:
        values = getattr(history, name)[first:last, ..., place]
        if outcome.level == "nation":
            return float(over_time(values))
        if rows is not None:
            values = values[:, rows]
        if values.shape[1] == 0:
            return np.nan
        return float(over_time(across(values, axis=1)))

    return read
