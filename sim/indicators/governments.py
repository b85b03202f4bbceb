"""Indicators of local governments: what they raise and spend, on which fields, and how unevenly."""

import math

import numpy as np

from sim import accounts
from sim.indicators.about import MONEY, Indicator
from sim.indicators.nation import paid
from sim.jit import kernel
from sim.parameters import Parameters
from sim.state import Clock, World

GOVERNMENTS = (
    Indicator("growth_record", "1/year", "moving mean of growth of output and jobs, and centers",
              "政绩"),
    Indicator("growth_lag", "1/year", "mean record of the neighbours less its own", "落后程度"),
    Indicator("innovation_effort", "1", "share of money for innovation", "创新支出比例"),
    Indicator("local_subsidies", MONEY, "sum over fields of rate x R&D of enterprises", "地方研发补贴"),
    Indicator("land_forgone", MONEY, "discount x rent of start-ups", "土地优惠"),
    Indicator("land_income", MONEY, "rent of land, before what is forgone", "土地收入"),
    Indicator("local_unpaid", MONEY, "grants promised to centers for which the treasury lacks money",
              "对中心的欠拨资助"),
)  # fmt: skip
(GROWTH_RECORD, GROWTH_LAG, INNOVATION_EFFORT, LOCAL_SUBSIDIES, LAND_FORGONE, LAND_INCOME,
 UNPAID) = range(len(GOVERNMENTS))  # fmt: skip

LOCAL_SUPPORT = (
    Indicator("local_subsidies", MONEY, "subsidies of provinces to enterprises", "地方研发补贴"),
    Indicator("land_forgone", MONEY, "rent of start-ups that provinces bear", "土地优惠"),
    Indicator("land_income", MONEY, "rent of land, before what is forgone", "土地收入"),
    Indicator("local_services", MONEY, "what provinces spend on all else", "其他地方公共支出"),
    Indicator("subsidy_share_of_rd", "1", "local subsidies over R&D of enterprises",
              "地方补贴与企业研发之比"),
    Indicator("local_share_of_support", "1",
              "local subsidies, land and grants over these and the ministry's grants to centers",
              "地方占扶持资金比例"),
    Indicator("support_spread", "1",
              "coefficient of variation over provinces of subsidies over sales", "扶持力度离散度"),
    Indicator("support_without_knowledge", "1",
              "share of subsidies where enterprises know less than the field's mean",
              "投向知识薄弱地区的补贴比例"),
    Indicator("sales_without_knowledge", "1", "the same share of sales, to compare",
              "知识薄弱地区的销售比例"),
    Indicator("provinces_per_field", "1", "mean over fields of 1/HHI of subsidies over provinces",
              "每领域扶持省份数"),
    Indicator("provinces_per_field_sales", "1", "the same of sales, to compare",
              "每领域有效省份数"),
)  # fmt: skip
(SUBSIDIES, LAND, RENT, SERVICES, SHARE_OF_RD, LOCAL_SHARE, SPREAD, WITHOUT_KNOWLEDGE,
 SALES_WITHOUT, PER_FIELD, PER_FIELD_SALES) = range(len(LOCAL_SUPPORT))  # fmt: skip


@kernel
def measure_governments(w: World, p: Parameters, clock: Clock, out: np.ndarray) -> None:
    """Write the indicators of local governments, (P, len(GOVERNMENTS)), in place."""
    n = w.provinces.size
    for r in range(n):
        me = w.provinces[r]
        out[r, GROWTH_RECORD] = me.record
        out[r, GROWTH_LAG] = me.lag
        out[r, INNOVATION_EFFORT] = me.effort
        out[r, LOCAL_SUBSIDIES] = subsidies_of(w, r)
        rent = 0.0
        young = 0.0
        for field in range(w.fields.size):
            rent += w.cells[field * n + r].overheads
            young += w.cells[field * n + r].young
        out[r, LAND_FORGONE] = me.discount * p.governments.rent * young
        out[r, LAND_INCOME] = p.governments.rent * rent
        out[r, UNPAID] = me.unpaid


