"""Which columns of the world change in a run and which stay, read from what the phases write."""

import ast
from collections.abc import Iterator
from functools import cache

from sim.documents.source import Function, assigned, functions
from sim.scenario.events import OF_CENTERS
from sim.specs import COLUMNS
from sim.state import TABLES, columns

Place = tuple[str, str]
"""A table and a column of it."""

WRITERS = ("phases", "indicators", "accounts")
"""Packages and modules that write to the world in a quarter."""
BIRTHS = {
    "ideas": ("bear_idea", "needs_of_idea"),
    "teams": ("teams_of_idea",),
    "links": ("propose", "begin"),
    "stars": ("make_star",),
    "technologies": ("launch", "assign_owner"),
}
"""Functions that write a row when what it stands for comes into being."""
BETWEEN = {
    ("enterprises", "weight"),
    ("cells", "first_enterprise"),
    ("cells", "last_enterprise"),
}
"""What is written between quarters, when firms leave a row and rows come and go."""
DATED = {"fields": tuple(COLUMNS.values()), "centers": OF_CENTERS}
"""What `sim.timeline` writes when a dated change of a row happens."""


@cache
def written() -> frozenset[Place]:
    """Return the columns that change after a row has come into being."""
    found = set(BETWEEN)
    for function in functions().values():
        if function.module.split(".")[0] in WRITERS:
            for place in _writes(function):
                born = place[0] == "births" or function.name in BIRTHS.get(place[0], ())
                if not born:
                    found.add(place)
    return frozenset(found)


def kind_of(table: str, column: str) -> str:
    """Say whether a column is a state, can be set by a dated change, or is a constant."""
    if (table, column) in written():
        return "state"
    if column in DATED.get(table, ()):
        return "dated"
    return "constant"


def _writes(function: Function) -> Iterator[Place]:
    """Yield the columns that a function writes, by itself or by handing them to another."""
    rows, arrays = _local_names(function)
    for node in ast.walk(function.node):
        if isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                for one in target.elts if isinstance(target, ast.Tuple) else [target]:
                    yield from _places(one, rows, arrays, stored=True)
        elif isinstance(node, ast.Call):
            for k in _written_arguments().get(_callee(function, node), ()):
                if k < len(node.args):
                    yield from _places(node.args[k], rows, arrays, stored=False)


def _places(
    target: ast.expr, rows: dict[str, set[str]], arrays: dict[str, set[Place]], *, stored: bool
) -> Iterator[Place]:
    """Yield the columns behind an expression that is written to."""
    inside = False
    while isinstance(target, ast.Subscript):
        target, inside = target.value, True
    if isinstance(target, ast.Attribute):
        for table in _tables_of(target.value, rows):
            if target.attr in columns(TABLES[table]):
                yield table, target.attr
    elif isinstance(target, ast.Name) and (inside or not stored):
        yield from arrays.get(target.id, ())


def _tables_of(node: ast.expr, rows: dict[str, set[str]]) -> set[str]:
    """Return the tables of which an expression may be a row."""
    if isinstance(node, ast.Name):
        return rows.get(node.id, set())
    if isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Attribute) and node.attr in TABLES:
        return {node.attr}
    return set()


def _local_names(function: Function) -> tuple[dict[str, set[str]], dict[str, set[Place]]]:
    """Return which local names are rows of which tables, and which are arrays of a row."""
    rows: dict[str, set[str]] = {
        a.arg: set(TABLES) - {"births"}
        for a in function.node.args.args
        if a.annotation is not None and ast.unparse(a.annotation) == "Any"
    }
    arrays: dict[str, set[Place]] = {}
    for node in ast.walk(function.node):
        if isinstance(node, ast.Assign):
            for target, value in assigned(node):
                if isinstance(target, ast.Name):
                    rows.setdefault(target.id, set()).update(_tables_of(value, rows))
    for node in ast.walk(function.node):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value
            if isinstance(value, ast.Attribute):
                places = set(_places(value, rows, {}, stored=True))
                arrays.setdefault(node.targets[0].id, set()).update(places)
    return rows, arrays


def _callee(function: Function, call: ast.Call) -> str:
    """Return the dotted name of what is called, by the last part of it."""
    last = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    last = call.func.id if isinstance(call.func, ast.Name) else last
    return next((name for name in function.calls if name.rpartition(".")[2] == last), "")


@cache
def _written_arguments() -> dict[str, tuple[int, ...]]:
    """Return which arguments each function writes into, by position."""
    found: dict[str, set[int]] = {name: set() for name in functions()}
    for name, function in functions().items():
        names = [a.arg for a in function.node.args.args]
        for node in ast.walk(function.node):
            if isinstance(node, ast.Assign | ast.AugAssign):
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    deep = target
                    while isinstance(deep, ast.Subscript):
                        deep = deep.value
                    if deep is not target and isinstance(deep, ast.Name) and deep.id in names:
                        found[name].add(names.index(deep.id))
    for _ in range(2):  # arrays are handed on twice at most
        for name, function in functions().items():
            names = [a.arg for a in function.node.args.args]
            for node in ast.walk(function.node):
                if isinstance(node, ast.Call):
                    for k in found.get(_callee(function, node), ()):
                        given = node.args[k] if k < len(node.args) else None
                        if isinstance(given, ast.Name) and given.id in names:
                            found[name].add(names.index(given.id))
    return {name: tuple(sorted(k)) for name, k in found.items()}
