"""How far ideas get, in whose hands, and where they fail."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import PercentFormatter

from sim import codes
from sim.figures.sample import Sample
from sim.figures.spread import explain_mean, mean_and_error
from sim.figures.style import HATCHES, MARKERS, SEQUENCE, SMALL, Plate, page

STAGES = ("1-3", "3-4", "4-6", "6-8", "8-9")
LEVELS = ("TRL 3", "TRL 4", "TRL 6", "TRL 8", "TRL 9")
FEWEST = 10
"""Decisions of a kind of team, in a run, below which no share is drawn."""
ORIGINS = [name for name, _ in codes.ORIGINS.values()]
SHAPE = (len(LEVELS) + 1, len(ORIGINS))


def plate(sample: Sample) -> Plate | None:
    """Draw ideas by the level they reached, and stages passed, both by team."""
    reached = np.array([milestones(result.events) for result in sample.results])
    if not reached.any():
        return None
    decided = np.array([decisions(result.events) for result in sample.results])
    some = bool(np.isfinite(_shares(decided)[0]).any())
    title = sample.say("pipeline_title")
    told = [sample.say("pipeline_ideas")]
    told += [sample.say("pipeline_decisions", fewest=FEWEST)] if some else []
    caption = sample.sentences(*told, explain_mean(sample))
    names = [sample.pick(*both) for both in codes.ORIGINS.values()]
    keys = {
        name: (
            Patch(facecolor=colour, hatch=hatch, edgecolor="white", linewidth=0.0),
            Line2D([], [], color=colour, marker=marker, markersize=4, linewidth=1.2),
        )
        for name, colour, hatch, marker in zip(names, SEQUENCE, HATCHES, MARKERS, strict=True)
    }
    figure = page(sample, title, caption, 2.5, keys)
    axes = figure.subplots(1, 1 + some, squeeze=False)[0]
    _stack(axes[0], sample, reached)
    if some:
        _passage(axes[1], sample, decided)
    return Plate(figure, title, caption, _table(sample, reached, decided))


def milestones(events: pd.DataFrame) -> np.ndarray:
    """Count ideas born in the run by level reached and by the team that first got there."""
    born = events.loc[events["event"] == codes.EVENT_KINDS[codes.IDEA][0]]
    passed = events.loc[events["event"] == codes.EVENT_KINDS[codes.STAGE_PASSED][0]]
    passed = passed.loc[passed["subject"].isin(born["subject"])]
    steps = pd.concat([born.assign(at=0), passed.assign(at=1 + passed["value"].astype(np.int64))])
    first = steps.drop_duplicates(["subject", "at"])  # events are in order of time
    counts = np.zeros(SHAPE)
    np.add.at(counts, (first["at"].to_numpy(), _numbers(first["origin"])), 1.0)
    return counts


def decisions(events: pd.DataFrame) -> np.ndarray:
    """Count stages passed and failed, (2, stages, teams)."""
    counts = np.zeros((2, len(STAGES), len(ORIGINS)))
    for k, kind in enumerate((codes.STAGE_PASSED, codes.STAGE_FAILED)):
        rows = events.loc[events["event"] == codes.EVENT_KINDS[kind][0]]
        stage = rows["value"].to_numpy(np.int64)
        np.add.at(counts[k], (stage, _numbers(rows["origin"])), 1.0)
    return counts


def _numbers(origins: pd.Series) -> np.ndarray:
    return origins.map({name: k for k, name in enumerate(ORIGINS)}).to_numpy(np.int64)


def _shares(decided: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return shares passed with standard errors, of enough decisions, and these decisions."""
    number = decided.sum(axis=1)
    enough = (number >= FEWEST).all(axis=0)
    share = np.where(enough, decided[:, 0] / np.maximum(number, 1.0), np.nan)
    return *mean_and_error(share), number.mean(axis=0)


def _stack(ax: Axes, sample: Sample, reached: np.ndarray) -> None:
    """Draw ideas reached as stacked bars."""
    mean, _ = mean_and_error(reached)
    _, error = mean_and_error(reached.sum(axis=2))
    bottom = np.zeros(len(mean))
    for k, (colour, hatch) in enumerate(zip(SEQUENCE, HATCHES, strict=True)):
        ax.bar(
            range(len(mean)), mean[:, k], bottom=bottom, color=colour, width=0.75,
            hatch=hatch, edgecolor="white", linewidth=0.4,
        )  # fmt: skip
        bottom += mean[:, k]
    for k, total in enumerate(bottom):
        text = f"{total:,.0f}" + (f"±{error[k]:,.0f}" if np.isfinite(error[k]) else "")
        ax.annotate(
            text, (k, total), (0, 2), textcoords="offset points", ha="center", fontsize=SMALL
        )
    ax.set_xticks(range(len(mean)), [sample.say("idea"), *LEVELS])
    ax.set_ylim(0.0, 1.1 * float(bottom.max()))
    ax.grid(axis="x", visible=False)
    ax.set_title(sample.say("pipeline_reached"))
    ax.set_ylabel(sample.say("ideas"))


def _passage(ax: Axes, sample: Sample, decided: np.ndarray) -> None:
    """Draw the share of decisions that were passes, by kind of team."""
    share, error, _ = _shares(decided)
    for k, (colour, marker) in enumerate(zip(SEQUENCE, MARKERS, strict=True)):
        ax.errorbar(
            np.arange(len(STAGES)) + 0.06 * (k - 2), share[:, k], error[:, k], color=colour,
            marker=marker, markersize=4, linewidth=1.2, elinewidth=0.8,
        )  # fmt: skip
    ax.set_xticks(range(len(STAGES)), [f"TRL {stage}" for stage in STAGES])
    ax.set_xlim(-0.4, len(STAGES) - 0.6)
    ax.set_ylim(0.0, 1.0)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    ax.set_ylabel(sample.say("pipeline_share"))
    ax.set_title(sample.say("pipeline_passed"))


def _table(sample: Sample, reached: np.ndarray, decided: np.ndarray) -> pd.DataFrame:
    mean, error = mean_and_error(reached)
    share, share_error, number = _shares(decided)
    parts = []
    for measure, at, values, errors in (
        ("ideas reached", ("idea", *LEVELS), mean, error),
        ("share of stage decisions passed", STAGES, share, share_error),
    ):
        place, team = (index.ravel() for index in np.indices(values.shape))
        parts.append(
            pd.DataFrame(
                {
                    "measure": measure,
                    "at": np.array(at)[place],
                    "team": np.array(ORIGINS)[team],
                    "value": values.ravel(),
                    "error": errors.ravel(),
                    "decisions": number.ravel() if at is STAGES else np.nan,
                    "seeds": len(sample.results),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
