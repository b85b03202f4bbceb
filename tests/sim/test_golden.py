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
    ("fields", 0, "demand", 7): 12499.2,
    ("fields", 0, "domestic_sales", 7): 10947.9,
    ("fields", 0, "import_share", 7): 0.204839,
    ("fields", 0, "rd_enterprises", 7): 384.448,
    ("fields", 0, "rd_institutes", 7): 181.705,
    ("fields", 0, "ideas_live", 7): 29.0,
    ("fields", 0, "efficiency", 7): 0.998199,
    ("fields", 0, "foreign_efficiency", 7): 0.953233,
    ("fields", 0, "gap", 7): 0.242318,
    ("fields", 0, "cr4", 7): 0.954647,
    ("fields", 1, "demand", 7): 223225.0,
    ("fields", 1, "domestic_sales", 7): 193236.0,
    ("fields", 1, "import_share", 7): 0.260138,
    ("fields", 1, "rd_enterprises", 7): 4079.69,
    ("fields", 1, "rd_institutes", 7): 1583.78,
    ("fields", 1, "ideas_live", 7): 48.0,
    ("fields", 1, "efficiency", 7): 1.03968,
    ("fields", 1, "foreign_efficiency", 7): 0.941047,
    ("fields", 1, "gap", 7): 0.404568,
    ("fields", 1, "cr4", 7): 0.101593,
    ("fields", 0, "demand", 39): 23832.2,
    ("fields", 0, "domestic_sales", 39): 22688.9,
    ("fields", 0, "import_share", 39): 0.138769,
    ("fields", 0, "rd_enterprises", 39): 915.187,
    ("fields", 0, "rd_institutes", 39): 507.976,
    ("fields", 0, "ideas_live", 39): 36.0,
    ("fields", 0, "efficiency", 39): 1.00753,
    ("fields", 0, "foreign_efficiency", 39): 0.984167,
    ("fields", 0, "gap", 39): 0.19866,
    ("fields", 0, "cr4", 39): 0.950895,
    ("fields", 1, "demand", 39): 404320.0,
    ("fields", 1, "domestic_sales", 39): 379321.0,
    ("fields", 1, "import_share", 39): 0.191668,
    ("fields", 1, "rd_enterprises", 39): 9156.24,
    ("fields", 1, "rd_institutes", 39): 3167.65,
    ("fields", 1, "ideas_live", 39): 64.0,
    ("fields", 1, "efficiency", 39): 1.27304,
    ("fields", 1, "foreign_efficiency", 39): 0.983291,
    ("fields", 1, "gap", 39): 0.375145,
    ("fields", 1, "cr4", 39): 0.0878625,
    ("fields", 1, "ideas_shelved", 39): 15.0,
    ("fields", 1, "technologies", 39): 31.0,
    ("fields", 1, "technology_use", 39): 0.264245,
    ("provinces", 2, "domestic_sales", 7): 87585.1,
    ("provinces", 2, "rd_enterprises", 7): 1869.06,
    ("provinces", 2, "minor_patents", 7): 349.0,
    ("provinces", 2, "treasury", 7): 192.489,
    ("provinces", 2, "domestic_sales", 39): 167186.0,
    ("provinces", 2, "rd_enterprises", 39): 4090.64,
    ("provinces", 2, "minor_patents", 39): 2137.0,
    ("provinces", 2, "treasury", 39): 388.931,
    ("nation", 0, "center_members", 39): 1.0,
    ("nation", 0, "center_fees", 39): 1.0,
    ("nation", 0, "center_project_rd", 39): 66.2066,
    ("nation", 0, "projects_approved", 39): 4.0,
    ("nation", 0, "projects_refused", 39): 153.0,
    ("nation", 0, "licence_fees", 39): 444.629,
    ("nation", 0, "rd_all", 39): 13828.9,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 6235.39,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 1847, "ideas": 138, "ever": 276}


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
