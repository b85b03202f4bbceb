"""Words beside points, placed so that they do not lie on each other."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
"""Where a word may stand, seen from its point, in order of preference."""
DISTANCES = (4.0, 10.0, 18.0, 28.0)


def place(
    figure: Figure,
    ax: Axes,
    points: np.ndarray,
    words: Sequence[str],
    sizes: np.ndarray,
    fontsize: float = 7.5,
) -> None:
    """Write each word near its point, (n, 2) in data coordinates, the largest first.

    A word takes the first free place round its point, near ones first; the least bad
    one if all are taken. A thin line leads to it where it stands apart.
    """
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    pixels = ax.transData.transform(points)
    scale = figure.dpi / 72.0
    taken = [
        Bbox.from_bounds(px - 4 * scale, py - 4 * scale, 8 * scale, 8 * scale) for px, py in pixels
    ]
    for place_of in np.argsort(-np.asarray(sizes), kind="stable"):
        k = int(place_of)
        best: tuple[float, tuple[int, int], float, Bbox] | None = None
        text = ax.text(0, 0, words[k], fontsize=fontsize)
        extent = text.get_window_extent(renderer)
        text.remove()
        for distance in DISTANCES:
            for direction in DIRECTIONS:
                box = _beside(pixels[k], direction, distance * scale, extent)
                cost = _cost(box, taken, ax)
                if best is None or cost < best[0]:
                    best = (cost, direction, distance, box)
            if best is not None and best[0] == 0.0:
                break
        assert best is not None
        taken.append(best[3])
        _write(ax, (points[k, 0], points[k, 1]), words[k], best[1], best[2], fontsize)


def _beside(point: np.ndarray, direction: tuple[int, int], distance: float, extent: Bbox) -> Bbox:
    """Return the box of a word that stands in a direction from a point."""
    dx, dy = direction
    left = point[0] + dx * distance - extent.width * (0.5 - 0.5 * dx)
    low = point[1] + dy * distance - extent.height * (0.5 - 0.5 * dy)
    return Bbox.from_bounds(left, low, extent.width, extent.height)


def _cost(box: Bbox, taken: list[Bbox], ax: Axes) -> float:
    """Return the area of other words, and outside of the axes, that a box covers."""
    cost = 0.0
    for other in taken:
        common = Bbox.intersection(box, other)
        cost += common.width * common.height if common is not None else 0.0
    inside = Bbox.intersection(box, ax.get_window_extent())
    area = inside.width * inside.height if inside is not None else 0.0
    return cost + max(0.0, box.width * box.height - area)


def _write(
    ax: Axes,
    point: tuple[float, float],
    word: str,
    direction: tuple[int, int],
    distance: float,
    fontsize: float,
) -> Text:
    dx, dy = direction
    line = {"arrowstyle": "-", "linewidth": 0.4, "color": "#777777", "shrinkB": 3.0}
    return ax.annotate(
        word,
        point,
        (dx * distance, dy * distance),
        textcoords="offset points",
        ha={1: "left", 0: "center", -1: "right"}[dx],
        va={1: "bottom", 0: "center", -1: "top"}[dy],
        fontsize=fontsize,
        arrowprops=line if distance > DISTANCES[0] else None,
    )
