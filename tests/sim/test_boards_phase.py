"""Boards of one center whose members, signals and votes can be worked by hand."""

import math

import numpy as np
import pytest
from scipy.stats import binom

from sim import accounts, codes, masks
from sim.allocate import allocate, index_cells
from sim.parameters import Parameters, describe, pack, replace
from sim.phases import boards, experience, membership, seats, selection
from sim.rules.governance import error_variance
from sim.state import CANDIDATES, EVENTS, IDEAS, NONE, REFUSALS, RIVALS, Clock

pytestmark = pytest.mark.core

CLOCK = Clock(np.uint64(1), 20, 7)
EXACT = {"governance.noise": 0.0, "governance.rounds": 1.0, "governance.delay": 0.0}
P = replace(pack(Parameters()), EXACT)
FIRMS = codes.ENTERPRISE_GROUP


def center(votes=(0.4, 0.3, 0.2, 0.1), ideas=1, firms=2):
    """Return a center of a lead, other firms and one institute, with shelved ideas before it."""
    w = allocate(enterprises=1 + firms, institutes=1, centers=1, fields=1, provinces=1)
    e = w.enterprises
    e.id, e.weight, e.leader, e.sales = np.arange(1, firms + 2), 1.0, 1, 1000.0
    e.knowledge = masks.FULL
    w.institutes.id, w.institutes.weight, w.institutes.knowledge = 99, 1.0, masks.FULL
    f = w.fields
    f.markup, f.elasticity, f.annuity, f.uptake, f.reach = 0.2, 2.75, 20.0, 10.0, 12.0
    f.project_cost, f.sales, f.market, f.users_market = 20.0, 3000.0, 3000.0, 3000.0
    w.relatedness[:] = 1.0
    index_cells(w)
    c = w.centers
    c.id, c.status, c.lead_kind, c.lead, c.cash = 1000, codes.OPERATING, codes.ENTERPRISE, 0, 1e3
    c.lead_votes, c.enterprise_votes, c.government_votes = votes[0], votes[1], votes[3]
    c.first_team, c.results_owner = NONE, codes.CENTER_OWNS
    w.center_fields.share, w.center_fields.members = 1.0, 1.0
    for m in range(firms + 2):
        seat = w.memberships[m]
        seat.kind = codes.ENTERPRISE if m <= firms else codes.INSTITUTE
        seat.member, seat.lead = (m, int(m == 0)) if m <= firms else (0, 0)
        seat.status = codes.MEMBER
    c.enterprises, c.institutes, c.members = firms, 1, firms + 2.0
    membership.divide_votes(w, 0)
    w.counters[IDEAS] = ideas
    k = w.ideas[:ideas]
    k.id, k.live, k.shelved = 7 + np.arange(ideas), 1, 1
    k.science, k.application, k.gain, k.luck = masks.ONE, masks.bit(1), 0.01, 1.0
    k.owned, k.inventor, k.idle = NONE, 1, 13
    seats.link_members(w, P, CLOCK)
    boards.weigh_groups(w, P, CLOCK, 0, 1)
    return w


def put_before(w, *ideas, due=20):
    """Put ideas before the board, to be voted on now."""
    b = w.boards[0]
    b.candidates[:] = NONE
    for j, idea in enumerate(ideas):
        b.candidates[j], b.ideas[j] = idea, w.ideas[idea].id
        b.since[j], b.due[j], b.verdict[j] = 18, due, codes.OPEN


def say(w, j, lead, firms, institutes, government, r=0):
    """Let each group value a candidate as given."""
    for m, worth in ((0, lead), (1, firms), (2, 0.0), (3, institutes)):
        w.memberships[m].ballots[r, j] = worth
    w.boards[0].public[r, j] = government


def logged(w, kind):
    events = w.events[: int(w.counters[EVENTS])]
    return events[events.kind == kind]


# Votes and power.


def test_groups_have_the_votes_of_their_members_and_the_government_its_own():
    assert list(center().boards[0].votes) == pytest.approx([0.4, 0.3, 0.2, 0.1])
    assert list(center().memberships[:4].votes) == pytest.approx([0.4, 0.15, 0.15, 0.2])


POWERS = ("lead_power", "enterprise_power", "institute_power", "government_power")


