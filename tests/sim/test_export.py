"""Tables of a run for other programs: nothing lost on the way, nothing half written."""

import json
import os
import shutil
import zipfile

import numpy as np
import pandas as pd
import pytest

from sim import folders, results, simulate
from sim.export import ExportError, export
from sim.problems import NticError
from sim.results import data_package, stata, workbook
from sim.results.about import IDENTITY, MASK, QUARTER, YES_NO, Column, Table
from sim.results.columns import SEED, dictionary
from sim.results.reading import ResultsError, read

pytestmark = pytest.mark.core

PRECISE = {} if int(pd.__version__.split(".")[0]) >= 3 else {"float_precision": "round_trip"}
"""From pandas 3 on, numbers are read with all their digits without being asked."""


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """Return a run of tiny.yaml with its folder."""
    out = tmp_path_factory.mktemp("runs") / "tiny-seed1"
    return simulate.run("tiny", out=out, figures=False, agents=True)


@pytest.fixture(scope="module")
def run(result):
    """Return the folder of the run."""
    return result.folder


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Return the folder of two quarters without centers, in which some tables stay empty."""
    out = tmp_path_factory.mktemp("runs") / "bare"
    changes = {"centers": "none"}
    return simulate.run("tiny", quarters=2, out=out, figures=False, overrides=changes).folder


@pytest.fixture(scope="module")
def seeds(run, tmp_path_factory):
    """Return a folder that holds two runs, as several seeds are written."""
    folder = tmp_path_factory.mktemp("runs") / "tiny-seeds1-2"
    folder.mkdir()
    shutil.copy(run / "scenario.yaml", folder)
    other = simulate.run("tiny", seed=2, out=False)
    first = read(run)
    digests = {"1": first.provenance["digest"], "2": other.digest}
    for name, table in first.tables.items():
        if name != "agents":
            both = [table.assign(seed=1), getattr(other, name).assign(seed=2)]
            whole = pd.concat(both, ignore_index=True)
            whole = whole[["seed", *table.columns]]
            whole.to_parquet(folder / f"{name}.parquet", index=False)
    content = first.provenance | {"seeds": [1, 2], "digests": digests}
    del content["seed"]
    folders.write_provenance(folder, content)
    return folder


@pytest.fixture
def copied(run, tmp_path):
    """Return a copy of the run's folder that may be spoilt."""
    return shutil.copytree(run, tmp_path / "copy")


@pytest.fixture(scope="module")
def exported(run, tmp_path_factory):
    """Return what each format wrote."""
    out = tmp_path_factory.mktemp("exported")
    names = {"csv": "csv", "dta": "dta", "xlsx": "run.xlsx"}
    return {to: export(run, to, out / name) for to, name in names.items()}


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def from_csv(folder, resource):
    """Read a table of a data package with the types it states."""
    types = {}
    for field in resource["schema"]["fields"]:
        gaps = not field["constraints"]["required"]
        whole = "UInt64" if field["kind"] == MASK else "Int64"
        types[field["name"]] = {
            "string": "str",
            "integer": whole if gaps else whole.lower(),
            "number": "float64",
            "boolean": "boolean" if gaps else "bool",
        }[field["type"]]
    return pd.read_csv(
        folder / resource["path"],
        dtype=types,
        keep_default_na=False,
        na_values=resource["schema"]["missingValues"],
        **PRECISE,
    )


# ---- CSV -----------------------------------------------------------------------------------


def test_csv_has_the_digest_that_the_run_wrote(exported, run):
    package = json.loads((exported["csv"] / "datapackage.json").read_text(encoding="utf-8"))
    provenance = json.loads((run / "provenance.json").read_text(encoding="utf-8"))
    tables = {
        resource["name"]: from_csv(exported["csv"], resource)
        for resource in package["resources"]
        if resource["name"] in dictionary()
    }
    digests = {name: results.digest(table) for name, table in tables.items() if name != "agents"}
    assert digests == provenance["digests"]
    assert results.total_digest(digests) == package["id"] == provenance["digest"]
    agents = read(run).tables["agents"]
    assert results.digest(tables["agents"]) == results.digest(agents)


