"""Two scenarios side by side: what goes in, what comes out with the same luck, where they part."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.divergence import Divergence, first_divergence
from experiments.identity import Side
from experiments.inputs import differing
from experiments.outcomes import differ, margin, mean_and_error
from sim import folders, provenance, spinup
from sim.indicators import FIELD, NATION, PROVINCE
from sim.indicators.about import Indicator
from sim.kernel import History
from sim.replications import Task, histories
from sim.scalars import dump
from sim.scenario import digest
from sim.specs import Scenario
from sim.timeline import timeline_of

LAST = 4
"""Quarters at the end over which outputs are averaged."""
HIGHER, LOWER, UNCLEAR, EQUAL = "higher", "lower", "cannot tell apart", "equal bit for bit"
ONE_DRAW = "one run is one draw"
CHANCE = 0.05
"""Share of lines without any difference that are called higher or lower all the same."""
LEVELS = ("nation", "field", "province")


@dataclass(frozen=True)
class Comparison:
    """Two scenarios, the first and the second, and how they differ."""

    a: Scenario
    b: Scenario
    seeds: tuple[int, ...]
    quarters: int
    inputs: pd.DataFrame
    outputs: pd.DataFrame
    divergence: Divergence

    def write(self, folder: str | Path) -> Path:
        """Write all tables as Parquet and CSV, with the text and where they come from."""
        folder = Path(folder)
        tables = {"inputs": self.inputs, "outputs": self.outputs, "start": self.divergence.start}
        if self.divergence.cells is not None:
            tables["divergence"] = self.divergence.cells
        with folders.replacing(folder) as fresh:
            for name, table in tables.items():
                folders.write_table(table, fresh / f"{name}.parquet")
                table.to_csv(fresh / f"{name}.csv", index=False, lineterminator="\n")
            for name, scenario in (("a", self.a), ("b", self.b)):
                text = dump(scenario.resolved())
                (fresh / f"{name}.yaml").write_text(text, encoding="utf-8")
            parted = self.divergence
            content = {
                "scenarios": {"a": self.a.name, "b": self.b.name},
                "scenario_digests": {"a": digest(self.a), "b": digest(self.b)},
                "seeds": list(self.seeds),
                "quarters": self.quarters,
                "divergence": [parted.quarter, parted.phase, parted.step],
                **provenance.describe(),
            }
            folders.write_provenance(fresh, content)
        return folder


def compare(
    a: Scenario,
    b: Scenario,
    seeds: Sequence[int],
    quarters: int | None = None,
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Comparison:
    """Compare two scenarios.

    Parameters
    ----------
    a, b : Scenario
        Fields and provinces that only one of them has are left out of the outputs.
    seeds : sequence of int
        Of the pairs of runs: both scenarios have the same luck in each. The first is the one
        with which is looked for where they part.
    quarters : int, optional
        How long; at most the shorter of the two, which it is if not given.
    threads : int, > 0
        Runs at a time; the results do not depend on it.
    progress : callable, optional
        Called with the number of pairs done.
    """
    length = min(a.quarters, b.quarters, quarters or a.quarters)
    one, other = Side(a, spinup.start(a)), Side(b, spinup.start(b))
    lines = lines_of_both(a, b)
    pairs, same = [], np.ones(len(lines), dtype=bool)
    for first, second in _in_pairs(one, other, seeds, length, threads):
        values = [_values(first, a, lines), _values(second, b, lines)]
        same &= ~differing_bits(*values).any(axis=1)
        pairs.append([(mean_of_quarters(v[:, -LAST:]), v[:, -1]) for v in values])
        if progress is not None:
            progress(len(pairs))
    return Comparison(
        a=a,
        b=b,
        seeds=tuple(seeds),
        quarters=length,
        inputs=differing(a, b),
        outputs=outputs(lines, np.array(pairs), same, (*a.look_at, *b.look_at)),
        divergence=first_divergence(one, other, seeds[0], length),
    )


def _in_pairs(
    one: Side, other: Side, seeds: Sequence[int], quarters: int, threads: int
) -> Iterator[tuple[History, History]]:
    """Yield the runs of both scenarios, seed by seed."""
    sides = [(side.world, timeline_of(side.scenario)) for side in (one, other)]
    runs = histories((Task(*side, seed, quarters) for seed in seeds for side in sides), threads)
    for first in runs:
        yield first, next(runs)


def lines_of_both(a: Scenario, b: Scenario) -> pd.DataFrame:
    """Return level, place, indicator and unit of what is measured in both scenarios."""
    fields = {field.key for field in b.fields}
    provinces = {province.key for province in b.provinces}
    of_level: tuple[tuple[str, tuple[Indicator, ...], list[str]], ...] = (
        ("nation", NATION, ["nation"]),
        ("field", FIELD, [f.key for f in a.fields if f.key in fields]),
        ("province", PROVINCE, [p.key for p in a.provinces if p.key in provinces]),
    )
    rows = [
        (level, place, about.name, about.unit)
        for level, abouts, places in of_level
        for place in places
        for about in abouts
    ]
    return pd.DataFrame(rows, columns=["level", "place", "indicator", "unit"])


def _values(history: History, scenario: Scenario, lines: pd.DataFrame) -> np.ndarray:
    """Return every line's values in all quarters, (lines, quarters)."""
    parts = [history.nation.T]
    for level, keys, values in (
        ("field", [f.key for f in scenario.fields], history.fields),
        ("province", [p.key for p in scenario.provinces], history.provinces),
    ):
        places = lines.loc[lines["level"] == level, "place"].drop_duplicates()
        rows = [keys.index(place) for place in places]
        parts.append(values[:, rows].reshape(len(values), -1).T)
    return np.concatenate(parts)


