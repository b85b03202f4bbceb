"""A scenario in layers: the file, under it the one it is based on, over it the command line.

Mappings are laid over each other key by key, events are added to those below (an empty list takes
them away), and everything else replaces what was there. Every value keeps its own place, so that a
problem names the file and line in which it stands.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from sim import tables
from sim.parameters import Parameters
from sim.problems import Problem, ScenarioError, did_you_mean
from sim.scenario.checks import Checks
from sim.scenario.document import Node, Place, parse, read_text

BASE = "based_on"
VARIANTS = "variants"
"""Folder of shipped scenarios that change one thing: governance, contract, patience."""
FIXED = ("format", "name", BASE)
"""Keys of the file that the command line cannot set."""
OF_THE_FILE = ("format", "name", "question", "look_at")
"""Keys that say what a file asks; none is taken from the scenario below."""
CHOOSING = ("fields", "centers")
"""Keys that choose among the tables' rows, by a word, by a list, or with differences."""
WHOLE = ("centers.*.fields", "fields.*.related")
"""Mappings whose values belong together: they are replaced whole."""


def shipped() -> dict[str, Path]:
    """Return the scenarios that come with the model, by name."""
    places = (tables.SCENARIOS, tables.SCENARIOS / VARIANTS)
    return {path.stem: path for place in places for path in sorted(place.glob("*.yaml"))}


def find(path: str | Path) -> Path:
    """Return the file that a path, or the bare name of a shipped scenario, means."""
    file = Path(path)
    names = shipped()
    try:
        there = file.exists()
    except OSError as error:  # a name that no file can have
        raise ScenarioError([Problem(f"{path!s:.60}", error.strerror or "")]) from None
    if not str(path):
        raise ScenarioError(
            [Problem("''", "names no scenario", suggestion=did_you_mean("", names))]
        )
    if there and not (file.is_dir() and str(path) in names):
        return file
    if str(path) in names:
        return names[str(path)]
    suggestion = did_you_mean(file.stem, names)
    if suggestion and not file.exists():
        problem = Problem(str(path), "there is no such file", suggestion=suggestion)
        raise ScenarioError([problem])
    return file


def read(
    checks: Checks, path: str | Path, overrides: Mapping[str, str], keys: tuple[str, ...]
) -> tuple[Node, Path]:
    """Return all layers of a scenario as one tree, and the file on top.

    Raises
    ------
    ScenarioError
        If a file cannot be read as a tree, or has no base to stand on; all else is noted.
    """
    file = find(path)
    root = _tree(checks, file, str(path))
    if isinstance(root.value, dict) and BASE in root.value:
        below = _base(checks, root, file)
        if any(problem.key == BASE for problem in checks.problems):
            raise ScenarioError(checks.problems)  # all else would follow from it
        root = laid_over(below, root)
    for dotted, text in overrides.items():
        layer = _of_the_command_line(checks, dotted, text, keys)
        if layer is not None:
            root = laid_over(root, layer)
    return root, file


def files_of(path: str | Path) -> list[Path]:
    """Return the file of a scenario and the one it is based on, if it is."""
    file = find(path)
    root, _ = parse(read_text(file, str(path)), str(path))
    entries = root.value if root is not None and isinstance(root.value, dict) else {}
    base = entries[BASE].value if BASE in entries else None
    if not isinstance(base, str):
        return [file]
    beside = file.parent / base
    return [file, beside if beside.suffix and beside.exists() else find(base)]


def said(path: str | Path) -> list[tuple[str, str, str]]:
    """Return what a file says: dotted key, value, and what the scenario below it says ('' if not).

    What the file asks, its name and the like are left out.
    """
    checks, file = Checks(), find(path)
    root = _tree(checks, file, str(path))
    entries = root.value if isinstance(root.value, dict) else {}
    below = _base(checks, root, file) if BASE in entries else Node({}, root.place)
    own = {k: v for k, v in entries.items() if k not in (*OF_THE_FILE, BASE)}
    return list(_leaves(_like(root, own), below, ""))


def repeated(path: str | Path) -> list[str]:
    """Return the dotted keys of a file that say what the scenario below it says already."""
    return [key for key, value, below in said(path) if value == below]


def _leaves(node: Node, below: Node | None, key: str) -> Iterator[tuple[str, str, str]]:
    """Yield every value of a tree by dotted key, with that of another tree."""
    if isinstance(node.value, dict) and node.value:
        under = below.value if below is not None and isinstance(below.value, dict) else {}
        for name, child in node.value.items():
            yield from _leaves(child, under.get(name), f"{key}.{name}" if key else name)
    else:
        yield key, written(node), "" if below is None else written(below)


def written(node: Node) -> str:
    """Return a value as one line of YAML."""
    if isinstance(node.value, dict):
        inside = ", ".join(f"{name}: {written(child)}" for name, child in node.value.items())
        return f"{{{inside}}}"
    if isinstance(node.value, list):
        return "[" + ", ".join(written(child) for child in node.value) + "]"
    return str(node.value)


