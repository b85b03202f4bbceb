"""Which minor inventions are used, and by whom (`rules/patents.py`)."""

from typing import Annotated, NamedTuple

from sim.parameters.about import MONEY, About

_SIZES = "Ministry of Industry et al. 2011, standards for small and medium enterprises: industry"


# fmt: off
class Patents(NamedTuple):
    """Which minor inventions are used, and by whom (`rules/patents.py`)."""

    value_sigma: Annotated[
        float,
        About("σ_v", "1", 1.23, 2.76, "Scherer and Harhoff 2000: 1.23 to 2.76; the middle is a judgement",
              "log standard deviation of the value of a minor invention, whose mean is 1",
              "小发明价值（均值为1）的对数标准差"),
    ] = 1.81
    cost_of_use: Annotated[
        float,
        About("κ_u", "1", 0.05, 4.0,
              "fitted to the 0.51 of their patents that enterprises use (CNIPA 2021-2023: 0.47 to 0.53)",
              "cost of using a minor invention, over the gain of one of value 1 times a quarter's sales",
              "小发明使用成本与平均增益乘季度销售额之比"),
    ] = 0.47
    meeting: Annotated[
        float,
        About("h_u", "1", 0.0, 1.0,
              "fitted to the 0.03 of their patents that universities see used (CNIPA 2021: at most 0.033)",
              "chance that a minor invention of an institute ever meets an enterprise that may use it",
              "研究机构小发明遇到潜在使用企业的概率"),
    ] = 0.08
    small_from: Annotated[
        float,
        About("Y_s", f"{MONEY}/year", 0.5, 10.0, _SIZES, "sales from which an enterprise is not micro",
              "小型企业营业收入下限"),
    ] = 3.0
    medium_from: Annotated[
        float,
        About("Y_m", f"{MONEY}/year", 10.0, 100.0, _SIZES, "sales from which an enterprise is of medium size",
              "中型企业营业收入下限"),
    ] = 20.0
    large_from: Annotated[
        float,
        About("Y_l", f"{MONEY}/year", 100.0, 2000.0, _SIZES, "sales from which an enterprise is large",
              "大型企业营业收入下限"),
    ] = 400.0
# fmt: on
