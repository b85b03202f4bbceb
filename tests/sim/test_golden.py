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
    ("fields", 0, "demand", 7): 12551.4,
    ("fields", 0, "domestic_sales", 7): 10363.3,
    ("fields", 0, "import_share", 7): 0.253742,
    ("fields", 0, "rd_enterprises", 7): 366.213,
    ("fields", 0, "rd_institutes", 7): 232.088,
    ("fields", 0, "ideas_live", 7): 15.0,
    ("fields", 0, "efficiency", 7): 0.91044,
    ("fields", 0, "foreign_efficiency", 7): 0.87536,
    ("fields", 0, "gap", 7): 0.356109,
    ("fields", 0, "cr4", 7): 0.948181,
    ("fields", 1, "demand", 7): 223714.0,
    ("fields", 1, "domestic_sales", 7): 195718.0,
    ("fields", 1, "import_share", 7): 0.253783,
    ("fields", 1, "rd_enterprises", 7): 3872.45,
    ("fields", 1, "rd_institutes", 7): 1624.62,
    ("fields", 1, "ideas_live", 7): 18.0,
    ("fields", 1, "efficiency", 7): 1.00162,
    ("fields", 1, "foreign_efficiency", 7): 0.933466,
    ("fields", 1, "gap", 7): 0.325069,
    ("fields", 1, "cr4", 7): 0.0996524,
    ("fields", 0, "demand", 39): 24287.4,
    ("fields", 0, "domestic_sales", 39): 19444.5,
    ("fields", 0, "import_share", 39): 0.266639,
    ("fields", 0, "rd_enterprises", 39): 823.722,
    ("fields", 0, "rd_institutes", 39): 429.599,
    ("fields", 0, "ideas_live", 39): 35.0,
    ("fields", 0, "efficiency", 39): 0.926456,
    ("fields", 0, "foreign_efficiency", 39): 0.903767,
    ("fields", 0, "gap", 39): 0.350234,
    ("fields", 0, "cr4", 39): 0.929988,
    ("fields", 1, "demand", 39): 416313.0,
    ("fields", 1, "domestic_sales", 39): 358449.0,
    ("fields", 1, "import_share", 39): 0.245975,
    ("fields", 1, "rd_enterprises", 39): 8749.96,
    ("fields", 1, "rd_institutes", 39): 3007.68,
    ("fields", 1, "ideas_live", 39): 41.0,
    ("fields", 1, "efficiency", 39): 1.01837,
    ("fields", 1, "foreign_efficiency", 39): 0.97537,
    ("fields", 1, "gap", 39): 0.25358,
    ("fields", 1, "cr4", 39): 0.100695,
    ("fields", 1, "ideas_shelved", 39): 21.0,
    ("fields", 1, "technologies", 39): 4.0,
    ("fields", 1, "technology_use", 39): 0.0423521,
    ("provinces", 2, "domestic_sales", 7): 49982.5,
    ("provinces", 2, "rd_enterprises", 7): 994.423,
    ("provinces", 2, "minor_patents", 7): 105.778,
    ("provinces", 2, "treasury", 7): 2796.07,
    ("provinces", 2, "domestic_sales", 39): 97851.0,
    ("provinces", 2, "rd_enterprises", 39): 2399.62,
    ("provinces", 2, "minor_patents", 39): 1408.22,
    ("provinces", 2, "treasury", 39): 19410.9,
    ("nation", 0, "center_members", 39): 1.0,
    ("nation", 0, "center_fees", 39): 1.0,
    ("nation", 0, "center_project_rd", 39): 67.8511,
    ("nation", 0, "projects_approved", 39): 5.0,
    ("nation", 0, "projects_refused", 39): 95.0,
    ("nation", 0, "licence_fees", 39): 35.127,
    ("nation", 0, "rd_all", 39): 13079.6,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 6101.8,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 746, "ideas": 120, "ever": 172}


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
