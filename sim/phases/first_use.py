"""What the center that matured a result does for it: who comes first, and extension work.

First the sponsor of the project, then the members of the center, then everybody else.
"""

from typing import Any

from sim import codes, masks
from sim.jit import kernel, rule
from sim.parameters import Parameters
from sim.rules.programme import is_built
from sim.state import BANK, NONE, Clock, World


@kernel
def reserve(w: World, p: Parameters, clock: Clock, row: int, bank: int, slot: int) -> None:
    """Note for whom what a team launches is at first: for nobody unless a center's matured it."""
    team = w.teams[row]
    t = w.technologies[bank, slot]
    t.sponsored = 0
    t.matured_by = NONE
    t.first_until = t.sponsor_until = clock.quarter
    if team.kind != codes.CENTER:
        return
    if team.sponsored == 1:
        t.sponsored, t.sponsor = 1, team.sponsor
        t.sponsor_until += int(p.cofunding.first_use_quarters)
    t.matured_by = team.owner
    t.first_until = t.sponsor_until + int(p.membership.first_quarters)


@kernel
def is_sponsor(w: World, row: int, bank: int, slot: int) -> bool:
    """Say whether an enterprise has paid for a technology: it uses it without a licence."""
    t = w.technologies[bank, slot]
    return t.sponsored == 1 and t.sponsor == row


@rule
def may_be_shown(e: Any) -> bool:
    """Say whether a center or an incubator may show an enterprise results."""
    return e.first_membership != NONE or e.sponsors == 1 or e.tenancy == codes.TENANT


@kernel
def is_tenant_of(w: World, row: int, center: int) -> bool:
    """Say whether a center's incubator serves an enterprise as a tenant; NONE: a public one."""
    e = w.enterprises[row]
    if e.tenancy != codes.TENANT:
        return False
    incubator = w.incubators[e.incubator]
    return incubator.center == center and incubator.part > 0.0


@kernel
def is_shown(w: World, row: int, bank: int, slot: int) -> bool:
    """Say whether an enterprise is shown a technology, and by a center first of all.

    A center shows what it matured its members, its sponsors and the tenants of its incubator; a
    public incubator shows its tenants what institutes of the province own.
    """
    t = w.technologies[bank, slot]
    if t.origin != codes.FROM_CENTER:
        e = w.enterprises[row]
        near = t.owner_kind == codes.INSTITUTE and w.institutes[t.owner].province == e.province
        return near and is_tenant_of(w, row, NONE)
    if is_tenant_of(w, row, masks.wide(t.matured_by)):
        return True
    m = w.enterprises[row].first_membership
    while m != NONE:
        seat = w.memberships[m]
        if seat.center == t.matured_by and seat.status == codes.MEMBER:
            return True
        m = seat.next
    return is_sponsor(w, row, bank, slot)


@kernel
def must_wait(w: World, clock: Clock, row: int, bank: int, slot: int) -> bool:
    """Say whether an enterprise may not yet use a technology because others come first."""
    t = w.technologies[bank, slot]
    if t.origin != codes.FROM_CENTER or is_sponsor(w, row, bank, slot):
        return False
    if t.sponsored == 1 and clock.quarter < t.sponsor_until:
        return True
    owns = t.owner_kind == codes.ENTERPRISE and t.owner == row
    return clock.quarter < t.first_until and not owns and not is_shown(w, row, bank, slot)


@kernel
def note_extension(w: World) -> None:
    """Note which technologies a center brings into use: one that is built and not revoked."""
    for bank in range(w.technologies.shape[0]):
        for slot in range(BANK):
            t = w.technologies[bank, slot]
            t.extended = 0
            if t.live == 0 or t.matured_by == NONE:
                continue
            c = w.centers[t.matured_by]
            if is_built(c.status):
                t.extended = c.extension
