"""What local governments want, raise and spend (`rules/governments.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About, J


# fmt: off
class Governments(NamedTuple):
    """What local governments want, raise and spend (`rules/governments.py`)."""

    term: Annotated[
        float,
        About("T_g", "quarter", 4.0, 40.0, "Organic Law of Local People's Governments: five years",
              "term of a local government", "地方政府任期"),
    ] = 20.0
    jobs: Annotated[
        float,
        About("ω_j", "1", 0.0, 1.0, J, "weight of jobs beside output in a government's record",
              "政绩中就业相对产出的权重"),
    ] = 0.3
    platforms: Annotated[
        float,
        About("ω_p", "1", 0.0, 0.2, J,
              "growth of output that a new center in the province counts like",
              "新增一家国家级创新中心折合的产出增长"),
    ] = 0.02
    memory: Annotated[
        float,
        About("μ_g", "1/quarter", 0.01, 1.0, J, "weight of the last quarter in a record",
              "政绩中最近一季度的权重"),
    ] = 0.1
    neighbourhood: Annotated[
        float,
        About("δ_g", "km", 20.0, 5000.0, J,
              "distance at which a province counts 1/e as a rival of another's government",
              "竞争对手权重降至1/e的距离"),
    ] = 400.0
    effort: Annotated[
        float,
        About("e_0", "1", 0.0, 1.0,
              "assumption; provincial.csv: 0.022 of all local spending of 2010 is on science and "
              "technology, while the model has only part of revenue",
              "share of money for innovation of a government level with its neighbours",
              "与邻省持平时创新支出占可用财力比例"),
    ] = 0.2
    rivalry: Annotated[
        float,
        About("e_1", "year", 0.0, 20.0,
              "assumption; Li and Zhou 2005: promotion rises with growth relative to others",
              "rise of that share per 1/year that the neighbours' record is ahead",
              "每落后一单位年增长的创新支出比例升幅"),
    ] = 1.0
    urgency: Annotated[
        float,
        About("e_2", "1", 0.0, 5.0, J,
              "how much stronger a government answers at the end of its term than at its start",
              "任期末相对任期初的反应增强程度"),
    ] = 1.0
    most_effort: Annotated[
        float,
        About("e_m", "1", 0.0, 1.0, J, "largest share of money for innovation",
              "创新支出比例上限"),
    ] = 0.5
    imitation: Annotated[
        float,
        About("ι", "1", 0.0, 1.0, J,
              "weight of the nation's priorities beside local strength in the choice of fields",
              "选择扶持领域时国家重点相对本地优势的权重"),
    ] = 0.5
    attention: Annotated[
        float,
        About("α_g", "1", 0.0, 20.0, J,
              "priority of a field per center at work in it, over that of one without",
              "领域内每家中心带来的国家重点程度增幅"),
    ] = 1.0
    match: Annotated[
        float,
        About("m_g", "1", 0.0, 0.6,
              "assumption; Fang, Lerner, Wu, Zhang 2018: subsidies are 0.20-0.25 of firms' R&D",
              "largest local subsidy per yuan of an enterprise's own R&D",
              "单位研发支出地方补贴上限"),
    ] = 0.5
    rent: Annotated[
        float,
        About("ρ_l", "1", 0.0, 0.5, J, "part of overheads that is rent of land of the province",
              "管理费用中土地租金占比"),
    ] = 0.05
    cheap_land: Annotated[
        float,
        About("κ_l", "1", 0.0, 1.0, J,
              "part of a start-up's rent that a government at its largest effort bears",
              "创新支出达上限时减免的初创企业地租比例"),
    ] = 1.0
    young: Annotated[
        float,
        About("T_l", "quarter", 0.0, 40.0, J, "quarters for which a start-up has cheap land",
              "初创企业享受土地优惠的季度数"),
    ] = 12.0
    guidance: Annotated[
        float,
        About("γ_g", "1", 0.0, 1.0, J,
              "share of money for innovation, land paid, that goes to the guidance fund",
              "创新支出（扣除土地优惠）中引导基金占比"),
    ] = 0.1
    guidance_stock: Annotated[
        float,
        About("N_g", "quarter", 0.0, 40.0, J,
              "quarters of such payments that a guidance fund holds idle at most",
              "引导基金最多闲置的出资季度数"),
    ] = 8.0
# fmt: on
