"""What a center's result is worth to a member: as its owner, as a partner, as a licensee.

One value function for boards, members and applicants: what a member counts for a given project it
counts for the typical one that it expects.
"""

from sim import codes, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.valuation import (
    Holder,
    Work,
    expected_work,
    holder_of,
    institute_income,
    licensing,
    licensing_value,
    related_to,
    use_value,
    work_at,
)
from sim.phases.worth import (
    gain_of_use,
    loss_of_owner,
    market_share,
    ownership_of,
    replaced_by,
)
from sim.rules.legal import paid_out
from sim.rules.research import kind_of_inventor
from sim.rules.value import licensee_value
from sim.state import World


@kernel
def late_use(w: World, field: int, judge: int, extended: int) -> float:
    """Return licensed use of a center's result where its members come first [quarter]."""
    f = w.fields[field]
    return f.late_uptake_extended[judge] if extended == 1 else f.late_uptake[judge]


@kernel
def licensed_use(w: World, field: int, judge: int, extended: int, late: bool) -> float:
    """Return licensed use of a center's result over that of others' results.

    More if the center does extension work, less where its members come first.
    """
    f = w.fields[field]
    if f.uptake[judge] <= 0.0:
        return 0.0
    if late:
        use = late_use(w, field, judge, extended)
    else:
        use = f.uptake_extended[judge] if extended == 1 else f.uptake[judge]
    return use / f.uptake[judge]


@kernel
def benefit_as_owner(
    w: World, kind: int, row: int, work: Work, extended: int, p: Parameters
) -> float:
    """Return what a center's success is worth to the member that owns it: use and licences."""
    sooner = licensed_use(w, work.field, ownership_of(w, kind, row), extended, False)
    if kind == codes.INSTITUTE:
        return sooner * institute_income(w, work, p)
    holder = holder_of(w, kind, row, work.field)
    e = w.enterprises[row]
    gain = work.gain * related_to(w, work, e.field)
    own = use_value(w, row, gain, work.field, work.needed, p)
    sold = e.sales if e.field == work.field else 0.0
    return own + sooner * licensing_value(w, work, holder, sold, p)


@kernel
def part_of_income(
    w: World, center: int, claim: float, kind: int, row: int, p: Parameters
) -> float:
    """Return the part of a center's licence income that a member gets, with so large a claim."""
    c = w.centers[center]
    part = claim * paid_out(c.keeps_revenue, c.pays_out, p.membership)
    if c.lead_kind == kind and c.lead == row:
        part += 1.0 - c.keeps_revenue
    return part


@kernel
def benefit_as_partner(
    w: World, center: int, claim: float, kind: int, row: int, work: Work, p: Parameters
) -> float:
    """Return what a success that the center owns is worth to a member.

    Members use free, have a claim on the licence income that is paid out, the lead on what is its
    by the legal form, and lose sales to fellow members and to licensees, each in proportion to its
    own share of the market. Licensees come after members.
    """
    part = part_of_income(w, center, claim, kind, row, p)
    members = w.center_fields[center, work.field].members
    sold = members * w.fields[work.field].market
    judge = ownership_of(w, kind, row)
    income, outside = licensing(w, work, Holder(members, masks.wide(codes.PRIVATE)), sold, judge, p)
    late = licensed_use(w, work.field, judge, masks.wide(w.centers[center].extension), True)
    income, outside = late * income, late * outside
    if kind == codes.INSTITUTE:
        return part * income
    e = w.enterprises[row]
    f = w.fields[e.field]
    gain = work.gain * related_to(w, work, e.field)
    share = market_share(w, row)
    fellows = max(0.0, w.center_fields[center, e.field].members - share) * f.market
    lost = loss_of_owner(w, masks.wide(e.field), judge, share, gain, fellows, p)
    mine = share / members if e.field == work.field and members > 0.0 else 0.0
    own = use_value(w, row, gain, work.field, work.needed, p)
    return own - lost * f.annuity[judge] - mine * outside + part * income


@kernel
def licensed_value(w: World, row: int, holder: Holder, gain: float, p: Parameters) -> float:
    """Return what is left to an enterprise that pays the holder of a right [million CNY/quarter].

    `gain` is that beyond what it replaces.
    """
    e = w.enterprises[row]
    worth = gain_of_use(w, row, gain, p)
    field = masks.wide(e.field)
    loss = loss_of_owner(w, field, holder.ownership, holder.share, gain, e.sales, p)
    return licensee_value(worth, loss, p.funding)


@kernel
def lost_to_holder(w: World, row: int, holder: Holder, work: Work, p: Parameters) -> float:
    """Return what a holder's own use takes from an enterprise [million CNY/quarter]."""
    e = w.enterprises[row]
    if e.field != work.field:
        return 0.0
    judge = masks.wide(e.ownership)
    sold = holder.share * w.fields[work.field].market
    return loss_of_owner(w, work.field, judge, market_share(w, row), work.gain, sold, p)


