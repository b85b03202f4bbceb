"""Centers as a scenario charters them."""

from typing import Any

from sim import codes, draws
from sim.populate.identity import key_of
from sim.quarters import between
from sim.specs import CenterSpec, Scenario
from sim.state import NONE, World
from sim.terms import Terms


def fill_centers(w: World, scenario: Scenario) -> None:
    """Write the centers' switches; a label of a mode never reaches a table."""
    keys = [field.key for field in scenario.fields]
    places = [province.key for province in scenario.provinces]
    for k, center in enumerate(scenario.centers):
        _fill_center(
            w, k, center, places.index(center.province), between(scenario.start, center.approved)
        )
        for field, share in center.fields.items():
            w.center_fields.share[k, keys.index(field)] = share


def _fill_center(w: World, k: int, center: CenterSpec, province: int, start: int) -> None:
    """Write one center's row; its identity is that of field, region and call."""
    bundle = center.bundle
    main = max(center.fields, key=lambda field: center.fields[field])
    row = w.centers[k]
    row.id = draws.identity(key_of(main), int(w.provinces.key[province]), start)
    row.province = province
    row.start = start
    row.lead_kind = codes.ENTERPRISE if center.lead_kind == "enterprise" else codes.INSTITUTE
    row.lead = NONE
    row.results_owner = codes.RESULTS_OWNERS[bundle.results_owner]
    row.pilot_capacity = bundle.pilot_capacity
    row.pilot_for_members = int(bundle.pilot_for_members)
    row.extension = int(bundle.extension)
    row.grant = bundle.grant
    row.local_grant = bundle.local_grant
    _fill_terms(row, center.terms)
    row.lead_votes = bundle.lead_votes
    row.enterprise_votes = bundle.enterprise_votes
    row.government_votes = bundle.government_votes
    row.voting = codes.VOTING[bundle.voting]
    row.veto = codes.VETOES[bundle.veto]
    row.experts = bundle.experts
    row.manager_limit = bundle.manager_limit
    row.first_team = NONE


def _fill_terms(row: Any, terms: Terms) -> None:
    """Write on which terms private money comes in."""
    row.takes_members = int(terms.takes_members)
    row.fee = terms.fee
    row.capital = terms.capital
    row.investor_share = terms.investor_share
    row.agreements = int(terms.agreements)
    row.rents = int(terms.rents)
    row.enterprise_main = int(terms.enterprise_main)
