"""Evaluation: what a center's plan promises, its yearly report, its grade and what follows."""

from sim import accounts, codes, draws, masks
from sim.accounts import pay
from sim.jit import kernel
from sim.parameters import Parameters
from sim.phases.belonging import income_beside_fees, public_income
from sim.phases.equity import give_back
from sim.phases.launch import end_team, pursued
from sim.phases.log import log_center, log_idea
from sim.phases.membership import empty_center, log_member, share_income
from sim.phases.partnership import fee_of, would_join
from sim.phases.persons import price_of_project, price_of_stake
from sim.phases.policy import main_field
from sim.phases.rosters import free_seat
from sim.phases.seats import eligible, rows_of, seat_of, takes, votes_of_institutes
from sim.rules.maturation import cost_share, due_probability
from sim.rules.programme import (
    at_work,
    cost_in_time,
    cut_after,
    fulfilment,
    grade_of,
    is_due,
    noisy_score,
    passed_by,
    passed_in_time,
    target,
    time_as_member,
    time_is_up,
    weight_of,
    yearly,
)
from sim.state import BANK, IDEAS, NONE, RIVALS, STAGES, Clock, World

# What a plan promises.


@kernel
def chance_of_invitation(
    w: World, p: Parameters, center: int, kind: int, field: int, province: int
) -> float:
    """Return the chance that one invitation goes to a given eligible organisation of a cell."""
    low, high = rows_of(w, kind, field * w.provinces.size + province)
    number = 0
    for i in range(low, high):
        if eligible(w, kind, i):
            number += 1
    if number == 0:
        return 0.0
    home = p.membership.invite_home
    place = (1.0 - home) / w.provinces.size
    if w.centers[center].province == province:
        place += home
    of_kind = p.membership.invite_enterprises
    if kind == codes.INSTITUTE:
        of_kind = 1.0 - of_kind
    return w.center_fields[center, field].share * place * of_kind / number


@kernel
def claim_to_expect(w: World, p: Parameters, center: int, kind: int) -> float:
    """Return the part of paid-out income that a member of a kind expects.

    As many join as are invited in a term. Where stakes are all that is sold, they are taken as
    alike, and institutes have none.
    """
    c = w.centers[center]
    expected = 0.0
    for cell in range(w.cells.size):
        field, province = cell // w.provinces.size, cell % w.provinces.size
        if w.center_fields[center, field].share <= 0.0:
            continue
        chance = chance_of_invitation(w, p, center, kind, field, province)
        _, at_end = time_as_member(chance, p.membership.invitations, int(p.programme.term))
        low, high = rows_of(w, kind, cell)
        for i in range(low, high):
            if eligible(w, kind, i):
                expected += at_end
    if c.takes_members == 0 and price_of_stake(w, center) > 0.0:
        lead = 1.0 if c.lead_kind == codes.ENTERPRISE else 0.0
        return 0.0 if kind == codes.INSTITUTE else 1.0 / max(1.0, lead + expected)
    votes = c.enterprise_votes
    if kind == codes.INSTITUTE:
        votes = votes_of_institutes(w, center)
    return votes / max(1.0, expected)


@kernel
def is_expected(
    w: World, p: Parameters, m: int, center: int, kind: int, row: int, field: int, votes: float
) -> bool:
    """Say whether a plan counts on an organisation: a member without loss, who would join."""
    if m != NONE and w.memberships[m].status == codes.MEMBER:
        return w.memberships[m].loss == 0
    return would_join(w, p, center, kind, row, field, votes, False)


@kernel
def money_from(
    w: World, p: Parameters, center: int, m: int, row: int, time: float, at_end: float
) -> float:
    """Return what a plan expects of an enterprise: fees while it belongs to it, or its stake once.

    `m` is its seat, NONE without; it belongs to the center for a time, or with a chance at the end.
    """
    e = w.enterprises[row]
    price = e.weight * fee_of(w, p, center, codes.ENTERPRISE, row)
    if w.centers[center].takes_members == 1:
        return time * price
    paid = m != NONE and w.memberships[m].stake > 0.0
    return 0.0 if paid else at_end * price * w.fields[e.field].annuity[e.ownership]


