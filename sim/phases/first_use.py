"""Results first: whom a center shows what it matured, and who must wait."""

from sim import codes
from sim.jit import kernel
from sim.parameters import Parameters
from sim.state import NONE, Clock, World


@kernel
def reserve(w: World, p: Parameters, clock: Clock, center: int, bank: int, slot: int) -> None:
    """Note for whom a technology is at first: the members of the center that matured it."""
    t = w.technologies[bank, slot]
    t.first_center = center
    t.first_until = clock.quarter
    if center != NONE:
        t.first_until += int(p.membership.first_quarters)


@kernel
def comes_first(w: World, row: int, bank: int, slot: int) -> bool:
    """Say whether an enterprise belongs to the center that matured a technology: it is shown it."""
    t = w.technologies[bank, slot]
    if t.origin != codes.FROM_CENTER:
        return False
    m = w.enterprises[row].first_membership
    while m != NONE:
        seat = w.memberships[m]
        if seat.center == t.first_center and seat.status == codes.MEMBER:
            return True
        m = seat.next
    return False


@kernel
def must_wait(w: World, clock: Clock, row: int, bank: int, slot: int) -> bool:
    """Say whether an enterprise may not yet use a technology because others come first."""
    t = w.technologies[bank, slot]
    if t.origin != codes.FROM_CENTER or clock.quarter >= t.first_until:
        return False
    owns = t.owner_kind == codes.ENTERPRISE and t.owner == row
    return not owns and not comes_first(w, row, bank, slot)
