"""The page of indicators: every one with unit, formula, both names and source."""

from collections.abc import Iterable

from sim import indicators
from sim.documents.docstrings import first_line
from sim.documents.markdown import code, count, plain, table
from sim.documents.source import modules
from sim.indicators.about import Indicator

LEVELS = {
    "Indicators of a field": indicators.FIELD,
    "Indicators of a province": indicators.PROVINCE,
    "Indicators of the nation": indicators.NATION,
}

INTRO = """# Indicators

Written by `python -m sim.documents` from `sim/indicators/`: {indicators} indicators, each
measured at the end of every quarter. They stand in the table `indicators` of a run, one value a
row. A formula names columns of [the world's tables](world.md); `w` is the number of enterprises
that a row stands for, `K` what an enterprise knows, `W` what the world knows. A unit of 1 is a
pure number; money is in million CNY at 2017 prices, and flows are those of a quarter. How many
indicators a parameter moves stands in [levers](levers.md)."""


def page() -> str:
    """Return the page of indicators."""
    lines = [INTRO.format(indicators=sum(map(len, LEVELS.values())))]
    for title, level in LEVELS.items():
        lines += ["", f"## {title}", "", f"{count(len(level), 'indicator')}."]
        for text, group in by_file(level):
            lines += ["", f"### {plain(text)}", "", table_of(group)]
    return "\n".join(lines) + "\n"


def by_file(level: Iterable[Indicator]) -> list[tuple[str, list[Indicator]]]:
    """Return the indicators of a level by the file they stand in, with what the file is about."""
    home = {
        id(one): name.rpartition(".")[2]
        for name in modules()
        if name.startswith("indicators.")
        for group in vars(getattr(indicators, name.rpartition(".")[2])).values()
        if isinstance(group, tuple)
        for one in group
        if isinstance(one, Indicator)
    }
    found: dict[str, list[Indicator]] = {}
    for one in level:
        found.setdefault(home[id(one)], []).append(one)
    return [
        (first_line(modules()[f"indicators.{name}"].doc).rstrip("."), group)
        for name, group in found.items()
    ]


def table_of(group: Iterable[Indicator]) -> str:
    """Return the table of some indicators."""
    return table(
        ("indicator", "unit", "formula", "中文", "source"),
        [
            (
                code(one.name),
                plain(one.unit),
                plain(one.formula),
                plain(one.name_zh),
                plain(one.source),
            )
            for one in group
        ],
    )
