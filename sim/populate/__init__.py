"""The initial world from the tables: who there is in 2010, where, how large, what they know.

What this fixes by construction: R&D of enterprises and institutes by field, the provinces' shares,
the share of the four largest, who owns enterprises, import and export shares and the gap. Money is
in million CNY a quarter at 2017 prices.
"""

from typing import Any

from sim import accounts
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack
from sim.populate.centers import fill_centers
from sim.populate.identity import SEED, key_of
from sim.populate.institutes import institutes_of
from sim.populate.knowledge import adjust_knowledge, fill_knowledge
from sim.populate.markets import fill_markets, fill_overheads
from sim.populate.organisations import (
    enterprises_of,
    fill_rows,
    mean_sizes,
    set_sizes,
    set_weights,
    sizes_of,
)
from sim.populate.ownership import fill_owners
from sim.populate.people import fill_people, place_staff
from sim.populate.places import fill_bases, fill_fields, fill_provinces
from sim.specs import Scenario
from sim.state import TABLES, Clock, World, columns

__all__ = [
    "SEED",
    "adjust_knowledge",
    "build",
    "centers_as",
    "fill_markets",
    "fill_owners",
    "key_of",
    "mean_sizes",
    "place_staff",
    "rescale_money",
    "rows_as",
    "settle_books",
    "sizes_of",
    "with_charters",
]


def build(scenario: Scenario) -> World:
    """Return the world of a scenario in its first quarter, before anything has happened.

    Parameters
    ----------
    scenario : Scenario
        As loaded; the initial state draws from its own fixed seed, so that runs with different
        seeds start from one country.

    Returns
    -------
    World
        Freshly allocated.
    """
    n_fields, n_provinces = len(scenario.fields), len(scenario.provinces)
    enterprises = [row for k in range(n_fields) for row in enterprises_of(scenario, k)]
    institutes = [row for k in range(n_fields) for row in institutes_of(scenario, k)]
    stars = int(scenario.parameters.start.stars)
    w = allocate(
        len(enterprises), len(institutes), len(scenario.centers), n_fields, n_provinces, stars
    )
    w.relatedness[:] = scenario.relatedness
    fill_provinces(w, scenario)
    fill_fields(w, scenario)
    fill_rows(w.enterprises, enterprises)
    fill_rows(w.institutes, institutes)
    index_cells(w)
    set_weights(w, scenario.scale)
    set_sizes(w)
    fill_owners(w, scenario)
    fill_bases(w)
    fill_people(w, scenario)
    fill_knowledge(w, scenario)
    fill_overheads(w, scenario.parameters)
    fill_markets(w, scenario)
    fill_centers(w, scenario)
    settle_books(w)
    return w


def centers_as(w: World, usual: Scenario, wanted: Scenario) -> World:
    """Return a past with what differs between two scenarios' centers as wanted.

    Parameters
    ----------
    w : World
        Of a run of `usual` in which no center whose charter differs has begun; not written to.
    usual, wanted : Scenario
        With the same centers by number; only their charters differ.
    """
    return with_charters(w, build(usual), build(wanted))


def with_charters(w: World, before: World, after: World) -> World:
    """Return a past with its centers as `centers_as`, from what both scenarios build."""
    centers = rows_as(w.centers, before.centers, after.centers)
    return w._replace(centers=centers, successors=after.successors)


def rows_as(rows: Any, before: Any, after: Any) -> Any:
    """Return rows of a past with the values that differ between two tables as in the second."""
    changed = rows.copy()
    for column in rows.dtype.names:
        other = after[column] != before[column]
        changed[column][other] = after[column][other]
    return changed


def settle_books(w: World) -> None:
    """Note what each sector holds before the first quarter."""
    clock = Clock(SEED, 0, 0)
    accounts.tally(w, pack(Parameters()), clock, 0, w.cells.size)
    for sector in range(accounts.WITH_MONEY):
        w.books.stocks[-1, sector] = accounts.holdings(w, sector)


def rescale_money(w: World, factor: float) -> None:
    """Express every amount of money of a world in another currency unit, in place."""
    for name, row in TABLES.items():
        rows = getattr(w, name)
        for column, about in columns(row).items():
            if about.unit.startswith("million CNY"):
                rows[column] *= factor
