"""The runs of a design: identity, parameters and seed of each are functions of the design alone.

A run is a policy, a sample of the uncertainties and a replication. Its identity names the three, so
that it stays when levels, samples or replications are added at the end. The k-th replication of a
sample has the same luck under all policies.
"""

import hashlib
import math
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from experiments.design.sampling import Points, points_of
from experiments.design.specs import FULL_FACTORIAL, Design, Factor
from sim.problems import NticError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd


class Run(NamedTuple):
    """One run: places of its policy and sample in the design, replication."""

    policy: int
    sample: int
    replication: int


class Size(NamedTuple):
    """How far a design goes: levels of each lever, or sampled policies; samples; replications."""

    levels: tuple[int, ...]
    samples: int
    replications: int

    @property
    def runs(self) -> int:
        """Number of runs."""
        return math.prod(self.levels) * self.samples * self.replications

    def within(self, other: "Size") -> bool:
        """Say whether all runs of this size are of another one too."""
        mine, theirs = (*self.levels, *self[1:]), (*other.levels, *other[1:])
        return len(mine) == len(theirs) and all(a <= b for a, b in zip(mine, theirs, strict=True))


class Runs:
    """All runs of a design by number, none of them kept in memory.

    Attributes
    ----------
    design : Design
    policies, samples : Points
    """

    def __init__(self, design: Design) -> None:
        self.design = design
        self.policies = points_of(design.levers, design.lever_sampling, design.seed)
        self.samples = points_of(design.uncertainties, design.uncertainty_sampling, design.seed)

    @property
    def size(self) -> Size:
        """How far the design goes."""
        design = self.design
        full = design.lever_sampling.method == FULL_FACTORIAL
        levels = tuple(len(f.levels) for f in design.levers) if full else (self.policies.number,)
        return Size(levels, self.samples.number, design.replications)

    def __len__(self) -> int:
        """Return the number of runs."""
        return self.policies.number * self.samples.number * self.design.replications

    @cached_property
    def policy_names(self) -> list[str]:
        """Names of the policies."""
        return [self.policy_name(k) for k in range(self.policies.number)]

    def policy_name(self, policy: int) -> str:
        """Return the name of a policy: the numbers of its levels, or its place in a sample."""
        if self.design.lever_sampling.method != FULL_FACTORIAL or not self.design.levers:
            return str(policy)
        return ".".join(str(settings[policy]) for settings in self.policies.settings)

    def name(self, run: Run) -> str:
        """Return the identity of a run, such as ``2-0-17``: policy, sample, replication."""
        return f"{self.policy_name(run.policy)}-{run.sample}-{run.replication}"

    def find(self, name: str) -> Run:
        """Return the run of an identity, else raise an NticError."""
        policy, sample, replication = (*name.split("-"), "", "")[:3]
        policies = {key: k for k, key in enumerate(self.policy_names)}
        if policy in policies and sample.isdecimal() and replication.isdecimal():
            run = Run(policies[policy], int(sample), int(replication))
            inside = run.sample < self.samples.number and run.replication < self.size.replications
            if inside and self.name(run) == name:
                return run
        last = Run(*(n - 1 for n in (self.policies.number, *self.size[1:])))
        advice = did_you_mean(policy, policies)
        raise NticError(
            f"{name}: there is no such run; they go from {self.name(Run(0, 0, 0))} to "
            f"{self.name(last)}: policy, sample, replication" + (f"; {advice}" if advice else "")
        )

    def seed(self, run: Run) -> int:
        """Return the seed of a run, 63 bits: the same for all policies and within a trajectory."""
        key = int(self.samples.group[run.sample]), run.replication
        sequence = np.random.SeedSequence(self.design.seed, spawn_key=key)
        return int(sequence.generate_state(1, np.uint64)[0] >> np.uint64(1))

    def columns(self, policy: int, sample: int) -> dict[str, Any]:
        """Return the settings of a point by factor: labels of levers, values of uncertainties."""
        chosen = _labels(self.design.levers, self.policies, policy)
        return chosen | _labels(self.design.uncertainties, self.samples, sample)

    def table(self, samples: range | None = None) -> "pd.DataFrame":
        """Return the points, one row for each policy and sample, of all samples or of some."""
        import pandas as pd

        if samples is None:
            samples = range(self.samples.number)
        policy = np.tile(np.arange(self.policies.number), len(samples))
        sample = np.repeat(np.array(samples, dtype=np.int64), self.policies.number)
        found: dict[str, Any] = {
            "policy": pd.Series(self.policy_names).take(policy).to_numpy(),
            "sample": sample,
        }
        for factors, points, rows in (
            (self.design.levers, self.policies, policy),
            (self.design.uncertainties, self.samples, sample),
        ):
            for factor, settings in zip(factors, points.settings, strict=True):
                chosen = settings[rows]
                if factor.levels:
                    chosen = pd.Series(column_of(factor)).take(chosen).to_numpy()
                found[factor.name] = chosen
        return pd.DataFrame(found)

    def digest(self) -> str:
        """Return the SHA-256 of all points as they were drawn here."""
        total = hashlib.sha256()
        for points in (self.policies, self.samples):
            for settings in points.settings:
                total.update(settings.astype(settings.dtype.newbyteorder("<")).tobytes())
        return total.hexdigest()


