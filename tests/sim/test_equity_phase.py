"""Stakes in centers: who buys them, votes and dividends by shares, refunds, investors."""

import numpy as np
import pytest

from sim import accounts, codes, masks
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, pack, replace
from sim.phases import belonging, equity, membership, policy, seats
from sim.state import EVENTS, NONE, Clock

pytestmark = pytest.mark.core

CLOCK = Clock(np.uint64(1), 20, 6)
P = replace(
    pack(Parameters()),
    {"membership.grade": 1.0, "membership.patience": 1.0, "market.price_elasticity": 0.5,
     "funding.licence_friction": 0.5, "turnover.credit": 0.0, "cofunding.exit_part": 0.5},
)  # fmt: skip


def country(capital=10.0, sales=(3000.0, 1000.0, 2000.0), lead_kind=codes.ENTERPRISE, **terms):
    """Return firms of one field in a center that sells stakes; the first, or an institute, leads.

    Grants make it worth while, licences keep its results to members.
    """
    firms = len(sales)
    w = allocate(enterprises=firms, institutes=2, centers=1, fields=1, provinces=1)
    e = w.enterprises
    e.id = np.arange(1, firms + 1)
    e.weight, e.efficiency, e.cash, e.knowledge = 1.0, 1.0, 1e6, masks.FULL
    e.sales, e.leader = sales, 1
    w.institutes.id, w.institutes.weight, w.institutes.budget = (98, 99), 1.0, 10.0
    f = w.fields
    f.markup, f.elasticity, f.annuity, f.uptake = 0.2, 2.75, 20.0, 10.0
    f.innovation, f.imitation, f.project_cost = 0.1, 0.4, 20.0
    f.sales = f.users_market = f.market = 10.0 * sum(sales)
    f.rival_share = 0.1
    w.relatedness[:] = 1.0
    index_cells(w)
    c = w.centers[0]
    c.id, c.status, c.lead_kind, c.lead = 1000, codes.OPERATING, lead_kind, 0
    c.lead_votes, c.enterprise_votes, c.results_owner = 0.2, 0.6, codes.CENTER_OWNS
    c.grant_paid, c.first_team, c.capital = 1000.0, NONE, capital
    for name, value in terms.items():
        setattr(c, name, value)
    w.center_fields.share = 1.0
    lead = w.memberships[0]
    lead.kind, lead.member, lead.status, lead.lead = lead_kind, 0, codes.MEMBER, 1
    for m in range(1, 1 + firms):
        row = m if lead_kind == codes.ENTERPRISE else m - 1
        if row < firms:
            invite(w, m, codes.ENTERPRISE, row)
    invite(w, 10, codes.INSTITUTE, 1)
    belonging.look_ahead(w, P, CLOCK, 0, 1)
    return w


def invite(w, m, kind, row):
    seat = w.memberships[m]
    seat.kind, seat.member, seat.status, seat.loss = kind, row, codes.INVITED, 1


def settle(w, p=P, quarter=20):
    clock = Clock(np.uint64(1), quarter, 6)
    seats.link_members(w, p, clock)
    membership.consider_enterprise(w, p, clock, 0, w.enterprises.size)
    membership.consider_institute(w, p, clock, 0, w.institutes.size)
    membership.settle_members(w, p, clock)
    equity.open_to_investors(w, p, clock)
    seats.link_members(w, p, clock)


def money(w):
    return float(
        (w.enterprises.weight * w.enterprises.cash).sum()
        + w.institutes.cash.sum()
        + w.centers.cash.sum()
        + w.investors.cash.sum()
    )


def logged(w, kind):
    events = w.events[: int(w.counters[EVENTS])]
    return events[events.kind == kind]


