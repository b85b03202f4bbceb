"""Stages from TRL 1 to 9 (`rules/maturation.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import DESIGN, About, J


# fmt: off
class Maturation(NamedTuple):
    """Stages from TRL 1 to 9 (`rules/maturation.py`)."""

    success: Annotated[
        float,
        About("π", "1", 0.6, 0.95, DESIGN,
              "chance that a stage succeeds if the team knows all it needs, the same in each",
              "团队具备全部所需知识时一阶段成功的概率"),
    ] = 0.85
    knowledge_elasticity: Annotated[
        float,
        About("η", "1", 0.5, 4.0, J, "elasticity of success to the share of needed units known",
              "成功率对所需知识掌握比例的弹性"),
    ] = 2.0
    pace: Annotated[
        float,
        About("h", "1/quarter", 0.05, 1.0, DESIGN + "; five quarters a stage",
              "share of a stage's cost that a team can spend in a quarter",
              "团队每季度可投入阶段成本的比例"),
    ] = 0.25
    cost_1_3: Annotated[
        float,
        About("c_1", "1", 0.01, 0.9, J, "share of the project cost in TRL 1-3",
              "TRL 1-3阶段成本份额"),
    ] = 0.05
    cost_3_4: Annotated[
        float,
        About("c_2", "1", 0.01, 0.9, J, "share of the project cost in TRL 3-4",
              "TRL 3-4阶段成本份额"),
    ] = 0.10
    cost_4_6: Annotated[
        float,
        About("c_3", "1", 0.01, 0.9, J, "share of the project cost in TRL 4-6 (the pilot)",
              "TRL 4-6阶段（中试）成本份额"),
    ] = 0.35
    cost_6_8: Annotated[
        float,
        About("c_4", "1", 0.01, 0.9, J, "share of the project cost in TRL 6-8",
              "TRL 6-8阶段成本份额"),
    ] = 0.30
    cost_8_9: Annotated[
        float,
        About("c_5", "1", 0.01, 0.9, J, "share of the project cost in TRL 8-9",
              "TRL 8-9阶段成本份额"),
    ] = 0.20
    pilot_cost: Annotated[
        float,
        About("ψ", "1", 0.2, 1.0, J, "cost of TRL 4-6 on a pilot line over that without one",
              "使用中试线时TRL 4-6成本与不使用之比"),
    ] = 0.5
# fmt: on
