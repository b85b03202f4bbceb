"""Births and exits: rows stay sorted by cell and identity, and every index still points right."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.accounts import ECONOMY, ENTERPRISES
from sim.allocate import index_cells
from sim.by_pointer import plain
from sim.indices import send, take_places
from sim.state import BIRTHS, MATCHES, NONE, TABLES, World, as_records, copy, table


def renew(w: World) -> World:
    """Return the world with who was founded, without who ended, and with who moved in its place.

    Called between quarters by every driver. The table of enterprises is a new one; all others are
    written in place. No money moves: who ended has settled its account, who was founded will
    receive its capital, and who split off carries its part.

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
    before, born = plain(w.enterprises), plain(w.births)[:n]
    size, going = before.size, before["moves"] == 1
    stays, some = np.flatnonzero(before["exits"] == 0), bool(going.any())
    if n == 0 and stays.size == size and not some:
        return w
    cell = before["cell"]
    if some:
        cell = np.where(going, before["field"] * w.provinces.size + before["moves_to"], cell)
    keys = (before["id"][stays], born["id"]), (cell[stays], born["cell"])
    order = np.lexsort([np.concatenate(key) for key in keys])
    source = np.concatenate((stays, np.arange(size, size + n)))[order]  # births come after rows
    rows = as_records(np.empty(source.size, before.dtype))
    moved = np.empty(size, dtype=np.int64)
    take_places(w, source, rows, moved, some)
    words(born)[...] = 0
    w.counters[BIRTHS] = 0
    w = w._replace(enterprises=rows)
    index_cells(w)
    return w


def resort(w: World) -> World:
    """Return the world with its enterprises in order again, after some have moved."""
    order = np.lexsort((w.enterprises.id, w.enterprises.cell))
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    return reindex(w._replace(enterprises=as_records(w.enterprises[order])), place)


def words(rows: np.ndarray) -> np.ndarray:
    """Return the rows' memory as words, (n, words): NumPy moves records column by column."""
    return plain(rows).view(np.uint64).reshape(rows.size, rows.itemsize // 8)


def insert_enterprise(w: World, values: Mapping[str, float]) -> World:
    """Return the world with one more enterprise, in its place by cell and identity.

    Parameters
    ----------
    w : World
        Left as it is.
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
    """Return a copy of the world with every index of an enterprise sent to its new row.

    Parameters
    ----------
    w : World
        With the new table of enterprises; left as it is.
    moved : (E,) int64
        New row of each old one, NONE for who has gone.
    """
    w = copy(w)
    send(w, moved)
    index_cells(w)
    return w


def _book_owners(w: World, cash: float) -> None:
    """Note in the last books that owners brought in, or took out, an enterprise's cash."""
    w.books.stocks[-1, ENTERPRISES] += cash
    w.books.stocks[-1, ECONOMY] -= cash
