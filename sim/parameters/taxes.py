"""High-tech certification and costs relabelled as R&D (`rules/taxes.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import MONEY, About, J

_MEASURES = "administrative measures for the certification of high-tech enterprises, China, 2008"
_NEW = "administrative measures for the certification of high-tech enterprises, China, 2016"


# fmt: off
class Taxes(NamedTuple):
    """High-tech certification and costs relabelled as R&D (`rules/taxes.py`)."""

    hightech_rate: Annotated[
        float,
        About("τ_h", "1", 0.0, 0.25, "enterprise income tax law of China, article 28: 0.15",
              "tax on profits of a certified high-tech enterprise", "高新技术企业所得税率"),
    ] = 0.15
    threshold_small: Annotated[
        float,
        About("θ_1", "1", 0.0, 0.2, _MEASURES,
              "R&D over sales asked for below the first limit of sales, before the change",
              "小规模企业研发强度认定标准（修订前）"),
    ] = 0.06
    threshold_small_later: Annotated[
        float,
        About("θ_1'", "1", 0.0, 0.2, _NEW,
              "R&D over sales asked for below the first limit of sales, from the change on",
              "小规模企业研发强度认定标准（修订后）"),
    ] = 0.05
    threshold_medium: Annotated[
        float,
        About("θ_2", "1", 0.0, 0.2, _MEASURES, "R&D over sales asked for between the limits of sales",
              "中等规模企业研发强度认定标准"),
    ] = 0.04
    threshold_large: Annotated[
        float,
        About("θ_3", "1", 0.0, 0.2, _MEASURES, "R&D over sales asked for above the second limit of sales",
              "大规模企业研发强度认定标准"),
    ] = 0.03
    medium_from: Annotated[
        float,
        About("Y_1", f"{MONEY}/year", 5.0, 100.0, _MEASURES, "first limit of sales of the measures",
              "认定标准第一档销售额界限"),
    ] = 50.0
    large_from: Annotated[
        float,
        About("Y_2", f"{MONEY}/year", 100.0, 1000.0, _MEASURES, "second limit of sales of the measures",
              "认定标准第二档销售额界限"),
    ] = 200.0
    change: Annotated[
        float,
        About("t_θ", "quarter", 0.0, 80.0, _NEW + ": from 2016Q1",
              "quarter, counted from the start, in which the later threshold comes into force",
              "认定标准修订生效季度（自起始季度计）"),
    ] = 24.0
    least_age: Annotated[
        float,
        About("T_a", "quarter", 0.0, 40.0, _MEASURES + ": one year",
              "age from which an enterprise may be certified", "申请认定的最低企业年龄"),
    ] = 4.0
    validity: Annotated[
        float,
        About("T_c", "quarter", 4.0, 40.0, _MEASURES + ": three years",
              "quarters for which a certificate holds", "高新技术企业证书有效期"),
    ] = 12.0
    record: Annotated[
        float,
        About("T_r", "quarter", 1.0, 40.0, _MEASURES + ": the last three accounting years",
              "mean quarters over which accounts are averaged for certification",
              "认定所依据账目的平均季度数"),
    ] = 12.0
    applications: Annotated[
        float,
        About("a_c", "1/quarter", 0.0, 0.5, J,
              "chance in a quarter that an enterprise without a certificate looks into applying",
              "未认定企业每季度考虑申请认定的概率"),
    ] = 0.03
    relabelling_cost: Annotated[
        float,
        About("κ_x", "1", 0.3, 20.0, J,
              "cost of relabelling: half of it times the relabelled share of what is reported, times what is relabelled",
              "研发归集成本系数（按归集比例递增）"),
    ] = 2.0
# fmt: on
