"""Pairs of runs with the same luck, and the independent units that they are means of.

A pair is one sample of the uncertainties and one replication, run under two policies with the same
seed. What is independent of what depends on how the samples came about: `KINDS` says for each way
which pairs are averaged into a unit.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.problems import NticError

STATUSES = ("ok", "failed", "crashed")
NEEDED = ("run", "sample", "replication", "seed", "status")
PAIR, SAMPLE, TRAJECTORY, GRID = "pair", "sample", "trajectory", "grid"
KINDS = {
    PAIR: "one sample: a unit is a replication",
    SAMPLE: "drawn samples: a unit is the mean over a sample's pairs, which share its draw",
    TRAJECTORY: "Morris: a unit is the mean over a trajectory's pairs, whose points share their "
    "luck and come one from the other",
    GRID: "all levels with each other, which nobody drew: a unit is a replication, the mean over "
    "the whole grid, as each point has luck of its own",
}
"""What is independent, by how samples came about."""


class Unit(NamedTuple):
    """What is an independent unit of a comparison."""

    kind: str  # of `KINDS`
    trajectories: Mapping[int, int] | None = None  # of samples, where that is the kind

    def of(self, sample: np.ndarray, replication: np.ndarray) -> np.ndarray:
        """Return the unit of each of some runs."""
        if self.kind == SAMPLE:
            return sample
        if self.kind == TRAJECTORY:
            assert self.trajectories is not None
            return np.array([self.trajectories[k] for k in sample], dtype=np.int64)
        return replication


class Pairs(NamedTuple):
    """Pairs in which both runs are ok, in order of sample and replication."""

    a: np.ndarray  # (pairs, columns); NaN in both where either is not a number
    b: np.ndarray
    sample: np.ndarray  # (pairs,)
    replication: np.ndarray
    unit: np.ndarray  # (pairs,) to which each belongs


class Units(NamedTuple):
    """Independent units: means over the pairs of each."""

    a: np.ndarray  # (units, columns)
    b: np.ndarray
    unit: np.ndarray  # (units,)


def policy_label(levers: Sequence[str], levels: Sequence[object]) -> str:
    """Return what a policy is called: its level, or the levels of all levers with their names."""
    if len(levers) == 1:
        return _level(levels[0])
    return ", ".join(f"{name} {_level(one)}" for name, one in zip(levers, levels, strict=True))


def policies_of(runs: pd.DataFrame, levers: Sequence[str]) -> pd.Series:
    """Return the policy of each run: the level of the lever, or the levels of all with names.

    Raises
    ------
    NticError
        If a lever has no column, or there are fewer than two policies.
    """
    missing = [lever for lever in levers if lever not in runs.columns]
    if missing or not levers:
        raise NticError(f"no column for lever: {', '.join(missing) or 'none is named'}")
    if runs[list(levers)].isna().any(axis=None):
        raise NticError("a run has no level for a lever")
    levels = zip(*(runs[lever] for lever in levers), strict=True)
    policy = pd.Series([policy_label(levers, row) for row in levels], index=runs.index)
    if policy.nunique() < 2:
        raise NticError(f"a comparison needs two policies; got {policy.nunique()}")
    return policy


def _level(value: object) -> str:
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
        return f"{float(value):.12g}"
    return str(value)


def ordered(runs: pd.DataFrame, policy: pd.Series, levers: Sequence[str]) -> list[str]:
    """Return the policies by their levels, numbers before words."""
    levels = runs[list(levers)].assign(policy=policy).drop_duplicates("policy")

    def key(row: pd.Series) -> list[tuple[bool, float, str]]:
        return [
            (True, 0.0, value) if isinstance(value, str) else (False, float(value), "")
            for value in row[list(levers)]
        ]

    return [str(row["policy"]) for _, row in sorted(levels.iterrows(), key=lambda r: key(r[1]))]


def check(runs: pd.DataFrame, policy: pd.Series, uncertainties: Sequence[str]) -> None:
    """Check that runs can be paired.

    Raises
    ------
    NticError
        If columns are missing, a run comes twice, runs of a pair have different seeds, or an
        uncertainty differs within a sample.
    """
    missing = [name for name in (*NEEDED, *uncertainties) if name not in runs.columns]
    if missing:
        raise NticError(f"a table of runs needs columns: {', '.join(missing)}")
    unknown = sorted(set(map(str, runs["status"])) - set(STATUSES))
    if unknown:
        raise NticError(f"unknown status: {', '.join(unknown)}; expected {', '.join(STATUSES)}")
    keys = runs[["sample", "replication"]].assign(policy=policy)
    twice = keys.duplicated()
    if twice.any():
        row = keys[twice].iloc[0]
        raise NticError(
            f"policy {row['policy']}, sample {row['sample']}, replication {row['replication']} "
            f"comes more than once"
        )
    seeds = runs.groupby(["sample", "replication"])["seed"].nunique()
    if (seeds > 1).any():
        sample, replication = seeds.index[seeds > 1][0]
        raise NticError(
            f"sample {sample}, replication {replication}: runs have different seeds, so that "
            "policies do not share their luck"
        )
    for name in uncertainties:
        if (runs.groupby("sample")[name].nunique(dropna=False) > 1).any():
            raise NticError(f"uncertainty `{name}` differs between runs of one sample")


def pair(a: pd.DataFrame, b: pd.DataFrame, columns: Sequence[str], unit: Unit) -> Pairs:
    """Return the pairs of two policies' runs.

    Parameters
    ----------
    a, b : DataFrame
        Runs of one policy each, with `sample`, `replication`, `status` and the columns.
    columns : sequence of str
        Outcomes.
    unit : Unit
        What is independent.
    """
    keys = ["sample", "replication"]
    left = a.loc[a["status"] == "ok", [*keys, *columns]].set_index(keys)
    right = b.loc[b["status"] == "ok", [*keys, *columns]].set_index(keys)
    both = left.index.intersection(right.index).sort_values()
    one = left.loc[both].to_numpy(float)
    other = right.loc[both].to_numpy(float)
    there = np.isfinite(one) & np.isfinite(other)
    one, other = np.where(there, one, np.nan), np.where(there, other, np.nan)
    sample, replication = (both.get_level_values(k).to_numpy() for k in (0, 1))
    return Pairs(one, other, sample, replication, unit.of(sample, replication))


def units(pairs: Pairs) -> Units:
    """Return the independent units; one without any pair is left out."""
    order = np.argsort(pairs.unit, kind="stable")
    found, first = np.unique(pairs.unit[order], return_index=True)
    return Units(_means(pairs.a[order], first), _means(pairs.b[order], first), found)


def _means(values: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Return means of the rows from each first one to the next, over what is a number."""
    if len(values) == 0:
        return values
    there = np.isfinite(values)
    number = np.add.reduceat(there.astype(float), first, axis=0)
    total = np.add.reduceat(np.where(there, values, 0.0), first, axis=0)
    return np.where(number > 0.0, total / np.maximum(number, 1.0), np.nan)


def failures(runs: pd.DataFrame, policy: pd.Series, order: Sequence[str]) -> pd.DataFrame:
    """Return how many runs of each policy ended how."""
    counts = pd.crosstab(policy, runs["status"]).reindex(
        index=list(order), columns=list(STATUSES), fill_value=0
    )
    counts.insert(0, "runs", counts.sum(axis=1))
    counts["share_not_ok"] = 1.0 - counts["ok"] / counts["runs"]
    counts.index.name, counts.columns.name = "policy", None
    return counts.reset_index()
