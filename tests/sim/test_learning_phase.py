"""Who learns from whom in a cell: as much where a row stands for many as where each for itself."""

import numpy as np
import pytest

from sim import masks
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack, replace
from sim.phases import learning
from sim.state import Clock

pytestmark = pytest.mark.core

CLOCK = Clock(np.uint64(1), 5, 3)
ONLY_AROUND = {
    "knowledge.local_learning_rate": 1.0,
    "knowledge.own_learning_rate": 0.0,
    "knowledge.foreign_learning_rate": 0.0,
}


def cell(weights, known, sales=10.0):
    """Return one field in one province with rows of some weights and masks."""
    w = allocate(enterprises=len(weights), institutes=0, centers=0, fields=1, provinces=1)
    w.enterprises.id = np.arange(1, len(weights) + 1)
    w.enterprises.weight, w.enterprises.knowledge = weights, known
    w.enterprises.sales = sales
    total = sales * sum(weights)
    w.cells.sales = w.fields.sales = total
    index_cells(w)
    learning.survey(w, pack(Parameters()), CLOCK, 0, 1)
    learning.spread(w, pack(Parameters()), CLOCK, 0, 1)
    return w


def test_what_a_field_knows_is_the_mean_over_its_cells_by_sales():
    w = cell([1.0, 3.0], [masks.bit(7), masks.bit(9)])
    assert w.fields.known[0][7] == pytest.approx(0.25)
    assert w.fields.known[0][9] == pytest.approx(0.75)
    assert w.fields.known[0].sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("weights", "peers"),
    [
        ([1.0, 3.0], [0.0, 0.5]),  # three firms of four: each has two peers of four
        ([1.0, 1.0], [0.0, 0.0]),  # one to one: nobody is a peer
        ([4.0], [0.75]),
    ],
)
def test_peers_are_the_other_firms_of_a_row(weights, peers):
    w = cell(weights, [masks.bit(k) for k in range(len(weights))])
    found = [learning.peers_share(w, row) for row in range(len(weights))]
    assert found == pytest.approx(peers)


@pytest.mark.statistical
def test_a_row_that_is_its_cell_learns_as_its_firms_would():
    """Units 1 to 19 are known to a tenth of the field; ten firms in one row learn from 9 of 10.

    The hazard of each unit is 0.09 over 2,000 quarters from the same start: five standard errors.
    One firm alone has nobody to learn from.
    """
    p = replace(pack(Parameters()), ONLY_AROUND)
    found = []
    for weight in (10.0, 1.0):
        w = cell([weight], [masks.bit(0)])
        f = w.fields
        f.known[0][1:20], f.world, f.learning = 0.1, masks.FULL, 1.0
        f.neighbours[:] = masks.FULL
        learned = 0
        for t in range(2000):
            w.enterprises.knowledge = masks.bit(0)
            learning.learn(w, p, Clock(np.uint64(1), t, 3), 0, 1)
            learned += masks.size(w.enterprises.knowledge[0]) - 1
        found.append(learned / (19 * 2000))
    expected = 1.0 - np.exp(-0.09)
    assert abs(found[0] - expected) < 5.0 * np.sqrt(expected * (1.0 - expected) / (19 * 2000))
    assert found[1] == 0.0
