"""Money neither appears nor vanishes, and if it did, the check would say where and when."""

import numpy as np
import pytest

from sim import accounts, kernel, simulate, spinup
from sim.quarters import label
from sim.scenario import load
from sim.schedule import PHASES, SCHEDULE, Step

pytestmark = pytest.mark.core

WHEN = 2
AMOUNT = 0.1
"""A thousand yuan, in a country in which billions are paid."""

HOLDERS = {
    "enterprises": ("enterprises", "cash"),
    "institutes": ("institutes", "cash"),
    "centers": ("centers", "cash"),
    "provinces": ("provinces", "treasury"),
    "investors": ("investors", "cash"),
}
LEAKS = [
    ("policy", "provinces"),
    ("governments", "provinces"),
    ("governments", "investors"),
    ("budgets", "investors"),
    ("budgets", "enterprises"),
    ("budgets", "institutes"),
    ("membership", "centers"),
    ("maturation", "centers"),
    ("maturation", "enterprises"),
    ("diffusion", "enterprises"),
    ("diffusion", "institutes"),
    ("market", "enterprises"),
    ("market", "provinces"),
    ("market", "investors"),
    ("turnover", "investors"),
]
UNPAID = [
    ("budgets", "enterprises", accounts.ROUTINE_RD, {"enterprises"}),
    ("policy", "institutes", accounts.INSTITUTE_GRANTS, {"institutes"}),
    ("policy", "centers", accounts.CENTER_LOCAL_GRANTS, {"provinces", "centers"}),
    ("diffusion", "enterprises", accounts.LICENCES_TO_CENTERS, {"enterprises", "centers"}),
    ("diffusion", "enterprises", accounts.LICENCES_TO_ENTERPRISES, set()),
    ("market", "enterprises", accounts.LOCAL_TAX, {"enterprises", "provinces"}),
    ("governments", "provinces", accounts.LOCAL_SERVICES, {"provinces"}),
    ("governments", "enterprises", accounts.LOCAL_SUBSIDIES, {"enterprises", "provinces"}),
    ("budgets", "enterprises", accounts.INVESTOR_EQUITY, {"enterprises", "investors"}),
    ("turnover", "investors", accounts.STAKE_SALES, {"investors"}),
]


@pytest.fixture
def with_step(monkeypatch):
    """Return a function that adds a step to the end of a phase of the walked schedule."""

    def add(phase, act):
        phases = tuple(
            one._replace(steps=(*one.steps, Step(act, "once"))) if one.name == phase else one
            for one in SCHEDULE
        )
        monkeypatch.setattr(kernel, "SCHEDULE", phases)

    return add


def simulate_walked(tiny):
    """Run tiny.yaml through the driver that walks the schedule."""
    return simulate.run(tiny, quarters=4, threads=2, out=False)


def gaps_of(tiny):
    """Return the sectors, phases and quarters that do not close."""
    history = kernel.run(spinup.start(tiny), tiny.parameters, tiny.seed, 4, threads=2)
    return {
        (int(t), PHASES[phase], accounts.SECTORS[sector])
        for t, phase, sector in np.argwhere(history.closure > accounts.TOLERANCE)
    }


def test_a_small_country_closes_after_every_phase(long):
    assert long.closure.shape == (24, len(PHASES), len(accounts.SECTORS))
    assert long.closure.max() < 1e-9
    assert (long.flows[:, :, accounts.SALES].sum(axis=1) > 0.0).all()


@pytest.fixture(scope="module")
def nation():
    """Return a history of the whole nation at a small scale."""
    scenario = load("national", {"scale": "0.01"})
    return kernel.run(spinup.start(scenario), scenario.parameters, 1, 84)


