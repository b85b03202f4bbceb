"""Agreements: an enterprise pays for one project of a center and uses its result first."""

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.belonging import benefit_outside
from sim.phases.benefits import lost_to_holder, lost_to_licensees, project_benefit
from sim.phases.equity import claim_of
from sim.phases.log import log_idea
from sim.phases.persons import cost_of_project
from sim.phases.priorities import own_cost
from sim.phases.seats import met, seat_of
from sim.phases.valuation import (
    Holder,
    Work,
    beaten,
    holder_of,
    outlook,
    related_to,
    use_value,
    work_on,
)
from sim.rules.cofunding import due_of_sponsor, sponsors_gain
from sim.rules.membership import use_after
from sim.rules.ownership import credit_of, discount_of, horizon_of
from sim.rules.turnover import funds
from sim.state import IDEAS, NONE, RIVALS, STAGES, Clock, World


@kernel
def money_of(w: World, row: int, p: Parameters) -> float:
    """Return what an enterprise can spend on what can wait [million CNY]."""
    e = w.enterprises[row]
    credit = credit_of(masks.wide(e.ownership), p.ownership)
    return funds(e.cash, e.sales, e.overhead, credit, p.turnover)


@kernel
def holder_in(w: World, center: int, field: int) -> Holder:
    """Return who would hold the right to a center's result, as an outsider meets it."""
    c = w.centers[center]
    if c.results_owner == codes.LEAD_OWNS:
        return holder_of(w, masks.wide(c.lead_kind), masks.wide(c.lead), field)
    if c.results_owner == codes.CENTER_OWNS:
        return Holder(w.center_fields[center, field].members, masks.wide(codes.PRIVATE))
    return Holder(w.fields[field].rival_share, masks.wide(codes.PRIVATE))


@kernel
def worth_of_first_use(w: World, center: int, row: int, work: Work, p: Parameters) -> float:
    """Return what a result is worth to an enterprise that uses it at once and before all others.

    The holder of the right uses it after its time, others have a licence after that of the members,
    and only then they take from it.
    """
    e = w.enterprises[row]
    judge = masks.wide(e.ownership)
    gain = work.gain * related_to(w, work, masks.wide(e.field))
    own = use_value(w, row, gain, work.field, work.needed, p)
    f = w.fields[work.field]
    wait = p.cofunding.first_use_quarters + p.membership.first_quarters
    far = horizon_of(judge, p.funding, p.ownership)
    d = discount_of(judge, p.funding, p.ownership)
    later = use_after(f.innovation, f.imitation, wait, p.funding.licence_life, far, d)
    holder = holder_in(w, center, work.field)
    at_last = d**p.cofunding.first_use_quarters * f.annuity[judge]
    own -= at_last * lost_to_holder(w, row, holder, work, p)
    sold = holder.share * f.market
    return own - later * lost_to_licensees(w, row, holder, work, sold, p)


@kernel
def worth_otherwise(w: World, center: int, row: int, idea: int, work: Work, p: Parameters) -> float:
    """Return what a result is worth to an enterprise that does not sponsor it: member or not.

    Nothing if the project has no money: then there would be none.
    """
    if w.ideas[idea].idle > 0:
        return 0.0
    m, _ = seat_of(w, center, masks.wide(codes.ENTERPRISE), row)
    if m != NONE and w.memberships[m].status == codes.MEMBER:
        claim = claim_of(w, m)
        kind = masks.wide(codes.ENTERPRISE)
        return project_benefit(w, center, claim, kind, row, idea, work.gain, p)
    return benefit_outside(w, center, False, masks.wide(codes.ENTERPRISE), row, work, p)


@kernel
def worth_to_sponsor(w: World, row: int, at: int, begun: bool, p: Parameters) -> float:
    """Return what an agreement on a team is worth to an enterprise [million CNY].

    Once it has begun the sponsor asks whether the project is still worth its cost, and no longer
    what it would have without paying.
    """
    team = w.teams[at]
    idea = at // RIVALS
    center = masks.wide(team.owner)
    work = work_on(w, idea)
    judge = masks.wide(w.enterprises[row].ownership)
    pilot = w.centers[center].line > 0.0
    stage = masks.wide(team.stage)
    look = outlook(w, idea, stage, team.retried == 1, team.known, pilot, judge, p)
    due = due_of_sponsor(look.cost * cost_of_project(w, center, work.field), p.cofunding)
    if beaten(w, at):  # another has the right by now
        return -due
    first = worth_of_first_use(w, center, row, work, p)
    otherwise = 0.0 if begun else worth_otherwise(w, center, row, idea, work, p)
    return sponsors_gain(look.chance, first, otherwise, due)


