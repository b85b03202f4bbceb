"""Indicators of links between organisations outside centers."""

import numpy as np

from sim import codes, masks
from sim.indicators.about import Indicator
from sim.jit import kernel
from sim.state import LINKS as LINK_ROWS
from sim.state import Clock, World

LINKS = (
    Indicator("links_per_enterprise", "1", "standing links of an enterprise, institutes included",
              "企业平均现存合作数"),
    Indicator("new_links", "1/quarter", "links that began, each counted once", "新建合作"),
    Indicator("ended_links", "1/quarter", "links that ended", "终止合作"),
    Indicator("passed_on", "1",
              "mean over ended links of the share of what was new to each other that is known now",
              "终止合作的知识传递比例"),
    Indicator("links_with_institutes", "1", "share of enterprises' standing links that are with institutes",
              "产研合作比例"),
    Indicator("link_distance", "1", "mean cognitive distance of standing links", "合作认知距离"),
    Indicator("links_in_province", "1", "share of enterprises' links with each other that stay in "
              "the province, over what presence alone would give", "省内合作倍数"),
    Indicator("newcomer_links", "1/quarter",
              "new links of enterprises founded within five years with other enterprises",
              "新企业新建合作"),
    Indicator("newcomer_links_to_incumbents", "1/quarter", "of these, with older enterprises",
              "新企业与在位企业新建合作"),
)  # fmt: skip
(LINKS_PER_ENTERPRISE, NEW_LINKS, ENDED_LINKS, PASSED_ON, LINKS_WITH_INSTITUTES, LINK_DISTANCE,
 LINKS_IN_PROVINCE, NEWCOMER_LINKS, NEWCOMER_LINKS_TO_INCUMBENTS) = range(len(LINKS))  # fmt: skip

NEWCOMER = 20
"""Age below which an enterprise is a newcomer [quarter]."""


@kernel
def lots(w: World, k: int) -> float:
    """Return how many links of one organisation with another a link of rows stands for."""
    link = w.links[k]
    if link.kind == codes.INSTITUTE:
        return min(w.enterprises[link.other].weight, w.institutes[link.one].weight)
    return min(w.enterprises[link.other].weight, w.enterprises[link.one].weight)


@kernel
def measure_links(w: World, clock: Clock, field: int, out: np.ndarray) -> None:
    """Write the indicators of a field's links, (len(LINKS),), in place."""
    for k in range(out.size):
        out[k] = 0.0
    total, firms = 0.0, 0.0
    for k in range(w.counters[LINK_ROWS]):
        link = w.links[k]
        if link.field != field:
            continue
        count = lots(w, k)
        if link.live == 0:
            if link.ended == clock.quarter:
                out[ENDED_LINKS] += count
                out[PASSED_ON] += count * link.passed
            continue
        total += count
        out[LINK_DISTANCE] += count * masks.distance(link.one_knows, link.other_knows)
        if link.kind == codes.INSTITUTE:
            out[LINKS_WITH_INSTITUTES] += count
        else:
            firms += count
            one, other = w.enterprises[link.one], w.enterprises[link.other]
            if one.province == other.province:
                out[LINKS_IN_PROVINCE] += count
        if link.begun == clock.quarter:
            out[NEW_LINKS] += count
            if link.kind == codes.ENTERPRISE:
                count_newcomers(w, clock, k, count, out)
    if out[ENDED_LINKS] > 0.0:
        out[PASSED_ON] /= out[ENDED_LINKS]
    if total > 0.0:
        out[LINK_DISTANCE] /= total
        out[LINKS_WITH_INSTITUTES] /= total + firms  # a link of two enterprises is one of each
    expected, standing = by_presence(w, field)
    out[LINKS_PER_ENTERPRISE] = standing
    if firms > 0.0 and expected > 0.0:
        out[LINKS_IN_PROVINCE] /= firms * expected


@kernel
def count_newcomers(w: World, clock: Clock, k: int, count: float, out: np.ndarray) -> None:
    """Count a new link of two enterprises if one of them is a newcomer, in place."""
    one = w.enterprises[w.links[k].one].born > clock.quarter - NEWCOMER
    other = w.enterprises[w.links[k].other].born > clock.quarter - NEWCOMER
    if one or other:
        out[NEWCOMER_LINKS] += count
        if not (one and other):
            out[NEWCOMER_LINKS_TO_INCUMBENTS] += count


@kernel
def by_presence(w: World, field: int) -> tuple[float, float]:
    """Return the chance that two enterprises met by presence share a province; links a firm."""
    n = w.provinces.size
    squares, total, links, firms = 0.0, 0.0, 0.0, 0.0
    for cell in range(field * n, (field + 1) * n):
        here = 0.0
        for i in range(w.cells[cell].first_enterprise, w.cells[cell].last_enterprise):
            e = w.enterprises[i]
            here += e.weight * e.presence
            links += e.weight * e.links
            firms += e.weight
        squares += here * here
        total += here
    expected = squares / (total * total) if total > 0.0 else 0.0
    return expected, links / firms if firms > 0.0 else 0.0
