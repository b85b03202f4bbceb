"""Pieces of Markdown: text, tables, and blocks between markers."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from sim.problems import NticError

BEGIN = re.compile(r"<!-- generated: (?P<name>[a-z_]+) -->")
END = "<!-- end -->"


def plain(text: str) -> str:
    """Return text on one line with the signs escaped that Markdown would take for its own.

    Code between backticks stays as it is but for the bars that divide the cells of a table.
    """
    pieces = " ".join(text.replace("``", "`").split()).replace("|", r"\|").split("`")
    for k in range(0, len(pieces), 2):
        pieces[k] = pieces[k].replace("*", r"\*").replace("<", "&lt;")
    return "`".join(pieces)


def code(text: str) -> str:
    """Return text as code for a cell of a table."""
    return "`" + text.replace("|", r"\|") + "`"


def number(value: float) -> str:
    """Return a number with all its digits and no more."""
    return f"{value:.12g}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; a cell that would be empty is refused, since something is undocumented.

    Raises
    ------
    NticError
        With the row and the column.
    """
    lines = [f"| {' | '.join(header)} |", "|" + "---|" * len(header)]
    for row in rows:
        for title, cell in zip(header, row, strict=True):
            if not cell.strip("` "):
                raise NticError(f"documents: {row[0] or row[1]} has no `{title}`; document it")
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines)


def count(number: int, singular: str, plural: str = "") -> str:
    """Return a number with the word for what is counted."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def fill(text: str, blocks: Mapping[str, Callable[[], str]]) -> str:
    """Return a page with its blocks filled anew and all between them as it is.

    Parameters
    ----------
    text : str
        With one pair of markers for each block: ``<!-- generated: name -->`` and
        ``<!-- end -->``.
    blocks : mapping of name to function
        What belongs between the markers.

    Raises
    ------
    NticError
        If markers are not in pairs, or a block is unknown, missing or there twice.
    """
    names = []
    pieces = []
    rest = text
    while (begin := BEGIN.search(rest)) is not None:
        name = begin["name"]
        body, found, after = rest[begin.end() :].partition(END)
        if not found or BEGIN.search(body):
            raise NticError(f"documents: block `{name}` does not end; put `{END}` after it")
        if name not in blocks or name in names:
            raise NticError(f"documents: block `{name}` is unknown or there twice")
        names.append(name)
        pieces += [rest[: begin.end()], f"\n\n{blocks[name]()}\n\n", END]
        rest = after
    if END in "".join([*pieces[::3], rest]):
        raise NticError(f"documents: a `{END}` ends no block")
    missing = [name for name in blocks if name not in names]
    if missing:
        raise NticError(f"documents: no marker for block `{missing[0]}`")
    return "".join([*pieces, rest])


def prose(text: str) -> str:
    """Return what stands on a page outside the generated blocks."""
    return re.sub(rf"{BEGIN.pattern}.*?{END}", "", text, flags=re.DOTALL)
