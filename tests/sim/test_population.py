"""Births and exits: order of rows, identities behind every index, and money."""

import numpy as np
import pytest

from sim import accounts, codes, draws, kernel, populate, population
from sim.agents import identities
from sim.model import InnovationModel
from sim.parameters import pack
from sim.phases import adoption, launch
from sim.state import BIRTHS, IDEAS, LINKS, NONE, RIVALS, Clock, copy

SEED = np.uint64(1)
DONE = 60
IDENTITY = draws.identity(populate.key_of("one more enterprise"), 0, 0)


@pytest.fixture
def grown(eventful):
    """Return a world in the middle of its life, with teams, technologies and members."""
    return copy(eventful.world)


def named(w, kind, row):
    """Return the identity of an organisation, or None."""
    tables = {
        codes.ENTERPRISE: w.enterprises,
        codes.INSTITUTE: w.institutes,
        codes.CENTER: w.centers,
    }
    return int(tables[kind].id[row]) if kind in tables and row != NONE else None


def pointed_at(w):
    """Return who stands behind every index of the world, by identity."""
    n = int(w.counters[IDEAS])
    teams = w.teams[: RIVALS * n]
    used = w.technologies[w.technologies.live == 1]
    seats = [
        named(w, kind, row) if status != codes.FREE else None
        for kind, row, status in zip(
            w.memberships.kind, w.memberships.member, w.memberships.status, strict=True
        )
    ]
    inventors = [
        named(w, codes.ENTERPRISE if origin <= codes.FROM_LEADER else codes.INSTITUTE, row)
        for origin, row in zip(w.ideas.origin[:n], w.ideas.inventor[:n], strict=True)
    ]
    links = w.links[: int(w.counters[LINKS])]
    paid = [rows[rows.sponsored == 1].sponsor for rows in (teams, used)]
    return {
        "sponsors": [[named(w, codes.ENTERPRISE, row) for row in rows] for rows in paid],
        "seats": seats,
        "links": [named(w, k, row) for k, row in zip(links.kind, links.one, strict=True)],
        "partners": [named(w, codes.ENTERPRISE, row) for row in links.other],
        "teams": [named(w, k, row) for k, row in zip(teams.kind, teams.owner, strict=True)],
        "inventors": inventors,
        "owners": [named(w, k, row) for k, row in zip(used.owner_kind, used.owner, strict=True)],
        "leads": [
            named(w, k, row) for k, row in zip(w.centers.lead_kind, w.centers.lead, strict=True)
        ],
    }


def assert_in_order(w):
    """Rows are sorted by cell and identity, and cells say where they lie."""
    e = w.enterprises
    keys = list(zip(e.cell.tolist(), e.id.tolist(), strict=True))
    assert keys == sorted(keys)
    assert len(set(e.id.tolist())) == e.size
    assert np.array_equal(e.cell, e["field"].astype(int) * w.provinces.size + e.province)
    for cell in range(w.cells.size):
        low, high = w.cells.first_enterprise[cell], w.cells.last_enterprise[cell]
        assert np.array_equal(np.flatnonzero(e.cell == cell), np.arange(low, high))


def go_on(busy, w, quarters=12):
    """Run on from a copy of a world and return the largest gap of the accounts."""
    w = copy(w)
    largest = 0.0
    for t in range(DONE, DONE + quarters):
        w = kernel.with_room(w)
        kernel.quarter(w, pack(busy.parameters), SEED, t)
        largest = max(largest, float(w.books.gaps.max()))
    assert np.isfinite(w.enterprises.cash).all()
    return largest


PLACES = [(0, 0), (0, 2), (1, 0), (1, 2)]


def test_there_is_something_to_point_at(grown):
    names = pointed_at(grown)
    for name in ("seats", "teams", "inventors", "owners", "leads"):
        assert any(name is not None for name in names[name]), name


@pytest.mark.core
@pytest.mark.parametrize(("field", "province"), PLACES)
def test_a_birth_keeps_order_and_every_index(busy, grown, field, province):
    before = copy(grown)
    values = {"id": IDENTITY, "field": field, "province": province, "cash": 3.0}
    after = population.insert_enterprise(grown, values)
    assert after.enterprises.size == before.enterprises.size + 1
    assert_in_order(after)
    assert pointed_at(after) == pointed_at(before)
    assert pointed_at(grown) == pointed_at(before)  # the given world is left as it was
    assert grown.books.stocks.tobytes() == before.books.stocks.tobytes()
    born = after.enterprises[after.enterprises.id == IDENTITY][0]
    assert (born.weight, born.efficiency, born.cash) == (1.0, 1.0, 3.0)
    assert born.first_team == born.first_membership == NONE
    assert go_on(busy, after) <= accounts.TOLERANCE


