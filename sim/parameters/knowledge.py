"""Learning, forgetting and reach (`rules/knowledge.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import DESIGN, About, J


# fmt: off
class Knowledge(NamedTuple):
    """Learning, forgetting and reach (`rules/knowledge.py`)."""

    local_learning_rate: Annotated[
        float,
        About("l", "1/quarter", 0.0, 1.0, J, "hazard of learning a unit that all around know",
              "周围企业都掌握某知识单元时的学习风险率"),
    ] = 0.2
    teaching_rate: Annotated[
        float,
        About("l_t", "1/quarter", 0.0, 0.2, J,
              "hazard of learning a unit that all institutes around know, from their graduates",
              "周围研究机构都掌握某单元时企业经毕业生学习的风险率"),
    ] = 0.015
    contract_rate: Annotated[
        float,
        About("l_k", "1/quarter", 0.0, 2.0,
              "assumption: contracts of 2010 teach about as much as graduates",
              "the same from contracts, if all routine R&D were contracted out",
              "常规研发全部委托研究机构时经委托学习的风险率"),
    ] = 0.3
    own_learning_rate: Annotated[
        float,
        About("l_0", "1/quarter", 0.0, 0.2, J, "hazard of learning a unit by own R&D alone",
              "仅靠自身研发学会一个单元的风险率"),
    ] = 0.012
    foreign_learning_rate: Annotated[
        float,
        About("l_w", "1/quarter", 0.0, 0.2, J,
              "hazard of learning from abroad a unit the world knows",
              "从国外学会世界已知单元的风险率"),
    ] = 0.02
    base_learning_rate: Annotated[
        float,
        About("l_c", "1/quarter", 0.0, 2.0, J,
              "hazard of learning a unit of the shared base of a center one belongs to",
              "成员从创新中心共享知识库学习一个单元的风险率"),
    ] = 0.25
    spillover_reach: Annotated[
        float,
        About("R", "km", 20.0, 1000.0,
              "Bottazzi and Peri 2003: none beyond 300 km; half of it as the scale",
              "distance over which spillovers fall to 1/e between provinces",
              "省际知识溢出衰减到1/e的距离"),
    ] = 150.0
    window: Annotated[
        float,
        About("N_w", "1", 8.0, 62.0, DESIGN,
              "units of a field that the world keeps; an older one retires when a new one opens",
              "世界前沿保留的知识单元数"),
    ] = 56.0
    institute_learning_rate: Annotated[
        float,
        About("l_i", "1/quarter", 0.0, 1.0, J,
              "hazard that an institute learns a science unit known to the country's institutes",
              "研究机构学会国内同行已知科学单元的风险率"),
    ] = 0.15
# fmt: on
