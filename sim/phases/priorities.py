"""Which stages an organisation can fund, in which order, and what they cost it."""

from typing import Any

from sim import codes, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.platforms import rent, stage_cost
from sim.rules.institutes import cover_of, granted
from sim.rules.maturation import pass_probability
from sim.rules.programme import bent_value
from sim.state import NONE, RIVALS, World


@kernel
def grant_for(w: World, row: int, cost: float, p: Parameters) -> float:
    """Return what a team's grant pays of a cost [million CNY]."""
    team = w.teams[row]
    return granted(cost, team.grant_left, cover_of(team.kind, p.institutes))


@kernel
def own_cost(w: World, row: int, p: Parameters) -> float:
    """Return what a quarter's work on a team's stage costs its owner [million CNY]."""
    cost = stage_cost(w, row, p)
    return cost - grant_for(w, row, cost, p) - w.teams[row].sponsor_paid


@kernel
def goes_on(w: World, row: int, p: Parameters) -> bool:
    """Say whether a team's owner wants to go on: it pays, or the grant pays all this quarter."""
    return w.teams[row].value > 0.0 or own_cost(w, row, p) <= 0.0


@kernel
def chance_of(w: World, row: int, p: Parameters) -> float:
    """Return the chance that a team's stage succeeds once it falls due."""
    team = w.teams[row]
    k = w.ideas[row // RIVALS]
    return pass_probability(
        team.stage,
        masks.share_known(k.science, team.known),
        masks.share_known(k.application, team.known),
        masks.share_known(k.science | k.application, team.known),
        p.maturation,
    )


@kernel
def best_left(w: World, p: Parameters, first: int, left: float, most: float, by_value: bool) -> int:
    """Return the team with the largest priority over cost that money is left for, or NONE.

    With `by_value` it is that of the largest value, and of those not marked.
    """
    best = NONE
    best_value = 0.0
    best_cost = 0.0
    row = first
    while row != NONE:
        team = w.teams[row]
        done = team.by_value == 1 if by_value else team.funded == 1
        if team.reason == codes.NO_MONEY and not done:
            cost = own_cost(w, row, p)
            value = team.value if by_value else team.priority
            better = best == NONE or value * best_cost > best_value * cost
            if cost <= left and cost <= most and better:
                best, best_value, best_cost = row, value, cost
        row = masks.wide(team.next)
    return best


@kernel
def mark_by_value(w: World, p: Parameters, first: int, budget: float, most: float) -> None:
    """Mark in place the teams that a center would fund with its money in order of value."""
    left = budget
    while True:
        best = best_left(w, p, first, left, most, True)
        if best == NONE:
            return
        w.teams[best].by_value = 1
        left -= own_cost(w, best, p)


@kernel
def bend(w: World, p: Parameters, first: int, pull: float) -> None:
    """Rank the teams of a center that it could fund by what is measured too, in place."""
    number = 0
    values = 0.0
    chances = 0.0
    row = first
    while row != NONE:
        if w.teams[row].reason == codes.NO_MONEY:
            number += 1
            values += w.teams[row].value
            chances += chance_of(w, row, p)
        row = masks.wide(w.teams[row].next)
    row = first
    while row != NONE:
        team = w.teams[row]
        if team.reason == codes.NO_MONEY:
            chance = chance_of(w, row, p)
            mean_value, mean_chance = values / number, chances / number
            team.priority = bent_value(
                team.value, chance, mean_value, mean_chance, pull, p.programme
            )
        row = masks.wide(team.next)


@kernel
def note_bent(w: World, me: Any) -> None:
    """Note in place what a center's stages would be worth by value, and what it gave up of that.

    What is equal in both choices cancels, so that without a pull nothing is given up.
    """
    me.honest_value = 0.0
    me.forgone = 0.0
    row = masks.wide(me.first_team)
    while row != NONE:
        team = w.teams[row]
        worth = max(0.0, team.value)
        if team.by_value == 1:
            me.honest_value += worth
            if team.funded == 0:
                me.forgone += worth
        elif team.funded == 1:
            me.forgone -= worth
        row = masks.wide(team.next)


@kernel
def spent_on(w: World, p: Parameters, first: int) -> float:
    """Return what the funded teams of a chain cost this quarter [million CNY]."""
    total = 0.0
    row = first
    while row != NONE:
        if w.teams[row].funded == 1:
            total += stage_cost(w, row, p)
        row = masks.wide(w.teams[row].next)
    return total


@kernel
def rents_for(w: World, p: Parameters, first: int) -> float:
    """Return the rents of pilot lines in it [million CNY]."""
    total = 0.0
    row = first
    while row != NONE:
        if w.teams[row].funded == 1:
            total += rent(w, row, p)
        row = masks.wide(w.teams[row].next)
    return total


@kernel
def granted_to(w: World, first: int) -> float:
    """Return what grants pay of it [million CNY]."""
    total = 0.0
    row = first
    while row != NONE:
        if w.teams[row].funded == 1:
            total += w.teams[row].grant_paid
        row = masks.wide(w.teams[row].next)
    return total
