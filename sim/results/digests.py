"""What the tables of a run, or a whole run, hold, as one number, whatever file they go to."""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.by_pointer import plain
from sim.state import in_use

if TYPE_CHECKING:
    from sim.kernel import History


def digest(table: pd.DataFrame) -> str:
    """Return the SHA-256 of a table's content, whatever file it is written to.

    Columns go in order of their names, rows in their own; of each column the name, the
    type and the values count. A text counts as its UTF-8 bytes after their number.
    """
    total = hashlib.sha256(f"{len(table)} rows".encode())
    for name in sorted(table.columns):
        column = table[name]
        if not isinstance(column.dtype, np.dtype) or column.dtype.kind == "O":
            rows, words = pd.factorize(column)
            coded = [*(_bytes(word) for word in words), b"-"]  # the last one is missing
            kind, data = "text", b"".join(coded[row] for row in rows)
        else:
            values = column.to_numpy()
            values = values.astype(values.dtype.newbyteorder("<"), copy=False)
            kind, data = values.dtype.str, np.ascontiguousarray(values).tobytes()
        total.update(f"{name}:{kind}:{len(data)};".encode())
        total.update(data)
    return total.hexdigest()


def _bytes(word: object) -> bytes:
    data = str(word).encode()
    return f"{len(data)}:".encode() + data


def total_digest(digests: Mapping[str, str]) -> str:
    """Return one SHA-256 over the digests of several tables."""
    text = "".join(f"{name}={digests[name]};" for name in sorted(digests))
    return hashlib.sha256(text.encode()).hexdigest()


def history_digest(history: "History") -> str:
    """Return 128 bits of the SHA-256 of all that a run leaves, as text of 32 digits.

    The record of every quarter counts and every column of every row of the last world, in the order
    in which they stand; gaps between columns do not.
    """
    total = hashlib.sha256()
    for record in (*history[1:], *in_use(history.world)):
        total.update(_content(record).data)
    return total.hexdigest()[:32]


def _content(rows: np.ndarray) -> np.ndarray:
    """Return the values of an array in one piece, without the gaps between columns of records."""
    if rows.dtype.names is None:
        return np.ascontiguousarray(rows)
    content = np.ascontiguousarray(plain(rows)).view(np.uint8).reshape(-1, rows.dtype.itemsize)
    return np.take(content, _values(rows.dtype), axis=1)


@cache
def _values(dtype: np.dtype) -> np.ndarray:
    """Return which bytes of a record are a column's."""
    part = np.zeros(dtype.itemsize, dtype=bool)
    for name in dtype.names or ():
        of, offset = (dtype.fields or {})[name][:2]  # pyright: ignore[reportArgumentType]
        part[offset : offset + of.itemsize] = True
    return np.flatnonzero(part)
