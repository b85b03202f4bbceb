"""The start of 2010 in balance: years before it with the levels of 2010, then scaled to the tables.

A model that still fills its pipeline when policy starts would measure that. Before the first
quarter the country therefore lives through some years without policy, growth and centers, in
which demand, trade and public money stay as in 2010 while ideas, technologies, knowledge and sizes
settle. How fast each field learns is fitted on the way so that its gap to the world stays that of
2010. Then sales, trade and the sizes of enterprises are set to the tables again.
"""

import math
from functools import lru_cache

import numpy as np

from sim import accounts, codes, draws
from sim.compiled import quarter
from sim.kernel import with_room
from sim.parameters import Parameters, pack, replace
from sim.phases import budgets, governments
from sim.populate import (
    SEED,
    adjust_knowledge,
    build,
    fill_markets,
    fill_owners,
    mean_sizes,
    place_staff,
    settle_books,
    sizes_of,
)
from sim.population import renew, resort
from sim.scenario import load
from sim.specs import Scenario
from sim.state import EVENTS, IDEAS, IDEAS_EVER, LINKS, NONE, Clock, World, copy

FIRST = 40_000
"""Number of the first quarter, so that no draw and no identity is that of a quarter to come."""
FITTING = 0.75
"""Part of the quarters in which the pace of learning is fitted; then it stays."""
GAIN = 0.2
"""How strongly the log of the pace answers to what is known too little, a quarter."""
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
}
"""Parameters of growth and change, off before 2010, and of certification, off before 2008."""
CERTIFYING = 8
"""Quarters before 2010 in which enterprises could be certified as high-tech ones."""
SIZED = (
    "cash", "project_rd", "project_grants", "contracts", "tax_losses", "overhead", "equity",
    "rd", "rd_outside", "rd_mean", "sales_mean", "profit_mean", "backing",
)  # fmt: skip
"""Columns of an enterprise that are in proportion to its sales."""
TRIALS = 4
"""Budgets tried to find the intensity of 2010: R&D is nearly in proportion to it."""
MOST_CASH = 2.0
"""Most cash over sales at the start, over the mean: capital of start-ups is not scaled up."""
TABLED = (
    "sales", "exports", "demand", "imports", "potential", "maturity", "taking_off", "growth",
    "procurement", "intensity", "input_price",
)  # fmt: skip
"""Columns of a field that the tables set again at the end."""


def start(scenario: Scenario, luck: int = int(SEED)) -> World:
    """Return the world in which a run of a scenario starts.

    A function of the country and the parameters alone: centers, events and the run's seed do not
    reach it.

    Parameters
    ----------
    scenario : Scenario
        As loaded; ``start.spinup`` says for how many quarters, 0 means the tables as they are.
    luck : int
        Key of the draws of the spin-up. One country has one past, so runs of a scenario leave it;
        a study of how much that past matters varies it.
    """
    fresh = build(scenario)
    quarters = int(scenario.parameters.start.spinup)
    if quarters == 0:
        return fresh
    settled = settle(fresh, scenario, quarters, luck=luck)
    return scale(settled, fresh, scenario, FIRST + quarters)


@lru_cache(maxsize=2)
def started(
    name: str, overrides: tuple[tuple[str, str], ...] = (), luck: int = int(SEED)
) -> tuple[Scenario, World]:
    """Return a scenario and the world in which it starts; the last two are kept.

    Parameters
    ----------
    name : str
        As `load` takes it.
    overrides : tuple of pairs of str
        Dotted keys and values, as `load` takes them in a mapping.
    luck : int
        Of the spin-up, as in `start`.

    Returns
    -------
    Scenario, World
        The world is shared among callers: `kernel.run` copies it, who changes it copies it first.
    """
    scenario = load(name, dict(overrides))
    return scenario, start(scenario, luck)


def settle(
    fresh: World,
    scenario: Scenario,
    quarters: int,
    first: int = FIRST,
    fitted: bool = False,
    luck: int = int(SEED),
) -> World:
    """Return the world after some quarters without policy and growth.

    Parameters
    ----------
    fresh : World
        Not written to.
    scenario : Scenario
        Whose gaps of 2010 learning is fitted to.
    quarters : int
        How long.
    first : int
        Number of the first quarter.
    fitted : bool
        The pace of learning is not to be fitted any more.
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
    until = 0 if fitted else int(FITTING * quarters)
    for t in range(quarters):
        w = with_room(w)
        quarter(w, p if t < quarters - CERTIFYING else late, np.uint64(luck), first + t)
        w = renew(w)
        w.counters[EVENTS] = 0
        hold_trade(w, fresh)
        hold_user_cost(w, p)
        if t < until:
            fit_learning(w, scenario)
            paces.append((w.fields.learning.copy(), w.fields.studying.copy()))
        if t + 1 == until:
            recent = np.array(paces[until // 2 :])
            w.fields.learning, w.fields.studying = np.exp(np.log(recent).mean(axis=0))
    return w


def hold_trade(w: World, fresh: World) -> None:
    """Keep shares at home and abroad, and let the world's offer follow the domestic one."""
    f = w.fields
    f.foreign_efficiency = np.where(
        f.home_offer > 0.0, (1.0 + f.markup) * f.home_offer, f.foreign_efficiency
    )
    f.foreign_share, f.abroad_share = fresh.fields.foreign_share, fresh.fields.abroad_share


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


