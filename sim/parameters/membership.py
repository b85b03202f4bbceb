"""Who belongs to a center, and what members get (`rules/membership.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About, J


# fmt: off
class Membership(NamedTuple):
    """Who belongs to a center, and what members get (`rules/membership.py`)."""

    invitations: Annotated[
        float,
        About("n_i", "1/quarter", 0.0, 8.0, J, "organisations a center invites in a quarter",
              "中心每季度邀请的单位数"),
    ] = 3.0
    invite_home: Annotated[
        float,
        About("n_h", "1", 0.0, 0.99, J,
              "chance that an invitation goes to the center's province, else to any with the same "
              "chance", "邀请本省单位的概率，其余各省等概率"),
    ] = 0.5
    invite_enterprises: Annotated[
        float,
        About("n_e", "1", 0.0, 1.0, J, "chance that an invitation goes to an enterprise, else to "
              "an institute", "邀请企业（而非机构）的概率"),
    ] = 0.75
    retained: Annotated[
        float,
        About("ρ_c", "1", 0.0, 1.0, J,
              "share of licence income a center keeps for new projects; members share the rest "
              "by votes", "中心留存许可收入比例"),
    ] = 0.5
    grade: Annotated[
        float,
        About("ε_f", "1", 0.0, 1.0, "assumption: guideline part 5: fees are graded; 0 is a flat fee",
              "elasticity of a member's fee, and of a stake, to its sales over those of the mean "
              "one-to-one enterprise of its field", "会费（及股金）对成员销售规模的弹性"),
    ] = 0.5
    first_quarters: Annotated[
        float,
        About("T_1", "quarter", 0.0, 40.0, J,
              "quarters after launch in which members of a center alone may use what it matured",
              "成员优先使用中心成果的季度数"),
    ] = 4.0
    patience: Annotated[
        float,
        About("T_m", "quarter", 1.0, 40.0, J,
              "quarters a member stays at a loss before it leaves", "成员亏损后留任的季度数"),
    ] = 4.0
    idle: Annotated[
        float,
        About("T_l", "quarter", 0.5, 40.0, J,
              "quarters of income in cash from which members take a center's money for idle",
              "中心现金闲置的判断标准（相当于几季度收入）"),
    ] = 4.0
# fmt: on
