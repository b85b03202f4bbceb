"""Discovery, ideas and minor inventions (`rules/research.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import DESIGN, MONEY, About, J


# fmt: off
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
              "units per field and quarter that institutes find beyond what they know in 2010",
              "2010年每领域每季度研究机构发现的单元数"),
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
        About("g_m", "1", 0.0, 0.02, J, "gain in efficiency of a minor invention of an enterprise with the reference R&D",
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
# fmt: on
