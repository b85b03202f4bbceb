"""One value function for all who decide: users, owners, members, centers.

A gain g in efficiency lets a user lower its price by g; over the horizon its quantity grows by
e times g, where e follows from the market's selection strength. Its revenue then grows by
(e - 1) g S and its profit by m (e - 1) g S; what it sells more, its rivals sell less.
"""

import math
from typing import NamedTuple

from sim.jit import rule
from sim.parameters import Funding, Market, Maturation
from sim.rules.maturation import cost_share, pass_probability
from sim.state import STAGES


@rule
def annuity(quarters: float, p: Funding) -> float:
    """Return the discounted number of quarters 1..T: sum of d^h."""
    if quarters <= 0.0:
        return 0.0
    d = p.discount
    if d >= 1.0:
        return quarters
    return d * (1.0 - math.exp(quarters * math.log(d))) / (1.0 - d)


@rule
def sales_elasticity(p: Market, f: Funding) -> float:
    """Return e, the mean relative rise of quantity per relative rise of efficiency.

    A lead of g makes the share grow by χ g a quarter, hence χ g h after h quarters; e is the mean
    of χ h over the horizon, discounted.
    """
    total = 0.0
    weighted = 0.0
    factor = 1.0
    for h in range(1, int(f.horizon) + 1):
        factor = factor * f.discount
        total += factor
        weighted += factor * h
    return p.selection * weighted / total if total > 0.0 else 0.0


@rule
def user_gain(margin: float, gain: float, sales: float, elasticity: float) -> float:
    """Return what the use of a technology adds to a user's profit: m g S (e - 1).

    Parameters
    ----------
    margin : float [1]
        Profit over sales.
    gain : float [1]
        Gain in efficiency beyond what it replaces.
    sales : float [million CNY/quarter]
        Of the user.
    elasticity : float [1]
        Of quantity to efficiency.

    Returns
    -------
    float [million CNY/quarter]
        Not negative: a user need not use it.
    """
    return max(0.0, margin * gain * sales * (elasticity - 1.0))


@rule
def owner_loss(
    margin: float, gain: float, sales: float, elasticity: float, owner: float, user: float
) -> float:
    """Return what a rival's use takes from the owner: m g S_j e s_i / (1 - s_j).

    Parameters
    ----------
    margin, gain, sales, elasticity
        As in `user_gain`, of the rival j.
    owner, user : float, 0 to 1
        Shares of the owner i and of the user j in the market.

    Returns
    -------
    float [million CNY/quarter]
    """
    if user >= 1.0:
        return 0.0
    return margin * gain * sales * elasticity * owner / (1.0 - user)


@rule
def grants_licence(gain: float, loss: float, p: Funding) -> bool:
    """Say whether the owner lets the user in: iff the gain exceeds b times its own loss."""
    return gain > p.licence_friction * loss


@rule
def licence_fee(gain: float, loss: float, p: Funding) -> float:
    """Return the fee that splits the surplus: (G + b Z) / 2, in the unit of G and Z."""
    return 0.5 * (gain + p.licence_friction * loss)


@rule
def uptake(p_year: float, q_year: float, f: Funding) -> float:
    """Return the discounted quarters of licensed use along the expected Bass path.

    Sum over quarters h of d^h (F(h) - F(h-1)) times the annuity of the licence life left.
    """
    total = 0.0
    before = 0.0
    factor = 1.0
    a = p_year + q_year
    for h in range(1, int(f.horizon) + 1):
        factor = factor * f.discount
        e = math.exp(-a * 0.25 * h)
        now = (1.0 - e) / (1.0 + q_year / p_year * e) if p_year > 0.0 else 0.0
        total += factor * (now - before) * annuity(f.licence_life - h, f)
        before = now
    return total


class Prospect(NamedTuple):
    """What lies before a team: chance of reaching TRL 9, expected cost, expected wait."""

    chance: float
    cost: float
    wait: float


@rule
def prospect(
    stage: int, science: float, application: float, both: float, pilot: bool, m: Maturation
) -> Prospect:
    """Look ahead from a stage to TRL 9 with one retry per stage.

    Parameters
    ----------
    stage : int, 0 to 4
        Stage in work.
    science, application, both : float, 0 to 1
        Shares of the needed science, application and all units that the team knows.
    pilot : bool
        The team may use a pilot line.
    m : Maturation
        All of it.

    Returns
    -------
    Prospect
        chance [1]; cost, over the project's cost, of all stages weighted by the chance to get
        there; wait [quarter].
    """
    chance = 1.0
    cost = 0.0
    wait = 0.0
    quarters = 1.0 / (1.0 - math.exp(-m.pace))
    for s in range(stage, STAGES):
        once = pass_probability(s, science, application, both, m)
        tries = 2.0 - once
        cost += chance * tries * m.pace * quarters * cost_share(s, pilot, m)
        wait += tries * quarters
        chance = chance * (1.0 - (1.0 - once) * (1.0 - once))
    return Prospect(chance, cost, wait)


@rule
def project_value(chance: float, wait: float, benefit: float, own_cost: float, p: Funding) -> float:
    """Return the value of going on with a project: chance x d^wait x benefit - own cost.

    Parameters
    ----------
    chance : float [1]
        Of reaching TRL 9.
    wait : float [quarter]
        Until then.
    benefit : float [million CNY]
        Discounted value of use and licences less lost sales, at launch.
    own_cost : float [million CNY]
        Expected cost that the decider bears.
    p : Funding
        Uses ``discount``.
    """
    return chance * math.exp(wait * math.log(p.discount)) * benefit - own_cost


@rule
def licence_balance(
    margin: float,
    gain: float,
    market: float,
    elasticity: float,
    owner: float,
    user: float,
    p: Funding,
) -> tuple[float, float]:
    """Return licence income and lost sales per quarter of licensed use by the whole market.

    Parameters
    ----------
    margin, gain, elasticity
        As in `user_gain`.
    market : float [million CNY/quarter]
        Sales of those who may become licensees.
    owner, user : float, 0 to 1
        Market shares of the owner and of a typical user.
    p : Funding
        Uses ``licence_friction``.

    Returns
    -------
    income, loss : float [million CNY/quarter]
        Both 0 where the owner would refuse: a leader with half the market refuses its rivals, an
        institute licenses to all.
    """
    g = user_gain(margin, gain, market, elasticity)
    z = owner_loss(margin, gain, market, elasticity, owner, user)
    if not grants_licence(g, z, p):
        return 0.0, 0.0
    return licence_fee(g, z, p), z


@rule
def licensee_value(
    margin: float,
    gain: float,
    sales: float,
    elasticity: float,
    owner: float,
    user: float,
    p: Funding,
) -> float:
    """Return what is left to a licensee per quarter: its gain less the fee, 0 if refused.

    Parameters
    ----------
    margin, gain, sales, elasticity
        As in `user_gain`, of the user.
    owner, user : float, 0 to 1
        Market shares of the owner and of the user.
    p : Funding
        Uses ``licence_friction``.

    Returns
    -------
    float [million CNY/quarter]
        (G - b Z) / 2 where the owner grants the licence.
    """
    g = user_gain(margin, gain, sales, elasticity)
    z = owner_loss(margin, gain, sales, elasticity, owner, user)
    if not grants_licence(g, z, p):
        return 0.0
    return g - licence_fee(g, z, p)
