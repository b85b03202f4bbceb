"""What differs by ownership of an enterprise (`rules/ownership.py`); private ones have 1 or none."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About


# fmt: off
class Ownership(NamedTuple):
    """What differs by ownership of an enterprise (`rules/ownership.py`)."""

    state_discount: Annotated[
        float,
        About("d_s", "1/quarter", 0.9, 0.999, "assumption: money of state banks is cheaper",
              "discount factor of a quarter of state-owned enterprises", "国有企业季度贴现因子"),
    ] = 0.985
    state_horizon: Annotated[
        float,
        About("H_s", "quarter", 4.0, 80.0, "assumption: a manager's term, 12 to 20 quarters",
              "quarters of use that a state-owned enterprise looks ahead",
              "国有企业决策考虑的使用季度数（管理者任期）"),
    ] = 16.0
    state_duty: Annotated[
        float,
        About("w_s", "1", 0.0, 1.0,
              "assumption: about what makes up for the shorter term in launches; sales of a million "
              "CNY more count like 0.15 million CNY of profit",
              "weight of own output, for jobs and secure supply, beside profit",
              "国有企业对产出（就业与供应安全）的权重（相对利润）"),
    ] = 0.15
    state_credit: Annotated[
        float,
        About("D_s", "1", 1.0, 16.0, "assumption: banks lend more to the state's enterprises",
              "credit of a state-owned enterprise over that of a private one of its sales",
              "国有企业授信与同规模民营企业之比"),
    ] = 3.0
    state_interest: Annotated[
        float,
        About("i_s", "1", 0.0, 1.0, "assumption: banks lend at less to the state's enterprises",
              "interest rate of state-owned enterprises over that of private ones",
              "国有企业与民营企业贷款利率之比"),
    ] = 0.7
    state_shedding: Annotated[
        float,
        About("a_s", "1", 0.0, 1.0, "assumption: staff is kept",
              "pace at which overheads of a state-owned enterprise fall, over a private one's",
              "国有企业与民营企业管理费用下降速度之比"),
    ] = 0.3
    state_patents: Annotated[
        float,
        About("y_s", "1", 0.3, 1.0,
              "Wei, Xie, Zhang 2017: 0.2 patents per million CNY of R&D against 0.5",
              "minor inventions of a state-owned enterprise over those of a private one of its R&D",
              "国有企业与民营企业单位研发小发明数之比"),
    ] = 0.4
    state_patent_value: Annotated[
        float,
        About("g_s", "1", 1.0, 2.5,
              "assumption: at least 1; at 2.5 R&D of both gains as much, 1.6 lies between",
              "gain of a minor invention of a state-owned enterprise over a private one's",
              "国有企业与民营企业单项小发明增益之比"),
    ] = 1.6
    foreign_learning: Annotated[
        float,
        About("l_x", "1", 1.0, 10.0, "assumption: the parent teaches",
              "pace of learning from abroad of foreign-owned enterprises over that of others",
              "外资企业向国外学习速度倍数"),
    ] = 2.0
    foreign_dividends: Annotated[
        float,
        About("x_d", "1", 0.0, 1.0, "assumption: joint ventures have partners in the country",
              "share of dividends of foreign-owned enterprises that goes abroad",
              "外资企业分红汇出比例"),
    ] = 0.7
    foreign_procurement: Annotated[
        float,
        About("x_p", "1", 0.0, 1.0, "assumption: what the state reserves is for the country's own",
              "share in reserved purchases of foreign-owned enterprises over others of their sales",
              "外资企业参与政府预留采购的程度"),
    ] = 0.0
    state_subsidy: Annotated[
        float,
        About("u_s", "1", 1.0, 4.0, "Wei, Xie and Zhang 2017: up to 4 per sales; assumption: 2",
              "local subsidy per yuan of R&D over that of others, state-owned",
              "国有企业单位研发支出地方补贴相对倍数"),
    ] = 2.0
    foreign_lead: Annotated[
        float,
        About("x_l", "1", 0.0, 1.0, "assumption: no national center is led from abroad",
              "size that counts when a center's lead is chosen over sales, foreign-owned",
              "遴选中心牵头单位时外资企业规模的计入比例"),
    ] = 0.0
# fmt: on