def test_the_nation_closes_after_every_phase(nation):
    assert nation.closure.max() < 1e-9
    paid = nation.flows.sum(axis=(0, 1))
    assert paid.min() >= 0.0
    never = {accounts.FLOWS[k].name for k in np.flatnonzero(paid == 0.0)}
    of_calls = {"applications_of_enterprises", "applications_of_institutes"}
    assert never <= of_calls | {"center_cash_returned"}  # no calls, and few centers are revoked


@pytest.mark.parametrize("sector", range(accounts.WITH_MONEY))
def test_stocks_are_what_the_tables_hold(nation, sector):
    table, column = HOLDERS[accounts.SECTORS[sector]]
    rows = getattr(nation.world, table)
    weight = rows.weight if "weight" in rows.dtype.names else 1.0
    held = (weight * rows[column]).sum()
    assert nation.world.books.stocks[-1, sector] == pytest.approx(held, rel=1e-9, abs=1e-6)


def test_all_money_of_all_sectors_is_constant(nation):
    """Every flow has a payer and a payee, so the sectors' sum only moves by rounding."""
    stocks = nation.world.books.stocks[-1]
    begun = spinup.start(load("national", {"scale": "0.01"})).books.stocks[-1]
    assert stocks.sum() == pytest.approx(begun.sum(), abs=1e-9 * np.abs(stocks).sum())


@pytest.mark.parametrize(("phase", "table"), LEAKS)
def test_a_leak_is_named_with_phase_sector_and_quarter(tiny, with_step, phase, table):
    rows, column = HOLDERS[table]

    def leak(w, p, clock):
        if clock.quarter == WHEN:
            getattr(w, rows)[column][0] -= AMOUNT

    with_step(phase, leak)
    with pytest.raises(simulate.AccountsError) as caught:
        simulate_walked(tiny)
    message = str(caught.value)
    for word in (f"money of {table}", f"`{phase}`", label(tiny.start, WHEN), "1 gaps in all"):
        assert word in message


@pytest.mark.parametrize(("phase", "table", "flow", "sectors"), UNPAID)
def test_a_flow_that_moves_no_cash_is_caught(tiny, with_step, phase, table, flow, sectors):
    def note(w, p, clock):
        if clock.quarter == WHEN:
            accounts.pay(getattr(w, table)[0], flow, AMOUNT)

    with_step(phase, note)
    assert gaps_of(tiny) == {(WHEN, phase, sector) for sector in sectors}
    if sectors:
        with pytest.raises(simulate.AccountsError, match=phase):
            simulate_walked(tiny)


def test_a_payment_that_is_noted_and_paid_closes(tiny, with_step):
    def pay(w, p, clock):
        w.enterprises.cash[0] -= AMOUNT
        accounts.pay(w.enterprises[0], accounts.DIVIDENDS, AMOUNT)

    with_step("budgets", pay)
    assert gaps_of(tiny) == set()
    assert simulate_walked(tiny).digest


def test_a_leak_through_the_mesa_driver_is_caught(tiny, start):
    from sim.agents import Enterprise
    from sim.model import InnovationModel

    class Thief(Enterprise):
        def sell(self):
            super().sell()
            self.cash -= AMOUNT

    model = InnovationModel(tiny, agent_classes={int(start.enterprises.id[0]): Thief})
    history = model.run(2)
    wrong = {(PHASES[k], accounts.SECTORS[s]) for _, k, s in np.argwhere(history.closure > 1e-9)}
    assert wrong == {("market", "enterprises")}
    with pytest.raises(simulate.AccountsError, match=r"enterprises.*market.*2010Q1"):
        simulate.check_accounts(tiny, history)


@pytest.mark.plain
def test_payers_and_payees_are_those_of_the_flows():
    assert accounts.PAYERS.tolist() == [flow.payer for flow in accounts.FLOWS]
    assert accounts.PAYEES.tolist() == [flow.payee for flow in accounts.FLOWS]
    names = [flow.name for flow in accounts.FLOWS]
    assert len(set(names)) == len(names)
    for k, name in enumerate(names):
        assert getattr(accounts, name.upper()) == k
