"""Variants of governance, contract and patience: each moves what it asks about; drivers agree."""

from functools import cache

import numpy as np
import pytest
import yaml

from sim import kernel
from sim.indicators import FIELD, NATION
from sim.model import InnovationModel
from sim.populate import centers_as
from sim.scenario import load, said, shipped
from sim.scenario.layers import VARIANTS
from sim.spinup import start, started
from sim.timeline import timeline_of

pytestmark = pytest.mark.slow

NAMES = [name for name, path in shipped().items() if path.parent.name == VARIANTS]
EARLY = {
    "scale": "0.01",
    "background": "none",
    "programme.construction": "4",
    "centers.others": "all",
    "centers.every.approved": "2010Q1",
}
"""All centers from the first quarter on, so that few quarters show what a variant does."""
QUARTERS = 28
SEED = 2
"""One with which a center is revoked, so that variants of the evaluation have something to show."""
NOT_OVER_TINY = {"national", "tiny", "embargo", "matched", "target_20", "no_programme"}
"""Those that are about fields and centers that tiny.yaml has not, or about none."""


@cache
def run_of(name):
    """Return a run of a variant from the past that all share: it knows nothing of centers.

    One that sets what stands under `start` has a past of its own.
    """
    content = yaml.safe_load(shipped()[name].read_text(encoding="utf-8"))
    given = content.get("parameters") or {}
    past = {key: str(value) for key, value in given.items() if key.startswith("start.")}
    usual, world = started("national", tuple((EARLY | past).items()))
    scenario = load(name, EARLY)
    world = centers_as(world, usual, scenario)
    return kernel.run(world, timeline_of(scenario), SEED, QUARTERS)


def series(history, indicator):
    """Return an indicator of the nation, or of all fields, by quarter."""
    for abouts, values in ((NATION, history.nation), (FIELD, history.fields)):
        names = [about.name for about in abouts]
        if indicator in names:
            return values[..., names.index(indicator)]
    raise KeyError(indicator)


UP, DOWN = 1, -1
SIGNS = {
    "alliance_agreement": {"center_members": DOWN, "center_self_funding": DOWN},
    "alliance_equity": {"center_members": DOWN, "center_self_funding": UP},
    "institute_agreement": {"center_members": DOWN},
    "institute_equity": {"center_members": DOWN, "center_self_funding": UP},
    "leader_agreement": {"center_members": DOWN},
    "leader_equity": {"center_members": DOWN},
    "company": {"center_overheads": UP, "center_turnover": DOWN},
    "institution": {"center_overheads": DOWN, "center_turnover": UP},
    "social_service": {"center_overheads": DOWN},
    "dependent": {"center_to_leads": UP, "center_overheads": DOWN},
    "independence": {"center_overheads": UP},
    "enterprise_main": {"center_grants": DOWN, "center_self_funding": UP},
    "equal_votes": {"projects_refused": UP, "projects_captured": DOWN},
    "experts_0": {"expert_fees": DOWN},
    "experts_9": {"expert_fees": UP},
    "free_refusals": {"decision_time": DOWN},
    "no_manager": {"projects_by_manager": DOWN, "decision_time": UP},
    "unanimity": {"projects_refused": UP, "projects_approved": DOWN, "decision_time": UP},
    "government_veto": {"projects_refused": UP, "projects_bad_public": DOWN},
    "no_evaluation": {"center_grants": UP},
    "incubators_off": {"incubated": DOWN, "incubation_cost": DOWN, "tenants": DOWN},
    "incubators_many": {"incubated": UP, "incubator_refused": DOWN, "incubation_cost": UP},
    "incubators_of_centers_off": {"incubator_places": DOWN},
    "rent_only": {"tenants_gave_up": DOWN},
    "zones_off": {"land_forgone": DOWN},
    "zones_strong": {"land_forgone": UP},
    "patience_10": {"center_grants": UP},
    "stars_off": {"stars": DOWN, "star_effort": DOWN, "center_stars": DOWN},
    "stars_mobile": {"center_stars": UP},
    "seconded": {"center_vacancies": DOWN},
    "patience_2": {"center_grants": DOWN, "centers_revoked": UP},
}
"""What must follow from what a variant changes; about the rest it may go either way."""


@pytest.mark.parametrize("name", list(SIGNS))
def test_a_variant_moves_that_where_it_must(name):
    """Means over the run; what must follow from the accounts or from who decides, with one seed."""
    for indicator, sign in SIGNS[name].items():
        one, other = (np.nanmean(series(run_of(n), indicator)) for n in (name, "national"))
        assert sign * (one - other) > 0.0, indicator


@pytest.mark.parametrize("name", NAMES)
def test_a_variant_moves_what_it_asks_about(name):
    assert said(name)
    for indicator in load(name).look_at:
        one, other = (series(run_of(n), indicator) for n in (name, "national"))
        assert not np.array_equal(one, other), indicator


def laid_over_tiny(name, folder):
    """Return what a scenario changes in the nation, changed in tiny.yaml."""
    content = yaml.safe_load(shipped()[name].read_text(encoding="utf-8"))
    national = yaml.safe_load(shipped()["national"].read_text(encoding="utf-8"))
    given = {key: content[key] for key in ("parameters", "programme", "events") if key in content}
    every = (content.get("centers") or {}).get("every") if name != "programme_free" else None
    given["centers"] = {"others": "none", "early_train": every or {}}
    given |= {"bundles": national["bundles"], "contracts": national["contracts"],
              "legal_forms": national["legal_forms"]}  # fmt: skip
    head = {"format": 1, "name": "laid", "question": "Does it?", "based_on": "tiny"}
    if "programme" in given:
        given["programme"] |= {"first_call": "2010Q2", "last_call": "2012Q1"}
        given.pop("events")
    file = folder / "laid.yaml"
    file.write_text(yaml.safe_dump(head | given), encoding="utf-8")
    return load(file, {"quarters": "10", "background": "none", "start.spinup": "8"})


@pytest.mark.parametrize("name", sorted(set(shipped()) - NOT_OVER_TINY))
def test_both_drivers_agree_on_every_scenario_laid_over_tiny(name, tmp_path, differences):
    scenario = laid_over_tiny(name, tmp_path)
    world = start(scenario)
    fast = kernel.run(world, timeline_of(scenario), 1, scenario.quarters)
    slow = InnovationModel(scenario, seed=1, world=world).run(scenario.quarters)
    assert differences(fast, slow) == []
