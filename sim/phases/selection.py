"""Selection: centers nominate ideas, members vote by what each is worth to them."""

from sim import codes, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.belonging import own_income
from sim.phases.equity import claim_of
from sim.phases.launch import end_team, of_inventor
from sim.phases.log import log_center
from sim.phases.seats import seat_of
from sim.phases.valuation import outlook, project_benefit, team_knowledge
from sim.phases.worth import ownership_of
from sim.rules.governance import board_agrees
from sim.rules.research import kind_of_inventor
from sim.rules.value import project_value
from sim.state import CANDIDATES, IDEAS, NONE, RIVALS, STAGES, Clock, World


@kernel
def may_take_up(w: World, p: Parameters, clock: Clock, center: int, idea: int) -> bool:
    """Say whether a center may take up an idea: in its fields, no money, known to it.

    It knows the ideas of its members and those on the shelf. What a board has seen comes back only
    after a while, when teams and shared knowledge have changed.
    """
    k = w.ideas[idea]
    if k.live == 0 or k.launched == 1 or w.center_fields[center, k.field].share <= 0.0:
        return False
    if k.considered != NONE and clock.quarter - k.considered < p.governance.reconsider:
        return False
    free = False
    for slot in range(RIVALS):
        team = w.teams[RIVALS * idea + slot]
        if team.kind == codes.NOBODY:
            free = True
        elif team.kind == codes.CENTER or team.funded == 1 or team.stage == STAGES:
            return False
    if k.idle == 0 and k.shelved == 0:
        return False
    kind = kind_of_inventor(k.origin)
    seat, _ = seat_of(w, center, kind, k.inventor)
    member = seat != NONE and w.memberships[seat].status == codes.MEMBER
    return (free or member) and (member or k.shelved == 1)


