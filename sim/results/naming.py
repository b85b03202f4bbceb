"""Names in place of row numbers, codes and counts of quarters."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim import quarters
from sim.specs import Scenario
from sim.state import NONE


def names(words: Iterable[str], rows: np.ndarray) -> np.ndarray:
    """Return names for row numbers; NONE becomes missing."""
    known = np.array([*words, None], dtype=object)
    return known[np.where(rows < 0, NONE, rows).astype(np.int64)]


def coded(words: Mapping[int, Any], values: np.ndarray) -> np.ndarray:
    """Return names for codes; they must be 0, 1, 2, ..."""
    return names(plain(words), values.astype(np.int64))


def plain(words: Mapping[int, Any]) -> list[str]:
    """Return the English words of a list of codes, in order."""
    return [word if isinstance(word, str) else word[0] for word in words.values()]


def quarter_names(scenario: Scenario, offsets: np.ndarray) -> np.ndarray:
    """Return the names of quarters counted from the start."""
    low = int(offsets.min(initial=0))
    high = max(int(offsets.max(initial=0)), low)
    return names([quarters.label(scenario.start, k) for k in range(low, high + 1)], offsets - low)


def with_gaps(values: np.ndarray, missing: np.ndarray) -> pd.Series:
    """Return whole numbers, all 64 bits of them, that are missing in some rows."""
    unsigned = values.dtype.kind == "u"
    column = pd.Series(values.astype(np.uint64 if unsigned else np.int64))
    return column.astype("UInt64" if unsigned else "Int64").mask(missing)
