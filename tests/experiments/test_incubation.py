"""Three ways to measure what incubators do: what must hold between them in any run."""

import numpy as np
import pandas as pd
import pytest

from experiments import incubation
from experiments.incubation import ARMS, EFFECTS, OUTCOMES, effects, follow
from sim import kernel
from sim.spinup import started

SMALL = {"scale": "0.03"}
ROW = {effect.name: k for k, effect in enumerate(EFFECTS)}


def made(n=400, gain=0.0, spill=0.0, seed=3):
    """Return three arms of made-up firms: tenants gain, others lose, refused are untreated."""
    rng = np.random.default_rng(seed)
    base = pd.DataFrame({name: rng.normal(size=n) for name in OUTCOMES})
    base.index = pd.Index(np.arange(n) + 10, name="id")
    traits = {"field": "field 0", "province": "province 0", "origin": "origin 0", "year": "year 0",
              "log size": rng.normal(size=n), "log capital": rng.normal(size=n),
              "backed": 0.0, "again": 0.0}  # fmt: skip
    admitted = np.arange(n) % 3 == 0
    door = admitted & (np.arange(n) % 2 == 0)
    flags = {"applied": np.arange(n) % 3 < 2, "admitted": admitted, "at door": False}
    real = base.assign(**traits, **flags)
    real.loc[admitted, list(OUTCOMES)] += gain - spill
    real.loc[~admitted, list(OUTCOMES)] -= spill
    lottery = real.assign(**{"at door": door})
    lottery.loc[door, list(OUTCOMES)] -= gain
    without = base.assign(**traits, applied=False, admitted=False, **{"at door": False})
    return dict(zip(ARMS, (real, lottery, without), strict=True))


def test_each_way_by_hand():
    """Tenants gain 2 and all lose 0.5: the lottery says 2, the system 1.5, others -0.5."""
    found = effects(made(gain=2.0, spill=0.5))
    assert found[ROW["lottery truth"]] == pytest.approx(2.0, abs=1e-12)
    assert found[ROW["system truth"]] == pytest.approx(1.5, abs=1e-12)
    assert found[ROW["system truth, others"]] == pytest.approx(-0.5, abs=1e-12)
    assert found[ROW["displacement among tenants"]] == pytest.approx(0.5, abs=1e-12)
    assert found[ROW["matched estimate"]] == pytest.approx(2.0, abs=0.6)


def test_where_nothing_is_given_all_truths_are_zero():
    found = effects(made())
    for name in ("lottery truth", "system truth", "system truth, all"):
        assert found[ROW[name]] == pytest.approx(0.0, abs=1e-12)


def test_a_tenancy_of_nothing_does_nothing():
    """Placebo: where incubators give nothing and cost nothing, a lottery changes no firm."""
    nothing = {f"incubation.{name}": "0" for name in
               ("facilities", "coaching", "meetings", "cost", "noise")}  # fmt: skip
    nothing["diffusion.adoption_cost"] = "4"  # nor does anybody use what it shows
    nothing["governments.cheap_land"] = "0"  # which tenants go without
    given = SMALL | nothing | {"incubation.moving": "0", "incubation.relief": "0.000000000001",
                               "background": "none"}  # fmt: skip
    scenario, world = started("no_programme", tuple(sorted(given.items())))
    arms = {}
    for which in ("as it is", "lottery"):
        start = kernel.empty_history(kernel.copy(world), 0)
        arms[which] = follow(start, incubation.arm(scenario, which), 1, False)
    lottery = arms["lottery"]
    door = lottery.index[lottery["at door"]].intersection(arms["as it is"].index)
    assert len(door) > 3
    assert len(door) == lottery["at door"].sum()
    one, other = (arms[name].loc[door, "alive at 3"] for name in ("as it is", "lottery"))
    assert (one == other).all()


@pytest.mark.slow
def test_in_the_country_low_rent_draws_the_weak():
    """Two seeds at a small scale: signs that are many standard errors away from 0 at scale 1."""
    table = incubation.incubation(overrides=SMALL, seeds=(1, 2)).set_index("effect")
    assert table.loc["selection by applying", "alive at 5"] < 0.0
    assert table.loc["naive", "alive at 5"] < table.loc["lottery truth", "alive at 5"]
    assert table.loc["system truth", "sales at 5"] > 0.0
    assert table.loc["lottery truth", "backed at 5"] > 0.0
    assert set(OUTCOMES) <= set(table.columns)
