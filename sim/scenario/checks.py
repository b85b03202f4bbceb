"""Reading values out of a document: each is what it must be, or a problem is noted.

Every method returns None when it had to note a problem, so that one bad value does not
hide the next.
"""

from collections.abc import Collection, Iterable, Mapping

from sim import quarters
from sim.problems import Problem, did_you_mean
from sim.scalars import (
    EMPTY,
    NUMBER,
    SWITCH_WORDS,
    WHOLE,
    is_plain_text,
    odd_number,
    written_out,
)
from sim.scenario.document import Node


class Checks:
    """Collects the problems of one document."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def report(
        self,
        node: Node,
        key: str,
        message: str,
        expected: str = "",
        suggestion: str = "",
        at_key: bool = False,
    ) -> None:
        """Note a problem of a value, or of its key."""
        place = (node.key_place if at_key else None) or node.place
        value = node.value if isinstance(node.value, str) else ""
        self.problems.append(
            Problem(
                place.file,
                message,
                place.line or None,
                place.column or None,
                key,
                value,
                expected,
                suggestion,
            )
        )

    def mapping(
        self,
        node: Node,
        key: str,
        known: Collection[str] | None = None,
        required: Iterable[str] = (),
        noun: str = "key",
    ) -> dict[str, Node]:
        """Return the entries of a mapping that have known keys."""
        entries = node.value
        if isinstance(entries, str) and node.plain and entries in EMPTY:
            entries = {}
        if not isinstance(entries, dict):
            self._expected(node, key, "a mapping")
            return {}
        for name in required:
            if name not in entries:
                self.report(node, key, f"missing {noun} `{name}`")
        if known is None:
            return entries
        for name, entry in entries.items():
            if name not in known:
                self.report(
                    entry,
                    key,
                    f"unknown {noun} `{name}`",
                    suggestion=did_you_mean(name, known),
                    at_key=True,
                )
        return {name: entry for name, entry in entries.items() if name in known}

    def sequence(self, node: Node, key: str) -> list[Node]:
        """Return the items of a list."""
        if isinstance(node.value, list):
            return node.value
        self._expected(node, key, "a list")
        return []

    def number(
        self, node: Node, key: str, low: float, high: float, unit: str = "1"
    ) -> float | None:
        """Return a number within bounds."""
        expected = f"a number from {written_out(low)} to {written_out(high)}"
        expected += "" if unit == "1" else f" {unit}"
        text = self._scalar(node, key, expected)
        if text is None:
            return None
        if not node.plain and NUMBER.fullmatch(text):
            self.report(node, key, f"got {node.what}", expected, "remove the quotes")
            return None
        if not node.plain or not NUMBER.fullmatch(text):
            self.report(node, key, f"got {node.what}", expected, odd_number(text))
            return None
        value = float(text)
        if not low <= value <= high:
            self.report(node, key, f"{text} is out of bounds", expected)
            return None
        return value

    def whole(self, node: Node, key: str, low: int, high: int) -> int | None:
        """Return a whole number within bounds."""
        expected = f"a whole number from {low} to {high}"
        text = self._scalar(node, key, expected)
        if text is None:
            return None
        if not node.plain or not WHOLE.fullmatch(text):
            self.report(node, key, f"got {node.what}", expected, odd_number(text))
            return None
        if len(text) > len(str(high)) + 1 or not low <= int(text) <= high:
            self.report(node, key, f"{text:.24} is out of bounds", expected)
            return None
        return int(text)

    def switch(self, node: Node, key: str) -> bool | None:
        """Return true or false."""
        text = self._scalar(node, key, "true or false")
        if text is None:
            return None
        if node.plain and text in ("true", "false"):
            return text == "true"
        meant = SWITCH_WORDS.get(text.lower())
        advice = f"write {meant}" if meant else ""
        self.report(node, key, f"got {node.what}", "true or false", advice)
        return None

    def text(self, node: Node, key: str, expected: str = "text") -> str | None:
        """Return text that is not empty and that no reader takes for something else."""
        text = self._scalar(node, key, expected)
        if text is None:
            return None
        if not text.strip() or (node.plain and text in EMPTY):
            self.report(node, key, "is empty", expected)
            return None
        if node.plain and not is_plain_text(text):
            message = f"got {node.what} without quotes"
            self.report(node, key, message, expected, f"write '{text}'")
            return None
        return text

    def choice(
        self, node: Node, key: str, known: Collection[str], noun: str = "value"
    ) -> str | None:
        """Return one of the known words."""
        text = self._scalar(node, key, f"a {noun}")
        if text is None or text in known:
            return text
        if node.plain and text in EMPTY:
            self.report(node, key, "is empty", f"a {noun}", did_you_mean("", known))
            return None
        self.report(node, key, f"unknown {noun} `{text}`", suggestion=did_you_mean(text, known))
        return None

    def quarter(self, node: Node, key: str, low: str, high: str) -> str | None:
        """Return a quarter such as 2010Q1 within bounds."""
        expected = f"a quarter from {low} to {high}"
        text = self._scalar(node, key, expected)
        if text is None:
            return None
        try:
            number = quarters.number(text)
        except ValueError:
            self.report(node, key, f"got {node.what}", expected)
            return None
        if not quarters.number(low) <= number <= quarters.number(high):
            self.report(node, key, f"{text} is out of bounds", expected)
            return None
        return text

    def words(self, node: Node, key: str, known: Mapping[str, object], noun: str) -> list[str]:
        """Return a list of known words, each once."""
        found: list[str] = []
        for item in self.sequence(node, key):
            word = self.choice(item, key, known, noun)
            if word in found:
                self.report(item, key, f"{noun} `{word}` is listed twice")
            elif word is not None:
                found.append(word)
        return found

    def _scalar(self, node: Node, key: str, expected: str) -> str | None:
        if isinstance(node.value, str):
            return node.value
        self._expected(node, key, expected)
        return None

    def _expected(self, node: Node, key: str, expected: str) -> None:
        if node.value is not None:  # what is None has been reported by the parser
            self.report(node, key, f"got {node.what}", expected)
