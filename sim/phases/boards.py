"""Boards: what groups know of an idea, how they see it, and how much each of them counts.

A group speaks with one voice. How well it sees comes from what its members know and have done:
it errs as a delegate does who is taken from them by lot.
"""

import math

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.persons import cost_of_project
from sim.phases.public_value import public_value
from sim.phases.valuation import outlook_in_center, team_knowledge
from sim.rules.governance import (
    Belief,
    carries,
    error,
    error_variance,
    expected_gain,
    prior,
    supposed_match,
    update,
)
from sim.rules.maturation import kind_of_work
from sim.state import CANDIDATES, GROUPS, NONE, Clock, World

BOARD_ITSELF = GROUPS + 1
"""Whose draw all groups of a board share: beside those of the groups and of the manager."""


@kernel
def group_of(w: World, m: int) -> int:
    """Return the group that a member belongs to: the lead, other enterprises or institutes."""
    seat = w.memberships[m]
    if seat.lead == 1:
        return codes.LEAD_GROUP
    return codes.ENTERPRISE_GROUP if seat.kind == codes.ENTERPRISE else codes.INSTITUTE_GROUP


@kernel
def has_say(w: World, center: int, group: int) -> bool:
    """Say whether a group has votes, or a veto and somebody to use it."""
    c = w.centers[center]
    if w.boards[center].votes[group] > 0.0:
        return True
    if c.veto != 1 + group:
        return False
    if group == codes.ENTERPRISE_GROUP:
        return c.enterprises > 0
    return group != codes.INSTITUTE_GROUP or c.institutes > 0


@kernel
def wins(w: World, center: int, concerned: int, favours: int, p: Parameters) -> bool:
    """Say whether a project passes if these of the groups concerned are for it (bits 0 to 3)."""
    b = w.boards[center]
    veto = w.centers[center].veto
    yes = 0.0
    votes = 0.0
    refused = False
    vetoed = False
    for group in range(GROUPS):
        if concerned >> group & 1 == 0:
            continue
        votes += b.votes[group]
        if favours >> group & 1 == 1:
            yes += b.votes[group]
            continue
        refused = refused or b.votes[group] > 0.0
        vetoed = vetoed or veto == 1 + group
    return carries(yes, votes, refused, vetoed, masks.wide(w.centers[center].voting), p.governance)


@kernel
def swings(w: World, center: int, group: int, p: Parameters) -> float:
    """Return in how many coalitions of the other groups the board turns on this one."""
    players = 0
    for other in range(GROUPS):
        if has_say(w, center, other):
            players |= 1 << other
    total = 0.0
    if players >> group & 1 == 0:
        return total
    for others in range(1 << GROUPS):
        if others & ~players == 0 and others >> group & 1 == 0:
            without = wins(w, center, players, others, p)
            if not without and wins(w, center, players, others | 1 << group, p):
                total += 1.0
    return total


