"""What a reader must know of a parameter."""

from typing import NamedTuple


class About(NamedTuple):
    """What a reader must know of a parameter."""

    symbol: str
    unit: str
    low: float
    high: float
    source: str
    meaning: str
    meaning_zh: str


MONEY = "million CNY"
"""The unit of money, at 2017 prices; a parameter whose unit starts so scales with the currency."""

J = "assumption"
DESIGN = "assumption: seen in a small numerical trial"
