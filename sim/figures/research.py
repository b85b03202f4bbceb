"""R&D of the model beside the official series, as indices."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, NullLocator, StrMethodFormatter

from sim import tables
from sim.figures.sample import Sample
from sim.figures.spread import explain_fan, fan, spread
from sim.figures.style import BLUE, INK, ORANGE, RED, SMALL, Plate, page
from sim.parameters import Funding
from sim.specs import Scenario


class Panel(NamedTuple):
    """What of the model stands beside which official series of `national.csv`."""

    title: str
    indicator: str  # of fields
    official: tuple[str, ...]  # added up
    parts: tuple[tuple[str, str, str, str], ...] = ()  # series, words, marker, colour


PANELS = (
    Panel("enterprises", "rd_enterprises", ("rd_by_enterprises",)),
    Panel(
        "research_public",
        "rd_institutes",
        ("rd_by_government_institutes", "rd_by_universities"),
        (
            ("rd_by_government_institutes", "research_institutes", "v", RED),
            ("rd_by_universities", "research_universities", "^", ORANGE),
        ),
    ),
    Panel("research_basic", "basic_research", ("rd_basic",)),
)


def official(variables: tuple[str, ...]) -> pd.DataFrame:
    """Return the sum of official series at 2017 prices, by year.

    Returns
    -------
    DataFrame
        index, low, high: million CNY by each of the three price indices of `price_index.csv`.
    """
    prices = pd.DataFrame(tables.rows("price_index")).set_index("year")
    prices = prices[["index", "low", "high"]].astype(float)
    rows = pd.DataFrame(tables.rows("national"))
    rows = rows.loc[rows["variable"].isin(variables)]
    wide = rows.pivot(index="year", columns="variable", values="value").astype(float).dropna()
    total = wide.sum(axis=1)
    real = prices.loc[total.index].rdiv(total, axis=0)
    return real.set_index(real.index.astype(int))


def as_fitted(scenario: Scenario) -> bool:
    """Tell whether growth of R&D is that which was fitted: all fields as they are, no own money."""
    background = set(tables.background())
    own = [c for c in scenario.changes if c.name.startswith("funding.") and c not in background]
    known = tuple(tables.fields().values())
    return scenario.parameters.funding == Funding() and scenario.fields == known and not own


def plate(sample: Sample) -> Plate | None:
    """Draw R&D of the model as lines and the official series as points."""
    if not sample.periods.yearly:
        return None
    years = np.array([int(name) for name in sample.periods.names])
    known = official(PANELS[0].official).index
    base = next((int(year) for year in years if year in known), int(years[0]))
    title = sample.say("research_title", base=base)
    caption = sample.say(
        "research_caption", base=base, fields=len(sample.fields), provinces=len(sample.provinces)
    )
    fitted = sample.say("research_fitted" if as_fitted(sample.scenario) else "research_other")
    caption = sample.sentences(caption, fitted, explain_fan(sample))
    figure = page(sample, title, caption, 2.5, _keys(sample), 4)
    axes = figure.subplots(1, len(PANELS), sharex=True, sharey=True)
    parts = []
    for ax, panel in zip(axes, PANELS, strict=True):
        sums = sample.periods.sums(sample.over_time("field", panel.indicator))
        start = sums[:, [int(np.flatnonzero(years == base)[0])]]
        table = spread(100.0 * sums / np.where(start > 0.0, start, np.nan), sample.seeds)
        fan(ax, years, table, BLUE, linewidth=1.8)
        ax.set_title(sample.say(panel.title))
        parts.append(table.assign(panel=panel.title, series="model", year=years))
        parts += [points.assign(panel=panel.title) for points in _points(ax, panel, base, years)]
    _scale(axes, sample, base)
    table = pd.concat(parts, ignore_index=True).assign(base=base, seeds=len(sample.results))
    first = ["panel", "series", "year"]
    return Plate(figure, title, caption, table[[*first, *table.columns.difference(first, False)]])


def _points(ax: Axes, panel: Panel, base: int, years: np.ndarray) -> list[pd.DataFrame]:
    """Draw the official series of a panel and return them."""
    drawn = []
    series = [("official", panel.official, "o", INK)]
    series += [(name, (name,), marker, colour) for name, _, marker, colour in panel.parts]
    for name, variables, marker, colour in series:
        real = official(variables)
        real = real.loc[real.index.isin(years)]
        if base not in real.index:
            continue
        index = 100.0 * real / real.loc[base]
        low, high = index.min(axis=1), index.max(axis=1)
        whole = variables == panel.official
        ax.errorbar(
            index.index, index["index"], np.array([index["index"] - low, high - index["index"]]),
            color=colour, marker=marker, markersize=3.6 if whole else 3.2, linestyle="none",
            elinewidth=0.8, capsize=1.5, markerfacecolor=colour if whole else "white",
            markeredgewidth=0.8, zorder=3,
        )  # fmt: skip
        values = {"year": index.index, "value": index["index"], "low": low, "high": high}
        drawn.append(pd.DataFrame(values).assign(series=name))
    return drawn


def _keys(sample: Sample) -> dict[str, Artist]:
    """Explain line and points."""
    points: dict[str, Any] = {"marker": "o", "color": INK, "linestyle": "none", "markersize": 3.6}
    keys: dict[str, Artist] = {
        sample.say("model"): Line2D([], [], color=BLUE, linewidth=1.8),
        sample.say("official"): Line2D([], [], **points),
    }
    for panel in PANELS:
        for _, words, marker, colour in panel.parts:
            look: dict[str, Any] = points | {
                "marker": marker,
                "color": colour,
                "markerfacecolor": "white",
            }
            keys[sample.say(words)] = Line2D([], [], **look)
    return keys


def _scale(axes: np.ndarray, sample: Sample, base: int) -> None:
    """Give all panels one scale of proportions."""
    lines = [line.get_ydata() for ax in axes for line in ax.lines]
    seen = np.concatenate([np.asarray(line, dtype=float) for line in lines])
    low, high = min(90.0, 0.9 * float(np.nanmin(seen))), 1.1 * float(np.nanmax(seen))
    ticks = [t for t in (25, 50, 75, 100, 150, 200, 300, 400, 600, 800, 1200) if low <= t <= high]
    if high < 200.0:
        ticks = list(range(10 * int(np.ceil(low / 10.0)), int(high) + 1, 10))
    for ax in axes:
        ax.set_yscale("log")
        ax.yaxis.set_major_locator(FixedLocator(ticks))
        ax.yaxis.set_minor_locator(NullLocator())
        ax.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
        ax.xaxis.get_major_locator().set_params(integer=True)
    axes[0].set_ylim(low, high)
    axes[0].set_ylabel(sample.say("research_axis", base=base), fontsize=SMALL)
