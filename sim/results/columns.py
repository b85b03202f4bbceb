"""The dictionary of the results: every table and column, written once.

Tables are brought to these types when they are made, exports carry these descriptions, and
`docs/tables.md` is made from them.
"""

from collections.abc import Mapping
from functools import cache

import pandas as pd

from sim import codes
from sim.accounts import FLOWS, SECTORS, SECTORS_ZH
from sim.results.about import (
    IDENTITY,
    INTEGER,
    NUMBER,
    QUARTER,
    TEXT,
    YES_NO,
    Column,
    Table,
)
from sim.results.agents import agent_columns
from sim.results.center_columns import DECISIONS, PEOPLE, POWERS, plan
from sim.results.event_kinds import PARENTS
from sim.rows import SCENARIO
from sim.tables import fields, provinces

GENERIC = "generic"
"""Place of the technologies that all fields can use."""
NATION = "nation"

MONEY, FLOW = "million CNY", "million CNY/quarter"
ALWAYS = "in every run"

SEED = Column("seed", INTEGER, "1", "seed of the run", "随机种子", source=SCENARIO)
"""First column of every table that holds the runs of several seeds, and part of its key."""

LEVELS = {NATION: "全国", "field": "领域", "province": "省份"}
KINDS = {"nobody": "无", "enterprise": "企业", "institute": "研究机构", "center": "创新中心"}
LEAD_KINDS = {kind: KINDS[kind] for kind in ("enterprise", "institute")}
STATUS = {
    "planned": "筹划",
    "construction": "建设",
    "operating": "运行",
    "rectifying": "整改",
    "revoked": "撤销",
}
NOT_CALLED = "no call has filled this place"
RESULTS_OWNERS = {"lead": "牵头单位", "center": "创新中心", "inventor": "发明者"}
CONTRACTS = dict(codes.CONTRACTS.values())
MET = {"stranger": "直接相识", "introduced": "经介绍", "former partner": "曾合作"}
PHASES = {
    "policy": "政策",
    "governments": "地方政府",
    "budgets": "预算",
    "talent": "人才",
    "research": "研究",
    "links": "合作",
    "learning": "学习",
    "membership": "成员",
    "selection": "遴选",
    "maturation": "熟化",
    "diffusion": "扩散",
    "market": "市场",
    "turnover": "进入退出",
}


def _words(named: Mapping[int, tuple[str, str]]) -> dict[str, str]:
    return dict(named.values())


def _fields() -> dict[str, str]:
    return {key: field.name_zh for key, field in fields().items()}


def _provinces() -> dict[str, str]:
    return {key: province.name_zh for key, province in provinces().items()}


def _quarter(meaning: str = "quarter", meaning_zh: str = "季度", name: str = "quarter") -> Column:
    return Column(name, QUARTER, "quarter", meaning, meaning_zh)


def _field(meaning: str, meaning_zh: str, name: str = "field", generic: bool = True) -> Column:
    known = _fields() | ({GENERIC: "共性技术"} if generic else {})
    return Column(name, TEXT, "1", meaning, meaning_zh, known, more=True)


def _province(meaning: str, meaning_zh: str, name: str = "province", missing: str = "") -> Column:
    return Column(name, TEXT, "1", meaning, meaning_zh, _provinces(), missing)


def _indicators() -> Table:
    from sim.indicators import FIELD, NATION, PROVINCE

    every = {i.name: i.name_zh for i in (*NATION, *FIELD, *PROVINCE)}
    places = {"nation": "全国"} | _fields() | _provinces()
    return Table(
        "indicators", "Indicators of nation, fields and provinces", "全国、领域和省份指标",
        "the value of one indicator of one place in one quarter",
        ("quarter", "level", "place", "indicator"), ALWAYS,
        (
            _quarter(),
            Column("level", TEXT, "1", "level of the place", "层级", LEVELS),
            Column("place", TEXT, "1", "nation, field or province", "地域或领域", places,
                   more=True),
            Column("indicator", TEXT, "1", "name, see the page of indicators", "指标", every),
            Column("value", NUMBER, "see unit", "value", "数值"),
            Column("unit", TEXT, "1", "unit of the value", "单位"),
        ),
    )  # fmt: skip


def _bands(indicators: Table) -> Table:
    """Describe the bands of several seeds: indicators without their values."""
    quarter, level, place, indicator, _, unit = indicators.columns
    none = "the indicator is not a number in any run"
    shares = {"q05": 5, "q25": 25, "median": 50, "q75": 75, "q95": 95}
    return Table(
        "bands", "Indicators over several seeds", "多次运行的指标分布",
        "one indicator of one place in one quarter over all seeds",
        ("quarter", "level", "place", "indicator"), "where a scenario was run with several seeds",
        (
            quarter, level, place, indicator, unit,
            Column("seeds", INTEGER, "1", "runs in which the indicator is a number", "有效运行数"),
            Column("mean", NUMBER, "see unit", "mean over these runs", "均值", missing=none),
            *(
                Column(name, NUMBER, "see unit", f"{share}% of these runs lie below",
                       f"{share}%分位数",
                       missing=none)
                for name, share in shares.items()
            ),
        ),
    )  # fmt: skip


