"""How a board decides (`rules/governance.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About, J


# fmt: off
class Governance(NamedTuple):
    """How a board decides (`rules/governance.py`)."""

    majority: Annotated[
        float,
        About("θ", "1", 0.0, 1.0, "assumption: more than half of the votes",
              "share of the votes a project must exceed", "项目通过所需票数比例"),
    ] = 0.5
    reconsider: Annotated[
        float,
        About("T_r", "quarter", 1.0, 40.0, J,
              "quarters before an idea can come before a board again", "创意再次提交表决的间隔"),
    ] = 8.0
# fmt: on
