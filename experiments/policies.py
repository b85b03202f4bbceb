"""Policies compared with each other, and the best of them, on the runs of a sweep."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from experiments.comparison import Comparison
from experiments.comparison import Outcome as Judged
from experiments.comparison import compare as compared
from experiments.comparison.figure import draw
from experiments.comparison.report import markdown, tables
from experiments.comparison.units import policies_of
from experiments.design.compared import comparing
from experiments.design.outcomes import LEVELS
from experiments.design.reading import larger, read
from experiments.design.specs import Design, Outcome
from experiments.selection.kn import Choice, select_best
from experiments.selection.stopping import against, total_needed
from experiments.sweeps.draws import Draws
from experiments.sweeps.manifest import MANIFEST
from experiments.sweeps.running import extend, nothing, sweep
from experiments.sweeps.store import Store, create, open_store
from sim import folders, provenance
from sim.parameters import MONEY
from sim.problems import NticError

FOLDER = "comparison"
"""Folder of what was compared, in a sweep's folder."""
MOST_RUNS = 1_000_000
"""Replications of a policy beyond which no stop rule goes."""

BILLION = "billion CNY"
WHEN = {
    "total": " in all since {since}",
    "mean": ", mean since {since}",
    "last_year": ", mean of a year",
    "end": "",
}
"""How an outcome's words say what is read at a horizon, by measure."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Compared:
    """A comparison and the sweep that it rests on."""

    store: Store
    comparison: Comparison
    stopped: str = ""  # what a stop rule says

    @property
    def text(self) -> str:
        """The comparison in Markdown."""
        found = markdown(self.comparison)
        return f"{found}\n{self.stopped}\n" if self.stopped else found


def unit_of(outcome: Outcome) -> str:
    """Return the unit in which an outcome is compared: billions where it is counted in millions."""
    if outcome.unit.startswith(MONEY):
        return BILLION + outcome.unit.removeprefix(MONEY)
    return "" if outcome.unit == "1" else outcome.unit


def scale_of(outcome: Outcome) -> float:
    """Return how many of an outcome's units go into the one in which it is compared."""
    return 1000.0 if outcome.unit.startswith(MONEY) else 1.0


def judged(outcome: Outcome) -> Judged:
    """Return an outcome as comparisons describe it."""
    about = next(a for a in LEVELS[outcome.level] if a.name == outcome.indicator)
    over = "" if outcome.level == "nation" else f" ({outcome.across} over {outcome.level}s)"
    when = WHEN[outcome.measure].format(since=outcome.since)
    words = f"{outcome.indicator.replace('_', ' ')}{over}{when}"
    return Judged(
        name=outcome.name,
        unit=unit_of(outcome),
        words=words,
        better="higher" if outcome.better == "higher" else "lower",
        margin=None if outcome.margin is None else outcome.margin / scale_of(outcome),
        primary=outcome.primary,
        words_zh=about.name_zh,
    )


def compare(
    scenarios: Sequence[str] | str | Path,
    replications: int = 100,
    out: str | Path | None = None,
    seed: int | None = None,
    changes: Mapping[str, str] | None = None,
    workers: int = 1,
    baseline: str | None = None,
    precision: float | None = None,
    confidence: float = 0.95,
    progress: Progress = nothing,
) -> Compared:
    """Compare scenarios, or the policies of a sweep, by runs with the same luck.

    Parameters
    ----------
    scenarios : sequence of str, or one path
        Files or shipped names; or the folder of a sweep, or a design, whose policies are compared.
    replications : int
        Pairs of runs, where scenarios are given.
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
        known to this half width, in the outcome's unit, by Stein's rule (1945): the replications
        are its first stage.
    confidence : float
    progress : callable

    Returns
    -------
    Compared
        Tables, text and figures lie in ``comparison/`` of the sweep's folder.
    """
    store, stopped = _runs_of(scenarios, replications, out, seed, changes, workers, progress)
    found = of_sweep(store, baseline, confidence)
    if precision is not None:
        store, stopped = _until(store, found, precision, confidence, workers, progress)
        found = of_sweep(store, baseline, confidence)
    result = Compared(store, found, stopped)
    write(result)
    return result


def _runs_of(
    scenarios: Sequence[str] | str | Path,
    replications: int,
    out: str | Path | None,
    seed: int | None,
    changes: Mapping[str, str] | None,
    workers: int,
    progress: Progress,
) -> tuple[Store, str]:
    """Return the sweep that is to be compared, done."""
    one = [scenarios] if isinstance(scenarios, str | Path) else list(scenarios)
    if len(one) == 1 and (Path(one[0]) / MANIFEST).exists():
        return open_store(one[0]), ""
    with comparing([str(name) for name in one], replications, seed, changes or {}) as design:
        names = "-".join(level.label for level in design.levers[0].levels)
        folder = Path("runs") / f"compare-{names}" if out is None else Path(out)
        return sweep(design, folder, workers, resume=True, progress=progress), ""


