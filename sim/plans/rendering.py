"""A plan as a document in the seven sections of the annex: Markdown and self-contained HTML."""

import html
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sim import folders, provenance
from sim.documents.markdown import plain, table
from sim.plans.checking import Finding
from sim.plans.outline import SECTIONS, Part, Section
from sim.plans.reading import ASSUMPTION, LANGUAGES, Plan, Said, sources
from sim.plans.report import FIGURE, report_of, said_finding, with_unit
from sim.plans.trial import Trial
from sim.plans.words import LEVERS, VALUES, WORDS, pick, say, unit_in
from sim.specs import BUNDLE_NUMBERS, TARGETS
from sim.terms import TERM_NUMBERS

ENGLISH, CHINESE = "en", "zh"
STYLE = """
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #222;
  font: 16px/1.6 "Source Serif 4", "Noto Serif CJK SC", "Songti SC", SimSun, Georgia, serif; }
h1 { font-size: 1.7rem; line-height: 1.25; } h2 { margin-top: 2.2rem; font-size: 1.25rem; }
h3 { font-size: 1.05rem; margin-bottom: .2rem; }
table { border-collapse: collapse; margin: .8rem 0; font-size: .88rem; width: 100%; }
th, td { border-bottom: 1px solid #ccc; padding: .25rem .5rem; text-align: left;
  vertical-align: top; } th { border-bottom: 2px solid #222; }
figure { margin: 1rem 0; } figure svg { width: 100%; height: auto; }
figcaption { font-size: .85rem; color: #444; }
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } }
"""


def render(
    plan: Plan,
    folder: str | Path,
    languages: Sequence[str] = LANGUAGES,
    findings: Sequence[Finding] = (),
    trial: Trial | None = None,
) -> tuple[Path, ...]:
    """Write a plan as `<name>.<language>.md` and `.html`, and its figure beside them.

    Parameters
    ----------
    plan : Plan
        As read.
    folder : str or Path
        What an earlier rendering left there is replaced, once all is written.
    languages : sequence of {"en", "zh"}
        Of the documents.
    findings : sequence of Finding
        Of `checking.check`; without any that part is left out.
    trial : Trial, optional
        Of `trial.try_out`; without one that part is left out.

    Returns
    -------
    tuple of Path
        What was written.

    Raises
    ------
    FolderError
        If the folder cannot be written, or holds something else.
    """
    from sim.plans.figure import svg

    folder = Path(folder)
    written = []
    with folders.replacing(folder) as fresh:
        for language in languages:
            text = document(plan, language, findings, trial)
            stem = f"{plan.name}.{language}"
            drawing = svg(trial, language) if trial is not None else ""
            pages = {
                f"{stem}.md": text.replace(FIGURE, f"![]({stem}.svg)"),
                f"{stem}.html": as_html(text, plan.title, language, drawing),
            } | ({f"{stem}.svg": drawing} if drawing else {})
            for name, content in pages.items():
                (fresh / name).write_text(content, encoding="utf-8")
                written.append(folder / name)
        folders.write_provenance(fresh, {"plan": plan.name, **provenance.describe()})
    return tuple(written)


