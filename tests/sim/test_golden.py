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
    ("fields", 0, "demand", 7): 12488.9,
    ("fields", 0, "domestic_sales", 7): 11048.3,
    ("fields", 0, "import_share", 7): 0.19603,
    ("fields", 0, "rd_enterprises", 7): 391.973,
    ("fields", 0, "rd_institutes", 7): 182.869,
    ("fields", 0, "ideas_live", 7): 27.0,
    ("fields", 0, "efficiency", 7): 0.997832,
    ("fields", 0, "foreign_efficiency", 7): 0.95473,
    ("fields", 0, "gap", 7): 0.216781,
    ("fields", 0, "cr4", 7): 0.954475,
    ("fields", 1, "demand", 7): 222998.0,
    ("fields", 1, "domestic_sales", 7): 192759.0,
    ("fields", 1, "import_share", 7): 0.260667,
    ("fields", 1, "rd_enterprises", 7): 4127.47,
    ("fields", 1, "rd_institutes", 7): 1602.48,
    ("fields", 1, "ideas_live", 7): 40.0,
    ("fields", 1, "efficiency", 7): 1.04878,
    ("fields", 1, "foreign_efficiency", 7): 0.943478,
    ("fields", 1, "gap", 7): 0.408422,
    ("fields", 1, "cr4", 7): 0.0978877,
    ("fields", 0, "demand", 39): 23783.0,
    ("fields", 0, "domestic_sales", 39): 22299.6,
    ("fields", 0, "import_share", 39): 0.153967,
    ("fields", 0, "rd_enterprises", 39): 908.603,
    ("fields", 0, "rd_institutes", 39): 353.8,
    ("fields", 0, "ideas_live", 39): 32.0,
    ("fields", 0, "efficiency", 39): 1.00418,
    ("fields", 0, "foreign_efficiency", 39): 0.985713,
    ("fields", 0, "gap", 39): 0.206189,
    ("fields", 0, "cr4", 39): 0.95087,
    ("fields", 1, "demand", 39): 401017.0,
    ("fields", 1, "domestic_sales", 39): 385051.0,
    ("fields", 1, "import_share", 39): 0.179445,
    ("fields", 1, "rd_enterprises", 39): 9399.83,
    ("fields", 1, "rd_institutes", 39): 3177.64,
    ("fields", 1, "ideas_live", 39): 57.0,
    ("fields", 1, "efficiency", 39): 1.33214,
    ("fields", 1, "foreign_efficiency", 39): 0.985832,
    ("fields", 1, "gap", 39): 0.391251,
    ("fields", 1, "cr4", 39): 0.114605,
    ("fields", 1, "ideas_shelved", 39): 14.0,
    ("fields", 1, "technologies", 39): 33.0,
    ("fields", 1, "technology_use", 39): 0.372735,
    ("provinces", 2, "domestic_sales", 7): 82415.1,
    ("provinces", 2, "rd_enterprises", 7): 1788.98,
    ("provinces", 2, "minor_patents", 7): 374.0,
    ("provinces", 2, "treasury", 7): 161.121,
    ("provinces", 2, "domestic_sales", 39): 134173.0,
    ("provinces", 2, "rd_enterprises", 39): 3389.76,
    ("provinces", 2, "minor_patents", 39): 2510.0,
    ("provinces", 2, "treasury", 39): 277.561,
    ("nation", 0, "center_members", 39): 1.0,
    ("nation", 0, "center_fees", 39): 1.0,
    ("nation", 0, "center_project_rd", 39): 96.2528,
    ("nation", 0, "projects_approved", 39): 4.0,
    ("nation", 0, "projects_refused", 39): 151.0,
    ("nation", 0, "licence_fees", 39): 211.263,
    ("nation", 0, "rd_all", 39): 13948.2,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 6301.07,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 1767, "ideas": 126, "ever": 266}


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
