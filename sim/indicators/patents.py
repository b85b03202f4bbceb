"""Indicators of minor inventions in use, of what is reported as R&D, and of duplicated cost."""

import numpy as np

from sim import codes
from sim.indicators.about import MONEY, Indicator
from sim.jit import kernel
from sim.parameters import Parameters
from sim.ranges import enterprises_of, institutes_of
from sim.rules.patents import size_class
from sim.state import World

PATENTS = (
    Indicator("patents_enterprises", "1", "sum of w x patents of enterprises so far", "企业专利"),
    Indicator("patents_enterprises_used", "1", "of these, in use", "企业实施专利"),
    Indicator("patents_institutes", "1", "patents of universities and institutes so far",
              "高校院所专利"),
    Indicator("patents_institutes_used", "1", "of these, in use", "高校院所实施专利"),
    Indicator("rd_reported", MONEY, "R&D of enterprises and what they relabel", "企业申报研发支出"),
    Indicator("rd_relabelled_share", "1", "relabelled / reported R&D of enterprises",
              "归集研发占申报比例"),
    Indicator("certified_enterprises", "1", "sum of w of high-tech enterprises", "高新技术企业数"),
    Indicator("duplicated_cost", MONEY, "of each idea, all spending but the largest of a team",
              "重复研发投入"),
    Indicator("duplicated_cost_center", MONEY, "the same of ideas on which a center has a team",
              "涉及中心的重复投入"),
)  # fmt: skip
(ENTERPRISES, ENTERPRISES_USED, INSTITUTES, INSTITUTES_USED, RD_REPORTED, RD_RELABELLED_SHARE,
 CERTIFIED_ENTERPRISES, DUPLICATED_COST, DUPLICATED_COST_CENTER) = range(len(PATENTS))  # fmt: skip

USE = (
    Indicator("use_rate_micro", "1", "patents in use / patents, micro enterprises", "微型企业实施率"),
    Indicator("use_rate_small", "1", "the same, small enterprises", "小型企业实施率"),
    Indicator("use_rate_medium", "1", "the same, medium enterprises", "中型企业实施率"),
    Indicator("use_rate_large", "1", "the same, large enterprises", "大型企业实施率"),
    Indicator("use_rate_enterprises", "1", "the same, all enterprises", "企业专利实施率"),
    Indicator("use_rate_universities", "1", "the same, universities", "高校专利实施率"),
    Indicator("use_rate_government_institutes", "1", "the same, government institutes",
              "科研院所专利实施率"),
    Indicator("use_rate_joint", "1", "the same, of institutes with a fellow member of a center",
              "合作专利实施率"),
    Indicator("patents_joint", "1", "patents of institutes with a fellow member of a center",
              "合作专利"),
)  # fmt: skip
_ALL, _UNIVERSITIES, _GOVERNMENT, _JOINT, PATENTS_JOINT = range(4, len(USE))


@kernel
def measure_patents(w: World, field: int, out: np.ndarray) -> None:
    """Write a field's indicators of patents and reported R&D, (len(PATENTS),), in place."""
    for k in range(out.size):
        out[k] = 0.0
    relabelled = 0.0
    first, last = enterprises_of(w, field)
    for i in range(first, last):
        e = w.enterprises[i]
        out[ENTERPRISES] += e.weight * e.patents
        out[ENTERPRISES_USED] += e.weight * e.patents_used
        out[CERTIFIED_ENTERPRISES] += e.weight * e.certified
        relabelled += e.weight * e.relabelled
    first, last = institutes_of(w, field)
    for i in range(first, last):
        o = w.institutes[i]
        out[INSTITUTES] += o.weight * o.patents
        out[INSTITUTES_USED] += o.weight * o.patents_used
    out[RD_REPORTED] = w.fields[field].rd + relabelled
    out[RD_RELABELLED_SHARE] = relabelled / out[RD_REPORTED] if relabelled > 0.0 else 0.0
    out[DUPLICATED_COST] = w.fields[field].duplicated
    out[DUPLICATED_COST_CENTER] = w.fields[field].duplicated_center


@kernel
def used_of(used: float, patents: float) -> float:
    """Return the rate of use, 0 where there are no patents."""
    return used / patents if patents > 0.0 else 0.0


@kernel
def measure_use(w: World, p: Parameters, out: np.ndarray) -> None:
    """Write the nation's rates of use, (len(USE),), in place; `out` first holds patents in use."""
    for k in range(out.size):
        out[k] = 0.0
    micro, small, medium, large, university, government = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(w.enterprises.size):
        e = w.enterprises[i]
        if e.patents == 0.0:
            continue
        size = size_class(e.sales, p.patents)
        patents = e.weight * e.patents
        out[size] += e.weight * e.patents_used
        out[_ALL] += e.weight * e.patents_used
        micro += patents if size == 0 else 0.0
        small += patents if size == 1 else 0.0
        medium += patents if size == 2 else 0.0
        large += patents if size == 3 else 0.0
    for i in range(w.institutes.size):
        o = w.institutes[i]
        if o.kind == codes.UNIVERSITY:
            university += o.weight * o.patents
            out[_UNIVERSITIES] += o.weight * o.patents_used
        else:
            government += o.weight * o.patents
            out[_GOVERNMENT] += o.weight * o.patents_used
        out[PATENTS_JOINT] += o.weight * o.patents_joint
        out[_JOINT] += o.weight * o.patents_joint_used
    out[0] = used_of(out[0], micro)
    out[1] = used_of(out[1], small)
    out[2] = used_of(out[2], medium)
    out[3] = used_of(out[3], large)
    out[_ALL] = used_of(out[_ALL], micro + small + medium + large)
    out[_UNIVERSITIES] = used_of(out[_UNIVERSITIES], university)
    out[_GOVERNMENT] = used_of(out[_GOVERNMENT], government)
    out[_JOINT] = used_of(out[_JOINT], out[PATENTS_JOINT])
