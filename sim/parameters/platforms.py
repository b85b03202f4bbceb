"""Platforms beside the centers: who may rent a pilot line, and at what price."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About


# fmt: off
class Platforms(NamedTuple):
    """Platforms beside the centers: who may rent a pilot line, and at what price."""

    suits: Annotated[
        float,
        About("s_l", "1", 0.0, 1.0,
              "assumption: who runs a line must know most of what it is to prove",
              "least share of an idea's units that a platform knows whose line suits it",
              "平台掌握创意所需单元的最低比例"),
    ] = 0.6
    rent: Annotated[
        float,
        About("r_l", "1", 0.0, 1.0, "assumption: platform and user share the saving",
              "rent of a platform's pilot line over what it saves its user", "中试线租金占节省成本的比例"),
    ] = 0.5
# fmt: on
