"""The outline of a plan: the annex of the guideline, and where in it a scenario's keys stand."""

from typing import NamedTuple


class Part(NamedTuple):
    """A piece of prose within a section, and the clause that asks for it."""

    key: str
    en: str
    zh: str
    clause: str
    listed: bool = False  # several statements, each with a source if it is a fact


class Section(NamedTuple):
    """A section of the annex: its prose, and the keys of a center that it settles."""

    key: str
    en: str
    zh: str
    parts: tuple[Part, ...]
    levers: tuple[str, ...] = ()  # keys of a center
    switches: tuple[str, ...] = ()  # keys of its bundle


SECTIONS = (
    Section(
        "basis",
        "Basis and significance",
        "建设基础和重要意义",
        (
            Part("significance", "Why a center is needed", "重要意义", "A1"),
            Part("facts", "What is there", "建设基础", "G4.5", listed=True),
        ),
        ("lead",),
    ),
    Section(
        "idea",
        "General idea",
        "总体思路",
        (
            Part("guidance", "Guiding thought", "指导思想", "A1"),
            Part("positioning", "Strategic positioning", "战略定位", "A1"),
            Part("principles", "Principles", "建设原则", "G2.7", listed=True),
            Part("goals", "Goals", "发展目标", "A1"),
        ),
        ("targets",),
    ),
    Section(
        "layout",
        "Layout",
        "建设布局",
        (Part("layout", "Fields, place and partners", "领域、区域与共建单位", "G3.4"),),
        ("mode", "province", "fields"),
    ),
    Section(
        "tasks",
        "Tasks",
        "建设任务",
        (
            Part("technology", "Technology and its industrialisation", "技术研发和产业化", "G5.1"),
            Part("clusters", "Open resources and clusters", "开放资源与产业集群", "G5.2"),
            Part("incubation", "Incubation and entrepreneurship", "创新创业平台", "G5.3"),
            Part("talent", "Talent", "技术创新人才", "G5.4"),
            Part("reform", "Reform of mechanisms", "体制机制改革", "G5.5"),
        ),
        (),
        ("pilot_capacity", "pilot_for_members", "extension", "incubator_places", "results_owner"),
    ),
    Section(
        "mechanisms",
        "Management and operation",
        "管理运行机制",
        (
            Part("legal_status", "Legal status", "法律地位", "G6.1"),
            Part("governance", "Board, experts and director", "治理结构", "G6.2"),
            Part("party", "Party organisation", "党的领导", "G6.2"),
            Part("projects", "Projects", "项目实施", "G6.3"),
            Part("people", "People", "人才管理", "G6.4"),
        ),
        ("legal_form", "becomes", "rights"),
        (
            "lead_votes",
            "enterprise_votes",
            "government_votes",
            "voting",
            "veto",
            "experts",
            "manager_limit",
        ),
    ),
    Section(
        "safeguards",
        "Safeguards",
        "保障措施",
        (
            Part("money", "Money", "资金投入", "G6.5"),
            Part("local", "Support of the local government", "地方支持", "G4.7"),
        ),
        ("contract", "terms"),
        ("grant", "local_grant"),
    ),
    Section(
        "schedule",
        "Schedule",
        "进度安排",
        (Part("schedule", "Steps", "实施步骤", "G4.4"),),
        ("approved", "milestones"),
    ),
)
"""In the order of the annex (建设方案编写提纲)."""