def fit_learning(w: World, scenario: Scenario) -> None:
    """Move the pace of each field's learning toward the coverage of 2010, in place."""
    for rows, size, pace, goal in (
        (w.enterprises, w.enterprises.sales, w.fields.learning, coverage_of_2010(scenario, 1.0)),
        (w.institutes, w.institutes.budget, w.fields.studying, institute_coverage(scenario)),
    ):
        missing = goal - coverage(w, rows, rows.weight * size)
        pace *= np.exp(GAIN * np.nan_to_num(missing))


def match_coverage(w: World, scenario: Scenario) -> None:
    """Let organisations forget or learn units at random until coverage is that of 2010."""
    for rows, size, channel, goal in (
        (w.enterprises, w.enterprises.sales, draws.FIRM_MATCH, coverage_of_2010(scenario, 1.0)),
        (w.institutes, w.institutes.budget, draws.INSTITUTE_MATCH, institute_coverage(scenario)),
    ):
        now = np.clip(np.nan_to_num(coverage(w, rows, rows.weight * size)), 1e-9, 1.0 - 1e-9)
        learn = np.clip((goal - now) / (1.0 - now), 0.0, 1.0)
        lose = np.clip((now - goal) / now, 0.0, 1.0)
        known = rows.knowledge.copy()
        world = w.fields.world[rows["field"]]
        of = rows["field"]
        adjust_knowledge(rows.id.copy(), world, learn[of], lose[of], channel, known)
        rows.knowledge = known


def coverage_of_2010(scenario: Scenario, ratio: float) -> np.ndarray:
    """Return the share of the world's units known in 2010, (F,), the gap times `ratio` off 1."""
    return 1.0 - ratio * np.array([field.attributes["gap"] for field in scenario.fields])


def institute_coverage(scenario: Scenario) -> np.ndarray:
    """Return the share of the world's units that institutes know in 2010, (F,)."""
    return coverage_of_2010(scenario, scenario.parameters.start.institute_gap)


def coverage(w: World, rows: np.recarray, weights: np.ndarray) -> np.ndarray:
    """Return the weighted mean share of the world's units that organisations know, (F,)."""
    world = w.fields.world[rows["field"]]
    known = np.bitwise_count(rows.knowledge & world) / np.bitwise_count(world)
    total = np.bincount(rows["field"], weights, w.fields.size)
    with np.errstate(invalid="ignore"):
        return np.bincount(rows["field"], weights * known, w.fields.size) / total


def scale(settled: World, fresh: World, scenario: Scenario, now: int) -> World:
    """Return a settled world with the levels of the tables, its clock at the first quarter.

    Parameters
    ----------
    settled : World
        After the spin-up; not written to.
    fresh : World
        As the tables have it.
    scenario : Scenario
        Of both.
    now : int
        Number of the quarter that becomes the first one.
    """
    w = copy(settled)
    for column in TABLED:
        w.fields[column] = fresh.fields[column]
    w.fields.opened_start = w.fields.opened
    w.centers.start = fresh.centers.start
    w.institutes.opens = fresh.institutes.opens
    w.fields.embargo_from = fresh.fields.embargo_from
    w = renumber(w, scenario)
    resize(w, scenario)
    w = settle_places(w, scenario)
    fill_owners(w, scenario)  # start-ups are private: by 2010 too few would be others
    match_coverage(w, scenario)
    fill_markets(w, scenario)
    rebase(w, scenario.parameters)
    forget(w, scenario.parameters, now)
    foresee_user_cost(w, scenario.parameters)
    fit_intensity(w, scenario.parameters)
    settle_books(w)
    return w


def renumber(w: World, scenario: Scenario) -> World:
    """Return the world with as many enterprises as the tables have, whole numbers in each row.

    Leaders are one to one. Numbers of representatives are stretched alike and rounded as they add
    up, the largest first; a row that is left with nobody is gone.
    """
    e = w.enterprises
    for k, spec in enumerate(scenario.fields):
        mine, leaders = by_size(w, k)
        fringe = mine[leaders:]
        goal = sizes_of(scenario, spec).size - leaders
        if fringe.size and goal > 0:
            reached = np.cumsum(e.weight[fringe])
            e.weight[fringe] = np.diff(np.rint(reached * (goal / reached[-1])), prepend=0.0)
    e.exits = e.weight < 1.0
    return renew(w)


