"""A plan file becomes a checked plan, with its center in the scenario it stands in."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sim import quarters, tables
from sim.plans.outline import SECTIONS, Part, Section
from sim.problems import ScenarioError, did_you_mean
from sim.scenario.checks import Checks
from sim.scenario.document import Node, parse, read_text
from sim.scenario.reading import load_under, read_name
from sim.specs import TARGETS, CenterSpec, Scenario

HEAD = ("format", "name", "title", "scenario", "center")
ASSUMPTION = "assumption"
LANGUAGES = ("en", "zh")
FOLDER = tables.SCENARIOS / "plans"
BROKEN = re.compile(r"(?<=[⺀-鿿，。；：、）”》]) | (?=[⺀-鿿（“《])")
"""Spaces that lines of a file leave in Chinese, which has none."""


class Said(NamedTuple):
    """A statement in both languages; of a fact also where it is from."""

    en: str
    zh: str
    source: str = ""


class Milestone(NamedTuple):
    """What is to be reached by the end of a quarter; targets count from the center's start."""

    until: str
    said: Said
    targets: dict[str, float]


@dataclass(frozen=True)
class Plan:
    """A plan, whole and well-formed; whether the guideline would have it, `checking` says."""

    name: str
    path: Path
    title: Said
    scenario: Scenario
    key: str  # of the center
    prose: dict[str, tuple[Said, ...]]  # by key of a part
    milestones: tuple[Milestone, ...]

    @property
    def center(self) -> CenterSpec:
        """The center of the plan, in its scenario."""
        return self.scenario.centers[self.place]

    @property
    def place(self) -> int:
        """Which of the scenario's centers it is."""
        return [center.key for center in self.scenario.centers].index(self.key)

    @property
    def targets(self) -> dict[str, float]:
        """Of the first term; what it leaves out a forecast sets."""
        return self.center.targets


def shipped() -> dict[str, Path]:
    """Return the plans that come with the model, by name."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}


def find(path: str | Path) -> Path:
    """Return the file that a path, or the bare name of a shipped plan, means."""
    file = Path(path)
    return file if file.exists() else shipped().get(str(path), file)


def read(path: str | Path) -> Plan:
    """Read a plan.

    Parameters
    ----------
    path : str or Path
        A YAML file, or the name of a plan that is shipped.

    Raises
    ------
    ScenarioError
        With all problems of the file, and of the center in its scenario.
    """
    file = find(path)
    root, problems = parse(read_text(file, str(path)), str(path))
    if root is None:
        raise ScenarioError(problems)
    checks = Checks()
    checks.problems.extend(problems)
    plan = _read(checks, root, file)
    if plan is None or checks.problems:
        raise ScenarioError(sorted(checks.problems, key=lambda p: (p.line or 0, p.column or 0)))
    return plan


def _read(checks: Checks, root: Node, file: Path) -> Plan | None:
    """Return the plan, or None if it cannot be built."""
    known = (*HEAD, *(section.key for section in SECTIONS))
    top = checks.mapping(root, "", known, known)
    if "format" in top:
        checks.whole(top["format"], "format", 1, 1)
    name = read_name(checks, top["name"], file) if "name" in top else None
    title = read_said(checks, top["title"], "title") if "title" in top else None
    base = checks.text(top["scenario"], "scenario", "a scenario") if "scenario" in top else None
    key = checks.text(top["center"], "center", "a center's key") if "center" in top else None
    prose: dict[str, tuple[Said, ...]] = {}
    levers: dict[str, Node] = {}
    for section in SECTIONS:
        if section.key in top:
            levers |= _read_section(checks, top[section.key], section, prose)
    milestones = levers.pop("milestones", None)
    if base is None or key is None:
        return None
    scenario = load_under(checks, base, center_layer(root, key, levers))
    steps = _read_milestones(checks, milestones) if milestones is not None else ()
    if scenario is None or title is None or name is None:
        return None
    plan = Plan(name, file, title, scenario, key, prose, steps)
    _check_order(checks, milestones, plan)
    return plan


def center_layer(root: Node, key: str, levers: dict[str, Node]) -> Node:
    """Return a plan's center as the layer of a scenario, each value with its own place."""
    switches = {s for section in SECTIONS for s in section.switches}
    bundle = {name: node for name, node in levers.items() if name in switches}
    entry = {name: node for name, node in levers.items() if name not in switches}
    if bundle:
        entry["bundle"] = Node(bundle, root.place)
    center = Node(entry, root.place, key_place=root.place)
    return Node({"centers": Node({key: center}, root.place)}, root.place)


