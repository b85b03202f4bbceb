"""Luck is paired: one more agent, center or rule leaves every other draw as it was."""

from dataclasses import replace

import numpy as np
import pytest

from sim import codes, draws, kernel, parameters, populate, population, spinup
from sim.indicators import FIELD, NATION
from sim.phases.seats import invite, link_members
from sim.scenario import load
from sim.schedule import SCHEDULE
from sim.state import EVENTS, NONE, Clock, copy

ARRAYS = ("fields", "provinces", "nation", "flows", "closure", "use", "use_id")
SCRATCH = {"claimants"}
"""Row numbers that a phase leaves behind and nobody reads again."""
ROWS = {
    "teams": ("owner", "kind", codes.ENTERPRISE),
    "memberships": ("member", "kind", codes.ENTERPRISE),
    "technologies": ("owner", "owner_kind", codes.ENTERPRISE),
    "centers": ("lead", "lead_kind", codes.ENTERPRISE),
    "stars": ("employer", "employer_kind", codes.ENTERPRISE),
}
"""Index columns that name rows of enterprises, with the column that says so."""
NO_LOCAL_MONEY = {
    "governments.effort": 0.0,
    "governments.rivalry": 0.0,
    "investors.savings": 0.0,
    "incubation.places": 0.0,
}
"""Provinces and investors spend on all fields out of one purse, which ties fields."""
AGAINST_ALL = ("clusters", "ellison_glaeser")
"""Indicators that hold a field against what all fields sell in a province."""
NEWCOMER = draws.identity(populate.key_of("newcomer"), 0, 0)


def run(scenario, world, quarters=24, seed=1):
    return kernel.run(world, scenario.parameters, seed, quarters)


def silent(w, field, province):
    """Return the world with an enterprise that sells nothing, knows nothing and counts as none."""
    values = {"id": NEWCOMER, "field": field, "province": province, "weight": 1e-300, "born": 2**30}
    return population.insert_enterprise(w, values)


def ordinary(w, field, province, **values):
    """Return the world with an enterprise of the mean size of its field's leaders."""
    e = w.enterprises
    like = e[(e["field"] == field) & (e.leader == 1)]
    columns = {
        "id": NEWCOMER,
        "field": field,
        "province": province,
        "leader": 1,
        "knowledge": int(like.knowledge[0]),
        "sales": float(like.sales.mean()),
        "cash": float(like.cash.mean()),
        "quantity_share": float(like.quantity_share.mean()),
        "price": float(like.price.mean()),
        "overhead": float(like.overhead.mean()),
        "born": -40,
    }
    return population.insert_enterprise(w, columns | values)


def without(w):
    """Return the rows of the enterprises that are not the newcomer."""
    return w.enterprises[w.enterprises.id != NEWCOMER]


def events_of(history):
    return history.world.events[: history.world.counters[EVENTS]]


# One more enterprise that does nothing.


@pytest.fixture(
    scope="module",
    params=[("tiny", 0, 0), ("tiny", 0, 2), ("tiny", 1, 1), ("busy", 0, 0), ("busy", 1, 2)],
)
def with_and_without(request, tiny, busy, long, eventful):
    """Return histories without and with the newcomer."""
    name, field, province = request.param
    scenario, usual = (tiny, long) if name == "tiny" else (busy, eventful)
    w = silent(spinup.start(scenario), field, province)
    return usual, run(scenario, w, usual.nation.shape[0])


@pytest.mark.core
@pytest.mark.parametrize("name", ARRAYS)
def test_a_silent_enterprise_changes_no_number(with_and_without, name):
    usual, grown = with_and_without
    assert getattr(usual, name).tobytes() == getattr(grown, name).tobytes()


