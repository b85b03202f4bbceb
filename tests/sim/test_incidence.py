"""Who gains adds up to who pays, and what patents and certification do in a whole country."""

import numpy as np
import pytest

from sim import accounts, kernel, spinup
from sim.allocate import allocate
from sim.indicators import FIELD, NATION
from sim.indicators.incidence import INCIDENCE, PARTS, measure_incidence
from sim.indicators.nation import COUNTRY, measure_country
from sim.scenario import load

pytestmark = pytest.mark.core

AT = {about.name: k for k, about in enumerate(NATION)}
FIRST = AT[INCIDENCE[0].name]
OF_OWNERS = (
    accounts.DIVIDENDS, accounts.DIVIDENDS_ABROAD, accounts.LIQUIDATION, accounts.EQUITY,
    accounts.INVESTOR_DIVIDENDS, accounts.INVESTOR_LIQUIDATION, accounts.INVESTOR_EQUITY,
)  # fmt: skip


@pytest.fixture(params=["small", "busy"])
def history(request, long, eventful):
    return long if request.param == "small" else eventful


def net(history, sector, without=()):
    """Return what a sector receives less what it pays, by the flow matrix, (Q,)."""
    paid = history.flows.sum(axis=1)
    return sum(
        paid[:, k] * ((flow.payee == sector) - (flow.payer == sector) * 1.0)
        for k, flow in enumerate(accounts.FLOWS)
        if k not in without
    )


def of(history, *names):
    return sum(history.nation[:, AT[name]] for name in names)


def test_what_one_receives_another_has_paid(history):
    parts = history.nation[:, FIRST : FIRST + PARTS]
    assert np.abs(parts).sum(axis=1).min() > 0.0
    np.testing.assert_array_less(
        np.abs(parts.sum(axis=1)), 1e-10 * np.abs(parts).sum(axis=1) + 1e-12
    )


@pytest.mark.parametrize(
    ("names", "sector"),
    [
        (("income_leaders", "income_fringe"), accounts.ENTERPRISES),
        (("income_members", "income_other_enterprises"), accounts.ENTERPRISES),
        (("income_universities", "income_government_institutes"), accounts.INSTITUTES),
        (("income_centers",), accounts.CENTERS),
        (("income_provinces",), accounts.PROVINCES),
        (("income_ministry",), accounts.MINISTRY),
        (("income_economy",), accounts.ECONOMY),
        (("income_abroad",), accounts.ABROAD),
        (("income_banks",), accounts.BANKS),
        (("income_investors",), accounts.INVESTORS),
    ],
)
def test_incomes_of_a_sector_are_those_of_the_flow_matrix(history, names, sector):
    without = OF_OWNERS
    scale = np.abs(history.flows).sum(axis=(1, 2))
    np.testing.assert_array_less(
        np.abs(of(history, *names) - net(history, sector, without)), 1e-10 * scale + 1e-12
    )


@pytest.mark.plain
def test_buyers_work_and_the_rest_of_the_economy_by_hand():
    """It pays 100 + 8 for goods, has 60 + 10 + 3 for work, and 2 of services; dividends aside."""
    w = allocate(enterprises=0, institutes=0, centers=0, fields=2, provinces=1)
    flows = w.books[0].flows
    flows[accounts.SALES], flows[accounts.IMPORTS], flows[accounts.INPUTS] = 100.0, 8.0, 60.0
    flows[accounts.ROUTINE_RD], flows[accounts.CENTER_PROJECT_RD] = 10.0, 3.0
    flows[accounts.DIVIDENDS], flows[accounts.LOCAL_SERVICES] = 5.0, 2.0
    flows[accounts.PROCUREMENT], flows[accounts.EXPORTS] = 7.0, 9.0  # other buyers
    w.fields.buyers_gain = [4.0, -1.0]
    out = np.zeros(len(INCIDENCE))
    measure_incidence(w, out)
    found = dict(zip((about.name for about in INCIDENCE), out, strict=True))
    assert (found["economy_purchases"], found["economy_work"]) == (108.0, 73.0)
    assert found["income_economy"] == -108.0 + 73.0 + 2.0
    assert found["economy_other"] == 2.0
    assert found["gain_buyers"] == 3.0


@pytest.mark.plain
def test_surplus_of_the_nation_by_hand():
    """Sales 100, inputs 60, own R&D 10: 30; less 2 relabelling, 5 to owners abroad; 4 saved."""
    w = allocate(enterprises=0, institutes=0, centers=0, fields=1, provinces=1)
    flows = w.books[0].flows
    flows[accounts.SALES], flows[accounts.INPUTS], flows[accounts.ROUTINE_RD] = 100.0, 60.0, 10.0
    flows[accounts.RELABELLING], flows[accounts.DIVIDENDS_ABROAD] = 2.0, 5.0
    w.fields.buyers_gain, w.fields.opening_gain = 4.0, 50.0
    out = np.zeros(len(COUNTRY))
    measure_country(w, out)
    found = dict(zip((about.name for about in COUNTRY), out, strict=True))
    assert found["profits"] == 30.0
    assert found["social_surplus"] == 30.0 - 2.0 - 5.0 + 4.0
    assert found["market_opening"] == 50.0  # beside it


def test_members_gain_and_lose_by_themselves(eventful):
    assert (of(eventful, "income_members")[-8:] != 0.0).all()
    assert (of(eventful, "income_member_institutes")[-8:] != 0.0).any()


def test_the_busy_country_has_joint_patents_and_duplicated_cost(eventful):
    e, o = eventful.world.enterprises, eventful.world.institutes
    assert o.patents.sum() > o.patents_used.sum() > 0.0
    assert o.patents_joint.sum() >= o.patents_joint_used.sum()
    assert (e.patents_used <= e.patents).all()
    assert (o.patents_joint_used <= o.patents_used).all()
    duplicated = eventful.fields[:, :, [i.name for i in FIELD].index("duplicated_cost")]
    assert duplicated.sum() > 0.0


def test_the_low_rate_draws_enterprises_into_certification_and_relabelling():
    """At the usual rate nobody is certified; without it all that is relabelled is for deduction."""
    runs = {}
    for rate in ("0.25", "0.1"):
        scenario = load("tiny", {"taxes.hightech_rate": rate})
        runs[rate] = kernel.run(spinup.start(scenario), scenario.parameters, 1, 24)
    names = [about.name for about in FIELD]
    certified, reported, real = (
        {rate: run.fields[-1, :, names.index(name)].sum() for rate, run in runs.items()}
        for name in ("certified_enterprises", "rd_reported", "rd_enterprises")
    )
    assert certified["0.25"] == 0.0 < certified["0.1"]
    assert reported["0.1"] > real["0.1"] > 0.0
    assert of(runs["0.25"], "relief_certified")[-1] == 0.0 < of(runs["0.1"], "relief_certified")[-1]
