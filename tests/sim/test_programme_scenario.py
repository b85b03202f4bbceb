"""The programme in a scenario: what is read, what is refused with advice, and what a run shows."""

import numpy as np
import pytest

from sim import accounts, codes, kernel, parameters, populate, spinup
from sim.model import InnovationModel
from sim.results.centers import center_quarters, centers
from sim.scalars import dump
from sim.scenario import ScenarioError, digest, load, shipped
from sim.scenario.schema import schema
from sim.specs import LEADS
from sim.state import NEVER, TABLES, columns

TINY = shipped()["tiny"].read_text(encoding="utf-8")
MONEY_EVENTS = (codes.INVITATION_DECLINED, codes.AGREEMENT_SIGNED, codes.AGREEMENT_ENDS,
                codes.TEAM_ENDED, codes.LICENCE, codes.CENTER_STARTS, codes.MEMBER_JOINS,
                codes.MEMBER_LEAVES, codes.PROJECT_APPROVED, codes.PROJECT_REFUSED,
                codes.FIRM_FOUNDED, codes.FIRM_SPLITS, codes.FIRM_MOVES, codes.GRANT_AWARDED,
                codes.CENTER_ENDS, codes.CENTER_INDEPENDENT)  # fmt: skip
"""Kinds of events whose value is an amount of money."""
SECTION = """
programme:
  first_call: 2010Q1
  last_call: 2012Q4
  bundles:
    enterprise: leader_led
    institute: leader_led
  legal_form: company
  layout:
    field_most: 2
    regions: { east: 3 }
"""
SHARES = (
    "{takes_members: false, fee: 0, capital: 20, investor_share: 0.3, agreements: false, "
    "rents: false, enterprise_main: false}"
)
CALLED = {"background": "none", "start.spinup": "2", "programme.least_links": "0",
          "programme.target": "3", "programme.most_per_call": "1"}  # fmt: skip


@pytest.fixture
def written(tmp_path):
    """Return the function that loads tiny.yaml with a programme, one text replaced by another."""

    def attempt(old="", new="", overrides=None):
        assert old in SECTION
        file = tmp_path / "tiny.yaml"
        file.write_text(TINY + SECTION.replace(old, new, 1), encoding="utf-8")
        return load(file, overrides)

    return attempt


def test_a_programme_is_read(written):
    scenario = written(overrides={"programme.target": "7"})
    programme = scenario.programme
    assert (programme.first_call, programme.last_call) == ("2010Q1", "2012Q4")
    assert programme.bundles == {"enterprise": "leader_led", "institute": "leader_led"}
    assert (programme.field_most, programme.regions) == (2, {"east": 3})
    called = [center for center in scenario.centers if center.called]
    assert [center.key for center in called] == [f"called_{n}" for n in range(1, 8)]
    assert scenario.centers[0].key == "early_train"


def test_the_layout_can_be_left_out(written):
    scenario = written("  layout:\n    field_most: 2\n    regions: { east: 3 }\n", "")
    assert (scenario.programme.field_most, scenario.programme.regions) == (1, {})


def test_without_a_programme_nothing_is_called():
    scenario = load("tiny")
    assert scenario.programme is None
    assert not any(center.called for center in scenario.centers)
    assert "programme" not in scenario.resolved()


def test_a_resolved_programme_is_the_same(written, tmp_path):
    scenario = written()
    file = tmp_path / "scenario.yaml"
    file.write_text(dump(scenario.resolved()), encoding="utf-8")
    again = load(file)
    assert again.programme == scenario.programme
    assert digest(again) == digest(scenario)


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("first_call: 2010Q1", "first_call: 2010", "programme.first_call", "2010"),
        ("first_call: 2010Q1", "first_call: 2009Q1", "programme.first_call", "out of bounds"),
        ("last_call: 2012Q4", "last_call: 2009Q4", "programme.last_call", "out of bounds"),
        ("first_call: 2010Q1", "first_call: 2013Q1", "programme.last_call", "2012Q4"),
        ("  last_call: 2012Q4\n", "", "programme", "missing key `last_call`"),
        ("enterprise: l", "enterprises: l", "programme.bundles", "did you mean `enterprise`"),
        (": leader_led", ": leader", "programme.bundles.enterprise", "did you mean `leader_led`"),
        ("field_most: 2", "field_most: 61", "programme.layout.field_most", "out of bounds"),
        ("field_most: 2", "field_most: 1.5", "programme.layout.field_most", "whole"),
        ("{ east: 3 }", "{ eastt: 3 }", "programme.layout.regions", "did you mean `east`"),
        ("layout:", "lay_out:", "programme", "did you mean `layout`"),
        ("layout:", "contract: members\n  layout:", "programme.contract", "mean `membership`"),
    ],
)
def test_what_is_wrong_is_refused_with_advice(written, old, new, key, words):
    with pytest.raises(ScenarioError) as caught:
        written(old, new)
    problems = [problem for problem in caught.value.problems if problem.key == key]
    assert len(problems) == 1
    problem = problems[0]
    assert words in f"{problem.message} {problem.expected} {problem.suggestion}"
    assert problem.line is not None
    assert problem.line > TINY.count("\n") + 1


