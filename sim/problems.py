"""What is wrong with an input: collected one by one, raised together."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it stands and what would be right."""

    file: str
    message: str
    line: int | None = None
    column: int | None = None
    key: str = ""
    value: str = ""
    expected: str = ""
    suggestion: str = ""

    def __str__(self) -> str:
        """Return one line: place, key, what is wrong, what is expected, advice."""
        place = ":".join(str(p) for p in (self.file, self.line, self.column) if p)
        text = f"{place}: " + (f"`{self.key}`: " if self.key else "") + self.message
        if self.expected:
            text += f"; expected {self.expected}"
        if self.suggestion:
            text += f"; {self.suggestion}"
        return text


class NticError(Exception):
    """Something that the user can mend; the command line shows it without a trace."""

    exit_code = 2
    """With which the command line ends."""


class ScenarioError(NticError):
    """All that is wrong with a scenario."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the known words closest to one that is not known."""
    known = list(known)
    lower = {k.lower(): k for k in known}
    close = difflib.get_close_matches(word.lower(), lower, n=2, cutoff=0.6)
    if len(close) == 2 and _likeness(word, close[1]) < _likeness(word, close[0]) - 0.1:
        close.pop()
    if close:
        return "did you mean " + " or ".join(f"`{lower[c]}`" for c in close) + "?"
    if 0 < len(known) <= 12:
        return "known: " + ", ".join(f"`{k}`" for k in known)
    return ""


def _likeness(word: str, other: str) -> float:
    return difflib.SequenceMatcher(None, other, word.lower()).ratio()
