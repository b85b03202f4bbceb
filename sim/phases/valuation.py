"""Gather what the value function needs: one function for owners, members and boards."""

import numpy as np

from sim import codes, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.rules.market import after_tax
from sim.rules.value import (
    Prospect,
    licence_balance,
    licensee_value,
    owner_loss,
    project_value,
    prospect,
    user_gain,
)
from sim.state import BANK, NONE, World


@kernel
def margin_of(w: World, field: int) -> float:
    """Return profit over sales in a field: μ / (1 + μ)."""
    return w.fields[field].markup / (1.0 + w.fields[field].markup)


@kernel
def best_overlap(w: World, field: int, adopted: np.uint64, bank: int, needed: np.uint64) -> float:
    """Return the largest overlap times gain among technologies in use: the replacement effect."""
    best = 0.0
    for slot in range(BANK):
        if masks.has(adopted, slot):
            t = w.technologies[bank, slot]
            common = masks.size(needed & t.application)
            if common > 0:
                overlap = common / masks.size(needed)
                best = max(best, overlap * t.realised)
    return best


@kernel
def replaced_by(w: World, row: int, needed: np.uint64) -> float:
    """Return the gain in use that an enterprise would replace by units `needed`."""
    e = w.enterprises[row]
    own = best_overlap(w, e.field, e.adopted, e.field, needed)
    generic = best_overlap(w, e.field, e.adopted_generic, w.fields.size, needed)
    return max(own, generic)


@kernel
def market_share(w: World, row: int) -> float:
    """Return the share of one firm of the row in domestic sales of its field."""
    e = w.enterprises[row]
    total = w.fields[e.field].sales
    return e.sales / total if total > 0.0 else 0.0


@kernel
def use_value(w: World, row: int, gain: float, needed: np.uint64, p: Parameters) -> float:
    """Return the discounted value of own use of a technology to an enterprise [million CNY]."""
    e = w.enterprises[row]
    f = w.fields[e.field]
    net = max(0.0, gain - replaced_by(w, row, needed))
    return user_gain(margin_of(w, e.field), net, e.sales, f.elasticity) * f.annuity


@kernel
def licensing_value(
    w: World, idea: int, owner_share: float, own_sales: float, p: Parameters
) -> float:
    """Return discounted licence income less lost sales of the owner of an idea [million CNY]."""
    k = w.ideas[idea]
    f = w.fields[k.field]
    margin = margin_of(w, k.field)
    home = max(0.0, f.sales - own_sales)
    income, loss = licence_balance(
        margin, k.gain, home, f.elasticity, owner_share, f.rival_share, p.funding
    )
    if k.generic == 1:  # in other fields the owner has no sales to lose
        away = max(0.0, f.users_market - f.sales)
        fees, _ = licence_balance(margin, k.gain, away, f.elasticity, 0.0, 0.0, p.funding)
        income += fees
    return (income - loss) * f.uptake


@kernel
def lead_share(w: World, center: int, field: int) -> float:
    """Return the lead's share of the domestic sales of a field, 0 if it sells elsewhere."""
    c = w.centers[center]
    if c.lead == NONE or c.lead_kind != codes.ENTERPRISE:
        return 0.0
    return market_share(w, c.lead) if w.enterprises[c.lead].field == field else 0.0


@kernel
def outlook(
    w: World, idea: int, stage: int, known: np.uint64, pilot: bool, p: Parameters
) -> Prospect:
    """Return chance, cost (over the project's cost) and wait of an idea for a team's knowledge."""
    k = w.ideas[idea]
    return prospect(
        stage,
        masks.share_known(k.science, known),
        masks.share_known(k.application, known),
        masks.share_known(k.science | k.application, known),
        pilot,
        p.maturation,
    )


@kernel
def enterprise_value(
    w: World, row: int, idea: int, stage: int, known: np.uint64, pilot: bool, p: Parameters
) -> float:
    """Return what going on with an idea is worth to an enterprise that would own it."""
    k = w.ideas[idea]
    look = outlook(w, idea, stage, known, pilot, p)
    benefit = use_value(w, row, k.gain, k.science | k.application, p)
    benefit += licensing_value(w, idea, market_share(w, row), w.enterprises[row].sales, p)
    cost = look.cost * w.fields[k.field].project_cost
    benefit, cost = after_tax(benefit, cost, p.market)
    return project_value(look.chance, look.wait, benefit, cost, p.funding)


