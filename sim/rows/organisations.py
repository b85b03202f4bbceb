"""Enterprises and institutes."""

from typing import Annotated

import numpy as np

from sim.rows.column import POPULATED, Column
from sim.rows.sizes import FLOWS, MEETINGS, WORK_KINDS


# fmt: off
class Enterprise:
    """One enterprise, or a representative of `weight` alike ones."""

    id: Annotated[int, Column("i8", "1", "permanent identity", "永久标识", POPULATED)]
    weight: Annotated[
        float, Column("f8", "enterprise", "enterprises the row stands for", "代表企业数")
    ]
    cash: Annotated[float, Column("f8", "million CNY", "cash", "现金")]
    sales: Annotated[float, Column("f8", "million CNY/quarter", "sales", "销售额")]
    noted: Annotated[int, Column("u8", "mask", "flows of this phase", "本阶段收支项目")]
    presence: Annotated[float, Column("f8", "1", "presence among seekers", "合作活跃度")]
    cell: Annotated[int, Column("i4", "row", "cell of field and province", "领域-省份单元")]
    field: Annotated[int, Column("i2", "row", "field", "领域", POPULATED)]
    province: Annotated[int, Column("i2", "row", "province", "省份", POPULATED)]
    leader: Annotated[
        int, Column("i1", "0 or 1", "one to one: was among the 20 largest, not fallen far below", "一对一主体")
    ]
    ownership: Annotated[
        int, Column("i1", "code", "private 0, state 1, foreign 2", "所有制", POPULATED)
    ]
    exits: Annotated[int, Column("i1", "0 or 1", "ends after this quarter", "退出")]
    knowledge: Annotated[int, Column("u8", "mask", "units known", "已知知识单元")]
    experience: Annotated[
        np.ndarray, Column(f"({WORK_KINDS},)f8", "1", "stages passed of late, by kind", "近期完成阶段数")
    ]
    engaged: Annotated[int, Column("u8", "mask", "units used in own projects", "项目占用单元")]
    adopted: Annotated[int, Column("u8", "mask", "technologies in use", "在用技术")]
    adopted_generic: Annotated[int, Column("u8", "mask", "generic ones in use", "在用共性技术")]
    adopting: Annotated[int, Column("u8", "mask", "taken up this quarter", "本季采用技术")]
    adopting_generic: Annotated[
        int, Column("u8", "mask", "generic ones taken up this quarter", "本季采用共性技术")
    ]
    founder: Annotated[
        int, Column("i8", "1", "permanent identity of the founder, 0 unknown", "创始人标识")
    ]
    skill: Annotated[float, Column("f8", "1", "skill of the founder, standard normal", "创始人能力")]
    venture: Annotated[
        int, Column("i2", "1", "number of it among the founder's enterprises", "创始人创业次序")
    ]
    origin: Annotated[
        int, Column("i1", "code", "whom the founder came from: 0 the public, 1 enterprise, 2 institute", "母体类型")
    ]
    born: Annotated[int, Column("i4", "quarter", "quarter of birth", "成立季度")]
    moves: Annotated[int, Column("i1", "0 or 1", "moves after this quarter", "本季迁址")]
    moves_to: Annotated[int, Column("i2", "row", "province it moves to", "迁入省份")]
    parts: Annotated[
        float, Column("f8", "enterprise", "enterprises that leave the row after this quarter", "分立企业数")
    ]
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
    quality: Annotated[
        float, Column("f8", "1", "quality over that of the world", "相对质量", POPULATED)
    ]
    offer: Annotated[float, Column("f8", "1", "value for money: quality / price", "性价比", POPULATED)]
    quantity_share: Annotated[
        float, Column("f8", "1", "share of the field's quantity, one firm", "产量份额")
    ]
    price: Annotated[float, Column("f8", "1", "price, 2010 mean 1 + markup", "价格")]
    rd: Annotated[float, Column("f8", "million CNY/quarter", "R&D spending", "研发支出")]
    effort: Annotated[
        float, Column("f8", "million CNY/quarter", "what it buys in people of 2010, and stars", "研发努力")
    ]
    star_units: Annotated[int, Column("u8", "mask", "units its stars know", "拔尖人才掌握单元")]
    routine_paid: Annotated[float, Column("f8", "1", "routine R&D over what is usual", "常规研发比")]
    support: Annotated[
        float, Column("f8", "1", "local subsidy per yuan of own R&D", "单位研发地方补贴")
    ]
    user_cost: Annotated[
        float, Column("f8", "1", "cost of R&D after tax and subsidies", "研发使用成本")
    ]
    project_rd: Annotated[
        float, Column("f8", "million CNY/quarter", "spent on projects", "项目研发支出")
    ]
    contracts: Annotated[
        float, Column("f8", "million CNY/quarter", "R&D bought from institutes", "委托研发支出")
    ]
    pilot_rents: Annotated[
        float, Column("f8", "million CNY/quarter", "rents of pilot lines paid", "中试线租金支出")
    ]
    project_grants: Annotated[
        float, Column("f8", "million CNY/quarter", "grants of national projects", "国家项目资助")
    ]
    rd_outside: Annotated[
        float,
        Column("f8", "million CNY/quarter", "R&D bought less grants for own R&D", "外购研发减资助"),
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
    invented: Annotated[
        float, Column("f8", "1/quarter", "minor inventions of this quarter", "本季小发明")
    ]
    patents_used: Annotated[float, Column("f8", "1", "of these, in use", "实施专利")]
    offered: Annotated[
        float, Column("f8", "1", "institutes' inventions worth their cost, one firm", "有利的外部发明数")
    ]
    at_hand: Annotated[
        float, Column("f8", "million CNY", "money for each of them", "每项可用资金")
    ]
    opening: Annotated[float, Column("f8", "million CNY", "cash a quarter began with", "季初现金")]
    owners: Annotated[
        float,
        Column("f8", "million CNY/quarter", "to owners, less capital brought in", "所有者净所得"),
    ]
    rd_mean: Annotated[
        float, Column("f8", "million CNY/quarter", "mean R&D of some years", "多年平均研发支出")
    ]
    sales_mean: Annotated[
        float, Column("f8", "million CNY/quarter", "mean sales of some years", "多年平均销售额")
    ]
    profit_mean: Annotated[
        float, Column("f8", "million CNY/quarter", "mean profit of some years", "多年平均利润")
    ]
    applied: Annotated[int, Column("i1", "0 or 1", "asked for a place in an incubator", "申请入驻")]
    seen: Annotated[
        float, Column("f8", "1", "what incubators think of it: log offer over the mean", "孵化器信号")
    ]
    tenancy: Annotated[
        int, Column("i1", "code", "0 never, 1 tenant, 2 refused by lot, 3 graduated, 4 time over", "在孵状态")
    ]
    incubator: Annotated[int, Column("i4", "row", "incubator of who is or was a tenant", "孵化器")]
    meeting: Annotated[
        int, Column("i1", "code", "with investors: 0 none, 1 one, 2 keen, 3 gives up", "会见投资者")
    ]
    rent_saved: Annotated[
        float, Column("f8", "million CNY/quarter", "rent that its incubator bears", "孵化器承担租金")
    ]
    capital: Annotated[
        float, Column("f8", "million CNY", "capital that its founder brought in", "创始人投入资本")
    ]
    early_sales: Annotated[
        float, Column("f8", "million CNY/quarter", "sales two years after birth", "成立两年时销售额")
    ]
    gazelle: Annotated[
        int, Column("i1", "0 or 1", "grew by a fifth a year from then to the age of five", "高成长企业")
    ]
    certified: Annotated[int, Column("i1", "0 or 1", "high-tech enterprise", "高新技术企业")]
    certified_until: Annotated[
        int, Column("i4", "quarter", "first quarter without the certificate", "证书失效季度")
    ]
    relabelled: Annotated[
        float, Column("f8", "million CNY/quarter", "other costs reported as R&D", "归集为研发的其他费用")
    ]
    relief_deduction: Annotated[
        float, Column("f8", "million CNY/quarter", "tax saved by further deduction", "加计扣除减税")
    ]
    relief_rate: Annotated[
        float, Column("f8", "million CNY/quarter", "tax saved by the lower rate", "优惠税率减税")
    ]
    first_team: Annotated[int, Column("i4", "row", "first of own teams", "首个团队")]
    sponsors: Annotated[int, Column("i1", "0 or 1", "has sponsored a center's project", "曾协议资助")]
    first_membership: Annotated[int, Column("i4", "row", "first membership", "首个成员资格")]
    first_link: Annotated[int, Column("i4", "row", "first link outside centers", "首个合作关系")]
    links: Annotated[float, Column("f8", "1", "standing links of one firm", "现存合作数")]
    room: Annotated[float, Column("f8", "1", "links that it can keep up", "合作上限")]
    taken: Annotated[float, Column("f8", "1", "links begun this quarter", "本季新建合作")]
    seeks: Annotated[int, Column("i2", "1", "partners it looks for this quarter", "本季寻找伙伴数")]
    meets: Annotated[int, Column("i2", "1", "candidates met this quarter", "本季候选伙伴数")]
    met: Annotated[np.ndarray, Column(f"({MEETINGS},)i4", "row", "candidates", "候选伙伴")]
    met_by: Annotated[np.ndarray, Column(f"({MEETINGS},)i1", "code", "how met", "结识方式")]
    met_at: Annotated[
        np.ndarray, Column(f"({MEETINGS},)f8", "1", "time in the race of strangers", "相遇次序")
    ]
    funding_reason: Annotated[int, Column("i1", "code", "why a stage was funded or not", "资助理由")]
    adoption_reason: Annotated[int, Column("i1", "code", "why adopted or not", "采用理由")]
    membership_reason: Annotated[int, Column("i1", "code", "why member or not", "入会理由")]
    bid_charter: Annotated[int, Column("i1", "code", "charter applied for, 0 none", "申请类型")]
    bid_quality: Annotated[float, Column("f8", "1", "quality of its plan", "申请质量")]
    bid_score: Annotated[float, Column("f8", "1", "score of the panel", "论证得分")]
    bid_local: Annotated[
        float, Column("f8", "million CNY/quarter", "local money offered for it", "地方承诺资助")
    ]
    bid_ideal: Annotated[
        int, Column("i1", "0 or 1", "perfect assessment would approve it", "理想评审应批准")
    ]
    bid_reason: Annotated[int, Column("i1", "code", "what came of it", "申请结果")]
    acts: Annotated[int, Column("i4", "1", "acts performed", "执行动作次数")]
    flows: Annotated[
        np.ndarray,
        Column(f"({FLOWS},)f8", "million CNY", "payments of one firm in this phase", "本阶段收支"),
    ]


class Institute:
    """A university, a government institute, a key laboratory or another platform."""

    id: Annotated[int, Column("i8", "1", "permanent identity", "永久标识", POPULATED)]
    field: Annotated[int, Column("i2", "row", "field", "领域", POPULATED)]
    province: Annotated[int, Column("i2", "row", "province", "省份", POPULATED)]
    cell: Annotated[int, Column("i4", "row", "cell of field and province", "领域-省份单元")]
    weight: Annotated[float, Column("f8", "organisation", "organisations of the row", "代表机构数")]
    kind: Annotated[int, Column("i1", "code", "university 0, institute 1", "类型", POPULATED)]
    platform: Annotated[
        int, Column("i1", "code", "none 0, laboratory 1, engineering 2, manufacturing 3", "平台类型", POPULATED)
    ]
    opens: Annotated[int, Column("i4", "quarter", "when it opens", "启用季度", POPULATED)]
    lines: Annotated[int, Column("i2", "1", "pilot lines for rent", "可租中试线", POPULATED)]
    rented: Annotated[int, Column("i2", "1", "of these, let this quarter", "本季出租中试线")]
    rents: Annotated[
        float, Column("f8", "million CNY/quarter", "rents of its pilot lines", "中试线租金收入")
    ]
    pilot_rents: Annotated[
        float, Column("f8", "million CNY/quarter", "rents of pilot lines paid", "中试线租金支出")
    ]
    knowledge: Annotated[int, Column("u8", "mask", "units known", "已知知识单元")]
    experience: Annotated[
        np.ndarray, Column(f"({WORK_KINDS},)f8", "1", "stages passed of late, by kind", "近期完成阶段数")
    ]
    engaged: Annotated[int, Column("u8", "mask", "units used in own projects", "项目占用单元")]
    budget: Annotated[
        float, Column("f8", "million CNY/quarter", "public money", "公共经费", POPULATED)
    ]
    due: Annotated[
        float, Column("f8", "million CNY/quarter", "public money due to it", "应得公共经费")
    ]
    grant: Annotated[
        float, Column("f8", "million CNY/quarter", "block grant of this quarter", "本季稳定拨款")
    ]
    contracts: Annotated[
        float, Column("f8", "million CNY/quarter", "contracts of enterprises", "企业委托收入")
    ]
    project_grants: Annotated[
        float, Column("f8", "million CNY/quarter", "grants of national projects", "国家项目资助")
    ]
    other_projects: Annotated[
        float, Column("f8", "million CNY/quarter", "projects for the usual work", "其他项目经费")
    ]
    licences: Annotated[
        float,
        Column("f8", "million CNY/quarter", "licences kept, shares of centers' income", "许可留存"),
    ]
    earned: Annotated[
        float, Column("f8", "1", "usual share of income that is no block grant", "非稳定拨款占比")
    ]
    earned_start: Annotated[float, Column("f8", "1", "that share in 2010", "2010年占比")]
    basic_start: Annotated[
        float, Column("f8", "1", "share for basic R&D in 2010", "2010年基础研究比", POPULATED)
    ]
    basic_share: Annotated[float, Column("f8", "1", "share for basic R&D", "基础研究比", POPULATED)]
    cash: Annotated[float, Column("f8", "million CNY", "cash", "现金")]
    basic: Annotated[float, Column("f8", "million CNY/quarter", "basic research", "基础研究支出")]
    rd: Annotated[float, Column("f8", "million CNY/quarter", "all R&D", "研发支出")]
    effort: Annotated[
        float, Column("f8", "million CNY/quarter", "what it buys in people of 2010, and stars", "研发努力")
    ]
    star_units: Annotated[int, Column("u8", "mask", "units its stars know", "拔尖人才掌握单元")]
    project_rd: Annotated[
        float, Column("f8", "million CNY/quarter", "spent on projects", "项目研发支出")
    ]
    patents: Annotated[float, Column("f8", "1", "patents so far", "累计专利")]
    invented: Annotated[int, Column("i4", "1", "minor inventions of the quarter", "本季小发明")]
    patents_used: Annotated[float, Column("f8", "1", "of its patents, in use", "实施专利")]
    patents_joint: Annotated[
        float, Column("f8", "1", "of these, with a fellow member at hand", "合作专利")
    ]
    patents_joint_used: Annotated[
        float, Column("f8", "1", "of joint ones, in use", "实施合作专利")
    ]
    opening: Annotated[float, Column("f8", "million CNY", "cash a quarter began with", "季初现金")]
    first_team: Annotated[int, Column("i4", "row", "first of own teams", "首个团队")]
    first_membership: Annotated[int, Column("i4", "row", "first membership", "首个成员资格")]
    first_link: Annotated[int, Column("i4", "row", "first link outside centers", "首个合作关系")]
    links: Annotated[float, Column("f8", "1", "standing links of one firm", "现存合作数")]
    presence: Annotated[float, Column("f8", "1", "presence among seekers", "合作活跃度")]
    room: Annotated[float, Column("f8", "1", "links that it can keep up", "合作上限")]
    taken: Annotated[float, Column("f8", "1", "links begun this quarter", "本季新建合作")]
    seeks: Annotated[int, Column("i2", "1", "partners it looks for this quarter", "本季寻找伙伴数")]
    meets: Annotated[int, Column("i2", "1", "candidates met this quarter", "本季候选伙伴数")]
    met: Annotated[np.ndarray, Column(f"({MEETINGS},)i4", "row", "candidates", "候选伙伴")]
    met_by: Annotated[np.ndarray, Column(f"({MEETINGS},)i1", "code", "how met", "结识方式")]
    met_at: Annotated[
        np.ndarray, Column(f"({MEETINGS},)f8", "1", "time in the race of strangers", "相遇次序")
    ]
    funding_reason: Annotated[int, Column("i1", "code", "why a stage was funded or not", "资助理由")]
    membership_reason: Annotated[int, Column("i1", "code", "why member or not", "入会理由")]
    base_of: Annotated[int, Column("i2", "row", "center it is merged into", "并入的中心")]
    bid_charter: Annotated[int, Column("i1", "code", "charter applied for, 0 none", "申请类型")]
    bid_quality: Annotated[float, Column("f8", "1", "quality of its plan", "申请质量")]
    bid_score: Annotated[float, Column("f8", "1", "score of the panel", "论证得分")]
    bid_local: Annotated[
        float, Column("f8", "million CNY/quarter", "local money offered for it", "地方承诺资助")
    ]
    bid_ideal: Annotated[
        int, Column("i1", "0 or 1", "perfect assessment would approve it", "理想评审应批准")
    ]
    bid_reason: Annotated[int, Column("i1", "code", "what came of it", "申请结果")]
    acts: Annotated[int, Column("i4", "1", "acts performed", "执行动作次数")]
    noted: Annotated[int, Column("u8", "mask", "flows of this phase", "本阶段收支项目")]
    flows: Annotated[
        np.ndarray,
        Column(f"({FLOWS},)f8", "million CNY", "payments of one firm in this phase", "本阶段收支"),
    ]
# fmt: on
