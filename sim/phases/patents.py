"""Patents: minor inventions of enterprises and institutes, who meets a user, what is used."""

import math

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.licences import earn_licence
from sim.phases.worth import gain_of_use
from sim.rules.knowledge import proximity
from sim.rules.ownership import credit_of, invention_gain_of, inventions_of
from sim.rules.patents import cost_of_use, is_used, value_of_invention
from sim.rules.research import minor_gain, minor_inventions
from sim.rules.turnover import funds
from sim.rules.value import licence_fee
from sim.state import NONE, Clock, World


@kernel
def worth_of_gain(w: World, row: int, p: Parameters) -> float:
    """Return what one unit of gain in efficiency is worth to an enterprise [million CNY]."""
    e = w.enterprises[row]
    return gain_of_use(w, row, 1.0, p) * w.fields[e.field].annuity[masks.wide(e.ownership)]


@kernel
def invent(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: make minor inventions; those worth their cost raise its own efficiency."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        u = draws.uniform(clock.seed, clock.quarter, me.id, draws.MINOR, 0)
        owner = masks.wide(me.ownership)
        number = minor_inventions(me.effort, u, inventions_of(owner, p.ownership), p.research)
        me.invented = number
        if number == 0:
            continue
        value = invention_gain_of(owner, p.ownership)
        gain = minor_gain(w.fields[me.field].intensity * me.sales, value, p.research)
        cost = cost_of_use(gain, me.sales, p.patents)
        worth = worth_of_gain(w, i, p)
        credit = credit_of(owner, p.ownership)
        money = funds(me.cash, me.sales, me.overhead, credit, p.turnover)
        for k in range(number):
            me.patents += 1.0
            u = draws.uniform(clock.seed, clock.quarter, me.id, draws.PATENT_VALUE, k)
            gained = min(p.research.gain_most, gain * value_of_invention(u, p.patents))
            if not is_used(worth * gained, 1.0, cost, 0.0, money):
                continue
            me.patents_used += 1.0
            me.efficiency = me.efficiency * (1.0 + gained)
            money -= cost
            me.cash -= cost
            me.other_income -= cost
            pay(me, accounts.ADOPTION_COSTS, cost)


@kernel
def invent_in_public(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: make minor inventions by applied R&D; it has no use for them itself."""
    for i in range(low, high):
        me = w.institutes[i]
        me.acts += 1
        u = draws.uniform(clock.seed, clock.quarter, me.id, draws.MINOR_PUBLIC, 0)
        applied = (me.rd - me.basic) * w.cells[me.cell].effort
        me.invented = minor_inventions(applied, u, 1.0, p.research)
        me.patents += me.invented


@kernel
def partner(w: World, clock: Clock, row: int, k: int) -> int:
    """Return who of an institute's fellow members may use its k-th invention, or NONE.

    An enterprise of its field that is a member of the same center, drawn by sales.
    """
    o = w.institutes[row]
    sales = w.fields[o.field].sales
    best = NONE
    best_score = -math.inf
    m = masks.wide(o.first_membership)
    while m != NONE:
        seat = w.memberships[m]
        m = masks.wide(seat.next)
        if seat.status != codes.MEMBER or sales <= 0.0:
            continue
        per_center = w.memberships.size // w.centers.size
        for other in range(seat.center * per_center, (seat.center + 1) * per_center):
            fellow = w.memberships[other]
            if fellow.status != codes.MEMBER or fellow.kind != codes.ENTERPRISE:
                continue
            e = w.enterprises[fellow.member]
            if e.field != o.field or e.sales <= 0.0:
                continue
            key = draws.identity(o.id, e.id, k)
            u = draws.uniform(clock.seed, clock.quarter, key, draws.PATENT_USER, 0)
            score = math.log(e.sales / sales) + draws.gumbel(u)
            if score > best_score:
                best, best_score = masks.wide(fellow.member), score
    return best


@kernel
def stranger(w: World, p: Parameters, clock: Clock, row: int, k: int) -> int:
    """Return an enterprise of an institute's field, drawn by sales and proximity, or NONE.

    First a province by its sales and how near it is, then one of its enterprises by sales.
    """
    o = w.institutes[row]
    n = w.provinces.size
    sales = w.fields[o.field].sales
    best = NONE
    best_score = -math.inf
    for r in range(n):
        here = w.cells[o.field * n + r]
        if here.sales <= 0.0 or sales <= 0.0:
            continue
        near = 1.0
        if r != o.province:
            near = proximity(w.distance[o.province, r], p.knowledge)
        key = draws.identity(o.id, w.provinces[r].key, k)
        u = draws.uniform(clock.seed, clock.quarter, key, draws.PATENT_PLACE, 0)
        score = math.log(here.sales / sales * near) + draws.gumbel(u)
        if score > best_score:
            best, best_score = o.field * n + r, score
    if best == NONE:
        return NONE
    user = NONE
    best_score = -math.inf
    for i in range(w.cells[best].first_enterprise, w.cells[best].last_enterprise):
        e = w.enterprises[i]
        if e.sales <= 0.0:
            continue
        u = draws.uniform(
            clock.seed, clock.quarter, draws.identity(o.id, e.id, k), draws.PATENT_USER, 0
        )
        score = math.log(e.weight * e.sales / sales) + draws.gumbel(u)
        if score > best_score:
            user, best_score = i, score
    return user


@kernel
def user_of(w: World, p: Parameters, clock: Clock, row: int, k: int) -> tuple[int, bool]:
    """Return who may use an institute's k-th invention, or NONE, and whether it is a fellow member.

    One made by a member of a center together with enterprises of its field has a user at hand;
    any other meets one with a chance.
    """
    user = partner(w, clock, row, k)
    if user != NONE:
        return user, True
    u = draws.uniform(clock.seed, clock.quarter, w.institutes[row].id, draws.PATENT_MEETS, k)
    if u < p.patents.meeting:
        user = stranger(w, p, clock, row, k)
    return user, False


@kernel
def terms_of(
    w: World, p: Parameters, clock: Clock, row: int, k: int, user: int
) -> tuple[float, float, float, float]:
    """Return what an institute's invention is to a user: gain, benefit, cost of use and fee.

    The gain in efficiency and the benefit [million CNY] are those of a user of its ability.
    """
    o = w.institutes[row]
    e = w.enterprises[user]
    gain = minor_gain(w.fields[e.field].intensity * e.sales, 1.0, p.research)
    cost = cost_of_use(gain, e.sales, p.patents)
    ability = masks.share_known(o.knowledge, e.knowledge)
    u = draws.uniform(clock.seed, clock.quarter, o.id, draws.PATENT_VALUE, k)
    gained = min(p.research.gain_most, gain * value_of_invention(u, p.patents))
    benefit = worth_of_gain(w, user, p) * gained * ability
    return gained * ability, benefit, cost, licence_fee(max(0.0, benefit - cost), 0.0, p.funding)


@kernel
def offer(w: World, p: Parameters, clock: Clock, row: int, k: int, user: int) -> bool:
    """Let an enterprise use an institute's invention if it is worth cost and fee, in place.

    One of the w firms of a row pays, and gains: the row's means move by 1/w of it.

    Returns
    -------
    bool
        It is used.
    """
    o = w.institutes[row]
    e = w.enterprises[user]
    gained, benefit, cost, fee = terms_of(w, p, clock, row, k, user)
    if not is_used(benefit, 1.0, cost, fee, e.at_hand):
        return False
    part = o.weight / e.weight
    e.efficiency = e.efficiency * (1.0 + part * gained)
    e.cash -= part * (cost + fee)
    e.other_income -= part * (cost + fee)
    pay(e, accounts.ADOPTION_COSTS, part * cost)
    pay(e, accounts.LICENCES_TO_INSTITUTES, part * fee)
    earn_licence(w, p, row, fee)
    return True


@kernel
def divide_funds(w: World, p: Parameters, clock: Clock) -> None:
    """Divide each enterprise's funds equally among the inventions it meets and gains by, in place.

    So it does not matter which institute comes first.
    """
    for i in range(w.enterprises.size):
        w.enterprises[i].offered = 0.0
    for i in range(w.institutes.size):
        for k in range(w.institutes[i].invented):
            user, _ = user_of(w, p, clock, i, k)
            if user == NONE:
                continue
            _, benefit, cost, fee = terms_of(w, p, clock, i, k, user)
            if is_used(benefit, 1.0, cost, fee, math.inf):
                w.enterprises[user].offered += w.institutes[i].weight / w.enterprises[user].weight
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        if e.offered > 0.0:
            credit = credit_of(masks.wide(e.ownership), p.ownership)
            money = funds(e.cash, e.sales, e.overhead, credit, p.turnover)
            e.at_hand = money / max(1.0, e.offered)


@kernel
def find_users(w: World, p: Parameters, clock: Clock) -> None:
    """Settle which of the institutes' minor inventions meet a user and are used."""
    divide_funds(w, p, clock)
    for i in range(w.institutes.size):
        o = w.institutes[i]
        for k in range(o.invented):
            user, joint = user_of(w, p, clock, i, k)
            if joint:
                o.patents_joint += 1.0
            if user != NONE and offer(w, p, clock, i, k, user):
                o.patents_used += 1.0
                if joint:
                    o.patents_joint_used += 1.0
