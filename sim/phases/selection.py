"""Selection: the manager proposes ideas, groups vote by what each is worth to them."""

from sim import codes, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.belonging import own_income, public_income
from sim.phases.benefits import project_benefit
from sim.phases.boards import (
    consent,
    count_errors,
    group_of,
    impression,
    is_before_board,
    true_values,
    value_to_members,
    value_to_those_for,
)
from sim.phases.equity import claim_of
from sim.phases.launch import end_team, of_inventor
from sim.phases.log import log_center
from sim.phases.persons import price_of_project
from sim.phases.seats import seat_of
from sim.phases.valuation import outlook_in_center
from sim.phases.worth import ownership_of
from sim.rules.governance import expected_gain, quarters_of_rounds
from sim.rules.research import kind_of_inventor
from sim.rules.value import project_value
from sim.state import CANDIDATES, IDEAS, NONE, REFUSALS, RIVALS, STAGES, Clock, World


@kernel
def was_refused(w: World, p: Parameters, clock: Clock, center: int, idea: int) -> bool:
    """Say whether a center's own board has refused an idea of late.

    A board remembers what it refused, the latest first; longer ago than the ban is no matter.
    """
    b = w.boards[center]
    last = w.centers[center].refused
    for k in range(last - 1, max(0, last - REFUSALS) - 1, -1):
        place = k % REFUSALS
        if clock.quarter - b.refused_at[place] >= p.governance.reconsider:
            return False
        if b.refused[place] == w.ideas[idea].id:
            return True
    return False


@kernel
def note_refusal(w: World, clock: Clock, center: int, idea: int) -> None:
    """Count and note what a board refuses, in place of the refusal that is longest ago."""
    b = w.boards[center]
    place = w.centers[center].refused % REFUSALS
    b.refused[place] = w.ideas[idea].id
    b.refused_at[place] = clock.quarter
    w.centers[center].refused += 1


@kernel
def may_take_up(w: World, p: Parameters, clock: Clock, center: int, idea: int) -> bool:
    """Say whether a center may take up an idea: in its fields, no money, known to it.

    It knows the ideas of its members and those on the shelf. What its board has refused comes back
    only after a while, when teams and shared knowledge have changed.
    """
    k = w.ideas[idea]
    if k.live == 0 or k.launched == 1 or k.gain <= 0.0:
        return False
    if w.center_fields[center, k.field].share <= 0.0:
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
    if not (free or member) or not (member or k.shelved == 1):
        return False
    return not was_refused(w, p, clock, center, idea)


@kernel
def find_idea(w: World, identity: int) -> int:
    """Return the row of an idea in the pipeline, NONE if it has left."""
    for k in range(w.counters[IDEAS]):
        if w.ideas[k].id == identity:
            return k
    return NONE


@kernel
def keep_open(w: World, p: Parameters, clock: Clock, center: int) -> int:
    """Move what is still before a board to the front, in place; return how many these are.

    What somebody else has taken up meanwhile is dropped, and all of a center that was revoked.
    """
    b = w.boards[center]
    kept = 0
    for j in range(CANDIDATES):
        if b.candidates[j] == NONE or w.centers[center].lead == NONE:
            continue
        idea = find_idea(w, masks.wide(b.ideas[j]))
        if idea == NONE or not may_take_up(w, p, clock, center, idea):
            continue
        b.candidates[kept] = idea
        b.ideas[kept] = b.ideas[j]
        b.since[kept] = b.since[j]
        b.due[kept] = b.due[j]
        b.verdict[kept] = b.verdict[j]
        b.by_manager[kept] = b.by_manager[j]
        b.value[kept] = b.value[j]
        b.true_public[kept] = b.true_public[j]
        b.true_members[kept] = b.true_members[j]
        b.true_lead[kept] = b.true_lead[j]
        kept += 1
    for j in range(kept, CANDIDATES):
        b.candidates[j] = NONE
    return kept


