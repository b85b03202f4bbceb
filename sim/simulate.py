"""Run a scenario, check that its accounts close, and write what came out."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sim import folders, provenance, results
from sim.accounts import SECTORS, TOLERANCE
from sim.problems import NticError
from sim.quarters import label
from sim.results import Result
from sim.scalars import dump
from sim.scenario import RESOLVED, digest, load
from sim.specs import Scenario

if TYPE_CHECKING:
    from sim.kernel import History

Driver = Literal["kernel", "mesa"]
Progress = Callable[[int], None]
"""Is told how many quarters are done."""

RUNS = Path("runs")
STATE = "state.npz"
"""Name of the stored state in a run's folder."""
FIGURES = "figures"
"""Name of the folder of figures in a run's folder."""


class AccountsError(NticError):
    """Money or people appeared or vanished: a mistake in the model, never in the input."""


def run(
    scenario: Scenario | str | Path,
    seed: int | None = None,
    driver: Driver = "kernel",
    quarters: int | None = None,
    scale: float | None = None,
    threads: int = 1,
    out: str | Path | Literal[False] | None = None,
    figures: bool = True,
    overrides: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    agents: bool = False,
    state: bool = False,
    resume: str | Path | None = None,
    language: str = "en",
) -> Result:
    """Run a scenario once, from its start or from a stored state.

    Parameters
    ----------
    scenario : Scenario, str or Path
        A scenario, its file, or the name of one that is shipped.
    seed, quarters, scale : optional
        In place of the scenario's own.
    driver : {"kernel", "mesa"}
        Compiled loops, or Mesa agents: the same bits, at another speed.
    threads : int
        Of the kernel; the result does not depend on it.
    out : str, Path, False or None
        Folder for the results; False writes nothing, None means
        ``runs/<name>-seed<seed>``. A folder of an earlier run is replaced on success.
    figures : bool
        Draw the figures too.
    overrides : mapping of str to str, optional
        Dotted keys and YAML values in place of those of the file.
    progress : callable, optional
        Called with the number of quarters done.
    agents : bool
        Keep every enterprise and institute as it is at the end.
    state : bool
        Keep the whole state at the end, ``state.npz``, from which a run can be continued.
    resume : str or Path, optional
        A stored state, or the folder of the run that kept it, to go on from; the result covers
        the quarters before too and is the same, bit for bit, as without the interruption.
    language : {"en", "zh"}
        Of the figures.

    Raises
    ------
    ScenarioError
        With all that is wrong with the scenario.
    FolderError
        If the folder holds what is not a run, or cannot be written.
    CheckpointError
        If the stored state does not fit the scenario or the code.
    AccountsError
        If money or people appeared or vanished.
    """
    given = dict(overrides or {})
    named = (("seed", seed), ("quarters", quarters), ("scale", scale))
    if isinstance(scenario, Scenario):
        if given:
            raise TypeError("overrides need the scenario's file, not a Scenario")
        chosen = {name: value for name, value in named if value is not None}
        scenario = replace(scenario, **chosen)
    else:
        given |= {name: str(value) for name, value in named if value is not None}
        scenario = load(scenario, given)
    if driver not in ("kernel", "mesa"):
        raise ValueError(f"driver must be 'kernel' or 'mesa', got {driver!r}")
    target = None if out is False else _folder(scenario, out)
    if target is not None:
        folders.check(target)
        if resume is not None and not state and _is_inside(Path(resume), target):
            raise NticError(
                f"{target}: holds the state to go on from, which would be lost; keep one with "
                "--state or give another folder with --out"
            )
    past = None if resume is None else _resume(scenario, Path(resume))
    started = time.perf_counter()
    history = _simulate(scenario, driver, threads, progress, past)
    seconds = time.perf_counter() - started
    result = collect(scenario, history, seconds, driver, agents)
    result = replace(result, resumed=None if resume is None else str(resume))
    if target is None:
        return result
    return write(result, target, figures, state, language)


def _is_inside(stored: Path, folder: Path) -> bool:
    """Say whether a stored state, or the run that kept it, lies in a folder."""
    return folder.resolve() in (stored.resolve(), stored.resolve().parent)


def _resume(scenario: Scenario, path: Path) -> "History":
    """Read the stored state to go on from."""
    from sim import checkpoint

    return checkpoint.load(path / STATE if path.is_dir() else path, scenario)


def _folder(scenario: Scenario, out: str | Path | None) -> Path:
    name = f"{scenario.name}-seed{scenario.seed}"
    return RUNS / name if out is None else Path(out)


