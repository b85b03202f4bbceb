"""Docstrings in numpydoc form, taken apart."""

import inspect
import re
from typing import NamedTuple

SECTION = re.compile(r"^([A-Z][A-Za-z ]+)\n-{3,}\n", re.MULTILINE)
RULED = re.compile(r"^={2,}( +={2,})*$")


class Argument(NamedTuple):
    """One entry of a section: names, what they are, what they mean."""

    names: str
    kind: str
    meaning: str


class Docstring(NamedTuple):
    """A docstring by its parts; a part that is not there is empty."""

    summary: str
    body: tuple[str, ...]  # paragraphs
    tables: tuple[str, ...]  # as they stand in the source
    arguments: tuple[Argument, ...]
    returns: tuple[Argument, ...]
    references: tuple[str, ...]


def parse(doc: str) -> Docstring:
    """Take a docstring apart."""
    pieces = SECTION.split(inspect.cleandoc(doc))
    summary, _, rest = pieces[0].partition("\n\n")
    sections = {pieces[k]: pieces[k + 1] for k in range(1, len(pieces), 2)}
    paragraphs = [part.strip("\n") for part in re.split(r"\n\s*\n", rest) if part.strip()]
    ruled = [RULED.match(part.partition("\n")[0]) is not None for part in paragraphs]
    return Docstring(
        summary=summary,
        body=tuple(part for part, drawn in zip(paragraphs, ruled, strict=True) if not drawn),
        tables=tuple(part for part, drawn in zip(paragraphs, ruled, strict=True) if drawn),
        arguments=_entries(sections.get("Parameters", "")),
        returns=_entries(sections.get("Returns", "")),
        references=_references(sections.get("References", "")),
    )


def first_line(doc: str) -> str:
    """Return the summary of a docstring, empty for an empty one."""
    return parse(doc).summary


def _entries(section: str) -> tuple[Argument, ...]:
    """Return the entries of a section: a line of names, then an indented meaning."""
    found: list[list[str]] = []
    for line in section.splitlines():
        if line and not line[0].isspace():
            found.append([line])
        elif line.strip() and found:
            found[-1].append(line.strip())
    entries = []
    for head, *meaning in found:
        names, colon, kind = head.partition(" : ")
        if not colon:  # a result without a name
            names, kind = ("", head) if not meaning or _is_type(head) else (head, "")
        entries.append(Argument(names, kind, " ".join(meaning)))
    return tuple(entries)


def _is_type(head: str) -> bool:
    """Say whether a line without names is a type."""
    return head.split(",")[0].split(" ")[0].split("[")[0] in {"float", "int", "bool", "Prospect",
                                                             "tuple", "uint64"}  # fmt: skip


def _references(section: str) -> tuple[str, ...]:
    """Return the works that a section lists."""
    parts = re.split(r"^\.\. \[\d+\] ", section, flags=re.MULTILINE)
    return tuple(" ".join(part.split()) for part in parts if part.strip())