@kernel
def nominate(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: bring the ideas of largest gain in its fields before the board, at most eight."""
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        me.vote_reason = codes.NOTHING
        for j in range(CANDIDATES):
            w.centers[c].candidates[j] = NONE
        if me.status == codes.PLANNED or me.lead == NONE or me.cash <= 0.0:
            continue
        for k in range(w.counters[IDEAS]):
            if not may_take_up(w, p, clock, c, k):
                continue
            score = w.ideas[k].gain * w.center_fields[c, w.ideas[k].field].share
            place = CANDIDATES
            while place > 0:
                other = w.centers[c].candidates[place - 1]
                if other != NONE:
                    rank = w.ideas[other].gain * w.center_fields[c, w.ideas[other].field].share
                    if score <= rank:
                        break
                place -= 1
            if place < CANDIDATES:
                for j in range(CANDIDATES - 1, place, -1):
                    w.centers[c].candidates[j] = w.centers[c].candidates[j - 1]
                w.centers[c].candidates[place] = k


@kernel
def vote(w: World, p: Parameters, m: int, kind: int, row: int) -> None:
    """Write one member's value of each candidate of one center, in place.

    Its cost is its share, by votes, of what the project is expected to cost the center beyond the
    part that grants pay. Who gains and loses nothing abstains.
    """
    seat = w.memberships[m]
    center = masks.wide(seat.center)
    c = w.centers[center]
    own = own_income(w, center, p)
    income = own + c.grant_paid + c.local_grant_paid
    paid = seat.votes * own / income if income > 0.0 else 0.0
    for j in range(CANDIDATES):
        w.memberships[m].ballots[j] = 0.0
        idea = masks.wide(w.centers[center].candidates[j])
        if idea == NONE or seat.status != codes.MEMBER:
            continue
        field = masks.wide(w.ideas[idea].field)
        known = team_knowledge(w, codes.CENTER, center, field)
        stage = masks.wide(w.ideas[idea].own_stage)
        judge = ownership_of(w, kind, row)
        look = outlook(w, idea, stage, False, known, c.pilot_capacity > 0.0, judge, p)
        benefit = project_benefit(w, center, claim_of(w, m), kind, row, idea, p)
        w.memberships[m].ballots[j] = project_value(
            look, benefit, paid * w.fields[field].project_cost
        )


@kernel
def vote_enterprise(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: vote in each center it belongs to."""
    for i in range(low, high):
        w.enterprises[i].acts += 1
        m = w.enterprises[i].first_membership
        while m != NONE:
            vote(w, p, m, codes.ENTERPRISE, i)
            m = w.memberships[m].next


@kernel
def vote_institute(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: vote in each center it belongs to."""
    for i in range(low, high):
        w.institutes[i].acts += 1
        m = w.institutes[i].first_membership
        while m != NONE:
            vote(w, p, m, codes.INSTITUTE, i)
            m = w.memberships[m].next


@kernel
def place_for(w: World, center: int, idea: int) -> int:
    """Return where a center's team on an idea would be: the inventor's if that is a member.

    Else a free one; NONE if there is no place, or another center works on it.
    """
    k = w.ideas[idea]
    kind = kind_of_inventor(k.origin)
    seat, _ = seat_of(w, center, kind, k.inventor)
    member = seat != NONE and w.memberships[seat].status == codes.MEMBER
    place = NONE
    for slot in range(RIVALS):
        team = w.teams[RIVALS * idea + slot]
        if team.kind == codes.CENTER:
            return NONE
        mine = member and of_inventor(w, RIVALS * idea + slot)
        if mine or (team.kind == codes.NOBODY and place == NONE):
            place = slot
    return place


@kernel
def take_up(w: World, clock: Clock, center: int, idea: int, value: float) -> bool:
    """Give the center a team on an idea, in place; say whether there was a place for one."""
    k = w.ideas[idea]
    place = place_for(w, center, idea)
    if place == NONE:
        return False
    team = w.teams[RIVALS * idea + place]
    if team.kind != codes.NOBODY:
        held = k.owned == place
        end_team(w, clock, RIVALS * idea + place, codes.TAKEN_UP)
        if held:  # a member brings its right at TRL 8 with its project
            k.owned = place
    team.kind = codes.CENTER
    team.owner = center
    team.stage = k.own_stage
    team.retried = 0
    team.funded = 0
    team.spent = 0.0
    team.value = value
    team.reason = codes.BOARD_AGREED
    team.known = masks.EMPTY
    k.shelved = 0
    k.idle = 0
    return True


@kernel
def verdict(w: World, p: Parameters, center: int, candidate: int) -> tuple[bool, float]:
    """Return whether a board agrees, by weighted majority of those it concerns, and the value."""
    per_center = w.memberships.size // w.centers.size
    yes = 0.0
    votes = 0.0
    value = 0.0
    for m in range(center * per_center, (center + 1) * per_center):
        seat = w.memberships[m]
        if seat.status != codes.MEMBER:
            continue
        worth = w.memberships[m].ballots[candidate]
        value += worth
        if worth != 0.0:
            votes += seat.votes
        if worth > 0.0:
            yes += seat.votes
    return board_agrees(yes, votes, p.governance), value


@kernel
def outbid(w: World, p: Parameters, center: int, idea: int, value: float) -> bool:
    """Say whether another board agrees to the same idea at a larger value, and can take it up.

    Identity breaks ties.
    """
    for c in range(w.centers.size):
        for j in range(CANDIDATES):
            if c != center and w.centers[c].candidates[j] == idea:
                agrees, other = verdict(w, p, c, j)
                first = other == value and w.centers[c].id < w.centers[center].id
                if agrees and (other > value or first) and place_for(w, c, idea) != NONE:
                    return True
    return False


@kernel
def decide(w: World, p: Parameters, clock: Clock) -> None:
    """Settle the votes, candidate by candidate; of several boards the one that values it most."""
    for c in range(w.centers.size):
        center = w.centers[c]
        for j in range(CANDIDATES):
            idea = masks.wide(w.centers[c].candidates[j])
            if idea == NONE:
                continue
            k = w.ideas[idea]
            k.considered = clock.quarter
            agrees, value = verdict(w, p, c, j)
            kind, reason = codes.PROJECT_REFUSED, codes.BOARD_REFUSED
            if agrees:
                reason = codes.TAKEN_UP  # by another center
                if not outbid(w, p, c, idea, value) and take_up(w, clock, c, idea, value):
                    kind, reason = codes.PROJECT_APPROVED, codes.BOARD_AGREED
            if reason == codes.BOARD_AGREED:
                center.approved += 1
            elif reason == codes.BOARD_REFUSED:
                center.refused += 1
            center.vote_reason = reason
            log_center(w, clock, kind, c, k.field, k.id, value, reason)
