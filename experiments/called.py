"""Called centers beside the real ones: how many, under whom, how graded, what they live on.

Organisations apply and a panel chooses (`programme_free.yaml`). Run from the project's root:
``python -m experiments.called``; see ``--help``.

The pace of calls is put in, and the lines of grades and the ambition of plans were set by the same
grades in the scenario with dates, so that neither tests anything. A real lead is an enterprise
where one firm leads, whoever joins it; a consortium where firms founded the center together; an
institute where it is one, or a university; a platform where local governments founded a body for it
(`lead_type` of `scenarios/data/centers.csv`). Grades are those of the 99 state key laboratories in
enterprises that the ministry evaluated in 2018 (its notice; the four that neither passed nor
rectify are derived). Incomes are those of contract research of Fraunhofer in 2018 (annual report)
and of IMEC (annual reports, range of some years).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, NamedTuple

import numpy as np
import pandas as pd
import typer

from calibration.processes import share_out
from experiments.outcomes import mean_and_error
from sim import codes, kernel, tables
from sim.kernel import History
from sim.results.centers import center_quarters, centers
from sim.specs import LEADS, Scenario
from sim.spinup import started
from sim.state import EVENTS
from sim.timeline import timeline_of

YEARS = (2016, 2017, 2018, 2019, 2023)
"""Ends of years with a known count. The pace of calls is put in by them: what they test is whether
somebody fills the places."""
MATURE = 12
"""Quarters from the start after which a center counts as mature."""
GRADES = {
    "excellent": (codes.FOUND_EXCELLENT, 25 / 99),
    "good": (codes.FOUND_GOOD, 62 / 99),
    "wanting": (codes.FOUND_WANTING, 12 / 99),
}
"""Reason of the event, and the share among the enterprise key laboratories of 2018."""
INCOMES = {
    "base: grants of ministry and province": (("grant", "local_grant"), "0.31; 0.13 to 0.16"),
    "enterprises: fees, stakes, agreements, rents": (
        ("fees", "capital", "agreements", "line_rents"),
        "0.28; 0.70 to 0.76",
    ),
    "licences": (("licences",), "0.05; -"),
    "public projects": (("project_grants",), "0.25; -"),
}
"""Columns of income, and what share they have at Fraunhofer and at IMEC."""

Task = tuple[str, tuple[tuple[str, str], ...], int]


class Row(NamedTuple):
    """One figure: what it is, and what is known of the real one."""

    measure: str
    real: str


def real_leads() -> Counter[str]:
    """Return how many of the real centers have each type of lead."""
    return Counter(row["lead_type"] for row in tables.rows("centers"))


def real_by_year() -> dict[int, int]:
    """Return how many real centers had been approved by the end of each year."""
    approved = [int(row["approved_quarter"][:4]) for row in tables.rows("centers")]
    return {year: sum(a <= year for a in approved) for year in YEARS}


def figures() -> tuple[Row, ...]:
    """Return all figures in the order of the table."""
    leads, years = real_leads(), real_by_year()
    firms = leads["enterprise"] + leads["consortium"]
    return (
        *(Row(f"centers by the end of {year}", str(years[year])) for year in YEARS),
        Row("led by firms, alone or together", str(firms)),
        *(Row(f"led by: {lead}", str(leads[lead])) for lead in LEADS),
        *(
            Row(f"{which} evaluations: {grade}", f"{real:.2f}")
            for which in ("first", "later")
            for grade, (_, real) in GRADES.items()
        ),
        *(
            Row(f"income of {whom}: {name}", real)
            for whom in ("all", "the median center")
            for name, (_, real) in INCOMES.items()
        ),
    )


def called_by_year(table: pd.DataFrame) -> list[float]:
    """Return how many centers had been approved by the end of each year."""
    years = table["approved"].dropna().str[:4].astype(int)
    return [float((years <= year).sum()) for year in YEARS]


def leads_of(table: pd.DataFrame) -> list[float]:
    """Return how many centers firms lead in all, and how many each type of lead does."""
    found = Counter(table.loc[table["approved"].notna(), "called_as"])
    return [float(found["enterprise"] + found["consortium"]), *(float(found[k]) for k in LEADS)]


def grades_of(events: np.ndarray) -> list[float]:
    """Return the shares of grades in first and in later evaluations; nan without any."""
    graded = events[events["kind"] == codes.CENTER_EVALUATED]
    _, first = np.unique(graded["subject"], return_index=True)
    is_first = np.zeros(graded.size, dtype=bool)
    is_first[first] = True
    return [
        float((graded["reason"][which] == reason).mean()) if which.any() else float("nan")
        for which in (is_first, ~is_first)
        for reason, _ in GRADES.values()
    ]


def incomes_of(quarters: pd.DataFrame, kinds: Mapping[str, str]) -> list[float]:
    """Return shares of income of mature centers that institutes lead; nan without any.

    Those of all their income together, which a few rich centers rule, then medians over centers.

    Parameters
    ----------
    quarters : DataFrame
        Of `center_quarters`, quarter after quarter.
    kinds : mapping
        From a center to the kind of its lead.
    """
    at_work = quarters[~quarters["status"].isin(("planned", "revoked"))]
    age = at_work.groupby("center").cumcount()
    mature = at_work[(age >= MATURE) & (at_work["center"].map(kinds) == "institute")]
    by_source = pd.DataFrame(
        {name: mature[list(columns)].sum(axis=1) for name, (columns, _) in INCOMES.items()}
    )
    each = by_source.groupby(mature["center"]).sum()
    each = each[each.sum(axis=1) > 0.0]
    if each.empty:
        return [float("nan")] * (2 * len(INCOMES))
    medians = each.div(each.sum(axis=1), axis=0).median()
    return [*(each.sum() / each.to_numpy().sum()), *medians]


def measure(scenario: Scenario, history: History) -> np.ndarray:
    """Return the figures of a run, in the order of `figures`."""
    table = centers(scenario, history)
    kinds = dict(zip(table["center"], table["lead_kind"], strict=True))
    events = history.world.events[: int(history.world.counters[EVENTS])]
    return np.array(
        [
            *called_by_year(table),
            *leads_of(table),
            *grades_of(events),
            *incomes_of(center_quarters(scenario, history), kinds),
        ]
    )


def one_run(task: Task) -> np.ndarray:
    """Return the figures of one run, which has a spin-up of its own."""
    name, overrides, seed = task
    scenario, world = started(name, overrides, seed)
    return measure(scenario, kernel.run(world, timeline_of(scenario), seed, scenario.quarters))


def called(
    name: str = "programme_free",
    overrides: Mapping[str, str] | None = None,
    seeds: Sequence[int] = tuple(range(1, 9)),
    processes: int = 1,
) -> pd.DataFrame:
    """Return real and called centers side by side.

    Parameters
    ----------
    name : str
        Scenario with calls.
    overrides : mapping, optional
        Changes of the scenario.
    seeds : sequence of int
        Of the runs, and of their spin-ups.
    processes : int, > 0
        That share the runs.

    Returns
    -------
    DataFrame
        Columns measure, real, model [mean over seeds], error [standard error], least, most.
    """
    given = tuple(sorted((overrides or {}).items()))
    found = np.array(share_out(one_run, [(name, given, s) for s in seeds], processes))
    mean, error, _ = mean_and_error(found)
    table = pd.DataFrame(figures())
    return table.assign(
        model=mean, error=error, least=np.nanmin(found, axis=0), most=np.nanmax(found, axis=0)
    )


def main(
    seeds: Annotated[int, typer.Option(min=2, help="runs, each with a spin-up of its own")] = 8,
    scale: Annotated[float, typer.Option(help="of the fringe")] = 0.01,
    processes: Annotated[int, typer.Option(min=1, help="that share the runs")] = 2,
) -> None:
    """Print called centers beside the real ones; incomes beside Fraunhofer's; IMEC's."""
    table = called(overrides={"scale": str(scale)}, seeds=range(1, seeds + 1), processes=processes)
    print(table.round(3).to_string(index=False))


if __name__ == "__main__":
    typer.run(main)
