"""Rosters: centers in the order of identity, and seats that become free.

Sums in the order of identity are the same in whatever rows centers stand.
"""

from sim import codes, masks
from sim.jit import kernel
from sim.state import NONE, World


@kernel
def precedes(w: World, center: int, other: int) -> bool:
    """Say whether a center comes before another one by identity, by row if they share it."""
    one, two = w.centers[center].id, w.centers[other].id
    return one < two or (one == two and center < other)


@kernel
def next_in(w: World, province: int, after: int) -> int:
    """Return the center of a province that comes after another one, the first after NONE.

    NONE after the last; of the whole country where the province is NONE.
    """
    best = NONE
    for c in range(w.centers.size):
        later = after == NONE or precedes(w, after, c)
        here = province == NONE or w.centers[c].province == province
        if here and later and (best == NONE or precedes(w, c, best)):
            best = c
    return best


@kernel
def last_before(w: World, before: int) -> int:
    """Return the center that comes before another one, the last before NONE."""
    best = NONE
    for c in range(w.centers.size):
        earlier = before == NONE or precedes(w, c, before)
        if earlier and (best == NONE or precedes(w, best, c)):
            best = c
    return best


@kernel
def free_seat(w: World, m: int) -> None:
    """Leave a seat without anybody, in place."""
    seat = w.memberships[m]
    seat.status = codes.FREE
    seat.member = NONE
    seat.lead = 0
    seat.votes = 0.0
    seat.contract = codes.NO_CONTRACT
    seat.stake = 0.0
    seat.fee_paid = 0.0
    seat.shared = masks.EMPTY
