"""What incubators do for their tenants: by lottery, by system, and as an evaluator would match it.

Run from the project's root: ``python -m experiments.incubation``; see ``--help``. Three runs share
a start and their luck: as it is; with a lottery that refuses half of those admitted at the door and
leaves their places empty; and without incubators. Firms are followed by identity.

- *Lottery truth*: in the run with the lottery, tenants less those refused at the door. Chance alone
  tells them apart, so nothing else has to be known.
- *System truth*: of firms founded in both worlds, what they come to as it is less what they come to
  without incubators: the effect with all that others do, be they tenants or not.
- *Matched estimate*: as it is, tenants less non-tenants alike at entry in what an evaluator sees.

Over the same pairs the matched estimate is the sum of three parts: the system's effect on the
tenants, less its effect on their controls (displacement, if that is negative), plus what these
pairs differ by where there is no incubator at all: the selection that matching leaves.

Outcomes count the ended as 0, so that nobody is left out by what happened to it later.
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
    "size at 3": "sales after three years over the mean of the fringe, 0 if ended, at most 5",
    "size at 5": "the same after five years",
    "backed at 5": "share alive at five that an investor has paid",
    "gazelles": "share that grew by a fifth a year from two to five, of all founded",
}
MOST = 5.0
"""Largest size that counts: a few giants would decide the means."""
ARMS = ("as it is", "lottery", "without incubators")

Task = tuple[str, tuple[tuple[str, str], ...], int]


class Effect(NamedTuple):
    """A row of the table: what is compared with what, and what the difference is called."""

    name: str
    what: str


EFFECTS = (
    Effect("naive", "tenants less all others, as it is"),
    Effect("lottery truth", "with the lottery: tenants less those refused at the door"),
    Effect("system truth, tenants", "as it is less without incubators"),
    Effect("system truth, others", "the same of founders who are no tenants: displacement"),
    Effect("system truth, all", "the same of all founded in both"),
    Effect("matched estimate", "as it is: tenants less others alike at entry"),
    Effect("of it, tenants", "system truth of the tenants in these pairs"),
    Effect("of it, controls displaced", "less that of their controls"),
    Effect("of it, selection left", "what the pairs differ by without incubators"),
    Effect("selection", "without incubators: would-be tenants less all others"),
    Effect("selection by applying", "without incubators: who would ask less who would not"),
    Effect("selection by screening", "without incubators: would-be tenants less who asks in vain"),
)
FIGURES = {
    "tenants": "share of founders that become tenants",
    "applicants": "share of founders that ask for a place",
    "found in both": "share of founders that are founded without incubators too",
    "founders": "founders as it is over those without incubators",
    "unmatched": "share of tenants without a control alike",
    "unlike before": "largest standardised difference of a trait between tenants and others",
    "unlike after": "the same between matched tenants and their controls",
}


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
        history.world.provinces.admission = 0.0
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
                later.append(at_age(history, of_age, years))
    firms = pd.concat(born).set_index("id")
    for years in YEARS:
        found = pd.concat(x for x in later if x.attrs["years"] == years).set_index("id")
        firms = firms.join(found[~found.index.duplicated()])
        firms[f"alive at {years}"] = firms[f"sales at {years}"].notna().astype(float)
        firms[f"size at {years}"] = firms[f"sales at {years}"].fillna(0.0).clip(upper=MOST)
    firms["gazelles"] = firms["gazelles"].fillna(0.0)
    firms["backed at 5"] = (firms["money at 5"].fillna(0.0) > 0.0).astype(float)
    return firms


def at_entry(history: History, rows: np.recarray) -> pd.DataFrame:
    """Return what is known of firms when they are founded, and what incubators decided."""
    w = history.world
    usual = w.fields.usual[rows["field"]]
    return pd.DataFrame(
        {
            "id": rows.id,
            "weight": rows.weight,
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


def at_age(history: History, rows: np.recarray, years: int) -> pd.DataFrame:
    """Return the state of firms of an age, with ``attrs["years"]``."""
    table = pd.DataFrame(
        {
            "id": rows.id,
            f"sales at {years}": rows.sales / history.world.fields.usual[rows["field"]],
            f"money at {years}": rows.invested,
        }
    )
    if years == 5:
        table["gazelles"] = rows.gazelle.astype(float)
    table.attrs["years"] = years
    return table


def means(firms: pd.DataFrame) -> np.ndarray:
    """Return the mean of each outcome over the enterprises of some rows, (len(OUTCOMES),)."""
    return np.average(firms[list(OUTCOMES)], axis=0, weights=firms["weight"])


def effects(arms: Mapping[str, pd.DataFrame]) -> tuple[np.ndarray, np.ndarray]:
    """Return the effects of one seed, (len(EFFECTS), len(OUTCOMES)), and its figures."""
    real, lottery, without = (arms[name] for name in ARMS)
    tenants, refused = real[real["admitted"]], lottery[lottery["at door"]]
    kept = lottery[lottery["admitted"] & ~lottery["at door"]]
    there = real.index.intersection(without.index)
    both, alone = real.loc[there], without.loc[there]
    admitted, applied = both["admitted"].to_numpy(), both["applied"].to_numpy()
    pairs = match(both[list(SEEN)], admitted)
    one, other = both.iloc[pairs.treated], both.iloc[pairs.control]
    one_alone, other_alone = alone.iloc[pairs.treated], alone.iloc[pairs.control]

    def system(who: np.ndarray) -> np.ndarray:
        return means(both[who]) - means(alone[who])

    def selection(some: np.ndarray, others: np.ndarray) -> np.ndarray:
        return means(alone[some]) - means(alone[others])

    found = np.array(
        [
            means(tenants) - means(real[~real["admitted"]]),
            means(kept) - means(refused),
            system(admitted),
            system(~admitted),
            system(np.ones(len(both), dtype=bool)),
            means(one) - means(other),
            means(one) - means(one_alone),
            means(other_alone) - means(other),
            means(one_alone) - means(other_alone),
            selection(admitted, ~admitted),
            selection(applied, ~applied),
            selection(admitted, applied & ~admitted),
        ]
    )
    weight = real["weight"]
    figures = (
        weight[real["admitted"]].sum() / weight.sum(),
        weight[real["applied"]].sum() / weight.sum(),
        weight.loc[there].sum() / weight.sum(),
        weight.sum() / without["weight"].sum(),
        1.0 - len(pairs.treated) / admitted.sum(),
        pairs.before.abs().max(),
        pairs.after.abs().max(),
    )
    return found, np.array(figures)


def one_seed(task: Task) -> tuple[np.ndarray, np.ndarray]:
    """Return the effects and figures of one seed, which has a spin-up of its own."""
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
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the effect of incubators by each way of measuring it, and the figures beside.

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
    effects : DataFrame
        Columns effect, what, and for each outcome its mean over seeds and ``... error`` [standard
        error].
    figures : DataFrame
        Columns figure, what, mean, error.
    """
    given = tuple(sorted((overrides or {}).items()))
    answers = share_out(one_seed, [(name, given, s) for s in seeds], processes)
    found = np.array([effect for effect, _ in answers])
    mean, error, _ = mean_and_error(found.reshape(len(found), -1))
    table = pd.DataFrame(EFFECTS).rename(columns={"name": "effect"})
    shape = len(EFFECTS), len(OUTCOMES)
    for k, outcome in enumerate(OUTCOMES):
        table[outcome] = mean.reshape(shape)[:, k]
        table[f"{outcome} error"] = error.reshape(shape)[:, k]
    mean, error, _ = mean_and_error(np.array([figures for _, figures in answers]))
    beside = pd.DataFrame({"figure": list(FIGURES), "what": list(FIGURES.values())})
    return table, beside.assign(mean=mean, error=error)


def as_markdown(table: pd.DataFrame) -> str:
    """Return the effects as a table of a page: means with their standard errors."""
    lines = [f"| effect | {' | '.join(OUTCOMES)} |", "|---" * (1 + len(OUTCOMES)) + "|"]
    for row in table.to_dict("records"):
        cells = [f"{row[name]:+.3f} ({row[f'{name} error']:.3f})" for name in OUTCOMES]
        lines.append(f"| {row['effect']}: {row['what']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main(
    seeds: Annotated[int, typer.Option(min=2, help="runs, each with a spin-up of its own")] = 4,
    scale: Annotated[float, typer.Option(help="of the fringe")] = 1.0,
    processes: Annotated[int, typer.Option(min=1, help="that share the seeds")] = 2,
) -> None:
    """Print the effect of incubators by lottery, by system and by matching."""
    table, figures = incubation(
        overrides={"scale": str(scale)}, seeds=range(1, seeds + 1), processes=processes
    )
    print(as_markdown(table))
    print(figures.round(4).to_string(index=False))


if __name__ == "__main__":
    typer.run(main)