@pytest.mark.parametrize(
    ("votes", "voting", "veto", "expected"),
    [
        ((0.50, 0.49, 0.01, 0.0), 0, "nobody", (3 / 5, 1 / 5, 1 / 5, 0.0)),  # the textbook's
        ((0.6, 0.2, 0.1, 0.1), 0, "nobody", (1.0, 0.0, 0.0, 0.0)),  # a dictator
        ((0.4, 0.3, 0.2, 0.1), 0, "nobody", (5 / 12, 3 / 12, 3 / 12, 1 / 12)),
        ((0.4, 0.3, 0.2, 0.1), codes.UNANIMITY, "nobody", (0.25, 0.25, 0.25, 0.25)),
        ((0.6, 0.3, 0.1, 0.0), 0, "enterprises", (0.5, 0.5, 0.0, 0.0)),
        ((0.6, 0.3, 0.1, 0.0), 0, "government", (0.5, 0.0, 0.0, 0.5)),  # a veto without votes
    ],
)
def test_banzhaf_index_by_hand(votes, voting, veto, expected):
    w = center(votes)
    w.centers.voting, w.centers.veto = voting, codes.VETOES[veto]
    boards.weigh_groups(w, P, CLOCK, 0, 1)
    assert [w.centers[0][name] for name in POWERS] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("worths", "voting", "veto", "expected"),
    [
        ((1.0, 1.0, -1.0, -1.0), 0, "nobody", True),
        ((1.0, -1.0, -1.0, 1.0), 0, "nobody", False),  # half is not more than half
        ((1.0, -1.0, 0.0, 1.0), 0, "nobody", True),  # the institute abstains: 0.5 of 0.8
        ((1.0, 1.0, -1.0, -1.0), codes.UNANIMITY, "nobody", False),
        ((1.0, 1.0, 0.0, 0.0), codes.UNANIMITY, "nobody", True),
        ((1.0, 1.0, 1.0, -1.0), 0, "government", False),
        ((1.0, 1.0, 1.0, 0.0), 0, "government", True),
        ((1.0, 1.0, -1.0, 1.0), 0, "institutes", False),
        ((0.0, 0.0, 0.0, 0.0), 0, "nobody", False),
    ],
)
def test_a_board_decides_by_its_rule(worths, voting, veto, expected):
    w = center()
    w.centers.voting, w.centers.veto = voting, codes.VETOES[veto]
    put_before(w, 0)
    say(w, 0, *worths)
    assert boards.consent(w, P, 0, 0, 0) == expected


def test_a_group_speaks_for_its_members_together():
    w = center()
    put_before(w, 0)
    say(w, 0, 1.0, 3.0, 0.0, -1.0)
    w.memberships[2].ballots[0, 0] = -2.0
    assert boards.value_to_group(w, 0, FIRMS, 0, 0) == 1.0
    assert boards.value_to_members(w, 0, 0, 0) == 2.0


# Signals.


def test_without_noise_all_see_the_truth():
    w = center(ideas=2)
    w.ideas[:2].gain = [0.004, 0.03]
    put_before(w, 0, 1)
    boards.assess(w, P, CLOCK, 0, 1)
    assert w.boards[0].perceived[0, :2] == pytest.approx(np.array([[0.004] * 4, [0.03] * 4]))
    assert w.boards[0].public[0, :2] == pytest.approx(w.boards[0].true_public[:2])


def test_with_pure_noise_all_expect_what_any_idea_gains():
    w = center()
    w.ideas.gain = 0.05
    put_before(w, 0)
    boards.assess(w, replace(P, {"governance.noise": 1e6}), CLOCK, 0, 1)
    assert w.boards[0].perceived[0, 0] == pytest.approx([P.research.gain_mean] * 4, rel=1e-5)


def test_what_members_know_and_have_done_makes_their_group_see_better():
    w = center()
    p = replace(P, {"governance.noise": 1.0})
    w.enterprises.knowledge = [masks.FULL, masks.ONE, masks.EMPTY]  # of two needed units
    w.institutes.experience[0, codes.SCIENCE_WORK] = 3.0
    w.institutes.experience[0, codes.APPLICATION_WORK] = 50.0  # of no use before TRL 4
    found = [boards.variance_of_group(w, 0, group, 0, p) for group in range(4)]
    given = [(1.0, 0.0), (0.25, 0.0), (1.0, 3.0), (0.0, 0.0)]
    assert found == [error_variance(s, n, 0.0, p.governance, p.research) for s, n in given]


