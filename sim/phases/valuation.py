"""Gather what the value function needs: one function for owners, members and boards.

Horizon, discount and what counts beside profit are those of who decides, by its ownership;
institutes and centers decide like private owners.
"""

from typing import NamedTuple

import numpy as np

from sim import codes, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.worth import (
    gain_of_use,
    gain_of_users,
    loss_of_owner,
    market_share,
    ownership_of,
    replaced_by,
)
from sim.rules.institutes import cover_of, granted
from sim.rules.market import after_tax
from sim.rules.ownership import discount_of
from sim.rules.taxes import rate_of
from sim.rules.value import Prospect, licence_balance, prospect
from sim.state import NONE, RIVALS, World


@kernel
def use_value(
    w: World, row: int, gain: float, field: int, needed: np.uint64, p: Parameters
) -> float:
    """Return the discounted value of own use of a technology to an enterprise [million CNY]."""
    e = w.enterprises[row]
    net = max(0.0, gain - replaced_by(w, row, field, needed))
    return gain_of_use(w, row, net, p) * w.fields[e.field].annuity[e.ownership]


class Holder(NamedTuple):
    """Who holds the right to a technology: its share of the market and its ownership."""

    share: float
    ownership: int


class Work(NamedTuple):
    """What a value depends on of an idea, or of the ideas a center expects."""

    field: int
    gain: float
    generic: int
    needed: np.uint64  # application units, 0 for an expected idea: then nothing is replaced


@kernel
def work_at(w: World, idea: int, gain: float) -> Work:
    """Return what a value depends on of one idea, at the gain that somebody takes it for."""
    k = w.ideas[idea]
    return Work(masks.wide(k.field), gain, masks.wide(k.generic), k.application)


@kernel
def work_on(w: World, idea: int) -> Work:
    """Return what a value depends on of one idea."""
    return work_at(w, idea, w.ideas[idea].gain)


@kernel
def expected_work(field: int, p: Parameters) -> Work:
    """Return the typical idea of a field: of mean gain, not generic, nothing known of its units."""
    return Work(field, p.research.gain_mean, masks.wide(0), masks.EMPTY)


@kernel
def licensing(
    w: World, work: Work, holder: Holder, own_sales: float, judge: int, p: Parameters
) -> tuple[float, float]:
    """Return discounted licence income and lost profit of an owner [million CNY].

    The holder grants and sets the fee; `judge` is the ownership of who counts the loss and looks
    ahead, the holder itself or a member of the center that holds the right.
    """
    f = w.fields[work.field]
    home = max(0.0, f.sales - own_sales)
    gain = gain_of_users(w, work.field, f.rival_share, work.gain, home, p)
    loss = loss_of_owner(w, work.field, holder.ownership, holder.share, work.gain, home, p)
    income, loss = licence_balance(gain, loss, p.funding)
    if income > 0.0:
        loss = loss_of_owner(w, work.field, judge, holder.share, work.gain, home, p)
    if work.generic == 1:  # in other fields the owner has no sales to lose
        away = max(0.0, f.users_market - f.sales)
        fees, _ = licence_balance(
            gain_of_users(w, work.field, 0.0, work.gain, away, p), 0.0, p.funding
        )
        income += fees
    return income * f.uptake[judge], loss * f.uptake[judge]


@kernel
def licensing_value(w: World, work: Work, holder: Holder, own_sales: float, p: Parameters) -> float:
    """Return discounted licence income less lost profit of an owner [million CNY]."""
    income, loss = licensing(w, work, holder, own_sales, holder.ownership, p)
    return income - loss


@kernel
def institute_income(w: World, work: Work, p: Parameters) -> float:
    """Return the discounted licence income that an institute keeps of its own technology."""
    holder = Holder(0.0, codes.PRIVATE)
    return p.funding.institute_licence_kept * licensing_value(w, work, holder, 0.0, p)


@kernel
def outlook(
    w: World,
    idea: int,
    stage: int,
    retried: bool,
    known: np.uint64,
    pilot: bool,
    judge: int,
    p: Parameters,
) -> Prospect:
    """Return discounted chance and cost (over the project's) of an idea for what a team knows.

    `judge` is the ownership of who discounts.
    """
    k = w.ideas[idea]
    return prospect(
        stage,
        retried,
        masks.share_known(k.science, known),
        masks.share_known(k.application, known),
        masks.share_known(k.science | k.application, known),
        pilot,
        discount_of(judge, p.funding, p.ownership),
        p.maturation,
    )


