"""Many comparisons at once: what is adjusted for what."""

import numpy as np
from scipy import stats


def holm(p: np.ndarray) -> np.ndarray:
    """Return p-values adjusted for the whole family, under any dependence.

    References
    ----------
    Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of
    Statistics 6, 65-70.
    """
    values = np.asarray(p, float)
    order = np.argsort(values, kind="stable")
    steps = (values.size - np.arange(values.size)) * values[order]
    adjusted = np.empty(values.size)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Return p-values adjusted for the expected share of false findings.

    References
    ----------
    Benjamini and Hochberg (1995), Controlling the false discovery rate, Journal of the Royal
    Statistical Society B 57, 289-300; Benjamini and Yekutieli (2001) for dependent tests.
    """
    values = np.asarray(p, float)
    return np.asarray(stats.false_discovery_control(values)) if values.size else values


def over_all(p: np.ndarray) -> np.ndarray:
    """Return `benjamini_hochberg` of what is a number; the rest stays NaN."""
    values = np.asarray(p, float)
    there = np.isfinite(values)
    adjusted = np.full(values.shape, np.nan)
    adjusted[there] = benjamini_hochberg(values[there])
    return adjusted


def bonferroni(confidence: float, number: int) -> float:
    """Return the confidence of each of several intervals that hold together with the given one."""
    return 1.0 - (1.0 - confidence) / max(number, 1)