def test_type_matters_only_where_a_variant_says_so():
    w = center()
    w.ideas.own_stage = 3  # application
    for tau in (0.0, 1.0, -1.0):
        p = replace(P, {"governance.noise": 1.0, "governance.type_precision": tau})
        found = [boards.variance_of_group(w, 0, group, 0, p) for group in range(3)]
        sigma = p.research.gain_sigma**2
        assert found == pytest.approx([sigma * math.exp(k * tau) for k in (-1, -1, 1)])


def test_luck_is_of_center_idea_and_group_alone():
    """Neither who leads nor the votes change a signal; another group, idea or quarter does."""
    p = replace(P, {"governance.noise": 1.0})

    def signals(clock=CLOCK, **columns):
        w = center(ideas=2)
        for name, value in columns.items():
            w.centers[name] = value
        put_before(w, 0, 1)
        boards.assess(w, p, clock, 0, 1)
        return w.boards[0].perceived[0, :2].copy()

    usual = signals()
    assert len(set(usual.ravel())) == 8
    assert (signals(lead_votes=0.9, enterprise_votes=0.1, voting=1, veto=2) == usual).all()
    assert not (signals(clock=CLOCK._replace(quarter=21)) == usual).any()
    assert not (signals(id=1001) == usual).any()


@pytest.mark.statistical
def test_votes_of_equal_groups_pass_as_often_as_theory_says():
    """D13 through the kernels: 3,000 ideas, off by more than 4.5 s.e. once in 25,000 seeds.

    Four groups of equal votes and equal noise, no experts: a group is for an idea iff the gain it
    sees is above the same bar. All must agree, one suffices, three of four.
    """
    ideas, bar = 3000, 0.008
    equal = {"governance.noise": 1.0, "governance.shared_noise": 0.0, "governance.ignorance": 0.0}
    w = center((0.25, 0.25, 0.25, 0.25))
    seen = np.zeros((ideas, 4))
    passed = {"unanimity": 0, "one": 0, "three": 0}
    rules = {"unanimity": (1, 0.5), "one": (0, 0.0), "three": (0, 0.625)}
    for idea in range(ideas):
        w.ideas.id[0] = idea
        put_before(w, 0)
        boards.assess(w, replace(P, equal), CLOCK, 0, 1)
        seen[idea] = w.boards[0].perceived[0, 0]
        say(w, 0, *(seen[idea] - bar))
        for name, (voting, majority) in rules.items():
            w.centers.voting = voting
            p = replace(P, equal | {"governance.majority": majority})
            passed[name] += boards.consent(w, p, 0, 0, 0)
    p = np.mean(seen > bar)
    assert 0.2 < p < 0.8
    expected = {"unanimity": p**4, "one": 1.0 - (1.0 - p) ** 4, "three": binom.sf(2, 4, p)}
    for name, chance in expected.items():
        assert abs(passed[name] / ideas - chance) < 4.5 * math.sqrt(chance * (1 - chance) / ideas)
    together = np.corrcoef(np.log(seen), rowvar=False)[np.triu_indices(4, 1)]
    assert np.abs(together).max() < 4.5 / math.sqrt(ideas)


@pytest.mark.statistical
def test_groups_share_the_part_of_their_errors_that_is_said():
    """Correlation of 3,000 errors of groups at rho 0.5: off by 5 s.e. once in 10^5 seeds."""
    noisy = {"governance.noise": 1.0, "governance.shared_noise": 0.5, "governance.ignorance": 0.0}
    w = center()
    seen = np.zeros((3000, 4))
    for idea in range(3000):
        w.ideas.id[0] = idea
        put_before(w, 0)
        boards.assess(w, replace(P, noisy), CLOCK, 0, 1)
        seen[idea] = w.boards[0].perceived[0, 0]
    together = np.corrcoef(np.log(seen), rowvar=False)[np.triu_indices(4, 1)]
    assert np.abs(together - 0.5).max() < 5.0 * 0.75 / math.sqrt(3000)


