"""The command line's root, to which every command is added."""

import typer

app = typer.Typer(
    name="ntic",
    help="A simulation laboratory for organising, governing and funding innovation centers.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
