"""Who is matched with whom, how long links last, and what passes between partners."""

import itertools

import numba
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from sim import codes, draws, kernel, masks, population, spinup
from sim.parameters import pack, replace
from sim.phases import learning, links, matching, partners, turnover
from sim.scenario import load
from sim.state import BIRTHS, LINKS, MATCHES, NONE, Clock, copy

pytestmark = pytest.mark.core

ALARM = 1e-6
"""Chance that a right model fails one of the statistical tests."""
SEED = np.uint64(1)
NOW = Clock(SEED, 5, 3)
FIRST = np.int64(0)
FIRMS = 6


@pytest.fixture(scope="module")
def tiny_start():
    return spinup.start(
        load("tiny", {"start.spinup": "2"} if numba.config.DISABLE_JIT else {"start.spinup": "8"})
    )


@pytest.fixture(scope="module")
def unlinked(tiny_start):
    """Return tiny.yaml without links, with room for some, all enterprises one to one."""
    w = kernel.with_room(copy(tiny_start))
    w.counters[LINKS] = 0
    w.enterprises.weight, w.enterprises.leader = 1.0, 1
    w.enterprises.room, w.enterprises.taken = 9.0, 0.0
    w.institutes.room, w.institutes.taken = 9.0, 0.0
    for rows in (w.enterprises, w.institutes):
        rows.meets = rows.seeks = 0
    links.tend(w, PARAMETERS, NOW)
    return w


PARAMETERS = load("tiny").parameters


def join(w, one, other, kind=codes.ENTERPRISE, quarter=0):
    """Let a link begin between two rows, the lower identity first, and return its row."""
    if kind == codes.ENTERPRISE and w.enterprises.id[one] > w.enterprises.id[other]:
        one, other = other, one
    k = int(w.counters[LINKS])
    clock = Clock(SEED, quarter, 3)
    matching.propose(w, PARAMETERS, clock, k, kind, one, other, codes.STRANGER)
    matching.begin(w, clock, k)
    w.counters[LINKS] = k + 1
    return k


def pairs(w):
    """Return the links that stand, by identity."""
    rows = w.links[: int(w.counters[LINKS])]
    return {(int(k.one_id), int(k.other_id)) for k in rows if k.live == 1}


# The matching.


def proposals(w, met):
    """Return each candidate pair once, with the score that the kernel gives it."""
    scores = {}
    scratch = copy(w)
    for i, j in met:
        e = w.enterprises
        one, other = (i, j) if e.id[i] < e.id[j] else (j, i)
        matching.propose(scratch, PARAMETERS, NOW, 0, codes.ENTERPRISE, one, other, codes.STRANGER)
        scores[one, other] = float(scratch.links.score[0])
    return scores


def stable(chosen, scores, room):
    """Say whether a set of pairs fits, and no pair left out would displace a worse one."""

    def full(end, score):
        return sum(end in p and scores[p] > score for p in chosen) >= room[end]

    if any(sum(end in p for p in chosen) > room[end] for end in room):
        return False
    left = [p for p in scores if p not in chosen]
    return all(any(full(end, scores[p]) for end in p) for p in left)


meetings = st.sets(
    st.tuples(st.integers(0, FIRMS - 1), st.integers(0, FIRMS - 1)).filter(lambda p: p[0] != p[1]),
    max_size=9,
)
quotas = st.lists(st.integers(0, 3), min_size=FIRMS, max_size=FIRMS)


def let_meet(w, met, seeks):
    e = w.enterprises
    e.seeks[:FIRMS] = seeks
    for i, j in met:
        e.met[i, e.meets[i]] = j
        e.met_by[i, e.meets[i]] = codes.STRANGER
        e.meets[i] += 1


@pytest.mark.plain
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(meetings, quotas)
def test_the_matching_is_the_only_stable_one(unlinked, met, seeks):
    scores = proposals(unlinked, met)
    room = {i: max(1, seeks[i]) for i in range(FIRMS)}
    every = [
        set(chosen)
        for n in range(len(scores) + 1)
        for chosen in itertools.combinations(scores, n)
        if stable(set(chosen), scores, room)
    ]
    assert len(every) == 1
    w = copy(unlinked)
    let_meet(w, sorted(met), seeks)
    links.match(w, PARAMETERS, NOW)
    e = w.enterprises
    assert pairs(w) == {(int(e.id[i]), int(e.id[j])) for i, j in every[0]}