@kernel
def propose(w: World, p: Parameters, clock: Clock, center: int, kept: int) -> None:
    """Fill the free places before a board with the ideas that seem best to the manager, in place.

    Best is the largest expected gain, by the center's share in the field.
    """
    b = w.boards[center]
    for idea in range(w.counters[IDEAS]):
        if not may_take_up(w, p, clock, center, idea) or is_proposed(w, center, idea, kept):
            continue
        share = w.center_fields[center, w.ideas[idea].field].share
        score = expected_gain(impression(w, center, idea, clock, p)) * share
        place = CANDIDATES
        while place > kept and (b.candidates[place - 1] == NONE or score > b.score[place - 1]):
            place -= 1
        for j in range(CANDIDATES - 1, place, -1):
            b.candidates[j] = b.candidates[j - 1]
            b.score[j] = b.score[j - 1]
        if place < CANDIDATES:
            b.candidates[place] = idea
            b.score[place] = score
    for j in range(kept, CANDIDATES):
        if b.candidates[j] != NONE:
            b.ideas[j] = w.ideas[b.candidates[j]].id
            b.since[j] = clock.quarter
            b.due[j] = clock.quarter + int(p.governance.delay)
            b.verdict[j] = codes.OPEN


@kernel
def is_proposed(w: World, center: int, idea: int, kept: int) -> bool:
    """Say whether an idea is among the first candidates of a board."""
    found = False
    for j in range(kept):
        found = found or w.boards[center].candidates[j] == idea
    return found


