"""What a plan's author could do otherwise: one change at a time, by the clause it belongs to."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from sim.specs import CenterSpec, Scenario

Act = Callable[[CenterSpec, Scenario], CenterSpec]
MORE = 1.5
"""Of money and of places on a pilot line."""
ALL = 1e6
"""Million CNY: no project costs more, so the manager decides on every one."""


class Change(NamedTuple):
    """Something else that a center could have or do."""

    key: str
    clause: str
    en: str
    zh: str
    act: Act


def _bundle(**factors: float) -> Act:
    def act(center: CenterSpec, _: Scenario) -> CenterSpec:
        old = vars(center.bundle)
        return replace(
            center, bundle=replace(center.bundle, **{k: f * old[k] for k, f in factors.items()})
        )

    return act


def _switch(**values: object) -> Act:
    return lambda center, _: replace(center, bundle=replace(center.bundle, **values))


def _price(factor: float) -> Act:
    def act(center: CenterSpec, _: Scenario) -> CenterSpec:
        terms = replace(
            center.terms, fee=factor * center.terms.fee, capital=factor * center.terms.capital
        )
        return replace(center, terms=terms)

    return act


def _sponsors(center: CenterSpec, _: Scenario) -> CenterSpec:
    return replace(center, terms=replace(center.terms, agreements=True, rents=True))


def _company(center: CenterSpec, scenario: Scenario) -> CenterSpec:
    rights = scenario.legal_forms.get("company", center.rights)
    return replace(center, legal_form="company", rights=rights, becomes=None, rights_after=None)


CHANGES = (
    Change("grant", "G6.5", "the ministry grants half more", "中央资助增加一半",
           _bundle(grant=MORE)),
    Change("local_grant", "G4.7", "the province grants half more", "地方资助增加一半",
           _bundle(local_grant=MORE)),
    Change("dear", "G6.5", "fees and stakes cost twice as much", "会费与股金加倍", _price(2.0)),
    Change("cheap", "G6.5", "fees and stakes cost half", "会费与股金减半", _price(0.5)),
    Change("sponsors", "G6.5", "enterprises may also pay for single projects and rent the line",
           "企业亦可按协议资助单个项目、租用中试线", _sponsors),
    Change("line", "G5.1", "the pilot line has half more places", "中试能力增加一半",
           _bundle(pilot_capacity=MORE)),
    Change("open_line", "G1.3", "members may use the pilot line", "中试线向成员开放",
           _switch(pilot_for_members=True)),
    Change("shared", "G5.5", "results belong to the center", "成果归中心所有",
           _switch(results_owner="center")),
    Change("inventors", "G5.5", "results belong to who had the idea", "成果归发明者所有",
           _switch(results_owner="inventor")),
    Change("no_incubator", "G5.3", "it has no incubator", "不设孵化器",
           _switch(incubator_places=0.0)),
    Change("manager", "G6.2", "the director decides on every project", "主任决定全部项目",
           _switch(manager_limit=ALL)),
    Change("experts", "G6.2", "there is no expert committee", "不设专家委员会", _switch(experts=0)),
    Change("company", "G6.1", "it is a company from the start", "自始即为企业法人", _company),
)  # fmt: skip
"""Tried one at a time beside the plan as it is."""


def changes_of(center: CenterSpec, scenario: Scenario) -> tuple[tuple[Change, CenterSpec], ...]:
    """Return the changes that change a center at all, each with the center it makes."""
    made = ((change, change.act(center, scenario)) for change in CHANGES)
    return tuple((change, other) for change, other in made if other != center)
