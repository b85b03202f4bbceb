"""Many runs of one scenario that differ in their luck alone, and the bands in which they lie.

All begin in one settled start, because the past does not depend on the seed of a run; each run is
the same, bit for bit, as `ntic run --seed` gives. Runs are spread over threads: the kernels release
the interpreter, and a thread needs neither the start nor the compiled code a second time.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandas.api.types import is_numeric_dtype

from sim import folders, provenance, results
from sim.parameters import Parameters
from sim.problems import NticError
from sim.results import Result
from sim.scenario import digest, load
from sim.simulate import FIGURES, RUNS, AccountsError, collect, write_scenario
from sim.specs import Scenario

if TYPE_CHECKING:
    from sim.kernel import History
    from sim.state import World
    from sim.timeline import Timeline

QUANTILES = {"q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95}
"""Columns of the bands that are quantiles over seeds."""
BANDS = "bands"
"""Name of the table of bands; the other tables are those of a run."""
LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True)
class Replications:
    """What came out of the runs of one scenario with several seeds."""

    scenario: Scenario  # with the first seed
    seeds: tuple[int, ...]
    bands: pd.DataFrame
    digests: dict[int, str]  # of all tables of each seed, as `sim.run` gives it
    digest: str  # of all seeds
    seconds: float
    folder: Path | None = None
    figures: tuple[Path, ...] = ()


def replicate(
    scenario: Scenario | str | Path,
    replications: int,
    out: str | Path | Literal[False] | None = None,
    figures: bool = True,
    language: str = "en",
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Replications:
    """Run a scenario with several seeds and write tables, bands and figures of all.

    Parameters
    ----------
    scenario : Scenario, str or Path
        A scenario, its file, or the name of one that is shipped. Its seed is the first.
    replications : int, > 0
        How many seeds, one after the other.
    out : str, Path, False or None
        Folder for the results; False writes nothing, None means
        ``runs/<name>-seeds<first>-<last>``. A folder of an earlier run is replaced on success.
    figures : bool
        Draw the figures too, with bands. They need every run's tables at once, in memory; without
        figures only the indicators of all runs are kept.
    language : {"en", "zh"}
        Of the figures.
    threads : int, > 0
        Runs at a time; the results do not depend on it.
    progress : callable, optional
        Called with the number of runs done.

    Raises
    ------
    ScenarioError, FolderError, NticError
        If the scenario, the folder or the number of replications is wrong.
    AccountsError
        If money or people appeared or vanished in a run.
    """
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    seeds = seeds_of(scenario, replications)
    if out is False:
        return _run_all(scenario, seeds, threads, progress, None, figures=False)[0]
    target = _folder(scenario, seeds) if out is None else Path(out)
    with folders.replacing(target) as fresh:
        found, kept = _run_all(scenario, seeds, threads, progress, fresh, figures)
        folders.write_table(found.bands, fresh / f"{BANDS}.parquet")
        write_scenario(scenario, fresh)
        drawn: list[Path] = []
        if figures:
            from sim.figures import draw

            paths = draw(kept, fresh / FIGURES, language)
            drawn = [target / path.relative_to(fresh) for path in paths]
        content = {
            "scenario": scenario.name,
            "scenario_digest": digest(scenario),
            "seeds": list(seeds),
            "driver": "kernel",
            "digest": found.digest,
            "digests": {str(seed): one for seed, one in found.digests.items()},
            "seconds": round(found.seconds, 3),
            **provenance.describe(),
        }
        folders.write_provenance(fresh, content)
    return replace(found, folder=target, figures=tuple(drawn))


def seeds_of(scenario: Scenario, replications: int) -> tuple[int, ...]:
    """Return a scenario's seed and those that follow it."""
    last = scenario.seed + replications - 1
    if replications < 1 or last > LARGEST_SEED:
        raise NticError(
            f"replications: got {replications}; expected 1 or more, with seeds from the "
            f"scenario's {scenario.seed} to at most {LARGEST_SEED}"
        )
    return tuple(range(scenario.seed, last + 1))


class Task(NamedTuple):
    """One run to do, as `sim.kernel.run` takes it."""

    world: "World"
    parameters: "Parameters | Timeline"
    seed: int
    quarters: int


