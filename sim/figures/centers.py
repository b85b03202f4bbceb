"""The centers together: stages, members, where their income comes from, and how much is own."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from sim.figures.sample import Sample
from sim.figures.spread import explain_fan, explain_mean, fan, mean_and_error, spread
from sim.figures.style import (
    BLUE,
    GREEN,
    HATCHES,
    INK,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    SMALL,
    YELLOW,
    Plate,
    page,
)
from sim.specs import Scenario
from sim.terms import TERM_KEYS

PLANNED, CONSTRUCTION, OPERATING = "planned", "construction", "operating"
RECTIFYING, REVOKED = "rectifying", "revoked"
STAGES = {CONSTRUCTION: (YELLOW, "////"), OPERATING: (GREEN, ""), RECTIFYING: (ORANGE, "....")}
PUBLIC = {"grant": (BLUE, HATCHES[0]), "local_grant": (SKY, HATCHES[1]),
          "project_grants": (PURPLE, HATCHES[2])}  # fmt: skip
OWN = {"fees": (ORANGE, HATCHES[3]), "capital": (GREEN, HATCHES[1]),
       "agreements": (YELLOW, HATCHES[2]), "line_rents": (INK, HATCHES[4]),
       "licences": (RED, HATCHES[4])}  # fmt: skip
SOURCES = PUBLIC | OWN
"""Columns of `center_quarters` that are income, public money first."""
GRANTS = ("grant", "local_grant")
"""Switches of a center that say what it gets from the public."""


def plate(sample: Sample) -> Plate | None:
    """Draw the centers' stages, members, income by source and self-funded share over time."""
    stage = {name: (sample.of_centers("status") == name).sum(axis=1) for name in STAGES}
    if not sum(values.sum() for values in stage.values()):
        return None
    title = sample.say("centers_title")
    terms = sample.say("centers_same" if _same_terms(sample.scenario) else "centers_given")
    caption = sample.sentences(sample.say("centers_caption"), terms, explain_fan(sample))
    if len(sample.results) > 1:
        caption = sample.sentences(caption, explain_mean(sample))
    keys = {
        sample.say(name): Patch(facecolor=colour, hatch=hatch, edgecolor="white", linewidth=0.3)
        for name, (colour, hatch) in SOURCES.items()
    }
    figure = page(sample, title, caption, 4.2, keys)
    axes = figure.subplots(2, 2)
    parts = [
        _stages(axes[0, 0], sample, stage),
        _over_quarters(axes[0, 1], sample, "members", sample.of_centers("members").sum(axis=1)),
    ]
    income = {name: sample.of_centers(name).sum(axis=1) for name in SOURCES}
    parts += [_income(axes[1, 0], sample, income), _own_share(axes[1, 1], sample, income)]
    begun = np.flatnonzero(sum(values.sum(axis=0) for values in stage.values()))[0]
    for ax in axes[0]:
        ax.set_xlim(sample.years[begun] - 0.25, sample.years[-1] + 0.25)
    first = ["panel", "series", "time"]
    table = pd.concat(parts, ignore_index=True).assign(seeds=len(sample.results))
    return Plate(figure, title, caption, table[[*first, *table.columns.difference(first, False)]])


def _same_terms(scenario: Scenario) -> bool:
    """Tell whether all centers have the same grants and contract, all the time."""
    terms = {
        (center.terms, *(getattr(center.bundle, name) for name in GRANTS))
        for center in scenario.centers
    }
    changing = (*GRANTS, *TERM_KEYS)
    return len(terms) == 1 and not any(change.name in changing for change in scenario.changes)


