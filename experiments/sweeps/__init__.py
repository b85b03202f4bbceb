"""Sweeps: all runs of a design in one folder, whatever stops them on the way."""