def test_the_data_package_describes_every_file(exported):
    folder = exported["csv"]
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["name"] == "tiny-seed-1"
    assert "One run is one draw" in package["description"]
    paths = {resource["path"] for resource in package["resources"]}
    other = {"datapackage.json", "provenance.json", "README.md"}
    assert paths == set(names(folder)) - other
    for resource in package["resources"]:
        header = (folder / resource["path"]).read_text(encoding="utf-8").split("\n")[0]
        fields = resource["schema"]["fields"]
        assert header.split(",") == [field["name"] for field in fields]
        assert resource["bytes"] == (folder / resource["path"]).stat().st_size
    events = next(r for r in package["resources"] if r["name"] == "events")
    assert events["schema"]["primaryKey"] == ["number"]
    fields = {field["name"]: field for field in events["schema"]["fields"]}
    assert fields["event"]["values_zh"]["launch"] == "技术上市"
    assert "launch" in fields["event"]["constraints"]["enum"]
    assert fields["field"]["values_zh"]["high_speed_train"] == "高速列车"
    assert "enum" not in fields["field"]["constraints"]  # a scenario can bring its own fields
    assert fields["object"]["constraints"]["required"] is False
    assert fields["number"]["title_zh"] == "序号"
    assert fields["quarter"]["constraints"]["pattern"] == "[0-9]{4}Q[1-4]"


def test_csv_is_the_same_bytes_again(run, exported, tmp_path):
    again = export(run, "csv", tmp_path / "again")
    assert names(again) == names(exported["csv"])
    for name in names(again):
        assert (again / name).read_bytes() == (exported["csv"] / name).read_bytes(), name


def test_the_readme_says_what_it_is(exported):
    for to in ("csv", "dta"):
        text = (exported[to] / "README.md").read_text(encoding="utf-8")
        for words in (
            "tiny, seed 1",
            "One run is one draw",
            "`events`",
            "datapackage" * (to == "csv"),
        ):
            assert words in text


# ---- Stata ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in dictionary() if name != "bands"])
def test_stata_reads_the_same_values(run, exported, name):
    table = read(run).tables[name]
    again = pd.read_stata(exported["dta"] / f"{name}.dta")
    for column in dictionary()[name].columns:
        ours, theirs = table[column.name], again[column.name]
        if column.kind in (IDENTITY, MASK):
            ours, theirs = ours.astype("string").fillna(""), theirs.astype("string")
        elif column.kind == YES_NO:
            ours = ours.map({True: "yes", False: "no"})
        if column.kind in (IDENTITY, MASK) or not pd.api.types.is_numeric_dtype(ours.dtype):
            ours = ours.astype(object).where(ours.notna(), "")
            theirs = theirs.astype(object).where(theirs.notna(), "")
            assert ours.tolist() == theirs.tolist(), column.name
            assert "nan" not in set(theirs)
        else:
            ours, theirs = ours.astype("Float64"), theirs.astype("Float64")
            assert ours.equals(theirs), column.name
        if column.kind == QUARTER:
            dates = pd.PeriodIndex(again[f"{column.name}_date"].dropna(), freq="Q").astype(str)
            assert dates.tolist() == [quarter for quarter in ours if quarter != ""]


def test_stata_has_labels_and_quarterly_dates(exported):
    with pd.read_stata(exported["dta"] / "center_quarters.dta", iterator=True) as reader:
        labels = reader.variable_labels()
        assert reader.data_label.startswith("ntic tiny, seed 1, run ")
        assert reader.data_label.endswith(": Centers by quarter")
        stages = ("planned", "construction", "operating", "rectifying", "revoked")
        assert reader.value_labels()["status"] == dict(enumerate(stages))
    assert labels["cash"] == "cash at the end of the quarter [million CNY]"
    raw = pd.read_stata(exported["dta"] / "center_quarters.dta", convert_dates=False)
    assert raw["quarter_date"].tolist() == list(range(200, 208))  # 200 quarters after 1960q1
    assert raw["quarter"].iloc[0] == "2010Q1"


def test_names_and_labels_fit_into_stata():
    for table in dictionary().values():
        for column in table.columns:
            assert len(column.name) + len("_date") * (column.kind == QUARTER) <= 32
            assert len(stata.label(column.meaning, column.unit)) <= stata.LABEL


def test_a_long_label_is_cut_but_keeps_its_unit():
    long = "a meaning " * 12
    cut = stata.label(long, "million CNY/quarter")
    assert len(cut) <= 80
    assert cut.endswith("... [million CNY/quarter]")
    assert stata.label("cash", "1") == "cash"


