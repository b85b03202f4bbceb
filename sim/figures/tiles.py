"""A grid of tiles for the provinces: small ones stay readable, and no border is drawn."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.figures.heat import BLUES, ink_on
from sim.figures.sample import Sample
from sim.figures.style import GREY, INK, PALE, SMALL, YELLOW

LAYOUT = {
    230000: (8, 0, "HL"), 150000: (6, 1, "NM"), 220000: (8, 1, "JL"), 650000: (1, 2, "XJ"),
    620000: (3, 2, "GS"), 640000: (4, 2, "NX"), 140000: (5, 2, "SX"), 110000: (6, 2, "BJ"),
    120000: (7, 2, "TJ"), 210000: (8, 2, "LN"), 630000: (2, 3, "QH"), 610000: (4, 3, "SN"),
    410000: (5, 3, "HA"), 130000: (6, 3, "HE"), 370000: (7, 3, "SD"), 540000: (1, 4, "XZ"),
    510000: (3, 4, "SC"), 500000: (4, 4, "CQ"), 420000: (5, 4, "HB"), 340000: (6, 4, "AH"),
    320000: (7, 4, "JS"), 310000: (8, 4, "SH"), 530000: (3, 5, "YN"), 520000: (4, 5, "GZ"),
    430000: (5, 5, "HN"), 360000: (6, 5, "JX"), 330000: (7, 5, "ZJ"), 450000: (4, 6, "GX"),
    440000: (5, 6, "GD"), 350000: (6, 6, "FJ"), 460000: (4, 7, "HI"), 710000: (8, 6, "TW"),
    820000: (5, 7, "MO"), 810000: (6, 7, "HK"),
}  # fmt: skip
"""Place from the top left and letters of GB/T 2260, by code of the province."""
NAMES_ZH = {710000: "台湾", 810000: "香港", 820000: "澳门"}
"""Names of the three that have no data."""
SIDE = 0.94
MARK: dict[str, Any] = {
    "marker": "^",
    "markersize": 3.6,
    "markeredgecolor": INK,
    "markeredgewidth": 0.4,
}


class Tile(NamedTuple):
    """What a tile shows."""

    text: str
    shade: float
    marks: int = 0


def place_of(sample: Sample) -> dict[str, tuple[float, float]]:
    """Return the middle of each province's tile, by its key."""
    return {p.key: LAYOUT[p.gb_code][:2] for p in sample.scenario.provinces}


def letters_of(sample: Sample) -> dict[str, str]:
    """Return what stands for a province in a tile: letters, or its Chinese name."""
    return {p.key: sample.pick(LAYOUT[p.gb_code][2], p.name_zh) for p in sample.scenario.provinces}


def draw_tiles(ax: Axes, sample: Sample, shown: Mapping[str, Tile]) -> None:
    """Draw all provinces; those of the scenario with what is shown of them.

    A province that takes no part is empty; the three that are not modelled are hatched.
    """
    ax.set_xlim(0.45, 8.55)
    ax.set_ylim(7.55, -0.62)
    ax.set_aspect("equal")
    ax.axis("off")
    codes = {p.gb_code: p.key for p in sample.scenario.provinces}
    letters = letters_of(sample)
    for code, (x, y, short) in LAYOUT.items():
        if code not in codes:
            _absent(ax, x, y, sample.pick(short, NAMES_ZH.get(code, "")), code in NAMES_ZH)
            continue
        tile = shown[codes[code]]
        _square(ax, x, y, facecolor=BLUES(tile.shade), edgecolor=PALE)
        look = {"ha": "center", "va": "center", "color": ink_on(tile.shade), "fontsize": SMALL}
        upper, lower = (-0.09, 0.26) if tile.marks else (-0.2, 0.2)
        ax.text(x, y + upper, letters[codes[code]], **look)
        ax.text(x, y + lower, tile.text, **look)
        for k in range(tile.marks):
            side = 0.18 * (k - (tile.marks - 1) / 2)
            ax.plot(x + side, y - 0.35, color=YELLOW, **MARK)


def _absent(ax: Axes, x: float, y: float, name: str, hatched: bool) -> None:
    """Draw a tile without data."""
    _square(
        ax, x, y, facecolor="white", edgecolor=GREY if hatched else PALE,
        hatch="/////" if hatched else "",
    )  # fmt: skip
    if hatched:
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        ax.text(x, y, name, ha="center", va="center", fontsize=SMALL, color=INK, bbox=box)


def _square(ax: Axes, x: float, y: float, **look: Any) -> None:
    corner = (x - SIDE / 2, y - SIDE / 2)
    ax.add_patch(Rectangle(corner, SIDE, SIDE, linewidth=0.5, **look))