def _events() -> Table:
    return Table(
        "events", "Events in their order", "事件记录", "one event", ("number",), ALWAYS,
        (
            Column("number", INTEGER, "1", "place in the order of events, from 0", "序号"),
            _quarter(),
            Column("event", TEXT, "1", "kind of event", "事件类型", _words(codes.EVENT_KINDS)),
            _field("field of the idea, of the center or of the enterprise", "领域"),
            _province("province of the inventor, of the center or of the enterprise", "省份",
                      missing="the event has no place"),
            Column("subject", IDENTITY, "1", "what it happens to, see kinds of events", "主体标识"),
            Column("object", IDENTITY, "1", "who or what else takes part", "客体标识",
                   missing="nobody else takes part, or it is not known"),
            Column("value", NUMBER, "see kinds of events", "how much", "数值",
                   missing="the event has no number, or it is not known"),
            Column("reason", TEXT, "1", "why it was decided so", "理由", _words(codes.REASONS),
                   "the kind of event has no reason"),
            Column("origin", TEXT, "1", "type of the inventor or of the team's owner", "来源类型",
                   _words(codes.ORIGINS), "the kind of event says nothing of it"),
            Column("parent", TEXT, "1", "whom the founder comes from", "创始人来源",
                   _words(PARENTS), "no enterprise is founded"),
            Column("stage", INTEGER, "stage",
                   "0 TRL 1-3, 1 TRL 3-4, 2 TRL 4-6, 3 TRL 6-8, 4 TRL 8-9",
                   "阶段", missing="the kind of event has no stage"),
        ),
    )  # fmt: skip


def _flows() -> Table:
    sectors: dict[str, str] = dict(zip(SECTORS, SECTORS_ZH, strict=True))
    return Table(
        "flows", "Payments between sectors", "部门间资金流量",
        "all payments of one kind in one phase of one quarter, if they are not zero",
        ("quarter", "phase", "flow"), ALWAYS,
        (
            _quarter(),
            Column("phase", TEXT, "1", "phase of the quarter", "阶段", PHASES),
            Column("flow", TEXT, "1", "kind of payment", "流量",
                   {flow.name: flow.name_zh for flow in FLOWS}),
            Column("payer", TEXT, "1", "who pays", "付款部门", sectors),
            Column("payee", TEXT, "1", "who receives", "收款部门", sectors),
            Column("amount", NUMBER, FLOW, "amount", "金额"),
        ),
    )  # fmt: skip


def _adoption() -> Table:
    return Table(
        "adoption", "Use of technologies by quarter", "技术使用",
        "a technology in use when a quarter ends; an idea that two teams launched has two slots",
        ("quarter", "field", "slot"), ALWAYS,
        (
            Column("technology", IDENTITY, "1", "identity of its idea", "技术标识"),
            _field("bank it stands in: that of a field or that of generic ones", "技术库"),
            Column("slot", INTEGER, "1", "place in the bank, 0 to 63", "位置"),
            _quarter(),
            Column("use", NUMBER, "1", "share of the field's sales, or of all, that uses it",
                   "使用份额"),
        ),
    )  # fmt: skip


def _technologies() -> Table:
    return Table(
        "technologies", "Technologies in use at the end", "期末在用技术",
        "one technology in use at the end", ("bank", "slot"), ALWAYS,
        (
            Column("technology", IDENTITY, "1", "identity of its idea", "技术标识"),
            _field("bank it stands in: that of a field or that of generic ones", "技术库", "bank"),
            Column("slot", INTEGER, "1", "place in the bank, 0 to 63", "位置"),
            _field("field of origin", "来源领域", generic=False),
            Column("origin", TEXT, "1", "type of the owner of the team that launched it",
                   "来源类型",
                   _words(codes.ORIGINS)),
            Column("owner_kind", TEXT, "1", "kind of the owner", "所有者类型", KINDS),
            Column("owner", IDENTITY, "1", "owner", "所有者标识",
                   missing="nobody owns it any more"),
            Column("center", TEXT, "1", "center whose members use it free", "免费使用的中心",
                   missing="no center"),
            Column("extended", YES_NO, "1", "a center does extension work", "是否推广"),
            _quarter("quarter of launch", "上市季度", "launched"),
            Column("gain", NUMBER, "1", "gain in efficiency that could be known", "可知增益"),
            Column("realised", NUMBER, "1", "gain in use, with luck", "实际增益"),
            Column("use", NUMBER, "1", "share of the field's sales, or of all, that uses it",
                   "使用份额"),
            Column("licences", NUMBER, MONEY, "licence fees so far", "累计许可费"),
        ),
    )  # fmt: skip


