"""Evaluation of centers: what a plan promises, how it is graded, and how it bends decisions."""

from sim import codes, draws
from sim.jit import rule
from sim.parameters import Maturation, Programme
from sim.rules.maturation import cost_share
from sim.state import STAGES

YEAR = 4
"""Quarters between yearly reports, and between evaluations of a center that rectifies."""


@rule
def at_work(status: int) -> bool:
    """Say whether a center has been approved and not been revoked."""
    return status != codes.PLANNED and status != codes.REVOKED


@rule
def is_built(status: int) -> bool:
    """Say whether a center has been built and not been revoked."""
    return status == codes.OPERATING or status == codes.RECTIFYING


@rule
def passed_by(stages: int, quarters: int, due: float, success: float) -> float:
    """Return the chance that a project passes its next stages within some quarters.

    If it passes j stages with k retries it needs j + k due dates, and has them in the
    quarter that the sum of as many geometric waits gives (negative binomial).

    Parameters
    ----------
    stages, due, success
        As in `passed_in_time`.
    quarters : int
        Of work.
    """
    total = 0.0
    ways = success ** float(stages)  # a whole power is rounded otherwise in compiled code
    for retries in range(stages + 1):
        needed = stages + retries
        wait = due ** float(needed)
        inside = 0.0
        for age in range(needed, quarters + 1):
            inside += wait
            wait = wait * (1.0 - due) * age / (age - needed + 1)
        total += ways * inside
        ways = ways * (1.0 - success) * (stages - retries) / (retries + 1)
    return total


@rule
def passed_in_time(stages: int, quarters: int, due: float, success: float) -> float:
    """Return how many projects pass some stages in time if one is started in each quarter.

    Parameters
    ----------
    stages : int, 1 to 5
        From the first one on.
    quarters : int
        Quarters in which one project each is started, and work goes on.
    due : float, 0 to 1
        Chance that a stage falls due in a quarter.
    success : float, 0 to 1
        Chance that it then succeeds; each stage has one retry.

    Returns
    -------
    float [1]
        Expected number; at most ``quarters``.
    """
    total = 0.0
    for age in range(1, quarters + 1):
        total += passed_by(stages, age, due, success)
    return total


@rule
def cost_in_time(quarters: int, due: float, success: float, pilot: bool, m: Maturation) -> float:
    """Return what one project started in each quarter costs in all within a time.

    In each quarter of work on a stage it passes with chance due x success: quarters of work are
    expected passes over that, whatever the history.

    Parameters
    ----------
    quarters, due, success
        As in `passed_in_time`.
    pilot : bool
        Stages 4-6 are done on a pilot line.
    m : Maturation
        Uses ``pace`` and the shares of the stages in the cost.

    Returns
    -------
    float [1]
        Over the cost of a project from TRL 1 to 9, each stage once.
    """
    total = 0.0
    for stage in range(STAGES):
        work = passed_in_time(stage + 1, quarters, due, success) / (due * success)
        total += m.pace * cost_share(stage, pilot, m) * work
    return total


@rule
def time_as_member(chance: float, invitations: float, quarters: int) -> tuple[float, float]:
    """Return how long who would join is a member, and whether it is one at the end.

    Parameters
    ----------
    chance : float, 0 to 1
        That one invitation goes to it.
    invitations : float [1/quarter]
        Each independent of the others.
    quarters : int
        From the center's start.

    Returns
    -------
    time : float [quarter]
        Expected quarters of membership.
    at_end : float, 0 to 1
        Chance of having been invited by the last quarter.
    """
    missed = (1.0 - chance) ** invitations
    time = 0.0
    still_out = 1.0
    for _ in range(quarters):
        still_out = still_out * missed
        time += 1.0 - still_out
    return time, 1.0 - still_out


@rule
def target(forecast: float, promised: float, first: bool, p: Programme) -> float:
    """Return the target of a term: what a center's own plan promises, else ambition x forecast.

    Parameters
    ----------
    forecast : float [unit of the indicator]
        What can be expected when the term begins.
    promised : float [unit of the indicator]
        By the plan, which is for the first term only; below 0: nothing is said of it.
    first : bool
        It is the first term.
    p : Programme
        Uses ``ambition``.
    """
    if first and promised >= 0.0:
        return promised
    return p.ambition * forecast


