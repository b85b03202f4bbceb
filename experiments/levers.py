"""What each parameter moves between its low and its high, with paired luck: no dead lever.

Run from the project's root: ``python -m experiments.levers``; see ``--help``. It writes
`docs/levers.md`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import typer

from calibration.processes import share_out
from experiments.outcomes import OUTCOMES, mean_and_error, moved, outcomes, run_kept
from sim import parameters

CALLS = (
    "call_interval", "most_per_call", "target", "preparation", "least_known", "least_rd",
    "least_links", "reviewers", "panel_noise", "quality_spread", "local_most", "contest",
    "platform_factor", "integrate",
)  # fmt: skip
"""Parameters of the programme that act in calls for centers."""


def scenario_of(name: str) -> str:
    """Return the scenario in which a parameter acts: with calls, with all contracts, national."""
    group, _, own = name.partition(".")
    if group == "programme" and own in CALLS:
        return "programme_free"
    if name == "cofunding.start_up":  # of a rule that other scenarios do not switch on
        return "enterprise_main"
    if name.startswith("legal.transition"):
        return "independence"
    return "mixed" if group == "cofunding" else "national"


def pull(task: tuple[str, float, float, int, float]) -> tuple[np.ndarray, np.ndarray, int]:
    """Run one parameter at its low and its high with one seed; return outcomes and moves."""
    name, low, high, seed, scale = task
    one, other = (
        run_kept(scenario_of(name), (("scale", str(scale)), (name, repr(value))), seed)
        for value in (low, high)
    )
    return outcomes(one), outcomes(other), len(moved(one, other))


def levers(
    seeds: int, scale: float = 0.01, names: Sequence[str] | None = None, processes: int = 2
) -> pd.DataFrame:
    """Return, by parameter and outcome, the change from low to high and its standard error.

    Parameters
    ----------
    seeds : int, > 1
        Paired runs, with seeds 1, 2, ...
    scale : float, 0 to 1
        Of the fringe.
    names : sequence of str, optional
        Dotted parameters; all of them if not given.
    processes : int, > 0
        That share the runs.

    Returns
    -------
    DataFrame
        Columns parameter, low, high, moved [indicators], outcome, at_low, at_high, change, error;
        the change is at_high less at_low over the mean of both sizes, mean over seeds [1].
    """
    described = [(n, about) for n, _, about in parameters.describe() if names is None or n in names]
    tasks = [(n, a.low, a.high, s, scale) for n, a in described for s in range(1, seeds + 1)]
    answers = share_out(pull, tasks, processes, together=seeds)
    rows = []
    for k, (name, about) in enumerate(described):
        mine = answers[k * seeds : (k + 1) * seeds]
        low, high = (np.array([answer[end] for answer in mine]) for end in (0, 1))
        size = 0.5 * (np.abs(low).mean(axis=0) + np.abs(high).mean(axis=0))
        change = (high - low) / np.where(size > 0.0, size, 1.0)
        mean, error, _ = mean_and_error(change)
        for j, outcome in enumerate(OUTCOMES):
            rows.append(
                {
                    "parameter": name,
                    "low": about.low,
                    "high": about.high,
                    "moved": min(answer[2] for answer in mine),
                    "outcome": outcome,
                    "at_low": low[:, j].mean(),
                    "at_high": high[:, j].mean(),
                    "change": mean[j],
                    "error": error[j],
                }
            )
    return pd.DataFrame(rows)


def as_text(table: pd.DataFrame, seeds: int, scale: float) -> str:
    """Return the page: by parameter the three outcomes that it moves most surely."""
    lines = [
        "# What each parameter moves",
        "",
        f"Written by `python -m experiments.levers`: the national scenario at scale {scale}, "
        f"{seeds} paired seeds,",
        "each parameter at its low and its high, all else at the default. A change is that from",
        "low to high over the mean of both, with its standard error. The three outcomes are named",
        f"that change most surely, if by more than {SURE:g} standard errors; of the "
        f"{len(OUTCOMES)} outcomes of a parameter",
        "that moves nothing, one would be named by chance in about every third row. What acts in",
        "calls for centers is moved in `programme_free`, stakes and agreements in `mixed`,",
        "the way to independence in `variants/independence`.",
        "",
        *(f"- **{name}**: {meaning}" for name, meaning in OUTCOMES.items()),
        "",
        "| parameter | low | high | indicators moved | change of outcomes |",
        "|---|---|---|---|---|",
    ]
    for name, rows in table.groupby("parameter", sort=False):
        sure = rows[rows["change"].abs() > SURE * rows["error"]]
        sure = sure.assign(t=(sure["change"] / sure["error"].clip(lower=1e-12)).abs())
        best = sure.sort_values("t", ascending=False, kind="stable").head(3)
        said = [f"{r['outcome']} {r['change']:+.1%} ({r['error']:.1%})" for _, r in best.iterrows()]
        first = rows.iloc[0]
        lines.append(
            f"| `{name}` | {first['low']:g} | {first['high']:g} | {first['moved']} | "
            f"{', '.join(said) or 'none surely'} |"
        )
    return "\n".join(lines) + "\n"


SURE = 3.0
"""Standard errors beyond which a change is named."""


def main(
    seeds: Annotated[int, typer.Option(min=2, help="paired runs of each parameter")] = 3,
    scale: Annotated[float, typer.Option(help="of the fringe")] = 0.01,
    processes: Annotated[int, typer.Option(min=1, help="that share the runs")] = 2,
    out: Annotated[Path, typer.Option(help="page to write")] = Path("docs/levers.md"),
) -> None:
    """Run all parameters from low to high and write the page; takes about an hour on two cores."""
    page = as_text(levers(seeds, scale, processes=processes), seeds, scale)
    out.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
