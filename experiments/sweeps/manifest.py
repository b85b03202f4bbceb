"""What a sweep's folder is of: the design with its files, the code, and how far it goes.

Written once, before the first run, by whoever comes first. Everybody else finds it and either works
on the same sweep or is refused. It is replaced only when the design is extended.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from experiments.design.runs import Runs, Size
from experiments.design.specs import FULL_FACTORIAL, LATIN_HYPERCUBE, MORRIS, Design
from experiments.sweeps.parts import (
    PartError,
    chunks_of,
    read_footer,
    sync_folder,
    temporary_in,
    writing,
)
from sim import provenance, tables
from sim.problems import NticError
from sim.scalars import NUMBER
from sim.scenario.document import read_text
from sim.scenario.layers import files_of, shipped, written

MANIFEST = "manifest.json"
INPUTS = "inputs"
"""Folder of the design and of the scenarios beside it, as they were when the sweep began."""
PARTS = "parts"
POINTS = "design.parquet"
"""Name of the table of points: each policy with each sample."""
REPLAYS = "replays"
"""Folder of runs that were done again."""
DAMAGED = "damaged"
"""Folder of parts that were taken away."""
COMPARED = "comparison"
"""Folder of what its policies come to."""
OURS = (INPUTS, PARTS, POINTS, REPLAYS, DAMAGED, COMPARED)
"""What a sweep's folder may hold beside its manifest."""
FORMAT = 1


class SweepError(NticError):
    """A folder that is not the sweep that is asked for."""


