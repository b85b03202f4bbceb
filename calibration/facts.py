"""The model against the facts: the page `docs/facts.md`.

Run from the project's root: ``python -m calibration.facts``; see ``--help``.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from calibration import demography, official, scale
from calibration.runs import observe, over_seeds
from calibration.verdicts import (
    Figure,
    figure,
    number,
    shown,
    table,
    targets,
    verdict,
    wanted,
)
from sim import tables


class Outcome(NamedTuple):
    """What is kept of one run."""

    demography: dict[str, float]
    by_field: pd.DataFrame
    official: official.Measured
    scale: dict[str, float]


def outcome(task: tuple[float, int, int]) -> Outcome:
    """Run one scale with one seed for some quarters and measure everything."""
    run = observe(*task)
    return Outcome(
        demography.measure(run),
        demography.by_field(run),
        official.measure(run),
        scale.measure(run),
    )


def scale_outcome(task: tuple[float, int, int]) -> dict[str, float]:
    """Run one scale with one seed for some quarters and measure what the scale is judged by."""
    return scale.measure(observe(*task))


def demography_lines(runs: Sequence[Mapping[str, float]]) -> list[str]:
    """Return the table of firms: each fact with its source and verdict, then the notes."""
    rows, notes = [], []
    for target in targets("demography").values():
        found = figure([run[target.fact] for run in runs])
        said = verdict(target.gate, target.low, target.high, found)
        rows.append([target.statement, wanted(target), shown(found), said, target.source])
        if target.note:
            notes.append(f"- {target.statement}: {target.note}.")
    header = ["fact", "official or published (range)", "model (s.e.)", "verdict", "source"]
    return [*table(header, rows), "", "Notes:", "", *notes]


def field_lines(frames: Sequence[pd.DataFrame]) -> list[str]:
    """Return the table of sizes and growth by field, means over seeds."""
    found = demography.mean_by_field(frames)
    names = list(tables.fields().values())
    columns = ["firms", "top", "fringe", "tail", "growth_sd", "growth_shape"]
    rows = [
        [names[int(k)].name_en, *(number(float(row[c])) for c in columns)]
        for k, row in zip(found.index.to_list(), found.to_dict("records"), strict=True)
    ]
    header = ["field", "enterprises", "size on rank, 20 largest", "size on rank, others",
              "tail exponent", "s.d. of growth", "shape b"]  # fmt: skip
    return table(header, rows)


def national_lines(runs: Sequence[official.Measured]) -> list[str]:
    """Return the verdicts on R&D by performer and type, then all years, then the notes."""
    frame = official.by_performer_and_type(runs)
    judged = [
        [
            r["series"],
            str(r["year"]),
            f"{number(r['official_ratio'])} ({number(r['low'])} to {number(r['high'])})",
            shown(Figure(r["ratio"], r["ratio_error"])),
            r["verdict"],
        ]
        for r in official.judged(frame).to_dict("records")
    ]
    levels = [
        [
            r["series"],
            str(r["year"]),
            number(r["official"] / 1000.0),
            number(r["share"]),
            number(r["share"] * r["official"] / 1000.0),
            shown(Figure(r["model"] / 1000.0, r["error"] / 1000.0)),
            number(r["level"]),
            number(r["official_ratio"]),
            shown(Figure(r["ratio"], r["ratio_error"])),
            official.PUT_IN.get(r["series"], "") if r["year"] == official.YEARS[0] else "",
        ]
        for r in frame.to_dict("records")
    ]
    notes = [
        f"- {t.statement.removesuffix(', tolerance')}: {t.note}. Source: {t.source}."
        for t in targets("official").values()
    ]
    return [
        *table(["R&D", "year", "official over 2010 (range)", "model (s.e.)", "verdict"], judged),
        "",
        *notes,
        "",
        "Levels, in billion CNY of 2017:",
        "",
        *table(
            ["R&D", "year", "official, all", "share of the 24 fields", "official, 24 fields",
             "model (s.e.)", "model / official", "official / 2010", "model / 2010 (s.e.)", ""],
            levels,
        ),
    ]  # fmt: skip


def province_lines(runs: Sequence[official.Measured]) -> list[str]:
    """Return the fit of provinces, the largest errors by name, and what else grew."""
    frame = official.by_province(runs)
    rows = [
        [
            r["series"],
            str(r["year"]),
            number(r["correlation"]),
            number(r["rank"]),
            shown(Figure(r["error"], r["error_se"])),
            number(r["naive"]),
            shown(Figure(r["growth"], r["growth_se"])),
            r["verdict"],
        ]
        for r in frame.to_dict("records")
    ]
    errors = []
    for series in official.PROVINCIAL:
        for year in (official.YEARS[0], official.YEARS[-1]):
            found = official.worst(runs, series, year).to_dict("records")
            said = ", ".join(
                f"{r['province']} {r['model']:.3f} ({r['official']:.3f})" for r in found
            )
            errors.append([series, str(year), said])
    patents, minor, contracts, fees = official.growth_of_patents(runs)
    header = ["series", "year", "correlation of logs", "rank correlation",
              "sum of errors of shares (s.e.)", "if nothing had changed",
              "correlation of growth (s.e.)", "verdict"]  # fmt: skip
    return [
        *table(header, rows),
        "",
        "Largest errors, share of the nation in the model (officially):",
        "",
        *table(["series", "year", "provinces"], errors),
        "",
        "Shown without a verdict, since the things counted differ: "
        f"invention patents granted, 2019 over 2010, {number(patents)}, minor inventions in the "
        f"model {shown(minor)}; turnover of the technology market in 2017 prices "
        f"{number(contracts)}, licence fees in the model {shown(fees)}.",
    ]


def scale_lines(found: Mapping[float, Sequence[Mapping[str, float]]]) -> list[str]:
    """Return the finite-size table."""
    frame = scale.table(found)
    rows = [
        [
            r["outcome"],
            f"{r['scale']:g}",
            shown(Figure(r["mean"], r["error"])),
            f"{r['difference']:+.1%}" if r["verdict"] != scale.REFERENCE else "",
            r["verdict"],
        ]
        for r in frame.to_dict("records")
    ]
    meaning = [f"- **{name}**: {text}" for name, text in scale.OUTCOMES.items()]
    header = ["outcome", "scale", "mean (s.e.)", "from the largest scale", "verdict"]
    return [*meaning, "", *table(header, rows)]


PREFACE = """\
# The model against the facts

