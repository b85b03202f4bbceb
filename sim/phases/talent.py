"""People: what a yuan of R&D buys this quarter, who comes, who goes, who moves."""

from sim import codes, masks, people
from sim.jit import kernel
from sim.parameters import Parameters
from sim.rules.talent import (
    BEST,
    accepts,
    beside_stars,
    effort_per_yuan,
    felt,
    graduates,
    grown,
    mobility_of,
    pull_of_other_work,
    quality_of,
    reach_of_offers,
    share_of,
)
from sim.state import PEOPLE, QUALITIES, Clock, World


@kernel
def pay_staff(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Work out what R&D money pays the people of each cell, and the effort a yuan buys there."""
    n = w.provinces.size
    for cell in range(low, high):
        here = w.cells[cell]
        here.heads = 0.0
        here.effective = 0.0
        for b in range(QUALITIES):
            here.heads += here.staff[b]
            here.effective += here.staff[b] * quality_of(b, p.talent)
        usual = w.provinces[cell % n].pay_start
        money = here.rd + here.public_rd + here.center_rd
        here.jobs = money / usual if usual > 0.0 else 0.0
        here.pay = here.jobs / here.effective if here.effective > 0.0 else 0.0
        worth = felt(here.pay) * beside_stars(here.stars, p.talent)
        here.lure = worth**p.talent.pay_response
        here.effort = effort_per_yuan(here.pay, p.talent)
        here.universities = 0.0
        for i in range(here.first_institute, here.last_institute):
            o = w.institutes[i]
            if o.kind == codes.UNIVERSITY:
                here.universities += o.weight * o.rd


@kernel
def price_effort(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Add up cells to fields; what projects cost follows the price of effort."""
    n = w.provinces.size
    for field in range(low, high):
        f = w.fields[field]
        f.staff = 0.0
        f.effective = 0.0
        f.jobs = 0.0
        f.universities = 0.0
        f.effort = 0.0
        f.basic_effort = 0.0
        for cell in range(field * n, (field + 1) * n):
            here = w.cells[cell]
            f.staff += here.heads
            f.effective += here.effective
            f.jobs += here.jobs
            f.universities += here.universities
            f.effort += (here.rd + here.public_rd + here.center_rd) * here.effort
            f.basic_effort += here.basic * here.effort
        f.pay = f.jobs / f.effective if f.effective > 0.0 else 0.0
        bought = effort_per_yuan(f.pay, p.talent)
        if bought > 0.0:
            f.project_cost = f.project_cost_start / bought


@kernel
def employ(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Enterprise: put R&D money to work at the pay of the place."""
    for i in range(low, high):
        me = w.enterprises[i]
        me.acts += 1
        me.effort = me.rd * w.cells[me.cell].effort
        me.star_units = masks.EMPTY


@kernel
def staff(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Institute: put R&D money to work at the pay of the place."""
    for i in range(low, high):
        me = w.institutes[i]
        me.acts += 1
        me.effort = me.rd * w.cells[me.cell].effort
        me.star_units = masks.EMPTY


@kernel
def come_and_go(w: World, p: Parameters, clock: Clock, cell: int) -> None:
    """Note a cell's flows from and to school, other work, retirement and abroad, in place."""
    here = w.cells[cell]
    f = w.fields[cell // w.provinces.size]
    t = p.talent
    pay = felt(here.pay)
    enter = pull_of_other_work(pay, grown(t.outside_growth, clock.quarter), t)
    taken = accepts(grown(t.abroad_growth, clock.quarter) ** t.migration_response,
                    pay**t.migration_response)  # fmt: skip
    trained = graduates(f.staff_start, f.universities, f.universities_start, t)
    trained *= here.jobs / f.jobs if f.jobs > 0.0 else 0.0
    for b in range(QUALITIES):
        there = here.staff[b]
        school = trained * share_of(b, t)
        retired = 0.25 * t.retirement * there
        joined = max(0.0, enter) * there if b < BEST else 0.0
        out = max(0.0, -enter)
        left = there * out / (1.0 + out)  # never all of them
        exchange = 0.5 * t.migration * mobility_of(b, t) * there if b > 0 else 0.0
        here.people[people.TRAINED] += school
        here.people[people.RETIRED] += retired
        here.people[people.JOINED] += joined
        here.people[people.LEFT] += left
        here.people[people.RETURNED] += exchange * taken
        here.people[people.EMIGRATED] += exchange * (1.0 - taken)
        here.change[b] += school - retired + joined - left + exchange * (2.0 * taken - 1.0)


@kernel
def exchange_staff(w: World, p: Parameters, cell: int, other: int, tie: float) -> None:
    """Note in place whom a cell wins from another and whom it loses to it.

    Offers come in proportion to the size of who makes them, as a share, and are taken by a logit
    of pay: between places that pay alike as many go as come.
    """
    here, there = w.cells[cell], w.cells[other]
    lose = tie * there.heads * accepts(here.lure, there.lure)
    win = tie * here.heads * accepts(there.lure, here.lure)
    for b in range(QUALITIES):
        rate = 0.25 * p.talent.mobility * mobility_of(b, p.talent)
        arrived = rate * win * there.staff[b]
        gone = rate * lose * here.staff[b]
        here.people[people.MOVED_IN] += arrived
        here.people[people.MOVED_OUT] += gone
        here.change[b] += arrived - gone


@kernel
def move_staff(w: World, p: Parameters, clock: Clock, low: int, high: int) -> None:
    """Work out the flows of people of each cell: with the world outside, then with other cells.

    Others are cells of the field in other provinces, by distance, and of other fields in the
    province, by relatedness.
    """
    n, fields = w.provinces.size, w.fields.size
    nation = 0.0
    for field in range(fields):
        nation += w.fields[field].staff
    for cell in range(low, high):
        here = w.cells[cell]
        for k in range(PEOPLE):
            here.people[k] = 0.0
        for b in range(QUALITIES):
            here.change[b] = 0.0
        come_and_go(w, p, clock, cell)
        field, home = cell // n, cell % n
        total = w.fields[field].staff
        if total <= 0.0:
            continue
        for place in range(n):
            if place != home:
                tie = reach_of_offers(w.distance[home, place], p.talent) / total
                exchange_staff(w, p, cell, field * n + place, tie)
        for other in range(fields):
            if other != field:
                tie = w.relatedness[field, other] * fields / nation
                exchange_staff(w, p, cell, other * n + home, tie)


@kernel
def settle_staff(w: World, p: Parameters, clock: Clock) -> None:
    """Settle the flows of people: stocks of cells, flows of fields, and whether they close.

    A field's gap compares what its cells hold with what it held a quarter ago and its flows; all
    moves between cells of the nation must cancel.
    """
    n = w.provinces.size
    moves = 0.0
    moved = 0.0
    for field in range(w.fields.size):
        f = w.fields[field]
        for k in range(PEOPLE):
            f.people[k] = 0.0
        before = f.staff_counted
        after = 0.0
        for cell in range(field * n, (field + 1) * n):
            here = w.cells[cell]
            for b in range(QUALITIES):
                here.staff[b] += here.change[b]
                after += here.staff[b]
            for k in range(PEOPLE):
                f.people[k] += here.people[k]
        net = 0.0
        for k in range(PEOPLE):
            net += f.people[k] if k < people.ARRIVALS else -f.people[k]
        scale = abs(before) + abs(after)
        f.people_gap = abs(after - before - net) / scale if scale > 0.0 else 0.0
        f.staff_counted = after
        moves += f.people[people.MOVED_IN] - f.people[people.MOVED_OUT]
        moved += f.people[people.MOVED_IN] + f.people[people.MOVED_OUT]
    if moved > 0.0:
        w.fields[0].people_gap = max(w.fields[0].people_gap, abs(moves) / moved)
