"""Links between organisations outside centers (`rules/links.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import About, J


# fmt: off
class Links(NamedTuple):
    """Links between organisations outside centers (`rules/links.py`)."""

    rate: Annotated[
        float,
        About("r", "1/year", 0.0, 0.5,
              "Tomasello, Vaccario, Schweitzer 2017: 3 alliances a firm in 25 years",
              "new links of an enterprise of mean presence", "平均规模企业每年新建合作关系数"),
    ] = 0.12
    end_hazard: Annotated[
        float,
        About("h", "1/year", 0.05, 1.0,
              "convention of three years; 0.10 to 0.16 for joint ventures (Harrigan; Bleeke, Ernst)",
              "hazard that a link ends", "合作关系终止风险率"),
    ] = 0.33
    institute_share: Annotated[
        float,
        About("s_i", "1", 0.0, 1.0, J, "share of enterprises' new links that are with institutes",
              "企业新合作中与研究机构合作的比例"),
    ] = 0.25
    size_elasticity: Annotated[
        float,
        About("β", "1", 0.0, 1.0, J,
              "elasticity of an organisation's links to its sales, or its R&D for institutes",
              "合作数对企业销售额（机构研发支出）的弹性"),
    ] = 0.5
    distant: Annotated[
        float,
        About("g_0", "1", 0.0, 1.0, "assumption; so that links stay in a province 3 to 10 times as often (GE4)",
              "chance to meet someone far away over the chance in one's own province",
              "与远方组织相遇的机会相对本省的比例"),
    ] = 0.02
    candidates: Annotated[
        float,
        About("n_c", "1", 1.0, 6.0, J, "organisations that one who seeks a partner compares",
              "寻找伙伴时比较的候选数"),
    ] = 4.0
    room: Annotated[
        float,
        About("L", "year", 0.0, 50.0, J,
              "links up to which one takes up more, in years of its usual new ones; one at least",
              "继续新建合作的上限（折合平常新建合作的年数，至少一个）"),
    ] = 6.0
    best_distance: Annotated[
        float,
        About("d^*", "1", 0.1, 0.9,
              "Nooteboom et al. 2007: inside the range seen; its value is an assumption",
              "cognitive distance at which novelty times understanding is largest",
              "新颖性与可理解性之积最大的认知距离"),
    ] = 0.5
    cognitive: Annotated[
        float,
        About("ω_c", "1", 0.0, 10.0, J, "weight of novelty times understanding in a partner's worth",
              "新颖性与可理解性之积的权重"),
    ] = 2.0
    social: Annotated[
        float,
        About("ω_s", "1", 0.0, 10.0, J, "weight of a common partner or a common center",
              "共同伙伴或同属中心的权重"),
    ] = 1.0
    institutional: Annotated[
        float,
        About("ω_i", "1", 0.0, 10.0, "assumption; Balland 2012 finds that it matters",
              "weight of the same kind of owner, the state's for institutes",
              "所有制相同的权重（研究机构视同国有）"),
    ] = 0.5
    past: Annotated[
        float,
        About("ω_p", "1", 0.0, 10.0, J, "weight of what an earlier link of the two passed on",
              "双方以往合作知识传递成效的权重"),
    ] = 1.0
    memory: Annotated[
        float,
        About("T_m", "quarter", 0.0, 80.0, J, "how long a former partner is remembered",
              "记住以往伙伴的时长"),
    ] = 20.0
    rivalry: Annotated[
        float,
        About("ω_r", "1", 0.0, 50.0, J,
              "weight against it of the geometric mean of two sellers' market shares",
              "同业竞争（双方市场份额几何平均）的负权重"),
    ] = 5.0
    partner_learning_rate: Annotated[
        float,
        About("l_p", "1/quarter", 0.0, 1.0, J, "hazard of learning a unit that all partners know",
              "伙伴都掌握某知识单元时的学习风险率"),
    ] = 0.1
# fmt: on
