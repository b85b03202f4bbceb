"""What subject, object, value and reason mean for each kind of event, and how to decode them.

The phases log numbers (`sim.phases.log`); the table of events and its page in the documents are
both made from this list, so that they cannot differ.
"""

from typing import NamedTuple

from sim import codes

Words = tuple[str, str]
"""English and Chinese."""

REASON, ORIGIN, PARENT, STAGE, NO_REASON = "reason", "origin", "parent", "stage", ""
"""Columns of the table into which an event's reason may go, and none of them."""

PARENTS = {
    codes.NOBODY: ("the public", "社会公众"),
    codes.ENTERPRISE: ("enterprise", "企业"),
    codes.INSTITUTE: ("institute", "研究机构"),
}
"""Whom the founder of an enterprise came from: Enterprise.origin."""

ENTERPRISE: Words = ("enterprise", "企业")
INSTITUTE: Words = ("institute", "研究机构")
CENTER: Words = ("center", "创新中心")
IDEA: Words = ("idea", "创意")
TECHNOLOGY: Words = ("technology: the identity of its idea", "技术（其创意的标识）")
FOUNDER: Words = ("founder", "创始人")
INVENTOR: Words = ("inventor", "发明者")
OWNER_OF_TEAM: Words = ("owner of the team", "团队归属单位")
INCUBATOR: Words = (
    "incubator: its center, or the code of its province",
    "孵化器（所属中心或省份代码）",
)
MEMBER: Words = ("enterprise or institute", "企业或研究机构")
NONE: Words = ("", "")
GAIN: Words = ("gain in efficiency that can be known", "可知增益")


class EventKind(NamedTuple):
    """What the columns of an event mean; `reason` names the column that says why or who."""

    happens: Words
    subject: Words
    object: Words
    value: Words
    unit: str
    reason: str
    why: Words = NONE


