"""A design that compares scenarios, from their names alone."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from experiments.design.files import DESIGNS
from experiments.design.reading import read
from experiments.design.specs import Design
from sim.problems import NticError
from sim.quarters import label
from sim.scalars import dump
from sim.scenario import find, load, shipped
from sim.scenario.layers import files_of

LEVER = "scenario"
TEMPLATE = DESIGNS / "compare.yaml"
"""What is measured in scenarios that are compared without a design of their own."""
APART = 20
"""Quarters between horizons."""
MOST_HORIZONS = 3


@contextmanager
def comparing(
    scenarios: Sequence[str], replications: int, seed: int | None, changes: Mapping[str, str]
) -> Iterator[Design]:
    """Give a design whose policies are scenarios; its files are gone when the block ends.

    Parameters
    ----------
    scenarios : sequence of str
        Files or shipped names, at least two.
    replications : int
        Pairs of runs.
    seed : int, optional
        Root of all seeds; that of the first scenario if none is given.
    changes : mapping of str to str
        Dotted keys and YAML values laid over all of them.

    Raises
    ------
    ScenarioError, NticError
        If a scenario is wrong, or two have one name.
    """
    checked = [load(name, changes) for name in scenarios]
    names = [scenario.name for scenario in checked]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or len(names) < 2:
        what = f"`{twice[0]}` is given twice" if twice else "got one scenario"
        raise NticError(
            f"compare: {what}; expected two scenarios or more, each once, or a design, or the "
            "folder of a sweep"
        )
    first = checked[0]
    ends = {label(s.start, s.quarters - 1): s.name for s in checked}
    if len(ends) > 1:
        listed = ", ".join(f"{name} in {end}" for end, name in sorted(ends.items()))
        raise NticError(f"compare: scenarios end at different times: {listed}; use --quarters")
    steps = range(first.quarters - 1, 0, -APART)
    horizons = [label(first.start, k) for k in steps[:MOST_HORIZONS]]
    template: dict[str, Any] = yaml.safe_load(TEMPLATE.read_text(encoding="utf-8"))
    with TemporaryDirectory() as folder:
        told = [_copied(Path(folder), name) for name in scenarios]
        content = template | {
            "name": TEMPLATE.stem,
            "question": f"What do {', '.join(names)} do differently?",
            "scenario": told[0],
            "seed": first.seed if seed is None else seed,
            "replications": replications,
            "set": {key: yaml.safe_load(text) for key, text in changes.items()},
            "horizons": sorted(horizons),
            "levers": {LEVER: {"scenarios": told}},
        }
        path = Path(folder) / TEMPLATE.name
        path.write_text(dump(content), encoding="utf-8")
        yield read(path)


def _copied(folder: Path, name: str) -> str:
    """Copy a scenario's files beside the design, and return what to call it there."""
    own = shipped().values()
    for path in files_of(name):
        if path not in own:
            target = folder / path.name
            if target.exists() and target.read_bytes() != path.read_bytes():
                raise NticError(f"compare: two files are called {path.name}")
            shutil.copy(path, target)
    file = find(name)
    return file.stem if file in own else file.name
