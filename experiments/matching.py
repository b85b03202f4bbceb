"""Matched estimate of an effect: what an evaluator would report who sees only traits at entry.

Propensity scores by logistic regression, then each treated firm is compared with the nearest
untreated one on the logit of the score, with replacement, within a caliper (Rosenbaum and Rubin
1985: a fifth of its standard deviation).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors

CALIPER = 0.2
"""Largest distance of a pair, in standard deviations of the logit of the score."""


class Matched(NamedTuple):
    """Pairs of rows, and how alike the two groups are before and after."""

    treated: np.ndarray  # (n,) rows
    control: np.ndarray  # (n,) rows, some of them more than once
    before: pd.Series  # standardised mean difference of each trait
    after: pd.Series


def dummies(traits: pd.DataFrame) -> pd.DataFrame:
    """Return traits as numbers: what is no number becomes one column a value."""
    return pd.get_dummies(traits, dtype=float)


def scores(numbers: pd.DataFrame, treated: np.ndarray) -> np.ndarray:
    """Return the logit of the chance of treatment by traits, (n,)."""
    spread = numbers.std().replace(0.0, 1.0)
    scaled = ((numbers - numbers.mean()) / spread).to_numpy()
    model = LogisticRegression(max_iter=1000).fit(scaled, treated)
    return model.decision_function(scaled)


def difference(numbers: pd.DataFrame, one: np.ndarray, other: np.ndarray) -> pd.Series:
    """Return standardised mean differences between two groups of rows, trait by trait."""
    a, b = numbers.iloc[one], numbers.iloc[other]
    spread = np.sqrt(0.5 * (a.var() + b.var())).replace(0.0, 1.0)
    return (a.mean() - b.mean()) / spread


def match(traits: pd.DataFrame, treated: np.ndarray) -> Matched:
    """Match each treated row with the nearest untreated one.

    Parameters
    ----------
    traits : DataFrame
        What is known of each firm at entry; texts count as categories.
    treated : (n,) bool

    Returns
    -------
    Matched
        Treated rows without an untreated one within the caliper are left out.

    Raises
    ------
    ValueError
        If all or none are treated.
    """
    if treated.all() or not treated.any():
        raise ValueError("matching needs treated and untreated firms")
    numbers = dummies(traits)
    logit = scores(numbers, treated)
    one, other = np.flatnonzero(treated), np.flatnonzero(~treated)
    near = NearestNeighbors(n_neighbors=1).fit(logit[other, None])
    distance, place = near.kneighbors(logit[one, None])
    close = distance[:, 0] <= CALIPER * logit.std()
    pairs = one[close], other[place[close, 0]]
    return Matched(*pairs, difference(numbers, one, other), difference(numbers, *pairs))
