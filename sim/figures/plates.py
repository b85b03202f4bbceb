"""Figures of one run, in one style, for screen and print, with the data behind them.

Colours are those of Okabe and Ito, told apart by colour-blind readers; lines and
markers differ too, so that a copy without colour can be read.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from sim import codes, results
from sim.figures import labels
from sim.quarters import between, label
from sim.results import Result
from sim.specs import Scenario

BLUE, ORANGE, GREEN, RED, PURPLE = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7"
GREY, INK = "#999999", "#222222"
ORIGIN_COLOURS = {
    "enterprise": "#56B4E9",
    "leading enterprise": BLUE,
    "university": ORANGE,
    "government institute": RED,
    "center": GREEN,
}
ORIENTATIONS = {
    "frontier": "Frontier",
    "economy": "Economy",
    "national_need": "National needs",
    results.GENERIC: "Generic",
}
ONE_TECHNOLOGY = ["technology", "field", "slot"]
MARKERS = "osD^v"
MILESTONES = ("idea", "TRL 3", "TRL 4", "TRL 6", "TRL 8", "TRL 9")
STAGES = ("1-3", "3-4", "4-6", "6-8", "8-9")
FEWEST = 10
"""Cases below which neither a median nor a share is drawn."""

STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.labelsize": 9.0,
    "axes.edgecolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.6,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.0,
    "legend.fontsize": 8.0,
    "legend.frameon": False,
    "figure.dpi": 100.0,
    "savefig.dpi": 200.0,
    "svg.hashsalt": "ntic",
}


def draw(result: Result, folder: Path) -> list[Path]:
    """Draw all figures, each as PNG, SVG and CSV; return the PNG files."""
    drawings: dict[str, Callable[[Result], tuple[Figure, pd.DataFrame]]] = {
        "pipeline": pipeline,
        "adoption": adoption_curves,
        "provinces": province_map,
    }
    paths = []
    with mpl.rc_context(STYLE):
        for name, drawing in drawings.items():
            figure, table = drawing(result)
            path = folder / f"{name}.png"
            _sign(figure, result)
            FigureCanvasAgg(figure)
            figure.savefig(path, metadata={"Software": "ntic"})
            figure.savefig(path.with_suffix(".svg"), metadata={"Date": None})
            table.to_csv(path.with_suffix(".csv"), index=False, lineterminator="\n")
            paths.append(path)
    return paths


def _sign(figure: Figure, result: Result) -> None:
    """Say at the foot which run this is."""
    scenario = result.scenario
    text = (
        f"ntic, scenario {scenario.name}, seed {scenario.seed}, scale "
        f"{scenario.scale:g}. One run is one draw. Run {result.digest[:12]}"
    )
    figure.text(0.01, 0.008, text, fontsize=6.5, color="#555555", va="bottom")


def _new(width: float, height: float, title: str, columns: int, foot: float = 0.04):
    """Return a figure with a title, a foot for the signature, and a row of axes."""
    layout = ConstrainedLayoutEngine(rect=(0.0, foot, 1.0, 1.0 - foot))
    figure = Figure(figsize=(width, height), layout=layout)
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")
    return figure, figure.subplots(1, columns, squeeze=False, sharex=False)[0]


def _legend(figure: Figure, handles: list[Line2D]) -> None:
    """Explain colours between the axes and the signature."""
    place = (0.5, 0.035)
    figure.legend(handles=handles, loc="lower center", bbox_to_anchor=place, ncols=5)


def pipeline(result: Result) -> tuple[Figure, pd.DataFrame]:
    """Show how far ideas get, in whose hands, and where they fail."""
    reached = milestones(result.events)
    tried = passages(result.events)
    figure, axes = _new(7.6, 4.1, "From ideas to technologies in use", 2, foot=0.12)
    _stack(axes[0], reached)
    _passage(axes[1], tried)
    handles = [
        Line2D([], [], color=colour, marker=marker, markersize=6, label=origin)
        for (origin, colour), marker in zip(ORIGIN_COLOURS.items(), MARKERS, strict=True)
    ]
    _legend(figure, handles)
    reached = reached.rename(columns={"milestone": "at"}).assign(measure="ideas reached")
    tried = tried.rename(columns={"stage": "at"}).assign(measure="stage decisions")
    return figure, pd.concat([reached, tried], ignore_index=True)


def milestones(events: pd.DataFrame) -> pd.DataFrame:
    """Count the ideas that reached each milestone, by who got there first."""
    born = events.loc[events["event"] == codes.EVENT_KINDS[codes.IDEA][0]]
    passed = events.loc[events["event"] == codes.EVENT_KINDS[codes.STAGE_PASSED][0]]
    steps = pd.concat(
        [
            born.assign(at=0),
            passed.assign(at=1 + passed["value"].astype(np.int64)),
        ]
    )
    first = steps.drop_duplicates(["subject", "at"])  # events are in order of time
    counts = first.groupby(["at", "origin"], observed=False).size()
    full = pd.MultiIndex.from_product(
        [range(len(MILESTONES)), ORIGIN_COLOURS], names=["at", "origin"]
    )
    table = counts.reindex(full, fill_value=0).rename("number").reset_index()
    table.insert(0, "milestone", [MILESTONES[k] for k in table.pop("at")])
    return table


def passages(events: pd.DataFrame) -> pd.DataFrame:
    """Count stages passed and failed by the kind of team."""
    tables = {}
    for name, kind in (("passed", codes.STAGE_PASSED), ("failed", codes.STAGE_FAILED)):
        rows = events.loc[events["event"] == codes.EVENT_KINDS[kind][0]]
        stage = rows["value"].astype(np.int64)
        tables[name] = rows.groupby([stage, "origin"], observed=False).size()
    full = pd.MultiIndex.from_product(
        [range(len(STAGES)), ORIGIN_COLOURS], names=["stage", "origin"]
    )
    table = pd.DataFrame(
        {name: counts.reindex(full, fill_value=0) for name, counts in tables.items()}
    ).reset_index()
    table["stage"] = ["TRL " + STAGES[k] for k in table["stage"]]
    table["number"] = table["passed"] + table["failed"]
    return table


def _stack(ax: Axes, table: pd.DataFrame) -> None:
    """Draw ideas reached as stacked bars."""
    wide = table.pivot(index="milestone", columns="origin", values="number")
    wide = wide.reindex(index=list(MILESTONES), columns=list(ORIGIN_COLOURS))
    bottom = np.zeros(len(wide))
    for origin, colour in ORIGIN_COLOURS.items():
        ax.bar(
            wide.index, wide[origin], bottom=bottom, color=colour, label=origin,
            width=0.75, edgecolor="white", linewidth=0.5,
        )  # fmt: skip
        bottom += wide[origin].to_numpy()
    for k, total in enumerate(bottom):
        ax.annotate(
            f"{total:,.0f}", (k, total), (0, 2), textcoords="offset points",
            ha="center", fontsize=8,
        )  # fmt: skip
    ax.set_ylim(0.0, 1.08 * max(1.0, float(bottom.max())))
    ax.grid(axis="x", visible=False)
    ax.set_title("Ideas that got this far, by team")
    ax.set_ylabel("ideas")


def _passage(ax: Axes, table: pd.DataFrame) -> None:
    """Draw the share of stage decisions that were passes, by kind of team."""
    for (origin, colour), marker in zip(ORIGIN_COLOURS.items(), MARKERS, strict=True):
        rows = table.loc[(table["origin"] == origin) & (table["number"] >= FEWEST)]
        places = [STAGES.index(str(s).removeprefix("TRL ")) for s in rows["stage"]]
        ax.plot(
            places, rows["passed"] / rows["number"], marker=marker, color=colour,
            markersize=5, linewidth=1.4,
        )  # fmt: skip
    ax.set_xticks(range(len(STAGES)), [f"TRL {stage}" for stage in STAGES])
    ax.set_xlim(-0.4, len(STAGES) - 0.6)
    ax.set_ylim(0.0, 1.0)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    ax.set_title(f"Stages passed, of {FEWEST} or more decided")


def adoption_curves(result: Result) -> tuple[Figure, pd.DataFrame]:
    """Show how technologies spread since their launch."""
    table = since_launch(result)
    panels = [name for name in ORIENTATIONS if (table["group"] == name).any()]
    panels = panels or [next(iter(ORIENTATIONS))]
    title = "How technologies launched in the run spread"
    figure, axes = _new(7.6, 3.6, title, len(panels), foot=0.12)
    longest = float(table["years"].max()) if len(table) else 1.0
    for ax, group in zip(axes, panels, strict=True):
        rows = table.loc[table["group"] == group]
        _curves(ax, rows)
        number = len(rows.drop_duplicates(ONE_TECHNOLOGY))
        ax.set_title(f"{ORIENTATIONS[group]}\n{number} technologies", fontsize=8.5)
        ax.set_xlabel("years since launch")
        ax.set_xlim(0.0, max(longest, 1.0))
        ax.set_ylim(0.0, 1.0)
        ax.yaxis.set_major_formatter(PercentFormatter(1.0))
        ax.tick_params(axis="y", labelleft=ax is axes[0])
    axes[0].set_ylabel("share of sales that uses it")
    handles = [
        Line2D([], [], color=GREY, linewidth=0.8, label="one technology"),
        Line2D([], [], color=RED, linewidth=2.2, label=f"median of {FEWEST} or more"),
    ]
    _legend(figure, handles)
    return figure, table


def _offsets(scenario: Scenario) -> dict[str, int]:
    """Return the number of each quarter of a run."""
    return {label(scenario.start, t): t for t in range(scenario.quarters)}


def since_launch(result: Result) -> pd.DataFrame:
    """Return the use of each technology launched in the run, by years since launch."""
    scenario = result.scenario
    launch = codes.EVENT_KINDS[codes.LAUNCH][0]
    launched = result.events.loc[result.events["event"] == launch, "subject"]
    table = result.adoption.loc[result.adoption["technology"].isin(launched)].copy()
    now = table["quarter"].map(_offsets(scenario)).astype(np.int64)
    first = now.groupby([table[name] for name in ONE_TECHNOLOGY], observed=True)
    table["years"] = (now - first.transform("min")) / 4.0
    groups = {f.key: f.orientation for f in scenario.fields}
    groups |= {results.GENERIC: results.GENERIC}
    table["group"] = table["field"].astype(str).map(groups)
    return table.loc[:, [*ONE_TECHNOLOGY, "group", "quarter", "years", "use"]]


def _curves(ax: Axes, table: pd.DataFrame) -> None:
    """Draw every technology thin and the median of those still in use thick."""
    if table.empty:
        return
    number = table.groupby(ONE_TECHNOLOGY, observed=True).ngroup().to_numpy()
    order = np.lexsort([table["years"], number])
    starts = np.flatnonzero(np.diff(number[order])) + 1
    curves = np.split(table[["years", "use"]].to_numpy()[order], starts)
    ax.add_collection(LineCollection(curves, colors=GREY, linewidths=0.5, alpha=0.45, zorder=2))
    by_age = table.groupby("years")["use"]
    median = by_age.median()[by_age.size() >= FEWEST]
    ax.plot(median.index, median, color=RED, linewidth=2.2)


def province_map(result: Result) -> tuple[Figure, pd.DataFrame]:
    """Show where R&D is done and where the centers are."""
    table = by_province(result)
    scenario = result.scenario
    title = f"R&D by province and innovation centers, {_last_year(scenario)[-1]}"
    figure, axes = _new(7.2, 6.0, title, 1, foot=0.03)
    ax = axes[0]
    billions = table["rd"].to_numpy() / 1000.0
    most = max(float(billions.max(initial=0.0)), 1e-9)
    ax.scatter(
        table["lon"], table["lat"], s=1500.0 * billions / most, color=BLUE, alpha=0.35,
        edgecolor=BLUE, linewidth=0.8,
    )  # fmt: skip
    seats = table.loc[table["centers"] > 0]
    ax.scatter(
        seats["lon"], seats["lat"], marker="^", s=42, color=RED, edgecolor="white",
        linewidth=0.6, zorder=3,
    )  # fmt: skip
    ax.set_aspect(1.0 / np.cos(np.radians(35.0)))
    ax.set_xlim(84.0, 130.0)  # the 31 provinces, whichever take part
    ax.set_ylim(17.5, 48.0)
    ax.set_xlabel("degrees east")
    ax.set_ylabel("degrees north")
    _size_legend(ax, most)
    words = [
        f"{p}" + (f" ({n})" if n > 1 else "")
        for p, n in zip(table["province"], table["centers"], strict=True)
    ]
    sizes = 1500.0 * billions / most
    points = table[["lon", "lat"]].to_numpy()
    labels.place(figure, ax, points, words, sizes)
    return figure, table


def _last_year(scenario: Scenario) -> list[str]:
    """Return the last four quarters of a run, or all if there are fewer."""
    first = max(scenario.quarters - 4, 0)
    return [label(scenario.start, t) for t in range(first, scenario.quarters)]


def by_province(result: Result) -> pd.DataFrame:
    """Return R&D of the last four quarters and the centers begun, by province."""
    scenario = result.scenario
    rows = result.indicators
    rows = rows.loc[rows["level"] == "province"]
    rows = rows.loc[rows["quarter"].isin(_last_year(scenario))]
    rows = rows.loc[rows["indicator"].isin(["rd_enterprises", "rd_institutes"])]
    rd = rows.groupby("place", observed=True)["value"].sum()
    begun = pd.Series(
        [
            c.province
            for c in scenario.centers
            if between(scenario.start, c.approved) < scenario.quarters
        ],
        dtype=object,
    ).value_counts()
    return pd.DataFrame(
        [
            {
                "province": p.key,
                "lon": p.lon,
                "lat": p.lat,
                "rd": float(rd.get(p.key, 0.0)),
                "rd_unit": "million CNY of 2017, last four quarters",
                "centers": int(begun.get(p.key, 0)),
            }
            for p in scenario.provinces
        ]
    )


def _size_legend(ax: Axes, most: float) -> None:
    """Explain bubbles and markers."""
    step = 10.0 ** np.floor(np.log10(most))
    for value in (step, step / 4.0):
        ax.scatter(
            [], [], s=1500.0 * value / most, color=BLUE, alpha=0.35, edgecolor=BLUE,
            label=f"{value:,.3g} billion CNY",
        )  # fmt: skip
    ax.scatter(
        [],
        [],
        marker="^",
        s=42,
        color=RED,
        label="innovation centers\n(number, if several)",
    )
    ax.legend(
        title="R&D in the last four quarters,\nat 2017 prices",
        loc="lower left",
        labelspacing=1.2,
        borderpad=0.8,
        handletextpad=1.4,
        alignment="left",
        title_fontsize=8.0,
    )