@kernel
def lost_to_licensees(
    w: World, row: int, holder: Holder, work: Work, sold: float, p: Parameters
) -> float:
    """Return what an enterprise loses a quarter if all that did not sell `sold` have a licence.

    Nothing where the holder of the right would refuse them.
    """
    e = w.enterprises[row]
    if e.field != work.field:
        return 0.0
    judge = masks.wide(e.ownership)
    mine = Holder(market_share(w, row), judge)
    income, _ = licensing(w, work, holder, sold, judge, p)
    if income <= 0.0:
        return 0.0
    home = max(0.0, w.fields[work.field].sales - sold - e.sales)
    return loss_of_owner(w, work.field, judge, mine.share, work.gain, home, p)


@kernel
def lost_to_others(
    w: World, row: int, holder: Holder, work: Work, extended: int, p: Parameters
) -> float:
    """Return what the use of a result by others takes from an enterprise [million CNY].

    Its holder uses it at once, licensees late, sooner if the center does extension work.
    """
    f = w.fields[work.field]
    judge = masks.wide(w.enterprises[row].ownership)
    at_once = lost_to_holder(w, row, holder, work, p)
    late = lost_to_licensees(w, row, holder, work, holder.share * f.market, p)
    return at_once * f.annuity[judge] + late * late_use(w, work.field, judge, extended)


@kernel
def benefit_as_licensee(
    w: World, row: int, holder: Holder, work: Work, extended: int, p: Parameters
) -> float:
    """Return what is left to a member that must pay the holder of the right.

    What the holder and other licensees take from it counts.
    """
    e = w.enterprises[row]
    field = masks.wide(e.field)
    gain = work.gain * related_to(w, work, field)
    net = max(0.0, gain - replaced_by(w, row, work.field, work.needed))
    worth = licensed_value(w, row, holder, net, p) * w.fields[field].annuity[e.ownership]
    return worth - lost_to_others(w, row, holder, work, extended, p)


@kernel
def member_benefit(
    w: World,
    center: int,
    claim: float,
    kind: int,
    row: int,
    work: Work,
    owns: float,
    holder: Holder,
    p: Parameters,
) -> float:
    """Return what a center's success is worth to a member at launch [million CNY].

    One function for a given project before the board and for the typical one that a member
    expects: `owns` is the chance that it owns the result itself, `holder` who else owns it.
    """
    benefit = 0.0
    extended = masks.wide(w.centers[center].extension)
    if owns > 0.0:
        benefit += owns * benefit_as_owner(w, kind, row, work, extended, p)
    if owns < 1.0:
        other = 0.0
        if w.centers[center].results_owner == codes.CENTER_OWNS:
            other = benefit_as_partner(w, center, claim, kind, row, work, p)
        elif kind == codes.ENTERPRISE:
            other = benefit_as_licensee(w, row, holder, work, extended, p)
        benefit += (1.0 - owns) * other
    return benefit


@kernel
def project_benefit(
    w: World, center: int, claim: float, kind: int, row: int, idea: int, gain: float, p: Parameters
) -> float:
    """Return what a member gains by a center's success with an idea of a gain [million CNY].

    The gain is the true one or what somebody takes it for.
    """
    c = w.centers[center]
    work = work_at(w, idea, gain)
    owner_kind, owner = masks.wide(c.lead_kind), masks.wide(c.lead)
    if c.results_owner == codes.INVENTOR_OWNS:
        k = w.ideas[idea]
        owner_kind = kind_of_inventor(k.origin)
        owner = masks.wide(k.inventor)
    mine = owner_kind == kind and owner == row and c.results_owner != codes.CENTER_OWNS
    holder = holder_of(w, owner_kind, owner, work.field)
    return member_benefit(w, center, claim, kind, row, work, 1.0 if mine else 0.0, holder, p)


@kernel
def expected_benefit(
    w: World, center: int, claim: float, kind: int, row: int, field: int, p: Parameters
) -> float:
    """Return what a member gains by a center's success with a typical idea [million CNY].

    Where the inventor owns, each member expects to be it as often as any other.
    """
    c = w.centers[center]
    owns = 0.0
    holder = holder_of(w, masks.wide(c.lead_kind), masks.wide(c.lead), field)
    if c.results_owner == codes.LEAD_OWNS and c.lead_kind == kind and c.lead == row:
        owns = 1.0
    elif c.results_owner == codes.INVENTOR_OWNS:
        owns = 1.0 / max(1.0, c.members)
        holder = Holder(w.fields[field].rival_share, masks.wide(codes.PRIVATE))
    return member_benefit(w, center, claim, kind, row, expected_work(field, p), owns, holder, p)
