"""Commands that list what the model has."""

from typing import Annotated

import typer

from sim.cli.app import app


@app.command()
def parameters(
    zh: Annotated[bool, typer.Option("--zh", help="meanings in Chinese")] = False,
) -> None:
    """List every parameter with default, range, unit, meaning and source."""
    from sim.parameters import describe
    from sim.scalars import written_out
    from sim.terminal import show_table

    heads = ("parameter", "symbol", "default", "low", "high", "unit", "meaning", "source")
    show_table(
        heads,
        [
            (
                *(name, about.symbol, written_out(default), written_out(about.low)),
                *(written_out(about.high), about.unit),
                *(about.meaning_zh if zh else about.meaning, about.source),
            )
            for name, default, about in describe()
        ],
    )


@app.command()
def indicators() -> None:
    """List every indicator with unit and formula."""
    from sim.indicators import FIELD, NATION, PROVINCE
    from sim.terminal import show_table

    levels = (("nation", NATION), ("field", FIELD), ("province", PROVINCE))
    show_table(
        ("level", "indicator", "unit", "formula", "中文", "source"),
        [
            (level, i.name, i.unit, i.formula, i.name_zh, i.source)
            for level, about in levels
            for i in about
        ],
    )


@app.command()
def columns() -> None:
    """List every column of the world's tables with type, unit and meaning."""
    from sim.state import TABLES
    from sim.state import columns as of_table
    from sim.terminal import show_table

    show_table(
        ("table", "column", "type", "unit", "meaning", "中文", "source"),
        [
            (table, name, c.dtype, c.unit, c.meaning, c.meaning_zh, c.source)
            for table, row in TABLES.items()
            for name, c in of_table(row).items()
        ],
    )
