"""The schedule spelled out for the compiler: one function for each phase, and one for all.

`SCHEDULE` stays the one statement of the order; a test holds the two to the same bits. A compiled
quarter saves the passage from Python to compiled code of each of its steps, which in a small world
takes longer than the steps (`docs/decisions.md`).
"""

from functools import cache
from typing import Any

import numpy as np

from sim import accounts
from sim.allocate import allocate
from sim.entries import addresses, call
from sim.jit import kernel
from sim.parameters import Parameters, pack
from sim.phases import (
    adoption,
    agreements,
    belonging,
    boards,
    budgets,
    calls,
    clusters,
    diffusion,
    equity,
    evaluation,
    governments,
    incubators,
    investors,
    launch,
    learning,
    links,
    market,
    maturation,
    membership,
    moves,
    partnership,
    patents,
    persons,
    platforms,
    policy,
    programme,
    research,
    seats,
    selection,
    stars,
    talent,
    turnover,
)
from sim.state import IDEAS, RIVALS, Clock, World

# `first` is no literal 0, for which every step would be compiled a second time.


@kernel
def perform_policy(w: World, p: Parameters, clock: Clock) -> None:
    """Perform the phase `policy`, in place."""
    first: Any = np.int64(0)
    policy.move_world(w, p, clock, first, w.fields.size)
    policy.retire_units(w, p, clock, first, w.fields.size)
    evaluation.report(w, p, clock, first, w.centers.size)
    evaluation.evaluate(w, p, clock)
    persons.become_independent(w, p, clock, first, w.centers.size)
    policy.start_up(w, p, clock, first, w.centers.size)
    policy.pay_local_grants(w, p, clock)
    policy.receive(w, p, clock, first, w.institutes.size)
    calls.call(w, p, clock)
    policy.found(w, p, clock)
    partnership.invite_partners(w, p, clock)
    evaluation.plan(w, p, clock, first, w.centers.size)
    programme.call_centers(w, p, clock)


@kernel
def perform_governments(w: World, p: Parameters, clock: Clock) -> None:
    """Perform the phase `governments`, in place."""
    first: Any = np.int64(0)
    incubators.serve(w, p, clock)
    governments.survey(w, p, clock, first, w.cells.size)
    governments.prioritise(w, p, clock, first, w.fields.size)
    governments.look_back(w, p, clock, first, w.provinces.size)
    governments.govern(w, p, clock, first, w.provinces.size)
    governments.receive_support(w, p, clock, first, w.enterprises.size)
    investors.raise_money(w, p, clock, first, w.provinces.size)


@kernel
def perform_budgets(w: World, p: Parameters, clock: Clock) -> None:
    """Perform the phase `budgets`, in place."""
    first: Any = np.int64(0)
    investors.honour(w, p, clock)
    budgets.budget(w, p, clock, first, w.enterprises.size)
    budgets.order_research(w, p, clock, first, w.cells.size)
    budgets.place_contracts(w, p, clock, first, w.fields.size)
    budgets.allocate(w, p, clock, first, w.institutes.size)
    budgets.add_up(w, p, clock, first, w.cells.size)
    budgets.add_up_fields(w, p, clock, first, w.fields.size)
    budgets.measure_markets(w, p, clock, first, w.fields.size)


@kernel
def perform_talent(w: World, p: Parameters, clock: Clock) -> None:
    """Perform the phase `talent`, in place."""
    first: Any = np.int64(0)
    talent.pay_staff(w, p, clock, first, w.cells.size)
    talent.price_effort(w, p, clock, first, w.fields.size)
    talent.employ(w, p, clock, first, w.enterprises.size)
    talent.staff(w, p, clock, first, w.institutes.size)
    persons.staff_center(w, p, clock, first, w.centers.size)
    stars.renew_stars(w, p, clock, first, w.fields.size)
    stars.seek_posts(w, p, clock, first, w.fields.size)
    stars.seat_stars(w, p, clock)
    talent.move_staff(w, p, clock, first, w.cells.size)
    talent.settle_staff(w, p, clock)


