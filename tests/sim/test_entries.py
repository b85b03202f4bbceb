"""Compiled functions called by address: the right ones, with their own arguments and errors."""

from typing import Any

import numpy as np
import pytest

from sim import compiled
from sim.allocate import allocate
from sim.entries import addresses, call
from sim.jit import kernel
from sim.parameters import Parameters, pack
from sim.schedule import SCHEDULE
from sim.state import Clock

pytestmark = [pytest.mark.core, pytest.mark.plain]


@kernel
def first(w: Any, p: Any, clock: Any) -> None:
    """Note a parameter and the clock."""
    w.cells[0].sales += p.maturation.success * clock.quarter


@kernel
def second(w: Any, p: Any, clock: Any) -> None:
    """Note the phase."""
    w.cells[0].firms = 10.0 * w.cells[0].firms + clock.phase


@kernel
def fails(w: Any, p: Any, clock: Any) -> None:
    """Fail in one phase."""
    if clock.phase == 2:
        raise ValueError("not in phase 2")


@kernel
def each(w: Any, p: Any, quarter: int, functions: Any) -> None:
    """Call all functions in turn, each in a phase of its own."""
    for number in range(len(functions)):
        call(functions[number], w, p, Clock(np.uint64(1), quarter, number))


@pytest.fixture
def arguments():
    w = allocate(enterprises=1, institutes=1, centers=1, fields=1, provinces=1)
    return w, pack(Parameters())


def perform(arguments, *functions):
    each(*arguments, 3, addresses(functions, *arguments, Clock(np.uint64(0), 0, 0)))


def test_each_is_called_in_its_turn_with_its_arguments(arguments):
    perform(arguments, first, second, first, second)
    w, p = arguments
    assert w.cells[0].sales == pytest.approx(2 * 3 * p.maturation.success)
    assert w.cells[0].firms == 13.0


def test_an_error_goes_up_and_ends_the_rest(arguments):
    with pytest.raises(ValueError, match="not in phase 2"):
        perform(arguments, second, second, fails, second)
    assert arguments[0].cells[0].firms == 1.0


def test_no_functions_do_nothing(arguments):
    perform(arguments)
    assert arguments[0].cells[0].sales == 0.0
    assert arguments[0].cells[0].firms == 0.0


def test_a_quarter_performs_every_phase_and_then_the_books():
    assert len(compiled.performers()) == len(SCHEDULE) + 1
    assert len(set(compiled.performers())) == len(SCHEDULE) + 1
    assert [f"perform_{phase.name}" for phase in SCHEDULE] == [
        perform.__name__ for perform in compiled.PERFORM
    ]
