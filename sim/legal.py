"""Legal forms: what a center may do as a person before the law, crossed with its bundle.

A legal form is a label of the scenario for such rights.
"""

from dataclasses import dataclass, fields
from typing import Annotated

from sim.parameters import About
from sim.terms import SCENARIO, numbers_of


# fmt: off
@dataclass(frozen=True)
class Rights:
    """What a center may pay and keep, whether it has shares, and what it costs to run it."""

    pay: Annotated[
        float,
        About("φ", "1", 0.25, 4.0, SCENARIO,
              "what it may pay its people over what is paid around it", "薪酬与当地同行之比")
    ]
    keeps_revenue: Annotated[
        float,
        About("κ_r", "1", 0.0, 1.0, SCENARIO,
              "share of licence income and rents that is its own; its lead has the rest",
              "许可与租金收入自留比例（其余归牵头单位）")
    ]
    pays_out: bool  # may share income among its members
    has_shares: bool  # may sell stakes in its capital
    overhead: Annotated[
        float,
        About("o", "1", 0.0, 2.0, SCENARIO,
              "running costs per yuan of its own that it spends on projects", "管理费用率")
    ]
# fmt: on


RIGHT_NUMBERS = numbers_of(Rights)
RIGHT_KEYS = tuple(field.name for field in fields(Rights))
RIGHT_SWITCHES = tuple(name for name in RIGHT_KEYS if name not in RIGHT_NUMBERS)
USUAL_FORM = "institution"
"""Label of the legal form of a center that names none."""
