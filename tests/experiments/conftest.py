"""What the tests of designs and sweeps share: a small design, and its sweep, done once."""

import shutil
from functools import partial
from pathlib import Path

import pytest

SMALL = """\
format: 1
name: small
question: Does it all fit together?
scenario: tiny
seed: 1
replications: 6
chunk: 4
set: { quarters: 2, start.spinup: 2 }
horizons: [2010Q2]
levers:
  grant: { key: bundles.leader_led.grant, levels: [5, 60] }
  owner: { key: bundles.leader_led.results_owner, levels: [lead] }
uncertainties:
  research.ideas_per_quarter: { range: [1, 4] }
sampling:
  uncertainties: { method: sobol, samples: 2 }
outcomes:
  surplus: { indicator: social_surplus, measure: total, better: higher, primary: true }
  gap: { indicator: gap, level: field, across: mean, measure: end, by: [field], better: lower }
"""
"""24 runs in six chunks, each of a few milliseconds."""


@pytest.fixture(scope="session")
def small():
    """Return the function that writes the small design to a folder, some texts replaced."""

    def write(folder, *changes, name="small"):
        text = SMALL
        for old, new in changes:
            assert text.count(old) == 1, (old, text)
            text = text.replace(old, new)
        file = Path(folder) / f"{name}.yaml"
        file.write_text(text.replace("name: small", f"name: {name}"), encoding="utf-8")
        return file

    return write


@pytest.fixture(scope="session")
def work_off():
    """Return the function that does what is missing in a store, in this process."""
    from experiments.sweeps.work import Bench

    def work(store, most=None, chunks=None):
        bench = Bench(store)
        for chunk in (chunks or list(store.missing(store.done())))[:most]:
            done = bench.chunk(chunk, {}, lambda _name: None)
            store.write(chunk, done.rows, done.seconds, done.settling)
        return store

    return work


@pytest.fixture(scope="session")
def finished(tmp_path_factory, small, work_off):
    """Return the folder of the small design's sweep, complete; not to be written to."""
    from experiments.design.reading import read
    from experiments.sweeps.store import create

    folder = tmp_path_factory.mktemp("finished")
    work_off(create(read(small(folder)), folder / "sweep"))
    return folder / "sweep"


@pytest.fixture
def swept(finished, tmp_path):
    """Return a store of one's own with the small design's sweep, complete."""
    from experiments.sweeps.store import open_store

    shutil.copytree(finished, tmp_path / "sweep")
    return open_store(tmp_path / "sweep")


@pytest.fixture
def _at_home(monkeypatch, work_off):
    """Do runs in this process, as starting others takes longer, draw no figures, no bootstrap."""
    from experiments import policies
    from experiments.sweeps import draws, running

    def work(store, chunks, _workers, _progress, _done, _total):
        work_off(store, chunks=list(chunks))

    monkeypatch.setattr(draws, "work_off", work)
    monkeypatch.setattr(running, "work_off", work)
    monkeypatch.setattr(policies, "draw", lambda *_: None)
    monkeypatch.setattr(policies, "compared", partial(policies.compared, resamples=0))
