"""Choosing the best policy with a stated error, spending a budget well, and stopping in time."""
