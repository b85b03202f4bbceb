"""Where new enterprises settle (`rules/location.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About, J


# fmt: off
class Location(NamedTuple):
    """Where new enterprises settle (`rules/location.py`)."""

    field_pull: Annotated[
        float,
        About("β_f", "1", 0.0, 3.0, J,
              "weight of the log share of the field's sales that a province has",
              "本领域销售份额对数的权重"),
    ] = 0.5
    institute_pull: Annotated[
        float,
        About("β_i", "1", 0.0, 3.0, J,
              "weight of the log share of institutes' R&D in the field that a province has",
              "本领域机构研发份额对数的权重"),
    ] = 0.2
    distance: Annotated[
        float,
        About("δ_l", "km", 20.0, 5000.0, J, "distance from home that costs one unit of utility",
              "离乡一单位效用对应的距离"),
    ] = 150.0
    center_pull: Annotated[
        float,
        About("β_c", "1", 0.0, 3.0, J, "utility of a center of the field in the province",
              "省内有本领域创新中心的效用"),
    ] = 0.3
    congestion: Annotated[
        float,
        About("β_g", "1", 0.0, 3.0, J,
              "weight of the log sales of all fields per area over the mean of provinces",
              "单位面积总销售对数的拥挤权重"),
    ] = 0.2
    specialist_pull: Annotated[
        float,
        About("β_s", "1", 0.0, 3.0,
              "assumption; Marshall 1890: a pooled market for specialists draws enterprises",
              "weight of the log share of the field's R&D staff that a province has",
              "本领域研发人员份额对数的权重"),
    ] = 0.3
    support_pull: Annotated[
        float,
        About("β_m", "1", 0.0, 10.0,
              "assumption; Suárez Serrato and Zidar 2016: 3 to 4, for what is left after business tax",
              "weight of the log of what local support adds to a start-up's capital",
              "地方扶持相当于资本增量对数的权重"),
    ] = 3.0
    reconsiders: Annotated[
        float,
        About("ρ_m", "1/year", 0.0, 1.0, J, "how often an enterprise asks if it should be elsewhere",
              "企业每年考虑迁址的概率"),
    ] = 0.1
    moving_cost: Annotated[
        float,
        About("c_l", "1", 0.0, 1e9, J, "utility that moving to another province costs, beside distance",
              "跨省迁址的效用成本"),
    ] = 4.0
# fmt: on