def histories(tasks: "Iterable[Task]", threads: int = 1) -> "Iterator[History]":
    """Yield runs in the order of their tasks, some at a time.

    No more than two a thread are in memory, however many there are, and no more tasks are taken.
    """
    from sim import kernel

    waiting: deque[Future[History]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for task in tasks:
                waiting.append(pool.submit(kernel.run, *task))
                if len(waiting) >= 2 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def bands_of(indicators: pd.DataFrame, values: np.ndarray) -> pd.DataFrame:
    """Return mean and quantiles over seeds of every indicator, place and quarter.

    Parameters
    ----------
    indicators : DataFrame
        That of one run, which says what the values are.
    values : (S, rows) ndarray
        Its column of values in each of the runs. One that is not a number does not count.

    Returns
    -------
    DataFrame
        Columns quarter, level, place, indicator, unit, seeds (how many count), mean, and those of
        `QUANTILES`.
    """
    there = ~np.isnan(values)
    table = indicators.drop(columns="value")
    table["seeds"] = there.sum(axis=0)
    columns = {name: np.full(values.shape[1], np.nan) for name in ("mean", *QUANTILES)}
    whole, part = there.all(axis=0), there.any(axis=0) & ~there.all(axis=0)
    for rows, mean, quantile in (
        (whole, np.mean, np.quantile),
        (part, np.nanmean, np.nanquantile),
    ):
        if rows.any():
            columns["mean"][rows] = mean(values[:, rows], axis=0)
            found = quantile(values[:, rows], list(QUANTILES.values()), axis=0)
            for name, row in zip(QUANTILES, found, strict=True):
                columns[name][rows] = row
    return table.assign(**columns)


def _folder(scenario: Scenario, seeds: Sequence[int]) -> Path:
    return RUNS / f"{scenario.name}-seeds{seeds[0]}-{seeds[-1]}"


def _run_all(
    scenario: Scenario,
    seeds: Sequence[int],
    threads: int,
    progress: Callable[[int], None] | None,
    folder: Path | None,
    figures: bool,
) -> tuple[Replications, list[Result]]:
    """Run all seeds, write their tables if there is a folder, and keep what figures need."""
    from sim import spinup
    from sim.timeline import timeline_of

    began = time.perf_counter()
    world, timeline = spinup.start(scenario), timeline_of(scenario)
    values: list[np.ndarray] = []
    digests: dict[int, str] = {}
    kept: list[Result] = []
    indicators = pd.DataFrame()
    with ExitStack() as files:
        writers = _Writers(folder, files) if folder is not None else None
        tasks = (Task(world, timeline, seed, scenario.quarters) for seed in seeds)
        runs = histories(tasks, threads)
        before = time.perf_counter()
        for seed, history in zip(seeds, runs, strict=True):
            now = time.perf_counter()
            result = _result(replace(scenario, seed=seed), history, now - before)
            before = now
            digests[seed] = result.digest
            values.append(result.indicators["value"].to_numpy())
            if not len(indicators):
                indicators = result.indicators
            if writers is not None:
                writers.write(seed, result)
            if figures:
                kept.append(compact(result))
            if progress is not None:
                progress(len(digests))
    found = Replications(
        scenario=scenario,
        seeds=tuple(seeds),
        bands=bands_of(indicators, np.stack(values)),
        digests=digests,
        digest=results.total_digest({str(seed): one for seed, one in digests.items()}),
        seconds=time.perf_counter() - began,
    )
    return found, kept


def _result(scenario: Scenario, history: "History", seconds: float) -> Result:
    """Return one run's tables; where its accounts do not close, say of which seed."""
    try:
        return collect(scenario, history, seconds)
    except AccountsError as error:
        raise AccountsError(f"seed {scenario.seed}: {error}") from None


def compact(result: Result) -> Result:
    """Return a result without its state and with each word of its tables only once in memory."""
    tables = {}
    for name in result.digests:
        table = getattr(result, name)
        words = [name for name in table if not is_numeric_dtype(table[name])]
        tables[name] = table.astype(dict.fromkeys(words, "category"))
    return replace(result, history=None, **tables)


class _Writers:
    """The tables of all seeds, each in one file that grows seed by seed."""

    def __init__(self, folder: Path, files: ExitStack) -> None:
        self.folder, self.files = folder, files
        self.open: dict[str, pq.ParquetWriter] = {}

    def write(self, seed: int, result: Result) -> None:
        """Append one run's tables, with the seed as their first column."""
        for name in result.digests:
            table = getattr(result, name).copy(deep=False)
            table.insert(0, "seed", seed)
            arrow = pa.Table.from_pandas(table, _schema(table), preserve_index=False)
            if name not in self.open:
                path = self.folder / f"{name}.parquet"
                writer = pq.ParquetWriter(path, arrow.schema, compression="zstd")
                self.open[name] = self.files.enter_context(writer)
            self.open[name].write_table(arrow)


def _schema(table: pd.DataFrame) -> pa.Schema:
    """Return the types of a table's columns; a column of words may be empty in some run."""
    found = pa.Schema.from_pandas(table, preserve_index=False)
    numbers = [is_numeric_dtype(table[name]) for name in table]
    kept = zip(found, numbers, strict=True)
    words = [f if number else f.with_type(pa.string()) for f, number in kept]
    return pa.schema(words, found.metadata)  # which says which whole numbers may be missing
