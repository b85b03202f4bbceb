"""Calls for centers: who may apply, what a plan promises, how a panel errs."""

import math

from sim import codes
from sim.jit import rule
from sim.parameters import Programme


@rule
def is_call(quarter: int, first: int, last: int, p: Programme) -> bool:
    """Say whether there is a call in a quarter: at even intervals from the first to the last."""
    if quarter < first or quarter > last or int(p.call_interval) <= 0:
        return False
    return (quarter - first) % int(p.call_interval) == 0


@rule
def eligibility(known: float, rd: float, partners: float, p: Programme) -> int:
    """Return why an applicant is refused before the panel meets, or NOTHING.

    ==========================  ================
    first that holds            reason
    ==========================  ================
    known < ``least_known``     KNOWS_TOO_LITTLE
    rd < ``least_rd``           TOO_LITTLE_RD
    partners < ``least_links``  TOO_FEW_PARTNERS
    ==========================  ================

    Parameters
    ----------
    known : float, 0 to 1
        Share of what the world knows in the field that the lead knows itself.
    rd : float [million CNY/quarter]
        Its R&D.
    partners : float [1]
        Its standing links and fellow members of centers.
    """
    if known < p.least_known:
        return codes.KNOWS_TOO_LITTLE
    if rd < p.least_rd:
        return codes.TOO_LITTLE_RD
    if partners < p.least_links:
        return codes.TOO_FEW_PARTNERS
    return codes.NOTHING


@rule
def applies(worth: float, part: float, horizon: float, p: Programme) -> bool:
    """Say whether leading is worth more to an organisation than its part and its preparing.

    Parameters
    ----------
    worth, part : float [million CNY/quarter]
        Expected worth of the center's work to the lead; the fee that it pays.
    horizon : float [quarter]
        Discounted quarters of a term.
    p : Programme
        Uses ``preparation``.
    """
    return (worth - part) * horizon > p.preparation


@rule
def promise(money: float, grant: float, chance: float, cost: float) -> float:
    """Return the quality of a plan: the log of launches per yuan of the ministry's grant.

    Launches a quarter are money x chance / (cost x project cost); the project cost of the field
    is left out, so that plans of all fields compare.

    Parameters
    ----------
    money, grant : float, > 0 [million CNY/quarter]
        All that the plan has; what of it is the ministry's grant.
    chance, cost : float, > 0 [1]
        Of a typical project, for what the lead and its partners know (`prospect`).
    """
    return math.log(money / grant * chance / cost)


@rule
def panel_mean(quality: float, errors: float, reviewers: int, p: Programme) -> float:
    """Return the mean score of a panel: quality and the mean of the reviewers' errors.

    Parameters
    ----------
    quality : float [1]
        That perfect assessment would give. Who applies enters nowhere.
    errors : float [1]
        Sum of standard normal draws, one of each reviewer.
    reviewers : int, > 0
        How many.
    p : Programme
        Uses ``panel_noise`` x ``quality_spread``: a fixed standard deviation, whatever the pool.

    References
    ----------
    .. [1] Mutz, Bornmann, Daniel (2012), PLoS ONE 7: intraclass correlation 0.26.
    """
    return quality + p.panel_noise * p.quality_spread * errors / reviewers


@rule
def reliability(reviewers: float, noise: float) -> float:
    """Return the share of a mean score's variance that is quality's: 1 / (1 + ν² / n).

    Parameters
    ----------
    reviewers : float, > 0
        n, each with an error of its own.
    noise : float, >= 0
        ν, standard deviation of one error over that of quality.

    References
    ----------
    .. [1] Spearman (1910), Brown (1910): r_n = n r / (1 + (n - 1) r) with r = 1 / (1 + ν²).
    """
    return 1.0 / (1.0 + noise * noise / reviewers)


@rule
def contest(rivals: float, p: Programme) -> float:
    """Return by what rivals raise a local offer: 1 + λ n / (1 + n), n of them.

    Parameters
    ----------
    rivals : float, >= 0 [1]
        Other provinces that stood for a center of the field.
    p : Programme
        Uses ``contest``.

    References
    ----------
    .. [1] Vickrey (1961), Journal of Finance 16, 8-37: of n + 1 who bid for one good, each bids
       the part n / (n + 1) of what it is worth to him, if worths are uniform.
    """
    return 1.0 + p.contest * rivals / (1.0 + rivals)


@rule
def local_offer(usual: float, factors: float, treasury: float, p: Programme) -> float:
    """Return what a local government offers a center a quarter [million CNY/quarter].

    Parameters
    ----------
    usual : float [million CNY/quarter]
        Local grant in the charter.
    factors : float [1]
        By what it offers more, or less: zeal, rivals, a platform of its own.
    treasury : float [million CNY]
        What it has before it spends on anything else.
    p : Programme
        Uses ``local_most``.
    """
    return max(0.0, min(usual * factors, p.local_most * treasury))


@rule
def zeal(effort: float, usual: float) -> float:
    """Return how much more for innovation a government spends than one level with its neighbours.

    Parameters
    ----------
    effort, usual : float [1]
        Share of its money that goes there, and that of who is neither ahead nor behind.
    """
    return effort / usual if usual > 0.0 else 1.0
