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
    ("fields", 0, "demand", 7): 12569.0,
    ("fields", 0, "domestic_sales", 7): 10592.3,
    ("fields", 0, "import_share", 7): 0.237567,
    ("fields", 0, "rd_enterprises", 7): 384.323,
    ("fields", 0, "rd_institutes", 7): 206.01,
    ("fields", 0, "ideas_live", 7): 28.0,
    ("fields", 0, "efficiency", 7): 0.999827,
    ("fields", 0, "foreign_efficiency", 7): 0.952787,
    ("fields", 0, "gap", 7): 0.324686,
    ("fields", 0, "cr4", 7): 0.951883,
    ("fields", 1, "demand", 7): 224359.0,
    ("fields", 1, "domestic_sales", 7): 194558.0,
    ("fields", 1, "import_share", 7): 0.259727,
    ("fields", 1, "rd_enterprises", 7): 4006.24,
    ("fields", 1, "rd_institutes", 7): 1578.1,
    ("fields", 1, "ideas_live", 7): 46.0,
    ("fields", 1, "efficiency", 7): 1.00879,
    ("fields", 1, "foreign_efficiency", 7): 0.93322,
    ("fields", 1, "gap", 7): 0.418767,
    ("fields", 1, "cr4", 7): 0.0962231,
    ("fields", 0, "demand", 39): 24452.2,
    ("fields", 0, "domestic_sales", 39): 20002.7,
    ("fields", 0, "import_share", 39): 0.252756,
    ("fields", 0, "rd_enterprises", 39): 806.89,
    ("fields", 0, "rd_institutes", 39): 428.074,
    ("fields", 0, "ideas_live", 39): 35.0,
    ("fields", 0, "efficiency", 39): 1.00871,
    ("fields", 0, "foreign_efficiency", 39): 0.983707,
    ("fields", 0, "gap", 39): 0.338487,
    ("fields", 0, "cr4", 39): 0.949507,
    ("fields", 1, "demand", 39): 417541.0,
    ("fields", 1, "domestic_sales", 39): 355621.0,
    ("fields", 1, "import_share", 39): 0.250942,
    ("fields", 1, "rd_enterprises", 39): 8348.89,
    ("fields", 1, "rd_institutes", 39): 3113.44,
    ("fields", 1, "ideas_live", 39): 53.0,
    ("fields", 1, "efficiency", 39): 1.05363,
    ("fields", 1, "foreign_efficiency", 39): 0.975113,
    ("fields", 1, "gap", 39): 0.376972,
    ("fields", 1, "cr4", 39): 0.0815331,
    ("fields", 1, "ideas_shelved", 39): 14.0,
    ("fields", 1, "technologies", 39): 49.0,
    ("fields", 1, "technology_use", 39): 0.255011,
    ("provinces", 2, "domestic_sales", 7): 86128.4,
    ("provinces", 2, "rd_enterprises", 7): 1776.53,
    ("provinces", 2, "minor_patents", 7): 226.0,
    ("provinces", 2, "treasury", 7): 251.153,
    ("provinces", 2, "domestic_sales", 39): 162263.0,
    ("provinces", 2, "rd_enterprises", 39): 3806.29,
    ("provinces", 2, "minor_patents", 39): 1739.0,
    ("provinces", 2, "treasury", 39): 435.665,
    ("nation", 0, "center_members", 39): 0.0,
    ("nation", 0, "center_fees", 39): 0.0,
    ("nation", 0, "center_project_rd", 39): 0.0,
    ("nation", 0, "projects_approved", 39): 0.0,
    ("nation", 0, "projects_refused", 39): 44.0,
    ("nation", 0, "licence_fees", 39): 138.035,
    ("nation", 0, "rd_all", 39): 12654.5,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 6183.5,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 1644, "ideas": 121, "ever": 262}


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
