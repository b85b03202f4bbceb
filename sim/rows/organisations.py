"""Enterprises and institutes."""

from typing import Annotated

import numpy as np

from sim.rows.column import POPULATED, Column
from sim.rows.sizes import FLOWS


# fmt: off
class Enterprise:
    """One enterprise, or a representative of `weight` alike ones."""

    id: Annotated[int, Column("i8", "1", "permanent identity", "永久标识", POPULATED)]
    field: Annotated[int, Column("i2", "row", "field", "领域", POPULATED)]
    province: Annotated[int, Column("i2", "row", "province", "省份", POPULATED)]
    cell: Annotated[int, Column("i4", "row", "cell of field and province", "领域-省份单元")]
    weight: Annotated[
        float, Column("f8", "enterprise", "enterprises the row stands for", "代表企业数")
    ]
    leader: Annotated[
        int, Column("i1", "0 or 1", "one to one: 20 largest or laboratory", "一对一主体")
    ]
    knowledge: Annotated[int, Column("u8", "mask", "units known", "已知知识单元")]
    engaged: Annotated[int, Column("u8", "mask", "units used in own projects", "项目占用单元")]
    adopted: Annotated[int, Column("u8", "mask", "technologies in use", "在用技术")]
    adopted_generic: Annotated[int, Column("u8", "mask", "generic ones in use", "在用共性技术")]
    adopting: Annotated[int, Column("u8", "mask", "taken up this quarter", "本季采用技术")]
    adopting_generic: Annotated[
        int, Column("u8", "mask", "generic ones taken up this quarter", "本季采用共性技术")
    ]
    founder: Annotated[int, Column("i8", "1", "identity of who it was founded from", "创始母体标识")]
    origin: Annotated[
        int, Column("i1", "code", "kind of that: 0 the public, 1 enterprise, 2 institute", "母体类型")
    ]
    born: Annotated[int, Column("i4", "quarter", "quarter of birth", "成立季度")]
    exits: Annotated[int, Column("i1", "0 or 1", "ends after this quarter", "退出")]
    splits: Annotated[int, Column("i1", "0 or 1", "one firm splits off after this quarter", "分立")]
    customers: Annotated[
        float, Column("f8", "1", "share of its demand that it reaches", "触达需求份额", POPULATED)
    ]
    equity: Annotated[
        float, Column("f8", "million CNY", "capital that owners will bring in", "待到位资本")
    ]
    asked: Annotated[
        float, Column("f8", "million CNY", "capital asked of investors", "融资需求")
    ]
    signal: Annotated[
        float, Column("f8", "1", "what the keenest investor thinks of it", "投资者信号")
    ]
    investor: Annotated[int, Column("i2", "row", "investor that has or may take a stake", "投资者")]
    backing: Annotated[
        float, Column("f8", "million CNY", "what the investor will bring in", "待到位投资")
    ]
    stake: Annotated[float, Column("f8", "1", "share of the investor", "投资者股权比例")]
    guided: Annotated[float, Column("f8", "1", "part of it of a guidance fund", "引导基金占比")]
    invested: Annotated[float, Column("f8", "million CNY", "paid by the investor", "累计投资")]
    repaid: Annotated[float, Column("f8", "million CNY", "the investor got back", "累计回报")]
    round_sales: Annotated[
        float, Column("f8", "million CNY/quarter", "sales at the last round", "上轮融资时销售额")
    ]
    overhead: Annotated[
        float, Column("f8", "million CNY/quarter", "overheads", "管理费用", POPULATED)
    ]
    efficiency: Annotated[float, Column("f8", "1", "output per input, 2010 mean 1", "效率")]
    improvement: Annotated[
        float, Column("f8", "1", "factor by what was taken up this quarter", "本季效率提升倍数")
    ]
    quality: Annotated[
        float, Column("f8", "1", "quality over that of the world", "相对质量", POPULATED)
    ]
    offer: Annotated[float, Column("f8", "1", "value for money: quality / price", "性价比", POPULATED)]
    quantity_share: Annotated[
        float, Column("f8", "1", "share of the field's quantity, one firm", "产量份额")
    ]
    price: Annotated[float, Column("f8", "1", "price, 2010 mean 1 + markup", "价格")]
    sales: Annotated[float, Column("f8", "million CNY/quarter", "sales", "销售额")]
    cash: Annotated[float, Column("f8", "million CNY", "cash", "现金")]
    rd: Annotated[float, Column("f8", "million CNY/quarter", "R&D spending", "研发支出")]
    routine_paid: Annotated[float, Column("f8", "1", "share of routine R&D paid", "常规研发比")]
    project_rd: Annotated[
        float, Column("f8", "million CNY/quarter", "spent on projects", "项目研发支出")
    ]
    profit: Annotated[float, Column("f8", "million CNY/quarter", "profit before tax", "利润")]
    tax_losses: Annotated[
        float, Column("f8", "million CNY", "losses that taxes still allow for", "可弥补亏损")
    ]
    other_income: Annotated[
        float,
        Column("f8", "million CNY/quarter", "licences and shares less fees and costs", "其他净收入"),
    ]
    patents: Annotated[float, Column("f8", "1", "patents so far", "累计专利")]
    first_team: Annotated[int, Column("i4", "row", "first of own teams", "首个团队")]
    first_membership: Annotated[int, Column("i4", "row", "first membership", "首个成员资格")]
    funding_reason: Annotated[int, Column("i1", "code", "why a stage was funded or not", "资助理由")]
    adoption_reason: Annotated[int, Column("i1", "code", "why adopted or not", "采用理由")]
    membership_reason: Annotated[int, Column("i1", "code", "why member or not", "入会理由")]
    acts: Annotated[int, Column("i4", "1", "acts performed", "执行动作次数")]
    flows: Annotated[
        np.ndarray,
        Column(f"({FLOWS},)f8", "million CNY", "payments of one firm in this phase", "本阶段收支"),
    ]


