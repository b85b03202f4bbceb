"""A comparison in words: one sentence for each contrast."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.comparison.outcomes import Outcome
from experiments.comparison.settle import HUGE

BETTER, WORSE = "better", "worse"
NO_MATTER = "no difference that matters"
SAME = "the same"
UNCLEAR = "cannot tell apart"
KINDS = (BETTER, WORSE, NO_MATTER, SAME, UNCLEAR)


FREELY, BY_DOUBLING, NOT_AT_ALL = "freely", "by doubling", "not at all"
"""How a sweep can get more units: Sobol's samples double, those of a Latin hypercube are fixed."""
UNITS = {
    "pair": ("pair of runs", "pairs of runs"),
    "sample": ("draw of the uncertainties", "draws of the uncertainties"),
    "trajectory": ("trajectory", "trajectories"),
    "grid": ("replication", "replications"),
}
"""What a unit is called, and several are."""


def power_of_two(number: int) -> int:
    """Return the smallest power of two that is not below a number."""
    return 1 << (number - 1).bit_length()


class Heading(NamedTuple):
    """What all sentences of a comparison have in common."""

    unit: str  # a key of `units.KINDS`
    confidence: float
    samples: int = 1  # of the uncertainties
    grows: str = FREELY

    def units(self, n: float) -> str:
        """Return a number of units in words."""
        words = f"{n:,.0f} {UNITS[self.unit][n != 1]}"
        if self.unit != "grid":
            return words
        each = "each the mean" if n != 1 else "the mean"
        return f"{words}, {each} over {self.samples} combinations of the uncertainties"

    def in_all(self, n: float, more: float) -> int:
        """Return how many units a sweep needs in all where it cannot get just so many more."""
        wanted = int(max(n + more, self.samples + 1))
        return power_of_two(wanted) if self.grows == BY_DOUBLING else rounded(wanted)

    def further(self, n: float, more: float) -> str:
        """Return how many units a sweep needs beside `n` of them, for a sentence."""
        one, many = UNITS[self.unit]
        if self.grows == BY_DOUBLING:
            return (
                f"{self.in_all(n, more):,} {many} in all (a power of two, as `sobol` needs) would "
                "settle it"
            )
        if self.grows == NOT_AT_ALL:
            return (
                f"a Latin hypercube cannot grow, but a new one of {self.in_all(n, more):,} {many} "
                "would settle it"
            )
        return f"{rounded(more):,} more {one if rounded(more) == 1 else many} would settle it"

    def in_short(self, n: float, more: float) -> str:
        """Return the same for a table."""
        if np.isnan(more):
            return "–"
        if more > HUGE:
            return f"over {HUGE:,}"
        if self.grows == BY_DOUBLING:
            return f"{self.in_all(n, more):,} in all"
        if self.grows == NOT_AT_ALL:
            return f"{self.in_all(n, more):,} anew"
        return f"{rounded(more):,}"


