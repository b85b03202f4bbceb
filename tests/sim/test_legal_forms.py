"""Legal forms: in scenarios, in a country that can be worked by hand, and in a small country."""

import dataclasses

import numpy as np
import pytest
import yaml

from sim import accounts, codes, kernel, populate, spinup
from sim.allocate import allocate, index_cells
from sim.legal import RIGHT_KEYS
from sim.model import InnovationModel
from sim.parameters import Parameters, pack, replace
from sim.phases import belonging, maturation, membership, persons
from sim.rules.legal import staff_of
from sim.scenario import load, shipped
from sim.state import EVENTS, NONE, WORK_KINDS, Clock
from sim.timeline import timeline_of

CENTER = "centers.early_train"
PART = {"pay": "1", "keeps_revenue": "0.25", "pays_out": "false", "has_shares": "false",
        "overhead": "0.05"}  # fmt: skip
DEPENDENT = "{" + ", ".join(f"{key}: {value}" for key, value in PART.items()) + "}"
CLOCK = Clock(np.uint64(1), 20, 0)
P = replace(
    pack(Parameters()),
    {"membership.retained": 0.5, "legal.transition_time": 4.0, "legal.transition_cost": 10.0,
     "governance.memory": 1.0},
)  # fmt: skip


# The language.


@pytest.mark.plain
def test_a_center_has_its_legal_form_with_differences_of_its_own(loaded):
    scenario = loaded(
        {"legal_forms.dependent": DEPENDENT, f"{CENTER}.legal_form": "dependent",
         f"{CENTER}.rights.overhead": "0.2", f"{CENTER}.becomes": "company"}
    )  # fmt: skip
    center = scenario.centers[0]
    assert (center.legal_form, center.becomes) == ("dependent", "company")
    assert (center.rights.keeps_revenue, center.rights.overhead) == (0.25, 0.2)
    assert center.rights_after == scenario.legal_forms["company"]
    w = populate.build(scenario)
    assert (w.centers.overhead[0], w.successors.overhead[0]) == (0.2, 0.15)
    assert w.successors.planned[0] == 1
    assert populate.build(loaded({})).successors.planned[0] == 0


