"""All drivers give one result: order of agents, threads, compilation and reruns change no bit."""

import dataclasses
import gc
import os
import subprocess
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import mesa
import numpy as np
import pytest

from sim import accounts, codes, kernel, schedule, simulate, spinup
from sim.agents import Center, Enterprise, Institute, Investor, LocalGovernment, identities
from sim.compiled import quarter
from sim.model import InnovationModel
from sim.parameters import pack, replace
from sim.schedule import AGENTS, PHASES, SCHEDULE, acts
from sim.state import EVENTS, Clock, copy

ROOT = Path(__file__).parents[2]
ORDERS = {}
ELSEWHERE = (codes.CENTER_APPLICATION, codes.CENTER_ENDS)
"""Kinds of events of calls and of the end of centers: `test_programme_scenario.py` has them."""


class Watched(Enterprise):
    """An enterprise that notes when its turn comes."""

    def budget(self):
        ORDERS.setdefault(id(self.model), []).append(self.identity)
        super().budget()


class Idle(Enterprise):
    """An enterprise that spends nothing on routine R&D."""

    def budget(self):
        self.acts += 1
        self.contracts = 0.0
        self.routine_paid = 0.0
        self.rd = self.project_rd


def shuffled(scenario, shuffle, world=None, **classes):
    """Return a model whose agents come in another order than those of another shuffle."""
    model = InnovationModel(scenario, seed=scenario.seed, world=world, **classes)
    model.random.seed(shuffle)
    model.rng = np.random.default_rng(shuffle)
    return model


@pytest.fixture(scope="module", params=["8 quarters", "24 quarters", "busy"])
def compiled(request, tiny, busy, short, long, eventful):
    """Return a scenario and its history by the compiled kernel."""
    return {"8 quarters": (tiny, short), "24 quarters": (tiny, long), "busy": (busy, eventful)}[
        request.param
    ]


def quarters_of(history):
    return history.nation.shape[0]


def test_almost_everything_happens_in_the_busy_country(eventful):
    events = eventful.world.events[: eventful.world.counters[EVENTS]]
    happened = set(events.kind.tolist())
    assert set(codes.EVENT_KINDS) - happened <= {codes.EVICTION, *ELSEWHERE}, happened
    assert eventful.world.centers.members[0] > 10.0
    assert eventful.flows[:, :, accounts.CENTER_SHARES_TO_ENTERPRISES].sum() > 0.0


@pytest.mark.core
def test_a_rerun_gives_the_same_bits(compiled, differences):
    scenario, history = compiled
    w = spinup.start(scenario)
    again = kernel.run(w, scenario.parameters, scenario.seed, quarters_of(history))
    assert differences(again, history) == []


def test_a_run_leaves_its_initial_world_alone(tiny, start, differences):
    before = copy(start)
    kernel.run(start, pack(tiny.parameters), tiny.seed, 2)
    assert differences(start, before) == []


@pytest.mark.core
@pytest.mark.parametrize("threads", [2, 3])
def test_threads_change_no_bit(compiled, differences, threads):
    scenario, history = compiled
    shared = kernel.run(
        spinup.start(scenario),
        scenario.parameters,
        scenario.seed,
        quarters_of(history),
        threads=threads,
    )
    assert differences(shared, history) == []


def test_the_schedule_walked_with_one_thread_is_the_compiled_quarter(tiny, start, differences):
    walked, compiled = copy(start), copy(start)
    with ThreadPoolExecutor(1) as pool:
        for t in range(12):
            walked, compiled = kernel.with_room(walked), kernel.with_room(compiled)
            kernel.threaded_quarter(walked, pack(tiny.parameters), tiny.seed, t, pool, 1)
            quarter(compiled, pack(tiny.parameters), np.uint64(tiny.seed), t)
            assert differences(walked, compiled) == []


@pytest.mark.core
@pytest.mark.parametrize("shuffle", [1, 2])
def test_agents_in_any_order_give_the_bits_of_the_kernel(compiled, differences, shuffle):
    scenario, history = compiled
    model = shuffled(scenario, shuffle)
    assert differences(model.run(quarters_of(history)), history) == []


def test_the_order_of_agents_really_differs(tiny, start):
    watch = {int(k): Watched for k in start.enterprises.id}
    seen = []
    for shuffle in (1, 2):
        model = shuffled(tiny, shuffle, agent_classes=watch)
        model.step()
        seen.append(ORDERS.pop(id(model)))
    rows = start.enterprises.id.tolist()
    assert sorted(seen[0]) == sorted(seen[1]) == sorted(rows)
    assert seen[0] != seen[1]
    assert rows not in seen


def acts_of(w, table, quarters):
    """Return the numbers of acts, as if all had been there from the start."""
    rows = getattr(w, table)
    missed = np.maximum(0, rows.born + 1) if table == "enterprises" else 0
    return set((rows.acts + missed * len(acts()[table])).tolist())


@pytest.mark.parametrize("table", AGENTS)
def test_every_agent_acts_once_per_act_and_quarter(compiled, table):
    scenario, history = compiled
    expected = quarters_of(history) * len(acts()[table])
    assert expected > 0
    assert acts_of(history.world, table, quarters_of(history)) == {expected}
    model = InnovationModel(scenario)
    model.run(2)
    assert acts_of(model.world, table, 2) == {2 * len(acts()[table])}


