"""The programme of centers: calls, construction, evaluation (`rules/programme.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About, J

KEY_LABORATORIES = (
    "assumption; of 99 enterprise key laboratories evaluated in 2018, 25 were excellent, 62 good, "
    "8 were to rectify"
)


# fmt: off
class Programme(NamedTuple):
    """The programme of centers: calls, construction, evaluation (`rules/programme.py`)."""

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
    ] = 0.5
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
    ] = 1.25
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
    call_interval: Annotated[
        float,
        About("T_r", "quarter", 1.0, 40.0, "assumption: a call a year",
              "quarters between calls for centers", "征集间隔季度数"),
    ] = 4.0
    most_per_call: Annotated[
        float,
        About("n_c", "1", 0.0, 40.0, J, "most centers approved in one call", "每次征集批准中心上限"),
    ] = 4.0
    target: Annotated[
        float,
        About("N", "1", 0.0, 60.0, "guideline part 2: about 20 centers",
              "centers approved in all calls together, at most", "征集批准中心总数上限"),
    ] = 20.0
    preparation: Annotated[
        float,
        About("a", "million CNY", 0.0, 1000.0, J, "what it costs a lead to prepare an application",
              "申请准备成本"),
    ] = 5.0
    least_known: Annotated[
        float,
        About("κ_0", "1", 0.0, 1.0, "assumption; guideline part 4: recognised R&D strength",
              "share of the world's units of its field that an applicant has to know",
              "申请单位知识掌握比例下限"),
    ] = 0.6
    least_rd: Annotated[
        float,
        About("r_0", "million CNY/quarter", 0.0, 10000.0,
              "assumption; guideline part 4: leading talent and recognised R&D strength",
              "R&D that an applicant has to do", "申请单位研发支出下限"),
    ] = 200.0
    least_links: Annotated[
        float,
        About("l_0", "1", 0.0, 100.0,
              "assumption; guideline part 4: ability to unite industry, university and research",
              "standing links that an applicant has to have", "申请单位现存合作数下限"),
    ] = 1.0
    reviewers: Annotated[
        float,
        About("n_r", "1", 1.0, 50.0, "assumption: experts on technology, management and policy",
              "reviewers of an application, each with an error of its own", "论证专家人数"),
    ] = 5.0
    panel_noise: Annotated[
        float,
        About("ν", "1", 0.0, 10.0,
              "Mutz, Bornmann, Daniel 2012: intraclass correlation 0.26 of one reviewer",
              "standard deviation of a reviewer's error over that of quality among applications for "
              "centers", "论证误差与申请质量标准差之比"),
    ] = 1.7
    quality_spread: Annotated[
        float,
        About("σ_q", "1", 0.001, 100.0, "measured: eligible applications of programme_free.yaml",
              "standard deviation of quality in the pool for which the error of reviewers is known",
              "参照申请池质量标准差"),
    ] = 0.48
    local_most: Annotated[
        float,
        About("λ_m", "1", 0.0, 1.0, J,
              "most of its money of a quarter that a local government offers one center",
              "地方政府对单个中心出资占当季财力上限"),
    ] = 0.1
    contest: Annotated[
        float,
        About("λ_c", "1", 0.0, 10.0,
              "assumption; form: Vickrey 1961, bids of n + 1 rivals are n / (n + 1) of worth",
              "by what part a local offer rises if very many other provinces stood for a center of "
              "the field in the last call", "竞争省份极多时地方出资的最大增幅"),
    ] = 0.5
    platform_factor: Annotated[
        float,
        About("λ_p", "1", 1.0, 10.0, J,
              "local money for a platform of the local government over that for others",
              "地方平台与其他中心地方资助之比"),
    ] = 1.5
    integrate: Annotated[
        float,
        About("b", "1", 0.0, 20.0, "assumption; guideline part 4: existing bases are integrated",
              "most engineering research centers that a called center takes in", "整合工程中心数上限"),
    ] = 2.0
# fmt: on
