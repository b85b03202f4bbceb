"""Setting a settled country to the levels of the tables: sizes, places, trade, the clock."""

import numpy as np

from sim import accounts, codes, draws
from sim.parameters import Parameters
from sim.populate import (
    SEED,
    fill_markets,
    fill_owners,
    mean_sizes,
    place_staff,
    settle_books,
    sizes_of,
)
from sim.population import renew, resort
from sim.specs import Scenario
from sim.spinup.coverage import match_coverage
from sim.spinup.spending import fit_intensity, foresee_user_cost
from sim.state import EVENTS, IDEAS, IDEAS_EVER, LARGEST, LINKS, NONE, World, copy

SIZED = (
    "cash", "project_rd", "project_grants", "contracts", "tax_losses", "overhead", "equity",
    "rd", "rd_outside", "rd_mean", "sales_mean", "profit_mean", "backing",
)  # fmt: skip
"""Columns of an enterprise that are in proportion to its sales."""
TABLED = (
    "sales", "exports", "demand", "imports", "potential", "maturity", "taking_off", "growth",
    "procurement", "intensity", "input_price", "usual",
)  # fmt: skip
"""Columns of a field that the tables set again at the end."""


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
    """Set sales of enterprises to the tables and mean efficiency of each field to 1, in place.

    The 20 largest leaders get the sizes of their ranks. All others together sell what the tables
    leave them; how their sizes differ is what has settled, small ones near their end among them:
    sizes by rank would lift these, and hardly anyone would end in the first years.
    """
    e = w.enterprises
    for k, spec in enumerate(scenario.fields):
        sizes = sizes_of(scenario, spec)
        mine, leaders = by_size(w, k)
        top = min(leaders, LARGEST)
        before, weight = e.sales[mine], e.weight[mine]
        stretch = sizes.size / weight.sum()  # 1 unless there are more leaders than enterprises were
        after = before.copy()
        after[:top] = stretch * mean_sizes(sizes, np.arange(top + 1.0) * stretch)
        rest = weight[top:] @ before[top:]
        if rest > 0.0:
            after[top:] *= (sizes.sum() - after[:top].sum()) / rest
        e.sales[mine] = after
        ratio = np.divide(after, before, out=np.ones_like(after), where=before > 0.0)
        for column in SIZED:
            e[column][mine] *= ratio
        e.efficiency[mine] /= (weight * after) @ e.efficiency[mine] / (weight @ after)


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
    public = ((e.tenancy == codes.TENANT) | (e.tenancy == codes.AT_DOOR)) & (e.incubator < n)
    e.incubator[public] = e.province[public]
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
    forget_tenancies(w)
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


def forget_tenancies(w: World) -> None:
    """Let incubators begin to count in 2010, in place: tenants of the start stay."""
    for column in ("asked", "admitted", "by_sales", "by_funding", "by_time", "ended", "gave_up"):
        w.incubators[column] = 0.0
    w.incubators.met = w.incubators.backed = 0.0
