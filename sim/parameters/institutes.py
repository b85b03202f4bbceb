"""National projects, contracts from enterprises and what money does (`rules/institutes.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About

NKRDP = "S_TECHME_NKRDP; derived: "


# fmt: off
class Institutes(NamedTuple):
    """National projects, contracts from enterprises and what money does."""

    block_share: Annotated[
        float,
        About("b", "1", 0.5, 1.0,
              "assumption; Fraunhofer 2018: 0.32 of income base funding, 0.25 public projects",
              "share of a field's public money that is paid as block grants; the rest is for "
              "national projects", "公共经费中稳定拨款的比例"),
    ] = 0.7
    award_rate: Annotated[
        float,
        About("a_r", "1", 0.02, 1.0,
              "0.13 of applicants to the first phase of SBIR",
              "share of new ideas that would pass the panel's bar", "新创意达到评审线的比例"),
    ] = 0.13
    panel_noise: Annotated[
        float,
        About("ν_p", "1", 0.0, 5.0,
              "Mutz, Bornmann, Daniel 2012: intraclass correlation 0.26 = 1 / (1 + ν²)",
              "standard deviation of a panel's error over that of the log gain of new ideas",
              "评审误差与新创意增益对数之标准差比"),
    ] = 1.70
    grant_part: Annotated[
        float,
        About("g_p", "1", 0.02, 1.0,
              NKRDP + "median project 17.92 over the fields' median project cost 150 million CNY",
              "most a grant pays over the cost of a project from TRL 1 to 9",
              "单项资助上限占项目全程成本的比例"),
    ] = 0.12
    grant_quarters: Annotated[
        float,
        About("T_g", "quarter", 4.0, 40.0, NKRDP + "mean of 688 durations 3.5 years",
              "quarters after which what is left of a grant lapses", "资助期限"),
    ] = 14.0
    matching: Annotated[
        float,
        About("σ_e", "1", 0.05, 1.0, "assumption: one yuan of own money for one of the state",
              "share of stage costs that a grant to an enterprise or center pays",
              "资助占企业或中心阶段成本的比例"),
    ] = 0.5
    institute_cover: Annotated[
        float,
        About("σ_i", "1", 0.05, 1.0, "assumption: institutes need bring no money of their own",
              "share of stage costs that a grant to an institute pays",
              "资助占研究机构阶段成本的比例"),
    ] = 1.0
    contract_most: Annotated[
        float,
        About("k_c", "1", 0.0, 0.5,
              "assumption: with it enterprises pay an eighth of institutes' R&D in 2010, as if a "
              "third of that of universities and little of that of government institutes",
              "share of routine R&D that an enterprise would contract out to institutes if they "
              "knew far more than it does", "企业委托研究机构的研发比例上限"),
    ] = 0.14
    pull: Annotated[
        float,
        About("κ_b", "1", 0.0, 1.0,
              "assumption; at 1 basic research is in proportion to the block grant's share of income",
              "how strongly income other than block grants pulls from basic to applied research",
              "非稳定拨款收入使基础研究减少的强度"),
    ] = 0.5
    pull_pace: Annotated[
        float,
        About("h_b", "1/quarter", 0.01, 1.0, "assumption: half of the way in three years",
              "share of the way that an institute goes in a quarter to the mix of its income",
              "研究机构对收入结构的季度调整比例"),
    ] = 0.06
# fmt: on
