"""What a run comes to: a few outcomes, which indicators moved, and the error of a mean."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy import stats

from sim import kernel
from sim.indicators import FIELD, NATION, PROVINCE
from sim.kernel import History
from sim.spinup import started

OUTCOMES = {
    "launches": "technologies launched per field-year",
    "center launches": "of these, launched by centers, in all",
    "use": "mean share of sales that uses a technology, last year",
    "gap": "mean gap to the world, last year",
    "efficiency": "mean efficiency of enterprises, last year",
    "HHI": "mean concentration, last year",
    "firms": "enterprises, last year",
    "exports": "over domestic sales, last year",
    "prices": "mean price at constant quality, last year",
    "imports": "mean import share, last year",
    "R&D": "R&D of all, last year",
    "self-funding": "own income of centers over all their income, last year",
    "patents": "minor inventions so far, at the end",
    "licence fees": "paid by enterprises, last year",
    "treasuries": "money of all provinces at the end",
}
ROUNDING = 1e-9
"""Relative difference of a number that counts as one."""


@lru_cache(maxsize=2)
def run_kept(
    name: str, overrides: tuple[tuple[str, str], ...], seed: int, quarters: int | None = None
) -> History:
    """Return a run of a scenario with some values changed, without dated changes; two are kept.

    Parameters
    ----------
    name : str
        Scenario, as `sim.scenario.load` takes it.
    overrides : tuple of pairs of str
        Dotted keys and values in place of those of the file.
    seed : int
        Of the run.
    quarters : int, optional
        In place of the scenario's own.
    """
    scenario, world = started(name, overrides)
    return kernel.run(world, scenario.parameters, seed, quarters or scenario.quarters)


class Measured(NamedTuple):
    """What is measured in a run, without its world."""

    fields: np.ndarray
    provinces: np.ndarray
    nation: np.ndarray


def measured(history: History) -> Measured:
    """Return a run's indicators, so that the rest of it can be forgotten."""
    return Measured(history.fields, history.provinces, history.nation)


class Mean(NamedTuple):
    """Means over runs, and how sure they are."""

    mean: np.ndarray
    error: np.ndarray  # standard error; of one run there is none
    number: np.ndarray  # of runs that count


def mean_and_error(values: np.ndarray) -> Mean:
    """Return the mean over the first axis; a value that is not a number does not count."""
    there = ~np.isnan(values)
    number = there.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(there, values, 0.0).sum(axis=0) / number
        square = np.where(there, values - mean, 0.0) ** 2
        error = np.sqrt(square.sum(axis=0) / (number - 1) / number)
    return Mean(mean, np.where(number > 1, error, np.nan), number)


def margin(found: Mean, confidence: float = 0.95) -> np.ndarray:
    """Return how far a mean over runs may be off, by Student's t."""
    t = stats.t.ppf(0.5 + 0.5 * confidence, np.maximum(found.number - 1, 1))
    return t * found.error


def outcomes(history: History | Measured) -> np.ndarray:
    """Return the outcomes of a run, in the order of `OUTCOMES`."""
    field = {about.name: history.fields[:, :, k] for k, about in enumerate(FIELD)}
    nation = {about.name: history.nation[:, k] for k, about in enumerate(NATION)}
    province = {about.name: history.provinces[:, :, k] for k, about in enumerate(PROVINCE)}
    launches = [values for name, values in field.items() if name.startswith("launches_")]
    quarters, fields = field["hhi"].shape
    return np.array(
        [
            sum(float(values.sum()) for values in launches) * 4.0 / (quarters * fields),
            field["launches_center"].sum(),
            field["technology_use"][-4:].mean(),
            field["gap"][-4:].mean(),
            field["efficiency"][-4:].mean(),
            field["hhi"][-4:].mean(),
            field["enterprises"][-4:].sum(axis=1).mean(),
            field["exports"][-4:].sum() / field["domestic_sales"][-4:].sum(),
            field["price"][-4:].mean(),
            field["import_share"][-4:].mean(),
            nation["rd_all"][-4:].sum(),
            nation["center_self_funding"][-4:].mean(),
            province["minor_patents"][-1].sum(),
            nation["licence_fees"][-4:].sum(),
            province["treasury"][-1].sum(),
        ]
    )


def differ(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Say where two amounts differ beyond rounding, or only one of them is a number."""
    beyond = np.abs(a - b) > ROUNDING * np.maximum(np.abs(a), np.abs(b))
    return beyond | (np.isnan(a) != np.isnan(b))


def moved(low: History | Measured, high: History | Measured) -> list[str]:
    """Return the indicators that differ beyond rounding somewhere, at some time."""
    found = []
    for level, about in (("fields", FIELD), ("provinces", PROVINCE), ("nation", NATION)):
        one, other = getattr(low, level), getattr(high, level)
        for k, indicator in enumerate(about):
            a, b = one[..., k], other[..., k]
            if differ(a, b).any():
                found.append(f"{level}.{indicator.name}")
    return found