def as_html(text: str, title: Said, language: str, drawing: str) -> str:
    """Return a page that needs no other file."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    figure = f"<figure>{drawing}</figure>"
    name = html.escape(pick(title, language))
    locale = {"en": "en", "zh": "zh-Hans"}[language]
    return (
        f'<!doctype html>\n<html lang="{locale}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{body.replace(FIGURE, figure)}</body>\n</html>\n"
    )


def document(
    plan: Plan, language: str, findings: Sequence[Finding] = (), trial: Trial | None = None
) -> str:
    """Return the document as Markdown."""
    blocks = [f"# {plain(pick(plan.title, language))}", f"*{say(language, 'outline')}*"]
    for number, section in zip(ordinals(language), SECTIONS, strict=True):
        blocks += _section(plan, section, number, language)
    if findings:
        blocks += [f"## {say(language, 'checked')}", _findings(findings, language)]
    if trial is not None:
        blocks += report_of(trial, language)
    blocks += _references(plan, language)
    blocks.append(_made(plan, trial, language))
    return "\n\n".join(blocks) + "\n"


def ordinals(language: str) -> list[str]:
    """Return how sections are counted."""
    if language == ENGLISH:
        return [f"{k}. " for k in range(1, len(SECTIONS) + 1)]
    return [f"{number}、" for number in WORDS["numbers"][1].split("、")]


def _section(plan: Plan, section: Section, number: str, language: str) -> Iterator[str]:
    yield f"## {number}{pick(section, language)}"
    for place, part in enumerate(section.parts, start=1):
        head = f"({place}) " if language == ENGLISH else f"（{'一二三四五'[place - 1]}）"
        yield f"### {head}{pick(part, language)}"
        yield _prose(plan.prose.get(part.key, ()), part, language)
    rows = list(_settled(plan, section, language))
    if rows:
        yield f"**{say(language, 'settles')}**"
        head = [say(language, key) for key in ("item", "value", "unit")]
        yield table(head, rows)
    if section.key == "schedule" and plan.milestones:
        yield _milestones(plan, language)


def _prose(said: Sequence[Said], part: Part, language: str) -> str:
    lines = []
    for one in said:
        source = ""
        if one.source:
            words = say(language, "assumption") if one.source == ASSUMPTION else one.source
            source = f" [{words}]"
        lines.append(("- " if part.listed else "") + plain(pick(one, language)) + source)
    return "\n".join(lines)


def _settled(plan: Plan, section: Section, language: str) -> Iterator[list[str]]:
    """Yield what a section settles of the center, in full: with what its labels bring."""
    c = plan.center
    for lever in section.levers:
        if lever == "targets":
            for name, value in plan.targets.items():
                about = TARGETS[name]
                yield [_meaning(about, language), f"{value:g}", unit_in(about.unit, language)]
        elif lever == "fields":
            names = {f.key: f.name_zh if language == CHINESE else f.name_en
                     for f in plan.scenario.fields}  # fmt: skip
            shares = ", ".join(f"{names[key]} {share:.0%}" for key, share in c.fields.items())
            yield [_lever(lever, language), shares, "-"]
        elif lever == "terms":
            for name, about in TERM_NUMBERS.items():
                value = getattr(c.terms, name)
                if value > 0.0:
                    yield [_meaning(about, language), f"{value:g}", unit_in(about.unit, language)]
        elif lever in ("lead", "mode", "province", "legal_form", "becomes", "contract", "approved"):
            value = c.lead_kind if lever == "lead" else getattr(c, lever)
            if value is not None:
                yield [_lever(lever, language), _value(plan, str(value), language), "-"]
    for switch in section.switches:
        value = getattr(c.bundle, switch)
        if switch in BUNDLE_NUMBERS:
            about = BUNDLE_NUMBERS[switch]
            yield [_meaning(about, language), f"{value:g}", unit_in(about.unit, language)]
        else:
            words = say(language, "yes" if value else "no") if isinstance(value, bool) else value
            yield [_lever(switch, language), _value(plan, str(words), language), "-"]


def _meaning(about: Any, language: str) -> str:
    return plain(about.meaning_zh if language == CHINESE else about.meaning)


def _lever(key: str, language: str) -> str:
    return LEVERS[key][language == CHINESE]


def _value(plan: Plan, value: str, language: str) -> str:
    if language == ENGLISH:
        return value.replace("_", " ")
    places = {p.key: p.name_zh for p in plan.scenario.provinces}
    return places.get(value, VALUES.get(value, value))


def _milestones(plan: Plan, language: str) -> str:
    there = [name for name in TARGETS if any(name in step.targets for step in plan.milestones)]
    head = [say(language, "until"), say(language, "step")]
    head += [with_unit(name, language) for name in there]
    rows = [
        [step.until, plain(pick(step.said, language))]
        + [f"{step.targets[name]:g}" if name in step.targets else "-" for name in there]
        for step in plan.milestones
    ]
    return table(head, rows)


def _findings(findings: Sequence[Finding], language: str) -> str:
    head = [say(language, key) for key in ("clause", "finding", "reason")]
    return table(head, [said_finding(finding, language) for finding in findings])


def _references(plan: Plan, language: str) -> Iterator[str]:
    used = [fact.source for fact in plan.prose.get("facts", ()) if fact.source != ASSUMPTION]
    if used:
        yield f"## {say(language, 'sources')}"
        rows = [(key, sources()[key]) for key in dict.fromkeys(used)]
        yield "\n".join(
            f"- {key}: {plain(row['title'])}. {plain(row['publisher'])}, {row['year']}. "
            f"<{row['address'].split(' ')[0]}>"
            for key, row in rows
        )


def _made(plan: Plan, trial: Trial | None, language: str) -> str:
    seeds = trial.seeds if trial is not None else (plan.scenario.seed,)
    return (
        "*"
        + say(
            language,
            "made",
            version=provenance.describe()["versions"]["ntic"],
            plan=os.path.basename(plan.path),
            scenario=plan.scenario.name,
            scale=trial.scale if trial is not None else plan.scenario.scale,
            first=seeds[0],
            last=seeds[-1],
        )
        + "*"
    )
