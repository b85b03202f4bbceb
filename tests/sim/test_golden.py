"""A few numbers of tiny.yaml, written down: a change of results must be meant and explained.

Equal digests on one machine are tested elsewhere. Here six digits are kept, so that another
processor or mathematics library does not fail the test but a changed rule does. Whoever changes
these numbers says which and why under **Results** in CHANGELOG.md.
"""

import numpy as np
import pytest

from sim import kernel, spinup
from sim.indicators import FIELD, NATION, PROVINCE
from sim.state import EVENTS, IDEAS, IDEAS_EVER

pytestmark = pytest.mark.core

DIGITS = 6
EXPLAIN = "results changed: explain it under Results in CHANGELOG.md, then renew the number"

GOLDEN = {
    ("fields", 0, "demand", 7): 12552.3,
    ("fields", 0, "domestic_sales", 7): 10728.4,
    ("fields", 0, "import_share", 7): 0.225986,
    ("fields", 0, "rd_enterprises", 7): 387.659,
    ("fields", 0, "rd_institutes", 7): 210.127,
    ("fields", 0, "ideas_live", 7): 28.0,
    ("fields", 0, "efficiency", 7): 1.0003,
    ("fields", 0, "foreign_efficiency", 7): 0.953132,
    ("fields", 0, "gap", 7): 0.282666,
    ("fields", 0, "cr4", 7): 0.953917,
    ("fields", 1, "demand", 7): 224426.0,
    ("fields", 1, "domestic_sales", 7): 194310.0,
    ("fields", 1, "import_share", 7): 0.261088,
    ("fields", 1, "rd_enterprises", 7): 3969.75,
    ("fields", 1, "rd_institutes", 7): 1576.2,
    ("fields", 1, "ideas_live", 7): 49.0,
    ("fields", 1, "efficiency", 7): 1.00925,
    ("fields", 1, "foreign_efficiency", 7): 0.933313,
    ("fields", 1, "gap", 7): 0.423409,
    ("fields", 1, "cr4", 7): 0.097158,
    ("fields", 0, "demand", 39): 24419.1,
    ("fields", 0, "domestic_sales", 39): 20287.2,
    ("fields", 0, "import_share", 39): 0.242338,
    ("fields", 0, "rd_enterprises", 39): 817.046,
    ("fields", 0, "rd_institutes", 39): 395.87,
    ("fields", 0, "ideas_live", 39): 34.0,
    ("fields", 0, "efficiency", 39): 1.00712,
    ("fields", 0, "foreign_efficiency", 39): 0.984062,
    ("fields", 0, "gap", 39): 0.298062,
    ("fields", 0, "cr4", 39): 0.960104,
    ("fields", 1, "demand", 39): 417461.0,
    ("fields", 1, "domestic_sales", 39): 356278.0,
    ("fields", 1, "import_share", 39): 0.249296,
    ("fields", 1, "rd_enterprises", 39): 8184.54,
    ("fields", 1, "rd_institutes", 39): 3100.01,
    ("fields", 1, "ideas_live", 39): 50.0,
    ("fields", 1, "efficiency", 39): 1.05536,
    ("fields", 1, "foreign_efficiency", 39): 0.97521,
    ("fields", 1, "gap", 39): 0.371597,
    ("fields", 1, "cr4", 39): 0.0779537,
    ("fields", 1, "ideas_shelved", 39): 17.0,
    ("fields", 1, "technologies", 39): 50.0,
    ("fields", 1, "technology_use", 39): 0.219192,
    ("provinces", 2, "domestic_sales", 7): 86700.7,
    ("provinces", 2, "rd_enterprises", 7): 1787.53,
    ("provinces", 2, "minor_patents", 7): 273.0,
    ("provinces", 2, "treasury", 7): 260.901,
    ("provinces", 2, "domestic_sales", 39): 170654.0,
    ("provinces", 2, "rd_enterprises", 39): 3904.52,
    ("provinces", 2, "minor_patents", 39): 1812.0,
    ("provinces", 2, "treasury", 39): 481.981,
    ("nation", 0, "center_members", 39): 1.0,
    ("nation", 0, "center_fees", 39): 1.0,
    ("nation", 0, "center_project_rd", 39): 0.0,
    ("nation", 0, "projects_approved", 39): 1.0,
    ("nation", 0, "projects_refused", 39): 160.0,
    ("nation", 0, "licence_fees", 39): 182.547,
    ("nation", 0, "rd_all", 39): 12480.5,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 6201.0,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 1917, "ideas": 122, "ever": 266}


@pytest.fixture(scope="module")
def decade(tiny):
    """Return the history of ten years of tiny.yaml with seed 1."""
    return kernel.run(spinup.start(tiny), tiny.parameters, 1, 40)


def rounded(value):
    return float(f"{value:.{DIGITS}g}")


def value_of(history, level, place, name, quarter):
    described = {"fields": FIELD, "provinces": PROVINCE, "nation": NATION}[level]
    k = [indicator.name for indicator in described].index(name)
    where = (quarter, k) if level == "nation" else (quarter, place, k)
    return getattr(history, level)[where]


@pytest.mark.parametrize(("where", "expected"), list(GOLDEN.items()), ids=str)
def test_a_number_is_what_it_was(decade, where, expected):
    assert rounded(value_of(decade, *where)) == expected, EXPLAIN


def test_as_much_happens_as_did(decade):
    counters = decade.world.counters
    found = {"events": counters[EVENTS], "ideas": counters[IDEAS], "ever": counters[IDEAS_EVER]}
    assert {name: int(n) for name, n in found.items()} == COUNTS, EXPLAIN


def test_the_first_quarters_are_those_of_the_shipped_run(decade, short):
    for name in ("fields", "provinces", "nation", "flows"):
        assert np.array_equal(getattr(decade, name)[:8], getattr(short, name)), name


def test_the_table_covers_levels_and_times():
    assert {level for level, *_ in GOLDEN} == {"fields", "provinces", "nation"}
    assert {quarter for *_, quarter in GOLDEN} == {7, 39}