Written by `python -m calibration.facts{arguments}`: the national scenario with default parameters,
{seeds} at scale {scale:g}, {quarters} quarters from 2010Q1. Figures are means over seeds, standard
errors over seeds in brackets. Official values and ranges are read from `calibration/targets` and
`scenarios/data`; their sources are ids of `scenarios/data/sources.csv`.

**Verdicts.** *pass*: the mean lies in the range. *fail*: it lies outside by two standard errors or
more. *by construction*: the figure was put in and can test nothing. *open*: outside by less than
two standard errors, or shown for comparison because populations or things counted differ.
"""
SECTIONS = {
    "Enterprises": """\
From 2010 to 2019; sizes are sales of 2019. Each row is weighted by the enterprises it stands for.
Growth is yearly log growth of sales less the mean of field and year, of enterprises that sold in
all quarters of both years. A row that stands for several has the shocks of one.
""",
    "Sizes and growth by field": """\
Means over seeds. Enterprises of 2019. Size on rank: exponent a of size ~ rank^-a. Tail: Hill's
exponent of the largest 20 or the largest twentieth, whichever is more.
""",
    "R&D by performer and type": """\
Prices of 2017. The range is that of the official ratio over the price indices, widened by a tenth.
Levels of 2010 are put in. Basic research is measured. *applied* is all other R&D of universities
and institutes, *experimental* is R&D of enterprises and projects of centers: officially,
universities and institutes also do experimental development, so that levels of these two differ.
""",
    "R&D by province": """\
