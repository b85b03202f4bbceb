"""When a contrast is precise enough: Stein's two-stage rule (1945).

A first stage of n0 observations gives the variance S2 of the contrast. In all

    N = max(n0, ceil(t^2 S2 / h^2)),   t the quantile 1 - alpha / (2 m) with n0 - 1 degrees

observations are needed for a half-width of h, m contrasts at once. For normal values S2 is
independent of the first stage's mean and of all later values, so given S2 the mean of N is normal
with variance s2 / N, and sqrt(N) (mean - truth) / S has Student's distribution with n0 - 1
degrees *exactly*: the interval mean +- t S / sqrt(N), never wider than h, covers the truth with
probability 1 - alpha / m, and all m do with 1 - alpha at least (Bonferroni). N is the largest any
contrast needs. It holds at a cap too, where the interval is wider than asked. S2 must not be
estimated anew from all N: a rule that does stops when the variance looks small.

References
----------
Stein, C. (1945). A two-sample test for a linear hypothesis whose power is independent of the
variance. Annals of Mathematical Statistics 16(3), 243-258.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy import stats

from experiments.selection.shape import MEND, Shape, in_doubt, least_normal
from experiments.selection.values import Draw, averaged, check_count, check_positive


class Precise(NamedTuple):
    """Contrasts with intervals that cover all of them with probability 1 - alpha."""

    means: np.ndarray  # (contrasts,)
    half_widths: np.ndarray  # (contrasts,) reached
    asked: np.ndarray  # (contrasts,)
    first_stage: int  # replications
    replications: int  # of every policy, in all
    needed: int  # replications by the rule
    attained: bool  # as precise as asked
    shape: Shape  # of the contrast that is least like a normal one
    words: str


def against(count: int, reference: int = 0) -> np.ndarray:
    """Return the contrasts of every other policy with one, (count - 1, count)."""
    if not 0 <= reference < count:
        raise ValueError(f"there is no policy {reference} among {count}")
    return np.delete(np.eye(count), reference, axis=0) - np.eye(count)[reference]


def quantile(alpha: float, contrasts: int, first_stage: int) -> float:
    """Return Student's quantile for `contrasts` two-sided intervals at once."""
    if not 0.0 < alpha < 1.0:
        raise ValueError(f"alpha is {alpha}: it must lie between 0 and 1")
    return float(stats.t.ppf(1.0 - 0.5 * alpha / contrasts, first_stage - 1))


def total_needed(first: np.ndarray, half_widths: np.ndarray | float, alpha: float = 0.05) -> int:
    """Return how many observations are needed in all.

    Parameters
    ----------
    first : (contrasts, n0) or (n0,)
        Contrasts in the first stage.
    half_widths : (contrasts,) or float
        Asked for, in units of the values.
    alpha : float
        Largest probability that an interval misses.
    """
    rows = np.atleast_2d(np.asarray(first, dtype=float))
    if not np.isfinite(rows).all():
        raise ValueError("the first stage has values that are not finite")
    widths = widths_of(half_widths, len(rows))
    check_count(2, rows.shape[1])
    t = quantile(alpha, *rows.shape)
    each = np.ceil(t**2 * rows.var(axis=1, ddof=1) / widths**2)
    return max(rows.shape[1], int(each.max()))


def widths_of(half_widths: np.ndarray | float, contrasts: int) -> np.ndarray:
    """Return a half-width for each contrast."""
    widths = np.broadcast_to(np.asarray(half_widths, dtype=float), (contrasts,))
    for width in widths:
        check_positive("half_width", float(width))
    return widths


def weights_of(contrasts: np.ndarray) -> np.ndarray:
    """Return contrasts as rows of weights that sum to nothing."""
    weights = np.atleast_2d(np.asarray(contrasts, dtype=float))
    if not np.isfinite(weights).all() or not np.allclose(weights.sum(axis=1), 0.0):
        raise ValueError("the weights of a contrast must be finite and sum to 0")
    if not weights.any(axis=1).all():
        raise ValueError("a contrast needs weights that are not 0")
    return weights


def until_precise(
    draw: Draw,
    contrasts: np.ndarray,
    half_width: np.ndarray | float,
    *,
    alpha: float = 0.05,
    first_stage: int = 20,
    average: int = 1,
    cap: int | None = None,
    whole: Callable[[int], int] = int,
) -> Precise:
    """Run policies until contrasts of their means are as precise as asked.

    Parameters
    ----------
    draw : callable
        Gives values of policies in replications.
    contrasts : (contrasts, policies) or (policies,)
        Weights, each row summing to 0: (1, -1) is the first less the second.
    half_width : (contrasts,) or float
        Of the intervals, in units of the values.
    alpha : float
        Largest probability that one interval or more misses the truth.
    first_stage : int
        Observations; 20 or more keep the quantile small.
    average : int
        Replications averaged into one observation, against skew.
    cap : int, optional
        Most replications.
    whole : callable, optional
        Observations that can be had, from how many are needed: not fewer, and known before any
        comes, such as the next power of two. As it goes by S2 alone the coverage stays.

    Returns
    -------
    Precise

    Raises
    ------
    ValueError
        On a plan that makes no sense, or values that are not finite.
    """
    weights = weights_of(contrasts)
    widths = widths_of(half_width, len(weights))
    check_count(2, first_stage, average)
    if cap is not None and cap < first_stage * average:
        raise ValueError(f"cap is {cap}: the first stage alone takes {first_stage * average}")
    used = [int(policy) for policy in np.flatnonzero(weights.any(axis=0))]
    weights = weights[:, used]
    first = weights @ averaged(draw, used, 0, first_stage, average)
    needed = whole(total_needed(first, widths, alpha))
    total = needed if cap is None else min(needed, cap // average)
    values = first
    if total > first_stage:
        rest = weights @ averaged(draw, used, first_stage, total, average)
        values = np.concatenate([first, rest], axis=1)
    found = least_normal(list(values))
    t = quantile(alpha, *first.shape)
    reached = t * first.std(axis=1, ddof=1) / np.sqrt(total)
    return Precise(
        means=values.mean(axis=1),
        half_widths=reached,
        asked=widths,
        first_stage=first_stage * average,
        replications=total * average,
        needed=needed * average,
        attained=total == needed,
        shape=found,
        words=" ".join(
            [
                *in_words(alpha, total * average, needed * average, first),
                *in_doubt(found, MEND),
            ]
        ),
    )


def in_words(alpha: float, ran: int, needed: int, first: np.ndarray) -> list[str]:
    """Return what the intervals promise."""
    which = "the interval covers" if len(first) == 1 else f"all {len(first)} intervals cover"
    parts = [
        f"With probability at least {1.0 - alpha:.4g} {which} the truth, after {ran} replications."
    ]
    if ran < needed:
        parts.append(f"Wider than asked: {needed} replications were needed.")
    if not first.std(axis=1).all():
        parts.append("A contrast did not vary in the first stage; its interval has no width.")
    return [*parts, "Proven for normal, independent replications."]
