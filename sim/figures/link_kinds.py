"""Of what kind links are in each field, and how partners met."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from sim.figures.sample import Sample
from sim.figures.spread import explain_mean, mean_and_error
from sim.figures.style import HATCHES, INK, ORANGE, RED, SKY, Plate, page

KINDS = {"enterprise": (SKY, HATCHES[0]), "institute": (ORANGE, HATCHES[1])}
"""Who an enterprise has a link with."""
MET = {
    "stranger": (SKY, HATCHES[0]),
    "introduced": (ORANGE, HATCHES[1]),
    "former partner": (RED, HATCHES[3]),
}


def plate(sample: Sample) -> Plate | None:
    """Draw links by field and partner, and by partner and how they met."""
    fields = _counts(sample, "field", list(sample.fields), list(KINDS), "kind")
    if not fields.any():
        return None
    met = _counts(sample, "kind", list(KINDS), list(MET), "met")
    title = sample.say("kinds_title", last=sample.quarter(sample.last[-1]))
    caption = sample.sentences(sample.say("kinds_caption"), explain_mean(sample))
    figure = page(sample, title, caption, 1.9 + 0.13 * len(sample.fields))
    ratios = (0.13 * len(sample.fields) + 0.4, 1.0)
    upper, lower = figure.subplots(2, 1, height_ratios=ratios)
    order = np.argsort(-fields.mean(axis=0).sum(axis=1), kind="stable")
    names = [list(sample.fields.values())[k] for k in order]
    _bars(upper, sample, fields[:, order], names, KINDS)
    upper.set_title(sample.say("links_by_field"))
    _bars(lower, sample, met, [sample.say(f"links_{key}") for key in KINDS], MET)
    lower.set_title(sample.say("links_by_met"))
    lower.set_xlabel(sample.say("number"))
    parts = []
    for panel, values, rows, columns in (
        ("field and partner", fields, list(sample.fields), list(KINDS)),
        ("partner and how they met", met, list(KINDS), list(MET)),
    ):
        mean, error = mean_and_error(values)
        one, other = (index.ravel() for index in np.indices(mean.shape))
        part = {
            "panel": panel,
            "row": np.array(rows, dtype=object)[one],
            "part": np.array(columns, dtype=object)[other],
            "links": mean.ravel(),
            "error": error.ravel(),
            "seeds": len(sample.results),
        }
        parts.append(pd.DataFrame(part))
    return Plate(figure, title, caption, pd.concat(parts, ignore_index=True))


def _counts(sample: Sample, rows: str, names: list[str], kinds: list[str], by: str) -> np.ndarray:
    """Return links by two of their columns, (seeds, rows, kinds)."""
    counts = []
    for run in sample.results:
        wide = run.links.pivot_table(
            index=rows, columns=by, values="links", aggfunc="sum", observed=True
        )
        counts.append(wide.reindex(index=names, columns=kinds).fillna(0.0).to_numpy(float))
    return np.array(counts)


def _bars(
    ax: Axes,
    sample: Sample,
    counts: np.ndarray,
    names: list[str],
    kinds: dict[str, tuple[str, str]],
) -> None:
    """Draw links, (seeds, rows, kinds), as bars that run to the right, stacked by kind."""
    mean, _ = mean_and_error(counts)
    _, error = mean_and_error(counts.sum(axis=2))
    left, keys = np.zeros(len(names)), []
    for k, (key, (colour, hatch)) in enumerate(kinds.items()):
        look = {"facecolor": colour, "hatch": hatch, "edgecolor": "white", "linewidth": 0.3}
        ax.barh(range(len(names)), mean[:, k], left=left, height=0.75, **look)
        keys.append(Patch(label=sample.say(f"links_{key}"), **look))
        left += mean[:, k]
    if len(counts) > 1:
        look = {"linestyle": "none", "color": INK, "elinewidth": 0.8}
        ax.errorbar(left, range(len(names)), xerr=error, **look)
    ax.set_xlim(0.0, 1.4 * float(left.max()))  # room for the words at the right
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0.0)
    ax.grid(axis="y", visible=False)
    ax.legend(handles=keys, loc="lower right")
