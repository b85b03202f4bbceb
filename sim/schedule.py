"""The quarter as a table of contents, for both drivers.

`SCHEDULE` is data: the Mesa driver and the threaded kernel driver walk it step by step;
`sim.compiled` is the same order with one compiled function for each phase.
"""

from collections.abc import Callable
from typing import NamedTuple

from sim.parameters import Parameters
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
        Step(evaluation.report, "centers"),
        Step(evaluation.evaluate, "once"),
        Step(persons.become_independent, "centers"),
        Step(policy.start_up, "centers"),
        Step(policy.pay_local_grants, "once"),
        Step(policy.receive, "institutes"),
        Step(calls.call, "once"),
        Step(policy.found, "once"),
        Step(partnership.invite_partners, "once"),
        Step(evaluation.plan, "centers"),
        Step(programme.call_centers, "once"),
    )),
    Phase("governments", (
        Step(incubators.serve, "once"),
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
        Step(persons.staff_center, "centers"),
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
        Step(belonging.look_ahead, "fields"),
        Step(belonging.chain_teams, "once"),
        Step(seats.invite, "once"),
        Step(seats.link_members, "once"),
        Step(membership.consider_enterprise, "enterprises"),
        Step(membership.consider_institute, "institutes"),
        Step(membership.settle_members, "once"),
        Step(equity.open_to_investors, "once"),
        Step(programme.pool_bases, "once"),
        Step(seats.link_members, "once"),
    )),
    Phase("selection", (
        Step(boards.weigh_groups, "centers"),
        Step(selection.nominate, "centers"),
        Step(boards.assess, "centers"),
        Step(selection.vote_enterprise, "enterprises"),
        Step(selection.vote_institute, "institutes"),
        Step(selection.decide, "once"),
    )),
    Phase("maturation", (
        Step(maturation.link_teams, "once"),
        Step(maturation.value_enterprise, "enterprises"),
        Step(maturation.value_institute, "institutes"),
        Step(maturation.review_center, "centers"),
        Step(agreements.seek_sponsors, "once"),
        Step(maturation.allot_pilot_lines, "once"),
        Step(platforms.rent_lines, "once"),
        Step(agreements.charge_sponsors, "once"),
        Step(maturation.fund_enterprise, "enterprises"),
        Step(maturation.fund_institute, "institutes"),
        Step(maturation.fund_center, "centers"),
        Step(platforms.collect_rents, "once"),
        Step(maturation.count_duplicates, "fields"),
        Step(maturation.mature, "teams"),
        Step(launch.settle_stages, "once"),
    )),
    Phase("diffusion", (
        Step(diffusion.measure_use, "cells"),
        Step(diffusion.measure_near, "fields"),
        Step(diffusion.measure_total, "once"),
        Step(adoption.adopt, "enterprises"),
        Step(adoption.settle_adoption, "once"),
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
        Step(clusters.follow_clusters, "once"),
        Step(turnover.close_down, "enterprises"),
        Step(investors.settle_stakes, "once"),
        Step(investors.follow_on, "once"),
        Step(incubators.introduce, "once"),
        Step(incubators.release, "once"),
        Step(turnover.turn_over, "once"),
        Step(moves.move, "once"),
        Step(investors.back_founders, "once"),
        Step(incubators.admit, "once"),
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