def test_who_joins_pays_its_stake_once_by_its_size_and_the_lead_subscribes_too():
    w = country()
    before, all_money = w.enterprises.cash.copy(), money(w)
    settle(w)
    paid = before - w.enterprises.cash
    assert paid == pytest.approx([15.0, 5.0, 10.0])  # by sales over the mean of 2000
    assert w.memberships.stake[:3] == pytest.approx(paid)
    c = w.centers[0]
    assert (c.paid_in, c.capital_paid, c.fees, c.lead_stake) == pytest.approx((30, 30, 0, 15))
    assert money(w) == pytest.approx(all_money, abs=1e-6)
    settle(w, quarter=21)
    assert before - w.enterprises.cash == pytest.approx(paid)
    assert (c.paid_in, c.capital_paid) == pytest.approx((30.0, 0.0))
    assert set(w.memberships.contract[:3]) == {codes.STAKE}


def test_votes_of_enterprises_are_divided_by_shares():
    w = country()
    settle(w)
    # lead and others have 0.8 together, the institute the rest
    assert w.memberships.votes[:3] == pytest.approx([0.8 * 0.5, 0.8 / 6, 0.8 / 3])
    assert w.memberships.votes[10] == pytest.approx(0.2)
    seat = w.memberships[1]
    assert equity.votes_if_member(w, 1, codes.ENTERPRISE, seat.stake) == pytest.approx(seat.votes)


def test_an_institute_that_leads_keeps_its_votes_and_buys_no_stake():
    w = country(lead_kind=codes.INSTITUTE)
    settle(w)
    votes = w.memberships.votes
    assert votes[0] == pytest.approx(0.2)
    assert votes[1:4] == pytest.approx([0.6 * 0.5, 0.6 / 6, 0.6 / 3])
    assert w.memberships.stake[0] == w.centers[0].lead_stake == 0.0


def test_dividends_go_by_shares_and_to_nobody_else():
    w = country()
    settle(w)
    cash, kept = w.enterprises.cash.copy(), float(w.centers[0].cash)
    w.centers.licences = 60.0
    membership.share_income(w, P, 0)
    pool = (1.0 - P.membership.retained) * 60.0
    assert w.enterprises.cash - cash == pytest.approx([pool / 2, pool / 6, pool / 3])
    assert w.institutes.cash.sum() == 0.0
    assert kept - w.centers[0].cash == pytest.approx(pool)
    assert equity.claim_of(w, 1) == pytest.approx(1 / 6)


def test_a_stake_that_is_not_worth_its_price_is_not_bought():
    w = country(capital=1e5)
    w.fields.project_cost = 1e4  # neither the grants nor its own money bring it much
    settle(w)
    assert w.memberships.status[1:3].tolist() == [codes.FREE, codes.FREE]
    assert w.centers[0].paid_in == pytest.approx(1.5e5)  # the lead's, who has to
    assert logged(w, codes.INVITATION_DECLINED).size == 2


def test_the_price_of_a_stake_is_spread_over_the_horizon():
    w = country()
    seats.link_members(w, P, CLOCK)
    new = membership.offer_of(w, 1, w.enterprises[1], codes.STAKE, P)
    assert (new.price, new.due, new.stake) == pytest.approx((5.0 / 20.0, 5.0, 5.0))
    settle(w)
    w.centers.cash = 300.0
    held = membership.offer_of(w, 1, w.enterprises[1], codes.STAKE, P)
    # leaving would give half of a sixth of the cash
    assert (held.price, held.due, held.stake) == pytest.approx((25.0 / 20.0, 0.0, 5.0))


def test_who_leaves_gets_back_a_part_of_its_share_of_the_cash():
    w = country()
    settle(w)
    c = w.centers[0]
    c.cash, c.grant_paid, c.usual_rd = 600.0, 0.0, 0.0  # nothing is expected of it any more
    w.memberships.loss[1] = 1
    before, all_money = float(w.enterprises.cash[1]), money(w)
    settle(w, quarter=21)
    assert w.memberships[1].status == codes.FREE
    assert w.memberships[1].stake == 0.0
    assert w.enterprises.cash[1] - before == pytest.approx(0.5 * 600.0 / 6)
    assert c.cash == pytest.approx(550.0)
    assert c.paid_in == pytest.approx(25.0)
    assert money(w) == pytest.approx(all_money, abs=1e-6)


