"""The unit of money changes no decision: in another currency every number is the same."""

import numpy as np
import pytest

from sim import accounts, codes, indicators, kernel, parameters, populate, spinup
from sim.state import TABLES, columns

MONEY = "million CNY"
MONEY_EVENTS = {
    codes.TEAM_ENDED,
    codes.LICENCE,
    codes.CENTER_STARTS,
    codes.MEMBER_JOINS,
    codes.MEMBER_LEAVES,
    codes.PROJECT_APPROVED,
    codes.PROJECT_REFUSED,
    codes.FIRM_FOUNDED,
    codes.FIRM_SPLITS,
    codes.FIRM_MOVES,
    codes.GRANT_AWARDED,
    codes.CENTER_ENDS,
    codes.CENTER_INDEPENDENT,
    codes.INVITATION_DECLINED,
    codes.AGREEMENT_SIGNED,
    codes.AGREEMENT_ENDS,
}
"""Kinds of events whose value is an amount of money."""


@pytest.fixture(scope="module", params=[5, -3])
def factor(request):
    """Return a power of two, by which every product is exact."""
    return 2.0**request.param


@pytest.fixture(scope="module", params=["small", "busy"])
def usual(request, tiny, busy, long, eventful):
    """Return a scenario and its history in million CNY."""
    return (tiny, long) if request.param == "small" else (busy, eventful)


@pytest.fixture(scope="module")
def both(usual, factor):
    """Return the histories of one country in two currencies."""
    scenario, history = usual
    w = spinup.start(scenario)
    populate.rescale_money(w, factor)
    p = parameters.rescale(scenario.parameters, factor)
    return history, kernel.run(w, p, scenario.seed, history.nation.shape[0])


def is_money(unit):
    return unit.startswith(MONEY)


@pytest.mark.core
@pytest.mark.parametrize("name", list(TABLES))
def test_money_is_scaled_and_nothing_else_changes(both, factor, filled, name):
    a, b = (filled(history.world, name) for history in both)
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
def test_indicators_of_money_are_scaled(both, factor, name, described):
    a, b = (getattr(history, name) for history in both)
    for k, indicator in enumerate(described):
        expected = a[..., k] * factor if is_money(indicator.unit) else a[..., k]
        assert expected.tobytes() == b[..., k].tobytes(), indicator.name
    assert any(is_money(indicator.unit) for indicator in described)


def test_flows_are_scaled_and_shares_are_not(both, factor):
    long, rescaled = both
    assert (long.flows * factor).tobytes() == rescaled.flows.tobytes()
    assert long.closure.tobytes() == rescaled.closure.tobytes()
    assert long.use.tobytes() == rescaled.use.tobytes()
    assert long.use_id.tobytes() == rescaled.use_id.tobytes()
    assert long.flows[:, :, accounts.SALES].sum() > 0.0


def test_the_same_events_happen(both, factor, filled):
    a, b = (filled(history.world, "events") for history in both)
    money = np.isin(a.kind, list(MONEY_EVENTS))
    assert money.any()
    for column in a.dtype.names:
        expected = np.where(money, a.value * factor, a.value) if column == "value" else a[column]
        assert expected.tobytes() == b[column].tobytes(), column


def test_rescaling_there_and_back_is_the_identity(tiny, start, differences, factor):
    again = spinup.start(tiny)
    populate.rescale_money(again, factor)
    assert "enterprises.cash" in differences(start, again)
    populate.rescale_money(again, 1.0 / factor)
    assert differences(start, again) == []
    p = parameters.rescale(parameters.rescale(tiny.parameters, factor), 1.0 / factor)
    assert p == tiny.parameters


def test_forgetting_a_parameter_would_show(tiny, long, factor):
    """With the reference R&D in the old currency, inventions come at another rate."""
    w = spinup.start(tiny)
    populate.rescale_money(w, factor)
    history = kernel.run(w, tiny.parameters, tiny.seed, 24)
    assert history.world.enterprises.patents.tobytes() != long.world.enterprises.patents.tobytes()
