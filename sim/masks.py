"""Sets of up to 64 units as bit masks: knowledge of a field, technologies of a bank.

All arithmetic is on ``uint64``: mixing in a signed integer would change the type in compiled
code, so every constant here is spelt ``np.uint64``.
"""

import numpy as np

from sim.jit import kernel, rule

UNITS = 64
EMPTY = np.uint64(0)
ONE = np.uint64(1)
FULL = np.uint64(0xFFFFFFFFFFFFFFFF)
SCIENCE = np.uint64(0x5555555555555555)
"""Even units are science (why it works), odd ones application (how it is made and used)."""
APPLICATION = np.uint64(0xAAAAAAAAAAAAAAAA)

_M1 = np.uint64(0x5555555555555555)
_M2 = np.uint64(0x3333333333333333)
_M4 = np.uint64(0x0F0F0F0F0F0F0F0F)
_S1 = np.uint64(1)
_S2 = np.uint64(2)
_S4 = np.uint64(4)
_S56 = np.uint64(56)
_EACH = np.uint64(0x0101010101010101)


@rule
def wide(index: int) -> int:
    """Return a narrow index with 64 bits, so that what it is handed to compiles once."""
    return np.int64(index)  # pyright: ignore[reportReturnType]


@rule
def bit(unit: int) -> np.uint64:
    """Return the mask that holds one unit, 0 <= unit < 64."""
    return ONE << np.uint64(unit)


@rule
def has(mask: np.uint64, unit: int) -> bool:
    """Say whether the mask holds the unit."""
    return ((mask >> np.uint64(unit)) & ONE) == ONE


@rule
def size(mask: np.uint64) -> int:
    """Count the units of a mask, in the form that compilers know as one instruction."""
    x = mask - ((mask >> _S1) & _M1)
    x = (x & _M2) + ((x >> _S2) & _M2)
    x = (x + (x >> _S4)) & _M4
    # int() would stay unsigned and turn sums into floats
    return np.int64((x * _EACH) >> _S56)  # pyright: ignore[reportReturnType]


@rule
def lowest(mask: np.uint64) -> int:
    """Return the smallest unit of a mask that is not empty; 64 for an empty one."""
    return size(~mask & (mask - ONE))


@rule
def share_known(needed: np.uint64, known: np.uint64) -> float:
    """Return the share of needed units that are known; 1 if nothing is needed."""
    n = size(needed)
    if n == 0:
        return 1.0
    return size(needed & known) / n


@rule
def distance(one: np.uint64, other: np.uint64) -> float:
    """Return the cognitive distance 1 - Jaccard of two masks; 0 if both are empty."""
    union = size(one | other)
    if union == 0:
        return 0.0
    return 1.0 - size(one & other) / union


@kernel
def add(out: np.ndarray, mask: np.uint64, offset: int, amount: float) -> None:
    """Add an amount to the columns of a mask's units, the first at the offset, in place."""
    rest = mask
    while rest != EMPTY:
        out[offset + lowest(rest)] += amount
        rest = rest & (rest - ONE)
