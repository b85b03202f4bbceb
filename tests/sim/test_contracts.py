"""Contracts in scenarios: labels and terms, and what each does in a small country."""

import dataclasses

import numpy as np
import pytest

from sim import accounts, codes, kernel, populate, spinup
from sim.model import InnovationModel
from sim.state import EVENTS
from sim.terms import TERM_KEYS
from sim.timeline import timeline_of

TERMS = "centers.early_train.terms"
NOTHING = {"takes_members": False, "capital": 0.0, "investor_share": 0.0, "agreements": False,
           "rents": False}  # fmt: skip
ALONE = {
    "equity": {"capital": 200.0, "investor_share": 0.3},
    "agreement": {"agreements": True, "rents": True},
    "main": {"takes_members": True, "enterprise_main": True},
}
"""Terms that make one contract, or one condition, of the center of the busy country."""
PUBLIC = {"agreement": {"grant": 5.0, "local_grant": 5.0}, "main": {"grant": 2000.0}}


# The language.


@pytest.mark.plain
def test_a_center_without_a_contract_has_membership(loaded):
    scenario = loaded({})
    center = scenario.centers[0]
    assert center.contract == "membership"
    assert center.terms == scenario.contracts["membership"]
    assert scenario.resolved()["contracts"]["membership"]["fee"] == 1.0


@pytest.mark.plain
def test_a_center_has_its_contract_with_differences_of_its_own(loaded):
    whole = "{takes_members: false, fee: 0, capital: 9, investor_share: 0.1, agreements: true, " \
        "rents: false, enterprise_main: true}"  # fmt: skip
    scenario = loaded(
        {"contracts.shares": whole, "centers.early_train.contract": "shares", f"{TERMS}.fee": "3"}
    )
    center = scenario.centers[0]
    assert (center.contract, center.terms.capital, center.terms.fee) == ("shares", 9.0, 3.0)
    assert scenario.contracts["shares"].fee == 0.0
    alone = loaded({"centers.early_train.contract": "none_of_them", TERMS: whole})
    assert alone.centers[0].terms == scenario.contracts["shares"]


@pytest.mark.plain
@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        ({"centers.early_train.contract": "memebership"}, "no contract is called `memebership`"),
        ({"contracts.membership.fee": "-1"}, "-1 is out of bounds"),
        ({f"{TERMS}.investor_share": "0.95"}, "0.95 is out of bounds"),
        ({f"{TERMS}.agreements": "3"}, "agreements"),
        ({f"{TERMS}.dues": "3"}, "dues"),
        ({"contracts.membership.takes_member": "true"}, "did you mean `takes_members`"),
        ({"bundles.leader_led.fee": "1"}, "fee"),
    ],
)
def test_what_is_wrong_with_a_contract_is_said(problems, overrides, said):
    assert said in problems(overrides)


@pytest.mark.plain
def test_a_label_reaches_no_table(loaded):
    usual = loaded({})
    terms = "{" + ", ".join(
        f"{k}: {str(v).lower()}" for k, v in vars(usual.contracts["membership"]).items()
    ) + "}"  # fmt: skip
    other = loaded({"contracts.another": terms, "centers.early_train.contract": "another"})
    assert other.centers[0].contract == "another"
    one, same = populate.build(usual), populate.build(other)
    assert one.centers.tobytes() == same.centers.tobytes()


@pytest.mark.plain
@pytest.mark.parametrize("term", TERM_KEYS)
def test_every_term_reaches_its_column_and_can_change_later(loaded, term):
    switch = term not in ("fee", "capital", "investor_share")
    value = {"takes_members": "false"}.get(term, "true") if switch else "0.25"
    number = {"true": 1.0, "false": 0.0}.get(value, 0.25)
    assert populate.build(loaded({f"{TERMS}.{term}": value})).centers[term][0] == number
    event = f"[{{from: 2011Q1, center: early_train, change: {term}, to: {value}}}]"
    scenario = loaded({"events": event})
    assert populate.build(scenario).centers[term][0] != number
    change = timeline_of(scenario).changes[0]
    assert (change.table, change.name, change.value) == ("centers", term, number)


