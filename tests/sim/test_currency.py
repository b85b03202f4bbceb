"""The unit of money changes no decision: in another currency every number is the same."""

from dataclasses import replace

import numpy as np
import pytest

from sim import accounts, codes, indicators, kernel, parameters, populate
from sim.state import TABLES, columns

MONEY = "million CNY"
QUARTERS = 24
MONEY_EVENTS = {
    codes.TEAM_ENDED,
    codes.LICENCE,
    codes.CENTER_STARTS,
    codes.MEMBER_JOINS,
    codes.MEMBER_LEAVES,
    codes.PROJECT_APPROVED,
    codes.PROJECT_REFUSED,
}
"""Kinds of events whose value is an amount of money."""


@pytest.fixture(scope="module", params=[5, -3])
def factor(request):
    """Return a power of two, by which every product is exact."""
    return 2.0**request.param


@pytest.fixture(scope="module")
def rescaled(tiny, factor):
    """Return the history of the same country in another currency."""
    w = populate.build(tiny)
    populate.rescale_money(w, factor)
    p = parameters.rescale(tiny.parameters, factor)
    return kernel.run(w, p, tiny.seed, QUARTERS)


def is_money(unit):
    return unit.startswith(MONEY)


@pytest.mark.core
@pytest.mark.parametrize("name", list(TABLES))
def test_money_is_scaled_and_nothing_else_changes(long, rescaled, factor, filled, name):
    a, b = filled(long.world, name), filled(rescaled.world, name)
    assert a.shape == b.shape
    for column, about in columns(TABLES[name]).items():
        expected = a[column] * factor if is_money(about.unit) else a[column]
        assert expected.tobytes() == b[column].tobytes(), column


@pytest.mark.parametrize(
    ("name", "described"),
    [
        ("fields", indicators.FIELD),
        ("provinces", indicators.PROVINCE),
        ("nation", indicators.NATION),
    ],
)
def test_indicators_of_money_are_scaled(long, rescaled, factor, name, described):
    a, b = getattr(long, name), getattr(rescaled, name)
    for k, indicator in enumerate(described):
        expected = a[..., k] * factor if is_money(indicator.unit) else a[..., k]
        assert expected.tobytes() == b[..., k].tobytes(), indicator.name
    assert any(is_money(indicator.unit) for indicator in described)


def test_flows_are_scaled_and_shares_are_not(long, rescaled, factor):
    assert (long.flows * factor).tobytes() == rescaled.flows.tobytes()
    assert long.closure.tobytes() == rescaled.closure.tobytes()
    assert long.use.tobytes() == rescaled.use.tobytes()
    assert long.use_id.tobytes() == rescaled.use_id.tobytes()
    assert long.flows[:, :, accounts.SALES].sum() > 0.0


def test_the_same_events_happen(long, rescaled, factor, filled):
    a, b = filled(long.world, "events"), filled(rescaled.world, "events")
    money = np.isin(a.kind, list(MONEY_EVENTS))
    assert money.any()
    for column in a.dtype.names:
        expected = np.where(money, a.value * factor, a.value) if column == "value" else a[column]
        assert expected.tobytes() == b[column].tobytes(), column


def test_rescaling_there_and_back_is_the_identity(tiny, start, differences, factor):
    again = populate.build(tiny)
    populate.rescale_money(again, factor)
    assert "enterprises.cash" in differences(start, again)
    populate.rescale_money(again, 1.0 / factor)
    assert differences(start, again) == []
    p = parameters.rescale(parameters.rescale(tiny.parameters, factor), 1.0 / factor)
    assert p == tiny.parameters


def test_forgetting_a_parameter_would_show(tiny, long, factor):
    """With the reference R&D in the old currency, inventions come at another rate."""
    w = populate.build(tiny)
    populate.rescale_money(w, factor)
    other = replace(tiny, seed=tiny.seed)
    history = kernel.run(w, other.parameters, tiny.seed, QUARTERS)
    assert history.world.enterprises.patents.tobytes() != long.world.enterprises.patents.tobytes()
