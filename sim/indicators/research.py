"""Indicators of a field's research: money, pipeline, launches."""

import numpy as np

from sim.indicators.about import MONEY, Indicator
from sim.jit import kernel
from sim.state import BANK, IDEAS, STAGES, Clock, World

RESEARCH = (
    Indicator("rd_enterprises", MONEY, "sum of w x R&D of enterprises", "企业研发支出"),
    Indicator("rd_institutes", MONEY, "sum of w x R&D of institutes", "研究机构研发支出"),
    Indicator("basic_research", MONEY, "sum of w x basic research", "基础研究支出"),
    Indicator("ideas_born", "1/quarter", "ideas of weight born", "新增创意"),
    Indicator("ideas_live", "1", "ideas in the pipeline, shelved ones left out", "在研创意"),
    Indicator("ideas_shelved", "1", "ideas on the shelf", "搁置创意"),
    Indicator("ideas_trl_1_3", "1", "live ideas whose furthest team is in TRL 1-3", "TRL 1-3创意"),
    Indicator("ideas_trl_3_4", "1", "live ideas whose furthest team is in TRL 3-4", "TRL 3-4创意"),
    Indicator("ideas_trl_4_6", "1", "live ideas whose furthest team is in TRL 4-6", "TRL 4-6创意"),
    Indicator("ideas_trl_6_8", "1", "live ideas whose furthest team is in TRL 6-8", "TRL 6-8创意"),
    Indicator("ideas_trl_8_9", "1", "live ideas whose furthest team is in TRL 8-9", "TRL 8-9创意"),
    Indicator("launches_enterprise", "1/quarter", "technologies launched by fringe enterprises",
              "一般企业上市技术"),
    Indicator("launches_leader", "1/quarter", "technologies launched by leading enterprises",
              "领军企业上市技术"),
    Indicator("launches_university", "1/quarter", "technologies launched by universities",
              "高校上市技术"),
    Indicator("launches_institute", "1/quarter", "technologies launched by government institutes",
              "科研院所上市技术"),
    Indicator("launches_center", "1/quarter", "technologies launched by centers",
              "创新中心上市技术"),
    Indicator("technologies", "1", "technologies in the field's bank", "在用技术数"),
    Indicator("technology_use", "1", "mean share of sales that uses a technology", "平均使用份额"),
    Indicator("gain_launched", "1/quarter", "sum of knowable gains of launches", "上市技术增益"),
    Indicator("discoveries", "1/quarter", "units that institutes discover", "研究机构新发现知识单元"),
)  # fmt: skip
(RD_ENTERPRISES, RD_INSTITUTES, BASIC_RESEARCH, IDEAS_BORN, IDEAS_LIVE, IDEAS_SHELVED,
 IDEAS_TRL_1_3, IDEAS_TRL_3_4, IDEAS_TRL_4_6, IDEAS_TRL_6_8, IDEAS_TRL_8_9, LAUNCHES_ENTERPRISE,
 LAUNCHES_LEADER, LAUNCHES_UNIVERSITY, LAUNCHES_INSTITUTE, LAUNCHES_CENTER, TECHNOLOGIES,
 TECHNOLOGY_USE, GAIN_LAUNCHED, DISCOVERIES) = range(len(RESEARCH))  # fmt: skip


@kernel
def measure_research(w: World, clock: Clock, field: int, out: np.ndarray) -> None:
    """Write the indicators of a field's research, (len(RESEARCH),), in place."""
    n = w.provinces.size
    for k in range(out.size):
        out[k] = 0.0
    out[RD_ENTERPRISES] = w.fields[field].rd
    for cell in range(field * n, (field + 1) * n):
        out[RD_INSTITUTES] += w.cells[cell].public_rd
    out[BASIC_RESEARCH] = w.fields[field].basic
    out[DISCOVERIES] = w.fields[field].discoveries
    measure_pipeline(w, clock, field, out)
    measure_technologies(w, clock, field, out)


@kernel
def measure_pipeline(w: World, clock: Clock, field: int, out: np.ndarray) -> None:
    """Count the field's ideas below TRL 9, in place."""
    for idea in range(w.counters[IDEAS]):
        k = w.ideas[idea]
        if k.field != field or k.live == 0:
            continue
        if k.born == clock.quarter:
            out[IDEAS_BORN] += 1.0
        if k.shelved == 1:
            out[IDEAS_SHELVED] += 1.0
            continue
        out[IDEAS_LIVE] += 1.0
        out[IDEAS_TRL_1_3 + min(k.best_stage, STAGES - 1)] += 1.0


@kernel
def measure_technologies(w: World, clock: Clock, field: int, out: np.ndarray) -> None:
    """Count the field's launches and technologies in use, in place."""
    live = 0.0
    use = 0.0
    for bank in (field, w.fields.size):
        for slot in range(BANK):
            t = w.technologies[bank, slot]
            if t.live == 0 or t.field != field:
                continue
            if t.launched == clock.quarter:
                out[LAUNCHES_ENTERPRISE + t.origin] += 1.0
                out[GAIN_LAUNCHED] += t.gain
            if bank == field:
                live += 1.0
                use += t.use
    out[TECHNOLOGIES] = live
    out[TECHNOLOGY_USE] = use / live if live > 0.0 else 0.0
