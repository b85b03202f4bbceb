"""The tables of a run for other programs: CSV with a data package, Excel, Stata.

Every format carries the dictionary of tables and columns and what is known of the run, so that a
file that has been passed on still says what it is.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from sim import folders
from sim.problems import NticError
from sim.results import data_package, stata, workbook
from sim.results.listing import DICTIONARY, EVENT_KINDS, ONE_DRAW
from sim.results.reading import Written, read

Format = Literal["csv", "xlsx", "dta"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "dta")

READING = {
    "csv": """Read a table with its types, for example in Python:

    import pandas as pd
    events = pd.read_csv("events.csv", dtype={"subject": "int64", "object": "Int64"})

(below pandas 3 add `float_precision="round_trip"` to keep the last digits), or in R, where
`bit64::integer64` keeps all digits of identities:

    events <- data.table::fread("events.csv", encoding = "UTF-8", integer64 = "integer64")

An empty cell is a missing value. `datapackage.json` describes every column by the Frictionless
Data standard (https://specs.frictionlessdata.io): type, unit, meaning, values, key.""",
    "dta": """Read a table in Stata 14 or newer, for example:

    use indicators, clear
    keep if level == "nation":level & indicator == "rd_all":indicator
    tsset quarter_date

Identities and masks are text, because a double does not keep all their digits. Words of a closed
list are numbers with value labels. Each quarter stands as text and, in the variable that ends in
`_date`, as a quarterly date (%tq). Labels of variables are cut at 80 characters;
`dictionary.dta` has whole ones and the Chinese.""",
}


class ExportError(NticError):
    """An export that cannot be written, or would take the place of something else."""


def export(folder: Path, to: Format, out: Path | None = None) -> Path:
    """Write all tables of a run for another program, complete or not at all.

    Parameters
    ----------
    folder : Path
        That of a run, or of runs with several seeds.
    to : {"csv", "xlsx", "dta"}
        CSV with a data package, one Excel workbook, or Stata 118.
    out : Path, optional
        Folder, or file of the workbook, to write; the default stands beside the run's folder. A
        workbook gets the ending `.xlsx` if it has another. An earlier export is replaced,
        anything else is left alone.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    ResultsError
        If the folder is not a run's or does not hold any more what the run wrote.
    ExportError, FolderError
        If the export cannot be written, or would take the place of something else.
    """
    if to not in FORMATS:
        raise ExportError(f"--to {to}: expected {', '.join(FORMATS)}")
    folder = Path(folder)
    run = read(folder)
    ending = ".xlsx" if to == "xlsx" else f"-{to}"
    target = folder.with_name(folder.resolve().name + ending) if out is None else Path(out)
    if to == "xlsx" and target.suffix.lower() != ".xlsx" and not target.is_dir():
        target = target.with_name(f"{target.name}.xlsx")
    if folder.resolve() in (target.resolve(), *target.resolve().parents):
        raise ExportError(f"{target}: lies in the folder of the run; give another place with --out")
    try:
        if to == "xlsx":
            write_workbook(run, target)
        else:
            write_folder(run, to, target)
    except OSError as error:
        raise ExportError(
            f"{target}: cannot be written: {error.strerror or error}; nothing was left there; "
            "make room or give another place with --out"
        ) from None
    return target


def write_folder(run: Written, to: Format, target: Path) -> None:
    """Write a folder: one file for each table, what describes them, and where they come from."""
    if (target / folders.PROVENANCE).exists() and "export" not in _content(target):
        raise ExportError(f"{target}: is the folder of a run; give another folder with --out")
    with folders.replacing(target) as fresh:
        (data_package if to == "csv" else stata).write(run, fresh)
        (fresh / "README.md").write_text(_readme(run, to), encoding="utf-8")
        content = {key: value for key, value in run.provenance.items() if key != "files"}
        folders.write_provenance(fresh, {"export": to, **content})


def write_workbook(run: Written, target: Path) -> None:
    """Write one workbook, under a temporary name until it is complete."""
    if target.is_dir() or (target.exists() and not workbook.made_here(target)):
        raise ExportError(f"{target}: was not written by an export; give another file with --out")
    with _renamed(target) as fresh:
        workbook.write(run, fresh)


def _content(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((folder / folders.PROVENANCE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _readme(run: Written, to: Format) -> str:
    tables = "\n".join(
        f"- `{table.name}`: {table.title}. One row is {table.row}. Key: {', '.join(table.key)}."
        for table in run.described.values()
    )
    return f"""# Tables of ntic: {run.name}

{run.question}

{ONE_DRAW}

Run {run.provenance["digest"]}; `provenance.json` says which code wrote it.

{tables}
- `{DICTIONARY}`: every column of every table.
- `{EVENT_KINDS}`: what subject, object, value and reason of an event are.

{READING[to]}
"""


@contextmanager
def _renamed(target: Path) -> Iterator[Path]:
    """Give a temporary name for a file that takes the place of another one on success."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield fresh
        fresh.replace(target)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
