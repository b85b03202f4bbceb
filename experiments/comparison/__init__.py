"""Policies compared by runs with the same luck; see docs/comparison.md."""

from experiments.comparison.comparison import Comparison, compare
from experiments.comparison.outcomes import Outcome

__all__ = ["Comparison", "Outcome", "compare"]
