"""What a reader must know of a column."""

from typing import NamedTuple


class Column(NamedTuple):
    """What a reader must know of a column."""

    dtype: str
    unit: str
    meaning: str
    meaning_zh: str
    source: str = "computed by the model"


POPULATED = "initial state from scenarios/data"
SCENARIO = "scenario"
