"""R&D by performer, type and province, 2010 to 2019, against the official series in 2017 prices.

The model has 24 fields, the statistics have all. Levels are therefore compared with the part of an
official figure that the mapping of fields gives to the 24: one share for enterprises, one for
universities and government institutes (sums of `scenarios/data/field_attributes.csv`).
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from calibration.runs import FIRST_YEAR, Observed
from calibration.verdicts import Figure, figure, targets, verdict
from sim import tables

YEARS = tuple(range(FIRST_YEAR, 2020))
JUDGED = (2015, 2019)
"""Years whose ratio to 2010 is judged."""


SKILL = 0.95
"""Most that a forecast of shares may err, over one that nothing changes: else it knows nothing."""


class Series(NamedTuple):
    """An official series and what of the model it is compared with."""

    variable: str
    """Of `national.csv`."""
    sector: str
    """Whose share the 24 fields hold: enterprises or public."""


NATIONAL = {
    "enterprises": Series("rd_by_enterprises", "enterprises"),
    "institutes": Series("rd_by_government_institutes", "public"),
    "universities": Series("rd_by_universities", "public"),
    "basic": Series("rd_basic", "public"),
    "applied": Series("rd_applied", "public"),
    "experimental": Series("rd_experimental", "enterprises"),
}
PROVINCIAL = {
    "all R&D": ("rd_basic", "rd_applied", "rd_experimental"),
    "public R&D against basic and applied": ("rd_basic", "rd_applied"),
    "enterprise R&D against experimental": ("rd_experimental",),
}
PUT_IN = dict.fromkeys(("enterprises", "institutes", "universities", "basic"), "by construction")
"""Series whose level of 2010 is that of the tables, but for what projects take time to spend."""
PATENTS = "patent_grants_invention"


@cache
def shares() -> dict[str, float]:
    """Return the part of R&D that the 24 fields hold, by sector."""
    own = [field.attributes for field in tables.fields().values()]
    return {
        "enterprises": sum(a["enterprise_rd_share"] for a in own),
        "public": sum(a["public_rd_share"] for a in own),
    }


@cache
def price_range() -> dict[str, dict[int, float]]:
    """Return the price index by year, 2017 = 1: the series and its low and high variant."""
    rows = tables.rows("price_index")
    return {k: {int(r["year"]): float(r[k]) for r in rows} for k in ("index", "low", "high")}


@cache
def national(variable: str, prices: str = "index") -> np.ndarray:
    """Return a national series of `YEARS` in million CNY of 2017."""
    found = {int(r["year"]): r for r in tables.rows("national") if r["variable"] == variable}
    index = price_range()[prices]
    return np.array([float(found[y]["value"]) / index[y] for y in YEARS])


@cache
def provincial(variable: str) -> np.ndarray:
    """Return a provincial series of `YEARS`, money in million CNY of 2017, (years, provinces)."""
    places = {name: k for k, name in enumerate(tables.provinces())}
    found = np.full((len(YEARS), len(places)), np.nan)
    for r in tables.rows("provincial"):
        if r["variable"] == variable and int(r["year"]) in YEARS:
            year = int(r["year"])
            price = tables.prices()[year] if r["unit"].startswith("million CNY (current") else 1.0
            found[year - YEARS[0], places[r["province"]]] = float(r["value"]) / price
    return found


def yearly(values: np.ndarray) -> np.ndarray:
    """Return sums over the quarters of each of `YEARS`, (years, ...)."""
    quarters = 4 * len(YEARS)
    return values[:quarters].reshape(len(YEARS), 4, *values.shape[1:]).sum(axis=1)


class Measured(NamedTuple):
    """R&D of one run by year, in million CNY of 2017."""

    nation: dict[str, np.ndarray]  # (years,)
    provinces: dict[str, np.ndarray]  # (years, P): enterprises, public, centers
    patents: np.ndarray  # (years, P), minor inventions of the year
    licence_fees: np.ndarray  # (years,)


def measure(run: Observed) -> Measured:
    """Return what a run has to show against the official series.

    Basic research is measured. Applied research is the other R&D of universities and institutes.
    Experimental development is the R&D of enterprises and what centers spend on projects. In the
    statistics universities and institutes do experimental development too, and enterprises some
    applied research: levels of the two are not comparable.
    """
    public = {name: yearly(values) for name, values in run.public_rd.items()}
    enterprises = yearly(run.indicator("provinces", "rd_enterprises"))
    centers = yearly(run.center_rd)
    basic = yearly(run.basic)
    both = sum(values.sum(axis=1) for values in public.values())
    so_far = run.indicator("provinces", "minor_patents")[3::4][: len(YEARS)]
    return Measured(
        nation={
            "enterprises": enterprises.sum(axis=1),
            **{name: values.sum(axis=1) for name, values in public.items()},
            "basic": basic,
            "applied": both - basic,
            "experimental": (enterprises + centers).sum(axis=1),
        },
        provinces={
            "enterprises": enterprises,
            "public": sum(public.values()) + np.zeros_like(enterprises),
            "centers": centers,
        },
        patents=np.diff(so_far, axis=0, prepend=0.0),
        licence_fees=yearly(run.indicator("nation", "licence_fees")),
    )


def by_performer_and_type(runs: Sequence[Measured]) -> pd.DataFrame:
    """Return the national series beside the official ones, a row per series and year.

    Returns
    -------
    DataFrame
        series, year, official [million CNY of 2017], share [1] that the 24 fields hold,
        model and error [million CNY of 2017], level (model over that part of the official one),
        official_ratio and its low and high by the prices, ratio and ratio_error (to 2010).
    """
    rows = []
    for name, about in NATIONAL.items():
        official = national(about.variable)
        variants = [national(about.variable, prices) for prices in ("index", "low", "high")]
        ratios = np.array([v / v[0] for v in variants])
        values = np.array([run.nation[name] for run in runs])
        for k, year in enumerate(YEARS):
            level = figure(values[:, k].tolist())
            ratio = figure((values[:, k] / values[:, 0]).tolist())
            part = shares()[about.sector]
            rows.append(
                {
                    "series": name,
                    "year": year,
                    "official": official[k],
                    "share": part,
                    "model": level.mean,
                    "error": level.error,
                    "level": level.mean / (part * official[k]),
                    "official_ratio": ratios[0, k],
                    "low": ratios[:, k].min(),
                    "high": ratios[:, k].max(),
                    "ratio": ratio.mean,
                    "ratio_error": ratio.error,
                }
            )
    return pd.DataFrame(rows)


def judged(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of judged years with a verdict on the ratio to 2010.

    The range is that of the official ratio over the price indices, widened by the tolerance of the
    series in `calibration/targets/official.csv`.
    """
    wanted = targets("official")
    rows = []
    for _, row in table[table["year"].isin(JUDGED)].iterrows():
        target = wanted[f"ratio_{row['series']}"]
        low, high = row["low"] * (1.0 - target.value), row["high"] * (1.0 + target.value)
        said = verdict(target.gate, low, high, Figure(row["ratio"], row["ratio_error"]))
        rows.append({**row, "low": low, "high": high, "verdict": said})
    return pd.DataFrame(rows)