def test_stata_holds_gaps_long_texts_and_words_of_a_scenario(tmp_path):
    about = Table(
        "things", "Things", "物", "a thing", ("name",), "never",
        (
            Column("name", "text", "1", "name", "名称"),
            Column("field", "text", "1", "field", "领域", {"b": "乙", "a": "甲"}, "none", True),
            Column("id", IDENTITY, "1", "identity", "标识", missing="none"),
            Column("switch", YES_NO, "1", "switch", "开关", missing="none"),
            Column("count", "integer", "1", "count", "数", missing="none"),
            Column("value", "number", "1", "value", "值", missing="none"),
            Column("since", QUARTER, "quarter", "since", "自", missing="none"),
        ),
    )  # fmt: skip
    table = pd.DataFrame(
        {
            "name": ["龙" * 1000, "=1+1"],
            "field": ["own", None],
            "id": pd.array([2**62 - 1, None], dtype="Int64"),
            "switch": pd.array([True, None], dtype="boolean"),
            "count": pd.array([7, None], dtype="Int64"),
            "value": [0.1, np.nan],
            "since": ["1959Q4", None],
        }
    )
    frame, labels, dates = stata.stata_frame(table, about)
    stata.write_frame(frame, tmp_path / "things.dta", "Things", labels, dates)
    again = pd.read_stata(tmp_path / "things.dta")
    assert again["name"].tolist() == ["龙" * 1000, "=1+1"]
    assert again["field"].tolist()[0] == "own"
    with pd.read_stata(tmp_path / "things.dta", iterator=True) as reader:
        assert reader.value_labels()["field"] == {0: "b", 1: "a", 2: "own"}
    assert again["id"].tolist() == [str(2**62 - 1), ""]
    assert again["switch"].tolist()[0] == "yes"
    assert again[["field", "switch", "count", "value", "since_date"]].iloc[1].isna().all()
    assert again["since"].tolist() == ["1959Q4", ""]
    assert again["since_date"][0] == pd.Timestamp("1959-10-01")
    with pytest.raises(ResultsError, match="`value` is infinite"):
        stata.stata_frame(table.assign(value=np.inf), about)


@pytest.mark.parametrize("kind", ["text", YES_NO])
@pytest.mark.parametrize("rows", [0, 2])
def test_words_that_are_all_missing_are_empty_text_in_stata(tmp_path, kind, rows):
    values = {"yes": "是", "no": "否"}
    about = Table(
        "things", "Things", "物", "a thing", ("number",), "never",
        (
            Column("number", "integer", "1", "number", "序号"),
            Column("word", kind, "1", "word", "词", values, missing="none"),
        ),
    )  # fmt: skip
    dtype = "boolean" if kind == YES_NO else "object"
    table = pd.DataFrame(
        {
            "number": np.arange(rows),
            "word": pd.array([None] * rows, dtype=dtype),
        }
    )
    frame, labels, dates = stata.stata_frame(table, about)
    stata.write_frame(frame, tmp_path / "things.dta", "Things", labels, dates)
    assert pd.read_stata(tmp_path / "things.dta")["word"].tolist() == [""] * rows


# ---- Excel ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in dictionary() if name != "bands"])
def test_excel_reads_the_same_values(run, exported, name):
    table = read(run).tables[name]
    wide = [c.name for c in dictionary()[name].columns if c.kind in (IDENTITY, MASK)]
    again = pd.read_excel(exported["xlsx"], sheet_name=name, dtype=dict.fromkeys(wide, "str"))
    assert list(again) == list(table)
    assert len(again) == len(table)
    for column in dictionary()[name].columns:
        ours, theirs = table[column.name], again[column.name]
        assert (ours.isna() == theirs.isna()).all(), column.name
        ours, theirs = ours.dropna(), theirs.dropna()
        if column.kind == "number":  # a file of Excel has 16 digits
            np.testing.assert_allclose(theirs.astype(float), ours, rtol=1e-15)
        else:
            ours = ours.astype(str) if column.name in wide else ours
            assert theirs.tolist() == ours.tolist(), column.name


