"""Who learns from whom in a cell: as much where a row stands for many as where each for itself."""

import numpy as np
import pytest

from sim import masks
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack
from sim.phases import learning
from sim.state import Clock

pytestmark = pytest.mark.core

CLOCK = Clock(np.uint64(1), 5, 3)


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


def test_a_row_that_is_its_cell_learns_as_its_firms_would():
    """What ten firms meet by chance of each other, one row of ten meets in the field's mean."""
    known = [masks.bit(k) for k in range(10)]
    apart = cell([1.0] * 10, known)
    by_others = apart.cells.exposure[0][:10].mean()
    together = cell([10.0], [masks.bit(0)])
    together.fields.known[0][1:10] = 0.1  # elsewhere in the field
    met = learning.peers_share(together, 0) * together.fields.known[0][1:10].mean()
    assert by_others == pytest.approx(0.1)
    assert met == pytest.approx(0.09)  # 9 peers of 10
