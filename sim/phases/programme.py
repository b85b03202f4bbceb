"""Calls: whom the panel approves within target and layout, and which bases a center takes in."""

import math
from typing import Any

from sim import codes, draws, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.applications import apply_enterprise, apply_institute, draw_up
from sim.phases.log import log
from sim.phases.partnership import side_of
from sim.phases.policy import main_field
from sim.rules.calls import is_call
from sim.state import NEVER, NONE, Clock, World


@kernel
def vacant(w: World) -> int:
    """Return the first row that no center has yet, or NONE."""
    for c in range(w.centers.size):
        if w.centers[c].start == NEVER:
            return c
    return NONE


@kernel
def called(w: World) -> int:
    """Return how many centers calls have brought so far, those revoked included."""
    number = 0
    for c in range(w.centers.size):
        if w.centers[c].charter != 0 and w.centers[c].start != NEVER:
            number += 1
    return number


@kernel
def forget_choices(w: World) -> None:
    """Count the centers that stand in each field and province, in place."""
    for field in range(w.fields.size):
        w.fields[field].chosen = 0.0
    for r in range(w.provinces.size):
        w.provinces[r].chosen = 0.0
    for cell in range(w.cells.size):
        w.cells[cell].chosen = 0.0
    for c in range(w.centers.size):
        center = w.centers[c]
        if center.start != NEVER and center.status != codes.REVOKED:
            w.fields[main_field(w, c)].chosen += 1.0
            w.provinces[center.province].chosen += 1.0


@kernel
def has_room(w: World, cell: int) -> bool:
    """Say whether the layout has room for one more center in a field and province.

    One call brings a cell one center at most: its identity is that of field, region and call.
    """
    field, province = cell // w.provinces.size, cell % w.provinces.size
    if w.cells[cell].chosen > 0.0 or w.fields[field].chosen >= w.fields[field].centers_most:
        return False
    total = 0.0
    for r in range(w.provinces.size):
        if w.provinces[r].group == w.provinces[province].group:
            total += w.provinces[r].chosen
    return total < w.provinces[province].centers_most


