"""Years before 2010 without policy and growth, in which the country finds its balance."""

import math

import numpy as np

from sim.compiled import quarter
from sim.kernel import with_room
from sim.parameters import pack, replace
from sim.populate import SEED
from sim.population import renew
from sim.specs import Scenario
from sim.spinup.coverage import coverage_of_2010, institute_coverage, share_known
from sim.spinup.spending import hold_user_cost
from sim.state import EVENTS, World, copy

FIRST = 40_000
"""Number of the first quarter, so that no draw and no identity is that of a quarter to come."""
GAIN = 0.6
"""How strongly the log of the pace of learning answers to what is known too little, a quarter."""
LEVEL = {
    "funding.intensity_growth": 0.0,
    "funding.university_growth": 0.0,
    "funding.institute_growth": 0.0,
    "market.world_growth": 0.0,
    "market.maturity_innovation": 0.0,
    "market.maturity_imitation": 0.0,
    "taxes.applications": 0.0,
    "taxes.change": math.inf,
    "talent.training_surplus": 0.0,
    "talent.outside_growth": 0.0,
    "talent.premium": 0.0,
    "talent.abroad_growth": 0.0,
    "institutes.pull": 0.0,
    "turnover.room": 0.0,
}
"""Parameters of growth and change, off before 2010, and of certification, off before 2008.

Entry answers to numbers then (`fit_entry`), not to sales.
"""
CROWDING = 3.0
"""Elasticity of entry to the number of a field's enterprises in 2010 over that of the moment."""
PACES = ("learning", "studying", "entry")
"""Columns of a field that are fitted."""
CERTIFYING = 8
"""Quarters before 2010 in which enterprises could be certified as high-tech ones."""


def settle(
    fresh: World,
    scenario: Scenario,
    quarters: int,
    first: int = FIRST,
    luck: int = int(SEED),
) -> World:
    """Return the world after some quarters without policy and growth.

    Parameters
    ----------
    fresh : World
        Not written to.
    scenario : Scenario
        Whose gaps and numbers of enterprises of 2010 learning and entry are fitted to.
    quarters : int
        How long.
    first : int
        Number of the first quarter.
    luck : int
        Key of all draws.
    """
    w = copy(fresh)
    w.fields.growth = w.fields.procurement = 0.0
    w.centers.start = np.iinfo(np.int32).max
    w.institutes.opens[w.institutes.opens > 0] = np.iinfo(np.int32).max
    w.fields.embargo_from = -1
    w.stars.born += first
    p = pack(replace(scenario.parameters, LEVEL))
    late = replace(p, {"taxes.applications": scenario.parameters.taxes.applications})
    paces = []
    for t in range(quarters):
        w = with_room(w)
        quarter(w, p if t < quarters - CERTIFYING else late, np.uint64(luck), first + t)
        w = renew(w)
        w.counters[EVENTS] = 0
        hold_trade(w, fresh)
        hold_user_cost(w, p)
        fit_learning(w, scenario)
        fit_entry(w, fresh)
        paces.append([w.fields[pace].copy() for pace in PACES])
    recent = np.array(paces[quarters // 2 :])  # in these, what is fitted has found its level
    for pace, level in zip(PACES, np.exp(np.log(recent).mean(axis=0)), strict=True):
        w.fields[pace] = level
    return w


def hold_trade(w: World, fresh: World) -> None:
    """Keep shares at home and abroad, and let the world's offer follow the domestic one."""
    f = w.fields
    f.foreign_efficiency = np.where(
        f.home_offer > 0.0, (1.0 + f.markup) * f.home_offer, f.foreign_efficiency
    )
    f.foreign_share, f.abroad_share = fresh.fields.foreign_share, fresh.fields.abroad_share


def fit_learning(w: World, scenario: Scenario) -> None:
    """Move the pace of each field's learning toward the coverage of 2010, in place."""
    for rows, size, pace, goal in (
        (w.enterprises, w.enterprises.sales, w.fields.learning, coverage_of_2010(scenario, 1.0)),
        (w.institutes, w.institutes.budget, w.fields.studying, institute_coverage(scenario)),
    ):
        missing = goal - share_known(w, rows, rows.weight * size)
        pace *= np.exp(GAIN * np.nan_to_num(missing))


def fit_entry(w: World, fresh: World) -> None:
    """Let a field's entry fall as its enterprises outnumber those of 2010, in place.

    Numbers settle where as many enter as end, a fifth above those of 2010 in the mean of fields;
    the country is then stretched to the numbers of 2010 and keeps that pace of entry.
    """
    now, then = (
        np.bincount(x.enterprises["field"], x.enterprises.weight, x.fields.size) for x in (w, fresh)
    )
    w.fields.entry = (then / np.maximum(now, 1.0)) ** CROWDING
