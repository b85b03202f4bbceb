"""Clusters in the nation: where, how sure, how they come and go, and what zones do to them.

Run from the project's root: ``python -m experiments.clusters``; see ``--help``. It writes
`docs/clusters.md`. Every run has a spin-up of its own; the arms share their seeds.

Nothing here is fitted. Before the spin-up enterprises are placed by the provinces' experimental
development, the same in all fields; all concentration of a field beyond that is the model's.
"""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import typer

from calibration.processes import share_out
from experiments.agglomeration import (
    births_by_cell,
    elasticity_of_births,
    elasticity_of_efficiency,
    elasticity_to_density,
)
from experiments.outcomes import Mean, margin, mean_and_error
from sim import kernel
from sim.indicators import FIELD
from sim.kernel import History
from sim.results import places
from sim.scenario import load
from sim.specs import Scenario
from sim.spinup import started
from sim.timeline import timeline_of

ARMS = {
    "national": "as shipped",
    "zones_off": "zones give nothing",
    "zones_strong": "zones give more",
}
ALARM = 0.05
"""Chance of a false alarm of one test."""
DRAWS = 999
LUCK = 20100101
"""Key of the draws of chance, which are the same for every run."""
PAIRS = 12
"""Pairs of fields that the page names."""
LOOK_BACK = 40
"""Quarters of births, and before the end at which specialisation is taken."""

NATION = {
    "clusters at the start": "1",
    "clusters at the end": "1",
    "born a year": "1/year",
    "ended a year": "1/year",
    "born a year by one line and one quarter": "1/year",
    "ended a year by one line and one quarter": "1/year",
    "mean age at the end": "quarter",
    "share of clusters in sales": "1",
    "quotient of clusters, by sales": "1",
    "enterprises in clusters": "1",
    "provinces with a cluster": "1",
    "Ellison-Glaeser index, mean of fields, at the start": "1",
    "the same at the end": "1",
    "Moran's I of clusters by province": "1",
    "rank p of it": "1",
    "Moran's I of specialisation, mean of fields": "1",
    "provinces alike their neighbours in clusters, p below 0.05": "1",
    "elasticity of births per enterprise to the quotient": "1",
    "elasticity of efficiency to the quotient": "1",
    "elasticity of efficiency to sales per area of the province": "1",
}
"""Figures of a run, and their units."""

Task = tuple[str, float, int]


class Measured(NamedTuple):
    """What is measured in a run."""

    nation: np.ndarray  # (len(NATION),)
    concentration: np.ndarray  # (F,) Ellison and Glaeser's, at the end
    band: np.ndarray  # (F, 3) mean and 95% band of it by chance
    p: np.ndarray  # (F,) rank p of the index
    pairs: np.ndarray  # (F, F) coagglomeration
    pairs_p: np.ndarray  # (F, F) rank p of it
    there: np.ndarray  # (F, P) bool, clusters at the end


def one_run(task: Task) -> Measured:
    """Return what is measured in one run, which has a spin-up of its own."""
    name, scale, seed = task
    scenario, world = started(name, (("scale", str(scale)),), seed)
    return measure(scenario, kernel.run(world, timeline_of(scenario), seed, scenario.quarters))


def measure(scenario: Scenario, history: History) -> Measured:
    """Return what is measured in a run."""
    luck = np.random.default_rng(LUCK)
    sales, firms, age = np.moveaxis(history.cells, -1, 0)
    usual = sales[-1].sum(axis=0) / sales[-1].sum()
    index, band, p, chance = chances(history, usual, luck)
    pairs = places.together(sales[-1], usual)
    by_luck = np.array([places.together(chance[:, k], usual) for k in range(DRAWS)])
    pairs_p = (1.0 + (by_luck >= pairs).sum(axis=0)) / (1.0 + DRAWS)
    start = history.fields[0, :, [about.name for about in FIELD].index("ellison_glaeser")]
    nation = np.array([*lives(sales, firms, age), np.nanmean(start), np.nanmean(index),
                       *near(scenario, sales[-1], age[-1], luck),
                       *elasticities(history, sales, firms)])  # fmt: skip
    return Measured(nation, index, band, p, pairs, pairs_p, age[-1] > 0)


