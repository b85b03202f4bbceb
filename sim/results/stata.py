"""The tables of a run for Stata, with labels of data, variables and values."""

import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.results.about import IDENTITY, MASK, QUARTER, TEXT, YES_NO, Column, Table
from sim.results.listing import about_tables
from sim.results.reading import ResultsError, Written

LABEL = 80
"""Characters of a label of a variable or of a data set in Stata."""
LONGEST = 2045
"""Bytes of a string in Stata; longer ones are kept apart (strL)."""


def write(run: Written, folder: Path) -> None:
    """Write each table for Stata, with labels, and the dictionary whole."""
    for name, table in run.tables.items():
        about = run.described[name]
        frame, labels, dates = stata_frame(table, about)
        title = f"ntic {run.name}, run {run.provenance['digest'][:12]}: {about.title}"
        write_frame(frame, folder / f"{name}.dta", title, labels, dates)
    for name, table in about_tables(run.described).items():
        write_frame(table, folder / f"{name}.dta", f"ntic: {name}", {}, [])


def stata_frame(
    table: pd.DataFrame, about: Table
) -> tuple[pd.DataFrame, dict[str, str], list[str]]:
    """Return a table as Stata can hold it, labels of variables, and which are dates."""
    frame: dict[str, Any] = {}
    labels: dict[str, str] = {}
    dates: list[str] = []
    for column in about.columns:
        name, values = column.name, table[column.name]
        frame[name] = _for_stata(column, values)
        labels[name] = label(column.meaning, column.unit)
        if column.kind == QUARTER:
            date = f"{name}_date"
            frame[date] = pd.PeriodIndex(values, freq="Q").to_timestamp()
            labels[date] = label(f"{column.meaning}, as a date", "quarter")
            dates.append(date)
    return pd.DataFrame(frame), labels, dates


def _for_stata(column: Column, values: pd.Series) -> Any:
    """Return a column as Stata can hold it; text that is missing is empty.

    Words of a closed list are labelled numbers, but text where there are none: pandas refuses
    labels for no number.
    """
    if column.kind in (IDENTITY, MASK):
        return values.astype("string").fillna("").astype(object)
    if column.kind == YES_NO and values.notna().any():
        words = values.map({True: "yes", False: "no"})
        return pd.Categorical(words, ["no", "yes"])
    if column.kind == TEXT and column.values and values.notna().any():
        own = sorted(set(values.dropna()) - set(column.values))
        return pd.Categorical(values, [*column.values, *own])
    if column.kind in (TEXT, QUARTER, YES_NO):
        return values.astype(object).where(values.notna(), "")
    numbers = values.astype("float64") if values.hasnans else values
    if np.isinf(numbers.to_numpy(np.float64)).any():
        raise ResultsError(f"`{column.name}` is infinite somewhere, which Stata has not; use csv")
    return numbers


def label(meaning: str, unit: str) -> str:
    """Return a label with the unit, cut to what Stata takes."""
    ending = "" if unit == "1" else f" [{unit}]"
    if len(meaning) + len(ending) <= LABEL:
        return meaning + ending
    return textwrap.shorten(meaning, LABEL - min(len(ending), 40), placeholder="...") + (
        ending if len(ending) <= 40 else ""
    )


def write_frame(
    frame: pd.DataFrame, path: Path, title: str, labels: dict[str, str], dates: list[str]
) -> None:
    """Write one data set, with labels of variables by name and the variables that are dates."""
    words = [name for name in frame if frame[name].dtype == object]
    long = [
        name for name in words if max(map(len, map(str.encode, frame[name])), default=0) > LONGEST
    ]
    frame.to_stata(
        path,
        write_index=False,
        version=118,
        data_label=textwrap.shorten(title, LABEL, placeholder="..."),
        variable_labels=labels,
        convert_dates=dict.fromkeys(dates, "tq"),
        convert_strl=long,
    )
