"""The source of the model, read: what each function says, calls, draws, and what it depends on.

Read from the text and not from the compiled functions, so that a document says what is written.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sim.parameters import Parameters

ROOT = Path(__file__).parents[1]
PACKAGES = ("rules", "phases", "indicators", "populate", "spinup")
MODULES = ("accounts", "masks", "draws", "rows/sizes")
GROUPS = {name: type(group) for name, group in Parameters()._asdict().items()}
GROUP_OF = {kind.__name__: name for name, kind in GROUPS.items()}


class Function(NamedTuple):
    """A function of the model."""

    module: str  # dotted, without `sim.`
    name: str
    signature: str
    doc: str
    calls: tuple[str, ...]  # dotted names of functions of the model, in the order of the text
    parameters: tuple[str, ...]  # dotted names that the text itself reads
    channels: tuple[str, ...]
    node: ast.FunctionDef

    @property
    def dotted(self) -> str:
        """Module and name."""
        return f"{self.module}.{self.name}"

    @property
    def short(self) -> str:
        """Last part of the module and name, as the documents call it."""
        return f"{self.module.rpartition('.')[2]}.{self.name}"


class Module(NamedTuple):
    """A file of the model."""

    name: str
    doc: str
    functions: tuple[Function, ...]  # private ones included
    classes: tuple[tuple[str, str], ...]  # name, docstring
    constants: tuple[tuple[str, str, str], ...]  # name, value, the docstring below it


@cache
def modules() -> dict[str, Module]:
    """Return the files of the model by name, `rules.market` and so on."""
    paths = [ROOT / f"{name}.py" for name in MODULES]
    for package in PACKAGES:
        paths += sorted((ROOT / package).glob("*.py"))
    found = (read(path) for path in paths)
    return {module.name: module for module in found}


@cache
def functions() -> dict[str, Function]:
    """Return all functions of the model by dotted name."""
    return {f.dotted: f for module in modules().values() for f in module.functions}


def read(path: Path) -> Module:
    """Read one file."""
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    known = _names(tree, name)
    return Module(
        name=name,
        doc=ast.get_docstring(tree) or "",
        functions=tuple(
            _function(node, name, known) for node in tree.body if isinstance(node, ast.FunctionDef)
        ),
        classes=tuple(
            (node.name, ast.get_docstring(node) or "")
            for node in tree.body
            if isinstance(node, ast.ClassDef)
        ),
        constants=tuple(constants(tree)),
    )


def constants(tree: ast.Module) -> Iterator[tuple[str, str, str]]:
    """Yield name, value and docstring of the constants of a file that have a docstring."""
    for node, after in zip(tree.body, tree.body[1:], strict=False):
        if not isinstance(node, ast.Assign) or not isinstance(after, ast.Expr):
            continue
        if isinstance(after.value, ast.Constant):
            names, value = ast.unparse(node.targets[0]), ast.unparse(node.value)
            yield names.strip("()"), value, str(after.value.value)


def _names(tree: ast.Module, module: str) -> dict[str, str]:
    """Return what names of a file stand for: dotted names of functions and modules."""
    known = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim"):
            home = (node.module or "").removeprefix("sim").removeprefix(".")
            for alias in node.names:
                known[alias.asname or alias.name] = f"{home}.{alias.name}".removeprefix(".")
        elif isinstance(node, ast.FunctionDef):
            known[node.name] = f"{module}.{node.name}"
    return known


def _function(node: ast.FunctionDef, module: str, known: dict[str, str]) -> Function:
    """Read one function."""
    arguments = [
        f"{a.arg}: {GROUPS[group].__name__}" if (group := _group_of(a)) else a.arg
        for a in node.args.args
    ]
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    calls, channels = [], []
    for part in ast.walk(node):
        if isinstance(part, ast.Call | ast.Attribute):
            target = part.func if isinstance(part, ast.Call) else part
            dotted = dotted_name(target, known)
            if isinstance(part, ast.Call):
                calls.append(dotted)
            elif dotted.startswith("draws.") and part.attr.isupper():
                channels.append(part.attr)
    return Function(
        module=module,
        name=node.name,
        signature=f"{node.name}({', '.join(arguments)}){returns}",
        doc=ast.get_docstring(node) or "",
        calls=tuple(dict.fromkeys(filter(None, calls))),
        parameters=tuple(sorted(_parameters(node))),
        channels=tuple(dict.fromkeys(channels)),
        node=node,
    )


def dotted_name(node: ast.expr, known: dict[str, str]) -> str:
    """Return the dotted name that an expression stands for, empty if it is none of the model."""
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.Attribute):
        home = dotted_name(node.value, known)
        return f"{home}.{node.attr}" if home else ""
    return ""


def _group_of(argument: ast.arg) -> str:
    """Return the group of parameters that an argument is, empty if it is none."""
    annotation = argument.annotation
    return GROUP_OF.get(ast.unparse(annotation), "") if annotation is not None else ""


def _parameters(node: ast.FunctionDef) -> set[str]:
    """Return the parameters that a function reads by name.

    By way of an argument that is a group, of a chain such as `p.market.deduction`, or of a local
    name for a group.
    """
    groups = {a.arg: _group_of(a) for a in node.args.args}
    for part in ast.walk(node):
        if isinstance(part, ast.Assign):
            for target, value in assigned(part):
                if isinstance(target, ast.Name) and isinstance(value, ast.Attribute):
                    groups[target.id] = value.attr
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute):
            home = part.value
            group = home.attr if isinstance(home, ast.Attribute) else ""
            if isinstance(home, ast.Name):
                group = groups.get(home.id, "")
            if group in GROUPS and part.attr in GROUPS[group]._fields:
                found.add(f"{group}.{part.attr}")
    return found


def assigned(node: ast.Assign) -> list[tuple[ast.expr, ast.expr]]:
    """Return targets and values of an assignment, one by one where both are tuples."""
    if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
        return list(zip(node.targets[0].elts, node.value.elts, strict=True))
    return [(target, node.value) for target in node.targets]


@cache
def reached(dotted: str) -> tuple[str, ...]:
    """Return a function and all that it leads to, by dotted name."""
    found: dict[str, None] = {}
    ahead = [dotted]
    while ahead:
        name = ahead.pop(0)
        if name in functions() and name not in found:
            found[name] = None
            ahead += functions()[name].calls
    return tuple(found)


def rules_of(dotted: str) -> list[Function]:
    """Return the rules that a function leads to, by whatever way."""
    return [functions()[name] for name in reached(dotted) if name.startswith("rules.")]


def parameters_of(dotted: str) -> list[str]:
    """Return the parameters that a function depends on, those of what it calls included."""
    return sorted({p for name in reached(dotted) for p in functions()[name].parameters})


@cache
def readers() -> dict[str, list[Function]]:
    """Return who reads each parameter by name."""
    found: dict[str, list[Function]] = {}
    for function in functions().values():
        for parameter in function.parameters:
            found.setdefault(parameter, []).append(function)
    return found


@cache
def callers() -> dict[str, list[Function]]:
    """Return who calls each function of the model."""
    found: dict[str, list[Function]] = {}
    for function in functions().values():
        for name in function.calls:
            found.setdefault(name, []).append(function)
    return found


@cache
def drawers() -> dict[str, list[Function]]:
    """Return where each channel is drawn from."""
    found: dict[str, list[Function]] = {}
    for function in functions().values():
        for channel in function.channels:
            found.setdefault(channel, []).append(function)
    return found


def channels() -> dict[str, int]:
    """Return the channels of `sim/draws.py` and their numbers, in the order of the file."""
    tree = ast.parse((ROOT / "draws.py").read_text(encoding="utf-8"))
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            value = node.value.value if isinstance(node.value, ast.Constant) else None
            if isinstance(value, int) and not name.startswith("_"):
                found[name] = value
    return found
