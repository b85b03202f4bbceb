"""Reading what is dated in a scenario: embargoes, the background and changes of its own."""

from sim import tables
from sim.parameters import About, describe
from sim.scenario.centers import LAST_QUARTER
from sim.scenario.checks import Checks
from sim.scenario.document import Node
from sim.specs import ATTRIBUTES, COLUMNS, ChangeSpec, FieldSpec

KEYS = ("quarter", "name", "field", "value")
START = "start."
"""Parameters of the initial state, which no later quarter reads."""


def read_background(
    checks: Checks, node: Node, fields: tuple[FieldSpec, ...]
) -> tuple[ChangeSpec, ...]:
    """Return what happened to the country by `scenarios/data/background.csv`, or nothing."""
    if checks.choice(node, "background", ("all", "none"), "choice") != "all":
        return ()
    chosen = {field.key for field in fields} | {None}
    return tuple(change for change in tables.background() if change.field in chosen)


def read_changes(
    checks: Checks, node: Node, fields: tuple[FieldSpec, ...], start: str
) -> tuple[ChangeSpec, ...]:
    """Return the dated changes that a scenario has of its own."""
    found: dict[tuple[str, str, str | None], ChangeSpec] = {}
    for k, item in enumerate(checks.sequence(node, "changes")):
        key = f"changes[{k}]"
        change = _read_change(checks, item, key, [field.key for field in fields], start)
        if change is None:
            continue
        what = (change.quarter, change.name, change.field)
        if what in found:
            checks.report(item, key, f"`{change.name}` is changed twice in {change.quarter}")
        found[what] = change
    return tuple(found.values())


def _read_change(
    checks: Checks, item: Node, key: str, fields: list[str], start: str
) -> ChangeSpec | None:
    """Return one change, or None if anything is wrong with it."""
    given = checks.mapping(item, key, KEYS, ("quarter", "name", "value"))
    if not {"quarter", "name", "value"} <= set(given):
        return None
    quarter = checks.quarter(given["quarter"], f"{key}.quarter", start, LAST_QUARTER)
    field = None
    bounds: dict[str, tuple[float, float, str]]
    if "field" in given:
        field = checks.choice(given["field"], f"{key}.field", fields, "field")
        bounds = {name: ATTRIBUTES[name] for name in COLUMNS}
        noun = "attribute that can change"
    else:
        bounds = _parameters()
        noun = "parameter that can change"
    name = checks.choice(given["name"], f"{key}.name", bounds, noun)
    if name not in bounds:
        if "field" not in given and given["name"].value in COLUMNS:
            suggestion = "an attribute needs `field`"
            checks.report(given["name"], f"{key}.name", "names no field", suggestion=suggestion)
        return None
    low, high, unit = bounds[name]
    value = checks.number(given["value"], f"{key}.value", low, high, unit)
    if quarter is None or value is None or ("field" in given and field is None):
        return None
    return ChangeSpec(quarter, name, field, value)


def _parameters() -> dict[str, tuple[float, float, str]]:
    """Return bounds and unit of the parameters that later quarters read."""
    about: dict[str, About] = {name: how for name, _, how in describe()}
    return {
        name: (how.low, how.high, how.unit)
        for name, how in about.items()
        if not name.startswith(START)
    }


def read_embargoes(
    checks: Checks, node: Node, fields: tuple[FieldSpec, ...], start: str
) -> dict[str, tuple[str, str]]:
    """Return first quarter without imports and first one after, by field."""
    found: dict[str, tuple[str, str]] = {}
    keys = [field.key for field in fields]
    for name, entry in checks.mapping(node, "embargoes", keys, noun="field").items():
        key = f"embargoes.{name}"
        given = checks.mapping(entry, key, ("from", "until"), ("from", "until"))
        ends = {k: checks.quarter(n, f"{key}.{k}", start, LAST_QUARTER) for k, n in given.items()}
        begin, end = ends.get("from"), ends.get("until")
        if begin is None or end is None:
            continue
        if begin < end:
            found[name] = (begin, end)
        else:
            checks.report(
                given["until"], f"{key}.until", f"got `{end}`", f"a quarter after {begin}"
            )
    return found
