"""Permanent identities of names, and the seed of the initial state."""

import hashlib

import numpy as np

SEED = np.uint64(20171117)
"""Of the initial state, whatever the run's seed: the date of the guideline."""


def key_of(name: str) -> int:
    """Return the identity of a name: the same in every scenario that has it."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 2