@pytest.mark.plain
@pytest.mark.parametrize(
    ("overrides", "said"),
    [
        ({f"{CENTER}.legal_form": "compny"}, "no legal form is called `compny`"),
        ({f"{CENTER}.becomes": "compny"}, "did you mean `company`"),
        ({f"{CENTER}.rights.pay": "0"}, "0 is out of bounds"),
        ({f"{CENTER}.rights.wage": "1"}, "wage"),
        ({"legal_forms.company.keeps_revenue": "1.5"}, "1.5 is out of bounds"),
        ({f"{CENTER}.rights.has_shares": "false", f"{CENTER}.terms.capital": "5"},
         "stakes cost 5 but its legal form has no shares"),
        ({"legal_forms.dependent": DEPENDENT, f"{CENTER}.becomes": "dependent"},
         "what it becomes has no shares"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_legal_form_is_said(problems, overrides, said):
    assert said in problems(overrides)


@pytest.mark.plain
def test_a_label_reaches_no_table(loaded):
    usual = loaded({})
    rights = "{" + ", ".join(
        f"{k}: {str(v).lower()}" for k, v in vars(usual.legal_forms["company"]).items()
    ) + "}"  # fmt: skip
    other = loaded({"legal_forms.another": rights, f"{CENTER}.legal_form": "another"})
    assert other.centers[0].legal_form == "another"
    assert populate.build(usual).centers.tobytes() == populate.build(other).centers.tobytes()


@pytest.mark.plain
@pytest.mark.parametrize("right", RIGHT_KEYS)
def test_every_right_reaches_its_column_and_can_change_later(loaded, right):
    value = "false" if right in ("pays_out", "has_shares") else "0.5"
    number = {"false": 0.0}.get(value, 0.5)
    assert populate.build(loaded({f"{CENTER}.rights.{right}": value})).centers[right][0] == number
    event = f"[{{from: 2011Q1, center: early_train, change: {right}, to: {value}}}]"
    scenario = loaded({"events": event})
    assert populate.build(scenario).centers[right][0] != number
    change = timeline_of(scenario).changes[0]
    assert (change.table, change.name, change.value) == ("centers", right, number)


@pytest.mark.plain
def test_called_centers_have_the_legal_form_of_the_programme(tmp_path):
    usual = load("programme_free")
    assert {c.legal_form for c in usual.centers if c.called} == {"institution"}
    content = yaml.safe_load(shipped()["programme_free"].read_text(encoding="utf-8"))
    content["programme"] |= {"legal_form": "dependent", "becomes": "company"}
    file = tmp_path / "programme_free.yaml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    scenario = load(file)
    w = populate.build(scenario)
    called = np.array([center.called for center in scenario.centers])
    assert (w.centers.keeps_revenue[called] == 0.5).all()
    assert (w.successors.planned[called] == 1).all()
    assert "legal_form" in scenario.resolved()["programme"]


# By hand.


def country(**rights):
    """Return a center of one field whose lead is the first of two equal members."""
    w = allocate(enterprises=2, institutes=1, centers=1, fields=1, provinces=1)
    w.enterprises.id, w.enterprises.weight, w.enterprises.sales = [1, 2], 1.0, 100.0
    w.institutes.id, w.institutes.weight = 9, 1.0
    w.fields.project_cost = 100.0
    index_cells(w)
    c = w.centers[0]
    c.id, c.status, c.lead_kind, c.lead, c.start = 7, codes.OPERATING, codes.ENTERPRISE, 0, 10
    c.first_team, c.members, c.enterprises, c.lead_votes = NONE, 2.0, 1, 0.5
    c.cash = 1000.0
    for name, value in rights.items():
        c[name] = value
    for m in range(2):
        seat = w.memberships[m]
        seat.kind, seat.member, seat.status = codes.ENTERPRISE, m, codes.MEMBER
        seat.lead, seat.votes = int(m == 0), 0.5
    w.center_fields.share = 1.0
    return w


@pytest.mark.core
def test_income_goes_to_lead_members_and_center():
    """Of 40 of licences and 10 of rents a half is the lead's; of 20 left members share 10."""
    w = country(keeps_revenue=0.5, pays_out=1, licences=40.0, rent_income=10.0)
    assert belonging.own_income(w, 0, P) == pytest.approx(0.5 * 10.0 + 20.0 - 10.0)
    membership.share_income(w, P, 0)
    assert w.enterprises.cash.tolist() == [25.0 + 5.0, 5.0]
    assert w.centers.cash[0] == pytest.approx(1000.0 - 35.0)
    assert w.centers.to_lead[0] == 25.0
    assert w.centers.flows[0, accounts.CENTER_SHARES_TO_ENTERPRISES] == 35.0


@pytest.mark.core
def test_what_may_not_be_shared_stays():
    w = country(keeps_revenue=1.0, pays_out=0, licences=40.0)
    assert belonging.own_income(w, 0, P) == pytest.approx(40.0)
    membership.share_income(w, P, 0)
    assert w.centers.cash[0] == 1000.0
    assert w.enterprises.cash.tolist() == [0.0, 0.0]


@pytest.mark.core
def test_running_costs_come_on_top_of_own_spending():
    """100 on projects, 30 of it of sponsors and 20 of a grant: a tenth of 50."""
    w = country(overhead=0.1, project_rd=100.0, sponsored=30.0, project_grants=20.0)
    assert persons.run_center(w.centers[0]) == pytest.approx(5.0)
    assert w.centers.cash[0] == pytest.approx(995.0)
    assert w.centers.flows[0, accounts.CENTER_OVERHEADS] == pytest.approx(5.0)


@pytest.mark.core
def test_pay_sets_pace_cost_and_what_is_remembered():
    w = country(pay=0.5)
    persons.staff_center(w, P, CLOCK, 0, 1)
    c = w.centers[0]
    p = Parameters()
    people, quality, leaving = staff_of(0.5, p.talent, p.legal)
    assert c.work_pace == pytest.approx(people * quality**p.talent.personnel_share)
    assert c.work_pace < people < 1.0
    assert c.leaving == pytest.approx(leaving, rel=1e-14)
    assert c.work_cost == pytest.approx((0.5 / quality) ** p.talent.personnel_share)
    assert persons.cost_of_project(w, 0, 0) == pytest.approx(100.0 * c.work_cost)
    w.centers.overhead = 0.2
    assert persons.price_of_project(w, 0, 0) == pytest.approx(120.0 * c.work_cost)
    w.centers.experience = 2.0
    maturation.review_center(w, P, CLOCK, 0, 1)
    faded = country()
    faded.centers.experience = 2.0
    maturation.review_center(faded, P, CLOCK, 0, 1)
    assert w.centers.experience[0] == pytest.approx(faded.centers.experience[0] * c.staying)
    assert w.centers.experience[0].shape == (WORK_KINDS,)


@pytest.mark.core
def test_posts_follow_projects_and_staff_is_a_part_of_those_around():
    """20 a quarter of 80 that employ 400 people: 100 at usual pay, then dearer ones, then none."""
    w = country(project_rd=20.0, usual_work=20.0)
    w.provinces.pay_start = 0.1
    w.cells.heads, w.cells.jobs = 400.0, 800.0  # money for 800 at the pay of 2010: pay doubled
    persons.staff_center(w, P, CLOCK, 0, 1)
    c = w.centers[0]
    assert c.staff == pytest.approx(100.0)
    assert c.posts == pytest.approx(100.0 / 0.9)
    assert (c.joined, c.left) == pytest.approx((100.0, 0.0))
    c.pay = 1.25
    persons.staff_center(w, P, CLOCK, 0, 1)
    assert c.staff == pytest.approx(80.0)
    people, _, leaving = staff_of(1.25, Parameters().talent, Parameters().legal)
    assert c.posts == pytest.approx(80.0 / people / 0.9)
    assert c.left == pytest.approx(max(20.0, leaving * 100.0))
    c.project_rd = 0.0
    persons.staff_center(w, P, CLOCK, 0, 1)
    assert (c.staff, c.joined, c.left) == pytest.approx((60.0, 0.0, 20.0))  # a year's mean
    c.status = codes.REVOKED
    persons.staff_center(w, P, CLOCK, 0, 1)
    assert (c.posts, c.staff, c.joined, c.left) == pytest.approx((0.0, 0.0, 0.0, 60.0))


@pytest.mark.core
def test_stars_draw_staff_to_their_center():
    """Three of quality 1 at an elasticity of a half: like twice the pay, which nobody pays."""
    p = replace(P, {"talent.star_lure": 0.5})
    w, dear = country(), country(pay=2.0)
    w.center_fields.star_quality[0, 0] = 3.0
    persons.staff_center(w, p, CLOCK, 0, 1)
    persons.staff_center(dear, p, CLOCK, 0, 1)
    assert w.centers.work_pace[0] == dear.centers.work_pace[0] > 1.0
    assert w.centers.leaving[0] == dear.centers.leaving[0]
    assert w.centers.work_cost[0] < dear.centers.work_cost[0]
    alone = country()
    persons.staff_center(alone, p, CLOCK, 0, 1)
    assert w.centers.work_cost[0] < alone.centers.work_cost[0]


@pytest.mark.core
def test_the_leads_people_fill_posts_at_once_whatever_the_pay():
    p = replace(P, {"legal.seconded": 1.0})
    w = country(pay=0.5, project_rd=20.0, usual_work=20.0)
    w.provinces.pay_start, w.cells.heads, w.cells.jobs = 0.1, 400.0, 400.0
    persons.staff_center(w, p, CLOCK, 0, 1)
    c = w.centers[0]
    assert c.work_pace == pytest.approx(1.0 / 0.9)
    assert c.posts == pytest.approx(c.staff)


@pytest.mark.core
def test_independence_gives_other_rights_at_a_cost():
    w = country(keeps_revenue=0.5, pays_out=0, has_shares=0, overhead=0.0, capital=25.0)
    after = w.successors[0]
    after.planned, after.pay, after.keeps_revenue, after.overhead = 1, 1.2, 1.0, 0.1
    after.pays_out = after.has_shares = 1
    assert persons.price_of_stake(w, 0) == 0.0
    persons.become_independent(w, P, Clock(np.uint64(1), 13, 0), 0, 1)  # three quarters old
    assert (w.centers.keeps_revenue[0], w.centers.cash[0]) == (0.5, 1000.0)
    persons.become_independent(w, P, Clock(np.uint64(1), 14, 0), 0, 1)
    c = w.centers[0]
    assert (c.pay, c.keeps_revenue, c.overhead, c.pays_out) == (1.2, 1.0, 0.1, 1)
    assert (c.cash, c.overheads, after.planned) == (990.0, 10.0, 0)
    assert persons.price_of_stake(w, 0) == 25.0
    event = w.events[int(w.counters[EVENTS]) - 1]
    assert (event.kind, event.value) == (codes.CENTER_INDEPENDENT, 10.0)
    persons.become_independent(w, P, Clock(np.uint64(1), 15, 0), 0, 1)
    assert (c.cash, c.overheads) == (990.0, 0.0)  # once


# In a small country.


@pytest.fixture(scope="module")
def runs(busy):
    """Return 24 quarters of the busy country by the rights of its center."""
    company = busy.legal_forms["company"]
    center = dataclasses.replace(
        busy.centers[0], rights=company, becomes=None, rights_after=None, legal_form="company"
    )
    part = dataclasses.replace(
        company, keeps_revenue=0.25, pays_out=False, has_shares=False, overhead=0.05, pay=1.0
    )
    cases = {
        "company": {},
        "dependent": {"rights": part},
        "independence": {"rights": part, "becomes": "company", "rights_after": company},
        "low_pay": {"rights": dataclasses.replace(company, pay=0.6)},
    }
    found = {}
    for name, rights in cases.items():
        scenario = dataclasses.replace(busy, centers=(dataclasses.replace(center, **rights),))
        history = kernel.run(spinup.start(scenario), scenario.parameters, scenario.seed, 24)
        found[name] = (scenario, history)
    return found


@pytest.mark.core
def test_both_drivers_agree_and_accounts_close_through_independence(runs, differences):
    scenario, history = runs["independence"]
    assert history.closure.max() <= accounts.TOLERANCE
    assert differences(InnovationModel(scenario).run(24), history) == []
    events = history.world.events[: history.world.counters[EVENTS]]
    assert (events.kind == codes.CENTER_INDEPENDENT).sum() == 1
    assert history.world.successors.planned[0] == 0


@pytest.mark.core
def test_a_dependent_center_lives_with_its_lead(runs):
    own = {name: history.centers["to_lead"][:, 0] for name, (_, history) in runs.items()}
    assert own["company"].sum() == 0.0
    assert own["dependent"].sum() > 0.0
    stakes = {name: history.centers["paid_in"][-1, 0] for name, (_, history) in runs.items()}
    assert stakes["dependent"] == 0.0 < stakes["company"]
    assert stakes["independence"] > 0.0


@pytest.mark.core
def test_a_center_that_pays_little_works_slowly(runs):
    def passed(name):
        return runs[name][1].centers["experience"][-1, 0].sum()

    assert passed("low_pay") < passed("company")
