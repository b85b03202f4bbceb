"""Indicators of the nation: centers, money, surplus."""

import numpy as np

from sim import accounts, codes
from sim.indicators.about import MONEY, Indicator
from sim.indicators.links import lots
from sim.jit import kernel
from sim.state import BANK, World
from sim.state import LINKS as LINK_ROWS

COUNTRY = (
    Indicator("centers_construction", "1", "centers under construction", "建设期中心"),
    Indicator("centers_operating", "1", "centers in operation", "运行期中心"),
    Indicator("center_members", "1", "members of all centers, leads included", "中心成员数"),
    Indicator("center_grants", MONEY, "grants of the ministry to centers", "中心中央资助"),
    Indicator("center_local_grants", MONEY, "grants of provinces to centers", "中心地方资助"),
    Indicator("center_fees", MONEY, "membership fees", "会费收入"),
    Indicator("center_licences", MONEY, "licence income of centers", "中心许可收入"),
    Indicator("center_project_rd", MONEY, "what centers spend on projects", "中心项目支出"),
    Indicator("center_self_funding", "1",
              "income without public money (fees, stakes, sponsors, rents, licences) / all income with "
              "grants, also of projects; 0 without income", "中心自筹比例"),
    Indicator("projects_approved", "1", "projects boards agreed to so far", "累计批准项目"),
    Indicator("projects_refused", "1", "projects boards refused so far", "累计否决项目"),
    Indicator("projects_bad_public", "1", "of those approved, of no true value to the public",
              "误批项目（公共价值）"),
    Indicator("projects_bad_members", "1", "of those approved, of no true value to the members together",
              "误批项目（成员价值）"),
    Indicator("projects_missed_public", "1", "of those refused, of true value to the public",
              "误拒项目（公共价值）"),
    Indicator("projects_missed_members", "1", "of those refused, of true value to the members together",
              "误拒项目（成员价值）"),
    Indicator("projects_captured", "1",
              "of those approved, the lead truly gains and all other members together truly lose",
              "俘获项目"),
    Indicator("projects_by_manager", "1", "of those decided, the manager alone decided",
              "主任决定项目"),
    Indicator("decision_time", "quarter", "from proposal to decision, mean of all so far, 0 without any",
              "平均决策季度数"),
    Indicator("expert_fees", MONEY, "fees that centers pay to experts", "专家费"),
    Indicator("licence_fees", MONEY, "licence fees paid by enterprises", "许可费总额"),
    Indicator("generic_technologies", "1", "technologies in the national bank", "共性技术数"),
    Indicator("rd_all", MONEY, "R&D of enterprises, institutes and centers", "研发总支出"),
    Indicator("profits", MONEY, "sales less inputs, overheads, own and bought R&D and adoption costs, with grants",
              "企业利润"),
    Indicator("taxes", MONEY, "tax on profits, central and local", "所得税"),
    Indicator("public_money", MONEY,
              "grants, also for projects, subsidies, rent borne and incubators of ministry and provinces", "财政投入"),
    Indicator("social_surplus", MONEY,
              "buyers' gain + profits - R&D of institutes and centers + contracts - grants to "
              "enterprises - fees of experts - cost of incubators, running centers and relabelling - "
              "dividends paid abroad", "社会剩余"),
    Indicator("project_grants", MONEY, "grants of national projects", "国家项目资助"),
    Indicator("links", "1", "standing links outside centers, of all kinds", "现存合作总数"),
    Indicator("link_density", "1", "links of enterprises with each other over all possible ones",
              "企业合作网络密度"),
    Indicator("dividends_abroad", MONEY, "dividends paid to owners abroad", "汇出分红"),
    Indicator("market_opening", MONEY,
              "sum of fields' opening gain, which rests on the choke price, an assumption; beside the "
              "surplus, not in it", "市场开启所得合计"),
    Indicator("center_exits", "1", "members that left centers, so far", "累计退出成员"),
    Indicator("center_declined", "1", "invitations of centers declined so far", "累计谢绝加入"),
    Indicator("free_riders", "1",
              "of both, those where the members would have gained by the money and the one would not",
              "累计搭便车"),
    Indicator("center_capital", MONEY, "paid for stakes in centers, by investors too", "中心股金收入"),
    Indicator("center_agreements", MONEY, "paid by sponsors of projects of centers", "中心协议收入"),
    Indicator("center_rents", MONEY, "rents that centers take for their pilot lines",
              "中心中试线租金收入"),
    Indicator("center_leverage", "1",
              "income of centers without public money / public money, also of projects; 0 without",
              "中心社会投入与财政投入之比"),
    Indicator("agreements", "1", "projects of centers with a sponsor", "协议项目数"),
    Indicator("center_turnover", "1/year",
              "share of the staff of centers that leaves for elsewhere, by spending on projects",
              "中心人员年流出率"),
    Indicator("center_overheads", MONEY,
              "running costs of centers, and what becoming a person of its own cost",
              "中心管理费用及登记成本"),
    Indicator("center_to_leads", MONEY, "revenue of centers that is their leads' by legal form",
              "中心上缴牵头单位收入"),
)  # fmt: skip
(CENTERS_CONSTRUCTION, CENTERS_OPERATING, CENTER_MEMBERS, CENTER_GRANTS, CENTER_LOCAL_GRANTS,
 CENTER_FEES, CENTER_LICENCES, CENTER_PROJECT_RD, CENTER_SELF_FUNDING, PROJECTS_APPROVED,
 PROJECTS_REFUSED, PROJECTS_BAD_PUBLIC, PROJECTS_BAD_MEMBERS, PROJECTS_MISSED_PUBLIC,
 PROJECTS_MISSED_MEMBERS, PROJECTS_CAPTURED, PROJECTS_BY_MANAGER, DECISION_TIME, EXPERT_FEES,
 LICENCE_FEES, GENERIC_TECHNOLOGIES, RD_ALL, PROFITS, TAXES, PUBLIC_MONEY,
 SOCIAL_SURPLUS, PROJECT_GRANTS, LINKS, LINK_DENSITY, DIVIDENDS_ABROAD,
 MARKET_OPENING, CENTER_EXITS, CENTER_DECLINED, FREE_RIDERS, CENTER_CAPITAL,
 CENTER_AGREEMENTS, CENTER_RENTS, CENTER_LEVERAGE, AGREEMENTS, CENTER_TURNOVER,
 CENTER_OVERHEADS, CENTER_TO_LEADS) = range(len(COUNTRY))  # fmt: skip


