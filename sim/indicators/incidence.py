"""Who gains: the net income of every kind of agent in a quarter.

A paired difference of two runs is the incidence of what differs between them. The first eleven
parts are money and add up to zero: what one receives another has paid. Lower prices make buyers
pay less for the same: what they gain is no payment and stands beside the parts.
"""

import numpy as np

from sim import accounts, codes
from sim.accounts import (
    ABROAD,
    BANKS,
    CENTERS,
    ECONOMY,
    INVESTORS,
    MINISTRY,
    PAYEES,
    PAYERS,
    PROVINCES,
)
from sim.indicators.about import MONEY, Indicator
from sim.jit import kernel
from sim.state import NONE, World

INCIDENCE = (
    Indicator("income_leaders", MONEY,
              "received less paid before payments to and from owners: leading enterprises", "领军企业净收入"),
    Indicator("income_fringe", MONEY, "the same, other enterprises", "一般企业净收入"),
    Indicator("income_universities", MONEY, "received less paid, universities", "高校净收入"),
    Indicator("income_government_institutes", MONEY, "the same, government institutes",
              "科研院所净收入"),
    Indicator("income_centers", MONEY, "the same, centers", "创新中心净收入"),
    Indicator("income_provinces", MONEY, "the same, provinces", "地方财政净收入"),
    Indicator("income_ministry", MONEY, "the same, the ministry", "中央部门净收入"),
    Indicator("income_economy", MONEY, "received less paid, households, suppliers, buyers",
              "经济其他部门净收入"),
    Indicator("income_abroad", MONEY, "imports less exports", "国外净收入"),
    Indicator("income_banks", MONEY, "interest less debt written off", "银行净收入"),
    Indicator("income_investors", MONEY, "received less paid before payments to and from enterprises:"
              " investors", "投资机构净收入"),
    Indicator("income_owners", MONEY, "dividends and liquidation less capital brought in, out of"
              " enterprises' income", "企业所有者净所得"),
    Indicator("income_members", MONEY, "net income of enterprises that are members of a center",
              "中心企业成员净收入"),
    Indicator("income_other_enterprises", MONEY, "net income of all other enterprises",
              "非成员企业净收入"),
    Indicator("income_member_institutes", MONEY, "net income of institutes that are members",
              "中心机构成员净收入"),
    Indicator("taxes_provinces", MONEY, "tax on profits that provinces receive", "地方所得税收入"),
    Indicator("taxes_ministry", MONEY, "tax on profits that the ministry receives", "中央所得税收入"),
    Indicator("relief_deduction", MONEY, "tax saved by the further deduction of R&D", "加计扣除减税额"),
    Indicator("relief_certified", MONEY, "tax saved by the rate of high-tech enterprises",
              "高新技术企业优惠减税额"),
    Indicator("dividends", MONEY, "paid to owners of enterprises", "分红总额"),
    Indicator("sales_from_abroad", MONEY, "sales of foreign sellers at home", "国外卖方销售"),
    Indicator("gain_buyers", MONEY, "sum of fields' buyers' gain: no payment, beside the incomes",
              "购买者所得合计"),
    Indicator("economy_purchases", MONEY, "what buyers other than the state pay, out of the economy's"
              " income", "经济其他部门购买支出"),
    Indicator("economy_work", MONEY, "paid for wages and inputs, R&D and adoption included, into the"
              " economy's income", "工资与投入所得"),
    Indicator("economy_other", MONEY, "the economy's income beside purchases, wages and inputs",
              "经济其他部门其余净收入"),
)  # fmt: skip
(INCOME_LEADERS, INCOME_FRINGE, INCOME_UNIVERSITIES, INCOME_GOVERNMENT_INSTITUTES, INCOME_CENTERS,
 INCOME_PROVINCES, INCOME_MINISTRY, INCOME_ECONOMY, INCOME_ABROAD, INCOME_BANKS,
 INCOME_INVESTORS, INCOME_OWNERS, INCOME_MEMBERS, INCOME_OTHER_ENTERPRISES,
 INCOME_MEMBER_INSTITUTES, TAXES_PROVINCES, TAXES_MINISTRY, RELIEF_DEDUCTION, RELIEF_CERTIFIED,
 DIVIDENDS, SALES_FROM_ABROAD, GAIN_BUYERS, ECONOMY_PURCHASES, ECONOMY_WORK,
 ECONOMY_OTHER) = range(len(INCIDENCE))  # fmt: skip
PARTS = INCOME_INVESTORS + 1
"""The first of the indicators are the parts that add up to zero."""


