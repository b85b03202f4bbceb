"""Indicators of a province."""

import numpy as np

from sim import codes
from sim.indicators.about import MONEY, Indicator
from sim.jit import kernel
from sim.parameters import Parameters
from sim.state import IDEAS, Clock, World

PLACES = (
    Indicator("domestic_sales", MONEY, "sum of w x sales", "国内企业销售"),
    Indicator("rd_enterprises", MONEY, "sum of w x R&D of enterprises", "企业研发支出"),
    Indicator("rd_institutes", MONEY, "sum of w x R&D of institutes", "研究机构研发支出"),
    Indicator("minor_patents", "1", "sum of w x minor inventions so far", "累计小发明专利"),
    Indicator("ideas_born", "1/quarter", "ideas of weight born in the province", "新增创意"),
    Indicator("treasury", "million CNY", "taxes of the quarter, less what grants to centers overdrew",
              "地方财政净额"),
    Indicator("rd_staff", "FTE", "sum of R&D staff", "研发人员"),
    Indicator("stars", "1", "stars with a post in the province", "在岗拔尖人才"),
    Indicator("center_staff", "FTE", "staff of the centers of the province", "中心在岗研发人员"),
)  # fmt: skip
(DOMESTIC_SALES, RD_ENTERPRISES, RD_INSTITUTES, MINOR_PATENTS, IDEAS_BORN,
 TREASURY, RD_STAFF, STARS, CENTER_STAFF) = range(len(PLACES))  # fmt: skip


@kernel
def measure_places(w: World, p: Parameters, clock: Clock, out: np.ndarray) -> None:
    """Write all indicators of all provinces, (P, len(PLACES)), in place."""
    n = w.provinces.size
    for r in range(n):
        for k in range(out.shape[1]):
            out[r, k] = 0.0
        out[r, TREASURY] = w.provinces[r].treasury
    for cell in range(w.cells.size):
        r = cell % n
        sales = 0.0
        patents = 0.0
        for i in range(w.cells[cell].first_enterprise, w.cells[cell].last_enterprise):
            sales += w.enterprises[i].weight * w.enterprises[i].sales
            patents += w.enterprises[i].weight * w.enterprises[i].patents
        out[r, DOMESTIC_SALES] += sales
        out[r, RD_ENTERPRISES] += w.cells[cell].rd
        out[r, RD_INSTITUTES] += w.cells[cell].public_rd
        out[r, MINOR_PATENTS] += patents
        out[r, RD_STAFF] += w.cells[cell].heads
    for s in range(w.stars.size):
        if w.stars[s].employer_kind != codes.NOBODY:
            out[w.stars[s].province, STARS] += 1.0
    for c in range(w.centers.size):
        out[w.centers[c].province, CENTER_STAFF] += w.centers[c].staff
    for idea in range(w.counters[IDEAS]):
        if w.ideas[idea].born == clock.quarter:
            out[w.ideas[idea].province, IDEAS_BORN] += 1.0
