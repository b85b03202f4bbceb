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
    ("fields", 0, "demand", 7): 12565.1,
    ("fields", 0, "domestic_sales", 7): 10626.1,
    ("fields", 0, "import_share", 7): 0.234694,
    ("fields", 0, "rd_enterprises", 7): 386.373,
    ("fields", 0, "rd_institutes", 7): 206.136,
    ("fields", 0, "ideas_live", 7): 28.0,
    ("fields", 0, "efficiency", 7): 1.00006,
    ("fields", 0, "foreign_efficiency", 7): 0.957147,
    ("fields", 0, "gap", 7): 0.28954,
    ("fields", 0, "cr4", 7): 0.954069,
    ("fields", 1, "demand", 7): 224368.0,
    ("fields", 1, "domestic_sales", 7): 194837.0,
    ("fields", 1, "import_share", 7): 0.258599,
    ("fields", 1, "rd_enterprises", 7): 4010.31,
    ("fields", 1, "rd_institutes", 7): 1578.51,
    ("fields", 1, "ideas_live", 7): 44.0,
    ("fields", 1, "efficiency", 7): 1.00847,
    ("fields", 1, "foreign_efficiency", 7): 0.932671,
    ("fields", 1, "gap", 7): 0.417147,
    ("fields", 1, "cr4", 7): 0.095774,
    ("fields", 0, "demand", 39): 24511.8,
    ("fields", 0, "domestic_sales", 39): 20034.2,
    ("fields", 0, "import_share", 39): 0.252928,
    ("fields", 0, "rd_enterprises", 39): 800.678,
    ("fields", 0, "rd_institutes", 39): 431.439,
    ("fields", 0, "ideas_live", 39): 35.0,
    ("fields", 0, "efficiency", 39): 1.00781,
    ("fields", 0, "foreign_efficiency", 39): 0.988208,
    ("fields", 0, "gap", 39): 0.368801,
    ("fields", 0, "cr4", 39): 0.952894,
    ("fields", 1, "demand", 39): 417987.0,
    ("fields", 1, "domestic_sales", 39): 355542.0,
    ("fields", 1, "import_share", 39): 0.25177,
    ("fields", 1, "rd_enterprises", 39): 8348.19,
    ("fields", 1, "rd_institutes", 39): 3119.63,
    ("fields", 1, "ideas_live", 39): 54.0,
    ("fields", 1, "efficiency", 39): 1.04856,
    ("fields", 1, "foreign_efficiency", 39): 0.974539,
    ("fields", 1, "gap", 39): 0.384416,
    ("fields", 1, "cr4", 39): 0.0820785,
    ("fields", 1, "ideas_shelved", 39): 14.0,
    ("fields", 1, "technologies", 39): 49.0,
    ("fields", 1, "technology_use", 39): 0.248074,
    ("provinces", 2, "domestic_sales", 7): 86424.5,
    ("provinces", 2, "rd_enterprises", 7): 1778.4,
    ("provinces", 2, "minor_patents", 7): 255.0,
    ("provinces", 2, "treasury", 7): 249.704,
    ("provinces", 2, "domestic_sales", 39): 164363.0,
    ("provinces", 2, "rd_enterprises", 39): 3866.22,
    ("provinces", 2, "minor_patents", 39): 1750.0,
    ("provinces", 2, "treasury", 39): 433.164,
    ("nation", 0, "center_members", 39): 0.0,
    ("nation", 0, "center_fees", 39): 0.0,
    ("nation", 0, "center_project_rd", 39): 0.0,
    ("nation", 0, "projects_approved", 39): 0.0,
    ("nation", 0, "projects_refused", 39): 43.0,
    ("nation", 0, "licence_fees", 39): 119.023,
    ("nation", 0, "rd_all", 39): 12661.4,
    ("nation", 0, "centers_construction", 7): 1.0,
    ("nation", 0, "rd_all", 7): 6189.12,
}
"""By level, place, indicator and quarter."""

COUNTS = {"events": 1611, "ideas": 123, "ever": 262}


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
