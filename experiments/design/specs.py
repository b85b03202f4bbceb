"""What a design consists of: checked, complete, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sim.scenario.document import Node, Place
from sim.scenario.layers import written

FULL_FACTORIAL, LATIN_HYPERCUBE = "full_factorial", "latin_hypercube"
SOBOL, MORRIS = "sobol", "morris"
METHODS = {
    FULL_FACTORIAL: "every level with every level of the others",
    LATIN_HYPERCUBE: "each value's range cut into as many slices as samples, one draw in each",
    SOBOL: "a scrambled Sobol sequence, of which a longer one begins with the shorter",
    MORRIS: "trajectories that change one value at a time, for elementary effects",
}
"""How points are chosen."""


class Level(NamedTuple):
    """One setting of a lever: a scenario, or changes of the base."""

    label: str
    scenario: str | None  # in place of the design's
    changes: Mapping[str, Node]  # by dotted key

    def content(self) -> list[Any]:
        """Return what the level does, as plain values."""
        changed = {key: written(node) for key, node in sorted(self.changes.items())}
        scenario = None if self.scenario is None else Path(self.scenario).name
        return [self.label, scenario, changed]


@dataclass(frozen=True)
class Distribution:
    """Which values an uncertain quantity, or a lever with a range, may take, and how likely."""

    shape: str  # a key of `SHAPES` in `distributions`
    low: float
    high: float
    middle: float = 0.0  # mode of a triangle, mean of a normal
    spread: float = 0.0  # standard deviation of a normal


@dataclass(frozen=True)
class Factor:
    """What varies: a lever, which somebody decides, or an uncertainty, which nobody does."""

    name: str
    node: Node  # where the design names it
    levels: tuple[Level, ...] = ()
    key: str = ""  # of the scenario, set to values of a distribution
    distribution: Distribution | None = None

    def content(self) -> list[Any]:
        """Return what it may be, as plain values."""
        spread = None if self.distribution is None else vars(self.distribution)
        return [self.name, [level.content() for level in self.levels], self.key, spread]


class Sampling(NamedTuple):
    """How many points of some factors, and how they are chosen."""

    method: str
    number: int = 0  # samples, or trajectories; a full factorial counts itself
    grid: int = 4  # of Morris: levels of each factor


class Outcome(NamedTuple):
    """What is measured in a run."""

    name: str
    indicator: str
    level: str  # nation, field or province
    measure: str  # total, mean, last_year, end
    across: str  # total or mean over fields or provinces; '' of the nation
    horizons: tuple[str, ...]  # last quarters
    since: str  # first quarter of totals and means
    by: tuple[str, ...]  # dimensions of which each part is kept too
    better: str  # higher or lower
    margin: float | None  # the smallest difference that matters, in the outcome's unit
    primary: bool
    unit: str
    place: Place = Place("")  # where the design names it

    def column(self, horizon: str) -> str:
        """Return the name of the column of results that has it for the nation."""
        return f"{self.name}@{horizon}"


@dataclass(frozen=True)
class Design:
    """An experiment, whole and well-formed."""

    name: str
    path: Path
    question: str
    scenario: str
    seed: int
    replications: int
    chunk: int
    set: Mapping[str, Node]  # changes of all runs, by dotted key
    levers: tuple[Factor, ...]
    uncertainties: tuple[Factor, ...]
    lever_sampling: Sampling
    uncertainty_sampling: Sampling
    outcomes: tuple[Outcome, ...]

    @property
    def primary(self) -> Outcome:
        """The outcome by which policies are ranked."""
        return next(outcome for outcome in self.outcomes if outcome.primary)
