"""The programme of centers: construction and evaluation (`rules/programme.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About, J

KEY_LABORATORIES = (
    "assumption; of 99 enterprise key laboratories evaluated in 2018, 25 were excellent, 62 good, "
    "8 were to rectify"
)


# fmt: off
class Programme(NamedTuple):
    """The programme of centers: construction and evaluation (`rules/programme.py`)."""

    construction: Annotated[
        float,
        About("T_c", "quarter", 0.0, 40.0,
              "guideline part 4: a center is built for three years, then assessed",
              "quarters between the approval of a center and its operation", "中心建设期季度数"),
    ] = 12.0
    term: Annotated[
        float,
        About("T_e", "quarter", 0.0, 80.0,
              "guideline part 7: evaluation at the end of the term, which is three years",
              "quarters from a center's start, and from each evaluation it passes, to the next; "
              "0: never evaluated", "评估周期季度数（0为不评估）"),
    ] = 12.0
    rectification: Annotated[
        float,
        About("T_x", "quarter", 0.0, 40.0, "assumption: two years at most",
              "quarters a center has to mend what an evaluation found wanting; 0: it is revoked",
              "整改期最长季度数"),
    ] = 8.0
    ambition: Annotated[
        float,
        About("α", "1", 0.0, 10.0, J,
              "targets of a center's plan over what a forecast at its start expects",
              "计划指标与预期之比"),
    ] = 1.0
    fulfilment_most: Annotated[
        float,
        About("φ", "1", 0.1, 10.0, J,
              "most that one indicator counts for, achieved over target: surplus makes up for others",
              "单项指标完成率计分上限"),
    ] = 1.5
    weight_stages: Annotated[
        float,
        About("ω_s", "1", 0.0, 1.0, J, "weight of stages passed in an evaluation", "评估权重：通过阶段"),
    ] = 0.4
    weight_products: Annotated[
        float,
        About("ω_p", "1", 0.0, 1.0, J, "weight of technologies launched in an evaluation",
              "评估权重：上市技术"),
    ] = 0.2
    weight_fees: Annotated[
        float,
        About("ω_f", "1", 0.0, 1.0, J, "weight of money of enterprises in an evaluation",
              "评估权重：企业投入"),
    ] = 0.2
    weight_members: Annotated[
        float,
        About("ω_m", "1", 0.0, 1.0, J, "weight of members in an evaluation", "评估权重：成员数"),
    ] = 0.2
    evaluation_noise: Annotated[
        float,
        About("σ_e", "1", 0.0, 2.0, J, "standard deviation of the error of an evaluation's score",
              "评估得分误差标准差"),
    ] = 0.15
    excellent: Annotated[
        float,
        About("θ_e", "1", 0.0, 10.0, KEY_LABORATORIES,
              "score from which an evaluation is excellent", "评估优秀线"),
    ] = 1.0
    good: Annotated[
        float,
        About("θ_g", "1", 0.0, 10.0, KEY_LABORATORIES,
              "score from which an evaluation is good: the center has passed", "评估良好线"),
    ] = 0.6
    support_excellent: Annotated[
        float,
        About("s_e", "1", 0.0, 1.0, J,
              "share of its grants that a center keeps after an excellent evaluation",
              "评估优秀后续支持比例"),
    ] = 1.0
    support_good: Annotated[
        float,
        About("s_g", "1", 0.0, 1.0, J,
              "share of its grants that a center keeps after a good evaluation",
              "评估良好后续支持比例"),
    ] = 0.7
    support_rectifying: Annotated[
        float,
        About("s_x", "1", 0.0, 1.0, J, "share of its grants that a center keeps while it rectifies",
              "整改期支持比例"),
    ] = 0.3
    gaming: Annotated[
        float,
        About("γ", "1", 0.0, 1.0, J,
              "weight that a center gives to what is measured when its evaluation is near; it grows "
              "evenly over the term", "评估临近时中心迎合指标的权重"),
    ] = 0.5
    validity: Annotated[
        float,
        About("v", "1", 0.0, 1.0, J,
              "how well the points of an evaluation measure the value of a passed stage: 1 by value, "
              "0 all stages alike", "评估指标反映价值的程度"),
    ] = 0.5
# fmt: on
