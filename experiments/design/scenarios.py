"""The scenario of each point of a design: the base, with what the point changes laid over it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from experiments.design.runs import Runs
from experiments.design.specs import Design, Factor, Outcome
from sim import quarters
from sim.problems import Problem, ScenarioError, did_you_mean
from sim.scalars import written_out
from sim.scenario import KEYS, Scenario
from sim.scenario.checks import Checks
from sim.scenario.document import Node, Place, parse, read_text
from sim.scenario.layers import BASE, laid_over, layer_at, shipped
from sim.scenario.reading import load_under

LAST_QUARTERS = {"total": 1, "mean": 1, "end": 1, "last_year": 4}
"""Quarters up to the horizon that a measure needs."""
MOST_CHECKED = 200
"""Policies of a design that are read before the first run; each takes 10 ms."""


def find_scenario(checks: Checks, node: Node, key: str, folder: Path) -> str | None:
    """Return the path of a shipped scenario, or of a file beside the design."""
    name = checks.text(node, key, "a shipped scenario, or a file beside the design")
    if name is None:
        return None
    names, beside = shipped(), folder / name
    if Path(name).name != name:
        checks.report(node, key, f"`{name}` lies elsewhere", "a file beside the design")
    elif beside.suffix and beside.is_file():
        if _stands_on_others(beside, folder):
            checks.report(node, key, f"`{name}` is based on a file elsewhere", "one beside it")
        else:
            return str(beside)
    elif name in names:
        return str(names[name])
    else:
        advice = did_you_mean(Path(name).stem, names)
        checks.report(node, key, f"there is no scenario `{name}`", suggestion=advice)
    return None


def _stands_on_others(file: Path, folder: Path) -> bool:
    """Say whether a scenario is based on a file that is not in its own folder."""
    try:
        root, _ = parse(read_text(file, str(file)), str(file))
    except ScenarioError:  # told when it is read
        return False
    entries = root.value if root is not None else None
    base = entries[BASE].value if isinstance(entries, dict) and BASE in entries else None
    return isinstance(base, str) and Path(base).name != base and (folder / base).exists()


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
    usual = None
    for chosen, drawn in tried:
        scenario = load_point(checks, design, chosen, drawn)
        if scenario is None:
            continue
        for outcome in design.outcomes:
            _check_horizons(checks, outcome, scenario)
            if usual is not None:
                _check_places(checks, outcome, usual, scenario)
        usual = usual or scenario


def _check_horizons(checks: Checks, outcome: Outcome, scenario: Scenario) -> None:
    """Note the horizons of an outcome that a run of a scenario does not reach."""
    start = quarters.number(scenario.start)
    end = start + scenario.quarters - 1
    early = start + (LAST_QUARTERS[outcome.measure] - 1)
    for horizon in outcome.horizons:
        message = ""
        if quarters.number(horizon) > end:
            last = quarters.label(scenario.start, scenario.quarters - 1)
            message = f"{horizon} is after the end of {scenario.name}, {last}"
        elif quarters.number(horizon) < early:
            first = quarters.label(scenario.start, LAST_QUARTERS[outcome.measure] - 1)
            message = f"{horizon} is before {first}, the first for `{outcome.measure}`"
        if message:
            _note(checks, outcome, "horizons", message)


def _check_places(checks: Checks, outcome: Outcome, usual: Scenario, other: Scenario) -> None:
    """Note an outcome that is kept by place, of a scenario with places that the first one lacks."""
    lists = {"field": "fields", "province": "provinces"}
    if not outcome.by:
        return
    known, there = (
        {place.key for place in getattr(s, lists[outcome.level])} for s in (usual, other)
    )
    if there - known:
        _note(
            checks,
            outcome,
            "by",
            f"{other.name} has the {outcome.level} `{min(there - known)}`, which the first point "
            f"lacks",
            "a first level with all places",
        )


def _note(checks: Checks, outcome: Outcome, key: str, message: str, expected: str = "") -> None:
    """Note what is wrong with an outcome, where the design names it."""
    place = outcome.place
    checks.problems.append(
        Problem(
            place.file,
            message,
            place.line or None,
            place.column or None,
            f"outcomes.{outcome.name}.{key}",
            expected=expected,
        )
    )


def _extremes(factor: Factor) -> list[float]:
    """Return the settings of an uncertainty that are tried before the first run."""
    if factor.distribution is None:
        return [float(k) for k in range(len(factor.levels))]
    return [factor.distribution.low, factor.distribution.high]
