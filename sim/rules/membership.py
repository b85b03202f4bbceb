"""Who joins a center, and what members share."""

from sim.codes import FEE_TOO_HIGH, WAITS, WORTH
from sim.jit import rule
from sim.parameters import Membership


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
