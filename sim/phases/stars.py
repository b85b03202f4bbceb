"""Stars: who becomes one, returns, leaves, retires; where they work and what that brings."""

import math

import numpy as np

from sim import codes, draws, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.ranges import enterprises_of, institutes_of
from sim.rules.knowledge import pick_unit, within_reach
from sim.rules.legal import worth_of_pay
from sim.rules.maturation import cost_share
from sim.rules.programme import at_work
from sim.rules.talent import accepts, felt, grown, star_work, worth_of_post
from sim.state import NONE, RIVALS, Clock, World

MOST_NEW = 4
"""Stars of one field that appear in a quarter in one way, at most."""


@kernel
def places_of(w: World, field: int) -> tuple[int, int]:
    """Return the first place for a star of a field and the one after the last."""
    places = w.stars.size // w.fields.size
    return field * places, (field + 1) * places


@kernel
def renew_stars(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Let stars of each field retire, leave the country, appear and return.

    As many become stars as retire where staff is that of 2010, and as many return as leave where
    pay here has grown as abroad.
    """
    t = p.talent
    for field in range(low, high):
        f = w.fields[field]
        first, last = places_of(w, field)
        taken = accepts(grown(t.abroad_growth, clock.quarter) ** t.migration_response,
                        felt(f.pay) ** t.migration_response)  # fmt: skip
        leave = 0.5 * t.migration * t.best_mobility * (1.0 - taken)
        for s in range(first, last):
            star = w.stars[s]
            u = draws.uniform(clock.seed, clock.quarter, star.id, draws.STAR_DEPARTURE, 0)
            if star.active == 1 and (clock.quarter - star.born >= t.star_career or u < leave):
                star.active = 0
                star.employer_kind = codes.NOBODY
                star.employer = NONE
            star.knowledge = star.knowledge & (f.world | f.country)
        stock = p.start.stars * (f.staff / f.staff_start if f.staff_start > 0.0 else 0.0)
        u = draws.uniform(clock.seed, clock.quarter, f.key, draws.STAR_BIRTH, 0)
        for k in range(draws.poisson(u, stock / t.star_career, MOST_NEW)):
            make_star(w, p, clock, field, k, f.world & f.country, False)
        u = draws.uniform(clock.seed, clock.quarter, f.key, draws.STAR_RETURN, 0)
        back = 0.5 * t.migration * t.best_mobility * taken * p.start.stars
        for k in range(draws.poisson(u, back, MOST_NEW)):
            make_star(w, p, clock, field, MOST_NEW + k, f.world, True)


@kernel
def make_star(
    w: World, p: Parameters, clock: Clock, field: int, k: int, known: np.uint64, abroad: bool
) -> None:
    """Write a new star into the first free place of a field, in place; none if all are taken.

    It knows a part of what is known where it comes from: the country's institutes, or the world.
    """
    first, last = places_of(w, field)
    at = first
    while at < last and w.stars[at].active == 1:
        at += 1
    if at == last:
        return
    star = w.stars[at]
    star.id = draws.identity(w.fields[field].key, clock.quarter, draws.STAR_BIRTH + k)
    star.active = 1
    star.born = clock.quarter
    z = draws.uniform(clock.seed, 0, star.id, draws.STAR_QUALITY, 0)
    star.quality = draws.lognormal(z, p.talent.star_sigma)
    star.knowledge = masks.EMPTY
    for unit in range(masks.UNITS):
        u = draws.uniform(clock.seed, 0, star.id, draws.STAR_KNOWS, unit)
        if masks.has(known, unit) and u < p.talent.star_breadth:
            star.knowledge = star.knowledge | masks.bit(unit)
    star.abroad = 1 if abroad else 0
    star.province = NONE
    star.employer_kind = codes.NOBODY
    star.employer = NONE
    star.moves = 0


@kernel
def consider(
    w: World, p: Parameters, clock: Clock, star: int, kind: int, row: int, basic: float
) -> None:
    """Let a star weigh one post against the best so far, in place.

    Others pay what is usual; a center pays what its legal form allows.
    """
    me = w.stars[star]
    field = star // (w.stars.size // w.fields.size)
    paid = 0.0
    if kind == codes.ENTERPRISE:
        e = w.enterprises[row]
        who, effort, place = e.id, e.rd, e.province
    elif kind == codes.INSTITUTE:
        o = w.institutes[row]
        who, effort, place = o.id, o.rd, o.province
    else:
        c = w.centers[row]
        who, place = c.id, c.province
        effort = w.center_fields[row, field].share * c.usual_rd
        paid = worth_of_pay(c.pay, p.talent, p.legal)
    known = masks.size(me.knowledge)
    science = masks.size(me.knowledge & masks.SCIENCE) / known if known > 0 else 0.0
    away = me.province != NONE and me.province != place
    distance = w.distance[me.province, place] if away else 0.0
    all_rd = w.fields[field].rd_all
    worth = paid + worth_of_post(effort, all_rd, basic * science, distance, p.talent)
    if me.employer_kind != codes.NOBODY and not (me.employer_kind == kind and me.employer == row):
        worth -= p.talent.star_moving_cost
    key = draws.identity(me.id, who, 0)
    worth += draws.gumbel(draws.uniform(clock.seed, clock.quarter, key, draws.STAR_CHOICE, 0))
    if worth > me.worth:
        me.worth = worth
        me.offer_kind = kind
        me.offer = row


@kernel
def look_around(w: World, clock: Clock, star: int) -> None:
    """Let a star look for posts if it has none, or once a year, in place.

    Who worked at a center that is revoked has none.
    """
    me = w.stars[star]
    if me.employer_kind == codes.CENTER and not at_work(w.centers[me.employer].status):
        me.employer_kind = codes.NOBODY
        me.employer = NONE
    turn = (clock.quarter + me.id) % 4 == 0 or me.employer_kind == codes.NOBODY
    me.seeking = 1 if me.active == 1 and turn else 0
    me.worth = -math.inf
    me.offer = NONE


@kernel
def seek_posts(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Let stars without a post, and once a year the others, look for the best one of the field.

    One-to-one enterprises, institutes and centers at work employ stars.
    """
    for field in range(low, high):
        first, last = places_of(w, field)
        for s in range(first, last):
            look_around(w, clock, s)
        begin, end = enterprises_of(w, field)
        for i in range(begin, end):
            if w.enterprises[i].leader == 1 and w.enterprises[i].rd > 0.0:
                for s in range(first, last):
                    if w.stars[s].seeking == 1:
                        consider(w, p, clock, s, codes.ENTERPRISE, i, 0.0)
        begin, end = institutes_of(w, field)
        for i in range(begin, end):
            o = w.institutes[i]
            if o.rd > 0.0:
                for s in range(first, last):
                    if w.stars[s].seeking == 1:
                        consider(w, p, clock, s, codes.INSTITUTE, i, o.basic / o.rd)
        for c in range(w.centers.size):
            spent = w.center_fields[c, field].share * w.centers[c].usual_rd
            if at_work(w.centers[c].status) and spent > 0.0:
                for s in range(first, last):
                    if w.stars[s].seeking == 1:
                        consider(w, p, clock, s, codes.CENTER, c, 0.0)


@kernel
def take_post(w: World, star: int) -> None:
    """Let a star take the best post it found, in place; what it compared is forgotten."""
    me = w.stars[star]
    if me.offer != NONE:
        if me.offer_kind != me.employer_kind or me.offer != me.employer:
            me.moves += 1
        me.employer_kind = me.offer_kind
        me.employer = me.offer
    me.seeking = 0
    me.worth = 0.0
    me.offer_kind = codes.NOBODY
    me.offer = NONE


@kernel
def learn_from_post(w: World, clock: Clock, star: int, around: np.uint64, field: int) -> None:
    """Once a year, let a star learn one unit within its reach that its employer knows, in place."""
    me = w.stars[star]
    if (clock.quarter + me.id) % 4 != 0:
        return
    new = around & ~me.knowledge
    if me.knowledge != masks.EMPTY:
        new = new & within_reach(me.knowledge, w.fields[field].neighbours)
    if new != masks.EMPTY:
        key = draws.identity(me.id, clock.quarter, 0)
        unit = pick_unit(clock.seed, key, draws.STAR_LEARNS, new)
        me.knowledge = me.knowledge | masks.bit(unit)


@kernel
def clear_posts(w: World) -> None:
    """Forget in place which stars worked where."""
    for cell in range(w.cells.size):
        w.cells[cell].stars = 0.0
    for c in range(w.centers.size):
        w.centers[c].stars = 0
        for field in range(w.fields.size):
            part = w.center_fields[c, field]
            part.star_quality = part.star_effort = 0.0
            part.star_units = masks.EMPTY


@kernel
def work_at_post(w: World, clock: Clock, star: int, field: int, added: float) -> int:
    """Let a star work where it has a post, in place; return the province.

    It adds to its employer's effort and brings what it knows: to a center's shared base.
    """
    me = w.stars[star]
    if me.employer_kind == codes.ENTERPRISE:
        e = w.enterprises[me.employer]
        e.effort += added
        learn_from_post(w, clock, star, e.knowledge, field)
        e.star_units = e.star_units | me.knowledge
        return masks.wide(e.province)
    if me.employer_kind == codes.INSTITUTE:
        o = w.institutes[me.employer]
        o.effort += added
        learn_from_post(w, clock, star, o.knowledge, field)
        o.star_units = o.star_units | me.knowledge
        return masks.wide(o.province)
    c = w.centers[me.employer]
    c.stars += 1
    part = w.center_fields[me.employer, field]
    part.star_effort += added
    part.star_quality += me.quality
    learn_from_post(w, clock, star, part.pool, field)
    part.star_units = part.star_units | me.knowledge
    return masks.wide(c.province)


@kernel
def seat_stars(w: World, p: Parameters, clock: Clock) -> None:
    """Settle posts: a star adds to its employer's effort and brings what it knows."""
    clear_posts(w)
    for field in range(w.fields.size):
        f = w.fields[field]
        one = f.effort / f.effective if f.effective > 0.0 else 0.0  # of a person of mean quality
        f.star_effort = 0.0
        first, last = places_of(w, field)
        for s in range(first, last):
            take_post(w, s)
            star = w.stars[s]
            if star.employer_kind == codes.NOBODY:
                continue
            added = p.talent.star_effort * star.quality * one
            f.star_effort += added
            star.province = work_at_post(w, clock, s, field, added)
            w.cells[field * w.provinces.size + star.province].stars += star.quality
        f.effort += f.star_effort


@kernel
def work_on_projects(w: World, p: Parameters, center: int) -> None:
    """Let a center's stars work on its funded projects of their field, in equal parts, in place.

    Nobody pays for that: where stars work, a yuan brings a project further.
    """
    first = masks.wide(w.centers[center].first_team)
    if w.centers[center].stars == 0:
        return
    for field in range(w.fields.size):
        effort = w.center_fields[center, field].star_effort
        if effort <= 0.0:
            continue
        teams = 0.0
        row = first
        while row != NONE:
            if w.teams[row].funded == 1 and w.ideas[row // RIVALS].field == field:
                teams += 1.0
            row = masks.wide(w.teams[row].next)
        row = first
        while row != NONE:
            team = w.teams[row]
            if team.funded == 1 and w.ideas[row // RIVALS].field == field:
                on_line = team.pilot != NONE or team.platform != NONE or team.rented_line != NONE
                share = cost_share(masks.wide(team.stage), on_line, p.maturation)
                team.effort += star_work(effort, teams, share * w.fields[field].project_cost_start)
            row = masks.wide(team.next)
