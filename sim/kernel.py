"""A whole run without Python objects: quarters of compiled steps on preallocated tables."""

import itertools
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

import numpy as np

from sim import accounts, indicators
from sim.allocate import allocate
from sim.by_pointer import plain
from sim.compiled import PERFORM, close_books, perform_all, quarter
from sim.indices import send, take_places
from sim.jit import kernel
from sim.parameters import Parameters, pack
from sim.population import renew
from sim.schedule import PHASES, SCHEDULE, Step, extent, perform
from sim.state import (
    BANK,
    CANDIDATES,
    EVENTS,
    IDEAS,
    LINKS,
    MEETINGS,
    MOST_BIRTHS,
    RIVALS,
    Clock,
    World,
    as_records,
    copied,
    copy,
    in_use,
)
from sim.timeline import Timeline, begin

RECORD = "record"
"""What is compiled beside the phases: books, indicators, the quarter, and what lies between two."""


class History(NamedTuple):
    """What a run leaves: the final world and a record of every quarter.

    `Q`, `F`, `P` are numbers of quarters, fields and provinces.
    """

    world: World
    fields: np.ndarray  # (Q, F, len(indicators.FIELD))
    provinces: np.ndarray  # (Q, P, len(indicators.PROVINCE))
    nation: np.ndarray  # (Q, len(indicators.NATION))
    flows: np.ndarray  # (Q, phases, len(accounts.FLOWS)) [million CNY]
    closure: np.ndarray  # (Q, phases, len(accounts.SECTORS)) [1]
    people_gap: np.ndarray  # (Q, F) [1], what of R&D staff does not follow from its flows
    use: np.ndarray  # (Q, F + 1, 64) [1], share of sales that uses each technology
    use_id: np.ndarray  # (Q, F + 1, 64) int64, identity of the technology, 0 if none
    centers: np.ndarray  # (Q, C), rows of the table of centers
    cells: np.ndarray  # (Q, F, P, 3), sales, enterprises and age of the cluster


def empty_history(w: World, quarters: int) -> History:
    """Return records of zeros for a run of some quarters over a world."""
    fields, provinces = w.fields.size, w.provinces.size
    phases, flows = w.books.flows.shape
    banks = (quarters, fields + 1, BANK)
    return History(
        world=w,
        fields=np.zeros((quarters, fields, len(indicators.FIELD))),
        provinces=np.zeros((quarters, provinces, len(indicators.PROVINCE))),
        nation=np.zeros((quarters, len(indicators.NATION))),
        flows=np.zeros((quarters, phases, flows)),
        closure=np.zeros((quarters, phases, len(accounts.SECTORS))),
        people_gap=np.zeros((quarters, fields)),
        use=np.zeros(banks),
        use_id=np.zeros(banks, dtype=np.int64),
        centers=np.zeros((quarters, w.centers.size), dtype=w.centers.dtype),
        cells=np.zeros((quarters, fields, provinces, 3)),
    )


def longer_history(past: History, quarters: int) -> History:
    """Return a copy of a record with room for a run of more quarters in all."""
    longer = empty_history(past.world, quarters)
    for before, after in zip(past[1:], longer[1:], strict=True):
        after[: len(before)] = before
    return longer


def record(history: History, w: World, p: Parameters, seed: int, t: int) -> None:
    """Write down quarter t, in place."""
    clock = Clock(np.uint64(seed), t, len(SCHEDULE))
    indicators.measure_fields(w, p, clock, history.fields[t])
    indicators.measure_provinces(w, p, clock, history.provinces[t])
    indicators.measure_nation(w, p, clock, history.nation[t])
    keep_money(w, history.flows[t], history.closure[t], history.people_gap[t])
    keep_state(w, history.use[t], history.use_id[t], history.centers[t], history.cells[t])


@kernel
def keep_money(w: World, flows: np.ndarray, closure: np.ndarray, people_gap: np.ndarray) -> None:
    """Write down the books of a quarter."""
    for phase in range(w.books.size):
        book = w.books[phase]
        for k in range(flows.shape[1]):
            flows[phase, k] = book.flows[k]
        for k in range(closure.shape[1]):
            closure[phase, k] = book.gaps[k]
    for field in range(w.fields.size):
        people_gap[field] = w.fields[field].people_gap


@kernel
def keep_state(
    w: World, use: np.ndarray, use_id: np.ndarray, centers: np.ndarray, cells: np.ndarray
) -> None:
    """Write down technologies in use, centers and cells at the end of a quarter."""
    banks, slots = w.technologies.shape
    for bank in range(banks):
        for slot in range(slots):
            technology = w.technologies[bank, slot]
            if technology.live == 1:
                use[bank, slot] = technology.use
                use_id[bank, slot] = technology.id
    for c in range(w.centers.size):
        centers[c] = w.centers[c]
    for k in range(w.cells.size):
        cell, field, province = w.cells[k], k // w.provinces.size, k % w.provinces.size
        cells[field, province, 0] = cell.sold
        cells[field, province, 1] = cell.firms
        cells[field, province, 2] = cell.cluster


