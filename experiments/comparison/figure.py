"""Forest plots: the difference of every two policies, by outcome and horizon."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from experiments.comparison import verdict
from experiments.comparison.comparison import PRIMARY, Comparison
from experiments.comparison.outcomes import Outcome
from experiments.comparison.verdict import amount
from experiments.comparison.words import say
from sim import provenance
from sim.figures.files import save
from sim.figures.style import BLUE, GREEN, INK, PALE, RED, SMALL, Plate, lines_of, sheet, style_for

LOOKS: dict[str, dict[str, Any]] = {
    verdict.BETTER: {"marker": "^", "color": BLUE},
    verdict.WORSE: {"marker": "v", "color": RED},
    verdict.NO_MATTER: {"marker": "s", "color": GREEN},
    verdict.SAME: {"marker": "D", "color": INK},
    verdict.UNCLEAR: {"marker": "o", "color": "#777777", "markerfacecolor": "white"},
}
"""How each kind of verdict is drawn: by shape and by colour."""
ACROSS = 3
ROW = 0.3
"""Inches of a contrast."""
LABEL = 1.7
"""Inches of the names of policies."""
SHOWN = (
    "a", "b", "horizon", "family", "n", "difference", "low", "high", "joint_low", "joint_high",
    "p_adjusted", "probability", "kind",
)  # fmt: skip


def plate(
    comparison: Comparison, outcome: Outcome, language: str = "en", signature: str = ""
) -> Plate:
    """Return the forest plot of an outcome: a panel per horizon, a row per contrast.

    Parameters
    ----------
    comparison : Comparison
    outcome : Outcome
        One of it.
    language : {"en", "zh"}
    signature : str, optional
        Which runs these are; the version, the number of runs and policies if none is given.
    """
    table = comparison.contrasts
    table = table.loc[table["outcome"] == outcome.name]
    names = list(dict.fromkeys(zip(table["a"], table["b"], strict=True)))
    horizons = [h for h in comparison.horizons if (table["horizon"] == h).any()]
    across = min(ACROSS, len(horizons))
    down = -(-len(horizons) // across)
    there = [kind for kind in verdict.KINDS if (table["kind"] == kind).any()]
    keys = {say(language, kind): Line2D([], [], linewidth=2.0, markersize=5.0, **LOOKS[kind])
            for kind in there}  # fmt: skip
    what = (outcome.words_zh if language == "zh" else "") or outcome.words
    title = say(language, "title", what=what)
    caption = _caption(comparison, outcome, table, language)
    signature = signature or _signature(comparison, language)
    height = down * (ROW * len(names) + 0.75)
    figure = sheet(signature, title, caption, height, keys, 3)
    axes = np.atleast_1d(figure.subplots(down, across, sharex=True, sharey=True, squeeze=False))
    for ax in axes.ravel()[len(horizons) :]:
        ax.set_visible(False)
    for ax, horizon in zip(axes.ravel(), horizons, strict=False):
        _panel(ax, table.loc[table["horizon"] == horizon], outcome)
        ax.set_title(horizon)
    first = axes[0, 0]
    labels = ["\n".join(lines_of(say(language, "against", a=a, b=b), SMALL, LABEL))
              for a, b in names]  # fmt: skip
    first.set_yticks(range(len(names)), labels)
    first.set_ylim(len(names) - 0.4, -0.75)
    _around_zero(first, table, outcome.margin or 0.0)
    _directions(axes, len(horizons), outcome, language)
    return Plate(figure, title, caption, table[list(SHOWN)].reset_index(drop=True))


def _panel(ax: Axes, rows: pd.DataFrame, outcome: Outcome) -> None:
    """Draw the contrasts of one horizon from top to bottom."""
    if outcome.margin is not None:
        ax.axvspan(-outcome.margin, outcome.margin, color=PALE, alpha=0.6, linewidth=0.0)
    ax.axvline(0.0, color=INK, linewidth=0.8)
    for y, row in enumerate(verdict.each(rows)):
        look = LOOKS[str(row.kind)]
        colour = look["color"]
        if row.family == PRIMARY:
            ax.plot([row.joint_low, row.joint_high], [y, y], color=colour, linewidth=0.8)
        ax.plot([row.low, row.high], [y, y], color=colour, linewidth=2.4, solid_capstyle="butt")
        ax.plot([row.difference], [y], linestyle="", markersize=5.5, **look)
        if np.isfinite(row.difference):
            ax.annotate(
                amount(row.difference, row.error), (row.difference, y), (0.0, 4.5),
                textcoords="offset points", ha="center", fontsize=SMALL - 1.0, color=INK,
                path_effects=[withStroke(linewidth=2.0, foreground="white", alpha=0.85)],
            )  # fmt: skip
    ax.grid(visible=False, axis="y")
    ax.tick_params(axis="y", length=0.0)


def _around_zero(ax: Axes, table: pd.DataFrame, margin: float) -> None:
    """Set limits that hold all intervals, zero, and the margin unless it is far wider."""
    ends = table[["low", "high", "joint_low", "joint_high", "difference"]].to_numpy(float)
    most = float(np.nanmax(np.abs(ends), initial=0.0)) or 1.0
    least, top = float(np.nanmin(ends, initial=0.0)), float(np.nanmax(ends, initial=0.0))
    side = margin if 0.3 * most < margin < 3.0 * most else 0.3 * most
    room = 0.06 * max(most, side)
    ax.set_xlim(min(least, -side) - room, max(top, side) + room)


def _directions(axes: np.ndarray, shown: int, outcome: Outcome, language: str) -> None:
    """Say below the lowest panels what is measured and which side is good."""
    unit = (outcome.unit_zh if language == "zh" else "") or outcome.unit
    text = say(language, "axis") + (f" ({unit})" if unit else "")
    text = "\n".join(lines_of(text, SMALL, 1.7))
    across = axes.shape[1]
    for k, ax in enumerate(axes.ravel()[:shown]):
        if k + across >= shown:
            ax.tick_params(labelbottom=True)
            ax.set_xlabel(f"{text}\n{say(language, 'sides ' + outcome.better)}")


def _caption(comparison: Comparison, outcome: Outcome, table: pd.DataFrame, language: str) -> str:
    least, most = int(table["n"].min()), int(table["n"].max())
    number = str(most) if least == most else f"{least}–{most}"
    units = say(language, comparison.unit, number=number, samples=comparison.samples)
    confidence = f"{100 * comparison.confidence:g}%"
    parts = [say(language, "caption", units=units, confidence=confidence)]
    family = comparison.contrasts["family"] == PRIMARY
    if (table["family"] == PRIMARY).any():
        parts.append(say(language, "joint", number=int(family.sum())))
    parts.append(say(language, "adjusted"))
    if outcome.margin is not None:
        unit = (outcome.unit_zh if language == "zh" else "") or outcome.unit
        parts.append(say(language, "margin", margin=f"{outcome.margin:g} {unit}".strip()))
    return (" " if language == "en" else "").join(parts)


def _signature(comparison: Comparison, language: str) -> str:
    version = provenance.describe()["versions"]["ntic"]
    runs = int(comparison.failures["runs"].sum())
    return say(language, "signature", version=version, runs=runs, policies=len(comparison.policies))


def draw(
    comparison: Comparison,
    folder: str | Path,
    language: str = "en",
    signature: str = "",
    outcomes: Sequence[str] | None = None,
) -> list[Path]:
    """Draw the forest plots of some outcomes, or of all, as the figures of a run are.

    Returns
    -------
    list of Path
        The PNG files.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [o for o in comparison.outcomes if outcomes is None or o.name in outcomes]
    words = [text for o in wanted for text in (o.words, o.words_zh, o.unit, o.unit_zh)]
    paths = []
    with (
        tempfile.TemporaryDirectory(prefix=".figures-", dir=folder) as fresh,
        mpl.rc_context(style_for([*comparison.policies, *words])),  # pyright: ignore[reportArgumentType]
    ):
        for outcome in wanted:
            drawn = plate(comparison, outcome, language, signature)
            name = "compare_" + re.sub(r"[^\w-]+", "_", outcome.name)
            about = {
                "title": drawn.title,
                "caption": drawn.caption,
                "language": language,
                "outcome": outcome.name,
                "policies": list(comparison.policies),
                "ntic": provenance.describe()["versions"]["ntic"],
            }
            save(drawn, Path(fresh) / name, about)
            paths.append(folder / f"{name}.png")
        for path in sorted(Path(fresh).iterdir()):
            path.replace(folder / path.name)
    return paths
