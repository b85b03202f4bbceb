"""How a board decides."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import Governance
from sim.rules.governance import board_agrees

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Governance(majority=0.5)
shares = st.floats(0.0, 1.0)
votes = st.floats(0.0, 100.0)
powers = st.sampled_from([2.0**k for k in (-10, -3, -1, 1, 2, 20)])
UP = math.nextafter(1.0, 2.0)


@pytest.mark.parametrize(
    ("yes", "all_votes", "majority", "expected"),
    [
        (2.0, 3.0, 0.5, True),
        (2.0, 4.0, 0.5, False),  # half is not more than half
        (2.0 * UP, 4.0, 0.5, True),
        (1.0, 4.0, 0.5, False),
        (4.0, 4.0, 0.5, True),
        (4.0, 4.0, 1.0, False),  # nothing exceeds all votes
        (0.0, 0.0, 0.5, False),  # no board, no project
        (1.0, 0.0, 0.0, False),
        (0.0, 4.0, 0.0, False),  # one vote at least
        (0.1, 4.0, 0.0, True),
        (3.0, 4.0, 0.75, False),
        (3.1, 4.0, 0.75, True),
        (1.0, -1.0, 0.5, False),
    ],
)
def test_board_by_hand(yes, all_votes, majority, expected):
    assert board_agrees(yes, all_votes, P._replace(majority=majority)) == expected


def test_half_of_ten_votes_is_not_enough():
    assert not board_agrees(5.0, 10.0, P)
    assert board_agrees(5.0 + 1e-9, 10.0, P)


@given(votes, votes, votes, shares, shares)
def test_more_votes_in_favour_never_hurt(one, other, total, low, high):
    few, many = sorted((one, other))
    lax, strict = (P._replace(majority=m) for m in sorted((low, high)))
    assert board_agrees(few, total, strict) <= board_agrees(many, total, strict)
    assert board_agrees(few, total, strict) <= board_agrees(few, total, lax)


@given(st.integers(0, 100), st.integers(1, 100), powers)
def test_only_the_share_of_votes_counts(yes, total, unit):
    agrees = board_agrees(unit * yes, unit * total, P)
    assert agrees == (2 * yes > total)
    assert agrees <= (not board_agrees(total - yes, total, P))  # never both yes and no
