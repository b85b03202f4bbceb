"""Centers and who belongs to them."""

from typing import Annotated

import numpy as np

from sim.rows.column import SCENARIO, Column
from sim.rows.sizes import CANDIDATES, FLOWS, SLOTS


# fmt: off
class Center:
    """A National Technology Innovation Center: a bundle of switches, never a mode."""

    id: Annotated[int, Column("i8", "1", "identity of field, region and call", "标识", SCENARIO)]
    province: Annotated[int, Column("i2", "row", "province", "省份", SCENARIO)]
    start: Annotated[int, Column("i4", "quarter", "quarter of approval", "批准季度", SCENARIO)]
    status: Annotated[
        int, Column("i1", "code", "0 none, 1 construction, 2 operating, 3 rectifying, 4 revoked",
               "状态")
    ]
    lead_kind: Annotated[int, Column("i1", "code", "kind of the lead", "牵头类型", SCENARIO)]
    lead: Annotated[int, Column("i4", "row", "lead", "牵头单位")]
    results_owner: Annotated[
        int, Column("i1", "code", "0 lead, 1 center, 2 inventor", "成果归属", SCENARIO)
    ]
    pilot_capacity: Annotated[
        float, Column("f8", "stage/quarter", "pilot stages at a time", "中试能力", SCENARIO)
    ]
    line: Annotated[
        float, Column("f8", "stage/quarter", "pilot stages at a time, once built", "已建中试能力")
    ]
    pilot_for_members: Annotated[
        int, Column("i1", "0 or 1", "members may use the pilot line", "中试线开放", SCENARIO)
    ]
    extension: Annotated[int, Column("i1", "0 or 1", "does extension work", "推广", SCENARIO)]
    grant: Annotated[
        float, Column("f8", "million CNY/quarter", "grant of the ministry", "中央资助", SCENARIO)
    ]
    local_grant: Annotated[
        float, Column("f8", "million CNY/quarter", "grant of the province", "地方资助", SCENARIO)
    ]
    fee: Annotated[
        float, Column("f8", "million CNY/quarter", "membership fee", "会费", SCENARIO)
    ]
    lead_votes: Annotated[float, Column("f8", "1", "share of votes, lead", "牵头票权", SCENARIO)]
    enterprise_votes: Annotated[
        float, Column("f8", "1", "share of votes, other enterprises", "企业票权", SCENARIO)
    ]
    cash: Annotated[float, Column("f8", "million CNY", "cash", "现金")]
    fees: Annotated[float, Column("f8", "million CNY/quarter", "fees received", "会费收入")]
    licences: Annotated[
        float, Column("f8", "million CNY/quarter", "licence income", "许可收入")
    ]
    project_rd: Annotated[
        float, Column("f8", "million CNY/quarter", "spent on projects", "项目研发支出")
    ]
    usual_rd: Annotated[
        float, Column("f8", "million CNY/quarter", "the same, of late", "近期项目研发支出")
    ]
    pilot_rents: Annotated[
        float, Column("f8", "million CNY/quarter", "rents of pilot lines paid", "中试线租金支出")
    ]
    project_grants: Annotated[
        float, Column("f8", "million CNY/quarter", "grants of national projects", "国家项目资助")
    ]
    members: Annotated[float, Column("f8", "1", "members", "成员数")]
    enterprises: Annotated[int, Column("i4", "1", "enterprises, lead left out", "企业成员数")]
    institutes: Annotated[int, Column("i4", "1", "institutes, lead left out", "机构成员数")]
    approved: Annotated[int, Column("i4", "1", "projects approved so far", "批准项目数")]
    refused: Annotated[int, Column("i4", "1", "projects refused so far", "否决项目数")]
    first_team: Annotated[int, Column("i4", "row", "first of own teams", "首个团队")]
    funding_reason: Annotated[int, Column("i1", "code", "why a stage was funded or not", "资助理由")]
    vote_reason: Annotated[int, Column("i1", "code", "outcome of the last vote", "表决结果")]
    acts: Annotated[int, Column("i4", "1", "acts performed", "执行动作次数")]
    candidates: Annotated[
        np.ndarray, Column(f"({CANDIDATES},)i4", "row", "ideas before the board", "待表决创意")
    ]
    # Calls and evaluation.
    charter: Annotated[
        int, Column("i1", "code", "charter it was called under, 0 by date", "征集类型")
    ]
    bases: Annotated[int, Column("i4", "1", "bases merged into it", "整合基地数")]
    base_lines: Annotated[
        float, Column("f8", "stage/quarter", "pilot stages at a time of its bases", "基地中试能力")
    ]
    term_start: Annotated[int, Column("i4", "quarter", "when its term began", "本评估期起始季度")]
    wanting_since: Annotated[
        int, Column("i4", "quarter", "since when it rectifies", "整改起始季度")
    ]
    grade: Annotated[
        int, Column("i1", "code", "last evaluation: 0 none, 1 wanting, 2 good, 3 excellent",
                    "最近评估等级")
    ]
    graded: Annotated[int, Column("i4", "quarter", "quarter of it", "最近评估季度")]
    score: Annotated[float, Column("f8", "1", "score of the last evaluation", "最近评估得分")]
    cut: Annotated[float, Column("f8", "1", "share of grants withheld", "停拨比例")]
    target_stages: Annotated[
        float, Column("f8", "1", "stages to pass in the term", "计划通过阶段数")
    ]
    target_products: Annotated[
        float, Column("f8", "1", "technologies to launch in the term", "计划上市技术数")
    ]
    target_fees: Annotated[
        float, Column("f8", "million CNY", "fees to receive in the term", "计划会费收入")
    ]
    target_members: Annotated[
        float, Column("f8", "1", "members to have at the end of the term", "计划成员数")
    ]
    stages: Annotated[float, Column("f8", "1", "stages passed in the term", "本期通过阶段数")]
    products: Annotated[
        float, Column("f8", "1", "technologies launched in the term", "本期上市技术数")
    ]
    fees_so_far: Annotated[
        float, Column("f8", "million CNY", "fees received in the term", "本期累计会费")
    ]
    report_stages: Annotated[
        float, Column("f8", "1", "last report: stages over target", "年报：阶段完成率")
    ]
    report_products: Annotated[
        float, Column("f8", "1", "last report: launches over target", "年报：上市完成率")
    ]
    report_fees: Annotated[
        float, Column("f8", "1", "last report: fees over target", "年报：会费完成率")
    ]
    report_members: Annotated[
        float, Column("f8", "1", "last report: members over target", "年报：成员完成率")
    ]
    honest_value: Annotated[
        float, Column("f8", "million CNY", "worth of what it would fund by value", "按价值资助的项目价值")
    ]
    forgone: Annotated[
        float, Column("f8", "million CNY", "worth forgone for what is measured", "迎合指标损失的价值")
    ]
    returned: Annotated[
        float, Column("f8", "million CNY/quarter", "cash returned when revoked", "撤销上缴结余")
    ]
    noted: Annotated[int, Column("u8", "mask", "flows of this phase", "本阶段收支项目")]
    flows: Annotated[
        np.ndarray, Column(f"({FLOWS},)f8", "million CNY", "payments in this phase", "本阶段收支")
    ]