@kernel
def nominate(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: keep before its board what is open, and let its manager propose more, up to eight."""
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        me.vote_reason = codes.NOTHING
        kept = keep_open(w, p, clock, c)
        if me.lead != NONE and me.cash > 0.0:
            propose(w, p, clock, c, kept)


@kernel
def part_of_cost(w: World, m: int, p: Parameters) -> float:
    """Return the part of what a center spends that is a member's: its fee, and its claim.

    Its claim is on what the center earns, if that could be shared out. Who brings no money bears
    no cost, however many votes it has.
    """
    seat = w.memberships[m]
    c = w.centers[seat.center]
    center = masks.wide(seat.center)
    own = own_income(w, center, p)
    income = own + public_income(w, center)
    if income <= 0.0:
        return 0.0
    claim = claim_of(w, m) if c.pays_out == 1 else 0.0
    return (seat.fee_paid + claim * (own - c.fees)) / income


@kernel
def vote(w: World, p: Parameters, clock: Clock, m: int, kind: int, row: int) -> None:
    """Write what each candidate of one center is worth to a member, seemingly and truly, in place.

    Its cost is the part that is its money of what the project is expected to cost the center. Who
    gains and loses nothing abstains.
    """
    seat = w.memberships[m]
    center = masks.wide(seat.center)
    b = w.boards[center]
    paid = part_of_cost(w, m, p)
    judge = ownership_of(w, kind, row)
    group = group_of(w, m)
    for j in range(CANDIDATES):
        if seat.status != codes.MEMBER or not is_before_board(w, center, j, clock.quarter):
            continue
        idea = masks.wide(b.candidates[j])
        field = masks.wide(w.ideas[idea].field)
        look = outlook_in_center(w, center, idea, judge, p)
        cost = paid * price_of_project(w, center, field)
        claim = claim_of(w, m)
        truth = project_benefit(w, center, claim, kind, row, idea, w.ideas[idea].gain, p)
        w.memberships[m].worths[j] = project_value(look, truth, cost)
        for r in range(int(p.governance.rounds)):
            gain = b.perceived[r, j, group]
            benefit = project_benefit(w, center, claim, kind, row, idea, gain, p)
            w.memberships[m].ballots[r, j] = project_value(look, benefit, cost)


@kernel
def vote_enterprise(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: vote in each center it belongs to."""
    for i in range(low, high):
        w.enterprises[i].acts += 1
        m = w.enterprises[i].first_membership
        while m != NONE:
            vote(w, p, clock, m, codes.ENTERPRISE, i)
            m = w.memberships[m].next


@kernel
def vote_institute(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: vote in each center it belongs to."""
    for i in range(low, high):
        w.institutes[i].acts += 1
        m = w.institutes[i].first_membership
        while m != NONE:
            vote(w, p, clock, m, codes.INSTITUTE, i)
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
    team.funded = team.sponsored = 0
    team.spent = 0.0
    team.value = value
    team.reason = codes.BOARD_AGREED
    team.known = masks.EMPTY
    k.shelved = 0
    k.idle = 0
    return True


@kernel
def hold_vote(w: World, p: Parameters, clock: Clock, center: int, j: int) -> None:
    """Settle a board's vote on one candidate, in place: agreed in some round, else refused.

    It takes effect when the rounds without consent have passed.
    """
    b = w.boards[center]
    rounds = 1 if b.by_manager[j] == 1 else int(p.governance.rounds)
    b.verdict[j] = codes.REFUSED
    last = rounds - 1
    for r in range(rounds):
        if consent(w, p, center, r, j):
            b.verdict[j] = codes.AGREED
            last = r
            break
    b.value[j] = value_to_members(w, center, last, j)
    if b.verdict[j] == codes.AGREED and b.by_manager[j] == 0:
        b.value[j] = value_to_those_for(w, center, last, j)
    b.due[j] = clock.quarter + quarters_of_rounds(last, p.governance)
    b.true_members[j], b.true_lead[j] = true_values(w, center, j)


@kernel
def outbid(w: World, clock: Clock, center: int, j: int) -> bool:
    """Say whether another board takes up the same idea now, at a larger value.

    Identity breaks ties.
    """
    idea = masks.wide(w.boards[center].candidates[j])
    value = w.boards[center].value[j]
    for c in range(w.centers.size):
        b = w.boards[c]
        for other in range(CANDIDATES):
            if c == center or b.candidates[other] != idea or b.verdict[other] != codes.AGREED:
                continue
            first = b.value[other] == value and w.centers[c].id < w.centers[center].id
            larger = b.value[other] > value or first
            if larger and clock.quarter >= b.due[other] and place_for(w, c, idea) != NONE:
                return True
    return False


@kernel
def carry_out(w: World, p: Parameters, clock: Clock, center: int, j: int) -> None:
    """Let a board's decision on one candidate take effect, in place."""
    c = w.centers[center]
    b = w.boards[center]
    idea = masks.wide(b.candidates[j])
    kind, reason = codes.PROJECT_REFUSED, codes.BOARD_REFUSED
    if b.verdict[j] == codes.AGREED:
        reason = codes.TAKEN_UP  # by another center
        if not outbid(w, clock, center, j) and take_up(w, clock, center, idea, b.value[j]):
            kind, reason = codes.PROJECT_APPROVED, codes.BOARD_AGREED
    if reason == codes.BOARD_AGREED:
        c.approved += 1
    elif reason == codes.BOARD_REFUSED:
        note_refusal(w, clock, center, idea)
    if reason != codes.TAKEN_UP:
        c.waited += clock.quarter - b.since[j]
        c.by_manager += b.by_manager[j]
        count_errors(w, center, j, reason == codes.BOARD_AGREED)
    c.vote_reason = reason
    log_center(w, clock, kind, center, w.ideas[idea].field, w.ideas[idea].id, b.value[j], reason)


@kernel
def decide(w: World, p: Parameters, clock: Clock) -> None:
    """Settle the votes of this quarter, then what is due; of several boards the keenest gets it."""
    for c in range(w.centers.size):
        for j in range(CANDIDATES):
            if is_before_board(w, c, j, clock.quarter):
                hold_vote(w, p, clock, c, j)
    for c in range(w.centers.size):
        b = w.boards[c]
        for j in range(CANDIDATES):
            decided = b.candidates[j] != NONE and b.verdict[j] != codes.OPEN
            if decided and clock.quarter >= b.due[j]:
                carry_out(w, p, clock, c, j)
    for c in range(w.centers.size):
        b = w.boards[c]
        for j in range(CANDIDATES):
            if b.verdict[j] != codes.OPEN and clock.quarter >= b.due[j]:
                b.candidates[j] = NONE
