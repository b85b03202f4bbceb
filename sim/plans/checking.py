"""A plan held against the guideline, clause by clause, with reasons.

What words alone can say is taken from the file; what the country would say is asked of the model,
which is run with the plan's first seed up to the quarter of its approval.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from sim import codes, masks
from sim.plans.outline import SECTIONS
from sim.plans.reading import ASSUMPTION, Plan
from sim.plans.trial import until_evaluation, with_center
from sim.plans.words import VALUES
from sim.quarters import between, label
from sim.specs import TARGETS

MEETS, DOUBT, FAILS = "meets", "doubt", "fails"
YEAR = 4
BOLD, MODEST = 1.25, 0.5
"""Targets over the model's forecast beyond which a plan is doubtful."""
IMMATURE, CONCENTRATED, SPREAD = 0.2, 0.6, 0.4
"""Of the guideline's rule as the model reads it: maturity, share of the four largest."""
MAIN_PART = 0.5


class Finding(NamedTuple):
    """What a clause asks and whether the plan has it."""

    clause: str
    verdict: str
    en: str
    zh: str


@dataclass(frozen=True)
class Context:
    """What the model says of the plan's country in the quarter of its approval."""

    cr4: float  # of the main field
    maturity: float
    lead_known: float  # share of what the world knows in the field
    lead_rd: float  # [million CNY/quarter]
    lead_links: float
    reason: int  # why the lead would not be eligible, or NOTHING
    treasury: float  # of the province [million CNY]
    forecast: dict[str, float]  # of the targets


def check(plan: Plan, context: Context | None = None) -> tuple[Finding, ...]:
    """Return what the guideline's clauses find in a plan, in their order.

    Parameters
    ----------
    plan : Plan
        As read: whole and well-formed.
    context : Context, optional
        `context_of` the plan; without one, clauses that ask the country are left out.
    """
    found = [finding for judge in OF_THE_FILE for finding in judge(plan)]
    if context is not None:
        found += [finding for judge in OF_THE_COUNTRY for finding in judge(plan, context)]
    return tuple(sorted(found, key=lambda f: (f.clause[0] == "A", f.clause)))


def context_of(plan: Plan, scale: float = 0.01) -> Context:
    """Run the plan's scenario up to its approval, and return what is then known of it."""
    from sim import kernel, spinup
    from sim.indicators import FIELD
    from sim.parameters import pack
    from sim.phases.applications import knowledge_of
    from sim.rules.calls import eligibility
    from sim.timeline import timeline_of

    own = replace(plan.center, targets={})
    scenario = with_center(until_evaluation(plan, scale), own)
    start = between(scenario.start, own.approved)
    timeline = timeline_of(scenario)
    history = kernel.run(spinup.start(scenario), timeline, scenario.seed, start + 1)
    w = history.world
    me = w.centers[plan.place]
    main = max(own.fields, key=lambda field: own.fields[field])
    field = [f.key for f in scenario.fields].index(main)
    names = [about.name for about in FIELD]
    p = timeline.parameters_in(start)
    kind, row = int(me.lead_kind), int(me.lead)
    known = rd = links = 0.0
    reason = codes.KNOWS_TOO_LITTLE
    if row >= 0:
        table = w.enterprises if kind == codes.ENTERPRISE else w.institutes
        known = masks.share_known(w.fields.world[field], np.uint64(knowledge_of(w, kind, row)))
        rd, links = float(table.rd[row]), float(table.links[row])
        reason = int(eligibility(known, rd, links, pack(p).programme))
    return Context(
        cr4=float(history.fields[-1, field, names.index("cr4")]),
        maturity=float(w.fields.maturity[field]),
        lead_known=known,
        lead_rd=rd,
        lead_links=links,
        reason=reason,
        treasury=float(w.provinces.treasury[int(me.province)]),
        forecast={name: float(me[f"target_{name}"]) / p.programme.ambition for name in TARGETS},
    )