def _labels(factors: Sequence[Factor], points: Points, place: int) -> dict[str, Any]:
    """Return what factors are set to at a point: a level's label, a number where it is one."""
    found: dict[str, Any] = {}
    for factor, settings in zip(factors, points.settings, strict=True):
        value = settings[place]
        if factor.levels:
            labels = column_of(factor)
            found[factor.name] = labels[int(value)]
        else:
            found[factor.name] = float(value)
    return found


def column_of(factor: Factor) -> list[Any]:
    """Return the labels of a factor's levels, as numbers if all are."""
    labels = [level.label for level in factor.levels]
    try:
        return [float(label) for label in labels]
    except ValueError:
        return labels


class Box(NamedTuple):
    """Runs of some policies, samples and replications: samples slowest, replications fastest."""

    policies: Sequence[int]
    samples: range
    replications: range

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.policies) * len(self.samples) * len(self.replications)

    def run(self, k: int) -> Run:
        """Return the k-th run."""
        k, replication = divmod(k, len(self.replications))
        sample, policy = divmod(k, len(self.policies))
        return Run(self.policies[policy], self.samples[sample], self.replications[replication])

    def place(self, run: Run) -> int | None:
        """Return which run it is; None if it is not in the box."""
        inside = run.sample in self.samples and run.replication in self.replications
        if not inside or run.policy not in self.policies:
            return None
        policy = self.policies.index(run.policy)
        row = self.samples.index(run.sample) * len(self.policies) + policy
        return row * len(self.replications) + self.replications.index(run.replication)


class Stage(NamedTuple):
    """The runs that a design adds to a shorter one, cut into chunks."""

    boxes: tuple[Box, ...]
    chunk: int

    @property
    def runs(self) -> int:
        """Number of runs."""
        return sum(box.runs for box in self.boxes)

    @property
    def chunks(self) -> int:
        """Number of chunks."""
        return -(-self.runs // self.chunk)

    def of_chunks(self, first: int, last: int) -> Iterator[Run]:
        """Yield the runs of chunks `first` to `last`, the last one included."""
        for k in range(first * self.chunk, min((last + 1) * self.chunk, self.runs)):
            place = k
            for box in self.boxes:
                if place < box.runs:
                    yield box.run(place)
                    break
                place -= box.runs

    def place(self, run: Run) -> int | None:
        """Return which run of the stage it is; None if it is not in it."""
        before = 0
        for box in self.boxes:
            found = box.place(run)
            if found is not None:
                return before + found
            before += box.runs
        return None


def stage_of(runs: Runs, size: Size, before: Size | None) -> Stage:
    """Return the runs within a size that were not in a smaller one.

    Parameters
    ----------
    runs : Runs
        Of the design, which may go further than both sizes.
    size, before : Size
        How far this stage and the one before go; None before the first.
    """
    policies = _policies_within(runs, size)
    chunk = runs.design.chunk
    if before is None:
        return Stage((Box(policies, range(size.samples), range(size.replications)),), chunk)
    old = set(_policies_within(runs, before))
    kept = [k for k in policies if k in old]
    fresh = [k for k in policies if k not in old]
    boxes = (
        Box(kept, range(before.samples), range(before.replications, size.replications)),
        Box(kept, range(before.samples, size.samples), range(size.replications)),
        Box(fresh, range(size.samples), range(size.replications)),
    )
    return Stage(tuple(box for box in boxes if box.runs), chunk)


def _policies_within(runs: Runs, size: Size) -> list[int]:
    """Return the places of the policies whose levels lie within a size."""
    if runs.design.lever_sampling.method != FULL_FACTORIAL:
        return list(range(size.levels[0]))
    inside = np.ones(runs.policies.number, dtype=bool)
    for settings, number in zip(runs.policies.settings, size.levels, strict=True):
        inside &= settings < number
    return [int(k) for k in np.flatnonzero(inside)]
