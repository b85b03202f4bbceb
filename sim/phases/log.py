"""Write to the event log, in the fixed order of settlements."""

from typing import Any

import numpy as np

from sim import codes
from sim.jit import kernel, rule
from sim.state import EVENTS, Clock, World


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


@kernel
def owner_identity(w: World, kind: int, owner: int) -> int:
    """Return the permanent identity of an organisation."""
    if kind == codes.ENTERPRISE:
        return w.enterprises[owner].id
    if kind == codes.INSTITUTE:
        return w.institutes[owner].id
    return w.centers[owner].id


@kernel
def log_idea(
    w: World, clock: Clock, kind: int, idea: int, other: int, value: float, reason: int
) -> None:
    """Append an event of an idea in place: other is who or what takes part."""
    k = w.ideas[idea]
    log(w.events, w.counters, clock, kind, k.field, k.province, k.id, other, value, reason)


@kernel
def log_center(
    w: World,
    clock: Clock,
    kind: int,
    center: int,
    field: int,
    other: int,
    value: float,
    reason: int,
) -> None:
    """Append an event of a center in one of its fields, in place."""
    c = w.centers[center]
    log(w.events, w.counters, clock, kind, field, c.province, c.id, other, value, reason)
