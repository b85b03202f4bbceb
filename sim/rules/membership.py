"""Who joins a center, what it pays, what it gets as a member and what outside, who rides free."""

import math

from sim.codes import FEE_TOO_HIGH, WAITS, WORTH
from sim.jit import rule
from sim.parameters import Membership
from sim.rules.value import annuity


@rule
def stays_or_joins(worth: float, fee: float, loss: int, p: Membership) -> tuple[bool, int]:
    """Decide on membership: worth it, waiting at a loss, or not.

    ==================  ===================  ==================
    ..                  worth > fee          worth <= fee
    ==================  ===================  ==================
    any                 in                   in while patient
    ==================  ===================  ==================

    Parameters
    ----------
    worth, fee : float [million CNY/quarter]
        Expected worth of membership and its fee.
    loss : int [quarter]
        Quarters at a loss in a row so far; at least ``patience`` for who is not a member.
    p : Membership
        Uses ``patience``.

    Returns
    -------
    in : bool
        Joins or stays.
    reason : int
        WORTH, WAITS or FEE_TOO_HIGH.
    """
    if worth > fee:
        return True, WORTH
    if loss < p.patience:
        return True, WAITS
    return False, FEE_TOO_HIGH


@rule
def opens_unit(own_gain: float, rivals_gain: float, share: float) -> bool:
    """Decide whether a member opens a unit to the shared base.

    Parameters
    ----------
    own_gain : float [million CNY]
        What the unit adds to the value of the center's projects for the member.
    rivals_gain : float [million CNY]
        What it gives rivals among the members, as profit moved to them.
    share : float, 0 to 1
        Member's share of the market: what rivals gain it loses in that proportion.
    """
    return own_gain > share * rivals_gain


@rule
def graded(amount: float, sales: float, mean: float, p: Membership) -> float:
    """Return what one enterprise pays of a graded amount: amount x (sales / mean)^grade.

    Parameters
    ----------
    amount : float [million CNY/quarter or million CNY]
        Fee, or price of a stake, of an enterprise of mean size.
    sales, mean : float [million CNY/quarter]
        Of the enterprise, and of the mean one-to-one enterprise of its field.
    p : Membership
        Uses ``grade``.
    """
    if mean <= 0.0:
        return amount
    return amount * (sales / mean) ** p.grade


@rule
def use_after(
    p_year: float, q_year: float, first: float, life: float, horizon: float, discount: float
) -> float:
    """Return the discounted quarters of use along the Bass path of those who must wait at first.

    Sum over quarters h of (F(h) - F(h-1)) d^k times the annuity of the life left after k, with
    k = max(h, first): who has heard before the wait is over starts as it ends. Without a wait and
    with the life of a licence this is `value.uptake`.

    Parameters
    ----------
    p_year, q_year : float [1/year]
        Of the Bass path.
    first : float [quarter]
        After launch, in which others alone may use it.
    life : float [quarter]
        After launch, how long use counts.
    horizon : float [quarter]
        How far one looks ahead.
    discount : float [1/quarter]
        Its discount factor.
    """
    total = 0.0
    before = 0.0
    a = p_year + q_year
    for h in range(1, int(horizon) + 1):
        e = math.exp(-a * 0.25 * h)
        now = (1.0 - e) / (1.0 + q_year / p_year * e) if p_year > 0.0 else 0.0
        start = max(float(h), first)
        if start <= horizon:
            total += (
                math.exp(start * math.log(discount))
                * (now - before)
                * annuity(life - start, discount)
            )
        before = now
    return total


@rule
def spent_of(income: float, usual: float, idle: bool) -> float:
    """Return how much of a center's income it is expected to spend [million CNY/quarter].

    All of it, or where its money lies idle no more than of late: money that it cannot spend is
    worth nothing to members.
    """
    return min(income, usual) if idle else income


@rule
def rides_free(worth: float, price: float, gained: float) -> bool:
    """Say whether staying out is free riding: all members together gain by it, it does not.

    Parameters
    ----------
    worth : float [million CNY/quarter]
        Of membership to the one who stays out, beside what it has outside.
    price : float [million CNY/quarter]
        What it would pay.
    gained : float [million CNY/quarter]
        What the center's members, itself included, would gain by the projects that it would pay.
    """
    return worth <= price < gained
