"""Every behavioural parameter once: default, unit, range, symbol, source and both names.

One group per rule file, so that a rule's signature says what it may depend on. Every field is a
float, so that kernels compile once. What belongs to one field, province or center stands in the
tables of `scenarios/data/` instead.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple, get_type_hints

import numpy as np


class About(NamedTuple):
    """What a reader must know of a parameter."""

    symbol: str
    unit: str
    low: float
    high: float
    source: str
    meaning: str
    meaning_zh: str


MONEY = "million CNY"
"""The unit of money, at 2017 prices; a parameter whose unit starts so scales with the currency."""

J = "assumption"
DESIGN = "assumption: seen in a small numerical trial"


# fmt: off
class Knowledge(NamedTuple):
    """Learning, forgetting and reach (`rules/knowledge.py`)."""

    local_learning_rate: Annotated[
        float,
        About("l", "1/quarter", 0.0, 1.0, J, "hazard of learning a unit that all around know",
              "周围企业都掌握某知识单元时的学习风险率"),
    ] = 0.2
    own_learning_rate: Annotated[
        float,
        About("l_0", "1/quarter", 0.0, 0.2, J, "hazard of learning a unit by own R&D alone",
              "仅靠自身研发学会一个单元的风险率"),
    ] = 0.012
    foreign_learning_rate: Annotated[
        float,
        About("l_w", "1/quarter", 0.0, 0.2, J,
              "hazard of learning from abroad a unit the world knows",
              "从国外学会世界已知单元的风险率"),
    ] = 0.02
    base_learning_rate: Annotated[
        float,
        About("l_c", "1/quarter", 0.0, 2.0, J,
              "hazard of learning a unit of the shared base of a center one belongs to",
              "成员从创新中心共享知识库学习一个单元的风险率"),
    ] = 0.25
    spillover_reach: Annotated[
        float,
        About("R", "km", 20.0, 1000.0,
              "Bottazzi and Peri 2003: none beyond 300 km; half of it as the scale",
              "distance over which spillovers fall to 1/e between provinces",
              "省际知识溢出衰减到1/e的距离"),
    ] = 150.0
    window: Annotated[
        float,
        About("N_w", "1", 8.0, 62.0, DESIGN,
              "units of a field that the world keeps; an older one retires when a new one opens",
              "世界前沿保留的知识单元数"),
    ] = 56.0
    institute_learning_rate: Annotated[
        float,
        About("l_i", "1/quarter", 0.0, 1.0, J,
              "hazard that an institute learns a science unit known to the country's institutes",
              "研究机构学会国内同行已知科学单元的风险率"),
    ] = 0.15


class Research(NamedTuple):
    """Discovery, ideas and minor inventions (`rules/research.py`)."""

    ideas_per_quarter: Annotated[
        float,
        About("λ_0", "1/quarter", 0.1, 10.0, J, "ideas of weight per field and quarter in 2010",
              "2010年每领域每季度的重要创意数"),
    ] = 2.0
    ideas_elasticity: Annotated[
        float,
        About("φ", "1", 0.3, 0.6, "Hausman, Hall, Griliches 1984 (range recalled)",
              "elasticity of ideas and discoveries to R&D of the field",
              "创意与发现对领域研发的弹性"),
    ] = 0.45
    effort_elasticity: Annotated[
        float,
        About("β", "1", 0.3, 1.0, "Hausman, Hall, Griliches 1984 (range recalled); high: 1",
              "elasticity of an organisation's chance of an idea to its R&D",
              "单位获得创意机会对其研发的弹性"),
    ] = 0.45
    discoveries_per_quarter: Annotated[
        float,
        About("d_0", "1/quarter", 0.05, 5.0, J,
              "units per field and quarter that institutes add to the country's frontier in 2010",
              "2010年每领域每季度研究机构推进的国内前沿单元数"),
    ] = 0.6
    minor_rate: Annotated[
        float,
        About("λ_m", "1/quarter", 0.0, 2.0,
              "assumption; 0.5 patents per million CNY (Wei, Xie, Zhang 2017) as the order",
              "minor inventions a quarter of an enterprise with the reference R&D",
              "参考研发规模企业每季度的小发明数"),
    ] = 0.15
    minor_elasticity: Annotated[
        float,
        About("β_m", "1", 0.3, 1.0, "Hausman, Hall, Griliches 1984 (range recalled)",
              "elasticity of minor inventions to own R&D", "小发明对自身研发的弹性"),
    ] = 0.45
    minor_reference: Annotated[
        float,
        About("E_m", f"{MONEY}/quarter", 0.1, 100.0, J,
              "R&D of the enterprise to which the minor rate refers", "小发明率的参考研发额"),
    ] = 3.0
    minor_gain: Annotated[
        float,
        About("g_m", "1", 0.0, 0.02, J, "gain in efficiency of a minor invention",
              "一项小发明的效率增益"),
    ] = 0.002
    gain_mean: Annotated[
        float,
        About("a", "1", 0.0005, 0.2,
              "assumption; Brandt, Van Biesebroeck, Zhang 2012: incumbents\' TFP grew 2.85% a year",
              "mean gain in efficiency of an idea of weight",
              "重要创意的平均效率增益"),
    ] = 0.008
    gain_sigma: Annotated[
        float,
        About("σ_a", "1", 0.0, 2.0, J,
              "log standard deviation of the gain that perfect assessment could know",
              "可评估增益的对数标准差"),
    ] = 0.7
    luck_sigma: Annotated[
        float,
        About("σ_e", "1", 0.0, 2.8, "Scherer and Harhoff 2000: 1.23 to 2.76",
              "log standard deviation of the luck revealed at launch",
              "上市时才显现的运气的对数标准差"),
    ] = 1.23
    gain_most: Annotated[
        float,
        About("a_max", "1", 0.02, 1.0, J, "largest gain in efficiency of one technology in use",
              "单项技术最大效率增益"),
    ] = 0.2
    generic_share: Annotated[
        float,
        About("γ", "1", 0.0, 0.5, J, "share of ideas that are generic (used across fields)",
              "共性技术创意的比例"),
    ] = 0.15
    other_kind_known: Annotated[
        float,
        About("k", "1", 0.0, 1.0, DESIGN,
              "chance that the inventor knows a needed unit that is not of its own kind",
              "发明者掌握非本类所需单元的概率"),
    ] = 0.5
    rival_chance: Annotated[
        float,
        About("r", "1", 0.0, 1.0, J, "chance that each of the next three had the same idea too",
              "其后三家同时想到同一创意的概率"),
    ] = 0.3
    shelf_quarters: Annotated[
        float,
        About("T_s", "quarter", 2.0, 80.0, DESIGN,
              "quarters an idea waits without money before it is shelved",
              "创意无资金等待后被搁置的季度数"),
    ] = 12.0


class Maturation(NamedTuple):
    """Stages from TRL 1 to 9 (`rules/maturation.py`)."""

    success: Annotated[
        float,
        About("π", "1", 0.6, 0.95, DESIGN,
              "chance that a stage succeeds if the team knows all it needs, the same in each",
              "团队具备全部所需知识时一阶段成功的概率"),
    ] = 0.85
    knowledge_elasticity: Annotated[
        float,
        About("η", "1", 0.5, 4.0, J, "elasticity of success to the share of needed units known",
              "成功率对所需知识掌握比例的弹性"),
    ] = 2.0
    pace: Annotated[
        float,
        About("h", "1/quarter", 0.05, 1.0, DESIGN + "; five quarters a stage",
              "share of a stage's cost that a team can spend in a quarter",
              "团队每季度可投入阶段成本的比例"),
    ] = 0.25
    cost_1_3: Annotated[
        float,
        About("c_1", "1", 0.01, 0.9, J, "share of the project cost in TRL 1-3",
              "TRL 1-3阶段成本份额"),
    ] = 0.05
    cost_3_4: Annotated[
        float,
        About("c_2", "1", 0.01, 0.9, J, "share of the project cost in TRL 3-4",
              "TRL 3-4阶段成本份额"),
    ] = 0.10
    cost_4_6: Annotated[
        float,
        About("c_3", "1", 0.01, 0.9, J, "share of the project cost in TRL 4-6 (the pilot)",
              "TRL 4-6阶段（中试）成本份额"),
    ] = 0.35
    cost_6_8: Annotated[
        float,
        About("c_4", "1", 0.01, 0.9, J, "share of the project cost in TRL 6-8",
              "TRL 6-8阶段成本份额"),
    ] = 0.30
    cost_8_9: Annotated[
        float,
        About("c_5", "1", 0.01, 0.9, J, "share of the project cost in TRL 8-9",
              "TRL 8-9阶段成本份额"),
    ] = 0.20
    pilot_cost: Annotated[
        float,
        About("ψ", "1", 0.2, 1.0, J, "cost of TRL 4-6 on a pilot line over that without one",
              "使用中试线时TRL 4-6成本与不使用之比"),
    ] = 0.5


class Funding(NamedTuple):
    """The value function and what is paid for (`rules/value.py`, `rules/funding.py`)."""

    discount: Annotated[
        float,
        About("d", "1/quarter", 0.9, 0.999, J, "discount factor of a quarter",
              "季度贴现因子"),
    ] = 0.975
    horizon: Annotated[
        float,
        About("H", "quarter", 4.0, 80.0, J, "quarters of use that a decision looks ahead",
              "决策者考虑的使用季度数"),
    ] = 40.0
    routine_share: Annotated[
        float,
        About("ρ", "1", 0.1, 1.0, J,
              "share of the field's R&D intensity that is routine, whatever the ideas",
              "常规研发占领域研发强度的比例"),
    ] = 0.95
    project_limit: Annotated[
        float,
        About("κ", "1", 0.0, 4.0, J,
              "most an enterprise spends on projects in a quarter, over its routine R&D",
              "企业每季度项目支出上限与常规研发之比"),
    ] = 1.0
    institute_own_share: Annotated[
        float,
        About("σ_i", "1", 0.0, 1.0, J,
              "share of stage costs an institute counts as its own, alike in all stages; grants "
              "carry the rest",
              "研究机构视为自担的阶段成本比例（各阶段相同）"),
    ] = 0.5
    institute_project_share: Annotated[
        float,
        About("ξ", "1", 0.0, 1.0, J, "share of an institute's applied budget open to projects",
              "研究机构应用研究经费可用于项目的比例"),
    ] = 0.3
    licence_friction: Annotated[
        float,
        About("b", "1", 0.5, 2.0, J, "weight of own lost sales in the owner's licence decision",
              "许可决策中自身销售损失的权重"),
    ] = 1.0
    licence_life: Annotated[
        float,
        About("T_l", "quarter", 8.0, 80.0, "patent law: 20 years at most; assumption: five years of worth",
              "quarters after launch in which users need a licence",
              "上市后使用者需取得许可的季度数"),
    ] = 20.0
    intensity_growth: Annotated[
        float,
        About("γ_i", "1/year", -0.05, 0.1,
              "S_NBS_RD_2010, S_NBS_RD_2019; derived: R&D over GDP 1.76% (2010) to 2.23% (2019)",
              "growth of R&D intensity of enterprises", "企业研发强度增速"),
    ] = 0.0266
    public_rd_growth: Annotated[
        float,
        About("γ_p", "1/year", 0.0, 0.2, "national.csv; derived: real growth of R&D by "
              "institutes and universities 2010-2019",
              "real growth of public money for institutes and universities",
              "研究机构与高校公共经费实际增速"),
    ] = 0.08


class Diffusion(NamedTuple):
    """Adoption of technologies (`rules/diffusion.py`)."""

    partner_share: Annotated[
        float,
        About("a_2/q", "1", 0.0, 1.0, J,
              "share of imitation that runs through fellow members of a center",
              "模仿中通过中心成员伙伴的比例"),
    ] = 0.3
    extension: Annotated[
        float,
        About("a_3", "1/year", 0.0, 0.2, J,
              "added innovation coefficient where the owner is a center that does extension work",
              "创新中心推广带来的附加创新系数"),
    ] = 0.02
    adoption_cost: Annotated[
        float,
        About("κ_a", "1", 0.0, 1.0, J,
              "cost of taking a technology into use, over gain times a quarter's sales",
              "采用成本与增益乘季度销售额之比"),
    ] = 0.5


class Market(NamedTuple):
    """Demand, shares, profits, taxes (`rules/market.py`)."""

    selection: Annotated[
        float,
        About("χ", "1/quarter", 0.0, 1.0, J,
              "growth of a market share per relative lead in competitiveness",
              "市场份额对相对竞争力的季度响应"),
    ] = 0.10
    noise: Annotated[
        float,
        About("ν", "1", 0.0, 0.2, J, "standard deviation of a quarter's log demand shock",
              "季度需求冲击的对数标准差"),
    ] = 0.02
    tax_rate: Annotated[
        float,
        About("τ", "1", 0.0, 0.5, "enterprise income tax law of China: 0.25; high-tech: 0.15",
              "tax on profits less deductions", "企业所得税率"),
    ] = 0.25
    deduction: Annotated[
        float,
        About("d_t", "1", 0.0, 1.0, "super-deduction of R&D in China until 2017: 0.5",
              "further deduction of R&D from taxable profit", "研发加计扣除比例"),
    ] = 0.5
    local_tax_share: Annotated[
        float,
        About("τ_l", "1", 0.0, 1.0, "assumption: enterprise income tax is shared 60:40",
              "share of the tax that goes to the province", "地方分享税收比例"),
    ] = 0.4
    payout: Annotated[
        float,
        About("δ", "1", 0.0, 1.0, J, "share of cash above the buffer paid out in a quarter",
              "超出缓冲的现金每季度分配比例"),
    ] = 0.3
    buffer: Annotated[
        float,
        About("B", "quarter", 0.0, 8.0, J, "cash an enterprise keeps, in quarters of sales",
              "企业留存现金（季度销售额倍数）"),
    ] = 0.25
    foreign_unit_gain: Annotated[
        float,
        About("g_w", "1", 0.0, 0.1, J,
              "gain in efficiency of the rest of the world per new unit of knowledge",
              "世界每新增知识单元的效率增益"),
    ] = 0.004
    maturity_innovation: Annotated[
        float,
        About("p_M", "1/year", 0.0, 0.2,
              "assumption: half of the slowest capital good read (tractor 0.0072)",
              "innovation coefficient of the path of market maturity",
              "市场成熟度路径的创新系数"),
    ] = 0.003
    maturity_imitation: Annotated[
        float,
        About("q_M", "1/year", 0.0, 1.0,
              "assumption: half of the slowest capital good read (tractor 0.118)",
              "imitation coefficient of the path of market maturity",
              "市场成熟度路径的模仿系数"),
    ] = 0.06


class Governance(NamedTuple):
    """Membership, voting and sharing in centers (`rules/governance.py`)."""

    majority: Annotated[
        float,
        About("θ", "1", 0.0, 1.0, "assumption: more than half of the votes",
              "share of the votes a project must exceed", "项目通过所需票数比例"),
    ] = 0.5
    invitations: Annotated[
        float,
        About("n_i", "1/quarter", 0.0, 8.0, J, "organisations a center invites in a quarter",
              "中心每季度邀请的单位数"),
    ] = 3.0
    invite_home: Annotated[
        float,
        About("n_h", "1", 0.0, 0.99, J,
              "chance that an invitation goes to the center's province, else to any with the same "
              "chance", "邀请本省单位的概率，其余各省等概率"),
    ] = 0.5
    invite_enterprises: Annotated[
        float,
        About("n_e", "1", 0.0, 1.0, J, "chance that an invitation goes to an enterprise, else to "
              "an institute", "邀请企业（而非机构）的概率"),
    ] = 0.75
    construction: Annotated[
        float,
        About("T_c", "quarter", 0.0, 40.0,
              "guideline part 4: a center is built for three years, then assessed",
              "quarters between the approval of a center and its operation", "中心建设期季度数"),
    ] = 12.0
    retained: Annotated[
        float,
        About("ρ_c", "1", 0.0, 1.0, J,
              "share of licence income a center keeps for new projects; members share the rest "
              "by votes", "中心留存许可收入比例"),
    ] = 0.5
    reconsider: Annotated[
        float,
        About("T_r", "quarter", 1.0, 40.0, J,
              "quarters before an idea can come before a board again", "创意再次提交表决的间隔"),
    ] = 8.0
    patience: Annotated[
        float,
        About("T_m", "quarter", 1.0, 40.0, J,
              "quarters a member stays at a loss before it leaves", "成员亏损后留任的季度数"),
    ] = 4.0


class Start(NamedTuple):
    """The initial state where the tables say nothing (`populate.py`)."""

    efficiency_sigma: Annotated[
        float,
        About("σ_0", "1", 0.0, 0.5, J, "log standard deviation of efficiency in a field",
              "领域内效率的对数标准差"),
    ] = 0.05
    cash: Annotated[
        float,
        About("B_0", "quarter", 0.0, 4.0, J, "cash in quarters of sales", "初始现金（季度销售额）"),
    ] = 0.25
    own_kind_bias: Annotated[
        float,
        About("k_0", "1", 0.0, 0.9, J,
              "how much more often enterprises know application units, and institutes science "
              "units, than the average unit", "本类知识的偏重程度"),
    ] = 0.3
    depth_slope: Annotated[
        float,
        About("k_1", "1", 0.0, 2.0, J,
              "how much more often the oldest units are known than the newest",
              "旧知识单元更普遍的程度"),
    ] = 0.6
    institute_gap: Annotated[
        float,
        About("k_2", "1", 0.0, 1.0, J,
              "gap of institutes to the world over that of enterprises",
              "研究机构与世界差距相对企业差距之比"),
    ] = 0.6
    foreign_lead: Annotated[
        float,
        About("e_w", "1", 0.0, 1.0, J,
              "efficiency lead of the rest of the world per gap in knowledge",
              "世界效率领先（相对知识差距）"),
    ] = 0.1
    university_basic_share: Annotated[
        float,
        About("s_u", "1", 0.0, 1.0, "assumption: with 0.12 of institutes it gives the 2010 total",
              "basic research in R&D of universities", "高校基础研究占比"),
    ] = 0.30
    institute_basic_share: Annotated[
        float,
        About("s_g", "1", 0.0, 1.0, "assumption: with 0.30 of universities it gives the 2010 total",
              "basic research in R&D of government institutes", "科研院所基础研究占比"),
    ] = 0.12
    laboratory_budget: Annotated[
        float,
        About("B_l", f"{MONEY}/year", 1.0, 200.0,
              "75 biology laboratories, 20.8 billion CNY in 5 years (gov lab_budget_skl_bio)",
              "public money of a key laboratory", "重点实验室年度经费"),
    ] = 55.0


# fmt: on
class Parameters(NamedTuple):
    """All parameters of a run."""

    knowledge: Knowledge = Knowledge()
    research: Research = Research()
    maturation: Maturation = Maturation()
    funding: Funding = Funding()
    diffusion: Diffusion = Diffusion()
    market: Market = Market()
    governance: Governance = Governance()
    start: Start = Start()


def describe() -> Iterator[tuple[str, float, About]]:
    """Yield the dotted name, default and description of every parameter, in fixed order."""
    for group_name, group in zip(Parameters._fields, Parameters(), strict=True):
        hints = get_type_hints(type(group), include_extras=True)
        for name, default in zip(group._fields, group, strict=True):
            yield f"{group_name}.{name}", default, hints[name].__metadata__[0]


def to_vector(p: Parameters) -> np.ndarray:
    """Return the values in the order of `describe`, (n_parameters,) float64."""
    return np.array([value for group in p for value in group], dtype=np.float64)


def from_vector(vector: np.ndarray) -> Parameters:
    """Rebuild the parameters from `to_vector`; a wrong length is a ValueError."""
    values = [float(v) for v in vector]
    expected = sum(len(group) for group in Parameters())
    if len(values) != expected:
        raise ValueError(f"expected {expected} parameter values, got {len(values)}")
    groups = []
    for group in Parameters():
        groups.append(type(group)(*values[: len(group)]))
        values = values[len(group) :]
    return Parameters(*groups)


def replace(p: Parameters, changes: dict[str, float]) -> Parameters:
    """Return the parameters with some dotted names changed; unknown names are a KeyError."""
    for dotted, value in changes.items():
        group_name, _, name = dotted.partition(".")
        if group_name not in Parameters._fields or name not in getattr(p, group_name)._fields:
            raise KeyError(dotted)
        group = getattr(p, group_name)._replace(**{name: float(value)})
        p = p._replace(**{group_name: group})
    return p


def rescale(p: Parameters, factor: float) -> Parameters:
    """Express every parameter that is an amount of money in another currency unit."""
    changes = {
        name: value * factor
        for (name, _, about), value in zip(describe(), to_vector(p), strict=True)
        if about.unit.startswith(MONEY)
    }
    return replace(p, changes)
