"""Where clusters are, how much of a province they are, and how they come and go."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from sim.figures.heat import shades
from sim.figures.sample import Sample
from sim.figures.spread import explain_fan, explain_mean, fan, mean_and_error, spread
from sim.figures.style import BLUE, ORANGE, Plate, page
from sim.figures.tiles import Tile, draw_tiles
from sim.results import Result


def plate(sample: Sample) -> Plate | None:
    """Draw two maps of tiles, births and deaths by year, and the number over time."""
    ages = np.array([ages_of(sample, run) for run in sample.results])
    if not (ages > 0).any():
        return None
    title = sample.say("clusters_title", last=sample.quarter(sample.last[-1]))
    caption = sample.sentences(sample.say("clusters_caption"), explain_mean(sample))
    if len(sample.results) > 1:
        caption = sample.sentences(caption, explain_fan(sample))
    keys = {
        sample.say("clusters_born"): Patch(facecolor=BLUE),
        sample.say("clusters_ended"): Patch(facecolor=ORANGE, hatch="////", edgecolor="white"),
    }
    figure = page(sample, title, caption, 5.4, keys)
    axes = figure.subplots(2, 2, height_ratios=(1.5, 1.0))
    number = (ages[:, -1] > 0).sum(axis=1).astype(float)
    share = 100.0 * np.array([inside(sample, run) for run in sample.results])
    parts = [
        _map(axes[0, 0], sample, "clusters_map", number, ".1f" if len(ages) > 1 else ".0f"),
        _map(axes[0, 1], sample, "clusters_share", share, ".0f"),
        _life(axes[1, 0], sample, ages),
        _number(axes[1, 1], sample, ages),
    ]
    table = pd.concat(parts, ignore_index=True).assign(seeds=len(sample.results))
    return Plate(figure, title, caption, table)


def ages_of(sample: Sample, run: Result) -> np.ndarray:
    """Return the ages of clusters in a run, (quarters, fields, provinces)."""
    shape = (len(sample.quarters), -1, len(sample.provinces))
    return run.cells["cluster"].to_numpy(np.int64).reshape(shape)


def inside(sample: Sample, run: Result) -> np.ndarray:
    """Return the share of clusters in the sales of each province at the end, (provinces,)."""
    there = ages_of(sample, run)[-1] > 0
    sales = run.cells["sales"].to_numpy(float)[-there.size :].reshape(there.shape)
    own = np.where(there, sales, 0.0).sum(axis=0)
    total = sales.sum(axis=0)
    return np.divide(own, total, out=np.zeros_like(own), where=total > 0.0)


def _map(ax: Axes, sample: Sample, name: str, values: np.ndarray, form: str) -> pd.DataFrame:
    """Draw a value of each province, (seeds, provinces)."""
    mean, error = mean_and_error(values)
    tiles = {
        key: Tile(f"{v:{form}}" if v > 0.0 else "–", s)
        for key, v, s in zip(sample.provinces, mean, 0.9 * shades(mean, 1.0), strict=True)
    }
    draw_tiles(ax, sample, tiles)
    ax.set_title(sample.say(name))
    columns = {"at": list(sample.provinces), "value": mean, "error": error}
    return pd.DataFrame(columns).assign(measure=name.removeprefix("clusters_"))


def _life(ax: Axes, sample: Sample, ages: np.ndarray) -> pd.DataFrame:
    """Draw births upwards and deaths downwards, by year."""
    counts = {
        "born": sample.periods.sums((ages == 1).sum(axis=(2, 3)).astype(float)),
        "ended": sample.periods.sums((ages == -1).sum(axis=(2, 3)).astype(float)),
    }
    at = np.arange(len(sample.periods.names))
    look = {"born": (1.0, BLUE, ""), "ended": (-1.0, ORANGE, "////")}
    parts = []
    for name, values in counts.items():
        sign, colour, hatch = look[name]
        mean, error = mean_and_error(values)
        ax.bar(at, sign * mean, color=colour, hatch=hatch, edgecolor="white", linewidth=0.0)
        columns = {"at": sample.periods.names, "value": mean, "error": error}
        parts.append(pd.DataFrame(columns).assign(measure=name))
    ax.axhline(0.0, color="black", linewidth=0.6)
    step = max(1, len(at) // 5)
    ax.set_xticks(at[::step], sample.periods.names[::step])
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.yaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    ax.grid(axis="x", visible=False)
    ax.set_title(sample.say("clusters_life"))
    return pd.concat(parts, ignore_index=True)


def _number(ax: Axes, sample: Sample, ages: np.ndarray) -> pd.DataFrame:
    """Draw the number of clusters over time."""
    table = spread((ages > 0).sum(axis=(2, 3)).astype(float), sample.seeds)
    fan(ax, sample.years, table, BLUE)
    ax.set_ylim(bottom=0.0)
    ax.set_title(sample.say("clusters_number"))
    middle = table["median"] if "median" in table else table["value"]
    return pd.DataFrame({"at": sample.quarters, "value": middle, "measure": "number"})
