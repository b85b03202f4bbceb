"""Room for a world: all tables, empty, and where the rows of each cell lie."""

import numpy as np

from sim.by_pointer import plain
from sim.state import (
    BANK,
    CHARTERS,
    EVENT_DTYPE,
    MOST_BIRTHS,
    NONE,
    RIVALS,
    TABLES,
    World,
    table,
)

SEATS = 64
"""Members a center can have."""
PLACES = 3
"""Places for stars of a field, over the stars of 2010."""
PHASES = 13
"""Phases of a quarter, the length of `schedule.SCHEDULE`."""


def allocate(
    enterprises: int, institutes: int, centers: int, fields: int, provinces: int, stars: int = 1
) -> World:
    """Return a world of zeros with room for a first stretch of ideas and events.

    Stars are those of a field in 2010; there are places for three times as many.
    """
    cells = fields * provinces
    ideas = fields * MOST_BIRTHS * 4
    memberships = table(TABLES["memberships"], centers * SEATS)
    memberships.center = np.repeat(np.arange(centers), SEATS)
    memberships.next = NONE
    boards = table(TABLES["boards"], centers)
    boards.candidates = NONE
    people = table(TABLES["centers"], centers)  # a person like others until a scenario says more
    people.pay = people.keeps_revenue = people.work_pace = people.work_cost = people.staying = 1.0
    people.pays_out = people.has_shares = 1
    places = table(TABLES["provinces"], provinces)
    places.support = 1.0
    for promised in ("stages", "products", "fees", "members"):
        people[f"promised_{promised}"] = NONE
    incubators = table(TABLES["incubators"], provinces + centers)
    incubators.center = np.arange(provinces + centers) - provinces
    incubators.center[:provinces] = NONE
    w = World(
        enterprises=table(TABLES["enterprises"], enterprises),
        births=table(TABLES["births"], 0),
        institutes=table(TABLES["institutes"], institutes),
        centers=people,
        boards=boards,
        successors=table(TABLES["successors"], centers),
        charters=table(TABLES["charters"], CHARTERS),
        memberships=memberships,
        links=table(TABLES["links"], 0),
        ideas=table(TABLES["ideas"], ideas),
        teams=table(TABLES["teams"], RIVALS * ideas),
        technologies=table(TABLES["technologies"], (fields + 1, BANK)),
        fields=table(TABLES["fields"], fields),
        provinces=places,
        investors=table(TABLES["investors"], provinces),
        incubators=incubators,
        cells=table(TABLES["cells"], cells),
        center_fields=table(TABLES["center_fields"], (centers, fields)),
        stars=table(TABLES["stars"], fields * PLACES * stars),
        books=table(TABLES["books"], PHASES),
        relatedness=np.zeros((fields, fields)),
        inputs=np.zeros((fields, fields)),
        distance=np.zeros((provinces, provinces)),
        events=np.zeros(16 * ideas, dtype=EVENT_DTYPE).view(np.recarray),
        counters=np.zeros(6, dtype=np.int64),
    )
    for rows in (w.enterprises, w.institutes):
        rows.first_team = NONE
        rows.first_membership = NONE
        rows.first_link = NONE
    w.institutes.base_of = NONE
    w.stars.province = w.stars.employer = w.stars.offer = NONE
    return w


def index_cells(w: World) -> None:
    """Write where the rows of each cell lie, in place; rows are sorted by cell."""
    cells, edges = plain(w.cells), np.arange(w.cells.size + 1)
    for rows, kind in ((w.enterprises, "enterprise"), (w.institutes, "institute")):
        at = np.searchsorted(plain(rows)["cell"], edges)
        cells[f"first_{kind}"], cells[f"last_{kind}"] = at[:-1], at[1:]
