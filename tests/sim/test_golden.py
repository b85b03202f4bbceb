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
    ("fields", 0, "demand", 7): 12510.5,
    ("fields", 0, "domestic_sales", 7): 10698.8,
    ("fields", 0, "import_share", 7): 0.225008,
    ("fields", 0, "rd_enterprises", 7): 369.989,
    ("fields", 0, "rd_institutes", 7): 180.744,
    ("fields", 0, "ideas_live", 7): 29.0,
    ("fields", 0, "efficiency", 7): 0.999811,
    ("fields", 0, "foreign_efficiency", 7): 0.953843,
    ("fields", 0, "gap", 7): 0.226364,
    ("fields", 0, "cr4", 7): 0.948138,
    ("fields", 1, "demand", 7): 223360.0,
    ("fields", 1, "domestic_sales", 7): 194390.0,
    ("fields", 1, "import_share", 7): 0.25472,
    ("fields", 1, "rd_enterprises", 7): 3848.33,
    ("fields", 1, "rd_institutes", 7): 1579.09,
    ("fields", 1, "ideas_live", 7): 43.0,
    ("fields", 1, "efficiency", 7): 1.04433,
    ("fields", 1, "foreign_efficiency", 7): 0.937951,
    ("fields", 1, "gap", 7): 0.422238,
    ("fields", 1, "cr4", 7): 0.0921838,
    ("fields", 0, "demand", 39): 24087.9,
    ("fields", 0, "domestic_sales", 39): 22932.2,
    ("fields", 0, "import_share", 39): 0.133835,
    ("fields", 0, "rd_enterprises", 39): 880.817,
    ("fields", 0, "rd_institutes", 39): 389.892,
    ("fields", 0, "ideas_live", 39): 32.0,
    ("fields", 0, "efficiency", 39): 1.00397,
    ("fields", 0, "foreign_efficiency", 39): 0.984797,
    ("fields", 0, "gap", 39): 0.191009,
    ("fields", 0, "cr4", 39): 0.949427,
    ("fields", 1, "demand", 39): 409625.0,
    ("fields", 1, "domestic_sales", 39): 385271.0,
    ("fields", 1, "import_share", 39): 0.185803,
    ("fields", 1, "rd_enterprises", 39): 8318.79,
    ("fields", 1, "rd_institutes", 39): 3133.63,
    ("fields", 1, "ideas_live", 39): 41.0,
    ("fields", 1, "efficiency", 39): 1.23117,
    ("fields", 1, "foreign_efficiency", 39): 0.980056,
    ("fields", 1, "gap", 39): 0.397437,
    ("fields", 1, "cr4", 39): 0.098521,
    ("fields", 1, "ideas_shelved", 39): 19.0,
    ("fields", 1, "technologies", 39): 27.0,
    ("fields", 1, "technology_use", 39): 0.197029,
    ("provinces", 2, "domestic_sales", 7): 86991.3,
    ("provinces", 2, "rd_enterprises", 7): 1741.35,
    ("provinces", 2, "minor_patents", 7): 352.061,
    ("provinces", 2, "treasury", 7): 188.201,
    ("provinces", 2, "domestic_sales", 39): 159469.0,
    ("provinces", 2, "rd_enterprises", 39): 3486.66,
    ("provinces", 2, "minor_patents", 39): 2418.21,
    ("provinces", 2, "treasury", 39): 414.043,
    ("nation", 0, "center_members", 39): 1.0,
    ("nation", 0, "center_fees", 39): 1.0,
    ("nation", 0, "center_project_rd", 39): 144.778,
    ("nation", 0, "projects_approved", 39): 5.0,
    ("nation", 0, "projects_refused", 39): 152.0,
    ("nation", 0, "licence_fees", 39): 522.101,
    ("nation", 0, "rd_all", 39): 12871.2,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 5969.68,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 1566, "ideas": 111, "ever": 262}


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
