"""Free riding, capture, refused licences, gaming: seen where theory says, and not where it says."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from experiments import theory
from experiments.diff import UNCLEAR
from experiments.theory import CLAIMS, SMALL, asked, block, difference, measure, percent
from sim import codes
from sim.parameters import Parameters, pack, replace
from sim.scenario import load
from sim.spinup import started
from sim.state import Clock, copy

PAGE = Path(__file__).parents[2] / "docs" / "validation.md"
SEEDS = 6
EXACT = {"refused licences", "gaming"}
"""Not seen at all where theory expects none; of the others errors of judgement leave a little."""


def test_a_share_of_nothing_is_not_a_number():
    assert percent(1.0, 4.0) == 25.0
    assert np.isnan(percent(0.0, 0.0))


def test_a_difference_is_said_with_its_interval():
    """Differences 1, 2, 3: mean 2, error 1 / sqrt(3), t of two degrees of freedom 4.30."""
    other = np.array([5.0, 5.0, 7.0])
    assert difference(other + np.array([1.0, 2.0, 3.0]), other) == f"{UNCLEAR} (± 2.5)"
    assert difference(other + np.array([11.0, 12.0, 13.0]), other) == "+12 ± 2.5"


@pytest.mark.parametrize("name", CLAIMS)
def test_arms_of_a_claim_are_scenarios_that_differ(name):
    base = SMALL if name == "refused licences" else theory.EARLY
    found = [load(arm.scenario, base | arm.overrides).resolved() for arm in CLAIMS[name].arms]
    for k, one in enumerate(found):
        assert all(one != other for other in found[:k]), CLAIMS[name].arms[k].words


def world_with_a_result(owner_kind):
    """Return the small country whose center has a fresh result of a large gain, and parameters."""
    scenario, world = started("tiny", tuple(SMALL.items()))
    w = copy(world)
    e = w.enterprises
    field = 0
    rows = np.flatnonzero(e["field"] == field)
    lead = rows[np.argmax(e.sales[rows])]
    w.technologies.live[:] = 0
    t = w.technologies[field, 0]
    t.id, t.live, t.field, t.origin, t.launched = 99, 1, field, codes.FROM_CENTER, 8
    t.application, t.gain, t.realised = 7, 0.1, 0.1
    t.center, t.sponsored, t.first_until = -1, 0, 0
    t.owner_kind = owner_kind
    t.owner = lead if owner_kind == codes.ENTERPRISE else 0
    return w, scenario.parameters, rows, lead


def test_a_private_owner_of_most_of_a_field_refuses_and_an_institute_grants():
    w, p, rows, lead = world_with_a_result(codes.ENTERPRISE)
    clock = Clock(np.uint64(1), 10, 0)
    granted, refused = asked(w, pack(p), clock)
    others = [i for i in rows if i != lead and w.enterprises.sales[i] > 0.0]
    assert (granted, refused) == (0.0, pytest.approx(w.enterprises.weight[others].sum()))
    free = replace(p, {"funding.licence_friction": 0.5})
    assert asked(w, pack(free), clock)[0] > 0.0
    w = world_with_a_result(codes.INSTITUTE)[0]
    granted, refused = asked(w, pack(p), clock)
    assert granted > 0.0
    assert refused == 0.0


def test_who_uses_a_result_counts_among_those_who_ask():
    w, p, rows, _ = world_with_a_result(codes.INSTITUTE)
    clock = Clock(np.uint64(1), 10, 0)
    before = asked(w, pack(p), clock)
    w.enterprises.adopted[rows] = 1
    assert asked(w, pack(p), clock) == before
    assert (w.enterprises.adopted[rows] == 1).all()
    w.technologies.live[:] = 0
    assert asked(w, pack(Parameters()), clock) == (0.0, 0.0)


def test_the_block_has_each_claim_with_what_was_measured():
    rng = np.random.default_rng(3)
    found = {
        name: rng.normal(size=(len(claim.arms), 5)) + np.eye(len(claim.arms), 1) * 50.0
        for name, claim in CLAIMS.items()
    }
    text = block(found)
    for name, claim in CLAIMS.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| {name} |"))
        assert f"{claim.there.words}: 5" in row or f"{claim.there.words}: 4" in row
        assert f"{claim.absent.words}: " in row
        assert UNCLEAR not in row
        for arm in claim.beside:
            assert f"{arm.words}: " in text


def test_the_page_has_each_claim_and_arm():
    page = PAGE.read_text(encoding="utf-8")
    for name, claim in CLAIMS.items():
        assert f"| {name} |" in page
        for arm in claim.arms:
            assert f"{arm.words}: " in page, arm.words


@pytest.mark.slow
@pytest.mark.statistical
@pytest.mark.parametrize("name", CLAIMS)
def test_it_is_seen_where_theory_says_and_not_where_it_says(name):
    """Paired seeds; passes by luck alone in one of a thousand cases if there is no difference.

    One-sided Student's t over six seeds. Where theory says no, at most a third is left. A run in
    which a center has launched nothing has nothing to refuse: four of six are enough.
    """
    there, absent = measure(SEEDS, (name,), pairs=True)[name]
    seen = ~np.isnan(there - absent)
    assert seen.sum() >= (4 if name == "refused licences" else SEEDS)
    there, absent = there[seen], absent[seen]
    difference = there - absent
    assert difference.mean() > 0.0
    if np.ptp(difference) > 0.0:
        assert stats.ttest_1samp(difference, 0.0, alternative="greater").pvalue < 0.001
    assert absent.mean() <= (0.0 if name in EXACT else there.mean() / 3.0)


@pytest.mark.slow
def test_without_evaluation_nothing_is_forgone():
    claim = CLAIMS["gaming"]
    assert all(claim.measure(claim.beside[-1], seed) == 0.0 for seed in (1, 2))