def test_the_first_sheet_says_what_the_run_is(run, exported):
    import openpyxl

    book = openpyxl.load_workbook(exported["xlsx"])
    assert book.sheetnames[:3] == ["about", "dictionary", "event_kinds"]
    about = {row[0]: row[1] for row in book["about"].iter_rows(min_row=2, values_only=True)}
    provenance = json.loads((run / "provenance.json").read_text(encoding="utf-8"))
    assert about["scenario"] == "tiny"
    assert about["seed"] == "1"
    assert about["digest"] == provenance["digest"]
    assert about["question"] == "Does everything work in a country that runs in seconds?"
    assert about["command"] == provenance["command"]
    assert about["note"].startswith("One run is one draw")
    sheet = book["center_quarters"]
    assert sheet.freeze_panes == "A2"
    comments = {cell.value: cell.comment.text for cell in sheet[1]}
    assert "million CNY/quarter" in comments["grant"]
    assert "中央资助" in comments["grant"]


def test_tables_longer_than_a_sheet_are_split(run, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 101)
    out = export(run, "xlsx", tmp_path / "split.xlsx")
    sheets = pd.read_excel(out, sheet_name=None)
    events = read(run).tables["events"]
    parts = [sheet for name, sheet in sheets.items() if name.startswith("events_")]
    assert "events" not in sheets
    assert len(events) > 200
    assert [len(part) for part in parts] == [100, 100, len(events) - 200]
    assert pd.concat(parts)["number"].tolist() == events["number"].tolist()
    assert "centers" in sheets  # what fits keeps its name


def test_a_text_that_looks_like_a_formula_stays_text(run, tmp_path):
    import openpyxl

    asked = read(run)
    what = type(asked)(run, asked.provenance, "=1+1", asked.tables, asked.described)
    workbook.write(what, tmp_path / "formula.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "formula.xlsx")["about"]
    cells = {row[0].value: row[1] for row in sheet.iter_rows()}
    assert (cells["question"].value, cells["question"].data_type) == ("=1+1", "s")


# ---- several seeds -------------------------------------------------------------------------


def test_several_seeds_are_told_apart(seeds, tmp_path):
    folder = export(seeds, "csv", tmp_path / "csv")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["name"] == "tiny-seeds-1-to-2"
    events = next(r for r in package["resources"] if r["name"] == "events")
    assert events["schema"]["primaryKey"] == ["seed", "number"]
    assert events["schema"]["fields"][0]["title_zh"] == SEED.meaning_zh
    table = from_csv(folder, events)
    assert set(table["seed"]) == {1, 2}
    assert not table.duplicated(["seed", "number"]).any()
    assert results.digest(table) == results.digest(read(seeds).tables["events"])
    dta = pd.read_stata(export(seeds, "dta", tmp_path / "dta") / "events.dta")
    assert dta["seed"].tolist() == table["seed"].tolist()


def test_a_changed_run_among_several_is_noticed(seeds, tmp_path):
    spoilt = shutil.copytree(seeds, tmp_path / "copy")
    table = pd.read_parquet(spoilt / "flows.parquet")
    table.loc[table["seed"] == 2, "amount"] *= 2.0
    table.to_parquet(spoilt / "flows.parquet", index=False)
    with pytest.raises(ResultsError, match="seed 2 is not what the run wrote"):
        export(spoilt, "csv")


# ---- a run in which little happens ---------------------------------------------------------


@pytest.mark.parametrize("to", ["csv", "dta", "xlsx"])
def test_a_run_without_centers_keeps_its_empty_tables(bare, tmp_path, to):
    tables = read(bare).tables
    assert {"centers", "center_quarters", "members"} <= {
        name for name, table in tables.items() if table.empty
    }
    out = export(bare, to, tmp_path / f"bare.{to}")
    for name, table in tables.items():
        if to == "csv":
            again = pd.read_csv(out / f"{name}.csv")
        elif to == "dta":
            again = pd.read_stata(out / f"{name}.dta")
        else:
            again = pd.read_excel(out, sheet_name=name)
        assert len(again) == len(table), name
        assert set(table) <= set(again), name


# ---- what is refused -----------------------------------------------------------------------


def test_the_default_place_is_beside_the_run(copied):
    assert export(copied, "csv") == copied.with_name("copy-csv")
    assert export(copied, "xlsx") == copied.with_name("copy.xlsx")
    assert names(copied.parent) == ["copy", "copy-csv", "copy.xlsx"]
    folders.check(copied)  # the run can still be replaced


def test_a_workbook_gets_its_ending(run, tmp_path):
    assert export(run, "xlsx", tmp_path / "v1.2") == tmp_path / "v1.2.xlsx"
    assert export(run, "xlsx", tmp_path / "A.XLSX") == tmp_path / "A.XLSX"
    assert names(tmp_path) == ["A.XLSX", "v1.2.xlsx"]


def test_a_folder_that_is_not_a_run_is_refused(tmp_path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ResultsError, match="is not a folder of a run"):
            export(folder, "csv")
    (tmp_path / "provenance.json").write_text("[]")
    with pytest.raises(ResultsError, match="is not a folder of a run"):
        export(tmp_path, "csv")
    assert names(tmp_path) == ["provenance.json"]


def test_an_export_is_not_taken_for_a_run(exported):
    with pytest.raises(ResultsError, match="holds no tables"):
        export(exported["csv"], "dta")


def test_an_unknown_format_is_refused(run):
    with pytest.raises(ExportError, match="expected csv, xlsx, dta"):
        export(run, "sav")  # pyright: ignore[reportArgumentType]


def test_an_unknown_table_is_refused(copied):
    shutil.copy(copied / "events.parquet", copied / "things.parquet")
    content = json.loads((copied / "provenance.json").read_text(encoding="utf-8"))
    folders.write_provenance(copied, content)
    with pytest.raises(ResultsError, match="unknown table `things`"):
        export(copied, "csv")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-100]), "is damaged"),
        (lambda path: path.write_bytes(b""), "is damaged"),
        (lambda path: path.unlink(), "is missing"),
        (lambda path: change(path, lambda t: t.drop(columns="reason")), "has other columns"),
        (lambda path: change(path, lambda t: t.assign(number=None)), "is not as this version"),
        (lambda path: change(path, lambda t: t.iloc[::-1]), "is not what the run wrote"),
    ],
    ids=["cut", "empty", "missing", "other columns", "gaps", "another order"],
)
def test_a_damaged_table_is_refused(copied, spoil, message):
    spoil(copied / "events.parquet")
    with pytest.raises(ResultsError, match=message):
        export(copied, "csv")
    assert names(copied.parent) == ["copy"]


