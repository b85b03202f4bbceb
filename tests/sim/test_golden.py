"""A few numbers of tiny.yaml, written down: a change of results must be meant and explained.

Equal digests on one machine are tested elsewhere. Here six digits are kept, so that another
processor or mathematics library does not fail the test but a changed rule does. Whoever changes
these numbers says which and why under **Results** in CHANGELOG.md.
"""

import numpy as np
import pytest

from sim import kernel, populate
from sim.indicators import FIELD, NATION, PROVINCE
from sim.state import EVENTS, IDEAS, IDEAS_EVER

pytestmark = pytest.mark.core

DIGITS = 6
EXPLAIN = "results changed: explain it under Results in CHANGELOG.md, then renew the number"

GOLDEN = {
    ("fields", 0, "demand", 7): 15368.9,
    ("fields", 0, "domestic_sales", 7): 11495.9,
    ("fields", 0, "import_share", 7): 0.252004,
    ("fields", 0, "rd_enterprises", 7): 376.047,
    ("fields", 0, "rd_institutes", 7): 232.198,
    ("fields", 0, "ideas_live", 7): 16.0,
    ("fields", 0, "efficiency", 7): 0.917508,
    ("fields", 0, "foreign_efficiency", 7): 1.03826,
    ("fields", 0, "gap", 7): 0.421826,
    ("fields", 0, "cr4", 7): 0.947998,
    ("fields", 1, "demand", 7): 281594.0,
    ("fields", 1, "domestic_sales", 7): 202885.0,
    ("fields", 1, "import_share", 7): 0.279512,
    ("fields", 1, "rd_enterprises", 7): 3808.08,
    ("fields", 1, "rd_institutes", 7): 1625.38,
    ("fields", 1, "ideas_live", 7): 19.0,
    ("fields", 1, "efficiency", 7): 1.00667,
    ("fields", 1, "foreign_efficiency", 7): 1.06182,
    ("fields", 1, "gap", 7): 0.37163,
    ("fields", 1, "cr4", 7): 0.105428,
    ("fields", 0, "demand", 39): 37549.7,
    ("fields", 0, "domestic_sales", 39): 25087.7,
    ("fields", 0, "import_share", 39): 0.33188,
    ("fields", 0, "rd_enterprises", 39): 815.292,
    ("fields", 0, "rd_institutes", 39): 429.788,
    ("fields", 0, "ideas_live", 39): 34.0,
    ("fields", 0, "efficiency", 39): 1.00364,
    ("fields", 0, "foreign_efficiency", 39): 1.07195,
    ("fields", 0, "gap", 39): 0.507818,
    ("fields", 0, "cr4", 39): 0.93621,
    ("fields", 1, "demand", 39): 599659.0,
    ("fields", 1, "domestic_sales", 39): 406749.0,
    ("fields", 1, "import_share", 39): 0.3217,
    ("fields", 1, "rd_enterprises", 39): 7633.01,
    ("fields", 1, "rd_institutes", 39): 3006.69,
    ("fields", 1, "ideas_live", 39): 62.0,
    ("fields", 1, "efficiency", 39): 1.04995,
    ("fields", 1, "foreign_efficiency", 39): 1.10949,
    ("fields", 1, "gap", 39): 0.298836,
    ("fields", 1, "cr4", 39): 0.109957,
    ("fields", 1, "ideas_shelved", 39): 6.0,
    ("fields", 1, "technologies", 39): 6.0,
    ("fields", 1, "technology_use", 39): 0.0882991,
    ("provinces", 2, "domestic_sales", 7): 97373.7,
    ("provinces", 2, "rd_enterprises", 7): 1836.87,
    ("provinces", 2, "minor_patents", 7): 410.778,
    ("provinces", 2, "treasury", 7): 5626.99,
    ("provinces", 2, "domestic_sales", 39): 195259.0,
    ("provinces", 2, "rd_enterprises", 39): 3680.82,
    ("provinces", 2, "minor_patents", 39): 2493.67,
    ("provinces", 2, "treasury", 39): 41334.9,
    ("nation", 0, "center_members", 39): 1.0,
    ("nation", 0, "center_fees", 39): 1.0,
    ("nation", 0, "center_project_rd", 39): 112.5,
    ("nation", 0, "projects_approved", 39): 3.0,
    ("nation", 0, "projects_refused", 39): 104.0,
    ("nation", 0, "licence_fees", 39): 354.425,
    ("nation", 0, "rd_all", 39): 12027.3,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 6046.71,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 700, "ideas": 126, "ever": 177}


@pytest.fixture(scope="module")
def decade(tiny):
    """Return the history of ten years of tiny.yaml with seed 1."""
    return kernel.run(populate.build(tiny), tiny.parameters, 1, 40)


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