EVENTS = {
    codes.DISCOVERY: EventKind(
        ("an institute finds a unit of science", "研究机构发现一个科学单元"),
        INSTITUTE, ("number of the unit in its field, 0 to 63", "单元在领域内的编号"),
        ("1 if new to the world, else 0", "世界首次为1，否则为0"), "0 or 1", NO_REASON,
    ),
    codes.IDEA: EventKind(
        ("somebody has an idea", "产生一个创意"),
        IDEA, INVENTOR, GAIN, "1", ORIGIN, ("type of the inventor", "发明者类型"),
    ),
    codes.STAGE_PASSED: EventKind(
        ("a team passes a stage", "团队通过一个阶段"),
        IDEA, OWNER_OF_TEAM, ("stage passed, 0 to 4", "通过的阶段"), "stage", ORIGIN,
        ("type of the team's owner", "团队归属单位类型"),
    ),
    codes.STAGE_FAILED: EventKind(
        ("a team fails a stage; after the second failure the team ends",
         "团队阶段失败，再败则结束"),
        IDEA, OWNER_OF_TEAM, ("stage failed, 0 to 4", "失败的阶段"), "stage", ORIGIN,
        ("type of the team's owner", "团队归属单位类型"),
    ),
    codes.TEAM_ENDED: EventKind(
        ("a team is closed before launch", "团队在上市前结束"),
        IDEA, OWNER_OF_TEAM, ("spent by the team so far", "团队累计投入"), "million CNY", REASON,
        ("why it ended", "结束原因"),
    ),
    codes.SHELVED: EventKind(
        ("an idea that nobody funds is shelved", "无人资助的创意被搁置"),
        IDEA, INVENTOR, ("furthest stage reached, 0 to 4", "最远阶段"), "stage", ORIGIN,
        ("type of the inventor", "发明者类型"),
    ),
    codes.LAUNCH: EventKind(
        ("a technology comes into use", "技术上市"),
        TECHNOLOGY, ("owner of the team that launched it", "完成上市的团队归属单位"), GAIN, "1",
        ORIGIN,
        ("type of the team's owner", "团队归属单位类型"),
    ),
    codes.EVICTION: EventKind(
        ("a technology leaves a full bank", "技术库已满，技术退出"),
        TECHNOLOGY, ("slot that it leaves, 0 to 63", "退出的位置"),
        ("share of sales that used it", "使用份额"), "1", NO_REASON,
    ),
    codes.LICENCE: EventKind(
        ("enterprises of a row take a licence; field and province are theirs",
         "企业取得许可（领域和省份属被许可方）"),
        TECHNOLOGY, ("owner of the technology, an enterprise, institute or center", "技术所有者"),
        ("fee of all enterprises of the row", "该行全部企业许可费"), "million CNY", REASON,
        ("always that it is worth more than its cost", "恒为价值高于成本"),
    ),
    codes.CENTER_STARTS: EventKind(
        ("a center gets its lead; field is its main field", "中心确定牵头单位（领域为主要领域）"),
        CENTER, ("lead, an enterprise or institute", "牵头单位"),
        ("grants of ministry and province", "中央和地方资助"), "million CNY/quarter", REASON,
        ("always the right of the lead", "恒为牵头单位权利"),
    ),
    codes.CENTER_OPERATES: EventKind(
        ("construction ends; field is the main field", "建设期结束（领域为主要领域）"),
        CENTER, NONE, NONE, "", NO_REASON,
    ),
    codes.MEMBER_JOINS: EventKind(
        ("an organisation joins a center; field is the center's main field",
         "单位加入中心（领域为主要领域）"),
        CENTER, MEMBER, ("expected worth of membership", "成员资格预期价值"), "million CNY/quarter",
        REASON, ("always that it is worth more than its cost", "恒为价值高于成本"),
    ),
    codes.MEMBER_LEAVES: EventKind(
        ("an organisation leaves a center; field is the center's main field",
         "单位退出中心（领域为主要领域）"),
        CENTER, MEMBER, ("expected worth of membership", "成员资格预期价值"), "million CNY/quarter",
        REASON, ("why it leaves", "退出原因"),
    ),
    codes.PROJECT_APPROVED: EventKind(
        ("a board takes up an idea; field is the idea's", "理事会批准项目（领域为创意领域）"),
        CENTER, IDEA, ("worth to all who vote, together", "对全体表决成员的价值"), "million CNY",
        REASON,
        ("always that the board agreed", "恒为表决通过"),
    ),
    codes.PROJECT_REFUSED: EventKind(
        ("an idea before a board is not taken up; field is the idea's",
         "项目未获承接（领域为创意领域）"),
        CENTER, IDEA, ("worth to all who vote, together", "对全体表决成员的价值"), "million CNY",
        REASON,
        ("the board refused, or agreed in vain: another center took it up or no place was free",
         "表决否决；或通过但由他中心承接或无空位"),
    ),
    codes.OWNED: EventKind(
        ("a team gets the right to its idea, first at TRL 8", "团队率先达TRL 8并取得权利"),
        IDEA, OWNER_OF_TEAM, GAIN, "1", ORIGIN, ("type of the team's owner", "团队归属单位类型"),
    ),
    codes.FIRM_FOUNDED: EventKind(
        ("an enterprise is founded, one row", "企业创立（一行）"),
        ENTERPRISE, ("enterprise or institute that the founder comes from; missing: the public",
                     "创始人来源单位，公众则缺失"),
        ("capital that owners of one enterprise will bring in", "单个企业待到位资本"),
        "million CNY",
        PARENT, ("whom the founder comes from", "创始人来源"),
    ),
    codes.FIRM_EXITS: EventKind(
        ("an enterprise ends, one row", "企业退出（一行）"),
        ENTERPRISE, ("founder; missing if from before the records begin", "创始人，早于记录则缺失"),
        ("age; missing if from before the records begin", "企业年龄，早于记录则缺失"), "quarter",
        REASON,
        ("worth less than its cost: it hardly sells; no money left: debt above credit; gave up: a "
         "tenant at a loss, told by investors",
         "价值低于成本：几无销售；资金不足：债务超过信用；亏损在孵企业会见后放弃"),
    ),
    codes.FIRM_SPLITS: EventKind(
        ("one enterprise of a row has outgrown the others and stands for itself",
         "企业从代表行中分立（代表行对分不记录）"),
        ENTERPRISE, ("enterprise whose row it leaves", "原所在行"),
        ("its sales", "销售额"), "million CNY/quarter", NO_REASON,
    ),
    codes.GRANT_AWARDED: EventKind(
        ("a national project is granted to a team", "团队获得国家项目资助"),
        IDEA, OWNER_OF_TEAM, ("size of the grant", "资助金额"), "million CNY", STAGE,
        ("stage in work", "在研阶段"),
    ),
    codes.RESUMED: EventKind(
        ("work on a shelved idea goes on", "搁置的创意恢复研发"),
        IDEA, INVENTOR, ("furthest stage reached, 0 to 4", "最远阶段"), "stage", ORIGIN,
        ("type of the inventor", "发明者类型"),
    ),
    codes.FOUNDER_STARTS: EventKind(
        ("a founder starts an enterprise", "创始人创业"),
        FOUNDER, ENTERPRISE, ("number of it among the founder's enterprises", "创始人创业次序"),
        "1",
        NO_REASON,
    ),
    codes.INVITATION_DECLINED: EventKind(
        ("an organisation does not join a center that invites it; field is the center's main field",
         "受邀单位谢绝加入中心（领域为主要领域）"),
        CENTER, MEMBER, ("expected worth of membership", "成员资格预期价值"), "million CNY/quarter",
        REASON, ("why it does not join", "谢绝原因"),
    ),
    codes.CENTER_EVALUATED: EventKind(
        ("a center is evaluated; field is the main field", "中心接受评估（领域为主要领域）"),
        CENTER, NONE, ("score", "得分"), "1", REASON, ("how it is graded", "评估等级"),
    ),
    codes.CENTER_RECTIFIES: EventKind(
        ("a center has to mend what was found wanting; field is the main field",
         "中心进入整改（领域为主要领域）"),
        CENTER, NONE, ("score", "得分"), "1", REASON, ("how it is graded", "评估等级"),
    ),
    codes.CENTER_ENDS: EventKind(
        ("a center is revoked; field is the main field", "中心被撤销（领域为主要领域）"),
        CENTER, NONE, ("cash returned to the ministry", "上缴结余"), "million CNY", REASON,
        ("always that it is revoked", "恒为中心撤销"),
    ),
    codes.AGREEMENT_SIGNED: EventKind(
        ("an enterprise begins to pay for a project of a center", "企业按协议出资中心项目"),
        IDEA, ("sponsor", "协议出资企业"), ("what it is worth to the sponsor", "对出资方的价值"),
        "million CNY", REASON, ("always that it is worth more than its cost", "恒为价值高于成本"),
    ),
    codes.AGREEMENT_ENDS: EventKind(
        ("a sponsor does not pay on for a project", "协议出资方退出项目"),
        IDEA, ("sponsor", "协议出资企业"), ("what it is worth to the sponsor", "对出资方的价值"),
        "million CNY", REASON, ("why it withdraws", "退出原因"),
    ),
    codes.CENTER_APPLICATION: EventKind(
        ("an organisation has applied to lead a center; field and province are its own",
         "单位申请牵头中心（领域和省份属申请单位）"),
        MEMBER, ("type of lead: 1 enterprise, 2 consortium, 3 institute, 4 platform", "牵头类型"),
        ("score of the panel", "论证得分"), "1", REASON, ("what came of it", "申请结果"),
    ),
    codes.CENTER_INDEPENDENT: EventKind(
        ("a center becomes a person of its own before the law; field is the main field",
         "中心转为独立法人（领域为主要领域）"),
        CENTER, NONE, ("what the transition has cost", "转制成本"), "million CNY", NO_REASON,
    ),
    codes.INCUBATOR_ADMITS: EventKind(
        ("an incubator takes in a founder", "孵化器接收创业企业"),
        ENTERPRISE, INCUBATOR, ("what it thinks of it: log offer over the field's mean",
                                "孵化器信号（性价比对数）"), "1", REASON,
        ("worth the cost of moving in, or refused at the door by an experiment's lottery",
         "值得入驻，或实验抽签未入驻"),
    ),
    codes.INCUBATOR_RELEASES: EventKind(
        ("a tenancy ends", "在孵期结束"),
        ENTERPRISE, INCUBATOR, ("age", "企业年龄"), "quarter", REASON,
        ("why it ended", "结束原因"),
    ),
    codes.FIRM_MOVES: EventKind(
        ("an enterprise moves, one row; the province is the one that it leaves",
         "企业迁址（省份为迁出地）"),
        ENTERPRISE, ("code of the province that it moves to", "迁入省份代码"),
        ("its sales", "销售额"), "million CNY/quarter", NO_REASON,
    ),
}  # fmt: skip

STAGE_IN_VALUE = tuple(kind for kind, event in EVENTS.items() if event.unit == "stage")
"""Kinds whose value is a stage; the column of the stage holds it too."""


def with_reason(column: str) -> tuple[int, ...]:
    """Return the kinds of events whose reason goes into a column."""
    return tuple(kind for kind, event in EVENTS.items() if event.reason == column)
