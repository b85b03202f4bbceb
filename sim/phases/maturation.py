"""Maturation: who funds which stage, what it costs, what passes."""

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.log import owner_identity
from sim.phases.valuation import enterprise_value, institute_value, team_knowledge
from sim.rules.funding import project_budget
from sim.rules.maturation import PILOT_STAGE, cost_share, due_probability, pass_probability
from sim.state import IDEAS, NONE, RIVALS, Clock, World


@kernel
def link_teams(w: World, p: Parameters, clock: Clock) -> None:
    """Settle who works on what: chain the teams of each organisation, note units in use."""
    for i in range(w.enterprises.size):
        w.enterprises[i].first_team = NONE
        w.enterprises[i].engaged = masks.EMPTY
    for i in range(w.institutes.size):
        w.institutes[i].first_team = NONE
        w.institutes[i].engaged = masks.EMPTY
    for c in range(w.centers.size):
        w.centers[c].first_team = NONE
    for row in range(RIVALS * w.counters[IDEAS] - 1, -1, -1):
        team = w.teams[row]
        team.funded = 0
        team.pilot = NONE
        k = w.ideas[row // RIVALS]
        needed = k.science | k.application
        if team.kind == codes.ENTERPRISE:
            team.next = w.enterprises[team.owner].first_team
            w.enterprises[team.owner].first_team = row
            if k.field == w.enterprises[team.owner].field and k.shelved == 0:
                w.enterprises[team.owner].engaged = w.enterprises[team.owner].engaged | needed
        elif team.kind == codes.INSTITUTE:
            team.next = w.institutes[team.owner].first_team
            w.institutes[team.owner].first_team = row
            if k.field == w.institutes[team.owner].field and k.shelved == 0:
                w.institutes[team.owner].engaged = w.institutes[team.owner].engaged | needed
        elif team.kind == codes.CENTER:
            team.next = w.centers[team.owner].first_team
            w.centers[team.owner].first_team = row


@kernel
def stage_cost(w: World, row: int, p: Parameters) -> float:
    """Return what a quarter's work on a team's stage costs [million CNY]."""
    team = w.teams[row]
    field = w.ideas[row // RIVALS].field
    share = cost_share(team.stage, team.pilot != NONE, p.maturation)
    return p.maturation.pace * share * w.fields[field].project_cost


@kernel
def pilot_line(w: World, first: int) -> int:
    """Return the first center with a pilot line open to a member, or NONE."""
    m = first
    while m != NONE:
        seat = w.memberships[m]
        c = w.centers[seat.center]
        member = seat.status == codes.MEMBER
        if member and c.pilot_capacity > 0.0 and (c.pilot_for_members == 1 or seat.lead == 1):
            return seat.center
        m = seat.next
    return NONE


@kernel
def choose(w: World, first: int, budget: float, most: float, p: Parameters) -> int:
    """Fund own teams in order of value over cost until the budget binds, in place.

    Only teams with a positive value count, and those that cost at most `most`, what one firm of
    the row can spend; one that costs more than what is left of the row's budget gets nothing, a
    cheaper one further down may still be funded.

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
        if w.ideas[row // RIVALS].shelved == 0:
            team.reason = codes.NO_MONEY if team.value > 0.0 else codes.NOT_WORTH
            reason = team.reason
        row = team.next
    while True:
        best = NONE
        best_ratio = 0.0
        row = first
        while row != NONE:
            team = w.teams[row]
            open_case = team.reason == codes.NO_MONEY and team.funded == 0
            if open_case and w.ideas[row // RIVALS].shelved == 0:
                cost = stage_cost(w, row, p)
                ratio = team.value / cost
                if cost <= left and cost <= most and ratio > best_ratio:
                    best, best_ratio = row, ratio
            row = team.next
        if best == NONE:
            return reason
        w.teams[best].funded = 1
        w.teams[best].reason = codes.WORTH
        reason = codes.WORTH
        left -= stage_cost(w, best, p)


@kernel
def fund_enterprise(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: value own ideas and choose the stages to fund."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        me.funding_reason = codes.NOTHING
        if me.first_team == NONE:
            continue
        line = pilot_line(w, me.first_membership)
        row = me.first_team
        while row != NONE:
            team = w.teams[row]
            idea = row // RIVALS
            field = w.ideas[idea].field
            team.known = team_knowledge(w, codes.ENTERPRISE, i, field)
            team.pilot = line if team.stage == PILOT_STAGE else NONE
            team.value = enterprise_value(w, i, idea, team.stage, team.known, line != NONE, p)
            row = team.next
        intensity = w.fields[me.field].intensity
        routine = p.funding.routine_share * intensity * me.sales
        budget = project_budget(routine, me.cash, p.funding)
        me.funding_reason = choose(w, masks.wide(me.first_team), me.weight * budget, budget, p)


@kernel
def fund_institute(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: value own ideas and choose the stages to fund from project money."""
    for i in range(low, high):
        me = w.institutes[i]
        me.acts += 1
        me.funding_reason = codes.NOTHING
        if me.first_team == NONE:
            continue
        line = pilot_line(w, me.first_membership)
        row = me.first_team
        while row != NONE:
            team = w.teams[row]
            idea = row // RIVALS
            field = w.ideas[idea].field
            team.known = team_knowledge(w, codes.INSTITUTE, i, field)
            team.pilot = line if team.stage == PILOT_STAGE else NONE
            team.value = institute_value(w, idea, team.stage, team.known, line != NONE, p)
            row = team.next
        money = max(0.0, me.cash)
        me.funding_reason = choose(w, masks.wide(me.first_team), money, money, p)


@kernel
def fund_center(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: fund the projects its board agreed to, in order of value over cost."""
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        me.funding_reason = codes.NOTHING
        row = me.first_team
        while row != NONE:
            team = w.teams[row]
            team.known = team.known | team_knowledge(
                w, codes.CENTER, c, w.ideas[row // RIVALS].field
            )
            pilot = team.stage == PILOT_STAGE and me.pilot_capacity > 0.0
            team.pilot = c if pilot else NONE
            row = team.next
        money = max(0.0, me.cash)
        me.funding_reason = choose(w, masks.wide(me.first_team), money, money, p)


@kernel
def allot_pilot_lines(w: World, p: Parameters, clock: Clock) -> None:
    """Settle who may use each pilot line: the largest values, as far as capacity goes."""
    for c in range(w.centers.size):
        capacity = int(w.centers[c].pilot_capacity)
        for _ in range(RIVALS * w.counters[IDEAS]):
            users = 0
            worst = NONE
            for row in range(RIVALS * w.counters[IDEAS]):
                team = w.teams[row]
                if team.funded == 1 and team.pilot == c:
                    users += 1
                    if worst == NONE or team.value <= w.teams[worst].value:
                        worst = row
            if users <= capacity:
                break
            w.teams[worst].funded = 0
            w.teams[worst].reason = codes.PILOT_FULL


@kernel
def spend_on(w: World, p: Parameters, first: int) -> float:
    """Book a quarter's work on the funded teams of a chain; return its cost [million CNY]."""
    total = 0.0
    row = first
    while row != NONE:
        team = w.teams[row]
        team.effort = 0.0
        if team.funded == 1:
            cost = stage_cost(w, row, p)
            team.effort = p.maturation.pace
            team.spent += cost
            total += cost
        row = team.next
    return total


@kernel
def spend_enterprise(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: pay for the stages it funds; the row's mean cash bears 1/w of each."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        me.project_rd = spend_on(w, p, masks.wide(me.first_team)) / me.weight
        me.cash -= me.project_rd
        pay(me.flows, accounts.ENTERPRISE_PROJECT_RD, me.project_rd)


@kernel
def spend_institute(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: pay for the stages it funds."""
    for i in range(low, high):
        me = w.institutes[i]
        me.acts += 1
        me.project_rd = spend_on(w, p, masks.wide(me.first_team)) / me.weight
        me.cash -= me.project_rd
        pay(me.flows, accounts.INSTITUTE_PROJECT_RD, me.project_rd)


@kernel
def spend_center(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: pay for the stages it funds."""
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        me.project_rd = spend_on(w, p, masks.wide(me.first_team))
        me.cash -= me.project_rd
        pay(me.flows, accounts.CENTER_PROJECT_RD, me.project_rd)


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
        chance = pass_probability(
            team.stage,
            masks.share_known(k.science, team.known),
            masks.share_known(k.application, team.known),
            masks.share_known(k.science | k.application, team.known),
            p.maturation,
        )
        u = draws.uniform(clock.seed, clock.quarter, key, draws.PASS, team.stage)
        team.outcome = codes.PASSED if u < chance else codes.FAILED