@kernel
def outlook_in_center(w: World, center: int, idea: int, judge: int, p: Parameters) -> Prospect:
    """Return the same for a center that would take the idea up from where it stands."""
    known = team_knowledge(w, codes.CENTER, center, masks.wide(w.ideas[idea].field))
    pilot = w.centers[center].pilot_capacity > 0.0
    return outlook(w, idea, masks.wide(w.ideas[idea].own_stage), False, known, pilot, judge, p)


@kernel
def beaten(w: World, row: int) -> bool:
    """Say whether a team's idea is owned or launched by another: own use is all that is left."""
    k = w.ideas[row // RIVALS]
    return k.launched == 1 or (k.owned != NONE and k.owned != row % RIVALS)


@kernel
def value_knowing(w: World, row: int, known: np.uint64, pilot: bool, p: Parameters) -> float:
    """Return what going on is worth to the enterprise or institute that owns a team, by its units.

    It counts on owning the result unless another does. An enterprise uses and licenses, after tax
    and local support; an institute licenses and keeps a part of the income. What is left of a grant
    bears its share of the cost.
    """
    team = w.teams[row]
    idea = row // RIVALS
    work = work_on(w, idea)
    owner = masks.wide(team.owner)
    judge = ownership_of(w, masks.wide(team.kind), owner)
    stage = masks.wide(team.stage)
    look = outlook(w, idea, stage, team.retried == 1, known, pilot, judge, p)
    cost = look.cost * w.fields[work.field].project_cost
    cost -= granted(cost, team.grant_left, cover_of(team.kind, p.institutes))
    may_own = not beaten(w, row)
    if team.kind == codes.INSTITUTE:
        return (look.chance * institute_income(w, work, p) if may_own else 0.0) - cost
    benefit = use_value(w, owner, work.gain, work.field, work.needed, p)
    sales = w.enterprises[owner].sales
    if may_own:
        benefit += licensing_value(w, work, Holder(market_share(w, owner), judge), sales, p)
    rate = rate_of(w.enterprises[owner].certified == 1, p.market, p.taxes)
    support = w.enterprises[owner].support
    benefit, cost = after_tax(benefit, cost, rate, support, p.market)
    return look.chance * benefit - cost


@kernel
def team_value(w: World, row: int, pilot: bool, p: Parameters) -> float:
    """Return what going on with what it knows is worth to who owns a team [million CNY]."""
    return value_knowing(w, row, w.teams[row].known, pilot, p)


@kernel
def share_in(w: World, kind: int, row: int, field: int) -> float:
    """Return an organisation's share of the market of a field, 0 if it sells in another."""
    if row == NONE or kind != codes.ENTERPRISE or w.enterprises[row].field != field:
        return 0.0
    return market_share(w, row)


@kernel
def holder_of(w: World, kind: int, row: int, field: int) -> Holder:
    """Return the market share and ownership of an organisation that may hold a right."""
    return Holder(share_in(w, kind, row, field), ownership_of(w, kind, row))


@kernel
def related_to(w: World, work: Work, field: int) -> float:
    """Return the part of a gain that enterprises of a field can have."""
    if work.generic == 1:
        return w.relatedness[work.field, field]
    return 1.0 if work.field == field else 0.0


@kernel
def known_beside(w: World, kind: int, row: int, field: int, center: int) -> np.uint64:
    """Return the units of a field that an enterprise or institute knows beside one center's.

    Its own and the shared bases of its other centers; NONE for the center leaves none out.
    """
    known = masks.EMPTY
    if kind == codes.ENTERPRISE:
        if w.enterprises[row].field == field:
            known = w.enterprises[row].knowledge
        m = w.enterprises[row].first_membership
    else:
        if w.institutes[row].field == field:
            known = w.institutes[row].knowledge
        m = w.institutes[row].first_membership
    while m != NONE:
        seat = w.memberships[m]
        if seat.status == codes.MEMBER and seat.center != center:
            known = known | w.center_fields[seat.center, field].pool
        m = seat.next
    return known


@kernel
def team_knowledge(w: World, kind: int, row: int, field: int) -> np.uint64:
    """Return the units of a field that an organisation can bring to a project.

    An enterprise or institute brings its own and the shared bases of its centers; a center brings
    its base and what its lead knows, unless a local government founded it as its platform: who
    runs that keeps what it knows.
    """
    if kind != codes.CENTER:
        return known_beside(w, kind, row, field, masks.wide(NONE))
    known = w.center_fields[row, field].pool
    lead = w.centers[row].lead
    if lead != NONE and w.centers[row].local == 0:
        if w.centers[row].lead_kind == codes.ENTERPRISE:
            if w.enterprises[lead].field == field:
                known = known | w.enterprises[lead].knowledge
        elif w.institutes[lead].field == field:
            known = known | w.institutes[lead].knowledge
    return known
