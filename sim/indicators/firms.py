"""Indicators of a field's enterprises: efficiency, knowledge, concentration, turnover."""

import numpy as np

from sim import masks
from sim.indicators.about import Indicator
from sim.jit import kernel
from sim.ranges import enterprises_of
from sim.state import BIRTHS, World

FIRMS = (
    Indicator("efficiency", "1", "sales-weighted mean efficiency", "平均效率"),
    Indicator("foreign_efficiency", "1", "efficiency of the rest of the world", "世界效率"),
    Indicator("gap", "1", "1 - sales-weighted mean |K and W| / |W|", "与世界前沿差距"),
    Indicator("hhi", "1", "sum of w x share^2 of domestic sales", "赫芬达尔指数"),
    Indicator("cr4", "1", "share of the four largest in domestic sales", "前四企业份额"),
    Indicator("world_leaders", "1", "enterprises with over 5% of world sales", "世界领军企业"),
    Indicator("enterprises", "1", "sum of w", "企业数"),
    Indicator("enterprises_founded", "1/quarter", "sum of w of start-ups founded", "新创企业"),
    Indicator("enterprises_founded_again", "1/quarter",
              "of these, by founders of an earlier enterprise", "再次创业企业"),
    Indicator("enterprises_closed", "1/quarter", "sum of w of enterprises that end", "退出企业"),
    Indicator("enterprises_moved", "1/quarter", "sum of w of enterprises that move to another province",
              "跨省迁址企业"),
)  # fmt: skip
(EFFICIENCY, FOREIGN_EFFICIENCY, GAP, HHI, CR4, WORLD_LEADERS, ENTERPRISES, ENTERPRISES_FOUNDED,
 ENTERPRISES_FOUNDED_AGAIN, ENTERPRISES_CLOSED, ENTERPRISES_MOVED) = range(len(FIRMS))  # fmt: skip


@kernel
def measure_firms(w: World, field: int, out: np.ndarray) -> None:
    """Write the indicators of a field's enterprises, (len(FIRMS),), in place."""
    f = w.fields[field]
    for k in range(out.size):
        out[k] = 0.0
    large = 0.05 * (f.demand + f.abroad_demand * f.abroad_maturity)
    world = max(1, masks.size(f.world))
    coverage = 0.0
    top = f.largest
    for k in range(top.size):
        top[k] = 0.0
    first, last = enterprises_of(w, field)
    for i in range(first, last):
        e = w.enterprises[i]
        share = e.sales / f.sales if f.sales > 0.0 else 0.0
        out[EFFICIENCY] += e.weight * share * e.efficiency
        coverage += e.weight * share * masks.size(e.knowledge & f.world) / world
        out[HHI] += e.weight * share * share
        if e.sales > large:
            out[WORLD_LEADERS] += e.weight
        out[ENTERPRISES] += e.weight
        if e.exits == 1:
            out[ENTERPRISES_CLOSED] += e.weight
        if e.moves == 1:
            out[ENTERPRISES_MOVED] += e.weight
        enter_largest(top, share, e.weight)
    for k in range(min(w.counters[BIRTHS], w.births.size)):
        new = w.births[k]
        if new.field == field and new.equity > 0.0:
            out[ENTERPRISES_FOUNDED] += new.weight
            if new.venture > 1:
                out[ENTERPRISES_FOUNDED_AGAIN] += new.weight
    out[FOREIGN_EFFICIENCY] = f.foreign_efficiency
    out[GAP] = 1.0 - coverage
    for k in range(top.size):
        out[CR4] += top[k]


@kernel
def enter_largest(top: np.ndarray, share: float, weight: float) -> None:
    """Enter the firms of a row among the four largest, in place."""
    left = weight
    while left > 0.0 and share > top[top.size - 1]:
        place = top.size - 1
        while place > 0 and share > top[place - 1]:
            top[place] = top[place - 1]
            place -= 1
        top[place] = share * min(1.0, left)
        left -= 1.0