@pytest.mark.plain
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(meetings, quotas, st.randoms(use_true_random=False))
def test_the_matching_does_not_depend_on_order_or_on_who_found_whom(unlinked, met, seeks, luck):
    one, other = copy(unlinked), copy(unlinked)
    let_meet(one, sorted(met), seeks)
    turned = [(j, i) if luck.random() < 0.5 else (i, j) for i, j in met]
    luck.shuffle(turned)
    let_meet(other, turned, seeks)
    for w in (one, other):
        links.match(w, PARAMETERS, NOW)
    assert pairs(one) == pairs(other)


@pytest.mark.plain
def test_pairs_are_sorted_by_score_then_by_identities(unlinked):
    w = copy(unlinked)
    rows = w.links[:40]
    rows.score = np.arange(40) * 7 % 5
    rows.one_id = np.arange(40) * 11 % 3
    rows.other_id = np.arange(40)
    expected = sorted(zip(-rows.score, rows.one_id, rows.other_id, strict=True))
    matching.rank_pairs(w, 0, 40)
    rows = w.links[:40]
    assert list(zip(-rows.score, rows.one_id, rows.other_id, strict=True)) == expected


@pytest.mark.plain
def test_who_has_no_room_is_not_linked_and_partners_only_once(unlinked):
    w = copy(unlinked)
    w.enterprises.room[0] = 1.0
    join(w, 0, 1)
    w.enterprises.taken = 0.0  # that was in another quarter
    let_meet(w, [(2, 0)], [1] * FIRMS)
    links.match(w, PARAMETERS, NOW)
    assert int(w.counters[LINKS]) == 1
    w.enterprises.room[0] = 2.0
    let_meet(w, [(1, 0)], [1] * FIRMS)
    links.match(w, PARAMETERS, NOW)
    assert int(w.counters[LINKS]) == 1  # they are partners already
    let_meet(w, [(2, 0)], [1] * FIRMS)
    links.match(w, PARAMETERS, NOW)
    assert int(w.counters[LINKS]) == 2
    assert w.enterprises.links[:3].tolist() == [2.0, 1.0, 1.0]


@pytest.mark.plain
def test_too_many_pairs_stop_the_run(unlinked):
    w = copy(unlinked)
    w = w._replace(links=w.links[:2])
    let_meet(w, [(0, 1), (2, 3), (4, 5)], [1] * FIRMS)
    links.match(w, PARAMETERS, NOW)
    assert int(w.counters[MATCHES]) > w.links.size
    with pytest.raises(RuntimeError, match="links to match"):
        population.renew(w)


# Who meets whom.


def met_by(w, row, most=4):
    e = w.enterprises[row]
    met, at = np.zeros(8, dtype=np.int32), np.zeros(8)
    n = links.meet(w, PARAMETERS, NOW, links.LEADER, row, e.id, int(e.field), int(e.province),
                   most, met, at)  # fmt: skip
    return [int(w.enterprises.id[j]) for j in met[:n]]


def test_one_more_enterprise_displaces_only_whom_it_outruns(unlinked):
    w = copy(unlinked)
    w.enterprises.presence = 1.0
    born = draws.identity(7, 7, 7)
    grown = population.insert_enterprise(
        w, {"id": born, "field": 0, "province": 0, "sales": 1.0, "presence": 3.0, "leader": 1}
    )
    rows = np.flatnonzero(w.enterprises["field"] == 0)
    displaced = 0
    for row in rows:
        now = int(np.flatnonzero(grown.enterprises.id == w.enterprises.id[row])[0])
        before, after = met_by(w, int(row)), met_by(grown, now)
        stayed = [k for k in after if k != born]
        assert stayed == before[: len(stayed)]
        displaced += len(stayed) < len(before)
    assert 0 < displaced < rows.size