# What each does.


@pytest.fixture(scope="module", params=list(ALONE))
def alone(request, busy):
    """Return the busy country whose center has one contract alone, and 24 quarters of it.

    A poor center is in need of sponsors; a rich one has more public money than its members bring.
    """
    center = busy.centers[0]
    terms = dataclasses.replace(center.terms, **(NOTHING | ALONE[request.param]))
    bundle = dataclasses.replace(center.bundle, **PUBLIC.get(request.param, {}))
    center = dataclasses.replace(center, terms=terms, bundle=bundle)
    scenario = dataclasses.replace(busy, centers=(center,))
    history = kernel.run(spinup.start(scenario), scenario.parameters, scenario.seed, 24)
    return request.param, scenario, history


@pytest.mark.core
def test_both_drivers_agree_and_accounts_close_under_each_contract(alone, differences):
    _, scenario, history = alone
    assert history.closure.max() <= accounts.TOLERANCE
    model = InnovationModel(scenario)
    assert differences(model.run(24), history) == []


@pytest.mark.core
def test_money_comes_in_as_the_contract_says(alone):
    name, _, history = alone
    paid = history.flows.sum(axis=(0, 1))
    centers = history.centers[:, 0]
    assert (paid[accounts.ENTERPRISE_FEES] > 0.0) == (name == "main")
    assert (paid[accounts.CENTER_CAPITAL] > 0.0) == (name == "equity")
    assert (paid[accounts.AGREEMENTS] > 0.0) == (name == "agreement")
    if name == "main":
        late = centers["grant_paid"][16:]
        assert (late < 2000.0).all()
        money = late + centers["local_grant_paid"][16:]
        assert money == pytest.approx(centers["enterprise_money"][16:], rel=1e-12)
    if name == "equity":
        seats = history.world.memberships
        held = seats[(seats.status == codes.MEMBER) & (seats.stake > 0.0)]
        assert held.stake.sum() == pytest.approx(centers["paid_in"][-1])
        assert set(held.kind) == {codes.ENTERPRISE}
    if name == "agreement":
        events = history.world.events[: history.world.counters[EVENTS]]
        assert (events.kind == codes.AGREEMENT_SIGNED).any()
        assert centers["fees"].sum() == centers["capital_paid"].sum() == 0.0


@pytest.mark.core
def test_contracts_are_side_by_side_in_one_center(eventful):
    seats = eventful.world.memberships
    members = seats[(seats.status == codes.MEMBER) & (seats.kind == codes.ENTERPRISE)]
    assert {codes.FEE, codes.STAKE} <= set(members.contract)
    assert eventful.centers["sponsors"].max() > 0
    government = eventful.world.centers.government_votes.sum()
    assert np.isclose(seats.votes[seats.status == codes.MEMBER].sum(), 1.0 - government)


MOVED = {
    "membership.grade": 0.0,
    "membership.first_quarters": 20.0,
    "membership.patience": 20.0,
    "membership.idle": 40.0,
    "cofunding.overhead": 1.0,
    "cofunding.first_use_quarters": 0.0,
}
"""Parameters of contracts and another value of each."""


@pytest.mark.parametrize("name", MOVED)
def test_every_parameter_of_contracts_moves_something(busy, eventful, name):
    from sim.parameters import replace

    p = replace(busy.parameters, {name: MOVED[name]})
    other = kernel.run(spinup.start(busy), p, busy.seed, busy.quarters)
    assert eventful.nation.tobytes() != other.nation.tobytes()


@pytest.mark.parametrize("name", ["cofunding.exit_part", "cofunding.start_up"])
def test_what_a_refund_is_and_when_enterprises_bear_the_main_part_moves_something(alone, name):
    from sim.parameters import replace

    case, scenario, history = alone
    p = replace(scenario.parameters, {name: 0.0})
    other = kernel.run(spinup.start(scenario), p, scenario.seed, 24)
    moves = (case, name) in {("equity", "cofunding.exit_part"), ("main", "cofunding.start_up")}
    assert (history.centers.tobytes() != other.centers.tobytes()) == moves
