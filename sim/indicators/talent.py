"""Indicators of a field's people."""

import numpy as np

from sim import codes, people
from sim.indicators.about import Indicator
from sim.jit import kernel
from sim.state import World

TALENT = (
    Indicator("rd_staff", "FTE", "sum of R&D staff", "研发人员"),
    Indicator("staff_quality", "1", "mean quality of staff, 2010 = 1", "研发人员平均水平"),
    Indicator("rd_pay", "1", "R&D per person of mean quality, 2010 = 1", "人均研发经费指数"),
    Indicator("effort_price", "1", "money of a unit of effort, 2010 = 1", "研发努力价格"),
    Indicator("staff_trained", "FTE/quarter", "graduates who enter R&D", "毕业进入研发人员"),
    Indicator("staff_retired", "FTE/quarter", "staff who retire", "退休研发人员"),
    Indicator("staff_joined", "FTE/quarter", "from other work less to other work", "其他工作净转入"),
    Indicator("staff_returned", "FTE/quarter", "researchers back from abroad", "回国研究人员"),
    Indicator("staff_emigrated", "FTE/quarter", "researchers who go abroad", "出国研究人员"),
    Indicator("staff_moved", "FTE/quarter", "staff who move to a cell of the field", "跨省跨领域流入人员"),
    Indicator("stars", "1", "stars with a post", "在岗拔尖人才"),
    Indicator("star_hhi", "1", "sum over employers of squared shares of stars, 0 without", "拔尖人才集中度"),
    Indicator("star_top_share", "1", "share of stars at the employer with most", "拔尖人才首位单位占比"),
    Indicator("star_effort", "1", "share of effort that stars add", "拔尖人才研发努力占比"),
    Indicator("stars_from_abroad", "1", "stars with a post who came from abroad", "海归拔尖人才"),
    Indicator("staff_hhi", "1", "sum over provinces of squared shares of R&D staff", "研发人员地区集中度"),
    Indicator("stars_at_centers", "1", "stars with a post at a center", "中心拔尖人才"),
)  # fmt: skip
(RD_STAFF, STAFF_QUALITY, RD_PAY, EFFORT_PRICE, STAFF_TRAINED, STAFF_RETIRED, STAFF_JOINED,
 STAFF_RETURNED, STAFF_EMIGRATED, STAFF_MOVED, STARS, STAR_HHI, STAR_TOP_SHARE, STAR_EFFORT,
 STARS_FROM_ABROAD, STAFF_HHI, STARS_AT_CENTERS) = range(len(TALENT))  # fmt: skip


@kernel
def measure_talent(w: World, field: int, out: np.ndarray) -> None:
    """Write the indicators of a field's people, (len(TALENT),), in place."""
    f = w.fields[field]
    out[RD_STAFF] = f.staff
    out[STAFF_QUALITY] = f.effective / f.staff if f.staff > 0.0 else 0.0
    out[RD_PAY] = f.pay
    out[EFFORT_PRICE] = f.project_cost / f.project_cost_start if f.pay > 0.0 else 0.0
    out[STAFF_TRAINED] = f.people[people.TRAINED]
    out[STAFF_RETIRED] = f.people[people.RETIRED]
    out[STAFF_JOINED] = f.people[people.JOINED] - f.people[people.LEFT]
    out[STAFF_RETURNED] = f.people[people.RETURNED]
    out[STAFF_EMIGRATED] = f.people[people.EMIGRATED]
    out[STAFF_MOVED] = f.people[people.MOVED_IN]
    n = w.provinces.size
    squares = 0.0
    for cell in range(field * n, (field + 1) * n):
        squares += w.cells[cell].heads * w.cells[cell].heads
    out[STAFF_HHI] = squares / (f.staff * f.staff) if f.staff > 0.0 else 0.0
    out[STAR_EFFORT] = f.star_effort / f.effort if f.effort > 0.0 else 0.0
    measure_stars(w, field, out)


@kernel
def measure_stars(w: World, field: int, out: np.ndarray) -> None:
    """Count a field's stars and how they crowd at employers, in place."""
    places = w.stars.size // w.fields.size
    stars = 0.0
    abroad = 0.0
    centers = 0.0
    squares = 0.0
    most = 0.0
    for s in range(field * places, (field + 1) * places):
        one = w.stars[s]
        if one.employer_kind == codes.NOBODY:
            continue
        stars += 1.0
        abroad += one.abroad
        centers += 1.0 if one.employer_kind == codes.CENTER else 0.0
        together = 0.0
        for t in range(field * places, (field + 1) * places):
            other = w.stars[t]
            if other.employer_kind == one.employer_kind and other.employer == one.employer:
                together += 1.0
        squares += together  # summed over the stars of an employer: its number squared
        most = max(most, together)
    out[STARS] = stars
    out[STARS_FROM_ABROAD] = abroad
    out[STARS_AT_CENTERS] = centers
    out[STAR_HHI] = squares / (stars * stars) if stars > 0.0 else 0.0
    out[STAR_TOP_SHARE] = most / stars if stars > 0.0 else 0.0
