"""Sizes, growth, entry and exit of enterprises as they come out, in the words of the facts.

Every figure weights rows by the firms they stand for. The growth of a row is that of one firm: its
shocks have the variance of one, so that no averaging within a row makes the fringe look calm.
"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from calibration.estimators import (
    hazards,
    moments,
    quantile,
    rank_size,
    subbotin,
    tail,
    volatility,
)
from calibration.runs import FIRST_YEAR, Observed
from sim.state import LARGEST

LAST_YEAR = 2019
SURVEY = 2012
"""Year at whose end ages were counted."""
TAIL, GROWTH_TAIL = 0.05, 0.02
"""Share of firms, and of firm-years, that are a tail."""
LIFE = 10
"""Years of life that are followed."""
YOUNG, GROWN = (1, 2), (10, 10**6)
"""Ages in years of one-year-olds, and of enterprises that are no longer young."""


def yearly(firms: pd.DataFrame) -> pd.DataFrame:
    """Return the sales of each enterprise in each full year, with its weight and age at the end.

    Parameters
    ----------
    firms : DataFrame
        Enterprises at the end of each quarter. The quarter of birth is no quarter of sales, and
        a year counts only if all four quarters do.

    Returns
    -------
    DataFrame
        id, year, sales [million CNY/year], weight, field, leader, age [year].
    """
    sold = firms[(firms["quarter"] > firms["born"]) & (firms["quarter"] >= 0)]
    sold = sold.assign(year=FIRST_YEAR + sold["quarter"] // 4)
    groups = sold.sort_values("quarter").groupby(["id", "year"], sort=True)
    panel = groups.agg(
        sales=("sales", "sum"),
        quarters=("sales", "size"),
        weight=("weight", "last"),
        field=("field", "last"),
        leader=("leader", "last"),
        born=("born", "last"),
    ).reset_index()
    panel = panel[(panel["quarters"] == 4) & (panel["sales"] > 0.0)]
    end = 4 * (panel["year"] - FIRST_YEAR) + 3
    return panel.assign(age=(end - panel["born"]) / 4.0).drop(columns=["quarters", "born"])


def growth_of(panel: pd.DataFrame) -> pd.DataFrame:
    """Return yearly log growth of who sold all of two years, less the mean of its field and year.

    Returns
    -------
    DataFrame
        The columns of the first year, ``next`` (sales of the second), ``growth`` (log) and
        ``excess`` (growth less the weighted mean of field and year).
    """
    after = panel[["id", "year", "sales"]].rename(columns={"sales": "next"})
    pairs = panel.merge(after.assign(year=after["year"] - 1), on=["id", "year"])
    pairs = pairs.assign(growth=np.log(pairs["next"] / pairs["sales"]))
    keys = [pairs["field"], pairs["year"]]
    sums = (pairs["growth"] * pairs["weight"]).groupby(keys).transform("sum")
    mean = sums / pairs["weight"].groupby(keys).transform("sum")
    return pairs.assign(excess=pairs["growth"] - mean)


def lives(firms: pd.DataFrame) -> pd.DataFrame:
    """Return each enterprise of each quarter with its age and whether it was gone the next.

    Returns
    -------
    DataFrame
        quarter, id, weight, age [quarter], ended (bool); the last quarter has no next one. A firm
        that splits off has the age of the row it comes from, which stands for one firm less.
    """
    rows = firms.sort_values(["id", "quarter"], kind="stable")
    same = rows["id"].eq(rows["id"].shift(-1))
    known = rows["quarter"] < rows["quarter"].max()
    rows = rows.assign(ended=~same, age=rows["quarter"] - rows["born"])[known]
    return rows[["quarter", "id", "weight", "age", "ended"]]


def life_table(rows: pd.DataFrame, years: int = LIFE) -> np.ndarray:
    """Return the hazard of ending in each year of life, (years,)."""
    quarters = 4 * years
    young = rows[(rows["age"] >= 0) & (rows["age"] < quarters)]
    risk = np.bincount(young["age"], young["weight"], quarters)
    ended = np.bincount(young["age"], young["weight"] * young["ended"], quarters)
    return hazards(risk, ended)


def sizes(panel: pd.DataFrame) -> dict[str, float]:
    """Return exponents of the size distribution of one year, pooled and by field."""
    s, w = panel["sales"].to_numpy(), panel["weight"].to_numpy()
    fit = tail(s, w, TAIL)
    by_field = [_field_sizes(mine) for _, mine in panel.groupby("field")]
    usual = pd.DataFrame(by_field).median()
    return {
        "size_tail": fit.exponent,
        "size_tail_rows": float(fit.rows),
        "size_lognormal": float(fit.ratio > 2.71),  # 5% of a half-and-half mix of 0 and chi^2
        "size_rank_all": rank_size(s, w, 1.0, 500.0).slope,
        "size_rank_top": float(usual["top"]),
        "size_rank_fringe": float(usual["fringe"]),
    }


def _field_sizes(mine: pd.DataFrame) -> dict[str, float]:
    s, w = mine["sales"].to_numpy(), mine["weight"].to_numpy()
    total = float(w.sum())
    fringe = total > LARGEST + 2.0  # else too few to have a slope
    return {
        "firms": total,
        "top": rank_size(s, w, 1.0, LARGEST).slope,
        "fringe": rank_size(s, w, LARGEST + 1.0, total).slope if fringe else math.nan,
        "tail": tail(s, w, max(TAIL, min(0.5, LARGEST / total))).exponent,
    }


def growth(pairs: pd.DataFrame) -> dict[str, float]:
    """Return the shape of yearly growth, its tail, and how it varies with size."""
    g, s, w = (pairs[c].to_numpy() for c in ("excess", "sales", "weight"))
    slope = volatility(g, s, w).slope
    steady = g / (s / np.exp(np.average(np.log(s), weights=w))) ** slope
    _, spread, kurtosis = moments(g, w)
    grown = pairs["age"].to_numpy() >= GROWN[0]
    return {
        "growth_shape": subbotin(g, w),
        "growth_shape_at_size": subbotin(steady, w),
        "growth_shape_grown": subbotin(g[grown], w[grown]) if grown.any() else np.nan,
        "growth_sd": spread,
        "growth_kurtosis": kurtosis,
        "growth_tail": 1.0 + tail(np.abs(g) + 1e-12, w, GROWTH_TAIL).exponent,
        "volatility_on_size": slope,
        "median_size": quantile(s, w, 0.5),
    }


def ages(rows: pd.DataFrame) -> dict[str, float]:
    """Return hazards by year of life, survival, ages at the end of the year of the survey.

    Hazards are those of enterprises founded since 2010: the sizes of earlier ones were set to the
    tables at the start of 2010.
    """
    hazard = life_table(rows[rows["quarter"] - rows["age"] >= 0])
    at_end = rows[rows["quarter"] == 4 * (SURVEY - FIRST_YEAR) + 3]
    weight, years = at_end["weight"].to_numpy(), at_end["age"].to_numpy() / 4.0
    ended = rows[rows["ended"]]
    early = ended["age"] < 20
    found = {f"hazard_year_{k + 1}": float(hazard[k]) for k in range(7)}
    found["hazard_year_8_to_10"] = float(1.0 - np.prod(1.0 - hazard[7:10]) ** (1.0 / 3.0))
    found["hazard_peak"] = float(np.nanargmax(hazard) + 1)
    found["survival_5"] = float(np.prod(1.0 - hazard[:5]))
    found["age_under_5"] = float(np.average(years < 5.0, weights=weight))
    found["age_5_to_10"] = float(np.average((years >= 5.0) & (years < 10.0), weights=weight))
    found["age_over_10"] = float(np.average(years >= 10.0, weights=weight))
    found["exits_early"] = float(ended["weight"][early].sum() / ended["weight"].sum())
    return found


def turnover(rows: pd.DataFrame) -> dict[str, float]:
    """Return entries and exits a year over the number of enterprises, means over quarters."""
    by_quarter = rows.groupby("quarter")["weight"].sum()
    ended = (rows["weight"] * rows["ended"]).groupby(rows["quarter"]).sum()
    entered = (rows["weight"] * (rows["age"] == 0)).groupby(rows["quarter"]).sum()
    return {
        "exit_rate": 4.0 * float((ended / by_quarter).mean()),
        "entry_rate": 4.0 * float((entered / by_quarter)[by_quarter.index >= 0].mean()),
    }


def serial(firms: pd.DataFrame) -> float:
    """Return the share of enterprises founded since 2010 whose founder had an earlier one."""
    new = firms[(firms["born"] >= 0) & (firms["quarter"] == firms["born"])]
    return float(np.average(new["venture"] > 1, weights=new["weight"]))


def youth(panel: pd.DataFrame, pairs: pd.DataFrame) -> dict[str, float]:
    """Return growth of surviving young and grown enterprises, and what the young sell."""
    rates = {}
    for name, (low, high) in (("young", YOUNG), ("grown", GROWN)):
        mine = pairs[(pairs["age"] >= low) & (pairs["age"] < high)]
        before, after = (float((mine["weight"] * mine[c]).sum()) for c in ("sales", "next"))
        rates[name] = after / before - 1.0 if before > 0.0 else np.nan
    last = panel[panel["year"] == LAST_YEAR]
    sold = last["weight"] * last["sales"]
    return {
        "growth_young": rates["young"],
        "growth_grown": rates["grown"],
        "growth_young_less_grown": rates["young"] - rates["grown"],
        "sales_young": float(sold[last["age"] <= 5.0].sum() / sold.sum()),
    }


def measure(run: Observed) -> dict[str, float]:
    """Return every figure of a run from 2010 to 2019 that a fact is about."""
    quarters = 4 * (LAST_YEAR + 1 - FIRST_YEAR)
    firms = run.firms[run.firms["quarter"] < quarters]
    panel = yearly(firms)
    pairs, rows = growth_of(panel), lives(firms)
    return {
        **sizes(panel[panel["year"] == LAST_YEAR]),
        **growth(pairs),
        **ages(rows),
        **turnover(rows),
        "founded_again": serial(firms),
        **youth(panel, pairs),
    }


def by_field(run: Observed) -> pd.DataFrame:
    """Return exponents of sizes in the last year and the shape of growth, a row per field."""
    panel = yearly(run.firms)
    pairs = growth_of(panel[panel["year"] <= LAST_YEAR])
    found = {}
    for field, mine in panel[panel["year"] == LAST_YEAR].groupby("field"):
        own = pairs[pairs["field"] == field]
        g, w = own["excess"].to_numpy(), own["weight"].to_numpy()
        found[field] = {
            **_field_sizes(mine),
            "growth_sd": moments(g, w)[1],
            "growth_shape": subbotin(g, w),
        }
    return pd.DataFrame.from_dict(found, orient="index")


def mean_by_field(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the mean over seeds, a row per field."""
    return pd.concat(frames).groupby(level=0).mean()