@kernel
def perform_research(w: World, p: Parameters, clock: Clock) -> None:
    """Perform the phase `research`, in place."""
    first: Any = np.int64(0)
    patents.invent(w, p, clock, first, w.enterprises.size)
    patents.invent_in_public(w, p, clock, first, w.institutes.size)
    research.count(w, p, clock, first, w.fields.size)
    research.compete_for_ideas(w, p, clock, first, w.cells.size)
    research.discover(w, p, clock)
    research.bear_ideas(w, p, clock)
    patents.find_users(w, p, clock)


@kernel
def perform_links(w: World, p: Parameters, clock: Clock) -> None:
    """Perform the phase `links`, in place."""
    first: Any = np.int64(0)
    links.tend(w, p, clock)
    links.appear(w, p, clock, first, w.enterprises.size)
    links.appear_institute(w, p, clock, first, w.institutes.size)
    links.add_presence(w, p, clock, first, w.fields.size)
    links.seek(w, p, clock, first, w.enterprises.size)
    links.seek_institute(w, p, clock, first, w.institutes.size)
    links.match(w, p, clock)


@kernel
def perform_learning(w: World, p: Parameters, clock: Clock) -> None:
    """Perform the phase `learning`, in place."""
    first: Any = np.int64(0)
    learning.survey(w, p, clock, first, w.cells.size)
    learning.spread(w, p, clock, first, w.fields.size)
    learning.pool_institutes(w, p, clock, first, w.fields.size)
    learning.learn(w, p, clock, first, w.enterprises.size)
    learning.study(w, p, clock, first, w.institutes.size)


@kernel
def perform_membership(w: World, p: Parameters, clock: Clock) -> None:
    """Perform the phase `membership`, in place."""
    first: Any = np.int64(0)
    belonging.look_ahead(w, p, clock, first, w.fields.size)
    belonging.chain_teams(w, p, clock)
    seats.invite(w, p, clock)
    seats.link_members(w, p, clock)
    membership.consider_enterprise(w, p, clock, first, w.enterprises.size)
    membership.consider_institute(w, p, clock, first, w.institutes.size)
    membership.settle_members(w, p, clock)
    equity.open_to_investors(w, p, clock)
    programme.pool_bases(w, p, clock)
    seats.link_members(w, p, clock)


@kernel
def perform_selection(w: World, p: Parameters, clock: Clock) -> None:
    """Perform the phase `selection`, in place."""
    first: Any = np.int64(0)
    boards.weigh_groups(w, p, clock, first, w.centers.size)
    selection.nominate(w, p, clock, first, w.centers.size)
    boards.assess(w, p, clock, first, w.centers.size)
    selection.vote_enterprise(w, p, clock, first, w.enterprises.size)
    selection.vote_institute(w, p, clock, first, w.institutes.size)
    selection.decide(w, p, clock)


@kernel
def perform_maturation(w: World, p: Parameters, clock: Clock) -> None:
    """Perform the phase `maturation`, in place."""
    first: Any = np.int64(0)
    maturation.link_teams(w, p, clock)
    maturation.value_enterprise(w, p, clock, first, w.enterprises.size)
    maturation.value_institute(w, p, clock, first, w.institutes.size)
    maturation.review_center(w, p, clock, first, w.centers.size)
    agreements.seek_sponsors(w, p, clock)
    maturation.allot_pilot_lines(w, p, clock)
    platforms.rent_lines(w, p, clock)
    agreements.charge_sponsors(w, p, clock)
    maturation.fund_enterprise(w, p, clock, first, w.enterprises.size)
    maturation.fund_institute(w, p, clock, first, w.institutes.size)
    maturation.fund_center(w, p, clock, first, w.centers.size)
    platforms.collect_rents(w, p, clock)
    maturation.count_duplicates(w, p, clock, first, w.fields.size)
    maturation.mature(w, p, clock, first, RIVALS * w.counters[IDEAS])
    launch.settle_stages(w, p, clock)


