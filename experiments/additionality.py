"""What one yuan of public support adds to what enterprises spend on R&D: two runs, one without it.

Both runs start from one country in 2010 and have the same luck, so that they are alike until the
support first matters. Run from the project's root: ``python -m experiments.additionality``; see
``--help``.
"""

from collections.abc import Callable, Sequence
from typing import Annotated

import numpy as np
import pandas as pd
import typer

from calibration.processes import share_out
from experiments.outcomes import run_kept
from sim import accounts, kernel, parameters
from sim.indicators import NATION
from sim.kernel import History
from sim.parameters import Parameters
from sim.spinup import started
from sim.state import World, copy

HORIZONS = (12, 20, 40)
"""Quarters from the first one with support."""
PUBLISHED = (-0.5, 0.7)
"""Induced private R&D per yuan of subsidy in other studies (Dimos and Pugh 2016; Boeing 2016;
Guellec and van Pottelsberghe 2000)."""
SPENT = (
    accounts.ROUTINE_RD,
    accounts.ENTERPRISE_PROJECT_RD,
    accounts.CONTRACTS,
    accounts.ENTERPRISE_FEES,
    accounts.PILOT_RENTS_OF_ENTERPRISES,
    accounts.LINE_RENTS_OF_ENTERPRISES,
    accounts.CENTER_CAPITAL,
    accounts.AGREEMENTS,
)
"""What enterprises pay for R&D: their own, that of institutes, to centers by contract, rents."""
GIVEN = (accounts.PROJECT_GRANTS_TO_ENTERPRISES, accounts.LOCAL_SUBSIDIES)
"""What they are given per R&D, which is not their own money."""

Twin = tuple[World, Parameters]


def without_center_grants(w: World, p: Parameters) -> Twin:
    """Return the country in which centers receive nothing from the ministry and provinces."""
    w = copy(w)
    w.centers.grant = w.centers.local_grant = 0.0
    return w, p


def without_deduction(w: World, p: Parameters) -> Twin:
    """Return the country in which R&D is deducted only once."""
    return w, parameters.replace(p, {"market.deduction": 0.0})


def without_project_grants(w: World, p: Parameters) -> Twin:
    """Return the country in which national projects of enterprises and centers get no grant."""
    return w, parameters.replace(p, {"institutes.matching": 0.0})


def without_local_subsidies(w: World, p: Parameters) -> Twin:
    """Return the country in which provinces pay no R&D subsidy but other public services."""
    return w, parameters.replace(p, {"governments.match": 0.0})


def without_local_support(w: World, p: Parameters) -> Twin:
    """Return the country in which provinces pay no subsidies, guidance funds and cheap land."""
    return w, parameters.replace(p, {"governments.effort": 0.0, "governments.rivalry": 0.0})


def without_low_rate(w: World, p: Parameters) -> Twin:
    """Return the country in which high-tech enterprises pay the usual rate."""
    return w, parameters.replace(p, {"taxes.hightech_rate": p.market.tax_rate})


def unchanged(w: World, p: Parameters) -> Twin:
    """Return the country as it is: a twin that must differ in nothing."""
    return w, p


SUPPORTS: dict[str, tuple[Callable[[World, Parameters], Twin], tuple[str, ...]]] = {
    "center grants": (without_center_grants, ("center_grants", "center_local_grants")),
    "super-deduction": (without_deduction, ("relief_deduction",)),
    "high-tech rate": (without_low_rate, ("relief_certified",)),
    "national project grants": (
        without_project_grants,
        ("project_grants_to_enterprises", "project_grants_to_centers"),
    ),
    "local subsidies": (without_local_subsidies, ("local_subsidies",)),
    "all local support": (
        without_local_support,
        ("local_subsidies", "guidance_paid", "land_forgone"),
    ),
    "nothing taken away": (unchanged, ("center_grants", "center_local_grants")),
}
"""How each support is taken away, and which indicators of the nation or flows say its cost."""


def private_rd(history: History) -> np.ndarray:
    """Return what enterprises spend on R&D of their own money, (Q,) [million CNY/quarter]."""
    spent = history.flows[:, :, SPENT].sum(axis=(1, 2))
    return spent - history.flows[:, :, GIVEN].sum(axis=(1, 2))