@kernel
def is_member(w: World, first: int) -> bool:
    """Say whether an organisation with this first membership belongs to a center."""
    m = first
    while m != NONE:
        if w.memberships[m].status == codes.MEMBER:
            return True
        m = w.memberships[m].next
    return False


@kernel
def measure_rows(w: World, out: np.ndarray) -> None:
    """Add up net incomes of enterprises and institutes from their cash, in place."""
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        income = e.weight * (e.cash - e.opening + e.owners)
        out[INCOME_LEADERS if e.leader == 1 else INCOME_FRINGE] += income
        member = e.first_membership != NONE and is_member(w, e.first_membership)
        out[INCOME_MEMBERS if member else INCOME_OTHER_ENTERPRISES] += income
        out[RELIEF_DEDUCTION] += e.weight * e.relief_deduction
        out[RELIEF_CERTIFIED] += e.weight * e.relief_rate
    for i in range(w.institutes.size):
        o = w.institutes[i]
        income = o.weight * (o.cash - o.opening)
        if o.kind == codes.UNIVERSITY:
            out[INCOME_UNIVERSITIES] += income
        else:
            out[INCOME_GOVERNMENT_INSTITUTES] += income
        if o.first_membership != NONE and is_member(w, o.first_membership):
            out[INCOME_MEMBER_INSTITUTES] += income


@kernel
def enter_income(out: np.ndarray, sector: int, amount: float) -> None:
    """Enter a payment of a sector that has no rows of its own kind here, in place."""
    if sector == CENTERS:
        out[INCOME_CENTERS] += amount
    elif sector == PROVINCES:
        out[INCOME_PROVINCES] += amount
    elif sector == MINISTRY:
        out[INCOME_MINISTRY] += amount
    elif sector == ECONOMY:
        out[INCOME_ECONOMY] += amount
    elif sector == ABROAD:
        out[INCOME_ABROAD] += amount
    elif sector == BANKS:
        out[INCOME_BANKS] += amount
    elif sector == INVESTORS:
        out[INCOME_INVESTORS] += amount


@kernel
def to_owners(flow: int) -> float:
    """Return 1 for what enterprises pay their owners, -1 for what those bring in, else 0."""
    if flow == accounts.DIVIDENDS or flow == accounts.DIVIDENDS_ABROAD:
        return 1.0
    if flow == accounts.INVESTOR_DIVIDENDS or flow == accounts.INVESTOR_LIQUIDATION:
        return 1.0
    if flow == accounts.LIQUIDATION:
        return 1.0
    return -1.0 if flow == accounts.EQUITY or flow == accounts.INVESTOR_EQUITY else 0.0


@kernel
def pays_work(flow: int) -> bool:
    """Say whether a payment is for wages and inputs: what production, R&D and adoption cost."""
    if flow == accounts.INPUTS or flow == accounts.OVERHEADS or flow == accounts.RELABELLING:
        return True
    if flow == accounts.ROUTINE_RD or flow == accounts.ENTERPRISE_PROJECT_RD:
        return True
    if flow == accounts.INSTITUTE_RD or flow == accounts.INSTITUTE_PROJECT_RD:
        return True
    return flow == accounts.CENTER_PROJECT_RD or flow == accounts.ADOPTION_COSTS


@kernel
def measure_incidence(w: World, out: np.ndarray) -> None:
    """Write who gains in the nation, (len(INCIDENCE),), in place."""
    for k in range(out.size):
        out[k] = 0.0
    measure_rows(w, out)
    for flow in range(PAYERS.size):
        amount = 0.0
        for phase in range(w.books.size):
            amount += w.books[phase].flows[flow]
        owners = to_owners(flow)
        if owners != 0.0:
            out[INCOME_OWNERS] += owners * amount
        else:
            enter_income(out, PAYEES[flow], amount)
            enter_income(out, PAYERS[flow], -amount)
        if flow == accounts.SALES or flow == accounts.IMPORTS:
            out[ECONOMY_PURCHASES] += amount
        elif pays_work(flow):
            out[ECONOMY_WORK] += amount
        if flow == accounts.DIVIDENDS or flow == accounts.DIVIDENDS_ABROAD:
            out[DIVIDENDS] += amount
        elif flow == accounts.IMPORTS:
            out[SALES_FROM_ABROAD] = amount
        elif flow == accounts.LOCAL_TAX:
            out[TAXES_PROVINCES] = amount
        elif flow == accounts.CENTRAL_TAX:
            out[TAXES_MINISTRY] = amount
    out[ECONOMY_OTHER] = out[INCOME_ECONOMY] - out[ECONOMY_WORK] + out[ECONOMY_PURCHASES]
    for field in range(w.fields.size):
        out[GAIN_BUYERS] += w.fields[field].buyers_gain
