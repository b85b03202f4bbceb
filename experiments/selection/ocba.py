"""The most from a budget: runs go where they say most about which policy is best.

A budget counts runs, each of one policy in one replication. After a first stage of all policies
the leader and the rest get further runs in stages, by shares that make a wrong choice rare.

Common random numbers (`paired`). A policy is compared with the leader in the replications both
ran; the difference has gap d_i and variance s2_i, and the chance to be misled falls like
exp(-n_i d_i^2 / (2 s2_i)). The slowest of these decides, so the largest guaranteed rate has all
n_i d_i^2 / s2_i equal:

    n_i in proportion to s2_i / d_i^2,   n of the leader = the largest n_i

since a replication of the leader is of use only where a rival ran it too. This is the balance of
Chen et al. with the variance of the difference, derived here for luck that is shared; Fu et al.
(2007) treat the general case, in which unshared replications count as well.

Independent luck: the rule of Chen et al. (2000), n_i in proportion to s2_i / d_i^2 by own
variances, n of the leader = s_b sqrt(sum of n_i^2 / s2_i).

A gap below delta, the difference that does not matter, counts as delta. No probability is
guaranteed in advance. What is given at the end is a bound from posteriors: with vague priors and
normal values each difference has Student's distribution about its mean, and the chances that a
rival is better add up (Bonferroni, so that no dependence is assumed; the product bound of Slepian
needs differences that are positively correlated, which shared luck does not promise).

References
----------
Chen, C.-H., Lin, J., Yucesan, E. and Chick, S. E. (2000). Simulation budget allocation for further
enhancing the efficiency of ordinal optimization. Discrete Event Dynamic Systems 10, 251-270.
Fu, M. C., Hu, J.-Q., Chen, C.-H. and Xiong, X. (2007). Simulation allocation for determining the
best design in the presence of correlated sampling. INFORMS Journal on Computing 19(1), 101-111.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import stats

from experiments.selection.values import Draw, asked, called, check_count, check_positive


class Against(NamedTuple):
    """The leader against every policy: gap and its error; of the leader itself nothing."""

    gaps: np.ndarray  # (policies,) how much better the leader is
    spreads: np.ndarray  # (policies,) of a single difference, or of a single value
    errors: np.ndarray  # (policies,) standard errors of the gaps
    freedom: np.ndarray  # (policies,) degrees of freedom


class Spent(NamedTuple):
    """The policy chosen with a budget, and what may be said of it."""

    best: int
    replications: np.ndarray  # (policies,) int, run
    gaps: np.ndarray  # (policies,) how much better the best one is
    errors: np.ndarray  # (policies,) of the gaps
    best_at_least: float  # bound on the posterior probability that it is the best
    good_at_least: float  # the same, that it is within delta of the best
    means: np.ndarray  # (policies,) over each policy's own replications
    ended: str  # "budget", "target", "cap" or "nothing varies"
    words: str


class Runs:
    """Values by policy and replication, as far as they have been run."""

    def __init__(self, draw: Draw, count: int, paired: bool, sign: float):
        self.draw, self.paired, self.sign = draw, paired, sign
        self.counts = np.zeros(count, np.int64)
        self.values = np.full((count, 16), np.nan)

    def extend(self, policies: np.ndarray, first: int, last: int) -> None:
        """Run some policies, all of which have `first` replications, up to `last`."""
        room = self.values.shape[1]
        if last > room:
            more = np.full((len(self.values), max(last, 2 * room) - room), np.nan)
            self.values = np.concatenate([self.values, more], axis=1)
        ids = [int(policy) for policy in policies]
        self.values[policies, first:last] = self.sign * asked(self.draw, ids, first, last)
        self.counts[policies] = last

    def reach(self, targets: np.ndarray) -> None:
        """Run every policy up to its target, those that stand and go alike together."""
        todo = np.flatnonzero(targets > self.counts)
        for first, last in sorted({(int(self.counts[i]), int(targets[i])) for i in todo}):
            same = [i for i in todo if self.counts[i] == first and targets[i] == last]
            self.extend(np.array(same), first, last)

    def mean(self, policy: int, other: int) -> float:
        """Return the mean of a policy in the replications that another one has run too."""
        last = int(min(self.counts[policy], self.counts[other]))
        return float(self.values[policy, :last].mean())

    def leader(self) -> int:
        """Return who is ahead; with shared luck, who is ahead in shared replications."""
        everyone = range(len(self.counts))
        means = np.array([self.mean(i, i) for i in everyone])
        if not self.paired:
            return int(means.argmax())
        longest = self.counts == self.counts.max()
        reference = int(np.where(longest, means, -np.inf).argmax())
        ahead = [means[i] - self.mean(reference, i) for i in everyone]
        return reference if max(ahead) <= 0.0 else int(np.argmax(ahead))

    def against(self, leader: int) -> Against:
        """Return gaps between the leader and every policy."""
        count = len(self.counts)
        found = Against(np.zeros(count), np.zeros(count), np.zeros(count), np.ones(count))
        for i in range(count):
            if i == leader:
                continue
            numbers = self.shared(leader, i) if self.paired else self.apart(leader, i)
            for column, number in zip(found, numbers, strict=True):
                column[i] = number
        if not self.paired:
            found.spreads[leader] = self.values[leader, : self.counts[leader]].std(ddof=1)
        return found

    def shared(self, leader: int, i: int) -> tuple[float, float, float, float]:
        """Return gap, spread, error and freedom in the replications that both ran."""
        n = int(min(self.counts[leader], self.counts[i]))
        lag = self.values[leader, :n] - self.values[i, :n]
        spread = float(lag.std(ddof=1))
        return float(lag.mean()), spread, spread / n**0.5, n - 1.0

    def apart(self, leader: int, i: int) -> tuple[float, float, float, float]:
        """Return the same for independent luck (Welch)."""
        ours, theirs = (self.values[j, : self.counts[j]] for j in (leader, i))
        parts = ours.var(ddof=1) / len(ours), theirs.var(ddof=1) / len(theirs)
        below = parts[0] ** 2 / (len(ours) - 1) + parts[1] ** 2 / (len(theirs) - 1)
        freedom = sum(parts) ** 2 / below if below > 0.0 else 1.0
        gap = float(ours.mean() - theirs.mean())
        return gap, float(theirs.std(ddof=1)), sum(parts) ** 0.5, freedom


def paired_shares(gaps: np.ndarray, spreads: np.ndarray, leader: int, delta: float) -> np.ndarray:
    """Return shares of the budget for luck that is shared; they sum to 1, or are all 0.

    Parameters
    ----------
    gaps, spreads : (policies,)
        Of differences from the leader.
    leader : int
    delta : float
        Gaps below it count as this.
    """
    shares = (spreads / np.maximum(gaps, delta)) ** 2
    shares[leader] = 0.0
    shares[leader] = shares.max()
    return shares / (shares.sum() or 1.0)


def independent_shares(
    gaps: np.ndarray, spreads: np.ndarray, leader: int, delta: float
) -> np.ndarray:
    """Return shares of the budget for independent luck (Chen et al. 2000).

    Parameters
    ----------
    gaps : (policies,)
        Of means from the leader's.
    spreads : (policies,)
        Standard deviations of each policy's own values.
    leader : int
    delta : float
        Gaps below it count as this.
    """
    shares = (spreads / np.maximum(gaps, delta)) ** 2
    shares[leader] = 0.0
    moving = shares > 0.0
    shares[leader] = spreads[leader] * np.sqrt(((shares[moving] / spreads[moving]) ** 2).sum())
    return shares / (shares.sum() or 1.0)


def targets(
    shares: np.ndarray, counts: np.ndarray, total: int, most: int | None = None
) -> np.ndarray:
    """Return runs of each policy after a stage.

    Runs are given one by one to whoever is furthest below its share; whoever has more than its
    share keeps it. Those that are equally far below, a leader and its rival, go together.

    Parameters
    ----------
    shares : (policies,)
        Not all of them 0.
    counts : (policies,) int
        Runs so far.
    total : int
        Most runs of all.
    most : int, optional
        Most runs of a policy.
    """
    reach = counts.copy()
    while True:
        with np.errstate(divide="ignore"):
            due = (reach + 1) / shares
        if most is not None:
            due[reach >= most] = np.inf
        first = np.isfinite(due) & (due <= due.min())
        if not first.any():
            return reach
        if reach.sum() + first.sum() > total:
            return reach
        reach += first


def bound(found: Against, leader: int, delta: float) -> float:
    """Return a bound on the posterior probability that no policy is better by more than delta.

    Parameters
    ----------
    found : Against
    leader : int
    delta : float
        0 for the best one.
    """
    lead = found.gaps + delta
    still = found.errors == 0.0
    scaled = lead / np.where(still, 1.0, found.errors)
    wrong = np.where(still, np.where(lead >= 0.0, 0.0, 1.0), stats.t.cdf(-scaled, found.freedom))
    wrong[leader] = 0.0
    return float(max(0.0, 1.0 - wrong.sum()))


def checked(
    count: int,
    budget: int,
    delta: float,
    first_stage: int,
    step: int,
    target: float | None,
    cap: int | None,
) -> None:
    """Refuse a plan that makes no sense."""
    check_count(count, first_stage)
    check_positive("delta", delta)
    if budget < count * first_stage:
        raise ValueError(
            f"budget is {budget} runs: the first stage alone takes {count} policies x"
            f" {first_stage} replications = {count * first_stage}"
        )
    if step < count:
        raise ValueError(f"step is {step}: a stage needs at least one run a policy, {count}")
    if target is not None and not 0.0 < target < 1.0:
        raise ValueError(f"target is {target}: a probability lies between 0 and 1")
    if cap is not None and cap < first_stage:
        raise ValueError(
            f"there are {cap} replications of each policy: the first stage alone takes "
            f"{first_stage}"
        )


def spend_budget(
    draw: Draw,
    count: int,
    *,
    budget: int,
    delta: float,
    first_stage: int = 10,
    step: int | None = None,
    target: float | None = None,
    paired: bool = True,
    larger: bool = True,
    cap: int | None = None,
    names: Sequence[str] = (),
    unit: str = "",
) -> Spent:
    """Choose the best of `count` policies with a budget of runs.

    Parameters
    ----------
    draw : callable
        Gives values of policies in replications.
    count : int
        Policies, at least two; they are called 0 to count - 1.
    budget : int
        Runs, each of one policy in one replication; up to count - 1 of them may stay unused.
    delta : float
        Difference that does not matter, in units of the values.
    first_stage : int
        Replications of every policy.
    step : int, optional
        Runs of a stage; twice as many as policies by default.
    target : float, optional
        Stop once the bound that the choice is within delta of the best reaches this.
    paired : bool
        Whether replications share their luck; otherwise the rule for independent luck.
    larger : bool
        Whether the best has the largest mean, or the smallest.
    cap : int, optional
        Most replications of one policy.
    names : sequence of str, optional
        What policies are called in words; "policy 0" and so on if nothing is given.
    unit : str, optional
        Of the values, in words.

    Returns
    -------
    Spent

    Raises
    ------
    ValueError
        On a plan that makes no sense, or values that are not finite.
    """
    step = 2 * count if step is None else step
    checked(count, budget, delta, first_stage, step, target, cap)
    runs = Runs(draw, count, paired, 1.0 if larger else -1.0)
    runs.extend(np.arange(count), 0, first_stage)
    shares_of = paired_shares if paired else independent_shares
    ended = "budget"
    while True:
        leader = caught_up(runs, budget)
        found = runs.against(leader)
        if target is not None and bound(found, leader, delta) >= target:
            ended = "target"
            break
        shares = shares_of(found.gaps, found.spreads, leader, delta)
        if not shares.any():
            ended = "nothing varies"
            break
        spent = int(runs.counts.sum())
        wanted = targets(shares, runs.counts, min(spent + step, budget), cap)
        if (wanted == runs.counts).all():
            if cap is not None and (runs.counts[shares > 0.0] >= cap).all():
                ended = "cap"
            break
        runs.reach(wanted)
    return concluded(runs, leader, found, delta, ended, called(names, count), unit)


def caught_up(runs: Runs, budget: int) -> int:
    """Return the leader, after it has run what any rival has run, as far as the budget goes."""
    leader = runs.leader()
    while runs.paired and runs.counts[leader] < runs.counts.max():
        left = budget - int(runs.counts.sum())
        last = int(min(runs.counts.max(), runs.counts[leader] + left))
        if last == runs.counts[leader]:
            break
        runs.extend(np.array([leader]), int(runs.counts[leader]), last)
        leader = runs.leader()
    return leader


def concluded(
    runs: Runs,
    leader: int,
    found: Against,
    delta: float,
    ended: str,
    names: Sequence[str],
    unit: str,
) -> Spent:
    """Return the choice and what may be said of it."""
    best, good = bound(found, leader, 0.0), bound(found, leader, delta)
    gap = f"{delta:,.6g} {unit}".strip()
    words = [
        f"After {runs.counts.sum()} replications in all {names[leader]} is ahead.",
        f"The posterior probability that it is the best is at least {best:.3f}, and that it is"
        f" within {gap} of the best at least {good:.3f}, for normal values and vague priors.",
        "This is a degree of belief after the fact, not an error rate promised in advance.",
    ]
    if ended == "nothing varies":
        words.append("No difference varied, so more runs were not asked for.")
    if ended == "target":
        words.append("It ended before the budget because that is as much as was asked for.")
    if ended == "cap":
        words.append("There are no more replications of the policies that more runs would go to.")
    count = len(runs.counts)
    means = runs.sign * np.array([runs.mean(i, i) for i in range(count)])
    return Spent(
        leader, runs.counts, found.gaps, found.errors, best, good, means, ended, " ".join(words)
    )
