"""The rows of the tables: every column with type, unit, meaning and source.

A kind of agent is a table, an agent is a row. Index columns are narrow, arithmetic is float64.
"""

from sim.rows.boards import Board
from sim.rows.cells import Cell
from sim.rows.centers import Center, CenterField, Membership
from sim.rows.charters import Charter
from sim.rows.column import POPULATED, SCENARIO, Column
from sim.rows.fields import Field
from sim.rows.incubators import Incubator
from sim.rows.investors import Investor
from sim.rows.links import Link
from sim.rows.organisations import Enterprise, Institute
from sim.rows.people import Star
from sim.rows.pipeline import Idea, Team, Technology
from sim.rows.provinces import Province
from sim.rows.records import EVENT_DTYPE, Book, Event
from sim.rows.sizes import (
    BANK,
    CANDIDATES,
    CHARTERS,
    FLOWS,
    GROUPS,
    LARGEST,
    MEETINGS,
    MOST_BIRTHS,
    NEVER,
    NONE,
    OWNERS,
    PEOPLE,
    QUALITIES,
    REFUSALS,
    RIVALS,
    ROUNDS,
    SECTORS,
    SLOTS,
    STAGES,
    UNITS,
    WORK_KINDS,
)
from sim.rows.successors import Successor

__all__ = [
    "BANK",
    "CANDIDATES",
    "CHARTERS",
    "EVENT_DTYPE",
    "FLOWS",
    "GROUPS",
    "LARGEST",
    "MEETINGS",
    "MOST_BIRTHS",
    "NEVER",
    "NONE",
    "OWNERS",
    "PEOPLE",
    "POPULATED",
    "QUALITIES",
    "REFUSALS",
    "RIVALS",
    "ROUNDS",
    "SCENARIO",
    "SECTORS",
    "SLOTS",
    "STAGES",
    "UNITS",
    "WORK_KINDS",
    "Board",
    "Book",
    "Cell",
    "Center",
    "CenterField",
    "Charter",
    "Column",
    "Enterprise",
    "Event",
    "Field",
    "Idea",
    "Incubator",
    "Institute",
    "Investor",
    "Link",
    "Membership",
    "Province",
    "Star",
    "Successor",
    "Team",
    "Technology",
]