def by_size(w: World, field: int) -> tuple[np.ndarray, int]:
    """Return a field's rows, leaders first and then the largest, and how many are leaders."""
    e = w.enterprises
    mine = np.flatnonzero(e["field"] == field)
    mine = mine[np.lexsort((e.id[mine], -e.sales[mine], -e.leader[mine]))]
    return mine, int(e.leader[mine].sum())


def resize(w: World, scenario: Scenario) -> None:
    """Give each field's enterprises the sizes of the tables by rank, and mean efficiency 1."""
    e = w.enterprises
    for k, spec in enumerate(scenario.fields):
        sizes = sizes_of(scenario, spec)
        mine, _ = by_size(w, k)
        ranks = np.concatenate([[0.0], np.cumsum(e.weight[mine])])
        stretch = sizes.size / ranks[-1]  # 1 unless there are more leaders than enterprises were
        before, after = e.sales[mine], stretch * mean_sizes(sizes, ranks * stretch)
        e.sales[mine] = after
        ratio = np.divide(after, before, out=np.ones_like(after), where=before > 0.0)
        usual = (e.weight * e.cash)[mine].sum() / (e.weight[mine] * before).sum()
        for column in SIZED:
            e[column][mine] *= ratio
        e.cash[mine] = np.minimum(e.cash[mine], MOST_CASH * usual * after)
        weight = e.weight[mine] * after
        e.efficiency[mine] /= (weight @ e.efficiency[mine]) / weight.sum()


def settle_places(w: World, scenario: Scenario) -> World:
    """Return the world with enterprises moved so that provinces have their parts of R&D.

    From provinces that do more than experimental R&D of 2010 says rows move, in an order drawn by
    identity and leaders last, to that which lacks most; all others stay where they are.
    """
    e = w.enterprises
    n = w.provinces.size
    size = e.weight * e.sales * w.fields.intensity[e["field"]]
    parts = np.array([province.rd_experimental for province in scenario.provinces])
    surplus = np.bincount(e.province, size, n) - size.sum() * parts / parts.sum()
    luck = [draws.uniform(SEED, 0, int(k), draws.FIRM_MOVES, 0) for k in e.id]
    for row in np.lexsort((luck, e.leader)):
        here, there = int(e.province[row]), int(surplus.argmin())
        if surplus[here] > 0.5 * size[row] and -surplus[there] > 0.5 * size[row]:
            surplus[here] -= size[row]
            surplus[there] += size[row]
            e.province[row] = there
    e.cell = e["field"].astype(np.int64) * n + e.province
    w = resort(w)
    there = (w.stars.employer_kind == codes.ENTERPRISE) & (w.stars.employer != NONE)
    w.stars.province[there] = w.enterprises.province[w.stars.employer[there]]
    return w


def rebase(w: World, p: Parameters) -> None:
    """Write staff and R&D of 2010 to which rates of ideas and discoveries refer, projects too."""
    place_staff(w, p)
    f, o = w.fields, w.institutes
    f.basic_start = np.bincount(o["field"], o.weight * o.basic, f.size)
    o.earned_start = o.earned


def forget(w: World, p: Parameters, now: int) -> None:
    """Set the clock to 0 and counts to nothing, in place: what happened before is not reported."""
    w.ideas.born -= now
    w.ideas.considered[w.ideas.considered != NONE] -= now
    w.stars.born -= now
    w.stars.moves = 0
    w.ideas.asked -= now
    w.teams.grant_until -= now
    w.technologies.launched -= now
    w.technologies.licences = 0.0
    links = w.links[: int(w.counters[LINKS])]
    links.begun -= now
    links.ended -= now
    for rows in (w.enterprises, w.institutes):
        rows.patents = rows.patents_used = 0.0
        rows.acts = 0
    w.institutes.patents_joint = w.institutes.patents_joint_used = 0.0
    held = w.enterprises.certified_until
    w.enterprises.certified_until = np.where(held >= now, np.maximum(1, held - now), 0)
    w.centers.acts = 0
    w.enterprises.born -= now
    forget_deals(w, p)
    w.fields.reserved = 0.0
    w.provinces.output = w.provinces.record = 0.0  # treasuries hold the last quarter's taxes
    w.counters[EVENTS] = 0
    w.counters[IDEAS_EVER] = w.counters[IDEAS]
    accounts.open_books(w)


def forget_deals(w: World, p: Parameters) -> None:
    """Let investors begin anew, in place: stakes of before belong to other owners."""
    v, e = w.investors, w.enterprises
    e.equity += e.backing
    for column in ("asked", "signal", "backing", "stake", "guided", "invested", "repaid",
                   "round_sales"):  # fmt: skip
        e[column] = 0.0
    e["investor"] = NONE
    for column in ("guided", "committed", "cost", "back", "deals", "rounds", "ended", "lost"):
        v[column] = 0.0
    sales = np.bincount(e["province"], e.weight * e.sales, v.size)
    v.cash = p.investors.first * p.investors.savings * sales
    v.acts = w.provinces.acts = 0