@kernel
def paid(w: World, flow: int) -> float:
    """Return what was paid of one flow in the quarter, over all phases [million CNY]."""
    total = 0.0
    for phase in range(w.books.size):
        total += w.books[phase].flows[flow]
    return total


@kernel
def measure_country(w: World, out: np.ndarray) -> None:
    """Write the indicators of the nation, (len(COUNTRY),), in place."""
    for k in range(out.size):
        out[k] = 0.0
    for c in range(w.centers.size):
        center = w.centers[c]
        if center.status == codes.CONSTRUCTION:
            out[CENTERS_CONSTRUCTION] += 1.0
        elif center.status == codes.OPERATING:
            out[CENTERS_OPERATING] += 1.0
        out[CENTER_MEMBERS] += center.members
        out[CENTER_EXITS] += center.exits
        out[CENTER_DECLINED] += center.declined
        out[FREE_RIDERS] += center.free_riders
        out[AGREEMENTS] += center.sponsors
    for slot in range(BANK):
        out[GENERIC_TECHNOLOGIES] += w.technologies[w.fields.size, slot].live
    measure_boards(w, out)
    measure_centers(w, out)
    measure_money(w, out)
    measure_network(w, out)


@kernel
def measure_boards(w: World, out: np.ndarray) -> None:
    """Write what boards have decided so far, where they erred and how long they took, in place."""
    for c in range(w.centers.size):
        center = w.centers[c]
        out[PROJECTS_APPROVED] += center.approved
        out[PROJECTS_REFUSED] += center.refused
        out[PROJECTS_BAD_PUBLIC] += center.bad_public
        out[PROJECTS_BAD_MEMBERS] += center.bad_members
        out[PROJECTS_MISSED_PUBLIC] += center.missed_public
        out[PROJECTS_MISSED_MEMBERS] += center.missed_members
        out[PROJECTS_CAPTURED] += center.captured
        out[PROJECTS_BY_MANAGER] += center.by_manager
        out[DECISION_TIME] += center.waited
    decided = out[PROJECTS_APPROVED] + out[PROJECTS_REFUSED]
    out[DECISION_TIME] = out[DECISION_TIME] / decided if decided > 0.0 else 0.0
    out[EXPERT_FEES] = paid(w, accounts.EXPERT_FEES)


