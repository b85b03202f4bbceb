"""All figures of some runs, written as PNG, SVG and PDF with their data and their origin."""

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG

from sim.figures import (
    center_money,
    center_rows,
    centers,
    clusters,
    diffusion,
    flows,
    link_kinds,
    links,
    maps,
    members,
    pipeline,
    research,
)
from sim.figures.sample import Sample, gather
from sim.figures.style import Plate, style_of
from sim.results import Result
from sim.scenario import digest

DRAWINGS: dict[str, Callable[[Sample], Plate | None]] = {
    "research": research.plate,
    "pipeline": pipeline.plate,
    "diffusion": diffusion.plate,
    "centers": centers.plate,
    "center_rows": center_rows.plate,
    "center_money": center_money.plate,
    "members": members.plate,
    "map": maps.plate,
    "clusters": clusters.plate,
    "links": links.plate,
    "link_kinds": link_kinds.plate,
    "flows": flows.plate,
}
"""Figures by the name of their files; None where the runs have nothing to show."""

METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": "ntic"},
    "svg": {"Creator": "ntic", "Date": None},
    "pdf": {"Creator": "ntic", "Producer": None, "CreationDate": None},
}
"""What a file says of itself: no dates, so that it is the same bytes every time."""


def draw(
    results: Result | Sequence[Result], folder: str | Path, language: str = "en"
) -> list[Path]:
    """Draw all figures of one run, or of runs of one scenario with several seeds.

    Each comes as PNG, SVG and PDF, with a CSV of what is plotted and a JSON of what it is and
    where it comes from. A figure that would be empty is left out.

    Parameters
    ----------
    results : Result or sequence of Result
        Of one scenario; their seeds differ.
    folder : str or Path
        Made if it is not there; all files appear in it when the last one is drawn.
    language : {"en", "zh"}
        Of all words.

    Returns
    -------
    list of Path
        The PNG files.

    Raises
    ------
    NticError
        If the runs do not belong together, or the language is another one.
    """
    sample = gather(results, language)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    with (
        tempfile.TemporaryDirectory(prefix=".figures-", dir=folder) as fresh,
        mpl.rc_context(style_of(sample)),  # pyright: ignore[reportArgumentType]
    ):
        for name, drawing in DRAWINGS.items():
            plate = drawing(sample)
            if plate is not None:
                save(plate, Path(fresh) / name, _describe(plate, sample))
                names.append(name)
        for path in sorted(Path(fresh).iterdir()):
            path.replace(folder / path.name)
    return [folder / f"{name}.png" for name in names]


def save(plate: Plate, path: Path, about: dict[str, Any]) -> None:
    """Write the five files of a figure and what it is; suffixes are added to the path."""
    figure = plate.figure
    canvas = FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # it stands where it was just laid out
    for ax in figure.axes:  # the last bits of a layout are not the same in every process
        left, low, wide, high = (round(v, 6) for v in ax.get_position(original=True).bounds)
        ax.set_position((left, low, wide, high))
    # `savefig` would draw each twice: once to find out what a layout needs.
    canvas.print_png(path.with_suffix(".png"), metadata=METADATA["png"])
    FigureCanvasSVG(figure).print_svg(path.with_suffix(".svg"), metadata=METADATA["svg"])
    FigureCanvasPdf(figure).print_pdf(path.with_suffix(".pdf"), metadata=METADATA["pdf"])
    plate.table.to_csv(path.with_suffix(".csv"), index=False, lineterminator="\n", encoding="utf-8")
    text = json.dumps(about, indent=2, ensure_ascii=False)
    path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


def _describe(plate: Plate, sample: Sample) -> dict[str, Any]:
    """Return what a figure is and where it comes from."""
    scenario = sample.scenario
    return {
        "title": plate.title,
        "caption": plate.caption,
        "language": sample.language,
        "scenario": scenario.name,
        "scenario_digest": digest(scenario),
        "seeds": sample.seeds,
        "scale": scenario.scale,
        "quarters": [sample.quarters[0], sample.quarters[-1]],
        "digests": {str(r.scenario.seed): r.digest for r in sample.results},
        "ntic": sample.code["versions"]["ntic"],
        "code_digest": sample.code["code_digest"],
        "commit": sample.code["commit"],
        "command": sample.code["command"],
    }