@kernel
def add_choice(w: World, cell: int) -> None:
    """Count one more center of a field and province, in place."""
    w.cells[cell].chosen += 1.0
    w.fields[cell // w.provinces.size].chosen += 1.0
    w.provinces[cell % w.provinces.size].chosen += 1.0


@kernel
def is_judged(me: Any) -> bool:
    """Say whether an organisation applies and is eligible, before the panel has decided."""
    return me.bid_charter != 0 and me.bid_reason == codes.NOTHING


@kernel
def waits(w: World, me: Any, by_quality: bool) -> bool:
    """Say whether an eligible application still waits for a place that there is room for."""
    return (
        is_judged(me)
        and not (by_quality and me.bid_ideal == 1)
        and has_room(w, masks.wide(me.cell))
    )


@kernel
def next_best(w: World, by_quality: bool) -> tuple[int, int]:
    """Return kind and row of the best application that waits, or NOBODY and NONE.

    By quality, as perfect assessment would, or by score; identity breaks ties.
    """
    kind, row = codes.NOBODY, NONE
    most = -math.inf
    identity = 0
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        if waits(w, e, by_quality):
            value = e.bid_quality if by_quality else e.bid_score
            if value > most or (value == most and e.id < identity):
                kind, row, most, identity = codes.ENTERPRISE, i, value, masks.wide(e.id)
    for i in range(w.institutes.size):
        o = w.institutes[i]
        if waits(w, o, by_quality):
            value = o.bid_quality if by_quality else o.bid_score
            if value > most or (value == most and o.id < identity):
                kind, row, most, identity = codes.INSTITUTE, i, value, masks.wide(o.id)
    return kind, row


@kernel
def approve(w: World, clock: Clock, center: int, kind: int, row: int, me: Any) -> None:
    """Charter a center for an applicant, in place: construction begins in the next quarter."""
    cell = masks.wide(me.cell)
    field, province = cell // w.provinces.size, cell % w.provinces.size
    charter = masks.wide(me.bid_charter) - 1
    draw_up(w, center, charter, side_of(w, kind, row), me.bid_local)
    c = w.centers[center]
    c.id = draws.identity(w.fields[field].key, w.provinces[province].key, clock.quarter)
    c.start = clock.quarter + 1
    c.charter = me.bid_charter
    me.bid_reason = codes.BID_APPROVED
    add_choice(w, cell)


@kernel
def assess_perfectly(w: World, places: int) -> None:
    """Mark in place what a panel without errors would approve within the same limits."""
    for _ in range(places):
        kind, row = next_best(w, True)
        if row == NONE:
            return
        if kind == codes.ENTERPRISE:
            w.enterprises[row].bid_ideal = 1
            add_choice(w, masks.wide(w.enterprises[row].cell))
        else:
            w.institutes[row].bid_ideal = 1
            add_choice(w, masks.wide(w.institutes[row].cell))


@kernel
def approve_best(w: World, p: Parameters, clock: Clock, places: int) -> None:
    """Approve the best by score, within the limits, in place; the others are told so."""
    for _ in range(places):
        center = vacant(w)
        kind, row = next_best(w, False)
        if center == NONE or row == NONE:
            break
        if kind == codes.ENTERPRISE:
            approve(w, clock, center, kind, row, w.enterprises[row])
        else:
            approve(w, clock, center, kind, row, w.institutes[row])
    for i in range(w.enterprises.size):
        answer(w, clock, w.enterprises[i])
    for i in range(w.institutes.size):
        answer(w, clock, w.institutes[i])


@kernel
def answer(w: World, clock: Clock, me: Any) -> None:
    """Tell an applicant what came of its application, in place, and log it."""
    if me.bid_charter == 0:
        return
    if me.bid_reason == codes.NOTHING:
        me.bid_reason = codes.OUTRANKED
    log(
        w.events, w.counters, clock, codes.CENTER_APPLICATION, masks.wide(me.field),
        masks.wide(me.province), me.id, masks.wide(me.bid_charter), me.bid_score,
        masks.wide(me.bid_reason),
    )  # fmt: skip


@kernel
def count_bids(w: World) -> None:
    """Count the applications of each field and province that are judged, in place.

    Who offers local money in the next call knows of these.
    """
    for cell in range(w.cells.size):
        w.cells[cell].bids = 0.0
    for i in range(w.enterprises.size):
        if is_judged(w.enterprises[i]):
            w.cells[w.enterprises[i].cell].bids += 1.0
    for i in range(w.institutes.size):
        if is_judged(w.institutes[i]):
            w.cells[w.institutes[i].cell].bids += 1.0


@kernel
def take_in_bases(w: World, p: Parameters, clock: Clock, center: int) -> None:
    """Merge engineering research centers of a center's field and place into it, in place.

    In the order of identity, as many as may be; their lines are its own from its start.
    """
    c = w.centers[center]
    here = w.cells[main_field(w, center) * w.provinces.size + c.province]
    for i in range(here.first_institute, here.last_institute):
        o = w.institutes[i]
        fits = o.platform == codes.ENGINEERING_CENTER and clock.quarter >= o.opens
        if fits and o.base_of == NONE and c.bases < int(p.programme.integrate):
            o.base_of = center
            c.bases += 1
            c.base_lines += o.weight * o.lines
    c.line += c.base_lines


@kernel
def pool_bases(w: World, p: Parameters, clock: Clock) -> None:
    """Settle what bases bring: their knowledge is in the shared base of their center."""
    for i in range(w.institutes.size):
        o = w.institutes[i]
        if o.base_of != NONE:
            part = w.center_fields[o.base_of, o.field]
            part.pool = part.pool | o.knowledge


@kernel
def calls_now(w: World, p: Parameters, clock: Clock) -> bool:
    """Say whether there is a call for any type of lead."""
    for x in range(w.charters.size):
        charter = w.charters[x]
        first, last = masks.wide(charter.first_call), masks.wide(charter.last_call)
        if charter.offered == 1 and is_call(clock.quarter, first, last, p.programme):
            return True
    return False


@kernel
def call_centers(w: World, p: Parameters, clock: Clock) -> None:
    """Settle a call: applications, the panel's scores, approvals within target and layout.

    A center that begins to build takes in bases of its field and province.
    """
    for c in range(w.centers.size):
        if w.centers[c].charter != 0 and w.centers[c].start == clock.quarter:
            take_in_bases(w, p, clock, c)
    for i in range(w.enterprises.size):
        w.enterprises[i].bid_charter = w.enterprises[i].bid_ideal = 0
    for i in range(w.institutes.size):
        w.institutes[i].bid_charter = w.institutes[i].bid_ideal = 0
    center = vacant(w)
    places = min(int(p.programme.most_per_call), int(p.programme.target) - called(w))
    if center == NONE or places <= 0 or not calls_now(w, p, clock):
        return
    for i in range(w.enterprises.size):
        apply_enterprise(w, p, clock, center, i)
    for i in range(w.institutes.size):
        apply_institute(w, p, clock, center, i)
    count_bids(w)
    forget_choices(w)
    assess_perfectly(w, places)
    forget_choices(w)
    approve_best(w, p, clock, places)
