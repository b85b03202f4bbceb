"""The rows of the tables: every column with type, unit, meaning and source.

A kind of agent is a table, an agent is a row. Index columns are narrow, arithmetic is float64.
"""

from typing import Annotated, NamedTuple

import numpy as np

NONE = -1
BANK = 64
"""Technologies in use that a field, or the national bank of generic ones, can hold."""
SLOTS = 2 * BANK
"""Own bank of a field, then the generic bank."""
RIVALS = 4
"""Teams that may pursue one idea."""
CANDIDATES = 8
"""Ideas a center considers, members it could invite: at most eight."""
MOST_BIRTHS = 16
"""Ideas (and discoveries) of one field in one quarter, at most."""
FLOWS = 21
"""Kinds of payment, the length of `accounts.FLOWS`."""
SECTORS = 7
"""Sectors of the accounts, the length of `accounts.SECTORS`."""
UNITS = 64
"""Units of knowledge in a field's graph."""
STAGES = 5
"""TRL 1-3, 3-4, 4-6, 6-8, 8-9."""


class Column(NamedTuple):
    """What a reader must know of a column."""

    dtype: str
    unit: str
    meaning: str
    meaning_zh: str
    source: str = "computed by the model"


POPULATED = "initial state from scenarios/data"
SCENARIO = "scenario"


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
    efficiency: Annotated[float, Column("f8", "1", "output per input, 2010 mean 1", "效率")]
    improvement: Annotated[
        float, Column("f8", "1", "factor by what was taken up this quarter", "本季效率提升倍数")
    ]
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


class Center:
    """A National Technology Innovation Center: a bundle of switches, never a mode."""

    id: Annotated[int, Column("i8", "1", "identity of field, region and call", "标识", SCENARIO)]
    province: Annotated[int, Column("i2", "row", "province", "省份", SCENARIO)]
    start: Annotated[int, Column("i4", "quarter", "quarter of approval", "批准季度", SCENARIO)]
    status: Annotated[int, Column("i1", "code", "0 none, 1 construction, 2 operating", "状态")]
    lead_kind: Annotated[int, Column("i1", "code", "kind of the lead", "牵头类型", SCENARIO)]
    lead: Annotated[int, Column("i4", "row", "lead", "牵头单位")]
    results_owner: Annotated[
        int, Column("i1", "code", "0 lead, 1 center, 2 inventor", "成果归属", SCENARIO)
    ]
    pilot_capacity: Annotated[
        float, Column("f8", "stage/quarter", "pilot stages at a time", "中试能力", SCENARIO)
    ]
    pilot_for_members: Annotated[
        int, Column("i1", "0 or 1", "members may use the pilot line", "中试线开放", SCENARIO)
    ]
    extension: Annotated[int, Column("i1", "0 or 1", "does extension work", "推广", SCENARIO)]
    grant: Annotated[
        float, Column("f8", "million CNY/quarter", "grant of the ministry", "中央资助", SCENARIO)
    ]
    local_grant: Annotated[
        float, Column("f8", "million CNY/quarter", "grant of the province", "地方资助", SCENARIO)
    ]
    fee: Annotated[
        float, Column("f8", "million CNY/quarter", "membership fee", "会费", SCENARIO)
    ]
    lead_votes: Annotated[float, Column("f8", "1", "share of votes, lead", "牵头票权", SCENARIO)]
    enterprise_votes: Annotated[
        float, Column("f8", "1", "share of votes, other enterprises", "企业票权", SCENARIO)
    ]
    cash: Annotated[float, Column("f8", "million CNY", "cash", "现金")]
    fees: Annotated[float, Column("f8", "million CNY/quarter", "fees received", "会费收入")]
    licences: Annotated[
        float, Column("f8", "million CNY/quarter", "licence income", "许可收入")
    ]
    project_rd: Annotated[
        float, Column("f8", "million CNY/quarter", "spent on projects", "项目研发支出")
    ]
    members: Annotated[float, Column("f8", "1", "members", "成员数")]
    enterprises: Annotated[int, Column("i4", "1", "enterprises, lead left out", "企业成员数")]
    institutes: Annotated[int, Column("i4", "1", "institutes, lead left out", "机构成员数")]
    approved: Annotated[int, Column("i4", "1", "projects approved so far", "批准项目数")]
    refused: Annotated[int, Column("i4", "1", "projects refused so far", "否决项目数")]
    first_team: Annotated[int, Column("i4", "row", "first of own teams", "首个团队")]
    funding_reason: Annotated[int, Column("i1", "code", "why a stage was funded or not", "资助理由")]
    vote_reason: Annotated[int, Column("i1", "code", "outcome of the last vote", "表决结果")]
    acts: Annotated[int, Column("i4", "1", "acts performed", "执行动作次数")]
    candidates: Annotated[
        np.ndarray, Column(f"({CANDIDATES},)i4", "row", "ideas before the board", "待表决创意")
    ]
    flows: Annotated[
        np.ndarray, Column(f"({FLOWS},)f8", "million CNY", "payments in this phase", "本阶段收支")
    ]


