"""Local governments as rivals: their record, what it makes them spend, and on which fields."""

import math

from sim.jit import rule
from sim.parameters import Governments


@rule
def next_record(
    record: float, output: float, jobs: float, platforms: float, p: Governments
) -> float:
    """Return the record of a government: a moving mean of growth a year [1/year].

    r + m (4 [(1 - w) log output + w log jobs + b platforms] - r).

    Parameters
    ----------
    record : float [1/year]
        Of the last quarter.
    output, jobs : float, > 0 [1]
        Over those of the last quarter.
    platforms : float
        Centers that came to the province in the quarter.
    p : Governments
        Uses ``jobs``, ``platforms`` and ``memory``.

    References
    ----------
    .. [1] Li and Zhou (2005), Journal of Public Economics 89, 1743-1762: provincial leaders are
       promoted by growth under them, the more the longer the mean is taken.
    """
    growth = (1.0 - p.jobs) * math.log(output) + p.jobs * math.log(jobs)
    growth += p.platforms * platforms
    return record + p.memory * (4.0 * growth - record)


@rule
def effort(lag: float, elapsed: float, support: float, p: Governments) -> float:
    """Return the share of its money that a government spends on innovation, 0 to ``most_effort``.

    b (e0 + e1 (1 + e2 elapsed) lag): who is behind does more, who is ahead less, and both the more
    the nearer the end of the term is.

    Parameters
    ----------
    lag : float [1/year]
        The neighbours' record less its own.
    elapsed : float, 0 to 1
        Part of the term that is over.
    support : float, >= 0 [1]
        b: what the scenario makes of the effort of this province, 1 if it says nothing.
    p : Governments
        Uses ``effort``, ``rivalry``, ``urgency`` and ``most_effort``.
    """
    share = p.effort + p.rivalry * (1.0 + p.urgency * elapsed) * lag
    return max(0.0, min(p.most_effort, support * share))


@rule
def elapsed(quarter: int, luck: float, p: Governments) -> float:
    """Return what part of its term a government has behind it, 0 to 1.

    Parameters
    ----------
    quarter : int, >= 0
        Now.
    luck : float, 0 to 1
        When in a term the province was in quarter 0.
    p : Governments
        Uses ``term``.
    """
    terms = quarter / p.term + luck
    return terms - math.floor(terms)


@rule
def field_weight(strength: float, priority: float, p: Governments) -> float:
    """Return a field's part in a government's subsidies: (1 - i) strength + i priority.

    Parameters
    ----------
    strength : float, 0 to 1
        Share of the field in the province's sales.
    priority : float, 0 to 1
        Share of the field in what the nation wants.
    p : Governments
        Uses ``imitation``.
    """
    return (1.0 - p.imitation) * strength + p.imitation * priority


@rule
def subsidy_rate(money: float, rd: float, most: float, p: Governments) -> float:
    """Return the subsidy per yuan of R&D in a field: what is meant for it, at most m / u.

    Parameters
    ----------
    money : float, >= 0 [million CNY/quarter]
        Meant for the field.
    rd : float, >= 0 [million CNY/quarter]
        Own R&D of the province's enterprises in it, times their entitlement; where there is
        none, nothing is paid.
    most : float, >= 1 [1]
        Largest entitlement u of an enterprise per yuan of its R&D.
    p : Governments
        Uses ``match``.
    """
    return min(money / rd, p.match / most) if rd > 0.0 else 0.0


@rule
def land_discount(share: float, p: Governments) -> float:
    """Return the part of start-ups' rent that a government of this effort bears, 0 to 1."""
    return p.cheap_land * share / p.most_effort if p.most_effort > 0.0 else 0.0


@rule
def guidance(part: float, idle: float, p: Governments) -> float:
    """Return what a government pays into its guidance fund: its part, less what lies idle beyond.

    Parameters
    ----------
    part : float, >= 0 [million CNY/quarter]
        What it would pay each quarter.
    idle : float, >= 0 [million CNY]
        Money of the fund that found no start-up.
    p : Governments
        Uses ``guidance_stock``.
    """
    return max(0.0, min(part, p.guidance_stock * part - idle))
