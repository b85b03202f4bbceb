"""The scenario of each point of a design: the base, with what the point changes laid over it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from experiments.design.runs import Runs
from experiments.design.specs import Design, Factor
from sim import quarters
from sim.problems import Problem, ScenarioError
from sim.scalars import written_out
from sim.scenario import KEYS, Scenario, find
from sim.scenario.checks import Checks
from sim.scenario.document import Node, Place
from sim.scenario.layers import laid_over, layer_at
from sim.scenario.reading import load_under

MOST_CHECKED = 200
"""Policies of a design that are read before the first run; each takes 10 ms."""


def find_scenario(checks: Checks, node: Node, key: str, folder: Path) -> str | None:
    """Return a shipped scenario's name, or the path of a file beside the design."""
    name = checks.text(node, key, "a shipped scenario, or a file beside the design")
    if name is None:
        return None
    beside = folder / name
    if beside.suffix and beside.exists():
        return str(beside)
    try:
        find(name)
        if not find(name).exists():
            raise ScenarioError([])
    except ScenarioError as error:
        advice = error.problems[0].suggestion if error.problems else ""
        checks.report(node, key, f"there is no scenario `{name}`", suggestion=advice)
        return None
    if Path(name).name != name:
        checks.report(node, key, f"`{name}` lies elsewhere", "a file beside the design")
        return None
    return name


Changes = Mapping[str, Node]
"""Values by dotted key of the scenario, each with its place in the design."""


def scenario_of(runs: Runs, policy: int, sample: int) -> Scenario:
    """Return the scenario of a point; its seed is that of the base.

    Raises
    ------
    ScenarioError
        If the point's settings do not go together.
    """
    checks = Checks()
    chosen = [float(settings[policy]) for settings in runs.policies.settings]
    drawn = [float(settings[sample]) for settings in runs.samples.settings]
    scenario = load_point(checks, runs.design, chosen, drawn)
    if scenario is None or checks.problems:
        raise ScenarioError(checks.problems)
    return scenario


def load_point(
    checks: Checks, design: Design, chosen: Sequence[float], drawn: Sequence[float]
) -> Scenario | None:
    """Return the scenario of some settings; what is wrong is noted, and None returned.

    Parameters
    ----------
    checks : Checks
    design : Design
    chosen, drawn : sequence of float
        Settings of the levers and of the uncertainties: numbers of levels, or values.
    """
    scenario, changes = design.scenario, [design.set]
    for factor, setting in zip(
        (*design.levers, *design.uncertainties), (*chosen, *drawn), strict=True
    ):
        if factor.levels:
            level = factor.levels[int(setting)]
            scenario = level.scenario or scenario
            changes.append(level.changes)
        else:
            place = factor.node.place
            value = Node(written_out(setting), place, key_place=factor.node.key_place)
            changes.append({factor.key: value})
    layer = Node({}, Place(scenario))
    for one in changes:
        for dotted, node in one.items():
            above = layer_at(checks, dotted, node, KEYS)
            if above is None:
                return None
            layer = laid_over(layer, above)
    return load_under(checks, scenario, layer)


def check_scenarios(checks: Checks, design: Design) -> None:
    """Note what is wrong with the scenarios that a design asks for, before any run.

    All policies are read, up to `MOST_CHECKED`, and each uncertainty at the ends of its range or at
    all its levels. What only a combination of these makes wrong is a failed run.
    """
    runs = Runs(design)
    first = [float(settings[0]) for settings in runs.samples.settings]
    number = runs.policies.number
    some = np.unique(np.linspace(0, number - 1, min(number, MOST_CHECKED)).astype(int))
    policies = [[float(s[k]) for s in runs.policies.settings] for k in some]
    tried = [(chosen, first) for chosen in policies]
    for place, factor in enumerate(design.uncertainties):
        tried += [
            (policies[0], [*first[:place], setting, *first[place + 1 :]])
            for setting in _extremes(factor)
        ]
    for chosen, drawn in tried:
        scenario = load_point(checks, design, chosen, drawn)
        if scenario is None:
            continue
        last = quarters.label(scenario.start, scenario.quarters - 1)
        for outcome in design.outcomes:
            for horizon in outcome.horizons:
                if quarters.number(horizon) > quarters.number(last):
                    checks.problems.append(
                        Problem(
                            str(design.path),
                            f"{horizon} is after the end of {scenario.name}, {last}",
                            key=f"outcomes.{outcome.name}.horizons",
                        )
                    )


def _extremes(factor: Factor) -> list[float]:
    """Return the settings of an uncertainty that are tried before the first run."""
    if factor.distribution is None:
        return [float(k) for k in range(len(factor.levels))]
    return [factor.distribution.low, factor.distribution.high]