# What the file says.


def _is_whole(plan: Plan) -> Iterator[Finding]:
    parts = sum(len(section.parts) for section in SECTIONS)
    yield Finding(
        "A1", MEETS, f"all seven sections and their {parts} parts are there, in both languages",
        f"七个部分及其{parts}项内容齐全，中英文俱备",
    )  # fmt: skip


def _is_sourced(plan: Plan) -> Iterator[Finding]:
    facts = plan.prose.get("facts", ())
    sourced = sum(fact.source != ASSUMPTION for fact in facts)
    yield Finding(
        "G4.5", MEETS if sourced else DOUBT,
        f"{sourced} of {len(facts)} facts of the basis have a source, the rest are assumptions",
        f"建设基础的{len(facts)}项事实中{sourced}项有来源，其余为假设",
    )  # fmt: skip


def _is_in_key_areas(plan: Plan) -> Iterator[Finding]:
    own = [f for f in plan.scenario.fields if f.key in plan.center.fields]
    outside = [f for f in own if f.related is not None]
    clauses = {"frontier": "G3.1", "economy": "G3.2", "national_need": "G3.3"}
    for f in own:
        if f in outside:
            yield Finding(
                "G3.2", DOUBT, f"no key area of the guideline: {f.name_en}",
                f"{f.name_zh}不在指引所列重点领域之内",
            )  # fmt: skip
        else:
            yield Finding(
                clauses[f.orientation], MEETS, f"a key area of the guideline: {f.name_en}",
                f"{f.name_zh}属指引所列重点领域",
            )  # fmt: skip


def _has_a_schedule(plan: Plan) -> Iterator[Finding]:
    term = int(plan.scenario.parameters.programme.term)
    begin = between(plan.scenario.start, plan.center.approved)
    ends = [between(plan.scenario.start, step.until) for step in plan.milestones]
    years = range(begin + YEAR, begin + term + 1, YEAR)
    bare = [
        label(plan.scenario.start, year)
        for year in years
        if not any(year - YEAR < end <= year for end in ends)
    ]
    if bare:
        yield Finding(
            "G4.4", FAILS, "no step of the schedule falls in the year before " + ", ".join(bare),
            "以下季度之前一年内没有进度安排：" + "、".join(bare),
        )  # fmt: skip
    else:
        yield Finding(
            "G4.4", MEETS, f"a step in each of the {len(years)} years until the evaluation",
            f"评估前{len(years)}年每年均有进度安排",
        )  # fmt: skip
    open_ = [name for name in TARGETS if name not in plan.targets]
    if open_:
        yield Finding(
            "G7.4", DOUBT, "no target for " + ", ".join(open_) + ": the model will forecast one",
            "未设目标（由模型预测）：" + "、".join(_zh(name) for name in open_),
        )  # fmt: skip
    else:
        yield Finding("G7.4", MEETS, "a target for all that is evaluated", "评估各项均设目标")


def _is_a_person(plan: Plan) -> Iterator[Finding]:
    c = plan.center
    verdict = FAILS if c.legal_form == "dependent" and c.becomes is None else MEETS
    later_en = f", later {c.becomes}" if c.becomes else ""
    later_zh = f"，其后转为{_word(c.becomes)}" if c.becomes else ""
    yield Finding(
        "G6.1", verdict, f"legal form {c.legal_form}{later_en}",
        f"法律形式：{_word(c.legal_form)}{later_zh}",
    )  # fmt: skip


