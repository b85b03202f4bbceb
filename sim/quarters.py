"""Quarters as text, such as ``2010Q1``, and as numbers that can be compared."""

import re

_PATTERN = re.compile(r"(\d{4})Q([1-4])")


def number(quarter: str) -> int:
    """Return the quarters since the year 0; a malformed text is a ValueError."""
    match = _PATTERN.fullmatch(quarter)
    if match is None:
        raise ValueError(f"expected a quarter such as 2010Q1, got {quarter!r}")
    return 4 * int(match[1]) + int(match[2]) - 1


def label(start: str, offset: int) -> str:
    """Name the quarter that lies an offset after another one."""
    year, quarter = divmod(number(start) + offset, 4)
    return f"{year}Q{quarter + 1}"


def between(start: str, quarter: str) -> int:
    """Count the quarters from one quarter to a later one; negative if it is earlier."""
    return number(quarter) - number(start)