@pytest.mark.statistical
def test_firms_are_met_in_proportion_to_number_and_presence(unlinked):
    """The first to arrive, 4,000 seekers without distance; chi-square over enterprises."""
    w = copy(unlinked)
    e = w.enterprises
    rows = np.flatnonzero(e["field"] == 0)
    e.presence, e.leader = 0.0, 0
    e.presence[rows] = np.arange(1, rows.size + 1)
    e.weight[rows] = 1.0 + np.arange(rows.size) % 3
    p = replace(PARAMETERS, {"links.distant": 1.0})
    met, at = np.zeros(8, dtype=np.int32), np.zeros(8)
    counts = np.zeros(e.size)
    for n in range(4000):
        who = draws.identity(n, 3, 0)
        links.meet(w, p, NOW, links.ORGANISATION, 0, who, 0, 0, 1, met, at)
        counts[met[0]] += 1
    mass = (e.weight * e.presence)[rows]
    expected = 4000 * mass / mass.sum()
    assert stats.chisquare(counts[rows], expected).pvalue > ALARM


@pytest.mark.statistical
def test_as_many_seek_as_their_presence_says(unlinked):
    """Links of one firm and year come to the rate: half sought, half found among alike ones."""
    w = copy(unlinked)
    e = w.enterprises
    p = replace(PARAMETERS, {"links.rate": 0.2, "links.institute_share": 0.25})
    links.appear(w, p, NOW, FIRST, e.size)
    links.appear_institute(w, p, NOW, FIRST, w.institutes.size)
    links.add_presence(w, p, NOW, FIRST, w.fields.size)
    firms = institutes = 0
    for t in range(400):
        clock = Clock(SEED, t, 3)
        links.seek(w, p, clock, FIRST, e.size)
        links.seek_institute(w, p, clock, FIRST, w.institutes.size)
        firms += int(e.seeks.sum())
        institutes += int(w.institutes.seeks.sum())
    for seen, expected in ((firms, 0.5 * 0.2 * 0.75), (institutes, 0.2 * 0.25)):
        mean = 400 * e.size * expected / 4
        assert 2 * min(stats.poisson.cdf(seen, mean), stats.poisson.sf(seen - 1, mean)) > ALARM


@pytest.mark.plain
def test_a_partner_introduces_its_partners_and_former_partners_are_asked(unlinked):
    w = copy(unlinked)
    join(w, 0, 1)
    join(w, 1, 2)
    k = join(w, 0, 3)
    w.links.live[k], w.links.ended[k] = 0, 4
    links.tend(w, replace(PARAMETERS, {"links.end_hazard": 0.0}), NOW)
    met, by = np.zeros(8, dtype=np.int32), np.zeros(8, dtype=np.int8)
    n = links.ask(w, NOW, codes.ENTERPRISE, 0, w.enterprises.id[0], 0, met, by)
    found = dict(zip(by[:n].tolist(), met[:n].tolist(), strict=True))
    assert found.pop(codes.FORMER) == 3
    assert set(found.items()) <= {(codes.INTRODUCED, 2)}  # or its partner thinks of itself
    w.enterprises.weight[0] = 1000.0  # one firm of the row has these links
    links.tend(w, replace(PARAMETERS, {"links.end_hazard": 0.0}), NOW)
    assert links.ask(w, NOW, codes.ENTERPRISE, 0, w.enterprises.id[0], 0, met, by) == 0


# How links end.


