"""The value function and what is paid for (`rules/value.py`, `rules/funding.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About, J


# fmt: off
class Funding(NamedTuple):
    """The value function and what is paid for (`rules/value.py`, `rules/funding.py`)."""

    discount: Annotated[
        float,
        About("d", "1/quarter", 0.9, 0.999, J, "discount factor of a quarter",
              "季度贴现因子"),
    ] = 0.975
    horizon: Annotated[
        float,
        About("H", "quarter", 4.0, 80.0, J, "quarters of use that a decision looks ahead",
              "决策者考虑的使用季度数"),
    ] = 40.0
    routine_share: Annotated[
        float,
        About("ρ", "1", 0.1, 1.2, J,
              "routine R&D over the field's R&D intensity, whatever the ideas; what is bought from "
              "institutes included",
              "常规研发（含委托研究机构部分）与领域研发强度之比"),
    ] = 1.0
    user_cost_elasticity: Annotated[
        float,
        About("η", "1", 0.0, 2.0,
              "assumption: half of the 1 that Hall and Van Reenen 2000 find in most studies; at 1 the "
              "deduction would bring more R&D per yuan of tax than studies of China find",
              "fall of routine R&D per rise of its user cost after tax and subsidies, in logs",
              "常规研发对研发使用成本的弹性"),
    ] = 0.5
    project_limit: Annotated[
        float,
        About("κ", "1", 0.0, 4.0, J,
              "most an enterprise spends on projects in a quarter, over its routine R&D",
              "企业每季度项目支出上限与常规研发之比"),
    ] = 1.0
    institute_licence_kept: Annotated[
        float,
        About("κ_l", "1", 0.0, 1.0, "assumption: about half before the transfer law of 2015",
              "share of its licence income that an institute keeps; the ministry has the rest",
              "研究机构留存的许可收入比例"),
    ] = 0.5
    institute_project_share: Annotated[
        float,
        About("ξ", "1", 0.0, 1.0, J, "share of an institute's applied budget, contracts left out, that is open to projects",
              "研究机构应用研究经费可用于项目的比例"),
    ] = 0.3
    licence_friction: Annotated[
        float,
        About("b", "1", 0.5, 2.0, J, "weight of own lost sales in the owner's licence decision",
              "许可决策中自身销售损失的权重"),
    ] = 1.5
    licence_life: Annotated[
        float,
        About("T_l", "quarter", 8.0, 80.0, "patent law: 20 years at most; assumption: five years of worth",
              "quarters after launch in which users need a licence",
              "上市后使用者需取得许可的季度数"),
    ] = 20.0
    intensity_growth: Annotated[
        float,
        About("γ_i", "1/year", -0.05, 0.1,
              "fitted: R&D of enterprises 2019 over 2010 (national.csv: 2.58 in prices of 2017); R&D "
              "over GDP grew by 0.0266 a year, of which the mix of fields makes up the rest",
              "growth of R&D intensity of enterprises", "企业研发强度增速"),
    ] = 0.020
    university_growth: Annotated[
        float,
        About("γ_u", "1/year", 0.0, 0.2,
              "S_NBS_RD_2010, S_NBS_RD_2019; derived: R&D of universities, prices of 2017",
              "real growth of public money for universities", "高校公共经费实际增速"),
    ] = 0.101
    institute_growth: Annotated[
        float,
        About("γ_g", "1/year", 0.0, 0.2,
              "S_NBS_RD_2010, S_NBS_RD_2019; derived: R&D of government institutes, prices of 2017",
              "real growth of public money for government institutes", "科研院所公共经费实际增速"),
    ] = 0.083
    public_level: Annotated[
        float,
        About("G", "1", 0.0, 3.0, "1 by definition; dated changes set it (a budget cut)",
              "public money for institutes and national projects over what it would usually be",
              "公共科研经费相对正常水平"),
    ] = 1.0
# fmt: on
