"""Reading the programme of a scenario: calls for centers, their charters and the layout."""

from typing import Any

from sim import tables
from sim.legal import USUAL_FORM
from sim.quarters import number
from sim.scenario.centers import LAST_QUARTER, Frame, check_shares
from sim.scenario.checks import Checks
from sim.scenario.document import Node
from sim.specs import CONSORTIUM, LEADS, CenterSpec, ProgrammeSpec
from sim.terms import USUAL_CONTRACT

REQUIRED = ("first_call", "last_call", "bundles")
KEYS = (*REQUIRED, "layout", "contract", "legal_form", "becomes")
LAYOUT = ("field_most", "regions")
MOST = 60
"""Centers that calls can bring in all: the upper bound of `programme.target`."""


def region_names() -> tuple[str, ...]:
    """Return the groups of provinces that the tables have, in their order."""
    return tuple(dict.fromkeys(province.region for province in tables.provinces().values()))


def read_programme(checks: Checks, node: Node, frame: Frame) -> ProgrammeSpec | None:
    """Return the programme; None if anything is wrong with it, which is noted."""
    before = len(checks.problems)
    entries = checks.mapping(node, "programme", KEYS, REQUIRED)
    first, last = (
        checks.quarter(entries[name], f"programme.{name}", frame.start, LAST_QUARTER)
        if name in entries
        else None
        for name in ("first_call", "last_call")
    )
    if first is not None and last is not None and number(last) < number(first):
        expected = f"a quarter from {first} on"
        checks.report(entries["last_call"], "programme.last_call", f"got `{last}`", expected)
    bundles = _bundles(checks, entries["bundles"], frame) if "bundles" in entries else {}
    layout = _layout(checks, entries["layout"]) if "layout" in entries else {}
    forms: dict[str, Any] = {
        name: checks.choice(entries[name], f"programme.{name}", frame.legal_forms, "legal form")
        for name in ("legal_form", "becomes")
        if name in entries
    }
    if "contract" in entries:
        forms["contract"] = checks.choice(
            entries["contract"], "programme.contract", frame.contracts, "contract"
        )
    usual: dict[str, Any] = {"legal_form": USUAL_FORM, "contract": USUAL_CONTRACT}
    for key, known in (("legal_form", frame.legal_forms), ("contract", frame.contracts)):
        if forms.get(key, usual[key]) not in known:
            message = f"the centers it calls have the {key.replace('_', ' ')} `{usual[key]}`"
            checks.report(node, "programme", message, f"one under `{key}s`, or `{key}` here")
    if len(checks.problems) > before:
        return None
    assert first is not None
    assert last is not None
    programme = ProgrammeSpec(first, last, bundles, **(usual | forms | layout))
    _check_terms(checks, entries.get("contract", node), frame, programme)
    return programme if len(checks.problems) == before else None


def _check_terms(checks: Checks, node: Node, frame: Frame, programme: ProgrammeSpec) -> None:
    """Note a contract under which no enterprise could belong to a center, or hold its stakes."""
    terms = frame.contracts[programme.contract]
    rights = frame.legal_forms[programme.legal_form]
    if terms is None or rights is None:  # noted
        return
    key = "programme.contract"
    after = frame.legal_forms.get(programme.becomes or "")
    check_shares(checks, node, key, terms, rights, after)
    if CONSORTIUM in programme.bundles and not terms.takes_members and terms.capital <= 0.0:
        message = (
            f"under `{programme.contract}` the partners of a consortium could not belong to it"
        )
        checks.report(node, key, message, "a contract with members or stakes")


def _bundles(checks: Checks, node: Node, frame: Frame) -> dict[str, str]:
    """Return the bundle of each lead type that may apply."""
    found: dict[str, str] = {}
    key = "programme.bundles"
    entries = checks.mapping(node, key, LEADS, noun="lead")
    for lead, entry in entries.items():
        label = checks.choice(entry, f"{key}.{lead}", frame.bundles, "bundle")
        if label is not None and frame.bundles.get(label) is not None:
            found[lead] = label
    if not entries:
        checks.report(node, key, "names no lead", "one of " + ", ".join(LEADS))
    return found


def _layout(checks: Checks, node: Node) -> dict[str, Any]:
    """Return how many centers a field and a group of provinces may have."""
    values: dict[str, Any] = {}
    for name, entry in checks.mapping(node, "programme.layout", LAYOUT).items():
        key = f"programme.layout.{name}"
        if name == "field_most":
            most = checks.whole(entry, key, 0, MOST)
            if most is not None:
                values["field_most"] = most
        else:
            regions = checks.mapping(entry, key, region_names(), noun="region")
            numbers = {
                region: checks.whole(item, f"{key}.{region}", 0, MOST)
                for region, item in regions.items()
            }
            values["regions"] = {r: n for r, n in numbers.items() if n is not None}
    return values


def called_places(
    target: int,
    dated: tuple[CenterSpec, ...],
    frame: Frame,
    programme: ProgrammeSpec,
) -> tuple[CenterSpec, ...]:
    """Return a place for each center that calls can bring; who takes it the run says."""
    label = next(iter(programme.bundles.values()))
    bundle = frame.bundles[label]
    rights = frame.legal_forms[programme.legal_form]
    terms = frame.contracts[programme.contract]
    if rights is None or terms is None:  # noted
        return ()
    assert bundle is not None
    taken = {center.key for center in dated}
    keys = [key for n in range(1, target + len(dated) + 1) if (key := f"called_{n}") not in taken]
    return tuple(
        CenterSpec(
            key=key,
            name_en=f"Called Center {key.removeprefix('called_')}",
            name_zh=f"征集中心{key.removeprefix('called_')}",
            province="",
            approved=LAST_QUARTER,
            lead_kind="",
            fields={},
            mode="",
            bundle=bundle,
            contract=programme.contract,
            terms=terms,
            legal_form=programme.legal_form,
            rights=rights,
            becomes=programme.becomes,
            rights_after=frame.legal_forms.get(programme.becomes or ""),
            called=True,
        )
        for key in keys[:target]
    )