@kernel
def perform_diffusion(w: World, p: Parameters, clock: Clock) -> None:
    """Perform the phase `diffusion`, in place."""
    first: Any = np.int64(0)
    diffusion.measure_use(w, p, clock, first, w.cells.size)
    diffusion.measure_near(w, p, clock, first, w.fields.size)
    diffusion.measure_total(w, p, clock)
    adoption.adopt(w, p, clock, first, w.enterprises.size)
    adoption.settle_adoption(w, p, clock)


@kernel
def perform_market(w: World, p: Parameters, clock: Clock) -> None:
    """Perform the phase `market`, in place."""
    first: Any = np.int64(0)
    market.order_inputs(w, p, clock, first, w.fields.size)
    market.price_inputs(w, p, clock, first, w.fields.size)
    market.post_offer(w, p, clock, first, w.enterprises.size)
    market.weigh(w, p, clock, first, w.cells.size)
    market.compare_sellers(w, p, clock, first, w.fields.size)
    market.compete(w, p, clock, first, w.enterprises.size)
    market.add_shares(w, p, clock, first, w.cells.size)
    market.clear(w, p, clock, first, w.fields.size)
    market.sell(w, p, clock, first, w.enterprises.size)
    market.add_taxes(w, p, clock, first, w.cells.size)
    market.settle_taxes(w, p, clock)
    investors.collect_dividends(w, p, clock)
    market.trace_imports(w, p, clock)


@kernel
def perform_turnover(w: World, p: Parameters, clock: Clock) -> None:
    """Perform the phase `turnover`, in place."""
    first: Any = np.int64(0)
    turnover.count_firms(w, p, clock, first, w.cells.size)
    turnover.rank(w, p, clock, first, w.fields.size)
    clusters.follow_clusters(w, p, clock)
    turnover.close_down(w, p, clock, first, w.enterprises.size)
    investors.settle_stakes(w, p, clock)
    investors.follow_on(w, p, clock)
    incubators.introduce(w, p, clock)
    incubators.release(w, p, clock)
    turnover.turn_over(w, p, clock)
    moves.move(w, p, clock)
    investors.back_founders(w, p, clock)
    incubators.admit(w, p, clock)


@kernel
def close_books(w: World, p: Parameters, clock: Clock) -> None:
    """Close the accounts of a phase, in place."""
    first: Any = np.int64(0)
    accounts.tally(w, p, clock, first, w.cells.size)
    accounts.close(w, p, clock)


PERFORM = (
    perform_policy,
    perform_governments,
    perform_budgets,
    perform_talent,
    perform_research,
    perform_links,
    perform_learning,
    perform_membership,
    perform_selection,
    perform_maturation,
    perform_diffusion,
    perform_market,
    perform_turnover,
)


@kernel
def perform_all(w: World, p: Parameters, seed: Any, t: int, functions: Any) -> None:
    """Perform a quarter, in place, by addresses of phases and, last, of what closes the books."""
    accounts.open_books(w)
    books = len(functions) - 1
    for number in range(books):
        clock = Clock(seed, t, number)
        call(functions[number], w, p, clock)
        call(functions[books], w, p, clock)


@cache
def performers() -> Any:
    """Return the addresses of the phases and of what closes the books, compiled if need be."""
    w = allocate(enterprises=1, institutes=1, centers=1, fields=1, provinces=1)
    arguments = w, pack(Parameters()), Clock(np.uint64(0), 0, 0)
    return addresses((*PERFORM, close_books), *arguments)


def quarter(w: World, p: Parameters, seed: Any, t: int) -> None:
    """Advance the world by one quarter, in place: `SCHEDULE`, compiled, called once from Python."""
    perform_all(w, pack(p), seed, t, performers())
