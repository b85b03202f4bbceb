"""Reading what is measured in the runs of a design."""

from collections.abc import Mapping

from experiments.design.specs import Outcome
from sim import quarters
from sim.indicators import FIELD, NATION, PROVINCE
from sim.indicators.about import Indicator
from sim.scenario.checks import Checks
from sim.scenario.document import Node
from sim.scenario.reading import FIRST_START

LEVELS: dict[str, tuple[Indicator, ...]] = {"nation": NATION, "field": FIELD, "province": PROVINCE}
MEASURES = {
    "total": "sum of all quarters from `since` to the horizon",
    "mean": "mean of all quarters from `since` to the horizon",
    "last_year": "mean of the four quarters up to the horizon",
    "end": "the horizon's quarter",
}
ACROSS = {"total": "sum over all places", "mean": "mean over all places"}
BY = {"field": ("field", "orientation"), "province": ("province", "region"), "nation": ()}
"""Dimensions by which the outcome of an indicator of each level can be kept."""
BETTER = ("higher", "lower")
KEYS = (
    "indicator",
    "level",
    "measure",
    "across",
    "horizons",
    "since",
    "by",
    "better",
    "margin",
    "primary",
)
LAST_QUARTER = "2509Q4"
LARGEST = 1e15
QUARTERLY = "/quarter"


def read_outcomes(checks: Checks, top: Mapping[str, Node]) -> tuple[Outcome, ...]:
    """Return the outcomes; exactly one is primary: the only one, or the one that says so."""
    if "outcomes" not in top:
        return ()
    common = _quarters(checks, top["horizons"], "horizons") if "horizons" in top else None
    found = []
    entries = checks.mapping(top["outcomes"], "outcomes")
    for name, entry in entries.items():
        outcome = _read_outcome(checks, entry, name, common)
        if outcome is not None:
            found.append(outcome)
    if isinstance(top["outcomes"].value, dict) and not entries:
        checks.report(top["outcomes"], "outcomes", "is empty", "at least one outcome")
    if len(entries) == 1 and len(found) == 1:
        found = [found[0]._replace(primary=True)]
    primary = [outcome.name for outcome in found if outcome.primary]
    if len(found) == len(entries) > 0 and len(primary) != 1:
        named = ", ".join(f"`{name}`" for name in primary) or "none"
        checks.report(
            top["outcomes"], "outcomes", f"{named} is primary", "one outcome with `primary: true`"
        )
    return tuple(found)


def _read_outcome(
    checks: Checks, node: Node, name: str, common: tuple[str, ...] | None
) -> Outcome | None:
    """Return one outcome, or None if anything is wrong with it."""
    before = len(checks.problems)
    key = f"outcomes.{name}"
    if "@" in name or "/" in name:
        checks.report(node, key, "is no name of an outcome", "a name without @ and /", at_key=True)
    entries = checks.mapping(node, key, KEYS, ("indicator", "measure", "better"))
    level, about = _read_indicator(checks, entries, key)
    measure = _choice(checks, entries, key, "measure", MEASURES)
    across = _choice(checks, entries, key, "across", ACROSS)
    if level == "nation" and "across" in entries:
        checks.report(entries["across"], f"{key}.across", "the nation is one place", at_key=True)
    if level in ("field", "province") and "across" not in entries:
        message = f"missing key `across`: `{about}` is of each {level}"
        checks.report(node, key, message, "total or mean, for the nation's outcome")
    horizons = common or ()
    if "horizons" in entries:
        horizons = _quarters(checks, entries["horizons"], f"{key}.horizons")
    elif common is None:
        checks.report(node, key, "missing key `horizons`", "here, or for all outcomes")
    since = FIRST_START
    if "since" in entries:
        chosen = checks.quarter(entries["since"], f"{key}.since", FIRST_START, LAST_QUARTER)
        since = chosen or since
        if measure in ("last_year", "end"):
            message = f"is not used by `{measure}`"
            checks.report(entries["since"], f"{key}.since", message, at_key=True)
        early = [h for h in horizons if quarters.number(h) < quarters.number(since)]
        if early:
            checks.report(entries["since"], f"{key}.since", f"is after the horizon {early[0]}")
    by = ()
    if "by" in entries:
        known = dict.fromkeys(BY[level]) if level else {}
        by = tuple(checks.words(entries["by"], f"{key}.by", known, f"dimension of a {level}"))
    margin = None
    if "margin" in entries:
        margin = checks.number(entries["margin"], f"{key}.margin", 0.0, LARGEST)
        if margin == 0.0:
            checks.report(entries["margin"], f"{key}.margin", "got 0", "a number above 0")
    better = _choice(checks, entries, key, "better", BETTER)
    primary = checks.switch(entries["primary"], f"{key}.primary") if "primary" in entries else False
    if len(checks.problems) > before:
        return None
    unit = next(one.unit for one in LEVELS[level] if one.name == about)
    return Outcome(
        name=name,
        indicator=about,
        level=level,
        measure=measure,
        across=across,
        horizons=horizons,
        since=since,
        by=by,
        better=better,
        margin=margin,
        primary=bool(primary),
        unit=unit.removesuffix(QUARTERLY) if measure == "total" else unit,
        place=entries["horizons"].place if "horizons" in entries else node.key_place or node.place,
    )


def _choice(
    checks: Checks, entries: Mapping[str, Node], key: str, name: str, known: Mapping | tuple
) -> str:
    """Return one of the known words, '' if it is not given or wrong."""
    if name not in entries:
        return ""
    return checks.choice(entries[name], f"{key}.{name}", known, name) or ""


def _read_indicator(checks: Checks, entries: Mapping[str, Node], key: str) -> tuple[str, str]:
    """Return the level and the name of an outcome's indicator."""
    level = _choice(checks, entries, key, "level", LEVELS)
    if "indicator" not in entries:
        return level, ""
    known = {about.name for one in LEVELS for about in LEVELS[one] if level in ("", one)}
    name = checks.choice(entries["indicator"], f"{key}.indicator", known, "indicator") or ""
    having = [one for one in LEVELS if any(about.name == name for about in LEVELS[one])]
    if name and not level and len(having) > 1:
        listed = ", ".join(having)
        message = f"missing key `level`: there is a `{name}` of each of {listed}"
        checks.report(entries["indicator"], key, message)
    return level or (having[0] if having else ""), name


def _quarters(checks: Checks, node: Node, key: str) -> tuple[str, ...]:
    """Return a list of quarters in order."""
    found = []
    for item in checks.sequence(node, key):
        quarter = checks.quarter(item, key, FIRST_START, LAST_QUARTER)
        if quarter in found:
            checks.report(item, key, f"`{quarter}` is listed twice")
        elif quarter is not None:
            found.append(quarter)
    if isinstance(node.value, list) and not node.value:
        checks.report(node, key, "is empty", "at least one quarter")
    return tuple(sorted(found))
