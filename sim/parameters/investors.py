"""Investors: their money, screening, deals and exits (`rules/investors.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About, J


# fmt: off
class Investors(NamedTuple):
    """Investors: their money, screening, deals and exits (`rules/investors.py`)."""

    need: Annotated[
        float,
        About("N_v", "quarter", 0.0, 60.0, J,
              "capital that a founder's plan asks for in quarters of planned sales less inputs",
              "创业计划所需资本（计划毛利的季度数）"),
    ] = 8.0
    noise: Annotated[
        float,
        About("σ_v", "1", 0.0, 1e9, J,
              "standard deviation of what an investor mistakes in the log offer of a start-up",
              "投资者对初创企业性价比对数判断误差的标准差"),
    ] = 0.1
    bar: Annotated[
        float,
        About("b_v", "1", -2.0, 2.0, J,
              "log offer over the field's mean from which an investor would pay",
              "投资者出资的性价比门槛（对数）"),
    ] = 0.15
    savings: Annotated[
        float,
        About("s_v", "1/year", 0.0, 0.1,
              "assumption: about 4 billion CNY a year for the 24 fields in 2010",
              "new money a year for investors over sales of their province",
              "每年新募集资金与本省销售额之比"),
    ] = 0.0003
    response: Annotated[
        float,
        About("a_v", "1", 0.0, 5.0, J,
              "rise of new money per unit of return on deals that ended",
              "募资对已结束交易收益率的反应"),
    ] = 1.0
    first: Annotated[
        float,
        About("n_0", "quarter", 0.0, 80.0, J, "new money of how many quarters investors begin with",
              "期初资金（相当于季度募资额的倍数）"),
    ] = 8.0
    payout: Annotated[
        float,
        About("δ_v", "1/quarter", 0.0, 1.0, J,
              "part of idle private money that goes back to savers", "闲置资金返还出资人的比例"),
    ] = 0.05
    premium: Annotated[
        float,
        About("π_v", "1", 0.1, 20.0, J,
              "what a founder's idea and capital are worth over that capital",
              "创业者投入（含创意）估值与其出资之比"),
    ] = 3.0
    coinvest: Annotated[
        float,
        About("γ_v", "1", 0.0, 0.9, J,
              "most of a deal in the own province that the guidance fund pays",
              "引导基金在本省交易中的最高出资比例"),
    ] = 0.3
    hold: Annotated[
        float,
        About("T_v", "quarter", 1.0, 60.0, J, "quarters after which a stake is sold",
              "持股季度数"),
    ] = 24.0
    exit_size: Annotated[
        float,
        About("S_v", "1", 0.1, 100.0, J,
              "sales over mean sales of the fringe at which a stake is sold at once",
              "提前退出的规模（相对一般企业均值）"),
    ] = 2.0
    multiple: Annotated[
        float,
        About("M_v", "quarter", 0.0, 200.0, J,
              "price of an enterprise beyond its cash in quarters of profit",
              "企业估值（季度利润倍数）"),
    ] = 40.0
    memory: Annotated[
        float,
        About("μ_v", "1/quarter", 0.001, 1.0, J, "how fast deals that ended are forgotten",
              "已结束交易的遗忘速度"),
    ] = 0.05
    thirst: Annotated[
        float,
        About("R_v", "quarter", 0.0, 20.0, J,
              "overheads that cash must cover, or an enterprise with an investor asks again; as many "
              "as it keeps in reserve",
              "触发追加融资的现金（管理费用季度数）"),
    ] = 6.0
    proof: Annotated[
        float,
        About("g_v", "1", 1.0, 20.0, J, "growth of sales since the last round that earns another",
              "追加融资所需的销售增长倍数"),
    ] = 1.5
# fmt: on
