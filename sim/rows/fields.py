"""A field of technology and its market."""

from typing import Annotated

import numpy as np

from sim.rows.column import POPULATED, SCENARIO, Column
from sim.rows.sizes import LARGEST, OWNERS, PEOPLE, RIVALS, UNITS


# fmt: off
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
    maturity_start: Annotated[
        float, Column("f8", "1", "market maturity in 2010", "2010年市场成熟度", POPULATED)
    ]
    threshold: Annotated[
        float, Column("f8", "1", "value for money over 2010 at take-off", "起飞门槛", POPULATED)
    ]
    taking_off: Annotated[int, Column("i1", "0 or 1", "the market has taken off", "市场起飞")]
    intensity: Annotated[float, Column("f8", "1", "R&D over sales", "研发强度", POPULATED)]
    markup: Annotated[float, Column("f8", "1", "price over cost less 1", "加成率", POPULATED)]
    opportunity: Annotated[float, Column("f8", "1", "relative idea rate", "机会", POPULATED)]
    incubation_term: Annotated[
        float, Column("f8", "quarter", "longest tenancy in an incubator", "最长孵化期", SCENARIO)
    ]
    appropriability: Annotated[
        float, Column("f8", "1", "chance to keep rivals out", "可占有性", POPULATED)
    ]
    depreciation: Annotated[
        float, Column("f8", "1/year", "forgetting of unused units", "知识折旧", POPULATED)
    ]
    openness: Annotated[
        float, Column("f8", "1", "part of learning from abroad that is open", "对外开放度", POPULATED)
    ]
    frontier_growth: Annotated[
        float, Column("f8", "unit/year", "new units of the world", "世界前沿增速", POPULATED)
    ]
    project_cost: Annotated[
        float, Column("f8", "million CNY", "cost from TRL 1 to 9", "项目成本", POPULATED)
    ]
    project_cost_start: Annotated[
        float, Column("f8", "million CNY", "the same in 2010", "2010年项目成本", POPULATED)
    ]
    user_cost_start: Annotated[
        float, Column("f8", "1", "mean user cost of R&D in 2010", "2010年研发使用成本", POPULATED)
    ]
    procurement: Annotated[
        float, Column("f8", "1", "share of home demand the state buys", "政府采购份额", POPULATED)
    ]
    substitution: Annotated[
        float,
        Column("f8", "1", "elasticity, imports and domestic", "进口替代弹性", POPULATED),
    ]
    embargo_from: Annotated[
        int, Column("i4", "quarter", "imports end, -1 never", "断供起始", SCENARIO)
    ]
    embargo_until: Annotated[
        int, Column("i4", "quarter", "imports return, -1 never", "断供结束", SCENARIO)
    ]
    embargoed: Annotated[int, Column("i1", "0 or 1", "no imports this quarter", "断供")]
    innovation: Annotated[float, Column("f8", "1/year", "Bass p", "创新系数", POPULATED)]
    imitation: Annotated[float, Column("f8", "1/year", "Bass q", "模仿系数", POPULATED)]
    world: Annotated[int, Column("u8", "mask", "units the world knows", "世界已知单元", POPULATED)]
    country: Annotated[int, Column("u8", "mask", "units institutes know", "国内机构已知单元")]
    retired: Annotated[int, Column("u8", "mask", "units retired, still to be forgotten", "待清除退役单元")]
    live: Annotated[int, Column("u8", "mask", "technologies of its own bank", "本领域技术")]
    live_generic: Annotated[int, Column("u8", "mask", "technologies of the national bank", "共性技术")]
    opened: Annotated[int, Column("i8", "unit", "units the world ever opened", "累计前沿单元")]
    ahead: Annotated[
        int, Column("i8", "unit", "units opened at home that the world is still to reach", "国内领先单元")
    ]
    opened_start: Annotated[int, Column("i8", "unit", "units opened by 2010", "2010年前沿单元")]
    foreign_efficiency: Annotated[
        float, Column("f8", "1", "efficiency of the rest of the world", "世界效率")
    ]
    foreign_share: Annotated[
        float, Column("f8", "1", "quantity share of the rest of the world", "进口产量份额", POPULATED)
    ]
    offer: Annotated[float, Column("f8", "1", "mean value for money, sellers", "平均性价比")]
    quality_start: Annotated[
        float, Column("f8", "1", "mean quality of enterprises in 2010", "2010年平均质量", POPULATED)
    ]
    home_offer: Annotated[float, Column("f8", "1", "the same, domestic", "国内平均性价比")]
    best_start: Annotated[float, Column("f8", "1", "value for money of the best part in 2010", "2010年最优部分性价比")]
    price_index: Annotated[
        float, Column("f8", "1", "price at constant quality", "同质价格指数", POPULATED)
    ]
    price_start: Annotated[
        float, Column("f8", "1", "price index in 2010", "2010年价格指数", POPULATED)
    ]
    ordered: Annotated[
        float, Column("f8", "million CNY/quarter", "inputs ordered, prices of 2010", "中间投入订单")
    ]
    input_price: Annotated[
        float, Column("f8", "1", "unit cost of inputs and work, 2010 = 1", "投入价格指数")
    ]
    price_level: Annotated[float, Column("f8", "1", "mean price, sellers", "价格水平")]
    home_price_start: Annotated[
        float, Column("f8", "1", "domestic price at constant quality in 2010", "2010年国产同质价格")
    ]
    import_price_start: Annotated[
        float, Column("f8", "1", "the same, imports", "2010年进口同质价格")
    ]
    imported_start: Annotated[
        float, Column("f8", "1", "share of imports in 2010", "2010年进口份额", POPULATED)
    ]
    imported: Annotated[
        float, Column("f8", "1", "share of imports in what it supplies as inputs", "中间投入进口份额")
    ]
    supply_price: Annotated[
        float, Column("f8", "1", "price of what it supplies as inputs, 2010 = 1", "中间品价格指数")
    ]
    home_rate: Annotated[
        float, Column("f8", "million CNY/quarter", "sales per share times price", "单位份额销售额")
    ]
    abroad_rate: Annotated[
        float, Column("f8", "million CNY/quarter", "the same, exports", "单位份额出口额")
    ]
    state_rate: Annotated[
        float, Column("f8", "million CNY/quarter", "the same, to the state", "单位份额政府采购额")
    ]
    imports: Annotated[float, Column("f8", "million CNY/quarter", "imports", "进口")]
    exports: Annotated[float, Column("f8", "million CNY/quarter", "exports", "出口")]
    reserved: Annotated[
        float, Column("f8", "1", "part of purchases the state reserves", "政府采购预留比例")
    ]
    procured: Annotated[
        float, Column("f8", "million CNY/quarter", "reserved for domestic offers", "政府采购国产额")
    ]
    unmet: Annotated[
        float, Column("f8", "million CNY/quarter", "demand an embargo leaves unmet", "断供缺口")
    ]
    market: Annotated[
        float, Column("f8", "million CNY/quarter", "home demand and exports", "市场规模")
    ]
    abroad_demand: Annotated[
        float, Column("f8", "million CNY/quarter", "potential market abroad", "国外市场规模", POPULATED)
    ]
    abroad_maturity: Annotated[
        float, Column("f8", "1", "market maturity abroad", "国外市场成熟度", POPULATED)
    ]
    abroad_share: Annotated[
        float, Column("f8", "1", "domestic quantity share abroad", "国外市场份额", POPULATED)
    ]
    buyers_gain: Annotated[
        float, Column("f8", "million CNY/quarter", "what lower prices save buyers", "购买者所得")
    ]
    opening_gain: Annotated[
        float, Column("f8", "million CNY/quarter", "worth of what has opened", "市场开启所得")
    ]
    foreign_content: Annotated[
        float, Column("f8", "1", "imported inputs in sales", "进口投入含量")
    ]
    sales: Annotated[float, Column("f8", "million CNY/quarter", "domestic sales", "国内企业销售")]
    sold: Annotated[
        float, Column("f8", "million CNY/quarter", "sales when the quarter ends", "期末销售额")
    ]
    rd: Annotated[float, Column("f8", "million CNY/quarter", "R&D of enterprises", "企业研发")]
    public_rd: Annotated[
        float, Column("f8", "million CNY/quarter", "R&D of institutes", "机构研发")
    ]
    rd_all: Annotated[float, Column("f8", "million CNY/quarter", "R&D of all", "全部研发")]
    basic: Annotated[float, Column("f8", "million CNY/quarter", "basic research", "基础研究")]
    basic_start: Annotated[
        float, Column("f8", "million CNY/quarter", "basic research in 2010", "2010年基础研究")
    ]
    staff: Annotated[float, Column("f8", "FTE", "R&D staff", "研发人员", POPULATED)]
    staff_counted: Annotated[
        float, Column("f8", "FTE", "R&D staff after the last settlement", "上次结算研发人员", POPULATED)
    ]
    staff_start: Annotated[float, Column("f8", "FTE", "R&D staff in 2010", "2010年研发人员", POPULATED)]
    effective: Annotated[float, Column("f8", "FTE", "R&D staff by quality", "质量加权研发人员")]
    jobs: Annotated[
        float, Column("f8", "FTE", "staff that R&D would employ at pay of 2010", "2010年薪酬下的岗位")
    ]
    pay: Annotated[float, Column("f8", "1", "R&D per person by quality, 2010 = 1", "相对薪酬")]
    universities: Annotated[
        float, Column("f8", "million CNY/quarter", "R&D of universities", "高校研发")
    ]
    universities_start: Annotated[
        float, Column("f8", "million CNY/quarter", "R&D of universities in 2010", "2010年高校研发", POPULATED)
    ]
    effort: Annotated[
        float, Column("f8", "million CNY/quarter", "effort of all, yuan of 2010", "研发努力")
    ]
    effort_start: Annotated[
        float, Column("f8", "million CNY/quarter", "effort in 2010", "2010年研发努力", POPULATED)
    ]
    star_effort: Annotated[
        float, Column("f8", "million CNY/quarter", "what stars add to it", "拔尖人才增加的研发努力")
    ]
    basic_effort: Annotated[
        float, Column("f8", "million CNY/quarter", "effort in basic research", "基础研究努力")
    ]
    people: Annotated[
        np.ndarray, Column(f"({PEOPLE},)f8", "FTE/quarter", "flows of R&D staff", "研发人员流量")
    ]
    people_gap: Annotated[
        float, Column("f8", "1", "what of staff does not close, relative", "人员不平衡")
    ]
    public: Annotated[
        float, Column("f8", "million CNY/quarter", "public money due to institutes", "公共经费")
    ]
    fund: Annotated[
        float, Column("f8", "million CNY", "money for projects not yet promised", "项目资金余额")
    ]
    returned: Annotated[
        float, Column("f8", "million CNY", "of it for projects of the usual work", "转入其他项目")
    ]
    elasticity: Annotated[
        np.ndarray,
        Column(f"({OWNERS},)f8", "1", "sales over efficiency, as each owner counts it", "销售弹性"),
    ]
    annuity: Annotated[
        np.ndarray,
        Column(f"({OWNERS},)f8", "quarter", "each owner's discounted quarters of use", "年金系数"),
    ]
    uptake: Annotated[
        np.ndarray,
        Column(f"({OWNERS},)f8", "quarter", "the same of use by adopters", "采用折现"),
    ]
    reach: Annotated[
        float, Column("f8", "quarter", "discounted quarters of use by all, as the public counts it",
                      "公共视角采用折现"),
    ]
    late_uptake: Annotated[
        np.ndarray,
        Column(f"({OWNERS},)f8", "quarter", "the same where members come first", "成员优先后的许可使用"),
    ]
    uptake_extended: Annotated[
        np.ndarray,
        Column(f"({OWNERS},)f8", "quarter", "licensed use with extension work", "推广下的许可使用"),
    ]
    late_uptake_extended: Annotated[
        np.ndarray,
        Column(f"({OWNERS},)f8", "quarter", "the same where members come first",
               "推广下成员优先后的许可使用"),
    ]
    late_use: Annotated[
        np.ndarray,
        Column(f"({OWNERS},)f8", "quarter", "use of a center's result outside", "中心外的使用"),
    ]
    late_extended: Annotated[
        np.ndarray,
        Column(f"({OWNERS},)f8", "quarter", "the same with extension work", "推广下中心外的使用"),
    ]
    leader_sales: Annotated[
        float,
        Column("f8", "million CNY/quarter", "of the mean one-to-one enterprise", "领军企业平均销售额"),
    ]
    state_owned: Annotated[
        float, Column("f8", "1", "state-owned share of domestic sales", "国有企业销售份额")
    ]
    rival_share: Annotated[float, Column("f8", "1", "sales-weighted mean share", "平均份额")]
    users_market: Annotated[
        float, Column("f8", "million CNY/quarter", "sales of related fields", "共性技术市场")
    ]
    learning: Annotated[
        float, Column("f8", "1", "pace of enterprises' learning", "企业学习速度", "fitted to the gap")
    ]
    studying: Annotated[
        float, Column("f8", "1", "pace of institutes' learning", "机构学习速度", "fitted to the gap")
    ]
    entry: Annotated[
        float, Column("f8", "1", "pace of entry", "企业进入速度", "fitted to the number of enterprises")
    ]
    neighbours: Annotated[
        np.ndarray, Column(f"({UNITS},)u8", "mask", "units next to each unit", "相邻单元", POPULATED)
    ]
    known: Annotated[
        np.ndarray, Column(f"({UNITS},)f8", "1", "share of sales that knows a unit", "知晓份额")
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
    weight: Annotated[
        float, Column("f8", "enterprise", "enterprises a new row stands for", "新行代表企业数", POPULATED)
    ]
    leaders: Annotated[
        np.ndarray,
        Column(f"({LARGEST},)f8", "million CNY/quarter", "sales of the largest leaders", "最大企业销售额"),
    ]
    outgrown: Annotated[
        float, Column("f8", "million CNY/quarter", "sales that make a leader", "领军企业门槛")
    ]
    firms: Annotated[float, Column("f8", "enterprise", "enterprises", "企业数")]
    spawning: Annotated[
        float, Column("f8", "1", "mean of how readily founders leave", "平均衍生创业倾向")
    ]
    fringe: Annotated[
        float, Column("f8", "million CNY/quarter", "sales of the fringe", "一般企业销售额")
    ]
    usual: Annotated[
        float, Column("f8", "million CNY/quarter", "usual sales of the fringe", "一般企业常规规模", POPULATED)
    ]
    usual_start: Annotated[
        float, Column("f8", "million CNY/quarter", "mean sales of the fringe in 2010", "2010年一般企业均值", POPULATED)
    ]
    mean_start: Annotated[
        float, Column("f8", "million CNY/quarter", "mean sales in 2010", "2010年企业均值", POPULATED)
    ]
    mean_efficiency: Annotated[float, Column("f8", "1", "mean of enterprises", "平均效率")]
    present: Annotated[
        float, Column("f8", "enterprise", "enterprises that could be partners", "潜在伙伴企业数")
    ]
    fringe_presence: Annotated[
        float, Column("f8", "1", "sum of w x presence, fringe", "一般企业活跃度合计")
    ]
    leader_presence: Annotated[
        float, Column("f8", "1", "the same, leaders", "领军企业活跃度合计")
    ]
    institute_presence: Annotated[
        float, Column("f8", "1", "the same, institutes", "机构活跃度合计")
    ]
    duplicated: Annotated[
        float, Column("f8", "million CNY/quarter", "spent on ideas twice", "重复投入")
    ]
    duplicated_center: Annotated[
        float, Column("f8", "million CNY/quarter", "of that, where a center has a team", "涉及中心的重复投入")
    ]
    ideas: Annotated[int, Column("i4", "1", "ideas born this quarter", "本季创意")]
    first_asker: Annotated[
        int, Column("i4", "row", "first team that asks for a pilot line", "首个申请中试线团队")
    ]
    discoveries: Annotated[int, Column("i4", "1", "units discovered this quarter", "本季发现")]
    centers_most: Annotated[
        float, Column("f8", "1", "centers it may have by calls", "领域中心数上限", SCENARIO)
    ]
    chosen: Annotated[
        float, Column("f8", "1", "centers at the last call, new ones included", "征集时中心数")
    ]
    priority: Annotated[
        float, Column("f8", "1", "weight in what the nation wants", "国家重点程度")
    ]
# fmt: on
