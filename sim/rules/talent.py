"""What a yuan of R&D buys, and where people go."""

import math

from sim.jit import rule
from sim.parameters import Talent

LEAST_PAY, MOST_PAY = 0.25, 4.0
"""Pay to which people respond at all; what lies beyond counts as these."""
SUPPORT, RESEARCHERS, BEST = range(3)


@rule
def share_of(quality: int, p: Talent) -> float:
    """Return the share of a bin of quality in staff of 2010 and in graduates."""
    if quality == BEST:
        return p.best_share
    if quality == RESEARCHERS:
        return p.researchers - p.best_share
    return 1.0 - p.researchers


@rule
def quality_of(quality: int, p: Talent) -> float:
    """Return what one person of a bin does, over the mean of 2010.

    Parameters
    ----------
    quality : int
        Support staff 0, researchers 1, the best of them 2.
    p : Talent
        Uses ``researchers``, ``best_share``, ``support_quality``, ``best_quality``.
    """
    mean = (1.0 - p.researchers) * p.support_quality + (p.researchers - p.best_share)
    mean += p.best_share * p.best_quality
    if quality == BEST:
        return p.best_quality / mean
    return 1.0 / mean if quality == RESEARCHERS else p.support_quality / mean


@rule
def effort_per_yuan(pay: float, p: Talent) -> float:
    """Return the effort that a yuan of R&D buys, 1 in 2010: (staff per yuan)^θ.

    Effort is made of people and of other things with constant cost shares (Cobb-Douglas); other
    things have constant prices. Where money grows faster than people, pay rises and a yuan buys
    less.

    Parameters
    ----------
    pay : float, >= 0 [1]
        R&D spending per person of mean quality, over that of 2010; 0 where there is none.
    p : Talent
        Uses ``personnel_share``.

    References
    ----------
    .. [1] Goolsbee (1998), American Economic Review 88(2), 298-302: much of what governments add
       to R&D goes into scientists' pay.
    """
    return pay**-p.personnel_share if pay > 0.0 else 0.0


@rule
def felt(pay: float) -> float:
    """Return pay over that of 2010 as people respond to it, from a quarter to four times."""
    return min(MOST_PAY, max(LEAST_PAY, pay))


@rule
def grown(rate: float, quarter: int) -> float:
    """Return how far something has grown at a yearly rate after some quarters, 1 at the start."""
    return math.exp(0.25 * quarter * math.log(1.0 + rate))


@rule
def graduates(
    staff_start: float, universities: float, universities_start: float, p: Talent
) -> float:
    """Return who enters a field's R&D from school in a quarter [FTE].

    Those who retired in 2010 and the surplus of that year, times universities' R&D over 2010.

    Parameters
    ----------
    staff_start : float, >= 0 [FTE]
        The field's staff in 2010.
    universities, universities_start : float, >= 0 [million CNY/quarter]
        R&D of the field's universities, now and in 2010.
    p : Talent
        Uses ``retirement``, ``training_surplus``.
    """
    if universities_start <= 0.0:
        return 0.0
    rate = 0.25 * (p.retirement + p.training_surplus)
    return rate * staff_start * universities / universities_start


@rule
def pull_of_other_work(pay: float, outside: float, p: Talent) -> float:
    """Return the quarterly rate at which staff come from other work, negative: go there.

    Parameters
    ----------
    pay, outside : float, > 0 [1]
        Pay in R&D and in other work, over that of 2010.
    p : Talent
        Uses ``entry_rate``, ``premium``.
    """
    return 0.25 * p.entry_rate * (math.log(pay / outside) + p.premium)


@rule
def accepts(here: float, there: float) -> float:
    """Return the chance that an offer is taken, 1/2 between equals (binary logit in log pay).

    Parameters
    ----------
    here, there : float, > 0 [1]
        Pay over that of 2010 in either place, to the power of the response.
    """
    return there / (here + there)


@rule
def mobility_of(quality: int, p: Talent) -> float:
    """Return how mobile a bin is over ordinary researchers; the best move more."""
    return p.best_mobility if quality == BEST else 1.0


@rule
def reach_of_offers(distance: float, p: Talent) -> float:
    """Return what part of offers from a distance [km] is worth the cost of moving: exp(-d/δ)."""
    return math.exp(-distance / p.moving_distance)


@rule
def beside_stars(quality: float, p: Talent) -> float:
    """Return what it is worth in pay to work where stars are, over none: (1 + q)^λ.

    Parameters
    ----------
    quality : float, >= 0 [1]
        Of the stars there, summed; a usual one has 1.
    p : Talent
        Uses ``star_lure``; at 0 stars draw nobody.

    References
    ----------
    .. [1] Stern (2004), Management Science 50(6), 835-853: scientists pay to be scientists.
    """
    return (1.0 + quality) ** p.star_lure


@rule
def star_work(effort: float, teams: float, cost: float) -> float:
    """Return what stars do of one project's stage in a quarter, over its cost.

    Parameters
    ----------
    effort : float, >= 0 [million CNY/quarter]
        That stars add at a center in a field, in money of 2010.
    teams : float, >= 1 [1]
        Projects at work there, among which they divide their time.
    cost : float, > 0 [million CNY]
        Of the stage, in money of 2010.
    """
    return effort / teams / cost


@rule
def worth_of_post(
    effort: float, field_effort: float, basic: float, distance: float, p: Talent
) -> float:
    """Return the utility of a post to a star; with Gumbel noise the largest is chosen.

    Parameters
    ----------
    effort, field_effort : float, > 0 [million CNY/quarter]
        R&D of the employer and of the field: pay, equipment and colleagues grow with it.
    basic : float, 0 to 1
        Share of basic research in the employer's R&D times that of science in what the star knows.
    distance : float, >= 0 [km]
        From where the star lives.
    p : Talent
        Uses ``star_rd_pull``, ``star_basic_pull``, ``moving_distance``.
    """
    v = p.star_rd_pull * math.log(effort / field_effort) + p.star_basic_pull * basic
    return v - distance / p.moving_distance
