"""High-tech certification, and costs that are reported as R&D though they are none."""

import math

from sim.jit import rule
from sim.parameters import Market, Taxes
from sim.rules.market import tax, taxable


@rule
def rate_of(certified: bool, m: Market, p: Taxes) -> float:
    """Return the tax rate on profits of an enterprise."""
    return p.hightech_rate if certified else m.tax_rate


@rule
def threshold(sales: float, changed: bool, p: Taxes) -> float:
    """Return the R&D over sales that certification asks for.

    Parameters
    ----------
    sales : float [million CNY/quarter]
        Four quarters of it are compared with the limits; who reaches one is above it.
    changed : bool
        The later threshold for small enterprises is in force.
    p : Taxes
        Uses ``threshold_small``, ``threshold_small_later``, ``threshold_medium``,
        ``threshold_large``, ``medium_from`` and ``large_from``.
    """
    year = 4.0 * sales
    if year >= p.large_from:
        return p.threshold_large
    if year >= p.medium_from:
        return p.threshold_medium
    return p.threshold_small_later if changed else p.threshold_small


@rule
def relabelling_cost(rd: float, relabelled: float, p: Taxes) -> float:
    """Return what relabelling costs: κ/2 x^2 / (R + x) [million CNY/quarter].

    Parameters
    ----------
    rd, relabelled : float, >= 0 [million CNY/quarter]
        R&D that is done, and other costs reported as R&D.
    p : Taxes
        Uses ``relabelling_cost``.
    """
    if relabelled <= 0.0:
        return 0.0
    return 0.5 * p.relabelling_cost * relabelled * relabelled / (rd + relabelled)


@rule
def relabelled_at_margin(rd: float, rate: float, room: float, m: Market, p: Taxes) -> float:
    """Return what is relabelled for the further deduction alone: s / (1 - s) R.

    At the share s = 1 - sqrt(1 - 2 τ d_t / κ) of what is reported, one yuan more costs what it
    saves, τ d_t.

    Parameters
    ----------
    rd : float, >= 0 [million CNY/quarter]
        R&D that is done.
    rate : float [1]
        Own tax rate τ.
    room : float, >= 0 [million CNY/quarter]
        Other costs that could be relabelled, and that taxes would still allow for.
    m : Market
        Uses ``deduction``.
    p : Taxes
        Uses ``relabelling_cost``.
    """
    left = 1.0 - 2.0 * rate * m.deduction / p.relabelling_cost
    if left <= 0.0:
        return room
    keep = math.sqrt(left)
    return min(room, (1.0 - keep) / keep * rd)


@rule
def burden(profit: float, rd: float, relabelled: float, rate: float, m: Market, p: Taxes) -> float:
    """Return tax and cost of relabelling together [million CNY/quarter].

    Parameters
    ----------
    profit, rd, relabelled : float [million CNY/quarter]
        Profit before tax, R&D that is done, other costs reported as R&D.
    rate : float [1]
        Tax rate on profits.
    m : Market
        Uses ``deduction``.
    p : Taxes
        Uses ``relabelling_cost``.
    """
    base = taxable(profit, rd + relabelled, 0.0, m)
    return tax(base, rate) + relabelling_cost(rd, relabelled, p)