@kernel
def plan_members(w: World, p: Parameters, center: int, kind: int) -> None:
    """Add the members of a kind that a center expects, and their fees, to its targets, in place."""
    c = w.centers[center]
    term = int(p.programme.term)
    votes = claim_to_expect(w, p, center, kind)
    if not takes(w, center, kind):
        return
    for cell in range(w.cells.size):
        field, province = cell // w.provinces.size, cell % w.provinces.size
        if w.center_fields[center, field].share <= 0.0:
            continue
        chance = chance_of_invitation(w, p, center, kind, field, province)
        drawn, found = time_as_member(chance, p.membership.invitations, term)
        low, high = rows_of(w, kind, cell)
        for i in range(low, high):
            lead = c.lead_kind == kind and c.lead == i
            m, _ = seat_of(w, center, kind, i)
            # who is asked by name, or belongs to it, waits for no lot
            time, at_end = (drawn, found) if m == NONE else (float(term), 1.0)
            if lead or not eligible(w, kind, i):
                continue
            if is_expected(w, p, m, center, kind, i, field, votes):
                c.target_members += at_end
                if kind == codes.ENTERPRISE:
                    c.target_fees += money_from(w, p, center, m, i, time, at_end)


@kernel
def plan_running(w: World, p: Parameters, center: int, due: float) -> float:
    """Add to targets in place what running projects are expected to pass; return their cost."""
    c = w.centers[center]
    term = int(p.programme.term)
    success = p.maturation.success
    cost = 0.0
    for row in range(RIVALS * w.counters[IDEAS]):
        team = w.teams[row]
        if team.kind != codes.CENTER or team.owner != center:
            continue
        first = masks.wide(team.stage)
        price = price_of_project(w, center, masks.wide(w.ideas[row // RIVALS].field))
        for stage in range(first, STAGES):
            passed = passed_by(stage - first + 1, term, due, success)
            work = passed / (due * success)  # quarters
            cost += p.maturation.pace * cost_share(stage, c.line > 0.0, p.maturation) * work * price
            c.target_stages += passed
            if stage == STAGES - 1:
                c.target_products += passed
    return cost


@kernel
def plan_projects(w: World, p: Parameters, center: int) -> None:
    """Set in place the stages and launches that a center expects for its money.

    Running projects come first. In each quarter of the term it starts as many typical projects of
    each field as its grants, expected fees and other usual income can pay then, but no more than
    ideas come up in the field; from TRL 1, with all the knowledge they need.
    """
    c = w.centers[center]
    term = int(p.programme.term)
    due = due_probability(p.maturation.pace)
    cost = cost_in_time(term, due, p.maturation.success, c.line > 0.0, p.maturation)
    other = income_beside_fees(w, center, c.usual_licences, p)
    money = (public_income(w, center) + other) * term + c.target_fees
    c.target_stages = c.target_products = 0.0
    money = max(0.0, money - plan_running(w, p, center, due))
    started = 0.0
    for field in range(w.fields.size):
        share = w.center_fields[center, field].share
        if share > 0.0:
            paid = share * money / (cost * price_of_project(w, center, field))
            started += min(p.research.ideas_per_quarter, paid)
    for stages in range(1, STAGES + 1):
        passed = started * passed_in_time(stages, term, due, p.maturation.success)
        c.target_stages += passed
        if stages == STAGES:
            c.target_products += passed


@kernel
def plan(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: set the targets of a term when it begins: by its own plan, or by what it expects."""
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        if not at_work(me.status) or me.term_start != clock.quarter or int(p.programme.term) <= 0:
            continue
        me.target_members = 1.0  # the lead
        me.target_fees = 0.0
        if me.lead_kind == codes.ENTERPRISE and me.lead != NONE:
            m, _ = seat_of(w, c, codes.ENTERPRISE, masks.wide(me.lead))
            me.target_fees = money_from(w, p, c, m, masks.wide(me.lead), p.programme.term, 1.0)
        plan_members(w, p, c, codes.ENTERPRISE)
        plan_members(w, p, c, codes.INSTITUTE)
        me.target_members = min(me.target_members, w.memberships.size / w.centers.size)
        plan_projects(w, p, c)
        first = me.term_start == me.start
        me.target_members = target(me.target_members, me.promised_members, first, p.programme)
        me.target_fees = target(me.target_fees, me.promised_fees, first, p.programme)
        me.target_stages = target(me.target_stages, me.promised_stages, first, p.programme)
        me.target_products = target(me.target_products, me.promised_products, first, p.programme)


# Reports and grades.


@kernel
def note_report(w: World, p: Parameters, clock: Clock, center: int) -> None:
    """Note achieved over target of each indicator, as far as it counts, in place.

    Who rectifies has more time than its term, and more to achieve by as much.
    """
    c = w.centers[center]
    longer = max(1.0, (clock.quarter - c.term_start) / max(1.0, p.programme.term))
    c.report_stages = fulfilment(c.stages, longer * c.target_stages, p.programme)
    c.report_products = fulfilment(c.products, longer * c.target_products, p.programme)
    c.report_fees = fulfilment(c.fees_so_far, longer * c.target_fees, p.programme)
    c.report_members = fulfilment(c.members, c.target_members, p.programme)


@kernel
def report(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Center: add up the fees of the term; report once a year how far the plan is fulfilled."""
    for c in range(low, high):
        me = w.centers[c]
        me.acts += 1
        me.returned = 0.0
        if not at_work(me.status):
            continue
        me.fees_so_far += me.fees + me.capital_paid + me.agreement_income
        if yearly(clock.quarter - me.term_start):
            note_report(w, p, clock, c)


@kernel
def measured(w: World, p: Parameters, center: int) -> float:
    """Return the weighted mean of the fulfilments noted; 1 if nothing was promised."""
    c = w.centers[center]
    stages = weight_of(p.programme.weight_stages, c.target_stages)
    products = weight_of(p.programme.weight_products, c.target_products)
    fees = weight_of(p.programme.weight_fees, c.target_fees)
    members = weight_of(p.programme.weight_members, c.target_members)
    total = stages + products + fees + members
    if total <= 0.0:
        return 1.0
    points = stages * c.report_stages + products * c.report_products
    points += fees * c.report_fees + members * c.report_members
    return points / total


@kernel
def begin_term(w: World, clock: Clock, center: int) -> None:
    """Start a new term in place: what was achieved before counts no more."""
    c = w.centers[center]
    c.term_start = clock.quarter
    c.stages = 0.0
    c.products = 0.0
    c.fees_so_far = 0.0


@kernel
def grade(w: World, p: Parameters, clock: Clock, center: int) -> None:
    """Grade a center in place, and let it go on, rectify or end."""
    c = w.centers[center]
    note_report(w, p, clock, center)
    u = draws.uniform(clock.seed, clock.quarter, c.id, draws.EVALUATE, 0)
    c.score = noisy_score(measured(w, p, center), u, p.programme)
    c.grade = grade_of(c.score, p.programme)
    c.graded = clock.quarter
    c.cut = cut_after(masks.wide(c.grade), p.programme)
    reason = codes.FOUND_WANTING
    if c.grade == codes.EXCELLENT:
        reason = codes.FOUND_EXCELLENT
    elif c.grade == codes.GOOD:
        reason = codes.FOUND_GOOD
    field = main_field(w, center)
    log_center(w, clock, codes.CENTER_EVALUATED, center, field, NONE, c.score, reason)
    if c.grade != codes.WANTING:
        c.status = codes.OPERATING  # `start_up` says whether it is built
        begin_term(w, clock, center)
        return
    if c.status != codes.RECTIFYING:
        c.status = codes.RECTIFYING
        c.wanting_since = clock.quarter
        if not time_is_up(0, p.programme):
            log_center(w, clock, codes.CENTER_RECTIFIES, center, field, NONE, c.score, reason)
    if time_is_up(clock.quarter - c.wanting_since, p.programme):
        revoke(w, p, clock, center)


@kernel
def evaluate(w: World, p: Parameters, clock: Clock) -> None:
    """Settle the evaluations that are due, center by center."""
    for c in range(w.centers.size):
        center = w.centers[c]
        if not at_work(center.status):
            continue
        rectifies = center.status == codes.RECTIFYING
        since = clock.quarter - (center.wanting_since if rectifies else center.term_start)
        if is_due(since, rectifies, p.programme):
            grade(w, p, clock, c)


# The end of a center.


@kernel
def dismiss_members(w: World, p: Parameters, clock: Clock, center: int) -> None:
    """Free all seats of a center in place, those invited too; stakes are refunded as on leaving.

    No more than was paid in: what is left beyond is public money. Investors bear their loss.
    """
    paid_in = w.centers[center].paid_in
    cash = min(w.centers[center].cash, paid_in)
    per_center = w.memberships.size // w.centers.size
    for m in range(center * per_center, (center + 1) * per_center):
        seat = w.memberships[m]
        if seat.status == codes.MEMBER:
            if seat.kind == codes.ENTERPRISE:
                give_back(w, m, paid_in, cash, p)
            log_member(w, clock, codes.MEMBER_LEAVES, m, codes.CENTER_REVOKED)
        free_seat(w, m)


@kernel
def end_projects(w: World, clock: Clock, center: int) -> None:
    """End a center's teams in place; an idea that nobody else pursues goes on the shelf."""
    for row in range(RIVALS * w.counters[IDEAS]):
        team = w.teams[row]
        if team.kind != codes.CENTER or team.owner != center:
            continue
        end_team(w, clock, row, codes.CENTER_REVOKED)
        idea = row // RIVALS
        k = w.ideas[idea]
        if k.launched == 0 and k.shelved == 0 and not pursued(w, idea):
            k.shelved = 1
            log_idea(w, clock, codes.SHELVED, idea, k.inventor_id, k.best_stage, k.origin)


@kernel
def free_results(w: World, center: int) -> None:
    """Leave what a center owned to everybody, in place.

    Public money and many members have paid it, so the lead has no better claim than others.
    """
    for bank in range(w.technologies.shape[0]):
        for slot in range(BANK):
            t = w.technologies[bank, slot]
            if t.live == 0:
                continue
            if t.owner_kind == codes.CENTER and t.owner == center:
                t.owner_kind = codes.NOBODY
                t.owner = NONE
            if t.center == center:
                t.center = NONE


@kernel
def revoke(w: World, p: Parameters, clock: Clock, center: int) -> None:
    """End a center in place: members are free, its teams end, its cash goes to the ministry."""
    c = w.centers[center]
    share_income(w, p, center)
    end_projects(w, clock, center)
    free_results(w, center)
    dismiss_members(w, p, clock, center)
    c.investor_stake = 0.0
    empty_center(w, center)
    c.returned = max(0.0, c.cash)
    c.cash -= c.returned
    pay(c, accounts.CENTER_CASH_RETURNED, c.returned)
    log_center(
        w, clock, codes.CENTER_ENDS, center, main_field(w, center), NONE, c.returned,
        codes.CENTER_REVOKED,
    )  # fmt: skip
    for i in range(w.institutes.size):
        if w.institutes[i].base_of == center:
            w.institutes[i].base_of = NONE
    c.bases = 0
    c.base_lines = 0.0
    c.status = codes.REVOKED
    c.lead = NONE
    c.line = 0.0
    c.cut = 1.0
    c.grant_paid = c.local_grant_paid = 0.0
