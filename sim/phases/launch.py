"""Launch: what follows from stages passed and failed, until a technology is in use."""

from sim import codes, draws, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.adoption import put_into_use
from sim.phases.calls import lapse
from sim.phases.experience import gain_experience
from sim.phases.first_use import note_extension, reserve
from sim.phases.log import log, log_idea, owner_identity
from sim.phases.maturation import key_of
from sim.phases.research import origin_of
from sim.ranges import enterprises_of
from sim.rules.maturation import OWNING_STAGE
from sim.rules.research import kind_of_inventor
from sim.state import BANK, IDEAS, NONE, RIVALS, STAGES, Clock, World


@kernel
def type_of_team(w: World, row: int) -> int:
    """Return the code of origin of a team's owner."""
    team = w.teams[row]
    if team.kind == codes.CENTER:
        return codes.FROM_CENTER
    return origin_of(w, team.kind, team.owner)


@kernel
def log_team(w: World, clock: Clock, kind: int, row: int, value: float) -> None:
    """Append an event of a team in place; the type of its owner stands in the reason."""
    team = w.teams[row]
    owner = owner_identity(w, team.kind, team.owner)
    log_idea(w, clock, kind, row // RIVALS, owner, value, type_of_team(w, row))


@kernel
def end_team(w: World, clock: Clock, row: int, reason: int) -> None:
    """Close a team in place and log what it had spent."""
    team = w.teams[row]
    k = w.ideas[row // RIVALS]
    owner = owner_identity(w, team.kind, team.owner)
    log_idea(w, clock, codes.TEAM_ENDED, row // RIVALS, owner, team.spent, reason)
    lapse(w, row)
    team.kind = codes.NOBODY
    team.funded = team.sponsored = 0
    if k.owned == row % RIVALS and k.launched == 0:
        k.owned = NONE


@kernel
def keep_rivals_out(w: World, clock: Clock, row: int) -> None:
    """Let the first team at TRL 8 keep each other team out with the field's appropriability.

    Who goes on has no grant any more: the public pays for one that may own.
    """
    idea = row // RIVALS
    k = w.ideas[idea]
    for slot in range(RIVALS):
        other = RIVALS * idea + slot
        team = w.teams[other]
        if other == row or team.kind == codes.NOBODY:
            continue
        key = key_of(k.id, team.kind, owner_identity(w, team.kind, team.owner))
        u = draws.uniform(clock.seed, clock.quarter, key, draws.EXCLUDE, 0)
        if u < w.fields[k.field].appropriability:
            end_team(w, clock, other, codes.KEPT_OUT)
        else:
            lapse(w, other)


@kernel
def evict(w: World, clock: Clock, bank: int, slot: int) -> None:
    """Take a technology out of its bank; what it gained stays with its users."""
    t = w.technologies[bank, slot]
    log(
        w.events, w.counters, clock, codes.EVICTION, t.field, NONE, t.id, slot, t.use, codes.NOTHING
    )
    keep = ~masks.bit(slot)
    if bank < w.fields.size:
        first, last = enterprises_of(w, bank)
        for i in range(first, last):
            w.enterprises[i].adopted = w.enterprises[i].adopted & keep
    else:
        for i in range(w.enterprises.size):
            w.enterprises[i].adopted_generic = w.enterprises[i].adopted_generic & keep
    t.live = 0


@kernel
def slot_for(w: World, clock: Clock, bank: int) -> int:
    """Return a slot of a bank; if full, that with the least expected gain left is vacated."""
    worst = 0
    least = 0.0
    for slot in range(BANK):
        t = w.technologies[bank, slot]
        if t.live == 0:
            return slot
        left = t.realised * (1.0 - t.use)
        if slot == 0 or left < least:
            worst, least = slot, left
    evict(w, clock, bank, worst)
    return worst


@kernel
def use_first(w: World, clock: Clock, row: int, bank: int, slot: int) -> None:
    """Let an enterprise use what it matured itself: one of the w firms of the row does."""
    e = w.enterprises[row]
    t = w.technologies[bank, slot]
    generic = bank == w.fields.size
    used = e.adopted_generic if generic else e.adopted
    related = w.relatedness[t.field, e.field]
    if (not generic and e.field != t.field) or masks.has(used, slot) or related <= 0.0:
        return
    key = draws.identity(e.id, t.id, 0)
    if draws.uniform(clock.seed, clock.quarter, key, draws.FIRST_USE, 0) >= 1.0 / e.weight:
        return
    put_into_use(w, row, bank, slot)


@kernel
def assign_owner(w: World, row: int, bank: int, slot: int) -> None:
    """Write who owns a launched technology: by the center's rule where a center matured it."""
    team = w.teams[row]
    k = w.ideas[row // RIVALS]
    t = w.technologies[bank, slot]
    t.owner_kind = team.kind
    t.owner = team.owner
    t.center = NONE
    if team.kind != codes.CENTER:
        return
    c = w.centers[team.owner]
    if c.results_owner == codes.LEAD_OWNS:
        t.owner_kind = c.lead_kind if c.lead != NONE else codes.NOBODY
        t.owner = c.lead
    elif c.results_owner == codes.INVENTOR_OWNS:
        t.owner_kind = kind_of_inventor(k.origin) if k.inventor != NONE else codes.NOBODY
        t.owner = k.inventor
    else:
        t.center = team.owner


@kernel
def launch(w: World, p: Parameters, clock: Clock, row: int) -> None:
    """Put a matured idea into its bank, in place; luck is revealed, the owner may use it."""
    k = w.ideas[row // RIVALS]
    bank = w.fields.size if k.generic == 1 else k.field
    slot = slot_for(w, clock, bank)
    t = w.technologies[bank, slot]
    t.id = k.id
    t.live = 1
    t.field = k.field
    t.generic = k.generic
    t.application = k.application
    t.gain = k.gain
    t.realised = min(p.research.gain_most, k.gain * k.luck)
    t.origin = type_of_team(w, row)
    t.launched = clock.quarter
    k.launched = 1
    t.use = 0.0
    t.licences = 0.0
    assign_owner(w, row, bank, slot)
    reserve(w, p, clock, row, bank, slot)
    log_team(w, clock, codes.LAUNCH, row, k.gain)
    if w.teams[row].kind == codes.CENTER:
        w.centers[w.teams[row].owner].products += 1.0
    if t.sponsored == 1:
        use_first(w, clock, masks.wide(t.sponsor), bank, slot)
    elif t.owner_kind == codes.ENTERPRISE:
        use_first(w, clock, t.owner, bank, slot)


@kernel
def use_as_rival(w: World, clock: Clock, row: int, bank: int, slot: int) -> None:
    """Let those behind a rival team use a technology as if they owned it, in place.

    Of a center these are whom its result would belong to: its members where the center would own
    it, else the lead or the inventor. An institute has no use of its own.
    """
    team = w.teams[row]
    k = w.ideas[row // RIVALS]
    if team.kind == codes.ENTERPRISE:
        use_first(w, clock, team.owner, bank, slot)
    if team.kind != codes.CENTER:
        return
    c = w.centers[team.owner]
    invented = k.origin <= codes.FROM_LEADER and k.inventor != NONE
    if c.results_owner == codes.CENTER_OWNS:
        w.technologies[bank, slot].center = team.owner  # an idea has at most one center's team
    elif c.results_owner == codes.LEAD_OWNS and c.lead_kind == codes.ENTERPRISE and c.lead != NONE:
        use_first(w, clock, c.lead, bank, slot)
    elif c.results_owner == codes.INVENTOR_OWNS and invented:
        use_first(w, clock, k.inventor, bank, slot)


@kernel
def imitate(w: World, clock: Clock, row: int) -> None:
    """Let a rival that was not kept out use what it matured too, without a licence, in place."""
    k = w.ideas[row // RIVALS]
    bank = w.fields.size if k.generic == 1 else k.field
    for slot in range(BANK):
        t = w.technologies[bank, slot]
        if t.live == 1 and t.id == k.id:
            use_as_rival(w, clock, row, bank, slot)


@kernel
def finished(w: World, row: int) -> bool:
    """Say whether a team is at TRL 9, where it waits if another owns the idea."""
    return w.teams[row].kind != codes.NOBODY and w.teams[row].stage == STAGES


@kernel
def close_team(w: World, row: int) -> None:
    """Close a team that has reached its end, in place."""
    lapse(w, row)
    w.teams[row].kind = codes.NOBODY
    w.teams[row].funded = w.teams[row].sponsored = 0


@kernel
def finish(w: World, p: Parameters, clock: Clock, row: int) -> None:
    """Let a team at TRL 9 launch if it owns, imitate what is on the market, or wait, in place.

    Who launches ends the wait of all others.
    """
    idea = row // RIVALS
    k = w.ideas[idea]
    if k.launched == 1:
        imitate(w, clock, row)
        close_team(w, row)
    elif k.owned == row % RIVALS:
        launch(w, p, clock, row)
        close_team(w, row)
        for other in range(RIVALS * idea, RIVALS * (idea + 1)):
            if finished(w, other):
                imitate(w, clock, other)
                close_team(w, other)
    else:
        lapse(w, row)
        w.teams[row].funded = 0


@kernel
def take_right(w: World, clock: Clock, row: int) -> None:
    """Give a team the right to its idea, in place; other teams may be kept out."""
    k = w.ideas[row // RIVALS]
    k.owned = row % RIVALS
    log_team(w, clock, codes.OWNED, row, k.gain)
    keep_rivals_out(w, clock, row)


@kernel
def advance(w: World, p: Parameters, clock: Clock, row: int) -> None:
    """Move a team that passed a stage; at TRL 8 it may own, at TRL 9 it is finished."""
    team = w.teams[row]
    k = w.ideas[row // RIVALS]
    log_team(w, clock, codes.STAGE_PASSED, row, team.stage)
    gain_experience(w, row)
    team.stage += 1
    team.retried = 0
    k.best_stage = max(k.best_stage, min(team.stage, STAGES - 1))
    if row % RIVALS == 0 and team.kind != codes.CENTER:
        k.own_stage = min(team.stage, STAGES - 1)
    if team.stage > OWNING_STAGE and k.owned == NONE:  # also where the owner gave up
        take_right(w, clock, row)
    if team.stage == STAGES:
        finish(w, p, clock, row)


@kernel
def hand_over(w: World, p: Parameters, clock: Clock, idea: int) -> None:
    """Let the first finished team of an idea without owner take the right and launch, in place."""
    k = w.ideas[idea]
    for row in range(RIVALS * idea, RIVALS * (idea + 1)):
        if k.owned == NONE and k.launched == 0 and finished(w, row):
            take_right(w, clock, row)
            finish(w, p, clock, row)


@kernel
def pursued(w: World, idea: int) -> bool:
    """Say whether anyone has a team on an idea."""
    for row in range(RIVALS * idea, RIVALS * (idea + 1)):
        if w.teams[row].kind != codes.NOBODY:
            return True
    return False


@kernel
def of_inventor(w: World, row: int) -> bool:
    """Say whether a team is that of whoever had the idea."""
    team = w.teams[row]
    k = w.ideas[row // RIVALS]
    return team.kind == kind_of_inventor(k.origin) and team.owner == k.inventor


@kernel
def give_up(w: World, p: Parameters, clock: Clock, idea: int) -> None:
    """End the teams of an idea that nobody funds, in place; shelve it unless one is finished.

    On the shelf it is free of rights. Its inventor can come back to it, as a center can take it up.
    What is on the market already is not shelved.
    """
    k = w.ideas[idea]
    waits = k.launched == 1
    for row in range(RIVALS * idea, RIVALS * (idea + 1)):
        waits = waits or finished(w, row)
    for row in range(RIVALS * idea, RIVALS * (idea + 1)):
        if w.teams[row].kind == codes.NOBODY or finished(w, row):
            continue
        if of_inventor(w, row) and not waits:
            lapse(w, row)
            k.owned = NONE
        else:
            end_team(w, clock, row, codes.NO_MONEY)
    if not waits:
        k.shelved = 1
        log_idea(w, clock, codes.SHELVED, idea, k.inventor_id, k.best_stage, k.origin)


@kernel
def resume(w: World, clock: Clock, idea: int) -> None:
    """Take an idea off the shelf if its inventor has come back, in place."""
    k = w.ideas[idea]
    for row in range(RIVALS * idea, RIVALS * (idea + 1)):
        if w.teams[row].kind != codes.NOBODY and w.teams[row].funded == 1:
            k.shelved = 0
            log_idea(w, clock, codes.RESUMED, idea, k.inventor_id, k.best_stage, k.origin)
            return


@kernel
def leave_on_shelf(w: World, p: Parameters, clock: Clock, idea: int) -> None:
    """Forget an idea that has been on the shelf long enough, in place."""
    k = w.ideas[idea]
    if k.idle > 2.0 * p.research.shelf_quarters:
        for row in range(RIVALS * idea, RIVALS * (idea + 1)):
            if w.teams[row].kind != codes.NOBODY:
                end_team(w, clock, row, codes.NO_MONEY)
        k.live = 0


@kernel
def age_idea(w: World, p: Parameters, clock: Clock, idea: int) -> None:
    """Count quarters without money; shelve, and at last forget, an idea that nobody funds."""
    k = w.ideas[idea]
    k.idle += 1
    for row in range(RIVALS * idea, RIVALS * (idea + 1)):
        if w.teams[row].kind != codes.NOBODY and w.teams[row].funded == 1:
            k.idle = 0
    if k.shelved == 1:
        leave_on_shelf(w, p, clock, idea)
        return
    if pursued(w, idea) and k.idle > p.research.shelf_quarters:
        give_up(w, p, clock, idea)
    hand_over(w, p, clock, idea)
    if k.shelved == 0 and not pursued(w, idea):
        k.live = 0


@kernel
def compact(w: World) -> None:
    """Close gaps in the pipeline, in place; ideas stay in the order of their birth."""
    kept = 0
    for idea in range(w.counters[IDEAS]):
        if w.ideas[idea].live == 0:
            continue
        if kept != idea:
            w.ideas[kept] = w.ideas[idea]
            for slot in range(RIVALS):
                w.teams[RIVALS * kept + slot] = w.teams[RIVALS * idea + slot]
        kept += 1
    w.counters[IDEAS] = kept


@kernel
def settle_stages(w: World, p: Parameters, clock: Clock) -> None:
    """Settle the quarter's stages in order of birth: advance, retry, end, launch, shelve."""
    for idea in range(w.counters[IDEAS]):
        if w.ideas[idea].shelved == 1:
            resume(w, clock, idea)
    for row in range(RIVALS * w.counters[IDEAS]):
        team = w.teams[row]
        if team.kind == codes.NOBODY or team.funded == 0:
            continue
        if team.outcome == codes.PASSED:
            advance(w, p, clock, row)
        elif team.outcome == codes.FAILED:
            log_team(w, clock, codes.STAGE_FAILED, row, team.stage)
            if team.retried == 1:
                end_team(w, clock, row, codes.FAILED_TWICE)
            else:
                team.retried = 1
    for idea in range(w.counters[IDEAS]):
        age_idea(w, p, clock, idea)
    compact(w)
    note_extension(w)