@pytest.mark.statistical
def test_lives_are_exponential(unlinked):
    """4,000 links with mean life 2 years, by years; chi-square against the closed form."""
    n = 4000
    w = kernel.with_room(copy(unlinked))
    w = w._replace(links=np.zeros(n + 1, dtype=w.links.dtype).view(np.recarray))
    w.links.live, w.links.kind, w.links.other, w.links.begun = 1, codes.ENTERPRISE, 1, 0
    w.links.id = [draws.identity(k, 1, 2) for k in range(n + 1)]
    w.counters[LINKS] = n
    p = replace(PARAMETERS, {"links.end_hazard": 0.5, "links.memory": 80.0})
    for t in range(40):
        links.tend(w, p, Clock(SEED, t, 3))
    ended = w.links[:n][w.links[:n].live == 0].ended
    counts = [*np.bincount(ended // 4, minlength=10).tolist(), n - ended.size]
    edges = np.exp(-0.5 * np.arange(11))
    expected = n * np.append(edges[:-1] - edges[1:], edges[-1])
    assert stats.chisquare(counts, expected).pvalue > ALARM


@pytest.mark.plain
def test_ended_links_are_remembered_for_a_while(unlinked):
    w = copy(unlinked)
    k = join(w, 0, 1)
    w.links.live[k], w.links.ended[k] = 0, 5
    p = replace(PARAMETERS, {"links.memory": 3.0})
    for t, left in ((6, 1), (8, 1), (9, 0)):
        links.tend(w, p, Clock(SEED, t, 3))
        assert int(w.counters[LINKS]) == left
        assert w.enterprises.links[0] == 0.0


@pytest.mark.plain
def test_a_link_goes_with_its_end_and_the_others_stay(unlinked):
    w = copy(unlinked)
    join(w, 0, 1)
    join(w, 1, 2)
    kept = (int(w.links.one_id[1]), int(w.links.other_id[1]))
    w = population.remove_enterprise(w, 0)
    links.tend(w, replace(PARAMETERS, {"links.end_hazard": 0.0}), NOW)
    assert pairs(w) == {kept}
    assert w.enterprises.links[:2].tolist() == [1.0, 1.0]


@pytest.mark.plain
def test_one_that_splits_off_starts_without_links(unlinked):
    w = kernel.with_room(copy(unlinked))
    w.enterprises.weight[0] = 5.0
    join(w, 0, 1)
    w.counters[BIRTHS] = 0
    turnover.part(w, NOW, 0, 1.0)
    assert w.births.first_link[0] == NONE
    assert w.births.links[0] == 0.0
    assert w.enterprises.links[0] == pytest.approx(0.2)


# What passes between partners.


@pytest.mark.plain
def test_attention_is_shared_among_partners_and_firms(unlinked):
    w = copy(unlinked)
    e = w.enterprises
    e.knowledge[:4] = [0b0001, 0b0010, 0b0110, 0b1000]
    join(w, 0, 1)
    assert partners.known_by_partners(w, codes.ENTERPRISE, 0, 1) == 1.0
    join(w, 0, 2)
    assert partners.known_by_partners(w, codes.ENTERPRISE, 0, 1) == 1.0  # no more than one
    assert partners.known_by_partners(w, codes.ENTERPRISE, 0, 2) == 0.5
    assert partners.known_by_partners(w, codes.ENTERPRISE, 3, 0) == 0.0
    e.weight[0] = 100.0
    links.tend(w, replace(PARAMETERS, {"links.end_hazard": 0.0}), NOW)
    assert partners.known_by_partners(w, codes.ENTERPRISE, 0, 1) == pytest.approx(0.02)
    assert partners.known_by_partners(w, codes.ENTERPRISE, 1, 0) == 1.0
    e.adopted[1] = masks.bit(4)
    attention, share = partners.used_by_partners(w, 0, 4, False)
    assert (attention, share) == pytest.approx((0.02, 0.5))
    assert partners.used_by_partners(w, 0, 4, True)[1] == 0.0


@pytest.mark.plain
@pytest.mark.parametrize(
    ("kind", "owners", "alike"),
    [
        (codes.ENTERPRISE, (codes.PRIVATE, codes.PRIVATE), True),
        (codes.ENTERPRISE, (codes.STATE, codes.STATE), True),
        (codes.ENTERPRISE, (codes.STATE, codes.FOREIGN), False),
        (codes.INSTITUTE, (codes.PRIVATE, codes.STATE), True),  # of the enterprise, the second
        (codes.INSTITUTE, (codes.PRIVATE, codes.PRIVATE), False),
    ],
)
def test_those_of_one_kind_of_owner_suit_each_other_better(unlinked, kind, owners, alike):
    w = copy(unlinked)
    w.enterprises.ownership[:2] = owners
    scores = []
    for weight in (0.0, 0.75):
        p = replace(PARAMETERS, {"links.institutional": weight})
        matching.propose(w, p, NOW, 0, kind, 0, 1, codes.STRANGER)
        scores.append(float(w.links.score[0]))
    assert scores[1] - scores[0] == pytest.approx(0.75 if alike else 0.0)


@pytest.mark.plain
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    ends=st.lists(st.tuples(st.integers(1, FIRMS - 1), st.booleans()), max_size=4),
    knowledge=st.lists(st.integers(0, 15), min_size=FIRMS, max_size=FIRMS),
    weights=st.lists(st.sampled_from([1.0, 3.0, 7.0]), min_size=FIRMS, max_size=FIRMS),
)
def test_partners_are_asked_one_by_one_or_together(unlinked, ends, knowledge, weights):
    w = copy(unlinked)
    w.enterprises.knowledge[:FIRMS] = np.array(knowledge, np.uint64)
    w.enterprises.weight[:FIRMS] = weights
    for other, ended in ends:
        k = join(w, 0, other)
        if ended:
            w.links.live[k] = 0
    p = replace(PARAMETERS, {"links.end_hazard": 0.0})
    links.tend(w, p, NOW)
    circle = partners.circle_of(w, codes.ENTERPRISE, 0)
    for unit in range(6):
        one_by_one = partners.known_by_partners(w, codes.ENTERPRISE, 0, unit)
        together = partners.known_in_circle(w, codes.ENTERPRISE, 0, unit, circle)
        assert together == one_by_one  # to the last bit


def test_partners_learn_from_each_other_and_nobody_else_does(unlinked):
    w = copy(unlinked)
    w.enterprises.knowledge = masks.bit(0)
    w.fields.neighbours[:, 0] = masks.bit(2) | masks.bit(4)
    w.fields.world = masks.bit(2) | masks.bit(4)
    w.enterprises.knowledge[1] = masks.bit(0) | masks.bit(2)
    w.fields.learning, w.fields.depreciation = 1.0, 0.0
    w.cells.exposure, w.cells.lessons, w.fields.known = 0.0, 0.0, 0.0
    w.enterprises.star_units = masks.EMPTY
    join(w, 0, 1)
    silent = {f"knowledge.{k}_learning_rate": 0.0 for k in ("own", "foreign", "base")}
    p = replace(PARAMETERS, silent | {"links.partner_learning_rate": 1000.0})
    learning.learn(w, p, NOW, FIRST, w.enterprises.size)
    assert w.enterprises.knowledge[0] == masks.bit(0) | masks.bit(2)
    assert w.enterprises.knowledge[1] == masks.bit(0) | masks.bit(2)  # it knew before the phase
    assert (w.enterprises.knowledge[2:] == masks.bit(0)).all()


# What links must not do.

ELSEWHERE = {
    "links.end_hazard": 0.9,
    "links.candidates": 1.0,
    "links.cognitive": 9.0,
    "links.memory": 0.0,
    "links.partner_learning_rate": 0.9,
}


def test_without_new_links_nothing_of_links_matters(differences):
    histories = []
    for changes in ({}, ELSEWHERE):
        s = load("tiny", {"links.rate": "0", "start.spinup": "4"})
        p = replace(pack(s.parameters), changes)
        histories.append(kernel.run(spinup.start(s), p, s.seed, 8))
    assert differences(*histories) == []
    assert int(histories[0].world.counters[LINKS]) == 0


@pytest.mark.parametrize("name", ["links.partner_learning_rate", "diffusion.partner_share"])
def test_with_links_they_matter(name):
    s = load("tiny", {"links.rate": "0.5"})
    start = spinup.start(s)
    one = kernel.run(start, replace(pack(s.parameters), {name: 0.0}), s.seed, 60)
    other = kernel.run(start, replace(pack(s.parameters), {name: 0.9}), s.seed, 60)
    assert one.fields.tobytes() != other.fields.tobytes()
