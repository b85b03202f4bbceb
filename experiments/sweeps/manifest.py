"""What a sweep's folder is of: the design with its files, the code, and how far it goes.

Written once, before the first run, by whoever comes first. Everybody else finds it and either works
on the same sweep or is refused. It is replaced only when the design is extended.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from experiments.design.runs import Runs, Size
from experiments.design.specs import FULL_FACTORIAL, LATIN_HYPERCUBE, MORRIS, Design
from experiments.sweeps.parts import sync_folder
from sim import provenance, tables
from sim.problems import NticError
from sim.scenario.document import read_text
from sim.scenario.layers import files_of, shipped, written

MANIFEST = "manifest.json"
INPUTS = "inputs"
"""Folder of the design and of the scenarios beside it, as they were when the sweep began."""
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
        return json.dumps(head, indent=1, ensure_ascii=False) + "\n"


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
    code = provenance.code_digest()
    return {"code": code, "tables": total.hexdigest(), "scenarios": scenarios}


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a sweep's folder.

    Raises
    ------
    SweepError
        If the folder holds no sweep, or one of another version.
    """
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if found.pop("format") != FORMAT:
            raise SweepError(f"{folder}: is a sweep of another version of ntic")
        stages = [
            Size(tuple(s["levels"]), s["samples"], s["replications"]) for s in found["stages"]
        ]
        return Manifest(**found | {"stages": tuple(stages)})
    except FileNotFoundError:
        raise SweepError(f"{folder}: is no sweep; there is no {MANIFEST}") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SweepError(f"{folder / MANIFEST}: cannot be read: {error}") from None


def settle(folder: Path, manifest: Manifest) -> Manifest:
    """Give an empty folder its manifest, or return the one that is there, if it is the same.

    Raises
    ------
    SweepError
        If the folder holds something else, or another sweep.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / MANIFEST
    if not path.exists():
        foreign = sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))
        if foreign and not path.exists():
            raise SweepError(
                f"{folder}: holds {foreign[0]}, not written by a sweep; nothing was touched; "
                "give another folder with --out"
            )
        temporary = _temporary(path, manifest)
        try:
            os.link(temporary, path)  # only one can be first
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    there = read_manifest(folder)
    refuse_another(folder, there, manifest)
    if there.stages[-1] != manifest.stages[-1]:
        raise SweepError(
            f"{folder}: holds {_size(there.stages[-1])}, the design asks for "
            f"{_size(manifest.stages[-1])}; `ntic extend {folder} --to {manifest.design}` adds "
            "what is missing"
        )
    return there


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
    inputs.mkdir(exist_ok=True)
    for name, text in manifest.inputs.items():
        path = inputs / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            temporary = path.with_name(f".{name}.{os.getpid()}")
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(path)
    design, size = read(inputs / manifest.design), manifest.stages[-1]
    sampling = design.uncertainty_sampling
    if sampling.method == MORRIS:
        sampling = sampling._replace(number=size.samples // (len(design.uncertainties) + 1))
    elif sampling.method != FULL_FACTORIAL:
        sampling = sampling._replace(number=size.samples)
    return replace(design, replications=size.replications, uncertainty_sampling=sampling)


def extend(folder: Path, design: Design) -> Manifest:
    """Let a folder's sweep go as far as a design, and return its new manifest.

    Raises
    ------
    SweepError
        If the design is another one, does not contain the runs that are there, or adds none.
    """
    there, wanted = read_manifest(folder), manifest_of(design)
    old, new = there.stages[-1], wanted.stages[-1]
    for sampling in (design.lever_sampling, design.uncertainty_sampling):
        if sampling.method == LATIN_HYPERCUBE and old.samples != new.samples:
            raise SweepError(
                f"{folder}: more samples of a Latin hypercube are other samples; use `sobol`, of "
                "which the first ones stay"
            )
    refuse_another(folder, there, wanted)
    pairs = list(zip((*old.levels, *old[1:]), (*new.levels, *new[1:]), strict=True))
    if any(later < earlier for earlier, later in pairs):
        raise SweepError(f"{folder}: holds {_size(old)}, more than {_size(new)}")
    if old == new:
        raise SweepError(f"{folder}: holds {_size(old)} already; there is nothing to add")
    longer = replace(wanted, stages=(*there.stages, new), began=there.began)
    _temporary(folder / MANIFEST, longer).replace(folder / MANIFEST)
    sync_folder(folder)
    return longer


def _temporary(path: Path, manifest: Manifest) -> Path:
    """Write a manifest beside its place and make it durable."""
    temporary = path.with_name(f".{MANIFEST}.{os.getpid()}-{os.urandom(4).hex()}")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(manifest.text())
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return temporary
