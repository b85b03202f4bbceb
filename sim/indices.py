"""Where an enterprise's row has moved, every index of it follows."""

from typing import Any

import numpy as np

from sim import codes
from sim.jit import kernel, rule
from sim.state import IDEAS, LINKS, NONE, RIVALS, World


@rule
def sent(row: int, moved: np.ndarray) -> int:
    """Return the new row of an enterprise, NONE for one that has gone and for none."""
    return NONE if row == NONE else moved[row]


@kernel
def take_places(
    w: World, source: np.ndarray, rows: np.ndarray, moved: np.ndarray, some: bool
) -> None:
    """Fill a new table of enterprises, and send every index of one to its new row, in place.

    Parameters
    ----------
    w : World
        With the old table; what split off a row takes its part of it along.
    source : (N,) int64
        Of each new row the old one, or, from the number of old rows on, the birth.
    rows : (N,) records
        The new table.
    moved : (E,) int64
        Where the new row of each old one is written, NONE for who has gone.
    some : bool
        Some enterprises move to another province; they are there now.
    """
    size = w.enterprises.size
    for k in range(size):
        moved[k] = NONE
    for k in range(source.size):
        if source[k] >= size:
            rows[k] = w.births[source[k] - size]
        else:
            rows[k] = w.enterprises[source[k]]
            moved[source[k]] = k
            if some:
                arrive(rows[k], w.provinces.size)
        rows[k].weight -= rows[k].parts
        rows[k].parts = 0.0
    send(w, moved)


@rule
def arrive(row: Any, provinces: int) -> None:
    """Write where an enterprise that moved is now, in place."""
    if row.moves == 1:
        row.province = row.moves_to
        row.cell = row.field * provinces + row.moves_to
    row.moves = 0
    row.moves_to = 0


@kernel
def send(w: World, moved: np.ndarray) -> None:
    """Send every index of an enterprise to its new row, in place.

    Parameters
    ----------
    w : World
        All tables but that of enterprises, and where the rows of cells lie, are set right.
    moved : (E,) int64
        New row of each old one, NONE for who has gone.
    """
    send_seats(w, moved)
    send_links(w, moved)
    send_teams(w, moved)
    for k in range(w.counters[IDEAS]):
        idea = w.ideas[k]
        if idea.origin <= codes.FROM_LEADER:
            idea.inventor = sent(idea.inventor, moved)
    send_technologies(w, moved)
    for c in range(w.centers.size):
        center = w.centers[c]
        if center.lead_kind == codes.ENTERPRISE:
            center.lead = sent(center.lead, moved)
    for k in range(w.stars.size):
        star = w.stars[k]
        if star.employer_kind == codes.ENTERPRISE:
            star.employer = sent(star.employer, moved)
        if star.employer == NONE:
            star.employer_kind = codes.NOBODY


@kernel
def send_seats(w: World, moved: np.ndarray) -> None:
    """Send members; the seat of one that has gone is free, and its stake is gone."""
    for k in range(w.memberships.size):
        seat = w.memberships[k]
        if seat.kind == codes.ENTERPRISE and seat.status != codes.FREE:
            seat.member = sent(seat.member, moved)
        if seat.member == NONE:
            seat.status = codes.FREE
            seat.stake = 0.0


@kernel
def send_links(w: World, moved: np.ndarray) -> None:
    """Send both ends of links: the other one is always an enterprise."""
    for k in range(w.counters[LINKS]):
        link = w.links[k]
        if link.kind == codes.ENTERPRISE:
            link.one = sent(link.one, moved)
        if link.kind != codes.NOBODY:
            link.other = sent(link.other, moved)


@kernel
def send_teams(w: World, moved: np.ndarray) -> None:
    """Send owners and sponsors; who has gone has no team, and what is left of a grant lapses."""
    for k in range(RIVALS * w.counters[IDEAS]):
        team = w.teams[k]
        if team.kind == codes.ENTERPRISE:
            team.owner = sent(team.owner, moved)
        if team.owner == NONE:
            idea = w.ideas[k // RIVALS]
            team.kind = codes.NOBODY
            w.fields[idea.field].fund += team.grant_left
            team.grant_left = 0.0
            if idea.owned == k % RIVALS and idea.launched == 0:
                idea.owned = NONE
        if team.sponsored == 1:
            team.sponsor = sent(team.sponsor, moved)
        if team.sponsor == NONE:
            team.sponsored = 0


@kernel
def send_technologies(w: World, moved: np.ndarray) -> None:
    """Send owners and sponsors of technologies; what nobody owns may be used by all."""
    banks, slots = w.technologies.shape
    for bank in range(banks):
        for slot in range(slots):
            t = w.technologies[bank, slot]
            if t.live == 1:
                if t.owner_kind == codes.ENTERPRISE:
                    t.owner = sent(t.owner, moved)
                if t.owner == NONE:
                    t.owner_kind = codes.NOBODY
                if t.sponsored == 1:
                    t.sponsor = sent(t.sponsor, moved)
                if t.sponsor == NONE:
                    t.sponsored = 0
