"""The command `ntic`. Whatever is heavy is imported when a command needs it."""

import sys
from typing import NoReturn

import typer

from sim.cli import analyses, lists, plans, policies, runs, scenarios, sweeps
from sim.cli.app import app
from sim.problems import NticError

__all__ = ["analyses", "app", "lists", "main", "plans", "policies", "runs", "scenarios", "sweeps"]

MOST_SHOWN = 30
"""Problems of one input that are printed; a file with more is not the right file."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; mistakes of the user end it with code 2."""
    try:
        app(arguments, prog_name="ntic")
    except NticError as error:
        _complain(str(error).splitlines(), error.exit_code)
    except OSError as error:
        _complain([str(error)], NticError.exit_code)


def _complain(lines: list[str], code: int) -> NoReturn:
    """Print what is wrong on standard error and end with a code."""
    typer.echo("\n".join(lines[:MOST_SHOWN]), err=True)
    if len(lines) > MOST_SHOWN:
        typer.echo(f"and {len(lines) - MOST_SHOWN} more", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
