"""Who pays whom: every flow once, with payer and payee, and the check that nothing leaks.

Enterprises, institutes, centers, provinces and investors hold money in the tables; what an enterprise has below
0 it owes to banks. The ministry, banks, the rest of the economy (households, suppliers, buyers,
owners) and the rest of the world are named residual accounts: their balances follow from the flows. Closing therefore shows that no modelled account
leaks, not that the economy is in equilibrium.
"""

from typing import Any, NamedTuple

import numpy as np

from sim import masks
from sim.jit import kernel, rule
from sim.parameters import Parameters
from sim.state import Clock, World

ENTERPRISES, INSTITUTES, CENTERS, PROVINCES, INVESTORS, MINISTRY, ECONOMY, ABROAD, BANKS = range(9)
SECTORS = (
    "enterprises",
    "institutes",
    "centers",
    "provinces",
    "investors",
    "ministry",
    "economy",
    "abroad",
    "banks",
)
SECTORS_ZH = (
    "企业",
    "研究机构与高校",
    "创新中心",
    "地方政府",
    "风险投资机构",
    "中央部门",
    "经济其他部门",
    "国外",
    "银行",
)
WITH_MONEY = 5
"""The first five sectors hold money in tables; what they hold is compared with their flows."""


class Flow(NamedTuple):
    """One kind of payment."""

    name: str
    payer: int
    payee: int
    name_zh: str


