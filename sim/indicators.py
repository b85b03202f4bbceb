"""Every indicator once: name, unit, formula, both names, and the kernel that measures it."""

from typing import NamedTuple

import numpy as np

from sim import accounts, codes, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.state import BANK, BIRTHS, IDEAS, STAGES, Clock, World


class Indicator(NamedTuple):
    """What a reader must know of an indicator."""

    name: str
    unit: str
    formula: str
    name_zh: str
    source: str = "computed by the model"


MONEY = "million CNY/quarter"

FIELD = (
    Indicator("demand", MONEY, "what buyers spend at home, other fields' inputs included", "需求"),
    Indicator("domestic_sales", MONEY, "sum of w x sales, exports included", "国内企业销售"),
    Indicator("import_share", "1", "imports / demand", "进口份额"),
    Indicator("rd_enterprises", MONEY, "sum of w x R&D of enterprises", "企业研发支出"),
    Indicator("rd_institutes", MONEY, "sum of w x R&D of institutes", "研究机构研发支出"),
    Indicator("basic_research", MONEY, "sum of w x basic research", "基础研究支出"),
    Indicator("ideas_born", "1/quarter", "ideas of weight born", "新增创意"),
    Indicator("ideas_live", "1", "ideas in the pipeline, shelved ones left out", "在研创意"),
    Indicator("ideas_shelved", "1", "ideas on the shelf", "搁置创意"),
    Indicator("ideas_trl_1_3", "1", "live ideas whose furthest team is in TRL 1-3", "TRL 1-3创意"),
    Indicator("ideas_trl_3_4", "1", "live ideas whose furthest team is in TRL 3-4", "TRL 3-4创意"),
    Indicator("ideas_trl_4_6", "1", "live ideas whose furthest team is in TRL 4-6", "TRL 4-6创意"),
    Indicator("ideas_trl_6_8", "1", "live ideas whose furthest team is in TRL 6-8", "TRL 6-8创意"),
    Indicator("ideas_trl_8_9", "1", "live ideas whose furthest team is in TRL 8-9", "TRL 8-9创意"),
    Indicator("launches_enterprise", "1/quarter", "technologies launched by fringe enterprises",
              "一般企业上市技术"),
    Indicator("launches_leader", "1/quarter", "technologies launched by leading enterprises",
              "领军企业上市技术"),
    Indicator("launches_university", "1/quarter", "technologies launched by universities",
              "高校上市技术"),
    Indicator("launches_institute", "1/quarter", "technologies launched by government institutes",
              "科研院所上市技术"),
    Indicator("launches_center", "1/quarter", "technologies launched by centers",
              "创新中心上市技术"),
    Indicator("technologies", "1", "technologies in the field's bank", "在用技术数"),
    Indicator("technology_use", "1", "mean share of sales that uses a technology", "平均使用份额"),
    Indicator("gain_launched", "1/quarter", "sum of knowable gains of launches", "上市技术增益"),
    Indicator("efficiency", "1", "sales-weighted mean efficiency", "平均效率"),
    Indicator("foreign_efficiency", "1", "efficiency of the rest of the world", "世界效率"),
    Indicator("gap", "1", "1 - sales-weighted mean |K and W| / |W|", "与世界前沿差距"),
    Indicator("hhi", "1", "sum of w x share^2 of domestic sales", "赫芬达尔指数"),
    Indicator("cr4", "1", "share of the four largest in domestic sales", "前四企业份额"),
    Indicator("market_maturity", "1", "share of the potential market that exists", "市场成熟度"),
    Indicator("price", "1", "price at constant quality over that of 2010", "同质价格"),
    Indicator("quality", "1", "sales-weighted mean quality over the world's", "相对质量"),
    Indicator("input_price", "1", "unit cost of inputs and work over that of 2010", "投入价格"),
    Indicator("exports", MONEY, "sales abroad", "出口"),
    Indicator("procured", MONEY, "state purchases reserved for domestic offers", "政府采购国产额"),
    Indicator("unmet_demand", MONEY, "what imports would have supplied under an embargo", "断供缺口"),
    Indicator("foreign_content", "1", "imported inputs, suppliers' included, over sales", "进口含量"),
    Indicator("world_share", "1", "sales / (home demand + market abroad)", "世界份额"),
    Indicator("world_leaders", "1", "enterprises with over 5% of world sales", "世界领军企业"),
    Indicator("enterprises", "1", "sum of w", "企业数"),
    Indicator("enterprises_founded", "1/quarter", "sum of w of start-ups founded", "新创企业"),
    Indicator("enterprises_closed", "1/quarter", "sum of w of enterprises that end", "退出企业"),
    Indicator("buyers_gain", MONEY, "area under demand between the price of 2010 and today's",
              "购买者所得"),
)  # fmt: skip

