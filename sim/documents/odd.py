"""The description of the model by the ODD protocol: prose by hand, blocks from the code.

The second update of the protocol: Grimm et al. (2020), Journal of Artificial Societies and Social
Simulation 23(2) 7. The prose stands in `docs/odd.md` between the markers and is never written to.
"""

import inspect
from pathlib import Path

from sim.accounts import FLOWS, SECTORS
from sim.documents import inputs
from sim.documents.columns import shapes_of_world
from sim.documents.docstrings import first_line
from sim.documents.markdown import code, count, fill, number, plain, table
from sim.documents.parameters import of_group, short_table
from sim.documents.source import channels, drawers, modules, rules_of
from sim.documents.states import kind_of
from sim.documents.submodels import dotted, step_name, submodels
from sim.indicators import FIELD, NATION, PROVINCE
from sim.people import PEOPLE
from sim.schedule import AGENTS, SCHEDULE, Step, acts
from sim.spinup.settling import LEVEL
from sim.state import TABLES, columns

FILE = Path(__file__).parents[2] / "docs" / "odd.md"
SIZES = ("BANK", "LARGEST", "RIVALS", "CANDIDATES", "MEETINGS", "MOST_BIRTHS", "UNITS", "STAGES")


def page() -> str:
    """Return the page: the prose as it stands, all blocks anew."""
    return fill(FILE.read_text(encoding="utf-8"), BLOCKS)


def over(step: Step) -> str:
    """Return in words what a step runs over."""
    words = {"once": "the country at once", "teams": "each team", "fields": "each field",
             "cells": "each cell"}  # fmt: skip
    return words.get(step.over, f"each of the {step.over}")


def schedule() -> str:
    """Return the phases and steps of a quarter."""
    parts = []
    for place, phase in enumerate(SCHEDULE, 1):
        title = first_line(modules()[f"phases.{home}"].doc) if (home := phase.name) in HOMES else ""
        rows = [
            (
                code(step_name(step)),
                over(step),
                plain(first_line(inspect.getdoc(step.kernel) or "")),
                ", ".join(code(rule.short) for rule in rules_of(dotted(step))) or "no rule",
            )
            for step in phase.steps
        ]
        parts.append(f"**{place}. {phase.name}.** {plain(title)}".rstrip() + "\n\n" + table(
            ("step", "runs over", "what happens", "rules it leads to"), rows))  # fmt: skip
    return "\n\n".join(parts)


HOMES = {phase.name for phase in SCHEDULE if f"phases.{phase.name}" in modules()}
"""Phases that have a file of their own name, which says what they are about."""


def deeds() -> str:
    """Return what each kind of agent does in a quarter, in order."""
    rows = []
    for name in AGENTS:
        for place, step in enumerate(acts()[name], 1):
            said = first_line(inspect.getdoc(step.kernel) or "").partition(": ")[2]
            rows.append((name, str(place), code(step_name(step)), plain(said)))
    return table(("who", "act", "step", "what it does"), rows)


def entities() -> str:
    """Return the tables of the world: constants and state variables with unit and meaning."""
    shapes = shapes_of_world()
    parts = []
    for name, row in TABLES.items():
        if name == "births":
            continue
        about = columns(row)
        by_kind = {kind: [c for c in about if kind_of(name, c) == kind] for kind in TITLES}
        lines = [
            f"**{name}**, {plain(shapes[name])}. {plain(' '.join((row.__doc__ or '').split()))}",
            "",
            "; ".join(f"{title}: {len(by_kind[kind])}" for kind, title in TITLES.items()) + ".",
            "",
            table(
                ("variable", "kind", "unit", "meaning"),
                [
                    (code(c), title, plain(about[c].unit), plain(about[c].meaning))
                    for kind, title in TITLES.items()
                    for c in by_kind[kind]
                ],
            ),
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


TITLES = {"constant": "constant", "dated": "constant but for dated changes", "state": "state"}


def scales() -> str:
    """Return the numbers that are fixed when the tables are laid out, and those of the nation."""
    said = {}
    for names, values, text in modules()["rows.sizes"].constants:
        said[names] = (values, text)
    rows = [
        (code(name), str(said[name][0]), plain(said[name][1])) for name in SIZES if name in said
    ]
    return table(("constant", "value", "meaning"), rows)


def draws() -> str:
    """Return the channels of draws: one for each decision that luck has a part in."""
    rows = []
    for name, place in sorted(channels().items(), key=lambda item: item[1]):
        where = drawers().get(name, [])
        rows.append(
            (
                code(name),
                str(place),
                ", ".join(code(f.short) for f in where) or "nowhere: kept free",
                plain(first_line(where[0].doc)) if where else "a number that is never used again",
            )
        )
    return f"{count(len(rows), 'channel')}.\n\n" + table(
        ("channel", "number", "drawn in", "what is drawn there"), rows
    )


def flows() -> str:
    """Return every flow of money and of people, with where from and where to."""
    money = [(code(f.name), SECTORS[f.payer], SECTORS[f.payee], f.name_zh) for f in FLOWS]
    people = [(code(m.name), PLACES[m.origin], PLACES[m.target], m.name_zh) for m in PEOPLE]
    return "\n\n".join(
        (
            f"Money, {count(len(money), 'flow')} between {count(len(SECTORS), 'sector')}:",
            table(("flow", "payer", "payee", "中文"), money),
            f"R&D staff, {count(len(people), 'flow')}:",
            table(("flow", "from", "to", "中文"), people),
        )
    )


PLACES = ("staff of the cells", "school and other work", "abroad")
"""`people.STAFF`, `people.OTHER`, `people.ABROAD`."""


def before() -> str:
    """Return what is off in the spin-up, and the parameters of the start."""
    off = [(code(name), number(value)) for name, value in LEVEL.items()]
    return "\n\n".join(
        (
            "Parameters that have another value in the spin-up:",
            table(("parameter", "value in the spin-up"), off),
            "Parameters of the start:",
            short_table(of_group("start")),
        )
    )


def observation() -> str:
    """Return how many indicators there are, by level."""
    rows = [
        ("fields", str(len(FIELD)), "each field, each quarter"),
        ("provinces", str(len(PROVINCE)), "each province, each quarter"),
        ("nation", str(len(NATION)), "each quarter"),
    ]
    return table(("level", "indicators", "measured for"), rows)


BLOCKS = {
    "patterns": inputs.patterns,
    "entities": entities,
    "scales": scales,
    "schedule": schedule,
    "acts": deeds,
    "draws": draws,
    "flows": flows,
    "observation": observation,
    "start": before,
    "data": inputs.data,
    "background": inputs.background,
    "events": inputs.events,
    "submodels": submodels,
    "sources": inputs.sources,
}
"""The blocks of the page, by the names in its markers."""