class Fit(NamedTuple):
    """How near the provinces' shares of a year are to the official ones."""

    correlation: float
    """Of logs of shares."""
    rank: float
    """Spearman's."""
    error: float
    """Sum of |share - official share|: the share-weighted mean of |share / official - 1|."""


def fit(model: np.ndarray, official: np.ndarray) -> Fit:
    """Return how near a model's provinces are to the official ones, both as shares.

    Parameters
    ----------
    model, official : arrays
        By province, any unit; provinces without an official value are left out of both.
    """
    known = np.isfinite(official)
    m, o = (np.where(known, x, 0.0) / np.sum(x[known]) for x in (model, official))
    both = (m > 0.0) & (o > 0.0)
    correlation = np.corrcoef(np.log(m[both]), np.log(o[both]))[0, 1]
    rank: Any = stats.spearmanr(m[known], o[known])
    return Fit(float(correlation), float(rank.statistic), float(np.abs(m - o).sum()))


def in_provinces(run: Measured, series: str) -> np.ndarray:
    """Return what the model has of one of `PROVINCIAL` in the whole nation, (years, P).

    What the 24 fields hold is divided by their share, as if the others were in the same places.
    """
    whole = run.provinces["enterprises"] + run.provinces["centers"]
    whole = whole / shares()["enterprises"]
    public = run.provinces["public"] / shares()["public"]
    chosen = {"all R&D": whole + public, "enterprise R&D against experimental": whole}
    return chosen.get(series, public)