Shares of 31 provinces. The R&D that the 24 fields hold is divided by their share in the nation, as
if the other fields were in the same places. The sum of errors is sum |share - official share|, or
the share-weighted mean relative error; in 2019 the model passes if it is below 0.95 of that of the
forecast that official shares stay as in 2010. What is put in for 2010 are the places: institutes by
basic and applied R&D, enterprises by drawing from high-tech firms (the 20 largest of a field: from
high-tech revenue), so that the error of their R&D in 2010 is that of this choice and of the draw.
Minor inventions are compared without a verdict.
""",
    "Scale": """\
A scale is accepted for an outcome if its mean is within 5% of the largest scale here, or within two
standard errors of the difference. The second says only that these seeds cannot tell them apart.
""",
}


def page(
    runs: Sequence[Outcome],
    by_scale: Mapping[float, Sequence[Mapping[str, float]]],
    largest: float,
    quarters: int,
    arguments: str = "",
) -> str:
    """Return the page.

    Parameters
    ----------
    runs : sequence of Outcome
        One of each seed.
    by_scale : mapping of scale to outcomes of each seed
        For the finite-size table.
    largest : float
        Scale of `runs`.
    quarters : int
        Of each run.
    arguments : str
        Of the command, a space first.
    """
    bodies = {
        "Enterprises": demography_lines([r.demography for r in runs]),
        "Sizes and growth by field": field_lines([r.by_field for r in runs]),
        "R&D by performer and type": national_lines([r.official for r in runs]),
        "R&D by province": province_lines([r.official for r in runs]),
        "Scale": scale_lines(by_scale),
    }
    seeds = f"{len(runs)} seed" + ("s" if len(runs) > 1 else "")
    text = PREFACE.format(arguments=arguments, seeds=seeds, scale=largest, quarters=quarters)
    for title, lines in bodies.items():
        text += f"\n## {title}\n\n{SECTIONS[title]}\n" + "\n".join(lines) + "\n"
    return text


def facts(
    seeds: int, largest: float, scales: Sequence[float], quarters: int, processes: int = 2
) -> tuple[list[Outcome], dict[float, list[dict[str, float]]]]:
    """Return the outcomes of all runs: of the facts, and of the scale by scale.

    Parameters
    ----------
    seeds : int
        Runs of each scale, with seeds 1, 2, ...
    largest : float
        Scale of the runs that are compared with facts.
    scales : sequence of float
        Others of the finite-size table.
    quarters : int, >= 40
        Of each run: to the end of 2019 at least.
    processes : int
        That share the runs.
    """
    main = over_seeds(outcome, [largest], seeds, quarters, processes)
    others = [s for s in scales if s != largest]
    rest = over_seeds(scale_outcome, others, seeds, quarters, processes)
    runs = list(main.values())
    by_scale = {largest: [r.scale for r in runs]}
    for (own, _), values in rest.items():
        by_scale.setdefault(own, []).append(values)
    return runs, by_scale


def main() -> None:
    """Read the arguments, run, write the page."""
    parser = argparse.ArgumentParser(prog="python -m calibration.facts", description=__doc__)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--scale", type=float, default=0.1, help="of the runs held against facts")
    parser.add_argument("--scales", type=float, nargs="*", default=[0.01, 0.03],
                        help="others of the finite-size table")  # fmt: skip
    parser.add_argument("--quarters", type=int, default=84)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("docs/facts.md"))
    given = parser.parse_args()
    runs, by_scale = facts(given.seeds, given.scale, given.scales, given.quarters, given.processes)
    arguments = f" --seeds {given.seeds} --scale {given.scale:g}"
    arguments += f" --scales {' '.join(f'{s:g}' for s in given.scales)}" if given.scales else ""
    arguments += f" --quarters {given.quarters}" if given.quarters != 84 else ""
    text = page(runs, by_scale, given.scale, given.quarters, arguments)
    given.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
