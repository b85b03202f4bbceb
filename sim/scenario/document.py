"""YAML without its traps: a file becomes a tree of text with line and column.

Nothing is guessed here. A scalar stays the text that was written, with a note whether
it was in quotes; `sim.scenario.checks` decides what it must be where it is used. Duplicate keys,
anchors, aliases and tags are problems.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sim.problems import Problem, ScenarioError

MOST_BYTES = 256 * 1024
DEEPEST = 20
"""Levels of nesting; deeper ones are a mistake or an attack."""


@dataclass(frozen=True)
class Place:
    """Where something stands; line and column count from 1, 0 on the command line."""

    file: str
    line: int = 0
    column: int = 0


@dataclass
class Node:
    """A value: text, a list of nodes, or named nodes; None if it was refused."""

    value: "str | list[Node] | dict[str, Node] | None"
    place: Place
    plain: bool = True
    key_place: Place | None = None

    @property
    def what(self) -> str:
        """Say what kind of value it is."""
        if isinstance(self.value, dict):
            return "a mapping"
        if isinstance(self.value, list):
            return "a list"
        return f"`{self.value}`" if self.plain else f"the text '{self.value}'"


def read_text(path: Path, shown: str) -> str:
    """Return a file's text; whatever prevents it is a ScenarioError."""
    try:
        if path.is_dir():
            raise ScenarioError([Problem(shown, "is a directory, not a scenario file")])
        if path.exists() and not path.is_file():
            raise ScenarioError([Problem(shown, "is no regular file")])
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ScenarioError([Problem(shown, "there is no such file")]) from None
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise ScenarioError([Problem(shown, f"cannot be read: {reason}")]) from None
    if len(data) > MOST_BYTES:
        message = f"is larger than {MOST_BYTES // 1024} kB"
        raise ScenarioError([Problem(shown, message, expected="a scenario in YAML")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ScenarioError(
            [Problem(shown, "is not UTF-8 text", line, suggestion="save it as UTF-8")]
        ) from None


def parse(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a YAML text and what is wrong with its form."""
    builder = _Builder(file)
    try:
        return builder.document(text), builder.problems
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        code = error.character if isinstance(error.character, int) else 0
        message = f"a character that YAML does not allow: U+{code:04X}"
        builder.problems.append(Problem(file, message, line))
    except yaml.MarkedYAMLError as error:
        builder.problems.append(_syntax_problem(error, file))
    return None, builder.problems


def _syntax_problem(error: yaml.MarkedYAMLError, file: str) -> Problem:
    """Turn PyYAML's words into one of ours."""
    mark = error.problem_mark or error.context_mark
    message = "not valid YAML: " + (error.problem or "unreadable")
    if error.context:
        message += f" ({error.context})"
    hint = "indent with spaces, not tabs" if "'\\t'" in message else ""
    if "mapping values are not allowed" in message:
        hint = "put a text that contains a colon in quotes"
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    return Problem(file, message, line, column, suggestion=hint)


class _Builder:
    """Builds the tree from PyYAML's events and collects problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def document(self, text: str) -> Node | None:
        """Return the root of the only document, or None."""
        events = yaml.parse(text, Loader=yaml.SafeLoader)
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._report(event, "a second document", "one document in a file")
                    return None
                root = self._node(next(events), events, 1)
        if root is None:
            self.problems.append(Problem(self.file, "is empty"))
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        place = self._place(event)
        if isinstance(event, yaml.AliasEvent):
            self._report(event, f"alias `*{event.anchor}`", "values written out")
            return Node(None, place)
        if event.anchor is not None:
            self._report(event, f"anchor `&{event.anchor}`", "values written out")
        if event.tag is not None:
            self._report(event, f"tag `{event.tag}`", "plain values")
        if isinstance(event, yaml.ScalarEvent):
            return Node(event.value, place, plain=event.style is None)
        if depth > DEEPEST:
            raise yaml.MarkedYAMLError(
                problem=f"nested deeper than {DEEPEST} levels",
                problem_mark=event.start_mark,
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self._items(events, depth), place)
        return Node(self._entries(events, depth), place)

    def _items(self, events: Iterator[Any], depth: int) -> list[Node]:
        items = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, depth + 1))
        return items

    def _entries(self, events: Iterator[Any], depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, events, depth + 1)
            node = self._node(next(events), events, depth + 1)
            if not isinstance(key.value, str):
                if key.value is not None:
                    self._report(event, f"{key.what} as a key", "a word")
                continue
            node.key_place = key.place
            first = entries.setdefault(key.value, node)
            if first is not node:
                line = first.key_place.line if first.key_place else 0
                message = f"key `{key.value}` is given twice"
                self._report(event, message, f"it once, see line {line}")
        return entries

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _report(self, event: Any, message: str, expected: str) -> None:
        place = self._place(event)
        self.problems.append(
            Problem(self.file, message, place.line, place.column, expected=expected)
        )
