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
    ("fields", 0, "demand", 7): 12559.7,
    ("fields", 0, "domestic_sales", 7): 10920.4,
    ("fields", 0, "import_share", 7): 0.211568,
    ("fields", 0, "rd_enterprises", 7): 378.659,
    ("fields", 0, "rd_institutes", 7): 232.099,
    ("fields", 0, "ideas_live", 7): 24.0,
    ("fields", 0, "efficiency", 7): 1.00235,
    ("fields", 0, "foreign_efficiency", 7): 0.956052,
    ("fields", 0, "gap", 7): 0.299769,
    ("fields", 0, "cr4", 7): 0.945408,
    ("fields", 1, "demand", 7): 224704.0,
    ("fields", 1, "domestic_sales", 7): 197102.0,
    ("fields", 1, "import_share", 7): 0.249185,
    ("fields", 1, "rd_enterprises", 7): 3929.01,
    ("fields", 1, "rd_institutes", 7): 1653.19,
    ("fields", 1, "ideas_live", 7): 35.0,
    ("fields", 1, "efficiency", 7): 1.01288,
    ("fields", 1, "foreign_efficiency", 7): 0.930627,
    ("fields", 1, "gap", 7): 0.431727,
    ("fields", 1, "cr4", 7): 0.0970662,
    ("fields", 0, "demand", 39): 24360.5,
    ("fields", 0, "domestic_sales", 39): 21975.8,
    ("fields", 0, "import_share", 39): 0.176699,
    ("fields", 0, "rd_enterprises", 39): 930.865,
    ("fields", 0, "rd_institutes", 39): 429.599,
    ("fields", 0, "ideas_live", 39): 33.0,
    ("fields", 0, "efficiency", 39): 1.02454,
    ("fields", 0, "foreign_efficiency", 39): 0.987077,
    ("fields", 0, "gap", 39): 0.247519,
    ("fields", 0, "cr4", 39): 0.932029,
    ("fields", 1, "demand", 39): 419936.0,
    ("fields", 1, "domestic_sales", 39): 372546.0,
    ("fields", 1, "import_share", 39): 0.214261,
    ("fields", 1, "rd_enterprises", 39): 9011.05,
    ("fields", 1, "rd_institutes", 39): 3009.97,
    ("fields", 1, "ideas_live", 39): 46.0,
    ("fields", 1, "efficiency", 39): 1.06395,
    ("fields", 1, "foreign_efficiency", 39): 0.972404,
    ("fields", 1, "gap", 39): 0.42547,
    ("fields", 1, "cr4", 39): 0.080239,
    ("fields", 1, "ideas_shelved", 39): 26.0,
    ("fields", 1, "technologies", 39): 22.0,
    ("fields", 1, "technology_use", 39): 0.333232,
    ("provinces", 2, "domestic_sales", 7): 44135.9,
    ("provinces", 2, "rd_enterprises", 7): 895.853,
    ("provinces", 2, "minor_patents", 7): 92.828,
    ("provinces", 2, "treasury", 7): 1106.56,
    ("provinces", 2, "domestic_sales", 39): 76533.8,
    ("provinces", 2, "rd_enterprises", 39): 1857.07,
    ("provinces", 2, "minor_patents", 39): 1198.66,
    ("provinces", 2, "treasury", 39): 7477.03,
    ("nation", 0, "center_members", 39): 1.0,
    ("nation", 0, "center_fees", 39): 1.0,
    ("nation", 0, "center_project_rd", 39): 67.8511,
    ("nation", 0, "projects_approved", 39): 3.0,
    ("nation", 0, "projects_refused", 39): 154.0,
    ("nation", 0, "licence_fees", 39): 20.6571,
    ("nation", 0, "rd_all", 39): 13437.7,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 6191.26,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 1208, "ideas": 130, "ever": 272}


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
