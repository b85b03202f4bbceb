"""Centers with any setting of what differs between the modes, and runs of them that share a past.

Until the first center is approved nobody knows how centers will be organised: one past, run once a
seed, serves all settings.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from experiments.additionality import private_rd
from sim import accounts, kernel
from sim.indicators import FIELD, NATION
from sim.kernel import History
from sim.populate import centers_as
from sim.quarters import between
from sim.scenario import Scenario, load
from sim.spinup import started
from sim.timeline import timeline_of

MODES = ("leader", "alliance", "institute")
"""The scenarios in which all centers are of one mode."""
OUTCOMES = {
    "surplus": "social surplus over that without centers, in all [billion CNY]",
    "surplus per yuan": "the same over public money that centers got: grants, also for projects",
    "launches": "technologies launched by centers, in all",
    "members": "members of all centers, leads included, last year",
    "self-funding": "income of centers without public money over all of it, last year [%]",
    "R&D": "own money of enterprises for R&D over that without centers, in all [billion CNY]",
}
"""What a minister asks for; *in all* is from the first center on, not discounted."""
PUBLIC = (
    accounts.CENTER_GRANTS,
    accounts.CENTER_LOCAL_GRANTS,
    accounts.PROJECT_GRANTS_TO_CENTERS,
)
LAST = 4
"""Quarters of the last year."""


class Setting(NamedTuple):
    """What differs between the modes: switches of a bundle, and the kind of lead, which is none."""

    votes: tuple[float, float]  # of the lead, of the other enterprises
    results: str
    pilot: bool
    extension: bool
    lead: str


def setting_of(name: str) -> Setting:
    """Return the setting that all centers of a scenario have.

    A consortium is led by an enterprise: what differs is its votes.
    """
    center = load(name).centers[0]
    b = center.bundle
    votes = (b.lead_votes, b.enterprise_votes)
    return Setting(votes, b.results_owner, b.pilot_for_members, b.extension, center.lead_kind)


def scenario_of(setting: Setting, overrides: Sequence[tuple[str, str]]) -> Scenario:
    """Return the national scenario in which all centers have a setting."""
    lead_votes, enterprise_votes = setting.votes
    bundle = {
        "lead_votes": repr(lead_votes),
        "enterprise_votes": repr(enterprise_votes),
        "results_owner": setting.results,
        "pilot_for_members": str(setting.pilot).lower(),
        "extension": str(setting.extension).lower(),
    }
    every = {f"centers.every.bundle.{name}": value for name, value in bundle.items()}
    every |= {"centers.others": "all", "centers.every.lead": setting.lead}
    return load("national", dict(overrides) | every)


@lru_cache(maxsize=1)
def past_of(seed: int, overrides: tuple[tuple[str, str], ...]) -> History:
    """Return the quarters before the first center of the national scenario."""
    scenario, world = started("national", overrides)
    first = between(scenario.start, min(center.approved for center in scenario.centers))
    return kernel.run(world, timeline_of(scenario), seed, first)


def run_setting(setting: Setting, seed: int, overrides: tuple[tuple[str, str], ...]) -> History:
    """Return a run in which all centers have a setting, bit for bit as if run from its start."""
    scenario = scenario_of(setting, overrides)
    past, usual = past_of(seed, overrides), started("national", overrides)[0]
    w = centers_as(past.world, usual, scenario)
    return kernel.run(past._replace(world=w), timeline_of(scenario), seed, scenario.quarters)


def run_without(seed: int, overrides: tuple[tuple[str, str], ...]) -> History:
    """Return a run without centers."""
    scenario, world = started("no_programme", overrides)
    return kernel.run(world, timeline_of(scenario), seed, scenario.quarters)


def headline(history: History, without: History) -> np.ndarray:
    """Return the outcomes of a run in the order of `OUTCOMES`, against one without centers."""
    field = {about.name: history.fields[:, :, k] for k, about in enumerate(FIELD)}
    nation = {about.name: history.nation[:, k] for k, about in enumerate(NATION)}
    place = [about.name for about in NATION].index("social_surplus")
    surplus = (nation["social_surplus"] - without.nation[:, place]).sum()
    public = history.flows[:, :, PUBLIC].sum()
    private = (private_rd(history) - private_rd(without)).sum()
    return np.array(
        [
            surplus / 1000.0,
            surplus / public if public > 0.0 else np.nan,
            field["launches_center"].sum(),
            nation["center_members"][-LAST:].mean(),
            100.0 * nation["center_self_funding"][-LAST:].mean(),
            private / 1000.0,
        ]
    )


Task = tuple[int, tuple[Setting, ...], tuple[tuple[str, str], ...]]


def outcomes_of_seed(task: Task) -> np.ndarray:
    """Return the outcomes of all settings with one seed, (S, len(OUTCOMES))."""
    seed, settings, overrides = task
    without = run_without(seed, overrides)
    return np.array([headline(run_setting(s, seed, overrides), without) for s in settings])