@pytest.mark.plain
def test_many_births_one_after_another(tiny, start):
    w = start
    for k in range(30):
        identity = draws.identity(IDENTITY, k, 0)
        w = population.insert_enterprise(
            w, {"id": identity, "field": k % 2, "province": k % 3, "weight": 2.0, "cash": 1.0}
        )
    assert_in_order(w)
    brought = w.books.stocks[-1, accounts.ENTERPRISES] - start.books.stocks[-1, 0]
    assert brought == pytest.approx(60.0)
    history = kernel.run(w, pack(tiny.parameters), 1, 8)
    assert history.closure.max() <= accounts.TOLERANCE


@pytest.mark.core
def test_an_exit_keeps_order_and_every_other_index(busy, grown):
    names = pointed_at(grown)
    working = [row for row in range(grown.enterprises.size) if owns(grown, row)]
    assert working
    for row in (0, grown.enterprises.size - 1, *working[:3]):
        gone = int(grown.enterprises.id[row])
        after = population.remove_enterprise(grown, row)
        assert after.enterprises.size == grown.enterprises.size - 1
        assert gone not in after.enterprises.id
        assert_in_order(after)
        wanted = {k: [None if v == gone else v for v in values] for k, values in names.items()}
        paid = [[v for v in rows if v != gone] for rows in names["sponsors"]]  # it sponsors nothing
        assert pointed_at(after) == wanted | {"sponsors": paid}
        assert go_on(busy, after) <= accounts.TOLERANCE


@pytest.mark.core
def test_births_ends_and_moves_between_two_quarters(grown):
    w, provinces = grown, grown.provinces.size
    e, names = w.enterprises, pointed_at(grown)
    rows = np.arange(e.size)
    e.exits, e.moves = rows % 7 == 0, rows % 5 == 0  # every 35th moves and ends: it has ended
    e.moves_to = (e.province + 1) % provinces
    e.parts[3], share = 0.25, e.weight[3]
    for k in range(3):
        w.births[k] = e[2 * k + 1]
        w.births.id[k] = draws.identity(IDENTITY, k, 0)
        w.births.parts[k] = w.births.moves[k] = w.births.moves_to[k] = 0
    w.counters[BIRTHS] = 3
    before, born = copy(w).enterprises, w.births[:3].copy()
    after = population.renew(w)
    assert_in_order(after)
    gone = set(before.id[rows % 7 == 0].tolist())
    now = {int(row.id): row for row in after.enterprises}
    assert set(now) == set(before.id.tolist()) - gone | set(born.id.tolist())
    for row in before:
        if int(row.id) not in gone:
            here, there = now[int(row.id)], row.moves_to if row.moves else row.province
            assert (here.province, here.moves, here.moves_to) == (there, 0, 0)
            assert here.cash == row.cash
    assert now[int(before.id[3])].weight == share - 0.25
    assert now[int(before.id[3])].parts == 0.0
    paid = [[v for v in values if v not in gone] for values in names.pop("sponsors")]
    kept = {k: [None if v in gone else v for v in values] for k, values in names.items()}
    assert pointed_at(after) == kept | {"sponsors": paid}
    assert after.counters[BIRTHS] == 0
    assert population.words(after.births).sum() == 0
    assert before.tobytes() == e.tobytes()  # the old table is left as it was
    assert population.renew(after) is after


def owns(w, row):
    """Say whether an enterprise has a team."""
    teams = w.teams[: RIVALS * w.counters[IDEAS]]
    return bool(((teams.kind == codes.ENTERPRISE) & (teams.owner == row)).any())


def test_an_exit_of_everybody_in_a_field_still_closes(busy, grown):
    w = grown
    while (rows := np.flatnonzero(w.enterprises["field"] == 1)).size > 1:
        w = population.remove_enterprise(w, int(rows[0]))
    assert_in_order(w)
    assert go_on(busy, w) <= accounts.TOLERANCE


def test_birth_and_exit_undo_each_other(grown, differences):
    born = population.insert_enterprise(grown, {"id": IDENTITY, "field": 1, "province": 1})
    row = int(np.flatnonzero(born.enterprises.id == IDENTITY)[0])
    assert differences(population.remove_enterprise(born, row), grown) == []


def test_what_a_firm_that_has_gone_owned_is_free(busy, grown):
    w = grown
    bank, slot = 0, 0
    t = w.technologies[bank, slot]
    t.id, t.live, t.gain, t.realised, t.launched = 77, 1, 0.2, 0.2, DONE
    t.owner_kind, t.owner, t.center = codes.ENTERPRISE, 2, NONE
    user = int(np.flatnonzero(w.enterprises["field"] == 0)[5])
    clock = Clock(SEED, DONE + 1, 7)
    assert not adoption.free_use(w, pack(busy.parameters), clock, user, bank, slot)
    after = population.remove_enterprise(w, 2)
    assert after.technologies.owner_kind[bank, slot] == codes.NOBODY
    assert adoption.free_use(after, pack(busy.parameters), clock, user - 1, bank, slot)


