"""Tasks shared among processes."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def share_out(
    work: Callable[[T], R], tasks: Sequence[T], processes: int, together: int = 1
) -> list[R]:
    """Return what a function gives for each task, in the order of the tasks.

    Parameters
    ----------
    work : function of a module
        Called in another process if there are several.
    tasks : sequence
        Arguments, one for each call.
    processes : int, > 0
        That share the tasks; the answers do not depend on it.
    together : int, > 0
        Tasks that one process does in a row, so that it can keep what they share.
    """
    if processes == 1:
        return [work(task) for task in tasks]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawn) as pool:
        return list(pool.map(work, tasks, chunksize=together))
