"""Firms of a made-up country, by hand: what is a year, who entered, who ended."""

import re

import numpy as np
import pandas as pd
import pytest

from calibration import demography as demo
from calibration.verdicts import targets
from sim import tables


def firms(*lives):
    """Rows of (id, born, first quarter seen, last quarter seen, weight, sales)."""
    rows = [
        (identity, 0, 0, weight, sales, born, quarter, 1)
        for identity, born, first, last, weight, sales in lives
        for quarter in range(first, last + 1)
    ]
    names = ["id", "field", "leader", "weight", "sales", "born", "quarter", "venture"]
    return pd.DataFrame(rows, columns=names)


def test_a_year_counts_if_all_four_quarters_were_sold_in():
    rows = firms((1, -40, -1, 7, 2.0, 5.0), (2, 0, 0, 7, 1.0, 3.0), (3, -8, -1, 2, 1.0, 1.0))
    panel = demo.yearly(rows).set_index(["id", "year"])
    assert list(panel.index) == [(1, 2010), (1, 2011), (2, 2011)]  # 2 was born in 2010Q1
    assert panel.loc[(1, 2010), "sales"] == 20.0
    assert panel.loc[(2, 2011), "age"] == 7 / 4


def test_growth_is_measured_from_the_mean_of_field_and_year():
    rows = firms((1, -40, -1, 7, 3.0, 5.0), (2, -40, -1, 7, 1.0, 4.0))
    doubled = (rows["id"] == 2) & (rows["quarter"] >= 4)
    rows.loc[doubled, "sales"] = 8.0
    pairs = demo.growth_of(demo.yearly(rows)).set_index("id")
    mean = np.log(2.0) / 4.0
    assert pairs["excess"].to_dict() == pytest.approx({1: -mean, 2: np.log(2.0) - mean})


def test_who_is_not_there_next_quarter_has_ended():
    rows = demo.lives(firms((1, 0, 0, 9, 2.0, 1.0), (2, 0, 0, 5, 3.0, 1.0)))
    ended = rows[rows["ended"]]
    assert ended[["id", "quarter", "age", "weight"]].to_numpy().tolist() == [[2, 5, 5, 3.0]]
    assert rows["quarter"].max() == 8  # the last quarter has no next one


def test_the_life_table_weights_rows():
    """Of 5 that begin year 1, 3 do not reach quarter 6: none ends in year 1, 0.6 in year 2."""
    rows = demo.lives(firms((1, 0, 0, 12, 2.0, 1.0), (2, 0, 0, 5, 3.0, 1.0)))
    assert demo.life_table(rows, years=2) == pytest.approx([0.0, 0.6])


def test_a_firm_that_splits_off_is_neither_founded_nor_ended():
    rows = firms((1, -8, -1, 9, 10.0, 1.0), (2, -8, 4, 9, 1.0, 1.0))
    rows.loc[(rows["id"] == 1) & (rows["quarter"] >= 4), "weight"] = 9.0
    found = demo.turnover(demo.lives(rows))
    assert found == {"exit_rate": 0.0, "entry_rate": 0.0}


def test_rates_of_entry_and_exit_by_hand():
    """One of ten ends after the first of eight quarters; one is founded in another."""
    rows = firms(
        (1, -90, -1, 7, 9.0, 1.0), (2, -90, -1, -1, 1.0, 1.0), (3, 3, 3, 7, 1.0, 1.0)
    )  # fmt: skip
    found = demo.turnover(demo.lives(rows))
    assert found["exit_rate"] == pytest.approx(4.0 * (1.0 / 10.0) / 8.0)
    assert found["entry_rate"] == pytest.approx(4.0 * (1.0 / 10.0) / 7.0)


def test_every_fact_has_a_source_and_a_known_gate():
    for name in ("demography", "official"):
        for target in targets(name).values():
            assert target.source
            known = {row["source"] for row in tables.rows("sources")}
            assert set(re.findall(r"S_\w+", target.source)) <= known
            assert target.gate in {"range", "by construction", "open"}
            assert target.low <= target.high
            if target.gate == "range" and name == "demography":
                assert np.isfinite(target.low) or np.isfinite(target.high)


def test_who_founded_before_by_hand():
    """Of enterprises founded since 2010: weights 1 and 3, the second by a founder of an earlier."""
    rows = firms((1, -4, -1, 5, 9.0, 1.0), (2, 0, 0, 5, 1.0, 1.0), (3, 2, 2, 5, 3.0, 1.0))
    rows.loc[rows["id"] == 3, "venture"] = 2
    rows.loc[rows["id"] == 1, "venture"] = 2  # born before: not counted
    assert demo.serial(rows) == 0.75