@kernel
def institute_value(
    w: World, idea: int, stage: int, known: np.uint64, pilot: bool, p: Parameters
) -> float:
    """Return what going on with an idea is worth to an institute: licences less own cost."""
    look = outlook(w, idea, stage, known, pilot, p)
    benefit = licensing_value(w, idea, 0.0, 0.0, p)
    cost = look.cost * w.fields[w.ideas[idea].field].project_cost
    cost = cost * p.funding.institute_own_share
    return project_value(look.chance, look.wait, benefit, cost, p.funding)


@kernel
def owner_in_center(w: World, center: int, idea: int, kind: int, row: int) -> bool:
    """Say whether a member would own what the center achieves with an idea."""
    c = w.centers[center]
    if c.results_owner == codes.LEAD_OWNS:
        return c.lead_kind == kind and c.lead == row
    if c.results_owner == codes.INVENTOR_OWNS:
        k = w.ideas[idea]
        mine = codes.ENTERPRISE if k.origin <= codes.FROM_LEADER else codes.INSTITUTE
        return mine == kind and k.inventor == row
    return False


@kernel
def member_benefit(
    w: World, center: int, votes: float, kind: int, row: int, idea: int, p: Parameters
) -> float:
    """Return what a center's success with an idea is worth to a member at launch [million CNY].

    An owner uses and licenses; where the center owns, members use free, bear the use of fellow
    members and share licence income by votes; else a member is a licensee and keeps the part of
    its gain that the fee leaves.
    """
    c = w.centers[center]
    k = w.ideas[idea]
    shared = c.results_owner == codes.CENTER_OWNS
    if kind == codes.INSTITUTE:
        if owner_in_center(w, center, idea, kind, row):
            return licensing_value(w, idea, 0.0, 0.0, p)
        if shared:
            part = votes * (1.0 - p.governance.retained)
            return part * licensing_value(w, idea, w.center_fields[center, k.field].members, 0.0, p)
        return 0.0
    e = w.enterprises[row]
    f = w.fields[e.field]
    related = w.relatedness[k.field, e.field] if k.generic == 1 else 1.0
    if k.generic == 0 and e.field != k.field:
        return 0.0
    gain = k.gain * related
    own = use_value(w, row, gain, k.science | k.application, p)
    share = market_share(w, row)
    if owner_in_center(w, center, idea, kind, row):
        return own + licensing_value(w, idea, share, e.sales, p)
    if shared:
        others = max(0.0, w.center_fields[center, e.field].members - share)
        lost = owner_loss(
            margin_of(w, e.field), gain, others * f.sales, f.elasticity, share, f.rival_share
        )
        income = licensing_value(w, idea, w.center_fields[center, k.field].members, e.sales, p)
        return own - lost * f.annuity + votes * (1.0 - p.governance.retained) * max(0.0, income)
    net = max(0.0, gain - replaced_by(w, row, k.science | k.application))
    return (
        licensee_value(
            margin_of(w, e.field),
            net,
            e.sales,
            f.elasticity,
            lead_share(w, center, e.field),
            share,
            p.funding,
        )
        * f.annuity
    )


@kernel
def team_knowledge(w: World, kind: int, row: int, field: int) -> np.uint64:
    """Return the units of a field that an organisation can bring to a project.

    An enterprise or institute brings its own and the shared bases of its centers; a center brings
    its base and what its lead knows.
    """
    if kind == codes.CENTER:
        known = w.center_fields[row, field].pool
        lead = w.centers[row].lead
        if lead != NONE:
            if w.centers[row].lead_kind == codes.ENTERPRISE:
                if w.enterprises[lead].field == field:
                    known = known | w.enterprises[lead].knowledge
            elif w.institutes[lead].field == field:
                known = known | w.institutes[lead].knowledge
        return known
    known = masks.EMPTY
    if kind == codes.ENTERPRISE:
        if w.enterprises[row].field == field:
            known = w.enterprises[row].knowledge
        m = w.enterprises[row].first_membership
    else:
        if w.institutes[row].field == field:
            known = w.institutes[row].knowledge
        m = w.institutes[row].first_membership
    while m != NONE:
        if w.memberships[m].status == codes.MEMBER:
            known = known | w.center_fields[w.memberships[m].center, field].pool
        m = w.memberships[m].next
    return known
