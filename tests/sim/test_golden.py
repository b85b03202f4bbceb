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
    ("fields", 0, "demand", 7): 14018.1,
    ("fields", 0, "domestic_sales", 7): 10485.5,
    ("fields", 0, "import_share", 7): 0.252004,
    ("fields", 0, "rd_enterprises", 7): 365.322,
    ("fields", 0, "rd_institutes", 7): 232.088,
    ("fields", 0, "ideas_live", 7): 15.0,
    ("fields", 0, "efficiency", 7): 0.917508,
    ("fields", 0, "foreign_efficiency", 7): 1.03826,
    ("fields", 0, "gap", 7): 0.421826,
    ("fields", 0, "cr4", 7): 0.947998,
    ("fields", 1, "demand", 7): 265392.0,
    ("fields", 1, "domestic_sales", 7): 194448.0,
    ("fields", 1, "import_share", 7): 0.26732,
    ("fields", 1, "rd_enterprises", 7): 3857.22,
    ("fields", 1, "rd_institutes", 7): 1624.62,
    ("fields", 1, "ideas_live", 7): 18.0,
    ("fields", 1, "efficiency", 7): 1.00346,
    ("fields", 1, "foreign_efficiency", 7): 1.06182,
    ("fields", 1, "gap", 7): 0.365456,
    ("fields", 1, "cr4", 7): 0.0994035,
    ("fields", 0, "demand", 39): 27694.4,
    ("fields", 0, "domestic_sales", 39): 18482.6,
    ("fields", 0, "import_share", 39): 0.332622,
    ("fields", 0, "rd_enterprises", 39): 783.661,
    ("fields", 0, "rd_institutes", 39): 429.599,
    ("fields", 0, "ideas_live", 39): 37.0,
    ("fields", 0, "efficiency", 39): 1.00057,
    ("fields", 0, "foreign_efficiency", 39): 1.07195,
    ("fields", 0, "gap", 39): 0.507456,
    ("fields", 0, "cr4", 39): 0.936002,
    ("fields", 1, "demand", 39): 502538.0,
    ("fields", 1, "domestic_sales", 39): 347740.0,
    ("fields", 1, "import_share", 39): 0.308033,
    ("fields", 1, "rd_enterprises", 39): 8495.75,
    ("fields", 1, "rd_institutes", 39): 3009.12,
    ("fields", 1, "ideas_live", 39): 48.0,
    ("fields", 1, "efficiency", 39): 1.03473,
    ("fields", 1, "foreign_efficiency", 39): 1.10949,
    ("fields", 1, "gap", 39): 0.317296,
    ("fields", 1, "cr4", 39): 0.104068,
    ("fields", 1, "ideas_shelved", 39): 14.0,
    ("fields", 1, "technologies", 39): 5.0,
    ("fields", 1, "technology_use", 39): 0.0340444,
    ("provinces", 2, "domestic_sales", 7): 49585.9,
    ("provinces", 2, "rd_enterprises", 7): 989.008,
    ("provinces", 2, "minor_patents", 7): 105.778,
    ("provinces", 2, "treasury", 7): 2789.55,
    ("provinces", 2, "domestic_sales", 39): 94754.0,
    ("provinces", 2, "rd_enterprises", 39): 2322.75,
    ("provinces", 2, "minor_patents", 39): 1408.22,
    ("provinces", 2, "treasury", 39): 19021.5,
    ("nation", 0, "center_members", 39): 1.0,
    ("nation", 0, "center_fees", 39): 1.0,
    ("nation", 0, "center_project_rd", 39): 62.5,
    ("nation", 0, "projects_approved", 39): 7.0,
    ("nation", 0, "projects_refused", 39): 93.0,
    ("nation", 0, "licence_fees", 39): 35.4322,
    ("nation", 0, "rd_all", 39): 12775.6,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 6086.25,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 759, "ideas": 120, "ever": 171}


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