def test_an_idea_whose_owner_has_gone_can_be_owned_again(grown):
    """Else no team could ever launch it: only who was first at TRL 8 may."""
    w = grown
    rows = np.flatnonzero(w.teams.kind[: RIVALS * w.counters[IDEAS]] == codes.ENTERPRISE)
    team = int(rows[0])
    w.ideas.owned[team // RIVALS] = team % RIVALS
    w.ideas.launched[team // RIVALS] = 0
    after = population.remove_enterprise(w, int(w.teams.owner[team]))
    assert after.teams.kind[team] == codes.NOBODY
    assert after.ideas.owned[team // RIVALS] == NONE


def test_what_an_inventor_who_has_gone_would_own_is_free(grown):
    w = grown
    w.centers.results_owner[0] = codes.INVENTOR_OWNS
    idea = int(np.flatnonzero(w.ideas.origin[: w.counters[IDEAS]] <= codes.FROM_LEADER)[0])
    team = w.teams[RIVALS * idea + 1]
    team.kind, team.owner = codes.CENTER, 0
    after = population.remove_enterprise(w, int(w.ideas.inventor[idea]))
    assert after.ideas.inventor[idea] == NONE
    launch.assign_owner(after, RIVALS * idea + 1, 0, 3)
    assert after.technologies.owner_kind[0, 3] == codes.NOBODY
    assert after.technologies.owner[0, 3] == NONE


def test_a_lead_that_has_gone_is_replaced_once(busy, grown):
    w = grown
    assert w.centers.lead_kind[0] == codes.ENTERPRISE
    lead = int(w.centers.lead[0])
    gone = int(w.enterprises.id[lead])
    home = int(w.enterprises.cell[lead])
    e = w.enterprises  # the largest of the others at home is a member already
    rivals = (e.cell == home) & (e.leader == 1) & (np.arange(e.size) != lead)
    rivals &= e.sales > 0.0
    next_one = int(np.flatnonzero(rivals)[np.argmax(e.sales[rivals])])
    seats = w.memberships[w.memberships.status == codes.MEMBER]
    if not ((seats.kind == codes.ENTERPRISE) & (seats.member == next_one)).any():
        seat = w.memberships[np.flatnonzero(w.memberships.status == codes.FREE)[0]]
        seat.kind, seat.member, seat.status, seat.lead = codes.ENTERPRISE, next_one, codes.MEMBER, 0
    after = kernel.with_room(population.remove_enterprise(w, lead))
    assert after.centers.lead[0] == NONE
    kernel.quarter(after, pack(busy.parameters), SEED, DONE)
    assert named(after, codes.ENTERPRISE, after.centers.lead[0]) not in (None, gone)
    seats = after.memberships[after.memberships.status == codes.MEMBER]
    members = list(zip(seats.kind.tolist(), seats.member.tolist(), strict=True))
    assert len(set(members)) == len(members)
    assert int(seats.lead.sum()) == 1


@pytest.mark.plain
@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ({"id": 5, "field": 0, "province": 0, "colour": 1.0}, ValueError, "no column 'colour'"),
        ({"id": "taken", "field": 0, "province": 0}, ValueError, "is taken"),
    ],
)
def test_mistakes_are_named(start, differences, values, error, words):
    before = copy(start)
    if values["id"] == "taken":
        values = values | {"id": int(start.enterprises.id[4])}
    with pytest.raises(error, match=words):
        population.insert_enterprise(start, values)
    assert differences(start, before) == []


def test_births_and_exits_in_the_mesa_model(tiny):
    model = InnovationModel(tiny)
    for _ in range(3):
        model.step()
    size = model.world.enterprises.size
    born = model.add_enterprise(
        id=IDENTITY, field=0, province=1, cash=5.0, sales=2.0, quantity_share=0.0001
    )
    assert born.identity == born.id == IDENTITY
    assert len(model.kind("enterprises")) == model.world.enterprises.size == size + 1
    for agent in model.agents:
        assert identities(agent.table)[agent.row] == agent.identity
    model.step()
    assert model.world.books.gaps.max() <= accounts.TOLERANCE
    assert born.acts > 0
    size = model.world.enterprises.size
    model.remove_enterprise(born)
    assert born not in model.agents
    assert len(model.kind("enterprises")) == model.world.enterprises.size == size - 1
    for agent in model.agents:
        assert identities(agent.table)[agent.row] == agent.identity
    model.step()
    assert model.world.books.gaps.max() <= accounts.TOLERANCE


def test_a_birth_gives_the_same_bits_in_both_drivers(tiny, start, differences):
    values = {"id": IDENTITY, "field": 1, "province": 2, "cash": 4.0, "sales": 1.0}
    model = InnovationModel(tiny)
    model.add_enterprise(**values)
    w = population.insert_enterprise(start, values)
    assert differences(model.run(6), kernel.run(w, pack(tiny.parameters), tiny.seed, 6)) == []
