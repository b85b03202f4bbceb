"""The house style: colours, hatches, type, and a page with title, caption and signature.

Colours are those of Okabe and Ito, told apart by colour-blind readers; lines, markers and hatches
differ too, so that a copy without colour can be read.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.legend_handler import HandlerTuple
from matplotlib.textpath import TextToPath

from sim.figures import glyphs
from sim.figures.sample import Sample

BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
SKY, PURPLE, YELLOW = "#56B4E9", "#CC79A7", "#F0E442"
GREY, PALE, INK = "#999999", "#DDDDDD", "#222222"
SEQUENCE = (SKY, BLUE, ORANGE, RED, GREEN)
HATCHES = ("", "////", "....", "xxxx", "\\\\\\\\")
MARKERS = ("o", "s", "D", "^", "v")

WIDTH = 174.0 / 25.4
"""Inches: two columns of a journal."""
LARGE, NORMAL, SMALL = 9.0, 8.0, 7.0
"""Points, at that width."""
LINE = 1.35
"""Distance of lines of text, in sizes of type."""
MARGIN = 0.06

STYLE: dict[str, Any] = {
    "font.size": NORMAL,
    "text.parse_math": False,  # a name may have dollar signs
    "axes.titlesize": NORMAL,
    "axes.titlelocation": "left",
    "axes.labelsize": SMALL,
    "axes.edgecolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": PALE,
    "grid.linewidth": 0.5,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "hatch.linewidth": 0.5,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "legend.handlelength": 2.2,
    "figure.dpi": 250.0,
    "svg.hashsalt": "ntic",
}


class Plate(NamedTuple):
    """A figure, what it says and what is plotted."""

    figure: Figure
    title: str
    caption: str
    table: pd.DataFrame


def style_of(sample: Sample) -> dict[str, Any]:
    """Return the style; a font of the system helps out where a name has characters of its own."""
    return style_for([*sample.fields.values(), *sample.centers.values()])


def style_for(names: Iterable[str]) -> dict[str, Any]:
    """Return the style for figures in which these names stand."""
    helping = [] if glyphs.usual("".join(names)) else glyphs.helpers()
    return STYLE | {"font.family": [*glyphs.USUAL, *helping]}


def page(
    sample: Sample,
    title: str,
    caption: str,
    height: float,
    keys: Mapping[str, Any] | None = None,
    columns: int = 5,
) -> Figure:
    """Return a figure with a head and a foot; what is drawn between gets a height in inches.

    Parameters
    ----------
    title, caption : str
        Above and below; both are broken into lines.
    keys : mapping of words to artists or tuples of artists, optional
        Explained in a row, or several of so many columns, above the caption.
    """
    return sheet(signature(sample), title, caption, height, keys, columns)


def sheet(
    signed: str,
    title: str,
    caption: str,
    height: float,
    keys: Mapping[str, Any] | None = None,
    columns: int = 5,
) -> Figure:
    """Return a page, as `page` does, with a last line that says which runs it shows."""
    room = WIDTH - 2.0 * MARGIN
    heads = lines_of(title, LARGE, room)
    feet = [*lines_of(caption, SMALL, room), *lines_of(signed, SMALL, room)]
    line, large = SMALL * LINE / 72.0, LARGE * LINE / 72.0
    head, foot = len(heads) * large + 2 * MARGIN, len(feet) * line + 2 * MARGIN
    rows = -(-len(keys or ()) // columns)
    low = foot + 1.15 * rows * line + (MARGIN if rows else 0.0)
    total = head + height + low
    rect = (0.0, low / total, 1.0, height / total)
    layout = ConstrainedLayoutEngine(rect=rect, w_pad=MARGIN, h_pad=0.04)
    figure = Figure(figsize=(WIDTH, total), layout=layout)
    across, top = MARGIN / WIDTH, 1.0 - MARGIN / total
    for k, text in enumerate(heads):
        figure.text(across, top - k * large / total, text, fontsize=LARGE, va="top", color=INK)
    for k, text in enumerate(feet):
        y = (foot - MARGIN - k * line) / total
        figure.text(across, y, text, fontsize=SMALL, va="top", color="#444444")
    if keys:
        figure.legend(
            list(keys.values()), list(keys), loc="lower center",
            bbox_to_anchor=(0.5, foot / total), handler_map={tuple: HandlerTuple(None, 0.3)},
            ncols=columns, borderpad=0.0, borderaxespad=0.0, labelspacing=0.3, columnspacing=1.6,
        )  # fmt: skip
    return figure


def signature(sample: Sample) -> str:
    """Return which runs a figure shows."""
    seeds = sample.seeds
    named = ", ".join(map(str, seeds)) if len(seeds) <= 8 else sample.say("seeds_many",
        number=len(seeds), first=min(seeds), last=max(seeds))  # fmt: skip
    return sample.say(
        "signature",
        version=sample.code["versions"]["ntic"],
        scenario=sample.scenario.name,
        seeds=named,
        scale=f"{sample.scenario.scale:g}",
        run=sample.results[0].digest[:12],
    )


def lines_of(text: str, size: float, room: float) -> list[str]:
    """Break text into lines that fit a width in inches.

    Lines break at spaces and between Chinese characters, but never before a closing sign.
    """
    font = FontProperties(family=list(glyphs.USUAL), size=size)
    pieces = re.findall(
        r"[⺀-鿿（“《](?:[，。；：、）”》！？]*)|[^\s⺀-鿿（“《]+[，。；：、）”》]*|\s+", text
    )
    lines, line = [], ""
    for piece in pieces:
        if line and _width(line + piece.rstrip(), font) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _width(text: str, font: FontProperties) -> float:
    width, _, _ = TextToPath().get_text_width_height_descent(text, font, False)
    return width / 72.0