@kernel
def measure_centers(w: World, out: np.ndarray) -> None:
    """Write the money of centers, and all licence fees, in place."""
    for c in range(w.centers.size):
        out[CENTER_TO_LEADS] += w.centers[c].to_lead
        out[CENTER_TURNOVER] += 4.0 * w.centers[c].leaving * w.centers[c].project_rd
    out[CENTER_OVERHEADS] = paid(w, accounts.CENTER_OVERHEADS)
    out[CENTER_GRANTS] = paid(w, accounts.CENTER_GRANTS)
    out[CENTER_LOCAL_GRANTS] = paid(w, accounts.CENTER_LOCAL_GRANTS)
    out[CENTER_FEES] = paid(w, accounts.ENTERPRISE_FEES)
    out[CENTER_LICENCES] = paid(w, accounts.LICENCES_TO_CENTERS)
    out[CENTER_PROJECT_RD] = paid(w, accounts.CENTER_PROJECT_RD)
    spent = out[CENTER_PROJECT_RD]
    out[CENTER_TURNOVER] = out[CENTER_TURNOVER] / spent if spent > 0.0 else 0.0
    out[CENTER_CAPITAL] = paid(w, accounts.CENTER_CAPITAL)
    out[CENTER_CAPITAL] += paid(w, accounts.CENTER_CAPITAL_OF_INVESTORS)
    out[CENTER_AGREEMENTS] = paid(w, accounts.AGREEMENTS)
    out[CENTER_RENTS] = paid(w, accounts.LINE_RENTS_OF_ENTERPRISES)
    out[CENTER_RENTS] += paid(w, accounts.LINE_RENTS_OF_INSTITUTES)
    own = out[CENTER_FEES] + out[CENTER_CAPITAL] + out[CENTER_AGREEMENTS]
    own += out[CENTER_RENTS] + out[CENTER_LICENCES]
    public = out[CENTER_GRANTS] + out[CENTER_LOCAL_GRANTS]
    public += paid(w, accounts.PROJECT_GRANTS_TO_CENTERS)
    out[CENTER_SELF_FUNDING] = own / (own + public) if own + public > 0.0 else 0.0
    out[CENTER_LEVERAGE] = own / public if public > 0.0 else 0.0
    out[LICENCE_FEES] = out[CENTER_LICENCES] + paid(w, accounts.LICENCES_TO_ENTERPRISES)
    out[LICENCE_FEES] += paid(w, accounts.LICENCES_TO_INSTITUTES)


@kernel
def measure_money(w: World, out: np.ndarray) -> None:
    """Write R&D, profits, taxes, public money and surplus, in place; centers come before."""
    contracts = paid(w, accounts.CONTRACTS)
    to_centers = paid(w, accounts.PROJECT_GRANTS_TO_CENTERS)
    to_enterprises = paid(w, accounts.PROJECT_GRANTS_TO_ENTERPRISES)
    out[PROJECT_GRANTS] = (
        to_enterprises + paid(w, accounts.PROJECT_GRANTS_TO_INSTITUTES) + to_centers
    )
    own_rd = paid(w, accounts.ROUTINE_RD) + paid(w, accounts.ENTERPRISE_PROJECT_RD)
    public_rd = (
        paid(w, accounts.INSTITUTE_RD)
        + paid(w, accounts.INSTITUTE_PROJECT_RD)
        + out[CENTER_PROJECT_RD]
    )
    out[RD_ALL] = own_rd + public_rd
    out[PROFITS] = (
        paid(w, accounts.SALES) + paid(w, accounts.PROCUREMENT) + paid(w, accounts.EXPORTS)
    )
    out[PROFITS] -= (
        paid(w, accounts.INPUTS)
        + paid(w, accounts.OVERHEADS)
        + own_rd
        + paid(w, accounts.ADOPTION_COSTS)
        + contracts
    )
    out[PROFITS] += to_enterprises
    out[TAXES] = paid(w, accounts.CENTRAL_TAX) + paid(w, accounts.LOCAL_TAX)
    out[PUBLIC_MONEY] = (
        paid(w, accounts.INSTITUTE_GRANTS)
        + out[CENTER_GRANTS]
        + out[CENTER_LOCAL_GRANTS]
        + out[PROJECT_GRANTS]
    )
    out[PUBLIC_MONEY] += paid(w, accounts.LOCAL_SUBSIDIES) + paid(w, accounts.CHEAP_LAND)
    out[PUBLIC_MONEY] += paid(w, accounts.INCUBATION)
    for field in range(w.fields.size):
        out[SOCIAL_SURPLUS] += w.fields[field].buyers_gain
        out[MARKET_OPENING] += w.fields[field].opening_gain
    # contracts and grants only change hands: what counts is the R&D they pay
    out[SOCIAL_SURPLUS] += out[PROFITS] - public_rd + contracts - to_enterprises
    out[DIVIDENDS_ABROAD] = paid(w, accounts.DIVIDENDS_ABROAD)
    # work on papers makes nothing, and what owners abroad receive is not the nation's
    out[SOCIAL_SURPLUS] -= paid(w, accounts.RELABELLING) + out[DIVIDENDS_ABROAD]
    out[SOCIAL_SURPLUS] -= out[EXPERT_FEES] + out[CENTER_OVERHEADS]
    # rooms and staff that tenants do not pay are used up all the same
    out[SOCIAL_SURPLUS] -= paid(w, accounts.INCUBATION) + paid(w, accounts.CENTER_INCUBATION)


@kernel
def measure_network(w: World, out: np.ndarray) -> None:
    """Count links and, among enterprises, how dense they are, in place."""
    between = 0.0
    for k in range(w.counters[LINK_ROWS]):
        if w.links[k].live == 1:
            out[LINKS] += lots(w, k)
            if w.links[k].kind == codes.ENTERPRISE:
                between += lots(w, k)
    firms = 0.0
    for i in range(w.enterprises.size):
        firms += w.enterprises[i].weight
    out[LINK_DENSITY] = 2.0 * between / (firms * (firms - 1.0)) if firms > 1.0 else 0.0
