"""Indicators of a field's market: demand, trade, prices."""

import numpy as np

from sim.indicators.about import MONEY, Indicator
from sim.jit import kernel
from sim.ranges import enterprises_of
from sim.state import World

MARKET = (
    Indicator("demand", MONEY, "what buyers spend at home, other fields' inputs included", "需求"),
    Indicator("domestic_sales", MONEY, "sum of w x sales, exports included", "国内企业销售"),
    Indicator("import_share", "1", "imports / demand", "进口份额"),
    Indicator("exports", MONEY, "sales abroad", "出口"),
    Indicator("procured", MONEY, "state purchases reserved for domestic offers", "政府采购国产额"),
    Indicator("unmet_demand", MONEY, "what imports would have supplied under an embargo", "断供缺口"),
    Indicator("foreign_content", "1", "imported inputs, suppliers' included, over sales", "进口含量"),
    Indicator("world_share", "1", "sales / (home demand + market abroad)", "世界份额"),
    Indicator("market_maturity", "1", "share of the potential market that exists", "市场成熟度"),
    Indicator("price", "1", "price at constant quality over that of 2010", "同质价格"),
    Indicator("quality", "1", "sales-weighted mean quality over the world's", "相对质量"),
    Indicator("input_price", "1", "unit cost of inputs and work over that of 2010", "投入价格"),
    Indicator("buyers_gain", MONEY, "area under demand between the price of 2010 and today's",
              "购买者所得"),
    Indicator("opening_gain", MONEY,
              "area under demand of what has opened since 2010, from its price to the choke price, an "
              "assumption; not in the surplus", "市场开启所得"),
)  # fmt: skip
(DEMAND, DOMESTIC_SALES, IMPORT_SHARE, EXPORTS, PROCURED, UNMET_DEMAND, FOREIGN_CONTENT,
 WORLD_SHARE, MARKET_MATURITY, PRICE, QUALITY, INPUT_PRICE, BUYERS_GAIN,
 OPENING_GAIN) = range(len(MARKET))  # fmt: skip


@kernel
def measure_market(w: World, field: int, out: np.ndarray) -> None:
    """Write the indicators of a field's market, (len(MARKET),), in place."""
    f = w.fields[field]
    quality = 0.0
    first, last = enterprises_of(w, field)
    for i in range(first, last):
        e = w.enterprises[i]
        quality += e.weight * (e.sales / f.sales if f.sales > 0.0 else 0.0) * e.quality
    out[DEMAND] = f.demand
    out[DOMESTIC_SALES] = f.sales
    out[IMPORT_SHARE] = f.imports / f.demand if f.demand > 0.0 else 0.0
    out[EXPORTS] = f.exports
    out[PROCURED] = f.procured
    out[UNMET_DEMAND] = f.unmet
    out[FOREIGN_CONTENT] = f.foreign_content
    out[WORLD_SHARE] = f.sales / (f.demand + f.abroad_demand * f.abroad_maturity)
    out[MARKET_MATURITY] = f.maturity
    out[PRICE] = f.price_index / f.price_start
    out[QUALITY] = quality
    out[INPUT_PRICE] = f.input_price
    out[BUYERS_GAIN] = f.buyers_gain
    out[OPENING_GAIN] = f.opening_gain
