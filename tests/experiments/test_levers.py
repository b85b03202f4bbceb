"""Every parameter moves something, and none only a count of itself."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd
import pytest

from experiments.levers import OUTCOMES, as_text, moved, outcomes, pull, run_with
from sim import kernel, parameters, spinup
from sim.indicators import FIELD
from sim.scenario import load

WITHOUT_WILL = {"market.local_tax_share"}
"""Moves only the treasuries: provinces do not act on what they hold yet."""

CLASSES = {"patents.small_from", "patents.medium_from", "patents.large_from"}
"""Limits of size classes: each moves the rates of use of the two classes that it divides."""

UNDER_EMBARGO = {"market.choke_price"}
"""Nothing is cut off in the national scenario."""


def test_the_choke_price_moves_prices_under_an_embargo():
    given = {"embargoes": "{new_materials: {from: 2010Q3, until: 2011Q3}}"}
    runs = []
    for value in ("1", "20"):
        scenario = load("tiny", given | {"market.choke_price": value})
        runs.append(kernel.run(spinup.start(scenario), scenario.parameters, 1, 8))
    assert {"fields.price", "fields.demand", "fields.buyers_gain"} <= set(moved(*runs))


@pytest.mark.slow
def test_every_parameter_moves_more_than_a_count_of_itself():
    """One pair of runs each; how many indicators differ beyond rounding counts."""
    tasks = [(name, a.low, a.high, 1, 0.01) for name, _, a in parameters.describe()]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        moves = [answer[2] for answer in pool.map(pull, tasks)]
    count = dict(zip([task[0] for task in tasks], moves, strict=True))
    assert {name for name, n in count.items() if n < 3} == WITHOUT_WILL | UNDER_EMBARGO | CLASSES
    assert all(count[name] == 1 for name in WITHOUT_WILL)
    assert all(count[name] == 2 for name in CLASSES)


@pytest.fixture(scope="module")
def base():
    return run_with("market.payout", 0.3, seed=1, scale=0.01)


def test_a_parameter_set_to_what_it_is_moves_nothing(base):
    same = run_with("market.tax_rate", 0.25, seed=1, scale=0.01)
    assert moved(base, same) == []


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