def each(table: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a table, with their values by name."""
    yield from table.itertuples()


def kinds(
    table: pd.DataFrame,
    p_adjusted: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    level: np.ndarray,
    alpha: float,
) -> np.ndarray:
    """Return the kind of verdict of each contrast.

    Parameters
    ----------
    table : DataFrame
        Contrasts.
    p_adjusted : array
        For the family.
    low, high : array
        The interval that must lie inside the margin: the joint one of the primary family, else
        the usual one. An interval of 1 - alpha inside it is more than the two one-sided tests of
        Schuirmann (1987) ask for, which take one of 1 - 2 alpha.
    level : array
        Below which the sign test speaks where all units differ by one amount.
    alpha : float
        One less the confidence.
    """
    margin = table["margin"].to_numpy()
    sure = (table["n"] > 1).to_numpy() & (~table["constant"] | (table["p"] <= level)).to_numpy()
    inside = sure & (low > -margin) & (high < margin)
    found = sure & (p_adjusted <= alpha)
    good = (table["probability"] > 0.5).to_numpy()
    return np.select(
        [table["same"].to_numpy(), inside, found & good, found],
        [SAME, NO_MATTER, BETTER, WORSE],
        UNCLEAR,
    )


def sentence(row: Any, about: Outcome, head: Heading) -> str:
    """Return a contrast in one sentence, or two.

    Parameters
    ----------
    row : named tuple
        Of the table of contrasts.
    about : Outcome
    head : Heading
    """
    what = f"{about.words} at {row.horizon}"
    runs = head.units(row.n)
    if row.n == 0:
        return f"{row.a} and {row.b} cannot be compared by {what}: no pair of runs has both."
    if row.kind == SAME:
        return f"{row.a} and {row.b} are the same by {what}: identical in each of {runs}."
    size = f"{row.a} has {_more(row.difference, row.error, about)} than {row.b}"
    if row.n == 1:
        return (
            f"{row.a} and {row.b} cannot be told apart by {what} from {runs}: {size}, and a second "
            f"{UNITS[head.unit][0]} is needed to tell that from luck."
        )
    ends = f"{_more(row.low, row.error)} to {_more(row.high, row.error)}"
    between = f"{100 * head.confidence:g}% interval {ends}; {runs}"
    if row.constant:
        between = f"by the same amount in each of {runs}"
    chance = f"the probability that {row.a} is better is {percent(row.probability)}"
    doubt = (
        " A few runs weigh heavily in this, so that the interval may be too short."
        if row.skewed
        else ""
    )
    if row.kind == NO_MATTER:
        return (
            f"{row.a} and {row.b} make no difference that matters to {what}: {size} ({between}), "
            f"and less than {_limit(about)} does not matter"
            + _chance_to_matter(row) + "." + doubt
        )  # fmt: skip
    if row.kind == UNCLEAR:
        return (
            f"{row.a} and {row.b}: cannot tell apart by {what} at this number of runs: "
            f"{settled(row, head)}. So far {size} ({between}); {chance}.{doubt}"
        )
    return (
        f"{row.a} is {row.kind} than {row.b} by {what}: {size} ({between}); {chance}."
        + _matters(row, about)
        + doubt
    )


def _more(value: float, error: float, about: Outcome | None = None) -> str:
    """Return a difference as so much more or less; zero as no more."""
    size = amount(abs(value), error) + (f" {about.unit}" if about and about.unit else "")
    return f"{size} {'less' if value < 0.0 else 'more'}"


def _limit(about: Outcome) -> str:
    """Return the margin with its unit."""
    return f"{about.margin:,.6g}" + (f" {about.unit}" if about.unit else "")


def _chance_to_matter(row: Any) -> str:
    """Say how likely a difference is that matters all the same."""
    chance = row.probability_matters + row.probability_against
    if np.isnan(chance):
        return ""
    return f" (the probability that it is more is {percent(chance)})"


def _matters(row: Any, about: Outcome) -> str:
    """Say whether a difference that is sure also matters."""
    if about.margin is None or row.low >= about.margin or row.high <= -about.margin:
        return ""
    return f" Whether it is as large as {_limit(about)}, from which on it matters, is not sure."


def settled(row: Any, head: Heading) -> str:
    """Say how many more units would settle a contrast."""
    if not np.isfinite(row.more):
        return "the difference so far is zero, so that no number of runs can be named"
    if row.more > HUGE:
        return (
            f"more than {HUGE:,} more {UNITS[head.unit][1]} would be needed to settle it, which is "
            "to say that runs will not"
        )
    margin = row.more_rule == "margin"
    which = ", whichever way it is" if margin else " if the difference is as it looks"
    return f"{head.further(row.n, row.more)}{which} (with a chance of 4 in 5)"


def rounded(number: float) -> int:
    """Return a number of runs with two digits, never fewer than it is."""
    step = 10 ** max(len(str(int(number))) - 2, 0)
    return int(-(-number // step) * step)


def percent(probability: float) -> str:
    """Return a probability that is never none and never certainty."""
    if np.isnan(probability):
        return "not defined"
    if probability > 0.999:
        return "over 99.9%"
    if probability < 0.001:
        return "under 0.1%"
    digits = 1 if min(probability, 1.0 - probability) < 0.0995 else 0
    return f"{100 * probability:.{digits}f}%"


def amount(value: float, error: float) -> str:
    """Return a number with as many digits as its standard error makes sense of."""
    if not np.isfinite(value):
        return "unknown"
    scale = error if np.isfinite(error) and error > 0.0 else abs(value) / 100.0
    if scale == 0.0:
        return "0"
    digits = int(np.clip(1 - np.floor(np.log10(scale)), 0, 12))
    text = f"{value:,.{digits}f}"
    return (text[1:] if float(text.replace(",", "")) == 0.0 and text[0] == "-" else text).replace(
        "-", "−"
    )
