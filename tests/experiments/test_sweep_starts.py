"""Starts that policies share: each as if it were a policy's own."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.sweeps.starts import ANEW, KEPT, Starts, past_of
from sim import kernel, spinup
from sim.results.digests import history_digest
from sim.scenario import digest, load, shipped
from sim.state import World
from sim.timeline import timeline_of

BRIEF = {"start.spinup": "3"}
CENTER = "centers.early_train."
FORM = "{pay: 0.9, keeps_revenue: 0.5, pays_out: false, has_shares: true, overhead: 0.05}"
EMBARGO = "[{from: 2010Q1, until: 2011Q1, embargo: new_materials}]"
OPENNESS = "[{from: 2010Q2, change: openness, field: new_materials, to: 0.2}]"
SHARED = {
    "grant": {"bundles.leader_led.grant": "60"},
    "owner": {"bundles.leader_led.results_owner": "inventor"},
    "places": {"bundles.leader_led.incubator_places": "90"},
    "votes": {"bundles.leader_led.lead_votes": "0.2", "bundles.leader_led.enterprise_votes": "0.6"},
    "contract": {"contracts.membership.fee": "9"},
    "form": {"legal_forms.company.overhead": "0.3", "legal_forms.company.keeps_revenue": "0.5"},
    "lead": {f"{CENTER}lead": "institute"},
    "platform": {f"{CENTER}lead": "platform"},
    "date": {f"{CENTER}approved": "2010Q2"},
    "province": {f"{CENTER}province": "Beijing"},
    "plan": {f"{CENTER}targets": "{stages: 3}"},
    "later": {"legal_forms.part": FORM, f"{CENTER}becomes": "part"},
    "embargo": {"events": EMBARGO},
    "change": {"events": OPENNESS},
    "length": {"quarters": "3"},
}
"""What policies may differ in and still have one past."""
PAY = {"legal_forms.company.pay": "2", f"{CENTER}approved": "2010Q2"}
OWN = {
    "field": {f"{CENTER}fields": "{new_materials: 1}"},
    "none": {"centers": "none"},
    "parameter": {"research.ideas_per_quarter": "3"},
    "scale": {"scale": "0.02"},
}
CALLS = """
programme:
  first_call: 2010Q2
  last_call: 2012Q4
  bundles: { enterprise: leader_led, institute: other }
  contract: membership
  legal_form: company
  layout: { field_most: 2, regions: { east: 3 } }
"""
CALLED = BRIEF | {"programme.target": "2", "programme.least_links": "0"}


def unlike(one, other):
    """Return the columns of two worlds that differ in a bit."""
    found = []
    for name in World._fields:
        a, b = getattr(one, name), getattr(other, name)
        for column in a.dtype.names or [None]:
            left, right = (a, b) if column is None else (a[column], b[column])
            if left.dtype != right.dtype or left.tobytes() != right.tobytes():
                found.append(f"{name}.{column}")
    return found


@pytest.fixture(scope="module")
def usual():
    """Return starts that have settled the small country as it is."""
    starts = Starts()
    starts.world(load("tiny", BRIEF))
    return starts


@pytest.mark.parametrize("changes", SHARED.values(), ids=SHARED)
def test_a_shared_start_is_bit_for_bit_that_of_ones_own(usual, changes):
    scenario = load("tiny", BRIEF | changes)
    settled = usual.settled
    world = usual.world(scenario)
    assert usual.settled == settled
    assert unlike(world, spinup.start(scenario)) == []


def test_only_what_the_first_quarter_writes_anew_follows_pay_and_runs_are_the_same(usual):
    scenario = load("tiny", BRIEF | PAY)
    settled = usual.settled
    shared, own = usual.world(scenario), spinup.start(scenario)
    assert usual.settled == settled
    assert set(unlike(shared, own)) == {f"centers.{name}" for name in ANEW}
    runs = [kernel.run(w, timeline_of(scenario), 1, 4) for w in (shared, own)]
    assert history_digest(runs[0]) == history_digest(runs[1])
    assert np.array_equal(runs[0].nation, runs[1].nation)


def test_what_a_center_that_begins_at_once_pays_is_of_the_past():
    at_once = BRIEF | {f"{CENTER}approved": "2010Q1"}
    usual, paid = (load("tiny", at_once | {"legal_forms.company.pay": p}) for p in ("1.15", "2"))
    assert past_of(usual) != past_of(paid)
    starts = Starts()
    starts.world(usual)
    assert unlike(starts.world(paid), spinup.start(paid)) == []


@pytest.mark.parametrize("changes", OWN.values(), ids=OWN)
def test_another_past_is_not_shared(changes):
    assert past_of(load("tiny", BRIEF | changes)) != past_of(load("tiny", BRIEF))


def calling(folder, old="", new=""):
    text = shipped()["tiny"].read_text(encoding="utf-8") + CALLS.replace(old, new, 1)
    bundle = text[text.index("  leader_led:") : text.index("contracts:")].rstrip()
    other = bundle.replace("leader_led:", "other:")
    text = text.replace(bundle, f"{bundle}\n{other}", 1)
    (folder / "tiny.yaml").write_text(text, encoding="utf-8")
    return lambda overrides: load(folder / "tiny.yaml", CALLED | overrides)


CALLING = [
    ("", "", {"bundles.leader_led.grant": "60"}),
    ("", "", {"bundles.other.grant": "60"}),
    ("", "", {"contracts.membership.fee": "9"}),
    ("first_call: 2010Q2", "first_call: 2010Q3", {}),
    (", institute: other", "", {}),
    ("field_most: 2", "field_most: 1", {}),
    ("east: 3", "east: 1", {}),
]


@pytest.mark.parametrize(("old", "new", "overrides"), CALLING, ids=range(len(CALLING)))
def test_calls_and_charters_of_who_is_called_are_written_into_a_shared_start(
    tmp_path, old, new, overrides
):
    starts = Starts()
    usual = calling(tmp_path)({})
    starts.world(usual)
    scenario = calling(tmp_path, old, new)(overrides)
    assert digest(scenario) != digest(usual)
    assert unlike(starts.world(scenario), spinup.start(scenario)) == []
    assert starts.settled == 1


def test_the_last_starts_are_kept():
    starts = Starts()
    scenarios = [load("tiny", {"start.spinup": str(k)}) for k in range(KEPT + 1)]
    for scenario in scenarios:
        assert starts.world(scenario) is starts.world(scenario)
    assert (starts.settled, len(starts.kept)) == (KEPT + 1, KEPT)
    starts.world(scenarios[-1])
    assert starts.settled == KEPT + 1
    starts.world(scenarios[0])
    assert starts.settled == KEPT + 2


def test_handing_a_start_on_writes_nothing_into_it(usual):
    scenario = load("tiny", BRIEF)
    before = [table.copy() for table in usual.world(scenario)]
    usual.world(load("tiny", BRIEF | SHARED["embargo"] | SHARED["grant"]))
    kernel.run(usual.world(scenario), timeline_of(scenario), 1, 2)
    assert unlike(World(*before), usual.world(scenario)) == []
    assert usual.world(replace(scenario, seed=9)) is usual.world(scenario)
