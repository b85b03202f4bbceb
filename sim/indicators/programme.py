"""Indicators of the programme: grades of centers, and what evaluations distort."""

import numpy as np

from sim import accounts, codes
from sim.indicators.about import MONEY, Indicator
from sim.indicators.nation import paid
from sim.jit import kernel
from sim.rules.programme import at_work
from sim.state import Clock, World

PROGRAMME = (
    Indicator("centers_rectifying", "1", "centers that rectify", "整改期中心"),
    Indicator("centers_revoked", "1", "centers revoked so far", "累计撤销中心"),
    Indicator("evaluations_excellent", "1", "evaluations of the quarter with an excellent score",
              "评估优秀数"),
    Indicator("evaluations_good", "1", "evaluations of the quarter with a good score", "评估良好数"),
    Indicator("evaluations_wanting", "1", "evaluations of the quarter that were not passed",
              "评估不合格数"),
    Indicator("plan_fulfilment", "1",
              "mean over centers at work of stages passed in the term over those planned, 0 without",
              "计划阶段完成率"),
    Indicator("center_distortion", "1",
              "worth forgone over worth of the stages that centers near an evaluation would fund by "
              "value with the same money, 0 without", "迎合评估的扭曲程度"),
    Indicator("center_cash_returned", MONEY, "cash of revoked centers paid to the ministry",
              "撤销中心上缴结余"),
)  # fmt: skip
(RECTIFYING, REVOKED, EXCELLENT, GOOD, WANTING, FULFILMENT, DISTORTION,
 RETURNED) = range(len(PROGRAMME))  # fmt: skip


@kernel
def count_grade(grade: int, out: np.ndarray) -> None:
    """Count one evaluation of the quarter by its grade, in place."""
    if grade == codes.EXCELLENT:
        out[EXCELLENT] += 1.0
    elif grade == codes.GOOD:
        out[GOOD] += 1.0
    else:
        out[WANTING] += 1.0


@kernel
def measure_programme(w: World, clock: Clock, out: np.ndarray) -> None:
    """Write the indicators of the programme, (len(PROGRAMME),), in place."""
    for k in range(out.size):
        out[k] = 0.0
    worth = 0.0
    forgone = 0.0
    plans = 0.0
    for c in range(w.centers.size):
        center = w.centers[c]
        if center.status == codes.RECTIFYING:
            out[RECTIFYING] += 1.0
        elif center.status == codes.REVOKED:
            out[REVOKED] += 1.0
        if center.grade != codes.UNGRADED and center.graded == clock.quarter:
            count_grade(center.grade, out)
        if at_work(center.status) and center.target_stages > 0.0:
            plans += 1.0
            out[FULFILMENT] += center.stages / center.target_stages
        worth += center.honest_value
        forgone += center.forgone
    if plans > 0.0:
        out[FULFILMENT] /= plans
    out[DISTORTION] = forgone / worth if worth > 0.0 else 0.0
    out[RETURNED] = paid(w, accounts.CENTER_CASH_RETURNED)
