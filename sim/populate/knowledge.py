"""What organisations and the world know in 2010."""

import numpy as np

from sim import draws, masks
from sim.jit import kernel
from sim.parameters import Start
from sim.populate.identity import SEED
from sim.specs import Scenario
from sim.state import World

OPENED = 48
"""Units of a field the world has opened at the start."""


def graph(key: int) -> np.ndarray:
    """Return the units next to each unit of a field: a ring by depth with a few long links.

    Every unit touches the two before and after it; eight long links join units at random.
    """
    links = np.zeros(masks.UNITS, dtype=np.uint64)

    def join(a: int, b: int) -> None:
        links[a] |= np.uint64(1 << b)
        links[b] |= np.uint64(1 << a)

    for unit in range(masks.UNITS):
        for step in (1, 2):
            join(unit, (unit + step) % masks.UNITS)
    for k in range(8):
        one = int(draws.uniform(SEED, 0, key, draws.GRAPH, 2 * k) * masks.UNITS)
        other = int(draws.uniform(SEED, 0, key, draws.GRAPH, 2 * k + 1) * masks.UNITS)
        if one != other:
            join(one, other)
    return links


@kernel
def draw_knowledge(
    ids: np.ndarray, coverage: np.ndarray, own: np.uint64, channel: int, p: Start, out: np.ndarray
) -> None:
    """Draw which of the world's units each organisation knows in 2010, in place.

    The mean chance over the units is `coverage` as far as it stays within [0, 1]: more for units
    of its own kind and for older ones.
    """
    for k in range(ids.size):
        known = masks.EMPTY
        for unit in range(OPENED):
            bias = p.own_kind_bias if masks.has(own, unit) else -p.own_kind_bias
            depth = 1.0 + p.depth_slope * (0.5 - (unit + 0.5) / OPENED)
            chance = coverage[k] * (1.0 + bias) * depth
            if draws.uniform(SEED, 0, ids[k], channel, unit) < chance:
                known = known | masks.bit(unit)
        out[k] = known


@kernel
def adjust_knowledge(
    ids: np.ndarray,
    world: np.ndarray,
    learn: np.ndarray,
    lose: np.ndarray,
    channel: int,
    out: np.ndarray,
) -> None:
    """Let each organisation learn or lose each of the world's units with a chance, in place."""
    for k in range(ids.size):
        for unit in range(masks.UNITS):
            if not masks.has(world[k], unit):
                continue
            u = draws.uniform(SEED, 0, ids[k], channel, unit)
            if masks.has(out[k], unit):
                if u < lose[k]:
                    out[k] = out[k] & ~masks.bit(unit)
            elif u < learn[k]:
                out[k] = out[k] | masks.bit(unit)


def fill_knowledge(w: World, scenario: Scenario) -> None:
    """Draw what each organisation knows, in place."""
    p = scenario.parameters.start
    gaps = np.array([field.attributes["gap"] for field in scenario.fields])
    for rows, channel, own, ratio in (
        (w.enterprises, draws.FIRM_KNOWLEDGE, masks.APPLICATION, 1.0),
        (w.institutes, draws.INSTITUTE_KNOWLEDGE, masks.SCIENCE, p.institute_gap),
    ):
        coverage = 1.0 - ratio * gaps[rows["field"]]
        known = np.zeros(rows.size, dtype=np.uint64)
        draw_knowledge(rows.id.copy(), coverage, own, channel, p, known)
        rows.knowledge = known
