"""Enterprises and institutes at the end; their columns are described where the world's are."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim import codes
from sim.results import about
from sim.results.about import NO_VALUES
from sim.results.event_kinds import PARENTS
from sim.results.naming import coded, names, quarter_names, with_gaps
from sim.specs import Scenario
from sim.state import NONE, Column, columns
from sim.state import Enterprise as EnterpriseRow
from sim.state import Institute as InstituteRow

if TYPE_CHECKING:
    from sim.kernel import History

ROWS = {"enterprise": EnterpriseRow, "institute": InstituteRow}
AGENTS_ZH = {"enterprise": "企业", "institute": "研究机构"}

INSTITUTE_KINDS = {
    codes.UNIVERSITY: codes.ORIGINS[codes.FROM_UNIVERSITY],
    codes.GOVERNMENT_INSTITUTE: codes.ORIGINS[codes.FROM_INSTITUTE],
}
CODES: dict[str, Mapping[int, tuple[str, str]]] = {
    "ownership": codes.OWNERSHIPS,
    "origin": PARENTS,
    "kind": INSTITUTE_KINDS,
    "platform": codes.PLATFORMS,
    "funding_reason": codes.REASONS,
    "adoption_reason": codes.REASONS,
    "membership_reason": codes.REASONS,
    "bid_charter": codes.CHARTERS,
    "bid_reason": codes.REASONS,
}
MEANINGS = {
    "founder": "permanent identity of the founder",
    "ownership": "whom it belongs to",
    "origin": "whom the founder came from",
    "kind": "kind of institute",
    "platform": "kind of platform",
}
"""Of columns in which words or gaps take the place of numbers that the world's meaning lists."""
PLACES = ("province", "investor")
"""Columns with a row of the table of provinces; each has one investor."""
WORK_SPACE = ("noted",)
OF_FOUNDER = ("founder", "skill", "venture", "origin", "born")
"""Columns of an enterprise about its founding; one from before the spin-up has no founder."""
GAPS = {
    **dict.fromkeys(OF_FOUNDER, "founded before the records begin"),
    "investor": "no investor",
    "certified_until": "held no certificate",
}
"""Cells of enterprises that are empty, and what that means."""


def kept(kind: str) -> dict[str, Column]:
    """Return the columns of a kind of agent but work space and rows of tables not written."""
    return {
        name: column
        for name, column in columns(ROWS[kind]).items()
        if not column.dtype.startswith("(")
        and name not in WORK_SPACE
        and (column.unit != "row" or name in (*PLACES, "field"))
    }


def agent_columns(
    fields: Mapping[str, str], provinces: Mapping[str, str]
) -> tuple[about.Column, ...]:
    """Describe the columns of the table of agents, those of enterprises first."""
    of = {kind: kept(kind) for kind in ROWS}
    described = [about.Column("agent", about.TEXT, "1", "kind of agent", "主体类型", AGENTS_ZH)]
    for name in dict.fromkeys(name for of_kind in of.values() for name in of_kind):
        who = {kind: mine[name] for kind, mine in of.items() if name in mine}
        first = next(iter(who.values()))
        values = NO_VALUES
        if name == "field":
            values = fields
        elif name in PLACES:
            values = provinces
        elif name in CODES:
            values = dict(CODES[name].values())
        gaps = [GAPS[name]] if name in GAPS else []
        gaps += [f"{other}: has no such column" for other in ROWS if other not in who]
        described.append(
            about.Column(
                name,
                _kind_of(name, [column.dtype for column in who.values()], first.unit),
                _each({kind: _unit(name, column) for kind, column in who.items()}),
                MEANINGS.get(name) or _each({kind: column.meaning for kind, column in who.items()}),
                _each({AGENTS_ZH[kind]: column.meaning_zh for kind, column in who.items()}),
                values,
                "; ".join(gaps),
                more=name == "field",
                source=_each({kind: column.source for kind, column in who.items()}),
            )
        )
    return tuple(described)


def _each(texts: dict[str, str]) -> str:
    """Say once what holds for all kinds, else kind by kind."""
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    return "; ".join(f"{kind}: {text}" for kind, text in texts.items())


def _unit(name: str, column: Column) -> str:
    """Return the unit of what is written: names have none."""
    return "1" if name in CODES or column.unit in ("row", "0 or 1", "mask") else column.unit


def _kind_of(name: str, dtypes: list[str], unit: str) -> str:
    """Return the kind of a column from how the world holds it."""
    if name in CODES or unit == "row":
        return about.TEXT
    by_unit = {"quarter": about.QUARTER, "0 or 1": about.YES_NO, "mask": about.MASK}
    if unit in by_unit:
        return by_unit[unit]
    if "f8" in dtypes:
        return about.NUMBER
    return about.IDENTITY if "i8" in dtypes else about.INTEGER


def agents(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return enterprises and institutes at the end, one row each, less work space."""
    from sim.results.columns import fitted

    world = history.world
    parts = []
    for kind, rows in (("enterprise", world.enterprises), ("institute", world.institutes)):
        part = {name: _written(scenario, name, column, rows) for name, column in kept(kind).items()}
        parts.append(pd.DataFrame({"agent": kind} | part, index=range(rows.size)))
    return fitted("agents", pd.concat(parts, ignore_index=True))


def _written(scenario: Scenario, name: str, column: Column, rows: np.ndarray) -> Any:
    """Return a column of the world as it is written: names, quarters, gaps."""
    values = rows[name]
    gap = np.zeros(rows.size, dtype=bool)
    if name in OF_FOUNDER:
        gap = rows["founder"] == 0
    elif name == "certified_until":
        gap = values == 0
    if name == "field":
        return names([field.key for field in scenario.fields], values)
    if name in PLACES:
        return names([province.key for province in scenario.provinces], values)
    if name in CODES:
        return coded(CODES[name], np.where(gap, NONE, values))
    if column.unit == "quarter":
        return pd.Series(quarter_names(scenario, np.where(gap, 0, values))).mask(gap)
    if column.unit == "0 or 1":
        return pd.Series(values != 0, dtype="boolean")
    return with_gaps(values, gap) if values.dtype.kind in "iu" else np.where(gap, np.nan, values)