PROVINCE = (
    Indicator("domestic_sales", MONEY, "sum of w x sales", "国内企业销售"),
    Indicator("rd_enterprises", MONEY, "sum of w x R&D of enterprises", "企业研发支出"),
    Indicator("rd_institutes", MONEY, "sum of w x R&D of institutes", "研究机构研发支出"),
    Indicator("minor_patents", "1", "sum of w x minor inventions so far", "累计小发明专利"),
    Indicator("ideas_born", "1/quarter", "ideas of weight born in the province", "新增创意"),
    Indicator("treasury", "million CNY", "money of the province: taxes less grants", "地方财政净额"),
)  # fmt: skip

NATION = (
    Indicator("centers_construction", "1", "centers under construction", "建设期中心"),
    Indicator("centers_operating", "1", "centers in operation", "运行期中心"),
    Indicator("center_members", "1", "members of all centers, leads included", "中心成员数"),
    Indicator("center_grants", MONEY, "grants of the ministry to centers", "中心中央资助"),
    Indicator("center_local_grants", MONEY, "grants of provinces to centers", "中心地方资助"),
    Indicator("center_fees", MONEY, "membership fees", "会费收入"),
    Indicator("center_licences", MONEY, "licence income of centers", "中心许可收入"),
    Indicator("center_project_rd", MONEY, "what centers spend on projects", "中心项目支出"),
    Indicator("center_self_funding", "1",
              "(fees + licences) / (fees + licences + grants), 0 without income", "中心自筹比例"),
    Indicator("projects_approved", "1", "projects boards agreed to so far", "累计批准项目"),
    Indicator("projects_refused", "1", "projects boards refused so far", "累计否决项目"),
    Indicator("licence_fees", MONEY, "licence fees paid by enterprises", "许可费总额"),
    Indicator("generic_technologies", "1", "technologies in the national bank", "共性技术数"),
    Indicator("rd_all", MONEY, "R&D of enterprises, institutes and centers", "研发总支出"),
    Indicator("profits", MONEY, "sales less inputs, overheads, R&D and adoption costs", "企业利润"),
    Indicator("taxes", MONEY, "tax on profits, central and local", "所得税"),
    Indicator("public_money", MONEY, "grants of ministry and provinces", "财政投入"),
    Indicator("social_surplus", MONEY,
              "buyers' gain + profits - R&D of institutes and centers", "社会剩余"),
)  # fmt: skip


@kernel
def measure_pipeline(w: World, clock: Clock, field: int, out: np.ndarray) -> None:
    """Write the pipeline and launches of a field, places 6 to 21 of `FIELD`, in place."""
    for k in range(6, 22):
        out[field, k] = 0.0
    for idea in range(w.counters[IDEAS]):
        k = w.ideas[idea]
        if k.field != field or k.live == 0:
            continue
        if k.born == clock.quarter:
            out[field, 6] += 1.0
        if k.shelved == 1:
            out[field, 8] += 1.0
            continue
        out[field, 7] += 1.0
        out[field, 9 + min(k.best_stage, STAGES - 1)] += 1.0
    live = 0.0
    use = 0.0
    for bank in (field, w.fields.size):
        for slot in range(BANK):
            t = w.technologies[bank, slot]
            if t.live == 0 or t.field != field:
                continue
            if t.launched == clock.quarter:
                out[field, 14 + t.origin] += 1.0
                out[field, 21] += t.gain
            if bank == field:
                live += 1.0
                use += t.use
    out[field, 19] = live
    out[field, 20] = use / live if live > 0.0 else 0.0


