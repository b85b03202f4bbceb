"""Reading what is dated in a scenario: the background and events of its own.

An event is a change of a parameter, of something of a field, a center or a province, an embargo,
or a cut of a public budget. It holds from a quarter on, until another one or to the end;
while it holds, the background does not move what it set.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

from sim import tables
from sim.legal import RIGHT_KEYS, RIGHT_NUMBERS, RIGHT_SWITCHES, Rights
from sim.parameters import About, Parameters, describe, to_vector
from sim.scenario.centers import LAST_QUARTER
from sim.scenario.checks import Checks
from sim.scenario.document import Node
from sim.specs import (
    ATTRIBUTES,
    BUNDLE_NUMBERS,
    BUNDLE_SWITCHES,
    COLUMNS,
    REGION,
    Bundle,
    CenterSpec,
    ChangeSpec,
    FieldSpec,
    ProvinceSpec,
)
from sim.terms import TERM_KEYS, TERM_NUMBERS, TERM_SWITCHES, Terms

Embargoes = dict[str, tuple[str, str]]

KINDS = ("change", "embargo", "cut")
"""What an event is by the key it has; each has exactly one of these."""
KEYS = {
    "change": ("from", "until", "change", "to", "field", "center", "province"),
    "embargo": ("from", "until", "embargo"),
    "cut": ("from", "until", "cut", "by"),
}
REQUIRED = {"change": ("from", "change", "to"), "embargo": ("from", "until", "embargo"),
            "cut": ("from", "cut", "by")}  # fmt: skip
BUDGETS = {
    "public_rd": "funding.public_level",
    "center_grants": "grant",
    "center_local_grants": "local_grant",
}
"""Budgets that can be cut, and the parameter or the switch of all centers that says how large."""
OF_CENTERS = (
    "grant",
    "local_grant",
    "pilot_capacity",
    "incubator_places",
    *BUNDLE_SWITCHES,
    *TERM_KEYS,
    *RIGHT_KEYS,
)
"""Switches of a center that can change later: of its bundle, all of its contract and legal form."""
SWITCHES = (*BUNDLE_SWITCHES, *TERM_SWITCHES, *RIGHT_SWITCHES)
NUMBERS = BUNDLE_NUMBERS | TERM_NUMBERS | RIGHT_NUMBERS
NOUNS = {"field": "attribute", "center": "switch", "province": "condition"}
"""What an event changes, by whose it is."""
MOVING = ("market_maturity", "rd_intensity")
"""Attributes that go their own way after they are set: there is no value to go back to."""
START = "start."
"""Parameters of the initial state, which no later quarter reads."""


@dataclass(frozen=True)
class Timing:
    """What events are checked against."""

    start: str
    parameters: Parameters
    fields: tuple[FieldSpec, ...]
    centers: tuple[CenterSpec, ...]
    provinces: tuple[ProvinceSpec, ...]
    background: tuple[ChangeSpec, ...]


class Target(NamedTuple):
    """What a change sets: a parameter, or an attribute or a switch of one row."""

    name: str
    field: str | None = None
    center: str | None = None
    province: str | None = None


class Event(NamedTuple):
    """A change that holds for a time; `place` is where it stands in the list.

    Its value is what it sets, or for a cut the part that is left of what would hold without it.
    """

    target: Target
    begin: str
    end: str | None
    value: float
    place: Node
    key: str
    is_cut: bool = False


def read_background(
    checks: Checks,
    node: Node,
    fields: tuple[FieldSpec, ...],
    provinces: tuple[ProvinceSpec, ...],
) -> tuple[ChangeSpec, ...]:
    """Return what happened to the country by the tables, or nothing.

    Zones come to a province by date as far as the scenario leaves it those that it had at first.
    """
    if checks.choice(node, "background", ("all", "none"), "choice") != "all":
        return ()
    chosen = {field.key for field in fields} | {None}
    usual = tables.provinces()
    left = {p.key for p in provinces if p.demonstration_zones == usual[p.key].demonstration_zones}
    return tuple(
        change
        for change in tables.background()
        if change.field in chosen and change.province in {None, *left}
    )


def read_events(
    checks: Checks, node: Node, timing: Timing
) -> tuple[tuple[ChangeSpec, ...], Embargoes]:
    """Return all dated changes by quarter, those of the background included, and embargoes."""
    found: list[Event] = []
    embargoes: Embargoes = {}
    for k, item in enumerate(checks.sequence(node, "events")):
        key = f"events[{k}]"
        given = item.value if isinstance(item.value, dict) else {}
        kinds = [kind for kind in KINDS if kind in given]
        if isinstance(item.value, dict) and len(kinds) != 1:
            known = {name for names in KEYS.values() for name in names}
            checks.mapping(item, key, known)
            checks.report(item, key, f"has {len(kinds) or 'none'} of `change`, `embargo`, `cut`",
                          "one of them")  # fmt: skip
            continue
        kind = kinds[0] if kinds else "change"
        entries = checks.mapping(item, key, KEYS[kind], REQUIRED[kind])
        begin, end = _times(checks, entries, key, timing.start)
        if begin is None or not set(REQUIRED[kind]) <= set(entries):
            continue
        if kind == "embargo":
            _read_embargo(checks, entries["embargo"], key, (begin, end), timing, embargoes)
        elif kind == "cut":
            found += _read_cut(checks, entries, key, (begin, end), timing, item)
        else:
            found += _read_change(checks, entries, key, (begin, end), timing, item)
    return _by_quarter(checks, found, timing), embargoes


def _times(
    checks: Checks, entries: dict[str, Node], key: str, start: str
) -> tuple[str | None, str | None]:
    """Return first quarter and first one after; None if not given, or wrong and noted."""
    begin, end = (
        checks.quarter(entries[name], f"{key}.{name}", start, LAST_QUARTER)
        if name in entries
        else None
        for name in ("from", "until")
    )
    if begin is not None and end is not None and begin >= end:
        expected = f"a quarter after {begin}"
        checks.report(entries["until"], f"{key}.until", f"got `{end}`", expected)
    return begin, end


def _read_change(
    checks: Checks,
    entries: dict[str, Node],
    key: str,
    times: tuple[str, str | None],
    timing: Timing,
    item: Node,
) -> list[Event]:
    """Return a change of a parameter, an attribute or a switch; none if anything is wrong."""
    owners = {"field": timing.fields, "center": timing.centers, "province": timing.provinces}
    named = {
        of: checks.choice(entries[of], f"{key}.{of}", [spec.key for spec in specs], of)
        for of, specs in owners.items()
        if of in entries
    }
    if len(named) > 1:
        checks.report(item, key, f"names a {' and a '.join(named)}", "one of them")
    of = next(iter(named), "")
    bounds = changeable(of)
    noun = NOUNS.get(of, "parameter") + " that can change"
    node = entries["change"]
    if not of and isinstance(node.value, str) and node.value not in bounds:
        owner = next((name for name in owners if node.value in changeable(name)), "")
        if owner:
            hint = f"add `{owner}`"
            checks.report(node, f"{key}.change", f"names no {owner}", suggestion=hint)
            return []
    if isinstance(node.value, str) and node.value.startswith(START):
        message = f"`{node.value}` is read before the first quarter"
        checks.report(node, f"{key}.change", message, f"a {noun}", "set it under `parameters`")
        return []
    name = checks.choice(node, f"{key}.change", bounds, noun)
    if name is None or name not in bounds:
        return []
    if name in SWITCHES:
        value = checks.switch(entries["to"], f"{key}.to")
    else:
        value = checks.number(entries["to"], f"{key}.to", *bounds[name])
    if times[1] is not None and of == "field" and name in MOVING:
        message = f"`{name}` goes its own way after it is set"
        checks.report(entries["until"], f"{key}.until", message, "no `until`")
        return []
    if value is None or None in named.values():
        return []
    return [Event(Target(name, **named), *times, float(value), item, key)]


def changeable(of: str) -> dict[str, tuple[float, float, str]]:
    """Return bounds and unit of what events can change: of a field, center, province; parameters.

    Parameters of the initial state cannot: no later quarter reads them.
    """
    if of == "field":
        return {name: ATTRIBUTES[name] for name in COLUMNS}
    if of == "center":
        numbers = {name: NUMBERS.get(name) for name in OF_CENTERS}
        return {n: (a.low, a.high, a.unit) if a else (0.0, 1.0, "") for n, a in numbers.items()}
    if of == "province":
        return {name: (low, high, unit) for name, (_, low, high, unit, _) in REGION.items()}
    about: dict[str, About] = {name: how for name, _, how in describe()}
    return {n: (a.low, a.high, a.unit) for n, a in about.items() if not n.startswith(START)}


def _read_cut(
    checks: Checks,
    entries: dict[str, Node],
    key: str,
    times: tuple[str, str | None],
    timing: Timing,
    item: Node,
) -> list[Event]:
    """Return the changes that a cut of a public budget makes: what is left of the usual money."""
    budget = checks.choice(entries["cut"], f"{key}.cut", BUDGETS, "budget")
    share = checks.number(entries["by"], f"{key}.by", 0.0, 1.0)
    if budget not in BUDGETS or share is None:
        return []
    targets = [Target(BUDGETS[budget])]
    if BUDGETS[budget] in OF_CENTERS:
        targets = [Target(BUDGETS[budget], center=spec.key) for spec in timing.centers]
        if not targets:
            message = "there are no centers"
            checks.report(entries["cut"], f"{key}.cut", message, "a scenario with some")
    return [Event(target, *times, 1.0 - share, item, key, is_cut=True) for target in targets]


def _read_embargo(
    checks: Checks,
    node: Node,
    key: str,
    times: tuple[str, str | None],
    timing: Timing,
    embargoes: Embargoes,
) -> None:
    """Note first quarter without imports and first one after, by field, in place."""
    begin, end = times
    if isinstance(node.value, str):
        node = Node([node], node.place, key_place=node.key_place)
    known = {spec.key: spec for spec in timing.fields}
    for name in checks.words(node, f"{key}.embargo", known, "field"):
        if name in embargoes:
            message = f"`{name}` has an embargo already"
            checks.report(node, f"{key}.embargo", message, "one embargo of a field")
        elif end is not None:
            embargoes[name] = (begin, end)


def _usual(target: Target, timing: Timing) -> float:
    """Return the value that stands at the start."""
    if target.field is not None:
        fields = {spec.key: spec for spec in timing.fields}
        return fields[target.field].attributes[target.name]
    if target.center is not None:
        centers = {spec.key: spec for spec in timing.centers}
        center = centers[target.center]
        part: Bundle | Terms | Rights = center.bundle
        if target.name in TERM_KEYS:
            part = center.terms
        elif target.name in RIGHT_KEYS:
            part = center.rights
        return float(getattr(part, target.name))
    if target.province is not None:
        provinces = {spec.key: spec for spec in timing.provinces}
        return float(getattr(provinces[target.province], target.name))
    names = [name for name, _, _ in describe()]
    return float(to_vector(timing.parameters)[names.index(target.name)])


def _by_quarter(checks: Checks, events: list[Event], timing: Timing) -> tuple[ChangeSpec, ...]:
    """Return what is set when: events over the background, and what was there after they end."""
    background = [(Target(c.name, c.field, c.center, c.province), c) for c in timing.background]
    mine = {event.target for event in events}
    changes = [change for target, change in background if target not in mine]
    for target in dict.fromkeys(event.target for event in events):
        own = sorted((e for e in events if e.target == target), key=lambda e: e.begin)
        theirs = [change for other, change in background if other == target]
        changes += _one_target(checks, own, theirs, timing)
    return tuple(sorted(changes, key=lambda change: change.order))


def _one_target(
    checks: Checks, own: list[Event], theirs: list[ChangeSpec], timing: Timing
) -> list[ChangeSpec]:
    """Return the changes of one thing: events in order of time, over those of the background.

    One that ends gives way to an earlier one without end, else to the background.
    """
    left = [
        change
        for change in theirs
        if not any(e.begin <= change.quarter < (e.end or LAST_QUARTER) for e in own)
    ]
    changes: list[ChangeSpec] = []
    standing = None
    for event, follower in zip(own, [*own[1:], None], strict=True):
        at_once = follower is not None and follower.begin == event.begin
        if follower is not None and (at_once or follower.begin < (event.end or "")):
            message = f"changes `{event.target.name}` while {event.key} holds"
            checks.report(follower.place, follower.key, message, "one event at a time")
        otherwise = _otherwise(event.begin, standing, theirs, event.target, timing)
        value = event.value * otherwise if event.is_cut else event.value
        now = ChangeSpec(
            event.begin,
            event.target.name,
            event.target.field,
            value,
            event.target.center,
            event.target.province,
        )
        changes.append(now)
        if event.end is None:
            standing = value
        elif follower is None or follower.begin != event.end:
            after = _otherwise(event.end, standing, theirs, event.target, timing)
            left = [change for change in left if change.quarter != event.end]
            changes.append(replace(now, quarter=event.end, value=after))
    return changes + left


def _otherwise(
    quarter: str,
    standing: float | None,
    theirs: list[ChangeSpec],
    target: Target,
    timing: Timing,
) -> float:
    """Return what holds in a quarter: an earlier event without end, the background, the start."""
    before = [change for change in theirs if change.quarter <= quarter]
    if standing is not None:
        return standing
    return before[-1].value if before else _usual(target, timing)
