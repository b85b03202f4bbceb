"""Reading what varies in a design: levers with their levels, uncertainties with distributions."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from experiments.design.distributions import LOG_UNIFORM, NEEDS, NORMAL, SHAPES, UNIFORM
from experiments.design.scenarios import find_scenario
from experiments.design.specs import Distribution, Factor, Level
from sim.parameters import About, describe
from sim.scalars import NUMBER
from sim.scenario.checks import Checks
from sim.scenario.document import Node
from sim.scenario.layers import written

WIDEST = 1e12
"""Bound of ranges whose own bounds only the scenario knows."""
OWN = ("run", "policy", "sample", "replication", "seed", "status", "error", "digest")
"""Columns of the results that no lever and no uncertainty may be called."""
SCENARIO = "scenario"
IDLE = {
    "seed": "moves nothing: every run has a seed of its own",
    "question": "moves nothing",
    "look_at": "moves nothing",
}
"""Keys of a scenario that no run depends on."""


def read_levers(checks: Checks, node: Node, folder: Path) -> tuple[Factor, ...]:
    """Return the levers: scenarios to choose from, levels of a key, or sets of changes."""
    levers = []
    for name, entry in checks.mapping(node, "levers").items():
        key = f"levers.{name}"
        _check_name(checks, entry, key, name)
        entries = checks.mapping(
            entry,
            key,
            ("scenarios", "key", "levels", "range", "distribution", "mode", "mean", "sd"),
        )
        if "scenarios" in entries:
            levers.append(_scenarios(checks, name, entry, entries, folder))
        elif "key" in entries and "levels" in entries:
            dotted = checks.text(entries["key"], f"{key}.key", "a dotted key") or name
            levers.append(Factor(name, entry, _levels(checks, entries["levels"], key, dotted)))
        elif "key" in entries:
            levers.append(_ranged(checks, name, entry, entries, key))
        elif "levels" in entries:
            levers.append(_named(checks, name, entry, entries["levels"], key))
        elif isinstance(entry.value, dict):
            checks.report(entry, key, "says nothing", "`scenarios`, `key` or `levels`")
    return tuple(levers)


def read_uncertainties(checks: Checks, node: Node) -> tuple[Factor, ...]:
    """Return the uncertainties, which are named by the dotted key that they set."""
    found = []
    for name, entry in checks.mapping(node, "uncertainties").items():
        key = f"uncertainties.{name}"
        _check_name(checks, entry, key, name)
        entries = checks.mapping(
            entry, key, ("range", "distribution", "levels", "mode", "mean", "sd")
        )
        if "levels" in entries:
            for other in sorted(entries.keys() - {"levels"}):
                checks.report(entries[other], f"{key}.{other}", "levels have none", at_key=True)
            found.append(Factor(name, entry, _levels(checks, entries["levels"], key, name)))
        else:
            spread = _read_distribution(checks, entry, entries, key, name)
            if spread is not None:
                found.append(Factor(name, entry, (), name, spread))
    return tuple(found)


def _check_name(checks: Checks, node: Node, key: str, name: str) -> None:
    """Note a name that a column of the results cannot have."""
    if name in OWN or "@" in name or not name.strip():
        known = ", ".join(OWN)
        checks.report(node, key, "is no name for a column", f"none of {known}, no @", at_key=True)


def _scenarios(
    checks: Checks, name: str, node: Node, entries: dict[str, Node], folder: Path
) -> Factor:
    """Return a lever whose levels are whole scenarios."""
    key = f"levers.{name}.scenarios"
    for other in sorted(entries.keys() - {"scenarios"}):
        checks.report(entries[other], f"levers.{name}.{other}", "scenarios have none", at_key=True)
    levels = []
    for item in checks.sequence(entries["scenarios"], key):
        scenario = find_scenario(checks, item, key, folder)
        if scenario is not None:
            levels.append(Level(Path(scenario).stem, scenario, {}))
    _check_labels(checks, entries["scenarios"], key, levels)
    return Factor(name, node, tuple(levels))


def _levels(checks: Checks, node: Node, key: str, dotted: str) -> tuple[Level, ...]:
    """Return the levels of one key of the scenario."""
    items = checks.sequence(node, f"{key}.levels")
    found = [Level(written(item), None, {dotted: item}) for item in items]
    _check_labels(checks, node, f"{key}.levels", found)
    return tuple(found)


def _named(checks: Checks, name: str, node: Node, levels: Node, key: str) -> Factor:
    """Return a lever whose levels have names and change several keys."""
    found = []
    for label, entry in checks.mapping(levels, f"{key}.levels").items():
        changes = checks.mapping(entry, f"{key}.levels.{label}")
        found.append(Level(label, None, changes))
    _check_labels(checks, levels, f"{key}.levels", found)
    return Factor(name, node, tuple(found))


def _check_labels(checks: Checks, node: Node, key: str, levels: list[Level]) -> None:
    """Note that there is no level, or that two are the same."""
    if not levels and isinstance(node.value, list | dict):
        checks.report(node, key, "is empty", "at least one level")
    first: dict[str | float, str] = {}
    for label in (level.label for level in levels):
        value = float(label) if NUMBER.fullmatch(label) else label  # 5 and 5.0 are one
        if value in first:
            twice = f"`{label}`" if label == first[value] else f"`{first[value]}` as `{label}`"
            checks.report(node, key, f"{twice} is listed twice")
        first.setdefault(value, label)


def check_keys(
    checks: Checks, changes: Mapping[str, Node], factors: Mapping[str, Sequence[Factor]]
) -> None:
    """Note keys that no run obeys: two factors that set one, and what a run has of its own."""
    for dotted, node in changes.items():
        if dotted in IDLE:
            checks.report(node, f"set.{dotted}", IDLE[dotted], at_key=True)
    owner: dict[str, str] = {}
    for section, factor in ((name, one) for name, some in factors.items() for one in some):
        keys = {factor.key} if factor.distribution is not None else set[str]()
        for level in factor.levels:
            keys |= {SCENARIO} if level.scenario is not None else set[str]()
            for dotted, node in level.changes.items():
                keys |= set(_leaves(dotted, node))
        for key in sorted(keys):
            bare = key.removeprefix("parameters.")
            if bare in IDLE:
                checks.report(factor.node, f"{section}.{factor.name}", IDLE[bare], at_key=True)
            elif (other := _taken(bare, owner)) not in ("", factor.name):
                message = f"sets `{bare}`, which `{other}` sets too: one of them would move nothing"
                checks.report(factor.node, f"{section}.{factor.name}", message, at_key=True)
        owner |= {key.removeprefix("parameters."): factor.name for key in keys if key != "events"}


def _taken(key: str, owner: Mapping[str, str]) -> str:
    """Return who sets a key already, or something in it that this would take away."""
    inside = (name for other, name in owner.items() if other == key or other.startswith(f"{key}."))
    return next(inside, "")


def _leaves(dotted: str, node: Node) -> Iterator[str]:
    """Yield the keys of a change, one for each value."""
    if isinstance(node.value, dict) and node.value:
        for name, child in node.value.items():
            yield from _leaves(f"{dotted}.{name}", child)
    else:
        yield dotted


def _ranged(checks: Checks, name: str, node: Node, entries: dict[str, Node], key: str) -> Factor:
    """Return a lever that is set to any value of a range of one key."""
    dotted = checks.text(entries["key"], f"{key}.key", "a dotted key") or name
    spread = _read_distribution(checks, node, entries, key, dotted)
    return Factor(name, node, (), dotted, spread)


def _read_distribution(
    checks: Checks, node: Node, entries: dict[str, Node], key: str, dotted: str
) -> Distribution | None:
    """Return a distribution over a range, that of the parameter if none is given."""
    shape = UNIFORM
    if "distribution" in entries:
        shape = checks.choice(
            entries["distribution"], f"{key}.distribution", SHAPES, "distribution"
        )
    ends = _read_range(checks, node, entries, key, dotted)
    if shape is None or ends is None:
        return None
    low, high = ends
    if shape == LOG_UNIFORM and low <= 0.0:
        checks.report(node, f"{key}.range", f"begins at {low:g}", "above 0 for log_uniform")
        return None
    needs = NEEDS.get(shape, ())
    numbers: dict[str, float] = {}
    for name in needs:
        if name not in entries:
            checks.report(node, key, f"missing key `{name}` of a {shape} distribution")
            return None
        bounds = (1e-12, WIDEST) if name == "sd" else (low, high)
        value = checks.number(entries[name], f"{key}.{name}", *bounds)
        if value is None:
            return None
        numbers[name] = value
    for name in ("mode", "mean", "sd"):
        if name in entries and name not in needs:
            checks.report(entries[name], f"{key}.{name}", f"is not used by {shape}", at_key=True)
    if shape == NORMAL:
        return Distribution(shape, low, high, numbers["mean"], numbers["sd"])
    return Distribution(shape, low, high, numbers.get("mode", 0.0))


def _read_range(
    checks: Checks, node: Node, entries: dict[str, Node], key: str, dotted: str
) -> tuple[float, float] | None:
    """Return the ends of a range."""
    about: dict[str, About] = {name: how for name, _, how in describe()}
    bare = dotted.removeprefix("parameters.")
    low, high = -WIDEST, WIDEST
    if bare in about:
        low, high = about[bare].low, about[bare].high
    if "range" not in entries:
        if bare in about:
            return low, high
        checks.report(node, key, "missing key `range`: only parameters have one of their own")
        return None
    items = checks.sequence(entries["range"], f"{key}.range")
    unit = about[bare].unit if bare in about else "1"
    ends = [checks.number(item, f"{key}.range", low, high, unit) for item in items]
    if len(ends) != 2:
        checks.report(entries["range"], f"{key}.range", f"has {len(ends)} values", "two")
        return None
    first, last = ends
    if first is None or last is None:
        return None
    if first >= last:
        checks.report(entries["range"], f"{key}.range", "does not go up", "[low, high]")
        return None
    return first, last
