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
    ("fields", 0, "demand", 7): 12563.8,
    ("fields", 0, "domestic_sales", 7): 10429.6,
    ("fields", 0, "import_share", 7): 0.250581,
    ("fields", 0, "rd_enterprises", 7): 390.326,
    ("fields", 0, "rd_institutes", 7): 232.099,
    ("fields", 0, "ideas_live", 7): 25.0,
    ("fields", 0, "efficiency", 7): 1.00269,
    ("fields", 0, "foreign_efficiency", 7): 0.95604,
    ("fields", 0, "gap", 7): 0.323409,
    ("fields", 0, "cr4", 7): 0.948501,
    ("fields", 1, "demand", 7): 224735.0,
    ("fields", 1, "domestic_sales", 7): 194642.0,
    ("fields", 1, "import_share", 7): 0.260262,
    ("fields", 1, "rd_enterprises", 7): 3883.25,
    ("fields", 1, "rd_institutes", 7): 1689.36,
    ("fields", 1, "ideas_live", 7): 35.0,
    ("fields", 1, "efficiency", 7): 1.01545,
    ("fields", 1, "foreign_efficiency", 7): 0.930816,
    ("fields", 1, "gap", 7): 0.420251,
    ("fields", 1, "cr4", 7): 0.101592,
    ("fields", 0, "demand", 39): 24389.6,
    ("fields", 0, "domestic_sales", 39): 21052.7,
    ("fields", 0, "import_share", 39): 0.214518,
    ("fields", 0, "rd_enterprises", 39): 908.257,
    ("fields", 0, "rd_institutes", 39): 429.599,
    ("fields", 0, "ideas_live", 39): 40.0,
    ("fields", 0, "efficiency", 39): 1.02321,
    ("fields", 0, "foreign_efficiency", 39): 0.987065,
    ("fields", 0, "gap", 39): 0.283015,
    ("fields", 0, "cr4", 39): 0.935055,
    ("fields", 1, "demand", 39): 419462.0,
    ("fields", 1, "domestic_sales", 39): 354357.0,
    ("fields", 1, "import_share", 39): 0.259159,
    ("fields", 1, "rd_enterprises", 39): 8625.88,
    ("fields", 1, "rd_institutes", 39): 3010.43,
    ("fields", 1, "ideas_live", 39): 43.0,
    ("fields", 1, "efficiency", 39): 1.05864,
    ("fields", 1, "foreign_efficiency", 39): 0.972601,
    ("fields", 1, "gap", 39): 0.390987,
    ("fields", 1, "cr4", 39): 0.107282,
    ("fields", 1, "ideas_shelved", 39): 21.0,
    ("fields", 1, "technologies", 39): 20.0,
    ("fields", 1, "technology_use", 39): 0.344896,
    ("provinces", 2, "domestic_sales", 7): 61778.5,
    ("provinces", 2, "rd_enterprises", 7): 1230.46,
    ("provinces", 2, "minor_patents", 7): 139.667,
    ("provinces", 2, "treasury", 7): 3432.46,
    ("provinces", 2, "domestic_sales", 39): 120527.0,
    ("provinces", 2, "rd_enterprises", 39): 2959.31,
    ("provinces", 2, "minor_patents", 39): 1611.56,
    ("provinces", 2, "treasury", 39): 23956.2,
    ("nation", 0, "center_members", 39): 1.0,
    ("nation", 0, "center_fees", 39): 1.0,
    ("nation", 0, "center_project_rd", 39): 33.9255,
    ("nation", 0, "projects_approved", 39): 12.0,
    ("nation", 0, "projects_refused", 39): 145.0,
    ("nation", 0, "licence_fees", 39): 26.8978,
    ("nation", 0, "rd_all", 39): 12988.5,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 6203.3,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 1058, "ideas": 128, "ever": 270}


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
