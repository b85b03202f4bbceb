"""The tables of a run as CSV, described by the Frictionless Data standard."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from sim.results.about import IDENTITY, INTEGER, MASK, NUMBER, QUARTER, TEXT, YES_NO, Column
from sim.results.listing import DICTIONARY, EVENT_KINDS, ONE_DRAW, about_tables
from sim.results.reading import Written

FRICTIONLESS = {
    TEXT: "string",
    QUARTER: "string",
    IDENTITY: "integer",
    MASK: "integer",
    INTEGER: "integer",
    NUMBER: "number",
    YES_NO: "boolean",
}


def write(run: Written, folder: Path) -> None:
    """Write each table as CSV, floats with all their digits, and the data package."""
    for name, table in (run.tables | about_tables(run.described)).items():
        table.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8", lineterminator="\n")
    package = data_package(run, folder)
    text = json.dumps(package, indent=2, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def data_package(run: Written, folder: Path) -> dict[str, Any]:
    """Describe the CSV files of a folder by the Frictionless Data standard."""
    described = [
        {
            "name": table.name,
            "title": table.title,
            "title_zh": table.title_zh,
            "description": f"One row is {table.row}. Written {table.written}.",
            "schema": {
                "fields": [_field(column) for column in table.columns],
                "primaryKey": list(table.key),
                "missingValues": [""],
            },
        }
        for table in run.described.values()
    ]
    described += [
        {
            "name": name,
            "title": {DICTIONARY: "Every column", EVENT_KINDS: "Kinds of events"}[name],
            "schema": {"fields": [{"name": column, "type": "string"} for column in table]},
        }
        for name, table in about_tables(run.described).items()
    ]
    versions = run.provenance.get("versions", {})
    return {
        "profile": "tabular-data-package",
        "name": re.sub(r"[^a-z0-9._-]+", "-", run.name.lower()),
        "title": f"Tables of ntic: {run.name}",
        "description": f"{run.question} {ONE_DRAW}",
        "id": run.provenance["digest"],
        "sources": [
            {
                "title": f"ntic {versions.get('ntic')}, commit {run.provenance.get('commit')}, "
                f"scenario {run.name}, command: {run.provenance.get('command')}"
            }
        ],
        "resources": [_resource(resource, folder) for resource in described],
    }


def _resource(described: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Add what is known of the file to the description of a table."""
    path = folder / f"{described['name']}.csv"
    data = path.read_bytes()
    return {
        "profile": "tabular-data-resource",
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        **described,
    }


def _field(column: Column) -> dict[str, Any]:
    """Describe a column by the Table Schema."""
    field: dict[str, Any] = {
        "name": column.name,
        "type": FRICTIONLESS[column.kind],
        "title": column.meaning,
        "title_zh": column.meaning_zh,
        "unit": column.unit,
        "kind": column.kind,
        "source": column.source,
        "constraints": {"required": column.missing == ""},
    }
    if column.missing:
        field["description"] = f"Empty: {column.missing}."
    if column.kind == YES_NO:
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    if column.kind == QUARTER:
        field["constraints"]["pattern"] = "[0-9]{4}Q[1-4]"
    if column.values:
        field["values_zh"] = dict(column.values)
        if not column.more:
            field["constraints"]["enum"] = list(column.values)
    return field
