"""What the tables of a run hold, as one number each, whatever file they are written to."""

import hashlib
from collections.abc import Mapping

import numpy as np
import pandas as pd


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