def _is_governed(plan: Plan) -> Iterator[Finding]:
    b = plan.center.bundle
    institutes = 1.0 - b.lead_votes - b.enterprise_votes - b.government_votes
    groups = {
        "lead": b.lead_votes, "enterprises": b.enterprise_votes, "institutes": institutes,
        "government": b.government_votes,
    }  # fmt: skip
    silent = [name for name, votes in groups.items() if votes <= 1e-9]
    alone = [name for name, votes in groups.items() if votes > 0.5]
    shares = ", ".join(f"{name} {votes:.0%}" for name, votes in groups.items())
    shares_zh = "、".join(f"{_word(name)}{votes:.0%}" for name, votes in groups.items())
    if silent:
        named = "、".join(map(_word, silent))
        yield Finding("G6.2", FAILS, f"without votes: {', '.join(silent)} ({shares})",
                      f"下列各方无表决权：{named}（{shares_zh}）")  # fmt: skip
    elif alone and b.voting == "majority" and b.veto == "nobody":
        yield Finding("G6.2", DOUBT, f"{alone[0]} alone decides ({shares})",
                      f"{_word(alone[0])}一方即可决定（{shares_zh}）")  # fmt: skip
    else:
        yield Finding("G6.2", MEETS, f"no group decides alone ({shares})",
                      f"任何一方均不能单独决定（{shares_zh}）")  # fmt: skip
    yield Finding(
        "G6.2", MEETS if b.experts > 0 else FAILS, f"{b.experts:g} experts",
        f"专家委员会{b.experts:g}人",
    )  # fmt: skip
    yield Finding(
        "G6.2", MEETS if b.manager_limit > 0 else DOUBT,
        f"the director decides alone up to {b.manager_limit:g} million CNY",
        f"{b.manager_limit:g}百万元以下项目由主任决定",
    )  # fmt: skip


def _has_instruments(plan: Plan) -> Iterator[Finding]:
    t = plan.center.terms
    used = [name for name, there in (("membership", t.takes_members), ("equity", t.capital > 0.0),
                                     ("agreement", t.agreements)) if there]  # fmt: skip
    yield Finding(
        "G6.5", MEETS if used else FAILS, "private money by " + (", ".join(used) or "nothing"),
        "社会投入方式：" + ("、".join(map(_word, used)) or "无"),
    )  # fmt: skip
    if "fees" in plan.targets:
        b = plan.center.bundle
        term = plan.scenario.parameters.programme.term
        public = (b.grant + b.local_grant) * term
        private = plan.targets["fees"]
        share = private / (public + private) if public + private > 0.0 else 1.0
        verdict = MEETS if share >= MAIN_PART else DOUBT
        yield Finding(
            "G6.5", verdict,
            f"enterprises are to bear {share:.0%} of the planned money, the guideline wants the "
            "main part",
            f"计划投入中企业占{share:.0%}，指引要求企业承担主要投入责任",
        )  # fmt: skip


def _has_tasks(plan: Plan) -> Iterator[Finding]:
    b = plan.center.bundle
    users = ("open to members", "向成员开放")
    if not b.pilot_for_members:
        users = ("for the center and its lead", "仅供中心及牵头单位使用")
    yield Finding(
        "G5.1", MEETS if b.pilot_capacity > 0 else DOUBT,
        f"a pilot line of {b.pilot_capacity:g} places, {users[0]}",
        f"中试线{b.pilot_capacity:g}个工位，{users[1]}",
    )  # fmt: skip
    yield Finding(
        "G5.1", MEETS if b.extension else DOUBT,
        "the center brings results into use" if b.extension else "nobody brings results into use",
        "中心推广成果" if b.extension else "没有成果推广安排",
    )  # fmt: skip
    yield Finding(
        "G5.3", MEETS if b.incubator_places > 0 else DOUBT,
        f"an incubator of {b.incubator_places:g} places for founders of its fields",
        f"面向本领域创业者的孵化工位{b.incubator_places:g}个",
    )  # fmt: skip


OF_THE_FILE: tuple[Callable[[Plan], Iterator[Finding]], ...] = (
    _is_whole, _is_sourced, _is_in_key_areas, _has_a_schedule, _is_a_person, _is_governed,
    _has_instruments, _has_tasks,
)  # fmt: skip


# What the country says.


