"""What is measured of clusters in a run, and what chance makes of the same rows.

Chance is of two kinds: rows settle by the provinces' shares in all sales, or each field deals its
location quotients anew among provinces of a like size. See `sim.results.places`.
"""

from typing import NamedTuple

import numpy as np

from experiments.agglomeration import (
    births_by_cell,
    elasticity_of_births,
    elasticity_of_efficiency,
    elasticity_to_density,
)
from sim import kernel
from sim.indicators import FIELD
from sim.kernel import History
from sim.results import places
from sim.specs import Scenario
from sim.spinup import started
from sim.timeline import timeline_of

ALARM = 0.05
"""Chance of a false alarm of one test."""
DRAWS = 999
LUCK = 20100101
"""Key of the draws of chance, which are the same for every run."""
LOOK_BACK = 40
"""Quarters of births, and before the end at which specialisation is taken."""

NATION = {
    "clusters at the start": "1",
    "clusters at the end": "1",
    "cells over the lines of birth at the end": "1",
    "such cells by chance": "1",
    "such cells by chance, 2.5%": "1",
    "such cells by chance, 97.5%": "1",
    "more such cells than by chance, p below 0.05": "share of runs",
    "mean absolute log quotient, by sales": "1",
    "that mean by chance": "1",
    "that mean by chance, 2.5%": "1",
    "that mean by chance, 97.5%": "1",
    "more than by chance, p below 0.05": "share of runs",
    "enterprises that the heaviest row stands for": "1",
    "born a year": "1/year",
    "ended a year": "1/year",
    "born a year by one line and one quarter": "1/year",
    "ended a year by one line and one quarter": "1/year",
    "mean age at the end": "quarter",
    "share of clusters in sales": "1",
    "quotient of clusters, by sales": "1",
    "enterprises in clusters": "1",
    "provinces with a cluster": "1",
    "Ellison-Glaeser index, mean of fields, at the start": "1",
    "the same at the end": "1",
    "Moran's I of clusters by province": "1",
    "rank p of it": "1",
    "Moran's I of specialisation, mean of fields": "1",
    "provinces alike their neighbours in clusters, p below 0.05": "1",
    "elasticity of births per enterprise to the quotient": "1",
    "elasticity of efficiency to the quotient": "1",
    "elasticity of efficiency to sales per area of the province": "1",
}
"""Figures of a run, and their units."""

Task = tuple[str, float, int]


class Measured(NamedTuple):
    """What is measured in a run."""

    nation: np.ndarray  # (len(NATION),)
    concentration: np.ndarray  # (F,) Ellison and Glaeser's, at the end
    band: np.ndarray  # (F, 3) mean and 95% band of it by chance
    p: np.ndarray  # (F,) rank p of the index
    pairs: np.ndarray  # (F, F) coagglomeration
    pairs_p: np.ndarray  # (F, F) rank p of it
    there: np.ndarray  # (F, P) bool, clusters at the end


def one_run(task: Task) -> Measured:
    """Return what is measured in one run, which has a spin-up of its own."""
    name, scale, seed = task
    scenario, world = started(name, (("scale", str(scale)),), seed)
    return measure(scenario, kernel.run(world, timeline_of(scenario), seed, scenario.quarters))


class Chance(NamedTuple):
    """The rows that a run leaves, and what they make where they settle by usual shares."""

    gamma: np.ndarray  # (F,) Ellison and Glaeser's index
    band: np.ndarray  # (F, 3) mean and 95% band of it by chance
    p: np.ndarray  # (F,) rank p of the index
    here: np.ndarray  # (2, F, P) sales and enterprises
    dealt: np.ndarray  # (2, draws, F, P) the same by chance
    heaviest: float  # most enterprises of a row


def measure(scenario: Scenario, history: History) -> Measured:
    """Return what is measured in a run."""
    luck = np.random.default_rng(LUCK)
    sales, firms, age = np.moveaxis(history.cells, -1, 0)
    usual = sales[-1].sum(axis=0) / sales[-1].sum()
    chance = chances(history, usual, luck)
    pairs = places.together(sales[-1], usual)
    by_luck = places.together(places.profiles_by_chance(sales[-1], usual, DRAWS, luck), usual)
    pairs_p = (1.0 + (by_luck >= pairs).sum(axis=0)) / (1.0 + DRAWS)
    start = history.fields[0, :, [about.name for about in FIELD].index("ellison_glaeser")]
    number, *rest = np.split(np.array(lives(sales, firms, age)), [2])
    nation = np.concatenate([number, against_chance(chance), [chance.heaviest], *rest,
                             [np.nanmean(start), np.nanmean(chance.gamma)],
                             near(scenario, sales[-1], age[-1], luck),
                             elasticities(history, sales, firms)])  # fmt: skip
    return Measured(nation, chance.gamma, chance.band, chance.p, pairs, pairs_p, age[-1] > 0)