def _stages(ax: Axes, sample: Sample, stage: dict[str, np.ndarray]) -> pd.DataFrame:
    """Draw how many centers are in which stage, as steps."""
    bottom, parts = np.zeros(sample.scenario.quarters), []
    edges = np.append(sample.years, sample.years[-1] + 0.25)  # the last quarter has an end too
    for name, (colour, hatch) in STAGES.items():
        mean, _ = mean_and_error(stage[name])
        ax.fill_between(
            edges, _to_the_end(bottom), _to_the_end(bottom + mean), step="post",
            facecolor=colour, hatch=hatch, edgecolor=INK, linewidth=0.3, label=sample.say(name),
        )  # fmt: skip
        bottom = bottom + mean
        parts.append(_rows("stages", name, sample.quarters, pd.DataFrame({"value": mean})))
    ax.set_ylim(0.0, 1.4 * float(bottom.max()))
    ax.set_title(sample.say("centers_stages"))
    ax.set_ylabel(sample.say("number"))
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.legend(loc="upper left")
    return pd.concat(parts, ignore_index=True)


def _to_the_end(values: np.ndarray) -> np.ndarray:
    """Repeat the last value, so that it has a width as a step."""
    return np.append(values, values[-1])


def _over_quarters(ax: Axes, sample: Sample, name: str, values: np.ndarray) -> pd.DataFrame:
    """Draw a number of each quarter."""
    table = spread(values, sample.seeds)
    fan(ax, sample.years, table, BLUE)
    ax.set_ylim(0.0, None)
    ax.set_title(sample.say(f"centers_{name}"))
    ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.set_ylabel(sample.say("number"))
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    return _rows(name, name, sample.quarters, table)


def _income(ax: Axes, sample: Sample, income: dict[str, np.ndarray]) -> pd.DataFrame:
    """Draw income of each year by source as stacked bars."""
    names = sample.periods.names
    bottom, parts = np.zeros(len(names)), []
    for name, (colour, hatch) in SOURCES.items():
        sums = sample.money(sample.periods.sums(income[name]))
        mean, error = mean_and_error(sums)
        look = {"facecolor": colour, "hatch": hatch, "edgecolor": "white", "linewidth": 0.3}
        ax.bar(range(len(names)), mean, bottom=bottom, width=0.8, **look)
        bottom = bottom + mean
        parts.append(_rows("income", name, names, pd.DataFrame({"value": mean, "error": error})))
    seen = np.flatnonzero(bottom)
    ax.set_xlim(min(seen, default=0) - 0.6, len(names) - 0.4)
    _label_periods(ax, names, int(min(seen, default=0)))
    ax.set_ylim(0.0, 1.05 * max(float(bottom.max()), 1e-9))
    ax.grid(axis="x", visible=False)
    ax.set_title(sample.say("centers_income"))
    ax.set_ylabel(sample.say("money_yearly" if sample.periods.yearly else "money_quarterly"))
    return pd.concat(parts, ignore_index=True).assign(unit=sample.say("money"))


def _own_share(ax: Axes, sample: Sample, income: dict[str, np.ndarray]) -> pd.DataFrame:
    """Draw the share of income that is not public money."""
    names = sample.periods.names
    own = sample.periods.sums(sum(income[name] for name in OWN) + np.zeros_like(income["fees"]))
    total = sample.periods.sums(sum(income.values()) + np.zeros_like(income["fees"]))
    share = np.divide(own, total, out=np.full_like(own, np.nan), where=total > 0.0)
    table = spread(share, sample.seeds)
    fan(ax, np.arange(len(names)), table, RED, marker="o", markersize=3.0)
    seen = np.flatnonzero(np.isfinite(share).any(axis=0))
    ax.set_xlim(min(seen, default=0) - 0.6, len(names) - 0.4)
    _label_periods(ax, names, int(min(seen, default=0)))
    ax.set_ylim(0.0, 1.0)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    ax.set_title(sample.say("centers_own"))
    ax.set_ylabel(sample.say("centers_own_axis"))
    return _rows("self-funded share", "self-funded share", names, table)


def _label_periods(ax: Axes, names: tuple[str, ...], first: int) -> None:
    """Write as many names of periods as there is room for."""
    step = 1 + (len(names) - first - 1) // 7
    shown = range(first, len(names), step)
    ax.set_xticks(list(shown), [names[k] for k in shown], fontsize=SMALL)


def _rows(panel: str, series: str, time: Iterable[str], table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(panel=panel, series=series, time=list(time))
