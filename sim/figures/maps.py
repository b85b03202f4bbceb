"""Where R&D is done, how much of sales it is, where technologies and centers come from."""

import numpy as np
import pandas as pd

from sim import codes
from sim.figures.heat import shades, short
from sim.figures.sample import Sample
from sim.figures.spread import explain_mean, mean_and_error
from sim.figures.style import Plate, page
from sim.figures.tiles import Tile, draw_tiles
from sim.quarters import between
from sim.results import Result

MOST_SEATS = 4
"""Seats of centers that a tile has room for."""


def plate(sample: Sample) -> Plate | None:
    """Draw four maps of tiles."""
    own = sample.by_place("province", "rd_enterprises")
    rd = own + sample.by_place("province", "rd_institutes")
    sales = sample.by_place("province", "domestic_sales")
    intensity = 100.0 * own / sales.where(sales > 0.0)
    launched = _by_seed(sample, _launched)
    members = _by_seed(sample, lambda run: run.members.loc[~run.members["lead"], "province"])
    seats = _seats(sample)
    maps = {
        "map_rd": (sample.money(_values(sample, rd)), sample.say("money")),
        "map_intensity": (intensity.reindex(list(sample.provinces)).to_numpy(float).T, "%"),
        "map_launches": (_values(sample, launched), "1"),
    }
    if sum(seats.values()):
        maps["map_centers"] = (_values(sample, members), "1")
    first, last = sample.quarter(sample.last[0]), sample.quarter(sample.last[-1])
    title = sample.say("map_title" if "map_centers" in maps else "map_title_plain", last=last)
    caption = sample.say("map_caption", first=first, last=last, unit=sample.say("money"))
    caption = sample.sentences(caption, explain_mean(sample))
    figure = page(sample, title, caption, 3.05 * -(-len(maps) // 2))
    axes = figure.subplots(-(-len(maps) // 2), 2, squeeze=False).ravel()
    parts = []
    for ax, (name, (values, unit)) in zip(axes, maps.items(), strict=False):
        mean, error = mean_and_error(values)
        shade = 0.9 * shades(mean, 0.5)
        if unit == "%":
            least = np.nanmin(mean, initial=np.inf)
            shade = 0.1 + 0.75 * shades(mean - least, 1.0)
        marked = seats if name == "map_centers" else {}
        tiles = {
            key: Tile(_text(v, unit), s, min(marked.get(key, 0), MOST_SEATS))
            for key, v, s in zip(sample.provinces, mean, shade, strict=True)
        }
        draw_tiles(ax, sample, tiles)
        ax.set_title(sample.say(name, unit=sample.say("money")))
        columns = {"province": list(sample.provinces), "value": mean, "error": error}
        parts.append(pd.DataFrame(columns).assign(map=name.removeprefix("map_"), unit=unit))
    for ax in axes[len(maps) :]:
        ax.set_visible(False)
    table = pd.concat(parts, ignore_index=True)
    table["centers"] = table["province"].map(seats)
    first_columns = ["map", "province"]
    rest = table.columns.difference(first_columns, False)
    table = table[[*first_columns, *rest]].assign(seeds=len(sample.results))
    return Plate(figure, title, caption, table)


def _text(value: float, unit: str) -> str:
    """Return a value as it stands in its tile; a count over one seed is whole."""
    if not np.isfinite(value):
        return "–"
    if unit == "1" and value == round(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if unit in ("%", "1") else short(value)


def _values(sample: Sample, table: pd.DataFrame) -> np.ndarray:
    """Return (seeds, provinces), 0 where nothing is noted."""
    return table.reindex(list(sample.provinces)).fillna(0.0).to_numpy(float).T


def _by_seed(sample: Sample, chosen) -> pd.DataFrame:
    """Count provinces in a column that a function takes from each run."""
    return pd.DataFrame(
        {run.scenario.seed: chosen(run).astype(object).value_counts() for run in sample.results}
    )


def _launched(run: Result) -> pd.Series:
    """Return the provinces of the ideas behind the technologies launched in a run."""
    launch = codes.EVENT_KINDS[codes.LAUNCH][0]
    return run.events.loc[run.events["event"] == launch, "province"]


def _seats(sample: Sample) -> dict[str, int]:
    """Return how many centers each province has at the end."""
    seats = dict.fromkeys(sample.provinces, 0)
    for center in sample.scenario.centers:
        begun = between(sample.scenario.start, center.approved) < sample.scenario.quarters
        seats[center.province] += int(begun)
    return seats
