"""A run as tables, with names instead of row numbers and codes."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim import codes
from sim.accounts import FLOWS, SECTORS
from sim.results import event_kinds
from sim.results.centers import STATUS, center_quarters, centers, links, members
from sim.results.columns import GENERIC, NATION, fitted
from sim.results.naming import coded, names, quarter_names, with_gaps
from sim.specs import Scenario
from sim.state import EVENTS, NONE

if TYPE_CHECKING:
    from sim.kernel import History

__all__ = ["STATUS", "Result", "tables"]


@dataclass(frozen=True)
class Result:
    """What came out of one run."""

    scenario: Scenario
    driver: str
    indicators: pd.DataFrame
    events: pd.DataFrame
    flows: pd.DataFrame
    adoption: pd.DataFrame
    technologies: pd.DataFrame
    centers: pd.DataFrame
    center_quarters: pd.DataFrame
    links: pd.DataFrame
    members: pd.DataFrame
    cells: pd.DataFrame
    agents: pd.DataFrame | None
    digest: str
    digests: dict[str, str]
    seconds: float
    folder: Path | None = None
    resumed: str | None = None
    figures: tuple[Path, ...] = ()
    history: "History | None" = field(default=None, repr=False)


def tables(scenario: Scenario, history: "History") -> dict[str, pd.DataFrame]:
    """Return all tables of a run by name; their order of rows is fixed."""
    made = {
        "indicators": indicators,
        "events": events,
        "flows": flows,
        "adoption": adoption,
        "technologies": technologies,
        "centers": centers,
        "center_quarters": center_quarters,
        "links": links,
        "members": members,
        "cells": cells,
    }
    return {name: fitted(name, make(scenario, history)) for name, make in made.items()}


def indicators(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return the indicators of nation, fields and provinces, one value a row."""
    from sim.indicators import FIELD, PROVINCE
    from sim.indicators import NATION as NATIONAL

    parts = []
    for level, about, places, values in (
        ("nation", NATIONAL, [NATION], history.nation[:, np.newaxis, :]),
        ("field", FIELD, [f.key for f in scenario.fields], history.fields),
        ("province", PROVINCE, [p.key for p in scenario.provinces], history.provinces),
    ):
        t, place, k = (index.ravel() for index in np.indices(values.shape))
        parts.append(
            pd.DataFrame(
                {
                    "quarter": quarter_names(scenario, t),
                    "level": level,
                    "place": names(places, place),
                    "indicator": names([i.name for i in about], k),
                    "value": values.ravel().astype(np.float64),
                    "unit": names([i.unit for i in about], k),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def events(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return the log of the run; what its columns mean for each kind is in `event_kinds`."""
    world = history.world
    log = world.events[: min(int(world.counters[EVENTS]), world.events.size)]
    fields = [field.key for field in scenario.fields] + [GENERIC]
    words = {"reason": codes.REASONS, "origin": codes.ORIGINS, "parent": event_kinds.PARENTS}
    why = {
        column: coded(named, np.where(_reason_is(log, column), log["reason"], NONE))
        for column, named in words.items()
    }
    from_public = _reason_is(log, event_kinds.PARENT) & (log["reason"] == codes.NOBODY)
    founder_unknown = (log["kind"] == codes.FIRM_EXITS) & (log["object"] == 0)
    in_value = np.isin(log["kind"], event_kinds.STAGE_IN_VALUE)
    stage = np.where(in_value, log["value"], log["reason"])
    return pd.DataFrame(
        {
            "number": np.arange(log.size),
            "quarter": quarter_names(scenario, log["quarter"]),
            "event": coded(codes.EVENT_KINDS, log["kind"]),
            "field": names(fields, log["field"]),
            "province": names([p.key for p in scenario.provinces], log["province"]),
            "subject": log["subject"],
            "object": with_gaps(
                log["object"], (log["object"] == NONE) | from_public | founder_unknown
            ),
            "value": np.where(
                founder_unknown | (log["kind"] == codes.CENTER_OPERATES), np.nan, log["value"]
            ),
            **why,
            "stage": with_gaps(stage, ~(in_value | _reason_is(log, event_kinds.STAGE))),
        }
    )


def _reason_is(log: np.ndarray, column: str) -> np.ndarray:
    """Say of which events the reason goes into a column."""
    return np.isin(log["kind"], event_kinds.with_reason(column))


def flows(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return every payment between sectors that is not zero, by quarter and phase."""
    from sim.schedule import PHASES

    t, phase, flow = np.nonzero(history.flows)
    return pd.DataFrame(
        {
            "quarter": quarter_names(scenario, t),
            "phase": names(PHASES, phase),
            "flow": names([f.name for f in FLOWS], flow),
            "payer": names(SECTORS, np.array([f.payer for f in FLOWS])[flow]),
            "payee": names(SECTORS, np.array([f.payee for f in FLOWS])[flow]),
            "amount": history.flows[t, phase, flow],
        }
    )


def adoption(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return the share of sales that uses each technology, by quarter.

    Two teams may launch the same idea; then one identity stands in two slots.
    """
    t, field, slot = np.nonzero(history.use_id)
    fields = [field.key for field in scenario.fields] + [GENERIC]
    return pd.DataFrame(
        {
            "technology": history.use_id[t, field, slot],
            "field": names(fields, field),
            "slot": slot,
            "quarter": quarter_names(scenario, t),
            "use": history.use[t, field, slot],
        }
    )


def cells(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return sales, enterprises and clusters of each field in each province, by quarter."""
    t, field, province = (k.ravel() for k in np.indices(history.cells.shape[:3]))
    sales, enterprises, cluster = history.cells.reshape(-1, 3).T
    return pd.DataFrame(
        {
            "quarter": quarter_names(scenario, t),
            "field": names([f.key for f in scenario.fields], field),
            "province": names([p.key for p in scenario.provinces], province),
            "sales": sales,
            "enterprises": enterprises,
            "cluster": cluster.astype(np.int64),
        }
    )


def technologies(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return the technologies in use at the end."""
    world = history.world
    bank, slot = np.nonzero(world.technologies.live)
    live = world.technologies[world.technologies.live != 0]
    fields = [field.key for field in scenario.fields]
    owner = np.zeros(live.size, dtype=np.int64)
    for kind, rows in (
        (codes.ENTERPRISE, world.enterprises),
        (codes.INSTITUTE, world.institutes),
        (codes.CENTER, world.centers),
    ):
        of_kind = live["owner_kind"] == kind
        owner[of_kind] = rows["id"][live["owner"][of_kind]]
    return pd.DataFrame(
        {
            "technology": live["id"],
            "bank": names([*fields, GENERIC], bank),
            "slot": slot,
            "field": names(fields, live["field"]),
            "origin": coded(codes.ORIGINS, live["origin"]),
            "owner_kind": coded(codes.KINDS, live["owner_kind"]),
            "owner": with_gaps(owner, live["owner_kind"] == codes.NOBODY),
            "center": names([c.key for c in scenario.centers], live["center"]),
            "extended": live["extended"] != 0,
            "launched": quarter_names(scenario, live["launched"]),
            "gain": live["gain"],
            "realised": live["realised"],
            "use": live["use"],
            "licences": live["licences"],
        }
    )