def differing_bits(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Say where two numbers are not the same; what is no number is the same as itself."""
    return (x != y) & ~(np.isnan(x) & np.isnan(y))


def mean_of_quarters(values: np.ndarray) -> np.ndarray:
    """Return means over the last axis of the quarters in which there is a value."""
    there = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.where(there, values, 0.0).sum(axis=-1) / there.sum(axis=-1)


def outputs(
    lines: pd.DataFrame, pairs: np.ndarray, same: np.ndarray, look_at: Sequence[str] = ()
) -> pd.DataFrame:
    """Return what the second scenario brings about over the first, line by line.

    Parameters
    ----------
    lines : DataFrame
        Columns level, place, indicator, unit.
    pairs : (S, 2, 2, lines) ndarray
        With each seed, of each scenario: mean of the last year, and value of the last quarter.
    same : (lines,) ndarray
        Where all quarters of all pairs are equal bit for bit.
    look_at : sequence of str
        Indicators that come first.

    Returns
    -------
    DataFrame
        Columns of `lines`; a, b: means over seeds of the last year; difference, b less a, with its
        standard error and the ends low and high of its 95% interval; relative: over that of the
        first, missing where that is 0; least: what is sure of it over the mean of both sizes;
        end_difference, end_error: of the last quarter; seeds: how many count; verdict. First what
        is looked at; then by level, what is surest to be large first.
    """
    last, end = pairs[:, :, 0], pairs[:, :, 1]
    change, at_end = mean_and_error(last[:, 1] - last[:, 0]), mean_and_error(end[:, 1] - end[:, 0])
    one, other = mean_and_error(last[:, 0]).mean, mean_and_error(last[:, 1]).mean
    off = margin(change)
    size = 0.5 * mean_and_error(np.abs(last).sum(axis=1)).mean
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = np.where(change.mean == 0.0, 0.0, change.mean / np.abs(one))
        relative = np.where(np.isfinite(relative), relative, np.nan)
        least = np.where(size == 0.0, 0.0, np.maximum(np.abs(change.mean) - off, 0.0) / size)
    found = (np.abs(change.mean) > off) & differ(one, other)
    verdict = np.where(found, np.where(change.mean > 0.0, HIGHER, LOWER), UNCLEAR).astype(object)
    if len(pairs) == 1:
        verdict[:] = ONE_DRAW
    verdict[same] = EQUAL
    table = lines.assign(
        a=one, b=other, difference=change.mean, error=change.error, low=change.mean - off,
        high=change.mean + off, relative=relative, least=least, end_difference=at_end.mean,
        end_error=at_end.error, seeds=change.number, verdict=verdict,
    )  # fmt: skip
    return _sorted(table, list(dict.fromkeys(look_at)))


def _sorted(table: pd.DataFrame, look_at: list[str]) -> pd.DataFrame:
    """Return the lines so that those come first that a reader needs first."""
    ranks = {word: k for k, word in enumerate((UNCLEAR, EQUAL), start=1)}
    keys = pd.DataFrame(
        {
            "not_asked": ~table["indicator"].isin(look_at),
            "level": [LEVELS.index(level) for level in table["level"]],
            "asked": [(*look_at, name).index(name) for name in table["indicator"]],
            "verdict": [ranks.get(word, 0) for word in table["verdict"]],
            "least": -table["least"].fillna(0.0),
            "relative": -table["relative"].abs().fillna(0.0),
        }
    )
    order = keys.sort_values(list(keys.columns), kind="stable").index
    return table.loc[order].reset_index(drop=True)
