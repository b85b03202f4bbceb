"""Who works with whom: links inside and between provinces."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch

from sim.figures.heat import BLUES, ink_on, shades
from sim.figures.sample import Sample
from sim.figures.spread import explain_mean, mean_and_error
from sim.figures.style import BLUE, GREY, RED, SMALL, Plate, page
from sim.figures.tiles import letters_of, place_of

STRONGEST = 60
"""Pairs of provinces that are drawn."""
UNIT = 0.6
"""Inches between two neighbours."""


def plate(sample: Sample) -> Plate | None:
    """Draw the links that stand at the end."""
    pairs = np.array([_pairs(sample, run.links) for run in sample.results])
    if not pairs.any():
        return None
    mean, _ = mean_and_error(pairs)
    inside, total = np.trace(mean), mean.sum()
    title = sample.say("links_title", last=sample.quarter(sample.last[-1]))
    caption = sample.say(
        "links_caption",
        inside=f"{100.0 * inside / total:.0f}",
        total=f"{total:,.0f}",
        strongest=min(STRONGEST, np.count_nonzero(np.triu(mean, 1))),
    )
    caption = sample.sentences(caption, explain_mean(sample))
    places = np.array(list(place_of(sample).values()))
    figure = page(sample, title, caption, UNIT * (1.3 + float(np.ptp(places[:, 1]))))
    _network(figure.subplots(), sample, mean, places)
    return Plate(figure, title, caption, _table(sample, pairs))


def _pairs(sample: Sample, links: pd.DataFrame) -> np.ndarray:
    """Return links by the two provinces, (P, P), each once with the first one first."""
    keys = list(sample.provinces)
    wide = links.pivot_table(
        index="one_province", columns="other_province", values="links", aggfunc="sum",
        observed=True,
    )  # fmt: skip
    matrix = wide.reindex(index=keys, columns=keys).fillna(0.0).to_numpy(float)
    return np.triu(matrix) + np.tril(matrix, -1).T


def _network(ax: Axes, sample: Sample, mean: np.ndarray, places: np.ndarray) -> None:
    """Draw provinces as circles in a grid, links inside as their shade, others as arcs."""
    letters = list(letters_of(sample).values())
    low, high = places.min(axis=0) - 0.5, places.max(axis=0) + 0.5
    ax.set_xlim(low[0], high[0])
    ax.set_ylim(high[1], low[1])
    ax.set_aspect("equal")
    ax.axis("off")
    between = np.triu(mean, 1)
    order = np.argsort(-between, axis=None, kind="stable")[:STRONGEST]
    most = float(between.max()) or 1.0
    for one, other in zip(*np.unravel_index(order[::-1], between.shape), strict=True):
        number = float(between[one, other])
        if number > 0.0:
            arc = FancyArrowPatch(
                tuple(places[one]), tuple(places[other]), arrowstyle="-",
                connectionstyle="arc3,rad=0.18",
                linewidth=0.3 + 3.2 * number / most, color=RED if number > most / 2 else GREY,
                alpha=0.75, shrinkA=0.0, shrinkB=0.0,
            )  # fmt: skip
            ax.add_patch(arc)
    inside = np.diag(mean)
    shade = 0.9 * shades(inside, 0.5)
    for k, place in enumerate(places):
        ax.add_patch(
            Circle(place, 0.27, facecolor=BLUES(shade[k]), edgecolor=BLUE, linewidth=0.5, zorder=3)
        )
        look = {"ha": "center", "va": "center", "fontsize": SMALL, "zorder": 4}
        colour = ink_on(float(shade[k]))
        ax.text(place[0], place[1] - 0.1, letters[k], color=colour, **look)
        ax.text(place[0], place[1] + 0.12, f"{inside[k]:.0f}", color=colour, **look)


def _table(sample: Sample, pairs: np.ndarray) -> pd.DataFrame:
    """Return pairs of provinces that have links, whether they are drawn as lines or not."""
    keys = np.array(list(sample.provinces), dtype=object)
    mean, error = mean_and_error(pairs)
    one, other = np.nonzero(mean)
    return pd.DataFrame(
        {
            "province": keys[one],
            "with": keys[other],
            "links": mean[one, other],
            "error": error[one, other],
            "seeds": len(sample.results),
        }
    )