def test_a_silent_enterprise_changes_no_other_row(with_and_without, filled):
    usual, grown = with_and_without
    a, b = usual.world, grown.world
    assert b.enterprises.size == a.enterprises.size + 1
    others = without(b)
    for column in others.dtype.names:
        assert others[column].tobytes() == a.enterprises[column].tobytes(), column
    newcomer = int(np.flatnonzero(b.enterprises.id == NEWCOMER)[0])
    for name in a._fields:
        if name in ("enterprises", "cells", "events"):
            continue
        left, right = filled(a, name), filled(b, name).copy()
        if name in ROWS:
            column, kind, code = ROWS[name]
            after = (right[kind] == code) & (right[column] > newcomer)
            right[column][after] -= 1
        if name in ("teams", "technologies"):
            right.sponsor[(right.sponsored == 1) & (right.sponsor > newcomer)] -= 1
        if name == "links":
            right.one[(right.kind == codes.ENTERPRISE) & (right.one > newcomer)] -= 1
            right.other[right.other > newcomer] -= 1
        if name == "ideas":
            own = (right.origin <= codes.FROM_LEADER) & (right.inventor > newcomer)
            right.inventor[own] -= 1
        for column in left.dtype.names or [...]:
            if name == "teams" and column in ("owner", "next"):
                used = left.kind != codes.NOBODY  # an empty slot keeps what was there
                assert left[column][used].tobytes() == right[column][used].tobytes(), column
            elif column == "sponsor":
                used = left.sponsored == 1
                assert left[column][used].tobytes() == right[column][used].tobytes(), column
            elif column not in SCRATCH:
                assert left[column].tobytes() == right[column].tobytes(), (name, column)


def test_a_silent_enterprise_stays_as_it_was(with_and_without):
    _, grown = with_and_without
    e = grown.world.enterprises
    row = e[e.id == NEWCOMER][0]
    assert row.sales == row.cash == row.rd == row.patents == 0.0
    assert row.knowledge == row.adopted == row.adopted_generic == 0
    assert row.efficiency == 1.0


def test_a_silent_enterprise_changes_no_event(with_and_without):
    usual, grown = with_and_without
    a, b = events_of(usual), events_of(grown)
    for column in a.dtype.names:
        assert a[column].tobytes() == b[column].tobytes(), column


# One more enterprise like the others.


@pytest.fixture(scope="module")
def with_ordinary(tiny):
    return run(tiny, ordinary(spinup.start(tiny), 0, 2))


def test_an_ordinary_enterprise_changes_nobodys_identity(long, with_ordinary):
    for name in ("institutes", "centers"):
        one, other = (getattr(h.world, name).id.tolist() for h in (long, with_ordinary))
        assert one == other
    # a few live or die by the newcomer's part of the market, or are founded from it
    before, after = (set(h.world.enterprises.id.tolist()) for h in (long, with_ordinary))
    assert NEWCOMER in after - before
    assert len(before ^ after) < 0.1 * len(before)
    assert long.fields[-1].tobytes() != with_ordinary.fields[-1].tobytes()


def test_an_ordinary_enterprise_changes_no_draw_of_an_idea(tiny, long, with_ordinary):
    """The k-th idea of a field and quarter has the same gain and luck, whoever has it."""
    p = tiny.parameters.research
    pairs = []
    for history in (long, with_ordinary):
        events = events_of(history)
        born = events[events.kind == codes.IDEA]
        pairs.append(dict(zip(born.subject.tolist(), born.value.tolist(), strict=True)))
    common = pairs[0].keys() & pairs[1].keys()
    assert len(common) > 20
    assert all(pairs[0][idea] == pairs[1][idea] for idea in common)
    for history in (long, with_ordinary):
        ideas = history.world.ideas[: history.world.counters[1]]
        assert (ideas.born >= 0).sum() > 20
        for idea in ideas[ideas.born >= 0]:  # those of the spin-up have its own seed
            u = draws.uniform(np.uint64(1), 0, idea.id, draws.IDEA_LUCK, 0)
            assert idea.luck == draws.lognormal(u, p.luck_sigma)


def test_what_the_world_knows_does_not_depend_on_enterprises(long, with_ordinary):
    """Ideas differ, but the frontier abroad and potential demand are drawn by the field."""
    assert np.array_equal(long.world.fields.potential, with_ordinary.world.fields.potential)
    assert np.array_equal(long.world.fields.maturity, with_ordinary.world.fields.maturity)


