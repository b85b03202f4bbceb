"""Words of the figures of a comparison in English and Chinese."""

from sim.problems import NticError

WORDS: dict[str, tuple[str, str]] = {
    "title": (
        "Paired differences between policies: {what}",
        "政策之间的配对差异：{what}",
    ),
    "caption": (
        "First policy less second, mean over {units} with the same luck. Thick lines: "
        "{confidence} interval by Student's t.",
        "前一政策减后一政策，为{units}（随机数相同）的均值。粗线：t分布{confidence}区间。",
    ),
    "joint": (
        "Thin lines: intervals that hold together for all {number} contrasts of the "
        "primary outcomes (Bonferroni).",
        "细线：对主要结果的{number}组比较同时成立的区间（Bonferroni）。",
    ),
    "adjusted": (
        "Signs go by p-values adjusted for all contrasts of their family.",
        "符号按经多重比较校正的p值确定。",
    ),
    "margin": (
        "Grey band: differences of less than {margin}, which do not matter.",
        "灰带：小于{margin}、无实际意义的差异。",
    ),
    "pair": ("{number} pairs of runs", "{number}对运行"),
    "sample": ("{number} draws of the uncertainties", "{number}组不确定参数抽样"),
    "trajectory": (
        "{number} trajectories through the uncertainties",
        "{number}条不确定参数轨迹",
    ),
    "grid": (
        "{number} replications, each the mean over {samples} combinations of the uncertainties,",
        "{number}次重复（每次为{samples}组不确定参数组合的均值）",
    ),
    "against": ("{a} − {b}", "{a} − {b}"),
    "sides higher": ("← second better · first better →", "← 后者更优 · 前者更优 →"),
    "sides lower": ("← first better · second better →", "← 前者更优 · 后者更优 →"),
    "axis": ("difference", "差异"),
    "better": ("first policy better", "前者更优"),
    "worse": ("second policy better", "后者更优"),
    "no difference that matters": ("no difference that matters", "差异无实际意义"),
    "the same": ("the same in every run", "每次运行均相同"),
    "cannot tell apart": ("cannot tell apart at this number of runs", "按目前运行次数无法区分"),
    "signature": (
        "ntic {version}, {runs} runs of {policies} policies.",
        "ntic {version}，{policies}种政策共{runs}次运行。",
    ),
}
LANGUAGES = ("en", "zh")


def say(language: str, key: str, **values: object) -> str:
    """Return words in a language.

    Raises
    ------
    NticError
        If the language is another one.
    """
    if language not in LANGUAGES:
        raise NticError(f"language must be one of {', '.join(LANGUAGES)}; got {language}")
    return WORDS[key][LANGUAGES.index(language)].format(**values)