@pytest.mark.statistical
@pytest.mark.parametrize("experts", [1, 5, 9])
def test_experts_help_all_as_much_as_their_reliability(experts):
    """What 2,000 boards that see nothing themselves make of experts: D17, within 5 s.e.

    The variance of beliefs is reliability x that of log gains, if gains are as new ideas' are.
    """
    w = center()
    sigma = P.research.gain_sigma
    rng = np.random.default_rng(experts)
    w.centers.experts = experts
    seen = np.zeros((2000, 4))
    for idea in range(2000):
        w.ideas.id[0] = idea
        w.ideas.gain[0] = P.research.gain_mean * math.exp(sigma * rng.standard_normal())
        put_before(w, 0)
        boards.assess(w, replace(P, {"governance.noise": 1e6}), CLOCK, 0, 1)
        seen[idea] = w.boards[0].perceived[0, 0]
    assert np.ptp(seen, axis=1) == pytest.approx(0.0, abs=1e-6)  # the same for all groups
    icc = 1.0 / (1.0 + P.governance.expert_noise**2)
    reliability = experts * icc / (1.0 + (experts - 1) * icc)
    found = np.log(seen[:, 0]).var() / sigma**2
    assert found == pytest.approx(reliability, rel=5.0 * math.sqrt(2.0 / 2000))


def test_experts_are_paid_for_what_is_voted_on():
    w = center(ideas=3)
    w.centers.experts = 5
    put_before(w, 0, 1)
    boards.assess(w, P, CLOCK, 0, 1)
    fees = 2 * 5 * P.governance.expert_fee
    assert w.centers.expert_fees[0] == pytest.approx(fees)
    assert w.centers.cash[0] == pytest.approx(1e3 - fees)
    assert w.centers.flows[0, accounts.EXPERT_FEES] == pytest.approx(fees)


def test_experience_is_of_the_kind_of_stage_and_fades():
    w = center()
    team = w.teams[0]
    team.kind, team.owner = codes.ENTERPRISE, 1
    w.enterprises.weight[1] = 2.0
    for stage in (0, 1, 2, 3, 4):
        team.stage = stage
        experience.gain_experience(w, 0)
    assert list(w.enterprises.experience[1]) == [1.0, 0.5, 1.0]  # one of two firms has it
    assert not w.enterprises.experience[0].any()
    experience.grow_older(w.enterprises[1], P)
    assert list(w.enterprises.experience[1]) == pytest.approx([0.95, 0.475, 0.95])


# The manager.


def test_the_manager_alone_decides_on_what_costs_little():
    w = center()
    put_before(w, 0)
    cost = next(c for c in (0.01 * n for n in range(1, 10**6)) if limited(w, c))
    for limit, alone in ((0.99 * cost, 0), (1.01 * cost, 1)):
        w.centers.manager_limit = limit
        boards.assess(w, P, CLOCK, 0, 1)
        assert w.boards[0].by_manager[0] == alone
    say(w, 0, 3.0, -1.0, -1.0, -9.0)  # best for all members, whatever the votes
    w.centers.lead_votes = 0.1
    assert boards.consent(w, P, 0, 0, 0)
    say(w, 0, 1.5, -1.0, -1.0, 9.0)
    assert not boards.consent(w, P, 0, 0, 0)


def limited(w, limit):
    w.centers.manager_limit = limit
    return boards.decides_alone(w, 0, 0, P)


def test_the_manager_proposes_what_seems_best():
    w = center(ideas=12)
    w.ideas[:12].gain = np.linspace(0.001, 0.012, 12)
    selection.nominate(w, P, CLOCK, 0, 1)
    assert list(w.boards[0].candidates) == [11, 10, 9, 8, 7, 6, 5, 4]
    assert list(w.boards[0].since) == [20] * 8
    noisy = replace(P, {"governance.noise": 3.0})
    other = center(ideas=12)
    other.ideas[:12].gain = np.linspace(0.001, 0.012, 12)
    selection.nominate(other, noisy, CLOCK, 0, 1)
    assert list(other.boards[0].candidates) != [11, 10, 9, 8, 7, 6, 5, 4]


# Time.


def run_quarters(w, p, worths, quarters=8):
    """Let one idea with given values in each round come before the board; return when and how."""
    for quarter in range(20, 20 + quarters):
        clock = CLOCK._replace(quarter=quarter)
        selection.nominate(w, p, clock, 0, 1)
        boards.assess(w, p, clock, 0, 1)
        for r, worth in enumerate(worths):
            say(w, 0, worth, worth, worth, worth, r)
        selection.decide(w, p, clock)
        if w.centers.approved[0] + w.centers.refused[0] > 0:
            return quarter - 20, bool(w.centers.approved[0])
    return None


