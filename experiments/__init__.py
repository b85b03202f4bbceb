"""Designs, sweeps and comparisons of scenarios."""