class Membership:
    """One member of one center; rows of a center lie together."""

    center: Annotated[int, Column("i2", "row", "center", "中心")]
    kind: Annotated[int, Column("i1", "code", "kind of the member", "成员类型")]
    member: Annotated[int, Column("i4", "row", "member", "成员")]
    status: Annotated[int, Column("i1", "code", "0 free, 1 invited, 2 member", "状态")]
    lead: Annotated[int, Column("i1", "0 or 1", "is the lead", "是否牵头")]
    votes: Annotated[float, Column("f8", "1", "share of the votes", "票权")]
    joined: Annotated[int, Column("i4", "quarter", "quarter of joining", "加入季度")]
    loss: Annotated[int, Column("i2", "quarter", "quarters at a loss in a row", "连续亏损季度")]
    worth: Annotated[float, Column("f8", "million CNY/quarter", "expected worth", "预期价值")]
    shared: Annotated[int, Column("u8", "mask", "units opened to the center", "向中心开放单元")]
    fee_paid: Annotated[float, Column("f8", "million CNY/quarter", "fee paid", "已缴会费")]
    next: Annotated[int, Column("i4", "row", "next membership of the same member", "下一成员资格")]
    ballots: Annotated[
        np.ndarray,
        Column(f"({CANDIDATES},)f8", "million CNY", "value of each candidate", "各候选价值"),
    ]


class CenterField:
    """What a center is and has in one field."""

    share: Annotated[float, Column("f8", "1", "share of the center's work", "领域份额", SCENARIO)]
    pool: Annotated[int, Column("u8", "mask", "units shared in the center", "共享知识库")]
    members: Annotated[float, Column("f8", "1", "members' share of domestic sales", "成员份额")]
    sales: Annotated[float, Column("f8", "million CNY/quarter", "members' sales", "成员销售额")]
    use: Annotated[
        np.ndarray,
        Column(f"({SLOTS},)f8", "1", "members' use of each technology by sales", "成员使用份额"),
    ]


class Idea:
    """An idea below TRL 9 and the progress the country has made with it."""

    id: Annotated[int, Column("i8", "1", "permanent identity", "永久标识")]
    live: Annotated[int, Column("i1", "0 or 1", "still in the pipeline", "在研")]
    field: Annotated[int, Column("i2", "row", "field", "领域")]
    province: Annotated[int, Column("i2", "row", "province of the inventor", "发明者省份")]
    generic: Annotated[int, Column("i1", "0 or 1", "generic technology", "共性技术")]
    origin: Annotated[int, Column("i1", "code", "kind of the inventor", "来源类型")]
    inventor: Annotated[int, Column("i4", "row", "inventor", "发明者")]
    inventor_id: Annotated[int, Column("i8", "1", "identity of the inventor", "发明者标识")]
    science: Annotated[int, Column("u8", "mask", "science units needed", "所需科学单元")]
    application: Annotated[int, Column("u8", "mask", "application units needed", "所需应用单元")]
    gain: Annotated[float, Column("f8", "1", "gain in efficiency that can be known", "可知增益")]
    luck: Annotated[float, Column("f8", "1", "luck revealed at launch", "上市运气")]
    born: Annotated[int, Column("i4", "quarter", "quarter of birth", "产生季度")]
    idle: Annotated[int, Column("i2", "quarter", "quarters without money", "无资金季度")]
    shelved: Annotated[int, Column("i1", "0 or 1", "on the shelf", "搁置")]
    best_stage: Annotated[int, Column("i1", "stage", "furthest stage reached", "最远阶段")]
    own_stage: Annotated[int, Column("i1", "stage", "stage the inventor reached", "发明者阶段")]
    launched: Annotated[int, Column("i1", "0 or 1", "on the market", "已上市")]
    considered: Annotated[
        int, Column("i4", "quarter", "when last before a board, -1 never", "上次表决季度")
    ]
    owned: Annotated[int, Column("i1", "slot", "team that reached TRL 8 first", "首达TRL 8团队")]