@kernel
def subsidies_of(w: World, r: int) -> float:
    """Return the subsidies that a province pays [million CNY/quarter]."""
    total = 0.0
    for field in range(w.fields.size):
        cell = w.cells[field * w.provinces.size + r]
        total += cell.support * cell.entitled
    return total


@kernel
def measure_local_support(w: World, p: Parameters, clock: Clock, out: np.ndarray) -> None:
    """Write the indicators of the support of all provinces, (len(LOCAL_SUPPORT),), in place."""
    for k in range(out.size):
        out[k] = 0.0
    out[SUBSIDIES] = paid(w, accounts.LOCAL_SUBSIDIES)
    out[LAND] = paid(w, accounts.CHEAP_LAND)
    out[RENT] = paid(w, accounts.LAND)
    out[SERVICES] = paid(w, accounts.LOCAL_SERVICES)
    rd = paid(w, accounts.ROUTINE_RD) + paid(w, accounts.ENTERPRISE_PROJECT_RD)
    out[SHARE_OF_RD] = out[SUBSIDIES] / rd if rd > 0.0 else 0.0
    local = out[SUBSIDIES] + out[LAND] + paid(w, accounts.CENTER_LOCAL_GRANTS)
    both = local + paid(w, accounts.CENTER_GRANTS)
    both += paid(w, accounts.PROJECT_GRANTS_TO_ENTERPRISES)
    out[LOCAL_SHARE] = local / both if both > 0.0 else 0.0
    out[SPREAD] = spread(w)
    measure_siting(w, out)


@kernel
def spread(w: World) -> float:
    """Return the coefficient of variation over provinces of subsidies over sales."""
    n = 0.0
    total = 0.0
    squares = 0.0
    for r in range(w.provinces.size):
        if w.provinces[r].output > 0.0:
            rate = subsidies_of(w, r) / w.provinces[r].output
            n += 1.0
            total += rate
            squares += rate * rate
    if total <= 0.0:
        return 0.0
    mean = total / n
    return math.sqrt(max(0.0, squares / n - mean * mean)) / mean


@kernel
def measure_siting(w: World, out: np.ndarray) -> None:
    """Write how far subsidies go where little is known, and to how many provinces a field."""
    n = w.provinces.size
    money = 0.0
    sales = 0.0
    supported = 0.0
    sold = 0.0
    for field in range(w.fields.size):
        output = 0.0
        known = 0.0
        subsidy = 0.0
        squares = 0.0
        squares_sold = 0.0
        for cell in range(field * n, (field + 1) * n):
            here = w.cells[cell]
            output += here.output
            known += here.output * here.coverage
            part = here.support * here.entitled
            subsidy += part
            squares += part * part
            squares_sold += here.output * here.output
        for cell in range(field * n, (field + 1) * n):
            here = w.cells[cell]
            if here.coverage * output < known:
                out[WITHOUT_KNOWLEDGE] += here.support * here.entitled
                out[SALES_WITHOUT] += here.output
        money += subsidy
        sales += output
        if squares > 0.0:
            out[PER_FIELD] += subsidy * subsidy / squares
            supported += 1.0
        if squares_sold > 0.0:
            out[PER_FIELD_SALES] += output * output / squares_sold
            sold += 1.0
    out[WITHOUT_KNOWLEDGE] = out[WITHOUT_KNOWLEDGE] / money if money > 0.0 else 0.0
    out[SALES_WITHOUT] = out[SALES_WITHOUT] / sales if sales > 0.0 else 0.0
    out[PER_FIELD] = out[PER_FIELD] / supported if supported > 0.0 else 0.0
    out[PER_FIELD_SALES] = out[PER_FIELD_SALES] / sold if sold > 0.0 else 0.0
