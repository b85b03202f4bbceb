"""Indicators of the people of centers, in the nation: posts, staff and stars."""

import numpy as np

from sim.indicators.about import Indicator
from sim.jit import kernel
from sim.state import World

STAFF = (
    Indicator("center_posts", "FTE", "posts that projects of centers need", "中心按需设岗数"),
    Indicator("center_staff", "FTE", "of these, filled: a part of R&D staff", "中心在岗研发人员"),
    Indicator("center_vacancies", "FTE", "posts of centers less their staff", "中心空缺岗位"),
    Indicator("center_staff_joined", "FTE/quarter", "people who join the staff of centers", "中心流入人员"),
    Indicator("center_staff_left", "FTE/quarter",
              "people who leave it: for elsewhere, or as a center spends less on projects", "中心流出人员"),
    Indicator("center_stars", "1", "stars with a post at a center", "中心拔尖人才"),
)  # fmt: skip
(CENTER_POSTS, CENTER_STAFF, CENTER_VACANCIES, CENTER_STAFF_JOINED, CENTER_STAFF_LEFT,
 CENTER_STARS) = range(len(STAFF))  # fmt: skip


@kernel
def measure_staff(w: World, out: np.ndarray) -> None:
    """Write posts, staff and stars of all centers, (len(STAFF),), in place."""
    for k in range(out.size):
        out[k] = 0.0
    for c in range(w.centers.size):
        center = w.centers[c]
        out[CENTER_POSTS] += center.posts
        out[CENTER_STAFF] += center.staff
        out[CENTER_STAFF_JOINED] += center.joined
        out[CENTER_STAFF_LEFT] += center.left
        out[CENTER_STARS] += center.stars
    out[CENTER_VACANCIES] = out[CENTER_POSTS] - out[CENTER_STAFF]
