"""Maturation: who funds which stage, what it costs, what passes."""

from typing import Any

import numpy as np

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.belonging import chain_teams
from sim.phases.experience import grow_older
from sim.phases.log import owner_identity
from sim.phases.persons import run_center
from sim.phases.platforms import asks, hoped_value, pace_of, stage_cost
from sim.phases.priorities import (
    bend,
    best_left,
    chance_of,
    goes_on,
    grant_for,
    granted_to,
    mark_by_value,
    note_bent,
    rents_for,
    spent_on,
)
from sim.phases.rosters import next_in, precedes
from sim.phases.stars import work_on_projects
from sim.phases.valuation import team_knowledge, team_value
from sim.rules.funding import project_budget
from sim.rules.legal import spendable
from sim.rules.maturation import PILOT_STAGE, due_probability
from sim.rules.ownership import credit_of
from sim.rules.programme import pull_of_measure
from sim.rules.turnover import funds
from sim.state import IDEAS, NONE, RIVALS, STAGES, WORK_KINDS, Clock, World


@kernel
def link_teams(w: World, p: Parameters, clock: Clock) -> None:
    """Settle who works on what this quarter, and clear what teams had last; note units in use."""
    chain_teams(w, p, clock)
    for i in range(w.enterprises.size):
        w.enterprises[i].engaged = masks.EMPTY
    for i in range(w.institutes.size):
        w.institutes[i].engaged = masks.EMPTY
    for row in range(RIVALS * w.counters[IDEAS]):
        team = w.teams[row]
        team.funded = 0
        team.grant_paid = team.sponsor_paid = 0.0
        team.pilot = team.platform = team.rented_line = NONE
        team.reason = codes.NOTHING
        k = w.ideas[row // RIVALS]
        if team.stage == STAGES or k.shelved == 1:
            continue
        needed = k.science | k.application
        if team.kind == codes.ENTERPRISE:
            if works_on(w, clock.seed, team.owner, k.id, k.field):
                w.enterprises[team.owner].engaged = w.enterprises[team.owner].engaged | needed
        elif team.kind == codes.INSTITUTE and k.field == w.institutes[team.owner].field:
            w.institutes[team.owner].engaged = w.institutes[team.owner].engaged | needed


@kernel
def works_on(w: World, seed: np.uint64, row: int, idea: int, field: int) -> bool:
    """Say whether an enterprise's project of its own field keeps in use what it needs.

    One firm of a row works on it: the row as a whole does with chance 1 / w.
    """
    e = w.enterprises[row]
    u = draws.uniform(seed, 0, draws.identity(e.id, idea, 0), draws.ENGAGE, 0)
    return e.field == field and u < 1.0 / e.weight


@kernel
def pilot_line(w: World, first: int, after: int) -> int:
    """Return the first center after a given one with a pilot line open to a member, or NONE."""
    m = first
    while m != NONE:
        seat = w.memberships[m]
        c = w.centers[seat.center]
        member = seat.status == codes.MEMBER
        may = c.pilot_for_members == 1 or seat.lead == 1
        later = after == NONE or precedes(w, after, masks.wide(seat.center))
        if member and may and c.line > 0.0 and later:
            return seat.center
        m = seat.next
    return NONE


@kernel
def value_teams(w: World, p: Parameters, first: int, kind: int, row: int, line: int) -> None:
    """Value the teams of an enterprise or institute, in place; those at TRL 4-6 ask for a line.

    Without a center's they hope for one to rent; who gets none is valued anew.
    """
    at = first
    while at != NONE:
        team = w.teams[at]
        k = w.ideas[at // RIVALS]
        kept = team.known & (k.science | k.application)  # what is at work is not forgotten
        if k.shelved == 1:
            kept = masks.EMPTY
        team.known = kept | team_knowledge(w, kind, row, masks.wide(k.field))
        team.pilot = line if team.stage == PILOT_STAGE else NONE
        hopes = asks(w, at)
        team.value = hoped_value(w, at, p) if hopes else team_value(w, at, line != NONE, p)
        at = masks.wide(team.next)


@kernel
def value_enterprise(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: value own ideas."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        grow_older(me, p)
        if me.first_team != NONE:
            line = pilot_line(w, masks.wide(me.first_membership), NONE)
            value_teams(w, p, masks.wide(me.first_team), codes.ENTERPRISE, i, line)


@kernel
def value_institute(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: value own ideas."""
    for i in range(low, high):
        me = w.institutes[i]
        me.acts += 1
        grow_older(me, p)
        if me.first_team != NONE:
            line = pilot_line(w, masks.wide(me.first_membership), NONE)
            value_teams(w, p, masks.wide(me.first_team), codes.INSTITUTE, i, line)


@kernel
def review_center(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: note what its projects can draw on; what they are worth its board has said."""
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        grow_older(me, p)
        for work in range(WORK_KINDS):
            me.experience[work] *= me.staying
        row = masks.wide(me.first_team)
        while row != NONE:
            team = w.teams[row]
            field = masks.wide(w.ideas[row // RIVALS].field)
            team.known = team.known | team_knowledge(w, codes.CENTER, c, field)
            pilot = team.stage == PILOT_STAGE and me.line > 0.0
            team.pilot = c if pilot else NONE
            row = masks.wide(team.next)


@kernel
def turn_away(w: World, p: Parameters, row: int) -> None:
    """Send a team to the next line open to it, or let it count the cost without one, in place."""
    team = w.teams[row]
    team.reason = codes.PILOT_FULL
    full = masks.wide(team.pilot)
    team.pilot = NONE
    if team.kind == codes.CENTER:
        return
    if team.kind == codes.ENTERPRISE:
        first = masks.wide(w.enterprises[team.owner].first_membership)
    else:
        first = masks.wide(w.institutes[team.owner].first_membership)
    team.pilot = pilot_line(w, first, full)
    hopes = team.pilot == NONE
    team.value = hoped_value(w, row, p) if hopes else team_value(w, row, True, p)


@kernel
def allot_pilot_lines(w: World, p: Parameters, clock: Clock) -> None:
    """Settle who may use each pilot line: the largest values, as far as capacity goes.

    Lines are allotted in the order of their centers' identities, so that who is turned away can ask
    the next one.
    """
    c = next_in(w, NONE, NONE)
    while c != NONE:
        capacity = int(w.centers[c].line)
        while capacity > 0:
            users = 0
            worst = NONE
            for row in range(RIVALS * w.counters[IDEAS]):
                team = w.teams[row]
                if team.kind != codes.NOBODY and team.pilot == c and goes_on(w, row, p):
                    users += 1
                    if worst == NONE or team.value <= w.teams[worst].value:
                        worst = row
            if users <= capacity:
                break
            turn_away(w, p, worst)
        c = next_in(w, NONE, c)


@kernel
def choose(w: World, p: Parameters, first: int, budget: float, most: float, pull: float) -> int:
    """Fund own teams in order of value over cost until the budget binds, in place.

    Only teams with a positive value count, or whose grant pays the whole quarter, and those that
    cost their owner at most `most`, what one firm of the row can spend; one that costs more than
    what is left of the row's budget gets nothing, a cheaper one further down may still be funded.
    An evaluation pulls the order of a center towards what is measured (`bent_value`).

    Returns
    -------
    int
        Reason of the last decision.
    """
    left = budget
    reason = codes.NOTHING
    row = first
    while row != NONE:
        team = w.teams[row]
        team.effort = 0.0
        team.priority = team.value
        team.by_value = 0
        if goes_on(w, row, p):
            team.reason = codes.NO_MONEY
        elif team.reason != codes.PILOT_FULL:
            team.reason = codes.NOT_WORTH
        reason = masks.wide(team.reason)
        row = masks.wide(team.next)
    if pull > 0.0:
        mark_by_value(w, p, first, budget, most)
        bend(w, p, first, pull)
    while True:
        best = best_left(w, p, first, left, most, False)
        if best == NONE:
            return reason
        team = w.teams[best]
        cost = stage_cost(w, best, p)
        team.funded = 1
        if pull <= 0.0:
            team.by_value = 1
        team.reason = codes.WORTH
        team.effort = pace_of(w, best, p)
        team.spent += cost
        team.grant_paid = grant_for(w, best, cost, p)
        team.grant_left -= team.grant_paid
        reason = codes.WORTH
        left -= cost - team.grant_paid - team.sponsor_paid


@kernel
def fund_projects(
    w: World, p: Parameters, me: Any, weight: float, money: float, pull: float
) -> None:
    """Choose the stages that an organisation funds, and take their costs from its cash, in place.

    A row stands for so many alike ones; each spends at most the money.
    """
    first = masks.wide(me.first_team)
    me.funding_reason = choose(w, p, first, weight * money, money, pull)
    me.pilot_rents = rents_for(w, p, first) / weight
    me.project_rd = spent_on(w, p, first) / weight - me.pilot_rents
    me.project_grants = granted_to(w, first) / weight
    me.cash -= me.project_rd + me.pilot_rents - me.project_grants


@kernel
def fund_enterprise(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: choose the stages to fund and pay; the row's mean cash bears 1/w of each."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        routine = p.funding.routine_share * w.fields[me.field].intensity * me.sales
        credit = credit_of(masks.wide(me.ownership), p.ownership)
        money = funds(me.cash, me.sales, me.overhead, credit, p.turnover)
        budget = project_budget(routine, money, p.funding)
        fund_projects(w, p, me, me.weight, budget, 0.0)
        pay(me, accounts.ENTERPRISE_PROJECT_RD, me.project_rd)
        pay(me, accounts.PILOT_RENTS_OF_ENTERPRISES, me.pilot_rents)
        pay(me, accounts.PROJECT_GRANTS_TO_ENTERPRISES, me.project_grants)


@kernel
def fund_institute(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: choose the stages to fund from project money and grants, and pay."""
    for i in range(low, high):
        me = w.institutes[i]
        me.acts += 1
        fund_projects(w, p, me, me.weight, max(0.0, me.cash), 0.0)
        pay(me, accounts.INSTITUTE_PROJECT_RD, me.project_rd)
        pay(me, accounts.PILOT_RENTS_OF_INSTITUTES, me.pilot_rents)
        pay(me, accounts.PROJECT_GRANTS_TO_INSTITUTES, me.project_grants)


@kernel
def fund_center(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: fund the projects its board agreed to, in order of value over cost, and pay.

    Its stars work on them. The nearer its evaluation, the more what is measured counts beside
    value.
    """
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        rectifies = me.status == codes.RECTIFYING
        pull = pull_of_measure(clock.quarter - me.term_start, rectifies, p.programme)
        money = spendable(max(0.0, me.cash - me.sponsored), me.overhead)
        fund_projects(w, p, me, 1.0, money, pull)
        work_on_projects(w, p, c)
        note_bent(w, me)
        spent = me.project_rd + run_center(me)
        me.usual_rd += (spent - me.usual_rd) / max(1.0, p.membership.idle)
        pay(me, accounts.CENTER_PROJECT_RD, me.project_rd)
        pay(me, accounts.PILOT_RENTS_OF_CENTERS, me.pilot_rents)
        pay(me, accounts.PROJECT_GRANTS_TO_CENTERS, me.project_grants)


@kernel
def count_duplicates(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up what each field spends on ideas that another team spends more on."""
    for field in range(low, high):
        w.fields[field].duplicated = 0.0
        w.fields[field].duplicated_center = 0.0
    for idea in range(w.counters[IDEAS]):
        field = masks.wide(w.ideas[idea].field)
        if field < low or field >= high or w.ideas[idea].live == 0:
            continue
        total = 0.0
        most = 0.0
        center = False
        for row in range(RIVALS * idea, RIVALS * (idea + 1)):
            team = w.teams[row]
            if team.kind == codes.CENTER:
                center = True
            if team.kind != codes.NOBODY and team.funded == 1:
                cost = stage_cost(w, row, p)
                total += cost
                most = max(most, cost)
        w.fields[field].duplicated += total - most
        if center:
            w.fields[field].duplicated_center += total - most


@kernel
def key_of(idea: int, kind: int, owner: int) -> int:
    """Return the identity of a team, from those of its idea and its owner."""
    return draws.identity(idea, owner, kind)


@kernel
def mature(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Draw for each funded team whether its stage falls due and whether it succeeds."""
    for row in range(low, min(high, RIVALS * w.counters[IDEAS])):
        team = w.teams[row]
        team.outcome = codes.GOES_ON
        if team.kind == codes.NOBODY or team.funded == 0:
            continue
        k = w.ideas[row // RIVALS]
        key = key_of(k.id, team.kind, owner_identity(w, team.kind, team.owner))
        due = due_probability(team.effort)
        if draws.uniform(clock.seed, clock.quarter, key, draws.DUE, team.stage) >= due:
            continue
        chance = chance_of(w, row, p)
        u = draws.uniform(clock.seed, clock.quarter, key, draws.PASS, team.stage)
        team.outcome = codes.PASSED if u < chance else codes.FAILED
