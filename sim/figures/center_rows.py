"""Each center as a row: its stages, members and launches over time."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from sim import codes
from sim.figures.centers import CONSTRUCTION, OPERATING, PLANNED, RECTIFYING, REVOKED
from sim.figures.heat import BLUES
from sim.figures.sample import Sample
from sim.figures.spread import explain_mean
from sim.figures.style import INK, ORANGE, SMALL, Plate, page
from sim.results import Result

COLUMNS = ("projects_approved", "projects_refused")
DOT: dict[str, Any] = {
    "marker": "o", "color": ORANGE, "markeredgecolor": INK, "markeredgewidth": 0.4,
}  # fmt: skip


def plate(sample: Sample) -> Plate | None:
    """Draw a row per center: colour is members, hatch construction, dots launches of a year."""
    status, members = sample.of_centers("status"), sample.of_centers("members").mean(axis=0)
    begun = (status[0] != PLANNED) & (status[0] != REVOKED)
    shown = np.flatnonzero(begun.any(axis=1))
    if not shown.size:
        return None
    launched = np.mean([launches(sample, run) for run in sample.results], axis=0)
    title = sample.say("rows_title")
    caption = sample.sentences(sample.say("rows_caption"), explain_mean(sample))
    height = 0.5 + 0.235 * shown.size
    box = {"facecolor": BLUES(0.35), "edgecolor": INK, "linewidth": 0.3}
    keys: dict[str, Artist] = {
        sample.say("construction"): Patch(hatch="////", **box),
        sample.say("operating"): Patch(**box),
        sample.say("rectifying"): Patch(hatch="....", **box),
        **{sample.say(words): Line2D([], [], linestyle="none", markersize=_size(n), **DOT)
           for n, words in ((1.0, "rows_launch"), (4.0, "rows_launches"))},
    }  # fmt: skip
    figure = page(sample, title, caption, height, keys)
    ax, side = figure.subplots(1, 2, sharey=True, width_ratios=(1.0, 0.62))
    most = max(float(members.max()), 1.0)
    for row, k in enumerate(shown):
        _bar(ax, sample, row, members[k], begun[k], status[0, k], most)
        _dots(ax, sample, row, launched[k])
    ends = _ends(sample, members, launched)
    keys_shown = [list(sample.centers)[k] for k in shown]
    ax.set_yticks(range(len(keys_shown)), [sample.centers[key] for key in keys_shown])
    ax.set_ylim(len(keys_shown) - 0.45, -0.55)
    ax.tick_params(axis="y", length=0.0)
    ax.grid(axis="y", visible=False)
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    _write(side, sample, ends.loc[keys_shown])
    first = int(np.flatnonzero(begun.any(axis=0))[0])
    ax.set_xlim(sample.years[first] - 0.25, sample.years[-1] + 0.25)
    return Plate(figure, title, caption, _table(sample, status[0], members, launched, ends))


def identities(sample: Sample, result: Result) -> dict[int, str]:
    """Return the center behind each identity that stands in the events of a run.

    A center's identity is made of its main field, its province and its call, so these tell
    which of the scenario's centers started.
    """
    fields = [f.key for f in sample.scenario.fields]
    events = result.events
    starts = events.loc[events["event"] == codes.EVENT_KINDS[codes.CENTER_STARTS][0]]
    found = {}
    waiting = sorted(sample.scenario.centers, key=lambda c: c.approved)
    for _, event in starts.iterrows():
        for center in waiting:
            main = max(fields, key=lambda field: center.fields.get(field, 0.0))
            if (main, center.province) == (event["field"], event["province"]):
                found[int(event["subject"])] = center.key
                waiting.remove(center)
                break
    return found


def launches(sample: Sample, result: Result) -> np.ndarray:
    """Count the technologies that each center launched in each quarter, (centers, quarters)."""
    of = identities(sample, result)
    events = result.events
    rows = events.loc[events["event"] == codes.EVENT_KINDS[codes.LAUNCH][0]]
    rows = rows.loc[rows["origin"] == codes.ORIGINS[codes.FROM_CENTER][0]]
    places = {key: k for k, key in enumerate(sample.centers)}
    times = {name: t for t, name in enumerate(sample.quarters)}
    counts = np.zeros((len(places), len(times)))
    who = [places[of[int(identity)]] for identity in rows["object"]]
    np.add.at(counts, (who, [times[name] for name in rows["quarter"]]), 1.0)
    return counts


def _size(number: float) -> float:
    """Return the width in points of a dot whose area stands for a number of launches."""
    return 2.6 * float(np.sqrt(number))


def _bar(
    ax: Axes, sample: Sample, row: int, members: np.ndarray, begun: np.ndarray,
    status: np.ndarray, most: float,
) -> None:  # fmt: skip
    """Draw a center's quarters, coloured by members; construction is hatched."""
    for t in np.flatnonzero(begun):
        colour = BLUES(0.08 + 0.8 * members[t] / most)
        ax.add_patch(
            Rectangle((sample.years[t], row - 0.4), 0.25, 0.8, color=colour, linewidth=0.0)
        )
    for stage, hatch in ((CONSTRUCTION, "////"), (OPERATING, ""), (RECTIFYING, "....")):
        quarters = np.flatnonzero(status == stage)
        spells = np.split(quarters, np.flatnonzero(np.diff(quarters) > 1) + 1)
        for spell in (spell for spell in spells if spell.size):
            first = float(sample.years[spell[0]])
            ax.add_patch(
                Rectangle(
                    (first, row - 0.4),
                    0.25 * spell.size,
                    0.8,
                    fill=False,
                    hatch=hatch,
                    edgecolor=INK,
                    linewidth=0.3,
                )
            )


