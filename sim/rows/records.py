"""Accounts of a phase and events of a run."""

from typing import Annotated, NamedTuple

import numpy as np

from sim.rows.column import Column
from sim.rows.sizes import FLOWS, SECTORS


# fmt: off
class Book:
    """The accounts of one phase of the quarter."""

    flows: Annotated[
        np.ndarray, Column(f"({FLOWS},)f8", "million CNY", "payments", "资金流量")
    ]
    stocks: Annotated[
        np.ndarray, Column(f"({SECTORS},)f8", "million CNY", "money after the phase", "资金存量")
    ]
    gaps: Annotated[
        np.ndarray, Column(f"({SECTORS},)f8", "1", "what does not close, relative", "不平衡")
    ]


# fmt: on
class Event(NamedTuple):
    """Record layout of the event log."""

    quarter: int
    kind: int
    field: int
    province: int
    subject: int
    object: int
    value: float
    reason: int


EVENT_DTYPE = np.dtype((np.record, np.dtype(
    [("quarter", "i4"), ("kind", "i2"), ("field", "i2"), ("province", "i2"), ("subject", "i8"),
     ("object", "i8"), ("value", "f8"), ("reason", "i2")], align=True
)))  # fmt: skip
