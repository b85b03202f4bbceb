"""Figures of runs in one style, in English or Chinese, with the data behind each beside it."""

from sim.figures.files import draw
from sim.figures.sample import Language

__all__ = ["Language", "draw"]
