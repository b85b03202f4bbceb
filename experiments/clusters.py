"""Clusters in the nation: where, how sure, how they come and go, and what zones do to them.

Run from the project's root: ``python -m experiments.clusters``; see ``--help``. It writes
`docs/clusters.md`. Every run has a spin-up of its own; the arms share their seeds.

Nothing here is fitted. Before the spin-up enterprises are placed by the provinces' experimental
development, the same in all fields; all concentration of a field beyond that is the model's.
"""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from scipy import stats

from calibration.processes import share_out
from experiments.cluster_measures import ALARM, NATION, Measured, Task, one_run
from experiments.outcomes import Mean, margin, mean_and_error
from sim.scenario import load
from sim.specs import Scenario

ARMS = {
    "national": "as shipped",
    "zones_off": "zones give nothing",
    "zones_strong": "zones give more",
}
PAIRS = 12
"""Most pairs of fields that the page names."""


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
        *said_of_number(usual),
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
    "these, so that a field without any concentration has p below 0.05 in 5% of runs. In each "
    "deal the cells of all fields",
    "that are over the three lines of birth are counted too. A row that stands for several "
    "enterprises settles as one, as it",
    "did in the run, with all its enterprises; the index takes it as so many, which is why its "
    "mean by chance lies above 0",
    "where the scale is below 1. A row that stands for 10 or more passes the line of 10 "
    "enterprises alone, as rows of 100 at",
    "scale 0.01 do; so the study's usual scale is 0.1, at which the heaviest rows stand for about "
    "10. The table has the heaviest.",
    "",
    "`ntic run national --scale 0.1 --out runs/clusters` draws the map of clusters of one run, "
    "and writes it to",
    "`runs/clusters/figures/clusters.png`.",
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
    mostly = "is not" if np.mean(pairs) < 0.5 else "is"
    return [
        f"**Where, by luck or by nature.** Two runs share {np.mean(pairs):.0%} of the clusters "
        f"that either has (least {min(pairs):.0%}, most",
        f"{max(pairs):.0%}); dealt over all cells at random they would share {both:.0%}. The rest "
        "is the luck of a past of its own: which",
        f"cells are clusters mostly {mostly} a result of the model, and no place named in a run is "
        "to be quoted.",
    ]


def said_of_number(runs: list[Measured]) -> list[str]:
    """Return whether there are more clusters, and quotients further from 1, than chance makes."""
    nation = np.array([run.nation for run in runs])
    at = list(NATION).index("cells over the lines of birth at the end")
    cells, quotients = nation[:, at : at + 5], nation[:, at + 5 : at + 10]
    number, far = cells.mean(axis=0), quotients.mean(axis=0)
    say = {
        "more": f"so chance alone makes {number[1] / number[0]:.0%} as many, and what is beyond "
        "it is a result of the model.",
        "less": "so the number of clusters is no sign of agglomeration: there are fewer than rows "
        "of these sizes make anyway.",
        "neither": "so the number of clusters is what rows of these sizes make anyway, and no "
        "result of the model.",
    }
    say_far = {
        "more": "fields are more uneven than rows of these sizes make them.",
        "less": "fields are more even than rows of these sizes make them.",
        "neither": "fields are as uneven as rows of these sizes make them.",
    }
    return [
        f"**How many, against chance.** At the end {number[0]:.1f} cells are over the lines of "
        f"birth, by chance {number[1]:.1f} ({number[2]:.1f} to {number[3]:.1f});",
        f"{counted(cells)},",
        say[verdict(cells)],
        "Clusters at the end are others: they need four quarters and then stay by the lower lines.",
        f"The mean absolute log quotient is {far[0]:.2f}, by chance {far[1]:.2f} ({far[2]:.2f} to "
        f"{far[3]:.2f}); {counted(quotients)}:",
        say_far[verdict(quotients)],
    ]


def counted(found: np.ndarray) -> str:
    """Say in how many runs a figure is beyond chance; columns as `against_chance` returns them."""
    more, fewer = int(found[:, 4].sum()), int((found[:, 0] < found[:, 2]).sum())
    return f"{more} of {len(found)} runs are above chance (p below 0.05), {fewer} below its 2.5%"