@dataclass(frozen=True)
class Manifest:
    """What a sweep's folder is of."""

    design: str  # name of its file among the inputs
    inputs: Mapping[str, str]  # text of each file
    content: Mapping[str, Any]  # of the design, without how far it goes
    model: Mapping[str, str]  # digests of the code and of shipped scenarios and tables
    stages: tuple[Size, ...]
    began: Mapping[str, Any]  # versions and the like

    def stage_digest(self, stage: int) -> str:
        """SHA-256 of what decides which runs the chunks of a stage are, and what comes of them."""
        content = within(self.content, self.stages[stage])
        text = json.dumps([content, self.model, self.stages[: stage + 1]], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def runs(self, stage: int) -> int:
        """Return how many runs a stage adds."""
        before = self.stages[stage - 1].runs if stage else 0
        return self.stages[stage].runs - before

    def chunks(self, stage: int) -> int:
        """Return the number of chunks of a stage."""
        return -(-self.runs(stage) // self.content["chunk"])

    def text(self) -> str:
        """Return the file's text."""
        head = {"format": FORMAT, **vars(self)}
        head["stages"] = [size._asdict() for size in self.stages]
        return (
            json.dumps({**head, "checksum": _checksum(head)}, indent=1, ensure_ascii=False) + "\n"
        )


def _checksum(head: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(head, sort_keys=True).encode()).hexdigest()


def manifest_of(design: Design) -> Manifest:
    """Return the manifest of a design's first stage."""
    inputs = _inputs(design)
    return Manifest(
        design=design.path.name,
        inputs=inputs,
        content=content_of(design),
        model=_model(design, inputs),
        stages=(Runs(design).size,),
        began=provenance.describe(),
    )


def content_of(design: Design) -> dict[str, Any]:
    """Return a design as plain values, without how far it goes."""
    sampling = (design.lever_sampling, design.uncertainty_sampling)
    # All of a Latin hypercube depends on how many samples there are.
    kept = [s if s.method == LATIN_HYPERCUBE else s._replace(number=0) for s in sampling]
    return json.loads(
        json.dumps(
            {
                "scenario": Path(design.scenario).name,
                "seed": design.seed,
                "chunk": design.chunk,
                "set": {key: written(node) for key, node in sorted(design.set.items())},
                "levers": [factor.content() for factor in design.levers],
                "uncertainties": [factor.content() for factor in design.uncertainties],
                "sampling": kept,
                "outcomes": [
                    [o.name, o.indicator, o.level, o.measure, o.across, o.horizons, o.since, o.by]
                    for o in design.outcomes
                ],
            }
        )
    )


def within(content: Mapping[str, Any], size: Size) -> dict[str, Any]:
    """Return a design's content with the levels that levers have at a size."""
    levers = [list(lever) for lever in content["levers"]]
    if content["sampling"][0][0] == FULL_FACTORIAL:
        for lever, number in zip(levers, size.levels, strict=True):
            lever[1] = lever[1][:number]
    return {**content, "levers": levers}


def _scenarios(design: Design) -> dict[str, Path]:
    """Return the files of scenarios that a design needs, by name."""
    levels = (level.scenario for lever in design.levers for level in lever.levels)
    asked = dict.fromkeys(name for name in (design.scenario, *levels) if name is not None)
    found: dict[str, Path] = {}
    for name in asked:
        found |= {path.name: path for path in files_of(name)}
    return found


def _inputs(design: Design) -> dict[str, str]:
    """Return the texts of the design and of the scenarios that are not shipped."""
    own = set(shipped().values())
    files = {name: path for name, path in _scenarios(design).items() if path not in own}
    files[design.path.name] = design.path
    return {name: read_text(path, str(path)) for name, path in sorted(files.items())}


def _model(design: Design, inputs: Mapping[str, str]) -> dict[str, str]:
    """Return digests of what is not in the manifest but decides results."""
    total = hashlib.sha256()
    shared = {name: path for name, path in _scenarios(design).items() if name not in inputs}
    shared |= {path.name: path for path in tables.DATA.glob("*.csv")}
    for name, path in sorted(shared.items()):
        total.update(name.encode() + hashlib.sha256(path.read_bytes()).digest())
    own = sorted((name, text) for name, text in inputs.items() if name != design.path.name)
    scenarios = hashlib.sha256(json.dumps(own).encode()).hexdigest()
    code = hashlib.sha256(provenance.code_digest().encode())
    for path in _sources():
        code.update(path.name.encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return {"code": code.hexdigest(), "tables": total.hexdigest(), "scenarios": scenarios}


def _sources() -> list[Path]:
    """Return the files beside the model that say which runs there are and what is kept of them."""
    home = Path(__file__).parent
    own = [home / f"{name}.py" for name in ("measure", "parts", "starts", "work")]
    return [*sorted((home.parent / "design").glob("*.py")), *own]


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a sweep's folder.

    Raises
    ------
    SweepError
        If the folder holds no sweep, or one of another version.
    """
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        checksum = found.pop("checksum")
        if checksum != _checksum(found):
            raise ValueError("its checksum is wrong")
        if found.pop("format") != FORMAT:
            raise SweepError(f"{folder}: is a sweep of another version of ntic")
        stages = [
            Size(tuple(s["levels"]), s["samples"], s["replications"]) for s in found["stages"]
        ]
        return Manifest(**found | {"stages": tuple(stages)})
    except FileNotFoundError:
        raise SweepError(f"{folder}: is no sweep; there is no {MANIFEST}") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SweepError(
            f"{folder / MANIFEST}: cannot be read: {error}; no run is lost: take this file away "
            "and begin with the same design again, which writes it anew"
        ) from None


def settle(folder: Path, manifest: Manifest) -> Manifest:
    """Give an empty folder its manifest, or return the one that is there, if it is the same.

    Raises
    ------
    SweepError
        If the folder holds something else, or another sweep.
    """
    if folder.exists() and not folder.is_dir():
        raise SweepError(f"{folder}: is a file; give a folder with --out")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / MANIFEST
    if not path.exists():
        foreign = _foreign(folder, manifest)
        if foreign and not path.exists():
            raise SweepError(
                f"{folder}: holds {foreign}, not of this sweep; nothing was touched; give another "
                "folder with --out"
            )
        temporary = _write(path, manifest.text())
        try:
            os.link(temporary, path)  # only one can be first
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    there = read_manifest(folder)
    refuse_another(folder, there, manifest)
    if not manifest.stages[-1].within(there.stages[-1]):  # one that was extended goes further
        raise SweepError(
            f"{folder}: holds {_size(there.stages[-1])}, the design asks for "
            f"{_size(manifest.stages[-1])}; `ntic extend {folder} --to DESIGN` adds what is "
            "missing"
        )
    return there


def _foreign(folder: Path, manifest: Manifest) -> str:
    """Return what is in a folder without a manifest and not of this sweep, '' if nothing.

    A folder whose manifest was lost is this sweep's if it holds parts of it.
    """
    names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    others = [name for name in names if name not in OURS]
    if others or not names:
        return others[0] if others else ""
    parts = sorted((folder / PARTS).glob("*.parquet"))
    digest = manifest.stage_digest(0)
    for path in parts:
        chunks = chunks_of(path)
        with suppress(PartError):  # a damaged one says nothing
            if chunks is not None and chunks.stage == 0 and read_footer(path).stage != digest:
                return f"{PARTS}/{path.name}"
    return ""


def _size(size: Size) -> str:
    policies = " x ".join(str(k) for k in size.levels) or "1"
    return f"{policies} policies, {size.samples} samples, {size.replications} replications"


CHANGED = {
    "code": "another version of the model; runs of two versions do not go together",
    "tables": "other tables or shipped scenarios than there are now",
    "scenarios": "other scenarios under the same names",
}
"""What a folder was begun with, if it cannot be gone on with."""


def refuse_another(folder: Path, there: Manifest, wanted: Manifest) -> None:
    """Raise if a folder's sweep is of another design, code or scenario than is wanted.

    How far both go does not count.
    """
    for key, words in CHANGED.items():
        if there.model[key] != wanted.model[key]:
            raise SweepError(f"{folder}: was begun with {words}; give another folder with --out")
    size = there.stages[-1]
    before, now = within(there.content, size), wanted.content
    if len(before["levers"]) == len(now["levers"]):
        now = within(now, size)
    for key in before:
        if before[key] != now[key]:
            raise SweepError(
                f"{folder}: holds another design: `{key}` differs; give another folder with --out"
            )


def materialise(folder: Path, manifest: Manifest) -> Design:
    """Return the design of a folder, from the files that its manifest keeps."""
    from experiments.design.reading import read  # brings the compiler

    inputs = folder / INPUTS
    with writing(folder):
        inputs.mkdir(exist_ok=True)
        for name, text in manifest.inputs.items():
            _keep(inputs / name, text)
    design, size = read(inputs / manifest.design, tried=False), manifest.stages[-1]
    sampling = design.uncertainty_sampling
    if sampling.method == MORRIS:
        sampling = sampling._replace(number=size.samples // (len(design.uncertainties) + 1))
    elif sampling.method != FULL_FACTORIAL:
        sampling = sampling._replace(number=size.samples)
    return replace(design, replications=size.replications, uncertainty_sampling=sampling)


def _keep(path: Path, text: str) -> None:
    """Write a text, unless it is there."""
    with suppress(OSError, UnicodeDecodeError):
        if path.read_text(encoding="utf-8") == text:
            return
    _write(path, text).replace(path)


def extend(folder: Path, design: Design) -> Manifest:
    """Let a folder's sweep go as far as a design, and return its new manifest.

    Raises
    ------
    SweepError
        If the design is another one, or does not contain the runs that are there.
    """
    there, wanted = read_manifest(folder), manifest_of(design)
    old, new = there.stages[-1], wanted.stages[-1]
    for what, sampling, grows in (
        ("levers", design.lever_sampling, old.levels != new.levels),
        ("uncertainties", design.uncertainty_sampling, old.samples != new.samples),
    ):
        if sampling.method == LATIN_HYPERCUBE and grows:
            raise SweepError(
                f"{folder}: more samples of a Latin hypercube are other samples of the {what}; use "
                "`sobol`, of which the first ones stay"
            )
    refuse_another(folder, there, wanted)
    _refuse_words(folder, there, wanted)
    if old == new:
        return there
    if not old.within(new):
        raise SweepError(f"{folder}: holds {_size(old)}, not all of which are in {_size(new)}")
    longer = replace(wanted, stages=(*there.stages, new), began=there.began)
    with writing(folder):
        _write(folder / MANIFEST, longer.text()).replace(folder / MANIFEST)
        sync_folder(folder)
    return longer


def _refuse_words(folder: Path, there: Manifest, wanted: Manifest) -> None:
    """Raise if a lever whose levels are numbers gets one that is none: its column has numbers."""
    for before, now in zip(there.content["levers"], wanted.content["levers"], strict=True):
        words = [level[0] for level in now[1] if not NUMBER.fullmatch(level[0])]
        if words and all(NUMBER.fullmatch(level[0]) for level in before[1]):
            raise SweepError(
                f"{folder}: the levels of `{now[0]}` are numbers, `{words[0]}` is none; give "
                "another folder with --out"
            )


def _write(path: Path, text: str) -> Path:
    """Write a text beside its place, make it durable, and return where it is; all or nothing."""
    temporary = temporary_in(path.parent)
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return temporary
