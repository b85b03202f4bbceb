"""Stakes, sponsors and who bears the main part (`rules/cofunding.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About, J


# fmt: off
class CoFunding(NamedTuple):
    """Stakes, sponsors and who bears the main part (`rules/cofunding.py`)."""

    exit_part: Annotated[
        float,
        About("ξ_s", "1", 0.0, 1.0, J,
              "part of its share of a center's cash that a shareholder gets back when it leaves",
              "股东退出时可取回的账面份额比例"),
    ] = 0.5
    start_up: Annotated[
        float,
        About("T_e", "quarter", 0.0, 80.0, "assumption: the construction period of the guideline",
              "quarters after approval in which public money is not bound to that of enterprises",
              "企业投入为主约束的豁免期"),
    ] = 12.0
    overhead: Annotated[
        float,
        About("o_s", "1", 0.0, 2.0, J,
              "what a sponsor pays a center on top of its project's cost, over that cost",
              "协议项目管理费比例"),
    ] = 0.2
    first_use_quarters: Annotated[
        float,
        About("T_s", "quarter", 0.0, 40.0, J,
              "quarters after launch in which a sponsor alone may use what it paid for",
              "协议出资方优先使用季度数"),
    ] = 8.0
# fmt: on
