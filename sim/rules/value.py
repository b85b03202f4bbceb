"""One value function for all who decide: users, owners, members, centers.

A gain g in efficiency lets a user with the share s of its market lower its price by g. Over the
horizon its quantity grows by E g with E = e (1 - s) + ε s: by selection it gains on its rivals,
who have 1 - s, and the price of the market falls by s g. Its revenue grows by (E - 1) g S, its
profit by m (E - 1) g S. A rival of share r loses m r (e - ε) g S: what the user gains on it less
its part of a larger market.
"""

import math
from typing import NamedTuple

from sim.jit import rule
from sim.parameters import Funding, Market, Maturation
from sim.rules.maturation import cost_share, pass_probability
from sim.state import STAGES


@rule
def annuity(quarters: float, d: float) -> float:
    """Return the discounted number of quarters 1..T: sum of d^h, d the discount factor."""
    if quarters <= 0.0:
        return 0.0
    if d >= 1.0:
        return quarters
    return d * (1.0 - math.exp(quarters * math.log(d))) / (1.0 - d)


@rule
def sales_elasticity(horizon: float, discount: float, p: Market) -> float:
    """Return e, the mean relative rise of quantity per relative rise of efficiency.

    A lead of g makes the share grow by χ g a quarter, hence χ g h after h quarters; e is the mean
    of χ h over the horizon, discounted: who looks less far ahead sees less of it.

    Parameters
    ----------
    horizon : float [quarter]
        How far the decider looks ahead, whole quarters only.
    discount : float [1/quarter]
        Its discount factor.
    p : Market
        Uses ``selection``.
    """
    total = 0.0
    weighted = 0.0
    factor = 1.0
    for h in range(1, int(horizon) + 1):
        factor = factor * discount
        total += factor
        weighted += factor * h
    return p.selection * weighted / total if total > 0.0 else 0.0


@rule
def own_elasticity(elasticity: float, share: float, p: Market) -> float:
    """Return E = e (1 - s) + ε s, the elasticity of a seller's quantity to its efficiency.

    Parameters
    ----------
    elasticity : float
        e, of a seller too small to move the market.
    share : float, 0 to 1
        The seller's share s of all that is sold in its market.
    p : Market
        Uses ``price_elasticity``.
    """
    return elasticity * (1.0 - share) + p.price_elasticity * share


@rule
def user_gain(margin: float, gain: float, sales: float, elasticity: float, duty: float) -> float:
    """Return what use of a technology is worth to a user: g S (m (E - 1) + w E).

    Its profit grows by m (E - 1) g S; its output, at the prices of before, by E g S.

    Parameters
    ----------
    margin : float [1]
        Profit over sales.
    gain : float [1]
        Gain in efficiency beyond what it replaces.
    sales : float [million CNY/quarter]
        Of the user.
    elasticity : float [1]
        Of the user's quantity to its efficiency, `own_elasticity`.
    duty : float [1]
        Weight w that a state owner gives to output beside profit, 0 for others.

    Returns
    -------
    float [million CNY/quarter]
        Not negative: a user need not use it.
    """
    return max(0.0, margin * gain * sales * (elasticity - 1.0) + duty * gain * sales * elasticity)


@rule
def owner_loss(
    margin: float, gain: float, sales: float, elasticity: float, owner: float, p: Market
) -> float:
    """Return what a rival's use takes from the owner: m g S_j s_i (e - ε).

    Parameters
    ----------
    margin : float [1]
        Profit over sales, and for a state owner the weight of output on top.
    gain, sales
        As in `user_gain`, of the rival j.
    elasticity : float
        e, of a seller too small to move the market, as the owner counts it.
    owner : float, 0 to 1
        Share s_i of the owner in the market.
    p : Market
        Uses ``price_elasticity``.

    Returns
    -------
    float [million CNY/quarter]
        0 where the market grows by more than the rival gains.
    """
    return margin * gain * sales * owner * max(0.0, elasticity - p.price_elasticity)


@rule
def grants_licence(gain: float, loss: float, p: Funding) -> bool:
    """Say whether the owner lets the user in: iff the gain exceeds b times its own loss."""
    return gain > p.licence_friction * loss


@rule
def licence_fee(gain: float, loss: float, p: Funding) -> float:
    """Return the fee that splits the surplus: (G + b Z) / 2, in the unit of G and Z."""
    return 0.5 * (gain + p.licence_friction * loss)


