"""How far ideas get, by who had them: the valley of death as it comes out."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim import codes, kernel, spinup
from sim.rows import STAGES
from sim.scenario import load

STEPS = ("TRL 3", "TRL 4", "TRL 6", "TRL 8", "TRL 9")
REASONS_WHY: Mapping[str, Mapping[str, str]] = {
    "as it is": {},
    "all needed units known": {"research.other_kind_known": "1"},
    "no limit on project money": {"funding.institute_project_share": "1"},
    "all licence income kept": {"funding.institute_licence_kept": "1"},
    "every application granted": {"institutes.award_rate": "1"},
}
"""What is taken away, one at a time, to see what holds universities back."""


def passage(events: np.ndarray, before: int) -> pd.DataFrame:
    """Return the share of ideas that their own inventors' kind brought to each level.

    Parameters
    ----------
    events : structured array
        The event log of a run.
    before : int [quarter]
        Ideas born earlier count, so that each had time to get through.

    Returns
    -------
    DataFrame
        A row per kind of inventor: ideas, then shares of them at TRL 3, 4, 6, 8 and 9.
    """
    born = events[(events["kind"] == codes.IDEA) & (events["quarter"] < before)]
    origin = {int(e["subject"]): int(e["reason"]) for e in born}
    reached: set[tuple[int, int]] = set()
    for e in events[events["kind"] == codes.STAGE_PASSED]:
        idea = int(e["subject"])
        if origin.get(idea) == int(e["reason"]):
            reached.add((idea, int(e["value"])))
    table = np.zeros((codes.FROM_CENTER, STAGES + 1))
    for kind in origin.values():
        table[kind, 0] += 1
    for idea, stage in reached:
        table[origin[idea], stage + 1] += 1
    frame = pd.DataFrame(table, columns=["ideas", *STEPS])
    frame.insert(0, "inventor", [codes.ORIGINS[k][0] for k in range(codes.FROM_CENTER)])
    frame[list(STEPS)] = frame[list(STEPS)].div(frame["ideas"].clip(lower=1.0), axis=0)
    return frame


def without_centers(
    seeds: int, scale: float = 0.03, overrides: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Return passage by inventor in national runs without centers, mean over seeds.

    Parameters
    ----------
    seeds : int
        Runs, with seeds 1, 2, ..., each from a spin-up with its own luck.
    scale : float, 0 to 1
        Of the fringe.
    overrides : mapping, optional
        Dotted parameters and values.

    Returns
    -------
    DataFrame
        As `passage`, with the standard error over seeds of TRL 6 in ``se TRL 6``.
    """
    changes = {"centers": "none", "scale": str(scale), **(overrides or {})}
    scenario = load("national", changes)
    frames = []
    for seed in range(1, seeds + 1):
        world = spinup.start(scenario, seed)
        w = kernel.run(world, scenario.parameters, seed, 120).world
        frames.append(passage(w.events[: int(w.counters[0])], before=72))
    values = np.array([frame[["ideas", *STEPS]].to_numpy() for frame in frames])
    mean = frames[0].copy()
    mean[["ideas", *STEPS]] = values.mean(axis=0)
    spread = values[:, :, 1 + STEPS.index("TRL 6")].std(axis=0, ddof=1) if seeds > 1 else 0.0
    mean["se TRL 6"] = spread / np.sqrt(seeds)
    return mean
