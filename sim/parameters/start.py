"""The initial state where the tables say nothing (`populate/`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import DESIGN, MONEY, About, J


# fmt: off
class Start(NamedTuple):
    """The initial state where the tables say nothing (`populate/`)."""

    spinup: Annotated[
        float,
        About("T_0", "quarter", 0.0, 400.0, DESIGN,
              "quarters without policy and growth before the start, in which the model settles",
              "启动前无政策、无增长的预热季度数"),
    ] = 160.0
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
    public_share: Annotated[
        float,
        About("s_p", "1", 0.5, 1.2,
              "assumption: with contracts of an eighth their R&D is that of 2010; S_TECHME_YB: R&D "
              "money of government 0.95 of it, a part of that in enterprises",
              "public money for R&D in 2010 over R&D of institutes and universities",
              "2010年公共研发经费与科研院所及高校研发支出之比"),
    ] = 0.88
    laboratory_budget: Annotated[
        float,
        About("B_l", f"{MONEY}/year", 1.0, 200.0,
              "75 biology laboratories, 20.8 billion CNY in 5 years",
              "public money of a key laboratory", "重点实验室年度经费"),
    ] = 55.0
    engineering_centers: Annotated[
        float,
        About("N_e", "1", 0.0, 1000.0,
              "assumption: about as many as national engineering research centers in 2010",
              "national engineering research centers, in fields by public R&D", "国家工程研究中心数"),
    ] = 127.0
    engineering_budget: Annotated[
        float,
        About("B_e", f"{MONEY}/year", 1.0, 200.0, "assumption: half of a key laboratory's",
              "public money of an engineering research center, out of that of its cell's institute",
              "工程研究中心年度经费"),
    ] = 27.0
    provincial_centers: Annotated[
        float,
        About("N_p", "1", 0.0, 10000.0,
              "assumption: four for a national one; S_GANSU2014: 99 of Gansu alone evaluated, most "
              "without a pilot line",
              "provincial centers with a pilot line, hosted by government institutes", "省级工程中心数"),
    ] = 500.0
    manufacturing_budget: Annotated[
        float,
        About("B_m", f"{MONEY}/year", 1.0, 500.0, "assumption: that of two key laboratories",
              "public money of a manufacturing innovation center from its opening on",
              "制造业创新中心年度经费"),
    ] = 110.0
    manufacturing_lines: Annotated[
        float,
        About("L_m", "1", 0.0, 20.0, "assumption",
              "pilot lines of a manufacturing innovation center; other platforms have one",
              "制造业创新中心中试线数"),
    ] = 3.0
    stars: Annotated[
        float,
        About("N_s", "1", 0.0, 16.0, J, "stars of a field in 2010, the only people who are individuals",
              "2010年每领域拔尖人才数"),
    ] = 8.0
# fmt: on
