"""Entry, growth and exit of enterprises, credit (`rules/turnover.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import MONEY, About, J


# fmt: off
class Turnover(NamedTuple):
    """Entry, growth and exit of enterprises, credit (`rules/turnover.py`)."""

    spinout_rate: Annotated[
        float,
        About("b_e", "1/year", 0.0, 0.2, J, "start-ups a year per enterprise of the field, founded from them",
              "每家企业每年平均衍生创业数"),
    ] = 0.02
    spinout_size: Annotated[
        float,
        About("η_b", "1", 0.0, 1.0,
              "assumption; Elfenbein, Hamilton, Zenger 2010: more from large firms, fewer per employee",
              "elasticity of an enterprise's start-ups to its sales", "衍生创业数对母体规模的弹性"),
    ] = 0.5
    spinoff_effort: Annotated[
        float,
        About("E_b", MONEY, 20.0, 1e6, J, "R&D of institutes behind one start-up from them",
              "研究机构每衍生一家企业对应的研发经费"),
    ] = 800.0
    public_rate: Annotated[
        float,
        About("b_p", "1/year", 0.0, 0.2, J,
              "start-ups a year by the public per enterprise of the field and province",
              "社会公众创业率（相对现有企业数）"),
    ] = 0.03
    room: Annotated[
        float,
        About("θ_b", "1", 0.0, 3.0, J,
              "elasticity of entry to sales per enterprise over those of 2010",
              "进入率对企业平均销售额的弹性"),
    ] = 0.5
    inherited: Annotated[
        float,
        About("k_b", "1", 0.0, 1.0, J, "chance that a founder takes along a unit the parent knows",
              "创业者带走母体每个知识单元的概率"),
    ] = 0.6
    plan: Annotated[
        float,
        About("S_b", "1", 0.01, 2.0, J,
              "median planned sales of a start-up over mean sales of the field's fringe",
              "初创企业计划规模中位数（相对一般企业均值）"),
    ] = 0.3
    plan_sigma: Annotated[
        float,
        About("σ_S", "1", 0.0, 2.0, J, "log standard deviation of planned sales",
              "计划规模对数标准差"),
    ] = 0.8
    demand_sigma: Annotated[
        float,
        About("σ_d", "1", 0.0, 2.0, J,
              "log standard deviation of what demand allows over what was planned",
              "实际需求与计划之比的对数标准差"),
    ] = 0.8
    efficiency_sigma: Annotated[
        float,
        About("σ_b", "1", 0.0, 0.5, J, "log standard deviation of start-ups' efficiency",
              "初创企业效率对数标准差"),
    ] = 0.10
    capital: Annotated[
        float,
        About("K_b", "quarter", 0.0, 40.0, J,
              "median capital of a start-up in quarters of planned sales less inputs",
              "初创资本中位数（计划毛利的季度数）"),
    ] = 7.0
    capital_sigma: Annotated[
        float,
        About("σ_K", "1", 0.0, 2.0, J, "log standard deviation of start-ups' capital",
              "初创资本对数标准差"),
    ] = 0.7
    again: Annotated[
        float,
        About("a_b", "1", 0.0, 1.0,
              "Rocha, Carneiro, Varum 2015: over 35,000 of about 220,000 in Portugal",
              "chance that the founder of an enterprise that ends starts another one",
              "企业终止后创业者再次创业的概率"),
    ] = 0.16
    again_skill: Annotated[
        float,
        About("s_b", "1", 0.0, 2.0,
              "assumption; Rocha, Carneiro, Varum 2015: who founds again is abler",
              "rise of the log of that chance per standard deviation of skill",
              "再次创业概率对能力的半弹性"),
    ] = 0.5
    experience: Annotated[
        float,
        About("x_b", "1", 0.0, 0.2,
              "assumption; Lafontaine, Shaw 2016: earlier ventures lengthen the life of the next",
              "log efficiency that a founder gains by an earlier venture",
              "创业经验带来的效率对数增量"),
    ] = 0.02
    first_customers: Annotated[
        float,
        About("c_0", "1", 0.01, 1.0, J, "share of its demand that a start-up reaches at first",
              "初创企业最初触达的需求份额"),
    ] = 0.15
    customer_growth: Annotated[
        float,
        About("g_c", "1/quarter", 0.0, 1.0,
              "assumption; Foster, Haltiwanger, Syverson 2016: new plants build demand for years",
              "logistic growth of the share of its demand that an enterprise reaches",
              "客户积累的逻辑增长率"),
    ] = 0.05
    overhead: Annotated[
        float,
        About("φ", "1", 0.0, 0.9, J, "overheads over sales less inputs, once fitted to size",
              "管理费用占毛利之比"),
    ] = 0.4
    overhead_pace: Annotated[
        float,
        About("a_φ", "1/quarter", 0.01, 1.0, J, "how fast overheads follow sales",
              "管理费用随销售调整的速度"),
    ] = 0.03
    interest: Annotated[
        float,
        About("i", "1/year", 0.0, 0.3, "assumption: about the lending rate of banks",
              "interest on debt", "贷款利率"),
    ] = 0.06
    credit: Annotated[
        float,
        About("D", "quarter", 0.0, 8.0, J, "debt at which banks stop, in quarters of sales",
              "授信上限（季度销售额）"),
    ] = 0.5
    reserve: Annotated[
        float,
        About("R", "quarter", 0.0, 20.0, J,
              "overheads kept back before money goes to projects and technologies",
              "用于项目与技术采用前预留的管理费用季度数"),
    ] = 6.0
    least_size: Annotated[
        float,
        About("S_min", "1", 0.0, 0.5, J,
              "sales over mean sales of the fringe below which an enterprise closes",
              "歇业规模下限（相对一般企业均值）"),
    ] = 0.005
# fmt: on