class Institute:
    """A university, a government institute or a key laboratory."""

    id: Annotated[int, Column("i8", "1", "permanent identity", "永久标识", POPULATED)]
    field: Annotated[int, Column("i2", "row", "field", "领域", POPULATED)]
    province: Annotated[int, Column("i2", "row", "province", "省份", POPULATED)]
    cell: Annotated[int, Column("i4", "row", "cell of field and province", "领域-省份单元")]
    weight: Annotated[float, Column("f8", "organisation", "organisations of the row", "代表机构数")]
    kind: Annotated[int, Column("i1", "code", "university 0, institute 1", "类型", POPULATED)]
    laboratory: Annotated[int, Column("i1", "0 or 1", "key laboratory", "重点实验室", POPULATED)]
    knowledge: Annotated[int, Column("u8", "mask", "units known", "已知知识单元")]
    engaged: Annotated[int, Column("u8", "mask", "units used in own projects", "项目占用单元")]
    budget: Annotated[
        float, Column("f8", "million CNY/quarter", "public money", "公共经费", POPULATED)
    ]
    grant: Annotated[float, Column("f8", "million CNY/quarter", "received this quarter", "本季拨款")]
    basic_share: Annotated[float, Column("f8", "1", "share for basic R&D", "基础研究比", POPULATED)]
    cash: Annotated[float, Column("f8", "million CNY", "cash", "现金")]
    basic: Annotated[float, Column("f8", "million CNY/quarter", "basic research", "基础研究支出")]
    rd: Annotated[float, Column("f8", "million CNY/quarter", "all R&D", "研发支出")]
    project_rd: Annotated[
        float, Column("f8", "million CNY/quarter", "spent on projects", "项目研发支出")
    ]
    patents: Annotated[float, Column("f8", "1", "patents so far", "累计专利")]
    first_team: Annotated[int, Column("i4", "row", "first of own teams", "首个团队")]
    first_membership: Annotated[int, Column("i4", "row", "first membership", "首个成员资格")]
    funding_reason: Annotated[int, Column("i1", "code", "why a stage was funded or not", "资助理由")]
    membership_reason: Annotated[int, Column("i1", "code", "why member or not", "入会理由")]
    acts: Annotated[int, Column("i4", "1", "acts performed", "执行动作次数")]
    flows: Annotated[
        np.ndarray,
        Column(f"({FLOWS},)f8", "million CNY", "payments of one firm in this phase", "本阶段收支"),
    ]
# fmt: on
