"""What incubators do for their tenants: by lottery, by system, and as an evaluator would match it.

Run from the project's root: ``python -m experiments.incubation``; see ``--help``. Three runs share
a start and their luck: as it is; with a lottery that refuses half of those admitted at the door and
leaves their places empty; and without incubators.

- *Lottery truth*: of those refused at the door, what they come to as tenants less what they come to
  refused. Nobody else's place changes.
- *System truth*: of the tenants, what they come to less what they come to where no incubator is.
  It holds what tenants lose to each other and to others, and where they would have settled.
- *Matched estimate*: tenants less non-tenants alike at entry in what an evaluator sees.

Lottery truth less system truth is displacement among tenants; system truth of the others is what is
displaced outside. Matched estimate less lottery truth is selection that matching does not remove.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, NamedTuple

import numpy as np
import pandas as pd
import typer

from calibration.processes import share_out
from experiments.matching import match
from experiments.outcomes import mean_and_error
from sim import codes, kernel
from sim.kernel import History
from sim.specs import Scenario
from sim.spinup import started
from sim.timeline import Timeline, timeline_of

YEARS = (3, 5)
"""Years after birth at which firms are looked at."""
COHORTS = (8, 48)
"""First quarter of birth, and the one after the last."""
OUTCOMES = {
    "alive at 3": "share alive three years after birth",
    "alive at 5": "share alive five years after birth",
    "sales at 3": "sales of those alive after three years, log",
    "sales at 5": "sales of those alive after five years, log",
    "backed at 5": "share alive at five that an investor has paid",
    "gazelles": "share that grew by a fifth a year from two to five, of all founded",
}
ARMS = ("as it is", "lottery", "without incubators")

Task = tuple[str, tuple[tuple[str, str], ...], int]


class Effect(NamedTuple):
    """A row of the table: what is compared with what, and what the difference is called."""

    name: str
    what: str


EFFECTS = (
    Effect("naive", "tenants less all others"),
    Effect("matched estimate", "tenants less others alike at entry in what an evaluator sees"),
    Effect("lottery truth", "those refused by lot: as tenants less as refused"),
    Effect("system truth", "tenants: as it is less without incubators"),
    Effect("system truth, others", "all others: as it is less without incubators"),
    Effect("system truth, all", "all founders: as it is less without incubators"),
    Effect("selection", "without incubators: would-be tenants less all others"),
    Effect("selection by applying", "without incubators: who would ask less who would not"),
    Effect("selection by screening", "without incubators: would-be tenants less who asks in vain"),
    Effect("selection left by matching", "matched estimate less lottery truth"),
    Effect("displacement among tenants", "lottery truth less system truth"),
)


def arm(scenario: Scenario, which: str) -> Timeline:
    """Return the timeline of an arm of the experiment."""
    line = timeline_of(scenario)
    incubation = line.parameters.incubation
    changed = {
        "as it is": incubation,
        "lottery": incubation._replace(refused=0.5),
        "without incubators": incubation._replace(places=0.0),
    }[which]
    return line._replace(parameters=line.parameters._replace(incubation=changed))


def follow(history: History, line: Timeline, seed: int, closed: bool) -> pd.DataFrame:
    """Run quarter by quarter and return one row a firm founded: traits at entry, later fate.

    Parameters
    ----------
    history : History
        Of no quarter yet: the start.
    line : Timeline
        Parameters, and what changes when.
    seed : int
        Of the run.
    closed : bool
        Centers have no incubators either.

    Returns
    -------
    DataFrame
        By identity of the firm.
    """
    first, last = COHORTS
    born: list[pd.DataFrame] = []
    later: list[pd.DataFrame] = []
    if closed:
        history.world.centers.incubator_places = 0.0
        history.world.charters.incubator_places = 0.0
    for t in range(last + 4 * max(YEARS)):
        history = kernel.run(history, line, seed, t + 1)
        rows = history.world.enterprises
        if first <= t < last:
            born.append(at_entry(history, rows[(rows.born == t) & (rows.founder != 0)]))
        for years in YEARS:
            if first <= t - 4 * years < last:
                of_age = rows[(rows.born == t - 4 * years) & (rows.founder != 0)]
                later.append(at_age(of_age, years))
    firms = pd.concat(born).set_index("id")
    for years in YEARS:
        found = pd.concat(x for x in later if x.attrs["years"] == years).set_index("id")
        firms = firms.join(found[~found.index.duplicated()])
        firms[f"alive at {years}"] = firms[f"sales at {years}"].notna().astype(float)
    firms["backed at 5"] = (firms["money at 5"].fillna(0.0) > 0.0).astype(float)
    return firms


def at_entry(history: History, rows: np.recarray) -> pd.DataFrame:
    """Return what is known of firms when they are founded, and what incubators decided."""
    w = history.world
    usual = w.fields.usual[rows["field"]]
    return pd.DataFrame(
        {
            "id": rows.id,
            "field": np.char.add("field ", rows["field"].astype(str)),
            "province": np.char.add("province ", rows.province.astype(str)),
            "origin": np.char.add("origin ", rows.origin.astype(str)),
            "year": np.char.add("year ", (rows.born // 4).astype(str)),
            "log size": np.log(rows.overhead / usual),
            "log capital": np.log(rows.equity / rows.overhead),
            "backed": (rows.stake > 0.0).astype(float),
            "again": (rows.venture > 1).astype(float),
            "applied": rows.applied == 1,
            "admitted": rows.tenancy != codes.OUTSIDE,
            "at door": rows.tenancy == codes.AT_DOOR,
        }
    )


SEEN = ("field", "province", "origin", "year", "log size", "log capital", "backed", "again")
"""What an evaluator sees at entry; skill, knowledge and the incubator's signal it does not."""


