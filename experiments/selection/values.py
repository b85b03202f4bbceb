"""What procedures ask a sweep for: values of policies in replications, checked as they come."""

from collections.abc import Callable, Sequence

import numpy as np

Draw = Callable[[Sequence[int], int, int], np.ndarray]
"""draw(policies, first, last): values (policies, last - first) of replications first..last - 1.

Replication r means the same luck for every policy, whenever it is asked for."""


def asked(draw: Draw, policies: Sequence[int], first: int, last: int) -> np.ndarray:
    """Return what `draw` says, or refuse it.

    Parameters
    ----------
    draw : callable
        See `Draw`.
    policies : sequence of int
    first, last : int
        Replications first..last - 1.

    Returns
    -------
    (policies, last - first) float

    Raises
    ------
    ValueError
        If the values have another shape, or one of them is no finite number.
    """
    values = np.asarray(draw(policies, first, last), dtype=float)
    shape = (len(policies), last - first)
    if values.shape != shape:
        raise ValueError(
            f"draw gave values of shape {values.shape} for {shape[0]} policies and replications"
            f" {first} to {last - 1}: expected {shape}"
        )
    bad = np.argwhere(~np.isfinite(values))
    if bad.size:
        row, column = bad[0]
        raise ValueError(
            f"policy {policies[row]} has the value {values[row, column]} in replication"
            f" {first + column}: nothing can be said of a mean with {len(bad)} such values"
        )
    return values


def averaged(draw: Draw, policies: Sequence[int], first: int, last: int, size: int) -> np.ndarray:
    """Return observations first..last - 1, each the mean of `size` replications in a row."""
    values = asked(draw, policies, first * size, last * size)
    return values.reshape(len(policies), last - first, size).mean(axis=2)


def stored(table: np.ndarray) -> Draw:
    """Return a `Draw` from a table of finished runs, (policies, replications).

    Raises
    ------
    ValueError
        When replications are asked for that the table does not have.
    """
    values = np.asarray(table, dtype=float)
    if values.ndim != 2:
        raise ValueError(f"a table of policies by replications has two axes, not {values.ndim}")

    def draw(policies: Sequence[int], first: int, last: int) -> np.ndarray:
        if last > values.shape[1]:
            raise ValueError(f"asked for {last} replications; the table has {values.shape[1]}")
        return values[np.asarray(policies), first:last]

    return draw


def called(names: Sequence[str], count: int) -> tuple[str, ...]:
    """Return what policies are called, by number if they have no names."""
    return tuple(names) or tuple(f"policy {k}" for k in range(count))


def check_count(count: int, first_stage: int, average: int = 1) -> None:
    """Refuse fewer than two policies, two observations of the first stage, or one to average."""
    if count < 2:
        raise ValueError(f"there is nothing to choose among {count} policies: at least 2 needed")
    if first_stage < 2:
        raise ValueError(f"first_stage is {first_stage}: a variance needs at least 2 observations")
    if average < 1:
        raise ValueError(f"average is {average}: an observation needs at least 1 replication")


def check_positive(name: str, value: float) -> None:
    """Refuse what is not a positive finite number."""
    if not (np.isfinite(value) and value > 0.0):
        raise ValueError(f"{name} is {value}: it must be positive and finite")
