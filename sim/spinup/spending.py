"""Research spending of 2010: its user cost, and the intensity at which the tables' R&D is done."""

import numpy as np

from sim.parameters import Parameters, pack
from sim.phases import budgets, governments, incubators
from sim.populate import SEED
from sim.state import Clock, World, copy

TRIALS = 4
"""Budgets tried to find the intensity of 2010: R&D is nearly in proportion to it."""


def hold_user_cost(w: World, p: Parameters) -> None:
    """Make the user cost of R&D, in the mean of each field, that of 2010, in place.

    At that mean enterprises together do as much routine R&D as the field's intensity says,
    whoever of them is certified or subsidised.
    """
    e, eta = w.enterprises, p.funding.user_cost_elasticity
    met = e.user_cost > 0.0  # not by who was founded last
    if eta == 0.0 or not met.any():
        return
    size = (e.weight * e.sales)[met]
    of = e["field"][met]
    total = np.bincount(of, size, w.fields.size)
    wanted = np.bincount(of, size * e.user_cost[met] ** -eta, w.fields.size)
    known = (total > 0.0) & (wanted > 0.0)
    mean = np.divide(wanted, total, out=np.ones(w.fields.size), where=known) ** (-1.0 / eta)
    w.fields.user_cost_start = np.where(known, mean, w.fields.user_cost_start)


def foresee_user_cost(w: World, p: Parameters) -> None:
    """Note the user cost of R&D in the first quarter, which is that of 2010, in place.

    Enterprises have other sizes, places and owners than in the years before: provinces divide
    their money among them anew, in a copy.
    """
    v, clock, packed = copy(w), Clock(SEED, 0, 1), pack(p)
    incubators.serve(v, packed, clock)
    governments.survey(v, packed, clock, 0, v.cells.size)
    governments.prioritise(v, packed, clock, 0, v.fields.size)
    governments.look_back(v, packed, clock, 0, v.provinces.size)
    governments.govern(v, packed, clock, 0, v.provinces.size)
    governments.receive_support(v, packed, clock, 0, v.enterprises.size)
    w.enterprises.user_cost = v.enterprises.user_cost
    hold_user_cost(w, p)


def fit_intensity(w: World, p: Parameters) -> None:
    """Move each field's intensity until its enterprises do the R&D of the tables, in place.

    What they contract out is done by institutes, projects come on top, and who is short of money
    does less than is usual; all of that is known only when budgets are tried, in a copy.
    """
    goal = w.fields.intensity * np.bincount(
        w.enterprises["field"], w.enterprises.weight * w.enterprises.sales, w.fields.size
    )
    packed = pack(p)
    for _ in range(TRIALS):
        v = copy(w)
        budgets.budget(v, packed, Clock(SEED, 0, 2), 0, v.enterprises.size)
        done = np.bincount(
            v.enterprises["field"], v.enterprises.weight * v.enterprises.rd, w.fields.size
        )
        w.fields.intensity *= np.divide(goal, done, out=np.ones(w.fields.size), where=done > 0.0)
