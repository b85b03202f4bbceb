"""Centers and who belongs to them."""

from typing import Annotated

import numpy as np

from sim.rows.column import SCENARIO, Column
from sim.rows.sizes import CANDIDATES, FLOWS, ROUNDS, SLOTS, WORK_KINDS


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
    local: Annotated[
        int, Column("i1", "0 or 1", "platform of a local government", "地方政府平台", SCENARIO)
    ]
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
    incubation: Annotated[
        float, Column("f8", "million CNY/quarter", "what its incubator costs", "孵化器支出")
    ]
    incubator_places: Annotated[
        float, Column("f8", "enterprise", "places in its incubator, once built", "孵化工位", SCENARIO)
    ]
    grant: Annotated[
        float, Column("f8", "million CNY/quarter", "grant of the ministry", "中央资助", SCENARIO)
    ]
    local_grant: Annotated[
        float, Column("f8", "million CNY/quarter", "grant of the province", "地方资助", SCENARIO)
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
        int, Column("i1", "code", "0 nobody may veto, 1 lead, 2 enterprises, 3 institutes, 4 government", "有否决权的一方", SCENARIO)
    ]
    experts: Annotated[int, Column("i2", "1", "expert committee", "专家委员会人数", SCENARIO)]
    manager_limit: Annotated[
        float,
        Column("f8", "million CNY", "cost up to which the manager alone decides", "主任决定限额", SCENARIO),
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
    # Contracts: on which terms private money comes in, and who belongs to it.
    takes_members: Annotated[
        int, Column("i1", "0 or 1", "takes members for a fee", "收会费成员", SCENARIO)
    ]
    fee: Annotated[
        float, Column("f8", "million CNY/quarter", "membership fee", "会费", SCENARIO)
    ]
    capital: Annotated[
        float, Column("f8", "million CNY", "price of a stake, 0 if there are none", "股金", SCENARIO)
    ]
    investor_share: Annotated[
        float, Column("f8", "1", "largest share open to investors", "社会资本最高比例", SCENARIO)
    ]
    agreements: Annotated[
        int, Column("i1", "0 or 1", "takes sponsors of projects", "接受协议资助", SCENARIO)
    ]
    rents: Annotated[
        int, Column("i1", "0 or 1", "lets its pilot line to outsiders", "中试线对外出租", SCENARIO)
    ]
    enterprise_main: Annotated[
        int,
        Column("i1", "0 or 1", "public money at most that of enterprises", "企业投入为主", SCENARIO),
    ]
    grant_paid: Annotated[
        float, Column("f8", "million CNY/quarter", "paid by the ministry", "实付中央资助")
    ]
    local_grant_paid: Annotated[
        float, Column("f8", "million CNY/quarter", "paid by the province", "实付地方资助")
    ]
    capital_paid: Annotated[
        float, Column("f8", "million CNY/quarter", "paid for stakes by enterprises", "企业股金收入")
    ]
    investors_paid: Annotated[
        float, Column("f8", "million CNY/quarter", "paid for stakes by investors", "社会资本股金收入")
    ]
    agreement_income: Annotated[
        float, Column("f8", "million CNY/quarter", "paid by sponsors", "协议收入")
    ]
    sponsored: Annotated[
        float, Column("f8", "million CNY/quarter", "of it, for stages of projects", "其中阶段成本")
    ]
    sponsors: Annotated[int, Column("i4", "1", "projects with a sponsor", "协议项目数")]
    rent_income: Annotated[
        float, Column("f8", "million CNY/quarter", "rents of its pilot line", "中试线租金收入")
    ]
    line_used: Annotated[
        int, Column("i4", "1", "places on its line that are taken", "中试线已用")
    ]
    enterprise_money: Annotated[
        float,
        Column("f8", "million CNY/quarter", "brought in by enterprises, a year's mean", "企业年均投入"),
    ]
    usual_licences: Annotated[
        float, Column("f8", "million CNY/quarter", "licence income of late", "近期许可收入")
    ]
    paid_in: Annotated[float, Column("f8", "million CNY", "capital paid in", "实收资本")]
    investor_stake: Annotated[
        float, Column("f8", "million CNY", "of it, by investors of its province", "其中社会资本")
    ]
    lead_stake: Annotated[float, Column("f8", "million CNY", "paid in by the lead", "牵头单位股金")]
    shareholders: Annotated[
        int, Column("i4", "1", "enterprises with a stake, lead left out", "股东企业数")
    ]
    per_yuan: Annotated[
        float,
        Column("f8", "1", "what members together gain per yuan it spends", "单位支出的成员总收益"),
    ]
    exits: Annotated[int, Column("i4", "1", "members that left so far", "累计退出数")]
    declined: Annotated[int, Column("i4", "1", "invitations declined so far", "累计谢绝数")]
    free_riders: Annotated[
        int, Column("i4", "1", "of both, those that ride free", "其中搭便车数")
    ]
    first_team: Annotated[int, Column("i4", "row", "first of own teams", "首个团队")]
    funding_reason: Annotated[int, Column("i1", "code", "why a stage was funded or not", "资助理由")]
    lead_power: Annotated[float, Column("f8", "1", "Banzhaf index, lead", "牵头班扎夫指数")]
    enterprise_power: Annotated[
        float, Column("f8", "1", "Banzhaf index, other enterprises", "企业班扎夫指数")
    ]
    institute_power: Annotated[
        float, Column("f8", "1", "Banzhaf index, institutes", "机构班扎夫指数")
    ]
    government_power: Annotated[
        float, Column("f8", "1", "Banzhaf index, government", "政府班扎夫指数")
    ]
    bad_public: Annotated[
        int, Column("i4", "1", "approved, of no true value to the public", "误批项目数（公共价值）")
    ]
    bad_members: Annotated[
        int, Column("i4", "1", "approved, of no true value to members", "误批项目数（成员价值）")
    ]
    missed_public: Annotated[
        int, Column("i4", "1", "refused, of true value to the public", "误拒项目数（公共价值）")
    ]
    missed_members: Annotated[
        int, Column("i4", "1", "refused, of true value to members", "误拒项目数（成员价值）")
    ]
    captured: Annotated[
        int, Column("i4", "1", "approved: the lead gains, all others together lose", "俘获项目数")
    ]
    by_manager: Annotated[
        int, Column("i4", "1", "decided by the manager alone", "主任决定项目数")
    ]
    waited: Annotated[
        int, Column("i4", "quarter", "quarters from proposal to decision, summed", "决策累计季度数")
    ]
    expert_fees: Annotated[
        float, Column("f8", "million CNY/quarter", "fees of experts", "专家费")
    ]
    experience: Annotated[
        np.ndarray, Column(f"({WORK_KINDS},)f8", "1", "stages passed of late, by kind", "近期完成阶段数")
    ]
    vote_reason: Annotated[int, Column("i1", "code", "outcome of the last vote", "表决结果")]
    acts: Annotated[int, Column("i4", "1", "acts performed", "执行动作次数")]
    # Legal form.
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
    overheads: Annotated[
        float, Column("f8", "million CNY/quarter", "running costs paid", "管理费用")
    ]
    to_lead: Annotated[
        float, Column("f8", "million CNY/quarter", "revenue handed to its lead", "上缴牵头单位收入")
    ]
    work_pace: Annotated[
        float, Column("f8", "1", "work of a post over that at usual pay", "岗位工作量（相对）")
    ]
    work_cost: Annotated[
        float, Column("f8", "1", "cost of its work over that at usual pay", "研发工作成本（相对）")
    ]
    leaving: Annotated[
        float, Column("f8", "1/quarter", "share of its staff that leaves", "人员流出率")
    ]
    staying: Annotated[
        float, Column("f8", "1", "part of experience its staff keeps", "经验留存比例")
    ]
    usual_work: Annotated[
        float, Column("f8", "million CNY/quarter", "spent on projects, a year's mean", "年均项目研发支出")
    ]
    posts: Annotated[float, Column("f8", "FTE", "posts that its projects need", "按需设岗数")]
    staff: Annotated[float, Column("f8", "FTE", "of these, filled", "在岗研发人员")]
    joined: Annotated[float, Column("f8", "FTE/quarter", "staff that joined", "流入人员")]
    left: Annotated[float, Column("f8", "FTE/quarter", "staff that left", "流出人员")]
    stars: Annotated[int, Column("i4", "1", "stars with a post there", "在岗拔尖人才数")]
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
    promised_stages: Annotated[
        float,
        Column("f8", "1", "stages its own plan promises for the first term, -1 by forecast",
               "方案承诺阶段数", SCENARIO),
    ]
    promised_products: Annotated[
        float,
        Column("f8", "1", "launches its own plan promises, likewise", "方案承诺上市技术数", SCENARIO),
    ]
    promised_fees: Annotated[
        float,
        Column("f8", "million CNY", "money of enterprises its own plan promises, likewise",
               "方案承诺企业投入", SCENARIO),
    ]
    promised_members: Annotated[
        float, Column("f8", "1", "members its own plan promises, likewise", "方案承诺成员数", SCENARIO)
    ]
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
    worth: Annotated[
        float,
        Column("f8", "million CNY/quarter", "expected worth beside what it has outside", "预期价值"),
    ]
    per_yuan: Annotated[
        float, Column("f8", "1", "what it gains per yuan the center spends", "中心单位支出的收益")
    ]
    shared: Annotated[int, Column("u8", "mask", "units opened to the center", "向中心开放单元")]
    fee_paid: Annotated[float, Column("f8", "million CNY/quarter", "fee paid", "已缴会费")]
    contract: Annotated[int, Column("i1", "code", "how it belongs to the center", "参与方式")]
    stake: Annotated[float, Column("f8", "million CNY", "paid for its stake", "实缴股金")]
    subscribed: Annotated[int, Column("i4", "quarter", "when it paid for it", "认缴季度")]
    next: Annotated[int, Column("i4", "row", "next membership of the same member", "下一成员资格")]
    ballots: Annotated[
        np.ndarray,
        Column(f"({ROUNDS},{CANDIDATES})f8", "million CNY", "value of each candidate in each round, as "
               "its group sees it", "各轮各候选认定价值"),
    ]
    worths: Annotated[
        np.ndarray,
        Column(f"({CANDIDATES},)f8", "million CNY", "true value of each candidate", "各候选真实价值"),
    ]


class CenterField:
    """What a center is and has in one field."""

    share: Annotated[float, Column("f8", "1", "share of the center's work", "领域份额", SCENARIO)]
    pool: Annotated[int, Column("u8", "mask", "units shared in the center", "共享知识库")]
    star_units: Annotated[int, Column("u8", "mask", "units its stars know", "拔尖人才掌握单元")]
    star_quality: Annotated[float, Column("f8", "1", "summed quality of its stars", "拔尖人才水平合计")]
    star_effort: Annotated[
        float, Column("f8", "million CNY/quarter", "what its stars do", "拔尖人才研发努力")
    ]
    members: Annotated[float, Column("f8", "1", "members' share of domestic sales", "成员份额")]
    sales: Annotated[float, Column("f8", "million CNY/quarter", "members' sales", "成员销售额")]
    use: Annotated[
        np.ndarray,
        Column(f"({SLOTS},)f8", "1", "members' use of each technology by sales", "成员使用份额"),
    ]
# fmt: on
