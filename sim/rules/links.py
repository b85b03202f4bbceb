"""Who meets whom, who suits whom, and what passes between partners."""

import math

import numpy as np

from sim import masks
from sim.jit import rule
from sim.parameters import Links


@rule
def presence(size: float, usual: float, p: Links) -> float:
    """Return how present an organisation is among those who look for partners: (S/S_0)^β.

    Parameters
    ----------
    size, usual : float [any unit]
        Its sales, or R&D, and what is usual; who has none is not there.
    p : Links
        Uses ``size_elasticity``.
    """
    if size <= 0.0 or usual <= 0.0:
        return 0.0
    return math.exp(p.size_elasticity * math.log(size / usual))


@rule
def visibility(proximity: float, home: bool, p: Links) -> float:
    """Return the chance to meet someone there over that in one's own province.

    Parameters
    ----------
    proximity : float, 0 to 1
        exp(-d/R) between the provinces.
    home : bool
        It is one's own province.
    p : Links
        Uses ``distant``, what is left at any distance: borders of provinces matter in addition.
    """
    if home:
        return 1.0
    return p.distant + (1.0 - p.distant) * proximity


@rule
def part_of(mine: float, other: float) -> float:
    """Return the links of each of my firms that a link of two rows stands for: min(w, w')/w.

    A link of representatives joins min(w, w') pairs of firms, one of each.

    Parameters
    ----------
    mine, other : float, >= 1 [enterprise]
        Firms that the two rows stand for.
    """
    return min(1.0, other / mine)


@rule
def suitability(distance: float, p: Links) -> float:
    """Return novelty times understanding, 1 at the best cognitive distance d*, 0 at 0 and 1.

    (d/d*)^d* ((1 - d)/(1 - d*))^(1 - d*): what is new to one rises with distance, what one
    understands falls.

    Parameters
    ----------
    distance : float, 0 to 1
        1 - Jaccard of what the two know.
    p : Links
        Uses ``best_distance``.

    References
    ----------
    .. [1] Nooteboom, Van Haverbeke, Duysters, Gilsing, van den Oord (2007), Res. Policy 36,
       1016-1034: innovation by alliances is an inverted U in cognitive distance.
    """
    if distance <= 0.0 or distance >= 1.0:
        return 0.0
    best = p.best_distance
    novelty = best * math.log(distance / best)
    return math.exp(novelty + (1.0 - best) * math.log((1.0 - distance) / (1.0 - best)))


@rule
def pair_score(
    distance: float,
    social: bool,
    institutional: bool,
    passed: float,
    rivalry: float,
    taste: float,
    p: Links,
) -> float:
    """Return the worth of a link, the same for both ends.

    Parameters
    ----------
    distance : float, 0 to 1
        Cognitive distance.
    social : bool
        A partner brought them together, or they belong to one center.
    institutional : bool
        Both answer to the same kind of owner.
    passed : float, 0 to 1
        What an earlier link of the two passed on.
    rivalry : float, 0 to 1
        Geometric mean of their shares in one market.
    taste : float
        Standard Gumbel draw of the pair and the quarter.
    p : Links
        Uses ``cognitive``, ``past``, ``social``, ``institutional``, ``rivalry`` and
        ``best_distance``.

    References
    ----------
    .. [1] Boschma (2005), Reg. Stud. 39, 61-74: five kinds of proximity. The geographical one acts
       on who meets whom.
    .. [2] Balland (2012), Reg. Stud. 46, 741-756: institutional proximity favours collaboration.
    """
    score = p.cognitive * suitability(distance, p) + p.past * passed + taste
    if social:
        score += p.social
    if institutional:
        score += p.institutional
    return score - p.rivalry * rivalry


@rule
def passed_on(before: np.uint64, now: np.uint64, partner: np.uint64) -> float:
    """Return the share of what only the partner knew that one knows now; 0 if there was nothing.

    Parameters
    ----------
    before, now : uint64 mask
        What one knew when the link began, and knows now.
    partner : uint64 mask
        What the partner knew when it began.
    """
    new = partner & ~before
    if new == masks.EMPTY:
        return 0.0
    return masks.share_known(new, now)


@rule
def ends_within_quarter(p: Links) -> float:
    """Return the chance that a link ends in a quarter: lives are exponential."""
    return 1.0 - math.exp(-0.25 * p.end_hazard)
