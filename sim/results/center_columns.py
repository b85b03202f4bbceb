"""Columns of centers that several tables have: what boards decided, how power lies, the plan."""

from sim.results.about import INTEGER, NUMBER, Column
from sim.results.centers import PLAN
from sim.rows import Center
from sim.state import columns

DECISIONS = (
    Column("projects_approved", INTEGER, "1", "projects approved so far", "批准项目数"),
    Column("projects_refused", INTEGER, "1", "projects refused so far", "否决项目数"),
    Column("bad_public", INTEGER, "1", "approved, of no true value to the public",
           "误批（公共价值）"),
    Column("bad_members", INTEGER, "1", "approved, of no true value to the members together",
           "误批（成员价值）"),
    Column("missed_public", INTEGER, "1", "refused, of true value to the public",
           "误拒（公共价值）"),
    Column("missed_members", INTEGER, "1", "refused, of true value to the members together",
           "误拒（成员价值）"),
    Column("captured", INTEGER, "1", "approved: the lead gains, all others together lose", "俘获"),
    Column("by_manager", INTEGER, "1", "decided by the manager alone", "主任决定"),
    Column("decision_time", NUMBER, "quarter", "from proposal to decision, mean so far",
           "平均决策季度数", missing="no decision yet"),
)  # fmt: skip
POWERS = (
    Column("lead_power", NUMBER, "1", "Banzhaf index of the lead", "牵头单位班扎夫指数"),
    Column("enterprise_power", NUMBER, "1", "Banzhaf index of the other enterprises",
           "企业班扎夫指数"),
    Column("institute_power", NUMBER, "1", "Banzhaf index of institutes", "机构班扎夫指数"),
    Column("government_power", NUMBER, "1", "Banzhaf index of the government", "政府班扎夫指数"),
)  # fmt: skip

PEOPLE = (
    Column("posts", NUMBER, "FTE", "posts that its projects need", "按需设岗数"),
    Column("staff", NUMBER, "FTE", "of these, filled", "在岗研发人员"),
    Column("vacancies", NUMBER, "FTE", "of these, vacant", "空缺岗位"),
    Column("staff_joined", NUMBER, "FTE/quarter", "people who joined its staff", "流入人员"),
    Column("staff_left", NUMBER, "FTE/quarter",
           "people who left it, also as it spends less on projects", "流出人员"),
    Column("stars", INTEGER, "1", "stars with a post there", "在岗拔尖人才数"),
)  # fmt: skip


def plan() -> tuple[Column, ...]:
    """Describe what a center promised and achieved as the world's table does."""
    of = {name: column for name, column in columns(Center).items() if name in PLAN}
    return tuple(Column(name, NUMBER, c.unit, c.meaning, c.meaning_zh) for name, c in of.items())
