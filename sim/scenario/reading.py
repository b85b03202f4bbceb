"""YAML files that people write become checked scenarios.

`load` collects everything that is wrong with a file and raises it once, with line,
column and suggestion. What a file does not say is taken from `scenarios/data` and from
the defaults of `sim.parameters`; nothing else is assumed.
"""

import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sim import tables
from sim.parameters import About, Parameters, describe, replace
from sim.problems import Problem, ScenarioError, did_you_mean
from sim.scenario.centers import Frame, read_bundles, read_centers, wants_others
from sim.scenario.checks import Checks
from sim.scenario.document import Node, Place, parse, read_text
from sim.scenario.events import read_background, read_changes, read_embargoes
from sim.specs import (
    ATTRIBUTES,
    Bundle,
    CenterSpec,
    FieldSpec,
    LaboratorySpec,
    ProvinceSpec,
    PublicRD,
    Scenario,
)

__all__ = [
    "Bundle",
    "CenterSpec",
    "FieldSpec",
    "LaboratorySpec",
    "ProvinceSpec",
    "PublicRD",
    "Scenario",
    "ScenarioError",
    "digest",
    "load",
]

RESOLVED = "scenario.yaml"
"""Name of the scenario in a run's folder, which need not be that of the scenario."""
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
REQUIRED = (
    "format",
    "name",
    "question",
    "start",
    "quarters",
    "seed",
    "scale",
    "enterprises",
)
KEYS = (
    *REQUIRED,
    "fields",
    "provinces",
    "parameters",
    "background",
    "changes",
    "embargoes",
    "bundles",
    "centers",
)
FIRST_START, LAST_START = "2010Q1", "2010Q4"
"""The initial state is that of 2010, so a run starts then."""


def load(path: str | Path, overrides: Mapping[str, str] | None = None) -> Scenario:
    """Read and check a scenario.

    Parameters
    ----------
    path : str or Path
        A YAML file, or the name of a scenario that is shipped, such as ``national``.
    overrides : mapping of str to str, optional
        Dotted keys and YAML values that replace those of the file; the groups of
        parameters need no ``parameters.`` before them.

    Raises
    ------
    ScenarioError
        With all problems of the file.
    """
    file = find(path)
    shown = str(path)
    root, problems = parse(read_text(file, shown), shown)
    checks = Checks()
    checks.problems.extend(problems)
    if root is None:
        raise ScenarioError(problems)
    if isinstance(root.value, dict):
        for dotted, text in (overrides or {}).items():
            _override(checks, root, dotted, text)
    scenario = _read(checks, root, file)
    if scenario is None:
        raise ScenarioError(sorted(checks.problems, key=_order))
    return scenario


def shipped() -> dict[str, Path]:
    """Return the scenarios that come with the model, by name."""
    return {path.stem: path for path in sorted(tables.SCENARIOS.glob("*.yaml"))}


def find(path: str | Path) -> Path:
    """Return the file that a path, or the bare name of a shipped scenario, means."""
    file = Path(path)
    names = shipped()
    if file.exists() and not (file.is_dir() and str(path) in names):
        return file
    if str(path) in names:
        return names[str(path)]
    suggestion = did_you_mean(file.stem, names)
    if suggestion and not file.exists():
        problem = Problem(str(path), "there is no such file", suggestion=suggestion)
        raise ScenarioError([problem])
    return file


def digest(scenario: Scenario) -> str:
    """Return the SHA-256 of what is simulated: not of name, question, path or seed."""
    groups = scenario.parameters._asdict()
    content = asdict(scenario) | {
        "parameters": {name: group._asdict() for name, group in groups.items()},
        "relatedness": scenario.relatedness.tolist(),
    }
    for name in ("name", "question", "path", "seed", "bundles"):
        del content[name]
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def country_digest(scenario: Scenario) -> str:
    """Return the SHA-256 of what the first quarter's world is made from, centers left out."""
    kept = ("start", "scale", "enterprises", "fields", "provinces", "laboratories",
            "manufacturing_centers", "public_rd")  # fmt: skip
    content = {name: value for name, value in asdict(scenario).items() if name in kept}
    content["relatedness"] = scenario.relatedness.tolist()
    content["parameters"] = scenario.parameters.start._asdict()
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _order(problem: Problem) -> tuple[bool, int, int]:
    return (problem.line is None, problem.line or 0, problem.column or 0)


