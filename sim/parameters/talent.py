"""People: staff of R&D, their pay and moves, stars (`rules/talent.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About, J


# fmt: off
class Talent(NamedTuple):
    """People: staff of R&D, their pay and moves, stars (`rules/talent.py`)."""

    personnel_share: Annotated[
        float,
        About("θ", "1", 0.4, 0.9, "ZEW, Germany: nearly 0.70 of R&D spending",
              "share of people in the cost of R&D: elasticity of effort to staff per yuan",
              "人员费用占研发成本的比例(研发努力对单位经费人员数的弹性)"),
    ] = 0.70
    researchers: Annotated[
        float,
        About("s_r", "1", 0.4, 0.6, "national.csv; derived: researchers over R&D personnel, FTE 2010: 0.474",
              "share of researchers in R&D staff of 2010 and in graduates", "研究人员占研发人员比例"),
    ] = 0.474
    best_share: Annotated[
        float,
        About("s_b", "1", 0.02, 0.2, J, "share of the best researchers in R&D staff of 2010 and in graduates",
              "高水平研究人员占研发人员比例"),
    ] = 0.10
    support_quality: Annotated[
        float,
        About("q_s", "1", 0.2, 0.9, J, "what one of the support staff does over an ordinary researcher",
              "辅助人员相对一般研究人员的产出"),
    ] = 0.5
    best_quality: Annotated[
        float,
        About("q_b", "1", 1.5, 6.0, J, "what one of the best does over an ordinary researcher",
              "高水平研究人员相对一般研究人员的产出"),
    ] = 3.0
    retirement: Annotated[
        float,
        About("δ_r", "1/year", 0.02, 0.05, "assumption: a career of 35 years",
              "rate at which R&D staff retire", "研发人员退休率"),
    ] = 0.0286
    training_surplus: Annotated[
        float,
        About("τ", "1/year", 0.0, 0.08, "assumption: fitted to FTE 2010-2019 in national.csv",
              "graduates who entered R&D in 2010 less those who retired, over R&D staff",
              "2010年进入研发的毕业生减退休者占研发人员比例"),
    ] = 0.03
    outside_growth: Annotated[
        float,
        About("γ_w", "1/year", -0.02, 0.1,
              "assumption: fitted to FTE 2010-2019; R&D per person-year grew by 0.031 (national.csv)",
              "real growth of what other work pays those who could do R&D", "其他工作薪酬实际增速"),
    ] = 0.04
    premium: Annotated[
        float,
        About("π_w", "1", 0.0, 0.3, "assumption: fitted to FTE 2010-2019 in national.csv",
              "log of pay in R&D of 2010 over that at which nobody comes from other work",
              "2010年研发薪酬相对净转入为零时薪酬的对数"),
    ] = 0.10
    entry_rate: Annotated[
        float,
        About("ε", "1/year", 0.05, 1.5,
              "assumption; Goolsbee 1998: pay rises by 3% where R&D rises by 10%",
              "net entry from other work per log point of pay above it, over R&D staff",
              "薪酬每高一个对数单位由其他工作净转入率"),
    ] = 0.5
    migration: Annotated[
        float,
        About("μ", "1/year", 0.0, 0.05, J, "researchers who return from abroad, and who leave, in 2010 over those here",
              "2010年研究人员回国率与出国率"),
    ] = 0.01
    migration_response: Annotated[
        float,
        About("κ", "1", 0.0, 5.0, J, "response of return and departure to log pay here over abroad",
              "回国与出国对国内外薪酬比的响应"),
    ] = 2.0
    abroad_growth: Annotated[
        float,
        About("γ_a", "1/year", 0.0, 0.05, J, "real growth of researchers' pay abroad", "国外科研薪酬实际增速"),
    ] = 0.01
    mobility: Annotated[
        float,
        About("m", "1/year", 0.0, 0.2,
              "assumption: no source for moves of R&D staff was found",
              "offers from elsewhere in the field that reach one of the staff", "研发人员每年收到的外部聘请数"),
    ] = 0.10
    best_mobility: Annotated[
        float,
        About("m_b", "1", 1.0, 4.0, J, "offers that reach the best over those that reach others",
              "高水平研究人员的流动性倍数"),
    ] = 2.0
    pay_response: Annotated[
        float,
        About("η_w", "1", 0.0, 5.0, J, "response of moves between cells to log pay", "流动对薪酬比的响应"),
    ] = 2.0
    moving_distance: Annotated[
        float,
        About("δ_m", "km", 50.0, 5000.0, J, "distance of an offer that costs one unit of utility",
              "一单位效用对应的迁移距离"),
    ] = 500.0
    star_effort: Annotated[
        float,
        About("n_s", "1", 10.0, 1000.0,
              "assumption; Azoulay, Graff Zivin, Wang 2010: collaborators lose 5-8% with a star",
              "people of mean quality whose effort a star adds to an employer's", "一名拔尖人才相当的平均人员数"),
    ] = 50.0
    star_sigma: Annotated[
        float,
        About("σ_s", "1", 0.0, 1.5, J, "log standard deviation of the quality of stars",
              "拔尖人才水平的对数标准差"),
    ] = 0.5
    star_career: Annotated[
        float,
        About("T_s", "quarter", 40.0, 160.0, J, "quarters from becoming a star to retirement",
              "拔尖人才在岗季度数"),
    ] = 100.0
    star_breadth: Annotated[
        float,
        About("k_s", "1", 0.05, 0.8, J, "share of the units known around that a new star knows",
              "新晋拔尖人才掌握的知识单元比例"),
    ] = 0.3
    star_teaching: Annotated[
        float,
        About("l_s", "1/quarter", 0.0, 2.0, "assumption: like the shared base of a center",
              "hazard of learning a unit within reach that an own star knows",
              "从本单位拔尖人才学习一个单元的风险率"),
    ] = 0.25
    star_rd_pull: Annotated[
        float,
        About("β_r", "1", 0.0, 1.5, J, "weight of the log of an employer's R&D for a star",
              "单位研发规模对拔尖人才的吸引"),
    ] = 0.7
    star_basic_pull: Annotated[
        float,
        About("β_b", "1", 0.0, 5.0, J, "weight of an employer's basic research for a star of science",
              "基础研究对科学型拔尖人才的吸引"),
    ] = 1.0
    star_moving_cost: Annotated[
        float,
        About("c_m", "1", 0.0, 10.0, J, "utility a star gives up with a post it leaves",
              "拔尖人才离职的效用损失"),
    ] = 5.0
    star_lure: Annotated[
        float,
        About("λ_s", "1", 0.0, 0.3,
              "assumption; Stern 2004: scientists give up about a quarter of their pay for science",
              "elasticity of what a place is worth in pay to one plus the quality of stars there",
              "拔尖人才集聚折合薪酬的弹性(塔尖效应)"),
    ] = 0.05
# fmt: on
