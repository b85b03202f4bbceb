"""The first of the four tests of design: as many technologies at every scale."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from calibration.scale import NEAR, NOISE, REFUSED, accepted
from calibration.verdicts import figure
from sim import kernel
from sim.indicators import FIELD
from sim.spinup import started
from sim.timeline import timeline_of

LAUNCHES = [k for k, about in enumerate(FIELD) if about.name.startswith("launches_")]
SEEDS = range(1, 9)


def launched(scale, seed):
    """Return technologies launched per field-year of one national run with a past of its own.

    Twenty years before 2010 in place of forty: both scales have them alike.
    """
    scenario, world = started("national", (("scale", str(scale)), ("start.spinup", "80")), seed)
    history = kernel.run(world, timeline_of(scenario), seed, scenario.quarters)
    quarters, fields, _ = history.fields.shape
    return 4.0 * float(history.fields[:, :, LAUNCHES].sum()) / (quarters * fields)


@pytest.mark.slow
@pytest.mark.statistical
def test_as_many_technologies_are_launched_at_scale_0_01_as_at_0_1():
    """Eight pasts each; means differ by less than two standard errors: false alarm 6%.

    A difference of a tenth is found in nine of ten cases. With 24 and 20 pasts of forty years
    they were 1.339 (0.016) and 1.352 (0.019).
    """
    tasks = [(scale, seed) for scale in (0.1, 0.01) for seed in SEEDS]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda task: launched(*task), tasks))
    large, small = figure(found[: len(SEEDS)]), figure(found[len(SEEDS) :])
    assert 0.3 < large.mean < 5.0
    assert abs(small.mean - large.mean) < 2.0 * np.hypot(small.error, large.error)


@pytest.mark.parametrize(
    ("mean", "error", "verdict"),
    [(1.04, 0.0, NEAR), (0.96, 0.0, NEAR), (1.2, 0.2, NOISE), (1.2, 0.05, REFUSED)],
)
def test_a_scale_is_accepted_within_a_twentieth_or_the_noise(mean, error, verdict):
    given, largest = (
        figure([m - e, m + e]) for m, e in ((mean, error), (1.0, 0.0))
    )  # of two values the standard error is half of their distance
    assert accepted(given, largest) == verdict