FLOWS = (
    Flow("institute_grants", MINISTRY, INSTITUTES, "研究机构财政拨款"),
    Flow("center_grants", MINISTRY, CENTERS, "中心中央资助"),
    Flow("center_local_grants", PROVINCES, CENTERS, "中心地方资助"),
    Flow("routine_rd", ENTERPRISES, ECONOMY, "企业常规研发支出"),
    Flow("institute_rd", INSTITUTES, ECONOMY, "研究机构研发支出"),
    Flow("enterprise_project_rd", ENTERPRISES, ECONOMY, "企业项目研发支出"),
    Flow("institute_project_rd", INSTITUTES, ECONOMY, "研究机构项目研发支出"),
    Flow("center_project_rd", CENTERS, ECONOMY, "中心项目研发支出"),
    Flow("enterprise_fees", ENTERPRISES, CENTERS, "企业会费"),
    Flow("licences_to_enterprises", ENTERPRISES, ENTERPRISES, "付给企业的许可费"),
    Flow("licences_to_institutes", ENTERPRISES, INSTITUTES, "付给研究机构的许可费"),
    Flow("licences_to_centers", ENTERPRISES, CENTERS, "付给中心的许可费"),
    Flow("center_shares_to_enterprises", CENTERS, ENTERPRISES, "中心分给企业成员的收益"),
    Flow("center_shares_to_institutes", CENTERS, INSTITUTES, "中心分给机构成员的收益"),
    Flow("adoption_costs", ENTERPRISES, ECONOMY, "技术采用成本"),
    Flow("sales", ECONOMY, ENTERPRISES, "销售收入"),
    Flow("procurement", MINISTRY, ENTERPRISES, "政府采购国产"),
    Flow("exports", ABROAD, ENTERPRISES, "出口"),
    Flow("imports", ECONOMY, ABROAD, "进口"),
    Flow("inputs", ENTERPRISES, ECONOMY, "工资与投入"),
    Flow("central_tax", ENTERPRISES, MINISTRY, "中央所得税"),
    Flow("local_tax", ENTERPRISES, PROVINCES, "地方所得税"),
    Flow("dividends", ENTERPRISES, ECONOMY, "分红"),
    Flow("overheads", ENTERPRISES, ECONOMY, "管理费用"),
    Flow("interest", ENTERPRISES, BANKS, "利息"),
    Flow("equity", ECONOMY, ENTERPRISES, "创业资本"),
    Flow("liquidation", ENTERPRISES, ECONOMY, "清算返还"),
    Flow("write_offs", BANKS, ENTERPRISES, "坏账核销"),
    Flow("dividends_abroad", ENTERPRISES, ABROAD, "汇出分红"),
    Flow("relabelling", ENTERPRISES, ECONOMY, "研发费用归集成本"),
    Flow("project_grants_to_enterprises", MINISTRY, ENTERPRISES, "企业承担国家项目资助"),
    Flow("project_grants_to_institutes", MINISTRY, INSTITUTES, "研究机构承担国家项目资助"),
    Flow("project_grants_to_centers", MINISTRY, CENTERS, "中心承担国家项目资助"),
    Flow("contracts", ENTERPRISES, INSTITUTES, "企业委托研究机构研发"),
    Flow("licences_handed_over", INSTITUTES, MINISTRY, "研究机构上缴的许可收入"),
    Flow("land", ECONOMY, PROVINCES, "土地收入"),
    Flow("cheap_land", PROVINCES, ENTERPRISES, "土地优惠"),
    Flow("local_subsidies", PROVINCES, ENTERPRISES, "地方研发补贴"),
    Flow("local_services", PROVINCES, ECONOMY, "其他地方公共支出"),
    Flow("savings", ECONOMY, INVESTORS, "募集资金"),
    Flow("payouts", INVESTORS, ECONOMY, "返还出资人"),
    Flow("guidance", PROVINCES, INVESTORS, "政府引导基金出资"),
    Flow("investor_equity", INVESTORS, ENTERPRISES, "风险投资"),
    Flow("investor_dividends", ENTERPRISES, INVESTORS, "风险投资分红"),
    Flow("investor_liquidation", ENTERPRISES, INVESTORS, "风险投资清算返还"),
    Flow("stake_sales", ECONOMY, INVESTORS, "股权转让收入"),
    Flow("pilot_rents_of_enterprises", ENTERPRISES, INSTITUTES, "企业付中试线租金"),
    Flow("pilot_rents_of_institutes", INSTITUTES, INSTITUTES, "研究机构付中试线租金"),
    Flow("pilot_rents_of_centers", CENTERS, INSTITUTES, "中心付中试线租金"),
    Flow("expert_fees", CENTERS, ECONOMY, "中心专家费"),
    Flow("applications_of_enterprises", ENTERPRISES, ECONOMY, "企业申请准备成本"),
    Flow("applications_of_institutes", INSTITUTES, ECONOMY, "研究机构申请准备成本"),
    Flow("center_cash_returned", CENTERS, MINISTRY, "撤销中心上缴结余"),
    Flow("center_capital", ENTERPRISES, CENTERS, "企业向中心缴纳股金"),
    Flow("center_refunds", CENTERS, ENTERPRISES, "企业退股返还"),
    Flow("center_capital_of_investors", INVESTORS, CENTERS, "社会资本入股中心"),
    Flow("agreements", ENTERPRISES, CENTERS, "企业按协议资助中心项目"),
    Flow("line_rents_of_enterprises", ENTERPRISES, CENTERS, "企业付中心中试线租金"),
    Flow("line_rents_of_institutes", INSTITUTES, CENTERS, "研究机构付中心中试线租金"),
    Flow("line_rents_of_centers", CENTERS, CENTERS, "中心付其他中心中试线租金"),
    Flow("center_shares_to_investors", CENTERS, INVESTORS, "中心分给社会资本的收益"),
    Flow("center_overheads", CENTERS, ECONOMY, "中心管理费用及登记成本"),
    Flow("incubation", PROVINCES, ECONOMY, "地方孵化器支出"),
    Flow("center_incubation", CENTERS, ECONOMY, "中心孵化器支出"),
)  # fmt: skip
(INSTITUTE_GRANTS, CENTER_GRANTS, CENTER_LOCAL_GRANTS, ROUTINE_RD, INSTITUTE_RD,
 ENTERPRISE_PROJECT_RD, INSTITUTE_PROJECT_RD, CENTER_PROJECT_RD, ENTERPRISE_FEES,
 LICENCES_TO_ENTERPRISES, LICENCES_TO_INSTITUTES, LICENCES_TO_CENTERS,
 CENTER_SHARES_TO_ENTERPRISES, CENTER_SHARES_TO_INSTITUTES, ADOPTION_COSTS, SALES, PROCUREMENT,
 EXPORTS, IMPORTS, INPUTS, CENTRAL_TAX, LOCAL_TAX, DIVIDENDS,
 OVERHEADS, INTEREST, EQUITY, LIQUIDATION, WRITE_OFFS, DIVIDENDS_ABROAD, RELABELLING,
 PROJECT_GRANTS_TO_ENTERPRISES, PROJECT_GRANTS_TO_INSTITUTES, PROJECT_GRANTS_TO_CENTERS,
 CONTRACTS, LICENCES_HANDED_OVER, LAND, CHEAP_LAND, LOCAL_SUBSIDIES, LOCAL_SERVICES, SAVINGS,
 PAYOUTS, GUIDANCE, INVESTOR_EQUITY, INVESTOR_DIVIDENDS, INVESTOR_LIQUIDATION,
 STAKE_SALES, PILOT_RENTS_OF_ENTERPRISES, PILOT_RENTS_OF_INSTITUTES,
 PILOT_RENTS_OF_CENTERS, EXPERT_FEES, APPLICATIONS_OF_ENTERPRISES, APPLICATIONS_OF_INSTITUTES,
 CENTER_CASH_RETURNED, CENTER_CAPITAL, CENTER_REFUNDS, CENTER_CAPITAL_OF_INVESTORS, AGREEMENTS,
 LINE_RENTS_OF_ENTERPRISES, LINE_RENTS_OF_INSTITUTES, LINE_RENTS_OF_CENTERS,
 CENTER_SHARES_TO_INVESTORS, CENTER_OVERHEADS, INCUBATION, CENTER_INCUBATION) = range(len(FLOWS))  # fmt: skip

