"""How far differences are from normal, on which the stated errors rest."""

from typing import NamedTuple

import numpy as np

FEWEST = 8
"""Differences that a shape is read from."""
DOUBTFUL = 20.0
"""Statistic above which a choice says that its values are not normal.

Among five policies with normal values it is passed in up to 2 of 100 choices (docs/selection.md).
"""
MEND = "average more replications into one observation"


class Shape(NamedTuple):
    """Shape of a sample, and how unlike a normal one it is (Jarque and Bera 1980)."""

    skewness: float
    kurtosis: float  # above that of a normal one
    statistic: float  # n / 6 (skewness^2 + kurtosis^2 / 4)
    number: int

    @property
    def doubtful(self) -> bool:
        """Return whether it can hardly be normal."""
        return self.statistic > DOUBTFUL


def shape(sample: np.ndarray) -> Shape:
    """Return the shape of a sample; one that is small or does not vary has none."""
    n, spread = len(sample), sample.std() if len(sample) else 0.0
    if n < FEWEST or spread == 0.0:
        return Shape(0.0, 0.0, 0.0, n)
    scaled = (sample - sample.mean()) / spread
    skewness, kurtosis = float((scaled**3).mean()), float((scaled**4).mean() - 3.0)
    return Shape(skewness, kurtosis, n / 6.0 * (skewness**2 + 0.25 * kurtosis**2), n)


def least_normal(samples: list[np.ndarray]) -> Shape:
    """Return the shape of the sample that is least like a normal one."""
    return max((shape(sample) for sample in samples), key=lambda found: found.statistic)


def in_doubt(found: Shape, advice: str) -> list[str]:
    """Return what to say of a shape, and what mends it: nothing, if it may be normal."""
    if not found.doubtful:
        return []
    return [
        f"The stated error is in doubt, for differences are not normal (skewness"
        f" {found.skewness:.1f}, excess kurtosis {found.kurtosis:.1f} in {found.number}"
        f" observations): {advice}."
    ]
