"""A tree of YAML becomes a checked scenario.

`load` collects everything that is wrong with a file and raises it once, with line,
column and suggestion. What neither the file nor the one it is based on says is taken from
`scenarios/data` and from the defaults of `sim.parameters`; nothing else is assumed.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim import tables
from sim.parameters import About, Parameters, describe, replace
from sim.problems import Problem, ScenarioError, did_you_mean
from sim.scenario import layers
from sim.scenario.centers import NAME, NAME_FORM, Frame, read_centers
from sim.scenario.charters import BUNDLES, CONTRACTS, LEGAL_FORMS, read_labels
from sim.scenario.checks import Checks
from sim.scenario.document import Node
from sim.scenario.events import Timing, read_background, read_events
from sim.scenario.fields import read_fields, read_provinces, relatedness
from sim.scenario.programme import called_places, read_programme
from sim.specs import CenterSpec, ProgrammeSpec, Scenario

"""A mask on each idea says which centers have refused it."""
RESOLVED = "scenario.yaml"
"""Name of the scenario in a run's folder, which need not be that of the scenario."""
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
    "look_at",
    "based_on",
    "fields",
    "provinces",
    "regions",
    "parameters",
    "background",
    "events",
    "bundles",
    "contracts",
    "legal_forms",
    "centers",
    "programme",
)
FIRST_START, LAST_START = "2010Q1", "2010Q4"
"""The initial state is that of 2010, so a run starts then."""
HEAD_WHOLE = {"quarters": (1, 2000), "seed": (0, 2**63 - 1)}
HEAD_NUMBERS = {"scale": (0.0001, 1.0, "1"), "enterprises": (1.0, 1e7, "enterprises")}
"""Bounds, and units, of what stands at the head of a scenario."""


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
    checks = Checks()
    root, file = layers.read(checks, path, overrides or {}, KEYS)
    scenario = _read(checks, root, file)
    if scenario is None:
        raise ScenarioError(sorted(checks.problems, key=_order))
    return scenario


def load_under(checks: Checks, path: str | Path, layer: Node) -> Scenario | None:
    """Return a scenario with a layer laid over it; what is wrong is noted, and None returned."""
    try:
        root, file = layers.read(checks, path, {}, KEYS)
    except ScenarioError as error:
        checks.problems.extend(error.problems)
        return None
    return _read(checks, layers.laid_over(root, layer), file)


def _order(problem: Problem) -> tuple[bool, str, int, int]:
    return (problem.line is None, problem.file, problem.line or 0, problem.column or 0)


def _read(checks: Checks, root: Node, file: Path) -> Scenario | None:
    """Return the scenario, or None if anything is wrong."""
    top = checks.mapping(root, "", KEYS, REQUIRED)
    head = _read_head(checks, top, file)
    start = head.get("start") or FIRST_START
    everything = Node("all", root.place)
    nothing = Node({}, root.place)
    fields = read_fields(checks, top.get("fields", everything))
    regions = top.get("regions", nothing)
    provinces = read_provinces(checks, top.get("provinces", everything), regions)
    parameters = _read_parameters(checks, top.get("parameters", nothing))
    frame = Frame(
        start,
        [province.key for province in provinces],
        [field.key for field in fields],
        read_labels(checks, top.get("bundles", nothing), BUNDLES),
        read_labels(checks, top.get("contracts", nothing), CONTRACTS),
        read_labels(checks, top.get("legal_forms", nothing), LEGAL_FORMS),
    )
    centers = read_centers(checks, top.get("centers", everything), frame)
    programme, called = _read_calls(checks, top, frame, parameters, centers)
    centers += called
    timing = Timing(
        start,
        parameters,
        fields,
        tuple(center for center in centers if not center.called),
        provinces,
        read_background(checks, top.get("background", everything), fields, provinces),
    )
    changes, embargoes = read_events(checks, top.get("events", Node([], root.place)), timing)
    if checks.problems:
        return None
    chosen = {field.key for field in fields}
    places = {province.key for province in provinces}
    return Scenario(
        **head,
        path=file,
        parameters=parameters,
        fields=fields,
        provinces=provinces,
        relatedness=relatedness(fields),
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
        bundles={k: bundle for k, bundle in frame.bundles.items() if bundle is not None},
        contracts={k: terms for k, terms in frame.contracts.items() if terms is not None},
        legal_forms={k: rights for k, rights in frame.legal_forms.items() if rights is not None},
        embargoes=embargoes,
        changes=changes,
        programme=programme,
    )


def _read_calls(
    checks: Checks,
    top: dict[str, Node],
    frame: Frame,
    parameters: Parameters,
    dated: tuple[CenterSpec, ...],
) -> tuple[ProgrammeSpec | None, tuple[CenterSpec, ...]]:
    """Return the programme, if there is one, and a place for each center that it may call."""
    if "programme" not in top:
        return None, ()
    programme = read_programme(checks, top["programme"], frame)
    if programme is None:
        return None, ()
    return programme, called_places(int(parameters.programme.target), dated, frame, programme)


def _read_head(checks: Checks, top: dict[str, Node], file: Path) -> dict[str, Any]:
    """Return name, question, time, seed and size."""
    head: dict[str, Any] = {}
    if "format" in top:
        checks.whole(top["format"], "format", 1, 1)
    if "name" in top:
        head["name"] = read_name(checks, top["name"], file)
    if "question" in top:
        head["question"] = checks.text(top["question"], "question", "a question")
    if "start" in top:
        head["start"] = checks.quarter(top["start"], "start", FIRST_START, LAST_START)
    head["look_at"] = _read_look_at(checks, top["look_at"]) if "look_at" in top else ()
    for name in HEAD_WHOLE.keys() & top.keys():
        head[name] = checks.whole(top[name], name, *HEAD_WHOLE[name])
    for name in HEAD_NUMBERS.keys() & top.keys():
        head[name] = checks.number(top[name], name, *HEAD_NUMBERS[name])
    return head


def _read_look_at(checks: Checks, node: Node) -> tuple[str, ...]:
    """Return the indicators that show what the scenario asks."""
    from sim.indicators import FIELD, NATION, PROVINCE  # brings the compiler

    known = {about.name: about for about in (*NATION, *FIELD, *PROVINCE)}
    return tuple(checks.words(node, "look_at", known, "indicator"))


def read_name(checks: Checks, node: Node, file: Path) -> str | None:
    """Return the name that a file gives itself, which is that of the file."""
    name = checks.text(node, "name", "the name of the file")
    if name is None:
        return None
    if not NAME.fullmatch(name):
        checks.report(
            node,
            "name",
            f"got `{name}`",
            NAME_FORM,
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


def _read_parameters(checks: Checks, node: Node) -> Parameters:
    """Return the parameters, of which the file names those that differ."""
    about = {name: (default, how) for name, default, how in describe()}
    changes: dict[str, float] = {}
    for name, entry in checks.mapping(node, "parameters").items():
        if name not in about:
            _report_unknown(checks, entry, name, about)
            continue
        how: About = about[name][1]
        value = checks.number(entry, f"parameters.{name}", how.low, how.high, how.unit)
        if value is not None:
            changes[name] = value
    return replace(Parameters(), changes)


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