PAYERS = np.array([flow.payer for flow in FLOWS])
PAYEES = np.array([flow.payee for flow in FLOWS])

TOLERANCE = 1e-9
"""Largest gap of a sector after a phase, relative to its turnover and stock."""


@rule
def pay(row: Any, flow: int, amount: float) -> None:
    """Note in place what an organisation (a row) pays or receives in this phase [million CNY]."""
    row.flows[flow] += amount
    row.noted = row.noted | masks.bit(flow)


@rule
def collect(total: np.ndarray, row: Any, weight: float) -> None:
    """Add a row's noted payments, times its weight, to a total and clear them, in place."""
    rest = row.noted
    while rest != masks.EMPTY:
        k = masks.lowest(rest)
        rest = rest & (rest - masks.ONE)
        total[k] += weight * row.flows[k]
        row.flows[k] = 0.0
    row.noted = masks.EMPTY


@kernel
def tally(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up flows and cash of each cell in identity order, in place, and clear the notes.

    Those of the cell were cleared when the last phase closed.
    """
    for c in range(low, high):
        cell = w.cells[c]
        cash = 0.0
        for i in range(cell.first_enterprise, cell.last_enterprise):
            e = w.enterprises[i]
            cash += e.weight * e.cash
            cell.noted = cell.noted | e.noted
            collect(cell.flows, e, e.weight)
        cell.enterprise_cash = cash
        cash = 0.0
        for i in range(cell.first_institute, cell.last_institute):
            o = w.institutes[i]
            cash += o.weight * o.cash
            cell.noted = cell.noted | o.noted
            collect(cell.flows, o, o.weight)
        cell.institute_cash = cash


@kernel
def holdings(w: World, sector: int) -> float:
    """Return the money that a sector holds in its table, after `tally` [million CNY]."""
    total = 0.0
    if sector == ENTERPRISES:
        for c in range(w.cells.size):
            total += w.cells[c].enterprise_cash
    elif sector == INSTITUTES:
        for c in range(w.cells.size):
            total += w.cells[c].institute_cash
    elif sector == CENTERS:
        for c in range(w.centers.size):
            total += w.centers[c].cash
    elif sector == PROVINCES:
        for r in range(w.provinces.size):
            total += w.provinces[r].treasury
    elif sector == INVESTORS:
        for v in range(w.investors.size):
            total += w.investors[v].cash
    return total


@kernel
def close(w: World, p: Parameters, clock: Clock) -> None:
    """Compare every sector's change in money with its flows of this phase, in place."""
    book = w.books[clock.phase]
    last = w.books[(clock.phase + w.books.size - 1) % w.books.size]
    for c in range(w.cells.size):
        collect(book.flows, w.cells[c], 1.0)
    for c in range(w.centers.size):
        collect(book.flows, w.centers[c], 1.0)
    for r in range(w.provinces.size):
        collect(book.flows, w.provinces[r], 1.0)
    for v in range(w.investors.size):
        collect(book.flows, w.investors[v], 1.0)
    for sector in range(book.stocks.size):
        net = 0.0
        turnover = 0.0
        for k in range(book.flows.size):
            amount = book.flows[k]
            if PAYEES[k] == sector:
                net += amount
                turnover += abs(amount)
            if PAYERS[k] == sector:
                net -= amount
                turnover += abs(amount)
        before = last.stocks[sector]
        book.stocks[sector] = before + net
        book.gaps[sector] = 0.0
        if sector < WITH_MONEY:
            after = holdings(w, sector)
            scale = abs(before) + abs(after) + turnover
            if scale > 0.0:
                book.gaps[sector] = abs(after - before - net) / scale
            book.stocks[sector] = after


@kernel
def open_books(w: World) -> None:
    """Start the quarter's flow matrix, in place."""
    for phase in range(w.books.size):
        for k in range(w.books[phase].flows.size):
            w.books[phase].flows[k] = 0.0
