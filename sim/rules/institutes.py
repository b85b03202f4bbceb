"""National projects, research contracts, and how money moves the work of institutes."""

import math

from sim import codes, draws
from sim.jit import rule
from sim.parameters import Institutes, Maturation, Research
from sim.rules.maturation import cost_share
from sim.state import STAGES


@rule
def panel_score(gain: float, u: float, p: Institutes, r: Research) -> float:
    """Return what a panel gives an application: its log gain and an error.

    Parameters
    ----------
    gain : float, > 0 [1]
        That perfect assessment could know. Who applies enters nowhere.
    u : float, 0 to 1
        Draw of the idea before this call.
    p : Institutes
        Uses ``panel_noise``: the error's standard deviation over that of the log gain.
    r : Research
        Uses ``gain_sigma``: the error is fixed, whatever the pool of a call.

    Returns
    -------
    float [1]
        ln a + ν σ_a z.

    References
    ----------
    .. [1] Mutz, Bornmann, Daniel (2012), PLoS ONE 7: intraclass correlation 0.26.
    """
    return math.log(gain) + p.panel_noise * r.gain_sigma * draws.normal(u)


@rule
def panel_bar(p: Institutes, r: Research) -> float:
    """Return the score that a share ``award_rate`` of new ideas passes.

    Log gains of new ideas are normal with mean ln ā - σ²/2 and standard deviation σ, so scores
    have that mean and σ (1 + ν²)^(1/2).
    """
    if p.award_rate >= 1.0:
        return -math.inf
    spread = r.gain_sigma * math.sqrt(1.0 + p.panel_noise * p.panel_noise)
    mean = math.log(r.gain_mean) - 0.5 * r.gain_sigma * r.gain_sigma
    return mean + spread * draws.normal(1.0 - p.award_rate)


@rule
def cover_of(kind: int, p: Institutes) -> float:
    """Return the share of stage costs a grant pays to a kind of owner: who sells matches it."""
    return p.institute_cover if kind == codes.INSTITUTE else p.matching


@rule
def cost_to_go(stage: int, m: Maturation) -> float:
    """Return the cost of a stage and those after it, each once, over the project's [1]."""
    total = 0.0
    for s in range(stage, STAGES):
        total += cost_share(s, False, m)
    return total


@rule
def grant_amount(project_cost: float, to_go: float, cover: float, p: Institutes) -> float:
    """Return the size of a grant: a part of the project's cost, at most what it can pay.

    Parameters
    ----------
    project_cost : float [million CNY]
        Of TRL 1 to 9 in the field.
    to_go : float, 0 to 1
        Cost of the stages left over that.
    cover : float, 0 to 1
        Share of stage costs that the grant pays.
    p : Institutes
        Uses ``grant_part``.

    Returns
    -------
    float [million CNY]
        min(g_p, cover x to go) x project cost.
    """
    return min(p.grant_part, cover * to_go) * project_cost


@rule
def granted(cost: float, left: float, cover: float) -> float:
    """Return what a grant pays of a cost: its share of it as long as there is money left.

    Parameters
    ----------
    cost, left : float, >= 0 [million CNY]
        To be paid; left of the grant.
    cover : float, 0 to 1
        Share of stage costs that the grant pays.
    """
    return min(left, cover * cost)


@rule
def contract_share(offer: float, p: Institutes) -> float:
    """Return the share of routine R&D that an enterprise contracts out: k (1 - exp(-x)).

    Parameters
    ----------
    offer : float, >= 0 [1]
        What institutes around could bring: units they know and it does not, by proximity, over
        the units of the world.
    p : Institutes
        Uses ``contract_most``.
    """
    return p.contract_most * (1.0 - math.exp(-offer))


@rule
def basic_part(start: float, earned: float, earned_start: float, p: Institutes) -> float:
    """Return the share of basic research: b0 (1 - κ x) / (1 - κ x0), at most 1.

    Parameters
    ----------
    start : float, 0 to 1
        Share b0 of 2010.
    earned, earned_start : float, 0 to 1
        Shares of income that are no block grant, now and in 2010.
    p : Institutes
        Uses ``pull``; at 0 the share stays, at 1 it is in proportion to the block grant's share.
    """
    kept = 1.0 - p.pull * earned
    before = 1.0 - p.pull * earned_start
    return min(1.0, start * (kept / before)) if before > 0.0 else start


@rule
def next_earned(before: float, block: float, other: float, p: Institutes) -> float:
    """Return the usual share of income that is no block grant, after one more quarter.

    Parameters
    ----------
    before : float, 0 to 1
        So far.
    block, other : float, >= 0 [million CNY/quarter]
        Block grant; projects, contracts, licences and shares of centers' income.
    p : Institutes
        Uses ``pull_pace``.
    """
    income = block + other
    if income <= 0.0:
        return before
    return before + p.pull_pace * (other / income - before)
