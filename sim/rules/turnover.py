"""Entry, growth and exit of enterprises."""

import math

from sim.jit import rule
from sim.parameters import Turnover


@rule
def room_to_enter(mean: float, at_start: float, p: Turnover) -> float:
    """Return how much more often start-ups enter: (mean sales / mean sales of 2010)^θ.

    Parameters
    ----------
    mean, at_start : float, >= 0 [million CNY/quarter]
        Sales per enterprise of the field, now and in 2010.
    p : Turnover
        Uses ``room``.
    """
    if at_start <= 0.0 or mean <= 0.0:
        return 0.0
    return (mean / at_start) ** p.room


@rule
def spawning(sales: float, mean: float, p: Turnover) -> float:
    """Return how readily people leave an enterprise to found one: (sales / mean)^η.

    Parameters
    ----------
    sales, mean : float, >= 0 [million CNY/quarter]
        Of the enterprise, and per enterprise of the field in 2010.
    p : Turnover
        Uses ``spinout_size``.

    References
    ----------
    .. [1] Elfenbein, Hamilton and Zenger (2010), Management Science 56, 659-681: small firms spawn
       more founders per employee, large ones more in all.
    """
    return (sales / mean) ** p.spinout_size if sales > 0.0 and mean > 0.0 else 0.0


@rule
def skilled(mean: float, skill: float, venture: int, p: Turnover) -> float:
    """Return the efficiency of a start-up: mean e^(σ z + x (n - 1)) [1].

    Parameters
    ----------
    mean : float [1]
        Of the field.
    skill : float [1]
        z of the founder, standard normal among those who found a first enterprise.
    venture : int, >= 1
        n, the number of the enterprise among those of its founder.
    p : Turnover
        Uses ``efficiency_sigma`` and ``experience``.

    References
    ----------
    .. [1] Lafontaine and Shaw (2016), Journal of Labor Economics 34, S217-S254: earlier ventures
       lengthen the life of the next, given the person.
    """
    return mean * math.exp(p.efficiency_sigma * skill + p.experience * (venture - 1))


@rule
def founds_again(skill: float, p: Turnover) -> float:
    """Return the chance that a founder whose enterprise ends starts another one.

    a e^(s z - s²/2), at most 1: a is the mean over founders of first enterprises.

    Parameters
    ----------
    skill : float [1]
        z of the founder, standard normal among those who found a first enterprise.
    p : Turnover
        Uses ``again`` and ``again_skill``.

    References
    ----------
    .. [1] Rocha, Carneiro and Varum (2015), International Journal of Industrial Organization 40,
       91-106: who founds again is abler than others who left a first enterprise.
    """
    slope = p.again_skill
    return min(1.0, p.again * math.exp(slope * skill - 0.5 * slope * slope))


@rule
def next_customers(customers: float, coaching: float, p: Turnover) -> float:
    """Return the share of its demand that an enterprise reaches next, at most 1.

    c + g (1 + h) c (1 - c).

    Parameters
    ----------
    customers : float, 0 to 1
        c, the share that it reaches now.
    coaching : float, >= 0
        h, by how much an incubator's staff speeds this up; 0 outside.
    p : Turnover
        Uses ``customer_growth``.

    References
    ----------
    .. [1] Foster, Haltiwanger and Syverson (2016), Economica 83, 91-129: the slow growth of new
       plants is learning about demand.
    """
    pace = p.customer_growth * (1.0 + coaching)
    return min(1.0, customers + pace * customers * (1.0 - customers))


@rule
def next_overhead(
    overhead: float, margin: float, sales: float, shedding: float, p: Turnover
) -> float:
    """Return overheads that follow sales with a lag: o + a (φ m S - o) [million CNY/quarter].

    Parameters
    ----------
    overhead : float [million CNY/quarter]
        Of the last quarter.
    margin : float [1]
        Sales less inputs over sales.
    sales : float [million CNY/quarter]
        Of this quarter.
    shedding : float, 0 to 1 [1]
        Pace at which overheads fall over that at which they rise.
    p : Turnover
        Uses ``overhead`` and ``overhead_pace``.
    """
    change = p.overhead_pace * (p.overhead * margin * sales - overhead)
    return overhead + (change if change > 0.0 else shedding * change)


@rule
def interest(cash: float, p: Turnover) -> float:
    """Return the quarter's interest on debt, which is cash below 0 [million CNY/quarter]."""
    return 0.25 * p.interest * max(0.0, -cash)


@rule
def funds(cash: float, sales: float, overhead: float, credit: float, p: Turnover) -> float:
    """Return what an enterprise is ready to spend on what can wait, never below 0 [million CNY].

    Cash and the credit left, less a reserve for overheads, without which it may soon end.

    Parameters
    ----------
    cash : float [million CNY]
        Below 0 it is debt.
    sales : float [million CNY/quarter]
        By which banks lend.
    overhead : float [million CNY/quarter]
        That it must go on paying.
    credit : float [1]
        Over that of a private enterprise.
    p : Turnover
        Uses ``credit`` and ``reserve``.
    """
    return max(0.0, cash + credit * p.credit * sales - p.reserve * overhead)


@rule
def closes(
    cash: float, sales: float, potential: float, usual: float, credit: float, p: Turnover
) -> bool:
    """Say whether an enterprise ends: its debt is beyond its credit, or its market is too small.

    Parameters
    ----------
    cash : float [million CNY]
        Below 0 it is debt.
    sales, potential : float [million CNY/quarter]
        Own sales, and what they would be if it reached all of its demand.
    usual : float [million CNY/quarter]
        Mean sales of the field's fringe.
    credit : float [1]
        Over that of a private enterprise.
    p : Turnover
        Uses ``credit`` and ``least_size``.
    """
    return cash < -credit * p.credit * sales or potential < p.least_size * usual
