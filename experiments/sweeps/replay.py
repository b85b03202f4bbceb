"""One run of a sweep once more, in full detail, and the proof that it is the same run."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pyarrow.compute as pc

from experiments.design.runs import Run
from experiments.design.scenarios import scenario_of
from experiments.sweeps.manifest import REPLAYS, SweepError
from experiments.sweeps.parts import OK, read_rows
from experiments.sweeps.store import Store
from sim import simulate
from sim.problems import NticError
from sim.results import Result
from sim.results.digests import history_digest


class ReplayError(NticError):
    """A run that is not the one that the sweep kept."""

    exit_code = 1


def replay(store: Store, name: str, out: str | Path | Literal[False] | None = None) -> Result:
    """Do a run of a sweep again, with every agent at the end, and compare it with its digest.

    Parameters
    ----------
    store : Store
    name : str
        Identity of the run, such as ``2-0-17``.
    out : str, Path, False or None
        Folder for its tables and figures; False writes nothing, None means ``replays/<name>`` in
        the sweep's folder.

    Raises
    ------
    NticError
        If there is no such run, or it is not done.
    ReplayError
        If it comes out otherwise; nothing is written.
    """
    run = store.runs.find(name)
    row = kept_row(store, run)
    if row["status"] != OK:
        raise SweepError(f"{name}: {row['status']} in the sweep: {row['error']}")
    scenario = replace(scenario_of(store.runs, run.policy, run.sample), seed=row["seed"])
    target = store.folder / REPLAYS / name if out is None else out
    result = simulate.run(scenario, out=False, agents=True)
    assert result.history is not None
    digest = history_digest(result.history)
    if digest != row["digest"]:
        raise ReplayError(
            f"{name}: comes out otherwise: digest {digest}, in the sweep {row['digest']}; another "
            "processor or other versions of NumPy and numba may do this, see the part's footer"
        )
    if target is False:
        return result
    return simulate.write(result, Path(target))


def kept_row(store: Store, run: Run) -> dict[str, Any]:
    """Return the row of a run that is done."""
    name, chunk = store.runs.name(run), store.chunk_of(run)
    for part in store.done():
        if chunk.touch(part.footer.chunks):
            for table in read_rows(part.path, ["run", "seed", "status", "error", "digest"]):
                found = table.filter(pc.equal(table["run"], name))  # pyright: ignore[reportAttributeAccessIssue]
                if found.num_rows:
                    return found.to_pylist()[0]
    raise SweepError(f"{store.folder}: run {name} is not done yet")