def public_cost(history: History, names: Sequence[str]) -> np.ndarray:
    """Return what a support costs the state in each quarter, (Q,) [million CNY/quarter]."""
    measured = [about.name for about in NATION]
    flows = [flow.name for flow in accounts.FLOWS]
    cost = np.zeros(len(history.nation))
    for name in names:
        if name in measured:
            cost += history.nation[:, measured.index(name)]
        else:
            cost += history.flows[:, :, flows.index(name)].sum(axis=1)
    return cost


def sums(
    private: np.ndarray, private_without: np.ndarray, public: np.ndarray, horizons: Sequence[int]
) -> np.ndarray:
    """Return induced private R&D and public cost up to each horizon, (H, 2) [million CNY].

    Horizons count from the first quarter with support; one beyond the run's end is NaN, all are
    where there never was any.
    """
    found = np.full((len(horizons), 2), np.nan)
    paid = np.flatnonzero(public > 0.0)
    if paid.size == 0:
        return found
    for k, horizon in enumerate(horizons):
        end = paid[0] + horizon
        if end <= public.size:
            found[k] = (private - private_without)[:end].sum(), public[:end].sum()
    return found


def ratio(pairs: np.ndarray) -> tuple[float, float]:
    """Return induced over public money and its standard error over pairs, (n, 2).

    The ratio of means; its error is that of the residuals (delta method).
    """
    induced, public = pairs.mean(axis=0)
    value = induced / public
    if len(pairs) < 2:
        return float(value), float("nan")
    residuals = pairs[:, 0] - value * pairs[:, 1]
    return float(value), float(residuals.std(ddof=1) / np.sqrt(len(pairs)) / abs(public))


Task = tuple[str, tuple[tuple[str, str], ...], str, int, int, tuple[int, ...]]


def pair(task: Task) -> np.ndarray:
    """Return the sums of one pair of runs, (H, 2)."""
    name, overrides, support, seed, quarters, horizons = task
    scenario, world = started(name, overrides)
    take_away, names = SUPPORTS[support]
    history = run_kept(name, overrides, seed, quarters)
    twin, p = take_away(world, scenario.parameters)
    other = kernel.run(twin, p, seed, quarters)
    return sums(private_rd(history), private_rd(other), public_cost(history, names), horizons)


def additionality(
    name: str = "national",
    overrides: dict[str, str] | None = None,
    seeds: int = 8,
    quarters: int = 84,
    horizons: tuple[int, ...] = HORIZONS,
    supports: Sequence[str] = tuple(SUPPORTS),
    processes: int = 1,
) -> pd.DataFrame:
    """Return induced private R&D per public yuan by support and horizon.

    Parameters
    ----------
    name : str
        Scenario.
    overrides : dict, optional
        Changes of the scenario, in both runs.
    seeds, quarters : int, > 0
        Pairs of each support, and length of a run.
    horizons : tuple of int
        Quarters from the first one with support.
    supports : sequence of str
        Of `SUPPORTS`.
    processes : int, > 0
        That share the pairs.

    Returns
    -------
    DataFrame
        Columns support, horizon, induced, public [million CNY, mean over seeds], ratio, error.
    """
    given = tuple(sorted((overrides or {}).items()))
    tasks = [(name, given, s, k, quarters, horizons) for k in range(1, seeds + 1) for s in supports]
    answers = share_out(pair, tasks, processes, together=len(supports))
    rows = []
    for place, support in enumerate(supports):
        mine = np.array(answers[place :: len(supports)])
        for k, horizon in enumerate(horizons):
            value, error = ratio(mine[:, k])
            induced, public = mine[:, k].mean(axis=0)
            rows.append(
                {
                    "support": support,
                    "horizon": horizon,
                    "induced": induced,
                    "public": public,
                    "ratio": value,
                    "error": error,
                }
            )
    return pd.DataFrame(rows)


def main(
    seeds: Annotated[int, typer.Option(min=2, help="pairs of each support")] = 8,
    scale: Annotated[float, typer.Option(help="of the fringe")] = 0.01,
    processes: Annotated[int, typer.Option(min=1, help="that share the pairs")] = 2,
) -> None:
    """Print private R&D induced per public yuan of each support in the national scenario."""
    table = additionality(overrides={"scale": str(scale)}, seeds=seeds, processes=processes)
    print(table.to_string(index=False))
    print(f"other studies: {PUBLISHED[0]} to {PUBLISHED[1]}")


if __name__ == "__main__":
    typer.run(main)
