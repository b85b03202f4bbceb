"""The best of several policies with a stated probability: procedure KN (Kim and Nelson 2001).

Every policy runs the same replications (common random numbers). After a first stage of n0
observations a policy leaves as soon as it lags behind another one by more than an allowance that
shrinks to nothing:

    leaves if  X_l(r) - X_i(r) > W_il(r) = max(0, delta / (2 c r) (h2 S2_il / delta^2 - r))

X(r) means over r observations, S2_il variance of the n0 first differences, c = 1,

    h2 = 2 c eta (n0 - 1),   eta = 1/2 ((2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1)

Why these constants. The sum of differences between the best and a policy that is delta worse is a
random walk with drift delta and variance s2 a step. A Brownian motion with these leaves the
triangle |y| < a - delta t / 2 at the wrong side with probability 1/2 exp(-a delta / s2) (Fabian
1974). With a = h2 S2 / (2 delta) that is 1/2 exp(-eta (n0 - 1) S2 / s2); for normal values
(n0 - 1) S2 / s2 is chi-square, and the mean is 1/2 (1 + 2 eta)^(-(n0 - 1) / 2) = alpha / (k - 1).
The k - 1 ways to lose the best one add up to alpha at most, whatever their dependence: this is
why common random numbers are allowed.

Looking every b observations. Seen at discrete times only, a symmetric region is left at the wrong
side no more often than in continuous time, and the times may be any that are fixed before
(Jennison, Johnston and Turnbull 1980, on which the proof of KN rests). So rarer looks keep the
guarantee, and cost the replications run since the last look.

References
----------
Fabian, V. (1974). Note on Anderson's sequential procedures with triangular boundary. Annals of
Statistics 2, 170-176.
Jennison, C., Johnston, I. M. and Turnbull, B. W. (1980). Asymptotically optimal procedures for
sequential adaptive selection of the best of several normal means. Cornell University.
Kim, S.-H. and Nelson, B. L. (2001). A fully sequential procedure for indifference-zone selection
in simulation. ACM Transactions on Modeling and Computer Simulation 11(3), 251-273.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from experiments.selection.shape import MEND, Shape, in_doubt, least_normal
from experiments.selection.values import Draw, averaged, called, check_count, check_positive


class Eliminated(NamedTuple):
    """A policy that left, the one it lagged behind most, and after how many replications."""

    policy: int
    by: int
    after: int


class Choice(NamedTuple):
    """The policy chosen, how it came to that, and what may be said of it."""

    best: int
    tied: tuple[int, ...]  # whose mean is exactly the best one's; itself among them
    surviving: tuple[int, ...]
    eliminated: tuple[Eliminated, ...]  # in the order in which they left
    replications: np.ndarray  # (policies,) int, run
    means: np.ndarray  # (policies,) over each policy's own replications
    gaps: np.ndarray  # (policies,) how much better the best is in replications that both ran
    ended: str  # "elimination", "exact tie" or "cap"
    attained: bool  # the guarantee, for normal values
    longest: int  # replications after which it ends at the latest
    shape: Shape  # of the difference from the best one that is least like a normal one
    words: str


class Plan(NamedTuple):
    """What is asked of a choice."""

    delta: float
    alpha: float
    first_stage: int
    look: int
    average: int
    cap: int  # observations
    names: tuple[str, ...]  # of policies
    unit: str  # of the values

    @property
    def gap(self) -> str:
        """Delta with its unit."""
        return f"{self.delta:,.6g} {self.unit}".strip()


def eta(count: int, alpha: float, first_stage: int) -> float:
    """Return KN's constant for c = 1 and any dependence among policies.

    Parameters
    ----------
    count : int
        Policies, k.
    alpha : float
        Largest probability of a wrong choice.
    first_stage : int
        Observations, n0.
    """
    return 0.5 * ((2.0 * alpha / (count - 1)) ** (-2.0 / (first_stage - 1)) - 1.0)


def horizons(first: np.ndarray, delta: float, alpha: float) -> np.ndarray:
    """Return after how many observations the allowance of each pair is nothing.

    Parameters
    ----------
    first : (policies, n0)
        The first stage.
    delta, alpha : float

    Returns
    -------
    (policies, policies)
        h2 S2 / delta^2.
    """
    count, n0 = first.shape
    h2 = 2.0 * eta(count, alpha, n0) * (n0 - 1)
    spread = (first[:, None, :] - first[None, :, :]).std(axis=2, ddof=1)
    with np.errstate(over="ignore"):
        horizon = h2 * (spread / delta) ** 2
    if not np.isfinite(horizon).all():
        raise ValueError(f"delta is {delta}: beside differences that vary by {spread.max():.3g}")
    return horizon


def allowance(horizon: np.ndarray, seen: int, delta: float) -> np.ndarray:
    """Return by how much the sum of `seen` observations may lag: r W(r)."""
    return 0.5 * delta * np.maximum(0.0, horizon - seen)


def checked(count: int, plan: Plan, cap: int | None) -> None:
    """Refuse a plan that the procedure is not made for."""
    check_count(count, plan.first_stage, plan.average)
    check_positive("delta", plan.delta)
    if not 0.0 < plan.alpha < 1.0 - 1.0 / count:
        raise ValueError(
            f"alpha is {plan.alpha}: among {count} policies it must lie between 0 and"
            f" {1.0 - 1.0 / count:.3g}, the error of choosing blindly"
        )
    if plan.look < 1:
        raise ValueError(f"look is {plan.look}: at least 1 observation between two looks")
    if cap is not None and plan.cap < plan.first_stage:
        raise ValueError(
            f"there are {cap} replications of each policy: the first stage alone takes "
            f"{plan.first_stage * plan.average}"
        )


class Race:
    """Policies still in, and by how much each leads.

    Leads are kept as sums of differences from the first policy that is in, so that luck that all
    share drops out before it is added up.
    """

    def __init__(self, draw: Draw, count: int, plan: Plan, sign: float):
        self.draw, self.plan, self.sign = draw, plan, sign
        self.alive = np.arange(count)
        self.blocks: list[tuple[np.ndarray, np.ndarray]] = []
        self.counts = np.zeros(count, np.int64)
        self.lead = np.zeros(count)
        self.seen = 0
        self.eliminated: list[Eliminated] = []

    def run(self, last: int) -> np.ndarray:
        """Run the policies still in up to observation `last`, and return the new ones."""
        ids = [int(policy) for policy in self.alive]
        values = averaged(self.draw, ids, self.seen, last, self.plan.average)
        self.blocks.append((self.alive, values))
        self.counts[self.alive] = last
        self.lead = self.lead + self.sign * (values - values[0]).sum(axis=1)
        self.seen = last
        return values

    def table(self) -> np.ndarray:
        """Return all observations, (policies, observations), NaN after a policy left."""
        table = np.full((len(self.counts), self.seen), np.nan)
        last = 0
        for alive, values in self.blocks:
            table[alive, last : last + values.shape[1]] = values
            last += values.shape[1]
        return table

    def screen(self, horizon: np.ndarray) -> np.ndarray:
        """Drop who lags too far, and return what is left of the horizons."""
        excess = self.lead - self.lead[:, None] - allowance(horizon, self.seen, self.plan.delta)
        out = (excess > 0.0).any(axis=1)
        if not out.any():
            return horizon
        after = self.seen * self.plan.average
        self.eliminated += [
            Eliminated(int(self.alive[i]), int(self.alive[excess[i].argmax()]), after)
            for i in np.flatnonzero(out)
        ]
        stay = ~out
        self.alive, self.lead = self.alive[stay], self.lead[stay]
        return horizon[np.ix_(stay, stay)]


def select_best(
    draw: Draw,
    count: int,
    *,
    delta: float,
    alpha: float = 0.05,
    first_stage: int = 10,
    look: int = 1,
    average: int = 1,
    cap: int | None = None,
    larger: bool = True,
    names: Sequence[str] = (),
    unit: str = "",
) -> Choice:
    """Choose the best of `count` policies by procedure KN.

    Parameters
    ----------
    draw : callable
        Gives values of policies in replications; only those still in are asked for.
    count : int
        Policies, at least two; they are called 0 to count - 1.
    delta : float
        Smallest difference worth detecting, in units of the values.
    alpha : float
        Largest probability of a wrong choice.
    first_stage : int
        Observations before the first look; 10 or more are advised.
    look : int
        Observations between two looks.
    average : int
        Replications that are averaged into one observation, against skew.
    cap : int, optional
        Most replications of one policy.
    larger : bool
        Whether the best has the largest mean, or the smallest.
    names : sequence of str, optional
        What policies are called in words; "policy 0" and so on if nothing is given.
    unit : str, optional
        Of the values, in words.

    Returns
    -------
    Choice

    Raises
    ------
    ValueError
        On a plan that makes no sense, or values that are not finite.
    """
    most = np.iinfo(np.int64).max if cap is None else cap // max(average, 1)
    said = called(names, count)
    plan = Plan(float(delta), alpha, first_stage, look, average, most, said, unit)
    checked(count, plan, cap)
    race = Race(draw, count, plan, 1.0 if larger else -1.0)
    first = race.run(first_stage)
    horizon = horizons(first, plan.delta, alpha)
    longest = max(first_stage, int(np.ceil(horizon.max()))) * average
    same = alike(horizon)
    horizon = race.screen(horizon)
    while len(race.alive) > 1 and race.seen < min(plan.cap, np.ceil(horizon.max())):
        race.run(int(min(race.seen + look, plan.cap, np.ceil(horizon.max()))))
        horizon = race.screen(horizon)
    return concluded(race, longest, bool(race.seen < horizon.max()), same)


def alike(horizon: np.ndarray) -> list[tuple[int, int]]:
    """Return pairs whose difference did not vary in the first stage."""
    one, other = np.triu_indices(len(horizon), 1)
    still = horizon[one, other] == 0.0
    return [(int(i), int(j)) for i, j in zip(one[still], other[still], strict=True)]


def concluded(race: Race, longest: int, unfinished: bool, same: list[tuple[int, int]]) -> Choice:
    """Return the choice a race came to."""
    top = tuple(int(policy) for policy in race.alive[race.lead == race.lead.max()])
    ended = "cap" if unfinished else "exact tie"
    if len(race.alive) == 1:
        ended = "elimination"
    table, others = race.table(), np.delete(np.arange(len(race.counts)), top[0])
    leads = race.sign * (table[top[0]] - table)
    found = least_normal([leads[i, :n] for i, n in zip(others, race.counts[others], strict=True)])
    doubt = in_doubt(found, MEND)
    words = doubt + in_words(race, ended, top, longest) + in_still(same, race.plan.names)
    return Choice(
        best=top[0],
        tied=top,
        surviving=tuple(int(policy) for policy in race.alive),
        eliminated=tuple(race.eliminated),
        replications=race.counts * race.plan.average,
        means=np.nanmean(table, axis=1),
        gaps=np.nanmean(leads, axis=1),
        ended=ended,
        attained=ended != "cap",
        longest=longest,
        shape=found,
        words=" ".join(words),
    )


def in_words(race: Race, ended: str, top: tuple[int, ...], longest: int) -> list[str]:
    """Return what is proven of a choice, and what is not."""
    plan, best = race.plan, race.plan.names[top[0]]
    if ended == "cap":
        parts = [
            f"Not decided: {len(race.alive)} policies are left after"
            f" {race.seen * plan.average} replications, and up to {longest} may be needed.",
            f"{best} has the best mean; nothing is guaranteed of it.",
            f"The best, if it is {plan.gap} better than every other one, is among those left, but"
            f" for {100.0 * plan.alpha:.4g} of 100 uses of the procedure at most.",
        ]
    else:
        parts = [
            f"{best} is chosen by a procedure (KN) that in at most {100.0 * plan.alpha:.4g} of 100"
            f" uses misses the best, if that is {plan.gap} or more better than every other one.",
            f"If the gap is smaller, either one is within {plan.gap} of the best."
            if len(race.counts) == 2
            else f"If others are closer, that the choice is within {plan.gap} of the best as often"
            " is what simulations show, not what is proven.",
        ]
    if len(top) > 1:
        names = ", ".join(plan.names[k] for k in top)
        parts.append(f"{names} are exactly level; the first of them is named.")
    means = f", here means of {plan.average}" if plan.average > 1 else ""
    return [*parts, f"Proven for normal, independent replications{means}."]


def in_still(same: list[tuple[int, int]], names: Sequence[str]) -> list[str]:
    """Return what to say of pairs whose difference did not vary."""
    if not same:
        return []
    pairs = "; ".join(f"{names[i]} and {names[j]}" for i, j in same[:5])
    more = f" and {len(same) - 5} pairs more" if len(same) > 5 else ""
    return [
        f"The difference did not vary in the first stage between {pairs}{more}: of these pairs"
        " the procedure says no more than the first stage does."
    ]