def official_in_provinces(series: str) -> np.ndarray:
    """Return the official series of one of `PROVINCIAL`, (years, P) [million CNY of 2017]."""
    return np.sum([provincial(variable) for variable in PROVINCIAL[series]], axis=0)


def by_province(runs: Sequence[Measured]) -> pd.DataFrame:
    """Return the fit of provinces in 2010 and 2019, means over seeds.

    Returns
    -------
    DataFrame
        series, year, correlation, rank, error [1] with its standard error over seeds, naive (the
        error of "shares stay as officially in 2010"), growth (correlation of log growth from 2010)
        with its standard error, and the verdict: in 2019 the model must err less than 0.95 of the
        naive forecast.
    """
    rows = []
    pairs = [(s, [in_provinces(r, s) for r in runs], official_in_provinces(s)) for s in PROVINCIAL]
    pairs.append(("minor inventions against invention patents", [r.patents for r in runs],
                  provincial(PATENTS)))  # fmt: skip
    for series, model, official in pairs:
        naive = fit(official[0], official[-1]).error
        for k in (0, len(YEARS) - 1):
            fits = [fit(m[k], official[k]) for m in model]
            error = figure([f.error for f in fits])
            growth = figure([_growth_fit(m[0], m[k], official[0], official[k]) for m in model])
            gate = "range" if k else "by construction"
            gate = gate if series in PROVINCIAL else "open"
            rows.append(
                {
                    "series": series,
                    "year": YEARS[k],
                    "correlation": figure([f.correlation for f in fits]).mean,
                    "rank": figure([f.rank for f in fits]).mean,
                    "error": error.mean,
                    "error_se": error.error,
                    "naive": naive if k else np.nan,
                    "growth": growth.mean if k else np.nan,
                    "growth_se": growth.error if k else np.nan,
                    "verdict": verdict(gate, 0.0, SKILL * naive, error),
                }
            )
    return pd.DataFrame(rows)


def _growth_fit(
    before: np.ndarray, after: np.ndarray, official_before: np.ndarray, official_after: np.ndarray
) -> float:
    """Return the correlation of log growth by province with the official one."""
    columns = (before, after, official_before, official_after)
    known = np.all([np.isfinite(x) & (x > 0.0) for x in columns], axis=0)
    x, y = np.log(after[known] / before[known]), np.log((official_after / official_before)[known])
    return float(np.corrcoef(x, y)[0, 1]) if x.std() > 0.0 and y.std() > 0.0 else np.nan


def worst(runs: Sequence[Measured], series: str, year: int, count: int = 5) -> pd.DataFrame:
    """Return the provinces whose share is farthest from the official one, means over seeds.

    Returns
    -------
    DataFrame
        province, official, model [1], the largest difference first.
    """
    k = year - YEARS[0]
    official = official_in_provinces(series)[k]
    official = official / np.nansum(official)
    values = [in_provinces(run, series)[k] for run in runs]
    model = np.mean([v / v.sum() for v in values], axis=0)
    frame = pd.DataFrame({"province": list(tables.provinces()), "official": official,
                          "model": model})  # fmt: skip
    order = (frame["model"] - frame["official"]).abs().sort_values(ascending=False, kind="stable")
    return frame.loc[order.index[:count]].reset_index(drop=True)


def growth_of_patents(runs: Sequence[Measured]) -> tuple[float, Figure, float, Figure]:
    """Return 2019 over 2010 of patents and of contracts: official, model, official, model.

    Minor inventions against invention patents granted, licence fees against the turnover of the
    technology market in 2017 prices.
    """
    patents = np.nansum(provincial(PATENTS), axis=1)
    own = figure([float(r.patents[-1].sum() / r.patents[0].sum()) for r in runs])
    turnover = {
        int(r["year"]): float(r["value"]) / tables.prices()[int(r["year"])]
        for r in tables.rows("national")
        if r["variable"] == "tech_contract_turnover" and int(r["year"]) in YEARS
    }
    fees = figure(
        [float(r.licence_fees[-1] / r.licence_fees[0]) for r in runs if r.licence_fees[0] > 0.0]
    )
    return float(patents[-1] / patents[0]), own, turnover[YEARS[-1]] / turnover[YEARS[0]], fees
