"""What a center's project is worth to the public: gains of all who will use it, less its cost.

A gain g in efficiency saves its users g S: what one of them wins from another cancels. Who may use
the result follows from the center's rule on results, as its members and licensees count it.
"""

from sim import codes, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.persons import price_of_project
from sim.phases.valuation import (
    Holder,
    Work,
    holder_of,
    licensing,
    outlook_in_center,
    work_at,
)
from sim.rules.research import kind_of_inventor
from sim.rules.value import project_value
from sim.state import NONE, World


@kernel
def owner_of_result(w: World, center: int, idea: int) -> tuple[int, int]:
    """Return kind and row of who would own a center's result; the center itself is CENTER."""
    c = w.centers[center]
    if c.results_owner == codes.CENTER_OWNS:
        return codes.CENTER, center
    if c.results_owner == codes.LEAD_OWNS:
        return masks.wide(c.lead_kind), masks.wide(c.lead)
    k = w.ideas[idea]
    return kind_of_inventor(k.origin), masks.wide(k.inventor)


@kernel
def use_by_owner(w: World, kind: int, row: int, center: int, field: int) -> float:
    """Return domestic sales of those who use a result without a licence [million CNY/quarter]."""
    f = w.fields[field]
    if kind == codes.CENTER:
        return min(f.sales, w.center_fields[center, field].members * f.market)
    if kind == codes.ENTERPRISE and row != NONE and w.enterprises[row].field == field:
        return w.enterprises[row].sales
    return 0.0


@kernel
def public_benefit(w: World, center: int, idea: int, work: Work, p: Parameters) -> float:
    """Return what a result saves all who will use it, discounted at launch [million CNY].

    The owner uses it at once, the members of a center that owns it and licensees along the
    expected path; where the owner refuses licences, the others have nothing of it.
    """
    f = w.fields[work.field]
    kind, row = owner_of_result(w, center, idea)
    own = use_by_owner(w, kind, row, center, work.field)
    if kind == codes.CENTER:
        share = w.center_fields[center, work.field].members
        holder = Holder(share, masks.wide(codes.PRIVATE))
        quarters = own * f.reach
    else:
        holder = holder_of(w, kind, row, work.field)
        quarters = own * f.annuity[codes.PRIVATE]
    income, _ = licensing(w, work, holder, own, holder.ownership, p)
    if income > 0.0:
        quarters += max(0.0, f.sales - own) * f.reach
    if work.generic == 1:  # in other fields there is nothing to lose by a licence
        quarters += max(0.0, f.users_market - f.sales) * f.reach
    return work.gain * quarters


@kernel
def public_value(w: World, center: int, idea: int, gain: float, p: Parameters) -> float:
    """Return what a center's project is worth to the public at a gain [million CNY]."""
    work = work_at(w, idea, gain)
    look = outlook_in_center(w, center, idea, masks.wide(codes.PRIVATE), p)
    benefit = public_benefit(w, center, idea, work, p)
    return project_value(look, benefit, price_of_project(w, center, work.field))
