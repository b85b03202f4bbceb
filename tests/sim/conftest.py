"""What the tests of the invariants share: the small country, and comparison field by field."""

import numba
import numpy as np
import pytest

from sim import kernel, spinup
from sim.scenario import ScenarioError, load
from sim.state import BIRTHS, EVENTS, IDEAS, LINKS, RIVALS, World

PLAIN = {"background": "none"}
"""Runs here are by parameters alone; dated changes have their own tests (`test_timeline.py`)."""
BUSY = PLAIN | {
    "quarters": "60",
    "centers.early_train.fields": "{high_speed_train: 0.3, new_materials: 0.7}",
    "bundles.leader_led.results_owner": "center",
    "bundles.leader_led.lead_votes": "0.2",
    "bundles.leader_led.enterprise_votes": "0.6",
    "bundles.leader_led.pilot_for_members": "true",
    "bundles.leader_led.extension": "true",
    "bundles.leader_led.grant": "200",
    "contracts.membership.fee": "20",
    "contracts.membership.capital": "2000",  # some pay a fee, some buy stakes
    "contracts.membership.investor_share": "0.5",
    "contracts.membership.agreements": "true",
    "contracts.membership.rents": "true",
    "legal_forms.part": "{pay: 0.9, keeps_revenue: 0.5, pays_out: false, has_shares: false, "
    "overhead: 0.05}",  # of its lead at first
    "centers.early_train.legal_form": "part",
    "centers.early_train.becomes": "company",
    "membership.invitations": "8",
    "membership.patience": "1",
    "maturation.success": "0.9",
    "research.ideas_per_quarter": "4",
    "research.generic_share": "0.4",
    "location.moving_cost": "1",
    "turnover.public_rate": "0.2",
    "turnover.demand_sigma": "1.4",
    "investors.hold": "8",
    "programme.term": "48",
    "programme.good": "10",
    "programme.rectification": "40",
}
"""What lets almost everything happen in a small country that rarely happens there by itself."""

ARRAYS = ("fields", "provinces", "nation", "flows", "closure", "people_gap", "use", "use_id")


def in_use(w, name):
    """Return the rows of a table that hold something; capacity beyond is no part of a world."""
    rows = {
        "ideas": int(w.counters[IDEAS]),
        "teams": RIVALS * int(w.counters[IDEAS]),
        "events": int(w.counters[EVENTS]),
        "births": int(w.counters[BIRTHS]),
        "links": int(w.counters[LINKS]),
    }
    array = getattr(w, name)
    return array[: rows[name]] if name in rows else array


def same_bits(one, other):
    return (
        one.dtype == other.dtype
        and one.shape == other.shape
        and np.ascontiguousarray(one).tobytes() == np.ascontiguousarray(other).tobytes()
    )


def compare_worlds(one, other):
    found = []
    for name in World._fields:
        a, b = in_use(one, name), in_use(other, name)
        for column in a.dtype.names or [None]:
            left, right = (a, b) if column is None else (a[column], b[column])
            if not same_bits(left, right):
                found.append(name if column is None else f"{name}.{column}")
    return found


def compare_histories(one, other):
    found = [k for k in ARRAYS if not same_bits(getattr(one, k), getattr(other, k))]
    return found + compare_worlds(one.world, other.world)


@pytest.fixture(scope="session")
def differences():
    """Return the function that lists what differs between two worlds or two histories."""

    def compare(one, other):
        compare_one = compare_worlds if isinstance(one, World) else compare_histories
        return compare_one(one, other)

    return compare


@pytest.fixture(scope="session")
def filled():
    """Return the function that gives the rows of a table that are in use."""
    return in_use


@pytest.fixture(scope="session")
def loaded():
    """Return the function that gives tiny.yaml with some values changed."""
    return lambda overrides: load("tiny", PLAIN | overrides)


@pytest.fixture(scope="session")
def problems():
    """Return the function that gives what is said of wrong values in tiny.yaml."""

    def said(overrides):
        with pytest.raises(ScenarioError) as caught:
            load("tiny", overrides)
        return str(caught.value)

    return said


@pytest.fixture(scope="session")
def tiny():
    """Return tiny.yaml as loaded; with a short spin-up in plain Python, which is slow."""
    return load("tiny", PLAIN | ({"start.spinup": "2"} if numba.config.DISABLE_JIT else {}))


@pytest.fixture
def start(tiny):
    """Return a fresh world of tiny.yaml."""
    return spinup.start(tiny)


@pytest.fixture(scope="session")
def short(tiny):
    """Return the history of the 8 quarters of tiny.yaml."""
    return kernel.run(spinup.start(tiny), tiny.parameters, tiny.seed, tiny.quarters)


@pytest.fixture(scope="session")
def long(tiny):
    """Return the history of 24 quarters of tiny.yaml."""
    return kernel.run(spinup.start(tiny), tiny.parameters, tiny.seed, 24)


@pytest.fixture(scope="session")
def busy():
    """Return tiny.yaml with many ideas and a center with many members that owns its results."""
    return load("tiny", BUSY)


@pytest.fixture(scope="session")
def eventful(busy):
    """Return the history of 60 quarters in which almost everything happens."""
    return kernel.run(spinup.start(busy), busy.parameters, busy.seed, busy.quarters)