class Team:
    """One of up to four teams that pursue an idea; row = 4 x idea + slot."""

    kind: Annotated[int, Column("i1", "code", "kind of the owner, 0 if empty", "归属类型")]
    owner: Annotated[int, Column("i4", "row", "owner", "归属单位")]
    stage: Annotated[int, Column("i1", "stage", "stage in work, 0 to 4", "阶段")]
    retried: Annotated[int, Column("i1", "0 or 1", "this stage failed once", "已重试")]
    funded: Annotated[int, Column("i1", "0 or 1", "funded this quarter", "本季资助")]
    effort: Annotated[float, Column("f8", "1", "spent over the stage's cost", "投入比")]
    spent: Annotated[float, Column("f8", "million CNY", "spent so far", "累计投入")]
    value: Annotated[float, Column("f8", "million CNY", "value at the last decision", "价值")]
    outcome: Annotated[int, Column("i1", "code", "outcome of the quarter", "结果")]
    reason: Annotated[int, Column("i1", "code", "why funded or not", "理由")]
    pilot: Annotated[int, Column("i2", "row", "center whose pilot line it uses", "中试中心")]
    known: Annotated[int, Column("u8", "mask", "units the team knows", "团队知识")]
    next: Annotated[int, Column("i4", "row", "next team of the same owner", "下一团队")]


class Technology:
    """A technology in use: a slot of a field's bank or of the national bank of generic ones."""

    id: Annotated[int, Column("i8", "1", "identity of its idea", "创意标识")]
    live: Annotated[int, Column("i1", "0 or 1", "in the bank", "在库")]
    field: Annotated[int, Column("i2", "row", "field of origin", "来源领域")]
    generic: Annotated[int, Column("i1", "0 or 1", "generic technology", "共性技术")]
    application: Annotated[int, Column("u8", "mask", "units needed for use", "使用所需单元")]
    gain: Annotated[float, Column("f8", "1", "gain that could be known", "可知增益")]
    realised: Annotated[float, Column("f8", "1", "gain in use, with luck", "实际增益")]
    owner_kind: Annotated[int, Column("i1", "code", "kind of the owner", "归属类型")]
    owner: Annotated[int, Column("i4", "row", "owner", "归属单位")]
    center: Annotated[int, Column("i2", "row", "center whose members use it free", "中心")]
    extended: Annotated[int, Column("i1", "0 or 1", "a center does extension work", "推广")]
    origin: Annotated[int, Column("i1", "code", "kind of the inventor", "来源类型")]
    launched: Annotated[int, Column("i4", "quarter", "quarter of launch", "上市季度")]
    use: Annotated[float, Column("f8", "1", "share of sales that uses it", "使用份额")]
    licences: Annotated[float, Column("f8", "million CNY", "licence fees so far", "累计许可费")]


