"""The terms of a contract: how a center takes in private money, crossed with its bundle.

A contract is a label of the scenario for such terms; money is a quarter's but for the capital.
"""

from dataclasses import dataclass, fields
from typing import Annotated, get_type_hints

from sim.parameters import MONEY, About

SCENARIO = "scenario"
PER_QUARTER = f"{MONEY}/quarter"


# fmt: off
@dataclass(frozen=True)
class Terms:
    """On which terms enterprises and investors bring in money; several can be on offer at once."""

    takes_members: bool  # against a fee
    fee: Annotated[
        float,
        About("f", PER_QUARTER, 0.0, 10000.0, SCENARIO,
              "membership fee of the mean one-to-one enterprise of its field", "会费")
    ]
    capital: Annotated[
        float,
        About("K_s", MONEY, 0.0, 100000.0, SCENARIO,
              "price of a stake of the mean one-to-one enterprise of its field, 0: none",
              "股金")
    ]
    investor_share: Annotated[
        float,
        About("s_I", "1", 0.0, 0.9, SCENARIO, "largest share of the capital open to investors",
              "社会资本最高持股比例")
    ]
    agreements: bool  # an enterprise may sponsor one project
    rents: bool  # outsiders may rent what is free of the pilot line
    enterprise_main: bool  # public money at most as much as that of enterprises
# fmt: on


def numbers_of(part: type) -> dict[str, About]:
    """Return the numbers of a part of a charter, with what is said of each; switches have none."""
    hints = get_type_hints(part, include_extras=True).items()
    return {name: hint.__metadata__[0] for name, hint in hints if hasattr(hint, "__metadata__")}


TERM_NUMBERS = numbers_of(Terms)
TERM_KEYS = tuple(field.name for field in fields(Terms))
TERM_SWITCHES = tuple(name for name in TERM_KEYS if name not in TERM_NUMBERS)
USUAL_CONTRACT = "membership"
"""Label of the contract of a center that names none."""
