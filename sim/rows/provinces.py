"""A province, its place and its treasury."""

from typing import Annotated

import numpy as np

from sim.rows.column import POPULATED, SCENARIO, Column
from sim.rows.sizes import FLOWS


# fmt: off
class Province:
    """A province, its place and its treasury."""

    key: Annotated[int, Column("i8", "1", "identity (GB code)", "标识", POPULATED)]
    lon: Annotated[float, Column("f8", "degree", "longitude", "经度", POPULATED)]
    lat: Annotated[float, Column("f8", "degree", "latitude", "纬度", POPULATED)]
    area: Annotated[float, Column("f8", "km2", "area", "面积", POPULATED)]
    density: Annotated[float, Column("f8", "1", "sales per area over the mean", "经济密度")]
    treasury: Annotated[float, Column("f8", "million CNY", "money of the province", "地方财政")]
    zones: Annotated[
        float, Column("f8", "zone", "national high-tech zones of the list", "国家高新区", POPULATED)
    ]
    demonstrations: Annotated[
        float,
        Column("f8", "zone", "national demonstration zones", "国家自主创新示范区", POPULATED),
    ]
    zone_share: Annotated[
        float, Column("f8", "1", "part of its economy that lies in zones", "园区占比")
    ]
    support: Annotated[
        float, Column("f8", "1", "factor on its effort for innovation", "创新支出系数", SCENARIO)
    ]
    unpaid: Annotated[
        float,
        Column("f8", "million CNY/quarter", "promised to centers and not paid", "对中心的欠拨资助"),
    ]
    pay_start: Annotated[
        float,
        Column("f8", "million CNY/quarter/FTE", "R&D per person in 2010", "2010年人均研发经费", POPULATED),
    ]
    output: Annotated[
        float, Column("f8", "million CNY/quarter", "sales of its enterprises", "省内企业销售")
    ]
    jobs: Annotated[
        float, Column("f8", "million CNY/quarter", "work and inputs, 2010 prices", "省内就业与投入")
    ]
    platforms: Annotated[float, Column("f8", "1", "centers of the province", "省内国家级平台")]
    sold: Annotated[
        float, Column("f8", "million CNY/quarter", "sales when the quarter ends", "期末销售额")
    ]
    record: Annotated[
        float, Column("f8", "1/year", "growth by which its leaders are judged", "政绩")
    ]
    lag: Annotated[float, Column("f8", "1/year", "the neighbours' record less its own", "落后程度")]
    effort: Annotated[float, Column("f8", "1", "share of money for innovation", "创新支出比例")]
    discount: Annotated[float, Column("f8", "1", "part of a start-up's rent it bears", "地租减免")]
    admission: Annotated[
        float, Column("f8", "1", "share of founders who ask that incubators take in", "入驻获批率")
    ]
    guidance: Annotated[
        float, Column("f8", "million CNY/quarter", "paid into its guidance fund", "引导基金出资")
    ]
    group: Annotated[int, Column("i2", "1", "group of provinces in the layout", "布局区域", SCENARIO)]
    centers_most: Annotated[
        float, Column("f8", "1", "centers its group may have by calls", "区域中心数上限", SCENARIO)
    ]
    chosen: Annotated[
        float, Column("f8", "1", "centers at the last call, new ones included", "征集时中心数")
    ]
    acts: Annotated[int, Column("i4", "1", "acts performed", "执行动作次数")]
    noted: Annotated[int, Column("u8", "mask", "flows of this phase", "本阶段收支项目")]
    flows: Annotated[
        np.ndarray, Column(f"({FLOWS},)f8", "million CNY", "payments in this phase", "本阶段收支")
    ]
# fmt: on
