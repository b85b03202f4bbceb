"""Centers at the end and by quarter, who belongs to them, and links outside them."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim import codes
from sim.quarters import label
from sim.results.naming import coded, names, quarter_names
from sim.specs import LEADS, Scenario
from sim.state import LINKS, NONE

if TYPE_CHECKING:
    from sim.kernel import History

OWNERS = {code: word for word, code in codes.RESULTS_OWNERS.items()}
STATUS = {
    codes.PLANNED: "planned",
    codes.CONSTRUCTION: "construction",
    codes.OPERATING: "operating",
    codes.RECTIFYING: "rectifying",
    codes.REVOKED: "revoked",
}
GRADES = {code: words[0] for code, words in codes.GRADES.items()}
PLAN = (
    "target_stages",
    "target_products",
    "target_fees",
    "target_members",
    "stages",
    "products",
    "fees_so_far",
    "report_stages",
    "report_products",
    "report_fees",
    "report_members",
    "honest_value",
    "forgone",
)
"""Columns of a center about its plan, what of it is achieved, and what that has cost."""
CONTRACTS = {code: words[0] for code, words in codes.CONTRACTS.items()}
CALLED = {code: words[0] for code, words in codes.CHARTERS.items()}
MET = {codes.STRANGER: "stranger", codes.INTRODUCED: "introduced", codes.FORMER: "former partner"}


def centers(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return the centers as they are at the end."""
    rows = history.world.centers
    specs = scenario.centers
    return pd.DataFrame(
        {
            "center": [spec.key for spec in specs],
            "id": rows["id"],
            "name_en": [spec.name_en for spec in specs],
            "name_zh": [spec.name_zh for spec in specs],
            "called_as": coded(CALLED, rows["charter"]),
            "contract": [spec.contract for spec in specs],
            "legal_form": _forms(scenario, history),
            **_founding(scenario, rows),
            "results_owner": coded(OWNERS, rows["results_owner"]),
            "status": coded(STATUS, rows["status"]),
            "grade": coded(GRADES, rows["grade"]),
            "score": np.where(rows["grade"] == codes.UNGRADED, np.nan, rows["score"]),
            "cash": rows["cash"],
            "fees": rows["fees"],
            "licences": rows["licences"],
            "project_rd": rows["project_rd"],
            "members": rows["members"],
            **people(rows),
            **decisions(rows),
            "lead_power": rows["lead_power"],
            "enterprise_power": rows["enterprise_power"],
            "institute_power": rows["institute_power"],
            "government_power": rows["government_power"],
        }
    )


def _forms(scenario: Scenario, history: "History") -> list[str]:
    """Return the legal form of each center at the end."""
    to_come = history.world.successors["planned"]
    return [
        spec.legal_form if spec.becomes is None or waits else spec.becomes
        for spec, waits in zip(scenario.centers, to_come, strict=True)
    ]


def _founding(scenario: Scenario, rows: np.ndarray) -> dict[str, list[str | None]]:
    """Return mode, province, approval and lead: of who was called, as the run has it.

    Places that no call has filled have none of these.
    """
    places = [province.key for province in scenario.provinces]
    by_lead = scenario.programme.bundles if scenario.programme else {}
    columns: dict[str, list[str | None]] = {
        name: [] for name in ("mode", "province", "approved", "lead_kind")
    }
    for spec, row in zip(scenario.centers, rows, strict=True):
        if not spec.called:
            values: tuple[str | None, ...] = (
                spec.mode, spec.province, spec.approved, spec.lead_kind,
            )  # fmt: skip
        elif row["charter"] == 0:
            values = (None, None, None, None)
        else:
            lead = codes.CHARTERS[int(row["charter"])][0]
            values = (
                by_lead[lead],
                places[row["province"]],
                label(scenario.start, int(row["start"]) - 1),
                LEADS[lead],
            )
        for name, value in zip(columns, values, strict=True):
            columns[name].append(value)
    return columns