@pytest.mark.parametrize(
    ("worths", "delay", "each", "rounds", "expected"),
    [
        ((1.0,), 0, 1, 1, (0, True)),
        ((1.0,), 2, 1, 1, (2, True)),
        ((-1.0, 1.0), 1, 1, 2, (2, True)),  # one refusal costs a quarter
        ((-1.0, -1.0, 1.0), 1, 2, 3, (5, True)),
        ((-1.0, 1.0), 1, 0, 2, (1, True)),  # refusals cost no time
        ((-1.0, 1.0), 1, 1, 1, (1, False)),  # one round only
        ((-1.0, -1.0), 1, 2, 2, (3, False)),
        ((-1.0, -1.0, -1.0), 0, 0, 3, (0, False)),
    ],
)
def test_refused_consents_cost_time(worths, delay, each, rounds, expected):
    p = replace(P, {"governance.delay": delay, "governance.delay_round": each,
                    "governance.rounds": rounds})  # fmt: skip
    w = center()
    assert run_quarters(w, p, worths) == expected
    assert w.centers.waited[0] == expected[0]
    kind = codes.PROJECT_APPROVED if expected[1] else codes.PROJECT_REFUSED
    assert len(logged(w, kind)) == 1
    assert list(w.boards[0].candidates) == [NONE] * 8


def barred(w, p, quarter, at=0, idea=0):
    return selection.was_refused(w, p, CLOCK._replace(quarter=quarter), at, idea)


def test_what_a_board_refused_comes_back_only_there_and_after_a_while():
    w = center()
    p = replace(P, {"governance.reconsider": 4.0})
    run_quarters(w, p, (-1.0,), 1)
    assert [barred(w, p, quarter) for quarter in (20, 23, 24)] == [True, True, False]
    clock = CLOCK._replace(quarter=23)
    assert not selection.may_take_up(w, p, clock, 0, 0)
    assert selection.may_take_up(w, p, clock._replace(quarter=24), 0, 0)


def test_what_one_board_refuses_is_no_matter_to_another():
    """The second refuses the same idea, again and in other quarters: the first's ban stays."""
    w = allocate(enterprises=0, institutes=0, centers=2, fields=1, provinces=1)
    w.ideas.id[0] = 7
    p = replace(P, {"governance.reconsider": 4.0})
    selection.note_refusal(w, CLOCK, 0, 0)
    for quarter in (22, 23, 26):
        selection.note_refusal(w, CLOCK._replace(quarter=quarter), 1, 0)
    assert [barred(w, p, quarter) for quarter in range(20, 28)] == [True] * 4 + [False] * 4
    assert [barred(w, p, quarter, 1) for quarter in range(26, 31)] == [True] * 4 + [False]


