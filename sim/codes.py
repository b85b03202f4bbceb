"""Codes that stand in columns: kinds of organisation, reasons of decisions, kinds of events."""

# Kinds of organisation: Team.kind, Membership.kind, Idea.origin, Technology.owner_kind.
NOBODY, ENTERPRISE, INSTITUTE, CENTER = 0, 1, 2, 3
KINDS = {NOBODY: "nobody", ENTERPRISE: "enterprise", INSTITUTE: "institute", CENTER: "center"}

UNIVERSITY, GOVERNMENT_INSTITUTE = 0, 1

# What an institute is beside that: Institute.platform.
NO_PLATFORM, KEY_LABORATORY, ENGINEERING_CENTER, MANUFACTURING_CENTER = 0, 1, 2, 3
PLATFORMS = {
    NO_PLATFORM: ("institute of a cell, host of provincial centers", "一般机构（含省级中心）"),
    KEY_LABORATORY: ("key laboratory", "重点实验室"),
    ENGINEERING_CENTER: ("engineering research center", "工程研究中心"),
    MANUFACTURING_CENTER: ("manufacturing innovation center", "制造业创新中心"),
}

# Who owns an enterprise: Enterprise.ownership.
PRIVATE, STATE, FOREIGN = 0, 1, 2
OWNERSHIPS = {
    PRIVATE: ("private", "民营"),
    STATE: ("state", "国有"),
    FOREIGN: ("foreign", "外资"),
}

# Where ideas come from, finer than the kind: Idea.origin, Technology.origin.
FROM_FRINGE, FROM_LEADER, FROM_UNIVERSITY, FROM_INSTITUTE, FROM_CENTER = 0, 1, 2, 3, 4
ORIGINS = {
    FROM_FRINGE: ("enterprise", "一般企业"),
    FROM_LEADER: ("leading enterprise", "领军企业"),
    FROM_UNIVERSITY: ("university", "高校"),
    FROM_INSTITUTE: ("government institute", "科研院所"),
    FROM_CENTER: ("center", "创新中心"),
}

# Who owns what a center achieves: Center.results_owner.
LEAD_OWNS, CENTER_OWNS, INVENTOR_OWNS = 0, 1, 2
RESULTS_OWNERS = {"lead": LEAD_OWNS, "center": CENTER_OWNS, "inventor": INVENTOR_OWNS}

# Groups of a board, and the manager, who has no vote: Board.votes, Center.veto.
LEAD_GROUP, ENTERPRISE_GROUP, INSTITUTE_GROUP, GOVERNMENT_GROUP, MANAGER = 0, 1, 2, 3, 4
GROUPS = {
    "lead": LEAD_GROUP,
    "enterprises": ENTERPRISE_GROUP,
    "institutes": INSTITUTE_GROUP,
    "government": GOVERNMENT_GROUP,
}
VETOES = {"nobody": 0} | {name: 1 + group for name, group in GROUPS.items()}

# How a board decides, and what it has decided: Center.voting, Board.verdict.
WEIGHTED_MAJORITY, UNANIMITY = 0, 1
VOTING = {"majority": WEIGHTED_MAJORITY, "unanimity": UNANIMITY}
OPEN, AGREED, REFUSED = 0, 1, 2

# Kinds of stages, by what they need: Enterprise.experience.
SCIENCE_WORK, PILOT_WORK, APPLICATION_WORK = 0, 1, 2

# What a center was called as: Center.charter, Enterprise.bid_charter; 0 none, by date.
CHARTERS = {
    0: ("by date", "按既定日期"),
    1: ("enterprise", "企业牵头"),
    2: ("consortium", "企业联合体"),
    3: ("institute", "机构牵头"),
    4: ("platform", "地方平台"),
}

# Outcome of a center's last evaluation: Center.grade.
UNGRADED, WANTING, GOOD, EXCELLENT = 0, 1, 2, 3
GRADES = {
    UNGRADED: ("not evaluated", "未评估"),
    WANTING: ("wanting", "不合格"),
    GOOD: ("good", "良好"),
    EXCELLENT: ("excellent", "优秀"),
}

# Status of a center and of a membership.
PLANNED, CONSTRUCTION, OPERATING, RECTIFYING, REVOKED = 0, 1, 2, 3, 4
FREE, INVITED, MEMBER = 0, 1, 2

# Where an enterprise stands with incubators: Enterprise.tenancy.
OUTSIDE, TENANT, AT_DOOR, GROWN, RELEASED = 0, 1, 2, 3, 4
TENANCIES = {
    OUTSIDE: ("never a tenant", "从未入孵"),
    TENANT: ("tenant", "在孵"),
    AT_DOOR: ("admitted, refused by lot", "抽签未入驻"),
    GROWN: ("graduated", "毕业"),
    RELEASED: ("left when time was over", "期满离开"),
}

# What came of a tenant's meeting with investors: Enterprise.meeting.
NOT_MET, MET, MET_KEEN, MET_GAVE_UP = 0, 1, 2, 3

# How a member belongs to a center: Membership.contract.
NO_CONTRACT, FEE, STAKE = 0, 1, 2
CONTRACTS = {
    NO_CONTRACT: ("none: leads it, or brings knowledge", "无（牵头或以知识入会）"),
    FEE: ("membership", "会员制"),
    STAKE: ("equity", "股份制"),
}

# How candidates for a link came together: Link.by.
STRANGER, INTRODUCED, FORMER = 0, 1, 2