def at_age(rows: np.recarray, years: int) -> pd.DataFrame:
    """Return the state of firms of an age, with ``attrs["years"]``."""
    table = pd.DataFrame(
        {
            "id": rows.id,
            f"sales at {years}": np.log(rows.sales),
            f"money at {years}": rows.invested,
        }
    )
    if years == 5:
        table["gazelles"] = rows.gazelle.astype(float)
    table.attrs["years"] = years
    return table


def means(firms: pd.DataFrame) -> np.ndarray:
    """Return the mean of each outcome, (len(OUTCOMES),); of sales, over those alive."""
    full = firms.assign(gazelles=firms["gazelles"].fillna(0.0))
    return np.array([full[name].mean() for name in OUTCOMES])


def effects(arms: Mapping[str, pd.DataFrame]) -> np.ndarray:
    """Return the effects of one seed, (len(EFFECTS), len(OUTCOMES))."""
    real, lottery, without = (arms[name] for name in ARMS)
    tenants = real[real["admitted"]]
    others = real[~real["admitted"]]
    pairs = match(real[list(SEEN)], real["admitted"].to_numpy())
    matched = means(real.iloc[pairs.treated]) - means(real.iloc[pairs.control])
    door = lottery.index[lottery["at door"]].intersection(tenants.index)
    by_lot = means(real.loc[door]) - means(lottery.loc[door])
    there = real.index.intersection(without.index)
    both, alone = real.loc[there], without.loc[there]
    admitted, applied = both["admitted"].to_numpy(), both["applied"].to_numpy()

    def system(who: np.ndarray) -> np.ndarray:
        return means(both[who]) - means(alone[who])

    def selection(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        return means(alone[one]) - means(alone[other])

    everybody = np.ones(len(both), dtype=bool)
    return np.array(
        [
            means(tenants) - means(others),
            matched,
            by_lot,
            system(admitted),
            system(~admitted),
            system(everybody),
            selection(admitted, ~admitted),
            selection(applied, ~applied),
            selection(admitted, applied & ~admitted),
            matched - by_lot,
            by_lot - system(admitted),
        ]
    )


def one_seed(task: Task) -> np.ndarray:
    """Return the effects of one seed, which has a spin-up of its own."""
    name, overrides, seed = task
    scenario, world = started(name, overrides, seed)
    arms = {}
    for which in ARMS:
        start = kernel.empty_history(kernel.copy(world), 0)
        arms[which] = follow(start, arm(scenario, which), seed, which == "without incubators")
    return effects(arms)


def incubation(
    name: str = "national",
    overrides: Mapping[str, str] | None = None,
    seeds: Sequence[int] = (1, 2, 3, 4),
    processes: int = 1,
) -> pd.DataFrame:
    """Return the effect of incubators by each way of measuring it.

    Parameters
    ----------
    name : str
        Scenario.
    overrides : mapping, optional
        Changes of the scenario.
    seeds : sequence of int
        Of the runs, and of their spin-ups.
    processes : int, > 0
        That share the seeds.

    Returns
    -------
    DataFrame
        Columns effect, what, and for each outcome its mean over seeds and ``... error`` [standard
        error].
    """
    given = tuple(sorted((overrides or {}).items()))
    found = np.array(share_out(one_seed, [(name, given, s) for s in seeds], processes))
    mean, error, _ = mean_and_error(found.reshape(len(found), -1))
    table = pd.DataFrame(EFFECTS).rename(columns={"name": "effect"})
    shape = len(EFFECTS), len(OUTCOMES)
    for k, outcome in enumerate(OUTCOMES):
        table[outcome] = mean.reshape(shape)[:, k]
        table[f"{outcome} error"] = error.reshape(shape)[:, k]
    return table


def main(
    seeds: Annotated[int, typer.Option(min=2, help="runs, each with a spin-up of its own")] = 4,
    scale: Annotated[float, typer.Option(help="of the fringe")] = 1.0,
    processes: Annotated[int, typer.Option(min=1, help="that share the seeds")] = 2,
) -> None:
    """Print the effect of incubators by lottery, by system and by matching."""
    table = incubation(
        overrides={"scale": str(scale)}, seeds=range(1, seeds + 1), processes=processes
    )
    for outcome, what in OUTCOMES.items():
        print(f"\n{outcome}: {what}")
        shown = table[["effect", outcome, f"{outcome} error"]]
        print(shown.round(4).to_string(index=False))


if __name__ == "__main__":
    typer.run(main)
