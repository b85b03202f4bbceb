"""Successors: the legal form that a center is to have once it is independent."""

from typing import Annotated

from sim.rows.column import SCENARIO, Column


# fmt: off
class Successor:
    """The rights that a center is to have, as the scenario says."""

    planned: Annotated[
        int, Column("i1", "0 or 1", "it is to become independent", "拟转为独立法人", SCENARIO)
    ]
    pay: Annotated[
        float, Column("f8", "1", "what it may pay over what is paid around it", "薪酬与同行之比", SCENARIO)
    ]
    keeps_revenue: Annotated[
        float, Column("f8", "1", "share of licences and rents that is its own", "收入自留比例", SCENARIO)
    ]
    pays_out: Annotated[
        int, Column("i1", "0 or 1", "may share income among members", "可分配收益", SCENARIO)
    ]
    has_shares: Annotated[
        int, Column("i1", "0 or 1", "may sell stakes in its capital", "可设股权", SCENARIO)
    ]
    overhead: Annotated[
        float,
        Column("f8", "1", "running costs per yuan of its own on projects", "管理费用率", SCENARIO),
    ]
# fmt: on
