"""Policies compared with each other on the runs of a sweep."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.comparison import Comparison
from experiments.comparison import compare as compared
from experiments.comparison.figure import draw
from experiments.comparison.report import markdown, tables
from experiments.design.compared import comparing
from experiments.design.files import is_design
from experiments.design.reading import larger, read
from experiments.design.runs import Runs
from experiments.design.specs import Design
from experiments.judged import growth_of, judged, scale_of, unit_of_runs
from experiments.precision import until
from experiments.sweeps.manifest import COMPARED, INPUTS, MANIFEST, read_manifest
from experiments.sweeps.running import extend, nothing, sweep
from experiments.sweeps.store import Store, open_store
from sim import folders, provenance
from sim.problems import NticError

REPLICATIONS = 100
"""Pairs of runs of scenarios if nothing is said."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Compared:
    """A comparison and the sweep that it rests on."""

    store: Store
    comparison: Comparison
    notes: tuple[str, ...] = ()  # to be known before anything is read

    @property
    def text(self) -> str:
        """The comparison in Markdown."""
        return markdown(self.comparison, self.notes)


def compare(
    scenarios: Sequence[str] | str | Path,
    replications: int | None = None,
    out: str | Path | None = None,
    seed: int | None = None,
    changes: Mapping[str, str] | None = None,
    workers: int = 1,
    baseline: str | None = None,
    precision: float | None = None,
    confidence: float = 0.95,
    progress: Progress = nothing,
    language: str = "en",
) -> Compared:
    """Compare scenarios, or the policies of a design or of a sweep, by runs with the same luck.

    Parameters
    ----------
    scenarios : sequence of str, or one path
        Files or shipped names of scenarios; or one design, which is swept; or the folder of a
        sweep, whose runs are compared as they are.
    replications : int, optional
        Pairs of runs; of scenarios 100 and of a design its own if none is given. More than a
        folder has are added to it.
    out : str or Path, optional
        Folder of the sweep, new, or of the same comparison, which then goes on. None means
        ``runs/compare-<names>``.
    seed, changes : optional
        Of the runs of scenarios.
    workers : int
    baseline : str, optional
        Policy that all others are compared with; without it all pairs are.
    precision : float, optional
        Go on until the difference of the primary outcome from the first policy (or the baseline) is
        known to this half width by Stein's rule (1945), of which the runs that the sweep was begun
        with are the first stage. In the unit that is shown: billion CNY for money.
    confidence : float
    progress : callable
    language : {"en", "zh"}
        Of the figures.

    Returns
    -------
    Compared
        Tables, text and figures lie in ``comparison/`` of the sweep's folder.
    """
    store, notes = _runs_of(scenarios, replications, out, seed, changes or {}, workers, progress)
    if precision is not None:
        if not store.design.levers:
            raise NticError(f"{store.folder}: has no levers, so there is nothing to compare")
        notes.append(until(store.folder, precision, baseline, confidence, workers, progress))
        store = open_store(store.folder)
    found = of_sweep(store, baseline, confidence)
    result = Compared(store, found, (*_state_of(store, found), *notes))
    write(result, language)
    return result


def _runs_of(
    scenarios: Sequence[str] | str | Path,
    replications: int | None,
    out: str | Path | None,
    seed: int | None,
    changes: Mapping[str, str],
    workers: int,
    progress: Progress,
) -> tuple[Store, list[str]]:
    """Return the sweep that is to be compared, done, and what to say of it."""
    one = [scenarios] if isinstance(scenarios, str | Path) else list(scenarios)
    own = {"--seed": seed is not None, "--set, --scale or --quarters": bool(changes)}
    if len(one) == 1 and (Path(one[0]) / MANIFEST).exists():
        more = {"--replications": replications is not None, "--out": out is not None}
        _refuse(one[0], "is a sweep that is there, whose runs are compared as they are", more | own)
        store = open_store(one[0])
        progress(0, store.total)  # so that nobody is told to wait for the compiler
        return store, []
    if len(one) == 1 and is_design(one[0]):
        _refuse(one[0], "is a design, which says that itself", own)
        design = larger(read(one[0]), replications, None)
        return _swept(design, out, design.name, workers, progress)
    number = REPLICATIONS if replications is None else replications
    with comparing([str(name) for name in one], number, seed, changes) as design:
        names = "-".join(level.label for level in design.levers[0].levels)
        return _swept(design, out, names, workers, progress)


