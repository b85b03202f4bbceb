"""What thinning the fringe does: outcomes by scale, and which scales are refused for which."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from calibration.runs import Observed
from calibration.verdicts import ERRORS, Figure, figure
from sim import codes

OUTCOMES = {
    "HHI": "mean concentration of the fields, last year",
    "gap": "mean gap to the world, last year",
    "coverage": "share of the units an idea at work needs that its best team knows, last year",
    "launches": "technologies matured (TRL 9) per field-year, whole run",
    "members": "members' share of domestic sales in the fields of their center, last quarter, "
    "mean over centers and fields by the center's work",
    "prices": "mean price at constant quality, last year",
    "imports": "mean import share, last year",
    "R&D": "R&D of all, last year, million CNY",
    "enterprises": "number, last year",
    "duplicated": "cost of ideas but for the largest team's, per thousand of R&D of all, whole run",
}
"""The first five are those of the design, the others are read in policy runs."""
TOLERANCE = 0.05
"""Relative difference from the largest scale that is accepted."""
NEAR, NOISE, REFUSED, REFERENCE = "within 5%", "within 2 s.e.", "refused", "reference"


def members_share(run: Observed) -> float:
    """Return members' share of sales over fields and centers at work, by the center's work."""
    w = run.history.world
    at_work = w.centers["status"] != codes.PLANNED
    work = np.where(at_work[:, None], w.center_fields["share"], 0.0)
    if work.sum() <= 0.0:
        return float("nan")
    return float((work * w.center_fields["members"]).sum() / work.sum())


def measure(run: Observed) -> dict[str, float]:
    """Return the outcomes of a run, in the order of `OUTCOMES`."""
    launches = [
        run.indicator("fields", f"launches_{origin}")
        for origin in ("enterprise", "leader", "university", "institute", "center")
    ]
    quarters, fields = launches[0].shape
    duplicated = run.indicator("fields", "duplicated_cost")
    return {
        "HHI": float(run.indicator("fields", "hhi")[-4:].mean()),
        "gap": float(run.indicator("fields", "gap")[-4:].mean()),
        "coverage": figure(run.coverage[-4:].tolist()).mean,
        "launches": 4.0 * float(np.sum(launches)) / (quarters * fields),
        "members": members_share(run),
        "prices": float(run.indicator("fields", "price")[-4:].mean()),
        "imports": float(run.indicator("fields", "import_share")[-4:].mean()),
        "R&D": float(run.indicator("nation", "rd_all")[-4:].sum()),
        "enterprises": float(run.indicator("fields", "enterprises")[-4:].sum(axis=1).mean()),
        "duplicated": 1e3 * float(duplicated.sum() / run.indicator("nation", "rd_all").sum()),
    }


def accepted(found: Figure, largest: Figure) -> str:
    """Return why a scale may be used for an outcome, or that it is refused.

    A difference of 5% of the largest scale's mean is accepted, and one of two standard errors of
    the difference; with one seed there is no standard error and only the first counts.
    """
    difference = abs(found.mean - largest.mean)
    if difference <= TOLERANCE * abs(largest.mean):
        return NEAR
    noise = np.hypot(found.error, largest.error)
    return NOISE if difference <= ERRORS * noise else REFUSED


def table(found: Mapping[float, Sequence[Mapping[str, float]]]) -> pd.DataFrame:
    """Return the finite-size table.

    Parameters
    ----------
    found : mapping of scale to outcomes of each seed
        The largest scale is the reference.

    Returns
    -------
    DataFrame
        scale, outcome, mean, error, difference (from the largest, relative), verdict.
    """
    largest = max(found)
    rows = []
    for outcome in OUTCOMES:
        reference = figure([run[outcome] for run in found[largest]])
        for scale in sorted(found):
            own = figure([run[outcome] for run in found[scale]])
            rows.append(
                {
                    "scale": scale,
                    "outcome": outcome,
                    "mean": own.mean,
                    "error": own.error,
                    "difference": own.mean / reference.mean - 1.0,
                    "verdict": REFERENCE if scale == largest else accepted(own, reference),
                }
            )
    return pd.DataFrame(rows)
