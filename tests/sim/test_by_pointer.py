"""The world as compiled code takes it: by pointer, always to its own arrays."""

import copy
import pickle
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import TypingError, njit

from sim.by_pointer import ByPointer

pytestmark = pytest.mark.core


class _Pair(NamedTuple):
    matrix: Any
    rows: Any


class Pair(ByPointer, _Pair):
    """A matrix and a table."""


ROW = np.dtype([("flag", "?"), ("number", "f8")], align=True)


def pair(seed: int = 1, height: int = 3, width: int = 2, rows: int = 4) -> Pair:
    rng = np.random.default_rng(seed)
    table = np.zeros(rows, dtype=ROW)
    table["number"] = rng.normal(size=rows)
    return Pair(rng.normal(size=(height, width)), table.view(np.recarray))


@njit
def describe(w: Any) -> tuple:
    """Return all that the compiled code knows of the arrays."""
    total = 0.0
    for i in range(w.matrix.shape[0]):
        for j in range(w.matrix.shape[1]):
            total += (i + 1) * (10 * j + 1) * w.matrix[i, j]
    for i in range(w.rows.size):
        total += w.rows[i].number
    return w.matrix.shape, w.matrix.strides, w.rows.size, w.rows.itemsize, total


@njit
def add(w: Any, amount: float) -> None:
    """Add to the last row, by a row at a time, so that a load before the store is repeated."""
    before = w.rows[w.rows.size - 1].number
    w.rows[w.rows.size - 1].number = before + amount
    w.rows[w.rows.size - 1].number += amount


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
def test_compiled_code_sees_what_python_sees(height: int, width: int, rows: int) -> None:
    w = pair(1, height, width, rows)
    shape, strides, size, itemsize, total = describe(w)
    assert (shape, strides) == (w.matrix.shape, w.matrix.strides)
    assert (size, itemsize) == (w.rows.size, w.rows.itemsize)
    weights = np.outer(np.arange(1, height + 1), 10 * np.arange(width) + 1)
    assert total == pytest.approx((weights * w.matrix).sum() + w.rows.number.sum())


def test_compiled_code_writes_into_the_arrays() -> None:
    w = pair()
    before = w.rows.number.copy()
    add(w, 0.5)
    assert w.rows.number.tolist() == [*before[:-1], before[-1] + 1.0]


def test_a_replaced_array_is_the_one_that_is_read() -> None:
    w = pair()
    describe(w)
    other = w._replace(matrix=np.ones((5, 1)))
    assert type(other) is Pair
    assert describe(other)[0] == (5, 1)
    assert describe(w)[0] == (3, 2)


@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda w: pickle.loads(pickle.dumps(w))]
)
def test_a_copy_points_to_its_own_arrays(duplicate: Any) -> None:
    w = pair()
    w.address  # noqa: B018, as a kernel would have asked for it
    other = duplicate(w)
    assert type(other) is Pair
    assert other.address != w.address
    if other.rows is not w.rows:
        add(other, 1.0)
        assert describe(other)[4] == pytest.approx(describe(w)[4] + 2.0)


def test_an_unknown_array_is_an_error_of_compilation() -> None:
    with pytest.raises(TypingError, match="nothing"):
        njit(lambda w: w.nothing)(pair())


@pytest.mark.parametrize("spoil", ["strides", "frozen"])
def test_arrays_that_would_need_other_code_are_refused(spoil: str) -> None:
    matrix = np.ones((4, 4))
    if spoil == "strides":
        matrix = matrix[:, ::2]
    else:
        matrix.flags.writeable = False
    with pytest.raises(TypeError, match="matrix must be contiguous and writable"):
        describe(pair()._replace(matrix=matrix))
