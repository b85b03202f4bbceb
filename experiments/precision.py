"""Runs until the primary differences of a sweep are known to a width (Stein 1945)."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from experiments.comparison.units import policy_label
from experiments.comparison.verdict import amount, power_of_two
from experiments.design.reading import larger
from experiments.design.specs import SOBOL
from experiments.judged import scale_of, unit_of, words_of
from experiments.selection.shape import in_doubt
from experiments.selection.stopping import Precise, against, until_precise
from experiments.sweeps import manifest
from experiments.sweeps.draws import Draws
from experiments.sweeps.engine import Progress
from experiments.sweeps.store import Store, create, open_store
from sim.problems import NticError

MOST = 1_000_000
"""Replications or samples beyond which no rule goes."""


def labels_of(store: Store) -> tuple[str, ...]:
    """Return what the policies of a sweep are called, in the order of the design."""
    levers = [lever.name for lever in store.design.levers]
    runs = store.runs
    return tuple(
        policy_label(levers, [runs.columns(policy, 0)[name] for name in levers])
        for policy in range(runs.policies.number)
    )


class Growing:
    """Values of the primary outcome from a sweep that is extended when more are asked for."""

    def __init__(self, store: Store, workers: int, progress: Progress) -> None:
        self.store, self.workers, self.progress = store, workers, progress
        self.draws = self._draws()

    def _draws(self) -> Draws:
        outcome = self.store.design.primary
        column, scale = outcome.column(outcome.horizons[-1]), scale_of(outcome)
        return Draws(self.store, column, self.workers, self.progress, scale)

    def __call__(self, policies: Sequence[int], first: int, last: int) -> np.ndarray:
        """Return values of policies in observations `first` to `last` - 1, (policies, n)."""
        if last > MOST:
            what = "draws of the uncertainties" if self.draws.by_sample else "replications"
            raise NticError(f"--precision: would take {last:,} {what}, more than {MOST:,}")
        if last > self.draws.most:
            many = (None, last) if self.draws.by_sample else (last, None)
            design = larger(self.store.design, *many)
            manifest.extend(self.store.folder, design)
            self.store = create(design, self.store.folder)
            self.draws = self._draws()
        return self.draws(policies, first, last)


def until(
    folder: Path,
    half_width: float,
    baseline: str | None,
    confidence: float,
    workers: int,
    progress: Progress,
) -> str:
    """Run a sweep until the primary differences are known to a half width, and say what they are.

    The first stage is what the sweep was begun with, however far it goes by now, so that whoever
    asks again is given the same.

    Parameters
    ----------
    folder : Path
        Of a sweep.
    half_width : float
        In the unit in which the outcome is shown.
    baseline : str, optional
        From which differences are taken; the first policy if none is given.
    confidence : float
        With which all intervals hold together.
    workers, progress
        As `sweep` takes them.

    Returns
    -------
    str
        In Markdown.

    Raises
    ------
    NticError
        If the sweep cannot grow, or a run has no value.
    """
    store = open_store(folder, same=True)
    names = labels_of(store)
    if baseline is not None and baseline not in names:
        raise NticError(f"unknown `{baseline}`; there are {', '.join(names)}")
    reference = 0 if baseline is None else names.index(baseline)
    draw = Growing(store, workers, progress)
    by_sample = draw.draws.by_sample
    method = store.design.uncertainty_sampling.method
    if by_sample and method != SOBOL:
        raise NticError(
            f"--precision: adds draws of the uncertainties until it is enough, and `{method}` has "
            "no more of the same kind to add; sample the uncertainties with `sobol`"
        )
    first = store.manifest.stages[0]
    try:
        found = until_precise(
            draw,
            against(len(names), reference),
            half_width,
            alpha=1.0 - confidence,
            first_stage=first.samples if by_sample else first.replications,
            whole=power_of_two if by_sample else int,
        )
    except ValueError as error:
        raise NticError(f"--precision: {error}") from None
    return _in_words(draw.store, found, names, reference, half_width, confidence)


def _in_words(
    store: Store,
    found: Precise,
    names: Sequence[str],
    reference: int,
    half_width: float,
    confidence: float,
) -> str:
    """Return the intervals, and what they promise."""
    outcome, size = store.design.primary, store.runs.size
    unit = unit_of(outcome)
    many = "draws of the uncertainties" if size.samples > 1 else "replications"
    there = size.samples if size.samples > 1 else size.replications
    beyond = f", the first of the {there:,} that are there" if there > found.replications else ""
    together = "it holds" if len(names) == 2 else "they hold together"
    others = [k for k in range(len(names)) if k != reference]
    lines = []
    for k, mean, half in zip(others, found.means, found.half_widths, strict=True):
        size_ = [amount(value, half / 2.0) for value in (mean, mean - half, mean + half)]
        lines.append(
            f"- {names[k]} less {names[reference]}: {size_[0]} {unit}".rstrip()
            + f" ({size_[1]} to {size_[2]})"
        )
    doubt = in_doubt(found.shape, "begin with more runs")
    spread = "" if size.samples == 1 else (
        " Draws by `sobol` are spread more evenly than independent ones, for which the rule is"
        " proven: where effects only rise or only fall with each uncertainty that errs to the"
        " safe side."
    )  # fmt: skip
    return "\n\n".join([
        f"## Differences to within {half_width:g} {unit}".rstrip(),
        f"{words_of(outcome)[:1].upper()}{words_of(outcome)[1:]} at {outcome.horizons[-1]}. By "
        f"Stein's rule (1945) the first {found.first_stage:,} {many} say that "
        f"{found.replications:,} give intervals of at most ±{half_width:g} {unit}".rstrip()
        + f", and {together} with {100 * confidence:g}%; these are from {found.replications:,} "
        f"{many}{beyond}:",
        "\n".join(lines),
        " ".join([
            f"Proven for normal values.{spread}", *doubt,
            "The intervals further down are ordinary ones of all runs: they promise no width.",
        ]),
    ])  # fmt: skip