def test_a_programme_names_a_lead(written):
    with pytest.raises(ScenarioError, match="names no lead"):
        written("\n    enterprise: leader_led\n    institute: leader_led\n", " {}\n")


def test_the_schema_knows_the_programme():
    parts = schema()["properties"]["programme"]
    assert set(parts["required"]) <= set(parts["properties"])
    assert set(parts["properties"]["bundles"]["properties"]) == set(LEADS)


def test_charters_have_the_switches_of_their_bundle_and_no_label(written):
    scenario = written()
    w = spinup.start(written(overrides={"start.spinup": "0"}))
    bundle = scenario.bundles["leader_led"]
    assert w.charters.offered.tolist() == [1, 0, 1, 0]
    for row in w.charters[w.charters.offered == 1]:
        assert row.lead_votes == bundle.lead_votes
        assert row.grant == bundle.grant
    assert not any("mode" in name for name in w.charters.dtype.names)
    assert (w.centers.start[1:] == NEVER).all()
    assert w.fields.centers_most.tolist() == [2.0, 2.0]
    assert set(w.provinces.centers_most) == {3.0}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Return a scenario with calls in a small country without a spin-up, and its history."""
    file = tmp_path_factory.mktemp("calls") / "tiny.yaml"
    text = TINY.replace("centers:\n  others: none ", "centers: none\nold:\n  others: none ")
    text = text[: text.index("\nold:")] + "\n" + SECTION
    file.write_text(text, encoding="utf-8")
    scenario = load(file, CALLED)
    return scenario, kernel.run(spinup.start(scenario), scenario.parameters, 1, 7)


@pytest.fixture(scope="module")
def ended():
    """Return tiny.yaml with a center that is revoked in 2012Q3, and its history."""
    scenario = load("tiny", {"background": "none", "start.spinup": "2", "programme.term": "4",
                             "programme.good": "10", "programme.rectification": "4"})  # fmt: skip
    return scenario, kernel.run(spinup.start(scenario), scenario.parameters, 1, 14)


@pytest.fixture(scope="module", params=["called", "ended"])
def either(request, run, ended):
    """Return a run in which centers are called, or one in which a center ends."""
    return run if request.param == "called" else ended


def test_agents_give_the_bits_of_the_kernel(either, differences):
    scenario, history = either
    model = InnovationModel(scenario, seed=1)
    assert differences(model.run(len(history.nation)), history) == []


def test_the_accounts_close(either):
    _, history = either
    assert history.closure.max() < accounts.TOLERANCE
    assert history.people_gap.max() < accounts.TOLERANCE


def test_in_another_currency_the_same_happens(either, filled):
    scenario, history = either
    w = spinup.start(scenario)
    populate.rescale_money(w, 8.0)
    p = parameters.rescale(scenario.parameters, 8.0)
    other = kernel.run(w, p, 1, len(history.nation))
    for name in ("centers", "charters", "institutes", "events"):
        a, b = filled(history.world, name), filled(other.world, name)
        assert a.shape == b.shape
        for column in a.dtype.names:
            if name == "events":
                money = np.isin(a.kind, [*MONEY_EVENTS])
                expected = np.where(money, 8.0 * a.value, a.value)
                expected = expected if column == "value" else a[column]
            else:
                unit = columns(TABLES[name])[column].unit
                expected = a[column] * 8.0 if unit.startswith("million CNY") else a[column]
            assert expected.tobytes() == b[column].tobytes(), f"{name}.{column}"


def test_a_revoked_center_is_gone_from_its_quarter_on(ended):
    _, history = ended
    status = history.centers["status"][:, 0]
    end = int(np.flatnonzero(status == codes.REVOKED)[0])
    assert end == 10
    assert (status[end:] == codes.REVOKED).all()
    assert not history.centers["members"][end:, 0].any()
    assert not history.flows[end:, :, accounts.CENTER_GRANTS].any()
    returned = history.flows[:, :, accounts.CENTER_CASH_RETURNED].sum(axis=1)
    assert np.flatnonzero(returned).tolist() == [end]
    assert not history.centers["cash"][end:].any()


def test_called_centers_stand_in_the_results_as_the_run_has_them(run):
    scenario, history = run
    table = centers(scenario, history).set_index("center")
    begun = table[table["approved"].notna()]
    assert begun["approved"].tolist() == ["2010Q1", "2011Q1"]
    assert set(begun["called_as"]) <= {"enterprise", "institute"}
    assert set(begun["mode"]) == {"leader_led"}
    assert set(begun["province"]) <= {province.key for province in scenario.provinces}
    assert table.loc["called_3", ["mode", "province", "approved", "lead_kind"]].isna().all()


def test_called_centers_begin_a_quarter_after_their_call(run):
    scenario, history = run
    status = history.centers["status"]
    first = [int(np.flatnonzero(status[:, k] != codes.PLANNED)[0]) for k in range(2)]
    assert first == [1, 5]
    assert not status[:, 2].any()
    table = center_quarters(scenario, history)
    paid = table[(table["center"] == "called_1") & (table["grant"] > 0.0)]
    assert paid["quarter"].iloc[0] == "2010Q2"
    assert history.closure.max() < 1e-9


def test_calls_may_bring_as_many_centers_as_there_can_be_beside_all_real_ones(tmp_path):
    text = shipped()["programme_free"].read_text(encoding="utf-8")
    file = tmp_path / "programme_free.yaml"
    many = text.replace("centers: none", "centers: all")
    file.write_text(
        many.replace("parameters: ", "parameters:\n  programme.target: 60\n#"), encoding="utf-8"
    )
    assert len(load(file).centers) == 79


# The contract of who is called.


@pytest.fixture(scope="module")
def by_shares(tmp_path_factory):
    """Return the same country where called centers sell stakes, and its history."""
    text = TINY[: TINY.index("\ncenters:")] + "\ncenters: none\n" + SECTION + "  contract: shares\n"
    file = tmp_path_factory.mktemp("shares") / "tiny.yaml"
    file.write_text(text, encoding="utf-8")
    scenario = load(file, CALLED | {"contracts.shares": SHARES})
    return scenario, kernel.run(spinup.start(scenario), scenario.parameters, 1, 7)


def test_called_centers_have_the_contract_that_the_programme_names(run, by_shares):
    usual, shares = run[1], by_shares[1]
    assert {center.contract for center in by_shares[0].centers} == {"shares"}
    assert {center.contract for center in run[0].centers} == {"membership"}
    paid = {"fees": (True, False), "capital_paid": (False, True)}
    for column, expected in paid.items():
        found = tuple(bool(h.centers[column].any()) for h in (usual, shares))
        assert found == expected, column
    for history, contract in ((usual, codes.FEE), (shares, codes.STAKE)):
        seats = history.world.memberships
        pays = (seats.status == codes.MEMBER) & (seats.kind == codes.ENTERPRISE)
        assert set(seats.contract[pays]) == {contract}
    assert (shares.world.memberships.stake > 0.0).any()
    assert shares.closure.max() < accounts.TOLERANCE


def test_agents_give_the_bits_of_the_kernel_under_that_contract(by_shares, differences):
    scenario, history = by_shares
    assert differences(InnovationModel(scenario, seed=1).run(7), history) == []


def test_a_resolved_programme_names_its_contract(written):
    scenario = written("  layout:", "  contract: shares\n  layout:", {"contracts.shares": SHARES})
    assert scenario.programme.contract == "shares"
    assert scenario.resolved()["programme"]["contract"] == "shares"
    assert written().programme.contract == "membership"