@rule
def fulfilment(achieved: float, target: float, p: Programme) -> float:
    """Return achieved over target, at most ``fulfilment_most``; 0 where nothing was promised."""
    if target <= 0.0:
        return 0.0
    return min(p.fulfilment_most, achieved / target)


@rule
def weight_of(weight: float, target: float) -> float:
    """Return the weight of an indicator in an evaluation: 0 where nothing was promised."""
    return weight if target > 0.0 else 0.0


@rule
def noisy_score(measured: float, u: float, p: Programme) -> float:
    """Return the score of an evaluation: fulfilment as measured and the evaluators' error.

    Parameters
    ----------
    measured : float, >= 0 [1]
        Weighted mean of fulfilments. Who leads, and how, enters nowhere.
    u : float, 0 to 1
        Draw of the center.
    p : Programme
        Uses ``evaluation_noise``: fixed, whatever the centers evaluated at the same time.
    """
    return measured + p.evaluation_noise * draws.normal(u)


@rule
def grade_of(score: float, p: Programme) -> int:
    """Return the grade of a score.

    =====================  ==========
    score                  grade
    =====================  ==========
    >= excellent, >= good  EXCELLENT
    >= good                GOOD
    else                   WANTING
    =====================  ==========
    """
    if score < p.good:
        return codes.WANTING
    return codes.EXCELLENT if score >= p.excellent else codes.GOOD


@rule
def cut_after(grade: int, p: Programme) -> float:
    """Return the share of its grants that a center loses after an evaluation, by its grade."""
    if grade == codes.EXCELLENT:
        return 1.0 - p.support_excellent
    return 1.0 - (p.support_good if grade == codes.GOOD else p.support_rectifying)


@rule
def time_is_up(since: int, p: Programme) -> bool:
    """Say whether a center that has not passed since so many quarters is revoked."""
    return since >= int(p.rectification)


@rule
def is_due(since: int, rectifies: bool, p: Programme) -> bool:
    """Say whether a center is evaluated in a quarter.

    Parameters
    ----------
    since : int [quarter]
        Since its term began, or since it rectifies.
    rectifies : bool
        It is evaluated anew each year, and when its time is up.
    p : Programme
        Uses ``term``, 0 for never, and ``rectification``.
    """
    if rectifies:
        return since > 0 and (since % YEAR == 0 or time_is_up(since, p))
    return int(p.term) > 0 and since >= int(p.term)


@rule
def pull_of_measure(since: int, rectifies: bool, p: Programme) -> float:
    """Return the weight of an evaluation's points in a center's choice of stages, 0 to 1.

    It grows evenly to the evaluation and stays while the center rectifies: γ x (share of the term
    gone).

    Parameters
    ----------
    since : int [quarter]
        Since its term began.
    rectifies : bool
        It is watched all the time.
    p : Programme
        Uses ``gaming`` and ``term``.
    """
    if int(p.term) <= 0:
        return 0.0
    near = 1.0 if rectifies else min(1.0, max(0.0, since / int(p.term)))
    return p.gaming * near


@rule
def points_of(
    value: float, chance: float, mean_value: float, mean_chance: float, p: Programme
) -> float:
    """Return the points that a stage earns if funded, over the mean: v V / V' + (1 - v) s / s'.

    The part v of what is counted goes by value, the rest alike for each stage that passes, hence
    as likely as it does.

    Parameters
    ----------
    value, mean_value : float [million CNY]
        V of going on with the project, and V' of those the center could fund.
    chance, mean_chance : float, 0 to 1
        s that the stage succeeds, and s' of those it could fund.
    p : Programme
        Uses ``validity``, v.
    """
    return p.validity * (value / mean_value) + (1.0 - p.validity) * (chance / mean_chance)


@rule
def bent_value(
    value: float, chance: float, mean_value: float, mean_chance: float, pull: float, p: Programme
) -> float:
    """Return the value by which a stage is ranked: (1 - x) V + x V' times its points.

    Parameters
    ----------
    value, chance, mean_value, mean_chance, p
        As in `points_of`.
    pull : float, 0 to 1
        Weight x of points, `pull_of_measure`; at 0 the value itself, bit for bit.
    """
    if pull <= 0.0 or mean_chance <= 0.0 or mean_value <= 0.0:
        return value
    points = points_of(value, chance, mean_value, mean_chance, p)
    return (1.0 - pull) * value + pull * mean_value * points


@rule
def yearly(since: int) -> bool:
    """Say whether a yearly report is due so many quarters after the start of a term."""
    return since > 0 and since % YEAR == 0