def verdict(found: np.ndarray) -> str:
    """Return 'more', 'less' or 'neither': what more than half of the runs say."""
    if found[:, 4].mean() > 0.5:
        return "more"
    return "less" if (found[:, 0] < found[:, 2]).mean() > 0.5 else "neither"


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


PAIR_CHANCE = (
    "**Chance** deals each field's location quotients anew, 999 times, each field on its own, "
    "among provinces of a like size",
    "(five classes): a field stays as uneven as it is. Two independent concentrated fields then "
    "have p of at most 0.05 in",
    "3.8% to 5.2% of cases, for four ways of being concentrated that the tests try (they hold it "
    "to 3% to 6.5%); a pair whose",
    "quotients are alike but for noise of a third is found in about three of four.",
)


def least_beaten(pairs: int, runs: int) -> int:
    """Return in how many runs a pair must beat chance, so that 1 of 20 studies names one by luck.

    More than there are runs where these are too few.
    """
    for k in range(1, runs + 1):
        if pairs * float(stats.binom.sf(k - 1, runs, ALARM)) < ALARM:
            return k
    return runs + 1


def pair_rows(runs: list[Measured], scenario: Scenario) -> list[str]:
    """Return how many pairs are together beyond chance, and those that are so in most runs."""
    upper = np.triu_indices(len(scenario.fields), 1)
    p = np.array([run.pairs_p[upper] for run in runs])
    pairs = np.array([run.pairs[upper] for run in runs])
    related = scenario.relatedness[upper]
    number = (p < ALARM).sum(axis=1).astype(float)
    expected = ALARM * p.shape[1]
    found = mean_and_error(number)
    sure = float(found.mean) - float(margin(found)) > expected
    ranks = [float(np.corrcoef(one, related)[0, 1]) for one in pairs]
    lines = [
        *PAIR_CHANCE,
        "",
        f"Of {p.shape[1]} pairs {interval(number)} have p below 0.05, where chance alone would "
        f"give {expected:.0f}: {'more than' if sure else 'no more than'} chance. The correlation",
        f"of coagglomeration with the relatedness of the fields is {interval(ranks)}: no rule "
        "places a field near its kin.",
        "",
    ]
    need = least_beaten(p.shape[1], len(runs))
    if need > len(runs):
        return [*lines, f"{len(runs)} runs are too few to name a pair."]
    beaten = (p < ALARM).sum(axis=0)
    named = [k for k in np.lexsort((-pairs.mean(axis=0), -beaten)) if beaten[k] >= need]
    lines += [
        f"{len(named) or 'No'} pairs have it in {need} of {len(runs)} runs or more, which luck "
        f"gives one of all pairs in fewer than 1 of 20 studies{'.' if not named else ':'}",
    ]
    if named:
        lines += ["", "| fields | coagglomeration | relatedness | runs with p below 0.05 |",
                  "|---|---|---|---|"]  # fmt: skip
    for k in named[:PAIRS]:
        i, j = upper[0][k], upper[1][k]
        names = f"{scenario.fields[i].name_en}, {scenario.fields[j].name_en}"
        lines.append(f"| {names} | {interval(pairs[:, k])} | {related[k]:.2f} | "
                     f"{beaten[k]} of {len(runs)} |")  # fmt: skip
    return lines


def study(seeds: Sequence[int], scale: float, processes: int) -> dict[str, list[Measured]]:
    """Return what is measured in every run, by arm."""
    tasks: list[Task] = [(arm, scale, seed) for arm in ARMS for seed in seeds]
    runs = share_out(one_run, tasks, processes)
    return {arm: [run for task, run in zip(tasks, runs, strict=True) if task[0] == arm]
            for arm in ARMS}  # fmt: skip


def main(
    seeds: Annotated[int, typer.Option(min=2, help="runs of each arm")] = 8,
    scale: Annotated[float, typer.Option(help="of the fringe")] = 0.1,
    processes: Annotated[int, typer.Option(min=1, help="that share the runs")] = 2,
    out: Annotated[Path, typer.Option(help="page to write")] = Path("docs/clusters.md"),
) -> None:
    """Measure clusters in the national scenario, with and without zones, and write the page."""
    found = study(range(1, seeds + 1), scale, processes)
    out.write_text(as_page(found, load("national"), scale), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
