"""Compare policies that were run with the same luck: all pairs, or all against one of them."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from experiments.comparison import families, settle, verdict
from experiments.comparison.by_place import differing, of_places
from experiments.comparison.interactions import Interaction, interaction
from experiments.comparison.outcomes import NATION, Column, Outcome, columns_of, horizons_of
from experiments.comparison.paired import (
    CONFIDENCE,
    RESAMPLES,
    Contrast,
    contrast,
    differences,
    interval,
    too_skewed,
)
from experiments.comparison.pairing import pairing, why, within
from experiments.comparison.units import (
    GRID,
    PAIR,
    SAMPLE,
    Pairs,
    Unit,
    Units,
    check,
    failures,
    ordered,
    pair,
    policies_of,
    units,
)
from sim.problems import NticError

PRIMARY, EXPLORATORY = "primary", "exploratory"


class Comparison(NamedTuple):
    """What policies do, against each other; `report.COLUMNS` describes every column."""

    policies: tuple[str, ...]
    baseline: str | None
    outcomes: tuple[Outcome, ...]
    horizons: tuple[str, ...]
    primary_horizon: str
    confidence: float
    unit: str  # a key of `units.KINDS`
    per_unit: float  # mean runs of one policy in a unit
    samples: int  # of the uncertainties, in the table
    grows: str  # how there can be more units
    contrasts: pd.DataFrame
    places: pd.DataFrame
    heterogeneity: pd.DataFrame
    interactions: pd.DataFrame
    failures: pd.DataFrame
    losses: pd.DataFrame


class _Matched(NamedTuple):
    """Two policies and their runs."""

    a: str
    b: str
    pairs: Pairs
    units: Units


def compare(
    runs: pd.DataFrame,
    outcomes: Sequence[Outcome],
    levers: Sequence[str],
    uncertainties: Sequence[str] = (),
    *,
    baseline: str | None = None,
    horizon: str | None = None,
    unit: Unit | None = None,
    grows: str = verdict.FREELY,
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
) -> Comparison:
    """Compare policies by paired differences.

    Parameters
    ----------
    runs : DataFrame
        A row per run: `run`, the levers, the uncertainties, `sample`, `replication`, `seed`,
        `status`, and columns ``outcome@horizon`` and ``outcome@horizon/dimension:key``.
    outcomes : sequence of Outcome
        What is compared; other outcomes of the table are not looked at.
    levers, uncertainties : sequence of str
        Columns. A policy is one combination of levels of the levers.
    baseline : str, optional
        The policy that all others are compared with; without it all pairs are.
    horizon : str, optional
        Of the primary outcomes; their last one in the table if none is given.
    unit : Unit, optional
        What is independent; the sample where there are several and none is given, else the pair.
    grows : str
        How a sweep can get more units, as `verdict.Heading` has it.
    confidence : float, 0 to 1
        Of intervals; one less it is the rate of false findings.
    resamples : int
        Of the bootstrap.

    Raises
    ------
    NticError
        If the table cannot be paired or a name is not in it.
    """
    if not 0.0 < confidence < 1.0:
        raise NticError(f"a confidence lies between 0 and 1; got {confidence}")
    columns = columns_of(runs, outcomes)
    policy = policies_of(runs, levers)
    check(runs, policy, uncertainties)
    order = ordered(runs, policy, levers)
    horizons = horizons_of(columns)
    primary = _primary_horizon(columns, outcomes) if horizon is None else horizon
    for name, known in ((baseline or order[0], order), (primary, horizons)):
        if name not in known:
            raise NticError(f"unknown `{name}`; there are {', '.join(known)}")
    check_primary(columns, outcomes, primary)
    samples = int(runs["sample"].nunique())
    unit = unit or Unit(SAMPLE if samples > 1 else PAIR)
    matched = list(_matched(runs, policy, order, baseline, columns, unit))
    nation = [k for k, column in enumerate(columns) if column.dimension == NATION]
    about = {outcome.name: outcome for outcome in outcomes}
    parts = [_contrasts(m, columns, nation, about, confidence, resamples) for m in matched]
    table = _judged(pd.concat(parts, ignore_index=True), primary, about, confidence)
    head = verdict.Heading(unit.kind, confidence, samples, grows)
    table["sentence"] = [verdict.sentence(row, about[row.outcome], head)
                         for row in verdict.each(table)]  # fmt: skip
    gaps = [differences(m.units.a, m.units.b) for m in matched]
    names = [(m.a, m.b) for m in matched]
    ok = runs[runs["status"] == "ok"]
    own = unit.of(ok["sample"].to_numpy(), ok["replication"].to_numpy())
    cells = len(pd.DataFrame({"policy": policy[ok.index], "unit": own}).drop_duplicates())
    return Comparison(
        tuple(order), baseline, tuple(outcomes), tuple(horizons), primary, confidence,
        head.unit, len(ok) / max(cells, 1), samples, grows, table,
        of_places(names, [m.units for m in matched], columns, about, confidence),
        differing(names, gaps, columns),
        _interactions(runs, matched, unit, columns, nation, uncertainties),
        failures(runs, policy, order), _losses(runs, policy, matched),
    )  # fmt: skip


def _primary_horizon(columns: Sequence[Column], outcomes: Sequence[Outcome]) -> str:
    """Return the last horizon of the primary outcomes, or of all if none is primary."""
    first = {outcome.name for outcome in outcomes if outcome.primary}
    return [c.horizon for c in columns if c.outcome in first or not first][-1]


def check_primary(columns: Sequence[Column], outcomes: Sequence[Outcome], horizon: str) -> None:
    """Refuse primary outcomes that are not read at the primary horizon: none would be judged."""
    there = {column.outcome for column in columns if column.horizon == horizon}
    for outcome in outcomes:
        if outcome.primary and outcome.name not in there:
            raise NticError(f"`{outcome.name}` is primary, but is not read at {horizon}")


def _matched(
    runs: pd.DataFrame,
    policy: pd.Series,
    order: Sequence[str],
    baseline: str | None,
    columns: Sequence[Column],
    unit: Unit,
) -> Iterator[_Matched]:
    """Yield the pairs of policies that are compared, with their units."""
    of = {name: runs[policy == name] for name in order}
    which = combinations(order, 2) if baseline is None else (
        (name, baseline) for name in order if name != baseline)  # fmt: skip
    for a, b in which:
        pairs = pair(of[a], of[b], [column.name for column in columns], unit)
        yield _Matched(a, b, pairs, units(pairs))


def _contrasts(
    m: _Matched,
    columns: Sequence[Column],
    nation: Sequence[int],
    about: dict[str, Outcome],
    confidence: float,
    resamples: int,
) -> pd.DataFrame:
    """Return the contrasts of two policies for the nation, a row per outcome and horizon."""
    a, b = m.units.a[:, nation], m.units.b[:, nation]
    found = contrast(a, b, confidence, resamples)
    luck = pairing(a, b, confidence)
    raw = Pairs(m.pairs.a[:, nation], m.pairs.b[:, nation], *m.pairs[2:])
    mine = [columns[k] for k in nation]
    sign = np.array([about[column.outcome].sign for column in mine])
    margin = np.array([np.nan if (v := about[c.outcome].margin) is None else v for c in mine])
    return pd.DataFrame({
        "a": m.a, "b": m.b,
        "outcome": [c.outcome for c in mine], "horizon": [c.horizon for c in mine],
        "n": found.n, "pairs": np.isfinite(raw.a).sum(axis=0),
        "mean_a": found.mean_a, "mean_b": found.mean_b, "difference": found.difference,
        "spread": found.spread, "error": found.error, "low": found.low, "high": found.high,
        "boot_low": found.boot_low, "boot_high": found.boot_high, "p": found.p,
        "probability": np.where(sign > 0.0, found.above, 1.0 - found.above),
        "probability_matters": _beyond(found, sign, margin),
        "probability_against": _beyond(found, -sign, margin),
        "share": np.where(sign > 0.0, found.share_above,
                          1.0 - found.share_above - found.share_equal),
        "share_equal": found.share_equal, "same": found.same, "constant": found.constant,
        "margin": margin, "factor": luck.factor, "factor_low": luck.low,
        "factor_high": luck.high, "factor_luck": within(raw), "correlation": luck.correlation,
        "spread_ratio": luck.ratio, "skew": found.skew,
        "skewed": too_skewed(found.n, found.skew),
    })  # fmt: skip


def _beyond(found: Contrast, sign: np.ndarray, margin: np.ndarray) -> np.ndarray:
    """Return the posterior probability that A is better by more than the margin."""
    with np.errstate(invalid="ignore", divide="ignore"):
        t = (sign * found.difference - margin) / found.error
    return stats.t.cdf(np.where(found.error > 0.0, t, np.nan), np.maximum(found.n - 1, 1))


def _judged(
    table: pd.DataFrame, primary: str, about: dict[str, Outcome], confidence: float
) -> pd.DataFrame:
    """Add families, adjusted p-values, joint intervals, kinds, numbers to settle and reasons."""
    first = np.array([about[name].primary for name in table["outcome"]])
    first &= (table["horizon"] == primary).to_numpy()
    p = table["p"].fillna(1.0).to_numpy()
    adjusted = np.empty(len(table))
    adjusted[first] = families.holm(p[first])
    adjusted[~first] = families.benjamini_hochberg(p[~first])
    alpha = 1.0 - confidence
    share = np.divide(p, adjusted, out=np.ones(len(p)), where=adjusted > 0.0)  # p may underflow
    each = np.where(first, alpha / max(first.sum(), 1), alpha * np.minimum(share, 1.0))
    joint = families.bonferroni(confidence, int(first.sum()))
    values = [table[name].to_numpy() for name in ("difference", "error", "n", "spread", "margin")]
    difference, error, n, spread, margin = values
    low, high = interval(difference, error, n, np.where(first, joint, confidence))
    kinds = verdict.kinds(table, adjusted, low, high, each, alpha)
    number, rule = settle.more(difference, spread, n, margin, each)
    open_ = kinds == verdict.UNCLEAR
    table["family"] = np.where(first, PRIMARY, EXPLORATORY)
    table["p_adjusted"] = np.where(table["p"].isna(), np.nan, adjusted)
    table["joint_low"], table["joint_high"] = np.where(first, (low, high), np.nan)
    table["kind"] = kinds
    table["more"], table["more_rule"] = np.where(open_, number, np.nan), np.where(open_, rule, "")
    table["why"] = _reasons(table)
    return table


def _reasons(table: pd.DataFrame) -> list[str]:
    """Return why pairing helps little, for each contrast; an earlier horizon is a witness."""
    reasons = [""] * len(table)
    for _, rows in table.groupby(["a", "b", "outcome"], sort=False):
        best, at = np.nan, ""
        for row in verdict.each(rows):
            if row.n < 2:
                reasons[row.Index] = "fewer than two pairs"
            elif not row.same:
                reasons[row.Index] = why(
                    row.factor, row.factor_high, row.correlation, row.spread_ratio,
                    row.factor_luck, row.share_equal, best, at,
                )  # fmt: skip
            if np.isfinite(row.factor) and not best >= row.factor:
                best, at = row.factor, row.horizon
    return reasons


def _interactions(
    runs: pd.DataFrame,
    matched: Sequence[_Matched],
    unit: Unit,
    columns: Sequence[Column],
    nation: Sequence[int],
    uncertainties: Sequence[str],
) -> pd.DataFrame:
    """Return how effects depend on each uncertainty.

    By samples where they were drawn, by pairs on a grid: its points are given, and the luck of each
    pair is its own. Points of a trajectory share their luck and are not told apart like this.
    """
    rows = []
    for m in matched if unit.kind in (SAMPLE, GRID) else ():
        a, b, sample = (m.units.a, m.units.b, m.units.unit) if unit.kind == SAMPLE else (
            m.pairs.a, m.pairs.b, m.pairs.sample)  # fmt: skip
        gaps = differences(a[:, nation], b[:, nation])
        for name in uncertainties:
            values = runs.groupby("sample")[name].first().loc[sample].to_numpy()
            found = interaction(gaps, values)
            rows.append(pd.DataFrame({
                "a": m.a, "b": m.b, "outcome": [columns[k].outcome for k in nation],
                "horizon": [columns[k].horizon for k in nation], "uncertainty": name,
                **found._asdict(),
            }))  # fmt: skip
    names = ["a", "b", "outcome", "horizon", "uncertainty", *Interaction._fields]
    table = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=names)
    table["p_adjusted"] = families.over_all(table["p"].to_numpy(float))
    return table


def _losses(runs: pd.DataFrame, policy: pd.Series, matched: Sequence[_Matched]) -> pd.DataFrame:
    """Return pairs that are lost because a run is not ok, and whether that goes by policy."""
    ended = runs.assign(policy=policy, ok=runs["status"] == "ok")
    ok = ended.pivot(index=["sample", "replication"], columns="policy", values="ok")
    rows = []
    for m in matched:
        a, b = ok[m.a], ok[m.b]
        there = a.notna() & b.notna()
        one, other = a[there].astype(bool), b[there].astype(bool)
        only_a, only_b = int((~one & other).sum()), int((one & ~other).sum())
        p = stats.binomtest(only_a, only_a + only_b).pvalue if only_a + only_b else 1.0
        rows.append({
            "a": m.a, "b": m.b, "pairs": int((one & other).sum()), "only_a_lost": only_a,
            "only_b_lost": only_b, "both_lost": int((~one & ~other).sum()),
            "unmatched": int((~there).sum()), "p": float(p),
        })  # fmt: skip
    return pd.DataFrame(rows)
