"""Centers as a scenario charters them."""

from typing import Any

from sim import codes, draws
from sim.legal import Rights
from sim.populate.identity import key_of
from sim.quarters import between
from sim.specs import CONSORTIUM, LEADS, PLATFORM, Bundle, CenterSpec, Scenario
from sim.state import NEVER, NONE, World
from sim.terms import Terms


def fill_centers(w: World, scenario: Scenario) -> None:
    """Write the centers' switches; a label of a mode never reaches a table."""
    keys = [field.key for field in scenario.fields]
    places = [province.key for province in scenario.provinces]
    for k, center in enumerate(scenario.centers):
        if center.called:
            w.centers.id[k] = draws.identity(NEVER, k, 0)  # until a call gives it its own
            w.centers.start[k] = NEVER
            w.centers.lead[k] = w.centers.first_team[k] = NONE
            _fill_terms(w.centers[k], center.terms)
            _fill_rights(w, k, center)
            continue
        _fill_center(
            w, k, center, places.index(center.province), between(scenario.start, center.approved)
        )
        for field, share in center.fields.items():
            w.center_fields.share[k, keys.index(field)] = share
    if scenario.programme is not None:
        fill_programme(w, scenario)


def fill_programme(w: World, scenario: Scenario) -> None:
    """Write the charters of the types of leads that may apply, and the layout."""
    programme = scenario.programme
    assert programme is not None
    for k, lead in enumerate(LEADS):
        if lead not in programme.bundles:
            continue
        row = w.charters[k]
        row.offered = 1
        row.lead_kind = codes.ENTERPRISE if LEADS[lead] == "enterprise" else codes.INSTITUTE
        row.partners = int(lead == CONSORTIUM)
        row.local = int(lead == PLATFORM)
        row.first_call = between(scenario.start, programme.first_call)
        row.last_call = between(scenario.start, programme.last_call)
        row.fee = scenario.contracts[programme.contract].fee
        _fill_switches(row, scenario.bundles[programme.bundles[lead]])
    w.fields.centers_most = programme.field_most
    groups = list(dict.fromkeys(province.region for province in scenario.provinces))
    for k, province in enumerate(scenario.provinces):
        w.provinces.group[k] = groups.index(province.region)
        w.provinces.centers_most[k] = programme.regions.get(province.region, NEVER)


def _fill_center(w: World, k: int, center: CenterSpec, province: int, start: int) -> None:
    """Write one center's row; its identity is that of field, region and call."""
    bundle = center.bundle
    main = max(center.fields, key=lambda field: center.fields[field])
    row = w.centers[k]
    row.id = draws.identity(key_of(main), int(w.provinces.key[province]), start)
    twins = int((w.centers.id[:k] == row.id).sum())
    if twins > 0:  # the tables have two of one field, place and quarter
        row.id = draws.identity(row.id, twins, 0)
    row.province = province
    row.start = start
    row.lead_kind = codes.ENTERPRISE if center.lead_kind == "enterprise" else codes.INSTITUTE
    row.local = int(center.platform)
    row.lead = NONE
    row.first_team = NONE
    _fill_switches(row, bundle)
    _fill_terms(row, center.terms)
    _fill_rights(w, k, center)
    _fill_targets(row, center.targets)


def _fill_targets(row: Any, targets: dict[str, float]) -> None:
    """Write what a center's own plan promises for its first term."""
    for name, value in targets.items():
        setattr(row, f"promised_{name}", value)


def _fill_rights(w: World, k: int, center: CenterSpec) -> None:
    """Write what a center may do by its legal form, and by the one it is to have later."""
    _fill_form(w.centers[k], center.rights)
    if center.rights_after is not None:
        w.successors[k].planned = 1
        _fill_form(w.successors[k], center.rights_after)


def _fill_form(row: Any, rights: Rights) -> None:
    """Write the rights of a legal form into a row."""
    row.pay = rights.pay
    row.keeps_revenue = rights.keeps_revenue
    row.pays_out = int(rights.pays_out)
    row.has_shares = int(rights.has_shares)
    row.overhead = rights.overhead


def _fill_switches(row: Any, bundle: Bundle) -> None:
    """Write the switches of a bundle into the row of a center or a charter."""
    row.results_owner = codes.RESULTS_OWNERS[bundle.results_owner]
    row.pilot_capacity = bundle.pilot_capacity
    row.pilot_for_members = int(bundle.pilot_for_members)
    row.extension = int(bundle.extension)
    row.incubator_places = bundle.incubator_places
    row.grant = bundle.grant
    row.local_grant = bundle.local_grant
    row.lead_votes = bundle.lead_votes
    row.enterprise_votes = bundle.enterprise_votes
    row.government_votes = bundle.government_votes
    row.voting = codes.VOTING[bundle.voting]
    row.veto = codes.VETOES[bundle.veto]
    row.experts = bundle.experts
    row.manager_limit = bundle.manager_limit


def _fill_terms(row: Any, terms: Terms) -> None:
    """Write on which terms private money comes in."""
    row.takes_members = int(terms.takes_members)
    row.fee = terms.fee
    row.capital = terms.capital
    row.investor_share = terms.investor_share
    row.agreements = int(terms.agreements)
    row.rents = int(terms.rents)
    row.enterprise_main = int(terms.enterprise_main)