def with_room(w: World) -> World:
    """Return the world with room for one more quarter of ideas and events.

    A quarter brings at most 16 ideas a field. It logs at most, per idea, its birth, its shelving
    and a handful of events of each team, per enterprise one licence and per technology one
    eviction, per seat two, per candidate one, per center five, per enterprise its end and an
    application, as per institute, per birth one.
    """
    births = w.fields.size * MOST_BIRTHS
    ideas = int(w.counters[IDEAS]) + births
    if ideas > w.ideas.size:
        size = 2 * ideas
        w = w._replace(ideas=_longer(w.ideas, size), teams=_longer(w.teams, RIVALS * size))
    most = 12 * RIVALS * ideas + 2 * births + 2 * w.memberships.size
    most += CANDIDATES * w.boards.size + w.technologies.size + 5 * w.centers.size
    most += w.enterprises.size + w.institutes.size
    most += BANK * 2 * w.enterprises.size
    few = MEETINGS * (int(plain(w.enterprises)["leader"].sum()) + w.institutes.size) + 64
    links = int(w.counters[LINKS]) + w.enterprises.size + few
    if links > w.links.size:
        w = w._replace(links=_longer(w.links, links + links // 4))
    births = w.enterprises.size + w.institutes.size // 2 + 64
    if births > w.births.size:
        w = w._replace(births=_longer(w.births, 2 * births))
    most += 2 * w.births.size + 3 * w.enterprises.size
    needed = int(w.counters[EVENTS]) + most
    if needed > w.events.size:
        w = w._replace(events=_longer(w.events, 2 * needed))
    return w


def _longer(rows: np.recarray, size: int) -> np.recarray:
    """Return the rows in a longer array; what is new is zero."""
    longer = np.zeros(size, dtype=rows.dtype)
    longer[: rows.size].view(np.uint8)[...] = plain(rows).view(np.uint8)
    return as_records(longer)


def run(
    world: World | History,
    parameters: Parameters | Timeline,
    seed: int,
    quarters: int,
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
) -> History:
    """Run a copy of a world for some quarters, or go on with an earlier run.

    A pure function of (parameters, world, seed): the number of threads changes no bit.

    Parameters
    ----------
    world : World or History
        Initial state, or an earlier run to continue; it is not written to.
    parameters : Parameters or Timeline
        Of the whole run, or with what changes when.
    seed : int, 0 to 2**64 - 1
        Key of all draws.
    quarters : int, > 0
        How long in all, the quarters of an earlier run included.
    threads : int, > 0
        Threads that share the rows, cells and fields of each step.
    progress : callable, optional
        Called with the number of quarters done.

    Returns
    -------
    History
    """
    past = world if isinstance(world, History) else empty_history(world, 0)
    timeline = parameters if isinstance(parameters, Timeline) else Timeline(parameters)
    w = copy(in_use(past.world))
    history = longer_history(past, quarters)
    with ThreadPoolExecutor(threads) as pool:
        for t in range(len(past.nation), quarters):
            w = with_room(w)
            p = pack(begin(w, timeline, t))
            if threads == 1:
                quarter(w, p, np.uint64(seed), t)
            else:
                threaded_quarter(w, p, seed, t, pool, threads)
            record(history, w, p, seed, t)
            w = renew(w)
            if progress is not None:
                progress(t + 1)
    return history._replace(world=w)


def shares(w: World, step: Step, parts: int) -> list[tuple[int, int]]:
    """Cut a step's rows into ranges of about equal work that do not touch each other."""
    n = extent(w, step.over)
    if step.over == "cells":  # by enterprises, so that large cells do not pile up in one part
        load = w.cells.last_enterprise + w.cells.last_institute + np.arange(1, n + 1)
        edges = np.searchsorted(load, np.linspace(0, load[-1], parts + 1))
        edges[0], edges[-1] = 0, n
    else:
        edges = np.linspace(0, n, parts + 1).astype(np.int64)
    return [(int(a), int(b)) for a, b in itertools.pairwise(edges)]


def threaded_quarter(
    w: World, p: Parameters, seed: int, t: int, pool: ThreadPoolExecutor, threads: int
) -> None:
    """Advance the world by one quarter, in place, the rows of each step shared by threads."""
    accounts.open_books(w)
    tally = Step(accounts.tally, "cells")
    for number, phase in enumerate(SCHEDULE):
        clock = Clock(np.uint64(seed), t, number)
        for step in phase.steps:
            if step.over == "once":
                step.kernel(w, p, clock)
                continue
            ranges = shares(w, step, threads)
            list(pool.map(lambda ends, k=step.kernel: k(w, p, clock, *ends), ranges))  # noqa: B023
        ranges = shares(w, tally, threads)
        list(pool.map(lambda ends: accounts.tally(w, p, clock, *ends), ranges))  # noqa: B023
        accounts.close(w, p, clock)


def compile_all(processes: int = 2) -> None:
    """Compile every kernel into the cache, the phases dealt to some processes as they get free.

    Run once before work is handed to many processes: each then starts in a second. A script that
    calls this guards its main part, as `multiprocessing` asks for.
    """
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        list(pool.map(compile_phase, (RECORD, *PHASES)))


def compile_phase(name: str) -> None:
    """Compile a phase and its steps, or the record, by performing it on the smallest country."""
    w, p = with_room(tiny_world()), pack(Parameters())
    if name == RECORD:
        close_books(w, p, Clock(np.uint64(1), 0, 0))
        perform_all(w, p, np.uint64(1), 0, np.zeros(0, dtype=np.int64))
        record(empty_history(w, 1), w, p, 1, 0)
        one, other = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
        take_places(w, one, copied(w.enterprises), other, False)
        send(w, one)
        return
    number = PHASES.index(name)
    clock = Clock(np.uint64(1), 0, number)
    for step in SCHEDULE[number].steps:
        perform(step, w, p, clock)
    PERFORM[number](w, p, clock)


def tiny_world() -> World:
    """Return the smallest world with one of everything, to compile on."""
    w = allocate(enterprises=1, institutes=1, centers=1, fields=1, provinces=1)
    w.cells.last_enterprise = w.cells.last_institute = 1
    return w
