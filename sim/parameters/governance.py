"""How a board sees and decides (`rules/governance.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import MONEY, About, J


# fmt: off
class Governance(NamedTuple):
    """How a board sees and decides (`rules/governance.py`)."""

    majority: Annotated[
        float,
        About("θ", "1", 0.0, 1.0, "assumption: more than half of the votes",
              "share of the votes a project must exceed", "项目通过所需票数比例"),
    ] = 0.5
    noise: Annotated[
        float,
        About("σ_b", "1", 0.0, 3.0, J,
              "error of a group that knows all needed units and has done nothing, over the standard "
              "deviation of log gains", "掌握全部所需知识而无经验的一方的评估误差"),
    ] = 1.0
    ignorance: Annotated[
        float,
        About("λ", "1", 0.0, 4.0, J,
              "rise of its variance if it knows none of the needed units; at 0 knowledge does not "
              "matter", "不掌握所需知识时误差方差的增幅"),
    ] = 1.0
    memory: Annotated[
        float,
        About("T_n", "quarter", 2.0, 80.0, J,
              "quarters for which a stage that was passed counts as experience",
              "完成阶段计为经验的季度数"),
    ] = 20.0
    shared_noise: Annotated[
        float,
        About("ρ_b", "1", 0.0, 0.5, J, "share of the variance of errors that all groups share",
              "各方共有的误差方差比例"),
    ] = 0.2
    type_precision: Annotated[
        float,
        About("τ", "1", -2.0, 2.0,
              "assumption: 0, what a type knows is its knowledge; above 0 as the guideline supposes, "
              "below 0 reversed",
              "fall of the log variance where enterprises judge application and institutes science, "
              "rise where they judge the other", "按类型设定的评估精度（企业判应用、机构判科学）"),
    ] = 0.0
    expert_noise: Annotated[
        float,
        About("ν_e", "1", 0.0, 4.0,
              "Mutz, Bornmann, Daniel 2012: intraclass correlation 0.26 of one reviewer",
              "error of one expert over the standard deviation of log gains",
              "单个专家评估误差与对数增益标准差之比"),
    ] = 1.7
    expert_fee: Annotated[
        float,
        About("w_e", MONEY, 0.0, 1.0, J, "fee of one expert for one idea", "专家评审单项费用"),
    ] = 0.02
    delay: Annotated[
        float,
        About("d_0", "quarter", 0.0, 8.0, J, "quarters from proposal to vote", "从提出到表决的季度数"),
    ] = 1.0
    delay_round: Annotated[
        float,
        About("d_1", "quarter", 0.0, 8.0, J,
              "quarters that each round costs in which a needed consent was refused",
              "每轮未获必要同意所耗季度数"),
    ] = 1.0
    rounds: Annotated[
        float,
        About("n_r", "1", 1.0, 3.0, J, "rounds of votes until an idea is refused",
              "否决前的表决轮数"),
    ] = 2.0
    reconsider: Annotated[
        float,
        About("T_r", "quarter", 1.0, 40.0, J,
              "quarters before an idea can come again before a board that refused it",
              "被否决创意再次提交同一中心的间隔"),
    ] = 8.0
# fmt: on