class Field:
    """A field of technology and its market."""

    key: Annotated[int, Column("i8", "1", "identity of the field's name", "标识", SCENARIO)]
    potential: Annotated[
        float, Column("f8", "million CNY/quarter", "potential demand", "潜在需求", POPULATED)
    ]
    demand: Annotated[float, Column("f8", "million CNY/quarter", "demand", "需求")]
    growth: Annotated[
        float, Column("f8", "1/year", "growth of potential demand", "需求增速", POPULATED)
    ]
    maturity: Annotated[float, Column("f8", "1", "market maturity", "市场成熟度", POPULATED)]
    intensity: Annotated[float, Column("f8", "1", "R&D over sales", "研发强度", POPULATED)]
    markup: Annotated[float, Column("f8", "1", "price over cost less 1", "加成率", POPULATED)]
    opportunity: Annotated[float, Column("f8", "1", "relative idea rate", "机会", POPULATED)]
    appropriability: Annotated[
        float, Column("f8", "1", "chance to keep rivals out", "可占有性", POPULATED)
    ]
    depreciation: Annotated[
        float, Column("f8", "1/year", "forgetting of unused units", "知识折旧", POPULATED)
    ]
    frontier_growth: Annotated[
        float, Column("f8", "unit/year", "new units of the world", "世界前沿增速", POPULATED)
    ]
    project_cost: Annotated[
        float, Column("f8", "million CNY", "cost from TRL 1 to 9", "项目成本", POPULATED)
    ]
    innovation: Annotated[float, Column("f8", "1/year", "Bass p", "创新系数", POPULATED)]
    imitation: Annotated[float, Column("f8", "1/year", "Bass q", "模仿系数", POPULATED)]
    world: Annotated[int, Column("u8", "mask", "units the world knows", "世界已知单元", POPULATED)]
    country: Annotated[int, Column("u8", "mask", "units institutes know", "国内机构已知单元")]
    retired: Annotated[int, Column("u8", "mask", "units retired this quarter", "本季退役单元")]
    opened: Annotated[int, Column("i8", "unit", "units the world ever opened", "累计前沿单元")]
    foreign_efficiency: Annotated[
        float, Column("f8", "1", "efficiency of the rest of the world", "世界效率")
    ]
    foreign_share: Annotated[
        float, Column("f8", "1", "quantity share of the rest of the world", "进口产量份额", POPULATED)
    ]
    competitiveness: Annotated[float, Column("f8", "1", "mean efficiency, sellers", "平均竞争力")]
    price_level: Annotated[float, Column("f8", "1", "mean price", "价格水平")]
    sales: Annotated[float, Column("f8", "million CNY/quarter", "domestic sales", "国内企业销售")]
    rd: Annotated[float, Column("f8", "million CNY/quarter", "R&D of enterprises", "企业研发")]
    rd_all: Annotated[float, Column("f8", "million CNY/quarter", "R&D of all", "全部研发")]
    rd_start: Annotated[float, Column("f8", "million CNY/quarter", "R&D in 2010", "2010年研发")]
    basic: Annotated[float, Column("f8", "million CNY/quarter", "basic research", "基础研究")]
    basic_start: Annotated[
        float, Column("f8", "million CNY/quarter", "basic research in 2010", "2010年基础研究")
    ]
    elasticity: Annotated[float, Column("f8", "1", "sales over efficiency, life", "销售弹性")]
    annuity: Annotated[float, Column("f8", "quarter", "discounted quarters of use", "年金系数")]
    uptake: Annotated[
        float, Column("f8", "quarter", "discounted quarters of use by adopters", "采用折现")
    ]
    rival_share: Annotated[float, Column("f8", "1", "sales-weighted mean share", "平均份额")]
    users_market: Annotated[
        float, Column("f8", "million CNY/quarter", "sales of related fields", "共性技术市场")
    ]
    neighbours: Annotated[
        np.ndarray, Column(f"({UNITS},)u8", "mask", "units next to each unit", "相邻单元", POPULATED)
    ]
    scores: Annotated[
        np.ndarray, Column(f"({RIVALS},)f8", "1", "best claims to the idea at hand", "最高得分")
    ]
    claimants: Annotated[
        np.ndarray, Column(f"({RIVALS},)i8", "row", "rows behind the scores", "得分主体")
    ]
    largest: Annotated[
        np.ndarray, Column("(4,)f8", "1", "shares of the four largest", "前四份额")
    ]
    ideas: Annotated[int, Column("i4", "1", "ideas born this quarter", "本季创意")]
    discoveries: Annotated[int, Column("i4", "1", "units discovered this quarter", "本季发现")]