def test_without_cash_there_is_nothing_to_get_back_and_nobody_leaves_for_it():
    w = country()
    settle(w)
    w.centers.cash = -5.0
    for quarter in range(21, 25):
        settle(w, quarter=quarter)
    assert w.memberships.status[:3].tolist() == [codes.MEMBER] * 3
    assert w.enterprises.cash == pytest.approx([1e6 - 15.0, 1e6 - 5.0, 1e6 - 10.0])


def test_who_cannot_pay_a_stake_does_not_join():
    w = country()
    w.enterprises.cash[1] = 4.9
    settle(w)
    assert w.enterprises[1].membership_reason == codes.NO_MONEY
    assert w.memberships[1].status == codes.FREE
    w = country()
    w.enterprises.cash[1] = 5.1
    settle(w)
    assert w.memberships[1].status == codes.MEMBER


def test_where_both_are_on_offer_each_takes_what_is_best_for_itself():
    no_dividends = replace(P, {"membership.retained": 1.0})
    w = country(takes_members=1, fee=0.01)  # over 20 quarters a tiny part of a stake
    w.fields.project_cost = 2000.0  # what its own money adds is not worth it
    settle(w, no_dividends)
    assert w.memberships.contract[:3].tolist() == [codes.STAKE, codes.FEE, codes.FEE]
    w = country(takes_members=1, fee=0.01)
    settle(w)  # dividends are worth the difference
    assert w.memberships.contract[:3].tolist() == [codes.STAKE, codes.STAKE, codes.STAKE]
    w = country(takes_members=1, fee=50.0)
    w.fields.project_cost = 2000.0
    settle(w, no_dividends)
    assert w.memberships.contract[:3].tolist() == [codes.STAKE, codes.STAKE, codes.STAKE]


def test_in_a_mixed_center_votes_are_by_shares_and_by_heads_side_by_side():
    w = country(takes_members=1, fee=0.01)
    w.memberships[1].status, w.memberships[1].contract = codes.MEMBER, codes.STAKE
    w.memberships[1].stake = 5.0
    w.fields.project_cost = 2000.0
    c = w.centers[0]
    c.enterprises = 1
    settle(w, replace(P, {"membership.retained": 1.0}))
    assert w.memberships.contract[:3].tolist() == [codes.STAKE, codes.STAKE, codes.FEE]
    assert (c.enterprises, c.shareholders) == (2, 1)
    # the fee member has its half of 0.6; lead and shareholder divide 0.2 and the other half 3 to 1
    assert w.memberships.votes[:3] == pytest.approx([0.75 * 0.5, 0.25 * 0.5, 0.3])
    assert equity.claim_of(w, 2) == 0.0


def test_an_enterprise_leaves_where_its_contract_is_not_on_offer_any_more():
    w = country(capital=0.0, takes_members=1, fee=0.01)
    settle(w)
    assert w.memberships.contract[1] == codes.FEE
    w.centers.takes_members = 0
    settle(w, quarter=21)
    assert set(logged(w, codes.MEMBER_LEAVES).reason) == {codes.NOT_OFFERED}
    assert w.memberships[0].status == w.memberships[10].status == codes.MEMBER


# Investors.


def with_investor(share=0.4, licences=1000.0):
    w = country(investor_share=share)
    settle(w)
    w.investors.cash, w.centers.licences, w.centers.usual_licences = 1e4, licences, licences
    return w


def test_investors_take_what_is_open_to_them_if_dividends_pay():
    w = with_investor()
    all_money = money(w)
    equity.open_to_investors(w, P, CLOCK)
    c = w.centers[0]
    assert c.investor_stake == pytest.approx(20.0)  # 0.4 of 50
    assert (c.paid_in, c.investors_paid) == pytest.approx((50.0, 20.0))
    assert money(w) == pytest.approx(all_money)
    equity.open_to_investors(w, P, CLOCK)
    assert c.investors_paid == 0.0
    settle(w, quarter=21)
    assert c.investor_stake == pytest.approx(20.0)
    assert w.memberships.votes.sum() == pytest.approx(1.0)  # they have none


