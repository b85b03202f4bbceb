"""Damaged input: a plain error that names the place, exit code 2, and nothing left behind."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sim import tables
from sim.cli import main
from sim.data_columns import COLUMNS, NOTE
from sim.problems import ScenarioError
from sim.scenario import shipped

ROOT = Path(__file__).parents[1]
TINY = shipped()["tiny"].read_text(encoding="utf-8")


@pytest.fixture
def refused(capsys, monkeypatch, tmp_path):
    """Return a function that runs a command, which must end with code 2 and leave nothing."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(SystemExit) as caught:
            main(list(arguments))
        shown = capsys.readouterr()
        assert caught.value.code == 2
        assert not shown.out
        assert "Traceback" not in shown.err
        assert sorted(tmp_path.rglob("*")) == before
        return shown.err

    return call


# What is wrong, the content of tiny.yaml, and what must be said.
FILES = {
    "negative budget": (TINY.replace("grant: 15", "grant: -15").encode(),
                        ["`bundles.leader_led.grant`: -15 is out of bounds",
                         "expected a number from 0 to 100000 million CNY/quarter"]),
    "unknown field": (TINY.replace("[high_speed_train,", "[high_speed_trane,").encode(),
                      ["unknown field `high_speed_trane`", "did you mean `high_speed_train`?"]),
    "based on itself": (b"format: 1\nname: tiny\nquestion: a?\nbased_on: tiny.yaml\n",
                        ["tiny.yaml:4:11: `based_on`: is the file itself"]),
    "10 MB": (b"# " + b"x" * 10_000_000, ["is larger than 256 kB"]),
    "binary": (bytes(range(256)) * 4, ["is not UTF-8 text"]),
    "zeros": (bytes(1000), ["a character that YAML does not allow: U+0000"]),
    "empty": (b"", ["is empty"]),
    "an alias bomb": (b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", ["tiny.yaml:1:4: anchor `&a`"]),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_a_damaged_file_is_refused(refused, tmp_path, what):
    content, words = FILES[what]
    (tmp_path / "tiny.yaml").write_bytes(content)
    for command in ("run", "check"):
        said = refused(command, "tiny.yaml")
        for word in words:
            assert word in said, said
        assert said.startswith("tiny.yaml")


def test_a_circle_of_bases_is_refused(refused, tmp_path):
    for name, below in (("one", "two"), ("two", "one")):
        text = f"format: 1\nname: {name}\nquestion: a?\nbased_on: {below}.yaml\n"
        (tmp_path / f"{name}.yaml").write_text(text)
    assert "goes round in a circle" in refused("run", "one.yaml")


def test_a_directory_is_refused(refused, tmp_path):
    (tmp_path / "mine.yaml").mkdir()
    assert "mine.yaml: is a directory" in refused("run", "mine.yaml")


def test_a_pipe_is_refused(refused, tmp_path):
    os.mkfifo(tmp_path / "mine.yaml")
    assert "mine.yaml: is no regular file" in refused("check", "mine.yaml")


AS_NOBODY = """
import contextlib, os, sys
from sim.cli import main
with contextlib.suppress(SystemExit):
    main(["check", "tiny"])  # imports all that the command needs
if os.geteuid() == 0:
    os.seteuid(65534)
main(["check", sys.argv[1]])
"""
"""A program that has no right to read what others have locked, also when root runs it."""


def test_a_file_without_permission_is_refused():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        file = folder / "mine.yaml"
        file.write_text(TINY)
        file.chmod(0)
        found = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(file)], capture_output=True, text=True,
            check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    assert found.returncode == 2
    assert found.stderr == f"{file}: cannot be read: Permission denied\n"


def small(most):
    """Return what lets a process write files up to a size only, as on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@pytest.mark.parametrize("most", [2_000, 9_000])
@pytest.mark.parametrize(
    "command",
    [
        ("run", "tiny", "--quarters", "1", "--no-figures"),
        ("run", "tiny", "--quarters", "1", "--no-figures", "--replications", "2"),
        ("init", "mine"),
    ],
)
def test_a_full_disk_leaves_nothing(tmp_path, command, most):
    ntic = str(Path(sys.executable).with_name("ntic"))
    found = subprocess.run(
        [ntic, *command], cwd=tmp_path, capture_output=True, text=True, check=False,
        preexec_fn=small(most),
    )  # fmt: skip
    assert found.returncode == 2, found.stderr
    assert "Traceback" not in found.stderr
    assert "File too large" in found.stderr
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert left == []


# Tables of data.


@pytest.fixture
def data(tmp_path):
    """Return a copy of the tables."""
    return shutil.copytree(tables.DATA, tmp_path / "data")


def problems_of(name, folder):
    with pytest.raises(ScenarioError) as caught:
        tables.read(name, folder)
    return caught.value.problems


@pytest.mark.parametrize("name", COLUMNS)
def test_a_missing_or_misspelt_column_is_named(data, name):
    file = data / f"{name}.csv"
    text = file.read_text(encoding="utf-8")
    head, _, rest = text.partition("\n")
    for column in COLUMNS[name]:
        slip = column[1:] + column[0]
        given = [slip if c == column else c for c in head.split(",")]
        file.write_text(",".join(given) + "\n" + rest, encoding="utf-8")
        (problem,) = problems_of(name, data)
        assert problem.message == f"missing column `{column}`"
        assert problem.line == 1
        assert f"`{slip}`" in problem.suggestion


@pytest.mark.parametrize("name", COLUMNS)
def test_every_table_is_as_its_columns_say(name):
    assert tables.rows(name)
    assert list(tables.rows(name)[0]) == list(COLUMNS[name])
    assert (tables.DATA / f"{name}.csv").exists()


def test_every_table_has_its_columns():
    assert {path.stem for path in tables.DATA.glob("*.csv")} == set(COLUMNS)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("centers", "Shandong", "Shandnog", "unknown province `Shandnog`; expected did you mean"),
        ("centers", "2016Q3", "2016Q5", "got `2016Q5`; expected a quarter"),
        ("center_fields", "new_energy_vehicle,", "new_energy_vehicles,", "unknown center"),
        ("price_index", "2010,", "2o10,", "got `2o10`; expected a whole number"),
        ("national", "million", "", None),
    ],
)
def test_a_wrong_value_is_named_with_its_line(data, name, old, new, said):
    file = data / f"{name}.csv"
    text = file.read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    if said is None:
        return
    (problem,) = problems_of(name, data)
    assert problem.line == line
    assert said in str(problem)


def test_a_row_that_ends_early_and_a_file_that_is_no_text_are_named(data):
    file = data / "fields.csv"
    file.write_text(file.read_text(encoding="utf-8") + "own,Own\n", encoding="utf-8")
    assert {p.key for p in problems_of("fields", data)} == {"name_zh", "orientation", "source"}
    file.write_bytes(bytes([0xFF, 0xFE]) * 9)
    assert "cannot be read" in problems_of("fields", data)[0].message
    file.unlink()
    assert "cannot be read" in problems_of("fields", data)[0].message


def test_a_note_may_be_empty_and_nothing_else():
    kinds = {kind for columns in COLUMNS.values() for kind in columns.values()}
    for kind in kinds:
        message, _ = tables._wrong("", kind, {"a"})
        assert bool(message) == (kind != NOTE and not kind.endswith("?"))


def test_the_command_says_what_is_wrong_with_a_table(tmp_path):
    """A copy of the project whose table of fields lacks a column, and has a negative share."""
    for part in ("sim", "scenarios"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / part, tmp_path / part, ignore=ignored)
    file = tmp_path / "scenarios/data/fields.csv"
    whole = file.read_text(encoding="utf-8")

    def check():
        program = "from sim.cli import main; main(['check', 'tiny'])"
        return subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True,
            check=False, env={**os.environ, "PYTHONPATH": str(tmp_path)},
        )  # fmt: skip

    file.write_text(whole.replace("name_zh", "name_cn", 1), encoding="utf-8")
    found = check()
    assert found.returncode == 2
    said = "scenarios/data/fields.csv:1: missing column `name_zh`; did you mean `name_en` or"
    assert found.stderr.startswith(said), found.stderr
    file.write_text(whole, encoding="utf-8")
    other = tmp_path / "scenarios/data/field_attributes.csv"
    text = other.read_text(encoding="utf-8")
    other.write_text(text.replace("big_data,cr4,0.35", "big_data,cr4,-0.35"), encoding="utf-8")
    found = check()
    assert found.returncode == 2
    assert "`big_data.cr4`: -0.35 is out of bounds; expected a number from 0.01" in found.stderr
