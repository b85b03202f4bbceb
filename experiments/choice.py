"""The best of a design's policies, in no more runs than that takes."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from experiments.comparison.verdict import amount
from experiments.design.reading import read
from experiments.design.runs import Runs
from experiments.design.specs import FULL_FACTORIAL, LATIN_HYPERCUBE, MORRIS, Design
from experiments.judged import scale_of, unit_of
from experiments.precision import labels_of
from experiments.selection.kn import Choice, select_best
from experiments.selection.ocba import Spent, spend_budget
from experiments.sweeps import manifest
from experiments.sweeps.draws import Draws
from experiments.sweeps.engine import Progress
from experiments.sweeps.manifest import MANIFEST
from experiments.sweeps.running import nothing
from experiments.sweeps.store import Store, create
from sim.problems import NticError


class Best(NamedTuple):
    """The policy that was chosen, and the sweep that it rests on."""

    store: Store
    policies: tuple[str, ...]
    choice: Choice | Spent
    unit: str  # of the means
    words: str  # what may be said of it

    @property
    def means(self) -> np.ndarray:
        """Means: the best one's, and others as far from it as with the luck that both had."""
        sign = 1.0 if self.store.design.primary.better == "higher" else -1.0
        return self.choice.means[self.choice.best] - sign * self.choice.gaps

    def states(self) -> list[str]:
        """Return what has become of each policy."""
        if isinstance(self.choice, Spent):
            errors = [f"behind, with an error of {amount(e, e)}" for e in self.choice.errors]
            errors[self.choice.best] = "ahead"
            return errors
        left = {one.policy: f"left after {one.after}" for one in self.choice.eliminated}
        return [left.get(k, "stayed") for k in range(len(self.policies))]


def best(
    design: Design | str | Path,
    out: str | Path,
    indifference: float | None = None,
    confidence: float = 0.95,
    first_stage: int = 20,
    average: int = 1,
    budget: int | None = None,
    workers: int = 1,
    progress: Progress = nothing,
) -> Best:
    """Choose the best policy of a design with a stated error, in as few runs as that takes.

    Policies leave as soon as they lag behind (Kim and Nelson 2001); the folder holds the runs that
    were done, and a sweep can do the others. With a budget runs go where they say most instead,
    and nothing is promised in advance.

    Parameters
    ----------
    design : Design, str or Path
        Its replications, or samples, are the most that may be spent on a policy.
    out : str or Path
        Folder of the sweep, new, or of the same design, which may have had fewer replications or
        samples then.
    indifference : float, optional
        Smallest difference of the primary outcome worth finding, in the unit that is shown: billion
        CNY for money. Its margin if none is given.
    confidence : float
        One less it is the error of the procedure; with a budget, the posterior probability that
        ends it early.
    first_stage : int
        Observations of every policy before any may leave.
    average : int
        Replications, or samples, that are averaged into one observation, against skew.
    budget : int, optional
        Most runs in all.
    workers : int
    progress : callable
    """
    if not isinstance(design, Design):
        design = read(design)
    outcome = design.primary
    delta = indifference
    if delta is None and outcome.margin is not None:
        delta = outcome.margin / scale_of(outcome)
    if delta is None:
        raise NticError(f"--indifference: missing; `{outcome.name}` has no margin either")
    _refuse(design, first_stage * average, average if budget is not None else 1)
    store = _begun(design, Path(out))
    column, size = outcome.column(outcome.horizons[-1]), Runs(design).size
    draws = Draws(store, column, workers, progress, scale_of(outcome), size)
    names, each = labels_of(store)[: Runs(design).policies.number], draws.runs_each
    common: dict[str, Any] = {
        "delta": delta, "first_stage": first_stage, "larger": outcome.better == "higher",
        "cap": draws.most, "names": names, "unit": unit_of(outcome),
    }  # fmt: skip
    look = max(design.chunk // (each * average), 1)
    try:
        if budget is None:
            choice = select_best(
                draws, len(names), alpha=1.0 - confidence, look=look, average=average, **common
            )
        else:
            choice = spend_budget(
                draws, len(names), budget=budget // each, target=confidence,
                step=len(names) * max(look, 2), **common,
            )  # fmt: skip
    except ValueError as error:
        raise NticError(f"best: {error}") from None
    return Best(store, names, choice, unit_of(outcome), _in_words(choice, draws, design))


def _refuse(design: Design, first: int, average: int) -> None:
    """Refuse a design among whose policies nothing can be promised."""
    size, sampling = Runs(design).size, design.uncertainty_sampling
    if size.samples > 1 and sampling.method in (FULL_FACTORIAL, MORRIS):
        raise NticError(
            f"best: {design.name} combines uncertainties by `{sampling.method}`, whose points come "
            "in an order and are no draws, so that the first ones say nothing of the others; "
            "sample them with `sobol` or `latin_hypercube`"
        )
    if average != 1:
        raise NticError("--average: is not used with --budget")
    many, key = (size.samples, "samples") if size.samples > 1 else (
        size.replications, "replications")  # fmt: skip
    if first > many:
        raise NticError(
            f"best: {design.name} has {many} {key} and the first stage alone takes {first}: give "
            f"the design more `{key}`, or fewer to --first-stage"
        )


def _begun(design: Design, folder: Path) -> Store:
    """Return the store of a design; one that was begun with less of it goes on."""
    if (folder / MANIFEST).exists():
        there, wanted = manifest.read_manifest(folder).stages[-1], Runs(design).size
        if there.within(wanted) and there != wanted:
            manifest.extend(folder, design)
    return create(design, folder)


def _in_words(choice: Choice | Spent, draws: Draws, design: Design) -> str:
    """Return what may be said of a choice."""
    parts = [choice.words]
    if isinstance(choice, Choice):
        parts.append(
            "Runs ended when it looked decided, so the table says who is ahead and not by how much:"
            " for sizes run `ntic compare` on a design with another seed."
        )
    if draws.by_sample:
        mean = f", the mean over its {draws.runs_each} runs" if draws.runs_each > 1 else ""
        parts.append(
            f"A replication is here a draw of the uncertainties{mean}. Draws by "
            f"`{design.uncertainty_sampling.method}` are spread more evenly than independent ones "
            "and not quite independent: where effects only rise or only fall with each uncertainty "
            "their variance looks too large rather than too small, which errs to the safe side; "
            "elsewhere nothing is proven."
        )
    if choice.ended == "cap":
        parts.append(_how_to_go_on(draws, design))
    if draws.beside:
        parts.append(
            f"Runs done that the choice did not need: {draws.beside:,}, which share chunks of "
            f"{design.chunk} with those it did; a smaller `chunk` saves them."
        )
    return " ".join(parts)


def _how_to_go_on(draws: Draws, design: Design) -> str:
    """Return what a choice that ended too early takes."""
    if not draws.by_sample:
        return "To go on, give the design more `replications` and the same folder."
    if design.uncertainty_sampling.method == LATIN_HYPERCUBE:
        return "A Latin hypercube cannot grow: begin anew with more `samples`, or with `sobol`."
    return f"To go on, give the design {2 * draws.most:,} `samples` and the same folder."
