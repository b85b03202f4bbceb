"""The log of a run with names: what subject, object, value and reason of each event are."""

import pytest

from sim import codes, draws, results, spinup
from sim.results import event_kinds
from sim.results.event_kinds import EVENTS
from sim.state import IDEAS

pytestmark = pytest.mark.core


@pytest.fixture(scope="module")
def made(busy, eventful):
    """Return all tables of a run in which almost everything happens."""
    agents = results.agents(busy, eventful)
    return results.tables(busy, eventful) | {"agents": agents}


@pytest.fixture(scope="module")
def begun(busy):
    """Return the world in which that run began."""
    return spinup.start(busy)


def test_every_kind_of_event_has_an_entry():
    assert list(EVENTS) == sorted(EVENTS)
    assert set(EVENTS) == set(codes.EVENT_KINDS)
    for kind in EVENTS.values():
        for english, chinese in (kind.happens, kind.subject, kind.object, kind.value, kind.why):
            assert bool(english) == bool(chinese)
        assert bool(kind.why[0]) == bool(kind.reason)
        assert bool(kind.value[0]) == bool(kind.unit)


@pytest.fixture(scope="module")
def known(made, begun):
    """Return all identities of each kind of thing that the run had or made."""
    events, agents = made["events"], made["agents"]

    def subjects(*kinds):
        of = [codes.EVENT_KINDS[kind][0] for kind in kinds]
        return set(events.loc[events["event"].isin(of), "subject"])

    living = agents.groupby("agent")["id"].agg(set)
    firms = {*begun.enterprises["id"], *living["enterprise"]}
    firms |= subjects(codes.FIRM_FOUNDED, codes.FIRM_SPLITS)
    coming = events[events["event"] == "launch"].merge(
        events[events["event"] == "eviction"], on=["quarter", "subject"]
    )  # within one quarter, so that no table of a quarter's end has them
    return {
        "ideas": {*begun.ideas["id"][: int(begun.counters[IDEAS])], *subjects(codes.IDEA)},
        "technologies": {
            *begun.technologies["id"][begun.technologies["live"] == 1],
            *made["adoption"]["technology"],
            *coming["subject"],
        },
        "enterprises": with_parts(firms, subjects(codes.FIRM_EXITS)),
        "institutes": living["institute"],
        "inventors of before": set(begun.ideas["inventor_id"][: int(begun.counters[IDEAS])]),
        "centers": set(made["centers"]["id"]),
        "places": set(range(64)),
    }


def with_parts(firms, named):
    """Add those of the named that are parts of a row cut in two, which is not logged."""
    while True:
        parts = {int(draws.identity(firm, t, 1)) for firm in map(int, firms) for t in range(60)}
        new = (parts & named) - firms
        if not new:
            return firms
        firms = firms | new


WHO = {
    event_kinds.IDEA: ("ideas",),
    event_kinds.TECHNOLOGY: ("technologies",),
    event_kinds.ENTERPRISE: ("enterprises",),
    event_kinds.INSTITUTE: ("institutes",),
    event_kinds.CENTER: ("centers",),
    event_kinds.INVENTOR: ("enterprises", "institutes", "inventors of before"),
    event_kinds.MEMBER: ("enterprises", "institutes"),
    event_kinds.OWNER_OF_TEAM: ("enterprises", "institutes", "centers"),
    EVENTS[codes.DISCOVERY].object: ("places",),
    EVENTS[codes.EVICTION].object: ("places",),
    EVENTS[codes.LAUNCH].object: ("enterprises", "institutes", "centers"),
    EVENTS[codes.LICENCE].object: ("enterprises", "institutes", "centers"),
    EVENTS[codes.CENTER_STARTS].object: ("enterprises", "institutes"),
    EVENTS[codes.FIRM_FOUNDED].object: ("enterprises", "institutes"),
    EVENTS[codes.FIRM_SPLITS].object: ("enterprises",),
}
"""Among whose identities those are that an event names."""


@pytest.mark.parametrize("code", EVENTS, ids=lambda code: codes.EVENT_KINDS[code][0])
def test_subjects_and_objects_are_what_is_stated(made, known, code):
    kind, events = EVENTS[code], made["events"]
    rows = events[events["event"] == codes.EVENT_KINDS[code][0]]
    for column, words in (("subject", kind.subject), ("object", kind.object)):
        if words in WHO:
            named = set().union(*(known[name] for name in WHO[words]))
            assert set(rows[column].dropna()) <= named, column
        elif words == event_kinds.NONE:
            assert rows[column].isna().all()


ELSEWHERE = {"application for a center", "center ends"}
"""Kinds of events that need calls, or a center that fails: see `test_programme_scenario.py`."""


