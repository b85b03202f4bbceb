"""Pilot lines for rent, of platforms and of centers, to the most valuable projects they suit."""

from sim import accounts, codes, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.valuation import team_value
from sim.ranges import institutes_of
from sim.rules.maturation import PILOT_STAGE, cost_share
from sim.rules.platforms import rent_of_line, value_on_rented_line
from sim.state import IDEAS, NONE, RIVALS, Clock, World


@kernel
def stage_cost(w: World, row: int, p: Parameters) -> float:
    """Return what a quarter's work on a team's stage costs, with rent [million CNY]."""
    team = w.teams[row]
    field = w.ideas[row // RIVALS].field
    on_line = team.pilot != NONE or team.platform != NONE or team.rented_line != NONE
    share = cost_share(team.stage, on_line, p.maturation)
    work = pace_of(w, row, p) * share * w.fields[field].project_cost
    if team.kind == codes.CENTER:
        work *= w.centers[team.owner].work_cost
    return work + rent(w, row, p)


@kernel
def pace_of(w: World, row: int, p: Parameters) -> float:
    """Return the work a funded team does in a quarter: a center's as far as posts are filled."""
    team = w.teams[row]
    if team.kind == codes.CENTER:
        return p.maturation.pace * w.centers[team.owner].work_pace
    return p.maturation.pace


@kernel
def rent(w: World, row: int, p: Parameters) -> float:
    """Return the rent of a team's pilot line, 0 if it has none or as a member [million CNY]."""
    team = w.teams[row]
    if team.platform == NONE and team.rented_line == NONE:
        return 0.0
    without = cost_share(team.stage, False, p.maturation)
    on_line = cost_share(team.stage, True, p.maturation)
    whole = p.maturation.pace * w.fields[w.ideas[row // RIVALS].field].project_cost
    return rent_of_line(whole * without, whole * on_line, p.platforms)


@kernel
def asks(w: World, row: int) -> bool:
    """Say whether a team looks for a line to rent: at TRL 4-6, without one of a center."""
    team = w.teams[row]
    at_pilot = team.kind != codes.NOBODY and team.stage == PILOT_STAGE
    return at_pilot and team.pilot == NONE


@kernel
def hoped_value(w: World, row: int, p: Parameters) -> float:
    """Return what a team is worth to its owner if it gets a line to rent [million CNY]."""
    without = team_value(w, row, False, p)
    return value_on_rented_line(without, team_value(w, row, True, p), p.platforms)


@kernel
def queue_up(w: World, row: int) -> None:
    """Enter a team among those of its field that ask, by value, in place."""
    team = w.teams[row]
    f = w.fields[w.ideas[row // RIVALS].field]
    before = NONE
    at = masks.wide(f.first_asker)
    while at != NONE and w.teams[at].value >= team.value:
        before = at
        at = masks.wide(w.teams[at].next_asker)
    team.next_asker = at
    if before == NONE:
        f.first_asker = row
    else:
        w.teams[before].next_asker = row


@kernel
def home_of(w: World, row: int) -> int:
    """Return the province in which a team works."""
    team = w.teams[row]
    if team.kind == codes.ENTERPRISE:
        return masks.wide(w.enterprises[team.owner].province)
    if team.kind == codes.INSTITUTE:
        return masks.wide(w.institutes[team.owner].province)
    return masks.wide(w.centers[team.owner].province)


@kernel
def nearest_line(w: World, row: int, quarter: int, p: Parameters) -> int:
    """Return the nearest platform of a team's field whose line is free and suits it, or NONE."""
    k = w.ideas[row // RIVALS]
    here = home_of(w, row)
    best = NONE
    near = 0.0
    first, last = institutes_of(w, masks.wide(k.field))
    for i in range(first, last):
        o = w.institutes[i]
        if o.lines <= o.rented or quarter < o.opens or o.base_of != NONE:
            continue
        km = w.distance[here, o.province]
        known = masks.share_known(k.science | k.application, o.knowledge)
        if known >= p.platforms.suits and (best == NONE or km < near):
            best, near = i, km
    return best


@kernel
def nearest_center(w: World, row: int, p: Parameters) -> int:
    """Return the nearest center that lets a free place on a line that suits a team, or NONE."""
    k = w.ideas[row // RIVALS]
    here = home_of(w, row)
    best = NONE
    near = 0.0
    for c in range(w.centers.size):
        center = w.centers[c]
        part = w.center_fields[c, k.field]
        if center.rents == 0 or center.line < center.line_used + 1.0 or part.share <= 0.0:
            continue
        km = w.distance[here, center.province]
        known = masks.share_known(k.science | k.application, part.pool)
        if known >= p.platforms.suits and (best == NONE or km < near):
            best, near = c, km
    return best


@kernel
def count_places(w: World) -> None:
    """Count in place who is on the line of each platform and center before any is let."""
    for i in range(w.institutes.size):
        w.institutes[i].rented = 0
    for c in range(w.centers.size):
        w.centers[c].line_used = 0
        w.centers[c].rent_income = 0.0
    for row in range(RIVALS * w.counters[IDEAS]):
        team = w.teams[row]
        if team.kind != codes.NOBODY and team.pilot != NONE:
            w.centers[team.pilot].line_used += 1


@kernel
def rent_lines(w: World, p: Parameters, clock: Clock) -> None:
    """Settle who rents which line: the most valuable first, each the nearest that suits it.

    One of a platform, else one of a center that lets what is free. Who gets none counts the full
    cost.
    """
    for field in range(w.fields.size):
        w.fields[field].first_asker = NONE
    count_places(w)
    for row in range(RIVALS * w.counters[IDEAS]):
        if asks(w, row):
            queue_up(w, row)
    for field in range(w.fields.size):
        row = masks.wide(w.fields[field].first_asker)
        while row != NONE:
            team = w.teams[row]
            line = center = NONE
            if team.value > 0.0 or team.grant_left > 0.0:
                line = nearest_line(w, row, clock.quarter, p)
                center = nearest_center(w, row, p)
            if line != NONE:
                team.platform = line
                w.institutes[line].rented += 1
            elif center != NONE:
                team.rented_line = center
                w.centers[center].line_used += 1
            elif team.kind != codes.CENTER:
                team.value = team_value(w, row, False, p)
            row = masks.wide(team.next_asker)


@kernel
def pay_center(w: World, row: int, paid: float) -> None:
    """Enter a rent that a team's owner has paid under those to centers, in place."""
    team = w.teams[row]
    if team.kind == codes.ENTERPRISE:
        e = w.enterprises[team.owner]
        pay(e, accounts.PILOT_RENTS_OF_ENTERPRISES, -paid / e.weight)
        pay(e, accounts.LINE_RENTS_OF_ENTERPRISES, paid / e.weight)
    elif team.kind == codes.INSTITUTE:
        o = w.institutes[team.owner]
        pay(o, accounts.PILOT_RENTS_OF_INSTITUTES, -paid / o.weight)
        pay(o, accounts.LINE_RENTS_OF_INSTITUTES, paid / o.weight)
    else:
        c = w.centers[team.owner]
        pay(c, accounts.PILOT_RENTS_OF_CENTERS, -paid)
        pay(c, accounts.LINE_RENTS_OF_CENTERS, paid)


@kernel
def collect_rents(w: World, p: Parameters, clock: Clock) -> None:
    """Settle the rents of this quarter, in place: users have paid, platforms and centers take in.

    Users have noted all as paid to platforms.
    """
    for row in range(RIVALS * w.counters[IDEAS]):
        team = w.teams[row]
        if team.kind == codes.NOBODY or team.funded == 0:
            continue
        if team.platform != NONE:
            o = w.institutes[team.platform]
            paid = rent(w, row, p) / o.weight
            o.rents += paid
            o.cash += paid
        elif team.rented_line != NONE:
            paid = rent(w, row, p)
            w.centers[team.rented_line].rent_income += paid
            w.centers[team.rented_line].cash += paid
            pay_center(w, row, paid)
