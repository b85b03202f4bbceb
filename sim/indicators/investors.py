"""Indicators of investors: money, deals, and what came of them."""

import math

import numpy as np

from sim import accounts
from sim.indicators.about import MONEY, Indicator
from sim.indicators.nation import paid
from sim.jit import kernel
from sim.state import BIRTHS, Clock, World

VENTURE = (
    Indicator("venture_raised", MONEY, "new money of investors from savers", "风险投资募资"),
    Indicator("guidance_paid", MONEY, "paid by provinces into guidance funds", "引导基金出资"),
    Indicator("venture_invested", MONEY, "paid by investors to enterprises", "风险投资额"),
    Indicator("venture_returned", MONEY, "dividends, sales of stakes, liquidation", "风险投资回收"),
    Indicator("venture_money", "million CNY", "money of investors", "风险投资机构资金"),
    Indicator("guidance_money", "million CNY", "of it, of guidance funds", "引导基金资金"),
    Indicator("founders_funded", "1", "share of the quarter's founders that are backed",
              "获投创业比例"),
    Indicator("founders_signal_gain", "1",
              "mean log efficiency of founders backed less that of all", "获投企业效率优势"),
    Indicator("venture_deals", "enterprise", "founders backed so far", "累计投资企业"),
    Indicator("follow_on_share", "1", "further rounds over deals so far", "追加投资比例"),
    Indicator("deals_lost", "1", "share of ended deals that returned less than was paid",
              "亏损交易比例"),
    Indicator("venture_return", "1", "got back over paid in deals that ended of late, less 1",
              "风险投资收益率"),
)  # fmt: skip
(RAISED, GUIDANCE, INVESTED, RETURNED, MONEY_HELD, GUIDED, FUNDED, GAIN, DEALS, FOLLOW_ON, LOST,
 RETURN) = range(len(VENTURE))  # fmt: skip


@kernel
def measure_venture(w: World, clock: Clock, out: np.ndarray) -> None:
    """Write the indicators of investors, (len(VENTURE),), in place."""
    for k in range(out.size):
        out[k] = 0.0
    out[RAISED] = paid(w, accounts.SAVINGS)
    out[GUIDANCE] = paid(w, accounts.GUIDANCE)
    out[INVESTED] = paid(w, accounts.INVESTOR_EQUITY)
    out[RETURNED] = paid(w, accounts.INVESTOR_DIVIDENDS) + paid(w, accounts.STAKE_SALES)
    out[RETURNED] += paid(w, accounts.INVESTOR_LIQUIDATION)
    rounds = 0.0
    ended = 0.0
    cost = 0.0
    back = 0.0
    for r in range(w.investors.size):
        v = w.investors[r]
        out[MONEY_HELD] += v.cash
        out[GUIDED] += v.guided
        out[DEALS] += v.deals
        rounds += v.rounds
        ended += v.ended
        out[LOST] += v.lost
        cost += v.cost
        back += v.back
    out[FOLLOW_ON] = rounds / out[DEALS] if out[DEALS] > 0.0 else 0.0
    out[LOST] = out[LOST] / ended if ended > 0.0 else 0.0
    out[RETURN] = back / cost - 1.0 if cost > 0.0 else 0.0
    measure_founders(w, clock, out)


@kernel
def measure_founders(w: World, clock: Clock, out: np.ndarray) -> None:
    """Write what share of the quarter's founders is backed, and how much better they are."""
    founders = 0.0
    backed = 0.0
    all_skill = 0.0
    skill = 0.0
    for k in range(min(w.counters[BIRTHS], w.births.size)):
        new = w.births[k]
        if new.born != clock.quarter:
            continue
        relative = math.log(new.efficiency / w.fields[new.field].mean_efficiency)
        founders += new.weight
        all_skill += new.weight * relative
        if new.stake > 0.0:
            backed += new.weight
            skill += new.weight * relative
    out[FUNDED] = backed / founders if founders > 0.0 else 0.0
    if backed > 0.0:
        out[GAIN] = skill / backed - all_skill / founders