class Membership:
    """One member of one center; rows of a center lie together."""

    center: Annotated[int, Column("i2", "row", "center", "中心")]
    kind: Annotated[int, Column("i1", "code", "kind of the member", "成员类型")]
    member: Annotated[int, Column("i4", "row", "member", "成员")]
    status: Annotated[int, Column("i1", "code", "0 free, 1 invited, 2 member", "状态")]
    lead: Annotated[int, Column("i1", "0 or 1", "is the lead", "是否牵头")]
    votes: Annotated[float, Column("f8", "1", "share of the votes", "票权")]
    joined: Annotated[int, Column("i4", "quarter", "quarter of joining", "加入季度")]
    loss: Annotated[int, Column("i2", "quarter", "quarters at a loss in a row", "连续亏损季度")]
    worth: Annotated[float, Column("f8", "million CNY/quarter", "expected worth", "预期价值")]
    shared: Annotated[int, Column("u8", "mask", "units opened to the center", "向中心开放单元")]
    fee_paid: Annotated[float, Column("f8", "million CNY/quarter", "fee paid", "已缴会费")]
    next: Annotated[int, Column("i4", "row", "next membership of the same member", "下一成员资格")]
    ballots: Annotated[
        np.ndarray,
        Column(f"({CANDIDATES},)f8", "million CNY", "value of each candidate", "各候选价值"),
    ]


class CenterField:
    """What a center is and has in one field."""

    share: Annotated[float, Column("f8", "1", "share of the center's work", "领域份额", SCENARIO)]
    pool: Annotated[int, Column("u8", "mask", "units shared in the center", "共享知识库")]
    members: Annotated[float, Column("f8", "1", "members' share of domestic sales", "成员份额")]
    sales: Annotated[float, Column("f8", "million CNY/quarter", "members' sales", "成员销售额")]
    use: Annotated[
        np.ndarray,
        Column(f"({SLOTS},)f8", "1", "members' use of each technology by sales", "成员使用份额"),
    ]
# fmt: on