def chances(
    history: History, usual: np.ndarray, luck: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the index of each field, its band by chance and rank p, and sales by chance.

    Rows are those in the world that the run leaves, enterprises that begin or end then included;
    the index is taken over the same rows, so that both are alike.
    """
    rows, n = history.world.enterprises, usual.size
    found, bands, ps, chance = [], [], [], []
    for field in range(history.cells.shape[1]):
        own = rows[(rows["field"] == field) & (rows.sales > 0.0)]
        plants = places.herfindahl(own.weight, own.sales)
        here = np.bincount(own.province, own.weight * own.sales, n)
        dealt = places.by_chance(own.weight, own.sales, usual, DRAWS, luck)
        value = float(places.concentration(here, usual, plants))
        by_luck = places.concentration(dealt, usual, plants)
        found.append(value)
        bands.append([by_luck.mean(), *np.quantile(by_luck, [0.025, 0.975])])
        ps.append(places.rank_p(value, by_luck))
        chance.append(dealt)
    return np.array(found), np.array(bands), np.array(ps), np.array(chance)


def lives(sales: np.ndarray, firms: np.ndarray, age: np.ndarray) -> list[float]:
    """Return number, births, deaths, age, size and specialisation of clusters."""
    years = len(age) / 4.0
    there, last = age > 0, age[-1] > 0
    inside = float(sales[-1][last].sum())
    quotient = (sales[-1] * places.quotients(sales[-1]))[last].sum()
    born, ended = places.flickers(sales, firms, age)
    return [
        float(there[0].sum()),
        float(last.sum()),
        float((age == 1).sum()) / years,
        float((age == -1).sum()) / years,
        born / years,
        ended / years,
        float(age[-1][last].mean()),
        inside / float(sales[-1].sum()),
        float(quotient) / inside,
        float(firms[-1][last].sum()),
        float(last.any(axis=0).sum()),
    ]


def near(
    scenario: Scenario, sales: np.ndarray, age: np.ndarray, luck: np.random.Generator
) -> list[float]:
    """Return how far neighbouring provinces are alike in clusters and in specialisation."""
    weights = places.neighbours([province.key for province in scenario.provinces])
    number = (age > 0).sum(axis=0).astype(float)
    whole = float(places.moran(number, weights))
    chance = places.moran_by_chance(number, weights, DRAWS, luck)
    special = np.log1p(places.quotients(sales))
    alike = places.local_by_chance(number, weights, DRAWS, luck)
    return [
        whole,
        places.rank_p(whole, chance),
        float(places.moran(special, weights).mean()),
        float((alike < ALARM).sum()),
    ]


def elasticities(history: History, sales: np.ndarray, firms: np.ndarray) -> list[float]:
    """Return how births and efficiency go with specialisation ten years before the end."""
    since = max(0, len(sales) - LOOK_BACK)
    quotient = places.quotients(sales[since])
    births = births_by_cell(history, since)
    return [
        elasticity_of_births(births, firms[since:].mean(axis=0), quotient),
        elasticity_of_efficiency(history.world, quotient),
        elasticity_to_density(history.world, sales[since].sum(axis=0)),
    ]


def as_page(found: dict[str, list[Measured]], scenario: Scenario, scale: float) -> str:
    """Return the page of the documents."""
    usual, seeds = found["national"], len(found["national"])
    lines = [
        "# Clusters, measured",
        "",
        f"Written by `python -m experiments.clusters`: `{scenario.name}` at scale {scale:g} over "
        f"{scenario.quarters} quarters, {seeds} seeds,",
        "each with a spin-up of its own; means with 95% intervals by Student's t. Nothing is "
        "calibrated. Before the spin-up",
        "enterprises are placed by the provinces' experimental development, the same in all "
        "fields: what else there is",
        "by 2010 and later is the model's.",
        "",
        *DEFINITION,
        "",
        "## The nation",
        "",
        *nation_rows(found),
        "",
        *said_of_places(usual),
        "",
        *AGGLOMERATION,
        "",
        "## Concentration of fields against chance",
        "",
        *index_rows(usual, scenario),
        "",
        "## Fields that are together",
        "",
        *pair_rows(usual, scenario),
    ]
    return "\n".join(lines) + "\n"


DEFINITION = (
    "**A cluster** is a field in a province whose location quotient is at least 2 (Sölvell, Ketels "
    "and Lindqvist 2008),",
    "which has 3% of the field's sales and 10 enterprises (assumptions), for four quarters in a "
    "row. It ends when for",
    "four quarters the quotient is below 1.25 (Miller et al. 2001), the share below 2% or the "
    "enterprises below 5. The two",
    "lines and the year keep noise from making births and deaths: the table has what one line "
    "and one quarter would make.",
    "**Chance** lets every row settle by the provinces' shares in all sales, 999 times; p is the "
    "rank of the index among",
    "these, so that a field without any concentration has p below 0.05 in 5% of runs. A row that "
    "stands for several",
    "enterprises settles as one, as it did in the run; the index takes it as so many enterprises, "
    "which is why its mean by",
    "chance lies above 0 where the scale is below 1.",
)


AGGLOMERATION = (
    "**Agglomeration.** Published elasticities of productivity to density are 0.02 to 0.1 (Ciccone "
    "and Hall 1996: 0.06; Melo,",
    "Graham and Noland 2009, over 34 studies). The model's are an order smaller, and births per "
    "enterprise fall a little with",
    "specialisation. Nothing makes an enterprise efficient by its place but what it hears from "
    "others near: land has one",
    "price, suppliers and buyers are national, and staff costs more where the field is crowded. "
    "Founders choose by log",
    "shares of sales, staff and institutes, whose weights sum to 1, less congestion, plus luck; "
    "so births go almost with a",
    "field's size in a province and not faster. Clusters here come from history: a place keeps "
    "what it has.",
)


def said_of_places(runs: list[Measured]) -> list[str]:
    """Return how far runs with pasts of their own have their clusters in the same cells."""
    pairs = [
        float((one.there & other.there).sum() / (one.there | other.there).sum())
        for one, other in combinations(runs, 2)
    ]
    chance = [float(run.there.mean()) for run in runs]
    both = np.mean(chance) / (2.0 - np.mean(chance))
    return [
        f"**Where, by luck or by nature.** Two runs share {np.mean(pairs):.0%} of the clusters "
        f"that either has (least {min(pairs):.0%}, most",
        f"{max(pairs):.0%}); dealt over all cells at random they would share {both:.0%}. The rest "
        "is the luck of a past of its own: how many clusters",
        "there are is a result of the model, which cells they are mostly is not, and no place "
        "named in a run is to be quoted.",
    ]


def interval(values: Sequence[float] | np.ndarray) -> str:
    """Return a mean and how far it may be off."""
    found: Mean = mean_and_error(np.asarray(values, dtype=float))
    mean, off = float(found.mean), float(margin(found))
    if abs(mean) >= 1000.0:
        return f"{mean:,.0f} ± {off:,.0f}"
    return f"{mean:.3g} ± {off:.2g}"


def nation_rows(found: dict[str, list[Measured]]) -> list[str]:
    """Return the table of the nation: as shipped, and what other zones change."""
    others = [arm for arm in ARMS if arm != "national"]
    heads = [f"change: {ARMS[arm]}" for arm in others]
    lines = [
        f"| figure | unit | as shipped | {' | '.join(heads)} |",
        "|---" * (3 + len(heads)) + "|",
    ]
    usual = np.array([run.nation for run in found["national"]])
    for k, (name, unit) in enumerate(NATION.items()):
        cells = [interval(usual[:, k])]
        for arm in others:
            values = np.array([run.nation[k] for run in found[arm]])
            cells.append(interval(values - usual[:, k]))
        lines.append(f"| {name} | {unit} | {' | '.join(cells)} |")
    return lines


def index_rows(runs: list[Measured], scenario: Scenario) -> list[str]:
    """Return the table of fields: index, what chance makes of it, and how often that is beaten."""
    lines = ["| field | index | by chance: mean | 2.5% to 97.5% | runs with p below 0.05 |",
             "|---|---|---|---|---|"]  # fmt: skip
    band = np.mean([run.band for run in runs], axis=0)
    p = np.array([run.p for run in runs])
    index = np.array([run.concentration for run in runs])
    for k in np.argsort(-index.mean(axis=0)):
        mean, low, high = band[k]
        beaten = f"{int((p[:, k] < ALARM).sum())} of {len(runs)}"
        lines.append(f"| {scenario.fields[k].name_en} | {interval(index[:, k])} | {mean:.3f} | "
                     f"{low:.3f} to {high:.3f} | {beaten} |")  # fmt: skip
    return lines


def pair_rows(runs: list[Measured], scenario: Scenario) -> list[str]:
    """Return how many pairs are together beyond chance, and the most coagglomerated ones."""
    upper = np.triu_indices(len(scenario.fields), 1)
    p = np.array([run.pairs_p[upper] for run in runs])
    pairs = np.array([run.pairs[upper] for run in runs])
    related = scenario.relatedness[upper]
    number = interval((p < ALARM).sum(axis=1))
    ranks = [float(np.corrcoef(one, related)[0, 1]) for one in pairs]
    lines = [
        f"Of {p.shape[1]} pairs {number} have p below 0.05, where chance alone would give "
        f"{ALARM * p.shape[1]:.0f}. The correlation of",
        f"coagglomeration with the relatedness of the fields is {interval(ranks)}: no rule places "
        "a field near its kin.",
        "",
        "| fields | coagglomeration | relatedness | runs with p below 0.05 |",
        "|---|---|---|---|",
    ]
    for k in np.argsort(-pairs.mean(axis=0))[:PAIRS]:
        i, j = upper[0][k], upper[1][k]
        names = f"{scenario.fields[i].name_en}, {scenario.fields[j].name_en}"
        beaten = f"{int((p[:, k] < ALARM).sum())} of {len(runs)}"
        lines.append(f"| {names} | {interval(pairs[:, k])} | {related[k]:.2f} | {beaten} |")
    return lines


def study(seeds: Sequence[int], scale: float, processes: int) -> dict[str, list[Measured]]:
    """Return what is measured in every run, by arm."""
    tasks: list[Task] = [(arm, scale, seed) for arm in ARMS for seed in seeds]
    runs = share_out(one_run, tasks, processes)
    return {arm: [run for task, run in zip(tasks, runs, strict=True) if task[0] == arm]
            for arm in ARMS}  # fmt: skip


def main(
    seeds: Annotated[int, typer.Option(min=2, help="runs of each arm")] = 8,
    scale: Annotated[float, typer.Option(help="of the fringe")] = 0.01,
    processes: Annotated[int, typer.Option(min=1, help="that share the runs")] = 2,
    out: Annotated[Path, typer.Option(help="page to write")] = Path("docs/clusters.md"),
) -> None:
    """Measure clusters in the national scenario, with and without zones, and write the page."""
    found = study(range(1, seeds + 1), scale, processes)
    out.write_text(as_page(found, load("national"), scale), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