def _refuse(what: str | Path, why: str, given: Mapping[str, bool]) -> None:
    """Refuse options that would move nothing."""
    for option, is_given in given.items():
        if is_given:
            advice = "; `ntic extend` adds runs" if option == "--replications" else ""
            raise NticError(f"compare: {option}: {what} {why}{advice}")


def _swept(
    design: Design, out: str | Path | None, name: str, workers: int, progress: Progress
) -> tuple[Store, list[str]]:
    """Do the runs of a design in a folder that may hold some of them, or more."""
    folder = Path("runs") / f"compare-{name}" if out is None else Path(out)
    if not (folder / MANIFEST).exists():
        return sweep(design, folder, workers, resume=True, progress=progress), []
    there, wanted = read_manifest(folder).stages[-1], Runs(design).size
    if not wanted.within(there) and there.within(wanted):
        return extend(folder, design, workers, progress), []
    store = sweep(design, folder, workers, resume=True, progress=progress)
    if there == wanted:
        return store, []
    return store, [
        f"{folder} holds {there.replications:,} replications of {there.samples:,} samples, more "
        f"than the {wanted.replications:,} of {wanted.samples:,} that were asked for; all are used."
    ]


def _state_of(store: Store, found: Comparison) -> list[str]:
    """Return what to say of a sweep of which not all runs are done."""
    counts = dict(zip(found.failures["policy"], found.failures["runs"], strict=True))
    done = sum(counts.values())
    if done == store.total:
        return []
    folder = store.folder
    do_rest = f"`ntic sweep {folder / INPUTS / store.manifest.design} --out {folder} --resume`"
    notes = [f"**{done:,} of {store.total:,} runs are done.** The others: {do_rest}."]
    if len(set(counts.values())) > 1:
        listed = ", ".join(f"{policy}: {number:,}" for policy, number in counts.items())
        notes.append(
            f"Policies have different numbers of runs ({listed}); only runs that have their twin "
            "are compared. If they were stopped for what they showed, as `ntic best` does, sizes "
            "of differences are biased and intervals do not hold."
        )
    return notes


def of_sweep(store: Store, baseline: str | None = None, confidence: float = 0.95) -> Comparison:
    """Return the comparison of all policies of a sweep."""
    design = store.design
    if not design.levers:
        raise NticError(f"{store.folder}: has no levers, so there is nothing to compare")
    if not store.done():
        raise NticError(f"{store.folder}: no run is done yet")
    frame = store.frame()
    scales = [scale_of(design.outcomes[column.outcome]) for column in store.columns]
    frame[store.outcomes] = frame[store.outcomes].div(scales, axis=1)
    frame = frame.copy()  # in one piece again
    return compared(
        frame,
        [judged(outcome) for outcome in design.outcomes],
        [lever.name for lever in design.levers],
        [uncertainty.name for uncertainty in design.uncertainties],
        baseline=baseline,
        horizon=design.primary.horizons[-1],
        unit=unit_of_runs(store.runs),
        grows=growth_of(store.runs),
        confidence=confidence,
    )


def write(result: Compared, language: str = "en") -> Path:
    """Write tables, text and figures of a comparison into its sweep's folder."""
    target = result.store.folder / COMPARED
    with folders.replacing(target) as fresh:
        for name, table in tables(result.comparison).items():
            folders.write_table(table, fresh / f"{name}.parquet")
            table.to_csv(fresh / f"{name}.csv", index=False, lineterminator="\n")
        (fresh / "comparison.md").write_text(result.text, encoding="utf-8")
        draw(result.comparison, fresh / "figures", language)
        folders.write_provenance(fresh, provenance.describe())
    return target
