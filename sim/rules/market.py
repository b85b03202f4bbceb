"""Demand, selection among sellers, profits, taxes and what is paid out."""

import math

from sim.jit import rule
from sim.parameters import Market
from sim.rules.diffusion import adoption_probability

LEAST_USER_COST = 0.1
"""User cost of R&D that no support lowers further."""


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
def volatility(sales: float, p: Market) -> float:
    """Return the standard deviation of a quarter's log demand: sqrt(ν² + S_o / S), at most 1/2.

    Independent orders of size S_o make the variance of a seller's demand fall as one over its
    sales; ν is common to all its orders.

    Parameters
    ----------
    sales : float [million CNY/quarter]
        Of the last quarter.
    p : Market
        Uses ``noise`` and ``order``.
    """
    if sales <= 0.0:
        return p.noise
    return min(0.5, math.sqrt(p.noise * p.noise + p.order / sales))


@rule
def next_share(
    share: float, competitiveness: float, mean: float, shock: float, sigma: float, p: Market
) -> float:
    """Return the quantity share before it is normed: s (1 + χ (E/Ē - 1)) exp(σ ε - σ²/2).

    Parameters
    ----------
    share : float, 0 to 1
        Share of the field's quantity.
    competitiveness, mean : float, > 0
        Of the seller and of all sellers, by share.
    shock : float
        Standard normal draw ε.
    sigma : float
        Standard deviation σ of log demand; its mean effect is none.
    p : Market
        Uses ``selection``.

    Returns
    -------
    float
        Never negative: at most the whole share is lost.

    References
    ----------
    .. [1] Metcalfe (1994), Economic Journal 104, 931-944: the replicator.
    """
    growth = 1.0 + p.selection * (competitiveness / mean - 1.0)
    return share * max(0.0, growth) * math.exp(sigma * shock - 0.5 * sigma * sigma)


@rule
def quality(known: float, p: Market) -> float:
    """Return a seller's quality over the world's: k^ζ.

    Parameters
    ----------
    known : float, 0 to 1
        Share k of the units the world knows that the seller knows.
    p : Market
        Uses ``quality_elasticity``.
    """
    return known**p.quality_elasticity


@rule
def frontier_quality(opened: float, at_start: float, window: float, p: Market) -> float:
    """Return the world's quality over that of 2010: exp(ζ x units opened since / window).

    Each unit adds as much, in logs, as a seller gains that learns one of the last it lacks, so
    growth depends on how fast units open, not on how many have been opened before.

    Parameters
    ----------
    opened, at_start : float [unit]
        Units opened so far and by 2010.
    window : float, > 0 [unit]
        Units that the world has in use at a time.
    p : Market
        Uses ``quality_elasticity``.
    """
    return math.exp(p.quality_elasticity * (opened - at_start) / window)


@rule
def price(efficiency: float, markup: float, input_price: float) -> float:
    """Return the price: (1 + μ) times unit cost, the price of inputs over efficiency."""
    return (1.0 + markup) * input_price / efficiency


@rule
def demand(potential: float, price: float, p: Market) -> float:
    """Return what buyers spend: potential x price^(1 - ε) [million CNY/quarter].

    Parameters
    ----------
    potential : float [million CNY/quarter]
        At the price of 2010, times market maturity.
    price : float
        At constant quality, over that of 2010.
    p : Market
        Uses ``price_elasticity``.
    """
    return potential * price ** (1.0 - p.price_elasticity)


@rule
def buyers_gain(potential: float, price: float, p: Market) -> float:
    """Return the area under the demand curve between the price of 2010 and today's.

    The integral of potential x x^-ε over x from `price` to 1: what buyers save, and what they buy
    more is worth [million CNY/quarter].
    """
    e = 1.0 - p.price_elasticity
    if abs(e) < 1e-9:
        return -potential * math.log(price)
    return potential * (1.0 - price**e) / e


@rule
def opening_gain(opened: float, p: Market) -> float:
    """Return what the part of a market that has opened is worth to buyers at the price of 2010.

    The area under its demand curve between that price and the one at which buyers do without; a
    lower price than that of 2010 is counted by `buyers_gain` [million CNY/quarter].

    Parameters
    ----------
    opened : float [million CNY/quarter]
        What buyers of this part would spend at the price of 2010.
    p : Market
        Uses ``price_elasticity`` and ``choke_price``.
    """
    return -buyers_gain(opened, p.choke_price, p)


@rule
def reserved(quality: float, at_start: float, p: Market) -> float:
    """Return what part of its purchases the state reserves for domestic offers, 0 to 1.

    It rises from nothing at the quality of 2010, when the tables' imports include what the state
    bought, to all at the quality that the state asks for.

    Parameters
    ----------
    quality, at_start : float, 0 to 1
        Mean of domestic sellers over the world's, now and in 2010.
    p : Market
        Uses ``procurement_threshold``.
    """
    if at_start >= p.procurement_threshold:
        return 1.0 if quality >= p.procurement_threshold else 0.0
    return min(1.0, max(0.0, (quality - at_start) / (p.procurement_threshold - at_start)))


