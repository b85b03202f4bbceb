"""What is compared: outcomes with unit and direction, and the columns of a table of runs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import pandas as pd

from sim.problems import NticError

NATION = "nation"
"""The dimension of a column without a place."""


@dataclass(frozen=True)
class Outcome:
    """A number that a policy is judged by.

    Attributes
    ----------
    name : str
        As in the columns of a table of runs.
    unit : str
        Such as "billion CNY"; empty for a plain number.
    words : str
        What it is, as in "technologies launched per field and year".
    better : {"higher", "lower"}
        Which direction is good.
    margin : float, optional
        Smallest difference that matters, in the unit; without one, any difference does.
    primary : bool
        One of those for which the comparison was made.
    words_zh, unit_zh : str, optional
        The same in Chinese.
    """

    name: str
    unit: str
    words: str
    better: Literal["higher", "lower"] = "higher"
    margin: float | None = None
    primary: bool = False
    words_zh: str = ""
    unit_zh: str = ""

    def __post_init__(self) -> None:
        """Check name, direction and margin."""
        if not self.name or "@" in self.name or "/" in self.name:
            raise NticError(f"a name of an outcome has no `@` or `/`; got {self.name!r}")
        if self.better not in ("higher", "lower"):
            raise NticError(f"`{self.name}`: better is higher or lower; got {self.better!r}")
        if self.margin is not None and not (math.isfinite(self.margin) and self.margin > 0.0):
            raise NticError(f"`{self.name}`: a margin is above 0; got {self.margin}")

    @property
    def sign(self) -> float:
        """1 if higher is better, -1 if lower is."""
        return 1.0 if self.better == "higher" else -1.0


class Column(NamedTuple):
    """A column of a table of runs, `outcome@horizon` or `outcome@horizon/dimension:key`."""

    name: str
    outcome: str
    horizon: str
    dimension: str  # `NATION`, or field, province, orientation, region
    key: str  # of the place; empty for the nation


def read(name: str) -> Column | None:
    """Return what a column holds; None if it holds no outcome.

    Raises
    ------
    NticError
        If the horizon is missing or the place is not ``dimension:key``.
    """
    outcome, at, rest = name.partition("@")
    if not at:
        return None
    horizon, slash, place = rest.partition("/")
    if not slash:
        dimension, key = NATION, ""
    else:
        dimension, colon, key = place.partition(":")
        if not (dimension and colon and key):
            raise NticError(f"column `{name}`: expected outcome@horizon/dimension:key")
    if not (outcome and horizon):
        raise NticError(f"column `{name}`: expected outcome@horizon")
    return Column(name, outcome, horizon, dimension, key)


def columns_of(runs: pd.DataFrame, outcomes: Sequence[Outcome]) -> list[Column]:
    """Return the columns of the outcomes that are described, in the order of the table.

    Raises
    ------
    NticError
        If an outcome comes twice, has no column for the nation, or a column is not numeric.
    """
    names = [outcome.name for outcome in outcomes]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise NticError(f"outcomes come twice: {', '.join(twice)}")
    found = [column for name in runs.columns if (column := read(str(name))) is not None]
    found = [column for column in found if column.outcome in names]
    there = {column.outcome for column in found if column.dimension == NATION}
    lacking = [name for name in names if name not in there]
    if lacking or not names:
        raise NticError("no column for outcome: " + (", ".join(lacking) or "none is described"))
    for column in found:
        if not pd.api.types.is_numeric_dtype(runs[column.name]):
            raise NticError(f"column `{column.name}` is not numeric")
    return found


def horizons_of(columns: Sequence[Column]) -> list[str]:
    """Return the horizons in the order in which columns have them."""
    return list(dict.fromkeys(column.horizon for column in columns))
