"""The page of facts: current in form, one row per fact, and made by a run of the model."""

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calibration import demography, facts, official, scale
from calibration.runs import observe
from calibration.verdicts import targets
from sim import tables

PAGE = Path(__file__).parents[2] / "docs" / "facts.md"
YEARS, PLACES = len(official.YEARS), 31


def made_up(level):
    rd = np.outer(1.0 + 0.1 * np.arange(YEARS), level * np.arange(1.0, PLACES + 1.0))
    nation = {name: rd.sum(axis=1) for name in official.NATIONAL}
    provinces = {"enterprises": rd, "public": rd, "centers": 0.0 * rd}
    columns = ["firms", "top", "fringe", "tail", "growth_sd", "growth_shape"]
    return facts.Outcome(
        dict.fromkeys(targets("demography"), level),
        pd.DataFrame(1.0, index=range(len(tables.fields())), columns=columns),
        official.Measured(nation, provinces, rd, np.arange(YEARS) * level),
        dict.fromkeys(scale.OUTCOMES, level),
    )


def headings(text):
    """Titles, heads of tables, and the first cell of every row of the first and last table."""
    lines = text.splitlines()
    heads = [a for a, b in itertools.pairwise(lines) if b.startswith("|---")]
    first = [line.split(" | ")[0] for line in lines if line.startswith("| ")]
    return [line for line in lines if line.startswith("#")] + heads + sorted(set(first))


@pytest.fixture(scope="module")
def page():
    runs = [made_up(1.0), made_up(1.2)]
    small = [dict.fromkeys(scale.OUTCOMES, 2.0)] * 2
    return facts.page(runs, {0.1: [r.scale for r in runs], 0.01: small}, 0.1, 84)


def test_every_fact_is_a_row_with_its_source_and_a_verdict(page):
    for target in targets("demography").values():
        rows = [line for line in page.splitlines() if line.startswith(f"| {target.statement} |")]
        assert len(rows) == 1
        cells = [cell.strip() for cell in rows[0].strip("|").split("|")]
        assert cells[3] in {"pass", "fail", "by construction", "open"}
        assert cells[4] == target.source


def test_numbers_of_the_page_by_hand(page):
    """A mean of 1 and 1.2 has the standard error 0.1; R&D grows to 1.9 times that of 2010."""
    assert "| 1.00 (0.700 to 1.30) | 1.10 (0.100) | pass |" in page
    assert "| enterprises | 2019 | 2.58 (2.26 to 2.91) | 1.90 (0.000) | fail |" in page
    assert "| HHI | 0.01 | 2.00 (0.000) | +81.8% | refused |" in page
    assert "| HHI | 0.1 | 1.10 (0.100) |  | reference |" in page


def test_the_page_in_the_documents_has_the_rows_of_today(page):
    assert headings(PAGE.read_text(encoding="utf-8")) == headings(page)


@pytest.mark.slow
def test_a_run_gives_every_figure_that_a_fact_is_about():
    """From 2010 to 2019 at the smallest scale; what only longer lives show may be missing."""
    run = observe(0.01, 1, 40)
    found = demography.measure(run)
    assert set(targets("demography")) <= set(found)
    missing = {name for name in targets("demography") if not np.isfinite(found[name])}
    assert missing <= {"hazard_year_8_to_10"}
    assert found["age_under_5"] + found["age_5_to_10"] + found["age_over_10"] == pytest.approx(1.0)
    firms = run.indicator("fields", "enterprises").sum(axis=1)
    counted = run.firms.groupby("quarter")["weight"].sum()
    closed = run.indicator("fields", "enterprises_closed").sum(axis=1)
    born = run.indicator("fields", "enterprises_founded").sum(axis=1)
    np.testing.assert_allclose(counted.loc[0:], firms - closed + born, rtol=1e-9)
    own = official.measure(run)
    whole = own.nation["institutes"] + own.nation["universities"]
    rd = official.yearly(run.indicator("fields", "rd_institutes").sum(axis=1))
    assert whole == pytest.approx(rd, rel=0.05)  # projects of the quarter are added later
    assert own.nation["basic"] == pytest.approx(
        official.yearly(run.indicator("fields", "basic_research").sum(axis=1))
    )
    assert 0.5 < scale.measure(run)["coverage"] <= 1.0