def _override(checks: Checks, root: Node, dotted: str, text: str) -> None:
    """Put a value of the command line in place of the file's, in place."""
    shown = f"{dotted}={text}"
    value, problems = parse(text, shown)
    checks.problems.extend(problems)
    if value is None:
        return
    _say_where(value, Place(shown))
    parts = dotted.split(".")
    if parts[0] in Parameters._fields:
        parts.insert(0, "parameters")
    if parts[0] not in KEYS or parts[0] in ("format", "name"):
        known = [key for key in KEYS if key not in ("format", "name")]
        checks.report(
            value,
            dotted,
            "cannot be set",
            suggestion=did_you_mean(parts[0], [*known, *Parameters._fields]),
        )
        return
    node = root
    for part in parts[:-1]:
        node = _entries_of(node).setdefault(part, Node({}, value.place))
    if parts[0] == "parameters":  # the file may have it in one word
        _entries_of(_entries_of(root)["parameters"]).pop(".".join(parts[1:]), None)
    _entries_of(node)[parts[-1]] = value


def _say_where(node: Node, place: Place) -> None:
    """Let a value of the command line name its option instead of a line."""
    node.place = node.key_place = place
    if isinstance(node.value, dict):
        children = list(node.value.values())
    else:
        children = node.value if isinstance(node.value, list) else []
    for child in children:
        _say_where(child, place)


def _entries_of(node: Node) -> dict[str, Node]:
    """Return the entries of a node, written as a mapping if it was a list or a word."""
    if node.value == "":
        node.value = {}
    if not isinstance(node.value, dict):
        place = node.place
        items = node.value if isinstance(node.value, list) else []
        others = node.value if isinstance(node.value, str) else "none"
        named = {str(item.value): Node({}, item.place) for item in items}
        node.value = {"others": Node(others, place)} | named
    return node.value


def _read(checks: Checks, root: Node, file: Path) -> Scenario | None:
    """Return the scenario, or None if anything is wrong."""
    top = checks.mapping(root, "", KEYS, REQUIRED)
    head = _read_head(checks, top, file)
    start = head.get("start") or FIRST_START
    everything = Node("all", root.place)
    nothing = Node({}, root.place)
    fields = _read_fields(checks, top.get("fields", everything))
    provinces = _read_provinces(checks, top.get("provinces", everything))
    parameters = _read_parameters(checks, top.get("parameters", nothing))
    embargoes = read_embargoes(checks, top.get("embargoes", nothing), fields, start)
    background = read_background(checks, top.get("background", everything), fields)
    changes = read_changes(checks, top.get("changes", Node([], root.place)), fields, start)
    bundles = read_bundles(checks, top.get("bundles", nothing))
    frame = Frame(
        start,
        [province.key for province in provinces],
        [field.key for field in fields],
        bundles,
    )
    centers = read_centers(checks, top.get("centers", everything), frame)
    if checks.problems:
        return None
    chosen = tuple(field.key for field in fields)
    places = {province.key for province in provinces}
    return Scenario(
        **head,
        path=file,
        parameters=parameters,
        fields=fields,
        provinces=provinces,
        relatedness=tables.relatedness(chosen),
        centers=centers,
        laboratories=tuple(
            laboratory
            for laboratory in tables.laboratories()
            if laboratory.field in chosen and laboratory.province in places
        ),
        manufacturing_centers=tuple(
            center
            for center in tables.manufacturing_centers()
            if center.field in chosen and center.province in places
        ),
        public_rd=tables.public_rd(),
        prices=tables.prices(),
        bundles={label: b for label, b in bundles.items() if b is not None},
        embargoes=embargoes,
        changes=tuple(sorted(background + changes, key=lambda change: change.quarter)),
    )


def _read_head(checks: Checks, top: dict[str, Node], file: Path) -> dict[str, Any]:
    """Return name, question, time, seed and size."""
    head: dict[str, Any] = {}
    if "format" in top:
        checks.whole(top["format"], "format", 1, 1)
    if "name" in top:
        head["name"] = _read_name(checks, top["name"], file)
    if "question" in top:
        head["question"] = checks.text(top["question"], "question", "a question")
    if "start" in top:
        head["start"] = checks.quarter(top["start"], "start", FIRST_START, LAST_START)
    for name, low, high in (("quarters", 1, 2000), ("seed", 0, 2**63 - 1)):
        if name in top:
            head[name] = checks.whole(top[name], name, low, high)
    bounds = (("scale", 0.0001, 1.0, "1"), ("enterprises", 1.0, 1e7, "enterprises"))
    for name, low, high, unit in bounds:
        if name in top:
            head[name] = checks.number(top[name], name, low, high, unit)
    return head