def invited(w, p, quarter):
    """Return whom a center invites in a quarter if it has no member but its lead."""
    w = copy(w)
    w.memberships.status = codes.FREE
    w.centers.status, w.centers.lead = codes.OPERATING, 0
    clock = Clock(np.uint64(1), quarter, 4)
    invite(w, p, clock)
    link_members(w, p, clock)
    seats = w.memberships[w.memberships.status == codes.INVITED]
    return {
        int((w.enterprises if kind == codes.ENTERPRISE else w.institutes).id[row])
        for kind, row in zip(seats.kind, seats.member, strict=True)
    }


@pytest.mark.core
def test_invitations_change_at_most_by_the_newcomer(tiny, start):
    grown = ordinary(start, 0, 2)
    p = parameters.replace(tiny.parameters, {"membership.invitations": 4.0})
    came = 0
    for quarter in range(400):
        before, after = invited(start, p, quarter), invited(grown, p, quarter)
        assert after - before <= {NEWCOMER}
        if NEWCOMER in after:
            came += 1
            assert len(before - after) <= 4
        else:
            assert before == after
    assert came > 0


@pytest.mark.parametrize(("name", "generic"), [("tiny", 0.15), ("busy", 0.0)])
def test_nothing_changes_in_an_isolated_field(tiny, busy, name, generic):
    """The center works in one field alone, the newcomer in the other; they are unrelated."""
    scenario = tiny if name == "tiny" else busy
    kept = 0 if name == "tiny" else 1
    key = scenario.fields[kept].key
    scenario = replace(
        scenario,
        relatedness=np.eye(2),
        centers=tuple(replace(center, fields={key: 1.0}) for center in scenario.centers),
        parameters=parameters.replace(
            scenario.parameters, {"research.generic_share": generic} | NO_LOCAL_MONEY
        ),
    )
    quarters = 24 if name == "tiny" else 60
    without_it = run(scenario, spinup.start(scenario), quarters)
    with_it = run(scenario, ordinary(spinup.start(scenario), 1 - kept, 1), quarters)
    a, b = without_it.world, with_it.world
    own = [k for k, about in enumerate(FIELD) if about.name not in AGAINST_ALL]
    assert without_it.fields[:, kept, own].tobytes() == with_it.fields[:, kept, own].tobytes()
    assert without_it.use[:, kept].tobytes() == with_it.use[:, kept].tobytes()
    assert without_it.use_id[:, kept].tobytes() == with_it.use_id[:, kept].tobytes()
    assert without_it.fields[-1, 1 - kept].tobytes() != with_it.fields[-1, 1 - kept].tobytes()
    for table in ("enterprises", "institutes"):
        before, after = getattr(a, table), getattr(b, table)
        before, after = before[before["field"] == kept], after[after["field"] == kept]
        for column in before.dtype.names:
            # rows of shared tables, and what comes from them
            if column not in ("adopted_generic", "adopting_generic", "first_team", "first_link"):
                assert before[column].tobytes() == after[column].tobytes(), (table, column)
    for column in a.centers.dtype.names:
        if column not in ("lead", "first_team", "candidates"):  # rows of shared tables
            assert a.centers[column].tobytes() == b.centers[column].tobytes(), column


# A center that can do nothing, parameters that nothing reads.


OF_CENTERS = ("centers_", "evaluations_", "plan_fulfilment")
"""How indicators begin that count centers, or what they have promised."""
POWERLESS = {
    f"bundles.leader_led.{key}": value
    for key, value in (
        ("grant", "0"),
        ("local_grant", "0"),
        ("pilot_capacity", "0"),
        ("incubator_places", "0"),
    )
} | {
    "centers.early_train.lead": "institute",
    "contracts.membership.fee": "0",
    "governments.platforms": "0",  # it counts neither for its province nor for its field
    "location.center_pull": "0",  # nor for founders
    "governments.attention": "0",
}


WITHOUT_CENTER = {
    "centers": "none",
    "location.center_pull": "0",
    "governments.platforms": "0",
    "governments.attention": "0",
}