@kernel
def measure_firms(w: World, field: int, out: np.ndarray) -> None:
    """Write efficiency, gap, concentration and quality of a field, places 22 to 26, 29 and 36."""
    n = w.provinces.size
    f = w.fields[field]
    efficiency = 0.0
    coverage = 0.0
    squares = 0.0
    quality = 0.0
    leaders = 0.0
    large = 0.05 * (f.demand + f.abroad_demand * f.maturity)
    top = f.largest
    for k in range(4):
        top[k] = 0.0
    world = max(1, masks.size(f.world))
    for i in range(
        w.cells[field * n].first_enterprise, w.cells[(field + 1) * n - 1].last_enterprise
    ):
        e = w.enterprises[i]
        share = e.sales / f.sales if f.sales > 0.0 else 0.0
        efficiency += e.weight * share * e.efficiency
        coverage += e.weight * share * masks.size(e.knowledge & f.world) / world
        squares += e.weight * share * share
        quality += e.weight * share * e.quality
        if e.sales > large:
            leaders += e.weight
        left = e.weight
        while left > 0.0 and share > top[3]:
            place = 3
            while place > 0 and share > top[place - 1]:
                top[place] = top[place - 1]
                place -= 1
            top[place] = share * min(1.0, left)
            left -= 1.0
    out[field, 22] = efficiency
    out[field, 23] = f.foreign_efficiency
    out[field, 24] = 1.0 - coverage
    out[field, 25] = squares
    out[field, 26] = top[0] + top[1] + top[2] + top[3]
    out[field, 29] = quality
    out[field, 36] = leaders


@kernel
def measure_market(w: World, field: int, out: np.ndarray) -> None:
    """Write prices, trade and buyers' gain of a field, places 28 to 35 and 40 of `FIELD`, in place."""
    f = w.fields[field]
    out[field, 28] = f.price_index / f.price_start
    out[field, 30] = f.input_price
    out[field, 31] = f.exports
    out[field, 32] = f.procured
    out[field, 33] = f.unmet
    out[field, 34] = f.foreign_content
    out[field, 35] = f.sales / (f.demand + f.abroad_demand * f.maturity)
    out[field, 40] = f.buyers_gain


@kernel
def measure_turnover(w: World, field: int, out: np.ndarray) -> None:
    """Write how many enterprises a field has, founds and loses, places 37 to 39 of `FIELD`."""
    n = w.provinces.size
    firms = 0.0
    closed = 0.0
    for i in range(
        w.cells[field * n].first_enterprise, w.cells[(field + 1) * n - 1].last_enterprise
    ):
        firms += w.enterprises[i].weight
        if w.enterprises[i].exits == 1:
            closed += w.enterprises[i].weight
    founded = 0.0
    for k in range(min(w.counters[BIRTHS], w.births.size)):
        if w.births[k].field == field and w.births[k].equity > 0.0:
            founded += w.births[k].weight
    out[field, 37] = firms
    out[field, 38] = founded
    out[field, 39] = closed


@kernel
def measure_fields(w: World, p: Parameters, clock: Clock, out: np.ndarray) -> None:
    """Write all indicators of all fields, (F, len(FIELD)), in place."""
    n = w.provinces.size
    for field in range(w.fields.size):
        f = w.fields[field]
        out[field, 0] = f.demand
        out[field, 1] = f.sales
        out[field, 2] = f.imports / f.demand if f.demand > 0.0 else 0.0
        out[field, 3] = f.rd
        public = 0.0
        for cell in range(field * n, (field + 1) * n):
            public += w.cells[cell].public_rd
        out[field, 4] = public
        out[field, 5] = f.basic
        measure_pipeline(w, clock, field, out)
        measure_firms(w, field, out)
        out[field, 27] = f.maturity
        measure_market(w, field, out)
        measure_turnover(w, field, out)


