"""The valley of death comes out, and no parameter says so directly."""

import math

import numpy as np
import pytest

from calibration.passage import REASONS_WHY, passage, without_centers
from sim import kernel
from sim.scenario import load
from sim.spinup import started
from sim.state import EVENTS

UNIVERSITY = "university"


def share(frame, inventor, step="TRL 6"):
    return float(frame.set_index("inventor").loc[inventor, step])


@pytest.fixture(scope="module")
def as_it_is():
    return without_centers(seeds=6, scale=0.01)


@pytest.mark.slow
def test_universities_bring_the_fewest_ideas_through_the_pilot(as_it_is):
    """Six paired seeds; the gap to the next is more than 1.5 standard errors."""
    frame = as_it_is.set_index("inventor")
    others = frame.drop(UNIVERSITY)
    lowest = others["TRL 6"].idxmin()
    gap = others.loc[lowest, "TRL 6"] - frame.loc[UNIVERSITY, "TRL 6"]
    error = math.hypot(frame.loc[UNIVERSITY, "se TRL 6"], others.loc[lowest, "se TRL 6"])
    assert gap > 1.5 * error


@pytest.mark.slow
def test_shares_fall_along_the_way(as_it_is):
    steps = as_it_is[["TRL 3", "TRL 4", "TRL 6", "TRL 8", "TRL 9"]].to_numpy()
    assert (steps[:, :-1] >= steps[:, 1:]).all()
    assert (steps > 0.0).all()


def one_share(reason, seed):
    """Return the share of universities' ideas at TRL 6 in 84 quarters from a usual past."""
    given = {"centers": "none", "scale": "0.01"}
    _, start = started("national", tuple(given.items()), seed)
    eased = load("national", given | REASONS_WHY[reason])
    w = kernel.run(start, eased.parameters, seed, 84).world
    return share(passage(w.events[: int(w.counters[EVENTS])], before=40), UNIVERSITY)


@pytest.mark.slow
def test_each_reason_taken_away_lets_more_of_them_through():
    """Three pairs with the same luck, the mean beyond its standard error.

    A reason without effect passes by luck once in five times, all four of them once in 500.
    """
    shares = np.array([[one_share(reason, k) for reason in REASONS_WHY] for k in (1, 2, 3)])
    for reason, eased in zip(REASONS_WHY, shares.T, strict=True):
        if reason != "as it is":
            more = eased - shares[:, list(REASONS_WHY).index("as it is")]
            assert more.mean() > more.std(ddof=1) / math.sqrt(3.0), (reason, more)