def test_a_center_without_money_and_lead_changes_no_number(differences):
    """No institute of its field has money, so that none can lead it; only centers are counted."""
    histories = []
    for overrides in (POWERLESS, WITHOUT_CENTER):
        scenario = load("tiny", overrides)
        w = spinup.start(scenario)
        w.institutes.budget[w.institutes["field"] == 0] = 0.0
        histories.append(run(scenario, w))
    one, none = histories
    assert one.world.centers.size == 1
    assert none.world.centers.size == 0
    assert one.world.centers.lead[0] == NONE
    for name in ARRAYS:
        a, b = getattr(one, name), getattr(none, name)
        if name == "nation":  # some count centers
            assert a[:, 0].max() == 1.0
            others = [k for k, about in enumerate(NATION) if not about.name.startswith(OF_CENTERS)]
            a, b = a[:, others], b[:, others]
        assert a.tobytes() == b.tobytes(), name
    left = {
        k
        for k in differences(one.world, none.world)
        if not k.startswith(("center", "member", "boards", "successors", "incubators"))
    }
    noted = {
        f"fields.{k}"
        for k in (
            "late_uptake",
            "late_use",
            "late_extended",
            "leader_sales",
            "uptake_extended",
            "late_uptake_extended",
        )
    }
    assert left - noted - {"provinces.platforms"} <= {
        f"events.{k}" for k in one.world.events.dtype.names
    } | {"counters"}


UNREAD = [
    ("membership.invitations", 1.0),
    ("membership.patience", 8.0),
    ("membership.retained", 0.9),
    ("governance.reconsider", 2.0),
    ("knowledge.base_learning_rate", 1.0),
    ("diffusion.extension", 0.2),
]


@pytest.mark.parametrize(("name", "value"), UNREAD)
def test_a_parameter_of_centers_changes_nothing_without_centers(differences, name, value):
    scenario = load("tiny", {"centers": "none"})
    before = {n: v for n, v, _ in parameters.describe()}[name]
    assert before != value
    changed = replace(scenario, parameters=parameters.replace(scenario.parameters, {name: value}))
    one = run(scenario, spinup.start(scenario), 12)
    other = run(changed, spinup.start(changed), 12)
    assert differences(one, other) == []


@pytest.mark.parametrize("name", ["knowledge.base_learning_rate", "membership.invitations"])
def test_the_same_parameter_matters_with_a_center(busy, eventful, name):
    changed = replace(busy, parameters=parameters.replace(busy.parameters, {name: 1.0}))
    other = run(changed, spinup.start(changed), 60)
    assert eventful.fields.tobytes() != other.fields.tobytes()


# The future does not reach back.


@pytest.fixture(scope="module")
def late():
    """Return histories with a center approved in 2018Q1 and with none."""
    scenario = load("tiny", {"centers.early_train.approved": "2018Q1", "quarters": "64"})
    alone = load("tiny", {"centers": "none", "quarters": "64"})
    return [run(s, spinup.start(s), 64) for s in (scenario, alone)]


@pytest.mark.core
@pytest.mark.parametrize("name", ARRAYS)
def test_no_number_differs_before_a_center_is_approved(late, name):
    center, none = (getattr(history, name) for history in late)
    assert center[:32].tobytes() == none[:32].tobytes()


def test_a_center_makes_a_difference_afterwards(late):
    center, none = late
    assert center.nation[32].tobytes() != none.nation[32].tobytes()
    assert center.fields[33:].tobytes() != none.fields[33:].tobytes()
    assert center.world.centers.members[0] >= 1.0


def test_the_future_of_a_run_does_not_reach_back(tiny, short, long):
    for name in ARRAYS:
        assert getattr(short, name).tobytes() == getattr(long, name)[:8].tobytes()
    assert len(SCHEDULE) == short.closure.shape[1]


def test_seeds_differ_and_start_from_one_country(tiny):
    histories = [run(tiny, spinup.start(tiny), 8, seed) for seed in (1, 2, 2**64 - 1)]
    assert len({history.fields.tobytes() for history in histories}) == 3
    for column in ("potential", "intensity", "project_cost_start"):
        assert len({h.world.fields[column].tobytes() for h in histories}) == 1, column
