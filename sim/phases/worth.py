"""What the use of a technology gains and takes, as each owner counts it.

An enterprise looks ahead and counts output by its ownership; institutes and centers decide like
private owners.
"""

import numpy as np

from sim import codes, masks
from sim.jit import kernel
from sim.parameters import Parameters
from sim.rules.ownership import duty_of
from sim.rules.value import own_elasticity, owner_loss, user_gain
from sim.state import NONE, World


@kernel
def margin_of(w: World, field: int) -> float:
    """Return profit over sales in a field: μ / (1 + μ)."""
    return w.fields[field].markup / (1.0 + w.fields[field].markup)


@kernel
def market_share(w: World, row: int) -> float:
    """Return the share of one firm of the row in its market: at home with imports, and exports."""
    e = w.enterprises[row]
    total = w.fields[e.field].market
    return e.sales / total if total > 0.0 else 0.0


@kernel
def ownership_of(w: World, kind: int, row: int) -> int:
    """Return how an organisation looks ahead: the ownership of an enterprise, else as private."""
    if kind == codes.ENTERPRISE and row != NONE:
        return masks.wide(w.enterprises[row].ownership)
    return codes.PRIVATE


@kernel
def gain_of_use(w: World, row: int, gain: float, p: Parameters) -> float:
    """Return what a gain in efficiency is worth to an enterprise [million CNY/quarter]."""
    e = w.enterprises[row]
    owner = masks.wide(e.ownership)
    elasticity = own_elasticity(w.fields[e.field].elasticity[owner], market_share(w, row), p.market)
    duty = duty_of(owner, p.ownership)
    return user_gain(margin_of(w, e.field), gain, e.sales, elasticity, duty)


@kernel
def loss_of_owner(
    w: World, field: int, owner: int, share: float, gain: float, sales: float, p: Parameters
) -> float:
    """Return what rivals' use takes from a seller, as it counts it [million CNY/quarter].

    `owner` is its ownership, `share` its part of the market, `sales` are those of the rivals.
    """
    margin = margin_of(w, field) + duty_of(owner, p.ownership)
    return owner_loss(margin, gain, sales, w.fields[field].elasticity[owner], share, p.market)


@kernel
def gain_of_users(
    w: World, field: int, share: float, gain: float, sales: float, p: Parameters
) -> float:
    """Return what the use of a technology is worth to typical sellers of a field in all.

    They look ahead and count output as the state and other owners do, by their sales.
    """
    f = w.fields[field]
    mean = f.elasticity[codes.PRIVATE] + f.state_owned * (
        f.elasticity[codes.STATE] - f.elasticity[codes.PRIVATE]
    )
    duty = f.state_owned * duty_of(codes.STATE, p.ownership)
    elasticity = own_elasticity(mean, share, p.market)
    return user_gain(margin_of(w, field), gain, sales, elasticity, duty)


@kernel
def best_overlap(w: World, adopted: np.uint64, bank: int, field: int, needed: np.uint64) -> float:
    """Return the largest overlap times gain among technologies in use that come from a field."""
    best = 0.0
    rest = adopted
    while rest != masks.EMPTY:
        t = w.technologies[bank, masks.lowest(rest)]
        rest = rest & (rest - masks.ONE)
        common = masks.size(needed & t.application)
        if t.field == field and common > 0:
            overlap = common / masks.size(needed)
            best = max(best, overlap * t.realised)
    return best


@kernel
def replaced_by(w: World, row: int, field: int, needed: np.uint64) -> float:
    """Return the gain in use that an enterprise would replace: what the replacement effect takes.

    `needed` are application units of the field that a new technology comes from; only what is in
    use from that field has some in common, and gains here as far as the fields are related.
    """
    e = w.enterprises[row]
    best = best_overlap(w, e.adopted_generic, w.fields.size, field, needed)
    best *= w.relatedness[field, e.field]
    if field == e.field:
        best = max(best, best_overlap(w, e.adopted, field, field, needed))
    return best
