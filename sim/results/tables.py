"""A run as tables: names instead of codes, and a digest of what they hold."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim import codes, quarters
from sim.accounts import FLOWS, SECTORS
from sim.specs import Scenario
from sim.state import EVENTS, LINKS, NONE

if TYPE_CHECKING:
    from sim.kernel import History

GENERIC = "generic"
"""Place of the technologies that all fields can use."""
NATION = "nation"

WITH_ORIGIN = (
    codes.IDEA,
    codes.STAGE_PASSED,
    codes.STAGE_FAILED,
    codes.SHELVED,
    codes.LAUNCH,
    codes.OWNED,
)
"""Events whose reason is the kind of who had the idea, or whose team it is."""

OWNERS = {code: word for word, code in codes.RESULTS_OWNERS.items()}
STATUS = {
    codes.PLANNED: "planned",
    codes.CONSTRUCTION: "construction",
    codes.OPERATING: "operating",
}
MET = {codes.STRANGER: "stranger", codes.INTRODUCED: "introduced", codes.FORMER: "former partner"}


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
    return {
        "indicators": indicators(scenario, history),
        "events": events(scenario, history),
        "flows": flows(scenario, history),
        "adoption": adoption(scenario, history),
        "technologies": technologies(scenario, history),
        "centers": centers(scenario, history),
        "center_quarters": center_quarters(scenario, history),
        "links": links(scenario, history),
        "members": members(scenario, history),
    }


def _names(words: Iterable[str], rows: np.ndarray) -> np.ndarray:
    """Return names for row numbers; NONE becomes missing."""
    names = np.array([*words, None], dtype=object)
    return names[np.where(rows < 0, NONE, rows).astype(np.int64)]


def _coded(names: Mapping[int, Any], values: np.ndarray) -> np.ndarray:
    """Return names for codes; they must be 0, 1, 2, ..."""
    words = [name if isinstance(name, str) else name[0] for name in names.values()]
    return _names(words, values.astype(np.int64))


def _quarters(scenario: Scenario, offsets: np.ndarray) -> np.ndarray:
    """Return the names of quarters counted from the start."""
    low = int(offsets.min(initial=0))
    high = max(int(offsets.max(initial=0)), low)
    names = [quarters.label(scenario.start, k) for k in range(low, high + 1)]
    return _names(names, offsets - low)


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
                    "quarter": _quarters(scenario, t),
                    "level": level,
                    "place": _names(places, place),
                    "indicator": _names([i.name for i in about], k),
                    "value": values.ravel().astype(np.float64),
                    "unit": _names([i.unit for i in about], k),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def events(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return the log of the run with names."""
    world = history.world
    log = world.events[: min(int(world.counters[EVENTS]), world.events.size)]
    by_origin = np.isin(log["kind"], WITH_ORIGIN)
    fields = [field.key for field in scenario.fields] + [GENERIC]
    return pd.DataFrame(
        {
            "quarter": _quarters(scenario, log["quarter"]),
            "event": _coded(codes.EVENT_KINDS, log["kind"]),
            "field": _names(fields, log["field"]),
            "province": _names([p.key for p in scenario.provinces], log["province"]),
            "subject": log["subject"],
            "object": log["object"],
            "value": log["value"],
            "reason": _coded(codes.REASONS, np.where(by_origin, NONE, log["reason"])),
            "origin": _coded(codes.ORIGINS, np.where(by_origin, log["reason"], NONE)),
        }
    )