def _centers() -> Table:
    return Table(
        "centers", "Centers at the end", "期末创新中心", "one center", ("center",), ALWAYS,
        (
            Column("center", TEXT, "1", "name in the scenario", "中心", source=SCENARIO),
            Column("id", IDENTITY, "1", "identity, as in the table of events", "标识"),
            Column("name_en", TEXT, "1", "name in English", "英文名称", source=SCENARIO),
            Column("name_zh", TEXT, "1", "name in Chinese", "中文名称", source=SCENARIO),
            Column("called_as", TEXT, "1", "type of lead that applied, or that it came by date",
                   "征集类型", dict(codes.CHARTERS.values())),
            Column("contract", TEXT, "1", "label of its contract", "经费合同", source=SCENARIO),
            Column("legal_form", TEXT, "1", "label of its legal form at the end", "法人形式",
                   source=SCENARIO),
            Column("mode", TEXT, "1", "organising mode", "组建模式", missing=NOT_CALLED,
                   source=SCENARIO),
            _province("province", "省份", missing=NOT_CALLED),
            Column("approved", QUARTER, "quarter", "quarter of approval", "批准季度",
                   missing=NOT_CALLED),
            Column("lead_kind", TEXT, "1", "kind of the lead", "牵头类型", LEAD_KINDS, NOT_CALLED,
                   source=SCENARIO),
            Column("results_owner", TEXT, "1", "who owns results", "成果归属", RESULTS_OWNERS,
                   source=SCENARIO),
            Column("status", TEXT, "1", "stage of the center", "状态", STATUS),
            Column("grade", TEXT, "1", "outcome of the last evaluation", "最近评估等级",
                   dict(codes.GRADES.values())),
            Column("score", NUMBER, "1", "score of the last evaluation", "最近评估得分",
                   missing="not evaluated yet"),
            Column("cash", NUMBER, MONEY, "cash", "现金"),
            Column("fees", NUMBER, FLOW, "fees received in the last quarter", "会费收入"),
            Column("licences", NUMBER, FLOW, "licence income of the last quarter", "许可收入"),
            Column("project_rd", NUMBER, FLOW, "spent on projects in the last quarter",
                   "项目研发支出"),
            Column("members", NUMBER, "1", "members, rows of enterprises counted once", "成员数"),
            *PEOPLE,
            *DECISIONS,
            *POWERS,
        ),
    )  # fmt: skip


def _center_quarters() -> Table:
    return Table(
        "center_quarters", "Centers by quarter", "创新中心分季度情况",
        "one center in one quarter; cash changes by what comes in less what goes out",
        ("quarter", "center"), ALWAYS,
        (
            _quarter(),
            Column("center", TEXT, "1", "name in the scenario", "中心", source=SCENARIO),
            Column("status", TEXT, "1", "stage of the center", "状态", STATUS),
            Column("members", NUMBER, "1", "members, rows of enterprises counted once", "成员数"),
            *DECISIONS,
            Column("exits", INTEGER, "1", "members that left so far", "累计退出数"),
            Column("declined", INTEGER, "1", "invitations declined so far", "累计谢绝数"),
            Column("free_riders", INTEGER, "1",
                   "of both, where the members would have gained by the money", "其中搭便车数"),
            Column("sponsors", INTEGER, "1", "projects with a sponsor", "协议项目数"),
            Column("of_investors", NUMBER, FLOW, "of capital, paid by investors", "其中社会资本"),
            Column("grant", NUMBER, FLOW, "in: grant of the ministry", "中央资助"),
            Column("local_grant", NUMBER, FLOW, "in: grant of the province", "地方资助"),
            Column("project_grants", NUMBER, FLOW, "in: grants of national projects",
                   "国家项目资助"),
            Column("fees", NUMBER, FLOW, "in: fees of members", "会费收入"),
            Column("capital", NUMBER, FLOW, "in: stakes of enterprises and investors", "股金收入"),
            Column("agreements", NUMBER, FLOW, "in: sponsors of projects", "协议收入"),
            Column("line_rents", NUMBER, FLOW, "in: rents of its pilot line", "中试线租金收入"),
            Column("licences", NUMBER, FLOW, "in: licences", "许可收入"),
            Column("project_rd", NUMBER, FLOW, "out: projects", "项目研发支出"),
            Column("pilot_rents", NUMBER, FLOW, "out: rents of pilot lines of others",
                   "中试线租金支出"),
            Column("expert_fees", NUMBER, FLOW, "out: experts", "专家费"),
            Column("overheads", NUMBER, FLOW, "out: running costs, cost of becoming independent",
                   "管理费用"),
            Column("incubation", NUMBER, FLOW, "out: its incubator", "孵化器支出"),
            Column("returned", NUMBER, FLOW, "out: cash returned to the ministry when revoked",
                   "撤销上缴结余"),
            Column("paid_to_members", NUMBER, FLOW,
                   "out: shares in licences and refunds, taken from what else cash explains",
                   "付给成员和股东"),
            Column("to_lead", NUMBER, FLOW, "of it, revenue that is the lead's by legal form",
                   "其中上缴牵头单位"),
            Column("staff_leaving", NUMBER, "1/quarter", "share of its staff that leaves",
                   "人员流出率"),
            *PEOPLE,
            Column("cash", NUMBER, MONEY, "cash at the end of the quarter", "季末现金"),
            *plan(),
        ),
    )  # fmt: skip


