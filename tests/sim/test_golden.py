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
    ("fields", 0, "demand", 7): 12568.6,
    ("fields", 0, "domestic_sales", 7): 10609.9,
    ("fields", 0, "import_share", 7): 0.236224,
    ("fields", 0, "rd_enterprises", 7): 385.515,
    ("fields", 0, "rd_institutes", 7): 206.255,
    ("fields", 0, "ideas_live", 7): 28.0,
    ("fields", 0, "efficiency", 7): 0.999617,
    ("fields", 0, "foreign_efficiency", 7): 0.951873,
    ("fields", 0, "gap", 7): 0.326383,
    ("fields", 0, "cr4", 7): 0.952659,
    ("fields", 1, "demand", 7): 224377.0,
    ("fields", 1, "domestic_sales", 7): 194619.0,
    ("fields", 1, "import_share", 7): 0.259477,
    ("fields", 1, "rd_enterprises", 7): 4018.13,
    ("fields", 1, "rd_institutes", 7): 1580.89,
    ("fields", 1, "ideas_live", 7): 44.0,
    ("fields", 1, "efficiency", 7): 1.00907,
    ("fields", 1, "foreign_efficiency", 7): 0.93327,
    ("fields", 1, "gap", 7): 0.42044,
    ("fields", 1, "cr4", 7): 0.0961754,
    ("fields", 0, "demand", 39): 24456.9,
    ("fields", 0, "domestic_sales", 39): 20124.3,
    ("fields", 0, "import_share", 39): 0.249211,
    ("fields", 0, "rd_enterprises", 39): 810.466,
    ("fields", 0, "rd_institutes", 39): 428.819,
    ("fields", 0, "ideas_live", 39): 35.0,
    ("fields", 0, "efficiency", 39): 1.00725,
    ("fields", 0, "foreign_efficiency", 39): 0.982763,
    ("fields", 0, "gap", 39): 0.336782,
    ("fields", 0, "cr4", 39): 0.957132,
    ("fields", 1, "demand", 39): 417835.0,
    ("fields", 1, "domestic_sales", 39): 355250.0,
    ("fields", 1, "import_share", 39): 0.252233,
    ("fields", 1, "rd_enterprises", 39): 8358.1,
    ("fields", 1, "rd_institutes", 39): 3114.06,
    ("fields", 1, "ideas_live", 39): 51.0,
    ("fields", 1, "efficiency", 39): 1.05166,
    ("fields", 1, "foreign_efficiency", 39): 0.975166,
    ("fields", 1, "gap", 39): 0.383091,
    ("fields", 1, "cr4", 39): 0.0823619,
    ("fields", 1, "ideas_shelved", 39): 17.0,
    ("fields", 1, "technologies", 39): 47.0,
    ("fields", 1, "technology_use", 39): 0.261693,
    ("provinces", 2, "domestic_sales", 7): 85956.6,
    ("provinces", 2, "rd_enterprises", 7): 1783.85,
    ("provinces", 2, "minor_patents", 7): 248.0,
    ("provinces", 2, "treasury", 7): 237.245,
    ("provinces", 2, "domestic_sales", 39): 160700.0,
    ("provinces", 2, "rd_enterprises", 39): 3767.96,
    ("provinces", 2, "minor_patents", 39): 1841.0,
    ("provinces", 2, "treasury", 39): 422.361,
    ("nation", 0, "center_members", 39): 0.0,
    ("nation", 0, "center_fees", 39): 0.0,
    ("nation", 0, "center_project_rd", 39): 0.0,
    ("nation", 0, "projects_approved", 39): 0.0,
    ("nation", 0, "projects_refused", 39): 44.0,
    ("nation", 0, "licence_fees", 39): 133.142,
    ("nation", 0, "rd_all", 39): 12672.3,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 6195.01,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 1615, "ideas": 122, "ever": 262}


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
