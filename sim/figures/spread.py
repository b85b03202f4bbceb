"""What several seeds show together: medians and bands over time, means with standard errors."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.figures.sample import Sample

BAND_FROM = 5
"""Seeds from which a band is drawn: with fewer its ends would be single runs."""
QUANTILES = {"low_90": 0.05, "low_50": 0.25, "median": 0.5, "high_50": 0.75, "high_90": 0.95}


def spread(values: np.ndarray, seeds: Sequence[int]) -> pd.DataFrame:
    """Return what is drawn of a series of each seed.

    Parameters
    ----------
    values : array (seeds, times)
        A time at which some seed has no value has none here.
    seeds : sequence of int
        Their names.

    Returns
    -------
    DataFrame
        A row per time: `value` of one seed; the `median` and each seed's own value of a few; the
        median with bands of 50% and 90% of many.
    """
    complete = np.isfinite(values).all(axis=0)
    if len(values) == 1:
        return pd.DataFrame({"value": values[0]})
    wanted = QUANTILES if len(values) >= BAND_FROM else {"median": 0.5}
    columns = {}
    for name, share in wanted.items():
        columns[name] = np.full(values.shape[1], np.nan)
        columns[name][complete] = np.quantile(values[:, complete], share, axis=0)
    if len(values) < BAND_FROM:
        columns |= {f"seed_{seed}": row for seed, row in zip(seeds, values, strict=True)}
    return pd.DataFrame(columns)


def fan(ax: Axes, x: np.ndarray, table: pd.DataFrame, colour: str, **line: Any) -> None:
    """Draw a series as `spread` has it: a line, lines and their median, or a fan."""
    if "low_90" in table:
        for low, high, alpha in (("low_90", "high_90", 0.18), ("low_50", "high_50", 0.35)):
            ax.fill_between(x, table[low], table[high], color=colour, alpha=alpha, linewidth=0.0)
    for name in table.columns:
        if str(name).startswith("seed_"):
            ax.plot(x, table[name], color=colour, linewidth=0.5, alpha=0.7)
    middle = table["median"] if "median" in table else table["value"]
    line.setdefault("linewidth", 1.6)
    ax.plot(x, middle, color=colour, **line)


def mean_and_error(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return means over seeds, the first axis, and their standard errors; NaN of one seed."""
    mean = values.mean(axis=0)
    if len(values) == 1:
        return mean, np.full_like(mean, np.nan)
    return mean, values.std(axis=0, ddof=1) / np.sqrt(len(values))


def explain_fan(sample: Sample) -> str:
    """Say what lines and bands over time are."""
    number = len(sample.results)
    if number == 1:
        return sample.say("one_draw")
    key = "fan_many" if number >= BAND_FROM else "fan_few"
    return sample.say(key, number=number)


def explain_mean(sample: Sample) -> str:
    """Say what values of no time are."""
    number = len(sample.results)
    return sample.say("one_draw") if number == 1 else sample.say("means", number=number)