class Province:
    """A province, its place and its treasury."""

    key: Annotated[int, Column("i8", "1", "identity (GB code)", "标识", POPULATED)]
    lon: Annotated[float, Column("f8", "degree", "longitude", "经度", POPULATED)]
    lat: Annotated[float, Column("f8", "degree", "latitude", "纬度", POPULATED)]
    area: Annotated[float, Column("f8", "km2", "area", "面积", POPULATED)]
    treasury: Annotated[float, Column("f8", "million CNY", "money of the province", "地方财政")]


class Cell:
    """A field in a province: where its rows lie, and sums over them in identity order."""

    first_enterprise: Annotated[int, Column("i8", "row", "first enterprise", "首个企业")]
    last_enterprise: Annotated[int, Column("i8", "row", "row after the last one", "末个企业后")]
    first_institute: Annotated[int, Column("i8", "row", "first institute", "首个机构")]
    last_institute: Annotated[int, Column("i8", "row", "row after the last one", "末个机构后")]
    sales: Annotated[float, Column("f8", "million CNY/quarter", "sales", "销售额")]
    rd: Annotated[float, Column("f8", "million CNY/quarter", "R&D of enterprises", "企业研发")]
    public_rd: Annotated[
        float, Column("f8", "million CNY/quarter", "R&D of institutes", "机构研发")
    ]
    basic: Annotated[float, Column("f8", "million CNY/quarter", "basic research", "基础研究")]
    shares: Annotated[float, Column("f8", "1", "quantity shares", "产量份额")]
    weighted: Annotated[
        float, Column("f8", "1", "shares times efficiency, later times price", "加权份额")
    ]
    norm: Annotated[float, Column("f8", "1", "sum of all shares of the field", "份额归一")]
    local_tax: Annotated[float, Column("f8", "million CNY/quarter", "local tax", "地方税")]
    known: Annotated[
        np.ndarray, Column(f"({UNITS},)f8", "1", "share of sales that knows a unit", "知晓份额")
    ]
    exposure: Annotated[
        np.ndarray, Column(f"({UNITS},)f8", "1", "the same near, by proximity", "邻近知晓")
    ]
    use: Annotated[
        np.ndarray,
        Column(f"({SLOTS},)f8", "million CNY/quarter", "sales that use a technology", "使用销售额"),
    ]
    near: Annotated[
        np.ndarray, Column(f"({SLOTS},)f8", "1", "share of sales near that uses it", "邻近使用份额")
    ]
    heard: Annotated[
        np.ndarray, Column(f"({SLOTS},)f8", "1", "chance to hear without partners", "获知概率")
    ]
    scores: Annotated[
        np.ndarray,
        Column(f"({MOST_BIRTHS},{RIVALS})f8", "1", "best claims to each idea", "创意得分"),
    ]
    claimants: Annotated[
        np.ndarray,
        Column(f"({MOST_BIRTHS},{RIVALS})i8", "row", "rows behind the scores", "得分主体"),
    ]
    flows: Annotated[
        np.ndarray, Column(f"({FLOWS},)f8", "million CNY", "payments in this phase", "本阶段收支")
    ]
    enterprise_cash: Annotated[float, Column("f8", "million CNY", "enterprises' cash", "企业现金")]
    institute_cash: Annotated[float, Column("f8", "million CNY", "institutes' cash", "机构现金")]


class Book:
    """The accounts of one phase of the quarter."""

    flows: Annotated[
        np.ndarray, Column(f"({FLOWS},)f8", "million CNY", "payments", "资金流量")
    ]
    stocks: Annotated[
        np.ndarray, Column(f"({SECTORS},)f8", "million CNY", "money after the phase", "资金存量")
    ]
    gaps: Annotated[
        np.ndarray, Column(f"({SECTORS},)f8", "1", "what does not close, relative", "不平衡")
    ]


# fmt: on
class Event(NamedTuple):
    """Record layout of the event log."""

    quarter: int
    kind: int
    field: int
    province: int
    subject: int
    object: int
    value: float
    reason: int


EVENT_DTYPE = np.dtype(
    [("quarter", "i4"), ("kind", "i2"), ("field", "i2"), ("province", "i2"), ("subject", "i8"),
     ("object", "i8"), ("value", "f8"), ("reason", "i2")], align=True
)  # fmt: skip
