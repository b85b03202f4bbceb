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
    ("fields", 0, "demand", 7): 12553.0,
    ("fields", 0, "domestic_sales", 7): 10532.5,
    ("fields", 0, "import_share", 7): 0.240921,
    ("fields", 0, "rd_enterprises", 7): 339.327,
    ("fields", 0, "rd_institutes", 7): 180.903,
    ("fields", 0, "ideas_live", 7): 29.0,
    ("fields", 0, "efficiency", 7): 0.999483,
    ("fields", 0, "foreign_efficiency", 7): 0.951577,
    ("fields", 0, "gap", 7): 0.352562,
    ("fields", 0, "cr4", 7): 0.957343,
    ("fields", 1, "demand", 7): 223586.0,
    ("fields", 1, "domestic_sales", 7): 193568.0,
    ("fields", 1, "import_share", 7): 0.261162,
    ("fields", 1, "rd_enterprises", 7): 4022.86,
    ("fields", 1, "rd_institutes", 7): 1559.99,
    ("fields", 1, "ideas_live", 7): 42.0,
    ("fields", 1, "efficiency", 7): 1.02466,
    ("fields", 1, "foreign_efficiency", 7): 0.934748,
    ("fields", 1, "gap", 7): 0.399483,
    ("fields", 1, "cr4", 7): 0.101379,
    ("fields", 0, "demand", 39): 24136.9,
    ("fields", 0, "domestic_sales", 39): 20540.9,
    ("fields", 0, "import_share", 39): 0.225451,
    ("fields", 0, "rd_enterprises", 39): 748.796,
    ("fields", 0, "rd_institutes", 39): 432.584,
    ("fields", 0, "ideas_live", 39): 34.0,
    ("fields", 0, "efficiency", 39): 1.00604,
    ("fields", 0, "foreign_efficiency", 39): 0.982458,
    ("fields", 0, "gap", 39): 0.202545,
    ("fields", 0, "cr4", 39): 0.955596,
    ("fields", 1, "demand", 39): 410004.0,
    ("fields", 1, "domestic_sales", 39): 369511.0,
    ("fields", 1, "import_share", 39): 0.215054,
    ("fields", 1, "rd_enterprises", 39): 9057.57,
    ("fields", 1, "rd_institutes", 39): 3079.92,
    ("fields", 1, "ideas_live", 39): 49.0,
    ("fields", 1, "efficiency", 39): 1.18911,
    ("fields", 1, "foreign_efficiency", 39): 0.976709,
    ("fields", 1, "gap", 39): 0.406932,
    ("fields", 1, "cr4", 39): 0.0841083,
    ("fields", 1, "ideas_shelved", 39): 16.0,
    ("fields", 1, "technologies", 39): 28.0,
    ("fields", 1, "technology_use", 39): 0.222505,
    ("provinces", 2, "domestic_sales", 7): 86958.6,
    ("provinces", 2, "rd_enterprises", 7): 1814.48,
    ("provinces", 2, "minor_patents", 7): 377.0,
    ("provinces", 2, "treasury", 7): 215.755,
    ("provinces", 2, "domestic_sales", 39): 154782.0,
    ("provinces", 2, "rd_enterprises", 39): 3813.8,
    ("provinces", 2, "minor_patents", 39): 2328.0,
    ("provinces", 2, "treasury", 39): 343.59,
    ("nation", 0, "center_members", 39): 2.0,
    ("nation", 0, "center_fees", 39): 2.0,
    ("nation", 0, "center_project_rd", 39): 16.3721,
    ("nation", 0, "projects_approved", 39): 2.0,
    ("nation", 0, "projects_refused", 39): 162.0,
    ("nation", 0, "licence_fees", 39): 232.751,
    ("nation", 0, "rd_all", 39): 13359.9,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 6098.23,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 1697, "ideas": 121, "ever": 270}


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