def _dots(ax: Axes, sample: Sample, row: int, launched: np.ndarray) -> None:
    """Draw a dot for the launches of each calendar year, in its middle."""
    year = np.floor(sample.years).astype(int)
    for name in np.unique(year):
        number = float(launched[year == name].sum())
        if number > 0.0:
            ax.plot(name + 0.5, row, markersize=_size(number), **DOT)


def _ends(sample: Sample, members: np.ndarray, launched: np.ndarray) -> pd.DataFrame:
    """Return the numbers that stand at the right of each center."""
    columns = {"members": members[:, -1], "launches": launched.sum(axis=1)}
    columns |= {name: sample.of_centers(name)[..., -1].mean(axis=0) for name in COLUMNS}
    return pd.DataFrame(columns, index=list(sample.centers))


def _write(ax: Axes, sample: Sample, ends: pd.DataFrame) -> None:
    """Write numbers at the right of the rows, under their heads."""
    ax.axis("off")
    ax.set_xlim(-0.5, ends.shape[1] - 0.5)
    look = {"ha": "center", "fontsize": SMALL}
    for x, name in enumerate(ends.columns):
        ax.text(x, -0.62, sample.say(f"rows_head_{name}"), va="baseline", **look)
        for row, number in enumerate(ends[name]):
            ax.text(x, row, f"{number:,.0f}", va="center", **look)


def _table(
    sample: Sample, status: np.ndarray, members: np.ndarray, launched: np.ndarray,
    ends: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    center, t = (index.ravel() for index in np.indices(members.shape))
    keys = np.array(list(sample.centers), dtype=object)
    table = pd.DataFrame(
        {
            "center": keys[center],
            "quarter": np.array(sample.quarters)[t],
            "stage": status.ravel(),
            "members": members.ravel(),
            "launches": launched.ravel(),
            "seeds": len(sample.results),
        }
    )
    table = table.loc[table["stage"] != PLANNED]
    last = ends.rename(columns={"launches": "all_launches", "members": "last_members"})
    return table.merge(last, left_on="center", right_index=True).reset_index(drop=True)
