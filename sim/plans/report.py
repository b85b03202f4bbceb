"""What came out of trying a plan, as pieces of Markdown in either language."""

from collections.abc import Iterator

import numpy as np

from sim.documents.markdown import plain, table
from sim.plans.checking import Finding
from sim.plans.trial import LUCK, SOURCES, Chance, Difference, Trial
from sim.plans.words import pick, say, unit_in
from sim.quarters import label
from sim.specs import TARGETS

FIGURE = "<!-- figure -->"
"""Where the figure goes."""


def said_finding(finding: Finding, language: str) -> list[str]:
    """Return a finding as a row: clause, verdict, reason."""
    return [finding.clause, say(language, finding.verdict), plain(pick(finding, language))]


def report_of(trial: Trial, language: str) -> Iterator[str]:
    """Yield the parts of the report on a trial."""
    chance = trial.chance
    yield f"## {say(language, 'tried')}"
    yield say(
        language, "chance", passed=chance.passed, runs=chance.runs, share=chance.share,
        low=chance.low, high=chance.high, excellent=trial.excellent.share,
        quarter=label(trial.plan.scenario.start, trial.quarter),
    ) + say(language, "space") + say(language, "nature")  # fmt: skip
    yield f"### {say(language, 'reached')}"
    yield _reached(trial, language)
    yield FIGURE
    yield "*" + say(language, "figure", runs=chance.runs) + "*"
    yield f"### {say(language, 'causes')}"
    yield _causes(trial, language)
    yield f"### {say(language, 'limits')}"
    rows = [
        [say(language, "without", target=name_of(d.name, language)), *_said(d)]
        for d in trial.without
    ]
    yield table(_head(language), rows)
    if trial.changed:
        yield f"### {say(language, 'changes')}"
        rows = [
            [f"{pick(change, language)} ({change.clause})", *_said(d)]
            for change, d in sorted(trial.changed, key=lambda pair: -pair[1].change)
        ]
        yield table(_head(language), rows)
        yield say(language, "unclear", number=len(rows))
    yield f"### {say(language, 'money')}"
    yield _money(trial, language)


def with_unit(target: str, language: str) -> str:
    """Return what a target counts, with its unit if it has one."""
    unit = unit_in(TARGETS[target].unit, language)
    return name_of(target, language) + ("" if unit == "-" else f" [{unit}]")


def name_of(target: str, language: str) -> str:
    """Return what a target counts, or the word for luck."""
    if target == LUCK:
        return say(language, "luck")
    about = TARGETS[target]
    return about.meaning_zh if language == "zh" else about.meaning


def _reached(trial: Trial, language: str) -> str:
    head = [say(language, key) for key in
            ("indicator", "target", "expected", "range", "fulfilled", "weight")]  # fmt: skip
    rows = []
    for k, name in enumerate(TARGETS):
        values, targets = trial.base.achieved[:, k], trial.base.targets[:, k]
        low, high = np.quantile(values, (0.05, 0.95))
        rows.append(
            [
                with_unit(name, language), f"{targets.mean():.3g}", f"{values.mean():.3g}",
                f"{low:.3g} - {high:.3g}", f"{(values >= targets).mean():.0%}",
                f"{trial.base.weights[:, k].mean():.0%}",
            ]
        )  # fmt: skip
    return table(head, rows)


def _causes(trial: Trial, language: str) -> str:
    if not trial.causes:
        return say(language, "none_failed")
    ordered = sorted(trial.causes.items(), key=lambda item: -item[1])
    rows = [[name_of(name, language), str(number)] for name, number in ordered]
    return table([say(language, "cause"), say(language, "runs")], rows)


def _head(language: str) -> list[str]:
    words = ["change", "share", "difference", "test"]
    return [say(language, word) for word in words]


def _said(d: Difference) -> list[str]:
    return [_share(d.chance), f"{d.change:+.0%} ± {d.error:.0%}", f"{d.p:.2g}"]


def _share(chance: Chance) -> str:
    return f"{chance.share:.0%} ({chance.low:.0%} - {chance.high:.0%})"


def _money(trial: Trial, language: str) -> str:
    means = {name: float(values.mean()) for name, values in trial.money.items()}
    total = sum(means.values())
    rows = [
        [SOURCES[name][language == "zh"], f"{mean:,.0f}", f"{mean / total:.0%}"]
        for name, mean in means.items()
        if mean > 0.0
    ]
    return table([say(language, "source"), say(language, "value"), say(language, "part")], rows)
