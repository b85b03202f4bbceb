"""The language of designs as a JSON Schema, for editors that complete and check YAML."""

import json
from typing import Any

from experiments.design import outcomes, reading
from experiments.design.distributions import SHAPES
from experiments.design.specs import METHODS
from sim.parameters import describe
from sim.scenario import shipped
from sim.scenario.schema import NAME, QUARTER, TEXT

FILE = "design.schema.json"
"""Name of the schema beside the shipped designs, which name it in their first line."""
MEANINGS = {
    "format": "version of this language",
    "name": "name of the file without .yaml",
    "question": "what the design asks, in one or two sentences",
    "scenario": "base of all runs: a shipped scenario, or a file beside this one",
    "seed": "root of all seeds",
    "replications": "runs of each policy with each sample; the k-th has the same luck for all",
    "chunk": "runs in a part of the results: what a killed worker loses, best 10 to 120 s",
    "set": "values laid over the base in all runs, by dotted key",
    "horizons": "quarters at which outcomes are read",
    "levers": "what somebody decides: scenarios, levels of a key, or named sets of changes",
    "uncertainties": "what nobody decides: dotted keys with ranges and distributions, or levels",
    "sampling": "how levers and uncertainties are combined; all levels with each other if not said",
    "outcomes": "what is measured",
}
OUTCOME_MEANINGS = {
    "indicator": "name of an indicator",
    "level": "of what it is, where several have it",
    "measure": "what is read at a horizon",
    "across": "how places become the nation's outcome",
    "horizons": "in place of the design's",
    "since": "first quarter of totals and means",
    "by": "dimensions of which each part is kept too",
    "better": "which direction is good",
    "margin": "smallest difference that matters, in the outcome's unit",
    "primary": "by which policies are ranked; exactly one is",
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema, draft 7, of a design file."""
    parts: dict[str, Any] = {
        "format": {"const": 1},
        "name": {"type": "string", "pattern": f"^{NAME.pattern}$"},
        "question": TEXT,
        "scenario": TEXT | {"examples": list(shipped())},
        "seed": _whole(0, reading.LARGEST_SEED),
        "replications": _whole(1, reading.MOST_REPLICATIONS),
        "chunk": _whole(1, reading.MOST_CHUNK) | {"default": reading.CHUNK},
        "set": {"type": "object"},
        "horizons": _quarters(),
        "levers": {"type": "object", "additionalProperties": {"anyOf": _levers()}},
        "uncertainties": {
            "type": "object",
            "properties": {name: _uncertainty() for name, _, _ in describe()},
            "additionalProperties": _uncertainty(),
        },
        "sampling": _object({"levers": _sampling(), "uncertainties": _sampling()}),
        "outcomes": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": _outcome(),
        },
    }
    for key, meaning in MEANINGS.items():
        parts[key] = parts[key] | {"description": meaning}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "ntic design",
        **_object(parts, reading.REQUIRED),
    }


def text() -> str:
    """Return the schema as it stands in its file."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def _object(parts: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    found = {"type": "object", "properties": parts, "additionalProperties": False}
    return found | ({"required": list(required)} if required else {})


def _whole(low: int, high: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": low, "maximum": high}


def _quarters() -> dict[str, Any]:
    return {"type": "array", "items": QUARTER, "minItems": 1, "uniqueItems": True}


def _spread() -> dict[str, Any]:
    return {
        "range": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        "distribution": {"enum": list(SHAPES)},
        "mode": {"type": "number"},
        "mean": {"type": "number"},
        "sd": {"type": "number", "exclusiveMinimum": 0},
    }


def _levels() -> dict[str, Any]:
    return {"type": "array", "minItems": 1}


def _levers() -> list[dict[str, Any]]:
    """Return the forms of a lever."""
    named = {"type": "object", "minProperties": 1, "additionalProperties": {"type": "object"}}
    return [
        _object({"scenarios": _levels() | {"items": TEXT}}, ("scenarios",)),
        _object({"key": TEXT, "levels": _levels()}, ("key", "levels")),
        _object({"key": TEXT, **_spread()}, ("key",)),
        _object({"levels": named}, ("levels",)),
    ]


def _uncertainty() -> dict[str, Any]:
    return _object({"levels": _levels(), **_spread()})


def _sampling() -> dict[str, Any]:
    number = _whole(1, reading.MOST_SAMPLES)
    parts = {
        "method": {"enum": list(METHODS)},
        "samples": number,
        "trajectories": number,
        "grid": _whole(2, 100),
    }
    return {"anyOf": [{"enum": list(METHODS)}, _object(parts, ("method",))]}


def _outcome() -> dict[str, Any]:
    """Return the form of an outcome."""
    names = sorted({about.name for one in outcomes.LEVELS.values() for about in one})
    dimensions = sorted({name for by in outcomes.BY.values() for name in by})
    parts: dict[str, Any] = {
        "indicator": {"enum": names},
        "level": {"enum": list(outcomes.LEVELS)},
        "measure": {"enum": list(outcomes.MEASURES)},
        "across": {"enum": list(outcomes.ACROSS)},
        "horizons": _quarters(),
        "since": QUARTER,
        "by": {"type": "array", "items": {"enum": dimensions}, "uniqueItems": True},
        "better": {"enum": list(outcomes.BETTER)},
        "margin": {"type": "number", "exclusiveMinimum": 0},
        "primary": {"type": "boolean"},
    }
    for key, meaning in OUTCOME_MEANINGS.items():
        parts[key] = parts[key] | {"description": meaning}
    return _object(parts, ("indicator", "measure", "better"))
