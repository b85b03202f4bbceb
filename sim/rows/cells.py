"""Where a field and a province meet."""

from typing import Annotated

import numpy as np

from sim.rows.column import POPULATED, Column
from sim.rows.sizes import FLOWS, MOST_BIRTHS, PEOPLE, QUALITIES, RIVALS, SLOTS, UNITS


# fmt: off
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
    center_rd: Annotated[
        float, Column("f8", "million CNY/quarter", "projects of centers", "创新中心项目研发")
    ]
    basic: Annotated[float, Column("f8", "million CNY/quarter", "basic research", "基础研究")]
    ordered: Annotated[
        float, Column("f8", "million CNY/quarter", "contracts of enterprises", "企业委托研发")
    ]
    supply: Annotated[
        float, Column("f8", "million CNY/quarter", "R&D that takes contracts", "受托方研发")
    ]
    contract_rate: Annotated[
        float, Column("f8", "1", "contracts per R&D of institutes here", "委托收入与机构研发之比")
    ]
    shares: Annotated[float, Column("f8", "1", "quantity shares", "产量份额")]
    weighted: Annotated[
        float, Column("f8", "1", "shares times offer, later times price", "加权份额")
    ]
    procured: Annotated[
        float, Column("f8", "1", "shares times price where the state reserves", "可预留采购份额")
    ]
    efficiency: Annotated[float, Column("f8", "1", "shares times efficiency", "加权效率")]
    good: Annotated[
        float, Column("f8", "1", "quantity shares good enough for take-off", "达到起飞门槛的产量份额")
    ]
    quality: Annotated[float, Column("f8", "1", "shares times quality", "加权质量")]
    firms: Annotated[float, Column("f8", "enterprise", "enterprises", "企业数")]
    sold: Annotated[
        float, Column("f8", "million CNY/quarter", "sales when the quarter ends", "期末销售额")
    ]
    cluster: Annotated[
        int,
        Column("i8", "quarter", "age of the cluster here; 0 none, -1 it ends now", "产业集群年龄"),
    ]
    turning: Annotated[
        int, Column("i8", "quarter", "quarters that speak against its state", "状态反证季度数")
    ]
    fringe_sales: Annotated[
        float, Column("f8", "million CNY/quarter", "sales of the fringe", "一般企业销售额")
    ]
    spawning: Annotated[
        float, Column("f8", "1", "sum of w x how readily founders leave", "衍生创业倾向合计")
    ]
    norm: Annotated[float, Column("f8", "1", "sum of all shares of the field", "份额归一")]
    local_tax: Annotated[float, Column("f8", "million CNY/quarter", "local tax", "地方税")]
    staff: Annotated[
        np.ndarray, Column(f"({QUALITIES},)f8", "FTE", "R&D staff by quality", "研发人员", POPULATED)
    ]
    change: Annotated[
        np.ndarray, Column(f"({QUALITIES},)f8", "FTE/quarter", "change of staff", "研发人员变化")
    ]
    heads: Annotated[float, Column("f8", "FTE", "R&D staff of all qualities", "研发人员合计")]
    effective: Annotated[float, Column("f8", "FTE", "R&D staff weighted by quality", "质量加权研发人员")]
    jobs: Annotated[
        float, Column("f8", "FTE", "staff that R&D would employ at pay of 2010", "2010年薪酬下的岗位")
    ]
    pay: Annotated[float, Column("f8", "1", "R&D per person by quality, 2010 = 1", "相对薪酬")]
    stars: Annotated[float, Column("f8", "1", "summed quality of stars with a post", "拔尖人才水平合计")]
    lure: Annotated[float, Column("f8", "1", "weight of its offers to staff elsewhere", "聘请吸引力")]
    effort: Annotated[float, Column("f8", "1", "effort a yuan buys, 2010 = 1", "单位经费研发努力")]
    universities: Annotated[
        float, Column("f8", "million CNY/quarter", "R&D of universities", "高校研发")
    ]
    people: Annotated[
        np.ndarray, Column(f"({PEOPLE},)f8", "FTE/quarter", "flows of R&D staff", "研发人员流量")
    ]
    output: Annotated[
        float, Column("f8", "million CNY/quarter", "sales before support", "获扶持前销售额")
    ]
    entitled: Annotated[
        float, Column("f8", "million CNY/quarter", "own R&D of enterprises, as subsidies count it", "补贴计算基数")
    ]
    overheads: Annotated[float, Column("f8", "million CNY/quarter", "overheads", "管理费用")]
    young: Annotated[
        float, Column("f8", "million CNY/quarter", "overheads of start-ups", "初创企业管理费用")
    ]
    coverage: Annotated[
        float, Column("f8", "1", "mean share of the world's units known", "知识覆盖率")
    ]
    support: Annotated[float, Column("f8", "1", "subsidy per yuan of R&D that counts", "补贴与计算基数之比")]
    known: Annotated[
        np.ndarray, Column(f"({UNITS},)f8", "1", "share of sales that knows a unit", "知晓份额")
    ]
    exposure: Annotated[
        np.ndarray, Column(f"({UNITS},)f8", "1", "the same near, by proximity", "邻近知晓")
    ]
    taught: Annotated[
        np.ndarray,
        Column(f"({UNITS},)f8", "1", "share of institutes' R&D that knows a unit", "机构知晓份额"),
    ]
    lessons: Annotated[
        np.ndarray, Column(f"({UNITS},)f8", "1", "the same near, by proximity", "邻近机构知晓")
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
    chosen: Annotated[
        float, Column("f8", "1", "centers at the last call, new ones included", "征集时中心数")
    ]
    bids: Annotated[
        float, Column("f8", "1", "applications judged in the last call", "上次征集受评申请数")
    ]
    claimants: Annotated[
        np.ndarray,
        Column(f"({MOST_BIRTHS},{RIVALS})i8", "row", "rows behind the scores", "得分主体"),
    ]
    noted: Annotated[int, Column("u8", "mask", "flows of this phase", "本阶段收支项目")]
    flows: Annotated[
        np.ndarray, Column(f"({FLOWS},)f8", "million CNY", "payments in this phase", "本阶段收支")
    ]
    enterprise_cash: Annotated[float, Column("f8", "million CNY", "enterprises' cash", "企业现金")]
    institute_cash: Annotated[float, Column("f8", "million CNY", "institutes' cash", "机构现金")]
# fmt: on
