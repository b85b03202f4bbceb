"""Demand, shares, profits, taxes (`rules/market.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import MONEY, About, J


# fmt: off
class Market(NamedTuple):
    """Demand, shares, profits, taxes (`rules/market.py`)."""

    selection: Annotated[
        float,
        About("χ", "1/quarter", 0.0, 1.0, J,
              "growth of a market share per relative lead in competitiveness",
              "市场份额对相对竞争力的季度响应"),
    ] = 0.10
    noise: Annotated[
        float,
        About("ν", "1", 0.0, 0.2, J, "standard deviation of a quarter's log demand that all orders of a seller share",
              "卖方全部订单共有的季度需求对数标准差"),
    ] = 0.02
    order: Annotated[
        float,
        About("S_o", f"{MONEY}/quarter", 0.0, 50.0, J,
              "size of an order, of which a seller's demand consists",
              "单笔订单规模"),
    ] = 0.4
    quality_elasticity: Annotated[
        float,
        About("ζ", "1", 0.0, 1.0, J,
              "elasticity of a seller's quality to the share of the world's units that it knows",
              "产品质量对世界知识掌握比例的弹性"),
    ] = 0.15
    price_elasticity: Annotated[
        float,
        About("ε", "1", 0.2, 2.0, "assumption: buyers of equipment are bound by their own projects",
              "elasticity of a field's demand to its price at constant quality",
              "领域需求对同质价格的弹性"),
    ] = 0.8
    demand_level: Annotated[
        float,
        About("Y_0", "1", 0.5, 1.5, "1 by definition; dated changes set it (background.csv)",
              "what buyers want over what they usually do, at home", "国内需求相对正常水平"),
    ] = 1.0
    choke_price: Annotated[
        float,
        About("P_c", "1", 1.0, 20.0, J,
              "price over the usual one at which buyers rather do without, as under an embargo; it also "
              "says what the opening of a market is worth to them",
              "买方放弃购买的价格倍数"),
    ] = 5.0
    procurement_threshold: Annotated[
        float,
        About("θ", "1", 0.0, 1.0, J,
              "mean quality over the world's at which the state buys only from domestic sellers",
              "政府只采购国产的平均质量门槛（相对世界）"),
    ] = 0.99
    procurement_pace: Annotated[
        float,
        About("a_g", "1/quarter", 0.01, 1.0, J,
              "part of the state's purchases that is tendered anew in a quarter",
              "政府采购每季度重新招标的比例"),
    ] = 0.1
    world_market: Annotated[
        float,
        About("Y_w", "1", 2.0, 20.0,
              "assumption: China bought about a tenth to a fifth of the world's capital goods",
              "market abroad over home demand and exports in 2010",
              "2010年国外市场与国内需求加出口之比"),
    ] = 6.0
    world_growth: Annotated[
        float,
        About("γ_w", "1/year", -0.05, 0.1, J, "growth of the market abroad", "国外市场增速"),
    ] = 0.025
    tax_rate: Annotated[
        float,
        About("τ", "1", 0.0, 0.5, "enterprise income tax law of China: 0.25; high-tech: 0.15",
              "tax on profits less deductions", "企业所得税率"),
    ] = 0.25
    deduction: Annotated[
        float,
        About("d_t", "1", 0.0, 1.0, "super-deduction of R&D in China until 2017: 0.5",
              "further deduction of R&D from taxable profit", "研发加计扣除比例"),
    ] = 0.5
    loss_life: Annotated[
        float,
        About("T_τ", "quarter", 1.0, 60.0,
              "enterprise income tax law of China, article 18: losses are carried on for 5 years",
              "mean quarters after which a loss no longer lowers taxes",
              "亏损结转的平均季度数"),
    ] = 20.0
    local_tax_share: Annotated[
        float,
        About("τ_l", "1", 0.0, 1.0, "assumption: enterprise income tax is shared 60:40",
              "share of the tax that goes to the province", "地方分享税收比例"),
    ] = 0.4
    payout: Annotated[
        float,
        About("δ", "1", 0.0, 1.0, J, "share of cash above the buffer paid out in a quarter",
              "超出缓冲的现金每季度分配比例"),
    ] = 0.3
    buffer: Annotated[
        float,
        About("B", "quarter", 0.0, 8.0, J, "cash an enterprise keeps, in quarters of sales",
              "企业留存现金（季度销售额倍数）"),
    ] = 0.25
    foreign_unit_gain: Annotated[
        float,
        About("g_w", "1", 0.0, 0.1, J,
              "gain in efficiency of the rest of the world per new unit of knowledge",
              "世界每新增知识单元的效率增益"),
    ] = 0.004
    take_off: Annotated[
        float,
        About("a_M", "1", 0.01, 0.5, J,
              "share of what is sold that must be good enough for a market to take off",
              "市场起飞所需的达标产量份额"),
    ] = 0.1
    maturity_innovation: Annotated[
        float,
        About("p_M", "1/year", 0.0, 0.2,
              "assumption: half of the slowest capital good read (tractor 0.0072)",
              "innovation coefficient of the path of market maturity",
              "市场成熟度路径的创新系数"),
    ] = 0.003
    maturity_imitation: Annotated[
        float,
        About("q_M", "1/year", 0.0, 1.0,
              "assumption: half of the slowest capital good read (tractor 0.118)",
              "imitation coefficient of the path of market maturity",
              "市场成熟度路径的模仿系数"),
    ] = 0.06
# fmt: on
