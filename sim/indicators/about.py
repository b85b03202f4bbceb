"""What a reader must know of an indicator."""

from typing import NamedTuple


class Indicator(NamedTuple):
    """What a reader must know of an indicator."""

    name: str
    unit: str
    formula: str
    name_zh: str
    source: str = "computed by the model"


MONEY = "million CNY/quarter"
