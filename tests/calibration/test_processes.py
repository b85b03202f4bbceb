"""Tasks shared among processes: the answers are those of one process, in the order of tasks."""

import pytest

from calibration.processes import share_out


@pytest.mark.parametrize("processes", [1, 2])
def test_answers_come_in_the_order_of_tasks(processes):
    assert share_out(abs, [-3, 2, -1, 0, 4], processes, together=2) == [3, 2, 1, 0, 4]
