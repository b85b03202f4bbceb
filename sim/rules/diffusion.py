"""Adoption of technologies by users who hear of them, can use them and gain by them."""

import math

from sim.jit import rule


@rule
def adoption_probability(p_year: float, q_year: float, x: float) -> float:
    """Return the chance to adopt in a quarter, exact over the quarter.

    h = 1 - a / ((p + q x) exp(a D) + q (1 - x)) with a = p + q, D = 1/4 year: the solution of the
    Bass equation for the share of new adopters among those left, so that quarters compound to the
    closed form whatever the step.

    Parameters
    ----------
    p_year, q_year : float, >= 0 [1/year]
        Innovation and imitation coefficients.
    x : float, 0 to 1
        Share of users around at the start of the quarter.

    Returns
    -------
    float
        In [0, 1); 0 if p and q x are both 0.

    References
    ----------
    .. [1] Bass (1969), Management Science 15, 215-227.
    """
    a = p_year + q_year
    if a <= 0.0:
        return 0.0
    growth = (p_year + q_year * x) * math.exp(a * 0.25) + q_year * (1.0 - x)
    return max(0.0, 1.0 - a / growth)


@rule
def share_around(near: float, partners: float, partner_share: float, attention: float) -> float:
    """Return x: the share near, or a mix with the share among partners for who has some.

    Parameters
    ----------
    near, partners : float, 0 to 1
        Shares that use the technology: of sales near; of fellow members' sales, or of links.
    partner_share : float, 0 to 1
        Weight of partners in imitation, a2/q.
    attention : float, 0 to 1
        Given to partners: 1 for who has a partner, less if only some firms of a row have one, 0
        for who hears from those near only.
    """
    weight = attention * partner_share
    return (1.0 - weight) * near + weight * partners


@rule
def net_gain(gain: float, best_overlap: float) -> float:
    """Return the gain beyond what it replaces: g less the largest overlap x gain in use.

    Parameters
    ----------
    gain : float [1]
        Of the technology.
    best_overlap : float [1]
        Largest (share of its units in common) x (gain) among technologies in use.
    """
    return max(0.0, gain - best_overlap)
