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
    ("fields", 0, "demand", 7): 12553.4,
    ("fields", 0, "domestic_sales", 7): 10533.0,
    ("fields", 0, "import_share", 7): 0.240888,
    ("fields", 0, "rd_enterprises", 7): 378.276,
    ("fields", 0, "rd_institutes", 7): 181.506,
    ("fields", 0, "ideas_live", 7): 30.0,
    ("fields", 0, "efficiency", 7): 0.999511,
    ("fields", 0, "foreign_efficiency", 7): 0.951577,
    ("fields", 0, "gap", 7): 0.352569,
    ("fields", 0, "cr4", 7): 0.956929,
    ("fields", 1, "demand", 7): 223558.0,
    ("fields", 1, "domestic_sales", 7): 195551.0,
    ("fields", 1, "import_share", 7): 0.252016,
    ("fields", 1, "rd_enterprises", 7): 4048.26,
    ("fields", 1, "rd_institutes", 7): 1565.23,
    ("fields", 1, "ideas_live", 7): 45.0,
    ("fields", 1, "efficiency", 7): 1.02564,
    ("fields", 1, "foreign_efficiency", 7): 0.934748,
    ("fields", 1, "gap", 7): 0.400465,
    ("fields", 1, "cr4", 7): 0.0964261,
    ("fields", 0, "demand", 39): 24115.4,
    ("fields", 0, "domestic_sales", 39): 20553.7,
    ("fields", 0, "import_share", 39): 0.224718,
    ("fields", 0, "rd_enterprises", 39): 764.054,
    ("fields", 0, "rd_institutes", 39): 438.538,
    ("fields", 0, "ideas_live", 39): 34.0,
    ("fields", 0, "efficiency", 39): 1.00614,
    ("fields", 0, "foreign_efficiency", 39): 0.982458,
    ("fields", 0, "gap", 39): 0.202863,
    ("fields", 0, "cr4", 39): 0.955313,
    ("fields", 1, "demand", 39): 409212.0,
    ("fields", 1, "domestic_sales", 39): 377672.0,
    ("fields", 1, "import_share", 39): 0.194716,
    ("fields", 1, "rd_enterprises", 39): 8779.09,
    ("fields", 1, "rd_institutes", 39): 3079.75,
    ("fields", 1, "ideas_live", 39): 50.0,
    ("fields", 1, "efficiency", 39): 1.20112,
    ("fields", 1, "foreign_efficiency", 39): 0.976709,
    ("fields", 1, "gap", 39): 0.41137,
    ("fields", 1, "cr4", 39): 0.0710908,
    ("fields", 1, "ideas_shelved", 39): 16.0,
    ("fields", 1, "technologies", 39): 30.0,
    ("fields", 1, "technology_use", 39): 0.205379,
    ("provinces", 2, "domestic_sales", 7): 86591.6,
    ("provinces", 2, "rd_enterprises", 7): 1781.69,
    ("provinces", 2, "minor_patents", 7): 378.0,
    ("provinces", 2, "treasury", 7): 210.567,
    ("provinces", 2, "domestic_sales", 39): 152172.0,
    ("provinces", 2, "rd_enterprises", 39): 3568.23,
    ("provinces", 2, "minor_patents", 39): 2428.0,
    ("provinces", 2, "treasury", 39): 321.054,
    ("nation", 0, "center_members", 39): 2.0,
    ("nation", 0, "center_fees", 39): 2.0,
    ("nation", 0, "center_project_rd", 39): 31.4094,
    ("nation", 0, "projects_approved", 39): 2.0,
    ("nation", 0, "projects_refused", 39): 165.0,
    ("nation", 0, "licence_fees", 39): 34.2393,
    ("nation", 0, "rd_all", 39): 13112.3,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 6168.76,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 1691, "ideas": 122, "ever": 270}


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