def _links() -> Table:
    return Table(
        "links", "Links outside centers at the end", "期末中心外合作关系",
        "one link of an enterprise or institute with an enterprise", ("link",), ALWAYS,
        (
            Column("link", IDENTITY, "1", "permanent identity", "合作标识"),
            _field("field of both ends", "领域", generic=False),
            Column("kind", TEXT, "1", "kind of the one end", "一方类型", LEAD_KINDS),
            Column("one", IDENTITY, "1", "one end", "一方标识"),
            _province("province of the one", "一方省份", "one_province"),
            Column("other", IDENTITY, "1", "other end, an enterprise", "另一方标识"),
            _province("province of the other", "另一方省份", "other_province"),
            Column("links", NUMBER, "1", "links that the row stands for: min(w, w') of the ends",
                   "代表合作数"),
            Column("met", TEXT, "1", "how both came together", "结识方式", MET),
            _quarter("quarter in which it began", "开始季度", "begun"),
            Column("distance", NUMBER, "1", "cognitive distance then, 0 to 1", "认知距离"),
        ),
    )  # fmt: skip


def _members() -> Table:
    return Table(
        "members", "Members of centers at the end", "期末创新中心成员",
        "one member of one center", ("center", "member"), ALWAYS,
        (
            Column("center", TEXT, "1", "name in the scenario", "中心", source=SCENARIO),
            Column("kind", TEXT, "1", "kind of the member", "成员类型", LEAD_KINDS),
            Column("member", IDENTITY, "1", "identity of the member", "成员标识"),
            _field("field of the member", "领域", generic=False),
            _province("province of the member", "省份"),
            Column("lead", YES_NO, "1", "leads the center", "是否牵头"),
            Column("votes", NUMBER, "1", "share of the votes", "票权"),
            _quarter("quarter of joining", "加入季度", "joined"),
            Column("shared_units", INTEGER, "unit", "units of knowledge opened to the center",
                   "向中心开放单元数"),
            Column("fee_paid", NUMBER, FLOW, "fee paid by one enterprise of the row", "已缴会费"),
            Column("contract", TEXT, "1", "how it belongs to the center", "参与方式", CONTRACTS),
            Column("stake", NUMBER, MONEY, "paid for its stake", "实缴股金"),
        ),
    )  # fmt: skip


def _cells() -> Table:
    return Table(
        "cells", "Fields in provinces by quarter", "领域在各省份的分季度情况",
        "one field in one province in one quarter", ("quarter", "field", "province"), ALWAYS,
        (
            _quarter(),
            _field("field", "领域", generic=False),
            _province("province", "省份"),
            Column("sales", NUMBER, FLOW, "sales of its enterprises", "销售额"),
            Column("enterprises", NUMBER, "1", "enterprises", "企业数"),
            Column("cluster", INTEGER, "quarter", "age of the cluster; 0 none, -1 it ends now",
                   "产业集群年龄"),
        ),
    )  # fmt: skip


def _agents() -> Table:
    return Table(
        "agents", "Enterprises and institutes at the end", "期末企业和研究机构",
        "one enterprise or institute, or a representative of `weight` alike ones",
        ("id",), "with --agents", agent_columns(_fields(), _provinces()),
    )  # fmt: skip


@cache
def dictionary() -> dict[str, Table]:
    """Return all tables that a run can write, in order."""
    indicators = _indicators()
    tables = (
        indicators, _bands(indicators), _events(), _flows(), _adoption(), _technologies(),
        _centers(),
        _center_quarters(), _links(), _members(), _cells(), _agents(),
    )  # fmt: skip
    return {table.name: table for table in tables}


def fitted(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the types of its columns; text is text already."""
    types = {column.name: column.dtype for column in dictionary()[name].columns}
    return table.astype({column: dtype for column, dtype in types.items() if dtype != "str"})
