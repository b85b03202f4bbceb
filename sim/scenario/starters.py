"""A folder to start from: scenarios to fill in, those that are shipped, and the schema."""

import shutil
from pathlib import Path

from sim import tables
from sim.folders import FolderError, replacing
from sim.scenario.layers import VARIANTS, shipped
from sim.scenario.schema import FILE, text

TEMPLATES = tables.SCENARIOS / "templates"


def write(folder: Path) -> list[Path]:
    """Write the folder; it appears complete or not at all. Return its files.

    Raises
    ------
    FolderError
        If it exists and is not empty, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderError(f"{folder}: is there and not empty; give a new folder")
    with replacing(folder) as fresh:
        (fresh / VARIANTS).mkdir()
        for path in [*sorted(TEMPLATES.iterdir()), *shipped().values()]:
            within = VARIANTS if path.parent.name == VARIANTS else ""
            shutil.copy(path, fresh / within / path.name)
        (fresh / FILE).write_text(text(), encoding="utf-8")
    return sorted(path for path in folder.rglob("*") if path.is_file())
