"""Adoption of technologies (`rules/diffusion.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About, J


# fmt: off
class Diffusion(NamedTuple):
    """Adoption of technologies (`rules/diffusion.py`)."""

    partner_share: Annotated[
        float,
        About("a_2/q", "1", 0.0, 1.0, J,
              "share of imitation that runs through partners, for who has some",
              "模仿中通过合作伙伴（含中心成员）的比例"),
    ] = 0.3
    extension: Annotated[
        float,
        About("a_3", "1/year", 0.0, 0.2, J,
              "added innovation coefficient where the owner is a center that does extension work",
              "创新中心推广带来的附加创新系数"),
    ] = 0.02
    adoption_cost: Annotated[
        float,
        About("κ_a", "1", 0.0, 4.0, J,
              "cost of taking a technology into use, over gain times a quarter's sales",
              "采用成本与增益乘季度销售额之比"),
    ] = 0.5
# fmt: on
