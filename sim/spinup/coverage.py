"""What organisations know of what the world knows, and the same in 2010."""

import numpy as np

from sim import draws
from sim.populate import adjust_knowledge
from sim.specs import Scenario
from sim.state import World


def coverage_of_2010(scenario: Scenario, ratio: float) -> np.ndarray:
    """Return the share of the world's units known in 2010, (F,), the gap times `ratio` off 1."""
    return 1.0 - ratio * np.array([field.attributes["gap"] for field in scenario.fields])


def institute_coverage(scenario: Scenario) -> np.ndarray:
    """Return the share of the world's units that institutes know in 2010, (F,)."""
    return coverage_of_2010(scenario, scenario.parameters.start.institute_gap)


def share_known(w: World, rows: np.recarray, weights: np.ndarray) -> np.ndarray:
    """Return the weighted mean share of the world's units that organisations know, (F,)."""
    world = w.fields.world[rows["field"]]
    known = np.bitwise_count(rows.knowledge & world) / np.bitwise_count(world)
    total = np.bincount(rows["field"], weights, w.fields.size)
    with np.errstate(invalid="ignore"):
        return np.bincount(rows["field"], weights * known, w.fields.size) / total


def match_coverage(w: World, scenario: Scenario) -> None:
    """Let organisations forget or learn units at random until coverage is that of 2010."""
    for rows, size, channel, goal in (
        (w.enterprises, w.enterprises.sales, draws.FIRM_MATCH, coverage_of_2010(scenario, 1.0)),
        (w.institutes, w.institutes.budget, draws.INSTITUTE_MATCH, institute_coverage(scenario)),
    ):
        now = np.clip(np.nan_to_num(share_known(w, rows, rows.weight * size)), 1e-9, 1.0 - 1e-9)
        learn = np.clip((goal - now) / (1.0 - now), 0.0, 1.0)
        lose = np.clip((now - goal) / now, 0.0, 1.0)
        known = rows.knowledge.copy()
        world = w.fields.world[rows["field"]]
        of = rows["field"]
        adjust_knowledge(rows.id.copy(), world, learn[of], lose[of], channel, known)
        rows.knowledge = known
