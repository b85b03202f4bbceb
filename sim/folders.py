"""A run's folder: written beside its place and moved there when it is complete."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pandas as pd

from sim.problems import NticError

PROVENANCE = "provenance.json"


class FolderError(NticError):
    """A folder that cannot be written, or that holds what is not ours to replace."""


def check(folder: Path) -> None:
    """Refuse a folder that cannot be made, or whose content is not a run of ours alone."""
    try:
        there = folder.exists()
    except OSError as error:
        raise FolderError(f"{folder!s:.60}: cannot be written: {error.strerror}") from None
    _probe(next(path for path in folder.absolute().parents if path.exists()), folder)
    if not there:
        return
    if not folder.is_dir():
        raise FolderError(f"{folder}: is a file; give a folder with --out")
    present = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()
    }
    foreign = sorted(present - _ours(folder))
    if foreign:
        more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        raise FolderError(
            f"{folder}: holds {foreign[0]}{more}, not written by a run; nothing was "
            "touched; give another folder with --out"
        )


def _probe(above: Path, folder: Path) -> None:
    """Try whether a folder can be made, before hours of work and not after them."""
    try:
        Path(tempfile.mkdtemp(prefix=".ntic-", dir=above)).rmdir()
    except OSError as error:
        raise FolderError(f"{folder}: cannot be written: {error.strerror}") from None


def _ours(folder: Path) -> set[str]:
    """Return the files that the run in a folder says it wrote."""
    try:
        content = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
        return {PROVENANCE, *map(str, content["files"])}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Give a temporary folder that takes the place of another one on success."""
    check(folder)
    fresh = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
    except OSError as error:
        raise FolderError(f"{folder}: cannot be written: {error.strerror}") from None
    try:
        yield fresh
        if folder.exists():
            folder.rename(old)
        try:
            fresh.rename(folder)
        except OSError:
            with suppress(OSError):
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet under a temporary name and rename it."""
    part = path.with_name(f".{path.name}.part")
    table.to_parquet(part, compression="zstd", index=False)
    part.replace(path)


def write_provenance(folder: Path, content: dict[str, Any]) -> None:
    """Write what is known of the run, last, with the list of all files beside it."""
    files = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    text = json.dumps(content | {"files": files}, indent=2, ensure_ascii=False)
    part = folder / f".{PROVENANCE}.part"
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(folder / PROVENANCE)