# Outcome of a team's quarter.
GOES_ON, PASSED, FAILED = 0, 1, 2

# Reasons. One list for all decisions, so that a code means one thing everywhere.
REASONS = {
    0: ("nothing to decide", "无需决策"),
    1: ("worth more than its cost", "价值高于成本"),
    2: ("worth less than its cost", "价值低于成本"),
    3: ("no money left", "资金不足"),
    4: ("pilot line full", "中试线已满"),
    5: ("adopted", "已采用"),
    6: ("not heard of it", "尚未获知"),
    7: ("cannot use it", "能力不足"),
    8: ("does not pay", "不划算"),
    9: ("licence refused", "许可被拒"),
    10: ("fee above its worth", "会费高于价值"),
    11: ("board agreed", "表决通过"),
    12: ("board refused", "表决否决"),
    13: ("kept out by the owner's right", "被权利排除"),
    14: ("failed twice", "两次失败"),
    15: ("taken up by a center", "由中心承接"),
    16: ("right of the lead", "牵头单位权利"),
    17: ("waits at a loss", "亏损观望"),
    18: ("rides free: the members would gain by its money, it would not", "搭便车"),
    19: ("others use it first", "他方优先使用期内"),
    20: ("evaluation wanting", "评估不合格"),
    21: ("evaluation good", "评估良好"),
    22: ("evaluation excellent", "评估优秀"),
    23: ("center revoked", "中心撤销"),
    24: ("not on offer any more", "不再提供"),
    25: ("knows too little", "知识掌握不足"),
    26: ("does too little R&D", "研发投入不足"),
    27: ("has too few partners", "合作网络不足"),
    28: ("application approved", "申请获批"),
    29: ("others ranked higher", "排名靠后"),
    30: ("grown up by sales", "销售达标毕业"),
    31: ("grown up by funding", "融资达标毕业"),
    32: ("time is over", "孵化期满"),
    33: ("refused by lot", "抽签未入驻"),
    34: ("gave up after a meeting", "会见投资者后放弃"),
}
(NOTHING, WORTH, NOT_WORTH, NO_MONEY, PILOT_FULL, ADOPTED, NOT_HEARD, CANNOT_USE, DOES_NOT_PAY,
 LICENCE_REFUSED, FEE_TOO_HIGH, BOARD_AGREED, BOARD_REFUSED, KEPT_OUT,
 FAILED_TWICE, TAKEN_UP, LEAD_RIGHT, WAITS,
 FREE_RIDES, OTHERS_FIRST, FOUND_WANTING, FOUND_GOOD, FOUND_EXCELLENT,
 CENTER_REVOKED, NOT_OFFERED, KNOWS_TOO_LITTLE, TOO_LITTLE_RD, TOO_FEW_PARTNERS, BID_APPROVED,
 OUTRANKED, BY_SALES, BY_FUNDING, BY_TIME, BY_LOT, GAVE_UP) = range(len(REASONS))  # fmt: skip

# Kinds of events.
EVENT_KINDS = {
    0: ("discovery", "发现"),
    1: ("idea", "创意产生"),
    2: ("stage passed", "阶段通过"),
    3: ("stage failed", "阶段失败"),
    4: ("team ended", "团队结束"),
    5: ("shelved", "搁置"),
    6: ("launch", "技术上市"),
    7: ("eviction", "技术退出"),
    8: ("licence", "许可"),
    9: ("center starts", "中心启动"),
    10: ("center operates", "中心运行"),
    11: ("member joins", "成员加入"),
    12: ("member leaves", "成员退出"),
    13: ("project approved", "项目批准"),
    14: ("project refused", "项目否决"),
    15: ("owned at TRL 8", "TRL 8取得权利"),
    16: ("enterprise founded", "企业创立"),
    17: ("enterprise exits", "企业退出"),
    18: ("enterprise splits off", "企业分立"),
    19: ("national project granted", "国家项目立项"),
    20: ("resumed", "恢复研发"),
    21: ("founder starts", "创始人创业"),
    22: ("invitation declined", "谢绝加入中心"),
    23: ("center evaluated", "中心评估"),
    24: ("center rectifies", "中心整改"),
    25: ("center ends", "中心撤销"),
    26: ("agreement signed", "签订协议"),
    27: ("agreement ends", "协议终止"),
    28: ("application for a center", "申请牵头中心"),
    29: ("center independent", "中心独立"),
    30: ("incubator admits", "孵化器入驻"),
    31: ("incubator releases", "孵化器离驻"),
    32: ("enterprise moves", "企业迁址"),
}
(DISCOVERY, IDEA, STAGE_PASSED, STAGE_FAILED, TEAM_ENDED, SHELVED, LAUNCH, EVICTION, LICENCE,
 CENTER_STARTS, CENTER_OPERATES, MEMBER_JOINS, MEMBER_LEAVES, PROJECT_APPROVED, PROJECT_REFUSED,
 OWNED, FIRM_FOUNDED, FIRM_EXITS, FIRM_SPLITS, GRANT_AWARDED, RESUMED,
 FOUNDER_STARTS, INVITATION_DECLINED, CENTER_EVALUATED, CENTER_RECTIFIES,
 CENTER_ENDS, AGREEMENT_SIGNED, AGREEMENT_ENDS, CENTER_APPLICATION,
 CENTER_INDEPENDENT, INCUBATOR_ADMITS, INCUBATOR_RELEASES,
 FIRM_MOVES) = range(len(EVENT_KINDS))  # fmt: skip