@kernel
def measure_provinces(w: World, p: Parameters, clock: Clock, out: np.ndarray) -> None:
    """Write all indicators of all provinces, (P, len(PROVINCE)), in place."""
    n = w.provinces.size
    for r in range(n):
        for k in range(out.shape[1]):
            out[r, k] = 0.0
        out[r, 5] = w.provinces[r].treasury
    for cell in range(w.cells.size):
        r = cell % n
        sales = 0.0
        patents = 0.0
        for i in range(w.cells[cell].first_enterprise, w.cells[cell].last_enterprise):
            sales += w.enterprises[i].weight * w.enterprises[i].sales
            patents += w.enterprises[i].weight * w.enterprises[i].patents
        out[r, 0] += sales
        out[r, 1] += w.cells[cell].rd
        out[r, 2] += w.cells[cell].public_rd
        out[r, 3] += patents
    for idea in range(w.counters[IDEAS]):
        if w.ideas[idea].born == clock.quarter:
            out[w.ideas[idea].province, 4] += 1.0


@kernel
def paid(w: World, flow: int) -> float:
    """Return what was paid of one flow in the quarter, over all phases [million CNY]."""
    total = 0.0
    for phase in range(w.books.size):
        total += w.books[phase].flows[flow]
    return total


@kernel
def measure_nation(w: World, p: Parameters, clock: Clock, out: np.ndarray) -> None:
    """Write the indicators of the nation, (len(NATION),), in place."""
    for k in range(out.size):
        out[k] = 0.0
    for c in range(w.centers.size):
        center = w.centers[c]
        if center.status == codes.CONSTRUCTION:
            out[0] += 1.0
        elif center.status == codes.OPERATING:
            out[1] += 1.0
        out[2] += center.members
        out[9] += center.approved
        out[10] += center.refused
    out[3] = paid(w, accounts.CENTER_GRANTS)
    out[4] = paid(w, accounts.CENTER_LOCAL_GRANTS)
    out[5] = paid(w, accounts.ENTERPRISE_FEES)
    out[6] = paid(w, accounts.LICENCES_TO_CENTERS)
    out[7] = paid(w, accounts.CENTER_PROJECT_RD)
    own = out[5] + out[6]
    income = own + out[3] + out[4]
    out[8] = own / income if income > 0.0 else 0.0
    out[11] = out[6] + paid(w, accounts.LICENCES_TO_ENTERPRISES)
    out[11] += paid(w, accounts.LICENCES_TO_INSTITUTES)
    for slot in range(BANK):
        out[12] += w.technologies[w.fields.size, slot].live
    own_rd = paid(w, accounts.ROUTINE_RD) + paid(w, accounts.ENTERPRISE_PROJECT_RD)
    public_rd = paid(w, accounts.INSTITUTE_RD) + paid(w, accounts.INSTITUTE_PROJECT_RD) + out[7]
    out[13] = own_rd + public_rd
    out[14] = paid(w, accounts.SALES) + paid(w, accounts.PROCUREMENT) + paid(w, accounts.EXPORTS)
    out[14] -= (
        paid(w, accounts.INPUTS)
        + paid(w, accounts.OVERHEADS)
        + own_rd
        + paid(w, accounts.ADOPTION_COSTS)
    )
    out[15] = paid(w, accounts.CENTRAL_TAX) + paid(w, accounts.LOCAL_TAX)
    out[16] = paid(w, accounts.INSTITUTE_GRANTS) + out[3] + out[4]
    for field in range(w.fields.size):
        out[17] += w.fields[field].buyers_gain
    out[17] += out[14] - public_rd
