"""The quarter as a table of contents, for both drivers.

`SCHEDULE` is data: the Mesa driver and the threaded kernel driver walk it step by step. `quarter`
is the same order compiled as one function. That both give the same bits is tested.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from sim import accounts
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases import (
    budgets,
    calls,
    diffusion,
    governments,
    investors,
    launch,
    learning,
    links,
    market,
    maturation,
    membership,
    patents,
    policy,
    research,
    selection,
    stars,
    talent,
    turnover,
)
from sim.state import IDEAS, RIVALS, Clock, World

AGENTS = ("enterprises", "institutes", "centers", "provinces", "investors")
"""Tables whose rows are agents: a step over them is an act."""


class Step(NamedTuple):
    """One act of a kind of agent, or one settlement.

    ``over`` is a table of agents (an act), "teams", "cells" or "fields" (a sum or draw in parts
    that do not touch each other), or "once" (a settlement in identity order).
    """

    kernel: Callable
    over: str

    @property
    def name(self) -> str:
        """Name of the act or settlement."""
        return self.kernel.__name__


class Phase(NamedTuple):
    """Steps of one phase; after the last one the accounts must close."""

    name: str
    steps: tuple[Step, ...]


SCHEDULE = (
    Phase("policy", (
        Step(policy.move_world, "fields"),
        Step(policy.retire_units, "fields"),
        Step(policy.start_up, "centers"),
        Step(policy.receive, "institutes"),
        Step(calls.call, "once"),
        Step(policy.found, "once"),
    )),
    Phase("governments", (
        Step(governments.survey, "cells"),
        Step(governments.prioritise, "fields"),
        Step(governments.look_back, "provinces"),
        Step(governments.govern, "provinces"),
        Step(governments.receive_support, "enterprises"),
        Step(investors.raise_money, "investors"),
    )),
    Phase("budgets", (
        Step(investors.honour, "once"),
        Step(budgets.budget, "enterprises"),
        Step(budgets.order_research, "cells"),
        Step(budgets.place_contracts, "fields"),
        Step(budgets.allocate, "institutes"),
        Step(budgets.add_up, "cells"),
        Step(budgets.add_up_fields, "fields"),
        Step(budgets.measure_markets, "fields"),
    )),
    Phase("talent", (
        Step(talent.pay_staff, "cells"),
        Step(talent.price_effort, "fields"),
        Step(talent.employ, "enterprises"),
        Step(talent.staff, "institutes"),
        Step(stars.renew_stars, "fields"),
        Step(stars.seek_posts, "fields"),
        Step(stars.seat_stars, "once"),
        Step(talent.move_staff, "cells"),
        Step(talent.settle_staff, "once"),
    )),
    Phase("research", (
        Step(patents.invent, "enterprises"),
        Step(patents.invent_in_public, "institutes"),
        Step(research.count, "fields"),
        Step(research.compete_for_ideas, "cells"),
        Step(research.discover, "once"),
        Step(research.bear_ideas, "once"),
        Step(patents.find_users, "once"),
    )),
    Phase("links", (
        Step(links.tend, "once"),
        Step(links.appear, "enterprises"),
        Step(links.appear_institute, "institutes"),
        Step(links.add_presence, "fields"),
        Step(links.seek, "enterprises"),
        Step(links.seek_institute, "institutes"),
        Step(links.match, "once"),
    )),
    Phase("learning", (
        Step(learning.survey, "cells"),
        Step(learning.spread, "fields"),
        Step(learning.pool_institutes, "fields"),
        Step(learning.learn, "enterprises"),
        Step(learning.study, "institutes"),
    )),
    Phase("membership", (
        Step(membership.invite, "once"),
        Step(membership.link_members, "once"),
        Step(membership.consider_enterprise, "enterprises"),
        Step(membership.consider_institute, "institutes"),
        Step(membership.settle_members, "once"),
        Step(membership.link_members, "once"),
    )),
    Phase("selection", (
        Step(selection.nominate, "centers"),
        Step(selection.vote_enterprise, "enterprises"),
        Step(selection.vote_institute, "institutes"),
        Step(selection.decide, "once"),
    )),
    Phase("maturation", (
        Step(maturation.link_teams, "once"),
        Step(maturation.value_enterprise, "enterprises"),
        Step(maturation.value_institute, "institutes"),
        Step(maturation.review_center, "centers"),
        Step(maturation.allot_pilot_lines, "once"),
        Step(maturation.fund_enterprise, "enterprises"),
        Step(maturation.fund_institute, "institutes"),
        Step(maturation.fund_center, "centers"),
        Step(maturation.count_duplicates, "fields"),
        Step(maturation.mature, "teams"),
        Step(launch.settle_stages, "once"),
    )),
    Phase("diffusion", (
        Step(diffusion.measure_use, "cells"),
        Step(diffusion.measure_near, "fields"),
        Step(diffusion.measure_total, "once"),
        Step(diffusion.adopt, "enterprises"),
        Step(diffusion.settle_adoption, "once"),
    )),
    Phase("market", (
        Step(market.order_inputs, "fields"),
        Step(market.price_inputs, "fields"),
        Step(market.post_offer, "enterprises"),
        Step(market.weigh, "cells"),
        Step(market.compare_sellers, "fields"),
        Step(market.compete, "enterprises"),
        Step(market.add_shares, "cells"),
        Step(market.clear, "fields"),
        Step(market.sell, "enterprises"),
        Step(market.add_taxes, "cells"),
        Step(market.settle_taxes, "once"),
        Step(investors.collect_dividends, "once"),
        Step(market.trace_imports, "once"),
    )),
    Phase("turnover", (
        Step(turnover.count_firms, "cells"),
        Step(turnover.rank, "fields"),
        Step(turnover.close_down, "enterprises"),
        Step(investors.settle_stakes, "once"),
        Step(investors.follow_on, "once"),
        Step(turnover.turn_over, "once"),
        Step(investors.back_founders, "once"),
    )),
)  # fmt: skip

PHASES = tuple(phase.name for phase in SCHEDULE)


def extent(w: World, over: str) -> int:
    """Return how many rows a step runs over."""
    if over == "cells":
        return w.cells.size
    if over == "teams":
        return RIVALS * int(w.counters[IDEAS])
    return getattr(w, over).size


def perform(step: Step, w: World, p: Parameters, clock: Clock) -> None:
    """Perform a step over all its rows, in place."""
    if step.over == "once":
        step.kernel(w, p, clock)
    else:
        step.kernel(w, p, clock, 0, extent(w, step.over))


def acts() -> dict[str, tuple[Step, ...]]:
    """Return the acts of each kind of agent in the order of the quarter."""
    steps = [step for phase in SCHEDULE for step in phase.steps]
    return {table: tuple(s for s in steps if s.over == table) for table in AGENTS}


@kernel
def close_books(w: World, p: Parameters, clock: Clock) -> None:
    """Close the accounts of a phase, in place."""
    first: Any = np.int64(0)  # as in `quarter`
    accounts.tally(w, p, clock, first, w.cells.size)
    accounts.close(w, p, clock)


@kernel
def quarter(w: World, p: Parameters, seed: Any, t: int) -> None:
    """Advance the world by one quarter, in place: `SCHEDULE`, compiled."""
    e, i, c = w.enterprises.size, w.institutes.size, w.centers.size
    cells, fields, provinces = w.cells.size, w.fields.size, w.provinces.size
    first: Any = np.int64(0)  # a literal 0 would compile every step a second time
    accounts.open_books(w)

    clock = Clock(seed, t, 0)
    policy.move_world(w, p, clock, first, fields)
    policy.retire_units(w, p, clock, first, fields)
    policy.start_up(w, p, clock, first, c)
    policy.receive(w, p, clock, first, i)
    calls.call(w, p, clock)
    policy.found(w, p, clock)
    close_books(w, p, clock)

    clock = Clock(seed, t, 1)
    governments.survey(w, p, clock, first, cells)
    governments.prioritise(w, p, clock, first, fields)
    governments.look_back(w, p, clock, first, provinces)
    governments.govern(w, p, clock, first, provinces)
    governments.receive_support(w, p, clock, first, e)
    investors.raise_money(w, p, clock, first, provinces)
    close_books(w, p, clock)

    clock = Clock(seed, t, 2)
    investors.honour(w, p, clock)
    budgets.budget(w, p, clock, first, e)
    budgets.order_research(w, p, clock, first, cells)
    budgets.place_contracts(w, p, clock, first, fields)
    budgets.allocate(w, p, clock, first, i)
    budgets.add_up(w, p, clock, first, cells)
    budgets.add_up_fields(w, p, clock, first, fields)
    budgets.measure_markets(w, p, clock, first, fields)
    close_books(w, p, clock)

    clock = Clock(seed, t, 3)
    talent.pay_staff(w, p, clock, first, cells)
    talent.price_effort(w, p, clock, first, fields)
    talent.employ(w, p, clock, first, e)
    talent.staff(w, p, clock, first, i)
    stars.renew_stars(w, p, clock, first, fields)
    stars.seek_posts(w, p, clock, first, fields)
    stars.seat_stars(w, p, clock)
    talent.move_staff(w, p, clock, first, cells)
    talent.settle_staff(w, p, clock)
    close_books(w, p, clock)

    clock = Clock(seed, t, 4)
    patents.invent(w, p, clock, first, e)
    patents.invent_in_public(w, p, clock, first, i)
    research.count(w, p, clock, first, fields)
    research.compete_for_ideas(w, p, clock, first, cells)
    research.discover(w, p, clock)
    research.bear_ideas(w, p, clock)
    patents.find_users(w, p, clock)
    close_books(w, p, clock)

    clock = Clock(seed, t, 5)
    links.tend(w, p, clock)
    links.appear(w, p, clock, first, e)
    links.appear_institute(w, p, clock, first, i)
    links.add_presence(w, p, clock, first, fields)
    links.seek(w, p, clock, first, e)
    links.seek_institute(w, p, clock, first, i)
    links.match(w, p, clock)
    close_books(w, p, clock)

    clock = Clock(seed, t, 6)
    learning.survey(w, p, clock, first, cells)
    learning.spread(w, p, clock, first, fields)
    learning.pool_institutes(w, p, clock, first, fields)
    learning.learn(w, p, clock, first, e)
    learning.study(w, p, clock, first, i)
    close_books(w, p, clock)

    clock = Clock(seed, t, 7)
    membership.invite(w, p, clock)
    membership.link_members(w, p, clock)
    membership.consider_enterprise(w, p, clock, first, e)
    membership.consider_institute(w, p, clock, first, i)
    membership.settle_members(w, p, clock)
    membership.link_members(w, p, clock)
    close_books(w, p, clock)

    clock = Clock(seed, t, 8)
    selection.nominate(w, p, clock, first, c)
    selection.vote_enterprise(w, p, clock, first, e)
    selection.vote_institute(w, p, clock, first, i)
    selection.decide(w, p, clock)
    close_books(w, p, clock)

    clock = Clock(seed, t, 9)
    maturation.link_teams(w, p, clock)
    maturation.value_enterprise(w, p, clock, first, e)
    maturation.value_institute(w, p, clock, first, i)
    maturation.review_center(w, p, clock, first, c)
    maturation.allot_pilot_lines(w, p, clock)
    maturation.fund_enterprise(w, p, clock, first, e)
    maturation.fund_institute(w, p, clock, first, i)
    maturation.fund_center(w, p, clock, first, c)
    maturation.count_duplicates(w, p, clock, first, fields)
    maturation.mature(w, p, clock, first, RIVALS * w.counters[IDEAS])
    launch.settle_stages(w, p, clock)
    close_books(w, p, clock)

    clock = Clock(seed, t, 10)
    diffusion.measure_use(w, p, clock, first, cells)
    diffusion.measure_near(w, p, clock, first, fields)
    diffusion.measure_total(w, p, clock)
    diffusion.adopt(w, p, clock, first, e)
    diffusion.settle_adoption(w, p, clock)
    close_books(w, p, clock)

    clock = Clock(seed, t, 11)
    market.order_inputs(w, p, clock, first, fields)
    market.price_inputs(w, p, clock, first, fields)
    market.post_offer(w, p, clock, first, e)
    market.weigh(w, p, clock, first, cells)
    market.compare_sellers(w, p, clock, first, fields)
    market.compete(w, p, clock, first, e)
    market.add_shares(w, p, clock, first, cells)
    market.clear(w, p, clock, first, fields)
    market.sell(w, p, clock, first, e)
    market.add_taxes(w, p, clock, first, cells)
    market.settle_taxes(w, p, clock)
    investors.collect_dividends(w, p, clock)
    market.trace_imports(w, p, clock)
    close_books(w, p, clock)

    clock = Clock(seed, t, 12)
    turnover.count_firms(w, p, clock, first, cells)
    turnover.rank(w, p, clock, first, fields)
    turnover.close_down(w, p, clock, first, e)
    investors.settle_stakes(w, p, clock)
    investors.follow_on(w, p, clock)
    turnover.turn_over(w, p, clock)
    investors.back_founders(w, p, clock)
    close_books(w, p, clock)