def test_a_board_remembers_all_it_can_refuse_in_the_longest_ban():
    """Eight a quarter for 60 quarters: those of the last 40 are barred and no others."""
    most = next(how.high for name, _, how in describe() if name == "governance.reconsider")
    assert CANDIDATES * most <= REFUSALS
    w = allocate(enterprises=0, institutes=0, centers=1, fields=1, provinces=1)
    p = replace(P, {"governance.reconsider": most})
    for n in range(60 * CANDIDATES):
        w.ideas.id[0] = 1000 + n
        selection.note_refusal(w, CLOCK._replace(quarter=n // CANDIDATES), 0, 0)
    assert w.centers.refused[0] == 60 * CANDIDATES
    found = []
    for n in range(60 * CANDIDATES):
        w.ideas.id[0] = 1000 + n
        found.append(barred(w, p, 59))
    assert found == [False] * (20 * CANDIDATES) + [True] * (40 * CANDIDATES)


def test_an_idea_that_has_been_taken_up_elsewhere_is_dropped():
    w = center(ideas=2)
    p = replace(P, {"governance.delay": 2.0})
    selection.nominate(w, p, CLOCK, 0, 1)
    assert sorted(w.boards[0].candidates[:2]) == [0, 1]
    w.teams[RIVALS].kind, w.teams[RIVALS].funded = codes.ENTERPRISE, 1  # the second idea
    selection.nominate(w, p, CLOCK._replace(quarter=21), 0, 1)
    assert list(w.boards[0].candidates) == [0] + [NONE] * 7
    assert w.boards[0].since[0] == 20


def test_candidates_are_known_by_identity_when_the_pipeline_closes_up():
    w = center(ideas=2)
    p = replace(P, {"governance.delay": 2.0})
    selection.nominate(w, p, CLOCK, 0, 1)
    w.ideas[0] = w.ideas[1]
    w.counters[IDEAS] = 1
    selection.nominate(w, p, CLOCK._replace(quarter=21), 0, 1)
    assert list(w.boards[0].candidates) == [0] + [NONE] * 7
    assert w.boards[0].ideas[0] == 8


# Errors and capture.


@pytest.mark.parametrize(
    ("approved", "public", "lead", "others", "expected"),
    [
        (True, 1.0, 1.0, 1.0, {}),
        (True, -1.0, 1.0, 1.0, {"bad_public": 1}),
        (True, 1.0, -2.0, 1.0, {"bad_members": 1}),
        (True, 0.0, 0.0, 0.0, {"bad_public": 1, "bad_members": 1}),
        (True, 1.0, 2.0, -1.0, {"captured": 1}),
        (True, 1.0, 1.0, -2.0, {"captured": 1, "bad_members": 1}),
        (False, 1.0, -1.0, -1.0, {"missed_public": 1}),
        (False, -1.0, 1.0, -0.5, {"missed_members": 1}),
        (False, -1.0, -1.0, 0.5, {}),
    ],
)
def test_errors_of_both_kinds_by_hand(approved, public, lead, others, expected):
    w = center()
    b = w.boards[0]
    b.true_public[0], b.true_members[0], b.true_lead[0] = public, lead + others, lead
    boards.count_errors(w, 0, 0, approved)
    counts = ("bad_public", "bad_members", "missed_public", "missed_members", "captured")
    assert {name: w.centers[0][name] for name in counts if w.centers[0][name]} == expected


def decided(w, p):
    """Let the board decide on all it has, as members truly and seemingly value it."""
    boards.weigh_groups(w, p, CLOCK, 0, 1)
    for first in range(0, int(w.counters[IDEAS]), 8):
        put_before(w, *range(first, first + 8))
        boards.assess(w, p, CLOCK, 0, 1)
        selection.vote_enterprise(w, p, CLOCK, 0, w.enterprises.size)
        selection.vote_institute(w, p, CLOCK, 0, 1)
        selection.decide(w, p, CLOCK)
    return w.centers[0]


def test_a_lead_captures_where_it_decides_and_owns_but_not_where_all_share():
    """The others pay by their votes and get nothing where the lead owns and refuses licences.

    It does where it has half of the market; in a market of many the center's results are worth
    something to each member.
    """
    given = {"votes": (0.55, 0.35, 0.1, 0.0), "ideas": 64}
    owned = center(**given)
    shared = center(**given)
    for w in (owned, shared):
        w.centers.grant, w.centers.fees = 5.0, 15.0
        w.center_fields.pool = masks.FULL
        w.enterprises.sales = [1500.0, 750.0, 750.0]  # a licence costs the lead more than it brings
        w.ideas[:64].gain = np.linspace(0.001, 0.04, 64)
    owned.centers.results_owner = codes.LEAD_OWNS
    shared.fields.market, shared.center_fields.members = 10000.0, 0.3
    captured, common = decided(owned, P), decided(shared, P)
    assert captured.approved > 10
    assert captured.captured > 10
    assert common.approved > 10
    assert common.captured == 0


def ruled(p):
    """Let a lead without partners, which has all the gains and bears all costs, decide."""
    w = center(votes=(1.0, 0.0, 0.0, 0.0), ideas=64, firms=1)
    w.memberships[1].status = w.memberships[2].status = codes.FREE
    w.centers.results_owner, w.centers.fees = codes.LEAD_OWNS, 20.0
    w.memberships.fee_paid[0] = 20.0
    w.center_fields.pool = masks.FULL
    w.ideas[:64].gain = np.linspace(0.0002, 0.02, 64)
    return decided(w, p)


def test_without_noise_there_is_no_error_of_members_where_one_rules():
    exact = ruled(P)
    assert exact.approved > 5
    assert exact.refused > 5
    assert (exact.bad_members, exact.missed_members) == (0, 0)
    noisy = ruled(replace(P, {"governance.noise": 2.0}))
    assert noisy.bad_members + noisy.missed_members > 0
