"""What a name means: of a scenario, parameter, indicator, field, center, key, event or column."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from sim import codes, tables
from sim.indicators import FIELD, NATION, PROVINCE
from sim.indicators.about import Indicator
from sim.legal import RIGHT_NUMBERS
from sim.parameters import About, describe
from sim.problems import NticError, did_you_mean
from sim.scalars import written_out
from sim.scenario import find, load, said, shipped
from sim.scenario.schema import MEANINGS
from sim.specs import ATTRIBUTES, BUNDLE_NUMBERS, FieldSpec
from sim.state import TABLES, Column, columns
from sim.terms import TERM_NUMBERS

LEVELS = (("nation", NATION), ("field", FIELD), ("province", PROVINCE))
LEVERS = Path(__file__).parents[2] / "docs" / "levers.md"
SWITCHES = {
    "results_owner": "who owns what the center launches: lead, center or inventor",
    "voting": "how the board decides: by weighted majority, or unanimity of all whom it concerns",
    "veto": "who may stop a project alone, whatever the votes: one of the groups, or nobody",
    "pilot_for_members": "members other than the lead may use the center's pilot line",
    "extension": "the center brings its results into use: users hear of them more often",
}
TERMS = {
    "takes_members": "enterprises may join the center for a fee",
    "agreements": "an enterprise may pay for one project of the center and use its result first",
    "rents": "outsiders may rent what is free of the center's pilot line",
    "enterprise_main": "public money of a quarter is at most what enterprises bring in, once begun",
}
RIGHTS = {
    "pays_out": "the center may share its licence income among members and shareholders",
    "has_shares": "the center may sell stakes in its capital",
}


def explain(name: str) -> str:
    """Return what a name means, in a few lines; it may mean several things.

    Raises
    ------
    NticError
        If nothing has that name.
    """
    if name in shipped() or Path(name).suffix in (".yaml", ".yml"):
        return _scenario(name)
    entries = dict.fromkeys(entry for key, entry in _entries() if key == name)
    if not entries:
        known = {key for key, _ in _entries()} | set(shipped())
        close = did_you_mean(name, sorted(known)) or "see `ntic parameters`, `ntic indicators`"
        raise NticError(f"{name}: nothing has this name; {close}")
    return "\n\n".join(make() for make in entries)


def _entries() -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield every name that has a meaning, and what writes it."""
    for name, default, about in describe():
        yield name, lambda n=name, d=default, a=about: _parameter(n, d, a)
    for level, indicators in LEVELS:
        for about in indicators:
            yield about.name, lambda v=level, a=about: _indicator(v, a)
    for key in MEANINGS:
        yield key, lambda k=key: f"{k}: key of a scenario\n  {MEANINGS[k]}"
    for name, (low, high, unit) in ATTRIBUTES.items():
        yield name, lambda n=name, b=(low, high, unit): _attribute(n, *b)
    for part, numbers, switches in (
        ("switch of a bundle", BUNDLE_NUMBERS, SWITCHES),
        ("term of a contract", TERM_NUMBERS, TERMS),
        ("right of a legal form", RIGHT_NUMBERS, RIGHTS),
    ):
        for name, about in numbers.items():
            yield name, lambda n=name, a=about, of=part: _switch(n, a, of)
        for name, words in switches.items():
            yield name, lambda n=name, w=words, of=part: f"{n}: {of}\n  {w}"
    for key, field in tables.fields().items():
        yield key, lambda f=field: _field(f)
    for key, center in tables.centers().items():
        yield key, lambda c=center: _center(c)
    for key, place in tables.provinces().items():
        yield key, lambda p=place: f"{p.key} ({p.name_zh}): province, region {p.region}"
    for words in codes.EVENT_KINDS.values():
        yield words[0], lambda w=words: f"{w[0]} ({w[1]}): kind of event; see docs/tables.md"
    for table, row in TABLES.items():
        for name, column in columns(row).items():
            yield f"{table}.{name}", lambda t=table, n=name, c=column: _column(t, n, c)


