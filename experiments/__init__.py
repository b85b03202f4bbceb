"""Designs, sweeps and comparisons of scenarios; nothing is here yet."""
