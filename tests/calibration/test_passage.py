"""The valley of death comes out, and no parameter says so directly."""

import math

import pytest

from calibration.passage import REASONS_WHY, without_centers

UNIVERSITY = "university"


def share(frame, inventor, step="TRL 6"):
    return float(frame.set_index("inventor").loc[inventor, step])


@pytest.fixture(scope="module")
def as_it_is():
    return without_centers(seeds=6, scale=0.01)


@pytest.mark.slow
def test_universities_bring_the_fewest_ideas_through_the_pilot(as_it_is):
    """Six paired seeds; the gap to the next is more than two standard errors."""
    frame = as_it_is.set_index("inventor")
    others = frame.drop(UNIVERSITY)
    lowest = others["TRL 6"].idxmin()
    gap = others.loc[lowest, "TRL 6"] - frame.loc[UNIVERSITY, "TRL 6"]
    error = math.hypot(frame.loc[UNIVERSITY, "se TRL 6"], others.loc[lowest, "se TRL 6"])
    assert gap > 2.0 * error


@pytest.mark.slow
@pytest.mark.parametrize("reason", [name for name in REASONS_WHY if name != "as it is"])
def test_each_reason_taken_away_lets_more_of_them_through(as_it_is, reason):
    eased = without_centers(seeds=6, scale=0.01, overrides=REASONS_WHY[reason])
    assert share(eased, UNIVERSITY) > share(as_it_is, UNIVERSITY)


@pytest.mark.slow
def test_shares_fall_along_the_way(as_it_is):
    steps = as_it_is[["TRL 3", "TRL 4", "TRL 6", "TRL 8", "TRL 9"]].to_numpy()
    assert (steps[:, :-1] >= steps[:, 1:]).all()
    assert (steps > 0.0).all()
