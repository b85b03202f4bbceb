"""What zones give, by hand: nothing where a parameter is 0, bit for bit."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import Zones
from sim.rules.zones import discount_with_zones, relieved, zone_pull, zone_share

pytestmark = [pytest.mark.core, pytest.mark.plain]

P = Zones(approved=0.5, high_tech=0.1, demonstration=0.4, land=0.5, pull=0.8, room=3.0)
OFF = P._replace(land=0.0, pull=0.0, room=0.0)
shares = st.floats(0.0, 1.0)
counts = st.floats(0.0, 20.0)


@pytest.mark.parametrize(
    ("zones", "demonstrations", "exponent"),
    [(0.0, 0.0, 0.0), (4.0, 0.0, 0.2), (0.0, 1.0, 0.4), (4.0, 1.0, 0.6)],
)
def test_share_in_zones_by_hand(zones, demonstrations, exponent):
    share = zone_share(zones, demonstrations, P)
    assert share == pytest.approx(1.0 - math.exp(-exponent), abs=1e-15)


@given(counts, counts, counts)
def test_one_more_zone_takes_a_part_of_what_is_outside(zones, demonstrations, more):
    before, after = (zone_share(zones + k, demonstrations, P) for k in (0.0, more))
    assert 0.0 <= before <= after <= 1.0
    outside = (1.0 - before) * math.exp(-0.05 * more)
    assert 1.0 - after == pytest.approx(outside, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize(
    ("discount", "share", "expected"),
    [(0.0, 0.0, 0.0), (0.4, 0.0, 0.4), (0.0, 0.6, 0.3), (0.4, 0.5, 0.55), (1.0, 1.0, 1.0)],
)
def test_discount_by_hand(discount, share, expected):
    assert discount_with_zones(discount, share, P) == pytest.approx(expected, abs=1e-15)


@given(shares, shares)
def test_no_more_than_the_rent_is_borne(discount, share):
    for land in (0.0, 0.5, 1.0):
        found = discount_with_zones(discount, share, P._replace(land=land))
        assert discount - 1e-15 <= found <= 1.0 + 1e-15


@pytest.mark.parametrize(("density", "share", "expected"), [(4.0, 0.0, 4.0), (4.0, 1.0, 1.0)])
def test_room_by_hand(density, share, expected):
    assert relieved(density, share, P) == expected
    assert zone_pull(share, P) == 0.8 * share


@given(shares, shares, st.floats(1e-6, 1e3))
def test_what_is_off_changes_no_bit(discount, share, density):
    assert discount_with_zones(discount, share, OFF) == discount
    assert relieved(density, share, OFF) == density
    assert zone_pull(share, OFF) == 0.0
