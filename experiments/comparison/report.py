"""A comparison as tables with documented columns, and as text in Markdown."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.comparison import verdict
from experiments.comparison.comparison import PRIMARY, Comparison
from experiments.comparison.verdict import amount, percent

MOST = 40
"""Rows of other outcomes and horizons in the text: findings first."""
_WHO = {
    "a": "first policy",
    "b": "second policy; differences are the first less the second",
    "outcome": "name of the outcome",
    "horizon": "when it is read",
}
COLUMNS: dict[str, dict[str, str]] = {
    "contrasts": _WHO
    | {
        "n": "independent units in which both runs are ok and have the outcome",
        "pairs": "pairs of runs in these units",
        "mean_a": "mean over units under the first policy [outcome's unit]",
        "mean_b": "the same under the second",
        "difference": "mean of the unit differences",
        "spread": "standard deviation of the unit differences",
        "error": "standard error of the mean difference",
        "low": "lower end of the t interval",
        "high": "upper end of the t interval",
        "boot_low": "lower end of the BCa bootstrap interval; none of fewer than 5 units",
        "boot_high": "upper end of it",
        "p": "two-sided p-value of no mean difference; 1 if no unit differs",
        "probability": "posterior probability that the first policy is better; none if the same",
        "probability_matters": "that it is better by more than the margin",
        "probability_against": "that it is worse by more than the margin",
        "share": "share of units in which the first policy is better",
        "share_equal": "share of units without a difference",
        "same": "no unit differs",
        "constant": "all units differ by one amount",
        "margin": "smallest difference that matters",
        "factor": "(variance of A + variance of B) / variance of the difference: how many times "
        "as many runs an unpaired comparison would need",
        "factor_low": "lower end of its interval",
        "factor_high": "upper end of its interval",
        "factor_luck": "the factor within samples of the uncertainties",
        "correlation": "of both policies' outcomes over units",
        "spread_ratio": "larger over smaller standard deviation of the two policies' outcomes",
        "skew": "skewness of the unit differences",
        "skewed": "fewer than 25 skewness² units: the interval may be too short",
        "family": "primary (Holm) or exploratory (Benjamini-Hochberg)",
        "p_adjusted": "p-value adjusted within the family",
        "joint_low": "lower end of the interval that holds for all primary contrasts together",
        "joint_high": "upper end of it",
        "kind": "better, worse (of the first), no difference that matters, the same, cannot tell "
        "apart",
        "more": "further units that would settle it with a chance of 4 in 5, where it cannot "
        "be told apart",
        "more_rule": "direction (80% power if the difference is as estimated) or margin (half "
        "width of half the margin)",
        "why": "why pairing saves less than half of the runs, where it does",
        "sentence": "the verdict in words",
    },
    "places": _WHO
    | {
        "dimension": "field, orientation, province or region",
        "place": "its key",
        "n": "units",
        "mean_a": "mean under the first policy",
        "mean_b": "mean under the second",
        "difference": "mean of the unit differences in the place",
        "relative": "difference over the second policy's mean",
        "low": "lower end of the t interval",
        "high": "upper end of the t interval",
        "p": "p-value of no difference in the place",
        "p_adjusted": "the same, by Benjamini and Hochberg over the places of the table",
        "probability": "posterior probability that the first policy is better there",
        "same": "no unit differs there",
    },
    "heterogeneity": _WHO
    | {
        "dimension": "field, orientation, province or region",
        "places": "number of places",
        "n": "units in which all places have the outcome",
        "statistic": "sum over places of n m²/q, of differences around the mean over places",
        "p": "p-value of one mean difference in all places, by signs of whole units",
        "p_adjusted": "the same, by Benjamini and Hochberg over all such tests",
        "furthest": "place furthest from the mean in standard errors",
    },
    "interactions": _WHO
    | {
        "uncertainty": "name of the uncertainty",
        "test": "Spearman for numbers, Kruskal-Wallis for words",
        "n": "samples; pairs of runs on a grid of all levels",
        "correlation": "Spearman's, of differences with its value; none with words",
        "p": "p-value of no dependence",
        "when_low": "mean difference where it is at or below its median; with words, the least of "
        "a word",
        "when_high": "mean difference where it is above; with words, the largest of a word",
        "low": "with words, that of `when_low`",
        "high": "with words, that of `when_high`",
        "p_adjusted": "by Benjamini and Hochberg over all interactions",
    },
    "failures": {
        "policy": "policy",
        "runs": "runs that were asked for",
        "ok": "ended well",
        "failed": "ended with an error of the model",
        "crashed": "ended with their process",
        "share_not_ok": "share that did not end well",
    },
    "losses": {
        "a": "first policy",
        "b": "second policy",
        "pairs": "pairs in which both runs are ok",
        "only_a_lost": "pairs lost by the first policy's run alone",
        "only_b_lost": "by the second's alone",
        "both_lost": "by both",
        "unmatched": "runs without a twin in the table",
        "p": "p-value of failure being as likely under both (McNemar, exact)",
    },
}
"""What every column of every table holds."""


def tables(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """Return the tables of a comparison by name, with the columns of `COLUMNS` in their order."""
    return {name: getattr(comparison, name)[list(columns)] for name, columns in COLUMNS.items()}


def markdown(comparison: Comparison, notes: Sequence[str] = ()) -> str:
    """Return a comparison as text: verdicts first, then how sure they are and where they hold.

    Parameters
    ----------
    comparison : Comparison
    notes : sequence of str, optional
        What is to be known before anything is read.
    """
    parts = [
        "# Comparison of policies",
        *notes,
        _opening(comparison),
        _verdicts(comparison),
        _explored(comparison),
        _pairing(comparison),
        _places(comparison),
        _interactions(comparison),
        _failures(comparison),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def table_text(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def _opening(c: Comparison) -> str:
    head = verdict.Heading(c.unit, c.confidence, c.samples)
    units = head.units(2).partition(" ")[2]
    runs = int(c.failures["runs"].sum())
    against = "all pairs of them" if c.baseline is None else f"each against {c.baseline}"
    each = ""
    if c.unit in ("sample", "trajectory"):
        each = f", each the mean of {c.per_unit:.3g} pairs of runs" if c.per_unit != 1.0 else ""
    return (
        f"{len(c.policies)} policies ({', '.join(c.policies)}), "
        f"{against}; {runs} runs. Policies share their luck: a run of one has a twin with the same "
        f"seed under the other, and what is compared is the difference of twins. Independent units "
        f"are {units}{each}. Intervals hold with {100 * c.confidence:g}%."
    )


def _verdicts(c: Comparison) -> str:
    first = c.contrasts[c.contrasts["family"] == PRIMARY]
    if first.empty:
        return (
            "## Verdicts\n\nNo outcome was named as primary, so that all findings are exploratory."
        )
    text = "\n".join(f"- {sentence}" for sentence in first["sentence"])
    which = f"any of the {len(first)} calls" if len(first) > 1 else "this calls"
    return (
        f"## Verdicts on the primary outcomes at {c.primary_horizon}\n\nThe chance that {which} "
        f"a difference where there is none is at most {100 * (1 - c.confidence):.3g}% (Holm)."
        f"\n\n{text}"
    )


def _explored(c: Comparison) -> str:
    rest = c.contrasts[c.contrasts["family"] != PRIMARY]
    if rest.empty:
        return ""
    about = {outcome.name: outcome for outcome in c.outcomes}
    head = verdict.Heading(c.unit, c.confidence, c.samples, c.grows)
    rows = []
    order = rest["kind"].map({verdict.BETTER: 0, verdict.WORSE: 0, verdict.UNCLEAR: 1}).fillna(2)
    shown = rest.iloc[np.argsort(order.to_numpy(), kind="stable")[:MOST]]
    for row in verdict.each(shown):
        size = [amount(value, row.error) for value in (row.difference, row.low, row.high)]
        unit = about[str(row.outcome)].unit
        more = head.in_short(row.n, row.more) if row.kind == verdict.UNCLEAR else ""
        rows.append([
            f"{row.a} − {row.b}", row.outcome, row.horizon, f"{size[0]} {unit}".strip(),
            f"{size[1]} to {size[2]}", percent(row.probability) if not row.same else "–", row.n,
            row.kind, more,
        ])  # fmt: skip
    heads = ("policies", "outcome", "horizon", "difference", "interval", "first is better",
             "n", "verdict", "more needed")  # fmt: skip
    left = len(rest) - len(shown)
    after = f"\n\n{left} more are in the table of contrasts." if left else ""
    return (
        f"## Other outcomes and horizons\n\nOf what is called better or worse here about "
        f"{100 * (1 - c.confidence):.3g}% may be chance (Benjamini and Hochberg); to be confirmed "
        f"with new seeds. That there is {verdict.NO_MATTER} is said of each by itself at "
        f"{100 * c.confidence:g}%, not adjusted for their number.\n\n"
        f"{table_text(heads, rows)}{after}"
    )


def _pairing(c: Comparison) -> str:
    rows = []
    for (outcome, horizon), mine in c.contrasts.groupby(["outcome", "horizon"], sort=False):
        known = mine[mine["factor"].notna()].sort_values("factor", kind="stable")
        if known.empty:
            rows.append([outcome, horizon, "–", "–", "–", "–", "–", mine["why"].iloc[0] or "–"])
            continue
        least = next(verdict.each(known))
        middle = known["factor"].iloc[(len(known) - 1) // 2]
        ends = f"{_factor(least.factor_low)} to {_factor(least.factor_high)}"
        rows.append([
            outcome, horizon, _factor(least.factor),
            ends if np.isfinite(least.factor_low) else "–", _plain(least.correlation),
            _factor(middle), f"{least.a} − {least.b}", least.why or "–",
        ])  # fmt: skip
    heads = ("outcome", "horizon", "lowest factor", "interval", "correlation", "middle one",
             "lowest for", "why below 2")  # fmt: skip
    return (
        "## What sharing luck saves\n\nThe factor says how many times as many runs an unpaired "
        "comparison would need for the same error; the table of contrasts has it for every two "
        "policies.\n\n" + table_text(heads, rows)
    )


def _factor(value: float) -> str:
    if np.isnan(value):
        return "–"
    return "∞" if np.isinf(value) else f"{value:,.{0 if value >= 100.0 else 1}f}"


def _plain(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.2f}".replace("-", "−")


def _places(c: Comparison) -> str:
    if c.heterogeneity.empty:
        return ""
    now = c.heterogeneity[_last(c)]
    rows = [
        [f"{row.a} − {row.b}", row.outcome, row.dimension, row.places, row.n, _p(row.p),
         _p(row.p_adjusted), row.furthest or "–"]
        for row in verdict.each(now)
    ]  # fmt: skip
    heads = ("policies", "outcome", "by", "places", "n", "p", "adjusted", "furthest")
    when = " or ".join(now["horizon"].unique())
    text = (
        f"## Where the effect arises\n\nWhether effects at {when} differ between places beyond "
        "noise, and the places where they do. A field or province that is larger has larger "
        "amounts of most things: see the share of the second policy's amount.\n\n"
        + table_text(heads, rows)
    )
    found = [block for row in verdict.each(now) if row.p_adjusted <= 1 - c.confidence
             for block in _where(c, row)]  # fmt: skip
    return "\n\n".join([text, *found])


def _last(c: Comparison) -> "pd.Series[bool]":
    """Tell which tests of places are at the primary horizon, or the last one of their outcome."""
    order = {horizon: k for k, horizon in enumerate(sorted(c.horizons))}
    order[c.primary_horizon] = len(order)
    rank = c.heterogeneity["horizon"].map(order)
    return rank == rank.groupby(c.heterogeneity["outcome"]).transform("max")


def _where(c: Comparison, key: Any) -> Iterator[str]:
    """Yield the table of the places of a dimension in which effects differ."""
    names = ["a", "b", "outcome", "horizon", "dimension"]
    mine = c.places
    for name in names:
        mine = mine[mine[name] == getattr(key, name)]
    unit = next(o for o in c.outcomes if o.name == key.outcome).unit
    rows = []
    largest_first = mine.sort_values("difference", ascending=False, kind="stable")
    for row in verdict.each(largest_first):
        error = (row.high - row.low) / 4.0
        size = [amount(value, error) for value in (row.difference, row.low, row.high)]
        share = "–" if np.isnan(row.relative) else f"{100 * row.relative:.1f}%".replace("-", "−")
        rows.append([row.place, f"{size[0]} {unit}".strip(), f"{size[1]} to {size[2]}", share,
                     _p(row.p_adjusted)])  # fmt: skip
    title = f"{key.a} less {key.b}, {key.outcome} at {key.horizon}, by {key.dimension}:"
    heads = (key.dimension, "difference", "interval", "of second", "p adjusted")
    yield f"{title}\n\n{table_text(heads, rows)}"


def _p(value: float) -> str:
    if np.isnan(value):
        return "–"
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def _interactions(c: Comparison) -> str:
    if c.interactions.empty:
        return ""
    found = c.interactions[c.interactions["p_adjusted"] <= 1 - c.confidence]
    text = (
        "## On what the effect depends\n\nTests of whether the difference goes with "
        f"{', '.join(c.interactions['uncertainty'].unique())}, by ranks: {len(found)} of "
        f"{int(c.interactions['p'].notna().sum())} are sure (Benjamini and Hochberg)."
    )
    if found.empty:
        return text
    rows = [
        [f"{row.a} − {row.b}", row.outcome, row.horizon, row.uncertainty, _plain(row.correlation),
         _when(row.when_low, row), _when(row.when_high, row), _p(row.p_adjusted)]
        for row in verdict.each(found)
    ]  # fmt: skip
    heads = ("policies", "outcome", "horizon", "uncertainty", "correlation", "difference if low",
             "if high", "p adjusted")  # fmt: skip
    return f"{text}\n\n{table_text(heads, rows)}"


def _when(value: float, row: Any) -> str:
    """Return a mean difference, with the word of the uncertainty where it has words."""
    text = amount(value, abs(row.when_high - row.when_low) / 10)
    word = row.low if value == row.when_low else row.high
    return f"{text} ({word})" if word else text


def _failures(c: Comparison) -> str:
    lost = c.failures["share_not_ok"] > 0.0
    if not lost.any():
        return "## Runs that failed\n\nNone."
    rows = [[row.policy, row.runs, row.ok, row.failed, row.crashed,
             f"{100 * row.share_not_ok:.3g}%"]
            for row in verdict.each(c.failures)]  # fmt: skip
    text = (
        "## Runs that failed\n\nPairs in which either run is not ok are left out. If failure goes "
        "by policy, the pairs that are left are not a fair sample, and the differences are those "
        "of runs that end well under both.\n\n"
        + table_text(("policy", "runs", "ok", "failed", "crashed", "not ok"), rows)
    )
    unfair = c.losses[c.losses["p"] <= 1 - c.confidence]
    for row in verdict.each(unfair):
        text += (
            f"\n\n{row.a} and {row.b} do not fail alike: {row.only_a_lost} pairs are lost by "
            f"{row.a} alone, {row.only_b_lost} by {row.b} alone (p {_p(row.p)})."
        )
    return text
