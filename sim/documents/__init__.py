"""Documents that are made from the code, so that they cannot go stale.

``python -m sim.documents`` writes them, ``--check`` only compares. One function writes a page from
what the code says; `docs/odd.md` has prose by hand between blocks that are filled anew.
"""

from collections.abc import Callable
from pathlib import Path

from sim.documents import columns, dictionary, indicators, odd, parameters

__all__ = ["FOLDER", "PAGES", "stale", "write"]

FOLDER = Path(__file__).parents[2] / "docs"

PAGES: dict[str, Callable[[], str]] = {
    "odd.md": odd.page,
    "parameters.md": parameters.page,
    "indicators.md": indicators.page,
    "world.md": columns.page,
    "tables.md": dictionary.page,
}
"""The whole page of each file under `docs/`."""


def stale(folder: Path = FOLDER) -> list[str]:
    """Return the pages that are not what the code would write, in order."""
    return [name for name, page in PAGES.items() if _text(folder / name) != page()]


def write(folder: Path = FOLDER) -> list[str]:
    """Write all pages that are stale and return them; if one cannot be made, none is written."""
    fresh = {name: page() for name, page in PAGES.items()}
    changed = [name for name, text in fresh.items() if _text(folder / name) != text]
    for name in changed:
        part = folder / f".{name}.part"
        part.write_text(fresh[name], encoding="utf-8")
        part.replace(folder / name)
    return changed


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
