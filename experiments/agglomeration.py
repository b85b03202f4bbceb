"""How births and efficiency go with specialisation: regressions over fields in provinces.

Both hold the field and the province fixed: what one of them has everywhere does not count.
They describe; who is efficient also sells more, and nothing here says which came first.
"""

import numpy as np

from sim import codes
from sim.kernel import History
from sim.state import EVENTS, World

STEPS = 100
CLOSE = 1e-10
FEWEST = 5.0
"""Enterprises of a cell below which its mean efficiency is left out."""


def dummies(shape: tuple[int, int]) -> np.ndarray:
    """Return a column for each field and each province but the first, (F P, F + P - 1)."""
    field, province = (k.ravel() for k in np.indices(shape))
    return np.hstack([field[:, None] == np.arange(shape[0]),
                      province[:, None] == np.arange(1, shape[1])]).astype(float)  # fmt: skip


def poisson(y: np.ndarray, x: np.ndarray, exposure: np.ndarray) -> np.ndarray:
    """Return the coefficients of E y = exposure exp(x b) by maximum likelihood, (columns,).

    Newton's steps with the smallest of equally good answers: columns that say the same, or fields
    without births, make no trouble.

    References
    ----------
    .. [1] Santos Silva and Tenreyro (2006), Review of Economics and Statistics 88, 641-658.
    """
    mean = np.maximum(y, 0.5 * y.mean())
    b = np.zeros(x.shape[1])
    for _ in range(STEPS):
        target = np.log(mean / exposure) + (y - mean) / mean
        root = np.sqrt(mean)
        new = np.linalg.lstsq(root[:, None] * x, root * target, rcond=None)[0]
        done = np.abs(new - b).max() < CLOSE
        b = new
        mean = exposure * np.exp(np.clip(x @ b, -30.0, 30.0))
        if done:
            break
    return b


def births_by_cell(history: History, since: int) -> np.ndarray:
    """Return rows of enterprises founded in each field and province from a quarter on, (F, P)."""
    w = history.world
    log = w.events[: int(w.counters[EVENTS])]
    born = log[(log["kind"] == codes.FIRM_FOUNDED) & (log["quarter"] >= since)]
    shape = (w.fields.size, w.provinces.size)
    cell = born["field"].astype(np.int64) * shape[1] + born["province"]
    return np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape).astype(float)


def elasticity_of_births(births: np.ndarray, firms: np.ndarray, quotient: np.ndarray) -> float:
    """Return the elasticity of births per enterprise to the location quotient.

    Parameters
    ----------
    births, firms, quotient : array (F, P)
        Cells without enterprises or sales are left out.
    """
    there = ((firms > 0.0) & (quotient > 0.0)).ravel()
    special = np.log(np.where(quotient > 0.0, quotient, 1.0)).ravel()
    x = np.column_stack([special, dummies(births.shape)])[there]
    return float(poisson(births.ravel()[there], x, firms.ravel()[there])[0])


def elasticity_of_efficiency(w: World, quotient: np.ndarray) -> float:
    """Return the elasticity of the mean enterprise's efficiency to the location quotient, (F, P).

    Enterprises count alike: weighted by sales the efficient would make their own places special.
    """
    special = np.log(np.where(quotient > 0.0, quotient, 1.0)).ravel()
    x = np.column_stack([special, dummies(quotient.shape)])
    return _least_squares(w, x, (quotient > 0.0).ravel())


def elasticity_to_density(w: World, sales: np.ndarray) -> float:
    """Return the elasticity of the mean enterprise's efficiency to sales per area, (P,).

    Only the field is held fixed. Ciccone and Hall (1996) found 0.06 for states of the US, later
    studies 0.02 to 0.1.
    """
    density = sales / w.provinces.area
    shape = (w.fields.size, density.size)
    dense = np.broadcast_to(np.log(np.where(density > 0.0, density, 1.0)), shape).ravel()
    x = np.column_stack([dense, dummies(shape)[:, : shape[0]]])
    return _least_squares(w, x, np.broadcast_to(density > 0.0, shape).ravel())


def _least_squares(w: World, x: np.ndarray, there: np.ndarray) -> float:
    """Return the first coefficient of the mean log efficiency of cells."""
    rows, size = w.enterprises, there.size
    firms = np.bincount(rows.cell, rows.weight, size)
    total = np.bincount(rows.cell, rows.weight * np.log(rows.efficiency), size)
    there = there & (firms >= FEWEST)
    return float(np.linalg.lstsq(x[there], total[there] / firms[there], rcond=None)[0][0])
