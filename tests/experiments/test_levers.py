"""Every parameter moves something, and none only a count of itself."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.levers import as_text
from experiments.outcomes import OUTCOMES, moved, outcomes, run_kept
from sim import kernel, parameters, spinup
from sim.indicators import FIELD
from sim.scenario import load
from sim.spinup import started

CLASSES = {"patents.small_from", "patents.medium_from", "patents.large_from"}
"""Limits of size classes: each moves the rates of use of the two classes that it divides."""

ELSEWHERE = {
    "incubation.graduate_funding",  # no tenant gets so much
    "incubation.in_zones",  # few rows ask in three provinces
    "incubation.noise",  # there is room for all who ask
    "zones.room",  # too weak to change a place
    "investors.multiple",  # no enterprise makes a profit when its investor sells
    "market.take_off",  # both markets are open
    "membership.patience",  # no member of its one center is at a loss
    "ownership.foreign_lead",
    "start.manufacturing_budget",  # no such center is there
    "start.manufacturing_lines",
}
"""Nothing that they could move is in the small country; their rules are tested by hand."""

ABROAD = {"ownership.foreign_dividends"}
"""Moves who receives dividends, and nothing else, by design."""

UNDER_EMBARGO = {"market.choke_price"}
"""Nothing is cut off in the national scenario."""


NOT_HERE = UNDER_EMBARGO | CLASSES | ELSEWHERE | ABROAD


def test_the_choke_price_moves_prices_under_an_embargo():
    given = {"events": "[{embargo: new_materials, from: 2010Q3, until: 2011Q3}]"}
    runs = []
    for value in ("1", "20"):
        scenario = load("tiny", given | {"market.choke_price": value})
        runs.append(kernel.run(spinup.start(scenario), scenario.parameters, 1, 8))
    assert {"fields.price", "fields.demand", "fields.buyers_gain"} <= set(moved(*runs))


OF_MANY_CENTERS = ("programme.", "cofunding.", "legal.transition")
"""Groups that act on calls, on evaluations of many centers, and on contracts that the one center
here has not: the page shows that each of them moves something where it acts."""

QUARTERS = 40
BUSY = {
    "background": "none",
    "start.spinup": "40",
    "quarters": str(QUARTERS),
    "provinces": "[Beijing, Shanghai, Shandong, Guangdong, Sichuan]",
    "centers.early_train.fields": "{high_speed_train: 0.3, new_materials: 0.7}",
    "bundles.leader_led.results_owner": "center",
    "bundles.leader_led.lead_votes": "0.2",
    "bundles.leader_led.enterprise_votes": "0.6",
    "bundles.leader_led.pilot_for_members": "true",
    "bundles.leader_led.extension": "true",
    "bundles.leader_led.grant": "200",
    "membership.invitations": "6",
    "programme.construction": "4",
    "research.generic_share": "0.3",
}
"""A small country in which nearly everything happens within ten years."""


@pytest.fixture(scope="module")
def small():
    """Return the small country as loaded, the world it starts in, and its run."""
    scenario, world = started("tiny", tuple(BUSY.items()))
    return scenario, world, kernel.run(world, scenario.parameters, 1, QUARTERS)


def changed_run(scenario, name, value, world=None):
    """Return the run of a scenario with another value, from a past of its own if none is given."""
    p = parameters.replace(scenario.parameters, {name: value})
    world = spinup.start(replace(scenario, parameters=p)) if world is None else world
    return kernel.run(world, p, 1, QUARTERS)


def moves(small, name, about):
    """Return how many indicators a parameter moves: at its high, or else from low to high.

    Nearly all of them move much when they leave their default after the past, which saves the
    past; who seems to move little is run at both of its ends, each with a past of its own.
    """
    scenario, world, usual = small
    found = len(moved(usual, changed_run(scenario, name, about.high, world)))
    if found >= FEW:
        return found
    return len(moved(*(changed_run(scenario, name, end) for end in (about.low, about.high))))


FEW = 3
"""Indicators that a parameter has to move: a count of itself and a share of it are two."""


ACTING = {
    name: about for name, _, about in parameters.describe() if not name.startswith(OF_MANY_CENTERS)
}


@pytest.mark.slow
@pytest.mark.parametrize("group", sorted({name.partition(".")[0] for name in ACTING}))
def test_every_parameter_moves_more_than_a_count_of_itself(small, group):
    """One pair of runs each; how many indicators differ beyond rounding counts."""
    mine = {name: about for name, about in ACTING.items() if name.startswith(f"{group}.")}
    few = {name: n for name, about in mine.items() if (n := moves(small, name, about)) < FEW}
    assert few.keys() == NOT_HERE & mine.keys(), few


def test_every_exception_is_a_parameter_that_is_tested():
    assert ACTING.keys() >= NOT_HERE


def national(name, value):
    """Return a run of the nation after a short past, with one value given."""
    given = (("scale", "0.01"), ("start.spinup", "20"), (name, value))
    return run_kept("national", given, seed=1)


@pytest.fixture(scope="module")
def base():
    return national("market.payout", "0.3")


def test_a_parameter_set_to_what_it_is_moves_nothing(base):
    assert moved(base, national("market.tax_rate", "0.25")) == []


def test_outcomes_are_numbers_in_the_order_of_their_names(base):
    values = dict(zip(OUTCOMES, outcomes(base), strict=True))
    assert all(np.isfinite(v) for v in values.values())
    assert 0.0 < values["gap"] < 1.0
    assert 0.0 < values["HHI"] < 1.0
    launched = [k for k, about in enumerate(FIELD) if about.name.startswith("launches_")]
    assert values["launches"] * base.fields.shape[1] * 21 == pytest.approx(
        base.fields[:, :, launched].sum()
    )


def test_the_page_names_what_is_sure_and_says_where_nothing_is():
    rows = [("a.one", "gap", 0.2, 0.01), ("a.one", "HHI", 0.02, 0.01), ("b.two", "gap", 0.0, 0.1)]
    table = pd.DataFrame(
        [
            {"parameter": n, "low": 0.0, "high": 1.0, "moved": 5, "outcome": o, "change": c,
             "error": e}
            for n, o, c, e in rows
        ]
    )  # fmt: skip
    text = as_text(table, seeds=3, scale=0.01)
    assert "| `a.one` | 0 | 1 | 5 | gap +20.0% (1.0%) |" in text
    assert "| `b.two` | 0 | 1 | 5 | none surely |" in text


def test_the_page_in_the_documents_has_every_parameter_and_none_that_moves_nothing():
    page = (Path(__file__).parents[2] / "docs" / "levers.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    count = {row[0].strip("| `"): int(row[3]) for row in rows}
    assert list(count) == [name for name, _, _ in parameters.describe()]
    nowhere = {name for name, n in count.items() if n == 0}
    assert nowhere <= {"ownership.foreign_lead"}  # nobody foreign is largest where centers lead