def laid_over(below: Node, above: Node, key: str = "") -> Node:
    """Return one tree over another, without a change to either."""
    lists = isinstance(below.value, list) and isinstance(above.value, list)
    if key == "events" and lists and above.value:  # an empty list takes those below away
        return _like(above, [*_items(below), *_items(above)])
    if not isinstance(above.value, dict) or _belongs_together(key):
        return above
    if key in CHOOSING:
        below = _as_mapping(below)
    if not isinstance(below.value, dict):
        return above
    entries = dict(below.value)
    for name, node in above.value.items():
        inner = f"{key}.{name}" if key else name
        under = entries.get(name)
        if under is None and inner in CHOOSING:  # a file that chooses nothing has them all
            under = Node("all", node.place)
        entries[name] = node if under is None else laid_over(under, node, inner)
    return _like(above if above.place.line else below, entries)  # no line on the command line


def _items(node: Node) -> list[Node]:
    return node.value if isinstance(node.value, list) else []


def _belongs_together(key: str) -> bool:
    first, _, rest = key.partition(".")
    return f"{first}.*.{rest.rpartition('.')[2]}" in WHOLE and key.count(".") == 2


def _like(node: Node, value: dict[str, Node] | list[Node]) -> Node:
    return Node(value, node.place, node.plain, node.key_place)


def _as_mapping(node: Node) -> Node:
    """Return a choice by a word or a list as the mapping that means the same."""
    if isinstance(node.value, str):
        return _like(node, {"others": Node(node.value, node.place)})
    if isinstance(node.value, list):
        named = {str(item.value): Node({}, item.place) for item in node.value}
        return _like(node, {"others": Node("none", node.place)} | named)
    return node


def _with_dotted_parameters(checks: Checks, root: Node) -> Node:
    """Return a tree whose parameters are dotted names, however the file groups them."""
    entries = root.value
    if not isinstance(entries, dict) or "parameters" not in entries:
        return root
    dotted: dict[str, Node] = {}
    for key, node in checks.mapping(entries["parameters"], "parameters").items():
        named = {key: node}
        if key in Parameters._fields:
            inside = checks.mapping(node, f"parameters.{key}")
            named = {f"{key}.{name}": value for name, value in inside.items()}
        for name, value in named.items():
            if name in dotted:
                checks.report(value, f"parameters.{name}", "is given twice", at_key=True)
            dotted[name] = value
    return _like(root, entries | {"parameters": _like(entries["parameters"], dotted)})


def _tree(checks: Checks, file: Path, shown: str) -> Node:
    """Return a file's tree; problems of its form are noted."""
    root, problems = parse(read_text(file, shown), shown)
    if root is None:
        raise ScenarioError(problems)
    checks.problems.extend(problems)
    return _with_dotted_parameters(checks, root)


def _base(checks: Checks, root: Node, file: Path) -> Node:
    """Return the tree that a file is based on; one that cannot be had is noted and empty."""
    entries = root.value
    assert isinstance(entries, dict)
    node, nothing = entries[BASE], Node({}, root.place)
    name = checks.text(node, BASE, "a shipped name, or a file beside this one")
    if name is None:
        return nothing
    beside = file.parent / name
    try:
        below_file = beside if beside.suffix and beside.exists() else find(name)
        if below_file.resolve() == file.resolve():
            checks.report(node, BASE, "is the file itself", "another scenario")
            return nothing
        below = _tree(checks, below_file, str(below_file))
    except ScenarioError as error:
        first = error.problems[0]
        checks.report(node, BASE, f"`{name}`: {first.message}", suggestion=first.suggestion)
        return nothing
    further = below.value.get(BASE) if isinstance(below.value, dict) else None
    if further is not None:
        message = f"`{name}` is itself based on {further.what}"
        if isinstance(further.value, str) and _is(further.value, below_file, file):
            message = f"goes round in a circle: `{name}` is based on this file"
        checks.report(node, BASE, message, "a scenario that is based on none")
        return nothing
    if isinstance(below.value, dict):
        below = _like(below, {k: v for k, v in below.value.items() if k not in OF_THE_FILE})
    return below


def _is(name: str, beside: Path, file: Path) -> bool:
    """Say whether a name that stands in a file means a certain other file."""
    meant = shipped().get(name, beside.parent / name)
    return meant.resolve() == file.resolve()


def _of_the_command_line(
    checks: Checks, dotted: str, text: str, keys: tuple[str, ...]
) -> Node | None:
    """Return a value of the command line as a layer of its own."""
    shown = f"{dotted}={text}"
    value, problems = parse(text, shown)
    checks.problems.extend(problems)
    if value is None:
        return None
    _say_where(value, Place(shown))
    return layer_at(checks, dotted, value, keys)


def layer_at(checks: Checks, dotted: str, value: Node, keys: tuple[str, ...]) -> Node | None:
    """Return a value under its dotted key as a layer of its own; None if it cannot be set."""
    parts = dotted.split(".")
    if parts[0] in Parameters._fields:
        parts.insert(0, "parameters")
    if parts[0] not in keys or parts[0] in FIXED:
        known = [key for key in keys if key not in FIXED]
        suggestion = did_you_mean(parts[0], [*known, *Parameters._fields])
        checks.report(value, dotted, "cannot be set", suggestion=suggestion)
        return None
    for part in reversed(parts):
        value = Node({part: value}, value.place, key_place=value.place)
    return _with_dotted_parameters(checks, value)


def _say_where(node: Node, place: Place) -> None:
    """Let a value of the command line name its option instead of a line."""
    node.place = node.key_place = place
    if isinstance(node.value, dict):
        children = list(node.value.values())
    else:
        children = node.value if isinstance(node.value, list) else []
    for child in children:
        _say_where(child, place)