def _read_section(
    checks: Checks, node: Node, section: Section, prose: dict[str, tuple[Said, ...]]
) -> dict[str, Node]:
    """Add the prose of a section to what there is; return its levers."""
    parts = {part.key: part for part in section.parts}
    levers = (*section.levers, *section.switches)
    entries = checks.mapping(node, section.key, (*parts, *levers), parts, "part")
    for name, part in parts.items():
        if name in entries:
            prose[name] = _read_part(checks, entries[name], f"{section.key}.{name}", part)
    return {name: entries[name] for name in levers if name in entries}


def _read_part(checks: Checks, node: Node, key: str, part: Part) -> tuple[Said, ...]:
    """Return the statements of a part: one, or several."""
    if not part.listed:
        said = read_said(checks, node, key)
        return () if said is None else (said,)
    factual = part.key == "facts"
    found = [read_said(checks, item, key, factual) for item in checks.sequence(node, key)]
    if isinstance(node.value, list) and not node.value:
        checks.report(node, key, "is empty", "at least one statement")
    return tuple(said for said in found if said is not None)


def read_said(checks: Checks, node: Node, key: str, factual: bool = False) -> Said | None:
    """Return a statement in both languages; a fact names a source of the tables or says so."""
    needed = (*LANGUAGES, "source") if factual else LANGUAGES
    entries = checks.mapping(node, key, needed, needed)
    texts = {k: checks.text(entries[k], f"{key}.{k}") for k in needed if k in entries}
    source = texts.get("source")
    if source is not None and source != ASSUMPTION and source not in sources():
        close = did_you_mean(source, sources())
        message = f"unknown source `{source}`"
        checks.report(
            entries["source"],
            f"{key}.source",
            message,
            "a row of scenarios/data/sources.csv, or `assumption`",
            close,
        )
    if any(texts.get(k) is None for k in needed):
        return None
    joined = {k: " ".join(str(text).split()) for k, text in texts.items()}
    return Said(**joined | {"zh": BROKEN.sub("", joined["zh"])})


@cache
def sources() -> dict[str, dict[str, str]]:
    """Return the rows of the sources by their keys."""
    return {row["source"]: row for row in tables.rows("sources")}


def _read_milestones(checks: Checks, node: Node) -> tuple[Milestone, ...]:
    """Return the steps of the schedule."""
    found = []
    for item in checks.sequence(node, "schedule.milestones"):
        key = "schedule.milestones"
        entries = checks.mapping(item, key, ("until", *LANGUAGES, *TARGETS), ("until", *LANGUAGES))
        until = None
        if "until" in entries:
            until = checks.quarter(entries["until"], f"{key}.until", "2010Q1", "2199Q4")
        texts = [checks.text(entries[k], f"{key}.{k}") for k in LANGUAGES if k in entries]
        numbers = {
            name: checks.number(entries[name], f"{key}.{name}", about.low, about.high, about.unit)
            for name, about in TARGETS.items()
            if name in entries
        }
        if until is None or len(texts) < len(LANGUAGES) or None in texts:
            continue
        targets = {name: value for name, value in numbers.items() if value is not None}
        found.append(Milestone(until, Said(*(str(text) for text in texts)), targets))
    return tuple(found)


def _check_order(checks: Checks, node: Node | None, plan: Plan) -> None:
    """Note milestones that are out of order, before the start, or beyond the plan's targets."""
    if node is None or not plan.milestones or not isinstance(node.value, list):
        return
    before = quarters.number(plan.center.approved)
    reached = dict.fromkeys(TARGETS, 0.0)
    for item, step in zip(node.value, plan.milestones, strict=False):
        now = quarters.number(step.until)
        if now < before:
            expected = f"{plan.center.approved} or later, each after the one before"
            checks.report(item, "schedule.milestones", f"{step.until} is out of order", expected)
        before = max(before, now)
        for name, value in step.targets.items():
            if value < reached[name]:
                message = f"{name} falls from {reached[name]:g} to {value:g}"
                checks.report(item, "schedule.milestones", message, "numbers that do not fall")
            reached[name] = max(reached[name], value)
            target = plan.targets.get(name)
            if target is not None and value > target:
                message = f"{name} reach {value:g}, the plan's target is {target:g}"
                checks.report(item, "schedule.milestones", message, "at most the target")
