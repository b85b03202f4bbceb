"""The state of a run on disk: the world and the record so far, to be continued bit for bit.

A run that is stored after some quarters and continued equals one that was never interrupted. Arms
of a comparison can therefore share their first years: parameters of behaviour and the charters of
centers may differ from then on, the country may not.
"""

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from sim.kernel import History
from sim.populate import build
from sim.problems import NticError
from sim.provenance import code_digest
from sim.quarters import label
from sim.rows import SCENARIO
from sim.scenario import country_digest
from sim.specs import Scenario
from sim.state import (
    EVENT_DTYPE,
    TABLES,
    World,
    as_records,
    columns,
    dtype,
    in_use,
)
from sim.timeline import apply, timeline_of

SETTLED = ("province", "start", "lead_kind")
"""Columns of a center that cannot change once it has started."""


class CheckpointError(NticError):
    """A state that cannot be stored, or not be continued by this scenario and code."""


def quarters_done(history: History) -> int:
    """Return how many quarters a record covers."""
    return history.nation.shape[0]


def save(path: Path, scenario: Scenario, history: History) -> None:
    """Write the state after the last quarter of a record; the file appears complete or not at all.

    Raises
    ------
    CheckpointError
        If the file cannot be written.
    """
    about = {
        "code": code_digest(),
        "country": country_digest(scenario),
        "centers": [center.key for center in scenario.centers],
        "start": scenario.start,
        "changes": _happened(scenario, quarters_done(history)),
    }
    arrays: dict[str, Any] = {f"world.{k}": v for k, v in in_use(history.world)._asdict().items()}
    arrays |= {f"record.{k}": v for k, v in history._asdict().items() if k != "world"}
    text = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("wb") as file:
            np.savez_compressed(file, about=text, **arrays)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise CheckpointError(f"{path}: cannot be written: {error.strerror}") from None


def load(path: Path, scenario: Scenario) -> History:
    """Read a state for a scenario to go on from.

    Parameters
    ----------
    path : Path
        As written by `save`.
    scenario : Scenario
        Of the same country and centers. Its parameters and charters hold from now on; its seed
        may differ too.

    Returns
    -------
    History
        World and record, to be handed to `sim.kernel.run` or `sim.model.InnovationModel`.

    Raises
    ------
    CheckpointError
        With all that stands in the way.
    """
    about, arrays = _read(path)
    if about["code"] != code_digest():
        raise CheckpointError(
            f"{path}: was stored by another version of the model, whose rules may differ; run its "
            "first years again with this one"
        )
    world = World(*[_table(name, arrays[f"world.{name}"]) for name in World._fields])
    record = {name: arrays[f"record.{name}"] for name in History._fields if name != "world"}
    history = History(world=world, **record)
    problems = _differences(about, scenario, history)
    if problems:
        raise CheckpointError("\n".join(f"{path}: {problem}" for problem in problems))
    return history._replace(world=_recharter(world, scenario, quarters_done(history)))


def _read(path: Path) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about = json.loads(arrays.pop("about").tobytes())
        if isinstance(about, dict) and "code" in about:
            return about, arrays
    except FileNotFoundError:
        raise CheckpointError(f"{path}: is not there; `ntic run --state` keeps a state") from None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        pass
    raise CheckpointError(
        f"{path}: is not a stored state; give the state.npz that `ntic run --state` wrote"
    )


def _table(name: str, array: np.ndarray) -> Any:
    """Return a table in its own layout: the file forgets alignment, for which kernels compile."""
    if array.dtype.names is None:
        return array
    own = np.zeros(array.shape, dtype=EVENT_DTYPE if name == "events" else dtype(TABLES[name]))
    own[...] = array
    return as_records(own)


def _differences(about: dict[str, Any], scenario: Scenario, history: History) -> list[str]:
    """Say what of the scenario is not as in the stored run and would be passed over in silence."""
    problems = []
    if about["country"] != country_digest(scenario):
        problems.append(
            "holds another country: start, scale, fields, provinces, platforms and the "
            "parameters under `start` must be those of the stored run"
        )
    keys = [center.key for center in scenario.centers]
    if about["centers"] != keys:
        problems.append(
            f"holds the centers {_list(about['centers'])}; this scenario has {_list(keys)}; "
            "a center that is to come later must be in the stored run with its later date"
        )
    done = quarters_done(history)
    if done >= scenario.quarters:
        problems.append(
            f"is at {label(about['start'], done - 1)}, after {done} quarters; the scenario has "
            f"`quarters` {scenario.quarters}; expected more than {done}"
        )
    if about["changes"] != _happened(scenario, done):
        problems.append(
            "had other dated changes before "
            f"{label(about['start'], done)}; those are past and cannot change any more"
        )
    if problems:
        return problems
    fresh = build(scenario).centers
    for row, center in enumerate(history.world.centers):
        begun = min(int(center["start"]), int(fresh[row]["start"])) < done
        begun = begun and center["charter"] == 0
        changed = [name for name in SETTLED if center[name] != fresh[row][name]]
        if begun and changed:
            problems.append(
                f"center `{keys[row]}` had started or should have by "
                f"{label(about['start'], done - 1)}; {_list(changed)} cannot change any more"
            )
    return problems


def _happened(scenario: Scenario, done: int) -> list[list[Any]]:
    """Return the changes of parameters and fields that lie before the next quarter."""
    past = (c for c in timeline_of(scenario).changes if c.table != "centers" and c.quarter < done)
    return [list(change) for change in past]


def _list(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:5]) or "none"
    return shown + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _recharter(w: World, scenario: Scenario, done: int) -> World:
    """Return the world with the charters and embargoes that a scenario gives by now."""
    fresh = build(scenario)
    tables = ("centers", "center_fields", "charters", "fields", "provinces")
    changed = {name: getattr(w, name).copy() for name in tables}
    called = w.centers.charter != 0  # what a call has brought stays as it was approved
    for table, rows in changed.items():
        for name, column in columns(TABLES[table]).items():
            if column.source == SCENARIO:
                kept = rows[name][called] if table.startswith("center") else None
                rows[name] = getattr(fresh, table)[name]
                if kept is not None:
                    rows[name][called] = kept
    w = w._replace(**changed)
    for change in timeline_of(scenario).changes:
        if change.table in ("centers", "provinces") and change.quarter < done:
            apply(w, change)
    return w