def test_plain_python_gives_the_digest_of_compiled_code():
    short = {"start.spinup": "4", "quarters": "4"}  # plain Python takes seconds a quarter
    program = (
        f"from sim import simulate as s; print(s.run('tiny', out=False, overrides={short}).digest)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    digest = simulate.run("tiny", out=False, overrides=short).digest
    assert answer.stdout.split()[-1] == digest


def rows_that_differ(one, other):
    """Return which rows of two tables differ in some column."""
    return {
        row
        for column in one.dtype.names
        for row in range(one.size)
        if one[column][row].tobytes() != other[column][row].tobytes()
    }


def perform(model, last):
    """Let a model perform the phases of a quarter up to a named one."""
    model.world = kernel.with_room(model.world)
    accounts.open_books(model.world)
    for model.phase, phase in enumerate(SCHEDULE):
        for step in phase.steps:
            if step.over in AGENTS:
                model.kind(step.over).shuffle_do(step.name)
            else:
                schedule.perform(step, model.world, model.parameters, model.clock)
        w = model.world
        accounts.tally(w, model.parameters, model.clock, 0, w.cells.size)
        accounts.close(w, model.parameters, model.clock)
        if phase.name == last:
            return


def test_a_decision_overridden_in_python_is_that_agents_alone(tiny, start):
    chosen = int(start.enterprises.sales.argmax())
    identity = int(start.enterprises.id[chosen])
    p = replace(pack(tiny.parameters), {"institutes.contract_most": 0.0})  # orders reach others
    alone = dataclasses.replace(tiny, parameters=p)
    usual = InnovationModel(alone, world=copy(start))
    other = InnovationModel(alone, world=copy(start), agent_classes={identity: Idle})
    for model in (usual, other):
        perform(model, "budgets")
    a, b = usual.world, other.world
    assert rows_that_differ(a.enterprises, b.enterprises) == {chosen}
    assert rows_that_differ(a.institutes, b.institutes) == set()
    assert rows_that_differ(a.centers, b.centers) == set()
    assert rows_that_differ(a.memberships, b.memberships) == set()
    assert rows_that_differ(a.cells, b.cells) == {int(a.enterprises.cell[chosen])}
    assert rows_that_differ(a.fields, b.fields) == {int(a.enterprises["field"][chosen])}
    assert a.enterprises.rd[chosen] > 0.0 == b.enterprises.rd[chosen]
    assert b.enterprises.cash[chosen] > a.enterprises.cash[chosen]


def test_a_run_with_an_overridden_decision_closes(tiny, start, long):
    identity = int(start.enterprises.id[start.enterprises.sales.argmax()])
    history = InnovationModel(tiny, agent_classes={identity: Idle}).run(24)
    assert history.closure.max() <= accounts.TOLERANCE
    assert history.nation[-1].tobytes() != long.nation[-1].tobytes()


def test_the_means_of_mesa_work_on_the_model(tiny):
    model = InnovationModel(tiny)
    collector = mesa.DataCollector(
        model_reporters={"sales": lambda m: float(m.world.fields.sales.sum())},
        agenttype_reporters={Enterprise: {"sales": "sales", "identity": "identity"}},
    )
    seen = 0
    for _ in range(2):
        model.step()
        seen += model.world.enterprises.size
        collector.collect(model)
    assert (collector.get_model_vars_dataframe()["sales"] > 0.0).all()
    frame = collector.get_agenttype_vars_dataframe(Enterprise)
    assert len(frame) == seen
    assert sorted(frame["sales"].tail(model.world.enterprises.size)) == sorted(
        model.world.enterprises.sales
    )
    kinds = {
        Enterprise: "enterprises",
        Institute: "institutes",
        Center: "centers",
        LocalGovernment: "provinces",
        Investor: "investors",
    }
    assert set(model.agents_by_type) == set(kinds)
    for kind, table in kinds.items():
        agents = model.agents_by_type[kind]
        assert len(agents) == getattr(model.world, table).size
        assert sorted(agents.get("identity")) == sorted(
            identities(getattr(model.world, table)).tolist()
        )
    some = model.agents_by_type[Enterprise].select(lambda agent: agent.leader == 1)
    before = model.world.enterprises.acts.copy()
    some.do("vote_enterprise")
    some.shuffle_do("vote_enterprise")
    assert np.array_equal(
        model.world.enterprises.acts - before, 2 * (model.world.enterprises.leader == 1)
    )


def test_an_agent_reads_and_writes_its_own_row(tiny):
    model = InnovationModel(tiny)
    agent = model.agents_by_type[Enterprise][3]
    others = np.delete(model.world.enterprises.cash, agent.row)
    agent.cash = 12.5
    assert model.world.enterprises.cash[agent.row] == agent.cash == 12.5
    assert np.array_equal(np.delete(model.world.enterprises.cash, agent.row), others)
    assert model.world.enterprises.id[agent.row] == agent.id == agent.identity


def test_no_registry_keeps_a_model_that_is_done(tiny):
    model = InnovationModel(tiny)
    model.step()
    mesa.Agent._ids.pop(model, None)  # Mesa's own count of identities
    reference = weakref.ref(model)
    del model
    gc.collect()
    assert reference() is None


def test_clocks_count_quarters_and_phases(tiny):
    model = InnovationModel(tiny, seed=5)
    model.step()
    assert model.clock == Clock(np.uint64(5), 1, len(PHASES) - 1)
    assert (model.quarter, model.run_seed) == (1, 5)
