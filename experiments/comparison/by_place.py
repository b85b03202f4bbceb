"""Tables of effects by field, orientation, province and region."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from experiments.comparison.families import over_all
from experiments.comparison.outcomes import NATION, Column, Outcome
from experiments.comparison.paired import contrast
from experiments.comparison.places import heterogeneity, named, relative
from experiments.comparison.units import Units

PLACES = (
    "a", "b", "outcome", "horizon", "dimension", "place", "n", "mean_a", "mean_b", "difference",
    "relative", "low", "high", "p", "p_adjusted", "probability", "same",
)  # fmt: skip
DIFFERING = (
    "a", "b", "outcome", "horizon", "dimension", "places", "n", "statistic", "p", "p_adjusted",
    "furthest",
)  # fmt: skip


def of_places(
    names: Sequence[tuple[str, str]],
    matched: Sequence[Units],
    columns: Sequence[Column],
    about: dict[str, Outcome],
    confidence: float,
) -> pd.DataFrame:
    """Return the effect in every place; p is adjusted over the places of one table."""
    rows = []
    for (a, b), units in zip(names, matched, strict=True):
        for (outcome, horizon, dimension), mine in groups(columns):
            found = contrast(units.a[:, mine], units.b[:, mine], confidence, 0)
            up = about[outcome].sign > 0.0
            rows.append(pd.DataFrame({
                "a": a, "b": b, "outcome": outcome, "horizon": horizon, "dimension": dimension,
                "place": [columns[k].key for k in mine], "n": found.n, "mean_a": found.mean_a,
                "mean_b": found.mean_b, "difference": found.difference,
                "relative": relative(found.difference, found.mean_b), "low": found.low,
                "high": found.high, "p": found.p, "p_adjusted": over_all(found.p),
                "probability": found.above if up else 1.0 - found.above, "same": found.same,
            }))  # fmt: skip
    if not rows:
        return pd.DataFrame(columns=list(PLACES))
    return pd.concat(rows, ignore_index=True)[list(PLACES)]


def differing(
    names: Sequence[tuple[str, str]], gaps: Sequence[np.ndarray], columns: Sequence[Column]
) -> pd.DataFrame:
    """Return whether effects differ between places, a row per dimension; p adjusted over all."""
    rows = []
    for (a, b), gap in zip(names, gaps, strict=True):
        for (outcome, horizon, dimension), mine in groups(columns):
            found = heterogeneity(gap[:, mine])
            rows.append({
                "a": a, "b": b, "outcome": outcome, "horizon": horizon, "dimension": dimension,
                "places": found.places, "n": found.units, "statistic": found.statistic,
                "p": found.p, "furthest": named([columns[k].key for k in mine], found),
            })  # fmt: skip
    table = pd.DataFrame(rows, columns=[name for name in DIFFERING if name != "p_adjusted"])
    table["p_adjusted"] = over_all(table["p"].to_numpy(float))
    return table[list(DIFFERING)]


def groups(columns: Sequence[Column]) -> Iterator[tuple[tuple[str, str, str], list[int]]]:
    """Yield outcome, horizon, dimension, and the numbers of the columns of its places."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for k, column in enumerate(columns):
        if column.dimension != NATION:
            found.setdefault((column.outcome, column.horizon, column.dimension), []).append(k)
    yield from found.items()
