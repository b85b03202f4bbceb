"""What a center may pay decides who works there; what it keeps decides who lives on its results."""

import math

from sim.jit import rule
from sim.parameters import Legal, Membership, Talent
from sim.rules.talent import BEST, accepts, mobility_of, quality_of, share_of
from sim.state import QUALITIES


@rule
def response_of(quality: int, t: Talent, p: Legal) -> float:
    """Return how a bin responds to log pay: the best more than others."""
    return t.pay_response * (p.best_response if quality == BEST else 1.0)


@rule
def filled(applicants: float, p: Legal) -> float:
    """Return the share of posts that are filled, over that at usual pay: κ A / (1 + κ A).

    Parameters
    ----------
    applicants : float, > 0 [1]
        A, over those at usual pay: posts are vacant until somebody applies.
    p : Legal
        Uses ``recruiting``.
    """
    odds = p.recruiting * applicants
    return odds / (1.0 + odds) * (1.0 + p.recruiting) / p.recruiting


@rule
def staff_of(pay: float, t: Talent, p: Legal) -> tuple[float, float, float]:
    """Return who works at a pay, over usual pay: people per post, quality, and leavers.

    Of each bin apply as many as there are times φ^η, and posts go to who applies; an offer from
    elsewhere is taken with chance 1 / (1 + φ^η).

    Parameters
    ----------
    pay : float, > 0 [1]
        φ, over what is paid around.
    t : Talent
        Uses shares and qualities of bins, ``pay_response`` and mobility.
    p : Legal
        Uses ``recruiting``, ``best_response``.

    Returns
    -------
    people : float [1]
        Filled posts over those at usual pay.
    quality : float [1]
        Of one person over the mean at usual pay.
    leaving : float [1/quarter]
        Share of the staff that leaves for elsewhere.
    """
    applicants = quality = leaving = 0.0
    for b in range(QUALITIES):
        drawn = pay ** response_of(b, t, p)
        here = share_of(b, t) * drawn
        applicants += here
        quality += here * quality_of(b, t)  # of which the mean is 1
        offers = 2.0 * 0.25 * t.mobility * mobility_of(b, t)
        leaving += here * offers * accepts(drawn, 1.0)
    return filled(applicants, p), quality / applicants, leaving / applicants


@rule
def with_seconded(
    people: float, quality: float, leaving: float, usual: float, p: Legal
) -> tuple[float, float, float]:
    """Return people per post, quality and leavers where the lead's people fill a part of the posts.

    They are there at once and are like others around, whatever the center pays: only open posts
    stay vacant for a time, and only they draw by pay.

    Parameters
    ----------
    people, quality, leaving : float
        In open posts, by `staff_of`.
    usual : float [1/quarter]
        Share of the staff that leaves at usual pay.
    p : Legal
        Uses ``seconded``; ``recruiting`` for posts over those filled at usual pay.
    """
    inside = p.seconded * (1.0 + p.recruiting) / p.recruiting
    outside = (1.0 - p.seconded) * people
    total = inside + outside
    share = outside / total
    return total, 1.0 + share * (quality - 1.0), usual + share * (leaving - usual)


@rule
def employed(money: float, per_head: float, pay: float) -> float:
    """Return the people that a center's spending employs [FTE].

    Parameters
    ----------
    money : float, >= 0 [million CNY/quarter]
        For projects.
    per_head : float, > 0 [million CNY/quarter/FTE]
        R&D per person around.
    pay : float, > 0 [1]
        Over what is paid around: people are the same share of cost, so there are the fewer.
    """
    return money / (per_head * pay)


@rule
def posts_of(staff: float, people: float, p: Legal) -> float:
    """Return the posts that a center's work needs, of which its staff fills a part [FTE].

    Parameters
    ----------
    staff : float, >= 0 [FTE]
        Filled posts.
    people : float, > 0 [1]
        Filled posts over those at usual pay, by `staff_of`.
    p : Legal
        Uses ``recruiting``: at usual pay κ of 1 + κ posts are filled.
    """
    return max(staff, staff / people * (1.0 + p.recruiting) / p.recruiting)


@rule
def turnover_of_staff(before: float, after: float, leaving: float) -> tuple[float, float]:
    """Return who joined a center's staff in a quarter and who left it [FTE/quarter].

    Who has an offer leaves; then as many are taken on, or let go, as posts are filled now.

    Parameters
    ----------
    before, after : float, >= 0 [FTE]
        Staff a quarter ago and now.
    leaving : float, 0 to 1 [1/quarter]
        Share that leaves for elsewhere.
    """
    kept = (1.0 - leaving) * before
    joined = max(0.0, after - kept)
    return joined, before + joined - after


@rule
def worth_of_pay(pay: float, t: Talent, p: Legal) -> float:
    """Return the utility to a star of pay over what is paid around, as the best respond to it."""
    return response_of(BEST, t, p) * math.log(pay)


@rule
def cost_of_work(pay: float, quality: float, t: Talent) -> float:
    """Return what work costs over that at usual pay: (φ / q)^θ, people being a share θ of it."""
    return (pay / quality) ** t.personnel_share


@rule
def pace_of_work(people: float, quality: float, t: Talent) -> float:
    """Return the work that posts do over that at usual pay: n q^θ, other things given."""
    return people * quality**t.personnel_share


@rule
def kept_by_staff(leaving: float, usual: float) -> float:
    """Return the part of experience that stays beyond what fades anyway at usual turnover.

    Parameters
    ----------
    leaving, usual : float, 0 to 1 [1/quarter]
        Shares of the staff that leave, and that would at usual pay.
    """
    return (1.0 - leaving) / (1.0 - usual)


@rule
def paid_out(keeps: float, pays_out: int, p: Membership) -> float:
    """Return the part of licence income that members share: none where the law forbids it.

    Parameters
    ----------
    keeps : float, 0 to 1
        Share of its revenue that is the center's own.
    pays_out : int
        1 where it may share income among members.
    p : Membership
        Uses ``retained``.
    """
    return keeps * (1.0 - p.retained) if pays_out == 1 else 0.0


@rule
def spendable(money: float, overhead: float) -> float:
    """Return what is left for projects of money that also bears running costs on them."""
    return money / (1.0 + overhead)


@rule
def can_become(age: int, cash: float, p: Legal) -> bool:
    """Say whether a center can become a person of its own: old enough, and the cost is there.

    Parameters
    ----------
    age : int [quarter]
        Since approval.
    cash : float [million CNY]
        At hand.
    p : Legal
        Uses ``transition_time`` and ``transition_cost``.
    """
    return age >= p.transition_time and cash >= p.transition_cost
