"""The folder of a run, or of runs with several seeds, read back as it was written."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from sim.folders import PROVENANCE
from sim.problems import NticError
from sim.results.about import Table
from sim.results.columns import SEED, dictionary, fitted
from sim.results.digests import digest, total_digest
from sim.scenario import RESOLVED

AGAIN = "run the scenario again"
KEPT = {
    pa.int64(): pd.Int64Dtype(),
    pa.uint64(): pd.UInt64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}
"""Types that keep all bits beside gaps, whatever the file says of pandas."""


class ResultsError(NticError):
    """A folder that is not a run's, or does not hold any more what the run wrote."""


@dataclass(frozen=True)
class Written:
    """The tables of a run's folder and what is known of the run."""

    folder: Path
    provenance: dict[str, Any]
    question: str
    tables: dict[str, pd.DataFrame]
    described: dict[str, Table]
    """As in the dictionary, with the seed first where the tables have one."""

    @property
    def name(self) -> str:
        """Scenario and seeds in words."""
        of = self.provenance
        if "seeds" in of:
            return f"{of['scenario']}, seeds {of['seeds'][0]} to {of['seeds'][-1]}"
        return f"{of['scenario']}, seed {of['seed']}"


def read(folder: Path) -> Written:
    """Read all tables of a run's folder and compare them with the digest of the run.

    Raises
    ------
    ResultsError
        If the folder is not a run's, a table is missing, unknown or damaged, or holds something
        else than the run wrote.
    """
    provenance = _provenance(folder)
    files = [Path(str(file)) for file in provenance["files"]]
    names = [file.stem for file in files if file.suffix == ".parquet"]
    if not names:
        raise ResultsError(f"{folder}: holds no tables; give a folder that `ntic run` wrote")
    known = dictionary()
    for name in names:
        if name not in known:
            raise ResultsError(f"{folder}: unknown table `{name}`, of another version; {AGAIN}")
    tables, described = {}, {}
    for name in (name for name in known if name in names):
        tables[name] = _table(folder / f"{name}.parquet", known[name])
        seeds = "seed" in tables[name]
        described[name] = with_seed(known[name]) if seeds else known[name]
    _compare(folder, provenance, tables)
    return Written(folder, provenance, _question(folder), tables, described)


def with_seed(table: Table) -> Table:
    """Describe a table that holds several runs."""
    return table._replace(columns=(SEED, *table.columns), key=(SEED.name, *table.key))


def _provenance(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
        known = {key: content[key] for key in ("scenario", "digest", "digests", "files")}
        if "seed" in content or "seeds" in content:
            return content | known
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise ResultsError(
        f"{folder}: is not a folder of a run; give one that `ntic run` wrote, "
        "such as runs/national-seed1"
    )


def _question(folder: Path) -> str:
    try:
        return str(yaml.safe_load((folder / RESOLVED).read_text(encoding="utf-8"))["question"])
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError):
        raise ResultsError(f"{folder / RESOLVED}: cannot be read; {AGAIN}") from None


def _table(path: Path, about: Table) -> pd.DataFrame:
    """Read a table with the types of the dictionary."""
    try:
        table = pq.read_table(path).to_pandas(ignore_metadata=True, types_mapper=KEPT.get)
    except FileNotFoundError:
        raise ResultsError(f"{path}: is missing; {AGAIN}") from None
    except (OSError, pa.ArrowException) as error:
        reason = str(error).splitlines()[0]
        raise ResultsError(f"{path}: is damaged ({reason}); {AGAIN}") from None
    names = [column.name for column in about.columns]
    if list(table.columns) not in (names, [SEED.name, *names]):
        raise ResultsError(f"{path}: has other columns than this version writes; {AGAIN}")
    try:
        return fitted(about.name, table.astype({"seed": "int64"} if "seed" in table else {}))
    except (TypeError, ValueError) as error:
        raise ResultsError(f"{path}: is not as this version writes it ({error}); {AGAIN}") from None


def _compare(folder: Path, provenance: dict[str, Any], tables: dict[str, pd.DataFrame]) -> None:
    """Raise if the tables do not hold what the run says it wrote."""
    if "seeds" in provenance:
        of_runs = {name: table for name, table in tables.items() if "seed" in table}
        found = {}
        for seed in provenance["seeds"]:
            parts = {
                name: digest(table[table["seed"] == seed].drop(columns="seed"))
                for name, table in of_runs.items()
            }
            found[str(seed)] = total_digest(parts)
    else:
        found = {name: digest(t) for name, t in tables.items() if name in provenance["digests"]}
    wrong = [
        name for name in provenance["digests"] if found.get(name) != provenance["digests"][name]
    ]
    if wrong:
        what = f"seed {wrong[0]}" if "seeds" in provenance else f"table `{wrong[0]}`"
        raise ResultsError(f"{folder}: {what} is not what the run wrote; {AGAIN}")