@kernel
def weigh_groups(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: add up the votes of each group and how often a vote turns on it (Banzhaf)."""
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        b = w.boards[c]
        for group in range(GROUPS):
            b.votes[group] = 0.0
        if me.lead == NONE:
            continue
        per_center = w.memberships.size // w.centers.size
        for m in range(c * per_center, (c + 1) * per_center):
            if w.memberships[m].status == codes.MEMBER:
                b.votes[group_of(w, m)] += w.memberships[m].votes
        b.votes[codes.GOVERNMENT_GROUP] = me.government_votes
        total = 0.0
        for group in range(GROUPS):
            total += swings(w, c, group, p)
        unit = 1.0 / total if total > 0.0 else 0.0
        me.lead_power = unit * swings(w, c, codes.LEAD_GROUP, p)
        me.enterprise_power = unit * swings(w, c, codes.ENTERPRISE_GROUP, p)
        me.institute_power = unit * swings(w, c, codes.INSTITUTE_GROUP, p)
        me.government_power = unit * swings(w, c, codes.GOVERNMENT_GROUP, p)


@kernel
def variance_of_group(w: World, center: int, group: int, idea: int, p: Parameters) -> float:
    """Return the variance of a group's error on an idea: of the mean member's knowledge and work.

    The government has neither, nor has who runs a platform of it.
    """
    k = w.ideas[idea]
    needed = k.science | k.application
    work = kind_of_work(masks.wide(k.own_stage))
    known = 0.0
    done = 0.0
    match = 0.0
    members = 0.0
    per_center = w.memberships.size // w.centers.size
    for m in range(center * per_center, (center + 1) * per_center):
        seat = w.memberships[m]
        if seat.status != codes.MEMBER or group_of(w, m) != group:
            continue
        members += 1.0
        match += supposed_match(masks.wide(seat.kind), work)
        if seat.lead == 1 and w.centers[center].local == 1:
            continue
        if seat.kind == codes.ENTERPRISE:
            e = w.enterprises[seat.member]
            done += e.experience[work]
            if e.field == k.field:
                known += masks.share_known(needed, e.knowledge)
        else:
            o = w.institutes[seat.member]
            done += o.experience[work]
            if o.field == k.field:
                known += masks.share_known(needed, o.knowledge)
    if members > 0.0:
        known, done, match = known / members, done / members, match / members
    return error_variance(known, done, match, p.governance, p.research)


@kernel
def draw_for(clock: Clock, quarter: int, center: int, idea: int, who: int, n: int) -> float:
    """Return a standard normal draw of a group, the manager or the board itself on an idea.

    `center` and `idea` are identities: who leads a center and how it decides changes no luck.
    """
    key = draws.identity(center, idea, who)
    return draws.normal(draws.uniform(clock.seed, quarter, key, draws.SIGNAL, n))


@kernel
def impression(w: World, center: int, idea: int, clock: Clock, p: Parameters) -> Belief:
    """Return what the manager believes of an idea, by what the center knows and has done.

    One signal for good: a look at the same papers tells nothing new.
    """
    c = w.centers[center]
    k = w.ideas[idea]
    work = kind_of_work(masks.wide(k.own_stage))
    known = team_knowledge(w, codes.CENTER, center, masks.wide(k.field))
    share = masks.share_known(k.science | k.application, known)
    variance = error_variance(share, c.experience[work], 0.0, p.governance, p.research)
    own = draw_for(clock, 0, c.id, k.id, codes.MANAGER, 0)
    signal = math.log(k.gain) + math.sqrt(variance) * own
    return update(prior(p.research), signal, variance)


@kernel
def hear_experts(
    w: World, center: int, idea: int, before: Belief, clock: Clock, p: Parameters
) -> Belief:
    """Return a belief after the signals of the expert committee."""
    c = w.centers[center]
    k = w.ideas[idea]
    sigma = p.governance.expert_noise * p.research.gain_sigma
    key = draws.identity(c.id, k.id, 0)
    belief = before
    for n in range(c.experts):
        z = draws.normal(draws.uniform(clock.seed, clock.quarter, key, draws.EXPERT, n))
        belief = update(belief, math.log(k.gain) + sigma * z, sigma * sigma)
    return belief


@kernel
def decides_alone(w: World, center: int, idea: int, p: Parameters) -> bool:
    """Say whether a project is expected to cost so little that the manager alone decides."""
    c = w.centers[center]
    look = outlook_in_center(w, center, idea, masks.wide(codes.PRIVATE), p)
    cost = look.cost * cost_of_project(w, center, masks.wide(w.ideas[idea].field))
    return cost <= c.manager_limit


@kernel
def look_at(w: World, p: Parameters, clock: Clock, center: int, j: int) -> None:
    """Write how each group sees one candidate in each round, and what it is truly worth, in place.

    In every further round a group has one more signal of its own.
    """
    c = w.centers[center]
    b = w.boards[center]
    idea = masks.wide(b.candidates[j])
    k = w.ideas[idea]
    truth = math.log(k.gain)
    b.true_public[j] = public_value(w, center, idea, k.gain, p)
    b.by_manager[j] = 1 if decides_alone(w, center, idea, p) else 0
    first = impression(w, center, idea, clock, p) if b.by_manager[j] == 1 else prior(p.research)
    shared = hear_experts(w, center, idea, first, clock, p)
    for group in range(GROUPS):
        belief = shared
        variance = variance_of_group(w, center, group, idea, p)
        for r in range(int(p.governance.rounds)):
            if b.by_manager[j] == 0:
                common = draw_for(clock, clock.quarter, c.id, k.id, BOARD_ITSELF, r)
                own = draw_for(clock, clock.quarter, c.id, k.id, group, r)
                noise = error(common, own, variance, p.governance)
                belief = update(belief, truth + noise, variance)
            b.perceived[r, j, group] = expected_gain(belief)
            if group == codes.GOVERNMENT_GROUP:
                b.public[r, j] = public_value(w, center, idea, b.perceived[r, j, group], p)


@kernel
def is_before_board(w: World, center: int, j: int, quarter: int) -> bool:
    """Say whether a candidate is voted on this quarter."""
    b = w.boards[center]
    return b.candidates[j] != NONE and b.verdict[j] == codes.OPEN and quarter >= b.due[j]


@kernel
def assess(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: let experts and groups look at what is voted on this quarter; pay the experts."""
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        me.expert_fees = 0.0
        for j in range(CANDIDATES):
            if is_before_board(w, c, j, clock.quarter):
                look_at(w, p, clock, c, j)
                me.expert_fees += me.experts * p.governance.expert_fee
        me.cash -= me.expert_fees
        pay(me, accounts.EXPERT_FEES, me.expert_fees)


@kernel
def value_to_group(w: World, center: int, group: int, r: int, j: int) -> float:
    """Return what a candidate seems worth in a round to all of a group [million CNY]."""
    if group == codes.GOVERNMENT_GROUP:
        return w.boards[center].public[r, j]
    total = 0.0
    per_center = w.memberships.size // w.centers.size
    for m in range(center * per_center, (center + 1) * per_center):
        if w.memberships[m].status == codes.MEMBER and group_of(w, m) == group:
            total += w.memberships[m].ballots[r, j]
    return total


@kernel
def value_to_members(w: World, center: int, r: int, j: int) -> float:
    """Return what a candidate seems worth in a round to all members together [million CNY]."""
    total = 0.0
    for group in range(GROUPS):
        if group != codes.GOVERNMENT_GROUP:
            total += value_to_group(w, center, group, r, j)
    return total


@kernel
def value_to_those_for(w: World, center: int, r: int, j: int) -> float:
    """Return what a candidate seems worth to the members whose groups are for it [million CNY].

    What is agreed to is done for those who carried it, whatever others lose; to the public where
    only the government is for it.
    """
    total = 0.0
    for group in range(GROUPS):
        if group != codes.GOVERNMENT_GROUP:
            total += max(0.0, value_to_group(w, center, group, r, j))
    return total if total > 0.0 else w.boards[center].public[r, j]


@kernel
def consent(w: World, p: Parameters, center: int, r: int, j: int) -> bool:
    """Say whether a board agrees to a candidate in a round.

    A group is for it if it is worth something to its members together; whom it does not concern
    abstains. A manager who decides alone does what it takes to be best for all members.
    """
    if w.boards[center].by_manager[j] == 1:
        return value_to_members(w, center, r, j) > 0.0
    concerned = 0
    favours = 0
    for group in range(GROUPS):
        value = value_to_group(w, center, group, r, j) if has_say(w, center, group) else 0.0
        if value != 0.0:
            concerned |= 1 << group
        if value > 0.0:
            favours |= 1 << group
    return wins(w, center, concerned, favours, p)


@kernel
def true_values(w: World, center: int, j: int) -> tuple[float, float]:
    """Return what a candidate is truly worth to all members and to the lead [million CNY]."""
    members = 0.0
    lead = 0.0
    per_center = w.memberships.size // w.centers.size
    for m in range(center * per_center, (center + 1) * per_center):
        seat = w.memberships[m]
        if seat.status == codes.MEMBER:
            members += w.memberships[m].worths[j]
            if seat.lead == 1:
                lead += w.memberships[m].worths[j]
    return members, lead


@kernel
def count_errors(w: World, center: int, j: int, approved: bool) -> None:
    """Count what perfect assessment would have decided otherwise, and capture, in place."""
    c = w.centers[center]
    b = w.boards[center]
    good_public = b.true_public[j] > 0.0
    good_members = b.true_members[j] > 0.0
    if approved:
        c.bad_public += 0 if good_public else 1
        c.bad_members += 0 if good_members else 1
        others = b.true_members[j] - b.true_lead[j]
        c.captured += 1 if b.true_lead[j] > 0.0 and others < 0.0 else 0
    else:
        c.missed_public += 1 if good_public else 0
        c.missed_members += 1 if good_members else 0
