"""Write to the event log, in the fixed order of settlements."""

from typing import Any

import numpy as np

from sim.jit import rule
from sim.state import EVENTS, Clock


@rule
def log(
    events: Any,
    counters: np.ndarray,
    clock: Clock,
    kind: int,
    field: int,
    province: int,
    subject: int,
    other: int,
    value: float,
    reason: int,
) -> None:
    """Append one event in place; the driver sees to it that there is room."""
    n = counters[EVENTS]
    event = events[n]
    event.quarter = clock.quarter
    event.kind = kind
    event.field = field
    event.province = province
    event.subject = subject
    event.object = other
    event.value = value
    event.reason = reason
    counters[EVENTS] = n + 1
