"""Write the documents that are made from the code, or compare them: see ``--help``."""

import sys
from typing import Annotated

import typer

from sim import documents
from sim.problems import NticError


def main(
    check: Annotated[
        bool, typer.Option("--check", help="write nothing; name the pages that are stale")
    ] = False,
) -> None:
    """Write every page under docs/ that is made from the code."""
    try:
        pages = documents.stale() if check else documents.write()
    except NticError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    for page in pages:
        print(f"docs/{page}: " + ("stale; run python -m sim.documents" if check else "written"))
    if check and pages:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
