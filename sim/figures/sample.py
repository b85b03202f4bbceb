"""Runs of one scenario that differ in nothing but their seed, and words for what is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from sim import provenance
from sim.figures.glyphs import first_drawable
from sim.figures.words import WORDS
from sim.problems import NticError
from sim.quarters import label
from sim.results import Result
from sim.scenario import digest
from sim.specs import CenterSpec, FieldSpec, Scenario

Language = Literal["en", "zh"]
MILLIONS = {"en": 1000.0, "zh": 100.0}
"""Million CNY in the unit of money that is shown: billion CNY, 亿元."""
ORDINALS = "一二三四"
COMMON = ("National ", "Technology Innovation Center", "国家", "技术创新中心")
"""Parts of centers' names that almost all have in common."""


class Periods(NamedTuple):
    """The calendar years that a run covers in full, or its quarters if there are none."""

    names: tuple[str, ...]
    of: np.ndarray  # (quarters,): number of the period, -1 for a quarter of an incomplete year
    yearly: bool

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Return (..., quarters) added up by period, (..., periods)."""
        parts = [values[..., self.of == k].sum(axis=-1) for k in range(len(self.names))]
        return np.stack(parts, axis=-1)


@dataclass(frozen=True)
class Sample:
    """One or more runs of a scenario, and the language in which they are shown."""

    results: tuple[Result, ...]
    language: Language
    code: dict[str, Any]
    """Which code drew them, as `sim.provenance` describes it."""

    @property
    def scenario(self) -> Scenario:
        """The scenario of all runs; its seed is that of the first."""
        return self.results[0].scenario

    @property
    def seeds(self) -> list[int]:
        """The seeds of the runs."""
        return [result.scenario.seed for result in self.results]

    @property
    def quarters(self) -> list[str]:
        """Names of the quarters, such as 2010Q1, as the tables have them."""
        return [label(self.scenario.start, t) for t in range(self.scenario.quarters)]

    @property
    def last(self) -> list[str]:
        """The last four quarters, or all if there are fewer."""
        return self.quarters[-4:]

    @property
    def years(self) -> np.ndarray:
        """Time in years at which each quarter begins, (quarters,)."""
        first, quarter = self.scenario.start.split("Q")
        return int(first) + (int(quarter) - 1 + np.arange(self.scenario.quarters)) / 4.0

    @cached_property
    def periods(self) -> Periods:
        """The complete calendar years of the run."""
        of_year = [name[:4] for name in self.quarters]
        whole = tuple(sorted(year for year in set(of_year) if of_year.count(year) == 4))
        if not whole:
            names = tuple(self.quarter(name) for name in self.quarters)
            return Periods(names, np.arange(len(names)), False)
        of = [whole.index(year) if year in whole else -1 for year in of_year]
        return Periods(whole, np.array(of), True)

    def say(self, key: str, **values: object) -> str:
        """Return words in the language of the figures."""
        return WORDS[key][get_args(Language).index(self.language)].format(**values)

    def sentences(self, *texts: str) -> str:
        """Return sentences as one text."""
        return self.pick(" ", "").join(texts)

    def pick(self, en: str, zh: str) -> str:
        """Return one of two names of a thing."""
        return en if self.language == "en" else zh

    def money(self, millions: np.ndarray) -> np.ndarray:
        """Return million CNY in billion CNY or in 亿元."""
        return millions / MILLIONS[self.language]

    def quarter(self, name: str) -> str:
        """Return the name of a quarter as readers of the language write it."""
        return self.pick(name, f"{name[:4]}年{ORDINALS[int(name[-1]) - 1]}季度")

    @cached_property
    def fields(self) -> dict[str, str]:
        """Names of the fields by key."""
        return {f.key: self._name(f) for f in self.scenario.fields}

    @cached_property
    def provinces(self) -> dict[str, str]:
        """Names of the provinces by key."""
        return {p.key: self.pick(p.key, p.name_zh) for p in self.scenario.provinces}

    @cached_property
    def centers(self) -> dict[str, str]:
        """Short names of the centers by key, as they were approved."""
        ordered = sorted(self.scenario.centers, key=lambda c: c.approved)
        return {c.key: short_name(self._name(c)) for c in ordered}

    def _name(self, spec: FieldSpec | CenterSpec) -> str:
        """Return a name that no font lacks a character of: else the English one, else the key."""
        chosen = self.pick(spec.name_en, spec.name_zh)
        return first_drawable([chosen, spec.name_en, spec.key.replace("_", " ")])

    def over_time(self, level: str, indicator: str) -> np.ndarray:
        """Return an indicator, added up over the places of its level, (seeds, quarters)."""
        rows = []
        for result in self.results:
            table = result.indicators
            table = table.loc[(table["level"] == level) & (table["indicator"] == indicator)]
            rows.append(table.groupby("quarter", observed=True)["value"].sum())
        return np.array([row.reindex(self.quarters).to_numpy() for row in rows])

    def by_place(self, level: str, indicator: str) -> pd.DataFrame:
        """Return the sum of an indicator over the last four quarters: places by seeds."""
        columns = {}
        for result in self.results:
            table = result.indicators
            table = table.loc[(table["level"] == level) & (table["indicator"] == indicator)]
            table = table.loc[table["quarter"].isin(self.last)]
            columns[result.scenario.seed] = table.groupby("place", observed=True)["value"].sum()
        return pd.DataFrame(columns)

    def of_centers(self, column: str) -> np.ndarray:
        """Return a column of the centers' quarters, (seeds, centers, quarters), as `centers`."""
        rows = []
        for result in self.results:
            table = result.center_quarters.pivot(index="center", columns="quarter", values=column)
            rows.append(table.reindex(index=list(self.centers), columns=self.quarters).to_numpy())
        return np.array(rows)


def gather(results: Result | Sequence[Result], language: str) -> Sample:
    """Check that runs can be shown together.

    Raises
    ------
    NticError
        If there is none, if they are of several scenarios, or if a seed comes twice.
    """
    runs = (results,) if isinstance(results, Result) else tuple(results)
    if language not in get_args(Language):
        raise NticError(f"language must be one of {', '.join(get_args(Language))}; got {language}")
    if not runs:
        raise NticError("figures need at least one run")
    if len({digest(run.scenario) for run in runs}) > 1:
        names = ", ".join(sorted({run.scenario.name for run in runs}))
        raise NticError(f"figures show runs of one scenario that differ in their seed; got {names}")
    seeds = [run.scenario.seed for run in runs]
    if len(set(seeds)) < len(seeds):
        raise NticError(f"figures need a seed only once; got {', '.join(map(str, seeds))}")
    spoken: Language = "zh" if language == "zh" else "en"
    return Sample(runs, spoken, provenance.describe())


def short_name(name: str) -> str:
    """Return a center's name without what almost all have in common."""
    short = name
    for part in COMMON:
        short = short.replace(part, "")
    return short.strip() or name
