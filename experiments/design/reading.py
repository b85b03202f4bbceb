"""A design file becomes a checked design.

What a lever or an uncertainty changes is read by the scenario's own reader, so that a mistake in it
is told with the line of the design in which it stands.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.design.factors import check_keys, read_levers, read_uncertainties
from experiments.design.files import find
from experiments.design.outcomes import read_outcomes
from experiments.design.sampling import number_of
from experiments.design.scenarios import check_scenarios, find_scenario
from experiments.design.specs import (
    FULL_FACTORIAL,
    METHODS,
    MORRIS,
    SOBOL,
    Design,
    Factor,
    Sampling,
)
from sim.problems import NticError, ScenarioError
from sim.scenario.checks import Checks
from sim.scenario.document import Node, parse, read_text
from sim.scenario.reading import read_name

REQUIRED = ("format", "name", "question", "scenario", "seed", "replications", "outcomes")
KEYS = (*REQUIRED, "chunk", "set", "horizons", "levers", "uncertainties", "sampling")
CHUNK = 20
"""Runs in a chunk if a design does not say."""
LARGEST_SEED = 2**63 - 1
MOST_REPLICATIONS = 10**7
MOST_SAMPLES = 10**6
MOST_CHUNK = 10**5
MOST_RUNS = 10**8


def read(path: str | Path, tried: bool = True) -> Design:
    """Read and check a design.

    Parameters
    ----------
    path : str or Path
        A YAML file, or the name of a design that is shipped.
    tried : bool
        Read the scenarios that it asks for as well; False for one that was read before.

    Raises
    ------
    ScenarioError
        With all problems of the file, and of the scenarios that it asks for.
    """
    file = find(path)
    shown = str(path) if file == Path(path) else str(file)
    root, problems = parse(read_text(file, shown), shown)
    if root is None:
        raise ScenarioError(problems)
    checks = Checks()
    checks.problems.extend(problems)
    design = _read(checks, root, file)
    if tried and design is not None and not checks.problems:
        check_scenarios(checks, design)
    if design is None or checks.problems:
        once = {str(problem): problem for problem in checks.problems}
        raise ScenarioError(
            sorted(once.values(), key=lambda p: (p.file, p.line or 0, p.column or 0))
        )
    return design


def larger(design: Design, replications: int | None, samples: int | None) -> Design:
    """Return a design with other numbers of replications or of samples of the uncertainties.

    Raises
    ------
    NticError
        If its uncertainties are not sampled.
    """
    sampling = design.uncertainty_sampling
    if samples is not None:
        if sampling.method == FULL_FACTORIAL:
            raise NticError(f"--samples: the uncertainties of {design.name} are not sampled")
        if sampling.method == SOBOL and samples & (samples - 1):
            raise NticError(f"--samples {samples}: expected a power of two, as `sobol` needs")
        sampling = sampling._replace(number=samples)
    found = replace(
        design,
        replications=replications or design.replications,
        uncertainty_sampling=sampling,
    )
    points = number_of(found.levers, found.lever_sampling)
    points *= number_of(found.uncertainties, sampling)
    runs = points * found.replications if sampling.number <= MOST_SAMPLES else math.inf
    if runs > MOST_RUNS:
        raise NticError(
            f"{design.name}: {runs:,} runs are more than the {MOST_RUNS:,} one may have"
        )
    return found


def _read(checks: Checks, root: Node, file: Path) -> Design | None:
    """Return the design, or None if it cannot be built."""
    top = checks.mapping(root, "", KEYS, REQUIRED)
    nothing = Node({}, root.place)
    head = _read_head(checks, top, file)
    levers = read_levers(checks, top.get("levers", nothing), file.parent)
    uncertainties = read_uncertainties(checks, top.get("uncertainties", nothing))
    for factor in uncertainties:
        if factor.name in {lever.name for lever in levers}:
            message = "is a lever too"
            checks.report(factor.node, f"uncertainties.{factor.name}", message, at_key=True)
    sampling = checks.mapping(top.get("sampling", nothing), "sampling", ("levers", "uncertainties"))
    samplings = {
        key: _read_sampling(checks, sampling.get(key), f"sampling.{key}", factors)
        for key, factors in (("levers", levers), ("uncertainties", uncertainties))
    }
    outcomes = read_outcomes(checks, top)
    changes = checks.mapping(top.get("set", nothing), "set")
    check_keys(checks, changes, {"levers": levers, "uncertainties": uncertainties})
    if checks.problems:
        return None
    _check_size(checks, root, samplings, (levers, uncertainties), head["replications"])
    if checks.problems:
        return None
    return Design(
        **head,
        path=file,
        set=changes,
        levers=levers,
        uncertainties=uncertainties,
        lever_sampling=samplings["levers"],
        uncertainty_sampling=samplings["uncertainties"],
        outcomes=outcomes,
    )


def _read_head(checks: Checks, top: dict[str, Node], file: Path) -> dict[str, Any]:
    """Return name, question, scenario, seed, replications and size of a chunk."""
    head: dict[str, Any] = {"chunk": CHUNK}
    if "format" in top:
        checks.whole(top["format"], "format", 1, 1)
    if "name" in top:
        head["name"] = read_name(checks, top["name"], file)
    if "question" in top:
        head["question"] = checks.text(top["question"], "question", "a question")
    if "scenario" in top:
        head["scenario"] = find_scenario(checks, top["scenario"], "scenario", file.parent)
    for name, low, high in (
        ("seed", 0, LARGEST_SEED),
        ("replications", 1, MOST_REPLICATIONS),
        ("chunk", 1, MOST_CHUNK),
    ):
        if name in top:
            head[name] = checks.whole(top[name], name, low, high)
    return head


def _read_sampling(
    checks: Checks, node: Node | None, key: str, factors: tuple[Factor, ...]
) -> Sampling:
    """Return how points of some factors are chosen; all levels with each other if nothing is said.

    A method by its name alone is enough for a full factorial; the others need their number.
    """
    full = Sampling(FULL_FACTORIAL)
    if node is None:
        _check_levels(checks, key, factors)
        return full
    if isinstance(node.value, str):
        node = Node({"method": node}, node.place, key_place=node.key_place)
    entries = checks.mapping(node, key, ("method", "samples", "trajectories", "grid"), ("method",))
    method = None
    if "method" in entries:
        method = checks.choice(entries["method"], f"{key}.method", METHODS, "method")
    if method is None:
        return full
    counted = {FULL_FACTORIAL: None, MORRIS: "trajectories"}.get(method, "samples")
    allowed = {"method", counted, *(["grid"] if method == MORRIS else [])}
    for name, entry in entries.items():
        if name not in allowed:
            checks.report(entry, f"{key}.{name}", f"is not used by `{method}`", at_key=True)
    if counted is None:
        _check_levels(checks, key, factors)
        return full
    if not factors:
        if not checks.problems:  # else they may be what is wrong
            checks.report(node, key, "there is nothing to sample", suggestion="leave it out")
        return full
    if counted not in entries:
        checks.report(node, key, f"missing key `{counted}`")
        return full
    number = checks.whole(entries[counted], f"{key}.{counted}", 1, MOST_SAMPLES)
    grid = 4
    if "grid" in entries:
        grid = checks.whole(entries["grid"], f"{key}.grid", 2, 100) or grid
        if grid % 2:
            checks.report(entries["grid"], f"{key}.grid", f"got {grid}", "an even number")
    if number is None:
        return full
    if method == SOBOL and number & (number - 1):
        below = 1 << (number.bit_length() - 1)
        checks.report(
            entries[counted],
            f"{key}.samples",
            f"got {number}",
            "a power of two, without which the sequence is not balanced",
            f"write {below} or {2 * below}",
        )
    return Sampling(method, number, grid)


def _check_size(
    checks: Checks,
    root: Node,
    samplings: Mapping[str, Sampling],
    factors: Sequence[Sequence[Factor]],
    replications: int,
) -> None:
    """Note a design that asks for more than anybody can do."""
    policies, samples = map(number_of, factors, samplings.values())
    runs = policies * samples * replications
    if max(policies, samples) > MOST_SAMPLES or runs > MOST_RUNS:
        checks.report(
            root,
            "",
            f"asks for {policies} policies x {samples} samples x {replications} replications",
            f"at most {MOST_SAMPLES} policies, {MOST_SAMPLES} samples and {MOST_RUNS} runs",
        )


def _check_levels(checks: Checks, key: str, factors: tuple[Factor, ...]) -> None:
    """Note the factors that have a range, of which there is no full factorial."""
    for factor in factors:
        if factor.distribution is not None:
            checks.report(
                factor.node,
                f"{key.removeprefix('sampling.')}.{factor.name}",
                "has a range, of which a full factorial has no levels",
                suggestion=f"give `levels`, or sample with `{key}`: "
                "{ method: latin_hypercube, samples: 32 }",
                at_key=True,
            )
