"""Research: discoveries of institutes, ideas and who has them."""

import math
from typing import Any

import numpy as np

from sim import codes, draws, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.calls import BETWEEN_CALLS
from sim.phases.log import log, log_idea
from sim.phases.policy import open_unit
from sim.ranges import institutes_of
from sim.rules.knowledge import pick_unit, within_reach
from sim.rules.research import (
    claim,
    expected_discoveries,
    expected_ideas,
    gain_of_idea,
)
from sim.state import IDEAS, IDEAS_EVER, MOST_BIRTHS, NONE, RIVALS, Clock, World


@kernel
def count(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Draw how many ideas and discoveries each field has this quarter."""
    for field in range(low, high):
        f = w.fields[field]
        mean = expected_ideas(f.effort, f.effort_start, f.opportunity, p.research)
        u = draws.uniform(clock.seed, clock.quarter, f.key, draws.IDEAS, 0)
        f.ideas = draws.poisson(u, mean, MOST_BIRTHS)
        mean = expected_discoveries(f.basic_effort, f.basic_start, p.research)
        u = draws.uniform(clock.seed, clock.quarter, f.key, draws.DISCOVERIES, 0)
        f.discoveries = draws.poisson(u, mean, MOST_BIRTHS)


@kernel
def enter_score(scores: np.ndarray, claimants: np.ndarray, score: float, claimant: int) -> None:
    """Keep the four largest scores, in place; ties go to who came first."""
    place = RIVALS
    while place > 0 and score > scores[place - 1]:
        place -= 1
    if place == RIVALS:
        return
    for j in range(RIVALS - 1, place, -1):
        scores[j] = scores[j - 1]
        claimants[j] = claimants[j - 1]
    scores[place] = score
    claimants[place] = claimant


@kernel
def reach_of(w: World, field: int, known: np.uint64) -> float:
    """Return the share of the field's units that are known or next to a known one."""
    return masks.size(known | within_reach(known, w.fields[field].neighbours)) / masks.UNITS


@kernel
def claim_ideas(w: World, p: Parameters, clock: Clock, cell: int, one: Any, claimant: int) -> None:
    """Enter an organisation's claim to each new idea of its field, in place: a draw by effort."""
    if one.effort <= 0.0:
        return
    here = w.cells[cell]
    field = cell // w.provinces.size
    f = w.fields[field]
    reach = reach_of(w, field, one.knowledge)
    weight = claim(one.effort, f.effort, one.weight, reach, p.research)
    for k in range(f.ideas):
        u = draws.uniform(clock.seed, clock.quarter, one.id, draws.INVENTOR, k)
        enter_score(here.scores[k], here.claimants[k], weight + draws.gumbel(u), claimant)


@kernel
def compete_for_ideas(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Find the four best claims of each cell; institutes carry the row number -2 - row."""
    n = w.provinces.size
    for cell in range(low, high):
        f = w.fields[cell // n]
        here = w.cells[cell]
        for k in range(f.ideas):
            for j in range(RIVALS):
                here.scores[k, j] = -math.inf
                here.claimants[k, j] = NONE
        if f.ideas == 0:
            continue
        for i in range(here.first_enterprise, here.last_enterprise):
            claim_ideas(w, p, clock, cell, w.enterprises[i], i)
        for i in range(here.first_institute, here.last_institute):
            claim_ideas(w, p, clock, cell, w.institutes[i], -2 - i)


@kernel
def discoverer(w: World, p: Parameters, clock: Clock, field: int, n: int) -> int:
    """Return the institute that makes a field's n-th discovery, by basic research^β, or NONE."""
    f = w.fields[field]
    best = NONE
    best_score = -math.inf
    first, last = institutes_of(w, field)
    for i in range(first, last):
        o = w.institutes[i]
        basic = o.effort * (o.basic / o.rd) if o.rd > 0.0 else 0.0
        weight = claim(basic, f.basic_effort, o.weight, 1.0, p.research)
        u = draws.uniform(clock.seed, clock.quarter, o.id, draws.DISCOVERER, n)
        score = weight + draws.gumbel(u)
        if score > best_score:
            best, best_score = i, score
    return best


@kernel
def discover(w: World, p: Parameters, clock: Clock) -> None:
    """Settle discoveries: an institute finds a unit next to what it knows, or new to the world.

    Not next to what all of them know together: that would saturate with their number, and every
    discovery would be a first of the world.
    """
    for field in range(w.fields.size):
        f = w.fields[field]
        for k in range(f.discoveries):
            best = discoverer(w, p, clock, field, k)
            if best == NONE:
                continue
            o = w.institutes[best]
            open_to_all = f.world | masks.bit(f.opened % masks.UNITS)
            within = within_reach(o.knowledge, w.fields[field].neighbours) & open_to_all
            if within == masks.EMPTY:
                continue
            key = draws.identity(f.key, clock.quarter, k)
            unit = pick_unit(clock.seed, key, draws.DISCOVERY_UNIT, within)
            new = 0.0 if masks.has(f.world, unit) else 1.0
            if new > 0.0:
                open_unit(w, p, field)
                f.ahead += 1
            o.knowledge = o.knowledge | masks.bit(unit)
            f.country = f.country | masks.bit(unit)
            place, who = o.province, o.id
            log(w.events, w.counters, clock, codes.DISCOVERY, field, place, who, unit, new, 0)


@kernel
def draw_units(
    seed: np.uint64, idea: int, channel: int, mine: np.uint64, other: np.uint64, sure: float
) -> np.uint64:
    """Draw the two or three units of one kind that an idea needs.

    Each comes from what the inventor knows with chance `sure`, else from what it does not.
    """
    needed = masks.EMPTY
    number = 2 if draws.uniform(seed, 0, idea, channel, 0) < 0.5 else 3
    for j in range(number):
        known = draws.uniform(seed, 0, idea, channel, j + 1) < sure
        left_mine, left_other = mine & ~needed, other & ~needed
        pool = left_mine if known else left_other
        if pool == masks.EMPTY:
            pool = left_other if known else left_mine
        if pool != masks.EMPTY:
            key = draws.identity(idea, channel, j)
            needed = needed | masks.bit(pick_unit(seed, key, channel, pool))
    return needed


@kernel
def origin_of(w: World, kind: int, row: int) -> int:
    """Return the code of origin of an inventor."""
    if kind == codes.ENTERPRISE:
        return codes.FROM_LEADER if w.enterprises[row].leader == 1 else codes.FROM_FRINGE
    if w.institutes[row].kind == codes.UNIVERSITY:
        return codes.FROM_UNIVERSITY
    return codes.FROM_INSTITUTE


@kernel
def needs_of_idea(
    w: World, p: Parameters, seed: np.uint64, n: int, known: np.uint64, scientist: bool
) -> None:
    """Draw in place the units that an idea needs: two or three of each kind.

    Of its own kind (science of an institute, application of an enterprise) the inventor knows
    all, of the other kind each with a chance.
    """
    idea = w.ideas[n]
    f = w.fields[idea.field]
    other = (f.world | f.country) & ~known
    sure = p.research.other_kind_known
    idea.science = draw_units(
        seed,
        idea.id,
        draws.IDEA_SCIENCE,
        known & masks.SCIENCE,
        other & masks.SCIENCE,
        1.0 if scientist else sure,
    )
    idea.application = draw_units(
        seed,
        idea.id,
        draws.IDEA_APPLICATION,
        known & masks.APPLICATION,
        other & masks.APPLICATION,
        sure if scientist else 1.0,
    )


@kernel
def claimant_identity(w: World, claimant: int) -> int:
    """Return the identity of a claimant: an enterprise's row, or -2 less that of an institute."""
    return w.enterprises[claimant].id if claimant >= 0 else w.institutes[-2 - claimant].id


@kernel
def teams_of_idea(w: World, p: Parameters, seed: np.uint64, n: int, claimants: np.ndarray) -> None:
    """Write the teams of a new idea in place: the inventor's, and rivals' who had it too."""
    for slot in range(RIVALS):
        team = w.teams[RIVALS * n + slot]
        other = claimants[slot]
        pursues = slot == 0
        if other != NONE:
            key = draws.identity(w.ideas[n].id, claimant_identity(w, other), 0)
            u = draws.uniform(seed, 0, key, draws.RIVAL, 0)
            pursues = pursues or u < p.research.rival_chance
        team.kind = codes.NOBODY
        if pursues:
            team.kind = codes.ENTERPRISE if other >= 0 else codes.INSTITUTE
        team.owner = other if other >= 0 else -2 - other
        team.stage = 0
        team.retried = 0
        team.funded = 0
        team.effort = 0.0
        team.spent = 0.0
        team.sponsored = 0
        team.grant_left = 0.0
        team.grant_until = 0
        team.grant_paid = 0.0
        team.value = 0.0
        team.priority = 0.0
        team.by_value = 0
        team.outcome = codes.GOES_ON
        team.reason = codes.NOTHING
        team.pilot = NONE
        team.platform = NONE
        team.next_asker = NONE
        team.known = masks.EMPTY
        team.next = NONE


@kernel
def bear_idea(
    w: World, p: Parameters, clock: Clock, field: int, k: int, claimants: np.ndarray
) -> None:
    """Write one new idea and its teams at the end of the pipeline, in place."""
    f = w.fields[field]
    first = claimants[0]
    scientist = first < 0
    row = -2 - first if scientist else first
    n = w.counters[IDEAS]
    w.counters[IDEAS] = n + 1
    w.counters[IDEAS_EVER] += 1
    idea = w.ideas[n]
    idea.id = draws.identity(f.key, clock.quarter, k)
    if scientist:
        idea.origin = origin_of(w, codes.INSTITUTE, row)
        idea.inventor_id, known = w.institutes[row].id, w.institutes[row].knowledge
        idea.province = w.institutes[row].province
    else:
        idea.origin = origin_of(w, codes.ENTERPRISE, row)
        idea.inventor_id, known = w.enterprises[row].id, w.enterprises[row].knowledge
        idea.province = w.enterprises[row].province
    idea.live = 1
    idea.field = field
    idea.inventor = row
    idea.born = clock.quarter
    idea.idle = 0
    idea.shelved = 0
    idea.best_stage = 0
    idea.asked = clock.quarter - BETWEEN_CALLS
    idea.score = -math.inf
    idea.applicant = NONE
    idea.own_stage = 0
    idea.launched = 0
    idea.owned = NONE
    needs_of_idea(w, p, clock.seed, n, known, scientist)
    u = draws.uniform(clock.seed, 0, idea.id, draws.IDEA_GAIN, 0)
    idea.gain = gain_of_idea(u, p.research)
    u = draws.uniform(clock.seed, 0, idea.id, draws.IDEA_LUCK, 0)
    idea.luck = draws.lognormal(u, p.research.luck_sigma)
    u = draws.uniform(clock.seed, 0, idea.id, draws.IDEA_KIND, 0)
    idea.generic = 1 if u < p.research.generic_share else 0
    teams_of_idea(w, p, clock.seed, n, claimants)
    log_idea(w, clock, codes.IDEA, n, idea.inventor_id, idea.gain, idea.origin)


@kernel
def bear_ideas(w: World, p: Parameters, clock: Clock) -> None:
    """Settle who has each idea: the best claim of the field; the next three may be rivals."""
    n = w.provinces.size
    for field in range(w.fields.size):
        f = w.fields[field]
        for k in range(f.ideas):
            for j in range(RIVALS):
                f.scores[j] = -math.inf
                f.claimants[j] = NONE
            for cell in range(field * n, (field + 1) * n):
                here = w.cells[cell]
                for j in range(RIVALS):
                    enter_score(f.scores, f.claimants, here.scores[k, j], here.claimants[k, j])
            if f.claimants[0] != NONE:
                bear_idea(w, p, clock, field, k, f.claimants)
