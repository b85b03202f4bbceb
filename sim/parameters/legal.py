"""What follows from what a center may pay, and how it becomes a person (`rules/legal.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import MONEY, About


# fmt: off
class Legal(NamedTuple):
    """What follows from what a center may pay, and how it becomes a person (`rules/legal.py`)."""

    recruiting: Annotated[
        float,
        About("κ_v", "1", 1.0, 50.0, "assumption: at usual pay one post in ten is vacant",
              "posts filled per vacant one at usual pay", "常规薪酬下在岗与空缺岗位之比"),
    ] = 9.0
    best_response: Annotated[
        float,
        About("ρ_b", "1", 1.0, 5.0,
              "assumption: set so that a little more or less than usual pay makes work neither "
              "dearer nor cheaper; else all would pay otherwise",
              "response of the best to pay over that of others", "高水平研究人员薪酬响应倍数"),
    ] = 3.1
    seconded: Annotated[
        float,
        About("x_s", "1", 0.0, 1.0,
              "assumption; 0: all posts are open to the country, as the guideline asks",
              "share of a center's posts filled by the lead's people before the rest is open",
              "由牵头单位人员先行充任的岗位比例"),
    ] = 0.0
    transition_time: Annotated[
        float,
        About("T_t", "quarter", 0.0, 80.0,
              "S_HST2018: approved in 2016Q3, registered in 2017Q3 (range 2-12)",
              "quarters from approval until a center can become a person of its own",
              "批准到登记为独立法人的季度数"),
    ] = 4.0
    transition_cost: Annotated[
        float,
        About("C_t", MONEY, 0.0, 1000.0,
              "assumption: audit, valuation and transfer of what was its lead's",
              "what becoming a person of its own costs a center", "转为独立法人的成本"),
    ] = 10.0
# fmt: on
