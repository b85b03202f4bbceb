"""Arguments and options that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim.problems import NticError


class Driver(StrEnum):
    """Two ways to the same bits."""

    kernel = "kernel"
    mesa = "mesa"


class Language(StrEnum):
    """Of the words in figures."""

    en = "en"
    zh = "zh"


class Format(StrEnum):
    """Of exported tables."""

    csv = "csv"
    xlsx = "xlsx"
    dta = "dta"


Scenario = Annotated[str, typer.Argument(metavar="SCENARIO", help="a YAML file, or a shipped name")]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="change a value of the scenario, such as market.payout=0.5; repeatable",
    ),
]
Scale = Annotated[float | None, typer.Option(help="instead of the scenario's, above 0, up to 1")]
Quarters = Annotated[int | None, typer.Option(help="instead of the scenario's")]
Seed = Annotated[int | None, typer.Option(help="instead of the scenario's")]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="folder to write the tables to")]


def given(changes: list[str] | None, **named: float | None) -> dict[str, str]:
    """Return what replaces values of the scenario: `key=value` texts and options of their own."""
    pairs: dict[str, str] = {}
    for change in changes or []:
        key, sign, value = (part.strip() for part in change.partition("="))
        if not sign or not key or not value:
            raise NticError(f"--set {change}: expected KEY=VALUE, as market.payout=0.5")
        if key in pairs:
            raise NticError(f"--set {change}: `{key}` is set twice")
        pairs[key] = value
    for key, value in named.items():
        if value is not None and key in pairs:
            raise NticError(f"--set {key}={pairs[key]}: `{key}` is set by --{key} too")
    return pairs | {key: str(value) for key, value in named.items() if value is not None}