def center_quarters(scenario: Scenario, history: "History") -> pd.DataFrame:
    """Return stage, members, income by source and spending of each center in each quarter.

    What a center pays out to members and shareholders is what its other payments leave to explain
    of its cash; numbers of projects, exits and refusals are counted from the start.
    """
    rows = history.centers
    t, center = (index.ravel() for index in np.indices(rows.shape))
    flat = rows.ravel()
    income = {
        "grant": flat["grant_paid"],
        "local_grant": flat["local_grant_paid"],
        "project_grants": flat["project_grants"],
        "fees": flat["fees"],
        "capital": flat["capital_paid"] + flat["investors_paid"],
        "agreements": flat["agreement_income"],
        "line_rents": flat["rent_income"],
        "licences": flat["licences"],
    }
    out = ("project_rd", "pilot_rents", "expert_fees", "overheads", "incubation", "returned")
    spending = {name: flat[name] for name in out}
    before = np.vstack([np.zeros(rows.shape[1]), rows["cash"][:-1]]).ravel()
    left = before + sum(income.values()) - sum(spending.values()) - flat["cash"]
    return pd.DataFrame(
        {
            "quarter": quarter_names(scenario, t),
            "center": names([spec.key for spec in scenario.centers], center),
            "status": coded(STATUS, flat["status"]),
            "members": flat["members"],
            **decisions(flat),
            "exits": flat["exits"],
            "declined": flat["declined"],
            "free_riders": flat["free_riders"],
            "sponsors": flat["sponsors"],
            "of_investors": flat["investors_paid"],
            **income,
            **spending,
            "paid_to_members": left,
            "to_lead": flat["to_lead"],
            "staff_leaving": flat["leaving"],
            **people(flat),
            "cash": flat["cash"],
            **{name: flat[name] for name in PLAN},
        }
    )


def people(rows: np.ndarray) -> dict[str, np.ndarray]:
    """Return posts, staff, flows of people and stars of centers."""
    return {
        "posts": rows["posts"],
        "staff": rows["staff"],
        "vacancies": rows["posts"] - rows["staff"],
        "staff_joined": rows["joined"],
        "staff_left": rows["left"],
        "stars": rows["stars"],
    }


def decisions(rows: np.ndarray) -> dict[str, np.ndarray]:
    """Return what boards have decided so far, their errors and how long they took."""
    decided = rows["approved"] + rows["refused"]
    return {
        "projects_approved": rows["approved"],
        "projects_refused": rows["refused"],
        "bad_public": rows["bad_public"],
        "bad_members": rows["bad_members"],
        "missed_public": rows["missed_public"],
        "missed_members": rows["missed_members"],
        "captured": rows["captured"],
        "by_manager": rows["by_manager"],
        "decision_time": np.divide(
            rows["waited"], decided, out=np.full(decided.shape, np.nan), where=decided > 0
        ),
    }


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
            "link": rows["id"],
            "field": names([spec.key for spec in scenario.fields], rows["field"]),
            "kind": coded(codes.KINDS, rows["kind"]),
            "one": rows["one_id"],
            "one_province": names(places, near),
            "other": rows["other_id"],
            "other_province": names(places, other["province"]),
            "links": np.minimum(weight, other["weight"]),
            "met": coded(MET, rows["by"]),
            "begun": quarter_names(scenario, rows["begun"]),
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
            "center": names([spec.key for spec in scenario.centers], rows["center"]),
            "kind": coded(codes.KINDS, rows["kind"]),
            "member": of_member("id"),
            "field": names([spec.key for spec in scenario.fields], of_member("field")),
            "province": names([spec.key for spec in scenario.provinces], of_member("province")),
            "lead": rows["lead"] != 0,
            "votes": rows["votes"],
            "joined": quarter_names(scenario, rows["joined"]),
            "shared_units": np.bitwise_count(rows["shared"]).astype(np.int64),
            "fee_paid": rows["fee_paid"],
            "contract": coded(CONTRACTS, rows["contract"]),
            "stake": rows["stake"],
        }
    )
