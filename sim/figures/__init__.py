"""Figures of a run, in one style, for screen and print, with the data behind them."""

from sim.figures.plates import draw

__all__ = ["draw"]
