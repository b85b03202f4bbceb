"""Demand, selection among sellers, profits, taxes and what is paid out."""

import math

from sim.jit import rule
from sim.parameters import Market
from sim.rules.diffusion import adoption_probability


@rule
def next_maturity(maturity: float, p: Market) -> float:
    """Advance market maturity M along its Bass path by one quarter.

    Parameters
    ----------
    maturity : float, 0 to 1
        Share of the potential market that exists.
    p : Market
        Uses ``maturity_innovation`` and ``maturity_imitation``.
    """
    h = adoption_probability(p.maturity_innovation, p.maturity_imitation, maturity)
    return maturity + (1.0 - maturity) * h


@rule
def next_share(share: float, competitiveness: float, mean: float, shock: float, p: Market) -> float:
    """Return the quantity share before it is normed: s (1 + χ (E/Ē - 1)) exp(ν ε).

    Parameters
    ----------
    share : float, 0 to 1
        Share of the field's quantity.
    competitiveness, mean : float, > 0
        Of the seller and of all sellers, by share.
    shock : float
        Standard normal draw.
    p : Market
        Uses ``selection`` and ``noise``.

    Returns
    -------
    float
        Never negative: at most the whole share is lost.

    References
    ----------
    .. [1] Metcalfe (1994), Economic Journal 104, 931-944: the replicator.
    """
    growth = 1.0 + p.selection * (competitiveness / mean - 1.0)
    return share * max(0.0, growth) * math.exp(p.noise * shock)


@rule
def price(efficiency: float, markup: float) -> float:
    """Return the price: (1 + μ) times unit cost 1/efficiency."""
    return (1.0 + markup) / efficiency


@rule
def input_cost(sales: float, markup: float) -> float:
    """Return wages and inputs behind sales: sales / (1 + μ) [million CNY/quarter]."""
    return sales / (1.0 + markup)


@rule
def tax(profit: float, rd: float, p: Market) -> float:
    """Return the profit tax: τ max(0, profit - d_t R&D), R&D being a cost already.

    Parameters
    ----------
    profit : float [million CNY/quarter]
        Sales less inputs less R&D, plus licences received less fees and costs of adoption.
    rd : float [million CNY/quarter]
        R&D spending, of which a share d_t is deducted once more.
    p : Market
        Uses ``tax_rate`` and ``deduction``.
    """
    return p.tax_rate * max(0.0, profit - p.deduction * rd)


@rule
def after_tax(benefit: float, rd: float, p: Market) -> tuple[float, float]:
    """Return a benefit and the R&D behind it as an enterprise counts them after tax.

    Parameters
    ----------
    benefit, rd : float [million CNY]
        Before tax.
    p : Market
        Uses ``tax_rate`` and ``deduction``.

    Returns
    -------
    benefit, rd : float [million CNY]
        (1 - τ) of the benefit, and (1 - τ (1 + d_t)) of the R&D, which is a cost and deducted
        once more in part.
    """
    return (1.0 - p.tax_rate) * benefit, (1.0 - p.tax_rate * (1.0 + p.deduction)) * rd


@rule
def dividend(cash: float, sales: float, p: Market) -> float:
    """Return what is paid to owners: a share of cash above the buffer [million CNY/quarter]."""
    return p.payout * max(0.0, cash - p.buffer * sales)