def test_investors_stay_away_where_dividends_do_not_pay_or_money_is_short():
    w = with_investor(licences=0.0)
    equity.open_to_investors(w, P, CLOCK)
    assert w.centers[0].investor_stake == 0.0
    w = with_investor(share=0.0)
    equity.open_to_investors(w, P, CLOCK)
    assert w.centers[0].investor_stake == 0.0
    w = with_investor()
    w.investors.cash = 3.0
    equity.open_to_investors(w, P, CLOCK)
    assert w.centers[0].investor_stake == pytest.approx(3.0)
    assert w.investors.cash[0] == pytest.approx(0.0)


def test_investors_are_paid_by_their_share():
    w = with_investor()
    equity.open_to_investors(w, P, CLOCK)
    before, all_money = float(w.investors.cash[0]), money(w)
    w.centers.licences = 100.0
    membership.share_income(w, P, 0)
    pool = (1.0 - P.membership.retained) * 100.0
    assert w.investors.cash[0] - before == pytest.approx(0.4 * pool)
    assert money(w) == pytest.approx(all_money)


def rivals_for_capital(cash, turned=False):
    """Return three centers of a province that ask for 3, 20 and 40 at once, and its investors."""
    w = allocate(enterprises=0, institutes=0, centers=3, fields=1, provinces=2)
    w.fields.annuity = 20.0
    c = w.centers
    c.id, c.province, c.status = [7, 5, 6], 1, codes.OPERATING
    c.has_shares, c.capital, c.investor_share = 1, 10.0, 0.5
    c.keeps_revenue, c.pays_out, c.usual_licences = 1.0, 1, 1e4
    c.paid_in = [3.0, 20.0, 40.0]  # as much again is open to them
    w.center_fields.share = 1.0
    if turned:
        c[:] = c[[2, 0, 1]]
    w.investors.cash = [1e9, cash]
    return w


@pytest.mark.parametrize(("cash", "part"), [(1e3, 1.0), (63.0, 1.0), (21.0, 1 / 3), (0.0, 0.0)])
def test_centers_get_the_same_part_of_what_they_ask_in_whatever_rows_they_stand(cash, part):
    w, turned = rivals_for_capital(cash), rivals_for_capital(cash, turned=True)
    for world in (w, turned):
        equity.open_to_investors(world, P, CLOCK)
    paid = w.centers.investors_paid
    assert paid == pytest.approx(part * np.array([3.0, 20.0, 40.0]))
    if part == 1.0:
        asked = rivals_for_capital(cash)
        assert paid.tolist() == [equity.worth_buying(asked, P, c) for c in range(3)]
    for name in w.centers.dtype.names:
        assert w.centers[name][[2, 0, 1]].tobytes() == turned.centers[name].tobytes(), name
    assert w.investors.tobytes() == turned.investors.tobytes()
    spent = cash - w.investors.cash[1]
    assert spent == pytest.approx(w.centers.cash.sum()) == pytest.approx(paid.sum())
    assert w.investors.flows[1, accounts.CENTER_CAPITAL_OF_INVESTORS] == pytest.approx(spent)
    assert w.investors.cash[0] == 1e9
    assert w.investors.cash[1] >= -1e-9


# Who bears the main part.


@pytest.mark.parametrize(
    ("on", "age", "brought", "part"),
    [(0, 99, 0.0, 1.0), (1, 11, 0.0, 1.0), (1, 12, 0.0, 0.0), (1, 12, 10.0, 0.0625),
     (1, 12, 400.0, 1.0)],
)  # fmt: skip
def test_public_money_is_bound_to_that_of_enterprises_after_a_while(on, age, brought, part):
    """Noted is a year's mean: of 10 a quarter the first enters with a fourth, of 40 in all."""
    w = country(enterprise_main=on, grant=15.0, local_grant=25.0, start=20 - age, fees=brought)
    flows = w.centers[0].flows
    before = float(w.centers[0].cash)
    w.provinces.treasury = 1e3
    policy.start_up(w, P, CLOCK, 0, 1)
    policy.pay_local_grants(w, P, CLOCK)
    assert flows[accounts.CENTER_GRANTS] == pytest.approx(15.0 * part)
    assert flows[accounts.CENTER_LOCAL_GRANTS] == pytest.approx(25.0 * part)
    assert w.centers[0].cash - before == pytest.approx(40.0 * part)