@rule
def composite(
    home: float, imports: float, share: float, substitution: float
) -> tuple[float, float]:
    """Return the CES price of domestic and imported supply together, and the part of imports.

    P = [(1 - m) P_h^(1 - κ) + m P_m^(1 - κ)]^(1/(1 - κ)), of which m (P_m / P)^(1 - κ) is spent on
    imports.

    Parameters
    ----------
    home, imports : float, > 0
        Prices at constant quality, over those of 2010.
    share : float, 0 to 1
        Share m of imports in 2010.
    substitution : float, > 1
        Elasticity κ between the two.

    References
    ----------
    .. [1] Armington (1969), IMF Staff Papers 16, 159-178.
    """
    domestic = (1.0 - share) * home ** (1.0 - substitution)
    foreign = share * imports ** (1.0 - substitution)
    return (domestic + foreign) ** (1.0 / (1.0 - substitution)), foreign / (domestic + foreign)


@rule
def scarcity(imports: float, substitution: float, p: Market) -> float:
    """Return by how much an embargo raises the price of what a field supplies: (1 - m)^(1/(1 - κ)).

    That of supply with elasticity of substitution κ from which a share m is taken away; at most
    the price at which buyers do without.

    Parameters
    ----------
    imports : float, 0 to 1
        Share m of revenue that imports would have.
    substitution : float, > 1
        Elasticity κ between imports and domestic supply.
    p : Market
        Uses ``choke_price``.

    References
    ----------
    .. [1] Dixit and Stiglitz (1977), American Economic Review 67, 297-308.
    """
    if imports >= 1.0 or substitution <= 1.0:
        return p.choke_price
    return min(p.choke_price, (1.0 - imports) ** (1.0 / (1.0 - substitution)))


@rule
def input_cost(sales: float, markup: float) -> float:
    """Return wages and inputs behind sales: sales / (1 + μ) [million CNY/quarter]."""
    return sales / (1.0 + markup)


@rule
def taxable(profit: float, rd: float, losses: float, p: Market) -> float:
    """Return what is taxed: profit - d_t R&D - losses of before; below 0 it is a loss.

    Parameters
    ----------
    profit : float [million CNY/quarter]
        Sales less inputs, overheads, interest and what R&D costs itself, plus licences, shares
        and support, less fees and costs of adoption.
    rd : float [million CNY/quarter]
        R&D spending, of which a share d_t is deducted once more.
    losses : float, >= 0 [million CNY]
        Of earlier quarters, not yet allowed for.
    p : Market
        Uses ``deduction``.
    """
    return profit - p.deduction * rd - losses


@rule
def tax(base: float, rate: float) -> float:
    """Return the profit tax: τ max(0, base) [million CNY/quarter]."""
    return rate * max(0.0, base)


@rule
def losses_left(base: float, p: Market) -> float:
    """Return the losses that later taxes allow for; they lapse within about T_τ quarters."""
    return max(0.0, -base) * (1.0 - 1.0 / p.loss_life)


@rule
def after_tax(
    benefit: float, rd: float, rate: float, support: float, p: Market
) -> tuple[float, float]:
    """Return a benefit and the R&D behind it as an enterprise counts them after tax.

    Parameters
    ----------
    benefit, rd : float [million CNY]
        Before tax.
    rate : float [1]
        Own tax rate τ.
    support : float, >= 0 [1]
        Taxed subsidy s per yuan of R&D.
    p : Market
        Uses ``deduction``.

    Returns
    -------
    benefit, rd : float [million CNY]
        (1 - τ) of the benefit, and (1 - τ (1 + d_t) - (1 - τ) s) of the R&D, which is a cost and
        deducted once more in part.
    """
    left = 1.0 - rate
    return left * benefit, (1.0 - rate * (1.0 + p.deduction) - left * support) * rd


@rule
def user_cost(rate: float, support: float, p: Market) -> float:
    """Return what a yuan of R&D must earn before tax to pay: (1 - τ (1 + d_t)) / (1 - τ) - s.

    At least `LEAST_USER_COST`.

    Parameters
    ----------
    rate : float, 0 to 1 [1]
        Own tax rate τ.
    support : float, >= 0 [1]
        Taxed subsidy s per yuan of R&D.
    p : Market
        Uses ``deduction``.

    References
    ----------
    .. [1] Hall and Van Reenen (2000), Research Policy 29, 449-469: the B-index.
    """
    benefit, rd = after_tax(1.0, 1.0, rate, support, p)
    return max(LEAST_USER_COST, rd / benefit)


@rule
def dividend(cash: float, sales: float, profit: float, p: Market) -> float:
    """Return what is paid to owners: a share of cash above the buffer, nothing after a loss."""
    if profit <= 0.0:
        return 0.0
    return p.payout * max(0.0, cash - p.buffer * sales)
