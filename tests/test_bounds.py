"""The bounds-checked lane really checks bounds: a planted bad read must raise there."""

import os

import numpy as np
import pytest

from sim.jit import kernel

pytestmark = [
    pytest.mark.core,
    pytest.mark.skipif(
        os.environ.get("NUMBA_BOUNDSCHECK") != "1",
        reason="compiled code checks indices only under NUMBA_BOUNDSCHECK=1",
    ),
]


@kernel
def read(values: np.ndarray, i: int) -> float:
    return values[i]


def test_a_read_inside_the_array_is_returned():
    assert read(np.array([1.0, 2.0, 3.0]), 2) == 3.0


@pytest.mark.parametrize("i", [3, 10_000, -4])
def test_a_read_outside_the_array_raises(i):
    with pytest.raises(IndexError):
        read(np.array([1.0, 2.0, 3.0]), i)
