"""Where each center's money came from and what it went for, over the whole run."""

import numpy as np
import pandas as pd

from sim.figures.centers import OWN, SOURCES
from sim.figures.heat import grid, shades, short
from sim.figures.sample import Sample
from sim.figures.spread import explain_mean, mean_and_error
from sim.figures.style import INK, NORMAL, Plate, page

USES = (
    "project_rd",
    "pilot_rents",
    "expert_fees",
    "overheads",
    "incubation",
    "paid_to_members",
    "returned",
)
COLUMNS = (*SOURCES, *USES, "cash", "own_share")
TOTAL = "all centers"


def plate(sample: Sample) -> Plate | None:
    """Draw income, spending and what is left as a table in colours, a row per center."""
    sums = {name: sample.of_centers(name).sum(axis=2) for name in (*SOURCES, *USES)}
    sums["cash"] = sample.of_centers("cash")[..., -1]
    received = sum(sums[name] for name in SOURCES) + np.zeros_like(sums["cash"])
    shown = np.flatnonzero(received.sum(axis=0) > 0.0)
    if not shown.size:
        return None
    # (seeds, centers and the total, columns)
    values = np.stack(list(sums.values()), axis=2)[:, shown]
    values = np.concatenate([values, values.sum(axis=1, keepdims=True)], axis=1)
    own = values[..., [list(SOURCES).index(name) for name in OWN]].sum(axis=2)
    share = own / values[..., : len(SOURCES)].sum(axis=2)
    mean, error = mean_and_error(sample.money(values))
    mean_share, error_share = mean_and_error(share)
    keys = [*(list(sample.centers)[k] for k in shown), TOTAL]
    names = [*(sample.centers[key] for key in keys[:-1]), sample.say("total")]
    title = sample.say("money_title", unit=sample.say("money"))
    caption = sample.sentences(
        sample.say("money_caption", unit=sample.say("money")), explain_mean(sample)
    )
    figure = page(sample, title, caption, 0.75 + 0.2 * len(keys))
    ax = figure.subplots()
    shade = np.vstack([0.85 * shades(mean[:-1], 0.5), np.zeros(len(USES) + len(SOURCES) + 1)])
    cells = np.column_stack([mean, mean_share])
    texts = np.array([[short(v) for v in row] for row in mean], dtype=object)
    percent = np.array([f"{100.0 * v:.0f}%" for v in mean_share], dtype=object)
    heads = [sample.say(f"head_{name}") for name in COLUMNS]
    grid(
        ax, cells, np.column_stack([shade, np.zeros(len(keys))]), names, heads,
        np.column_stack([texts, percent]),
    )  # fmt: skip
    for head in ax.get_xticklabels():  # sixteen columns are narrower than their heads
        head.set(rotation=40, ha="left", rotation_mode="anchor")
    for line in (len(SOURCES), len(SOURCES) + len(USES), len(COLUMNS) - 1):
        ax.axvline(line - 0.5, color=INK, linewidth=0.8)
    ax.axhline(len(keys) - 1.5, color=INK, linewidth=0.8)
    for words, middle in (
        ("money_in", (len(SOURCES) - 1) / 2),
        ("money_out", len(SOURCES) + (len(USES) - 1) / 2),
    ):
        ax.annotate(
            sample.say(words), (middle, 1.0), (0, 46), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="center", va="baseline", fontsize=NORMAL,
        )  # fmt: skip
    row, column = (index.ravel() for index in np.indices(mean.shape))
    table = pd.DataFrame(
        {
            "center": np.array(keys, dtype=object)[row],
            "item": np.array(COLUMNS[:-1])[column],
            "value": mean.ravel(),
            "error": error.ravel(),
            "unit": sample.say("money"),
        }
    )
    shares = {"center": keys, "item": COLUMNS[-1], "value": mean_share, "error": error_share}
    table = pd.concat([table, pd.DataFrame(shares).assign(unit="1")], ignore_index=True)
    return Plate(figure, title, caption, table.assign(seeds=len(sample.results)))
