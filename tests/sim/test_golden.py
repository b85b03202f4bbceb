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
    ("fields", 0, "demand", 7): 12569.5,
    ("fields", 0, "domestic_sales", 7): 10797.1,
    ("fields", 0, "import_share", 7): 0.221578,
    ("fields", 0, "rd_enterprises", 7): 374.952,
    ("fields", 0, "rd_institutes", 7): 232.099,
    ("fields", 0, "ideas_live", 7): 23.0,
    ("fields", 0, "efficiency", 7): 1.00165,
    ("fields", 0, "foreign_efficiency", 7): 0.958072,
    ("fields", 0, "gap", 7): 0.320982,
    ("fields", 0, "cr4", 7): 0.953518,
    ("fields", 1, "demand", 7): 224452.0,
    ("fields", 1, "domestic_sales", 7): 197020.0,
    ("fields", 1, "import_share", 7): 0.248396,
    ("fields", 1, "rd_enterprises", 7): 3913.73,
    ("fields", 1, "rd_institutes", 7): 1645.88,
    ("fields", 1, "ideas_live", 7): 34.0,
    ("fields", 1, "efficiency", 7): 1.01694,
    ("fields", 1, "foreign_efficiency", 7): 0.934583,
    ("fields", 1, "gap", 7): 0.426651,
    ("fields", 1, "cr4", 7): 0.0952186,
    ("fields", 0, "demand", 39): 24341.2,
    ("fields", 0, "domestic_sales", 39): 20903.6,
    ("fields", 0, "import_share", 39): 0.217849,
    ("fields", 0, "rd_enterprises", 39): 882.527,
    ("fields", 0, "rd_institutes", 39): 429.599,
    ("fields", 0, "ideas_live", 39): 34.0,
    ("fields", 0, "efficiency", 39): 1.02362,
    ("fields", 0, "foreign_efficiency", 39): 0.989163,
    ("fields", 0, "gap", 39): 0.255842,
    ("fields", 0, "cr4", 39): 0.938084,
    ("fields", 1, "demand", 39): 417232.0,
    ("fields", 1, "domestic_sales", 39): 377561.0,
    ("fields", 1, "import_share", 39): 0.199078,
    ("fields", 1, "rd_enterprises", 39): 9126.92,
    ("fields", 1, "rd_institutes", 39): 3009.94,
    ("fields", 1, "ideas_live", 39): 45.0,
    ("fields", 1, "efficiency", 39): 1.10083,
    ("fields", 1, "foreign_efficiency", 39): 0.976537,
    ("fields", 1, "gap", 39): 0.439413,
    ("fields", 1, "cr4", 39): 0.0654531,
    ("fields", 1, "ideas_shelved", 39): 22.0,
    ("fields", 1, "technologies", 39): 21.0,
    ("fields", 1, "technology_use", 39): 0.309819,
    ("provinces", 2, "domestic_sales", 7): 38244.8,
    ("provinces", 2, "rd_enterprises", 7): 784.963,
    ("provinces", 2, "minor_patents", 7): 91.1189,
    ("provinces", 2, "treasury", 7): 939.353,
    ("provinces", 2, "domestic_sales", 39): 66898.9,
    ("provinces", 2, "rd_enterprises", 39): 1626.93,
    ("provinces", 2, "minor_patents", 39): 1168.66,
    ("provinces", 2, "treasury", 39): 5816.9,
    ("nation", 0, "center_members", 39): 1.0,
    ("nation", 0, "center_fees", 39): 1.0,
    ("nation", 0, "center_project_rd", 39): 101.777,
    ("nation", 0, "projects_approved", 39): 4.0,
    ("nation", 0, "projects_refused", 39): 151.0,
    ("nation", 0, "licence_fees", 39): 524.223,
    ("nation", 0, "rd_all", 39): 13540.5,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 6160.55,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 1199, "ideas": 125, "ever": 270}


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