def chances(history: History, usual: np.ndarray, luck: np.random.Generator) -> Chance:
    """Return the index of each field and the cells of all, observed and by chance.

    Rows are those in the world that the run leaves, enterprises that begin or end then included;
    what is observed is taken over the same rows, so that both are alike.
    """
    rows, n = history.world.enterprises, usual.size
    found, bands, ps, here, dealt = [], [], [], [], []
    for field in range(history.cells.shape[1]):
        own = rows[(rows["field"] == field) & (rows.sales > 0.0)]
        masses = np.array([own.weight * own.sales, own.weight], dtype=float)
        here.append([np.bincount(own.province, mass, n) for mass in masses])
        dealt.append(places.by_chance(masses, usual, DRAWS, luck))
        plants = places.herfindahl(own.weight, own.sales)
        value = float(places.concentration(here[-1][0], usual, plants))
        by_luck = places.concentration(dealt[-1][0], usual, plants)
        found.append(value)
        bands.append(mean_and_band(by_luck))
        ps.append(places.rank_p(value, by_luck))
    return Chance(np.array(found), np.array(bands), np.array(ps),
                  np.moveaxis(np.array(here), 0, 1), np.moveaxis(np.array(dealt), 0, 2),
                  float(rows.weight[rows.sales > 0.0].max()))  # fmt: skip


def mean_and_band(values: np.ndarray) -> list[float]:
    """Return the mean of draws and the band that holds 95% of them."""
    return [float(values.mean()), *(float(q) for q in np.quantile(values, [0.025, 0.975]))]


def against_chance(chance: Chance) -> list[float]:
    """Return cells over the lines and unevenness: observed, by chance, and whether it is more."""
    found = []
    for observed, by_luck in (
        (places.over_lines(*chance.here).sum(), places.over_lines(*chance.dealt).sum(axis=(1, 2))),
        (places.unevenness(chance.here[0]), places.unevenness(chance.dealt[0])),
    ):
        p = places.rank_p(float(observed), by_luck)
        found += [float(observed), *mean_and_band(by_luck), float(p < ALARM)]
    return found


def lives(sales: np.ndarray, firms: np.ndarray, age: np.ndarray) -> list[float]:
    """Return number, births, deaths, age, size and specialisation of clusters."""
    years = len(age) / 4.0
    there, last = age > 0, age[-1] > 0
    inside = float(sales[-1][last].sum())
    quotient = (sales[-1] * places.quotients(sales[-1]))[last].sum()
    born, ended = places.flickers(sales, firms, age)
    return [
        float(there[0].sum()),
        float(last.sum()),
        float((age == 1).sum()) / years,
        float((age == -1).sum()) / years,
        born / years,
        ended / years,
        float(age[-1][last].mean()),
        inside / float(sales[-1].sum()),
        float(quotient) / inside,
        float(firms[-1][last].sum()),
        float(last.any(axis=0).sum()),
    ]


def near(
    scenario: Scenario, sales: np.ndarray, age: np.ndarray, luck: np.random.Generator
) -> list[float]:
    """Return how far neighbouring provinces are alike in clusters and in specialisation."""
    weights = places.neighbours([province.key for province in scenario.provinces])
    number = (age > 0).sum(axis=0).astype(float)
    whole = float(places.moran(number, weights))
    chance = places.moran_by_chance(number, weights, DRAWS, luck)
    special = np.log1p(places.quotients(sales))
    alike = places.local_by_chance(number, weights, DRAWS, luck)
    return [
        whole,
        places.rank_p(whole, chance),
        float(places.moran(special, weights).mean()),
        float((alike < ALARM).sum()),
    ]


def elasticities(history: History, sales: np.ndarray, firms: np.ndarray) -> list[float]:
    """Return how births and efficiency go with specialisation ten years before the end."""
    since = max(0, len(sales) - LOOK_BACK)
    quotient = places.quotients(sales[since])
    births = births_by_cell(history, since)
    return [
        elasticity_of_births(births, firms[since:].mean(axis=0), quotient),
        elasticity_of_efficiency(history.world, quotient),
        elasticity_to_density(history.world, sales[since].sum(axis=0)),
    ]