def _simulate(
    scenario: Scenario,
    driver: str,
    threads: int,
    progress: Progress | None,
    past: "History | None",
) -> "History":
    """Let one of the two drivers run the scenario, or what is left of it."""
    if driver == "mesa":
        from sim.model import InnovationModel

        model = InnovationModel(scenario, seed=scenario.seed, world=past)
        for _ in model.follow(scenario.quarters - model.quarter):
            if progress is not None:
                progress(model.quarter)
        return model.history._replace(world=model.world)
    from sim import kernel, spinup
    from sim.timeline import timeline_of

    return kernel.run(
        spinup.start(scenario) if past is None else past,
        timeline_of(scenario),
        scenario.seed,
        scenario.quarters,
        threads=threads,
        progress=progress,
    )


def check_accounts(scenario: Scenario, history: "History") -> None:
    """Raise if any sector's money does not follow from its flows in some phase."""
    from sim.schedule import PHASES

    closure = np.asarray(history.closure)
    wrong = ~(closure <= TOLERANCE)  # also what is not a number
    if not wrong.any():
        return
    t, phase, sector = (int(k) for k in np.argwhere(wrong)[0])
    raise AccountsError(
        f"the money of {SECTORS[sector]} does not follow from its flows in phase "
        f"`{PHASES[phase]}` of {label(scenario.start, t)}: relative gap "
        f"{closure[t, phase, sector]:.3g}, at most {TOLERANCE:g} is rounding; "
        f"{int(wrong.sum())} gaps in all; nothing was written"
    )


def check_people(scenario: Scenario, history: "History") -> None:
    """Raise if the R&D staff of any field does not follow from its flows in some quarter."""
    gaps = np.asarray(history.people_gap)
    wrong = ~(gaps <= TOLERANCE)  # also what is not a number
    if not wrong.any():
        return
    t, field = (int(k) for k in np.argwhere(wrong)[0])
    raise AccountsError(
        f"the R&D staff of {scenario.fields[field].key} does not follow from its flows in phase "
        f"`talent` of {label(scenario.start, t)}: relative gap {gaps[t, field]:.3g}, at most "
        f"{TOLERANCE:g} is rounding; {int(wrong.sum())} gaps in all; nothing was written"
    )


def collect(
    scenario: Scenario,
    history: "History",
    seconds: float,
    driver: Driver = "kernel",
    agents: bool = False,
) -> Result:
    """Return the tables of a run whose accounts close, else raise an AccountsError."""
    check_accounts(scenario, history)
    check_people(scenario, history)
    tables: dict[str, Any] = dict(results.tables(scenario, history))
    digests = {name: results.digest(table) for name, table in tables.items()}
    return Result(
        scenario=scenario,
        driver=driver,
        **tables,
        agents=results.agents(scenario, history) if agents else None,
        digest=results.total_digest(digests),
        digests=digests,
        seconds=seconds,
        history=history,
    )


def write(
    result: Result,
    target: Path,
    figures: bool = True,
    state: bool = False,
    language: str = "en",
) -> Result:
    """Write a run's folder; it appears complete or not at all.

    Parameters
    ----------
    result : Result
        With its history.
    target : Path
        A folder of an earlier run is replaced.
    figures, state, language
        As `run` takes them.
    """
    drawn: list[Path] = []
    with folders.replacing(target) as fresh:
        names = [*result.digests, *(["agents"] if result.agents is not None else [])]
        for name in names:
            folders.write_table(getattr(result, name), fresh / f"{name}.parquet")
        write_scenario(result.scenario, fresh)
        if state:
            from sim import checkpoint

            assert result.history is not None
            checkpoint.save(fresh / STATE, result.scenario, result.history)
        if figures:
            from sim.figures import draw

            paths = draw(result, fresh / FIGURES, language)
            drawn = [target / path.relative_to(fresh) for path in paths]
        folders.write_provenance(fresh, _provenance(result))
    return replace(result, folder=target, figures=tuple(drawn))


def write_scenario(scenario: Scenario, folder: Path) -> None:
    """Write the scenario with nothing left to defaults, to be run again from the folder."""
    (folder / RESOLVED).write_text(dump(scenario.resolved()), encoding="utf-8")


def _provenance(result: Result) -> dict[str, Any]:
    scenario = result.scenario
    return {
        "scenario": scenario.name,
        "scenario_digest": digest(scenario),
        "seed": scenario.seed,
        "driver": result.driver,
        "resumed": result.resumed,
        "digest": result.digest,
        "digests": result.digests,
        "seconds": round(result.seconds, 3),
        **provenance.describe(),
    }
