"""Incubators: places, who comes in, what they give, who leaves when (`rules/incubation.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import MONEY, About, J


# fmt: off
class Incubation(NamedTuple):
    """Incubators: places, who comes in, what they give, who leaves when (`rules/incubation.py`)."""

    places: Annotated[
        float,
        About("n_h", "1", 0.0, 2.0,
              "assumption: of 56,382 tenants of all kinds in 2010 it is not known how many belong here",
              "places in public incubators over the enterprises of the province, in 2010",
              "2010年公共孵化器工位与本省企业数之比"),
    ] = 0.02
    in_zones: Annotated[
        float,
        About("z_h", "1", 0.0, 1.0, J,
              "part of these places that stands in high-tech and demonstration zones",
              "位于高新区和示范区的工位比例"),
    ] = 0.5
    growth: Annotated[
        float,
        About("y_h", "1", 0.0, 20.0, "background.csv: tenants of incubators in China",
              "places in public incubators over those of 2010", "公共孵化器工位相对2010年的倍数"),
    ] = 1.0
    relief: Annotated[
        float,
        About("ρ_h", "1", 0.0, 1.0,
              "assumption: all of the rent, as large a part as `governments.rent`; some 600 m2 for "
              "each tenant (2012) cost less",
              "part of its overheads that low rent saves a tenant", "低租金节省的管理费用比例"),
    ] = 0.05
    facilities: Annotated[
        float,
        About("f_h", "1", 0.0, 5.0, J,
              "by how much shared facilities and company raise the hazard of learning from around",
              "共享设施对邻近学习率的提升"),
    ] = 0.5
    coaching: Annotated[
        float,
        About("g_h", "1", 0.0, 5.0,
              "assumption; Amezcua 2010: incubation speeds the growth of sales",
              "by how much the staff's time raises the growth of the demand that a tenant reaches",
              "孵化服务对客户增长的提升"),
    ] = 0.5
    meetings: Annotated[
        float,
        About("m_h", "1", 0.0, 1.0, J, "chance a quarter that a tenant meets an investor",
              "在孵企业每季度会见投资者的概率"),
    ] = 0.1
    quits: Annotated[
        float,
        About("q_h", "1", -1e9, 1.0,
              "assumption; Yu 2020: accelerators bring closures forward",
              "log offer over the field's mean, as heard in a meeting, below which who loses money gives up",
              "亏损者据会见判断放弃的性价比界限（对数）"),
    ] = -0.1
    noise: Annotated[
        float,
        About("σ_h", "1", 0.0, 1e9, J,
              "standard deviation of what an incubator mistakes in the log offer of an applicant",
              "孵化器对申请企业性价比对数判断误差的标准差"),
    ] = 0.15
    moving: Annotated[
        float,
        About("c_h", "1", 0.0, 1e9, J,
              "rent saved over own capital from which half of the founders apply",
              "申请入驻的节省租金与自有资本之比（中位）"),
    ] = 0.04
    taste: Annotated[
        float,
        About("σ_c", "1", 0.0, 3.0, J, "log standard deviation of the cost of moving in",
              "入驻成本的对数标准差"),
    ] = 0.5
    cost: Annotated[
        float,
        About("c_s", f"{MONEY}/quarter", 0.0, 100.0,
              "derived: 17.8 staff for 63 tenants (2010-2012), 0.15 a year each: 0.011; as much for facilities",
              "what staff and facilities cost an incubator for each tenant",
              "每家在孵企业的服务与设施成本"),
    ] = 0.02
    graduate_size: Annotated[
        float,
        About("S_h", "1", 0.0, 1e9, J,
              "sales over mean sales of the field's fringe with which a tenant has grown up",
              "毕业销售规模（相对一般企业均值）"),
    ] = 0.25
    graduate_funding: Annotated[
        float,
        About("I_h", MONEY, 0.0, 1e9,
              "assumption: the line by which the state grades graduates, 5 million of venture capital",
              "money of investors with which a tenant has grown up", "毕业融资额"),
    ] = 5.0
    refused: Annotated[
        float,
        About("ℓ_h", "1", 0.0, 1.0, "an experiment's: 0 but where a lottery measures the effect",
              "share of those admitted whom a lottery refuses at the door; their places stay empty",
              "抽签拒绝比例"),
    ] = 0.0
# fmt: on