def flows(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return every payment between sectors that is not zero, by quarter and phase."""
    from sim.schedule import PHASES

    t, phase, flow = np.nonzero(history.flows)
    return pd.DataFrame(
        {
            "quarter": _quarters(scenario, t),
            "phase": _names(PHASES, phase),
            "flow": _names([f.name for f in FLOWS], flow),
            "payer": _names(SECTORS, np.array([f.payer for f in FLOWS])[flow]),
            "payee": _names(SECTORS, np.array([f.payee for f in FLOWS])[flow]),
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
            "field": _names(fields, field),
            "slot": slot,
            "quarter": _quarters(scenario, t),
            "use": history.use[t, field, slot],
        }
    )


def technologies(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return the technologies in use at the end."""
    world = history.world
    bank, slot = np.nonzero(world.technologies.live)
    live = world.technologies[world.technologies.live != 0]
    names = [field.key for field in scenario.fields]
    return pd.DataFrame(
        {
            "technology": live["id"],
            "bank": _names([*names, GENERIC], bank),
            "slot": slot,
            "field": _names(names, live["field"]),
            "origin": _coded(codes.ORIGINS, live["origin"]),
            "owner_kind": _coded(codes.KINDS, live["owner_kind"]),
            "owner": live["owner"],
            "center": _names([c.key for c in scenario.centers], live["center"]),
            "extended": live["extended"] != 0,
            "launched": _quarters(scenario, live["launched"]),
            "gain": live["gain"],
            "realised": live["realised"],
            "use": live["use"],
            "licences": live["licences"],
        }
    )


def centers(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return the centers as they are at the end."""
    rows = history.world.centers
    specs = scenario.centers
    return pd.DataFrame(
        {
            "center": [spec.key for spec in specs],
            "name_en": [spec.name_en for spec in specs],
            "name_zh": [spec.name_zh for spec in specs],
            "mode": [spec.mode for spec in specs],
            "province": [spec.province for spec in specs],
            "approved": [spec.approved for spec in specs],
            "lead_kind": [spec.lead_kind for spec in specs],
            "results_owner": _coded(OWNERS, rows["results_owner"]),
            "status": _coded(STATUS, rows["status"]),
            "cash": rows["cash"],
            "fees": rows["fees"],
            "licences": rows["licences"],
            "project_rd": rows["project_rd"],
            "members": rows["members"],
            "projects_approved": rows["approved"],
            "projects_refused": rows["refused"],
        }
    )


def center_quarters(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return stage, members, income by source and spending of each center in each quarter.

    What a center pays out to members is what its other payments leave to explain of its cash.
    """
    rows = history.centers
    t, center = (index.ravel() for index in np.indices(rows.shape))
    flat = rows.ravel()
    begun = flat["status"] != codes.PLANNED
    income = {
        "grant": np.where(begun, flat["grant"], 0.0),
        "local_grant": np.where(begun, flat["local_grant"], 0.0),
        "project_grants": flat["project_grants"],
        "fees": flat["fees"],
        "licences": flat["licences"],
    }
    spending = {"project_rd": flat["project_rd"], "pilot_rents": flat["pilot_rents"]}
    before = np.vstack([np.zeros(rows.shape[1]), rows["cash"][:-1]]).ravel()
    left = before + sum(income.values()) - sum(spending.values()) - flat["cash"]
    return pd.DataFrame(
        {
            "quarter": _quarters(scenario, t),
            "center": _names([spec.key for spec in scenario.centers], center),
            "status": _coded(STATUS, flat["status"]),
            "members": flat["members"],
            "projects_approved": flat["approved"],
            "projects_refused": flat["refused"],
            **income,
            **spending,
            "paid_to_members": left,
            "cash": flat["cash"],
        }
    )


def links(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return the links that stand at the end, with what is known of both ends.

    Ends that stand for w and w' organisations are joined by min(w, w') links.
    """
    w = history.world
    rows = w.links[: int(w.counters[LINKS])]
    rows = rows[(rows["live"] == 1) & (rows["one"] != NONE) & (rows["other"] != NONE)]
    enterprise = rows["kind"] == codes.ENTERPRISE
    one_e = w.enterprises[np.where(enterprise, rows["one"], 0)]
    one_i = w.institutes[np.where(enterprise, 0, rows["one"])]
    other = w.enterprises[rows["other"]]
    places = [province.key for province in scenario.provinces]
    near = np.where(enterprise, one_e["province"], one_i["province"])
    weight = np.where(enterprise, one_e["weight"], one_i["weight"])
    return pd.DataFrame(
        {
            "field": _names([spec.key for spec in scenario.fields], rows["field"]),
            "kind": _coded(codes.KINDS, rows["kind"]),
            "one": rows["one_id"],
            "one_province": _names(places, near),
            "other": rows["other_id"],
            "other_province": _names(places, other["province"]),
            "links": np.minimum(weight, other["weight"]),
            "met": _coded(MET, rows["by"]),
            "begun": _quarters(scenario, rows["begun"]),
            "distance": rows["distance"],
        }
    )


def members(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return who belongs to which center at the end."""
    w = history.world
    rows = w.memberships[w.memberships["status"] == codes.MEMBER]
    enterprise = rows["kind"] == codes.ENTERPRISE
    firm = w.enterprises[np.where(enterprise, rows["member"], 0)]
    institute = w.institutes[np.where(enterprise, 0, rows["member"])]

    def of_member(name: str) -> np.ndarray:
        return np.where(enterprise, firm[name], institute[name])

    return pd.DataFrame(
        {
            "center": _names([spec.key for spec in scenario.centers], rows["center"]),
            "kind": _coded(codes.KINDS, rows["kind"]),
            "member": of_member("id"),
            "field": _names([spec.key for spec in scenario.fields], of_member("field")),
            "province": _names([spec.key for spec in scenario.provinces], of_member("province")),
            "lead": rows["lead"] != 0,
            "votes": rows["votes"],
            "joined": _quarters(scenario, rows["joined"]),
            "shared_units": np.bitwise_count(rows["shared"]).astype(np.int64),
            "fee_paid": rows["fee_paid"],
        }
    )


def agents(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return enterprises and institutes at the end, one row each, less work space."""
    parts = []
    world = history.world
    for kind, rows in (
        ("enterprise", world.enterprises),
        ("institute", world.institutes),
    ):
        kept = [name for name in rows.dtype.names or () if rows[name].ndim == 1]
        part = pd.DataFrame({name: _nullable(rows[name]) for name in kept})
        part.insert(0, "agent", kind)
        parts.append(part)
    table = pd.concat(parts, ignore_index=True)
    table["field"] = _names([f.key for f in scenario.fields], table["field"].to_numpy(np.int64))
    table["province"] = _names(
        [p.key for p in scenario.provinces], table["province"].to_numpy(np.int64)
    )
    return table


def _nullable(values: np.ndarray) -> Any:
    """Return whole numbers as a column that may have gaps and keeps all 64 bits."""
    if values.dtype.kind not in "iu":
        return values
    return pd.Series(values).convert_dtypes()


def digest(table: pd.DataFrame) -> str:
    """Return the SHA-256 of a table's content, whatever file it is written to.

    Columns go in order of their names, rows in their own; of each column the name, the
    type and the values count. A text counts as its UTF-8 bytes after their number.
    """
    total = hashlib.sha256(f"{len(table)} rows".encode())
    for name in sorted(table.columns):
        column = table[name]
        if not isinstance(column.dtype, np.dtype) or column.dtype.kind == "O":
            rows, words = pd.factorize(column)
            coded = [*(_bytes(word) for word in words), b"-"]  # the last one is missing
            kind, data = "text", b"".join(coded[row] for row in rows)
        else:
            values = column.to_numpy()
            values = values.astype(values.dtype.newbyteorder("<"), copy=False)
            kind, data = values.dtype.str, np.ascontiguousarray(values).tobytes()
        total.update(f"{name}:{kind}:{len(data)};".encode())
        total.update(data)
    return total.hexdigest()


def _bytes(word: object) -> bytes:
    data = str(word).encode()
    return f"{len(data)}:".encode() + data


def total_digest(digests: Mapping[str, str]) -> str:
    """Return one SHA-256 over the digests of several tables."""
    text = "".join(f"{name}={digests[name]};" for name in sorted(digests))
    return hashlib.sha256(text.encode()).hexdigest()