@rule
def uptake(p_year: float, q_year: float, horizon: float, discount: float, life: float) -> float:
    """Return the discounted quarters of use by adopters along the expected Bass path.

    Sum over quarters h of d^h (F(h) - F(h-1)) times the annuity of the life left: that of a
    licence, or the horizon where use goes on after it.

    Parameters
    ----------
    p_year, q_year : float [1/year]
        Of the Bass path.
    horizon : float [quarter]
        How far the decider looks ahead.
    discount : float [1/quarter]
        Its discount factor.
    life : float [quarter]
        After launch, during which use counts.
    """
    total = 0.0
    before = 0.0
    factor = 1.0
    a = p_year + q_year
    for h in range(1, int(horizon) + 1):
        factor = factor * discount
        e = math.exp(-a * 0.25 * h)
        now = (1.0 - e) / (1.0 + q_year / p_year * e) if p_year > 0.0 else 0.0
        total += factor * (now - before) * annuity(life - h, discount)
        before = now
    return total


class Prospect(NamedTuple):
    """What lies before a team that goes on to TRL 9: discounted chance and discounted cost."""

    chance: float
    cost: float


@rule
def prospect(
    stage: int,
    retried: bool,
    science: float,
    application: float,
    both: float,
    pilot: bool,
    discount: float,
    m: Maturation,
) -> Prospect:
    """Look ahead from a stage to TRL 9: the exact sums over all histories.

    A stage falls due in each funded quarter with chance f and then succeeds with chance s, at
    the first try or, once a stage, at the second. With Γ = f d / (1 - (1 - f) d), what a wait for
    the next due date is worth now, a stage multiplies the discounted chance by
    s Γ + (1 - s) s Γ^2, or by s Γ where the retry is used up; the wait counts as it is given
    success, which comes early to who knows enough. A try costs pace x share / (1 - (1 - f) d).

    Parameters
    ----------
    stage : int, 0 to 4
        Stage in work.
    retried : bool
        It has failed once: one try is left.
    science, application, both : float, 0 to 1
        Shares of the needed science, application and all units that the team knows.
    pilot : bool
        The team may use a pilot line.
    discount : float, 0 to 1 [1/quarter]
        Discount factor d; at 1 the result is the plain chance and the plain expected cost.
    m : Maturation
        All of it.

    Returns
    -------
    Prospect
        chance: sum of d^T over histories that launch after T quarters, by their chance; cost: of
        all tries, over the project's cost. That a team may give up after a failure is left out.
    """
    chance = 1.0
    cost = 0.0
    due = 1.0 - math.exp(-m.pace)
    wait = 1.0 / (1.0 - (1.0 - due) * discount)
    ahead = due * discount * wait
    for s in range(stage, STAGES):
        once = pass_probability(s, science, application, both, m)
        again = 0.0 if retried and s == stage else (1.0 - once) * ahead
        cost += chance * (1.0 + again) * wait * m.pace * cost_share(s, pilot, m)
        chance = chance * (once * ahead * (1.0 + again))
    return Prospect(chance, cost)


@rule
def project_value(look: Prospect, benefit: float, project_cost: float) -> float:
    """Return the value of going on with a project: chance x benefit - cost x project cost.

    Parameters
    ----------
    look : Prospect
        Discounted chance and cost of a whole project of cost 1.
    benefit : float [million CNY]
        Discounted value of use and licences less lost sales, at launch.
    project_cost : float [million CNY]
        Of TRL 1 to 9, the part that the decider bears.
    """
    return look.chance * benefit - look.cost * project_cost


@rule
def licence_balance(gain: float, loss: float, p: Funding) -> tuple[float, float]:
    """Return licence income and lost sales per quarter of licensed use.

    Parameters
    ----------
    gain : float [million CNY/quarter]
        G of those who may become licensees, as they count it: `user_gain`.
    loss : float [million CNY/quarter]
        Z of the owner, as it counts it: `owner_loss`.
    p : Funding
        Uses ``licence_friction``.

    Returns
    -------
    income, loss : float [million CNY/quarter]
        Both 0 where the owner would refuse: a leader with most of the market refuses its rivals,
        an institute licenses to all.
    """
    if not grants_licence(gain, loss, p):
        return 0.0, 0.0
    return licence_fee(gain, loss, p), loss


@rule
def licensee_value(gain: float, loss: float, p: Funding) -> float:
    """Return what is left to a licensee per quarter: its gain less the fee, 0 if refused.

    Parameters
    ----------
    gain, loss, p
        As in `licence_balance`, of one user.

    Returns
    -------
    float [million CNY/quarter]
        (G - b Z) / 2 where the owner grants the licence.
    """
    if not grants_licence(gain, loss, p):
        return 0.0
    return gain - licence_fee(gain, loss, p)
