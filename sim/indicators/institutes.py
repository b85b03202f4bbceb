"""Indicators of a field's institutes: where their money comes from, and national projects."""

import numpy as np

from sim import codes
from sim.indicators.about import MONEY, Indicator
from sim.jit import kernel
from sim.ranges import enterprises_of, institutes_of
from sim.state import IDEAS, RIVALS, World

INSTITUTES = (
    Indicator("block_grants", MONEY, "sum of w x block grants of institutes", "稳定拨款"),
    Indicator("contracts", MONEY, "sum of w x contracts of enterprises", "企业委托研发收入"),
    Indicator("grants_institutes", MONEY, "sum of w x project grants paid to institutes",
              "研究机构国家项目资助"),
    Indicator("grants_enterprises", MONEY, "sum of w x project grants paid to enterprises",
              "企业国家项目资助"),
    Indicator("other_projects", MONEY, "sum of w x projects for the usual work of institutes",
              "研究机构其他项目经费"),
    Indicator("licences_kept", MONEY,
              "sum of w x licence income kept and shares of centers' income of institutes",
              "研究机构留存许可收入"),
    Indicator("contract_share", "1", "contracts / income of institutes", "委托收入占比"),
    Indicator("project_share", "1", "project grants and other projects / income of institutes", "国家项目收入占比"),
    Indicator("licence_share", "1", "licences kept / income of institutes", "许可收入占比"),
    Indicator("basic_share", "1", "basic research / R&D of institutes", "基础研究占比"),
    Indicator("granted_share", "1",
              "project grants / spending on projects of enterprises, 0 without spending",
              "企业项目支出中资助占比"),
    Indicator("project_fund", "million CNY", "money of calls that is not promised",
              "国家项目未立项资金"),
    Indicator("grants_running", "1", "teams with a grant", "在研国家项目"),
    Indicator("lines_rented", "1", "pilot lines of platforms let to projects", "出租中试线"),
    Indicator("lines_used", "1", "lines let / lines of platforms, 0 without lines", "中试线利用率"),
    Indicator("rents", MONEY, "sum of w x rents of pilot lines of institutes", "中试线租金收入"),
    Indicator("university_basic", "1", "basic research / R&D of universities", "高校基础研究占比"),
    Indicator("university_drift", "1",
              "share of their basic research of 2010's mix that universities gave up for applied work",
              "高校由基础转向应用的比例"),
    Indicator("drift_near_centers", "1",
              "the same, of institutes in provinces where a center works in the field, 0 without",
              "中心所在省机构由基础转向应用的比例"),
)  # fmt: skip
(BLOCK_GRANTS, CONTRACTS, GRANTS_INSTITUTES, GRANTS_ENTERPRISES, OTHER_PROJECTS, LICENCES_KEPT,
 CONTRACT_SHARE, PROJECT_SHARE, LICENCE_SHARE, BASIC_SHARE, GRANTED_SHARE, PROJECT_FUND,
 GRANTS_RUNNING, LINES_RENTED, LINES_USED, RENTS, UNIVERSITY_BASIC, UNIVERSITY_DRIFT,
 DRIFT_NEAR_CENTERS) = range(len(INSTITUTES))  # fmt: skip


@kernel
def measure_institutes(w: World, field: int, out: np.ndarray) -> None:
    """Write the indicators of a field's institutes, (len(INSTITUTES),), in place."""
    for k in range(out.size):
        out[k] = 0.0
    rd = 0.0
    first, last = institutes_of(w, field)
    for i in range(first, last):
        o = w.institutes[i]
        out[BLOCK_GRANTS] += o.weight * o.grant
        out[CONTRACTS] += o.weight * o.contracts
        out[GRANTS_INSTITUTES] += o.weight * o.project_grants
        out[OTHER_PROJECTS] += o.weight * o.other_projects
        out[LICENCES_KEPT] += o.weight * o.licences
        out[LINES_RENTED] += o.rented
        out[LINES_USED] += o.lines
        out[RENTS] += o.weight * o.rents
        rd += o.weight * o.rd
    spent = 0.0
    first, last = enterprises_of(w, field)
    for i in range(first, last):
        e = w.enterprises[i]
        out[GRANTS_ENTERPRISES] += e.weight * e.project_grants
        spent += e.weight * e.project_rd
    projects = out[GRANTS_INSTITUTES] + out[OTHER_PROJECTS]
    out[LINES_USED] = out[LINES_RENTED] / out[LINES_USED] if out[LINES_USED] > 0.0 else 0.0
    income = out[BLOCK_GRANTS] + out[CONTRACTS] + projects + out[LICENCES_KEPT] + out[RENTS]
    if income > 0.0:
        out[CONTRACT_SHARE] = out[CONTRACTS] / income
        out[PROJECT_SHARE] = projects / income
        out[LICENCE_SHARE] = out[LICENCES_KEPT] / income
    out[BASIC_SHARE] = w.fields[field].basic / rd if rd > 0.0 else 0.0
    out[GRANTED_SHARE] = out[GRANTS_ENTERPRISES] / spent if spent > 0.0 else 0.0
    measure_drift(w, field, out)
    out[PROJECT_FUND] = w.fields[field].fund
    for row in range(RIVALS * w.counters[IDEAS]):
        team = w.teams[row]
        if w.ideas[row // RIVALS].field == field and team.kind != codes.NOBODY:
            out[GRANTS_RUNNING] += 1.0 if team.grant_left > 0.0 else 0.0


@kernel
def has_center(w: World, field: int, province: int) -> bool:
    """Say whether a center works in a field in a province."""
    for c in range(w.centers.size):
        me = w.centers[c]
        works = me.status != codes.PLANNED and me.status != codes.REVOKED
        if works and me.province == province and w.center_fields[c, field].share > 0.0:
            return True
    return False


@kernel
def measure_drift(w: World, field: int, out: np.ndarray) -> None:
    """Write how far universities, and institutes near centers, went to applied work, in place.

    By the share of public money that is for basic research, now and in 2010.
    """
    n = w.provinces.size
    basic = rd = 0.0
    kept = before = kept_near = before_near = 0.0
    for cell in range(field * n, (field + 1) * n):
        near = has_center(w, field, cell % n)
        for i in range(w.cells[cell].first_institute, w.cells[cell].last_institute):
            o = w.institutes[i]
            due = o.weight * o.due
            if o.kind == codes.UNIVERSITY:
                basic += o.weight * o.basic
                rd += o.weight * o.rd
                kept += due * o.basic_share
                before += due * o.basic_start
            if near:
                kept_near += due * o.basic_share
                before_near += due * o.basic_start
    out[UNIVERSITY_BASIC] = basic / rd if rd > 0.0 else 0.0
    out[UNIVERSITY_DRIFT] = 1.0 - kept / before if before > 0.0 else 0.0
    out[DRIFT_NEAR_CENTERS] = 1.0 - kept_near / before_near if before_near > 0.0 else 0.0
