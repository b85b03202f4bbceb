"""Births and exits: rows stay sorted by cell and identity, and every index still points right."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim import codes
from sim.accounts import ECONOMY, ENTERPRISES
from sim.allocate import index_cells
from sim.state import (
    BIRTHS,
    IDEAS,
    LINKS,
    MATCHES,
    NONE,
    RIVALS,
    TABLES,
    World,
    as_records,
    copied,
    table,
)


def renew(w: World) -> World:
    """Return the world with the enterprises that were founded and without those that ended.

    Called between quarters by every driver. No money moves: who ended has settled its account, who
    was founded will receive its capital, and who split off carries its part.

    Raises
    ------
    RuntimeError
        If more were founded, or more pairs matched, than there is room for.
    """
    n = int(w.counters[BIRTHS])
    if n > w.births.size:
        raise RuntimeError(f"{n} enterprises founded in one quarter, room for {w.births.size}")
    if w.counters[MATCHES] > w.links.size:
        raise RuntimeError(f"{w.counters[MATCHES]} links to match, room for {w.links.size}")
    w = with_moves(w)
    stays = np.flatnonzero(w.enterprises.exits == 0)
    size = w.enterprises.size
    if n == 0 and stays.size == size:
        return w
    born = w.births[:n][np.lexsort((w.births.id[:n], w.births.cell[:n]))]
    before = places_among(w.enterprises.cell[stays], w.enterprises.id[stays], born)
    source = np.insert(stays, before, size + np.arange(n))  # births come after enterprises
    new = source >= size
    kept = np.take(words(w.enterprises), np.minimum(source, size - 1), axis=0)
    kept[new] = words(born)[source[new] - size]
    rows: Any = kept.reshape(-1).view(w.enterprises.dtype)
    rows["weight"] -= rows["parts"]
    rows["parts"] = 0.0
    moved = np.full(size, NONE)
    moved[source[~new]] = np.flatnonzero(~new)
    births, counters = as_records(np.zeros(w.births.size, w.births.dtype)), w.counters.copy()
    counters[BIRTHS] = 0
    w = w._replace(enterprises=as_records(rows), births=births, counters=counters)
    return reindex(w, moved)


def places_among(cell: np.ndarray, identity: np.ndarray, born: np.recarray) -> np.ndarray:
    """Return before which of the rows, sorted by cell and identity, each new one belongs."""
    low = np.searchsorted(cell, born.cell, "left")
    high = np.searchsorted(cell, born.cell, "right")
    ends = zip(low, high, born.id, strict=True)
    return np.array([a + np.searchsorted(identity[a:b], k) for a, b, k in ends], dtype=np.int64)


def with_moves(w: World) -> World:
    """Return the world with the enterprises that move in the cells of their new provinces."""
    going = w.enterprises.moves == 1
    if not going.any():
        return w
    rows = as_records(copied(w.enterprises))
    rows.province[going] = rows.moves_to[going]
    rows.cell[going] = rows["field"][going] * w.provinces.size + rows.province[going]
    rows.moves = rows.moves_to = 0
    return resort(w._replace(enterprises=rows))


def resort(w: World) -> World:
    """Return the world with its enterprises in order again, after some have moved."""
    order = np.lexsort((w.enterprises.id, w.enterprises.cell))
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    return reindex(w._replace(enterprises=as_records(w.enterprises[order])), place)


def words(rows: np.ndarray) -> np.ndarray:
    """Return the rows' memory as words, (n, words): NumPy moves records column by column."""
    return np.asarray(rows).view(np.uint64).reshape(rows.size, rows.itemsize // 8)


def insert_enterprise(w: World, values: Mapping[str, float]) -> World:
    """Return the world with one more enterprise, in its place by cell and identity.

    Parameters
    ----------
    w : World
        Left as it is, except that the new world shares what did not change.
    values : mapping of column to value
        At least ``id``, ``field`` and ``province``; ``weight``, ``efficiency`` and ``customers``
        are 1, anything else is 0 if not given. Cash it is given comes from the rest of the
        economy, its owners.

    Raises
    ------
    ValueError
        If the identity is taken, or a column, field or province is unknown.
    """
    rows = w.enterprises
    names = rows.dtype.names or ()
    unknown = sorted(set(values) - set(names))
    if unknown:
        raise ValueError(f"enterprises have no column {unknown[0]!r}")
    if (rows.id == int(values["id"])).any():
        raise ValueError(f"identity {int(values['id'])} is taken")
    for name in ("field", "province"):
        there = getattr(w, f"{name}s").size
        if not 0 <= int(values[name]) < there:
            raise ValueError(f"{name} {int(values[name])} is not one of the {there} there are")
    born: Any = table(TABLES["enterprises"], 1)
    born.weight, born.efficiency, born.price, born.customers = 1.0, 1.0, 1.0, 1.0
    born.first_team = born.first_membership = born.first_link = NONE
    for name, value in values.items():
        born[name] = value
    born.cell = int(values["field"]) * w.provinces.size + int(values["province"])
    key = (int(born.cell[0]), int(born.id[0]))
    place = sum((int(cell), int(k)) < key for cell, k in zip(rows.cell, rows.id, strict=True))
    longer = np.concatenate([rows[:place], born, rows[place:]])
    moved = np.arange(rows.size) + (np.arange(rows.size) >= place)
    grown = reindex(w._replace(enterprises=as_records(longer)), moved)
    _book_owners(grown, float((born["weight"] * born["cash"])[0]))
    return grown


def remove_enterprise(w: World, row: int) -> World:
    """Return the world without one enterprise; its ideas lose their team, its seat is free.

    What it owned is owned by nobody, and may be used without a licence; its cash goes to its
    owners in the rest of the economy.
    """
    rows = w.enterprises
    cash = float(rows.weight[row] * rows.cash[row])
    moved = np.arange(rows.size) - (np.arange(rows.size) > row)
    moved[row] = NONE
    shrunk = reindex(w._replace(enterprises=as_records(np.delete(rows, row))), moved)
    _book_owners(shrunk, -cash)
    return shrunk


def reindex(w: World, moved: np.ndarray) -> World:
    """Return the world with every index of an enterprise sent to its new row.

    Parameters
    ----------
    w : World
        With the new table of enterprises.
    moved : (E,) int64
        New row of each old one, NONE for who has gone.
    """
    w = w._replace(
        **{
            name: copied(getattr(w, name))
            for name in (
                "memberships",
                "links",
                "ideas",
                "teams",
                "technologies",
                "centers",
                "cells",
                "stars",
                "fields",
                "books",
            )
        }
    )
    seats = w.memberships
    _send(seats, "member", (seats.kind == codes.ENTERPRISE) & (seats.status != codes.FREE), moved)
    seats.status[seats.member == NONE] = codes.FREE
    seats.stake[seats.member == NONE] = 0.0
    links = w.links[: int(w.counters[LINKS])]
    _send(links, "one", links.kind == codes.ENTERPRISE, moved)
    _send(links, "other", links.kind != codes.NOBODY, moved)
    teams = w.teams
    _send(teams, "owner", teams.kind == codes.ENTERPRISE, moved)
    gone = np.flatnonzero(teams.owner == NONE)
    teams.kind[gone] = codes.NOBODY
    _send(teams, "sponsor", teams.sponsored == 1, moved)
    teams.sponsored[teams.sponsor == NONE] = 0
    ideas = w.ideas
    live = gone[gone < RIVALS * w.counters[IDEAS]]  # what is left of their grants lapses
    np.add.at(w.fields.fund, ideas["field"][live // RIVALS], teams.grant_left[live])
    teams.grant_left[gone] = 0.0
    left = gone[
        (ideas.owned[gone // RIVALS] == gone % RIVALS) & (ideas.launched[gone // RIVALS] == 0)
    ]
    ideas.owned[left // RIVALS] = NONE
    _send(ideas, "inventor", ideas.origin <= codes.FROM_LEADER, moved)
    bank = w.technologies
    _send(bank, "owner", (bank.owner_kind == codes.ENTERPRISE) & (bank.live == 1), moved)
    bank.owner_kind[(bank.owner == NONE) & (bank.live == 1)] = codes.NOBODY
    _send(bank, "sponsor", (bank.sponsored == 1) & (bank.live == 1), moved)
    bank.sponsored[(bank.sponsor == NONE) & (bank.live == 1)] = 0
    centers = w.centers
    _send(centers, "lead", (centers.lead_kind == codes.ENTERPRISE) & (centers.lead != NONE), moved)
    stars = w.stars
    _send(stars, "employer", stars.employer_kind == codes.ENTERPRISE, moved)
    stars.employer_kind[stars.employer == NONE] = codes.NOBODY
    index_cells(w)
    return w


def _send(rows: np.recarray, column: str, mine: np.ndarray, moved: np.ndarray) -> None:
    """Replace the marked entries of an index column by their new rows, in place."""
    rows[column][mine] = np.where(rows[column][mine] == NONE, NONE, moved[rows[column][mine]])


def _book_owners(w: World, cash: float) -> None:
    """Note in the last books that owners brought in, or took out, an enterprise's cash."""
    w.books.stocks[-1, ENTERPRISES] += cash
    w.books.stocks[-1, ECONOMY] -= cash
