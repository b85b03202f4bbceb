"""Numbers in a grid, printed and coloured."""

from collections.abc import Sequence

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from sim.figures.style import INK, PALE, SMALL

BLUES = LinearSegmentedColormap.from_list(
    "ntic blues", colormaps["Blues"](np.linspace(0.06, 1.0, 128))
)
"""From almost white to dark: the order stays in a print without colour."""


def ink_on(shade: float) -> str:
    """Return the colour of text on a shade of `BLUES`, 0 to 1."""
    return "white" if shade > 0.58 else INK


def shades(values: np.ndarray, power: float) -> np.ndarray:
    """Return values over the largest one to a power, 0 to 1; what is not above 0 has 0."""
    most = float(np.nanmax(values, initial=0.0))
    return np.clip(np.nan_to_num(values) / (most or 1.0), 0.0, 1.0) ** power


def short(value: float) -> str:
    """Return a number in three digits or more; a small one as such, none as nothing."""
    if not np.isfinite(value) or abs(value) < 5e-6:  # what rounding leaves of a balance
        return ""
    if abs(value) < 0.005:
        return "<0.01"
    digits = 0 if abs(value) >= 100.0 else 1 if abs(value) >= 10.0 else 2
    return f"{value:,.{digits}f}".replace("-", "−")


def grid(
    ax: Axes,
    values: np.ndarray,
    shade: np.ndarray,
    rows: Sequence[str],
    columns: Sequence[str],
    texts: np.ndarray | None = None,
) -> None:
    """Draw values as cells with their number; rows run downwards, names of columns stand above.

    Parameters
    ----------
    values, shade : array (rows, columns)
        Printed, and 0 to 1 for the colour; what is 0 or missing stays empty.
    texts : array (rows, columns) of str, optional
        Printed instead of the values.
    """
    empty = ~np.isfinite(values) | (np.abs(values) < 5e-6)
    ax.pcolormesh(
        np.arange(values.shape[1] + 1) - 0.5, np.arange(values.shape[0] + 1) - 0.5,
        np.ma.masked_array(shade, empty), cmap=BLUES, vmin=0.0, vmax=1.0, edgecolors="white",
        linewidth=0.8,
    )  # fmt: skip
    for (i, j), value in np.ndenumerate(values):
        text = short(float(value)) if texts is None else str(texts[i, j])
        colour = INK if empty[i, j] else ink_on(float(shade[i, j]))
        ax.text(j, i, text, ha="center", va="center", fontsize=SMALL, color=colour)
    ax.set_xlim(-0.5, values.shape[1] - 0.5)
    ax.set_ylim(values.shape[0] - 0.5, -0.5)
    ax.set_xticks(range(values.shape[1]), list(columns))
    ax.set_yticks(range(values.shape[0]), list(rows))
    ax.xaxis.tick_top()
    ax.tick_params(length=0.0)
    ax.grid(visible=False)
    ax.set_facecolor("#FAFAFA")
    for spine in ax.spines.values():
        spine.set_visible(True)
        spine.set_edgecolor(PALE)
