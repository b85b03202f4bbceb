"""Targets with their sources, and what counts as reproduced."""

import csv
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

TARGETS = Path(__file__).parent / "targets"
ERRORS = 2.0
"""Standard errors within which two figures cannot be told apart."""
PASS, FAIL, BUILT_IN, OPEN = "pass", "fail", "by construction", "open"


class Target(NamedTuple):
    """A fact, what it was measured to be, and whether it judges the model.

    ``gate`` is "range" (the model must lie in it), "by construction" or "open" (shown without a
    verdict, the note says why); an end of the range that is missing is infinite.
    """

    fact: str
    statement: str
    value: float
    low: float
    high: float
    gate: str
    source: str
    note: str


class Figure(NamedTuple):
    """A mean over seeds and its standard error, nan with one seed."""

    mean: float
    error: float


def _number(text: str, missing: float) -> float:
    return float(text) if text else missing


@cache
def targets(name: str) -> dict[str, Target]:
    """Return the targets of a file of `calibration/targets` by fact, in its order."""
    with (TARGETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["fact"]: Target(
                row["fact"],
                row["statement"],
                _number(row["value"], math.nan),
                _number(row["low"], -math.inf),
                _number(row["high"], math.inf),
                row["gate"],
                row["source"],
                row["note"],
            )
            for row in csv.DictReader(file)
        }


def figure(values: Sequence[float]) -> Figure:
    """Return mean and standard error over seeds; seeds without a value are left out."""
    known = np.array([v for v in values if math.isfinite(v)])
    if known.size == 0:
        return Figure(math.nan, math.nan)
    error = known.std(ddof=1) / math.sqrt(known.size) if known.size > 1 else math.nan
    return Figure(float(known.mean()), float(error))


def verdict(gate: str, low: float, high: float, found: Figure) -> str:
    """Return pass, fail, by construction or open.

    A figure in the range passes, its ends included. One outside fails, unless it is less than two
    standard errors away: then it is open.
    """
    if gate != "range":
        return BUILT_IN if gate == BUILT_IN else OPEN
    if not math.isfinite(found.mean):
        return OPEN
    if low <= found.mean <= high:
        return PASS
    away = max(low - found.mean, found.mean - high)
    return OPEN if away < ERRORS * found.error else FAIL


def number(value: float) -> str:
    """Return a number with three digits, as tables show it."""
    if not math.isfinite(value):
        return ""
    size = abs(value)
    if size >= 1000.0:
        return f"{value:,.0f}"
    return f"{value:.{0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3}f}"


def shown(found: Figure) -> str:
    """Return a figure with its standard error in brackets."""
    error = number(found.error)
    return number(found.mean) + (f" ({error})" if error else "")


def wanted(target: Target) -> str:
    """Return the official value with its range."""
    low, high = number(target.low), number(target.high)
    if low and high:
        span = f"{low} to {high}"
    else:
        span = f"over {low}" if low else f"under {high}" if high else ""
    value = number(target.value)
    return f"{value} ({span})" if value and span else value or span


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a Markdown table."""
    return [
        "| " + " | ".join(header) + " |",
        "|" + "---|" * len(header),
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