def _lines(head: str, *parts: str) -> str:
    return "\n".join([head, *(f"  {part}" for part in parts if part)])


def _parameter(name: str, default: float, about: About) -> str:
    bounds = f"{written_out(about.low)} to {written_out(about.high)}"
    unit = "" if about.unit == "1" else f" {about.unit}"
    return _lines(
        f"{name}: parameter, {about.symbol}",
        about.meaning,
        about.meaning_zh,
        f"default {written_out(default)}{unit}, range {bounds}{unit}",
        f"source: {about.source}",
        _moves(name),
        f"in a scenario: `parameters: {{ {name}: {written_out(default)} }}`, or --set {name}=VALUE",
    )


def _moves(name: str) -> str:
    """Return what the page of levers says that a parameter moves."""
    for line in LEVERS.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] == f"`{name}`":
            ends = f"held from the start at {cells[2]} rather than {cells[1]}"
            return f"{ends}: {cells[4]} (docs/levers.md)"
    return ""


def _indicator(level: str, about: Indicator) -> str:
    unit = "" if about.unit == "1" else f", {about.unit}"
    head = f"{about.name} ({about.name_zh}): indicator of a {level}{unit}"
    return _lines(head, about.formula, f"source: {about.source}")


def _attribute(name: str, low: float, high: float, unit: str) -> str:
    values = {key: field.attributes[name] for key, field in tables.fields().items()}
    least, most = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
    return _lines(
        f"{name}: attribute of a field [{unit}], from {written_out(low)} to {written_out(high)}",
        f"in the tables from {written_out(values[least])} ({least}) to "
        f"{written_out(values[most])} ({most}); sources in scenarios/data/field_attributes.csv",
        f"in a scenario: `fields: {{ others: all, big_data: {{ {name}: VALUE }} }}`",
    )


def _switch(name: str, about: About, part: str) -> str:
    head = f"{name} ({about.meaning_zh}): {part} [{about.unit}]"
    bounds = f"from {written_out(about.low)} to {written_out(about.high)}"
    return _lines(head, about.meaning, bounds, "what reads it: docs/built_in.md")


def _field(field: FieldSpec) -> str:
    given = [f"{name} {written_out(value)}" for name, value in field.attributes.items()]
    head = f"{field.key} ({field.name_zh}): field, {field.name_en}, orientation {field.orientation}"
    return _lines(head, "; ".join(given), "sources: scenarios/data/field_attributes.csv")


def _center(center: tables.CenterRow) -> str:
    shares = ", ".join(f"{field} {written_out(s)}" for field, s in center.fields.items())
    return _lines(
        f"{center.key} ({center.name_zh}): center",
        center.name_en,
        f"approved {center.approved}, {center.province}, led by: {center.lead}, {center.mode}",
        f"fields: {shares}",
        "sources: scenarios/data/centers.csv, center_fields.csv",
    )


def _column(table: str, name: str, column: Column) -> str:
    head = f"{table}.{name} ({column.meaning_zh}): column of the world [{column.unit}]"
    return _lines(head, column.meaning)


def _scenario(name: str) -> str:
    """Return what a scenario asks, what to look at and what differs from the one below."""
    scenario = load(name)
    about = {a.name: a for _, indicators in LEVELS for a in indicators}
    looked = [f"{n} ({about[n].name_zh}): {about[n].formula}" for n in scenario.look_at]
    return _lines(
        f"{scenario.name}: scenario, {os.path.relpath(find(name))}",
        scenario.question,
        "look at:" if looked else "",
        *(f"  {line}" for line in looked),
        "it says:",
        *(f"  {line}" for line in _said(name)),
    )


def _said(name: str) -> Iterator[str]:
    """Yield what a file says, with unit and what would hold without it."""
    about = {n: (default, a) for n, default, a in describe()}
    for key, value, below in said(name):
        default, how = about.get(key.removeprefix("parameters."), (None, None))
        usual = below or ("" if default is None else written_out(default))
        unit = f" {how.unit}" if how and how.unit != "1" else ""
        yield f"{key}: {value}{unit}" + (f" (otherwise {usual}{unit})" if usual else "")
