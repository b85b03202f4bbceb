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
    ("fields", 0, "demand", 7): 12500.8,
    ("fields", 0, "domestic_sales", 7): 10821.1,
    ("fields", 0, "import_share", 7): 0.215214,
    ("fields", 0, "rd_enterprises", 7): 343.236,
    ("fields", 0, "rd_institutes", 7): 179.613,
    ("fields", 0, "ideas_live", 7): 27.0,
    ("fields", 0, "efficiency", 7): 0.998653,
    ("fields", 0, "foreign_efficiency", 7): 0.953742,
    ("fields", 0, "gap", 7): 0.255087,
    ("fields", 0, "cr4", 7): 0.955894,
    ("fields", 1, "demand", 7): 223584.0,
    ("fields", 1, "domestic_sales", 7): 193063.0,
    ("fields", 1, "import_share", 7): 0.262532,
    ("fields", 1, "rd_enterprises", 7): 3853.85,
    ("fields", 1, "rd_institutes", 7): 1549.74,
    ("fields", 1, "ideas_live", 7): 40.0,
    ("fields", 1, "efficiency", 7): 1.0288,
    ("fields", 1, "foreign_efficiency", 7): 0.940874,
    ("fields", 1, "gap", 7): 0.421244,
    ("fields", 1, "cr4", 7): 0.101741,
    ("fields", 0, "demand", 39): 23943.3,
    ("fields", 0, "domestic_sales", 39): 21619.6,
    ("fields", 0, "import_share", 39): 0.179126,
    ("fields", 0, "rd_enterprises", 39): 784.019,
    ("fields", 0, "rd_institutes", 39): 421.558,
    ("fields", 0, "ideas_live", 39): 33.0,
    ("fields", 0, "efficiency", 39): 1.00503,
    ("fields", 0, "foreign_efficiency", 39): 0.984693,
    ("fields", 0, "gap", 39): 0.230843,
    ("fields", 0, "cr4", 39): 0.952183,
    ("fields", 1, "demand", 39): 412849.0,
    ("fields", 1, "domestic_sales", 39): 369409.0,
    ("fields", 1, "import_share", 39): 0.216503,
    ("fields", 1, "rd_enterprises", 39): 8904.01,
    ("fields", 1, "rd_institutes", 39): 3108.95,
    ("fields", 1, "ideas_live", 39): 53.0,
    ("fields", 1, "efficiency", 39): 1.1211,
    ("fields", 1, "foreign_efficiency", 39): 0.98311,
    ("fields", 1, "gap", 39): 0.476141,
    ("fields", 1, "cr4", 39): 0.102583,
    ("fields", 1, "ideas_shelved", 39): 22.0,
    ("fields", 1, "technologies", 39): 28.0,
    ("fields", 1, "technology_use", 39): 0.160969,
    ("provinces", 2, "domestic_sales", 7): 87328.8,
    ("provinces", 2, "rd_enterprises", 7): 1755.87,
    ("provinces", 2, "minor_patents", 7): 381.0,
    ("provinces", 2, "treasury", 7): 205.77,
    ("provinces", 2, "domestic_sales", 39): 154380.0,
    ("provinces", 2, "rd_enterprises", 39): 3772.54,
    ("provinces", 2, "minor_patents", 39): 2417.0,
    ("provinces", 2, "treasury", 39): 383.939,
    ("nation", 0, "center_members", 39): 1.0,
    ("nation", 0, "center_fees", 39): 1.0,
    ("nation", 0, "center_project_rd", 39): 65.499,
    ("nation", 0, "projects_approved", 39): 4.0,
    ("nation", 0, "projects_refused", 39): 147.0,
    ("nation", 0, "licence_fees", 39): 120.044,
    ("nation", 0, "rd_all", 39): 13251.1,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 5925.57,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 1583, "ideas": 130, "ever": 263}


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