def test_every_kind_of_event_was_looked_at(made):
    all_kinds = {words[0] for words in codes.EVENT_KINDS.values()}
    assert all_kinds - set(made["events"]["event"]) == ELSEWHERE


def test_reasons_go_into_the_column_that_is_stated_for_the_kind(made, eventful):
    events = made["events"]
    for code, kind in EVENTS.items():
        rows = events[events["event"] == codes.EVENT_KINDS[code][0]]
        for column in ("reason", "origin", "parent"):
            assert rows[column].notna().all() == (column == kind.reason) or rows.empty
    grants = eventful.world.events["kind"][: len(events)] == codes.GRANT_AWARDED
    raw = eventful.world.events["reason"][: len(events)][grants]
    assert events.loc[grants, "stage"].tolist() == raw.tolist()
    assert len(set(raw)) > 1
    has_stage = events[events["stage"].notna()]
    assert set(has_stage["stage"]) <= set(range(5))
    same = has_stage[has_stage["event"] != "national project granted"]
    assert (same["stage"] == same["value"]).all()


RIDES_FREE = codes.REASONS[codes.FREE_RIDES][0]
REASONS = {
    "team ended": {
        "failed twice",
        "kept out by the owner's right",
        "no money left",
        "taken up by a center",
    },
    "licence": {"worth more than its cost"},
    "center starts": {"right of the lead"},
    "member joins": {"worth more than its cost"},
    "member leaves": {"fee above its worth", "no money left", RIDES_FREE, "not on offer any more"},
    "invitation declined": {"fee above its worth", "no money left", RIDES_FREE},
    "agreement signed": {"worth more than its cost"},
    "agreement ends": {"worth less than its cost", "no money left"},
    "project approved": {"board agreed"},
    "project refused": {"board refused", "taken up by a center"},
    "enterprise exits": {"worth less than its cost", "no money left", "gave up after a meeting"},
    "incubator admits": {"worth more than its cost"},
    "incubator releases": {
        "grown up by sales",
        "grown up by funding",
        "time is over",
        "not on offer any more",
    },
    "center evaluated": {"evaluation wanting", "evaluation good", "evaluation excellent"},
    "center rectifies": {"evaluation wanting"},
}
"""All that the phases give as a reason, by kind of event."""


def test_reasons_are_those_that_the_phases_give(made):
    given = made["events"].dropna(subset="reason").groupby("event")["reason"].agg(set)
    assert set(given.index) == set(REASONS)
    for event, reasons in given.items():
        assert reasons <= REASONS[event], event


@pytest.mark.parametrize("event", ["shelved", "resumed"])
def test_ideas_on_the_shelf_keep_the_origin_that_they_were_born_with(made, event):
    events = made["events"]
    born = events[events["event"] == "idea"].set_index("subject")["origin"]
    later = events[(events["event"] == event) & events["subject"].isin(born.index)]
    assert len(set(later["origin"])) > 1
    assert (later["origin"].to_numpy() == born[later["subject"]].to_numpy()).all()


def test_parents_of_enterprises_are_those_that_agents_say(made):
    events, agents = made["events"], made["agents"]
    founded = events[events["event"] == "enterprise founded"]
    both = founded.merge(agents, left_on="subject", right_on="id")
    assert set(both["parent"]) == {"the public", "enterprise", "institute"}
    assert (both["parent"] == both["origin_y"]).all()
    assert (founded["object"].isna() == (founded["parent"] == "the public")).all()


def test_ages_of_enterprises_that_end_are_ages_or_missing(made):
    exits = made["events"][made["events"]["event"] == "enterprise exits"]
    assert (exits["value"].isna() == exits["object"].isna()).all()
    assert exits["value"].notna().any()
    assert exits["value"].dropna().between(1, 60 + 160).all()


def test_launches_are_technologies_with_the_gain_that_is_logged(made):
    launches = made["events"][made["events"]["event"] == "launch"]
    both = launches.merge(made["technologies"], left_on="subject", right_on="technology")
    assert len(both) > 3
    assert (both["value"] == both["gain"]).all()
    assert (both["quarter"] == both["launched"]).any()
    assert (both["origin_x"] == both["origin_y"]).any()


def test_owners_of_technologies_are_identities(made, known, eventful):
    table = made["technologies"]
    assert (table["owner"].isna() == (table["owner_kind"] == "nobody")).all()
    owned = {"enterprise": "enterprises", "institute": "institutes", "center": "centers"}
    for kind, name in owned.items():
        of_kind = table.loc[table["owner_kind"] == kind, "owner"]
        assert set(of_kind) <= known[name]
    firms = table[table["owner_kind"] == "enterprise"]
    world = eventful.world
    first = world.technologies[world.technologies["live"] != 0]
    first = first[first["owner_kind"] == codes.ENTERPRISE][0]
    assert firms["owner"].iloc[0] == world.enterprises["id"][first["owner"]]