def _read_name(checks: Checks, node: Node, file: Path) -> str | None:
    name = checks.text(node, "name", "the name of the file")
    if name is None:
        return None
    if not NAME.fullmatch(name):
        checks.report(
            node,
            "name",
            f"got `{name}`",
            "a small letter, then small letters, digits and _",
        )
        return None
    if file.name != RESOLVED and name != file.stem:
        checks.report(
            node,
            "name",
            f"`{name}` is not the name of the file",
            suggestion=f"write `{file.stem}` or rename the file",
        )
    return name


def _read_fields(checks: Checks, node: Node) -> tuple[FieldSpec, ...]:
    """Return the fields: all, a list of keys, or a mapping with differences."""
    known = tables.fields()
    if isinstance(node.value, str):
        checks.choice(node, "fields", ("all",), "choice")
        return tuple(known.values())
    if isinstance(node.value, list):
        names = checks.words(node, "fields", known, "field")
        chosen = {name: Node({}, node.place) for name in names}
    else:
        chosen = dict(checks.mapping(node, "fields", [*known, "others"], noun="field"))
        if wants_others(checks, node, "fields", chosen):
            chosen = dict.fromkeys(known, Node({}, node.place)) | chosen
    if not chosen and node.value is not None:
        checks.report(node, "fields", "names no field", "at least one field")
    return tuple(
        _read_field(checks, spec, chosen[name]) for name, spec in known.items() if name in chosen
    )


def _read_field(checks: Checks, spec: FieldSpec, node: Node) -> FieldSpec:
    """Return a field with the attributes that differ."""
    key = f"fields.{spec.key}"
    attributes = dict(spec.attributes)
    entries = checks.mapping(node, key, ATTRIBUTES, noun="attribute")
    for name, entry in entries.items():
        low, high, unit = ATTRIBUTES[name]
        value = checks.number(entry, f"{key}.{name}", low, high, unit)
        attributes[name] = math.nan if value is None else value
    return FieldSpec(spec.key, spec.name_en, spec.name_zh, spec.orientation, attributes)


def _read_provinces(checks: Checks, node: Node) -> tuple[ProvinceSpec, ...]:
    """Return the provinces: all, or a list of names; always in order of the table."""
    known = tables.provinces()
    if isinstance(node.value, str):
        checks.choice(node, "provinces", ("all",), "choice")
        return tuple(known.values())
    names = checks.words(node, "provinces", known, "province")
    if not names and node.value == []:
        checks.report(node, "provinces", "names no province", "at least one province")
    return tuple(spec for name, spec in known.items() if name in names)


def _read_parameters(checks: Checks, node: Node) -> Parameters:
    """Return the parameters, of which the file names those that differ."""
    about = {name: (default, how) for name, default, how in describe()}
    changes: dict[str, float] = {}
    for name, entry in _flat(checks, node, about).items():
        how: About = about[name][1]
        value = checks.number(entry, f"parameters.{name}", how.low, how.high, how.unit)
        if value is not None:
            changes[name] = value
    return replace(Parameters(), changes)


def _flat(checks: Checks, node: Node, known: Mapping[str, object]) -> dict[str, Node]:
    """Return the parameters by dotted name, whether they were nested or dotted."""
    groups = Parameters._fields
    flat: dict[str, Node] = {}
    for key, entry in checks.mapping(node, "parameters").items():
        if key in groups:
            inner = checks.mapping(entry, f"parameters.{key}")
            named = {f"{key}.{name}": value for name, value in inner.items()}
        else:
            named = {key: entry}
        for name, value in named.items():
            if name in flat:
                key = f"parameters.{name}"
                checks.report(value, key, "is given twice", at_key=True)
            elif name in known:
                flat[name] = value
            else:
                _report_unknown(checks, value, name, known)
    return flat


def _report_unknown(checks: Checks, node: Node, name: str, known: Mapping[str, object]) -> None:
    """Note an unknown parameter; suggest one like it, else one with that last name."""
    suggestion = did_you_mean(name, known)
    last = {dotted.partition(".")[2]: dotted for dotted in known}
    if not suggestion or name in last:
        close = did_you_mean(name.rpartition(".")[2], last)
        for word, dotted in last.items():
            close = close.replace(f"`{word}`", f"`{dotted}`")
        suggestion = close or suggestion
    checks.report(
        node,
        "parameters",
        f"unknown parameter `{name}`",
        suggestion=suggestion,
        at_key=True,
    )
