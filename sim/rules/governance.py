"""Governance as screening: what a group sees of a project, and how a board decides on it."""

import math
from typing import NamedTuple

from sim import codes
from sim.jit import rule
from sim.parameters import Governance, Research


class Belief(NamedTuple):
    """What is believed of a log gain: normal, with mean and variance."""

    mean: float
    variance: float


@rule
def prior(r: Research) -> Belief:
    """Return what is known of the log gain of any idea: normal as new ideas are.

    Parameters
    ----------
    r : Research
        Uses ``gain_mean`` and ``gain_sigma``.
    """
    variance = r.gain_sigma * r.gain_sigma
    return Belief(math.log(r.gain_mean) - 0.5 * variance, variance)


@rule
def update(belief: Belief, signal: float, variance: float) -> Belief:
    """Return the belief after one more signal (Bayes: weights are the precisions).

    Parameters
    ----------
    belief : Belief
        So far.
    signal : float [1]
        True log gain and an error.
    variance : float, >= 0 [1]
        Of the error; an exact signal settles it.
    """
    mean, before = belief
    total = before + variance
    if total <= 0.0:
        return belief
    weight = before / total
    return Belief(mean + weight * (signal - mean), before * (1.0 - weight))


@rule
def expected_gain(belief: Belief) -> float:
    """Return the gain that is expected under a belief: the mean of a log-normal."""
    mean, variance = belief
    return math.exp(mean + 0.5 * variance)


@rule
def error_variance(share: float, done: float, match: float, p: Governance, r: Research) -> float:
    """Return the variance of a group's error: σ^2 (1 + λ (1 - s)) / (1 + n) x exp(-τ m).

    It comes from what the group knows and has done. Only where ``type_precision`` is set, a
    variant to be reported beside the neutral one, does its type matter.

    Parameters
    ----------
    share : float, 0 to 1
        Share s of the needed units that the group knows.
    done : float, >= 0 [stage]
        Stages n of the kind ahead that it has passed of late.
    match : float, -1 to 1
        What the guideline supposes of its type and this kind of stage: `supposed_match`.
    p : Governance
        Uses ``noise``, ``ignorance`` and ``type_precision``.
    r : Research
        Uses ``gain_sigma``.
    """
    sigma = p.noise * r.gain_sigma
    known = 1.0 + p.ignorance * (1.0 - share)
    return sigma * sigma * known / (1.0 + done) * math.exp(-p.type_precision * match)


@rule
def supposed_match(kind: int, work: int) -> float:
    """Return 1 where enterprises judge application or institutes science, -1 the other way round.

    0 at the pilot stage, which needs both, and for who is neither.

    Parameters
    ----------
    kind : int
        ENTERPRISE, INSTITUTE or NOBODY.
    work : int
        Kind of the stage ahead.
    """
    if work == codes.PILOT_WORK or kind == codes.NOBODY:
        return 0.0
    at_home = (kind == codes.ENTERPRISE) == (work == codes.APPLICATION_WORK)
    return 1.0 if at_home else -1.0


@rule
def error(common: float, own: float, variance: float, p: Governance) -> float:
    """Return a group's error of a variance, of which all groups share a part.

    Parameters
    ----------
    common, own : float [1]
        Standard normal draws: of the board, of the group.
    variance : float, >= 0 [1]
        Of the error.
    p : Governance
        Uses ``shared_noise``.
    """
    mixed = math.sqrt(p.shared_noise) * common + math.sqrt(1.0 - p.shared_noise) * own
    return math.sqrt(variance) * mixed


@rule
def next_experience(before: float, p: Governance) -> float:
    """Return what is left of experience after a quarter: a stage counts for 1 / (1 - 1/T) on."""
    return before * (1.0 - 1.0 / p.memory)


@rule
def board_agrees(yes: float, votes: float, p: Governance) -> bool:
    """Say whether a project passes: votes in favour over all votes exceed the majority.

    A part in 10^12 decides nothing: it comes from how sums of votes are rounded.
    """
    return votes > 0.0 and yes > (p.majority + 1e-12) * votes


@rule
def carries(
    yes: float, votes: float, refused: bool, vetoed: bool, voting: int, p: Governance
) -> bool:
    """Say whether a project passes under a board's voting rule.

    =================  =====================================================
    rule               passes
    =================  =====================================================
    weighted majority  votes in favour exceed the majority of those concerned
    unanimity          somebody is in favour and nobody against
    veto (either)      and who may veto is not against
    =================  =====================================================

    Parameters
    ----------
    yes, votes : float, >= 0
        Votes in favour, and of all whom it concerns.
    refused : bool
        A group with votes is against.
    vetoed : bool
        The group that may veto is against.
    voting : int
        WEIGHTED_MAJORITY or UNANIMITY.
    p : Governance
        Uses ``majority``.

    References
    ----------
    .. [1] Sah and Stiglitz (1986), American Economic Review 76, 716-727.
    """
    if vetoed:
        return False
    if voting == codes.UNANIMITY:
        return yes > 0.0 and not refused
    return board_agrees(yes, votes, p)


@rule
def quarters_of_rounds(rounds: int, p: Governance) -> int:
    """Return the whole quarters that a number of rounds without consent cost.

    Parameters
    ----------
    rounds : int
        In which a needed consent was refused.
    p : Governance
        Uses ``delay_round``.
    """
    return int(rounds * p.delay_round)
