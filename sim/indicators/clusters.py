"""Indicators of clusters and zones: how many, how large, how special, and how far from chance."""

import numpy as np

from sim.indicators.about import Indicator
from sim.jit import kernel
from sim.ranges import enterprises_of
from sim.rules.clusters import ellison_glaeser, quotient
from sim.state import World

CONCENTRATION = (
    Indicator("clusters", "1", "provinces in which the field is a cluster", "产业集群数"),
    Indicator("ellison_glaeser", "1",
              "(G - (1 - X) H) / ((1 - X)(1 - H)), shares of provinces in sales, H of enterprises",
              "埃里森-格莱泽指数", "Ellison and Glaeser 1997"),
)  # fmt: skip
(CLUSTERS_OF_FIELD, ELLISON_GLAESER) = range(len(CONCENTRATION))

ZONES = (
    Indicator("clusters", "1", "fields that are a cluster in the province", "产业集群数"),
    Indicator("zone_share", "1", "part of the economy that lies in zones", "园区占比"),
)
(CLUSTERS_OF_PROVINCE, ZONE_SHARE) = range(len(ZONES))

CLUSTERS = (
    Indicator("clusters", "1", "cells of a field and a province that are a cluster", "产业集群数"),
    Indicator("cluster_births", "1/quarter", "clusters in their first quarter", "新生产业集群"),
    Indicator("cluster_deaths", "1/quarter", "clusters that end", "消亡产业集群"),
    Indicator("cluster_age", "quarter", "mean age of clusters", "产业集群平均年龄"),
    Indicator("cluster_sales_share", "1", "share of clusters in all sales", "产业集群销售占比"),
    Indicator("cluster_quotient", "1", "sales-weighted mean location quotient of clusters",
              "产业集群区位商"),
)  # fmt: skip
(NUMBER, BIRTHS_NOW, DEATHS_NOW, AGE, SALES_SHARE, QUOTIENT) = range(len(CLUSTERS))


@kernel
def all_sold(w: World) -> float:
    """Return what all provinces have sold when the quarter ends [million CNY/quarter]."""
    total = 0.0
    for r in range(w.provinces.size):
        total += w.provinces[r].sold
    return total


@kernel
def measure_concentration(w: World, field: int, out: np.ndarray) -> None:
    """Write clusters and the index of a field, (len(CONCENTRATION),), in place."""
    n = w.provinces.size
    nation = all_sold(w)
    sold = w.fields[field].sold
    number = 0.0
    excess = 0.0
    places = 0.0
    for r in range(n):
        here = w.cells[field * n + r]
        if here.cluster > 0:
            number += 1.0
        usual = w.provinces[r].sold / nation if nation > 0.0 else 0.0
        own = here.sold / sold if sold > 0.0 else 0.0
        excess += (own - usual) * (own - usual)
        places += usual * usual
    plants = 0.0
    first, last = enterprises_of(w, field)
    for i in range(first, last):
        share = w.enterprises[i].sales / sold if sold > 0.0 else 0.0
        plants += w.enterprises[i].weight * share * share
    out[CLUSTERS_OF_FIELD] = number
    out[ELLISON_GLAESER] = ellison_glaeser(excess, places, plants)


@kernel
def measure_zones(w: World, out: np.ndarray) -> None:
    """Write clusters and zones of all provinces, (P, len(ZONES)), in place."""
    n = w.provinces.size
    for r in range(n):
        out[r, CLUSTERS_OF_PROVINCE] = 0.0
        out[r, ZONE_SHARE] = w.provinces[r].zone_share
    for cell in range(w.cells.size):
        if w.cells[cell].cluster > 0:
            out[cell % n, CLUSTERS_OF_PROVINCE] += 1.0


@kernel
def measure_clusters(w: World, out: np.ndarray) -> None:
    """Write the indicators of all clusters, (len(CLUSTERS),), in place."""
    for k in range(out.size):
        out[k] = 0.0
    n = w.provinces.size
    nation = all_sold(w)
    inside = 0.0
    for field in range(w.fields.size):
        sold = w.fields[field].sold
        for r in range(n):
            here = w.cells[field * n + r]
            if here.cluster < 0:
                out[DEATHS_NOW] += 1.0
            if here.cluster <= 0:
                continue
            out[NUMBER] += 1.0
            out[AGE] += here.cluster
            if here.cluster == 1:
                out[BIRTHS_NOW] += 1.0
            inside += here.sold
            special = quotient(here.sold, sold, w.provinces[r].sold, nation)
            out[QUOTIENT] += here.sold * special
    out[AGE] = out[AGE] / out[NUMBER] if out[NUMBER] > 0.0 else 0.0
    out[SALES_SHARE] = inside / nation if nation > 0.0 else 0.0
    out[QUOTIENT] = out[QUOTIENT] / inside if inside > 0.0 else 0.0
