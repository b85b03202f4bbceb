"""Charters: what a center would be that an applicant of a lead type founds in a call."""

from typing import Annotated

from sim.rows.column import SCENARIO, Column


# fmt: off
class Charter:
    """The switches of centers with one type of lead, as the scenario sets them."""

    offered: Annotated[int, Column("i1", "0 or 1", "leads of this type may apply", "可申请", SCENARIO)]
    lead_kind: Annotated[int, Column("i1", "code", "kind of the lead", "牵头类型", SCENARIO)]
    partners: Annotated[
        int, Column("i1", "0 or 1", "another enterprise has to join", "须有其他企业加入", SCENARIO)
    ]
    local: Annotated[
        int, Column("i1", "0 or 1", "founded by the local government", "地方政府组建", SCENARIO)
    ]
    first_call: Annotated[int, Column("i4", "quarter", "first call", "首次征集", SCENARIO)]
    last_call: Annotated[int, Column("i4", "quarter", "last call", "末次征集", SCENARIO)]
    results_owner: Annotated[
        int, Column("i1", "code", "0 lead, 1 center, 2 inventor", "成果归属", SCENARIO)
    ]
    pilot_capacity: Annotated[
        float, Column("f8", "stage/quarter", "pilot stages at a time", "中试能力", SCENARIO)
    ]
    pilot_for_members: Annotated[
        int, Column("i1", "0 or 1", "members may use the pilot line", "中试线开放", SCENARIO)
    ]
    extension: Annotated[int, Column("i1", "0 or 1", "does extension work", "推广", SCENARIO)]
    incubator_places: Annotated[
        float, Column("f8", "enterprise", "places in its incubator, once built", "孵化工位", SCENARIO)
    ]
    grant: Annotated[
        float, Column("f8", "million CNY/quarter", "grant of the ministry", "中央资助", SCENARIO)
    ]
    local_grant: Annotated[
        float, Column("f8", "million CNY/quarter", "usual local grant", "通常地方资助", SCENARIO)
    ]
    fee: Annotated[
        float, Column("f8", "million CNY/quarter", "membership fee", "会费", SCENARIO)
    ]
    lead_votes: Annotated[float, Column("f8", "1", "share of votes, lead", "牵头票权", SCENARIO)]
    enterprise_votes: Annotated[
        float, Column("f8", "1", "share of votes, other enterprises", "企业票权", SCENARIO)
    ]
    government_votes: Annotated[
        float, Column("f8", "1", "share of votes, government", "政府票权", SCENARIO)
    ]
    voting: Annotated[
        int, Column("i1", "code", "0 weighted majority, 1 unanimity", "表决规则", SCENARIO)
    ]
    veto: Annotated[
        int,
        Column("i1", "code", "0 nobody may veto, 1 lead, 2 enterprises, 3 institutes, 4 government",
               "有否决权的一方", SCENARIO),
    ]
    experts: Annotated[int, Column("i2", "1", "expert committee", "专家委员会人数", SCENARIO)]
    manager_limit: Annotated[
        float,
        Column("f8", "million CNY", "cost up to which the manager alone decides", "主任决定限额", SCENARIO),
    ]
# fmt: on
