"""How often ideas and discoveries come, to whom, and what they are worth."""

import math

from sim import codes, draws
from sim.jit import rule
from sim.parameters import Research


@rule
def expected_ideas(effort: float, effort_start: float, opportunity: float, p: Research) -> float:
    """Return the expected ideas of weight of a field in a quarter: λ0 o (E/E0)^φ.

    Parameters
    ----------
    effort, effort_start : float, >= 0 [million CNY/quarter]
        Of the field, now and in the first quarter; only their ratio matters.
    opportunity : float, > 0 [1]
        Idea rate of the field over the average one.
    p : Research
        Uses ``ideas_per_quarter`` and ``ideas_elasticity``.
    """
    if effort <= 0.0 or effort_start <= 0.0:
        return 0.0
    return p.ideas_per_quarter * opportunity * (effort / effort_start) ** p.ideas_elasticity


@rule
def expected_discoveries(basic: float, basic_start: float, p: Research) -> float:
    """Return the expected units that institutes find beyond what they know in a quarter.

    Parameters
    ----------
    basic, basic_start : float, >= 0 [million CNY/quarter]
        Effort of the field in basic research, now and in the first quarter.
    p : Research
        Uses ``discoveries_per_quarter`` and ``ideas_elasticity``.
    """
    if basic <= 0.0 or basic_start <= 0.0:
        return 0.0
    return p.discoveries_per_quarter * (basic / basic_start) ** p.ideas_elasticity


@rule
def kind_of_inventor(origin: int) -> int:
    """Return whether the inventor of an idea is an enterprise or an institute, by its origin."""
    return codes.ENTERPRISE if origin <= codes.FROM_LEADER else codes.INSTITUTE


@rule
def claim(effort: float, effort_field: float, weight: float, reach: float, p: Research) -> float:
    """Return the log-weight of an organisation's claim to an idea of its field.

    With Gumbel noise of (organisation, idea, quarter) added, the largest claim has the idea: a
    choice with probability proportional to weight x effort^β x reach in which one more
    organisation changes nobody else's score.

    Parameters
    ----------
    effort, effort_field : float [million CNY/quarter]
        Of one such organisation and of the field.
    weight : float [1]
        Organisations the row stands for.
    reach : float, 0 to 1
        Share of the field's units known or within reach.
    p : Research
        Uses ``effort_elasticity``.

    Returns
    -------
    float
        -inf for who has no effort or no reach.
    """
    if effort <= 0.0 or reach <= 0.0 or weight <= 0.0:
        return -math.inf
    size = p.effort_elasticity * math.log(effort / effort_field)
    return math.log(weight) + size + math.log(reach)


@rule
def minor_inventions(effort: float, u: float, rate: float, p: Research) -> int:
    """Return how many minor inventions an enterprise makes in a quarter, at most 8.

    Parameters
    ----------
    effort : float, >= 0 [million CNY/quarter]
        What own R&D buys.
    u : float, 0 to 1
        Draw.
    rate : float, >= 0 [1]
        Inventions over those of a private enterprise with the same R&D.
    p : Research
        Uses ``minor_rate``, ``minor_reference``, ``minor_elasticity``.
    """
    if effort <= 0.0:
        return 0
    mean = rate * p.minor_rate * (effort / p.minor_reference) ** p.minor_elasticity
    return draws.poisson(u, mean, 8)


@rule
def minor_gain(usual: float, value: float, p: Research) -> float:
    """Return the gain in efficiency of a minor invention: g (E_m / usual)^β, at most g_max.

    It improves one product line, and lines grow with size as inventions do: efficiency then grows
    at the same rate at every size, faster for who does more R&D than others of its size.

    Parameters
    ----------
    usual : float, >= 0 [million CNY/quarter]
        R&D that is usual in the field for the enterprise's sales.
    value : float, > 0 [1]
        Gain over that of a private enterprise.
    p : Research
        Uses ``minor_gain``, ``minor_reference``, ``minor_elasticity``, ``gain_most``.

    References
    ----------
    .. [1] Klette and Kortum (2004), Journal of Political Economy 112, 986-1018: product lines.
    """
    if usual <= 0.0:
        return 0.0
    gain = value * p.minor_gain * (p.minor_reference / usual) ** p.minor_elasticity
    return min(p.gain_most, gain)


@rule
def gain_of_idea(u: float, p: Research) -> float:
    """Return the gain in efficiency that perfect assessment could know, log-normal."""
    return p.gain_mean * draws.lognormal(u, p.gain_sigma)
