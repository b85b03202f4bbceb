"""How technologies that were launched in the run spread."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from sim import codes, results
from sim.figures.sample import Sample
from sim.figures.spread import explain_fan, fan, spread
from sim.figures.style import BLUE, GREY, Plate, page
from sim.quarters import between
from sim.results import Result

GROUPS = ("frontier", "economy", "national_need", results.GENERIC)
ONE = ["technology", "field", "slot"]
"""What tells technologies apart: two teams may launch one idea."""
FEWEST = 10
"""Technologies below which no median is drawn."""
HORIZON = 10.0
"""Years since launch to which the median goes, where enough technologies are that old."""


def plate(sample: Sample) -> Plate | None:
    """Draw the use of technologies since their launch, by orientation of the field."""
    alone = len(sample.results) == 1
    tables = {}
    for group, runs in _by_group([since_launch(result) for result in sample.results]).items():
        medians = _medians(runs)
        if alone or medians.shape[1]:
            tables[group] = (
                runs,
                medians.columns.to_numpy(float),
                spread(medians.to_numpy(), sample.seeds),
            )
    if not tables:
        return None
    title = sample.say("diffusion_title")
    caption = sample.sentences(sample.say("diffusion_caption", fewest=FEWEST), explain_fan(sample))
    keys = {}
    if any(len(years) for _, years, _ in tables.values()):
        keys[sample.say("diffusion_median")] = Line2D([], [], color=BLUE, linewidth=2.0)
    if alone:
        keys[sample.say("diffusion_one")] = Line2D([], [], color=GREY, linewidth=0.6)
    figure = page(sample, title, caption, 2.1, keys)
    axes = figure.subplots(1, len(tables), squeeze=False, sharex=True, sharey=True)[0]
    parts = []
    for ax, (group, (runs, years, table)) in zip(axes, tables.items(), strict=True):
        if alone:
            _single(ax, runs[0])
            whole = {
                "technology": "Int64",
                "slot": "Int64",
            }  # a median has none, floats would round
            parts.append(runs[0].astype(whole).assign(series="technology"))
        fan(ax, years, table, BLUE, linewidth=2.0)
        median = table.rename(columns={"value": "use"})
        parts.append(median.assign(series="median technology", group=group, years=years))
        number = np.mean([len(rows.drop_duplicates(ONE)) for rows in runs])
        words = sample.say("technologies", number=f"{number:,.0f}")
        ax.set_title(f"{sample.say(group)}\n{words}")
        ax.set_xlabel(sample.say("diffusion_years"))
    axes[0].set_xlim(0.0, max(float(part["years"].max()) for part in parts if len(part)))
    axes[0].set_ylim(0.0, 1.0 if alone else 1.05 * axes[0].get_ylim()[1])
    axes[0].yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes[0].set_ylabel(sample.say("diffusion_use"))
    table = pd.concat(parts, ignore_index=True).assign(seeds=len(sample.results))
    first = ["group", "series", "years"]
    return Plate(figure, title, caption, table[[*first, *table.columns.difference(first)]])


def _by_group(runs: list[pd.DataFrame]) -> dict[str, list[pd.DataFrame]]:
    """Return the technologies of each run by orientation, of those seen in several quarters."""
    groups = {group: [run.loc[run["group"] == group] for run in runs] for group in GROUPS}
    return {
        group: parts
        for group, parts in groups.items()
        if any((part["years"] > 0.0).any() for part in parts)
    }


def since_launch(result: Result) -> pd.DataFrame:
    """Return the use of each technology launched in the run, by years since its launch."""
    scenario = result.scenario
    launch = codes.EVENT_KINDS[codes.LAUNCH][0]
    launched = result.events.loc[result.events["event"] == launch, "subject"]
    table = result.adoption.loc[result.adoption["technology"].isin(launched)].copy()
    now = table["quarter"].map(
        {name: between(scenario.start, name) for name in table["quarter"].unique()}
    )
    now = now.astype(np.int64)
    first = now.groupby([table[name] for name in ONE], observed=True).transform("min")
    table["years"] = (now - first) / 4.0
    groups = {f.key: f.orientation for f in scenario.fields} | {results.GENERIC: results.GENERIC}
    table["group"] = table["field"].astype(str).map(groups)
    return table.loc[:, [*ONE, "group", "years", "use"]]


def _medians(runs: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the median use of each run, a row, by years since launch.

    All ages are of the same technologies, those that were seen up to the last of these ages: else
    a median would move with who is in it.
    """
    ages = [run.groupby(ONE, observed=True)["years"].transform("max") for run in runs]
    lasts = [np.sort(age[run["years"] == 0.0])[::-1] for run, age in zip(runs, ages, strict=True)]
    if min(map(len, lasts)) < FEWEST:
        return pd.DataFrame(np.empty((len(runs), 0)))
    last = min(HORIZON, *(float(each[FEWEST - 1]) for each in lasts))
    rows = []
    for run, age in zip(runs, ages, strict=True):
        followed = run.loc[(age >= last) & (run["years"] <= last)]
        rows.append(followed.groupby("years")["use"].median())
    return pd.DataFrame(rows)


def _single(ax: Axes, table: pd.DataFrame) -> None:
    """Draw every technology as a thin line."""
    number = table.groupby(ONE, observed=True).ngroup().to_numpy()
    order = np.lexsort([table["years"], number])
    starts = np.flatnonzero(np.diff(number[order])) + 1
    curves = np.split(table[["years", "use"]].to_numpy()[order], starts)
    ax.add_collection(LineCollection(curves, colors=GREY, linewidths=0.4, alpha=0.5, zorder=2))
