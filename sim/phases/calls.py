"""Calls for national projects: who has a grant, and what becomes of money that is not used.

The ministry is a residual account: a field's fund and what is left of grants are promises on
paper, money flows when a stage is paid.
"""

import math

from sim import codes, draws, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.log import log_idea, owner_identity
from sim.phases.valuation import beaten, team_value
from sim.ranges import institutes_of
from sim.rules.institutes import cost_to_go, cover_of, grant_amount, panel_bar, panel_score
from sim.state import IDEAS, NONE, RIVALS, STAGES, Clock, World

BETWEEN_CALLS = 4
"""Quarters after which an idea may come before a panel again."""


@kernel
def lapse(w: World, row: int) -> None:
    """Return what is left of a team's grant to the fund of its field, in place."""
    team = w.teams[row]
    if team.grant_left > 0.0:
        f = w.fields[w.ideas[row // RIVALS].field]
        f.fund += team.grant_left
        team.grant_left = 0.0


@kernel
def fill_fund(w: World, p: Parameters, clock: Clock, field: int) -> float:
    """Add the quarter's money to a field's fund, in place; return how much it was."""
    f = w.fields[field]
    f.public = 0.0
    first, last = institutes_of(w, field)
    for i in range(first, last):
        f.public += w.institutes[i].weight * w.institutes[i].due
    received = (1.0 - p.institutes.block_share) * f.public
    f.fund += received
    return received


@kernel
def applicant(w: World, clock: Clock, idea: int) -> int:
    """Return the team that applies for an idea, NONE if none does; grants out of time lapse.

    Of several teams the furthest applies, of equals the first. None does while one has a grant,
    or within a year of the last panel, and none does once another owns the idea.
    """
    k = w.ideas[idea]
    best = NONE
    running = False
    for slot in range(RIVALS):
        row = RIVALS * idea + slot
        team = w.teams[row]
        if team.grant_left > 0.0 and clock.quarter >= team.grant_until:
            lapse(w, row)
        if team.kind == codes.NOBODY or team.stage >= STAGES or beaten(w, row):
            continue
        if team.grant_left > 0.0:
            running = True
        if best == NONE or team.stage > w.teams[best].stage:
            best = row
    recent = clock.quarter - k.asked < BETWEEN_CALLS
    return NONE if running or recent else best


@kernel
def size_of_grant(w: World, p: Parameters, row: int) -> float:
    """Return what a call would grant a team [million CNY]."""
    team = w.teams[row]
    cost = w.fields[w.ideas[row // RIVALS].field].project_cost
    to_go = cost_to_go(masks.wide(team.stage), p.maturation)
    return grant_amount(cost, to_go, cover_of(team.kind, p.institutes), p.institutes)


@kernel
def would_use(w: World, p: Parameters, row: int) -> bool:
    """Say whether a team would go on with a grant; a center's board has said what it wants."""
    team = w.teams[row]
    if team.kind == codes.CENTER or cover_of(team.kind, p.institutes) >= 1.0:
        return True
    team.grant_left = size_of_grant(w, p, row)
    value = team_value(w, row, team.pilot != NONE, p)
    team.grant_left = 0.0
    return value > 0.0


@kernel
def judge(w: World, p: Parameters, clock: Clock, field: int) -> None:
    """Give each idea of a field for which a team applies its score, in place; no other has one."""
    for idea in range(w.counters[IDEAS]):
        k = w.ideas[idea]
        if k.field != field:
            continue
        k.score = -math.inf
        row = applicant(w, clock, idea)
        k.applicant = row
        if row != NONE and k.gain > 0.0 and would_use(w, p, row):
            u = draws.uniform(clock.seed, clock.quarter, k.id, draws.PANEL, 0)
            k.score = panel_score(k.gain, u, p.institutes, p.research)
            k.asked = clock.quarter


@kernel
def award(w: World, p: Parameters, clock: Clock, idea: int) -> bool:
    """Grant an application if the fund of its field has the money, in place; say if it has."""
    k = w.ideas[idea]
    f = w.fields[k.field]
    team = w.teams[k.applicant]
    amount = size_of_grant(w, p, masks.wide(k.applicant))
    if amount > f.fund:
        return False
    f.fund -= amount
    team.grant_left = amount
    team.grant_until = clock.quarter + int(p.institutes.grant_quarters)
    owner = owner_identity(w, team.kind, team.owner)
    log_idea(w, clock, codes.GRANT_AWARDED, idea, owner, amount, team.stage)
    return True


@kernel
def call(w: World, p: Parameters, clock: Clock) -> None:
    """Settle the calls, field by field: the best above the bar as far as the fund goes.

    What a fund then holds beyond a quarter's money, or one grant, pays for projects of the usual
    work of the field's institutes.
    """
    bar = panel_bar(p.institutes, p.research)
    for field in range(w.fields.size):
        received = fill_fund(w, p, clock, field)
        judge(w, p, clock, field)
        while True:
            best = NONE
            for idea in range(w.counters[IDEAS]):
                k = w.ideas[idea]
                if k.field != field or k.score < bar or k.score == -math.inf:
                    continue
                if best == NONE or k.score > w.ideas[best].score:
                    best = idea
            if best == NONE or not award(w, p, clock, best):
                break
            w.ideas[best].score = -math.inf
        f = w.fields[field]
        most = max(received, p.institutes.grant_part * f.project_cost)
        f.returned = max(0.0, f.fund - most) if f.public > 0.0 else 0.0
        f.fund -= f.returned
