"""Who goes where: every flow of R&D staff once, with where from and where to.

Staff of the cells are counted in full-time equivalents. Schools and other work, and the rest of
the world, are named residual accounts, as in `sim/accounts.py`: closing shows that nobody appears
or vanishes in a cell or on the way between two.
"""

from typing import NamedTuple

STAFF, OTHER, ABROAD = range(3)


class Movement(NamedTuple):
    """One kind of flow of people."""

    name: str
    origin: int
    target: int
    name_zh: str


PEOPLE = (
    Movement("trained", OTHER, STAFF, "毕业进入研发"),
    Movement("joined", OTHER, STAFF, "由其他工作转入"),
    Movement("returned", ABROAD, STAFF, "回国"),
    Movement("moved_in", STAFF, STAFF, "由其他领域或省份流入"),
    Movement("retired", STAFF, OTHER, "退休"),
    Movement("left", STAFF, OTHER, "转至其他工作"),
    Movement("emigrated", STAFF, ABROAD, "出国"),
    Movement("moved_out", STAFF, STAFF, "流出至其他领域或省份"),
)
TRAINED, JOINED, RETURNED, MOVED_IN, RETIRED, LEFT, EMIGRATED, MOVED_OUT = range(len(PEOPLE))

ARRIVALS = RETIRED
"""The flows before this one add to a cell's staff, the others take from it."""