def _fits_its_mode(plan: Plan, context: Context) -> Iterator[Finding]:
    cr4, maturity = context.cr4, context.maturity
    if maturity < IMMATURE:
        fitting = "institute_led"
    elif cr4 >= CONCENTRATED:
        fitting = "leader_led"
    elif cr4 <= SPREAD:
        fitting = "alliance_led"
    else:
        fitting = ""
    clause = {"leader_led": "G4.1", "alliance_led": "G4.2", "institute_led": "G4.3"}
    mode = plan.center.mode
    facts = f"maturity {maturity:.2f}, four largest {cr4:.0%}"
    facts_zh = f"市场成熟度{maturity:.2f}，前四企业份额{cr4:.0%}"
    where = clause.get(mode, "G4.1")
    said = fitting.replace("_", " ")
    if not fitting:
        yield Finding(where, DOUBT, f"{facts}: the guideline's rule does not say which mode",
                      f"{facts_zh}：按指引规则难以判断组织模式")  # fmt: skip
    elif fitting == mode:
        yield Finding(where, MEETS, f"{facts}: the guideline would have it {said}",
                      f"{facts_zh}：符合指引所述{_word(mode)}")  # fmt: skip
    else:
        yield Finding(where, DOUBT, f"{facts}: the guideline would rather have it {said}",
                      f"{facts_zh}：按指引更宜采用{_word(fitting)}")  # fmt: skip


def _is_eligible(plan: Plan, context: Context) -> Iterator[Finding]:
    facts = (
        f"the model's stand-in for the lead knows {context.lead_known:.0%} of what the world does, "
        f"spends {context.lead_rd:,.0f} million CNY a quarter on R&D, has {context.lead_links:g} "
        "links"
    )
    facts_zh = (
        f"模型中的牵头单位掌握世界已知知识的{context.lead_known:.0%}，季度研发投入"
        f"{context.lead_rd:,.0f}百万元，合作{context.lead_links:g}项"
    )
    if context.reason == codes.NOTHING:
        yield Finding("G4.5", MEETS, facts, facts_zh)
    else:
        english, chinese = codes.REASONS[context.reason]
        yield Finding("G4.5", DOUBT, f"{facts}: {english}", f"{facts_zh}：{chinese}")


def _is_supported(plan: Plan, context: Context) -> Iterator[Finding]:
    wanted = plan.center.bundle.local_grant
    most = plan.scenario.parameters.programme.local_most * max(0.0, context.treasury)
    verdict = MEETS if 0.0 < wanted <= most else DOUBT
    yield Finding(
        "G4.7", verdict,
        f"the province is to pay {wanted:g} of at most {most:,.0f} million CNY a quarter",
        f"地方每季度计划资助{wanted:g}百万元，财力上限{most:,.0f}百万元",
    )  # fmt: skip


def _is_neither_bold_nor_modest(plan: Plan, context: Context) -> Iterator[Finding]:
    for name, target in plan.targets.items():
        expected = context.forecast[name]
        if target == 0.0:  # promised is nothing
            continue
        ratio = target / expected if expected > 0.0 else float("inf")
        facts = f"{TARGETS[name].meaning}: {target:g}, the forecast at its start is {expected:.1f}"
        facts_zh = f"{_zh(name)}：{target:g}，期初预测{expected:.1f}"
        if ratio > BOLD:
            yield Finding("G7.4", DOUBT, f"{facts}: bold", f"{facts_zh}：偏高")
        elif ratio < MODEST:
            yield Finding("G7.4", DOUBT, f"{facts}: modest", f"{facts_zh}：偏低")
        else:
            yield Finding("G7.4", MEETS, facts, facts_zh)


def _word(value: str) -> str:
    return VALUES.get(value, value)


def _zh(name: str) -> str:
    return TARGETS[name].meaning_zh


OF_THE_COUNTRY: tuple[Callable[[Plan, Context], Iterator[Finding]], ...] = (
    _fits_its_mode, _is_eligible, _is_supported, _is_neither_bold_nor_modest,
)  # fmt: skip