def of_sweep(store: Store, baseline: str | None = None, confidence: float = 0.95) -> Comparison:
    """Return the comparison of all policies of a sweep."""
    design = store.design
    if not design.levers:
        raise NticError(f"{store.folder}: has no levers, so there is nothing to compare")
    frame = store.frame()
    for column in store.columns:
        frame[column.name] /= scale_of(design.outcomes[column.outcome])
    return compared(
        frame,
        [judged(outcome) for outcome in design.outcomes],
        [lever.name for lever in design.levers],
        [uncertainty.name for uncertainty in design.uncertainties],
        baseline=baseline,
        confidence=confidence,
    )


def write(result: Compared, language: str = "en") -> Path:
    """Write tables, text and figures of a comparison into its sweep's folder."""
    target = result.store.folder / FOLDER
    with folders.replacing(target) as fresh:
        for name, table in tables(result.comparison).items():
            folders.write_table(table, fresh / f"{name}.parquet")
            table.to_csv(fresh / f"{name}.csv", index=False, lineterminator="\n")
        (fresh / "comparison.md").write_text(result.text, encoding="utf-8")
        draw(result.comparison, fresh / "figures", language)
        folders.write_provenance(fresh, provenance.describe())
    return target


def _until(
    store: Store,
    found: Comparison,
    precision: float,
    confidence: float,
    workers: int,
    progress: Progress,
) -> tuple[Store, str]:
    """Add replications until the primary contrasts are as precise as is asked."""
    primary = store.design.primary
    column = f"{primary.name}@{found.primary_horizon}"
    frame = store.frame([column])
    names = policies_of(frame, [lever.name for lever in store.design.levers])
    values = frame.assign(policy=names).pivot(
        index=["sample", "replication"], columns="policy", values=column
    )
    if store.runs.samples.number > 1:
        raise NticError("--precision: for designs without uncertainties; extend their samples")
    first = values[list(found.policies)].to_numpy().T
    reference = found.policies.index(found.baseline or found.policies[0])
    weights = against(len(first), reference)
    total = total_needed(weights @ first, precision, 1.0 - confidence)
    have = store.design.replications
    if total > MOST_RUNS:
        raise NticError(f"--precision {precision:g}: would take {total:,} replications")
    if total > have:
        store = extend(store.folder, larger(store.design, total, None), workers, progress)
    done = max(total, have)
    return store, (
        f"By Stein's rule {total:,} replications give differences from "
        f"{found.policies[reference]} within {precision:g} {primary.unit} at "
        f"{100 * confidence:g}%, for normal differences; {done:,} were run."
    )


class Best(NamedTuple):
    """The policy that was chosen, and the sweep that it rests on."""

    store: Store
    policies: tuple[str, ...]
    choice: Choice


def best(
    design: Design | str | Path,
    out: str | Path,
    indifference: float | None = None,
    confidence: float = 0.95,
    first_stage: int = 20,
    average: int = 1,
    workers: int = 1,
    progress: Progress = nothing,
) -> Best:
    """Choose the best policy of a design with a stated probability, in as few runs as that takes.

    Policies leave as soon as they lag behind (Kim and Nelson 2001); the folder holds the runs that
    were done, and a sweep can do the others.

    Parameters
    ----------
    design : Design, str or Path
        Its replications, or samples, are the most that may be spent on a policy.
    out : str or Path
        Folder of the sweep.
    indifference : float, optional
        Smallest difference of the primary outcome worth finding; its margin if none is given.
    confidence : float
        Probability of choosing a policy that is best, or within the difference of it.
    first_stage : int
        Observations of every policy before any may leave.
    average : int
        Replications, or samples, that are averaged into one observation, against skew.
    workers : int
    progress : callable
    """
    if not isinstance(design, Design):
        design = read(design)
    outcome = design.primary
    delta = outcome.margin if indifference is None else indifference
    if delta is None:
        raise NticError(f"--indifference: missing; `{outcome.name}` has no margin either")
    store = create(design, Path(out))
    draws = Draws(store, f"{outcome.name}@{outcome.horizons[-1]}", workers, progress)
    try:
        choice = select_best(
            draws,
            store.runs.policies.number,
            delta=delta,
            alpha=1.0 - confidence,
            first_stage=first_stage,
            look=max(design.chunk // (draws.runs_each * average), 1),
            average=average,
            cap=draws.most,
            larger=outcome.better == "higher",
        )
    except ValueError as error:
        raise NticError(f"best: {error}") from None
    return Best(store, tuple(_named(store)), choice)


def _named(store: Store) -> Iterable[str]:
    """Return what policies are called, in the order of the design."""
    for policy in range(store.runs.policies.number):
        settings = store.runs.columns(policy, 0)
        levers = [lever.name for lever in store.design.levers]
        yield ", ".join(
            str(settings[name]) if len(levers) == 1 else f"{name}={settings[name]}"
            for name in levers
        )
