"""The words of a rendered plan in English and Chinese."""

from typing import Any

WORDS: dict[str, tuple[str, str]] = {
    "numbers": ("One, Two, Three, Four, Five, Six, Seven", "一、二、三、四、五、六、七"),
    "outline": (
        "In the seven sections of the outline in the annex of the guideline 国科发创〔2017〕353号.",
        "依据国科发创〔2017〕353号附件《国家技术创新中心建设方案编写提纲》。",
    ),
    "settles": ("What the plan settles", "本方案确定"),
    "usual": ("as `{label}` of the scenario", "同情景`{label}`"),
    "item": ("item", "事项"),
    "value": ("value", "取值"),
    "unit": ("unit", "单位"),
    "target": ("target", "目标"),
    "until": ("until", "截至"),
    "step": ("step", "安排"),
    "source": ("source", "来源"),
    "assumption": ("assumption", "假设"),
    "sources": ("Sources", "资料来源"),
    "checked": ("The plan against the guideline", "与指引逐条对照"),
    "clause": ("clause", "条款"),
    "finding": ("finding", "结论"),
    "reason": ("reason", "理由"),
    "meets": ("meets", "符合"),
    "doubt": ("doubt", "存疑"),
    "fails": ("fails", "不符"),
    "tried": ("The plan in the model", "模型推演"),
    "chance": (
        "In {passed} of {runs} simulated runs the center passes its first evaluation, in "
        "{quarter}: {share:.0%}, 90% interval {low:.0%} to {high:.0%}. In {excellent:.0%} it is "
        "found excellent.",
        "模拟{runs}次，中心在{quarter}首次评估中通过{passed}次，通过率{share:.0%}"
        "（90%区间{low:.0%}至{high:.0%}）；评为优秀的占{excellent:.0%}。",
    ),
    "nature": (
        "The interval is over luck alone. How the model was parameterised, much of it by "
        "assumption, adds uncertainty that it does not hold; no real center was used to fit it.",
        "区间仅反映随机性，不含参数不确定性；模型许多参数为假设，未用任何真实中心拟合。",
    ),
    "reached": ("What is reached by the evaluation", "评估时达到的水平"),
    "indicator": ("indicator", "指标"),
    "expected": ("mean of the runs", "模拟均值"),
    "range": ("5% to 95%", "5%至95%"),
    "weight": ("part of the score", "评分权重"),
    "fulfilled": ("runs that reach it", "达标比例"),
    "causes": ("What runs that fail lack most", "未通过的主要原因"),
    "cause": ("cause", "原因"),
    "runs": ("runs", "次数"),
    "luck": ("error of the evaluators", "评估误差"),
    "none_failed": ("No run fails.", "没有未通过的情形。"),
    "limits": ("Which target limits it", "哪项目标限制通过率"),
    "without": ("if {target} did not count", "不计{target}"),
    "changes": ("What would change the chance", "何种改变影响通过率"),
    "change": ("change", "改变"),
    "difference": ("difference ± standard error", "差值±标准误"),
    "test": ("p, exact test of pairs", "配对精确检验p值"),
    "unclear": (
        "A difference with p above 0.05 cannot be told from none; of {number} changes, one in "
        "twenty would be below by luck.",
        "p大于0.05的差值与零无法区分；{number}项改变中约二十分之一会因偶然低于此值。",
    ),
    "money": (
        "Money received in the term, mean [million CNY, 2017 prices]",
        "评估期内收入均值（百万元，2017年价格）",
    ),
    "figure": (
        "Figure: achieved so far (median, middle 90% of {runs} runs) and steps planned.",
        "图：累计完成情况（{runs}次模拟的中位数与中间90%）及方案进度目标。",
    ),
    "made": (
        "Rendered by ntic {version} from the plan `{plan}`; scenario {scenario}, scale {scale:g}, "
        "seeds {first} to {last}.",
        "由ntic {version}根据方案`{plan}`生成；情景{scenario}，规模{scale:g}，"
        "随机种子{first}至{last}。",
    ),
    "space": (" ", ""),
    "share": ("chance of passing (90% interval)", "通过率（90%区间）"),
    "part": ("share", "比例"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "quarter": ("quarter", "季度"),
}
"""By key; English, Chinese."""

LEVERS: dict[str, tuple[str, str]] = {
    "lead": ("lead", "牵头单位类型"),
    "mode": ("organising mode", "组建模式"),
    "province": ("province", "所在省份"),
    "fields": ("fields", "领域及比重"),
    "legal_form": ("legal form", "法律形式"),
    "becomes": ("legal form to come", "拟转为"),
    "contract": ("contract", "投入方式"),
    "approved": ("approval", "批准季度"),
    "voting": ("voting rule", "表决规则"),
    "veto": ("veto", "否决权"),
    "results_owner": ("owner of results", "成果归属"),
    "pilot_for_members": ("pilot line open to members", "中试线向成员开放"),
    "extension": ("brings results into use", "推广成果"),
}
"""Names of what a plan settles, where no table of the model names it in both languages."""

VALUES: dict[str, str] = {
    "enterprise": "企业", "consortium": "企业联合体", "institute": "院所", "platform": "地方平台",
    "leader_led": "龙头企业牵头", "alliance_led": "企业联盟共建", "institute_led": "院所牵头",
    "dependent": "相对独立（非法人）", "company": "企业法人", "institution": "事业法人",
    "social_service": "社会服务机构", "membership": "会员制", "equity": "股份制",
    "agreement": "协议制", "mixed": "多种方式", "majority": "加权多数", "unanimity": "一致同意",
    "nobody": "无", "government": "政府", "enterprises": "企业", "institutes": "院所",
    "center": "中心", "inventor": "发明者", "lead": "牵头单位",
}  # fmt: skip
"""Words of the scenario in Chinese."""


def say(language: str, key: str, **values: object) -> str:
    """Return words in a language."""
    return WORDS[key][language == "zh"].format(**values)


def pick(pair: Any, language: str) -> str:
    """Return the English or the Chinese of something that has both."""
    return pair.zh if language == "zh" else pair.en


UNITS = (("million CNY", "百万元"), ("quarter", "季"), ("stage", "阶段"), ("enterprise", "家企业"))


def unit_in(unit: str, language: str) -> str:
    """Return a unit in a language, a dash for none."""
    if unit == "1":
        return "-"
    if language == "en":
        return unit
    for english, chinese in UNITS:
        unit = unit.replace(english, chinese)
    return unit