def change(path, how):
    how(pd.read_parquet(path)).to_parquet(path, index=False)


def test_what_is_not_ours_is_left_alone(run, copied, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    book = tmp_path / "mine.xlsx"
    pd.DataFrame({"a": [1]}).to_excel(book)
    before = book.read_bytes()
    for to, out, message in (
        ("csv", folder, r"notes\.txt"),
        ("dta", book, "is a file"),
        ("xlsx", folder, "was not written by an export"),
        ("xlsx", book, "was not written by an export"),
        ("csv", copied, "is the folder of a run"),
        ("csv", run / "csv", "lies in the folder of the run"),
        ("xlsx", run / "run.xlsx", "lies in the folder of the run"),
    ):
        with pytest.raises(NticError, match=message):
            export(run, to, out)
    assert names(folder) == ["notes.txt"]
    assert book.read_bytes() == before
    read(copied)
    assert "csv" not in names(run)


def test_an_earlier_export_is_replaced(run, tmp_path):
    for to, out in (
        ("csv", tmp_path / "a"),
        ("dta", tmp_path / "a"),
        ("xlsx", tmp_path / "a.xlsx"),
    ):
        export(run, to, out)
        export(run, to, out)
    assert names(tmp_path) == ["a", "a.xlsx"]
    assert "events.dta" in names(tmp_path / "a")
    assert "events.csv" not in names(tmp_path / "a")


def test_a_workbook_that_somebody_saved_is_left_alone(run, tmp_path):
    import openpyxl

    out = export(run, "xlsx", tmp_path / "run.xlsx")
    book = openpyxl.load_workbook(out)
    book.properties.lastModifiedBy = "a reader"
    book.save(out)
    with pytest.raises(ExportError, match="was not written by an export"):
        export(run, "xlsx", out)


@pytest.mark.parametrize("to", ["csv", "dta", "xlsx"])
def test_a_full_disk_leaves_nothing(run, tmp_path, monkeypatch, to):
    def full(*_, **__):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(pd.DataFrame, "to_csv", full)
    monkeypatch.setattr(pd.DataFrame, "to_stata", full)
    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(ExportError, match="No space left on device; nothing was left there"):
        export(run, to, tmp_path / f"out.{to}")
    assert not names(tmp_path)


def test_the_field_of_every_column_is_of_the_standard():
    standard = {"string", "integer", "number", "boolean"}
    assert set(data_package.FRICTIONLESS.values()) == standard
