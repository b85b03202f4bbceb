"""Outcomes of designs as comparisons and choices show them, and what is independent in a sweep."""

from experiments.comparison import Outcome as Judged
from experiments.comparison.units import GRID, PAIR, SAMPLE, TRAJECTORY, Unit
from experiments.comparison.verdict import BY_DOUBLING, FREELY, NOT_AT_ALL
from experiments.design.outcomes import LEVELS
from experiments.design.runs import Runs
from experiments.design.specs import FULL_FACTORIAL, LATIN_HYPERCUBE, MORRIS, SOBOL, Outcome
from sim.parameters import MONEY

BILLION, BILLION_ZH = "billion CNY", "十亿元"
PER_ZH = {"/quarter": "/季", "/year": "/年"}
COUNTED_ZH = {"1": "", "FTE": "人年", "enterprise": "家", "quarter": "季"}
WHEN = {
    "total": " in all since {since}",
    "mean": ", mean since {since}",
    "last_year": ", mean of a year",
    "end": "",
}
"""How an outcome's words say what is read at a horizon, by measure."""


def unit_of(outcome: Outcome) -> str:
    """Return the unit in which an outcome is shown: billions where it is counted in millions."""
    if outcome.unit.startswith(MONEY):
        return BILLION + outcome.unit.removeprefix(MONEY)
    return "" if outcome.unit == "1" else outcome.unit


def unit_zh_of(outcome: Outcome) -> str:
    """Return the same in Chinese."""
    what, slash, per = outcome.unit.partition("/")
    what = BILLION_ZH if what == MONEY else COUNTED_ZH[what]
    if not slash:
        return what
    return what + PER_ZH[f"/{per}"] if what else f"每{PER_ZH[f'/{per}'][1:]}"


def scale_of(outcome: Outcome) -> float:
    """Return how many of an outcome's units go into the one in which it is shown."""
    return 1000.0 if outcome.unit.startswith(MONEY) else 1.0


def words_of(outcome: Outcome) -> str:
    """Return what an outcome is."""
    over = "" if outcome.level == "nation" else f" ({outcome.across} over {outcome.level}s)"
    when = WHEN[outcome.measure].format(since=outcome.since)
    return f"{outcome.indicator.replace('_', ' ')}{over}{when}"


def judged(outcome: Outcome) -> Judged:
    """Return an outcome as comparisons describe it."""
    about = next(a for a in LEVELS[outcome.level] if a.name == outcome.indicator)
    return Judged(
        name=outcome.name,
        unit=unit_of(outcome),
        words=words_of(outcome),
        better="higher" if outcome.better == "higher" else "lower",
        margin=None if outcome.margin is None else outcome.margin / scale_of(outcome),
        primary=outcome.primary,
        words_zh=about.name_zh,
        unit_zh=unit_zh_of(outcome),
    )


def unit_of_runs(runs: Runs) -> Unit:
    """Return what is independent in a sweep: it depends on how its samples came about."""
    if runs.samples.number == 1:
        return Unit(PAIR)
    method = runs.design.uncertainty_sampling.method
    if method == FULL_FACTORIAL:
        return Unit(GRID)
    if method == MORRIS:
        return Unit(TRAJECTORY, dict(enumerate(runs.samples.group.tolist())))
    return Unit(SAMPLE)


def growth_of(runs: Runs) -> str:
    """Return how a sweep can get more independent units."""
    if runs.samples.number == 1:
        return FREELY
    method = runs.design.uncertainty_sampling.method
    return {SOBOL: BY_DOUBLING, LATIN_HYPERCUBE: NOT_AT_ALL}.get(method, FREELY)
