"""The programme of centers: from approval to operation (`phases/policy.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About


# fmt: off
class Programme(NamedTuple):
    """The programme of centers: from approval to operation (`phases/policy.py`)."""

    construction: Annotated[
        float,
        About("T_c", "quarter", 0.0, 40.0,
              "guideline part 4: a center is built for three years, then assessed",
              "quarters between the approval of a center and its operation", "中心建设期季度数"),
    ] = 12.0
# fmt: on
