"""Indicators of the programme: grades of centers, and what evaluations distort."""

import math
from typing import Any

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
    Indicator("center_applications", "1", "applications to lead a center in the quarter's call",
              "申请牵头中心数"),
    Indicator("applications_eligible", "1", "of these, those that the panel has judged",
              "合格申请数"),
    Indicator("applications_know_too_little", "1", "refused: know too little of their field",
              "知识不足被拒数"),
    Indicator("applications_little_rd", "1", "refused: do too little R&D", "研发不足被拒数"),
    Indicator("applications_few_partners", "1", "refused: have too few partners",
              "合作不足被拒数"),
    Indicator("applications_approved", "1", "approved in the quarter's call", "获批申请数"),
    Indicator("panel_errors", "1",
              "share of approved applications that perfect assessment would not approve, 0 without",
              "遴选错误比例"),
    Indicator("panel_quality_lost", "1",
              "mean quality that perfect assessment would have approved less that of those approved",
              "遴选错误的质量损失"),
    Indicator("bases_integrated", "1", "engineering research centers merged into centers",
              "整合工程中心数"),
    Indicator("quality_spread", "1",
              "standard deviation of quality among applications that the panel has judged",
              "申请质量标准差"),
    Indicator("center_cash_returned", MONEY, "cash of revoked centers paid to the ministry",
              "撤销中心上缴结余"),
)  # fmt: skip
(RECTIFYING, REVOKED, EXCELLENT, GOOD, WANTING, FULFILMENT, DISTORTION, APPLICATIONS,
 ELIGIBLE, LITTLE_KNOWN, LITTLE_RD, FEW_PARTNERS, APPROVED, ERRORS, LOST, BASES, SPREAD, RETURNED) = range(len(PROGRAMME))  # fmt: skip


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
def count_bid(me: Any, out: np.ndarray) -> None:
    """Count one application by what came of it, in place; sums of quality come first."""
    if me.bid_charter == 0:
        return
    out[APPLICATIONS] += 1.0
    if me.bid_reason == codes.KNOWS_TOO_LITTLE:
        out[LITTLE_KNOWN] += 1.0
    elif me.bid_reason == codes.TOO_LITTLE_RD:
        out[LITTLE_RD] += 1.0
    elif me.bid_reason == codes.TOO_FEW_PARTNERS:
        out[FEW_PARTNERS] += 1.0
    elif me.bid_reason != codes.NO_MONEY:
        out[ELIGIBLE] += 1.0
        out[SPREAD] += me.bid_quality
        if me.bid_ideal == 1:
            out[LOST] += me.bid_quality
        if me.bid_reason == codes.BID_APPROVED:
            out[APPROVED] += 1.0
            out[LOST] -= me.bid_quality
            if me.bid_ideal == 0:
                out[ERRORS] += 1.0


@kernel
def square_of(me: Any, mean: float) -> float:
    """Return the squared distance of an eligible application's quality from the mean, else 0."""
    judged = me.bid_reason == codes.BID_APPROVED or me.bid_reason == codes.OUTRANKED
    if me.bid_charter == 0 or not judged:
        return 0.0
    return (me.bid_quality - mean) * (me.bid_quality - mean)


@kernel
def measure_calls(w: World, out: np.ndarray) -> None:
    """Write applications of the quarter and the errors of the panel, in place."""
    for i in range(w.enterprises.size):
        count_bid(w.enterprises[i], out)
    for i in range(w.institutes.size):
        count_bid(w.institutes[i], out)
    if out[APPROVED] > 0.0:
        out[ERRORS] /= out[APPROVED]
        out[LOST] /= out[APPROVED]
    if out[ELIGIBLE] <= 0.0:
        return
    mean = out[SPREAD] / out[ELIGIBLE]
    squares = 0.0
    for i in range(w.enterprises.size):
        squares += square_of(w.enterprises[i], mean)
    for i in range(w.institutes.size):
        squares += square_of(w.institutes[i], mean)
    out[SPREAD] = math.sqrt(squares / out[ELIGIBLE])


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
        out[BASES] += center.bases
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
    measure_calls(w, out)
    out[RETURNED] = paid(w, accounts.CENTER_CASH_RETURNED)
