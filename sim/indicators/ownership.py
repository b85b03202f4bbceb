"""Indicators of a field's enterprises by ownership; what is left of each total is private."""

import numpy as np

from sim import codes
from sim.indicators.about import MONEY, Indicator
from sim.jit import kernel
from sim.ranges import enterprises_of
from sim.state import BANK, NONE, Clock, World

OWNERSHIP = (
    Indicator("state_sales", MONEY, "sum of w x sales of state-owned enterprises", "国有企业销售"),
    Indicator("foreign_sales", MONEY, "sum of w x sales of foreign-owned enterprises", "外资企业销售"),
    Indicator("state_rd", MONEY, "sum of w x R&D of state-owned enterprises", "国有企业研发支出"),
    Indicator("foreign_rd", MONEY, "sum of w x R&D of foreign-owned enterprises", "外资企业研发支出"),
    Indicator("inventions", "1/quarter", "sum of w x minor inventions of enterprises", "企业小发明"),
    Indicator("state_inventions", "1/quarter", "sum of w x minor inventions, state-owned",
              "国有企业小发明"),
    Indicator("foreign_inventions", "1/quarter", "sum of w x minor inventions, foreign-owned",
              "外资企业小发明"),
    Indicator("state_launches", "1/quarter", "technologies launched that state-owned enterprises own",
              "国有企业上市技术"),
)  # fmt: skip
(STATE_SALES, FOREIGN_SALES, STATE_RD, FOREIGN_RD, INVENTIONS, STATE_INVENTIONS,
 FOREIGN_INVENTIONS, STATE_LAUNCHES) = range(len(OWNERSHIP))  # fmt: skip


@kernel
def measure_ownership(w: World, clock: Clock, field: int, out: np.ndarray) -> None:
    """Write what each kind of owner has of a field, (len(OWNERSHIP),), in place."""
    for k in range(out.size):
        out[k] = 0.0
    first, last = enterprises_of(w, field)
    for i in range(first, last):
        e = w.enterprises[i]
        out[INVENTIONS] += e.weight * e.invented
        if e.ownership == codes.STATE:
            out[STATE_SALES] += e.weight * e.sales
            out[STATE_RD] += e.weight * e.rd
            out[STATE_INVENTIONS] += e.weight * e.invented
        elif e.ownership == codes.FOREIGN:
            out[FOREIGN_SALES] += e.weight * e.sales
            out[FOREIGN_RD] += e.weight * e.rd
            out[FOREIGN_INVENTIONS] += e.weight * e.invented
    for bank in (field, w.fields.size):
        for slot in range(BANK):
            t = w.technologies[bank, slot]
            new = t.live == 1 and t.field == field and t.launched == clock.quarter
            owned = new and t.owner_kind == codes.ENTERPRISE and t.owner != NONE
            if owned and w.enterprises[t.owner].ownership == codes.STATE:
                out[STATE_LAUNCHES] += 1.0