@kernel
def best_project(w: World, center: int, row: int, p: Parameters) -> tuple[int, float]:
    """Return the center's team that an enterprise would sponsor, and what it gains, or NONE.

    It can have one agreement at a time with a center.
    """
    best = NONE
    most = 0.0
    at = masks.wide(w.centers[center].first_team)
    while at != NONE:
        team = w.teams[at]
        if team.sponsored == 1:
            if team.sponsor == row:
                return NONE, 0.0
        elif team.stage < STAGES:
            gain = worth_to_sponsor(w, row, at, False, p)
            if gain > most:
                best, most = at, gain
        at = masks.wide(team.next)
    return best, most


@kernel
def log_sponsor(w: World, clock: Clock, kind: int, at: int, value: float, reason: int) -> None:
    """Append the event that an agreement on a team begins or ends, in place."""
    sponsor = w.enterprises[w.teams[at].sponsor].id
    log_idea(w, clock, kind, at // RIVALS, sponsor, value, reason)


@kernel
def seek_sponsors(w: World, p: Parameters, clock: Clock) -> None:
    """Settle agreements: each center that takes sponsors shows its projects to whom it meets."""
    for c in range(w.centers.size):
        center = w.centers[c]
        if center.agreements == 0 or center.status == codes.PLANNED or center.first_team == NONE:
            continue
        for k in range(int(p.membership.invitations)):
            kind = masks.wide(codes.ENTERPRISE)
            row = met(w, p, clock, c, masks.wide(draws.SPONSOR), k, kind)
            if row == NONE:
                continue
            at, gain = best_project(w, c, row, p)
            if at == NONE:
                continue
            if due_of_sponsor(own_cost(w, at, p), p.cofunding) <= money_of(w, row, p):
                team = w.teams[at]
                team.sponsored, team.sponsor = 1, row
                w.enterprises[row].sponsors = 1
                log_sponsor(w, clock, codes.AGREEMENT_SIGNED, at, gain, codes.WORTH)


@kernel
def withdraw(w: World, clock: Clock, at: int, value: float, reason: int) -> None:
    """End an agreement on a team, in place; the center may go on with it."""
    log_sponsor(w, clock, codes.AGREEMENT_ENDS, at, value, reason)
    w.teams[at].sponsored = 0


@kernel
def charge(w: World, p: Parameters, clock: Clock, at: int) -> None:
    """Let a sponsor pay the quarter of its project, in place, or withdraw."""
    team = w.teams[at]
    row = masks.wide(team.sponsor)
    cost = own_cost(w, at, p)
    due = due_of_sponsor(cost, p.cofunding)
    value = worth_to_sponsor(w, row, at, True, p)
    if value <= 0.0:
        withdraw(w, clock, at, value, masks.wide(codes.NOT_WORTH))
        return
    if due > money_of(w, row, p):
        withdraw(w, clock, at, value, masks.wide(codes.NO_MONEY))
        return
    e = w.enterprises[row]
    c = w.centers[team.owner]
    e.cash -= due / e.weight
    e.other_income -= due / e.weight
    pay(e, accounts.AGREEMENTS, due / e.weight)
    c.cash += due
    c.agreement_income += due
    c.sponsored += cost
    c.sponsors += 1
    team.sponsor_paid = cost


@kernel
def charge_sponsors(w: World, p: Parameters, clock: Clock) -> None:
    """Settle what sponsors pay this quarter, project by project."""
    for c in range(w.centers.size):
        w.centers[c].agreement_income = w.centers[c].sponsored = 0.0
        w.centers[c].sponsors = 0
    for at in range(RIVALS * w.counters[IDEAS]):
        team = w.teams[at]
        if team.kind == codes.CENTER and team.sponsored == 1 and team.stage < STAGES:
            charge(w, p, clock, at)
