"""Verdicts in words: each kind, amounts with the digits that are sure, no certainty."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.comparison import Outcome, compare, verdict

LAUNCHES = Outcome("launches", "technologies", "technologies launched", margin=0.5, primary=True)


def spoken(a, b, outcome=LAUNCHES):
    """Return the row of two policies whose outcomes are given."""
    runs = pd.DataFrame({"run": "r", "mode": ["A"] * len(a) + ["B"] * len(b), "sample": 0,
                         "replication": [*range(len(a)), *range(len(b))], "seed": 1,
                         "status": "ok", f"{outcome.name}@2025Q4": [*a, *b]})  # fmt: skip
    return next(verdict.each(compare(runs, [outcome], ["mode"]).contrasts))


NOISE = np.tile([1.0, -1.0], 10)


@pytest.mark.parametrize(
    ("shift", "spread", "margin", "kind", "said"),
    [
        (5.0, 1.0, 0.5, "better", "A is better than B by technologies launched at 2025Q4: A has "
         "5.00 technologies more than B (95% interval 4.52 more to 5.48 more; 20 pairs of runs); "
         "the probability that A is better is over 99.9%."),
        (-5.0, 1.0, 0.5, "worse", "A has 5.00 technologies less than B (95% interval 5.48 less to "
         "4.52 less; 20 pairs of runs); the probability that A is better is under 0.1%."),
        (0.7, 1.0, 0.5, "better", "Whether it is as large as 0.5 technologies, from which on it "
         "matters, is not sure."),
        (0.1, 0.5, 0.5, "no difference that matters", "A and B make no difference that matters to "
         "technologies launched at 2025Q4: A has 0.10 technologies more than B (95% interval 0.14 "
         "less to 0.34 more; 20 pairs of runs), and less than 0.5 technologies does not matter "
         "(the probability that it is more is 0.1%)."),
        (0.0, 0.0, 0.5, "the same", "A and B are the same by technologies launched at 2025Q4: "
         "identical in each of 20 pairs of runs."),
        (0.3, 3.0, None, "cannot tell apart", "A and B: cannot tell apart by technologies launched "
         "at 2025Q4 at this number of runs: 810 more pairs of runs would settle it if the "
         "difference is as it looks (with a chance of 4 in 5). So far A has 0.30 technologies more "
         "than B (95% interval 1.14 less to 1.74 more; 20 pairs of runs); the probability that A "
         "is better is 67%."),
        (0.3, 3.0, 2.5, "no difference that matters", ""),
        (0.3, 3.0, 1.0, "cannot tell apart", "would settle it, whichever way it is (with a "
         "chance of 4 in 5)."),
        (0.001, 3.0, None, "cannot tell apart", "more than 100,000 more pairs of runs would be "
         "needed to settle it, which is to say that runs will not"),
        (0.0, 3.0, None, "cannot tell apart", "the difference so far is zero"),
        (2.0, 0.0, 0.5, "better", "(by the same amount in each of 20 pairs of runs)"),
    ],
)  # fmt: skip
def test_each_kind_of_verdict_in_words(shift, spread, margin, kind, said):
    outcome = Outcome("launches", "technologies", "technologies launched", margin=margin)
    luck = np.random.default_rng(1).normal(size=20)
    row = spoken(luck + shift + spread * NOISE, luck, outcome)
    assert row.kind == kind
    assert said in row.sentence


def test_few_pairs_say_what_they_are():
    assert "a second pair of runs is needed" in spoken([3.0], [1.0]).sentence
    assert spoken([3.0], [1.0]).kind == verdict.UNCLEAR
    assert "cannot be compared" in spoken([np.nan], [1.0]).sentence
    two = spoken([3.0, 4.0], [1.0, 2.0])
    assert two.kind == verdict.UNCLEAR  # two equal differences may be an accident
    assert "4 more pairs of runs would settle it" in two.sentence
    assert spoken([1.1, 2.1], [1.0, 2.0]).kind == verdict.UNCLEAR  # nor a small one
    assert spoken(np.arange(6) + 0.1, np.arange(6.0)).kind == verdict.NO_MATTER


def test_a_few_runs_that_weigh_heavily_are_said():
    gap = np.zeros(20)
    gap[[3, 9]] = 5.0, 30.0
    assert "A few runs weigh heavily" in spoken(gap, np.zeros(20)).sentence


@pytest.mark.parametrize(
    ("probability", "said"),
    [(1.0, "over 99.9%"), (0.9995, "over 99.9%"), (0.0, "under 0.1%"), (0.5, "50%"),
     (0.999, "99.9%"), (0.9949, "99.5%"), (0.95, "95.0%"), (0.67, "67%"),
     (0.001, "0.1%"), (np.nan, "not defined")],
)  # fmt: skip
def test_a_probability_is_never_none_and_never_certainty(probability, said):
    assert verdict.percent(probability) == said


@given(st.floats(0.0, 1.0))
def test_no_probability_is_printed_as_0_or_100(probability):
    assert verdict.percent(probability).lstrip("overund ") not in ("0%", "100%", "0.0%", "100.0%")


@pytest.mark.parametrize(
    ("value", "error", "said"),
    [(1234.567, 12.0, "1,235"), (1234.567, 0.12, "1,234.57"), (-0.00321, 0.002, "−0.0032"),
     (-0.00001, 0.1, "0.00"), (3.0, 0.0, "3.000"), (0.0, 0.0, "0"), (np.nan, 1.0, "unknown"),
     (5e7, 2e6, "50,000,000")],
)  # fmt: skip
def test_amounts_have_the_digits_that_are_sure(value, error, said):
    assert verdict.amount(value, error) == said


def test_numbers_of_runs_are_rounded_up():
    given_as = (1.0, 14.0, 99.0, 101.0, 813.0, 12345.0)
    assert [verdict.rounded(n) for n in given_as] == [1, 14, 99, 110, 820, 13000]
