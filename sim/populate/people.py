"""R&D staff and stars of 2010: how many, where, of what quality."""

import numpy as np

from sim import codes, draws, masks
from sim.parameters import Parameters
from sim.populate.identity import SEED
from sim.populate.organisations import PER_YEAR
from sim.rules.talent import share_of
from sim.specs import Scenario
from sim.state import QUALITIES, World


def fill_people(w: World, scenario: Scenario) -> None:
    """Write what provinces spend per person in 2010, staff by R&D, and stars, in place.

    Official full-time equivalents of a province over its official R&D say how many people a
    cell's R&D employs; all are then paid as usual there.
    """
    for k, place in enumerate(scenario.provinces):
        spent = place.rd_basic + place.rd_applied + place.rd_experimental
        w.provinces.pay_start[k] = spent / PER_YEAR / place.rd_fte
    fill_stars(w, scenario)
    w.institutes.rd = w.institutes.budget
    place_staff(w, scenario.parameters)
    w.institutes.rd = 0.0


def place_staff(w: World, p: Parameters) -> None:
    """Give each cell the staff that its R&D of 2010 employs at usual pay, in place.

    Also what later years are compared with: staff, universities' R&D and effort of 2010. R&D is
    routine work of enterprises less what they had institutes do, what they spent on projects last,
    and R&D of institutes, which holds the contracts they worked off.
    """
    f, e, o = w.fields, w.enterprises, w.institutes
    routine = p.funding.routine_share * f.intensity[e["field"]] * e.sales
    own = routine - e.contracts + e.project_rd
    money = np.bincount(e.cell, e.weight * own, w.cells.size)
    money += np.bincount(o.cell, o.weight * o.rd, w.cells.size)
    heads = money / np.tile(w.provinces.pay_start, f.size)
    for b in range(QUALITIES):
        w.cells.staff[:, b] = heads * share_of(b, p.talent)
    cells = (f.size, w.provinces.size)
    f.staff = f.staff_start = f.staff_counted = heads.reshape(cells).sum(axis=1)
    taught = (o.kind == codes.UNIVERSITY) * o.weight * o.rd
    f.universities_start = np.bincount(o["field"], taught, f.size)
    quality = (w.stars.active * w.stars.quality).reshape(f.size, -1).sum(axis=1)
    extra = np.divide(quality, f.staff, out=np.zeros(f.size), where=f.staff > 0.0)
    f.effort_start = money.reshape(cells).sum(axis=1) * (1.0 + p.talent.star_effort * extra)


def fill_stars(w: World, scenario: Scenario) -> None:
    """Write the stars of 2010, of all ages, who know a part of what the world knows, in place."""
    p = scenario.parameters
    places = w.stars.size // w.fields.size
    for field in range(w.fields.size):
        for k in range(int(p.start.stars)):
            star = w.stars[field * places + k]
            identity = draws.identity(int(w.fields.key[field]), draws.STAR_AGE, k)
            star["id"], star["active"] = identity, 1
            age = draws.uniform(SEED, 0, identity, draws.STAR_AGE, 0) * p.talent.star_career
            star["born"] = -int(age)
            u = draws.uniform(SEED, 0, identity, draws.STAR_QUALITY, 0)
            star["quality"] = draws.lognormal(u, p.talent.star_sigma)
            for unit in range(masks.UNITS):
                u = draws.uniform(SEED, 0, identity, draws.STAR_KNOWS, unit)
                if masks.has(w.fields.world[field], unit) and u < p.talent.star_breadth:
                    star["knowledge"] |= masks.bit(unit)
